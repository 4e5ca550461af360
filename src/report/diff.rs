//! Two roles side by side, as text and JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::document::{
    CellSpan, DocumentCell, DocumentRow, DocumentSection, PAGE_LIST_SEPARATOR, ReportDocument,
    RowTone, SpanMeaning,
};
use super::skills::{self, requirement_text};
use super::{
    AnsiStyle, PageSetup, pad_to_width, publisher_cell, role_json, source_ids, strip_ansi,
};
use crate::analysis::diff::{
    self, Diff, DiffStatus, DirectMove, FactRow, FactStatus, MarkedText, NearestResponsibility,
    PairingBasis, PropertyChange, ResponsibilityRow, ResponsibilityText, RowSide, TextChange,
};
use crate::analysis::reasons::{self, PairingExplainer, other_headings, percent};
use crate::analysis::skills::{SkillDemand, SkillStatus};
use crate::model::text::group_digits;
use crate::model::{Catalog, RoleId, SourceId};

/// Minimum width at which the sides are shown in two columns.
const TWO_COLUMN_WIDTH: usize = 100;

/// The sign of a verdict: colour is never the only mark.
fn status_sign(status: DiffStatus) -> &'static str {
    match status {
        DiffStatus::Same => "=",
        DiffStatus::Changed => "~",
        DiffStatus::Left => "−",
        DiffStatus::Right => "+",
    }
}

/// The texts of a side, one per line, with the words that only it contains marked.
fn side_cell(side: Option<&RowSide>, meaning: SpanMeaning) -> DocumentCell {
    DocumentCell::lines(
        side.into_iter()
            .flat_map(RowSide::responsibilities)
            .map(|duty| spans_cell(&duty.spans, meaning)),
    )
}

