//! JSON Resume: what a curriculum vitae says its owner can do.
//!
//! Both shapes that are about are read, that of schema 1.0.0 and the older one (0.0.0, where a language has a `level`
//! and not a `fluency`), and what people write by hand: fields that are blank or null, sections that are missing, a
//! skill that is a plain string, a level that is a number. Anything else of the file is none of our business.
//! See <https://jsonresume.org/schema>.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::model::text::visible;

/// The sections of the schema: a file that has none of them is no resume.
const SECTIONS: [&str; 13] = [
    "basics",
    "work",
    "volunteer",
    "education",
    "awards",
    "certificates",
    "publications",
    "skills",
    "languages",
    "interests",
    "references",
    "projects",
    "meta",
];

/// Something that its owner says to be able to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The name as it is written, made fit to be shown.
    pub name: String,
    /// The level as it is written; a bare number comes with what it is a part of (`4/5`).
    pub level: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Where a [`Claim`] stands, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A skill by itself.
    Skill(usize),
    /// A skill that has keywords: as like as not a heading above them ("Web", "Languages").
    Group(usize),
    /// A keyword of a skill. Its level is that of the skill: "Backend, advanced: Node.js, Redis" speaks of these two.
    Keyword(usize, usize),
    /// A natural language.
    Language(usize),
}

impl fmt::Display for Place {
    /// `skills[2].keywords[0]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skill(at) | Self::Group(at) => write!(f, "skills[{at}]"),
            Self::Keyword(skill, at) => write!(f, "skills[{skill}].keywords[{at}]"),
            Self::Language(at) => write!(f, "languages[{at}]"),
        }
    }
}

/// Why a text is no resume that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {why}")]
pub struct Error {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// Whether `text` is meant to be JSON: nothing else begins with a bracket or a brace but for blanks. TOML may begin
/// with a bracket too, around a name.
pub fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{') || (text.starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok())
}

/// What the resume `text` claims, in the order in which it stands there; blank names are passed over.
///
/// # Errors
///
/// When it is no JSON, or no resume.
pub fn read(text: &str) -> Result<Vec<Claim>, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let mut from = serde_json::Deserializer::from_str(text);
    let read = from.deserialize_any(Document).and_then(|sections| from.end().map(|()| sections));
    let Sections { skills, languages } = read.map_err(|error| {
        let whole = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let why = whole.strip_suffix(&place).unwrap_or(&whole);
        let why = if error.is_data() { why.to_string() } else { format!("this is not JSON: {why}") };
        Error { line: error.line().max(1), column: error.column().max(1), why }
    })?;
    let mut claims = Vec::new();
    for (at, skill) in skills.iter().enumerate() {
        claim_skill(at, skill, &mut claims);
    }
    for (at, language) in languages.iter().enumerate() {
        let (name, level) = match language {
            Value::Object(_) => (first(language, &["language", "name"]), first(language, &["fluency", "level"])),
            plain => (text_of(plain), None),
        };
        claims.extend(name.map(|name| Claim { name, level, place: Place::Language(at) }));
    }
    whole_numbers(&mut claims);
    Ok(claims)
}

fn claim_skill(at: usize, skill: &Value, claims: &mut Vec<Claim>) {
    let Value::Object(fields) = skill else {
        return claims.extend(text_of(skill).map(|name| Claim { name, level: None, place: Place::Skill(at) }));
    };
    let level = first(skill, &["level", "proficiency", "rating"]);
    let keywords: Vec<(usize, String)> = match fields.get("keywords") {
        Some(Value::Array(items)) => {
            items.iter().enumerate().filter_map(|(i, item)| Some((i, keyword(item)?))).collect()
        }
        // "SQL, Python": a list all the same.
        Some(Value::String(list)) => {
            let items = list.split([',', ';']).map(|item| visible(item).into_owned());
            items.filter(|item| !item.is_empty()).enumerate().collect()
        }
        _ => Vec::new(),
    };
    let place = if keywords.is_empty() { Place::Skill(at) } else { Place::Group(at) };
    claims.extend(first(skill, &["name"]).map(|name| Claim { name, level: level.clone(), place }));
    let keyword = |(i, name)| Claim { name, level: level.clone(), place: Place::Keyword(at, i) };
    claims.extend(keywords.into_iter().map(keyword));
}

