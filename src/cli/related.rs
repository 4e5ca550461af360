//! `roledex related`.

use super::{Exit, Format, Problem, Run, args};
use crate::report::{self, related as shown};

impl Run<'_> {
    /// Shows the roles most similar to one role, or to each.
    pub(super) fn related(&mut self, args: &args::Related) -> Result<Exit, Problem> {
        if args.all {
            self.takes(&Format::MANY)?;
        } else {
            self.takes(&Format::ONE)?;
        }
        let catalog = self.catalog()?;
        let roles = match &args.role {
            Some(text) => vec![self.role(&catalog, text)?],
            None => catalog.role_ids().collect(),
        };
        let kin = self.kin(&catalog);
        let mut any = args.all;
        let mut answers = report::Answers::new(self.format == Format::Ndjson);
        for role in roles {
            let near = kin.relations().nearest(&catalog, role, args.limit);
            any |= !near.is_empty();
            match self.format {
                Format::Text if args.all && self.page.width.is_none() => {
                    // Many roles in one table: each row names the role it belongs to.
                    let sheet = shown::sheet(&catalog, role, &near)
                        .first_column("of", &catalog.role(role).id);
                    sheet.write_records(&mut self.out, self.page)?;
                }
                Format::Text => shown::write_text(&mut self.out, &catalog, role, &near, self.page)?,
                Format::Json if !args.all => {
                    report::write_json(&mut self.out, &shown::json(&catalog, role, &near))?;
                }
                Format::Json | Format::Ndjson => {
                    answers.push(&mut self.out, &shown::json(&catalog, role, &near))?;
                }
                _ => self.write_sheet(&shown::sheet(&catalog, role, &near))?,
            }
        }
        if args.all && self.format == Format::Json {
            answers.end(&mut self.out)?;
        }
        Ok(if any { Exit::Done } else { Exit::No })
    }
}
