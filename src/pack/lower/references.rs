//! Reports references to missing entries, once everything is known and unless a damaged part may
//! have defined them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Lowering, PackDraft, ParsedFile, ReadOrigin, entries_in_order, subtables};
use crate::model::{IdReference, PackId, RoleId, SkillId};
use crate::pack::DiagnosticCode;
use crate::pack::faults::{did_you_mean, hidden_difference, suggest};
use crate::pack::format::{DOCUMENT, ROLE, SKILL, SOURCE, THEME, TableFormat};

/// Kind of entry that an id should name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ReferenceTarget {
    Role,
    Skill,
    Theme,
    Source,
    Family,
    Level,
}

impl ReferenceTarget {
    /// Returns its word in a sentence, and the code of the fault.
    fn words(self) -> (&'static str, DiagnosticCode) {
        match self {
            Self::Role => ("role", DiagnosticCode::UnknownRole),
            Self::Skill => ("skill", DiagnosticCode::UnknownSkill),
            Self::Theme => ("theme", DiagnosticCode::UnknownTheme),
            Self::Source => ("source", DiagnosticCode::UnknownSource),
            Self::Family => ("family", DiagnosticCode::UnknownFamily),
            Self::Level => ("level", DiagnosticCode::UnknownLevel),
        }
    }
}

/// Maximum number of different unknown ids for which a suggestion is computed: with more of them
/// the problem is not misspelling.
const MAX_SUGGESTIONS: usize = 20;

/// Number of unknown ids above which they are not misspellings.
const MANY_UNKNOWN: usize = 10;

/// Maximum number of references that are recorded; in a pack with more of them, enough faults have
/// been reported.
const MAX_NOTED: usize = 1_000_000;

/// References to missing entries, and the entries that may have been lost.
#[derive(Debug, Default)]
pub(super) struct UnknownReferences {
    /// The missing entries, in reading order.
    ids: Vec<(ReferenceTarget, PackId, String)>,
    by_id: HashMap<(ReferenceTarget, PackId, String), usize>,
    references: Vec<(usize, usize, Range<usize>)>,
    /// Number of entries of each kind without an id of their own.
    nameless: HashMap<&'static str, usize>,
}

impl UnknownReferences {
    /// Records an entry of the kind `what` without a usable id; one of the missing ids may belong
    /// to it.
    pub(super) fn note_nameless(&mut self, what: &str) {
        let kinds = [
            ReferenceTarget::Role,
            ReferenceTarget::Skill,
            ReferenceTarget::Theme,
            ReferenceTarget::Source,
        ];
        if let Some(kind) = kinds.iter().find(|kind| kind.words().0 == what) {
            *self.nameless.entry(kind.words().0).or_default() += 1;
        }
    }
}

impl Lowering<'_> {
    /// Records that `id` names nothing.
    pub(super) fn note_unknown(
        &mut self,
        what: ReferenceTarget,
        origin: ReadOrigin,
        id: &str,
        span: Range<usize>,
    ) {
        if self.unknown.references.len() >= MAX_NOTED {
            return;
        }
        let key = (what, origin.pack, id.to_string());
        let at = self.unknown.by_id.get(&key).copied().unwrap_or_else(|| {
            self.unknown.ids.push(key.clone());
            self.unknown.ids.len() - 1
        });
        self.unknown.by_id.entry(key).or_insert(at);
        self.unknown.references.push((at, origin.file, span));
    }

    /// Reports the ids that name nothing, unless a damaged file may have defined them.
    pub(super) fn report_unknown(&mut self, drafts: &[PackDraft<'_>], lossy: bool) {
        let unknown = std::mem::take(&mut self.unknown);
        if unknown.references.is_empty() {
            return;
        }
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
        let mut counts = vec![0_usize; unknown.ids.len()];
        for (at, ..) in &unknown.references {
            counts[*at] += 1;
        }
        let mut silent: Vec<bool> = unknown
            .ids
            .iter()
            .map(|(what, _, id)| match what {
                ReferenceTarget::Level => head,
                ReferenceTarget::Family => !mended.is_empty() || lossy,
                _ => cut_off || lossy || lost.contains(id.as_str()),
            })
            .collect();
        // An entry without an id is probably the one with the most references.
        for what in [
            ReferenceTarget::Role,
            ReferenceTarget::Skill,
            ReferenceTarget::Theme,
            ReferenceTarget::Source,
        ] {
            let nameless = unknown.nameless.get(what.words().0).copied().unwrap_or_default();
            let mut ids: Vec<usize> =
                (0..silent.len()).filter(|&at| !silent[at] && unknown.ids[at].0 == what).collect();
            ids.sort_by_key(|&at| std::cmp::Reverse(counts[at]));
            ids.into_iter().take(nameless).for_each(|at| silent[at] = true);
        }
        self.report_misspelt_ids(drafts, &unknown, &counts, &mut silent);
        let mut pools: HashMap<(ReferenceTarget, PackId), Vec<&str>> = HashMap::new();
        let mut hints: HashMap<usize, String> = HashMap::new();
        let (scopes, packs) = (&self.scopes, &self.tables.packs);
        for (at, file, span) in unknown.references {
            if silent[at] {
                continue;
            }
            let (what, pack, id) = &unknown.ids[at];
            let (word, code) = what.words();
            let sought = hints.len() < MAX_SUGGESTIONS;
            let hint = hints.get(&at).cloned().unwrap_or_else(|| {
                let pool = pools.entry((*what, *pack)).or_insert_with(|| match what {
                    ReferenceTarget::Role => {
                        scopes[pack.index()].roles.keys().map(String::as_str).collect()
                    }
                    ReferenceTarget::Source => {
                        scopes[pack.index()].sources.keys().map(String::as_str).collect()
                    }
                    ReferenceTarget::Family => {
                        scopes[pack.index()].families.iter().map(String::as_str).collect()
                    }
                    ReferenceTarget::Level => {
                        packs[pack.index()].scale.names().iter().map(String::as_str).collect()
                    }
                    ReferenceTarget::Skill => self.skills.keys().map(String::as_str).collect(),
                    ReferenceTarget::Theme => self.themes.keys().map(String::as_str).collect(),
                });
                match sought.then(|| suggest(id, pool.iter().copied())).flatten() {
                    Some(near) => did_you_mean(id, near),
                    None if *what == ReferenceTarget::Family => {
                        "no role in this pack belongs to this family".to_string()
                    }
                    None if *what == ReferenceTarget::Level => {
                        format!("levels of the scale: {}", pool.join(", "))
                    }
                    None => format!("no {word} has this id: define it or remove the reference"),
                }
            });
            if sought {
                hints.insert(at, hint.clone());
            }
            self.faults.error(code, file, span, format!("unknown {word} `{id}`")).hint(hint);
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
