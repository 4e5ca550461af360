//! The text of a comparison, in two columns or one.

use std::ops::Range;

use crate::model::text::DisplayWidth;

use super::entry::{
    ComparisonEntry, ComparisonLayout, ComparisonRowKey, SideTexts, most_common_remark,
    nearest_line,
};
use super::row_details::row_details;
use crate::analysis::diff::{Diff, DiffStatus, FactRow, FactStatus, MarkedText};
use crate::analysis::pay::PayRelation;
use crate::analysis::reasons::PairingExplainer;
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{Catalog, Pay, RoleId, SourcePosition, family_name};
use crate::tui::chart;
use crate::tui::doc::{
    COLUMN_RULE, TextRow, TextTone, TonedText, pad, pad_row, row_text, row_width, window, wrap,
};
use crate::tui::pane::detail::amounts;
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::pane::rows::{self, GUTTER};
use crate::wording;

pub(super) struct ComparisonBuilder<'a> {
    pub(super) catalog: &'a Catalog,
    /// The complete comparison, of which the excerpt is a part.
    pub(super) diff: &'a Diff,
    pub(super) why: Option<&'a PairingExplainer<'a>>,
    pub(super) layout: &'a ComparisonLayout,
    pub(super) draft: PageDraft,
    pub(super) rows: Vec<(Range<usize>, ComparisonRowKey)>,
    pub(super) max_shift: usize,
    pub(super) width: usize,
    pub(super) split: bool,
    /// Width in cells of this section's label column; 0 if labels are above their rows.
    pub(super) column: usize,
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
    let middle = width.saturating_sub(COLUMN_RULE.width()) / 2;
    let least = GUTTER + MIN_COLUMN_WIDTH;
    let most = width.saturating_sub(COLUMN_RULE.width() + GUTTER + MIN_COLUMN_WIDTH);
    if least > most {
        middle
    } else {
        middle.saturating_add_signed(isize::from(lean)).clamp(least, most)
    }
}

impl ComparisonBuilder<'_> {
    /// Adds a section of `entries` with their labels in a column of `column` cells. A remark shared by most of them is shown once, above.
    fn section(&mut self, title: &str, column: usize, mut entries: Vec<ComparisonEntry>) {
        let common = most_common_remark(&entries);
        let all = entries.iter().all(|e| e.remark == common);
        let remark =
            common.as_ref().map(|c| if all { c.clone() } else { format!("{c} unless noted") });
        self.draft.doc.section(title, &remark.unwrap_or_default(), self.width);
        entries.iter_mut().filter(|e| e.remark == common).for_each(|e| e.remark = None);
        let room = if self.split { self.divider() } else { self.width };
        self.column = if room >= GUTTER + column + READABLE { column } else { 0 };
        for entry in &entries {
            self.entry(entry);
        }
        self.column = 0;
    }

    pub(super) fn entry(&mut self, entry: &ComparisonEntry) {
        self.begin_row(entry.changed);
        let start = self.draft.doc.rows.len();
        if self.split {
            self.split_entry(entry);
        } else {
            self.unified_entry(entry);
        }
        self.end_row(start, entry.key, GUTTER + self.column);
    }

    /// Begins a row.
    fn begin_row(&mut self, changed: bool) {
        self.draft.link(PageLink::Details);
        if changed {
            self.draft.doc.changes.push(self.draft.doc.rows.len());
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
                let first = self.draft.doc.rows.len();
                self.draft.doc.lines(told, self.width, indent + hang);
                if let (Some(sign), [row, ..]) = (sign, &mut self.draft.doc.rows[first..])
                    && let Some(blank) = row.first_mut()
                {
                    blank.text.truncate(blank.text.len().saturating_sub(hang));
                    row.insert(1, sign.clone());
                }
            }
        }
        self.rows.push((start..self.draft.doc.rows.len(), spot));
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
            head.push(TonedText::new(pad(label, self.column), TextTone::Title));
            return head;
        }
        for line in wrap(&[TonedText::new(label, TextTone::Title)], self.width - GUTTER) {
            let mut row = std::mem::replace(&mut head, self.blank());
            row.truncate(1);
            row.extend(line);
            self.draft.doc.row(row);
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
        // The sign is on the side where the text is.
        let mut sign = TonedText::new(" ".repeat(GUTTER), TextTone::Text);
        if entry.label.is_none() && entry.left.is_empty() && !entry.right.is_empty() {
            sign = std::mem::replace(&mut head[0], sign);
        }
        let right_side = self.width.saturating_sub(rule + COLUMN_RULE.width() + GUTTER);
        let mut left = self.side_lines(&entry.left, side, entry.key);
        let mut right = self.side_lines(&entry.right, right_side, entry.key);
        // The empty side has room for the most similar text.
        for (lines, width) in [(&mut left, side), (&mut right, right_side)] {
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
            row.push(TonedText::new(COLUMN_RULE, TextTone::Faint));
            row.push(std::mem::replace(
                &mut sign,
                TonedText::new(" ".repeat(GUTTER), TextTone::Text),
            ));
            row.extend(right.next().unwrap_or_default());
            self.draft.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.draft.doc.lines(
                &[TonedText::new(remark, TextTone::Dim)],
                self.width,
                GUTTER + self.column,
            );
        }
    }

    fn unified_entry(&mut self, entry: &ComparisonEntry) {
        let mut head = self.row_head(entry);
        let both = !entry.left.is_empty() && !entry.right.is_empty();
        let same = both && has_same_text(&entry.left, &entry.right);
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
                self.draft.doc.row(row);
            }
        }
        if let Some(nearest) = &entry.nearest {
            let indent = GUTTER + self.column + 2;
            let mut row = vec![TonedText::new(" ".repeat(indent), TextTone::Text)];
            row.extend(self::nearest_line(nearest, self.width.saturating_sub(indent)));
            self.draft.doc.row(row);
        }
        if let Some(remark) = &entry.remark {
            self.draft.doc.lines(
                &[TonedText::new(remark, TextTone::Dim)],
                self.width,
                GUTTER + self.column + 2,
            );
        }
    }
}

