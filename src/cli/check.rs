//! `roledex check`.

use std::sync::Arc;

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::analysis::prose::{ProseFinding, ProseRule, lint_prose};
use crate::builtin;
use crate::model::text::count_text;
use crate::model::{Catalog, CatalogPart};
use crate::pack::{self, Diagnostic, DiagnosticCode, PackLocator, Severity};
use crate::report::diagnostics;
use crate::watch::WatchedPacks;

impl CommandContext<'_> {
    /// Reports every fault of the packs.
    pub(super) fn run_check(&mut self, args: &args::CheckArgs) -> Result<Exit, CommandError> {
        match args.explain {
            Some(_) => self.require_text_or_json()?,
            None => self.require_format(&OutputFormat::FOR_CHECKS)?,
        }
        if let Some(word) = &args.explain {
            self.require_text_or_json()?;
            return self.explain_code(word);
        }
        if args.paths.is_empty() {
            self.check_project()?;
        }
        let paths = if args.paths.is_empty() { &self.config.packs } else { &args.paths };
        let (catalog, mut faults) = if paths.is_empty() || self.in_explorer {
            self.load_catalog()?
        } else {
            // Bypass the cache, which stores no warnings.
            let loaded = pack::load(paths).map_err(CommandError::failed)?;
            (Arc::new(loaded.catalog), loaded.diagnostics)
        };
        let mut has_remarks = false;
        if args.prose && pack::is_valid(&faults) {
            let open = WatchedPacks::of(&self.config);
            let packs = if args.paths.is_empty() {
                open.packs()
            } else {
                args.paths.iter().map(|path| Some(path.as_path())).collect()
            };
            let places = PackLocator::read(&packs).map_err(CommandError::failed)?;
            places.parse_all();
            let remarks = lint_prose(&catalog);
            has_remarks = !remarks.is_empty();
            faults
                .extend(remarks.into_iter().map(|remark| locate_remark(&catalog, &places, remark)));
        }
        let faults = &faults;
        let errors = !pack::is_valid(faults);
        match self.format {
            OutputFormat::Json => diagnostics::write_json(&mut self.out, faults)?,
            OutputFormat::Ndjson => diagnostics::write_json_lines(&mut self.out, faults)?,
            OutputFormat::Github => diagnostics::write_github(&mut self.out, faults)?,
            OutputFormat::Sarif => {
                crate::report::write_json(&mut self.out, &diagnostics::sarif(faults))?;
            }
            _ if faults.is_empty() => self.report_no_problems(&catalog)?,
            _ => diagnostics::write_text(&mut self.out, faults, self.page.colour)?,
        }
        Ok(if errors || has_remarks { Exit::NoResult } else { Exit::Success })
    }

    fn report_no_problems(&mut self, catalog: &Catalog) -> Result<(), CommandError> {
        let origins: Vec<&str> = catalog.packs().iter().map(|p| p.origin.as_str()).collect();
        let counts = [
            count_text(catalog.roles().len(), "role", "roles"),
            count_text(catalog.skills().len(), "skill", "skills"),
            count_text(catalog.sources().len(), "source", "sources"),
        ];
        writeln!(self.out, "{}: no problems ({})", origins.join(", "), counts.join(", "))?;
        Ok(())
    }

    /// Explains the code called `word`; lists all codes if it is empty.
    fn explain_code(&mut self, word: &str) -> Result<Exit, CommandError> {
        let all = word == "all";
        let codes: Vec<DiagnosticCode> = if all {
            DiagnosticCode::ALL.to_vec()
        } else {
            vec![
                DiagnosticCode::from_word(word)
                    .ok_or_else(|| CommandError::Usage(unknown_code_message(word)))?,
            ]
        };
        if self.format == OutputFormat::Json {
            diagnostics::write_codes_json(&mut self.out, &codes)?;
        } else if all {
            diagnostics::write_code_list(&mut self.out, &codes)?;
        } else {
            diagnostics::write_explanations(&mut self.out, &codes)?;
        }
        Ok(Exit::Success)
    }
}

/// The message that no code is called `word`.
fn unknown_code_message(word: &str) -> String {
    match pack::suggest(word, DiagnosticCode::ALL.iter().map(|code| code.word())) {
        Some(near) => format!("unknown code `{word}`: did you mean `{near}`?"),
        None => format!("unknown code `{word}`; `--explain` without a code lists all"),
    }
}

