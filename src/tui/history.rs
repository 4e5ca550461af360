//! The places that history leads back and forward to.

use super::action::Focus;
use super::marks::RoleMarks;
use super::pane::linked_page::PagePlace;
use super::pane::roles::SavedRoleList;
use super::pane::skills::SavedSearch;
use super::remap::IdRemap;
use crate::model::RoleId;
use crate::question::Question;

/// A place in the explorer to which history leads back.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// The focus.
    pub focus: Focus,
    /// The role shown.
    pub role: Option<RoleId>,
    /// A and B, if the view shows them; `None` in a list, which leaves them alone.
    pub marks: Option<RoleMarks>,
    /// Whether the gap started from the profile.
    pub from_profile: bool,
    /// The question that the view answered; `None` in a list, or if it showed how to begin.
    pub question: Option<Question>,
    /// The row under the cursor, if it is on a page.
    pub place: Option<PagePlace>,
    /// The list of roles: its filter, its row, and how far it was scrolled.
    pub roles: SavedRoleList,
    /// The search, in its view.
    pub search: Option<SavedSearch>,
}

impl PartialEq for HistoryEntry {
    /// Whether both lead to the same place, scrolled or not.
    fn eq(&self, other: &Self) -> bool {
        let key =
            |place: &Self| (place.focus, place.role, place.marks, place.from_profile, place.place);
        let searches = self.search.as_ref().zip(other.search.as_ref());
        key(self) == key(other)
            && self.question == other.question
            && self.roles.is_same(&other.roles)
            && searches.is_none_or(|(search, other)| search.is_same(other))
    }
}

impl Eq for HistoryEntry {}

impl HistoryEntry {
    /// Returns the same place in another catalog, if its subject still exists.
    pub(crate) fn remap(&self, map: &IdRemap<'_>) -> Option<Self> {
        let question = match &self.question {
            Some(question) => Some(map.question(question)?),
            None => None,
        };
        let after = Self {
            focus: self.focus,
            role: self.role.and_then(|role| map.role(role)),
            marks: self.marks.map(|marks| marks.remap(map)),
            from_profile: self.from_profile,
            question,
            place: self.place,
            roles: self.roles.remap(map),
            search: self.search.as_ref().map(|search| search.remap(map)),
        };
        let lost_role = self.focus == Focus::Detail && after.role.is_some() != self.role.is_some();
        let lost_mark = after.question.is_none() && after.mark_count() != self.mark_count();
        (!lost_role && !lost_mark).then_some(after)
    }

    /// Returns the number of marked roles that it shows.
    fn mark_count(&self) -> usize {
        self.marks.map_or(0, |marks| marks.roles().len())
    }
}

/// Earlier and later places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Places to go back to, latest last.
    pub back: Vec<HistoryEntry>,
    /// Places to go forward to, latest last.
    pub forward: Vec<HistoryEntry>,
    /// Number of earlier places when the user last came home to the list of roles.
    pub(super) home: usize,
}

impl History {
    /// Maps all places to another catalog, and drops those whose subject is gone.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>) {
        let (before, since) = self.back.split_at(self.home.min(self.back.len()));
        let mut back = remapped(before, map);
        self.home = back.len();
        back.extend(remapped(since, map));
        (self.back, self.forward) = (back, remapped(&self.forward, map));
    }
}

