//! The lines around the panes as data: their text, and what a click on it does.

use compact_str::CompactString;

use super::action::{Action, Spec};
use super::doc::{Doc, Piece, Row, Tone, cells, fit};
use super::state::{Focus, State, View};
use crate::model::RoleId;
use crate::search::Scope;

/// Effect of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Scrolls the text to a line.
    Line(usize),
}

/// A part of a line, and the effect of a click on it.
pub type Part = (Piece, Option<Spot>);

/// Returns the row that `parts` draw.
pub fn row(parts: &[Part]) -> Row {
    parts.iter().map(|(piece, _)| piece.clone()).collect()
}

/// Returns a family as a heading: `product` becomes `Product`.
pub fn family_title(family: &str) -> String {
    let mut chars = family.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Returns the number of cells that `parts` take.
fn wide(parts: &[Part]) -> usize {
    parts.iter().map(|(piece, _)| piece.width()).sum()
}

/// Returns the effect of a click at cell `x` of `parts`.
pub fn spot(parts: &[Part], x: u16) -> Option<Spot> {
    let mut end = 0;
    let part = parts.iter().find(|(piece, _)| {
        end += piece.width();
        usize::from(x) < end
    })?;
    part.1
}

fn plain(text: impl Into<CompactString>, tone: Tone) -> Part {
    (Piece::new(text, tone), None)
}

/// Returns the name of a view, and the action that leads to it.
fn name(view: View, scope: Scope) -> (&'static str, Action) {
    match view {
        View::Roles => ("Roles", Action::ViewRoles),
        View::Compare => ("Compare", Action::ViewCompare),
        View::Skills if scope == Scope::Skills => ("Skills", Action::ViewSkills),
        View::Skills => ("Search", Action::ViewSkills),
        View::Path => ("Path", Action::ViewPath),
        View::Gap => ("Gap", Action::ViewGap),
        View::Matrix => ("Matrix", Action::ViewMatrix),
    }
}

/// Maximum number of earlier views that are named.
const TRAIL: usize = 2;

/// Returns the first line, `width` cells wide: the views that led here, the marks, the counts. The
/// marks are the last to be dropped.
pub fn title(state: &State, width: u16) -> Vec<Part> {
    let catalog = &state.catalog;
    let view = |view| name(view, state.skills.scope);
    let (here, _) = view(state.focus.view());
    let mut trail: Vec<View> = state.history.back.iter().map(|place| place.focus.view()).collect();
    trail.push(state.focus.view());
    trail.dedup();
    trail.pop();
    let mut left = vec![plain(" roledex ", Tone::Title)];
    let before: Vec<Part> = trail[trail.len().saturating_sub(TRAIL)..]
        .iter()
        .map(|&before| {
            let (name, action) = view(before);
            (Piece::new(format!("› {name} "), Tone::Dim), Some(Spot::Run(action)))
        })
        .collect();
    let here = plain(format!("› {here} "), Tone::Accent);
    let room = usize::from(width).saturating_sub(wide(&left) + here.0.width());
    let mark = |id: Option<RoleId>, width: usize| match id {
        Some(id) => {
            (Piece::new(fit(&catalog.role(id).title, width), Tone::Text), Some(Spot::Open(id)))
        }
        None => plain("–", Tone::Text),
    };
    // A family has neither A nor B, whatever is marked: the header names what is shown.
    let family =
        state.matrix.family().filter(|_| state.focus == Focus::Matrix && state.marks.a.is_some());
    let marks = |width: usize| {
        if let Some(family) = family {
            let family = fit(&family_title(family), width * 2).into_owned();
            return vec![
                plain(" Family ", Tone::Dim),
                plain(family, Tone::Text),
                plain(" ", Tone::Text),
            ];
        }
        vec![
            plain(" A ", Tone::SideA),
            mark(state.marks.a, width),
            plain("  B ", Tone::SideB),
            mark(state.marks.b, width),
            plain(" ", Tone::Text),
        ]
    };
    let mut right = marks(28);
    if wide(&right) > room {
        right = marks(room.saturating_sub(9) / 2);
    }
    let mut spare = room.saturating_sub(wide(&right));
    if wide(&before) <= spare {
        spare -= wide(&before);
        left.extend(before);
    }
    left.push(here);
    let pack = match catalog.packs() {
        [one] => format!("  {} {}", one.id, one.version),
        packs => format!("  {} packs", packs.len()),
    };
    let count = |n: usize, word: &str| format!("  {n} {word}{}", if n == 1 { "" } else { "s" });
    let counts = format!(
        "{}{} ",
        count(catalog.roles().len(), "role"),
        count(catalog.skills().len(), "skill")
    );
    let (pack, counts) = (plain(pack, Tone::Dim), plain(counts, Tone::Dim));
    if pack.0.width() + counts.0.width() <= spare {
        right.extend([pack, counts]);
    } else if counts.0.width() <= spare {
        right.push(counts);
    }
    if wide(&right) > room {
        right.clear();
    }
    let filler = usize::from(width).saturating_sub(wide(&left) + wide(&right));
    left.push(plain(" ".repeat(filler), Tone::Text));
    left.extend(right);
    left
}

/// Returns the sections of `doc`, with the one at `top` highlighted, as far as they fit into
/// `width` cells.
pub fn tabs(doc: &Doc, top: usize, width: u16) -> Vec<Part> {
    let current = doc.sections.iter().rposition(|(line, _)| *line <= top);
    let (mut parts, mut used) = (Vec::new(), 0);
    for (i, (line, title)) in doc.sections.iter().enumerate() {
        let tone = if current == Some(i) { Tone::Heading } else { Tone::Dim };
        let title = Piece::new(format!("{title}  "), tone);
        if used + title.width() > usize::from(width) + 2 {
            parts.push(plain("…", Tone::Dim));
            break;
        }
        used += title.width();
        parts.push((title, Some(Spot::Line(*line))));
    }
    parts
}

/// Returns as many hints as fit into `room` cells, the most important first.
pub fn hints(state: &State, room: usize) -> Vec<Part> {
    // In an overlay these have no effect.
    let idle = |action| matches!(action, Action::SwitchScope | Action::PastQueries | Action::Mark);
    let told = |spec: &Spec| spec.priority > 0 && (state.overlays.is_empty() || !idle(spec.action));
    let mut rows = state.keymap.effective_of(state.contexts(), told);
    rows.sort_by_key(|row| row.spec.priority);
    let mut used = 0;
    let mut parts = vec![plain(" ", Tone::Text)];
    for bound in rows {
        let Some(key) = bound.keys.first() else { continue };
        let width = key.chars().count() + 1 + bound.spec.hint.chars().count() + 2;
        if used + width > room + 2 {
            continue;
        }
        used += width;
        let run = Some(Spot::Run(bound.spec.action));
        parts.push((Piece::new(*key, Tone::Accent), run));
        parts.push((Piece::new(format!(" {}", bound.spec.hint), Tone::Dim), run));
        parts.push(plain("  ", Tone::Text));
    }
    parts
}

/// Number of cells that is enough for the most important keys.
const KEYS: usize = 64;

/// Returns the last line when there is no message: the hints, and at the right the equivalent
/// command if it leaves most of the line, or enough of it, to the keys. The command is returned
/// separately.
pub fn foot(state: &State, width: u16) -> (Vec<Part>, Option<String>) {
    let command = format!("{} ", state.command());
    let room = usize::from(width);
    let asked = cells(&command) + 2;
    let told = asked * 5 <= room * 2 || asked + KEYS <= room;
    let parts = hints(state, room.saturating_sub(if told { asked + 3 } else { 1 }));
    let fits = told || wide(&parts) + asked <= room;
    (parts, fits.then_some(command))
}
