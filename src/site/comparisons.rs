//! All comparisons, and the page of a comparison.

use std::io;

use super::address::{PairReason, RolePair};
use super::frame::SitePlace;
use super::{SiteBuilder, SitePage, roles};
use crate::analysis::diff::{DiffOptions, PairingMode};
use crate::model::RoleId;
use crate::model::text::count_text;
use crate::report::diff;
use crate::report::document::{DocumentCell, DocumentRow, DocumentSection};
use crate::wording;

impl SiteBuilder<'_> {
    /// Writes the list of comparisons.
    pub(super) fn comparisons(&self) -> io::Result<Vec<u8>> {
        let mut document = self
            .document("Comparisons")
            .intro(
                "Two roles side by side: key differences, facts, responsibilities and skills, with \
                 the words that differ.",
            )
            .section(self.pairs_section(wording::KEY_DIFFERENCES, PairReason::Authored))
            .section(self.pairs_section("Often confused", PairReason::Confused))
            .section(self.pairs_section("Steps within a family", PairReason::Step));
        if self.map.pairs_left_out > 0 {
            let left_out = count_text(self.map.pairs_left_out, "pair", "pairs");
            document = document.intro(format!(
                "{left_out} without key differences left out to keep the site small; `roledex diff` \
                 compares any two roles."
            ));
        }
        self.content_page(&SitePlace::top(SitePage::Comparisons), &document)
    }

    /// The pairs that are compared for `reason`.
    fn pairs_section(&self, heading: &str, reason: PairReason) -> DocumentSection {
        let pairs = self.map.compared.iter().filter(|pair| pair.reason == reason);
        let section = DocumentSection::new(heading)
            .show_column(0_usize, "Roles")
            .show_column(1_usize, "Aspects")
            .row_header(0_usize);
        section.rows(pairs.map(|pair| self.pair_row(*pair)))
    }

    fn pair_row(&self, pair: RolePair) -> DocumentRow {
        let aspects = match pair.reason {
            PairReason::Authored => roles::aspects(self.catalog, pair.left, pair.right),
            PairReason::Confused | PairReason::Step => DocumentCell::default(),
        };
        DocumentRow::new([self.pair_cell(pair), aspects])
    }

    /// Writes two roles side by side.
    pub(super) fn comparison(&self, left: RoleId, right: RoleId) -> io::Result<Vec<u8>> {
        let options = DiffOptions::from(PairingMode::Auto);
        let compared = self.engine.differ().diff(self.catalog, left, right, options);
        let document = diff::document(self.catalog, &compared, None);
        let place = SitePlace {
            page: SitePage::Comparison(left, right),
            part: SitePage::Comparisons,
            above: vec![
                ("Comparisons".to_string(), SitePage::Comparisons),
                (self.catalog.role_title(left).to_string(), SitePage::Role(left)),
                (self.catalog.role_title(right).to_string(), SitePage::Role(right)),
            ],
        };
        self.content_page(&place, &document)
    }
}
