//! Words of a line, and phrases to find in them.

use std::ops::Range;

use foldhash::HashMap;

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct LineWord {
    /// In lower case, with straight apostrophes.
    pub(in crate::reading) lower: String,
    /// Bytes of the line.
    pub(in crate::reading) range: Range<usize>,
    /// Whether it begins with a capital.
    pub(in crate::reading) is_capital: bool,
    /// Whether it has letters and all are capitals.
    pub(in crate::reading) is_upper: bool,
}

impl LineWord {
    /// Whether the word begins with a digit.
    pub(in crate::reading) fn is_number(&self) -> bool {
        self.lower.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Returns the words of `text`: runs of letters and digits, also with apostrophes between.
pub(in crate::reading) fn line_words(text: &str) -> Vec<LineWord> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let next = text[at + c.len_utf8()..].chars().next();
            let goes_on = c.is_alphanumeric()
                || matches!(c, '\'' | '’') && next.is_some_and(char::is_alphanumeric);
            if !goes_on {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let written = &text[start..end];
        words.push(LineWord {
            lower: written.to_lowercase().replace('’', "'"),
            range: start..end,
            is_capital: first.is_uppercase(),
            is_upper: first.is_uppercase() && !written.chars().any(char::is_lowercase),
        });
    }
    words
}

/// Returns the words of a line at `bytes`.
pub(in crate::reading) fn words_at<'a>(
    words: &'a [LineWord],
    bytes: &Range<usize>,
) -> &'a [LineWord] {
    let start = words.partition_point(|word| word.range.start < bytes.start);
    let end = words.partition_point(|word| word.range.end <= bytes.end);
    &words[start..end.max(start)]
}

/// A word of a phrase.
#[derive(Debug, Clone)]
struct PhraseWord {
    lower: String,
    /// Whether any ending may follow.
    is_start: bool,
}

/// A phrase with a value.
#[derive(Debug, Clone)]
struct ValuedPhrase<T> {
    words: Vec<PhraseWord>,
    begins: bool,
    ends: bool,
    value: T,
}

/// Phrases that are found in the words of a line.
#[derive(Debug)]
pub(in crate::reading) struct PhraseBook<T> {
    /// By the first letters of the first word.
    phrases: HashMap<String, Vec<ValuedPhrase<T>>>,
}

/// Number of letters by which phrases are looked up.
const KEY_LETTERS: usize = 3;

fn key(word: &str) -> &str {
    word.char_indices().nth(KEY_LETTERS).map_or(word, |(end, _)| &word[..end])
}

impl<T: Copy> PhraseBook<T> {
    /// Reads `text`: on each line a head, a colon, and phrases with commas between. `value` reads
    /// the head. Lines that begin with `#` are comments.
    pub(in crate::reading) fn read(text: &str, value: impl Fn(&str) -> Option<T>) -> Self {
        let mut phrases: HashMap<String, Vec<ValuedPhrase<T>>> = HashMap::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, list)) = line.split_once(": ") else { continue };
            let Some(value) = value(head) else { continue };
            for phrase in list.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                let bare = phrase.trim_start_matches('^').trim_end_matches('$');
                let words: Vec<PhraseWord> = bare
                    .split_whitespace()
                    .map(|word| PhraseWord {
                        lower: word.trim_end_matches('*').replace('’', "'"),
                        is_start: word.ends_with('*'),
                    })
                    .collect();
                let Some(first) = words.first() else { continue };
                phrases.entry(key(&first.lower).to_string()).or_default().push(ValuedPhrase {
                    words,
                    begins: phrase.starts_with('^'),
                    ends: phrase.ends_with('$'),
                    value,
                });
            }
        }
        Self { phrases }
    }

    /// Returns the phrases in `words`, the longest first where several begin at a word; none
    /// overlap. Several of the same length count all.
    pub(in crate::reading) fn find(&self, words: &[LineWord]) -> Vec<(Range<usize>, T)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let here = self.phrases.get(key(&words[at].lower)).map_or(&[][..], Vec::as_slice);
            let mut longest = 0;
            let mut best = Vec::new();
            for phrase in here.iter().filter(|phrase| phrase.is_at(words, at)) {
                let length = phrase.words.len();
                if length > longest {
                    longest = length;
                    best.clear();
                }
                if length == longest {
                    best.push((at..at + length, phrase.value));
                }
            }
            found.append(&mut best);
            at += longest.max(1);
        }
        found
    }
}

impl<T> ValuedPhrase<T> {
    fn is_at(&self, words: &[LineWord], at: usize) -> bool {
        let Some(here) = words.get(at..at + self.words.len()) else { return false };
        (!self.begins || at == 0)
            && (!self.ends || at + self.words.len() == words.len())
            && here.iter().zip(&self.words).all(|(word, known)| {
                if known.is_start {
                    word.lower.starts_with(&known.lower)
                } else {
                    word.lower == known.lower
                }
            })
    }
}

/// Abbreviations that end with a full stop inside a sentence.
const ABBREVIATIONS: [&str; 22] = [
    "approx", "co", "corp", "dept", "dr", "e.g", "eg", "etc", "i.e", "ie", "inc", "ltd", "mr",
    "mrs", "ms", "no", "ph", "sr", "st", "u.s", "vs", "yrs",
];

/// Returns the sentences of `text` as bytes, without blanks around them.
pub(in crate::reading) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        if !matches!(mark, '.' | '!' | '?' | '…') {
            continue;
        }
        let end = at + mark.len_utf8();
        let rest = text[end..].trim_start_matches([')', '"', '”', '\'', '’', '*', '_']);
        let next = rest.trim_start();
        let is_over = rest.starts_with(char::is_whitespace)
            && next.starts_with(|c: char| !c.is_lowercase())
            && !is_abbreviation(mark, &text[start..at]);
        if is_over || rest.is_empty() {
            let end = text.len() - rest.len();
            push_trimmed(&mut found, text, start..end);
            start = end;
        }
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

fn is_abbreviation(mark: char, before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    mark == '.'
        && (ABBREVIATIONS.contains(&word.to_lowercase().as_str()) || word.chars().count() == 1)
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + part.len() - part.trim_start().len();
        found.push(start..start + trimmed.len());
    }
}
