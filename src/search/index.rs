//! The prepared labels of a catalog, and the ranked answers.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::fit::{Fit, Manner, fit};
use super::fold::Folded;
use super::{Query, Scope};
use crate::model::{Catalog, RoleId, SkillId, words};

/// Something that search finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A skill.
    Skill(SkillId),
    /// A role.
    Role(RoleId),
    /// A responsibility: its role, and its position in `Role::responsibilities`.
    Responsibility(RoleId, u32),
}

words!(
    /// Which of an item's texts matched.
    Matched {
        /// The name of a skill, the title of a role, the text of a responsibility.
        Name = "name",
        /// Another name that is shown.
        Alias = "alias",
        /// A search term that is never shown.
        Hidden = "hidden",
        /// The description of a skill, the summary of a role.
        Description = "description",
    }
);

impl Matched {
    /// What a match in this text is worth less than one in the name.
    fn discount(self) -> i64 {
        match self {
            Self::Name => 0,
            Self::Alias => 40,
            Self::Hidden => 110,
            Self::Description => 450,
        }
    }
}

/// What the whole label being the query adds: more than any tier of a single word.
const WHOLE: i64 = 2_000;

/// What the label starting with the query adds.
const START: i64 = 150;

/// What an item loses when no single text of it has all the words.
const SPREAD: i64 = 350;

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub item: Item,
    /// Which of its texts matched.
    pub matched: Matched,
    /// The text that matched.
    pub text: Arc<str>,
    /// Higher is better; comparable within one query only.
    pub score: i64,
}

/// The answers to one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// How many items match in all.
    pub total: usize,
    /// The best of them, best first; each item once.
    pub hits: Vec<Hit>,
}

#[derive(Debug)]
struct Label {
    matched: Matched,
    manner: Manner,
    text: Arc<str>,
    folded: Folded,
}

#[derive(Debug)]
struct Entry {
    item: Item,
    /// How many roles require it: the more, the likelier it was meant.
    weight: usize,
    labels: Vec<Label>,
}

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct Index {
    skills: Vec<Entry>,
    roles: Vec<Entry>,
    responsibilities: Vec<Entry>,
}

impl Index {
    /// Prepares every label of `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        let skills = catalog.skill_ids().map(|id| {
            let skill = catalog.skill(id);
            let labels = labels(&skill.name, &skill.aliases, &skill.hidden, skill.description.as_deref());
            Entry { item: Item::Skill(id), weight: catalog.needs(id).len(), labels }
        });
        let roles = catalog.role_ids().map(|id| {
            let role = catalog.role(id);
            let labels = labels(&role.title, &role.aliases, &role.hidden, Some(&role.summary));
            Entry { item: Item::Role(id), weight: 0, labels }
        });
        let responsibilities = catalog.role_ids().flat_map(|id| {
            let duties = catalog.role(id).responsibilities.iter().enumerate();
            duties.map(move |(i, duty)| Entry {
                item: Item::Responsibility(id, i as u32),
                weight: 0,
                labels: vec![label(Matched::Name, Manner::Prose, &duty.text)],
            })
        });
        let mut skills: Vec<Entry> = skills.collect();
        skills.sort_by(|a, b| name(a).to_lowercase().cmp(&name(b).to_lowercase()).then(a.item.cmp(&b.item)));
        Self { skills, roles: roles.collect(), responsibilities: responsibilities.collect() }
    }

    /// How many labels it holds.
    pub fn labels(&self) -> usize {
        [&self.skills, &self.roles, &self.responsibilities].into_iter().flatten().map(|e| e.labels.len()).sum()
    }

    /// The best `limit` answers to `query` in `scope`, best first.
    ///
    /// Without words in the query all items of the scope come, skills by name and the rest in catalog order. The order
    /// is total: fit, then how many roles require the skill, then the shorter text, then the text, then the item.
    pub fn search(&self, query: &Query, scope: Scope, limit: usize) -> Hits {
        let parts: &[&[Entry]] = match scope {
            Scope::Skills => &[&self.skills],
            Scope::Roles => &[&self.roles],
            Scope::Responsibilities => &[&self.responsibilities],
            Scope::All => &[&self.roles, &self.skills, &self.responsibilities],
        };
        let entries = parts.iter().flat_map(|part| part.iter());
        if query.is_empty() {
            let all: Vec<Hit> = entries.filter_map(|e| Some(hit(e, e.labels.first()?, 0))).collect();
            return Hits { total: all.len(), hits: all.into_iter().take(limit).collect() };
        }
        let mut found: Vec<(Hit, usize)> = entries.filter_map(|e| Some((best(query, e)?, e.weight))).collect();
        found.sort_by(|(a, weight_a), (b, weight_b)| {
            let key = |hit: &Hit, weight: usize| (Reverse(hit.score), Reverse(weight), hit.text.chars().count());
            key(a, *weight_a).cmp(&key(b, *weight_b)).then_with(|| a.text.cmp(&b.text)).then(a.item.cmp(&b.item))
        });
        Hits { total: found.len(), hits: found.into_iter().map(|(hit, _)| hit).take(limit).collect() }
    }

    /// Which bytes of `text` (any label, shown or about to be) the query matches: ascending, disjoint, at grapheme
    /// boundaries; empty where a word of the query fits nowhere.
    pub fn highlight(query: &Query, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        let mut lit = vec![false; folded.chars.len()];
        for group in &query.groups {
            let fits = group.iter().filter(|t| !t.not).filter_map(|t| fit(t, &folded, Manner::Name));
            match fits.max_by_key(|f| f.score) {
                Some(Fit { at, .. }) => at.into_iter().for_each(|range| lit[range].fill(true)),
                None if group.iter().all(|t| t.not) => {}
                None => return Vec::new(),
            }
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (origin, _) in folded.origins.iter().zip(&lit).filter(|(_, lit)| **lit) {
            let (start, end) = (origin.start as usize, origin.end as usize);
            match ranges.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => ranges.push(start..end),
            }
        }
        ranges
    }
}

