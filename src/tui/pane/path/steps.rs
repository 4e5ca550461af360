//! The steps of a path: the skills that each takes, and those that you bring to it.

use std::collections::BTreeSet;

use crate::analysis::gap::GapRow;
use crate::analysis::path::{CareerPath, Hop};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, Importance, Level};
use crate::tui::doc::{TextTone, TonedText, pad, wrap};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::pane::rows::{self, NO_BREAK_BLANK, restore_blanks};
use crate::wording;

/// Width of the labels beside the skills.
const LABEL: usize = 8;

/// Maximum width of running text.
const PROSE: usize = 90;

/// Number of skills of one list shown at first, if it is longer.
const SHOWN: usize = 8;

/// Number of lists of a step.
const LISTS: usize = 2;

/// Adds the steps of `path`, number `way` among the paths.
pub(super) fn steps(
    draft: &mut PageDraft,
    catalog: &Catalog,
    path: &CareerPath,
    way: usize,
    unfolded: &BTreeSet<usize>,
    width: usize,
) {
    let about = match path.hops.len() {
        1 => "1 step".to_string(),
        n => format!("{n} steps; what you learn in one you keep in the next"),
    };
    draft.doc.section(format!("Path {way}"), &about, width);
    let pay = wording::pay_along_path(catalog, path);
    for (at, hop) in path.hops.iter().enumerate() {
        if at > 0 {
            draft.doc.blank_line();
        }
        head(draft, catalog, hop, at, width);
        if let Some(pay) = pay.get(at + 1).filter(|_| path.hops.len() > 1) {
            add_pay(draft, pay, width);
        }
        let open = hop.skills.iter().filter(|row| row.is_open());
        let column = rows::column(open.map(|row| catalog.skill(row.skill).name.as_str()));
        for (list, importance, label) in
            [(0, Importance::Essential, "first"), (1, Importance::Useful, "later")]
        {
            let rows: Vec<&GapRow> = hop
                .skills
                .iter()
                .filter(|row| {
                    row.is_open()
                        && row.required.is_some_and(|asked| asked.importance == importance)
                })
                .collect();
            let fold = at * LISTS + list;
            let list = SkillList { label, rows: &rows, column };
            skill_rows(draft, catalog, &list, (fold, unfolded.contains(&fold)), width);
        }
        kept(draft, catalog, path, at, width);
    }
}

/// Adds the two roles of a step and its reasons.
fn head(draft: &mut PageDraft, catalog: &Catalog, hop: &Hop, at: usize, width: usize) {
    draft.link(PageLink::Hop(hop.from, hop.to));
    let (arrow, word) = hop.kind.label();
    draft.doc.lines(
        &[
            TonedText::new(format!("{}  ", at + 1), TextTone::Title),
            TonedText::new(catalog.role_title(hop.from), TextTone::Title),
            TonedText::new("  →  ", TextTone::Dim),
            TonedText::new(catalog.role_title(hop.to), TextTone::Title),
        ],
        width,
        0,
    );
    let publishers: Vec<&str> =
        hop.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
    let sources = if publishers.is_empty() {
        String::new()
    } else {
        format!(" (source: {})", publishers.join(", "))
    };
    let why = hop.similarity.filter(|_| hop.kind == crate::analysis::path::HopKind::Similar);
    let alike = why.map(|part| format!(", {} % similar", (part + 5) / 10)).unwrap_or_default();
    let text = [
        TonedText::new(format!("{arrow} {word}{alike}{sources}"), TextTone::Heading),
        TonedText::new(format!(" · {}", hop.learning_text()), TextTone::Dim),
    ];
    draft.doc.lines(&text, width.min(PROSE), LABEL / 2);
    if !hop.requires.is_empty() {
        let text = [
            TonedText::new("asks for: ", TextTone::Dim),
            TonedText::new(hop.requires.join("; "), TextTone::Text),
        ];
        draft.doc.lines(&text, width.min(PROSE), LABEL / 2);
    }
}

/// Adds the pay of the role that a step leads to.
fn add_pay(draft: &mut PageDraft, pay: &str, width: usize) {
    let text = [TonedText::new("pay: ", TextTone::Dim), TonedText::new(pay, TextTone::Text)];
    draft.doc.lines(&text, width.min(PROSE), LABEL / 2);
}

/// A list of skills to learn.
struct SkillList<'a> {
    label: &'static str,
    rows: &'a [&'a GapRow],
    /// Width of the column of names.
    column: usize,
}

