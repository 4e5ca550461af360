//! Interprets a stated level: as part of a scale, as not having the skill, or as not understood.

/// Words for a level, and the part of a scale that they represent. Languages follow the five steps
/// of the Interagency Language Roundtable, as most forms do, and the six of the Common European
/// Framework.
const LEVELS: [(&str, f64); 74] = [
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
    ("senior", 0.75),
    ("skilful", 0.75),
    ("skilled", 0.75),
    ("skillful", 0.75),
    ("solid", 0.75),
    ("some", 0.25),
    ("strong", 0.75),
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

/// Words for not having a skill, in the languages of most resumes.
const NO_SKILL_WORDS: [&str; 79] = [
    "absent",
    "do not have",
    "does not have",
    "does not possess",
    "false",
    "lacking",
    "missing",
    "n a",
    "na",
    "never",
    "never used",
    "nil",
    "no",
    "no ability",
    "no experience",
    "no expertise",
    "no exposure",
    "no knowledge",
    "no level",
    "no proficiency",
    "no skill",
    "no skills",
    "none",
    "not",
    "not applicable",
    "not at all",
    "not available",
    "not familiar",
    "not have",
    "not known",
    "not possessed",
    "not proficient",
    "not skilled",
    "not trained",
    "not used",
    "nothing",
    "unfamiliar",
    "unskilled",
    "untrained",
    "zero",
    "absente",
    "aucun",
    "aucune",
    "aucune connaissance",
    "aucune expérience",
    "brak",
    "geen",
    "geen ervaring",
    "geen kennis",
    "inga",
    "ingen",
    "ikke",
    "kein",
    "keine",
    "keine erfahrung",
    "keine kenntnisse",
    "keiner",
    "nada",
    "nenhum",
    "nenhuma",
    "nessuna",
    "nessuno",
    "nicht vorhanden",
    "ninguna",
    "ninguno",
    "niente",
    "sem experiência",
    "sin conocimientos",
    "sin experiencia",
    "нет",
    "なし",
    "无",
    "無",
    "not started",
    "no idea",
    "nope",
    "zilch",
    "cannot",
    "can not",
];

/// Whether `level` means not having the skill: "None", 0, "N/A", "0/5", "no experience".
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
}

/// Whether a character is a dash.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−')
}

/// Returns the words of `text`: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Symbols for a full and an empty step.
const FULL_MARKS: [char; 9] = ['★', '●', '■', '⭐', '⬤', '▰', '█', '▮', '⬛'];
const EMPTY_MARKS: [char; 8] = ['☆', '○', '□', '◯', '▱', '░', '▯', '⬜'];

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

/// Words that state a level without a position on any scale, some from other languages: next to a
/// skill they are a level, and not part of the name.
const UNPLACED_LEVELS: [&str; 145] = [
    "alto",
    "anfänger",
    "anfängerin",
    "aspiring",
    "avancerad",
    "avancé",
    "avancée",
    "avanzada",
    "avanzado",
    "avanzata",
    "avanzato",
    "avançada",
    "avançado",
    "bajo",
    "base",
    "basiskennis",
    "beginner gevorderd",
    "biegły",
    "bilingue",
    "bon",
    "básica",
    "básico",
    "confirmé",
    "confirmée",
    "courant",
    "currently learning",
    "currently studying",
    "débutant",
    "débutante",
    "einsteiger",
    "ekspert",
    "erfahren",
    "especialista",
    "esperta",
    "esperto",
    "experta",
    "experte",
    "expertin",
    "experto",
    "exposure",
    "fließend",
    "fluente",
    "fluida",
    "fluido",
    "fortgeschritten",
    "fortgeschrittene",
    "gemiddeld",
    "gevorderd",
    "grundkenntnisse",
    "grundläggande",
    "gut",
    "gute kenntnisse",
    "in progress",
    "in training",
    "iniciante",
    "interest",
    "interested",
    "interested in learning",
    "intermedia",
    "intermedio",
    "intermediária",
    "intermediário",
    "intermédiaire",
    "kenntnisse",
    "langue maternelle",
    "learning",
    "madrelingua",
    "maîtrise",
    "medel",
    "medio",
    "mittel",
    "modersmål",
    "moedertaal",
    "muttersprache",
    "muttersprachler",
    "nativa",
    "nativo",
    "notions",
    "planned",
    "planning to learn",
    "podstawowy",
    "principiante",
    "profi",
    "rusty",
    "sehr gut",
    "sehr gute kenntnisse",
    "self taught",
    "some exposure",
    "still learning",
    "studying",
    "to learn",
    "training",
    "très bon",
    "unknown",
    "verhandlungssicher",
    "vloeiend",
    "want to learn",
    "wants to learn",
    "would like to learn",
    "zaawansowany",
    "średniozaawansowany",
    "базовый",
    "начальный",
    "продвинутый",
    "средний",
    "эксперт",
    "上級",
    "中級",
    "中级",
    "了解",
    "初級",
    "初级",
    "掌握",
    "熟练",
    "精通",
    "高级",
    "aprendiendo",
    "en cours",
    "en cours d apprentissage",
    "apprenant",
    "lernend",
    "lernen",
    "am lernen",
    "in ausbildung",
    "imparando",
    "aprendendo",
    "lerend",
    "学习中",
    "to be learned",
    "learning now",
    "fortgeschrittene kenntnisse",
    "gute",
    "kompetent",
    "kenner",
    "nivel medio",
    "nivel básico",
    "nivel avanzado",
    "intermediate to advanced",
    "beginner to intermediate",
    "in development",
    "planning",
    "forgotten",
    "no longer used",
    "mittelstufe",
    "anfängerkenntnisse",
];

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
