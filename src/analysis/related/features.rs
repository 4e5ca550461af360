//! The components by which roles are compared.

use foldhash::{HashMap, HashMapExt};

use super::space::{ACTIVITIES, PHRASES, RESPONSIBILITIES, SKILLS, SPACES, SUMMARY, TITLES};
use crate::analysis::words::{LETTERS, StemHasher, TermHash, hash_term};
use crate::model::{Catalog, Importance, Responsibility, Role, RoleId};

/// Weight of a useful skill: it characterises a role less than an essential one.
const USEFUL_WEIGHT: f64 = 0.6;

/// Roles with fewer stated responsibilities and skills are compared by their titles.
const FEW_STATED: usize = 4;

/// Length of runs of letters in English titles. English words share endings: shorter runs would
/// relate butchers to teachers, and these still relate biostatisticians to statisticians.
const ENGLISH_LETTERS: usize = 6;

/// Returns the length of the runs of letters by which the titles of `role` are compared, in
/// addition to their words: if words may be compounds, and if there is little else to compare.
/// English titles are made of words.
pub(super) fn letter_run_length(catalog: &Catalog, role: &Role) -> Option<usize> {
    let language = catalog
        .pack(role.pack)
        .language
        .as_deref()
        .map(|language| is_english(&language.to_lowercase()));
    let few = role.responsibilities.len() + role.skills.len() < FEW_STATED;
    match language {
        Some(true) => few.then_some(ENGLISH_LETTERS),
        Some(false) => Some(LETTERS),
        None => few.then_some(LETTERS),
    }
}

fn is_english(language: &str) -> bool {
    language == "en" || language.starts_with("en-")
}

/// The components by which a role is compared.
pub(super) struct RoleFeatures {
    /// The number of times that it has each component, by space.
    pub(super) counts: [HashMap<TermHash, f64>; SPACES.len()],
    /// Distinct keys of its responsibilities, sorted.
    pub(super) keys: Vec<TermHash>,
}

/// Returns the key of a responsibility with these stems, which those with the same activity or the
/// same words share.
pub(super) fn key_of(duty: &Responsibility, stems: &[TermHash]) -> TermHash {
    duty.activity
        .as_deref()
        .map_or_else(|| stems.iter().fold(1, |key: u64, stem| key.rotate_left(5) ^ stem), hash_term)
}

impl RoleFeatures {
    pub(super) fn of(catalog: &Catalog, id: RoleId, stems: &mut StemHasher) -> Self {
        let role = catalog.role(id);
        let mut of: [HashMap<TermHash, f64>; SPACES.len()] =
            std::array::from_fn(|_| HashMap::new());
        let mut keys = Vec::new();
        for duty in &role.responsibilities {
            let stems = stems.of(&duty.text);
            for pair in stems.windows(2) {
                *of[PHRASES].entry(pair[0].rotate_left(1) ^ pair[1]).or_default() += 1.0;
            }
            for stem in &stems {
                *of[RESPONSIBILITIES].entry(*stem).or_default() += 1.0;
            }
            if let Some(key) = duty.activity.as_deref().map(hash_term) {
                *of[ACTIVITIES].entry(key).or_default() += 1.0;
            }
            keys.push(key_of(duty, &stems));
        }
        keys.sort_unstable();
        keys.dedup();
        let aliases = role.aliases.iter().map(String::as_str);
        for title in std::iter::once(catalog.stated_title(id)).chain(aliases) {
            for stem in stems.of(title) {
                *of[TITLES].entry(stem).or_default() += 1.0;
            }
            let parts = letter_run_length(catalog, role)
                .map(|length| StemHasher::title_parts(title, length));
            for (part, counts) in parts.unwrap_or_default() {
                *of[TITLES].entry(part).or_default() += counts;
            }
        }
        for stem in stems.of(&role.summary) {
            *of[SUMMARY].entry(stem).or_default() += 1.0;
        }
        for asked in &role.skills {
            let weight =
                if asked.importance == Importance::Essential { 1.0 } else { USEFUL_WEIGHT };
            of[SKILLS].insert(u64::from(asked.skill.0), weight);
        }
        Self { counts: of, keys }
    }
}
