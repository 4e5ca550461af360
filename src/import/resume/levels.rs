//! Interprets a stated level: as part of a scale, as not having the skill, or as not understood.

mod word_lists;

use self::word_lists::{NO_SKILL_WORDS, UNPLACED_LEVELS, WISHED_LEVELS};

/// Words for a level, and the part of a scale that they represent. Languages follow the five steps
/// of the Interagency Language Roundtable, as most forms do, and the six of the Common European
/// Framework.
const LEVELS: [(&str, f64); 82] = [
    ("a1", 1.0 / 6.0),
    ("a2", 2.0 / 6.0),
    ("advanced", 0.75),
    ("advanced beginner", 0.4),
    ("authority", 1.0),
    ("average", 0.5),
    ("aware", 0.25),
    ("awareness", 0.25),
    ("b1", 3.0 / 6.0),
    ("b2", 4.0 / 6.0),
    ("basic", 0.25),
    ("basic knowledge", 0.25),
    ("basics", 0.25),
    ("beginner", 0.25),
    ("bilingual", 1.0),
    ("c1", 5.0 / 6.0),
    ("c2", 1.0),
    ("competent", 0.5),
    ("conversational", 0.4),
    ("decent", 0.5),
    ("deep knowledge", 0.75),
    ("deep understanding", 0.75),
    ("elementary", 0.2),
    ("entry", 0.25),
    ("excellent", 1.0),
    ("experienced", 0.75),
    ("expert", 1.0),
    ("extensive", 0.75),
    ("familiar", 0.25),
    ("familiarity", 0.25),
    ("fluency", 0.8),
    ("fluent", 0.8),
    ("foundational", 0.25),
    ("full professional", 0.8),
    ("fundamental", 0.25),
    ("fundamentals", 0.25),
    ("good", 0.5),
    ("good knowledge", 0.5),
    ("guru", 1.0),
    ("high", 0.75),
    ("highly proficient", 0.75),
    ("highly skilled", 0.75),
    ("in depth", 0.75),
    ("intermediate", 0.5),
    ("junior", 0.25),
    ("limited", 0.25),
    ("limited working", 0.4),
    ("low", 0.25),
    ("lower intermediate", 0.4),
    ("master", 1.0),
    ("mastery", 1.0),
    ("maximum", 1.0),
    ("medium", 0.5),
    ("mid", 0.5),
    ("moderate", 0.5),
    ("mother tongue", 1.0),
    ("native", 1.0),
    ("novice", 0.25),
    ("outstanding", 1.0),
    ("practitioner", 0.75),
    ("pre intermediate", 0.4),
    ("professional", 0.75),
    ("professional working", 0.6),
    ("proficient", 0.75),
    ("profound", 0.75),
    ("rudimentary", 0.25),
    ("senior", 0.75),
    ("skilful", 0.75),
    ("skilled", 0.75),
    ("skillful", 0.75),
    ("solid", 0.75),
    ("some", 0.25),
    ("sound knowledge", 0.5),
    ("sound understanding", 0.5),
    ("strong", 0.75),
    ("thorough", 0.75),
    ("trainee", 0.25),
    ("upper intermediate", 0.6),
    ("very good", 0.75),
    ("working", 0.5),
    ("working knowledge", 0.5),
    ("world class", 1.0),
];

/// Words next to a level that do not change it.
const NEUTRAL_WORDS: [&str; 20] = [
    "a",
    "and",
    "cefr",
    "english",
    "experience",
    "in",
    "knowledge",
    "level",
    "of",
    "or",
    "proficiency",
    "proficient",
    "self",
    "skill",
    "skills",
    "speaker",
    "understanding",
    "user",
    "very",
    "with",
];

/// Maximum number of words in a level; a longer text is more than a level.
const MAX_WORDS: usize = 24;

