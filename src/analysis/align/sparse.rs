//! Pairing of responsibilities if comparing each with each would take too long: most pairs are
//! never compared.
//!
//! A pair is compared if one side finds the other by a word that few responsibilities share, if
//! their words differ in at most one, or if both are at the same position. The work grows with the
//! texts, not with their square.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use foldhash::{HashMap, HashMapExt};

use super::likelihood::{AuthoredKeys, FixedEvidence};
use super::{
    AlignSide, AlignedPair, Alignment, NEAREST_THRESHOLD, NearestMatch, PAIR_THRESHOLD, break_tie,
    minimum_likelihood, near_duplicate_share, to_units,
};
use crate::analysis::assign;
use crate::analysis::diff::rows::PairingBasis;
use crate::analysis::evidence::{CandidateFeatures, PreparedText, WEIGHTS, calibrated};
use crate::analysis::words::TermHash;

/// Number of others that a responsibility is compared with because they share its rare words, and
/// because they have nearly all of its words.
const BY_RARE_WORDS: usize = 8;
const BY_MOST_WORDS: usize = 8;

/// Maximum number of other responsibilities visited by the words of a responsibility, the rarest
/// words first.
const MAX_MEETINGS: usize = 2_000;

/// Maximum number of words in a text that is found by most of its words; longer texts are found by
/// their rare words alone.
const MAX_WORDS: usize = 64;

/// Maximum number of pairs for a group of one activity to be compared in full.
const SMALL_GROUP: usize = 64;

/// Pairs the responsibilities of `left` and `right` one-to-one as [`super::align()`] does, using
/// only the pairs that are compared.
pub(super) fn align(left: AlignSide<'_>, right: AlignSide<'_>, keys: bool) -> Alignment {
    let mut pairing = SparseAligner {
        left,
        right,
        keys,
        authored: keys.then(|| AuthoredKeys::new(left, right)),
        free_left: vec![true; left.responsibilities.len()],
        free_right: vec![true; right.responsibilities.len()],
        pairs: Vec::new(),
    };
    pairing.pair_same_words();
    let candidates = candidates(left.prepared, right.prepared);
    let figures = CandidateFeatures::new(left.prepared, right.prepared, &candidates);
    if keys {
        pairing.pair_activities(&candidates, &figures);
    }
    pairing.pair_near_duplicates(&candidates, &figures);
    pairing.pair_texts(&candidates, &figures);
    let nearest = pairing.nearest(&candidates, &figures);
    Alignment { pairs: pairing.pairs, nearest, ..Alignment::default() }
}

/// Returns for each of `left` the positions on the right that it is compared with, in order. The
/// result is the same from either side.
fn candidates(left: &[PreparedText], right: &[PreparedText]) -> Vec<Vec<usize>> {
    let mut all = find_candidates(left, right);
    for (r, lefts) in find_candidates(right, left).into_iter().enumerate() {
        for l in lefts {
            all[l].push(r);
        }
    }
    for rights in &mut all {
        rights.sort_unstable();
        rights.dedup();
    }
    all
}

/// Returns for each of `those` the positions of `others` that it finds.
fn find_candidates(those: &[PreparedText], others: &[PreparedText]) -> Vec<Vec<usize>> {
    let mut by_word: HashMap<TermHash, Vec<(usize, f32)>> = HashMap::new();
    let mut by_most: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, other) in others.iter().enumerate() {
        for &(term, weight) in other.words() {
            by_word.entry(term).or_default().push((at, weight));
        }
        for most in near_duplicate_hashes(other) {
            by_most.entry(most).or_default().push(at);
        }
    }
    those.iter().enumerate().map(|item| candidates_of(item, &by_most, &by_word, others)).collect()
}

fn candidates_of(
    (place, one): (usize, &PreparedText),
    by_most: &HashMap<u64, Vec<usize>>,
    by_word: &HashMap<u64, Vec<(usize, f32)>>,
    others: &[PreparedText],
) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let most = near_duplicate_hashes(one).into_iter().filter_map(|most| by_most.get(&most));
    let mut near: Vec<usize> = most.flat_map(|all| nearest(all, place)).collect();
    sort_by_place(&mut near, place);
    near.truncate(BY_MOST_WORDS);
    found.extend(near);
    found.extend(candidates_by_rare_words(place, one, by_word));
    found.extend((place < others.len()).then_some(place));
    found
}

