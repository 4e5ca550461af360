//! Tests of reading texts as roles.

use std::sync::Arc;

use super::*;
use crate::engine::Engine;
use crate::reading::corrections::CorrectMeaning;
use crate::reading::layout::{LineShape, TextLine};

/// Lays out lines: `# ` begins a heading, `- ` an item.
fn laid_out(text: &str) -> LaidOutText {
    let mut lines = Vec::new();
    let mut after_gap = true;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            after_gap = true;
            continue;
        }
        let (shape, text) = if let Some(rest) = line.strip_prefix("# ") {
            (LineShape::Heading(2), rest)
        } else if let Some(rest) = line.strip_prefix("- ") {
            (LineShape::Item(0), rest)
        } else {
            (LineShape::Paragraph, line)
        };
        lines.push(TextLine { number: at + 1, shape, text: text.to_string(), after_gap });
        after_gap = false;
    }
    LaidOutText { title: None, lines }
}

const AD: &str = "# Data analyst

Acme is a leading maker of anvils. We use Java, you need not.

# What you will do
- Build dashboards and reports for business teams (40%)
- Write SQL to extract and clean data (60%)

# What we ask for
- Deep knowledge of SQL
- Basic Python
- Git preferred
- No experience with Java needed

# Nice to have
- Experience with Tableau

# Benefits
- Health insurance and Excel courses
";

#[test]
fn an_ad_is_read_as_a_role() {
    let catalog = crate::builtin::catalog();
    let engine = Engine::builtin();
    let text = laid_out(AD);
    let role = RoleReader::new(&catalog, engine.reading(), engine.themes()).read(&text);
    assert_eq!(role.sections.title.value().map(String::as_str), Some("Data analyst"));
    let duties: Vec<&str> =
        role.responsibilities.iter().map(|duty| duty.place.words(&text)).collect();
    assert_eq!(duties.len(), 2, "{duties:?}");
    let shares: Vec<Option<f64>> = role.responsibilities.iter().map(|duty| duty.share).collect();
    assert_eq!(shares, [Some(0.4), Some(0.6)]);
    let theme = role.responsibilities[0].theme.map(|theme| catalog.theme(theme).id.as_str());
    assert!(theme.is_some_and(|theme| ["analysis", "measurement"].contains(&theme)), "{theme:?}");
    let skill = |name: &str| {
        role.skills.iter().find(|skill| skill.sure && catalog.skill(skill.skill).name == name)
    };
    let sql = skill("SQL").unwrap();
    assert_eq!((sql.importance, sql.place.words(&text)), (Some(Importance::Essential), "SQL"));
    assert_eq!(sql.level_place.as_ref().map(|place| place.words(&text)), Some("Deep"));
    let python = skill("Python").unwrap();
    assert_eq!(python.importance, Some(Importance::Essential));
    assert_eq!(python.level.map(|level| level.rank), Some(0));
    assert!(skill("Java").is_none() && skill("Excel").is_none());
    let kinds: Vec<LineLabel> = role.set_aside.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [LineLabel::Employer, LineLabel::Benefits]);
}

#[test]
fn a_share_of_time_is_read_only_where_it_is_one() {
    for (text, share) in [
        ("Writes reports (20%)", Some(0.2)),
        ("Writes reports (20 %).", Some(0.2)),
        ("30% Writes reports", Some(0.3)),
        ("Writes reports – 15%", Some(0.15)),
        ("Raises sales by 20%", None),
        ("Cuts 20% of costs", None),
        ("Moves 10% to 20%", None),
        ("Writes (0%)", None),
        ("Writes (120%)", None),
        ("%", None),
    ] {
        assert_eq!(stated_share(text), share, "{text}");
    }
}

#[test]
fn any_text_can_be_read_as_a_role() {
    let catalog = crate::builtin::catalog();
    let engine = Engine::builtin();
    let mut reader = RoleReader::new(&catalog, engine.reading(), engine.themes());
    let long = format!("- {}", "you will write SQL, ".repeat(300));
    for text in ["", "…", "#", "# \n- ", "软件工程师: 💥", "::::", "$", "1 of 2", &long] {
        let text = laid_out(text);
        let role = reader.read(&text);
        assert_eq!(role.sections.labels.len(), text.lines.len());
        for place in
            role.skills.iter().map(|skill| &skill.place).chain(&role.sections.responsibilities)
        {
            assert!(text.lines[place.line].text.get(place.bytes.clone()).is_some(), "{place:?}");
        }
    }
    let none = Catalog::default();
    let engine = Engine::new(Arc::new(Catalog::default()));
    assert!(
        RoleReader::new(&none, engine.reading(), engine.themes())
            .read(&laid_out(AD))
            .skills
            .is_empty()
    );
}

