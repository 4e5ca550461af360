//! Weights of the figures by which skills are implied, and of those by which they are sure.
//!
//! Both are logistic regressions on labelled sentences of job ads, fitted with the skills of ESCO.
//! The first ranks the skills of one sentence against each other, the second decides which of them
//! to claim.

use crate::model::Skill;

/// Figures of a skill for a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SkillFigures {
    /// Cosine of the vectors of four consecutive words and of the skill, the best.
    pub(super) window: f32,
    /// Cosine of the vectors of the sentence and of the skill.
    pub(super) meaning: f32,
    /// Share of a label that the sentence has, similar words included, the best.
    pub(super) share: f32,
    /// The same of the name of the skill.
    pub(super) name_share: f32,
    /// Cosine of the words of the sentence and of a label, the best.
    pub(super) cosine: f32,
    /// Share of the name that the sentence has in the same words.
    pub(super) exact_name_share: f32,
    /// Share of a label that the sentence has in the same words, the best.
    pub(super) exact_share: f32,
    /// Figures of the words of employers.
    pub(super) wording: WordingFigures,
}

/// Figures of the best wording of a skill in a sentence; all 0 if there is none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordingFigures {
    /// 1 if there is one.
    pub(super) present: f32,
    /// Rarity of its words, divided by ten.
    pub(super) rarity: f32,
    /// 1, divided by the number of skills with the same wording.
    pub(super) alone: f32,
    /// 1 if it has several words.
    pub(super) phrase: f32,
}

impl WordingFigures {
    fn values(self) -> [f32; 4] {
        [self.present, self.rarity, self.alone, self.phrase]
    }
}

impl SkillFigures {
    /// Returns how much speaks for the skill, next to its [`prior`].
    pub(super) fn rank(&self) -> f32 {
        weighed(&RANK, &self.values()) + weighed(&RANK_WORDING, &self.wording.values())
    }

    fn values(&self) -> [f32; 7] {
        [
            self.window,
            self.meaning,
            self.share,
            self.name_share,
            self.cosine,
            self.exact_name_share,
            self.exact_share,
        ]
    }
}

/// Weights of [`SkillFigures`], in their order.
const RANK: [f32; 7] = [4.48, 3.33, 4.20, -1.47, 2.45, 2.87, -1.35];

/// Weights of [`WordingFigures`] in a rank, in their order.
const RANK_WORDING: [f32; 4] = [1.5, 0.0, 0.2, 0.45];

/// Returns the sum of `values`, each times its weight.
fn weighed(weights: &[f32], values: &[f32]) -> f32 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

/// Returns the log-odds of `skill`, which `roles` roles require, before any text is read: general
/// skills are asked for more often than those of one occupation.
pub(super) fn prior(skill: &Skill, roles: usize) -> f32 {
    let breadth = (roles as f32).ln_1p() / 5.0;
    let reuse = match skill.note.as_deref() {
        Some("transversal") => TRANSVERSAL,
        Some("occupation-specific") => OCCUPATION_SPECIFIC,
        _ => 0.0,
    };
    BREADTH * breadth + reuse
}

const BREADTH: f32 = 1.57;
const TRANSVERSAL: f32 = 1.62;
const OCCUPATION_SPECIFIC: f32 = -0.76;

/// Figures by which a skill is claimed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ClaimFigures {
    /// The sum of [`SkillFigures::rank`] and [`prior`].
    pub(super) rank: f32,
    /// The same less that of the best skill of the sentence.
    pub(super) behind: f32,
    /// Share of its words that better skills of the sentence have claimed.
    pub(super) claimed: f32,
    /// Share of the sentence that its words make up.
    pub(super) cover: f32,
    /// Rarity of the words that name it; 0 if it is not named.
    pub(super) named: f32,
    pub(super) figures: SkillFigures,
}

impl ClaimFigures {
    /// Returns the probability that the sentence means the skill.
    pub(super) fn probability(&self) -> f32 {
        let values = [
            self.rank,
            self.behind,
            self.claimed,
            self.cover,
            self.named,
            self.figures.exact_name_share,
            self.figures.exact_share,
            self.figures.share,
        ];
        let wording = self.figures.wording.values();
        let log_odds = weighed(&CLAIM, &values) + weighed(&CLAIM_WORDING, &wording) + CLAIM_BASE;
        1.0 / (1.0 + (-log_odds).exp())
    }
}

/// Weights of [`ClaimFigures`], in their order.
const CLAIM: [f32; 8] = [0.364, 0.152, -1.129, -0.091, 0.972, 0.789, 0.149, -0.179];
/// Weights of [`WordingFigures`] in a claim, in their order.
const CLAIM_WORDING: [f32; 4] = [0.59, 0.69, 0.32, -0.29];
const CLAIM_BASE: f32 = -5.74;

/// Minimum probability of a skill for it to be sure.
pub(super) const SURE: f32 = 0.30;
