//! Lines of a CV that begin an entry: a job with its employer, a school with its place.

use std::collections::BTreeSet;

use crate::reading::layout::{LineShape, TextLine};

/// Maximum number of words of a line that begins an entry.
const MAX_ENTRY: usize = 14;

/// Maximum number of words of a title with an employer.
const MAX_TITLE: usize = 8;

/// Maximum number of words of a line that is a period of time.
const MAX_PERIOD: usize = 8;

/// Whether `line`, which `next` follows, begins an entry.
pub(super) fn is_entry_line(line: &TextLine, next: Option<&TextLine>) -> bool {
    match line.shape {
        LineShape::Heading(_) => return true,
        LineShape::Item(_) | LineShape::Row(_) => return false,
        LineShape::Paragraph => {}
    }
    let words = line.text.split_whitespace().count();
    if words > MAX_ENTRY || line.text.ends_with(['.', '!', ';']) {
        return false;
    }
    let next_is_period = next.is_some_and(|next| {
        next.text.split_whitespace().count() <= MAX_PERIOD && has_year(&next.text)
    });
    let has_parts = words <= MAX_TITLE
        && line.after_gap
        && line.text.starts_with(char::is_uppercase)
        && line.text.contains([',', '|', '–', '—', '@']);
    has_year(&line.text) || next_is_period || has_parts
}

/// Whether `text` has a year of a working life.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| {
        number.len() == 4 && number.parse::<u32>().is_ok_and(|year| (1950..2100).contains(&year))
    })
}

/// Names of employers, schools and places.
#[derive(Debug, Default)]
pub(super) struct EmployerNames {
    names: BTreeSet<String>,
}

impl EmployerNames {
    /// Adds the names in a line that begins an entry. `skills` are the names of skills in it, as
    /// written: one of them may be the employer, several are what was used there. So is what is in
    /// brackets or beside a slash: "Developer (Python)", "Python/SQL developer".
    pub(super) fn add(&mut self, line: &str, skills: &[&str]) {
        let line = line.replace(" - ", "|").replace(" at ", "|").replace(" @ ", "|");
        let line = without_brackets(&line);
        let parts = line.split([',', '|', '–', '—', '·', '•', '\t']).map(str::trim);
        let is_skill = |part: &str| skills.contains(&part);
        let several = parts.clone().filter(|part| is_skill(part)).count() > 1;
        // The first part is the title of a job as often as its employer.
        let names = parts
            .filter(|part| part.chars().any(char::is_alphabetic) && !(several && is_skill(part)));
        self.names.extend(names.map(str::to_lowercase));
    }

    /// Whether `name` is one of them.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }
}

/// Returns `text` without what is in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            let is_inside = depth > 0;
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            !is_inside && depth == 0
        })
        .collect()
}
