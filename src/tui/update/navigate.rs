//! Navigation: views, history, marks and the pairs of roles that views are about.

use crate::model::RoleId;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::key::KeyChord;
use crate::tui::layout;
use crate::tui::marks::MAX_MARKS;
use crate::tui::overlay::{OverlayContent, PairAction};
use crate::tui::pane::linked_page::PageLink;
use crate::tui::state::{AppState, Focus, HistoryEntry, RoleMarks, ScreenView};
use crate::tui::update::{fields, texts};
use crate::tui::views::gap::gap_question;
use crate::tui::views::interface::{Handled, PairChoice};

/// Number of places kept in history.
const HISTORY: usize = 100;

impl AppState {
    /// Remembers the current place, so that history can return to it.
    pub(in crate::tui) fn push_history(&mut self) {
        let place = self.history_entry();
        // A view that shows how to begin is no place to come back to.
        if place.question.is_none() && !place.focus.view().has_list() {
            return self.history.forward.clear();
        }
        match self.history.back.last_mut() {
            // There is a way back to it again, though it is no further place.
            Some(last) if *last == place => {
                *last = place;
                self.history.home = self.history.home.min(self.history.back.len() - 1);
            }
            _ => self.history.back.push(place),
        }
        if self.history.back.len() > HISTORY {
            self.history.back.remove(0);
            self.history.home = self.history.home.saturating_sub(1);
        }
        self.history.forward.clear();
    }

    /// Whether closing leads back to an earlier place: there is one since the user came home.
    fn has_way_back(&self) -> bool {
        self.history.back.len() > self.history.home
    }

    /// Whether the list of roles is where the user started or came home to: closing it quits.
    pub(in crate::tui) fn is_at_home(&self) -> bool {
        self.focus == Focus::Roles && !self.has_way_back()
    }

    /// Goes to the list of roles. From there, closing does not lead back to where the user was before;
    /// only history does.
    pub(in crate::tui) fn go_home(&mut self) {
        self.go_to(Focus::Roles);
        self.history.home = self.history.back.len();
    }

    /// Moves the focus; changing the view is a step in history.
    pub(in crate::tui) fn go_to(&mut self, focus: Focus) {
        if self.focus == focus {
            return;
        }
        if self.focus.view() != focus.view() {
            self.push_history();
            self.zoomed = false;
        }
        self.focus = focus;
    }

    /// Goes to another view; a step in history if it shows something else than before.
    pub(in crate::tui) fn enter_view(&mut self, focus: Focus, new: bool) {
        if self.focus.view() != focus.view() || new {
            self.push_history();
        }
        self.zoomed = false;
        self.focus = focus;
    }

    /// Opens `role` in Detail.
    pub(in crate::tui) fn open_role(&mut self, role: RoleId) {
        self.push_history();
        self.roles.select(&self.catalog, role);
        self.zoomed = false;
        self.focus = Focus::Detail;
    }

    /// Opens the subject of a page's line.
    pub(in crate::tui) fn follow_link(&mut self, link: PageLink) {
        match link {
            PageLink::Role(role) | PageLink::Hop(_, role) => self.open_role(role),
            PageLink::Skill(skill) => {
                self.push_history();
                self.skills.select(&self.catalog, skill);
                self.focus = Focus::Needs;
                self.zoomed = false;
            }
            PageLink::Fold(at) => {
                if let Some(page) = self.view().page_mut(self) {
                    page.expect_unfolding();
                }
                match self.focus {
                    Focus::Gap => self.gap.fold(at),
                    Focus::Path => self.path.fold(at),
                    Focus::Matrix => self.matrix.fold(at),
                    _ => {}
                }
            }
            PageLink::Path(at) => {
                if !self.path.show_path(at) {
                    self.notice = Some(format!("path {at} is already shown below"));
                }
            }
            PageLink::Words(words) => texts::ask_for_meaning(self, words),
            // The view that has such rows opens them.
            PageLink::Details => {}
        }
    }

