//! Finds the parts of a catalog in the files of its packs. The catalog itself keeps no spans and
//! may come from the cache, so the files are parsed again as far as necessary, and the places that
//! the parser reports are kept.
//!
//! Parts are identified by their content, not their position, so that a file that has changed since
//! still leads to the right place.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use self::spans::{EntrySpans, PieceSpans, item_key, local_id};
use super::ReadError;
use super::diagnostic::Diagnostic;
use super::read;
use crate::model::{Catalog, CatalogPart, ComparisonPoint, Pay, RoleId, SkillId};
use crate::thread;

mod spans;

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
    pub(crate) fn attach(self, diagnostic: Diagnostic) -> Diagnostic {
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
        thread::map_each(pieces.collect::<Vec<_>>(), 1, |(file, piece)| {
            piece.spans.get_or_init(|| PieceSpans::of(&file.text[piece.at.clone()]));
        });
    }

    /// Finds the place of `part` of `catalog`: its text, or the id of the entry it begins. Returns
    /// `None` if the files do not contain it.
    pub fn find(&self, catalog: &Catalog, part: CatalogPart) -> Option<FileLocation> {
        match part {
            CatalogPart::Role(role) => self.role(catalog, role, |entry| Some(entry.id.clone())),
            CatalogPart::RoleName(role, at) => {
                let role_text = catalog.role(role);
                let names = std::iter::once(&role_text.title).chain(&role_text.aliases);
                let name = names.chain(&role_text.hidden).nth(at)?;
                self.role_item(catalog, role, &["name", name], 0)
            }
            CatalogPart::Summary(role) => self.role_item(catalog, role, &["summary"], 0),
            CatalogPart::Education(role) => {
                let education = catalog.role(role).experience.education.as_ref()?;
                self.role_item(catalog, role, &["education", education], 0)
            }
            CatalogPart::Superior(role, at) => {
                let other = *catalog.role(role).reporting.reports_to.get(at)?;
                let id = local_id(&catalog.role(other).id);
                self.role_item(catalog, role, &["reports-to", id], 0)
            }
            CatalogPart::Report(role, at) => {
                let other = *catalog.role(role).reporting.manages.get(at)?;
                self.role_item(catalog, role, &["manages", local_id(&catalog.role(other).id)], 0)
            }
            CatalogPart::RoleSource(role, at) => {
                let source = catalog.source(*catalog.role(role).sources.get(at)?);
                self.role_item(catalog, role, &["source", &source.id], 0)
            }
            CatalogPart::Responsibility(role, at) => {
                self.responsibility(catalog, role, at, ResponsibilityPart::Text)
            }
            CatalogPart::ResponsibilityNote(role, at) => {
                self.responsibility(catalog, role, at, ResponsibilityPart::Note)
            }
            CatalogPart::Requirement(role, at) => {
                let skill = catalog.role(role).skills.get(at)?.skill;
                self.role_item(catalog, role, &["skill", &catalog.skill(skill).id], 0)
            }
            CatalogPart::RequirementNote(role, at) => {
                let requirement = catalog.role(role).skills.get(at)?;
                let (skill, note) = (catalog.skill(requirement.skill), requirement.note.as_ref()?);
                self.role_item(catalog, role, &["skill-note", &skill.id, note], 0)
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
                self.role_item(catalog, role, &["move", local_id(&catalog.role(to).id)], before)
            }
            CatalogPart::MoveRequirement(role, at, nth) => {
                let step = catalog.role(role).moves.get(at)?;
                let to = local_id(&catalog.role(step.to).id);
                self.role_item(catalog, role, &["requires", to, step.requires.get(nth)?], 0)
            }
            CatalogPart::Skill(skill)
            | CatalogPart::SkillName(skill, _)
            | CatalogPart::SkillDescription(skill)
            | CatalogPart::SkillLevel(skill, _)
            | CatalogPart::SkillNote(skill) => self.skill_part(catalog, skill, part),
            CatalogPart::Theme(theme) => {
                let id = &catalog.theme(theme).id;
                self.entry(self.all(), id, |spans| Some(spans.themes.get(id)?.id.clone()))
            }
            CatalogPart::Source(source) => {
                let source = catalog.source(source);
                let pack = self.packs.get(source.pack.index())?.clone();
                self.entry(pack, &source.id, |spans| {
                    Some(spans.sources.get(&source.id)?.id.clone())
                })
            }
            CatalogPart::Comparison(at)
            | CatalogPart::Aspect(at, _)
            | CatalogPart::ComparisonText(at, ..)
            | CatalogPart::Position(at, ..) => self.comparison(catalog, at, part),
        }
    }

    /// Finds `part` of `skill`. Packs that define the same skill may each add their own names and
    /// texts.
    fn skill_part(
        &self,
        catalog: &Catalog,
        skill: SkillId,
        part: CatalogPart,
    ) -> Option<FileLocation> {
        let skill = catalog.skill(skill);
        let key = match part {
            CatalogPart::SkillName(_, at) => {
                let name = std::iter::once(&skill.name).chain(&skill.aliases).nth(at)?;
                Some(item_key(&["name", name]))
            }
            CatalogPart::SkillDescription(_) => {
                Some(item_key(&["description", skill.description.as_ref()?]))
            }
            CatalogPart::SkillLevel(_, at) => {
                let (level, sentence) = skill.levels.get(at)?;
                Some(item_key(&["level", level, sentence]))
            }
            CatalogPart::SkillNote(_) => Some(item_key(&["note", skill.note.as_ref()?])),
            _ => None,
        };
        self.entry(self.all(), &skill.id, |spans| {
            let entry = spans.skills.get(&skill.id)?;
            key.map_or_else(|| Some(entry.id.clone()), |key| entry.item(key, 0))
        })
    }

    /// Finds a part of the comparison at `at`.
    fn comparison(&self, catalog: &Catalog, at: usize, part: CatalogPart) -> Option<FileLocation> {
        let comparison = catalog.comparisons().get(at)?;
        let roles = &comparison.roles;
        let ids: Vec<&str> = roles.iter().map(|role| local_id(&catalog.role(*role).id)).collect();
        let mut before =
            catalog.comparisons()[..at].iter().filter(|other| other.roles == *roles).count();
        let key = comparison_key(catalog, part);
        self.entry(self.all(), ids.first()?, |spans| {
            let mut equal = spans.comparisons.iter().filter(|(roles, _)| *roles == ids);
            let entry = equal.by_ref().nth(before).map(|(_, entry)| entry);
            let here = spans.comparisons.iter().filter(|(roles, _)| *roles == ids).count();
            before = before.saturating_sub(here);
            key.map_or_else(|| Some(entry?.id.clone()), |key| entry?.item(key, 0))
        })
    }

    /// Finds a responsibility or its note: in the role that states it, or in the one that it is
    /// inherited from.
    fn responsibility(
        &self,
        catalog: &Catalog,
        role: RoleId,
        at: usize,
        part: ResponsibilityPart,
    ) -> Option<FileLocation> {
        let all = &catalog.role(role).responsibilities;
        let sought = all.get(at)?;
        let origin = sought.inherited_from.unwrap_or(role);
        let theme = &catalog.theme(sought.theme).id;
        if part == ResponsibilityPart::Note {
            let key = ["responsibility-note", theme, &sought.text, sought.note.as_ref()?];
            return self.role_item(catalog, origin, &key, 0);
        }
        let before = all[..at].iter().filter(|other| {
            (other.inherited_from, other.theme, &other.text)
                == (sought.inherited_from, sought.theme, &sought.text)
        });
        let before = before.count();
        self.role_item(catalog, origin, &["responsibility", theme, &sought.text], before)
    }

    /// Finds the part of `role` with this key, after skipping `before` others with the same key.
    fn role_item(
        &self,
        catalog: &Catalog,
        role: RoleId,
        key: &[&str],
        before: usize,
    ) -> Option<FileLocation> {
        let key = item_key(key);
        self.role(catalog, role, |entry| entry.item(key, before))
    }

    /// Returns the files of all packs.
    fn all(&self) -> Range<usize> {
        0..self.files.len()
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

/// A part of a responsibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponsibilityPart {
    Text,
    Note,
}

