//! The layout of tables with a column for each level.

use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::{Certainty, LevelName, is_abbreviation};
use super::super::map::LadderMap;
use super::super::meaning::LabelMeaning;
use super::super::words::{word_count, words};
use super::{CellStatistics, are_levels, level_certainty};

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
pub(super) fn find(grid: &Grid, map: &LadderMap, known_head: bool) -> Option<WideLayout> {
    let rows = if known_head { 1 } else { grid.rows.len().min(MOST_HEADER_ROWS) };
    let stated =
        map.header.and_then(|number| grid.rows.iter().position(|row| row.number == number));
    let range = stated.map_or(0..rows, |row| row..row + 1);
    let counts: Vec<usize> = (0..grid.rows.len().min(range.end))
        .map(|row| if range.contains(&row) { level_count(grid, row, map, known_head) } else { 0 })
        .collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let header = counts.iter().position(|count| *count * 5 >= most * 4)?;
    let groups = with_abbreviations(grid, header, groups(grid, header, map, known_head), map);
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
fn level_count(grid: &Grid, row: usize, map: &LadderMap, known_head: bool) -> usize {
    let mut labels: Vec<String> = Vec::new();
    for column in 0..grid.columns {
        let label = grid.label(row, column);
        if level_certainty(&label, map) > Certainty::No && !labels.contains(&label) {
            labels.push(label);
        }
    }
    if map.levels.is_empty() {
        for column in 0..grid.columns {
            let label = grid.label(row, column);
            if is_named_within(&label, labels.iter()) && !labels.contains(&label) {
                labels.push(label);
            }
        }
    }
    if known_head || are_levels(&labels, map) { labels.len() } else { 0 }
}

/// Whether a label is an abbreviation that is a word of a level: `CSM` beside `Senior CSM`.
fn is_named_within<'l>(label: &str, mut levels: impl Iterator<Item = &'l String>) -> bool {
    is_abbreviation(label)
        && levels.any(|level| level != label && words(level).contains(&label.to_lowercase()))
}

/// Adds the columns that an abbreviation names, if it is the job of other levels, or stands beside
/// these and has cells like theirs: `SDR` before `Account Executive`.
fn with_abbreviations(
    grid: &Grid,
    header: usize,
    mut groups: Vec<LevelColumns>,
    map: &LadderMap,
) -> Vec<LevelColumns> {
    if groups.is_empty() || !map.levels.is_empty() {
        return groups;
    }
    let of_levels = CellStatistics::of(
        (header + 1..grid.rows.len())
            .flat_map(|row| groups.iter().map(move |group| grid.cell(row, group.from))),
    );
    for column in (1..grid.columns).rev() {
        let label = grid.label(header, column);
        let taken = groups.iter().any(|group| (group.from..group.to).contains(&column));
        let known =
            map.column_meaning(&label, column).is_some() || LabelMeaning::of(&label).is_some();
        // What a row is about stays before the levels.
        let has_key = (0..column).any(|before| {
            !groups.iter().any(|group| (group.from..group.to).contains(&before))
                && (header + 1..grid.rows.len()).any(|row| !grid.is_blank(row, before))
        });
        if taken || known || !has_key || !is_abbreviation(&label) {
            continue;
        }
        let beside = groups.iter().any(|group| group.from == column + 1 || group.to == column);
        let cells =
            CellStatistics::of((header + 1..grid.rows.len()).map(|row| grid.cell(row, column)));
        let is_alike = cells.filled > 0
            && cells.is_graded(map) == of_levels.is_graded(map)
            && cells.mean_length * 3 >= of_levels.mean_length
            && cells.mean_length <= of_levels.mean_length * 3;
        let is_job = is_named_within(&label, groups.iter().map(|group| &group.label));
        if is_job || (beside && is_alike) {
            let at = groups.iter().take_while(|group| group.from < column).count();
            groups.insert(at, LevelColumns { from: column, to: column + 1, label });
        }
    }
    groups
}

/// Whether a row names levels by words: numbers beside them are counts or formulas.
fn has_named_levels(grid: &Grid, row: usize, map: &LadderMap) -> bool {
    (0..grid.columns).map(|column| grid.label(row, column)).any(|label| {
        level_certainty(&label, map) > Certainty::No && label.contains(char::is_alphabetic)
    })
}

/// Returns the columns of each level of the header: each up to the next column with a header.
fn groups(grid: &Grid, header: usize, map: &LadderMap, known_head: bool) -> Vec<LevelColumns> {
    let named = map.levels.is_empty() && has_named_levels(grid, header, map);
    let mut groups: Vec<LevelColumns> = Vec::new();
    let mut open = false;
    for column in 0..grid.columns {
        let label = grid.label(header, column);
        // Right of what the rows are about, a head that is known to be one has nothing but levels.
        let may_be = known_head
            && (0..column).any(|before| !grid.is_blank(header, before))
            && !label.is_empty()
            && LabelMeaning::of(&label).is_none();
        let is_level = (may_be || level_certainty(&label, map) > Certainty::No)
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
        let sentences = labels.iter().filter(|label| is_sentence(label)).count();
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

/// Whether a cell says more than a name does.
fn is_sentence(label: &str) -> bool {
    let count = word_count(label);
    count > LONGEST_NAME || (count > 2 && label.ends_with('.'))
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
