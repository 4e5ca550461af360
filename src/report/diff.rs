//! Two roles side by side, as text and JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{BETWEEN, Cell, Meaning, Row, Section, Sheet, Span, Tone};
use super::skills::{self, asked};
use super::{Ink, Page, fill, publishers, role_json, source_ids, strip};
use crate::analysis::diff::{
    self, Change, Detail, Diff, DutyRow, DutyText, FactRow, FactStatus, Nearest, PairedBy, Side,
    Status, Step, Wording,
};
use crate::analysis::reasons::{self, Why, percent, under};
use crate::analysis::skills::{Asked, SkillStatus};
use crate::model::text::number;
use crate::model::{Catalog, RoleId, SourceId};

/// Minimum width at which the sides are shown in two columns.
const SPLIT: usize = 100;

/// The sign of a verdict: colour is never the only mark.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Same => "=",
        Status::Changed => "~",
        Status::Left => "−",
        Status::Right => "+",
    }
}

/// The texts of a side, one per line, with the words that only it contains marked.
fn side(side: Option<&Side>, meaning: Meaning) -> Cell {
    Cell::lines(side.into_iter().flat_map(Side::duties).map(|duty| marked(&duty.spans, meaning)))
}

/// The role that a responsibility comes from, if `role` inherits it.
fn origin(catalog: &Catalog, role: RoleId, duty: &DutyText) -> Option<RoleId> {
    catalog.role(role).responsibilities.get(duty.index)?.origin
}

/// The columns of the records.
pub(super) const COLUMNS: [&str; 6] = ["section", "label", "status", "left", "right", "note"];
pub(super) const LABEL: usize = 1;
pub(super) const STATUS: usize = 2;
pub(super) const LEFT: usize = 3;
pub(super) const RIGHT: usize = 4;
pub(super) const NOTE: usize = 5;
/// The levels that the left and the right role require of a skill: in columns of their own on
/// pages, combined in records.
const HAD: usize = 6;
const ASKED: usize = 7;
/// The status as shown on pages.
pub(super) const VERDICT: usize = 8;

/// The diff as a sheet; with `why`, including the reasons for each row of responsibilities.
pub fn sheet(catalog: &Catalog, diff: &Diff, why: Option<&Why<'_>>) -> Sheet {
    let (a, b) = (&catalog.role(diff.left).title, &catalog.role(diff.right).title);
    let summary = diff.summary;
    let counts = [
        (Status::Changed, summary.changed, "changed".to_string()),
        (Status::Left, summary.left, format!("only {a}")),
        (Status::Right, summary.right, format!("only {b}")),
        (Status::Same, summary.same, "the same".to_string()),
    ];
    let counts = counts.into_iter().fold(Cell::default(), |counts, (status, count, words)| {
        let gap = if counts.is_empty() { "" } else { " · " };
        counts
            .and(gap, Meaning::Plain)
            .and(sign(status), Meaning::Sign)
            .and(format!("{count} {words}"), Meaning::Plain)
    });
    let sides = |section: Section| section.show(LEFT, a).show(RIGHT, b).show(NOTE, "Note");
    let labelled = |name, label| {
        sides(Section::new(name).show(VERDICT, "").show(LABEL, label)).row_head(LABEL)
    };
    let skills =
        Section::new("Skills").show(LABEL, "").show(LEFT, "Skill").show(HAD, a).show(ASKED, b);
    let skills = skills.show(NOTE, "Note");
    let moves =
        Section::new("Moves").show(LABEL, "Move").show(RIGHT, "What it takes").show(NOTE, "Note");
    let mut sheet = Sheet::new(catalog, format!("{a} ⇄ {b}"), COLUMNS)
        .lead(counts)
        .lead(too_many(diff).unwrap_or_default())
        .section(labelled("Key differences", "Aspect").rows(key_differences(catalog, diff)))
        .section(labelled("Facts", "Fact").rows(facts(diff)))
        .section(
            sides(Section::new("Responsibilities").show(VERDICT, ""))
                .group(LABEL)
                .row_head(VERDICT)
                .rows(responsibilities(catalog, diff, why)),
        )
        .section(skills.row_head(LEFT).rows(skill_rows(catalog, diff)))
        .section(moves.row_head(LABEL).rows(steps(catalog, diff)))
        .section(
            sides(Section::new("Moves").show(VERDICT, "").show(LABEL, "Move"))
                .row_head(LABEL)
                .rows(changes("Moves", &diff.moves, "")),
        );
    sheet.sections.retain(|section| !section.rows.is_empty());
    sheet
}

