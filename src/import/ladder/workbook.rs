//! XLSX, XLS and ODS workbooks as grids of cells.

use std::io::{self, Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use zip::ZipArchive;

use super::error::LadderError;
use super::grid::{Grid, MAX_COLUMNS, MAX_ROWS};

/// Most bytes that the parts of a workbook may unpack to.
const MAX_UNPACKED: u64 = 256 << 20;

/// Most cells that the used area of a sheet may have.
const MAX_AREA: usize = 4 << 20;

/// Most merged areas of a sheet that are filled.
const MAX_MERGES: usize = 20_000;

/// A sheet of a workbook.
pub(super) struct WorkbookSheet {
    /// Its name.
    pub(super) name: String,
    /// Its cells; or why it is not read.
    pub(super) content: Result<Grid, String>,
}

/// Reads the sheets of a workbook, in order.
///
/// # Errors
///
/// When it is not one, is damaged, needs a password or unpacks to too much.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<WorkbookSheet>, LadderError> {
    check_archive(file, bytes)?;
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| unreadable(file, &error))?;
    let about: Vec<(String, SheetType, SheetVisible)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.typ, sheet.visible))
        .collect();
    Ok(about
        .into_iter()
        .map(|(name, kind, visible)| {
            let content = match (kind, visible) {
                (kind, _) if kind != SheetType::WorkSheet => {
                    Err("not a table of cells".to_string())
                }
                (_, SheetVisible::Hidden | SheetVisible::VeryHidden) => {
                    Err("hidden; name it under `sheets` in a map to read it".to_string())
                }
                _ => Ok(()),
            };
            let content = content.and_then(|()| read_sheet(&mut workbook, &name));
            WorkbookSheet { name, content }
        })
        .collect())
}

/// Reads one sheet by name, also a hidden one.
pub(super) fn sheet(file: &str, bytes: &[u8], name: &str) -> Result<Grid, LadderError> {
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| unreadable(file, &error))?;
    read_sheet(&mut workbook, name)
        .map_err(|why| LadderError::file(format!("{file}, sheet {name}"), why))
}

/// Refuses archives that unpack to more than a ladder can have, before anything is unpacked.
fn check_archive(file: &str, bytes: &[u8]) -> Result<(), LadderError> {
    if !bytes.starts_with(b"PK") {
        // An encrypted workbook is an OLE file, as is one of old Excel.
        let encrypted: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            return Err(LadderError::file(file, "it needs a password; save it without one"));
        }
        return Ok(());
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(file, &error))?;
    let mut total = 0_u64;
    for at in 0..archive.len() {
        // The stated size of a part may be wrong: what counts is what comes out.
        let part = archive.by_index(at).map_err(|error| unreadable(file, &error))?;
        let mut part = part.take(MAX_UNPACKED - total + 1);
        total += io::copy(&mut part, &mut io::sink()).map_err(|error| unreadable(file, &error))?;
        if total > MAX_UNPACKED {
            let most = MAX_UNPACKED >> 20;
            return Err(LadderError::file(
                file,
                format!("it unpacks to more than {most} MB; save only the sheets of the ladder"),
            ));
        }
    }
    if let Ok(content) = archive.by_name("content.xml") {
        check_open_document(file, content)?;
    }
    Ok(())
}

/// Refuses ODS sheets whose repeated cells are more than a ladder has, before they are repeated.
fn check_open_document(file: &str, content: impl Read) -> Result<(), LadderError> {
    let mut reader = quick_xml::Reader::from_reader(io::BufReader::new(content));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut sheet = RepeatedCells::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| unreadable(file, &error))? {
            Event::Eof => return Ok(()),
            Event::Start(element) => sheet.start(&element, false),
            Event::Empty(element) => sheet.start(&element, true),
            Event::End(element) => sheet.end(&element),
            Event::Text(text) if !text.chars().all(char::is_whitespace) => sheet.filled = true,
            _ => {}
        }
        if sheet.area() > MAX_AREA as u64 {
            let (rows, columns) = (sheet.rows, sheet.columns);
            return Err(LadderError::file(file, used_area(rows, columns)));
        }
    }
}

/// The cells of an ODS sheet up to the last that is filled, each as often as it repeats.
#[derive(Debug, Clone, Copy, Default)]
struct RepeatedCells {
    /// Rows up to the last with a filled cell, and the columns of the widest.
    rows: u64,
    columns: u64,
    /// Rows so far, and the columns so far of this one.
    row: u64,
    column: u64,
    repeats: u64,
    cell_repeats: u64,
    /// Whether the cell, and the row up to a column, are filled.
    filled: bool,
    filled_columns: u64,
}

