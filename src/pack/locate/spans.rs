//! The places of the parts of a document, found by their content.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::lower::{entries_in_order, raw_text, strings, subtable, subtables, text};
use crate::model::Importance;
use crate::model::text::visible;

/// Parts of an entry by [`item_key`], in file order.
type SpannedItems = Vec<(u64, Range<usize>)>;

/// The places of the parts of a piece, by id where they have one.
#[derive(Debug, Default)]
pub(super) struct PieceSpans {
    pub(super) roles: HashMap<String, EntrySpans>,
    pub(super) skills: HashMap<String, EntrySpans>,
    pub(super) themes: HashMap<String, EntrySpans>,
    pub(super) sources: HashMap<String, EntrySpans>,
    /// Comparisons by the ids of their roles, without pack ids. Their own place is that of the
    /// list of roles.
    pub(super) comparisons: Vec<(Vec<String>, EntrySpans)>,
}

/// An entry such as `[[role]]`: its id or what identifies it, and its contents by [`item_key`], in file order.
#[derive(Debug)]
pub(super) struct EntrySpans {
    pub(super) id: Range<usize>,
    pub(super) items: SpannedItems,
}

impl EntrySpans {
    /// Returns the place of the item with this key, after skipping `before` others with the same
    /// key.
    pub(super) fn item(&self, key: u64, before: usize) -> Option<Range<usize>> {
        self.items
            .iter()
            .filter(|(other, _)| *other == key)
            .nth(before)
            .map(|(_, span)| span.clone())
    }
}

impl PieceSpans {
    /// Collects the parts of the document `text`; of a damaged one, those that can be read.
    pub(super) fn of(text: &str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        let root = root.get_ref();
        let mut spans = Self::default();
        for table in subtables(root, "role") {
            add_entry(&mut spans.roles, table, role_items(table));
        }
        for table in subtables(root, "skill") {
            add_entry(&mut spans.skills, table, skill_items(table));
        }
        for table in subtables(root, "theme") {
            add_entry(&mut spans.themes, table, Vec::new());
        }
        for table in subtables(root, "source") {
            add_entry(&mut spans.sources, table, Vec::new());
        }
        for table in subtables(root, "comparison") {
            let Some(list) = table.get("roles") else { continue };
            let mut roles: Vec<String> = Vec::new();
            for (id, _) in strings(table, "roles") {
                if !roles.iter().any(|known| known == local_id(id)) {
                    roles.push(local_id(id).to_string());
                }
            }
            let entry = EntrySpans { id: list.span(), items: comparison_items(table) };
            spans.comparisons.push((roles, entry));
        }
        spans
    }
}

/// Adds an entry. Of several with one id the first counts, as when packs are read.
fn add_entry(entries: &mut HashMap<String, EntrySpans>, table: &DeTable<'_>, items: SpannedItems) {
    if let Some((id, span)) = raw_text(table, "id") {
        entries.entry(id.to_string()).or_insert(EntrySpans { id: span, items });
    }
}

/// Returns the names and texts of a skill.
fn skill_items(table: &DeTable<'_>) -> SpannedItems {
    let name = raw_text(table, "name").into_iter().chain(strings(table, "aliases"));
    let mut items: SpannedItems =
        name.map(|(name, span)| (item_key(&["name", &visible(name)]), span)).collect();
    for key in ["description", "note"] {
        items.extend(text_item(table, key, &[key]));
    }
    let levels = subtable(table, "levels").map(entries_in_order).unwrap_or_default();
    for (level, _, sentence) in levels {
        if let Some(words) = sentence.get_ref().as_str() {
            items.push((item_key(&["level", level, &visible(words)]), sentence.span()));
        }
    }
    items
}

/// Returns the texts of a comparison.
fn comparison_items(table: &DeTable<'_>) -> SpannedItems {
    let mut items = Vec::new();
    for point in subtables(table, "point") {
        items.extend(text_item(point, "aspect", &["aspect"]));
        let texts = subtable(point, "texts").map(entries_in_order).unwrap_or_default();
        for (role, _, value) in texts {
            if let Some(words) = value.get_ref().as_str() {
                let key = item_key(&["text", local_id(role), &visible(words)]);
                items.push((key, value.span()));
            }
        }
        for position in subtables(point, "positions") {
            items.extend(text_item(position, "text", &["position"]));
        }
    }
    items
}