/// The role that a responsibility comes from, if `role` inherits it.
fn inherited_from(catalog: &Catalog, role: RoleId, duty: &ResponsibilityText) -> Option<RoleId> {
    catalog.role(role).responsibilities.get(duty.index)?.inherited_from
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
const LEFT_LEVEL: usize = 6;
const RIGHT_LEVEL: usize = 7;
/// The status as shown on pages.
pub(super) const STATUS_WORDS: usize = 8;

/// The diff as a sheet; with `why`, including the reasons for each row of responsibilities.
pub fn document(
    catalog: &Catalog,
    diff: &Diff,
    why: Option<&PairingExplainer<'_>>,
) -> ReportDocument {
    let (a, b) = (&catalog.role(diff.left).title, &catalog.role(diff.right).title);
    let summary = diff.summary;
    let counts = [
        (DiffStatus::Changed, summary.changed, "changed".to_string()),
        (DiffStatus::Left, summary.left, format!("only {a}")),
        (DiffStatus::Right, summary.right, format!("only {b}")),
        (DiffStatus::Same, summary.same, "same".to_string()),
    ];
    let counts =
        counts.into_iter().fold(DocumentCell::default(), |counts, (status, count, words)| {
            let gap = if counts.is_empty() { "" } else { " · " };
            counts
                .append(gap, SpanMeaning::Plain)
                .append(status_sign(status), SpanMeaning::Sign)
                .append(format!("{count} {words}"), SpanMeaning::Plain)
        });
    let sides = |section: DocumentSection| {
        section.show_column(LEFT, a).show_column(RIGHT, b).show_column(NOTE, "Note")
    };
    let labelled = |name, label| {
        sides(DocumentSection::new(name).show_column(STATUS_WORDS, "").show_column(LABEL, label))
            .row_header(LABEL)
    };
    let skills = DocumentSection::new("Skills")
        .show_column(LABEL, "")
        .show_column(LEFT, "Skill")
        .show_column(LEFT_LEVEL, a)
        .show_column(RIGHT_LEVEL, b);
    let skills = skills.show_column(NOTE, "Note");
    let moves = DocumentSection::new("Moves")
        .show_column(LABEL, "Move")
        .show_column(RIGHT, "What it takes")
        .show_column(NOTE, "Note");
    let mut document = ReportDocument::new(catalog, format!("{a} ⇄ {b}"), COLUMNS)
        .intro(counts)
        .intro(pairing_limit_note(diff).unwrap_or_default())
        .section(labelled("Key differences", "Aspect").rows(key_difference_rows(catalog, diff)))
        .section(labelled("Facts", "Fact").rows(fact_rows(diff)))
        .section(
            sides(DocumentSection::new("Responsibilities").show_column(STATUS_WORDS, ""))
                .group_by(LABEL)
                .row_header(STATUS_WORDS)
                .rows(responsibility_rows(catalog, diff, why)),
        )
        .section(skills.row_header(LEFT).rows(skill_rows(catalog, diff)))
        .section(moves.row_header(LABEL).rows(move_rows(catalog, diff)))
        .section(
            sides(
                DocumentSection::new("Moves")
                    .show_column(STATUS_WORDS, "")
                    .show_column(LABEL, "Move"),
            )
            .row_header(LABEL)
            .rows(change_rows("Moves", &diff.move_changes, "")),
        );
    document.sections.retain(|section| !section.rows.is_empty());
    document
}

/// A row of `section`, with its cells by column.
fn diff_row<const N: usize>(
    section: &str,
    tone: RowTone,
    cells: [(usize, DocumentCell); N],
) -> DocumentRow {
    let mut row = DocumentRow { cells: vec![section.into()], tone, spans_empty_cells: false };
    row.cells.resize(STATUS_WORDS + 1, DocumentCell::default());
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
    row.cells[STATUS_WORDS] = DocumentCell::with_sign(status.sign(), word);
    row
}

fn key_difference_rows(catalog: &Catalog, diff: &Diff) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for point in &diff.key_differences {
        let has_text = point.left.is_some() || point.right.is_some();
        let text = |text: &Option<String>| DocumentCell::from(text.as_deref().unwrap_or_default());
        rows.extend(has_text.then(|| {
            let cells = [
                (LABEL, DocumentCell::from(&point.aspect)),
                (STATUS, DocumentCell::with_sign("≠", "changed")),
                (LEFT, text(&point.left)),
                (RIGHT, text(&point.right)),
                (NOTE, publisher_cell(catalog, &point.sources)),
            ];
            diff_row("Key differences", RowTone::Changed, cells)
        }));
        for position in &point.positions {
            let cells = [
                (LABEL, DocumentCell::from(&point.aspect)),
                (STATUS, DocumentCell::with_sign("?", "contested")),
                (LEFT, DocumentCell::from(&position.text)),
                (RIGHT, DocumentCell::default()),
                (NOTE, publisher_cell(catalog, &position.sources)),
            ];
            rows.push(DocumentRow {
                spans_empty_cells: true,
                ..diff_row("Key differences", RowTone::Changed, cells)
            });
        }
    }
    rows
}

/// The text of one side as a cell, with changes marked for this side.
pub(super) fn wording_cell(wording: &MarkedText, meaning: SpanMeaning) -> DocumentCell {
    match wording {
        MarkedText::Text(spans) => spans_cell(spans, meaning),
        MarkedText::List(items) => DocumentCell::inline_list(
            items.iter().map(|item| spans_cell(std::slice::from_ref(item), meaning)),
        ),
    }
}

/// Spans as a cell, with changes marked for this side.
fn spans_cell(spans: &[diff::MarkedSpan], meaning: SpanMeaning) -> DocumentCell {
    let span = |span: &diff::MarkedSpan| CellSpan {
        text: span.text.clone(),
        meaning: if span.changed { meaning } else { SpanMeaning::Plain },
    };
    DocumentCell { spans: spans.iter().map(span).collect() }
}

