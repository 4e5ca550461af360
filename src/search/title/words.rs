//! Word lists for job titles: ranks, abbreviations, plurals, and synonyms.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::search::fold::{append_folded, for_each_word};

/// A word of seniority or grade, in order of weight: the lowest is set aside first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) enum Rank {
    /// "III", "L5", "IC4": its value.
    Grade(String),
    Interim,
    Mid,
    Senior,
    Entry,
    Graduate,
    Junior,
    Intern,
    Trainee,
    Apprentice,
    Associate,
    Lead,
    Staff,
    Principal,
    Distinguished,
    Head,
    Director,
    Vp,
    Chief,
}

impl Rank {
    /// Whether it names a position of its own: a senior baker is a baker, a director of bakeries is
    /// not.
    pub(in crate::search) fn is_position(&self) -> bool {
        matches!(self, Self::Head | Self::Director | Self::Vp | Self::Chief)
    }

    fn word(&self) -> &str {
        match self {
            Self::Grade(value) => value,
            Self::Interim => "interim",
            Self::Mid => "mid",
            Self::Senior => "senior",
            Self::Entry => "entry",
            Self::Graduate => "graduate",
            Self::Junior => "junior",
            Self::Intern => "intern",
            Self::Trainee => "trainee",
            Self::Apprentice => "apprentice",
            Self::Associate => "associate",
            Self::Lead => "lead",
            Self::Staff => "staff",
            Self::Principal => "principal",
            Self::Distinguished => "distinguished",
            Self::Head => "head",
            Self::Director => "director",
            Self::Vp => "vp",
            Self::Chief => "chief",
        }
    }

    pub(in crate::search) fn push_onto(&self, text: &mut String) {
        if matches!(self, Self::Grade(_)) {
            text.push_str("grade");
        }
        text.push_str(self.word());
    }

    /// Returns the rank of `word` if it is one at any position.
    fn anywhere(word: &str) -> Option<Self> {
        Some(match word {
            "senior" | "sr" | "snr" | "sen" | "experienced" => Self::Senior,
            "junior" | "jr" | "jnr" => Self::Junior,
            "entry" => Self::Entry,
            "mid" | "midlevel" | "intermediate" => Self::Mid,
            "intern" | "internship" => Self::Intern,
            "trainee" | "traineeship" => Self::Trainee,
            "distinguished" => Self::Distinguished,
            "interim" | "acting" => Self::Interim,
            "director" => Self::Director,
            "vp" => Self::Vp,
            "lead" => Self::Lead,
            _ => return None,
        })
    }

    /// Returns the rank of `word` before the job or after a comma; at the end it may be the job:
    /// "sales associate".
    fn in_front(word: &str) -> Option<Self> {
        Some(match word {
            "associate" | "assoc" => Self::Associate,
            "staff" => Self::Staff,
            "principal" => Self::Principal,
            "graduate" | "grad" => Self::Graduate,
            "apprentice" => Self::Apprentice,
            "chief" => Self::Chief,
            "head" => Self::Head,
            _ => return None,
        })
    }
}

/// Whether `word` is a word of seniority or grade at the front.
pub(super) fn is_rank(word: &str) -> bool {
    Rank::anywhere(word).is_some() || Rank::in_front(word).is_some() || grade(word, true).is_some()
}

/// Returns the grade of `word`; `last` is whether it is the last of its title.
fn grade(word: &str, last: bool) -> Option<Rank> {
    let roman = match word {
        "i" => "1",
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        "v" => "5",
        _ => "",
    };
    let grade = |value: &str| Some(Rank::Grade(value.to_string()));
    if last && !roman.is_empty() {
        return grade(roman);
    }
    if last && matches!(word, "1" | "2" | "3" | "4" | "5") {
        return grade(word);
    }
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &word[..word.len() - digits.len()];
    let is_number = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && matches!(letters, "l" | "ic" | "e" | "p" | "t" | "g" | "m"))
        .then(|| grade(word))
        .flatten()
}

/// Whether `word`, elsewhere a rank, states what the job is about: "data entry analyst", "voice
/// acting coach", "staff development manager", "internship program manager". `outer` is whether no
/// word of the job is on one of its sides.
fn is_about(word: &str, next: &str, outer: bool) -> bool {
    match (word, next) {
        ("staff", "development" | "training")
        | ("junior", "high" | "college")
        | (
            "entry" | "intern" | "internship" | "trainee" | "traineeship" | "apprentice"
            | "graduate" | "grad",
            "program",
        ) => true,
        ("entry" | "acting", _) => !outer,
        _ => false,
    }
}

