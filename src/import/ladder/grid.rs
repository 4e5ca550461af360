//! Tables of any format as a grid of cells.

use super::words::{is_blank, label};
use crate::import::cells::{BlankWords, TableCells, TextEncoding};

/// Most columns that are read of a table.
pub(super) const MAX_COLUMNS: usize = 400;

/// Most rows that are read of a table.
pub(super) const MAX_ROWS: usize = 50_000;

/// A table: its rows, and the names of where it comes from.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// The rows with their numbers in the source, from 1. Each has the same number of cells.
    pub(super) rows: Vec<GridRow>,
    /// Number of columns.
    pub(super) columns: usize,
    /// Remarks on how it was read.
    pub(super) notes: Vec<String>,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct GridRow {
    /// Its number in the source, from 1.
    pub(super) number: usize,
    /// Its cells as text; merged cells are repeated.
    pub(super) cells: Vec<String>,
}

impl GridRow {
    /// Number of cells up to the last that says something.
    fn used(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1)
    }
}

impl Grid {
    /// Returns the grid of rows with their numbers; empty rows are dropped, the others filled up.
    pub(super) fn new(rows: impl Iterator<Item = (usize, Vec<String>)>) -> Self {
        let mut rows: Vec<GridRow> = rows
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
            .map(|(number, cells)| GridRow { number, cells })
            .collect();
        let columns = rows.iter().map(GridRow::used).max().unwrap_or(0).min(MAX_COLUMNS);
        for row in &mut rows {
            row.cells.resize(columns, String::new());
        }
        Self { rows, columns, notes: Vec::new() }
    }

    /// Reads a table with separators, in any encoding.
    pub(super) fn from_separated(bytes: Vec<u8>) -> Result<Self, String> {
        let cells = TableCells::parse(bytes, BlankWords::Empty);
        if cells.too_many_cells {
            return Err("it has more cells than a table of its size can contain".to_string());
        }
        let note = match cells.encoding {
            TextEncoding::Utf8 | TextEncoding::Utf16 => None,
            TextEncoding::InvalidUtf8 => {
                Some("not valid UTF-8: unreadable characters appear as \u{fffd}")
            }
            TextEncoding::Windows1252 => Some("not UTF-8: read as Windows-1252"),
        };
        let mut count = 0;
        let rows = cells.rows().enumerate().map(|(at, row)| {
            count = at + 1;
            (
                at + 1,
                (0..row.len().min(MAX_COLUMNS))
                    .map(|column| row.raw(column).unwrap_or_default().to_string())
                    .collect(),
            )
        });
        let mut grid = Self::new(rows);
        if count > MAX_ROWS {
            return Err(format!("it has {count} rows; at most {MAX_ROWS} are read"));
        }
        grid.notes.extend(note.map(str::to_string));
        Ok(grid)
    }

    /// Returns the cell at a row and column.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.cells.get(column)).map_or("", String::as_str)
    }

    /// Returns the cell as a label: on one line, without markup.
    pub(super) fn label(&self, row: usize, column: usize) -> String {
        label(self.cell(row, column))
    }

    /// Whether a cell says nothing.
    pub(super) fn is_blank(&self, row: usize, column: usize) -> bool {
        is_blank(self.cell(row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_with_separators_become_grids() {
        let grid =
            Grid::from_separated(b"Category;Junior;Senior\n\nCraft;\"a\nb\";c\n".to_vec()).unwrap();
        assert_eq!((grid.rows.len(), grid.columns), (2, 3));
        assert_eq!(grid.cell(1, 1), "a\nb");
        assert!(grid.is_blank(9, 9));
    }
}
