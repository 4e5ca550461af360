//! All roles, and the page of a role.

use std::io::{self, Write};

use super::address::PairReason;
use super::frame::{PageWriter, SitePlace};
use super::{SiteBuilder, SitePage};
use crate::analysis::diff::ResponsibilityScope;
use crate::model::text::count_text;
use crate::model::{Catalog, RoleId, family_name};
use crate::report::document::html::escape;
use crate::report::document::{
    DocumentCell, DocumentLink, DocumentRow, DocumentSection, SpanMeaning,
};
use crate::report::{related, show};
use crate::wording;

/// Number of similar roles on the page of a role.
const SIMILAR: usize = 5;

/// The heading of the comparisons with other roles.
const COMPARED: &str = "Compared with";

/// The sections that a wide screen shows beside the others.
const FACTS: [&str; 4] = ["Role", "Reporting", "Experience", wording::PAY];

impl SiteBuilder<'_> {
    /// Writes all roles by family.
    pub(super) fn roles(&self) -> io::Result<Vec<u8>> {
        let document = self.document("Roles");
        self.page(&SitePlace::top(SitePage::Roles), &document, |page| {
            let (roles, families) = (self.catalog.roles().len(), self.catalog.families().count());
            page.paragraph(&format!(
                "{} in {}.",
                count_text(roles, "role", "roles"),
                count_text(families, "family", "families")
            ))?;
            for (at, (family, roles)) in self.catalog.families().enumerate() {
                page.write_family(at, family, roles)?;
            }
            Ok(())
        })
    }

    /// Writes the page of a role.
    pub(super) fn role(&self, id: RoleId) -> io::Result<Vec<u8>> {
        let mut document = show::document(self.catalog, id, ResponsibilityScope::InForce);
        let mut more = vec![self.compared_section(id), self.similar_section(id)];
        more.retain(|section| !section.rows.is_empty());
        let sources = document.sections.iter().position(|it| it.heading == wording::SOURCES);
        let at = sources.unwrap_or(document.sections.len());
        document.sections.splice(at..at, more);
        let role = self.catalog.role(id);
        let family = self.catalog.families().position(|(name, _)| name == role.family);
        let place = SitePlace {
            page: SitePage::Role(id),
            part: SitePage::Roles,
            above: [("Roles".to_string(), SitePage::Roles)]
                .into_iter()
                .chain(family.map(|at| (family_name(&role.family), SitePage::Family(at))))
                .collect(),
        };
        self.page(&place, &document, |page| {
            page.with_content(|content, out| {
                writeln!(out, "<div class=\"lead\">")?;
                content.write_intro(out)?;
                writeln!(out, "</div>")?;
                content.write_section_links(out)?;
                writeln!(out, "<div class=\"role\">\n<div class=\"facts\">")?;
                content.write_sections(out, |it| FACTS.contains(&it.heading.as_str()))?;
                writeln!(out, "</div>\n<div class=\"text\">")?;
                content.write_sections(out, |it| !FACTS.contains(&it.heading.as_str()))?;
                writeln!(out, "</div>\n</div>")
            })
        })
    }

    /// The comparisons with other roles.
    fn compared_section(&self, id: RoleId) -> DocumentSection {
        let section = DocumentSection::new(COMPARED)
            .show_column(0_usize, "Role")
            .show_column(1_usize, "Aspects")
            .row_header(0_usize);
        let pairs = self.map.compared.iter();
        let pairs = pairs.filter(|pair| pair.left == id || pair.right == id);
        section.rows(pairs.map(|pair| {
            let other = if pair.left == id { pair.right } else { pair.left };
            let title = DocumentCell::from(self.catalog.role_title(other))
                .linked(DocumentLink::Comparison(pair.left, pair.right));
            let aspects = match pair.reason {
                PairReason::Authored => aspects(self.catalog, pair.left, pair.right),
                PairReason::Confused => DocumentCell::from(wording::CONFUSED_WITH),
                PairReason::Step => DocumentCell::from("a step in the family"),
            };
            DocumentRow::new([title, aspects])
        }))
    }

    /// The most similar roles, each with what the two have in common.
    fn similar_section(&self, id: RoleId) -> DocumentSection {
        let near = self.engine.relations().nearest(self.catalog, id, SIMILAR);
        related::similar_section(self.catalog, &near)
    }
}

/// The aspects in which the authors compare two roles; those on which sources disagree say so.
pub(super) fn aspects(catalog: &Catalog, a: RoleId, b: RoleId) -> DocumentCell {
    let about = catalog.comparisons().iter();
    let about = about.filter(|it| it.roles.contains(&a) && it.roles.contains(&b));
    let points = about.flat_map(|comparison| &comparison.points);
    DocumentCell::inline_list(points.map(|point| {
        let note = if point.positions.is_empty() { "" } else { " (sources disagree)" };
        DocumentCell::from(&point.aspect).append(note, SpanMeaning::Dim)
    }))
}

impl PageWriter<'_> {
    /// Writes the heading of a family and the names of its roles.
    fn write_family(&mut self, at: usize, family: &str, roles: &[RoleId]) -> io::Result<()> {
        let (site, root) = (self.site, self.root);
        let (title, address) = (family_name(family), site.map.family(at));
        writeln!(
            self.out,
            "<section>\n<h2><a href=\"{root}{address}\">{}</a> <span class=\"count\">{}</span></h2>",
            escape(&title),
            roles.len()
        )?;
        let names = roles
            .iter()
            .map(|role| (site.catalog.role_title(*role), site.map.role(*role), String::new()));
        self.names(names)?;
        writeln!(self.out, "</section>")
    }
}
