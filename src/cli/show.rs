//! `roledex show`.

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::analysis::diff::ResponsibilityScope;
use crate::report::show;

impl CommandContext<'_> {
    /// Shows one role in full.
    pub(super) fn run_show(&mut self, args: &args::ShowArgs) -> Result<Exit, CommandError> {
        self.require_format(&OutputFormat::FOR_ONE_ANSWER)?;
        let catalog = self.load_valid_catalog()?;
        let id = self.resolve_role(&catalog, &args.role)?;
        let duties =
            ResponsibilityScope::from_word(&args.duties).unwrap_or(ResponsibilityScope::InForce);
        match self.format {
            OutputFormat::Text => show::write_text(&mut self.out, &catalog, id, duties, self.page)?,
            OutputFormat::Json => {
                crate::report::write_json(&mut self.out, &show::json(&catalog, id, duties))?;
            }
            _ => self.write_document(&show::document(&catalog, id, duties))?,
        }
        Ok(Exit::Success)
    }
}
