//! `roledex show`.

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::diff::Duties;
use crate::report::show;

impl Run<'_> {
    /// Shows one role in full.
    pub(super) fn show(&mut self, args: &args::Show) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let id = self.role(&catalog, &args.role)?;
        let duties = Duties::from_word(&args.duties).unwrap_or(Duties::InForce);
        match self.format {
            Format::Text => show::write_text(&mut self.out, &catalog, id, duties, self.page)?,
            Format::Json => {
                crate::report::write_json(&mut self.out, &show::json(&catalog, id, duties))?;
            }
            _ => self.write_sheet(&show::sheet(&catalog, id, duties))?,
        }
        Ok(Exit::Done)
    }
}
