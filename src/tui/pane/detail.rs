//! One role in full, as text to scroll.

use crate::analysis::diff::Duties;
use crate::analysis::pay::{greatest, share_an_axis};
use crate::model::text::{Width, cells};
use crate::model::{
    Catalog, Emphasis, Importance, Level, Pay, Requirement, Responsibility, Role, RoleId, SourceId,
    ThemeId,
};
use crate::tui::chart::{self, Amounts};
use crate::tui::doc::{Doc, Piece, Scroll, Tone, pad, pad_row};
use crate::tui::pane::rows::{self, BOUND};
use crate::tui::remap::Remap;

/// Width of the label column.
const LABELS: usize = 14;

/// Maximum number of names listed; more are counted instead, and `roledex show` lists all.
const MOST_NAMES: usize = 12;

/// State of the text.
#[derive(Debug, Default)]
pub struct Pane {
    /// Subject and width of the text.
    shown: Option<Sheet>,
    /// Set when the catalog changed and the text must be rebuilt.
    outdated: bool,
    doc: Doc,
    /// Texts shown earlier or prepared in advance, oldest first.
    aside: Vec<(Sheet, Doc)>,
    /// Scroll position.
    pub scroll: Scroll,
    /// Search words, in lower case, which are highlighted and can be walked through.
    pub sought: Vec<String>,
    /// The responsibility to show once the text is ready.
    reveal: Option<usize>,
}

/// Key of a laid-out text within a catalog: its subject, its width in cells, and the
/// responsibilities it shows.
type Sheet = (Subject, u16, Duties);

/// Maximum number of texts kept aside: those around a cursor, and those that it just left.
const MOST_ASIDE: usize = 4;

/// Subject of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One role.
    Role(RoleId),
    /// The roles of a family.
    Family(String),
}

impl Pane {
    /// Returns the role shown.
    pub fn role(&self) -> Option<RoleId> {
        match self.shown {
            Some((Subject::Role(role), ..)) => Some(role),
            _ => None,
        }
    }

    /// Returns the text.
    pub fn doc(&self) -> &Doc {
        &self.doc
    }

    /// Shows `subject` with those `duties` at `width` cells; starts at the top if the subject is
    /// new.
    pub fn show(&mut self, catalog: &Catalog, subject: Subject, width: u16, duties: Duties) {
        let wanted = Some((subject, width, duties));
        if self.shown == wanted && !self.outdated {
            return;
        }
        let same = matches!((&self.shown, &wanted), (Some((a, ..)), Some((b, ..))) if a == b);
        let outdated = std::mem::take(&mut self.outdated);
        if outdated {
            self.aside.clear();
        }
        let at = self.aside.iter().position(|(sheet, _)| Some(sheet) == wanted.as_ref());
        let doc = match (at, &wanted) {
            (Some(at), _) => self.aside.remove(at).1,
            (None, Some(sheet)) => lay_out(catalog, sheet),
            (None, None) => Doc::default(),
        };
        if outdated && same {
            self.scroll.retell(&self.doc, &doc);
        } else if same {
            self.scroll.rewrap(&self.doc, &doc);
        } else {
            self.scroll = Scroll::default();
        }
        let before = std::mem::replace(&mut self.doc, doc);
        if let Some(sheet) = std::mem::replace(&mut self.shown, wanted).filter(|_| !outdated) {
            self.put_aside(sheet, before);
        }
        if let Some(line) = self.reveal.take().and_then(|duty| self.doc.duty(duty)) {
            // Show its theme above it.
            self.scroll.top = line.saturating_sub(1);
        }
    }

    /// Lays out the text of `subject` in advance, as wide as the one shown.
    pub fn prepare(&mut self, catalog: &Catalog, subject: Subject) {
        let Some((_, width, duties)) = &self.shown else { return };
        let sheet = (subject, *width, *duties);
        let there = self.aside.iter().any(|(other, _)| *other == sheet)
            || self.shown.as_ref() == Some(&sheet);
        if !there && !self.outdated {
            let doc = lay_out(catalog, &sheet);
            self.put_aside(sheet, doc);
        }
    }

    fn put_aside(&mut self, sheet: Sheet, doc: Doc) {
        if self.aside.len() == MOST_ASIDE {
            self.aside.remove(0);
        }
        self.aside.push((sheet, doc));
    }

    /// Shows the responsibility at this position when the text is next built.
    pub fn reveal(&mut self, duty: Option<usize>) {
        self.reveal = duty;
        if duty.is_some() {
            self.shown = None;
        }
    }

