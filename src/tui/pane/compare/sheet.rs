//! The text of a comparison, in two columns or one.

use std::ops::Range;

use crate::model::text::{Width, fit};

use super::more::more;
use super::sign;
use crate::analysis::diff::{
    Diff, DutyRow, DutyText, Excerpt, FactRow, FactStatus, Side, Status, Wording,
};
use crate::analysis::reasons::{self, Why, percent};
use crate::analysis::skills::{Asked, SkillRow, SkillStatus};
use crate::model::{Catalog, Pay, Position, RoleId, SkillId};
use crate::tui::chart;
use crate::tui::doc::{Doc, Piece, Row, Tone, pad, pad_row, row_width, window, wrap};
use crate::tui::pane::detail::amounts;
use crate::tui::pane::rows::{self, GUTTER};
use crate::tui::remap::Remap;

/// Identity of a comparison row: its subject, whatever its position and however many other rows are
/// shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// An authored difference, by its position in [`Diff::key_differences`].
    Point(usize),
    /// A fact, by its position in [`Diff::facts`].
    Fact(usize),
    /// A responsibility or a pair of them, by their positions in the roles.
    Duty(Option<usize>, Option<usize>),
    /// A skill.
    Skill(SkillId),
}

impl Spot {
    /// Returns the same row in `new`, the comparison of the same roles in another catalog, given
    /// its row in `old`. Rows with the same name or wording are the same.
    pub(super) fn remap(self, map: &Remap<'_>, old: &Diff, new: &Diff) -> Option<Self> {
        Some(match self {
            Self::Point(at) => {
                let point = old.key_differences.get(at)?;
                Self::Point(
                    new.key_differences.iter().position(|other| other.aspect == point.aspect)?,
                )
            }
            Self::Fact(at) => {
                let fact = old.facts.get(at)?;
                // There may be several about pay.
                let same =
                    |other: &FactRow| (&other.left, &other.right) == (&fact.left, &fact.right);
                let fields =
                    || new.facts.iter().enumerate().filter(|(_, other)| other.field == fact.field);
                Self::Fact(fields().find(|(_, other)| same(other)).or_else(|| fields().next())?.0)
            }
            Self::Duty(left, right) => {
                let row = old
                    .responsibilities
                    .iter()
                    .find(|row| Self::of(row) == Self::Duty(left, right))?;
                let text = |side: &Option<Side>| side.as_ref().map(Side::text);
                let like = |other: &&DutyRow| {
                    let same =
                        |a: &Option<Side>, b: &Option<Side>| a.is_some() && text(a) == text(b);
                    same(&other.left, &row.left) || same(&other.right, &row.right)
                };
                Self::of(new.responsibilities.iter().find(like)?)
            }
            Self::Skill(skill) => Self::Skill(map.skill(skill)?),
        })
    }

    /// Returns the identity of `row`, a row of responsibilities.
    pub(super) fn of(row: &DutyRow) -> Self {
        let index = |side: &Option<Side>| side.as_ref().map(Side::index);
        Self::Duty(index(&row.left), index(&row.right))
    }
}

/// Layout of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Width in cells.
    pub(super) width: usize,
    /// Whether there are two columns rather than one.
    pub(super) split: bool,
    /// Offset of the column divider to the right of the centre, in cells.
    pub(super) lean: i16,
    /// The rows shown.
    pub(super) excerpt: Excerpt,
    /// Number of cells by which unwrapped texts are shifted to the left; `None` if they are
    /// wrapped.
    pub(super) shift: Option<usize>,
    /// The expanded rows.
    pub(super) open: Vec<Spot>,
}

/// A comparison as text.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The text.
    pub(super) doc: Doc,
    /// The lines and the identity of every row, in order.
    pub(super) rows: Vec<(Range<usize>, Spot)>,
    /// Number of cells by which the texts can be shifted until the end of the last one is visible.
    pub(super) hidden: usize,
}

/// One row of any section, ready for either layout.
struct Entry {
    /// Identity of the row.
    spot: Spot,
    /// Name of the row's subject, before or above it.
    label: Option<String>,
    /// The sign in the gutter.
    sign: &'static str,
    tone: Tone,
    left: Texts,
    right: Texts,
    /// A remark, such as the similarity or why two figures cannot be compared.
    remark: Option<String>,
    /// The most similar text on the other side, if there is no counterpart, and the likelihood that
    /// the two are the same.
    nearest: Option<(String, f64)>,
    changed: bool,
}

