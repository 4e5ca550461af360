//! Career tracks by the words that ladders have for them.

use super::draft::DraftRole;
use super::words::{is_blank, key};
use crate::model::Track;

/// Words for the track of those who lead people.
const MANAGEMENT: &[&str] = &[
    "management",
    "manager",
    "managers",
    "managerial",
    "managing",
    "mgr",
    "mgrs",
    "mgmt",
    "people",
    "leadership",
    "m",
];

/// Words for the track of those who do not.
const INDIVIDUAL: &[&str] = &[
    "individual",
    "individuals",
    "contributor",
    "contributors",
    "ic",
    "ics",
    "technical",
    "professional",
    "specialist",
];

/// Words that name a track by themselves. The others are as often topics: leadership, people.
const SURE: &[&str] = &[
    "management",
    "manager",
    "managers",
    "mgr",
    "mgrs",
    "mgmt",
    "individual",
    "contributor",
    "contributors",
    "ic",
    "ics",
];

/// Words beside that of a track.
const BESIDE: &[&str] = &[
    "track", "tracks", "career", "path", "paths", "ladder", "level", "levels", "role", "roles",
    "stream", "line", "the", "and", "for", "of",
];

/// Returns the kind of career that a text names which is known to name one, such as a cell below
/// "Track".
pub(super) fn of(text: &str) -> Option<Track> {
    let words = key(text);
    if has_one_of(&words, MANAGEMENT) {
        Some(Track::Management)
    } else if has_one_of(&words, INDIVIDUAL) {
        Some(Track::Individual)
    } else {
        has_one_of(&words, &["executive", "executives"]).then_some(Track::Executive)
    }
}

/// Whether one of some words is among those that are `known`.
fn has_one_of(words: &str, known: &[&str]) -> bool {
    words.split(' ').any(|word| known.contains(&word))
}

/// Whether a word is one of those that names of tracks are made of.
fn is_word(word: &str) -> bool {
    MANAGEMENT.contains(&word) || INDIVIDUAL.contains(&word) || BESIDE.contains(&word)
}

/// Whether a text says nothing but a track: `Management track`, `IC`, `People managers`.
fn is_name(text: &str) -> bool {
    let words = key(text);
    of(text).is_some() && words.split(' ').all(is_word)
}

/// Whether a heading is the name of a track, whatever is beside it.
pub(super) fn is_sure(heading: &str) -> bool {
    let words = key(heading);
    is_name(heading) && words.split(' ').any(|word| SURE.contains(&word) || word == "track")
}

/// Whether each of some headings beside each other names a track, and one of them surely does:
/// "Leadership" is one beside "Individual contributor".
pub(super) fn are_names<'t>(headings: impl Iterator<Item = &'t str> + Clone) -> bool {
    let mut named = headings.filter(|text| !is_blank(text));
    named.clone().any(is_sure) && named.all(is_name)
}

/// Returns the track of a role as the ladder states it, or as its code tells beside those of
/// `family`: `M1` is one of management where others are called `IC1`.
pub(super) fn of_role(role: &DraftRole, roles: &[DraftRole]) -> Option<Track> {
    let stated = role.track.as_deref().and_then(of).or_else(|| role.level.track());
    stated.or_else(|| {
        let beside = roles.iter().any(|other| {
            other.family == role.family && other.level.track() == Some(Track::Individual)
        });
        let letters = role.level.code_letters();
        (beside && matches!(letters.as_str(), "M" | "EM" | "MG" | "MGR"))
            .then_some(Track::Management)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_are_known_by_their_words() {
        for text in ["Manager", "Mgmt", "MGR", "Leadership", "People managers", "M"] {
            assert_eq!(of(text), Some(Track::Management), "{text}");
        }
        for text in ["IC", "Individual contributors", "Technical"] {
            assert_eq!(of(text), Some(Track::Individual), "{text}");
        }
        assert_eq!(of("Backend"), None);
        for text in ["Managers", "Management track", "IC track", "Leadership track"] {
            assert!(is_sure(text), "{text}");
        }
        for text in ["Leadership", "People", "Technical", "Product management", "Sales manager"] {
            assert!(!is_sure(text), "{text}");
        }
        assert!(are_names(["Individual contributor", "", "Leadership"].into_iter()));
        assert!(!are_names(["Technical", "Leadership"].into_iter()));
    }
}
