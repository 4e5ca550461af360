//! Facts without sources or dates, and entries that nothing uses.

use std::collections::HashSet;

use super::finding::{ProseFinding, ProseRule};
use crate::model::{Catalog, CatalogPart, Role, RoleId, SourceId};

pub(super) fn check_undated_pay(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    for (at, pay) in catalog.role(id).pay.iter().enumerate().filter(|(_, pay)| pay.as_of.is_none())
    {
        remarks.push(ProseFinding {
            rule: ProseRule::UndatedPay,
            about: CatalogPart::Pay(id, at),
            message: format!("the pay figure {} has no date", pay.amounts_text()),
            hint: "add `as-of`, or remove the figure: without a date it cannot be judged"
                .to_string(),
        });
    }
}

pub(super) fn check_unused_skills(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    for id in catalog.skill_ids().filter(|&id| catalog.needs(id).is_empty()) {
        remarks.push(ProseFinding {
            rule: ProseRule::UnusedSkill,
            about: CatalogPart::Skill(id),
            message: format!("no role requires {}", catalog.skill(id).name),
            hint: "add it to a role that needs it, or remove it".to_string(),
        });
    }
}

pub(super) fn check_uncited_sources(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut cited: HashSet<SourceId> = HashSet::new();
    for role in catalog.roles() {
        cited.extend(&role.sources);
        cited.extend(fact_sources(role));
    }
    for point in catalog.comparisons().iter().flat_map(|c| &c.points) {
        cited.extend(&point.sources);
        cited.extend(point.positions.iter().flat_map(|p| &p.sources));
    }
    let sources = (0..catalog.sources().len()).map(SourceId::from_index);
    for id in sources.filter(|id| !cited.contains(id)) {
        remarks.push(ProseFinding {
            rule: ProseRule::UncitedSource,
            about: CatalogPart::Source(id),
            message: format!("no fact cites {}", catalog.source(id).title),
            hint: "cite it where it supports a fact, or remove it".to_string(),
        });
    }
}

/// Returns the sources that the facts of `role` cite.
fn fact_sources(role: &Role) -> impl Iterator<Item = &SourceId> {
    let reporting = role.reporting.sources.iter().chain(&role.experience.sources);
    reporting
        .chain(role.responsibilities.iter().flat_map(|d| &d.sources))
        .chain(role.skills.iter().flat_map(|s| &s.sources))
        .chain(role.pay.iter().map(|p| &p.source))
        .chain(role.moves.iter().flat_map(|m| &m.sources))
}

/// Checks that each role has a source, in packs whose roles have any, and that a role whose facts
/// cite sources lists no others. A source of a classification is behind the codes of a role, which
/// cite nothing themselves.
pub(super) fn check_unsourced_roles(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let packs: HashSet<_> = catalog
        .roles()
        .iter()
        .filter(|role| fact_sources(role).next().is_some() || !role.sources.is_empty())
        .map(|role| role.pack)
        .collect();
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        let cited: HashSet<&SourceId> = fact_sources(role).collect();
        if cited.is_empty() {
            if role.sources.is_empty() && packs.contains(&role.pack) {
                remarks.push(ProseFinding::new(
                    ProseRule::UnsourcedRole,
                    CatalogPart::Role(id),
                    format!("no fact about {} has a source", role.title),
                    "cite a source for at least one fact, such as the pay or a responsibility",
                ));
            }
            continue;
        }
        let uncited = role.sources.iter().enumerate().filter(|(_, s)| !cited.contains(s));
        for (at, source) in uncited.filter(|(_, source)| !is_behind_codes(catalog, role, **source))
        {
            remarks.push(ProseFinding::new(
                ProseRule::UncitedRoleSource,
                CatalogPart::RoleSource(id, at),
                format!("no fact about {} cites {}", role.title, catalog.source(*source).title),
                "cite it where it supports a fact of this role, or remove it from `sources`",
            ));
        }
    }
}

/// Whether `source` may be where the codes of `role` come from: its id begins with the name of the
/// scheme, as `onet` does for `onet-soc`.
fn is_behind_codes(catalog: &Catalog, role: &Role, source: SourceId) -> bool {
    let source = catalog.source(source).id.split('-').next().unwrap_or_default();
    role.codes.iter().any(|(scheme, _)| scheme.split('-').next() == Some(source))
}

/// Phrases that state years of work.
const YEARS_OF_WORK: &[&str] = &[
    "years experience",
    "years of experience",
    "years of related experience",
    "years of relevant experience",
    "years of work",
    "years' experience",
    "years’ experience",
];

/// Checks that years of work are stated as `years`, where roles are compared by them, not as
/// education.
pub(super) fn check_years_in_education(
    catalog: &Catalog,
    id: RoleId,
    remarks: &mut Vec<ProseFinding>,
) {
    let experience = &catalog.role(id).experience;
    let Some(education) = &experience.education else { return };
    let lower = education.to_lowercase();
    if experience.years.is_none() && YEARS_OF_WORK.iter().any(|phrase| lower.contains(phrase)) {
        remarks.push(ProseFinding::new(
            ProseRule::YearsInEducation,
            CatalogPart::Education(id),
            "the education states years of work, but `years` is missing",
            "move the number to `years`, so that roles can be compared by it",
        ));
    }
}
