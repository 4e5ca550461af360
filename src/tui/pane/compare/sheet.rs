//! The text of a comparison, in two columns or one.

use unicode_width::UnicodeWidthStr;

use super::sign;
use crate::analysis::diff::{Diff, DutyRow, Excerpt, FactStatus, Side, Status};
use crate::analysis::skills::{Asked, SkillRow, SkillStatus};
use crate::model::{Catalog, Pay, Position, RoleId};
use crate::tui::chart;
use crate::tui::doc::{Doc, Piece, Row, Tone, pad, pad_row, wrap};
use crate::tui::pane::detail::amounts;
use crate::tui::pane::rows::{self, GUTTER};

/// One row of any section, ready for either layout.
struct Entry {
    /// What the row is about, before or above it.
    label: Option<String>,
    /// The sign in the gutter.
    sign: &'static str,
    tone: Tone,
    left: Vec<Piece>,
    right: Vec<Piece>,
    /// A remark, such as the likeness or why two figures do not compare.
    remark: Option<String>,
    changed: bool,
}

struct Sheet {
    doc: Doc,
    width: usize,
    split: bool,
    /// Cells of the column of labels in this section; 0 where labels stand above their row.
    column: usize,
}

/// The widest column of labels: a longer label stands above its row.
const COLUMN: usize = 24;

/// What the left side needs beside a column of labels to be read with ease.
const READABLE: usize = 28;

/// What `excerpt` tells of `answer`, `width` cells wide. The drawings that count are those of the whole.
pub(super) fn doc(catalog: &Catalog, answer: &Diff, excerpt: Excerpt, width: usize, split: bool) -> Doc {
    let mut sheet = Sheet { doc: Doc::default(), width: width.max(8), split: split && width >= 40, column: 0 };
    let told = answer.excerpt(excerpt);
    key_differences(&mut sheet, catalog, &told);
    facts(&mut sheet, catalog, &told);
    duties(&mut sheet, catalog, answer, &told);
    skills(&mut sheet, catalog, answer, &told);
    steps(&mut sheet, catalog, &told);
    if answer.left == answer.right {
        sheet.doc.gap();
        sheet.doc.text("Both sides are the same role.", Tone::Dim, sheet.width, 0);
    }
    sheet.doc
}

impl Sheet {
    /// Adds a section of `entries`, unless there is none. A remark that stands at most of them is said
    /// once, above.
    fn section(&mut self, title: &str, mut entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        let common = commonest(&entries);
        let all = entries.iter().all(|e| e.remark == common);
        let remark = common.as_ref().map(|c| if all { c.clone() } else { format!("{c}, but where noted") });
        self.doc.section(title, &remark.unwrap_or_default(), self.width);
        entries.iter_mut().filter(|e| e.remark == common).for_each(|e| e.remark = None);
        let widest = entries.iter().filter_map(|e| e.label.as_deref()).map(UnicodeWidthStr::width);
        let column = widest.filter(|&w| w + 2 <= COLUMN).max().map_or(0, |w| w + 2);
        let room = if self.split { self.rule() } else { self.width };
        self.column = if room >= GUTTER + column + READABLE { column } else { 0 };
        for entry in &entries {
            self.entry(entry);
        }
        self.column = 0;
    }

    fn entry(&mut self, entry: &Entry) {
        self.doc.item();
        if entry.changed {
            self.doc.changes.push(self.doc.rows.len());
        }
        if self.split { self.split_entry(entry) } else { self.unified_entry(entry) }
    }

    /// Where the rule between the two columns stands: at the same cell in every section, so that the eye can follow it.
    fn rule(&self) -> usize {
        GUTTER + (self.width - GUTTER - 3) / 2
    }

    /// What stands left of the first line of `entry`: the gutter, and the label where it has a column. A label
    /// without one is written above.
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

    /// Blanks as wide as what stands left of a row.
    fn blank(&self) -> Row {
        vec![Piece::new(" ".repeat(GUTTER + self.column), Tone::Text)]
    }

    fn split_entry(&mut self, entry: &Entry) {
        let rule = self.rule();
        let side = rule - GUTTER - self.column;
        let mut head = self.head(entry);
        let (left, right) = (wrap(&entry.left, side), wrap(&entry.right, self.width - rule - 3));
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
            for (n, line) in wrap(pieces, self.width - GUTTER - self.column - 2).into_iter().enumerate() {
                let mut row = std::mem::replace(&mut head, self.blank());
                row.push(Piece::new(if n == 0 { name } else { "  " }, tone));
                row.extend(line);
                self.doc.row(row);
            }
        }
        if let Some(remark) = &entry.remark {
            self.doc.lines(&[Piece::new(remark, Tone::Dim)], self.width, GUTTER + self.column + 2);
        }
    }
}

