//! The skill gap to one or several roles.

mod document;
mod json;

use std::io::{self, Write};

use crate::model::text::{DisplayWidth, quoted};

pub use self::document::GapColumn;
pub(super) use self::json::GapJson;
pub(super) use self::json::GapRowEntry;
pub use self::json::json;
use super::document::ReportDocument;
use super::{AnsiStyle, PageSetup, name_list, profile, skills, write_hanging, write_styled};
use crate::analysis::gap::{CurrentSkill, Gap, GapRow, MissingSkill, MissingSkillLevel};
use crate::analysis::skill_class::{MANY_SKILLS, SkillClass};
use crate::analysis::skills::{SkillDemand, SkillStatus};
use crate::model::{Catalog, Level, RoleId};
use crate::profile::ResolvedSkills;
use crate::wording::{self, GapSection, gap_summary};

/// The flag that shows what a terminal leaves out.
const SHOW_ALL_FLAG: &str = "--all";

/// The origin of the skills you have.
#[derive(Debug, Clone, Copy)]
pub enum GapOrigin<'a> {
    /// The skills that a role requires.
    Role(RoleId),
    /// The profile in the file with this name.
    Profile(&'a str),
    /// The resume in the file with this name.
    Resume(&'a str),
    /// The skills named by the user.
    NamedSkills,
}

/// The gap from the skills you have to one or several roles.
#[derive(Debug, Clone, Copy)]
pub struct GapReport<'a> {
    /// The origin of the skills you have.
    pub from: GapOrigin<'a>,
    /// Result of interpreting the profile or the resume.
    pub resolved: Option<&'a ResolvedSkills>,
    /// The gaps to the targets, in the order in which they were named.
    pub gaps: &'a [Gap],
    /// The skills that most targets need; empty for a single target.
    pub doors: &'a [MissingSkill],
    /// Whether a terminal lists all skills, however many.
    pub all: bool,
}

impl GapReport<'_> {
    /// Maximum number of names of a kind shown on a terminal.
    fn name_limit(&self) -> usize {
        if self.all { usize::MAX } else { name_list::MAX_NAMES }
    }
}

/// The name of a level of your own: on the scale of `target` if that is as long as the level's,
/// otherwise on that of any open pack.
pub(super) fn user_level_name(catalog: &Catalog, target: RoleId, level: Level) -> String {
    let scale = &catalog.pack(catalog.role(target).pack).scale;
    if scale.names().len() == usize::from(level.of) {
        return scale.name(level).to_string();
    }
    let name = catalog.profile_level_name(level).map(String::from);
    name.unwrap_or_else(|| format!("{} of {}", level.rank + 1, level.of))
}

fn user_level_text(
    catalog: &Catalog,
    target: RoleId,
    have: Option<CurrentSkill>,
) -> Option<String> {
    have.and_then(|have| have.level).map(|level| user_level_name(catalog, target, level))
}

/// The level you have in words, including that it was not understood, and how it is written.
fn user_level_words(
    catalog: &Catalog,
    answer: &GapReport<'_>,
    target: RoleId,
    have: Option<CurrentSkill>,
) -> Option<String> {
    let Some(unclear) = have.filter(|have| have.unclear) else {
        return user_level_text(catalog, target, have);
    };
    let written = answer.resolved.and_then(|resolved| resolved.unclear_level(unclear.skill));
    Some(written.map_or_else(
        || wording::LEVEL_NOT_UNDERSTOOD.to_string(),
        |level| format!("`{}` (not understood)", quoted(level)),
    ))
}

fn required_level_name(
    catalog: &Catalog,
    target: RoleId,
    asked: Option<SkillDemand>,
) -> Option<&str> {
    asked.and_then(|asked| asked.level).map(|level| catalog.level_name(target, level))
}

/// The answer as a sheet.
pub fn document(catalog: &Catalog, answer: &GapReport<'_>) -> ReportDocument {
    document::document(catalog, answer)
}

/// Writes the answer as text; in a pipe as the records of its [`document()`], of three kinds,
/// distinguished by the first field: `target`, `door` and `skill`.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &GapReport<'_>,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else { return document(catalog, answer).write_records(out, page) };
    let from = origin_text(catalog, answer);
    if let [gap] = answer.gaps {
        let title = catalog.role_title(gap.target);
        let column = title.width().min(width / 2);
        name_list::write_beside(out, ("", title), column, &from, (width, page, AnsiStyle::Title))?;
        write_hanging(out, "", &gap_summary(gap), width)?;
        for line in pay_lines(catalog, answer, gap) {
            write_hanging(out, "", &line, width)?;
        }
    } else {
        write_styled(
            out,
            &format!("{} roles, {from}", answer.gaps.len()),
            AnsiStyle::Title,
            width,
            page,
        )?;
        let titles = answer.gaps.iter().map(|gap| catalog.role_title(gap.target));
        let column = name_list::column_width(titles, width);
        for gap in answer.gaps {
            name_list::write_beside(
                out,
                ("", catalog.role_title(gap.target)),
                column,
                &gap_summary(gap),
                (width, page, AnsiStyle::Title),
            )?;
        }
        write_doors(out, catalog, answer, page, width)?;
    }
    for gap in answer.gaps {
        if answer.gaps.len() > 1 {
            writeln!(out)?;
            write_styled(
                out,
                &catalog.role(gap.target).title.to_uppercase(),
                AnsiStyle::Heading,
                width,
                page,
            )?;
        }
        write_gap(out, catalog, answer, gap, page, width)?;
    }
    if let Some(resolved) = answer.resolved {
        profile::write_matching(out, catalog, resolved, page)?;
    }
    Ok(())
}