/// Rows of `section` for changes between two copies of something.
pub(super) fn change_rows<'a>(
    section: &str,
    changes: impl IntoIterator<Item = &'a TextChange>,
    note: &str,
) -> Vec<DocumentRow> {
    let one = |change: &TextChange| {
        let word = match change.status {
            DiffStatus::Left => "dropped",
            DiffStatus::Right => "added",
            DiffStatus::Same | DiffStatus::Changed => "changed",
        };
        let cells = [
            (LABEL, DocumentCell::from(&change.label)),
            (STATUS, DocumentCell::with_sign(status_sign(change.status), word)),
            (LEFT, wording_cell(&change.left, SpanMeaning::Left)),
            (RIGHT, wording_cell(&change.right, SpanMeaning::Right)),
            (NOTE, note.into()),
        ];
        diff_row(section, status_tone(change.status), cells)
    };
    changes.into_iter().map(one).collect()
}

/// A row about something in general: that it was added, dropped or renamed.
pub(super) fn whole_item_row(
    section: &str,
    status: (&str, &str, RowTone),
    cells: [DocumentCell; 4],
) -> DocumentRow {
    let (sign, word, tone) = status;
    let [label, left, right, note] = cells;
    diff_row(
        section,
        tone,
        [
            (LABEL, label),
            (STATUS, DocumentCell::with_sign(sign, word)),
            (LEFT, left),
            (RIGHT, right),
            (NOTE, note),
        ],
    )
}

/// A section of changes under `heading`, with names for the two sides.
pub(super) fn changes_section(
    heading: &str,
    sides: (&str, &str),
    rows: Vec<DocumentRow>,
) -> DocumentSection {
    let section = DocumentSection::new(heading)
        .show_column(STATUS_WORDS, "")
        .show_column(LABEL, "What")
        .show_column(LEFT, sides.0)
        .show_column(RIGHT, sides.1);
    section.show_column(NOTE, "Note").row_header(LABEL).rows(rows)
}

fn status_tone(status: DiffStatus) -> RowTone {
    match status {
        DiffStatus::Same => RowTone::Same,
        DiffStatus::Changed => RowTone::Changed,
        DiffStatus::Left => RowTone::Left,
        DiffStatus::Right => RowTone::Right,
    }
}

fn fact_rows(diff: &Diff) -> Vec<DocumentRow> {
    let one = |fact: &FactRow| {
        let (sign, tone) = match fact.status {
            FactStatus::Same => ("=", RowTone::Same),
            FactStatus::Changed => ("~", RowTone::Changed),
            FactStatus::Left => ("−", RowTone::Left),
            FactStatus::Right => ("+", RowTone::Right),
            FactStatus::Incomparable => ("?", RowTone::Changed),
        };
        let side = |side: &Option<MarkedText>, meaning| {
            side.as_ref().map(|side| wording_cell(side, meaning)).unwrap_or_default()
        };
        let note = fact.note.as_ref().map(|note| format!("not comparable: {note}"));
        let cells = [
            (LABEL, DocumentCell::from(fact.field)),
            (STATUS, DocumentCell::with_sign(sign, fact.status.word())),
            (LEFT, side(&fact.left, SpanMeaning::Left)),
            (RIGHT, side(&fact.right, SpanMeaning::Right)),
            (NOTE, note.unwrap_or_default().into()),
        ];
        diff_row("Facts", tone, cells)
    };
    diff.facts.iter().map(one).collect()
}

fn responsibility_rows(
    catalog: &Catalog,
    diff: &Diff,
    why: Option<&PairingExplainer<'_>>,
) -> Vec<DocumentRow> {
    let one = |duty: &ResponsibilityRow| {
        let mut more: Vec<DocumentCell> =
            group_counts(duty).map(DocumentCell::from).into_iter().collect();
        more.extend(
            other_headings(catalog, diff, duty)
                .into_iter()
                .chain(origin_notes(catalog, diff, duty))
                .map(DocumentCell::from),
        );
        // The reasons include it too.
        more.extend(nearest_note(catalog, diff, duty).filter(|_| why.is_none()));
        let why = why.into_iter().flat_map(|why| why.lines(duty)).map(DocumentCell::from);
        let cells = [
            (LABEL, DocumentCell::from(&catalog.theme(duty.theme).title)),
            (STATUS, DocumentCell::with_sign(status_sign(duty.status), duty.status.word())),
            (LEFT, side_cell(duty.left.as_ref(), SpanMeaning::Left)),
            (RIGHT, side_cell(duty.right.as_ref(), SpanMeaning::Right)),
            (
                NOTE,
                why.fold(
                    note_cell(more, diff.details.for_responsibility(duty)),
                    DocumentCell::append_line,
                ),
            ),
        ];
        diff_row("Responsibilities", status_tone(duty.status), cells)
    };
    diff.responsibilities.iter().map(one).collect()
}

