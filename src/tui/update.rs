//! State changes: the only module in which [`AppState`] changes. No I/O, no clock, no locks, no
//! drawing.

pub(super) mod export;
pub mod fields;
pub(super) mod find;
mod mouse;
pub(super) mod movement;
pub(super) mod navigate;
pub(super) mod profile;
mod reload;
pub(super) mod role_list;
pub(super) mod texts;

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::effect::{Effect, Effects};
use super::export::ExportOutcome;
use super::key::KeyChord;
use super::layout;
use super::screen_catalog::ScreenCatalog;
use super::session_texts::{RereadReason, SessionTexts};
use super::state::{AppState, FaultLine, Focus, RoleMarks};
use super::views;
use crate::analysis::diff::Differ;
use crate::analysis::gap::CurrentSkill;
use crate::analysis::path;
use crate::analysis::related::RelatedRole;
use crate::model::RoleId;
use crate::search::SearchAnswer;

/// Messages that `update` handles: events after the keymap.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key that is bound here.
    Act(Action),
    /// A character typed into a field.
    Char(char),
    /// A digit that has no meaning here.
    UnboundDigit(char),
    /// Another key that has no meaning here.
    UnboundKey(KeyChord),
    /// Characters typed into a field, faster than they were handled.
    Typed(String),
    /// Text pasted.
    Paste(String),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// The search worker's answer.
    SearchAnswered(SearchAnswer),
    /// The paths requested under this generation.
    PathsFound(u64, path::PathAnswer),
    /// The roles most similar to this one, most similar first.
    SimilarFound(RoleId, Vec<RoleId>),
    /// The roles most similar to this one, with what they have in common.
    RelatedFound(RoleId, Vec<RelatedRole>),
    /// The comparer of the roles of the catalog.
    DifferReady(Arc<Differ>),
    /// The user's skills, or why they are unknown.
    ProfileLoaded(Result<Vec<CurrentSkill>, String>),
    /// The left mouse button was pressed at this cell.
    Click(u16, u16),
    /// The left mouse button was pressed at this cell again, soon after the last time.
    DoubleClick(u16, u16),
    /// The right mouse button was pressed at this cell.
    RightClick(u16, u16),
    /// The pointer was moved to this cell with the button held.
    Drag(u16, u16),
    /// The wheel was turned over this cell, by this many lines down.
    Wheel(u16, u16, isize),
    /// The packs were read: their catalog, and their faults.
    CatalogLoaded(ScreenCatalog, Vec<FaultLine>),
    /// The packs were reloaded, because they changed or the user asked for it.
    Reloaded(ReloadOutcome),
    /// A text was read as a role.
    TextRead(Box<ShownText>),
    /// Changes of the packs are not noticed, for this reason.
    WatchFailed(String),
    /// A description of the text that was copied, or why it could not be.
    Copied(Result<String, String>),
    /// Outcome of writing a file.
    Exported(PathBuf, ExportOutcome),
    /// A message from outside to show.
    Notice(String),
    /// A failure: it is shown until the next key, and later messages do not replace it.
    Warning(String),
    /// The system asks the program to end, with this exit status.
    Terminate(u8),
}

/// A role that was read from a text, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownText {
    /// The catalog with the role.
    pub catalog: ScreenCatalog,
    /// The comparer of its roles.
    pub differ: Arc<Differ>,
    /// The texts whose roles it has.
    pub(super) texts: SessionTexts,
    /// The role.
    pub role: RoleId,
    /// Why the text was read.
    pub(super) change: RereadReason,
}

/// A catalog of packs that have changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedCatalog {
    /// The catalog.
    pub catalog: ScreenCatalog,
    /// The comparer of its roles.
    pub differ: Arc<Differ>,
    /// The texts whose roles it has.
    pub(super) texts: SessionTexts,
    /// The faults that were left out of it.
    pub faults: Vec<FaultLine>,
}

impl ChangedCatalog {
    /// Returns a catalog without roles that were read from texts.
    pub fn new(catalog: ScreenCatalog, differ: Arc<Differ>, faults: Vec<FaultLine>) -> Self {
        Self { catalog, differ, texts: SessionTexts::default(), faults }
    }
}

