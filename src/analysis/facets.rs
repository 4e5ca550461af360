//! Filtering and sorting of the roles of a catalog.
//!
//! A role passes if it has at least one of the requested facets of each kind: product or design,
//! and management.

use std::collections::BTreeSet;
use std::fmt;

use super::pay::{figures_by_fit, main_figure, share_an_axis};
use crate::model::text::natural_key;
use crate::model::{Catalog, Focus, Pay, Role, RoleId, Track, family_name, words};

/// A property of roles that can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// The role belongs to this family.
    Family(String),
    /// The role is on this track.
    Track(Track),
    /// The role is at this level of its family.
    Level(u32),
    /// The role has this focus.
    Focus(Focus),
    /// The role has a pay figure.
    Pay,
}

impl Facet {
    /// Returns the name of the kind of facet.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Family(_) => "family",
            Self::Track(_) => "track",
            Self::Level(_) => "level",
            Self::Focus(_) => "focus",
            Self::Pay => "pay",
        }
    }

    /// Whether `role` has this facet.
    pub fn matches(&self, role: &Role) -> bool {
        match self {
            Self::Family(family) => role.family == *family,
            Self::Track(track) => role.track == Some(*track),
            Self::Level(level) => role.seniority == Some(*level),
            Self::Focus(focus) => role.focus == Some(*focus),
            Self::Pay => !role.pay.is_empty(),
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Family(family) => f.write_str(&family_name(family)),
            Self::Track(track) => write!(f, "{track}"),
            Self::Level(level) => write!(f, "seniority {level}"),
            Self::Focus(focus) => write!(f, "{focus}"),
            Self::Pay => f.write_str("with pay"),
        }
    }
}

/// The requested facets, in the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetSelection {
    /// The facets, each once.
    pub selected: Vec<Facet>,
}

impl FacetSelection {
    /// Whether `role` passes.
    pub fn matches(&self, role: &Role) -> bool {
        self.matches_except_kind(role, "")
    }

    /// Whether the role `id` of `catalog` passes. Without facets it is not unpacked for this.
    pub(crate) fn matches_id(&self, catalog: &Catalog, id: RoleId) -> bool {
        self.selected.is_empty() || self.matches(catalog.role(id))
    }

    /// Whether `role` passes if facets of the kind `but` are ignored.
    fn matches_except_kind(&self, role: &Role, but: &str) -> bool {
        let asked = self.selected.iter().filter(|facet| facet.kind() != but);
        asked.clone().all(|facet| {
            let kind = facet.kind();
            asked.clone().any(|other| other.kind() == kind && other.matches(role))
        })
    }

    /// Adds `facet`, or removes it if it is already there.
    pub(crate) fn toggle(&mut self, facet: &Facet) {
        match self.selected.iter().position(|other| other == facet) {
            Some(at) => drop(self.selected.remove(at)),
            None => self.selected.push(facet.clone()),
        }
    }

    /// Returns every facet that some role has, with the number of roles accepted by `among` that
    /// would remain if it were the only one of its kind. The order is family, track, level, focus,
    /// pay.
    pub fn counts(&self, catalog: &Catalog, among: impl Fn(RoleId) -> bool) -> Vec<(Facet, usize)> {
        let mut facets: Vec<Facet> =
            catalog.families().map(|(family, _)| Facet::Family(family.to_string())).collect();
        let levels: BTreeSet<u32> =
            catalog.roles().iter().filter_map(|role| role.seniority).collect();
        facets.extend(
            Track::WORDS
                .iter()
                .filter_map(|word| Track::from_word(word))
                .map(Facet::Track)
                .filter(|facet| is_used(facet, catalog)),
        );
        facets.extend(levels.into_iter().map(Facet::Level));
        facets.extend(
            Focus::WORDS
                .iter()
                .filter_map(|word| Focus::from_word(word))
                .map(Facet::Focus)
                .filter(|facet| is_used(facet, catalog)),
        );
        facets.extend(Some(Facet::Pay).filter(|facet| is_used(facet, catalog)));
        let roles: Vec<&Role> =
            catalog.role_ids().filter(|id| among(*id)).map(|id| catalog.role(id)).collect();
        facets
            .into_iter()
            .map(|facet| (facet.clone(), count_matching(&facet, &roles, self)))
            .collect()
    }
}

fn is_used(facet: &Facet, catalog: &Catalog) -> bool {
    catalog.roles().iter().any(|role| facet.matches(role))
}

fn count_matching(facet: &Facet, roles: &[&Role], this: &FacetSelection) -> usize {
    roles
        .iter()
        .filter(|role| facet.matches(role) && this.matches_except_kind(role, facet.kind()))
        .count()
}

