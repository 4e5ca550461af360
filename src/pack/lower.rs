//! Turns the tables of one or several packs into the model: ids become references, and an id that
//! refers to nothing is a fault.
//!
//! Faulty entries are left out or reduced, so that the rest still makes a valid catalog.

mod check;
mod codes;
mod extends;
mod items;
mod references;
mod unknown;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::CancelToken;
use super::faults::{FaultList, PackTextPiece};
use super::shape::{date, is_id, whole_number};
use crate::model::text::visible;
use crate::model::{
    Catalog, CatalogTables, Level, Pack, PackId, Role, RoleId, Scale, Skill, SkillId, SkillKind,
    Source, SourceId, SourceKind, Theme, ThemeId,
};
use crate::pack::DiagnosticCode;
use unknown::{ReferenceTarget, UnknownReferences};

/// A parsed file: its number in the list of files, and its document.
pub(super) struct ParsedFile<'a> {
    pub(super) file: usize,
    pub(super) root: Spanned<DeTable<'a>>,
    unresolved: UnresolvedItems,
}

/// The part of a file's skills and roles that depends on no other file. Built on the thread that
/// parses the file, while its tables are still at hand.
#[derive(Default)]
struct UnresolvedItems {
    /// Skills, in the order of the `[[skill]]` tables.
    skills: Vec<Skill>,
    /// Roles, in the order of the `[[role]]` tables.
    roles: Vec<Role>,
}

impl<'a> ParsedFile<'a> {
    /// Creates a document for `file` from `root`.
    pub(super) fn new(file: usize, root: Spanned<DeTable<'a>>) -> Self {
        let bodies = UnresolvedItems {
            skills: subtables(root.get_ref(), "skill").map(unresolved_skill).collect(),
            roles: subtables(root.get_ref(), "role").map(items::unresolved_role).collect(),
        };
        Self { file, root, unresolved: bodies }
    }

    /// Creates an empty document.
    pub(super) fn empty(file: usize) -> Self {
        Self {
            file,
            root: Spanned::new(0..0, DeTable::new()),
            unresolved: UnresolvedItems::default(),
        }
    }
}

/// Reads a skill without its references.
fn unresolved_skill(table: &DeTable<'_>) -> Skill {
    let id = raw_text(table, "id").map(|(id, _)| id.to_string()).unwrap_or_default();
    let name = text(table, "name").unwrap_or_else(|| id.clone());
    let kind = raw_text(table, "kind").and_then(|(w, _)| SkillKind::from_word(w));
    Skill {
        group: text(table, "group"),
        aliases: texts(table, "aliases"),
        hidden: texts(table, "hidden"),
        description: text(table, "description"),
        codes: codes(table),
        note: text(table, "note"),
        ..Skill::new(id, name, kind.unwrap_or(SkillKind::Craft))
    }
}

/// The documents of one pack.
pub(super) struct PackDraft<'a> {
    /// Origin of the pack, as shown to the user.
    pub(super) origin: String,
    pub(super) documents: Vec<ParsedFile<'a>>,
    /// The file to point at when something is missing from the pack as a whole.
    pub(super) first_file: usize,
    /// Whether one of its files is not text.
    pub(super) unreadable: bool,
}

/// A table of an array such as `[[role]]`, with its file.
#[derive(Clone, Copy)]
struct EntryTable<'a> {
    file: usize,
    table: &'a DeTable<'a>,
}

/// The pack and the file that are being read.
#[derive(Debug, Clone, Copy)]
struct ReadOrigin {
    pack: PackId,
    file: usize,
}

/// The file and the span in which each id first appeared.
type FirstDefinitions = HashMap<String, (usize, Range<usize>)>;

/// The definitions of one pack, by id.
#[derive(Default)]
struct PackScope {
    roles: HashMap<String, RoleId>,
    sources: HashMap<String, SourceId>,
    families: BTreeSet<String>,
}

