//! Chains of hops from one role to another.

mod sheet;

use std::io::{self, Write};

use crate::model::text::Width;
use serde_json::{Value, json};

use super::sheet::Sheet;
use super::{Ink, Page, fill, names, publishers, role_json, skills, source_ids, write_hanging, write_inked};
use crate::analysis::path::{Answer, Barrier, Hop, JOB, Kind, Path, Question};
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{Catalog, Importance, RoleId, SkillId};

/// Between the line of the chain and what a step takes.
const LABEL: usize = 13;

/// What stands between two roles, and what it means.
fn arrow(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Move => ("→", "move"),
        Kind::Reporting => ("↑", "reporting line"),
        Kind::Near => ("≈", "much alike"),
    }
}

fn steps(count: usize) -> String {
    format!("{count} step{}", if count == 1 { "" } else { "s" })
}

fn per_cent(thousandths: u32) -> String {
    format!("{:.0} %", f64::from(thousandths) / 10.0)
}

/// What a whole chain takes, in a few words.
fn total(path: &Path) -> String {
    let cost = path.cost as f64 / JOB as f64;
    let stated = if path.hops.iter().any(|hop| hop.guessed) { " as far as stated" } else { "" };
    let learning = skills::to_learn(path.effort, path.hops.iter().any(Hop::is_open));
    format!("{}, {learning}{stated}, cost {cost:.2}", steps(path.hops.len()))
}

/// All roles of the chain, each with the arrow that leads to it.
fn row(catalog: &Catalog, path: &Path) -> Vec<String> {
    let start = path.hops.first().map(|hop| catalog.role(hop.from).title.clone());
    let to = |hop: &Hop| format!("{} {}", arrow(hop.kind).0, catalog.role(hop.to).title);
    start.into_iter().chain(path.hops.iter().map(to)).collect()
}

/// What is to be learnt for a hop.
fn learning(hop: &Hop) -> String {
    let new = per_cent(hop.new);
    if hop.guessed {
        return format!("perhaps {new} new");
    }
    format!("{}, {new} new", skills::to_learn(u64::from(hop.effort), hop.is_open()))
}

/// The role for whose silence on skills a hop is guessed at.
fn silent(catalog: &Catalog, hop: &Hop) -> Option<RoleId> {
    hop.guessed.then(|| if catalog.role(hop.to).skills.is_empty() { hop.to } else { hop.from })
}

/// Why a hop is one, where no move says so, and what else is to be known of it.
fn reasons(catalog: &Catalog, hop: &Hop) -> Vec<(&'static str, String)> {
    let title = |role: RoleId| catalog.role(role).title.as_str();
    let cited = |text: String| match publishers(catalog, &hop.sources) {
        who if who.is_empty() => text,
        who => format!("{text} ({who})"),
    };
    let mut reasons = Vec::new();
    match hop.kind {
        Kind::Move if hop.requires.is_empty() => {}
        Kind::Move => reasons.push(("takes", cited(hop.requires.join("; ")))),
        Kind::Reporting => reasons.push(("why", cited(format!("{} reports to {}", title(hop.from), title(hop.to))))),
        Kind::Near => {
            let alike = format!("{} alike in duties, skills and titles", per_cent(hop.likeness.unwrap_or(0)));
            let pack = &catalog.pack(catalog.role(hop.from).pack).title;
            reasons.push(("why", if hop.related { format!("{pack} calls them related; {alike}") } else { alike }));
        }
    }
    if let Some(silent) = silent(catalog, hop) {
        let text = format!("{} states no skills; what is new is guessed from how alike the two are", title(silent));
        reasons.push(("note", text));
    }
    reasons
}

/// A skill with what the new role asks, or with both where that differs.
fn skill(catalog: &Catalog, hop: &Hop, row: &SkillRow) -> String {
    let name = &catalog.skill(row.skill).name;
    let level = |role: RoleId, level| catalog.level_name(role, level).to_string();
    let left = row.left.and_then(|asked| asked.level).map(|l| level(hop.from, l));
    let right = row.right.and_then(|asked| asked.level).map(|l| level(hop.to, l));
    match (row.status, left, right) {
        (SkillStatus::Grow | SkillStatus::LetGo, Some(left), Some(right)) => {
            skills::noted(name, &skills::change(&left, &right))
        }
        (SkillStatus::Right, _, Some(right)) => skills::noted(name, &right),
        _ => name.clone(),
    }
}

