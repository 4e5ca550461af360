//! Tests of prose about several subjects, and of titles.

use super::*;

/// Returns the label of each sentence of the last line of `text`.
fn last_parts(text: &str) -> Vec<(String, LineLabel)> {
    let (text, found) = read(text);
    let last = text.lines.len() - 1;
    let parts = found.parts.iter().filter(|part| part.place.line == last);
    parts.map(|part| (part.place.words(&text).to_string(), part.label)).collect()
}

#[test]
fn a_sentence_on_something_else_does_not_take_its_neighbours_along() {
    for (last, label) in [
        ("Send your CV to jo@example.com.", LineLabel::Application),
        ("Pension and free lunch.", LineLabel::Benefits),
        ("Salary £30,000.", LineLabel::Pay),
        ("We are an equal opportunity employer.", LineLabel::EqualOpportunity),
        ("You won't manage a team.", LineLabel::NotNeeded),
    ] {
        let ad = format!(
            "Payroll Officer\n\nYou run payroll for 300 staff. You know Python and SQL. {last}"
        );
        let expected = [
            ("You run payroll for 300 staff.".to_string(), LineLabel::Responsibility),
            ("You know Python and SQL.".to_string(), LineLabel::Must),
            (last.to_string(), label),
        ];
        assert_eq!(last_parts(&ad), expected);
        let (_, found) = read(&ad);
        assert_eq!((found.responsibilities.len(), found.requirements.len()), (1, 1), "{ad}");
    }
}

#[test]
fn an_ad_in_one_paragraph_is_read() {
    let (text, found) = read(
        "We're hiring a bookkeeper! A family firm needs a bookkeeper (20 hrs/week) to handle \
         accounts and run payroll. You should know QuickBooks well; two years of bookkeeping are required. \
         Spanish is a plus. We do our own marketing. Email your resume to jo@example.com.",
    );
    assert_eq!(found.title.value().map(String::as_str), Some("bookkeeper"));
    let labels: Vec<LineLabel> = found.parts.iter().map(|part| part.label).collect();
    assert_eq!(
        labels,
        [
            LineLabel::Summary,
            LineLabel::Responsibility,
            LineLabel::Must,
            LineLabel::Nice,
            LineLabel::Employer,
            LineLabel::Application,
        ]
    );
    assert_eq!(found.responsibilities.len(), 1);
    assert!(found.responsibilities[0].words(&text).starts_with("A family firm needs"));
    assert_eq!(found.years.value().map(|years| years.min), Some(2.0));
}

#[test]
fn duties_in_prose_are_read_by_sentences() {
    let (text, found) = read(
        "Support specialist\n\nAbout the role\n\nYou answer tickets of customers. Around 15 a \
         day. You reproduce bugs and write them up. \
         You'll look after our regulars. You'll join a small team.",
    );
    let duties: Vec<&str> = found.responsibilities.iter().map(|place| place.words(&text)).collect();
    assert_eq!(
        duties,
        [
            "You answer tickets of customers.",
            "You reproduce bugs and write them up.",
            "You'll look after our regulars.",
        ]
    );
}

#[test]
fn duties_of_a_paragraph_are_one_each() {
    let (text, found) = read(
        "Partner\n\nTHE ROLE\nYou will advise managers across three depots. You'll coach them.\n\n\
         Weekly pay, free parking, canteen on site. Temp to perm after 12 weeks.\n",
    );
    let duties: Vec<&str> = found.responsibilities.iter().map(|place| place.words(&text)).collect();
    assert_eq!(duties, ["You will advise managers across three depots.", "You'll coach them."]);
}

#[test]
fn titles_are_read_wherever_they_stand() {
    for head in [
        "Home > Jobs > Finance > Accountant\n\nData Analyst",
        "We use cookies to make our site work.\nData Analyst",
        "Role: Data Analyst",
        "Position: Data Analyst",
        "We are hiring: Data Analyst",
        "We are looking for a Data Analyst",
        "We are looking for a Data Analyst to join our team.",
        "Acme is hiring a Data Analyst in Leeds",
        "Data Analyst - £40k",
        "Data Analyst — Amsterdam, hybrid — €4,000/mo",
        "🚀 Data Analyst 🚀",
        "Data Analyst at Acme",
        "Data Analyst\nData Analyst",
        "Data Analyst\n\nData Analyst",
    ] {
        let (_, found) = read(&format!("{head}\n\nResponsibilities\n- Prepare accounts\n"));
        assert_eq!(found.title.value().map(String::as_str), Some("Data Analyst"), "{head}");
    }
    for head in ["Position: Full-time", "Role: You lead the team and write reports."] {
        let (_, found) = read(&format!("{head}\n\nResponsibilities\n- Prepare accounts\n"));
        assert_ne!(found.title.value().map(String::as_str), Some(head), "{head}");
    }
    let (_, found) = read("DBA\n\nResponsibilities\n- Prepare data\n");
    assert_eq!(found.title.value().map(String::as_str), Some("DBA"));
}
