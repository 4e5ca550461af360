//! Finds the valid parts of a settings file with syntax faults: a fault affects the setting that
//! contains it, and no other.

use std::collections::HashSet;
use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue};

use super::ConfigFault;
use crate::pack::DiagnosticCode;

/// Maximum number of faults that are looked for.
const MAX_FAULTS: usize = 1_000;

/// Maximum number of lines of a setting.
const MAX_LINES: usize = 50;

/// The valid parts of a text.
pub(super) struct ValidText {
    /// The text, with settings that are not valid replaced by blanks, and with missing brackets
    /// added.
    pub(super) text: String,
    /// Places in it where brackets were added.
    inserted: Vec<usize>,
    /// The faults, by places in the original text.
    pub(super) faults: Vec<ConfigFault>,
}

impl ValidText {
    /// Returns the place in the original text that corresponds to `at`.
    pub(super) fn original_span(&self, at: &Range<usize>) -> Range<usize> {
        let before = |at: usize| at - self.inserted.partition_point(|added| *added < at);
        before(at.start)..before(at.end)
    }
}

/// Finds the valid parts of `text`, in which bytes that are not UTF-8 were at the places `wrong`.
pub(super) fn recover(text: &str, wrong: &[usize]) -> ValidText {
    let mut valid = text.to_string();
    let mut open: Vec<usize> = Vec::new();
    let mut faults: Vec<ConfigFault> = Vec::new();
    // Whether the following lines are in a section whose name cannot be read.
    let mut unknown = false;
    let lines = lines(text);
    let mut at = 0;
    while at < lines.len() {
        let end = part_end(text, &lines, at);
        let part = lines[at].start..lines[end - 1].end;
        at = end;
        if faults.len() >= MAX_FAULTS {
            blank_out(&mut valid, &(part.start..text.len()));
            break;
        }
        let header =
            text[part.clone()].trim_start_matches('\u{feff}').trim_start().starts_with('[');
        unknown &= !header;
        let fault = find_fault(text, &part, wrong).filter(|_| !unknown);
        if fault.as_ref().is_some_and(|fault| fault.code == DiagnosticCode::NotUtf8) {
            unknown |= header;
        }
        if let Some(end) =
            fault.as_ref().and_then(|_| unclosed(text, &part)).filter(|_| header && !unknown)
        {
            // The name of an unclosed section can still be read.
            open.push(end);
        } else if fault.is_some() || unknown {
            unknown |= header;
            blank_out(&mut valid, &part);
        }
        faults.extend(fault);
    }
    let added: Vec<usize> = open.iter().enumerate().map(|(before, at)| at + before).collect();
    for at in &added {
        valid.insert(*at, ']');
    }
    let mut valid = ValidText { text: valid, inserted: added, faults: Vec::new() };
    let known: HashSet<usize> =
        faults.iter().map(|fault| line_at(fault.span.start, &lines)).collect();
    for error in DeTable::parse_recoverable(&valid.text).1 {
        let at = valid.original_span(&error.span().unwrap_or(0..0));
        if faults.len() < MAX_FAULTS && !known.contains(&line_at(at.start, &lines)) {
            faults.push(syntax_fault(at, error.message()));
        }
    }
    // In comments they do no harm, and are reported once.
    if let Some(first) =
        wrong.first().filter(|_| faults.iter().all(|fault| fault.code != DiagnosticCode::NotUtf8))
    {
        faults.push(not_utf8_fault(*first));
    }
    valid.faults = faults;
    valid
}

/// The number of the line that contains the position `at`.
fn line_at(at: usize, lines: &[Range<usize>]) -> usize {
    lines.partition_point(|line| line.end <= at)
}

/// Returns where the header in `part` of `text` lacks its bracket, if nothing else is wrong with
/// it.
fn unclosed(text: &str, part: &Range<usize>) -> Option<usize> {
    let line = text[part.clone()].trim_end();
    let name = line.split('#').next().unwrap_or_default().trim_end();
    is_complete(&format!("{name}]")).then(|| part.start + name.len())
}

fn syntax_fault(at: Range<usize>, message: &str) -> ConfigFault {
    let hint = "TOML syntax: key = value".to_string();
    ConfigFault { span: at, code: DiagnosticCode::Syntax, message: message.to_string(), hint }
}

fn not_utf8_fault(at: usize) -> ConfigFault {
    let message = "this is not UTF-8 text".to_string();
    ConfigFault {
        span: at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
        code: DiagnosticCode::NotUtf8,
        message,
        hint: "save the file as UTF-8".to_string(),
    }
}

/// Replaces `part` by blanks, except for its line ends.
fn blank_out(text: &mut String, part: &Range<usize>) {
    let blanks: String =
        text[part.clone()].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(part.clone(), &blanks);
}

/// Returns the lines of `text`, each with its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = lines.last().map_or(0, |line| line.end);
        lines.push(start..start + line.len());
    }
    lines
}

/// Returns the line after the setting or the header that begins at line `at`. A setting continues
/// over lines as long as it is incomplete, if it is completed before the next header.
fn part_end(text: &str, lines: &[Range<usize>], at: usize) -> usize {
    let line = &text[lines[at].clone()];
    let opens = line.contains(['[', '{']) || line.contains("\"\"\"") || line.contains("'''");
    if line.trim_start().starts_with('[') || !opens || is_complete(line) {
        return at + 1;
    }
    let more = lines[at + 1..]
        .iter()
        .take(MAX_LINES)
        .take_while(|line| !is_header(&text[(*line).clone()]));
    (at + 1..=at + more.count())
        .find(|to| is_complete(&text[lines[at].start..lines[*to].end]))
        .map_or(at + 1, |to| to + 1)
}

fn is_complete(text: &str) -> bool {
    DeTable::parse_recoverable(text).1.is_empty()
}

/// Whether `line` is the header of a section, and could not be part of a list.
fn is_header(line: &str) -> bool {
    line.starts_with('[') && line.trim_end().ends_with(']') && is_complete(line)
}

/// Returns the fault in `part` of `text`, if there is one outside comments.
fn find_fault(text: &str, part: &Range<usize>, wrong: &[usize]) -> Option<ConfigFault> {
    let (table, errors) = DeTable::parse_recoverable(&text[part.clone()]);
    let from = wrong.partition_point(|at| *at < part.start);
    let to = wrong.partition_point(|at| *at < part.end);
    let spoilt =
        |at: &&usize| !errors.is_empty() || is_in_table(table.get_ref(), **at - part.start);
    if let Some(at) = wrong[from..to].iter().find(spoilt) {
        return Some(not_utf8_fault(*at));
    }
    let error = errors.first()?;
    let at = error.span().unwrap_or(0..0);
    // At the end of the line, not before the next one.
    let end = part.start + text[part.clone()].trim_end().len();
    let start = (part.start + at.start).min(end);
    Some(syntax_fault(start..(part.start + at.end).min(end).max(start), error.message()))
}

/// Whether the byte at `at` is in a key or a value of `table`.
fn is_in_table(table: &DeTable<'_>, at: usize) -> bool {
    table
        .iter()
        .any(|(key, value)| key.span().contains(&at) || is_in(value.get_ref(), &value.span(), at))
}

fn is_in(value: &DeValue<'_>, span: &Range<usize>, at: usize) -> bool {
    match value {
        DeValue::Table(table) => is_in_table(table, at),
        DeValue::Array(items) => is_in_list(items, at),
        _ => span.contains(&at),
    }
}

fn is_in_list(items: &DeArray<'_>, at: usize) -> bool {
    items.iter().any(|item| is_in(item.get_ref(), &item.span(), at))
}