/// Content of a side: nothing, one text, or several that belong together.
type Texts = Vec<Vec<Piece>>;

struct Sheet<'a> {
    catalog: &'a Catalog,
    /// The complete comparison, of which the excerpt is a part.
    answer: &'a Diff,
    why: Option<&'a Why<'a>>,
    look: &'a Look,
    doc: Doc,
    rows: Vec<(Range<usize>, Spot)>,
    hidden: usize,
    width: usize,
    split: bool,
    /// Width in cells of this section's label column; 0 if labels are above their rows.
    column: usize,
}

/// Maximum width of the label column: a longer label is written above its row.
const COLUMN: usize = 24;

/// Minimum width of the left side beside a label column, for easy reading.
const READABLE: usize = 28;

/// Minimum width of a column.
const LEGIBLE: usize = 20;

/// Returns the position of the column divider in a text `width` cells wide: `lean` cells right of
/// the centre, limited so that both columns stay legible.
pub(super) fn rule(width: usize, lean: i16) -> usize {
    let middle = GUTTER + width.saturating_sub(GUTTER + 3) / 2;
    let (least, most) = (GUTTER + LEGIBLE, width.saturating_sub(3 + LEGIBLE));
    if least > most {
        middle
    } else {
        middle.saturating_add_signed(isize::from(lean)).clamp(least, most)
    }
}

/// Lays out `answer` according to `look`, with the reasons from `why`. Drawings with counts are
/// based on the complete comparison.
pub(super) fn told(catalog: &Catalog, answer: &Diff, look: &Look, why: Option<&Why<'_>>) -> Told {
    let width = look.width.max(8);
    let mut sheet = Sheet {
        catalog,
        answer,
        why,
        look,
        doc: Doc::default(),
        rows: Vec::new(),
        hidden: 0,
        width,
        split: look.split && width >= 40,
        column: 0,
    };
    let told = answer.excerpt(look.excerpt);
    key_differences(&mut sheet, &told);
    facts(&mut sheet, &told);
    duties(&mut sheet, &told);
    skills(&mut sheet, &told);
    steps(&mut sheet, &told);
    if answer.left == answer.right {
        sheet.doc.gap();
        sheet.doc.text("Both sides are the same role.", Tone::Dim, width, 0);
    } else if sheet.doc.rows.is_empty() {
        sheet.doc.text("There is no such row.", Tone::Dim, width, 0);
    }
    Told { doc: sheet.doc, rows: sheet.rows, hidden: sheet.hidden }
}

