//! The skill gap as a sheet: a page to be read side by side, and to be written on.

use super::{
    GapReport, door_level_name, origin_text, pay_lines, required_level_name, user_level_text,
    user_level_words,
};
use crate::analysis::gap::{Gap, GapRow, MissingSkill, MissingSkillLevel};
use crate::analysis::skill_class::SkillClass;
use crate::analysis::skills::SkillStatus;
use crate::model::text::join_list;
use crate::model::{Catalog, Importance, RoleId};
use crate::report::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone,
    SpanMeaning, columns,
};
use crate::report::{profile, skills};
use crate::wording::{self, GapSection, capitalize, gap_summary};

columns!(
    /// The columns of a gap. Cells that do not apply to a kind are empty.
    GapColumn {
        /// The kind of the row: target, skill or door.
        Kind = "kind",
        /// The id of the target.
        Target = "target",
        /// The status of the skill.
        Status = "status",
        /// The id of the role or the skill.
        Id = "id",
        /// The name of the role or the skill.
        Name = "name",
        /// The importance of the skill.
        Importance = "importance",
        /// Your level.
        Have = "have",
        /// The level needed.
        Asked = "asked",
        /// Levels to learn.
        Effort = "effort",
        /// Number of essential skills met.
        EssentialMet = "essential_met",
        /// Number of essential skills.
        EssentialAsked = "essential_asked",
        /// Number of useful skills met.
        UsefulMet = "useful_met",
        /// Number of useful skills.
        UsefulAsked = "useful_asked",
        /// The ids of the targets that the skill is essential for.
        EssentialFor = "essential_for",
        /// The ids of the targets that the skill is useful for.
        UsefulFor = "useful_for",
    } pages {
        /// The advice on the skill.
        Advice,
        /// Your level with its dots.
        HaveWithDots,
        /// The level needed with its dots.
        AskedWithDots,
        /// The meaning of the level needed.
        Meaning,
        /// The heading above the skill.
        Group,
        /// The number of essential skills met in words.
        EssentialMetText,
        /// The number of useful skills met in words.
        UsefulMetText,
        /// The titles of the targets that the skill is essential for.
        EssentialTitles,
        /// The titles of the targets that the skill is useful for.
        UsefulTitles,
        /// Levels to learn, if there are any.
        ToLearn,
    }
);

/// A row of `kind` with the effort to learn and its other cells.
fn gap_row<const N: usize>(
    kind: &str,
    tone: RowTone,
    effort: u64,
    cells: [(GapColumn, DocumentCell); N],
) -> DocumentRow {
    let to_learn =
        if effort > 0 { skills::levels_number(effort).into() } else { DocumentCell::default() };
    let common = [
        (GapColumn::Kind, kind.into()),
        (GapColumn::Effort, skills::effort_in_levels(effort).to_string().into()),
        (GapColumn::ToLearn, to_learn),
    ];
    DocumentRow { tone, ..DocumentRow::of(common.into_iter().chain(cells)) }
}

