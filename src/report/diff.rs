//! Two roles side by side, as text and JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Ink, Page, fill, strip};
use crate::analysis::diff::{Diff, PairedBy, Side, Status};
use crate::analysis::skills::{Asked, SkillRow, SkillStatus};
use crate::model::{Catalog, Importance, RoleId, SourceId};

/// From this width on the sides stand in two columns.
const SPLIT: usize = 100;

/// The sign of a verdict: never colour alone.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Same => "=",
        Status::Changed => "~",
        Status::Left => "−",
        Status::Right => "+",
    }
}

fn asked(catalog: &Catalog, role: RoleId, asked: Option<Asked>) -> String {
    let Some(asked) = asked else { return "–".to_string() };
    let level = asked.level.map_or("", |l| catalog.level_name(role, l));
    match asked.importance {
        Importance::Essential if level.is_empty() => "essential".to_string(),
        Importance::Essential => level.to_string(),
        Importance::Useful if level.is_empty() => "useful".to_string(),
        Importance::Useful => format!("{level} (useful)"),
    }
}

fn skill_text(catalog: &Catalog, diff: &Diff, row: &SkillRow) -> String {
    let (left, right) = (asked(catalog, diff.left, row.left), asked(catalog, diff.right, row.right));
    if left == right { left } else { format!("{left} → {right}") }
}

/// The text of a side with what changed between `‹` and `›`; spans are coloured as a whole where colour is wanted.
fn marked(side: Option<&Side>, page: Page, ink: Ink) -> String {
    let spans = side.map(|s| s.spans.as_slice()).unwrap_or_default();
    let mark = |text: &str| {
        if page.colour {
            return page.ink(text, ink);
        }
        format!("‹{text}›")
    };
    spans.iter().map(|s| if s.changed { mark(&s.text) } else { s.text.clone() }).collect()
}

/// Cites by publisher: short enough to stand behind a sentence.
fn says(catalog: &Catalog, sources: &[SourceId]) -> String {
    let publishers: Vec<&str> = sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
    publishers.join(", ")
}

/// Writes the diff as text; in a pipe as `section`, `label`, `status`, `left`, `right`, `note`, separated by tabs.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(out: &mut impl Write, catalog: &Catalog, diff: &Diff, page: Page) -> io::Result<()> {
    let rows = rows(catalog, diff, page);
    let Some(width) = page.width else {
        for row in &rows {
            let cells = [row.section, &row.label, row.status, &row.left, &row.right, &row.note];
            writeln!(out, "{}", cells.join("\t"))?;
        }
        return Ok(());
    };
    let (left, right) = (catalog.role(diff.left), catalog.role(diff.right));
    let names = [format!("A {}", left.title), format!("B {}", right.title)];
    writeln!(out, "{}  ⇄  {}", page.ink(&names[0], Ink::Left), page.ink(&names[1], Ink::Right))?;
    let summary = diff.summary();
    writeln!(
        out,
        "{} {} changed  {} {} only A  {} {} only B  {} {} same",
        sign(Status::Changed),
        summary.changed,
        sign(Status::Left),
        summary.left,
        sign(Status::Right),
        summary.right,
        sign(Status::Same),
        summary.same
    )?;
    let (mut section, mut heading) = ("", "");
    for row in &rows {
        if row.section != section {
            section = row.section;
            heading = "";
            writeln!(out, "\n{}", page.ink(&section.to_uppercase(), Ink::Heading))?;
        }
        if row.under_heading && row.label != heading {
            heading = &row.label;
            writeln!(out, "{}", page.ink(heading, Ink::Title))?;
        }
        write_row(out, row, width, page)?;
    }
    Ok(())
}

/// One line of the report.
struct Row {
    section: &'static str,
    label: String,
    /// Whether the label is a heading above several rows.
    under_heading: bool,
    sign: &'static str,
    status: &'static str,
    left: String,
    right: String,
    note: String,
}

