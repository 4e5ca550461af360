//! Reporting lines as they follow from what either end states.

use serde::{Deserialize, Serialize};

use super::{Catalog, LazyRows, Role, RoleId, SourceId};

/// The reporting lines up and down from a role, whichever end states them: those that the role
/// itself states come first, then the others in pack order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingLines {
    /// Roles it reports to.
    pub reports_to: Vec<RoleId>,
    /// Roles it may lead.
    pub leads: Vec<RoleId>,
}

impl ReportingLines {
    /// Returns the lines that `role` itself states.
    pub(super) fn stated_by(role: &Role) -> Self {
        let reporting = &role.reporting;
        Self { reports_to: reporting.reports_to.clone(), leads: reporting.manages.clone() }
    }

    /// Returns the lines of each of `roles`.
    pub(super) fn of_all(roles: &[Role]) -> Vec<Self> {
        let mut all: Vec<Self> = roles.iter().map(Self::stated_by).collect();
        for (id, role) in (0..).map(RoleId::from_index).zip(roles) {
            for leader in &role.reporting.reports_to {
                push_new(&mut all[leader.index()].leads, id);
            }
            for led in &role.reporting.manages {
                push_new(&mut all[led.index()].reports_to, id);
            }
        }
        all
    }
}

/// Adds `role` to `roles` unless it is among them.
fn push_new(roles: &mut Vec<RoleId>, role: RoleId) {
    if !roles.contains(&role) {
        roles.push(role);
    }
}

/// Lines of each role, unpacked when they are first asked for.
pub type ReportingTable = LazyRows<ReportingLines>;

impl Catalog {
    /// Roles that `role` reports to, whichever of the two states it.
    pub fn reports_to(&self, role: RoleId) -> &[RoleId] {
        &self.reporting_lines(role).reports_to
    }

    /// Roles that `role` may lead, whichever of the two states it.
    pub fn leads(&self, role: RoleId) -> &[RoleId] {
        &self.reporting_lines(role).leads
    }

    /// The sources of a line between `role` and `other`: those of `role` if it states the line, or
    /// else those of `other`.
    pub fn line_sources(&self, role: RoleId, other: RoleId) -> &[SourceId] {
        let own = &self.role(role).reporting;
        let is_own = own.reports_to.iter().chain(&own.manages).any(|stated| *stated == other);
        if is_own { &own.sources } else { &self.role(other).reporting.sources }
    }

    /// The sources of the reporting of `role`: its own, then those of its lines that only the other
    /// end states.
    pub fn reporting_sources(&self, role: RoleId) -> Vec<SourceId> {
        let mut sources = self.role(role).reporting.sources.clone();
        let lines = self.reporting_lines(role);
        for others in [&lines.reports_to, &lines.leads] {
            let theirs = self.sources_of_lines(role, others);
            sources.extend(
                theirs.into_iter().filter(|source| !sources.contains(source)).collect::<Vec<_>>(),
            );
        }
        sources
    }

    /// The sources of the lines between `role` and `others`, each once.
    pub fn sources_of_lines(&self, role: RoleId, others: &[RoleId]) -> Vec<SourceId> {
        let mut sources = Vec::new();
        for source in others.iter().flat_map(|other| self.line_sources(role, *other)) {
            if !sources.contains(source) {
                sources.push(*source);
            }
        }
        sources
    }
}
