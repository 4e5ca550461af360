//! Roles that are added to a catalog for the length of a run, such as those read from texts.

use std::sync::Arc;

use super::super::{LazyRows, ReportingLines, Role, RoleHead, RoleId, Source, Theme, ThemeId};
use super::{Catalog, CatalogColumns, Pack, RequiringRole, group_by_family, sort_needs};

/// The id of the theme of responsibilities that fit no theme of the packs.
pub const NO_THEME_ID: &str = "read:other";

/// Roles to add to a catalog. Their ids refer to the catalog with these sources and themes after its
/// own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddedRoles {
    /// The sources that the roles cite.
    pub sources: Vec<Source>,
    /// Themes of responsibilities that fit no theme of the catalog.
    pub themes: Vec<Theme>,
    /// The roles.
    pub roles: Vec<AddedRole>,
}

/// A role to add to a catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct AddedRole {
    /// The role. No other role of the catalog has its id, and none refers to it.
    pub role: Role,
    /// The title that the text states, if it does; that of the role also names the text.
    pub title: String,
    /// The text that it was read from, as shown: `ad.txt`, `standard input`.
    pub read_from: String,
}

impl Catalog {
    /// Returns a catalog with the roles of this one, and those of `added` after them. The rows are
    /// shared, and stay packed until they are needed. Roles, skills and themes keep their positions,
    /// so that what was computed from this catalog also holds for the new one.
    #[must_use]
    pub fn with_roles(&self, added: AddedRoles) -> Self {
        let AddedRoles { sources, themes, roles } = added;
        let mut all = self.clone();
        if !sources.is_empty() {
            let sources: Vec<_> = self.sources().iter().cloned().chain(sources).collect();
            all.sources = Arc::new(vec![sources].into());
            all.source_ids = Arc::default();
        }
        all.themes.extend(themes);
        let first = self.roles.len();
        let mut changed_needs: Vec<(usize, Vec<RequiringRole>)> = Vec::new();
        for (at, AddedRole { role, .. }) in (first..).zip(&roles) {
            for asked in &role.skills {
                let skill = asked.skill.index();
                let known = changed_needs.iter().position(|(other, _)| *other == skill);
                let place = known.unwrap_or_else(|| {
                    changed_needs.push((skill, self.needs[skill].clone()));
                    changed_needs.len() - 1
                });
                changed_needs[place].1.push(RequiringRole {
                    role: RoleId::from_index(at),
                    importance: asked.importance,
                    level: asked.level,
                });
            }
        }
        for (_, needs) in &mut changed_needs {
            sort_needs(needs);
        }
        let moves = vec![Vec::new(); roles.len()];
        let lines = roles.iter().map(|added| ReportingLines::stated_by(&added.role)).collect();
        let (roles, origins): (Vec<Role>, Vec<(String, String)>) = roles
            .into_iter()
            .map(|AddedRole { role, title, read_from }| (role, (title, read_from)))
            .unzip();
        all.read_from.extend(origins);
        if !self.role_heads.is_empty() {
            let heads = roles.iter().map(RoleHead::of).collect();
            all.role_heads = layer(&self.role_heads, Vec::new(), heads);
        }
        all.needs = layer(&self.needs, changed_needs, Vec::new());
        all.moves_into = layer(&self.moves_into, Vec::new(), moves);
        all.lines = layer(&self.lines, Vec::new(), lines);
        all.roles = layer(&self.roles, Vec::new(), roles);
        (first..all.roles.len()).for_each(|at| all.add_to_columns(RoleId::from_index(at)));
        all.groups = group_by_family(&all.packs, &all.columns);
        all
    }

    /// Adds the values of the role `id`, which comes after all others.
    fn add_to_columns(&mut self, id: RoleId) {
        let role = &self.roles[id.index()];
        let columns = &mut self.columns;
        let family = columns.families.iter().position(|family| *family == role.family);
        let family = family.unwrap_or_else(|| {
            columns.families.push(role.family.clone());
            columns.families.len() - 1
        });
        columns.family.push(family as u32);
        columns.seniority.push(role.seniority.unwrap_or(CatalogColumns::NO_SENIORITY));
        let at =
            columns.roles_by_id.partition_point(|other| self.roles[other.index()].id < role.id);
        columns.roles_by_id.insert(at, id);
    }

    /// The text that `role` was read from, if it was read from one: `ad.txt`.
    pub fn read_from(&self, role: RoleId) -> Option<&str> {
        self.origin(role).map(|(_, read_from)| read_from.as_str())
    }

    /// The pack of `role`; none if it was read from a text.
    pub fn pack_of(&self, role: RoleId) -> Option<&Pack> {
        self.read_from(role).is_none().then(|| self.pack(self.role(role).pack))
    }

    /// The theme of responsibilities of texts that fit no theme of the packs, if there are any.
    pub fn no_theme(&self) -> Option<ThemeId> {
        let found = self.themes.iter().position(|theme| theme.id == NO_THEME_ID);
        found.map(ThemeId::from_index).filter(|_| !self.read_from.is_empty())
    }

    /// The title of `role` without the name of the text that it was read from.
    pub fn stated_title(&self, role: RoleId) -> &str {
        self.origin(role).map_or_else(|| self.role_title(role), |(title, _)| title)
    }