/// Number of responsibilities on each side of a group: `2 in A, 1 in B`.
fn group_counts(row: &ResponsibilityRow) -> Option<String> {
    let count =
        |side: &Option<RowSide>| side.as_ref().map_or(0, |side| side.responsibilities().count());
    row.is_group().then(|| format!("{} in A, {} in B", count(&row.left), count(&row.right)))
}

/// The roles that the responsibilities of a row come from.
fn origin_notes(catalog: &Catalog, diff: &Diff, row: &ResponsibilityRow) -> Vec<String> {
    let mut origins = Vec::new();
    for (letter, role, side) in [("A", diff.left, &row.left), ("B", diff.right, &row.right)] {
        let of_side = side
            .iter()
            .flat_map(RowSide::responsibilities)
            .filter_map(|duty| inherited_from(catalog, role, duty));
        origins
            .extend(of_side.map(|origin| format!("{letter} from {}", catalog.role(origin).title)));
    }
    origins.dedup();
    origins
}

/// The responsibility of the other role that is most similar to an unpaired one, if there is one:
/// the text that may be shortened is dim.
fn nearest_note(catalog: &Catalog, diff: &Diff, row: &ResponsibilityRow) -> Option<DocumentCell> {
    let (text, likelihood) = reasons::nearest_text(catalog, diff, row)?;
    Some(
        DocumentCell::from("similar: “")
            .append(text, SpanMeaning::Dim)
            .append(format!("”, {} %", percent(likelihood)), SpanMeaning::Plain),
    )
}

/// Further notes on a row, and the details that changed.
fn note_cell(
    more: impl IntoIterator<Item = DocumentCell>,
    details: &[PropertyChange],
) -> DocumentCell {
    DocumentCell::inline_list(
        more.into_iter().chain(details.iter().map(|detail| detail.text().into())),
    )
}

fn skill_rows(catalog: &Catalog, diff: &Diff) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for status in SkillStatus::ORDER {
        for skill in diff.skills.iter().filter(|skill| skill.status == status) {
            let (left, right) = (
                requirement_text(catalog, diff.left, skill.left),
                requirement_text(catalog, diff.right, skill.right),
            );
            let level = |asked: Option<SkillDemand>, text| {
                skills::level_cell(asked.and_then(|asked| asked.level), text)
            };
            let cells = [
                (LABEL, skills::advice_cell(status)),
                (STATUS, DocumentCell::with_sign(status.advice().0, status.word())),
                (LEFT, DocumentCell::from(&catalog.skill(skill.skill).name)),
                (RIGHT, skills::requirement_change(catalog, (diff.left, diff.right), skill).into()),
                (LEFT_LEVEL, level(skill.left, left)),
                (RIGHT_LEVEL, level(skill.right, right)),
                (NOTE, note_cell(None, diff.details.for_skill(skill.skill))),
            ];
            // The level may weigh more or less than before even if it is the same.
            let weighs =
                status == SkillStatus::Same && diff.skill_status(skill) == DiffStatus::Changed;
            let tone = if weighs { RowTone::Changed } else { skills::skill_tone(status) };
            rows.push(diff_row("Skills", tone, cells));
        }
    }
    rows
}

