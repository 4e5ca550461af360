//! How likely two responsibilities are one kind of work, by their texts, by the order of the two
//! lists, and by the headings and activities that their authors gave them.

use std::collections::{BTreeMap, BTreeSet};

use super::order::order_evidence;
use super::{AlignSide, exceeds_pair_limit, minimum_likelihood};
use crate::analysis::evidence::{
    ORDER, PairFeatures, PairMatrix, WEIGHTS, calibrated, pair_features,
};
use crate::model::ThemeId;

/// Share of pairs that are under the same heading because they are pairs, not by chance: 73 in 100
/// judged pairs of the built-in pack.
const SAME_THEME: f64 = 0.73;
/// Part of those log-odds that counts for a pair under the same heading: responsibilities under one
/// heading share words because of it, and the words are already counted.
const THEME_EVIDENCE_SHARE: f64 = 0.5;
/// Log-odds subtracted if the authors gave both an activity, but different ones.
const OTHER_ACTIVITY_PENALTY: f64 = 2.0;

/// Evidence from the authors' headings and activity keys for the pairs of two roles.
pub(super) struct AuthoredKeys<'a> {
    left: AlignSide<'a>,
    right: AlignSide<'a>,
    /// Headings that both roles use. No pair can be under any other heading.
    shared: BTreeSet<ThemeId>,
    /// Share of all pairs that are under the same heading.
    chance: f64,
    /// Share of pairs that are under the same heading because they are pairs, so far as both
    /// headings are the right ones.
    same_theme: f64,
}

impl<'a> AuthoredKeys<'a> {
    pub(super) fn new(left: AlignSide<'a>, right: AlignSide<'a>) -> Self {
        let (in_left, in_right) = (count_by_theme(left), count_by_theme(right));
        let both = in_left
            .iter()
            .filter_map(|(theme, count)| Some((*theme, count * in_right.get(theme)?)));
        let same: usize = both.clone().map(|(_, pairs)| pairs).sum();
        let [of_left, of_right] =
            [&in_left, &in_right].map(|counts| counts.values().sum::<usize>());
        let chance = same as f64 / (of_left * of_right).max(1) as f64;
        let shared = both.map(|(theme, _)| theme).collect();
        let same_theme = SAME_THEME * left.themes.certainty() * right.themes.certainty();
        Self { left, right, shared, chance, same_theme }
    }

    /// Returns what headings and keys add to the log-odds of the pair at these positions. If all
    /// responsibilities are under one heading, the heading adds nothing; nor does it where the
    /// heading of a text was not found.
    pub(super) fn log_odds(&self, left: usize, right: usize) -> f64 {
        let (of_left, of_right) = (self.left.themes, self.right.themes);
        let (left, right) =
            (&self.left.responsibilities[left], &self.right.responsibilities[right]);
        let theme = if !of_left.tells(left.theme) || !of_right.tells(right.theme) {
            0.0
        } else if left.theme == right.theme {
            THEME_EVIDENCE_SHARE
                * ((self.chance + (1.0 - self.chance) * self.same_theme) / self.chance).ln()
        } else if self.shared.contains(&left.theme) || self.shared.contains(&right.theme) {
            (1.0 - self.same_theme).ln()
        } else {
            0.0
        };
        let told_apart =
            left.activity.is_some() && right.activity.is_some() && left.activity != right.activity;
        if told_apart { theme - OTHER_ACTIVITY_PENALTY } else { theme }
    }
}

fn count_by_theme(side: AlignSide<'_>) -> BTreeMap<ThemeId, usize> {
    let mut counts: BTreeMap<ThemeId, usize> = BTreeMap::new();
    let themes = side.responsibilities.iter().map(|duty| duty.theme);
    for theme in themes.filter(|theme| side.themes.tells(*theme)) {
        *counts.entry(theme).or_default() += 1;
    }
    counts
}

/// What is known of each pair before any are chosen.
#[derive(Debug, Default)]
pub(in crate::analysis) struct PairEvidence {
    /// Likelihood that the two are one kind of work. Empty if there are too many to compare each
    /// with each.
    pub(in crate::analysis) likelihood: PairMatrix<f64>,
    /// Part of its log-odds that comes from the order of the two lists.
    pub(in crate::analysis) order: PairMatrix<f64>,
}

/// Returns the evidence for each of `left` with each of `right`; with `keys`, activities and
/// headings count.
pub(in crate::analysis) fn evidence(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    keys: bool,
) -> PairEvidence {
    if exceeds_pair_limit(left.responsibilities.len(), right.responsibilities.len()) {
        return PairEvidence::default();
    }
    let (figures, fixed) = figures(left, right, keys);
    let order =
        figures.iter().map(|row| row.iter().map(|pair| WEIGHTS.order * pair[ORDER]).collect());
    PairEvidence { order: order.collect(), likelihood: likelihoods(&figures, &fixed) }
}

/// Returns the figures of each pair by its texts, that for the order of the lists included.
pub(in crate::analysis) fn text_figures(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
) -> PairMatrix<PairFeatures> {
    figures(left, right, false).0
}

/// Evidence for a pair that is not from the words they share.
#[derive(Debug, Clone, Copy)]
pub(super) struct FixedEvidence {
    /// Log-odds from headings and activities.
    pub(super) keyed: f64,
    /// Minimum likelihood.
    pub(super) minimum: f64,
}

impl FixedEvidence {
    /// Returns the likelihood of the pair with these log-odds by its figures.
    pub(super) fn likelihood(self, log_odds: f64) -> f64 {
        (1.0 / (1.0 + (-log_odds - self.keyed).exp())).max(self.minimum)
    }
}

/// Returns the figures of each pair, that for the order of the lists included, and the evidence
/// besides; with `keys`, activities and headings count.
pub(super) fn figures(
    left: AlignSide<'_>,
    right: AlignSide<'_>,
    keys: bool,
) -> (PairMatrix<PairFeatures>, PairMatrix<FixedEvidence>) {
    let mut figures = pair_features(left.prepared, right.prepared);
    let authored = keys.then(|| AuthoredKeys::new(left, right));
    let fixed: PairMatrix<FixedEvidence> = (left.prepared.iter().enumerate())
        .map(|(l, duty)| {
            let row = right.prepared.iter().enumerate().map(|(r, other)| FixedEvidence {
                keyed: authored.as_ref().map_or(0.0, |keys| keys.log_odds(l, r)),
                minimum: minimum_likelihood(duty, other),
            });
            row.collect()
        })
        .collect();
    let before: PairMatrix<f64> = (figures.iter().zip(&fixed))
        .map(|(figures, fixed)| {
            let row = figures.iter().zip(fixed);
            row.map(|(pair, fixed)| fixed.likelihood(WEIGHTS.log_odds(pair))).collect()
        })
        .collect();
    for (row, order) in figures.iter_mut().zip(&order_evidence(&before)) {
        for (pair, order) in row.iter_mut().zip(order) {
            pair[ORDER] = *order;
        }
    }
    (figures, fixed)
}

/// Returns the likelihood that each of the left and each of the right are one kind of work.
pub(super) fn likelihoods(
    figures: &PairMatrix<PairFeatures>,
    fixed: &PairMatrix<FixedEvidence>,
) -> PairMatrix<f64> {
    let rows = figures.iter().zip(fixed).map(|(figures, fixed)| {
        let row = figures.iter().zip(fixed);
        row.map(|(pair, fixed)| fixed.likelihood(calibrated(WEIGHTS.log_odds(pair)))).collect()
    });
    rows.collect()
}
