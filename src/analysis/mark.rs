//! Which words of a pair differ.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::diff::Span;
use super::words::is_function_word;

/// Below this share of common words, marking word by word reads like confetti.
const LEAST_SHARED: f64 = 0.35;
/// Shared beginnings and ends of this many words stay unmarked even then.
const LEAST_EDGE: usize = 2;
/// A shared run of function words of at most this length does not separate two changes.
const LONGEST_BRIDGE: usize = 2;

/// Whether two texts have the same words; case, blanks and punctuation around words are passed over.
pub(super) fn same_words(left: &str, right: &str) -> bool {
    left == right || wording(left) == wording(right)
}

/// What texts with the same words have in common: the words; a text without any is like itself alone.
pub(super) fn wording(text: &str) -> Vec<String> {
    let words: Vec<String> = tokens(text).into_iter().map(|token| token.key).collect();
    if words.is_empty() { vec![text.to_string()] } else { words }
}

/// Cuts both texts where marking changes.
///
/// Where several ways of marking are equally good the choice does not depend on which text stands left.
pub(super) fn mark(left: &str, right: &str) -> (Vec<Span>, Vec<Span>) {
    if left > right {
        let (b, a) = mark(right, left);
        return (a, b);
    }
    let (left_tokens, right_tokens) = (tokens(left), tokens(right));
    let keys = |tokens: &[Token]| tokens.iter().map(|t| t.key.clone()).collect::<Vec<_>>();
    let (left_keys, right_keys) = (keys(&left_tokens), keys(&right_tokens));
    let mut marks = Marks { left: vec![true; left_keys.len()], right: vec![true; right_keys.len()] };
    let ops = capture_diff_slices(Algorithm::Lcs, &left_keys, &right_keys);
    let shared: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = *op { len } else { 0 }).sum();
    let total = left_keys.len() + right_keys.len();
    if (2 * shared) as f64 >= LEAST_SHARED * total as f64 {
        marks.keep_shared(&ops);
        bridge(&left_keys, &mut marks.left);
        bridge(&right_keys, &mut marks.right);
    } else {
        marks.keep_edges(&left_keys, &right_keys);
    }
    (spans(left, &left_tokens, &marks.left), spans(right, &right_tokens, &marks.right))
}

/// A text that is not marked at all.
pub(super) fn unmarked(text: &str) -> Vec<Span> {
    if text.is_empty() { Vec::new() } else { vec![Span { text: text.to_string(), changed: false }] }
}

/// A word and where it stands, without the punctuation around it.
struct Token {
    place: Range<usize>,
    /// In lower case: a capital that comes from standing first is no change.
    key: String,
}

/// Which words of each side are changed.
struct Marks {
    left: Vec<bool>,
    right: Vec<bool>,
}

impl Marks {
    fn keep_shared(&mut self, ops: &[DiffOp]) {
        for op in ops {
            if let DiffOp::Equal { old_index, new_index, len } = *op {
                self.left[old_index..old_index + len].fill(false);
                self.right[new_index..new_index + len].fill(false);
            }
        }
    }

    fn keep_edges(&mut self, left: &[String], right: &[String]) {
        let start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
        if start >= LEAST_EDGE {
            self.left[..start].fill(false);
            self.right[..start].fill(false);
        }
        let rest = left.len().min(right.len()) - start;
        let end = left.iter().rev().zip(right.iter().rev()).take(rest).take_while(|(l, r)| l == r).count();
        if end >= LEAST_EDGE {
            self.left[left.len() - end..].fill(false);
            self.right[right.len() - end..].fill(false);
        }
    }
}

/// Marks shared function words that stand alone between two changes: "‹Sets› the ‹budget›" reads better as one phrase.
fn bridge(keys: &[String], marks: &mut [bool]) {
    let mut at = 0;
    while at < marks.len() {
        if marks[at] {
            at += 1;
            continue;
        }
        let end = at + marks[at..].iter().take_while(|&&changed| !changed).count();
        let inside = at > 0 && end < marks.len();
        if inside && end - at <= LONGEST_BRIDGE && keys[at..end].iter().all(|key| is_function_word(key)) {
            marks[at..end].fill(true);
        }
        at = end;
    }
}

/// Joins words and what stands between them to spans; what stands between two changed words is changed too.
fn spans(text: &str, tokens: &[Token], marks: &[bool]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut push = |part: &str, changed: bool| {
        if part.is_empty() {
            return;
        }
        match spans.last_mut() {
            Some(last) if last.changed == changed => last.text.push_str(part),
            _ => spans.push(Span { text: part.to_string(), changed }),
        }
    };
    let mut at = 0;
    for (i, token) in tokens.iter().enumerate() {
        let between_changes = i > 0 && marks[i - 1] && marks[i];
        push(&text[at..token.place.start], between_changes);
        push(&text[token.place.clone()], marks[i]);
        at = token.place.end;
    }
    push(&text[at..], false);
    spans
}

