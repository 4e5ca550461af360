//! The view of several roles side by side.

use super::interface::{Handled, HeaderRows, View};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId, family_name};
use crate::question::{MatrixOptions, MatrixParts, MatrixRoles, Question};
use crate::tui::action::{Action, KeyContext};
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::guidance::how_to_begin;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::marks::MAX_MARKS;
use crate::tui::overlay::{OverlayContent, PairAction};
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::pane::roles::RoleTreeRow;
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus, HistoryEntry};
use crate::tui::update::navigate::ask_for_other_role;
use crate::tui::view::pages::shown_text;
use crate::wording::side_by_side::level_legend;

/// Maximum number of roles in the matrix: the command line writes all.
const MAX_MATRIX_ROLES: usize = MAX_MARKS;

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
            Action::ToggleUnchanged if self.unchanged_hint(state).is_none() => {
                state.notice = Some("no row is the same for all roles: none to hide".to_string());
            }
            Action::ToggleUnchanged => {
                state.matrix.differences_only = !state.matrix.differences_only;
                let shown = shown_text(state.matrix.differences_only, "changes only");
                // Where every row differs, the screen stays the same.
                let all = !state.matrix.has_unchanged(&state.catalog);
                let all = if all { ": no row is the same for all" } else { "" };
                state.notice = Some(format!("{shown}{all}"));
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
            match &state.marks.roles()[..] {
                [] | [_] => state.matrix.clear(),
                marked => state.matrix.set_roles(&state.catalog, marked, None, state.marks),
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
            Some(family) => family_name(family),
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
        let head = vec![
            TonedText::new(title, TextTone::Title),
            TonedText::new(format!("  {counted}{visible}"), TextTone::Dim),
        ];
        let width = usize::from(state.size.0.saturating_sub(layout::BAR_WIDTH));
        (head, vec![TonedText::new(legend(state, width), TextTone::Dim)])
    }

    fn empty_text(&self, state: &AppState) -> Option<String> {
        let empty = state.matrix.roles().is_empty();
        empty.then(|| how_to_begin(state, PairAction::Matrix))
    }

    fn unchanged_hint(&self, state: &AppState) -> Option<&'static str> {
        state.matrix.answer()?;
        if state.matrix.differences_only {
            return Some("all rows");
        }
        state.matrix.has_unchanged(&state.catalog).then_some("changes only")
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
        (!state.matrix.roles().is_empty()).then(|| Question::Matrix {
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

/// Explains the signs, as far as they fit into `width` cells: the levels first.
fn legend(state: &AppState, width: usize) -> String {
    let levels = level_legend(&state.catalog, state.matrix.roles());
    let useful = levels.is_some().then(|| "(●●○○) useful".to_string());
    let mut text = String::new();
    let parts = levels.into_iter().chain(useful).chain(["3 ■■■ responsibilities".to_string()]);
    for part in parts {
        let gap = if text.is_empty() { "" } else { " · " };
        if text.width() + gap.width() + part.width() > width {
            break;
        }
        text += &format!("{gap}{}", part.replace('\u{a0}', " "));
    }
    text
}

fn roles_of_family(catalog: &Catalog, family: &str) -> Vec<RoleId> {
    let all = catalog.families().find(|(name, _)| *name == family);
    all.map(|(_, roles)| roles.to_vec()).unwrap_or_default()
}

/// Goes to the matrix: of the marked roles if there are several, otherwise the existing one or a new
/// one.
pub(in crate::tui) fn show_matrix(state: &mut AppState) -> Vec<Effect> {
    let of_family = state.matrix.family().is_some();
    if state.marks.pair().is_some() && (of_family || !state.matrix.is_about(state.marks)) {
        show_marked(state);
    } else if state.matrix.is_about(state.marks) {
        state.go_to(Focus::Matrix);
    } else {
        return open_matrix(state);
    }
    vec![]
}

/// Shows the marked roles side by side.
pub(in crate::tui) fn show_marked(state: &mut AppState) {
    let marked = state.marks.roles();
    if state.focus == Focus::Matrix && state.matrix.roles() == marked {
        let key = state.key_name(Action::ViewRoles);
        state.notice =
            Some(format!("all marked roles are shown; {key} goes to the list to mark more"));
    }
    state.enter_view(Focus::Matrix, state.matrix.roles() != marked);
    state.matrix.set_roles(&state.catalog, &marked, None, state.marks);
}

/// Shows roles side by side: exactly the marked ones, or those of the family under the cursor. With
/// A alone, it asks for B; without marks, it shows the family of the role here.
pub(in crate::tui) fn open_matrix(state: &mut AppState) -> Vec<Effect> {
    let family = match (state.roles.row(), state.focus) {
        (Some(RoleTreeRow::Family { name, .. }), Focus::Roles | Focus::Filter) => {
            Some(name.clone())
        }
        _ if state.marks.pair().is_some() => {
            show_marked(state);
            return vec![];
        }
        _ => None,
    };
    let here = state.current_role().map(|role| state.catalog.family(role).to_string());
    let Some(family) = family.or(here.filter(|_| state.marks.a.is_none())) else {
        if let Some(a) = state.marks.a {
            return ask_for_other_role(state, PairAction::Matrix, a);
        }
        state.open_overlay(OverlayContent::FirstRole(PairAction::Matrix));
        return vec![];
    };
    let mut roles = roles_of_family(&state.catalog, &family);
    if roles.len() > MAX_MATRIX_ROLES {
        state.notice =
            Some(format!("showing the first {MAX_MATRIX_ROLES} of {} roles", roles.len()));
        roles.truncate(MAX_MATRIX_ROLES);
    }
    state.enter_view(Focus::Matrix, state.matrix.roles() != roles);
    state.matrix.set_roles(&state.catalog, &roles, Some(&family), state.marks);
    vec![]
}