/// Whether two sides have the same texts, whatever links are on them.
fn has_same_text(left: &SideTexts, right: &SideTexts) -> bool {
    let [left, right] = [left, right].map(|texts| texts.iter().map(|text| row_text(text)));
    left.eq(right)
}

/// Bullet before each of several texts of a side.
const EACH: &str = "• ";

fn plain_texts(text: Option<&String>) -> SideTexts {
    text.map(|t| vec![TonedText::new(t, TextTone::Text)]).into_iter().collect()
}

/// Returns the texts of a fact about `role`, with the names of roles as links. A fact that a pack
/// does not state is unknown, which is not the same as no.
fn fact_texts(
    sheet: &mut ComparisonBuilder<'_>,
    role: RoleId,
    fact: &FactRow,
    side: Option<&MarkedText>,
) -> SideTexts {
    let catalog = sheet.catalog;
    let Some(side) = side else {
        // Its other figures are in rows of their own.
        let has_pay = fact.field == "pay" && !catalog.role(role).pay.is_empty();
        let text = if has_pay { wording::NO_FURTHER_FIGURE } else { wording::NOT_STATED };
        return vec![vec![TonedText::new(text, TextTone::Dim)]];
    };
    if wording::is_family(fact.field, side) {
        return vec![vec![TonedText::new(family_name(&side.text()), TextTone::Text)]];
    }
    let roles: &[RoleId] = match fact.field {
        wording::REPORTS_TO => catalog.reports_to(role),
        wording::LEADS => catalog.leads(role),
        wording::NEVER_LEADS => &catalog.role(role).reporting.never_manages,
        _ => return vec![vec![TonedText::new(side.text(), TextTone::Text)]],
    };
    let mut pieces = Vec::with_capacity(3 * roles.len());
    for (at, &other) in roles.iter().enumerate() {
        if at > 0 {
            pieces.push(TonedText::new("  ", TextTone::Dim));
        }
        let title = catalog.role_title(other);
        pieces.extend(sheet.draft.linked(title, TextTone::Text, PageLink::Role(other)));
    }
    vec![pieces]
}