/// The catalog under construction.
struct Lowering<'f> {
    faults: &'f mut FaultList,
    files: &'f [PackTextPiece<'f>],
    tables: CatalogTables,
    scopes: Vec<PackScope>,
    themes: HashMap<String, ThemeId>,
    skills: HashMap<String, SkillId>,
    /// The base of each role, in the order of `tables.roles`, with the span that names it.
    extends: Vec<Option<(usize, Range<usize>)>>,
    /// References to undefined ids, reported at the end.
    unknown: UnknownReferences,
}

/// Returns the text of `key`, as written.
pub(super) fn raw_text<'a>(table: &'a DeTable<'_>, key: &str) -> Option<(&'a str, Range<usize>)> {
    let value = table.get(key)?;
    Some((value.get_ref().as_str()?, value.span()))
}

/// Returns the text of `key`, safe to show; `None` when it is empty.
pub(super) fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    raw_text(table, key).map(|(text, _)| visible(text).into_owned()).filter(|text| !text.is_empty())
}

/// Returns the texts of the list in `key`.
fn texts(table: &DeTable<'_>, key: &str) -> Vec<String> {
    strings(table, key)
        .map(|(text, _)| visible(text).into_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

/// Returns the strings of the list in `key`, as written.
pub(super) fn strings<'a>(
    table: &'a DeTable<'_>,
    key: &str,
) -> impl Iterator<Item = (&'a str, Range<usize>)> {
    let list = table.get(key).and_then(|v| v.get_ref().as_array());
    list.into_iter()
        .flat_map(|items| items.iter())
        .filter_map(|item| Some((item.get_ref().as_str()?, item.span())))
}

/// Returns the table in `key`.
pub(super) fn subtable<'a>(table: &'a DeTable<'a>, key: &str) -> Option<&'a DeTable<'a>> {
    table.get(key)?.get_ref().as_table()
}

/// Returns the tables of the list in `key`.
pub(super) fn subtables<'a>(
    table: &'a DeTable<'a>,
    key: &str,
) -> impl Iterator<Item = &'a DeTable<'a>> {
    let list = table.get(key).and_then(|v| v.get_ref().as_array());
    list.into_iter().flat_map(|items| items.iter()).filter_map(|item| item.get_ref().as_table())
}

/// Returns the external identifiers in `codes`, by scheme.
fn codes(table: &DeTable<'_>) -> Vec<(String, String)> {
    let entry = |(scheme, code): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let scheme: &std::borrow::Cow<'_, str> = scheme.get_ref();
        Some((visible(scheme).into_owned(), visible(code.get_ref().as_str()?).into_owned()))
    };
    subtable(table, "codes")
        .map(|codes| codes.iter().filter_map(entry).collect())
        .unwrap_or_default()
}

/// Returns the entries of a table in file order; the parser keeps them sorted by key.
pub(super) fn entries_in_order<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> =
        table.iter().map(|(k, v)| (k.get_ref().as_ref(), k.span(), v)).collect();
    entries.sort_by_key(|(_, span, _)| span.start);
    entries
}

/// Returns the span of the value of `key`, or an empty span.
fn span_of(table: &DeTable<'_>, key: &str) -> Range<usize> {
    table.get(key).map_or(0..0, Spanned::span)
}

