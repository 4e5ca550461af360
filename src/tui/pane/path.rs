//! Paths from one role to another: a ladder of what each step requires.

use super::page::{Draft, Link, Page};
use super::rows::{self, GUTTER};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{Answer, Hop, Kind, Path, Question};
use crate::analysis::skills::SkillStatus;
use crate::model::text::Width;
use crate::model::{Catalog, RoleId};
use crate::tui::doc::{Doc, Piece, Row, Tone, fit, pad_row, row_width, wrap};
use crate::tui::remap::Remap;

/// State of the path pane.
#[derive(Debug, Default)]
pub struct Pane {
    /// The start and the goal.
    pub pair: Option<(RoleId, RoleId)>,
    /// Generation of the latest question.
    pub generation: u64,
    /// The ladder of the selected path.
    pub page: Page,
    answer: Option<Answer>,
    way: usize,
    /// Whether the same question was asked before, for another catalog: the selected path and the
    /// scroll position are then kept.
    again: bool,
    /// Inputs of the current page: path and width.
    made: Option<(usize, u16)>,
}

impl Pane {
    /// Asks for the paths from `from` to `to`; the answer must carry `generation`.
    pub fn ask(&mut self, from: RoleId, to: RoleId, generation: u64) {
        *self = Self { pair: Some((from, to)), generation, ..Self::default() };
    }

    /// Clears the pane; a pending answer is dropped.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Asks for the paths between the same roles of another catalog, under `generation`. Returns
    /// the roles, or `None` if there is nothing left to ask.
    pub fn remap(&mut self, map: &Remap<'_>, generation: u64) -> Option<(RoleId, RoleId)> {
        let pair = self.pair.and_then(|pair| map.pair(pair));
        let before = std::mem::take(self);
        let (from, to) = pair?;
        self.ask(from, to, generation);
        (self.page, self.way, self.again) = (before.page, before.way, true);
        self.page.relink(|link| link.remap(map));
        Some((from, to))
    }

    /// Takes the answer.
    pub fn answered(&mut self, answer: Answer) {
        let way = if self.again { self.way.min(answer.paths.len().saturating_sub(1)) } else { 0 };
        (self.answer, self.way, self.made) = (Some(answer), way, None);
    }

    /// Returns the paths found: the direct one, then the others, cheapest first.
    pub fn ways(&self) -> &[Path] {
        self.answer.as_ref().map_or(&[], |answer| &answer.paths)
    }

    /// Returns the selected path and its index.
    pub fn way(&self) -> Option<(usize, &Path)> {
        self.ways().get(self.way).map(|path| (self.way, path))
    }

    /// Whether the answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.pair.is_some() && self.answer.is_none()
    }

    /// Selects the next or previous path, wrapping around at the ends. Returns whether there is
    /// another.
    pub fn turn(&mut self, forward: bool) -> bool {
        let len = self.ways().len();
        if len > 1 {
            self.show((self.way + if forward { 1 } else { len - 1 }) % len);
        }
        len > 1
    }

    /// Selects the path with this index.
    pub fn show(&mut self, way: usize) {
        self.way = way;
    }

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let wanted = Some((self.way, width));
        if self.made == wanted {
            return;
        }
        let Some(answer) = &self.answer else { return };
        let draft = draft(catalog, answer, self.way, usize::from(width).max(12));
        match self.made {
            Some((way, _)) if way == self.way => self.page.rewrapped(draft),
            None if std::mem::take(&mut self.again) => self.page.retold(draft),
            _ => self.page.begin(draft),
        }
        self.made = wanted;
    }
}

/// Number of paths to search for besides the direct one.
const WAYS: usize = 3;

/// Builds the question about two roles.
pub fn question(from: RoleId, to: RoleId) -> Question {
    Question { from, to, over: Kind::ALL.to_vec(), limit: WAYS }
}

fn draft(catalog: &Catalog, answer: &Answer, way: usize, width: usize) -> Draft {
    let mut draft = Draft::default();
    let Some(path) = answer.paths.get(way) else { return draft };
    let Some(first) = path.hops.first() else {
        draft.doc.text("Both ends are the same role: you are there.", Tone::Text, width, 0);
        return draft;
    };
    let last = path.hops.last().map_or(first.to, |hop| hop.to);
    draft.head = chain(catalog, path, width);
    draft.head.push(Row::new());
    draft.link(Link::Role(first.from));
    draft.doc.row(vec![
        Piece::new("○ ", Tone::SideA),
        Piece::new(&catalog.role(first.from).title, Tone::Title),
    ]);
    for caution in path.cautions() {
        let pieces = [Piece::new("caution  ", Tone::LetGo), Piece::new(caution.text(), Tone::Text)];
        let rail = Piece::new("│ ", Tone::SideB);
        beside(&mut draft.doc, &rail, &rail, &pieces, width);
    }
    for (at, hop) in path.hops.iter().enumerate() {
        rung(&mut draft, catalog, hop, at + 1 == path.hops.len(), width);
    }
    others(&mut draft, catalog, answer, (first.from, last), way, width);
    draft
}

/// Maximum number of lines for the roles of a path with full titles.
const LINES: usize = 2;

