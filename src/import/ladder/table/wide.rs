//! Tables with a column for each level.

mod head;

use super::super::draft::{Draft, RoleIndex};
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::meaning::{LabelMeaning, is_description};
use super::super::refer;
use super::super::understanding::{SourceReading, list};
use super::super::words::{has_words, is_blank, key, label, opening, word_count};
use super::layout::{LevelColumns, WideLayout, full_label};
use super::marks::{self, CellMarks};
use super::{CellStatistics, TableContext, column_name};

/// Reads the table into `draft`.
pub(super) fn read(
    grid: &Grid,
    layout: &WideLayout,
    context: TableContext<'_>,
    draft: &mut Draft,
) -> SourceReading {
    let mut reading = SourceReading::new(context.name, "a table with a column for each level");
    let mut reader = WideReader::new(grid, layout, context, draft, &mut reading);
    reader.find_keys();
    reader.find_cells();
    for row in 0..grid.rows.len() {
        if row != layout.header {
            reader.row(row);
        }
    }
    reader.finish();
    reading
}

/// Reads a table with a column for each level.
struct WideReader<'a, 'd> {
    grid: &'a Grid,
    layout: &'a WideLayout,
    context: TableContext<'a>,
    draft: &'d mut Draft,
    reading: &'d mut SourceReading,
    roles: Vec<RoleIndex>,
    theme_column: Option<usize>,
    competency_column: Option<usize>,
    explanations: Vec<usize>,
    /// Columns of levels of skills that are read.
    graded: Vec<usize>,
    /// Columns of levels that are not read.
    unread: Vec<usize>,
    /// The theme in force: the last group row, or the last cell of the theme's column.
    theme: String,
    /// A row with a heading that nothing is below yet.
    open_heading: Option<String>,
    themes_from_rows: bool,
    /// Whether nearly all cells of levels are levels of skills.
    is_matrix: bool,
    /// The signs that the cells of levels are, if they are no words.
    marks: CellMarks,
    /// The column of what a role does at the levels with a mark.
    duty_column: Option<usize>,
    sentences: usize,
    grades: usize,
}

impl<'a, 'd> WideReader<'a, 'd> {
    fn new(
        grid: &'a Grid,
        layout: &'a WideLayout,
        context: TableContext<'a>,
        draft: &'d mut Draft,
        reading: &'d mut SourceReading,
    ) -> Self {
        let labels: Vec<String> =
            layout.groups.iter().map(|group| full_label(grid, layout, group)).collect();
        let roles: Vec<RoleIndex> = labels
            .iter()
            .map(|label| draft.role(context.family, label, true, context.name))
            .collect();
        if let Some(track) = context.track {
            for role in &roles {
                draft.roles[*role].track = Some(track.to_string());
            }
        }
        let cells: Vec<&str> = (layout.block_end + 1..grid.rows.len())
            .filter(|row| !layout.keys.iter().any(|key| marks::is_sum(grid.cell(*row, *key))))
            .flat_map(|row| layout.groups.iter().map(move |group| grid.cell(row, group.from)))
            .collect();
        let marks = CellMarks::of(&cells);
        let is_matrix = CellStatistics::of(cells.into_iter()).is_graded(context.map);
        reading.note("levels", list(&labels));
        let theme = context.theme.unwrap_or_default().to_string();
        Self {
            grid,
            layout,
            context,
            draft,
            reading,
            roles,
            theme,
            theme_column: None,
            competency_column: None,
            explanations: Vec::new(),
            graded: Vec::new(),
            unread: Vec::new(),
            open_heading: None,
            themes_from_rows: false,
            is_matrix,
            marks,
            duty_column: None,
            sentences: 0,
            grades: 0,
        }
    }