/// Returns the part of a scale, above 0 and up to 1, that `level` represents; `None` if it is not a
/// known level.
///
/// ```
/// use roledex::import::resume::scale_fraction;
/// assert_eq!(scale_fraction("Master"), Some(1.0));
/// assert_eq!(scale_fraction("Native or bilingual proficiency"), Some(1.0));
/// assert_eq!(scale_fraction("80 %"), Some(0.8));
/// assert_eq!(scale_fraction("3/5"), Some(0.6));
/// assert_eq!(scale_fraction("since 2019"), None);
/// ```
pub fn scale_fraction(level: &str) -> Option<f64> {
    // Brackets contain explanations: "Advanced (5 years)".
    let level = level.split('(').next().unwrap_or_default().trim().to_lowercase();
    if let Some(part) = numeric_fraction(&level) {
        return (part > 0.0 && part <= 1.0).then_some(part);
    }
    let words: Vec<&str> = self::words(&level).take(MAX_WORDS + 1).collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    // The longest run of words that makes a level; the remaining words must not add anything.
    let mut runs: Vec<(usize, usize)> = (0..words.len())
        .flat_map(|from| (from + 1..=words.len().min(from + 3)).map(move |to| (from, to)))
        .collect();
    runs.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
    runs.into_iter().find_map(|(from, to)| {
        let part = known_fraction(&words[from..to])?;
        let others = words[..from].iter().chain(&words[to..]);
        others.copied().all(|word| adds_nothing(&word, part)).then_some(part)
    })
}

/// Returns the part of a scale that a single word in lower case represents, as in [`scale_fraction`].
pub(crate) fn word_fraction(word: &str) -> Option<f64> {
    known_fraction(&[word])
}

/// The fraction that words in the table of levels stand for.
fn known_fraction(words: &[&str]) -> Option<f64> {
    let wanted = words.join(" ");
    LEVELS.binary_search_by(|(word, _)| (*word).cmp(wanted.as_str())).ok().map(|at| LEVELS[at].1)
}

/// Whether a word leaves the level `part` as it is.
fn adds_nothing(word: &&str, part: f64) -> bool {
    NEUTRAL_WORDS.contains(word) || known_fraction(&[word]) == Some(part)
}

/// Parses `80 %`, `4/5`, `8 out of 10`, `★★★☆☆`.
fn numeric_fraction(level: &str) -> Option<f64> {
    // "level 3 of 5", "4 out of 5 stars"
    let level = ["level ", "lvl ", "rating "]
        .iter()
        .find_map(|word| level.strip_prefix(word))
        .unwrap_or(level);
    let level = [" stars", " star", " points"]
        .iter()
        .find_map(|word| level.strip_suffix(word))
        .unwrap_or(level);
    if let Some(percent) = level.strip_suffix('%').and_then(parse_number) {
        return Some(percent / 100.0);
    }
    for of in ["/", " out of ", " of "] {
        if let Some((part, whole)) = level.split_once(of)
            && let (Some(part), Some(whole)) = (parse_number(part), parse_number(whole))
        {
            return (whole > 0.0).then_some(part / whole);
        }
    }
    let (full, empty) = (count_marks(&FULL_MARKS, level), count_marks(&EMPTY_MARKS, level));
    let only = level.chars().filter(|c| !c.is_whitespace()).count() == full + empty;
    // Without empty symbols the maximum is unknown.
    (only && full > 0 && empty > 0).then(|| full as f64 / (full + empty) as f64)
}

/// A finite number with a decimal point or comma.
fn parse_number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Number of characters of `level` that are in `set`.
fn count_marks(set: &[char], level: &str) -> usize {
    level.chars().filter(|c| set.contains(c)).count()
}

