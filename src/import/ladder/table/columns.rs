//! The columns of tables with a row for each level, or for each level and competency.

use foldhash::HashSet;

use super::super::facts;
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::Certainty;
use super::super::map::LadderMap;
use super::super::meaning::LabelMeaning;
use super::super::words::key;
use super::{CellStatistics, are_levels, level_certainty};

/// Rows from the top in which the names of the columns are looked for.
const MOST_HEADER_ROWS: usize = 10;

/// The use of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColumnUse {
    /// The meaning of its label.
    Means(LabelMeaning),
    /// A theme or skill of this name: the cells say what it asks.
    Named(String),
    /// Not read.
    LeftOut(&'static str),
}

/// A table with a row for each level, or for each level and competency.
pub(super) struct LongLayout {
    /// The row that names the columns.
    pub(super) header: usize,
    /// The name and use of each column.
    pub(super) columns: Vec<(String, ColumnUse)>,
    /// Whether each row is a level of its own.
    pub(super) by_row: bool,
}

impl LongLayout {
    /// Whether a column has one of these meanings.
    fn means(&self, wanted: &[LabelMeaning]) -> bool {
        self.columns.iter().any(
            |(_, usage)| matches!(usage, ColumnUse::Means(meaning) if wanted.contains(meaning)),
        )
    }

    /// Whether the names of its columns leave no doubt.
    pub(super) fn is_named(&self) -> bool {
        let known =
            self.columns.iter().filter(|(_, usage)| matches!(usage, ColumnUse::Means(_))).count();
        known >= 3
            && self.means(&[LabelMeaning::Level, LabelMeaning::Title])
            && self.means(&[
                LabelMeaning::Responsibility,
                LabelMeaning::Competency,
                LabelMeaning::Grade,
            ])
            && !super::are_levels(
                &self.columns.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
                &LadderMap::default(),
            )
    }
}

/// Returns the values of a column below the head; one that repeats from row to row once.
fn values(grid: &Grid, header: usize, column: usize) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for row in header + 1..grid.rows.len() {
        let value = grid.label(row, column);
        if !value.is_empty() && values.last() != Some(&value) {
            values.push(value);
        }
    }
    values
}

/// Returns what the cells of a column below the head are like.
fn statistics(grid: &Grid, header: usize, column: usize) -> CellStatistics {
    CellStatistics::of((header + 1..grid.rows.len()).map(|row| grid.cell(row, column)))
}

/// Whether a column has nothing but yes and no.
fn is_flag(grid: &Grid, header: usize, column: usize) -> bool {
    (header + 1..grid.rows.len()).filter(|row| !grid.is_blank(*row, column)).all(|row| {
        matches!(Grade::read(grid.cell(row, column)), Some(Grade::Asked | Grade::NotAsked))
    })
}

/// Returns the layout of `grid` if it has a row for each level.
pub(super) fn find(grid: &Grid, map: &LadderMap) -> Option<LongLayout> {
    let stated =
        map.header.and_then(|number| grid.rows.iter().position(|row| row.number == number));
    let range = stated.map_or(0..grid.rows.len().min(MOST_HEADER_ROWS), |row| row..row + 1);
    for header in range {
        if let Some(layout) = layout_at(grid, header, map) {
            return Some(layout);
        }
        // A table whose columns are named, and that says nothing of use, has no second head.
        let names =
            (0..grid.columns).filter_map(|column| LabelMeaning::of(&grid.label(header, column)));
        if names
            .filter(|meaning| matches!(meaning, LabelMeaning::Level | LabelMeaning::Title))
            .count()
            > 0
        {
            return None;
        }
    }
    None
}

