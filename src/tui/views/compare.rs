//! The view of two roles side by side.

use ratatui::layout::{Position, Rect};

use super::interface::{Handled, PairChoice, View};
use crate::analysis::diff::{Diff, DiffStatus, ExcerptOptions, ResponsibilityScope};
use crate::analysis::diff::{DiffOptions, PairingMode};
use crate::model::RoleId;
use crate::question::{CompareQuestion, Question};
use crate::tui::action::{Action, KeyContext};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextDoc, TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::overlay::PairAction;
use crate::tui::pane::compare::{self, sign};
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};

/// Number of cells by which a key shifts texts.
const SLIDE: isize = 8;

/// Number of columns by which a key moves the divider.
const DIVIDER_STEP: isize = 4;

/// A and B side by side.
pub(super) struct CompareView;

impl View for CompareView {
    fn name(&self, _state: &AppState) -> &'static str {
        "Compare"
    }

    fn opened_by(&self) -> Action {
        Action::ViewCompare
    }

    fn contexts(&self, _focus: Focus) -> &'static [KeyContext] {
        &[KeyContext::Compare, KeyContext::Scroll, KeyContext::Global]
    }

    fn act(&self, state: &mut AppState, action: Action) -> Handled {
        match action {
            Action::NextChange => walk_changes(state, true),
            Action::PreviousChange => walk_changes(state, false),
            Action::ToggleSplit => {
                state.compare.columns = state.compare.columns.next();
                state.notice = Some(format!("layout: {}", state.compare.columns.label()));
            }
            Action::ToggleWrap => {
                state.compare.shift = if state.compare.shift.is_some() { None } else { Some(0) };
                let text = if state.compare.shift.is_some() {
                    "text unwrapped; h and l scroll sideways"
                } else {
                    "text wrapped"
                };
                state.notice = Some(text.to_string());
            }
            Action::Left => scroll_sideways(state, -SLIDE),
            Action::Right => scroll_sideways(state, SLIDE),
            Action::LessContext => change_context(state, false),
            Action::MoreContext => change_context(state, true),
            Action::NextKind => {
                state.compare.next_kind();
                show_rows(state, state.compare.excerpt);
            }
            Action::ToggleUnchanged => {
                let all = state.compare.excerpt == ExcerptOptions::default();
                show_rows(
                    state,
                    if all { ExcerptOptions::DIFFERENCES } else { ExcerptOptions::default() },
                );
            }
            Action::ToggleInherited => toggle_inherited(state),
            Action::Narrow => return move_divider(state, -DIVIDER_STEP),
            Action::Widen => return move_divider(state, DIVIDER_STEP),
            Action::ResetSplit => state.compare.divider_offset = 0,
            _ => return Handled::Pass,
        }
        Handled::DONE
    }

    fn sync(&self, state: &mut AppState) -> Vec<Effect> {
        match state.marks.pair() {
            Some((a, b)) => state.compare.compare(&state.catalog, a, b),
            None if state.compare.pair().is_some() => state.compare.clear(),
            None => {}
        }
        vec![]
    }

    fn layout(&self, state: &mut AppState, areas: &ScreenAreas) {
        let main = layout::main_rows(areas);
        state.compare.refresh(&state.catalog, main.width.max(1));
        let rows = state.compare.doc().rows.len();
        state.compare.scroll.clamp(rows, usize::from(main.height));
    }

    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        comparison(state, areas, canvas);
    }

    fn open_selected(&self, state: &mut AppState) {
        toggle_row_details(state);
    }

    fn leave(&self, state: &mut AppState) -> Handled {
        if state.compare.excerpt.kind.is_none() {
            return Handled::Pass;
        }
        show_rows(state, ExcerptOptions::default());
        Handled::DONE
    }

    fn doc<'a>(&self, state: &'a AppState) -> Option<(&'a TextDoc, usize)> {
        Some((state.compare.doc(), state.compare.scroll.top))
    }

    fn scroll_to(&self, state: &mut AppState, line: usize) {
        state.compare.scroll.top = line;
    }

    fn scroll_area(&self, _state: &AppState, areas: &ScreenAreas, _focus: Focus) -> Rect {
        layout::main_rows(areas)
    }

    fn scroll(&self, state: &mut AppState, _focus: Focus, delta: isize, _height: usize) {
        // `layout` stops it at the end.
        state.compare.scroll.top = state.compare.scroll.top.saturating_add_signed(delta);
    }

    /// Comparing from here replaces B.
    fn pair_for(&self, state: &AppState, purpose: PairAction) -> Option<PairChoice> {
        state.marks.a.filter(|_| purpose == PairAction::Compare).map(PairChoice::AskFor)
    }

    fn shown_roles(&self, state: &AppState) -> Vec<RoleId> {
        state.compare.pair().map_or(vec![], |(left, right)| vec![left, right])
    }

    fn remap(&self, state: &mut AppState, map: &IdRemap<'_>) -> Vec<Effect> {
        state.compare.remap(map);
        vec![]
    }

    fn question(&self, state: &AppState) -> Option<Question> {
        let (left, right) = state.compare.pair()?;
        Some(Question::Compare(CompareQuestion {
            left,
            right,
            options: DiffOptions { scope: state.compare.scope, ..PairingMode::Auto.into() },
            excerpt: state.compare.excerpt,
            why: false,
        }))
    }

    fn click_main(&self, state: &mut AppState, areas: &ScreenAreas, at: Position) {
        let row = usize::from(at.y - layout::main_rows(areas).y);
        if !state.dragging && state.compare.select(state.compare.scroll.top + row) == Some(true) {
            self.open_selected(state);
        }
    }

    fn wheel(&self, state: &mut AppState, _areas: &ScreenAreas, _list: bool, lines: isize) {
        state.compare.scroll.top = state.compare.scroll.top.saturating_add_signed(lines);
    }

    fn column_divider(&self, state: &AppState, areas: &ScreenAreas) -> Rect {
        let rows = layout::main_rows(areas);
        state.compare.divider().map_or_else(Rect::default, |at| Rect {
            x: rows.x + at as u16 + 1,
            width: 1,
            ..rows
        })
    }

    fn drag_divider(&self, state: &mut AppState, x: u16) {
        // The divider has a blank on its left.
        let at = x.saturating_sub(layout::main_rows(&state.areas()).x + 1);
        state.compare.move_divider_to(usize::from(at));
    }
}

