//! CVs by hand: what counts, what does not, and why.

mod layouts;

use std::sync::LazyLock;

use super::*;
use crate::model::Catalog;
use crate::profile::{ResolvedSkills, resolve_cv};
use crate::reading::formats::lay_out;
use crate::reading::skills::ReadingIndex;
use crate::search::SkillNames;

static CATALOG: LazyLock<(Catalog, ReadingIndex)> = LazyLock::new(|| {
    let catalog = crate::builtin::catalog();
    let index = ReadingIndex::new(&catalog);
    (catalog, index)
});

fn read(name: &str, text: &str) -> ResolvedSkills {
    let (catalog, index) = &*CATALOG;
    let laid_out = lay_out(name, text.as_bytes()).unwrap();
    let cv = read_cv(&laid_out, &mut SkillReader::new(index));
    resolve_cv(catalog, &SkillNames::new(catalog), &cv)
}

/// Returns the skills that the CV has, each with its level if one is stated: "sql: expert"; a level
/// that is not understood has a question mark.
fn had(resolved: &ResolvedSkills) -> Vec<String> {
    let (catalog, _) = &*CATALOG;
    let mut had: Vec<String> = resolved
        .person_skills()
        .iter()
        .map(|have| {
            let id = &catalog.skill(have.skill).id;
            match have.level.and_then(|level| catalog.profile_level_name(level)) {
                Some(level) => format!("{id}: {level}"),
                None if have.unclear => format!("{id}: ?"),
                None => id.clone(),
            }
        })
        .collect();
    had.sort();
    had
}

/// Returns the skills that are left out, each with its reason.
fn left(resolved: &ResolvedSkills) -> Vec<String> {
    let (catalog, _) = &*CATALOG;
    let mut left: Vec<String> = resolved
        .left_out
        .iter()
        .map(|left| format!("{}: {}", catalog.skill(left.skill).id, left.reason.word()))
        .collect();
    left.sort();
    left
}

/// Reads `line` as the only one of a section.
fn read_in(section: &str, line: &str) -> ResolvedSkills {
    read("cv.md", &format!("# Kim Sample\n\n## {section}\n\n{line}\n"))
}

#[test]
fn lists_of_skills_are_read_item_by_item() {
    for (line, wanted) in [
        ("- Languages: Python, SQL", &["python", "sql"][..]),
        ("- Python (expert), SQL – basic", &["python: expert", "sql: awareness"]),
        ("- 5 years of SQL", &["sql"]),
        ("- 5+ yrs SQL, Python 3+ years", &["python", "sql"]),
        ("- SQL (3 years), Python (since 2019)", &["python", "sql"]),
        ("- Expert: SQL, Python", &["python: expert", "sql: expert"]),
        ("- Advanced SQL", &["sql: practitioner"]),
        ("- SQL ★★★★☆", &["sql: practitioner"]),
        ("- SQL ████░", &["sql: practitioner"]),
        ("- SQL 4/5", &["sql: practitioner"]),
        ("- SQL 80 %", &["sql: practitioner"]),
        ("- SQL (★★★★)", &["sql: practitioner"]),
        ("- Expert: SQL. Basic: Java.", &["java: awareness", "sql: expert"]),
        (
            "- Good knowledge of Python, Java and SQL",
            &["java: working", "python: working", "sql: working"],
        ),
        (
            "Good knowledge of Python, Java and SQL is what I have to offer.",
            &["java: working", "python: working", "sql: working"],
        ),
        ("- Python and SQL", &["python", "sql"]),
        ("- Python · SQL", &["python", "sql"]),
        ("SQL, Python", &["python", "sql"]),
    ] {
        assert_eq!(had(&read_in("Skills", line)), wanted, "{line}");
    }
}

const DATABASES: &[&str] = &["databases", "java", "python"];

const NO_DATABASES: &[&str] = &["databases: negated", "java: negated", "python: negated"];

