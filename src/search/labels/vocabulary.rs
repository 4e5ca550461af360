//! The distinct words of labels.

use std::io;

use memchr::memmem::find_iter;
use xxhash_rust::xxh3::xxh3_64;

use super::fits::LabelKind;
use super::weights::{BEGUN_IN_PROSE, LONG_IN_PROSE};
use crate::flat::damaged_error;
use crate::search::blocks::{Array, BlockReader, BlockWriter, RowBlock, Rows};
use crate::search::fold::letter_bit;
use crate::search::inflection;
use crate::search::word::{self, TypedWord};

/// Distinct words: each part of them is needed as a whole.
#[derive(Debug)]
pub(super) struct LabelVocabulary {
    len: usize,
    /// Words, each followed by a line end, after an empty one: word `i` is row `i + 1`.
    words: Rows<str>,
    /// Number of characters of each word, at most 255.
    lengths: Array<u8>,
    /// Set of letters of each word.
    letters: Array<u64>,
    /// Slots of an open-addressing table: the word + 1, or 0.
    slots: Array<u32>,
}

/// The words of a vocabulary, in memory.
#[derive(Clone, Copy)]
pub(super) struct VocabularyWords<'a>(&'a RowBlock<str>);

impl<'a> VocabularyWords<'a> {
    pub(super) fn word(self, at: usize) -> &'a str {
        let row = self.0.row(at + 1);
        row.strip_suffix('\n').unwrap_or(row)
    }
}

/// A vocabulary that is being built.
#[derive(Debug)]
pub(super) struct VocabularyBuilder {
    /// Words, each followed by a line end, with one more before the first.
    text: String,
    /// End of each word in `text`, after the end of the first line.
    ends: Vec<u32>,
    lengths: Vec<u8>,
    letters: Vec<u64>,
    slots: Vec<u32>,
}

/// Returns the slot of `word` in an open-addressing table of words: it contains `word` or is free.
/// `None` if there is neither, which only a damaged table can be like.
fn find_slot<'a>(slots: &[u32], word: &str, word_at: impl Fn(usize) -> &'a str) -> Option<usize> {
    let first = xxh3_64(word.as_bytes()) as usize;
    (0..slots.len()).map(|step| first.wrapping_add(step) & (slots.len() - 1)).find(|slot| {
        match slots[*slot].checked_sub(1) {
            Some(id) => word_at(id as usize) == word,
            None => true,
        }
    })
}

impl VocabularyBuilder {
    pub(super) fn new() -> Self {
        Self {
            text: "\n".to_string(),
            ends: vec![1],
            lengths: Vec::new(),
            letters: Vec::new(),
            slots: vec![0; 1 << 10],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Returns the set of letters of the word at `at`.
    pub(super) fn letters(&self, at: u32) -> u64 {
        self.letters[at as usize]
    }

    fn word(&self, at: usize) -> &str {
        &self.text[self.ends[at] as usize..self.ends[at + 1] as usize - 1]
    }

    /// Returns the number of `word`, which is added if it is new.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        let slot = find_slot(&self.slots, word, |at| self.word(at)).unwrap_or(0);
        if let Some(id) = self.slots[slot].checked_sub(1) {
            return id;
        }
        let id = self.len() as u32;
        self.text.push_str(word);
        self.text.push('\n');
        self.ends.push(self.text.len() as u32);
        self.lengths.push(word.chars().count().min(255) as u8);
        self.letters.push(word.chars().fold(0, |mask, c| mask | letter_bit(c)));
        self.slots[slot] = id + 1;
        if self.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 0..self.len() {
                let slot = find_slot(&self.slots, self.word(id), |at| self.word(at)).unwrap_or(0);
                self.slots[slot] = id as u32 + 1;
            }
        }
        id
    }

    pub(super) fn build(self) -> LabelVocabulary {
        LabelVocabulary {
            len: self.len(),
            words: Rows::in_one_block(&self.text, &self.ends),
            lengths: Array::of(&self.lengths),
            letters: Array::of(&self.letters),
            slots: Array::of(&self.slots),
        }
    }
}