/// Returns the positions that share most with `one`, at `place`, judged by its rare words.
fn candidates_by_rare_words(
    place: usize,
    one: &PreparedText,
    by_word: &HashMap<TermHash, Vec<(usize, f32)>>,
) -> impl Iterator<Item = usize> + use<> {
    let mut words: Vec<(&Vec<(usize, f32)>, f32)> = one
        .words()
        .iter()
        .filter_map(|&(term, weight): &(TermHash, f32)| {
            by_word.get(&term).map(|others| (others, weight))
        })
        .collect();
    words.sort_by_key(|(others, _)| others.len());
    let mut left = MAX_MEETINGS;
    let mut shared: HashMap<usize, f32> = HashMap::new();
    for (others, weight) in words {
        if others.len() > left {
            break;
        }
        left -= others.len();
        for (other, theirs) in others {
            *shared.entry(*other).or_default() += weight * theirs;
        }
    }
    let mut shared: Vec<(usize, f32)> = shared.into_iter().collect();
    shared.sort_unstable_by(|a, b| {
        b.1.total_cmp(&a.1).then_with(|| distance(a.0, place).cmp(&distance(b.0, place)))
    });
    shared.into_iter().take(BY_RARE_WORDS).map(|(other, _)| other)
}

/// Returns hashes of the words of `one`, and of all of them but one: two texts that differ in a
/// single word share one of these.
fn near_duplicate_hashes(one: &PreparedText) -> Vec<u64> {
    let words = one.words();
    let all = words.iter().fold(0_u64, |sum, (term, _)| sum.wrapping_add(spread_bits(*term)));
    let mut most = vec![all];
    // One of two words is not most of them.
    if (3..=MAX_WORDS).contains(&words.len()) {
        most.extend(words.iter().map(|(term, _)| all.wrapping_sub(spread_bits(*term))));
    }
    most
}

/// Returns a hash of a word to be summed: sums do not depend on the order of words, and removing one
/// costs nothing.
fn spread_bits(term: TermHash) -> u64 {
    term.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)
}

/// Returns the distance of `other` from `place`; of two equally distant ones the first is less.
fn distance(other: usize, place: usize) -> (usize, usize) {
    (other.abs_diff(place), other)
}

fn sort_by_place(all: &mut Vec<usize>, place: usize) {
    all.sort_unstable_by_key(|other| distance(*other, place));
    all.dedup();
}

/// Returns the items of `all`, which is in order, around `place`.
fn nearest(all: &[usize], place: usize) -> impl Iterator<Item = usize> + '_ {
    let at = all.partition_point(|other| *other < place);
    all[at.saturating_sub(BY_MOST_WORDS)..(at + BY_MOST_WORDS).min(all.len())].iter().copied()
}

/// Both sides and the pairs made so far.
struct SparseAligner<'a> {
    left: AlignSide<'a>,
    right: AlignSide<'a>,
    /// Whether activity keys and headings count.
    keys: bool,
    /// Evidence from keys and headings.
    authored: Option<AuthoredKeys<'a>>,
    free_left: Vec<bool>,
    free_right: Vec<bool>,
    pairs: Vec<AlignedPair>,
}

