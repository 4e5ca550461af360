//! Scores letters as an abbreviation of a label of several words: `prjmgmt` for `project
//! management`.

use super::word::{SKELETON, TypedWord, is_vowel};

/// Cost of each skipped consonant.
const PASSED_OVER: u32 = 24 * UNIT;
/// Cost of each vowel that was kept: people who shorten a word leave out vowels first.
const VOWEL: u32 = 40 * UNIT;
/// Cost of a word with one letter left: initials are handled elsewhere.
const ONE_LETTER: u32 = 40 * UNIT;
/// Cost of a word with nothing left.
const LEFT_OUT: u32 = 60 * UNIT;
/// Factor of all costs. Words after the last one abbreviated, which may not have been typed yet,
/// are counted in the remainder.
const UNIT: u32 = MAX_WORDS as u32 * 2;
/// Penalty for each of these words.
const NOT_REACHED: i32 = 10;
/// Penalty for anything other than exactly the consonants of all words: a typo in one word is
/// likelier then.
const IMPURE: i32 = 70;

/// Cost if the letters cannot be read so.
const NONE: u32 = u32::MAX / 2;

/// Maximum number of words to look at.
const MAX_WORDS: usize = 16;
/// Maximum length of an abbreviation.
const MAX_LETTERS: usize = 16;

/// Returns the score of `needle` as an abbreviation of `words`, read as the start of words and some
/// of the letters that follow in each: each word is left out or begins with the next letter. `None`
/// if the letters cannot be read so.
pub(super) fn abbreviation_score<'a>(
    needle: &TypedWord,
    words: impl Iterator<Item = &'a str>,
) -> Option<i32> {
    let mut words = words.peekable();
    let letters = needle.chars.as_slice();
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return None;
    }
    let first = words.peek().is_some_and(|word| word.starts_with(letters[0]));
    // The least cost of reading the first `i` letters with the words so far.
    let mut cost = [NONE; MAX_LETTERS + 1];
    cost[0] = 0;
    for word in words.take(MAX_WORDS) {
        let mut next = [NONE; MAX_LETTERS + 1];
        for i in 0..=letters.len() {
            if cost[i] >= NONE {
                continue;
            }
            let left_out = if i == letters.len() { 1 } else { LEFT_OUT };
            next[i] = next[i].min(cost[i] + left_out);
            let (mut extra, mut at) = (ONE_LETTER, i);
            for (k, c) in word.chars().enumerate() {
                if letters.get(at) == Some(&c) {
                    at += 1;
                    extra -= if k > 0 && at == i + 2 { ONE_LETTER } else { 0 };
                    extra += if k > 0 && is_vowel(c) { VOWEL } else { 0 };
                    next[at] = next[at].min(cost[i] + extra);
                } else if k == 0 || at == letters.len() {
                    break;
                } else {
                    extra += if is_vowel(c) { 0 } else { PASSED_OVER };
                }
            }
        }
        cost = next;
    }
    let cost = cost[letters.len()];
    let (cost, not_reached) = ((cost / UNIT) as i32, (cost % UNIT) as i32);
    let impure = if cost > 0 { IMPURE + cost } else { 0 };
    let worth = i32::from(SKELETON) + 10 - impure - NOT_REACHED * not_reached;
    // Too much was skipped for the letters to be an abbreviation of it.
    (cost <= letters.len() as i32 * 24)
        .then(|| if first { worth + worth * 15 / 100 } else { worth })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(letters: &str, label: &str) -> Option<i32> {
        abbreviation_score(&TypedWord::new(&letters.chars().collect::<Vec<_>>()), label.split(' '))
    }

    #[test]
    fn the_fuller_reading_is_worth_more() {
        let full = worth("prjmng", "project management").unwrap();
        assert!(full > worth("prjmng", "project risk management").unwrap());
        assert!(full > worth("prjmng", "senior project management").unwrap());
        assert!(worth("prjmgmt", "project management") < Some(full));
        assert!(worth("dbadmin", "database administration").is_some());
        assert_eq!(worth("mngmnt", "project"), None);
        assert_eq!(worth("pm", "xpm"), None);
        assert_eq!(worth("", "x"), None);
    }
}
