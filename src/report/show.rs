//! A role in full.

mod json;
pub mod skill;

use std::io::{self, Write};

pub(super) use self::json::ShowAnswer;
pub use self::json::json;
use super::document::{
    ColumnSet as _, DocumentCell, DocumentLink, DocumentRow, DocumentSection, ReportDocument,
    SpanMeaning, columns,
};
use super::{AnsiStyle, PageSetup, skills};
use crate::analysis::diff::ResponsibilityScope;
use crate::analysis::pay::figures_by_fit;
use crate::model::{Catalog, Importance, Role, RoleId, SourceId};
use crate::wording;

/// Numbers sources in the order in which the text cites them.
#[derive(Default)]
struct SourceNumbering(Vec<SourceId>);

impl SourceNumbering {
    /// Returns the numbers of `sources` in brackets, after a blank.
    fn cite(&mut self, sources: &[SourceId], meaning: SpanMeaning) -> DocumentCell {
        let mut numbers = DocumentCell::default();
        for &source in sources {
            let at = self.0.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.0.push(source);
                self.0.len() - 1
            });
            let before = if numbers.is_empty() { " [" } else { " " };
            let number = DocumentCell::new((at + 1).to_string(), meaning);
            numbers = numbers
                .append(before, meaning)
                .append_cell(number.linked(DocumentLink::Source(source)));
        }
        if numbers.is_empty() { numbers } else { numbers.append("]", meaning) }
    }
}

columns!(
    /// The columns of a role in full.
    ShowColumn {
        /// The section of the row.
        Section = "section",
        /// The subject of the row.
        Label = "label",
        /// The text about it.
        Text = "text",
    }
);

/// A row of a section.
fn show_row(
    section: &str,
    label: impl Into<DocumentCell>,
    text: impl Into<DocumentCell>,
) -> DocumentRow {
    DocumentRow::of([
        (ShowColumn::Section, section.into()),
        (ShowColumn::Label, label.into()),
        (ShowColumn::Text, text.into()),
    ])
}

/// An empty section with the columns that a page shows.
fn empty_section(name: &'static str) -> DocumentSection {
    let section = DocumentSection::new(name);
    match name {
        wording::RESPONSIBILITIES => {
            section.group_by(ShowColumn::Label).show_column(ShowColumn::Text, "")
        }
        "Essential skills" | "Useful skills" => section
            .show_column(ShowColumn::Text, "Skill")
            .show_column(ShowColumn::Label, "Level")
            .row_header(ShowColumn::Text),
        wording::PAY => section
            .show_column(ShowColumn::Label, "Amount")
            .show_column(ShowColumn::Text, "Terms")
            .row_header(ShowColumn::Label),
        _ => section
            .show_column(ShowColumn::Label, "")
            .show_column(ShowColumn::Text, "")
            .row_header(ShowColumn::Label),
    }
}

fn title_list(catalog: &Catalog, roles: &[RoleId]) -> DocumentCell {
    DocumentCell::inline_list(roles.iter().map(|&r| DocumentCell::role(catalog, r)))
}

/// The sections about a role, filled line by line.
struct RoleSections<'a> {
    catalog: &'a Catalog,
    id: RoleId,
    role: &'a Role,
    sections: Vec<DocumentSection>,
    citations: SourceNumbering,
}

impl<'a> RoleSections<'a> {
    fn new(catalog: &'a Catalog, id: RoleId) -> Self {
        let role = catalog.role(id);
        // The title and the lead of a page are records like everything else.
        let top = DocumentSection::new("Role").rows([
            show_row("Role", "title", &role.title),
            show_row("Role", "summary", &role.summary),
        ]);
        let citations = SourceNumbering::default();
        Self { catalog, id, role, sections: vec![top], citations }
    }

