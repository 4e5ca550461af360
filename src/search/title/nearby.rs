//! Titles near another one: with fewer words, with another head, and other positions in a field.

use super::JobTitle;
use super::words::{self, Rank, is_generic};

/// Returns titles similar to `title`, which has no ranks: with any one of its words except the last
/// left out, with only its last words, and for a field those who work in it and manage it.
pub(in crate::search) fn shortened_titles(title: &JobTitle) -> Vec<JobTitle> {
    let core = &title.core;
    let mut all: Vec<Vec<String>> = Vec::new();
    for from in 1..core.len().saturating_sub(1) {
        all.push(core[from..].to_vec());
    }
    for at in 1..core.len().saturating_sub(1) {
        all.push(
            core.iter()
                .enumerate()
                .filter(|(i, _)| *i != at)
                .map(|(_, word)| word.clone())
                .collect(),
        );
    }
    if let [_, last] = &core[..]
        && !is_generic(last)
    {
        all.push(vec![last.clone()]);
    }
    all.extend(words::reworded(core, true));
    // "Recruiting manager": the people managed.
    if let Some((last, field)) = core.split_last()
        && last == "manager"
    {
        all.extend(words::reworded(field, true));
    }
    all.push(core.iter().cloned().chain(["manager".to_string()]).collect());
    all.into_iter()
        .map(|core| JobTitle { core, ranks: Vec::new() })
        .filter(|other| !other.is_generic())
        .collect()
}

/// Returns other positions in the field of `title`, the most similar first; empty for titles
/// without a position.
pub(in crate::search) fn other_positions(title: &JobTitle) -> Vec<JobTitle> {
    if !title.ranks.iter().any(Rank::is_position) {
        return Vec::new();
    }
    let mut fields = vec![title.core.clone()];
    if let Some((last, before)) = title.core.split_last()
        && last == "management"
        && !before.is_empty()
    {
        fields.push(before.to_vec());
    }
    let mut all = Vec::new();
    for rank in [Rank::Director, Rank::Head, Rank::Vp] {
        all.extend(
            fields.iter().map(|core| JobTitle { core: core.clone(), ranks: vec![rank.clone()] }),
        );
    }
    for core in &fields {
        let core = core.iter().cloned().chain(["manager".to_string()]).collect();
        all.push(JobTitle { core, ranks: Vec::new() });
    }
    for rank in [Rank::Lead, Rank::Chief] {
        all.extend(
            fields.iter().map(|core| JobTitle { core: core.clone(), ranks: vec![rank.clone()] }),
        );
    }
    all.retain(|other| other != title);
    all
}

/// Returns the titles of those in charge of `field`, the words of a function.
pub(in crate::search) fn positions_of_field(field: &[String]) -> Vec<JobTitle> {
    let mut fields = vec![field.to_vec()];
    if let [before @ .., last] = field
        && last == "management"
        && !before.is_empty()
    {
        fields.push(before.to_vec());
    }
    let ranks = [Rank::Director, Rank::Head, Rank::Vp, Rank::Chief];
    fields
        .iter()
        .flat_map(|core| {
            ranks.iter().map(|rank| JobTitle { core: core.clone(), ranks: vec![rank.clone()] })
        })
        .collect()
}

/// Returns the jobs of `title` with other heads, if its head alone says nothing of what it is
/// about: a test manager and a test engineer both work on tests.
pub(in crate::search) fn other_heads(title: &JobTitle) -> Vec<JobTitle> {
    let Some((last, before)) = title.core.split_last() else { return Vec::new() };
    if before.is_empty() || !words::is_head(last) {
        return Vec::new();
    }
    words::HEADS
        .iter()
        .filter(|head| *head != last)
        .map(|head| {
            let core = before.iter().cloned().chain([(*head).to_string()]).collect();
            JobTitle { core, ranks: Vec::new() }
        })
        .collect()
}
