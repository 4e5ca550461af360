//! Resolves `extends`: the responsibilities of the base apply to the role too.
//!
//! Each role stores all responsibilities that apply to it, so an inherited one is repeated in each
//! role that inherits it. A short file can request more of them than any machine can store: both
//! the length of a chain and the total amount inherited are limited.

use std::collections::HashSet;

use super::Lowering;
use crate::model::{Responsibility, RoleId};
use crate::pack::DiagnosticCode;

/// Maximum number of roles that a role may extend, directly or indirectly. Real ladders have fewer
/// than twenty rungs.
pub(crate) const MAX_DEPTH: usize = 64;

/// Maximum number of bytes that all roles together may inherit.
const MAX_INHERITED: usize = 64 << 20;

/// Maximum number of roles named in the message about a loop.
const MAX_NAMED: usize = 8;

/// Progress of the work on a role.
#[derive(Clone, Copy, PartialEq)]
enum ExtendsStage {
    New,
    Open,
    /// Done, with the number of roles that it extends.
    Done(usize),
}

/// Appends to each role the responsibilities of the role that it extends. Loops are reported and
/// cut.
pub(super) fn resolve(lowering: &mut Lowering<'_>) {
    let mut stages = vec![ExtendsStage::New; lowering.tables.roles.len()];
    let mut inherited = 0;
    for at in 0..stages.len() {
        // The chain from this role up to one that is finished or extends nothing; walked without
        // recursion, since a pack can make it arbitrarily long.
        let mut chain = Vec::new();
        let mut next = Some(RoleId::from_index(at));
        let mut depth = 0;
        while let Some(id) = next {
            match stages[id.index()] {
                ExtendsStage::Done(above) => {
                    depth = above + 1;
                    break;
                }
                ExtendsStage::Open => {
                    cut_loop(lowering, &chain, id);
                    break;
                }
                ExtendsStage::New => {
                    stages[id.index()] = ExtendsStage::Open;
                    chain.push(id);
                    next = lowering.tables.roles[id.index()].extends;
                }
            }
        }
        for id in chain.into_iter().rev() {
            if lowering.tables.roles[id.index()].extends.is_none() {
                depth = 0;
            }
            if depth > MAX_DEPTH {
                report_too_deep(lowering, id, depth);
            } else if inherited <= MAX_INHERITED {
                inherited += inherit_responsibilities(lowering, id);
                if inherited > MAX_INHERITED {
                    report_too_much(lowering, id);
                }
            }
            stages[id.index()] = ExtendsStage::Done(depth);
            depth += 1;
        }
    }
}

/// Reports a chain at the first role that is too far from its end; those beyond are a consequence.
fn report_too_deep(lowering: &mut Lowering<'_>, id: RoleId, depth: usize) {
    lowering.tables.roles[id.index()].extends = None;
    if depth == MAX_DEPTH + 1
        && let Some((file, span)) = lowering.extends[id.index()].clone()
    {
        let message = format!("the `extends` chain is longer than {MAX_DEPTH} roles");
        lowering
            .faults
            .error(DiagnosticCode::ExtendsTooDeep, file, span, message)
            .hint("extend a role earlier in the chain, or list the responsibilities here");
    }
}

/// Reports the role that exceeds the total amount inherited; roles after it inherit nothing.
fn report_too_much(lowering: &mut Lowering<'_>, id: RoleId) {
    if let Some((file, span)) = lowering.extends[id.index()].clone() {
        let message = format!(
            "roles inherit more than {} MB of responsibilities with `extends`",
            MAX_INHERITED >> 20
        );
        lowering
            .faults
            .error(DiagnosticCode::ExtendsTooMuch, file, span, message)
            .hint("extend large roles less often; from here on, nothing is inherited");
    }
}

/// Reports the loop at the end of `chain` that closes at `id`, and removes every `extends` in it.
fn cut_loop(lowering: &mut Lowering<'_>, chain: &[RoleId], id: RoleId) {
    let start = chain.iter().position(|&c| c == id).unwrap_or(0);
    let looped = &chain[start..];
    let name = |role: &RoleId| lowering.tables.roles[role.index()].id.as_str();
    let mut names: Vec<&str> = looped.iter().take(MAX_NAMED).map(name).collect();
    let more = format!("{} more", looped.len().saturating_sub(MAX_NAMED));
    if looped.len() > MAX_NAMED {
        names.push(&more);
    }
    names.push(name(&id));
    let message = format!("`extends` forms a loop: {}", names.join(" → "));
    if let Some((file, span)) = lowering.extends[id.index()].clone() {
        let others: Vec<_> = looped
            .iter()
            .filter(|role| **role != id)
            .filter_map(|role| lowering.extends[role.index()].clone())
            .take(MAX_NAMED)
            .collect();
        let fault = lowering.faults.error(DiagnosticCode::ExtendsLoop, file, span, message);
        fault.hint("remove `extends` from one of these roles");
        for (file, span) in others {
            fault.related(file, span, "part of the loop");
        }
    }
    for role in looped {
        lowering.tables.roles[role.index()].extends = None;
    }
}

/// Adds the base's responsibilities after the role's own, except those that the role states itself:
/// the same activity, or the same text. Returns the number of bytes added.
fn inherit_responsibilities(lowering: &mut Lowering<'_>, id: RoleId) -> usize {
    let Some(base) = lowering.tables.roles[id.index()].extends else { return 0 };
    let own = &lowering.tables.roles[id.index()].responsibilities;
    let texts: HashSet<&str> = own.iter().map(|duty| duty.text.as_str()).collect();
    let activities: HashSet<&str> =
        own.iter().filter_map(|duty| duty.activity.as_deref()).collect();
    let inherited: Vec<Responsibility> = lowering.tables.roles[base.index()]
        .responsibilities
        .iter()
        .filter(|duty| !is_stated(duty, &texts, &activities))
        .map(|duty| Responsibility {
            inherited_from: Some(duty.inherited_from.unwrap_or(base)),
            ..duty.clone()
        })
        .collect();
    let bytes = inherited.iter().map(memory_size).sum();
    lowering.tables.roles[id.index()].responsibilities.extend(inherited);
    bytes
}

/// Whether a role states the responsibility itself, by its text or its activity.
fn is_stated(duty: &Responsibility, texts: &HashSet<&str>, activities: &HashSet<&str>) -> bool {
    texts.contains(duty.text.as_str())
        || duty.activity.as_deref().is_some_and(|activity| activities.contains(activity))
}

/// Returns the approximate number of bytes that a responsibility takes in memory.
fn memory_size(duty: &Responsibility) -> usize {
    let texts = [Some(&duty.text), duty.activity.as_ref(), duty.note.as_ref()];
    size_of::<Responsibility>()
        + texts.into_iter().flatten().map(String::len).sum::<usize>()
        + size_of_val(duty.sources.as_slice())
}
