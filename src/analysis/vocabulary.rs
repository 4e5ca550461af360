//! Weighs the words of a catalog by rarity: in its own texts, and in background statistics of work
//! vocabulary.

use std::io::{self, Read, Write};

use foldhash::HashMap;

use super::knowledge::LEXICON;
use super::words::{StemHasher, TermHash};
use crate::flat::{self, FlatReader};
use crate::model::Catalog;

/// Number of texts that the background statistics count as.
const LEXICON_TEXTS: f64 = 5_000.0;

/// Returns the weight of the word at `place` among the significant words of a text, 1 for the
/// first. A responsibility states what is done to what before it states how, with what and what
/// for.
pub(super) fn position_weight(place: usize) -> f64 {
    1.0 / (1.0 + place as f64 / 3.0)
}

/// Word statistics of a catalog's texts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// Stems of all texts, sorted.
    stems: Vec<TermHash>,
    /// Number of texts that contain each stem.
    frequency: Vec<u32>,
    texts: u32,
}

/// The significant stems of texts, one text after the other, as positions in a list of stems.
#[derive(Default)]
pub(super) struct StemmedTexts {
    words: Vec<u32>,
    starts: Vec<usize>,
    /// Each stem with the number of texts that have it.
    list: Vec<(TermHash, u32)>,
    known: HashMap<TermHash, u32>,
    /// Last text that had each stem, counted from 1.
    last: Vec<usize>,
}

impl StemmedTexts {
    /// Adds a text by its stems, each once, where it occurs first.
    pub(super) fn add(&mut self, stems: Vec<TermHash>) {
        self.starts.push(self.words.len());
        for term in stems {
            let word = *self.known.entry(term).or_insert_with(|| {
                self.list.push((term, 0));
                self.last.push(0);
                self.list.len() as u32 - 1
            });
            if std::mem::replace(&mut self.last[word as usize], self.starts.len())
                != self.starts.len()
            {
                self.list[word as usize].1 += 1;
                self.words.push(word);
            }
        }
    }

    /// Returns the number of texts.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns the number of texts that have `term`.
    pub(super) fn frequency(&self, term: TermHash) -> u32 {
        self.known.get(&term).map_or(0, |at| self.list[*at as usize].1)
    }

    /// Returns the stems, each with the number of texts that have it.
    pub(super) fn stems(&self) -> &[(TermHash, u32)] {
        &self.list
    }

    /// Returns the stems of each text as positions in [`StemmedTexts::stems`].
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> + '_ {
        let ends = self.starts.iter().skip(1).copied().chain(std::iter::once(self.words.len()));
        self.starts.iter().zip(ends).map(|(start, end)| &self.words[*start..end])
    }
}

impl Vocabulary {
    /// Reads every responsibility and summary of `catalog`; responsibilities that are inherited
    /// count once.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut stems = StemHasher::new();
        let mut texts = StemmedTexts::default();
        for role in catalog.roles() {
            let own = role
                .responsibilities
                .iter()
                .filter(|duty| duty.inherited_from.is_none())
                .map(|duty| duty.text.as_str());
            for text in own.chain(std::iter::once(role.summary.as_str())) {
                texts.add(stems.of(text));
            }
        }
        let mut order: Vec<usize> = (0..texts.list.len()).collect();
        order.sort_unstable_by_key(|&word| texts.list[word].0);
        let (stems, frequency) = order.iter().map(|&word| texts.list[word]).unzip();
        Self { stems, frequency, texts: texts.len() as u32 }
    }

    /// Writes the vocabulary for [`Vocabulary::read`], in the same build of roledex.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &[self.texts])?;
        flat::write_numbers(out, &self.stems)?;
        flat::write_numbers(out, &self.frequency)
    }

    /// Reads the vocabulary that was written; at most `size` bytes.
    pub(super) fn read(input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let texts = input.read_numbers()?;
        let (stems, frequency) = (input.read_numbers::<TermHash>()?, input.read_numbers::<u32>()?);
        let sound = stems.len() == frequency.len() && stems.is_sorted_by(|a, b| a < b);
        match texts.as_slice() {
            // Every word is in at least one of the texts, and in at most all of them.
            &[texts] if sound && frequency.iter().all(|of| (1..=texts).contains(of)) => {
                Ok(Self { stems, frequency, texts })
            }
            _ => Err(flat::damaged_error()),
        }
    }

    fn place(&self, term: TermHash) -> Option<usize> {
        self.stems.binary_search(&term).ok()
    }

    /// Returns the smoothed inverse document frequency: at least 1, and higher for rarer terms. The
    /// background statistics count as [`LEXICON_TEXTS`] texts besides those of the catalog: they
    /// decide for a ladder with thirty responsibilities, and are one voice among many for O\*NET.
    pub(super) fn rarity(&self, term: TermHash) -> f64 {
        let own = self.place(term).map_or(0, |at| self.frequency[at]);
        let known = LEXICON.find(term).map_or(0.0, |place| LEXICON.share(place));
        let (texts, frequency) =
            (f64::from(self.texts) + LEXICON_TEXTS, f64::from(own) + known * LEXICON_TEXTS);
        ((texts + 1.0) / (frequency + 1.0)).ln() + 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;
    use crate::analysis::words::hash_term;

    fn rarity(vocabulary: &Vocabulary, word: &str) -> f64 {
        vocabulary.rarity(StemHasher::new().of(word)[0])
    }

    #[test]
    fn what_is_known_of_work_tells_words_of_a_small_pack_apart() {
        let vocabulary =
            Vocabulary::new(&fixture::catalog(&[&["Manages payroll.", "Manages recruitment."]]));
        assert!(
            rarity(&vocabulary, "payroll") > rarity(&vocabulary, "manage") + 1.0,
            "{} {}",
            rarity(&vocabulary, "payroll"),
            rarity(&vocabulary, "manage")
        );
        assert!(rarity(&vocabulary, "zyzzyva") > rarity(&vocabulary, "payroll"));
    }

    #[test]
    fn the_texts_of_a_large_catalog_outweigh_what_is_known() {
        let duties: Vec<String> = (0..20_000).map(|at| format!("Audits payroll {at}.")).collect();
        let duties: Vec<&str> = duties.iter().map(String::as_str).collect();
        let vocabulary = Vocabulary::new(&fixture::catalog(&[&duties]));
        assert!(
            rarity(&vocabulary, "payroll") < rarity(&vocabulary, "manage"),
            "{} {}",
            rarity(&vocabulary, "payroll"),
            rarity(&vocabulary, "manage")
        );
    }

    #[test]
    fn it_survives_being_written() {
        let catalog =
            fixture::catalog(&[&["Keeps the books.", "Keeps bees."], &["Writes release notes."]]);
        let (written, mut bytes) = (Vocabulary::new(&catalog), Vec::new());
        written.write(&mut bytes).unwrap();
        let keep = hash_term("keep");
        assert_eq!(
            written.stems.iter().zip(&written.frequency).find(|(t, _)| **t == keep),
            Some((&keep, &2))
        );
        assert_eq!(Vocabulary::read(&mut &bytes[..], bytes.len() as u64).unwrap(), written);
        assert!(Vocabulary::read(&mut &bytes[..bytes.len() - 4], bytes.len() as u64).is_err());
    }
}
