//! Lists below competencies: names of skills, or what a role does.

use super::super::words::{key, word_count, words};
use crate::import::tree::Node;

/// Whether the items of a list are names of skills. Below a key that is called so they are, unless
/// most are phrases; below the name of a competency only where none is a phrase.
pub(super) fn are_names(items: &[Node], list: ListOf) -> bool {
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    let phrases = texts.iter().filter(|text| is_phrase(text, list.of_skills)).count();
    if list.below_a_name { phrases == 0 } else { phrases * 2 <= texts.len() }
}

/// The place of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListOf {
    /// Whether it is below the name of one competency, and not right below the key of all.
    pub(super) below_a_name: bool,
    /// Whether that key is of skills and tools rather than of competencies.
    pub(super) of_skills: bool,
}

/// Whether a key is that of skills and tools, which have names, rather than of competencies.
pub(super) fn is_of_skills(name: &str) -> bool {
    let last = words(name).pop().unwrap_or_default();
    matches!(
        last.as_str(),
        "skill"
            | "skills"
            | "tool"
            | "tools"
            | "technology"
            | "technologies"
            | "languages"
            | "knowledge"
            | "certifications"
    )
}

/// Nouns that end as verbs in the third person do.
const NOUNS: &str = "\
    sales systems operations communications news kubernetes pandas windows macos ios aws \
    customs contracts events sports forms accounts payments materials basics fundamentals \
    foundations needs rails https series dns tls";

/// Verbs that sentences about work begin with.
const VERBS: &str = "\
    lead manage own build write find fix run coach mentor help ship deliver set define teach \
    train hire drive improve solve answer ask learn use make work give take keep share \
    communicate negotiate sell close handle resolve follow understand know apply create \
    develop maintain can is has be";

/// Whether a word is one of a list.
fn is_among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Whether a text says what someone does: it begins with a verb, or is longer than a name.
fn is_phrase(text: &str, of_skills: bool) -> bool {
    let count = word_count(text);
    if count > 5 || text.trim_end().ends_with('.') {
        return true;
    }
    let all = key(text);
    let Some(first) = all.split(' ').next().filter(|_| count > 1) else { return false };
    let third_person = first.len() > 3
        && first.ends_with('s')
        && !["ss", "us", "is", "ics", "ous"].iter().any(|end| first.ends_with(end))
        && !is_among(NOUNS, first);
    third_person || (!of_skills && (count > 3 || is_among(VERBS, first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_told_from_names() {
        for text in [
            "Stays calm with upset customers",
            "Runs the rota",
            "Coaches agents",
            "Writes tests",
            "Finds answers in the help centre",
            "Bakes.",
        ] {
            assert!(is_phrase(text, true), "{text}");
        }
        for text in ["SQL", "Machine learning", "Systems design", "Sales forecasting", "Kubernetes"]
        {
            assert!(!is_phrase(text, false), "{text}");
        }
        assert!(is_phrase("Find bugs", false) && !is_phrase("Test automation", false));
    }
}
