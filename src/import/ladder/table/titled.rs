//! Titles of a table with rows for levels: which are jobs with several levels, and which share a
//! family.

use foldhash::HashMap;

use super::super::grid::Grid;
use super::super::level::job_of;
use super::super::meaning::LabelMeaning;
use super::super::words::{key, label, words};
use super::columns::{ColumnUse, LongLayout};

/// A title beside a level, in a table without a column of families.
struct TitledRow {
    title: String,
    level: String,
    track: String,
}

/// The titles of a table that has a level beside each.
#[derive(Debug, Default)]
pub(super) struct RowTitles {
    /// Titles that have several levels, as they are compared.
    several: Vec<String>,
    /// The family of each other title.
    families: HashMap<String, String>,
}

impl RowTitles {
    /// Returns the titles of a table whose families its surroundings name as `family`.
    pub(super) fn of(grid: &Grid, layout: &LongLayout, family: &str) -> Self {
        let mut rows: Vec<TitledRow> = Vec::new();
        for row in layout.header + 1..grid.rows.len() {
            let (title, level) = (
                cell(grid, layout, row, LabelMeaning::Title),
                cell(grid, layout, row, LabelMeaning::Level),
            );
            let is_known = rows
                .iter()
                .any(|other| key(&other.title) == key(&title) && key(&other.level) == key(&level));
            if !title.is_empty() && !level.is_empty() && !is_known {
                rows.push(TitledRow {
                    title,
                    level,
                    track: cell(grid, layout, row, LabelMeaning::Track),
                });
            }
        }
        let mut levels: HashMap<String, usize> = HashMap::default();
        for row in &rows {
            *levels.entry(key(&row.title)).or_default() += 1;
        }
        rows.retain(|row| levels[&key(&row.title)] == 1);
        let mut several: Vec<String> =
            levels.into_iter().filter(|(_, count)| *count > 1).map(|(title, _)| title).collect();
        several.sort();
        Self { several, families: families(&rows, family) }
    }

    /// Whether a title has several levels: it names a job then.
    pub(super) fn has_several_levels(&self, title: &str) -> bool {
        self.several.contains(&key(title))
    }

    /// The family of a title of one level.
    pub(super) fn family(&self, title: &str) -> Option<&str> {
        self.families.get(&key(title)).map(String::as_str)
    }

    /// The families, without their titles.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.families.values().cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Returns the text of the column with a meaning.
fn cell(grid: &Grid, layout: &LongLayout, row: usize, meaning: LabelMeaning) -> String {
    let mut columns = layout.columns.iter();
    let column = columns.position(|(_, usage)| *usage == ColumnUse::Means(meaning));
    column.map(|column| label(grid.cell(row, column))).unwrap_or_default()
}

/// Returns the family of each title. Titles that end with the same word are levels of one job, and
/// so are those of a table whose levels all differ within a track, if some share a word.
fn families(rows: &[TitledRow], family: &str) -> HashMap<String, String> {
    let mut groups: Vec<(String, Vec<&TitledRow>)> = Vec::new();
    for row in rows {
        let head = head_word(&row.title);
        match groups.iter_mut().find(|(known, _)| *known == head) {
            Some((_, members)) => members.push(row),
            None => groups.push((head, vec![row])),
        }
    }
    let repeats = rows.iter().enumerate().any(|(at, row)| {
        rows[..at].iter().any(|other| {
            key(&other.level) == key(&row.level) && key(&other.track) == key(&row.track)
        })
    });
    let shared = groups.iter().any(|(_, members)| members.len() > 1);
    if groups.len() > 1 && shared && !repeats {
        let all: Vec<&TitledRow> = rows.iter().collect();
        groups = vec![(String::new(), all)];
    }
    let mut families = HashMap::default();
    for (_, members) in groups {
        let name = family_name(&members, family);
        for row in members {
            families.insert(key(&row.title), name.clone());
        }
    }
    families
}

/// Returns the word that tells what job a title is of: the last, or that before "of".
fn head_word(title: &str) -> String {
    let all = words(&job_of(title));
    let head = all.iter().position(|word| matches!(word.as_str(), "of" | "for" | "in"));
    let head = head.filter(|at| *at > 0).map_or(all.len(), |at| at);
    head.checked_sub(1).and_then(|at| all.get(at)).cloned().unwrap_or_default()
}

/// Returns the name of the family of some titles: the job of most of them, else the words that they
/// all end with, else `family`.
fn family_name(rows: &[&TitledRow], family: &str) -> String {
    let jobs: Vec<String> = rows.iter().map(|row| job_of(&row.title)).collect();
    let most =
        jobs.iter().enumerate().max_by_key(|(at, job)| (count(&jobs, job), std::cmp::Reverse(*at)));
    let Some((_, most)) = most else { return family.to_string() };
    if count(&jobs, most) * 2 >= jobs.len() || jobs.len() == 1 {
        return most.clone();
    }
    let pieces: Vec<&str> = most.split_whitespace().collect();
    let shared = (1..=pieces.len()).rev().map(|length| pieces[pieces.len() - length..].join(" "));
    let ending = shared.into_iter().find(|end| jobs.iter().all(|job| ends_with(job, end)));
    match ending {
        Some(ending) => {
            let mut chars = ending.chars();
            chars
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        }
        None if family.is_empty() => most.clone(),
        None => family.to_string(),
    }
}

/// Number of jobs that are called as `job` is.
fn count(jobs: &[String], job: &str) -> usize {
    jobs.iter().filter(|other| key(other) == key(job)).count()
}

/// Whether a job ends with the words `end`.
fn ends_with(job: &str, end: &str) -> bool {
    format!(" {}", key(job)).ends_with(&format!(" {}", key(end)))
}
