//! Roles that are added to a catalog after its index was made.

use foldhash::HashMap;

use super::features::RoleFeatures;
use super::space::{
    FeatureSpace, PHRASES, RESPONSIBILITIES, SPACES, SUMMARY, SimilarityTerms, SpaceTerms, mean,
    term_vector,
};
use super::table::SimilarityTable;
use crate::analysis::words::{StemHasher, TermHash};
use crate::model::{Catalog, RoleId};

/// A role that was added after the index was made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AddedRow {
    /// The similarity of each role before it.
    similarities: Vec<f64>,
    /// Distinct keys of its responsibilities, sorted.
    keys: Vec<TermHash>,
}

impl AddedRow {
    pub(super) fn similarities(&self) -> &[f64] {
        &self.similarities
    }

    pub(super) fn keys(&self) -> &[TermHash] {
        &self.keys
    }
}

/// The vectors of an added role, by space; empty where it has nothing.
type RoleVectors = Vec<HashMap<TermHash, f32>>;

/// Returns a row for each role that `catalog` has after those of `table`.
pub(super) fn added_rows(
    table: &SimilarityTable,
    terms: &SimilarityTerms,
    catalog: &Catalog,
) -> Vec<AddedRow> {
    let mut stems = StemHasher::new();
    let (mut added, mut vectors): (Vec<AddedRow>, Vec<RoleVectors>) = (Vec::new(), Vec::new());
    for role in (table.ends.len()..catalog.roles().len()).map(RoleId::from_index) {
        let mut features = RoleFeatures::of(catalog, role, &mut stems);
        table.move_to_comparable_spaces(&mut features);
        let own = table.vectors_of(terms, &features);
        let mut similarities = table.similarities_to(terms, &own);
        similarities.extend(vectors.iter().map(|other| similarity(&own, other)));
        added.push(AddedRow { similarities, keys: features.keys });
        vectors.push(own);
    }
    added
}

impl SimilarityTable {
    /// Compares what the role does with what is said of the others where no other role states
    /// responsibilities: a classification may have descriptions alone.
    fn move_to_comparable_spaces(&self, features: &mut RoleFeatures) {
        let [duties, summaries] =
            [RESPONSIBILITIES, SUMMARY].map(|space| self.spaces[space].is_known_of_any());
        if duties || !summaries {
            return;
        }
        let stems = std::mem::take(&mut features.counts[RESPONSIBILITIES]);
        features.counts[PHRASES].clear();
        for (stem, count) in stems {
            *features.counts[SUMMARY].entry(stem).or_default() += count;
        }
    }

    fn vectors_of(&self, terms: &SimilarityTerms, features: &RoleFeatures) -> RoleVectors {
        let spaces = self.spaces.iter().zip(&terms.spaces).zip(&features.counts);
        spaces
            .map(|((space, terms), counts)| {
                let all = space.known.len() as f64 + 1.0;
                term_vector(counts, |term| space.frequency(terms, term) + 1.0, all)
                    .into_iter()
                    .collect()
            })
            .collect()
    }

    /// Returns the similarity of each role of the table to the role with the vectors `own`.
    fn similarities_to(&self, terms: &SimilarityTerms, own: &RoleVectors) -> Vec<f64> {
        let mut scores: Vec<(f64, f64)> = vec![(0.0, 0.0); self.ends.len()];
        let spaces = self.spaces.iter().zip(&terms.spaces).zip(own).zip(SPACES);
        for (((space, terms), own), weight) in spaces {
            // What no other role states says nothing about the similarity of any.
            if !space.is_known_of_any() {
                continue;
            }
            let likeness = space.similarities_to(terms, own);
            for ((score, likeness), theirs) in scores.iter_mut().zip(likeness).zip(&space.known) {
                if !own.is_empty() || *theirs > 0 {
                    score.0 += weight * f64::from(likeness);
                    score.1 += weight;
                }
            }
        }
        scores.into_iter().map(|(sum, weight)| mean(sum, weight)).collect()
    }
}

impl FeatureSpace {
    /// Whether any role has a component.
    fn is_known_of_any(&self) -> bool {
        self.known.iter().any(|known| *known > 0)
    }

    /// Returns the roles that have the component `number`, each with its weight.
    fn holders_of(&self, number: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let exists = number < self.holders.len();
        exists.then(|| self.holders.row(number)).into_iter().flatten()
    }

    /// Returns the number of roles that have `term`.
    fn frequency(&self, terms: &SpaceTerms, term: TermHash) -> f64 {
        match terms.leading.binary_search(&term) {
            Ok(number) => self.holders_of(number).count() as f64,
            Err(_) => f64::from(u8::from(terms.single_holder(term).is_some())),
        }
    }