/// `from cv.json`.
fn origin_text(catalog: &Catalog, answer: &GapReport<'_>) -> String {
    match answer.from {
        GapOrigin::Role(role) => format!("from {}", catalog.role(role).title),
        GapOrigin::Profile(name) | GapOrigin::Resume(name) => format!("from {name}"),
        GapOrigin::NamedSkills => "from the skills you named".to_string(),
    }
}

/// The pay of the start, if it is a role, and of the target, and what keeps a reader from comparing
/// them; nothing if neither is stated.
fn pay_lines(catalog: &Catalog, answer: &GapReport<'_>, gap: &Gap) -> Vec<String> {
    let start = match answer.from {
        GapOrigin::Role(role) => Some(role),
        GapOrigin::Profile(_) | GapOrigin::Resume(_) | GapOrigin::NamedSkills => None,
    };
    let pay = wording::pay_of_ends(catalog, start, gap.target);
    let ends = pay.ends.into_iter().filter_map(|(role, texts)| {
        let text = texts.into_iter().next()?;
        Some(format!("Pay of {}: {text}", catalog.role(role).title))
    });
    ends.chain(pay.sentence).collect()
}

fn write_doors(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &GapReport<'_>,
    page: PageSetup,
    width: usize,
) -> io::Result<()> {
    if answer.doors.is_empty() {
        return Ok(());
    }
    write_heading(
        out,
        &wording::MOST_NEEDED_SKILLS.to_uppercase(),
        "level, levels to learn",
        width,
        page,
    )?;
    let shown = name_list::visible_count(answer.doors.len(), answer.name_limit());
    let doors = answer.doors.iter().take(shown);
    let column = name_list::column_width(
        doors.clone().map(|door| catalog.skill(door.skill).name.as_str()),
        width,
    );
    for door in doors {
        let sign =
            if door.have.is_some() { SkillStatus::Grow } else { SkillStatus::Right }.advice().0;
        let mut named = (
            format!("{} ", page.styled(sign, AnsiStyle::Right)),
            catalog.skill(door.skill).name.as_str(),
        );
        for step in &door.levels {
            let titles = |roles: &[RoleId]| {
                roles.iter().map(|role| catalog.role_title(*role)).collect::<Vec<_>>().join(", ")
            };
            let level = door_level_name(catalog, step)
                .map(|level| format!("{level}, "))
                .unwrap_or_default();
            let mut way = format!("{level}{}", skills::levels_text(u64::from(step.effort)));
            for (word, roles) in [("essential", &step.essential), ("useful", &step.useful)] {
                if !roles.is_empty() {
                    way.push_str(&format!(" · {word} for {}", titles(roles)));
                }
            }
            name_list::write_beside(
                out,
                (&named.0, named.1),
                column,
                &way,
                (width, page, AnsiStyle::Plain),
            )?;
            named = ("  ".to_string(), "");
        }
    }
    name_list::write_more_note(out, answer.doors.len() - shown, SHOW_ALL_FLAG, page)
}

/// Writes a heading, and in brackets a summary of the rows below it, beside the heading if there is
/// space.
fn write_heading(
    out: &mut impl Write,
    title: &str,
    note: &str,
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let note = format!("({note})");
    let gap = if title.width() + 1 + note.width() <= width { " " } else { "\n" };
    writeln!(
        out,
        "\n{}{gap}{}",
        page.styled(title, AnsiStyle::Heading),
        page.styled(&note, AnsiStyle::Dim)
    )
}

/// The level of a step, in the words of its first target.
fn door_level_name<'a>(catalog: &'a Catalog, step: &MissingSkillLevel) -> Option<&'a str> {
    let first = step.essential.iter().chain(&step.useful).next()?;
    step.level.map(|level| catalog.level_name(*first, level))
}