words!(
    /// Sort key of roles.
    RoleOrder {
        /// By family, each from the lowest level up: the order of the pack.
        Family = "family",
        /// By title.
        Title = "title",
        /// By level, the highest first.
        Level = "level",
        /// By the number of responsibilities, most first.
        Duties = "responsibilities",
        /// By the number of skills, most first.
        Skills = "skills",
        /// By pay: the roles' own figures that share an axis, then those of similar occupations,
        /// then the others, each the highest first.
        Pay = "pay",
    }
);

impl RoleOrder {
    /// Returns all orders.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.iter().filter_map(|word| Self::from_word(word))
    }
}

/// Returns the single number that represents `pay` best: the median, the mean, the middle of the
/// range, or an end.
fn representative_amount(pay: &Pay) -> f64 {
    let middle = pay.low.zip(pay.high).map(|(low, high)| f64::midpoint(low, high));
    pay.median.or(pay.mean).or(middle).or(pay.high).or(pay.low).unwrap_or_default()
}

/// Returns the terms that most pay figures of `catalog` share, as a figure that has them.
pub(crate) fn common_pay_terms(catalog: &Catalog) -> Option<&Pay> {
    let mut groups: Vec<(&Pay, usize)> = Vec::new();
    for pay in catalog.roles().iter().flat_map(|role| &role.pay) {
        match groups.iter_mut().find(|(other, _)| share_an_axis(other, pay)) {
            Some((_, count)) => *count += 1,
            None => groups.push((pay, 1)),
        }
    }
    // The first of equal ones.
    groups.into_iter().rev().max_by_key(|(_, count)| *count).map(|(pay, _)| pay)
}

/// Returns the figure of `role` on the terms of `terms`: its own newest, or else that of a similar
/// occupation.
pub(crate) fn comparable_pay<'a>(role: &'a Role, terms: Option<&Pay>) -> Option<&'a Pay> {
    let terms = terms?;
    figures_by_fit(role).into_iter().find(|pay| share_an_axis(pay, terms))
}

/// Returns the figure that `role` is sorted by as one short number: `$161k`. A figure of a similar
/// occupation has a sign before it, `~$161k`; one on other terms than `terms` is in brackets.
pub(crate) fn brief_pay(role: &Role, terms: Option<&Pay>) -> Option<String> {
    let comparable = comparable_pay(role, terms);
    let pay = comparable.or_else(|| main_figure(role, None))?;
    let sign = if pay.proxy_for.is_some() { "~" } else { "" };
    let text = format!("{sign}{}", pay.short_amount(representative_amount(pay)));
    Some(if comparable.is_some() { text } else { format!("({text})") })
}

/// Sorts `roles`, which are in the order of the pack, into `order`. Equal ones keep their order.
pub(crate) fn sort_roles(catalog: &Catalog, roles: &mut [RoleId], order: RoleOrder) {
    use std::cmp::Reverse;
    match order {
        RoleOrder::Family => {}
        RoleOrder::Title => roles.sort_by_cached_key(|id| natural_key(catalog.role_title(*id))),
        // A role without a stated level comes last.
        RoleOrder::Level => roles.sort_by_key(|id| Reverse(catalog.role(*id).seniority)),
        RoleOrder::Duties => {
            roles.sort_by_key(|id| Reverse(catalog.role(*id).responsibilities.len()));
        }
        RoleOrder::Skills => roles.sort_by_key(|id| Reverse(catalog.role(*id).skills.len())),
        RoleOrder::Pay => {
            let terms = common_pay_terms(catalog);
            // Amounts are not negative, so that their bits are in their order.
            roles.sort_by_cached_key(|id| {
                let (place, amount) = pay_rank(catalog.role(*id), terms);
                Reverse((place, amount.to_bits()))
            });
        }
    }
}

/// Returns the place of the pay of `role` among figures on the terms of `terms`, the higher the
/// earlier: its own figure, that of a similar occupation, one on other terms, none.
fn pay_rank(role: &Role, terms: Option<&Pay>) -> (u8, f64) {
    match comparable_pay(role, terms) {
        Some(pay) => (2 + u8::from(pay.proxy_for.is_none()), representative_amount(pay)),
        None => (u8::from(!role.pay.is_empty()), 0.0),
    }
}

