//! Lays out parts of pages.

use super::content::PageContent;
use super::flow::lay_out_node;
use super::tree::PageTree;
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::LineCollector;

/// Adds the lines of `source`, a part of a page that begins on the line `number`, to `lines`.
///
/// # Errors
///
/// When it is nested too deeply.
pub(in crate::reading::formats) fn lay_out_fragment(
    lines: &mut LineCollector,
    source: &str,
    number: usize,
) -> Result<(), ReadingFault> {
    let tree = PageTree::parse(source)?;
    let content = PageContent::of_fragment(&tree);
    lay_out_node(lines, &content, content.main, number.saturating_sub(1));
    Ok(())
}

/// Returns `source`, a part of a page, without its marks.
pub(super) fn unmarked(source: &str) -> String {
    let marked = source.contains(['<', '&']).then(|| PageTree::parse(source));
    marked.and_then(Result::ok).map_or_else(|| source.to_string(), |tree| tree.text(0))
}
