//! Levels of skills in cells: `3 - Competent`, `Working`, `4`, check marks.

use super::words::{key, label, word_count, words};

/// The level of a skill that a cell states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Grade {
    /// The skill is asked for at this level, in the ladder's own words.
    Level(String),
    /// The skill is asked for; a check mark.
    Asked,
    /// The skill is not asked for: a cross, or nought.
    NotAsked,
}

/// Words for how well something is mastered, lowest first; words in one list rank the same.
const MASTERY: &[&[&str]] = &[
    &["none", "no knowledge", "not required", "unaware"],
    &[
        "novice",
        "beginner",
        "aware",
        "awareness",
        "basic",
        "basics",
        "learning",
        "learner",
        "foundation",
        "foundational",
        "fundamental",
        "entry",
        "elementary",
        "follow",
        "follows",
        "emerging",
        "low",
        "introductory",
        "learns",
    ],
    &["advanced beginner", "developing", "assist", "assists", "limited"],
    &[
        "working",
        "working knowledge",
        "competent",
        "intermediate",
        "practicing",
        "practising",
        "apply",
        "applies",
        "capable",
        "skilled",
        "medium",
        "moderate",
        "independent",
        "performing",
        "established",
        "experienced",
    ],
    &[
        "practitioner",
        "proficient",
        "proficiency",
        "enable",
        "enables",
        "solid",
        "strong",
        "high",
        "good",
        "teaches",
    ],
    &["advanced", "adept", "advise", "ensure", "leading", "lead", "leads", "distinguished"],
    &[
        "expert",
        "expertise",
        "master",
        "mastery",
        "role model",
        "authority",
        "thought leader",
        "initiate",
        "influence",
        "transformative",
        "very high",
        "exceptional",
    ],
    &["set strategy", "innovator", "guru"],
];

const CHECKS: &[&str] =
    &["x", "✓", "✔", "✅", "☑", "yes", "y", "true", "●", "•", "required", "must", "✔️", "☑️"];
const CROSSES: &[&str] =
    &["no", "false", "❌", "✗", "✘", "☐", "○", "0", "0.0", "not required", "none", "not expected"];

impl Grade {
    /// Reads a cell, if it is the level of a skill by itself.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let text = cell.trim();
        let lower = text.to_lowercase();
        if CHECKS.contains(&lower.as_str()) {
            return Some(Self::Asked);
        }
        if CROSSES.contains(&lower.as_str()) {
            return Some(Self::NotAsked);
        }
        if !text.is_empty()
            && text.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | '\u{fe0f}' | '●' | '○' | '◉'))
        {
            let stars = text.chars().filter(|c| matches!(c, '★' | '⭐' | '●' | '◉')).count();
            return Some(if stars == 0 { Self::NotAsked } else { Self::Level(stars.to_string()) });
        }
        let text = label(text);
        if text.is_empty()
            || word_count(&text) > 5
            || text.len() > 40
            || text.ends_with('.') && text.len() > 4
        {
            return None;
        }
        if let Some(number) = whole_number(&text) {
            return Some(if number == 0 {
                Self::NotAsked
            } else {
                Self::Level(number.to_string())
            });
        }
        is_grade(&text).then_some(Self::Level(text))
    }
}

/// Whether `text` is a known word of mastery, with or without a number.
fn is_grade(text: &str) -> bool {
    let words = key(text);
    let bare: Vec<&str> =
        words.split(' ').filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).collect();
    let joined = bare.join(" ");
    let numbered = bare.len() < words.split(' ').count();
    if mastery_rank(&joined).is_some() {
        return true;
    }
    let rest = joined
        .trim_start_matches("level")
        .trim_start_matches('l')
        .trim_start_matches("stage")
        .trim();
    // "Level 3", "3 - Meets expectations".
    numbered && !joined.is_empty() && (rest.is_empty() || bare.len() <= 3 && is_numbered(text))
        || bare.len() == 1
            && joined.starts_with('l')
            && joined[1..].bytes().all(|b| b.is_ascii_digit())
            && joined.len() == 2
}

/// Whether a text has a number and a sign before its words: `3 - Meets expectations`.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let words = rest.trim_start().strip_prefix(['-', '–', ':', '.', ')', '=']).map(str::trim_start);
    rest.len() < text.len() && words.is_some_and(|words| words.starts_with(char::is_alphabetic))
}

/// Returns the rank of a known word of mastery.
pub(super) fn mastery_rank(text: &str) -> Option<usize> {
    MASTERY.iter().position(|words| words.contains(&text))
}

/// Returns a number from 0 to 10 that is the cell, also as `3.0` or `3/5`.
fn whole_number(text: &str) -> Option<u32> {
    let text = text.split_once('/').map_or(text, |(number, of)| {
        if of.trim().parse::<u32>().is_ok() { number.trim() } else { text }
    });
    let number: f64 = text.parse().ok()?;
    ((0.0..=10.0).contains(&number) && number.fract().abs() < f64::EPSILON).then_some(number as u32)
}

/// Returns the first number of a grade.
fn number(text: &str) -> Option<u32> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A scale made of the grades that a ladder uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundScale {
    /// The grades, lowest first.
    pub(super) names: Vec<String>,
    /// How the order was found.
    pub(super) order: &'static str,
}