/// Moves the ranks of `words` to `ranks`, and the other words to `core`.
pub(super) fn take_ranks(words: &[String], core: &mut Vec<String>, ranks: &mut Vec<Rank>) {
    let mut at = 0;
    let last_plain = words.iter().rposition(|word: &String| {
        Rank::anywhere(word).is_none()
            && Rank::in_front(word).is_none()
            && grade(word, true).is_none()
            && word != "of"
    });
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map_or("", String::as_str);
        at += 1;
        // "Level 3", "Tier 2", "Band 6".
        if matches!(word.as_str(), "level" | "tier" | "band" | "grade" | "class")
            && !next.is_empty()
            && next.len() < 3
            && (next.bytes().all(|b| b.is_ascii_digit()) || grade(next, true).is_some())
        {
            ranks.extend(grade(next, true).or_else(|| Some(Rank::Grade(next.to_string()))));
            at += 1;
            continue;
        }
        // "Entry level", "mid level".
        if matches!(word.as_str(), "entry" | "mid" | "senior" | "junior") && next == "level" {
            ranks.extend(Rank::anywhere(word));
            at += 1;
            continue;
        }
        // Words after all others: "Engineer, Staff" has lost its comma by now, "wait staff" never
        // had one.
        let behind = last_plain.is_none_or(|last| at - 1 > last);
        if is_about(word, next, at == 1 || behind) {
            core.push(word.clone());
            continue;
        }
        let rank = grade(word, behind && at > 1).or_else(|| Rank::anywhere(word)).or_else(|| {
            let front = !behind || matches!(word.as_str(), "head");
            Rank::in_front(word).filter(|_| front && words.len() > 1)
        });
        match rank {
            Some(rank) => ranks.push(rank),
            None if word == "of" && core.is_empty() => {}
            None => core.push(word.clone()),
        }
    }
    // "Manager of engineering" is an engineering manager.
    if let Some(of) = core.iter().position(|word| word == "of") {
        let behind = core.split_off(of + 1);
        core.truncate(of);
        core.splice(0..0, behind);
        core.retain(|word| word != "of");
    }
    // The object of a rank may be left out; a rank without one is a title of its own.
    if core.is_empty()
        && ranks.len() == 1
        && !ranks[0].is_position()
        && !matches!(ranks[0], Rank::Grade(_))
    {
        core.push(ranks.remove(0).word().to_string());
    }
}

/// Returns the words of `text`, folded, in the singular, without "and"; nothing is expanded yet.
pub(super) fn title_words(text: &str) -> Vec<String> {
    let mut folded = String::new();
    append_folded(text.trim(), &mut folded);
    if folded.contains('\'') {
        folded = folded.replace('\'', "");
    }
    // "Sr.", "V.P.", "U.S."
    if folded.contains('.') {
        folded = undotted(&folded);
    }
    let mut words: Vec<String> = Vec::new();
    for_each_word(&folded, |at| {
        let word = &folded[at];
        if matches!(word, "and" | "the" | "a" | "an") {
            return;
        }
        match split_grade(word) {
            Some((word, grade)) => words.extend([word.to_string(), grade.to_string()]),
            None => words.push(normal_form(word)),
        }
    });
    words
}

/// Returns `text` without the dots of abbreviations: "v.p." is "vp".
fn undotted(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        let letter = |at: Option<&char>| at.is_some_and(|c| c.is_alphabetic());
        let short = letter(i.checked_sub(1).and_then(|at| chars.get(at)))
            && (i < 2 || !letter(chars.get(i - 2)))
            && (chars.get(i + 1).is_none_or(|next| next.is_alphabetic() || next.is_whitespace()));
        if *c != '.' {
            out.push(*c);
        } else if !short {
            out.push(' ');
        }
    }
    out
}

/// Splits a word from its grade: "sde2" is "sde" of grade 2.
fn split_grade(word: &str) -> Option<(&str, &str)> {
    let at = word.len().checked_sub(1)?;
    if !word.is_ascii() || !matches!(word.as_bytes()[at], b'1'..=b'5') {
        return None;
    }
    let (name, grade) = word.split_at(at);
    matches!(
        name,
        "sde" | "swe" | "sdet" | "sre" | "pm" | "tpm" | "em" | "pmm" | "qa" | "mts" | "ux" | "ba"
    )
    .then_some((name, grade))
}

