//! Levels beside the names of skills: before them ("good knowledge of SQL"), after them ("SQL:
//! advanced"), and before lists ("basic knowledge of Python, Go and Terraform").

use crate::import::resume::{
    is_duration, is_level_heading, is_unplaced_level, means_no_skill, scale_fraction,
};

/// Words before a skill that state a level, or introduce one.
const LEADING_WORDS: [&str; 55] = [
    "adequate",
    "advanced",
    "basic",
    "beginner",
    "command",
    "competent",
    "comprehensive",
    "currently",
    "decent",
    "deep",
    "detailed",
    "excellent",
    "experience",
    "experienced",
    "expert",
    "expertise",
    "extensive",
    "familiar",
    "familiarity",
    "firm",
    "fluent",
    "general",
    "good",
    "great",
    "highly",
    "in-depth",
    "intermediate",
    "intimate",
    "knowledge",
    "learning",
    "limited",
    "little",
    "mastery",
    "minimal",
    "moderate",
    "no",
    "novice",
    "outstanding",
    "proficiency",
    "proficient",
    "profound",
    "reasonable",
    "rudimentary",
    "rusty",
    "satisfactory",
    "skilled",
    "solid",
    "some",
    "sound",
    "strong",
    "sufficient",
    "superficial",
    "theoretical",
    "thorough",
    "very",
];

/// Words between a level and a skill. The first four are prepositions.
const CONNECTING_WORDS: [&str; 17] = [
    "in",
    "with",
    "of",
    "at",
    "command",
    "knowledge",
    "experience",
    "understanding",
    "level",
    "skills",
    "working",
    "using",
    "to",
    "exposure",
    "expertise",
    "familiarity",
    "proficiency",
];

/// Words that lead from a level to a list of skills.
const PREPOSITIONS: [&str; 8] = ["in", "with", "of", "at", "to", "using", "learning", "studying"];

/// Adjectives for knowledge whose place on a scale is not known: "great knowledge of SQL".
const UNPLACED_ADJECTIVES: [&str; 17] = [
    "adequate",
    "comprehensive",
    "detailed",
    "firm",
    "general",
    "great",
    "intimate",
    "little",
    "minimal",
    "reasonable",
    "rusty",
    "satisfactory",
    "sufficient",
    "superficial",
    "theoretical",
    "outstanding",
    "fair",
];

/// Nouns for knowing a skill.
const KNOWING: [&str; 5] = ["knowledge", "command", "understanding", "grasp", "mastery"];

/// Maximum number of words that state a level before a name.
const MAX_LEADING: usize = 6;

/// A level before a name or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeadingLevel {
    /// The level; `None` if it only indicates that there is one.
    pub(super) level: Option<String>,
    /// Whether a preposition leads to what follows: "expert in".
    pub(super) is_connected: bool,
    /// Where the name begins.
    pub(super) name_at: usize,
}

/// Returns the levels that `text` may begin with, the longest first: "advanced Excel", "good
/// knowledge of SQL", "learning Rust".
pub(super) fn leading_levels(text: &str) -> Vec<LeadingLevel> {
    let words: Vec<(usize, &str)> = words_at(text);
    let lower: Vec<String> =
        words.iter().take(MAX_LEADING).map(|(_, word)| word.to_lowercase()).collect();
    let is_working = lower.starts_with(&["working".to_string(), "knowledge".to_string()]);
    if !lower.first().is_some_and(|first| is_working || LEADING_WORDS.contains(&first.as_str())) {
        return Vec::new();
    }
    // As many words as state a level, followed by those between it and the name.
    (1..words.len().min(MAX_LEADING))
        .rev()
        .filter_map(|count| {
            let stated = &lower[..count];
            let is_connected = PREPOSITIONS.contains(&stated[count - 1].as_str());
            let level = stated_level(stated)?;
            let level = (!is_bare_level(&level)).then_some(level);
            Some(LeadingLevel { level, is_connected, name_at: words[count].0 })
        })
        .collect()
}

/// Returns the level that `stated`, words in lower case, states before a name.
fn stated_level(stated: &[String]) -> Option<String> {
    // "no experience", or else "good" of "good understanding of".
    let placed = [&CONNECTING_WORDS[..4], &CONNECTING_WORDS[..]].into_iter().find_map(|between| {
        let level = stated.iter().rev().skip_while(|word| between.contains(&word.as_str())).count();
        let level = stated[..level].join(" ");
        let says = scale_fraction(&level).is_some()
            || means_no_skill(&level)
            || is_unplaced_level(&level)
            || is_bare_level(&level);
        // "no SQL" may well be a kind of database.
        (says && level != "no").then_some(level)
    });
    placed.or_else(|| {
        let noun = stated.iter().position(|word| KNOWING.contains(&word.as_str()))?;
        let is_graded = noun > 0
            && stated[..noun].iter().all(|word| {
                UNPLACED_ADJECTIVES.contains(&word.as_str())
                    || matches!(word.as_str(), "a" | "very")
            })
            && stated[noun + 1..].iter().all(|word| CONNECTING_WORDS[..4].contains(&word.as_str()));
        is_graded.then(|| stated[..=noun].join(" "))
    })
}

/// Returns the level that heads an item in a list, and the item: "Basic: Java".
pub(super) fn headed_item(part: &str) -> Option<(&str, &str)> {
    let (heading, item) = split_level_heading(part)?;
    (!item.trim().is_empty()).then_some((heading.trim(), item.trim()))
}

