//! Several tables below each other in one sheet: each row that names levels or columns anew begins
//! one of its own.

use super::super::draft::Draft;
use super::super::families::{names_field, strip_ladder_words};
use super::super::grid::Grid;
use super::super::level::{Certainty, ends_with_job};
use super::super::map::LadderMap;
use super::super::meaning::LabelMeaning;
use super::super::track;
use super::super::understanding::{SourceReading, list};
use super::super::words::{key, label, word_count};
use super::legend::{self, Legend};
use super::{TableContext, are_levels, layout, level_certainty, read_levels};

/// Most words of a heading above a table.
const LONGEST_HEADING: usize = 12;

/// Why a row is not read that names the columns again.
const REPEATED: &str = "it repeats the head of the table";

/// A table of a sheet.
struct TablePart {
    grid: Grid,
    /// The heading above its head, unless it is the first table.
    heading: Option<String>,
    /// The row of its head.
    number: usize,
}

/// Reads the tables of a sheet.
pub(super) fn read(
    grid: &Grid,
    context: TableContext<'_>,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    let (mut grid, repeated) = without_repeated_heads(grid, context.map);
    let legend = legend::take(&mut grid);
    let heads = heads(&grid, context.map);
    let mut reading = if heads.len() < 2 {
        read_levels(&grid, context, draft)?
    } else {
        read_parts(&split(&grid, &heads), context, draft)?
    };
    if let Some(Legend { grades, rows: (from, to) }) = legend {
        let shown: Vec<String> =
            grades.iter().map(|(grade, name)| format!("{grade} = {name}")).collect();
        let what = format!("rows {from} to {to}: {}", list(&shown));
        reading.note("scale of skill levels", what);
        draft.scale = grades;
    }
    for number in repeated {
        reading.leave_out(format!("row {number}"), REPEATED);
    }
    Ok(reading)
}

/// Reads each part as a table of its own.
fn read_parts(
    parts: &[TablePart],
    context: TableContext<'_>,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    let headings: Vec<&str> = parts.iter().filter_map(|part| part.heading.as_deref()).collect();
    let are_tracks = headings.len() > 1 && track::are_names(headings.iter().copied());
    let are_fields = headings.len() > 1 && headings.iter().all(|text| names_field(text));
    let levels: Vec<Vec<String>> =
        parts.iter().map(|part| level_names(&part.grid, context.map)).collect();
    let mut whole: Option<SourceReading> = None;
    let mut faults: Vec<(usize, String)> = Vec::new();
    let mut unused: Vec<String> = Vec::new();
    let mut families: Vec<String> = Vec::new();
    let mut themes: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let heading = part.heading.as_deref().map(strip_ladder_words).unwrap_or_default();
        let named = part.heading.as_deref().unwrap_or_default();
        let is_same = levels
            .iter()
            .enumerate()
            .any(|(other, names)| other != at && !names.is_empty() && *names == levels[at]);
        let mut here = TableContext { known_head: at > 0, ..context };
        let stated = context.map.meaning(named);
        let is_family = match stated {
            Some(stated) => stated == LabelMeaning::Family,
            None => are_fields || ends_with_job(&heading),
        };
        if named.is_empty() {
        } else if are_tracks || track::is_sure(named) {
            here.track = Some(named);
        } else if is_family && context.map.family.is_none() {
            here.family = &heading;
            families.push(heading.clone());
        } else if is_same || stated == Some(LabelMeaning::Theme) {
            here.theme = Some(named);
            themes.push(named.to_string());
        } else {
            unused.push(named.to_string());
        }
        match read_levels(&part.grid, here, draft) {
            Ok(found) => match &mut whole {
                Some(whole) => whole.absorb(found),
                None => whole = Some(found),
            },
            Err(why) => faults.push((part.number, why)),
        }
    }
    let Some(mut reading) = whole else {
        return Err(faults.into_iter().next().map(|(_, why)| why).unwrap_or_default());
    };
    let rows: Vec<String> = parts.iter().map(|part| part.number.to_string()).collect();
    reading.note("tables", format!("{}, with their heads in rows {}", rows.len(), rows.join(", ")));
    if !families.is_empty() {
        reading.note("families", format!("headings above the tables: {}", families.join(", ")));
    }
    if !themes.is_empty() {
        reading.note(
            "themes",
            format!(
                "headings above tables of the same levels: {}; where they are jobs, give them the \
             meaning `family` under `labels` in a map",
                themes.join(", ")
            ),
        );
    }
    for (number, why) in faults {
        reading.leave_out(format!("table with its head in row {number}"), why);
    }
    for heading in unused {
        reading.leave_out(
            format!("heading “{heading}” above a table"),
            "no track, job or theme; state its meaning under `labels` in a map",
        );
    }
    Ok(reading)
}