/// Returns `word` in the singular, gender-neutral, and in one spelling.
fn normal_form(word: &str) -> String {
    let mut word = word;
    if let Some(spelled) = spelling(word) {
        word = spelled;
    }
    // A woman, a man and a person do the same job; words with stems of two letters are unrelated:
    // "human".
    let neutral = |stem: &str| format!("{stem}person");
    for (ending, least) in
        [("women", 3), ("woman", 3), ("persons", 3), ("people", 3), ("men", 3), ("man", 3)]
    {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= least)
            && !matches!(
                word,
                "german"
                    | "roman"
                    | "norman"
                    | "talisman"
                    | "specimen"
                    | "regimen"
                    | "acumen"
                    | "ottoman"
            )
        {
            let stem = if stem == "draught" { "draft" } else { stem };
            return neutral(if stem == "draughts" { "drafts" } else { stem });
        }
    }
    if matches!(word, "men" | "man" | "women" | "woman" | "people" | "persons") {
        return "person".to_string();
    }
    let ess = match word {
        "waitress" | "waitresses" => "waiter",
        "actress" | "actresses" => "actor",
        "hostess" | "hostesses" => "host",
        "stewardess" | "stewardesses" => "steward",
        "seamstress" | "seamstresses" => "seamster",
        "headmistress" | "headmistresses" => "headmaster",
        "manageress" | "manageresses" => "manager",
        _ => "",
    };
    if !ess.is_empty() {
        return ess.to_string();
    }
    singular(word)
}

/// Returns the standard spelling of `word`, if it has another.
fn spelling(word: &str) -> Option<&'static str> {
    Some(match word {
        "programme" | "programmes" => "program",
        "centre" | "centres" => "center",
        "organisation" | "organisations" => "organization",
        "organisational" => "organizational",
        "counsellor" | "counsellors" => "counselor",
        "jeweller" | "jewellers" => "jeweler",
        "labour" => "labor",
        "behaviour" => "behavior",
        "behavioural" => "behavioral",
        "draughting" => "drafting",
        "adviser" | "advisers" => "advisor",
        "optimisation" => "optimization",
        "digitalisation" => "digitalization",
        "paediatric" => "pediatric",
        "paediatrician" | "paediatricians" => "pediatrician",
        "gynaecologist" | "gynaecologists" => "gynecologist",
        "anaesthetist" | "anaesthetists" => "anesthetist",
        "aeroplane" => "airplane",
        "tyre" => "tire",
        "cheque" => "check",
        "licence" => "license",
        "defence" => "defense",
        "theatre" => "theater",
        // Often confused.
        "principle" => "principal",
        "fibre" => "fiber",
        "moulder" | "moulders" => "molder",
        "plough" => "plow",
        "modeller" | "modellers" => "modeler",
        "traveller" | "travellers" => "traveler",
        _ => return None,
    })
}

/// Returns `word` without a plural ending.
pub(super) fn singular(word: &str) -> String {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 1);
    match word {
        "wives" | "midwives" | "housewives" | "lives" | "knives" => {
            return format!("{}fe", word.strip_suffix("ves").unwrap_or(word));
        }
        "ops" => return "op".to_string(),
        "children" => return "child".to_string(),
        "series" | "species" | "gas" | "has" | "was" | "its" | "this" | "aws" | "ios" | "sas" => {
            return word.to_string();
        }
        _ => {}
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.len() > ending.len() + 1 && word.ends_with(ending) && !word.ends_with("aches")
            || word == "coaches"
        {
            return word[..word.len() - 2].to_string();
        }
    }
    // "Movie" and "movies", "secretary" and "secretaries": all get the same ending.
    if let Some(stem) = stem("ies").or_else(|| stem("ie")).filter(|stem| stem.chars().count() > 2) {
        return format!("{stem}y");
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_string();
    }
    match stem("s") {
        Some(stem) if stem.chars().count() > 2 => stem.to_string(),
        _ => word.to_string(),
    }
}

/// A sequence of words, and its replacement.
type TitlePhrase = (&'static [&'static str], &'static [&'static str]);

