//! `roledex show`.

use std::sync::Arc;

use super::{CommandContext, CommandError, args};
use crate::analysis::diff::ResponsibilityScope;
use crate::model::Catalog;
use crate::question::Question;

impl CommandContext<'_> {
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