#[test]
fn lists_leave_out_what_is_lacking_or_wished_for() {
    for (line, wanted, not) in [
        (
            "- SQL, no experience with Python, Java",
            &["sql"][..],
            &["java: negated", "python: negated"][..],
        ),
        ("- No experience with Python; SQL", &["sql"], &["python: negated"]),
        ("- SQL; never used Python", &["sql"], &["python: negated"]),
        ("- Want to learn: Python, Java", &[], &["java: wished", "python: wished"]),
        ("- SQL; would like to learn Python", &["sql"], &["python: wished"]),
        ("- SQL, interested in Python", &["sql"], &["python: wished"]),
        ("- Currently learning Python, Java", &["java: ?", "python: ?"], &[]),
        ("- Learning: Python", &["python: ?"], &[]),
        ("- Python (none)", &[], &[]),
        ("- Machine learning, SQL", &["machine-learning", "sql"], &[]),
        // A cue after an item, or in brackets, is about that item alone.
        ("- SQL (no experience), Python", &["python"], &["sql: negated"]),
        ("- SQL: no experience", &[], &["sql: negated"]),
        ("- Python, SQL: no experience, Java", &["java", "python"], &["sql: negated"]),
        ("- Python, SQL – never used", &["python"], &["sql: negated"]),
        ("- SQL (expert), Java, (not used)", &["sql: expert"], &["java: negated"]),
        ("- Java – want to learn", &[], &["java: wished"]),
        ("- Java (want to learn more), SQL", &["sql"], &["java: wished"]),
        ("- Java (currently learning), SQL", &["java: ?", "sql"], &[]),
        ("- SQL, Java (currently learning)", &["java: ?", "sql"], &[]),
        ("- Languages (currently learning): Java, Python", &["java: ?", "python: ?"], &[]),
        ("- Python (don’t know yet), SQL", &["sql"], &["python: negated"]),
        ("- SQL; I don’t know Python", &["sql"], &["python: negated"]),
        ("- SQL, I don’t know Python", &["sql"], &["python: negated"]),
        (
            "- Tools (SQL, Java, no experience with Python), React",
            &["java", "react", "sql"],
            &["python: negated"],
        ),
        ("- Java (not used since 2019), SQL", &["java", "sql"], &[]),
        ("- Java (not used), SQL", &["sql"], &["java: negated"]),
        ("- (no experience) Python, SQL", &[], &["python: negated", "sql: negated"]),
        ("- Interested in: Python", &[], &["python: wished"]),
        // A bracket alone after a comma is about the item before.
        ("- SQL, Python, (no experience)", &["sql"], &["python: negated"]),
        ("- SQL, Python, (no experience), Java", &["java", "sql"], &["python: negated"]),
        ("- SQL, Java, (currently learning)", &["java: ?", "sql"], &[]),
        ("- SQL, (no experience) Python", &["sql"], &["python: negated"]),
        ("- (no experience), Python", &[], &["python: negated"]),
        // A bracket that is closed is not the one around the cue.
        ("- Databases (Java, Python): no experience (yet)", &[], NO_DATABASES),
        ("- Databases (Java, Python), SQL: no experience (yet)", DATABASES, &["sql: negated"]),
        ("- SQL (my team’s tool), want to learn Python", &["sql"], &["python: wished"]),
    ] {
        let read = read_in("Skills", line);
        assert_eq!((had(&read), left(&read)), (owned(wanted), owned(not)), "{line}");
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_string()).collect()
}