/// Returns the levels of a table that has them in columns.
fn level_names(grid: &Grid, map: &LadderMap) -> Vec<String> {
    let found = layout::find(grid, map, false);
    found
        .map_or_else(Vec::new, |found| found.groups.iter().map(|group| key(&group.label)).collect())
}

/// Returns the tables with their heads in the rows `heads`, each with the heading above it.
fn split(grid: &Grid, heads: &[usize]) -> Vec<TablePart> {
    let starts: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let after = if at == 0 { 0 } else { heads[at - 1] + 1 };
            start_of(grid, *head, after)
        })
        .collect();
    let mut parts = Vec::with_capacity(heads.len());
    for (at, &head) in heads.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(grid.rows.len());
        // What is above the first heading belongs to no table, and is noted with the first.
        let from = if at == 0 { 0 } else { starts[at] };
        let heading = (starts[at] < head).then(|| heading_of(grid, head - 1)).flatten();
        let rows = grid.rows[from..end]
            .iter()
            .enumerate()
            .filter(|(place, _)| heading.is_none() || from + place + 1 != head)
            .map(|(_, row)| (row.number, row.cells.clone()));
        let part = Grid::new(rows);
        let number = grid.rows[head].number;
        parts.push(TablePart { grid: widened(part, grid.columns), heading, number });
    }
    parts
}

/// Returns a grid with as many columns as that which it is a part of: they keep their places.
fn widened(mut part: Grid, columns: usize) -> Grid {
    for row in &mut part.rows {
        row.cells.resize(columns, String::new());
    }
    part.columns = columns;
    part
}

/// Returns the row from which a table with its head in the row `head` goes: that of its heading.
/// Rows from `after` on may belong to it.
fn start_of(grid: &Grid, head: usize, after: usize) -> usize {
    if head == after || heading_of(grid, head - 1).is_none() {
        return head;
    }
    // A row right below others is one of them, unless it is right above the head.
    let gap_before = head - 1 == 0 || gap(grid, head - 1);
    if gap_before || !gap(grid, head) || head - 1 == after { head - 1 } else { head }
}

/// Whether empty rows are above a row.
fn gap(grid: &Grid, row: usize) -> bool {
    row > 0 && grid.rows[row].number > grid.rows[row - 1].number + 1
}

/// Returns the text of a row that has only one, perhaps in a merged cell.
fn heading_of(grid: &Grid, row: usize) -> Option<String> {
    let mut texts = grid.rows[row].cells.iter().filter(|cell| !cell.trim().is_empty());
    let first = texts.next()?;
    let one = texts.all(|text| text == first) && word_count(first) <= LONGEST_HEADING;
    Some(label(first)).filter(|text| one && !text.is_empty())
}

/// Returns the grid without rows that repeat its first head, and the numbers of those rows.
fn without_repeated_heads(grid: &Grid, map: &LadderMap) -> (Grid, Vec<usize>) {
    let first = (0..grid.rows.len()).find(|row| is_first_head(grid, *row, map));
    let Some(first) = first.filter(|_| map.header.is_none()) else {
        return (grid.clone(), Vec::new());
    };
    let mut kept = grid.clone();
    let mut numbers = Vec::new();
    let mut at = 0;
    kept.rows.retain(|row| {
        let drop = at > first && repeats(grid, at, first, map);
        at += 1;
        if drop {
            numbers.push(row.number);
        }
        !drop
    });
    (kept, numbers)
}

/// Whether a row repeats the head in the row `first`, and is not that of another track or job.
fn repeats(grid: &Grid, row: usize, first: usize, map: &LadderMap) -> bool {
    let is_below_a_heading = heading_of(grid, row - 1).is_some_and(|text| {
        track::is_sure(&text)
            || names_field(&text)
            || ends_with_job(&strip_ladder_words(&text))
            || map.meaning(&text) == Some(LabelMeaning::Family)
    });
    let mut columns = 0..grid.columns;
    !is_below_a_heading
        && columns.all(|column| key(grid.cell(row, column)) == key(grid.cell(first, column)))
}

