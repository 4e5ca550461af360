//! The lists: the tree of roles, the search results, and the roles that need a skill.

use std::ops::Range;

use super::elsewhere::{elsewhere, skill_header};
use super::matches::{highlighted, match_reason, matching, missing_words};
use crate::model::text::DisplayWidth;
use ratatui::layout::Rect;

use crate::analysis::facets::{RoleOrder, brief_pay, common_pay_terms};
use crate::model::text::quoted;
use crate::model::{Pay, Role, RoleId, SkillId, family_name};
use crate::search::{Query, SearchItem, SearchScope, highlight};
use crate::tui::action::Action;
use crate::tui::canvas::{CaretState, DrawCanvas, field};
use crate::tui::doc::{TextTone, TonedText, row_width, truncate};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::roles::{RoleListHeading, RoleTreeRow};
use crate::tui::pane::skills::{SearchListItem, need_line};
use crate::tui::state::{AppState, Focus};

/// Draws the tree of roles under its filter.
pub(crate) fn roles(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let area = areas.list;
    if area.is_empty() {
        return;
    }
    let pane = &state.roles;
    let focused = matches!(state.focus, Focus::Roles | Focus::Filter);
    let rows = layout::list_rows(areas);
    if rows.y > area.y {
        if let Some(heading) = state.list_heading(areas) {
            list_title(state, heading, (area, focused), canvas);
        } else {
            let count = filter_count(state, usize::from(area.width) / 2);
            let width = (count.width() as u16).min(area.width / 2);
            let left = Rect { width: area.width - width, ..area };
            field(canvas, left, " / ", &pane.filter, CaretState::of(state, Focus::Filter));
            canvas.row(
                Rect { x: left.x + left.width, width, ..area },
                &[TonedText::new(count, TextTone::Dim)],
            );
        }
    }
    let query = Query::parse(pane.filter.value());
    let terms = if pane.order == RoleOrder::Pay { common_pay_terms(&state.catalog) } else { None };
    for (i, at) in pane.cursor.window(pane.rows().len(), usize::from(rows.height)).enumerate() {
        let line = Rect { y: rows.y + i as u16, height: 1, ..rows };
        tree_row(state, &pane.rows()[at], (&query, terms), row_area(areas, line), canvas);
        if at == pane.cursor.at {
            selection_bar(line, focused, canvas);
        }
    }
    if let Some(packs) = &state.packs_being_read {
        canvas.row(rows, &[TonedText::new(format!(" Reading {packs} …"), TextTone::Accent)]);
    } else if pane.rows().is_empty() {
        wrapped_message(&no_roles_text(state), rows, canvas);
    }
    scroll_bar(areas, pane.cursor.top, pane.rows().len(), canvas);
}

/// Returns the number of roles that match the filter, after the facets that apply too if they fit
/// into `room` cells.
fn filter_count(state: &AppState, room: usize) -> String {
    let pane = &state.roles;
    let total = state.catalog.roles().len();
    let count = format!("{} of {total} ", pane.place().1);
    let facets = pane.facets_text();
    let full = format!("  {facets} · {count}");
    // The typed text does not run into it.
    let count = format!("  {count}");
    if facets.is_empty() || full.width() > room { count } else { full }
}

/// Draws the heading of the list, with the key that filters if there is room for it.
fn list_title(
    state: &AppState,
    heading: RoleListHeading,
    (area, focused): (Rect, bool),
    canvas: &mut DrawCanvas<'_>,
) {
    let RoleListHeading { name, settings, place, .. } = heading;
    let key = state.keymap.first_key(Focus::Roles.contexts(), Action::Search);
    let filter = key.map_or_else(String::new, |key| format!(" {key} filter "));
    let room = usize::from(area.width).saturating_sub(name.width() + place.width());
    let filter = if settings.width() + filter.width() <= room { filter } else { String::new() };
    let tone = if focused { TextTone::Heading } else { TextTone::Dim };
    let left = [
        TonedText::new(name, tone),
        TonedText::new(truncate(&settings, room).into_owned(), TextTone::Accent),
    ];
    let right = [TonedText::new(place, TextTone::Faint), TonedText::new(filter, TextTone::Dim)];
    canvas.ends(area, &left, &right, 0);
}