/// Phrases, in the singular, and their replacements at any position.
const PHRASES: &[TitlePhrase] = &[
    (&["vice", "president"], &["vp"]),
    (&["svp"], &["senior", "vp"]),
    (&["evp"], &["senior", "vp"]),
    (&["executive", "vice", "president"], &["senior", "vp"]),
    (&["executive", "vp"], &["senior", "vp"]),
    (&["avp"], &["associate", "vp"]),
    (&["head", "up"], &["head"]),
    (&["new", "grad"], &["graduate"]),
    (&["new", "graduate"], &["graduate"]),
    (&["recent", "graduate"], &["graduate"]),
    (&["early", "career"], &["entry"]),
    (&["member", "of", "technical", "staff"], &["software", "engineer"]),
    (&["human", "resource"], &["hr"]),
    (&["quality", "assurance"], &["qa"]),
    (&["user", "experience"], &["ux"]),
    (&["user", "interface"], &["ui"]),
    (&["business", "intelligence"], &["bi"]),
    (&["machine", "learning"], &["ml"]),
    (&["artificial", "intelligence"], &["ai"]),
    (&["information", "technology"], &["it"]),
    (&["public", "relation"], &["pr"]),
    (&["search", "engine", "optimization"], &["seo"]),
    (&["learning", "development"], &["ld"]),
    (&["research", "development"], &["rd"]),
    (&["financial", "planning", "analysis"], &["fpa"]),
    (&["cyber", "security"], &["cybersecurity"]),
    (&["helpdesk"], &["help", "desk"]),
    (&["service", "desk"], &["help", "desk"]),
    (&["servicedesk"], &["help", "desk"]),
    (&["full", "stack"], &["fullstack"]),
    (&["front", "end"], &["frontend"]),
    (&["back", "end"], &["backend"]),
    (&["dev", "op"], &["devops"]),
    (&["devop"], &["devops"]),
    (&["reactj"], &["react"]),
    (&["react", "js"], &["react"]),
    (&["angularj"], &["angular"]),
    (&["angular", "js"], &["angular"]),
    (&["vuej"], &["vue"]),
    (&["vue", "js"], &["vue"]),
    (&["node", "js"], &["nodejs"]),
    (&["nodej"], &["nodejs"]),
    (&["next", "js"], &["nextjs"]),
    (&["nextj"], &["nextjs"]),
    (&["asp", "net"], &["aspnet"]),
    (&["react", "native"], &["reactnative"]),
    (&["mean", "stack"], &["mean"]),
    (&["mern", "stack"], &["mern"]),
    (&["power", "bi"], &["powerbi"]),
    (&["google", "cloud"], &["gcp"]),
    (&["full", "time"], &["fulltime"]),
    (&["part", "time"], &["parttime"]),
];

/// [`PHRASES`] by their first words: those of O*NET's 57,000 titles are all looked up at once.
static PHRASES_BY_START: LazyLock<HashMap<&str, Vec<&TitlePhrase>>> = LazyLock::new(|| {
    let mut by_start: HashMap<&str, Vec<&TitlePhrase>> = HashMap::new();
    for phrase in PHRASES {
        by_start.entry(phrase.0[0]).or_default().push(phrase);
    }
    by_start
});

/// Replaces the phrases in `words`.
pub(super) fn canonical(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    'words: while at < words.len() {
        for (phrase, by) in PHRASES_BY_START.get(words[at].as_str()).into_iter().flatten() {
            if words.len() - at >= phrase.len()
                && words[at..].iter().zip(*phrase).all(|(a, b)| a == b)
            {
                out.extend(by.iter().map(ToString::to_string));
                at += phrase.len();
                continue 'words;
            }
        }
        out.push(words[at].clone());
        at += 1;
    }
    // Only at the end: before another word it names what is managed.
    if let [.., site, reliability, field] = &mut out[..]
        && (site.as_str(), reliability.as_str(), field.as_str())
            == ("site", "reliability", "engineering")
    {
        *field = "engineer".to_string();
    }
    out
}

