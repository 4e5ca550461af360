//! Tables of what packs state about roles, a fact on each row.

use std::collections::BTreeSet;

use crate::model::{Catalog, Comparison, Emphasis, Level, RoleId};
use crate::report::reference::source_ids;
use crate::report::table::table_row;

table_row!(
    /// A skill that a role requires.
    EdgeRow<'a> {
        /// The id of the role.
        role_id: &'a str,
        /// The title of the role.
        role_title: &'a str,
        /// The id of the skill.
        skill_id: &'a str,
        /// The name of the skill.
        skill_name: &'a str,
        /// The importance of the skill: essential or useful.
        importance: &'a str,
        /// The required level, on the scale of the role's pack.
        level: Option<&'a str>,
        /// The position of the level on its scale, from 1.
        level_rank: Option<usize>,
        /// A note.
        note: Option<&'a str>,
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { role_title, skill_name, importance, level }
);

/// Returns the rows of the skills that `id` requires.
pub(super) fn edge_rows(catalog: &Catalog, id: RoleId) -> impl Iterator<Item = EdgeRow<'_>> {
    let role = catalog.role(id);
    role.skills.iter().map(move |requirement| {
        let skill = catalog.skill(requirement.skill);
        EdgeRow {
            role_id: &role.id,
            role_title: &role.title,
            skill_id: &skill.id,
            skill_name: &skill.name,
            importance: requirement.importance.word(),
            level: requirement.level.map(|level| catalog.level_name(id, level)),
            level_rank: requirement.level.map(level_rank),
            note: requirement.note.as_deref(),
            sources: source_ids(catalog, &requirement.sources),
        }
    })
}

fn level_rank(level: Level) -> usize {
    usize::from(level.rank) + 1
}

table_row!(
    /// A responsibility of a role.
    ResponsibilityTableRow<'a> {
        /// The id of the role.
        role_id: &'a str,
        /// The title of the role.
        role_title: &'a str,
        /// The position among the responsibilities of the role, from 0.
        index: usize,
        /// The id of the theme.
        theme_id: &'a str,
        /// The title of the theme.
        theme_title: &'a str,
        /// The text.
        text: &'a str,
        /// The character: strategic or tactical.
        emphasis: Option<&'a str>,
        /// The share of working time, 0 to 1.
        share: Option<f64>,
        /// The key that responsibilities for the same work have in common.
        activity: Option<&'a str>,
        /// A note.
        note: Option<&'a str>,
        /// The role that it is inherited from.
        inherited_from_id: Option<&'a str>,
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { role_title, theme_title, text, emphasis, share, inherited_from_id }
);

/// Returns the rows of the responsibilities of `id`, inherited ones included.
pub(super) fn responsibility_rows(
    catalog: &Catalog,
    id: RoleId,
) -> impl Iterator<Item = ResponsibilityTableRow<'_>> {
    let role = catalog.role(id);
    role.responsibilities.iter().enumerate().map(move |(index, responsibility)| {
        let theme = catalog.theme(responsibility.theme);
        let origin = responsibility.inherited_from;
        ResponsibilityTableRow {
            role_id: &role.id,
            role_title: &role.title,
            index,
            theme_id: &theme.id,
            theme_title: &theme.title,
            text: &responsibility.text,
            emphasis: responsibility.emphasis.map(Emphasis::word),
            share: responsibility.share,
            activity: responsibility.activity.as_deref(),
            note: responsibility.note.as_deref(),
            inherited_from_id: origin.map(|role| catalog.role(role).id.as_str()),
            sources: source_ids(catalog, &responsibility.sources),
        }
    })
}

table_row!(
    /// A move from one role to another.
    MoveRow<'a> {
        /// The id of the role that the move leaves.
        from_id: &'a str,
        /// The title of the role that the move leaves.
        from_title: &'a str,
        /// The id of the role that the move leads to.
        to_id: &'a str,
        /// The title of the role that the move leads to.
        to_title: &'a str,
        /// The requirements for the move.
        requires: &'a [String],
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { from_title, to_title, requires }
);

/// Returns the rows of the moves from or to any of `roles`, each once: those to a role come with
/// it, unless they leave another of these.
pub(super) fn moves_of<'a>(
    catalog: &'a Catalog,
    roles: &'a [RoleId],
) -> impl Iterator<Item = MoveRow<'a>> {
    let among: BTreeSet<RoleId> = roles.iter().copied().collect();
    roles.iter().flat_map(move |role| {
        let into = catalog.moves_into(*role).iter().filter(|from| !among.contains(from));
        let into: Vec<MoveRow<'a>> = into
            .flat_map(|from| move_rows(catalog, *from).zip(&catalog.role(*from).moves))
            .filter(|(_, step)| step.to == *role)
            .map(|(row, _)| row)
            .collect();
        move_rows(catalog, *role).chain(into)
    })
}

/// Returns the rows of the moves from `id`.
fn move_rows(catalog: &Catalog, id: RoleId) -> impl Iterator<Item = MoveRow<'_>> {
    let role = catalog.role(id);
    role.moves.iter().map(move |step| {
        let to = catalog.role(step.to);
        MoveRow {
            from_id: &role.id,
            from_title: &role.title,
            to_id: &to.id,
            to_title: &to.title,
            requires: &step.requires,
            sources: source_ids(catalog, &step.sources),
        }
    })
}

table_row!(
    /// A line between two roles, from the first, whichever of them states it.
    ReportingRow<'a> {
        /// The id of the role.
        role_id: &'a str,
        /// The title of the role.
        role_title: &'a str,
        /// The relation to the other role: reports-to, manages or never-manages.
        relation: &'a str,
        /// The id of the other role.
        other_id: &'a str,
        /// The title of the other role.
        other_title: &'a str,
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { role_title, relation, other_title }
);

