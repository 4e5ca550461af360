//! One role, whole, as a text to scroll.

use crate::analysis::diff::Duties;
use crate::model::{Catalog, Importance, Level, Requirement, Responsibility, Role, RoleId, SourceId, ThemeId};
use crate::tui::doc::{Doc, Piece, Scroll, Tone};

/// Width of the column of labels.
const LABELS: usize = 14;

/// More names than these are counted instead of listed; `roledex show` lists all.
const MOST_NAMES: usize = 12;

/// State of the text.
#[derive(Debug, Default)]
pub struct Pane {
    /// What the text is about and how wide it is.
    shown: Option<(Subject, u16, Duties)>,
    doc: Doc,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// What the pane tells about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One role.
    Role(RoleId),
    /// The roles of a family.
    Family(String),
}

impl Pane {
    /// The role shown.
    pub fn role(&self) -> Option<RoleId> {
        match self.shown {
            Some((Subject::Role(role), ..)) => Some(role),
            _ => None,
        }
    }

    /// The text.
    pub fn doc(&self) -> &Doc {
        &self.doc
    }

    /// Shows `subject` with those `duties` at `width` cells; starts at the top when the subject is new.
    pub fn show(&mut self, catalog: &Catalog, subject: Subject, width: u16, duties: Duties) {
        let wanted = Some((subject, width, duties));
        if self.shown == wanted {
            return;
        }
        let same = matches!((&self.shown, &wanted), (Some((a, ..)), Some((b, ..))) if a == b);
        let doc = match &wanted {
            Some((Subject::Role(role), ..)) => role_doc(catalog, *role, usize::from(width), duties),
            Some((Subject::Family(family), ..)) => family_doc(catalog, family, usize::from(width)),
            None => Doc::default(),
        };
        if same {
            self.scroll.rewrap(&self.doc, &doc);
        } else {
            self.scroll = Scroll::default();
        }
        self.doc = doc;
        self.shown = wanted;
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The roles of `family`, each with its summary.
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
    }
    doc
}

/// Everything known of `role`, wrapped to `width`; of its responsibilities those that are asked for.
pub fn role_doc(catalog: &Catalog, id: RoleId, width: usize, duties: Duties) -> Doc {
    let role = catalog.role(id);
    let mut doc = Doc::default();
    let mut notes = Notes { cited: Vec::new() };
    doc.text(&role.summary, Tone::Text, width, 0);
    overview(&mut doc, catalog, role, width, &mut notes);
    responsibilities(&mut doc, catalog, (role, duties), width, &mut notes);
    skills(&mut doc, catalog, role, width, &mut notes);
    moves(&mut doc, catalog, id, width, &mut notes);
    pay(&mut doc, role, width, &mut notes);
    differences(&mut doc, catalog, id, width, &mut notes);
    sources(&mut doc, catalog, role, width, &mut notes);
    doc
}

/// Numbers sources in the order in which the text cites them.
struct Notes {
    cited: Vec<SourceId>,
}

