//! State changes: the only module in which [`State`] changes. No I/O, no clock, no locks, no
//! drawing.

mod carry;
mod comparison;
pub mod fields;
mod mine;
mod mouse;
mod reload;
mod shelf;
mod travel;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::action::Action;
use super::carry::Written;
use super::effect::Effect;
use super::layout::{self, Areas};
use super::overlay::{Kind, Overlay, Purpose, Target};
use super::pane::detail::Subject;
use super::pane::roles::Row;
use super::state::{Fault, Focus, State, View};
use crate::analysis::diff::Duties;
use crate::analysis::gap::Have;
use crate::analysis::path;
use crate::model::{Catalog, RoleId};
use crate::search::Answer;

/// Messages that `update` handles: events after the keymap.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key that is bound here.
    Act(Action),
    /// A character typed into a field.
    Text(char),
    /// Characters typed into a field, faster than they were handled.
    Typed(String),
    /// Text pasted.
    Paste(String),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// The search worker's answer.
    Found(Answer),
    /// The paths requested under this generation.
    Ways(u64, path::Answer),
    /// The roles most similar to this one, most similar first.
    Near(RoleId, Vec<RoleId>),
    /// The user's skills, or why they are unknown.
    Mine(Result<Vec<Have>, String>),
    /// The left mouse button was pressed at this cell.
    Click(u16, u16),
    /// The pointer was moved to this cell with the button held.
    Drag(u16, u16),
    /// The wheel was turned over this cell, by this many lines down.
    Wheel(u16, u16, isize),
    /// The packs were read: their catalog, and their faults.
    Opened(Arc<Catalog>, Vec<Fault>),
    /// The packs were reloaded, because they changed or the user asked for it.
    Reread(Reread),
    /// Changes of the packs are not noticed, for this reason.
    Unwatched(String),
    /// A description of the text that was copied, or why it could not be.
    Copied(Result<String, String>),
    /// Outcome of writing a file.
    Written(PathBuf, Written),
    /// A message from outside to show.
    Told(String),
    /// A failure: it is shown until the next key, and later messages do not replace it.
    Warned(String),
    /// The system asks the program to end, with this exit status.
    End(u8),
}

/// Result of reloading the packs.
#[derive(Debug, Clone, PartialEq)]
pub enum Reread {
    /// The packs have not changed. This is reported if the user asked.
    Same {
        /// Whether the user asked.
        asked: bool,
    },
    /// The packs have changed, and the new catalog is to be shown; these faults are left out of it.
    Changed(Arc<Catalog>, Vec<Fault>),
    /// The packs have faults or cannot be read: the content shown stays.
    Faulty(Vec<Fault>),
}

/// Applies `msg` and returns the effects to run.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let from_user =
        matches!(msg, Msg::Act(_) | Msg::Text(_) | Msg::Typed(_) | Msg::Paste(_) | Msg::Click(..));
    if from_user {
        state.warning = None;
    }
    let effects = match msg {
        Msg::Act(action) => {
            state.notice = None;
            act(state, action)
        }
        Msg::Text(c) => {
            state.notice = None;
            carry::typed(state, c).unwrap_or_else(|| fields::insert(state, &c.to_string()))
        }
        Msg::Typed(text) => {
            state.notice = None;
            fields::insert(state, &text)
        }
        Msg::Paste(text) => fields::insert(state, &crate::model::text::visible(&text)),
        Msg::Resize(width, height) => {
            state.size = layout::drawn((width, height));
            vec![]
        }
        Msg::Found(answer) => fields::found(state, &answer),
        Msg::Ways(generation, answer) => {
            if state.path.generation == generation {
                state.path.answered(answer);
            }
            vec![]
        }
        Msg::Near(role, near) => {
            if let Some(top) = state.overlays.last_mut() {
                top.learn(&state.catalog, role, near);
            }
            vec![]
        }
        Msg::Mine(read) => {
            mine::read(state, read);
            vec![]
        }
        Msg::Click(x, y) => mouse::click(state, x, y),
        Msg::Drag(x, y) => {
            mouse::drag(state, x, y);
            vec![]
        }
        Msg::Wheel(x, y, lines) => mouse::wheel(state, x, y, lines),
        Msg::Opened(catalog, faults) => opened(state, catalog, faults),
        Msg::Reread(reread) => reload::reread(state, reread),
        Msg::Unwatched(why) => {
            reload::unwatched(state, &why);
            vec![]
        }
        Msg::Copied(told) => {
            state.notice = Some(match told {
                Ok(what) => format!("copied {what}: the terminal decides whether it takes it"),
                Err(why) => {
                    format!("nothing is copied: {}", crate::model::text::visible_line(&why))
                }
            });
            vec![]
        }
        Msg::Written(path, written) => {
            carry::written(state, path, written);
            vec![]
        }
        Msg::Told(text) => {
            state.notice = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::Warned(text) => {
            state.warning = Some(crate::model::text::visible_line(&text));
            vec![]
        }
        Msg::End(status) => vec![Effect::Quit(status)],
    };
    let asked = travel::follow_marks(state);
    if state.warning.is_some() {
        state.notice.clone_from(&state.warning);
    }
    // The text of a field that lost the focus is no longer selected.
    state.selected &= state.focus.is_input();
    settle(state);
    [effects, asked].concat()
}

