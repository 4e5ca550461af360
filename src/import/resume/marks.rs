//! Ratings that are drawn as marks: "★★★★☆", "●●●●●", "*****".

use std::ops::Range;

use super::ResumeSkill;
use super::levels::{EMPTY_MARKS, FULL_MARKS};

/// Marks of full steps beside [`FULL_MARKS`], which mean something else alone.
const FULL_IN_RUNS: [char; 6] = ['*', '•', '🌟', '✦', '◆', '⚫'];

/// Marks of empty steps beside [`EMPTY_MARKS`].
const EMPTY_IN_RUNS: [char; 4] = ['◦', '✩', '◇', '⚪'];

/// Stars, which no list has as bullets.
const STARS: [char; 4] = ['★', '⭐', '🌟', '*'];

/// Selector of the coloured form of a character.
const SELECTOR: char = '\u{fe0f}';

/// Minimum number of asterisks that are a rating in one place at least; fewer refer to a note.
const MIN_ASTERISKS: usize = 3;

/// Number of steps of most ratings, and of the longer ones.
const WHOLES: [usize; 2] = [5, 10];

/// A run of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MarkRun {
    bytes: Range<usize>,
    full: usize,
    empty: usize,
    first: char,
}

/// Writes the ratings in `claims` that are drawn as marks as numbers, "★★★★☆" as "4/5".
///
/// Without empty marks the number of steps is that of other ratings of the same resume, or else 5,
/// or 10. It is returned if neither a rating with empty marks nor a full one shows it.
pub(crate) fn count_marks(claims: &mut [ResumeSkill]) -> Option<u16> {
    let texts = claims.iter().flat_map(|claim| [Some(&claim.name), claim.level.as_ref()]);
    let all: Vec<MarkRun> =
        texts.flatten().flat_map(|text| runs(text)).filter(|run| run.full > 0).collect();
    let longest = all.iter().map(|run| run.full + run.empty).max()?;
    let has_asterisks = all.iter().any(|run| run.first == '*' && run.full >= MIN_ASTERISKS);
    let shown = all.iter().filter(|run| run.empty > 0).map(|run| run.full + run.empty).max();
    let whole = shown
        .filter(|shown| *shown >= longest)
        .or_else(|| WHOLES.into_iter().find(|whole| *whole >= longest))?;
    let rating = MarkRating { whole, has_asterisks };
    let mut is_assumed = false;
    for claim in claims {
        for text in [Some(&mut claim.name), claim.level.as_mut()].into_iter().flatten() {
            is_assumed |= rating.write_numbers(text);
        }
    }
    let is_evident = shown.is_some() || longest == whole;
    u16::try_from(whole).ok().filter(|_| is_assumed && !is_evident)
}

/// The ratings of a resume.
struct MarkRating {
    /// Number of steps of those without empty marks.
    whole: usize,
    /// Whether asterisks are ratings.
    has_asterisks: bool,
}

impl MarkRating {
    /// Writes the ratings in `text` as numbers; returns whether one of them has no empty marks.
    fn write_numbers(&self, text: &mut String) -> bool {
        let mut written = String::new();
        let (mut from, mut any_full) = (0, false);
        let mut before_name = None;
        for run in runs(text) {
            if run.first == '*' && !self.has_asterisks {
                continue;
            }
            let whole = if run.empty > 0 { run.full + run.empty } else { self.whole };
            let rating = format!("{}/{whole}", run.full);
            any_full |= run.empty == 0;
            let (before, after) = (&text[from..run.bytes.start], &text[run.bytes.end..]);
            let is_start = text[..run.bytes.start].trim().is_empty();
            written.push_str(before);
            if is_start && !after.trim().is_empty() {
                // "★★★★★ SQL"
                before_name = Some(rating);
            } else {
                if before.ends_with(char::is_alphanumeric) {
                    written.push(' ');
                }
                written.push_str(&rating);
                // "SQL ●●●●● Python ●●●": a rating ends an item.
                if before_name.is_none() && after.trim_start().starts_with(char::is_alphanumeric) {
                    written.push(';');
                }
            }
            from = run.bytes.end;
        }
        if from > 0 {
            written.push_str(&text[from..]);
            if let Some(rating) = before_name {
                written = format!("{} {rating}", written.trim());
            }
            *text = written;
        }
        any_full
    }
}

