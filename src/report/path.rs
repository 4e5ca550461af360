//! Paths from one role to another.

mod document;
mod json;

use std::io::{self, Write};

use crate::model::text::DisplayWidth;

pub use self::document::PathColumn;
pub(super) use self::json::PathReport;
pub use self::json::json;
use super::document::ReportDocument;
use super::gap::user_level_name;
use super::{
    AnsiStyle, PageSetup, name_list, pad_to_width, publisher_cell, skills, write_hanging,
    write_styled,
};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{CareerPath, Hop, HopKind, PathAnswer, PathQuestion};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, Importance, RoleId, SkillId};
use crate::wording;

/// Width of the labels between the chain's line and the requirements of a step.
const LABEL_WIDTH: usize = 13;

fn per_cent(thousandths: u32) -> String {
    format!("{:.0} %", f64::from(thousandths) / 10.0)
}

/// The learning that a path takes, in a few words.
fn path_total(answer: &PathAnswer, path: &CareerPath) -> String {
    path.total_text(answer.direct().unwrap_or(path))
}

/// All roles of the chain, each with the arrow that leads to it.
fn role_chain(catalog: &Catalog, path: &CareerPath) -> Vec<String> {
    let start = path.hops.first().map(|hop| catalog.role_title(hop.from).to_string());
    let to = |hop: &Hop| format!("{} {}", hop.kind.label().0, catalog.role(hop.to).title);
    start.into_iter().chain(path.hops.iter().map(to)).collect()
}

/// The role without listed skills because of which the cost of a hop is an estimate.
fn role_without_skills(catalog: &Catalog, hop: &Hop) -> Option<RoleId> {
    hop.guessed.then(|| if catalog.role(hop.to).skills.is_empty() { hop.to } else { hop.from })
}

/// The reasons for a hop that is not a stated move, and further notes on it.
fn hop_reasons(catalog: &Catalog, hop: &Hop) -> Vec<(&'static str, String)> {
    let cited = |text: String| match publisher_cell(catalog, &hop.sources) {
        who if who.is_empty() => text,
        who => format!("{text} ({})", who.text()),
    };
    let mut reasons = Vec::new();
    match hop.kind {
        HopKind::Unrecorded => {}
        HopKind::Move if hop.requires.is_empty() => {}
        HopKind::Move => reasons.push(("takes", cited(hop.requires.join("; ")))),
        HopKind::Reporting => reasons.push((
            "why",
            cited(format!(
                "{} reports to {}",
                catalog.role_title(hop.from),
                catalog.role_title(hop.to)
            )),
        )),
        HopKind::Similar => {
            let alike = format!(
                "{} similar in responsibilities, skills and titles",
                per_cent(hop.similarity.unwrap_or(0))
            );
            let pack = &catalog.pack(catalog.role(hop.from).pack).title;
            reasons.push((
                "why",
                if hop.related { format!("{pack} lists them as related; {alike}") } else { alike },
            ));
        }
    }
    if let Some(silent) = role_without_skills(catalog, hop) {
        let text = format!(
            "{} lists no skills; what is new is estimated from the roles' similarity",
            catalog.role_title(silent)
        );
        reasons.push(("note", text));
    }
    reasons
}

/// A skill with the level that the new role requires, and with your own level if it has to improve.
fn skill_text(catalog: &Catalog, hop: &Hop, row: &GapRow) -> String {
    let name = &catalog.skill(row.skill).name;
    let asked = row
        .required
        .and_then(|asked| asked.level)
        .map(|level| catalog.level_name(hop.to, level).to_string());
    let have =
        row.have.and_then(|have| have.level).map(|level| user_level_name(catalog, hop.to, level));
    match (row.status, have, asked) {
        (SkillStatus::Grow, Some(have), Some(asked)) => {
            skills::with_note(name, &skills::change_text(&have, &asked))
        }
        (SkillStatus::Grow | SkillStatus::Right, _, Some(asked)) => skills::with_note(name, &asked),
        _ => name.clone(),
    }
}

/// The skills with one verdict in the order of the role that requires them: essential ones first,
/// then in pack order, which some packs use for importance.
fn skills_with_status<'a>(catalog: &Catalog, hop: &'a Hop, status: SkillStatus) -> Vec<&'a GapRow> {
    let mut rows: Vec<&GapRow> = hop.skills.iter().filter(|row| row.status == status).collect();
    let asking = catalog.role(hop.to);
    let mut places: Vec<(SkillId, usize)> =
        asking.skills.iter().map(|asked| asked.skill).zip(0..).collect();
    places.sort_unstable();
    rows.sort_by_key(|row| {
        places.binary_search_by_key(&row.skill, |(skill, _)| *skill).map(|at| places[at].1).ok()
    });
    rows
}

