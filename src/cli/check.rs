//! `roledex check`.

use std::sync::Arc;

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::prose::{Remark, prose};
use crate::builtin;
use crate::model::{Catalog, Part};
use crate::pack::{self, Diagnostic, Places, Severity};
use crate::report::diagnostics;
use crate::watch::Source;

impl Run<'_> {
    /// Reports every fault of the packs.
    pub(super) fn check(&mut self, args: &args::Check) -> Result<Exit, Problem> {
        self.plain_format()?;
        let paths = if args.paths.is_empty() { &self.config.packs } else { &args.paths };
        let (catalog, mut faults) = if paths.is_empty() || self.shown.is_some() {
            self.load()?
        } else {
            // Bypass the cache, which stores no warnings.
            let loaded = pack::load(paths).map_err(|error| Problem::Failed(error.to_string()))?;
            (Arc::new(loaded.catalog), loaded.diagnostics)
        };
        let mut remarked = false;
        if args.prose && pack::is_valid(&faults) {
            let open = Source::of(&self.config);
            let packs = if args.paths.is_empty() {
                open.packs()
            } else {
                args.paths.iter().map(|path| Some(path.as_path())).collect()
            };
            let places =
                Places::read(&packs).map_err(|error| Problem::Failed(error.to_string()))?;
            places.parse_all();
            let remarks = prose(&catalog);
            remarked = !remarks.is_empty();
            faults.extend(remarks.into_iter().map(|remark| placed(&catalog, &places, remark)));
        }
        let faults = &faults;
        let errors = !pack::is_valid(faults);
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
        Ok(if errors || remarked { Exit::No } else { Exit::Done })
    }
}

/// Returns `remark` with its place in the files; if the files have none, with the text that it is
/// about.
fn placed(catalog: &Catalog, places: &Places, remark: Remark) -> Diagnostic {
    let Remark { rule, about, message, hint } = remark;
    let diagnostic = Diagnostic {
        severity: Severity::Warning,
        code: rule.word(),
        file: builtin::NAME.to_string(),
        line: 1,
        column: 1,
        source_line: String::new(),
        length: 1,
        skipped: 0,
        message,
        hint: Some(hint),
        more: 0,
    };
    if let Some(place) = places.find(catalog, about) {
        return place.hold(diagnostic);
    }
    let source_line = subject(catalog, about);
    Diagnostic { length: source_line.chars().count().max(1), source_line, ..diagnostic }
}

/// Returns the text or name of `part`.
fn subject(catalog: &Catalog, part: Part) -> String {
    match part {
        Part::Summary(role) => catalog.role(role).summary.clone(),
        Part::Responsibility(role, at) => catalog.role(role).responsibilities[at].text.clone(),
        Part::Role(role)
        | Part::Requirement(role, _)
        | Part::Pay(role, _)
        | Part::Move(role, _) => catalog.role(role).title.clone(),
        Part::Skill(skill) | Part::SkillName(skill, _) => catalog.skill(skill).name.clone(),
        Part::Theme(theme) => catalog.theme(theme).title.clone(),
        Part::Source(source) => catalog.source(source).title.clone(),
        Part::Comparison(at) => {
            let titles: Vec<&str> = catalog.comparisons()[at]
                .roles
                .iter()
                .map(|role| catalog.role(*role).title.as_str())
                .collect();
            titles.join(", ")
        }
    }
}
