//! Finds the roles most similar to a role, and explains why.
//!
//! Each role is a vector in several spaces: the stems of its responsibilities and pairs of
//! consecutive stems in them, the stems of its titles (and the runs of letters in them, if words
//! are compounds), those of its summary, its skills, and its activities. In each the components are
//! weighted by how few roles share them (Robertson and Zaragoza, "The probabilistic relevance
//! framework: BM25 and beyond", 2009, for the weight), and the similarity is the cosine. The result
//! is the weighted mean over the spaces in which either role has something: if no responsibilities
//! are stated at all, only skills and titles decide.

mod added;
mod features;
mod reasons;
mod space;
mod table;

use std::io::{self, Read, Write};
use std::sync::Arc;

use foldhash::HashMap;

use self::added::{AddedRow, added_rows};
use self::features::RoleFeatures;
pub use self::space::SimilarityTerms;
use self::space::{FeatureSpace, SPACES};
use self::table::SimilarityTable;
use super::words::{StemHasher, TermHash};
use crate::flat::{self, FlatReader};
use crate::model::{Catalog, Role, RoleId, SkillId};

/// A role that is similar to another one.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedRole {
    /// The role.
    pub role: RoleId,
    /// Similarity, 0 to 1.
    pub score: f64,
    /// Skills that both require, the most significant first.
    pub shared: Vec<SkillId>,
    /// Skills that only the similar role requires, the most significant first.
    pub missing: Vec<SkillId>,
    /// Skills that only the queried role requires, the most significant first.
    pub extra: Vec<SkillId>,
    /// The positions of the similar role's responsibilities that the queried role has as well, with
    /// the same activity or the same words, each kind once.
    pub shared_positions: Vec<usize>,
}

/// An index of what roles have in common.
#[derive(Debug, PartialEq)]
pub struct SimilarityIndex {
    table: Arc<SimilarityTable>,
    /// Roles that were added after the table was made.
    added: Vec<AddedRow>,
}

impl SimilarityIndex {
    /// Builds the index from every role of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        Self::with_terms(catalog).0
    }

    /// Builds the index from every role of `catalog`, and the terms that
    /// [`SimilarityIndex::with_roles`] needs.
    pub fn with_terms(catalog: &Catalog) -> (Self, SimilarityTerms) {
        let mut stems = StemHasher::new();
        let mut counts: [Vec<HashMap<TermHash, f64>>; SPACES.len()] =
            std::array::from_fn(|_| Vec::new());
        let (mut keys, mut ends) = (Vec::new(), Vec::new());
        for role in catalog.role_ids() {
            let features = RoleFeatures::of(catalog, role, &mut stems);
            keys.extend(features.keys);
            ends.push(keys.len() as u32);
            for (all, of) in counts.iter_mut().zip(features.counts) {
                all.push(of);
            }
        }
        let (spaces, terms) = counts.iter().map(|counts| FeatureSpace::new(counts)).unzip();
        let table = SimilarityTable { spaces, keys, ends };
        (Self { table: Arc::new(table), added: Vec::new() }, SimilarityTerms { spaces: terms })
    }

    /// Returns this index of a catalog with the roles that `catalog` has after those. `terms` are
    /// those of the same catalog. The weights of components are those that they have among its own
    /// roles.
    #[must_use]
    pub fn with_roles(&self, terms: &SimilarityTerms, catalog: &Catalog) -> Self {
        let added = added_rows(&self.table, terms, catalog);
        Self { table: Arc::clone(&self.table), added }
    }

    /// Writes the index for [`SimilarityIndex::read`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.table.ends)?;
        flat::write_numbers(out, &self.table.keys)?;
        self.table.spaces.iter().try_for_each(|space| space.write(out))
    }

    /// Reads the index that was written for `catalog`; at most `size` bytes. The caller must make
    /// sure that the bytes are those that were written.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be an index.
    pub fn read(catalog: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let (ends, keys): (Vec<u32>, Vec<TermHash>) =
            (input.read_numbers()?, input.read_numbers()?);
        let spaces = (0..SPACES.len())
            .map(|_| FeatureSpace::read(&mut input))
            .collect::<io::Result<Vec<FeatureSpace>>>()?;
        let sound = ends.is_sorted()
            && ends.len() == catalog.roles().len()
            && ends.last().copied().unwrap_or(0) as usize == keys.len()
            && spaces.iter().all(|space| space.known.len() == ends.len());
        if !sound {
            return Err(flat::damaged_error());
        }
        Ok(Self { table: Arc::new(SimilarityTable { spaces, keys, ends }), added: Vec::new() })
    }

    fn keys(&self, role: RoleId) -> &[TermHash] {
        let SimilarityTable { keys, ends, .. } = &*self.table;
        if let Some(added) = role.index().checked_sub(ends.len()) {
            return self.added.get(added).map_or(&[], AddedRow::keys);
        }
        let start = role.index().checked_sub(1).map_or(0, |before| ends[before]);
        &keys[start as usize..ends[role.index()] as usize]
    }

    /// Returns the similarity of each role to `role`, 0 to 1, by position; 0 for itself.
    pub fn similarities(&self, role: RoleId) -> Vec<f64> {
        let first = self.table.ends.len();
        let (mut known, later) = match role.index().checked_sub(first) {
            None => (self.table.similarities(role), &self.added[..]),
            Some(at) => match self.added.get(at..) {
                Some([row, later @ ..]) => (row.similarities().to_vec(), later),
                _ => return vec![0.0; first + self.added.len()],
            },
        };
        if role.index() >= first {
            known.push(0.0);
        }
        known.extend(later.iter().map(|row| row.similarities()[role.index()]));
        known
    }

    /// Returns the `limit` roles most similar to `role`, most similar first, with their similarity;
    /// ties are in catalog order.
    pub(crate) fn nearest_scored(&self, role: RoleId, limit: usize) -> Vec<(f64, RoleId)> {
        let likeness = self.similarities(role).into_iter().zip((0..).map(RoleId));
        let mut near: Vec<(f64, RoleId)> = likeness.filter(|(score, _)| *score > 0.0).collect();
        keep_nearest(&mut near, limit);
        near
    }

    /// Returns the `limit` most similar roles, with what each has in common with `role`.
    pub fn nearest(&self, catalog: &Catalog, role: RoleId, limit: usize) -> Vec<RelatedRole> {
        let near = self.nearest_scored(role, limit).into_iter();
        near.map(|(score, other)| self.related_role(catalog, role, other, score)).collect()
    }

    fn related_role(
        &self,
        catalog: &Catalog,
        role: RoleId,
        other: RoleId,
        score: f64,
    ) -> RelatedRole {
        let (ours, theirs) =
            (sorted_skills(catalog.role(role)), sorted_skills(catalog.role(other)));
        let (shared, extra): (Vec<SkillId>, Vec<SkillId>) =
            ours.iter().copied().partition(|skill: &SkillId| theirs.binary_search(skill).is_ok());
        let missing =
            theirs.iter().copied().filter(|skill| ours.binary_search(skill).is_err()).collect();
        let keys = self.keys(other);
        let shares = self.keys(role).iter().any(|key| keys.binary_search(key).is_ok());
        let shared_positions =
            if shares { positions_of(self.keys(role), catalog.role(other)) } else { Vec::new() };
        RelatedRole {
            role: other,
            score,
            shared: rarest_first(shared, catalog),
            missing: rarest_first(missing, catalog),
            extra: rarest_first(extra, catalog),
            shared_positions,
        }
    }
}

