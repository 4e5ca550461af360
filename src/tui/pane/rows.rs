//! Rows shared by several panes: a skill with its levels, lists of skills in one line.

use crate::analysis::skills::{SkillDemand, SkillStatus};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Importance, RoleId};
use crate::tui::doc::{TextDoc, TextRow, TextTone, TonedText, pad, pad_row, wrap};
use crate::wording;

/// Width of the gutter: a sign, and the mark of the current line.
pub(crate) const GUTTER: usize = 2;

/// Returns the tone of a verdict.
pub(super) fn status_tone(status: SkillStatus) -> TextTone {
    match status {
        SkillStatus::Grow => TextTone::Grow,
        SkillStatus::Right => TextTone::SideB,
        SkillStatus::Same => TextTone::Dim,
        SkillStatus::LetGo => TextTone::LetGo,
        SkillStatus::Left => TextTone::SideA,
    }
}

/// Returns an empty gutter.
pub(super) fn blank() -> TonedText {
    TonedText::new(" ".repeat(GUTTER), TextTone::Text)
}

/// Formats what `role` asks for: `●●○○ working, useful`.
pub(super) fn requirement_text(catalog: &Catalog, role: RoleId, asked: SkillDemand) -> String {
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
pub(super) fn levels(left: Option<String>, right: Option<String>) -> Vec<TonedText> {
    match (left, right) {
        (Some(l), Some(r)) if l == r => vec![TonedText::new(l, TextTone::Dim)],
        (Some(l), Some(r)) => {
            vec![
                TonedText::new(l, TextTone::SideA),
                TonedText::new(" → ", TextTone::Dim),
                TonedText::new(r, TextTone::SideB),
            ]
        }
        (Some(l), None) => vec![TonedText::new(l, TextTone::SideA)],
        (None, Some(r)) => vec![TonedText::new(r, TextTone::SideB)],
        (None, None) => vec![],
    }
}

/// Formats a skill and its levels: in columns if they fit, otherwise with the levels under the
/// name.
pub(super) fn skill(
    doc: &mut TextDoc,
    width: usize,
    status: SkillStatus,
    name: (&str, usize),
    levels: &[TonedText],
) {
    let (name, name_width) = name;
    let name = [TonedText::new(name, TextTone::Text)];
    let sign = TonedText::new(status.advice().0, status_tone(status));
    linked_skill(doc, width, &sign, (&name, name_width), levels);
}

/// Formats a skill whose name has links after `sign`, as [`skill`] does.
pub(super) fn linked_skill(
    doc: &mut TextDoc,
    width: usize,
    sign: &TonedText,
    (name, name_width): (&[TonedText], usize),
    levels: &[TonedText],
) {
    let room = width.saturating_sub(GUTTER).max(1);
    let gutter = TonedText::new(pad(&sign.text, GUTTER), sign.tone);
    let levels_width: usize = levels.iter().map(TonedText::width).sum();
    if name_width + levels_width <= room {
        let mut row: TextRow = vec![gutter];
        row.extend(pad_row(name.to_vec(), name_width));
        row.extend_from_slice(levels);
        doc.row(row);
        return;
    }
    let mut gutter = Some(gutter);
    for line in wrap(name, room) {
        let mut row = vec![gutter.take().unwrap_or_else(blank)];
        row.extend(line);
        doc.row(row);
    }
    // Without levels there is no line for them.
    if !levels.is_empty() {
        doc.lines(levels, width, GUTTER + 2);
    }
}

/// Returns the width of a column for the names of `skills`.
pub(super) fn column<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(crate::model::text::display_width).max().unwrap_or(0) + 2
}

/// Returns the pay of the roles from which and to which a change leads, a line each in the longest
/// form that fits, if either is stated. A figure of a neighbouring occupation is named before its
/// amount.
pub(super) fn pay_lines(
    catalog: &Catalog,
    from: Option<RoleId>,
    to: RoleId,
    width: usize,
) -> Vec<TextRow> {
    let mut label = "Pay  ";
    let mut lines = Vec::new();
    let pay = wording::pay_of_ends(catalog, from, to);
    for (role, texts) in pay.ends {
        let side = match from {
            Some(from) if role == from => TonedText::new("A ", TextTone::SideA),
            Some(_) => TonedText::new("B ", TextTone::SideB),
            None => TonedText::new("", TextTone::SideB),
        };
        let indent = label.width() + side.width();
        let label = TonedText::new(std::mem::replace(&mut label, "     "), TextTone::Dim);
        let mut before = vec![label, side];
        let room = width.saturating_sub(indent).max(8);
        let fits = |text: &&String| text.width() <= room;
        let text = texts.iter().find(fits).or(texts.last()).map_or("", String::as_str);
        for mut line in wrap(&[TonedText::new(text, TextTone::Text)], room) {
            let mut row = std::mem::replace(
                &mut before,
                vec![TonedText::new(" ".repeat(indent), TextTone::Text)],
            );
            row.append(&mut line);
            lines.push(row);
        }
    }
    if let Some(remark) = pay.remark {
        let indent = TonedText::new(" ".repeat("Pay  ".len()), TextTone::Text);
        let room = width.saturating_sub(indent.width()).max(8);
        for line in wrap(&[TonedText::new(remark, TextTone::Changed)], room) {
            lines.push(std::iter::once(indent.clone()).chain(line).collect());
        }
    }
    lines
}

/// Placeholder for a blank at which no line breaks, until the line is broken.
pub(super) const NO_BREAK_BLANK: char = '\u{a0}';

/// Restores the blanks in `piece` of a line that is already broken.
pub(super) fn restore_blanks(piece: &mut TonedText) {
    if piece.text.contains(NO_BREAK_BLANK) {
        piece.text = piece.text.replace(NO_BREAK_BLANK, " ").into();
    }
}
