//! Two roles side by side, as text and JSON.

mod json;
mod legend;
mod page;
mod sources;

use std::io::{self, Write};

pub use self::json::json;
pub(super) use self::json::{ChangeEntry, DiffAnswer, wording_text};
pub(crate) use self::legend::pairing_limit_note;
use self::legend::{letters_legend, signs_legend};
pub(super) use self::page::write_sections;
use self::sources::{asked_by, cited_by, fact_sources, source_cell};
use super::document::{
    CellSpan, ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone,
    SpanMeaning, columns,
};
use super::skills::{self, requirement_text};
use super::{AnsiStyle, PageSetup, publisher_cell};
use crate::analysis::diff::{
    self, Diff, DiffStatus, MarkedText, PropertyChange, ResponsibilityRow, ResponsibilityText,
    RowSide, TextChange,
};
use crate::analysis::reasons::{self, PairingExplainer, other_headings, percent};
use crate::analysis::skills::{SkillRow, SkillStatus};
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

columns!(
    /// The columns of a diff.
    DiffColumn {
        /// The section of the row.
        Section = "section",
        /// The subject of the row.
        Label = "label",
        /// The verdict on the row.
        Status = "status",
        /// The text of the left role.
        Left = "left",
        /// The text of the right role.
        Right = "right",
        /// Remarks.
        Note = "note",
        /// The publishers of what either side says.
        Source = "source",
    } pages {
        /// The level of a skill that the left role requires, which records combine with the other.
        LeftLevel,
        /// The level of a skill that the right role requires.
        RightLevel,
        /// The verdict in words.
        StatusWords,
    }
);

/// The diff as a sheet; with `why`, including the reasons for each row of responsibilities.
pub fn document(
    catalog: &Catalog,
    diff: &Diff,
    why: Option<&PairingExplainer<'_>>,
) -> ReportDocument {
    let (a, b) = (catalog.role_title(diff.left), catalog.role_title(diff.right));
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
    let titles = (catalog, diff.left, diff.right);
    // The reasons include the nearest text.
    let has_nearest = why.is_none()
        && diff.responsibilities.iter().any(|row| nearest_note(catalog, diff, row).is_some());
    let skills = DocumentSection::new(wording::SKILLS)
        .show_column(DiffColumn::Label, "")
        .show_column(DiffColumn::Left, "Skill")
        .show_role_column(DiffColumn::LeftLevel, catalog, diff.left)
        .show_role_column(DiffColumn::RightLevel, catalog, diff.right);
    let skills =
        skills.show_column(DiffColumn::Note, "Note").show_column(DiffColumn::Source, "Source");
    let moves = DocumentSection::new(wording::MOVES)
        .show_column(DiffColumn::Label, "Move")
        .show_column(DiffColumn::Right, "What it takes")
        .show_column(DiffColumn::Source, "Source");
    let mut document = ReportDocument::new(catalog, format!("{a} ⇄ {b}"), DiffColumn::NAMES)
        .intro(counts)
        .intro(pairing_limit_note(diff).unwrap_or_default())
        .intro(letters_legend(diff, (a, b), has_nearest))
        .intro(signs_legend(catalog, diff))
        .section(
            labelled_section(wording::KEY_DIFFERENCES, "Aspect", titles)
                .rows(key_difference_rows(catalog, diff)),
        )
        .section(labelled_section(wording::FACTS, "Fact", titles).rows(fact_rows(catalog, diff)))
        .section(
            show_sides(
                DocumentSection::new(wording::RESPONSIBILITIES)
                    .show_column(DiffColumn::StatusWords, ""),
                titles,
            )
            .group_by(DiffColumn::Label)
            .row_header(DiffColumn::StatusWords)
            .rows(responsibility_rows(catalog, diff, why)),
        )
        .section(skills.row_header(DiffColumn::Left).rows(skill_rows(catalog, diff)))
        .section(moves.row_header(DiffColumn::Label).rows(move_rows(catalog, diff)))
        .section(labelled_section(wording::MOVES, "Move", titles).rows(change_rows(
            wording::MOVES,
            &diff.move_changes,
            "",
        )));
    document.sections.retain(|section| !section.rows.is_empty());
    document
}