impl Notes {
    /// ` [1 3]`, dim, for text that rests on `sources`; nothing for the author's judgement.
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
        Some(Piece::new(format!(" [{}]", numbers.join(" ")), Tone::Dim))
    }
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> String {
    roles.iter().map(|&r| catalog.role(r).title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Names of which public classifications have dozens: the first few, and how many more there are.
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
    field("Focus", role.focus.map(|f| f.word().to_string()).unwrap_or_default(), &[]);
    field("Also called", some(role.aliases.iter().map(String::as_str)), &[]);
    field("Not", titles(catalog, &role.confused_with), &[]);
    field("Near", some(role.related.iter().map(|&r| catalog.role(r).title.as_str())), &[]);
    field("Part of", titles(catalog, &role.broader), &[]);
    field("Codes", role.codes.iter().map(|(k, v)| format!("{k} {v}")).collect::<Vec<_>>().join(" · "), &[]);
    if let Some(base) = role.extends {
        field("Builds on", catalog.role(base).title.clone(), &[]);
    }
}

/// `duties` under their themes, the themes in the order in which the role names them.
fn by_theme(duties: &[Responsibility]) -> Vec<(ThemeId, Vec<&Responsibility>)> {
    let mut themes: Vec<(ThemeId, Vec<&Responsibility>)> = Vec::new();
    for duty in duties {
        match themes.iter_mut().find(|(theme, _)| *theme == duty.theme) {
            Some((_, duties)) => duties.push(duty),
            None => themes.push((duty.theme, vec![duty])),
        }
    }
    themes
}

fn responsibilities(doc: &mut Doc, catalog: &Catalog, (role, asked): (&Role, Duties), width: usize, notes: &mut Notes) {
    if role.responsibilities.is_empty() {
        return;
    }
    let shown = asked.of(role);
    let remark = match (asked, role.extends) {
        (Duties::AddedHere, Some(base)) => format!("added to those of {}", catalog.role(base).title),
        _ => String::new(),
    };
    doc.section(format!("Responsibilities {}", shown.len()), &remark, width);
    for (theme, duties) in by_theme(shown) {
        doc.text(&catalog.theme(theme).title, Tone::Accent, width, 0);
        for duty in duties {
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

/// `●●○○`: how far up its scale `level` is.
pub fn dots(level: Level) -> String {
    level.dots()
}

fn skills(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    if role.skills.is_empty() {
        return;
    }
    doc.section(format!("Skills {}", role.skills.len()), "", width);
    let scale = &catalog.pack(role.pack).scale;
    // Dots and the level's name stand in front, so that names start in one column.
    let dots_width = scale.names().len();
    let name_width = scale.names().iter().map(|n| n.chars().count()).max().unwrap_or(0);
    for importance in [Importance::Essential, Importance::Useful] {
        let asked: Vec<&Requirement> = role.skills.iter().filter(|r| r.importance == importance).collect();
        if asked.is_empty() {
            continue;
        }
        doc.text(if importance == Importance::Essential { "Essential" } else { "Useful" }, Tone::Accent, width, 0);
        for requirement in asked {
            let level = requirement.level.map_or_else(
                || " ".repeat(dots_width + 1 + name_width),
                |l| format!("{:<dots_width$} {:<name_width$}", dots(l), scale.name(l)),
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

fn pay(doc: &mut Doc, role: &Role, width: usize, notes: &mut Notes) {
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
            doc.text(&format!("a figure for a neighbouring occupation: {proxy}"), Tone::Warning, width, 4);
        }
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
                let mut pieces =
                    vec![Piece::new(format!("{} ", point.aspect), Tone::Dim), Piece::new(&position.text, Tone::Text)];
                pieces.extend(notes.cite(&position.sources));
                doc.pieces(&pieces, width, 2);
            }
            let Some((_, text)) = point.texts.iter().find(|(r, _)| *r == id) else { continue };
            let mut pieces = vec![Piece::new(format!("{}: ", point.aspect), Tone::Dim), Piece::new(text, Tone::Text)];
            pieces.extend(notes.cite(&point.sources));
            doc.pieces(&pieces, width, 2);
        }
    }
}

fn sources(doc: &mut Doc, catalog: &Catalog, role: &Role, width: usize, notes: &mut Notes) {
    for &source in &role.sources {
        // Sources of the role as a whole are listed too, after those that the text cites.
        let _ = notes.cite(&[source]);
    }
    if notes.cited.is_empty() {
        return;
    }
    doc.section(format!("Sources {}", notes.cited.len()), "", width);
    for (i, &id) in notes.cited.iter().enumerate() {
        let source = catalog.source(id);
        let pieces = [Piece::new(format!("{}, ", source.title), Tone::Text), Piece::new(source.terms(), Tone::Dim)];
        doc.field(&format!("  [{}]", i + 1), &pieces, width, 7);
    }
}
