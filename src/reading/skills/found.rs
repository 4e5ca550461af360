//! A skill that was found in a text.

use std::ops::Range;

use crate::model::SkillId;

/// How a text mentions a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkillMention {
    /// The text has a name of the skill.
    Named,
    /// The text resembles the skill.
    Implied,
    /// A person said that the words mean the skill.
    Corrected,
    /// The text wishes for the skill, or promises to teach it: "want to learn SQL".
    Wished,
    /// The text says that the skill is not needed or not present: "no SQL required".
    Negated,
}

impl SkillMention {
    /// Whether the text asks for the skill.
    pub(in crate::reading) fn is_asked(self) -> bool {
        matches!(self, Self::Named | Self::Implied | Self::Corrected)
    }

    /// Returns the word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Implied => "implied",
            Self::Corrected => "corrected",
            Self::Wished => "wished",
            Self::Negated => "negated",
        }
    }
}

/// A skill that was found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSkill {
    /// The skill.
    pub skill: SkillId,
    /// How likely it is that the text means the skill, 0 to 1.
    pub score: f32,
    /// Whether the skill is named beyond doubt, or likely enough to say that it was found.
    pub sure: bool,
    /// How the text mentions it.
    pub mention: SkillMention,
    /// Bytes of the text that the skill was read from.
    pub words: Range<usize>,
}
