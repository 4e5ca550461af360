//! Checks which pay figures may be compared.

use std::cmp::Reverse;

use crate::model::text::list_text;
use crate::model::{Catalog, Date, Pay, Role, RoleId};

/// Returns the properties that two figures must share to be compared but state differently: measure,
/// currency, period, basis, region, population, year, and whether they are for a neighbouring
/// occupation.
fn differing_aspects(a: &Pay, b: &Pay) -> Vec<&'static str> {
    let mut differ = Vec::new();
    push_unless(
        stated_measures(a).iter().zip(stated_measures(b)).any(|(x, y)| *x && y),
        "measure",
        &mut differ,
    );
    push_unless(a.currency == b.currency, "currency", &mut differ);
    push_unless(a.period == b.period, "period", &mut differ);
    push_unless(a.basis == b.basis, "basis", &mut differ);
    push_unless(a.region == b.region, "region", &mut differ);
    // Within one publication each figure is of its own occupation, which is what is compared.
    let is_one_publication = a.source == b.source && a.as_of == b.as_of;
    push_unless(a.population == b.population || is_one_publication, "population", &mut differ);
    let [a_year, b_year] = [a, b].map(|pay| pay.as_of.map(Date::year));
    push_unless(a_year.zip(b_year).is_none_or(|(a, b)| a == b), "year", &mut differ);
    push_unless(a.proxy_for.is_some() == b.proxy_for.is_some(), "occupation", &mut differ);
    differ
}

/// Which measures of pay are stated.
fn stated_measures(p: &Pay) -> [bool; 3] {
    [p.low.is_some() || p.high.is_some(), p.median.is_some(), p.mean.is_some()]
}

fn push_unless(same: bool, what: &'static str, differ: &mut Vec<&'static str>) {
    if !same {
        differ.push(what);
    }
}

/// Whether two figures fit on one axis: they have the same currency, period, basis and region. They
/// may still not be comparable.
pub(crate) fn share_an_axis(a: &Pay, b: &Pay) -> bool {
    a.currency == b.currency && a.period == b.period && a.basis == b.basis && a.region == b.region
}

/// Relation of two figures that are shown side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PayRelation {
    /// One published figure, used for both roles; the occupation that it is about, if that is not
    /// the role itself.
    SameFigure(Option<String>),
    /// Two figures that can be compared.
    Comparable,
    /// Two figures whose amounts say nothing about each other.
    Incomparable {
        /// The properties in which they differ.
        differ: Vec<&'static str>,
        /// How many of the two state no date.
        undated: usize,
    },
}

impl PayRelation {
    /// Returns the relation of `a` and `b`; it is that of `b` and `a`.
    pub(crate) fn of(a: &Pay, b: &Pay) -> Self {
        if is_same_figure(a, b) {
            let occupation = a.proxy_for.iter().chain(&b.proxy_for).min();
            return Self::SameFigure(occupation.map(|name| name_in_sentence(name)));
        }
        let differ = differing_aspects(a, b);
        let undated = [a, b].iter().filter(|pay| pay.as_of.is_none()).count();
        if differ.is_empty() && undated == 0 {
            return Self::Comparable;
        }
        Self::Incomparable { differ, undated }
    }

    /// Says what keeps a reader from comparing the amounts: `different basis and year`, `the same
    /// published figure for both: marketing managers`. `None` if they can be compared.
    pub(crate) fn reason(&self) -> Option<String> {
        match self {
            Self::SameFigure(occupation) => {
                let about = occupation.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
                Some(format!("the same published figure for both{about}"))
            }
            Self::Comparable => None,
            Self::Incomparable { differ, undated } => {
                let aspects =
                    (!differ.is_empty()).then(|| format!("different {}", list_text(differ)));
                let date = match undated {
                    0 => None,
                    1 => Some("one is undated"),
                    _ => Some("both are undated"),
                };
                let parts: Vec<&str> = aspects.as_deref().into_iter().chain(date).collect();
                Some(parts.join(", and "))
            }
        }
    }
}

/// Returns the name of an occupation as it is written within a sentence: without a capital, unless
/// it begins with an abbreviation.
fn name_in_sentence(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_string(),
    }
}

/// Whether two figures are one, used for two roles: the same amounts of the same date from the same
/// source.
pub(crate) fn is_same_figure(a: &Pay, b: &Pay) -> bool {
    share_an_axis(a, b)
        && (a.low, a.median, a.mean, a.high) == (b.low, b.median, b.mean, b.high)
        && a.as_of == b.as_of
        && a.source == b.source
}

/// Returns the figures of `role` by how well they fit: its own before those of a neighbouring
/// occupation, the newest first.
pub fn figures_by_fit(role: &Role) -> Vec<&Pay> {
    let mut figures: Vec<&Pay> = role.pay.iter().collect();
    figures.sort_by_key(|pay| (pay.proxy_for.is_some(), Reverse(pay.as_of)));
    figures
}

/// Returns the figure that stands for `role` in one line: the one that fits best, but one that fits on
/// one axis with `like` rather than another if both are the role's own, or neither is.
pub fn main_figure<'a>(role: &'a Role, like: Option<&Pay>) -> Option<&'a Pay> {
    let figures = figures_by_fit(role).into_iter();
    figures.min_by_key(|pay| {
        (pay.proxy_for.is_some(), like.is_some_and(|like| !share_an_axis(pay, like)))
    })
}

/// The figure that stands for a role beside those of other roles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureChoice<'a> {
    /// The figure.
    pub figure: &'a Pay,
    /// The figure that stands for the role by itself, if another one was chosen for being comparable.
    pub instead_of: Option<&'a Pay>,
}

