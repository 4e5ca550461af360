//! `roledex path`.

use std::sync::Arc;

use super::{CommandContext, CommandError, OutputFormat, args};
use crate::analysis::path::{HopKind, PathQuestion};
use crate::model::Catalog;
use crate::question::command_line::STEP_KINDS;

impl CommandContext<'_> {
    /// Returns the question for the direct path from one role to another, and the cheapest through
    /// other roles.
    pub(super) fn parse_path(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::PathArgs,
    ) -> Result<PathQuestion, CommandError> {
        let (from, to) =
            (self.resolve_role(catalog, &args.from)?, self.resolve_role(catalog, &args.to)?);
        // The text format reports this itself.
        if !matches!(self.format, OutputFormat::Text | OutputFormat::Csv) {
            self.note_same_roles(catalog, &[(&args.from, from), (&args.to, to)]);
        }
        let kinds = HopKind::ALL.into_iter().zip(STEP_KINDS);
        let hop_kinds = kinds
            .filter(|(_, word)| is_hop_kind_asked(word, &args.over))
            .map(|(kind, _)| kind)
            .collect();
        Ok(PathQuestion { from, to, hop_kinds, limit: args.limit })
    }
}

/// Whether the arguments ask for hops of the kind `word`; `near` is an older word for `similar`.
fn is_hop_kind_asked(word: &str, asked: &[String]) -> bool {
    asked.is_empty()
        || asked.iter().any(|over| over == word || (over == "near" && word == "similar"))
}