/// Whether `row` is a useful skill to learn.
fn is_useful(row: &GapRow) -> bool {
    row.is_open() && row.required.is_some_and(|asked| asked.importance == Importance::Useful)
}

/// Skills in words, for a list.
fn skill_names(catalog: &Catalog, hop: &Hop, rows: &[&GapRow]) -> Vec<String> {
    let (useful, essential): (Vec<&GapRow>, Vec<&GapRow>) =
        rows.iter().partition(|row| is_useful(row));
    let mut names: Vec<String> =
        essential.iter().chain(&useful).map(|row| skill_text(catalog, hop, row)).collect();
    if let Some(first) = names.get_mut(essential.len()) {
        *first = format!("useful: {first}");
    }
    name_list::truncate_names(names, name_list::MAX_NAMES)
}

fn wrap_lines(text: &str, width: usize) -> Vec<String> {
    crate::model::text::wrap(text, width).into_iter().map(String::from).collect()
}

/// The margin in which the chain is drawn, and the width left beside it.
#[derive(Clone, Copy)]
struct LadderMargin {
    /// The line of the chain, or a blank after its end.
    line: &'static str,
    /// Cells for text, with a small minimum.
    text: usize,
    page: PageSetup,
}

impl LadderMargin {
    fn write(
        self,
        out: &mut impl Write,
        label: &str,
        style: AnsiStyle,
        lines: &[String],
    ) -> io::Result<()> {
        for (i, text) in lines.iter().enumerate() {
            let label = pad_to_width(if i == 0 { label } else { "" }, LABEL_WIDTH);
            writeln!(out, "{}{}{text}", self.line, self.page.styled(&label, style))?;
        }
        Ok(())
    }
}

fn write_hop(
    out: &mut impl Write,
    catalog: &Catalog,
    (path, at, pay): (&CareerPath, usize, Option<&String>),
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let (hop, last) = (&path.hops[at], at + 1 == path.hops.len());
    let line = if last { " " } else { "│" };
    let margin = LadderMargin { line, text: width.saturating_sub(LABEL_WIDTH + 1).max(12), page };
    let title = catalog.role_title(hop.to);
    let (sign, kind) = hop.kind.label();
    let takes = format!("{sign} {kind} · {}", hop.learning_text());
    writeln!(out, "│")?;
    // Text that does not fit beside the name goes below it.
    let beside = title.width() + takes.width() + 4 <= width;
    for (i, part) in wrap_lines(title, width.saturating_sub(2)).iter().enumerate() {
        let takes = if beside {
            format!("  {}", page.styled(&takes, AnsiStyle::Dim))
        } else {
            String::new()
        };
        writeln!(
            out,
            "{} {}{takes}",
            if i == 0 { "●" } else { line },
            page.styled(part, AnsiStyle::Title)
        )?;
    }
    for part in if beside { Vec::new() } else { wrap_lines(&takes, width.saturating_sub(2)) } {
        writeln!(out, "{line} {}", page.styled(&part, AnsiStyle::Dim))?;
    }
    let pay = pay.map(|text| ("pay", text.clone()));
    for (label, text) in hop_reasons(catalog, hop).into_iter().chain(pay) {
        margin.write(
            out,
            &format!("   {label}"),
            AnsiStyle::Dim,
            &wrap_lines(&text, margin.text),
        )?;
    }
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows = skills_with_status(catalog, hop, status);
        let (sign, word) = status.advice();
        let items = match (status, rows.len()) {
            (SkillStatus::Same, n) => {
                kept_count_text(n).into_iter().chain(hop.unused_skills_text()).collect()
            }
            (_, 0) => Vec::new(),
            _ => skill_names(catalog, hop, &rows),
        };
        margin.write(
            out,
            &format!(" {sign} {word}"),
            skills::skill_style(status),
            &name_list::wrap_with_dots(&items, margin.text),
        )?;
    }
    Ok(())
}

/// The label `2 skills`, if any are kept.
fn kept_count_text(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 skill".to_string()),
        n => Some(format!("{n} skills")),
    }
}

