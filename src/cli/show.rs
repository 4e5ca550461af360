//! `roledex show`.

use std::sync::Arc;

use super::{CommandContext, CommandError, Exit, args};
use crate::analysis::diff::ResponsibilityScope;
use crate::authoring::style::restyle;
use crate::model::Catalog;
use crate::pack;
use crate::question::Question;

impl CommandContext<'_> {
    /// Prints one role as a part of a pack file.
    pub(super) fn run_show_toml(&mut self, args: &args::ShowArgs) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let role = self.resolve_role(&catalog, &args.role)?;
        let text = pack::write_role(&catalog, catalog.role(role));
        // What the writer wrote is TOML, so its style can be improved.
        self.out.write_all(restyle(&text).unwrap_or(text).as_bytes())?;
        Ok(Exit::Success)
    }

    /// Returns the question for one role in full.
    pub(super) fn parse_show(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::ShowArgs,
    ) -> Result<Question, CommandError> {
        Ok(Question::Role {
            role: self.resolve_role(catalog, &args.role)?,
            scope: ResponsibilityScope::from_word(&args.duties)
                .unwrap_or(ResponsibilityScope::InForce),
        })
    }
}
