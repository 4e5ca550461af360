//! `roledex matrix`.

use std::sync::Arc;

use super::{CommandContext, CommandError, EntityKind, args, resolve_one};
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::question::{MatrixRoles, Question};
use crate::report::matrix::{MatrixOptions, MatrixParts};
use crate::search::lookup;

impl CommandContext<'_> {
    /// Returns the question for several roles side by side.
    pub(super) fn parse_matrix(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::MatrixArgs,
    ) -> Result<Question, CommandError> {
        let roles = if let Some(text) = &args.family {
            MatrixRoles::Family(resolve_family(catalog, text)?)
        } else {
            let mut named: Vec<(&str, RoleId)> = Vec::new();
            for text in &args.roles {
                named.push((text, self.resolve_role(catalog, text)?));
            }
            self.note_same_roles(catalog, &named);
            MatrixRoles::Roles(named.into_iter().map(|(_, role)| role).collect())
        };
        let options = MatrixOptions {
            by: MatrixParts::from_word(&args.by).unwrap_or(MatrixParts::Both),
            only_differences: args.only_differences,
        };
        Ok(Question::Matrix { roles, options })
    }
}

/// Returns the family that `text` names, if it has roles to put next to each other.
fn resolve_family(catalog: &Catalog, text: &str) -> Result<String, CommandError> {
    let family = resolve_one(
        lookup::find_family(catalog, text),
        EntityKind::Family,
        text,
        |family: &str| quoted(family).into_owned(),
    )?;
    let roles = MatrixRoles::Family(family.to_string()).list(catalog);
    if roles.len() > 1 {
        return Ok(family.to_string());
    }
    Err(CommandError::NoResult(format!(
        "the family `{family}` has only one role; a matrix needs two or more"
    )))
}