/// Starts over with `catalog`, keeping what was typed while it was read.
fn opened(state: &mut State, catalog: Arc<Catalog>, faults: Vec<Fault>) -> Vec<Effect> {
    let mut new = State::new(catalog, state.size);
    new.faults = faults;
    new.mouse = state.mouse;
    new.keymap = Arc::clone(&state.keymap);
    new.packs = std::mem::take(&mut state.packs);
    (new.themes, new.theme) = (Arc::clone(&state.themes), state.theme);
    if state.accessible {
        new.make_accessible();
    }
    new.mine = std::mem::take(&mut state.mine);
    new.generation = state.generation;
    new.warning = state.warning.take();
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        new.focus = state.focus;
        std::mem::swap(&mut new.roles.filter, &mut state.roles.filter);
        std::mem::swap(&mut new.skills.input, &mut state.skills.input);
    }
    *state = new;
    if matches!(state.focus, Focus::Filter | Focus::SkillInput) {
        fields::ask(state)
    } else {
        vec![]
    }
}

/// Returns the areas of the state's terminal.
pub(super) fn areas(state: &State) -> Areas {
    layout::areas(state.size.0, state.size.1, state.focus, state.one_pane(), state.split)
}

/// Updates everything that depends on the rest: texts, cursors and scroll offsets.
pub(super) fn settle(state: &mut State) {
    let areas = areas(state);
    let main = layout::main_rows(&areas);
    let list = usize::from(layout::list_rows(&areas).height);
    match state.focus.view() {
        View::Roles => {
            state.roles.cursor.settle(state.roles.rows().len(), list);
            match state.roles.row().map(subject) {
                Some(subject) if main.width > 0 => {
                    state.detail.show(&state.catalog, subject, main.width, state.compare.duties);
                }
                // Hidden behind the list: as wide as the screen, so that it is ready when it is
                // shown.
                Some(subject) => {
                    let width = state.size.0.saturating_sub(1).max(1);
                    state.detail.show(&state.catalog, subject, width, state.compare.duties);
                }
                None => state.detail.clear(),
            }
            let rows = state.detail.doc().rows.len();
            state.detail.scroll.settle(rows, usize::from(main.height));
        }
        View::Compare => {
            state.compare.refresh(&state.catalog, main.width.max(1));
            let rows = state.compare.doc().rows.len();
            state.compare.scroll.settle(rows, usize::from(main.height));
        }
        View::Path => {
            state.path.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.path.page.settle(usize::from(height));
        }
        View::Gap => {
            state.gap.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.gap.page.settle(usize::from(height));
        }
        View::Matrix => {
            state.matrix.refresh(&state.catalog, main.width.max(1));
            let height = layout::page_rows(&areas, head_lines(state)).height;
            state.matrix.page.settle(usize::from(height));
        }
        View::Skills => {
            state.skills.cursor.settle(state.skills.len(), list);
            let width =
                if main.width > 0 { main.width } else { state.size.0.saturating_sub(1).max(1) };
            state.skills.refresh(&state.catalog, &state.mine, width);
            let rows = state.skills.doc().0.rows.len();
            state.skills.needs.top =
                state.skills.needs.top.min(rows.saturating_sub(usize::from(main.height)));
        }
    }
    let height = overlay_rows(state);
    if let Some(top) = state.overlays.last_mut() {
        top.cursor.settle(top.len(), height);
    }
}

