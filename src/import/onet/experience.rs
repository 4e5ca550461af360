//! Reads the experience and education that occupations require.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::builder::{NO_NUMBER, OnetBuilder, RoleCodes, SUPPRESSED};
use super::columns::{CODE, ELEMENT, SCALE, VALUE};
use super::skills::MIN_ANSWERS;
use crate::import::archive::{DataSetFiles, FileId};
use crate::import::cells::CsvRow;
use crate::import::error::ImportError;
use crate::import::tally::{DUPLICATE, INCOMPLETE_ROW};
use crate::model::{RoleId, SourceId};

/// Survey answers by role and by whether they are about experience: category, share, and whether
/// the row counts.
pub(super) type SurveyAnswers = BTreeMap<(RoleId, bool), Vec<(u32, f64, bool)>>;

/// Returns the category that most respondents named, and its share of 100, if the rows that count
/// leave no doubt: each row is a category, its share, and whether it counts. The rows that do not
/// count, or are missing, may all have named the same other category. If two categories have the
/// same share, both are returned.
pub(super) fn most_frequent(rows: &[(u32, f64, bool)]) -> Option<(Vec<u32>, f64)> {
    let all: f64 = rows.iter().map(|(_, share, _)| share).sum();
    // Some publishers state shares as parts of 1.
    let scale = if all <= 1.01 { 100.0 } else { 1.0 };
    let counted: Vec<(u32, f64)> = rows
        .iter()
        .filter(|(.., counts)| *counts)
        .map(|(category, share, _)| (*category, share * scale))
        .collect();
    let unknown = 100.0 - counted.iter().map(|(_, share)| share).sum::<f64>();
    let most = counted.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let mut named: Vec<u32> =
        counted.iter().filter(|(_, share)| *share >= most).map(|(category, _)| *category).collect();
    named.sort_unstable();
    (most > unknown && most > 0.0 && (1..=2).contains(&named.len())).then_some((named, most))
}

/// Returns the years that all of these categories of related work experience cover, if no other
/// lies between them.
pub(super) fn combine_years(categories: &[u32]) -> Option<(f64, Option<f64>)> {
    let mut ranges = categories.iter().map(|category| category_years(*category));
    let first = ranges.next()??;
    ranges.try_fold(first, |(from, to), next| {
        let (low, high) = next?;
        let reached = to.is_some_and(|to| low <= to);
        reached.then_some((from, high))
    })
}

impl OnetBuilder {
    pub(super) fn read_job_zones(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [code, zone] = table.require_columns([CODE, &["Job Zone"]])?;
        let Self { roles, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let zone: u32 = row
                .get(zone)
                .and_then(|z| z.parse().ok())
                .filter(|z| *z <= 99)
                .ok_or("not a job zone")?;
            roles[role.index()].seniority = Some(zone);
            Ok(())
        });
        Ok(())
    }

    /// Reads the names of the categories of education.
    pub(super) fn read_categories(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        names: &mut HashMap<u32, String>,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [category, text] = table.require_columns([&["Category"], &["Category Description"]])?;
        let (scale, element) = (table.find_column(SCALE), table.find_column(ELEMENT));
        table.for_each_row(&mut self.tally, |row| {
            if is_experience(&row, scale, element)? {
                return Err("experience category (roledex shows years)");
            }
            let category = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            // The explanation after the dash is longer than the name.
            let name = text.split(" - ").next().unwrap_or_default().to_string();
            if names.insert(category, name).is_some() {
                return Err(DUPLICATE);
            }
            Ok(())
        });
        Ok(())
    }

    /// Reads the survey answers about education and related experience.
    pub(super) fn read_answers(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        answers: &mut SurveyAnswers,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, category, value] = table.require_columns([CODE, &["Category"], VALUE])?;
        let (scale, element) = (table.find_column(SCALE), table.find_column(ELEMENT));
        let asked = table.find_column(&["N"]);
        let suppress = table
            .column_or_note(&["Recommend Suppress"], "O*NET's warnings about unreliable figures");
        table.for_each_row(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let experience = is_experience(&row, scale, element)?;
            let share = row.number(value).filter(|share| *share >= 0.0).ok_or(NO_NUMBER)?;
            let category: u32 = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let rows = answers.entry((role, experience)).or_default();
            if rows.iter().any(|(known, ..)| *known == category) {
                return Err(DUPLICATE);
            }
            let few = asked.and_then(|n| row.number(n)).is_some_and(|n| n < MIN_ANSWERS);
            let counts = !few && !row.is_yes(suppress);
            rows.push((category, share, counts));
            if counts { Ok(()) } else { Err(SUPPRESSED) }
        });
        Ok(())
    }

    /// Sets the education and the related experience that most respondents named.
    pub(super) fn set_education(&mut self, answers: &SurveyAnswers, names: &HashMap<u32, String>) {
        let mut unsure = [0, 0];
        for ((role, experience), rows) in answers {
            let slot = &mut self.roles[role.index()].experience;
            let named = most_frequent(rows);
            let known = match (&named, experience) {
                (Some((categories, _)), true) => {
                    slot.years = combine_years(categories);
                    slot.years.is_some()
                }
                (Some((categories, share)), false) => {
                    let known: Vec<&str> = categories
                        .iter()
                        .filter_map(|c| names.get(c))
                        .map(String::as_str)
                        .collect();
                    let each = if known.len() > 1 { " each" } else { "" };
                    if known.len() == categories.len() {
                        let known = known.join(" or ");
                        slot.education =
                            Some(format!("{known} ({share:.0} %{each} of those asked)"));
                    }
                    // Known even without the table of names, which the report shows as missing.
                    true
                }
                (None, _) => false,
            };
            if !known {
                unsure[usize::from(*experience)] += 1;
            }
            if slot.years.is_some() || slot.education.is_some() {
                slot.sources = vec![SourceId(0)];
            }
        }
        for (count, what) in unsure.into_iter().zip(["education", "experience"]) {
            if count > 0 {
                self.tally.notes.push(format!(
                    "{what} not stated for {count} occupations: the usable answers do not show clearly which is the most \
                     frequent"
                ));
            }
        }
    }
}

/// Returns whether the row is about related work experience or education, or why it is about
/// neither.
pub(super) fn is_experience(
    row: &CsvRow<'_>,
    scale: Option<usize>,
    element: Option<usize>,
) -> Result<bool, &'static str> {
    let scale = row.get_optional(scale);
    let element = row.get_optional(element);
    match (scale.as_deref(), element.as_deref()) {
        (Some("RL"), _) | (None, Some("2.D.1")) => Ok(false),
        (Some("RW"), _) | (None, Some("3.A.1")) => Ok(true),
        (None, None) => Err(INCOMPLETE_ROW),
        _ => Err("on-the-job training, not used by roledex"),
    }
}

/// Returns the years that a category of related work experience covers.
pub(super) fn category_years(category: u32) -> Option<(f64, Option<f64>)> {
    Some(match category {
        1 => (0.0, Some(0.0)),
        2..=4 => (0.0, Some(0.5)),
        5 => (0.5, Some(1.0)),
        6 => (1.0, Some(2.0)),
        7 => (2.0, Some(4.0)),
        8 => (4.0, Some(6.0)),
        9 => (6.0, Some(8.0)),
        10 => (8.0, Some(10.0)),
        11 => (10.0, None),
        _ => return None,
    })
}
