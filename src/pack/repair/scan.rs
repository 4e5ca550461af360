//! Cuts a text that may be damaged into statements: a header, or a key with its value.

mod pair;
mod statement;

use std::ops::Range;

use toml::de::DeTable;

use super::problem::SyntaxProblem;
use pair::PairScanner;
use statement::{HEADERS, KEYS, bare_name, is_bare, is_header, line_end, pair_at, trimmed_end};
pub(super) use statement::{Statement, StatementKind};

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
