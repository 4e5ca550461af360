//! Tests of finding sections.

use super::*;
use crate::model::Importance;
use crate::reading::formats::lay_out;

mod boundaries;
mod prose;

fn read(text: &str) -> (LaidOutText, ReadSections) {
    let text = lay_out("ad.md", text.as_bytes()).unwrap();
    let found = find_sections(&text);
    assert_eq!(found.labels.len(), text.lines.len());
    (text, found)
}

/// Asserts that the lines of an ad get these labels; each line begins with its label.
fn assert_labels(name: &str, labelled: &str) {
    let lines: Vec<(&str, &str)> =
        labelled.lines().map(|line| line.split_once('|').unwrap_or(("", line))).collect();
    let source: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let text = lay_out(name, source.join("\n").as_bytes()).unwrap();
    let found = find_sections(&text);
    for (line, label) in text.lines.iter().zip(&found.labels) {
        let expected = lines[line.number - 1].0.trim();
        let expected = LineLabel::ALL.into_iter().find(|label| label.word().starts_with(expected));
        assert_eq!(Some(*label), expected, "line {}: {}", line.number, line.text);
    }
}

#[test]
fn headings_and_lead_ins_say_what_lists_are_about() {
    assert_labels(
        "ad.md",
        "\
title|# Baker
empl|Acme is a bakery that was founded in 1910. Our mission is good bread.

head|## Job requirements

head|In this role, you will:

resp|- Knead dough by hand
resp|- Interview apprentices and review their applications

head|## Who you are

req|- Experience with sourdough
req|- A driving licence, ideally for vans
nice|- Knowledge of French is a plus

head|### Nice to have

nice|- Latte art
nice|- Education in pastry

head|## What we offer

bene|- Free bread and health insurance
bene|- Work closely with the best millers

head|## How to apply

appl|Send your resume to us by May.
",
    );
}

#[test]
fn plain_text_without_marks_is_read_by_its_words() {
    assert_labels(
        "ad.txt",
        "\
title|Senior warehouse worker
part|Location: Leeds
pay|Salary: £12 - £14 per hour

head|ESSENTIAL DUTIES

resp|Loads and unloads trucks every morning.
resp|Keeps the inventory of the warehouse up to date.
resp|Performs other duties as assigned.

head|Person specification

head|Essential

req|Forklift licence
req|Ability to lift 20 kg

head|Desirable

nice|Experience in a cold store

head|SUPERVISORY RESPONSIBILITIES

cond|This position has no supervisory responsibilities.

head|Equal opportunities

equal|We hire regardless of race, religion or disability.
",
    );
}

#[test]
fn front_matter_states_facts() {
    assert_labels(
        "ad.md",
        "\
part|+++
part|author = \"Ann\"
part|organization = \"Acme\"
part|location = \"Leeds\"
pay|salary = \"£30,000 - £32,000\"
part|title = \"Baker job description\"
part|+++
title|Baker job description
head|Duties:
resp|- Bakes bread before the shop opens
resp|- Helps the Baker job description writers of the trade
",
    );
    let text = "---\nposition: Baker\nlocation: Leeds\nsalary: £30,000 a year\n---\nBakers knead \
                dough and bake it.\n";
    let (_, found) = read(text);
    assert_eq!(found.title.value().map(String::as_str), Some("Baker"));
    assert_eq!(found.location.value().map(String::as_str), Some("Leeds"));
    assert_eq!(found.pay.value().and_then(|pay| pay.low), Some(30_000.0));
}

#[test]
fn a_person_specification_in_a_table_is_read_by_its_columns() {
    let (text, found) = read(
        "# Baker\n\n| Criteria | Essential | Desirable | Assessed by |\n| --- | --- | --- | --- |\n\
         | Training | Diploma in baking | Degree in food science | Form |\n\
         | Values | <ul><li>Commitment to diversity</li><li>Care</li></ul> | | Interview |\n",
    );
    let asked: Vec<(&str, Importance)> = found
        .requirements
        .iter()
        .map(|asked| (asked.place.words(&text), asked.importance))
        .collect();
    assert_eq!(
        asked,
        [
            ("Diploma in baking", Importance::Essential),
            ("Degree in food science", Importance::Useful),
            ("Commitment to diversity", Importance::Essential),
            ("Care", Importance::Essential),
        ]
    );
    assert!(found.responsibilities.is_empty());
}

#[test]
fn lines_are_read_against_their_heading_where_they_say_so() {
    assert_labels(
        "ad.md",
        "\
head|## A good candidate will:

resp|- Bake bread for three shops
resp|- Keep the ovens clean
resp|- Order flour and yeast
req|- Be proficient in the use of deck ovens
req|- Be eligible to work at night in this country

empl|At Acme, we have baked bread since 1910. Our bread is known all over the town.

head|## Person specification
head|### Equal opportunities

req|- Commitment to equal opportunities in the shop

head|Pay and benefits: (see our guide)

bene|Dental insurance
bene|Paid vacation
bene|Short-term disability insurance

head|REQUIRED SCHEDULE & AVAILABILITY:

cond|Nights from Monday to Friday
cond|Weekends in December

head|ABOUT YOU:

req|Driven by a strong work ethic
req|Ability to work with several ovens
",
    );
}

