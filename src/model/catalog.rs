//! The validated whole that every question is asked of.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Date, Importance, Level, Role, RoleId, Scale, Skill, SkillId, Source, SourceId, ThemeId, dense_id};

dense_id!(
    /// A pack of a [`Catalog`], by position in [`Catalog::packs`].
    PackId
);

/// A named, versioned body of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Unique among the packs opened together.
    pub id: String,
    /// The title shown.
    pub title: String,
    /// The author's version.
    pub version: String,
    /// SPDX expression, where stated.
    pub license: Option<String>,
    /// BCP 47 tag, where stated.
    pub language: Option<String>,
    /// The date that the content holds for.
    pub as_of: Option<Date>,
    /// A notice that goes along with the content.
    pub attribution: Option<String>,
    /// Its proficiency levels.
    pub scale: Scale,
    /// Families in the order in which they are shown; those it does not name follow.
    pub families: Vec<String>,
    /// Where it was read from, as shown to people: a path, or `built-in`.
    pub origin: String,
}

/// A heading under which responsibilities of different roles meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Unique in the catalog. Packs that define the same id share the theme.
    pub id: String,
    /// The heading shown.
    pub title: String,
}

/// An authored list of key differences between named roles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Two or more roles.
    pub roles: Vec<RoleId>,
    /// The differences, in the order to be read.
    pub points: Vec<Point>,
}

/// One aspect in which the roles of a [`Comparison`] differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// What the point is about.
    pub aspect: String,
    /// What is to be said of each role; roles of which nothing is said are absent.
    pub texts: Vec<(RoleId, String)>,
    /// Who says so; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// Where sources disagree: what each of them says.
    pub positions: Vec<Position>,
}

/// What some sources say on a contested point, where others say something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// What they say.
    pub text: String,
    /// Who says so.
    pub sources: Vec<SourceId>,
}

/// A role that requires a skill: the answer to "who needs this?".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// The role.
    pub role: RoleId,
    /// How much it depends on the skill.
    pub importance: Importance,
    /// At which level.
    pub level: Option<Level>,
}

/// Everything that the open packs hold, with every reference resolved.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    packs: Vec<Pack>,
    sources: Vec<Source>,
    themes: Vec<Theme>,
    skills: Vec<Skill>,
    roles: Vec<Role>,
    comparisons: Vec<Comparison>,
    role_ids: HashMap<String, RoleId>,
    skill_ids: HashMap<String, SkillId>,
    needs: Vec<Vec<Need>>,
}

/// The tables of a [`Catalog`] before it is closed; every id in them must point into these tables.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// See [`Catalog::packs`].
    pub packs: Vec<Pack>,
    /// See [`Catalog::sources`].
    pub sources: Vec<Source>,
    /// See [`Catalog::themes`].
    pub themes: Vec<Theme>,
    /// See [`Catalog::skills`].
    pub skills: Vec<Skill>,
    /// See [`Catalog::roles`].
    pub roles: Vec<Role>,
    /// See [`Catalog::comparisons`].
    pub comparisons: Vec<Comparison>,
}

impl Catalog {
    /// Closes `tables` and derives the look-ups. The caller vouches for the ids.
    pub fn new(tables: Tables) -> Self {
        let Tables { packs, sources, themes, skills, roles, comparisons } = tables;
        let role_ids = roles.iter().enumerate().map(|(i, r)| (r.id.clone(), RoleId::from_index(i))).collect();
        let skill_ids = skills.iter().enumerate().map(|(i, s)| (s.id.clone(), SkillId::from_index(i))).collect();
        let mut needs = vec![Vec::new(); skills.len()];
        for (i, role) in roles.iter().enumerate() {
            for requirement in &role.skills {
                needs[requirement.skill.index()].push(Need {
                    role: RoleId::from_index(i),
                    importance: requirement.importance,
                    level: requirement.level,
                });
            }
        }
        for list in &mut needs {
            // Essential first, then the highest level; the catalog's order settles ties.
            list.sort_by(|a, b| a.importance.cmp(&b.importance).then(b.level.cmp(&a.level)).then(a.role.cmp(&b.role)));
        }
        Self { packs, sources, themes, skills, roles, comparisons, role_ids, skill_ids, needs }
    }

    /// The open packs, in the order they were named.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// All sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// All themes, in the order to be read.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// All skills, in pack order.
    pub fn skills(&self) -> &[Skill] {
        &self.skills
    }

    /// All roles, in pack order.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// All authored comparisons.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// Every role with its id, in pack order.
    pub fn role_ids(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..self.roles.len()).map(RoleId::from_index)
    }

    /// Every skill's id, in pack order.
    pub fn skill_ids(&self) -> impl Iterator<Item = SkillId> + use<> {
        (0..self.skills.len()).map(SkillId::from_index)
    }

    /// The pack `id`. Panics on an id of another catalog, as the next five do.
    pub fn pack(&self, id: PackId) -> &Pack {
        &self.packs[id.index()]
    }

    /// The role `id`.
    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    /// The skill `id`.
    pub fn skill(&self, id: SkillId) -> &Skill {
        &self.skills[id.index()]
    }

    /// The theme `id`.
    pub fn theme(&self, id: ThemeId) -> &Theme {
        &self.themes[id.index()]
    }

    /// The source `id`.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// Roles that require `skill`: essential first, highest level first.
    pub fn needs(&self, skill: SkillId) -> &[Need] {
        &self.needs[skill.index()]
    }

    /// The role whose id is exactly `id`. People's spellings go through `search::lookup` instead.
    pub fn role_by_id(&self, id: &str) -> Option<RoleId> {
        self.role_ids.get(id).copied()
    }

    /// The skill whose id is exactly `id`.
    pub fn skill_by_id(&self, id: &str) -> Option<SkillId> {
        self.skill_ids.get(id).copied()
    }

    /// The name of `level` on the scale of the pack that `role` belongs to.
    pub fn level_name(&self, role: RoleId, level: Level) -> &str {
        self.pack(self.role(role).pack).scale.name(level)
    }

    /// The families in the order that the packs state, then of first appearance, each with its roles ordered by level, then pack order.
    ///
    /// Roles without a level come last in their family.
    pub fn families(&self) -> Vec<(&str, Vec<RoleId>)> {
        let mut at: HashMap<&str, usize> = HashMap::new();
        let mut families: Vec<(&str, Vec<RoleId>)> = Vec::new();
        for id in self.role_ids() {
            let family = self.role(id).family.as_str();
            let slot = *at.entry(family).or_insert_with(|| {
                families.push((family, Vec::new()));
                families.len() - 1
            });
            families[slot].1.push(id);
        }
        let stated: Vec<&str> = self.packs().iter().flat_map(|p| &p.families).map(String::as_str).collect();
        families.sort_by_key(|(family, _)| stated.iter().position(|s| s == family).unwrap_or(usize::MAX));
        for (_, roles) in &mut families {
            roles.sort_by_key(|&id| (self.role(id).level.unwrap_or(u32::MAX), id));
        }
        families
    }

    /// Roles that list a move to `role`.
    pub fn moves_into(&self, role: RoleId) -> Vec<RoleId> {
        self.role_ids().filter(|&id| self.role(id).moves.iter().any(|m| m.to == role)).collect()
    }
}