/// Returns all roles of `catalog` that pass `facets`, in `order`.
pub fn filtered_roles(catalog: &Catalog, facets: &FacetSelection, order: RoleOrder) -> Vec<RoleId> {
    let all = catalog.families().flat_map(|(_, roles)| roles.iter().copied());
    let mut roles: Vec<RoleId> = all.filter(|id| facets.matches_id(catalog, *id)).collect();
    sort_roles(catalog, &mut roles, order);
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn ids(catalog: &Catalog, facets: &[Facet], order: RoleOrder) -> Vec<String> {
        let facets = FacetSelection { selected: facets.to_vec() };
        filtered_roles(catalog, &facets, order)
            .into_iter()
            .map(|id| catalog.role(id).id.clone())
            .collect()
    }

    #[test]
    fn any_within_a_kind_and_all_across() {
        let catalog = crate::builtin::catalog();
        let both =
            ids(&catalog, &[family_facet("product"), family_facet("design")], RoleOrder::Family);
        let product = ids(&catalog, &[family_facet("product")], RoleOrder::Family);
        let design = ids(&catalog, &[family_facet("design")], RoleOrder::Family);
        assert_eq!(both.len(), product.len() + design.len());
        let led = ids(
            &catalog,
            &[family_facet("product"), family_facet("design"), Facet::Track(Track::Management)],
            RoleOrder::Family,
        );
        assert!(
            !led.is_empty() && led.len() < both.len() && led.iter().all(|id| both.contains(id))
        );
    }

    fn family_facet(name: &str) -> Facet {
        Facet::Family(name.to_string())
    }

    /// A count is the number of roles left when the facet is the only one chosen of its kind.
    #[test]
    fn counts_are_what_choosing_leaves() {
        let catalog = crate::builtin::catalog();
        let wanted =
            FacetSelection { selected: vec![Facet::Track(Track::Management), Facet::Level(4)] };
        for (facet, count) in wanted.counts(&catalog, |_| true) {
            let mut alone = wanted.clone();
            alone.selected.retain(|other| other.kind() != facet.kind());
            alone.toggle(&facet);
            assert_eq!(filtered_roles(&catalog, &alone, RoleOrder::Family).len(), count, "{facet}");
        }
        assert_eq!(
            wanted.counts(&catalog, |_| false).iter().map(|(_, count)| count).sum::<usize>(),
            0
        );
    }

    #[test]
    fn orders_lose_nobody_and_order() {
        let catalog = crate::builtin::catalog();
        let all: BTreeSet<String> = ids(&catalog, &[], RoleOrder::Family).into_iter().collect();
        for order in RoleOrder::all() {
            let sorted = ids(&catalog, &[], order);
            assert_eq!(sorted.iter().cloned().collect::<BTreeSet<_>>(), all, "{order}");
        }
        assert!(
            roles_by(RoleOrder::Level, &catalog)
                .is_sorted_by_key(|role| std::cmp::Reverse(role.seniority))
        );
        assert!(
            roles_by(RoleOrder::Skills, &catalog)
                .is_sorted_by_key(|role| std::cmp::Reverse(role.skills.len()))
        );
        let terms = common_pay_terms(&catalog);
        let paid: Vec<(u8, f64)> = roles_by(RoleOrder::Pay, &catalog)
            .into_iter()
            .map(|role| pay_rank(role, terms))
            .collect();
        assert!(paid.is_sorted_by(|a, b| a.0 > b.0 || (a.0 == b.0 && a.1 >= b.1)));
    }

    #[test]
    fn the_newest_figure_counts_wherever_it_stands() {
        let catalog = crate::builtin::catalog();
        let paid = catalog.roles().iter().find(|role| !role.pay.is_empty()).unwrap();
        let pay = [(500_000.0, 2014), (130_000.0, 2024)].map(|(amount, year)| Pay {
            low: None,
            median: Some(amount),
            mean: None,
            high: None,
            currency: "USD".to_string(),
            proxy_for: None,
            as_of: Date::new(year, 5, 1),
            ..paid.pay[0].clone()
        });
        let role = Role { pay: pay.to_vec(), ..paid.clone() };
        let [terms, _] = pay;
        assert_eq!(comparable_pay(&role, Some(&terms)).unwrap().median, Some(130_000.0));
        assert_eq!(brief_pay(&role, Some(&terms)).unwrap(), "$130k");
    }

    /// The place of a figure by its signs.
    fn kind(text: &str) -> u8 {
        match text.chars().next() {
            Some('(') => 2,
            Some('~') => 1,
            Some(_) => 0,
            None => 3,
        }
    }

    /// A figure of a similar occupation is none of the role's own: it comes after all of those.
    #[test]
    fn figures_of_similar_occupations_come_after_the_roles_own() {
        let catalog = crate::builtin::catalog();
        let terms = common_pay_terms(&catalog);
        let brief: Vec<String> = roles_by(RoleOrder::Pay, &catalog)
            .into_iter()
            .map(|role| brief_pay(role, terms).unwrap_or_default())
            .collect();
        assert!(brief.is_sorted_by_key(|text| kind(text)), "{brief:?}");
        assert!(
            brief.iter().any(|text| kind(text) == 0) && brief.iter().any(|text| kind(text) == 1)
        );
        assert!(brief.iter().all(|text| text.len() <= 10), "{brief:?}");
    }

    fn roles_by(order: RoleOrder, catalog: &Catalog) -> Vec<&Role> {
        filtered_roles(catalog, &FacetSelection::default(), order)
            .iter()
            .map(|id| catalog.role(*id))
            .collect()
    }
}
