//! The responsibilities of a catalog, prepared for finding themes.

use std::io::{self, Read, Write};

use crate::analysis::evidence::PreparedText;
use crate::analysis::knowledge::{COMPONENTS, StemVector};
use crate::analysis::vocabulary::Vocabulary;
use crate::analysis::words::{StemHasher, TermHash};
use crate::flat::{self, FlatReader, damaged_error};
use crate::model::{Catalog, RoleId, ThemeId};

/// Maximum number of responsibilities that are compared; of larger catalogs every second, third …
/// is. More would hardly change the votes, and take longer.
const MOST_COMPARED: usize = 4_000;

/// Length of a meaning as it is stored.
const SCALE: f32 = 127.0;

/// The responsibilities of a catalog with their themes, prepared for [`super::ThemeFinder`].
#[derive(Debug, Default, PartialEq)]
pub struct ThemeIndex {
    /// Theme of each responsibility.
    themes: Vec<u32>,
    /// Its role.
    roles: Vec<u32>,
    /// Stems of its words, ascending; responsibility after responsibility.
    terms: Vec<TermHash>,
    /// Weight of each stem; those of a responsibility are a vector of length 1.
    weights: Vec<f32>,
    /// End of the stems of each responsibility.
    ends: Vec<u32>,
    /// Meaning of each responsibility.
    meanings: Vec<i8>,
}

/// Similarity of a text to a responsibility.
#[derive(Debug, Clone, Copy)]
pub(super) struct VoterSimilarity {
    /// Cosine of their words, 0 to 1.
    pub(super) words: f64,
    /// Cosine of their meanings, −1 to 1.
    pub(super) meaning: f64,
    pub(super) theme: ThemeId,
    pub(super) role: RoleId,
}

impl ThemeIndex {
    /// Prepares the responsibilities of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        let vocabulary = Vocabulary::new(catalog);
        let mut stems = StemHasher::new();
        let own: Vec<(RoleId, usize)> = catalog
            .role_ids()
            .flat_map(|role| {
                let duties = catalog.role(role).responsibilities.iter().enumerate();
                let own = duties.filter(|(_, duty)| duty.inherited_from.is_none());
                own.map(|(at, _)| (role, at)).collect::<Vec<_>>()
            })
            .collect();
        let step = own.len().div_ceil(MOST_COMPARED).max(1);
        let mut index = Self::default();
        for (role, at) in own.into_iter().step_by(step) {
            let duty = &catalog.role(role).responsibilities[at];
            let text = PreparedText::new(&vocabulary, &mut stems, &duty.text);
            index.themes.push(duty.theme.index() as u32);
            index.roles.push(role.index() as u32);
            for (term, weight) in text.weighted_words() {
                index.terms.push(*term);
                index.weights.push(*weight);
            }
            index.ends.push(index.terms.len() as u32);
            index.meanings.extend(stored(text.meaning()));
        }
        index
    }

    /// Returns the similarity of `text` to each responsibility.
    pub(super) fn similarities(
        &self,
        text: &PreparedText,
    ) -> impl Iterator<Item = VoterSimilarity> {
        let (words, meaning) = (text.weighted_words(), stored(text.meaning()));
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| *end as usize));
        let ranges = starts.zip(&self.ends).map(|(start, end)| start..*end as usize);
        let meanings = self.meanings.chunks_exact(COMPONENTS);
        let voters = ranges.zip(meanings).zip(self.themes.iter().zip(&self.roles));
        voters.map(move |((range, theirs), (theme, role))| VoterSimilarity {
            words: common_weight(words, &self.terms[range.clone()], &self.weights[range]),
            meaning: f64::from(product(&meaning, theirs) as f32 / (SCALE * SCALE)),
            theme: ThemeId::from_index(*theme as usize),
            role: RoleId::from_index(*role as usize),
        })
    }

    /// Writes the index for [`ThemeIndex::read`], for the same catalog and the same build of roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.themes)?;
        flat::write_numbers(out, &self.roles)?;
        flat::write_numbers(out, &self.terms)?;
        flat::write_numbers(out, &self.weights)?;
        flat::write_numbers(out, &self.ends)?;
        flat::write_numbers(out, &self.meanings)
    }

    /// Reads the index that was written for `catalog`; at most `size` bytes.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be an index.
    pub fn read(catalog: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let index = Self {
            themes: input.read_numbers()?,
            roles: input.read_numbers()?,
            terms: input.read_numbers()?,
            weights: input.read_numbers()?,
            ends: input.read_numbers()?,
            meanings: input.read_numbers()?,
        };
        let (themes, roles) = (catalog.themes().len(), catalog.roles().len());
        let (voters, terms) = (index.themes.len(), index.terms.len());
        let fits = index.roles.len() == voters
            && index.ends.len() == voters
            && index.meanings.len() == voters * COMPONENTS
            && index.weights.len() == terms
            && index.weights.iter().all(|weight| weight.is_finite())
            && index.ends.is_sorted()
            && index.ends.last().map_or(0, |end| *end as usize) == terms
            && index.themes.iter().all(|theme| (*theme as usize) < themes)
            && index.roles.iter().all(|role| (*role as usize) < roles);
        if fits { Ok(index) } else { Err(damaged_error()) }
    }
}

/// Returns a meaning as it is stored.
fn stored(meaning: &StemVector) -> [i8; COMPONENTS] {
    meaning.map(|x| (x * SCALE).round() as i8)
}

/// Returns the product of two stored meanings.
fn product(a: &[i8; COMPONENTS], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(i16::from(*a)) * i32::from(i16::from(*b))).sum()
}

/// Returns the product of two vectors of weights of stems, both ascending by stem.
fn common_weight(words: &[(TermHash, f32)], terms: &[TermHash], weights: &[f32]) -> f64 {
    let mut theirs = terms.iter().zip(weights).peekable();
    let mut sum = 0.0;
    for (term, weight) in words {
        while theirs.next_if(|(other, _)| *other < term).is_some() {}
        if let Some((_, other)) = theirs.next_if(|(other, _)| *other == term) {
            sum += f64::from(weight * other);
        }
    }
    sum
}