/// A row of `section`, with its cells by column.
fn row<const N: usize>(section: &str, tone: Tone, cells: [(usize, Cell); N]) -> Row {
    let mut row = Row { cells: vec![section.into()], tone, spread: false };
    row.cells.resize(VERDICT + 1, Cell::default());
    for (column, cell) in cells {
        row.cells[column] = cell;
    }
    let status = &row.cells[STATUS];
    let word = match status.text().as_str() {
        "left" => "only left".to_string(),
        "right" => "only right".to_string(),
        "incomparable" => "not comparable".to_string(),
        word => word.to_string(),
    };
    row.cells[VERDICT] = Cell::signed(status.sign(), word);
    row
}

fn key_differences(catalog: &Catalog, diff: &Diff) -> Vec<Row> {
    let mut rows = Vec::new();
    for point in &diff.key_differences {
        let told = point.left.is_some() || point.right.is_some();
        let text = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or_default());
        rows.extend(told.then(|| {
            let cells = [
                (LABEL, Cell::from(&point.aspect)),
                (STATUS, Cell::signed("≠", "changed")),
                (LEFT, text(&point.left)),
                (RIGHT, text(&point.right)),
                (NOTE, publishers(catalog, &point.sources)),
            ];
            row("Key differences", Tone::Changed, cells)
        }));
        for position in &point.positions {
            let cells = [
                (LABEL, Cell::from(&point.aspect)),
                (STATUS, Cell::signed("?", "contested")),
                (LEFT, Cell::from(&position.text)),
                (RIGHT, Cell::default()),
                (NOTE, publishers(catalog, &position.sources)),
            ];
            rows.push(Row { spread: true, ..row("Key differences", Tone::Changed, cells) });
        }
    }
    rows
}

/// The text of one side as a cell, with changes marked for this side.
pub(super) fn worded(wording: &Wording, meaning: Meaning) -> Cell {
    match wording {
        Wording::Text(spans) => marked(spans, meaning),
        Wording::List(items) => {
            Cell::list(items.iter().map(|item| marked(std::slice::from_ref(item), meaning)))
        }
    }
}

/// Spans as a cell, with changes marked for this side.
fn marked(spans: &[diff::Span], meaning: Meaning) -> Cell {
    let span = |span: &diff::Span| Span {
        text: span.text.clone(),
        meaning: if span.changed { meaning } else { Meaning::Plain },
    };
    Cell { spans: spans.iter().map(span).collect() }
}

/// Rows of `section` for changes between two copies of something.
pub(super) fn changes<'a>(
    section: &str,
    changes: impl IntoIterator<Item = &'a Change>,
    note: &str,
) -> Vec<Row> {
    let one = |change: &Change| {
        let word = match change.status {
            Status::Left => "dropped",
            Status::Right => "added",
            Status::Same | Status::Changed => "changed",
        };
        let cells = [
            (LABEL, Cell::from(&change.label)),
            (STATUS, Cell::signed(sign(change.status), word)),
            (LEFT, worded(&change.left, Meaning::Left)),
            (RIGHT, worded(&change.right, Meaning::Right)),
            (NOTE, note.into()),
        ];
        row(section, tone(change.status), cells)
    };
    changes.into_iter().map(one).collect()
}

/// A row about something in general: that it was added, dropped or renamed.
pub(super) fn whole(section: &str, status: (&str, &str, Tone), cells: [Cell; 4]) -> Row {
    let (sign, word, tone) = status;
    let [label, left, right, note] = cells;
    row(
        section,
        tone,
        [
            (LABEL, label),
            (STATUS, Cell::signed(sign, word)),
            (LEFT, left),
            (RIGHT, right),
            (NOTE, note),
        ],
    )
}

