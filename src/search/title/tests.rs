use super::*;

fn title(text: &str) -> (String, String) {
    let title = readings(&[text]).remove(0).title;
    let mut ranks = String::new();
    for rank in &title.ranks {
        rank.push_onto(&mut ranks);
        ranks.push(' ');
    }
    (title.core.join(" "), ranks.trim_end().to_string())
}

#[test]
fn ranks_are_told_from_the_job() {
    for (text, core, ranks) in [
        ("Sr. Software Engineer", "software engineer", "senior"),
        ("Software Engineer III", "software engineer", "grade3"),
        ("SDE2", "sde", "grade2"),
        ("L5 Software Engineer", "software engineer", "gradel5"),
        ("Entry-level Analyst", "analyst", "entry"),
        ("Head of Product", "product", "head"),
        ("Product Head", "product", "head"),
        ("Vice President of Product", "product", "vp"),
        ("SVP Product", "product", "senior vp"),
        ("Executive VP Product", "product", "senior vp"),
        ("Executive Vice President, Product", "product", "senior vp"),
        ("Site Reliability Engineering", "site reliability engineer", ""),
        ("Site Reliability Engineering Manager", "site reliability engineering manager", ""),
        ("Director of Engineering", "engineering", "director"),
        ("Sales Associate", "sale associate", ""),
        ("Associate Product Manager", "product manager", "associate"),
        ("School Principal", "school principal", ""),
        ("Manager of Engineering", "engineering manager", ""),
        ("Wait Staff", "wait staff", ""),
        ("Data Entry Analyst", "data entry analyst", ""),
        ("Senior Data Entry Clerk", "data entry clerk", "senior"),
        ("Analyst, Entry", "analyst", "entry"),
        ("Entry Level Data Analyst", "data analyst", "entry"),
        ("Data Analyst (Entry Level)", "data analyst", "entry"),
        ("Voice Acting Coach", "voice acting coach", ""),
        ("Acting Director of Nursing", "nursing", "interim director"),
        ("Staff Development Manager", "staff development manager", ""),
        ("Staff Engineer", "engineer", "staff"),
        ("Internship Program Manager", "internship program manager", ""),
        ("Graduate Programme Manager", "graduate program manager", ""),
        ("Junior High School Teacher", "junior high school teacher", ""),
        ("Senior Member of Technical Staff", "software engineer", "senior"),
    ] {
        assert_eq!(title(text), (core.to_string(), ranks.to_string()), "{text}");
    }
}

#[test]
fn number_gender_and_spelling_are_one_title() {
    for (one, other) in [
        ("Physician Assistants", "physician assistant"),
        ("Midwives", "midwife"),
        ("Coaches and Scouts", "coach and scout"),
        ("Secretaries", "Secretary"),
        ("Fishermen", "Fisherwoman"),
        ("Chairwoman", "chairperson"),
        ("Draughtsman", "draftsperson"),
        ("Waitress", "Waiters"),
        ("Programme Manager", "Program managers"),
        ("Front End Engineer", "frontend engineer"),
        ("Human Resources Manager", "HR manager"),
        ("Learning & Development", "learning and development"),
        ("Service Desk Analyst", "help desk analyst"),
        ("Executive VP, Sales", "EVP Sales"),
        ("Organisational Psychologist", "organizational psychologist"),
    ] {
        assert_eq!(
            title(one).0.replace(' ', ""),
            title(other).0.replace(' ', ""),
            "{one} = {other}"
        );
    }
    assert_ne!(title("German teacher").0, title("Gerperson teacher").0);
}

#[test]
fn parts_are_set_apart_by_commas_dashes_and_brackets() {
    assert_eq!(
        segment_texts("Product Manager - Growth (Remote)"),
        ["Product Manager", "Growth", "Remote"]
    );
    assert_eq!(segment_texts("Front-end Engineer, Web"), ["Front-end Engineer", "Web"]);
    assert_eq!(segment_texts("(m/f/d)"), ["m/f/d"]);
    assert_eq!(alternatives("UX/UI Designer").unwrap()[..2], ["UX Designer", "UI Designer"]);
    assert_eq!(alternatives("Draughtsman/-woman").unwrap(), ["Draughtsman"]);
    assert_eq!(
        alternatives("Scrum Master / Agile Coach").unwrap(),
        ["Scrum Master", "Agile Coach"]
    );
}

fn segment_texts(text: &str) -> Vec<String> {
    segments(text).into_iter().map(|s| s.text).collect::<Vec<_>>()
}