/// The words of `text`. A word is what stands between blanks, less the punctuation around it, so that `C++`,
/// `go-to-market` and `A/B` are one; scripts that put no blanks are cut by the rules of Unicode.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        let bare = piece.trim_end();
        let lead = bare.len() - bare.trim_start_matches(is_opening).len();
        let word = bare[lead..].trim_end_matches(is_closing);
        if word.is_empty() {
            continue;
        }
        let from = start + lead;
        if word.chars().any(is_unspaced) {
            for (offset, part) in word.unicode_word_indices() {
                let place = from + offset..from + offset + part.len();
                tokens.push(Token { place, key: part.to_lowercase() });
            }
        } else {
            tokens.push(Token { place: from..from + word.len(), key: word.to_lowercase() });
        }
    }
    tokens
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '"'
            | '\''
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '¿'
            | '¡'
            | '–'
            | '—'
            | '-'
            | '…'
            | ','
            | ';'
            | ':'
    )
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '›' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '–' | '—'
    )
}

/// Letters of scripts that are written without blanks: Thai and its neighbours, kana, ideographs.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(spans: &[Span]) -> String {
        spans.iter().map(|s| if s.changed { format!("‹{}›", s.text) } else { s.text.clone() }).collect()
    }

    #[test]
    fn words_are_marked_as_people_would() {
        for (left, right, left_shown, right_shown) in [
            // The levels of one duty: only what differs.
            (
                "Sets the direction for one product.",
                "Sets the direction for a line of products.",
                "Sets the direction for ‹one product›.",
                "Sets the direction for ‹a line of products›.",
            ),
            // Only one side has more.
            (
                "Writes requirements.",
                "Writes detailed requirements.",
                "Writes requirements.",
                "Writes ‹detailed› requirements.",
            ),
            // The capital of the first word is no change.
            (
                "Product strategy is kept.",
                "A product strategy is kept.",
                "Product strategy is kept.",
                "‹A› product strategy is kept.",
            ),
            // A lone function word between two changes is no island.
            (
                "Plans the work of two teams.",
                "Plans the budget of one house.",
                "Plans the ‹work of two teams›.",
                "Plans the ‹budget of one house›.",
            ),
            // Almost nothing in common: phrases, not confetti.
            (
                "Keeps the risk list and warns the owners in time.",
                "Talks to customers in the field each week.",
                "‹Keeps the risk list and warns the owners in time›.",
                "‹Talks to customers in the field each week›.",
            ),
            // Shared ends of two words stay even then.
            (
                "Runs large trials of every new idea with our customers.",
                "Hears what support knows and passes it on with our customers.",
                "‹Runs large trials of every new idea› with our customers.",
                "‹Hears what support knows and passes it on› with our customers.",
            ),
            // Punctuation that clings to a word is not part of it.
            (
                "Builds, ships, and sells.",
                "Builds, tests, and sells.",
                "Builds, ‹ships›, and sells.",
                "Builds, ‹tests›, and sells.",
            ),
            ("Writes C++ code.", "Writes C# code.", "Writes ‹C++› code.", "Writes ‹C#› code."),
        ] {
            let (l, r) = mark(left, right);
            assert_eq!((shown(&l).as_str(), shown(&r).as_str()), (left_shown, right_shown));
        }
    }

    #[test]
    fn case_and_outer_punctuation_do_not_make_words_differ() {
        assert!(same_words("Ranks the backlog.", "ranks the backlog"));
        assert!(!same_words("Writes C++.", "Writes C."));
        assert!(!same_words("—", "…"));
        assert!(same_words("", ""));
    }

    proptest! {
        #[test]
        fn spans_join_to_the_text_and_alternate(left in "[ a-d,.é開発\u{e33}-]{0,40}", right in "[ a-d,.é開発-]{0,40}") {
            let (l, r) = mark(&left, &right);
            for (text, spans) in [(&left, &l), (&right, &r)] {
                prop_assert_eq!(text, &spans.iter().map(|s| s.text.as_str()).collect::<String>());
                prop_assert!(spans.iter().all(|s| !s.text.is_empty()));
                prop_assert!(spans.windows(2).all(|w| w[0].changed != w[1].changed));
            }
        }

        #[test]
        fn equal_texts_are_unmarked(text in "[ a-d,.é開発-]{0,40}") {
            let (l, r) = mark(&text, &text);
            prop_assert!(l.iter().chain(&r).all(|s| !s.changed));
        }
    }
}
