//! Knowledge of the words of work before any pack is read: how telling each word is, and which
//! words are used for the same work.
//!
//! A person's own ladder has a few dozen responsibilities. They cannot show which of their words
//! are rare, or that to recruit is to hire; a lexicon does. For each stem it contains the share of
//! texts on work that have it, how much it counts in a responsibility, and a vector: the vectors of
//! words used for the same work point the same way.
//!
//! The lexicon is learnt from `knowledge/work.txt`, which lists 474 kinds of work in sixteen
//! wordings each, from the responsibilities of O\*NET, and from the skills of ESCO with their other
//! names and descriptions; [`training`] describes how. `cargo bench --bench knowledge` builds it
//! again, byte for byte. No text can be recovered from it.

mod cooccurrence;
pub mod training;

use std::cmp::Ordering;

use super::words::TermHash;

/// Notice required by the owners of the texts that the lexicon in use is learnt from.
pub(crate) const NOTICE: &str = "roledex has learnt which words mean the same work from its own texts, from information in the \
                          O*NET 30.1 Database by the U.S. Department of Labor, Employment and Training Administration \
                          (USDOL/ETA), used under the CC BY 4.0 license, and from the ESCO classification (1.1.1) of the \
                          European Commission. roledex has modified this information and keeps only figures about single \
                          words. O*NET® is a trademark of USDOL/ETA. USDOL/ETA has not approved, endorsed, or tested \
                          these modifications.";

/// Number of components of a vector. Half as many do a little worse on responsibilities that share
/// few words.
pub(crate) const COMPONENTS: usize = 128;
/// Number of bytes of the number of stems, and of each stem.
const STEM: usize = 4;
/// Steps per unit of the logarithm of a stem's rarity.
const RARITY_STEPS: f64 = 24.0;
/// Steps per unit of a stem's weight.
const WEIGHT_STEPS: f64 = 32.0;
/// Length of a vector in the lexicon.
const SCALE: f32 = 127.0;
/// Minimum product of the vectors of two stems, as they are stored, that lists each as similar to
/// the other: a cosine of 0.384.
const SIMILAR_PRODUCT: i32 = 6_190;

/// Place of a stem in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StemIndex(u32);

impl StemIndex {
    /// Returns the number of the place.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// The lexicon in bytes: the number of stems, then column by column the stems in order, the share
/// of texts that have them, their weights, the vectors, and the end of each stem's similar stems;
/// last all similar stems, as their places in two bytes.
pub(crate) struct Lexicon<'a> {
    bytes: &'a [u8],
    /// Number of stems.
    count: usize,
}

/// The lexicon in use, made by [`training::lexicon`].
pub(crate) static LEXICON: Lexicon<'static> = Lexicon::new(include_bytes!("knowledge/lexicon.bin"));

/// Returns the first bits of a stem. Among ten thousand stems, two agree in them about once in a
/// hundred times.
fn short_hash(term: TermHash) -> u32 {
    (term >> 32) as u32
}

impl<'a> Lexicon<'a> {
    /// Reads `bytes`, which [`training::lexicon`] made.
    const fn new(bytes: &'a [u8]) -> Self {
        let count = match bytes {
            [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
            _ => 0,
        };
        Self { bytes, count }
    }

    /// Returns the number of stems.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Returns the place of `term`; `None` if it is unknown.
    pub(crate) fn find(&self, term: TermHash) -> Option<StemIndex> {
        let stems = self.column(STEM, STEM).chunks_exact(STEM);
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let stem = u32::from_le_bytes(stems.clone().nth(middle)?.try_into().ok()?);
            match stem.cmp(&short_hash(term)) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(StemIndex(middle as u32)),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Returns the column that starts at byte `start`, with `wide` bytes for each stem.
    fn column(&self, start: usize, wide: usize) -> &'a [u8] {
        self.bytes.get(start..start + self.count * wide).unwrap_or_default()
    }

    /// Returns the byte for the stem at `place` in column `number` of the one-byte columns.
    fn byte(&self, place: StemIndex, number: usize) -> u8 {
        let column = self.column(STEM + self.count * (STEM + number), 1);
        column.get(place.0 as usize).copied().unwrap_or_default()
    }

    /// Returns the share of texts on work that have the stem, above 0 to 1.
    pub(crate) fn share(&self, place: StemIndex) -> f64 {
        (-f64::from(self.byte(place, 0)) / RARITY_STEPS).exp()
    }

    /// Returns how much the stem reveals of what a responsibility is about, 0 to 8; most are
    /// between 0.5 and 4.
    pub(crate) fn weight(&self, place: StemIndex) -> f32 {
        (f64::from(self.byte(place, 1)) / WEIGHT_STEPS) as f32
    }

    /// Returns the components of the vector of the stem, which are signed.
    pub(crate) fn components(&self, place: StemIndex) -> &'a [u8; COMPONENTS] {
        let vectors = self.column(STEM + self.count * (STEM + 2), COMPONENTS);
        let start = place.0 as usize * COMPONENTS;
        let vector = vectors.get(start..start + COMPONENTS);
        vector.and_then(|vector| vector.try_into().ok()).unwrap_or(&[0; COMPONENTS])
    }