/// Returns the rows of the reporting lines of `id`.
pub(super) fn reporting_rows(
    catalog: &Catalog,
    id: RoleId,
) -> impl Iterator<Item = ReportingRow<'_>> {
    let role = catalog.role(id);
    let lines = [
        ("reports-to", catalog.reports_to(id)),
        ("manages", catalog.leads(id)),
        ("never-manages", &role.reporting.never_manages),
    ];
    lines.into_iter().flat_map(move |(relation, others)| {
        others.iter().map(move |other_id| {
            let other = catalog.role(*other_id);
            let sources = match relation {
                "never-manages" => &role.reporting.sources,
                _ => catalog.line_sources(id, *other_id),
            };
            ReportingRow {
                role_id: &role.id,
                role_title: &role.title,
                relation,
                other_id: &other.id,
                other_title: &other.title,
                sources: source_ids(catalog, sources),
            }
        })
    })
}

table_row!(
    /// A published pay figure.
    PayRow<'a> {
        /// The id of the role.
        role_id: &'a str,
        /// The title of the role.
        role_title: &'a str,
        /// The low end of the range.
        low: Option<f64>,
        /// The median.
        median: Option<f64>,
        /// The mean.
        mean: Option<f64>,
        /// The high end of the range.
        high: Option<f64>,
        /// The currency, as an ISO 4217 code.
        currency: &'a str,
        /// The period that the amounts cover: year, month or hour.
        period: &'a str,
        /// The parts of pay that the amounts include: base or total.
        basis: &'a str,
        /// The region.
        region: &'a str,
        /// The group of people counted.
        population: Option<&'a str>,
        /// The date for which the figure is valid.
        as_of: Option<String>,
        /// The similar occupation that the figure is about.
        proxy_for: Option<&'a str>,
        /// The source.
        source: &'a str,
    }
    pages { role_title, low, median, mean, high, currency, period, basis, region, as_of, proxy_for }
);

/// Returns the rows of the pay figures of `id`.
pub(super) fn pay_rows(catalog: &Catalog, id: RoleId) -> impl Iterator<Item = PayRow<'_>> {
    let role = catalog.role(id);
    role.pay.iter().map(move |pay| PayRow {
        role_id: &role.id,
        role_title: &role.title,
        low: pay.low,
        median: pay.median,
        mean: pay.mean,
        high: pay.high,
        currency: &pay.currency,
        period: pay.period.word(),
        basis: pay.basis.word(),
        region: &pay.region,
        population: pay.population.as_deref(),
        as_of: pay.as_of.map(|date| date.to_string()),
        proxy_for: pay.proxy_for.as_deref(),
        source: catalog.source_id(pay.source),
    })
}

table_row!(
    /// The experience that a role expects.
    ExperienceRow<'a> {
        /// The id of the role.
        role_id: &'a str,
        /// The title of the role.
        role_title: &'a str,
        /// The fewest years of work.
        years_from: Option<f64>,
        /// The most years of work.
        years_to: Option<f64>,
        /// The usual education.
        education: Option<&'a str>,
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { role_title, years_from, years_to, education }
);

/// Returns the row of the experience that `id` expects, if it states any.
pub(super) fn experience_rows(catalog: &Catalog, id: RoleId) -> Option<ExperienceRow<'_>> {
    let role = catalog.role(id);
    let experience = &role.experience;
    let is_stated = experience.years.is_some() || experience.education.is_some();
    is_stated.then(|| ExperienceRow {
        role_id: &role.id,
        role_title: &role.title,
        years_from: experience.years.map(|(from, _)| from),
        years_to: experience.years.and_then(|(_, to)| to),
        education: experience.education.as_deref(),
        sources: source_ids(catalog, &experience.sources),
    })
}

table_row!(
    /// The text of a comparison for one role, or the position of some sources that disagree.
    ComparisonRow<'a> {
        /// The number of the comparison, from 0.
        comparison: usize,
        /// The number of the point in its comparison, from 0.
        point: usize,
        /// The subject of the point.
        aspect: &'a str,
        /// The role that the text is about; not stated for a position of sources.
        role_id: Option<&'a str>,
        /// The title of the role.
        role_title: Option<&'a str>,
        /// The text.
        text: &'a str,
        /// The sources.
        sources: Vec<&'a str>,
    }
    pages { aspect, role_title, text }
);

/// Returns the rows of the comparison at `at`.
pub(super) fn comparison_rows<'a>(
    catalog: &'a Catalog,
    at: usize,
    comparison: &'a Comparison,
) -> impl Iterator<Item = ComparisonRow<'a>> {
    comparison.points.iter().enumerate().flat_map(move |(point, entry)| {
        let empty = ComparisonRow {
            comparison: at,
            point,
            aspect: &entry.aspect,
            role_id: None,
            role_title: None,
            text: "",
            sources: Vec::new(),
        };
        let of_position = empty.clone();
        let texts = entry.texts.iter().map(move |(role, text)| {
            let role = catalog.role(*role);
            ComparisonRow {
                role_id: Some(&role.id),
                role_title: Some(&role.title),
                text,
                sources: source_ids(catalog, &entry.sources),
                ..empty.clone()
            }
        });
        let positions = entry.positions.iter().map(move |position| ComparisonRow {
            text: &position.text,
            sources: source_ids(catalog, &position.sources),
            ..of_position.clone()
        });
        texts.chain(positions)
    })
}