/// Whether `level` means not having the skill: "None", 0, "N/A", "0/5", "no experience", "want to
/// learn".
///
/// ```
/// use roledex::import::resume::means_no_skill;
/// assert!(means_no_skill("None") && means_no_skill("0") && means_no_skill("0 %") && means_no_skill("n/a") && means_no_skill("☆☆☆☆☆"));
/// assert!(!means_no_skill("Novice") && !means_no_skill("") && !means_no_skill("learning"));
/// ```
pub fn means_no_skill(level: &str) -> bool {
    let level = level.trim().to_lowercase();
    let words: Vec<&str> = words(&level).collect();
    // A dash alone, of any length.
    if words.is_empty() {
        let stars = !level.is_empty()
            && level.chars().all(|c| c.is_whitespace() || EMPTY_MARKS.contains(&c));
        return stars || (!level.is_empty() && level.chars().all(is_dash));
    }
    if level.parse::<f64>().is_ok_and(|number| number == 0.0)
        || numeric_fraction(&level).is_some_and(|part| part == 0.0)
    {
        return true;
    }
    let open = level.split('(').next().unwrap_or_default();
    let joined = [words.join(" "), self::words(open).collect::<Vec<_>>().join(" ")];
    // "0 – none", "level 0", "none at all", "not proficient in".
    let plain: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| {
            !matches!(
                *word,
                "0" | "level" | "lvl" | "at" | "all" | "yet" | "stars" | "in" | "with" | "of"
            )
        })
        .collect();
    let only_zero = plain.is_empty() && words.contains(&"0");
    only_zero
        || joined.iter().any(|text| NO_SKILL_WORDS.contains(&text.as_str()))
        || NO_SKILL_WORDS.contains(&plain.join(" ").as_str())
        || WISHED_LEVELS.contains(&words.join(" ").as_str())
}

/// Words after a statement that change nothing of it: "never used it yet", "want to learn soon".
const REMARK_ENDS: [&str; 22] = [
    "it",
    "this",
    "that",
    "yet",
    "so",
    "far",
    "one",
    "day",
    "someday",
    "some",
    "soon",
    "more",
    "at",
    "all",
    "personally",
    "myself",
    "before",
    "next",
    "year",
    "the",
    "future",
    "in",
];

/// Remarks that say that there is none.
const NO_REMARKS: [&str; 9] =
    ["", "0", "false", "missing", "n a", "nil", "no", "none", "not applicable"];

/// Words that begin a remark on not having a skill.
const DENYING_WORDS: [&str; 14] = [
    "never",
    "no",
    "not",
    "none",
    "want",
    "would",
    "wish",
    "hope",
    "plan",
    "planning",
    "planned",
    "interested",
    "haven",
    "keen",
];

/// Returns the level that a remark beside a skill states: "Never used", "Currently learning". One
/// that begins as a denial and goes on is a level too, though not one that is understood.
///
/// ```
/// use roledex::import::resume::{level_of_remark, means_no_skill};
/// assert!(level_of_remark("Never used it").is_some_and(means_no_skill));
/// assert!(level_of_remark("Never used in production").is_some_and(|text| !means_no_skill(text)));
/// assert_eq!(level_of_remark("Only opened reports"), None);
/// ```
pub fn level_of_remark(remark: &str) -> Option<&str> {
    let remark = remark.trim();
    let lower = remark.to_lowercase();
    let said = words(&lower).collect::<Vec<_>>().join(" ");
    if is_blank(remark) || is_duration(remark) || NO_REMARKS.contains(&said.as_str()) {
        return None;
    }
    if means_no_skill(remark) || is_unplaced_level(remark) || scale_fraction(remark).is_some() {
        return Some(remark);
    }
    // "Never used it", without the words that follow.
    let starts: Vec<usize> = words(remark).map(|word| word.as_ptr() as usize).collect();
    let ends = starts.iter().map(|start| start - remark.as_ptr() as usize).skip(1);
    let stated = ends.map(|end| (&remark[..end], &remark[end..])).find(|(said, rest)| {
        let mut rest = words(rest).map(str::to_lowercase);
        means_no_skill(said) && rest.all(|word| REMARK_ENDS.contains(&word.as_str()))
    });
    if let Some((said, _)) = stated {
        return Some(said.trim_end());
    }
    let first = words(remark).next()?.to_lowercase();
    DENYING_WORDS.contains(&first.as_str()).then_some(remark)
}