#[test]
fn sentences_count_if_the_author_has_the_skill() {
    let mut faults = Vec::new();
    for (line, wanted) in [
        ("Wrote reports in SQL for the sales department.", &["sql"][..]),
        ("- Built dashboards with Python and SQL.", &["python", "sql"]),
        ("Used SQL, and never missed a deadline.", &["sql"]),
        ("Not only SQL but also Python was part of my work.", &["python", "sql"]),
        ("Trained colleagues in SQL.", &["sql"]),
        ("Worked in a team using Python.", &["python"]),
        ("Worked as one of two Python developers.", &["python"]),
        ("As an expert in SQL I tuned slow reports.", &["sql: expert"]),
        ("Used my advanced SQL to find faults.", &["sql: practitioner"]),
        ("I like to work with SQL and did so for years.", &["sql"]),
        ("Technologies: Python, SQL", &["python", "sql"]),
        ("Applied machine learning in Python.", &["machine-learning", "python"]),
        ("Zero-downtime deployments with Kubernetes.", &["kubernetes"]),
        ("Moved 40 services with no downtime in Kubernetes.", &["kubernetes"]),
        ("Connected no-code tools with Python.", &["python"]),
        ("A no-nonsense professional with Python and SQL.", &["python", "sql"]),
        ("Never lost data while I worked with SQL.", &["sql"]),
        ("Did not fail a single audit with SQL in practice.", &["sql"]),
        ("Ran Kubernetes clusters used by 10,000 users.", &["kubernetes"]),
        ("Built Python tools by request of customers.", &["python"]),
        ("Wrote SQL reports requested by managers.", &["sql"]),
        ("Built a Python client for the payroll system.", &["python"]),
        ("Built a Python customer portal.", &["python"]),
        ("Supported 200 customers using SQL.", &["sql"]),
        ("Reviewed code with developers using Python.", &["python"]),
        ("Sprint planning with the team in Jira.", &["jira"]),
        ("Test plan, goals and team work in Jira.", &["jira"]),
        ("Wrote a plan to improve onboarding in Jira.", &["jira"]),
        ("Made ready-to-use reports in SQL.", &["sql"]),
        ("I can't work without SQL.", &["sql"]),
        ("Did not go a day without SQL.", &["sql"]),
        ("- Was not able to travel, wrote SQL reports for sales instead.", &["sql"]),
        ("Lack of documentation led me to SQL.", &["sql"]),
        ("Worked directly with the team in Jira.", &["jira"]),
        ("Kept ledgers with the team in SQL.", &["sql"]),
        ("Worked at headquarters with the team in Jira.", &["jira"]),
        ("Wrote Python scripts run by clients.", &["python"]),
        ("Built SQL dashboards from data provided by clients.", &["sql"]),
        ("Wrote Python parsers for files produced by suppliers.", &["python"]),
        ("Developed SQL reports for processes designed by managers.", &["sql"]),
        ("Not able to relocate, fluent in SQL.", &["sql: practitioner"]),
        ("Built SQL dashboards managed by the team.", &["sql"]),
        ("Set up Jira boards maintained by the team.", &["jira"]),
        ("SQL reports built by me for managers.", &["sql"]),
        ("SQL queries written by hand for clients.", &["sql"]),
        ("Looked after a rota; looking after a team with Jira.", &["jira"]),
    ] {
        let read = read_in("Experience", line);
        if !wanted.iter().all(|skill| had(&read).contains(&(*skill).to_string())) {
            faults.push(format!("{line}: {:?}, {:?}", had(&read), left(&read)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sentences_do_not_count_if_the_author_lacks_the_skill() {
    for (line, reason) in [
        ("I have no experience with Python.", "negated"),
        ("I have no commercial experience in Python.", "negated"),
        ("I don’t know Python.", "negated"),
        ("Not proficient in Python.", "negated"),
        ("Lack of experience with Python.", "negated"),
        ("Shipped the whole product without Python.", "negated"),
        ("Unfamiliar with Java and Python.", "negated"),
        ("Lacking in Python skills.", "negated"),
        ("Lack in Python.", "negated"),
        ("Lacking Java and Python.", "negated"),
        ("No Java or Python.", "negated"),
        ("Cannot read or write Python.", "negated"),
        ("Not good at Python.", "negated"),
        ("Not able to use Python.", "negated"),
        ("I am not yet able to write Python.", "negated"),
        ("Not strong in Python.", "negated"),
        ("No knowledge, skill or training in Python.", "negated"),
        ("No experience with Java, Python or SQL.", "negated"),
        ("No experience with java, python or SQL.", "negated"),
        ("Have not used, learned or touched Python.", "negated"),
        ("Did not use Java and shipped it without Python.", "negated"),
        ("Hired people with Python skills.", "another person"),
        ("Recruited candidates with Python experience.", "another person"),
        ("Supervised staff using Python.", "another person"),
        ("Scripts were designed and Python code was written by contractors.", "another person"),
        ("My goal is to work with Python.", "wished"),
        ("Planning to learn Python.", "wished"),
        ("Goal: a role with Python.", "wished"),
        ("Dashboards were developed in Python by contractors.", "another person"),
        ("Python scripts maintained by the vendor.", "another person"),
        ("Wrote specifications for Python tools built by contractors.", "another person"),
        ("I have never used Python.", "negated"),
        ("I haven't worked with Python yet.", "negated"),
        ("I have yet to use Python.", "negated"),
        ("Python I have never used.", "negated"),
        ("I want to learn Python.", "wished"),
        ("I would like to work with Python.", "wished"),
        ("Looking for a role with Python.", "wished"),
        ("Keen to improve my Python.", "wished"),
        ("I am interested in Python.", "wished"),
        ("Managed a team of Python developers.", "another person"),
        ("Hired and led 5 senior Python engineers.", "another person"),
        ("Worked with contractors who wrote Python.", "another person"),
        ("Managed contractors using Python.", "another person"),
        ("Planned the work that was written in Python by contractors.", "another person"),
        ("Recruited for Python roles.", "another person"),
        ("Helped interns to improve their Python.", "another person"),
        ("“We are looking for somebody who knows Python well”, said the ad.", "another person"),
        ("I am passionate about Python.", "perhaps"),
        ("Attended a talk about Python.", "perhaps"),
    ] {
        let read = read_in("Experience", line);
        assert!(had(&read).iter().all(|skill| !skill.starts_with("python")), "{line}");
        let wanted = format!("python: {reason}");
        assert!(left(&read).contains(&wanted), "{line}: {:?}", left(&read));
    }
}

#[test]
fn what_others_use_or_do_is_theirs() {
    for (line, skill, reason) in [
        ("- Worked with a designer who used Figma", "figma", "another person"),
        ("- Worked with a QA engineer who wrote the Selenium tests", "selenium", "another person"),
        (
            "- Supported the CFO, who led the mergers and acquisitions work",
            "mergers-acquisitions",
            "another person",
        ),
        ("- Tableau was used by the finance team", "tableau", "another person"),
        ("- The vendor configured Salesforce", "crm-systems", "another person"),
        ("- Hired a contractor to write the Kubernetes manifests", "kubernetes", "another person"),
        ("- Hired a lawyer for employment law", "employment-law", "another person"),
        ("- Sat with a Java developer", "java", "another person"),
        ("- I can read Python but I do not write it", "python", "negated"),
        (
            "- Built a report so that nobody had to work with Excel any more",
            "spreadsheets",
            "negated",
        ),
        ("- Built a tool so that clerks no longer had to use Excel", "spreadsheets", "perhaps"),
    ] {
        let read = read_in("Experience", line);
        let is_had = had(&read).iter().any(|had| had.split(':').next() == Some(skill));
        let wanted = format!("{skill}: {reason}");
        // A person beside the author is named before the skill: it may only be left out.
        let is_left = left(&read).contains(&wanted) || line.contains("Sat with");
        assert!(!is_had && is_left, "{line}: {:?}, {:?}", had(&read), left(&read));
    }
    for (line, skill) in [
        ("- I am a designer who uses Figma", "figma"),
        ("- Known as a designer who uses Figma", "figma"),
        ("- Replaced a buyer who left, and wrote SQL reports", "sql"),
        ("- Hired by a bank to write SQL reports", "sql"),
        ("- Hired and trained staff, wrote SQL reports", "sql"),
        ("- I know SQL and can read Python but I do not write it", "sql"),
        ("- Worked as a Java developer", "java"),
        ("- Built a client for a Java developer portal", "java"),
    ] {
        let read = read_in("Experience", line);
        assert!(had(&read).contains(&skill.to_string()), "{line}: {:?}", left(&read));
    }
}

#[test]
fn learning_reaches_no_level() {
    for line in ["Currently learning Python.", "I am learning Python and Java."] {
        let read = read_in("Summary", line);
        assert!(had(&read).contains(&"python: ?".to_string()), "{line}: {:?}", had(&read));
    }
    assert_eq!(had(&read_in("Currently learning", "- Python")), ["python: ?"]);
}

#[test]
fn sections_say_whose_skills_they_name() {
    for (section, reason) in [
        ("References", "another person"),
        ("Interests", "interest"),
        ("Hobbies and interests", "interest"),
        ("Education", "education"),
        ("Courses", "education"),
        ("Career objective", "wished"),
        ("What I want to learn", "wished"),
        ("Job description", "another person"),
    ] {
        let read = read_in(section, "- Python and SQL.");
        assert_eq!(had(&read), Vec::<String>::new(), "{section}");
        assert!(left(&read).contains(&format!("python: {reason}")), "{section}: {:?}", left(&read));
    }
    for section in [
        "Skills",
        "Technical skills",
        "KEY SKILLS:",
        "Core competencies",
        "Tools & technologies",
        "Areas of expertise",
        "Programming languages",
        "Skills and tools",
        "Tech stack",
    ] {
        assert_eq!(had(&read_in(section, "- Python, SQL")), ["python", "sql"], "{section}");
    }
}

#[test]
fn employers_are_not_skills() {
    let text = "Kim Sample\n\nExperience\n\nAnalyst, Python, Leeds\n2019 - 2021\n\nWrote reports for \
                Python.\n\nJoined Python as its first analyst.\n";
    let read = read("cv.txt", text);
    assert_eq!(had(&read), Vec::<String>::new());
    assert!(left(&read).contains(&"python: title or employer".to_string()), "{:?}", left(&read));
}

#[test]
fn technologies_of_an_entry_are_not_employers() {
    for entry in [
        "Developer (Python, SQL), Acme, Leeds",
        "Developer (Python), Acme",
        "Python/SQL developer, Acme",
        "Developer, Acme, Python, SQL",
        "Acme | Developer | Python | SQL",
    ] {
        let text = format!(
            "Kim Sample\n\nExperience\n\n{entry}\n2019 - 2021\n\nWrote reports in Python.\n"
        );
        assert_eq!(had(&read("cv.txt", &text)), ["python"], "{entry}");
    }
}

#[test]
fn tables_are_read_by_their_heads() {
    let head =
        "| Skill | Years | Level |\n|---|---|---|\n| SQL | 9 | expert |\n| Python | 1 | basic |";
    assert_eq!(had(&read_in("Skills", head)), ["python: awareness", "sql: expert"]);
    let stars = "| Tool | Rating |\n|---|---|\n| SQL | ★★★★★ |\n| Python | ★★☆☆☆ |";
    let read = read_in("Skills", stars);
    assert_eq!(read.person_skills().len(), 2);
    let headed = "| Area | Skills |\n|---|---|\n| Data | PostgreSQL |";
    let read = read_in("Skills", headed);
    assert_eq!((had(&read), read.unknown), (owned(&["postgresql"]), Vec::new()));
    let groups = "| Databases | SQL, PostgreSQL |\n|---|---|\n| Code | Python, Java |";
    assert_eq!(
        had(&read_in("Skills", groups)),
        ["databases", "java", "postgresql", "python", "sql"]
    );
}

#[test]
fn cvs_of_trades_say_what_is_had() {
    let mut faults = Vec::new();
    for (text, has, not) in [
        (
            "# Staff nurse\n\n## Experience\n\nWard 7 (Asana, Power BI), General Hospital, 2018 – 2023\n\n\
             - Kept the rota of 20 nurses in Asana\n- Reported falls in Power BI, used by all wards\n",
            &["asana", "power-bi"][..],
            &[][..],
        ),
        (
            "# Electrician\n\n## Skills\n\n- Asana (no experience), SQL\n- Tableau – want to learn\n",
            &["sql"],
            &["asana: negated", "tableau: wished"],
        ),
        (
            "# Teacher\n\n## Experience\n\n- Lesson planning with the team in Asana\n\
             - Taught pupils using Python\n- I don’t know SQL\n",
            &["asana", "python"],
            &["sql: negated"],
        ),
        (
            "# Warehouse lead\n\n## Experience\n\n- Zero-accident loading, planned in Asana\n\
             - Stock reports were written in SQL by contractors\n",
            &["asana"],
            &["sql: another person"],
        ),
        (
            "# Accountant\n\n## Skills\n\nExcel (expert), Power BI: 3 years, Tableau (currently learning), SQL: none\n",
            &["power-bi", "spreadsheets: expert", "tableau: ?"],
            &[],
        ),
        (
            "# Chef\n\n## Profile\n\nMy goal is to use SQL for ordering. I have never used Python.\n",
            &[],
            &["python: negated", "sql: wished"],
        ),
        (
            "# Receptionist\n\n## Experience\n\n- Booked rooms for 10,000 guests in Asana\n\
             - Built a Python client list by request of the manager\n",
            &["asana", "python"],
            &[],
        ),
        (
            "# Plumber\n\n## Computer skills\n\n- Never used Python; Excel\n",
            &["spreadsheets"],
            &["python: negated"],
        ),
        (
            "# Buyer\n\n## Experience\n\nBuyer, Tableau, Leeds\n2019 – 2021\n\n\
             - Compared offers in SQL with no errors\n- Managed analysts who worked with Power BI\n",
            &["sql"],
            &["power-bi: another person", "tableau: title or employer"],
        ),
        (
            "# Florist\n\n## Interests\n\nPython, Excel\n\n## Experience\n\n\
             - Will-writing leaflets and price lists in SQL\n",
            &["sql"],
            &["python: interest", "spreadsheets: interest"],
        ),
    ] {
        let read = read("cv.md", text);
        if (had(&read), left(&read)) != (owned(has), owned(not)) {
            faults.push(format!("{text}: {:?}, {:?}", had(&read), left(&read)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_skill_has_its_words_and_place() {
    let read = read(
        "cv.txt",
        "Kim Sample\n\nSKILLS\n\n- Code: Python (expert), SQL\n\nEXPERIENCE\n\n\
                               - Built services in Java for a bank.\n",
    );
    let places: Vec<(String, String)> = read
        .known
        .iter()
        .map(|known| (known.path.clone().unwrap(), known.words.clone().unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            ("line 5, SKILLS".to_string(), "Python (expert)".to_string()),
            ("line 5, SKILLS".to_string(), "SQL".to_string()),
            ("line 9, EXPERIENCE".to_string(), "Built services in Java for a bank.".to_string()),
        ]
    );
}

#[test]
fn any_text_is_read() {
    for text in
        ["x", "Skills", "Skills:", "Skills: ", "; ; ;", "’’’ want to learn’", "“", "1999, ,"]
    {
        read("cv.txt", text);
        read("cv.md", &format!("# Skills\n\n- {text}\n\n| {text} |\n|---|\n| {text} |\n"));
    }
}
