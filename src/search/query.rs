//! Parses typed queries.

use super::filter::FieldFilter;
use super::fold::{append_folded, for_each_word};
use super::term::{QueryTerm, TermKind};
use super::word::TypedWord;
use crate::model::text::{group_digits, quoted};

/// Maximum number of words; further ones are ignored.
const MAX_WORDS: usize = 24;

/// Maximum length of a word; longer ones are cut.
const MAX_WORD_CHARS: usize = 64;

/// Maximum length of the text between spaces, which may be several words.
const MAX_TERM_CHARS: usize = 2 * MAX_WORD_CHARS;

/// Maximum number of alternatives, such as the four of `a | b c | d`; further ones are ignored.
const MAX_ALTERNATIVES: usize = 16;

/// A parsed query: words that must all be found, in any order, with fzf's extended syntax and
/// fields.
///
/// `'exact`, `^prefix`, `suffix$`, `!not`, `a | b`, `\ ` or quotes for a space inside a word;
/// `role:`, `level:>=expert` and every other [`Field`](super::FilterField). Every text is a query;
/// nothing is an error, and likely mistakes are reported in the hints of the result. Very long
/// queries are cut, so that a search takes bounded time.
#[derive(Debug, Clone, Default)]
pub struct Query {
    text: String,
    /// Alternatives, any of which may match; empty means everything.
    pub(super) alternatives: Vec<QueryAlternative>,
    /// Filters, all of which must pass.
    pub(super) filters: Vec<FieldFilter>,
    /// Hints about typed text that had no effect.
    pub(super) hints: Vec<String>,
}

/// Words that must all be found.
#[derive(Debug, Clone, Default)]
pub(super) struct QueryAlternative {
    /// Words that match in any way.
    pub(super) words: Vec<TypedWord>,
    /// Literal terms.
    pub(super) required: Vec<QueryTerm>,
    /// Excluded terms.
    pub(super) excluded: Vec<QueryTerm>,
    /// Words with capitals, as typed: labels with the same capitals are preferred.
    pub(super) cased: Vec<String>,
    /// Words as typed, folded.
    pub(super) whole: String,
    /// Words as typed, in the order of `words`.
    typed: Vec<String>,
}

impl Query {
    /// Parses `text`.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let mut query = Self { text: text.to_string(), ..Self::default() };
        let mut groups: Vec<Vec<QueryTerm>> = Vec::new();
        let mut or = false;
        let (mut words, mut cut) = (split(text), false);
        for word in words.by_ref().take(MAX_WORDS) {
            if word == "|" {
                or = !groups.is_empty();
                continue;
            }
            match FieldFilter::parse(&word) {
                Some(Ok(filter)) => query.filters.push(filter),
                other => {
                    query.hints.extend(other.and_then(Result::err));
                    let Some(term) = term(&word) else { continue };
                    if word.chars().nth(MAX_TERM_CHARS).is_some() && !cut {
                        cut = true;
                        query.hint_cut_word(&word, MAX_TERM_CHARS);
                    }
                    match groups.last_mut().filter(|_| or) {
                        Some(group) => group.push(term),
                        None => groups.push(vec![term]),
                    }
                }
            }
            or = false;
        }
        let more = words.count();
        cut |= more > 0;
        if more > 0 {
            let all = group_digits((MAX_WORDS + more) as u64);
            query.hints.push(format!("only the first {MAX_WORDS} of {all} words are searched for"));
        }
        if !query.filters.is_empty() {
            FieldFilter::extract_importance_words(&mut groups, &mut query.filters);
        }
        let mut lists: Vec<Vec<&QueryTerm>> = vec![vec![]];
        let asked = groups.iter().map(|group| group.len().max(1)).fold(1, usize::saturating_mul);
        if asked > MAX_ALTERNATIVES {
            let all = group_digits(asked as u64);
            query.hints.push(format!(
                "only the first {MAX_ALTERNATIVES} of {all} alternatives are searched for"
            ));
        }
        for group in groups.iter().filter(|group| !group.is_empty()) {
            lists = lists
                .iter()
                .flat_map(|list| {
                    group.iter().map(|term| list.iter().copied().chain([term]).collect())
                })
                .take(MAX_ALTERNATIVES)
                .collect();
        }
        if !groups.is_empty() {
            query.alternatives = lists.iter().map(|terms| QueryAlternative::of(terms)).collect();
            query.hint_cut(cut);
        }
        query
    }

    /// Adds a hint that some words, or parts of one, are not searched for, unless a similar hint
    /// was `already` added.
    fn hint_cut(&mut self, already: bool) {
        let Some(first) = self.alternatives.first() else { return };
        let words = first.typed.len();
        if already {
            return;
        }
        if words > MAX_WORDS {
            let all = group_digits(words as u64);
            self.hints.push(format!("only the first {MAX_WORDS} of {all} words are searched for"));
        }
        let long = first
            .typed
            .iter()
            .take(MAX_WORDS)
            .find(|word| word.chars().nth(MAX_WORD_CHARS).is_some());
        if let Some(word) = long {
            self.hint_cut_word(&word.clone(), MAX_WORD_CHARS);
        }
    }

    fn hint_cut_word(&mut self, word: &str, letters: usize) {
        self.hints.push(format!(
            "only the first {letters} letters of `{}` are searched for",
            quoted(word)
        ));
    }

    /// Returns the text as typed, trimmed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the words for the bits of `missing`: see [`Hit::missing`](super::Hit::missing).
    pub fn words(&self, missing: u32) -> Vec<String> {
        let words = self.alternatives.first().map_or_else(Vec::new, QueryAlternative::typed_words);
        words
            .into_iter()
            .enumerate()
            .filter(|(at, _)| has_bit(missing, *at))
            .map(|(_, word)| word)
            .collect()
    }

    /// Returns the query without the words that a hit does not have, so that the others can be
    /// highlighted.
    #[must_use]
    pub fn without(&self, missing: u32) -> Self {
        let mut query = self.clone();
        if missing != 0 {
            query.alternatives.truncate(1);
            for all in &mut query.alternatives {
                let mut at = 0;
                all.words.retain(|_| {
                    at += 1;
                    !has_bit(missing, at - 1)
                });
            }
        }
        query
    }

    /// Whether it matches everything.
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty() && self.filters.is_empty()
    }
}