/// Result of reloading the packs.
#[derive(Debug, Clone, PartialEq)]
pub enum ReloadOutcome {
    /// The packs have not changed. This is reported if the user asked.
    Unchanged {
        /// Whether the user asked.
        asked: bool,
    },
    /// The packs have changed, and the new catalog is to be shown.
    Changed(ChangedCatalog),
    /// The packs have faults or cannot be read: the content shown stays.
    Faulty(Vec<FaultLine>),
}

/// Clears the failure that is shown, if `msg` comes from the user.
fn clear_warning(state: &mut AppState, msg: &Msg) {
    if is_from_user(msg) {
        state.warning = None;
        state.quit_asked &= *msg == Msg::Act(Action::Back);
    }
}

/// Handles a typed character; while the skill search is fresh, a digit is a view.
fn type_char(state: &mut AppState, c: char, is_search_fresh: bool) -> Vec<Effect> {
    state.notice = None;
    if let Some(effects) = export::copy_by_key(state, c) {
        return effects;
    }
    let toggled = views::toggle_choice(state, c);
    let switched = match toggled {
        None if is_search_fresh => views::switch_by_digit(state, c),
        toggled => toggled,
    };
    switched.unwrap_or_else(|| fields::type_text(state, &c.to_string()))
}

/// Handles text typed at once; a single digit may be a view.
fn type_text(state: &mut AppState, text: &str, is_search_fresh: bool) -> Vec<Effect> {
    if let (Ok(c), true) = (text.parse(), is_search_fresh) {
        return type_char(state, c, true);
    }
    state.notice = None;
    fields::type_text(state, text)
}

