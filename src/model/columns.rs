//! Values of all roles and skills of a catalog.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::text::natural_key;
use super::{Role, RoleId, Skill, SkillId};

/// Values of all roles and skills that can be read without unpacking any.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CatalogColumns {
    /// The names of the families.
    pub families: Vec<String>,
    /// The family of each role, by position in `families`.
    #[serde(with = "bytes")]
    pub family: Vec<u32>,
    /// The level of each role; [`CatalogColumns::NO_SENIORITY`] where none is stated.
    #[serde(with = "bytes")]
    pub seniority: Vec<u32>,
    /// All roles, sorted by the bytes of their ids.
    #[serde(with = "bytes")]
    pub roles_by_id: Vec<RoleId>,
    /// The external codes of all roles, sorted by hash: see [`super::Catalog::roles_by_code`].
    #[serde(with = "bytes")]
    pub codes: Vec<(u64, RoleId)>,
    /// All skills, sorted by the bytes of their ids.
    #[serde(with = "bytes")]
    pub skills_by_id: Vec<SkillId>,
    /// See [`super::Catalog::skills_by_name`].
    #[serde(with = "bytes")]
    pub skills_by_name: Vec<SkillId>,
}

impl CatalogColumns {
    /// The value for a role without a level; sorts last.
    pub const NO_SENIORITY: u32 = u32::MAX;

    /// The columns of `roles` and `skills`.
    pub fn of(roles: &[Role], skills: &[Skill]) -> Self {
        let mut columns = Self::default();
        let mut at: HashMap<&str, u32> = HashMap::new();
        for role in roles {
            let next = columns.families.len() as u32;
            let family = *at.entry(&role.family).or_insert_with(|| {
                columns.families.push(role.family.clone());
                next
            });
            columns.family.push(family);
            columns.seniority.push(role.seniority.unwrap_or(Self::NO_SENIORITY));
        }
        columns.roles_by_id = (0..roles.len()).map(RoleId::from_index).collect();
        columns.roles_by_id.sort_by_key(|id| &roles[id.index()].id);
        for (role, id) in roles.iter().zip((0..).map(RoleId)) {
            columns.codes.extend(role.codes.iter().map(|(_, code)| (xxh3_64(code.as_bytes()), id)));
        }
        columns.codes.sort_unstable();
        columns.skills_by_id = (0..skills.len()).map(SkillId::from_index).collect();
        columns.skills_by_id.sort_by_key(|id| &skills[id.index()].id);
        columns.skills_by_name = (0..skills.len()).map(SkillId::from_index).collect();
        columns.skills_by_name.sort_by_cached_key(|id| natural_key(&skills[id.index()].name));
        columns
    }
}

/// An item of a column, in a fixed number of bytes.
trait ColumnItem: Copy {
    const SIZE: usize;

    fn put(self, bytes: &mut Vec<u8>);

    /// The item in `SIZE` bytes.
    fn get(bytes: &[u8]) -> Self;
}

impl ColumnItem for u32 {
    const SIZE: usize = 4;

    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        Self::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
    }
}

impl ColumnItem for RoleId {
    const SIZE: usize = 4;

    fn put(self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        Self(u32::get(bytes))
    }
}

impl ColumnItem for SkillId {
    const SIZE: usize = 4;

    fn put(self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        Self(u32::get(bytes))
    }
}

/// The hash of a code, and its role.
impl ColumnItem for (u64, RoleId) {
    const SIZE: usize = 8 + 4;

    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.0.to_le_bytes());
        self.1.put(bytes);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        let hash = u64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default());
        (hash, RoleId::get(bytes.get(8..).unwrap_or_default()))
    }
}

/// Columns as bytes: a catalog opens in half the time that reading the items one by one takes.
mod bytes {
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    use super::ColumnItem;

    pub(super) fn serialize<T: ColumnItem, S: Serializer>(
        column: &[T],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(column.len() * T::SIZE);
        for item in column {
            item.put(&mut bytes);
        }
        serializer.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'de, T: ColumnItem, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_bytes(ColumnVisitor(PhantomData))
    }

    struct ColumnVisitor<T>(PhantomData<T>);

    impl<T: ColumnItem> Visitor<'_> for ColumnVisitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the bytes of a column")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            let items = bytes.chunks_exact(T::SIZE);
            if items.remainder().is_empty() {
                Ok(items.map(T::get).collect())
            } else {
                Err(E::invalid_length(bytes.len(), &self))
            }
        }
    }
}