fn keyword(item: &Value) -> Option<String> {
    match item {
        Value::Object(_) => first(item, &["name"]),
        plain => text_of(plain),
    }
}

/// The first of `fields` that says something.
fn first(of: &Value, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| text_of(of.get(field)?))
}

/// A text or a number, made fit to be shown; nothing when it is blank.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => visible(text).into_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Bare numbers say nothing without what they are a part of, and nobody mixes several wholes in one file: 1, 5 stars,
/// 10 or 100 per cent, whichever is the least that holds them all.
fn whole_numbers(claims: &mut [Claim]) {
    let number = |level: &Option<String>| level.as_deref().and_then(|level| level.parse::<f64>().ok());
    let most = claims.iter().filter_map(|claim| number(&claim.level)).fold(0.0, f64::max);
    let broken = claims.iter().filter_map(|claim| number(&claim.level)).any(|number| number.fract() != 0.0);
    let whole = match most {
        most if most <= 1.0 && broken => 1,
        most if most <= 5.0 => 5,
        most if most <= 10.0 => 10,
        _ => 100,
    };
    for level in claims.iter_mut().filter(|claim| number(&claim.level).is_some()).filter_map(|c| c.level.as_mut()) {
        *level = format!("{level}/{whole}");
    }
}

/// The sections that say what somebody can do.
#[derive(Default)]
struct Sections {
    skills: Vec<Value>,
    languages: Vec<Value>,
}

/// Reads the document as far as it matters, so that what is wrong comes with its place.
struct Document;

