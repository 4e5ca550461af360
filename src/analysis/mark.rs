//! Finds the words in which two texts differ.

mod tokens;

use self::tokens::{WordToken, tokens, uninflected};
pub(super) use self::tokens::{normalised_words, same_words, written_words};
use std::hash::Hash;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words::is_function_word;

/// A piece of text that is either all marked as changed, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedSpan {
    /// Text of the span.
    pub text: String,
    /// Whether the other side is worded differently. Always false for a responsibility that has no
    /// counterpart or is the same.
    pub changed: bool,
}

/// Minimum share of meaningful words in common; below it, marking word by word reads like confetti.
const MIN_SHARED: f64 = 0.33;
/// Maximum number of table cells for comparing every word with every other. Longer texts are
/// compared this way only between runs of words that are certain to correspond.
const MAX_CELLS: usize = 1_000_000;
/// Lengths of the runs of words that are certain to correspond in longer texts if they occur once
/// in both: a single word, or this many.
const UNIQUE_RUN_LENGTHS: [usize; 2] = [1, 4];
/// Minimum number of words in a shared ending for it to stay unmarked even then; at the start, the
/// verb alone is enough.
const MIN_END: usize = 2;

/// Splits both texts where marking starts or stops. A word in another number or tense counts as
/// different only if `exact`.
///
/// The choice between equally good markings does not depend on which text is on the left.
pub(super) fn mark(left: &str, right: &str, exact: bool) -> (Vec<MarkedSpan>, Vec<MarkedSpan>) {
    if left > right {
        let (b, a) = mark(right, left, exact);
        return (a, b);
    }
    let (left_tokens, right_tokens) = (tokens(left), tokens(right));
    let (left_keys, right_keys) = (token_keys(&left_tokens), token_keys(&right_tokens));
    let (left_words, right_words) = (uninflected_keys(&left_keys), uninflected_keys(&right_keys));
    let marks = if exact || left_words == right_words {
        // They differ only in endings, so the endings are the change.
        ChangeMarks::between(&left_keys, &right_keys)
    } else {
        let mut marks = ChangeMarks::between(&left_words, &right_words);
        marks.extend_over_inflections(&left_keys, &right_keys);
        marks
    };
    (spans(left, &left_tokens, &marks.left), spans(right, &right_tokens, &marks.right))
}

fn token_keys(tokens: &[WordToken]) -> Vec<String> {
    tokens.iter().map(|t| t.key.clone()).collect::<Vec<_>>()
}

fn uninflected_keys(keys: &[String]) -> Vec<String> {
    keys.iter().map(|key| uninflected(key)).collect::<Vec<_>>()
}

/// Splits one text, and several that together say the same, where marking starts or stops: a word
/// of the one is marked if none of the several has it, and a word of the several if the one lacks
/// it, wherever it is in the text. Function words are marked between marked words.
pub(super) fn mark_group(one: &str, several: &[&str]) -> (Vec<MarkedSpan>, Vec<Vec<MarkedSpan>>) {
    let one_tokens = tokens(one);
    let one_keys = uninflected_tokens(&one_tokens);
    let all: Vec<(&str, Vec<WordToken>)> =
        several.iter().map(|text| (*text, tokens(text))).collect();
    let all_keys: Vec<Vec<String>> =
        all.iter().map(|(_, tokens)| uninflected_tokens(tokens)).collect();
    let of_one: HashSet<&String> = one_keys.iter().collect();
    let of_several: HashSet<&String> = all_keys.iter().flatten().collect();
    let marked = all
        .iter()
        .zip(&all_keys)
        .map(|((text, tokens), keys)| mark_missing(text, tokens, keys, &of_one));
    let marked: Vec<Vec<MarkedSpan>> = marked.collect();
    (mark_missing(one, &one_tokens, &one_keys, &of_several), marked)
}

fn uninflected_tokens(tokens: &[WordToken]) -> Vec<String> {
    tokens.iter().map(|token| uninflected(&token.key)).collect::<Vec<_>>()
}

fn mark_missing(
    text: &str,
    tokens: &[WordToken],
    keys: &[String],
    others: &HashSet<&String>,
) -> Vec<MarkedSpan> {
    let told: Vec<Option<bool>> = tokens
        .iter()
        .zip(keys)
        .map(|(token, key)| (!is_function_word(&token.key)).then(|| !others.contains(key)))
        .collect();
    spans(
        text,
        tokens,
        &(0..tokens.len())
            .map(|at: usize| {
                // A function word is marked if its neighbours are; at an end it has only one.
                told[at].unwrap_or_else(|| {
                    match (marked_before(&told, at), marked_after(&told, at)) {
                        (Some(before), Some(after)) => before && after,
                        (neighbour, None) | (None, neighbour) => neighbour.unwrap_or(false),
                    }
                })
            })
            .collect::<Vec<_>>(),
    )
}

