//! What is known of the words of work before any pack is read: how telling each is, and which serve for the same work.
//!
//! A person's own ladder has a few dozen duties, too few to say which of its words are rare and that to recruit is to
//! hire. A table says so. For each stem it holds how many texts on work have it, how much it counts in a duty, and a
//! vector; the vectors of words that serve for the same work point the same way. [`training`] says how it is learnt,
//! `benches/knowledge.rs` makes it anew, and `cargo bench --bench knowledge` names the texts: `work.txt` beside the table,
//! which lists 474 kinds of work in sixteen wordings each, the responsibilities of O\*NET and the skills of ESCO with their
//! other names and descriptions. No text can be read back from the table.

mod company;
pub mod training;

use super::words::Term;

/// What those ask to be said whose texts the table in use is learnt from.
pub const NOTICE: &str = "What roledex knows of the words of work is learnt from texts of its own, from the O*NET 30.1 \
                          Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), \
                          used under the CC BY 4.0 license, and from the ESCO classification (1.1.1) of the European \
                          Commission. roledex has modified this information: figures for single words are all that is \
                          left of it. O*NET® is a trademark of USDOL/ETA, which has not approved, endorsed, or tested \
                          these modifications.";

/// Components of a vector. Half as many do a little worse on duties that share few words.
pub(super) const COMPONENTS: usize = 128;
/// Bytes of the number of stems, and of each stem.
const STEM: usize = 4;
/// Steps of the logarithm of how rare a stem is.
const RARITY_STEPS: f64 = 24.0;
/// Steps of how much a stem counts.
const WEIGHT_STEPS: f64 = 32.0;
/// The length of a vector in the table.
const SCALE: f32 = 127.0;

/// The place of a stem in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place(u32);

/// A table in bytes: how many stems there are, then column by column the stems in order, the share of texts that have
/// them, how much they count, and the vectors.
pub(super) struct Table<'a>(&'a [u8]);

/// The table in use, made by [`training::table`].
pub(super) static KNOWN: Table<'static> = Table(include_bytes!("knowledge/table.bin"));

/// The first bits of a stem: of fifteen thousand stems hardly two agree in them.
fn short(term: Term) -> u32 {
    (term >> 32) as u32
}

impl Table<'_> {
    fn count(&self) -> usize {
        self.stem(0).map_or(0, |count| count as usize)
    }

    /// The number at this place of the first column; the first says how many follow.
    fn stem(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at * STEM..(at + 1) * STEM)?;
        bytes.try_into().ok().map(u32::from_le_bytes)
    }

    /// Where `term` is; `None` where it is not known.
    pub(super) fn place(&self, term: Term) -> Option<Place> {
        let (mut low, mut high) = (0, self.count());
        let wanted = short(term);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.stem(middle + 1)?.cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(Place(middle as u32)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The byte of the stem at `place` in the column of bytes that comes after the stems and `before` others.
    fn byte(&self, place: Place, before: usize) -> u8 {
        let count = self.count();
        self.0.get((count + 1) * STEM + count * before + place.0 as usize).copied().unwrap_or_default()
    }

    /// The share of texts on work that have the stem, above 0 to 1.
    pub(super) fn share(&self, place: Place) -> f64 {
        (-f64::from(self.byte(place, 0)) / RARITY_STEPS).exp()
    }

    /// How much the stem counts in telling what a duty is about, 0 to 8; most between 0.5 and 4.
    pub(super) fn weight(&self, place: Place) -> f32 {
        (f64::from(self.byte(place, 1)) / WEIGHT_STEPS) as f32
    }

    /// The vector of the stem, of length 1.
    pub(super) fn vector(&self, place: Place) -> Vector {
        let count = self.count();
        let start = (count + 1) * STEM + count * 2 + place.0 as usize * COMPONENTS;
        let bytes = self.0.get(start..start + COMPONENTS).unwrap_or_default();
        let mut vector = [0.0; COMPONENTS];
        for (to, from) in vector.iter_mut().zip(bytes) {
            *to = f32::from(from.cast_signed()) / SCALE;
        }
        vector
    }
}

/// What a stem stands for.
pub(super) type Vector = [f32; COMPONENTS];

/// A stem with what is learnt of it.
struct Learnt {
    term: Term,
    /// The share of texts that have it, above 0 to 1.
    share: f64,
    weight: f64,
    /// Of length 1.
    vector: [f32; COMPONENTS],
}

/// The table of `stems` in bytes.
fn written(mut stems: Vec<Learnt>) -> Vec<u8> {
    stems.sort_by_key(|stem| short(stem.term));
    stems.dedup_by_key(|stem| short(stem.term));
    let mut bytes = (stems.len() as u32).to_le_bytes().to_vec();
    bytes.extend(stems.iter().flat_map(|stem| short(stem.term).to_le_bytes()));
    bytes.extend(stems.iter().map(|stem| (-stem.share.ln() * RARITY_STEPS).round().clamp(0.0, 255.0) as u8));
    bytes.extend(stems.iter().map(|stem| (stem.weight * WEIGHT_STEPS).round().clamp(0.0, 255.0) as u8));
    bytes.extend(stems.iter().flat_map(|stem| stem.vector).map(|x| ((x * SCALE).round() as i8).cast_unsigned()));
    bytes
}
