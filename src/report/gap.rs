//! The skill gap to one or several roles.

mod sheet;

use std::io::{self, Write};

use crate::model::text::{Width, quoted};
use serde_json::{Value, json};

use super::sheet::Sheet;
use super::{Ink, Page, names, profile, skills, write_hanging, write_inked};
use crate::analysis::gap::{Door, DoorStep, Gap, GapRow, Have, Met};
use crate::analysis::skills::{Asked, SkillStatus};
use crate::model::{Catalog, Importance, Level, RoleId};
use crate::profile::Resolved;

/// The flag that shows what a terminal leaves out.
const ALL: &str = "--all";

/// The origin of the skills you have.
#[derive(Debug, Clone, Copy)]
pub enum From<'a> {
    /// The skills that a role requires.
    Role(RoleId),
    /// The profile in the file with this name.
    Profile(&'a str),
    /// The resume in the file with this name.
    Resume(&'a str),
    /// The skills named by the user.
    Given,
}

/// The gap from the skills you have to one or several roles.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The origin of the skills you have.
    pub from: From<'a>,
    /// Result of interpreting the profile or the resume.
    pub resolved: Option<&'a Resolved>,
    /// The gaps to the targets, in the order in which they were named.
    pub gaps: &'a [Gap],
    /// The skills that open the most doors; empty for a single target.
    pub doors: &'a [Door],
    /// Whether a terminal lists all skills, however many.
    pub all: bool,
}

impl Answer<'_> {
    /// Maximum number of names of a kind shown on a terminal.
    fn room(&self) -> usize {
        if self.all { usize::MAX } else { names::MANY }
    }
}

/// The name of a level of your own: on the scale of `target` if that is as long as the level's,
/// otherwise on that of any open pack.
pub(super) fn own_level(catalog: &Catalog, target: RoleId, level: Level) -> String {
    let scale = &catalog.pack(catalog.role(target).pack).scale;
    if scale.names().len() == usize::from(level.of) {
        return scale.name(level).to_string();
    }
    let name = catalog.own_level_name(level).map(String::from);
    name.unwrap_or_else(|| format!("{} of {}", level.rank + 1, level.of))
}

fn have_text(catalog: &Catalog, target: RoleId, have: Option<Have>) -> Option<String> {
    have.and_then(|have| have.level).map(|level| own_level(catalog, target, level))
}

/// The level you have in words, including that it was not understood, and how it is written.
fn have_words(
    catalog: &Catalog,
    answer: &Answer<'_>,
    target: RoleId,
    have: Option<Have>,
) -> Option<String> {
    let Some(unclear) = have.filter(|have| have.unclear) else {
        return have_text(catalog, target, have);
    };
    let written = answer.resolved.and_then(|resolved| resolved.unclear_level(unclear.skill));
    Some(written.map_or_else(
        || "level not understood".to_string(),
        |level| format!("`{}` (not understood)", quoted(level)),
    ))
}

fn have_json(
    catalog: &Catalog,
    resolved: Option<&Resolved>,
    target: Option<RoleId>,
    have: Option<Have>,
) -> Value {
    let Some(have) = have else { return Value::Null };
    let level = target.and_then(|target| have_text(catalog, target, Some(have)));
    if !have.unclear {
        return json!({ "level": level });
    }
    let written = resolved.and_then(|resolved| resolved.unclear_level(have.skill));
    json!({ "level": Value::Null, "written_level": written, "understood": false })
}

fn asked_text(catalog: &Catalog, target: RoleId, asked: Option<Asked>) -> Option<&str> {
    asked.and_then(|asked| asked.level).map(|level| catalog.level_name(target, level))
}

/// The answer as a sheet.
pub fn sheet(catalog: &Catalog, answer: &Answer<'_>) -> Sheet {
    sheet::sheet(catalog, answer)
}

/// Writes the answer as text; in a pipe as the records of its [`sheet()`], of three kinds,
/// distinguished by the first field: `target`, `door` and `skill`.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &Answer<'_>,
    page: Page,
) -> io::Result<()> {
    let Some(width) = page.width else { return sheet(catalog, answer).write_records(out, page) };
    let from = from(catalog, answer);
    if let [gap] = answer.gaps {
        let title = &catalog.role(gap.target).title;
        let column = title.width().min(width / 2);
        names::write_beside(out, ("", title), column, &from, (width, page, Ink::Title))?;
        write_hanging(out, "", &summary(gap), width)?;
    } else {
        write_inked(out, &format!("{} roles, {from}", answer.gaps.len()), Ink::Title, width, page)?;
        let title = |gap: &Gap| catalog.role(gap.target).title.as_str();
        let column = names::column(answer.gaps.iter().map(title), width);
        for gap in answer.gaps {
            names::write_beside(
                out,
                ("", title(gap)),
                column,
                &summary(gap),
                (width, page, Ink::Title),
            )?;
        }
        write_doors(out, catalog, answer, page, width)?;
    }
    for gap in answer.gaps {
        if answer.gaps.len() > 1 {
            writeln!(out)?;
            write_inked(
                out,
                &catalog.role(gap.target).title.to_uppercase(),
                Ink::Heading,
                width,
                page,
            )?;
        }
        write_gap(out, catalog, answer, gap, page, width)?;
    }
    if let Some(resolved) = answer.resolved {
        profile::write_reading(out, catalog, resolved, page)?;
    }
    Ok(())
}