fn marked_before(told: &[Option<bool>], at: usize) -> Option<bool> {
    told[..at].iter().rev().copied().flatten().next()
}

fn marked_after(told: &[Option<bool>], at: usize) -> Option<bool> {
    told[at..].iter().copied().flatten().next()
}

/// Splits both texts where they were edited: like [`mark`], but if they differ only in capitals or
/// punctuation, marks those.
pub(super) fn mark_change(left: &str, right: &str) -> (Vec<MarkedSpan>, Vec<MarkedSpan>) {
    let marked = mark(left, right, true);
    if left == right || marked.0.iter().chain(&marked.1).any(|span| span.changed) {
        return marked;
    }
    let (lefts, rights) = (pieces_of(left), pieces_of(right));
    let (mut a, mut b) = (vec![true; lefts.len()], vec![true; rights.len()]);
    for op in differences(&lefts, &rights) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            a[old_index..old_index + len].fill(false);
            b[new_index..new_index + len].fill(false);
        }
    }
    (join_spans(&lefts, &a), join_spans(&rights, &b))
}

fn pieces_of(text: &str) -> Vec<&str> {
    str::split_inclusive(text, char::is_whitespace).collect::<Vec<&str>>()
}

/// Returns what `left` and `right` have in common and where they differ: the longest common
/// subsequence as long as that takes bounded time; see [`MAX_CELLS`].
fn differences<T: Eq + Hash + Clone>(left: &[T], right: &[T]) -> Vec<DiffOp> {
    if inner_cells(left, right) <= MAX_CELLS {
        return capture_diff_slices(Algorithm::Lcs, left, right);
    }
    // Equal words have equal numbers.
    let mut numbers: HashMap<&T, u32> = HashMap::new();
    let lefts: Vec<u32> = left.iter().map(|word| number(word, &mut numbers)).collect();
    let rights: Vec<u32> = right.iter().map(|word| number(word, &mut numbers)).collect();
    let mut common =
        CommonWords { left: &lefts, right: &rights, cells: MAX_CELLS, pairs: Vec::new() };
    common.find(0..lefts.len(), 0..rights.len(), &UNIQUE_RUN_LENGTHS);
    common.ops()
}

/// Returns the number of `word`; a new word gets the next one.
fn number<'t, T: Eq + Hash>(word: &'t T, numbers: &mut HashMap<&'t T, u32>) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(word).or_insert(next)
}

/// Number of cells in the table that compares each of `left` with each of `right`, without their
/// common start and end.
fn inner_cells<T: PartialEq>(left: &[T], right: &[T]) -> usize {
    let start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(l, r)| l == r).count();
    (left.len() - end).saturating_mul(right.len() - end)
}

/// The words that two long texts have in common, by word number.
struct CommonWords<'a> {
    left: &'a [u32],
    right: &'a [u32],
    /// Number of cells that may still be filled.
    cells: usize,
    /// Positions of common words, in order.
    pairs: Vec<(usize, usize)>,
}

