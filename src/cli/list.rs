//! `roledex list`.

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::facets::{self, Facet, Facets, Order};
use crate::model::{Catalog, Focus, RoleId, Track};
use crate::report::list::{self, What};

/// Returns the roles asked for.
fn roles(catalog: &Catalog, which: &args::Which) -> Result<Vec<RoleId>, Problem> {
    let mut wanted = Vec::new();
    for name in &which.family {
        let families = || catalog.families().map(|(family, _)| family);
        let Some(family) = families().find(|family| family.eq_ignore_ascii_case(name)) else {
            let known: Vec<&str> = families().take(40).collect();
            let name = crate::model::text::quoted(name);
            return Err(Problem::No(format!(
                "no family is called `{name}`; the families are {}",
                known.join(", ")
            )));
        };
        wanted.push(Facet::Family(family.to_string()));
    }
    wanted.extend(which.track.iter().filter_map(|word| Track::from_word(word)).map(Facet::Track));
    wanted.extend(which.level.iter().map(|level| Facet::Level(*level)));
    wanted.extend(which.focus.iter().filter_map(|word| Focus::from_word(word)).map(Facet::Focus));
    wanted.extend(which.with_pay.then_some(Facet::Pay));
    let order = which.sort.as_deref().and_then(Order::from_word).unwrap_or(Order::Family);
    Ok(facets::roles(catalog, &Facets { wanted }, order))
}

impl Run<'_> {
    /// Lists the entries of one kind, such as roles or skills.
    pub(super) fn list(&mut self, args: &args::List) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let what = args.what.as_deref().and_then(What::from_word).unwrap_or(What::Roles);
        if what != What::Roles && !args.which.is_empty() {
            return Err(Problem::Usage(
                "--family, --track, --level, --focus, --with-pay and --sort are about roles".into(),
            ));
        }
        let roles = roles(&catalog, &args.which)?;
        let none = what == What::Roles && roles.is_empty() && !args.which.is_empty();
        if none && matches!(self.format, Format::Text | Format::Csv) {
            return Err(Problem::No(no_role(&catalog, &args.which)));
        }
        match self.format {
            Format::Text => list::write_text(&mut self.out, &catalog, what, &roles, self.page)?,
            Format::Json => {
                crate::report::write_json(&mut self.out, &list::json(&catalog, what, &roles))?;
            }
            _ => self.write_sheet(&list::sheet(&catalog, what, &roles))?,
        }
        Ok(if none { Exit::No } else { Exit::Done })
    }
}

/// Returns the message for filters that no role passes, with the range of levels if one was given.
fn no_role(catalog: &Catalog, which: &args::Which) -> String {
    let levels: std::collections::BTreeSet<u32> =
        catalog.roles().iter().filter_map(|role| role.level).collect();
    match (levels.first(), levels.last()) {
        (Some(first), Some(last)) if !which.level.is_empty() => {
            format!("no role matches; the levels of these packs are {first} to {last}")
        }
        (None, _) if !which.level.is_empty() => "no role of these packs states a level".to_string(),
        _ => {
            "no role matches; leave out some of --family, --track, --level, --focus and --with-pay"
                .to_string()
        }
    }
}
