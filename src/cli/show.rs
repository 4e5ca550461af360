//! `roledex show`.

use super::{Exit, Format, Problem, Run, args, role};
use crate::report::show;

impl Run<'_> {
    /// One role, whole.
    pub(super) fn show(&mut self, args: &args::Show) -> Result<Exit, Problem> {
        self.plain_format()?;
        let catalog = self.catalog()?;
        let id = role(&catalog, &args.role)?;
        if self.format == Format::Json {
            crate::report::write_json(&mut self.out, &show::json(&catalog, id))?;
        } else {
            show::write_text(&mut self.out, &catalog, id, self.page)?;
        }
        Ok(Exit::Done)
    }
}
