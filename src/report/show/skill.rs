//! A skill in full.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{ShowColumn, empty_section, show_row, write_sections};
use crate::json::to_value;
use crate::model::{Catalog, Importance, RequiringRole, SkillId};
use crate::report::document::{ColumnSet as _, DocumentCell, DocumentSection, ReportDocument};
use crate::report::reference::{RoleRef, SkillRef, codes_by_scheme};
use crate::report::{PageSetup, skills};
use crate::wording;

/// The heading of the meaning of levels.
const LEVELS: &str = "Levels";

/// The skill as a document, with the columns of a role in full.
pub fn document(catalog: &Catalog, id: SkillId) -> ReportDocument {
    let skill = catalog.skill(id);
    let description = skill.description.as_deref().unwrap_or_default();
    let top = [("name", skill.name.as_str()), ("description", description)];
    let top = top.into_iter().filter(|(_, text)| !text.is_empty());
    // The name and the lead of a page are records like everything else.
    let top =
        DocumentSection::new("Skill").rows(top.map(|(label, text)| show_row("Skill", label, text)));
    let broader = skill.broader.iter().map(|id| DocumentCell::skill(catalog, *id));
    let facts = [
        ("id", DocumentCell::from(&skill.id)),
        ("kind", DocumentCell::from(skill.kind.word())),
        ("group", DocumentCell::from(skill.group.as_deref().unwrap_or_default())),
        (wording::ALSO_CALLED, DocumentCell::inline_list(&skill.aliases)),
        (wording::PART_OF, DocumentCell::inline_list(broader)),
        ("note", DocumentCell::from(skill.note.as_deref().unwrap_or_default())),
    ];
    let codes = skill.codes.iter().map(|(scheme, code)| (scheme.as_str(), code.into()));
    let facts = section("Skill", facts.into_iter().chain(codes));
    let levels = skill.levels.iter().map(|(level, text)| (level.as_str(), text.into()));
    let mut document = ReportDocument::new(catalog, &skill.name, ShowColumn::NAMES)
        .intro(description)
        .section(top)
        .section(facts)
        .section(section(LEVELS, levels));
    for (importance, heading) in
        [(Importance::Essential, "Essential for"), (Importance::Useful, "Useful for")]
    {
        let roles = catalog.needs(id).iter().filter(|needs| needs.importance == importance);
        let rows = roles.map(|needs| {
            let level = needs.level.map(|level| {
                skills::level_cell(Some(level), catalog.level_name(needs.role, level))
            });
            let title = DocumentCell::role(catalog, needs.role);
            show_row(heading, level.unwrap_or_default(), title)
        });
        let section = DocumentSection::new(heading)
            .show_column(ShowColumn::Text, "Role")
            .show_column(ShowColumn::Label, "Level")
            .row_header(ShowColumn::Text);
        document = document.section(section.rows(rows));
    }
    document.sections.retain(|section| !section.rows.is_empty());
    document
}

/// A section of facts; those without text are left out.
fn section<'a>(
    heading: &'static str,
    facts: impl Iterator<Item = (&'a str, DocumentCell)>,
) -> DocumentSection {
    let facts = facts.filter(|(_, text)| !text.is_empty());
    empty_section(heading).rows(facts.map(|(label, text)| show_row(heading, label, text)))
}

/// Writes the skill as text; in a pipe as `section`, `label`, `text`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    id: SkillId,
    page: PageSetup,
) -> io::Result<()> {
    let skill = catalog.skill(id);
    let description = skill.description.as_deref().unwrap_or_default();
    write_sections(out, &document(catalog, id), description, page)
}

/// A skill in full as JSON.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct SkillAnswer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    skill: SkillRef<'a>,
    kind: &'static str,
    group: Option<&'a str>,
    aliases: &'a [String],
    description: Option<&'a str>,
    note: Option<&'a str>,
    codes: BTreeMap<&'a str, &'a str>,
    broader: Vec<SkillRef<'a>>,
    levels: Vec<LevelEntry<'a>>,
    roles: Vec<RequiringEntry<'a>>,
}

/// The meaning of a level.
#[derive(Serialize, JsonSchema)]
struct LevelEntry<'a> {
    level: &'a str,
    text: &'a str,
}

/// A role that requires the skill.
#[derive(Serialize, JsonSchema)]
struct RequiringEntry<'a> {
    #[serde(flatten)]
    role: RoleRef<'a>,
    importance: &'static str,
    level: Option<&'a str>,
}

impl<'a> RequiringEntry<'a> {
    fn new(catalog: &'a Catalog, needs: RequiringRole) -> Self {
        Self {
            role: RoleRef::new(catalog, needs.role),
            importance: needs.importance.word(),
            level: needs.level.map(|level| catalog.level_name(needs.role, level)),
        }
    }
}

/// The skill as JSON.
pub fn json(catalog: &Catalog, id: SkillId) -> Value {
    let skill = catalog.skill(id);
    to_value(&SkillAnswer {
        schema: "roledex/skill/1",
        skill: SkillRef::new(catalog, id),
        kind: skill.kind.word(),
        group: skill.group.as_deref(),
        aliases: &skill.aliases,
        description: skill.description.as_deref(),
        note: skill.note.as_deref(),
        codes: codes_by_scheme(&skill.codes),
        broader: SkillRef::list(catalog, &skill.broader),
        levels: skill.levels.iter().map(|(level, text)| LevelEntry { level, text }).collect(),
        roles: catalog.needs(id).iter().map(|it| RequiringEntry::new(catalog, *it)).collect(),
    })
}
