//! Edits a profile's text and leaves everything else in place: comments, order, blanks.
//!
//! All texts here are valid ([`super::Profile::parse`]).

use std::ops::Range;

use super::{ProfileEntry, skill_spans};
use crate::pack::quote;

/// Returns `text` with the item at `at` of its list of skills replaced by `entry`.
pub(super) fn replace(text: &str, at: usize, entry: &ProfileEntry) -> String {
    let Some((_, items)) = skill_spans(text) else { return text.to_string() };
    let Some(item) = items.get(at) else { return text.to_string() };
    format!("{}{}{}", &text[..item.start], format_entry(entry), &text[item.end..])
}

/// Returns `text` with `entry` at the end of its list of skills.
pub(super) fn append(text: &str, entry: &ProfileEntry) -> String {
    let entry = format_entry(entry);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some((list, items)) = skill_spans(text) else {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
        return format!("{text}{gap}skills = [{line_end}  {entry},{line_end}]{line_end}");
    };
    let close = list.end - 1;
    let line = line_start(text, close);
    let own_line = line > list.start && text[line..close].trim().is_empty();
    let mut out = text[..close].to_string();
    let last = items.last();
    if own_line {
        // The bracket is on a line of its own, so each skill goes on its own line too.
        let of = last.map_or(line, |last| line_start(text, last.start));
        let indent: String = text[of..].chars().take_while(|c| *c == ' ' || *c == '\t').collect();
        let indent = if last.is_some() && of > list.start { indent } else { "  ".to_string() };
        out.truncate(line);
        out.push_str(&format!("{indent}{entry},{line_end}{}", &text[line..close]));
    } else {
        // A comment before the bracket would swallow anything added after it, but then the bracket
        // has its own line.
        let lone = items.is_empty()
            || find_comma(text, last.map_or(list.start + 1, |last| last.end)).is_some();
        let blank = if items.is_empty() || out.ends_with(char::is_whitespace) { "" } else { " " };
        out = if lone {
            format!("{out}{blank}{entry}")
        } else {
            format!("{}, {entry}", out.trim_end())
        };
        return format!("{out}{}", &text[close..]);
    }
    out.push_str(&text[close..]);
    // The item that was the last needs a comma now.
    if let Some(last) = last.filter(|last| find_comma(text, last.end).is_none()) {
        out.insert(last.end, ',');
    }
    out
}

/// Returns `text` without the item at `at` of its list of skills, its comma, and the rest of its
/// line if that contains nothing else.
pub(super) fn remove(text: &str, at: usize) -> String {
    let Some((list, items)) = skill_spans(text) else { return text.to_string() };
    let Some(item) = items.get(at) else { return text.to_string() };
    let mut cut: Range<usize> =
        item.start..find_comma(text, item.end).map_or(item.end, |comma| comma + 1);
    let rest = &text[cut.end..];
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let start = line_start(text, item.start);
    let leads = start > list.start && text[start..item.start].trim().is_empty();
    if leads
        && (line.trim().is_empty() || line.trim_start().starts_with('#'))
        && line.ends_with('\n')
    {
        cut = start..cut.end + line.len();
    } else if rest[blanks..].starts_with(']') || rest[blanks..].starts_with('\n') {
        // The last on a line: the blank before it is removed, and the comma if the list ends with
        // it.
        let before = text[..cut.start].trim_end_matches([' ', '\t']);
        let lone =
            rest[blanks..].starts_with(']') && at > 0 && find_comma(text, item.end).is_none();
        cut.start =
            if lone { before.strip_suffix(',').unwrap_or(before).len() } else { before.len() };
        if before.ends_with('[') && rest[blanks..].starts_with(']') {
            cut.end += blanks;
        }
    } else {
        cut.end += blanks;
    }
    format!("{}{}", &text[..cut.start], &text[cut.end..])
}

/// Returns the place of the comma after `from`, with nothing but blanks and comments before it.
fn find_comma(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let next = rest.trim_start();
        at += rest.len() - next.len();
        match next.as_bytes().first() {
            Some(b',') => return Some(at),
            Some(b'#') => at += next.find('\n').unwrap_or(next.len()),
            _ => return None,
        }
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Returns `entry` in the short form of packs, or as a table if the short form cannot express it.
fn format_entry(entry: &ProfileEntry) -> String {
    let ProfileEntry { skill, level, note } = entry;
    let mut out = String::new();
    if note.is_none() && !skill.contains(':') {
        match level {
            Some(level) => quote(&mut out, &format!("{skill}: {level}")),
            None => quote(&mut out, skill),
        }
        return out;
    }
    out.push_str("{ skill = ");
    quote(&mut out, skill);
    for (key, value) in [("level", level), ("note", note)] {
        if let Some(value) = value {
            out.push_str(&format!(", {key} = "));
            quote(&mut out, value);
        }
    }
    out.push_str(" }");
    out
}