/// Whether a character chooses something here instead of being typed into the field.
pub fn is_choosing(state: &State) -> bool {
    carry::is_choosing(state)
}

/// Lays out what the next key is likely to show. Called when idle.
pub fn look_ahead(state: &mut State) {
    if state.focus.view() != View::Roles {
        return;
    }
    let at = state.roles.cursor.at;
    let around = [at.checked_sub(1), at.checked_add(1)];
    for row in around.into_iter().flatten().filter_map(|at| state.roles.rows().get(at)) {
        state.detail.prepare(&state.catalog, subject(row));
    }
}

/// Returns the subject of the text next to the list while the cursor is on `row`.
fn subject(row: &Row) -> Subject {
    match row {
        Row::Role(role) => Subject::Role(*role),
        Row::Family { name, .. } => Subject::Family(name.clone()),
    }
}

/// Returns the box of the topmost overlay.
fn overlay_box(state: &State) -> Rect {
    layout::overlay(state.size.0, state.size.1, state.overlays.last().map_or(0, Overlay::most))
}

/// Returns the number of visible rows of the topmost overlay.
fn overlay_rows(state: &State) -> usize {
    usize::from(overlay_box(state).height.saturating_sub(3))
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return act_in_overlay(state, action);
    }
    if let Some(effects) = fields::edit(state, action) {
        return effects;
    }
    if shelf::act(state, action) || comparison::act(state, action) {
        return vec![];
    }
    if let Some(effects) = carry::act(state, action) {
        return effects;
    }
    match action {
        Action::Quit => return vec![Effect::Quit(0)],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::ToggleMouse => {
            state.mouse = !state.mouse;
            let told =
                if state.mouse { "mouse on" } else { "mouse off: the terminal selects text" };
            state.notice = Some(told.to_string());
            return vec![Effect::Mouse(state.mouse)];
        }
        Action::SwitchScope => return switch_scope(state),
        Action::PastQueries if state.queries.is_empty() => {
            state.notice = Some("nothing was searched for before".to_string());
        }
        Action::PastQueries => {
            let overlay = Overlay::past(&state.catalog, &state.keymap, state.queries.clone());
            state.overlays.push(overlay);
        }
        Action::PreviewDown => scroll_preview(state, 1),
        Action::PreviewUp => scroll_preview(state, -1),
        Action::NextMatch => find(state, true),
        Action::PreviousMatch => find(state, false),
        Action::Reload if state.reading.is_some() => {
            state.notice = Some("the packs are being read".to_string());
        }
        Action::Reload => return vec![Effect::Reload],
        Action::NextTheme => {
            state.theme = (state.theme + 1) % state.themes.len();
            state.notice = Some(format!("theme: {}", state.theme().name));
        }
        Action::Help => state.lay(Kind::Help(state.focus.contexts())),
        Action::Palette => state.lay(Kind::Palette(palette_contexts(state))),
        // The user cannot see where going back would lead.
        Action::Back if layout::is_too_small(state.size.0, state.size.1) => {
            return vec![Effect::Quit(0)];
        }
        Action::Back => return travel::back(state),
        Action::Cancel => return travel::cancel(state),
        Action::Search => travel::search(state),
        Action::NextPane => travel::next_pane(state, true),
        Action::PreviousPane => travel::next_pane(state, false),
        Action::ViewRoles => travel::go(state, Focus::Roles),
        Action::ViewDetail => travel::go(state, Focus::Detail),
        Action::ViewCompare => return travel::view_page(state, Focus::Compare),
        Action::ViewSkills => travel::view_skills(state),
        Action::ViewPath => return travel::view_page(state, Focus::Path),
        Action::ViewGap => return travel::view_page(state, Focus::Gap),
        Action::ViewMatrix => return travel::view_page(state, Focus::Matrix),
        Action::Path => return travel::act_on_pair(state, Purpose::Path),
        Action::Gap => return travel::act_on_pair(state, Purpose::Gap),
        Action::Matrix => travel::matrix(state),
        Action::NextWay => turn(state, true),
        Action::PreviousWay => turn(state, false),
        Action::ToggleStart => travel::toggle_start(state),
        Action::Raise => return mine::raise(state),
        Action::Lower => return mine::lower(state),
        Action::Zoom => state.zoomed = !state.zoomed,
        Action::HistoryBack => return travel::history(state, false),
        Action::HistoryForward => return travel::history(state, true),
        Action::Open => travel::open(state),
        Action::Mark => travel::mark(state),
        Action::Compare => return travel::act_on_pair(state, Purpose::Compare),
        Action::ToggleMarks => travel::toggle_marks(state),
        Action::Swap => travel::swap(state),
        Action::NextSection => section(state, true),
        Action::PreviousSection => section(state, false),
        Action::ToggleUnchanged => toggle_unchanged(state),
        Action::ToggleInherited => toggle_inherited(state),
        Action::Left => travel::left(state),
        Action::Right => travel::right(state),
        _ => movement(state, action),
    }
    vec![]
}

