//! The lines around the panes as data: their text, and what a click on it does.

use compact_str::CompactString;

use super::action::Action;
use super::doc::{TextRow, TextTone, TonedText, display_width, truncate};
use super::pane::linked_page::LinkedPage;
use super::state::{AppState, Focus, ScreenView};
use crate::model::{Catalog, RoleId};

/// Effect of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Scrolls the text to a line.
    Line(usize),
}

/// A part of a line, and the effect of a click on it.
pub type BarPart = (TonedText, Option<ClickTarget>);

/// Returns the row that `parts` draw.
pub fn to_row(parts: &[BarPart]) -> TextRow {
    parts.iter().map(|(piece, _)| piece.clone()).collect()
}

/// Returns a family as a heading: `product` becomes `Product`.
pub fn family_title(family: &str) -> String {
    let mut chars = family.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Returns the number of cells that `parts` take.
fn parts_width(parts: &[BarPart]) -> usize {
    parts.iter().map(|(piece, _)| piece.width()).sum()
}

/// Returns the effect of a click at cell `x` of `parts`.
pub fn target_at(parts: &[BarPart], x: u16) -> Option<ClickTarget> {
    let mut end = 0;
    let part = parts.iter().find(|(piece, _)| {
        end += piece.width();
        usize::from(x) < end
    })?;
    part.1
}

fn plain(text: impl Into<CompactString>, tone: TextTone) -> BarPart {
    (TonedText::new(text, tone), None)
}

/// Formats a number of things: `1 role`, `2 roles`.
fn count_text(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// Maximum number of earlier views that are named.
const TRAIL: usize = 2;

/// Returns the title of a marked role in at most `width` cells, which opens it; a dash without one.
fn marked_role(catalog: &Catalog, role: Option<RoleId>, width: usize) -> BarPart {
    match role {
        Some(role) => (
            TonedText::new(truncate(&catalog.role(role).title, width), TextTone::Text),
            Some(ClickTarget::Open(role)),
        ),
        None => plain("–", TextTone::Text),
    }
}

/// Returns the subjects of the screen, each in at most `width` cells: A and B, or the family that
/// the matrix shows, which has neither.
fn subjects(state: &AppState, width: usize) -> Vec<BarPart> {
    let is_shown = state.focus == Focus::Matrix && state.marks.a.is_some();
    if let Some(family) = state.matrix.family().filter(|_| is_shown) {
        let family = truncate(&family_title(family), width * 2).into_owned();
        return vec![
            plain(" Family ", TextTone::Dim),
            plain(family, TextTone::Text),
            plain(" ", TextTone::Text),
        ];
    }
    vec![
        plain(" A ", TextTone::SideA),
        marked_role(&state.catalog, state.marks.a, width),
        plain("  B ", TextTone::SideB),
        marked_role(&state.catalog, state.marks.b, width),
        plain(" ", TextTone::Text),
    ]
}

/// Returns the first line, `width` cells wide: the views that led here, the marks, the counts. The
/// marks are the last to be dropped.
pub fn title(state: &AppState, width: u16) -> Vec<BarPart> {
    let catalog = &state.catalog;
    let here = state.view().name(state);
    let mut trail: Vec<ScreenView> =
        state.history.back.iter().map(|place| place.focus.view()).collect();
    trail.push(state.focus.view());
    trail.dedup();
    trail.pop();
    let mut left = vec![plain(" roledex ", TextTone::Title)];
    let before: Vec<BarPart> = trail[trail.len().saturating_sub(TRAIL)..]
        .iter()
        .map(|&before| {
            let view = AppState::view_of(before);
            let name = TonedText::new(format!("› {} ", view.name(state)), TextTone::Dim);
            (name, Some(ClickTarget::Run(view.opened_by())))
        })
        .collect();
    let here = plain(format!("› {here} "), TextTone::Accent);
    let room = usize::from(width).saturating_sub(parts_width(&left) + here.0.width());
    let mut right = subjects(state, 28);
    if parts_width(&right) > room {
        right = subjects(state, room.saturating_sub(9) / 2);
    }
    let mut spare = room.saturating_sub(parts_width(&right));
    if parts_width(&before) <= spare {
        spare -= parts_width(&before);
        left.extend(before);
    }
    left.push(here);
    let pack = match catalog.packs() {
        [one] => format!("  {} {}", one.id, one.version),
        packs => format!("  {} packs", packs.len()),
    };
    let counts = format!(
        "  {}  {} ",
        count_text(catalog.roles().len(), "role"),
        count_text(catalog.skills().len(), "skill")
    );
    let (pack, counts) = (plain(pack, TextTone::Dim), plain(counts, TextTone::Dim));
    if pack.0.width() + counts.0.width() <= spare {
        right.extend([pack, counts]);
    } else if counts.0.width() <= spare {
        right.push(counts);
    }
    if parts_width(&right) > room {
        right.clear();
    }
    let filler = usize::from(width).saturating_sub(parts_width(&left) + parts_width(&right));
    left.push(plain(" ".repeat(filler), TextTone::Text));
    left.extend(right);
    left
}

/// Returns the sections of `page`, with the one under the cursor highlighted, as far as they fit
/// into `width` cells: at least that one and the next.
pub fn tabs(page: &LinkedPage, width: u16) -> Vec<BarPart> {
    let (sections, current) = (&page.doc().sections, page.section());
    let tabs: Vec<BarPart> = sections
        .iter()
        .enumerate()
        .map(|(at, (line, title))| {
            let (text, tone) = if current == Some(at) {
                (format!("▐{title}▌"), TextTone::Heading)
            } else {
                (format!(" {title} "), TextTone::Text)
            };
            (TonedText::new(text, tone), Some(ClickTarget::Line(*line)))
        })
        .collect();
    let room = usize::from(width);
    if parts_width(&tabs) <= room {
        return tabs;
    }
    let needed = current.map_or(1, |at| at + 2).min(tabs.len());
    let first = (0..needed.saturating_sub(1))
        .find(|&first| parts_width(&tabs[first..needed]) + 4 <= room)
        .unwrap_or(needed.saturating_sub(1));
    let mut parts = if first > 0 { vec![plain("‹ ", TextTone::Dim)] } else { Vec::new() };
    for tab in tabs.into_iter().skip(first) {
        if parts_width(&parts) + tab.0.width() + 2 > room {
            parts.push(plain(" ›", TextTone::Dim));
            break;
        }
        parts.push(tab);
    }
    parts
}

/// Returns as many hints as fit into `room` cells, the most important first.
pub fn hints(state: &AppState, room: usize) -> Vec<BarPart> {
    // In an overlay these have no effect.
    let idle: &[Action] = if state.overlays.is_empty() {
        &[]
    } else {
        &[Action::SwitchScope, Action::PastQueries, Action::Mark]
    };
    let mut rows = state.keymap.effective_where(state.contexts(), |spec| {
        spec.priority > 0 && !idle.contains(&spec.action)
    });
    rows.sort_by_key(|row| row.spec.priority);
    let mut used = 0;
    let mut parts = vec![plain(" ", TextTone::Text)];
    for bound in rows {
        let Some(key) = bound.keys.first() else { continue };
        let width = key.chars().count() + 1 + bound.spec.hint.chars().count() + 2;
        if used + width > room + 2 {
            continue;
        }
        used += width;
        let run = Some(ClickTarget::Run(bound.spec.action));
        parts.push((TonedText::new(*key, TextTone::Accent), run));
        parts.push((TonedText::new(format!(" {}", bound.spec.hint), TextTone::Dim), run));
        parts.push(plain("  ", TextTone::Text));
    }
    parts
}

/// Number of cells that is enough for the most important keys.
const KEYS: usize = 64;

/// Returns the last line when there is no message: the hints, and at the right the equivalent
/// command if it leaves most of the line, or enough of it, to the keys. The command is returned
/// separately.
pub fn footer(state: &AppState, width: u16) -> (Vec<BarPart>, Option<String>) {
    let command = format!("{} ", state.command());
    let room = usize::from(width);
    let asked = display_width(&command) + 2;
    let told = asked * 5 <= room * 2 || asked + KEYS <= room;
    let parts = hints(state, room.saturating_sub(if told { asked + 3 } else { 1 }));
    let fits = told || parts_width(&parts) + asked <= room;
    (parts, fits.then_some(command))
}
