//! Tables below the heading of a level.

use super::super::draft::{Draft, RoleIndex};
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::Certainty;
use super::super::meaning::LabelMeaning;
use super::super::understanding::SourceReading;
use super::super::words::{has_words, is_blank, opening, word_count};
use super::{CellStatistics, TableContext, column_name, level_certainty};

/// Reads a table below the heading of a level.
pub(super) fn read(
    grid: &Grid,
    context: TableContext<'_>,
    role: RoleIndex,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    // A table of a page may have no head: its first row is one of sentences then.
    let first = usize::from(!(0..grid.columns).any(|column| is_sentence(grid.cell(0, column))));
    if grid.rows.len() <= first {
        return Err("a table without rows".to_string());
    }
    let named: Vec<String> = (first..grid.rows.len()).map(|row| grid.label(row, 0)).collect();
    if named.iter().filter(|name| level_certainty(name, context.map) == Certainty::Yes).count() * 2
        > named.len()
    {
        return Err("it names levels, and nothing that they ask".to_string());
    }
    let headers: Vec<String> = (0..grid.columns)
        .map(|column| if first > 0 { grid.label(0, column) } else { String::new() })
        .collect();
    let statistics: Vec<CellStatistics> = (0..grid.columns)
        .map(|column| {
            CellStatistics::of((first..grid.rows.len()).map(|row| grid.cell(row, column)))
        })
        .collect();
    let meanings: Vec<Option<LabelMeaning>> = headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            context.map.column_meaning(header, column).or_else(|| LabelMeaning::of(header))
        })
        .collect();
    // Numbers in the first column count the rows, and name nothing.
    let numbered = grid.columns > 1
        && statistics[0].filled > 0
        && (first..grid.rows.len()).all(|row| !has_words(grid.cell(row, 0)));
    let names = (statistics[0].mean_length <= 45 && grid.columns > 1 && !numbered).then_some(0);
    // A column of short names is none of texts, even if it is called "Responsibility".
    let mut texts: Vec<usize> = (0..grid.columns)
        .filter(|column| meanings[*column] == Some(LabelMeaning::Responsibility))
        .filter(|column| Some(*column) != names)
        .collect();
    if texts.is_empty() {
        texts = (usize::from(names.is_some() || numbered)..grid.columns).collect();
    }
    let mut reader = RoleTableReader {
        grid,
        context,
        role,
        draft,
        reading: SourceReading::new(context.name, "a table for each level"),
        headers,
        statistics,
        meanings,
        names,
    };
    reader.note_columns(&texts);
    texts.retain(|column| !reader.is_left_out(*column));
    reader.rows(first, &texts);
    Ok(reader.reading)
}

/// Reads a table of one role.
struct RoleTableReader<'a, 'd> {
    grid: &'a Grid,
    context: TableContext<'a>,
    role: RoleIndex,
    draft: &'d mut Draft,
    reading: SourceReading,
    headers: Vec<String>,
    statistics: Vec<CellStatistics>,
    meanings: Vec<Option<LabelMeaning>>,
    /// The column that names what the others are about.
    names: Option<usize>,
}

impl RoleTableReader<'_, '_> {
    /// Whether a column is not part of a role.
    fn is_left_out(&self, column: usize) -> bool {
        matches!(self.meanings[column], Some(LabelMeaning::Ignore | LabelMeaning::Explanation))
    }

    /// Notes what each column is read as; `texts` are those of what is asked.
    fn note_columns(&mut self, texts: &[usize]) {
        for column in (0..self.grid.columns).filter(|column| self.statistics[*column].filled > 0) {
            let what = column_name(&self.headers[column], column);
            if Some(column) == self.names && !texts.contains(&column) {
                self.reading.note("themes", what);
            } else if !texts.contains(&column) {
                self.reading.leave_out(what, "it explains the rows, or is not part of a role");
            } else if self.is_left_out(column) {
                self.reading.leave_out(what, "not part of a role");
            } else if self.context.requirements {
                self.reading.note("requirements", what);
            } else {
                self.reading.note("responsibilities", what);
            }
        }
    }

    /// Reads the rows from `first` on.
    fn rows(&mut self, first: usize, texts: &[usize]) {
        let mut theme = self.context.theme.unwrap_or_default().to_string();
        for row in first..self.grid.rows.len() {
            let name = self.names.map(|column| self.grid.label(row, column));
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                theme = name;
            }
            for &column in texts {
                let cell = self.grid.cell(row, column);
                if is_blank(cell) {
                    self.reading.count_blank(usize::from(!cell.trim().is_empty()));
                    continue;
                }
                let meaning = self.meanings[column];
                let is_text = meaning == Some(LabelMeaning::Responsibility);
                let own = if self.names.is_some() || is_text && !theme.is_empty() {
                    theme.clone()
                } else {
                    self.headers[column].clone()
                };
                let is_graded = self.statistics[column].is_graded(self.context.map)
                    && meaning != Some(LabelMeaning::Years);
                if is_graded || meaning == Some(LabelMeaning::Grade) {
                    self.grade(cell, &own);
                } else {
                    self.sentences(cell, &own);
                }
            }
        }
    }

    /// Reads the level of a skill.
    fn grade(&mut self, cell: &str, skill: &str) {
        let level = match Grade::read(cell) {
            Some(Grade::Level(level)) => Some(level),
            Some(Grade::Asked) => None,
            Some(Grade::NotAsked) => return,
            None => {
                let what = format!("“{skill}”: “{}”", opening(cell));
                self.reading.leave_out(what, super::NO_GRADE);
                return;
            }
        };
        if self.draft.skill(self.role, skill, level) {
            self.reading.skills += 1;
        } else {
            self.reading.skip(format!("skill “{skill}”"), super::KNOWN_SKILL);
        }
    }

    /// Reads what a cell says about `theme`: what the role does or requires.
    fn sentences(&mut self, cell: &str, theme: &str) {
        let texts = self.reading.named_statements(theme, cell, self.context.map.split);
        if self.context.requirements {
            self.draft.roles[self.role].requirements.extend(texts);
        } else {
            self.reading.responsibilities +=
                self.draft.duties(self.role, theme, None, texts.into_iter());
        }
    }
}

/// Whether a cell is a sentence, and not the name of a column.
fn is_sentence(cell: &str) -> bool {
    let text = cell.trim_end();
    word_count(text) > 8 || (word_count(text) > 3 && text.ends_with('.'))
}
