//! The view of two roles side by side.

use ratatui::layout::{Position, Rect};

use super::interface::{Handled, PairChoice, View};
use crate::analysis::diff::{Diff, DiffStatus, ExcerptOptions, FactStatus, ResponsibilityScope};
use crate::analysis::diff::{DiffOptions, PairingMode};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId};
use crate::question::{CompareQuestion, Question};
use crate::tui::action::{Action, KeyContext};
use crate::tui::bars::{self, ClickTarget};
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{self, COLUMN_RULE, TextTone, TonedText};
use crate::tui::effect::Effect;
use crate::tui::guidance::how_to_begin;
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::overlay::PairAction;
use crate::tui::pane::compare;
use crate::tui::pane::linked_page::{LinkedPage, PageLink, RowClick};
use crate::tui::remap::IdRemap;
use crate::tui::state::{AppState, Focus};
use crate::tui::update::find;
use crate::tui::view::pages;
use crate::wording::{self, PairPay};

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
            Action::Left if state.compare.shift.is_some() => scroll_sideways(state, -SLIDE),
            Action::Right if state.compare.shift.is_some() => scroll_sideways(state, SLIDE),
            Action::NextPane | Action::PreviousPane if state.compare.diff().is_some() => {
                walk_sections(state, action == Action::NextPane);
            }
            Action::NextSection | Action::PreviousSection => {
                jump_section(state, action == Action::NextSection);
            }
            Action::LessContext => change_context(state, false),
            Action::MoreContext => change_context(state, true),
            Action::NextKind => {
                state.compare.next_kind();
                show_rows(state, state.compare.excerpt);
            }
            Action::ToggleUnchanged if self.unchanged_hint(state).is_none() => {
                let text = if state.compare.diff().is_some() {
                    "no row is the same on both sides: none to hide"
                } else {
                    "nothing to compare yet"
                };
                state.notice = Some(text.to_string());
            }
            Action::ToggleUnchanged => {
                let all = state.compare.excerpt == ExcerptOptions::default();
                show_rows(
                    state,
                    if all { ExcerptOptions::DIFFERENCES } else { ExcerptOptions::default() },
                );
                if all {
                    state.notice = state.compare.diff().map(hidden_rows_text);
                }
            }
            Action::ToggleInherited => toggle_inherited(state),
            Action::Narrow => return move_divider(state, -DIVIDER_STEP),
            Action::Widen => return move_divider(state, DIVIDER_STEP),
            Action::ResetSplit => {
                if std::mem::take(&mut state.compare.divider_offset) == 0 {
                    state.notice = Some("the columns have their default widths".to_string());
                }
            }
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
        let height = self.scroll_area(state, areas, state.focus).height;
        state.compare.page.clamp_scroll(usize::from(height));
    }

    fn draw(&self, state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
        comparison(state, areas, canvas);
    }

    /// Opens the selected name; in a row without one, its details.
    fn open_selected(&self, state: &mut AppState) {
        match state.compare.page.link() {
            Some(PageLink::Details) | None => toggle_row_details(state),
            Some(link) => state.follow_link(link),
        }
    }

    fn leave(&self, state: &mut AppState) -> Handled {
        if state.compare.collapse() {
            return Handled::DONE;
        }
        if state.compare.excerpt.kind.is_none() {
            return Handled::Pass;
        }
        show_rows(state, ExcerptOptions::default());
        Handled::DONE
    }

    fn empty_text(&self, state: &AppState) -> Option<String> {
        match (state.compare.diff(), state.compare.pair()) {
            (Some(_), _) => None,
            (None, Some(_)) => Some("Comparing …".to_string()),
            (None, None) => Some(how_to_begin(state, PairAction::Compare)),
        }
    }

    fn unchanged_hint(&self, state: &AppState) -> Option<&'static str> {
        let answer = state.compare.diff()?;
        if state.compare.excerpt != ExcerptOptions::default() {
            return Some("all rows");
        }
        (count_same(answer).iter().sum::<usize>() > 0).then_some("changes only")
    }

    fn page<'a>(&self, state: &'a AppState) -> Option<&'a LinkedPage> {
        Some(&state.compare.page)
    }

    fn page_mut<'a>(&self, state: &'a mut AppState) -> Option<&'a mut LinkedPage> {
        Some(&mut state.compare.page)
    }

    /// The tabs are a line above the text, below the most telling differences.
    fn scroll_area(&self, state: &AppState, areas: &ScreenAreas, _focus: Focus) -> Rect {
        layout::page_rows(areas, state.compare.telling_lines(areas.main.height).count() + 1)
    }

    fn click_header(
        &self,
        state: &AppState,
        areas: &ScreenAreas,
        at: Position,
    ) -> Option<ClickTarget> {
        let tabs = tab_line(areas, state);
        let room = tabs.width.saturating_sub(doc::row_width(&row_remark(state)) as u16);
        let parts = bars::tabs(&state.compare.page, room);
        tabs.contains(at).then(|| bars::target_at(&parts, at.x - tabs.x)).flatten()
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
        let area = self.scroll_area(state, areas, state.focus);
        if state.dragging || !area.contains(at) {
            return;
        }
        let page = &mut state.compare.page;
        let line = page.scroll.top + usize::from(at.y - area.y);
        if matches!(
            page.click(line, usize::from(at.x - area.x)),
            Some(RowClick::Again | RowClick::Link)
        ) {
            self.open_selected(state);
        }
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
    state.compare.excerpt = excerpt;
    let told = compare::excerpt_text(excerpt);
    state.notice = Some(format!("showing {}", told.as_deref().unwrap_or("everything")));
}