/// Abbreviations and their meanings.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("mgr", &["manager"]),
    ("mngr", &["manager"]),
    ("mgmt", &["management"]),
    ("mgt", &["management"]),
    ("eng", &["engineer", "engineering"]),
    ("engr", &["engineer"]),
    ("dev", &["developer", "development"]),
    ("admin", &["administrator", "administrative"]),
    ("asst", &["assistant"]),
    ("exec", &["executive"]),
    ("rep", &["representative"]),
    ("acct", &["account", "accountant", "accounting"]),
    ("acctg", &["accounting"]),
    ("mktg", &["marketing"]),
    ("mkt", &["marketing", "market"]),
    ("op", &["operation"]),
    ("dir", &["director"]),
    ("coord", &["coordinator"]),
    ("spec", &["specialist"]),
    ("tech", &["technical", "technician", "technology"]),
    ("fin", &["financial", "finance"]),
    ("prod", &["product", "production"]),
    ("prog", &["program", "programmer"]),
    ("proj", &["project"]),
    ("pgm", &["program"]),
    ("sw", &["software"]),
    ("hw", &["hardware"]),
    ("sys", &["system"]),
    ("svc", &["service"]),
    ("cust", &["customer"]),
    ("biz", &["business"]),
    ("info", &["information"]),
    ("infosec", &["information security"]),
    ("comp", &["compensation", "computer"]),
    ("comm", &["communication"]),
    ("env", &["environmental"]),
    ("mech", &["mechanical"]),
    ("elec", &["electrical"]),
    ("mfg", &["manufacturing"]),
    ("supv", &["supervisor"]),
    ("tchr", &["teacher"]),
    ("doc", &["documentation"]),
    ("app", &["application"]),
    ("auto", &["automation"]),
    ("bizdev", &["business development"]),
    ("sysadmin", &["system administrator"]),
    ("presale", &["pre sale"]),
    ("swe", &["software engineer"]),
    ("sde", &["software engineer"]),
    ("mts", &["software engineer"]),
    ("sdet", &["software development engineer in test"]),
    ("sre", &["site reliability engineer"]),
    ("pm", &["product manager", "project manager", "program manager"]),
    ("pmm", &["product marketing manager"]),
    ("tpm", &["technical program manager", "technical product manager"]),
    ("em", &["engineering manager"]),
    ("ba", &["business analyst"]),
    ("dba", &["database administrator"]),
    ("csm", &["customer success manager"]),
    ("csr", &["customer service representative"]),
    ("ae", &["account executive"]),
    ("sdr", &["sale development representative"]),
    ("bdr", &["business development representative"]),
    ("hrbp", &["hr business partner"]),
    ("ceo", &["chief executive officer"]),
    ("cto", &["chief technology officer"]),
    ("cfo", &["chief financial officer"]),
    ("coo", &["chief operating officer"]),
    ("cmo", &["chief marketing officer"]),
    ("cio", &["chief information officer"]),
    ("ciso", &["chief information security officer"]),
    ("cpo", &["chief product officer"]),
    ("chro", &["chief hr officer"]),
    ("gm", &["general manager"]),
    ("rn", &["registered nurse"]),
    ("lpn", &["licensed practical nurse"]),
    ("emt", &["emergency medical technician"]),
    ("cna", &["certified nursing assistant"]),
];

fn long_forms(word: &str) -> &'static [&'static str] {
    ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(&[], |(_, long)| long)
}

/// Returns `words` with every abbreviation that has one meaning written out; `None` if there is
/// none.
pub(super) fn expanded_once(words: &[String]) -> Option<Vec<String>> {
    let long_form = |word: &String| match long_forms(word) {
        [long] if !long.contains(' ') => Some(*long),
        _ => None,
    };
    words.iter().any(|word| long_form(word).is_some()).then(|| {
        let words: Vec<String> = words
            .iter()
            .map(|word| long_form(word).map_or_else(|| word.clone(), String::from))
            .collect();
        canonical(&words)
    })
}

/// Returns `words` as they are, and with abbreviations expanded in every way.
pub(super) fn expansions(words: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut all: Vec<(Vec<String>, bool)> = vec![(Vec::new(), false)];
    for word in words {
        let long = long_forms(word);
        let mut next = Vec::new();
        for (words, expanded) in &all {
            let with = |more: &str, expanded: bool| {
                let words =
                    words.iter().cloned().chain(more.split(' ').map(String::from)).collect();
                (words, expanded)
            };
            next.push(with(word, *expanded));
            next.extend(long.iter().map(|long| with(long, true)));
        }
        if next.len() > 48 {
            next.truncate(48);
        }
        all = next;
    }
    all
}

