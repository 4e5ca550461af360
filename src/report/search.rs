//! Search results.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{Cell, Meaning, Row, Section, Sheet};
use super::{Ink, Page, names};
use crate::model::Catalog;
use crate::model::text::{quoted, visible};
use crate::search::{Hit, Hits, Item, Matched, Query, Scope, highlight};

fn kind(item: Item) -> &'static str {
    match item {
        Item::Skill(_) => "skill",
        Item::Role(_) => "role",
        Item::Responsibility(..) => "responsibility",
    }
}

/// The id and the name of a result; for a responsibility those of its role.
fn named(catalog: &Catalog, item: Item) -> (&str, &str) {
    match item {
        Item::Skill(id) => (&catalog.skill(id).id, &catalog.skill(id).name),
        Item::Role(id) | Item::Responsibility(id, _) => {
            (&catalog.role(id).id, &catalog.role(id).title)
        }
    }
}

/// Further information on a hit: the number of roles that need the skill, the family, and the other
/// text that matched.
fn remark(catalog: &Catalog, hits: &Hits, hit: &Hit) -> String {
    let mut parts = match hit.item {
        Item::Skill(id) => {
            let n = catalog.needs(id).len();
            vec![
                catalog.skill(id).kind.to_string(),
                if n == 1 { "1 role".to_string() } else { format!("{n} roles") },
            ]
        }
        Item::Role(id) => vec![catalog.role(id).family.clone()],
        Item::Responsibility(..) => vec![hit.text(catalog).to_string()],
    };
    match hit.matched {
        Matched::Name => {}
        Matched::Code => parts.push(format!("code {}", hit.text(catalog))),
        Matched::Alias => parts.push(format!("also: {}", hit.text(catalog))),
        Matched::Hidden | Matched::Description => parts.push(format!("by {}", hit.matched)),
    }
    parts.extend(without(hits, hit));
    parts.join(" · ")
}

/// The query words that are missing from a hit, if it is a closest match rather than a full one.
pub fn without(hits: &Hits, hit: &Hit) -> Option<String> {
    let words: Vec<String> =
        hits.unmatched(hit).map(|word| format!("`{}`", quoted(word))).collect();
    (!words.is_empty()).then(|| format!("without {}", words.join(", ")))
}

/// The hits as a sheet.
pub fn sheet(catalog: &Catalog, query: &Query, scope: Scope, hits: &Hits) -> Sheet {
    let row = |hit: &Hit| {
        let (id, name) = named(catalog, hit.item);
        // A hidden term is for searching, not for display.
        let text = if hit.matched == Matched::Hidden { "" } else { hit.text(catalog) };
        let by_name = hit.matched == Matched::Name && !matches!(hit.item, Item::Responsibility(..));
        // A page does not repeat the name.
        let query = &query.without(hit.missing);
        let (lit, also) = if by_name {
            (found(query, name), Cell::default())
        } else {
            (name.into(), found(query, text))
        };
        let cells = [kind(hit.item), id, name, hit.matched.word(), text].map(Cell::from);
        Row::new(cells.into_iter().chain([lit, also]))
    };
    let what = match scope {
        Scope::All => "everything",
        scope => scope.word(),
    };
    let count = match (hits.hits.len(), hits.total) {
        (_, 0) => format!("Nothing found in {what}."),
        (shown, _) if hits.partial() => {
            format!("Nothing in {what} matches all of these words; the closest {shown}.")
        }
        (shown, all) if shown < all => format!("The best {shown} of {all} found in {what}."),
        (_, all) => format!("{all} found in {what}."),
    };
    let section = Section::new("Found")
        .show(5, "Name")
        .show(0, "Kind")
        .show(6, "Text")
        .show(3, "Matched")
        .show(1, "Id");
    Sheet::new(
        catalog,
        format!("Search: {}", visible(query.text())),
        ["kind", "id", "name", "matched", "text"],
    )
    .lead(count)
    .section(section.row_head(5).rows(hits.hits.iter().map(row)))
}

/// `text` with the parts that `query` matches marked.
fn found(query: &Query, text: &str) -> Cell {
    let mut cell = Cell::default();
    let mut at = 0;
    for lit in highlight(query, text) {
        cell =
            cell.and(&text[at..lit.start], Meaning::Plain).and(&text[lit.clone()], Meaning::Found);
        at = lit.end;
    }
    cell.and(&text[at..], Meaning::Plain)
}

/// Writes the hits as text; in a pipe as `kind`, `id`, `name`, `matched`, `text`, separated by
/// tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    query: &Query,
    scope: Scope,
    hits: &Hits,
    page: Page,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return sheet(catalog, query, scope, hits).write_records(out, page);
    };
    let column = names::column(hits.hits.iter().map(|hit| named(catalog, hit.item).1), width);
    for hit in &hits.hits {
        let (_, name) = named(catalog, hit.item);
        names::write_beside(
            out,
            ("", name),
            column,
            &remark(catalog, hits, hit),
            (width, page, Ink::Title),
        )?;
    }
    let how = format!("--limit {}", hits.total);
    names::write_more(out, hits.total.saturating_sub(hits.hits.len()), &how, page)
}

fn hit_json(catalog: &Catalog, hits: &Hits, hit: &Hit) -> Value {
    let (id, name) = named(catalog, hit.item);
    let mut value = json!({
        "kind": kind(hit.item), "id": id, "name": name, "text": hit.text(catalog), "matched": hit.matched.word(),
        "score": hit.score,
    });
    if let Item::Responsibility(_, index) = hit.item {
        value["index"] = json!(index);
    }
    if hit.missing != 0 {
        value["unmatched"] = json!(hits.unmatched(hit).collect::<Vec<_>>());
    }
    value
}

/// The answer to one query as JSON.
pub fn json(catalog: &Catalog, query: &Query, scope: Scope, hits: &Hits) -> Value {
    json!({
        "schema": "roledex/search/1",
        "query": query.text(),
        "in": scope.word(),
        "total": hits.total,
        "partial": hits.partial(),
        "unmatched": hits.unmatched_by_all(),
        "hits": hits.hits.iter().map(|h| hit_json(catalog, hits, h)).collect::<Vec<_>>(),
    })
}

/// The answer to one of many queries, with its own time.
pub fn json_line(catalog: &Catalog, query: &str, micros: u128, hits: &Hits) -> Value {
    json!({
        "query": query,
        "micros": micros,
        "partial": hits.partial(),
        "unmatched": hits.unmatched_by_all(),
        "hits": hits.hits.iter().map(|h| hit_json(catalog, hits, h)).collect::<Vec<_>>(),
    })
}
