//! Reporting lines.

use super::finding::{ProseFinding, ProseRule};
use crate::model::text::join_list;
use crate::model::{Catalog, CatalogPart, RoleId, Track};

/// Checks that the superiors of a role in its own family rank above it. People who lead others may
/// have the rank of the most senior people whom they lead.
pub(super) fn check_superiors(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    for (at, &superior_id) in role.reporting.reports_to.iter().enumerate() {
        let superior = catalog.role(superior_id);
        let (Some(own), Some(theirs)) = (role.seniority, superior.seniority) else { continue };
        let leads = matches!(superior.track, Some(Track::Management | Track::Executive))
            && superior.track != role.track;
        let is_lower = theirs < own || theirs == own && !leads;
        if superior.pack == role.pack && superior.family == role.family && is_lower {
            remarks.push(ProseFinding::new(
                ProseRule::SuperiorRank,
                CatalogPart::Superior(id, at),
                format!(
                    "{} (rank {own}) reports to {} (rank {theirs})",
                    role.title, superior.title
                ),
                "correct the ranks, or name the manager of both",
            ));
        }
    }
}

/// Checks that both roles state a reporting line, in packs that state lines of both kinds.
pub(super) fn check_both_ends(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut states_reports = vec![false; catalog.packs().len()];
    let mut states_superiors = vec![false; catalog.packs().len()];
    for role in catalog.roles() {
        states_reports[role.pack.index()] |= !role.reporting.manages.is_empty();
        states_superiors[role.pack.index()] |= !role.reporting.reports_to.is_empty();
    }
    for id in catalog.role_ids() {
        let (role, pack) = (catalog.role(id), catalog.role(id).pack);
        if !(states_reports[pack.index()] && states_superiors[pack.index()]) {
            continue;
        }
        let reporting = &role.reporting;
        let superiors = positions(&reporting.reports_to, |other| {
            is_silent(catalog, id, *other, &catalog.role(*other).reporting.manages)
        });
        let reports = positions(&reporting.manages, |other| {
            is_silent(catalog, id, *other, &catalog.role(*other).reporting.reports_to)
        });
        let Some(about) = superiors
            .first()
            .map(|&at| CatalogPart::Superior(id, at))
            .or_else(|| reports.first().map(|&at| CatalogPart::Report(id, at)))
        else {
            continue;
        };
        let mut lines = Vec::new();
        if !superiors.is_empty() {
            let titles = titles(catalog, &reporting.reports_to, &superiors);
            lines.push(format!("reports to {titles}"));
        }
        if !reports.is_empty() {
            let titles = titles(catalog, &reporting.manages, &reports);
            lines.push(format!("manages {titles}"));
        }
        remarks.push(ProseFinding::new(
            ProseRule::OneSidedReporting,
            about,
            format!("{} {}, which only this role states", role.title, lines.join(" and ")),
            "state the line at the other end too, under `manages` or `reports-to`, or remove it",
        ));
    }
}

/// Whether `other`, of the same pack as `id`, does not list it among its `lines`.
fn is_silent(catalog: &Catalog, id: RoleId, other: RoleId, lines: &[RoleId]) -> bool {
    catalog.role(other).pack == catalog.role(id).pack && !lines.contains(&id)
}

/// Returns the positions of the roles for which `is_wanted` holds.
fn positions(roles: &[RoleId], is_wanted: impl Fn(&RoleId) -> bool) -> Vec<usize> {
    roles.iter().enumerate().filter(|(_, role)| is_wanted(role)).map(|(at, _)| at).collect()
}

fn titles(catalog: &Catalog, roles: &[RoleId], positions: &[usize]) -> String {
    join_list(positions.iter().map(|&at| catalog.role_title(roles[at])))
}