/// Draws the bar over the selected row of a list. Without the focus it is dimmed, with a sign at the
/// edge that shows in every theme: the row is the one whose text is shown beside the list.
fn selection_bar(line: Rect, focused: bool, canvas: &mut DrawCanvas<'_>) {
    if focused {
        return canvas.over(line, canvas.theme.selected());
    }
    canvas.over(line, canvas.theme.selected_elsewhere());
    if !canvas.accessible {
        let edge = Rect { width: line.width.min(1), ..line };
        canvas.row(edge, &[TonedText::new("▌", TextTone::Accent)]);
    }
}

/// Draws the scroll bar of a list with `len` rows scrolled to `top`: in the divider if there is one.
fn scroll_bar(areas: &ScreenAreas, top: usize, len: usize, canvas: &mut DrawCanvas<'_>) {
    let rows = layout::list_rows(areas);
    let x = if areas.divider.is_empty() {
        areas.list.right().saturating_sub(1)
    } else {
        areas.divider.x
    };
    canvas.bar(Rect { x, width: 1, ..rows }, top, len);
}

/// Returns the part of a row of a list that is not needed for the scroll bar, which would cover the
/// sign that something was cut off.
fn row_area(areas: &ScreenAreas, line: Rect) -> Rect {
    Rect { width: line.width.saturating_sub(u16::from(areas.divider.is_empty())), ..line }
}

/// Draws a message in place of the rows of a list.
fn wrapped_message(text: &str, rows: Rect, canvas: &mut DrawCanvas<'_>) {
    let width = usize::from(rows.width).saturating_sub(2).max(1);
    let lines = crate::tui::doc::wrap(&[TonedText::new(text, TextTone::Text)], width);
    for (at, line) in lines.iter().enumerate().take(usize::from(rows.height)) {
        let place = Rect {
            x: rows.x + 1,
            y: rows.y + at as u16,
            height: 1,
            width: rows.width.saturating_sub(1),
        };
        canvas.row(place, line);
    }
}

/// Returns the message for a list without roles: what the filter finds elsewhere, and what to press.
fn no_roles_text(state: &AppState) -> String {
    let pane = &state.roles;
    let query = quoted(pane.filter.value().trim());
    match (pane.match_count(), &pane.elsewhere) {
        (None, _) if state.catalog.roles().is_empty() => "This pack has no roles.".to_string(),
        (None, _) => "No role has all of these. esc removes the facets.".to_string(),
        (Some(0), None) => format!("No role matches ‹{query}›. esc clears the filter."),
        (Some(0), Some(found)) => match found.counts.text() {
            Some(_) if let Some(skill) = found.only_skill() => {
                let name = &state.catalog.skill(skill).name;
                format!("No role matches ‹{query}›, but a skill does: {name}. enter opens it.")
            }
            Some(text) => {
                format!("No role matches ‹{query}›, but there are {text}: enter shows them.")
            }
            None => format!("Nothing matches ‹{query}›. Try fewer letters; esc clears the filter."),
        },
        (Some(n), _) => {
            let roles =
                if n == 1 { "1 role matches".to_string() } else { format!("{n} roles match") };
            format!("{roles} ‹{query}›, but none has the facets. esc clears the filter.")
        }
    }
}

/// Number of cells of a role's title that no number beside it takes.
const MIN_TITLE: usize = 20;

