//! Renames an id where it is defined and wherever the files of its pack refer to it.
//!
//! Only the bytes of the ids change: comments and layout stay as they are.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::text::quoted;
use crate::model::words;
use crate::pack::format::{DOCUMENT, FieldKind, ReferenceKind, TableFormat};
use crate::pack::{LineIndex, quote, suggest};

words!(
    /// Kind of entry that has an id.
    EntryKind {
        /// A role.
        Role = "role",
        /// A skill.
        Skill = "skill",
        /// A theme.
        Theme = "theme",
        /// A source.
        Source = "source",
    }
);

impl EntryKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Role, Self::Skill, Self::Theme, Self::Source];

    /// The kind of a reference to such an entry; themes are referred to by keys alone.
    fn reference(self) -> Option<ReferenceKind> {
        match self {
            Self::Role => Some(ReferenceKind::Role),
            Self::Skill => Some(ReferenceKind::Skill),
            Self::Source => Some(ReferenceKind::Source),
            Self::Theme => None,
        }
    }
}

/// A place where an id is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdPlace {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// The keys that lead to it: `role.reporting.manages`.
    pub key: String,
    span: Range<usize>,
    replacement: String,
}

/// A reason why nothing can be renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// A file is not valid TOML.
    #[error("a file of the pack is not valid TOML")]
    Syntax,
    /// No entry of the wanted kinds has the id.
    #[error("{}", not_found_message(*kind, id, near.as_deref()))]
    NotFound {
        /// The wanted kind, if one was named.
        kind: Option<EntryKind>,
        /// The id.
        id: String,
        /// The id that was probably meant.
        near: Option<String>,
    },
    /// Several entries have the id.
    #[error("`{id}` is the id of a {}; choose one with --kind", join_kinds(kinds))]
    Several {
        /// The id.
        id: String,
        /// Their kinds.
        kinds: Vec<EntryKind>,
    },
    /// The new id is the present one.
    #[error("the {kind} `{id}` already has this id")]
    Same {
        /// The kind of entry.
        kind: EntryKind,
        /// The id.
        id: String,
    },
    /// Another entry has the new id.
    #[error("a {kind} `{id}` already exists; choose another id")]
    Taken {
        /// The kind of entry.
        kind: EntryKind,
        /// The new id.
        id: String,
    },
}

fn not_found_message(kind: Option<EntryKind>, id: &str, near: Option<&str>) -> String {
    let hint = near.map_or_else(
        || "`roledex list` and `roledex list skills` show ids in the first column".to_string(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("no {} with the id `{}`; {hint}", kind.map_or("entry", EntryKind::word), quoted(id))
}

fn join_kinds(kinds: &[EntryKind]) -> String {
    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" and of a ")
}

/// A file in which an id is renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRename {
    /// The position of the file among those of the pack.
    pub file: usize,
    /// The places of the id, in file order.
    pub places: Vec<IdPlace>,
    /// The text with the new id.
    pub text: String,
}

/// Renames the id `old` to `new` in the files of a pack; `kind` says of what, if several entries
/// have the id. Returns the kind and the files that change.
///
/// ```
/// use roledex::authoring::rename::{EntryKind, rename_id};
///
/// let file = "[[skill]]\nid = \"sql\"\n[[role]]\nskills.useful = [\"sql: expert\"] # as ever\n";
/// let (kind, files) = rename_id(&[file], "sql", "queries", None).unwrap();
/// assert_eq!(kind, EntryKind::Skill);
/// assert_eq!(files[0].text, file.replace("sql", "queries"));
/// assert_eq!((files[0].places[1].line, files[0].places[1].key.as_str()), (4, "role.skills.useful"));
/// ```
///
/// # Errors
///
/// When a file is not TOML, when no entry or several have the id, and when the new one is taken.
pub fn rename_id(
    texts: &[&str],
    old: &str,
    new: &str,
    kind: Option<EntryKind>,
) -> Result<(EntryKind, Vec<FileRename>), RenameError> {
    let roots = texts.iter().map(|text| DeTable::parse(text)).collect::<Result<Vec<_>, _>>();
    let roots = roots.map_err(|_| RenameError::Syntax)?;
    let defined: Vec<(EntryKind, &str)> =
        roots.iter().flat_map(|root| defined_ids(root.get_ref())).collect();
    let kind = chosen_kind(&defined, old, new, kind)?;
    let pack = roots
        .iter()
        .find_map(|root| root.get_ref().get("pack")?.get_ref().get("id")?.get_ref().as_str());
    let rename = IdRename { kind, old, new, pack: pack.unwrap_or_default() };
    let mut files = Vec::new();
    for (file, (text, root)) in texts.iter().zip(&roots).enumerate() {
        let lines = LineIndex::of(text);
        let mut finder = PlaceFinder { text, rename: &rename, lines, found: Vec::new() };
        finder.table(root.get_ref(), &DOCUMENT, &mut Vec::new());
        let mut places = finder.found;
        places.sort_by_key(|place| place.span.start);
        if !places.is_empty() {
            let text = with_new_id(text, &places);
            files.push(FileRename { file, places, text });
        }
    }
    Ok((kind, files))
}

