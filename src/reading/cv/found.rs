//! Skills that were read from a CV.

use std::ops::Range;

use crate::import::resume::{ResumeSkill, SkillLevelColumns};
use crate::model::{SkillId, words};
use crate::reading::layout::TextLine;

/// A part of a line with its place.
pub(super) struct LinePart<'a> {
    /// The line.
    pub(super) line: &'a TextLine,
    /// The bytes of the part.
    pub(super) bytes: Range<usize>,
    /// The place for reports.
    pub(super) place: String,
}

/// A skill that a sentence of a CV names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CvMention {
    /// The skill.
    pub skill: SkillId,
    /// The words that the skill was read from.
    pub written: String,
    /// The line or cell that has them.
    pub text: String,
    /// The bytes of the sentence in the text, and those of the words; `None` if the skill is left
    /// out.
    pub sentence: Option<(Range<usize>, Range<usize>)>,
    /// The level, if it is stated apart from the sentence.
    pub level: Option<String>,
    /// The place: "line 12, Experience".
    pub place: String,
}

words!(
    /// A reason why a skill that a CV names is not counted.
    LeftOutReason {
        /// The text only resembles the skill, or the words may mean something else.
        Perhaps = "perhaps",
        /// The text says that the person does not have it.
        Negated = "negated",
        /// The person wants to learn it.
        Wished = "wished",
        /// Another person has it.
        Another = "another person",
        /// An interest or a hobby.
        Interest = "interest",
        /// Subject of an education, or the name of a school.
        Education = "education",
        /// Subject of a publication, an award or a membership.
        Published = "publication",
        /// Part of the title of a job, or the name of an employer or a place.
        Heading = "title or employer",
    }
);

/// The skills of a CV as far as they can be read without the names of a catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CvSkills {
    /// Entries of lists and tables of skills, each a name or several, with a place.
    pub claims: Vec<ResumeSkill>,
    /// Texts of the lines of lists, by place.
    pub lines: Vec<(String, String)>,
    /// Skills that sentences name beyond doubt.
    pub mentions: Vec<CvMention>,
    /// Skills that are named and not had, or not surely.
    pub left_out: Vec<(CvMention, LeftOutReason)>,
    /// The columns of the table that was read last.
    pub(super) table: SkillTableColumns,
}

/// The columns of a table of skills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SkillTableColumns {
    /// Whether the head of the table names them.
    pub(super) is_known: bool,
    /// The column of names.
    pub(super) name: usize,
    /// The columns of levels and remarks.
    pub(super) levels: SkillLevelColumns,
}