/// Moves the divider between the columns by `columns`, if there is one.
fn move_divider(state: &mut AppState, columns: isize) -> Handled {
    let Some(at) = state.compare.divider() else { return Handled::Pass };
    if !state.compare.move_divider_to(at.saturating_add_signed(columns)) {
        state.notice = Some("the columns can't get any narrower".to_string());
    }
    Handled::DONE
}

/// Switches between all responsibilities that apply and those that a role adds to the one it
/// extends.
pub(super) fn toggle_inherited(state: &mut AppState) {
    let (scope, label) = match state.compare.scope {
        ResponsibilityScope::InForce => {
            (ResponsibilityScope::AddedHere, "only the roles' own responsibilities")
        }
        ResponsibilityScope::AddedHere => {
            (ResponsibilityScope::InForce, "all responsibilities, including inherited ones")
        }
    };
    state.compare.set_scope(&state.catalog, scope);
    state.notice = Some(format!("showing {label}"));
}

/// Shows other rows and reports which.
fn show_rows(state: &mut AppState, excerpt: ExcerptOptions) {
    let height = height(state);
    let seen = state.compare.is_selection_visible(height);
    state.compare.excerpt = excerpt;
    let told = compare::excerpt_text(excerpt);
    state.notice = Some(format!("showing {}", told.as_deref().unwrap_or("everything")));
    if seen {
        CompareView.layout(state, &state.areas());
        state.compare.reveal(height);
    }
}

/// Returns the number of visible lines of the text.
fn height(state: &AppState) -> usize {
    usize::from(layout::main_rows(&state.areas()).height)
}

fn walk_changes(state: &mut AppState, forward: bool) {
    if !state.compare.walk_changes(forward, height(state)) {
        let all = state.compare.excerpt == ExcerptOptions::default();
        let told = if all {
            "no changes: both sides are the same"
        } else {
            "all changes are hidden; u shows everything"
        };
        state.notice = Some(told.to_string());
    }
}

