//! Reads tables of skills: the list that a network exports, or a sheet with a skill and its level
//! on each line.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};

use super::level_columns::{RowLevel, SkillLevelColumns};
use super::{
    Resume, ResumeError, ResumeSkill, ResumeSkillKind, UnreadPart, means_no_skill, number_maximum,
    scale_fraction,
};
use crate::model::text::visible;
use crate::pack::csv_separator;

/// Columns that contain skills.
const SKILLS: [&str; 13] = [
    "skill",
    "skills",
    "skill name",
    "skill title",
    "competency",
    "competence",
    "competencies",
    "capability",
    "technology",
    "technologies",
    "tool",
    "tools",
    "keyword",
];

/// Columns that contain skills if the only others are a level or a group.
const NAMES: [&str; 3] = ["name", "title", "label"];

/// Columns that do not show whether the person has a skill.
const NEUTRAL: [&str; 2] = ["date", "url"];

/// Other columns that a list of skills with a `Name` may have.
const LIST_COLUMNS: [&str; 6] = ["category", "group", "type", "area", "id", "years"];

/// The columns of a table of skills.
struct SkillColumns {
    /// The names of the columns as written.
    header: Vec<String>,
    /// The names in lower case, with blanks between words.
    plain: Vec<String>,
    /// The column of the skills.
    skill: usize,
    /// The columns of levels and remarks.
    levels: SkillLevelColumns,
    /// Columns that are levels, in which skills are marked.
    marks: Vec<usize>,
    /// Whether the table is a list whose first line is a skill.
    headless: bool,
}

impl SkillColumns {
    /// Finds the columns by their names.
    fn find(header: &StringRecord) -> Result<Self, ResumeError> {
        let header: Vec<String> =
            header.iter().map(|name| visible(name).trim().to_string()).collect();
        let plain: Vec<String> =
            header.iter().map(|name| name.to_lowercase().replace(['_', '-'], " ")).collect();
        if plain.iter().any(|name| name.contains("endors")) {
            let why =
                "this table lists endorsements; your skills are in Skills.csv of the same export";
            return Err(table_error(why.to_string()));
        }
        let levels = SkillLevelColumns::find(&header);
        let mut marks: Vec<usize> =
            (0..plain.len()).filter(|at| states_level(&header[*at])).collect();
        if levels.level().is_some() || marks.len() < 2 {
            marks.clear();
        }
        let mut columns = Self { header, plain, skill: 0, levels, marks, headless: false };
        let skill = columns.position(&SKILLS).or_else(|| {
            let name = columns.position(&NAMES)?;
            columns.is_list_of(name).then_some(name)
        });
        columns.headless = skill.is_none() && columns.plain.len() == 1;
        columns.skill = skill
            .or(columns.headless.then_some(0))
            .ok_or_else(|| table_error(columns.no_skill_message()))?;
        Ok(columns)
    }

    /// The first column with one of the `known` names.
    fn position(&self, known: &[&str]) -> Option<usize> {
        self.plain.iter().position(|name| known.contains(&name.as_str()))
    }

    /// Whether a column is read, if the skills are in the column `skill`.
    fn is_read(&self, at: usize, skill: usize) -> bool {
        at == skill || Some(at) == self.levels.level() || self.marks.contains(&at)
    }

    /// Whether all columns beside `skill` are those of a list of skills.
    fn is_list_of(&self, skill: usize) -> bool {
        (0..self.plain.len())
            .all(|at| self.is_read(at, skill) || LIST_COLUMNS.contains(&self.plain[at].as_str()))
    }

    /// Whether a column is neither read nor known to say something else about a skill.
    fn is_unknown(&self, at: usize) -> bool {
        let name = self.plain[at].as_str();
        !self.is_read(at, self.skill) && !LIST_COLUMNS.contains(&name) && !NEUTRAL.contains(&name)
    }