/// Whether `word` is a noun for a person with a job that many jobs end in.
fn is_common_head(word: &str) -> bool {
    matches!(
        word,
        "manager"
            | "engineer"
            | "analyst"
            | "specialist"
            | "coordinator"
            | "consultant"
            | "assistant"
            | "associate"
            | "officer"
            | "representative"
            | "administrator"
            | "technician"
            | "designer"
            | "executive"
            | "supervisor"
            | "operator"
            | "worker"
            | "clerk"
            | "agent"
            | "advisor"
            | "lead"
            | "staff"
            | "expert"
            | "professional"
            | "architect"
            | "scientist"
            | "researcher"
            | "owner"
            | "partner"
            | "planner"
            | "principal"
            | "intern"
            | "senior"
            | "junior"
    )
}

/// Whether `word` is one that many jobs end in, and that alone does not state what they are about.
pub(super) fn is_generic(word: &str) -> bool {
    is_common_head(word)
        || matches!(
            word,
            "inspector"
                | "helper"
                | "member"
                | "person"
                | "management"
                | "engineering"
                | "business"
                | "service"
                | "development"
                | "operation"
                | "sale"
                | "support"
                | "product"
                | "project"
                | "data"
                | "software"
                | "it"
                | "security"
                | "design"
                | "trainee"
                | "apprentice"
                | "graduate"
        )
}

/// Whether `word` is a noun for a person with any kind of job. Next to a distinctive word it adds
/// nothing.
pub(in crate::search) fn is_head(word: &str) -> bool {
    is_common_head(word) || matches!(word, "developer" | "leader" | "director" | "head" | "vp")
}

/// Whether `word` is likely a noun for a person's job: "welder", "nurse".
pub(super) fn is_job(word: &str) -> bool {
    is_head(word)
        || is_short_for_a_job(word)
        || [
            "er", "or", "ist", "ian", "ant", "yst", "ect", "ess", "person", "nurse", "chef",
            "cook", "clerk",
        ]
        .iter()
        .any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
        || matches!(
            word,
            "nurse" | "chef" | "cook" | "pilot" | "coach" | "host" | "guard" | "aide" | "head"
        )
}

fn is_short_for_a_job(word: &str) -> bool {
    long_forms(word).iter().any(|long| long.rsplit(' ').next().is_some_and(is_head))
}

/// Whether `word` is a head that has deputies: an assistant of one is not one.
pub(super) fn has_deputies(word: &str) -> bool {
    matches!(
        word,
        "manager" | "controller" | "supervisor" | "superintendent" | "administrator" | "editor"
    )
}

/// Whether `word` indicates a maker of software.
pub(super) fn is_software(word: &str) -> bool {
    matches!(
        word,
        "software"
            | "qa"
            | "backend"
            | "frontend"
            | "fullstack"
            | "stack"
            | "web"
            | "mobile"
            | "ios"
            | "android"
            | "app"
            | "application"
            | "back"
            | "front"
            | "end"
            | "embedded"
            | "firmware"
            | "developer"
            | "programmer"
    )
}

/// Whether `word` is a kind of software, next to which "web" and "app" add nothing.
pub(super) fn is_kind_of_software(word: &str) -> bool {
    matches!(
        word,
        "backend"
            | "frontend"
            | "front"
            | "back"
            | "fullstack"
            | "stack"
            | "mobile"
            | "ios"
            | "android"
    )
}

fn is_field_of_software(word: &str) -> bool {
    matches!(word, "engineering" | "development")
}

/// Whether `word` is a name for people who make software.
pub(super) fn is_software_head(word: &str) -> bool {
    matches!(
        word,
        "engineer" | "developer" | "programmer" | "engineering" | "development" | "dev" | "coder"
    )
}

/// Whether `word` is a general-purpose programming language: "Java developer".
pub(super) fn is_language(word: &str) -> bool {
    matches!(
        word,
        "java"
            | "python"
            | "c++"
            | "c#"
            | "net"
            | "dotnet"
            | "go"
            | "golang"
            | "ruby"
            | "rail"
            | "php"
            | "rust"
            | "scala"
            | "elixir"
            | "perl"
            | "clojure"
            | "haskell"
            | "node"
            | "nodejs"
    )
}