/// Writes a path as a ladder: the start, and each step.
fn write_ladder(
    out: &mut impl Write,
    catalog: &Catalog,
    path: &CareerPath,
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let start = path.hops.first().map_or("", |hop| catalog.role_title(hop.from));
    for (i, part) in wrap_lines(start, width.saturating_sub(2)).iter().enumerate() {
        writeln!(
            out,
            "{} {}",
            if i == 0 { "○" } else { "│" },
            page.styled(part, AnsiStyle::Title)
        )?;
    }
    let pay = wording::pay_along_path(catalog, path);
    if let Some(pay) = pay.first() {
        let margin =
            LadderMargin { line: "│", text: width.saturating_sub(LABEL_WIDTH + 1).max(12), page };
        margin.write(out, "   pay", AnsiStyle::Dim, &wrap_lines(pay, margin.text))?;
    }
    for at in 0..path.hops.len() {
        write_hop(out, catalog, (path, at, pay.get(at + 1)), width, page)?;
    }
    Ok(())
}

/// Writes a path, which has this `number`, as its roles and its total.
fn write_in_short(
    out: &mut impl Write,
    catalog: &Catalog,
    answer: &PathAnswer,
    (number, path): (&str, &CareerPath),
    width: usize,
) -> io::Result<()> {
    let indent = " ".repeat(number.len());
    let chain = role_chain(catalog, path);
    let lines = name_list::wrap_items(&chain, width.saturating_sub(number.len()));
    for (i, line) in lines.iter().enumerate() {
        writeln!(out, "{}{line}", if i == 0 { number } else { &indent })?;
    }
    write_hanging(out, &indent, &path_total(answer, path), width)
}

/// The paths as a sheet.
pub fn document(catalog: &Catalog, question: &PathQuestion, answer: &PathAnswer) -> ReportDocument {
    document::document(catalog, question, answer)
}

/// Writes the paths as text: the direct one, and of those through other roles the recommended one,
/// or else the cheapest, step by step; the others in short. In a pipe as the records of their
/// [`document()`]: `way`, `step`, `from`, `to`, `what`, `text`, `note`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    question: &PathQuestion,
    answer: &PathAnswer,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return document(catalog, question, answer).write_records(out, page);
    };
    let Some((direct, others)) =
        answer.paths.split_first().filter(|(direct, _)| !direct.hops.is_empty())
    else {
        return Ok(());
    };
    let heading =
        format!("{}  ⇒  {}", catalog.role_title(question.from), catalog.role_title(question.to));
    write_styled(out, &heading, AnsiStyle::Heading, width, page)?;
    if let Some(advice) = answer.advice() {
        write_hanging(out, "", &advice, width)?;
    }
    writeln!(out)?;
    write_hanging(
        out,
        &page.styled("PATH 0, STRAIGHT THERE  ", AnsiStyle::Heading),
        &path_total(answer, direct),
        width,
    )?;
    for caution in direct.cautions() {
        write_hanging(out, "  caution: ", &caution.text(), width)?;
    }
    write_ladder(out, catalog, direct, width, page)?;
    if !others.is_empty() {
        const HEADING: &str = "VIA OTHER ROLES";
        let signs: Vec<String> = question
            .hop_kinds
            .iter()
            .map(|kind| format!("{} {}", kind.label().0, kind.label().1))
            .collect();
        writeln!(out)?;
        // Text that does not fit beside the heading goes below it.
        let beside = width > HEADING.len() + 24;
        let room = if beside { width - HEADING.len() - 1 } else { width };
        write!(
            out,
            "{}{}",
            page.styled(HEADING, AnsiStyle::Heading),
            if beside { " " } else { "\n" }
        )?;
        for (i, part) in name_list::wrap_items(&signs, room).iter().enumerate() {
            let indent = if beside && i > 0 { HEADING.len() + 1 } else { 0 };
            writeln!(out, "{}{}", " ".repeat(indent), page.styled(part, AnsiStyle::Dim))?;
        }
        let drawn = answer.advised().filter(|way| *way > 0).unwrap_or(1);
        for (way, path) in answer.paths.iter().enumerate().skip(1) {
            if way > 1 && (way == drawn || way == drawn + 1) {
                writeln!(out)?;
            }
            let number = format!("PATH {way}  ");
            if way == drawn {
                let number = page.styled(&number, AnsiStyle::Heading);
                write_hanging(out, &number, &path_total(answer, path), width)?;
                write_ladder(out, catalog, path, width, page)?;
            } else {
                write_in_short(out, catalog, answer, (&number, path), width)?;
            }
        }
    }
    for note in answer.notes(catalog, question) {
        writeln!(out)?;
        write_hanging(out, "", &note, width)?;
    }
    Ok(())
}
