//! Lays out HTML.
//!
//! A job posting that the page states for search engines comes before its visible text, which is
//! read without menus, forms and hidden parts.

use std::path::Path;

use encoding_rs::Encoding;

use super::encoding::encoding_by_label;
use super::error::ReadingFault;
use super::lines::LineCollector;
use crate::reading::layout::LaidOutText;

mod content;
mod flow;
pub(super) mod fragment;
mod job_posting;
mod posting_fields;
mod table;
mod tree;

use content::PageContent;
use flow::lay_out_node;
use job_posting::JobPosting;
use tree::PageTree;

/// Number of bytes in which a page states its encoding. The standard says 1,024; saved pages put
/// more before it.
const HEAD_SIZE: usize = 8 << 10;

/// Whether the file `name` is HTML.
pub(super) fn is_html(name: &str, bytes: &[u8]) -> bool {
    let head = head_of(bytes);
    let start = head.trim_start_matches(|c: char| !c.is_ascii_graphic());
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag)) {
        return true;
    }
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase());
    let by_name = matches!(extension.as_deref(), Some("html" | "htm" | "xhtml"));
    // Part of a page, such as the description of a job that was copied from one.
    let is_marked_up = [
        "<p>", "<p ", "<div", "<ul", "<h1", "<h2", "<h3", "<table", "<!--", "<section", "<article",
    ]
    .iter()
    .any(|tag| start.starts_with(tag));
    let is_xml_page = start.starts_with("<?xml") && head.contains("<html");
    let is_text = matches!(extension.as_deref(), Some("md" | "markdown" | "mdx"));
    by_name || is_xml_page || (!is_text && is_marked_up)
}

/// The start of a page in lower case, with zeros left out so that UTF-16 is recognised too.
fn head_of(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(HEAD_SIZE)];
    let ascii = head.iter().filter(|b| b.is_ascii() && **b != 0);
    ascii.map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Returns the encoding that a page states.
pub(super) fn stated_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = head_of(bytes);
    let label = ["charset=", "encoding="].iter().find_map(|key| {
        let (_, value) = head.split_once(key)?;
        let value = value.trim_start_matches(['"', '\'', ' ']);
        value.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).next()
    });
    encoding_by_label(label?)
}

/// Returns the text of a page.
///
/// # Errors
///
/// When it has too much text.
pub(super) fn lay_out_page(source: &str) -> Result<LaidOutText, ReadingFault> {
    let tree = PageTree::parse(source)?;
    let content = PageContent::new(&tree);
    let posting = JobPosting::find(&tree, &content);
    let mut lines = LineCollector::default();
    if let Some(posting) = &posting
        && posting.is_complete(&content)
    {
        posting.lay_out(&mut lines)?;
        lines.number_lines();
        return lines.finish(posting.title.clone());
    }
    let title = posting.as_ref().and_then(|posting| posting.title.clone());
    lay_out_node(&mut lines, &content, content.main, 0);
    if let Some(posting) = &posting {
        posting.lay_out_facts(&mut lines)?;
    }
    lines.finish(title.or_else(|| content.title()))
}

#[cfg(test)]
mod tests;
