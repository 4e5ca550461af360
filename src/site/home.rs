//! The front page.

use std::io::{self, Write};

use super::address::PairReason;
use super::frame::SitePlace;
use super::{SiteBuilder, SitePage};
use crate::model::family_name;
use crate::model::text::group_digits;
use crate::wording::KEY_DIFFERENCES;

/// Number of comparisons on the front page.
const COMPARISONS: usize = 12;

impl SiteBuilder<'_> {
    /// Writes the front page.
    pub(super) fn home(&self) -> io::Result<Vec<u8>> {
        let document = self.document(self.title.clone());
        let place = SitePlace::top(SitePage::Home);
        self.page(&place, &document, |page| {
            let (catalog, map) = (self.catalog, &self.map);
            writeln!(page.out, "<div class=\"lead\">")?;
            page.paragraph(
                "Job roles, all described the same way: what each one is responsible for, which skills it asks \
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
            let families = catalog.families().enumerate();
            page.names(families.map(|(at, (family, roles))| {
                (family_name(family), map.family(at), roles.len().to_string())
            }))?;
            writeln!(page.out, "</section>")?;
            let mut authored = map
                .compared
                .iter()
                .filter(|pair| pair.reason == PairReason::Authored)
                .take(COMPARISONS)
                .peekable();
            if authored.peek().is_none() {
                return Ok(());
            }
            writeln!(page.out, "<section>\n<h2>{KEY_DIFFERENCES}</h2>")?;
            page.names(authored.map(|pair| {
                let address = map.pair(pair.left, pair.right).unwrap_or_default();
                (self.pair_cell(*pair).text(), address.to_string(), String::new())
            }))?;
            writeln!(
                page.out,
                "<p><a href=\"comparisons.html\">All comparisons</a></p>\n</section>"
            )
        })
    }
}
