//! Tables with a row for each level, or for each level and competency.

use foldhash::HashSet;

use super::super::draft::{Draft, RoleIndex};
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::{Certainty, LevelName, title_of};
use super::super::meaning::LabelMeaning;
use super::super::statement::Statements;
use super::super::understanding::{SourceReading, list};
use super::super::words::{has_words, is_blank, label, opening, word_count};
use super::columns::{ColumnUse, LongLayout};
use super::titled::RowTitles;
use super::{CellStatistics, TableContext, column_name};

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
    let titles = RowTitles::of(grid, layout, context.family);
    let has_families =
        layout.columns.iter().any(|(_, usage)| *usage == ColumnUse::Means(LabelMeaning::Family));
    if !has_families && context.map.family.is_none() && !titles.names().is_empty() {
        reading.note("families", format!(
            "{}, by the words that titles share; where that is wrong, state `family`, or give a \
             column the meaning `family`, in a map",
            list(&titles.names())
        ));
    }
    let mut reader = LongReader {
        titles,
        grid,
        layout,
        context,
        draft,
        reading,
        summarised: HashSet::default(),
        graded: graded_columns(grid, layout, context),
        roles: Vec::new(),
    };
    reader.rows_above();
    reader.further_columns();
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
    titles: RowTitles,
    /// Summaries that have been read: they repeat on every row of a role.
    summarised: HashSet<(RoleIndex, String)>,
    /// For each column, whether nearly all of its cells are levels of skills.
    graded: Vec<bool>,
    roles: Vec<RoleIndex>,
}

/// Returns for each column whether nearly all of its cells are levels of skills.
fn graded_columns(grid: &Grid, layout: &LongLayout, context: TableContext<'_>) -> Vec<bool> {
    let mut graded = Vec::with_capacity(layout.columns.len());
    for column in 0..layout.columns.len() {
        let cells = (layout.header + 1..grid.rows.len()).map(|row| grid.cell(row, column));
        graded.push(CellStatistics::of(cells).is_graded(context.map));
    }
    graded
}

impl LongReader<'_, '_> {
    /// Notes the rows above the names of the columns.
    fn rows_above(&mut self) {
        for row in 0..self.layout.header {
            let labels = (0..self.grid.columns).map(|column| self.grid.label(row, column));
            if let Some(text) = labels.into_iter().find(|label| !label.is_empty()) {
                let number = self.grid.rows[row].number;
                let what = format!("row {number} “{}”", opening(&text));
                self.reading.leave_out(what, super::ABOVE);
            }
        }
    }

    /// Notes the columns of a meaning that one column has already: a row has one level, one theme
    /// and so on.
    fn further_columns(&mut self) {
        let mut seen: Vec<(LabelMeaning, String)> = Vec::new();
        for (column, (name, usage)) in self.layout.columns.iter().enumerate() {
            let ColumnUse::Means(meaning) = usage else { continue };
            if matches!(
                meaning,
                LabelMeaning::Responsibility
                    | LabelMeaning::Summary
                    | LabelMeaning::Requirement
                    | LabelMeaning::Aliases
                    | LabelMeaning::Ignore
            ) {
                continue;
            }
            let what = column_name(name, column);
            if let Some((_, first)) = seen.iter().find(|(known, _)| known == meaning) {
                let why = format!("read only in rows where {first} is empty");
                self.reading.leave_out(what, why);
            } else {
                seen.push((*meaning, what));
            }
        }
    }

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

