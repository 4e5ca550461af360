//! References to missing entries.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::PackId;
use crate::pack::DiagnosticCode;

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
    pub(super) fn words(self) -> (&'static str, DiagnosticCode) {
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

/// Maximum number of references that are recorded; in a pack with more of them, enough faults have
/// been reported.
const MAX_NOTED: usize = 1_000_000;

/// References to missing entries, and the entries that may have been lost.
#[derive(Debug, Default)]
pub(super) struct UnknownReferences {
    /// The missing entries, in reading order.
    pub(super) ids: Vec<(ReferenceTarget, PackId, String)>,
    by_id: HashMap<(ReferenceTarget, PackId, String), usize>,
    pub(super) references: Vec<(usize, usize, Range<usize>)>,
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

    /// Records that `id` names nothing in `pack`, at a place in a file.
    pub(super) fn note(
        &mut self,
        what: ReferenceTarget,
        pack: PackId,
        id: &str,
        (file, span): (usize, Range<usize>),
    ) {
        if self.references.len() >= MAX_NOTED {
            return;
        }
        let key = (what, pack, id.to_string());
        let at = self.by_id.get(&key).copied().unwrap_or_else(|| {
            self.ids.push(key.clone());
            self.ids.len() - 1
        });
        self.by_id.entry(key).or_insert(at);
        self.references.push((at, file, span));
    }

    /// Number of references to each missing entry.
    pub(super) fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0_usize; self.ids.len()];
        for (at, ..) in &self.references {
            counts[*at] += 1;
        }
        counts
    }

    /// Marks the entries as `silent` that entries without an id may be: of each kind those with the
    /// most references.
    pub(super) fn silence_nameless(&self, counts: &[usize], silent: &mut [bool]) {
        for what in [
            ReferenceTarget::Role,
            ReferenceTarget::Skill,
            ReferenceTarget::Theme,
            ReferenceTarget::Source,
        ] {
            let nameless = self.nameless.get(what.words().0).copied().unwrap_or_default();
            let mut ids: Vec<usize> =
                (0..silent.len()).filter(|&at| !silent[at] && self.ids[at].0 == what).collect();
            ids.sort_by_key(|&at| std::cmp::Reverse(counts[at]));
            ids.into_iter().take(nameless).for_each(|at| silent[at] = true);
        }
    }
}
