//! Paths as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::analysis::path::{CareerPath, Hop, PathAnswer, PathQuestion};
use crate::json::to_value;
use crate::model::Catalog;
use crate::report::gap::GapRowEntry;
use crate::report::reference::{RoleRef, source_ids};
use crate::report::skills;

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct PathReport<'a> {
    schema: &'static str,
    from: RoleRef<'a>,
    to: RoleRef<'a>,
    over: Vec<&'static str>,
    gap: Option<DirectGap>,
    advice: Option<String>,
    paths: Vec<PathEntry<'a>>,
    bound: BoundEntry,
    notes: Vec<String>,
    why_not: Option<String>,
}

/// The learning that the direct path takes.
#[derive(Serialize, JsonSchema)]
struct DirectGap {
    skills_to_learn: usize,
    effort: f64,
}

/// How far the search went.
#[derive(Serialize, JsonSchema)]
struct BoundEntry {
    steps: usize,
    cut: bool,
    exhausted: bool,
    text: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PathEntry<'a> {
    direct: bool,
    advised: bool,
    cautions: Vec<CautionEntry>,
    skills_to_learn: usize,
    effort: f64,
    cost: f64,
    steps: Vec<StepEntry<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct CautionEntry {
    kind: &'static str,
    text: String,
}

impl<'a> PathEntry<'a> {
    fn new(catalog: &'a Catalog, path: &'a CareerPath, advised: bool) -> Self {
        let cautions = path.cautions().into_iter();
        Self {
            direct: path.is_direct(),
            advised,
            cautions: cautions
                .map(|caution| CautionEntry { kind: caution.word(), text: caution.text() })
                .collect(),
            skills_to_learn: path.skills_to_learn,
            effort: skills::effort_in_levels(path.effort),
            cost: thousandths(path.cost),
            steps: path.hops.iter().map(|hop| StepEntry::new(catalog, hop)).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct StepEntry<'a> {
    from: RoleRef<'a>,
    to: RoleRef<'a>,
    kind: &'static str,
    requires: &'a [String],
    sources: Vec<&'a str>,
    similarity: Option<f64>,
    related: bool,
    skills_to_learn: usize,
    effort: f64,
    new: f64,
    guessed: bool,
    cost: f64,
    skills: Vec<GapRowEntry<'a>>,
    other_skills: usize,
}

impl<'a> StepEntry<'a> {
    fn new(catalog: &'a Catalog, hop: &'a Hop) -> Self {
        let skills = hop.skills.iter();
        Self {
            from: RoleRef::new(catalog, hop.from),
            to: RoleRef::new(catalog, hop.to),
            kind: hop.kind.word(),
            requires: &hop.requires,
            sources: source_ids(catalog, &hop.sources),
            similarity: hop.similarity.map(|similarity| thousandths(u64::from(similarity))),
            related: hop.related,
            skills_to_learn: hop.skills_to_learn(),
            effort: skills::effort_in_levels(u64::from(hop.effort)),
            new: thousandths(u64::from(hop.new_share)),
            guessed: hop.guessed,
            cost: thousandths(hop.cost),
            skills: skills.map(|row| GapRowEntry::new(catalog, None, hop.to, row)).collect(),
            other_skills: hop.others,
        }
    }
}

/// A number of thousandths as a decimal.
fn thousandths(number: u64) -> f64 {
    number as f64 / 1000.0
}

/// The answer as JSON.
pub fn json(catalog: &Catalog, question: &PathQuestion, answer: &PathAnswer) -> Value {
    to_value(&PathReport {
        schema: "roledex/path/1",
        from: RoleRef::new(catalog, question.from),
        to: RoleRef::new(catalog, question.to),
        over: question.hop_kinds.iter().map(|kind| kind.word()).collect(),
        gap: answer.direct().map(|direct| DirectGap {
            skills_to_learn: direct.skills_to_learn,
            effort: skills::effort_in_levels(direct.effort),
        }),
        advice: answer.advice(),
        paths: answer
            .paths
            .iter()
            .enumerate()
            .map(|(at, path)| PathEntry::new(catalog, path, Some(at) == answer.advised()))
            .collect(),
        bound: BoundEntry {
            steps: answer.bound.steps,
            cut: answer.bound.cut,
            exhausted: answer.bound.exhausted.is_some(),
            text: answer.bound.text(),
        },
        notes: answer.notes(catalog, question),
        why_not: answer.barrier.map(|barrier| barrier.text(catalog, question)),
    })
}
