//! Checks for contradictions between the statements of roles about each other.

use super::{EntryTable, Lowering, raw_text, strings, subtable};
use crate::model::RoleId;
use crate::pack::DiagnosticCode;

impl Lowering<'_> {
    /// Flags a role that lists the same role under `manages` and `never-manages`, that reports to a
    /// role which never manages it, or that refers to itself.
    pub(super) fn check_contradictions(&mut self, roles: &[(RoleId, EntryTable<'_>)]) {
        for &(id, entry) in roles {
            let Some(table) = subtable(entry.table, "reporting") else { continue };
            let reporting = self.tables.roles[id.index()].reporting.clone();
            let pack = self.tables.roles[id.index()].pack;
            for (name, span) in strings(table, "never-manages") {
                let Some(&other) = self.scopes[pack.index()].roles.get(name) else { continue };
                if reporting.manages.contains(&other) {
                    let fault = self
                        .faults
                        .error(
                            DiagnosticCode::ManagesNeverManages,
                            entry.file,
                            span,
                            format!("`{name}` is both in `manages` and in `never-manages`"),
                        )
                        .hint("remove it from `manages` or from `never-manages`");
                    if let Some((_, span)) = strings(table, "manages").find(|(id, _)| *id == name) {
                        fault.related(entry.file, span, "also listed here");
                    }
                }
            }
            for (name, span) in strings(table, "reports-to") {
                let Some(&boss) = self.scopes[pack.index()].roles.get(name) else { continue };
                if boss != id
                    && self.tables.roles[boss.index()].reporting.never_manages.contains(&id)
                {
                    let own = raw_text(entry.table, "id").map_or("", |(own, _)| own);
                    self.faults
                        .error(
                            DiagnosticCode::ManagesNeverManages,
                            entry.file,
                            span,
                            format!("`{name}` lists `{own}` in `never-manages`"),
                        )
                        .hint("fix `reports-to` here or `never-manages` there");
                }
            }
            for key in ["reports-to", "manages"] {
                for (name, span) in strings(table, key) {
                    if self.scopes[pack.index()].roles.get(name) == Some(&id) {
                        self.faults.error(
                            DiagnosticCode::SelfReference,
                            entry.file,
                            span,
                            format!("`{key}` names this role itself; remove it"),
                        );
                    }
                }
            }
            // A contradictory statement is not shown as a fact.
            let never = reporting.never_manages;
            self.tables.roles[id.index()]
                .reporting
                .manages
                .retain(|r| !never.contains(r) && *r != id);
            self.tables.roles[id.index()].reporting.reports_to.retain(|r| *r != id);
        }
    }
}
