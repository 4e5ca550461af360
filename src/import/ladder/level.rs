//! Names of levels: which labels are levels, what they say, and their order.

use super::meaning::LabelMeaning;
use super::words::{key, label, words};
use crate::model::Track;

/// How surely a label names a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It does not name one.
    No,
    /// It may: a job title without a seniority, or a number.
    Maybe,
    /// It does: a seniority, or a code such as `IC3`.
    Yes,
}

/// The name of a level, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LevelName {
    /// The name as written.
    pub(super) label: String,
    /// The code or number, such as `IC3` or `3`.
    pub(super) code: Option<String>,
    /// The title or seniority beside the code.
    pub(super) title: Option<String>,
}

/// Words of seniority with their rank.
const SENIORITIES: &[(&[&str], u32)] = &[
    (&["intern", "internship", "trainee", "apprentice", "student", "werkstudent"], 10),
    (&["graduate", "entry", "starter", "novice", "beginner", "foundation", "foundational"], 15),
    (&["junior", "jr", "jnr", "associate", "assistant", "basic", "awareness"], 20),
    (
        &[
            "mid",
            "middle",
            "medior",
            "intermediate",
            "regular",
            "experienced",
            "working",
            "competent",
        ],
        30,
    ),
    (&["senior", "sr", "snr", "advanced", "proficient", "practitioner"], 40),
    (&["lead", "staff", "expert", "group"], 50),
    (&["principal", "principle", "architect", "master"], 60),
    (&["distinguished", "fellow"], 70),
    (&["head"], 75),
    (&["director"], 80),
    (&["vp", "svp", "evp", "avp", "vice", "president"], 90),
    (&["chief", "cto", "ceo", "cpo", "cfo", "coo", "cio", "cdo", "cmo", "ciso", "executive"], 100),
];

/// Seniorities that only tell how well something is mastered.
const MASTERIES: &[&str] = &[
    "novice",
    "beginner",
    "foundation",
    "foundational",
    "basic",
    "awareness",
    "working",
    "competent",
    "advanced",
    "proficient",
    "practitioner",
    "expert",
    "master",
];

/// Nouns that job titles end with.
const JOB_NOUNS: &str = "engineer engineers developer developers programmer programmers designer designers \
    manager managers analyst analysts scientist scientists researcher researchers writer \
    writers architect architects administrator administrators consultant consultants \
    specialist specialists coordinator coordinators officer officers lead leads leader \
    director directors owner owners tester testers editor editors strategist strategists \
    recruiter recruiters representative representatives executive executives accountant \
    accountants partner partners technician technicians operator operators advisor advisors \
    adviser advocate advocates producer producers master coach coaches nurse nurses teacher \
    teachers lecturer lecturers professor librarian librarians planner planners assistant \
    assistants supervisor supervisors auditor auditors clerk agent agents buyer buyers \
    marketer marketers controller counsel statistician economist sdet sre swe qa pm tpm em \
    dev ux contributor contributors practitioner mentor president cto cpo ceo ic ics \
    associate professional generalist artist technologist investigator trainer instructor \
    driver cook chef curator attorney evangelist copywriter paralegal apprentice intern \
    trainee founder sysadmin";

/// Whether a word is a noun that job titles end with.
pub(super) fn is_job_noun(word: &str) -> bool {
    JOB_NOUNS.split(' ').any(|noun| noun == word) || names_a_doer(word)
}

/// Whether a word is one that names who does something: a baker, an electrician.
fn names_a_doer(word: &str) -> bool {
    const OTHERS: &str = "customer order number behavior behaviour matter paper power center other together over \
        factor error computer letter offer answer after under ever never character career peer color colour sector \
        vendor stakeholder member user newcomer chapter gender whether major minor senior junior favor labor \
        indicator monitor either rather further larger smaller higher lower better newer older cluster parameter \
        identifier filter server browser container docker layer folder header footer router register transfer \
        prior interior exterior superior weather water summer winter former latter quarter semester trimester";
    let ends = ["er", "or", "ist", "ian", "smith", "keeper"];
    word.len() > 4
        && ends.iter().any(|end| word.ends_with(end))
        && !OTHERS.split_whitespace().any(|other| other == word)
}

