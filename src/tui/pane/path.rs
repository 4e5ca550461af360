//! Paths from one role to another: a ladder of what each step requires.

use super::linked_page::{LinkedPage, PageDraft, PageLink};
use super::rows::{self, GUTTER};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{CareerPath, Hop, HopKind, PathAnswer, PathQuestion};
use crate::analysis::skills::SkillStatus;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{TextDoc, TextRow, TextTone, TonedText, pad_row, row_width, truncate, wrap};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::remap::IdRemap;

/// State of the path pane.
#[derive(Debug, Default)]
pub struct PathPane {
    /// The start and the goal.
    pub pair: Option<(RoleId, RoleId)>,
    /// Generation of the latest question.
    pub generation: u64,
    /// The ladder of the selected path.
    pub page: LinkedPage,
    answer: Option<PathAnswer>,
    path_index: usize,
    /// Inputs of the current page: path and width. It is stale if the same question was asked of
    /// another catalog; the selected path and the scroll position are then kept.
    memo: LayoutMemo<(usize, u16)>,
}

impl PathPane {
    /// Asks for the paths from `from` to `to`; the answer must carry `generation`.
    pub fn set_question(&mut self, from: RoleId, to: RoleId, generation: u64) {
        *self = Self { pair: Some((from, to)), generation, ..Self::default() };
    }

    /// Clears the pane; a pending answer is dropped.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Asks for the paths between the same roles of another catalog, under `generation`. Returns
    /// the roles, or `None` if there is nothing left to ask.
    pub fn remap(&mut self, map: &IdRemap<'_>, generation: u64) -> Option<(RoleId, RoleId)> {
        let pair = self.pair.and_then(|pair| map.pair(pair));
        let before = std::mem::take(self);
        let (from, to) = pair?;
        self.set_question(from, to, generation);
        (self.page, self.path_index, self.memo) = (before.page, before.path_index, before.memo);
        self.memo.mark_stale();
        self.page.remap_links(|link| link.remap(map));
        Some((from, to))
    }

    /// Takes the answer.
    pub fn set_answer(&mut self, answer: PathAnswer) {
        let last = answer.paths.len().saturating_sub(1);
        self.path_index = if self.memo.is_stale() { self.path_index.min(last) } else { 0 };
        self.answer = Some(answer);
    }

    /// Returns the paths found: the direct one, then the others, cheapest first.
    pub fn paths(&self) -> &[CareerPath] {
        self.answer.as_ref().map_or(&[], |answer| &answer.paths)
    }

    /// Returns the selected path and its index.
    pub fn current_path(&self) -> Option<(usize, &CareerPath)> {
        self.paths().get(self.path_index).map(|path| (self.path_index, path))
    }

    /// Whether the answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.pair.is_some() && self.answer.is_none()
    }

    /// Selects the next or previous path, wrapping around at the ends. Returns whether there is
    /// another.
    pub fn cycle_path(&mut self, forward: bool) -> bool {
        let len = self.paths().len();
        if len > 1 {
            self.show_path((self.path_index + if forward { 1 } else { len - 1 }) % len);
        }
        len > 1
    }

    /// Selects the path with this index.
    pub fn show_path(&mut self, way: usize) {
        self.path_index = way;
    }

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let Some(answer) = &self.answer else { return };
        let key = (self.path_index, width);
        if self.memo.is_current(&key) {
            return;
        }
        let draft = draft(catalog, answer, self.path_index, usize::from(width).max(12));
        match self.memo.replace(key) {
            LayoutChange::Contents(_) => self.page.show_changed(draft),
            LayoutChange::Key((path, _)) if path == self.path_index => {
                self.page.show_rewrapped(draft);
            }
            LayoutChange::First | LayoutChange::Key(_) => self.page.show(draft),
        }
    }
}

/// Number of paths to search for besides the direct one.
const MAX_ALTERNATIVES: usize = 3;

/// Builds the question about two roles.
pub fn question(from: RoleId, to: RoleId) -> PathQuestion {
    PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: MAX_ALTERNATIVES }
}

