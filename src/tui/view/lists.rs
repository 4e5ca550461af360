//! The lists: the tree of roles, the skills found, and the roles that need a skill.

use std::ops::Range;

use ratatui::layout::Rect;

use super::chrome::family_title;
use super::{Canvas, field};
use crate::model::Catalog;
use crate::search::{Hit, Matched, Query, highlight};
use crate::tui::doc::{Piece, Tone, fit, pad_row, row_width};
use crate::tui::layout::{self, Areas};
use crate::tui::pane::roles::Row;
use crate::tui::pane::skills::Found;
use crate::tui::state::{Focus, State};

/// `text` with the bytes of `lit` in the tone of a match.
fn lit(text: &str, lit: &[Range<usize>], tone: Tone) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(lit.len() * 2 + 1);
    let mut at = 0;
    for range in lit {
        if let (Some(before), Some(inside)) = (text.get(at..range.start), text.get(range.clone())) {
            if !before.is_empty() {
                pieces.push(Piece::new(before, tone));
            }
            pieces.push(Piece::new(inside, Tone::Match));
            at = range.end;
        }
    }
    if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        pieces.push(Piece::new(rest, tone));
    }
    pieces
}

/// The tree of roles under its filter.
pub(super) fn roles(state: &State, areas: &Areas, canvas: &mut Canvas<'_>) {
    let area = areas.list;
    if area.is_empty() {
        return;
    }
    let pane = &state.roles;
    let focused = matches!(state.focus, Focus::Roles | Focus::Filter);
    let rows = layout::list_rows(areas);
    if rows.y > area.y {
        let filtering = state.focus == Focus::Filter || !pane.filter.value().is_empty();
        let total = state.catalog.roles().len();
        if filtering {
            let count = format!("{} of {total} ", pane.found().unwrap_or(total));
            let width = (count.chars().count() as u16).min(area.width / 2);
            let left = Rect { width: area.width - width, ..area };
            field(canvas, left, " / ", &pane.filter, state.focus == Focus::Filter);
            canvas.row(Rect { x: left.x + left.width, width, ..area }, &[Piece::new(count, Tone::Dim)]);
        } else {
            let tone = if focused { Tone::Heading } else { Tone::Dim };
            canvas.sides(area, &[Piece::new(" ROLES", tone)], &[Piece::new("/ filter ", Tone::Dim)]);
        }
    }
    let query = Query::parse(pane.filter.value());
    for (i, at) in pane.cursor.window(pane.rows().len(), usize::from(rows.height)).enumerate() {
        let line = Rect { y: rows.y + i as u16, height: 1, ..rows };
        tree_row(state, &pane.rows()[at], &query, line, canvas);
        if at == pane.cursor.at {
            let style = if focused { canvas.theme.selected() } else { canvas.theme.selected_elsewhere() };
            canvas.over(line, style);
        }
    }
    if let Some(packs) = &state.reading {
        canvas.row(rows, &[Piece::new(format!(" Reading {packs} …"), Tone::Accent)]);
    } else if pane.rows().is_empty() {
        canvas.row(rows, &[Piece::new(" No role for this. esc leaves the filter.", Tone::Dim)]);
    }
    let edge = Rect { x: area.right().saturating_sub(1), width: 1, ..rows };
    canvas.bar(edge, pane.cursor.top, pane.rows().len());
}

/// The name of what was found, with what matched marked where the name did.
fn matching(name: &str, hit: Option<&Hit>, query: &Query) -> Vec<Piece> {
    let ranges = match hit {
        Some(hit) if hit.matched == Matched::Name && !query.is_empty() => highlight(query, name),
        _ => Vec::new(),
    };
    lit(name, &ranges, Tone::Text)
}

/// What matched where the name did not.
fn why(catalog: &Catalog, hit: Option<&Hit>, query: &Query) -> Vec<Piece> {
    match hit {
        Some(hit) if hit.matched == Matched::Alias => {
            let text = hit.text(catalog);
            let mut pieces = vec![Piece::new("  ", Tone::Text)];
            pieces.extend(lit(text, &highlight(query, text), Tone::Dim));
            pieces
        }
        Some(hit) if hit.matched != Matched::Name => vec![Piece::new(format!("  by {}", hit.matched), Tone::Dim)],
        _ => Vec::new(),
    }
}

fn tree_row(state: &State, row: &Row, query: &Query, line: Rect, canvas: &mut Canvas<'_>) {
    match row {
        Row::Family { name, count, folded } => {
            let arrow = if *folded { " ▸ " } else { " ▾ " };
            let left = [Piece::new(arrow, Tone::Dim), Piece::new(family_title(name), Tone::Heading)];
            canvas.sides(line, &left, &[Piece::new(format!("{count}  "), Tone::Dim)]);
        }
        Row::Role(id) => {
            let (marks, pane) = (&state.marks, &state.roles);
            let (mark, tone) = match () {
                () if marks.a == Some(*id) => (" A ", Tone::SideA),
                () if marks.b == Some(*id) => (" B ", Tone::SideB),
                () => ("   ", Tone::Text),
            };
            let title = &state.catalog.role(*id).title;
            let room = usize::from(line.width).saturating_sub(5);
            let shown = fit(title, room);
            let mut pieces = vec![Piece::new(mark, tone), Piece::new(" ", Tone::Text)];
            let hit = pane.hit(*id);
            pieces.extend(matching(&shown, hit, query));
            pieces.extend(why(&state.catalog, hit, query));
            canvas.row(line, &pieces);
        }
    }
}

