//! Writes a reading index, and reads it.

use std::io::{self, Read, Write};

use super::index::{NOT_IN_LEXICON, ReadingIndex};
use super::phrases::PhraseTable;
use super::wordings::WordingTable;
use crate::analysis::knowledge::{COMPONENTS, LEXICON};
use crate::flat::{self, FlatReader};
use crate::model::Catalog;

impl ReadingIndex {
    /// Writes the index for [`ReadingIndex::read`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.stems)?;
        flat::write_numbers(out, &self.spellings)?;
        flat::write_numbers(out, &self.spelling_ends)?;
        flat::write_numbers(out, &self.by_spelling)?;
        flat::write_numbers(out, &self.rarities)?;
        flat::write_numbers(out, &self.places)?;
        flat::write_numbers(out, &self.postings)?;
        flat::write_numbers(out, &self.posting_ends)?;
        flat::write_numbers(out, &self.label_weights)?;
        flat::write_numbers(out, &self.label_lengths)?;
        flat::write_numbers(out, &self.label_skills)?;
        flat::write_numbers(out, &self.label_flags)?;
        flat::write_numbers(out, &self.first_labels)?;
        flat::write_numbers(out, &self.vectors)?;
        flat::write_numbers(out, &self.common)?;
        flat::write_numbers(out, &self.priors)?;
        flat::write_numbers(out, &self.groups)?;
        flat::write_numbers(out, &self.phrases.keys)?;
        flat::write_numbers(out, &self.phrases.skills)?;
        flat::write_numbers(out, &self.phrases.flags)?;
        flat::write_numbers(out, &self.worded)?;
        flat::write_numbers(out, &self.wordings.anchors)?;
        flat::write_numbers(out, &self.wordings.terms)?;
        flat::write_numbers(out, &self.wordings.term_ends)?;
        flat::write_numbers(out, &self.wordings.runs)?;
        flat::write_numbers(out, &self.wordings.skills)?;
        flat::write_numbers(out, &self.wordings.skill_ends)
    }

    /// Reads the index that was written for `catalog`; at most `size` bytes. The caller must make
    /// sure that the bytes are those that were written.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be an index.
    pub fn read(catalog: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let index = Self {
            stems: input.read_numbers()?,
            spellings: input.read_numbers()?,
            spelling_ends: input.read_numbers()?,
            by_spelling: input.read_numbers()?,
            rarities: input.read_numbers()?,
            places: input.read_numbers()?,
            postings: input.read_numbers()?,
            posting_ends: input.read_numbers()?,
            label_weights: input.read_numbers()?,
            label_lengths: input.read_numbers()?,
            label_skills: input.read_numbers()?,
            label_flags: input.read_numbers()?,
            first_labels: input.read_numbers()?,
            vectors: input.read_numbers()?,
            common: input.read_numbers()?,
            priors: input.read_numbers()?,
            groups: input.read_numbers()?,
            phrases: PhraseTable {
                keys: input.read_numbers()?,
                skills: input.read_numbers()?,
                flags: input.read_numbers()?,
            },
            worded: input.read_numbers()?,
            wordings: WordingTable {
                anchors: input.read_numbers()?,
                terms: input.read_numbers()?,
                term_ends: input.read_numbers()?,
                runs: input.read_numbers()?,
                skills: input.read_numbers()?,
                skill_ends: input.read_numbers()?,
            },
        };
        if index.fits(catalog.skills().len()) { Ok(index) } else { Err(flat::damaged_error()) }
    }

    /// Whether every number is in range, so that reading a text cannot panic.
    fn fits(&self, skills: usize) -> bool {
        let (stems, labels) = (self.stems.len(), self.label_skills.len());
        let of_stems = [
            self.spelling_ends.len(),
            self.by_spelling.len(),
            self.rarities.len(),
            self.places.len(),
            self.posting_ends.len(),
        ];
        let of_labels =
            [self.label_weights.len(), self.label_lengths.len(), self.label_flags.len()];
        let names = self.phrases.keys.len();
        let known_places = self
            .places
            .iter()
            .all(|place| *place == NOT_IN_LEXICON || (*place as usize) < LEXICON.len());
        of_stems.iter().all(|len| *len == stems)
            && of_labels.iter().all(|len| *len == labels)
            && self.stems.is_sorted()
            && cuts(&self.spelling_ends, self.spellings.len())
            && cuts(&self.posting_ends, self.postings.len())
            && below(&self.by_spelling, stems)
            && below(&self.postings, labels)
            && below(&self.label_skills, skills)
            && self.first_labels.len() == skills + 1
            && cuts(&self.first_labels, labels)
            && self.first_labels.first() == Some(&0)
            && self.vectors.len() == skills * COMPONENTS
            && self.common.len() == COMPONENTS
            && (self.priors.len(), self.groups.len()) == (skills, skills)
            && (self.phrases.skills.len(), self.phrases.flags.len()) == (names, names)
            && below(&self.phrases.skills, skills)
            && self.phrases.keys.is_sorted()
            && known_places
            && fits_wordings(&self.wordings, skills)
    }
}

/// Whether every number of `wordings` is in range.
fn fits_wordings(wordings: &WordingTable, skills: usize) -> bool {
    let count = wordings.anchors.len();
    (wordings.term_ends.len(), wordings.skill_ends.len()) == (count, count)
        && wordings.runs.len() == count
        && wordings.anchors.is_sorted()
        && cuts(&wordings.term_ends, wordings.terms.len())
        && cuts(&wordings.skill_ends, wordings.skills.len())
        && below(&wordings.skills, skills)
}

/// Whether all of `numbers` are below `limit`.
fn below(numbers: &[u32], limit: usize) -> bool {
    numbers.iter().all(|number| (*number as usize) < limit)
}

/// Whether `ends` cut `count` items into rows.
fn cuts(ends: &[u32], count: usize) -> bool {
    ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == count
}
