//! What a search found.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Ink, Page};
use crate::model::Catalog;
use crate::search::{Hit, Hits, Item, Matched, Query, Scope};

fn kind(item: Item) -> &'static str {
    match item {
        Item::Skill(_) => "skill",
        Item::Role(_) => "role",
        Item::Responsibility(..) => "responsibility",
    }
}

/// The id and the name of what was found; for a responsibility those of its role.
fn named(catalog: &Catalog, item: Item) -> (&str, &str) {
    match item {
        Item::Skill(id) => (&catalog.skill(id).id, &catalog.skill(id).name),
        Item::Role(id) | Item::Responsibility(id, _) => (&catalog.role(id).id, &catalog.role(id).title),
    }
}

/// What else is to be said of a hit: how many roles need the skill, which family, and the other text that matched.
fn remark(catalog: &Catalog, hit: &Hit) -> String {
    let mut parts = match hit.item {
        Item::Skill(id) => {
            let n = catalog.needs(id).len();
            vec![catalog.skill(id).kind.to_string(), if n == 1 { "1 role".to_string() } else { format!("{n} roles") }]
        }
        Item::Role(id) => vec![catalog.role(id).family.clone()],
        Item::Responsibility(..) => return hit.text(catalog).to_string(),
    };
    match hit.matched {
        Matched::Name => {}
        Matched::Alias => parts.push(format!("also: {}", hit.text(catalog))),
        Matched::Hidden | Matched::Description => parts.push(format!("by {}", hit.matched)),
    }
    parts.join(" · ")
}

/// Writes the hits as text; in a pipe as `kind`, `id`, `name`, `matched`, `text`, separated by tabs.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(out: &mut impl Write, catalog: &Catalog, hits: &Hits, page: Page) -> io::Result<()> {
    let Some(width) = page.width else {
        for hit in &hits.hits {
            let (id, name) = named(catalog, hit.item);
            let text = if hit.matched == Matched::Hidden { "" } else { hit.text(catalog) };
            writeln!(out, "{}\t{id}\t{name}\t{}\t{text}", kind(hit.item), hit.matched)?;
        }
        return Ok(());
    };
    let column = hits.hits.iter().map(|h| named(catalog, h.item).1.chars().count()).max().unwrap_or(0).min(34) + 2;
    for hit in &hits.hits {
        let (_, name) = named(catalog, hit.item);
        let first = page.ink(&super::fill(name, column), Ink::Title);
        super::write_hanging(out, &first, &remark(catalog, hit), width)?;
    }
    if hits.hits.len() < hits.total {
        let more = format!("… and {} more: --limit {}", hits.total - hits.hits.len(), hits.total);
        writeln!(out, "{}", page.ink(&more, Ink::Dim))?;
    }
    Ok(())
}

fn hit_json(catalog: &Catalog, hit: &Hit) -> Value {
    let (id, name) = named(catalog, hit.item);
    let mut value = json!({
        "kind": kind(hit.item), "id": id, "name": name, "text": hit.text(catalog), "matched": hit.matched.word(),
        "score": hit.score,
    });
    if let Item::Responsibility(_, index) = hit.item {
        value["index"] = json!(index);
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
        "hits": hits.hits.iter().map(|h| hit_json(catalog, h)).collect::<Vec<_>>(),
    })
}

/// The answer to one of many queries, with the time that it took alone.
pub fn json_line(catalog: &Catalog, query: &str, micros: u128, hits: &Hits) -> Value {
    json!({
        "query": query,
        "micros": micros,
        "hits": hits.hits.iter().map(|h| hit_json(catalog, h)).collect::<Vec<_>>(),
    })
}
