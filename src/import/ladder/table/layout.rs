//! The layout of tables with a column for each level.

use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::{Certainty, LevelName};
use super::super::map::LadderMap;
use super::super::meaning::LabelMeaning;
use super::super::words::word_count;
use super::{are_levels, level_certainty};

/// Rows from the top in which the levels are looked for.
const MOST_HEADER_ROWS: usize = 30;

/// Rows below the levels that may still belong to the head of the table.
const MOST_BLOCK_ROWS: usize = 12;

/// Most words of a cell that is a name rather than a sentence.
const LONGEST_NAME: usize = 8;

/// A table with a column for each level.
pub(super) struct WideLayout {
    /// The row of the levels.
    pub(super) header: usize,
    /// The last row of the head.
    pub(super) block_end: usize,
    /// The columns of each level.
    pub(super) groups: Vec<LevelColumns>,
    /// Columns before and between those of the levels.
    pub(super) keys: Vec<usize>,
}

/// The columns of one level.
pub(super) struct LevelColumns {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
}

/// Returns the layout of `grid` if it has a column for each level.
pub(super) fn find(grid: &Grid, map: &LadderMap) -> Option<WideLayout> {
    let rows = grid.rows.len().min(MOST_HEADER_ROWS);
    let stated =
        map.header.and_then(|number| grid.rows.iter().position(|row| row.number == number));
    let range = stated.map_or(0..rows, |row| row..row + 1);
    let counts: Vec<usize> = (0..grid.rows.len().min(range.end))
        .map(|row| if range.contains(&row) { level_count(grid, row, map) } else { 0 })
        .collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let header = counts.iter().position(|count| *count * 5 >= most * 4)?;
    let groups = groups(grid, header, map);
    let body = header + 1;
    if groups.is_empty() || (body >= grid.rows.len()) {
        return None;
    }
    // Below the levels of a long table are more levels.
    let (mut filled, mut levels, mut grades) = (0, 0, 0_usize);
    for row in body..grid.rows.len() {
        for group in &groups {
            let label = grid.label(row, group.from);
            let is_grade = Grade::read(&label).is_some();
            filled += usize::from(!label.is_empty() && !is_grade);
            grades += usize::from(is_grade);
            levels += usize::from(level_certainty(&label, map) > Certainty::No && !is_grade);
        }
    }
    if filled + grades == 0 || (levels * 2 > filled && filled > 0) {
        return None;
    }
    let block_end = block_end(grid, header, &groups, map);
    let in_group =
        |column: usize| groups.iter().any(|group| (group.from..group.to).contains(&column));
    let keys = (0..grid.columns)
        .filter(|column| !in_group(*column))
        .filter(|column| (header..grid.rows.len()).any(|row| !grid.is_blank(row, *column)))
        .collect();
    Some(WideLayout { header, block_end, groups, keys })
}

/// Number of different levels that a row names.
fn level_count(grid: &Grid, row: usize, map: &LadderMap) -> usize {
    let mut labels: Vec<String> = Vec::new();
    for column in 0..grid.columns {
        let label = grid.label(row, column);
        if level_certainty(&label, map) > Certainty::No && !labels.contains(&label) {
            labels.push(label);
        }
    }
    if are_levels(&labels, map) { labels.len() } else { 0 }
}

/// Whether a row names levels by words: numbers beside them are counts or formulas.
fn has_named_levels(grid: &Grid, row: usize, map: &LadderMap) -> bool {
    (0..grid.columns).map(|column| grid.label(row, column)).any(|label| {
        level_certainty(&label, map) > Certainty::No && label.contains(char::is_alphabetic)
    })
}

/// Returns the columns of each level of the header: each up to the next column with a header.
fn groups(grid: &Grid, header: usize, map: &LadderMap) -> Vec<LevelColumns> {
    let named = map.levels.is_empty() && has_named_levels(grid, header, map);
    let mut groups: Vec<LevelColumns> = Vec::new();
    let mut open = false;
    for column in 0..grid.columns {
        let label = grid.label(header, column);
        let is_level = level_certainty(&label, map) > Certainty::No
            && (!named || label.contains(char::is_alphabetic))
            && map
                .column_meaning(&label, column)
                .is_none_or(|meaning| meaning == LabelMeaning::Level);
        match groups.last_mut() {
            Some(group) if open && (label.is_empty() || (is_level && label == group.label)) => {
                group.to = column + 1;
            }
            _ => {
                open = is_level;
                if is_level {
                    groups.push(LevelColumns { from: column, to: column + 1, label });
                }
            }
        }
    }
    groups
}

/// Returns the last row of the head: one that names levels again, as codes or abbreviations. The
/// head ends where most cells of a row are sentences: a row of levels below says something else,
/// such as whom each reports to.
fn block_end(grid: &Grid, header: usize, groups: &[LevelColumns], map: &LadderMap) -> usize {
    let mut end = header;
    for row in header + 1..grid.rows.len().min(header + 1 + MOST_BLOCK_ROWS) {
        let labels: Vec<String> = groups.iter().map(|group| grid.label(row, group.from)).collect();
        let sentences = labels.iter().filter(|label| word_count(label) > LONGEST_NAME).count();
        if sentences * 10 >= groups.len() * 6 {
            break;
        }
        if labels.iter().filter(|label| is_code_of_level(label, map)).count() * 10
            >= groups.len() * 6
        {
            end = row;
        }
    }
    end
}

/// Whether a cell below the levels names a level again.
fn is_code_of_level(label: &str, map: &LadderMap) -> bool {
    super::super::level::certainty(label) == Certainty::Yes
        && (map.levels.is_empty() || map.level_place(label).is_none())
        && Grade::read(label).is_none()
        && word_count(label) <= 5
}

/// Returns the label of a level with the code that another row of the head gives it.
pub(super) fn full_label(grid: &Grid, layout: &WideLayout, group: &LevelColumns) -> String {
    let own = LevelName::parse(&group.label);
    for row in (layout.header + 1..=layout.block_end).rev() {
        let other = grid.label(row, group.from);
        if super::super::level::certainty(&other) != Certainty::Yes || word_count(&other) > 5 {
            continue;
        }
        let other = LevelName::parse(&other);
        match (&own.code, &own.title, &other.code, &other.title) {
            (None, Some(title), Some(code), None) | (Some(code), None, None, Some(title)) => {
                return format!("{title} ({code})");
            }
            _ => {}
        }
    }
    group.label.clone()
}