/// Returns how many facts, responsibilities and skills are the same on both sides.
fn count_same(answer: &Diff) -> [usize; 3] {
    let facts = answer.facts.iter().map(|fact| fact.status.diff_status());
    let skills = answer.skills.iter().map(|row| answer.skill_status(row));
    [
        facts.filter(|status| *status == DiffStatus::Same).count(),
        answer.summary.same,
        skills.filter(|status| *status == DiffStatus::Same).count(),
    ]
}

/// Returns which rows are hidden as they are the same: `showing changes only; 2 facts and 1 skill
/// hidden`. They may all be out of sight.
fn hidden_rows_text(answer: &Diff) -> String {
    let words = [("fact", "facts"), ("responsibility", "responsibilities"), ("skill", "skills")];
    let counts = count_same(answer);
    let parts: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, (one, many))| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    let list = match &parts[..] {
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        [] => return "no row is the same on both sides".to_string(),
    };
    let shown = match answer.responsibilities.len() {
        rows @ 2.. if answer.summary.same == 0 => format!("all {rows} responsibilities differ"),
        _ => "showing changes only".to_string(),
    };
    format!("{shown}; {list} hidden")
}

/// Returns the number of visible lines of the text.
fn height(state: &AppState) -> usize {
    usize::from(CompareView.scroll_area(state, &state.areas(), state.focus).height)
}

fn walk_changes(state: &mut AppState, forward: bool) {
    let before = state.compare.page.item();
    if state.compare.walk_changes(forward, height(state)) {
        let page = &state.compare.page;
        let wrapped = (page.item() <= before) == forward && page.item() != before;
        state.notice = find::passage_text(page, before, wrapped, forward);
    } else {
        let all = state.compare.excerpt == ExcerptOptions::default();
        let told = if all {
            "no changes: both sides are the same"
        } else {
            "all changes are hidden; u shows everything"
        };
        state.notice = Some(told.to_string());
    }
}

/// Goes to the next section, or from the last to the first; or to the previous one.
fn walk_sections(state: &mut AppState, forward: bool) {
    let sections = state.compare.doc().sections.len();
    let is_last = state.compare.page.section().is_some_and(|at| at + 1 >= sections);
    if forward && is_last {
        state.compare.page.reveal(0);
        state.compare.select_row_below();
        state.notice = Some(find::wrap_text(true).to_string());
    } else {
        jump_section(state, forward);
    }
}