fn rows(catalog: &Catalog, diff: &Diff, page: Page) -> Vec<Row> {
    let mut rows = Vec::new();
    for point in &diff.key_differences {
        let told = point.left.is_some() || point.right.is_some();
        rows.extend(told.then(|| Row {
            section: "Key differences",
            label: point.aspect.clone(),
            under_heading: false,
            sign: "≠",
            status: "changed",
            left: point.left.clone().unwrap_or_default(),
            right: point.right.clone().unwrap_or_default(),
            note: says(catalog, &point.sources),
        }));
        rows.extend(point.positions.iter().enumerate().map(|(i, position)| Row {
            section: "Key differences",
            label: if i == 0 || page.width.is_none() { point.aspect.clone() } else { String::new() },
            under_heading: false,
            sign: "?",
            status: "contested",
            left: position.text.clone(),
            right: String::new(),
            note: says(catalog, &position.sources),
        }));
    }
    for fact in &diff.facts {
        let sign = match fact.status.word() {
            "same" => "=",
            "changed" => "~",
            "left" => "−",
            "right" => "+",
            _ => "?",
        };
        let note = fact.note.clone().map(|n| format!("not comparable: {n}")).unwrap_or_default();
        rows.push(Row {
            section: "Facts",
            label: fact.field.to_string(),
            under_heading: false,
            sign,
            status: fact.status.word(),
            left: fact.left.clone().unwrap_or_default(),
            right: fact.right.clone().unwrap_or_default(),
            note,
        });
    }
    for row in &diff.responsibilities {
        rows.push(Row {
            section: "Responsibilities",
            label: catalog.theme(row.theme).title.clone(),
            under_heading: true,
            sign: sign(row.status),
            status: row.status.word(),
            left: marked(row.left.as_ref(), page, Ink::Left),
            right: marked(row.right.as_ref(), page, Ink::Right),
            note: String::new(),
        });
    }
    for status in SkillStatus::ORDER {
        for row in diff.skills.iter().filter(|r| r.status == status) {
            let (sign, word) = status.advice();
            rows.push(Row {
                section: "Skills",
                label: word.to_string(),
                under_heading: true,
                sign,
                status: status.word(),
                left: catalog.skill(row.skill).name.clone(),
                right: skill_text(catalog, diff, row),
                note: String::new(),
            });
        }
    }
    for step in &diff.steps {
        rows.push(Row {
            section: "Moves",
            label: format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title),
            under_heading: true,
            sign: "→",
            status: "move",
            left: String::new(),
            right: step.requires.join("; "),
            note: says(catalog, &step.sources),
        });
    }
    rows
}

fn write_row(out: &mut impl Write, row: &Row, width: usize, page: Page) -> io::Result<()> {
    let ink = match row.status {
        "left" => Ink::Left,
        "right" | "grow" => Ink::Right,
        "same" => Ink::Dim,
        _ => Ink::Heading,
    };
    let sign = page.ink(row.sign, ink);
    if row.section == "Skills" {
        let line = format!("{}  {}", fill(&row.left, 28), row.right);
        return super::write_hanging(out, &format!("{sign} "), &line, width);
    }
    if row.section == "Moves" {
        let takes = if row.right.is_empty() { "no more is known" } else { &row.right };
        super::write_hanging(out, &format!("{sign} "), &format!("takes {takes}"), width)?;
        return note(out, row, width, page);
    }
    if row.status == "contested" {
        if !row.label.is_empty() {
            writeln!(out, "{sign} {}", page.ink(&format!("{} Sources disagree:", row.label), Ink::Title))?;
        }
        return super::write_hanging(out, "  ", &format!("{} ({})", row.left, row.note), width);
    }
    let mut first = format!("{sign} ");
    if !row.under_heading {
        writeln!(out, "{sign} {}", page.ink(&row.label, Ink::Title))?;
        first = "  ".to_string();
    }
    if width >= SPLIT {
        columns(out, &first, &row.left, &row.right, width)?;
    } else {
        for (name, text, ink) in [("A", &row.left, Ink::Left), ("B", &row.right, Ink::Right)] {
            if !text.is_empty() {
                super::write_hanging(out, &format!("{first}{} ", page.ink(name, ink)), text, width)?;
                first = "  ".to_string();
            }
        }
    }
    note(out, row, width, page)
}

fn note(out: &mut impl Write, row: &Row, width: usize, page: Page) -> io::Result<()> {
    if row.note.is_empty() {
        return Ok(());
    }
    for line in textwrap::wrap(&row.note, width.saturating_sub(4).max(8)) {
        writeln!(out, "    {}", page.ink(&line, Ink::Dim))?;
    }
    Ok(())
}

