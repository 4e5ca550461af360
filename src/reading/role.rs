//! Reads a job ad or a role description as a role: responsibilities under the themes of a catalog,
//! and skills with what the text says about each.

use super::layout::LaidOutText;
use super::sections::{LineLabel, ReadSections, TextPlace, find_sections};
use super::skills::{ReadingIndex, SkillMention, SkillReader};
use crate::model::{Catalog, Importance, Level, SkillId, ThemeId};

/// A responsibility that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadResponsibility {
    /// Its words.
    pub place: TextPlace,
    /// The theme that it fits best; `None` where no theme fits with enough confidence.
    pub theme: Option<ThemeId>,
    /// How likely it is that `theme`, or else the theme that fits best, is the right one, 0 to 1.
    pub confidence: f32,
    /// Share of working time where the text states it, 0 to 1.
    pub share: Option<f64>,
}

/// A skill that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadRoleSkill {
    /// The skill.
    pub skill: SkillId,
    /// The importance of the skill; `None` where the text mentions it neither among the
    /// requirements nor with a word such as "required".
    pub importance: Option<Importance>,
    /// The level where the text states one, on the scale of the catalog's first pack.
    pub level: Option<Level>,
    /// The words that state the level.
    pub level_place: Option<TextPlace>,
    /// The words that the skill was read from.
    pub place: TextPlace,
    /// How the text mentions it.
    pub mention: SkillMention,
    /// Whether the skill is named beyond doubt, or likely enough to say that it was found. A skill
    /// that is negated or wished for is never sure.
    pub sure: bool,
    /// How likely it is that the text means the skill, 0 to 1.
    pub score: f32,
}

/// A role that was read from a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadRole {
    /// The sections of the text, with title, years, education, place and pay.
    pub sections: ReadSections,
    /// The responsibilities in the order of the text.
    pub responsibilities: Vec<ReadResponsibility>,
    /// The skills that the role asks for or uses, in the order of importance and certainty. Those
    /// that are only mentioned by the employer's own story or benefits are left out.
    pub skills: Vec<ReadRoleSkill>,
    /// Skills that the text says are not needed, or promises to teach.
    pub not_asked: Vec<ReadRoleSkill>,
    /// The lines that are neither responsibilities nor requirements, by kind, in the order of the
    /// kinds: benefits, employer, application and so on. Headings are not listed.
    pub set_aside: Vec<(LineLabel, Vec<usize>)>,
}

/// Reads texts as roles with a catalog.
#[derive(Debug)]
pub struct RoleReader<'a> {
    catalog: &'a Catalog,
    skills: SkillReader<'a>,
}

impl<'a> RoleReader<'a> {
    /// Returns a reader for `catalog` with its `index`.
    pub fn new(catalog: &'a Catalog, index: &'a ReadingIndex) -> Self {
        Self { catalog, skills: SkillReader::new(index) }
    }

    /// Reads `text` as a role.
    pub fn read(&mut self, text: &LaidOutText) -> ReadRole {
        let _ = (self.catalog, &mut self.skills);
        ReadRole { sections: find_sections(text), ..ReadRole::default() }
    }
}
