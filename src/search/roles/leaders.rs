//! Tells managers of people from roles that are only called managers.

use super::{RoleLookup, RoleMatch, SUGGESTIONS, add_new_roles, is_head_of_role, quoted};
use crate::model::{RoleId, Track};
use crate::search::lookup::LookupResult;
use crate::search::title;

impl RoleLookup<'_> {
    /// Returns `found`, unless the text is a manager of a function and the role leads nobody: the
    /// "Manager of Customer Success" leads the customer success managers. Those who lead them are
    /// suggested instead.
    pub(super) fn unless_led(&self, found: RoleMatch) -> RoleMatch {
        if matches!(found.found, LookupResult::Many(_)) {
            return found;
        }
        let Some((field, rest)) = title::managed_field(self.text) else { return found };
        let Some(role) = self.individual(&found.found, &field) else { return found };
        if !self.names.roles_called(self.catalog, self.text).is_empty() {
            return found;
        }
        let titles = title::positions_of_field(&field);
        if title::is_managed_thing(&field) && self.first_kind(&titles.iter()).is_none() {
            return found;
        }
        let mut roles = self.leaders_of(role);
        roles.truncate(SUGGESTIONS - 1 - usize::from(!rest.is_empty()));
        add_new_roles(vec![role], &mut roles);
        // "Senior Manager, Product Management - Growth"
        if let Some(rest) = rest.first() {
            let title = format!("{rest} {}", self.catalog.role_title(role));
            let special = self.read_title(&[title.as_str()], false);
            add_new_roles(special.map(|read| read.roles).unwrap_or_default(), &mut roles);
        }
        roles.truncate(SUGGESTIONS);
        let (text, title) = (quoted(self.text), quoted(self.catalog.role_title(role)));
        RoleMatch {
            notice: Some(format!("`{text}` leads people, and {title} does not")),
            ..RoleMatch::plain(LookupResult::Nothing(roles))
        }
    }

    /// Returns the role that was `found`, or else the manager of `field` without "management", if
    /// it leads nobody.
    fn individual(&self, found: &LookupResult<RoleId>, field: &[String]) -> Option<RoleId> {
        let role = if let LookupResult::One(role) = found {
            *role
        } else {
            let [before @ .., last] = field else { return None };
            let title = title::manager_of(before).filter(|_| last == "management")?;
            match self.first_kind(&std::iter::once(&title))?[..] {
                [role] => role,
                _ => return None,
            }
        };
        (self.catalog.role(role).track == Some(Track::Individual)).then_some(role)
    }

    /// Returns the roles that lead `role`, managers first: those that it reports to, or else those
    /// of its family that lead people.
    fn leaders_of(&self, role: RoleId) -> Vec<RoleId> {
        let (mut next, mut others) = (Vec::new(), Vec::new());
        for other in self.catalog.role_ids().filter(|other| self.leads_people(role, *other)) {
            let (own, above) = (self.catalog.role(role), self.catalog.role(other));
            if own.reporting.reports_to.contains(&other) || above.reporting.manages.contains(&role)
            {
                next.push(other);
            } else if self.catalog.same_family(other, role) && above.seniority >= own.seniority {
                others.push(other);
            }
        }
        let mut roles = if next.is_empty() { others } else { next };
        roles.sort_by_key(|id| (!is_head_of_role(*id, "manager", self.catalog), self.rank(*id)));
        roles
    }

    /// Whether `other` leads people, and may be named in place of `role`.
    fn leads_people(&self, role: RoleId, other: RoleId) -> bool {
        other != role
            && self.is_in_pack(other)
            && self.catalog.role(other).track == Some(Track::Management)
    }

    /// Returns the seniority of `role`; those without one come last.
    fn rank(&self, role: RoleId) -> u32 {
        self.catalog.role(role).seniority.unwrap_or(u32::MAX)
    }
}
