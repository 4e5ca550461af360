//! Tables with a row for each level, or for each level and competency.

use foldhash::HashSet;

use super::super::draft::{Draft, RoleIndex};
use super::super::facts;
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::{Certainty, LevelName, title_of};
use super::super::map::LadderMap;
use super::super::meaning::LabelMeaning;
use super::super::statement::Statements;
use super::super::understanding::{SourceReading, list};
use super::super::words::{is_blank, key, label, word_count};
use super::{CellStatistics, TableContext, are_levels, column_name, level_certainty};

/// Rows from the top in which the names of the columns are looked for.
const MOST_HEADER_ROWS: usize = 10;

/// The use of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ColumnUse {
    /// The meaning of its label.
    Means(LabelMeaning),
    /// A theme or skill of this name: the cells say what it asks.
    Named(String),
    /// Not read.
    LeftOut(&'static str),
}

/// A table with a row for each level, or for each level and competency.
pub(super) struct LongLayout {
    header: usize,
    columns: Vec<(String, ColumnUse)>,
    /// Whether each row is a level of its own.
    by_row: bool,
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
    describe(&headers, &mut meanings);
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
    let mut columns: Vec<(String, ColumnUse)> = headers
        .into_iter()
        .enumerate()
        .map(|(column, name)| {
            let cells = (header + 1..grid.rows.len()).map(|row| grid.cell(row, column));
            let statistics = CellStatistics::of(cells);
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
            columns[column].1 = ColumnUse::LeftOut("yes and no, without what they ask");
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

/// Gives columns called "description" their meaning by the columns that there are.
fn describe(headers: &[String], meanings: &mut [Option<LabelMeaning>]) {
    let graded = meanings.contains(&Some(LabelMeaning::Grade));
    let level = meanings.contains(&Some(LabelMeaning::Level));
    let title = meanings.contains(&Some(LabelMeaning::Title));
    let texts = meanings.contains(&Some(LabelMeaning::Responsibility));
    let competency = meanings.contains(&Some(LabelMeaning::Competency))
        || meanings.contains(&Some(LabelMeaning::Theme));
    for (at, header) in headers.iter().enumerate() {
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

/// Reads the table into `draft`.
pub(super) fn read(
    grid: &Grid,
    layout: &LongLayout,
    context: TableContext<'_>,
    draft: &mut Draft,
) -> SourceReading {
    let shape = if layout.by_row {
        "a table with a row for each level"
    } else {
        "a table with rows for each level"
    };
    let mut reading = SourceReading::new(context.name, shape);
    for (column, (name, usage)) in layout.columns.iter().enumerate() {
        let what = column_name(name, column);
        match usage {
            ColumnUse::Means(LabelMeaning::Ignore) => {
                reading.leave_out(what, "about the job at all levels, or not part of a role");
            }
            ColumnUse::Means(meaning) => reading.note(kind_of(*meaning), what),
            ColumnUse::Named(_) => reading.note("competencies", what),
            ColumnUse::LeftOut("empty") => {}
            ColumnUse::LeftOut(why) => reading.leave_out(what, *why),
        }
    }
    let mut reader = LongReader {
        grid,
        layout,
        context,
        draft,
        reading,
        summarised: HashSet::default(),
        roles: Vec::new(),
    };
    let mut last: Option<RoleIndex> = None;
    for row in layout.header + 1..grid.rows.len() {
        last = reader.row(row, last);
    }
    let mut names: Vec<String> = Vec::new();
    for role in &reader.roles {
        names.push(reader.draft.roles[*role].title.clone());
    }
    reader.reading.note("levels", list(&names));
    reader.reading
}

/// Returns the kind of thing that a meaning is, for the account.
fn kind_of(meaning: LabelMeaning) -> &'static str {
    match meaning {
        LabelMeaning::Family => "families",
        LabelMeaning::Title => "titles",
        LabelMeaning::Level => "levels in",
        LabelMeaning::Track => "tracks",
        LabelMeaning::Theme => "themes",
        LabelMeaning::Competency => "competencies",
        LabelMeaning::Responsibility => "responsibilities",
        LabelMeaning::Requirement => "requirements",
        LabelMeaning::Grade => "skill levels",
        LabelMeaning::Explanation => "explanations",
        LabelMeaning::GradeExplanation => "explanations of skill levels",
        LabelMeaning::Summary => "summary",
        LabelMeaning::Years => "years",
        LabelMeaning::Aliases => "other titles",
        LabelMeaning::Ignore => "left out",
    }
}

/// Reads a table with rows for each level.
struct LongReader<'a, 'd> {
    grid: &'a Grid,
    layout: &'a LongLayout,
    context: TableContext<'a>,
    draft: &'d mut Draft,
    reading: SourceReading,
    /// Summaries that have been read: they repeat on every row of a role.
    summarised: HashSet<(RoleIndex, String)>,
    roles: Vec<RoleIndex>,
}

impl LongReader<'_, '_> {
    /// Returns the text of the column with a meaning.
    fn cell(&self, row: usize, meaning: LabelMeaning) -> &str {
        self.cells(row, meaning).find(|cell| !cell.trim().is_empty()).unwrap_or_default()
    }

    /// Returns the texts of all columns with a meaning.
    fn cells(&self, row: usize, meaning: LabelMeaning) -> impl Iterator<Item = &str> {
        let columns = self.layout.columns.iter().enumerate();
        columns
            .filter(move |(_, (_, usage))| *usage == ColumnUse::Means(meaning))
            .map(move |(column, _)| self.grid.cell(row, column))
    }

    /// Reads a row; one without a level belongs to the last role.
    fn row(&mut self, row: usize, last: Option<RoleIndex>) -> Option<RoleIndex> {
        let number = self.grid.rows[row].number;
        let Some(role) = self.role(row).or(last) else {
            self.reading.leave_out(format!("row {number}"), "no level");
            return None;
        };
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
        self.facts(row, role);
        let theme = label(self.cell(row, LabelMeaning::Theme));
        let competency = label(self.cell(row, LabelMeaning::Competency));
        let split = self.context.map.split;
        let main = if theme.is_empty() { competency.clone() } else { theme.clone() };
        let main =
            if main.is_empty() { self.context.theme.unwrap_or_default().to_string() } else { main };
        let texts: Vec<String> = self
            .cells(row, LabelMeaning::Responsibility)
            .filter(|cell| !is_blank(cell))
            .map(str::to_string)
            .collect();
        for text in &texts {
            let statements = Statements::of(text, split);
            self.reading.responsibilities +=
                self.draft.duties(role, &main, Some(&competency), statements.all());
        }
        let has_grades = self
            .layout
            .columns
            .iter()
            .any(|(_, usage)| *usage == ColumnUse::Means(LabelMeaning::Grade));
        if has_grades || (texts.is_empty() && !competency.is_empty()) {
            self.skill(row, role, &theme, &competency, has_grades);
        }
        for column in 0..self.layout.columns.len() {
            if let ColumnUse::Named(name) = &self.layout.columns[column].1 {
                self.named(row, column, role, &name.clone());
            }
        }
        Some(role)
    }

    /// Returns the role of a row.
    fn role(&mut self, row: usize) -> Option<RoleIndex> {
        let family = label(self.cell(row, LabelMeaning::Family));
        let (title, level) = (
            label(self.cell(row, LabelMeaning::Title)),
            label(self.cell(row, LabelMeaning::Level)),
        );
        if title.is_empty() && level.is_empty() {
            return None;
        }
        let track = label(self.cell(row, LabelMeaning::Track));
        let family = match (&family[..], self.context.map.family.as_deref()) {
            (_, Some(stated)) => stated.to_string(),
            ("", _) if !title.is_empty() && !level.is_empty() => title.clone(),
            ("", _) => self.context.family.to_string(),
            _ => family,
        };
        let (name, shown) = match (title.is_empty(), level.is_empty()) {
            (false, true) => (LevelName::parse(&title), title.clone()),
            (false, false) => {
                let name = LevelName::parse(&level);
                // A level that is a number stands beside the title.
                let title_is_own =
                    self.layout.by_row && super::super::level::certainty(&title) == Certainty::Yes;
                let shown = if title_is_own || (self.layout.by_row && name.title.is_none()) {
                    title.clone()
                } else {
                    title_of(&name, &title)
                };
                (name, shown)
            }
            _ => {
                let name = LevelName::parse(&level);
                let shown = title_of(&name, &family);
                (name, shown)
            }
        };
        let job = format!("{title} {track}");
        let role = self.draft.titled_role(
            (&family, &job),
            name,
            shown,
            self.layout.by_row,
            self.context.name,
        );
        if !track.is_empty() {
            self.draft.roles[role].track = Some(track);
        }
        Some(role)
    }

    /// Reads what a row says about its role itself.
    fn facts(&mut self, row: usize, role: RoleIndex) {
        let split = self.context.map.split;
        let summaries: Vec<String> = self
            .cells(row, LabelMeaning::Summary)
            .filter(|cell| !is_blank(cell))
            .map(str::to_string)
            .collect();
        for text in summaries {
            if !self.summarised.insert((role, text.clone())) {
                continue;
            }
            let statements = Statements::of(&text, split);
            let bullets = !statements.paragraphs.is_empty()
                || statements.lead_ins > 0
                || statements.items.len() > 2;
            if bullets {
                self.draft.roles[role].summary.extend(statements.paragraphs);
                self.reading.responsibilities +=
                    self.draft.duties(role, "", None, statements.items.into_iter());
            } else {
                self.draft.roles[role].summary.extend(statements.all());
            }
        }
        let years = label(self.cell(row, LabelMeaning::Years));
        if !is_blank(&years) && self.draft.roles[role].years.is_none() {
            self.draft.roles[role].years = Some(years);
        }
        let requirements: Vec<String> = self
            .cells(row, LabelMeaning::Requirement)
            .flat_map(|cell| Statements::of(cell, split).all())
            .collect();
        let aliases: Vec<String> = self
            .cells(row, LabelMeaning::Aliases)
            .flat_map(|cell| cell.split(['\n', ',', ';', '|']))
            .map(label)
            .collect();
        let draft = &mut self.draft.roles[role];
        for text in requirements {
            if !draft.requirements.contains(&text) {
                draft.requirements.push(text);
            }
        }
        for alias in aliases.into_iter().filter(|alias| !is_blank(alias)) {
            if !draft.aliases.contains(&alias) {
                draft.aliases.push(alias);
            }
        }
    }

    /// Reads a row about a skill and its level.
    fn skill(
        &mut self,
        row: usize,
        role: RoleIndex,
        theme: &str,
        competency: &str,
        has_grades: bool,
    ) {
        let number = self.grid.rows[row].number;
        let cell = self.cell(row, LabelMeaning::Grade).to_string();
        if is_blank(competency) {
            if !is_blank(&cell) {
                self.reading
                    .leave_out(format!("row {number}"), "a level of a skill without its name");
            }
            return;
        }
        let grade = match Grade::read(&cell) {
            _ if is_blank(&cell) => {
                if has_grades && !cell.trim().is_empty() {
                    self.reading.leave_out(
                        format!("the level “{}” of some skills", cell.trim()),
                        "it names no level; the skills are kept without one",
                    );
                }
                None
            }
            Some(Grade::Level(level)) => Some(level),
            Some(Grade::Asked) => None,
            Some(Grade::NotAsked) => return,
            None => Some(label(&cell)).filter(|text| {
                word_count(text) <= 4 && !text.contains(|c: char| c.is_ascii_digit())
            }),
        };
        let explanation = label(self.cell(row, LabelMeaning::Explanation));
        let meaning = label(self.cell(row, LabelMeaning::GradeExplanation));
        if self.draft.skill(role, competency, grade.clone()) {
            self.reading.skills += 1;
        } else {
            self.reading.leave_out(
                format!("row {number} “{competency}”"),
                "the role has the skill already",
            );
        }
        let facts = self.draft.skill_facts(competency);
        if facts.group.is_none() && !theme.is_empty() {
            facts.group = Some(theme.to_string());
        }
        if facts.description.is_none() && !is_blank(&explanation) {
            facts.description = Some(explanation);
        }
        if let Some(grade) = grade.filter(|grade| {
            !is_blank(&meaning) && !facts.levels.iter().any(|(known, _)| known == grade)
        }) {
            facts.levels.push((grade, meaning));
        }
    }

    /// Reads a cell of a column that is named after a theme or skill.
    fn named(&mut self, row: usize, column: usize, role: RoleIndex, name: &str) {
        let cell = self.grid.cell(row, column);
        if is_blank(cell) {
            return;
        }
        match Grade::read(cell) {
            Some(grade) if self.context.map.cells != super::super::map::CellContent::Sentences => {
                let level = match grade {
                    Grade::Level(level) => Some(level),
                    Grade::Asked => None,
                    Grade::NotAsked => return,
                };
                self.reading.skills += usize::from(self.draft.skill(role, name, level));
            }
            _ => {
                let theme = self.context.theme.unwrap_or(name);
                let texts: Vec<String> = Statements::of(cell, self.context.map.split)
                    .all()
                    .map(
                        |text| {
                            if word_count(&text) <= 2 { format!("{name}: {text}") } else { text }
                        },
                    )
                    .collect();
                self.reading.responsibilities +=
                    self.draft.duties(role, theme, Some(name), texts.into_iter());
            }
        }
    }
}