/// Shows the texts of both sides under their titles, and the notes.
fn show_sides(
    section: DocumentSection,
    (catalog, left, right): (&Catalog, RoleId, RoleId),
) -> DocumentSection {
    section
        .show_role_column(DiffColumn::Left, catalog, left)
        .show_role_column(DiffColumn::Right, catalog, right)
        .show_column(DiffColumn::Note, "Note")
        .show_column(DiffColumn::Source, "Source")
}

/// A section whose rows begin with their verdict and a label under the title `label`.
fn labelled_section(
    heading: &str,
    label: &str,
    titles: (&Catalog, RoleId, RoleId),
) -> DocumentSection {
    let section = DocumentSection::new(heading)
        .show_column(DiffColumn::StatusWords, "")
        .show_column(DiffColumn::Label, label);
    show_sides(section, titles).row_header(DiffColumn::Label)
}

/// A row of `section` with its cells, and the verdict in words.
fn diff_row<const N: usize>(
    section: &str,
    tone: RowTone,
    cells: [(DiffColumn, DocumentCell); N],
) -> DocumentRow {
    let section = [(DiffColumn::Section, section.into())];
    let mut row = DocumentRow { tone, ..DocumentRow::of(section.into_iter().chain(cells)) };
    let status = row.cell(DiffColumn::Status);
    let word = match status.text().as_str() {
        "left" => wording::diff_label(DiffStatus::Left).to_string(),
        "right" => wording::diff_label(DiffStatus::Right).to_string(),
        "incomparable" => "not comparable".to_string(),
        word => word.to_string(),
    };
    let words = DocumentCell::with_sign(status.sign(), word);
    if let Some(cell) = row.cell_mut(DiffColumn::StatusWords) {
        *cell = words;
    }
    row
}

fn key_difference_rows(catalog: &Catalog, diff: &Diff) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for point in &diff.key_differences {
        let has_text = point.left.is_some() || point.right.is_some();
        rows.extend(has_text.then(|| {
            let cells = [
                (DiffColumn::Label, DocumentCell::from(&point.aspect)),
                (DiffColumn::Status, DocumentCell::with_sign(wording::DIFFERENCE_SIGN, "changed")),
                (DiffColumn::Left, point.left.as_deref().unwrap_or_default().into()),
                (DiffColumn::Right, point.right.as_deref().unwrap_or_default().into()),
                (DiffColumn::Source, publisher_cell(catalog, &point.sources)),
            ];
            diff_row(wording::KEY_DIFFERENCES, RowTone::Changed, cells)
        }));
        for position in &point.positions {
            let cells = [
                (DiffColumn::Label, DocumentCell::from(&point.aspect)),
                (DiffColumn::Status, DocumentCell::with_sign(wording::UNCERTAIN_SIGN, "contested")),
                (DiffColumn::Left, DocumentCell::from(&position.text)),
                (DiffColumn::Right, DocumentCell::default()),
                (DiffColumn::Source, publisher_cell(catalog, &position.sources)),
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

/// The text of a side as a cell, empty if the side has none.
fn optional_cell(side: Option<&MarkedText>, meaning: SpanMeaning) -> DocumentCell {
    side.map(|side| wording_cell(side, meaning)).unwrap_or_default()
}

/// Spans as a cell, with changes marked for this side.
fn spans_cell(spans: &[diff::MarkedSpan], meaning: SpanMeaning) -> DocumentCell {
    let spans = spans.iter().map(|span| {
        CellSpan::new(&span.text, if span.changed { meaning } else { SpanMeaning::Plain })
    });
    DocumentCell { spans: spans.collect() }
}

/// Rows of `section` for changes between two copies of something.
pub(super) fn change_rows<'a>(
    section: &str,
    changes: impl IntoIterator<Item = &'a TextChange>,
    note: &str,
) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for change in changes {
        let word = match change.status {
            DiffStatus::Left => "dropped",
            DiffStatus::Right => "added",
            DiffStatus::Same | DiffStatus::Changed => "changed",
        };
        let cells = [
            (DiffColumn::Label, DocumentCell::from(&change.label)),
            (DiffColumn::Status, DocumentCell::with_sign(wording::diff_sign(change.status), word)),
            (DiffColumn::Left, wording_cell(&change.left, SpanMeaning::Left)),
            (DiffColumn::Right, wording_cell(&change.right, SpanMeaning::Right)),
            (DiffColumn::Note, note.into()),
        ];
        rows.push(diff_row(section, status_tone(change.status), cells));
    }
    rows
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
            (DiffColumn::Label, label),
            (DiffColumn::Status, DocumentCell::with_sign(sign, word)),
            (DiffColumn::Left, left),
            (DiffColumn::Right, right),
            (DiffColumn::Note, note),
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
        .show_column(DiffColumn::StatusWords, "")
        .show_column(DiffColumn::Label, "What")
        .show_column(DiffColumn::Left, sides.0)
        .show_column(DiffColumn::Right, sides.1);
    section.show_column(DiffColumn::Note, "Note").row_header(DiffColumn::Label).rows(rows)
}

fn status_tone(status: DiffStatus) -> RowTone {
    match status {
        DiffStatus::Same => RowTone::Same,
        DiffStatus::Changed => RowTone::Changed,
        DiffStatus::Left => RowTone::Left,
        DiffStatus::Right => RowTone::Right,
    }
}

/// The roles that `role` refers to.
fn named_roles(catalog: &Catalog, role: RoleId) -> impl Iterator<Item = RoleId> {
    let lines = catalog.reporting_lines(role);
    let role = catalog.role(role);
    [&lines.reports_to, &lines.leads, &role.reporting.never_manages]
        .into_iter()
        .chain([&role.confused_with, &role.related, &role.broader])
        .flatten()
        .copied()
        .chain(role.extends)
}

fn fact_rows(catalog: &Catalog, diff: &Diff) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for fact in &diff.facts {
        let sign = wording::fact_sign(fact.status);
        let tone = status_tone(fact.status.diff_status());
        let cells = [
            (DiffColumn::Label, DocumentCell::from(fact.field)),
            (DiffColumn::Status, DocumentCell::with_sign(sign, fact.status.word())),
            (
                DiffColumn::Left,
                fact_cell(fact.field, fact.left.as_ref(), SpanMeaning::Left)
                    .link_titles(catalog, named_roles(catalog, diff.left)),
            ),
            (
                DiffColumn::Right,
                fact_cell(fact.field, fact.right.as_ref(), SpanMeaning::Right)
                    .link_titles(catalog, named_roles(catalog, diff.right)),
            ),
            (DiffColumn::Note, wording::fact_remark(fact).unwrap_or_default().into()),
            (DiffColumn::Source, fact_sources(catalog, diff, fact)),
        ];
        rows.push(diff_row(wording::FACTS, tone, cells));
    }
    rows
}