/// Returns the key of a text of a comparison; `None` for the comparison itself.
fn comparison_key(catalog: &Catalog, part: CatalogPart) -> Option<u64> {
    match part {
        CatalogPart::Aspect(at, nth) => {
            Some(item_key(&["aspect", &comparison_point(catalog, at, nth)?.aspect]))
        }
        CatalogPart::ComparisonText(at, nth, text) => {
            let (role, text) = comparison_point(catalog, at, nth)?.texts.get(text)?;
            Some(item_key(&["text", local_id(&catalog.role(*role).id), text]))
        }
        CatalogPart::Position(at, nth, position) => {
            let point = comparison_point(catalog, at, nth)?;
            Some(item_key(&["position", &point.positions.get(position)?.text]))
        }
        _ => None,
    }
}

fn comparison_point(catalog: &Catalog, at: usize, nth: usize) -> Option<&ComparisonPoint> {
    catalog.comparisons().get(at)?.points.get(nth)
}

/// Whether `id` may occur in `text`: literally, or with escapes.
fn may_name(text: &str, id: &str) -> bool {
    text.contains(id) || ["\\u", "\\U", "\\x"].iter().any(|escape| text.contains(escape))
}

fn pay_key(catalog: &Catalog, pay: &Pay) -> u64 {
    item_key(&["pay", &pay.region, &catalog.source(pay.source).id])
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

#[cfg(test)]
mod tests;
