//! The skill gap as a sheet: a page to be read side by side, and to be written on.

use super::{
    GapReport, door_level_name, gap_summary, origin_text, pay_lines, required_level_name,
    user_level_text, user_level_words,
};
use crate::analysis::gap::{Gap, GapRow, MissingSkill, MissingSkillLevel};
use crate::analysis::skills::SkillStatus;
use crate::model::text::join_list;
use crate::model::{Catalog, Importance, RoleId};
use crate::report::document::{
    DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone, SpanMeaning,
};
use crate::report::{profile, skills};
use crate::wording::{self, GapSection, capitalize};

/// The columns of the records. Cells that do not apply to a kind are empty.
const COLUMNS: [&str; 15] = [
    "kind",
    "target",
    "status",
    "id",
    "name",
    "importance",
    "have",
    "asked",
    "effort",
    "essential_met",
    "essential_asked",
    "useful_met",
    "useful_asked",
    "essential_for",
    "useful_for",
];
const KIND: usize = 0;
const TARGET: usize = 1;
const STATUS: usize = 2;
const ID: usize = 3;
const NAME: usize = 4;
const IMPORTANCE: usize = 5;
const HAVE: usize = 6;
const ASKED: usize = 7;
const EFFORT: usize = 8;
const ESSENTIAL_MET: usize = 9;
const ESSENTIAL_FOR: usize = 13;
const USEFUL_FOR: usize = 14;
/// The columns that are shown on pages only: what to do, levels with their dots, the meaning of the
/// required level, the heading, the skills met in words, and the titles of targets.
const ADVICE: usize = 15;
const HAVE_WITH_DOTS: usize = 16;
const ASKED_WITH_DOTS: usize = 17;
const MEANING: usize = 18;
const GROUP: usize = 19;
const ESSENTIAL_MET_TEXT: usize = 20;
const USEFUL_MET_TEXT: usize = 21;
const ESSENTIAL_TITLES: usize = 22;
const USEFUL_TITLES: usize = 23;
/// Levels to learn, if there are any.
const TO_LEARN: usize = 24;
const WIDTH: usize = 25;

/// A row of `kind` with the effort to learn, and its other cells by column.
fn gap_row<const N: usize>(
    kind: &str,
    tone: RowTone,
    effort: u64,
    cells: [(usize, DocumentCell); N],
) -> DocumentRow {
    let mut row =
        DocumentRow { cells: vec![DocumentCell::default(); WIDTH], tone, spans_empty_cells: false };
    row.cells[KIND] = kind.into();
    row.cells[EFFORT] = skills::effort_in_levels(effort).to_string().into();
    row.cells[TO_LEARN] =
        if effort > 0 { skills::levels_number(effort).into() } else { DocumentCell::default() };
    for (column, cell) in cells {
        row.cells[column] = cell;
    }
    row
}

