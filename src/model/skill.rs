//! Skills: one named ability, body of knowledge or tool.

use serde::{Deserialize, Serialize};

use super::{SkillId, words};

words!(
    /// The kind of ability that a skill is.
    SkillKind {
        /// A thing that you do.
        Craft = "craft",
        /// A thing that you know.
        Knowledge = "knowledge",
        /// A field of business.
        Domain = "domain",
        /// Working with people.
        People = "people",
        /// A program or instrument.
        Tool = "tool",
        /// A programming or natural language.
        Language = "language",
    }
);

/// A skill that roles may require.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// Unique in the catalog, kebab-case. Packs that define the same id share the skill.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// The kind of ability.
    pub kind: SkillKind,
    /// The heading to list it under.
    pub group: Option<String>,
    /// Other names, shown.
    pub aliases: Vec<String>,
    /// Search terms that are never shown.
    pub hidden: Vec<String>,
    /// One sentence.
    pub description: Option<String>,
    /// Behaviour at each level, as (level name, sentence), lowest first.
    pub levels: Vec<(String, String)>,
    /// Identifiers in public classifications: (scheme, code), by scheme.
    pub codes: Vec<(String, String)>,
    /// More general skills.
    pub broader: Vec<SkillId>,
    /// A note.
    pub note: Option<String>,
}

impl Skill {
    /// A skill of which nothing else is known.
    pub fn new(id: impl Into<String>, name: impl Into<String>, kind: SkillKind) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind,
            group: None,
            aliases: Vec::new(),
            hidden: Vec::new(),
            description: None,
            levels: Vec::new(),
            codes: Vec::new(),
            broader: Vec::new(),
            note: None,
        }
    }
}
