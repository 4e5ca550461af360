//! The last line when there is no message: the keys that matter here, each with what it would do now.

use compact_str::CompactString;

use super::action::Action;
use super::bars::{BarPart, ClickTarget, parts_width, plain};
use super::doc::{TextTone, TonedText, display_width};
use super::page_find::PageFind;
use super::pane::linked_page::{LinkedPage, PageLink};
use super::pane::roles::RoleTreeRow;
use super::state::{AppState, Focus};

/// Returns the words for `action` in this state: what it would do now, or `None` if that is nothing.
/// An action that asks for a role first ends with dots.
fn hint(state: &AppState, action: Action, usual: &'static str) -> Option<CompactString> {
    if !state.overlays.is_empty() {
        return overlay_hint(state, action, usual);
    }
    if let Some(words) = pair_hint(state, action, usual) {
        return Some(words);
    }
    let at_start = state.is_at_home() && !state.zoomed;
    let words = match action {
        Action::Open if state.opens_marked() => return Some(marked_hint(state)),
        // What limits the list comes off first.
        Action::Back if at_start => state.view().leave_hint(state).unwrap_or("quit"),
        Action::Search if state.page().is_some() => "find",
        Action::ToggleUnchanged => state.view().unchanged_hint(state)?,
        Action::NextPane => pane_hint(state),
        // The list shows those of a role only once it is opened.
        Action::SimilarRoles => Some(usual).filter(|_| state.focus == Focus::Detail)?,
        Action::NextMatch | Action::PreviousMatch
            if state.find.as_ref().is_some_and(PageFind::is_in_vain) =>
        {
            return None;
        }
        Action::SwitchScope if state.focus == Focus::Filter || state.find.is_some() => return None,
        Action::Open => open_hint(state, usual)?,
        Action::Mark => mark_hint(state, usual)?,
        Action::ToggleStart if state.gap.from_profile => "from A",
        Action::Swap if state.gap.from_profile && state.focus == Focus::Gap => return None,
        Action::Swap | Action::ToggleStart | Action::NextChange if state.marks.a.is_none() => {
            return None;
        }
        // The keys of the list work beside it too.
        Action::Sort | Action::Facets if state.focus == Focus::Detail => return None,
        Action::Matrix => return matrix_hint(state),
        Action::RaiseLevel if state.focus == Focus::Gap && state.gap.skill().is_none() => {
            return None;
        }
        _ => usual,
    };
    Some(CompactString::const_new(words))
}

/// Returns the words for an action on two roles outside of their own views: those that it takes if
/// they are marked, or dots if it asks for a role first.
fn pair_hint(state: &AppState, action: Action, usual: &str) -> Option<CompactString> {
    let is_two = matches!(action, Action::Compare | Action::Path | Action::Gap);
    if !is_two {
        return None;
    }
    let words = match (state.marks.pair(), action) {
        (None, _) => format!("{usual}…"),
        // The views of two roles have other meanings for it.
        (Some(_), _) if !state.focus.view().has_list() => return None,
        (Some(_), Action::Compare) => format!("{usual} A B"),
        (Some(_), _) => format!("{usual} A→B"),
    };
    Some(words.into())
}

/// Returns the words for showing the marked roles beside each other.
fn marked_hint(state: &AppState) -> CompactString {
    match ('A'..='Z').nth(state.marks.roles().len().saturating_sub(1)) {
        Some(last) if last > 'B' => format!("matrix A–{last}").into(),
        _ => CompactString::const_new("compare A and B"),
    }
}

/// Returns the words for the matrix once more roles are marked than the other views show.
fn matrix_hint(state: &AppState) -> Option<CompactString> {
    let marked = state.marks.roles().len();
    let shows_family = matches!(state.roles.row(), Some(RoleTreeRow::Family { .. }))
        && matches!(state.focus, Focus::Roles | Focus::Filter);
    let is_more = marked > 2 && !shows_family && state.focus != Focus::Matrix;
    is_more.then(|| marked_hint(state))
}

/// Returns the words for `action` while a list is on top.
fn overlay_hint(state: &AppState, action: Action, usual: &'static str) -> Option<CompactString> {
    let top = state.overlays.last()?;
    let is_help = top.help().is_some();
    let words = match action {
        Action::Search if is_help => "find a key",
        Action::Cancel => "close",
        Action::Back if is_help => "close",
        _ if is_help => return None,
        Action::Mark if top.direction().is_some() => "turn round",
        Action::Open => top.chosen_by_enter()?,
        Action::Help => usual,
        _ => return None,
    };
    Some(CompactString::const_new(words))
}

