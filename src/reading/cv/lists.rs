//! Lists and tables of skills in a CV.

use super::found::{LinePart, SkillTableColumns};
use super::headings::{CvSection, SectionFinder};
use crate::import::resume::{
    ResumeSkill, ResumeSkillKind, SkillLevelColumns, is_duration, is_level_heading,
    is_unplaced_level, means_no_skill, scale_fraction,
};
use crate::reading::layout::{LaidOutRow, LineShape};

/// Minimum number of words of an item that is a sentence and not a name.
const PROSE: usize = 8;

/// Minimum number of words of an item that is a sentence if it ends as one.
const PROSE_WITH_STOP: usize = 5;

/// Maximum number of words of a name before a remark in brackets.
const MAX_REMARKED: usize = 4;

/// Whether `text` is a sentence, and not a list of names.
pub(super) fn is_prose(text: &str) -> bool {
    // "Leadership (currently responsible for a team of ten people)" is a name with a remark.
    let name = text.trim_end().strip_suffix(')').and_then(|text| text.split_once('('));
    let name = name.filter(|(name, remark)| {
        !remark.contains('(') && (1..=MAX_REMARKED).contains(&name.split_whitespace().count())
    });
    let text = name.map_or(text, |(name, _)| name);
    let parts = text.split([',', ';', '|', ':', '/', '(', ')', '·', '•']);
    let longest = parts.map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    let least = if text.trim_end().ends_with(['.', '!']) { PROSE_WITH_STOP } else { PROSE };
    longest >= least
}

/// Returns the claims of a part of a line in a section of lists. `level` outweighs that of the
/// group.
pub(super) fn list_claims(
    at: &LinePart<'_>,
    text: &str,
    level: Option<&str>,
    finder: &SectionFinder,
    columns: &mut SkillTableColumns,
) -> Vec<ResumeSkill> {
    let kind = match finder.section() {
        CvSection::Languages => ResumeSkillKind::Language,
        CvSection::Used => ResumeSkillKind::Used,
        _ => ResumeSkillKind::Keyword,
    };
    let of_group = match finder.section() {
        CvSection::Learning => Some(finder.heading()),
        _ => finder.group().filter(|group| is_level_heading(group)),
    };
    let level = level.or(of_group).map(str::to_string);
    let of_group = ResumeSkill {
        own_level: level.is_none(),
        level,
        ..ResumeSkill::new("", kind, at.place.clone())
    };
    if let LineShape::Row(row) = &at.line.shape {
        return row_claims(row, &of_group, columns);
    }
    vec![named(&of_group, text.trim())]
}

/// Returns the claim `name` with all else as in `like`.
fn named(like: &ResumeSkill, name: &str) -> ResumeSkill {
    ResumeSkill { name: name.to_string(), ..like.clone() }
}

/// Returns the claims of a row of a table.
fn row_claims(
    row: &LaidOutRow,
    like: &ResumeSkill,
    columns: &mut SkillTableColumns,
) -> Vec<ResumeSkill> {
    let mut cells: Vec<String> = row.cells.iter().map(|lines| lines.join("; ")).collect();
    if row.starts_table {
        *columns = columns_of(&cells);
        if columns.is_known || is_bare_head(&cells) {
            return Vec::new();
        }
    }
    if columns.is_known {
        let Some(name) = cells.get(columns.name).filter(|name| !name.trim().is_empty()) else {
            return Vec::new();
        };
        let level = columns.levels.level_of(&cells).map(|level| level.level);
        return vec![with_level(like, name, level.as_deref())];
    }
    // Merged cells are repeated.
    cells.dedup();
    cells.retain(|cell| !cell.trim().is_empty());
    let mut claims = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let level = cells.get(at + 1).filter(|level| states_level(level));
        claims.push(with_level(like, cell, level.map(String::as_str)));
        at += 1 + usize::from(level.is_some());
    }
    // "Databases | PostgreSQL, Redis"
    if let ([heading, list], 2) = (cells.as_slice(), claims.len()) {
        return vec![named(like, &format!("{}: {list}", heading.trim_end_matches(':')))];
    }
    claims
}

/// Words that heads of tables of skills consist of.
const HEAD_WORDS: [&str; 16] = [
    "area",
    "areas",
    "category",
    "categories",
    "group",
    "type",
    "domain",
    "field",
    "skill",
    "skills",
    "technology",
    "technologies",
    "tool",
    "tools",
    "details",
    "description",
];

/// Whether `cells` are the head of a table whose rows are groups of skills: "Area | Skills".
fn is_bare_head(cells: &[String]) -> bool {
    cells.len() > 1
        && cells.iter().all(|cell| {
            let lower = cell.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            words.all(|word| HEAD_WORDS.contains(&word))
        })
}

/// Returns the claim `name` at `level`. A duration implies nothing about the level.
fn with_level(like: &ResumeSkill, name: &str, level: Option<&str>) -> ResumeSkill {
    match level.filter(|level| !is_duration(level)) {
        Some(level) => ResumeSkill {
            level: Some(level.trim().to_string()),
            own_level: true,
            ..named(like, name.trim())
        },
        None => named(like, name.trim()),
    }
}

/// Whether a cell states a level.
fn states_level(cell: &str) -> bool {
    let cell = cell.trim();
    scale_fraction(cell).is_some()
        || means_no_skill(cell)
        || is_unplaced_level(cell)
        || is_duration(cell)
        || cell.parse::<f64>().is_ok()
        || !cell.is_empty() && !cell.chars().any(char::is_alphanumeric)
}

/// Returns the columns by the head of a table.
fn columns_of(cells: &[String]) -> SkillTableColumns {
    let position = |words: &[&str]| {
        cells.iter().position(|cell| {
            let lower = cell.to_lowercase();
            let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            first.is_some_and(|first| words.contains(&first))
        })
    };
    let name = position(&[
        "skill",
        "skills",
        "technology",
        "technologies",
        "tool",
        "tools",
        "language",
        "languages",
        "name",
        "software",
        "competency",
        "competence",
    ]);
    let years = position(&["years", "experience", "since", "year"]);
    let levels = SkillLevelColumns::find(cells);
    match (name, levels.level().or(years)) {
        (Some(name), Some(_)) => SkillTableColumns { is_known: true, name, levels },
        _ => SkillTableColumns::default(),
    }
}
