//! `roledex related`.

use super::{Exit, Format, Problem, Run, args, role};
use crate::analysis::related::Relations;
use crate::report::{self, related as shown};

impl Run<'_> {
    /// The roles nearest to one, or to each.
    pub(super) fn related(&mut self, args: &args::Related) -> Result<Exit, Problem> {
        if !args.all {
            self.plain_format()?;
        }
        let catalog = self.catalog()?;
        let one = args.role.as_deref().map(|text| role(&catalog, text)).transpose()?;
        let relations = Relations::new(&catalog);
        let Some(role) = one else {
            for role in catalog.role_ids() {
                let near = relations.nearest(&catalog, role, args.limit);
                match self.format {
                    Format::Text => shown::write_text(&mut self.out, &catalog, role, &near, self.page)?,
                    _ => report::write_json_line(&mut self.out, &shown::json(&catalog, role, &near))?,
                }
            }
            return Ok(Exit::Done);
        };
        let near = relations.nearest(&catalog, role, args.limit);
        if self.format == Format::Json {
            report::write_json(&mut self.out, &shown::json(&catalog, role, &near))?;
        } else {
            shown::write_text(&mut self.out, &catalog, role, &near, self.page)?;
        }
        Ok(if near.is_empty() { Exit::No } else { Exit::Done })
    }
}
