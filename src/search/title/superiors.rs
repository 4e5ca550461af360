//! Words that say whom a job is for, and whom or what a manager manages.

use super::words;
use super::{JobTitle, is_clutter, is_job, segments};

/// Splits `text` before the person whom the job is for: "Executive Assistant", "to the CTO".
pub(in crate::search) fn before_superior(text: &str) -> Option<(&str, &str)> {
    let at = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..at + 4).is_some_and(|word| word.eq_ignore_ascii_case(" to ")))?;
    let (job, whom) = (text[..at].trim(), text[at..].trim());
    let title = JobTitle::of(&words::canonical(&words::title_words(job)));
    (is_job(job) && !title.is_generic() && is_job(&whom[2..])).then_some((job, whom))
}

/// Returns the part of `text` before "of": "Senior Product Manager of Growth".
pub(in crate::search) fn before_of(text: &str) -> Option<&str> {
    let at = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..at + 4).is_some_and(|word| word.eq_ignore_ascii_case(" of ")))?;
    Some(text[..at].trim()).filter(|before| !before.is_empty())
}

/// Returns the words for what a manager is in charge of, where the text names it after the manager,
/// and the parts after it: "Manager of Customer Success", "Senior Manager, Product Marketing".
pub(in crate::search) fn managed_field(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    let segments = segments(text);
    let mut parts = segments.iter().map(|part| part.text.as_str()).filter(|part| !is_clutter(part));
    let first = written_out(parts.next()?);
    let at = first.iter().position(|word| word == "manager")?;
    if !JobTitle::of(&first[..at]).core.iter().all(|word| words::is_rank(word)) {
        return None;
    }
    let field = match &first[at + 1..] {
        [] => written_out(parts.next()?),
        [of, field @ ..] if of == "of" => field.to_vec(),
        _ => return None,
    };
    (!field.is_empty()).then(|| (field, parts.map(String::from).collect()))
}

/// Returns the title of the manager of `field`, if it is not empty.
pub(in crate::search) fn manager_of(field: &[String]) -> Option<JobTitle> {
    let core = field.iter().cloned().chain(["manager".to_string()]).collect();
    (!field.is_empty()).then(|| JobTitle { core, ranks: Vec::new() })
}

/// Returns the words of `text`, with the abbreviations that have one meaning written out.
fn written_out(text: &str) -> Vec<String> {
    let words = words::title_words(text);
    words::expanded_once(&words).unwrap_or_else(|| words::canonical(&words))
}

/// Whether `field` is what a manager looks after rather than those who work on it: the manager of
/// accounts is an account manager.
pub(in crate::search) fn is_managed_thing(field: &[String]) -> bool {
    field.last().is_some_and(|word| {
        matches!(
            word.as_str(),
            "account"
                | "brand"
                | "budget"
                | "campaign"
                | "case"
                | "category"
                | "client"
                | "community"
                | "contract"
                | "database"
                | "event"
                | "facility"
                | "office"
                | "partner"
                | "portfolio"
                | "product"
                | "program"
                | "project"
                | "property"
                | "release"
                | "vendor"
        )
    })
}