/// A section of changes under `heading`, with names for the two sides.
pub(super) fn changes_section(heading: &str, sides: (&str, &str), rows: Vec<Row>) -> Section {
    let section = Section::new(heading)
        .show(VERDICT, "")
        .show(LABEL, "What")
        .show(LEFT, sides.0)
        .show(RIGHT, sides.1);
    section.show(NOTE, "Note").row_head(LABEL).rows(rows)
}

fn tone(status: Status) -> Tone {
    match status {
        Status::Same => Tone::Same,
        Status::Changed => Tone::Changed,
        Status::Left => Tone::Left,
        Status::Right => Tone::Right,
    }
}

fn facts(diff: &Diff) -> Vec<Row> {
    let one = |fact: &FactRow| {
        let (sign, tone) = match fact.status {
            FactStatus::Same => ("=", Tone::Same),
            FactStatus::Changed => ("~", Tone::Changed),
            FactStatus::Left => ("−", Tone::Left),
            FactStatus::Right => ("+", Tone::Right),
            FactStatus::Incomparable => ("?", Tone::Changed),
        };
        let side = |side: &Option<Wording>, meaning| {
            side.as_ref().map(|side| worded(side, meaning)).unwrap_or_default()
        };
        let note = fact.note.as_ref().map(|note| format!("not comparable: {note}"));
        let cells = [
            (LABEL, Cell::from(fact.field)),
            (STATUS, Cell::signed(sign, fact.status.word())),
            (LEFT, side(&fact.left, Meaning::Left)),
            (RIGHT, side(&fact.right, Meaning::Right)),
            (NOTE, note.unwrap_or_default().into()),
        ];
        row("Facts", tone, cells)
    };
    diff.facts.iter().map(one).collect()
}

fn responsibilities(catalog: &Catalog, diff: &Diff, why: Option<&Why<'_>>) -> Vec<Row> {
    let one = |duty: &DutyRow| {
        let mut more: Vec<Cell> = counts(duty).map(Cell::from).into_iter().collect();
        more.extend(
            under(catalog, diff, duty)
                .into_iter()
                .chain(origins(catalog, diff, duty))
                .map(Cell::from),
        );
        // The reasons include it too.
        more.extend(nearest(catalog, diff, duty).filter(|_| why.is_none()));
        let why = why.into_iter().flat_map(|why| why.lines(duty)).map(Cell::from);
        let cells = [
            (LABEL, Cell::from(&catalog.theme(duty.theme).title)),
            (STATUS, Cell::signed(sign(duty.status), duty.status.word())),
            (LEFT, side(duty.left.as_ref(), Meaning::Left)),
            (RIGHT, side(duty.right.as_ref(), Meaning::Right)),
            (NOTE, why.fold(notes(more, diff.details.of_duty(duty)), Cell::then)),
        ];
        row("Responsibilities", tone(duty.status), cells)
    };
    diff.responsibilities.iter().map(one).collect()
}

/// Number of responsibilities on each side of a group: `2 in A, 1 in B`.
fn counts(row: &DutyRow) -> Option<String> {
    let count = |side: &Option<Side>| side.as_ref().map_or(0, |side| side.duties().count());
    row.is_group().then(|| format!("{} in A, {} in B", count(&row.left), count(&row.right)))
}

/// The roles that the responsibilities of a row come from.
fn origins(catalog: &Catalog, diff: &Diff, row: &DutyRow) -> Vec<String> {
    let mut origins = Vec::new();
    for (letter, role, side) in [("A", diff.left, &row.left), ("B", diff.right, &row.right)] {
        let of_side =
            side.iter().flat_map(Side::duties).filter_map(|duty| origin(catalog, role, duty));
        origins
            .extend(of_side.map(|origin| format!("{letter} from {}", catalog.role(origin).title)));
    }
    origins.dedup();
    origins
}

/// The responsibility of the other role that is most similar to an unpaired one, if there is one:
/// the text that may be shortened is dim.
fn nearest(catalog: &Catalog, diff: &Diff, row: &DutyRow) -> Option<Cell> {
    let (text, likelihood) = reasons::nearest(catalog, diff, row)?;
    Some(
        Cell::from("nearest: “")
            .and(text, Meaning::Dim)
            .and(format!("”, {} %", percent(likelihood)), Meaning::Plain),
    )
}