/// Returns the kind of the entry to rename, of those that the pack has.
fn chosen_kind(
    defined: &[(EntryKind, &str)],
    old: &str,
    new: &str,
    wanted: Option<EntryKind>,
) -> Result<EntryKind, RenameError> {
    let is_wanted = |kind: EntryKind| wanted.is_none_or(|wanted| wanted == kind);
    let kinds: Vec<EntryKind> = EntryKind::ALL
        .into_iter()
        .filter(|kind| is_wanted(*kind) && defined.contains(&(*kind, old)))
        .collect();
    match kinds[..] {
        [kind] if old == new => Err(RenameError::Same { kind, id: old.to_string() }),
        [kind] if defined.contains(&(kind, new)) => {
            Err(RenameError::Taken { kind, id: new.to_string() })
        }
        [kind] => Ok(kind),
        [] => {
            let known = defined.iter().filter(|(kind, _)| is_wanted(*kind)).map(|(_, id)| *id);
            let near = suggest(old, known).map(str::to_string);
            Err(RenameError::NotFound { kind: wanted, id: old.to_string(), near })
        }
        _ => Err(RenameError::Several { id: old.to_string(), kinds }),
    }
}

/// The definitions of entries in a pack file: kind and id.
fn defined_ids<'a>(root: &'a DeTable<'_>) -> Vec<(EntryKind, &'a str)> {
    let mut found = Vec::new();
    for kind in EntryKind::ALL {
        let tables = root.get(kind.word()).into_iter().flat_map(items);
        for table in tables.filter_map(|table| table.get_ref().as_table()) {
            if let Some(id) = table.get("id").and_then(|id| id.get_ref().as_str()) {
                found.push((kind, id));
            }
        }
    }
    found
}

/// An id to rename.
#[derive(Debug, Clone, Copy)]
struct IdRename<'a> {
    kind: EntryKind,
    old: &'a str,
    new: &'a str,
    /// The id of the pack, which may precede that of a role.
    pack: &'a str,
}

/// Returns `text` with the new id at `places`.
fn with_new_id(text: &str, places: &[IdPlace]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        out.push_str(&text[from..place.span.start]);
        out.push_str(&place.replacement);
        from = place.span.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Finds the places of an id.
struct PlaceFinder<'a> {
    text: &'a str,
    rename: &'a IdRename<'a>,
    lines: LineIndex,
    found: Vec<IdPlace>,
}

