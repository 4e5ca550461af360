//! Search results.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, SpanMeaning,
    columns,
};
use super::{AnsiStyle, PageSetup, name_list};
use crate::json::to_value;
use crate::model::text::{quoted, visible};
use crate::model::{Catalog, family_name};
use crate::search::{Hit, Hits, MatchedText, Query, SearchItem, SearchScope, highlight};

fn item_kind(item: SearchItem) -> &'static str {
    match item {
        SearchItem::Skill(_) => "skill",
        SearchItem::Role(_) => "role",
        SearchItem::Responsibility(..) => "responsibility",
    }
}

/// The id and the name of a result; for a responsibility those of its role.
fn id_and_name(catalog: &Catalog, item: SearchItem) -> (&str, &str) {
    match item {
        SearchItem::Skill(id) => (&catalog.skill(id).id, &catalog.skill(id).name),
        SearchItem::Role(id) | SearchItem::Responsibility(id, _) => {
            (&catalog.role(id).id, catalog.role_title(id))
        }
    }
}

/// Further information on a hit: the number of roles that need the skill, the family, and the other
/// text that matched.
fn hit_remark(catalog: &Catalog, hits: &Hits, hit: &Hit) -> String {
    let mut parts = match hit.item {
        SearchItem::Skill(id) => {
            let n = catalog.needs(id).len();
            vec![
                catalog.skill(id).kind.to_string(),
                if n == 1 { "1 role".to_string() } else { format!("{n} roles") },
            ]
        }
        SearchItem::Role(id) => vec![family_name(&catalog.role(id).family)],
        SearchItem::Responsibility(..) => vec![hit.text(catalog).to_string()],
    };
    match hit.matched {
        MatchedText::Name => {}
        MatchedText::Code => parts.push(format!("code {}", hit.text(catalog))),
        MatchedText::Alias => parts.push(format!("also: {}", hit.text(catalog))),
        MatchedText::Hidden | MatchedText::Description => parts.push(format!("by {}", hit.matched)),
    }
    parts.extend(missing_words(hits, hit));
    parts.join(" · ")
}

/// The query words that are missing from a hit, if it is a closest match rather than a full one.
pub(crate) fn missing_words(hits: &Hits, hit: &Hit) -> Option<String> {
    let words: Vec<String> =
        hits.unmatched(hit).map(|word| format!("`{}`", quoted(word))).collect();
    (!words.is_empty()).then(|| format!("without {}", words.join(", ")))
}

columns!(
    /// The columns of search results.
    SearchColumn {
        /// The kind of the hit.
        Kind = "kind",
        /// The id of the hit.
        Id = "id",
        /// The name of the hit.
        Name = "name",
        /// The text that matched: its kind.
        Matched = "matched",
        /// The text that matched.
        Text = "text",
    } pages {
        /// The name with matches marked.
        MarkedName,
        /// The text with matches marked, unless it is the name.
        MarkedText,
    }
);

/// A hit as a row.
fn hit_row(catalog: &Catalog, query: &Query, hit: &Hit) -> DocumentRow {
    let (id, name) = id_and_name(catalog, hit.item);
    // A hidden term is for searching, not for display.
    let text = if hit.matched == MatchedText::Hidden { "" } else { hit.text(catalog) };
    let by_name =
        hit.matched == MatchedText::Name && !matches!(hit.item, SearchItem::Responsibility(..));
    // A page does not repeat the name.
    let query = &query.without(hit.missing);
    let (marked_name, marked_text) = if by_name {
        (highlighted_cell(query, name), DocumentCell::default())
    } else {
        (name.into(), highlighted_cell(query, text))
    };
    DocumentRow::of([
        (SearchColumn::Kind, item_kind(hit.item).into()),
        (SearchColumn::Id, id.into()),
        (SearchColumn::Name, name.into()),
        (SearchColumn::Matched, hit.matched.word().into()),
        (SearchColumn::Text, text.into()),
        (SearchColumn::MarkedName, marked_name),
        (SearchColumn::MarkedText, marked_text),
    ])
}