impl RepeatedCells {
    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        match element.name().as_ref() {
            "table:table" => *self = Self::default(),
            "table:table-row" => {
                self.repeats = repeats(element, "table:number-rows-repeated");
                (self.column, self.filled_columns) = (0, 0);
                if empty {
                    self.row = self.row.saturating_add(self.repeats);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell_repeats = repeats(element, "table:number-columns-repeated");
                self.filled = element.attributes().with_checks(false).flatten().any(|attribute| {
                    let name = attribute.key.as_ref();
                    name.starts_with("office:") || name == "table:formula"
                });
                if empty {
                    self.end_cell();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, element: &BytesEnd<'_>) {
        match element.name().as_ref() {
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => {
                self.row = self.row.saturating_add(self.repeats);
                if self.filled_columns > 0 {
                    self.rows = self.row;
                    self.columns = self.columns.max(self.filled_columns);
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        self.column = self.column.saturating_add(self.cell_repeats);
        if self.filled {
            self.filled_columns = self.column;
        }
        self.filled = false;
    }

    /// Number of cells of the used area.
    fn area(&self) -> u64 {
        self.rows.saturating_mul(self.columns)
    }
}

/// Returns how often an element repeats.
fn repeats(element: &BytesStart<'_>, name: &str) -> u64 {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
    // A number that cannot be read is one that is too large.
    found.map_or(1, |attribute| attribute.value.parse().unwrap_or(u64::MAX))
}

/// Checks the used area of an XLSX sheet cell by cell, before room is made for all of it.
fn check_used_area(book: &mut calamine::Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(), String> {
    let mut cells =
        book.worksheet_cells_reader(name).map_err(|error| format!("unreadable ({error})"))?;
    let (mut from, mut to) = ((u32::MAX, u32::MAX), (0, 0));
    while let Some(cell) = cells.next_cell().map_err(|error| format!("unreadable ({error})"))? {
        if *cell.get_value() == calamine::DataRef::Empty {
            continue;
        }
        let (row, column) = cell.get_position();
        from = (from.0.min(row), from.1.min(column));
        to = (to.0.max(row), to.1.max(column));
        let (rows, columns) = (u64::from(to.0 - from.0) + 1, u64::from(to.1 - from.1) + 1);
        if rows * columns > MAX_AREA as u64 {
            return Err(used_area(rows, columns));
        }
    }
    Ok(())
}

/// Returns why a sheet of so many rows and columns is not read.
fn used_area(rows: u64, columns: u64) -> String {
    format!(
        "its used area has {rows} rows and {columns} columns, more than a ladder has; delete what is empty"
    )
}

fn unreadable(file: &str, error: &dyn std::fmt::Display) -> LadderError {
    LadderError::file(
        file,
        format!("not a readable workbook ({error}); save it again as XLSX, ODS or CSV"),
    )
}

/// Reads the cells of a sheet as they are shown: formulas by their values, merged cells repeated.
fn read_sheet(workbook: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Grid, String> {
    if let Sheets::Xlsx(book) = workbook {
        check_used_area(book, name)?;
    }
    let range = workbook.worksheet_range(name).map_err(|error| format!("unreadable ({error})"))?;
    let Some((top, left)) = range.start() else { return Err("empty".to_string()) };
    let (height, width) = range.get_size();
    if height.saturating_mul(width) > MAX_AREA || height > MAX_ROWS {
        return Err(used_area(height as u64, width as u64));
    }
    let mut rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().take(MAX_COLUMNS).map(shown).collect()).collect();
    let merges = match workbook {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    for area in merges.iter().take(MAX_MERGES) {
        repeat_merged(&mut rows, (top, left), area.start, area.end);
    }
    // The first column is A: letters of columns in a map count from there.
    let lead = left as usize;
    let numbered = rows.into_iter().enumerate().map(|(at, row)| {
        let cells = std::iter::repeat_n(String::new(), lead.min(MAX_COLUMNS)).chain(row).collect();
        (top as usize + at + 1, cells)
    });
    let grid = Grid::new(numbered);
    if grid.rows.is_empty() { Err("empty".to_string()) } else { Ok(grid) }
}

/// Repeats the text of a merged area in all its cells.
fn repeat_merged(
    rows: &mut [Vec<String>],
    (top, left): (u32, u32),
    start: (u32, u32),
    end: (u32, u32),
) {
    let Some((row, column)) = start.0.checked_sub(top).zip(start.1.checked_sub(left)) else {
        return;
    };
    let Some(text) = rows.get(row as usize).and_then(|cells| cells.get(column as usize)).cloned()
    else {
        return;
    };
    if text.is_empty() {
        return;
    }
    let last = rows.len().saturating_sub(1).min(end.0.saturating_sub(top) as usize);
    for cells in rows.iter_mut().take(last + 1).skip(row as usize) {
        let right = cells.len().min(end.1.saturating_sub(left) as usize + 1);
        for cell in cells.iter_mut().take(right).skip(column as usize) {
            if cell.is_empty() {
                cell.clone_from(&text);
            }
        }
    }
}

/// Returns a cell as it is shown.
fn shown(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_string(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => {
            if number.fract().abs() < f64::EPSILON && number.abs() < 1e15 {
                format!("{number:.0}")
            } else {
                number.to_string()
            }
        }
        Data::Bool(true) => "✓".to_string(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(duration) => duration.as_f64().to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        // The value of a formula that failed says nothing.
        Data::Empty | Data::Bool(false) | Data::Error(_) => String::new(),
    }
}