/// Words before the number of a level.
const LEVEL_WORDS: &[&str] = &[
    "level", "grade", "band", "tier", "rung", "step", "stage", "rank", "lvl", "niveau", "stufe",
    "nivel", "phase", "livello", "nível", "niveles",
];

/// Words before a number that count the parts of a process as often as levels.
pub(super) const PROCESS_WORDS: &[&str] = &["step", "phase", "tier"];

/// First words of texts that refer to a level, and name none: `Same as L1`.
const REFERRING: &[&str] = &[
    "same",
    "as",
    "see",
    "like",
    "everything",
    "identical",
    "ditto",
    "idem",
    "siehe",
    "wie",
    "voir",
];

/// Largest number of words of a level's name.
const MAX_WORDS: usize = 9;

/// Returns how surely `text` names a level.
pub(super) fn certainty(text: &str) -> Certainty {
    let text = label(text);
    let words = words(&text);
    if words.is_empty()
        || words.len() > MAX_WORDS
        || text.len() > 80
        || text.ends_with(['.', '?', '!'])
        || REFERRING.contains(&words[0].as_str())
    {
        return Certainty::No;
    }
    if let Some(certainty) = certainty_of_code(&words) {
        return certainty;
    }
    if asides(&text).any(|aside| starts_with_level_number(&self::words(aside))) {
        return Certainty::Yes;
    }
    let bare = self::words(&without_aside(&text));
    certainty_of_name(&words, &bare).max(certainty_of_abbreviation(&text, &bare))
}

/// Returns how surely a label names a level by a seniority and the abbreviation of a job:
/// `Senior CSM`, `SDE II` of a ladder of them.
fn certainty_of_abbreviation(text: &str, bare: &[String]) -> Certainty {
    let [first, second] = trim_codes(bare) else { return Certainty::No };
    let is_short = text
        .split_whitespace()
        .any(|piece| is_abbreviation(piece) && piece.to_lowercase() == *second);
    match rank_of(first).filter(|rank| is_short && *rank <= 60) {
        None => Certainty::No,
        Some(_) if MASTERIES.contains(&first.as_str()) => Certainty::No,
        Some(_) if matches!(first.as_str(), "lead" | "staff" | "group") => Certainty::Maybe,
        Some(_) => Certainty::Yes,
    }
}

/// Whether a label may be the abbreviation of a job: two to five capital letters, perhaps with a
/// number, that are none of something else.
pub(super) fn is_abbreviation(label: &str) -> bool {
    const OTHERS: &[&str] = &[
        "KPI", "OKR", "ID", "URL", "FAQ", "HR", "IT", "NA", "TBD", "TODO", "ESCO", "SFIA", "CV",
        "ROI", "NPS", "SLA", "SQL", "API", "AWS", "CSS", "HTML", "PDF", "SOP",
    ];
    let letters = label.trim_end_matches(|c: char| c.is_ascii_digit());
    (2..=5).contains(&letters.len())
        && label.len() <= letters.len() + 1
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && !OTHERS.contains(&letters)
}

/// Returns how surely `words` name a level by its number or its code; `None` if they have neither.
fn certainty_of_code(words: &[String]) -> Option<Certainty> {
    if starts_with_level_number(words) {
        // "Step 1" is a level in a ladder, and part of a process elsewhere.
        let is_step = PROCESS_WORDS.contains(&words[0].as_str());
        return Some(if is_step { Certainty::Maybe } else { Certainty::Yes });
    }
    match words {
        [word] if is_code(word) => Some(Certainty::Yes),
        [word] if is_number(word) => Some(Certainty::Maybe),
        [first, second] if is_code(first) && is_code(second) => Some(Certainty::Yes),
        _ => None,
    }
}

