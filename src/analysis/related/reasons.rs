//! Why two roles are similar, in words.

use super::RelatedRole;
use crate::model::Catalog;

/// Maximum number of shared skills that are named.
const MAX_NAMED: usize = 4;

impl RelatedRole {
    /// Returns how similar it is: `37 %`.
    pub(crate) fn score_text(&self) -> String {
        format!("{:.0} %", self.score * 100.0)
    }

    /// Returns what both roles have in common:
    /// `both need Roadmapping, SQL and 3 more · 2 responsibilities in common`.
    pub(crate) fn reasons_text(&self, catalog: &Catalog) -> String {
        let mut reasons = Vec::new();
        let named: Vec<&str> = self
            .shared
            .iter()
            .take(MAX_NAMED)
            .map(|skill| catalog.skill(*skill).name.as_str())
            .collect();
        if !named.is_empty() {
            let more = self.shared.len() - named.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            reasons.push(format!("both need {}{more}", named.join(", ")));
        }
        match self.shared_responsibilities {
            0 => {}
            1 => reasons.push("1 responsibility in common".to_string()),
            n => reasons.push(format!("{n} responsibilities in common")),
        }
        if reasons.is_empty() {
            return "similar by title and wording".to_string();
        }
        reasons.join(" · ")
    }
}
