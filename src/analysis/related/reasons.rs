//! Why two roles are similar, in words.

use super::RelatedRole;
use crate::model::{Catalog, SkillId};

/// Maximum number of shared skills that are named.
const MAX_NAMED: usize = 4;

/// Similarity below which two roles have little in common.
const LITTLE: f64 = 0.15;

/// Number of roles from which it is known what most roles ask for.
const MANY_ROLES: usize = 12;

/// A skill that more than one role in this many asks for does not make two roles similar.
const GENERIC: usize = 3;

impl RelatedRole {
    /// Returns how similar it is: `37 %`.
    pub(crate) fn score_text(&self) -> String {
        format!("{:.0} %", self.score * 100.0)
    }

    /// Whether so little is similar that it should be said.
    pub(crate) fn has_little_in_common(&self) -> bool {
        self.score < LITTLE
    }

    /// Returns the texts of its responsibilities that both roles have.
    pub(crate) fn shared_texts<'a>(
        &'a self,
        catalog: &'a Catalog,
    ) -> impl Iterator<Item = &'a str> {
        let duties = &catalog.role(self.role).responsibilities;
        self.shared_positions.iter().filter_map(|at| duties.get(*at)).map(|duty| &*duty.text)
    }

    /// Returns what both roles have in common besides responsibilities: `both need Roadmapping, SQL
    /// and 3 more`. Skills that many roles ask for are no reason. Empty if there is nothing to say.
    pub(crate) fn reasons_text(&self, catalog: &Catalog) -> String {
        let telling = self.shared.iter().filter(|skill| !is_generic(catalog, **skill));
        let named: Vec<&str> =
            telling.take(MAX_NAMED).map(|skill| catalog.skill(*skill).name.as_str()).collect();
        let more = self.shared.len() - named.len();
        if named.is_empty() && !self.shared_positions.is_empty() {
            return String::new();
        }
        match (named.len(), more) {
            (0, 0) => "similar by title and wording".to_string(),
            (0, _) => {
                "similar by title and wording; the skills in common are widespread".to_string()
            }
            (_, 0) => format!("both need {}", named.join(", ")),
            (_, more) => format!("both need {} and {more} more", named.join(", ")),
        }
    }
}

/// Whether so many roles ask for `skill` that it makes no two of them similar.
fn is_generic(catalog: &Catalog, skill: SkillId) -> bool {
    let roles = catalog.roles().len();
    roles >= MANY_ROLES && catalog.needs(skill).len() * GENERIC > roles
}

#[cfg(test)]
mod tests {
    use crate::analysis::related::SimilarityIndex;

    #[test]
    fn what_two_roles_share_is_named_without_what_all_share() {
        let catalog = crate::builtin::catalog();
        let relations = SimilarityIndex::new(&catalog);
        let mut named = 0;
        for role in catalog.role_ids() {
            for near in relations.nearest(&catalog, role, 10) {
                let texts: Vec<&str> = near.shared_texts(&catalog).collect();
                named += texts.len();
                let reasons = near.reasons_text(&catalog);
                assert!(!reasons.contains("Communication"), "{reasons}");
                assert!(!texts.is_empty() || !reasons.is_empty());
            }
        }
        assert!(named > 100, "{named}");
    }
}
