//! Reads the titles of founders, who say so beside the job that they do.

use super::tables::hash_written;
use super::{RoleLookup, RoleMatch, RoleNameKind, RoleReading};
use crate::search::lookup::LookupResult;
use crate::search::title::{TitleChanges, segments};

impl RoleLookup<'_> {
    /// Reads a title without the part that says that its holder founded the firm: "Founder & CTO",
    /// "VP of Sales, Co-founder". That part is set aside, unless it is a name of the role too.
    pub(super) fn without_founder(&self) -> Option<RoleMatch> {
        let spaced = self.text.replace(" and ", " & ").replace(" And ", " & ");
        let segments = segments(&spaced);
        let parts = segments.iter().flat_map(|segment| segment.text.split(['&', '/', '+']));
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        let (founder, job): (Vec<&str>, Vec<&str>) = parts.partition(|part| is_founder(part));
        if founder.is_empty() || job.is_empty() {
            return None;
        }
        let text = job.join(" & ");
        let found = RoleLookup { text: &text, ..*self }.by_title();
        let role = match found.found {
            LookupResult::One(role) => role,
            LookupResult::Many(_) => return Some(found),
            LookupResult::Nothing(_) => return None,
        };
        let changes = TitleChanges { reworded: true, ..TitleChanges::default() };
        let founders = self.roles_by_written_hash(RoleNameKind::Hidden, hash_written("founder"));
        let aside = if founders.contains(&role) { Vec::new() } else { founder };
        let aside = aside.into_iter().map(String::from).chain(found.set_aside).collect();
        Some(self.answer(RoleReading { roles: vec![role], changes }, aside))
    }
}

/// Whether `part` of a title only says that a person founded the firm.
fn is_founder(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    matches!(letters.collect::<String>().as_str(), "founder" | "cofounder" | "founders")
}

#[cfg(test)]
mod tests {
    use crate::search::RoleNames;
    use crate::search::lookup::LookupResult;

    #[test]
    fn founders_are_found_by_the_job_that_they_do() {
        let catalog = crate::builtin::catalog();
        let names = RoleNames::new();
        for (text, id, aside) in [
            ("Founder & CTO", "chief-technology-officer", Some("Founder")),
            ("Co-founder & CTO", "chief-technology-officer", Some("Co-founder")),
            ("CTO & Co-founder", "chief-technology-officer", Some("Co-founder")),
            ("CTO and Co-Founder", "chief-technology-officer", Some("Co-Founder")),
            ("Cofounder/CFO", "chief-financial-officer", Some("Cofounder")),
            ("Chief Product Officer, Co-founder", "chief-product-officer", Some("Co-founder")),
            ("VP of Sales (Co-founder)", "vp-of-sales", Some("Co-founder")),
            ("Founder & CEO", "chief-executive-officer", None),
            ("CEO & Co-founder", "chief-executive-officer", None),
        ] {
            let found = names.find(&catalog, text);
            let wanted = LookupResult::One(catalog.role_by_id(id).unwrap());
            assert_eq!(found.found, wanted, "{text}");
            let notice = found.notice.unwrap();
            let said = aside.map(|aside| format!("; ignored `{aside}`")).unwrap_or_default();
            assert!(
                notice.ends_with(&format!(" as {}{said}", catalog.role_title(found_role(&wanted)))),
                "{notice}"
            );
        }
        for text in ["Founding Engineer", "Founder", "Founder & Nurse"] {
            let found = names.find(&catalog, text).found;
            assert!(matches!(found, LookupResult::Nothing(_)), "{text}: {found:?}");
        }
    }

    fn found_role(found: &LookupResult<crate::model::RoleId>) -> crate::model::RoleId {
        let LookupResult::One(role) = found else { panic!("{found:?}") };
        *role
    }
}
