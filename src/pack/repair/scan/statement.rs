//! Statements of a pack, and how their lines are recognised.

use std::ops::Range;

use crate::pack::repair::problem::SyntaxProblem;

/// A statement, as far as it can be recognised.
#[derive(Debug)]
pub(in crate::pack::repair) struct Statement {
    /// The statement, without the gap before the next one.
    pub(in crate::pack::repair) at: Range<usize>,
    /// Byte at which to look for the next statement.
    pub(in crate::pack::repair) next: usize,
    pub(in crate::pack::repair) kind: StatementKind,
    pub(in crate::pack::repair) problem: Option<SyntaxProblem>,
    /// Insertions that complete it, each with the byte of the text before which it is missing.
    pub(in crate::pack::repair) inserts: Vec<(usize, &'static str)>,
    /// Ranges that do not belong to it.
    pub(in crate::pack::repair) blanks: Vec<Range<usize>>,
}

/// Kind of a statement.
#[derive(Debug)]
pub(in crate::pack::repair) enum StatementKind {
    /// `[name]` or `[[name]]`. `known` is the header that was meant, if this one is not valid.
    Header { name: String, known: Option<&'static str>, sound: bool },
    /// `key = value`.
    Pair,
    /// A line that is neither; `starts_anew` if it begins with a key of a pack.
    Unrecognised { starts_anew: bool },
}

impl StatementKind {
    pub(in crate::pack::repair) fn is_valid(&self) -> bool {
        !matches!(self, Self::Unrecognised { .. })
    }

    /// Returns the name of a header.
    pub(in crate::pack::repair) fn name(&self) -> Option<&str> {
        match self {
            Self::Header { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Returns the key of a pair, if it is a bare one.
    pub(in crate::pack::repair) fn key<'t>(&self, words: &'t str) -> Option<&'t str> {
        let key = words.split('=').next()?.trim();
        (matches!(self, Self::Pair) && key.bytes().all(is_bare)).then_some(key)
    }

    /// Returns the value of the key `id`.
    pub(in crate::pack::repair) fn id<'t>(&self, words: &'t str) -> Option<&'t str> {
        if !matches!(self, Self::Pair) || !words.starts_with("id") {
            return None;
        }
        let value = words[2..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    }
}

/// The headers of a pack, as they are written.
pub(super) const HEADERS: [&str; 18] = [
    "[pack]",
    "[[source]]",
    "[[theme]]",
    "[[skill]]",
    "[skill.levels]",
    "[skill.codes]",
    "[[role]]",
    "[role.codes]",
    "[role.reporting]",
    "[role.experience]",
    "[role.responsibilities]",
    "[role.skills]",
    "[[role.pay]]",
    "[[role.move]]",
    "[[comparison]]",
    "[[comparison.point]]",
    "[comparison.point.texts]",
    "[[comparison.point.positions]]",
];

/// Keys with which a line of a pack begins.
pub(super) const KEYS: [&str; 34] = [
    "id",
    "title",
    "name",
    "kind",
    "format",
    "version",
    "license",
    "language",
    "as-of",
    "attribution",
    "scale",
    "families",
    "publisher",
    "url",
    "published",
    "accessed",
    "group",
    "aliases",
    "hidden",
    "description",
    "levels",
    "family",
    "track",
    "level",
    "summary",
    "focus",
    "extends",
    "codes",
    "sources",
    "broader",
    "related",
    "essential",
    "useful",
    "roles",
];

pub(super) fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Returns the name in a header such as `[[role]]`.
pub(super) fn bare_name(header: &str) -> &str {
    header.trim_matches(['[', ']'])
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr(text, at).unwrap_or(text.len())
}

pub(super) fn memchr(text: &str, at: usize) -> Option<usize> {
    text[at..].find('\n').map(|end| at + end)
}

pub(super) fn trimmed_end(text: &str, range: Range<usize>) -> usize {
    range.start + text[range].trim_ascii_end().len()
}

/// Returns the start of the value, if `key =` is at byte `at`.
pub(super) fn pair_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = skip_blanks(bytes, at);
    loop {
        match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while *bytes.get(at)? != quote {
                    if bytes[at] == b'\n' {
                        return None;
                    }
                    at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
                }
                at += 1;
            }
            byte if is_bare(byte) => {
                while bytes.get(at).is_some_and(|byte| is_bare(*byte)) {
                    at += 1;
                }
            }
            _ => return None,
        }
        at = skip_blanks(bytes, at);
        match bytes.get(at)? {
            b'.' => at = skip_blanks(bytes, at + 1),
            b'=' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// The position of the next byte from `at` that is not blank.
pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
        at += 1;
    }
    at
}

/// Whether the line that begins at byte `at` is a header, which cannot be mistaken: a name without
/// quotes is meaningless in a list.
pub(super) fn is_header(text: &str, at: usize) -> bool {
    let line = text[at..line_end(text, at)].trim();
    let line = line.split('#').next().unwrap_or_default().trim_end();
    if HEADERS.contains(&line) {
        return true;
    }
    let name = bare_name(line).trim();
    line.starts_with('[')
        && line.ends_with(']')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| is_bare(byte) || byte == b'.')
        && !matches!(name, "true" | "false" | "inf" | "nan")
}
