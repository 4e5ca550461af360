//! `roledex related`.

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::report::{self, related as shown};

impl CommandContext<'_> {
    /// Shows the roles most similar to one role, or to each.
    pub(super) fn run_related(&mut self, args: &args::RelatedArgs) -> Result<Exit, CommandError> {
        if args.all {
            self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?;
        } else {
            self.require_format(&OutputFormat::FOR_ONE_ANSWER)?;
        }
        let catalog = self.load_valid_catalog()?;
        let roles = match &args.role {
            Some(text) => vec![self.resolve_role(&catalog, text)?],
            None => catalog.role_ids().collect(),
        };
        let kin = self.engine(&catalog);
        let mut any = args.all;
        let mut answers = report::JsonAnswerWriter::new(self.format == OutputFormat::Ndjson);
        for role in roles {
            let near = kin.relations().nearest(&catalog, role, args.limit);
            any |= !near.is_empty();
            match self.format {
                OutputFormat::Text if args.all && self.page.width.is_none() => {
                    // Many roles in one table: each row names the role it belongs to.
                    let sheet = shown::document(&catalog, role, &near)
                        .with_first_column("of", &catalog.role(role).id);
                    sheet.write_records(&mut self.out, self.page)?;
                }
                OutputFormat::Text => {
                    shown::write_text(&mut self.out, &catalog, role, &near, self.page)?
                }
                OutputFormat::Json if !args.all => {
                    report::write_json(&mut self.out, &shown::json(&catalog, role, &near))?;
                }
                OutputFormat::Json | OutputFormat::Ndjson => {
                    answers.push(&mut self.out, &shown::json(&catalog, role, &near))?;
                }
                _ => self.write_document(&shown::document(&catalog, role, &near))?,
            }
        }
        if args.all && self.format == OutputFormat::Json {
            answers.finish(&mut self.out)?;
        }
        Ok(if any { Exit::Success } else { Exit::NoResult })
    }
}
