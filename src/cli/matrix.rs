//! `roledex matrix`.

use super::{Exit, Format, Problem, Run, Thing, args, one};
use crate::analysis::matrix::matrix;
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::report::matrix::{self as shown, By, View};
use crate::search::lookup;

impl Run<'_> {
    /// Shows several roles side by side.
    pub(super) fn matrix(&mut self, args: &args::Matrix) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let roles = if let Some(text) = &args.family {
            family(&catalog, text)?
        } else {
            let named =
                args.roles.iter().map(|text| Ok((text.as_str(), self.role(&catalog, text)?)));
            let named: Vec<(&str, RoleId)> = named.collect::<Result<_, Problem>>()?;
            self.note_same(&catalog, &named);
            named.into_iter().map(|(_, role)| role).collect()
        };
        let view = View {
            by: By::from_word(&args.by).unwrap_or(By::Both),
            only_differences: args.only_differences,
        };
        let matrix = matrix(&catalog, &roles);
        match self.format {
            Format::Text => shown::write_text(&mut self.out, &catalog, &matrix, view, self.page)?,
            Format::Json => {
                crate::report::write_json(&mut self.out, &shown::json(&catalog, &matrix, view))?;
            }
            _ => self.write_sheet(&shown::sheet(&catalog, &matrix, view))?,
        }
        Ok(Exit::Done)
    }
}

/// Returns the roles of the family that `text` names, by seniority.
fn family(catalog: &Catalog, text: &str) -> Result<Vec<RoleId>, Problem> {
    let family = one(lookup::family(catalog, text), Thing::Family, text, |family: &str| {
        quoted(family).into_owned()
    })?;
    let roles =
        catalog.families().find(|(name, _)| *name == family).map_or(&[][..], |(_, roles)| roles);
    if roles.len() > 1 {
        return Ok(roles.to_vec());
    }
    Err(Problem::No(format!("the family `{family}` has a single role; a matrix takes two or more")))
}