    /// Returns the cosine of each role with a vector by hash.
    fn similarities_to(&self, terms: &SpaceTerms, vector: &HashMap<TermHash, f32>) -> Vec<f32> {
        let mut likeness = vec![0.0; self.known.len()];
        for (term, weight) in vector {
            if let Ok(number) = terms.leading.binary_search(term) {
                for (role, theirs) in self.holders_of(number) {
                    likeness[role as usize] += weight * theirs;
                }
            } else if let Some((role, theirs)) = terms.single_holder(*term) {
                likeness[role as usize] += weight * theirs;
            }
        }
        likeness
    }
}

/// Returns the similarity of two added roles.
fn similarity(one: &RoleVectors, other: &RoleVectors) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for ((one, other), weight) in one.iter().zip(other).zip(SPACES) {
        if !one.is_empty() || !other.is_empty() {
            let dot: f32 =
                one.iter().filter_map(|(term, ours)| Some(ours * other.get(term)?)).sum();
            sum += weight * f64::from(dot);
            all += weight;
        }
    }
    mean(sum, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::related::SimilarityIndex;
    use crate::model::{AddedRole, AddedRoles};

    /// Returns the built-in catalog with copies of `roles`.
    fn with_copies(base: &Catalog, roles: &[&str]) -> Catalog {
        let copy = |(at, id): (usize, &&str)| {
            let mut role = base.role(base.role_by_id(id).unwrap()).clone();
            (role.id, role.family) = (format!("read:{at}"), "Read".to_string());
            AddedRole { title: role.title.clone(), role, read_from: format!("{at}.txt") }
        };
        let roles = roles.iter().enumerate().map(copy).collect();
        base.with_roles(AddedRoles { roles, ..AddedRoles::default() })
    }

    #[test]
    fn an_added_role_is_most_similar_to_the_role_it_repeats() {
        let base = crate::builtin::catalog();
        let (index, terms) = SimilarityIndex::with_terms(&base);
        let names = ["product-manager", "data-engineer", "product-manager"];
        let all = with_copies(&base, &names);
        let more = index.with_roles(&terms, &all);
        let read: Vec<RoleId> = all.read_roles().collect();
        for (role, name) in read.iter().zip(names) {
            let original = base.role_by_id(name).unwrap();
            let similarities = more.similarities(*role);
            assert_eq!(similarities.len(), all.roles().len());
            assert!(similarities[original.index()] > 0.97, "{}", similarities[original.index()]);
            assert!(similarities[role.index()].abs() < f64::EPSILON);
            // To every other role it is as similar as the role that it repeats.
            for (other, similarity) in index.similarities(original).iter().enumerate() {
                let off = (similarities[other] - similarity).abs();
                assert!(off < 0.03 || other == original.index(), "{off} to {other}");
            }
            // Similarity is mutual.
            for other in all.role_ids() {
                let back = more.similarities(other)[role.index()];
                assert!((back - similarities[other.index()]).abs() < 1e-6);
            }
        }
        let twins = more.similarities(read[0])[read[2].index()];
        assert!(twins > 0.99, "{twins}");
        let near = more.nearest(&all, read[1], 1);
        assert_eq!(all.role(near[0].role).id, "data-engineer");
        let duties = all.role(read[1]).responsibilities.len();
        assert_eq!(near[0].shared_positions.len(), duties);
    }

    #[test]
    fn roles_of_descriptions_alone_are_compared_with_what_a_role_does() {
        let mut text =
            String::from("[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n");
        for (at, summary) in ["Bakes bread in ovens", "Repairs engines of ships"].iter().enumerate()
        {
            text += &format!(
                "[[role]]\nid = \"r{at}\"\ntitle = \"T{at}\"\nfamily = \"f\"\nsummary = \"{summary}\"\n"
            );
        }
        text += "[[theme]]\nid = \"t\"\ntitle = \"T\"\n";
        let base = crate::pack::from_files("p", &[("p.toml", &text)]).catalog;
        let (index, terms) = SimilarityIndex::with_terms(&base);
        let mut role = crate::model::Role::new("read:ad", "Someone", "Read");
        let theme = crate::model::ThemeId(0);
        role.responsibilities =
            vec![crate::model::Responsibility::new("Repair the engines of large ships", theme)];
        let added = AddedRole { title: role.title.clone(), role, read_from: "ad.txt".into() };
        let all = base.with_roles(AddedRoles { roles: vec![added], ..AddedRoles::default() });
        let near = index.with_roles(&terms, &all).nearest_scored(RoleId(2), 5);
        assert_eq!(near.first().map(|near| near.1), Some(RoleId(1)), "{near:?}");
        assert!(near[0].0 > 0.15, "{near:?}");
    }

    #[test]
    fn terms_survive_being_written() {
        let catalog = crate::builtin::catalog();
        let (terms, mut bytes) = (SimilarityIndex::with_terms(&catalog).1, Vec::new());
        terms.write(&mut bytes).unwrap();
        let read = SimilarityTerms::read(&catalog, &mut &bytes[..], bytes.len() as u64).unwrap();
        assert_eq!(read, terms);
        for cut in (0..bytes.len()).step_by(997) {
            assert!(SimilarityTerms::read(&catalog, &mut &bytes[..cut], cut as u64).is_err());
        }
    }
}