impl SparseAligner<'_> {
    fn pair(&mut self, left: usize, right: usize, similarity: f64) {
        let activity = &self.left.responsibilities[left].activity;
        let same_activity = self.keys
            && activity.is_some()
            && *activity == self.right.responsibilities[right].activity;
        let by = if same_activity { PairingBasis::Activity } else { PairingBasis::Text };
        let same = self.left.prepared[left].same_words(&self.right.prepared[right]);
        self.pairs.push(AlignedPair { left, right, similarity, by, same });
        (self.free_left[left], self.free_right[right]) = (false, false);
    }

    /// Pairs responsibilities with the same words. If several have them, agreement in activity,
    /// theme and spelling decides, in this order, then position.
    fn pair_same_words(&mut self) {
        let mut groups: BTreeMap<TermHash, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, duty) in self.left.prepared.iter().enumerate() {
            groups.entry(duty.wording()).or_default().0.push(at);
        }
        for (at, duty) in self.right.prepared.iter().enumerate() {
            if let Some(group) = groups.get_mut(&duty.wording()) {
                group.1.push(at);
            }
        }
        for (mut lefts, mut rights) in groups.into_values() {
            for agreed in (0..8).rev() {
                if lefts.is_empty() || rights.is_empty() {
                    break;
                }
                self.pair_agreeing(&mut lefts, &mut rights, agreed);
            }
        }
    }

    /// Pairs those of `lefts` and `rights` that agree in the properties named by the bits of
    /// `agreed`.
    fn pair_agreeing(&mut self, lefts: &mut Vec<usize>, rights: &mut Vec<usize>, agreed: u8) {
        let (told_left, told_right, keys) =
            (self.left.responsibilities, self.right.responsibilities, self.keys);
        let mut by_key: HashMap<_, VecDeque<usize>> = HashMap::new();
        for &right in rights.iter() {
            if let Some(key) = agreement_key(&told_right[right], keys, agreed) {
                by_key.entry(key).or_default().push_back(right);
            }
        }
        lefts.retain(|&left| {
            let right = agreement_key(&told_left[left], keys, agreed)
                .and_then(|key| by_key.get_mut(&key)?.pop_front());
            if let Some(right) = right {
                self.pair(left, right, 1.0);
            }
            right.is_none()
        });
        rights.retain(|right| self.free_right[*right]);
    }

    /// Returns the likelihood that the two are one kind of work.
    fn likelihood(&self, figures: &CandidateFeatures, left: usize, right: usize) -> f64 {
        let keyed = self.authored.as_ref().map_or(0.0, |keys| keys.log_odds(left, right));
        let minimum = minimum_likelihood(&self.left.prepared[left], &self.right.prepared[right]);
        let log_odds = calibrated(WEIGHTS.log_odds(&figures.of(left, right)));
        FixedEvidence { keyed, minimum }.likelihood(log_odds)
    }

    fn pair_activities(&mut self, candidates: &[Vec<usize>], figures: &CandidateFeatures) {
        let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, duty) in
            self.left.responsibilities.iter().enumerate().filter(|(at, _)| self.free_left[*at])
        {
            if let Some(key) = &duty.activity {
                groups.entry(key).or_default().0.push(at);
            }
        }
        for (at, duty) in
            self.right.responsibilities.iter().enumerate().filter(|(at, _)| self.free_right[*at])
        {
            if let Some(group) = duty.activity.as_deref().and_then(|key| groups.get_mut(key)) {
                group.1.push(at);
            }
        }
        for (lefts, rights) in
            groups.into_values().filter(|(lefts, rights)| !lefts.is_empty() && !rights.is_empty())
        {
            let mut likely: Vec<(usize, usize, f64)> = Vec::new();
            for &l in &lefts {
                let few = lefts.len() * rights.len() <= SMALL_GROUP;
                let compared = if few { &rights } else { &candidates[l] };
                let in_group = compared.iter().filter(|r| few || rights.binary_search(r).is_ok());
                likely.extend(in_group.map(|&r| (l, r, self.likelihood(figures, l, r))));
            }
            self.pair_best(likely, |likelihood| 1 + to_units(likelihood));
            let (lefts, rights) =
                (keep_free(&lefts, &self.free_left), keep_free(&rights, &self.free_right));
            for (l, r) in lefts.into_iter().zip(rights) {
                self.pair(l, r, self.likelihood(figures, l, r));
            }
        }
    }

    fn pair_near_duplicates(&mut self, candidates: &[Vec<usize>], figures: &CandidateFeatures) {
        let mut likely = Vec::new();
        for (l, rights) in candidates.iter().enumerate().filter(|(l, _)| self.free_left[*l]) {
            let free = rights.iter().filter(|r| self.free_right[**r]).filter(|r: &&usize| {
                near_duplicate_share(&self.left.prepared[l], &self.right.prepared[**r]).is_some()
            });
            likely.extend(free.map(|&r| (l, r, self.likelihood(figures, l, r))));
        }
        self.pair_best(likely, |likelihood| 1 + to_units(likelihood));
    }

    fn pair_texts(&mut self, candidates: &[Vec<usize>], figures: &CandidateFeatures) {
        let threshold = to_units(PAIR_THRESHOLD);
        let mut likely = Vec::new();
        for (l, rights) in candidates.iter().enumerate().filter(|(l, _)| self.free_left[*l]) {
            let free = rights.iter().filter(|r| self.free_right[**r]);
            likely.extend(free.map(|&r| (l, r, self.likelihood(figures, l, r))));
        }
        self.pair_best(likely, |likelihood| to_units(likelihood) - threshold);
    }

    /// Returns the most similar responsibility, among those it was compared with, for each one left
    /// alone on the left, and on the right.
    fn nearest(
        &self,
        candidates: &[Vec<usize>],
        figures: &CandidateFeatures,
    ) -> [Vec<Option<NearestMatch>>; 2] {
        let mut of_left = vec![None; self.left.responsibilities.len()];
        let mut of_right = vec![None; self.right.responsibilities.len()];
        for (l, rights) in candidates.iter().enumerate() {
            for &r in rights.iter().filter(|r| self.free_left[l] || self.free_right[**r]) {
                let likelihood = self.likelihood(figures, l, r);
                let worth = break_tie(to_units(likelihood), l, r);
                if self.free_left[l] {
                    keep_nearer(&mut of_left[l], worth, NearestMatch { at: r, likelihood });
                }
                if self.free_right[r] {
                    keep_nearer(&mut of_right[r], worth, NearestMatch { at: l, likelihood });
                }
            }
        }
        [of_left, of_right]
            .map(|all| all.into_iter().map(|near| near.map(|(_, near)| near)).collect())
    }

    /// Pairs for the best total worth of the `likely` pairs.
    fn pair_best(&mut self, likely: Vec<(usize, usize, f64)>, worth: impl Fn(f64) -> i64) {
        let similarity: HashMap<(usize, usize), f64> =
            likely.iter().map(|&(l, r, likely)| ((l, r), likely)).collect();
        let mut best = assign::best_of(
            likely
                .into_iter()
                .map(|(l, r, likely)| assign::WeightedPair {
                    left: l,
                    right: r,
                    worth: break_tie(worth(likely), l, r),
                })
                .filter(|edge| edge.worth > 0)
                .collect(),
        );
        best.sort_unstable_by_key(|pair| Reverse(*pair));
        for (l, r) in best {
            self.pair(l, r, similarity.get(&(l, r)).copied().unwrap_or_default());
        }
    }
}

