//! Cuts a text into words, each with its place.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::analysis::words::{TermHash, hash_term, is_function_word, stem};

/// A word of a text.
#[derive(Debug, Clone)]
pub(super) struct ReadWord {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// In lower case, without a possessive ending.
    pub(super) lower: String,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it has several letters, all of them capitals: "VBA".
    pub(super) all_capitals: bool,
    /// The capitals after its first letter.
    pub(super) inner_capitals: InnerCapitals,
    /// Number of brackets that it is within.
    pub(super) depth: usize,
    /// The signs between the word before and this one.
    pub(super) gap: WordGap,
    pub(super) stem: String,
    pub(super) term: TermHash,
    /// Whether it is part of a phrase that looks like a skill but is not one.
    pub(super) is_muted: bool,
}

/// The capitals of a word after its first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InnerCapitals {
    /// It has none.
    No,
    /// It has some: "SQL", "`SAFe`".
    Yes,
    /// It is an acronym in the plural: "APIs".
    Plural,
}

/// Returns the capitals of the word `written` after its first letter.
fn inner_capitals(written: &str) -> InnerCapitals {
    let is_plural = written.strip_suffix('s').is_some_and(|acronym| {
        acronym.chars().count() > 1 && !acronym.contains(char::is_lowercase)
    });
    if is_plural {
        InnerCapitals::Plural
    } else if written.chars().skip(1).any(char::is_uppercase) {
        InnerCapitals::Yes
    } else {
        InnerCapitals::No
    }
}

/// The signs between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WordGap {
    /// A single sign without blanks: "e-commerce", "Node.js", "R&D".
    Joined(char),
    /// Blanks.
    Blank,
    /// A comma, a bracket or another sign within a sentence.
    Clause,
    /// The end of a sentence.
    Sentence,
    /// The end of a line that does not go on in the next one.
    Line,
}

impl ReadWord {
    /// Whether the word has no meaning of its own.
    pub(super) fn is_function_word(&self) -> bool {
        is_function_word(&self.lower)
    }

    /// Whether the word begins a sentence.
    pub(super) fn begins_sentence(&self) -> bool {
        self.gap >= WordGap::Sentence
    }

    /// Whether it is written as an acronym that ends in S, which is no plural: "ETCS" is not "etc".
    pub(super) fn is_acronym_in_s(&self) -> bool {
        self.all_capitals && self.lower.ends_with('s')
    }

    /// Returns the word without the ending of a plural, as it is part of a [`phrase_key`].
    fn plain(&self) -> String {
        if self.is_acronym_in_s() { self.lower.clone() } else { plain_form(&self.lower) }
    }
}

/// Returns the words of `text`.
pub(super) fn split_words(stemmer: &Stemmer, text: &str) -> Vec<ReadWord> {
    let mut words: Vec<ReadWord> = Vec::new();
    let (mut end, mut depth) = (0, 0_usize);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            match first {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            continue;
        }
        let mut stop = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let next = text[at + c.len_utf8()..].chars().next();
            let goes_on = c.is_alphanumeric()
                || (matches!(c, '\'' | '’') && next.is_some_and(char::is_alphanumeric))
                || (matches!(c, '+' | '#') && !next.is_some_and(char::is_alphanumeric));
            if !goes_on {
                break;
            }
            stop = at + c.len_utf8();
            chars.next();
        }
        let written = &text[start..stop];
        let gap = if words.is_empty() { WordGap::Line } else { word_gap(&text[end..start], first) };
        let mut lower = written.to_lowercase().replace('’', "'");
        if let Some(owner) = lower.strip_suffix("'s") {
            lower.truncate(owner.len());
        }
        let term_stem = stem(stemmer, &lower);
        let term = hash_term(&term_stem);
        // "C#, .NET" and "ASP.NET", but not "example.net".
        let is_address = matches!(gap, WordGap::Joined(_))
            && !words
                .last()
                .is_some_and(|word: &ReadWord| matches!(word.lower.as_str(), "asp" | "vb" | "ado"));
        if lower == "net" && text[end..start].ends_with('.') && !is_address {
            lower = ".net".to_string();
        }
        words.push(ReadWord {
            range: start..stop,
            lower,
            capital: first.is_uppercase(),
            all_capitals: written.chars().filter(|c| c.is_uppercase()).count() > 1
                && !written.contains(char::is_lowercase),
            inner_capitals: inner_capitals(written),
            depth,
            gap,
            stem: term_stem,
            term,
            is_muted: false,
        });
        end = stop;
    }
    words
}

