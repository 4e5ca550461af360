//! Lines of a CV that begin an entry: a job with its employer, a school with its place.

use std::collections::BTreeSet;

use super::headings::section_of_heading;
use super::periods::{has_year, is_period};
use crate::reading::layout::{LineShape, TextLine};
use crate::reading::skills::lists::list_has;

/// Maximum number of words of a line that begins an entry.
const MAX_ENTRY: usize = 14;

/// Maximum number of words of a title with an employer.
const MAX_TITLE: usize = 8;

/// Maximum number of words of a line that is a period of time.
const MAX_PERIOD: usize = 8;

/// Maximum number of words of the name of an employer that is a block of its own.
const MAX_LONE_NAME: usize = 3;

/// Words of titles of jobs.
const TITLE_WORDS: &str = "\
     manager recruiter analyst engineer developer designer consultant assistant director \
     officer lead head specialist coordinator administrator nurse teacher intern executive \
     representative associate architect scientist owner founder partner accountant adviser \
     advisor technician president supervisor clerk programmer researcher lecturer trainer buyer \
     editor writer producer agent planner controller";

/// Verbs that begin what a person did, and no title.
const DID: &str = "\
     responsible was am build manage write own run built wrote led ran made kept taught grew \
     won sold set drove oversaw did held cut brought took gave";

/// Returns for each of `lines` whether it begins an entry. The title of a job and its employer are
/// in either order, before or after the period: "Acme / Product manager / 2016 – 2020".
pub(super) fn entry_lines(lines: &[TextLine]) -> Vec<bool> {
    let pairs = lines.iter().enumerate();
    let mut found: Vec<bool> =
        pairs.map(|(at, line)| is_entry_line(line, lines.get(at + 1))).collect();
    for at in (0..lines.len()).filter(|at| is_period(&lines[*at])) {
        found[at] = true;
        mark_before(lines, at, &mut found);
        mark_after(lines, at, &mut found);
    }
    found
}

/// Marks the title and the employer before the period at `at`.
fn mark_before(lines: &[TextLine], at: usize, found: &mut [bool]) {
    let Some(last) = at.checked_sub(1).filter(|last| is_label(&lines[*last])) else { return };
    found[last] = true;
    let Some(first) = last.checked_sub(1).filter(|first| is_label(&lines[*first])) else { return };
    let begins = lines[first].after_gap
        || first.checked_sub(1).is_some_and(|at| section_of_heading(&lines[at].text).is_some());
    let is_block = begins && !lines[last].after_gap;
    // Each line may be a block of its own.
    let is_lone_name = lines[last].after_gap
        && lines[first].after_gap
        && lines[first].text.split_whitespace().count() <= MAX_LONE_NAME
        && !lines[first].text.contains([',', '/', '&'])
        && is_title(&lines[last].text);
    if is_block || is_lone_name {
        found[first] = true;
    }
}

/// Marks the title and the employer after the period at `at`, which begins a block.
fn mark_after(lines: &[TextLine], at: usize, found: &mut [bool]) {
    let begins = lines[at].after_gap
        || at.checked_sub(1).is_none_or(|at| section_of_heading(&lines[at].text).is_some());
    if !begins {
        return;
    }
    let block = lines.iter().enumerate().skip(at + 1).take(2);
    for (at, _) in block.take_while(|(_, line)| !line.after_gap && is_label(line)) {
        found[at] = true;
    }
}

/// Whether `line` may be the title of a job or the name of an employer.
fn is_label(line: &TextLine) -> bool {
    let text = line.text.trim();
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(line.shape, LineShape::Paragraph | LineShape::Heading(_))
        && text.split_whitespace().count() <= MAX_TITLE
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !text.ends_with(['.', '!', ';', ':'])
        && text.matches(',').count() <= 2
        && !first.ends_with("ed")
        && !first.ends_with("ing")
        && !list_has(DID, &first)
        && section_of_heading(text).is_none()
}

/// Whether `text` has a word of the title of a job.
fn is_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| list_has(TITLE_WORDS, word))
}

/// Whether `line`, which `next` follows, begins an entry.
fn is_entry_line(line: &TextLine, next: Option<&TextLine>) -> bool {
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
