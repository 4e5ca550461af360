//! The text of a comparison: its sections in their order.

use super::builder::{self, ComparisonBuilder};
use super::entry::{ComparisonLayout, RenderedComparison};
use super::{responsibilities, telling};
use crate::analysis::diff::Diff;
use crate::analysis::reasons::PairingExplainer;
use crate::model::Catalog;
use crate::tui::doc::TextTone;
use crate::tui::pane::linked_page::PageDraft;

/// Lays out `answer` according to `look`, with the reasons from `why`. Drawings with counts are
/// based on the complete comparison.
pub(super) fn render(
    catalog: &Catalog,
    answer: &Diff,
    look: &ComparisonLayout,
    why: Option<&PairingExplainer<'_>>,
) -> RenderedComparison {
    let width = look.width.max(8);
    let mut sheet = ComparisonBuilder {
        catalog,
        diff: answer,
        why,
        layout: look,
        draft: PageDraft::default(),
        rows: Vec::new(),
        max_shift: 0,
        width,
        split: look.split && width >= 40,
        column: 0,
    };
    let visible = answer.excerpt(look.excerpt);
    responsibilities::add(&mut sheet, &visible);
    builder::key_differences(&mut sheet, &visible);
    builder::facts(&mut sheet, &visible);
    builder::skills(&mut sheet, &visible);
    builder::steps(&mut sheet, &visible);
    if answer.left == answer.right {
        sheet.draft.doc.blank_line();
        sheet.draft.doc.text("Both sides are the same role.", TextTone::Dim, width, 0);
    } else if sheet.draft.doc.rows.is_empty() {
        sheet.draft.doc.text("No rows of this kind.", TextTone::Dim, width, 0);
    }
    let telling = if answer.responsibilities.is_empty() {
        // The differences come first anyway.
        Vec::new()
    } else {
        telling::differences(answer, look, sheet.split)
    };
    RenderedComparison { draft: sheet.draft, rows: sheet.rows, max_shift: sheet.max_shift, telling }
}
