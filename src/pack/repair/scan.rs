//! Cuts a text that may be damaged into statements: a header, or a key with its value.

mod pair;

use std::ops::Range;

use toml::de::DeTable;

use super::SyntaxProblem;
use pair::PairScanner;

/// A statement, as far as it can be recognised.
#[derive(Debug)]
pub(super) struct Statement {
    /// The statement, without the gap before the next one.
    pub(super) at: Range<usize>,
    /// Byte at which to look for the next statement.
    pub(super) next: usize,
    pub(super) kind: StatementKind,
    pub(super) problem: Option<SyntaxProblem>,
    /// Insertions that complete it, each with the byte of the text before which it is missing.
    pub(super) inserts: Vec<(usize, &'static str)>,
    /// Ranges that do not belong to it.
    pub(super) blanks: Vec<Range<usize>>,
}

/// Kind of a statement.
#[derive(Debug)]
pub(super) enum StatementKind {
    /// `[name]` or `[[name]]`. `known` is the header that was meant, if this one is not valid.
    Header { name: String, known: Option<&'static str>, sound: bool },
    /// `key = value`.
    Pair,
    /// A line that is neither; `starts_anew` if it begins with a key of a pack.
    Unrecognised { starts_anew: bool },
}

impl StatementKind {
    pub(super) fn is_valid(&self) -> bool {
        !matches!(self, Self::Unrecognised { .. })
    }

    /// Returns the name of a header.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Header { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Returns the key of a pair, if it is a bare one.
    pub(super) fn key<'t>(&self, words: &'t str) -> Option<&'t str> {
        let key = words.split('=').next()?.trim();
        (matches!(self, Self::Pair) && key.bytes().all(is_bare)).then_some(key)
    }

    /// Returns the value of the key `id`.
    pub(super) fn id<'t>(&self, words: &'t str) -> Option<&'t str> {
        if !matches!(self, Self::Pair) || !words.starts_with("id") {
            return None;
        }
        let value = words[2..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    }
}

/// The headers of a pack, as they are written.
const HEADERS: [&str; 18] = [
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
const KEYS: [&str; 34] = [
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

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Returns the name in a header such as `[[role]]`.
fn bare_name(header: &str) -> &str {
    header.trim_matches(['[', ']'])
}

/// Returns the first statement that begins at or after byte `at`; `None` at the end of the text.
pub(super) fn next(text: &str, at: usize) -> Option<Statement> {
    let bytes = text.as_bytes();
    let mut start = at;
    loop {
        match bytes.get(start)? {
            b'#' => start = line_end(text, start),
            b' ' | b'\t' | b'\r' | b'\n' => start += 1,
            // A byte order mark.
            0xef if bytes[start..].starts_with(b"\xef\xbb\xbf") && start == 0 => start += 3,
            _ => break,
        }
    }
    let line = start..trimmed_end(text, start..line_end(text, start));
    if let Some(header) = header(text, line.clone()) {
        return Some(header);
    }
    if pair_at(text, start).is_none() {
        let first = text[line.clone()]
            .split(|c: char| !c.is_ascii() || !is_bare(c as u8))
            .next()
            .unwrap_or_default();
        let starts_anew = KEYS.contains(&first);
        let next = line.end.max(start + 1);
        let words = StatementKind::Unrecognised { starts_anew };
        return Some(Statement {
            at: line,
            next,
            kind: words,
            problem: None,
            inserts: vec![],
            blanks: vec![],
        });
    }
    Some(PairScanner::new(text, start).pair())
}

fn line_end(text: &str, at: usize) -> usize {
    memchr(text, at).unwrap_or(text.len())
}

fn memchr(text: &str, at: usize) -> Option<usize> {
    text[at..].find('\n').map(|end| at + end)
}

fn trimmed_end(text: &str, range: Range<usize>) -> usize {
    range.start + text[range].trim_ascii_end().len()
}

/// Returns the start of the value, if `key =` is at byte `at`.
fn pair_at(text: &str, at: usize) -> Option<usize> {
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
fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
        at += 1;
    }
    at
}

/// Whether the line that begins at byte `at` is a header, which cannot be mistaken: a name without
/// quotes is meaningless in a list.
fn is_header(text: &str, at: usize) -> bool {
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

/// Returns the header at `line`: valid, or recognised by its name and a bracket.
fn header(text: &str, line: Range<usize>) -> Option<Statement> {
    let words = &text[line.clone()];
    if HEADERS.contains(&words)
        || (words.starts_with('[') && is_header(text, line.start) && DeTable::parse(words).is_ok())
    {
        let name = bare_name(words.split('#').next().unwrap_or_default().trim()).trim();
        return Some(header_statement(line.end, name, None, None, line.start));
    }
    if words.starts_with('[') {
        if DeTable::parse(words).is_ok() {
            // With quotes or blanks in it.
            let name: String = words
                .chars()
                .filter(|c| c.is_ascii() && (is_bare(*c as u8) || *c == '.'))
                .collect();
            return Some(header_statement(line.end, &name, None, None, line.start));
        }
        // The line continues after it.
        if let Some(known) = HEADERS.iter().find(|known| words.starts_with(**known)) {
            let end = line.start + known.len();
            let hint = "move the text after the header to the next line";
            let problem = SyntaxProblem::new(
                end..line.end,
                format!("`{known}` must be alone on its line"),
                hint,
            );
            let mut statement =
                header_statement(end, bare_name(known), None, Some(problem), line.start);
            statement.inserts.push((end, "\n"));
            if let StatementKind::Header { sound, .. } = &mut statement.kind {
                *sound = true;
            }
            return Some(statement);
        }
    }
    if !words.contains(['[', ']']) || words.len() > 80 || pair_at(text, line.start).is_some() {
        return None;
    }
    let bare = words.split('#').next().unwrap_or_default();
    let name: String =
        bare.chars().filter(|c| !matches!(c, '[' | ']') && !c.is_whitespace()).collect();
    let known = HEADERS.iter().copied().find(|known| {
        let known = bare_name(known);
        name == known
            || (name.contains(known) && name.len() <= known.len() + 3 && !name.contains('.'))
    });
    let known = known.or_else(|| {
        let near = |known: &&&str| strsim::osa_distance(&name, bare_name(known)) <= 1;
        (name.len() <= 30).then(|| HEADERS.iter().find(near).copied()).flatten()
    });
    if known.is_none() && !words.starts_with('[') {
        return None;
    }
    let hint = match known {
        Some(known) => format!("did you mean {known}?"),
        None => "a header is a name in brackets, such as [pack] or [[role]]".to_string(),
    };
    let problem = SyntaxProblem::new(line.clone(), "this header is incomplete", hint);
    Some(header_statement(line.end, known.map_or("", bare_name), known, Some(problem), line.start))
}

/// The header of a table as a statement that ends at `end`.
fn header_statement(
    end: usize,
    name: &str,
    known: Option<&'static str>,
    problem: Option<SyntaxProblem>,
    line_start: usize,
) -> Statement {
    let words = StatementKind::Header { name: name.to_string(), known, sound: problem.is_none() };
    Statement {
        at: line_start..end,
        next: end,
        kind: words,
        problem,
        inserts: vec![],
        blanks: vec![],
    }
}
