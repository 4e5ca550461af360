//! Reads resumes: the skills claimed in a curriculum vitae or a list of skills.
//!
//! Supported are JSON Resume (1.0.0, and 0.0.0, where a language has a `level` and not a
//! `fluency`), FRESH, Manfred's MAC, the exports of resume makers, and hand-written variants: other
//! field names, lists in one string, skills as an object by category, levels as numbers. Skills
//! named in jobs and projects count too. A table is read if a column names skills, as in
//! `LinkedIn`'s export.
//!
//! Parts that look like skills and were not understood are returned as [`UnreadPart`]: nothing is
//! skipped silently. See <https://jsonresume.org/schema>.

mod level_columns;
mod levels;
mod marks;
mod table;
mod walk;

pub use level_columns::{RowLevel, SkillLevelColumns};
pub(crate) use levels::word_fraction;
pub use levels::{
    is_blank, is_duration, is_level_heading, is_unplaced_level, level_of_remark, means_no_skill,
    scale_fraction,
};
pub(crate) use marks::count_marks;
pub use table::read_table;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::tree::Node;

/// A skill that a resume claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeSkill {
    /// The name as it is written, made safe to show; it may be a list of names.
    pub name: String,
    /// The level as it is written.
    pub level: Option<String>,
    /// The maximum of a level that is a bare number.
    pub maximum: Option<u16>,
    /// Whether the level is stated for this skill itself, and not for its group.
    pub own_level: bool,
    /// Kind of entry that it comes from.
    pub kind: ResumeSkillKind,
    /// Its place: `skills[2].keywords[0]`.
    pub path: String,
}

impl ResumeSkill {
    /// Creates a skill without a level.
    pub fn new(name: impl Into<String>, kind: ResumeSkillKind, place: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            level: None,
            maximum: None,
            own_level: true,
            kind,
            path: place.into(),
        }
    }
}

/// Kind of resume entry that a [`ResumeSkill`] comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResumeSkillKind {
    /// A skill by itself.
    Skill,
    /// A name with a text that may be its level or the only skill of a group: `"Databases":
    /// "Postgres"`.
    Pair,
    /// A skill with others below it, often only a heading ("Web", "Languages").
    Group,
    /// A skill in a group.
    Keyword,
    /// A natural language.
    Language,
    /// Something used in a job or a project.
    Used,
}

/// A part of a resume that seems to name skills, and was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadPart {
    /// Its place: `skills[2]`.
    pub place: String,
    /// Reason why it was not read.
    pub reason: String,
}

/// Contents of a resume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resume {
    /// The skills it claims, in file order.
    pub skills: Vec<ResumeSkill>,
    /// Parts that were not understood.
    pub unread: Vec<UnreadPart>,
    /// The maximum assumed for bare numbers, if there are any.
    pub maximum: Option<u16>,
    /// The names of the first sections.
    pub sections: Vec<String>,
}

/// Reason why a text is not a readable resume.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{why}", place.map(|(line, column)| format!("{line}:{column}: ")).unwrap_or_default())]
pub struct ResumeError {
    /// The line and the column (in bytes), both from 1, if the error has a single place.
    pub place: Option<(usize, usize)>,
    /// The fault, and what would be right.
    pub why: String,
}

/// Whether `text` is meant to be JSON: after blanks, nothing else begins with a bracket or a brace.
/// TOML may begin with a bracket too, around a name.
pub(crate) fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("{\\rtf") {
        return false;
    }
    text.starts_with('{')
        || (text.starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok())
}

/// Reads the claims of the resume `text`; blank names are skipped.
///
/// ```
/// use roledex::import::resume;
/// let resume = resume::read(r#"{"skills": [{"title": "SQL", "level": 4}, 7]}"#).unwrap();
/// assert_eq!((resume.skills[0].name.as_str(), resume.maximum), ("SQL", Some(5)));
/// assert_eq!(resume.unread[0].place, "skills[1]");
/// ```
///
/// # Errors
///
/// When it is not JSON, or has none of the sections of a resume.
pub fn read(text: &str) -> Result<Resume, ResumeError> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let why = whole.strip_suffix(&place).unwrap_or(&whole);
        let place = (error.line().max(1), error.column().max(1));
        ResumeError { place: Some(place), why: format!("this is not JSON: {why}") }
    })?;
    read_value(&value)
}

/// Reads the claims of a resume in YAML with the same fields.
///
/// # Errors
///
/// When it is not YAML, or has none of the sections of a resume.
pub fn read_yaml(text: &str) -> Result<Resume, ResumeError> {
    let fault = |why| ResumeError { place: None, why };
    let tree = Node::from_yaml(text).map_err(fault)?;
    read_value(&tree.into_json())
}

fn read_value(value: &Value) -> Result<Resume, ResumeError> {
    let mut resume = walk::read(value)?;
    resume.maximum = number_maximum(&mut resume.skills);
    Ok(resume)
}

/// Returns the assumed maximum of bare numbers. They mean nothing without it, and one file rarely
/// mixes several: it is 1, 5 stars, 10 or 100 per cent, whichever is the smallest that fits them
/// all.
pub(crate) fn number_maximum(claims: &mut [ResumeSkill]) -> Option<u16> {
    let numbers: Vec<f64> =
        claims.iter().filter_map(level_number).filter(|number| *number > 0.0).collect();
    let most = numbers.iter().copied().fold(0.0, f64::max);
    let broken = numbers.iter().any(|number| number.fract() != 0.0);
    let whole = match most {
        most if most <= 0.0 => return None,
        most if most <= 1.0 && broken => 1,
        most if most <= 5.0 => 5,
        most if most <= 10.0 => 10,
        _ => 100,
    };
    for claim in claims.iter_mut() {
        if level_number(claim).is_some() {
            claim.maximum = Some(whole);
        }
    }
    Some(whole)
}

/// The level of a claim as a number, unless its maximum is stated.
fn level_number(claim: &ResumeSkill) -> Option<f64> {
    match claim.maximum {
        Some(_) => None,
        None => claim
            .level
            .as_deref()
            .and_then(|level| level.trim().parse::<f64>().ok())
            .filter(|n| n.is_finite()),
    }
}

#[cfg(test)]
mod tests;