    /// Decides what the columns beside those of the levels are.
    fn find_keys(&mut self) {
        let first_level = self.layout.groups[0].from;
        let mut open = Vec::new();
        for &column in &self.layout.keys {
            let header = (self.layout.header..=self.layout.block_end)
                .map(|row| self.grid.label(row, column))
                .find(|label| !label.is_empty())
                .unwrap_or_default();
            let stated = self.context.map.column_meaning(&header, column);
            let cells = (self.layout.block_end + 1..self.grid.rows.len())
                .map(|row| self.grid.cell(row, column));
            let statistics = CellStatistics::of(cells);
            let long = statistics.mean_length > 60;
            match stated.or_else(|| LabelMeaning::of(&header)) {
                Some(LabelMeaning::Ignore) => {
                    self.reading.leave_out(column_name(&header, column), "not part of a role");
                }
                Some(LabelMeaning::Theme)
                    if (!long || stated.is_some()) && self.theme_column.is_none() =>
                {
                    self.set_theme_column(column, &header);
                }
                Some(LabelMeaning::Responsibility)
                    if self.marks == CellMarks::Checks && self.duty_column.is_none() =>
                {
                    self.set_duty_column(column, &header);
                }
                Some(
                    LabelMeaning::Explanation
                    | LabelMeaning::Responsibility
                    | LabelMeaning::Summary
                    | LabelMeaning::GradeExplanation,
                ) => self.set_explanation(column, &header),
                Some(LabelMeaning::Competency)
                    if stated.is_some() && self.competency_column.is_none() =>
                {
                    self.set_competency_column(column, &header);
                }
                _ if long => self.set_explanation(column, &header),
                // Beside a column of names, one of descriptions explains them.
                _ if is_description(&header) && column > self.layout.keys[0] => {
                    self.set_explanation(column, &header);
                }
                _ if stated.is_none() && self.is_numbered(column) => {
                    self.reading.leave_out(column_name(&header, column), "numbers without words");
                }
                _ if column > first_level => self.reading.leave_out(
                    column_name(&header, column),
                    "not understood; state its meaning under `labels` in a map",
                ),
                _ => open.push((column, header, statistics)),
            }
        }
        // A column that is called so is that of the competencies, else the last column of names is;
        // one before it groups them.
        let named = open
            .iter()
            .rposition(|(_, header, _)| LabelMeaning::of(header) == Some(LabelMeaning::Competency));
        if let Some(named) = named.filter(|_| self.competency_column.is_none()) {
            let column = open.remove(named);
            open.push(column);
        }
        while let Some((column, header, statistics)) = open.pop() {
            if statistics.filled == 0 {
                continue;
            }
            let names_duties = self.marks == CellMarks::Checks
                && LabelMeaning::of(&header).is_none()
                && self.has_phrases(column);
            if names_duties && self.duty_column.is_none() && self.competency_column.is_none() {
                self.set_duty_column(column, &header);
            } else if self.competency_column.is_none() {
                self.set_competency_column(column, &header);
            } else if self.theme_column.is_none() {
                self.set_theme_column(column, &header);
            } else {
                self.reading.leave_out(
                    column_name(&header, column),
                    "a further column of names; state its meaning under `labels` in a map",
                );
            }
        }
    }

    /// Whether the cells of a column are numbers, which name no rows.
    fn is_numbered(&self, column: usize) -> bool {
        let rows = self.layout.block_end + 1..self.grid.rows.len();
        let mut filled = rows.map(|row| self.grid.cell(row, column)).filter(|cell| !is_blank(cell));
        let first = filled.next();
        first.is_some_and(|cell| !has_words(cell)) && filled.all(|cell| !has_words(cell))
    }

    /// Whether the cells of a column say more than names do.
    fn has_phrases(&self, column: usize) -> bool {
        let rows = self.layout.block_end + 1..self.grid.rows.len();
        let cells = rows.map(|row| self.grid.cell(row, column)).filter(|cell| !is_blank(cell));
        let counts: Vec<usize> = cells.map(word_count).collect();
        counts.iter().sum::<usize>() >= counts.len() * 3 && !counts.is_empty()
    }