fn move_rows(catalog: &Catalog, diff: &Diff) -> Vec<DocumentRow> {
    let one = |step: &DirectMove| {
        let label = format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title);
        let cells = [
            (LABEL, label.into()),
            (STATUS, DocumentCell::with_sign("→", "move")),
            (RIGHT, DocumentCell::inline_list(&step.requires)),
            (NOTE, publisher_cell(catalog, &step.sources)),
        ];
        diff_row("Moves", RowTone::Plain, cells)
    };
    diff.direct_moves.iter().map(one).collect()
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
    why: Option<&PairingExplainer<'_>>,
    page: PageSetup,
) -> io::Result<()> {
    let document = document(catalog, diff, why);
    match page.width {
        Some(width) => write_page(out, catalog, diff, &document, (width, page)),
        None => document.write_records(out, page),
    }
}

/// Writes a diff laid out for people, as `document`.
pub(super) fn write_page(
    out: &mut impl Write,
    catalog: &Catalog,
    diff: &Diff,
    document: &ReportDocument,
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let (left, right) = (catalog.role(diff.left), catalog.role(diff.right));
    let names = [format!("A {}", left.title), format!("B {}", right.title)];
    writeln!(
        out,
        "{}  ⇄  {}",
        page.styled(&names[0], AnsiStyle::Left),
        page.styled(&names[1], AnsiStyle::Right)
    )?;
    write_counts(out, diff, ["changed", "only A", "only B", "same"])?;
    write_sections(out, &document.sections, width, page)
}

/// The sentence that explains how responsibilities were paired, if not all of them were compared
/// with each other.
pub fn pairing_limit_note(diff: &Diff) -> Option<String> {
    let (left, right) = diff.too_many?;
    let [left, right] = [left, right].map(|count| group_digits(count as u64));
    Some(format!(
        "Too many responsibilities to compare all ({left} × {right}): each was compared with those that share its rare \
         words or nearly all of its words."
    ))
}

/// Writes the number of rows of responsibilities with each verdict on one line, in words for
/// changed, left, right and the same.
pub(super) fn write_counts(out: &mut impl Write, diff: &Diff, words: [&str; 4]) -> io::Result<()> {
    let summary = diff.summary;
    let counts = [
        (DiffStatus::Changed, summary.changed),
        (DiffStatus::Left, summary.left),
        (DiffStatus::Right, summary.right),
        (DiffStatus::Same, summary.same),
    ];
    let count = |((status, count), word): ((DiffStatus, usize), &str)| {
        format!("{} {count} {word}", status_sign(status))
    };
    writeln!(out, "{}", counts.into_iter().zip(words).map(count).collect::<Vec<_>>().join("  "))?;
    pairing_limit_note(diff).map_or(Ok(()), |sentence| writeln!(out, "{sentence}"))
}

/// Writes the sections of a diff laid out for people.
pub(super) fn write_sections(
    out: &mut impl Write,
    sections: &[DocumentSection],
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    for section in sections {
        writeln!(out, "\n{}", page.styled(&section.heading.to_uppercase(), AnsiStyle::Heading))?;
        // Several rows with the same label are shown below it.
        let label_above =
            section.group_by.is_some() || matches!(section.heading.as_str(), "Skills" | "Moves");
        let mut before: Option<DiffTextRow> = None;
        for row in &section.rows {
            let mut line = DiffTextRow::new(row, label_above, page);
            line.repeats_label = before.is_some_and(|b| {
                b.label == line.label && (b.status == "contested") == (line.status == "contested")
            });
            line.write(out, &section.heading, width, page)?;
            before = Some(line);
        }
    }
    Ok(())
}

/// A row as it is laid out on a terminal.
struct DiffTextRow {
    label: String,
    /// Whether the label is a heading above several rows.
    label_above: bool,
    /// Whether the previous row has the same label, and both or neither are contested.
    repeats_label: bool,
    sign: String,
    /// The word for the verdict.
    status: String,
    /// The texts on the left, each starting on its own line.
    left: Vec<String>,
    right: Vec<String>,
    /// Further notes, in lines of several items.
    note: Vec<Vec<DocumentCell>>,
}