    /// Walks to the next or previous line that contains the search words, wrapping around at the
    /// ends. Returns its number, from 1, and the number of such lines; `None` if there are none.
    pub fn walk(&mut self, forward: bool) -> Option<(usize, usize)> {
        let lines = self.doc.lines_with(&self.sought);
        let next = if forward {
            lines.iter().position(|&line| line > self.scroll.top).unwrap_or(0)
        } else {
            lines
                .iter()
                .rposition(|&line| line < self.scroll.top)
                .unwrap_or(lines.len().saturating_sub(1))
        };
        self.scroll.top = *lines.get(next)?;
        Some((next + 1, lines.len()))
    }

    /// Shows the same role or family from another catalog, at the same scroll position.
    pub fn remap(&mut self, map: &Remap<'_>) {
        self.outdated = true;
        self.shown = self.shown.take().and_then(|(subject, width, duties)| {
            let subject = match subject {
                Subject::Role(role) => Subject::Role(map.role(role)?),
                Subject::Family(name) => Subject::Family(name),
            };
            Some((subject, width, duties))
        });
    }

    /// Clears the pane.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

fn lay_out(catalog: &Catalog, (subject, width, duties): &Sheet) -> Doc {
    match subject {
        Subject::Role(role) => role_doc(catalog, *role, usize::from(*width), *duties),
        Subject::Family(family) => family_doc(catalog, family, usize::from(*width)),
    }
}

/// Builds the text about `family`: its roles, each with its summary.
fn family_doc(catalog: &Catalog, family: &str, width: usize) -> Doc {
    let mut doc = Doc::default();
    for (name, roles) in catalog.families() {
        if name != family {
            continue;
        }
        for &id in roles {
            let role = catalog.role(id);
            doc.gap();
            let mut head = vec![Piece::new(&role.title, Tone::Title)];
            if let Some(level) = role.level {
                head.push(Piece::new(format!("  level {level}"), Tone::Dim));
            }
            doc.pieces(&head, width, 0);
            doc.text(&role.summary, Tone::Text, width, 2);
        }
        family_pay(&mut doc, catalog, roles, width);
    }
    doc
}

/// Builds the text with everything known about a role, wrapped to `width`, with the
/// responsibilities selected by `duties`.
pub fn role_doc(catalog: &Catalog, id: RoleId, width: usize, duties: Duties) -> Doc {
    let role = catalog.role(id);
    let mut doc = Doc::default();
    let mut notes = Notes { cited: Vec::new() };
    doc.text(&role.summary, Tone::Text, width, 0);
    overview(&mut doc, catalog, role, width, &mut notes);
    responsibilities(&mut doc, catalog, (role, duties), width, &mut notes);
    skills(&mut doc, catalog, role, width, &mut notes);
    moves(&mut doc, catalog, id, width, &mut notes);
    pay(&mut doc, catalog, role, width, &mut notes);
    differences(&mut doc, catalog, id, width, &mut notes);
    sources(&mut doc, catalog, role, width, &mut notes);
    doc.rows.iter_mut().flatten().for_each(rows::unbind);
    doc
}

/// Numbers sources in the order in which the text cites them.
struct Notes {
    cited: Vec<SourceId>,
}

impl Notes {
    /// Returns ` [1 3]`, dimmed, for text based on `sources`; nothing for the author's judgement.
    /// It is bound to the word before it, so that it never begins a line; see [`rows::unbind`].
    fn cite(&mut self, sources: &[SourceId]) -> Option<Piece> {
        if sources.is_empty() {
            return None;
        }
        let mut numbers = Vec::with_capacity(sources.len());
        for &source in sources {
            let at = self.cited.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.cited.push(source);
                self.cited.len() - 1
            });
            numbers.push((at + 1).to_string());
        }
        Some(Piece::new(format!("{BOUND}[{}]", numbers.join("\u{a0}")), Tone::Dim))
    }
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> String {
    roles.iter().map(|&r| catalog.role(r).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Lists the first few names and the number of others: public classifications have dozens.
fn some<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut text = names.take(MOST_NAMES).collect::<Vec<_>>().join(" · ");
    if more > 0 {
        text += &format!(" · and {more} more");
    }
    text
}

fn overview(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    doc.section("Overview", "", width);
    let mut field = |label: &str, text: String, sources: &[SourceId]| {
        if text.is_empty() {
            return;
        }
        let mut pieces = vec![Piece::new(text, Tone::Text)];
        pieces.extend(notes.cite(sources));
        doc.field(label, &pieces, width, LABELS);
    };
    let reporting = &role.reporting;
    field("Reports to", titles(catalog, &reporting.reports_to), &reporting.sources);
    field("Leads", titles(catalog, &reporting.manages), &reporting.sources);
    field("Span", reporting.span_text().unwrap_or_default(), &reporting.sources);
    field("Never leads", titles(catalog, &reporting.never_manages), &reporting.sources);
    let experience = &role.experience;
    field("Experience", experience.years_text().unwrap_or_default(), &experience.sources);
    field("Education", experience.education.clone().unwrap_or_default(), &experience.sources);
    field("Level", rung(catalog, role).unwrap_or_default(), &[]);
    field("Focus", role.focus.map(|f| f.word().to_string()).unwrap_or_default(), &[]);
    field("Also called", some(role.aliases.iter().map(String::as_str)), &[]);
    field("Not", titles(catalog, &role.confused_with), &[]);
    field("Near", some(role.related.iter().map(|&r| catalog.role(r).title.as_str())), &[]);
    field("Part of", titles(catalog, &role.broader), &[]);
    field(
        "Codes",
        role.codes.iter().map(|(k, v)| format!("{k} {v}")).collect::<Vec<_>>().join(" · "),
        &[],
    );
    if let Some(base) = role.extends {
        field("Builds on", catalog.role(base).title.clone(), &[]);
    }
}

/// Formats the rank of `role` in its family: `○ ● ○ ○  2 of 4 in product`.
fn rung(catalog: &Catalog, role: &Role) -> Option<String> {
    let level = role.level?;
    let mut levels: Vec<_> =
        family_of(catalog, &role.family).iter().filter_map(|&id| catalog.role(id).level).collect();
    levels.sort_unstable();
    levels.dedup();
    let at = levels.binary_search(&level).ok()?;
    (levels.len() > 1).then(|| {
        format!(
            "{}  {} of {} in {}",
            chart::rungs(at, levels.len()),
            at + 1,
            levels.len(),
            role.family
        )
    })
}

/// Groups `duties`, each with its position, by theme, in the order in which the role names the
/// themes.
fn by_theme(duties: &[Responsibility]) -> Vec<(ThemeId, Vec<(usize, &Responsibility)>)> {
    let mut themes: Vec<(ThemeId, Vec<(usize, &Responsibility)>)> = Vec::new();
    for (at, duty) in duties.iter().enumerate() {
        match themes.iter_mut().find(|(theme, _)| *theme == duty.theme) {
            Some((_, duties)) => duties.push((at, duty)),
            None => themes.push((duty.theme, vec![(at, duty)])),
        }
    }
    themes
}

fn responsibilities(
    doc: &mut Doc,
    catalog: &Catalog,
    (role, asked): (&Role, Duties),
    width: usize,
    notes: &mut Notes,
) {
    if role.responsibilities.is_empty() {
        return;
    }
    let shown = asked.of(role);
    let mut remarks: Vec<String> = Vec::new();
    if let (Duties::AddedHere, Some(base)) = (asked, role.extends) {
        remarks.push(format!("added to those of {}", catalog.role(base).title));
    }
    for emphasis in [Emphasis::Strategic, Emphasis::Tactical] {
        let count = shown.iter().filter(|duty| duty.emphasis == Some(emphasis)).count();
        if count > 0 {
            remarks.push(format!("{count} {emphasis}"));
        }
    }
    let remark = remarks.join(" · ");
    doc.section(format!("Responsibilities {}", shown.len()), &remark, width);
    for (theme, duties) in by_theme(shown) {
        doc.pieces(&theme_head(&catalog.theme(theme).title, &duties), width, 0);
        for (at, duty) in duties {
            doc.begin_duty(at);
            let mut pieces = vec![Piece::new(&duty.text, Tone::Text)];
            let mut remarks: Vec<String> = Vec::new();
            remarks.extend(duty.emphasis.map(|e| e.word().to_string()));
            remarks.extend(duty.share_text());
            remarks.extend(duty.note.clone());
            remarks.extend(duty.origin.map(|o| format!("from {}", catalog.role(o).title)));
            if !remarks.is_empty() {
                pieces.push(Piece::new(format!("  {}", remarks.join(", ")), Tone::Dim));
            }
            pieces.extend(notes.cite(&duty.sources));
            doc.pieces(&pieces, width, 2);
        }
    }
}

/// Builds a theme heading: a square for each of its responsibilities (`◆` for a strategic one), and
/// their share of the working time if the pack states it for all of them.
fn theme_head(title: &str, duties: &[(usize, &Responsibility)]) -> Vec<Piece> {
    let duties = || duties.iter().map(|(_, duty)| duty);
    let square = |duty: &&Responsibility| {
        if duty.emphasis == Some(Emphasis::Strategic) { '◆' } else { '■' }
    };
    let squares: String = duties().map(square).collect();
    let shares: Option<Vec<f64>> = duties().map(|duty| duty.share).collect();
    let time =
        shares.map(|shares| format!("  {:.0} % of the time", shares.iter().sum::<f64>() * 100.0));
    vec![
        Piece::new(format!("{title}  "), Tone::Accent),
        Piece::new(squares, Tone::Dim),
        Piece::new(time.unwrap_or_default(), Tone::Dim),
    ]
}

/// Formats how far up its scale `level` is: `●●○○`.
pub fn dots(level: Level) -> String {
    level.dots()
}

fn skills(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    if role.skills.is_empty() {
        return;
    }
    doc.section(format!("Skills {}", role.skills.len()), "", width);
    let scale = &catalog.pack(role.pack).scale;
    // Dots and the level's name come first, so that names start in one column.
    let dots_width = scale.names().len();
    let name_width = scale.names().iter().map(|name| cells(name)).max().unwrap_or(0);
    for importance in [Importance::Essential, Importance::Useful] {
        let asked: Vec<&Requirement> =
            role.skills.iter().filter(|r| r.importance == importance).collect();
        if asked.is_empty() {
            continue;
        }
        doc.text(
            if importance == Importance::Essential { "Essential" } else { "Useful" },
            Tone::Accent,
            width,
            0,
        );
        for requirement in asked {
            let level = requirement.level.map_or_else(
                || " ".repeat(dots_width + 1 + name_width),
                |l| format!("{} {}", pad(&dots(l), dots_width), pad(scale.name(l), name_width)),
            );
            let mut pieces = vec![Piece::new(&catalog.skill(requirement.skill).name, Tone::Text)];
            if let Some(note) = &requirement.note {
                pieces.push(Piece::new(format!("  {note}"), Tone::Dim));
            }
            pieces.extend(notes.cite(&requirement.sources));
            doc.field(&format!("  {level}"), &pieces, width, dots_width + name_width + 5);
        }
    }
}

fn moves(doc: &mut Doc, catalog: &Catalog, id: RoleId, width: usize, notes: &mut Notes) {
    let role = catalog.role(id);
    let into = catalog.moves_into(id);
    if role.moves.is_empty() && into.is_empty() {
        return;
    }
    doc.section(format!("Moves {}", role.moves.len() + into.len()), "", width);
    for step in &role.moves {
        let mut pieces = vec![Piece::new(format!("→ {}", catalog.role(step.to).title), Tone::Text)];
        pieces.extend(notes.cite(&step.sources));
        doc.pieces(&pieces, width, 2);
        if !step.requires.is_empty() {
            doc.text(&format!("takes {}", step.requires.join("; ")), Tone::Dim, width, 4);
        }
    }
    for &from in into {
        doc.text(&format!("← from {}", catalog.role(from).title), Tone::Text, width, 2);
    }
}

/// Width in cells of a bar beside figures.
const BAR: usize = 30;

/// Converts the amounts of `pay` for drawing.
pub(super) fn amounts(pay: &Pay) -> Amounts {
    Amounts { low: pay.low, high: pay.high, middle: pay.median.or(pay.mean) }
}

fn pay(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    if role.pay.is_empty() {
        return;
    }
    doc.section(format!("Pay {}", role.pay.len()), "", width);
    for figure in &role.pay {
        let mut pieces = vec![Piece::new(figure.amounts(), Tone::Text)];
        pieces.push(Piece::new(format!("  {}", figure.terms()), Tone::Dim));
        pieces.extend(notes.cite(&[figure.source]));
        doc.pieces(&pieces, width, 2);
        if let Some(proxy) = &figure.proxy_for {
            doc.text(
                &format!("a figure for a neighbouring occupation: {proxy}"),
                Tone::Warning,
                width,
                4,
            );
        }
        // Show it relative to the family's pay: a bar alone would mean little.
        let family = family_of(catalog, &role.family);
        let most = greatest(catalog, family.iter().copied(), figure);
        let told = format!(" of up to {} in {}", figure.spell(most), role.family);
        if most > amounts(figure).most() && width >= BAR + cells(&told) + 6 {
            let mut row = vec![Piece::new("    ", Tone::Text)];
            row.extend(chart::range(amounts(figure), most, BAR, Tone::Accent));
            row.push(Piece::new(told, Tone::Dim));
            doc.row(row);
        }
    }
}

fn family_of<'a>(catalog: &'a Catalog, family: &str) -> &'a [RoleId] {
    catalog.families().find(|(name, _)| *name == family).map_or(&[], |(_, roles)| roles)
}

