//! The kinds of items to search.

use crate::model::words;

words!(
    /// The kinds of items to search.
    SearchScope {
        /// Names, aliases, hidden terms and descriptions of skills.
        Skills = "skills",
        /// Titles, aliases, hidden terms and summaries of roles.
        Roles = "roles",
        /// Texts of responsibilities.
        Responsibilities = "responsibilities",
        /// All of these.
        All = "all",
    }
);
