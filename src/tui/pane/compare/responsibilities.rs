//! The responsibilities of a comparison, by theme.

use super::builder::{ComparisonBuilder, counted};
use super::entry::{ComparisonEntry, ComparisonRowKey, NearestTextLine, side_texts};
use super::sign;
use crate::analysis::diff::{Diff, DiffStatus, ResponsibilityRow};
use crate::analysis::reasons;
use crate::model::Catalog;
use crate::tui::doc::{TextTone, TonedText};
use crate::wording;

fn responsibility_entry(
    catalog: &Catalog,
    answer: &Diff,
    row: &ResponsibilityRow,
) -> ComparisonEntry {
    let tone = match row.status {
        DiffStatus::Same => TextTone::Dim,
        DiffStatus::Changed => TextTone::Changed,
        DiffStatus::Left => TextTone::SideA,
        DiffStatus::Right => TextTone::SideB,
    };
    let remarks = reasons::other_headings(catalog, answer, row);
    ComparisonEntry {
        key: ComparisonRowKey::of(row),
        label: None,
        sign: sign(row.status),
        tone,
        left: side_texts(row.left.as_ref(), TextTone::ChangedA, TextTone::SideA),
        right: side_texts(row.right.as_ref(), TextTone::ChangedB, TextTone::SideB),
        remark: (!remarks.is_empty()).then(|| remarks.join(" · ")),
        nearest: reasons::nearest_text(catalog, answer, row).map(|(text, likelihood)| {
            let side = reasons::other_letter(row);
            NearestTextLine { side, text: text.to_string(), likelihood }
        }),
        changed: row.status != DiffStatus::Same,
    }
}

/// Returns how many rows of `answer` there are of each kind; the kinds that are hidden because only
/// `only` is shown are dimmed.
fn kind_counts(answer: &Diff, only: Option<DiffStatus>) -> Vec<TonedText> {
    let summary = answer.summary;
    let counts = [
        (DiffStatus::Changed, summary.changed, TextTone::Changed),
        (DiffStatus::Left, summary.left, TextTone::SideA),
        (DiffStatus::Right, summary.right, TextTone::SideB),
        (DiffStatus::Same, summary.same, TextTone::Dim),
    ];
    let mut pieces = Vec::with_capacity(counts.len() + 1);
    for (kind, count, tone) in counts {
        let tone = if only.is_some_and(|only| only != kind) { TextTone::Faint } else { tone };
        let text = format!("{} {count} {}  ", sign(kind), wording::diff_label(kind));
        pieces.push(TonedText::new(text, tone));
    }
    let too_many = if answer.too_many.is_some() { "too many to compare all" } else { "" };
    pieces.push(TonedText::new(too_many, TextTone::Dim));
    pieces
}

/// Groups `rows`, in which those of a theme follow each other.
fn by_theme(rows: &[ResponsibilityRow]) -> impl Iterator<Item = &[ResponsibilityRow]> {
    rows.chunk_by(|row, next| row.theme == next.theme)
}

/// Adds the responsibilities, by theme.
pub(super) fn add(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    if excerpt.responsibilities.is_empty() {
        return;
    }
    let shown = excerpt.responsibilities.len();
    let title = counted(wording::RESPONSIBILITIES, shown, answer.responsibilities.len());
    let counts = kind_counts(answer, sheet.layout.excerpt.kind);
    sheet.draft.doc.section_with(title, &counts, sheet.width);
    // The order is that of the complete comparison, whatever part of it is shown.
    for (at, theme) in by_theme(&answer.responsibilities).enumerate() {
        let Some(of) = theme.first().map(|row| row.theme) else { continue };
        let here: Vec<&ResponsibilityRow> =
            excerpt.responsibilities.iter().filter(|row| row.theme == of).collect();
        if here.is_empty() {
            continue;
        }
        if at > 0
            && sheet.draft.doc.sections.last().map(|(line, _)| line + 1)
                != Some(sheet.draft.doc.rows.len())
        {
            sheet.draft.doc.blank_line();
        }
        let (mut a, mut b) = (0, 0);
        for row in theme {
            a += row.left.as_ref().map_or(0, |side| side.responsibilities().count());
            b += row.right.as_ref().map_or(0, |side| side.responsibilities().count());
        }
        let head = [
            TonedText::new(format!("{}  ", catalog.theme(of).title), TextTone::Heading),
            TonedText::new(format!("A {a} "), TextTone::Dim),
            TonedText::new("■".repeat(a), TextTone::SideA),
            TonedText::new(
                if a > 0 { format!("  B {b} ") } else { format!(" B {b} ") },
                TextTone::Dim,
            ),
            TonedText::new("■".repeat(b), TextTone::SideB),
        ];
        sheet.draft.doc.pieces(&head, sheet.width, 0);
        for row in here {
            let mut entry = responsibility_entry(catalog, answer, row);
            // The expanded details show it in full.
            entry.nearest = entry.nearest.filter(|_| !sheet.layout.expanded.contains(&entry.key));
            sheet.entry(&entry);
        }
    }
}