/// Returns what is left of `places` in another catalog, without repetitions.
fn remapped(places: &[HistoryEntry], map: &IdRemap<'_>) -> Vec<HistoryEntry> {
    let mut places: Vec<HistoryEntry> =
        places.iter().filter_map(|place| place.remap(map)).collect();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::diff::Differ;
    use crate::model::Catalog;
    use crate::question::{MatrixOptions, MatrixParts, MatrixRoles};
    use crate::tui::screen_catalog::ScreenCatalog;
    use crate::tui::state::AppState;

    const HEAD: &str = "[pack]\nformat = 1\nid = \"few\"\ntitle = \"Few\"\nversion = \"1\"\n\
                        license = \"CC0-1.0\"\nas-of = 2026-01-02\n";

    /// A pack of roles, each given as id and family.
    fn catalog(roles: &[(&str, &str)]) -> Catalog {
        let mut text = HEAD.to_string();
        for (id, family) in roles {
            text += &format!("[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"{family}\"\n");
        }
        let loaded = crate::pack::from_files("few", &[("few.toml", &text)]);
        assert_eq!(loaded.catalog.roles().len(), roles.len(), "{:?}", loaded.diagnostics);
        loaded.catalog
    }

    fn place(
        catalog: &Catalog,
        focus: Focus,
        roles: &[&str],
        question: Option<Question>,
    ) -> HistoryEntry {
        let roles = ids(catalog, roles);
        let marks = RoleMarks::of(roles.iter().copied());
        let marks = (!focus.view().has_list()).then_some(marks);
        let role = roles.first().copied();
        let roles = SavedRoleList::default();
        HistoryEntry {
            focus,
            role,
            marks,
            from_profile: false,
            question,
            place: None,
            roles,
            search: None,
        }
    }

    fn matrix(roles: MatrixRoles) -> Question {
        let options = MatrixOptions { by: MatrixParts::Both, only_differences: false };
        Question::Matrix { roles, options }
    }

    fn ids(catalog: &Catalog, roles: &[&str]) -> Vec<RoleId> {
        roles.iter().map(|id| catalog.role_by_id(id).unwrap()).collect()
    }

    #[test]
    fn a_place_is_kept_as_long_as_its_subject_exists() {
        let old = catalog(&[("a", "x"), ("b", "x"), ("c", "y")]);
        let new = catalog(&[("c", "y"), ("b", "x")]);
        let differ = Arc::new(Differ::new(&new));
        let map = IdRemap { old: &old, new: &new, differ: &differ };
        // A list stays; the text of a role that is gone does not.
        assert_eq!(place(&old, Focus::Roles, &["a"], None).remap(&map).unwrap().role, None);
        assert_eq!(place(&old, Focus::Detail, &["a"], None).remap(&map), None);
        let detail = place(&old, Focus::Detail, &["b"], None).remap(&map).unwrap();
        assert_eq!(detail.role, new.role_by_id("b"));

        // A view that showed how to begin keeps its mark or goes.
        assert_eq!(place(&old, Focus::Compare, &["a"], None).remap(&map), None);
        assert!(place(&old, Focus::Compare, &["b"], None).remap(&map).is_some());
        assert!(place(&old, Focus::Compare, &[], None).remap(&map).is_some());

        // A matrix loses columns, and goes with the last.
        let three = matrix(MatrixRoles::Roles(ids(&old, &["a", "b", "c"])));
        let kept = place(&old, Focus::Matrix, &["a", "b"], Some(three)).remap(&map).unwrap();
        let two = matrix(MatrixRoles::Roles(ids(&new, &["b", "c"])));
        assert_eq!(kept.question, Some(two));
        let gone = matrix(MatrixRoles::Roles(ids(&old, &["a"])));
        assert_eq!(place(&old, Focus::Matrix, &[], Some(gone)).remap(&map), None);
        let family = matrix(MatrixRoles::Family("x".to_string()));
        let kept = place(&old, Focus::Matrix, &[], Some(family.clone())).remap(&map).unwrap();
        assert_eq!(kept.question, Some(family));
    }

    #[test]
    fn a_family_that_was_renamed_is_kept_as_its_roles() {
        let old = catalog(&[("a", "x"), ("b", "x")]);
        let new = catalog(&[("a", "z"), ("b", "z")]);
        let differ = Arc::new(Differ::new(&new));
        let map = IdRemap { old: &old, new: &new, differ: &differ };
        let family = matrix(MatrixRoles::Family("x".to_string()));
        let kept = place(&old, Focus::Matrix, &[], Some(family)).remap(&map).unwrap();
        let roles = ids(&new, &["a", "b"]);
        assert_eq!(kept.question, Some(matrix(MatrixRoles::Roles(roles))));
    }

    #[test]
    fn a_place_holds_the_question_of_its_view() {
        let state = AppState::new(
            ScreenCatalog::load(&Arc::new(catalog(&[("a", "x"), ("b", "x")]))),
            (100, 30),
        );
        // A list answers what is selected now.
        assert_eq!(state.history_entry().question, None);
        let mut state = state;
        state.focus = Focus::Matrix;
        assert_eq!(state.question(), None, "there is nothing in it yet");
        let marks = RoleMarks::of(ids(&state.catalog, &["a", "b"]));
        state.matrix.set_roles(&state.catalog, &marks.roles(), None, marks);
        assert_eq!(state.history_entry().question, state.question());
        assert!(state.question().is_some());
    }
}