fn write_gap(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &GapReport<'_>,
    gap: &Gap,
    page: PageSetup,
    width: usize,
) -> io::Result<()> {
    for section in GapSection::ALL.into_iter().filter(|section| section.is_open()) {
        let rows: Vec<&GapRow> =
            gap.rows.iter().filter(|row| GapSection::of(row) == section).collect();
        if rows.is_empty() {
            continue;
        }
        let title = section.title().to_uppercase();
        let note = format!("{}: {}", section.count_text(rows.len()), wording::open_signs_text());
        write_heading(out, &title, &note, width, page)?;
        let hidden = if gap.is_by_class() {
            let mut hidden = 0;
            for (class, rows) in divide(catalog, &rows) {
                let about = page.styled(&class_about(&rows), AnsiStyle::Dim);
                writeln!(out, "{} {about}", page.styled(class.title(), AnsiStyle::Title))?;
                hidden += if class.is_equipment() && !answer.all {
                    rows.len()
                } else {
                    write_open_rows(out, catalog, answer, gap, &rows, (page, width))?
                };
            }
            hidden
        } else {
            write_open_rows(out, catalog, answer, gap, &rows, (page, width))?
        };
        name_list::write_more_note(out, hidden, SHOW_ALL_FLAG, page)?;
    }
    write_closed_rows(out, catalog, answer, gap, page, width)
}

/// The skills of `rows` by class.
fn divide<'a>(catalog: &Catalog, rows: &[&'a GapRow]) -> Vec<(SkillClass, Vec<&'a GapRow>)> {
    SkillClass::divide(rows, |row| catalog.skill(row.skill))
}

/// The number of skills of a class, and what there is to learn of them: `63, 126 skill levels`.
fn class_about(rows: &[&GapRow]) -> String {
    wording::class_count(rows.len(), rows.iter().map(|row| u64::from(row.effort)).sum())
}

/// Writes the first of `rows` with something to learn, and returns the number of the others.
fn write_open_rows(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &GapReport<'_>,
    gap: &Gap,
    rows: &[&GapRow],
    (page, width): (PageSetup, usize),
) -> io::Result<usize> {
    let limit = if answer.gaps.len() > 1 && !answer.all {
        name_list::MAX_NAMES_IN_ROWS
    } else {
        answer.name_limit()
    };
    let shown = &rows[..name_list::visible_count(rows.len(), limit)];
    let column = name_list::column_width(
        shown.iter().map(|row| catalog.skill(row.skill).name.as_str()),
        width,
    );
    for row in shown {
        let have = user_level_words(catalog, answer, gap.target, row.have).unwrap_or_default();
        let way = skills::change_text(
            &have,
            required_level_name(catalog, gap.target, row.required).unwrap_or_default(),
        );
        let sign = format!("{} ", page.styled(row.status.advice().0, AnsiStyle::Right));
        let named = (sign.as_str(), catalog.skill(row.skill).name.as_str());
        name_list::write_beside(out, named, column, &way, (width, page, AnsiStyle::Plain))?;
    }
    Ok(rows.len() - shown.len())
}

/// Writes the skills that need no learning, a list for each reason; long lists are counted by class.
fn write_closed_rows(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &GapReport<'_>,
    gap: &Gap,
    page: PageSetup,
    width: usize,
) -> io::Result<()> {
    let mut first = true;
    for status in [SkillStatus::Same, SkillStatus::LetGo, SkillStatus::Left] {
        for unsure in [false, true] {
            let rows: Vec<&GapRow> = gap
                .rows
                .iter()
                .filter(|row| row.status == status && row.is_level_unknown() == unsure)
                .collect();
            if rows.is_empty() {
                continue;
            }
            if std::mem::take(&mut first) {
                writeln!(out)?;
            }
            let (sign, word) = match status {
                _ if unsure => (wording::UNCERTAIN_SIGN, wording::LEVEL_UNKNOWN),
                SkillStatus::Left => ("·", "you bring more"),
                status => status.advice(),
            };
            let label = page.styled(&format!("{sign} {word:<14}  "), AnsiStyle::Dim);
            let names = if rows.len() > MANY_SKILLS && !answer.all {
                let counts = divide(catalog, &rows).into_iter();
                let counts =
                    counts.map(|(class, rows)| format!("{} {}", class.title(), rows.len()));
                counts.chain([format!("{SHOW_ALL_FLAG} names them")]).collect()
            } else {
                let names = rows.iter().map(|row| no_action_text(catalog, gap.target, row));
                name_list::truncate_names(names.collect(), answer.name_limit())
            };
            name_list::write_names(out, &label, &names, width)?;
        }
    }
    Ok(())
}

/// A skill that needs no learning, with its notes.
fn no_action_text(catalog: &Catalog, target: RoleId, row: &GapRow) -> String {
    let name = &catalog.skill(row.skill).name;
    let (have, asked) = (
        user_level_text(catalog, target, row.have),
        required_level_name(catalog, target, row.required),
    );
    match (row.status, have, asked) {
        (SkillStatus::LetGo, Some(have), Some(asked)) => {
            skills::with_note(name, &skills::change_text(&have, asked))
        }
        (SkillStatus::Same, None, Some(asked)) => {
            skills::with_note(name, &format!("{asked} needed"))
        }
        _ => name.clone(),
    }
}