/// Adds the pay of a family's roles on one axis, for the terms that most of its figures have.
fn family_pay(doc: &mut Doc, catalog: &Catalog, roles: &[RoleId], width: usize) {
    let figures: Vec<(RoleId, &Pay)> = roles
        .iter()
        .flat_map(|&id| catalog.role(id).pay.iter().map(move |pay| (id, pay)))
        .collect();
    let alike = |pay: &Pay| figures.iter().filter(|(_, other)| share_an_axis(pay, other)).count();
    // The first figure that is comparable to most others.
    let Some(axis) = figures.iter().rev().max_by_key(|(_, pay)| alike(pay)).map(|(_, pay)| *pay)
    else {
        return;
    };
    let shown: Vec<(RoleId, &Pay)> =
        figures.iter().copied().filter(|(_, pay)| share_an_axis(axis, pay)).collect();
    if shown.len() < 2 {
        return;
    }
    let most = greatest(catalog, roles.iter().copied(), axis);
    let names = shown.iter().map(|(id, _)| catalog.role(*id).title.as_str());
    let column = rows::column(names).min(width / 3).max(2);
    let told: Vec<String> = shown.iter().map(|(_, pay)| format!("  {}", pay.amounts())).collect();
    let widest = told.iter().map(|told| told.width()).max().unwrap_or(0);
    let bar = width.saturating_sub(column + widest + 2).min(BAR);
    let terms = format!(
        "{} a {}, {}, from 0 to {}",
        axis.basis,
        axis.period,
        axis.region,
        axis.spell(most)
    );
    doc.section("Pay", &terms, width);
    for ((id, pay), told) in shown.iter().zip(told) {
        doc.item();
        let mut row =
            vec![Piece::new(format!("{} ", pad(&catalog.role(*id).title, column - 1)), Tone::Text)];
        if bar >= 8 {
            row.extend(chart::range(amounts(pay), most, bar, Tone::Accent));
        }
        row.push(Piece::new(told, Tone::Dim));
        doc.row(pad_row(row, width));
    }
    if shown.iter().any(|(_, pay)| pay.proxy_for.is_some()) {
        doc.text(
            "Some are figures for a neighbouring occupation: see each role.",
            Tone::Dim,
            width,
            0,
        );
    }
    let left_out = figures.len() - shown.len();
    if left_out > 0 {
        doc.text(
            &format!("{left_out} in other currencies, periods or regions: see each role."),
            Tone::Dim,
            width,
            0,
        );
    }
}