/// Returns other wordings of `core` for the same job. `ranked` titles may have the field in place
/// of the person: "intern, data science".
pub(super) fn reworded(core: &[String], ranked: bool) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut add = |words: Vec<String>| {
        if words != core && !all.contains(&words) {
            all.push(words);
        }
    };
    let Some((last, before)) = core.split_last() else { return all };
    let with = |word: &str| before.iter().cloned().chain([word.to_string()]).collect::<Vec<_>>();
    if ranked {
        let person = match last.as_str() {
            "engineering" => "engineer",
            "science" => "scientist",
            "research" => "researcher",
            "design" => "designer",
            "analytic" | "analysis" => "analyst",
            "development" => "developer",
            "architecture" => "architect",
            "recruiting" | "recruitment" => "recruiter",
            "accounting" => "accountant",
            "writing" => "writer",
            "testing" => "tester",
            "consulting" => "consultant",
            "programming" => "programmer",
            "management" if !before.is_empty() => "manager",
            _ => "",
        };
        if !person.is_empty() {
            add(with(person));
        }
        if last == "management" && !before.is_empty() {
            add(before.to_vec());
        }
    }
    // The head of software engineering is the head of engineering.
    if ranked
        && matches!(core, [software, field] if software == "software" && is_field_of_software(field))
    {
        add(vec!["engineering".to_string()]);
    }
    // "Software development engineer" is a software engineer; "… in test" is not.
    if let Some(at) = core.windows(2).position(|pair| pair == ["development", "engineer"]) {
        let in_test = core.get(at + 2).is_some_and(|word| word == "in");
        if at > 0 && !in_test {
            let mut words = core.to_vec();
            words.remove(at);
            add(words);
        }
    }
    if core.ends_with(&["engineer".to_string(), "in".to_string(), "test".to_string()])
        && !core.contains(&"development".to_string())
    {
        add(["software", "development", "engineer", "in", "test"].map(String::from).to_vec());
    }
    if before.iter().any(|word| is_software(word)) && is_software_head(last) {
        for other in ["engineer", "developer", "programmer"] {
            add(with(other));
        }
        if core == ["software", "developer"] || core == ["software", "engineer"] {
            add(vec!["programmer".to_string()]);
        }
    }
    all
}

/// Whether `text` consists of words of a title for where or how you work.
pub(super) fn is_clutter(text: &str) -> bool {
    let words = canonical(&title_words(text));
    let small = |word: &str| {
        matches!(word, "m" | "f" | "d" | "w" | "x" | "h" | "in" | "or" | "to" | "on" | "level")
    };
    !words.is_empty() && words.iter().all(|word| is_beside_the_job(word) || small(word))
}

/// Whether `word` states the kind of employment, the working hours, the place or the language, and
/// nothing about the job.
pub(super) fn is_beside_the_job(word: &str) -> bool {
    is_employment(word) || is_place(word) || word.bytes().all(|b| b.is_ascii_digit())
}

fn is_employment(word: &str) -> bool {
    matches!(
        word,
        "remote"
            | "hybrid"
            | "onsite"
            | "site"
            | "wfh"
            | "contract"
            | "contractor"
            | "contingent"
            | "permanent"
            | "perm"
            | "temporary"
            | "temp"
            | "freelance"
            | "freelancer"
            | "fractional"
            | "selfemployed"
            | "seasonal"
            | "casual"
            | "volunteer"
            | "fulltime"
            | "parttime"
            | "side"
            | "hustle"
            | "gig"
            | "fixed"
            | "term"
            | "ftc"
            | "month"
            | "maternity"
            | "parental"
            | "leave"
            | "cover"
            | "div"
            | "divers"
            | "all"
            | "gender"
            | "any"
            | "hiring"
            | "urgent"
            | "immediate"
            | "joiner"
            | "visa"
            | "sponsorship"
            | "only"
            | "based"
            | "time"
            | "shift"
            | "night"
            | "weekend"
            | "overnight"
            | "hour"
            | "1st"
            | "2nd"
            | "3rd"
            | "speaking"
            | "speaker"
            | "bilingual"
            | "fluent"
    )
}

