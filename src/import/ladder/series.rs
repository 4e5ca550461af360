//! Levels as a series, and titles of pages that are about one role or about something else.

use super::level::{
    LevelName, PROCESS_WORDS, ends_with_job, is_job_noun, is_number, job_of, rank_of, trim_codes,
    without_aside,
};
use super::words::{key, words};

/// Whether roles of these levels and titles are levels of something: of one job, of one code, or
/// from one rank to the next. The headings of a policy name roles, and no ladder.
pub(super) fn are_a_series(roles: &[(&LevelName, &str)]) -> bool {
    let jobs: Vec<String> = roles.iter().map(|(_, title)| key(&job_of(title))).collect();
    let codes: Vec<String> = roles.iter().map(|(level, _)| level.code_letters()).collect();
    let bare_numbers = roles.iter().all(|(level, _)| is_number(level.label.trim()));
    let mut fitting = 0;
    let mut ranks: Vec<u32> = Vec::new();
    for (at, (level, _)) in roles.iter().enumerate() {
        let same_job = jobs.iter().filter(|job| **job == jobs[at]).count() > 1;
        let label = words(&level.label);
        let graded = level.code.is_some()
            || label.iter().any(|word| rank_of(word).is_some())
            || ends_with_job(&jobs[at]);
        let is_step = label.first().is_some_and(|word| PROCESS_WORDS.contains(&word.as_str()));
        let same_code = level.code.is_some()
            && !is_step
            && codes.iter().filter(|code| **code == codes[at]).count() > 1;
        fitting += usize::from(jobs[at].is_empty() || same_code || (same_job && graded));
        ranks.extend(words(&level.label).iter().find_map(|word| rank_of(word)));
    }
    let ranked = ranks.len();
    ranks.sort_unstable();
    ranks.dedup();
    let climbs = ranks.len() >= 3 && ranked * 3 >= roles.len() * 2;
    !bare_numbers && (climbs || (fitting >= 2 && fitting * 2 >= roles.len()))
}

/// Whether a title is that of a document about roles: an appendix, a policy, how something is done.
pub(super) fn names_a_document(title: &str) -> bool {
    const LAST: &str = "appendix appendices guideline guidelines template templates faq faqs policy policies \
        onboarding process processes procedure procedures checklist checklists glossary newsletter \
        program programme rotation schedule guide primer charter resources overview rituals roadmap \
        archetypes log meeting meetings notes calendar playbook runbook";
    const FIRST: &str =
        "how why when about guide roles promotion appendix template glossary onboarding";
    let words = words(&without_aside(title));
    let words = trim_codes(&words);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    LAST.split_whitespace().any(|word| word == last)
        || words.iter().any(|word| matches!(word.as_str(), "vs" | "versus"))
        || (words.len() > 1
            && !is_job_noun(last)
            && FIRST.split_whitespace().any(|word| word == first))
        || (matches!(first.as_str(), "how" | "onboarding" | "roles") && words.len() > 1)
}

/// Whether a title is that of a document that may name levels and is no ladder of them.
pub(super) fn names_a_document_on_levels(title: &str) -> bool {
    const LAST: &[&str] = &[
        "guideline",
        "guidelines",
        "appendix",
        "appendices",
        "template",
        "templates",
        "policy",
        "policies",
        "roadmap",
    ];
    const LADDER: &[&str] = &[
        "ladder",
        "ladders",
        "career",
        "level",
        "levels",
        "progression",
        "competency",
        "competencies",
        "framework",
        "matrix",
        "skill",
        "skills",
    ];
    let words = words(&without_aside(title));
    words.last().is_some_and(|last| LAST.contains(&last.as_str()))
        && !words.iter().any(|word| LADDER.contains(&word.as_str()))
}

/// Whether a title names a job in the singular: a page about several people describes a team.
pub(super) fn names_one_job(title: &str) -> bool {
    let words = words(&without_aside(title));
    words.iter().any(|word| {
        (is_job_noun(word) && !is_several(word)) || rank_of(word).is_some_and(|rank| rank >= 75)
    }) && !trim_codes(&words).last().is_some_and(|last| is_several(last) || last == "team")
}

/// Whether a title ends with several of a job: `Software Engineers`.
pub(super) fn names_several(title: &str) -> bool {
    let words = words(&without_aside(title));
    trim_codes(&words).last().is_some_and(|last| is_several(last))
}

/// Whether a word is the plural of a noun that job titles end with.
fn is_several(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|one| one.len() > 2 && is_job_noun(one))
}
