//! The sources of the rows of a diff.

use crate::analysis::diff::{Diff, FactRow, RowSide};
use crate::model::{Catalog, RoleId, SkillId, SourceId};
use crate::report::document::DocumentCell;
use crate::report::{publisher_cell, publishers};
use crate::wording;

/// The publishers of both sides of a row, as in `A: GitLab · B: O*NET`; once if both sides cite the
/// same sources. Without sources, a side is the author's judgement.
pub(super) fn source_cell(catalog: &Catalog, sides: [Option<Vec<SourceId>>; 2]) -> DocumentCell {
    if sides.iter().flatten().all(Vec::is_empty) {
        return DocumentCell::default();
    }
    match sides {
        // Two pages of one publisher are two sources, each with its own address.
        [Some(left), Some(right)] if left != right => {
            let mut items = side_items(catalog, "A", &left);
            items.extend(side_items(catalog, "B", &right));
            DocumentCell::inline_list(items)
        }
        [left, right] => publisher_cell(catalog, &left.or(right).unwrap_or_default()),
    }
}

/// The publishers of the `sources` of a side, the first after the name of the side.
fn side_items(catalog: &Catalog, side: &str, sources: &[SourceId]) -> Vec<DocumentCell> {
    let mut items: Vec<DocumentCell> = publishers(catalog, sources).collect();
    if items.is_empty() {
        items.push(wording::AUTHORS_JUDGEMENT.into());
    }
    let first = std::mem::take(&mut items[0]);
    items[0] = DocumentCell::from(format!("{side}: ").as_str()).append_cell(first);
    items
}

/// The sources of the responsibilities of one side of a row; `None` if it has none.
pub(super) fn cited_by(
    catalog: &Catalog,
    role: RoleId,
    side: Option<&RowSide>,
) -> Option<Vec<SourceId>> {
    let all = &catalog.role(role).responsibilities;
    let duties = side?.responsibilities().filter_map(|text| all.get(text.index));
    Some(duties.flat_map(|duty| duty.sources.iter().copied()).collect())
}

/// The sources of what `role` asks of `skill`; `None` if it does not ask for it.
pub(super) fn asked_by(catalog: &Catalog, role: RoleId, skill: SkillId) -> Option<Vec<SourceId>> {
    let asked = catalog.role(role).skills.iter().find(|asked| asked.skill == skill)?;
    Some(asked.sources.clone())
}

/// Facts that place a role in its pack: the role's sources as a whole are listed with the role.
const PLACES: [&str; 4] = ["family", "track", "seniority", "focus"];

/// The publishers of a fact, unless it is counted or only places the role.
pub(super) fn fact_sources(catalog: &Catalog, diff: &Diff, fact: &FactRow) -> DocumentCell {
    if PLACES.contains(&fact.field) {
        return DocumentCell::default();
    }
    let sides = [(0, diff.left, &fact.left), (1, diff.right, &fact.right)]
        .map(|(at, role, text)| text.as_ref().and_then(|_| fact.sources_of(catalog, role, at)));
    source_cell(catalog, sides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CatalogTables, Pack, PackId, Source, SourceKind};
    use crate::report::PageSetup;
    use crate::report::document::DocumentLink;

    fn catalog() -> Catalog {
        let sources = [("page-1", "Guild"), ("page-2", "Guild"), ("bureau", "Bureau")];
        let sources = sources.map(|(id, publisher)| Source {
            id: id.to_string(),
            pack: PackId::from_index(0),
            title: id.to_string(),
            publisher: publisher.to_string(),
            kind: SourceKind::Statistics,
            url: Some(format!("https://example.org/{id}")),
            published: None,
            accessed: None,
        });
        let packs = vec![Pack::new("test", "Test", "1")];
        Catalog::new(CatalogTables { packs, sources: sources.into(), ..CatalogTables::default() })
    }

    /// Every source that a side cites is a link, also where both sides cite one publisher.
    #[test]
    fn every_cited_source_is_linked() {
        let catalog = catalog();
        for (left, right, text, links) in [
            (Some(&[0][..]), Some(&[0][..]), "Guild", &[0][..]),
            (Some(&[0]), Some(&[1]), "A: Guild · B: Guild", &[0, 1]),
            (Some(&[0, 1]), None, "Guild · Guild", &[0, 1]),
            (Some(&[0, 2]), Some(&[1]), "A: Guild · Bureau · B: Guild", &[0, 2, 1]),
            (Some(&[]), Some(&[2]), "A: the author's judgement · B: Bureau", &[2]),
            (Some(&[]), None, "", &[]),
        ] {
            let sides = [left, right].map(|side| {
                side.map(|ids| ids.iter().copied().map(SourceId::from_index).collect())
            });
            let cell = source_cell(&catalog, sides);
            assert_eq!(cell.marked(PageSetup::PLAIN), text);
            let linked: Vec<DocumentLink> =
                cell.spans.iter().filter_map(|span| span.link).collect();
            let links = links.iter().map(|at| DocumentLink::Source(SourceId::from_index(*at)));
            assert_eq!(linked, links.collect::<Vec<_>>(), "{text}");
        }
    }
}
