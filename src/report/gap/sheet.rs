//! The skill gap as a sheet: a page to be read side by side, and to be written on.

use super::{Answer, asked_text, door_level, from, have_text, have_words, summary};
use crate::analysis::gap::{Door, DoorStep, Gap, GapRow};
use crate::analysis::skills::SkillStatus;
use crate::model::text::list;
use crate::model::{Catalog, Importance, RoleId};
use crate::report::sheet::{Cell, Meaning, Row, Section, Sheet, Tone};
use crate::report::{capital, profile, skills};

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
const MET: usize = 9;
const ESSENTIAL_FOR: usize = 13;
const USEFUL_FOR: usize = 14;
/// The columns that are shown on pages only: what to do, levels with their dots, the meaning of the
/// required level, the heading, the skills met in words, and the titles of targets.
const ADVICE: usize = 15;
const HAVE_DOTS: usize = 16;
const ASKED_DOTS: usize = 17;
const MEANING: usize = 18;
const GROUP: usize = 19;
const ESSENTIAL: usize = 20;
const USEFUL: usize = 21;
const ESSENTIAL_TITLES: usize = 22;
const USEFUL_TITLES: usize = 23;
/// Levels to learn, if there are any.
const TO_LEARN: usize = 24;
const WIDTH: usize = 25;

/// A row of `kind` with the effort to learn, and its other cells by column.
fn row<const N: usize>(kind: &str, tone: Tone, effort: u64, cells: [(usize, Cell); N]) -> Row {
    let mut row = Row { cells: vec![Cell::default(); WIDTH], tone, spread: false };
    row.cells[KIND] = kind.into();
    row.cells[EFFORT] = skills::in_levels(effort).to_string().into();
    row.cells[TO_LEARN] = if effort > 0 { skills::number(effort).into() } else { Cell::default() };
    for (column, cell) in cells {
        row.cells[column] = cell;
    }
    row
}

/// The answer as a sheet.
pub(super) fn sheet(catalog: &Catalog, answer: &Answer<'_>) -> Sheet {
    let title = |gap: &Gap| catalog.role(gap.target).title.as_str();
    let roles = Section::new("Roles").rows(answer.gaps.iter().map(|gap| target(catalog, gap)));
    let (name, roles) = match answer.gaps {
        [one] => (title(one).to_string(), roles),
        several => {
            let roles =
                roles.row_head(NAME).show(NAME, "Role").show(ESSENTIAL, "Essential skills met");
            let roles = roles.show(USEFUL, "Useful skills met").show(TO_LEARN, "Levels to learn");
            (format!("{} roles", several.len()), roles)
        }
    };
    let doors =
        Section::new("Opens most doors").row_head(NAME).show(ADVICE, "").show(NAME, "Skill");
    let doors =
        doors.show(HAVE_DOTS, "Have").show(ASKED_DOTS, "Level").show(TO_LEARN, "Levels to learn");
    let doors = doors.show(ESSENTIAL_TITLES, "Essential for").show(USEFUL_TITLES, "Useful for");
    let mut sheet = Sheet::new(catalog, format!("What is missing for {name}"), COLUMNS)
        .lead(capital(&from(catalog, answer)));
    if let [gap] = answer.gaps {
        sheet = sheet.lead(summary(gap));
    }
    sheet = sheet
        .section(roles)
        .section(doors.rows(answer.doors.iter().flat_map(|door| door_rows(catalog, door))));
    for gap in answer.gaps {
        let heading = if answer.gaps.len() > 1 { title(gap) } else { "Skills" };
        let section =
            Section::new(heading).group(GROUP).row_head(NAME).show(ADVICE, "").show(NAME, "Skill");
        let section = section
            .show(HAVE_DOTS, "Have")
            .show(ASKED_DOTS, "Asked")
            .show(TO_LEARN, "Levels to learn");
        let section = section.show(MEANING, "What it means").margin("Agreed");
        sheet = sheet.section(
            section.rows(gap.rows.iter().map(|row| skill(catalog, answer, gap.target, row))),
        );
    }
    sheet
        .sections
        .extend(answer.resolved.map(|resolved| profile::reading_section(catalog, resolved)));
    sheet
}

fn target(catalog: &Catalog, gap: &Gap) -> Row {
    let role = catalog.role(gap.target);
    let (essential, useful) = (gap.met(Importance::Essential), gap.met(Importance::Useful));
    let words = |importance| match super::met(gap, importance) {
        Some((met, unsure)) if unsure.is_empty() => met.into(),
        Some((met, unsure)) => Cell::from(met).and(format!(" ({unsure})"), Meaning::Dim),
        None => Cell::default(),
    };
    let cells = [
        (TARGET, Cell::from(&role.id)),
        (ID, Cell::from(&role.id)),
        (NAME, Cell::from(&role.title)),
        (MET, essential.met.into()),
        (MET + 1, essential.asked.into()),
        (MET + 2, useful.met.into()),
        (MET + 3, useful.asked.into()),
        (ESSENTIAL, words(Importance::Essential)),
        (USEFUL, words(Importance::Useful)),
    ];
    row("target", Tone::Plain, gap.effort(), cells)
}