    /// Remembers the text of the field that has the focus as a past query.
    pub(in crate::tui) fn remember_field(&mut self) {
        let query = match self.focus {
            Focus::Filter => self.roles.filter.value().to_string(),
            Focus::SkillInput => self.skills.input.value().to_string(),
            _ => return,
        };
        self.remember_query(&query);
    }
}

/// Returns the message about a key that has no meaning here, and where those are that have one.
pub(in crate::tui) fn unbound_key_text(state: &AppState, chord: KeyChord) -> String {
    match state.keymap.first_key(state.contexts(), Action::Help) {
        Some(help) => format!("{chord} does nothing here; {help} shows the keys"),
        None => format!("{chord} does nothing here"),
    }
}

/// Opens the skill search, with the caret in its field.
pub(in crate::tui) fn show_skills(state: &mut AppState) {
    state.go_to(Focus::SkillInput);
    (state.field_selected, state.is_search_fresh) = (true, true);
}

/// Leaves the innermost transient state: the field, the zoom, the filter; otherwise goes back. The
/// marks stay.
pub(in crate::tui) fn cancel(state: &mut AppState) -> Vec<Effect> {
    if state.focus.is_input() {
        // The list gets the focus first, so that single keys work; the typed text stays.
        state.remember_field();
        state.focus = state.focus.without_field();
        return vec![];
    }
    if state.zoomed {
        state.zoomed = false;
        return vec![];
    }
    match state.view().leave(state) {
        Handled::Done(effects) => effects,
        Handled::Pass if state.is_at_home() || state.history.back.is_empty() => {
            let key = state.key_name(Action::Back);
            state.notice = Some(format!("nothing to close here; {key} quits"));
            vec![]
        }
        Handled::Pass => walk_history(state, false),
    }
}

/// Leaves the field; elsewhere, quits.
pub(in crate::tui) fn interrupt(state: &mut AppState) -> Vec<Effect> {
    // On a screen that is too small, the user cannot see which field that would be.
    let is_visible = !layout::is_too_small(state.size.0, state.size.1);
    if state.focus.is_input() && is_visible { cancel(state) } else { vec![Effect::Quit(0)] }
}

/// Goes back; at the start, takes the filter off the list, or quits.
pub(in crate::tui) fn go_back(state: &mut AppState) -> Vec<Effect> {
    if state.zoomed {
        state.zoomed = false;
    } else if state.has_way_back() {
        return walk_history(state, false);
    } else if state.focus == Focus::Detail {
        state.focus = Focus::Roles;
    } else if state.focus.view() == ScreenView::Roles {
        // The filter and the facets come off first.
        if let Handled::Done(effects) = state.view().leave(state) {
            return effects;
        }
        if state.confirm_quit && !std::mem::replace(&mut state.quit_asked, true) {
            state.notice = Some(format!("press {} again to quit", state.key_name(Action::Back)));
            return vec![];
        }
        return vec![Effect::Quit(0)];
    } else {
        state.focus = Focus::Roles;
    }
    vec![]
}

/// Walks through the places visited.
pub(in crate::tui) fn walk_history(state: &mut AppState, forward: bool) -> Vec<Effect> {
    let here = state.history_entry();
    let is_empty = here.question.is_none() && !here.focus.view().has_list();
    let (from, to) = if forward {
        (&mut state.history.forward, &mut state.history.back)
    } else {
        (&mut state.history.back, &mut state.history.forward)
    };
    let Some(place) = from.pop() else {
        state.notice = Some(
            if forward { "no later place in history" } else { "no earlier place in history" }
                .to_string(),
        );
        return vec![];
    };
    // A view that shows how to begin is no place to come back to.
    if !is_empty {
        to.push(here);
    }
    if state.history.home > state.history.back.len() {
        // Who goes back beyond it is on the way again.
        state.history.home = 0;
    }
    restore_entry(state, &place)
}

