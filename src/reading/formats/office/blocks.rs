//! Collects the paragraphs and tables of a document.

use crate::reading::formats::bullets::{OpenLists, list_mark, without_bullet};
use crate::reading::formats::lines::{BOLD_HEADING, LineCollector, RowCells, StyledText};
use crate::reading::layout::LineShape;

/// Maximum number of columns that a cell is repeated in.
const MAX_SPAN: usize = 100;

/// Collector of paragraphs and tables.
pub(super) struct BlockCollector<'a> {
    lines: &'a mut LineCollector,
    lists: OpenLists,
    tables: Vec<OpenTable>,
    /// Number of the paragraph or row.
    number: usize,
}

/// A table that is being read.
#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<OpenCell>>,
    /// Whether it is the frame of a part of the document, rather than data.
    is_frame: bool,
}

/// A cell that is being read.
#[derive(Default)]
struct OpenCell {
    lines: Vec<(LineShape, StyledText)>,
    span: usize,
    /// Whether it continues the cell above.
    is_merged: bool,
}

impl<'a> BlockCollector<'a> {
    /// Makes a collector that adds to `lines`.
    pub(super) fn new(lines: &'a mut LineCollector) -> Self {
        Self { lines, lists: OpenLists::default(), tables: Vec::new(), number: 0 }
    }

    /// Whether there is more text than is read.
    pub(super) fn is_full(&self) -> bool {
        self.lines.is_full()
    }

    /// Adds the lines of a paragraph: a heading or an item if `shape` says so.
    pub(super) fn paragraph(&mut self, shape: &LineShape, text: Vec<StyledText>) {
        if self.tables.is_empty() {
            self.number += 1;
        }
        let is_blank = text.iter().all(StyledText::is_blank);
        if is_blank && self.tables.is_empty() {
            self.lines.gap();
            return;
        }
        for (at, line) in text.into_iter().filter(|line| !line.is_blank()).enumerate() {
            // Only the first line of an item has a bullet.
            let shape = match shape {
                LineShape::Item(_) if at > 0 => LineShape::Paragraph,
                shape => shape.clone(),
            };
            self.line(shape, line);
        }
    }

    fn line(&mut self, shape: LineShape, text: StyledText) {
        if let Some(table) = self.tables.last_mut() {
            if let LineShape::Heading(level) = shape {
                table.is_frame |= level < BOLD_HEADING;
            }
            if let Some(cell) = table.rows.last_mut().and_then(|row| row.last_mut()) {
                cell.lines.push((shape, text));
            }
            return;
        }
        match shape {
            LineShape::Paragraph => {
                if let Some(mark) = list_mark(text.text.trim_end())
                    && !mark.text.is_empty()
                {
                    let depth = self.lists.depth(&mark);
                    return self.lines.push_item(self.number, depth, mark.text);
                }
                self.lines.push_styled(self.number, &text);
            }
            LineShape::Heading(_) => {
                self.lists.close();
                self.lines.gap();
                self.lines.push(self.number, shape, &text.text);
            }
            _ => self.lines.push(self.number, shape, &text.text),
        }
    }

    pub(super) fn start_table(&mut self) {
        self.tables.push(OpenTable::default());
    }

    pub(super) fn start_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Vec::new());
        }
    }

    pub(super) fn start_cell(&mut self) {
        if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
            row.push(OpenCell { span: 1, ..OpenCell::default() });
        }
    }

    /// Makes the open cell `span` columns wide.
    pub(super) fn widen_cell(&mut self, span: usize) {
        if let Some(cell) = self.open_cell() {
            cell.span = span.clamp(1, MAX_SPAN);
        }
    }

    /// Makes the open cell a part of the one above.
    pub(super) fn merge_cell(&mut self) {
        if let Some(cell) = self.open_cell() {
            cell.is_merged = true;
        }
    }

    fn open_cell(&mut self) -> Option<&mut OpenCell> {
        self.tables.last_mut()?.rows.last_mut()?.last_mut()
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if let Some(outer) = self.tables.last_mut() {
            outer.is_frame = true;
        }
        let is_data = table.rows.iter().any(|row| row.len() > 1) && self.tables.is_empty();
        self.lines.gap();
        if table.is_frame || !is_data {
            for row in table.rows {
                self.number += usize::from(self.tables.is_empty());
                for (shape, text) in row.into_iter().flat_map(|cell| cell.lines) {
                    self.line(shape, text);
                }
            }
        } else {
            self.rows(table.rows);
        }
        self.lines.gap();
    }

    fn rows(&mut self, rows: Vec<Vec<OpenCell>>) {
        let mut above: Vec<Vec<String>> = Vec::new();
        let mut starts_table = true;
        for row in rows {
            if self.lines.is_full() {
                return;
            }
            self.number += 1;
            let mut cells = RowCells::default();
            for cell in row {
                let text: Vec<String> = if cell.is_merged {
                    above.get(cells.len()).cloned().unwrap_or_default()
                } else {
                    let lines = cell.lines.iter();
                    lines.map(|(_, line)| without_bullet(&line.text).to_string()).collect()
                };
                self.lines.extend_row(&mut cells, &text, cell.span);
            }
            starts_table &= !self.lines.push_row(self.number, &cells, starts_table);
            above = cells.into_texts();
        }
    }
}