    /// Returns the places of the stems whose cosine with the stem is at least 0.384, ascending.
    pub(crate) fn similar(&self, place: StemIndex) -> impl Iterator<Item = StemIndex> + use<'a> {
        let start = STEM + self.count * (STEM + 2 + COMPONENTS);
        let ends = self.column(start, STEM);
        let end = |number: usize| {
            let bytes = ends.get(number * STEM..(number + 1) * STEM);
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
        };
        let number = place.0 as usize;
        let range = number.checked_sub(1).map_or(0, end)..end(number);
        let places = self.bytes.get(start + self.count * STEM..).unwrap_or_default();
        let places = places.get(range.start * 2..range.end * 2).unwrap_or_default();
        places
            .chunks_exact(2)
            .map(|place| StemIndex(u32::from(u16::from_le_bytes([place[0], place[1]]))))
    }

    /// Returns the vector of the stem, of length 1.
    pub(crate) fn vector(&self, place: StemIndex) -> StemVector {
        self.components(place).map(|byte| f32::from(byte.cast_signed()) / SCALE)
    }

    /// Returns the cosine of the vectors of two stems.
    pub(crate) fn cosine(&self, a: StemIndex, b: StemIndex) -> f32 {
        cosine(self.components(a), self.components(b))
    }
}

/// Returns the cosine of two vectors by their components.
pub(crate) fn cosine(a: &[u8; COMPONENTS], b: &[u8; COMPONENTS]) -> f32 {
    product(a, b) as f32 / (SCALE * SCALE)
}

/// Returns the product of two vectors by their components.
fn product(a: &[u8; COMPONENTS], b: &[u8; COMPONENTS]) -> i32 {
    // Whole numbers of 16 bits: eight products are one instruction.
    let products = a.iter().zip(b).map(|(a, b)| {
        i32::from(i16::from(a.cast_signed())) * i32::from(i16::from(b.cast_signed()))
    });
    products.sum()
}

/// The meaning of a stem.
pub(crate) type StemVector = [f32; COMPONENTS];

/// A stem with what was learnt of it.
struct LearntStem {
    term: TermHash,
    /// Share of texts that have it, above 0 to 1.
    share: f64,
    weight: f64,
    /// The vector, of length 1.
    vector: StemVector,
}

/// Returns the lexicon of `stems` in bytes.
fn encode_lexicon(mut stems: Vec<LearntStem>) -> Vec<u8> {
    stems.sort_by_key(|stem| short_hash(stem.term));
    stems.dedup_by_key(|stem| short_hash(stem.term));
    let mut bytes = (stems.len() as u32).to_le_bytes().to_vec();
    bytes.extend(stems.iter().flat_map(|stem| short_hash(stem.term).to_le_bytes()));
    bytes.extend(
        stems.iter().map(|stem| (-stem.share.ln() * RARITY_STEPS).round().clamp(0.0, 255.0) as u8),
    );
    bytes.extend(
        stems.iter().map(|stem| (stem.weight * WEIGHT_STEPS).round().clamp(0.0, 255.0) as u8),
    );
    bytes.extend(
        stems
            .iter()
            .flat_map(|stem| stem.vector)
            .map(|x| ((x * SCALE).round() as i8).cast_unsigned()),
    );
    let (ends, similar) = list_similar(&Lexicon::new(&bytes));
    bytes.extend(ends.into_iter().flat_map(u32::to_le_bytes));
    bytes.extend(similar.into_iter().flat_map(u16::to_le_bytes));
    bytes
}

/// Returns the similar stems of all stems of `lexicon`, and the end of those of each stem. Stems
/// beyond the 65,536th are similar to none.
fn list_similar(lexicon: &Lexicon<'_>) -> (Vec<u32>, Vec<u16>) {
    let (mut ends, mut similar) = (Vec::new(), Vec::new());
    for stem in (0..lexicon.count as u32).map(StemIndex) {
        let vector = lexicon.components(stem);
        similar.extend((0..=u16::MAX).take(lexicon.count).filter(|other| {
            let other = StemIndex(u32::from(*other));
            other != stem && product(vector, lexicon.components(other)) >= SIMILAR_PRODUCT
        }));
        ends.push(similar.len() as u32);
    }
    (ends, similar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_stems_are_listed_beside_each_other() {
        assert!(LEXICON.len() > 8_000);
        let mut listed = 0;
        for stem in (0..LEXICON.len() as u32).step_by(61).map(StemIndex) {
            let vector = LEXICON.components(stem);
            let others = (0..LEXICON.len() as u32).map(StemIndex).filter(|other| {
                *other != stem && product(vector, LEXICON.components(*other)) >= SIMILAR_PRODUCT
            });
            let similar: Vec<StemIndex> = LEXICON.similar(stem).collect();
            assert_eq!(similar, others.collect::<Vec<_>>(), "{stem:?}");
            listed += similar.len();
        }
        assert!(listed > 1_000, "{listed}");
    }
}
