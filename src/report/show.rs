//! A role in full.

mod json;

use std::io::{self, Write};

pub use self::json::json;
use super::document::{DocumentCell, DocumentRow, DocumentSection, ReportDocument, SpanMeaning};
use super::{AnsiStyle, PageSetup, skills};
use crate::analysis::diff::ResponsibilityScope;
use crate::model::{Catalog, Importance, Pay, RoleId, SourceId};
use crate::wording;

/// Numbers sources in the order in which the text cites them.
#[derive(Default)]
struct SourceNumbering(Vec<SourceId>);

impl SourceNumbering {
    fn cite(&mut self, sources: &[SourceId]) -> String {
        let mut numbers = Vec::new();
        for &source in sources {
            let at = self.0.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.0.push(source);
                self.0.len() - 1
            });
            numbers.push((at + 1).to_string());
        }
        if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(" ")) }
    }
}

/// The columns of the records, after the section.
const LABEL: usize = 1;
const TEXT: usize = 2;

/// An empty section with the columns that a page shows.
fn empty_section(name: &'static str) -> DocumentSection {
    let section = DocumentSection::new(name);
    match name {
        wording::RESPONSIBILITIES => section.group_by(LABEL).show_column(TEXT, ""),
        "Essential skills" | "Useful skills" => {
            section.show_column(TEXT, "Skill").show_column(LABEL, "Level").row_header(TEXT)
        }
        wording::PAY => {
            section.show_column(LABEL, "Amount").show_column(TEXT, "Terms").row_header(LABEL)
        }
        _ => section.show_column(LABEL, "").show_column(TEXT, "").row_header(LABEL),
    }
}

fn title_list(catalog: &Catalog, roles: &[RoleId]) -> DocumentCell {
    DocumentCell::inline_list(roles.iter().map(|&r| catalog.role(r).title.as_str()))
}

/// Sections, filled line by line.
struct SectionBuilder(Vec<DocumentSection>);

impl SectionBuilder {
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
        if self.0.last().is_none_or(|last| last.heading != name || last.page_columns.is_empty()) {
            self.0.push(empty_section(name));
        }
        if let Some(last) = self.0.last_mut() {
            last.rows.push(DocumentRow::new([name.into(), label.into(), text]));
        }
    }
}