/// Goes to the first row of the next or previous section.
fn jump_section(state: &mut AppState, forward: bool) {
    let page = &state.compare.page;
    let before = (page.item(), page.scroll.top);
    let has_moved = state.compare.step_section(forward);
    let page = &state.compare.page;
    if !has_moved {
        state.notice = Some("this is the last section".to_string());
    } else if !forward && (page.item(), page.scroll.top) == before {
        state.notice = Some("this is the first section".to_string());
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
    if !state.compare.toggle_row(&state.catalog) {
        state.notice = Some("nothing more about this row".to_string());
    }
}

/// Two roles side by side.
fn comparison(state: &AppState, areas: &layout::ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let header = layout::header_rows(areas.main.height);
    let (head, rows) = layout::split_top(areas.main, header);
    let Some(answer) = state.compare.diff() else {
        return pages::message(&CompareView.empty_text(state).unwrap_or_default(), rows, canvas);
    };
    let lines = head_lines(state, answer, usize::from(head.width));
    for (at, line) in lines.iter().take(usize::from(header)).enumerate() {
        canvas.row(Rect { y: head.y + at as u16, height: 1, ..head }, line);
    }
    let tabs = tab_line(areas, state);
    let above = layout::main_rows(areas);
    for (line, y) in state.compare.telling_lines(areas.main.height).zip(above.y..tabs.y) {
        canvas.row(Rect { y, height: 1, ..above }, line);
    }
    let about = row_remark(state);
    let wide = doc::row_width(&about) as u16;
    let room = tabs.width.saturating_sub(wide);
    canvas.row(tabs, &bars::to_row(&bars::tabs(&state.compare.page, room)));
    if room > 0 {
        canvas.row(Rect { x: tabs.x + room, width: wide, ..tabs }, &about);
    }
    let area = CompareView.scroll_area(state, areas, state.focus);
    let page = &state.compare.page;
    pages::page_text(page, state.find.as_ref(), true, area, canvas);
    canvas.bar(layout::scroll_bar(area), page.scroll.top, page.doc().rows.len());
}

/// Returns which rows are shown, and which of its section is under the cursor.
fn row_remark(state: &AppState) -> Vec<TonedText> {
    let mut about: Vec<TonedText> = Vec::new();
    if let Some(shown) = compare::excerpt_text(state.compare.excerpt) {
        about.push(TonedText::new(format!("  {shown}"), TextTone::Accent));
    }
    if let Some((at, of)) = state.compare.row_position() {
        about.push(TonedText::new(format!("  row {at} of {of} "), TextTone::Faint));
    }
    about
}

/// Returns the line of the section tabs; empty on the smallest screens.
fn tab_line(areas: &ScreenAreas, state: &AppState) -> Rect {
    let above = layout::main_rows(areas);
    let text = CompareView.scroll_area(state, areas, state.focus);
    let height = (text.y - above.y).min(1);
    Rect { y: text.y - height, height, ..above }
}

/// Returns the titles of both roles and what tells them apart: over their columns, or in a line for
/// each role.
fn head_lines(state: &AppState, answer: &Diff, width: usize) -> [Vec<TonedText>; 2] {
    let titles = [answer.left, answer.right].map(|role| state.catalog.role_title(role));
    let rule = state.compare.divider();
    // Below each other, the facts follow the titles; in columns they are below them.
    let rooms = match rule {
        None => titles.map(|title| width.saturating_sub("A ".width() + title.width() + 2)),
        Some(rule) => [rule, width.saturating_sub(rule + COLUMN_RULE.width())]
            .map(|room| room.saturating_sub("A ".width())),
    };
    let facts = telling_facts(&state.catalog, answer, rooms);
    let letters = [("A ", TextTone::SideA), ("B ", TextTone::SideB)];
    let side = |at: usize| {
        let (letter, tone) = letters[at];
        let title = TonedText::new(titles[at], TextTone::Title);
        // Faint text would be hard to read on light backgrounds.
        ([TonedText::new(letter, tone), title], TonedText::new(&facts[at], TextTone::Text))
    };
    let (left, right) = (side(0), side(1));
    let indent = TonedText::new("  ", TextTone::Text);
    let Some(rule) = rule else {
        return [left, right]
            .map(|([letter, title], facts)| vec![letter, title, indent.clone(), facts]);
    };
    let (left, right) = (
        [left.0.to_vec(), vec![indent.clone(), left.1]],
        [right.0.to_vec(), vec![indent, right.1]],
    );
    let mut lines = left.map(|line| doc::pad_row(line, rule));
    for (line, right) in lines.iter_mut().zip(right) {
        line.push(TonedText::new(COLUMN_RULE, TextTone::Faint));
        line.extend(right);
    }
    lines.map(|line| doc::pad_row(line, width))
}

/// Returns the short facts in which the two roles differ, the same ones for both: `seniority 4 ·
/// management · pay not stated · 8–10 years`. Those that do not fit into `rooms` on both sides are
/// left out. A figure of a similar occupation is named as one.
fn telling_facts(catalog: &Catalog, answer: &Diff, rooms: [usize; 2]) -> [String; 2] {
    const FIELDS: [(&str, &str); 5] = [
        ("seniority", "seniority"),
        ("track", "track"),
        ("experience", "years"),
        ("focus", "focus"),
        ("span", "span"),
    ];
    let mut pairs: Vec<[String; 2]> = Vec::new();
    for (field, name) in FIELDS {
        let mut rows = answer.facts.iter().filter(|fact| fact.field == field);
        let Some(fact) = rows.find(|fact| fact.status != FactStatus::Same) else { continue };
        pairs.push([&fact.left, &fact.right].map(|side| match (side, field) {
            (None, _) => format!("{name} not stated"),
            (Some(text), "seniority") => format!("seniority {}", text.text()),
            (Some(text), "span") => format!("leads {}", text.text()),
            (Some(text), _) => text.text().clone(),
        }));
    }
    let pay = wording::pair_pay(catalog, [answer.left, answer.right]);
    let mut forms: Vec<Vec<[String; 2]>> = pairs.into_iter().map(|pair| vec![pair]).collect();
    if pay.texts[0] != pay.texts[1] {
        forms.insert(forms.len().min(2), pay_forms(pay));
    }
    let mut facts = [String::new(), String::new()];
    for forms in forms {
        let gap = if facts[0].is_empty() { "" } else { " · " };
        let room = [0, 1].map(|at| rooms[at].saturating_sub(facts[at].width() + gap.width()));
        let fitting = forms.iter().find(|pair| (0..2).all(|at| pair[at].width() <= room[at]));
        for (text, fact) in facts.iter_mut().zip(fitting.into_iter().flatten()) {
            *text += &format!("{gap}{fact}");
        }
    }
    facts
}

/// Returns the pay of both sides with the remark on it on either side: figures that do not compare
/// are not shown without it.
fn pay_forms(pay: PairPay) -> Vec<[String; 2]> {
    let PairPay { texts: [left, right], remark } = pay;
    match remark {
        None => vec![[left, right]],
        Some(remark) => {
            vec![[left.clone(), format!("{right}, {remark}")], [format!("{left}, {remark}"), right]]
        }
    }
}
