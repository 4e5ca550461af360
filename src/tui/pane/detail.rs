//! One role in full, as text to scroll.

mod family;

use crate::analysis::diff::ResponsibilityScope;
use crate::analysis::pay::greatest_amount;
use crate::model::text::display_width;
use crate::model::{
    Catalog, Emphasis, Importance, Level, Pay, Requirement, Responsibility, Role, RoleId, SourceId,
    ThemeId,
};
use crate::tui::chart::{self, AmountRange};
use crate::tui::doc::{TextDoc, TextTone, TonedText, pad};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::pane::linked_page::{LinkedPage, PageDraft};
use crate::tui::pane::rows::{self, NO_BREAK_BLANK};
use crate::tui::remap::IdRemap;
use crate::wording::{self, capitalize};

/// Width of the label column.
const LABELS: usize = 14;

/// Maximum number of names listed; more are counted instead, and `roledex show` lists all.
const MAX_NAMES: usize = 12;

/// State of the text.
#[derive(Debug, Default)]
pub struct RoleDetailPane {
    /// Subject and width of the text; stale when the catalog has changed.
    memo: LayoutMemo<DetailKey>,
    /// The text.
    pub page: LinkedPage,
    /// Texts shown earlier or prepared in advance, oldest first.
    cached: Vec<(DetailKey, PageDraft)>,
    /// The responsibility to show once the text is ready.
    pending_reveal: Option<usize>,
}

/// Key of a laid-out text within a catalog: its subject, its width in cells, and the
/// responsibilities it shows.
type DetailKey = (DetailSubject, u16, ResponsibilityScope);

/// Maximum number of texts kept aside: those around a cursor, and those that it just left.
const MAX_CACHED: usize = 4;

/// Subject of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailSubject {
    /// One role.
    Role(RoleId),
    /// The roles of a family.
    Family(String),
}

impl RoleDetailPane {
    /// Returns the role shown.
    pub fn role(&self) -> Option<RoleId> {
        match self.memo.key() {
            Some((DetailSubject::Role(role), ..)) => Some(*role),
            _ => None,
        }
    }

    /// Returns the text.
    pub fn doc(&self) -> &TextDoc {
        self.page.doc()
    }

    /// Shows `subject` with those `duties` at `width` cells; starts at the top if the subject is
    /// new.
    pub fn show(
        &mut self,
        catalog: &Catalog,
        subject: DetailSubject,
        width: u16,
        duties: ResponsibilityScope,
    ) {
        let key = (subject, width, duties);
        if self.memo.is_current(&key) {
            return;
        }
        if self.memo.is_stale() {
            self.cached.clear();
        }
        let draft = match self.cached.iter().position(|(cached, _)| *cached == key) {
            Some(at) => self.cached.remove(at).1,
            None => lay_out(catalog, &key),
        };
        let is_same = self.memo.key().is_some_and(|(subject, ..)| *subject == key.0);
        match self.memo.replace(key) {
            LayoutChange::Contents(_) if is_same => self.page.show_changed(draft),
            LayoutChange::First | LayoutChange::Contents(_) => self.page.show(draft),
            LayoutChange::Key(before) => {
                self.cache_draft(before.clone(), self.page.draft().clone());
                if !is_same {
                    self.page.show(draft);
                } else if before.2 == duties {
                    self.page.show_rewrapped(draft);
                } else {
                    self.page.show_changed(draft);
                }
            }
        }
        if let Some(line) =
            self.pending_reveal.take().and_then(|duty| self.doc().responsibility_line(duty))
        {
            // Show its theme above it.
            self.page.reveal(line);
            self.page.scroll.move_to(line.saturating_sub(1));
        }
    }

    /// Lays out the text of `subject` in advance, as wide as the one shown.
    pub fn prepare(&mut self, catalog: &Catalog, subject: DetailSubject) {
        let Some((_, width, duties)) = self.memo.key() else { return };
        let sheet = (subject, *width, *duties);
        let there =
            self.cached.iter().any(|(other, _)| *other == sheet) || self.memo.key() == Some(&sheet);
        if !there && !self.memo.is_stale() {
            let draft = lay_out(catalog, &sheet);
            self.cache_draft(sheet, draft);
        }
    }

    fn cache_draft(&mut self, sheet: DetailKey, draft: PageDraft) {
        if self.cached.len() == MAX_CACHED {
            self.cached.remove(0);
        }
        self.cached.push((sheet, draft));
    }

    /// Shows the responsibility at this position when the text is next built.
    pub fn reveal_responsibility(&mut self, duty: Option<usize>) {
        self.pending_reveal = duty;
        if duty.is_some() {
            self.memo.clear();
        }
    }

