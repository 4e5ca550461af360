//! Layouts of CVs: tables, levels on lines of their own, the lines of an entry, headings.

use super::*;

#[test]
fn tables_name_their_scales_and_what_is_not_had() {
    let table = "| Skill | Proficiency (0-4) | Comment |\n|---|---|---|\n| SQL | 4 | daily |\n\
                 | Python | 1 | |\n| Java | 0 | |\n| React | | Would like to learn |\n\
                 | Git | so so | |\n| Kotlin | | |";
    let read = read_in("Skills", table);
    assert_eq!(had(&read), ["git: ?", "kotlin", "python: awareness", "sql: expert"]);
}

#[test]
fn levels_on_lines_of_their_own_are_those_of_skills() {
    let wanted = ["jira", "python: awareness", "sql: expert"];
    for lines in [
        "Expert:\n- SQL\n\nBasic:\n- Python\n\nTools:\n- Jira",
        "Expert\nSQL\n\nBasic\nPython\n\nTools:\nJira",
        "Expert\nSQL\n\nBasic\nPython\n\nJira",
        "Mother tongue(s) French\nJira\nSQL (expert), Python (basic)",
        "SQL\nExpert\nPython\nBasic\nJira",
        "SQL\nExpert\n\nPython\nBasic\n\nJira",
    ] {
        let text = format!("Kim Sample\n\nSkills\n{lines}\n\nExperience\nAnalyst, Acme, 2019\n");
        let found = read("cv.txt", &text);
        assert_eq!(had(&found), wanted, "{lines}: {:?}", found.unknown);
    }
}

#[test]
fn the_lines_of_an_entry_are_its_title_and_employer() {
    let mut faults = Vec::new();
    for (lines, wanted) in [
        ("Tableau\nSenior analyst\nJune 2016 - December 2020 (4 years 7 months)\nLeeds", &[][..]),
        ("Senior analyst\nTableau\nJune 2016 - December 2020 (4 years 7 months)\nLeeds", &[]),
        ("06/2016 – 12/2020\nSenior analyst\nTableau", &[]),
        ("06/2016 – 12/2020\nTableau\nSenior analyst", &[]),
        ("Tableau\n4 years 7 months\n\nSenior analyst\n2018 - 2020", &[]),
        ("Tableau\n\nSenior analyst\n\n2016 - 2020", &[]),
        // What was done or used is not a part of them.
        (
            "Analyst\n2019 - 2021\nBuilt reports in Tableau\nSenior analyst\n2021 - 2023",
            &["tableau"],
        ),
        ("06/2016 – 12/2020\nBuilt reports in Tableau", &["tableau"]),
        ("2016 – 2020\nAnalyst\nTableau, Python", &["python", "tableau"]),
    ] {
        let text = format!("Kim Sample\n\nExperience\n\n{lines}\n\nWrote reports for the board.\n");
        let found = read("cv.txt", &text);
        if had(&found) != owned(wanted) {
            faults.push(format!("{lines}: {:?}, {:?}", had(&found), left(&found)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_heading_of_the_same_depth_ends_a_section() {
    let mut faults = Vec::new();
    for (text, wanted) in [
        (
            "# CV\n\n## Education\n\n- BSc, Leeds, 2016\n\n## Client engagements\n\n- Reports in Tableau\n",
            true,
        ),
        (
            "# CV\n\n## Publications\n\n- A paper, 2016\n\n## Toolsmithing\n\n- Reports in Tableau\n",
            true,
        ),
        (
            "# CV\n\n## Interests\n\n- Chess\n\n## Client engagements\n\n- Reports in Tableau\n",
            true,
        ),
        ("EDUCATION\nBSc, Leeds, 2016\n\nCLIENT ENGAGEMENTS\n- Built reports in Tableau\n", true),
        (
            "Education\n\nBSc, Leeds, 2016\n\nClient engagements\n\n- Built reports in Tableau\n",
            true,
        ),
        ("ACHIEVEMENTS\n\nTraining and development\nBuilt reports in Tableau\n", true),
        ("Education\n\nBSc, Leeds, 2016\n\nTeaching\n\n- Taught Tableau to 200 students\n", true),
        // Schools and subjects end none.
        ("# CV\n\n## Education\n\n## University of Leeds\n\n- Built reports in Tableau\n", false),
        ("# CV\n\n## Education\n\n## Data science\n\n- Built reports in Tableau\n", false),
        ("# CV\n\n## Education\n\n### Client engagements\n\n- Built reports in Tableau\n", false),
        ("EDUCATION\nUNIVERSITY OF LEEDS\n- Built reports in Tableau\n", false),
        ("Education\n\nLeeds College\n\n- Built reports in Tableau\n", false),
        ("# CV\n\n## References\n\n## Jo Bloggs\n\n- Built reports in Tableau\n", false),
    ] {
        let name = if text.starts_with('#') { "cv.md" } else { "cv.txt" };
        let found = read(name, text);
        if had(&found).contains(&"tableau".to_string()) != wanted {
            faults.push(format!("{text}: {:?}, {:?}", had(&found), left(&found)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn reasons_for_what_is_not_counted_are_true() {
    let wish = "A position in which I can use my skills in SQL and Python to learn Java.";
    let found = read_in("Objective", wish);
    assert_eq!((had(&found), left(&found)), (owned(&["python", "sql"]), owned(&["java: wished"])));
    let wish = "I want to improve my skills in SQL.";
    assert_eq!(left(&read_in("Objective", wish)), ["sql: wished"]);
    let degree = read_in("Education", "- 2011 MA, Cognitive Science");
    assert_eq!(left(&degree), Vec::<String>::new());
    let paper = read_in("Publications", "- How audit firms use SQL");
    assert!(left(&paper).contains(&"sql: publication".to_string()), "{:?}", left(&paper));
    for (section, line) in [
        ("Experience", "- Mentored two junior analysts"),
        ("Experience", "- Feature flags, so that releases no longer needed a maintenance window"),
    ] {
        let found = read_in(section, line);
        let untrue = left(&found)
            .into_iter()
            .any(|left| left.ends_with("another person") || left.ends_with("negated"));
        assert!(!untrue, "{line}: {:?}", left(&found));
    }
    let title = read("cv.txt", "Kim Sample\nCustomer Success Manager\n\nSkills\nSQL\n");
    let untrue = left(&title).into_iter().any(|left| left.ends_with("another person"));
    assert!(!untrue, "{:?}", left(&title));
}

#[test]
fn a_name_with_a_remark_is_an_item() {
    let found = read_in("Skills", "- Leadership (currently responsible for a team of ten people)");
    assert_eq!(had(&found), ["leadership"]);
}
