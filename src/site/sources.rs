//! The packs with their licences, and all sources.

use std::io;

use super::frame::SitePlace;
use super::{SiteBuilder, SitePage};
use crate::model::SourceId;
use crate::report::document::{
    DocumentCell, DocumentLink, DocumentRow, DocumentSection, pack_title_with_version,
};
use crate::wording::SOURCES;

impl SiteBuilder<'_> {
    /// Writes the packs with their licences, and all sources.
    pub(super) fn sources(&self) -> io::Result<Vec<u8>> {
        let document =
            self.document(SOURCES).section(self.packs_section()).section(self.sources_section());
        self.content_page(&SitePlace::top(SitePage::Sources), &document)
    }

    fn packs_section(&self) -> DocumentSection {
        let section = DocumentSection::new("Licences")
            .show_column(0_usize, "Pack")
            .show_column(1_usize, "Licence")
            .show_column(2_usize, "As of")
            .show_column(3_usize, "Notice")
            .row_header(0_usize);
        section.rows(self.catalog.packs().iter().map(|pack| {
            let license = pack.license.as_deref().unwrap_or("not stated");
            let as_of = pack.as_of.map(|date| date.to_string()).unwrap_or_default();
            let notice = pack.attribution.as_deref().unwrap_or_default();
            DocumentRow::new([
                pack_title_with_version(pack).into(),
                license.into(),
                as_of.into(),
                notice.into(),
            ])
        }))
    }

    fn sources_section(&self) -> DocumentSection {
        let section = DocumentSection::new(SOURCES)
            .show_column(0_usize, "Title")
            .show_column(1_usize, "Publisher, kind and date")
            .row_header(0_usize);
        section.rows(self.catalog.sources().iter().enumerate().map(|(at, source)| {
            let id = SourceId::from_index(at);
            DocumentRow {
                anchor: Some(id),
                ..DocumentRow::new([
                    DocumentCell::from(&source.title).linked(DocumentLink::SourceAddress(id)),
                    source.terms_text().into(),
                ])
            }
        }))
    }
}
