//! A diff as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{inherited_from, pairing_limit_note};
use crate::analysis::diff::{
    Diff, DiffStatus, DirectMove, FactRow, JoinedResponsibility, KeyDifference, MarkedSpan,
    MarkedText, NearestResponsibility, PairingBasis, PropertyChange, ResponsibilityRow,
    ResponsibilityText, RowSide, TextChange,
};
use crate::analysis::reasons::PairingExplainer;
use crate::analysis::skills::SkillRow;
use crate::json::to_value;
use crate::model::{Catalog, RoleId};
use crate::report::reference::{RoleRef, SkillRef, ThemeRef, source_ids};
use crate::report::round_likelihood;
use crate::report::skills::DemandEntry;

/// A diff in the shape of the contract.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct DiffAnswer<'a> {
    schema: &'static str,
    left: RoleRef<'a>,
    right: RoleRef<'a>,
    key_differences: Vec<KeyDifferenceEntry<'a>>,
    facts: Vec<FactEntry<'a>>,
    responsibilities: Vec<ResponsibilityRowEntry<'a>>,
    skills: Vec<SkillRowEntry<'a>>,
    moves: Vec<DirectMoveEntry<'a>>,
    summary: SummaryEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    move_changes: Vec<ChangeEntry<'a>>,
}

/// The numbers of rows of responsibilities by verdict.
#[derive(Serialize, JsonSchema)]
struct SummaryEntry {
    same: usize,
    changed: usize,
    left: usize,
    right: usize,
}

impl<'a> DiffAnswer<'a> {
    /// Returns the diff; with `why`, including the reasons for each row of responsibilities.
    pub(in crate::report) fn new(
        catalog: &'a Catalog,
        diff: &'a Diff,
        why: Option<&PairingExplainer<'_>>,
    ) -> Self {
        let summary = diff.summary;
        Self {
            schema: "roledex/diff/1",
            left: RoleRef::new(catalog, diff.left),
            right: RoleRef::new(catalog, diff.right),
            key_differences: (diff.key_differences.iter())
                .map(|difference| KeyDifferenceEntry::new(catalog, difference))
                .collect(),
            facts: diff.facts.iter().map(FactEntry::new).collect(),
            responsibilities: (diff.responsibilities.iter())
                .map(|row| ResponsibilityRowEntry::new(catalog, diff, row, why))
                .collect(),
            skills: diff.skills.iter().map(|row| SkillRowEntry::new(catalog, diff, row)).collect(),
            moves: (diff.direct_moves.iter())
                .map(|step| DirectMoveEntry::new(catalog, step))
                .collect(),
            summary: SummaryEntry {
                same: summary.same,
                changed: summary.changed,
                left: summary.left,
                right: summary.right,
            },
            note: pairing_limit_note(diff),
            move_changes: ChangeEntry::list(&diff.move_changes),
        }
    }
}

/// The diff as JSON, in the shape of the contract; with `why`, including the reasons for each row
/// of responsibilities.
pub fn json(catalog: &Catalog, diff: &Diff, why: Option<&PairingExplainer<'_>>) -> Value {
    to_value(&DiffAnswer::new(catalog, diff, why))
}

#[derive(Serialize, JsonSchema)]
struct KeyDifferenceEntry<'a> {
    aspect: &'a str,
    left: Option<&'a str>,
    right: Option<&'a str>,
    sources: Vec<&'a str>,
    positions: Vec<PositionEntry<'a>>,
}

/// The statements of some sources where they disagree.
#[derive(Serialize, JsonSchema)]
struct PositionEntry<'a> {
    text: &'a str,
    sources: Vec<&'a str>,
}

