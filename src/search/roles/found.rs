//! Roles found by name, and the names by hash.

use crate::model::RoleId;
use crate::search::lookup::LookupResult;

/// The role that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleMatch {
    /// The role, or several that match equally well, or suggestions.
    pub found: LookupResult<RoleId>,
    /// Explanation of how the text was read, in one line, unless it differs only in case, number or
    /// spelling.
    pub notice: Option<String>,
    /// Words of the text that were set aside.
    pub set_aside: Vec<String>,
}

impl RoleMatch {
    pub(super) fn plain(found: LookupResult<RoleId>) -> Self {
        Self { found, notice: None, set_aside: Vec::new() }
    }

    pub(super) fn of(roles: Vec<RoleId>) -> Self {
        Self::plain(match roles[..] {
            [one] => LookupResult::One(one),
            _ => LookupResult::Many(roles),
        })
    }

    /// Returns the roles, likeliest first.
    pub fn roles(&self) -> &[RoleId] {
        match &self.found {
            LookupResult::One(one) => std::slice::from_ref(one),
            LookupResult::Many(many) | LookupResult::Nothing(many) => many,
        }
    }
}
