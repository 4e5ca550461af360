//! Tables of skills: the list that a network exports, or a sheet with a skill and its level on each line.

use csv::ReaderBuilder;

use super::{Claim, ClaimKind, Error, NotRead, Resume, is_blank, whole_numbers};
use crate::model::text::visible;
use crate::pack::separator;

/// Columns that hold skills.
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

/// Columns that hold skills where nothing else stands beside them but a level or a group.
const NAMES: [&str; 3] = ["name", "title", "label"];

/// Columns that hold levels.
const LEVELS: [&str; 8] =
    ["level", "proficiency", "rating", "fluency", "skill level", "proficiency level", "self rating", "score"];

/// Columns that may stand beside a `Name` in a list of skills.
const BESIDE: [&str; 6] = ["category", "group", "type", "area", "id", "years"];

/// What the table `text` claims, whose columns the first line names.
///
/// # Errors
///
/// When no column is known to hold skills.
pub fn read_table(text: &str) -> Result<Resume, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(200).collect();
    let separator = separator(&lines).unwrap_or(b',');
    let mut reader = ReaderBuilder::new();
    let mut reader = reader.delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records().filter_map(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let refused = |why: String| Error { place: None, why };
    let Some(header) = rows.next() else { return Err(refused("this table is empty".to_string())) };
    let header: Vec<String> = header.iter().map(|name| visible(name).trim().to_string()).collect();
    let plain: Vec<String> = header.iter().map(|name| name.to_lowercase().replace(['_', '-'], " ")).collect();
    let column = |known: &[&str]| plain.iter().position(|name| known.contains(&name.as_str()));
    if plain.iter().any(|name| name.contains("endors")) {
        let why = "this table lists endorsements, by whom and when; the same export has your skills in Skills.csv";
        return Err(refused(why.to_string()));
    }
    let level = column(&LEVELS);
    let only = |name: usize| {
        (0..plain.len()).all(|at| at == name || Some(at) == level || BESIDE.contains(&plain[at].as_str()))
    };
    let name = column(&SKILLS).or_else(|| column(&NAMES).filter(|name| only(*name)));
    // A list without a header: each line is a skill.
    let headless = name.is_none() && plain.len() == 1;
    let Some(name) = name.or(headless.then_some(0)) else {
        let columns: Vec<String> = header.iter().take(8).map(|name| format!("`{name}`")).collect();
        let why = format!(
            "this CSV has no column of skills (Skill, or Name with nothing but Level beside it); it has {}",
            columns.join(", ")
        );
        return Err(refused(why));
    };
    let mut resume = Resume::default();
    if headless {
        resume.claims.push(Claim::new(header[0].clone(), ClaimKind::Skill, "line 1"));
    }
    for (at, row) in rows.enumerate() {
        let place = format!("row {}", at + 2);
        let cell = |column: usize| row.get(column).map(|cell| visible(cell).trim().to_string()).unwrap_or_default();
        let named = cell(name);
        if named.is_empty() {
            resume.not_read.push(NotRead { place, why: format!("nothing in `{}`", header[name]) });
            continue;
        }
        let stated = level.map(cell).filter(|level| !is_blank(level));
        resume.claims.push(Claim { level: stated, ..Claim::new(named, ClaimKind::Skill, place) });
    }
    resume.whole = whole_numbers(&mut resume.claims);
    Ok(resume)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let level = |claim: &Claim| claim.level.as_ref().map(|level| format!(": {level}")).unwrap_or_default();
        read_table(text).unwrap().claims.iter().map(|claim| format!("{}{}", claim.name, level(claim))).collect()
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
        let resume = read_table("Skill,Level\n,3\nSQL,4\n").unwrap();
        assert_eq!((resume.not_read.len(), resume.whole, resume.claims[0].of), (1, Some(5), Some(5)));
    }

    #[test]
    fn other_tables_of_the_same_export_are_refused_by_what_they_are() {
        for (text, word) in [
            ("First Name,Last Name,Headline\nA,B,C\n", "`First Name`, `Last Name`"),
            ("Endorsement Date,Skill Name,Endorser First Name\n2020,SQL,A\n", "Skills.csv"),
            ("Company Name,Title,Description\nA,B,C\n", "no column of skills"),
            ("Name,Url,Authority,Started On\nA,B,C,D\n", "no column of skills"),
            ("", "empty"),
        ] {
            let why = read_table(text).unwrap_err().to_string();
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