fn name(entry: &Entry) -> &str {
    entry.labels.first().map_or("", |l| &l.text)
}

fn label(matched: Matched, manner: Manner, text: &str) -> Label {
    Label { matched, manner, text: Arc::from(text), folded: Folded::new(text).without_origins() }
}

fn labels(name: &str, aliases: &[String], hidden: &[String], description: Option<&str>) -> Vec<Label> {
    let mut labels = vec![label(Matched::Name, Manner::Name, name)];
    labels.extend(aliases.iter().map(|a| label(Matched::Alias, Manner::Name, a)));
    labels.extend(hidden.iter().map(|h| label(Matched::Hidden, Manner::Name, h)));
    labels.extend(description.map(|d| label(Matched::Description, Manner::Prose, d)));
    labels
}

fn hit(entry: &Entry, label: &Label, score: i64) -> Hit {
    Hit { item: entry.item, matched: label.matched, text: Arc::clone(&label.text), score }
}

/// The best label of `entry` for `query`, if the entry has every word and none that must not be there.
fn best(query: &Query, entry: &Entry) -> Option<Hit> {
    for term in query.groups.iter().filter(|g| g.len() == 1).map(|g| &g[0]).filter(|t| t.not) {
        if entry.labels.iter().any(|l| l.matched != Matched::Description && fit(term, &l.folded, l.manner).is_some()) {
            return None;
        }
    }
    let groups: Vec<_> = query.groups.iter().filter(|g| !(g.len() == 1 && g[0].not)).collect();
    if groups.is_empty() {
        return entry.labels.first().map(|label| hit(entry, label, 0));
    }
    let mut best: Option<(i64, usize)> = None;
    // The best fit of each word anywhere in the item, for words that are spread over several of its texts.
    let mut anywhere: Vec<Option<(i64, usize)>> = vec![None; groups.len()];
    for (i, label) in entry.labels.iter().enumerate() {
        let mut sum = Some(0);
        for (g, group) in groups.iter().enumerate() {
            let fits = group.iter().filter(|t| !t.not).filter_map(|t| fit(t, &label.folded, label.manner));
            let score = fits.map(|f| f.score).max();
            if let Some(score) = score {
                let worth = (score - label.matched.discount(), i);
                if anywhere[g].is_none_or(|a| a.0 < worth.0) {
                    anywhere[g] = Some(worth);
                }
            }
            sum = sum.zip(score).map(|(a, b)| a + b);
        }
        let Some(sum) = sum else { continue };
        let score = sum / groups.len() as i64 + whole_label(query, label) - label.matched.discount();
        if best.is_none_or(|b| b.0 < score) {
            best = Some((score, i));
        }
    }
    if best.is_none() && groups.len() > 1 {
        let fits: Option<Vec<(i64, usize)>> = anywhere.into_iter().collect();
        let fits = fits?;
        let score = fits.iter().map(|f| f.0).sum::<i64>() / fits.len() as i64 - SPREAD;
        best = fits.iter().max_by_key(|f| (f.0, Reverse(f.1))).map(|f| (score, f.1));
    }
    best.map(|(score, i)| hit(entry, &entry.labels[i], score))
}

/// What the label as a whole adds: being the query, starting with it, and being filled by it.
fn whole_label(query: &Query, label: &Label) -> i64 {
    let (whole, chars) = (query.whole.as_slice(), label.folded.chars.as_slice());
    if whole.is_empty() || label.manner == Manner::Prose {
        return 0;
    }
    let filled = (whole.len() * 100 / chars.len().max(1)).min(100) as i64;
    match () {
        () if whole == chars => WHOLE + filled,
        () if chars.starts_with(whole) => START + filled,
        () => filled,
    }
}

#[cfg(test)]
mod tests;