/// The remark of more than half of `entries`, where all have one.
fn commonest(entries: &[Entry]) -> Option<String> {
    let count = |remark: &str| entries.iter().filter(|e| e.remark.as_deref() == Some(remark)).count();
    let all = entries.iter().map(|e| e.remark.as_deref()).collect::<Option<Vec<_>>>()?;
    all.into_iter().find(|remark| count(remark) * 2 > entries.len()).map(str::to_string)
}

fn plain(text: Option<&String>) -> Vec<Piece> {
    text.map(|t| vec![Piece::new(t, Tone::Text)]).unwrap_or_default()
}

/// A fact that a pack does not state is unknown, which is not the same as no.
fn stated(text: Option<&String>) -> Vec<Piece> {
    text.map_or_else(|| vec![Piece::new("not stated", Tone::Dim)], |t| vec![Piece::new(t, Tone::Text)])
}

fn key_differences(sheet: &mut Sheet, catalog: &Catalog, answer: &Diff) {
    let told = answer.key_differences.iter().filter(|point| point.left.is_some() || point.right.is_some());
    let entries = told.map(|point| {
        let publishers: Vec<&str> = point.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        Entry {
            label: Some(point.aspect.clone()),
            sign: "≠",
            tone: Tone::Accent,
            left: plain(point.left.as_ref()),
            right: plain(point.right.as_ref()),
            remark: (!publishers.is_empty()).then(|| format!("says {}", publishers.join(", "))),
            changed: true,
        }
    });
    sheet.section("Key differences", entries.collect());
    for point in answer.key_differences.iter().filter(|point| !point.positions.is_empty()) {
        contested(sheet, catalog, &point.aspect, &point.positions);
    }
}

/// A point on which sources disagree: each of them with its say, over both columns.
fn contested(sheet: &mut Sheet, catalog: &Catalog, aspect: &str, positions: &[Position]) {
    sheet.doc.item();
    sheet.doc.changes.push(sheet.doc.rows.len());
    let head = [
        Piece::new(pad("?", GUTTER), Tone::Warning),
        Piece::new(aspect, Tone::Accent),
        Piece::new("  sources disagree", Tone::Dim),
    ];
    sheet.doc.lines(&head, sheet.width, 0);
    for position in positions {
        let says: Vec<&str> = position.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        let said = Piece::new(&position.text, Tone::Text);
        sheet.doc.pieces(&[Piece::new(format!("{}: ", says.join(", ")), Tone::Dim), said], sheet.width, GUTTER + 2);
    }
}

fn facts(sheet: &mut Sheet, catalog: &Catalog, answer: &Diff) {
    let entries = answer.facts.iter().map(|fact| {
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
            label: Some(capital(fact.field)),
            sign,
            tone,
            left: stated(fact.left.as_ref()),
            right: stated(fact.right.as_ref()),
            remark: (!remark.is_empty()).then(|| remark.join(": ")),
            changed: fact.status != FactStatus::Same,
        }
    });
    sheet.section("Facts", entries.collect());
    for (left, right) in answer.facts.iter().filter_map(|fact| fact.pay) {
        if let (Some(left), Some(right)) =
            (catalog.role(answer.left).pay.get(left), catalog.role(answer.right).pay.get(right))
        {
            pay_bars(sheet, left, right);
        }
    }
}

/// Two figures that compare, on one axis from zero to the greater.
fn pay_bars(sheet: &mut Sheet, left: &Pay, right: &Pay) {
    let (a, b) = (amounts(left), amounts(right));
    let most = a.most().max(b.most());
    let told = [left, right].map(|pay| format!("  {}", pay.amounts()));
    let widest = told.iter().map(|told| told.width()).max().unwrap_or(0);
    let bar = sheet.width.saturating_sub(GUTTER + 2 + widest).min(BAR);
    if left == right || bar < 10 {
        return;
    }
    for ((amounts, told), (name, tone)) in [a, b].into_iter().zip(told).zip([("A ", Tone::SideA), ("B ", Tone::SideB)])
    {
        sheet.doc.item();
        let mut row = vec![rows::blank(), Piece::new(name, tone)];
        row.extend(chart::range(amounts, most, bar, tone));
        row.push(Piece::new(told, Tone::Dim));
        sheet.doc.row(row);
    }
}