/// Whether a character is a dash.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−')
}

/// Returns the words of `text`: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Symbols for a full and an empty step.
pub(super) const FULL_MARKS: [char; 9] = ['★', '●', '■', '⭐', '⬤', '▰', '█', '▮', '⬛'];
pub(super) const EMPTY_MARKS: [char; 8] = ['☆', '○', '□', '◯', '▱', '░', '▯', '⬜'];

/// Whether `level` states nothing: blank, or a word for that.
pub fn is_blank(level: &str) -> bool {
    let level = level.trim().to_lowercase();
    level.is_empty()
        || matches!(
            level.as_str(),
            "null" | "undefined" | "unspecified" | "not specified" | "not stated"
        )
}

/// Whether `text` is a duration: "5 years", "3+ yrs", "since 2019", "2015–2019". That implies
/// nothing about a level.
pub fn is_duration(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let units = ["year", "years", "yr", "yrs", "y", "month", "months", "mo", "mos", "yoe"];
    let beside = [
        "of",
        "experience",
        "exp",
        "since",
        "over",
        "more",
        "than",
        "about",
        "ca",
        "present",
        "now",
        "and",
        "to",
        "in",
    ];
    let mut number = false;
    let mut time = false;
    for word in words(&text) {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        match word.len() - digits.len() {
            0 if units.contains(&word) => time = true,
            0 if beside.contains(&word) => time |= word == "since",
            0 => return false,
            digits_len if digits.is_empty() => {
                number = true;
                time |= digits_len == 4 && (word.starts_with("19") || word.starts_with("20"));
            }
            _ if units.contains(&digits) => (number, time) = (true, true),
            _ => return false,
        }
    }
    number && time
}

/// Whether `text` states a level that cannot be placed on a scale: "learning", "Fortgeschritten".
pub fn is_unplaced_level(text: &str) -> bool {
    let text = text.to_lowercase();
    let joined = words(&text).collect::<Vec<_>>().join(" ");
    UNPLACED_LEVELS.contains(&joined.as_str())
}

/// Words that state a level after a skill, but name a subject as a heading: "Fundamentals:
/// algorithms".
const SUBJECT_WORDS: [&str; 19] = [
    "authority",
    "base",
    "basics",
    "bilingual",
    "course",
    "elementary",
    "entry",
    "exposure",
    "foundational",
    "fundamental",
    "fundamentals",
    "interest",
    "planned",
    "professional",
    "professional working",
    "senior",
    "training",
    "unknown",
    "working",
];

/// Whether `heading` states the level of everything below it: "Expert", "Proficient in", "Currently
/// learning", "None".
///
/// ```
/// use roledex::import::resume::is_level_heading;
/// assert!(is_level_heading("Expert") && is_level_heading("Familiar with") && is_level_heading("Not proficient in"));
/// assert!(!is_level_heading("Professional skills") && !is_level_heading("Fundamentals") && !is_level_heading("Databases"));
/// ```
pub fn is_level_heading(heading: &str) -> bool {
    let lower = heading.trim().trim_end_matches(':').to_lowercase();
    let all: Vec<&str> = words(&lower).collect();
    let core: Vec<&str> = all
        .iter()
        .copied()
        .filter(|word| !NEUTRAL_WORDS.contains(word) || *word == "proficient")
        .collect();
    let subject =
        [core.join(" "), all.join(" ")].iter().any(|text| SUBJECT_WORDS.contains(&text.as_str()));
    let counted = lower.parse::<f64>().is_ok() || all.is_empty();
    !subject
        && !counted
        && (scale_fraction(&lower).is_some() || means_no_skill(&lower) || is_unplaced_level(&lower))
}

#[cfg(test)]
mod tests;