    fn origin(&self, role: RoleId) -> Option<&(String, String)> {
        let first = self.roles.len() - self.read_from.len();
        role.index().checked_sub(first).and_then(|at| self.read_from.get(at))
    }

    /// The roles that were read from texts: they come last.
    pub fn read_roles(&self) -> impl Iterator<Item = RoleId> + use<> {
        (self.roles.len() - self.read_from.len()..self.roles.len()).map(RoleId::from_index)
    }
}

fn layer<T>(base: &Arc<LazyRows<T>>, changed: Vec<(usize, T)>, added: Vec<T>) -> Arc<LazyRows<T>> {
    Arc::new(LazyRows::layered(Arc::clone(base), changed, added))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Importance, Move, PackId, Requirement, SkillId, SourceId, SourceKind, ThemeId,
    };

    /// Returns a role that asks for the first two skills, and has a responsibility in a new theme.
    fn added(catalog: &Catalog) -> AddedRoles {
        let theme = ThemeId::from_index(catalog.themes().len());
        let source = SourceId::from_index(catalog.sources().len());
        let mut role = Role::new("read:ad", "Data baker", "Read");
        role.sources = vec![source];
        role.responsibilities = vec![crate::model::Responsibility::new("Bakes data", theme)];
        role.skills = (0..2)
            .map(|at| Requirement::new(SkillId::from_index(at), Importance::Essential))
            .collect();
        AddedRoles {
            sources: vec![Source {
                id: "read".into(),
                pack: PackId(0),
                title: "ad.txt".into(),
                publisher: String::new(),
                kind: SourceKind::Text,
                url: None,
                published: None,
                accessed: None,
            }],
            themes: vec![Theme { id: "read".into(), title: "Other".into() }],
            roles: vec![AddedRole { role, title: "Data baker".into(), read_from: "ad.txt".into() }],
        }
    }

    #[test]
    fn an_added_role_is_a_role_as_any_other_and_unpacks_few() {
        let base = crate::builtin::catalog();
        let all = base.with_roles(added(&base));
        let unpacked =
            |catalog: &Catalog| format!("{:?}", catalog.skills()).matches("Some(Skill {").count();
        assert_eq!(unpacked(&base), 0, "no skill is unpacked");
        let roles = format!("{:?}", base.roles()).matches("Some(Role {").count();
        assert!(roles <= 12, "{roles} roles are unpacked to find the place of an id");
        let read = all.role_by_id("read:ad").unwrap();
        assert_eq!((all.read_from(read), all.role_title(read)), (Some("ad.txt"), "Data baker"));
        assert_eq!(all.read_roles().collect::<Vec<_>>(), [read]);
        assert_eq!((all.family(read), all.roles().len()), ("Read", base.roles().len() + 1));
        assert_eq!(all.families().last(), Some(("Read", &[read][..])));
        assert_eq!(all.role_head(read), Some(&RoleHead::of(all.role(read))));
        assert!(all.moves_into(read).is_empty());
        for role in base.role_ids() {
            assert_eq!((all.role(role), all.read_from(role)), (base.role(role), None));
            assert_eq!(all.role_by_id(&base.role(role).id), Some(role));
            assert_eq!(all.moves_into(role), base.moves_into(role));
            assert_eq!(all.reporting_lines(role), base.reporting_lines(role));
        }
    }

    #[test]
    fn what_is_derived_is_what_a_new_catalog_would_have() {
        let base = crate::builtin::catalog();
        let mut tables = super::super::CatalogTables {
            packs: base.packs().to_vec(),
            sources: base.sources().to_vec(),
            themes: base.themes().to_vec(),
            skills: base.skills().to_vec(),
            roles: base.roles().to_vec(),
            comparisons: base.comparisons().to_vec(),
        };
        let more = added(&base);
        let all = base.with_roles(more.clone());
        tables.sources.extend(more.sources);
        tables.themes.extend(more.themes);
        tables.roles.extend(more.roles.into_iter().map(|added| added.role));
        let fresh = Catalog::new(tables);
        assert_eq!(all, fresh);
        assert_eq!(all.columns(), fresh.columns());
        for skill in fresh.skill_ids() {
            assert_eq!(all.needs(skill), fresh.needs(skill));
        }
        assert!(all.families().eq(fresh.families()));
    }

    #[test]
    fn roles_are_added_to_a_catalog_that_has_some() {
        let base = crate::builtin::catalog();
        let once = base.with_roles(added(&base));
        let mut more = added(&once);
        more.roles[0].role.id = "read:ad-2".into();
        more.roles[0].role.moves = vec![Move { to: RoleId(0), requires: vec![], sources: vec![] }];
        more.roles[0].read_from = "ad-2.txt".into();
        let twice = once.with_roles(more);
        let texts: Vec<_> = twice.read_roles().map(|role| twice.read_from(role)).collect();
        assert_eq!(texts, [Some("ad.txt"), Some("ad-2.txt")]);
        let needs = twice.needs(SkillId(0));
        assert_eq!(needs.len(), base.needs(SkillId(0)).len() + 2);
    }
}
