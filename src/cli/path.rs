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
        // `near` is an older word for `similar`.
        let is_asked = |word: &str| {
            args.over.is_empty()
                || args
                    .over
                    .iter()
                    .any(|over| over == word || (over == "near" && word == "similar"))
        };
        let kinds = HopKind::ALL.into_iter().zip(STEP_KINDS);
        let hop_kinds = kinds.filter(|(_, word)| is_asked(word)).map(|(kind, _)| kind).collect();
        Ok(PathQuestion { from, to, hop_kinds, limit: args.limit })
    }
}