/// Returns how surely a label names a level by a seniority and a job. Of its `words`, `bare` are
/// those that are not in brackets.
fn certainty_of_name(words: &[String], bare: &[String]) -> Certainty {
    let has_code = words.iter().any(|word| is_code(word));
    let core = trim_codes(bare);
    let Some(last) = core.last() else {
        return if has_code { Certainty::Yes } else { Certainty::No };
    };
    if names_seniority_only(core) {
        let is_mastery = core.iter().all(|word| MASTERIES.contains(&word.as_str()));
        return if is_mastery { Certainty::Maybe } else { Certainty::Yes };
    }
    let ends_with_job = is_job_noun(last);
    let seniority = core.iter().position(|word| rank_of(word).is_some());
    if names_head(core) || (seniority.is_some() && ends_with_job && core.len() > 1) {
        return Certainty::Yes;
    }
    // A number alone is a code beside a job, and not in "5+ years".
    let is_coded = has_code || (core.len() < bare.len() && ends_with_job);
    if is_coded && (ends_with_job || core.len() <= 5) {
        return Certainty::Yes;
    }
    // "VP Sales" leads a field that no job is named after.
    let leads = matches!(core[0].as_str(), "vp" | "svp" | "evp" | "avp" | "director");
    if leads && (2..=3).contains(&core.len()) {
        return Certainty::Maybe;
    }
    let has_job = core.iter().any(|word| is_job_noun(word) && rank_of(word).is_none());
    if ends_with_job || (seniority == Some(0) && core.len() <= 4 && has_job) {
        return Certainty::Maybe;
    }
    Certainty::No
}

/// Whether the words are those of a seniority, and of no job: `Mid level`.
fn names_seniority_only(words: &[String]) -> bool {
    words.iter().any(|word| rank_of(word).is_some())
        && words
            .iter()
            .all(|word| rank_of(word).is_some() || matches!(word.as_str(), "level" | "career"))
}

/// Whether the words begin with the title of a head: `Head of`, `Vice president`.
fn names_head(words: &[String]) -> bool {
    let [first, second, ..] = words else { return false };
    matches!(first.as_str(), "head" | "director" | "vp" | "vice" | "chief" | "svp" | "evp")
        && matches!(
            second.as_str(),
            "of" | "president" | "technology" | "product" | "officer" | "engineering" | "design"
        )
}

/// Whether the label may only name how well something is mastered: `Basic`, `Expert`.
pub(super) fn is_mastery(text: &str) -> bool {
    let words = words(&label(text));
    !words.is_empty()
        && words.iter().all(|word| MASTERIES.contains(&word.as_str()) || word == "level")
}

/// Returns what `text` has in brackets.
fn asides(text: &str) -> impl Iterator<Item = &str> {
    text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(aside, _)| aside)
}