/// Further notes on a row, and the details that changed.
fn notes(more: impl IntoIterator<Item = Cell>, details: &[Detail]) -> Cell {
    Cell::list(more.into_iter().chain(details.iter().map(|detail| detail.text().into())))
}

fn skill_rows(catalog: &Catalog, diff: &Diff) -> Vec<Row> {
    let mut rows = Vec::new();
    for status in SkillStatus::ORDER {
        for skill in diff.skills.iter().filter(|skill| skill.status == status) {
            let (left, right) =
                (asked(catalog, diff.left, skill.left), asked(catalog, diff.right, skill.right));
            let level = |asked: Option<Asked>, text| {
                skills::level(asked.and_then(|asked| asked.level), text)
            };
            let cells = [
                (LABEL, skills::advice(status)),
                (STATUS, Cell::signed(status.advice().0, status.word())),
                (LEFT, Cell::from(&catalog.skill(skill.skill).name)),
                (RIGHT, skills::both(catalog, (diff.left, diff.right), skill).into()),
                (HAD, level(skill.left, left)),
                (ASKED, level(skill.right, right)),
                (NOTE, notes(None, diff.details.of_skill(skill.skill))),
            ];
            // The level may weigh more or less than before even if it is the same.
            let weighs = status == SkillStatus::Same && diff.skill_kind(skill) == Status::Changed;
            let tone = if weighs { Tone::Changed } else { skills::tone(status) };
            rows.push(row("Skills", tone, cells));
        }
    }
    rows
}

fn steps(catalog: &Catalog, diff: &Diff) -> Vec<Row> {
    let one = |step: &Step| {
        let label = format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title);
        let cells = [
            (LABEL, label.into()),
            (STATUS, Cell::signed("→", "move")),
            (RIGHT, Cell::list(&step.requires)),
            (NOTE, publishers(catalog, &step.sources)),
        ];
        row("Moves", Tone::Plain, cells)
    };
    diff.steps.iter().map(one).collect()
}

/// Writes the diff as text; in a pipe as `section`, `label`, `status`, `left`, `right`, `note`,
/// separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    diff: &Diff,
    why: Option<&Why<'_>>,
    page: Page,
) -> io::Result<()> {
    let sheet = sheet(catalog, diff, why);
    match page.width {
        Some(width) => write_page(out, catalog, diff, &sheet, (width, page)),
        None => sheet.write_records(out, page),
    }
}

/// Writes a diff laid out for people, as `sheet`.
pub(super) fn write_page(
    out: &mut impl Write,
    catalog: &Catalog,
    diff: &Diff,
    sheet: &Sheet,
    (width, page): (usize, Page),
) -> io::Result<()> {
    let (left, right) = (catalog.role(diff.left), catalog.role(diff.right));
    let names = [format!("A {}", left.title), format!("B {}", right.title)];
    writeln!(out, "{}  ⇄  {}", page.ink(&names[0], Ink::Left), page.ink(&names[1], Ink::Right))?;
    write_counts(out, diff, ["changed", "only A", "only B", "same"])?;
    write_sections(out, &sheet.sections, width, page)
}

/// The sentence that explains how responsibilities were paired, if not all of them were compared
/// with each other.
pub fn too_many(diff: &Diff) -> Option<String> {
    let (left, right) = diff.too_many?;
    let [left, right] = [left, right].map(|count| number(count as u64));
    Some(format!(
        "Too many to compare all: {left} × {right} responsibilities. Each was compared with those that share its rare \
         words or nearly all of its words."
    ))
}

/// Writes the number of rows of responsibilities with each verdict on one line, in words for
/// changed, left, right and the same.
pub(super) fn write_counts(out: &mut impl Write, diff: &Diff, words: [&str; 4]) -> io::Result<()> {
    let summary = diff.summary;
    let counts = [
        (Status::Changed, summary.changed),
        (Status::Left, summary.left),
        (Status::Right, summary.right),
        (Status::Same, summary.same),
    ];
    let count = |((status, count), word): ((Status, usize), &str)| {
        format!("{} {count} {word}", sign(status))
    };
    writeln!(out, "{}", counts.into_iter().zip(words).map(count).collect::<Vec<_>>().join("  "))?;
    too_many(diff).map_or(Ok(()), |sentence| writeln!(out, "{sentence}"))
}