/// Returns the ids of the skills that a requirement asks for, and how much it does.
fn importances(requirement: &str) -> Vec<(String, Option<Importance>)> {
    let catalog = crate::builtin::catalog();
    let engine = Engine::builtin();
    let text = laid_out(&format!("# Clerk\n\n# What we ask for\n- Accounting\n- {requirement}\n"));
    let role = RoleReader::new(&catalog, engine.reading(), engine.themes()).read(&text);
    let mut found: Vec<(String, Option<Importance>)> = role
        .asked_skills()
        .map(|skill| (catalog.skill(skill.skill).id.clone(), skill.importance))
        .filter(|(id, _)| id != "accounting")
        .collect();
    found.sort();
    found
}

#[test]
fn only_what_its_words_belong_to_is_nice_to_have() {
    let (must, nice) = (Some(Importance::Essential), Some(Importance::Useful));
    for (text, wanted) in [
        ("Figma (nice to have)", &[("figma", nice)][..]),
        ("Figma (preferred)", &[("figma", nice)]),
        ("Figma (strongly preferred, not required)", &[("figma", nice)]),
        ("Figma (a plus)", &[("figma", nice)]),
        ("Java preferred but not required", &[("java", nice)]),
        ("Java not required but a plus", &[("java", nice)]),
        ("Figma (desirable)", &[("figma", nice)]),
        ("Figma (bonus)", &[("figma", nice)]),
        ("Figma (optional)", &[("figma", nice)]),
        ("Java, Figma (optional)", &[("figma", nice), ("java", must)]),
        ("Java (optional), Figma", &[("figma", must), ("java", nice)]),
        ("Java; SQL a plus", &[("java", must), ("sql", nice)]),
        ("SQL a plus; Java", &[("java", must), ("sql", nice)]),
        ("Java and, ideally, SQL", &[("java", must), ("sql", nice)]),
        ("Java, nice to have: SQL", &[("java", must), ("sql", nice)]),
        ("Java, ideally with Figma", &[("figma", nice), ("java", must)]),
        ("Java experience, preferably with Kubernetes", &[("java", must), ("kubernetes", nice)]),
        ("Java (SQL would be a bonus)", &[("java", must), ("sql", nice)]),
        ("Java not required; SQL is", &[("sql", must)]),
        ("Nice to have: Java; SQL", &[("java", nice), ("sql", nice)]),
        ("Java and SQL are a plus", &[("java", nice), ("sql", nice)]),
        ("Java preferred;", &[("java", nice)]),
    ] {
        let wanted: Vec<(String, Option<Importance>)> =
            wanted.iter().map(|(id, importance)| ((*id).to_string(), *importance)).collect();
        assert_eq!(importances(text), wanted, "{text}");
    }
}

fn correction(words: &str, skills: &[&str]) -> WordCorrection {
    let skills = skills.iter().map(ToString::to_string).collect();
    WordCorrection { words: words.to_string(), meaning: CorrectMeaning::Skills(skills) }
}

/// Returns the ids of the skills that are asked for, and of those that are not, in the order of the
/// text.
fn ids(role: &ReadRole) -> (Vec<String>, Vec<String>) {
    let catalog = crate::builtin::catalog();
    let list = |found: &[ReadRoleSkill]| {
        let mut found: Vec<&ReadRoleSkill> = found.iter().filter(|skill| skill.sure).collect();
        found.sort_by_key(|skill| (skill.place.line, skill.place.bytes.start));
        found.iter().map(|found| catalog.skill(found.skill).id.clone()).collect::<Vec<_>>()
    };
    let not_asked = role.not_asked.iter().map(|found| catalog.skill(found.skill).id.clone());
    (list(&role.skills), not_asked.collect())
}