/// Returns `text` without what it has in brackets.
pub(super) fn without_aside(text: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Returns `words` without codes and numbers at their ends.
pub(super) fn trim_codes(words: &[String]) -> &[String] {
    let mut words = words;
    while let [first, rest @ ..] = words {
        if is_code(first) || is_number(first) { words = rest } else { break }
    }
    while let [rest @ .., last] = words {
        if is_code(last) || is_number(last) || (is_roman(last) && rest.len() < 4) {
            words = rest;
        } else {
            break;
        }
    }
    words
}

/// Whether the words begin with `level 3` and the like.
fn starts_with_level_number(words: &[String]) -> bool {
    let [first, second, ..] = words else { return false };
    LEVEL_WORDS.contains(&first.as_str())
        && (is_number(second) || is_roman(second) || is_code(second))
}

/// Whether `word` is a small number.
pub(super) fn is_number(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `word` is a small Roman number.
fn is_roman(word: &str) -> bool {
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"].contains(&word)
}

/// Whether `word` is a code: one to four letters and a number, such as `ic3`, `l5` or `p2a`.
fn is_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let rest = &word[letters..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &rest[digits..];
    (1..=4).contains(&letters)
        && (1..=2).contains(&digits)
        && (tail.is_empty()
            || tail == "+"
            || (tail.len() == 1 && tail.bytes().all(|b| b.is_ascii_lowercase())))
        && ![
            "b2b", "b2c", "web3", "h1", "h2", "q1", "q2", "q3", "q4", "p2p", "s3", "ec2", "k8s",
            "a11y", "v1", "v2",
        ]
        .contains(&word)
}

/// Returns the rank of a word of seniority.
pub(super) fn rank_of(word: &str) -> Option<u32> {
    SENIORITIES.iter().find(|(words, _)| words.contains(&word)).map(|(_, rank)| *rank)
}

impl LevelName {
    /// Takes the name of a level apart.
    pub(super) fn parse(text: &str) -> Self {
        let label = label(text);
        let label = without_place(&label).unwrap_or(&label).to_string();
        let words = words(&label);
        if starts_with_level_number(&words) {
            // "Level 1 description" has no title.
            let title = after_number(&label).filter(|title| {
                LabelMeaning::of(title).is_none()
                    && !matches!(key(title).as_str(), "description" | "descriptions")
            });
            return Self { code: Some(words[1].to_uppercase()), title, label };
        }
        let aside = asides(&label).map(self::words).find(|words| starts_with_level_number(words));
        if let Some(aside) = aside {
            let code = aside[1].to_uppercase();
            let rest = super::words::label(&without_aside(&label));
            return Self { code: Some(code), title: (!rest.is_empty()).then_some(rest), label };
        }
        let pieces: Vec<&str> = label
            .split([' ', '(', ')', '[', ']', ':', ',', '–', '—', '/', '|'])
            .filter(|piece| !piece.is_empty())
            .collect();
        let code = pieces
            .iter()
            .find(|piece| is_code(&piece.to_lowercase()))
            .map(|piece| piece.to_uppercase());
        if words.len() == 1 && is_number(&words[0]) {
            return Self { code: Some(words[0].clone()), title: None, label };
        }
        let Some(code) = code else {
            return Self { code: None, title: Some(label.clone()), label };
        };
        let rest: String = without_code(&label, &code);
        Self { title: (!rest.is_empty()).then_some(rest), code: Some(code), label }
    }

    /// The rank by the words and the number of the name, if it has any.
    pub(super) fn rank(&self) -> Option<u32> {
        let words = words(&self.label);
        let bare = self::words(&without_aside(&self.label));
        let mut ranks: Vec<u32> = bare.iter().filter_map(|word| rank_of(word)).collect();
        ranks.sort_unstable();
        let number = self.number();
        // A lead engineer leads; an engineering lead does too. A senior staff engineer is above a
        // staff engineer.
        let base = match ranks[..] {
            [] => number.map(|_| 30)?,
            [one] => one,
            [lower, .., upper] => upper + if lower >= 40 { 5 } else { 0 },
        };
        let step = if words.len() > 1 || ranks.is_empty() { number.unwrap_or(0) } else { 0 };
        Some(base * 100 + step)
    }

    /// The number of the name: of its code, or at its end.
    pub(super) fn number(&self) -> Option<u32> {
        if let Some(code) = &self.code {
            return number_in(code).or_else(|| roman(&code.to_lowercase()));
        }
        let words = words(&without_aside(&self.label));
        let last = words.last()?;
        if is_number(last) { number_in(last) } else { roman(last) }
    }

    /// The letters of the code.
    pub(super) fn code_letters(&self) -> String {
        let code = self.code.as_deref().unwrap_or_default();
        code.chars().filter(|c| c.is_alphabetic()).collect()
    }

    /// Returns the name with the level that the ladder states beside it, such as `Level: L3` on the
    /// page of a role.
    pub(super) fn with_stated(self, level: &str) -> Self {
        let stated = Self::parse(level);
        let has_rank = words(&self.label).iter().any(|word| rank_of(word).is_some());
        Self {
            label: if has_rank { self.label } else { stated.label },
            code: stated.code.or(self.code),
            title: self.title.or(stated.title),
        }
    }

    /// The kind of career that the name states.
    pub(super) fn track(&self) -> Option<Track> {
        let words = words(&self.label);
        let text = format!(" {} ", words.join(" "));
        if text.contains(" individual contributor ") || self.code_letters() == "IC" {
            return Some(Track::Individual);
        }
        if text.contains(" people manager ")
            || text.contains(" line manager ")
            || text.contains(" management track ")
            || text.contains(" people lead ")
        {
            return Some(Track::Management);
        }
        None
    }

    /// The name without what tells a track: levels of two tracks on one rung share it.
    pub(super) fn rung(&self) -> Option<String> {
        let bare = without_aside(&self.label);
        (bare.trim() != self.label && self.track().is_some()).then(|| super::words::key(&bare))
    }
}

/// Returns the number that the digits of a text make.
fn number_in(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Returns a label without the place before it in a list: `1/ Junior`, `2. Senior`.
fn without_place(label: &str) -> Option<&str> {
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        label[digits..].strip_prefix(['/', '.', ')']).filter(|_| (1..=2).contains(&digits))?;
    let rest = rest.trim_start();
    rest.starts_with(char::is_alphabetic).then_some(rest)
}

/// Returns the value of a small Roman number.
fn roman(word: &str) -> Option<u32> {
    let all = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    all.iter().position(|roman| *roman == word).map(|at| at as u32 + 1)
}

/// Returns the title after `Level 3:`.
fn after_number(label: &str) -> Option<String> {
    // Behind the word and its number, which may be a Roman one or a code.
    let rest = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = rest.trim_start_matches(char::is_alphabetic);
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = rest.trim_start_matches(|c: char| c.is_alphanumeric());
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != ')');
    let rest = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(rest);
    (rest.chars().filter(|c| c.is_alphabetic()).count() > 1).then(|| rest.to_string())
}

/// Returns `label` without `code` and the brackets and signs around it.
fn without_code(label: &str, code: &str) -> String {
    let lower = label.to_lowercase();
    let Some(at) = lower.find(&code.to_lowercase()).filter(|at| label.is_char_boundary(*at)) else {
        return label.to_string();
    };
    let (before, after) = (&label[..at], label.get(at + code.len()..).unwrap_or_default());
    let sign =
        |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',' | '|' | '/' | '.');
    let (before, after) = (before.trim_end_matches(sign), after.trim_start_matches(sign));
    let (before, after) = match (before.strip_suffix(['(', '[']), after.strip_prefix([')', ']'])) {
        (Some(before), Some(after)) => (before, after),
        _ => (before, after),
    };
    let (before, after) = (before.trim_end_matches(sign), after.trim_start_matches(sign));
    let text = if before.is_empty() || after.is_empty() {
        format!("{before}{after}")
    } else {
        format!("{before} {after}")
    };
    text.trim_matches(sign).to_string()
}

/// Returns the title of the level `name` in `family`.
pub(super) fn title_of(name: &LevelName, family: &str) -> String {
    let family = family.trim();
    if let Some(title) = &name.title {
        if is_title(title) || family.is_empty() {
            return title.clone();
        }
        return if ends_with_job(family) {
            format!("{title} {}", lower_first(family))
        } else {
            format!("{title} ({family})")
        };
    }
    if family.is_empty() { name.label.clone() } else { format!("{family} {}", name.label) }
}

/// Whether `title` is a job's title and not only a seniority.
fn is_title(title: &str) -> bool {
    let words = words(&without_aside(title));
    words.iter().any(|word| {
        rank_of(word).is_none_or(|rank| rank >= 75)
            && word.len() > 1
            && !is_number(word)
            && !is_roman(word)
            && !LEVEL_WORDS.contains(&word.as_str())
            && !MASTERIES.contains(&word.as_str())
    })
}

/// Whether `family` is the name of a job, such as `Product manager`.
pub(super) fn ends_with_job(family: &str) -> bool {
    words(family).last().is_some_and(|last| is_job_noun(last))
}

/// Returns `text` with its first letter in lower case, unless it is an abbreviation.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second))
            if second.is_lowercase() && !text.contains(char::is_whitespace) =>
        {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_string(),
    }
}

/// Returns `title` without words of seniority, codes and what it has in brackets: the name of the
/// job at every level.
pub(super) fn job_of(title: &str) -> String {
    let bare = without_aside(title);
    let pieces: Vec<&str> = bare.split_whitespace().collect();
    let mut from = 0;
    while from < pieces.len() && is_rank(pieces[from]) {
        from += 1;
    }
    let mut to = pieces.len();
    while to > from
        && is_rank(pieces[to - 1])
        && !matches!(
            pieces[to - 1].to_lowercase().as_str(),
            "lead" | "associate" | "fellow" | "master" | "practitioner"
        )
    {
        to -= 1;
    }
    let job = pieces[from..to].join(" ");
    job.trim_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#').to_string()
}

/// Whether a piece of a title states a rank and not the job.
fn is_rank(piece: &str) -> bool {
    let word = piece.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    word.is_empty()
        || is_code(&word)
        || is_number(&word)
        || is_roman(&word)
        || LEVEL_WORDS.contains(&word.as_str())
        || matches!(word.as_str(), "mid-level" | "entry-level")
        || rank_of(&word)
            .is_some_and(|rank| rank <= 70 && word != "architect" && word != "assistant")
}

#[cfg(test)]
mod tests;