fn differences(doc: &mut Doc, catalog: &Catalog, id: RoleId, width: usize, notes: &mut Notes) {
    let about: Vec<_> = catalog.comparisons().iter().filter(|c| c.roles.contains(&id)).collect();
    if about.is_empty() {
        return;
    }
    doc.section(format!("Told apart from {}", about.len()), "", width);
    for comparison in about {
        let others: Vec<RoleId> = comparison.roles.iter().copied().filter(|&r| r != id).collect();
        doc.text(&titles(catalog, &others), Tone::Accent, width, 0);
        for point in &comparison.points {
            for position in &point.positions {
                let mut pieces = vec![
                    Piece::new(format!("{} ", point.aspect), Tone::Dim),
                    Piece::new(&position.text, Tone::Text),
                ];
                pieces.extend(notes.cite(&position.sources));
                doc.pieces(&pieces, width, 2);
            }
            let Some((_, text)) = point.texts.iter().find(|(r, _)| *r == id) else { continue };
            let mut pieces = vec![
                Piece::new(format!("{}: ", point.aspect), Tone::Dim),
                Piece::new(text, Tone::Text),
            ];
            pieces.extend(notes.cite(&point.sources));
            doc.pieces(&pieces, width, 2);
        }
    }
}

fn sources(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    for &source in &role.sources {
        // Sources of the role itself are listed too, after those that the text cites.
        let _ = notes.cite(&[source]);
    }
    if notes.cited.is_empty() {
        return;
    }
    doc.section(format!("Sources {}", notes.cited.len()), "", width);
    for (i, &id) in notes.cited.iter().enumerate() {
        let source = catalog.source(id);
        let pieces = [
            Piece::new(format!("{}, ", source.title), Tone::Text),
            Piece::new(source.terms(), Tone::Dim),
        ];
        doc.field(&format!("  [{}]", i + 1), &pieces, width, 7);
    }
}
