//! The text of a comparison, in two columns or one.

use std::ops::Range;

use crate::model::text::DisplayWidth;

use super::entry::{
    ComparisonEntry, ComparisonLayout, ComparisonRowKey, RenderedComparison, SideTexts,
    most_common_remark, nearest_line, side_texts,
};
use super::row_details::row_details;
use super::sign;
use crate::analysis::diff::{Diff, DiffStatus, FactRow, FactStatus, MarkedText, ResponsibilityRow};
use crate::analysis::reasons::{self, PairingExplainer};
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{Catalog, Pay, SourcePosition};
use crate::tui::chart;
use crate::tui::doc::{
    TextDoc, TextRow, TextTone, TonedText, pad, pad_row, row_width, window, wrap,
};
use crate::tui::pane::detail::amounts;
use crate::tui::pane::rows::{self, GUTTER};
use crate::wording;

struct ComparisonBuilder<'a> {
    catalog: &'a Catalog,
    /// The complete comparison, of which the excerpt is a part.
    diff: &'a Diff,
    why: Option<&'a PairingExplainer<'a>>,
    layout: &'a ComparisonLayout,
    doc: TextDoc,
    rows: Vec<(Range<usize>, ComparisonRowKey)>,
    max_shift: usize,
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
const MIN_COLUMN_WIDTH: usize = 20;

/// Returns the position of the column divider in a text `width` cells wide: `lean` cells right of
/// the centre, limited so that both columns stay legible.
pub(super) fn divider(width: usize, lean: i16) -> usize {
    let middle = GUTTER + width.saturating_sub(GUTTER + 3) / 2;
    let (least, most) = (GUTTER + MIN_COLUMN_WIDTH, width.saturating_sub(3 + MIN_COLUMN_WIDTH));
    if least > most {
        middle
    } else {
        middle.saturating_add_signed(isize::from(lean)).clamp(least, most)
    }
}

/// Lays out `answer` according to `look`, with the reasons from `why`. Drawings with counts are
/// based on the complete comparison.
pub(super) fn render(
    catalog: &Catalog,
    answer: &Diff,
    look: &ComparisonLayout,
    why: Option<&PairingExplainer<'_>>,
) -> RenderedComparison {
    let width = look.width.max(8);
    let mut sheet = ComparisonBuilder {
        catalog,
        diff: answer,
        why,
        layout: look,
        doc: TextDoc::default(),
        rows: Vec::new(),
        max_shift: 0,
        width,
        split: look.split && width >= 40,
        column: 0,
    };
    let visible = answer.excerpt(look.excerpt);
    key_differences(&mut sheet, &visible);
    facts(&mut sheet, &visible);
    responsibilities(&mut sheet, &visible);
    skills(&mut sheet, &visible);
    steps(&mut sheet, &visible);
    if answer.left == answer.right {
        sheet.doc.blank_line();
        sheet.doc.text("Both sides are the same role.", TextTone::Dim, width, 0);
    } else if sheet.doc.rows.is_empty() {
        sheet.doc.text("No rows of this kind.", TextTone::Dim, width, 0);
    }
    RenderedComparison { doc: sheet.doc, rows: sheet.rows, max_shift: sheet.max_shift }
}

