//! The names of a catalog's skills by their words.

use foldhash::{HashMap, HashSet, HashSetExt};
use rust_stemmers::Stemmer;

use super::acronyms::is_ambiguous;
use super::lists::{is_distinct_name, is_plain_word};
use super::words::{
    InnerCapitals, ReadWord, WordGap, acronym_key, inflected_key, phrase_key, split_words,
};
use crate::model::{Catalog, Skill, SkillKind};
use crate::search::{SHORT_SKILL_NAMES, without_known_maker};

/// Maximum number of words of a name that is found in texts.
pub(super) const MAX_WORDS: usize = 8;

/// Minimum number of descriptions that have a name as a plain word, in lower case, for it to be one.
const PLAIN_USES: u32 = 2;

/// Number of places around the guessed place of a key that are searched first.
const NEAR_GUESS: usize = 64;

/// A name of a skill is a plain word too.
pub(super) const NEEDS_COMPANY: u8 = 1;
/// A name is unlike other words: it has a capital, a digit or a sign in it, or a skill of its kind
/// has.
pub(super) const IS_PROPER: u8 = 2;
/// A name is an alias or a hidden term.
pub(super) const IS_OTHER_NAME: u8 = 4;
/// A name is an acronym, or has capitals in it, and has other readings in other spellings.
pub(super) const NEEDS_CAPITALS: u8 = 8;
/// A name is letters with "&" between, which are no word without it: "M&A".
pub(super) const NEEDS_SIGNS: u8 = 16;
/// A name is that of a tool or a language.
pub(super) const IS_TOOL: u8 = 32;

/// The names of a catalog's skills, by [`phrase_key`] and [`inflected_key`], ascending.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PhraseTable {
    pub(super) keys: Vec<u64>,
    pub(super) skills: Vec<u32>,
    pub(super) flags: Vec<u8>,
}

impl PhraseTable {
    /// Sorts `entries`, each a key, a skill and flags.
    fn of(mut entries: Vec<(u64, u32, u8)>) -> Self {
        entries.sort_unstable_by_key(|(key, skill, flags)| (*key, *skill, *flags & IS_OTHER_NAME));
        entries.dedup_by_key(|(key, skill, _)| (*key, *skill));
        let mut table = Self::default();
        for (key, skill, flags) in entries {
            table.keys.push(key);
            table.skills.push(skill);
            table.flags.push(flags);
        }
        table
    }

    /// Returns the skills with this key, each with the flags of its name.
    pub(super) fn find(&self, key: u64) -> impl Iterator<Item = (u32, u8)> + '_ {
        let from = self.first_at(key);
        let here = self.keys[from..].iter().take_while(move |other| **other == key).count();
        (from..from + here).map(|at| (self.skills[at], self.flags[at]))
    }

    /// Returns the place of the first key that is `key` or more. Keys are hashes: where one must be
    /// is nearly known.
    fn first_at(&self, key: u64) -> usize {
        let keys = &self.keys;
        let guess = ((u128::from(key) * keys.len() as u128) >> 64) as usize;
        let (mut from, mut to, mut step) = (guess, guess, NEAR_GUESS);
        while from > 0 && keys[from - 1] >= key {
            from = from.saturating_sub(step);
            step *= 2;
        }
        step = NEAR_GUESS;
        while to < keys.len() && keys[to] < key {
            to = (to + step).min(keys.len());
            step *= 2;
        }
        from + keys[from..to].partition_point(|other| *other < key)
    }
}

/// Returns the names of `skill`, each with its flags: its name without an explanation in brackets,
/// its full name, its aliases and its hidden terms.
pub(super) fn names_of(skill: &Skill) -> impl Iterator<Item = (u8, &str)> {
    let bare = skill.name.find(" (").map_or(skill.name.as_str(), |at| &skill.name[..at]);
    let others = skill.aliases.iter().chain(&skill.hidden);
    [(0, bare), (0, skill.name.as_str())]
        .into_iter()
        .chain(others.map(|name| (IS_OTHER_NAME, name.as_str())))
}

/// Words that the descriptions of a catalog's skills write in lower case.
pub(super) struct PlainWords {
    counts: HashMap<String, u32>,
}

