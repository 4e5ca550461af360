//! Text in the form in which it is searched: case, accents, width and compatibility forms folded,
//! with a mapping back to the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Maximum number of characters by which a label is compared; fuzzy-matcher fails on very long
/// texts.
pub(super) const MAX_LABEL_CHARS: usize = 512;

/// A folded text.
#[derive(Debug, Clone, Default)]
pub(super) struct FoldedText {
    /// Folded characters, at most [`MAX_LABEL_CHARS`].
    pub(super) chars: Vec<char>,
    /// For each character, the bytes of its grapheme in the original.
    pub(super) origins: Vec<Range<u32>>,
    /// Words: runs of letters and digits, as positions in `chars`.
    pub(super) words: Vec<Range<usize>>,
}

impl FoldedText {
    /// Folds `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self::default();
        for (start, grapheme) in text.grapheme_indices(true) {
            let origin = start as u32..(start + grapheme.len()) as u32;
            fold_into(grapheme, |c| {
                folded.chars.push(c);
                folded.origins.push(origin.clone());
            });
            if folded.chars.len() >= MAX_LABEL_CHARS {
                folded.chars.truncate(MAX_LABEL_CHARS);
                folded.origins.truncate(MAX_LABEL_CHARS);
                break;
            }
        }
        folded.words = words(&folded.chars);
        folded
    }

    /// Returns the characters of word `range`.
    pub(super) fn word(&self, range: &Range<usize>) -> &[char] {
        &self.chars[range.clone()]
    }
}

/// Returns the folded characters of `text`.
pub(super) fn fold(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len());
    fold_into(text, |c| chars.push(c));
    chars
}

/// Returns the characters of `text` without accents, each with the bytes of its grapheme in it; in
/// lower case unless `keeps_case`.
pub(crate) fn fold_with_origins(text: &str, keeps_case: bool) -> Vec<(char, Range<usize>)> {
    let mut folded = Vec::with_capacity(text.len());
    for (start, grapheme) in text.grapheme_indices(true) {
        let origin = start..start + grapheme.len();
        if keeps_case {
            let chars = grapheme.nfkd().filter(|c| !is_accent(*c));
            folded.extend(chars.map(|c| (c, origin.clone())));
        } else {
            fold_into(grapheme, |c| folded.push((c, origin.clone())));
        }
    }
    folded
}

fn fold_into(text: &str, mut push: impl FnMut(char)) {
    if text.is_ascii() {
        text.chars().for_each(|c| push(c.to_ascii_lowercase()));
        return;
    }
    for c in text.nfkd().filter(|c| !is_accent(*c)) {
        for lower in c.to_lowercase().filter(|c| !is_accent(*c)) {
            match lower {
                'ß' => "ss".chars().for_each(&mut push),
                'æ' => "ae".chars().for_each(&mut push),
                'œ' => "oe".chars().for_each(&mut push),
                'ø' => push('o'),
                'ł' => push('l'),
                'đ' | 'ð' => push('d'),
                'ı' => push('i'),
                'ς' => push('σ'),
                '’' | '‘' => push('\''),
                '‐' | '‑' | '–' => push('-'),
                other => push(other),
            }
        }
    }
}

/// Whether `c` is a mark that people leave out when they type. Vowel signs of Indic scripts are
/// letters and not among them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Returns the set of letters in `chars` as bits: a text can only contain another whose bits it
/// has.
pub(super) fn letter_mask(chars: &[char]) -> u64 {
    chars.iter().fold(0, |mask, &c| mask | letter_bit(c))
}

/// Returns the bit of `c` in a [`letter_mask`]. Punctuation has none, since it is never decisive.
pub(super) fn letter_bit(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (u32::from(c) - u32::from('a')),
        '0'..='9' => 1 << (26 + u32::from(c) - u32::from('0')),
        c if c.is_alphanumeric() => 1 << (36 + u32::from(c) % 28),
        _ => 0,
    }
}

/// Appends `text`, folded and on one line, to `to`.
pub(super) fn append_folded(text: &str, to: &mut String) {
    let start = to.len();
    if text.is_ascii() {
        to.push_str(text);
        to[start..].make_ascii_lowercase();
    } else {
        fold_into(text, |c| to.push(c));
    }
    if to.as_bytes()[start..].iter().any(|b| *b < b' ') {
        let line = to[start..].replace(|c: char| c < ' ', " ");
        to.truncate(start);
        to.push_str(&line);
    }
}

/// Calls `each` with the bytes of every word of folded `text`: a run of letters and digits.
pub(super) fn for_each_word(text: &str, mut each: impl FnMut(Range<usize>)) {
    let mut start = None;
    let mut step = |at: usize, inside: bool| match (start, inside) {
        (None, true) => start = Some(at),
        (Some(from), false) => {
            each(from..at);
            start = None;
        }
        _ => {}
    };
    if text.is_ascii() {
        text.bytes()
            .enumerate()
            .for_each(|(at, b)| step(at, b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#')));
    } else {
        text.char_indices().for_each(|(at, c)| step(at, c.is_alphanumeric() || is_word_sign(c)));
    }
    step(text.len(), false);
}

fn words(chars: &[char]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in chars.iter().enumerate() {
        let inside = c.is_alphanumeric() || is_word_sign(*c);
        match (start, inside) {
            (None, true) => start = Some(i),
            (Some(s), false) => {
                words.push(s..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        words.push(s..chars.len());
    }
    words
}

/// Whether `c` belongs to a word although it is not a letter: `C++`, `C#`, vowel signs.
fn is_word_sign(c: char) -> bool {
    matches!(c, '+' | '#')
        || (!c.is_ascii()
            && !c.is_whitespace()
            && !c.is_alphanumeric()
            && unicode_normalization::char::is_combining_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(folded: &str) -> String {
        fold(folded).into_iter().collect()
    }

    #[test]
    fn what_people_leave_out_is_folded() {
        assert_eq!(text("Résumé ÉCOLE"), "resume ecole");
        assert_eq!(text("Straße Łódź Ærø"), "strasse lodz aero");
        assert_eq!(text("ＳＱＬ ﬁt"), "sql fit");
        assert_eq!(text("Θεσσαλονίκης"), "θεσσαλονικησ");
        assert_eq!(text("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn the_way_back_leads_to_whole_graphemes() {
        let folded = FoldedText::new("e\u{301}ﬁx");
        assert_eq!(folded.chars, ['e', 'f', 'i', 'x']);
        assert_eq!(folded.origins, [0..3, 3..6, 3..6, 6..7]);
    }

    #[test]
    fn words_keep_their_signs() {
        let folded = FoldedText::new("C++ and A/B-testing");
        let words: Vec<String> =
            folded.words.iter().map(|w| folded.word(w).iter().collect()).collect();
        assert_eq!(words, ["c++", "and", "a", "b", "testing"]);
    }
}
