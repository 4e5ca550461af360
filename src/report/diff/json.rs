//! A diff as JSON.

use serde_json::{Value, json};

use super::{inherited_from, pairing_limit_note};
use crate::analysis::diff::{
    self, Diff, DiffStatus, FactRow, MarkedText, NearestResponsibility, PairingBasis,
    PropertyChange, ResponsibilityRow, ResponsibilityText, RowSide, TextChange,
};
use crate::analysis::reasons::PairingExplainer;
use crate::model::{Catalog, RoleId, SourceId};
use crate::report::reference::{RoleRef, ThemeRef};
use crate::report::{skills, source_ids};

/// The diff as JSON, in the shape of the contract; with `why`, including the reasons for each row
/// of responsibilities.
pub fn json(catalog: &Catalog, diff: &Diff, why: Option<&PairingExplainer<'_>>) -> Value {
    let cites = |sources: &[SourceId]| source_ids(catalog, sources);
    let side = |role: RoleId, side: &Option<RowSide>| match side {
        Some(side) => side_json(catalog, role, side),
        None => Value::Null,
    };
    let summary = diff.summary;
    let fact = |f: &FactRow| {
        let (left, right) = (f.left.as_ref().map(wording_text), f.right.as_ref().map(wording_text));
        let mut fact = json!({ "field": f.field, "left": left, "right": right, "status": f.status.word(), "note": f.note });
        let spans = [&f.left, &f.right]
            .map(|side| side.as_ref().map(MarkedText::spans).unwrap_or_default());
        if spans.iter().any(|spans| spans.iter().any(|span| span.changed)) {
            fact["spans"] =
                json!({ "left": spans_json(&spans[0]), "right": spans_json(&spans[1]) });
        }
        fact
    };
    let duty = |r: &ResponsibilityRow| {
        let mut row = json!({
            "theme": ThemeRef::new(catalog, r.theme),
            "status": r.status.word(),
            "similarity": r.similarity.map(round_likelihood),
            "paired_by": r.paired_by.map(PairingBasis::word),
            "left": side(diff.left, &r.left),
            "right": side(diff.right, &r.right),
        });
        if let Some(nearest) = &r.nearest {
            let other = if r.left.is_some() { diff.right } else { diff.left };
            row["nearest"] = nearest_json(catalog, other, nearest);
        }
        if let Some(why) = why {
            row["reasons"] = why.lines(r).into();
        }
        add_details(&mut row, diff.details.for_responsibility(r));
        row
    };
    let mut skills = skills::skill_rows_json(catalog, (diff.left, diff.right), &diff.skills);
    for (row, skill) in skills.as_array_mut().into_iter().flatten().zip(&diff.skills) {
        add_details(row, diff.details.for_skill(skill.skill));
    }
    let mut value = json!({
        "schema": "roledex/diff/1",
        "left": RoleRef::new(catalog, diff.left),
        "right": RoleRef::new(catalog, diff.right),
        "key_differences": diff.key_differences.iter().map(|k| json!({
            "aspect": k.aspect, "left": k.left, "right": k.right, "sources": cites(&k.sources),
            "positions": k.positions.iter().map(|p| json!({ "text": p.text, "sources": cites(&p.sources) }))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "facts": diff.facts.iter().map(fact).collect::<Vec<_>>(),
        "responsibilities": diff.responsibilities.iter().map(duty).collect::<Vec<_>>(),
        "skills": skills,
        "moves": diff.direct_moves.iter().map(|s| json!({
            "from": RoleRef::new(catalog, s.from), "to": RoleRef::new(catalog, s.to), "requires": s.requires,
            "sources": cites(&s.sources),
        })).collect::<Vec<_>>(),
        "summary": { "same": summary.same, "changed": summary.changed, "left": summary.left, "right": summary.right },
    });
    if let Some(sentence) = pairing_limit_note(diff) {
        value["note"] = sentence.into();
    }
    if !diff.move_changes.is_empty() {
        value["move_changes"] = changes_json(&diff.move_changes);
    }
    value
}

/// A likelihood rounded to four decimal places.
fn round_likelihood(likelihood: f64) -> f64 {
    (likelihood * 1e4).round() / 1e4
}

/// A side of a row as JSON. If it has several responsibilities, lists name all of them, the paired
/// one first.
fn side_json(catalog: &Catalog, role: RoleId, side: &RowSide) -> Value {
    let theme = |duty: &ResponsibilityText| {
        catalog.role(role).responsibilities.get(duty.index).map(|duty| duty.theme)
    };
    let theme = |duty: &ResponsibilityText| theme(duty).map(|theme| ThemeRef::new(catalog, theme));
    let origin = |duty: &ResponsibilityText| {
        inherited_from(catalog, role, duty).map(|origin| RoleRef::new(catalog, origin))
    };
    let mut value = json!({
        "index": side.index(),
        "theme": theme(&side.main),
        "origin": origin(&side.main),
        "text": side.text(),
        "spans": spans_json(&side.main.spans),
    });
    if !side.joined.is_empty() {
        value["indices"] = side.responsibilities().map(|duty| duty.index).collect();
        value["texts"] = side.responsibilities().map(ResponsibilityText::text).collect();
        value["joined"] = (side.joined.iter())
            .map(|joined| {
                json!({
                    "index": joined.text.index,
                    "theme": theme(&joined.text),
                    "origin": origin(&joined.text),
                    "text": joined.text.text(),
                    "spans": spans_json(&joined.text.spans),
                    "similarity": round_likelihood(joined.likelihood),
                    "paired_by": joined.by.word(),
                })
            })
            .collect();
    }
    value
}

/// The responsibility of the role `other` that is most similar to an unpaired one.
fn nearest_json(catalog: &Catalog, other: RoleId, nearest: &NearestResponsibility) -> Value {
    let Some(duty) = catalog.role(other).responsibilities.get(nearest.index) else {
        return Value::Null;
    };
    json!({
        "index": nearest.index,
        "theme": ThemeRef::new(catalog, duty.theme),
        "text": duty.text,
        "similarity": round_likelihood(nearest.likelihood),
    })
}

fn spans_json(spans: &[diff::MarkedSpan]) -> Value {
    spans.iter().map(|span| json!({ "text": span.text, "changed": span.changed })).collect()
}

/// Adds changes besides words and levels, if there are any.
fn add_details(row: &mut Value, details: &[PropertyChange]) {
    if !details.is_empty() {
        let side = |side: &Option<MarkedText>| side.as_ref().map(wording_text);
        let detail = |detail: &PropertyChange| json!({ "field": detail.field, "left": side(&detail.left), "right": side(&detail.right) });
        row["details"] = details.iter().map(detail).collect();
    }
}

/// The text of one side as one string for programs, as in records.
pub(in crate::report) fn wording_text(wording: &MarkedText) -> String {
    wording.spans().iter().map(|span| span.text.as_str()).collect()
}

/// Changes between two copies of something as JSON.
pub(in crate::report) fn changes_json(changes: &[TextChange]) -> Value {
    let one = |change: &TextChange| {
        json!({
            "field": change.label,
            "status": change.status.word(),
            "left": (change.status != DiffStatus::Right).then(|| wording_text(&change.left)),
            "right": (change.status != DiffStatus::Left).then(|| wording_text(&change.right)),
            "spans": { "left": spans_json(&change.left.spans()), "right": spans_json(&change.right.spans()) },
        })
    };
    changes.iter().map(one).collect()
}