/// Returns the roles of `path` in order: with full titles if these fit into a line or two,
/// otherwise with all titles cut to the same width.
fn chain(catalog: &Catalog, path: &Path, width: usize) -> Vec<Row> {
    const LINK: usize = 5;
    let roles: Vec<RoleId> = path
        .hops
        .first()
        .map(|hop| hop.from)
        .into_iter()
        .chain(path.hops.iter().map(|hop| hop.to))
        .collect();
    let titles: Vec<&str> = roles.iter().map(|&role| catalog.role(role).title.as_str()).collect();
    let stop = |at: usize| {
        let (sign, tone) = if at == 0 { ("○", Tone::SideA) } else { ("●", Tone::SideB) };
        Piece::new(sign, tone)
    };
    let mut lines = vec![Row::new()];
    for (at, title) in titles.iter().enumerate() {
        let wide = LINK + title.width();
        if lines.last().is_some_and(|line| !line.is_empty() && row_width(line) + wide > width) {
            lines.push(Row::new());
        }
        if let Some(line) = lines.last_mut() {
            let link = if at + 1 < titles.len() { " ─ " } else { "" };
            line.extend([
                stop(at),
                Piece::new(format!(" {title}"), Tone::Text),
                Piece::new(link, Tone::Dim),
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
    let mut row = Row::new();
    for (at, title) in titles.iter().enumerate() {
        if at > 0 {
            row.push(Piece::new(if cut > 0 { " ─ " } else { "─" }, Tone::Dim));
        }
        row.push(stop(at));
        if cut > 0 {
            row.push(Piece::new(format!(" {}", fit(title, cut)), Tone::Text));
        }
    }
    vec![pad_row(row, width)]
}

/// Adds one step of the ladder: the role it leads to and, beside the rail, what it requires.
fn rung(draft: &mut Draft, catalog: &Catalog, hop: &Hop, last: bool, width: usize) {
    let rail = |last: bool| Piece::new(if last { "  " } else { "│ " }, Tone::SideB);
    draft.doc.row(vec![rail(false)]);
    draft.link(Link::Hop(hop.from, hop.to));
    let to = catalog.role(hop.to);
    draft.doc.sections.push((draft.doc.rows.len(), to.title.clone()));
    let (arrow, word) = hop.kind.label();
    let head = [
        Piece::new(format!("{}  ", to.title), Tone::Title),
        Piece::new(format!("{arrow} {word} · "), Tone::Accent),
        Piece::new(hop.amount(), Tone::Dim),
    ];
    beside(&mut draft.doc, &Piece::new("● ", Tone::SideB), &rail(last), &head, width);
    let publishers: Vec<&str> =
        hop.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
    if !hop.requires.is_empty() {
        let mut takes =
            vec![Piece::new("takes  ", Tone::Dim), Piece::new(hop.requires.join("; "), Tone::Text)];
        if !publishers.is_empty() {
            takes.push(Piece::new(format!("  ({})", publishers.join(", ")), Tone::Dim));
        }
        beside(&mut draft.doc, &rail(last), &rail(last), &takes, width);
    }
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows: Vec<&GapRow> = hop.skills.iter().filter(|row| row.status == status).collect();
        let beyond = if status == SkillStatus::Same { hop.beyond() } else { None };
        if rows.is_empty() && beyond.is_none() {
            continue;
        }
        let (sign, word) = status.advice();
        let mut pieces = vec![Piece::new(format!("{sign} {word}  "), rows::tone(status))];
        // Unchanged skills are not news: if there are many, their number is enough.
        if status == SkillStatus::Same && rows.len() > 3 {
            pieces.push(Piece::new(format!("{} skills", rows.len()), Tone::Dim));
        } else {
            pieces.extend(rows::in_one_line(catalog, &rows));
        }
        if let Some(beyond) = beyond {
            let dot = if rows.is_empty() { "" } else { " · " };
            pieces.push(Piece::new(format!("{dot}{beyond}"), Tone::Dim));
        }
        beside(&mut draft.doc, &rail(last), &rail(last), &pieces, width);
    }
}

/// Adds `pieces` wrapped, with `first` before the first line and `rest` before the others.
fn beside(doc: &mut Doc, first: &Piece, rest: &Piece, pieces: &[Piece], width: usize) {
    let hang = Piece::new("  ", Tone::Text);
    for (at, mut line) in
        wrap(pieces, width.saturating_sub(2 * GUTTER).max(8)).into_iter().enumerate()
    {
        line.iter_mut().for_each(rows::unbind);
        let mut row: Row =
            if at == 0 { vec![first.clone()] } else { vec![rest.clone(), hang.clone()] };
        row.extend(line);
        doc.row(row);
    }
}

/// Adds the other paths as links, and a note on what may be missing among them.
fn others(
    draft: &mut Draft,
    catalog: &Catalog,
    answer: &Answer,
    (from, to): (RoleId, RoleId),
    way: usize,
    width: usize,
) {
    let Some(direct) = answer.direct() else { return };
    if answer.paths.len() > 1 {
        draft.doc.section("Other paths", "", width);
    }
    for (at, path) in answer.paths.iter().enumerate().filter(|(at, _)| *at != way) {
        draft.link(Link::Way(at));
        let mut chain = vec![Piece::new(format!("{}  ", at + 1), Tone::Accent)];
        if path.is_direct() {
            chain.push(Piece::new("direct: ", Tone::Dim));
        }
        for (place, hop) in path.hops.iter().enumerate() {
            if place == 0 {
                chain.push(Piece::new(&catalog.role(hop.from).title, Tone::Text));
            }
            chain.push(Piece::new(format!(" {} ", hop.kind.label().0), Tone::Accent));
            chain.push(Piece::new(&catalog.role(hop.to).title, Tone::Text));
        }
        draft.doc.lines(&chain, width, 0);
        draft.doc.lines(&[Piece::new(path.total(direct), Tone::Dim)], width, 3);
    }
    for note in answer.notes(catalog, &question(from, to)) {
        draft.doc.row(Row::new());
        draft.doc.text(&note, Tone::Dim, width, 0);
    }
}
