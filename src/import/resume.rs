//! Resumes: what a curriculum vitae, or a list of skills, says its owner can do.
//!
//! The shapes of JSON Resume (1.0.0, and 0.0.0, where a language has a `level` and not a `fluency`)
//! are read, those of FRESH, of Manfred's MAC, and of the exports of resume makers, and what people
//! write by hand: other field names, lists in one string, skills as an object by category, levels
//! that are numbers. Skills named at jobs and projects count too. A table is read where a column
//! names skills, as in `LinkedIn`'s export.
//!
//! What looks like skills and was not understood is returned as [`NotRead`]: nothing is skipped
//! silently. See <https://jsonresume.org/schema>.

mod levels;
mod table;
mod walk;

pub use levels::{heads_a_level, is_blank, is_nothing, is_time, is_unclear, part};
pub use table::read_table;

use serde::de::IgnoredAny;
use serde_json::Value;

/// A skill that a resume claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The name as it is written, made fit to be shown; it may be a list of names.
    pub name: String,
    /// The level as it is written.
    pub level: Option<String>,
    /// What a level that is a bare number is a part of.
    pub of: Option<u16>,
    /// Whether the level is stated for this skill itself, and not for its group.
    pub own: bool,
    /// What kind of entry it is.
    pub kind: ClaimKind,
    /// Its place: `skills[2].keywords[0]`.
    pub place: String,
}

impl Claim {
    /// A skill without a level.
    pub fn new(name: impl Into<String>, kind: ClaimKind, place: impl Into<String>) -> Self {
        Self { name: name.into(), level: None, of: None, own: true, kind, place: place.into() }
    }
}

/// What kind of entry of a resume a [`Claim`] comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimKind {
    /// A skill by itself.
    Skill,
    /// A name with a text behind it that may be a level or the one skill of a group: `"Databases":
    /// "Postgres"`.
    Pair,
    /// A skill that has others below it, often no more than a heading ("Web", "Languages").
    Group,
    /// A skill in a group.
    Keyword,
    /// A natural language.
    Language,
    /// Something that was used in a job or a project.
    Used,
}

/// A part of a resume that looks as if it named skills, and was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// Its place: `skills[2]`.
    pub place: String,
    /// Why it was not read.
    pub why: String,
}

/// What a resume says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resume {
    /// The skills it claims, in its order.
    pub claims: Vec<Claim>,
    /// What was not understood.
    pub not_read: Vec<NotRead>,
    /// What bare numbers were taken to be a part of, where there are any.
    pub whole: Option<u16>,
    /// The names of the first sections.
    pub sections: Vec<String>,
}

/// Why a text is not a resume that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{why}", place.map(|(line, column)| format!("{line}:{column}: ")).unwrap_or_default())]
pub struct Error {
    /// The line and the column (in bytes), both from 1, where one place is to blame.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// Whether `text` is meant to be JSON: nothing else begins with a bracket or a brace but for
/// blanks. TOML may begin with a bracket too, around a name.
pub fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("{\\rtf") {
        return false;
    }
    text.starts_with('{')
        || (text.starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok())
}

/// What the resume `text` claims; blank names are passed over.
///
/// ```
/// use roledex::import::resume;
/// let resume = resume::read(r#"{"skills": [{"title": "SQL", "level": 4}, 7]}"#).unwrap();
/// assert_eq!((resume.claims[0].name.as_str(), resume.whole), ("SQL", Some(5)));
/// assert_eq!(resume.not_read[0].place, "skills[1]");
/// ```
///
/// # Errors
///
/// When it is not JSON, or has none of the sections of a resume.
pub fn read(text: &str) -> Result<Resume, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let why = whole.strip_suffix(&place).unwrap_or(&whole);
        let place = (error.line().max(1), error.column().max(1));
        Error { place: Some(place), why: format!("this is not JSON: {why}") }
    })?;
    let mut resume = walk::read(&value)?;
    resume.whole = whole_numbers(&mut resume.claims);
    Ok(resume)
}

/// Bare numbers say nothing without their maximum, and one file rarely mixes several: it is 1, 5
/// stars, 10 or 100 per cent, whichever is the smallest that fits them all.
fn whole_numbers(claims: &mut [Claim]) -> Option<u16> {
    let number = |claim: &Claim| match claim.of {
        Some(_) => None,
        None => claim
            .level
            .as_deref()
            .and_then(|level| level.trim().parse::<f64>().ok())
            .filter(|n| n.is_finite()),
    };
    let numbers: Vec<f64> =
        claims.iter().filter_map(number).filter(|number| *number > 0.0).collect();
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
        if number(claim).is_some() {
            claim.of = Some(whole);
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests;