/// Chooses a figure for each of `roles` so that as many of them as possible fit on one axis; a figure
/// of a neighbouring occupation never replaces the role's own.
pub(crate) fn figures_side_by_side<'a>(roles: &[&'a Role]) -> Vec<Option<FigureChoice<'a>>> {
    let alone = roles.iter().filter_map(|role| main_figure(role, None));
    let candidates = alone.chain(roles.iter().flat_map(|role| figures_by_fit(role)));
    // The first of equal ones, so that no role gives up its main figure for nothing.
    let mut best: Option<(usize, &Pay)> = None;
    for candidate in candidates {
        let count = count_beside(roles, candidate);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, candidate));
        }
    }
    let like = best.map(|(_, like)| like);
    roles.iter().map(|role| choice(role, like)).collect()
}

/// Returns how many of `roles` have a figure beside `like` that fits on one axis with it.
fn count_beside(roles: &[&Role], like: &Pay) -> usize {
    let chosen = roles.iter().filter_map(|role| main_figure(role, Some(like)));
    chosen.filter(|figure| share_an_axis(figure, like)).count()
}

/// Returns the figure that stands for `role` beside the figure `like`.
pub(crate) fn choice<'a>(role: &'a Role, like: Option<&Pay>) -> Option<FigureChoice<'a>> {
    let (figure, alone) = main_figure(role, like).zip(main_figure(role, None))?;
    Some(FigureChoice { figure, instead_of: (!std::ptr::eq(figure, alone)).then_some(alone) })
}

/// Returns the largest amount among the figures of `roles` that fit on one axis with `pay`.
pub(crate) fn greatest_amount(
    catalog: &Catalog,
    roles: impl IntoIterator<Item = RoleId>,
    pay: &Pay,
) -> f64 {
    let figures = roles.into_iter().flat_map(|role| &catalog.role(role).pay);
    let alike = figures.filter(|other| share_an_axis(pay, other));
    alike.flat_map(|p| [p.low, p.median, p.mean, p.high]).flatten().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PayBasis, PayPeriod, SourceId};

    fn figure(median: f64) -> Pay {
        Pay {
            low: None,
            median: Some(median),
            mean: None,
            high: None,
            currency: "USD".to_string(),
            period: PayPeriod::Year,
            basis: PayBasis::Base,
            region: "US".to_string(),
            population: Some("all levels".to_string()),
            as_of: Date::new(2024, 5, 1),
            proxy_for: None,
            source: SourceId(0),
        }
    }

    #[test]
    fn figures_that_do_not_compare_say_why() {
        let one = figure(132_000.0);
        assert_eq!(PayRelation::of(&one, &figure(90_000.0)), PayRelation::Comparable);
        let british = Pay {
            mean: Some(68_000.0),
            median: None,
            currency: "GBP".to_string(),
            basis: PayBasis::Total,
            region: "UK".to_string(),
            ..one.clone()
        };
        let relation = PayRelation::of(&one, &british);
        assert_eq!(relation.reason().unwrap(), "different measure, currency, basis and region");
        assert_eq!(relation, PayRelation::of(&british, &one));
        // Each figure of one publication is of its own occupation; of two, whom they count may differ.
        let developers = Pay { population: Some("developers".to_string()), ..figure(90_000.0) };
        assert_eq!(PayRelation::of(&one, &developers), PayRelation::Comparable);
        let survey = Pay { source: SourceId(1), ..developers };
        assert_eq!(PayRelation::of(&one, &survey).reason().unwrap(), "different population");
        let borrowed = Pay { proxy_for: Some("IT managers".to_string()), ..figure(90_000.0) };
        assert_eq!(PayRelation::of(&one, &borrowed).reason().unwrap(), "different occupation");
    }

    /// Only years that are known can differ.
    #[test]
    fn an_unknown_date_is_not_called_another_one() {
        let one = figure(132_000.0);
        let older = Pay { as_of: Date::new(2023, 5, 1), ..figure(90_000.0) };
        let undated = Pay { as_of: None, ..figure(90_000.0) };
        let abroad = Pay { region: "UK".to_string(), ..undated.clone() };
        for (a, b, why) in [
            (&one, &older, "different year"),
            (&one, &undated, "one is undated"),
            (&undated, &abroad, "different region, and both are undated"),
        ] {
            assert_eq!(PayRelation::of(a, b).reason().unwrap(), why);
        }
        let other = Pay { median: Some(95_000.0), ..undated.clone() };
        assert_eq!(PayRelation::of(&undated, &other).reason().unwrap(), "both are undated");
    }

    /// Whatever remarks a pack makes on it, a figure used twice is one figure.
    #[test]
    fn a_figure_used_twice_is_one_figure() {
        let one = figure(161_030.0);
        let again = Pay {
            population: Some("all levels, many of them below this rank".to_string()),
            proxy_for: Some("Marketing managers".to_string()),
            ..one.clone()
        };
        for (a, b) in [(&one, &again), (&again, &one)] {
            assert_eq!(
                PayRelation::of(a, b).reason().unwrap(),
                "the same published figure for both: marketing managers"
            );
        }
        assert_eq!(
            PayRelation::of(&one, &one).reason().unwrap(),
            "the same published figure for both"
        );
        let elsewhere = Pay { source: SourceId(1), ..one.clone() };
        assert_eq!(PayRelation::of(&one, &elsewhere), PayRelation::Comparable);
        let borrowed = Pay { source: SourceId(1), ..again };
        assert!(matches!(PayRelation::of(&one, &borrowed), PayRelation::Incomparable { .. }));
        let it = Pay { proxy_for: Some("IT managers".to_string()), ..one };
        assert!(PayRelation::of(&it, &it).reason().unwrap().ends_with("both: IT managers"));
    }
}
