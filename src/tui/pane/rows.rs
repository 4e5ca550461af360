//! Rows shared by several panes: a skill with its levels, lists of skills in one line.

use crate::analysis::gap::GapRow;
use crate::analysis::skills::{Asked, SkillStatus};
use crate::model::{Catalog, Importance, Level, RoleId};
use crate::tui::doc::{Doc, Piece, Row, Tone, pad, wrap};

/// Width of the gutter: a sign, and the mark of the current line.
pub(crate) const GUTTER: usize = 2;

/// Returns the tone of a verdict.
pub(super) fn tone(status: SkillStatus) -> Tone {
    match status {
        SkillStatus::Grow => Tone::Grow,
        SkillStatus::Right => Tone::SideB,
        SkillStatus::Same => Tone::Dim,
        SkillStatus::LetGo => Tone::LetGo,
        SkillStatus::Left => Tone::SideA,
    }
}

/// Returns an empty gutter.
pub(super) fn blank() -> Piece {
    Piece::new(" ".repeat(GUTTER), Tone::Text)
}

/// Formats what `role` asks for: `●●○○ working, useful`.
pub(super) fn asked(catalog: &Catalog, role: RoleId, asked: Asked) -> String {
    let level = asked
        .level
        .map_or_else(String::new, |l| format!("{} {}", l.dots(), catalog.level_name(role, l)));
    match asked.importance {
        Importance::Essential => level,
        Importance::Useful if level.is_empty() => "useful".to_string(),
        Importance::Useful => format!("{level}, useful"),
    }
}

/// Formats the `levels` of two sides, in the tones of the sides; once if they are the same.
pub(super) fn levels(left: Option<String>, right: Option<String>) -> Vec<Piece> {
    match (left, right) {
        (Some(l), Some(r)) if l == r => vec![Piece::new(l, Tone::Dim)],
        (Some(l), Some(r)) => {
            vec![
                Piece::new(l, Tone::SideA),
                Piece::new(" → ", Tone::Dim),
                Piece::new(r, Tone::SideB),
            ]
        }
        (Some(l), None) => vec![Piece::new(l, Tone::SideA)],
        (None, Some(r)) => vec![Piece::new(r, Tone::SideB)],
        (None, None) => vec![],
    }
}

/// Formats a skill and its levels: in columns if they fit, otherwise with the levels under the
/// name.
pub(super) fn skill(
    doc: &mut Doc,
    width: usize,
    status: SkillStatus,
    name: (&str, usize),
    levels: &[Piece],
) {
    let (name, name_width) = name;
    let room = width.saturating_sub(GUTTER).max(1);
    let gutter = Piece::new(pad(status.advice().0, GUTTER), tone(status));
    let levels_width: usize = levels.iter().map(Piece::width).sum();
    if name_width + levels_width <= room {
        let mut row: Row = vec![gutter, Piece::new(pad(name, name_width), Tone::Text)];
        row.extend_from_slice(levels);
        doc.row(row);
        return;
    }
    let mut gutter = Some(gutter);
    for line in wrap(&[Piece::new(name, Tone::Text)], room) {
        let mut row = vec![gutter.take().unwrap_or_else(blank)];
        row.extend(line);
        doc.row(row);
    }
    doc.lines(levels, width, GUTTER + 2);
}

/// Returns the width of a column for the names of `skills`.
pub(super) fn column<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(crate::model::text::cells).max().unwrap_or(0) + 2
}

/// Placeholder for a blank at which no line breaks, until the line is broken.
pub(super) const BOUND: char = '\u{a0}';

/// Restores the blanks in `piece` of a line that is already broken.
pub(super) fn unbind(piece: &mut Piece) {
    if piece.text.contains(BOUND) {
        piece.text = piece.text.replace(BOUND, " ").into();
    }
}

/// Formats the skills of a step with one verdict as a line to be wrapped, essential ones first:
/// `Roadmapping ●○○○→●●○○`. The parts of one skill are bound together; see [`unbind`].
pub(super) fn in_one_line(catalog: &Catalog, rows: &[&GapRow]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let dots = |level: Option<Level>| level.map(Level::dots);
    let useful =
        |row: &GapRow| row.asked.is_some_and(|asked| asked.importance == Importance::Useful);
    for importance in [false, true] {
        let mut label = importance && rows.iter().any(|row| !useful(row));
        for row in rows.iter().filter(|row| useful(row) == importance) {
            if !pieces.is_empty() {
                pieces.push(Piece::new(format!("{BOUND}· "), Tone::Dim));
            }
            if std::mem::take(&mut label) {
                pieces.push(Piece::new(format!("useful:{BOUND}"), Tone::Dim));
            }
            pieces
                .push(Piece::new(catalog.skill(row.skill).name.replace(' ', "\u{a0}"), Tone::Text));
            let (had, asks) =
                (row.have.and_then(|h| dots(h.level)), row.asked.and_then(|a| dots(a.level)));
            let levels = match (had, asks) {
                (Some(had), Some(asks)) if had != asks && row.is_open() => {
                    format!("{BOUND}{had}→{asks}")
                }
                (Some(level), _) | (None, Some(level)) => format!("{BOUND}{level}"),
                (None, None) => String::new(),
            };
            pieces.push(Piece::new(levels, Tone::Dim));
        }
    }
    pieces
}