fn tree_row(
    state: &AppState,
    row: &RoleTreeRow,
    (query, terms): (&Query, Option<&Pay>),
    line: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    match row {
        RoleTreeRow::Family { name, count, folded } => {
            let arrow = if *folded { " ▸ " } else { " ▾ " };
            let left = [
                TonedText::new(arrow, TextTone::Dim),
                TonedText::new(family_name(name), TextTone::Heading),
            ];
            canvas.sides(line, &left, &[TonedText::new(format!("{count} "), TextTone::Faint)]);
        }
        RoleTreeRow::Role(id) => {
            let pane = &state.roles;
            let role = state.catalog.role(*id);
            let star = if state.bookmarks.contains(id) { " ★" } else { "" };
            let value = order_value(pane.order, terms, role);
            // In one list, the family tells roles with similar titles apart.
            let value = match (pane.is_flat(), value.as_str()) {
                (true, "") => format!("  {}", family_name(&role.family)),
                _ => value,
            };
            let hit = pane.hit(*id);
            // The title comes before the reason, and that before the family.
            let room = usize::from(line.width).saturating_sub(4 + star.width());
            let is_sorted = !matches!(pane.order, RoleOrder::Family | RoleOrder::Title);
            let kept = if is_sorted { value.width() } else { 0 };
            let beside = room.saturating_sub(role.title.width() + kept);
            let reason = match_reason(&state.catalog, hit, &role.title, query, beside);
            let mut pieces = vec![
                TonedText::new(" ", TextTone::Text),
                mark(state, *id),
                TonedText::new(" ", TextTone::Text),
            ];
            let spare = room.saturating_sub(role.title.width() + row_width(&reason));
            let value = if !is_sorted {
                truncate(&value, if spare < 8 { 0 } else { spare }).into_owned()
            } else if value.width() + role.title.width().min(MIN_TITLE) <= room {
                value
            } else {
                // A number that is cut would be another one.
                String::new()
            };
            let shown = truncate(&role.title, room.saturating_sub(value.width()));
            pieces.extend(matching(&shown, hit, query));
            pieces.push(TonedText::new(star, TextTone::Accent));
            pieces.extend(reason);
            let value = [TonedText::new(value, TextTone::Dim), TonedText::new(" ", TextTone::Text)];
            canvas.ends(line, &pieces, &value, 0);
        }
    }
}

/// Returns the value of `role` that the roles are ordered by.
fn order_value(order: RoleOrder, terms: Option<&Pay>, role: &Role) -> String {
    match order {
        RoleOrder::Family | RoleOrder::Title => String::new(),
        RoleOrder::Level => role.seniority.map(|level| format!("  {level}")).unwrap_or_default(),
        RoleOrder::Duties => format!("  {}", role.responsibilities.len()),
        RoleOrder::Skills => format!("  {}", role.skills.len()),
        RoleOrder::Pay => brief_pay(role, terms).map_or_else(String::new, |pay| format!("  {pay}")),
    }
}

/// Draws the search results under the search field.
pub(crate) fn skills(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let area = areas.list;
    if area.is_empty() {
        return;
    }
    let pane = &state.skills;
    let rows = layout::list_rows(areas);
    if rows.y > area.y {
        // Always show the scope at the edge: otherwise you might search the wrong one without
        // knowing.
        let count = format!(
            " {} of {} {} ",
            pane.len(),
            pane.total(&state.catalog),
            scope_word(pane.scope)
        );
        let width = (count.chars().count() as u16).min(area.width / 2);
        let left = Rect { width: area.width - width, ..area };
        field(canvas, left, " / ", &pane.input, CaretState::of(state, Focus::SkillInput));
        if pane.input.value().is_empty() {
            // A key for the list would be typed into the field.
            let hint = match state.focus {
                Focus::SkillInput if left.width > 36 => " / type to filter, esc for the keys",
                Focus::SkillInput => " / type to filter",
                _ => " / filter",
            };
            canvas.row(left, &[TonedText::new(hint, TextTone::Dim)]);
        }
        canvas.row(
            Rect { x: left.x + left.width, width, ..area },
            &[TonedText::new(count, TextTone::Dim)],
        );
    }
    let query = Query::parse(&pane.answered_query);
    let focused = matches!(state.focus, Focus::Skills | Focus::SkillInput);
    for (i, at) in pane.cursor.window(pane.len(), usize::from(rows.height)).enumerate() {
        let line = Rect { y: rows.y + i as u16, height: 1, ..rows };
        let Some(found) = &pane.get(at) else { break };
        match found.item {
            SearchItem::Skill(skill) => skill_row(state, skill, found, &query, line, canvas),
            SearchItem::Role(role) => role_row(state, role, found, &query, line, canvas),
            SearchItem::Responsibility(role, duty) => {
                let missing = found.hit.as_ref().map_or(0, |hit| hit.missing);
                responsibility_row(state, (role, duty), (&query, missing), line, canvas);
            }
        }
        if at == pane.cursor.at {
            selection_bar(line, focused, canvas);
        }
    }
    if pane.is_empty() {
        wrapped_message(&no_results_text(state), rows, canvas);
    }
    scroll_bar(areas, pane.cursor.top, pane.len(), canvas);
}

/// Returns the name of a scope, as shown beside a count.
fn scope_word(scope: SearchScope) -> &'static str {
    match scope {
        SearchScope::Skills => "skills",
        SearchScope::Roles => "roles",
        SearchScope::Responsibilities => "duties",
        SearchScope::All => "items",
    }
}

