//! Names of roles by their hashes.

use crate::model::RoleId;

/// The relation of a name to its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum RoleNameKind {
    Id,
    Title,
    Alias,
    /// The title without "All Other" and its exceptions.
    Rest,
    Hidden,
}

impl RoleNameKind {
    const ALL: [Self; 5] = [Self::Id, Self::Title, Self::Alias, Self::Rest, Self::Hidden];
}

/// Names by their hashes, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NameHashes(Vec<(u64, RoleNameKind, RoleId)>);

/// Size of a stored name: its hash, its kind and its role.
const ENTRY: usize = 8 + 1 + 4;

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

    /// Returns the names as bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * ENTRY);
        for (hash, kind, role) in &self.0 {
            bytes.extend(hash.to_le_bytes());
            bytes.push(*kind as u8);
            bytes.extend(role.0.to_le_bytes());
        }
        bytes
    }

    /// Returns the names in `bytes`; `None` if they cannot be those of `roles` roles.
    pub(super) fn decode(bytes: &[u8], roles: usize) -> Option<Self> {
        let (entries, rest) = bytes.as_chunks::<ENTRY>();
        let names: Option<Vec<_>> =
            entries.iter().map(|entry| decode_entry(entry, roles)).collect();
        names.filter(|names| rest.is_empty() && names.is_sorted()).map(Self)
    }
}

fn decode_entry(entry: &[u8; ENTRY], roles: usize) -> Option<(u64, RoleNameKind, RoleId)> {
    let (hash, rest) = entry.split_first_chunk()?;
    let (kind, role) = rest.split_first()?;
    let role = RoleId(u32::from_le_bytes(*role.first_chunk()?));
    let kind = *RoleNameKind::ALL.get(usize::from(*kind))?;
    (role.index() < roles).then_some((u64::from_le_bytes(*hash), kind, role))
}
