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

/// The relation of a name to its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RoleNameKind {
    Id,
    Title,
    Alias,
    /// The title without "All Other" and its exceptions.
    Rest,
    Hidden,
}

/// Names by their hashes, sorted.
#[derive(Debug, Default)]
pub(super) struct NameHashes(pub(super) Vec<(u64, RoleNameKind, RoleId)>);

impl NameHashes {
    pub(super) fn insert(&mut self, hash: u64, kind: RoleNameKind, role: RoleId) {
        self.0.push((hash, kind, role));
    }

    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    pub(super) fn get(&self, hash: u64, kind: RoleNameKind) -> impl Iterator<Item = RoleId> + '_ {
        let from = self.0.partition_point(|entry| (entry.0, entry.1) < (hash, kind));
        self.0[from..]
            .iter()
            .take_while(move |entry| (entry.0, entry.1) == (hash, kind))
            .map(|(_, _, role)| *role)
    }
}