impl<'a> KeyDifferenceEntry<'a> {
    fn new(catalog: &'a Catalog, difference: &'a KeyDifference) -> Self {
        let positions = difference.positions.iter().map(|position| PositionEntry {
            text: &position.text,
            sources: source_ids(catalog, &position.sources),
        });
        Self {
            aspect: &difference.aspect,
            left: difference.left.as_deref(),
            right: difference.right.as_deref(),
            sources: source_ids(catalog, &difference.sources),
            positions: positions.collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct FactEntry<'a> {
    field: &'static str,
    left: Option<String>,
    right: Option<String>,
    status: &'static str,
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<SpanSides>,
}

impl<'a> FactEntry<'a> {
    fn new(fact: &'a FactRow) -> Self {
        let [left, right] = [&fact.left, &fact.right]
            .map(|side| side.as_ref().map(MarkedText::spans).unwrap_or_default());
        let is_marked = left.iter().chain(right.iter()).any(|span| span.changed);
        Self {
            field: fact.field,
            left: fact.left.as_ref().map(wording_text),
            right: fact.right.as_ref().map(wording_text),
            status: fact.status.word(),
            note: fact.note.as_deref(),
            spans: is_marked.then(|| SpanSides::new(&left, &right)),
        }
    }
}

/// A piece of text, and whether only its side has it.
#[derive(Serialize, JsonSchema)]
struct SpanEntry {
    text: String,
    changed: bool,
}

impl SpanEntry {
    fn list(spans: &[MarkedSpan]) -> Vec<Self> {
        let entries =
            spans.iter().map(|span| Self { text: span.text.clone(), changed: span.changed });
        entries.collect()
    }
}

#[derive(Serialize, JsonSchema)]
struct SpanSides {
    left: Vec<SpanEntry>,
    right: Vec<SpanEntry>,
}

impl SpanSides {
    fn new(left: &[MarkedSpan], right: &[MarkedSpan]) -> Self {
        Self { left: SpanEntry::list(left), right: SpanEntry::list(right) }
    }
}

#[derive(Serialize, JsonSchema)]
struct ResponsibilityRowEntry<'a> {
    theme: ThemeRef<'a>,
    status: &'static str,
    similarity: Option<f64>,
    paired_by: Option<&'static str>,
    left: Option<SideEntry<'a>>,
    right: Option<SideEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<NearestEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<DetailEntry>,
}

impl<'a> ResponsibilityRowEntry<'a> {
    fn new(
        catalog: &'a Catalog,
        diff: &'a Diff,
        row: &'a ResponsibilityRow,
        why: Option<&PairingExplainer<'_>>,
    ) -> Self {
        let other = if row.left.is_some() { diff.right } else { diff.left };
        Self {
            theme: ThemeRef::new(catalog, row.theme),
            status: row.status.word(),
            similarity: row.similarity.map(round_likelihood),
            paired_by: row.paired_by.map(PairingBasis::word),
            left: row.left.as_ref().map(|side| SideEntry::new(catalog, diff.left, side)),
            right: row.right.as_ref().map(|side| SideEntry::new(catalog, diff.right, side)),
            nearest: row.nearest.and_then(|nearest| NearestEntry::new(catalog, other, &nearest)),
            reasons: why.map(|why| why.lines(row)),
            details: DetailEntry::list(diff.details.for_responsibility(row)),
        }
    }
}

/// A responsibility with its theme and the role it comes from.
#[derive(Serialize, JsonSchema)]
struct SideText<'a> {
    index: usize,
    theme: Option<ThemeRef<'a>>,
    origin: Option<RoleRef<'a>>,
    text: String,
    spans: Vec<SpanEntry>,
    sources: Vec<&'a str>,
}

impl<'a> SideText<'a> {
    fn new(catalog: &'a Catalog, role: RoleId, text: &ResponsibilityText) -> Self {
        let responsibility = catalog.role(role).responsibilities.get(text.index);
        Self {
            index: text.index,
            theme: responsibility.map(|found| ThemeRef::new(catalog, found.theme)),
            origin: inherited_from(catalog, role, text).map(|role| RoleRef::new(catalog, role)),
            text: text.text(),
            spans: SpanEntry::list(&text.spans),
            sources: responsibility
                .map(|found| source_ids(catalog, &found.sources))
                .unwrap_or_default(),
        }
    }
}

/// A side of a row. If it has several responsibilities, lists name all of them, the paired one
/// first.
#[derive(Serialize, JsonSchema)]
struct SideEntry<'a> {
    #[serde(flatten)]
    main: SideText<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    indices: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joined: Vec<JoinedEntry<'a>>,
}

/// A responsibility that shares the row of another one.
#[derive(Serialize, JsonSchema)]
struct JoinedEntry<'a> {
    #[serde(flatten)]
    text: SideText<'a>,
    similarity: f64,
    paired_by: &'static str,
}