/// Writes the sections of a diff laid out for people.
pub(super) fn write_sections(
    out: &mut impl Write,
    sections: &[Section],
    width: usize,
    page: Page,
) -> io::Result<()> {
    for section in sections {
        writeln!(out, "\n{}", page.ink(&section.heading.to_uppercase(), Ink::Heading))?;
        // Several rows with the same label are shown below it.
        let below =
            section.group.is_some() || matches!(section.heading.as_str(), "Skills" | "Moves");
        let mut before: Option<Line> = None;
        for row in &section.rows {
            let mut line = Line::new(row, below, page);
            line.again = before.is_some_and(|b| {
                b.label == line.label && (b.status == "contested") == (line.status == "contested")
            });
            line.write(out, &section.heading, width, page)?;
            before = Some(line);
        }
    }
    Ok(())
}

/// A row as it is laid out on a terminal.
struct Line {
    label: String,
    /// Whether the label is a heading above several rows.
    below: bool,
    /// Whether the previous row has the same label, and both or neither are contested.
    again: bool,
    sign: String,
    /// The word for the verdict.
    status: String,
    /// The texts on the left, each starting on its own line.
    left: Vec<String>,
    right: Vec<String>,
    /// Further notes, in lines of several items.
    note: Vec<Vec<Cell>>,
}

impl Line {
    fn new(row: &Row, below: bool, page: Page) -> Self {
        let status = row.cell(STATUS);
        let ink = match status.text().as_str() {
            "left" | "dropped" => Ink::Left,
            "right" | "grow" | "added" | "raised" => Ink::Right,
            "same" => Ink::Dim,
            _ => Ink::Heading,
        };
        Self {
            label: row.cell(LABEL).text(),
            below,
            again: false,
            sign: page.ink(status.sign(), ink),
            status: status.text(),
            left: row.cell(LEFT).marked_lines(page),
            right: row.cell(RIGHT).marked_lines(page),
            note: row.cell(NOTE).lines_of_items(),
        }
    }

    fn write(
        &self,
        out: &mut impl Write,
        section: &str,
        width: usize,
        page: Page,
    ) -> io::Result<()> {
        let sign = &self.sign;
        if self.below && !self.again {
            writeln!(out, "{}", page.ink(&self.label, Ink::Title))?;
        }
        let mut first = format!("{sign} ");
        match section {
            "Skills" => {
                let line = format!("{}  {}", fill(&self.left.concat(), 28), self.right.concat());
                super::write_hanging(out, &first, &line, width)?;
                return note(out, &self.note, width, page);
            }
            "Moves" if self.status == "move" => {
                let takes = self.right.concat();
                let takes = if takes.is_empty() { "no more is known" } else { &takes };
                super::write_hanging(out, &first, &format!("takes {takes}"), width)?;
                return note(out, &self.note, width, page);
            }
            _ if self.status == "contested" => {
                if !self.again {
                    let label = page.ink(&format!("{} Sources disagree:", self.label), Ink::Title);
                    writeln!(out, "{sign} {label}")?;
                }
                let note = Cell::list(self.note.iter().flatten().cloned()).text();
                return super::write_hanging(
                    out,
                    "  ",
                    &format!("{} ({note})", self.left.concat()),
                    width,
                );
            }
            _ => {}
        }
        if !self.below {
            writeln!(out, "{sign} {}", page.ink(&self.label, Ink::Title))?;
            first = "  ".to_string();
        }
        if width >= SPLIT {
            columns(out, &first, &self.left, &self.right, width)?;
        } else {
            for (name, texts, ink) in [("A", &self.left, Ink::Left), ("B", &self.right, Ink::Right)]
            {
                for text in texts {
                    super::write_hanging(
                        out,
                        &format!("{first}{} ", page.ink(name, ink)),
                        text,
                        width,
                    )?;
                    first = "  ".to_string();
                }
            }
        }
        note(out, &self.note, width, page)
    }
}