impl Sheet<'_> {
    /// Adds a section of `entries`, unless there are none. A remark shared by most of them is shown
    /// once, above.
    fn section(&mut self, title: &str, mut entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        let common = commonest(&entries);
        let all = entries.iter().all(|e| e.remark == common);
        let remark =
            common.as_ref().map(|c| if all { c.clone() } else { format!("{c}, but where noted") });
        self.doc.section(title, &remark.unwrap_or_default(), self.width);
        entries.iter_mut().filter(|e| e.remark == common).for_each(|e| e.remark = None);
        let widest = entries.iter().filter_map(|e| e.label.as_deref()).map(Width::width);
        let column = widest.filter(|&w| w + 2 <= COLUMN).max().map_or(0, |w| w + 2);
        let room = if self.split { self.rule() } else { self.width };
        self.column = if room >= GUTTER + column + READABLE { column } else { 0 };
        for entry in &entries {
            self.entry(entry);
        }
        self.column = 0;
    }

    fn entry(&mut self, entry: &Entry) {
        self.begin(entry.changed);
        let start = self.doc.rows.len();
        if self.split {
            self.split_entry(entry);
        } else {
            self.unified_entry(entry);
        }
        self.end(start, entry.spot, GUTTER + self.column);
    }

    /// Begins a row.
    fn begin(&mut self, changed: bool) {
        self.doc.item();
        if changed {
            self.doc.changes.push(self.doc.rows.len());
        }
    }

    /// Ends the row about `spot`, whose lines start at `start`, after adding its details if it is
    /// expanded.
    fn end(&mut self, start: usize, spot: Spot, indent: usize) {
        if self.look.open.contains(&spot) {
            for line in more(self.catalog, self.answer, self.why, spot) {
                // Details of one side hang behind its sign, as the texts above do.
                let (sign, told) = match &line[..] {
                    [sign, told @ ..] if matches!(sign.tone, Tone::SideA | Tone::SideB) => {
                        (Some(sign), told)
                    }
                    told => (None, told),
                };
                let hang = sign.map_or(0, Piece::width);
                let first = self.doc.rows.len();
                self.doc.lines(told, self.width, indent + hang);
                if let (Some(sign), [row, ..]) = (sign, &mut self.doc.rows[first..])
                    && let Some(blank) = row.first_mut()
                {
                    blank.text.truncate(blank.text.len().saturating_sub(hang));
                    row.insert(1, sign.clone());
                }
            }
        }
        self.rows.push((start..self.doc.rows.len(), spot));
    }

    /// Returns the position of the column divider: the same cell in every section, so that the eye
    /// can follow it.
    fn rule(&self) -> usize {
        rule(self.width, self.look.lean)
    }

    /// Returns the lines of one side of the row about `spot`, `width` cells wide. If there are
    /// several texts, each begins with a sign.
    fn lines(&mut self, texts: &Texts, width: usize, spot: Spot) -> Vec<Row> {
        let [text] = &texts[..] else {
            let room = width.saturating_sub(EACH.width());
            let mut lines = Vec::new();
            for text in texts {
                for (at, mut line) in self.text(text, room, spot).into_iter().enumerate() {
                    let sign = if at == 0 { EACH } else { "  " };
                    line.insert(0, Piece::new(sign, Tone::Dim));
                    lines.push(line);
                }
            }
            return lines;
        };
        self.text(text, width, spot)
    }

    fn text(&mut self, pieces: &[Piece], width: usize, spot: Spot) -> Vec<Row> {
        match self.look.shift.filter(|_| !self.look.open.contains(&spot)) {
            None => wrap(pieces, width),
            Some(shift) => {
                self.hidden = self.hidden.max(row_width(pieces).saturating_sub(width));
                vec![window(pieces, shift, width)]
            }
        }
    }

    /// Returns what precedes the first line of `entry`: the gutter, and the label if it has a
    /// column. A label without a column is written above.
    fn head(&mut self, entry: &Entry) -> Row {
        let mut head = vec![Piece::new(pad(entry.sign, GUTTER), entry.tone)];
        let Some(label) = &entry.label else { return head };
        if label.width() < self.column {
            head.push(Piece::new(pad(label, self.column), Tone::Accent));
            return head;
        }
        for line in wrap(&[Piece::new(label, Tone::Accent)], self.width - GUTTER) {
            let mut row = std::mem::replace(&mut head, self.blank());
            row.truncate(1);
            row.extend(line);
            self.doc.row(row);
        }
        head
    }

    /// Returns blanks as wide as what precedes a row.
    fn blank(&self) -> Row {
        vec![Piece::new(" ".repeat(GUTTER + self.column), Tone::Text)]
    }

    fn split_entry(&mut self, entry: &Entry) {
        let rule = self.rule();
        let side = rule - GUTTER - self.column;
        let mut head = self.head(entry);
        let mut left = self.lines(&entry.left, side, entry.spot);
        let mut right = self.lines(&entry.right, self.width - rule - 3, entry.spot);
        // The empty side has room for the most similar text.
        for (lines, width) in [(&mut left, side), (&mut right, self.width - rule - 3)] {
            if lines.is_empty() {
                lines.extend(entry.nearest.as_ref().map(|nearest| self::nearest(nearest, width)));
            }
        }
        let lines = left.len().max(right.len());
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        for _ in 0..lines {
            let mut row = std::mem::replace(&mut head, self.blank());
            row.extend(pad_row(left.next().unwrap_or_default(), side));
            row.push(Piece::new(" │ ", Tone::Dim));
            row.extend(right.next().unwrap_or_default());
            self.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.doc.lines(&[Piece::new(remark, Tone::Dim)], self.width, GUTTER + self.column);
        }
    }

    fn unified_entry(&mut self, entry: &Entry) {
        let mut head = self.head(entry);
        let both = !entry.left.is_empty() && !entry.right.is_empty();
        let same = both && entry.left == entry.right;
        let sides = [("A ", Tone::SideA, &entry.left), ("B ", Tone::SideB, &entry.right)];
        for (i, (name, tone, pieces)) in sides.into_iter().enumerate() {
            if pieces.is_empty() || (same && i == 1) {
                continue;
            }
            let name = if same { "  " } else { name };
            let room = self.width - GUTTER - self.column - 2;
            for (n, line) in self.lines(pieces, room, entry.spot).into_iter().enumerate() {
                let mut row = std::mem::replace(&mut head, self.blank());
                row.push(Piece::new(if n == 0 { name } else { "  " }, tone));
                row.extend(line);
                self.doc.row(row);
            }
        }
        if let Some(nearest) = &entry.nearest {
            let indent = GUTTER + self.column + 2;
            let mut row = vec![Piece::new(" ".repeat(indent), Tone::Text)];
            row.extend(self::nearest(nearest, self.width.saturating_sub(indent)));
            self.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.doc.lines(&[Piece::new(remark, Tone::Dim)], self.width, GUTTER + self.column + 2);
        }
    }
}