/// Combines `drafts`. Faults go to `faults`. `lossy` means that a file could not be read as text,
/// so that its definitions may be lost. If `stop` cancels it, the result is unusable.
pub(super) fn lower(
    drafts: &mut [PackDraft<'_>],
    faults: &mut FaultList,
    files: &[PackTextPiece<'_>],
    lossy: bool,
    stop: &CancelToken,
) -> Catalog {
    let mut bodies: Vec<UnresolvedItems> = Vec::new();
    for draft in drafts.iter_mut() {
        let mut all = UnresolvedItems::default();
        for document in &mut draft.documents {
            all.skills.append(&mut document.unresolved.skills);
            all.roles.append(&mut document.unresolved.roles);
        }
        bodies.push(all);
    }
    let drafts = &*drafts;
    let mut lowering = Lowering {
        faults,
        files,
        tables: CatalogTables::default(),
        scopes: Vec::new(),
        themes: HashMap::new(),
        skills: HashMap::new(),
        extends: Vec::new(),
        unknown: UnknownReferences::default(),
    };
    for (i, draft) in drafts.iter().enumerate() {
        lowering.pack(PackId::from_index(i), draft, std::mem::take(&mut bodies[i].skills));
    }
    for (i, draft) in drafts.iter().enumerate() {
        lowering.broader_skills(PackId::from_index(i), draft);
    }
    let mut roles: Vec<(RoleId, EntryTable<'_>)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let bare = std::mem::take(&mut bodies[i].roles);
        roles.extend(lowering.register_roles(PackId::from_index(i), draft, bare));
    }
    lowering.qualify_shared_ids();
    for (id, entry) in &roles {
        if stop.is_cancelled() {
            return Catalog::default();
        }
        lowering.role(*id, *entry);
    }
    for (i, draft) in drafts.iter().enumerate() {
        for entry in entries(draft, "comparison") {
            lowering.comparison(PackId::from_index(i), entry);
        }
    }
    if stop.is_cancelled() {
        return Catalog::default();
    }
    lowering.check_contradictions(&roles);
    extends::resolve(&mut lowering);
    lowering.report_unknown(drafts, lossy);
    Catalog::new(lowering.tables)
}

fn entries<'a>(draft: &'a PackDraft<'a>, key: &'a str) -> impl Iterator<Item = EntryTable<'a>> {
    draft.documents.iter().flat_map(move |document| {
        subtables(document.root.get_ref(), key)
            .map(|table| EntryTable { file: document.file, table })
    })
}