/// Writes further notes: the items of each line in one paragraph, and text that may be shortened on
/// its own line.
fn note(out: &mut impl Write, note: &[Vec<Cell>], width: usize, page: Page) -> io::Result<()> {
    let room = width.saturating_sub(4).max(8);
    for items in note {
        let mut paragraph: Vec<String> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for item in items {
            match item.shortened(room) {
                Some(line) => lines.push(line),
                None => paragraph.push(item.text()),
            }
        }
        let paragraph = paragraph.join(BETWEEN);
        let wrapped =
            crate::model::text::wrap(&paragraph, room).into_iter().filter(|line| !line.is_empty());
        for line in wrapped.chain(lines.iter().map(String::as_str)) {
            writeln!(out, "    {}", page.ink(line, Ink::Dim))?;
        }
    }
    Ok(())
}

/// Writes `left` and `right` side by side. Colour never spans a line end.
fn columns(
    out: &mut impl Write,
    first: &str,
    left: &[String],
    right: &[String],
    width: usize,
) -> io::Result<()> {
    let side = (width - 5) / 2;
    // Several texts each start on a line of their own, after a sign.
    let lines = |texts: &[String]| match texts {
        [text] => wrap_inked(text, side),
        texts => {
            let hang = |text: &String| wrap_inked(text, side - 2).into_iter().enumerate();
            let line = |(at, line)| format!("{}{line}", if at == 0 { "• " } else { "  " });
            texts.iter().flat_map(hang).map(line).collect()
        }
    };
    let (left, right) = (lines(left), lines(right));
    for i in 0..left.len().max(right.len()).max(1) {
        let cell = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
        let (l, r) = (cell(&left), cell(&right));
        let blank = side.saturating_sub(crate::model::text::cells(strip(&l).as_str()));
        let gutter = if i == 0 { first } else { "  " };
        writeln!(out, "{}", format!("{gutter}{l}{} │ {r}", " ".repeat(blank)).trim_end())?;
    }
    Ok(())
}