impl DiffTextRow {
    fn new(row: &DocumentRow, below: bool, page: PageSetup) -> Self {
        let status = row.cell(STATUS);
        let style = match status.text().as_str() {
            "left" | "dropped" => AnsiStyle::Left,
            "right" | "grow" | "added" | "raised" => AnsiStyle::Right,
            "same" => AnsiStyle::Dim,
            _ => AnsiStyle::Heading,
        };
        Self {
            label: row.cell(LABEL).text(),
            label_above: below,
            repeats_label: false,
            sign: page.styled(status.sign(), style),
            status: status.text(),
            left: row.cell(LEFT).marked_lines(page),
            right: row.cell(RIGHT).marked_lines(page),
            note: row.cell(NOTE).items_by_line(),
        }
    }

    fn write(
        &self,
        out: &mut impl Write,
        section: &str,
        width: usize,
        page: PageSetup,
    ) -> io::Result<()> {
        let sign = &self.sign;
        if self.label_above && !self.repeats_label {
            writeln!(out, "{}", page.styled(&self.label, AnsiStyle::Title))?;
        }
        let mut first = format!("{sign} ");
        match section {
            "Skills" => {
                let line =
                    format!("{}  {}", pad_to_width(&self.left.concat(), 28), self.right.concat());
                super::write_hanging(out, &first, &line, width)?;
                return write_note(out, &self.note, width, page);
            }
            "Moves" if self.status == "move" => {
                let takes = self.right.concat();
                let takes = if takes.is_empty() { "no stated requirements" } else { &takes };
                super::write_hanging(out, &first, &format!("takes {takes}"), width)?;
                return write_note(out, &self.note, width, page);
            }
            _ if self.status == "contested" => {
                if !self.repeats_label {
                    let label =
                        page.styled(&format!("{} Sources disagree:", self.label), AnsiStyle::Title);
                    writeln!(out, "{sign} {label}")?;
                }
                let note = DocumentCell::inline_list(self.note.iter().flatten().cloned()).text();
                return super::write_hanging(
                    out,
                    "  ",
                    &format!("{} ({note})", self.left.concat()),
                    width,
                );
            }
            _ => {}
        }
        if !self.label_above {
            writeln!(out, "{sign} {}", page.styled(&self.label, AnsiStyle::Title))?;
            first = "  ".to_string();
        }
        if width >= TWO_COLUMN_WIDTH {
            write_columns(out, &first, &self.left, &self.right, width)?;
        } else {
            for (name, texts, ink) in
                [("A", &self.left, AnsiStyle::Left), ("B", &self.right, AnsiStyle::Right)]
            {
                for text in texts {
                    super::write_hanging(
                        out,
                        &format!("{first}{} ", page.styled(name, ink)),
                        text,
                        width,
                    )?;
                    first = "  ".to_string();
                }
            }
        }
        write_note(out, &self.note, width, page)
    }
}

/// Writes further notes: the items of each line in one paragraph, and text that may be shortened on
/// its own line.
fn write_note(
    out: &mut impl Write,
    note: &[Vec<DocumentCell>],
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let room = width.saturating_sub(4).max(8);
    for items in note {
        let mut paragraph: Vec<String> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for item in items {
            match item.shorten_dim(room) {
                Some(line) => lines.push(line),
                None => paragraph.push(item.text()),
            }
        }
        let paragraph = paragraph.join(PAGE_LIST_SEPARATOR);
        let wrapped =
            crate::model::text::wrap(&paragraph, room).into_iter().filter(|line| !line.is_empty());
        for line in wrapped.chain(lines.iter().map(String::as_str)) {
            writeln!(out, "    {}", page.styled(line, AnsiStyle::Dim))?;
        }
    }
    Ok(())
}