/// The hits as a sheet.
pub fn document(
    catalog: &Catalog,
    query: &Query,
    scope: SearchScope,
    hits: &Hits,
) -> ReportDocument {
    let what = match scope {
        SearchScope::All => "everything",
        scope => scope.word(),
    };
    let count = match (hits.hits.len(), hits.total) {
        (_, 0) => format!("No matches in {what}."),
        (shown, _) if hits.is_partial() => {
            format!("Nothing in {what} matches all these words; showing the closest {shown}.")
        }
        (shown, all) if shown < all => {
            format!("Showing the best {shown} of {all} matches in {what}.")
        }
        (_, all) => format!("{all} found in {what}."),
    };
    let section = DocumentSection::new("Results")
        .row_header(SearchColumn::MarkedName)
        .show_column(SearchColumn::MarkedName, "Name")
        .show_column(SearchColumn::Kind, "Kind")
        .show_column(SearchColumn::MarkedText, "Text")
        .show_column(SearchColumn::Matched, "Matched")
        .show_column(SearchColumn::Id, "Id")
        .rows(hits.hits.iter().map(|hit| hit_row(catalog, query, hit)));
    let title = format!("Search: {}", visible(query.text()));
    ReportDocument::new(catalog, title, SearchColumn::NAMES).intro(count).section(section)
}

/// `text` with the parts that `query` matches marked.
fn highlighted_cell(query: &Query, text: &str) -> DocumentCell {
    let mut cell = DocumentCell::default();
    let mut at = 0;
    for lit in highlight(query, text) {
        cell = cell
            .append(&text[at..lit.start], SpanMeaning::Plain)
            .append(&text[lit.clone()], SpanMeaning::Match);
        at = lit.end;
    }
    cell.append(&text[at..], SpanMeaning::Plain)
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
    scope: SearchScope,
    hits: &Hits,
    page: PageSetup,
) -> io::Result<()> {
    let Some(width) = page.width else {
        return document(catalog, query, scope, hits).write_records(out, page);
    };
    let column = name_list::column_width(
        hits.hits.iter().map(|hit| id_and_name(catalog, hit.item).1),
        width,
    );
    for hit in &hits.hits {
        let (_, name) = id_and_name(catalog, hit.item);
        name_list::write_beside(
            out,
            ("", name),
            column,
            &hit_remark(catalog, hits, hit),
            (width, page, AnsiStyle::Title),
        )?;
    }
    let how = format!("--limit {}", hits.total);
    name_list::write_more_note(out, hits.total.saturating_sub(hits.hits.len()), &how, page)
}

/// The answer to one query as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct SearchJson<'a> {
    schema: &'static str,
    query: &'a str,
    r#in: &'static str,
    total: usize,
    #[serde(flatten)]
    found: FoundHits<'a>,
}

/// The answer to one of many queries as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct SearchLine<'a> {
    query: &'a str,
    micros: u128,
    #[serde(flatten)]
    found: FoundHits<'a>,
}

/// The hits of a query as JSON.
#[derive(Serialize, JsonSchema)]
struct FoundHits<'a> {
    partial: bool,
    unmatched: Vec<String>,
    hits: Vec<HitEntry<'a>>,
}

impl<'a> FoundHits<'a> {
    fn new(catalog: &'a Catalog, hits: &Hits) -> Self {
        Self {
            partial: hits.is_partial(),
            unmatched: hits.unmatched_by_all().into_iter().map(Into::into).collect(),
            hits: hits.hits.iter().map(|hit| HitEntry::new(catalog, hits, hit)).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct HitEntry<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    /// The name of a role, which is a title in every answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    text: &'a str,
    matched: &'static str,
    score: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unmatched: Option<Vec<String>>,
}

impl<'a> HitEntry<'a> {
    fn new(catalog: &'a Catalog, hits: &Hits, hit: &Hit) -> Self {
        let (id, name) = id_and_name(catalog, hit.item);
        let is_role = matches!(hit.item, SearchItem::Role(_) | SearchItem::Responsibility(..));
        let index = match hit.item {
            SearchItem::Responsibility(_, index) => Some(index),
            _ => None,
        };
        Self {
            kind: item_kind(hit.item),
            id,
            name,
            title: is_role.then_some(name),
            text: hit.text(catalog),
            matched: hit.matched.word(),
            score: hit.score,
            index,
            unmatched: (hit.missing != 0).then(|| hits.unmatched(hit).map(Into::into).collect()),
        }
    }
}

/// The answer to one query as JSON.
pub fn json(catalog: &Catalog, query: &Query, scope: SearchScope, hits: &Hits) -> Value {
    to_value(&SearchJson {
        schema: "roledex/search/1",
        query: query.text(),
        r#in: scope.word(),
        total: hits.total,
        found: FoundHits::new(catalog, hits),
    })
}

/// The answer to one of many queries, with its own time.
pub(crate) fn json_line(catalog: &Catalog, query: &str, micros: u128, hits: &Hits) -> Value {
    to_value(&SearchLine { query, micros, found: FoundHits::new(catalog, hits) })
}