impl LabelVocabulary {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns the memory used by what is in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.words.bytes() + self.lengths.bytes() + self.letters.bytes() + self.slots.bytes()
    }

    pub(super) fn words(&self) -> VocabularyWords<'_> {
        VocabularyWords(self.words.only_block())
    }

    /// Returns the number of `word`, if it is one of them.
    pub(super) fn get(&self, word: &str) -> Option<u32> {
        let (slots, words) = (self.slots.all(), self.words());
        let slot = find_slot(slots, word, |at| words.word(at))?;
        slots[slot].checked_sub(1)
    }

    /// Calls `fits` with each word that contains `needle` as typed, and its quality.
    pub(super) fn words_containing(
        &self,
        needle: &TypedWord,
        kind: LabelKind,
        mut fits: impl FnMut(u32, u16),
    ) {
        // A single Latin letter is searched only at the start of words.
        let anywhere = needle.is_meaningful();
        let sought = if anywhere { needle.text.clone() } else { format!("\n{}", needle.text) };
        let inside = kind == LabelKind::Name || needle.chars.len() >= LONG_IN_PROSE;
        let begun = kind == LabelKind::Name || needle.text.len() >= BEGUN_IN_PROSE;
        let words = self.words.only_block();
        let mut next = 0;
        for at in find_iter(words.items().as_bytes(), sought.as_bytes()) {
            let at = at + usize::from(!anywhere);
            if at < next {
                continue;
            }
            let (row, span) = words.row_at(at);
            next = span.end - 1;
            let quality = match at == span.start {
                true if next - span.start == needle.text.len() => word::WHOLE,
                true if begun => word::START,
                false if inside => word::INSIDE,
                _ => continue,
            };
            // The first row is no word.
            if let Some(id) = row.checked_sub(1) {
                fits(id as u32, quality);
            }
        }
    }

    /// Calls `fits` with each other form of the word `needle`: "budgeting" for "budgets".
    pub(super) fn inflected_words(&self, needle: &TypedWord, mut fits: impl FnMut(u32)) {
        let Some(stem) = inflection::stem(&needle.text) else { return };
        // "Presse" is the start of "pressed", which nobody has typed in full yet.
        let singular = needle.text.strip_suffix('s').unwrap_or(&needle.text);
        if singular.ends_with('e')
            && self.get(singular).is_none()
            && self.get(&needle.text).is_none()
        {
            return;
        }
        let sought = format!("\n{}", inflection::common_start(&stem));
        let words = self.words.only_block();
        for at in find_iter(words.items().as_bytes(), sought.as_bytes()) {
            let (row, span) = words.row_at(at + 1);
            let word = &words.items()[span.start..span.end - 1];
            if let Some(id) = row.checked_sub(1)
                && word != needle.text
                && inflection::stem(word).as_ref() == Some(&stem)
            {
                fits(id as u32);
            }
        }
    }

    /// Calls `fits` with each word that `needle` misspells or, if it may be `shortened`,
    /// abbreviates, and its quality.
    pub(super) fn words_resembling(
        &self,
        needle: &TypedWord,
        shortened: bool,
        mut fits: impl FnMut(u32, u16),
    ) {
        let (most, forgiven) = (needle.chars.len() as u32, needle.forgiven());
        let words = self.words();
        for (id, (letters, len)) in self.letters_and_lengths().enumerate() {
            let len = u32::from(len);
            // An abbreviation is not longer than its word.
            if len + forgiven >= most
                && !has_more_bits_than(forgiven, needle.mask & !letters)
                && let Some(quality) = needle.resembles(words.word(id), len, letters, shortened)
            {
                fits(id as u32, quality);
            }
        }
    }

    /// Returns the set of letters of each word, and its number of characters, at most 255.
    pub(super) fn letters_and_lengths(&self) -> impl Iterator<Item = (u64, u8)> + '_ {
        self.letters.all().iter().copied().zip(self.lengths.all().iter().copied())
    }

    pub(super) fn write(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        self.words.write(out)?;
        self.lengths.write(out)?;
        self.letters.write(out)?;
        out.push_number(self.slots.all().len());
        self.slots.write(out)
    }

    /// Opens the vocabulary that was written next.
    pub(super) fn open(input: &mut BlockReader) -> io::Result<Self> {
        let words = Rows::open_in_one_block(input)?;
        let len = words.len() - 1;
        let lengths = Array::open(input, len, u64::MAX)?;
        let letters = Array::open(input, len, u64::MAX)?;
        let slots = input.number()?;
        if !slots.is_power_of_two() {
            return Err(damaged_error());
        }
        let slots = Array::open(input, slots, len as u64 + 1)?;
        Ok(Self { len, words, lengths, letters, slots })
    }
}

/// Whether `bits` has more than `count` ones; `count` is at most two.
pub(super) fn has_more_bits_than(count: u32, bits: u64) -> bool {
    // Each step clears the lowest one: on plain x86-64 that is faster than counting them.
    let less = bits & bits.wrapping_sub(1);
    match count {
        0 => bits != 0,
        1 => less != 0,
        _ => less & less.wrapping_sub(1) != 0,
    }
}
