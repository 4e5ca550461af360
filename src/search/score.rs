//! Subsequence matching. The only file that knows fuzzy-matcher.
//!
//! The crate's matcher keeps state between calls that changes later scores, folds no accents, and takes blanks
//! literally. So it is made fresh for each label it scores, is given folded text, and single words. Since a fresh one
//! is slow, [`Scorer::bound`] says first what it can score at most, and only labels that can be among the best are
//! given to it.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::LONGEST;
use super::word::Needle;

fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The score of `needle` as a subsequence of `text`: higher is better, negative is possible. Both must be folded.
pub(super) fn subsequence(text: &str, needle: &str) -> Option<i32> {
    SkimMatcherV2::default().ignore_case().fuzzy_match(cut(text), needle).map(|score| score as i32)
}

/// Where `needle` stands in `text` as a subsequence, the best fit of several; positions count characters.
pub(super) fn positions(text: &str, needle: &str) -> Option<Vec<usize>> {
    let matcher = SkimMatcherV2::default().ignore_case();
    is_subsequence(text, needle).then(|| matcher.fuzzy_indices(cut(text), needle)).flatten().map(|(_, at)| at)
}

/// Whether the characters of `needle` stand in `text` in order.
pub(super) fn is_subsequence(text: &str, needle: &str) -> bool {
    if needle.is_ascii() {
        let mut rest = text.as_bytes();
        return needle.bytes().all(|n| match memchr::memchr(n, rest) {
            Some(at) => {
                rest = &rest[at + 1..];
                true
            }
            None => false,
        });
    }
    let mut rest = text.chars();
    needle.chars().all(|n| rest.any(|c| c == n))
}

const MATCH: i32 = 16;
const GAP_START: i32 = -3;
const GAP: i32 = -1;
const CONSECUTIVE: i32 = 4;
const HEAD: i32 = 8;
const BREAK: i32 = 7;
/// As the crate has it: far down, and still a number.
const NEVER: i32 = i16::MIN as i32;

/// What fuzzy-matcher gives a letter for its place, from the letter before it; all of them are lower case here.
fn place(before: char) -> i32 {
    match before {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => HEAD,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => BREAK,
        _ => 0,
    }
}

/// Scores labels without making a matcher for each.
pub(super) struct Scorer {
    chars: Vec<char>,
    places: Vec<i32>,
    /// Two rows in turn, as the crate has them: the best score so far with the letter matched, and without.
    rows: [Vec<(i32, i32)>; 2],
    firsts: Vec<usize>,
}

impl Scorer {
    pub(super) fn new() -> Self {
        Self { chars: Vec::new(), places: Vec::new(), rows: [Vec::new(), Vec::new()], firsts: Vec::new() }
    }

    /// What [`subsequence`] gives `text` at most. Nothing where the needle is no subsequence.
    ///
    /// The recurrence of `SkimMatcherV2` (Smith and Waterman's with affine gaps) over two rows.
    pub(super) fn bound(&mut self, text: &str, needle: &Needle) -> Option<i32> {
        if !is_subsequence(text, &needle.text) {
            return None;
        }
        self.chars.clear();
        self.chars.extend(text.chars().take(LONGEST));
        self.firsts.clear();
        let mut wanted = needle.chars.iter().peekable();
        for (i, c) in self.chars.iter().enumerate() {
            if wanted.next_if(|w| **w == *c).is_some() {
                self.firsts.push(i);
            }
        }
        if wanted.peek().is_some() {
            return None;
        }
        self.places.clear();
        let before = std::iter::once(&'\0').chain(&self.chars);
        self.places.extend(before.zip(&self.chars).map(|(before, _)| place(*before)));
        self.places[0] *= 2;
        let width = self.chars.len() + 1;
        self.rows[0].clear();
        self.rows[0].resize(width, (NEVER, GAP));
        self.rows[1].clear();
        self.rows[1].resize(width, (NEVER, NEVER));
        for (i, wanted) in needle.chars.iter().enumerate() {
            let [even, odd] = &mut self.rows;
            let (last, row) = if i % 2 == 0 { (even, odd) } else { (odd, even) };
            for col in self.firsts[i] + 1..width {
                let left = row[col - 1];
                let matched = if self.chars[col - 1] == *wanted {
                    let place = self.places[col - 1];
                    let (m, p) = last[col - 1];
                    MATCH + (m + place.max(CONSECUTIVE)).max(p + place)
                } else {
                    NEVER
                };
                row[col] = (matched, (GAP_START + GAP + left.0).max(GAP + left.1));
            }
        }
        let row = &self.rows[needle.chars.len() % 2];
        row[*self.firsts.last()?..].iter().map(|(m, _)| *m).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn positions_count_characters() {
        assert_eq!(positions("éab", "ab"), Some(vec![1, 2]));
        assert_eq!(positions("management", "mgmt"), Some(vec![0, 4, 6, 9]));
        assert_eq!(positions("management", "mgx"), None);
    }

    #[test]
    fn a_score_does_not_depend_on_what_came_before() {
        let first = subsequence("stakeholder management", "stmgt");
        for other in ["a-b-c", "stéakeholdér", "mmm ttt ggg"] {
            let _ = subsequence(other, "mt");
        }
        assert_eq!(subsequence("stakeholder management", "stmgt"), first);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn nothing_scores_above_its_bound(text in "[a-cä /.1-]{0,60}", typed in "[a-cä1]{1,8}") {
            let needle = Needle::new(&typed.chars().collect::<Vec<_>>());
            let (score, bound) = (subsequence(&text, &typed), Scorer::new().bound(&text, &needle));
            prop_assert_eq!(score.is_some(), bound.is_some());
            prop_assert!(score <= bound, "{:?} {:?}", score, bound);
        }
    }
}
