//! Finds the parts of a catalog in the files of its packs. The catalog itself keeps no spans and
//! may come from the cache, so the files are parsed again as far as necessary, and the places that
//! the parser reports are kept.
//!
//! Parts are identified by their content, not their position, so that a file that has changed since
//! still leads to the right place.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ReadError;
use super::diagnostic::Diagnostic;
use super::lower::{entries_in_order, raw_text, strings, subtable, subtables, text};
use super::read;
use crate::model::text::visible;
use crate::model::{Catalog, CatalogPart, Importance, Pay, RoleId, ThemeId};

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLocation {
    /// The file.
    pub file: PathBuf,
    /// The file as shown to the user.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Number of characters that it covers on that line; at least 1.
    pub length: usize,
    /// The line itself, unchanged, without its end.
    pub source_line: String,
}

impl FileLocation {
    /// Moves `diagnostic` to this place.
    #[must_use]
    pub fn attach(self, diagnostic: Diagnostic) -> Diagnostic {
        let Self { name: file, line, column, length, source_line, .. } = self;
        Diagnostic { file, line, column, source_line, length, ..diagnostic }
    }
}

/// The files of packs, in which parts of their catalog are searched for.
#[derive(Debug)]
pub struct PackLocator {
    /// The files of each pack.
    packs: Vec<Range<usize>>,
    files: Vec<LocatorFile>,
}

/// The text of a file.
#[derive(Debug)]
struct LocatorFile {
    path: PathBuf,
    text: String,
    /// The starts of its lines.
    lines: OnceLock<Vec<usize>>,
    /// Each piece is a document of its own.
    pieces: Vec<FilePiece>,
}

/// A piece of a file, parsed when it is first searched.
#[derive(Debug)]
struct FilePiece {
    at: Range<usize>,
    spans: OnceLock<PieceSpans>,
}

/// The places of the parts of a piece, by id where they have one.
#[derive(Debug, Default)]
struct PieceSpans {
    roles: HashMap<String, EntrySpans>,
    skills: HashMap<String, EntrySpans>,
    themes: HashMap<String, EntrySpans>,
    sources: HashMap<String, EntrySpans>,
    /// Comparisons by the ids of their roles, without pack ids.
    comparisons: Vec<(Vec<String>, Range<usize>)>,
}

/// An entry such as `[[role]]`: its id, and its contents by [`item_key`], in file order.
#[derive(Debug)]
struct EntrySpans {
    id: Range<usize>,
    items: Vec<(u64, Range<usize>)>,
}

impl PackLocator {
    /// Reads the files of `packs`, in the order of the catalog; a pack without a path has no files.
    ///
    /// # Errors
    ///
    /// When a path does not exist or cannot be read.
    pub fn read(packs: &[Option<&Path>]) -> Result<Self, ReadError> {
        let mut places = Self { packs: Vec::new(), files: Vec::new() };
        for pack in packs {
            let first = places.files.len();
            for path in pack.map_or_else(|| Ok(Vec::new()), read::files)? {
                let bytes = read::read_bytes(&path)?;
                let text = String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
                places.files.push(LocatorFile::new(path, text));
            }
            places.packs.push(first..places.files.len());
        }
        Ok(places)
    }

    /// Parses all files now, because many parts will be looked up.
    pub fn parse_all(&self) {
        let pieces =
            self.files.iter().flat_map(|file| file.pieces.iter().map(move |piece| (file, piece)));
        read::parallel_map(pieces.collect(), |(file, piece)| {
            piece.spans.get_or_init(|| PieceSpans::of(&file.text[piece.at.clone()]));
        });
    }