/// The role as a sheet.
pub fn document(catalog: &Catalog, id: RoleId, duties: ResponsibilityScope) -> ReportDocument {
    let role = catalog.role(id);
    let mut citations = SourceNumbering::default();
    // The title and the lead of a page are records like everything else.
    let top = ["title", "summary"].into_iter().zip([&role.title, &role.summary]);
    let top = top.map(|(label, text)| DocumentRow::new(["Role".into(), label.into(), text.into()]));
    let mut sections = SectionBuilder(vec![DocumentSection::new("Role").rows(top)]);
    let join = |text: Option<String>, note: String| text.map(|t| t + &note).unwrap_or_default();
    sections.push("Role", "id", role.id.clone());
    sections.push("Role", "family", role.family.clone());
    sections.push("Role", "track", role.track.map(|t| t.to_string()).unwrap_or_default());
    sections.push("Role", "seniority", role.seniority.map(|l| l.to_string()).unwrap_or_default());
    sections.push("Role", "focus", role.focus.map(|f| f.to_string()).unwrap_or_default());
    sections.push("Role", wording::ALSO_CALLED, DocumentCell::inline_list(&role.aliases));
    sections.push("Role", wording::CONFUSED_WITH, title_list(catalog, &role.confused_with));
    sections.push("Role", wording::RELATED, title_list(catalog, &role.related));
    sections.push("Role", wording::PART_OF, title_list(catalog, &role.broader));
    sections.push(
        "Role",
        wording::BUILDS_ON,
        role.extends.map(|b| catalog.role(b).title.clone()).unwrap_or_default(),
    );
    for (scheme, code) in &role.codes {
        sections.push("Role", scheme, code);
    }
    let reporting = &role.reporting;
    let note = citations.cite(&reporting.sources);
    sections.push("Reporting", wording::REPORTS_TO, title_list(catalog, &reporting.reports_to));
    sections.push("Reporting", wording::LEADS, title_list(catalog, &reporting.manages));
    sections.push("Reporting", wording::NEVER_LEADS, title_list(catalog, &reporting.never_manages));
    sections.push("Reporting", "span", reporting.span_text().unwrap_or_default());
    // In a row of its own: after a list it would be part of the last item.
    sections.push("Reporting", "sources", note.trim_start());
    let note = citations.cite(&role.experience.sources);
    sections.push("Experience", "years", join(role.experience.years_text(), note.clone()));
    sections.push("Experience", "education", join(role.experience.education.clone(), note));
    for duty in duties.of(role) {
        let mut remarks: Vec<String> = duty.emphasis.map(|e| e.to_string()).into_iter().collect();
        remarks.extend(duty.share_text());
        remarks.extend(duty.note.clone());
        remarks.extend(duty.inherited_from.map(|o| format!("from {}", catalog.role(o).title)));
        let mut aside =
            if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
        aside += &citations.cite(&duty.sources);
        let text = DocumentCell::from(&duty.text).append(aside, SpanMeaning::Dim);
        sections.push(wording::RESPONSIBILITIES, &catalog.theme(duty.theme).title, text);
    }
    for requirement in &role.skills {
        let section = match requirement.importance {
            Importance::Essential => "Essential skills",
            Importance::Useful => "Useful skills",
        };
        let level = requirement
            .level
            .map(|level| skills::level_cell(Some(level), catalog.level_name(id, level)));
        let mut aside =
            requirement.note.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
        aside += &citations.cite(&requirement.sources);
        let text = DocumentCell::from(&catalog.skill(requirement.skill).name)
            .append(aside, SpanMeaning::Dim);
        sections.push(section, level.unwrap_or_default(), text);
    }
    for figure in &role.pay {
        sections.push(
            wording::PAY,
            figure.amounts_text(),
            pay_terms(figure) + &citations.cite(&[figure.source]),
        );
    }
    for step in &role.moves {
        let mut takes = DocumentCell::inline_list(&step.requires);
        match takes.spans.iter_mut().find(|span| span.meaning == SpanMeaning::Plain) {
            Some(first) => first.text.insert_str(0, "takes "),
            None => takes = "–".into(),
        }
        let takes = takes.append(citations.cite(&step.sources), SpanMeaning::Plain);
        sections.push(wording::MOVES, format!("to {}", catalog.role(step.to).title), takes);
    }
    for &from in catalog.moves_into(id) {
        sections.push(wording::MOVES, "from", catalog.role(from).title.clone());
    }
    citations.cite(&role.sources);
    for (i, &source) in citations.0.iter().enumerate() {
        let source = catalog.source(source);
        sections.push(
            wording::SOURCES,
            format!("[{}]", i + 1),
            format!("{}, {}", source.title, source.terms_text()),
        );
    }
    let mut document = ReportDocument::new(catalog, &role.title, ["section", "label", "text"])
        .intro(&role.summary);
    document.sections = sections.0;
    document
}

fn pay_terms(figure: &Pay) -> String {
    match &figure.proxy_for {
        Some(proxy) => {
            format!("{}; figure for a similar occupation: {proxy}", figure.terms_text())
        }
        None => figure.terms_text(),
    }
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
    let role = catalog.role(id);
    let document = document(catalog, id, duties);
    let Some(width) = page.width else { return document.write_records(out, page) };
    writeln!(out, "{}", page.styled(&role.title, AnsiStyle::Title))?;
    super::write_hanging(out, "", &role.summary, width)?;
    for section in document.sections.iter().filter(|section| !section.page_columns.is_empty()) {
        writeln!(out, "\n{}", page.styled(&section.heading.to_uppercase(), AnsiStyle::Heading))?;
        let labels: Vec<String> = section.rows.iter().map(|row| row.cell(LABEL).text()).collect();
        let column = labels
            .iter()
            .map(|label| super::display_width(label))
            .max()
            .unwrap_or(0)
            .min(width / 3)
            + 2;
        let mut theme = "";
        for (row, label) in section.rows.iter().zip(&labels) {
            let text = row.cell(TEXT).text();
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