impl ComparisonBuilder<'_> {
    /// Adds a section of `entries`, unless there are none. A remark shared by most of them is shown
    /// once, above.
    fn section(&mut self, title: &str, mut entries: Vec<ComparisonEntry>) {
        if entries.is_empty() {
            return;
        }
        let common = most_common_remark(&entries);
        let all = entries.iter().all(|e| e.remark == common);
        let remark =
            common.as_ref().map(|c| if all { c.clone() } else { format!("{c} unless noted") });
        self.doc.section(title, &remark.unwrap_or_default(), self.width);
        entries.iter_mut().filter(|e| e.remark == common).for_each(|e| e.remark = None);
        let widest = entries.iter().filter_map(|e| e.label.as_deref()).map(DisplayWidth::width);
        let column = widest.filter(|&w| w + 2 <= COLUMN).max().map_or(0, |w| w + 2);
        let room = if self.split { self.divider() } else { self.width };
        self.column = if room >= GUTTER + column + READABLE { column } else { 0 };
        for entry in &entries {
            self.entry(entry);
        }
        self.column = 0;
    }

    fn entry(&mut self, entry: &ComparisonEntry) {
        self.begin_row(entry.changed);
        let start = self.doc.rows.len();
        if self.split {
            self.split_entry(entry);
        } else {
            self.unified_entry(entry);
        }
        self.end_row(start, entry.key, GUTTER + self.column);
    }

    /// Begins a row.
    fn begin_row(&mut self, changed: bool) {
        self.doc.begin_item();
        if changed {
            self.doc.changes.push(self.doc.rows.len());
        }
    }

    /// Ends the row about `spot`, whose lines start at `start`, after adding its details if it is
    /// expanded.
    fn end_row(&mut self, start: usize, spot: ComparisonRowKey, indent: usize) {
        if self.layout.expanded.contains(&spot) {
            for line in row_details(self.catalog, self.diff, self.why, spot) {
                // Details of one side hang behind its sign, as the texts above do.
                let (sign, told) = match &line[..] {
                    [sign, told @ ..] if matches!(sign.tone, TextTone::SideA | TextTone::SideB) => {
                        (Some(sign), told)
                    }
                    told => (None, told),
                };
                let hang = sign.map_or(0, TonedText::width);
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
    fn divider(&self) -> usize {
        divider(self.width, self.layout.divider_offset)
    }

    /// Returns the lines of one side of the row about `spot`, `width` cells wide. If there are
    /// several texts, each begins with a sign.
    fn side_lines(
        &mut self,
        texts: &SideTexts,
        width: usize,
        spot: ComparisonRowKey,
    ) -> Vec<TextRow> {
        let [text] = &texts[..] else {
            let room = width.saturating_sub(EACH.width());
            let mut lines = Vec::new();
            for text in texts {
                for (at, mut line) in self.text(text, room, spot).into_iter().enumerate() {
                    let sign = if at == 0 { EACH } else { "  " };
                    line.insert(0, TonedText::new(sign, TextTone::Dim));
                    lines.push(line);
                }
            }
            return lines;
        };
        self.text(text, width, spot)
    }

    fn text(&mut self, pieces: &[TonedText], width: usize, spot: ComparisonRowKey) -> Vec<TextRow> {
        match self.layout.shift.filter(|_| !self.layout.expanded.contains(&spot)) {
            None => wrap(pieces, width),
            Some(shift) => {
                self.max_shift = self.max_shift.max(row_width(pieces).saturating_sub(width));
                vec![window(pieces, shift, width)]
            }
        }
    }

    /// Returns what precedes the first line of `entry`: the gutter, and the label if it has a
    /// column. A label without a column is written above.
    fn row_head(&mut self, entry: &ComparisonEntry) -> TextRow {
        let mut head = vec![TonedText::new(pad(entry.sign, GUTTER), entry.tone)];
        let Some(label) = &entry.label else { return head };
        if label.width() < self.column {
            head.push(TonedText::new(pad(label, self.column), TextTone::Accent));
            return head;
        }
        for line in wrap(&[TonedText::new(label, TextTone::Accent)], self.width - GUTTER) {
            let mut row = std::mem::replace(&mut head, self.blank());
            row.truncate(1);
            row.extend(line);
            self.doc.row(row);
        }
        head
    }

    /// Returns blanks as wide as what precedes a row.
    fn blank(&self) -> TextRow {
        vec![TonedText::new(" ".repeat(GUTTER + self.column), TextTone::Text)]
    }

    fn split_entry(&mut self, entry: &ComparisonEntry) {
        let rule = self.divider();
        let side = rule - GUTTER - self.column;
        let mut head = self.row_head(entry);
        let mut left = self.side_lines(&entry.left, side, entry.key);
        let mut right = self.side_lines(&entry.right, self.width - rule - 3, entry.key);
        // The empty side has room for the most similar text.
        for (lines, width) in [(&mut left, side), (&mut right, self.width - rule - 3)] {
            if lines.is_empty() {
                lines.extend(
                    entry.nearest.as_ref().map(|nearest| self::nearest_line(nearest, width)),
                );
            }
        }
        let lines = left.len().max(right.len());
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        for _ in 0..lines {
            let mut row = std::mem::replace(&mut head, self.blank());
            row.extend(pad_row(left.next().unwrap_or_default(), side));
            row.push(TonedText::new(" │ ", TextTone::Dim));
            row.extend(right.next().unwrap_or_default());
            self.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.doc.lines(
                &[TonedText::new(remark, TextTone::Dim)],
                self.width,
                GUTTER + self.column,
            );
        }
    }

    fn unified_entry(&mut self, entry: &ComparisonEntry) {
        let mut head = self.row_head(entry);
        let both = !entry.left.is_empty() && !entry.right.is_empty();
        let same = both && entry.left == entry.right;
        let sides = [("A ", TextTone::SideA, &entry.left), ("B ", TextTone::SideB, &entry.right)];
        for (i, (name, tone, pieces)) in sides.into_iter().enumerate() {
            if pieces.is_empty() || (same && i == 1) {
                continue;
            }
            let name = if same { "  " } else { name };
            let room = self.width - GUTTER - self.column - 2;
            for (n, line) in self.side_lines(pieces, room, entry.key).into_iter().enumerate() {
                let mut row = std::mem::replace(&mut head, self.blank());
                row.push(TonedText::new(if n == 0 { name } else { "  " }, tone));
                row.extend(line);
                self.doc.row(row);
            }
        }
        if let Some(nearest) = &entry.nearest {
            let indent = GUTTER + self.column + 2;
            let mut row = vec![TonedText::new(" ".repeat(indent), TextTone::Text)];
            row.extend(self::nearest_line(nearest, self.width.saturating_sub(indent)));
            self.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.doc.lines(
                &[TonedText::new(remark, TextTone::Dim)],
                self.width,
                GUTTER + self.column + 2,
            );
        }
    }
}

/// Bullet before each of several texts of a side.
const EACH: &str = "• ";

fn plain_texts(text: Option<&String>) -> SideTexts {
    text.map(|t| vec![TonedText::new(t, TextTone::Text)]).into_iter().collect()
}

/// Returns the texts of a fact. A fact that a pack does not state is unknown, which is not the same
/// as no.
fn stated_texts(side: Option<&MarkedText>) -> SideTexts {
    vec![vec![side.map_or_else(
        || TonedText::new("not stated", TextTone::Dim),
        |side| TonedText::new(side.text(), TextTone::Text),
    )]]
}

fn key_differences(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    let sided = excerpt
        .key_differences
        .iter()
        .filter(|point| point.left.is_some() || point.right.is_some());
    let entries = sided.map(|point| {
        let publishers: Vec<&str> =
            point.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        ComparisonEntry {
            key: ComparisonRowKey::KeyDifference(position_of(&answer.key_differences, point)),
            label: Some(point.aspect.clone()),
            sign: wording::DIFFERENCE_SIGN,
            tone: TextTone::Accent,
            left: plain_texts(point.left.as_ref()),
            right: plain_texts(point.right.as_ref()),
            remark: (!publishers.is_empty()).then(|| format!("source: {}", publishers.join(", "))),
            nearest: None,
            changed: true,
        }
    });
    sheet.section(wording::KEY_DIFFERENCES, entries.collect());
    for point in excerpt.key_differences.iter().filter(|point| !point.positions.is_empty()) {
        let place = position_of(&answer.key_differences, point);
        let key = ComparisonRowKey::KeyDifference(place);
        disputed_point(sheet, &point.aspect, &point.positions, key);
    }
}

/// Returns the position of `row` in `rows`.
fn position_of<T: PartialEq>(rows: &[T], row: &T) -> usize {
    rows.iter().position(|other| other == row).unwrap_or(rows.len())
}

/// Adds a point on which sources disagree, with each source's position, across both columns.
fn disputed_point(
    sheet: &mut ComparisonBuilder<'_>,
    aspect: &str,
    positions: &[SourcePosition],
    spot: ComparisonRowKey,
) {
    let catalog = sheet.catalog;
    sheet.begin_row(true);
    let start = sheet.doc.rows.len();
    let head = [
        TonedText::new(pad(wording::UNCERTAIN_SIGN, GUTTER), TextTone::Warning),
        TonedText::new(aspect, TextTone::Accent),
        TonedText::new("  sources disagree", TextTone::Dim),
    ];
    sheet.doc.lines(&head, sheet.width, 0);
    for position in positions {
        let says: Vec<&str> =
            position.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        let said = TonedText::new(&position.text, TextTone::Text);
        sheet.doc.pieces(
            &[TonedText::new(format!("{}: ", says.join(", ")), TextTone::Dim), said],
            sheet.width,
            GUTTER + 2,
        );
    }
    sheet.end_row(start, spot, GUTTER + 2);
}

fn facts(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let answer = sheet.diff;
    let entries = excerpt.facts.iter().map(|fact: &FactRow| {
        let tone = match fact.status {
            FactStatus::Same => TextTone::Dim,
            FactStatus::Changed => TextTone::Changed,
            FactStatus::Left => TextTone::SideA,
            FactStatus::Right => TextTone::SideB,
            FactStatus::Incomparable => TextTone::Warning,
        };
        let why = (fact.status == FactStatus::Incomparable)
            .then_some(wording::fact_label(FactStatus::Incomparable));
        let remark: Vec<&str> = why.into_iter().chain(fact.note.as_deref()).collect();
        ComparisonEntry {
            key: ComparisonRowKey::Fact(position_of(&answer.facts, fact)),
            label: Some(capital(fact.field)),
            sign: wording::fact_sign(fact.status),
            tone,
            left: stated_texts(fact.left.as_ref()),
            right: stated_texts(fact.right.as_ref()),
            remark: (!remark.is_empty()).then(|| remark.join(": ")),
            nearest: None,
            changed: fact.status != FactStatus::Same,
        }
    });
    sheet.section(wording::FACTS, entries.collect());
    let [left, right] = [answer.left, answer.right].map(|role| &sheet.catalog.role(role).pay);
    for (l, r) in excerpt.facts.iter().filter_map(|fact| fact.pay) {
        if let (Some(left), Some(right)) = (left.get(l), right.get(r)) {
            pay_bars(sheet, left, right);
        }
    }
}

/// Adds two comparable figures on one axis from zero to the greater.
fn pay_bars(sheet: &mut ComparisonBuilder<'_>, left: &Pay, right: &Pay) {
    let (a, b) = (amounts(left), amounts(right));
    let most = a.most().max(b.most());
    let told = [left, right].map(|pay| format!("  {}", pay.amounts_text()));
    let widest = told.iter().map(|told| told.width()).max().unwrap_or(0);
    let bar = sheet.width.saturating_sub(GUTTER + 2 + widest).min(BAR);
    if left == right || bar < 10 {
        return;
    }
    for ((amounts, told), (name, tone)) in
        [a, b].into_iter().zip(told).zip([("A ", TextTone::SideA), ("B ", TextTone::SideB)])
    {
        sheet.doc.begin_item();
        let mut row = vec![rows::blank(), TonedText::new(name, tone)];
        row.extend(chart::range(amounts, most, bar, tone));
        row.push(TonedText::new(told, TextTone::Dim));
        sheet.doc.row(row);
    }
}

/// Width in cells of a bar beside figures.
const BAR: usize = 48;

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn responsibility_entry(
    catalog: &Catalog,
    answer: &Diff,
    row: &ResponsibilityRow,
) -> ComparisonEntry {
    let tone = match row.status {
        DiffStatus::Same => TextTone::Dim,
        DiffStatus::Changed => TextTone::Changed,
        DiffStatus::Left => TextTone::SideA,
        DiffStatus::Right => TextTone::SideB,
    };
    let remarks = reasons::other_headings(catalog, answer, row);
    ComparisonEntry {
        key: ComparisonRowKey::of(row),
        label: None,
        sign: sign(row.status),
        tone,
        left: side_texts(row.left.as_ref(), TextTone::ChangedA, TextTone::SideA),
        right: side_texts(row.right.as_ref(), TextTone::ChangedB, TextTone::SideB),
        remark: (!remarks.is_empty()).then(|| remarks.join(" · ")),
        nearest: reasons::nearest_text(catalog, answer, row)
            .map(|(text, likelihood)| (text.to_string(), likelihood)),
        changed: row.status != DiffStatus::Same,
    }
}

fn responsibilities(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    let mut heading = Some(wording::RESPONSIBILITIES);
    let mut rows = excerpt.responsibilities.as_slice();
    while let Some(first) = rows.first() {
        let (here, rest) =
            rows.split_at(rows.iter().take_while(|r| r.theme == first.theme).count());
        rows = rest;
        if let Some(title) = heading.take() {
            sheet.doc.section(title, "", sheet.width);
        }
        let (mut a, mut b) = (0, 0);
        for row in answer.responsibilities.iter().filter(|row| row.theme == first.theme) {
            a += row.left.as_ref().map_or(0, |side| side.responsibilities().count());
            b += row.right.as_ref().map_or(0, |side| side.responsibilities().count());
        }
        let head = [
            TonedText::new(format!("{}  ", catalog.theme(first.theme).title), TextTone::Heading),
            TonedText::new(format!("A {a} "), TextTone::Dim),
            TonedText::new("■".repeat(a), TextTone::SideA),
            TonedText::new(
                if a > 0 { format!("  B {b} ") } else { format!(" B {b} ") },
                TextTone::Dim,
            ),
            TonedText::new("■".repeat(b), TextTone::SideB),
        ];
        sheet.doc.pieces(&head, sheet.width, 0);
        for row in here {
            let mut entry = responsibility_entry(catalog, answer, row);
            // The expanded details show it in full.
            entry.nearest = entry.nearest.filter(|_| !sheet.layout.expanded.contains(&entry.key));
            sheet.entry(&entry);
        }
    }
}

/// Adds the number of skills that only one side has and that both have, a square for each.
fn overlap(sheet: &mut ComparisonBuilder<'_>) {
    let answer = sheet.diff;
    let [left, right, grow, same, let_go] = [
        SkillStatus::Left,
        SkillStatus::Right,
        SkillStatus::Grow,
        SkillStatus::Same,
        SkillStatus::LetGo,
    ]
    .map(|status| answer.skills.iter().filter(|row| row.status == status).count());
    let both = same + let_go + grow;
    let grown = if grow > 0 { format!(" ({grow} to improve)") } else { String::new() };
    let told = [
        format!("{} {left}", wording::diff_label(DiffStatus::Left)),
        format!("both {both}{grown}"),
        format!("{} {right}", wording::diff_label(DiffStatus::Right)),
    ];
    sheet.doc.section(wording::SKILLS, "", sheet.width);
    let [a, common, b] =
        chart::overlap(left, both, right, sheet.width.saturating_sub(GUTTER).min(BAR));
    sheet.doc.row(vec![rows::blank(), a, common, b]);
    let [a, common, b] = told;
    let dot = TonedText::new(" · ", TextTone::Dim);
    let told = [
        TonedText::new(a, TextTone::SideA),
        dot.clone(),
        TonedText::new(common, TextTone::Text),
        dot,
        TonedText::new(b, TextTone::SideB),
    ];
    sheet.doc.lines(&told, sheet.width, GUTTER);
}

fn skills(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    if !excerpt.skills.is_empty() {
        overlap(sheet);
    }
    for status in SkillStatus::ORDER {
        let rows: Vec<&SkillRow> = excerpt.skills.iter().filter(|r| r.status == status).collect();
        if rows.is_empty() {
            continue;
        }
        let title = format!("Skills: {} {}", status.advice().1, rows.len());
        sheet.doc.section(title, "", sheet.width);
        let column = rows::column(rows.iter().map(|r| catalog.skill(r.skill).name.as_str()));
        for row in rows {
            sheet.begin_row(row.diff_status() != DiffStatus::Same);
            let start = sheet.doc.rows.len();
            let [left, right] = [(answer.left, row.left), (answer.right, row.right)]
                .map(|(role, asked)| Some(rows::requirement_text(catalog, role, asked?)));
            let levels = rows::levels(left, right);
            let name = (catalog.skill(row.skill).name.as_str(), column);
            rows::skill(&mut sheet.doc, sheet.width, status, name, &levels);
            sheet.end_row(start, ComparisonRowKey::Skill(row.skill), GUTTER + 2);
        }
    }
}

fn steps(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    for step in &excerpt.direct_moves {
        let arrow = if step.from == answer.left { "A → B" } else { "B → A" };
        sheet.doc.section(format!("Move {arrow}"), "", sheet.width);
        let head = format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title);
        sheet.doc.text(&head, TextTone::Text, sheet.width, GUTTER);
        if !step.requires.is_empty() {
            let takes = format!("takes {}", step.requires.join("; "));
            sheet.doc.text(&takes, TextTone::Text, sheet.width, GUTTER);
        }
        let publishers: Vec<&str> =
            step.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        if !publishers.is_empty() {
            sheet.doc.text(
                &format!("source: {}", publishers.join(", ")),
                TextTone::Dim,
                sheet.width,
                GUTTER,
            );
        }
    }
}