/// The value of the fact `field` of a side.
fn fact_cell(field: &str, side: Option<&MarkedText>, meaning: SpanMeaning) -> DocumentCell {
    match side {
        Some(side) if wording::is_family(field, side) => DocumentCell::family(&side.text()),
        side => optional_cell(side, meaning),
    }
}

fn responsibility_rows(
    catalog: &Catalog,
    diff: &Diff,
    why: Option<&PairingExplainer<'_>>,
) -> Vec<DocumentRow> {
    let mut rows = Vec::new();
    for duty in &diff.responsibilities {
        let mut more: Vec<DocumentCell> =
            group_counts(duty).map(DocumentCell::from).into_iter().collect();
        more.extend(
            other_headings(catalog, diff, duty)
                .into_iter()
                .map(DocumentCell::from)
                .chain(origin_notes(catalog, diff, duty)),
        );
        // The reasons include it too.
        more.extend(nearest_note(catalog, diff, duty).filter(|_| why.is_none()));
        let why = why.into_iter().flat_map(|why| why.lines(duty)).map(DocumentCell::from);
        let cells = [
            (DiffColumn::Label, DocumentCell::from(&catalog.theme(duty.theme).title)),
            (
                DiffColumn::Status,
                DocumentCell::with_sign(wording::diff_sign(duty.status), duty.status.word()),
            ),
            (DiffColumn::Left, side_cell(duty.left.as_ref(), SpanMeaning::Left)),
            (DiffColumn::Right, side_cell(duty.right.as_ref(), SpanMeaning::Right)),
            (
                DiffColumn::Note,
                why.fold(
                    note_cell(more, diff.details.for_responsibility(duty)),
                    DocumentCell::append_line,
                ),
            ),
            (
                DiffColumn::Source,
                source_cell(
                    catalog,
                    [(diff.left, &duty.left), (diff.right, &duty.right)]
                        .map(|(role, side)| cited_by(catalog, role, side.as_ref())),
                ),
            ),
        ];
        rows.push(diff_row(wording::RESPONSIBILITIES, status_tone(duty.status), cells));
    }
    rows
}

