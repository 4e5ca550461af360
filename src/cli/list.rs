//! `roledex list`.

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::analysis::facets::{self, Facet, FacetSelection, RoleOrder};
use crate::model::{Catalog, Focus, RoleId, Track};
use crate::report::list::{self, ListedItems};

/// Returns the roles asked for.
fn filter_roles(
    catalog: &Catalog,
    which: &args::RoleFilterArgs,
) -> Result<Vec<RoleId>, CommandError> {
    let mut wanted = Vec::new();
    for name in &which.family {
        let families = || catalog.families().map(|(family, _)| family);
        let Some(family) = families().find(|family| family.eq_ignore_ascii_case(name)) else {
            let known: Vec<&str> = families().take(40).collect();
            let name = crate::model::text::quoted(name);
            return Err(CommandError::NoResult(format!(
                "no family named `{name}`; the families are {}",
                known.join(", ")
            )));
        };
        wanted.push(Facet::Family(family.to_string()));
    }
    wanted.extend(which.track.iter().filter_map(|word| Track::from_word(word)).map(Facet::Track));
    wanted.extend(which.level.iter().map(|level| Facet::Level(*level)));
    wanted.extend(which.focus.iter().filter_map(|word| Focus::from_word(word)).map(Facet::Focus));
    wanted.extend(which.with_pay.then_some(Facet::Pay));
    let order = which.sort.as_deref().and_then(RoleOrder::from_word).unwrap_or(RoleOrder::Family);
    Ok(facets::filtered_roles(catalog, &FacetSelection { selected: wanted }, order))
}

impl CommandContext<'_> {
    /// Lists the entries of one kind, such as roles or skills.
    pub(super) fn run_list(&mut self, args: &args::ListArgs) -> Result<Exit, CommandError> {
        self.require_format(&OutputFormat::FOR_ONE_ANSWER)?;
        let catalog = self.load_valid_catalog()?;
        let what =
            args.what.as_deref().and_then(ListedItems::from_word).unwrap_or(ListedItems::Roles);
        if what != ListedItems::Roles && !args.which.is_empty() {
            return Err(CommandError::Usage(
                "--family, --track, --level, --focus, --with-pay and --sort work for roles only"
                    .into(),
            ));
        }
        let roles = filter_roles(&catalog, &args.which)?;
        let none = what == ListedItems::Roles && roles.is_empty() && !args.which.is_empty();
        if none && matches!(self.format, OutputFormat::Text | OutputFormat::Csv) {
            return Err(CommandError::NoResult(no_role_message(&catalog, &args.which)));
        }
        match self.format {
            OutputFormat::Text => {
                list::write_text(&mut self.out, &catalog, what, &roles, self.page)?
            }
            OutputFormat::Json => {
                crate::report::write_json(&mut self.out, &list::json(&catalog, what, &roles))?;
            }
            _ => self.write_document(&list::document(&catalog, what, &roles))?,
        }
        Ok(if none { Exit::NoResult } else { Exit::Success })
    }
}

/// Returns the message for filters that no role passes, with the range of levels if one was given.
fn no_role_message(catalog: &Catalog, which: &args::RoleFilterArgs) -> String {
    let levels: std::collections::BTreeSet<u32> =
        catalog.roles().iter().filter_map(|role| role.seniority).collect();
    match (levels.first(), levels.last()) {
        (Some(first), Some(last)) if !which.level.is_empty() => {
            format!("no roles match; seniority in these packs ranges from {first} to {last}")
        }
        (None, _) if !which.level.is_empty() => {
            "no role in these packs states its seniority".to_string()
        }
        _ => "no roles match; drop some of --family, --track, --level, --focus and --with-pay"
            .to_string(),
    }
}
