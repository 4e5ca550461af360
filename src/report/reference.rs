//! Roles, skills, themes, sources and codes in JSON: written the same way in every command.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Catalog, RoleId, SkillId, SourceId, ThemeId};

/// A role.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) struct RoleRef<'a> {
    id: &'a str,
    title: &'a str,
    /// The text that the role was read from, if it is not one of a pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    read_from: Option<&'a str>,
}

impl<'a> RoleRef<'a> {
    /// Returns the reference to `role`.
    pub(super) fn new(catalog: &'a Catalog, role: RoleId) -> Self {
        let (title, read_from) = (catalog.stated_title(role), catalog.read_from(role));
        Self { id: &catalog.role(role).id, title, read_from }
    }

    /// Returns a reference to each of `roles`.
    pub(super) fn list(catalog: &'a Catalog, roles: &[RoleId]) -> Vec<Self> {
        roles.iter().map(|role| Self::new(catalog, *role)).collect()
    }
}

/// A skill.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) struct SkillRef<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> SkillRef<'a> {
    /// Returns the reference to `skill`.
    pub(super) fn new(catalog: &'a Catalog, skill: SkillId) -> Self {
        let skill = catalog.skill(skill);
        Self { id: &skill.id, name: &skill.name }
    }

    /// Returns a reference to each of `skills`.
    pub(super) fn list(catalog: &'a Catalog, skills: &[SkillId]) -> Vec<Self> {
        skills.iter().map(|skill| Self::new(catalog, *skill)).collect()
    }
}

/// A theme.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(super) struct ThemeRef<'a> {
    id: &'a str,
    title: &'a str,
}

impl<'a> ThemeRef<'a> {
    /// Returns the reference to `theme`.
    pub(super) fn new(catalog: &'a Catalog, theme: ThemeId) -> Self {
        let theme = catalog.theme(theme);
        Self { id: &theme.id, title: &theme.title }
    }
}

/// The ids of sources.
pub(super) fn source_ids<'a>(catalog: &'a Catalog, sources: &[SourceId]) -> Vec<&'a str> {
    sources.iter().map(|source| catalog.source_id(*source)).collect()
}

/// Codes in public classifications by scheme.
pub(super) fn codes_by_scheme(codes: &[(String, String)]) -> BTreeMap<&str, &str> {
    codes.iter().map(|(scheme, code)| (scheme.as_str(), code.as_str())).collect()
}
