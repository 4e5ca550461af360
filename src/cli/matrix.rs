//! `roledex matrix`.

use super::{CommandContext, CommandError, EntityKind, Exit, OutputFormat, args, resolve_one};
use crate::analysis::matrix::matrix;
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::report::matrix::{self as shown, MatrixOptions, MatrixParts};
use crate::search::lookup;

impl CommandContext<'_> {
    /// Shows several roles side by side.
    pub(super) fn run_matrix(&mut self, args: &args::MatrixArgs) -> Result<Exit, CommandError> {
        self.require_format(&OutputFormat::FOR_ONE_ANSWER)?;
        let catalog = self.load_valid_catalog()?;
        let roles = if let Some(text) = &args.family {
            family_roles(&catalog, text)?
        } else {
            let named = args
                .roles
                .iter()
                .map(|text| Ok((text.as_str(), self.resolve_role(&catalog, text)?)));
            let named: Vec<(&str, RoleId)> = named.collect::<Result<_, CommandError>>()?;
            self.note_same_roles(&catalog, &named);
            named.into_iter().map(|(_, role)| role).collect()
        };
        let view = MatrixOptions {
            by: MatrixParts::from_word(&args.by).unwrap_or(MatrixParts::Both),
            only_differences: args.only_differences,
        };
        let matrix = matrix(&catalog, &roles);
        match self.format {
            OutputFormat::Text => {
                shown::write_text(&mut self.out, &catalog, &matrix, view, self.page)?
            }
            OutputFormat::Json => {
                crate::report::write_json(&mut self.out, &shown::json(&catalog, &matrix, view))?;
            }
            _ => self.write_document(&shown::document(&catalog, &matrix, view))?,
        }
        Ok(Exit::Success)
    }
}

/// Returns the roles of the family that `text` names, by seniority.
fn family_roles(catalog: &Catalog, text: &str) -> Result<Vec<RoleId>, CommandError> {
    let family = resolve_one(
        lookup::find_family(catalog, text),
        EntityKind::Family,
        text,
        |family: &str| quoted(family).into_owned(),
    )?;
    let roles =
        catalog.families().find(|(name, _)| *name == family).map_or(&[][..], |(_, roles)| roles);
    if roles.len() > 1 {
        return Ok(roles.to_vec());
    }
    Err(CommandError::NoResult(format!(
        "the family `{family}` has only one role; a matrix needs two or more"
    )))
}
