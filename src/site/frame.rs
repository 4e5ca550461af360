//! The frame of a page: its head, the navigation, the search field and the notices.

use std::io::{self, Write};

use super::{SiteBuilder, SitePage};
use crate::report::document::html::{DocumentHtml, escape, write_head};
use crate::report::document::{DocumentLink, ReportDocument};

/// Styles and scripts come from the folder of the site only, also where the pages are opened as
/// files. Nothing else is fetched, and nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; \
                      base-uri 'none'; form-action 'none'";

/// A link in the frame of a page: its text, and the page to which it leads.
pub(super) type FrameLink = (String, SitePage);

/// Place of a page in the site.
#[derive(Debug)]
pub(super) struct SitePlace {
    /// The page.
    pub(super) page: SitePage,
    /// The entry of the navigation to which it belongs.
    pub(super) part: SitePage,
    /// The pages above it.
    pub(super) above: Vec<FrameLink>,
}

impl SitePlace {
    /// A page of the navigation.
    pub(super) fn top(page: SitePage) -> Self {
        Self { page, part: page, above: Vec::new() }
    }
}

/// A page that is being written.
pub(super) struct PageWriter<'a> {
    pub(super) site: &'a SiteBuilder<'a>,
    pub(super) document: &'a ReportDocument,
    /// The way up to the folder of the site.
    pub(super) root: &'static str,
    pub(super) out: Vec<u8>,
}

impl SiteBuilder<'_> {
    /// An empty document for a page that has no records.
    pub(super) fn document(&self, title: impl Into<String>) -> ReportDocument {
        let columns: [&str; 0] = [];
        ReportDocument::new(self.catalog, title, columns)
    }

    /// Writes the page of `document` at `place`, with a `body` under its title.
    pub(super) fn page(
        &self,
        place: &SitePlace,
        document: &ReportDocument,
        body: impl FnOnce(&mut PageWriter<'_>) -> io::Result<()>,
    ) -> io::Result<Vec<u8>> {
        let root = if self.address(place.page).contains('/') { "../" } else { "" };
        let mut page = PageWriter { site: self, document, root, out: Vec::with_capacity(1 << 14) };
        page.begin(place)?;
        body(&mut page)?;
        page.end()?;
        Ok(page.out)
    }

    /// Writes the page of `document` at `place`, in the order of its sections.
    pub(super) fn content_page(
        &self,
        place: &SitePlace,
        document: &ReportDocument,
    ) -> io::Result<Vec<u8>> {
        self.page(place, document, |page| page.with_content(write_all))
    }
}

/// Writes the paragraphs under the title of a document.
pub(super) fn write_intro(content: &DocumentHtml<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    content.write_intro(out)
}

/// Writes the notices of a document.
fn write_notices(content: &DocumentHtml<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    content.write_notices(out)
}

/// Writes a document in the order of its sections.
pub(super) fn write_all(content: &DocumentHtml<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    content.write_intro(out)?;
    content.write_section_links(out)?;
    content.write_sections(out, |_| true)
}

impl PageWriter<'_> {
    /// Writes everything up to the title.
    fn begin(&mut self, place: &SitePlace) -> io::Result<()> {
        let (site, root) = (self.site, self.root);
        let mut title = self.document.title.clone();
        if title != site.title {
            title += &format!(" – {}", site.title);
        }
        let style = format!(
            "<link rel=\"stylesheet\" href=\"{root}style.css\">\n\
             <script src=\"{root}site.js\" data-root=\"{root}\" data-shards=\"{}\" defer></script>\n",
            site.shards
        );
        write_head(&mut self.out, (&title, &self.document.language), POLICY, &style)?;
        let out = &mut self.out;
        writeln!(out, "<body>\n<a class=\"skip\" href=\"#content\">Skip to content</a>")?;
        writeln!(out, "<header class=\"top\">")?;
        let current = if place.page == SitePage::Home { " aria-current=\"page\"" } else { "" };
        let home = escape(&site.title);
        writeln!(
            out,
            "<a class=\"home\" href=\"{root}index.html\"{current} dir=\"auto\">{home}</a>"
        )?;
        writeln!(out, "<nav aria-label=\"Site\" lang=\"en\">")?;
        for (name, page) in site.navigation() {
            let current = match page {
                page if page == place.page => " aria-current=\"page\"",
                page if page == place.part => " aria-current=\"true\"",
                _ => "",
            };
            writeln!(out, "<a href=\"{root}{}\"{current}>{name}</a>", site.address(page))?;
        }
        writeln!(out, "</nav>")?;
        // The script shows it.
        writeln!(
            out,
            "<search class=\"search\" hidden>\n\
             <label for=\"query\">Search</label>\n\
             <input id=\"query\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n\
             <div id=\"found\" hidden></div>\n</search>\n</header>"
        )?;
        writeln!(out, "<main id=\"content\" dir=\"auto\">")?;
        if !place.above.is_empty() {
            writeln!(out, "<nav class=\"above\" aria-label=\"Breadcrumb\">")?;
            for (text, page) in &place.above {
                let (text, address) = (escape(text), site.address(*page));
                writeln!(out, "<a href=\"{root}{address}\">{text}</a>")?;
            }
            writeln!(out, "</nav>")?;
        }
        writeln!(out, "<h1>{}</h1>", escape(&self.document.title))
    }

    /// Writes the notices and the end of the page.
    fn end(&mut self) -> io::Result<()> {
        self.with_content(write_notices)?;
        writeln!(self.out, "</main>\n</body>\n</html>")
    }

    /// Writes parts of the document, with links.
    pub(super) fn with_content(
        &mut self,
        write: impl FnOnce(&DocumentHtml<'_>, &mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        let (site, root) = (self.site, self.root);
        let links = |link: DocumentLink| site.link(root, link);
        write(&DocumentHtml { document: self.document, links: &links }, &mut self.out)
    }

    /// Writes a paragraph.
    pub(super) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "<p>{}</p>", escape(text))
    }

    /// Writes a list of links, each with a remark, in as many columns as there is room for.
    pub(super) fn names<T: AsRef<str>>(
        &mut self,
        names: impl Iterator<Item = (T, String, String)>,
    ) -> io::Result<()> {
        writeln!(self.out, "<ul class=\"names\">")?;
        for (name, address, remark) in names {
            let (name, root) = (escape(name.as_ref()), self.root);
            write!(self.out, "<li><a href=\"{root}{address}\">{name}</a>")?;
            if !remark.is_empty() {
                write!(self.out, " <span class=\"dim\">{}</span>", escape(&remark))?;
            }
            writeln!(self.out, "</li>")?;
        }
        writeln!(self.out, "</ul>")
    }
}

impl SiteBuilder<'_> {
    /// The entries of the navigation.
    pub(super) fn navigation(&self) -> Vec<(&'static str, SitePage)> {
        let mut entries = vec![("Roles", SitePage::Roles), ("Skills", SitePage::Skills)];
        if self.has_comparisons() {
            entries.push(("Comparisons", SitePage::Comparisons));
        }
        if self.has_matrices() {
            entries.push(("Side by side", SitePage::Matrices));
        }
        entries.push(("Sources", SitePage::Sources));
        entries
    }
}