/// Hides or shows skills that need no learning, or entries that all roles share.
fn toggle_unchanged(state: &mut State) {
    let (hidden, told) = match state.focus {
        Focus::Gap => (&mut state.gap.open_only, "what there is to learn"),
        _ => (&mut state.matrix.differences_only, "differences only"),
    };
    *hidden = !*hidden;
    state.notice = Some(format!("showing {}", if *hidden { told } else { "everything" }));
}

/// Switches between all responsibilities that apply and those that a role adds to the one it
/// extends.
fn toggle_inherited(state: &mut State) {
    let (duties, told) = match state.compare.duties {
        Duties::InForce => {
            (Duties::AddedHere, "responsibilities that roles add to those they build on")
        }
        Duties::AddedHere => (Duties::InForce, "all responsibilities in force"),
    };
    state.compare.by(&state.catalog, duties);
    state.notice = Some(format!("showing {told}"));
}

/// Searches another scope for the text in the field.
fn switch_scope(state: &mut State) -> Vec<Effect> {
    if state.focus.view() != View::Skills {
        state.notice = Some("this field looks for roles alone: 4 searches everything".to_string());
        return vec![];
    }
    state.skills.widen();
    if state.focus == Focus::Needs {
        state.focus = Focus::Skills;
    }
    fields::ask(state)
}

/// Scrolls the text next to the list that a field belongs to.
fn scroll_preview(state: &mut State, lines: isize) {
    let half = (usize::from(layout::main_rows(&areas(state)).height) / 2).max(1) as isize;
    match state.focus.view() {
        View::Roles => scroll(state, Focus::Detail, lines * half, 1),
        View::Skills => state.skills.scroll_preview(lines * half),
        _ => {}
    }
}

/// Steps through the matches of the last search in a role.
fn find(state: &mut State, forward: bool) {
    state.notice = Some(match state.detail.walk(forward) {
        Some((at, of)) => format!("match {at}/{of}"),
        None if state.detail.sought.is_empty() => {
            "nothing is searched for: 4 searches everything".to_string()
        }
        None => format!("{} does not stand here", state.detail.sought.join(" ")),
    });
}

/// Shows another path.
fn turn(state: &mut State, forward: bool) {
    if !state.path.turn(forward) {
        state.notice = Some("there is no other way".to_string());
    }
}

/// Returns the contexts of the palette: it offers the actions of the pane behind a text field, and
/// not those for editing text.
fn palette_contexts(state: &State) -> &'static [super::action::Context] {
    match state.focus {
        Focus::Filter => Focus::Roles.contexts(),
        Focus::SkillInput => Focus::Skills.contexts(),
        focus => focus.contexts(),
    }
}

/// Returns how far `action` moves in a window of `height` rows; `None` if it does not move.
fn distance(action: Action, height: usize) -> Option<isize> {
    let page = isize::try_from(height.max(2) - 1).unwrap_or(isize::MAX);
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        Action::PageDown => page,
        Action::PageUp => -page,
        // No list is longer, and the movement stops at its ends.
        Action::Bottom => isize::MAX / 2,
        Action::Top => isize::MIN / 2,
        _ => return None,
    })
}