/// Returns the text in `key` of `table` as an item: its key is `parts` and the text.
fn text_item(table: &DeTable<'_>, key: &str, parts: &[&str]) -> Option<(u64, Range<usize>)> {
    let (words, span) = raw_text(table, key)?;
    let words = visible(words);
    let parts: Vec<&str> = parts.iter().copied().chain([words.as_ref()]).collect();
    Some((item_key(&parts), span))
}

/// Returns the parts of a role.
fn role_items(table: &DeTable<'_>) -> SpannedItems {
    let mut items = Vec::new();
    items.extend(raw_text(table, "summary").map(|(_, span)| (item_key(&["summary"]), span)));
    let names = raw_text(table, "title").into_iter();
    for (name, span) in names.chain(strings(table, "aliases")).chain(strings(table, "hidden")) {
        items.push((item_key(&["name", &visible(name)]), span));
    }
    for (source, span) in strings(table, "sources") {
        items.push((item_key(&["source", source]), span));
    }
    if let Some(experience) = subtable(table, "experience") {
        items.extend(text_item(experience, "education", &["education"]));
    }
    if let Some(reporting) = subtable(table, "reporting") {
        for key in ["reports-to", "manages"] {
            for (role, span) in strings(reporting, key) {
                items.push((item_key(&[key, local_id(role)]), span));
            }
        }
    }
    items.extend(requirement_items(table));
    for (theme, _, list) in
        subtable(table, "responsibilities").map(entries_in_order).unwrap_or_default()
    {
        for item in list.get_ref().as_array().into_iter().flatten() {
            if let Some((words, span)) = item_text(item, "text") {
                let words = visible(words);
                items.push((item_key(&["responsibility", theme, &words]), span));
                let note = item.get_ref().as_table();
                items.extend(
                    note.and_then(|t| {
                        text_item(t, "note", &["responsibility-note", theme, &words])
                    }),
                );
            }
        }
    }
    for step in subtables(table, "move") {
        let Some((to, span)) = raw_text(step, "to") else { continue };
        items.push((item_key(&["move", local_id(to)]), span));
        for (words, span) in strings(step, "requires") {
            items.push((item_key(&["requires", local_id(to), &visible(words)]), span));
        }
    }
    for pay in subtables(table, "pay") {
        let first = pay.iter().map(|(key, _)| key.span()).min_by_key(|span| span.start);
        if let (Some(region), Some((source, _)), Some(span)) =
            (text(pay, "region"), raw_text(pay, "source"), first)
        {
            items.push((item_key(&["pay", &region, source]), span));
        }
    }
    items
}

/// Returns the skills that a role requires, and the notes on them.
fn requirement_items(table: &DeTable<'_>) -> SpannedItems {
    let mut items = Vec::new();
    for importance in Importance::WORDS {
        let list = subtable(table, "skills")
            .and_then(|skills| skills.get(*importance)?.get_ref().as_array());
        for item in list.into_iter().flatten() {
            if let Some((skill, span)) = item_text(item, "skill") {
                let id = skill.split_once(':').map_or(skill, |(skill, _)| skill).trim();
                items.push((item_key(&["skill", id]), span));
                let note = item.get_ref().as_table();
                items.extend(note.and_then(|t| text_item(t, "note", &["skill-note", id])));
            }
        }
    }
    items
}

/// Returns the text of an item: a string, or the value of `key` in a table.
fn item_text<'a>(item: &'a Spanned<DeValue<'_>>, key: &str) -> Option<(&'a str, Range<usize>)> {
    match item.get_ref() {
        DeValue::String(words) => Some((words, item.span())),
        DeValue::Table(table) => raw_text(table, key),
        _ => None,
    }
}

/// Returns an id without its pack prefix.
pub(super) fn local_id(id: &str) -> &str {
    id.rsplit(':').next().unwrap_or(id)
}

/// Returns a key for a part of an entry, made from its content.
pub(super) fn item_key(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