/// Bullet before each of several texts of a side.
const EACH: &str = "• ";

/// Formats the text most similar to an unpaired responsibility, in a line of at most `width` cells.
fn nearest((text, likelihood): &(String, f64), width: usize) -> Row {
    let (before, behind) = ("nearest: “", format!("”, {} %", percent(*likelihood)));
    let room = width.saturating_sub(before.width() + behind.width());
    let line = if room < LEAST_QUOTED {
        format!("nearest {} %", percent(*likelihood))
    } else {
        format!("{before}{}{behind}", fit(text, room))
    };
    vec![Piece::new(fit(&line, width), Tone::Dim)]
}

/// Minimum number of cells for quoting a text: fewer would mean nothing.
const LEAST_QUOTED: usize = 6;

/// Returns the remark of more than half of `entries`, if all have one.
fn commonest(entries: &[Entry]) -> Option<String> {
    let count =
        |remark: &str| entries.iter().filter(|e| e.remark.as_deref() == Some(remark)).count();
    let all = entries.iter().map(|e| e.remark.as_deref()).collect::<Option<Vec<_>>>()?;
    all.into_iter().find(|remark| count(remark) * 2 > entries.len()).map(str::to_string)
}

fn plain(text: Option<&String>) -> Texts {
    text.map(|t| vec![Piece::new(t, Tone::Text)]).into_iter().collect()
}

/// Returns the texts of a fact. A fact that a pack does not state is unknown, which is not the same
/// as no.
fn stated(side: Option<&Wording>) -> Texts {
    vec![vec![side.map_or_else(
        || Piece::new("not stated", Tone::Dim),
        |side| Piece::new(side.text(), Tone::Text),
    )]]
}

fn key_differences(sheet: &mut Sheet<'_>, told: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.answer);
    let spot = |point: &_| Spot::Point(place(&answer.key_differences, point));
    let sided =
        told.key_differences.iter().filter(|point| point.left.is_some() || point.right.is_some());
    let entries = sided.map(|point| {
        let publishers: Vec<&str> =
            point.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        Entry {
            spot: spot(point),
            label: Some(point.aspect.clone()),
            sign: "≠",
            tone: Tone::Accent,
            left: plain(point.left.as_ref()),
            right: plain(point.right.as_ref()),
            remark: (!publishers.is_empty()).then(|| format!("says {}", publishers.join(", "))),
            nearest: None,
            changed: true,
        }
    });
    sheet.section("Key differences", entries.collect());
    for point in told.key_differences.iter().filter(|point| !point.positions.is_empty()) {
        contested(sheet, &point.aspect, &point.positions, spot(point));
    }
}

/// Returns the position of `row` in `rows`.
fn place<T: PartialEq>(rows: &[T], row: &T) -> usize {
    rows.iter().position(|other| other == row).unwrap_or(rows.len())
}

/// Adds a point on which sources disagree, with each source's position, across both columns.
fn contested(sheet: &mut Sheet<'_>, aspect: &str, positions: &[Position], spot: Spot) {
    let catalog = sheet.catalog;
    sheet.begin(true);
    let start = sheet.doc.rows.len();
    let head = [
        Piece::new(pad("?", GUTTER), Tone::Warning),
        Piece::new(aspect, Tone::Accent),
        Piece::new("  sources disagree", Tone::Dim),
    ];
    sheet.doc.lines(&head, sheet.width, 0);
    for position in positions {
        let says: Vec<&str> =
            position.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        let said = Piece::new(&position.text, Tone::Text);
        sheet.doc.pieces(
            &[Piece::new(format!("{}: ", says.join(", ")), Tone::Dim), said],
            sheet.width,
            GUTTER + 2,
        );
    }
    sheet.end(start, spot, GUTTER + 2);
}

