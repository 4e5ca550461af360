//! `roledex path`.

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::analysis::path::{HopKind, PathQuestion, path};
use crate::report::{self, path as shown};

impl CommandContext<'_> {
    /// Finds the direct path from one role to another, and the cheapest through other roles.
    pub(super) fn run_path(&mut self, args: &args::PathArgs) -> Result<Exit, CommandError> {
        self.require_format(&OutputFormat::FOR_ONE_ANSWER)?;
        let catalog = self.load_valid_catalog()?;
        let (from, to) =
            (self.resolve_role(&catalog, &args.from)?, self.resolve_role(&catalog, &args.to)?);
        // The text format reports this itself.
        if !matches!(self.format, OutputFormat::Text | OutputFormat::Csv) {
            self.note_same_roles(&catalog, &[(&args.from, from), (&args.to, to)]);
        }
        let kinds = HopKind::ALL.into_iter().zip(args::STEP_KINDS);
        let asked = kinds
            .filter(|(_, word)| args.over.is_empty() || args.over.iter().any(|over| over == word));
        let over = asked.map(|(kind, _)| kind).collect();
        let question = PathQuestion { from, to, hop_kinds: over, limit: args.limit };
        let answer = path(&catalog, &question, &*self.engine(&catalog));
        if self.format == OutputFormat::Json {
            report::write_json(&mut self.out, &shown::json(&catalog, &question, &answer))?;
            return Ok(if answer.barrier.is_some() { Exit::NoResult } else { Exit::Success });
        }
        if from == to && matches!(self.format, OutputFormat::Text | OutputFormat::Csv) {
            // Standard output is for answers only.
            super::stderr::print_note(format!("{} is both start and goal", catalog.role(to).title));
        }
        if self.format == OutputFormat::Csv
            || (self.format == OutputFormat::Text && self.page.width.is_none())
        {
            // Standard output is for records only, and these already show that there is no other
            // path.
            let barrier = answer.barrier.map(|barrier| barrier.text(&catalog, &question));
            for note in barrier.into_iter().chain(answer.bound.text()) {
                super::stderr::print_note(note);
            }
        }
        match self.format {
            OutputFormat::Text => {
                shown::write_text(&mut self.out, &catalog, &question, &answer, self.page)?;
            }
            _ => self.write_document(&shown::document(&catalog, &question, &answer))?,
        }
        Ok(if answer.barrier.is_some() { Exit::NoResult } else { Exit::Success })
    }
}
