//! Helpers and tests of all formats.

use super::*;
use crate::reading::layout::{LineShape, TextLine};

/// Shows each line as its number, `+` after a gap, its shape and its text. The lines of a cell are
/// separated by slashes.
pub(super) fn shown(text: &LaidOutText) -> Vec<String> {
    let line = |line: &TextLine| {
        let gap = if line.after_gap { " +" } else { "" };
        let (shape, text) = match &line.shape {
            LineShape::Heading(level) => (format!("H{level}"), line.text.clone()),
            LineShape::Item(depth) => (format!("I{depth}"), line.text.clone()),
            LineShape::Paragraph => ("P".to_string(), line.text.clone()),
            LineShape::Row(row) => {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.join("/")).collect();
                (if row.starts_table { "T" } else { "R" }.to_string(), cells.join("|"))
            }
        };
        format!("{}{gap} {shape} {text}", line.number)
    };
    text.lines.iter().map(line).collect()
}