impl Lowering<'_> {
    /// Reads the pack's own table, its sources, themes and skills.
    fn pack(&mut self, id: PackId, draft: &PackDraft<'_>, skills: Vec<Skill>) {
        // The table with its file and span.
        let mut head: Option<(Pack, (usize, Range<usize>))> = None;
        for document in &draft.documents {
            let Some(value) = document.root.get_ref().get("pack") else { continue };
            let Some(table) = value.get_ref().as_table() else { continue };
            let file = document.file;
            if let Some((_, first)) = &head {
                self.faults
                    .error(
                        DiagnosticCode::PackTwice,
                        file,
                        value.span(),
                        "duplicate [pack] table: a pack has only one".to_string(),
                    )
                    .hint("keep one of them")
                    .related(first.0, first.1.clone(), "the first is here");
                continue;
            }
            if let Some(format) =
                table.get("format").filter(|f| whole_number(f.get_ref()).is_some_and(|n| n > 1))
            {
                self.faults
                    .error(
                        DiagnosticCode::NewerFormat,
                        file,
                        format.span(),
                        "this pack needs a newer version of roledex".to_string(),
                    )
                    .hint("this version of roledex reads format 1");
            }
            let pack = self.read_pack_table(table, file, draft);
            head = Some((pack, (file, value.span())));
        }
        let damaged =
            draft.documents.iter().any(|document| self.files[document.file].repaired().is_some());
        if head.is_none() && !damaged && !draft.unreadable {
            self.faults
                .error(
                    DiagnosticCode::NoPack,
                    draft.first_file,
                    0..0,
                    "missing [pack] table".to_string(),
                )
                .hint("add [pack] with format = 1, id, title and version");
        }
        let head = head.map_or_else(
            || Pack {
                origin: draft.origin.clone(),
                ..Pack::new(format!("pack-{}", id.index() + 1), draft.origin.as_str(), "")
            },
            |(head, _)| head,
        );
        self.tables.packs.push(head);
        let families: BTreeSet<String> =
            entries(draft, "role").filter_map(|e| text(e.table, "family")).collect();
        self.scopes.push(PackScope { families, ..PackScope::default() });
        for document in &draft.documents {
            let Some(table) = subtable(document.root.get_ref(), "pack") else { continue };
            let origin = ReadOrigin { pack: id, file: document.file };
            for (name, span) in strings(table, "families") {
                // Role families are read the same way: any unusual blank counts as a space.
                if !self.scopes[id.index()].families.contains(visible(name).as_ref()) {
                    self.note_unknown(ReferenceTarget::Family, origin, name, span);
                }
            }
        }
        let mut seen = HashMap::new();
        for entry in entries(draft, "source") {
            self.source(id, entry, &mut seen);
        }
        let mut seen = HashMap::new();
        for entry in entries(draft, "theme") {
            self.theme(entry, &mut seen);
        }
        let mut seen = HashMap::new();
        for (entry, bare) in entries(draft, "skill").zip(skills) {
            self.skill(id, entry, bare, &mut seen);
        }
    }

    fn read_pack_table(&mut self, table: &DeTable<'_>, file: usize, draft: &PackDraft<'_>) -> Pack {
        let id =
            text(table, "id").unwrap_or_else(|| format!("pack-{}", self.tables.packs.len() + 1));
        if self.tables.packs.iter().any(|p| p.id == id) {
            self.faults
                .error(
                    DiagnosticCode::DuplicateId,
                    file,
                    span_of(table, "id"),
                    format!("another open pack also has the id `{id}`"),
                )
                .hint("change one of the ids, or open the pack only once");
        }
        let mut names: Vec<String> = Vec::new();
        for (name, span) in strings(table, "scale") {
            if names.iter().any(|n| n == name) {
                let message = format!("duplicate level `{name}` in the scale");
                let fault = self.faults.error(DiagnosticCode::DuplicateId, file, span, message);
                fault.hint("keep one of them");
                if let Some((_, first)) = strings(table, "scale").find(|(other, _)| *other == name)
                {
                    fault.related(file, first, "the first is here");
                }
            } else {
                names.push(visible(name).into_owned());
            }
        }
        if table.contains_key("scale") && names.is_empty() {
            self.faults
                .error(
                    DiagnosticCode::Empty,
                    file,
                    span_of(table, "scale"),
                    "the scale is empty".to_string(),
                )
                .hint("list the levels, lowest first, or remove the key");
        }
        Pack {
            title: text(table, "title").unwrap_or_else(|| id.clone()),
            id,
            version: text(table, "version").unwrap_or_default(),
            license: text(table, "license"),
            language: text(table, "language"),
            as_of: table.get("as-of").and_then(|v| date(v.get_ref())),
            attribution: text(table, "attribution"),
            scale: if names.is_empty() { Scale::default() } else { Scale::new(names) },
            families: strings(table, "families")
                .map(|(name, _)| visible(name).into_owned())
                .collect(),
            origin: draft.origin.clone(),
        }
    }

    /// Returns the id of an entry if it is new; otherwise reports a duplicate and returns `None`.
    /// `seen` contains the ids so far.
    fn new_id(
        &mut self,
        what: &str,
        entry: EntryTable<'_>,
        seen: &mut FirstDefinitions,
    ) -> Option<String> {
        let Some((id, span)) = raw_text(entry.table, "id").filter(|(id, _)| is_id(id)) else {
            self.unknown.note_nameless(what);
            return None;
        };
        if let Some((file, first)) = seen.get(id).cloned() {
            let message = format!("duplicate {what} id `{id}`");
            self.faults
                .error(DiagnosticCode::DuplicateId, entry.file, span, message)
                .hint("remove this one, or give it another id")
                .related(file, first, "first defined here");
            return None;
        }
        seen.insert(id.to_string(), (entry.file, span));
        Some(id.to_string())
    }

    fn source(&mut self, pack: PackId, entry: EntryTable<'_>, seen: &mut FirstDefinitions) {
        let Some(id) = self.new_id("source", entry, seen) else { return };
        let table = entry.table;
        let source = Source {
            pack,
            title: text(table, "title").unwrap_or_else(|| id.clone()),
            publisher: text(table, "publisher").unwrap_or_default(),
            kind: raw_text(table, "kind")
                .and_then(|(w, _)| SourceKind::from_word(w))
                .unwrap_or(SourceKind::Article),
            url: text(table, "url"),
            published: table.get("published").and_then(|v| date(v.get_ref())),
            accessed: table.get("accessed").and_then(|v| date(v.get_ref())),
            id: id.clone(),
        };
        self.scopes[pack.index()]
            .sources
            .insert(id, SourceId::from_index(self.tables.sources.len()));
        self.tables.sources.push(source);
    }

    /// Adds a theme. Themes with the same id are merged; the first title stays.
    fn theme(&mut self, entry: EntryTable<'_>, seen: &mut FirstDefinitions) {
        let Some(id) = self.new_id("theme", entry, seen) else { return };
        if self.themes.contains_key(&id) {
            return;
        }
        self.themes.insert(id.clone(), ThemeId::from_index(self.tables.themes.len()));
        let title = text(entry.table, "title").unwrap_or_else(|| id.clone());
        self.tables.themes.push(Theme { id, title });
    }

    /// Adds a skill. Skills with the same id are merged; the first name stays, other names are
    /// added.
    fn skill(
        &mut self,
        pack: PackId,
        entry: EntryTable<'_>,
        bare: Skill,
        seen: &mut FirstDefinitions,
    ) {
        let Some(id) = self.new_id("skill", entry, seen) else { return };
        let levels = self.behaviours(ReadOrigin { pack, file: entry.file }, entry.table);
        self.check_codes(entry.file, entry.table);
        let Some(&known) = self.skills.get(&id) else {
            self.skills.insert(id, SkillId::from_index(self.tables.skills.len()));
            self.tables.skills.push(Skill { levels, ..bare });
            return;
        };
        let skill = &mut self.tables.skills[known.index()];
        for alias in std::iter::once(bare.name).chain(bare.aliases) {
            if skill.name != alias && !skill.aliases.contains(&alias) {
                skill.aliases.push(alias);
            }
        }
        for hidden in bare.hidden {
            if !skill.hidden.contains(&hidden) {
                skill.hidden.push(hidden);
            }
        }
        skill.description = skill.description.take().or(bare.description);
        for (scheme, code) in bare.codes {
            if skill.codes.iter().all(|(known, _)| *known != scheme) {
                skill.codes.push((scheme, code));
            }
        }
    }

    /// Fills in the references from skills to other skills.
    fn broader_skills(&mut self, pack: PackId, draft: &PackDraft<'_>) {
        for entry in entries(draft, "skill").filter(|e| e.table.contains_key("broader")) {
            let origin = ReadOrigin { pack, file: entry.file };
            let Some(id) =
                raw_text(entry.table, "id").and_then(|(id, _)| self.skills.get(id).copied())
            else {
                continue;
            };
            for (name, span) in strings(entry.table, "broader") {
                match self.skills.get(name).copied() {
                    Some(broader) if broader == id => {
                        self.faults.error(
                            DiagnosticCode::SelfReference,
                            entry.file,
                            span,
                            "a skill cannot be broader than itself".to_string(),
                        );
                    }
                    Some(broader) => {
                        let known = &mut self.tables.skills[id.index()].broader;
                        if !known.contains(&broader) {
                            known.push(broader);
                        }
                    }
                    None => self.note_unknown(ReferenceTarget::Skill, origin, name, span),
                }
            }
        }
    }

    /// Returns the behaviour sentences of a skill, lowest level first.
    fn behaviours(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Vec<(String, String)> {
        let Some(levels) = subtable(table, "levels") else { return Vec::new() };
        let scale = self.tables.packs[origin.pack.index()].scale.clone();
        let mut sentences: Vec<(Level, String)> = Vec::new();
        for (name, span, _) in entries_in_order(levels) {
            match scale.level(&visible(name)) {
                Some(level) => {
                    sentences.extend(text(levels, name).map(|sentence| (level, sentence)));
                }
                None => self.note_unknown(ReferenceTarget::Level, origin, name, span),
            }
        }
        sentences.sort_by_key(|(level, _)| *level);
        sentences.dedup_by_key(|(level, _)| *level);
        sentences
            .into_iter()
            .map(|(level, sentence)| (scale.name(level).to_string(), sentence))
            .collect()
    }
}