fn draft(catalog: &Catalog, answer: &PathAnswer, way: usize, width: usize) -> PageDraft {
    let mut draft = PageDraft::default();
    let Some(path) = answer.paths.get(way) else { return draft };
    let Some(first) = path.hops.first() else {
        draft.doc.text("Start and goal are the same role.", TextTone::Text, width, 0);
        return draft;
    };
    let last = path.hops.last().map_or(first.to, |hop| hop.to);
    draft.head = chain(catalog, path, width);
    draft.head.push(TextRow::new());
    draft.link(PageLink::Role(first.from));
    draft.doc.row(vec![
        TonedText::new("○ ", TextTone::SideA),
        TonedText::new(&catalog.role(first.from).title, TextTone::Title),
    ]);
    for caution in path.cautions() {
        let pieces = [
            TonedText::new("caution  ", TextTone::LetGo),
            TonedText::new(caution.text(), TextTone::Text),
        ];
        let rail = TonedText::new("│ ", TextTone::SideB);
        hanging_rows(&mut draft.doc, &rail, &rail, &pieces, width);
    }
    for (at, hop) in path.hops.iter().enumerate() {
        step_rows(&mut draft, catalog, hop, at + 1 == path.hops.len(), width);
    }
    other_paths(&mut draft, catalog, answer, (first.from, last), way, width);
    draft
}

/// Maximum number of lines for the roles of a path with full titles.
const LINES: usize = 2;

/// Returns the roles of `path` in order: with full titles if these fit into a line or two,
/// otherwise with all titles cut to the same width.
fn chain(catalog: &Catalog, path: &CareerPath, width: usize) -> Vec<TextRow> {
    const LINK: usize = 5;
    let roles: Vec<RoleId> = path
        .hops
        .first()
        .map(|hop| hop.from)
        .into_iter()
        .chain(path.hops.iter().map(|hop| hop.to))
        .collect();
    let titles: Vec<&str> = roles.iter().map(|&role| catalog.role(role).title.as_str()).collect();
    let mut lines = vec![TextRow::new()];
    for (at, title) in titles.iter().enumerate() {
        let wide = LINK + title.width();
        if lines.last().is_some_and(|line| !line.is_empty() && row_width(line) + wide > width) {
            lines.push(TextRow::new());
        }
        if let Some(line) = lines.last_mut() {
            let link = if at + 1 < titles.len() { " ─ " } else { "" };
            line.extend([
                stop(at),
                TonedText::new(format!(" {title}"), TextTone::Text),
                TonedText::new(link, TextTone::Dim),
            ]);
        }
    }
    if lines.len() <= LINES && lines.iter().all(|line| row_width(line) <= width) {
        return lines;
    }
    let room = (width + 3).saturating_sub(roles.len() * LINK);
    // The greatest width at which all titles fit when cut to it.
    let cut = (0..=room)
        .rev()
        .find(|&cut| titles.iter().map(|title| title.width().min(cut)).sum::<usize>() <= room);
    let cut = cut.filter(|&cut| cut >= 4).unwrap_or(0);
    let mut row = TextRow::new();
    for (at, title) in titles.iter().enumerate() {
        if at > 0 {
            row.push(TonedText::new(if cut > 0 { " ─ " } else { "─" }, TextTone::Dim));
        }
        row.push(stop(at));
        if cut > 0 {
            row.push(TonedText::new(format!(" {}", truncate(title, cut)), TextTone::Text));
        }
    }
    vec![pad_row(row, width)]
}

/// Returns the sign of a role in the chain: the start differs from the others.
fn stop(at: usize) -> TonedText {
    match at {
        0 => TonedText::new("○", TextTone::SideA),
        _ => TonedText::new("●", TextTone::SideB),
    }
}

/// Returns the rail beside a step; there is none beside the last.
fn rail(last: bool) -> TonedText {
    TonedText::new(if last { "  " } else { "│ " }, TextTone::SideB)
}

