//! The data of a release read so far, and what its tables refer to.

use std::cell::RefCell;

use foldhash::HashMap;

use crate::import::cells::CsvRow;
use crate::import::tally::{INCOMPLETE_ROW, ImportTally, NO_OCCUPATION};
use crate::model::{Date, Role, RoleId, Theme};

/// Reasons for leaving out a rating.
pub(super) const NO_NUMBER: &str = "not a number";
pub(super) const SUPPRESSED: &str = "O*NET advises against using it";

/// The data read so far, except the skills.
#[derive(Default)]
pub(super) struct OnetBuilder {
    pub(super) roles: Vec<Role>,
    pub(super) themes: Vec<Theme>,
    pub(super) latest: Option<Date>,
    /// Whether the table of activities names them as releases from 30.3 on do.
    pub(super) new_ids: Option<bool>,
    pub(super) tally: ImportTally,
}

/// The roles by code.
pub(super) struct RoleCodes<'a> {
    roles: &'a HashMap<String, RoleId>,
    /// The last role looked up: the rows of an occupation are mostly adjacent.
    last: RefCell<Option<(String, RoleId)>>,
}

impl<'a> RoleCodes<'a> {
    pub(super) fn new(roles: &'a HashMap<String, RoleId>) -> Self {
        Self { roles, last: RefCell::default() }
    }

    /// Returns the role with the code in `column`, or why there is none.
    pub(super) fn role(&self, row: &CsvRow<'_>, column: usize) -> Result<RoleId, &'static str> {
        let code = row.get(column).ok_or(INCOMPLETE_ROW)?;
        if let Some((last, role)) = &*self.last.borrow()
            && *last == code
        {
            return Ok(*role);
        }
        let role = self.roles.get(code.as_ref()).copied().ok_or(NO_OCCUPATION)?;
        *self.last.borrow_mut() = Some((code.into_owned(), role));
        Ok(role)
    }
}

/// Names in the content model, by element.
#[derive(Default)]
pub(super) struct ElementNames {
    pub(super) names: HashMap<String, String>,
}

impl ElementNames {
    /// Whether a skill and a body of knowledge share this name.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        self.has_below(name, &["2.A.", "2.B."]) && self.has_below(name, &["2.C."])
    }

    /// Whether an element called `name` is below one of the `roots`.
    fn has_below(&self, name: &str, roots: &[&str]) -> bool {
        self.names
            .iter()
            .any(|(id, other)| other == name && roots.iter().any(|root| id.starts_with(root)))
    }
}