fn facts(sheet: &mut Sheet<'_>, told: &Diff) {
    let answer = sheet.answer;
    let entries = told.facts.iter().map(|fact: &FactRow| {
        let (sign, tone) = match fact.status {
            FactStatus::Same => ("=", Tone::Dim),
            FactStatus::Changed => ("~", Tone::Accent),
            FactStatus::Left => ("−", Tone::SideA),
            FactStatus::Right => ("+", Tone::SideB),
            FactStatus::Incomparable => ("?", Tone::Warning),
        };
        let why = (fact.status == FactStatus::Incomparable).then_some("not comparable");
        let remark: Vec<&str> = why.into_iter().chain(fact.note.as_deref()).collect();
        Entry {
            spot: Spot::Fact(place(&answer.facts, fact)),
            label: Some(capital(fact.field)),
            sign,
            tone,
            left: stated(fact.left.as_ref()),
            right: stated(fact.right.as_ref()),
            remark: (!remark.is_empty()).then(|| remark.join(": ")),
            nearest: None,
            changed: fact.status != FactStatus::Same,
        }
    });
    sheet.section("Facts", entries.collect());
    let pay = |role: RoleId, at: usize| sheet.catalog.role(role).pay.get(at);
    let pays = told.facts.iter().filter_map(|fact| fact.pay);
    let pays: Vec<(&Pay, &Pay)> =
        pays.filter_map(|(l, r)| pay(answer.left, l).zip(pay(answer.right, r))).collect();
    for (left, right) in pays {
        pay_bars(sheet, left, right);
    }
}

/// Adds two comparable figures on one axis from zero to the greater.
fn pay_bars(sheet: &mut Sheet<'_>, left: &Pay, right: &Pay) {
    let (a, b) = (amounts(left), amounts(right));
    let most = a.most().max(b.most());
    let told = [left, right].map(|pay| format!("  {}", pay.amounts()));
    let widest = told.iter().map(|told| told.width()).max().unwrap_or(0);
    let bar = sheet.width.saturating_sub(GUTTER + 2 + widest).min(BAR);
    if left == right || bar < 10 {
        return;
    }
    for ((amounts, told), (name, tone)) in
        [a, b].into_iter().zip(told).zip([("A ", Tone::SideA), ("B ", Tone::SideB)])
    {
        sheet.doc.item();
        let mut row = vec![rows::blank(), Piece::new(name, tone)];
        row.extend(chart::range(amounts, most, bar, tone));
        row.push(Piece::new(told, Tone::Dim));
        sheet.doc.row(row);
    }
}

/// Width in cells of a bar beside figures.
const BAR: usize = 48;

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Returns the texts of a side with the changes marked. If the sides share no word there is nothing
/// to distinguish, and marking everything would only be noise: the text then just has its side's
/// tone.
fn side(side: Option<&Side>, changed: Tone, whole: Tone) -> Texts {
    let text = |duty: &DutyText| {
        let kept = duty.spans.iter().any(|s| !s.changed && s.text.contains(char::is_alphanumeric));
        let changed = if kept { changed } else { whole };
        duty.spans
            .iter()
            .map(|s| Piece::new(&s.text, if s.changed { changed } else { Tone::Text }))
            .collect()
    };
    side.into_iter().flat_map(Side::duties).map(text).collect()
}

fn duty(catalog: &Catalog, answer: &Diff, row: &DutyRow) -> Entry {
    let tone = match row.status {
        Status::Same => Tone::Dim,
        Status::Changed => Tone::Accent,
        Status::Left => Tone::SideA,
        Status::Right => Tone::SideB,
    };
    let remarks = reasons::under(catalog, answer, row);
    Entry {
        spot: Spot::of(row),
        label: None,
        sign: sign(row.status),
        tone,
        left: side(row.left.as_ref(), Tone::ChangedA, Tone::SideA),
        right: side(row.right.as_ref(), Tone::ChangedB, Tone::SideB),
        remark: (!remarks.is_empty()).then(|| remarks.join(" · ")),
        nearest: reasons::nearest(catalog, answer, row)
            .map(|(text, likelihood)| (text.to_string(), likelihood)),
        changed: row.status != Status::Same,
    }
}