/// `from cv.json`.
fn from(catalog: &Catalog, answer: &Answer<'_>) -> String {
    match answer.from {
        From::Role(role) => format!("from {}", catalog.role(role).title),
        From::Profile(name) | From::Resume(name) => format!("from {name}"),
        From::Given => "from the skills named".to_string(),
    }
}

/// Number of skills of this importance that are met, and the number for which that is uncertain:
/// `5 of 9`, `1 at a level not said`. `None` if there are none of this importance.
fn met(gap: &Gap, importance: Importance) -> Option<(String, String)> {
    let Met { met, asked } = gap.met(importance);
    let unsure = gap.unsure(importance);
    let unsure = if unsure > 0 { format!("{unsure} at a level not said") } else { String::new() };
    (asked > 0).then(|| (format!("{met} of {asked}"), unsure))
}

/// `5 of 9 essential skills met · 2 of 6 useful · 8 skills to learn, 7.5 levels`.
fn summary(gap: &Gap) -> String {
    let mut parts = Vec::new();
    for importance in [Importance::Essential, Importance::Useful] {
        if let Some((met, unsure)) = met(gap, importance) {
            let skills = if parts.is_empty() { " skills met" } else { "" };
            parts.push(skills::noted(&format!("{met} {importance}{skills}"), &unsure));
        }
    }
    if parts.is_empty() {
        return "the pack states no skills for it".to_string();
    }
    parts.push(skills::to_learn(gap.open(), gap.effort()));
    parts.join(" · ")
}

fn write_doors(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &Answer<'_>,
    page: Page,
    width: usize,
) -> io::Result<()> {
    if answer.doors.is_empty() {
        return Ok(());
    }
    heading(out, "OPENS MOST DOORS", "level, levels to learn", width, page)?;
    let shown = names::told(answer.doors.len(), answer.room());
    let doors = answer.doors.iter().take(shown);
    let column =
        names::column(doors.clone().map(|door| catalog.skill(door.skill).name.as_str()), width);
    for door in doors {
        let sign =
            if door.have.is_some() { SkillStatus::Grow } else { SkillStatus::Right }.advice().0;
        let mut named =
            (format!("{} ", page.ink(sign, Ink::Right)), catalog.skill(door.skill).name.as_str());
        for step in &door.steps {
            let titles = |roles: &[RoleId]| {
                roles
                    .iter()
                    .map(|role| catalog.role(*role).title.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let level =
                door_level(catalog, step).map(|level| format!("{level}, ")).unwrap_or_default();
            let mut way = format!("{level}{}", skills::levels(u64::from(step.effort)));
            for (word, roles) in [("essential", &step.essential), ("useful", &step.useful)] {
                if !roles.is_empty() {
                    way.push_str(&format!(" · {word} for {}", titles(roles)));
                }
            }
            names::write_beside(out, (&named.0, named.1), column, &way, (width, page, Ink::Plain))?;
            named = ("  ".to_string(), "");
        }
    }
    names::write_more(out, answer.doors.len() - shown, ALL, page)
}

/// Writes a heading, and in brackets a summary of the rows below it, beside the heading if there is
/// space.
fn heading(
    out: &mut impl Write,
    title: &str,
    note: &str,
    width: usize,
    page: Page,
) -> io::Result<()> {
    let note = format!("({note})");
    let gap = if title.width() + 1 + note.width() <= width { " " } else { "\n" };
    writeln!(out, "\n{}{gap}{}", page.ink(title, Ink::Heading), page.ink(&note, Ink::Dim))
}

/// The level of a step, in the words of its first target.
fn door_level<'a>(catalog: &'a Catalog, step: &DoorStep) -> Option<&'a str> {
    let first = step.essential.iter().chain(&step.useful).next()?;
    step.level.map(|level| catalog.level_name(*first, level))
}

