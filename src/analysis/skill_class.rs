//! Classes of skills, to break up long lists of them.

use crate::model::{Skill, SkillKind};

/// Number of skills from which a list is shown by class: an occupation of O*NET asks for a hundred
/// and more, most of them tools.
pub const MANY_SKILLS: usize = 40;

/// A class of skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkillClass {
    /// Things that you do, alone or with people, and languages.
    Skills,
    /// Things that you know.
    Knowledge,
    /// Programs.
    Software,
    /// Instruments and machines.
    Tools,
}

impl SkillClass {
    /// All classes in reading order: those that take years to learn first.
    pub const ALL: [Self; 4] = [Self::Skills, Self::Knowledge, Self::Software, Self::Tools];

    /// Returns the class of `skill`. Packs have one kind for programs and instruments; the group
    /// distinguishes them.
    pub fn of(skill: &Skill) -> Self {
        let is_software = || {
            let group = skill.group.as_deref().unwrap_or_default();
            group.to_lowercase().contains("software")
        };
        match skill.kind {
            SkillKind::Craft | SkillKind::People | SkillKind::Language => Self::Skills,
            SkillKind::Knowledge | SkillKind::Domain => Self::Knowledge,
            SkillKind::Tool if is_software() => Self::Software,
            SkillKind::Tool => Self::Tools,
        }
    }

    /// Returns its name, as the heading of a list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Skills => "Skills",
            Self::Knowledge => "Knowledge",
            Self::Software => "Software",
            Self::Tools => "Tools",
        }
    }

    /// Returns the classes of `items` in reading order, each with its items; `skill` finds the skill of
    /// an item.
    pub(crate) fn divide<'a, T: Copy>(
        items: &[T],
        skill: impl Fn(T) -> &'a Skill,
    ) -> Vec<(Self, Vec<T>)> {
        let classes = Self::ALL.map(|class| {
            let items = items.iter().copied();
            (class, items.filter(|item| Self::of(skill(*item)) == class).collect::<Vec<T>>())
        });
        classes.into_iter().filter(|(_, items)| !items.is_empty()).collect()
    }

    /// Whether the class is learnt on the job in days rather than years: a long list of them is
    /// counted and not read.
    pub(crate) fn is_equipment(self) -> bool {
        matches!(self, Self::Software | Self::Tools)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_instruments_are_told_apart_by_their_group() {
        let class = |kind, group: Option<&str>| {
            let mut skill = Skill::new("x", "X", kind);
            skill.group = group.map(str::to_string);
            SkillClass::of(&skill)
        };
        for (kind, group, wanted) in [
            (SkillKind::Tool, Some("Spreadsheet software"), SkillClass::Software),
            (SkillKind::Tool, Some("Emergency or resuscitation carts"), SkillClass::Tools),
            (SkillKind::Tool, None, SkillClass::Tools),
            (SkillKind::Craft, Some("Software engineering"), SkillClass::Skills),
            (SkillKind::Language, None, SkillClass::Skills),
            (SkillKind::Domain, None, SkillClass::Knowledge),
        ] {
            assert_eq!(class(kind, group), wanted, "{kind:?} {group:?}");
        }
    }
}