/// Wraps text that may contain escapes; each line closes the styles it opened, and reopens those
/// that the line before left open.
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
    for line in crate::model::text::wrap(&plain, width.max(8)) {
        let start = plain[from..].find(line).map_or(from, |i| from + i);
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

/// The diff as JSON, in the shape of the contract; with `why`, including the reasons for each row
/// of responsibilities.
pub fn json(catalog: &Catalog, diff: &Diff, why: Option<&Why<'_>>) -> Value {
    let cites = |sources: &[SourceId]| source_ids(catalog, sources);
    let side = |role: RoleId, side: &Option<Side>| match side {
        Some(side) => side_json(catalog, role, side),
        None => Value::Null,
    };
    let summary = diff.summary;
    let fact = |f: &FactRow| {
        let (left, right) = (f.left.as_ref().map(listed), f.right.as_ref().map(listed));
        let mut fact = json!({ "field": f.field, "left": left, "right": right, "status": f.status.word(), "note": f.note });
        let spans =
            [&f.left, &f.right].map(|side| side.as_ref().map(Wording::spans).unwrap_or_default());
        if spans.iter().any(|spans| spans.iter().any(|span| span.changed)) {
            fact["spans"] =
                json!({ "left": spans_json(&spans[0]), "right": spans_json(&spans[1]) });
        }
        fact
    };
    let duty = |r: &DutyRow| {
        let mut row = json!({
            "theme": catalog.theme(r.theme).title,
            "status": r.status.word(),
            "similarity": r.similarity.map(rounded),
            "paired_by": r.paired_by.map(PairedBy::word),
            "left": side(diff.left, &r.left),
            "right": side(diff.right, &r.right),
        });
        if let Some(nearest) = &r.nearest {
            let other = if r.left.is_some() { diff.right } else { diff.left };
            row["nearest"] = nearest_json(catalog, other, nearest);
        }
        if let Some(why) = why {
            row["reasons"] = why.lines(r).into();
        }
        add_details(&mut row, diff.details.of_duty(r));
        row
    };
    let mut skills = skills::rows_json(catalog, (diff.left, diff.right), &diff.skills);
    for (row, skill) in skills.as_array_mut().into_iter().flatten().zip(&diff.skills) {
        add_details(row, diff.details.of_skill(skill.skill));
    }
    let mut value = json!({
        "schema": "roledex/diff/1",
        "left": role_json(catalog, diff.left),
        "right": role_json(catalog, diff.right),
        "key_differences": diff.key_differences.iter().map(|k| json!({
            "aspect": k.aspect, "left": k.left, "right": k.right, "sources": cites(&k.sources),
            "positions": k.positions.iter().map(|p| json!({ "text": p.text, "sources": cites(&p.sources) }))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "facts": diff.facts.iter().map(fact).collect::<Vec<_>>(),
        "responsibilities": diff.responsibilities.iter().map(duty).collect::<Vec<_>>(),
        "skills": skills,
        "moves": diff.steps.iter().map(|s| json!({
            "from": catalog.role(s.from).id, "to": catalog.role(s.to).id, "requires": s.requires,
            "sources": cites(&s.sources),
        })).collect::<Vec<_>>(),
        "summary": { "same": summary.same, "changed": summary.changed, "left": summary.left, "right": summary.right },
    });
    if let Some(sentence) = too_many(diff) {
        value["note"] = sentence.into();
    }
    if !diff.moves.is_empty() {
        value["move_changes"] = changes_json(&diff.moves);
    }
    value
}

/// A likelihood rounded to four decimal places.
fn rounded(likelihood: f64) -> f64 {
    (likelihood * 1e4).round() / 1e4
}

/// A side of a row as JSON. If it has several responsibilities, lists name all of them, the paired
/// one first.
fn side_json(catalog: &Catalog, role: RoleId, side: &Side) -> Value {
    let theme = |duty: &DutyText| {
        catalog.role(role).responsibilities.get(duty.index).map(|duty| duty.theme)
    };
    let theme = |duty: &DutyText| theme(duty).map(|theme| catalog.theme(theme).title.as_str());
    let origin = |duty: &DutyText| {
        origin(catalog, role, duty).map(|origin| catalog.role(origin).id.as_str())
    };
    let mut value = json!({
        "index": side.index(),
        "theme": theme(&side.main),
        "origin": origin(&side.main),
        "text": side.text(),
        "spans": spans_json(&side.main.spans),
    });
    if !side.joined.is_empty() {
        value["indices"] = side.duties().map(|duty| duty.index).collect();
        value["texts"] = side.duties().map(DutyText::text).collect();
        value["joined"] = (side.joined.iter())
            .map(|joined| {
                json!({
                    "index": joined.duty.index,
                    "theme": theme(&joined.duty),
                    "origin": origin(&joined.duty),
                    "text": joined.duty.text(),
                    "spans": spans_json(&joined.duty.spans),
                    "similarity": rounded(joined.likelihood),
                    "paired_by": joined.by.word(),
                })
            })
            .collect();
    }
    value
}

/// The responsibility of the role `other` that is most similar to an unpaired one.
fn nearest_json(catalog: &Catalog, other: RoleId, nearest: &Nearest) -> Value {
    let Some(duty) = catalog.role(other).responsibilities.get(nearest.index) else {
        return Value::Null;
    };
    json!({
        "index": nearest.index,
        "theme": catalog.theme(duty.theme).title,
        "text": duty.text,
        "likelihood": rounded(nearest.likelihood),
    })
}

fn spans_json(spans: &[diff::Span]) -> Value {
    spans.iter().map(|span| json!({ "text": span.text, "changed": span.changed })).collect()
}

/// Adds changes besides words and levels, if there are any.
fn add_details(row: &mut Value, details: &[Detail]) {
    if !details.is_empty() {
        let side = |side: &Option<Wording>| side.as_ref().map(listed);
        let detail = |detail: &Detail| json!({ "field": detail.field, "left": side(&detail.left), "right": side(&detail.right) });
        row["details"] = details.iter().map(detail).collect();
    }
}

/// The text of one side as one string for programs, as in records.
pub(super) fn listed(wording: &Wording) -> String {
    wording.spans().iter().map(|span| span.text.as_str()).collect()
}

/// Changes between two copies of something as JSON.
pub(super) fn changes_json(changes: &[Change]) -> Value {
    let one = |change: &Change| {
        json!({
            "field": change.label,
            "status": change.status.word(),
            "left": (change.status != Status::Right).then(|| listed(&change.left)),
            "right": (change.status != Status::Left).then(|| listed(&change.right)),
            "spans": { "left": spans_json(&change.left.spans()), "right": spans_json(&change.right.spans()) },
        })
    };
    changes.iter().map(one).collect()
}
