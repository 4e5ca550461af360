//! The page of a family, and its roles side by side.

use std::io::{self, Write};

use super::address::RolePair;
use super::frame::{SitePlace, write_all, write_intro};
use super::{SiteBuilder, SitePage};
use crate::analysis::matrix::matrix;
use crate::model::text::count_text;
use crate::model::{RoleId, Track, family_name};
use crate::report::document::{DocumentCell, DocumentLink, DocumentRow, DocumentSection};
use crate::report::matrix::{MatrixOptions, MatrixParts, document as matrix_document};
use crate::wording::side_by_side::ONLY_ONE;
use crate::wording::{PAY, capitalize, short_pay_text};

/// Maximum number of roles side by side: more cannot be compared on a screen.
const MAX_COLUMNS: usize = 12;

/// Maximum number of skills in a matrix before those of a single role are left out.
const MAX_SKILLS: usize = 150;

/// The parts of a family whose roles are shown side by side: of similar size, in its order.
pub(super) fn matrix_parts(roles: &[RoleId]) -> impl Iterator<Item = &[RoleId]> {
    let parts = roles.len().div_ceil(MAX_COLUMNS).max(1);
    let size = roles.len().div_ceil(parts).max(1);
    roles.chunks(size).filter(|_| roles.len() > 1)
}

impl SiteBuilder<'_> {
    /// The roles of the family at this position.
    fn family_roles(&self, at: usize) -> (&str, &[RoleId]) {
        self.catalog.families().nth(at).unwrap_or_default()
    }

    /// Writes the page of a family.
    pub(super) fn family(&self, at: usize) -> io::Result<Vec<u8>> {
        let (family, roles) = self.family_roles(at);
        let document = self
            .document(family_name(family))
            .intro(count_text(roles.len(), "role", "roles"))
            .section(self.family_section(roles))
            .section(self.family_pairs(roles));
        let place = SitePlace {
            page: SitePage::Family(at),
            part: SitePage::Roles,
            above: vec![("Roles".to_string(), SitePage::Roles)],
        };
        self.page(&place, &document, |page| {
            page.with_content(write_intro)?;
            if roles.len() > 1 {
                let (root, address) = (page.root, self.map.matrix(at, 0));
                writeln!(
                    page.out,
                    "<p><a href=\"{root}{address}\">These roles side by side</a></p>"
                )?;
            }
            page.with_content(|content, out| content.write_sections(out, |_| true))
        })
    }

    fn family_section(&self, roles: &[RoleId]) -> DocumentSection {
        let section = DocumentSection::new("Roles")
            .show_column(0_usize, "Role")
            .show_column(1_usize, "Seniority")
            .show_column(2_usize, "Track")
            .show_column(3_usize, "Summary")
            .show_column(4_usize, PAY)
            .row_header(0_usize);
        section.rows(roles.iter().map(|&id| {
            let role = self.catalog.role(id);
            let pay = crate::analysis::pay::main_figure(role, None).map(short_pay_text);
            DocumentRow::new([
                DocumentCell::role(self.catalog, id),
                role.seniority.map(|rank| rank.to_string()).unwrap_or_default().into(),
                role.track.map(Track::word).unwrap_or_default().into(),
                (&role.summary).into(),
                pay.unwrap_or_default().into(),
            ])
        }))
    }

    /// The comparisons within a family.
    fn family_pairs(&self, roles: &[RoleId]) -> DocumentSection {
        let pairs = self.map.compared.iter();
        let pairs = pairs.filter(|pair| roles.contains(&pair.left) && roles.contains(&pair.right));
        DocumentSection::new("Comparisons")
            .show_column(0_usize, "")
            .rows(pairs.map(|pair| DocumentRow::new([self.pair_cell(*pair)])))
    }

    /// Writes the list of families whose roles are shown side by side.
    pub(super) fn matrices(&self) -> io::Result<Vec<u8>> {
        let document = self
            .document("Side by side")
            .intro("The roles of a family next to each other: their skills, themes and pay.");
        self.page(&SitePlace::top(SitePage::Matrices), &document, |page| {
            page.with_content(write_intro)?;
            let families = self.catalog.families().enumerate();
            let several = families.filter(|(_, (_, roles))| roles.len() > 1);
            page.names(several.map(|(at, (family, roles))| {
                (family_name(family), self.map.matrix(at, 0), roles.len().to_string())
            }))
        })
    }

    /// Writes a part of the roles of a family side by side.
    pub(super) fn matrix(&self, at: usize, part: usize) -> io::Result<Vec<u8>> {
        let (family, all) = self.family_roles(at);
        let parts: Vec<&[RoleId]> = matrix_parts(all).collect();
        let roles = parts.get(part).copied().unwrap_or_default();
        let matrix = matrix(self.catalog, roles);
        let options = MatrixOptions { by: MatrixParts::Both, only_differences: false };
        let mut document = matrix_document(self.catalog, &matrix, options);
        document.title = format!("{}, side by side", family_name(family));
        let alone = matrix.shared_skills().only_one.len();
        if matrix.skills.len() > MAX_SKILLS && alone > 0 {
            document.sections.retain(|section| section.heading != ONLY_ONE);
            document = document.intro(format!(
                "{} that only one of these roles asks for {} left out here; the page of each role \
                 lists them.",
                count_text(alone, "skill", "skills"),
                if alone == 1 { "is" } else { "are" }
            ));
        }
        let place = SitePlace {
            page: SitePage::Matrix(at, part),
            part: SitePage::Matrices,
            above: vec![
                ("Side by side".to_string(), SitePage::Matrices),
                (family_name(family), SitePage::Family(at)),
            ],
        };
        self.page(&place, &document, |page| {
            if parts.len() > 1 {
                let first = parts[..part].iter().map(|roles| roles.len()).sum::<usize>();
                page.paragraph(&format!(
                    "Roles {} to {} of {}: at most {MAX_COLUMNS} are shown side by side.",
                    first + 1,
                    first + roles.len(),
                    all.len()
                ))?;
                writeln!(page.out, "<nav class=\"parts\" aria-label=\"Parts\">")?;
                for (other, roles) in parts.iter().enumerate() {
                    let first = roles.first().map_or("", |role| self.catalog.role_title(*role));
                    let current = if other == part { " aria-current=\"page\"" } else { "" };
                    let (root, address) = (page.root, self.map.matrix(at, other));
                    writeln!(
                        page.out,
                        "<a href=\"{root}{address}\"{current}>{} {}</a>",
                        other + 1,
                        crate::report::document::html::escape(&format!(
                            "from {}",
                            capitalize(first)
                        ))
                    )?;
                }
                writeln!(page.out, "</nav>")?;
            }
            page.with_content(write_all)
        })
    }

    /// The titles of a pair as a link to their comparison.
    pub(super) fn pair_cell(&self, pair: RolePair) -> DocumentCell {
        let (left, right) =
            (self.catalog.role_title(pair.left), self.catalog.role_title(pair.right));
        DocumentCell::from(format!("{left} ⇄ {right}"))
            .linked(DocumentLink::Comparison(pair.left, pair.right))
    }
}
