//! Reads tables of skills: the list that a network exports, or a sheet with a skill and its level
//! on each line.

use csv::ReaderBuilder;

use super::{
    Resume, ResumeError, ResumeSkill, ResumeSkillKind, UnreadPart, is_blank, means_no_skill,
    number_maximum, scale_fraction,
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

/// Columns that contain levels.
const LEVELS: [&str; 8] = [
    "level",
    "proficiency",
    "rating",
    "fluency",
    "skill level",
    "proficiency level",
    "self rating",
    "score",
];

/// Words for a person's own level: "Current level", "Self-assessment".
const OWN_LEVEL_WORDS: [&str; 6] = ["actual", "assessed", "current", "my", "own", "self"];

/// Columns that do not show whether the person has a skill.
const REMARKS: [&str; 7] = ["comment", "comments", "date", "description", "note", "notes", "url"];

/// Other columns that a list of skills with a `Name` may have.
const LIST_COLUMNS: [&str; 6] = ["category", "group", "type", "area", "id", "years"];

/// Whether a column called `name`, in lower case, contains the person's own levels.
fn is_level_column(name: &str) -> bool {
    let own = name.split_once(' ').filter(|(first, _)| OWN_LEVEL_WORDS.contains(first));
    LEVELS.contains(&name)
        || own.is_some_and(|(_, rest)| LEVELS.contains(&rest) || rest == "assessment")
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
    let refused = |why: String| ResumeError { place: None, why };
    let Some(header) = rows.next() else { return Err(refused("this table is empty".to_string())) };
    let header: Vec<String> = header.iter().map(|name| visible(name).trim().to_string()).collect();
    let plain: Vec<String> =
        header.iter().map(|name| name.to_lowercase().replace(['_', '-'], " ")).collect();
    let column = |known: &[&str]| plain.iter().position(|name| known.contains(&name.as_str()));
    if plain.iter().any(|name| name.contains("endors")) {
        let why = "this table lists endorsements; your skills are in Skills.csv of the same export";
        return Err(refused(why.to_string()));
    }
    let level = plain.iter().position(|name| is_level_column(name));
    let is_level = |name: &str| scale_fraction(name).is_some() || means_no_skill(name);
    let marks: Vec<usize> = (0..plain.len()).filter(|at| is_level(&header[*at])).collect();
    let marks = if level.is_none() && marks.len() > 1 { marks } else { Vec::new() };
    let only = |name: usize| {
        (0..plain.len()).all(|at| {
            at == name
                || Some(at) == level
                || marks.contains(&at)
                || LIST_COLUMNS.contains(&plain[at].as_str())
        })
    };
    let name = column(&SKILLS).or_else(|| column(&NAMES).filter(|name| only(*name)));
    // A list without a header: each line is a skill.
    let headless = name.is_none() && plain.len() == 1;
    let Some(name) = name.or(headless.then_some(0)) else {
        let columns: Vec<String> = header.iter().take(8).map(|name| format!("`{name}`")).collect();
        let why = format!(
            "no skill column in this CSV (expected Skill, or Name with only Level beside it); found {}",
            columns.join(", ")
        );
        return Err(refused(why));
    };
    let mut resume = Resume::default();
    if headless {
        resume.skills.push(ResumeSkill::new(header[0].clone(), ResumeSkillKind::Skill, "line 1"));
    }
    let is_known = |at: usize| at == name || Some(at) == level || marks.contains(&at);
    let is_remark = |at: usize| {
        [&LIST_COLUMNS[..], &REMARKS].iter().any(|known| known.contains(&plain[at].as_str()))
    };
    let mut unread: Vec<usize> = Vec::new();
    for (at, row) in rows.enumerate() {
        let place = format!("row {}", at + 2);
        let cell = |column: usize| {
            row.get(column).map(|cell| visible(cell).trim().to_string()).unwrap_or_default()
        };
        let named = cell(name);
        if named.is_empty() {
            resume
                .unread
                .push(UnreadPart { place, reason: format!("`{}` is empty", header[name]) });
            continue;
        }
        unread.extend(
            (0..plain.len())
                .filter(|at| !is_known(*at) && !is_remark(*at) && !cell(*at).is_empty()),
        );
        // Of several marks the last one is the highest, as such columns are in order.
        let marked =
            || marks.iter().rev().find(|at| !cell(**at).is_empty() && !means_no_skill(&cell(**at)));
        let stated = match level {
            Some(level) => Some(cell(level)),
            None => marked().map(|at| header[*at].clone()),
        };
        let stated = stated.filter(|level| !is_blank(level));
        resume.skills.push(ResumeSkill {
            level: stated,
            ..ResumeSkill::new(named, ResumeSkillKind::Skill, place)
        });
    }
    unread.sort_unstable();
    unread.dedup();
    let column = |at: usize| format!("column `{}`", header[at]);
    let why = "not recognised as skills or levels";
    resume.unread.extend(
        unread.into_iter().map(|at| UnreadPart { place: column(at), reason: why.to_string() }),
    );
    resume.maximum = number_maximum(&mut resume.skills);
    Ok(resume)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let level = |claim: &ResumeSkill| {
            claim.level.as_ref().map(|level| format!(": {level}")).unwrap_or_default()
        };
        read_table(text)
            .unwrap()
            .skills
            .iter()
            .map(|claim| format!("{}{}", claim.name, level(claim)))
            .collect()
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
            ("Skill,Level,Target,Empty,Notes\nSQL,2,4,,x\nGit,1,3,,\n", "column `Target`"),
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
