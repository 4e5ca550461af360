//! The counts of a pack: what it holds, and how much of it facts cover.

use std::collections::BTreeSet;

use crate::model::{Catalog, IdReference, PackId, Role};

/// The counts of one pack: what it holds, then how much of it is covered by facts.
pub(super) struct PackCounts {
    pub(super) roles: usize,
    pub(super) families: usize,
    pub(super) responsibilities: usize,
    pub(super) skills: usize,
    pub(super) aliases: usize,
    pub(super) comparisons: usize,
    pub(super) sources: usize,
    pub(super) covered: PackCoverage,
}

/// Number of roles of a pack with each kind of fact, and of responsibilities with a source.
pub(super) struct PackCoverage {
    pub(super) with_pay: usize,
    pub(super) with_years: usize,
    pub(super) with_education: usize,
    pub(super) with_reporting: usize,
    pub(super) with_sources: usize,
    pub(super) sourced_responsibilities: usize,
}

impl PackCoverage {
    /// Counts the facts of `roles`, of which `with_reporting` have a line up or down. A role has a
    /// source if the role or one of its facts cites one.
    fn of(roles: &[&Role], with_reporting: usize) -> Self {
        let sourced = roles.iter().flat_map(|role| &role.responsibilities);
        Self {
            with_pay: count_roles(roles, |role| !role.pay.is_empty()),
            with_years: count_roles(roles, |role| role.experience.years.is_some()),
            with_education: count_roles(roles, |role| role.experience.education.is_some()),
            with_reporting,
            with_sources: count_roles(roles, cites_a_source),
            sourced_responsibilities: sourced
                .filter(|d| d.inherited_from.is_none() && !d.sources.is_empty())
                .count(),
        }
    }
}

fn count_roles(roles: &[&Role], has: impl Fn(&Role) -> bool) -> usize {
    roles.iter().filter(|role| has(role)).count()
}

/// Whether `role` or one of its facts cites a source.
fn cites_a_source(role: &Role) -> bool {
    let mut found = false;
    role.visit_ids(|id| found |= matches!(id, IdReference::Source(_)));
    found
}

impl PackCounts {
    /// Counts the contents of one pack. Skills are shared between packs, so each pack counts those
    /// that its roles require or, with a single pack, all of them.
    pub(super) fn of(catalog: &Catalog, id: PackId) -> Self {
        let roles: Vec<_> = catalog.roles().iter().filter(|r| r.pack == id).collect();
        let families: BTreeSet<&str> = roles.iter().map(|r| r.family.as_str()).collect();
        let duties = roles
            .iter()
            .flat_map(|r| &r.responsibilities)
            .filter(|d| d.inherited_from.is_none())
            .count();
        let only = catalog.packs().len() == 1;
        let skills: Vec<_> = catalog
            .skill_ids()
            .filter(|&s| only || catalog.needs(s).iter().any(|n| catalog.role(n.role).pack == id))
            .collect();
        let aliases = roles.iter().map(|r| r.aliases.len()).sum::<usize>()
            + skills.iter().map(|&s| catalog.skill(s).aliases.len()).sum::<usize>();
        let comparisons = catalog
            .comparisons()
            .iter()
            .filter(|c| c.roles.iter().any(|&r| catalog.role(r).pack == id))
            .count();
        let sources = catalog.sources().iter().filter(|s| s.pack == id).count();
        let with_reporting = catalog.role_ids().filter(|role| {
            let lines = catalog.reporting_lines(*role);
            catalog.role(*role).pack == id
                && !(lines.reports_to.is_empty() && lines.leads.is_empty())
        });
        let with_reporting = with_reporting.count();
        Self {
            roles: roles.len(),
            families: families.len(),
            responsibilities: duties,
            skills: skills.len(),
            aliases,
            comparisons,
            sources,
            covered: PackCoverage::of(&roles, with_reporting),
        }
    }
}