#[test]
fn corrected_words_mean_what_was_said_wherever_they_are() {
    let catalog = crate::builtin::catalog();
    let engine = Engine::builtin();
    let mut reader = RoleReader::new(&catalog, engine.reading(), engine.themes());
    let text = laid_out(AD);
    let before = reader.read(&text);
    let (asked, not_asked) = ids(&before);
    assert!(asked.contains(&"sql".to_string()) && asked.contains(&"git".to_string()), "{asked:?}");
    assert_eq!(not_asked, ["java"]);
    let corrections = [
        correction("SQL", &[]),
        correction("git", &["python", "tableau"]),
        correction("JAVA", &["sql"]),
        correction("Excel", &["sql"]),
        correction("nowhere", &[]),
        correction("python", &["no-such-skill"]),
    ];
    let after = reader.read_corrected(&text, &corrections);
    // The words are also in a benefit, which is not read for skills; and what is negated stays so.
    let (asked_now, not_asked) = ids(&after);
    let kept: Vec<&String> = asked_now.iter().filter(|id| asked.contains(id)).collect();
    assert!(!asked_now.contains(&"git".to_string()), "{asked_now:?}");
    assert!(!asked_now.contains(&"sql".to_string()), "{asked_now:?}");
    assert_eq!(kept, asked_now.iter().collect::<Vec<_>>(), "nothing else is read");
    assert_eq!(not_asked, ["sql"]);
    assert_eq!(after.corrections, corrections[..3]);
    let python = catalog.skill_by_id("python").unwrap();
    let places: Vec<&str> = after
        .marked
        .iter()
        .filter(|words| words.skill == python)
        .map(|words| words.place.words(&text))
        .collect();
    assert_eq!(places, ["Python", "Git"], "every place is marked");
    assert_eq!(after.responsibilities, before.responsibilities);
}

#[test]
fn words_are_marked_from_left_to_right_and_once() {
    let skill = SkillId::from_index;
    let marked = |bytes: Range<usize>, of: usize| MarkedWords {
        place: TextPlace { line: 0, bytes },
        skill: skill(of),
    };
    let all = [marked(0..3, 1), marked(4..9, 2), marked(4..9, 3), marked(6..12, 4)];
    let parts = marked_parts("SQL write mo.", &all);
    assert_eq!(
        parts,
        [("SQL", Some(0)), (" ", None), ("write", Some(1)), (" mo", Some(3)), (".", None)]
    );
    assert_eq!(skills_of(&all), [1, 2, 3, 4].map(skill));
    assert_eq!(marked_parts("", &[]), []);
}

/// Returns the ids of the skills that lines of requirements ask for and do not ask for, and the words
/// of the corrections that were used.
fn corrected(
    lines: &str,
    corrections: &[WordCorrection],
) -> (Vec<String>, Vec<String>, Vec<String>) {
    let catalog = crate::builtin::catalog();
    let engine = Engine::builtin();
    let text = laid_out(&format!("Baker\n# Requirements\n{lines}"));
    let mut reader = RoleReader::new(&catalog, engine.reading(), engine.themes());
    let role = reader.read_corrected(&text, corrections);
    let (asked, not_asked) = ids(&role);
    (asked, not_asked, role.corrections.iter().map(|known| known.words.clone()).collect())
}

fn list(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[test]
fn a_correction_leaves_other_mentions_alone() {
    for (lines, (words, skills), asked, not_asked, used) in [
        // The skill is named beside the words.
        (
            "- Python is required; Git is not required",
            ("git", &["python"][..]),
            &["python"][..],
            &[][..],
            true,
        ),
        ("- Go (Golang) and Git", ("go", &[]), &["go-language", "git"], &[], true),
        // A part of a longer name is not the words.
        ("- Work with go-to-market teams and SQL", ("Go", &["git"]), &["sql"], &[], false),
        ("- Node.js and SQL", ("node", &["git"]), &["javascript", "sql"], &[], false),
        ("- SQL-based reports", ("sql", &["git"]), &["git"], &[], true),
        // What the text negates was read wrongly, or is another skill that it negates.
        ("- No Git needed", ("git", &["git"]), &["git"], &[], true),
        ("- No Git needed", ("git", &["python"]), &[], &["python"], true),
        // Nothing was read from these words.
        ("- You know machine learning", ("learning", &[]), &["machine-learning"], &[], false),
    ] {
        let (found, left, known) = corrected(lines, &[correction(words, skills)]);
        assert_eq!((&found, &left), (&list(asked), &list(not_asked)), "{lines} {words}");
        assert_eq!(!known.is_empty(), used, "{lines} {words}");
    }
    // Ruling out one skill confirms no other one.
    let not = WordCorrection {
        words: "sql".to_string(),
        meaning: CorrectMeaning::Not(vec!["sql".to_string()]),
    };
    let (found, _, known) = corrected("- SQL and Git", &[not]);
    assert_eq!((found, known.len()), (list(&["git"]), 1));
}