fn write_gap(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &Answer<'_>,
    gap: &Gap,
    page: Page,
    width: usize,
) -> io::Result<()> {
    let room = if answer.gaps.len() > 1 && !answer.all { names::FEW } else { answer.room() };
    for importance in [Importance::Essential, Importance::Useful] {
        let is_asked =
            |row: &&GapRow| row.asked.is_some_and(|asked| asked.importance == importance);
        let rows: Vec<&GapRow> =
            gap.rows.iter().filter(|row| row.is_open()).filter(is_asked).collect();
        let count = rows.len();
        if count == 0 {
            continue;
        }
        let title = if importance == Importance::Essential {
            "MISSING, ESSENTIAL"
        } else {
            "MISSING, USEFUL"
        };
        let signs = [SkillStatus::Right, SkillStatus::Grow].map(|status| {
            let (sign, word) = status.advice();
            format!("{sign} {word}")
        });
        heading(out, title, &signs.join(", "), width, page)?;
        let shown = names::told(count, room);
        let rows = rows.iter().take(shown);
        let column =
            names::column(rows.clone().map(|row| catalog.skill(row.skill).name.as_str()), width);
        for row in rows {
            let have = have_words(catalog, answer, gap.target, row.have).unwrap_or_default();
            let way = skills::change(
                &have,
                asked_text(catalog, gap.target, row.asked).unwrap_or_default(),
            );
            let sign = format!("{} ", page.ink(row.status.advice().0, Ink::Right));
            let named = (sign.as_str(), catalog.skill(row.skill).name.as_str());
            names::write_beside(out, named, column, &way, (width, page, Ink::Plain))?;
        }
        names::write_more(out, count - shown, ALL, page)?;
    }
    let mut first = true;
    for status in [SkillStatus::Same, SkillStatus::LetGo, SkillStatus::Left] {
        for unsure in [false, true] {
            let rows =
                gap.rows.iter().filter(|row| row.status == status && row.is_unsure() == unsure);
            let names: Vec<String> = rows.map(|row| kept(catalog, gap.target, row)).collect();
            if names.is_empty() {
                continue;
            }
            if std::mem::take(&mut first) {
                writeln!(out)?;
            }
            let (sign, word) = if unsure { ("?", "level not said") } else { status.advice() };
            let label = page.ink(&format!("{sign} {word:<14}  "), Ink::Dim);
            names::write(out, &label, &names::first(names, answer.room()), width)?;
        }
    }
    Ok(())
}

/// A skill that needs no learning, with its notes.
fn kept(catalog: &Catalog, target: RoleId, row: &GapRow) -> String {
    let name = &catalog.skill(row.skill).name;
    let (have, asked) =
        (have_text(catalog, target, row.have), asked_text(catalog, target, row.asked));
    match (row.status, have, asked) {
        (SkillStatus::LetGo, Some(have), Some(asked)) => {
            skills::noted(name, &skills::change(&have, asked))
        }
        (SkillStatus::Same, None, Some(asked)) => skills::noted(name, &format!("{asked} is asked")),
        _ => name.clone(),
    }
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, answer: &Answer<'_>) -> Value {
    let from = match answer.from {
        From::Role(role) => {
            json!({ "kind": "role", "id": catalog.role(role).id, "title": catalog.role(role).title })
        }
        From::Profile(name) => json!({ "kind": "profile", "file": name }),
        From::Resume(name) => json!({ "kind": "resume", "file": name }),
        From::Given => json!({ "kind": "given" }),
    };
    let target = |gap: &Gap| {
        let role = catalog.role(gap.target);
        let met = |importance| {
            let met = gap.met(importance);
            json!({ "met": met.met, "asked": met.asked, "level_not_said": gap.unsure(importance) })
        };
        json!({
            "id": role.id,
            "title": role.title,
            "essential": met(Importance::Essential),
            "useful": met(Importance::Useful),
            "effort": skills::in_levels(gap.effort()),
            "skills_to_learn": gap.open(),
            "skills": gap.rows.iter().map(|row| row_json(catalog, answer.resolved, gap.target, row)).collect::<Vec<_>>(),
        })
    };
    let mut value = json!({
        "schema": "roledex/gap/1",
        "from": from,
        "targets": answer.gaps.iter().map(target).collect::<Vec<_>>(),
        "doors": answer.doors.iter().map(|door| door_json(catalog, answer, door)).collect::<Vec<_>>(),
    });
    if let Some(resolved) = answer.resolved {
        value["reading"] = profile::reading_json(catalog, resolved);
    }
    value
}

/// A skill of a gap as JSON; `resolved` provides the original spelling of a level that was not
/// understood.
pub(super) fn row_json(
    catalog: &Catalog,
    resolved: Option<&Resolved>,
    target: RoleId,
    row: &GapRow,
) -> Value {
    json!({
        "id": catalog.skill(row.skill).id,
        "name": catalog.skill(row.skill).name,
        "status": row.status.word(),
        "have": have_json(catalog, resolved, Some(target), row.have),
        "asked": skills::asked_json(catalog, target, row.asked),
        "effort": skills::in_levels(u64::from(row.effort)),
    })
}

fn door_json(catalog: &Catalog, answer: &Answer<'_>, door: &Door) -> Value {
    let ids = |roles: &[RoleId]| {
        roles.iter().map(|role| catalog.role(*role).id.clone()).collect::<Vec<_>>()
    };
    let first = door.steps.iter().flat_map(|step| step.essential.iter().chain(&step.useful)).next();
    let have = have_json(catalog, answer.resolved, first.copied(), door.have);
    json!({
        "id": catalog.skill(door.skill).id,
        "name": catalog.skill(door.skill).name,
        "have": have,
        "essential": door.essential(),
        "useful": door.useful(),
        "effort": skills::in_levels(u64::from(door.effort())),
        "levels": door.steps.iter().map(|step| json!({
            "level": door_level(catalog, step),
            "effort": skills::in_levels(u64::from(step.effort)),
            "essential": ids(&step.essential),
            "useful": ids(&step.useful),
        })).collect::<Vec<_>>(),
    })
}
