//! Finds the roles most similar to a role, and explains why.
//!
//! Each role is a vector in several spaces: the stems of its responsibilities and pairs of
//! consecutive stems in them, the stems of its titles (and the runs of letters in them, if words
//! are compounds), those of its summary, its skills, and its activities. In each the components are
//! weighted by how few roles share them (Robertson and Zaragoza, "The probabilistic relevance
//! framework: BM25 and beyond", 2009, for the weight), and the similarity is the cosine. The result
//! is the weighted mean over the spaces in which either role has something: if no responsibilities
//! are stated at all, only skills and titles decide.

mod reasons;

use std::io::{self, Read, Write};

use foldhash::{HashMap, HashMapExt};

use super::words::{LETTERS, StemHasher, TermHash, hash_term};
use crate::flat::{self, FlatReader};
use crate::model::{Catalog, Importance, Role, RoleId, SkillId};

/// Weights of the spaces, chosen on the related occupations of O*NET.
const SPACES: [f64; 6] = [1.3, 0.5, 0.9, 0.8, 0.3, 0.4];
const RESPONSIBILITIES: usize = 0;
const PHRASES: usize = 1;
const TITLES: usize = 2;
const SKILLS: usize = 3;
const ACTIVITIES: usize = 4;
const SUMMARY: usize = 5;

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
fn letter_run_length(catalog: &Catalog, role: &Role) -> Option<usize> {
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
    /// Number of responsibilities with the same activity or the same words.
    pub shared_responsibilities: usize,
}

/// Rows of numbered weights, one after the other.
#[derive(Debug, PartialEq)]
struct SparseRows {
    /// Row `i` is the range from `starts[i]` to `starts[i + 1]`.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    weights: Vec<f32>,
}

impl SparseRows {
    fn of(rows: impl Iterator<Item = Vec<(u32, f32)>>) -> Self {
        let mut made = Self { starts: vec![0], numbers: Vec::new(), weights: Vec::new() };
        for row in rows {
            made.numbers.extend(row.iter().map(|(number, _)| number));
            made.weights.extend(row.iter().map(|(_, weight)| weight));
            made.starts.push(made.numbers.len() as u32);
        }
        made
    }