/// The answer as a sheet.
pub(super) fn document(catalog: &Catalog, answer: &GapReport<'_>) -> ReportDocument {
    let title = |gap: &Gap| catalog.role(gap.target).title.as_str();
    let roles =
        DocumentSection::new("Roles").rows(answer.gaps.iter().map(|gap| target_row(catalog, gap)));
    let (name, roles) = match answer.gaps {
        [one] => (title(one).to_string(), roles),
        several => {
            let roles = roles
                .row_header(NAME)
                .show_column(NAME, "Role")
                .show_column(ESSENTIAL_MET_TEXT, "Essential skills met");
            let roles = roles
                .show_column(USEFUL_MET_TEXT, "Useful skills met")
                .show_column(TO_LEARN, "Levels to learn");
            (format!("{} roles", several.len()), roles)
        }
    };
    let doors = DocumentSection::new(wording::MOST_NEEDED_SKILLS)
        .row_header(NAME)
        .show_column(ADVICE, "")
        .show_column(NAME, "Skill");
    let doors = doors
        .show_column(HAVE_WITH_DOTS, "Have")
        .show_column(ASKED_WITH_DOTS, "Level")
        .show_column(TO_LEARN, "Levels to learn");
    let doors = doors
        .show_column(ESSENTIAL_TITLES, "Essential for")
        .show_column(USEFUL_TITLES, "Useful for");
    let mut document = ReportDocument::new(catalog, format!("Skill gap for {name}"), COLUMNS)
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
        let heading = if answer.gaps.len() > 1 { title(gap) } else { wording::SKILLS };
        let section = DocumentSection::new(heading)
            .group_by(GROUP)
            .row_header(NAME)
            .show_column(ADVICE, "")
            .show_column(NAME, "Skill");
        let section = section
            .show_column(HAVE_WITH_DOTS, "Have")
            .show_column(ASKED_WITH_DOTS, "Need")
            .show_column(TO_LEARN, "Levels to learn");
        let section = section.show_column(MEANING, "What it means").margin("Agreed");
        document = document.section(
            section.rows(gap.rows.iter().map(|row| skill_row(catalog, answer, gap.target, row))),
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
    let words = |importance| match wording::met_counts(gap, importance) {
        Some((met, unsure)) if unsure.is_empty() => met.into(),
        Some((met, unsure)) => {
            DocumentCell::from(met).append(format!(" ({unsure})"), SpanMeaning::Dim)
        }
        None => DocumentCell::default(),
    };
    let cells = [
        (TARGET, DocumentCell::from(&role.id)),
        (ID, DocumentCell::from(&role.id)),
        (NAME, DocumentCell::from(&role.title)),
        (ESSENTIAL_MET, essential.met.into()),
        (ESSENTIAL_MET + 1, essential.asked.into()),
        (ESSENTIAL_MET + 2, useful.met.into()),
        (ESSENTIAL_MET + 3, useful.asked.into()),
        (ESSENTIAL_MET_TEXT, words(Importance::Essential)),
        (USEFUL_MET_TEXT, words(Importance::Useful)),
    ];
    gap_row("target", RowTone::Plain, gap.effort(), cells)
}

fn skill_row(
    catalog: &Catalog,
    answer: &GapReport<'_>,
    target: RoleId,
    gap: &GapRow,
) -> DocumentRow {
    let named = catalog.skill(gap.skill);
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
        (TARGET, DocumentCell::from(&catalog.role(target).id)),
        (STATUS, gap.status.word().into()),
        (ID, DocumentCell::from(&named.id)),
        (NAME, DocumentCell::from(&named.name)),
        (IMPORTANCE, gap.required.map_or("", |asked| asked.importance.word()).into()),
        (HAVE_WITH_DOTS, skills::level_cell(gap.have.and_then(|have| have.level), &have_words)),
        (ASKED_WITH_DOTS, skills::level_cell(gap.required.and_then(|asked| asked.level), asked)),
        (HAVE, have.into()),
        (ASKED, asked.into()),
        (ADVICE, advice),
        (
            MEANING,
            if gap.is_open() {
                meaning_cell(catalog, target, gap)
            } else {
                DocumentCell::default()
            },
        ),
        (GROUP, GapSection::of(gap).title().into()),
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
        let ids = |roles: &[RoleId]| {
            DocumentCell::from(join_list(roles.iter().map(|role| catalog.role(*role).id.as_str())))
        };
        let titles = |roles: &[RoleId]| {
            DocumentCell::lines(
                roles.iter().map(|role| DocumentCell::from(&catalog.role(*role).title)),
            )
        };
        let cells = [
            (STATUS, status.word().into()),
            (ID, DocumentCell::from(&skill.id)),
            (NAME, DocumentCell::from(&skill.name)),
            (HAVE_WITH_DOTS, skills::level_cell(door.have.and_then(|have| have.level), &have)),
            (ASKED_WITH_DOTS, skills::level_cell(step.level, level)),
            (HAVE, have.into()),
            (ASKED, level.into()),
            (ESSENTIAL_FOR, ids(&step.essential)),
            (USEFUL_FOR, ids(&step.useful)),
            (ADVICE, skills::advice_cell(status)),
            (ESSENTIAL_TITLES, titles(&step.essential)),
            (USEFUL_TITLES, titles(&step.useful)),
        ];
        gap_row("door", skills::skill_tone(status), u64::from(step.effort), cells)
    })
}
