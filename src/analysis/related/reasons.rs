//! Why two roles are similar, in words.

use super::RelatedRole;
use crate::model::{Catalog, SkillId};

/// Maximum number of shared skills that are named: all of them, but in packs that list a hundred.
const MAX_NAMED: usize = 24;

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

    /// Returns what both roles have in common besides responsibilities: `both need Roadmapping, SQL;
    /// like many roles, also Communication`. Skills that many roles ask for are no reason. Empty if
    /// there is nothing to say.
    pub(crate) fn reasons_text(&self, catalog: &Catalog) -> String {
        let (generic, telling): (Vec<SkillId>, Vec<SkillId>) =
            self.shared.iter().partition(|skill| is_generic(catalog, **skill));
        let widespread = || skill_names(catalog, &generic);
        match (telling.is_empty(), generic.is_empty()) {
            (true, true) if !self.shared_positions.is_empty() => String::new(),
            (true, true) => "similar by title and wording".to_string(),
            (true, false) if !self.shared_positions.is_empty() => {
                format!("like many roles, both need {}", widespread())
            }
            (true, false) => {
                format!("similar by title and wording; like many roles, both need {}", widespread())
            }
            (false, true) => format!("both need {}", skill_names(catalog, &telling)),
            (false, false) => format!(
                "both need {}; like many roles, also {}",
                skill_names(catalog, &telling),
                widespread()
            ),
        }
    }
}

/// Joins the names of `skills`: `Roadmapping, SQL`, or the first of them and the number of others.
fn skill_names(catalog: &Catalog, skills: &[SkillId]) -> String {
    let shown = if skills.len() == MAX_NAMED + 1 { skills.len() } else { MAX_NAMED };
    let names: Vec<&str> =
        skills.iter().take(shown).map(|skill| catalog.skill(*skill).name.as_str()).collect();
    let more = skills.len().saturating_sub(shown);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
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
                let own = reasons.split("like many roles").next().unwrap_or_default();
                assert!(!own.contains("Communication"), "{reasons}");
                for skill in &near.shared {
                    assert!(reasons.contains(&catalog.skill(*skill).name), "{reasons}");
                }
                assert!(!texts.is_empty() || !reasons.is_empty());
            }
        }
        assert!(named > 100, "{named}");
    }
}
