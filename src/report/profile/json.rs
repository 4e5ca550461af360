//! A profile, changes to it, and how a file of skills was interpreted, as JSON.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::matching::written_level;
use super::{ProfileEntryChange, ProfileReport, ProfileUpdateReport};
use crate::import::resume::UnreadPart;
use crate::json::to_value;
use crate::model::Catalog;
use crate::model::text::path_text;
use crate::profile::{KnownSkill, LeftOutSkill, ResolvedSkills, UnknownSkill};
use crate::report::reference::SkillRef;

/// The file of the profile as JSON.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ProfilePathAnswer {
    schema: &'static str,
    file: String,
}

/// The path of the profile as JSON.
pub(crate) fn path_json(path: &Path) -> Value {
    to_value(&ProfilePathAnswer { schema: "roledex/profile/1", file: path_text(path) })
}

/// How a profile or a resume was interpreted.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct MatchingEntry<'a> {
    known: Vec<KnownSkillEntry<'a>>,
    unknown: Vec<UnknownSkillEntry<'a>>,
    headings: &'a [String],
    not_read: Vec<UnreadEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOutEntry<'a>>,
    numbers_out_of: Option<u16>,
    empty: bool,
}

impl<'a> MatchingEntry<'a> {
    /// Returns how the file was interpreted.
    pub(in crate::report) fn new(catalog: &'a Catalog, resolved: &'a ResolvedSkills) -> Self {
        Self {
            known: KnownSkillEntry::list(catalog, resolved),
            unknown: UnknownSkillEntry::list(catalog, resolved),
            headings: &resolved.headings,
            not_read: resolved.unread.iter().map(UnreadEntry::new).collect(),
            left_out: resolved
                .left_out
                .iter()
                .map(|left| LeftOutEntry::new(catalog, left))
                .collect(),
            numbers_out_of: resolved.maximum,
            empty: resolved.empty,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct KnownSkillEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    level: Option<&'a str>,
    written: &'a str,
    maker: Option<&'a str>,
    written_level: Option<String>,
    level_status: &'static str,
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
}

impl<'a> KnownSkillEntry<'a> {
    fn list(catalog: &'a Catalog, resolved: &'a ResolvedSkills) -> Vec<Self> {
        resolved.known.iter().map(|known| Self::new(catalog, known)).collect()
    }

    fn new(catalog: &'a Catalog, known: &'a KnownSkill) -> Self {
        Self {
            skill: SkillRef::new(catalog, known.skill),
            level: known.level.level().and_then(|level| catalog.profile_level_name(level)),
            written: &known.written,
            maker: known.maker.as_deref(),
            written_level: written_level(known),
            level_status: known.level.word(),
            place: known.path.as_deref(),
            words: known.words.as_deref(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct UnknownSkillEntry<'a> {
    written: &'a str,
    written_level: Option<&'a str>,
    place: Option<&'a str>,
    suggestions: Vec<SkillRef<'a>>,
}

impl<'a> UnknownSkillEntry<'a> {
    fn list(catalog: &'a Catalog, resolved: &'a ResolvedSkills) -> Vec<Self> {
        resolved.unknown.iter().map(|unknown| Self::new(catalog, unknown)).collect()
    }

    fn new(catalog: &'a Catalog, unknown: &'a UnknownSkill) -> Self {
        Self {
            written: &unknown.written,
            written_level: unknown.written_level.as_deref(),
            place: unknown.path.as_deref(),
            suggestions: SkillRef::list(catalog, &unknown.suggestions),
        }
    }
}

/// A skill that a CV names and that is not counted.
#[derive(Serialize, JsonSchema)]
struct LeftOutEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    reason: &'static str,
    words: &'a str,
    place: &'a str,
}

impl<'a> LeftOutEntry<'a> {
    fn new(catalog: &'a Catalog, left: &'a LeftOutSkill) -> Self {
        Self {
            skill: SkillRef::new(catalog, left.skill),
            reason: left.reason.word(),
            words: &left.words,
            place: &left.path,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct UnreadEntry<'a> {
    place: &'a str,
    why: &'a str,
}

impl<'a> UnreadEntry<'a> {
    fn new(part: &'a UnreadPart) -> Self {
        Self { place: &part.place, why: &part.reason }
    }
}

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ProfileAnswer<'a> {
    schema: &'static str,
    file: String,
    skills: Vec<KnownSkillEntry<'a>>,
    unknown: Vec<UnknownSkillEntry<'a>>,
}

impl<'a> ProfileAnswer<'a> {
    fn new(catalog: &'a Catalog, report: &ProfileReport<'a>) -> Self {
        Self {
            schema: "roledex/profile/1",
            file: path_text(report.path),
            skills: KnownSkillEntry::list(catalog, report.resolved),
            unknown: UnknownSkillEntry::list(catalog, report.resolved),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ProfileUpdateAnswer<'a> {
    #[serde(flatten)]
    profile: ProfileAnswer<'a>,
    changes: Vec<EntryChange<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<MatchingEntry<'a>>,
}

/// A change of an entry of a profile.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct EntryChange<'a> {
    change: &'static str,
    id: Option<&'a str>,
    name: Option<&'a str>,
    written: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl<'a> EntryChange<'a> {
    fn new(catalog: &'a Catalog, changed: &'a ProfileEntryChange) -> Self {
        let skill = changed.skill.map(|skill| catalog.skill(skill));
        Self {
            change: changed.change.word(),
            id: skill.map(|skill| skill.id.as_str()),
            name: skill.map(|skill| skill.name.as_str()),
            written: &changed.written,
            from: changed.from.as_deref(),
            to: changed.to.as_deref(),
        }
    }
}

/// A profile as JSON.
pub fn json(catalog: &Catalog, report: &ProfileReport<'_>) -> Value {
    to_value(&ProfileAnswer::new(catalog, report))
}

/// The changes to a profile as JSON, with the profile.
pub(crate) fn update_json(catalog: &Catalog, done: &ProfileUpdateReport<'_>) -> Value {
    let changes = done.changes.iter();
    to_value(&ProfileUpdateAnswer {
        profile: ProfileAnswer::new(catalog, &done.profile),
        changes: changes.map(|changed| EntryChange::new(catalog, changed)).collect(),
        reading: done.matched.map(|resolved| MatchingEntry::new(catalog, resolved)),
    })
}

/// An entry of a profile as a line of NDJSON; its fields are the columns of the table.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ProfileLine<'a> {
    id: Option<&'a str>,
    name: Option<&'a str>,
    level: Option<&'a str>,
    written: &'a str,
}

/// The entries of a profile, each as a line of NDJSON.
pub fn lines(catalog: &Catalog, report: &ProfileReport<'_>) -> Vec<Value> {
    let ResolvedSkills { known, unknown, .. } = report.resolved;
    let known = known.iter().map(|known| {
        let skill = catalog.skill(known.skill);
        to_value(&ProfileLine {
            id: Some(&skill.id),
            name: Some(&skill.name),
            level: known.written_level.as_deref(),
            written: &known.written,
        })
    });
    let unknown = unknown.iter().map(|unknown| {
        to_value(&ProfileLine {
            id: None,
            name: None,
            level: unknown.written_level.as_deref(),
            written: &unknown.written,
        })
    });
    known.chain(unknown).collect()
}

/// The changes to a profile, each as a line of NDJSON.
pub(crate) fn update_lines(catalog: &Catalog, done: &ProfileUpdateReport<'_>) -> Vec<Value> {
    done.changes.iter().map(|changed| to_value(&EntryChange::new(catalog, changed))).collect()
}