impl CommonWords<'_> {
    /// Finds what `lefts` and `rights` have in common: their start and end, the runs of the lengths
    /// `runs` that are certain to correspond, and between those every word with every other while
    /// cells are left.
    fn find(&mut self, mut lefts: Range<usize>, mut rights: Range<usize>, runs: &[usize]) {
        while !lefts.is_empty()
            && !rights.is_empty()
            && self.left[lefts.start] == self.right[rights.start]
        {
            self.pairs.push((lefts.start, rights.start));
            lefts.start += 1;
            rights.start += 1;
        }
        let (left, right) = (&self.left[lefts.clone()], &self.right[rights.clone()]);
        let end = left.iter().rev().zip(right.iter().rev()).take_while(|(l, r)| l == r).count();
        let (inner_left, inner_right) =
            (lefts.start..lefts.end - end, rights.start..rights.end - end);
        if !inner_left.is_empty() && !inner_right.is_empty() {
            self.find_inner(&inner_left, &inner_right, runs);
        }
        self.pairs.extend((inner_left.end..lefts.end).zip(inner_right.end..rights.end));
    }

    fn find_inner(&mut self, lefts: &Range<usize>, rights: &Range<usize>, runs: &[usize]) {
        let (left, right) = (&self.left[lefts.clone()], &self.right[rights.clone()]);
        let cells = left.len().saturating_mul(right.len());
        if cells <= self.cells {
            self.cells -= cells;
            for op in capture_diff_slices(Algorithm::Lcs, left, right) {
                if let DiffOp::Equal { old_index, new_index, len } = op {
                    self.pairs.extend(
                        (0..len)
                            .map(|i| (lefts.start + old_index + i, rights.start + new_index + i)),
                    );
                }
            }
            return;
        }
        let Some((&run, shorter)) = runs.split_first() else { return };
        let (mut at_left, mut at_right) = (lefts.start, rights.start);
        for (l, r) in ascending(&unique_runs(left, right, run)) {
            let (l, r) = (lefts.start + l, rights.start + r);
            // Runs overlap.
            if l < at_left || r < at_right {
                continue;
            }
            self.find(at_left..l, at_right..r, shorter);
            self.pairs.extend((0..run).map(|i| (l + i, r + i)));
            (at_left, at_right) = (l + run, r + run);
        }
        self.find(at_left..lefts.end, at_right..rights.end, shorter);
    }

    /// Returns the pairs as diff operations.
    fn ops(&self) -> Vec<DiffOp> {
        let (mut ops, mut old, mut new) = (Vec::new(), 0, 0);
        let end = (self.left.len(), self.right.len());
        for &(l, r) in self.pairs.iter().chain([&end]) {
            match (l - old, r - new) {
                (0, 0) => {}
                (old_len, 0) => {
                    ops.push(DiffOp::Delete { old_index: old, old_len, new_index: new });
                }
                (0, new_len) => {
                    ops.push(DiffOp::Insert { old_index: old, new_index: new, new_len });
                }
                (old_len, new_len) => {
                    ops.push(DiffOp::Replace { old_index: old, old_len, new_index: new, new_len });
                }
            }
            if (l, r) == end {
                break;
            }
            match ops.last_mut() {
                Some(DiffOp::Equal { len, .. }) if (l, r) == (old, new) => *len += 1,
                _ => ops.push(DiffOp::Equal { old_index: l, new_index: r, len: 1 }),
            }
            (old, new) = (l + 1, r + 1);
        }
        ops
    }
}

/// Returns the positions of runs of `length` words that occur exactly once on each side, in order
/// of the left.
fn unique_runs(left: &[u32], right: &[u32], length: usize) -> Vec<(usize, usize)> {
    let mut places: HashMap<&[u32], RunStarts> = HashMap::new();
    for (at, run) in left.windows(length).enumerate() {
        let run = places.entry(run).or_default();
        run.again |= run.left.replace(at).is_some();
    }
    for (at, run) in right.windows(length).enumerate() {
        let run = places.entry(run).or_default();
        run.again |= run.right.replace(at).is_some();
    }
    let mut sure: Vec<(usize, usize)> = places
        .values()
        .filter_map(|run: &RunStarts| if run.again { None } else { run.left.zip(run.right) })
        .collect();
    sure.sort_unstable();
    sure
}

/// Positions at which a run of words starts on each side, and whether it occurs again there.
#[derive(Default)]
struct RunStarts {
    left: Option<usize>,
    right: Option<usize>,
    again: bool,
}

/// Returns the longest subsequence of `places`, which ascend on the left, that also ascends on the
/// right.
fn ascending(places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the sequence that ends first; for each place, the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (at, (_, right)) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end].1 < *right);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut all: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |at| before[*at])
            .map(|at| places[at])
            .collect();
    all.reverse();
    all
}

/// Joins neighbouring `pieces` that have the same mark.
pub(super) fn join_spans(pieces: &[impl AsRef<str>], marks: &[bool]) -> Vec<MarkedSpan> {
    let mut spans: Vec<MarkedSpan> = Vec::new();
    for (piece, &changed) in pieces.iter().zip(marks) {
        match spans.last_mut() {
            Some(last) if last.changed == changed => last.text.push_str(piece.as_ref()),
            _ => spans.push(MarkedSpan { text: piece.as_ref().to_string(), changed }),
        }
    }
    spans
}

/// Returns two lists with one span for each item; items that the other list lacks are marked.
pub(super) fn mark_lists(left: &[String], right: &[String]) -> (Vec<MarkedSpan>, Vec<MarkedSpan>) {
    (mark_items(left, right), mark_items(right, left))
}

fn mark_items(items: &[String], others: &[String]) -> Vec<MarkedSpan> {
    let others: HashSet<&String> = others.iter().collect();
    items
        .iter()
        .map(|item| MarkedSpan { text: item.clone(), changed: !others.contains(item) })
        .collect()
}

