//! Tables of the names of roles and skills, their codes and the meaning of levels.

use crate::model::{Catalog, RoleId, SkillId};
use crate::report::table::table_row;

/// A role or a skill, with the names that a table lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedItem<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    aliases: &'a [String],
    codes: &'a [(String, String)],
}

impl<'a> NamedItem<'a> {
    /// Returns the names of a role.
    pub(super) fn role(catalog: &'a Catalog, id: RoleId) -> Self {
        let role = catalog.role(id);
        Self {
            kind: "role",
            id: &role.id,
            name: &role.title,
            aliases: &role.aliases,
            codes: &role.codes,
        }
    }

    /// Returns the names of a skill.
    pub(super) fn skill(catalog: &'a Catalog, id: SkillId) -> Self {
        let skill = catalog.skill(id);
        Self {
            kind: "skill",
            id: &skill.id,
            name: &skill.name,
            aliases: &skill.aliases,
            codes: &skill.codes,
        }
    }
}

table_row!(
    /// A code of a role or a skill in a public classification.
    CodeRow<'a> {
        /// The kind of thing that has the code: role or skill.
        kind: &'a str,
        /// The id of the role or skill.
        item_id: &'a str,
        /// Its title or name.
        item_name: &'a str,
        /// The classification.
        scheme: &'a str,
        /// The code.
        code: &'a str,
    }
    pages { item_name, kind, scheme, code }
);

/// Returns the rows of the codes of `item`.
pub(super) fn code_rows(item: NamedItem<'_>) -> impl Iterator<Item = CodeRow<'_>> {
    item.codes.iter().map(move |(scheme, code)| CodeRow {
        kind: item.kind,
        item_id: item.id,
        item_name: item.name,
        scheme,
        code,
    })
}

table_row!(
    /// Another name of a role or a skill.
    AliasRow<'a> {
        /// The kind of thing that has the name: role or skill.
        kind: &'a str,
        /// The id of the role or skill.
        item_id: &'a str,
        /// Its title or name.
        item_name: &'a str,
        /// The other name.
        alias: &'a str,
    }
    pages { item_name, alias, kind }
);

/// Returns the rows of the other names of `item`.
pub(super) fn alias_rows(item: NamedItem<'_>) -> impl Iterator<Item = AliasRow<'_>> {
    item.aliases.iter().map(move |alias| AliasRow {
        kind: item.kind,
        item_id: item.id,
        item_name: item.name,
        alias,
    })
}

table_row!(
    /// The meaning of a level of a skill.
    LevelRow<'a> {
        /// The id of the skill.
        skill_id: &'a str,
        /// The name of the skill.
        skill_name: &'a str,
        /// The level.
        level: &'a str,
        /// The position of the level on its scale, from 1.
        level_rank: Option<usize>,
        /// The behaviour of a person at this level.
        text: &'a str,
    }
    pages { skill_name, level, text }
);

/// Returns the rows of the levels of a skill.
pub(super) fn level_rows(catalog: &Catalog, id: SkillId) -> impl Iterator<Item = LevelRow<'_>> {
    let skill = catalog.skill(id);
    skill.levels.iter().map(move |(level, text)| {
        // Packs share skills; the first scale that has the level is that of its pack.
        let found = catalog.packs().iter().find_map(|pack| pack.scale.level(level));
        LevelRow {
            skill_id: &skill.id,
            skill_name: &skill.name,
            level,
            level_rank: found.map(|level| usize::from(level.rank) + 1),
            text,
        }
    })
}