    /// Shows the same role or family from another catalog, at the same scroll position.
    pub fn remap(&mut self, map: &IdRemap<'_>) {
        self.memo.remap(|(subject, width, duties)| {
            let subject = match subject {
                DetailSubject::Role(role) => DetailSubject::Role(map.role(role)?),
                DetailSubject::Family(name) => DetailSubject::Family(name),
            };
            Some((subject, width, duties))
        });
        self.page.remap_links(|link| link.remap(map));
    }

    /// Clears the pane.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

fn lay_out(catalog: &Catalog, (subject, width, duties): &DetailKey) -> PageDraft {
    let doc = match subject {
        DetailSubject::Role(role) => role_doc(catalog, *role, usize::from(*width), *duties),
        DetailSubject::Family(family) => family::family_doc(catalog, family, usize::from(*width)),
    };
    PageDraft { doc, ..PageDraft::default() }
}

/// Builds the text with everything known about a role, wrapped to `width`, with the
/// responsibilities selected by `duties`.
pub fn role_doc(
    catalog: &Catalog,
    id: RoleId,
    width: usize,
    duties: ResponsibilityScope,
) -> TextDoc {
    let role = catalog.role(id);
    let mut doc = TextDoc::default();
    let mut notes = CitationNumbers { cited: Vec::new() };
    doc.text(&role.summary, TextTone::Text, width, 0);
    overview(&mut doc, catalog, role, width, &mut notes);
    responsibilities(&mut doc, catalog, (role, duties), width, &mut notes);
    skills(&mut doc, catalog, role, width, &mut notes);
    moves(&mut doc, catalog, id, width, &mut notes);
    pay(&mut doc, catalog, role, width, &mut notes);
    differences(&mut doc, catalog, id, width, &mut notes);
    sources(&mut doc, catalog, role, width, &mut notes);
    doc.rows.iter_mut().flatten().for_each(rows::restore_blanks);
    doc
}

/// Numbers sources in the order in which the text cites them.
struct CitationNumbers {
    cited: Vec<SourceId>,
}

impl CitationNumbers {
    /// Returns ` [1 3]`, dimmed, for text based on `sources`; nothing for the author's judgement.
    /// It is bound to the word before it, so that it never begins a line; see [`rows::restore_blanks`].
    fn cite(&mut self, sources: &[SourceId]) -> Option<TonedText> {
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
        Some(TonedText::new(format!("{NO_BREAK_BLANK}[{}]", numbers.join("\u{a0}")), TextTone::Dim))
    }
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> String {
    roles.iter().map(|&r| catalog.role(r).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Lists the first few names and the number of others: public classifications have dozens.
fn first_names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(MAX_NAMES);
    let mut text = names.take(MAX_NAMES).collect::<Vec<_>>().join(" · ");
    if more > 0 {
        text += &format!(" · and {more} more");
    }
    text
}

fn overview(
    doc: &mut TextDoc,
    catalog: &Catalog,
    role: &Role,
    width: usize,
    notes: &mut CitationNumbers,
) {
    doc.section("Overview", "", width);
    let (reporting, experience) = (&role.reporting, &role.experience);
    let related = role.related.iter().map(|&role| catalog.role(role).title.as_str());
    let codes: Vec<String> = role.codes.iter().map(|(k, v)| format!("{k} {v}")).collect();
    let fields: [(&str, String, &[SourceId]); 14] = [
        (wording::REPORTS_TO, titles(catalog, &reporting.reports_to), &reporting.sources),
        (wording::LEADS, titles(catalog, &reporting.manages), &reporting.sources),
        ("Span", reporting.span_text().unwrap_or_default(), &reporting.sources),
        (wording::NEVER_LEADS, titles(catalog, &reporting.never_manages), &reporting.sources),
        ("Experience", experience.years_text().unwrap_or_default(), &experience.sources),
        ("Education", experience.education.clone().unwrap_or_default(), &experience.sources),
        ("Seniority", ladder_text(catalog, role).unwrap_or_default(), &[]),
        ("Focus", role.focus.map(|focus| focus.word().to_string()).unwrap_or_default(), &[]),
        (wording::ALSO_CALLED, first_names(role.aliases.iter().map(String::as_str)), &[]),
        ("Confused with", titles(catalog, &role.confused_with), &[]),
        (wording::RELATED, first_names(related), &[]),
        (wording::PART_OF, titles(catalog, &role.broader), &[]),
        ("Codes", codes.join(" · "), &[]),
        (
            wording::BUILDS_ON,
            role.extends.map(|base| catalog.role(base).title.clone()).unwrap_or_default(),
            &[],
        ),
    ];
    for (label, text, sources) in fields {
        if !text.is_empty() {
            let mut pieces = vec![TonedText::new(text, TextTone::Text)];
            pieces.extend(notes.cite(sources));
            doc.field(&capitalize(label), &pieces, width, LABELS);
        }
    }
}

/// Formats the rank of `role` in its family: `○ ● ○ ○  2 of 4 in product`.
fn ladder_text(catalog: &Catalog, role: &Role) -> Option<String> {
    let level = role.seniority?;
    let mut levels: Vec<_> = family_of(catalog, &role.family)
        .iter()
        .filter_map(|&id| catalog.role(id).seniority)
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let at = levels.binary_search(&level).ok()?;
    (levels.len() > 1).then(|| {
        format!(
            "{}  {} of {} in {}",
            chart::ladder(at, levels.len()),
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
    doc: &mut TextDoc,
    catalog: &Catalog,
    (role, asked): (&Role, ResponsibilityScope),
    width: usize,
    notes: &mut CitationNumbers,
) {
    if role.responsibilities.is_empty() {
        return;
    }
    let shown = asked.of(role);
    let mut remarks: Vec<String> = Vec::new();
    if let (ResponsibilityScope::AddedHere, Some(base)) = (asked, role.extends) {
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
            doc.begin_responsibility(at);
            let mut pieces = vec![TonedText::new(&duty.text, TextTone::Text)];
            let mut remarks: Vec<String> = Vec::new();
            remarks.extend(duty.emphasis.map(|e| e.word().to_string()));
            remarks.extend(duty.share_text());
            remarks.extend(duty.note.clone());
            remarks.extend(duty.inherited_from.map(|o| format!("from {}", catalog.role(o).title)));
            if !remarks.is_empty() {
                pieces.push(TonedText::new(format!("  {}", remarks.join(", ")), TextTone::Dim));
            }
            pieces.extend(notes.cite(&duty.sources));
            doc.pieces(&pieces, width, 2);
        }
    }
}

/// Builds a theme heading: a square for each of its responsibilities (`◆` for a strategic one), and
/// their share of the working time if the pack states it for all of them.
fn theme_head(title: &str, duties: &[(usize, &Responsibility)]) -> Vec<TonedText> {
    let emphases = duties.iter().map(|(_, duty)| duty.emphasis);
    let squares: String = emphases
        .map(|emphasis| if emphasis == Some(Emphasis::Strategic) { '◆' } else { '■' })
        .collect();
    let shares: Option<Vec<f64>> = duties.iter().map(|(_, duty)| duty.share).collect();
    let time =
        shares.map(|shares| format!("  {:.0} % of the time", shares.iter().sum::<f64>() * 100.0));
    vec![
        TonedText::new(format!("{title}  "), TextTone::Accent),
        TonedText::new(squares, TextTone::Dim),
        TonedText::new(time.unwrap_or_default(), TextTone::Dim),
    ]
}

/// Formats how far up its scale `level` is: `●●○○`.
pub fn dots(level: Level) -> String {
    level.dots()
}

fn skills(
    doc: &mut TextDoc,
    catalog: &Catalog,
    role: &Role,
    width: usize,
    notes: &mut CitationNumbers,
) {
    if role.skills.is_empty() {
        return;
    }
    doc.section(format!("Skills {}", role.skills.len()), "", width);
    let scale = &catalog.pack(role.pack).scale;
    // Dots and the level's name come first, so that names start in one column.
    let dots_width = scale.names().len();
    let name_width = scale.names().iter().map(|name| display_width(name)).max().unwrap_or(0);
    for importance in [Importance::Essential, Importance::Useful] {
        let asked: Vec<&Requirement> =
            role.skills.iter().filter(|r| r.importance == importance).collect();
        if asked.is_empty() {
            continue;
        }
        doc.text(
            if importance == Importance::Essential { "Essential" } else { "Useful" },
            TextTone::Accent,
            width,
            0,
        );
        for requirement in asked {
            let level = requirement.level.map_or_else(
                || " ".repeat(dots_width + 1 + name_width),
                |l| format!("{} {}", pad(&dots(l), dots_width), pad(scale.name(l), name_width)),
            );
            let mut pieces =
                vec![TonedText::new(&catalog.skill(requirement.skill).name, TextTone::Text)];
            if let Some(note) = &requirement.note {
                pieces.push(TonedText::new(format!("  {note}"), TextTone::Dim));
            }
            pieces.extend(notes.cite(&requirement.sources));
            doc.field(&format!("  {level}"), &pieces, width, dots_width + name_width + 5);
        }
    }
}

fn moves(
    doc: &mut TextDoc,
    catalog: &Catalog,
    id: RoleId,
    width: usize,
    notes: &mut CitationNumbers,
) {
    let role = catalog.role(id);
    let into = catalog.moves_into(id);
    if role.moves.is_empty() && into.is_empty() {
        return;
    }
    doc.section(format!("Moves {}", role.moves.len() + into.len()), "", width);
    for step in &role.moves {
        let mut pieces =
            vec![TonedText::new(format!("→ {}", catalog.role(step.to).title), TextTone::Text)];
        pieces.extend(notes.cite(&step.sources));
        doc.pieces(&pieces, width, 2);
        if !step.requires.is_empty() {
            doc.text(&format!("takes {}", step.requires.join("; ")), TextTone::Dim, width, 4);
        }
    }
    for &from in into {
        doc.text(&format!("← from {}", catalog.role(from).title), TextTone::Text, width, 2);
    }
}

/// Width in cells of a bar beside figures.
const BAR: usize = 30;

/// Converts the amounts of `pay` for drawing.
pub(super) fn amounts(pay: &Pay) -> AmountRange {
    AmountRange { low: pay.low, high: pay.high, middle: pay.median.or(pay.mean) }
}

fn pay(
    doc: &mut TextDoc,
    catalog: &Catalog,
    role: &Role,
    width: usize,
    notes: &mut CitationNumbers,
) {
    if role.pay.is_empty() {
        return;
    }
    doc.section(format!("Pay {}", role.pay.len()), "", width);
    for figure in &role.pay {
        let mut pieces = vec![TonedText::new(figure.amounts_text(), TextTone::Text)];
        pieces.push(TonedText::new(format!("  {}", figure.terms_text()), TextTone::Dim));
        pieces.extend(notes.cite(&[figure.source]));
        doc.pieces(&pieces, width, 2);
        if let Some(proxy) = &figure.proxy_for {
            doc.text(
                &format!("figure for a similar occupation: {proxy}"),
                TextTone::Warning,
                width,
                4,
            );
        }
        // Show it relative to the family's pay: a bar alone would mean little.
        let family = family_of(catalog, &role.family);
        let most = greatest_amount(catalog, family.iter().copied(), figure);
        let told = format!(" (max {} in {})", figure.format_amount(most), role.family);
        if most > amounts(figure).most() && width >= BAR + display_width(&told) + 6 {
            let mut row = vec![TonedText::new("    ", TextTone::Text)];
            row.extend(chart::range(amounts(figure), most, BAR, TextTone::Accent));
            row.push(TonedText::new(told, TextTone::Dim));
            doc.row(row);
        }
    }
}

fn family_of<'a>(catalog: &'a Catalog, family: &str) -> &'a [RoleId] {
    catalog.families().find(|(name, _)| *name == family).map_or(&[], |(_, roles)| roles)
}

fn differences(
    doc: &mut TextDoc,
    catalog: &Catalog,
    id: RoleId,
    width: usize,
    notes: &mut CitationNumbers,
) {
    let about: Vec<_> = catalog.comparisons().iter().filter(|c| c.roles.contains(&id)).collect();
    if about.is_empty() {
        return;
    }
    doc.section(format!("{} {}", capitalize(wording::CONFUSED_WITH), about.len()), "", width);
    for comparison in about {
        let others: Vec<RoleId> = comparison.roles.iter().copied().filter(|&r| r != id).collect();
        doc.text(&titles(catalog, &others), TextTone::Accent, width, 0);
        for point in &comparison.points {
            for position in &point.positions {
                let mut pieces = vec![
                    TonedText::new(format!("{} ", point.aspect), TextTone::Dim),
                    TonedText::new(&position.text, TextTone::Text),
                ];
                pieces.extend(notes.cite(&position.sources));
                doc.pieces(&pieces, width, 2);
            }
            let Some((_, text)) = point.texts.iter().find(|(r, _)| *r == id) else { continue };
            let mut pieces = vec![
                TonedText::new(format!("{}: ", point.aspect), TextTone::Dim),
                TonedText::new(text, TextTone::Text),
            ];
            pieces.extend(notes.cite(&point.sources));
            doc.pieces(&pieces, width, 2);
        }
    }
}

fn sources(
    doc: &mut TextDoc,
    catalog: &Catalog,
    role: &Role,
    width: usize,
    notes: &mut CitationNumbers,
) {
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
            TonedText::new(format!("{}, ", source.title), TextTone::Text),
            TonedText::new(source.terms_text(), TextTone::Dim),
        ];
        doc.field(&format!("  [{}]", i + 1), &pieces, width, 7);
    }
}