fn is_place(word: &str) -> bool {
    matches!(
        word,
        "global"
            | "worldwide"
            | "us"
            | "usa"
            | "uk"
            | "eu"
            | "emea"
            | "apac"
            | "latam"
            | "amer"
            | "anz"
            | "mena"
            | "dach"
            | "benelux"
            | "nordic"
            | "europe"
            | "european"
            | "america"
            | "american"
            | "asia"
            | "pacific"
            | "africa"
            | "canada"
            | "canadian"
            | "india"
            | "germany"
            | "german"
            | "france"
            | "french"
            | "spain"
            | "spanish"
            | "italy"
            | "italian"
            | "portuguese"
            | "brazil"
            | "mexico"
            | "dutch"
            | "netherland"
            | "polish"
            | "poland"
            | "swedish"
            | "danish"
            | "norwegian"
            | "finnish"
            | "japan"
            | "japanese"
            | "mandarin"
            | "cantonese"
            | "chinese"
            | "korean"
            | "arabic"
            | "turkish"
            | "hebrew"
            | "russian"
            | "english"
            | "ireland"
            | "london"
            | "berlin"
            | "australia"
            | "singapore"
            | "israel"
            | "midwest"
            | "northeast"
            | "southeast"
            | "northwest"
            | "southwest"
    )
}

/// Whether `word` is an industry: the same work in another one is the same job.
pub(super) fn is_industry(word: &str) -> bool {
    matches!(
        word,
        "fintech"
            | "healthcare"
            | "ecommerce"
            | "saas"
            | "b2b"
            | "b2c"
            | "adtech"
            | "edtech"
            | "martech"
            | "healthtech"
            | "insurtech"
            | "biotech"
            | "crypto"
            | "blockchain"
            | "web3"
            | "gaming"
            | "startup"
    )
}

/// Whether `word` is a well-known technology of one word. The job is the same with any of them.
pub(super) fn is_technology(word: &str) -> bool {
    (is_language(word) && word.len() > 2)
        || kind_of_framework(word).is_some()
        || matches!(
            word,
            "it" | "ai"
                | "ml"
                | "genai"
                | "llm"
                | "nlp"
                | "cloud"
                | "digital"
                | "agile"
                | "c++"
                | "c#"
                | "aws"
                | "azure"
                | "gcp"
                | "salesforce"
                | "sfdc"
                | "sap"
                | "oracle"
                | "workday"
                | "netsuite"
                | "servicenow"
                | "dynamic"
                | "sharepoint"
                | "hubspot"
                | "marketo"
                | "sql"
                | "nosql"
                | "mysql"
                | "postgresql"
                | "postgre"
                | "mongodb"
                | "snowflake"
                | "databrick"
                | "spark"
                | "hadoop"
                | "kafka"
                | "airflow"
                | "dbt"
                | "tableau"
                | "powerbi"
                | "looker"
                | "excel"
                | "spring"
                | "j2ee"
                | "jee"
                | "django"
                | "flask"
                | "laravel"
                | "aspnet"
                | "mean"
                | "mern"
                | "lamp"
                | "wordpress"
                | "drupal"
                | "shopify"
                | "magento"
                | "unity"
                | "linux"
                | "window"
                | "kubernete"
                | "docker"
                | "terraform"
                | "jenkin"
                | "selenium"
                | "cypress"
                | "playwright"
                | "etl"
                | "api"
                | "graphql"
                | "rest"
                | "microservice"
                | "iot"
                | "erp"
                | "crm"
                | "tensorflow"
                | "pytorch"
                | "figma"
                | "jira"
        )
}

/// Returns the kind of software made with a framework, or with a language that has few other uses:
/// "React developer".
pub(super) fn kind_of_framework(word: &str) -> Option<&'static str> {
    Some(match word {
        "react" | "angular" | "vue" | "svelte" | "nextjs" | "javascript" | "typescript"
        | "html" | "html5" | "css" | "jquery" | "redux" => "frontend",
        "reactnative" | "flutter" | "swift" | "swiftui" | "kotlin" | "xamarin" => "mobile",
        _ => return None,
    })
}

/// Whether `word` comes before a title and states for whom or where, without changing the job.
pub(super) fn is_scope(word: &str) -> bool {
    matches!(
        word,
        "global"
            | "international"
            | "remote"
            | "freelance"
            | "contract"
            | "permanent"
            | "fulltime"
            | "parttime"
            | "temporary"
            | "worldwide"
            | "emea"
            | "apac"
    )
}

/// Whether `word` is a scope like those of `is_scope`, but changes the job if a single word
/// follows: "enterprise architect".
pub(super) fn is_market(word: &str) -> bool {
    matches!(
        word,
        "enterprise"
            | "strategic"
            | "commercial"
            | "corporate"
            | "regional"
            | "national"
            | "midmarket"
            | "smb"
    )
}
