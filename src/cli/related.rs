//! `roledex related`.

use super::{Command, CommandContext, CommandError, Exit, OutputFormat, args};
use crate::report::{self, related as shown};

impl CommandContext<'_> {
    /// Shows the roles most similar to one role, or to each.
    pub(super) fn run_related(&mut self, args: args::RelatedArgs) -> Result<Exit, CommandError> {
        if args.all {
            self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?;
            return self.run_related_all(&args);
        }
        self.require_format(&OutputFormat::ALL)?;
        self.run_question(&Command::Related(args::Deferred(args)))
    }

    /// Shows the roles most similar to each role.
    fn run_related_all(&mut self, args: &args::RelatedArgs) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let engine = self.engine(&catalog);
        let mut answers = report::JsonAnswerWriter::new(self.format == OutputFormat::Ndjson);
        for role in catalog.role_ids() {
            let near = engine.relations().nearest(&catalog, role, args.limit);
            match self.format {
                OutputFormat::Text if self.page.width.is_none() => {
                    // Many roles in one table: each row names the role it belongs to.
                    let sheet = shown::document(&catalog, role, &near)
                        .with_first_column("of", &catalog.role(role).id);
                    sheet.write_records(&mut self.out, self.page)?;
                }
                OutputFormat::Text => {
                    shown::write_text(&mut self.out, &catalog, role, &near, self.page)?;
                }
                _ => answers.push(&mut self.out, &shown::json(&catalog, role, &near))?,
            }
        }
        if self.format == OutputFormat::Json {
            answers.finish(&mut self.out)?;
        }
        Ok(Exit::Success)
    }
}