/// Puts grades in order: by their numbers, else by the words of mastery, else by the mean `position`
/// at which they occur from the lowest role to the highest.
pub(super) fn order(grades: &[(String, f64)], stated: &[String]) -> FoundScale {
    let mut names: Vec<String> = grades.iter().map(|(name, _)| name.clone()).collect();
    if !stated.is_empty() {
        names.sort_by_key(|name| {
            stated.iter().position(|word| key(word) == key(name)).unwrap_or(usize::MAX)
        });
        let mut all = stated.to_vec();
        all.extend(
            names.into_iter().filter(|name| !stated.iter().any(|word| key(word) == key(name))),
        );
        return FoundScale { names: all, order: "as stated" };
    }
    if !names.is_empty() && names.iter().all(|name| number(name).is_some()) {
        let bare = names.iter().all(|name| name.bytes().all(|b| b.is_ascii_digit()));
        if bare {
            let most = names.iter().filter_map(|name| number(name)).max().unwrap_or(1).min(10);
            return FoundScale {
                names: (1..=most).map(|n| n.to_string()).collect(),
                order: "by number",
            };
        }
        names.sort_by_key(|name| number(name));
        return FoundScale { names, order: "by number" };
    }
    if names.iter().all(|name| mastery_rank(&bare_key(name)).is_some()) {
        names.sort_by_key(|name| mastery_rank(&bare_key(name)));
        return FoundScale { names, order: "by the meaning of the words" };
    }
    let letters = names.join("");
    if names.iter().all(|name| letter_rank(name, &letters).is_some()) {
        names.sort_by_key(|name| letter_rank(name, &letters));
        return FoundScale { names, order: "by the words that the letters begin" };
    }
    let mut placed = grades.to_vec();
    placed.sort_by(|a, b| a.1.total_cmp(&b.1));
    FoundScale {
        names: placed.into_iter().map(|(name, _)| name).collect(),
        order: "guessed from the roles that ask for them",
    }
}

/// Returns the rank of the word of mastery that a letter begins, among all `letters` in use: an `A`
/// beside `W` is awareness, beside `B` or `I` advanced.
fn letter_rank(name: &str, letters: &str) -> Option<usize> {
    let words = [
        ('N', "novice"),
        ('L', "low"),
        ('B', "basic"),
        ('F', "foundation"),
        ('I', "intermediate"),
        ('W', "working"),
        ('P', "proficient"),
        ('E', "expert"),
        ('H', "high"),
    ];
    let mut chars = name.chars();
    let (Some(letter), None) = (chars.next(), chars.next()) else { return None };
    let word = match letter {
        'A' if letters.contains('W') && !letters.contains(['B', 'I']) => "awareness",
        'A' => "advanced",
        'M' if letters.contains(['L', 'H']) => "medium",
        'M' => "master",
        letter => words.iter().find(|(known, _)| *known == letter).map(|(_, word)| *word)?,
    };
    mastery_rank(word)
}

/// Whether a label is called a scale.
pub(super) fn says_scale(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| {
        matches!(word.as_str(), "scale" | "scales" | "legend" | "scoring" | "ratings" | "grading")
    }) || matches!(
        words.join(" ").as_str(),
        "skill levels"
            | "proficiency levels"
            | "mastery levels"
            | "rating levels"
            | "key"
            | "level key"
            | "rating key"
    )
}

/// Returns the name at the start of an explanation: `Novice: works with help`.
pub(super) fn short_name(meaning: &str) -> Option<String> {
    const LONGEST: usize = 3;
    let name = meaning.split([':', '–', '—', '(', '.', ',']).next().unwrap_or_default();
    let name = label(name.split(" - ").next().unwrap_or_default());
    (1..=LONGEST).contains(&word_count(&name)).then_some(name)
}

/// Returns the words of a grade without its number.
fn bare_key(name: &str) -> String {
    let words = key(name);
    let bare: Vec<&str> =
        words.split(' ').filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).collect();
    bare.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_levels_of_skills_or_sentences() {
        for (cell, level) in [
            ("3 - Competent", "3 - Competent"),
            ("Working", "Working"),
            ("2 - Advanced beginner", "2 - Advanced beginner"),
            ("4", "4"),
            ("3.0", "3"),
            ("3/5", "3"),
            ("Level 2", "Level 2"),
            ("L3", "L3"),
            ("★★★☆☆", "3"),
            ("Proficient", "Proficient"),
        ] {
            assert_eq!(Grade::read(cell), Some(Grade::Level(level.to_string())), "{cell}");
        }
        for cell in ["x", "✓", "Yes", "TRUE"] {
            assert_eq!(Grade::read(cell), Some(Grade::Asked), "{cell}");
        }
        for cell in ["0", "no", "❌"] {
            assert_eq!(Grade::read(cell), Some(Grade::NotAsked), "{cell}");
        }
        for cell in [
            "Plans own work.",
            "Works with others",
            "2-4 years",
            "Team",
            "2023",
            "",
            "Leads a project of 3 people",
        ] {
            assert_eq!(Grade::read(cell), None, "{cell}");
        }
    }

    #[test]
    fn grades_are_put_in_order() {
        let given = |names: &[&str]| -> Vec<(String, f64)> {
            names.iter().map(|name| ((*name).to_string(), 0.0)).collect()
        };
        assert_eq!(
            order(&given(&["Expert", "Awareness", "Working", "Practitioner"]), &[]).names,
            ["Awareness", "Working", "Practitioner", "Expert"]
        );
        assert_eq!(order(&given(&["4", "2"]), &[]).names, ["1", "2", "3", "4"]);
        assert_eq!(order(&given(&["3 - Good", "1 - New"]), &[]).names, ["1 - New", "3 - Good"]);
        assert_eq!(order(&given(&["E", "A", "B", "I"]), &[]).names, ["B", "I", "A", "E"]);
        assert_eq!(order(&given(&["E", "P", "A", "W"]), &[]).names, ["A", "W", "P", "E"]);
        let guessed = order(&[("Gold".to_string(), 2.0), ("Tin".to_string(), 0.5)], &[]);
        assert_eq!(
            (guessed.names, guessed.order),
            (
                vec!["Tin".to_string(), "Gold".to_string()],
                "guessed from the roles that ask for them"
            )
        );
    }
}