fn movement(state: &mut State, action: Action) {
    let areas = areas(state);
    let height = match state.focus {
        Focus::Roles | Focus::Filter | Focus::Skills | Focus::SkillInput => {
            layout::list_rows(&areas).height
        }
        Focus::Path | Focus::Gap | Focus::Matrix => {
            layout::page_rows(&areas, head_lines(state)).height
        }
        Focus::Detail | Focus::Compare | Focus::Needs => layout::main_rows(&areas).height,
    };
    let height = usize::from(height);
    if let Some(delta) = distance(action, height) {
        scroll(state, state.focus, delta, height);
    }
}

/// Moves the selection or the text of the pane that `focus` belongs to.
fn scroll(state: &mut State, focus: Focus, delta: isize, height: usize) {
    match focus {
        Focus::Roles | Focus::Filter => {
            let len = state.roles.rows().len();
            state.roles.cursor.step(delta, len);
        }
        Focus::Skills | Focus::SkillInput => {
            let len = state.skills.len();
            state.skills.cursor.step(delta, len);
        }
        Focus::Needs => state.skills.step_needs(&state.catalog, delta, height),
        // `settle` stops these at the end.
        Focus::Path => state.path.page.step(delta, height),
        Focus::Gap => state.gap.page.step(delta, height),
        Focus::Matrix => state.matrix.page.step(delta, height),
        Focus::Detail => {
            state.detail.scroll.top = state.detail.scroll.top.saturating_add_signed(delta);
        }
        Focus::Compare => {
            state.compare.scroll.top = state.compare.scroll.top.saturating_add_signed(delta);
        }
    }
}

/// Returns the number of lines of the focused page that do not scroll.
fn head_lines(state: &State) -> usize {
    state.page().map_or(0, |page| page.head().len())
}

fn section(state: &mut State, forward: bool) {
    let (doc, top) = match state.focus {
        Focus::Path | Focus::Gap | Focus::Matrix => match state.page() {
            Some(page) => (page.doc(), page.scroll.top),
            None => return,
        },
        Focus::Compare => (state.compare.doc(), state.compare.scroll.top),
        _ => (state.detail.doc(), state.detail.scroll.top),
    };
    let mut lines = doc.sections.iter().map(|(line, _)| *line);
    let target = if forward {
        lines.find(|&line| line > top).unwrap_or(top)
    } else {
        lines.take_while(|&line| line < top).last().unwrap_or(0)
    };
    match state.focus {
        Focus::Compare => state.compare.scroll.top = target,
        Focus::Path | Focus::Gap | Focus::Matrix => {
            if let Some(page) = state.page_mut() {
                page.reveal(target);
            }
        }
        _ => state.detail.scroll.top = target,
    }
}

fn act_in_overlay(state: &mut State, action: Action) -> Vec<Effect> {
    if let Some(effects) = fields::edit(state, action) {
        return effects;
    }
    let height = overlay_rows(state);
    let Some(top) = state.overlays.last_mut() else { return vec![] };
    if let Some(delta) = distance(action, height) {
        let len = top.len();
        top.cursor.step(delta, len);
        return vec![];
    }
    match action {
        Action::Quit => vec![Effect::Quit(0)],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::Cancel | Action::Help | Action::Back => {
            state.overlays.pop();
            vec![]
        }
        Action::Open => choose(state),
        _ => vec![],
    }
}

/// Runs the row under the cursor of the topmost overlay, which closes.
fn choose(state: &mut State) -> Vec<Effect> {
    if let Some(top) = state.overlays.last()
        && let Some(Target::Want(at)) = top.selected()
    {
        // Several may be chosen: the list stays open.
        if let Some(facet) = top.facet(at).cloned() {
            state.roles.toggle(&state.catalog, &facet);
            shelf::offer_facets(state);
        }
        return vec![];
    }
    let Some(overlay) = state.overlays.pop() else { return vec![] };
    let Some(choice) = overlay.row(&state.catalog, overlay.cursor.at) else { return vec![] };
    match (choice.target, overlay.kind) {
        (Target::Run(action), _) => act(state, action),
        (Target::Open(role), _) => {
            travel::open_role(state, role);
            vec![]
        }
        (Target::With(right), Kind::With(purpose, left)) => {
            travel::put_to_use(state, purpose, left, right);
            vec![]
        }
        (Target::Copy(what), _) => carry::copy(state, what),
        (Target::Write(form), _) => carry::export(state, form, &choice.label),
        (Target::Again, _) => fields::take_up(state, &choice.label),
        (Target::With(_) | Target::Want(_), _) => vec![],
    }
}