/// Returns the width of the label column, the same in all sections that have one: in two columns
/// these are the facts alone.
fn label_column(answer: &Diff, is_split: bool) -> usize {
    let points = if is_split { &[][..] } else { &answer.key_differences };
    let aspects = points.iter().map(|point| point.aspect.width());
    let fields = answer.facts.iter().map(|fact| fact.field.width());
    aspects.chain(fields).filter(|width| width + 2 <= COLUMN).max().map_or(0, |width| width + 2)
}

/// Returns the title of a section with the number of its rows: `Facts 9`, or `Facts 7 of 9` if some
/// are hidden.
pub(super) fn counted(name: &str, shown: usize, all: usize) -> String {
    if shown == all { format!("{name} {all}") } else { format!("{name} {shown} of {all}") }
}

pub(super) fn key_differences(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    // In two columns the texts of both sides have the same width, and the labels are above.
    let column = if sheet.split { 0 } else { label_column(answer, false) };
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
    if excerpt.key_differences.is_empty() {
        return;
    }
    let shown = excerpt.key_differences.len();
    let title = counted(wording::KEY_DIFFERENCES, shown, answer.key_differences.len());
    sheet.section(&title, column, entries.collect());
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
    let start = sheet.draft.doc.rows.len();
    let head = [
        TonedText::new(pad(wording::UNCERTAIN_SIGN, GUTTER), TextTone::Changed),
        TonedText::new(aspect, TextTone::Title),
        TonedText::new("  sources disagree", TextTone::Dim),
    ];
    sheet.draft.doc.lines(&head, sheet.width, 0);
    for position in positions {
        let says: Vec<&str> =
            position.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        let said = TonedText::new(&position.text, TextTone::Text);
        sheet.draft.doc.lines(
            &[TonedText::new(format!("{}: ", says.join(", ")), TextTone::Dim), said],
            sheet.width,
            GUTTER + 2,
        );
    }
    sheet.end_row(start, spot, GUTTER + 2);
}