/// Adds a list of skills to learn, a row each; the end of a long one is folded.
fn skill_rows(
    draft: &mut PageDraft,
    catalog: &Catalog,
    list: &SkillList<'_>,
    (fold, unfolded): (usize, bool),
    width: usize,
) {
    let SkillList { mut label, rows, column } = *list;
    let shown = if unfolded || rows.len() <= SHOWN + 2 { rows.len() } else { SHOWN };
    for row in &rows[..shown] {
        draft.link(PageLink::Skill(row.skill));
        let (sign, _) = row.status.advice();
        let mut pieces = vec![
            TonedText::new(pad(std::mem::take(&mut label), LABEL), TextTone::Dim),
            TonedText::new(format!("{sign} "), rows::status_tone(row.status)),
        ];
        // Without room for columns, the levels follow the name.
        let wide = LABEL + 2 + column + 13 <= width;
        let name = catalog.skill(row.skill).name.as_str();
        let name = if wide { pad(name, column) } else { format!("{name}  ").into() };
        pieces.push(TonedText::new(name, TextTone::Text));
        pieces.extend(level_pieces(row));
        for (at, mut line) in wrap(&pieces, width.max(LABEL + 12)).into_iter().enumerate() {
            if at > 0 {
                line.insert(0, TonedText::new(" ".repeat(LABEL + 2), TextTone::Text));
            }
            draft.doc.row(line);
        }
    }
    if rows.len() > SHOWN + 2 {
        draft.link(PageLink::Fold(fold));
        let text = if unfolded {
            "▾ show fewer".to_string()
        } else {
            format!("▸ and {} more", rows.len() - shown)
        };
        draft.doc.row(vec![
            TonedText::new(" ".repeat(LABEL), TextTone::Text),
            TonedText::new(text, TextTone::Dim),
        ]);
    }
}

/// Returns `●●○○ → ●●●○`, or `●●●○` if the skill is new.
fn level_pieces(row: &GapRow) -> Vec<TonedText> {
    let had = row.have.and_then(|have| have.level).map(Level::dots);
    let asked = row.required.and_then(|asked| asked.level).map(Level::dots);
    rows::levels(had, asked)
}

/// Adds the skills that you have by then: from the start, or from an earlier step.
fn kept(draft: &mut PageDraft, catalog: &Catalog, path: &CareerPath, at: usize, width: usize) {
    let hop = &path.hops[at];
    let rows: Vec<&GapRow> = hop.skills.iter().filter(|row| !row.is_open()).collect();
    if rows.is_empty() && hop.others == 0 {
        return;
    }
    let mut pieces: Vec<TonedText> = Vec::new();
    for row in &rows {
        if !pieces.is_empty() {
            pieces.push(TonedText::new(format!("{NO_BREAK_BLANK}· "), TextTone::Dim));
        }
        let name = catalog.skill(row.skill).name.replace(' ', "\u{a0}");
        pieces.push(TonedText::new(name, TextTone::Text));
        let level = row.have.and_then(|have| have.level).map(Level::dots);
        let level = level.map(|dots| format!("{NO_BREAK_BLANK}{dots}")).unwrap_or_default();
        pieces.push(TonedText::new(level, TextTone::Dim));
        if let Some(step) = learnt_in(path, at, row) {
            let from = format!("{NO_BREAK_BLANK}(step{NO_BREAK_BLANK}{})", step + 1);
            pieces.push(TonedText::new(from, TextTone::Dim));
        }
    }
    if let Some(others) = hop.unused_skills_text() {
        let join = if rows.is_empty() { "" } else { "  · " };
        pieces.push(TonedText::new(format!("{join}{others}"), TextTone::Dim));
    }
    draft.doc.begin_item();
    let mut label = "you have";
    for mut line in wrap(&pieces, width.min(PROSE).saturating_sub(LABEL + 2).max(12)) {
        line.iter_mut().for_each(restore_blanks);
        line.insert(0, TonedText::new(pad(std::mem::take(&mut label), LABEL + 2), TextTone::Dim));
        draft.doc.row(line);
    }
}

/// Returns the earlier step, counted from 0, in which the skill of `row` last had to be learnt or
/// raised; `None` if you brought it from the start.
fn learnt_in(path: &CareerPath, at: usize, row: &GapRow) -> Option<usize> {
    path.hops[..at].iter().rposition(|hop| {
        hop.skills.iter().any(|other| {
            other.skill == row.skill
                && matches!(other.status, SkillStatus::Grow | SkillStatus::Right)
        })
    })
}
