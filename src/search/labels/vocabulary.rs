//! The distinct words of labels.

use super::LabelKind;
use super::weights::{BEGUN_IN_PROSE, LONG_IN_PROSE};
use crate::search::fold::letter_bit;
use crate::search::word::{self, TypedWord};
use memchr::memmem::find_iter;
use xxhash_rust::xxh3::xxh3_64;

/// Distinct words, and their positions in the text.
#[derive(Debug, Default)]
pub(super) struct LabelVocabulary {
    /// Words, each followed by a line end, with one more before the first.
    pub(super) text: String,
    /// Start of each word in `text`, and one more at the end.
    pub(super) starts: Vec<u32>,
    pub(super) lengths: Vec<u8>,
    pub(super) letters: Vec<u64>,
    /// Slots of an open-addressing table: the word + 1, or 0.
    pub(super) slots: Vec<u32>,
}

impl LabelVocabulary {
    pub(super) fn new() -> Self {
        Self { text: "\n".to_string(), starts: vec![1], slots: vec![0; 1 << 10], ..Self::default() }
    }

    /// Whether every number points at existing data, and every lookup terminates.
    pub(super) fn is_valid(&self) -> bool {
        let Self { text, starts, lengths, letters, slots } = self;
        let Some((1, ends)) = starts.split_first() else { return false };
        ends.len() == lengths.len()
            && letters.len() == lengths.len()
            && text.starts_with('\n')
            && all_end_lines(ends, text, 1)
            && slots.len().is_power_of_two()
            && slots.contains(&0)
            && all_below(slots, lengths.len() + 1)
    }

    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    pub(super) fn word(&self, at: usize) -> &str {
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    /// Returns the slot of `word`, which contains it or is free.
    pub(super) fn slot(&self, word: &str) -> usize {
        let mut slot = xxh3_64(word.as_bytes()) as usize & (self.slots.len() - 1);
        while self.slots[slot] != 0 && self.word(self.slots[slot] as usize - 1) != word {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    pub(super) fn get(&self, word: &str) -> Option<u32> {
        self.slots[self.slot(word)].checked_sub(1)
    }

    pub(super) fn intern(&mut self, word: &str) -> u32 {
        let slot = self.slot(word);
        if let Some(id) = self.slots[slot].checked_sub(1) {
            return id;
        }
        let id = self.len() as u32;
        self.text.push_str(word);
        self.text.push('\n');
        self.starts.push(self.text.len() as u32);
        self.lengths.push(word.chars().count().min(255) as u8);
        self.letters.push(word.chars().fold(0, |mask, c| mask | letter_bit(c)));
        self.slots[slot] = id + 1;
        if self.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 0..self.len() {
                let slot = self.slot(self.word(id));
                self.slots[slot] = id as u32 + 1;
            }
        }
        id
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
        let mut next = 0;
        for at in find_iter(self.text.as_bytes(), sought.as_bytes()) {
            let at = at + usize::from(!anywhere);
            if at < next {
                continue;
            }
            let id = self.starts.partition_point(|start| *start as usize <= at) - 1;
            let (start, end) = (self.starts[id] as usize, self.starts[id + 1] as usize - 1);
            next = end;
            let quality = match at == start {
                true if end - start == needle.text.len() => word::WHOLE,
                true if begun => word::START,
                false if inside => word::INSIDE,
                _ => continue,
            };
            fits(id as u32, quality);
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
        for (id, (letters, len)) in self.letters.iter().zip(&self.lengths).enumerate() {
            let len = u32::from(*len);
            // An abbreviation is not longer than its word.
            if len + forgiven >= most
                && !has_more_bits_than(forgiven, needle.mask & !letters)
                && let Some(quality) = needle.resembles(self.word(id), len, *letters, shortened)
            {
                fits(id as u32, quality);
            }
        }
    }
}

/// Whether each text that `ends` cuts from `text`, starting at byte `from`, ends in a line end.
pub(super) fn all_end_lines(ends: &[u32], text: &str, from: usize) -> bool {
    let bytes = text.as_bytes();
    let mut last = from;
    ends.iter().all(|end: &u32| {
        let end = *end as usize;
        end > std::mem::replace(&mut last, end) && bytes.get(end - 1) == Some(&b'\n')
    }) && last == text.len()
}

/// Whether all of `numbers` are below `limit`.
pub(super) fn all_below(numbers: &[u32], limit: usize) -> bool {
    // The maximum is found without a branch for each number.
    numbers.iter().fold(0, |most, number| most.max(*number))
        < u32::try_from(limit).unwrap_or(u32::MAX).max(1)
        && (limit > 0 || numbers.is_empty())
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
