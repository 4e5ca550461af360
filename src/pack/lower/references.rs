//! Reports references to missing entries, once everything is known and unless a damaged part may
//! have defined them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::unknown::{ReferenceTarget, UnknownReferences};
use super::{Lowering, PackDraft, ParsedFile, ReadOrigin, entries_in_order, subtables};
use crate::model::{IdReference, PackId, RoleId, SkillId};
use crate::pack::faults::{did_you_mean, hidden_difference, suggest};
use crate::pack::format::{DOCUMENT, ROLE, SKILL, SOURCE, THEME, TableFormat};

/// Maximum number of different unknown ids for which a suggestion is computed: with more of them
/// the problem is not misspelling.
const MAX_SUGGESTIONS: usize = 20;

/// Number of unknown ids above which they are not misspellings.
const MANY_UNKNOWN: usize = 10;

impl Lowering<'_> {
    /// Records that `id` names nothing.
    pub(super) fn note_unknown(
        &mut self,
        what: ReferenceTarget,
        origin: ReadOrigin,
        id: &str,
        span: Range<usize>,
    ) {
        self.unknown.note(what, origin.pack, id, (origin.file, span));
    }

    /// Reports the ids that name nothing, unless a damaged file may have defined them.
    pub(super) fn report_unknown(&mut self, drafts: &[PackDraft<'_>], lossy: bool) {
        let unknown = std::mem::take(&mut self.unknown);
        if unknown.references.is_empty() {
            return;
        }
        let counts = unknown.counts();
        let mut silent = self.possibly_lost(drafts, &unknown, lossy);
        // An entry without an id is probably the one with the most references.
        unknown.silence_nameless(&counts, &mut silent);
        self.report_misspelt_ids(drafts, &unknown, &counts, &mut silent);
        let mut pools: HashMap<(ReferenceTarget, PackId), Vec<String>> = HashMap::new();
        let mut hints: HashMap<usize, String> = HashMap::new();
        for (at, file, span) in unknown.references {
            if silent[at] {
                continue;
            }
            let (what, pack, id) = &unknown.ids[at];
            let (word, code) = what.words();
            let is_sought = hints.len() < MAX_SUGGESTIONS;
            let hint = hints.get(&at).cloned().unwrap_or_else(|| {
                let pool =
                    pools.entry((*what, *pack)).or_insert_with(|| self.known_ids(*what, *pack));
                unknown_hint(*what, id, pool, is_sought)
            });
            if is_sought {
                hints.insert(at, hint.clone());
            }
            self.faults.error(code, file, span, format!("unknown {word} `{id}`")).hint(hint);
        }
    }

    /// Whether each missing entry may have been defined in a damaged part of a file.
    fn possibly_lost(
        &self,
        drafts: &[PackDraft<'_>],
        unknown: &UnknownReferences,
        lossy: bool,
    ) -> Vec<bool> {
        let mended: Vec<_> = self.files.iter().filter_map(super::PackTextPiece::repaired).collect();
        // The content after the end of a truncated file is unknown, and so is that of a file that
        // is not text.
        let cut_off = mended.iter().any(|mended| mended.cut_off)
            || drafts
                .iter()
                .flat_map(|draft| &draft.documents)
                .any(|document| self.seems_truncated(document, unknown.ids.len()));
        let head = mended.iter().any(|mended| mended.pack_incomplete);
        let mut lost: HashSet<&str> = HashSet::new();
        for mended in &mended {
            lost.extend(
                mended.blanked.split(|c: char| !is_id_char(c)).filter(|word| !word.is_empty()),
            );
        }
        for document in drafts.iter().flat_map(|draft| &draft.documents) {
            // The content of an unknown table is misplaced, not missing.
            for (key, _, _) in entries_in_order(document.root.get_ref()) {
                if DOCUMENT.field(key).is_none() {
                    lost.extend(
                        subtables(document.root.get_ref(), key)
                            .filter_map(|table| Some(super::raw_text(table, "id")?.0)),
                    );
                }
            }
        }
        let ids = unknown.ids.iter();
        ids.map(|(what, _, id)| match what {
            ReferenceTarget::Level => head,
            ReferenceTarget::Family => !mended.is_empty() || lossy,
            _ => cut_off || lossy || lost.contains(id.as_str()),
        })
        .collect()
    }

    /// The ids of a kind that references in `pack` may name.
    fn known_ids(&self, what: ReferenceTarget, pack: PackId) -> Vec<String> {
        let scope = &self.scopes[pack.index()];
        match what {
            ReferenceTarget::Role => scope.roles.keys().cloned().collect(),
            ReferenceTarget::Source => scope.sources.keys().cloned().collect(),
            ReferenceTarget::Family => scope.families.iter().cloned().collect(),
            ReferenceTarget::Level => self.tables.packs[pack.index()].scale.names().to_vec(),
            ReferenceTarget::Skill => self.skills.keys().cloned().collect(),
            ReferenceTarget::Theme => self.themes.keys().cloned().collect(),
        }
    }
}

/// The next step for an unknown id: a similar one of `known`, if it is to be sought.
fn unknown_hint(what: ReferenceTarget, id: &str, known: &[String], is_sought: bool) -> String {
    let near = if is_sought { suggest(id, known.iter().map(String::as_str)) } else { None };
    match (near, what) {
        (Some(near), _) => did_you_mean(id, near),
        (None, ReferenceTarget::Family) => {
            "no role in this pack belongs to this family".to_string()
        }
        (None, ReferenceTarget::Level) => format!("levels of the scale: {}", known.join(", ")),
        (None, _) => {
            format!("no {} has this id: define it or remove the reference", what.words().0)
        }
    }
}

impl Lowering<'_> {
    /// Reports misspelt definitions: if several references name a missing entry, and nothing refers
    /// to an entry with a similar id, the entry is misspelt. That is one fault, at its place, for
    /// all of the references.
    fn report_misspelt_ids(
        &mut self,
        drafts: &[PackDraft<'_>],
        unknown: &UnknownReferences,
        counts: &[usize],
        silent: &mut [bool],
    ) {
        let candidates = (0..counts.len()).filter(|&at| !silent[at] && counts[at] > 1);
        let candidates: Vec<usize> = candidates
            .filter(|&at| {
                matches!(unknown.ids[at].0, ReferenceTarget::Role | ReferenceTarget::Skill)
            })
            .take(MAX_SUGGESTIONS)
            .collect();
        for at in candidates {
            let (what, pack, id) = &unknown.ids[at];
            let near = match what {
                ReferenceTarget::Role => {
                    suggest(id, self.scopes[pack.index()].roles.keys().map(String::as_str))
                }
                _ => suggest(id, self.skills.keys().map(String::as_str)),
            };
            let Some(near) = near.filter(|near| strsim::osa_distance(id, near) <= 2) else {
                continue;
            };
            let (referred, key) = match what {
                ReferenceTarget::Role => {
                    (self.refers_to_role(self.scopes[pack.index()].roles[near]), "role")
                }
                _ => (self.refers_to_skill(self.skills[near]), "skill"),
            };
            if referred {
                continue;
            }
            let defined =
                drafts.iter().flat_map(|draft| super::entries(draft, key)).find_map(|entry| {
                    super::raw_text(entry.table, "id")
                        .filter(|(id, _)| *id == near)
                        .map(|(_, span)| (entry.file, span))
                });
            let Some((file, span)) = defined else { continue };
            let (word, code) = what.words();
            let message = format!(
                "nothing refers to the {word} `{near}`, but {} references name `{id}`, which is not defined",
                counts[at]
            );
            let hint =
                format!("did you mean `{id}`? {}", hidden_difference(near, id).unwrap_or_default());
            self.faults.error(code, file, span, message).hint(hint.trim_end());
            silent[at] = true;
        }
    }

    /// Whether the file seems to be truncated between two statements: its last entry is incomplete,
    /// and either the last line has no line end, or much is missing.
    fn seems_truncated(&self, document: &ParsedFile<'_>, unknown: usize) -> bool {
        let file = self.files[document.file];
        if !file.is_last() || (file.text.ends_with('\n') && unknown <= MANY_UNKNOWN) {
            return false;
        }
        let root = document.root.get_ref();
        let last_of = |format: &'static TableFormat| {
            let list = root.get(format.name)?.get_ref().as_array()?;
            let last = list.iter().next_back()?;
            Some((last.span().start, last.get_ref().as_table()?, format))
        };
        let last = [&ROLE, &SKILL, &SOURCE, &THEME]
            .into_iter()
            .filter_map(last_of)
            .max_by_key(|(start, ..)| *start);
        last.is_some_and(|(_, table, format)| {
            format.fields.iter().any(|f| f.required && !table.contains_key(f.key))
        })
    }

    fn refers_to_skill(&self, skill: SkillId) -> bool {
        self.tables.roles.iter().any(|role| role.requirement(skill).is_some())
            || self.tables.skills.iter().any(|other| other.broader.contains(&skill))
    }

    fn refers_to_role(&self, role: RoleId) -> bool {
        self.tables.comparisons.iter().any(|comparison| comparison.roles.contains(&role))
            || self.tables.roles.iter().any(|other| {
                let mut found = false;
                other.visit_ids(|to| found |= to == IdReference::Role(&role));
                found
            })
    }
}

fn is_id_char(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.'
}