/// The skills of one verdict in the order of the role that asks for them, the new one where both do: essential ones
/// first, and then as the pack has them, which is what matters most in some.
fn of_status<'a>(catalog: &Catalog, hop: &'a Hop, status: SkillStatus) -> Vec<&'a SkillRow> {
    let mut rows: Vec<&SkillRow> = hop.skills.iter().filter(|row| row.status == status).collect();
    let asking = catalog.role(if status == SkillStatus::Left { hop.from } else { hop.to });
    let mut places: Vec<(SkillId, usize)> = asking.skills.iter().map(|asked| asked.skill).zip(0..).collect();
    places.sort_unstable();
    rows.sort_by_key(|row| places.binary_search_by_key(&row.skill, |(skill, _)| *skill).map(|at| places[at].1).ok());
    rows
}

/// Skills in words, to be put in a row. Which of those let go are useful, nobody asks.
fn named(catalog: &Catalog, hop: &Hop, rows: &[&SkillRow]) -> Vec<String> {
    let is_open = |row: &SkillRow| row.status.is_open();
    let useful = |row: &&&SkillRow| is_open(row) && row.right.is_some_and(|a| a.importance == Importance::Useful);
    let (useful, essential): (Vec<&SkillRow>, Vec<&SkillRow>) = rows.iter().partition(useful);
    let mut names: Vec<String> = essential.iter().chain(&useful).map(|row| skill(catalog, hop, row)).collect();
    if let Some(first) = names.get_mut(essential.len()) {
        *first = format!("useful: {first}");
    }
    let room = if rows.iter().all(|row| is_open(row)) { names::MANY } else { names::FEW };
    names::first(names, room)
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    crate::model::text::wrap(text, width).into_iter().map(String::from).collect()
}

/// Where the chain is drawn, and what is left beside it.
#[derive(Clone, Copy)]
struct Margin {
    /// The line of the chain, or a blank below its end.
    line: &'static str,
    /// Cells for text, at least a few.
    text: usize,
    page: Page,
}

impl Margin {
    fn write(self, out: &mut impl Write, label: &str, ink: Ink, lines: &[String]) -> io::Result<()> {
        for (i, text) in lines.iter().enumerate() {
            let label = fill(if i == 0 { label } else { "" }, LABEL);
            writeln!(out, "{}{}{text}", self.line, self.page.ink(&label, ink))?;
        }
        Ok(())
    }
}

fn write_hop(
    out: &mut impl Write,
    catalog: &Catalog,
    hop: &Hop,
    last: bool,
    width: usize,
    page: Page,
) -> io::Result<()> {
    let line = if last { " " } else { "│" };
    let margin = Margin { line, text: width.saturating_sub(LABEL + 1).max(12), page };
    let title = catalog.role(hop.to).title.as_str();
    let (sign, kind) = arrow(hop.kind);
    let takes = format!("{sign} {kind} · {}", learning(hop));
    writeln!(out, "│")?;
    // What does not fit beside the name goes below it.
    let beside = title.width() + takes.width() + 4 <= width;
    for (i, part) in wrapped(title, width.saturating_sub(2)).iter().enumerate() {
        let takes = if beside { format!("  {}", page.ink(&takes, Ink::Dim)) } else { String::new() };
        writeln!(out, "{} {}{takes}", if i == 0 { "●" } else { line }, page.ink(part, Ink::Title))?;
    }
    for part in if beside { Vec::new() } else { wrapped(&takes, width.saturating_sub(2)) } {
        writeln!(out, "{line} {}", page.ink(&part, Ink::Dim))?;
    }
    for (label, text) in reasons(catalog, hop) {
        margin.write(out, &format!("   {label}"), Ink::Dim, &wrapped(&text, margin.text))?;
    }
    for status in SkillStatus::ORDER {
        let rows = of_status(catalog, hop, status);
        let (sign, word) = status.advice();
        // "Leave behind" is too long to stand before what is left.
        let word = if status == SkillStatus::Left { "leave" } else { word };
        let items = match (status, rows.len()) {
            (_, 0) => Vec::new(),
            (SkillStatus::Same, 1) => vec!["1 skill".to_string()],
            (SkillStatus::Same, n) => vec![format!("{n} skills")],
            _ => named(catalog, hop, &rows),
        };
        margin.write(out, &format!(" {sign} {word}"), skills::ink(status), &names::dotted(&items, margin.text))?;
    }
    Ok(())
}

