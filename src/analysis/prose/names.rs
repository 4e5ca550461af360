//! Names that two entries claim.

use std::collections::HashMap;

use super::finding::{ProseFinding, ProseRule};
use crate::model::text::{group_digits, join_list};
use crate::model::{Catalog, CatalogPart, PackId, Role, RoleId, SkillId};

pub(super) fn check_skill_names(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut first: HashMap<String, SkillId> = HashMap::new();
    for id in catalog.skill_ids() {
        let skill = catalog.skill(id);
        for (at, name) in [&skill.name].into_iter().chain(&skill.aliases).enumerate() {
            let owner = *first.entry(name.to_lowercase()).or_insert(id);
            if owner != id {
                remarks.push(ProseFinding {
                    rule: ProseRule::ClaimedTwice,
                    about: CatalogPart::SkillName(id, at),
                    message: format!("‹{name}› is also a name for {}", catalog.skill(owner).name),
                    hint: "keep the name for only one of the two skills".to_string(),
                });
            }
        }
    }
}

/// Maximum number of names quoted in the remark on a role.
const MAX_QUOTED: usize = 3;

/// Checks that no name of a role, shown or hidden, is the title or an alias of another role of its
/// pack: one remark for a role. Whoever asks for that name would get the wrong role, or be asked
/// which is meant. Short abbreviations may be shared: TPM has two meanings.
pub(super) fn check_role_names(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut shown: HashMap<(PackId, String), Vec<(RoleId, &str)>> = HashMap::new();
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        for name in std::iter::once(&role.title).chain(&role.aliases) {
            shown.entry((role.pack, folded(name))).or_default().push((id, name));
        }
    }
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        let mut found: Vec<(usize, &str, RoleId)> = Vec::new();
        for (at, name) in names(role).enumerate() {
            let owners = shown.get(&(role.pack, folded(name))).into_iter().flatten();
            // The role whose title it is; otherwise the first with this alias.
            let owner = owners
                .filter(|(other, _)| *other != id)
                .min_by_key(|(other, theirs)| (*theirs != catalog.role(*other).title, *other));
            let Some(&(owner, theirs)) = owner else { continue };
            let is_title = theirs == catalog.role(owner).title;
            let is_hidden = at > role.aliases.len();
            // Of two roles that show the same name, the second is reported.
            let is_second = match at {
                0 => is_title && owner < id,
                _ => is_title || is_hidden || owner < id,
            };
            if is_second && !is_abbreviation(name) && !is_abbreviation(theirs) {
                found.push((at, name, owner));
            }
        }
        let Some(&(first, ..)) = found.first() else { continue };
        let mut quoted: Vec<String> = found
            .iter()
            .take(MAX_QUOTED)
            .map(|(_, name, owner)| format!("‹{name}› ({})", catalog.role(*owner).title))
            .collect();
        if found.len() > MAX_QUOTED {
            quoted.push(format!("{} more", group_digits((found.len() - MAX_QUOTED) as u64)));
        }
        remarks.push(ProseFinding::new(
            ProseRule::ClaimedTwice,
            CatalogPart::RoleName(id, first),
            format!("names of {} that other roles have too: {}", role.title, join_list(quoted)),
            "keep each name for one role only",
        ));
    }
}

/// Returns the title of `role`, then its aliases, then its hidden names.
fn names(role: &Role) -> impl Iterator<Item = &String> {
    std::iter::once(&role.title).chain(&role.aliases).chain(&role.hidden)
}

/// Returns `name` in lower case, with a blank for each hyphen.
fn folded(name: &str) -> String {
    name.to_lowercase().replace(['-', '‑'], " ")
}

/// Whether `name` is an abbreviation of up to four letters.
fn is_abbreviation(name: &str) -> bool {
    name.chars().count() <= 4 && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}