/// Returns where the key for the next pane leads.
fn pane_hint(state: &AppState) -> &'static str {
    match state.focus {
        Focus::Roles | Focus::Filter => "to the role",
        Focus::SkillInput | Focus::Skills if state.skills.selected().is_some() => "to its roles",
        Focus::SkillInput | Focus::Skills => "to the right",
        Focus::Detail | Focus::Needs => "to the list",
        Focus::Compare => "section",
        Focus::Path | Focus::Gap | Focus::Matrix => "next name",
    }
}

/// Returns what opening the row under the cursor does; `None` if nothing.
fn open_hint(state: &AppState, usual: &'static str) -> Option<&'static str> {
    match state.focus {
        Focus::Roles | Focus::Filter => match state.roles.row() {
            Some(RoleTreeRow::Family { folded: true, .. }) => Some("unfold"),
            Some(RoleTreeRow::Family { .. }) => Some("fold"),
            Some(RoleTreeRow::Role(_)) => Some(usual),
            None => state.roles.elsewhere.as_ref()?.open_hint(),
        },
        Focus::Skills | Focus::SkillInput if state.skills.is_empty() => {
            state.skills.elsewhere.as_ref()?.open_hint()
        }
        // Any row can be expanded.
        Focus::Compare => {
            let link = state.page().and_then(LinkedPage::link);
            Some(link.and_then(PageLink::verb).unwrap_or(usual))
        }
        _ => match state.page() {
            // Rows without a name have nothing to open.
            Some(page) => page.link().map(|link| link.verb().unwrap_or(usual)),
            None => Some(usual),
        },
    }
}

/// Returns what marking does: in a field it also leads on where there is no role. `None` if there is
/// nothing to lead to.
fn mark_hint(state: &AppState, usual: &'static str) -> Option<&'static str> {
    match (state.role_at_cursor(), state.focus) {
        (Some(role), _) if state.marks.letter(role).is_some() => Some("unmark"),
        (Some(_), _) => Some(usual),
        (None, Focus::Filter) if state.roles.rows().is_empty() => None,
        (None, Focus::SkillInput) if state.skills.is_empty() => None,
        (None, focus) if focus.is_input() => Some("to the list"),
        (None, _) => None,
    }
}

/// Returns the keys that matter here, the most important first, and those that are always shown:
/// saving, going back, the help.
fn hints(state: &AppState) -> (Vec<HintedKey<'_>>, Vec<HintedKey<'_>>) {
    const ALWAYS: [Action; 4] = [Action::Export, Action::Back, Action::Cancel, Action::Help];
    let mut rows = state.keymap.effective_where(state.contexts(), |spec| spec.priority > 0);
    rows.sort_by_key(|row| row.spec.priority);
    let (mut first, mut always) = (Vec::new(), Vec::new());
    for bound in rows {
        let Some(&key) = bound.keys.first() else { continue };
        let action = bound.spec.action;
        let Some(hint) = hint(state, action, bound.spec.hint) else { continue };
        let hinted = HintedKey { key, action, hint };
        if ALWAYS.contains(&action) { always.push(hinted) } else { first.push(hinted) }
    }
    always.sort_by_key(|key| ALWAYS.iter().position(|action| *action == key.action));
    (first, always)
}

/// A key with what it does.
struct HintedKey<'a> {
    key: &'a str,
    action: Action,
    hint: CompactString,
}

impl HintedKey<'_> {
    /// Returns the number of cells that it takes, with the gap behind it.
    fn width(&self) -> usize {
        display_width(self.key) + 1 + display_width(&self.hint) + 2
    }

    fn push_to(&self, parts: &mut Vec<BarPart>) {
        let run = Some(ClickTarget::Run(self.action));
        parts.push((TonedText::new(self.key, TextTone::Accent), run));
        parts.push((TonedText::new(format!(" {}", self.hint), TextTone::Dim), run));
        parts.push(plain("  ", TextTone::Text));
    }
}

/// Returns the last line when there is no message, `width` cells wide: the search on the page, as
/// many keys as fit, and at the right those for saving, going back and the help.
pub fn footer(state: &AppState, width: u16) -> Vec<BarPart> {
    let mut parts = match &state.find {
        Some(find) if !find.is_typing && state.overlays.is_empty() => vec![
            plain(format!(" / {}", find.input.value()), TextTone::Accent),
            plain(format!("  {} ", find.count_text()), TextTone::Match),
        ],
        _ => Vec::new(),
    };
    let width = usize::from(width);
    let (first, always) = hints(state);
    let mut right = Vec::new();
    for key in &always {
        key.push_to(&mut right);
    }
    let end = parts_width(&right).saturating_sub(1);
    let room = width.saturating_sub(end);
    parts.push(plain(" ", TextTone::Text));
    for key in first {
        if parts_width(&parts) + key.width() <= room {
            key.push_to(&mut parts);
        }
    }
    parts.push(plain(" ".repeat(room.saturating_sub(parts_width(&parts))), TextTone::Text));
    parts.extend(right);
    parts
}