/// Returns the runs of marks in `text`: full ones, then empty ones, with blanks between if they are
/// many. A single mark, other than one star after a name, is a bullet or a sign.
fn runs(text: &str) -> Vec<MarkRun> {
    let mut found = Vec::new();
    let mut open: Option<MarkRun> = None;
    let mut is_spaced = false;
    for (at, c) in text.char_indices() {
        let is_full = FULL_MARKS.contains(&c) || FULL_IN_RUNS.contains(&c);
        let is_empty = EMPTY_MARKS.contains(&c) || EMPTY_IN_RUNS.contains(&c);
        let end = at + c.len_utf8();
        match &mut open {
            Some(run) if is_full && run.empty == 0 || is_empty => {
                is_spaced |= run.bytes.end < at;
                run.full += usize::from(is_full);
                run.empty += usize::from(is_empty);
                run.bytes.end = end;
            }
            Some(run) if c == SELECTOR && run.bytes.end == at => run.bytes.end = end,
            Some(run) if c == ' ' && run.bytes.end == at => {}
            _ => {
                push_run(&mut found, text, open.take(), is_spaced);
                is_spaced = false;
                if is_full || is_empty {
                    let (full, empty) = (usize::from(is_full), usize::from(is_empty));
                    open = Some(MarkRun { bytes: at..end, full, empty, first: c });
                }
            }
        }
    }
    push_run(&mut found, text, open, is_spaced);
    found
}

/// Adds `run` if it is a rating.
fn push_run(found: &mut Vec<MarkRun>, text: &str, run: Option<MarkRun>, is_spaced: bool) {
    let Some(run) = run else { return };
    let (before, after) = (&text[..run.bytes.start], &text[run.bytes.end..]);
    let total = run.full + run.empty;
    let is_star_after_name = STARS.contains(&run.first)
        && before.ends_with(' ')
        && !before.trim().is_empty()
        && !after.starts_with(|c: char| !c.is_whitespace() && !",;|)".contains(c));
    // Bold type and footnotes have asterisks too: "**SQL**", "SQL**".
    let is_apart = run.first != '*' || before.ends_with([' ', ':', '(', '\t']) || before.is_empty();
    let is_bold = run.first == '*' && after.starts_with(char::is_alphanumeric);
    let is_long = total >= 3 || total == 2 && !is_spaced;
    if (is_long || is_star_after_name) && is_apart && !is_bold {
        found.push(run);
    }
}

#[cfg(test)]
mod tests {
    use super::super::ResumeSkillKind;
    use super::*;

    #[test]
    fn marks_are_counted() {
        for (names, wanted, assumed) in [
            (&["SQL ★★★★★", "Python ★★★★☆"][..], &["SQL 5/5", "Python 4/5"][..], None),
            (&["SQL ●●●●●", "Git ●●●○○"], &["SQL 5/5", "Git 3/5"], None),
            (
                &["French *****", "Dutch ***", "Thai *"],
                &["French 5/5", "Dutch 3/5", "Thai 1/5"],
                None,
            ),
            (&["SQL ⭐⭐⭐⭐⭐", "Git ⭐️⭐️"], &["SQL 5/5", "Git 2/5"], None),
            (&["SQL ★★★", "Git ★★"], &["SQL 3/5", "Git 2/5"], Some(5)),
            (&["SQL ★★★☆", "Git ★★★★"], &["SQL 3/4", "Git 4/4"], None),
            (&["SQL: ••••", "Git (★★)"], &["SQL: 4/5", "Git (2/5)"], Some(5)),
            (&["SQL ★ ★ ★ ☆ ☆"], &["SQL 3/5"], None),
            (&["SQL ●●●●● Git ●●●"], &["SQL 5/5; Git 3/5"], None),
            (&["★★★★★ SQL"], &["SQL 5/5"], None),
            (&["SQL*", "**Git**", "Go **"], &["SQL*", "**Git**", "Go **"], None),
            (&["SQL • Git ● Java", "• Go"], &["SQL • Git ● Java", "• Go"], None),
            (&["SQL ☆☆☆☆☆", "Git ★★★★☆"], &["SQL 0/5", "Git 4/5"], None),
        ] {
            let mut claims: Vec<ResumeSkill> = names
                .iter()
                .map(|name| ResumeSkill::new(*name, ResumeSkillKind::Skill, ""))
                .collect();
            assert_eq!(count_marks(&mut claims), assumed, "{names:?}");
            let read: Vec<&str> = claims.iter().map(|claim| claim.name.as_str()).collect();
            assert_eq!(read, wanted);
        }
    }
}
