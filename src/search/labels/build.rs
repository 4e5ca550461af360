//! Prepares labels for search.

use std::ops::Range;

use super::fits::LabelKind;
use super::list::{LabelWords, Labels, initial};
use super::vocabulary::VocabularyBuilder;
use crate::search::blocks::{Array, Rows};
use crate::search::fold::{append_folded, for_each_word};

impl Labels {
    /// Prepares `labels`, each with its weight: among equal matches the heavier comes first, then
    /// the shorter, then by text, then the earlier. Also returns, by number, which of `labels` each
    /// one is.
    pub(in crate::search) fn new<'a>(
        labels: impl IntoIterator<Item = (&'a str, u32)>,
        kind: LabelKind,
    ) -> (Self, Vec<u32>) {
        let mut folded = String::new();
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let mut order: Vec<(u64, u32)> = Vec::new();
        for (i, (label, weight)) in labels.into_iter().enumerate() {
            let start = folded.len();
            append_folded(label, &mut folded);
            let text = &folded[start..];
            let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
            // The first keys of the comparison in one number; the text decides the rest.
            let weight = u64::from(0xFF_FFFF - weight.min(0xFF_FFFF));
            order.push((weight << 40 | (chars.min(0xFFFF) as u64) << 24, i as u32));
            spans.push((start as u32, folded.len() as u32));
        }
        for (key, i) in &mut order {
            let bytes = suffix_text(*i, &folded, &spans).as_bytes();
            *key |= byte_at(0, bytes) << 16 | byte_at(1, bytes) << 8 | byte_at(2, bytes);
        }
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| {
                    suffix_text(a.1, &folded, &spans).cmp(suffix_text(b.1, &folded, &spans))
                })
                .then(a.1.cmp(&b.1))
        });

        let names = kind == LabelKind::Name;
        let count = order.len();
        let mut vocabulary = VocabularyBuilder::new();
        let mut text = String::with_capacity(folded.len() + count);
        let (mut ends, mut word_ends) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut words: Vec<u32> = Vec::with_capacity(folded.len() / 6);
        let (mut initials, mut initial_ends, mut letters) = (Vec::new(), Vec::new(), Vec::new());
        for (_, i) in &order {
            let label = suffix_text(*i, &folded, &spans);
            let mut set = 0;
            for_each_word(label, |word| {
                let id = vocabulary.intern(&label[word.clone()]);
                set |= vocabulary.letters(id);
                words.push(id);
                if names {
                    initials.push(initial(label[word].chars().next().unwrap_or(' ')));
                }
            });
            word_ends.push(words.len() as u32);
            text.push_str(label);
            text.push('\n');
            ends.push(text.len() as u32);
            if names {
                initials.push(b'\n');
                initial_ends.push(initials.len() as u32);
                letters.push(set);
            }
        }
        let (postings, posting_ends) = postings(&words, &word_ends, vocabulary.len());
        let counts: Vec<u32> = (0..posting_ends.len())
            .map(|word| posting_ends[word] - row_start(&posting_ends, word) as u32)
            .collect();
        let origins = order.into_iter().map(|(_, i)| i).collect();
        let known = vocabulary.len();
        let labels = Self {
            kind,
            text: Rows::of(&*text, &ends),
            vocabulary: vocabulary.build(),
            words: LabelWords::of(&words, &word_ends, known),
            posting_counts: Array::of(&counts),
            postings: Rows::of(&*postings, &posting_ends),
            initials: Rows::of(&*initials, &initial_ends),
            letters: Array::of(&letters),
        };
        (labels, origins)
    }
}

fn suffix_text<'a>(i: u32, folded: &'a str, spans: &[(u32, u32)]) -> &'a str {
    &folded[spans[i as usize].0 as usize..spans[i as usize].1 as usize]
}

fn byte_at(at: usize, bytes: &[u8]) -> u64 {
    u64::from(bytes.get(at).copied().unwrap_or(0))
}

/// Returns the start of row `at`, given the end of each row.
fn row_start(ends: &[u32], at: usize) -> usize {
    at.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

/// Returns the labels that contain each word, ascending and each once, and the end of each word's
/// labels.
fn postings(words: &[u32], word_ends: &[u32], vocabulary: usize) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0_u32; vocabulary + 1];
    for word in words {
        next[*word as usize + 1] += 1;
    }
    for i in 0..vocabulary {
        next[i + 1] += next[i];
    }
    let starts = next.clone();
    let mut postings = vec![0; words.len()];
    for label in 0..word_ends.len() {
        for word in &words[row_start(word_ends, label)..word_ends[label] as usize] {
            let at = &mut next[*word as usize];
            // A label may contain a word twice.
            if *at > starts[*word as usize] && postings[*at as usize - 1] == label as u32 {
                continue;
            }
            postings[*at as usize] = label as u32;
            *at += 1;
        }
    }
    // Close the gaps that repeated words left.
    let mut ends = Vec::with_capacity(vocabulary);
    let mut to = 0;
    for word in 0..vocabulary {
        let range: Range<usize> = starts[word] as usize..next[word] as usize;
        let count = range.len();
        postings.copy_within(range, to);
        to += count;
        ends.push(to as u32);
    }
    postings.truncate(to);
    (postings, ends)
}