impl PlaceFinder<'_> {
    fn table<'k>(
        &mut self,
        table: &'k DeTable<'_>,
        format: &'static TableFormat,
        path: &mut Vec<&'k str>,
    ) {
        for (key, value) in table {
            let Some(field) = format.field(key.get_ref()) else { continue };
            path.push(key.get_ref());
            let sought = self.rename.kind.reference();
            match field.kind {
                FieldKind::Id if format.name == self.rename.kind.word() => self.text(value, path),
                FieldKind::Ref(kind) if sought == Some(kind) => self.text(value, path),
                FieldKind::Refs(kind) if sought == Some(kind) => {
                    items(value).for_each(|item| self.text(item, path));
                }
                // Comparisons name their roles as keys; no other map does.
                FieldKind::Map(_)
                    if self.rename.kind == EntryKind::Role && field.key == "texts" =>
                {
                    self.keys(value, path);
                }
                FieldKind::Table(format) => {
                    if let DeValue::Table(table) = value.get_ref() {
                        self.table(table, format, path);
                    }
                }
                FieldKind::Tables(format) => {
                    for table in items(value).filter_map(|item| item.get_ref().as_table()) {
                        self.table(table, format, path);
                    }
                }
                FieldKind::ByTheme(format) | FieldKind::ByImportance(format) => {
                    if matches!(field.kind, FieldKind::ByTheme(_))
                        && self.rename.kind == EntryKind::Theme
                    {
                        self.keys(value, path);
                    }
                    self.lists(value, field.kind, format, path);
                }
                _ => {}
            }
            path.pop();
        }
    }

    /// Finds the id in lists by theme or importance.
    fn lists<'k>(
        &mut self,
        value: &'k Spanned<DeValue<'_>>,
        kind: FieldKind,
        format: &'static TableFormat,
        path: &mut Vec<&'k str>,
    ) {
        let lists = value.get_ref().as_table();
        for (key, list) in lists.into_iter().flatten() {
            path.push(key.get_ref());
            for item in items(list) {
                match item.get_ref() {
                    DeValue::Table(table) => self.table(table, format, path),
                    DeValue::String(_)
                        if matches!(kind, FieldKind::ByImportance(_))
                            && self.rename.kind == EntryKind::Skill =>
                    {
                        self.text(item, path);
                    }
                    _ => {}
                }
            }
            path.pop();
        }
    }

    /// Adds `value` if it is the id, alone or in one of the longer forms: `id: level` of a skill,
    /// `pack:id` of a role.
    fn text(&mut self, value: &Spanned<DeValue<'_>>, path: &[&str]) {
        let Some(text) = value.get_ref().as_str() else { return };
        let IdRename { kind, old, new, pack } = *self.rename;
        let id = match kind {
            EntryKind::Skill => text.split_once(':').map_or(text, |(skill, _)| skill).trim(),
            EntryKind::Role => {
                text.strip_prefix(pack).and_then(|t| t.strip_prefix(':')).unwrap_or(text)
            }
            EntryKind::Theme | EntryKind::Source => text,
        };
        if id != old {
            return;
        }
        // The id is a part of the text, so the addresses say where.
        let start = id.as_ptr() as usize - text.as_ptr() as usize;
        let renamed = format!("{}{new}{}", &text[..start], &text[start + old.len()..]);
        let span = value.span();
        let raw = &self.text[span.clone()];
        let quotes = raw.len().saturating_sub(text.len()) / 2;
        let is_plain = raw.get(quotes..raw.len() - quotes) == Some(text);
        let replacement = if is_plain {
            format!("{}{renamed}{}", &raw[..quotes], &raw[raw.len() - quotes..])
        } else {
            let mut quoted = String::new();
            quote(&mut quoted, &renamed);
            quoted
        };
        self.add(span, replacement, path);
    }

    /// Adds the keys of `value` that are the id.
    fn keys(&mut self, value: &Spanned<DeValue<'_>>, path: &[&str]) {
        let IdRename { kind, old, new, pack } = *self.rename;
        for (key, _) in value.get_ref().as_table().into_iter().flatten() {
            let text: &str = key.get_ref();
            let prefix = match text.strip_suffix(old) {
                Some("") => "",
                Some(prefix)
                    if kind == EntryKind::Role && prefix.strip_suffix(':') == Some(pack) =>
                {
                    prefix
                }
                _ => continue,
            };
            let renamed = format!("{prefix}{new}");
            let is_bare = !renamed.contains(['.', ':']);
            let mut replacement = String::new();
            if is_bare && !self.text[key.span()].starts_with(['"', '\'']) {
                replacement.push_str(&renamed);
            } else {
                quote(&mut replacement, &renamed);
            }
            self.add(key.span(), replacement, path);
        }
    }

    fn add(&mut self, span: Range<usize>, replacement: String, path: &[&str]) {
        let (line, column) = self.lines.position(self.text, span.start);
        self.found.push(IdPlace { line, column, key: path.join("."), span, replacement });
    }
}

