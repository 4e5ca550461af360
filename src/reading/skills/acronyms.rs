//! Decides whether letters in a text are the acronym that names a skill.
//!
//! Two letters stand for many things: "CS" is customer success and computer science, "ml" a unit,
//! "IA" a state. Longer acronyms may be words, such as "`SAFe`". Those are names only in their own
//! spelling, and beyond doubt only beside other names.

use super::company::{has_kind_after, is_beside_name, is_whole_item};
use super::lists::list_has;
use super::words::{InnerCapitals, ReadWord, WordGap};

/// How surely words name a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameReading {
    /// They do.
    Meant,
    /// They may.
    Perhaps,
    /// They do not.
    Other,
}

/// Acronyms of two letters that mean the same in any job ad.
const CLEAR_PAIRS: &str = "ai bi js ml pr qa ui ux vr";

/// Longer acronyms, and names with capitals in them, that are words or have other usual readings.
const AMBIGUOUS: &str = "adr bant cms cro cti doe evp idp mdm moscow msp ppm rag rice rpo rto safe \
     sem stride tam";

/// Abbreviations of degrees.
const DEGREES: &str = "ba be bs bsc btech jd ma mba md me mphil ms msc phd";

/// Abbreviations of states and provinces, which follow a town and a comma.
const STATES: &str = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms \
     mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc ab bc mb nb nl ns nt nu on pe qc sk yt";

/// Whether `name`, in lower case, has other usual readings although it is longer than two letters.
pub(super) fn is_ambiguous(name: &str) -> bool {
    list_has(AMBIGUOUS, name)
}

/// Returns how surely the word at `at` is the acronym that is the name of a skill. `named` says
/// which words are part of names that need no company; `is_requirement` says that the words are one.
pub(super) fn read_acronym(
    words: &[ReadWord],
    at: usize,
    named: &[bool],
    is_requirement: bool,
) -> NameReading {
    let word = &words[at];
    let before = at.checked_sub(1).map(|before| &words[before]);
    let is_amount = before.is_some_and(|before| {
        before.lower.ends_with(|c: char| c.is_ascii_digit())
            && matches!(word.gap, WordGap::Blank | WordGap::Joined(_))
    });
    let is_beside = is_beside_name(words, at, named);
    let has_kind = has_kind_after(words, at);
    if is_amount && !has_kind
        || is_degree(words, at)
        || !is_beside && is_state(words, at)
        || is_clearance(words, at)
    {
        return NameReading::Other;
    }
    if !tells_by_capitals(words, at) {
        let is_pair = list_has(CLEAR_PAIRS, &word.lower);
        let is_part =
            is_hyphen(word.gap) || words.get(at + 1).is_some_and(|next| is_hyphen(next.gap));
        let no_capitals = words.iter().all(|word| !word.capital || word.all_capitals);
        let is_meant = no_capitals && !is_part && (is_beside || has_kind && is_pair);
        return if is_meant { NameReading::Meant } else { NameReading::Other };
    }
    let is_plural = word.inner_capitals == InnerCapitals::Plural;
    // Nobody writes "SAFe" for something else.
    let is_own_spelling = !word.all_capitals && !is_plural;
    let is_clear = list_has(CLEAR_PAIRS, &word.lower) && !is_plural;
    let is_clear = is_clear || is_own_spelling;
    if is_clear || is_beside || has_kind || is_requirement && is_whole_item(words, at) {
        NameReading::Meant
    } else {
        NameReading::Perhaps
    }
}

/// Whether the capitals of the word at `at` say something: it has some after its first letter, and
/// not all of its line is in capitals.
fn tells_by_capitals(words: &[ReadWord], at: usize) -> bool {
    words[at].inner_capitals != InnerCapitals::No
        && (words.len() == 1
            || words.iter().any(|word| !word.all_capitals && word.lower.chars().count() > 1))
}

fn is_hyphen(gap: WordGap) -> bool {
    gap == WordGap::Joined('-')
}

/// Whether the word at `at` is a degree in a field: "MA in economics".
fn is_degree(words: &[ReadWord], at: usize) -> bool {
    list_has(DEGREES, &words[at].lower)
        && words.get(at + 1).is_some_and(|next| {
            next.gap < WordGap::Clause && list_has("in from degree or", &next.lower)
        })
}

/// Whether the word at `at` is a state after a town: "Iowa City, IA".
fn is_state(words: &[ReadWord], at: usize) -> bool {
    let word = &words[at];
    list_has(STATES, &word.lower)
        && word.gap == WordGap::Clause
        && at.checked_sub(1).is_some_and(|town| words[town].capital && !words[town].all_capitals)
}

/// Whether the word at `at` is part of a clearance: "TS/SCI".
fn is_clearance(words: &[ReadWord], at: usize) -> bool {
    let rest = words[at + 1..].iter().take(3);
    rest.take_while(|word| word.gap < WordGap::Clause)
        .any(|word| list_has("sci clearance cleared", &word.lower))
}
