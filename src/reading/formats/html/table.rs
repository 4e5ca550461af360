//! Lays out the tables of a page.

use std::collections::VecDeque;

use super::content::PageContent;
use super::tree::NodeId;
use crate::reading::formats::lines::{LineCollector, RowCells};
use crate::reading::layout::LineShape;

/// Maximum number of columns that a cell is repeated in.
const MAX_COLUMNS: usize = 100;

/// Maximum number of rows that a cell is repeated in: that of browsers.
const MAX_ROWS: usize = 65_534;

/// Cells that reach into the rows below: their column, the number of rows, and their lines. Columns
/// ascend.
type ReachingCells = VecDeque<(usize, usize, Vec<String>)>;

/// Adds the lines of an element to others; the last argument is added to the numbers of lines.
pub(super) type CellLayout = fn(&mut LineCollector, &PageContent<'_>, NodeId, usize);

/// Whether a table contains data, rather than the layout of a page.
pub(super) fn is_table_of_data(content: &PageContent<'_>, table: NodeId) -> bool {
    let role = content.tree.node(table).attribute("role");
    let is_frame = matches!(role, Some("presentation" | "none"));
    let mut below = content.tree.descendants(table).skip(1);
    let has_parts = below.any(|id| {
        matches!(content.tree.node(id).name(), "table" | "h1" | "h2" | "h3" | "h4" | "form")
            && content.is_read(id)
    });
    !is_frame && !has_parts && rows(content, table).any(|row| cells(content, row).count() > 1)
}

/// Adds the rows of a table to `lines`, each cell by `lay_out_cell`. `offset` is added to the numbers
/// of lines.
pub(super) fn lay_out_table(
    lines: &mut LineCollector,
    content: &PageContent<'_>,
    table: NodeId,
    offset: usize,
    lay_out_cell: CellLayout,
) {
    lines.gap();
    for caption in content.elements(table, "caption").take(1) {
        let number = content.tree.node(caption).line + offset;
        lines.push(number, LineShape::Paragraph, &content.tree.text(caption));
    }
    let mut reaching: ReachingCells = VecDeque::new();
    let mut starts_table = true;
    let mut part = None;
    for row in rows(content, table) {
        // No cell reaches out of the head, the foot or a body of its table.
        let part_of_row = content.tree.ancestors(row).next();
        if part != part_of_row {
            reaching.clear();
            part = part_of_row;
        }
        let mut laid_out = RowCells::default();
        let mut reaching_on = VecDeque::new();
        fill_from_above(lines, &mut laid_out, &mut reaching, &mut reaching_on);
        for cell in cells(content, row) {
            if lines.is_full() {
                return;
            }
            let start = lines.len();
            lay_out_cell(lines, content, cell, 0);
            let text = lines.take_texts_from(start);
            let (column, rows) = (laid_out.len(), row_span(content, cell));
            lines.extend_row(&mut laid_out, &text, column_span(content, cell));
            if rows > 1 {
                let columns = column..laid_out.len();
                reaching_on.extend(columns.map(|column| (column, rows - 1, text.clone())));
            }
            fill_from_above(lines, &mut laid_out, &mut reaching, &mut reaching_on);
        }
        // Cells from above that are right of a short row.
        while let Some((column, ..)) = reaching.front() {
            let missing = column.saturating_sub(laid_out.len());
            lines.repeat_cell(&mut laid_out, &[], missing);
            if lines.is_full() {
                return;
            }
            fill_from_above(lines, &mut laid_out, &mut reaching, &mut reaching_on);
        }
        reaching = reaching_on;
        let number = content.tree.node(row).line + offset;
        starts_table &= !lines.push_row(number, &laid_out, starts_table);
    }
}

/// Adds the cells from rows above that are in the next columns of a row.
fn fill_from_above(
    lines: &mut LineCollector,
    row: &mut RowCells,
    reaching: &mut ReachingCells,
    reaching_on: &mut ReachingCells,
) {
    while reaching.front().is_some_and(|(column, ..)| *column <= row.len()) {
        let Some((_, rows, text)) = reaching.pop_front() else { return };
        let column = row.len();
        lines.repeat_cell(row, &text, 1);
        if rows > 1 {
            reaching_on.push_back((column, rows - 1, text));
        }
    }
}

/// Returns the rows of a table.
fn rows(content: &PageContent<'_>, table: NodeId) -> impl Iterator<Item = NodeId> {
    content.elements(table, "tr").filter(|id| content.is_read(*id))
}

/// Returns the cells of a row.
fn cells(content: &PageContent<'_>, row: NodeId) -> impl Iterator<Item = NodeId> {
    let children = content.tree.node(row).children.iter().copied();
    children
        .filter(|id| matches!(content.tree.node(*id).name(), "td" | "th") && content.is_read(*id))
}

/// Number of columns that a cell takes.
fn column_span(content: &PageContent<'_>, cell: NodeId) -> usize {
    stated_span(content, cell, "colspan").unwrap_or(1).clamp(1, MAX_COLUMNS)
}

/// Number of rows that a cell takes; 0 is stated for all that are left.
fn row_span(content: &PageContent<'_>, cell: NodeId) -> usize {
    match stated_span(content, cell, "rowspan") {
        Some(0) => MAX_ROWS,
        stated => stated.unwrap_or(1).min(MAX_ROWS),
    }
}

/// Number that an attribute of a cell states.
fn stated_span(content: &PageContent<'_>, cell: NodeId, attribute: &str) -> Option<usize> {
    content.tree.node(cell).attribute(attribute)?.trim().parse().ok()
}
