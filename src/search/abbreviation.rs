//! How well letters abbreviate a label of several words: `prjmgmt` for `project management`.

use super::word::{Needle, SKELETON, is_vowel};

/// What each consonant that was passed over costs.
const PASSED_OVER: u32 = 24 * UNIT;
/// Each vowel that was not: who shortens leaves vowels out first.
const VOWEL: u32 = 40 * UNIT;
/// A word of which one letter is left: initials are another matter.
const ONE_LETTER: u32 = 40 * UNIT;
/// A word of which nothing is left.
const LEFT_OUT: u32 = 60 * UNIT;
/// Words after the last one abbreviated, which may not have been typed yet, are counted apart:
/// costs are in units of so many of them.
const UNIT: u32 = MOST_WORDS as u32 * 2;
/// What one of them costs in the end.
const NOT_REACHED: i32 = 10;
/// What not being the consonants of all words, and nothing else, costs: a mistake in one word is
/// likelier then.
const IMPURE: i32 = 70;

/// No way to read the letters so.
const NONE: u32 = u32::MAX / 2;

/// More words than this are not looked at.
const MOST_WORDS: usize = 16;
/// Longer abbreviations are none.
const MOST_LETTERS: usize = 16;

/// What letters of `needle`, read as the starts of words and some of what follows in each, are
/// worth as a name for `words`: each word is left out or begins with the next letter. Nothing where
/// they cannot be read so.
pub(super) fn abbreviates<'a>(
    needle: &Needle,
    words: impl Iterator<Item = &'a str>,
) -> Option<i32> {
    let mut words = words.peekable();
    let letters = needle.chars.as_slice();
    if letters.is_empty() || letters.len() > MOST_LETTERS {
        return None;
    }
    let first = words.peek().is_some_and(|word| word.starts_with(letters[0]));
    // The least cost of reading the first `i` letters with the words so far.
    let mut cost = [NONE; MOST_LETTERS + 1];
    cost[0] = 0;
    for word in words.take(MOST_WORDS) {
        let mut next = [NONE; MOST_LETTERS + 1];
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
    // Too much was passed over for the letters to stand for it.
    (cost <= letters.len() as i32 * 24)
        .then(|| if first { worth + worth * 15 / 100 } else { worth })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(letters: &str, label: &str) -> Option<i32> {
        abbreviates(&Needle::new(&letters.chars().collect::<Vec<_>>()), label.split(' '))
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