/// Goes to `place`. Returns the queries that its fields repeat: what is listed may be older.
fn restore_entry(state: &mut AppState, place: &HistoryEntry) -> Vec<Effect> {
    state.zoomed = false;
    // A field would swallow the next key; its list shows the same.
    state.focus = place.focus.without_field();
    state.roles.restore(&state.catalog, &place.roles);
    if let Some(role) = place.role.filter(|role| state.roles.selected() != Some(*role)) {
        state.roles.select(&state.catalog, role);
    }
    if let Some(search) = &place.search {
        state.skills.restore(&state.catalog, search);
    }
    state.gap.from_profile = place.from_profile;
    state.view().restore(state, place);
    if let (Some(place), Some(page)) = (place.place, state.view().page_mut(state)) {
        page.go_to(place);
    }
    // A view of A and B returns with the roles that it showed. Going back never clears a mark.
    let shown = place.marks.filter(|_| state.view().shows_marks(state));
    if let Some(marks) = shown
        && let Some((a, b)) = marks.pair().filter(|pair| state.marks.pair() != Some(*pair))
    {
        state.marks = marks;
        let [a, b] = [a, b].map(|role| state.catalog.role_title(role));
        state.notice = Some(format!("A is {a} again, B is {b}"));
    }
    fields::restart_searches(state)
}

/// Marks the role under the cursor with the next letter, or removes its mark.
pub(in crate::tui) fn mark_role(state: &mut AppState) {
    match state.role_at_cursor() {
        Some(role) => toggle_mark(state, role),
        None if state.focus.is_input() => state.focus = state.focus.without_field(),
        None => state.notice = Some("no role here to mark".to_string()),
    }
}

/// Marks `role` with the next letter, or removes its mark. The cursor stays where it is.
pub(in crate::tui) fn toggle_mark(state: &mut AppState, role: RoleId) {
    let Some(marks) = state.marks.toggled(role) else {
        let key = state.key_name(Action::ToggleMarks);
        state.notice =
            Some(format!("{MAX_MARKS} roles are marked, the maximum; {key} clears them"));
        return;
    };
    let was_a = state.marks.a == Some(role);
    state.marks = marks;
    if state.focus.is_input() && marks.letter(role).is_some() {
        state.marked_in_field = RoleMarks::of([state.marked_in_field.roles(), vec![role]].concat());
    }
    let opens_marked = state.opens_marked();
    // The tip that says how to mark was followed.
    state.has_compared = true;
    let title = state.catalog.role_title(role);
    let message = match (marks.letter(role), marks.a) {
        (None, Some(a)) if was_a => {
            format!("{} unmarked; A is now {}", title, state.catalog.role(a).title)
        }
        (None, _) => {
            let key = state.key_name(Action::Mark);
            format!("{title} unmarked; {key} marks it again")
        }
        (Some('A'), _) => {
            let key = state.key_name(Action::Compare);
            format!("A is {title}; mark B, or press {key} to choose it")
        }
        (Some('B'), _) => {
            let action = if opens_marked { Action::Open } else { Action::Compare };
            let key = state.key_name(action);
            format!("B is {title}; {key} compares A and B")
        }
        (Some(letter), _) => {
            let action = if opens_marked { Action::Open } else { Action::Matrix };
            let (key, count) = (state.key_name(action), marks.roles().len());
            format!("{letter} is {title}; {key} shows all {count}")
        }
    };
    state.notice = Some(message);
}

/// Returns the two roles that an action is about: A and B if both are marked. The role here is
/// never taken as one of them unasked: without B, the user chooses it, and without A, the role here
/// is the first.
fn choose_pair(state: &mut AppState, purpose: PairAction) -> Result<(RoleId, RoleId), Vec<Effect>> {
    match state.view().pair_for(state, purpose) {
        Some(PairChoice::Both(left, right)) => return Ok((left, right)),
        Some(PairChoice::AskFor(left)) => return Err(ask_for_other_role(state, purpose, left)),
        None => {}
    }
    if let Some(pair) = state.marks.pair() {
        return Ok(pair);
    }
    let here = state.current_role().or_else(|| state.view().first_role(state));
    Err(if let Some(left) = state.marks.a.or(here) {
        ask_for_other_role(state, purpose, left)
    } else {
        state.open_overlay(OverlayContent::FirstRole(purpose));
        vec![]
    })
}

