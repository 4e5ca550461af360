//! The rules of the linter, and its remarks.

use crate::model::{CatalogPart, words};

words!(
    /// The rule behind a remark; its value is a stable name.
    ProseRule {
        /// Two responsibilities of one role are nearly the same.
        NearDuplicate = "near-duplicate",
        /// A phrase without meaning.
        Filler = "filler",
        /// A responsibility whose first word is not a verb.
        NoVerb = "no-verb",
        /// A sentence too long to read at once.
        LongSentence = "long-sentence",
        /// More than one sentence, or a semicolon, in one responsibility.
        SeveralSentences = "several-sentences",
        /// A word that practitioners would not use there.
        OddWord = "odd-word",
        /// British and American spelling of one kind in one pack.
        MixedSpelling = "mixed-spelling",
        /// A theme that a level of a ladder has and the next one lacks.
        MissingTheme = "missing-theme",
        /// A skill that a rung of a ladder requires at a lower level than the rung below.
        FallingLevel = "falling-level",
        /// A general skill that the next rung of a ladder does not list.
        DroppedSkill = "dropped-skill",
        /// A role at the entry level that requires the highest level of a skill.
        EntryExpert = "entry-expert",
        /// A move that skips ranks which have roles.
        SteepMove = "steep-move",
        /// A superior who does not rank above the role.
        SuperiorRank = "superior-rank",
        /// A reporting line that only one of the two roles states.
        OneSidedReporting = "one-sided-reporting",
        /// Two roles that share more than a third of their responsibilities word for word.
        SharedDuties = "shared-duties",
        /// A skill that no role requires.
        UnusedSkill = "unused-skill",
        /// A name that two skills or two roles claim.
        ClaimedTwice = "claimed-twice",
        /// A pay figure without a date.
        UndatedPay = "undated-pay",
        /// Years of work that are stated as education.
        YearsInEducation = "years-in-education",
        /// A role without any source.
        UnsourcedRole = "unsourced-role",
        /// A source of a role that none of its facts cites.
        UncitedRoleSource = "uncited-role-source",
        /// A source that no fact cites.
        UncitedSource = "uncited-source",
    }
);

/// A remark of the linter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseFinding {
    /// The rule that it comes from.
    pub rule: ProseRule,
    /// The part that it is about.
    pub about: CatalogPart,
    /// The problem, as one sentence without a full stop.
    pub message: String,
    /// Suggested fix.
    pub hint: String,
}

impl ProseFinding {
    /// Returns a remark.
    pub(super) fn new(
        rule: ProseRule,
        about: CatalogPart,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { rule, about, message: message.into(), hint: hint.into() }
    }
}