    /// Adds a line to the section `name`; a line without text is left out.
    fn push(
        &mut self,
        name: &'static str,
        label: impl Into<DocumentCell>,
        text: impl Into<DocumentCell>,
    ) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        let last = self.sections.last();
        if last.is_none_or(|last| last.heading != name || last.page_columns.is_empty()) {
            self.sections.push(empty_section(name));
        }
        if let Some(last) = self.sections.last_mut() {
            last.rows.push(show_row(name, label, text));
        }
    }

    fn add_description(&mut self) {
        let (catalog, role) = (self.catalog, self.role);
        self.push("Role", "id", &role.id);
        if let Some(text) = catalog.read_from(self.id) {
            self.push("Role", wording::READ_FROM, text);
        } else {
            self.push("Role", "family", DocumentCell::family(&role.family));
        }
        self.push("Role", "track", role.track.map(|t| t.to_string()).unwrap_or_default());
        self.push("Role", "seniority", role.seniority.map(|l| l.to_string()).unwrap_or_default());
        self.push("Role", "focus", role.focus.map(|f| f.to_string()).unwrap_or_default());
        self.push("Role", wording::ALSO_CALLED, DocumentCell::inline_list(&role.aliases));
        self.push("Role", wording::CONFUSED_WITH, title_list(catalog, &role.confused_with));
        self.push("Role", wording::RELATED, title_list(catalog, &role.related));
        self.push("Role", wording::PART_OF, title_list(catalog, &role.broader));
        let base = role.extends.map(|base| DocumentCell::role(catalog, base));
        self.push("Role", wording::BUILDS_ON, base.unwrap_or_default());
        for (scheme, code) in &role.codes {
            self.push("Role", scheme, code);
        }
    }

    fn add_reporting(&mut self) {
        let (catalog, reporting) = (self.catalog, &self.role.reporting);
        let sources = catalog.reporting_sources(self.id);
        let mut note = self.citations.cite(&sources, SpanMeaning::Plain);
        self.push(
            "Reporting",
            wording::REPORTS_TO,
            title_list(catalog, catalog.reports_to(self.id)),
        );
        self.push("Reporting", wording::LEADS, title_list(catalog, catalog.leads(self.id)));
        self.push("Reporting", wording::NEVER_LEADS, title_list(catalog, &reporting.never_manages));
        self.push("Reporting", "span", reporting.span_text().unwrap_or_default());
        // In a row of its own: after a list it would be part of the last item.
        if let Some(first) = note.spans.first_mut() {
            first.text = first.text.trim_start().to_string();
        }
        self.push("Reporting", "sources", note);
    }

    fn add_experience(&mut self) {
        let experience = &self.role.experience;
        let note = self.citations.cite(&experience.sources, SpanMeaning::Plain);
        for (label, text) in
            [("years", experience.years_text()), ("education", experience.education.clone())]
        {
            let text = text.map(|text| DocumentCell::from(text).append_cell(note.clone()));
            self.push("Experience", label, text.unwrap_or_default());
        }
    }

    fn add_responsibilities(&mut self, scope: ResponsibilityScope) {
        let catalog = self.catalog;
        for duty in scope.of(self.role) {
            let mut remarks: Vec<DocumentCell> =
                duty.emphasis.map(|e| e.to_string().into()).into_iter().collect();
            remarks.extend(duty.share_text().map(DocumentCell::from));
            remarks.extend(duty.note.as_ref().map(DocumentCell::from));
            remarks.extend(duty.inherited_from.map(|origin| {
                DocumentCell::from("from ").append_cell(DocumentCell::role(catalog, origin))
            }));
            let text = DocumentCell::from(&duty.text)
                .append_cell(aside(remarks))
                .append_cell(self.citations.cite(&duty.sources, SpanMeaning::Dim));
            self.push(wording::RESPONSIBILITIES, &catalog.theme(duty.theme).title, text);
        }
    }

    fn add_skills(&mut self) {
        let catalog = self.catalog;
        for requirement in &self.role.skills {
            let section = match requirement.importance {
                Importance::Essential => "Essential skills",
                Importance::Useful => "Useful skills",
            };
            let level = requirement
                .level
                .map(|level| skills::level_cell(Some(level), catalog.level_name(self.id, level)));
            let text = DocumentCell::skill(catalog, requirement.skill)
                .append_cell(aside(requirement.note.as_ref().map(DocumentCell::from)))
                .append_cell(self.citations.cite(&requirement.sources, SpanMeaning::Dim));
            self.push(section, level.unwrap_or_default(), text);
        }
    }

    fn add_pay(&mut self) {
        for figure in figures_by_fit(self.role) {
            let note = self.citations.cite(&[figure.source], SpanMeaning::Plain);
            let terms = DocumentCell::from(figure.terms_text()).append_cell(note);
            // The occupation comes before an amount that is not the role's own.
            match figure.proxy_text() {
                Some(proxy) => {
                    let text = DocumentCell::from(figure.amounts_text() + " ").append_cell(terms);
                    self.push(wording::PAY, proxy, text);
                }
                None => self.push(wording::PAY, figure.amounts_text(), terms),
            }
        }
    }

    fn add_moves(&mut self) {
        let catalog = self.catalog;
        for step in &self.role.moves {
            let mut takes = DocumentCell::inline_list(&step.requires);
            match takes.spans.iter_mut().find(|span| span.meaning == SpanMeaning::Plain) {
                Some(first) => first.text.insert_str(0, "takes "),
                None => takes = "–".into(),
            }
            let takes = takes.append_cell(self.citations.cite(&step.sources, SpanMeaning::Plain));
            let to = DocumentCell::from("to ").append_cell(DocumentCell::role(catalog, step.to));
            self.push(wording::MOVES, to, takes);
        }
        for from in catalog.moves_into(self.id) {
            self.push(wording::MOVES, "from", DocumentCell::role(catalog, *from));
        }
    }

    /// Adds the sources, after everything that cites them.
    fn add_sources(&mut self) {
        self.citations.cite(&self.role.sources, SpanMeaning::Plain);
        for (at, id) in self.citations.0.clone().into_iter().enumerate() {
            let source = self.catalog.source(id);
            let text = DocumentCell::from(&source.title)
                .linked(DocumentLink::SourceAddress(id))
                .append(format!(", {}", source.terms_text()), SpanMeaning::Plain);
            self.push(wording::SOURCES, format!("[{}]", at + 1), text);
            let row = self.sections.last_mut().and_then(|section| section.rows.last_mut());
            if let Some(row) = row {
                row.anchor = Some(id);
            }
        }
    }
}

