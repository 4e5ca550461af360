//! Tables as ladders: which rows and columns are levels, competencies and what is asked.
//!
//! A table has a column for each level ([`wide`]), or a row for each level, or one for each level
//! and competency ([`long`], with the [`columns`] that it needs); several may be below each other
//! in one sheet ([`parts`]). A table below the heading of a level belongs to that level ([`of_role`]).

mod columns;
mod layout;
mod legend;
mod long;
mod marks;
mod of_role;
mod parts;
mod titled;
mod wide;

use super::draft::{Draft, RoleIndex};
use super::grade::Grade;
use super::grid::Grid;
use super::level::{Certainty, certainty, is_mastery};
use super::map::{CellContent, LadderMap, column_letter};
use super::meaning::LabelMeaning;
use super::understanding::SourceReading;
use super::words::{has_words, is_blank, key};

/// Where a table is.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableContext<'a> {
    /// Its name for the account.
    pub(super) name: &'a str,
    /// The family of its roles, as far as its surroundings name one.
    pub(super) family: &'a str,
    /// The role that it belongs to, if it is below the heading of a level.
    pub(super) role: Option<RoleIndex>,
    /// The track of its roles, if it is below a heading of one.
    pub(super) track: Option<&'a str>,
    /// The theme that it belongs to, if it is below a heading of one.
    pub(super) theme: Option<&'a str>,
    /// Whether it says what a role requires, and not what it does.
    pub(super) requirements: bool,
    pub(super) map: &'a LadderMap,
    /// Whether its first row is known to be its head.
    pub(super) known_head: bool,
    /// Whether it was named as the ladder: among other files or sheets, its levels are a series.
    pub(super) alone: bool,
}

/// Why levels among other files or sheets are not read.
pub(super) const NO_SERIES: &str = "what may be its levels is no series of one job, code or rank; name it alone, or state its `levels` in a map";

/// Why rows above the names of levels or columns are not read.
const ABOVE: &str = "above the head of the table";

/// Why a text in a column of levels of skills is not read.
const NO_GRADE: &str = "not one level of a skill";

/// Why a skill of a role is not read again.
const KNOWN_SKILL: &str = "the role has the skill already";

/// Reads a table into `draft`; or returns why it is not one of a ladder.
pub(super) fn read(
    grid: &Grid,
    context: TableContext<'_>,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    if let Some(role) = context.role {
        return of_role::read(grid, context, role, draft);
    }
    let before = draft.roles.len();
    let reading = parts::read(grid, context, draft)?;
    if reading.responsibilities + reading.skills == 0 {
        draft.truncate(before);
        return Err("it names levels, and nothing that they ask".to_string());
    }
    if !context.alone && !draft.is_series_from(before) {
        draft.truncate(before);
        return Err(NO_SERIES.to_string());
    }
    Ok(reading)
}

/// Reads a table that has its levels in its columns or rows.
fn read_levels(
    grid: &Grid,
    context: TableContext<'_>,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    let named = columns::find(grid, context.map).filter(columns::LongLayout::is_named);
    if let Some(layout) = named {
        return Ok(long::read(grid, &layout, context, draft));
    }
    if let Some(layout) = layout::find(grid, context.map, context.known_head) {
        return Ok(wide::read(grid, &layout, context, draft));
    }
    if let Some(layout) = columns::find(grid, context.map) {
        return Ok(long::read(grid, &layout, context, draft));
    }
    Err("no levels in its first rows or its columns; name them under `levels` in a map".to_string())
}

/// Returns how surely a cell names a level, with the levels that the map states.
fn level_certainty(label: &str, map: &LadderMap) -> Certainty {
    if !map.levels.is_empty() {
        return if map.level_place(label).is_some() { Certainty::Yes } else { Certainty::No };
    }
    match map.meaning(label) {
        Some(LabelMeaning::Level) => Certainty::Yes,
        Some(_) => Certainty::No,
        None => certainty(label),
    }
}

/// Whether labels that may be levels are so many, or in such an order, that they are.
fn are_levels(labels: &[String], map: &LadderMap) -> bool {
    let certainties: Vec<Certainty> =
        labels.iter().map(|label| level_certainty(label, map)).collect();
    let yes = certainties.iter().filter(|certainty| **certainty == Certainty::Yes).count();
    let maybe = certainties.iter().filter(|certainty| **certainty == Certainty::Maybe).count();
    if yes + maybe < 2 {
        return !map.levels.is_empty() && yes == 1;
    }
    if yes > 0 {
        return yes + maybe >= 2;
    }
    let numbers: Vec<u32> = labels.iter().filter_map(|label| label.trim().parse().ok()).collect();
    if numbers.len() >= 2 && numbers.len() == maybe {
        return numbers.is_sorted_by(|a, b| a < b);
    }
    let mastery = labels.iter().filter(|label| is_mastery(label)).count();
    mastery >= 3 || maybe >= 3
}

/// Name of a column for the account: its header, or its letter.
fn column_name(header: &str, column: usize) -> String {
    if header.is_empty() {
        format!("column {}", column_letter(column))
    } else {
        format!("column “{header}”")
    }
}

/// Counts that show how the cells of some columns are.
#[derive(Debug, Clone, Copy, Default)]
struct CellStatistics {
    filled: usize,
    grades: usize,
    /// Cells of numbers and signs that name no level by themselves, such as `2-3`.
    scores: usize,
    distinct: usize,
    mean_length: usize,
}

impl CellStatistics {
    /// Returns what the cells are like.
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut seen = foldhash::HashSet::default();
        let (mut found, mut length) = (Self::default(), 0);
        for cell in cells.filter(|cell| !is_blank(cell)) {
            found.filled += 1;
            length += cell.chars().count();
            found.grades += usize::from(Grade::read(cell).is_some());
            found.scores += usize::from(Grade::read(cell).is_none() && !has_words(cell));
            seen.insert(key(cell));
        }
        found.distinct = seen.len();
        found.mean_length = length / found.filled.max(1);
        found
    }

    /// Whether nearly all cells are levels of skills.
    fn is_graded(self, map: &LadderMap) -> bool {
        match map.cells {
            CellContent::Grades => self.filled > 0,
            CellContent::Sentences => false,
            CellContent::Auto => {
                self.grades > 0 && (self.grades + self.scores) * 10 >= self.filled * 7
            }
        }
    }
}