#[test]
fn heads_and_feet_of_pages_do_not_end_a_list() {
    let ad = "Duties

• Runs the shop
• Opens the till

2 of 3

12 Mill Street, Springfield, IL 62701
bakery.example.org

https://example.org/jobs/1

10/28/24, 08:48

• Orders stock for the week
• Trains new colleagues
";
    let text = lay_out("ad.txt", ad.as_bytes()).unwrap();
    let duties = find_sections(&text).responsibilities;
    let duties: Vec<&str> = duties.iter().map(|place| place.words(&text)).collect();
    let expected =
        ["Runs the shop", "Opens the till", "Orders stock for the week", "Trains new colleagues"];
    assert_eq!(duties, expected);
}

#[test]
fn prose_states_duties_and_requirements_by_sentences() {
    let (text, found) = read(
        "# Project manager\n\nYou will lead projects from start to end. You have five years of \
         experience in construction. We are a family business.\n",
    );
    let words = |place: &TextPlace| place.words(&text).to_string();
    let duties: Vec<String> = found.responsibilities.iter().map(words).collect();
    assert_eq!(duties, ["You will lead projects from start to end."]);
    let asked: Vec<String> = found.requirements.iter().map(|asked| words(&asked.place)).collect();
    assert_eq!(asked, ["You have five years of experience in construction."]);
}

#[test]
fn facts_are_stated_ambiguous_or_absent() {
    let (text, found) = read(
        "---\ntitle: We are hiring a Data engineer\n---\n\nLocation: Leeds, England\n\n## Requirements\n\n\
         - 3-5 years of experience with SQL\n- Bachelor's degree in any field\n\n## Salary\n\n\
         £40,000 - £50,000 per annum\n",
    );
    assert_eq!(found.title.value().map(String::as_str), Some("Data engineer"));
    assert_eq!(found.location.value().map(String::as_str), Some("Leeds, England"));
    assert_eq!(found.years.value(), Some(&StatedYears { min: 3.0, max: Some(5.0) }));
    let pay = found.pay.value().unwrap();
    assert_eq!((pay.low, pay.high), (Some(40_000.0), Some(50_000.0)));
    assert_eq!((pay.currency.as_deref(), pay.period), (Some("GBP"), Some(StatedPeriod::Year)));
    let education = found.education.stated().unwrap();
    assert_eq!(education.place.words(&text), "Bachelor's degree in any field");

    let (_, found) = read(
        "## Requirements\n\n- 5 years of experience with SQL\n- 2 years of experience with Rust\n\n\
         We raised $5 million in 2020, and have been here for 20 years.\n",
    );
    assert_eq!(found.years.all().len(), 2);
    assert_eq!(found.years.value(), None);
    assert_eq!(found.title, TextFact::NotStated);
    assert_eq!(found.location, TextFact::NotStated);
    assert_eq!(found.education, TextFact::NotStated);
    assert_eq!(found.pay, TextFact::NotStated);
}

#[test]
fn places_that_are_denied_are_none() {
    let place = |text: &str| read(text).1.location.value().cloned();
    for text in [
        "This is not a remote position.",
        "This is not a fully remote role.",
        "Please note that a remote position is not available.",
        "There are no remote jobs here.",
        "We are not based in Leeds.",
    ] {
        assert_eq!(place(text), None, "{text}");
    }
    for (text, stated) in [
        ("This is a remote position.", "remote position"),
        ("Not office based: a fully remote role.", "fully remote"),
        ("You are based in Leeds.", "Leeds"),
        ("This is not only a remote position.", "remote position"),
    ] {
        assert_eq!(place(text).as_deref(), Some(stated), "{text}");
    }
}

#[test]
fn dollars_are_those_of_the_united_states_unless_another_country_is_named() {
    let currency = |text: &str| read(text).1.pay.value().and_then(|pay| pay.currency.clone());
    assert_eq!(currency("Salary: $50,000 per year").as_deref(), Some("USD"));
    assert_eq!(currency("Location: Toronto\n\nSalary: $50,000 per year"), None);
    assert_eq!(currency("Location: Toronto\n\nSalary: CA$50,000").as_deref(), Some("CAD"));
}

#[test]
fn every_text_has_a_label_for_each_line() {
    for text in
        ["", ":", "…", "# \n## \n- ", "a|b", "- - -", "软件工程师:\n- 💥", "\u{feff}", "1.\n2.\n"]
    {
        let Ok(text) = lay_out("ad.md", text.as_bytes()) else { continue };
        let found = find_sections(&text);
        assert_eq!(found.labels.len(), text.lines.len());
        let places = found.requirements.iter().map(|asked| &asked.place);
        for place in places.chain(&found.responsibilities) {
            assert!(text.lines[place.line].text.get(place.bytes.clone()).is_some());
        }
    }
}