/// Returns the rows that are heads of tables.
fn heads(grid: &Grid, map: &LadderMap) -> Vec<usize> {
    let mut heads: Vec<usize> = Vec::new();
    if map.header.is_some() {
        return heads;
    }
    for row in 0..grid.rows.len() {
        let is_head = match heads.first() {
            None => is_first_head(grid, row, map),
            Some(first) => is_further_head(grid, row, *first, map),
        };
        if is_head {
            heads.push(row);
        }
    }
    heads
}

/// The labels of a row: its levels, and the others with their columns.
struct RowLabels {
    levels: Vec<String>,
    others: Vec<(usize, String)>,
    first_level: usize,
}

impl RowLabels {
    fn of(grid: &Grid, row: usize, map: &LadderMap) -> Self {
        let mut found = Self { levels: Vec::new(), others: Vec::new(), first_level: usize::MAX };
        for column in 0..grid.columns {
            let label = grid.label(row, column);
            if label.is_empty() {
                continue;
            }
            if level_certainty(&label, map) > Certainty::No {
                found.first_level = found.first_level.min(column);
                if !found.levels.contains(&label) {
                    found.levels.push(label);
                }
            } else {
                found.others.push((column, label));
            }
        }
        found
    }

    /// Whether the row names levels beside each other, and nothing but notes beside them.
    fn are_levels(&self, map: &LadderMap) -> bool {
        let beside = self.others.iter().filter(|(column, _)| *column > self.first_level);
        are_levels(&self.levels, map) && beside.count() <= self.levels.len()
    }

    /// The label of what the rows below are about.
    fn key(&self) -> Option<&str> {
        let first = self.others.iter().find(|(column, _)| *column < self.first_level);
        first.map(|(_, label)| label.as_str())
    }

    /// The number of columns with a known meaning, if one of them has levels or titles.
    fn meanings(&self) -> usize {
        let meanings: Vec<LabelMeaning> =
            self.others.iter().filter_map(|(_, label)| LabelMeaning::of(label)).collect();
        let levels = [LabelMeaning::Level, LabelMeaning::Title];
        if meanings.iter().any(|meaning| levels.contains(meaning)) { meanings.len() } else { 0 }
    }
}

/// Whether a row is the head of the first table: it names levels, or columns.
fn is_first_head(grid: &Grid, row: usize, map: &LadderMap) -> bool {
    let labels = RowLabels::of(grid, row, map);
    (labels.levels.len() > 1 && labels.are_levels(map)) || labels.meanings() > 1
}

/// Whether a row below the head `first` is the head of another table: it begins as that does, or
/// names other levels below a heading or an empty row.
fn is_further_head(grid: &Grid, row: usize, first: usize, map: &LadderMap) -> bool {
    let (labels, head) = (RowLabels::of(grid, row, map), RowLabels::of(grid, first, map));
    if row == first + 1 {
        return false;
    }
    if head.meanings() > 1 {
        return labels.meanings() > 1 && labels.others.first() == head.others.first();
    }
    if labels.levels.is_empty() || labels.others.iter().any(|(_, text)| word_count(text) > 4) {
        return false;
    }
    let begins_alike = labels.key().is_some() && labels.key().map(key) == head.key().map(key);
    if begins_alike {
        let beside = labels.others.iter().filter(|(column, _)| *column > labels.first_level);
        return beside.count() <= labels.levels.len();
    }
    let apart = gap(grid, row) || heading_of(grid, row - 1).is_some();
    let sure = labels.levels.iter().filter(|level| level_certainty(level, map) == Certainty::Yes);
    if labels.levels.len() < 2 || sure.count() < 2 || !labels.are_levels(map) {
        return false;
    }
    match labels.key().map(LabelMeaning::of) {
        Some(Some(LabelMeaning::Competency | LabelMeaning::Theme)) => true,
        Some(Some(
            LabelMeaning::Responsibility | LabelMeaning::Explanation | LabelMeaning::Family,
        ))
        | None => apart,
        _ => false,
    }
}