/// Returns the positions of the responsibilities of `role` that have one of `keys`, each key once.
fn positions_of(keys: &[TermHash], role: &Role) -> Vec<usize> {
    let (mut stems, mut seen) = (StemHasher::new(), Vec::new());
    let duties = role.responsibilities.iter().enumerate();
    let found = duties.filter(|(_, duty)| {
        let key = features::key_of(duty, &stems.of(&duty.text));
        let is_new = keys.binary_search(&key).is_ok() && !seen.contains(&key);
        if is_new {
            seen.push(key);
        }
        is_new
    });
    found.map(|(at, _)| at).collect()
}

fn sorted_skills(role: &Role) -> Vec<SkillId> {
    let mut skills: Vec<SkillId> = role.skills.iter().map(|asked| asked.skill).collect();
    skills.sort_unstable();
    skills.dedup();
    skills
}

fn rarest_first(mut skills: Vec<SkillId>, catalog: &Catalog) -> Vec<SkillId> {
    skills.sort_by_key(|skill| (catalog.needs(*skill).len(), *skill));
    skills
}

/// Keeps the `limit` most similar of `near`, most similar first; ties are in catalog order.
pub(super) fn keep_nearest(near: &mut Vec<(f64, RoleId)>, limit: usize) {
    if limit < near.len() {
        near.select_nth_unstable_by(limit, nearest_first);
        near.truncate(limit);
    }
    near.sort_unstable_by(nearest_first);
}

