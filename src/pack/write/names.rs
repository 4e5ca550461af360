//! The ids by which a pack file refers to entries.

use crate::model::{
    Catalog, CatalogTables, PackId, Role, RoleId, Scale, SkillId, SourceId, ThemeId,
};

/// The names of the entries that a pack file refers to.
pub trait EntryNames: Sync {
    /// Returns the id of a role.
    fn role_name(&self, role: RoleId) -> &str;
    /// Returns the id of a source.
    fn source_name(&self, source: SourceId) -> &str;
    /// Returns the id of a theme.
    fn theme_name(&self, theme: ThemeId) -> &str;
    /// Returns the id of a skill.
    fn skill_name(&self, skill: SkillId) -> &str;
    /// Returns the proficiency scale of a pack.
    fn scale(&self, pack: PackId) -> &Scale;
}

impl EntryNames for CatalogTables {
    fn role_name(&self, role: RoleId) -> &str {
        &self.roles[role.index()].id
    }

    fn source_name(&self, source: SourceId) -> &str {
        &self.sources[source.index()].id
    }

    fn theme_name(&self, theme: ThemeId) -> &str {
        &self.themes[theme.index()].id
    }

    fn skill_name(&self, skill: SkillId) -> &str {
        &self.skills[skill.index()].id
    }

    fn scale(&self, pack: PackId) -> &Scale {
        &self.packs[pack.index()].scale
    }
}

/// The names of a catalog, as the files of `pack` write them.
pub(super) struct PackNames<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) pack: PackId,
}

impl EntryNames for PackNames<'_> {
    fn role_name(&self, role: RoleId) -> &str {
        let Role { id, pack, .. } = self.catalog.role(role);
        // An id that several packs share is written with its pack only elsewhere.
        let local = id.split_once(':').map_or(id.as_str(), |(_, local)| local);
        if *pack == self.pack { local } else { id }
    }

    fn source_name(&self, source: SourceId) -> &str {
        &self.catalog.source(source).id
    }

    fn theme_name(&self, theme: ThemeId) -> &str {
        &self.catalog.theme(theme).id
    }

    fn skill_name(&self, skill: SkillId) -> &str {
        &self.catalog.skill(skill).id
    }

    fn scale(&self, pack: PackId) -> &Scale {
        &self.catalog.pack(pack).scale
    }
}
