//! `extends`: the duties of the base hold in the role too.

use super::Lowering;
use crate::model::{Responsibility, RoleId};

/// How far the work on a role has come.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    New,
    Open,
    Done,
}

/// Appends to each role the duties in force of the role that it extends. Loops are faults and are cut.
pub(super) fn resolve(lowering: &mut Lowering<'_>) {
    let mut stages = vec![Stage::New; lowering.tables.roles.len()];
    for at in 0..stages.len() {
        // The chain from this role up to one that is finished or extends nothing; walked without recursion, since
        // a pack may make it as long as it likes.
        let mut chain = Vec::new();
        let mut next = Some(RoleId::from_index(at));
        while let Some(id) = next {
            match stages[id.index()] {
                Stage::Done => break,
                Stage::Open => {
                    cut(lowering, &chain, id);
                    break;
                }
                Stage::New => {
                    stages[id.index()] = Stage::Open;
                    chain.push(id);
                    next = lowering.tables.roles[id.index()].extends;
                }
            }
        }
        for id in chain.into_iter().rev() {
            inherit(lowering, id);
            stages[id.index()] = Stage::Done;
        }
    }
}

/// Reports the loop at the end of `chain` that closes at `id`, and cuts every `extends` in it.
fn cut(lowering: &mut Lowering<'_>, chain: &[RoleId], id: RoleId) {
    let start = chain.iter().position(|&c| c == id).unwrap_or(0);
    let looped = &chain[start..];
    let names: Vec<&str> = looped.iter().chain([&id]).map(|r| lowering.tables.roles[r.index()].id.as_str()).collect();
    let message = format!("`extends` loops: {}", names.join(" → "));
    if let Some((file, span)) = lowering.extends[id.index()].clone() {
        lowering.faults.file = file;
        lowering.faults.error("extends-loop", span, message).hint("let one of these roles stand by itself");
    }
    for role in looped {
        lowering.tables.roles[role.index()].extends = None;
    }
}

/// Adds the base's duties after the role's own, but for those that the role says itself: the same activity, or the
/// same text.
fn inherit(lowering: &mut Lowering<'_>, id: RoleId) {
    let Some(base) = lowering.tables.roles[id.index()].extends else { return };
    let inherited = lowering.tables.roles[base.index()].responsibilities.clone();
    let own = &mut lowering.tables.roles[id.index()].responsibilities;
    let said = |own: &[Responsibility], duty: &Responsibility| {
        own.iter().any(|o| o.text == duty.text || (o.activity.is_some() && o.activity == duty.activity))
    };
    let count = own.len();
    for duty in inherited {
        if !said(&own[..count], &duty) {
            let origin = Some(duty.origin.unwrap_or(base));
            own.push(Responsibility { origin, ..duty });
        }
    }
}