impl<'de> Visitor<'de> for Document {
    type Value = Sections;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON Resume, which is an object with `basics`, `work`, `skills` and so on")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Sections, M::Error> {
        let mut sections = Sections::default();
        let mut any = false;
        while let Some(key) = map.next_key::<String>()? {
            any |= SECTIONS.contains(&key.as_str());
            match key.as_str() {
                "skills" => sections.skills.extend(map.next_value_seed(List("skills"))?),
                "languages" => sections.languages.extend(map.next_value_seed(List("languages"))?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if any {
            return Ok(sections);
        }
        Err(serde::de::Error::custom(
            "this is no JSON Resume: it has none of `basics`, `work`, `education` and `skills` \
             (see https://jsonresume.org/schema)",
        ))
    }
}

/// A section that should be a list: null is an empty one, and a text a list of what stands between its commas.
struct List(&'static str);

impl<'de> serde::de::DeserializeSeed<'de> for List {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<Value>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list as `{}`", self.0)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<Value>, S::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(items)
    }

    fn visit_str<E>(self, text: &str) -> Result<Vec<Value>, E> {
        Ok(text.split([',', ';']).map(Value::from).collect())
    }

    fn visit_unit<E>(self) -> Result<Vec<Value>, E> {
        Ok(Vec::new())
    }
}

/// Words for a level, and the part of a scale that they stand for. Languages follow the five steps of the Interagency
/// Language Roundtable, as most forms that ask for them do, and the six of the Common European Framework.
const LEVELS: [(&str, f64); 55] = [
    ("a1", 1.0 / 6.0),
    ("a2", 2.0 / 6.0),
    ("advanced", 0.75),
    ("advanced beginner", 0.4),
    ("authority", 1.0),
    ("awareness", 0.25),
    ("b1", 3.0 / 6.0),
    ("b2", 4.0 / 6.0),
    ("basic", 0.25),
    ("basics", 0.25),
    ("beginner", 0.25),
    ("bilingual", 1.0),
    ("c1", 5.0 / 6.0),
    ("c2", 1.0),
    ("competent", 0.5),
    ("conversational", 0.4),
    ("elementary", 0.2),
    ("entry", 0.25),
    ("excellent", 1.0),
    ("experienced", 0.75),
    ("expert", 1.0),
    ("familiar", 0.25),
    ("fluent", 0.8),
    ("foundational", 0.25),
    ("full professional", 0.8),
    ("fundamental", 0.25),
    ("good", 0.5),
    ("guru", 1.0),
    ("intermediate", 0.5),
    ("junior", 0.25),
    ("limited working", 0.4),
    ("low", 0.25),
    ("lower intermediate", 0.4),
    ("master", 1.0),
    ("mastery", 1.0),
    ("medium", 0.5),
    ("mid", 0.5),
    ("moderate", 0.5),
    ("mother tongue", 1.0),
    ("native", 1.0),
    ("novice", 0.25),
    ("practitioner", 0.75),
    ("pre intermediate", 0.4),
    ("professional", 0.75),
    ("professional working", 0.6),
    ("proficient", 0.75),
    ("senior", 0.75),
    ("skilled", 0.75),
    ("strong", 0.75),
    ("trainee", 0.25),
    ("upper intermediate", 0.6),
    ("very good", 0.75),
    ("working", 0.5),
    ("working knowledge", 0.5),
    ("world class", 1.0),
];

/// Words beside a level that change nothing about it.
const BESIDE: [&str; 17] = [
    "a",
    "and",
    "english",
    "in",
    "knowledge",
    "level",
    "of",
    "or",
    "proficiency",
    "proficient",
    "skill",
    "skills",
    "speaker",
    "understanding",
    "user",
    "very",
    "with",
];

/// The part of a scale, above 0 and up to 1, that `level` stands for; nothing when it is no level that is known.
///
/// ```
/// use roledex::import::resume::part;
/// assert_eq!(part("Master"), Some(1.0));
/// assert_eq!(part("Native or bilingual proficiency"), Some(1.0));
/// assert_eq!(part("80 %"), Some(0.8));
/// assert_eq!(part("3/5"), Some(0.6));
/// assert_eq!(part("since 2019"), None);
/// ```
pub fn part(level: &str) -> Option<f64> {
    // What stands in brackets explains: "Advanced (5 years)".
    let level = level.split('(').next().unwrap_or_default().trim().to_lowercase();
    if let Some(part) = counted(&level) {
        return (part > 0.0 && part <= 1.0).then_some(part);
    }
    let words: Vec<&str> = level.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let known = |words: &[&str]| {
        let wanted = words.join(" ");
        LEVELS.binary_search_by(|(word, _)| (*word).cmp(wanted.as_str())).ok().map(|at| LEVELS[at].1)
    };
    // The most words that make a level together; the others must not say anything more.
    let mut runs: Vec<(usize, usize)> =
        (0..words.len()).flat_map(|from| (from + 1..=words.len().min(from + 3)).map(move |to| (from, to))).collect();
    runs.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
    runs.into_iter().find_map(|(from, to)| {
        let part = known(&words[from..to])?;
        let others = words[..from].iter().chain(&words[to..]);
        let plain = |word: &&str| BESIDE.contains(word) || known(&[word]) == Some(part);
        others.copied().all(|word| plain(&word)).then_some(part)
    })
}

/// `80 %`, `4/5`, `8 out of 10`, `★★★☆☆`.
fn counted(level: &str) -> Option<f64> {
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some(percent) = level.strip_suffix('%').and_then(number) {
        return Some(percent / 100.0);
    }
    for of in ["/", " out of ", " of "] {
        if let Some((part, whole)) = level.split_once(of)
            && let (Some(part), Some(whole)) = (number(part), number(whole))
        {
            return (whole > 0.0).then_some(part / whole);
        }
    }
    let stars = |set: &[char]| level.chars().filter(|c| set.contains(c)).count();
    let (full, empty) = (stars(&['★', '●', '■', '⭐', '⬤']), stars(&['☆', '○', '□', '◯']));
    let only = level.chars().filter(|c| !c.is_whitespace()).count() == full + empty;
    // Without empty ones nobody knows how many there are.
    (only && full > 0 && empty > 0).then(|| full as f64 / (full + empty) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `place name: level` of each claim.
    fn claims(text: &str) -> Vec<String> {
        let level = |claim: &Claim| claim.level.as_ref().map(|level| format!(": {level}")).unwrap_or_default();
        read(text).unwrap().iter().map(|claim| format!("{} {}{}", claim.place, claim.name, level(claim))).collect()
    }

    #[test]
    fn both_shapes_are_read() {
        let new = r#"{"basics": {"name": ""},
            "skills": [{"name": "Web", "level": "Master", "keywords": ["HTML", "CSS"]}],
            "languages": [{"language": "Igbo", "fluency": "Conversational"}]}"#;
        let wanted =
            ["skills[0] Web: Master", "skills[0].keywords[0] HTML: Master", "skills[0].keywords[1] CSS: Master"];
        assert_eq!(claims(new)[..3], wanted);
        assert_eq!(claims(new)[3], "languages[0] Igbo: Conversational");
        let old =
            r#"{"work": [{"company": ""}], "languages": [{"language": "Spanish", "level": "Moderate", "years": 10}]}"#;
        assert_eq!(claims(old), ["languages[0] Spanish: Moderate"]);
        assert_eq!(read(new).unwrap()[0].place, Place::Group(0));
    }

    #[test]
    fn what_people_write_by_hand_is_read() {
        let blank = r#"{"skills": [{"name": "", "level": "", "keywords": [""]}], "languages": null}"#;
        assert_eq!(claims(blank), Vec::<String>::new());
        let odd = r#"{"skills": ["SQL", null, 7, {"name": " Go \u001b ", "keywords": null, "level": null},
            {"keywords": ["Rust", null, {"name": "Bash"}, []]}, {"name": "Data", "keywords": "R, dbt;"}],
            "languages": ["French", {"name": "German"}], "x": {"deep": [1]}}"#;
        assert_eq!(
            claims(&format!("\u{feff}{odd}")),
            [
                "skills[0] SQL",
                "skills[2] 7",
                "skills[3] Go ␛",
                "skills[4].keywords[0] Rust",
                "skills[4].keywords[2] Bash",
                "skills[5] Data",
                "skills[5].keywords[0] R",
                "skills[5].keywords[1] dbt",
                "languages[0] French",
                "languages[1] German",
            ]
        );
        assert_eq!(claims(r#"{"skills": "SQL, Python"}"#), ["skills[0] SQL", "skills[1] Python"]);
        assert_eq!(claims(r#"{"basics": {}}"#), Vec::<String>::new());
    }

    #[test]
    fn bare_numbers_are_parts_of_the_least_whole_that_holds_them_all() {
        let levels = |levels: &str| -> Vec<String> {
            let levels: Vec<&str> = levels.split(' ').collect();
            let skills: Vec<String> = levels.iter().map(|l| format!(r#"{{"name": "x", "level": {l}}}"#)).collect();
            let read = read(&format!(r#"{{"skills": [{}]}}"#, skills.join(", "))).unwrap();
            read.into_iter().filter_map(|claim| claim.level).collect()
        };
        assert_eq!(levels("1 3 5"), ["1/5", "3/5", "5/5"]);
        assert_eq!(levels("1 3 \"8\""), ["1/10", "3/10", "8/10"]);
        assert_eq!(levels("95 20 \"Expert\""), ["95/100", "20/100", "Expert"]);
        assert_eq!(levels("0.5 0.25"), ["0.5/1", "0.25/1"]);
    }

    #[test]
    fn what_is_no_resume_says_where_and_why() {
        for (text, line, word) in [
            ("{\n  \"skills\": [\n    {\"name\": \"SQL\",}\n  ]\n}", 3, "this is not JSON"),
            ("{\"skills\": [}", 1, "this is not JSON"),
            ("", 1, "this is not JSON"),
            ("{\"skills\": []} x", 1, "this is not JSON"),
            ("[1, 2]", 1, "a JSON Resume, which is an object"),
            ("42", 1, "a JSON Resume, which is an object"),
            ("{\"dependencies\":\n {}}", 2, "none of `basics`"),
            ("{\"basics\": {},\n\"skills\": 7}", 2, "a list as `skills`"),
            ("{\"languages\": {\"a\": 1}}", 1, "a list as `languages`"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.column >= 1 && error.why.contains(word), "{text}: {error}");
            assert!(!error.why.contains("at line"), "{error}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn json_is_told_from_toml() {
        for text in ["{}", " \n{\"a\"", "\u{feff}{", "[]", "[1, 2]"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["", "skills = []", "[pack]", "[[role]]", "# {", "[\"a\"]\nb = 1"] {
            assert!(!is_json(text), "{text}");
        }
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
            assert_eq!(part(text), wanted, "{text}");
        }
    }
}