pub(super) fn facts(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let answer = sheet.diff;
    let mut entries = Vec::with_capacity(excerpt.facts.len());
    for fact in &excerpt.facts {
        let tone = match fact.status {
            FactStatus::Same => TextTone::Dim,
            FactStatus::Changed | FactStatus::Incomparable => TextTone::Changed,
            FactStatus::Left => TextTone::SideA,
            FactStatus::Right => TextTone::SideB,
        };
        let left = fact_texts(sheet, answer.left, fact, fact.left.as_ref());
        let right = fact_texts(sheet, answer.right, fact, fact.right.as_ref());
        entries.push(ComparisonEntry {
            key: ComparisonRowKey::Fact(position_of(&answer.facts, fact)),
            label: Some(capital(fact.field)),
            sign: wording::fact_sign(fact.status),
            tone,
            left,
            right,
            remark: wording::fact_remark(fact),
            nearest: None,
            changed: fact.status != FactStatus::Same,
        });
    }
    if entries.is_empty() {
        return;
    }
    let title = counted(wording::FACTS, excerpt.facts.len(), answer.facts.len());
    sheet.section(&title, label_column(answer, sheet.split), entries);
    let [left, right] = [answer.left, answer.right].map(|role| &sheet.catalog.role(role).pay);
    for fact in &excerpt.facts {
        if let [Some(l), Some(r)] = fact.pay
            && let (Some(left), Some(right)) = (left.get(l), right.get(r))
            && !matches!(PayRelation::of(left, right), PayRelation::Incomparable { .. })
        {
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
        // A part of the row above: their number depends on the width.
        let mut row = vec![rows::blank(), TonedText::new(name, tone)];
        row.extend(chart::range(amounts, most, bar, tone));
        row.push(TonedText::new(told, TextTone::Dim));
        sheet.draft.doc.row(row);
    }
}

/// Width in cells of a bar beside figures.
const BAR: usize = 48;

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Adds the number of skills that only one side has and that both have, a square for each.
fn overlap(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
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
    let title = counted(wording::SKILLS, excerpt.skills.len(), answer.skills.len());
    sheet.draft.doc.section(title, "", sheet.width);
    let [a, common, b] =
        chart::overlap(left, both, right, sheet.width.saturating_sub(GUTTER).min(BAR));
    sheet.draft.doc.row(vec![rows::blank(), a, common, b]);
    let [a, common, b] = told;
    let dot = TonedText::new(" · ", TextTone::Dim);
    let told = [
        TonedText::new(a, TextTone::SideA),
        dot.clone(),
        TonedText::new(common, TextTone::Text),
        dot,
        TonedText::new(b, TextTone::SideB),
    ];
    sheet.draft.doc.lines(&told, sheet.width, GUTTER);
}

/// Returns the groups of skills in reading order: a status, and whether it is that of skills which
/// both ask for, but not in the same way.
fn skill_groups() -> impl Iterator<Item = (SkillStatus, bool)> {
    SkillStatus::ORDER.into_iter().flat_map(|status| {
        let differs = (status == SkillStatus::Same).then_some((status, true));
        differs.into_iter().chain([(status, false)])
    })
}

pub(super) fn skills(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    if !excerpt.skills.is_empty() {
        overlap(sheet, excerpt);
    }
    // One column for all groups.
    let column = rows::column(answer.skills.iter().map(|r| catalog.skill(r.skill).name.as_str()));
    for (status, differs) in skill_groups() {
        let rows = excerpt.skills.iter().filter(|row| row.status == status);
        let rows: Vec<&SkillRow> =
            rows.filter(|row| row.is_asked_differently() == differs).collect();
        if rows.is_empty() {
            continue;
        }
        sheet.draft.doc.blank_line();
        let [left, right] = [answer.left, answer.right].map(|role| catalog.role_title(role));
        let title = match status {
            SkillStatus::Left => format!("Not listed for {right}"),
            SkillStatus::Right => format!("Not listed for {left}"),
            SkillStatus::LetGo => format!("{right} asks for less"),
            SkillStatus::Grow => format!("{right} asks for more"),
            SkillStatus::Same if differs => "Both ask for it, but not in the same way".to_string(),
            SkillStatus::Same => "Both ask for the same".to_string(),
        };
        let title = format!("{title} {}", rows.len());
        sheet.draft.doc.text(&title, TextTone::Heading, sheet.width, 0);
        for row in rows {
            sheet.begin_row(row.diff_status() != DiffStatus::Same);
            let tone = if differs { TextTone::Changed } else { rows::status_tone(status) };
            let start = sheet.draft.doc.rows.len();
            let [left, right] = [(answer.left, row.left), (answer.right, row.right)]
                .map(|(role, asked)| Some(rows::requirement_text(catalog, role, asked?)));
            let levels = rows::levels(left, right);
            let name = catalog.skill(row.skill).name.as_str();
            let name = sheet.draft.linked(name, TextTone::Text, PageLink::Skill(row.skill));
            rows::linked_skill(
                &mut sheet.draft.doc,
                sheet.width,
                &TonedText::new(row.advice().0, tone),
                (&name, column + 1),
                &levels,
            );
            sheet.end_row(start, ComparisonRowKey::Skill(row.skill), GUTTER + 2);
        }
    }
}

pub(super) fn steps(sheet: &mut ComparisonBuilder<'_>, excerpt: &Diff) {
    let (catalog, answer) = (sheet.catalog, sheet.diff);
    for step in &excerpt.direct_moves {
        let arrow = if step.from == answer.left { "A → B" } else { "B → A" };
        sheet.draft.doc.section(format!("The step {arrow}"), "", sheet.width);
        let mut head: TextRow = Vec::new();
        for (role, arrow) in [(step.from, " → "), (step.to, "")] {
            let title = catalog.role_title(role);
            head.extend(sheet.draft.linked(title, TextTone::Text, PageLink::Role(role)));
            head.push(TonedText::new(arrow, TextTone::Dim));
        }
        sheet.draft.doc.pieces(&head, sheet.width, GUTTER);
        if !step.requires.is_empty() {
            let takes = format!("takes {}", step.requires.join("; "));
            sheet.draft.doc.text(&takes, TextTone::Text, sheet.width, GUTTER);
        }
        let publishers: Vec<&str> =
            step.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        if !publishers.is_empty() {
            let sources = format!("source: {}", publishers.join(", "));
            sheet.draft.doc.text(&sources, TextTone::Dim, sheet.width, GUTTER);
        }
    }
}