/// Returns the message for an empty result, with advice on how to find something.
fn no_results_text(state: &AppState) -> String {
    let pane = &state.skills;
    let wider = state.keymap.first_key(state.contexts(), Action::SwitchScope).unwrap_or(":");
    if pane.answered_query.trim().is_empty() && pane.scope != SearchScope::Responsibilities {
        return format!("This pack has no {}.", scope_word(pane.scope));
    }
    if pane.answered_query.trim().is_empty() {
        return format!("Type to search all responsibilities; {wider} changes the scope.");
    }
    let nothing = format!("No match for ‹{1}› in {0}", pane.scope, pane.answered_query.trim());
    let Some(elsewhere) = &pane.elsewhere else {
        return format!("{nothing}. Try fewer letters.");
    };
    match elsewhere.counts.text() {
        None => format!("{nothing} or anywhere else. Try fewer letters."),
        Some(told) => {
            format!("{nothing}, but {told}: enter shows them, {wider} changes the scope.")
        }
    }
}

/// Draws a role in the search results.
fn role_row(
    state: &AppState,
    id: RoleId,
    found: &SearchListItem,
    query: &Query,
    line: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    let role = state.catalog.role(id);
    let mut left = vec![mark(state, id), TonedText::new(" ", TextTone::Text)];
    left.extend(matching(&role.title, found.hit.as_ref(), query));
    let about = format!("role · {}", family_name(&role.family));
    let room = usize::from(line.width).saturating_sub(6 + role.title.width() + about.width());
    left.extend(match_reason(&state.catalog, found.hit.as_ref(), &role.title, query, room));
    row_with_note(&left, &about, line, canvas);
}

/// Draws a responsibility in the search results, followed by the title of its role.
fn responsibility_row(
    state: &AppState,
    (id, duty): (RoleId, u32),
    (query, missing): (&Query, u32),
    line: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    let role = state.catalog.role(id);
    let text = role.responsibilities.get(duty as usize).map_or("", |duty| duty.text.as_str());
    let title = truncate(&role.title, usize::from(line.width) / 3);
    let room = usize::from(line.width).saturating_sub(title.width() + 8);
    let (text, ranges) = excerpt_around(text, &highlight(&query.without(missing), text), room);
    let mut left = vec![mark(state, id), TonedText::new(" ", TextTone::Text)];
    left.extend(highlighted(&text, &ranges, TextTone::Text));
    let without = missing_words(missing, query)
        .map_or_else(String::new, |piece| format!("{} · ", piece.text.trim()));
    row_with_note(&left, &format!("{without}{title}"), line, canvas);
}

/// Returns `text` from a word before the first of `lit` if that would be outside of `room` cells,
/// and the ranges of `lit` in the result.
fn excerpt_around(text: &str, lit: &[Range<usize>], room: usize) -> (String, Vec<Range<usize>>) {
    const LEAD: &str = "… ";
    let end = lit.first().map_or(0, |range| range.end);
    let whole = text.get(..end).is_none_or(|before| before.width() <= room);
    let start = lit.first().map_or(0, |range| range.start);
    // Keep two words before it as context.
    let words = text
        .get(..start)
        .unwrap_or_default()
        .char_indices()
        .rev()
        .filter(|(_, c)| *c == ' ')
        .map(|(at, _)| at + 1);
    let from = words.take(3).last().filter(|_| !whole).unwrap_or(0);
    if from == 0 {
        return (text.to_string(), lit.to_vec());
    }
    let shown = format!("{LEAD}{}", text.get(from..).unwrap_or_default());
    let lit = lit.iter().map(|range| {
        let [start, end] = [range.start, range.end].map(|at| at - from + LEAD.len());
        start..end
    });
    (shown, lit.collect())
}

/// Returns the letter of a marked role, or a blank.
fn mark(state: &AppState, id: RoleId) -> TonedText {
    let letter = state.marks.letter(id).unwrap_or(' ');
    let tone = match letter {
        'A' => TextTone::SideA,
        'B' => TextTone::SideB,
        _ => TextTone::Accent,
    };
    TonedText::new(letter.to_string(), tone)
}

