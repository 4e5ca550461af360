//! The texts that users read.

use crate::model::{Catalog, CatalogPart, PackId, Role, RoleId, SkillId};

/// Returns the responsibilities that `role` states itself, with their positions.
pub(super) fn own_responsibilities(role: &Role) -> impl Iterator<Item = (usize, &str)> {
    role.responsibilities
        .iter()
        .enumerate()
        .filter(|(_, d)| d.inherited_from.is_none())
        .map(|(i, d)| (i, d.text.as_str()))
}

/// Whether the pack that defines `id` is in English, or does not state its language.
pub(super) fn is_english(catalog: &Catalog, id: RoleId) -> bool {
    is_english_pack(catalog, catalog.role(id).pack)
}

fn is_english_pack(catalog: &Catalog, pack: PackId) -> bool {
    let language = catalog.pack(pack).language.as_deref();
    language.is_none_or(|l| l == "en" || l.starts_with("en-"))
}

/// A text that users read, with its place and the pack that it belongs to.
pub(super) struct ReadText<'a> {
    pub(super) about: CatalogPart,
    pub(super) pack: PackId,
    pub(super) text: &'a str,
}

/// Returns all texts of `catalog` in English: summaries, responsibilities, notes, education,
/// requirements of moves, descriptions and levels of skills, and comparisons. Names are left out.
pub(super) fn english_texts(catalog: &Catalog) -> Vec<ReadText<'_>> {
    let mut texts = Vec::new();
    for id in catalog.role_ids() {
        add_role_texts(catalog, id, &mut texts);
    }
    for id in catalog.skill_ids() {
        add_skill_texts(catalog, id, &mut texts);
    }
    add_comparison_texts(catalog, &mut texts);
    texts.retain(|text| is_english_pack(catalog, text.pack));
    texts
}

fn add_role_texts<'a>(catalog: &'a Catalog, id: RoleId, texts: &mut Vec<ReadText<'a>>) {
    let role = catalog.role(id);
    let pack = role.pack;
    texts.push(ReadText { about: CatalogPart::Summary(id), pack, text: &role.summary });
    if let Some(text) = &role.experience.education {
        texts.push(ReadText { about: CatalogPart::Education(id), pack, text });
    }
    for (at, text) in own_responsibilities(role) {
        texts.push(ReadText { about: CatalogPart::Responsibility(id, at), pack, text });
        if let Some(text) = &role.responsibilities[at].note {
            texts.push(ReadText { about: CatalogPart::ResponsibilityNote(id, at), pack, text });
        }
    }
    for (at, requirement) in role.skills.iter().enumerate() {
        if let Some(text) = &requirement.note {
            texts.push(ReadText { about: CatalogPart::RequirementNote(id, at), pack, text });
        }
    }
    for (at, pay) in role.pay.iter().enumerate() {
        if let Some(text) = &pay.population {
            texts.push(ReadText { about: CatalogPart::Pay(id, at), pack, text });
        }
    }
    for (at, step) in role.moves.iter().enumerate() {
        for (nth, text) in step.requires.iter().enumerate() {
            texts.push(ReadText { about: CatalogPart::MoveRequirement(id, at, nth), pack, text });
        }
    }
}

/// Packs share skills: a skill counts for the pack of the first role that requires it.
fn add_skill_texts<'a>(catalog: &'a Catalog, id: SkillId, texts: &mut Vec<ReadText<'a>>) {
    let skill = catalog.skill(id);
    let pack = catalog.needs(id).first().map_or(PackId(0), |need| catalog.role(need.role).pack);
    if let Some(text) = &skill.description {
        texts.push(ReadText { about: CatalogPart::SkillDescription(id), pack, text });
    }
    for (at, (_, text)) in skill.levels.iter().enumerate() {
        texts.push(ReadText { about: CatalogPart::SkillLevel(id, at), pack, text });
    }
    if let Some(text) = &skill.note {
        texts.push(ReadText { about: CatalogPart::SkillNote(id), pack, text });
    }
}

/// A comparison counts for the pack of the first role that it compares.
fn add_comparison_texts<'a>(catalog: &'a Catalog, texts: &mut Vec<ReadText<'a>>) {
    for (at, comparison) in catalog.comparisons().iter().enumerate() {
        let Some(pack) = comparison.roles.first().map(|&role| catalog.role(role).pack) else {
            continue;
        };
        for (nth, point) in comparison.points.iter().enumerate() {
            let text = point.aspect.as_str();
            texts.push(ReadText { about: CatalogPart::Aspect(at, nth), pack, text });
            for (side, (_, text)) in point.texts.iter().enumerate() {
                let about = CatalogPart::ComparisonText(at, nth, side);
                texts.push(ReadText { about, pack, text });
            }
            for (side, position) in point.positions.iter().enumerate() {
                let about = CatalogPart::Position(at, nth, side);
                texts.push(ReadText { about, pack, text: &position.text });
            }
        }
    }
}
