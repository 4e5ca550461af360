//! Lays out the tables of a page.

use super::content::PageContent;
use super::flow::lay_out_node;
use super::tree::NodeId;
use crate::reading::formats::lines::LineCollector;
use crate::reading::layout::LineShape;

/// Maximum number of columns or rows that a cell is repeated in.
const MAX_SPAN: usize = 100;

/// Whether a table holds data, rather than being the frame of a page.
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

/// Adds the rows of a table to `lines`. `offset` is added to the numbers of lines.
pub(super) fn lay_out_table(
    lines: &mut LineCollector,
    content: &PageContent<'_>,
    table: NodeId,
    offset: usize,
) {
    lines.gap();
    for caption in content.elements(table, "caption").take(1) {
        let number = content.tree.node(caption).line + offset;
        lines.push(number, LineShape::Paragraph, &content.tree.text(caption));
    }
    // Cells that reach into the rows below: their column, the number of rows, and their lines.
    let mut reaching: Vec<(usize, usize, Vec<String>)> = Vec::new();
    let mut starts_table = true;
    for row in rows(content, table) {
        if lines.is_full() {
            return;
        }
        let mut laid_out: Vec<Vec<String>> = Vec::new();
        let mut reaching_on = Vec::new();
        fill_from_above(&mut laid_out, &mut reaching, &mut reaching_on);
        for cell in cells(content, row) {
            let text = cell_lines(lines, content, cell);
            let rows = span(content, cell, "rowspan");
            for _ in 0..span(content, cell, "colspan") {
                if rows > 1 {
                    reaching_on.push((laid_out.len(), rows - 1, text.clone()));
                }
                laid_out.push(text.clone());
            }
            fill_from_above(&mut laid_out, &mut reaching, &mut reaching_on);
        }
        // Cells from above that are right of a short row.
        for (column, rows, text) in reaching.drain(..) {
            laid_out.resize(laid_out.len().max(column), Vec::new());
            laid_out.push(text.clone());
            if rows > 1 {
                reaching_on.push((column, rows - 1, text));
            }
        }
        reaching_on.sort_by_key(|(column, ..)| *column);
        reaching = reaching_on;
        let is_blank = laid_out.iter().all(Vec::is_empty);
        lines.push_row(content.tree.node(row).line + offset, &laid_out, starts_table);
        starts_table &= is_blank;
    }
}

/// Adds the cells from rows above that are in the next columns of a row.
fn fill_from_above(
    row: &mut Vec<Vec<String>>,
    reaching: &mut Vec<(usize, usize, Vec<String>)>,
    reaching_on: &mut Vec<(usize, usize, Vec<String>)>,
) {
    while reaching.first().is_some_and(|(column, ..)| *column == row.len()) {
        let (column, rows, text) = reaching.remove(0);
        row.push(text.clone());
        if rows > 1 {
            reaching_on.push((column, rows - 1, text));
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

/// Number of columns or rows that a cell takes.
fn span(content: &PageContent<'_>, cell: NodeId, attribute: &str) -> usize {
    let stated = content.tree.node(cell).attribute(attribute);
    stated.and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
}

/// Returns the lines of a cell.
fn cell_lines(lines: &mut LineCollector, content: &PageContent<'_>, cell: NodeId) -> Vec<String> {
    let start = lines.len();
    lay_out_node(lines, content, cell, 0);
    lines.take_texts_from(start)
}
