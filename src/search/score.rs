//! Scores subsequence matches. The only file that uses fuzzy-matcher.
//!
//! The crate's matcher keeps state between calls that changes later scores, does not fold accents,
//! and takes spaces literally. So a new one is created for each label it scores, with folded text
//! and single words. Since that is slow, [`Scorer::bound`] first computes an upper bound of the
//! score, and only labels that can be among the best are scored.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::MAX_LABEL_CHARS;
use super::word::TypedWord;

fn truncate(text: &str) -> &str {
    text.char_indices().nth(MAX_LABEL_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// Returns the score of `needle` as a subsequence of `text`: higher is better, and it may be
/// negative. Both must be folded.
pub(super) fn subsequence(text: &str, needle: &str) -> Option<i32> {
    SkimMatcherV2::default()
        .ignore_case()
        .fuzzy_match(truncate(text), needle)
        .map(|score| score as i32)
}

/// Returns the positions of `needle` as a subsequence of `text`, for the best of several matches;
/// positions count characters.
pub(super) fn positions(text: &str, needle: &str) -> Option<Vec<usize>> {
    let matcher = SkimMatcherV2::default().ignore_case();
    is_subsequence(text, needle)
        .then(|| matcher.fuzzy_indices(truncate(text), needle))
        .flatten()
        .map(|(_, at)| at)
}

/// Whether the characters of `needle` occur in `text` in order.
pub(super) fn is_subsequence(text: &str, needle: &str) -> bool {
    if needle.is_ascii() {
        // Labels are too short for a substring search per letter to pay off.
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
/// A very low score from which more can still be subtracted.
const NEVER: i32 = i32::MIN / 2;

/// Returns the bonus that fuzzy-matcher gives a letter for its position, from the letter before it;
/// all of them are lower case here.
fn place(before: char) -> i32 {
    match before {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => HEAD,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => BREAK,
        _ => 0,
    }
}

/// State of one letter of the word while scanning a label.
#[derive(Clone, Copy)]
struct MatchState {
    /// Position of the letter's last match, and the best score of a match that ends there.
    last: usize,
    score: i32,
    /// Maximum of `score + last` of all such positions before that.
    before: i32,
}

/// Computes upper bounds on the scores of labels for one word, without creating a matcher for each.
pub(super) struct Scorer<'n> {
    needle: &'n TypedWord,
    reached: Vec<MatchState>,
    /// Number of the word's letters that occur in order in the label so far.
    begun: u32,
}

impl<'n> Scorer<'n> {
    pub(super) fn new(needle: &'n TypedWord) -> Self {
        Self { needle, reached: Vec::new(), begun: 0 }
    }

    /// Returns an upper bound on [`subsequence`] for `text`. `None` if the word is not a
    /// subsequence.
    ///
    /// Uses the recurrence of `SkimMatcherV2` (Smith and Waterman's with affine gaps) only at
    /// positions where letters match: the cost of a gap grows linearly, so the best of all earlier
    /// positions is known while scanning.
    pub(super) fn bound(&mut self, text: &str) -> Option<i32> {
        // Most labels that have the letters have them in another order, which this check finds
        // faster.
        if !is_subsequence(text, &self.needle.text) {
            return None;
        }
        let none = MatchState { last: usize::MAX, score: NEVER, before: NEVER };
        self.begun = 0;
        self.reached.clear();
        self.reached.resize(self.needle.chars.len(), none);
        let (mut best, mut before) = (NEVER, '\0');
        for (at, c) in text.chars().take(MAX_LABEL_CHARS).enumerate() {
            let bits = self.needle.places(c);
            if bits != 0 {
                best = best.max(self.step(at, before, bits));
            }
            before = c;
        }
        (best > NEVER).then_some(best)
    }

    /// Handles the first occurrence, at `at`, of the next letter of the word. The matcher uses two
    /// rows alternately and begins each here, so the row from two letters ago continues as a gap;
    /// for the last letter it even counts. Returns that score.
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

    /// Processes the character at `at`, which matches the letters `bits` of the word. Returns the
    /// score of a match of the entire word that ends here.
    fn step(&mut self, at: usize, before: char, mut bits: u64) -> i32 {
        let place = place(before) * if at == 0 { 2 } else { 1 };
        let mut whole = NEVER;
        // A word of 64 letters has no bit for the one after its last.
        if bits.checked_shr(self.begun).is_some_and(|bits| bits & 1 != 0) {
            whole = self.begin(at);
        }
        // From the last letter backwards, so that the previous one is still in its state before
        // this character.
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

impl MatchState {
    /// Returns the scores from which the next letter can be matched at `at`: over a gap, and right
    /// after this one.
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
            let needle = TypedWord::new(&typed.chars().collect::<Vec<_>>());
            let (score, bound) = (subsequence(&text, &typed), Scorer::new(&needle).bound(&text));
            prop_assert_eq!(score.is_some(), bound.is_some());
            prop_assert!(score <= bound, "{:?} {:?}", score, bound);
        }
    }
}