/// Returns the code of the remarks of `rule`.
fn rule_code(rule: ProseRule) -> DiagnosticCode {
    match rule {
        ProseRule::NearDuplicate => DiagnosticCode::NearDuplicate,
        ProseRule::Filler => DiagnosticCode::Filler,
        ProseRule::NoVerb => DiagnosticCode::NoVerb,
        ProseRule::LongSentence => DiagnosticCode::LongSentence,
        ProseRule::SeveralSentences => DiagnosticCode::SeveralSentences,
        ProseRule::OddWord => DiagnosticCode::OddWord,
        ProseRule::MixedSpelling => DiagnosticCode::MixedSpelling,
        ProseRule::MissingTheme => DiagnosticCode::MissingTheme,
        ProseRule::FallingLevel => DiagnosticCode::FallingLevel,
        ProseRule::DroppedSkill => DiagnosticCode::DroppedSkill,
        ProseRule::EntryExpert => DiagnosticCode::EntryExpert,
        ProseRule::SteepMove => DiagnosticCode::SteepMove,
        ProseRule::SuperiorRank => DiagnosticCode::SuperiorRank,
        ProseRule::OneSidedReporting => DiagnosticCode::OneSidedReporting,
        ProseRule::SharedDuties => DiagnosticCode::SharedDuties,
        ProseRule::UnusedSkill => DiagnosticCode::UnusedSkill,
        ProseRule::ClaimedTwice => DiagnosticCode::ClaimedTwice,
        ProseRule::UndatedPay => DiagnosticCode::UndatedPay,
        ProseRule::YearsInEducation => DiagnosticCode::YearsInEducation,
        ProseRule::UnsourcedRole => DiagnosticCode::UnsourcedRole,
        ProseRule::UncitedRoleSource => DiagnosticCode::UncitedRoleSource,
        ProseRule::UncitedSource => DiagnosticCode::UncitedSource,
    }
}

/// Returns `remark` with its place in the files; if the files have none, with the text that it is
/// about.
fn locate_remark(catalog: &Catalog, places: &PackLocator, remark: ProseFinding) -> Diagnostic {
    let ProseFinding { rule, about, message, hint } = remark;
    let diagnostic = Diagnostic {
        severity: Severity::Warning,
        code: rule_code(rule),
        file: builtin::NAME.to_string(),
        line: 1,
        column: 1,
        source_line: String::new(),
        length: 1,
        skipped: 0,
        message,
        hint: Some(hint),
        related: Vec::new(),
        more: 0,
    };
    if let Some(place) = places.find(catalog, about) {
        return place.attach(diagnostic);
    }
    let source_line = part_text(catalog, about);
    Diagnostic { length: source_line.chars().count().max(1), source_line, ..diagnostic }
}

/// Returns the text or name of `part`.
fn part_text(catalog: &Catalog, part: CatalogPart) -> String {
    match part {
        CatalogPart::Summary(role) => catalog.role(role).summary.clone(),
        CatalogPart::Education(role) => {
            catalog.role(role).experience.education.clone().unwrap_or_default()
        }
        CatalogPart::Responsibility(role, at) => {
            catalog.role(role).responsibilities[at].text.clone()
        }
        CatalogPart::ResponsibilityNote(role, at) => {
            catalog.role(role).responsibilities[at].note.clone().unwrap_or_default()
        }
        CatalogPart::RequirementNote(role, at) => {
            catalog.role(role).skills[at].note.clone().unwrap_or_default()
        }
        CatalogPart::MoveRequirement(role, at, nth) => {
            catalog.role(role).moves[at].requires[nth].clone()
        }
        CatalogPart::Role(role)
        | CatalogPart::RoleName(role, _)
        | CatalogPart::Superior(role, _)
        | CatalogPart::Report(role, _)
        | CatalogPart::RoleSource(role, _)
        | CatalogPart::Requirement(role, _)
        | CatalogPart::Pay(role, _)
        | CatalogPart::Move(role, _) => catalog.role_title(role).to_string(),
        CatalogPart::Skill(skill) | CatalogPart::SkillName(skill, _) => {
            catalog.skill(skill).name.clone()
        }
        CatalogPart::SkillDescription(skill) => {
            catalog.skill(skill).description.clone().unwrap_or_default()
        }
        CatalogPart::SkillLevel(skill, at) => catalog.skill(skill).levels[at].1.clone(),
        CatalogPart::SkillNote(skill) => catalog.skill(skill).note.clone().unwrap_or_default(),
        CatalogPart::Theme(theme) => catalog.theme(theme).title.clone(),
        CatalogPart::Source(source) => catalog.source(source).title.clone(),
        CatalogPart::Aspect(at, nth) => catalog.comparisons()[at].points[nth].aspect.clone(),
        CatalogPart::ComparisonText(at, nth, text) => {
            catalog.comparisons()[at].points[nth].texts[text].1.clone()
        }
        CatalogPart::Position(at, nth, position) => {
            catalog.comparisons()[at].points[nth].positions[position].text.clone()
        }
        CatalogPart::Comparison(at) => {
            let titles: Vec<&str> = catalog.comparisons()[at]
                .roles
                .iter()
                .map(|role| catalog.role_title(*role))
                .collect();
            titles.join(", ")
        }
    }
}