/// Splits `text` after a heading that is a level: "Expert: SQL, Python", "Expert - SQL, Python".
pub(super) fn split_level_heading(text: &str) -> Option<(&str, &str)> {
    [": ", " – ", " — ", " - "]
        .iter()
        .filter_map(|sign| text.split_once(sign))
        .min_by_key(|(heading, _)| heading.len())
        .filter(|(heading, _)| is_level_heading(heading))
}

/// Abbreviations that end in a full stop.
const ABBREVIATIONS: [&str; 24] = [
    "approx", "ca", "co", "corp", "dept", "dr", "e.g", "eg", "esp", "etc", "excl", "i.e", "ie",
    "inc", "incl", "ltd", "max", "min", "mr", "mrs", "no", "resp", "st", "vs",
];

/// Returns the sentences of a list: "Expert: SQL. Basic: Java." A single letter before a full stop
/// is an initial unless a label follows.
pub(super) fn sentences_of_list(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                let rest = &text[at + 1..];
                let next = rest.trim_start();
                let word = text[from..at].rsplit([' ', ',', '/']).next().unwrap_or_default();
                let is_end = rest.len() > next.len()
                    && next.starts_with(char::is_uppercase)
                    && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
                    && (word.chars().count() > 1 || headed_item(next).is_some());
                if is_end {
                    parts.push(&text[from..at]);
                    from = text.len() - next.len();
                }
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Whether `level` only indicates that there is a level, not which one.
fn is_bare_level(level: &str) -> bool {
    matches!(level, "knowledge" | "experience" | "expertise" | "proficiency")
}

/// Returns the name and the level stated after it: "SQL (expert)", "SQL – advanced", "SQL: 4/5",
/// "SQL ★★★☆☆".
pub(super) fn split_trailing_level(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let bracket = level_in_brackets(text);
    // A rank outweighs a remark: "Python: beginner (self-taught)", "SQL: advanced (8 years)".
    bracket
        .filter(|(_, level)| scale_fraction(level).is_some() || means_no_skill(level))
        .or_else(|| level_after_sign(text))
        .or(bracket)
        .or_else(|| level_after_words(text))
}

/// Returns the name and the level in brackets after it: "SQL (expert, 5 years)", "SQL (5 =
/// expert)".
fn level_in_brackets(text: &str) -> Option<(&str, &str)> {
    let open = text.rfind('(').filter(|open| *open > 0 && text.ends_with(')'))?;
    let inside = &text[open + 1..text.len() - 1];
    let mut parts = inside.split([',', ';', '=']);
    let level = parts.find(|part| states_level(part) && !is_duration(part));
    let level = level.or_else(|| states_level(inside).then_some(inside))?;
    Some((text[..open].trim(), level.trim()))
}

/// Returns the name and the level after a sign: "SQL – advanced", "SQL: 4/5".
fn level_after_sign(text: &str) -> Option<(&str, &str)> {
    [" - ", " – ", " — ", ": ", " = ", "=", ":", " | ", " -- "].iter().find_map(|separator| {
        let (name, level) = text.rsplit_once(separator)?;
        let is_closed = name.matches('(').count() == name.matches(')').count();
        let is_name = !name.trim().is_empty() && is_closed;
        (is_name && states_level(level)).then_some((name.trim(), level))
    })
}

/// Returns the name and the level right after it: "SQL basics", "SQL ★★★☆☆", "Python 5 years", "SQL
/// 4/5".
fn level_after_words(text: &str) -> Option<(&str, &str)> {
    let words = words_at(text);
    (1..words.len().min(5)).rev().map(|count| words[words.len() - count].0).find_map(|at| {
        let level = &text[at..];
        let marks = level.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
        let word = matches!(
            level.to_lowercase().as_str(),
            "basics" | "fundamentals" | "beginner" | "intermediate" | "advanced" | "expert"
        );
        ((marks && states_level(level) && level.chars().any(|c| !c.is_ascii_digit() && c != '.'))
            || word)
            .then_some((text[..at].trim(), level))
    })
}

/// Returns the name after a duration: "5 years of SQL", "3+ yrs Python".
pub(super) fn after_duration(text: &str) -> Option<&str> {
    let words = words_at(text);
    let end = (1..words.len().min(8)).rev().find(|end| is_duration(&text[..words[*end].0]))?;
    let name = words[end..]
        .iter()
        .find(|(_, word)| !CONNECTING_WORDS.contains(&word.to_lowercase().as_str()))?;
    Some(&text[name.0..])
}

/// Returns the words of `text`, each with its place.
fn words_at(text: &str) -> Vec<(usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - start, word)).collect()
}

/// Whether a text states a level.
fn states_level(level: &str) -> bool {
    let level = level.trim();
    scale_fraction(level).is_some()
        || means_no_skill(level)
        || is_unplaced_level(level)
        || is_numbered_level(level)
        || is_duration(level)
}

/// Whether `level` is one of an unknown number of levels: "level 3".
fn is_numbered_level(level: &str) -> bool {
    let lower = level.to_lowercase();
    let number = ["level ", "lvl ", "grade "].iter().find_map(|word| lower.strip_prefix(word));
    number.is_some_and(|number| number.trim().parse::<f64>().is_ok())
}