/// The answer as a sheet.
pub(super) fn document(catalog: &Catalog, answer: &GapReport<'_>) -> ReportDocument {
    let roles =
        DocumentSection::new("Roles").rows(answer.gaps.iter().map(|gap| target_row(catalog, gap)));
    let (name, roles) = match answer.gaps {
        [one] => (catalog.role_title(one.target).to_string(), roles),
        several => {
            let roles = roles
                .row_header(GapColumn::Name)
                .show_column(GapColumn::Name, "Role")
                .show_column(GapColumn::EssentialMetText, "Essential skills");
            let roles = roles
                .show_column(GapColumn::UsefulMetText, "Useful skills")
                .show_column(GapColumn::ToLearn, "Levels to learn");
            (format!("{} roles", several.len()), roles)
        }
    };
    let doors = DocumentSection::new(wording::MOST_NEEDED_SKILLS)
        .row_header(GapColumn::Name)
        .show_column(GapColumn::Advice, "")
        .show_column(GapColumn::Name, "Skill");
    let doors = doors
        .show_column(GapColumn::HaveWithDots, "Have")
        .show_column(GapColumn::AskedWithDots, "Level")
        .show_column(GapColumn::ToLearn, "Levels to learn");
    let doors = doors
        .show_column(GapColumn::EssentialTitles, "Essential for")
        .show_column(GapColumn::UsefulTitles, "Useful for");
    let mut document =
        ReportDocument::new(catalog, format!("Skill gap for {name}"), GapColumn::NAMES)
            .intro(capitalize(&origin_text(catalog, answer)));
    if let [gap] = answer.gaps {
        document = document.intro(gap_summary(gap));
        for line in pay_lines(catalog, answer, gap) {
            document = document.intro(line);
        }
    }
    document = document
        .section(roles)
        .section(doors.rows(answer.doors.iter().flat_map(|door| door_rows(catalog, door))));
    for gap in answer.gaps {
        let heading =
            if answer.gaps.len() > 1 { catalog.role_title(gap.target) } else { wording::SKILLS };
        let section = DocumentSection::new(heading)
            .group_by(GapColumn::Group)
            .row_header(GapColumn::Name)
            .show_column(GapColumn::Advice, "")
            .show_column(GapColumn::Name, "Skill");
        let section = section
            .show_column(GapColumn::HaveWithDots, "Have")
            .show_column(GapColumn::AskedWithDots, "Need")
            .show_column(GapColumn::ToLearn, "Levels to learn");
        let section = section.show_column(GapColumn::Meaning, "What it means").margin("Agreed");
        let rows = rows_in_groups(catalog, gap);
        document = document.section(
            section.rows(rows.into_iter().map(|row| skill_row(catalog, answer, gap, row))),
        );
    }
    document
        .sections
        .extend(answer.resolved.map(|resolved| profile::matching_section(catalog, resolved)));
    document
}

fn target_row(catalog: &Catalog, gap: &Gap) -> DocumentRow {
    let role = catalog.role(gap.target);
    let (essential, useful) =
        (gap.coverage(Importance::Essential), gap.coverage(Importance::Useful));
    let cells = [
        (GapColumn::Target, DocumentCell::from(&role.id)),
        (GapColumn::Id, DocumentCell::from(&role.id)),
        (GapColumn::Name, DocumentCell::from(&role.title)),
        (GapColumn::EssentialMet, essential.met.into()),
        (GapColumn::EssentialAsked, essential.asked.into()),
        (GapColumn::UsefulMet, useful.met.into()),
        (GapColumn::UsefulAsked, useful.asked.into()),
        (GapColumn::EssentialMetText, met_cell(gap, Importance::Essential)),
        (GapColumn::UsefulMetText, met_cell(gap, Importance::Useful)),
    ];
    gap_row("target", RowTone::Plain, gap.effort(), cells)
}

/// The number of skills of one importance that are met, in words.
fn met_cell(gap: &Gap, importance: Importance) -> DocumentCell {
    match wording::met_counts(gap, importance) {
        Some((met, unsure)) if unsure.is_empty() => met.into(),
        Some((met, unsure)) => {
            DocumentCell::from(met).append(format!(" ({unsure})"), SpanMeaning::Dim)
        }
        None => DocumentCell::default(),
    }
}

/// The skills of a gap in the order of their groups: those of a long gap by class.
fn rows_in_groups<'a>(catalog: &Catalog, gap: &'a Gap) -> Vec<&'a GapRow> {
    let mut rows: Vec<&GapRow> = gap.rows.iter().collect();
    if gap.is_by_class() {
        rows.sort_by_key(|row| {
            let section = GapSection::ALL.iter().position(|other| *other == GapSection::of(row));
            (section, SkillClass::of(catalog.skill(row.skill)))
        });
    }
    rows
}

/// The heading above a skill: its section, and in a long gap also its class.
fn group_text(catalog: &Catalog, gap: &Gap, row: &GapRow) -> String {
    let section = GapSection::of(row).title();
    if !gap.is_by_class() {
        return section.to_string();
    }
    let class = SkillClass::of(catalog.skill(row.skill)).title();
    format!("{section}: {}", class.to_lowercase())
}

