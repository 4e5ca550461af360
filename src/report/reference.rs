//! Roles, skills and themes in JSON: written the same way in every command.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Catalog, RoleId, SkillId, ThemeId};

/// An answer as JSON.
pub(super) fn to_value(answer: &impl Serialize) -> Value {
    // Writing structs with text keys to memory cannot fail.
    serde_json::to_value(answer).unwrap_or_default()
}

/// A role.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct RoleRef<'a> {
    id: &'a str,
    title: &'a str,
}

impl<'a> RoleRef<'a> {
    /// Returns the reference to `role`.
    pub(super) fn new(catalog: &'a Catalog, role: RoleId) -> Self {
        let role = catalog.role(role);
        Self { id: &role.id, title: &role.title }
    }

    /// Returns a reference to each of `roles`.
    pub(super) fn list(catalog: &'a Catalog, roles: &[RoleId]) -> Vec<Self> {
        roles.iter().map(|role| Self::new(catalog, *role)).collect()
    }
}

/// A skill.
#[derive(Debug, Clone, Copy, Serialize)]
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
#[derive(Debug, Clone, Copy, Serialize)]
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
