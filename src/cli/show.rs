//! `roledex show`.

use super::{Exit, Format, Problem, Run, args, role};
use crate::report::show;

impl Run<'_> {
    /// One role, whole.
    pub(super) fn show(&mut self, args: &args::Show) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let id = role(&catalog, &args.role)?;
        match self.format {
            Format::Text => show::write_text(&mut self.out, &catalog, id, self.page)?,
            Format::Json => crate::report::write_json(&mut self.out, &show::json(&catalog, id))?,
            _ => self.write_sheet(&show::sheet(&catalog, id))?,
        }
        Ok(Exit::Done)
    }
}