/// The chains as a sheet.
pub fn sheet(catalog: &Catalog, question: &Question, answer: &Answer) -> Sheet {
    sheet::sheet(catalog, question, answer)
}

/// Writes the chains as text: the cheapest step by step, the others in short. In a pipe as the records of their
/// [`sheet()`]: `way`, `step`, `from`, `to`, `what`, `text`, `note`, separated by tabs.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    question: &Question,
    answer: &Answer,
    page: Page,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return sheet(catalog, question, answer).write_records(out, page);
    };
    let title = |role: RoleId| catalog.role(role).title.as_str();
    let Some((first, others)) = answer.paths.split_first().filter(|(first, _)| !first.hops.is_empty()) else {
        return Ok(());
    };
    let heading = format!("{}  ⇒  {}", title(question.from), title(question.to));
    write_inked(out, &heading, Ink::Heading, width, page)?;
    let ways = match answer.paths.len() {
        1 => "1 way".to_string(),
        n => format!("{n} ways, the cheapest"),
    };
    write_hanging(out, "", &format!("{ways}: {}", total(first)), width)?;
    for (i, part) in wrapped(title(question.from), width.saturating_sub(2)).iter().enumerate() {
        writeln!(out, "{} {}", if i == 0 { "\n○" } else { "│" }, page.ink(part, Ink::Title))?;
    }
    for (i, hop) in first.hops.iter().enumerate() {
        write_hop(out, catalog, hop, i + 1 == first.hops.len(), width, page)?;
    }
    if others.is_empty() {
        return Ok(());
    }
    let heading = page.ink("\nOTHER WAYS", Ink::Heading);
    let signs: Vec<String> =
        question.over.iter().map(|kind| format!(" {} {}", arrow(*kind).0, arrow(*kind).1)).collect();
    for (i, part) in names::lines(&signs, width.saturating_sub(11)).iter().enumerate() {
        writeln!(out, "{}{}", if i == 0 { heading.as_str() } else { "          " }, page.ink(part, Ink::Dim))?;
    }
    for (i, path) in others.iter().enumerate() {
        let number = format!("{} ", i + 2);
        let indent = " ".repeat(number.len());
        for (i, line) in names::lines(&row(catalog, path), width.saturating_sub(number.len())).iter().enumerate() {
            writeln!(out, "{}{line}", if i == 0 { &number } else { &indent })?;
        }
        write_hanging(out, &indent, &total(path), width)?;
    }
    Ok(())
}

/// Why there is no chain, and what to do about it.
pub fn no_path(catalog: &Catalog, question: &Question, barrier: Barrier) -> String {
    let (from, to) = (&catalog.role(question.from).title, &catalog.role(question.to).title);
    let lacks = barrier.reasons(catalog, question);
    let left_out = Kind::ALL.iter().any(|kind| !question.over.contains(kind));
    let hint = if left_out { "; without --over more is tried" } else { "" };
    format!("no path from {from} to {to}: {}{hint}", lacks.join(", and "))
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, question: &Question, answer: &Answer) -> Value {
    let parts = |thousandths: u64| thousandths as f64 / 1000.0;
    let step = |hop: &Hop| {
        json!({
            "from": role_json(catalog, hop.from),
            "to": role_json(catalog, hop.to),
            "kind": hop.kind.word(),
            "requires": hop.requires,
            "sources": source_ids(catalog, &hop.sources),
            "likeness": hop.likeness.map(|likeness| parts(u64::from(likeness))),
            "related": hop.related,
            "effort": skills::in_levels(u64::from(hop.effort)),
            "new": parts(u64::from(hop.new)),
            "guessed": hop.guessed,
            "cost": parts(hop.cost),
            "skills": skills::rows_json(catalog, (hop.from, hop.to), &hop.skills),
        })
    };
    let path = |path: &Path| {
        json!({
            "effort": skills::in_levels(path.effort),
            "cost": parts(path.cost),
            "steps": path.hops.iter().map(step).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "roledex/path/1",
        "from": role_json(catalog, question.from),
        "to": role_json(catalog, question.to),
        "over": question.over.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
        "paths": answer.paths.iter().map(path).collect::<Vec<_>>(),
        "why_not": answer.barrier.map(|barrier| no_path(catalog, question, barrier)),
    })
}
