//! Phrases and abbreviations in job titles that mean the same.

use super::software::{is_field_of_software, is_software, is_software_head};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A sequence of words, and its replacement.
pub(super) type TitlePhrase = (&'static [&'static str], &'static [&'static str]);

/// Phrases, in the singular, and their replacements at any position.
pub(super) const PHRASES: &[TitlePhrase] = &[
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
    // "L&D", "R&D", "FP&A": the last letter of the third is taken for an article.
    (&["l", "d"], &["ld"]),
    (&["r", "d"], &["rd"]),
    (&["fp"], &["fpa"]),
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
pub(super) static PHRASES_BY_START: LazyLock<HashMap<&str, Vec<&TitlePhrase>>> =
    LazyLock::new(|| {
        let mut by_start: HashMap<&str, Vec<&TitlePhrase>> = HashMap::new();
        for phrase in PHRASES {
            by_start.entry(phrase.0[0]).or_default().push(phrase);
        }
        by_start
    });

/// Replaces the phrases in `words`.
pub(in crate::search::title) fn canonical(words: &[String]) -> Vec<String> {
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
pub(super) const ABBREVIATIONS: &[(&str, &[&str])] = &[
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
    ("cpo", &["chief product officer", "chief people officer"]),
    ("chro", &["chief hr officer"]),
    ("gm", &["general manager"]),
    ("rn", &["registered nurse"]),
    ("lpn", &["licensed practical nurse"]),
    ("emt", &["emergency medical technician"]),
    ("cna", &["certified nursing assistant"]),
];

pub(super) fn long_forms(word: &str) -> &'static [&'static str] {
    ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(&[], |(_, long)| long)
}

/// Returns `words` with every abbreviation that has one meaning written out; `None` if there is
/// none.
pub(in crate::search::title) fn expanded_once(words: &[String]) -> Option<Vec<String>> {
    words.iter().any(|word| single_long_form(word).is_some()).then(|| {
        let words: Vec<String> = words
            .iter()
            .map(|word| single_long_form(word).map_or_else(|| word.clone(), String::from))
            .collect();
        canonical(&words)
    })
}

pub(super) fn single_long_form(word: &str) -> Option<&str> {
    match long_forms(word) {
        [long] if !long.contains(' ') => Some(*long),
        _ => None,
    }
}

/// Returns `words` as they are, and with abbreviations expanded in every way.
pub(in crate::search::title) fn expansions(words: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut all: Vec<(Vec<String>, bool)> = vec![(Vec::new(), false)];
    for word in words {
        let long = long_forms(word);
        let mut next = Vec::new();
        for (words, expanded) in &all {
            next.push(with_more(word, *expanded, words));
            next.extend(long.iter().map(|long| with_more(long, true, words)));
        }
        if next.len() > 48 {
            next.truncate(48);
        }
        all = next;
    }
    all
}

pub(super) fn with_more(more: &str, expanded: bool, words: &[String]) -> (Vec<String>, bool) {
    let words = words.iter().cloned().chain(more.split(' ').map(String::from)).collect();
    (words, expanded)
}

/// Returns other wordings of `core` for the same job. `ranked` titles may have the field in place
/// of the person: "intern, data science".
pub(in crate::search::title) fn reworded(core: &[String], ranked: bool) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let Some((last, before)) = core.split_last() else { return all };
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
            add_reworded(with_last(person, before), core, &mut all);
        }
        if last == "management" && !before.is_empty() {
            add_reworded(before.to_vec(), core, &mut all);
        }
    }
    // The head of software engineering is the head of engineering.
    if ranked
        && matches!(core, [software, field] if software == "software" && is_field_of_software(field))
    {
        add_reworded(vec!["engineering".to_string()], core, &mut all);
    }
    // "Software development engineer" is a software engineer; "… in test" is not.
    if let Some(at) = core.windows(2).position(|pair| pair == ["development", "engineer"]) {
        let in_test = core.get(at + 2).is_some_and(|word| word == "in");
        if at > 0 && !in_test {
            let mut words = core.to_vec();
            words.remove(at);
            add_reworded(words, core, &mut all);
        }
    }
    if core.ends_with(&["engineer".to_string(), "in".to_string(), "test".to_string()])
        && !core.contains(&"development".to_string())
    {
        add_reworded(
            ["software", "development", "engineer", "in", "test"].map(String::from).to_vec(),
            core,
            &mut all,
        );
    }
    if before.iter().any(|word| is_software(word)) && is_software_head(last) {
        for other in ["engineer", "developer", "programmer"] {
            add_reworded(with_last(other, before), core, &mut all);
        }
        if core == ["software", "developer"] || core == ["software", "engineer"] {
            add_reworded(vec!["programmer".to_string()], core, &mut all);
        }
    }
    all
}

pub(super) fn add_reworded(words: Vec<String>, core: &[String], all: &mut Vec<Vec<String>>) {
    if words != core && !all.contains(&words) {
        all.push(words);
    }
}

pub(super) fn with_last(word: &str, before: &[String]) -> Vec<String> {
    before.iter().cloned().chain([word.to_string()]).collect::<Vec<_>>()
}