impl<'a> SideEntry<'a> {
    fn new(catalog: &'a Catalog, role: RoleId, side: &RowSide) -> Self {
        let mut entry = Self {
            main: SideText::new(catalog, role, &side.main),
            indices: Vec::new(),
            texts: Vec::new(),
            joined: Vec::new(),
        };
        if !side.joined.is_empty() {
            entry.indices = side.responsibilities().map(|text| text.index).collect();
            entry.texts = side.responsibilities().map(ResponsibilityText::text).collect();
            entry.joined =
                side.joined.iter().map(|joined| JoinedEntry::new(catalog, role, joined)).collect();
        }
        entry
    }
}

impl<'a> JoinedEntry<'a> {
    fn new(catalog: &'a Catalog, role: RoleId, joined: &JoinedResponsibility) -> Self {
        Self {
            text: SideText::new(catalog, role, &joined.text),
            similarity: round_likelihood(joined.likelihood),
            paired_by: joined.by.word(),
        }
    }
}

/// The responsibility of the other role that is most similar to an unpaired one.
#[derive(Serialize, JsonSchema)]
struct NearestEntry<'a> {
    index: usize,
    theme: ThemeRef<'a>,
    text: &'a str,
    similarity: f64,
}

impl<'a> NearestEntry<'a> {
    fn new(catalog: &'a Catalog, other: RoleId, nearest: &NearestResponsibility) -> Option<Self> {
        let responsibility = catalog.role(other).responsibilities.get(nearest.index)?;
        Some(Self {
            index: nearest.index,
            theme: ThemeRef::new(catalog, responsibility.theme),
            text: &responsibility.text,
            similarity: round_likelihood(nearest.likelihood),
        })
    }
}

#[derive(Serialize, JsonSchema)]
struct SkillRowEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    status: &'static str,
    left: Option<DemandEntry<'a>>,
    right: Option<DemandEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<DetailEntry>,
}

impl<'a> SkillRowEntry<'a> {
    fn new(catalog: &'a Catalog, diff: &Diff, row: &SkillRow) -> Self {
        Self {
            skill: SkillRef::new(catalog, row.skill),
            status: row.status.word(),
            left: DemandEntry::new(catalog, diff.left, row.left),
            right: DemandEntry::new(catalog, diff.right, row.right),
            details: DetailEntry::list(diff.details.for_skill(row.skill)),
        }
    }
}

/// A change besides words and levels.
#[derive(Serialize, JsonSchema)]
struct DetailEntry {
    field: &'static str,
    left: Option<String>,
    right: Option<String>,
}

impl DetailEntry {
    fn list(details: &[PropertyChange]) -> Vec<Self> {
        let entries = details.iter().map(|detail| Self {
            field: detail.field,
            left: detail.left.as_ref().map(wording_text),
            right: detail.right.as_ref().map(wording_text),
        });
        entries.collect()
    }
}

#[derive(Serialize, JsonSchema)]
struct DirectMoveEntry<'a> {
    from: RoleRef<'a>,
    to: RoleRef<'a>,
    requires: &'a [String],
    sources: Vec<&'a str>,
}

impl<'a> DirectMoveEntry<'a> {
    fn new(catalog: &'a Catalog, step: &'a DirectMove) -> Self {
        Self {
            from: RoleRef::new(catalog, step.from),
            to: RoleRef::new(catalog, step.to),
            requires: &step.requires,
            sources: source_ids(catalog, &step.sources),
        }
    }
}

/// A change between two copies of something.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ChangeEntry<'a> {
    field: &'a str,
    status: &'static str,
    left: Option<String>,
    right: Option<String>,
    spans: SpanSides,
}

impl<'a> ChangeEntry<'a> {
    /// Returns an entry for each of `changes`.
    pub(in crate::report) fn list(changes: &'a [TextChange]) -> Vec<Self> {
        changes.iter().map(Self::new).collect()
    }

    fn new(change: &'a TextChange) -> Self {
        let left = (change.status != DiffStatus::Right).then(|| wording_text(&change.left));
        let right = (change.status != DiffStatus::Left).then(|| wording_text(&change.right));
        Self {
            field: &change.label,
            status: change.status.word(),
            left,
            right,
            spans: SpanSides::new(&change.left.spans(), &change.right.spans()),
        }
    }
}

/// The text of one side as one string for programs, as in records.
pub(in crate::report) fn wording_text(wording: &MarkedText) -> String {
    wording.spans().iter().map(|span| span.text.as_str()).collect()
}