/// Applies `msg` and returns the effects to run.
pub fn update(state: &mut AppState, msg: Msg) -> Effects {
    clear_warning(state, &msg);
    let (focus, is_search_fresh) = (state.focus, state.is_search_fresh);
    state.is_search_fresh &= !is_from_user(&msg);
    let effects = match msg {
        Msg::Act(action) => {
            state.notice = None;
            views::run_action(state, action)
        }
        Msg::Char(c) => type_char(state, c, is_search_fresh),
        Msg::UnboundDigit(c) => tell(state, movement::unbound_digit_text(state, c)),
        Msg::UnboundKey(chord) => tell(state, navigate::unbound_key_text(state, chord)),
        Msg::Typed(text) => type_text(state, &text, is_search_fresh),
        Msg::Paste(text) => texts::paste(state, text),
        Msg::Resize(width, height) => {
            state.size = layout::clamp_size((width, height));
            vec![]
        }
        Msg::SearchAnswered(answer) => fields::show_answer(state, &answer),
        Msg::PathsFound(generation, answer) => {
            if state.path.generation == generation {
                state.path.set_answer(answer);
            }
            vec![]
        }
        Msg::SimilarFound(role, near) => {
            if let Some(top) = state.overlays.last_mut() {
                top.set_similar_roles(&state.catalog, role, near);
            }
            vec![]
        }
        Msg::RelatedFound(role, near) => {
            state.detail.set_similar(role, near);
            vec![]
        }
        Msg::DifferReady(differ) => {
            state.compare.set_differ(&state.catalog, differ);
            vec![]
        }
        Msg::ProfileLoaded(read) => {
            profile::show_profile(state, read);
            vec![]
        }
        // The first of the two clicks may have opened it.
        Msg::DoubleClick(..) if std::mem::take(&mut state.click_opened) => vec![],
        Msg::Click(x, y) | Msg::DoubleClick(x, y) => mouse::click(state, x, y),
        Msg::RightClick(x, y) => mouse::right_click(state, x, y),
        Msg::Drag(x, y) => {
            mouse::drag(state, x, y);
            vec![]
        }
        Msg::Wheel(x, y, lines) => mouse::wheel(state, x, y, lines),
        Msg::CatalogLoaded(catalog, faults) => show_loaded_catalog(state, catalog, faults),
        Msg::Reloaded(reread) => reload::show_reload(state, reread),
        Msg::TextRead(shown) => reload::show_text(state, *shown),
        Msg::WatchFailed(why) => {
            reload::warn_unwatched(state, &why);
            vec![]
        }
        Msg::Copied(told) => {
            state.notice = Some(copied_text(told));
            vec![]
        }
        Msg::Exported(path, written) => {
            export::report_export(state, path, written);
            vec![]
        }
        Msg::Notice(text) => {
            state.notice = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::Warning(text) => {
            state.warning = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::Terminate(status) => vec![Effect::Quit(status)],
    };
    let asked = state.view().sync(state);
    if state.warning.is_some() {
        state.notice.clone_from(&state.warning);
    }
    forget_field(state, focus);
    relayout(state);
    let differ = state.compare.take_differ_request().then_some(Effect::LoadDiffer);
    effects.into_iter().chain(asked).chain(differ).collect::<Vec<_>>().into()
}

/// Forgets what belongs to a field that has lost the focus, which was `before`.
fn forget_field(state: &mut AppState, before: Focus) {
    // Its text is no longer selected.
    state.field_selected &= state.is_typing();
    // Nothing was marked in another field yet.
    if state.focus != before {
        state.marked_in_field = RoleMarks::default();
    }
}

/// Shows a message that is all that happens.
fn tell(state: &mut AppState, text: String) -> Vec<Effect> {
    state.notice = Some(text);
    vec![]
}

/// Returns the message about a copy.
fn copied_text(copied: Result<String, String>) -> String {
    match copied {
        Ok(what) => format!("copied {what}"),
        Err(why) => format!("could not copy: {}", crate::model::text::visible_line(&why)),
    }
}

/// Whether `msg` is an input of the user: a failure was seen by then.
fn is_from_user(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::Act(_)
            | Msg::Char(_)
            | Msg::UnboundDigit(_)
            | Msg::UnboundKey(_)
            | Msg::Typed(_)
            | Msg::Paste(_)
            | Msg::Click(..)
            | Msg::DoubleClick(..)
            | Msg::RightClick(..)
    )
}

/// Starts over with `catalog`, keeping what was typed while it was read.
fn show_loaded_catalog(
    state: &mut AppState,
    catalog: ScreenCatalog,
    faults: Vec<FaultLine>,
) -> Vec<Effect> {
    let mut new = AppState::new(catalog, state.size);
    new.faults = faults;
    new.mouse = state.mouse;
    new.keymap = Arc::clone(&state.keymap);
    new.packs = std::mem::take(&mut state.packs);
    (new.themes, new.theme) = (Arc::clone(&state.themes), state.theme);
    if state.accessible {
        new.make_accessible();
    }
    new.profile = std::mem::take(&mut state.profile);
    (new.has_compared, new.confirm_quit) = (state.has_compared, state.confirm_quit);
    new.generation = state.generation;
    new.warning = state.warning.take();
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        new.focus = state.focus;
        std::mem::swap(&mut new.roles.filter, &mut state.roles.filter);
        std::mem::swap(&mut new.skills.input, &mut state.skills.input);
    }
    *state = new;
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        fields::start_search(state)
    } else {
        vec![]
    }
}

impl AppState {
    /// Creates an explorer over `catalog` in a terminal of `size`, at the first role.
    pub fn new(catalog: ScreenCatalog, size: (u16, u16)) -> Self {
        let mut state = Self::without_layout(catalog, size);
        relayout(&mut state);
        state
    }
}

/// Updates everything that depends on the rest: texts, cursors and scroll offsets.
pub(super) fn relayout(state: &mut AppState) {
    state.view().layout(state, &state.areas());
    find::refresh(state);
    let (height, width) = (state.overlay_rows(), state.size.0);
    if let Some(top) = state.overlays.last_mut() {
        top.cursor.clamp(top.len(), height);
        if let Some(help) = top.help_mut() {
            help.clamp(width, height + 1);
        }
    }
}

/// Whether the character `c` chooses something here instead of being typed into the field.
pub(crate) fn is_choosing(state: &AppState, c: char) -> bool {
    state.overlays.last().is_some_and(|top| top.is_choosing(c))
}

/// Lays out what the next key is likely to show. Called when idle.
pub fn prefetch(state: &mut AppState) {
    state.view().prefetch(state);
}