/// Whether the bit for the word at `at` is set; words beyond the 32nd have none.
pub(super) fn has_bit(bits: u32, at: usize) -> bool {
    bits & 1_u32.checked_shl(at as u32).unwrap_or(0) != 0
}

impl QueryAlternative {
    /// Returns the words that may match in any way, as typed.
    pub(super) fn typed_words(&self) -> Vec<String> {
        self.typed.iter().take(self.words.len()).cloned().collect()
    }

    fn of(terms: &[&QueryTerm]) -> Self {
        let mut all = Self::default();
        for term in terms {
            match term {
                QueryTerm { not: true, .. } => all.excluded.push((*term).clone()),
                QueryTerm { kind: TermKind::Fuzzy, .. } => {
                    let before = all.words.len();
                    for_each_word(&term.text, |word| {
                        let chars: Vec<char> =
                            term.text[word.clone()].chars().take(MAX_WORD_CHARS).collect();
                        all.words.push(TypedWord::new(&chars));
                        // Folding may change the length of a word; if it does not, its capitals are
                        // kept.
                        let kept = (term.typed.len() == term.text.len())
                            .then(|| term.typed.get(word.clone()))
                            .flatten();
                        all.typed.push(kept.unwrap_or(&term.text[word]).to_string());
                    });
                    if all.words.len() == before {
                        // Punctuation alone can only be meant literally; between words it is a dash
                        // or similar.
                        if terms.len() == 1 {
                            all.required
                                .push(QueryTerm { kind: TermKind::Exact, ..(*term).clone() });
                        }
                        continue;
                    }
                    if !all.whole.is_empty() {
                        all.whole.push(' ');
                    }
                    all.whole.push_str(&term.text);
                    if term.typed.chars().any(char::is_uppercase) {
                        all.cased.push(term.typed.clone());
                    }
                }
                _ => all.required.push((*term).clone()),
            }
        }
        all.words.truncate(MAX_WORDS);
        all
    }
}

/// Returns the words of `text`; a backslash makes the space after it part of a word, and so do
/// quotes around it.
fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        chars.peek()?;
        let (mut word, mut quoted) = (String::new(), false);
        while let Some(c) = chars.next_if(|c| quoted || !c.is_whitespace()) {
            match c {
                '\\' if chars.next_if_eq(&' ').is_some() => word.push(' '),
                // An unclosed quote ends with the text.
                '"' => quoted = !quoted,
                _ => word.push(c),
            }
        }
        Some(word)
    })
}