/// The skills found, under the field that asks for them.
pub(super) fn skills(state: &State, areas: &Areas, canvas: &mut Canvas<'_>) {
    let area = areas.list;
    if area.is_empty() {
        return;
    }
    let pane = &state.skills;
    let rows = layout::list_rows(areas);
    if rows.y > area.y {
        let count = format!("{} of {} ", pane.found().len(), state.catalog.skills().len());
        let width = (count.chars().count() as u16).min(area.width / 2);
        let left = Rect { width: area.width - width, ..area };
        field(canvas, left, " / ", &pane.input, state.focus == Focus::SkillInput);
        if pane.input.value().is_empty() && state.focus != Focus::SkillInput {
            canvas.row(left, &[Piece::new(" / search skills", Tone::Dim)]);
        }
        canvas.row(Rect { x: left.x + left.width, width, ..area }, &[Piece::new(count, Tone::Dim)]);
    }
    let query = Query::parse(&pane.asked);
    let focused = matches!(state.focus, Focus::Skills | Focus::SkillInput);
    for (i, at) in pane.cursor.window(pane.found().len(), usize::from(rows.height)).enumerate() {
        let line = Rect { y: rows.y + i as u16, height: 1, ..rows };
        skill_row(state, &pane.found()[at], &query, line, canvas);
        if at == pane.cursor.at {
            let style = if focused { canvas.theme.selected() } else { canvas.theme.selected_elsewhere() };
            canvas.over(line, style);
        }
    }
    if pane.found().is_empty() {
        let text = format!(" Nothing for ‹{}›. Fewer letters find more.", pane.asked);
        canvas.row(rows, &[Piece::new(text, Tone::Dim)]);
    }
    let edge = Rect { x: area.right().saturating_sub(1), width: 1, ..rows };
    canvas.bar(edge, pane.cursor.top, pane.found().len());
}

fn skill_row(state: &State, found: &Found, query: &Query, line: Rect, canvas: &mut Canvas<'_>) {
    let skill = state.catalog.skill(found.skill);
    let needs = state.catalog.needs(found.skill).len();
    let mut left = vec![Piece::new(" ", Tone::Text)];
    left.extend(matching(&skill.name, found.hit.as_ref(), query));
    left.extend(why(&state.catalog, found.hit.as_ref(), query));
    if let Some(level) = state.mine.level(found.skill) {
        let level = level.map(|level| format!(" {}", level.dots())).unwrap_or_default();
        left.push(Piece::new(format!("  ✓{level}"), Tone::Grow));
    }
    let roles = if needs == 1 { "1 role  ".to_string() } else { format!("{needs:>3} roles ") };
    let group = skill.group.as_deref().map_or(skill.kind.to_string(), |g| format!("{} · {g}", skill.kind));
    let full = [Piece::new(format!("{group}  "), Tone::Dim), Piece::new(roles.clone(), Tone::Dim)];
    let short = [Piece::new(roles, Tone::Dim)];
    let room = usize::from(line.width).saturating_sub(1);
    let width = row_width(&left);
    let right: &[Piece] = if width + row_width(&full) < room { &full } else { &short };
    let left = pad_row(left, room.saturating_sub(row_width(right)));
    canvas.row(line, &[left.as_slice(), right].concat());
}

/// The skill under the cursor, and the roles that need it.
pub(super) fn needs(state: &State, areas: &Areas, canvas: &mut Canvas<'_>) {
    if areas.main.is_empty() {
        return;
    }
    let Some(id) = state.skills.selected() else { return };
    let skill = state.catalog.skill(id);
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    let focused = state.focus == Focus::Needs;
    if header >= 1 {
        let marker = if focused { "▸ " } else { "" };
        let left = [Piece::new(marker, Tone::Accent), Piece::new(&skill.name, Tone::Title)];
        let about = skill.group.as_deref().map_or(skill.kind.to_string(), |g| format!("{} · {g}", skill.kind));
        canvas.sides(head, &left, &[Piece::new(format!("{about} "), Tone::Dim)]);
    }
    let rows = layout::main_rows(areas);
    let (doc, first) = state.skills.doc();
    let top = state.skills.needs.top;
    canvas.doc(rows, doc, top);
    let selected = first + state.skills.needs.at;
    let visible = selected.checked_sub(top).filter(|&y| y < usize::from(rows.height));
    if let Some(y) = visible.filter(|_| focused && !state.catalog.needs(id).is_empty()) {
        canvas.over(Rect { y: rows.y + y as u16, ..rows }, canvas.theme.selected());
    }
}
