//! Which role or skill a person means by a spelling: an id, a code, a title or an alias, in any case.

use crate::model::{Catalog, RoleId, SkillId};

/// What a spelling stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// Exactly one.
    One(T),
    /// It fits several equally well ("TPM"), in catalog order.
    Many(Vec<T>),
    /// None; up to three that were perhaps meant, likeliest first.
    Nothing(Vec<T>),
}

/// The role that `text` names.
pub fn role(catalog: &Catalog, text: &str) -> Found<RoleId> {
    catalog.role_by_id(text).map_or(Found::Nothing(vec![]), Found::One)
}

/// The skill that `text` names.
pub fn skill(catalog: &Catalog, text: &str) -> Found<SkillId> {
    catalog.skill_by_id(text).map_or(Found::Nothing(vec![]), Found::One)
}
