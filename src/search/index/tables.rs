//! The labels of a catalog, grouped by kind of text.

use std::sync::Arc;

use super::hit::MatchedText;
use crate::model::{Catalog, SkillId};
use crate::search::blocks::{BlockStore, Column};
use crate::search::labels::{LabelKind, Labels};

/// Labels of one kind, with the item of each.
#[derive(Debug)]
pub(super) struct LabelGroup {
    pub(super) labels: Labels,
    /// Place of each label's item.
    pub(super) places: Column,
    /// Text of the item that each label is, and its position among several; see [`LabelGroup::tag`].
    pub(super) texts: Column,
}

/// A label before it is prepared: text, weight, place, kind of text, and position among several.
pub(super) type RawLabel<'a> = (&'a str, u32, u32, MatchedText, u32);

/// The parts by position, in the order in which equal matches are listed.
pub(super) const PARTS: usize = 5;

pub(super) const ROLE_NAMES: usize = 0;

pub(super) const SKILL_NAMES: usize = 1;

pub(super) const RESPONSIBILITIES: usize = 2;

pub(super) const ROLE_PROSE: usize = 3;

pub(super) const SKILL_PROSE: usize = 4;

/// The prepared labels of a catalog.
#[derive(Debug)]
pub(super) struct LabelTables {
    pub(super) parts: [LabelGroup; PARTS],
    /// Place of each role's first responsibility among all of them, and one more at the end.
    pub(super) responsibilities: Vec<u32>,
    pub(super) skills: usize,
    /// Where tables that were not built are read from.
    pub(super) store: Option<Arc<BlockStore>>,
}

impl LabelGroup {
    pub(super) fn place(&self, label: u32) -> u32 {
        self.places.get(label as usize)
    }

    /// Returns the place of the label's item, the kind of text, and the position among several.
    pub(super) fn tag(&self, label: u32) -> (u32, MatchedText, u32) {
        let text = self.texts.get(label as usize);
        (
            self.place(label),
            MatchedText::ALL[text as usize % MatchedText::ALL.len()],
            text / MatchedText::ALL.len() as u32,
        )
    }

    pub(super) fn new(raw: &[RawLabel<'_>], manner: LabelKind) -> Self {
        let (labels, origins) =
            Labels::new(raw.iter().map(|(text, weight, ..)| (*text, *weight)), manner);
        let raw = origins.iter().map(|origin| &raw[*origin as usize]);
        let places: Vec<u32> = raw.clone().map(|(_, _, place, ..)| *place).collect();
        let texts: Vec<u32> = raw.map(|(.., matched, nth)| pack_match(*matched, *nth)).collect();
        Self { labels, places: Column::of(&places), texts: Column::of(&texts) }
    }

    pub(super) fn names<'a>(
        all: impl Iterator<Item = (u32, u32, &'a String, &'a [String], &'a [String])>,
    ) -> Vec<RawLabel<'a>> {
        let mut texts = Vec::new();
        for (place, weight, name, aliases, hidden) in all {
            texts.push((name.as_str(), weight, place, MatchedText::Name, 0));
            for (matched, others) in [(MatchedText::Alias, aliases), (MatchedText::Hidden, hidden)]
            {
                let others = others.iter().enumerate();
                texts.extend(
                    others.map(|(i, text)| (text.as_str(), weight, place, matched, i as u32)),
                );
            }
        }
        texts
    }
}

pub(super) fn pack_match(matched: MatchedText, nth: u32) -> u32 {
    matched as u32 + nth * MatchedText::ALL.len() as u32
}

impl LabelTables {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let roles = catalog.roles().len() as u32;
        let skills = roles + catalog.skills().len() as u32;
        let mut duties = vec![0];
        let (skill_names, (skill_prose, (role_names, role_prose, duty_texts))) =
            std::thread::scope(|scope| {
                let names = scope.spawn(|| skill_name_labels(roles, catalog));
                let others =
                    (skill_prose_labels(roles, catalog), role_labels(skills, &mut duties, catalog));
                let names = names.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (names, others)
            });
        Self {
            parts: [role_names, skill_names, duty_texts, role_prose, skill_prose],
            responsibilities: duties,
            skills: catalog.skills().len(),
            store: None,
        }
    }

    /// Returns the number of labels.
    pub(super) fn labels(&self) -> usize {
        self.parts.iter().map(|part| part.labels.len()).sum()
    }

    /// Returns the number of items: places are below it.
    pub(super) fn places(&self) -> usize {
        let duties = self.responsibilities.last().copied().unwrap_or(0) as usize;
        self.responsibilities.len() - 1 + self.skills + duties
    }

    /// Whether a part turned out to be damaged, so that answers may be wrong.
    pub(super) fn is_damaged(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.is_damaged())
    }

    /// Discards the bytes that they are read from.
    pub(super) fn discard(&self) {
        if let Some(store) = &self.store {
            store.discard();
        }
    }
}

pub(super) fn skill_weight(id: SkillId, catalog: &Catalog) -> u32 {
    catalog.needs(id).len() as u32
}

pub(super) fn skill_name_labels(roles: u32, catalog: &Catalog) -> LabelGroup {
    let all =
        catalog.skill_ids().map(|id| (roles + id.0, skill_weight(id, catalog), catalog.skill(id)));
    let all = all.map(|(place, weight, s)| {
        (place, weight, &s.name, s.aliases.as_slice(), s.hidden.as_slice())
    });
    LabelGroup::new(&LabelGroup::names(all), LabelKind::Name)
}

pub(super) fn skill_prose_labels(roles: u32, catalog: &Catalog) -> LabelGroup {
    let all =
        catalog.skill_ids().filter_map(|id| Some((id, catalog.skill(id).description.as_deref()?)));
    let all = all.map(|(id, text)| {
        (text, skill_weight(id, catalog), roles + id.0, MatchedText::Description, 0)
    });
    LabelGroup::new(&all.collect::<Vec<_>>(), LabelKind::Prose)
}

pub(super) fn role_labels(
    skills: u32,
    duties: &mut Vec<u32>,
    catalog: &Catalog,
) -> (LabelGroup, LabelGroup, LabelGroup) {
    let all = catalog.role_ids().map(|id| (id.0, 0, catalog.role(id)));
    let names = all.map(|(place, weight, r)| {
        (place, weight, &r.title, r.aliases.as_slice(), r.hidden.as_slice())
    });
    let names = LabelGroup::new(&LabelGroup::names(names), LabelKind::Name);
    let summaries = catalog
        .role_ids()
        .map(|id| (catalog.role(id).summary.as_str(), 0, id.0, MatchedText::Description, 0));
    let summaries = LabelGroup::new(&summaries.collect::<Vec<_>>(), LabelKind::Prose);
    let mut texts = Vec::new();
    for role in catalog.roles() {
        for duty in &role.responsibilities {
            texts.push((duty.text.as_str(), 0, skills + texts.len() as u32, MatchedText::Name, 0));
        }
        duties.push(texts.len() as u32);
    }
    (names, summaries, LabelGroup::new(&texts, LabelKind::Prose))
}
