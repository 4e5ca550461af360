//! Responsibilities that repeat each other, in one role or in two.

use std::collections::{HashMap, HashSet};

use super::super::evidence::PreparedText;
use super::super::vocabulary::Vocabulary;
use super::super::words::StemHasher;
use super::finding::{ProseFinding, ProseRule};
use super::texts::own_responsibilities;
use crate::model::text::group_digits;
use crate::model::{Catalog, CatalogPart, RoleId};

/// Minimum cosine of the words of two responsibilities of one role for them to count as
/// near-duplicates. About a hundred of O*NET's 19,000 tasks do, nearly all of them rewordings;
/// pairs a little below still differ in what is done or to what.
const NEAR_DUPLICATE_THRESHOLD: f64 = 0.70;

/// Maximum number of earlier responsibilities of the role that each is compared with.
const MAX_COMPARED: usize = 2_000;

/// Maximum number of near-duplicates named for a responsibility.
const MAX_NEAR: usize = 10;

/// Maximum number of earlier roles that each role is compared with, among those that share a
/// responsibility word for word.
const MAX_SHARING: usize = 200;

pub(super) fn check_near_duplicates(
    catalog: &Catalog,
    id: RoleId,
    vocabulary: &Vocabulary,
    remarks: &mut Vec<ProseFinding>,
) {
    let mut stems = StemHasher::new();
    let duties: Vec<_> = own_responsibilities(catalog.role(id))
        .map(|(i, text)| (i, text, prepare(text, &mut stems, vocabulary)))
        .collect();
    if duties.len() > MAX_COMPARED {
        let [all, compared] = [duties.len(), MAX_COMPARED].map(|count| group_digits(count as u64));
        remarks.push(ProseFinding {
            rule: ProseRule::NearDuplicate,
            about: CatalogPart::Role(id),
            message: format!(
                "too many to compare all: {all} responsibilities, each compared with the {compared} before it"
            ),
            hint: "split this role into several".to_string(),
        });
    }
    for (n, (at, _, duty)) in duties.iter().enumerate() {
        let mut found = 0;
        for (_, earlier, other) in &duties[n.saturating_sub(MAX_COMPARED)..n] {
            if found == MAX_NEAR {
                break;
            }
            if duty.shared(other).cosine >= NEAR_DUPLICATE_THRESHOLD {
                found += 1;
                remarks.push(ProseFinding {
                    rule: ProseRule::NearDuplicate,
                    about: CatalogPart::Responsibility(id, *at),
                    message: format!("nearly the same as ‹{earlier}›"),
                    hint: "keep one of them, or make the difference clear".to_string(),
                });
            }
        }
    }
}

fn prepare(text: &str, stems: &mut StemHasher, vocabulary: &Vocabulary) -> PreparedText {
    PreparedText::new(vocabulary, stems, text)
}

pub(super) fn check_shared_responsibilities(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut holders: HashMap<&str, Vec<RoleId>> = HashMap::new();
    for id in catalog.role_ids() {
        let texts: HashSet<&str> =
            own_responsibilities(catalog.role(id)).map(|(_, text)| text).collect();
        for text in texts {
            holders.entry(text).or_default().push(id);
        }
    }
    let mut shared: HashMap<(RoleId, RoleId), usize> = HashMap::new();
    for roles in holders.values() {
        for (n, &b) in roles.iter().enumerate() {
            for &a in &roles[n.saturating_sub(MAX_SHARING)..n] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let counts: Vec<usize> =
        catalog.roles().iter().map(|role| own_responsibilities(role).count()).collect();
    for (&(a, b), &same) in shared
        .iter()
        .filter(|&(&(a, b), &same)| same * 3 > count_of(a, &counts).min(count_of(b, &counts)))
    {
        remarks.push(ProseFinding {
            rule: ProseRule::SharedDuties,
            about: CatalogPart::Role(b),
            message: format!(
                "{} word for word the same as in {}",
                match same {
                    1 => "1 responsibility is".to_string(),
                    n => format!("{n} responsibilities are"),
                },
                catalog.role(a).title
            ),
            hint: "extend that role with `extends`, or say what this one does differently"
                .to_string(),
        });
    }
}

fn count_of(id: RoleId, counts: &[usize]) -> usize {
    counts[id.index()]
}
