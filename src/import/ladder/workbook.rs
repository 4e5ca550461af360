//! XLSX, XLS and ODS workbooks as grids of cells.

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};
use zip::ZipArchive;

use super::error::LadderError;
use super::grid::{Grid, MAX_COLUMNS, MAX_ROWS};

/// Most bytes that the parts of a workbook may unpack to.
const MAX_UNPACKED: u64 = 400 << 20;

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
        let entry = archive.by_index_raw(at).map_err(|error| unreadable(file, &error))?;
        total = total.saturating_add(entry.size());
        // A part that packs better than a thousandfold states a wrong size or is made to flood.
        if entry.compressed_size() > 0
            && entry.size() / entry.compressed_size() > 1_200
            && entry.size() > 16 << 20
        {
            total = u64::MAX;
        }
    }
    if total > MAX_UNPACKED {
        return Err(LadderError::file(
            file,
            format!(
                "it unpacks to more than {} MB; save only the sheets of the ladder",
                MAX_UNPACKED >> 20
            ),
        ));
    }
    Ok(())
}

fn unreadable(file: &str, error: &dyn std::fmt::Display) -> LadderError {
    LadderError::file(
        file,
        format!("not a readable workbook ({error}); save it again as XLSX, ODS or CSV"),
    )
}

/// Reads the cells of a sheet as they are shown: formulas by their values, merged cells repeated.
fn read_sheet(workbook: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Grid, String> {
    let range = workbook.worksheet_range(name).map_err(|error| format!("unreadable ({error})"))?;
    let Some((top, left)) = range.start() else { return Err("empty".to_string()) };
    let (height, width) = range.get_size();
    if height.saturating_mul(width) > MAX_AREA || height > MAX_ROWS {
        return Err(format!(
            "its used area has {height} rows and {width} columns, more than a ladder has; delete what is empty"
        ));
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