    fn row(&self, at: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let place = self.starts[at] as usize..self.starts[at + 1] as usize;
        self.numbers[place.clone()].iter().copied().zip(self.weights[place].iter().copied())
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the transpose: a row for each of `numbers` numbers, with the rows that have it.
    fn transposed(&self, numbers: usize) -> Self {
        let mut starts = vec![0_u32; numbers + 1];
        for number in &self.numbers {
            starts[*number as usize + 1] += 1;
        }
        for at in 0..numbers {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut turned = Self {
            starts,
            numbers: vec![0; self.numbers.len()],
            weights: vec![0.0; self.numbers.len()],
        };
        for at in 0..self.len() {
            for (number, weight) in self.row(at) {
                let place = &mut next[number as usize];
                turned.numbers[*place as usize] = at as u32;
                turned.weights[*place as usize] = weight;
                *place += 1;
            }
        }
        turned
    }
}

/// A vector of length 1 for each role, and the roles that have each component.
#[derive(Debug, PartialEq)]
struct FeatureSpace {
    /// Components that lead to another role.
    roles: SparseRows,
    holders: SparseRows,
    /// Whether each role has any component.
    known: Vec<u8>,
}

impl FeatureSpace {
    /// Builds the space from the number of times each role has each component.
    fn new(counts: &[HashMap<TermHash, f64>]) -> Self {
        let mut frequency: HashMap<TermHash, u32> = HashMap::new();
        for role in counts {
            for term in role.keys() {
                *frequency.entry(*term).or_default() += 1;
            }
        }
        // A component of a single role leads to no other, but counts for its length.
        let mut leading: Vec<TermHash> =
            frequency.iter().filter(|(_, roles)| **roles > 1).map(|(term, _)| *term).collect();
        leading.sort_unstable();
        let all = counts.len() as f64;
        let roles = SparseRows::of(
            counts.iter().map(|counts| term_vector(counts, &frequency, all, &leading)),
        );
        let told = counts.iter().map(|counts| u8::from(!counts.is_empty())).collect();
        Self { holders: roles.transposed(leading.len()), roles, known: told }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &[self.holders.len() as u32])?;
        flat::write_numbers(out, &self.roles.starts)?;
        flat::write_numbers(out, &self.roles.numbers)?;
        flat::write_numbers(out, &self.roles.weights)?;
        flat::write_numbers(out, &self.known)
    }

    fn read(input: &mut FlatReader<'_>) -> io::Result<Self> {
        let components = input.read_numbers::<u32>()?;
        let (starts, numbers): (Vec<u32>, Vec<u32>) =
            (input.read_numbers()?, input.read_numbers()?);
        let roles = SparseRows { starts, numbers, weights: input.read_numbers()? };
        let told: Vec<u8> = input.read_numbers()?;
        let sound = roles.starts.is_sorted()
            && roles.starts.first() == Some(&0)
            && roles.starts.last().map(|end| *end as usize) == Some(roles.numbers.len())
            && roles.weights.iter().all(|weight| (0.0..=1.01).contains(weight))
            && (roles.weights.len(), told.len()) == (roles.numbers.len(), roles.len());
        match components[..] {
            // Each component leads from one role to at least one other.
            [components]
                if sound
                    && components as usize <= roles.numbers.len()
                    && roles.numbers.iter().all(|number| *number < components) =>
            {
                Ok(Self { holders: roles.transposed(components as usize), roles, known: told })
            }
            _ => Err(flat::damaged_error()),
        }
    }

    /// Returns the cosine of `role` with each role.
    fn similarities(&self, role: usize) -> Vec<f32> {
        let mut likeness = vec![0.0; self.known.len()];
        for (number, weight) in self.roles.row(role) {
            for (other, theirs) in self.holders.row(number as usize) {
                likeness[other as usize] += weight * theirs;
            }
        }
        likeness
    }
}

fn term_rarity(term: TermHash, frequency: &HashMap<u64, u32>, all: f64) -> f64 {
    let roles = f64::from(frequency[&term]);
    (1.0 + (all - roles + 0.5) / (roles + 0.5)).ln()
}

fn term_vector(
    counts: &HashMap<TermHash, f64>,
    frequency: &HashMap<u64, u32>,
    all: f64,
    leading: &[u64],
) -> Vec<(u32, f32)> {
    let mut vector: Vec<(TermHash, f64)> = counts
        .iter()
        .map(|(term, count)| {
            (
                *term,
                (if *count > 1.0 { 1.0 + count.ln() } else { *count })
                    * term_rarity(*term, frequency, all),
            )
        })
        .collect();
    vector.sort_unstable_by_key(|(term, _)| *term);
    let length =
        vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    vector
        .into_iter()
        .filter_map(|(term, weight): (TermHash, f64)| {
            leading
                .binary_search(&term)
                .ok()
                .map(|number| (number as u32, (weight / length) as f32))
        })
        .collect()
}

/// An index of what roles have in common.
#[derive(Debug, PartialEq)]
pub struct SimilarityIndex {
    /// A space for each of [`SPACES`].
    spaces: Vec<FeatureSpace>,
    /// Distinct keys of each role's responsibilities, sorted, one role after the other.
    keys: Vec<TermHash>,
    /// End of each role's keys.
    ends: Vec<u32>,
}

impl SimilarityIndex {
    /// Builds the index from every role of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        let mut stems = StemHasher::new();
        let mut counts: [Vec<HashMap<TermHash, f64>>; SPACES.len()] =
            std::array::from_fn(|_| Vec::new());
        let (mut keys, mut ends) = (Vec::new(), Vec::new());
        for role in catalog.roles() {
            let mut of: [HashMap<TermHash, f64>; SPACES.len()] =
                std::array::from_fn(|_| HashMap::new());
            let mut role_keys = Vec::new();
            for duty in &role.responsibilities {
                let stems = stems.of(&duty.text);
                for pair in stems.windows(2) {
                    *of[PHRASES].entry(pair[0].rotate_left(1) ^ pair[1]).or_default() += 1.0;
                }
                for stem in &stems {
                    *of[RESPONSIBILITIES].entry(*stem).or_default() += 1.0;
                }
                let key = duty.activity.as_deref().map(hash_term);
                if let Some(key) = key {
                    *of[ACTIVITIES].entry(key).or_default() += 1.0;
                }
                role_keys.push(
                    key.unwrap_or_else(|| {
                        stems.iter().fold(1, |key: u64, s| key.rotate_left(5) ^ s)
                    }),
                );
            }
            role_keys.sort_unstable();
            role_keys.dedup();
            keys.extend(role_keys);
            ends.push(keys.len() as u32);
            for title in std::iter::once(&role.title).chain(&role.aliases) {
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
            for (all, of) in counts.iter_mut().zip(of) {
                all.push(of);
            }
        }
        Self { spaces: counts.iter().map(|counts| FeatureSpace::new(counts)).collect(), keys, ends }
    }

    /// Writes the index for [`SimilarityIndex::read`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.ends)?;
        flat::write_numbers(out, &self.keys)?;
        self.spaces.iter().try_for_each(|space| space.write(out))
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
        if sound { Ok(Self { spaces, keys, ends }) } else { Err(flat::damaged_error()) }
    }

    fn keys(&self, role: RoleId) -> &[TermHash] {
        let start = role.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys[start as usize..self.ends[role.index()] as usize]
    }

    /// Returns the similarity of each role to `role`, 0 to 1, by position; 0 for itself.
    pub fn similarities(&self, role: RoleId) -> Vec<f64> {
        let at = role.index();
        let mut scores: Vec<(f64, f64)> = vec![(0.0, 0.0); self.ends.len()];
        for (space, weight) in self.spaces.iter().zip(SPACES) {
            let ours = space.known[at];
            for ((score, likeness), theirs) in
                scores.iter_mut().zip(space.similarities(at)).zip(&space.known)
            {
                if ours > 0 || *theirs > 0 {
                    score.0 += weight * f64::from(likeness);
                    score.1 += weight;
                }
            }
        }
        scores
            .into_iter()
            .enumerate()
            .map(
                |(other, (sum, weight)): (usize, (f64, f64))| {
                    if other != at && sum > 0.0 { (sum / weight).min(1.0) } else { 0.0 }
                },
            )
            .collect()
    }

    /// Returns the `limit` roles most similar to `role`, most similar first, with their similarity;
    /// ties are in catalog order.
    pub fn nearest_scored(&self, role: RoleId, limit: usize) -> Vec<(f64, RoleId)> {
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
        let shared_responsibilities =
            self.keys(role).iter().filter(|key| keys.binary_search(key).is_ok()).count();
        RelatedRole {
            role: other,
            score,
            shared: rarest_first(shared, catalog),
            missing: rarest_first(missing, catalog),
            extra: rarest_first(extra, catalog),
            shared_responsibilities,
        }
    }
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
        assert!(catalog.roles().iter().all(|role| letter_run_length(&catalog, role).is_none()));
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
