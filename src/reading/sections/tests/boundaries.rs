//! Tests of where a section ends: at headings of any kind, and where the page around an ad begins.

use super::*;

#[test]
fn a_heading_ends_the_section_before_it_known_or_not() {
    for (heading, label) in [
        ("Would be cool", LineLabel::Nice),
        ("Bonus points", LineLabel::Nice),
        ("Plus points", LineLabel::Nice),
        ("Ideally you also", LineLabel::Nice),
        ("What you don't need", LineLabel::NotNeeded),
        ("You do not need", LineLabel::NotNeeded),
        ("Not required", LineLabel::NotNeeded),
        ("What you won't do", LineLabel::NotNeeded),
        ("What you'll learn", LineLabel::Benefits),
        ("Training", LineLabel::Benefits),
        ("Training you'll receive", LineLabel::Benefits),
        ("Our stack", LineLabel::Summary),
        ("Odds and ends", LineLabel::Summary),
        ("What they want from you", LineLabel::Must),
        ("What makes you stand out", LineLabel::Must),
        ("Similar jobs", LineLabel::Page),
    ] {
        for section in ["Requirements", "Responsibilities"] {
            for mark in ["## ", "**", ""] {
                for end in [":", ""] {
                    let close = if mark == "**" { "**" } else { "" };
                    let ad = format!(
                        "Accountant\n\n{section}\n- Prepare accounts of firms\n- Check them\n\n\
                         {mark}{heading}{end}{close}\n- SQL\n- Python\n"
                    );
                    let (_, found) = read(&ad);
                    assert_eq!(found.labels[found.labels.len() - 2..], [label, label], "{ad}");
                }
            }
        }
    }
}

#[test]
fn duties_are_found_after_the_employer_and_benefits() {
    for heading in ["What awaits you", "What your day looks like", "Your tasks", "Role:"] {
        for section in ["About us\nWe are a firm.", "Benefits\n- Pension", "Requirement:\n- SQL"] {
            for mark in ["## ", ""] {
                let ad = format!(
                    "Accountant\n\n{section}\n\n{mark}{heading}\n- Prepare accounts of clients\n\
                     - Check the books of the firm\n"
                );
                let (text, found) = read(&ad);
                let duties: Vec<&str> =
                    found.responsibilities.iter().map(|place| place.words(&text)).collect();
                let expected = ["Prepare accounts of clients", "Check the books of the firm"];
                assert_eq!(duties, expected, "{ad}");
            }
        }
    }
}

#[test]
fn parts_of_a_section_stay_in_it() {
    assert_labels(
        "ad.txt",
        "\
title|Web developer

head|Requirements:

head|Back end:
req|- Java

head|Front end:
req|- React
",
    );
}

#[test]
fn what_is_not_needed_asks_for_nothing() {
    let (_, found) = read(
        "Accountant\n\n## You do not need\n- A degree\n- 5 years of experience\n- Python\n\n\
         ## Requirements\n- SQL\n",
    );
    assert_eq!(found.education, TextFact::NotStated);
    assert_eq!(found.years, TextFact::NotStated);
    assert_eq!(found.requirements.len(), 1);
}

#[test]
fn the_page_around_an_ad_is_no_part_of_it() {
    assert_labels(
        "ad.txt",
        "\
page|Home > Jobs > Finance > Accountant
page|Accept all cookies   Reject   Manage preferences
page|Skip to main content

title|Accountant
page|Easy Apply   Save
page|Meet the hiring team
page|Dana Lee 2nd
page|Head of Finance at Acme

head|What you'll do
resp|- Prepare accounts

head|What you'll need
req|- SQL
page|Do you have experience with Salesforce?
page|Similar jobs
page|Data Engineer
page|Java Developer
page|Salary: £50,000
head|About the company
empl|Acme, 201-500 employees
page|People also searched for: Kubernetes, Python
page|© 2025 Acme. Privacy policy. Terms of use.
",
    );
    let (_, found) = read("Similar jobs\n\nAccountant\n\nRequirements\n- SQL\n");
    assert_eq!(found.title.value().map(String::as_str), Some("Accountant"));
}

#[test]
fn text_after_a_list_is_no_part_of_it() {
    assert_labels(
        "ad.txt",
        "\
title|Teacher

head|The successful candidate will:
resp|- plan and teach lessons
resp|- be a form tutor

head|You will have:
req|- a degree

nice|It would be desirable if you could also offer some Maths.

equal|Hillside Academy is committed to safeguarding the welfare of children.
",
    );
}

#[test]
fn facts_of_tables_are_no_duties() {
    assert_labels(
        "ad.md",
        "\
title|# Coordinator
|
|| | |
||---|---|
part|| Location | Tallinn |
part|| Start | As soon as possible |
|
head|## Responsibilities
|
head|| Area | What you do |
||---|---|
resp|| Shipments | Book trucks and track them until delivery |
",
    );
    assert_labels(
        "ad.txt",
        "\
title|Apprentice
part|Positions available: 1
head|What you'll do at work
resp|Schedule social media posts
resp|Update our site
not|You won't manage a team
not|This is not a sales role
resp|Any other duties commensurate with the grade
head|Requirements
req|Supply-chain background
",
    );
}

#[test]
fn several_jobs_in_a_text_are_told() {
    let jobs = |text: &str| -> Vec<String> {
        let (_, found) = read(text);
        assert_eq!(found.jobs.is_empty(), found.title.all().len() < 2);
        found.jobs.into_iter().map(|job| job.value).collect()
    };
    let ad = "We have several openings:\n\n1) Front-End Developer\nRequirements: React\n\
              Salary: $95,000\n\n2) Office Manager\nRequirements: 5 years\nSalary: $55,000\n";
    assert_eq!(jobs(ad), ["Front-End Developer", "Office Manager"]);
    let ad = "# Jobs\n\n## Baker\n\n### Duties\n\n- Bake\n\n## Driver\n\n### Duties\n\n- Drive\n";
    assert_eq!(jobs(ad), ["Baker", "Driver"]);
    for one in [
        "Analyst\n\nDuties\n- Prepare data\n\nReports to\n\nHead of Data\n\nSkills\n- SQL\n",
        "# Baker\n\n## Duties\n\n- Bake\n\n# Baker\n\n## Duties\n\n- Bake\n",
    ] {
        assert!(jobs(one).is_empty(), "{one}");
    }
}