    fn set_duty_column(&mut self, column: usize, header: &str) {
        self.duty_column = Some(column);
        let what = format!("{}, at the levels with a mark", column_name(header, column));
        self.reading.note("responsibilities", what);
    }

    fn set_theme_column(&mut self, column: usize, header: &str) {
        self.theme_column = Some(column);
        self.reading.note("themes", column_name(header, column));
    }

    fn set_competency_column(&mut self, column: usize, header: &str) {
        self.competency_column = Some(column);
        self.reading.note("competencies", column_name(header, column));
    }

    fn set_explanation(&mut self, column: usize, header: &str) {
        self.explanations.push(column);
        self.reading.note("explanations", column_name(header, column));
    }

    /// Decides which columns of the levels have levels of skills.
    fn find_cells(&mut self) {
        for group in &self.layout.groups {
            let (mut graded, mut sentences) = (None, None);
            for column in group.from..group.to {
                let header = self.subheader(column, group);
                let cells = (self.layout.block_end + 1..self.grid.rows.len())
                    .map(|row| self.grid.cell(row, column));
                let statistics = CellStatistics::of(cells);
                if statistics.filled == 0 {
                    continue;
                }
                let meaning = self
                    .context
                    .map
                    .column_meaning(&header, column)
                    .or_else(|| LabelMeaning::of(&header));
                let is_graded = statistics.is_graded(self.context.map) && group.to - group.from > 1;
                let name = format!("{} of “{}”", column_name(&header, column), group.label);
                if meaning == Some(LabelMeaning::Ignore) {
                    self.unread.push(column);
                    self.reading.leave_out(name, "not part of a role");
                } else if is_graded && graded.is_some() {
                    self.unread.push(column);
                    self.reading.leave_out(name, "a second level of the same row; give the other column the meaning `ignore` in a map to read this one");
                } else if is_graded {
                    graded = Some(column);
                    self.graded.push(column);
                } else if sentences.is_none() {
                    sentences = Some(column);
                }
            }
        }
    }

    /// Returns the header of a column below that of its level.
    fn subheader(&self, column: usize, group: &LevelColumns) -> String {
        let rows =
            (self.layout.header + 1..=self.layout.block_end).rev().chain([self.layout.header + 1]);
        let mut labels = rows
            .map(|row| self.grid.label(row, column))
            .filter(|label| !label.is_empty() && word_count(label) <= 4);
        if column == group.from { String::new() } else { labels.next().unwrap_or_default() }
    }

    /// Reads a row.
    fn row(&mut self, row: usize) {
        let name = self.row_name(row);
        let number = self.grid.rows[row].number;
        if row < self.layout.header {
            self.row_above(row);
            return;
        }
        if row <= self.layout.block_end {
            let first = self.layout.groups.iter().map(|group| self.grid.cell(row, group.from));
            let first: Vec<String> = first.map(str::to_string).collect();
            self.head_row(row, &name, &first);
            return;
        }
        if self.context.map.ignores(&name) && !name.is_empty() {
            self.reading.leave_out(format!("row {number} “{name}”"), "ignored by the map");
            return;
        }
        let theme_cell = self
            .theme_column
            .map(|column| self.grid.label(row, column))
            .filter(|label| !label.is_empty());
        if self.is_group_row(row) {
            self.group_row(row, theme_cell.as_ref());
            return;
        }
        self.open_heading = None;
        if marks::is_sum(&name) {
            self.reading.leave_out(format!("row {number} “{name}”"), "a sum of other rows");
            return;
        }
        if let Some(theme) = theme_cell {
            self.theme = theme;
        }
        let cells = self.level_cells(row);
        if self.row_of_facts(&name, number, &cells) {
            return;
        }
        match self.duty_column {
            Some(column) => self.marked_row(row, column, &name),
            None => self.body_row(row, &name),
        }
    }

