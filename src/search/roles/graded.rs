//! Keeps the grade of a title where a specialism follows it.

use super::{RoleLookup, RoleMatch};
use crate::model::RoleId;
use crate::search::lookup::LookupResult;
use crate::search::title::{self, JobTitle};

impl RoleLookup<'_> {
    /// Returns `found`, the answer for `parts`, with the role of the grade before it if a rank was
    /// set aside for a specialism: the job of a "Staff Engineer, Platform" is that of a staff
    /// engineer as much as that of a platform engineer.
    pub(super) fn with_grade(&self, parts: &[&str], found: RoleMatch) -> RoleMatch {
        let LookupResult::One(role) = found.found else { return found };
        let drops_rank = title::readings(parts)
            .iter()
            .flat_map(|reading| &reading.title.ranks)
            .any(|rank| found.set_aside.contains(&title::typed_rank(self.text, rank)));
        if !drops_rank {
            return found;
        }
        match self.graded_roles(parts) {
            Some(graded) if !graded.contains(&role) => {
                RoleMatch::of(graded.into_iter().chain([role]).collect())
            }
            _ => found,
        }
    }

    /// Returns the roles that the parts before a specialism name with their ranks.
    fn graded_roles(&self, parts: &[&str]) -> Option<Vec<RoleId>> {
        let firsts = (1..parts.len()).rev().map(|count| parts[..count].to_vec());
        let before_of = parts.first().and_then(|first| title::before_of(first));
        firsts.chain(before_of.map(|first| vec![first])).find_map(|first| {
            title::readings(&first)
                .iter()
                .any(|reading| is_graded(&reading.title))
                .then(|| self.read_title(&first, true))
                .flatten()
                .map(|read| read.roles)
        })
    }
}

/// Whether `title` is a job with a rank that is no position of its own.
fn is_graded(title: &JobTitle) -> bool {
    !title.core.is_empty() && title.ranks.iter().any(|rank| !rank.is_position())
}