/// Shows more unchanged rows around changes, or fewer.
fn change_context(state: &mut AppState, more: bool) {
    match state.compare.change_context(more) {
        Ok(()) => show_rows(state, state.compare.excerpt),
        Err(why) => state.notice = Some(why.to_string()),
    }
}

/// Shifts the texts.
fn scroll_sideways(state: &mut AppState, cells: isize) {
    if let Err(why) = state.compare.scroll_sideways(cells) {
        state.notice = Some(why.to_string());
    }
}

/// Expands or collapses the row under the cursor.
fn toggle_row_details(state: &mut AppState) {
    if !state.compare.toggle_row(&state.catalog, height(state)) {
        state.notice = Some("nothing more about this row".to_string());
    }
    CompareView.layout(state, &state.areas());
    state.compare.reveal(height(state));
}

/// Two roles side by side.
fn comparison(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let header = layout::header_rows(areas.main.height);
    let (head, rows) = layout::split_top(areas.main, header);
    let Some(answer) = state.compare.diff() else {
        let text = match state.compare.pair() {
            Some(_) => "Comparing …",
            None => "Mark two roles with space, then press d.",
        };
        canvas.row(rows, &[TonedText::new(text, TextTone::Text)]);
        return;
    };
    let names = [
        TonedText::new("A ", TextTone::SideA),
        TonedText::new(&state.catalog.role(answer.left).title, TextTone::Title),
        TonedText::new(" ⇄ ", TextTone::Dim),
        TonedText::new("B ", TextTone::SideB),
        TonedText::new(&state.catalog.role(answer.right).title, TextTone::Title),
    ];
    let counts = count_pieces(answer, state.compare.excerpt.kind);
    let shown = compare::excerpt_text(state.compare.excerpt)
        .map(|shown| TonedText::new(format!("{shown} "), TextTone::Accent));
    let doc = state.compare.doc();
    let total = doc.changes.len();
    let at = match state.compare.change() {
        Some(at) => format!("change {}/{total} ", at + 1),
        None => format!("{total} changes "),
    };
    let at = [TonedText::new(at, TextTone::Accent)];
    match header {
        0 => {}
        1 => canvas.sides(head, &names, &at),
        _ => {
            canvas.sides(head, &names, &at);
            canvas.sides(Rect { y: head.y + 1, height: 1, ..head }, &counts, shown.as_slice());
        }
    }
    let area = layout::main_rows(areas);
    canvas.doc(area, doc, state.compare.scroll.top);
    // The row under the cursor is marked in the gutter.
    if let Some(line) = state.compare.selected_lines().map(|lines| lines.start)
        && let Some(y) =
            line.checked_sub(state.compare.scroll.top).filter(|&y| y < usize::from(area.height))
    {
        let line = Rect { y: area.y + y as u16, height: 1, ..area };
        if canvas.accessible {
            canvas.mark_selected(line);
        } else {
            canvas.over(Rect { width: area.width.min(1), ..line }, canvas.theme.selected());
        }
    }
}

/// Returns the numbers of rows of each kind; those that are hidden because only `only` is shown are
/// dimmed.
fn count_pieces(answer: &Diff, only: Option<DiffStatus>) -> Vec<TonedText> {
    let summary = answer.summary;
    let counts = [
        (DiffStatus::Changed, summary.changed, "changed", TextTone::Changed),
        (DiffStatus::Left, summary.left, "only A", TextTone::SideA),
        (DiffStatus::Right, summary.right, "only B", TextTone::SideB),
        (DiffStatus::Same, summary.same, "same", TextTone::Dim),
    ];
    let mut pieces = Vec::with_capacity(counts.len() + 1);
    for (kind, count, word, tone) in counts {
        let tone = if only.is_some_and(|only| only != kind) { TextTone::Dim } else { tone };
        pieces.push(TonedText::new(format!("{} {count} {word}  ", sign(kind)), tone));
    }
    let too_many = if answer.too_many.is_some() { "too many to compare all" } else { "" };
    pieces.push(TonedText::new(too_many, TextTone::Dim));
    pieces
}