/// Returns a stemmer for [`split_words`].
pub(super) fn english_stemmer() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// Classifies `signs`, the text between two words, the second of which begins with `next`.
fn word_gap(signs: &str, next: char) -> WordGap {
    if signs.contains('\n') {
        // A wrapped line goes on in lower case, right below.
        let goes_on = next.is_lowercase()
            && signs.matches('\n').count() == 1
            && signs.chars().all(|c| c.is_whitespace() || c == ',');
        return if goes_on { WordGap::Blank } else { WordGap::Line };
    }
    if signs.trim() == "&" {
        return WordGap::Joined('&');
    }
    let mut chars = signs.chars();
    if let (Some(only), None) = (chars.next(), chars.next())
        && !only.is_whitespace()
        && !matches!(only, ',' | ';' | ':' | '(' | ')' | '|' | '!' | '?' | '•' | '·')
    {
        return WordGap::Joined(only);
    }
    if signs.contains(['!', '?', '•', ';']) {
        return WordGap::Sentence;
    }
    // "end . Next", "end. Next", but not "with . NET".
    if let Some((_, after)) = signs.split_once('.')
        && after.starts_with(char::is_whitespace)
        && !signs.trim().is_empty()
    {
        return WordGap::Sentence;
    }
    if signs.trim().is_empty() { WordGap::Blank } else { WordGap::Clause }
}

/// Returns `word`, in lower case, without the ending of a plural. Short words and words with signs
/// or digits are kept: "AWS", "C#".
pub(super) fn plain_form(word: &str) -> String {
    if word.len() <= 3 || !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return word.to_string();
    }
    let singular = if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() > 2) {
        format!("{start}y")
    } else if ["sses", "xes", "zes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        word[..word.len() - 2].to_string()
    } else if word.ends_with('s') && !["ss", "us", "is", "js"].iter().any(|end| word.ends_with(end))
    {
        word[..word.len() - 1].to_string()
    } else {
        word.to_string()
    };
    singular.replace("iz", "is").replace("yz", "ys").replace("our", "or")
}

/// Returns the key under which the phrase of `words` is looked up: the same for "e-commerce",
/// "e commerce" and "ecommerce", and for singular and plural.
pub(super) fn phrase_key(words: &[ReadWord]) -> u64 {
    hash_term(&words.iter().map(ReadWord::plain).collect::<String>())
}

/// Returns the [`phrase_key`] of the same words in lower case: "SQL DATABASES" may be "SQL database".
pub(super) fn lower_case_key(words: &[ReadWord]) -> u64 {
    hash_term(&words.iter().map(|word| plain_form(&word.lower)).collect::<String>())
}

/// Returns the key under which `word`, which ends in S and is not written in capitals, is looked up
/// as an acronym: that of the phrase would find "use RS" in "users".
pub(super) fn acronym_key(word: &ReadWord) -> u64 {
    hash_term(&format!("^{}", word.lower))
}

/// Returns the key under which the phrase of `words`, more than one, is looked up in any inflection:
/// the same for "managing projects" and "manage projects".
pub(super) fn inflected_key(words: &[ReadWord]) -> u64 {
    let stems = words.iter().map(|word| word.stem.as_str());
    hash_term(&std::iter::once("~").chain(stems).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<ReadWord> {
        split_words(&english_stemmer(), text)
    }

    fn lower(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.lower).collect()
    }

    #[test]
    fn words_keep_their_signs_and_places() {
        assert_eq!(
            lower("C++, C# and F#; the driver’s .NET"),
            ["c++", "c#", "and", "f#", "the", "driver", ".net"]
        );
        let text = "Größe: Node.js";
        let found = words(text);
        assert_eq!(&text[found[0].range.clone()], "Größe");
        assert_eq!(found[1].gap, WordGap::Clause);
        assert_eq!(found[2].gap, WordGap::Joined('.'));
    }

    #[test]
    fn hyphens_spaces_and_plurals_do_not_matter_to_a_phrase() {
        let key = |text: &str| phrase_key(&words(text));
        assert_eq!(key("e-commerce systems"), key("ecommerce system"));
        assert_eq!(key("data base"), key("databases"));
        assert_ne!(key("Java"), key("JavaScript"));
        assert_ne!(key("excellent"), key("Excel"));
        assert_ne!(key("C"), key("C++"));
        assert_ne!(key("etc"), key("ETCS"));
        assert_eq!(lower_case_key(&words("SQL DATABASES")), key("SQL database"));
        assert_eq!(
            inflected_key(&words("managing projects")),
            inflected_key(&words("manage project"))
        );
    }

    #[test]
    fn sentences_end_at_full_stops_and_lines() {
        let gaps: Vec<WordGap> =
            words("One . Two. Three\nFour, five").iter().map(|w| w.gap).collect();
        assert_eq!(
            gaps,
            [WordGap::Line, WordGap::Sentence, WordGap::Sentence, WordGap::Line, WordGap::Clause]
        );
        assert_eq!(words("managing\nprojects")[1].gap, WordGap::Blank);
        assert_eq!(words("managing\n- projects")[1].gap, WordGap::Line);
    }
}
