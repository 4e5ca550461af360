//! `roledex list`.

use super::{CommandError, args};
use crate::analysis::facets::{Facet, FacetSelection, RoleOrder};
use crate::model::{Catalog, Focus, Track};
use crate::question::ListQuestion;

/// Returns the question for the entries of one kind, such as roles or skills.
pub(super) fn parse_list(
    catalog: &Catalog,
    args: &args::ListArgs,
) -> Result<ListQuestion, CommandError> {
    let items = args.items();
    if !items.is_about_roles() && !args.which.is_empty() {
        return Err(CommandError::Usage(
            "--family, --track, --level, --focus, --with-pay and --sort work for tables about roles only".into(),
        ));
    }
    let which = &args.which;
    Ok(ListQuestion {
        items,
        filter: FacetSelection { selected: parse_filter(catalog, which)? },
        order: which.sort.as_deref().and_then(RoleOrder::from_word).unwrap_or(RoleOrder::Family),
    })
}

/// Returns the properties that roles must have.
fn parse_filter(
    catalog: &Catalog,
    which: &args::RoleFilterArgs,
) -> Result<Vec<Facet>, CommandError> {
    let mut wanted = Vec::new();
    for name in &which.family {
        let families: Vec<&str> = catalog.families().map(|(family, _)| family).collect();
        let family = families.iter().find(|family| family.eq_ignore_ascii_case(name));
        let Some(family) = family else {
            let known = &families[..families.len().min(40)];
            let name = crate::model::text::quoted(name);
            return Err(CommandError::NoResult(format!(
                "no family named `{name}`; the families are {}",
                known.join(", ")
            )));
        };
        wanted.push(Facet::Family((*family).to_string()));
    }
    wanted.extend(which.track.iter().filter_map(|word| Track::from_word(word)).map(Facet::Track));
    wanted.extend(which.level.iter().map(|level| Facet::Level(*level)));
    wanted.extend(which.focus.iter().filter_map(|word| Focus::from_word(word)).map(Facet::Focus));
    wanted.extend(which.with_pay.then_some(Facet::Pay));
    Ok(wanted)
}