fn duties(sheet: &mut Sheet<'_>, told: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.answer);
    let mut heading = Some("Responsibilities");
    let mut rows = told.responsibilities.as_slice();
    while let Some(first) = rows.first() {
        let (here, rest) =
            rows.split_at(rows.iter().take_while(|r| r.theme == first.theme).count());
        rows = rest;
        if let Some(title) = heading.take() {
            sheet.doc.section(title, "", sheet.width);
        }
        let of_theme = || answer.responsibilities.iter().filter(|r| r.theme == first.theme);
        let count = |left: bool| -> usize {
            of_theme()
                .filter_map(|r| if left { r.left.as_ref() } else { r.right.as_ref() })
                .map(|s| s.duties().count())
                .sum()
        };
        let (a, b) = (count(true), count(false));
        let head = [
            Piece::new(format!("{}  ", catalog.theme(first.theme).title), Tone::Heading),
            Piece::new(format!("A {a} "), Tone::Dim),
            Piece::new("■".repeat(a), Tone::SideA),
            Piece::new(if a > 0 { format!("  B {b} ") } else { format!(" B {b} ") }, Tone::Dim),
            Piece::new("■".repeat(b), Tone::SideB),
        ];
        sheet.doc.pieces(&head, sheet.width, 0);
        for row in here {
            let mut entry = duty(catalog, answer, row);
            // The expanded details show it in full.
            entry.nearest = entry.nearest.filter(|_| !sheet.look.open.contains(&entry.spot));
            sheet.entry(&entry);
        }
    }
}

/// Adds the number of skills that only one side has and that both have, a square for each.
fn overlap(sheet: &mut Sheet<'_>) {
    let answer = sheet.answer;
    let count = |wanted: &[SkillStatus]| {
        answer.skills.iter().filter(|row| wanted.contains(&row.status)).count()
    };
    let (left, right) = (count(&[SkillStatus::Left]), count(&[SkillStatus::Right]));
    let grow = count(&[SkillStatus::Grow]);
    let both = count(&[SkillStatus::Same, SkillStatus::LetGo]) + grow;
    let grown = if grow > 0 { format!(", {grow} of them to grow") } else { String::new() };
    let told =
        [format!("A alone {left}"), format!("both {both}{grown}"), format!("B alone {right}")];
    sheet.doc.section("Skills", "", sheet.width);
    let [a, common, b] =
        chart::overlap(left, both, right, sheet.width.saturating_sub(GUTTER).min(BAR));
    sheet.doc.row(vec![rows::blank(), a, common, b]);
    let [a, common, b] = told;
    let dot = || Piece::new(" · ", Tone::Dim);
    let told = [
        Piece::new(a, Tone::SideA),
        dot(),
        Piece::new(common, Tone::Text),
        dot(),
        Piece::new(b, Tone::SideB),
    ];
    sheet.doc.lines(&told, sheet.width, GUTTER);
}

fn skills(sheet: &mut Sheet<'_>, told: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.answer);
    if !told.skills.is_empty() {
        overlap(sheet);
    }
    for status in SkillStatus::ORDER {
        let rows: Vec<&SkillRow> = told.skills.iter().filter(|r| r.status == status).collect();
        if rows.is_empty() {
            continue;
        }
        let title = format!("Skills: {} {}", status.advice().1, rows.len());
        sheet.doc.section(title, "", sheet.width);
        let column = rows::column(rows.iter().map(|r| catalog.skill(r.skill).name.as_str()));
        for row in rows {
            sheet.begin(row.kind() != Status::Same);
            let start = sheet.doc.rows.len();
            let asked = |role: RoleId, asked: Option<Asked>| {
                asked.map(|asked| rows::asked(catalog, role, asked))
            };
            let levels = rows::levels(asked(answer.left, row.left), asked(answer.right, row.right));
            let name = (catalog.skill(row.skill).name.as_str(), column);
            rows::skill(&mut sheet.doc, sheet.width, status, name, &levels);
            sheet.end(start, Spot::Skill(row.skill), GUTTER + 2);
        }
    }
}

fn steps(sheet: &mut Sheet<'_>, told: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.answer);
    for step in &told.steps {
        let arrow = if step.from == answer.left { "A → B" } else { "B → A" };
        sheet.doc.section(format!("The step {arrow}"), "", sheet.width);
        let head = format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title);
        sheet.doc.text(&head, Tone::Text, sheet.width, GUTTER);
        if !step.requires.is_empty() {
            let takes = format!("takes {}", step.requires.join("; "));
            sheet.doc.text(&takes, Tone::Text, sheet.width, GUTTER);
        }
        let publishers: Vec<&str> =
            step.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        if !publishers.is_empty() {
            sheet.doc.text(
                &format!("says {}", publishers.join(", ")),
                Tone::Dim,
                sheet.width,
                GUTTER,
            );
        }
    }
}
