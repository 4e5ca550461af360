use super::*;

#[test]
fn a_long_text_is_not_a_level() {
    assert_eq!(scale_fraction(&"expert ".repeat(MAX_WORDS)), Some(1.0));
    assert_eq!(scale_fraction(&"expert ".repeat(MAX_WORDS + 1)), None);
    assert_eq!(scale_fraction(&("expert ".repeat(1_000_000) + "in zebras")), None);
}

#[test]
fn levels_are_parts_of_a_scale() {
    assert!(LEVELS.is_sorted_by(|a, b| a.0 < b.0));
    for (text, wanted) in [
        ("Master", Some(1.0)),
        ("master", Some(1.0)),
        ("Expert level", Some(1.0)),
        ("Advanced", Some(0.75)),
        ("Intermediate", Some(0.5)),
        ("Upper-Intermediate", Some(0.6)),
        ("Beginner", Some(0.25)),
        ("Native speaker", Some(1.0)),
        ("Native or bilingual proficiency", Some(1.0)),
        ("Full professional proficiency", Some(0.8)),
        ("Professional working proficiency", Some(0.6)),
        ("Limited working proficiency", Some(0.4)),
        ("Elementary proficiency", Some(0.2)),
        ("Very good", Some(0.75)),
        ("Working knowledge", Some(0.5)),
        ("Proficient user", Some(0.75)),
        ("Fluent (C1)", Some(0.8)),
        ("C2", Some(1.0)),
        ("80%", Some(0.8)),
        ("80 %", Some(0.8)),
        ("4/5", Some(0.8)),
        ("8 out of 10", Some(0.8)),
        ("Level 4 of 5", Some(0.8)),
        ("4/5 stars", Some(0.8)),
        ("Skillful", Some(0.75)),
        ("Deep knowledge", Some(0.75)),
        ("★★★★☆", Some(0.8)),
        ("★★★", None),
        ("0%", None),
        ("120%", None),
        ("6/5", None),
        ("1/0", None),
        ("5 years", None),
        ("2019", None),
        ("no expert", None),
        ("expert in nothing", None),
        ("beginner to advanced", None),
        ("Jedi", None),
        ("", None),
        ("NaN%", None),
    ] {
        assert_eq!(scale_fraction(text), wanted, "{text}");
    }
}

#[test]
fn not_having_a_skill_differs_from_a_level_and_from_silence() {
    for nothing in [
        "none",
        "None",
        "NONE",
        "0",
        "0.0",
        "0/5",
        "0 %",
        "0 out of 10",
        "N/A",
        "n.a.",
        "-",
        "–",
        "no",
        "No experience",
        "not applicable",
        "Nil",
        "☆☆☆☆☆",
        "0 - none",
        "level 0",
        "none at all",
        "false",
        "Not yet",
        "Not proficient in",
        "No knowledge of",
        "Unfamiliar with",
        "None (planned)",
        "0 stars",
        "want to learn",
        "Would like to learn",
        "keine",
        "Aucune connaissance",
        "ninguno",
        "無",
    ] {
        assert!(means_no_skill(nothing) && !is_blank(nothing), "{nothing}");
        assert_eq!(scale_fraction(nothing), None, "{nothing}");
    }
    for something in ["Novice", "1", "0.5", "learning", "★☆☆☆☆", "5", "low", "no expert", "", " "]
    {
        assert!(!means_no_skill(something), "{something}");
    }
    assert!(["", " ", "null", "not specified"].iter().all(|text| is_blank(text)));
}

#[test]
fn times_say_nothing_of_a_level() {
    for time in
        ["5 years", "3+ yrs", "since 2019", "2015–2019", "10y", "2 years of experience", "6 months"]
    {
        assert!(is_duration(time) && scale_fraction(time).is_none(), "{time}");
    }
    for other in ["5", "expert", "years", "4/5", "since", ""] {
        assert!(!is_duration(other), "{other}");
    }
    assert!(
        is_unplaced_level("Fortgeschritten")
            && is_unplaced_level("in progress")
            && !is_unplaced_level("Advanced")
    );
}

#[test]
fn remarks_state_levels_and_not_having_a_skill() {
    for (remark, wanted) in [
        ("Never used", Some("Never used")),
        ("never used it so far", Some("never used")),
        ("Would like to learn", Some("Would like to learn")),
        ("Want to learn this next year", Some("Want to learn")),
        ("Currently learning", Some("Currently learning")),
        ("beginner", Some("beginner")),
        ("Never in production", Some("Never in production")),
        ("Only opened reports", None),
        ("Used at Acme", None),
        ("none", None),
        ("n/a", None),
        ("–", None),
        ("", None),
        ("5 years", None),
    ] {
        assert_eq!(level_of_remark(remark), wanted, "{remark}");
    }
    assert!(!means_no_skill("Never in production"));
}