impl PlainWords {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut counts: HashMap<String, u32> = HashMap::default();
        for skill in catalog.skills() {
            let mut here: HashSet<&str> = HashSet::new();
            let text = skill.description.as_deref().unwrap_or_default();
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                if word.chars().all(char::is_lowercase) && !word.is_empty() && here.insert(word) {
                    *counts.entry(word.to_string()).or_default() += 1;
                }
            }
        }
        Self { counts }
    }

    /// Whether the name of `words`, of a skill of this `kind`, needs company to be understood as
    /// the name: it is a single word that is a plain word too, or hardly more than a letter.
    pub(super) fn need_company(&self, words: &[ReadWord], kind: SkillKind) -> bool {
        let [word] = words else { return false };
        let lower = word.lower.as_str();
        if lower.chars().count() == 1 {
            return true;
        }
        let names_a_thing = word.capital || matches!(kind, SkillKind::Tool | SkillKind::Language);
        if !names_a_thing || is_distinct_name(lower) || !lower.chars().all(char::is_alphabetic) {
            return false;
        }
        self.is_plain(lower)
    }

    fn is_plain(&self, lower: &str) -> bool {
        is_plain_word(lower) || self.counts.get(lower).is_some_and(|count| *count >= PLAIN_USES)
    }

    /// Whether the name of `words` is only one in its capitals: it has two letters, or letters after
    /// the first are capitals, and it is a word in small letters.
    pub(super) fn need_capitals(&self, words: &[ReadWord]) -> bool {
        let [word] = words else { return false };
        let lower = word.lower.as_str();
        if !lower.chars().all(char::is_alphabetic) || is_distinct_name(lower) {
            return false;
        }
        let has_capitals = word.inner_capitals != InnerCapitals::No;
        let is_pair = lower.chars().count() == 2 && (has_capitals || !word.capital);
        is_pair
            || is_ambiguous(lower)
            || has_capitals && (word.is_function_word() || self.is_plain(lower))
    }

    /// Returns the flags of the name of `words`, of a skill of this `kind`, that say what it needs
    /// to be understood as the name.
    pub(super) fn needs_of(&self, words: &[ReadWord], kind: SkillKind) -> u8 {
        if need_signs(words) {
            NEEDS_SIGNS
        } else if self.need_capitals(words) {
            NEEDS_CAPITALS
        } else if self.need_company(words, kind) {
            NEEDS_COMPANY
        } else {
            0
        }
    }
}

/// Whether `words` are letters with "&" between.
pub(super) fn need_signs(words: &[ReadWord]) -> bool {
    words.len() > 1
        && words.iter().all(|word| word.lower.chars().count() == 1)
        && words[1..].iter().all(|word| word.gap == WordGap::Joined('&'))
}

/// Returns the table of all names in `catalog`.
pub(super) fn phrase_table(
    catalog: &Catalog,
    stemmer: &Stemmer,
    plain: &PlainWords,
) -> PhraseTable {
    let mut entries = Vec::new();
    for (number, skill) in catalog.skills().iter().enumerate() {
        for (flags, name) in names_of(skill) {
            let mut add = |name: &str, flags: u8| {
                add_name(
                    &mut entries,
                    number as u32,
                    skill.kind,
                    flags,
                    &split_words(stemmer, name),
                    plain,
                );
            };
            add(name, flags);
            if let Some(rest) = without_known_maker(name) {
                add(rest, IS_OTHER_NAME);
            }
        }
    }
    let table = PhraseTable::of(entries.clone());
    for (short, long) in SHORT_SKILL_NAMES {
        let long = phrase_key(&split_words(stemmer, long));
        let short = split_words(stemmer, short);
        let kind = SkillKind::Tool;
        for (skill, _) in table.find(long) {
            add_name(&mut entries, skill, kind, IS_OTHER_NAME, &short, plain);
        }
    }
    PhraseTable::of(entries)
}

/// Adds the keys of the name of `words` to `entries`.
fn add_name(
    entries: &mut Vec<(u64, u32, u8)>,
    skill: u32,
    kind: SkillKind,
    mut flags: u8,
    words: &[ReadWord],
    plain: &PlainWords,
) {
    if words.is_empty() || words.len() > MAX_WORDS {
        return;
    }
    let is_proper = matches!(kind, SkillKind::Tool | SkillKind::Language)
        || words.iter().any(|word| word.capital || word.lower.contains(['+', '#', '.']));
    if is_proper {
        flags |= IS_PROPER;
    }
    if matches!(kind, SkillKind::Tool | SkillKind::Language) {
        flags |= IS_TOOL;
    }
    flags |= plain.needs_of(words, kind);
    entries.push((phrase_key(words), skill, flags));
    if words.len() > 1 {
        entries.push((inflected_key(words), skill, flags));
    }
    if let [word] = words
        && word.is_acronym_in_s()
    {
        entries.push((acronym_key(word), skill, flags));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_is() {
        for keys in [
            vec![],
            vec![7],
            vec![0, 0, 5, u64::MAX, u64::MAX],
            (0..1_000).map(|i| i * (u64::MAX / 1_000)).collect(),
            // Far from where they are guessed.
            (0..1_000).collect(),
            (0..1_000).map(|i| u64::MAX - 1_000 + i).collect(),
        ] {
            let table = PhraseTable { keys: keys.clone(), ..PhraseTable::default() };
            let asked =
                keys.iter().flat_map(|key| [key.saturating_sub(1), *key, key.saturating_add(1)]);
            for key in asked.chain([0, 1, u64::MAX / 2, u64::MAX]) {
                let first = keys.partition_point(|other| *other < key);
                assert_eq!(table.first_at(key), first, "{key} in {} keys", keys.len());
            }
        }
    }
}