/// Number of responsibilities on each side of a group: `2 in A, 1 in B`.
fn group_counts(row: &ResponsibilityRow) -> Option<String> {
    let [left, right] = [&row.left, &row.right]
        .map(|side| side.as_ref().map_or(0, |side| side.responsibilities().count()));
    row.is_group().then(|| format!("{left} in A, {right} in B"))
}

/// The roles that the responsibilities of a row come from.
fn origin_notes(catalog: &Catalog, diff: &Diff, row: &ResponsibilityRow) -> Vec<DocumentCell> {
    let mut origins = Vec::new();
    for (letter, role, side) in [("A", diff.left, &row.left), ("B", diff.right, &row.right)] {
        let of_side = side
            .iter()
            .flat_map(RowSide::responsibilities)
            .filter_map(|duty| inherited_from(catalog, role, duty));
        origins.extend(of_side.map(|origin| {
            DocumentCell::from(format!("{letter} from "))
                .append_cell(DocumentCell::role(catalog, origin))
        }));
    }
    origins.dedup();
    origins
}

/// The responsibility of the other role that is most similar to an unpaired one, if there is one:
/// the text that may be shortened is dim.
fn nearest_note(catalog: &Catalog, diff: &Diff, row: &ResponsibilityRow) -> Option<DocumentCell> {
    let (text, likelihood) = reasons::nearest_text(catalog, diff, row)?;
    Some(
        DocumentCell::from(format!(
            "nearest in {}, {} %: “",
            reasons::other_letter(row),
            percent(likelihood)
        ))
        .append(text, SpanMeaning::Dim)
        .append("”", SpanMeaning::Plain),
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
        let mut of_status: Vec<&SkillRow> =
            diff.skills.iter().filter(|skill| skill.status == status).collect();
        // Those with one label come together.
        of_status.sort_by_key(|skill| !skill.is_asked_differently());
        for skill in of_status {
            let (left, right) = (
                requirement_text(catalog, diff.left, skill.left),
                requirement_text(catalog, diff.right, skill.right),
            );
            let cells = [
                (DiffColumn::Label, DocumentCell::with_sign(skill.advice().0, skill.advice().1)),
                (DiffColumn::Status, DocumentCell::with_sign(skill.advice().0, status.word())),
                (DiffColumn::Left, DocumentCell::skill(catalog, skill.skill)),
                (
                    DiffColumn::Right,
                    skills::requirement_change(catalog, (diff.left, diff.right), skill).into(),
                ),
                (
                    DiffColumn::LeftLevel,
                    skills::level_cell(skill.left.and_then(|asked| asked.level), left),
                ),
                (
                    DiffColumn::RightLevel,
                    skills::level_cell(skill.right.and_then(|asked| asked.level), right),
                ),
                (DiffColumn::Note, note_cell(None, diff.details.for_skill(skill.skill))),
                (
                    DiffColumn::Source,
                    source_cell(
                        catalog,
                        [diff.left, diff.right].map(|role| asked_by(catalog, role, skill.skill)),
                    ),
                ),
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
    let mut rows = Vec::new();
    for step in &diff.direct_moves {
        let label = DocumentCell::role(catalog, step.from)
            .append(" → ", SpanMeaning::Plain)
            .append_cell(DocumentCell::role(catalog, step.to));
        let cells = [
            (DiffColumn::Label, label),
            (DiffColumn::Status, DocumentCell::with_sign("→", "move")),
            (DiffColumn::Right, DocumentCell::inline_list(&step.requires)),
            (DiffColumn::Source, publisher_cell(catalog, &step.sources)),
        ];
        rows.push(diff_row(wording::MOVES, RowTone::Plain, cells));
    }
    rows
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
    let counts = counts
        .into_iter()
        .zip(words)
        .map(|((status, count), word)| format!("{} {count} {word}", wording::diff_sign(status)));
    writeln!(out, "{}", counts.collect::<Vec<_>>().join("  "))?;
    pairing_limit_note(diff).map_or(Ok(()), |sentence| writeln!(out, "{sentence}"))
}