/// Returns the layout of `grid` with the row `header` as its head.
fn layout_at(grid: &Grid, header: usize, map: &LadderMap) -> Option<LongLayout> {
    let headers: Vec<String> = (0..grid.columns).map(|column| grid.label(header, column)).collect();
    if headers.iter().filter(|label| !label.is_empty()).count() < 2 || header + 1 >= grid.rows.len()
    {
        return None;
    }
    let mut meanings: Vec<Option<LabelMeaning>> = headers
        .iter()
        .enumerate()
        .map(|(column, label)| {
            map.column_meaning(label, column).or_else(|| LabelMeaning::of(label))
        })
        .collect();
    if !meanings
        .iter()
        .any(|meaning| matches!(meaning, Some(LabelMeaning::Level | LabelMeaning::Title)))
    {
        // Without a name for it, the first column may still have the levels.
        let first = values(grid, header, 0);
        let levels =
            first.iter().filter(|value| level_certainty(value, map) > Certainty::No).count();
        if levels * 10 < first.len() * 8 || !are_levels(&first, map) {
            return None;
        }
        if level_certainty(&headers[0], map) == Certainty::Yes {
            return None;
        }
        meanings[0] = Some(LabelMeaning::Level);
    }
    grade_beside_skill(&headers, &mut meanings, map);
    describe(&headers, &mut meanings, map);
    let place: Vec<usize> = (0..grid.columns)
        .filter(|column| {
            matches!(
                meanings[*column],
                Some(
                    LabelMeaning::Level
                        | LabelMeaning::Title
                        | LabelMeaning::Family
                        | LabelMeaning::Track
                )
            )
        })
        .collect();
    let mut seen = HashSet::default();
    let by_row = (header + 1..grid.rows.len())
        .map(|row| {
            place.iter().map(|column| key(grid.cell(row, *column))).collect::<Vec<_>>().join(" / ")
        })
        .filter(|name| !name.replace([' ', '/'], "").is_empty())
        .all(|name| seen.insert(name));
    let has_text = meanings.iter().any(|meaning| {
        matches!(meaning, Some(LabelMeaning::Responsibility | LabelMeaning::Competency))
    });
    // A column that names the competency of each row says what the sentences beside it are about.
    let names_rows = headers.iter().enumerate().any(|(column, name)| {
        matches!(meanings[column], Some(LabelMeaning::Competency | LabelMeaning::Theme))
            && !key(name).ends_with('s')
            && statistics(grid, header, column).mean_length <= 25
    });
    let has_text = has_text && !names_rows;
    let mut columns: Vec<(String, ColumnUse)> = headers
        .into_iter()
        .enumerate()
        .map(|(column, name)| {
            let statistics = statistics(grid, header, column);
            let stated = map.column_meaning(&name, column).is_some();
            let usage =
                column_use(&name, meanings[column], statistics, (by_row, has_text, stated), map);
            (name, usage)
        })
        .collect();
    leave_out_flags(grid, header, &mut columns);
    let says_something =
        columns.iter().any(|(_, usage)| {
            matches!(
                usage,
                ColumnUse::Named(_)
                    | ColumnUse::Means(
                        LabelMeaning::Responsibility
                            | LabelMeaning::Competency
                            | LabelMeaning::Requirement
                    )
            )
        }) || columns.iter().any(|(_, usage)| *usage == ColumnUse::Means(LabelMeaning::Summary));
    says_something.then_some(LongLayout { header, columns, by_row })
}

/// Leaves out columns of yes and no where no other column says what they ask.
fn leave_out_flags(grid: &Grid, header: usize, columns: &mut [(String, ColumnUse)]) {
    let named: Vec<usize> =
        (0..columns.len()).filter(|at| matches!(columns[*at].1, ColumnUse::Named(_))).collect();
    if named.len() < 3 && named.iter().all(|column| is_flag(grid, header, *column)) {
        for column in named {
            columns[column].1 = ColumnUse::LeftOut("only yes and no, without saying what is asked");
        }
    }
}

