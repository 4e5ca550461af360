//! `roledex list`.

use super::{Exit, Format, Problem, Run, args};
use crate::report::list::{self, What};

impl Run<'_> {
    /// What there is.
    pub(super) fn list(&mut self, args: &args::List) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let what = args.what.as_deref().and_then(What::from_word).unwrap_or(What::Roles);
        match self.format {
            Format::Text => list::write_text(&mut self.out, &catalog, what, self.page)?,
            Format::Json => crate::report::write_json(&mut self.out, &list::json(&catalog, what))?,
            _ => self.write_sheet(&list::sheet(&catalog, what))?,
        }
        Ok(Exit::Done)
    }
}
