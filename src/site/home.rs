//! The front page.

use std::io::{self, Write};

use super::address::{PairReason, RolePair};
use super::frame::SitePlace;
use super::{SiteBuilder, SitePage, family_title};
use crate::model::text::group_digits;
use crate::report::document::ReportDocument;

/// Number of comparisons on the front page.
const COMPARISONS: usize = 12;

impl SiteBuilder<'_> {
    /// Writes the front page.
    pub(super) fn home(&self) -> io::Result<Vec<u8>> {
        let columns: [&str; 0] = [];
        let document = ReportDocument::new(self.catalog, self.title.clone(), columns);
        let place = SitePlace::top(SitePage::Home);
        self.page(&place, &document, |page| {
            let (catalog, map) = (self.catalog, &self.map);
            writeln!(page.out, "<div class=\"lead\">")?;
            page.paragraph(
                "Job roles described alike: what each is responsible for, which skills it asks \
                 for, whom it reports to and where it leads.",
            )?;
            writeln!(page.out, "</div>\n<ul class=\"figures\">")?;
            let figures = [
                (SitePage::Roles, catalog.roles().len(), "role", "roles"),
                (SitePage::Skills, catalog.skills().len(), "skill", "skills"),
                (SitePage::Comparisons, map.compared.len(), "comparison", "comparisons"),
                (SitePage::Sources, catalog.sources().len(), "source", "sources"),
            ];
            for (target, count, one, many) in
                figures.into_iter().filter(|(_, count, ..)| *count > 0)
            {
                let (number, word) =
                    (group_digits(count as u64), if count == 1 { one } else { many });
                let address = self.address(target);
                writeln!(page.out, "<li><a href=\"{address}\"><b>{number}</b> {word}</a></li>")?;
            }
            writeln!(page.out, "</ul>\n<section>\n<h2>Families</h2>")?;
            let families: Vec<(String, String, String)> = catalog
                .families()
                .enumerate()
                .map(|(at, (family, roles))| {
                    (family_title(family), map.family(at), roles.len().to_string())
                })
                .collect();
            page.names(
                families
                    .iter()
                    .map(|(name, address, count)| (name.as_str(), address.clone(), count.clone())),
            )?;
            writeln!(page.out, "</section>")?;
            let authored: Vec<RolePair> = map
                .compared
                .iter()
                .filter(|pair| pair.reason == PairReason::Authored)
                .take(COMPARISONS)
                .copied()
                .collect();
            if authored.is_empty() {
                return Ok(());
            }
            let titles: Vec<String> =
                authored.iter().map(|pair| self.pair_cell(*pair).text()).collect();
            writeln!(page.out, "<section>\n<h2>Key differences</h2>")?;
            page.names(authored.iter().zip(&titles).map(|(pair, title)| {
                let address = map.pair(pair.left, pair.right).unwrap_or_default();
                (title.as_str(), address.to_string(), String::new())
            }))?;
            writeln!(
                page.out,
                "<p><a href=\"comparisons.html\">All comparisons</a></p>\n</section>"
            )
        })
    }
}