fn nearest_first(a: &(f64, RoleId), b: &(f64, RoleId)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_nearest_of_a_ladder_are_its_neighbours() {
        let catalog = crate::pack::load_as("built-in", Path::new("content")).unwrap().catalog;
        let relations = SimilarityIndex::new(&catalog);
        for (role, near) in [
            ("product-manager", "senior-product-manager"),
            ("associate-product-manager", "product-manager"),
        ] {
            let found = relations.nearest(&catalog, built_in_id(role, &catalog), 3);
            assert!(
                found.iter().any(|n| n.role == built_in_id(near, &catalog)),
                "{role}: {found:?}"
            );
        }
        let near = relations.nearest(&catalog, built_in_id("product-lead", &catalog), usize::MAX);
        assert!(
            near.iter().all(|n| n.role != built_in_id("product-lead", &catalog)
                && (0.0..=1.0).contains(&n.score))
        );
        assert!(near.is_sorted_by(|a, b| a.score >= b.score));
        for n in &near {
            let asked = catalog.role(built_in_id("product-lead", &catalog)).skills.len();
            assert_eq!(n.shared.len() + n.extra.len(), asked);
        }
    }

    fn built_in_id(id: &str, catalog: &Catalog) -> RoleId {
        catalog.role_by_id(id).unwrap()
    }

    /// Returns the titles most similar to the first of `titles`, in a pack in `language` that
    /// states nothing else of its roles.
    fn nearest_titles(language: Option<&str>, titles: &[&str]) -> Vec<String> {
        let language =
            language.map(|language| format!("language = \"{language}\"\n")).unwrap_or_default();
        let mut text =
            format!("[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n{language}");
        for (at, title) in titles.iter().enumerate() {
            text += &format!(
                "[[role]]\nid = \"r{at}\"\ntitle = \"{title}\"\nfamily = \"f\"\nsummary = \"…\"\n"
            );
        }
        let catalog = crate::pack::from_files("p", &[("p.toml", &text)]).catalog;
        assert_eq!(catalog.roles().len(), titles.len());
        let near = SimilarityIndex::new(&catalog).nearest(&catalog, RoleId(0), usize::MAX);
        near.iter().map(|near| catalog.role_title(near.role).to_string()).collect()
    }

    #[test]
    fn titles_that_no_blank_parts_are_compared_by_their_letters() {
        for (language, titles, near) in [
            (
                "de",
                &["Softwareentwickler", "Koch", "Senior-Softwareentwicklerin", "Buchhalter"][..],
                "Senior-Softwareentwicklerin",
            ),
            ("de", &["Krankenpfleger", "Bäcker", "Altenpfleger", "Tischler"], "Altenpfleger"),
            (
                "nl",
                &["Softwareontwikkelaar", "Kok", "Webontwikkelaar", "Boekhouder"],
                "Webontwikkelaar",
            ),
            (
                "sv",
                &["Systemutvecklare", "Kock", "Mjukvaruutvecklare", "Revisor"],
                "Mjukvaruutvecklare",
            ),
            (
                "fi",
                &["Ohjelmistokehittäjä", "Kokki", "Johtava ohjelmistokehittäjä", "Kirjanpitäjä"],
                "Johtava ohjelmistokehittäjä",
            ),
            ("zh", &["软件工程师", "厨师", "高级软件工程师", "会计"], "高级软件工程师"),
            (
                "ja",
                &["ソフトウェアエンジニア", "料理人", "シニアエンジニア", "会計士"],
                "シニアエンジニア",
            ),
            (
                "ko",
                &["소프트웨어개발자", "요리사", "시니어 소프트웨어 개발자", "회계사"],
                "시니어 소프트웨어 개발자",
            ),
            ("th", &["วิศวกรซอฟต์แวร์", "พ่อครัว", "วิศวกรซอฟต์แวร์อาวุโส", "นักบัญชี"], "วิศวกรซอฟต์แวร์อาวุโส"),
            ("en", &["Statistician", "Cook", "Biostatistician", "Mason"], "Biostatistician"),
        ] {
            for language in [Some(language), None] {
                let found = nearest_titles(language, titles);
                assert_eq!(
                    found.first().map(String::as_str),
                    Some(near),
                    "{language:?}: {found:?}"
                );
                assert!(!found.contains(&titles[1].to_string()), "{language:?}: {found:?}");
            }
        }
        // English words that share no more than an ending.
        for titles in [
            ["Butcher", "Teacher"],
            ["Waiter", "Writer"],
            ["Optician", "Technician"],
            ["Barista", "Receptionist"],
        ] {
            assert_eq!(nearest_titles(Some("en-GB"), &titles), [""; 0]);
        }
        // Nothing is similar, and nothing is reported as such.
        assert_eq!(nearest_titles(Some("de"), &["Koch", "Buchhalter", "Maler"]), [""; 0]);
    }

    #[test]
    fn english_titles_with_much_behind_them_are_compared_by_their_words() {
        let catalog = crate::builtin::catalog();
        let length = features::letter_run_length;
        assert!(catalog.roles().iter().all(|role| length(&catalog, role).is_none()));
    }

    #[test]
    fn relations_survive_being_written() {
        let catalog = crate::builtin::catalog();
        let (relations, mut bytes) = (SimilarityIndex::new(&catalog), Vec::new());
        relations.write(&mut bytes).unwrap();
        assert_eq!(
            SimilarityIndex::read(&catalog, &mut &bytes[..], bytes.len() as u64).unwrap(),
            relations
        );
        for cut in (0..bytes.len()).step_by(997) {
            assert!(SimilarityIndex::read(&catalog, &mut &bytes[..cut], cut as u64).is_err());
        }
    }

    #[test]
    fn nearness_is_mutual() {
        let catalog = crate::pack::load_as("built-in", Path::new("content")).unwrap().catalog;
        let relations = SimilarityIndex::new(&catalog);
        for a in catalog.role_ids() {
            for near in relations.nearest(&catalog, a, 3) {
                let back = relations.nearest(&catalog, near.role, usize::MAX);
                let back = back.iter().find(|n| n.role == a).unwrap();
                assert!((back.score - near.score).abs() < 1e-5);
                assert_eq!((&back.shared, &back.missing), (&near.shared, &near.extra));
            }
        }
    }
}
