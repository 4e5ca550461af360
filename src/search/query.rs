//! What people type, taken apart.

use super::fold::{fold, mask};

/// More words than this are not looked at; nobody means them.
const MOST_WORDS: usize = 24;

/// Longer words are cut.
const LONGEST_WORD: usize = 64;

/// A parsed query: words that must all be found, in any order, with fzf's extended syntax.
///
/// `'exact`, `^prefix`, `suffix$`, `!not`, `a | b`, `\ ` for a blank inside a word. Every text is a query; nothing is
/// an error. Very long queries are cut, so that a search takes bounded time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
    /// All must hold; each holds when one of its terms does.
    pub(super) groups: Vec<Vec<Term>>,
    /// The folded text as a whole, when it uses no syntax: equal labels come first.
    pub(super) whole: Vec<char>,
}

/// How a term matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// However it fits best.
    Fuzzy,
    /// As it stands, anywhere.
    Exact,
    /// At the start of the label.
    Prefix,
    /// At the end of the label.
    Suffix,
    /// The label is it.
    Equal,
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) kind: Kind,
    /// Whether it must not be found.
    pub(super) not: bool,
    pub(super) chars: Vec<char>,
    pub(super) mask: u64,
}

impl Query {
    /// Takes `text` apart.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let mut groups: Vec<Vec<Term>> = Vec::new();
        let mut or = false;
        let mut plain = true;
        for word in split(text).take(MOST_WORDS) {
            if word == "|" {
                or = !groups.is_empty();
                plain = false;
                continue;
            }
            let Some(term) = term(&word) else { continue };
            plain &= term.kind == Kind::Fuzzy && !term.not;
            match groups.last_mut().filter(|_| or) {
                Some(group) => group.push(term),
                None => groups.push(vec![term]),
            }
            or = false;
        }
        let whole = if plain { fold(text).into_iter().take(LONGEST_WORD * 4).collect() } else { Vec::new() };
        Self { text: text.to_string(), groups, whole }
    }

    /// The text as typed, trimmed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks for everything.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// The words of `text`; a backslash makes the blank after it part of a word.
fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        while chars.peek().is_some_and(|c| c.is_whitespace()) {
            chars.next();
        }
        chars.peek()?;
        let mut word = String::new();
        while let Some(&c) = chars.peek() {
            if c.is_whitespace() {
                break;
            }
            chars.next();
            match (c, chars.peek()) {
                ('\\', Some(' ')) => {
                    word.push(' ');
                    chars.next();
                }
                _ => word.push(c),
            }
        }
        Some(word)
    })
}

/// The term that `word` is; none when nothing but syntax stands in it.
fn term(word: &str) -> Option<Term> {
    let (not, rest) = word.strip_prefix('!').map_or((false, word), |rest| (true, rest));
    let (exact, rest) = rest.strip_prefix('\'').map_or((false, rest), |rest| (true, rest));
    let (start, rest) = rest.strip_prefix('^').map_or((false, rest), |rest| (true, rest));
    let (end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
    let rest = if exact { rest.strip_suffix('\'').unwrap_or(rest) } else { rest };
    let kind = match (start, end) {
        (true, true) => Kind::Equal,
        (true, false) => Kind::Prefix,
        (false, true) => Kind::Suffix,
        // As in fzf, what must not be found is taken as it stands.
        (false, false) if exact || not => Kind::Exact,
        (false, false) => Kind::Fuzzy,
    };
    let mut chars = fold(rest);
    chars.truncate(LONGEST_WORD);
    let mask = mask(&chars);
    (!chars.is_empty()).then_some(Term { kind, not, chars, mask })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<Vec<(Kind, bool, String)>> {
        let term = |t: &Term| (t.kind, t.not, t.chars.iter().collect());
        Query::parse(text).groups.iter().map(|g| g.iter().map(term).collect()).collect()
    }

    #[test]
    fn the_syntax_is_fzfs() {
        let one = |kind, not, text: &str| vec![(kind, not, text.to_string())];
        assert_eq!(shape("road map"), [one(Kind::Fuzzy, false, "road"), one(Kind::Fuzzy, false, "map")]);
        assert_eq!(shape("'Exact"), [one(Kind::Exact, false, "exact")]);
        assert_eq!(
            shape("^pre suf$ ^all$"),
            [one(Kind::Prefix, false, "pre"), one(Kind::Suffix, false, "suf"), one(Kind::Equal, false, "all")]
        );
        assert_eq!(shape("!no !^no"), [one(Kind::Exact, true, "no"), one(Kind::Prefix, true, "no")]);
        assert_eq!(shape("a | b c").len(), 2);
        assert_eq!(shape("a | b c")[0].len(), 2);
        assert_eq!(shape(r"data\ model"), [one(Kind::Fuzzy, false, "data model")]);
    }

    #[test]
    fn nothing_but_syntax_asks_for_everything() {
        for text in ["", "  ", "!", "^", "$", "'", "|", "| |", "!^$"] {
            assert!(Query::parse(text).is_empty(), "{text:?}");
        }
    }
}