/// `left` and `right` beside each other. Colours never reach over a line's end.
fn columns(out: &mut impl Write, first: &str, left: &str, right: &str, width: usize) -> io::Result<()> {
    let side = (width - 5) / 2;
    let (left, right) = (wrap_inked(left, side), wrap_inked(right, side));
    for i in 0..left.len().max(right.len()).max(1) {
        let cell = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
        let (l, r) = (cell(&left), cell(&right));
        let blank = side.saturating_sub(unicode_width::UnicodeWidthStr::width(strip(&l).as_str()));
        let gutter = if i == 0 { first } else { "  " };
        writeln!(out, "{}", format!("{gutter}{l}{} │ {r}", " ".repeat(blank)).trim_end())?;
    }
    Ok(())
}

/// Wraps text that may hold escapes; each line ends what it began, and takes up again what the one before left open.
fn wrap_inked(text: &str, width: usize) -> Vec<String> {
    let plain = strip(text);
    if plain.is_empty() {
        return Vec::new();
    }
    // The escapes in force at each byte of the plain text.
    let mut inks: Vec<(usize, String)> = vec![(0, String::new())];
    let (mut at, mut rest) = (0, text);
    while let Some((before, after)) = rest.split_once("\x1b[") {
        at += before.len();
        let (code, tail) = after.split_once('m').unwrap_or((after, ""));
        inks.push((at, if code == "0" { String::new() } else { format!("\x1b[{code}m") }));
        rest = tail;
    }
    let mut from = 0;
    let mut lines = Vec::new();
    for line in textwrap::wrap(&plain, width.max(8)) {
        let start = plain[from..].find(line.as_ref()).map_or(from, |i| from + i);
        let end = (start + line.len()).min(plain.len());
        let mut out = String::new();
        for (i, (begin, ink)) in inks.iter().enumerate() {
            let stop = inks.get(i + 1).map_or(plain.len(), |(next, _)| *next);
            let (a, b) = (start.max(*begin), end.min(stop));
            if a < b {
                out.push_str(ink);
                out.push_str(&plain[a..b]);
                if !ink.is_empty() {
                    out.push_str("\x1b[0m");
                }
            }
        }
        lines.push(out);
        from = end;
    }
    lines
}

/// The diff as JSON, in the shape of the contract.
pub fn json(catalog: &Catalog, diff: &Diff) -> Value {
    let role = |id: RoleId| json!({ "id": catalog.role(id).id, "title": catalog.role(id).title });
    let cites = |sources: &[SourceId]| sources.iter().map(|&s| catalog.source(s).id.clone()).collect::<Vec<_>>();
    let side = |side: &Option<Side>| match side {
        Some(side) => json!({
            "index": side.index,
            "text": side.text(),
            "spans": side.spans.iter().map(|s| json!({ "text": s.text, "changed": s.changed })).collect::<Vec<_>>(),
        }),
        None => Value::Null,
    };
    let need = |of: RoleId, asked: Option<Asked>| match asked {
        Some(asked) => json!({
            "level": asked.level.map(|l| catalog.level_name(of, l)),
            "importance": asked.importance.word(),
        }),
        None => Value::Null,
    };
    let summary = diff.summary();
    json!({
        "schema": "roledex/diff/1",
        "left": role(diff.left),
        "right": role(diff.right),
        "key_differences": diff.key_differences.iter().map(|k| json!({
            "aspect": k.aspect, "left": k.left, "right": k.right, "sources": cites(&k.sources),
            "positions": k.positions.iter().map(|p| json!({ "text": p.text, "sources": cites(&p.sources) }))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "facts": diff.facts.iter().map(|f| json!({
            "field": f.field, "left": f.left, "right": f.right, "status": f.status.word(), "note": f.note,
        })).collect::<Vec<_>>(),
        "responsibilities": diff.responsibilities.iter().map(|r| json!({
            "theme": catalog.theme(r.theme).title,
            "status": r.status.word(),
            "similarity": r.similarity.map(|s| (s * 1e4).round() / 1e4),
            "paired_by": r.paired_by.map(PairedBy::word),
            "left": side(&r.left),
            "right": side(&r.right),
        })).collect::<Vec<_>>(),
        "skills": diff.skills.iter().map(|s| json!({
            "id": catalog.skill(s.skill).id,
            "name": catalog.skill(s.skill).name,
            "status": s.status.word(),
            "left": need(diff.left, s.left),
            "right": need(diff.right, s.right),
        })).collect::<Vec<_>>(),
        "moves": diff.steps.iter().map(|s| json!({
            "from": catalog.role(s.from).id, "to": catalog.role(s.to).id, "requires": s.requires,
            "sources": cites(&s.sources),
        })).collect::<Vec<_>>(),
        "summary": { "same": summary.same, "changed": summary.changed, "left": summary.left, "right": summary.right },
    })
}