/// Remarks in brackets, after a blank.
fn aside(remarks: impl IntoIterator<Item = DocumentCell>) -> DocumentCell {
    let mut cell = DocumentCell::default();
    for mut remark in remarks {
        remark.spans.iter_mut().for_each(|span| span.meaning = SpanMeaning::Dim);
        let before = if cell.is_empty() { " (" } else { ", " };
        cell = cell.append(before, SpanMeaning::Dim).append_cell(remark);
    }
    if cell.is_empty() { cell } else { cell.append(")", SpanMeaning::Dim) }
}

/// The role as a sheet.
pub fn document(catalog: &Catalog, id: RoleId, scope: ResponsibilityScope) -> ReportDocument {
    let role = catalog.role(id);
    let mut sections = RoleSections::new(catalog, id);
    sections.add_description();
    sections.add_reporting();
    sections.add_experience();
    sections.add_responsibilities(scope);
    sections.add_skills();
    sections.add_pay();
    sections.add_moves();
    sections.add_sources();
    let document = ReportDocument::new(catalog, &role.title, ShowColumn::NAMES);
    ReportDocument { sections: sections.sections, ..document.intro(&role.summary) }
}

/// Writes the role as text; in a pipe as `section`, `label`, `text`, separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    id: RoleId,
    duties: ResponsibilityScope,
    page: PageSetup,
) -> io::Result<()> {
    let summary = &catalog.role(id).summary;
    write_sections(out, &document(catalog, id, duties), summary, page)
}

/// Writes the sections of `document` under its title and `lead`; in a pipe its records.
fn write_sections(
    out: &mut impl Write,
    document: &ReportDocument,
    lead: &str,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else { return document.write_records(out, page) };
    writeln!(out, "{}", page.styled(&document.title, AnsiStyle::Title))?;
    if !lead.is_empty() {
        super::write_hanging(out, "", lead, width)?;
    }
    for section in document.sections.iter().filter(|section| !section.page_columns.is_empty()) {
        writeln!(out, "\n{}", page.styled(&section.heading.to_uppercase(), AnsiStyle::Heading))?;
        let labels: Vec<String> =
            section.rows.iter().map(|row| row.cell(ShowColumn::Label).text()).collect();
        let column = labels
            .iter()
            .map(|label| super::display_width(label))
            .max()
            .unwrap_or(0)
            .min(width / 3)
            + 2;
        let mut theme = "";
        for (row, label) in section.rows.iter().zip(&labels) {
            let text = row.cell(ShowColumn::Text).text();
            if section.group_by.is_none() {
                let label = page
                    .styled(&format!("  {}", super::pad_to_width(label, column)), AnsiStyle::Dim);
                super::write_hanging(out, &label, &text, width)?;
                continue;
            }
            if theme != label {
                theme = label;
                writeln!(out, "{}", page.styled(theme, AnsiStyle::Title))?;
            }
            super::write_hanging(out, "  ", &text, width)?;
        }
    }
    Ok(())
}
