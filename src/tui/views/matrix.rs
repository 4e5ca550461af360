//! The view of several roles side by side.

use super::interface::{Handled, HeaderRows, View};
use crate::model::{Catalog, RoleId};
use crate::question::{MatrixOptions, MatrixParts, MatrixRoles, Question};
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::family_title;
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::pane::roles::RoleTreeRow;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus, HistoryEntry, RoleMarks};
use crate::tui::view::pages::shown_text;

/// Maximum number of roles in the matrix: a wider table is unreadable; the command line writes all.
const MAX_MATRIX_ROLES: usize = 26;

/// A matrix of the marked roles, or of a family.
pub(super) struct MatrixView;

impl View for MatrixView {
    fn name(&self, _state: &AppState) -> &'static str {
        "Matrix"
    }

    fn opened_by(&self) -> Action {
        Action::ViewMatrix
    }

    fn contexts(&self, _focus: Focus) -> &'static [KeyContext] {
        &[KeyContext::Matrix, KeyContext::Page, KeyContext::Scroll, KeyContext::Global]
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::ToggleUnchanged => {
                state.matrix.differences_only = !state.matrix.differences_only;
                state.notice = Some(shown_text(state.matrix.differences_only, "differences only"));
            }
            Action::Left | Action::Right => {
                if !state.matrix.scroll_columns(action == Action::Right) {
                    return Handled::Pass;
                }
            }
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn sync(&self, state: &mut AppState) -> Vec<Effect> {
        if !state.matrix.is_about(state.marks) {
            match state.marks.pair() {
                Some((a, b)) => {
                    state.matrix.set_roles(&state.catalog, &[a, b], None, state.marks);
                }
                None => state.matrix.clear(),
            }
        }
        vec![]
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        state.matrix.refresh(&state.catalog, layout::main_rows(areas).width.max(1));
        let height = self.scroll_area(state, areas, state.focus).height;
        state.matrix.page.clamp_scroll(usize::from(height));
    }

    fn page<'a>(&self, state: &'a AppState) -> Option<&'a LinkedPage> {
        Some(&state.matrix.page)
    }

    fn page_mut<'a>(&self, state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        Some(&mut state.matrix.page)
    }

    fn header(&self, state: &AppState) -> HeaderRows {
        let (shown, len) = state.matrix.columns();
        if len == 0 {
            return HeaderRows::default();
        }
        let title = match state.matrix.family() {
            Some(family) => family_title(family),
            None => "Roles side by side".to_string(),
        };
        let counted = match len {
            1 => "1 role".to_string(),
            n => format!("{n} roles"),
        };
        let visible = if shown.len() < len {
            format!(" · {} to {} in view; h l scroll", shown.start + 1, shown.end)
        } else {
            String::new()
        };
        let key = "●●○○ essential · (●●○○) useful · 3 ■■■ responsibilities";
        let head = vec![
            TonedText::new(title, TextTone::Title),
            TonedText::new(format!("  {counted}{visible}"), TextTone::Dim),
        ];
        (head, vec![TonedText::new(key, TextTone::Dim)])
    }

    fn empty_text(&self, state: &AppState) -> Option<&'static str> {
        let empty = state.matrix.roles().is_empty();
        empty.then_some("Mark two roles with space, then press M.")
    }

    /// The matrix has no cursor on a role: the leftmost role counts.
    fn first_role(&self, state: &AppState) -> Option<RoleId> {
        state.matrix.roles().first().copied()
    }

    fn shown_roles(&self, state: &AppState) -> Vec<RoleId> {
        if state.matrix.family().is_some() { vec![] } else { state.matrix.roles().to_vec() }
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        state.matrix.remap(map, MAX_MATRIX_ROLES);
        vec![]
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        Some(Question::Matrix {
            roles: match state.matrix.family() {
                Some(family) => MatrixRoles::Family(family.to_string()),
                None => MatrixRoles::Roles(state.matrix.roles().to_vec()),
            },
            options: MatrixOptions {
                by: MatrixParts::Both,
                only_differences: state.matrix.differences_only,
            },
        })
    }

    fn restore(&self, state: &mut AppState, place: &HistoryEntry) {
        let Some(Question::Matrix { roles, .. }) = &place.question else { return };
        let (roles, family) = match roles {
            MatrixRoles::Roles(roles) => (roles.clone(), None),
            MatrixRoles::Family(name) => {
                let mut roles = roles_of_family(&state.catalog, name);
                roles.truncate(MAX_MATRIX_ROLES);
                (roles, Some(name.as_str()))
            }
        };
        if !roles.is_empty() {
            let marks = place.marks.unwrap_or(state.marks);
            state.matrix.set_roles(&state.catalog, &roles, family, marks);
        }
    }

    /// A family has neither A nor B.
    fn shows_marks(&self, state: &AppState) -> bool {
        state.matrix.family().is_none()
    }
}

fn roles_of_family(catalog: &Catalog, family: &str) -> Vec<RoleId> {
    let all = catalog.families().find(|(name, _)| *name == family);
    all.map(|(_, roles)| roles.to_vec()).unwrap_or_default()
}

/// Goes to the matrix: of A and B if both are marked, otherwise the existing one or a new one.
pub(in crate::tui) fn show_matrix(state: &mut AppState) {
    let of_family = state.matrix.family().is_some();
    match state.marks.pair() {
        Some((a, b)) if of_family || !state.matrix.is_about(state.marks) => {
            state.enter_view(Focus::Matrix, true);
            state.matrix.set_roles(&state.catalog, &[a, b], None, state.marks);
        }
        _ if state.matrix.is_about(state.marks) => state.go_to(Focus::Matrix),
        _ => open_matrix(state),
    }
}

/// Shows roles side by side: the marked ones and the one here, or all roles of a family if there
/// are no marks.
pub(in crate::tui) fn open_matrix(state: &mut AppState) {
    let here = state.current_role();
    let mut roles = state.marks.roles();
    roles.extend(here);
    let mut seen = std::collections::HashSet::new();
    roles.retain(|role| seen.insert(*role));
    let family = match (state.roles.row(), state.focus) {
        (Some(RoleTreeRow::Family { name, .. }), Focus::Roles | Focus::Filter) => {
            Some(name.clone())
        }
        _ if roles.len() > 1 => None,
        _ => roles.first().map(|role| state.catalog.family(*role).to_string()),
    };
    if let Some(family) = &family {
        roles = roles_of_family(&state.catalog, family);
    }
    if roles.is_empty() {
        state.notice = Some("press space to mark roles, or move to a family".to_string());
        return;
    }
    if roles.len() > MAX_MATRIX_ROLES {
        state.notice =
            Some(format!("showing the first {MAX_MATRIX_ROLES} of {} roles", roles.len()));
        roles.truncate(MAX_MATRIX_ROLES);
    }
    state.enter_view(Focus::Matrix, state.matrix.roles() != roles);
    if let (None, RoleMarks { a: Some(a), b: None }, Some(here)) = (&family, state.marks, here) {
        // Column B is the mark B, as everywhere else that takes A and the role here.
        state.marks = RoleMarks::both(a, here);
    }
    state.matrix.set_roles(&state.catalog, &roles, family.as_deref(), state.marks);
}