/// Writes `left` and `right` side by side. Colour never spans a line end.
fn write_columns(
    out: &mut impl Write,
    first: &str,
    left: &[String],
    right: &[String],
    width: usize,
) -> io::Result<()> {
    let side = (width - 5) / 2;
    // Several texts each start on a line of their own, after a sign.
    let lines = |texts: &[String]| match texts {
        [text] => wrap_styled(text, side),
        texts => {
            let hang = |text: &String| wrap_styled(text, side - 2).into_iter().enumerate();
            let line = |(at, line)| format!("{}{line}", if at == 0 { "• " } else { "  " });
            texts.iter().flat_map(hang).map(line).collect()
        }
    };
    let (left, right) = (lines(left), lines(right));
    for i in 0..left.len().max(right.len()).max(1) {
        let cell = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
        let (l, r) = (cell(&left), cell(&right));
        let blank = side.saturating_sub(crate::model::text::display_width(strip_ansi(&l).as_str()));
        let gutter = if i == 0 { first } else { "  " };
        writeln!(out, "{}", format!("{gutter}{l}{} │ {r}", " ".repeat(blank)).trim_end())?;
    }
    Ok(())
}

/// Wraps text that may contain escapes; each line closes the styles it opened, and reopens those
/// that the line before left open.
fn wrap_styled(text: &str, width: usize) -> Vec<String> {
    let plain = strip_ansi(text);
    if plain.is_empty() {
        return Vec::new();
    }
    // The escapes in force at each byte of the plain text.
    let mut styles: Vec<(usize, String)> = vec![(0, String::new())];
    let (mut at, mut rest) = (0, text);
    while let Some((before, after)) = rest.split_once("\x1b[") {
        at += before.len();
        let (code, tail) = after.split_once('m').unwrap_or((after, ""));
        styles.push((at, if code == "0" { String::new() } else { format!("\x1b[{code}m") }));
        rest = tail;
    }
    let mut from = 0;
    let mut lines = Vec::new();
    for line in crate::model::text::wrap(&plain, width.max(8)) {
        let start = plain[from..].find(line).map_or(from, |i| from + i);
        let end = (start + line.len()).min(plain.len());
        let mut out = String::new();
        for (i, (begin, ink)) in styles.iter().enumerate() {
            let stop = styles.get(i + 1).map_or(plain.len(), |(next, _)| *next);
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
pub fn json(catalog: &Catalog, diff: &Diff, why: Option<&PairingExplainer<'_>>) -> Value {
    let cites = |sources: &[SourceId]| source_ids(catalog, sources);
    let side = |role: RoleId, side: &Option<RowSide>| match side {
        Some(side) => side_json(catalog, role, side),
        None => Value::Null,
    };
    let summary = diff.summary;
    let fact = |f: &FactRow| {
        let (left, right) = (f.left.as_ref().map(wording_text), f.right.as_ref().map(wording_text));
        let mut fact = json!({ "field": f.field, "left": left, "right": right, "status": f.status.word(), "note": f.note });
        let spans = [&f.left, &f.right]
            .map(|side| side.as_ref().map(MarkedText::spans).unwrap_or_default());
        if spans.iter().any(|spans| spans.iter().any(|span| span.changed)) {
            fact["spans"] =
                json!({ "left": spans_json(&spans[0]), "right": spans_json(&spans[1]) });
        }
        fact
    };
    let duty = |r: &ResponsibilityRow| {
        let mut row = json!({
            "theme": catalog.theme(r.theme).title,
            "status": r.status.word(),
            "similarity": r.similarity.map(round_likelihood),
            "paired_by": r.paired_by.map(PairingBasis::word),
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
        add_details(&mut row, diff.details.for_responsibility(r));
        row
    };
    let mut skills = skills::skill_rows_json(catalog, (diff.left, diff.right), &diff.skills);
    for (row, skill) in skills.as_array_mut().into_iter().flatten().zip(&diff.skills) {
        add_details(row, diff.details.for_skill(skill.skill));
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
        "moves": diff.direct_moves.iter().map(|s| json!({
            "from": catalog.role(s.from).id, "to": catalog.role(s.to).id, "requires": s.requires,
            "sources": cites(&s.sources),
        })).collect::<Vec<_>>(),
        "summary": { "same": summary.same, "changed": summary.changed, "left": summary.left, "right": summary.right },
    });
    if let Some(sentence) = pairing_limit_note(diff) {
        value["note"] = sentence.into();
    }
    if !diff.move_changes.is_empty() {
        value["move_changes"] = changes_json(&diff.move_changes);
    }
    value
}

/// A likelihood rounded to four decimal places.
fn round_likelihood(likelihood: f64) -> f64 {
    (likelihood * 1e4).round() / 1e4
}

/// A side of a row as JSON. If it has several responsibilities, lists name all of them, the paired
/// one first.
fn side_json(catalog: &Catalog, role: RoleId, side: &RowSide) -> Value {
    let theme = |duty: &ResponsibilityText| {
        catalog.role(role).responsibilities.get(duty.index).map(|duty| duty.theme)
    };
    let theme =
        |duty: &ResponsibilityText| theme(duty).map(|theme| catalog.theme(theme).title.as_str());
    let origin = |duty: &ResponsibilityText| {
        inherited_from(catalog, role, duty).map(|origin| catalog.role(origin).id.as_str())
    };
    let mut value = json!({
        "index": side.index(),
        "theme": theme(&side.main),
        "origin": origin(&side.main),
        "text": side.text(),
        "spans": spans_json(&side.main.spans),
    });
    if !side.joined.is_empty() {
        value["indices"] = side.responsibilities().map(|duty| duty.index).collect();
        value["texts"] = side.responsibilities().map(ResponsibilityText::text).collect();
        value["joined"] = (side.joined.iter())
            .map(|joined| {
                json!({
                    "index": joined.text.index,
                    "theme": theme(&joined.text),
                    "origin": origin(&joined.text),
                    "text": joined.text.text(),
                    "spans": spans_json(&joined.text.spans),
                    "similarity": round_likelihood(joined.likelihood),
                    "paired_by": joined.by.word(),
                })
            })
            .collect();
    }
    value
}

/// The responsibility of the role `other` that is most similar to an unpaired one.
fn nearest_json(catalog: &Catalog, other: RoleId, nearest: &NearestResponsibility) -> Value {
    let Some(duty) = catalog.role(other).responsibilities.get(nearest.index) else {
        return Value::Null;
    };
    json!({
        "index": nearest.index,
        "theme": catalog.theme(duty.theme).title,
        "text": duty.text,
        "likelihood": round_likelihood(nearest.likelihood),
    })
}

fn spans_json(spans: &[diff::MarkedSpan]) -> Value {
    spans.iter().map(|span| json!({ "text": span.text, "changed": span.changed })).collect()
}

/// Adds changes besides words and levels, if there are any.
fn add_details(row: &mut Value, details: &[PropertyChange]) {
    if !details.is_empty() {
        let side = |side: &Option<MarkedText>| side.as_ref().map(wording_text);
        let detail = |detail: &PropertyChange| json!({ "field": detail.field, "left": side(&detail.left), "right": side(&detail.right) });
        row["details"] = details.iter().map(detail).collect();
    }
}

/// The text of one side as one string for programs, as in records.
pub(super) fn wording_text(wording: &MarkedText) -> String {
    wording.spans().iter().map(|span| span.text.as_str()).collect()
}

/// Changes between two copies of something as JSON.
pub(super) fn changes_json(changes: &[TextChange]) -> Value {
    let one = |change: &TextChange| {
        json!({
            "field": change.label,
            "status": change.status.word(),
            "left": (change.status != DiffStatus::Right).then(|| wording_text(&change.left)),
            "right": (change.status != DiffStatus::Left).then(|| wording_text(&change.right)),
            "spans": { "left": spans_json(&change.left.spans()), "right": spans_json(&change.right.spans()) },
        })
    };
    changes.iter().map(one).collect()
}
