//! The sources of the rows of a diff.

use crate::model::{Catalog, SourceId};
use crate::report::document::{DocumentCell, DocumentLink, SpanMeaning};
use crate::wording;

/// The publishers of both sides of a row, as in `A: GitLab · B: O*NET`; once if they are the same.
pub(super) fn source_cell(catalog: &Catalog, sides: [Option<Vec<SourceId>>; 2]) -> DocumentCell {
    if sides.iter().flatten().all(Vec::is_empty) {
        return DocumentCell::default();
    }
    let [left, right] = sides.map(|sources| sources.map(|sources| publishers(catalog, &sources)));
    match (left, right) {
        (Some(left), Some(right)) if left.text() != right.text() => DocumentCell::from("A: ")
            .append_cell(left)
            .append(" · B: ", SpanMeaning::Plain)
            .append_cell(right),
        (left, right) => left.or(right).unwrap_or_default(),
    }
}

/// The publishers of `sources`, each once, with a link to its first source; without sources, that it
/// is the author's judgement.
fn publishers(catalog: &Catalog, sources: &[SourceId]) -> DocumentCell {
    let mut cell = DocumentCell::default();
    let mut named: Vec<&str> = Vec::with_capacity(sources.len());
    for &source in sources {
        let publisher = catalog.source(source).publisher.as_str();
        if named.contains(&publisher) {
            continue;
        }
        let gap = if named.is_empty() { "" } else { ", " };
        let name = DocumentCell::from(publisher).linked(DocumentLink::Source(source));
        cell = cell.append(gap, SpanMeaning::Plain).append_cell(name);
        named.push(publisher);
    }
    if named.is_empty() { wording::AUTHORS_JUDGEMENT.into() } else { cell }
}