    /// Reads a row of what a role does at the levels that have a mark.
    fn marked_row(&mut self, row: usize, column: usize, name: &str) {
        let theme = if self.theme.is_empty() { name.to_string() } else { self.theme.clone() };
        let text = label(self.grid.cell(row, column));
        for (group, role) in self.layout.groups.iter().zip(&self.roles) {
            if Grade::read(self.grid.cell(row, group.from)) == Some(Grade::Asked) {
                self.sentences += 1;
                self.reading.responsibilities +=
                    self.draft.duties(*role, &theme, Some(name), std::iter::once(text.clone()));
            }
        }
    }

    /// Returns what a row says for each level, in all of its columns.
    fn level_cells(&self, row: usize) -> Vec<String> {
        let mut all = Vec::with_capacity(self.layout.groups.len());
        for group in &self.layout.groups {
            let mut cells: Vec<&str> = Vec::new();
            for column in (group.from..group.to).filter(|column| !self.unread.contains(column)) {
                let cell = self.grid.cell(row, column);
                if !cell.trim().is_empty() && !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
            all.push(cells.join("\n"));
        }
        all
    }

    /// Reads a row that only has a heading for those below it.
    fn group_row(&mut self, row: usize, theme_cell: Option<&String>) {
        let number = self.grid.rows[row].number;
        let competency = self.competency_column.map(|column| self.grid.label(row, column));
        if let (Some(theme), Some(name)) = (theme_cell, &competency)
            && !name.is_empty()
            && key(theme) != key(name)
        {
            // It has a theme of its own: a competency of which no level is told.
            self.theme.clone_from(theme);
            self.reading.leave_out(format!("row {number} “{name}”"), "its levels are empty");
            return;
        }
        let keys = self.layout.keys.iter().map(|column| self.grid.label(row, *column));
        let first = self.layout.groups.iter().map(|group| self.grid.label(row, group.from));
        let Some(heading) = keys.chain(first).find(|label| !label.is_empty()) else { return };
        let what = format!("row {number} “{}”", opening(&heading));
        if self.duty_column.is_some() && word_count(&heading) > 2 {
            self.reading.leave_out(what, "no level has a mark");
        } else if word_count(&heading) <= 12 {
            self.theme = heading;
            self.themes_from_rows = true;
            self.leave_out_open_heading();
            self.open_heading = Some(what);
        } else {
            self.reading.leave_out(what, "a text that belongs to no level");
        }
    }

    /// Notes a heading that no row is below.
    fn leave_out_open_heading(&mut self) {
        if let Some(what) = self.open_heading.take() {
            self.reading.leave_out(what, "a heading with no row below it");
        }
    }

    /// Whether a row only has a heading for those below it. One whose levels say that nothing is
    /// asked is none.
    fn is_group_row(&self, row: usize) -> bool {
        let cells: Vec<&str> = self
            .layout
            .groups
            .iter()
            .flat_map(|group| (group.from..group.to).map(|column| self.grid.cell(row, column)))
            .collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        // One merged cell across all levels is repeated in each.
        let first = key(cells[0]);
        self.layout.groups.len() > 2
            && !first.is_empty()
            && word_count(cells[0]) <= 8
            && Grade::read(cells[0]).is_none()
            && self.grid.rows[row]
                .cells
                .iter()
                .filter(|cell| !cell.trim().is_empty())
                .all(|cell| key(cell) == first)
    }

    /// Returns the name of a row: its competency, else its theme.
    fn row_name(&self, row: usize) -> String {
        let competency = self
            .competency_column
            .map(|column| self.grid.label(row, column))
            .filter(|label| !is_blank(label));
        competency
            .or_else(|| self.theme_column.map(|column| self.grid.label(row, column)))
            .unwrap_or_default()
    }

    /// Reads a row of what is asked at each level.
    fn body_row(&mut self, row: usize, name: &str) {
        let number = self.grid.rows[row].number;
        let theme = if self.theme.is_empty() { name.to_string() } else { self.theme.clone() };
        let single: Vec<&str> =
            self.layout.groups.iter().map(|group| self.grid.cell(row, group.from)).collect();
        // A cell that refers to another is what that one is.
        let own = single.into_iter().filter(|cell| !refer::is_one(cell));
        let statistics = CellStatistics::of(own);
        // Among levels of skills, numbers that name none are not what a role does.
        let are_scores = self.is_matrix && statistics.scores == statistics.filled;
        let row_graded = self.marks == CellMarks::Letters
            || self.graded.is_empty() && (are_scores || statistics.is_graded(self.context.map));
        let skill = if name.is_empty() { theme.clone() } else { name.to_string() };
        for at in 0..self.layout.groups.len() {
            let (from, to) = (self.layout.groups[at].from, self.layout.groups[at].to);
            let role = self.roles[at];
            let mut said: Vec<String> = Vec::new();
            for column in from..to {
                let cell = self.grid.cell(row, column);
                if cell.trim().is_empty() || self.unread.contains(&column) {
                    continue;
                }
                if is_blank(cell) {
                    self.reading.count_blank(1);
                    continue;
                }
                if row_graded || self.graded.contains(&column) {
                    self.grade(role, &skill, &theme, cell, number);
                } else if !said.contains(&key(cell)) {
                    said.push(key(cell));
                    let split = self.context.map.split;
                    let texts = self.reading.named_statements(name, cell, split).into_iter();
                    self.sentences += 1;
                    self.reading.responsibilities +=
                        self.draft.duties(role, &theme, Some(name), texts);
                }
            }
        }
        self.explain(row, &skill);
    }

    /// Reads the level of a skill.
    fn grade(&mut self, role: RoleIndex, skill: &str, theme: &str, cell: &str, number: usize) {
        if skill.is_empty() {
            self.reading.leave_out(format!("row {number}"), "levels of a skill without its name");
            return;
        }
        let grade = match Grade::read(cell) {
            Some(Grade::Level(level)) => Some(level),
            Some(Grade::Asked) => None,
            Some(Grade::NotAsked) => return,
            None => {
                let text = label(cell);
                if self.marks == CellMarks::Letters && text == "N" {
                    return;
                }
                let is_known = self.context.map.grades.iter().any(|grade| key(grade) == key(&text));
                if is_known || self.marks == CellMarks::Letters || refer::is_one(&text) {
                    Some(text)
                } else {
                    self.reading.leave_out(
                        format!("row {number} “{skill}”: “{}”", opening(&text)),
                        super::NO_GRADE,
                    );
                    return;
                }
            }
        };
        self.grades += 1;
        if self.draft.skill(role, skill, grade) {
            self.reading.skills += 1;
        } else {
            self.reading
                .leave_out(format!("row {number} “{skill}”"), "the skill has a level already");
        }
        let facts = self.draft.skill_facts(skill);
        if facts.group.is_none() && key(theme) != key(skill) {
            facts.group = Some(theme.to_string());
        }
    }

    /// Keeps the explanation of a skill, and counts those of what is none.
    fn explain(&mut self, row: usize, skill: &str) {
        let texts = self.explanations.iter().map(|column| self.grid.label(row, *column));
        let mut texts: Vec<String> = texts.filter(|text| !is_blank(text)).collect();
        if self.draft.knows_skill(skill) && !texts.is_empty() {
            let facts = self.draft.skill_facts(skill);
            if facts.description.is_none() {
                facts.description = Some(texts.remove(0));
            }
        }
        self.reading.count_explanations(texts.len());
    }

    fn finish(mut self) {
        self.leave_out_open_heading();
        if self.themes_from_rows {
            self.reading.note("themes", "rows that only have a heading");
        }
        let cells = match (self.sentences, self.grades) {
            (0, 0) => "none".to_string(),
            (_, 0) => format!("{} of sentences", self.sentences),
            (0, _) => format!("{} of skill levels", self.grades),
            _ => format!("{} of sentences, {} of skill levels", self.sentences, self.grades),
        };
        self.reading.note("cells", cells);
    }
}