/// The items of a list.
fn items<'v, 'd>(
    value: &'v Spanned<DeValue<'d>>,
) -> impl Iterator<Item = &'v Spanned<DeValue<'d>>> {
    value.get_ref().as_array().into_iter().flat_map(|items| items.iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = include_str!("../../tests/it/fixtures/full.toml");

    fn renamed(text: &str, old: &str, new: &str) -> (EntryKind, String, Vec<String>) {
        let (kind, files) = rename_id(&[text], old, new, None).unwrap();
        let places = files[0].places.iter().map(|place| place.key.clone()).collect();
        (kind, files[0].text.clone(), places)
    }

    #[test]
    fn every_form_of_reference_follows() {
        let text = FULL.replace("[\"head\", \"cook\"]", "[\"bakery:head\", 'cook'] # head");
        let (kind, new, places) = renamed(&text, "head", "lead.baker");
        assert_eq!(kind, EntryKind::Role);
        assert_eq!(
            places,
            [
                "role.broader",
                "role.reporting.reports-to",
                "role.move.to",
                "role.id",
                "comparison.roles",
                "comparison.point.texts.head",
            ]
            .map(|key| key.trim_end_matches(".head").to_string())
        );
        assert!(new.contains("[\"bakery:lead.baker\", 'cook'] # head"), "{new}");
        assert!(new.contains(", \"lead.baker\" = \"Decides"), "{new}");
        let (kind, new, _) = renamed(FULL, "kneading", "dough");
        assert_eq!(kind, EntryKind::Skill);
        assert!(new.contains("{ skill = \"dough\", level") && !new.contains("\"kneading\""));
        let (_, new, _) = renamed(FULL, "baking", "b");
        assert!(new.contains("\"b: good\"") && new.contains("broader = [\"b\"]"), "{new}");
        let (kind, new, places) = renamed(FULL, "care", "house");
        assert_eq!((kind, places.len()), (EntryKind::Theme, 3));
        assert_eq!(new.matches("house = [").count(), 2, "{new}");
        let (kind, new, _) = renamed(FULL, "guild", "g");
        assert_eq!(kind, EntryKind::Source);
        assert_eq!(new.matches("\"guild\"").count(), 0);
    }

    /// Every id of the fixture in turn: the pack stays valid, and renaming it back gives the text.
    #[test]
    fn a_renamed_pack_is_valid_and_can_be_renamed_back() {
        let root = DeTable::parse(FULL).unwrap();
        let ids = defined_ids(root.get_ref());
        assert!(ids.len() > 8, "{ids:?}");
        for (kind, id) in ids {
            let (_, files) = rename_id(&[FULL], id, "new-id", Some(kind)).unwrap();
            let loaded = crate::pack::from_files("a", &[("a.toml", &files[0].text)]);
            assert!(loaded.diagnostics.is_empty(), "{id}: {:?}", loaded.diagnostics);
            let (_, back) = rename_id(&[&files[0].text], "new-id", id, Some(kind)).unwrap();
            assert_eq!(back[0].text, FULL);
            assert_eq!(back[0].places.len(), files[0].places.len());
        }
    }

    #[test]
    fn escapes_and_odd_layout_are_read() {
        let text = "[[skill]]\nid = \"s\\u0071l\"\n[[role]]\nid='sql'\nskills = { useful = [ ' sql : best' , \"\"\"sql\"\"\"] }\n";
        let error = rename_id(&[text], "sql", "x", None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`sql` is the id of a role and of a skill; choose one with --kind"
        );
        let (_, files) = rename_id(&[text], "sql", "x", Some(EntryKind::Skill)).unwrap();
        assert_eq!(
            files[0].text,
            "[[skill]]\nid = \"x\"\n[[role]]\nid='sql'\nskills = { useful = [ ' x : best' , \"\"\"x\"\"\"] }\n"
        );
    }

    #[test]
    fn a_taken_or_unknown_id_is_refused() {
        let taken = rename_id(&[FULL], "head", "baker", None).unwrap_err();
        assert_eq!(taken.to_string(), "a role `baker` already exists; choose another id");
        let near = rename_id(&[FULL], "hed", "x", None).unwrap_err();
        assert_eq!(near.to_string(), "no entry with the id `hed`; did you mean `head`?");
        assert_eq!(rename_id(&[FULL, "a = "], "head", "x", None), Err(RenameError::Syntax));
        // A role and a skill may share an id.
        assert!(rename_id(&[FULL], "head", "kneading", None).is_ok());
    }
}