/// Says that the marked roles were taken and not `here`, the role that the key was pressed on.
fn tell_pair_is_marked(state: &mut AppState, here: Option<RoleId>) {
    // The roles that the view leaves out were named.
    let is_told = state.marks.roles().len() > 2 && state.notice.is_some();
    if let Some(here) = here.filter(|here| !is_told && !state.marks.roles().contains(here)) {
        let here = state.catalog.role_title(here);
        let key = state.key_name(Action::ToggleMarks);
        state.notice = Some(format!("A and B are marked; to use {here}, press {key} first"));
        // The next view says which of them it leaves out.
        state.told_left_out = RoleMarks::default();
    }
}

/// Asks for the role to compare `left` with: the role here is the first one offered.
pub(in crate::tui) fn ask_for_other_role(
    state: &mut AppState,
    purpose: PairAction,
    left: RoleId,
) -> Vec<Effect> {
    let (here, similar) = (state.role_at_cursor(), Vec::new());
    state.open_overlay(OverlayContent::OtherRole { purpose, first: left, here, similar });
    vec![Effect::FindSimilar(left)]
}

/// Opens the view of `purpose` for two roles, asking for them if they are not chosen.
pub(in crate::tui) fn with_pair(state: &mut AppState, purpose: PairAction) -> Vec<Effect> {
    match choose_pair(state, purpose) {
        Ok((left, right)) => {
            let here = state.role_at_cursor();
            run_pair_action(state, purpose, left, right);
            tell_pair_is_marked(state, here);
            vec![]
        }
        Err(effects) => effects,
    }
}

/// Marks `left` and `right` as A and B, and opens the view of `purpose`.
pub(in crate::tui) fn run_pair_action(
    state: &mut AppState,
    purpose: PairAction,
    left: RoleId,
    right: RoleId,
) {
    let focus = focus_of(purpose);
    let (before, marks) = (state.marks, state.marks.with_pair(left, right));
    let from_profile = focus != Focus::Gap && state.gap.from_profile;
    state.enter_view(focus, before != marks || state.gap.from_profile != from_profile);
    (state.marks, state.gap.from_profile) = (marks, from_profile);
    state.has_compared |= purpose == PairAction::Compare;
    tell_left_out(state);
    if before.pair().is_some_and(|pair| pair != (left, right)) {
        state.notice = Some(new_pair_text(state, before));
    }
}

/// Returns the message that A and B are others than in `before`: which marks are gone, which of the
/// others stay.
fn new_pair_text(state: &AppState, before: RoleMarks) -> String {
    let marked = state.marks.roles();
    let title = |role: &RoleId| state.catalog.role_title(*role);
    let pair =
        marked.iter().zip(["A", "B"]).map(|(role, side)| format!("{side} is {}", title(role)));
    let mut text = pair.collect::<Vec<_>>().join(", ");
    let before = before.roles();
    let gone: Vec<&str> = before.iter().filter(|role| !marked.contains(role)).map(title).collect();
    let others = marked.iter().zip('A'..='Z').skip(2);
    let others: Vec<String> =
        others.map(|(role, letter)| format!("{letter} {}", title(role))).collect();
    if !others.is_empty() {
        let stay = if others.len() == 1 { "stays" } else { "stay" };
        text += &format!("; {} {stay} marked", others.join(", "));
        if !gone.is_empty() {
            let verb = if gone.len() == 1 { "does" } else { "do" };
            text += &format!(", {} {verb} not", gone.join(", "));
        }
    }
    let key = state.key_name(Action::HistoryBack);
    format!("{text}; {key} goes back to the pair before")
}