/// Decides what a column is read as.
fn column_use(
    name: &str,
    meaning: Option<LabelMeaning>,
    statistics: CellStatistics,
    (by_row, has_text, stated): (bool, bool, bool),
    map: &LadderMap,
) -> ColumnUse {
    if statistics.filled == 0 {
        return ColumnUse::LeftOut("empty");
    }
    if stated {
        return meaning.map_or(ColumnUse::LeftOut("not understood"), ColumnUse::Means);
    }
    if facts::is_pay(name) {
        return ColumnUse::LeftOut("pay");
    }
    let says = statistics.mean_length > 25 || statistics.is_graded(map);
    match meaning {
        Some(LabelMeaning::Ignore) => ColumnUse::LeftOut("not part of a role"),
        // A row for each level has its competencies as columns, whatever they are called.
        Some(LabelMeaning::Theme | LabelMeaning::Competency | LabelMeaning::Family)
            if by_row && says =>
        {
            ColumnUse::Named(name.to_string())
        }
        Some(LabelMeaning::Responsibility)
            if by_row && statistics.mean_length <= 25 && has_text =>
        {
            ColumnUse::Named(name.to_string())
        }
        Some(LabelMeaning::Years) if by_row && statistics.mean_length > 60 => {
            ColumnUse::Named(name.to_string())
        }
        Some(meaning) => ColumnUse::Means(meaning),
        None if by_row && !name.is_empty() && (says || statistics.mean_length > 10) => {
            ColumnUse::Named(name.to_string())
        }
        None => ColumnUse::LeftOut("not understood; state its meaning under `labels` in a map"),
    }
}

/// Gives a second column of levels the meaning of levels of skills, if it is called so and stands
/// right of the skills: the first has the levels of roles.
fn grade_beside_skill(headers: &[String], meanings: &mut [Option<LabelMeaning>], map: &LadderMap) {
    let skill = meanings.iter().position(|meaning| *meaning == Some(LabelMeaning::Competency));
    let Some(skill) = skill.filter(|_| !meanings.contains(&Some(LabelMeaning::Grade))) else {
        return;
    };
    if !meanings[..skill].contains(&Some(LabelMeaning::Level)) {
        return;
    }
    let second = (skill + 1..headers.len()).find(|at| {
        meanings[*at] == Some(LabelMeaning::Level)
            && matches!(key(&headers[*at]).as_str(), "grade" | "level")
            && map.column_meaning(&headers[*at], *at).is_none()
    });
    if let Some(second) = second {
        meanings[second] = Some(LabelMeaning::Grade);
    }
}

/// Gives columns called "description" their meaning by the columns that there are.
fn describe(headers: &[String], meanings: &mut [Option<LabelMeaning>], map: &LadderMap) {
    let graded = meanings.contains(&Some(LabelMeaning::Grade));
    let level = meanings.contains(&Some(LabelMeaning::Level));
    let title = meanings.contains(&Some(LabelMeaning::Title));
    let texts = meanings.contains(&Some(LabelMeaning::Responsibility));
    let competency = meanings.contains(&Some(LabelMeaning::Competency))
        || meanings.contains(&Some(LabelMeaning::Theme));
    for (at, header) in headers.iter().enumerate() {
        if map.column_meaning(header, at).is_some() {
            continue;
        }
        let words = key(header);
        meanings[at] = match words.as_str() {
            "description" if graded => Some(LabelMeaning::GradeExplanation),
            "description" if competency && !texts => Some(LabelMeaning::Responsibility),
            "description" if texts && competency => Some(LabelMeaning::Explanation),
            // It is about the job at all its levels.
            "role description" if level && title => Some(LabelMeaning::Ignore),
            "role description"
            | "title description"
            | "position description"
            | "job description" => Some(LabelMeaning::Summary),
            "competency description" | "behaviour description" | "skill description"
                if !texts && !graded =>
            {
                Some(LabelMeaning::Responsibility)
            }
            _ => meanings[at],
        };
    }
}