/// Cells of a bar beside figures.
const BAR: usize = 48;

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The text of a side with what changed marked. Where no word stayed there is nothing to tell apart, and marks on
/// all of it would only shout: the text then just has its side's tone.
fn side(side: Option<&Side>, changed: Tone, whole: Tone) -> Vec<Piece> {
    let spans = side.map(|s| s.spans.as_slice()).unwrap_or_default();
    let kept = spans.iter().any(|s| !s.changed && s.text.contains(char::is_alphanumeric));
    let changed = if kept { changed } else { whole };
    spans.iter().map(|s| Piece::new(&s.text, if s.changed { changed } else { Tone::Text })).collect()
}

fn duty(row: &DutyRow) -> Entry {
    let tone = match row.status {
        Status::Same => Tone::Dim,
        Status::Changed => Tone::Accent,
        Status::Left => Tone::SideA,
        Status::Right => Tone::SideB,
    };
    Entry {
        label: None,
        sign: sign(row.status),
        tone,
        left: side(row.left.as_ref(), Tone::ChangedA, Tone::SideA),
        right: side(row.right.as_ref(), Tone::ChangedB, Tone::SideB),
        remark: None,
        changed: row.status != Status::Same,
    }
}

fn duties(sheet: &mut Sheet, catalog: &Catalog, answer: &Diff, told: &Diff) {
    let mut heading = Some("Responsibilities");
    let mut rows = told.responsibilities.as_slice();
    while let Some(first) = rows.first() {
        let (here, rest) = rows.split_at(rows.iter().take_while(|r| r.theme == first.theme).count());
        rows = rest;
        if let Some(title) = heading.take() {
            sheet.doc.section(title, "", sheet.width);
        }
        let of_theme = || answer.responsibilities.iter().filter(|r| r.theme == first.theme);
        let count = |left: bool| of_theme().filter(|r| if left { r.left.is_some() } else { r.right.is_some() }).count();
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
            sheet.entry(&duty(row));
        }
    }
}

/// How many skills either side has alone and how many both, a square for each.
fn overlap(sheet: &mut Sheet, answer: &Diff) {
    let count = |wanted: &[SkillStatus]| answer.skills.iter().filter(|row| wanted.contains(&row.status)).count();
    let (left, right) = (count(&[SkillStatus::Left]), count(&[SkillStatus::Right]));
    let grow = count(&[SkillStatus::Grow]);
    let both = count(&[SkillStatus::Same, SkillStatus::LetGo]) + grow;
    let grown = if grow > 0 { format!(", {grow} of them to grow") } else { String::new() };
    let told = [format!("A alone {left}"), format!("both {both}{grown}"), format!("B alone {right}")];
    sheet.doc.section("Skills", "", sheet.width);
    let [a, common, b] = chart::overlap(left, both, right, sheet.width.saturating_sub(GUTTER).min(BAR));
    sheet.doc.row(vec![rows::blank(), a, common, b]);
    let [a, common, b] = told;
    let dot = || Piece::new(" · ", Tone::Dim);
    let told = [Piece::new(a, Tone::SideA), dot(), Piece::new(common, Tone::Text), dot(), Piece::new(b, Tone::SideB)];
    sheet.doc.lines(&told, sheet.width, GUTTER);
}

fn skills(sheet: &mut Sheet, catalog: &Catalog, answer: &Diff, told: &Diff) {
    if !told.skills.is_empty() {
        overlap(sheet, answer);
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
            sheet.doc.item();
            if row.kind() != Status::Same {
                sheet.doc.changes.push(sheet.doc.rows.len());
            }
            let asked = |role: RoleId, asked: Option<Asked>| asked.map(|asked| rows::asked(catalog, role, asked));
            let levels = rows::levels(asked(answer.left, row.left), asked(answer.right, row.right));
            let name = (catalog.skill(row.skill).name.as_str(), column);
            rows::skill(&mut sheet.doc, sheet.width, status, name, &levels);
        }
    }
}

fn steps(sheet: &mut Sheet, catalog: &Catalog, answer: &Diff) {
    for step in &answer.steps {
        let arrow = if step.from == answer.left { "A → B" } else { "B → A" };
        sheet.doc.section(format!("The step {arrow}"), "", sheet.width);
        let head = format!("{} → {}", catalog.role(step.from).title, catalog.role(step.to).title);
        sheet.doc.text(&head, Tone::Text, sheet.width, GUTTER);
        if !step.requires.is_empty() {
            let takes = format!("takes {}", step.requires.join("; "));
            sheet.doc.text(&takes, Tone::Text, sheet.width, GUTTER);
        }
        let publishers: Vec<&str> = step.sources.iter().map(|&s| catalog.source(s).publisher.as_str()).collect();
        if !publishers.is_empty() {
            sheet.doc.text(&format!("says {}", publishers.join(", ")), Tone::Dim, sheet.width, GUTTER);
        }
    }
}
