//! Tests of the names of levels.

use super::*;

#[test]
fn levels_are_known_by_their_names() {
    for yes in [
        "Senior",
        "Junior PM",
        "Level 3",
        "Level 1: Product Manager I",
        "IC4",
        "L5",
        "Senior Engineer 2 (People Manager)",
        "Principal Programmer (L5)",
        "Staff Software Engineer",
        "Director",
        "VP",
        "CPO",
        "Head of Product",
        "Mid-level",
        "Entry Level",
        "Band 7",
        "Engineer II (L2)",
        "Lead",
        "Staff+ (L7+)",
        "Junior (L1-L2)",
        "Graduate Engineer",
        "Engineering Director M5",
        "Grade C1",
        "Stage 2",
        "Intern",
        "Developer II",
        "Senior CSM",
        "Junior BDR II",
    ] {
        assert_eq!(certainty(yes), Certainty::Yes, "{yes}");
    }
    for maybe in ["VP Sales", "Lead SDE", "Engineer", "Product Manager", "3", "Basic", "Expert"] {
        assert_eq!(certainty(maybe), Certainty::Maybe, "{maybe}");
    }
    for no in [
        "Category",
        "Leadership",
        "Lead with Curiosity",
        "Same as L1",
        "As Senior Engineer",
        "Advanced SQL",
        "Staff development",
        "Communication",
        "Level",
        "Levels",
        "Senior stakeholder management",
        "Expectations",
        "Description",
        "Competencies",
        "Technical Skills",
        "Executes well-scoped tasks.",
        "Deliver Quality",
        "Skill",
        "Mentoring junior engineers on the team and others too",
    ] {
        assert_eq!(certainty(no), Certainty::No, "{no}");
    }
}

#[test]
fn names_are_taken_apart() {
    for (text, code, title) in [
        ("Level 1: Product Manager I", Some("1"), Some("Product Manager I")),
        ("Principal Programmer (L5)", Some("L5"), Some("Principal Programmer")),
        ("IC3 - Senior Engineer", Some("IC3"), Some("Senior Engineer")),
        ("Level 4", Some("4"), None),
        ("M6", Some("M6"), None),
        ("3", Some("3"), None),
        ("Senior Engineer 2", None, Some("Senior Engineer 2")),
        ("Level 2 (Senior)", Some("2"), Some("Senior")),
        ("Staff", None, Some("Staff")),
    ] {
        let name = LevelName::parse(text);
        assert_eq!((name.code.as_deref(), name.title.as_deref()), (code, title), "{text}");
    }
}

#[test]
fn titles_name_job_and_level() {
    for (level, family, title) in [
        ("Senior", "Product Designer", "Senior Product Designer"),
        ("Senior PM", "Product", "Senior PM"),
        ("L3", "Backend", "Backend L3"),
        ("Level 3", "Product Manager", "Product Manager Level 3"),
        ("Senior", "Engineering", "Senior (Engineering)"),
        ("Level 1: Product Manager I", "Product", "Product Manager I"),
        ("Director", "Design", "Director"),
    ] {
        assert_eq!(title_of(&LevelName::parse(level), family), title, "{level} of {family}");
    }
    for (title, job) in [
        ("Senior Delivery Manager", "Delivery Manager"),
        ("Lead Bid Manager", "Bid Manager"),
        ("Engineer II", "Engineer"),
        ("Tech Lead 6", "Tech Lead"),
        ("Delivery Support Analyst (PMO)", "Delivery Support Analyst"),
        ("IC3 Software Engineer", "Software Engineer"),
    ] {
        assert_eq!(job_of(title), job, "{title}");
    }
}

#[test]
fn seniorities_have_an_order() {
    let ranks = [
        "Intern",
        "Junior Engineer",
        "Engineer 1",
        "Engineer 2",
        "Senior Engineer 1",
        "Senior Engineer 2",
        "Staff Engineer",
        "Senior Staff Engineer",
        "Principal Engineer",
        "Head of Engineering",
        "Director",
        "VP",
        "CTO",
    ]
    .map(|name| LevelName::parse(name).rank().unwrap_or_default());
    assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
}
