//! Subsequence matching. The only file that knows fuzzy-matcher.
//!
//! The crate's matcher keeps state between calls that changes later scores, folds no accents, and
//! takes blanks literally. So it is made fresh for each label it scores, is given folded text, and
//! single words. Since a fresh one is slow, [`Scorer::bound`] says first what it can score at most,
//! and only labels that can be among the best are given to it.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::LONGEST;
use super::word::Needle;

fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The score of `needle` as a subsequence of `text`: higher is better, negative is possible. Both
/// must be folded.
pub(super) fn subsequence(text: &str, needle: &str) -> Option<i32> {
    SkimMatcherV2::default().ignore_case().fuzzy_match(cut(text), needle).map(|score| score as i32)
}

/// Where `needle` stands in `text` as a subsequence, the best fit of several; positions count
/// characters.
pub(super) fn positions(text: &str, needle: &str) -> Option<Vec<usize>> {
    let matcher = SkimMatcherV2::default().ignore_case();
    is_subsequence(text, needle)
        .then(|| matcher.fuzzy_indices(cut(text), needle))
        .flatten()
        .map(|(_, at)| at)
}

/// Whether the characters of `needle` stand in `text` in order.
pub(super) fn is_subsequence(text: &str, needle: &str) -> bool {
    if needle.is_ascii() {
        // A label is too short for a search for each letter to be worth its start.
        let mut wanted = needle.bytes();
        let Some(mut next) = wanted.next() else { return true };
        for byte in text.bytes() {
            if byte == next {
                let Some(after) = wanted.next() else { return true };
                next = after;
            }
        }
        return false;
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
/// Far down, and still a number when something is taken away from it.
const NEVER: i32 = i32::MIN / 2;

/// What fuzzy-matcher gives a letter for its place, from the letter before it; all of them are
/// lower case here.
fn place(before: char) -> i32 {
    match before {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => HEAD,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => BREAK,
        _ => 0,
    }
}

/// What is known of one letter of the word, on the way through a label.
#[derive(Clone, Copy)]
struct Reached {
    /// Where the letter was last matched, and the best score of a match that ends there.
    last: usize,
    score: i32,
    /// The best of `score + last` of all such places before that.
    before: i32,
}

/// Bounds what labels score for one word, without making a matcher for each.
pub(super) struct Scorer<'n> {
    needle: &'n Needle,
    reached: Vec<Reached>,
    /// How many letters stand in order in what was read of the label.
    begun: u32,
}

impl<'n> Scorer<'n> {
    pub(super) fn new(needle: &'n Needle) -> Self {
        Self { needle, reached: Vec::new(), begun: 0 }
    }

    /// What [`subsequence`] gives `text` at most. Nothing where the word is no subsequence.
    ///
    /// The recurrence of `SkimMatcherV2` (Smith and Waterman's with affine gaps), at the places
    /// only where letters match: what a gap costs grows evenly, so of all places before it the
    /// best is known on the way.
    pub(super) fn bound(&mut self, text: &str) -> Option<i32> {
        // Most labels that have the letters have them in another order, which shows sooner this
        // way.
        if !is_subsequence(text, &self.needle.text) {
            return None;
        }
        let none = Reached { last: usize::MAX, score: NEVER, before: NEVER };
        self.begun = 0;
        self.reached.clear();
        self.reached.resize(self.needle.chars.len(), none);
        let (mut best, mut before) = (NEVER, '\0');
        for (at, c) in text.chars().take(LONGEST).enumerate() {
            let bits = self.needle.places(c);
            if bits != 0 {
                best = best.max(self.step(at, before, bits));
            }
            before = c;
        }
        (best > NEVER).then_some(best)
    }

    /// The next letter of the word stands at `at` for the first time. The matcher keeps two rows in
    /// turn and begins each here, so that what it left there two letters ago leads on as a gap;
    /// of the last letter it even counts. Returns that.
    fn begin(&mut self, at: usize) -> i32 {
        let i = self.begun as usize;
        self.begun += 1;
        let (left, last) = match i {
            0 => return NEVER,
            1 => (2 * GAP, NEVER),
            _ => {
                let (gap, follows) = self.reached[i - 2].at(at);
                ((follows + GAP_START + GAP).max(gap + GAP_START + GAP * at as i32), follows)
            }
        };
        let reached = &mut self.reached[i];
        reached.before = reached.before.max(left - GAP_START + at as i32);
        if i + 1 == self.needle.chars.len() { last } else { NEVER }
    }

    /// Takes in the character at `at`, which is the letters `bits` of the word. Returns the score
    /// of a match of the whole word that ends here.
    fn step(&mut self, at: usize, before: char, mut bits: u64) -> i32 {
        let place = place(before) * if at == 0 { 2 } else { 1 };
        let mut whole = NEVER;
        // A word of 64 letters has no bit for the one after its last.
        if bits.checked_shr(self.begun).is_some_and(|bits| bits & 1 != 0) {
            whole = self.begin(at);
        }
        // From the last letter on, so that the one before it is as it was before this character.
        while bits != 0 {
            let i = 63 - bits.leading_zeros() as usize;
            bits &= !(1 << i);
            let from = if i == 0 {
                GAP + place
            } else {
                let (gap, follows) = self.reached[i - 1].at(at);
                (follows + place.max(CONSECUTIVE))
                    .max(gap + GAP_START + GAP * (at as i32 - 1) + place)
            };
            if from < NEVER / 2 {
                continue;
            }
            let reached = &mut self.reached[i];
            if reached.last != usize::MAX {
                reached.before = reached.before.max(reached.score + reached.last as i32);
            }
            (reached.last, reached.score) = (at, MATCH + from);
            if i + 1 == self.needle.chars.len() {
                whole = whole.max(MATCH + from);
            }
        }
        whole
    }
}

impl Reached {
    /// What leads to a match of the next letter at `at`: over a gap, and right after this one.
    fn at(&self, at: usize) -> (i32, i32) {
        if self.last.wrapping_add(1) == at {
            (self.before, self.score)
        } else {
            (self.before.max(self.score + self.last as i32), NEVER)
        }
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
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn nothing_scores_above_its_bound(text in "[a-cä /.1-]{0,60}", typed in "[a-cä1]{1,8}|[a-c]{60,70}") {
            let needle = Needle::new(&typed.chars().collect::<Vec<_>>());
            let (score, bound) = (subsequence(&text, &typed), Scorer::new(&needle).bound(&text));
            prop_assert_eq!(score.is_some(), bound.is_some());
            prop_assert!(score <= bound, "{:?} {:?}", score, bound);
        }
    }
}