fn skill(catalog: &Catalog, answer: &Answer<'_>, target: RoleId, gap: &GapRow) -> Row {
    let named = catalog.skill(gap.skill);
    let have = have_text(catalog, target, gap.have).unwrap_or_default();
    let have_words = have_words(catalog, answer, target, gap.have).unwrap_or_default();
    let asked = asked_text(catalog, target, gap.asked).unwrap_or_default();
    let group = match (gap.status, gap.asked.map(|asked| asked.importance)) {
        (SkillStatus::Grow | SkillStatus::Right, Some(Importance::Useful)) => "Missing, useful",
        (SkillStatus::Grow | SkillStatus::Right, _) => "Missing, essential",
        (SkillStatus::Same | SkillStatus::LetGo, _) => "Met",
        (SkillStatus::Left, _) => "Not asked for",
    };
    let advice = match gap.status {
        _ if gap.is_unsure() => Cell::signed("?", "level not said"),
        status => skills::advice(status),
    };
    let cells = [
        (TARGET, Cell::from(&catalog.role(target).id)),
        (STATUS, gap.status.word().into()),
        (ID, Cell::from(&named.id)),
        (NAME, Cell::from(&named.name)),
        (IMPORTANCE, gap.asked.map_or("", |asked| asked.importance.word()).into()),
        (HAVE_DOTS, skills::level(gap.have.and_then(|have| have.level), &have_words)),
        (ASKED_DOTS, skills::level(gap.asked.and_then(|asked| asked.level), asked)),
        (HAVE, have.into()),
        (ASKED, asked.into()),
        (ADVICE, advice),
        (MEANING, if gap.is_open() { meaning(catalog, target, gap) } else { Cell::default() }),
        (GROUP, group.into()),
    ];
    row("skill", skills::tone(gap.status), u64::from(gap.effort), cells)
}

/// The requirement of the target for a skill, as far as the packs state it: a description of its
/// level, or else of the skill, and the note of the role.
fn meaning(catalog: &Catalog, target: RoleId, gap: &GapRow) -> Cell {
    let skill = catalog.skill(gap.skill);
    let asked = asked_text(catalog, target, gap.asked);
    let level =
        skill.levels.iter().find(|(name, _)| Some(name.as_str()) == asked).map(|(_, text)| text);
    let text = level.or(skill.description.as_ref()).map(String::as_str).unwrap_or_default();
    let requirement =
        catalog.role(target).skills.iter().find(|requirement| requirement.skill == gap.skill);
    let note = requirement.and_then(|requirement| requirement.note.as_ref());
    let gap = if text.is_empty() { "" } else { " " };
    Cell::from(text)
        .and(note.map(|note| format!("{gap}({note})")).unwrap_or_default(), Meaning::Dim)
}

fn door_rows<'a>(catalog: &'a Catalog, door: &'a Door) -> impl Iterator<Item = Row> + 'a {
    let skill = catalog.skill(door.skill);
    let status = if door.have.is_some() { SkillStatus::Grow } else { SkillStatus::Right };
    door.steps.iter().map(move |step: &DoorStep| {
        let first = step.essential.iter().chain(&step.useful).next();
        let have = first.and_then(|role| have_text(catalog, *role, door.have)).unwrap_or_default();
        let level = door_level(catalog, step).unwrap_or_default();
        let ids = |roles: &[RoleId]| {
            Cell::from(list(roles.iter().map(|role| catalog.role(*role).id.as_str())))
        };
        let titles = |roles: &[RoleId]| {
            Cell::lines(roles.iter().map(|role| Cell::from(&catalog.role(*role).title)))
        };
        let cells = [
            (STATUS, status.word().into()),
            (ID, Cell::from(&skill.id)),
            (NAME, Cell::from(&skill.name)),
            (HAVE_DOTS, skills::level(door.have.and_then(|have| have.level), &have)),
            (ASKED_DOTS, skills::level(step.level, level)),
            (HAVE, have.into()),
            (ASKED, level.into()),
            (ESSENTIAL_FOR, ids(&step.essential)),
            (USEFUL_FOR, ids(&step.useful)),
            (ADVICE, skills::advice(status)),
            (ESSENTIAL_TITLES, titles(&step.essential)),
            (USEFUL_TITLES, titles(&step.useful)),
        ];
        row("door", skills::tone(status), u64::from(step.effort), cells)
    })
}
