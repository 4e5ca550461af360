//! Two roles side by side, as text and JSON.

mod json;
mod page;

use std::io::{self, Write};

pub use self::json::json;
pub(super) use self::json::{ChangeEntry, DiffAnswer, wording_text};
pub(super) use self::page::write_sections;
use super::document::{
    CellSpan, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone, SpanMeaning,
};
use super::skills::{self, requirement_text};
use super::{AnsiStyle, PageSetup, publisher_cell};
use crate::analysis::diff::{
    self, Diff, DiffStatus, DirectMove, FactRow, MarkedText, PropertyChange, ResponsibilityRow,
    ResponsibilityText, RowSide, TextChange,
};
use crate::analysis::reasons::{self, PairingExplainer, other_headings, percent};
use crate::analysis::skills::{SkillDemand, SkillStatus};
use crate::model::text::group_digits;
use crate::model::{Catalog, RoleId};
use crate::wording;

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
                .append(wording::diff_sign(status), SpanMeaning::Sign)
                .append(format!("{count} {words}"), SpanMeaning::Plain)
        });
    let sides = |section: DocumentSection| {
        section.show_column(LEFT, a).show_column(RIGHT, b).show_column(NOTE, "Note")
    };
    let labelled = |name, label| {
        sides(DocumentSection::new(name).show_column(STATUS_WORDS, "").show_column(LABEL, label))
            .row_header(LABEL)
    };
    let skills = DocumentSection::new(wording::SKILLS)
        .show_column(LABEL, "")
        .show_column(LEFT, "Skill")
        .show_column(LEFT_LEVEL, a)
        .show_column(RIGHT_LEVEL, b);
    let skills = skills.show_column(NOTE, "Note");
    let moves = DocumentSection::new(wording::MOVES)
        .show_column(LABEL, "Move")
        .show_column(RIGHT, "What it takes")
        .show_column(NOTE, "Note");
    let mut document = ReportDocument::new(catalog, format!("{a} ⇄ {b}"), COLUMNS)
        .intro(counts)
        .intro(pairing_limit_note(diff).unwrap_or_default())
        .section(
            labelled(wording::KEY_DIFFERENCES, "Aspect").rows(key_difference_rows(catalog, diff)),
        )
        .section(labelled(wording::FACTS, "Fact").rows(fact_rows(diff)))
        .section(
            sides(DocumentSection::new(wording::RESPONSIBILITIES).show_column(STATUS_WORDS, ""))
                .group_by(LABEL)
                .row_header(STATUS_WORDS)
                .rows(responsibility_rows(catalog, diff, why)),
        )
        .section(skills.row_header(LEFT).rows(skill_rows(catalog, diff)))
        .section(moves.row_header(LABEL).rows(move_rows(catalog, diff)))
        .section(
            sides(
                DocumentSection::new(wording::MOVES)
                    .show_column(STATUS_WORDS, "")
                    .show_column(LABEL, "Move"),
            )
            .row_header(LABEL)
            .rows(change_rows(wording::MOVES, &diff.move_changes, "")),
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
        "left" => wording::diff_label(DiffStatus::Left).to_string(),
        "right" => wording::diff_label(DiffStatus::Right).to_string(),
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
                (STATUS, DocumentCell::with_sign(wording::DIFFERENCE_SIGN, "changed")),
                (LEFT, text(&point.left)),
                (RIGHT, text(&point.right)),
                (NOTE, publisher_cell(catalog, &point.sources)),
            ];
            diff_row(wording::KEY_DIFFERENCES, RowTone::Changed, cells)
        }));
        for position in &point.positions {
            let cells = [
                (LABEL, DocumentCell::from(&point.aspect)),
                (STATUS, DocumentCell::with_sign(wording::UNCERTAIN_SIGN, "contested")),
                (LEFT, DocumentCell::from(&position.text)),
                (RIGHT, DocumentCell::default()),
                (NOTE, publisher_cell(catalog, &position.sources)),
            ];
            rows.push(DocumentRow {
                spans_empty_cells: true,
                ..diff_row(wording::KEY_DIFFERENCES, RowTone::Changed, cells)
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
            (STATUS, DocumentCell::with_sign(wording::diff_sign(change.status), word)),
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
        let sign = wording::fact_sign(fact.status);
        let tone = status_tone(fact.status.diff_status());
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
        diff_row(wording::FACTS, tone, cells)
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
            (STATUS, DocumentCell::with_sign(wording::diff_sign(duty.status), duty.status.word())),
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
        diff_row(wording::RESPONSIBILITIES, status_tone(duty.status), cells)
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
            rows.push(diff_row(wording::SKILLS, tone, cells));
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
        diff_row(wording::MOVES, RowTone::Plain, cells)
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
    write_counts(
        out,
        diff,
        [DiffStatus::Changed, DiffStatus::Left, DiffStatus::Right, DiffStatus::Same]
            .map(wording::diff_label),
    )?;
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
        format!("{} {count} {word}", wording::diff_sign(status))
    };
    writeln!(out, "{}", counts.into_iter().zip(words).map(count).collect::<Vec<_>>().join("  "))?;
    pairing_limit_note(diff).map_or(Ok(()), |sentence| writeln!(out, "{sentence}"))
}
