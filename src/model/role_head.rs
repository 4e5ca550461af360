//! The first fields of a role, which a list of roles needs.

use serde::{Deserialize, Serialize};

use super::{Focus, PackId, Reporting, Role, RoleId, SourceId, Track};

/// The fields of a [`Role`] before its hidden names, its experience, its responsibilities and its
/// skills, in the same order: a packed role begins with the bytes of these, so that a list of roles unpacks no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleHead {
    /// See [`Role::id`].
    pub id: String,
    /// See [`Role::pack`].
    pub pack: PackId,
    /// See [`Role::title`].
    pub title: String,
    /// See [`Role::family`].
    pub family: String,
    /// See [`Role::track`].
    pub track: Option<Track>,
    /// See [`Role::seniority`].
    pub seniority: Option<u32>,
    /// See [`Role::aliases`].
    pub aliases: Vec<String>,
    /// See [`Role::confused_with`].
    pub confused_with: Vec<RoleId>,
    /// See [`Role::related`].
    pub related: Vec<RoleId>,
    /// See [`Role::broader`].
    pub broader: Vec<RoleId>,
    /// See [`Role::summary`].
    pub summary: String,
    /// See [`Role::focus`].
    pub focus: Option<Focus>,
    /// See [`Role::extends`].
    pub extends: Option<RoleId>,
    /// See [`Role::codes`].
    pub codes: Vec<(String, String)>,
    /// See [`Role::sources`].
    pub sources: Vec<SourceId>,
    /// See [`Role::reporting`].
    pub reporting: Reporting,
}

impl RoleHead {
    /// Returns the head of `role`.
    pub fn of(role: &Role) -> Self {
        Self {
            id: role.id.clone(),
            pack: role.pack,
            title: role.title.clone(),
            family: role.family.clone(),
            track: role.track,
            seniority: role.seniority,
            aliases: role.aliases.clone(),
            confused_with: role.confused_with.clone(),
            related: role.related.clone(),
            broader: role.broader.clone(),
            summary: role.summary.clone(),
            focus: role.focus,
            extends: role.extends,
            codes: role.codes.clone(),
            sources: role.sources.clone(),
            reporting: role.reporting.clone(),
        }
    }
}