    /// The level that a row states, with its column. Of several marks the last one is the highest,
    /// as such columns are in order.
    fn level_of(&self, row: &StringRecord) -> Option<RowLevel> {
        let mark = self.marks.iter().rev().find(|at| {
            let cell = visible_cell(row, **at);
            !cell.is_empty() && !means_no_skill(&cell)
        });
        if let Some(column) = mark {
            return Some(RowLevel { level: self.header[*column].clone(), column: *column });
        }
        let cells: Vec<String> =
            (0..self.header.len()).map(|column| visible_cell(row, column)).collect();
        self.levels.level_of(&cells)
    }

    /// The message that no column contains skills.
    fn no_skill_message(&self) -> String {
        let columns: Vec<String> =
            self.header.iter().take(8).map(|name| format!("`{name}`")).collect();
        format!(
            "no skill column in this CSV (expected Skill, or Name with only Level beside it); \
             found {}",
            columns.join(", ")
        )
    }
}

/// Reads the claims of the table `text`, whose first line names the columns. A level may have a
/// column of its own, or each level has a column in which a skill is marked. Unknown columns that
/// may describe a skill further are reported.
///
/// # Errors
///
/// When no known column contains skills.
pub fn read_table(text: &str) -> Result<Resume, ResumeError> {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(200).collect();
    let separator = csv_separator(&lines).unwrap_or(b',');
    let mut reader = ReaderBuilder::new();
    let mut reader =
        reader.delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader
        .records()
        .filter_map(Result::ok)
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let Some(header) = rows.next() else {
        return Err(table_error("this table is empty".to_string()));
    };
    let columns = SkillColumns::find(&header)?;
    let mut resume = Resume::default();
    if columns.headless {
        let first = columns.header[0].clone();
        resume.skills.push(ResumeSkill::new(first, ResumeSkillKind::Skill, "line 1"));
    }
    let mut unread = BTreeSet::new();
    for (at, row) in rows.enumerate() {
        let place = format!("row {}", at + 2);
        let named = visible_cell(&row, columns.skill);
        if named.is_empty() {
            let reason = format!("`{}` is empty", columns.header[columns.skill]);
            resume.unread.push(UnreadPart { place, reason });
            continue;
        }
        let level = columns.level_of(&row);
        unread.extend((0..columns.plain.len()).filter(|at| {
            columns.is_unknown(*at)
                && !visible_cell(&row, *at).is_empty()
                && level.as_ref().is_none_or(|level| level.column != *at)
        }));
        let more: Vec<String> = (columns.plain.len()..row.len())
            .map(|at| visible_cell(&row, at))
            .filter(|cell| !cell.is_empty())
            .collect();
        let is_list = columns.plain.len() == 1;
        if !is_list && !more.is_empty() {
            let reason = "it has more cells than the first row".to_string();
            resume.unread.push(UnreadPart { place: place.clone(), reason });
        }
        resume.skills.push(ResumeSkill {
            level: level.map(|level| level.level),
            ..ResumeSkill::new(named, ResumeSkillKind::Skill, place.clone())
        });
        // "SQL, Python, Git" below a single head
        let more = more.into_iter().filter(|_| is_list);
        resume
            .skills
            .extend(more.map(|name| ResumeSkill::new(name, ResumeSkillKind::Skill, place.clone())));
    }
    resume.unread.extend(unread.into_iter().map(|at| UnreadPart {
        place: format!("column `{}`", columns.header[at]),
        reason: if columns.levels.remarks.contains(&at) {
            "remarks are read only where no level is stated".to_string()
        } else {
            "not recognised as skills or levels".to_string()
        },
    }));
    resume.maximum = number_maximum(&mut resume.skills);
    Ok(resume)
}

/// Whether the name of a column is a level, in which skills are marked.
fn states_level(name: &str) -> bool {
    scale_fraction(name).is_some() || means_no_skill(name)
}

/// The error that a table cannot be read, with its reason.
fn table_error(why: String) -> ResumeError {
    ResumeError { place: None, why }
}

