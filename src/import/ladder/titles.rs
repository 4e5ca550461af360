//! Titles of roles, of which no two are alike.

use foldhash::HashMap;

use super::draft::DraftRole;
use super::level::is_number;
use super::words::{key, words};

/// Title of roles of which none is known.
const NO_TITLE: &str = "Ladder";

/// Returns the titles as the ladder has them, `shorten`ed.
pub(super) fn plain(roles: &[DraftRole], shorten: impl Fn(&str) -> String) -> Vec<String> {
    let titles = roles.iter().map(|role| shorten(&role.title));
    titles.map(|title| if title.is_empty() { NO_TITLE.to_string() } else { title }).collect()
}

/// Adds to titles that several roles have what tells those roles apart: the family, the level,
/// the track, else a number.
pub(super) fn tell_apart(titles: &mut [String], roles: &[DraftRole]) {
    let marks: [fn(&str, &DraftRole) -> Option<String>; 3] = [with_family, with_level, with_track];
    for (place, mark) in marks.into_iter().enumerate() {
        for group in alike(titles) {
            // A family tells nothing apart within it.
            let one_family = group.iter().all(|at| roles[*at].family == roles[group[0]].family);
            if place == 0 && one_family {
                continue;
            }
            let marked: Vec<String> = group
                .iter()
                .map(|at| mark(&titles[*at], &roles[*at]).unwrap_or_else(|| titles[*at].clone()))
                .collect();
            let first = key(&marked[0]);
            if marked.iter().all(|title| key(title) == first) {
                continue;
            }
            for (at, title) in group.into_iter().zip(marked) {
                titles[at] = title;
            }
        }
    }
    for group in alike(titles) {
        for (place, at) in group.into_iter().enumerate().skip(1) {
            titles[at] = format!("{} ({})", titles[at], place + 1);
        }
    }
}

/// Returns the positions of titles that are alike.
fn alike(titles: &[String]) -> Vec<Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::default();
    for (at, title) in titles.iter().enumerate() {
        places.entry(key(title)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = places.into_values().filter(|all| all.len() > 1).collect();
    groups.sort();
    groups
}

/// Returns a title with the level of its role, if that is not in it.
fn with_level(title: &str, role: &DraftRole) -> Option<String> {
    let level = role.level.code.as_deref().unwrap_or(&role.level.label);
    if level.is_empty() || words(title).contains(&key(level)) || key(level) == key(title) {
        return None;
    }
    // "Level 2: Analyst I" has a number in its title that is not that of its level.
    let has_number = words(title).last().is_some_and(|word| word.len() < 4 && is_roman(word))
        || title.ends_with(|c: char| c.is_ascii_digit())
        || role.level.label.trim() != level;
    Some(if is_number(level) && has_number {
        format!("{title} (level {level})")
    } else {
        format!("{title} {level}")
    })
}

/// Whether a word may be a Roman number.
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

/// Returns a title with the track of its role.
fn with_track(title: &str, role: &DraftRole) -> Option<String> {
    role.track.as_ref().map(|track| format!("{title} ({track})"))
}

/// Returns a title with the family of its role.
fn with_family(title: &str, role: &DraftRole) -> Option<String> {
    let family = role.family.trim();
    let said = format!(" {} ", key(title)).contains(&format!(" {} ", key(family)));
    if family.is_empty() || said {
        return None;
    }
    let has_brackets = family.contains('(');
    Some(if has_brackets { format!("{title}, {family}") } else { format!("{title} ({family})") })
}