    /// Returns the texts of all columns with a meaning that say something; counts the others.
    fn filled(&mut self, row: usize, meaning: LabelMeaning) -> Vec<String> {
        let cells: Vec<String> = self.cells(row, meaning).map(str::to_string).collect();
        let blank = cells.iter().filter(|cell| is_blank(cell) && !cell.trim().is_empty()).count();
        self.reading.count_blank(blank);
        cells.into_iter().filter(|cell| !is_blank(cell)).collect()
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
        let texts = self.filled(row, LabelMeaning::Responsibility);
        // Among levels of skills, numbers that name none are not what a role does.
        let are_scores =
            self.layout.columns.iter().zip(&self.graded).any(|((_, usage), graded)| {
                *graded && *usage == ColumnUse::Means(LabelMeaning::Responsibility)
            });
        let name = if are_scores || competency.is_empty() { "" } else { &competency };
        for text in &texts {
            let statements = self.reading.statements(name, text, split);
            self.reading.responsibilities +=
                self.draft.duties(role, &main, Some(&competency), statements.into_iter());
        }
        let has_grades = self
            .layout
            .columns
            .iter()
            .any(|(_, usage)| *usage == ColumnUse::Means(LabelMeaning::Grade));
        if has_grades || (texts.is_empty() && !competency.is_empty()) {
            self.skill(row, role, &theme, &competency, has_grades);
        } else {
            let explanations = self.filled(row, LabelMeaning::Explanation).len();
            self.reading.count_explanations(explanations);
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
            ("", _) if !title.is_empty() && !level.is_empty() => {
                self.titles.family(&title).unwrap_or(&title).to_string()
            }
            ("", _) => self.context.family.to_string(),
            _ => family,
        };
        let (name, shown) = match (title.is_empty(), level.is_empty()) {
            (false, true) => (LevelName::parse(&title), title.clone()),
            (false, false) => {
                let name = LevelName::parse(&level);
                let title_is_own =
                    self.layout.by_row && super::super::level::certainty(&title) == Certainty::Yes;
                // A code stands beside the title; it tells levels of one title apart.
                let is_one = !self.titles.has_several_levels(&title);
                let shown = if is_one && (title_is_own || name.title.is_none()) {
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
        } else if let Some(track) = self.context.track {
            self.draft.roles[role].track = Some(track.to_string());
        }
        Some(role)
    }

    /// Reads what a row says about its role itself.
    fn facts(&mut self, row: usize, role: RoleIndex) {
        let split = self.context.map.split;
        for text in self.filled(row, LabelMeaning::Summary) {
            if !self.summarised.insert((role, text.clone())) {
                continue;
            }
            let statements = Statements::of(&text, split);
            self.reading.count_lead_ins(statements.lead_ins);
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
        let mut requirements: Vec<String> = Vec::new();
        for text in self.filled(row, LabelMeaning::Requirement) {
            requirements.extend(self.reading.statements("", &text, split));
        }
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
        if grade.is_none() && Grade::read(&cell).is_none() && !is_blank(&cell) {
            let what = format!("row {number} “{competency}”: “{}”", opening(&label(&cell)));
            self.reading.leave_out(what, super::NO_GRADE);
        }
        let explanation = label(self.cell(row, LabelMeaning::Explanation));
        let meaning = label(self.cell(row, LabelMeaning::GradeExplanation));
        if self.draft.skill(role, competency, grade.clone()) {
            self.reading.skills += 1;
        } else {
            let what = format!("row {number} “{competency}”");
            self.reading.leave_out(what, super::KNOWN_SKILL);
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
            self.reading.count_blank(usize::from(!cell.trim().is_empty()));
            return;
        }
        match Grade::read(cell) {
            Some(grade) if self.context.map.cells != super::super::map::CellContent::Sentences => {
                let level = match grade {
                    Grade::Level(level) => Some(level),
                    Grade::Asked => None,
                    Grade::NotAsked => return,
                };
                if self.draft.skill(role, name, level) {
                    self.reading.skills += 1;
                } else {
                    self.reading.skip(format!("skill “{name}”"), super::KNOWN_SKILL);
                }
            }
            _ if self.graded[column] && !has_words(cell) => {
                let what = format!("“{name}”: “{}”", opening(cell));
                self.reading.leave_out(what, super::NO_GRADE);
            }
            _ => {
                let theme = self.context.theme.unwrap_or(name);
                let split = self.context.map.split;
                let texts = self.reading.named_statements(name, cell, split).into_iter();
                self.reading.responsibilities += self.draft.duties(role, theme, Some(name), texts);
            }
        }
    }
}