/// The visible text of a cell.
fn visible_cell(row: &StringRecord, column: usize) -> String {
    row.get(column).map(|cell| visible(cell).trim().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let mut names = Vec::new();
        for claim in read_table(text).unwrap().skills {
            let level = claim.level.map(|level| format!(": {level}")).unwrap_or_default();
            names.push(claim.name + &level);
        }
        names
    }

    #[test]
    fn lists_of_skills_are_read() {
        assert_eq!(
            names("\u{feff}Name\r\nSQL\r\n\"Python (Programming Language)\"\r\n\r\n"),
            ["SQL", "Python (Programming Language)"]
        );
        assert_eq!(names("Skill;Level\nSQL;4\nGit;none\nBash;\n"), ["SQL: 4", "Git: none", "Bash"]);
        assert_eq!(names("Name\tProficiency\nEnglish\tNative\n"), ["English: Native"]);
        assert_eq!(names("Category,Skill Name,Notes\nData,\"R, dbt\",x\n"), ["R, dbt"]);
        assert_eq!(names("SQL\nPython\n"), ["SQL", "Python"]);
        assert_eq!(names("Skill\nSQL, Python\nGit\n"), ["SQL", "Python", "Git"]);
        assert_eq!(
            names("Skill,Self-rating (1-5),Comment\nSQL,5,\nR,0,\nSpark,,Would like to learn\n"),
            ["SQL: 5/5", "R: 0/5", "Spark: Would like to learn"]
        );
        assert_eq!(names("Skill,Level,My level\nSQL,4,2\n"), ["SQL: 2"]);
        assert_eq!(names("Skill,Required level,Current level\nSQL,4,1\n"), ["SQL: 1"]);
        assert_eq!(names("Skill,Self-assessment\nSQL,4/5\nGit,none\n"), ["SQL: 4/5", "Git: none"]);
        assert_eq!(
            names("Name;None;Beginner;Expert\nSQL;;x;\nGit;x;;\nBash;;;\nR;0;x;x\n"),
            ["SQL: Beginner", "Git: None", "Bash", "R: Expert"]
        );
        let resume = read_table("Skill,Level\n,3\nSQL,4\n").unwrap();
        assert_eq!(
            (resume.unread.len(), resume.maximum, resume.skills[0].maximum),
            (1, Some(5), Some(5))
        );
    }

    #[test]
    fn columns_that_are_not_known_are_named() {
        for (text, unread) in [
            ("Skill,Have it?\nSQL,yes\nGit,no\n", "column `Have it?`"),
            (
                "Skill,Level,Target,Empty,Notes\nSQL,2,4,,x\nGit,1,3,,\n",
                "column `Target`|column `Notes`",
            ),
            ("Skill,Level,Comment\nSQL,2,\nR,,Never used\n", ""),
            ("Skill,Level,Comment\nSQL,2,Never used\n", "column `Comment`"),
            ("Skill,Level\nSQL,2,Python\n", "row 2"),
            ("Skill,Level,Years\nSQL,2,4\n", ""),
        ] {
            let found: Vec<String> =
                read_table(text).unwrap().unread.into_iter().map(|part| part.place).collect();
            assert_eq!(found.join("|"), unread, "{text}");
        }
    }

    #[test]
    fn other_tables_of_the_same_export_are_refused_by_what_they_are() {
        for (text, word) in [
            ("First Name,Last Name,Headline\nA,B,C\n", "`First Name`, `Last Name`"),
            ("Endorsement Date,Skill Name,Endorser First Name\n2020,SQL,A\n", "Skills.csv"),
            ("Company Name,Title,Description\nA,B,C\n", "no skill column"),
            ("Name,Url,Authority,Started On\nA,B,C,D\n", "no skill column"),
            ("", "empty"),
        ] {
            let why = read_table(text).unwrap_err().to_string();
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