    /// Finds the place of `part` of `catalog`: its text, or the id of the entry it begins. Returns
    /// `None` if the files do not contain it.
    pub fn find(&self, catalog: &Catalog, part: CatalogPart) -> Option<FileLocation> {
        let all = 0..self.files.len();
        match part {
            CatalogPart::Role(role) => self.role(catalog, role, |entry| Some(entry.id.clone())),
            CatalogPart::Summary(role) => {
                self.role(catalog, role, |entry| entry.item(item_key(&["summary"]), 0))
            }
            CatalogPart::Responsibility(role, at) => self.responsibility(catalog, role, at),
            CatalogPart::Requirement(role, at) => {
                let skill = catalog.role(role).skills.get(at)?.skill;
                self.role(catalog, role, |entry| {
                    entry.item(item_key(&["skill", &catalog.skill(skill).id]), 0)
                })
            }
            CatalogPart::Pay(role, at) => {
                let pay = &catalog.role(role).pay;
                let key = pay_key(catalog, pay.get(at)?);
                let before =
                    pay[..at].iter().filter(|other| pay_key(catalog, other) == key).count();
                self.role(catalog, role, |entry| entry.item(key, before))
            }
            CatalogPart::Move(role, at) => {
                let moves = &catalog.role(role).moves;
                let to = moves.get(at)?.to;
                let before = moves[..at].iter().filter(|other| other.to == to).count();
                self.role(catalog, role, |entry| {
                    entry.item(item_key(&["move", local_id(&catalog.role(to).id)]), before)
                })
            }
            CatalogPart::Skill(skill) => {
                let id = &catalog.skill(skill).id;
                self.entry(all, id, |spans| spans.skills.get(id).map(|entry| entry.id.clone()))
            }
            CatalogPart::SkillName(skill, at) => {
                let skill = catalog.skill(skill);
                let name = std::iter::once(&skill.name).chain(&skill.aliases).nth(at)?;
                // Packs that define the same skill may each add their own names.
                self.entry(all, &skill.id, |spans| {
                    spans.skills.get(&skill.id)?.item(item_key(&["name", name]), 0)
                })
            }
            CatalogPart::Theme(theme) => {
                let id = &catalog.theme(theme).id;
                self.entry(all, id, |spans| spans.themes.get(id).map(|entry| entry.id.clone()))
            }
            CatalogPart::Source(source) => {
                let source = catalog.source(source);
                let pack = self.packs.get(source.pack.index())?.clone();
                self.entry(pack, &source.id, |spans| {
                    spans.sources.get(&source.id).map(|entry| entry.id.clone())
                })
            }
            CatalogPart::Comparison(at) => {
                let roles = &catalog.comparisons().get(at)?.roles;
                let ids: Vec<&str> =
                    roles.iter().map(|role| local_id(&catalog.role(*role).id)).collect();
                let mut before = catalog.comparisons()[..at]
                    .iter()
                    .filter(|other| other.roles == *roles)
                    .count();
                self.entry(all, ids.first()?, |spans| {
                    let mut equal = spans.comparisons.iter().filter(|(roles, _)| *roles == ids);
                    let found = equal.by_ref().nth(before).map(|(_, span)| span.clone());
                    let here = spans.comparisons.iter().filter(|(roles, _)| *roles == ids).count();
                    before = before.saturating_sub(here);
                    found
                })
            }
        }
    }

    /// Finds a responsibility: in the role that states it, or in the one that it is inherited from.
    fn responsibility(&self, catalog: &Catalog, role: RoleId, at: usize) -> Option<FileLocation> {
        let all = &catalog.role(role).responsibilities;
        let sought = all.get(at)?;
        let before = all[..at].iter().filter(|other| {
            (other.inherited_from, other.theme, &other.text)
                == (sought.inherited_from, sought.theme, &sought.text)
        });
        let (origin, before) = (sought.inherited_from.unwrap_or(role), before.count());
        self.role(catalog, origin, |entry| {
            entry.item(responsibility_key(catalog, sought.theme, &sought.text), before)
        })
    }

    fn role(
        &self,
        catalog: &Catalog,
        role: RoleId,
        pick: impl Fn(&EntrySpans) -> Option<Range<usize>>,
    ) -> Option<FileLocation> {
        let role = catalog.role(role);
        let id = local_id(&role.id);
        self.entry(self.packs.get(role.pack.index())?.clone(), id, |spans| {
            pick(spans.roles.get(id)?)
        })
    }

    /// Returns the first place in `files` that `pick` returns, in a piece that may mention `id`.
    fn entry(
        &self,
        files: Range<usize>,
        id: &str,
        mut pick: impl FnMut(&PieceSpans) -> Option<Range<usize>>,
    ) -> Option<FileLocation> {
        for file in self.files.get(files)? {
            for piece in &file.pieces {
                let text = &file.text[piece.at.clone()];
                if piece.spans.get().is_none() && !may_name(text, id) {
                    continue;
                }
                if let Some(span) = pick(piece.spans.get_or_init(|| PieceSpans::of(text))) {
                    return Some(
                        file.place(piece.at.start + span.start..piece.at.start + span.end),
                    );
                }
            }
        }
        None
    }
}

/// The key of a responsibility by its theme and text.
fn responsibility_key(catalog: &Catalog, theme: ThemeId, text: &str) -> u64 {
    item_key(&["responsibility", &catalog.theme(theme).id, text])
}

/// Whether `id` may occur in `text`: literally, or with escapes.
fn may_name(text: &str, id: &str) -> bool {
    text.contains(id) || ["\\u", "\\U", "\\x"].iter().any(|escape| text.contains(escape))
}

