//! `roledex check`.

use std::sync::Arc;

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::prose::{About, Remark, prose};
use crate::model::Catalog;
use crate::pack::{self, Diagnostic, Places, Severity};
use crate::report::diagnostics;

impl Run<'_> {
    /// Every fault of the packs.
    pub(super) fn check(&mut self, args: &args::Check) -> Result<Exit, Problem> {
        self.plain_format()?;
        let (catalog, mut faults) = if args.paths.is_empty() {
            self.load()?
        } else {
            let loaded = pack::load(&args.paths).map_err(|error| Problem::Failed(error.to_string()))?;
            (Arc::new(loaded.catalog), loaded.diagnostics)
        };
        if args.prose && faults.is_empty() {
            let paths = if args.paths.is_empty() { &self.config.packs } else { &args.paths };
            let places = pack::Places::read(paths).map_err(|error| Problem::Failed(error.to_string()))?;
            faults = prose(&catalog).into_iter().map(|remark| placed(&catalog, &places, remark)).collect();
        }
        let faults = &faults;
        let errors = faults.iter().any(|d| d.severity == Severity::Error);
        if self.format == Format::Json {
            diagnostics::write_json(&mut self.out, faults)?;
        } else if faults.is_empty() {
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
        Ok(if errors || (args.prose && !faults.is_empty()) { Exit::No } else { Exit::Done })
    }
}

/// `remark` with its place in the files.
fn placed(catalog: &Catalog, places: &Places, remark: Remark) -> Diagnostic {
    let id = |id: &str| format!("id = \"{id}\"");
    let needle = match remark.about {
        About::Role(role) => id(&catalog.role(role).id),
        About::Duty(role, duty) => catalog.role(role).responsibilities[duty].text.clone(),
        About::Skill(skill) => id(&catalog.skill(skill).id),
        About::Source(source) => id(&catalog.source(source).id),
    };
    places.diagnostic(Severity::Warning, remark.rule.word(), &needle, remark.message, remark.hint)
}