/// Says once which marked roles a view of two leaves out, and where all of them are shown.
fn tell_left_out(state: &mut AppState) {
    let marked = state.marks.roles();
    let shows_all = state.focus == Focus::Matrix || state.gap.from_profile;
    if marked.len() < 3 || shows_all || state.told_left_out == state.marks {
        return;
    }
    state.told_left_out = state.marks;
    let key = state.key_name(Action::Matrix);
    let left_out = match marked[2..] {
        [c] => format!("C {} is left out", state.catalog.role_title(c)),
        [_, _] => "C and D are left out".to_string(),
        _ => {
            let last = ('A'..='Z').nth(marked.len() - 1).unwrap_or('Z');
            format!("C to {last} are left out")
        }
    };
    state.notice = Some(format!("{left_out}: this view shows only A and B; {key} shows all"));
}

/// Returns the focus of the view that `purpose` opens.
fn focus_of(purpose: PairAction) -> Focus {
    match purpose {
        PairAction::Compare => Focus::Compare,
        PairAction::Path => Focus::Path,
        PairAction::Gap => Focus::Gap,
        PairAction::Matrix => Focus::Matrix,
    }
}

/// Goes to Compare, Path or Gap with A and B; if they are not chosen, asks for them or explains how
/// to choose them.
pub(in crate::tui) fn show_pair_view(state: &mut AppState, purpose: PairAction) -> Vec<Effect> {
    // From a profile, one role is enough.
    let ready = state.marks.pair().is_some()
        || (purpose == PairAction::Gap && gap_question(state).is_some());
    if ready {
        state.go_to(focus_of(purpose));
        state.has_compared |= purpose == PairAction::Compare;
        tell_left_out(state);
        return vec![];
    }
    with_pair(state, purpose)
}

/// Swaps A and B, start and goal.
pub(in crate::tui) fn swap(state: &mut AppState) {
    let Some((a, b)) = state.marks.pair() else {
        state.notice = Some("nothing to swap: A and B are not both marked".to_string());
        return;
    };
    if matches!(state.focus, Focus::Path | Focus::Gap) {
        state.push_history();
    }
    state.marks = state.marks.with_pair(b, a);
}

/// Clears the marks, or restores those that were cleared last.
pub(in crate::tui) fn toggle_marks(state: &mut AppState) {
    let none = RoleMarks::default();
    state.notice = Some(if state.marks != none {
        state.cleared_marks = std::mem::take(&mut state.marks);
        let letters: Vec<String> = ('A'..='Z')
            .take(state.cleared_marks.roles().len())
            .map(|letter| letter.to_string())
            .collect();
        let key = state.key_name(Action::ToggleMarks);
        match &letters[..] {
            [letter] => format!("mark {letter} cleared; {key} restores it"),
            _ => format!("marks {} cleared; {key} restores them", letters.join(", ")),
        }
    } else if state.cleared_marks == none {
        format!("nothing is marked; press {} to mark a role", state.key_name(Action::Mark))
    } else {
        state.marks = state.cleared_marks;
        let titles: Vec<&str> =
            state.marks.roles().into_iter().map(|role| state.catalog.role_title(role)).collect();
        let marks = if titles.len() == 1 { "mark" } else { "marks" };
        format!("{marks} restored: {}", titles.join(", "))
    });
}

/// Shows the roles most similar to the role here.
pub(in crate::tui) fn show_similar_roles(state: &mut AppState) {
    let here = state.current_role().or_else(|| state.view().first_role(state)).or(state.marks.a);
    let Some(role) = here else {
        state.notice = Some("no role here; move to one first".to_string());
        return;
    };
    if state.focus != Focus::Detail || state.detail.role() != Some(role) {
        state.open_role(role);
    }
    state.detail.reveal_similar(role);
}