/// Returns an id without its pack prefix.
fn local_id(id: &str) -> &str {
    id.rsplit(':').next().unwrap_or(id)
}

/// Returns a key for a part of an entry, made from its content.
fn item_key(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

fn pay_key(catalog: &Catalog, pay: &Pay) -> u64 {
    item_key(&["pay", &pay.region, &catalog.source(pay.source).id])
}

impl EntrySpans {
    /// Returns the place of the item with this key, after skipping `before` others with the same
    /// key.
    fn item(&self, key: u64, before: usize) -> Option<Range<usize>> {
        self.items
            .iter()
            .filter(|(other, _)| *other == key)
            .nth(before)
            .map(|(_, span)| span.clone())
    }
}

impl LocatorFile {
    fn new(path: PathBuf, text: String) -> Self {
        let cuts = read::cut_points(&text);
        let pieces = if cuts.is_empty() {
            vec![unread_piece(0..text.len())]
        } else {
            cuts.windows(2).map(|at| unread_piece(at[0]..at[1])).collect()
        };
        Self { path, text, lines: OnceLock::new(), pieces }
    }

    fn place(&self, span: Range<usize>) -> FileLocation {
        let text = self.text.as_str();
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= span.start);
        let start = lines[line - 1];
        let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
        let source_line = text[start..end].trim_end_matches('\r');
        let shown = span.end.min(start + source_line.len()).max(span.start);
        FileLocation {
            file: self.path.clone(),
            name: crate::model::text::path_text(&self.path),
            line,
            column: text[start..span.start].chars().count() + 1,
            length: text[span.start..shown].chars().count().max(1),
            source_line: source_line.to_string(),
        }
    }
}

/// A piece of a file whose items have not been located yet.
fn unread_piece(at: Range<usize>) -> FilePiece {
    FilePiece { at, spans: OnceLock::new() }
}

impl PieceSpans {
    /// Collects the parts of the document `text`; of a damaged one, those that can be read.
    fn of(text: &str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        let root = root.get_ref();
        let mut spans = Self::default();
        for table in subtables(root, "role") {
            add_entry(&mut spans.roles, table, role_items(table));
        }
        for table in subtables(root, "skill") {
            add_entry(&mut spans.skills, table, skill_names(table));
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
            spans.comparisons.push((roles, list.span()));
        }
        spans
    }
}

/// Adds an entry. Of several with one id the first counts, as when packs are read.
fn add_entry(
    entries: &mut HashMap<String, EntrySpans>,
    table: &DeTable<'_>,
    items: Vec<(u64, Range<usize>)>,
) {
    if let Some((id, span)) = raw_text(table, "id") {
        entries.entry(id.to_string()).or_insert(EntrySpans { id: span, items });
    }
}

/// Returns the names of a skill.
fn skill_names(table: &DeTable<'_>) -> Vec<(u64, Range<usize>)> {
    let name = raw_text(table, "name").into_iter().chain(strings(table, "aliases"));
    name.map(|(name, span)| (item_key(&["name", &visible(name)]), span)).collect()
}

fn role_items(table: &DeTable<'_>) -> Vec<(u64, Range<usize>)> {
    let mut items = Vec::new();
    items.extend(raw_text(table, "summary").map(|(_, span)| (item_key(&["summary"]), span)));
    for (theme, _, list) in
        subtable(table, "responsibilities").map(entries_in_order).unwrap_or_default()
    {
        for item in list.get_ref().as_array().into_iter().flatten() {
            if let Some((words, span)) = item_text(item, "text") {
                items.push((item_key(&["responsibility", theme, &visible(words)]), span));
            }
        }
    }
    for importance in Importance::WORDS {
        let list = subtable(table, "skills")
            .and_then(|skills| skills.get(*importance)?.get_ref().as_array());
        for item in list.into_iter().flatten() {
            if let Some((skill, span)) = item_text(item, "skill") {
                let id = skill.split_once(':').map_or(skill, |(skill, _)| skill).trim();
                items.push((item_key(&["skill", id]), span));
            }
        }
    }
    for step in subtables(table, "move") {
        items.extend(
            raw_text(step, "to").map(|(to, span)| (item_key(&["move", local_id(to)]), span)),
        );
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

/// Returns the text of an item: a string, or the value of `key` in a table.
fn item_text<'a>(item: &'a Spanned<DeValue<'_>>, key: &str) -> Option<(&'a str, Range<usize>)> {
    match item.get_ref() {
        DeValue::String(words) => Some((words, item.span())),
        DeValue::Table(table) => raw_text(table, key),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