/// Parses `word` as a term; `None` if it contains nothing but syntax.
fn term(word: &str) -> Option<QueryTerm> {
    let (not, rest) = word.strip_prefix('!').map_or((false, word), |rest| (true, rest));
    let (exact, rest) = rest.strip_prefix('\'').map_or((false, rest), |rest| (true, rest));
    let (start, rest) = rest.strip_prefix('^').map_or((false, rest), |rest| (true, rest));
    let (end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
    let rest = if exact { rest.strip_suffix('\'').unwrap_or(rest) } else { rest };
    let kind = match (start, end) {
        (true, true) => TermKind::Equal,
        (true, false) => TermKind::Prefix,
        (false, true) => TermKind::Suffix,
        // As in fzf, excluded terms are literal.
        (false, false) if exact || not => TermKind::Exact,
        (false, false) => TermKind::Fuzzy,
    };
    let mut text = String::new();
    let typed: String = rest.chars().take(MAX_TERM_CHARS).collect();
    append_folded(&typed, &mut text);
    (!text.is_empty()).then_some(QueryTerm { kind, not, text, typed })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the fuzzy words, literal terms and excluded terms, by alternative.
    fn shape(text: &str) -> Vec<String> {
        Query::parse(text)
            .alternatives
            .iter()
            .map(|alt: &QueryAlternative| {
                words_of(alt) + &terms_of('=', &alt.required) + &terms_of('!', &alt.excluded)
            })
            .collect()
    }

    fn words_of(alt: &QueryAlternative) -> String {
        alt.words.iter().map(|n| n.text.clone()).collect::<Vec<_>>().join(" ")
    }

    fn terms_of(sign: char, terms: &[QueryTerm]) -> String {
        terms
            .iter()
            .map(|t: &QueryTerm| format!(" {sign}{:?}:{}", t.kind, t.text))
            .collect::<Vec<_>>()
            .concat()
    }

    #[test]
    fn the_syntax_is_fzfs() {
        assert_eq!(shape("road map"), ["road map"]);
        assert_eq!(shape("A/B-Testing"), ["a b testing"]);
        assert_eq!(shape("'Exact"), [" =Exact:exact"]);
        assert_eq!(shape("^pre suf$ ^all$"), [" =Prefix:pre =Suffix:suf =Equal:all"]);
        assert_eq!(shape("x !no !^no"), ["x !Exact:no !Prefix:no"]);
        assert_eq!(shape("a | b c"), ["a c", "b c"]);
        assert_eq!(shape(r"'data\ model"), [" =Exact:data model"]);
        assert_eq!(shape("'\"data model\""), [" =Exact:data model"]);
        assert_eq!(shape("++"), ["++"]);
        assert_eq!(shape("/"), [" =Exact:/"]);
    }

    #[test]
    fn what_is_cut_is_said() {
        assert_eq!(hints_of(&"word ".repeat(24)), Vec::<String>::new());
        assert_eq!(
            hints_of(&"word ".repeat(10_000)),
            ["only the first 24 of 10,000 words are searched for"]
        );
        assert_eq!(hints_of(&"a/".repeat(40)), ["only the first 24 of 40 words are searched for"]);
        assert_eq!(
            hints_of(&"a | b ".repeat(5)),
            ["only the first 16 of 32 alternatives are searched for"]
        );
        let long = "ab".repeat(10_000);
        let cut = format!(
            "only the first 128 letters of `{}…, 20,000 letters` are searched for",
            "ab".repeat(30)
        );
        assert_eq!(hints_of(&long), [cut]);
        assert_eq!(hints_of(&format!("'{long} {long}")).len(), 1);
        assert_eq!(
            hints_of(&long[..65]),
            [format!("only the first 64 letters of `{}` are searched for", &long[..65])]
        );
    }

    fn hints_of(text: &str) -> Vec<String> {
        Query::parse(text).hints
    }

    #[test]
    fn nothing_but_syntax_asks_for_everything() {
        for text in ["", "  ", "!", "^", "$", "'", "|", "| |", "!^$", "\""] {
            assert!(Query::parse(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn fields_are_told_from_words() {
        let query = Query::parse("sql role:\"data analyst\" level:>=expert");
        assert_eq!((query.alternatives.len(), query.filters.len(), query.hints.len()), (1, 2, 0));
        let query = Query::parse("rol:analyst");
        assert_eq!(query.hints, ["unknown field `rol`; did you mean `role:`?"]);
        assert_eq!(Query::parse("http://x c: 10:30").hints, Vec::<String>::new());
    }
}