/// Returns a text without any marks.
pub(super) fn unmarked(text: &str) -> Vec<MarkedSpan> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![MarkedSpan { text: text.to_string(), changed: false }]
    }
}

/// The words that changed on each side.
struct ChangeMarks {
    left: Vec<bool>,
    right: Vec<bool>,
    /// Words that stay unmarked: left and right.
    pairs: Vec<(usize, usize)>,
}

impl ChangeMarks {
    /// Finds the changes between two texts: word by word, or by entire phrases if they share
    /// little.
    fn between(left: &[String], right: &[String]) -> Self {
        let mut marks = Self {
            left: vec![true; left.len()],
            right: vec![true; right.len()],
            pairs: Vec::new(),
        };
        let ops = differences(left, right);
        let shared: usize = ops
            .iter()
            .map(|op: &DiffOp| match *op {
                DiffOp::Equal { old_index, len, .. } => {
                    count_content_words(&left[old_index..old_index + len])
                }
                _ => 0,
            })
            .sum();
        let total = count_content_words(left) + count_content_words(right);
        if (2 * shared) as f64 >= MIN_SHARED * total as f64 {
            marks.unmark_shared(&ops, left);
        } else {
            marks.unmark_edges(left, right);
        }
        marks
    }

    /// Marks words that differ only in their endings if they are next to a change: "‹one product›"
    /// becomes "‹a line of products›", while an ending that changes by itself is not worth a mark.
    fn extend_over_inflections(&mut self, left: &[String], right: &[String]) {
        let inflected = self.pairs.iter().filter(|(l, r)| left[*l] != right[*r]);
        let taken: Vec<_> = inflected
            .filter(|(l, r)| is_beside_mark(&self.left, *l) || is_beside_mark(&self.right, *r))
            .copied()
            .collect();
        for (l, r) in taken {
            (self.left[l], self.right[r]) = (true, true);
        }
    }

    fn unmark(&mut self, left: usize, right: usize, len: usize) {
        self.left[left..left + len].fill(false);
        self.right[right..right + len].fill(false);
        self.pairs.extend((0..len).map(|i| (left + i, right + i)));
    }

    /// Leaves shared words unmarked, except lone function words between two changes: "‹Sets› the
    /// ‹budget›" reads better as one phrase, marked on both sides.
    fn unmark_shared(&mut self, ops: &[DiffOp], left: &[String]) {
        for (at, op) in ops.iter().enumerate() {
            if let DiffOp::Equal { old_index, new_index, len } = *op {
                let inside = at > 0 && at + 1 < ops.len();
                if inside
                    && left[old_index..old_index + len].iter().all(|word| is_function_word(word))
                {
                    continue;
                }
                self.unmark(old_index, new_index, len);
            }
        }
    }

    fn unmark_edges(&mut self, left: &[String], right: &[String]) {
        let mut start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
        if left[..start].iter().all(|word| is_function_word(word)) {
            start = 0;
        }
        self.unmark(0, 0, start);
        let rest = left.len().min(right.len()) - start;
        let end = left
            .iter()
            .rev()
            .zip(right.iter().rev())
            .take(rest)
            .take_while(|(l, r)| l == r)
            .count();
        if end >= MIN_END {
            self.unmark(left.len() - end, right.len() - end, end);
        }
    }
}

fn count_content_words(words: &[String]) -> usize {
    words.iter().filter(|word| !is_function_word(word)).count()
}

fn is_beside_mark(marks: &[bool], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| marks[before])
        || marks.get(at + 1).is_some_and(|after| *after)
}

/// Joins words, and the text between them, into spans; text between two changed words is changed
/// too.
fn spans(text: &str, tokens: &[WordToken], marks: &[bool]) -> Vec<MarkedSpan> {
    let mut spans: Vec<MarkedSpan> = Vec::new();
    let mut at = 0;
    for (i, token) in tokens.iter().enumerate() {
        let between_changes = i > 0 && marks[i - 1] && marks[i];
        push_span(&text[at..token.place.start], between_changes, &mut spans);
        push_span(&text[token.place.clone()], marks[i], &mut spans);
        at = token.place.end;
    }
    push_span(&text[at..], false, &mut spans);
    spans
}

fn push_span(part: &str, changed: bool, spans: &mut Vec<MarkedSpan>) {
    if part.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.changed == changed => last.text.push_str(part),
        _ => spans.push(MarkedSpan { text: part.to_string(), changed }),
    }
}

#[cfg(test)]
mod tests;
