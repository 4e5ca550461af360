//! Words that two responsibilities share, or that serve for the same work.

use super::reason::PairingReason;
use crate::analysis::evidence::LexiconStem;
use crate::analysis::mark::written_words;
use crate::analysis::vocabulary::Vocabulary;
use crate::analysis::words::{StemHasher, TermHash};
use foldhash::{HashSet, HashSetExt};

/// Maximum number of shared words that are named, rarest first.
pub(super) const MAX_WORDS: usize = 6;

/// Maximum number of word pairs that are named.
pub(super) const MAX_COUPLES: usize = 3;

/// Minimum similarity of words that are named together, 0 to 1.
pub(super) const MIN_WORD_SIMILARITY: f32 = 0.3;

/// Maximum number of words of a text to look at, from the start: comparing all with all grows with
/// the square of the length.
pub(super) const MAX_LOOKED_AT: usize = 64;

/// Returns pairs of a word only in `left` and a word only in `right` that serve for the same work;
/// each word in one pair, most similar first.
pub(super) fn similar_words(left: &str, right: &str) -> Vec<(String, String)> {
    let mut stems = StemHasher::new();
    let (left, right) = (read_words(left, &mut stems), read_words(right, &mut stems));
    let (left, right) = (words_only_in(&left, &right), words_only_in(&right, &left));
    let mut couples: Vec<(f32, usize, usize)> = Vec::new();
    for (l, (_, a)) in left.iter().enumerate() {
        for (r, (_, b)) in right.iter().enumerate() {
            couples.push((a.similarity(*b), l, r));
        }
    }
    couples.retain(|(nearness, _, _)| *nearness >= MIN_WORD_SIMILARITY);
    couples.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then((a.1 + a.2).cmp(&(b.1 + b.2))).then(a.1.cmp(&b.1))
    });
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, l, r) in couples {
        if taken.len() < MAX_COUPLES && taken.iter().all(|(left, right)| *left != l && *right != r)
        {
            taken.push((l, r));
        }
    }
    taken.into_iter().map(|(l, r)| (left[l].0.clone(), right[r].0.clone())).collect()
}

pub(super) fn read_words(text: &str, stems: &mut StemHasher) -> Vec<(String, LexiconStem)> {
    let words = written_words(text).into_iter().map(|word| word.to_lowercase());
    let stemmed = words
        .filter_map(|word| stems.of(&word).first().map(|term| (word, LexiconStem::new(*term))));
    stemmed.take(MAX_LOOKED_AT).collect()
}

pub(super) fn words_only_in(
    own: &[(String, LexiconStem)],
    other: &[(String, LexiconStem)],
) -> Vec<(String, LexiconStem)> {
    let mut known: HashSet<TermHash> = other.iter().map(|(_, word)| word.term).collect();
    own.iter().filter(|(_, word)| known.insert(word.term)).cloned().collect()
}

/// Returns the words that both texts have.
pub(super) fn shared_words(vocabulary: &Vocabulary, left: &str, right: &str) -> PairingReason {
    let mut stems = StemHasher::new();
    let (first, other_first) = (opening_stem(&mut stems, left), opening_stem(&mut stems, right));
    let theirs: HashSet<TermHash> = stems.of(right).into_iter().collect();
    let mut known = HashSet::new();
    let mut shared: Vec<(f64, String, TermHash)> = Vec::new();
    for (at, mut word) in written_words(left).into_iter().enumerate() {
        let mut of_word = stems.of(&word);
        // The capital of a first word is not part of the word.
        if at == 0 && !word.chars().skip(1).any(char::is_uppercase) {
            word = word.to_lowercase();
        }
        of_word.retain(|term| theirs.contains(term) && known.insert(*term));
        let rarity = of_word.iter().map(|term| vocabulary.rarity(*term)).fold(0.0, f64::max);
        if let Some(term) = of_word.first() {
            shared.push((rarity, word, *term));
        }
    }
    match &shared[..] {
        [] => PairingReason::NoSharedWord,
        [(_, word, term)] if first == Some(*term) && other_first == first => {
            PairingReason::OnlyOpening(word.clone())
        }
        _ => {
            shared.sort_by(|a, b| b.0.total_cmp(&a.0));
            let more = shared.len().saturating_sub(MAX_WORDS);
            PairingReason::SharedWords(
                shared.into_iter().take(MAX_WORDS).map(|(_, word, _)| word).collect(),
                more,
            )
        }
    }
}

pub(super) fn opening_stem(stems: &mut StemHasher, text: &str) -> Option<u64> {
    stems.of(text).first().copied()
}