/// Adds one step of the ladder: the role it leads to and, beside the rail, what it requires.
fn step_rows(draft: &mut PageDraft, catalog: &Catalog, hop: &Hop, last: bool, width: usize) {
    draft.doc.row(vec![rail(false)]);
    draft.link(PageLink::Hop(hop.from, hop.to));
    let to = catalog.role(hop.to);
    draft.doc.sections.push((draft.doc.rows.len(), to.title.clone()));
    let (arrow, word) = hop.kind.label();
    let head = [
        TonedText::new(format!("{}  ", to.title), TextTone::Title),
        TonedText::new(format!("{arrow} {word} · "), TextTone::Accent),
        TonedText::new(hop.learning_text(), TextTone::Dim),
    ];
    hanging_rows(&mut draft.doc, &TonedText::new("● ", TextTone::SideB), &rail(last), &head, width);
    let publishers: Vec<&str> =
        hop.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
    if !hop.requires.is_empty() {
        let mut takes = vec![
            TonedText::new("takes  ", TextTone::Dim),
            TonedText::new(hop.requires.join("; "), TextTone::Text),
        ];
        if !publishers.is_empty() {
            takes.push(TonedText::new(format!("  ({})", publishers.join(", ")), TextTone::Dim));
        }
        hanging_rows(&mut draft.doc, &rail(last), &rail(last), &takes, width);
    }
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows: Vec<&GapRow> = hop.skills.iter().filter(|row| row.status == status).collect();
        let beyond = if status == SkillStatus::Same { hop.unused_skills_text() } else { None };
        if rows.is_empty() && beyond.is_none() {
            continue;
        }
        let (sign, word) = status.advice();
        let mut pieces =
            vec![TonedText::new(format!("{sign} {word}  "), rows::status_tone(status))];
        // Unchanged skills are not news: if there are many, their number is enough.
        if status == SkillStatus::Same && rows.len() > 3 {
            pieces.push(TonedText::new(format!("{} skills", rows.len()), TextTone::Dim));
        } else {
            pieces.extend(rows::skills_line(catalog, &rows));
        }
        if let Some(beyond) = beyond {
            let dot = if rows.is_empty() { "" } else { " · " };
            pieces.push(TonedText::new(format!("{dot}{beyond}"), TextTone::Dim));
        }
        hanging_rows(&mut draft.doc, &rail(last), &rail(last), &pieces, width);
    }
}

/// Adds `pieces` wrapped, with `first` before the first line and `rest` before the others.
fn hanging_rows(
    doc: &mut TextDoc,
    first: &TonedText,
    rest: &TonedText,
    pieces: &[TonedText],
    width: usize,
) {
    let hang = TonedText::new("  ", TextTone::Text);
    for (at, mut line) in
        wrap(pieces, width.saturating_sub(2 * GUTTER).max(8)).into_iter().enumerate()
    {
        line.iter_mut().for_each(rows::restore_blanks);
        let mut row: TextRow =
            if at == 0 { vec![first.clone()] } else { vec![rest.clone(), hang.clone()] };
        row.extend(line);
        doc.row(row);
    }
}

/// Adds the other paths as links, and a note on what may be missing among them.
fn other_paths(
    draft: &mut PageDraft,
    catalog: &Catalog,
    answer: &PathAnswer,
    (from, to): (RoleId, RoleId),
    way: usize,
    width: usize,
) {
    let Some(direct) = answer.direct() else { return };
    if answer.paths.len() > 1 {
        draft.doc.section("Other paths", "", width);
    }
    for (at, path) in answer.paths.iter().enumerate().filter(|(at, _)| *at != way) {
        draft.link(PageLink::Path(at));
        let mut chain = vec![TonedText::new(format!("{}  ", at + 1), TextTone::Accent)];
        if path.is_direct() {
            chain.push(TonedText::new("direct: ", TextTone::Dim));
        }
        for (place, hop) in path.hops.iter().enumerate() {
            if place == 0 {
                chain.push(TonedText::new(&catalog.role(hop.from).title, TextTone::Text));
            }
            chain.push(TonedText::new(format!(" {} ", hop.kind.label().0), TextTone::Accent));
            chain.push(TonedText::new(&catalog.role(hop.to).title, TextTone::Text));
        }
        draft.doc.lines(&chain, width, 0);
        draft.doc.lines(&[TonedText::new(path.total_text(direct), TextTone::Dim)], width, 3);
    }
    for note in answer.notes(catalog, &question(from, to)) {
        draft.doc.row(TextRow::new());
        draft.doc.text(&note, TextTone::Dim, width, 0);
    }
}
