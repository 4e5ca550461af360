//! `roledex check`.

use super::{Exit, Format, Problem, Run, args};
use crate::pack::{self, Severity};
use crate::report::diagnostics;

impl Run<'_> {
    /// Every fault of the packs.
    pub(super) fn check(&mut self, args: &args::Check) -> Result<Exit, Problem> {
        self.plain_format()?;
        let loaded = if args.paths.is_empty() {
            self.load()?
        } else {
            pack::load(&args.paths).map_err(|error| Problem::Failed(error.to_string()))?
        };
        let faults = &loaded.diagnostics;
        let errors = faults.iter().any(|d| d.severity == Severity::Error);
        if self.format == Format::Json {
            diagnostics::write_json(&mut self.out, faults)?;
        } else if faults.is_empty() {
            let catalog = &loaded.catalog;
            let origins: Vec<&str> = catalog.packs().iter().map(|p| p.origin.as_str()).collect();
            let counts = (catalog.roles().len(), catalog.skills().len(), catalog.sources().len());
            let (roles, skills, sources) = counts;
            writeln!(
                self.out,
                "{}: no faults ({roles} roles, {skills} skills, {sources} sources)",
                origins.join(", ")
            )?;
        } else {
            diagnostics::write_text(&mut self.out, faults, self.page.colour)?;
        }
        Ok(if errors { Exit::No } else { Exit::Done })
    }
}