fn skill_row(catalog: &Catalog, answer: &GapReport<'_>, whole: &Gap, gap: &GapRow) -> DocumentRow {
    let (target, named) = (whole.target, catalog.skill(gap.skill));
    let have = user_level_text(catalog, target, gap.have).unwrap_or_default();
    let have_words = user_level_words(catalog, answer, target, gap.have).unwrap_or_default();
    let asked = required_level_name(catalog, target, gap.required).unwrap_or_default();
    let advice = match gap.status {
        _ if gap.is_level_unknown() => {
            DocumentCell::with_sign(wording::UNCERTAIN_SIGN, wording::LEVEL_UNKNOWN)
        }
        status => skills::advice_cell(status),
    };
    let cells = [
        (GapColumn::Target, DocumentCell::from(&catalog.role(target).id)),
        (GapColumn::Status, gap.status.word().into()),
        (GapColumn::Id, DocumentCell::from(&named.id)),
        (GapColumn::Name, DocumentCell::from(&named.name)),
        (GapColumn::Importance, gap.required.map_or("", |asked| asked.importance.word()).into()),
        (
            GapColumn::HaveWithDots,
            skills::level_cell(gap.have.and_then(|have| have.level), &have_words),
        ),
        (
            GapColumn::AskedWithDots,
            skills::level_cell(gap.required.and_then(|asked| asked.level), asked),
        ),
        (GapColumn::Have, have.into()),
        (GapColumn::Asked, asked.into()),
        (GapColumn::Advice, advice),
        (
            GapColumn::Meaning,
            if gap.is_open() {
                meaning_cell(catalog, target, gap)
            } else {
                DocumentCell::default()
            },
        ),
        (GapColumn::Group, group_text(catalog, whole, gap).into()),
    ];
    gap_row("skill", skills::skill_tone(gap.status), u64::from(gap.effort), cells)
}

/// The requirement of the target for a skill, as far as the packs state it: a description of its
/// level, or else of the skill, and the note of the role.
fn meaning_cell(catalog: &Catalog, target: RoleId, gap: &GapRow) -> DocumentCell {
    let skill = catalog.skill(gap.skill);
    let asked = required_level_name(catalog, target, gap.required);
    let level =
        skill.levels.iter().find(|(name, _)| Some(name.as_str()) == asked).map(|(_, text)| text);
    let text = level.or(skill.description.as_ref()).map(String::as_str).unwrap_or_default();
    let requirement =
        catalog.role(target).skills.iter().find(|requirement| requirement.skill == gap.skill);
    let note = requirement.and_then(|requirement| requirement.note.as_ref());
    let gap = if text.is_empty() { "" } else { " " };
    DocumentCell::from(text)
        .append(note.map(|note| format!("{gap}({note})")).unwrap_or_default(), SpanMeaning::Dim)
}

fn door_rows<'a>(
    catalog: &'a Catalog,
    door: &'a MissingSkill,
) -> impl Iterator<Item = DocumentRow> + 'a {
    let skill = catalog.skill(door.skill);
    let status = if door.have.is_some() { SkillStatus::Grow } else { SkillStatus::Right };
    door.levels.iter().map(move |step: &MissingSkillLevel| {
        let first = step.essential.iter().chain(&step.useful).next();
        let have =
            first.and_then(|role| user_level_text(catalog, *role, door.have)).unwrap_or_default();
        let level = door_level_name(catalog, step).unwrap_or_default();
        let cells = [
            (GapColumn::Status, status.word().into()),
            (GapColumn::Id, DocumentCell::from(&skill.id)),
            (GapColumn::Name, DocumentCell::from(&skill.name)),
            (
                GapColumn::HaveWithDots,
                skills::level_cell(door.have.and_then(|have| have.level), &have),
            ),
            (GapColumn::AskedWithDots, skills::level_cell(step.level, level)),
            (GapColumn::Have, have.into()),
            (GapColumn::Asked, level.into()),
            (GapColumn::EssentialFor, id_list(catalog, &step.essential)),
            (GapColumn::UsefulFor, id_list(catalog, &step.useful)),
            (GapColumn::Advice, skills::advice_cell(status)),
            (GapColumn::EssentialTitles, title_lines(catalog, &step.essential)),
            (GapColumn::UsefulTitles, title_lines(catalog, &step.useful)),
        ];
        gap_row("door", skills::skill_tone(status), u64::from(step.effort), cells)
    })
}

/// The ids of roles as a list.
fn id_list(catalog: &Catalog, roles: &[RoleId]) -> DocumentCell {
    DocumentCell::from(join_list(roles.iter().map(|role| catalog.role(*role).id.as_str())))
}

/// The titles of roles, one per line.
fn title_lines(catalog: &Catalog, roles: &[RoleId]) -> DocumentCell {
    DocumentCell::lines(roles.iter().map(|role| DocumentCell::from(catalog.role_title(*role))))
}
