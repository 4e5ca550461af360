//! Words of the titles of roles.

use crate::model::{Catalog, RoleId};
use crate::search::lookup::{SUGGESTIONS, dedup_keep_first};
use crate::search::title::{self, JobTitle, TitleRank};

/// Whether a title of `shown` has `word`, at its end if it is `at_end`.
pub(super) fn has_word(word: &str, at_end: bool, shown: &[JobTitle]) -> bool {
    shown.iter().any(|name| {
        if at_end {
            name.core.last().is_some_and(|last| last == word)
        } else {
            name.core.iter().any(|own| own == word)
        }
    })
}

/// Returns the ranks of `title` that are positions.
pub(super) fn positions_of(title: &JobTitle) -> Vec<TitleRank> {
    title.ranks.iter().filter(|r| r.is_position()).cloned().collect::<Vec<_>>()
}

/// Returns the readings of the title of `role`.
pub(super) fn titles_of_role(role: RoleId, catalog: &Catalog) -> Vec<JobTitle> {
    title::name_titles(&catalog.role(role).title)
}

/// Whether `word` is the last word of a title of `role`.
pub(super) fn is_head_of_role(role: RoleId, word: &str, catalog: &Catalog) -> bool {
    titles_of_role(role, catalog).iter().any(|own| own.core.last().is_some_and(|last| last == word))
}

/// Returns the first roles to suggest, each once.
pub(super) fn first_three(mut roles: Vec<RoleId>) -> Vec<RoleId> {
    dedup_keep_first(&mut roles);
    roles.truncate(SUGGESTIONS);
    roles
}