/// The activity, theme and text of a responsibility, as far as they must agree.
type AgreementKey = (Option<String>, Option<crate::model::ThemeId>, Option<String>);

/// Returns the properties of `duty` named by the bits of `agreed`; `None` if it lacks one of them.
/// Without `keys` no responsibility has an activity.
fn agreement_key(
    duty: &crate::model::Responsibility,
    keys: bool,
    agreed: u8,
) -> Option<AgreementKey> {
    let (activity, theme, text) = (agreed & 4 != 0, agreed & 2 != 0, agreed & 1 != 0);
    let of_activity = duty.activity.clone().filter(|_| keys);
    (!activity || of_activity.is_some()).then(|| {
        let of_text = text.then(|| duty.text.clone());
        (of_activity.filter(|_| activity), theme.then_some(duty.theme), of_text)
    })
}

/// Returns the positions of `all` that are free.
fn keep_free(all: &[usize], free: &[bool]) -> Vec<usize> {
    all.iter().copied().filter(|at| free[*at]).collect::<Vec<_>>()
}

/// Replaces `nearest` by `near` if that is likely enough and worth more.
fn keep_nearer(nearest: &mut Option<(i64, NearestMatch)>, worth: i64, near: NearestMatch) {
    // The first of equal ones.
    if near.likelihood >= NEAREST_THRESHOLD && nearest.is_none_or(|(most, _)| worth > most) {
        *nearest = Some((worth, near));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::diff::fixture;

    /// Returns the pairs of two roles by position, as `align` finds them.
    fn pairs(
        left: &[&str],
        right: &[&str],
        align: impl Fn(AlignSide<'_>, AlignSide<'_>) -> Vec<AlignedPair>,
    ) -> Vec<AlignedPair> {
        let catalog = fixture::catalog(&[left, right]);
        let [a, b] = fixture::read(&catalog);
        let side = |role: usize, read| AlignSide {
            responsibilities: &catalog.roles()[role].responsibilities,
            prepared: read,
            themes: super::super::ThemeOrigin::Authored,
        };
        let mut pairs = align(side(0, &a), side(1, &b));
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        pairs
    }

    fn places(pairs: &[AlignedPair]) -> Vec<(usize, usize)> {
        pairs.iter().map(|pair| (pair.left, pair.right)).collect()
    }

    #[test]
    fn few_are_paired_as_if_all_were_compared() {
        let left = [
            "Writes detailed product requirements.",
            "Interviews customers. @learn",
            "Reads market reports. @learn",
            "Keeps the books.",
            "Pays bills.",
        ];
        let right = [
            "Orders reports on the market. @learn",
            "pays bills",
            "Runs customer interviews. @learn",
            "Writes product requirements.",
            "Guards the door.",
        ];
        for keys in [true, false] {
            let all = pairs(&left, &right, |l: AlignSide<'_>, r: AlignSide<'_>| {
                let how = if keys {
                    crate::analysis::diff::PairingMode::Auto
                } else {
                    crate::analysis::diff::PairingMode::Text
                };
                crate::analysis::align::align(l, r, how, false).pairs
            });
            let sparse = pairs(&left, &right, |l, r| align(l, r, keys).pairs);
            assert_eq!(places(&sparse), places(&all));
            assert!(!sparse.is_empty());
        }
    }

    /// Returns the texts of 400 responsibilities, each of which `change` may reword.
    fn texts(change: impl Fn(usize, String) -> String) -> Vec<String> {
        (0..400).map(|at| change(at, numbered_text(at))).collect()
    }

    fn numbered_word(seed: usize, place: usize) -> String {
        let number = ((seed * 7 + place) as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        format!("w{}", number % 4_001)
    }

    fn numbered_text(at: usize) -> String {
        (0..7).map(|place| numbered_word(at, place)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn nearly_the_same_words_are_found_wherever_they_are() {
        let before = texts(|_, text| text);
        let mut after = texts(|at, text| match at % 4 {
            0 => text,
            1 => format!("{text} added"),
            2 => text.rsplit_once(' ').unwrap().0.to_string(),
            _ => format!("other{} {}", at % 5, text.split_once(' ').unwrap().1),
        });
        after.reverse();
        let (before, after): (Vec<&str>, Vec<&str>) = (
            before.iter().map(String::as_str).collect(),
            after.iter().map(String::as_str).collect(),
        );
        let found = pairs(&before, &after, |l, r| align(l, r, true).pairs);
        let right = found.iter().filter(|pair| pair.left + pair.right == 399).count();
        assert_eq!((right, found.len()), (400, 400));
        assert_eq!(found.iter().filter(|pair| pair.same).count(), 100);
        // The same from the other side, mirrored.
        let mut turned = pairs(&after, &before, |l, r| align(l, r, true).pairs);
        turned.sort_unstable_by_key(|pair| pair.right);
        let turned: Vec<(usize, usize)> =
            turned.iter().map(|pair| (pair.right, pair.left)).collect();
        assert_eq!(turned, places(&found));
    }

    #[test]
    fn a_responsibility_is_compared_with_few_whatever_they_share() {
        for text in
            ["Writes the report of the week.", "Writes report {} of the week.", "Writes {} {} {}."]
        {
            let (left, right) = (repeated_texts(1, text), repeated_texts(40, text));
            let catalog = fixture::catalog(&[
                &left.iter().map(String::as_str).collect::<Vec<_>>()[..],
                &right.iter().map(String::as_str).collect::<Vec<_>>()[..],
            ]);
            let [a, b] = fixture::read(&catalog);
            let all: usize = candidates(&a, &b).iter().map(Vec::len).sum();
            let each = BY_MOST_WORDS + BY_RARE_WORDS + 1;
            assert!(all <= each * (a.len() + b.len()), "{text}: {all}");
        }
    }

    fn repeated_texts(of: usize, text: &str) -> Vec<String> {
        (0..500)
            .map(|at| text.replacen("{}", &(at / of).to_string(), 1).replace("{}", "x"))
            .collect()
    }

    proptest! {
        #[test]
        fn every_responsibility_is_paired_once_at_most(
            left in prop::collection::vec("[a-c]{1,2}( [a-c]{1,2}){0,3}( @[xy])?", 0..12),
            right in prop::collection::vec("[a-c]{1,2}( [a-c]{1,2}){0,3}( @[xy])?", 0..12),
        ) {
            let (l, r): (Vec<&str>, Vec<&str>) =
                (left.iter().map(String::as_str).collect(), right.iter().map(String::as_str).collect());
            for keys in [true, false] {
                let found = pairs(&l, &r, |l, r| align(l, r, keys).pairs);
                for (at, pair) in found.iter().enumerate() {
                    prop_assert!(found[at + 1..].iter().all(|o| o.left != pair.left && o.right != pair.right));
                }
                let turned = pairs(&r, &l, |l, r| align(l, r, keys).pairs);
                let mut turned: Vec<(usize, usize)> = turned.iter().map(|pair| (pair.right, pair.left)).collect();
                turned.sort_unstable();
                prop_assert_eq!(turned, places(&found));
            }
        }
    }
}