/// Draws `left` and, dimmed at the edge, `about`; the left side gives way.
fn row_with_note(left: &[TonedText], about: &str, line: Rect, canvas: &mut DrawCanvas<'_>) {
    let right = TonedText::new(format!("  {about}  "), TextTone::Dim);
    let room = usize::from(line.width).saturating_sub(1);
    // On the narrowest screens the hit matters more than the role it belongs to.
    let right = if right.width() * 2 < room { right } else { TonedText::new("", TextTone::Dim) };
    canvas.ends(Rect { width: room as u16, ..line }, left, &[right], 0);
}

fn skill_row(
    state: &AppState,
    id: SkillId,
    found: &SearchListItem,
    query: &Query,
    line: Rect,
    canvas: &mut DrawCanvas<'_>,
) {
    let skill = state.catalog.skill(id);
    let needs = state.catalog.needs(id).len();
    let mut left = vec![TonedText::new("  ", TextTone::Text)];
    left.extend(matching(&skill.name, found.hit.as_ref(), query));
    // The number of roles is always at the edge.
    let room = usize::from(line.width).saturating_sub("   123 roles ".len() + skill.name.width());
    left.extend(match_reason(&state.catalog, found.hit.as_ref(), &skill.name, query, room));
    if let Some(level) = state.profile.level(id) {
        let unclear = if state.profile.is_unclear(id) { " ?" } else { "" };
        let level = level.map_or_else(|| unclear.to_string(), |level| format!(" {}", level.dots()));
        left.push(TonedText::new(format!("  ✓{level}"), TextTone::Grow));
    }
    let roles = format!(" {needs:>3} {}", if needs == 1 { "role  " } else { "roles " });
    let group =
        skill.group.as_deref().map_or(skill.kind.to_string(), |g| format!("{} · {g}", skill.kind));
    let full = [
        TonedText::new(format!("{group}  "), TextTone::Dim),
        TonedText::new(roles.clone(), TextTone::Dim),
    ];
    let short = [TonedText::new(roles, TextTone::Dim)];
    let room = usize::from(line.width).saturating_sub(1);
    let width = row_width(&left);
    let right: &[TonedText] = if width + 2 + row_width(&full) <= room { &full } else { &short };
    canvas.ends(Rect { width: room as u16, ..line }, &left, right, 0);
}

/// Draws the skill under the cursor and the roles that need it.
pub(crate) fn needs(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    if areas.main.is_empty() {
        return;
    }
    if let Some(found) = state.skills.elsewhere.as_ref().filter(|_| state.skills.is_empty()) {
        return elsewhere(state, found, areas, canvas);
    }
    let Some(id) = state.skills.selected() else { return preview(state, areas, canvas) };
    let focused = state.focus == Focus::Needs;
    skill_header(state, id, focused, areas, canvas);
    let rows = layout::main_rows(areas);
    let (doc, _) = state.skills.doc();
    let top = state.skills.needs.top;
    canvas.doc(rows, doc, top);
    let needs = state.catalog.needs(id);
    for y in 0..rows.height {
        let at = state.skills.need_on_line(&state.catalog, top + usize::from(y));
        if let Some(need) = at.and_then(|at| needs.get(at)) {
            let line = Rect { y: rows.y + y, height: 1, ..rows };
            canvas.row(line, &need_line(&state.catalog, *need, usize::from(rows.width)));
        }
    }
    let selected = state.skills.need_position(&state.catalog, state.skills.needs.at);
    let visible = selected.checked_sub(top).filter(|&y| y < usize::from(rows.height));
    if let Some(y) = visible.filter(|_| focused && !needs.is_empty()) {
        canvas.over(Rect { y: rows.y + y as u16, ..rows }, canvas.theme.selected());
    }
}

/// Draws the role under the cursor, with the search words highlighted.
fn preview(state: &AppState, areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    let Some(id) = state.skills.role() else { return };
    let role = state.catalog.role(id);
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    if header >= 1 {
        canvas.sides(
            head,
            &[TonedText::new(&role.title, TextTone::Title)],
            &[TonedText::new(format!("{} ", family_name(&role.family)), TextTone::Dim)],
        );
    }
    let words = crate::tui::doc::search_words(&state.skills.answered_query);
    canvas.highlighted_doc(
        layout::main_rows(areas),
        state.skills.doc().0,
        state.skills.needs.top,
        &words,
    );
}
