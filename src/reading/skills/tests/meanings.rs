//! Which words are read as which skills of the built-in pack, and whose they are.

use std::sync::LazyLock;

use super::*;

static BUILT_IN: LazyLock<(Catalog, ReadingIndex)> = LazyLock::new(|| {
    let catalog = crate::builtin::catalog();
    let index = ReadingIndex::new(&catalog);
    (catalog, index)
});

/// Returns the ids of the skills that `text` asks for, as a line of this use.
fn sure(line: LineUse, text: &str) -> Vec<String> {
    let (catalog, index) = &*BUILT_IN;
    let found = SkillReader::new(index).read_telling_as(line, text, 10, &[]);
    let sure = found.iter().filter(|found| found.sure);
    let mut ids: Vec<String> = sure.map(|found| catalog.skill(found.skill).id.clone()).collect();
    ids.sort();
    ids
}

/// Checks that lines of an ad ask for exactly these skills.
fn check(line: LineUse, cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, wanted) in cases {
        let found = sure(line, text);
        if found != *wanted {
            wrong.push((*text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn acronyms_are_names_in_capitals_and_in_company() {
    check(
        LineUse::Ad,
        &[
            ("This role does not involve travel", &[]),
            ("Our team does great work", &[]),
            ("Salary DOE", &[]),
            ("£40,000 DOE", &[]),
            ("Keep the warehouse clean and safe", &[]),
            ("safe driving record", &[]),
            ("Safe driving record", &[]),
            ("SAFE DRIVING RECORD", &[]),
            ("Certified in SAFe", &["agile-methods"]),
            ("Give 5 ml of syrup", &[]),
            ("Give 2 dl of syrup", &[]),
            ("Bi-weekly report", &[]),
            ("Clean with rags", &[]),
            ("RAG status", &[]),
            ("ER nursing", &[]),
            ("BS in CS", &[]),
            ("TS/SCI clearance", &[]),
            ("MA in economics", &[]),
            ("M.A. in economics", &[]),
            ("Tidewater · Boston, MA · Reposted", &[]),
            ("Iowa City, IA", &[]),
            ("EA to the chief executive", &[]),
            ("CMS and HIPAA", &[]),
            ("CRO", &[]),
            ("SQL, AWS, SEO and PPC", &["cloud-platforms", "paid-advertising", "seo", "sql"]),
            ("sql, aws and python", &["cloud-platforms", "python", "sql"]),
            ("You know sql and html", &["html-css", "sql"]),
            ("SEO, PPC and CRO", &["conversion-optimisation", "paid-advertising", "seo"]),
            ("TOGAF and EA", &["enterprise-architecture"]),
            ("Build ML pipelines", &["machine-learning"]),
            ("Support M&A deals", &["mergers-acquisitions"]),
            ("JS and TS", &["javascript", "typescript"]),
            ("Define KPIs", &["metrics-definition"]),
            ("Build APIs", &["api-design"]),
        ],
    );
}

#[test]
fn ordinary_words_are_names_among_their_kind() {
    check(
        LineUse::Ad,
        &[
            ("Answer calls during the workday", &[]),
            ("Knowledge of Workday", &["hr-systems"]),
            ("Administer Workday", &["hr-systems"]),
            ("Workday experience would be a bonus", &["hr-systems"]),
            ("Unload containers", &[]),
            ("Unload containers from ships and trucks", &[]),
            ("Docker containers", &["containers"]),
            ("Run containers in Kubernetes", &["containers", "kubernetes"]),
            ("Lean meat", &[]),
            ("Cloud of smoke", &[]),
            ("Works in a greenhouse", &[]),
            ("Greenhouse worker", &[]),
            ("We use Workday, Greenhouse and Lever", &["applicant-tracking", "hr-systems"]),
        ],
    );
}

#[test]
fn plain_skills_are_read_as_they_are_named() {
    check(
        LineUse::Ad,
        &[
            ("Good Excel skills", &["spreadsheets"]),
            ("React experience required", &["react"]),
            ("Reported figures in Excel & PowerPoint", &["slide-decks", "spreadsheets"]),
            ("Bash", &["bash"]),
            ("Bash and Python", &["bash", "python"]),
            ("Teams experience delays", &[]),
        ],
    );
    check(
        LineUse::Requirement,
        &[
            ("Excel", &["spreadsheets"]),
            ("Excel required", &["spreadsheets"]),
            ("Good Excel skills", &["spreadsheets"]),
            ("Excel is a must", &["spreadsheets"]),
            ("Excel: advanced", &["spreadsheets"]),
            ("Excel (VLOOKUP)", &["spreadsheets"]),
            ("5 years of work in an office, Excel", &["spreadsheets"]),
            ("Confluence", &["confluence"]),
            ("Unity", &["game-engines"]),
            ("Lever", &["applicant-tracking"]),
            ("Go", &["go-language"]),
            ("R", &["r-language"]),
            ("React", &["react"]),
            ("Excel in a fast-paced environment", &[]),
            ("React quickly", &[]),
            ("A swift and calm manner", &[]),
        ],
    );
}

#[test]
fn denials_reach_all_that_they_are_about() {
    check(
        LineUse::Ad,
        &[
            ("No Java or SQL required", &[]),
            ("No Java, SQL or Python needed", &[]),
            ("Java, SQL, but not Python", &["java", "sql"]),
            ("You will not write Python", &[]),
            ("You will not write Python or Java", &[]),
            ("You manage without Python", &[]),
            ("We don't expect Python", &[]),
            ("We moved away from Java", &[]),
            ("Explain results to non-financial managers", &[]),
            ("Java not required; SQL is", &["sql"]),
            ("You can't do this job without SQL", &["sql"]),
            ("Nobody works without Python here", &["python"]),
            ("You do not just write SQL", &["sql"]),
            ("Without Java, SQL is what counts", &["sql"]),
            ("No weekend or evening work, but SQL is required", &["sql"]),
        ],
    );
}

#[test]
fn a_field_of_study_is_no_skill_that_is_asked_for() {
    check(
        LineUse::Requirement,
        &[
            ("University degree in marketing, communication or similar", &[]),
            ("Degree in computer science or statistics", &[]),
            ("A statistics degree", &[]),
            ("Master's degree in statistics and good SQL skills", &["sql"]),
            ("BSc in statistics, and experience with accounting", &["accounting"]),
            ("A degree and knowledge of statistics", &["statistics"]),
        ],
    );
    let found = sure(LineUse::Cv, "Degree in statistics");
    assert_eq!(found, ["statistics"], "a person has it");
}
