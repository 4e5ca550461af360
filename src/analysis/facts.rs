//! Facts about two roles, other than responsibilities and skills, side by side.

use super::diff::rows::{FactRow, FactStatus, MarkedText};
use super::pay::PayRelation;
use crate::model::{Catalog, Emphasis, Pay, Role, RoleId, SourceId};

/// Returns the facts of `left` and `right` in a fixed order; facts that neither has are left out.
pub(super) fn facts(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<FactRow> {
    let (a, b) = (catalog.role(left), catalog.role(right));
    let mut rows = Vec::new();
    let titles = |roles: &[RoleId]| titles(catalog, roles);
    // A text states no family.
    if catalog.read_from(left).is_none() && catalog.read_from(right).is_none() {
        add_fact("family", &|r| Some(r.family.clone()), &mut rows, a, b);
    }
    add_fact("track", &|r| r.track.map(|t| t.to_string()), &mut rows, a, b);
    add_fact("seniority", &|r| r.seniority.map(|l| l.to_string()), &mut rows, a, b);
    add_fact("focus", &|r| r.focus.map(|f| f.to_string()), &mut rows, a, b);
    let [x, y] = [left, right].map(|role| catalog.reporting_lines(role));
    rows.extend(fact_row("reports to", titles(&x.reports_to), titles(&y.reports_to)));
    rows.extend(fact_row("leads", titles(&x.leads), titles(&y.leads)));
    let (x, y) = (&a.reporting, &b.reporting);
    rows.extend(fact_row("never leads", titles(&x.never_manages), titles(&y.never_manages)));
    add_fact("span", &|r| r.reporting.span_text(), &mut rows, a, b);
    add_fact("experience", &|r| r.experience.years_text(), &mut rows, a, b);
    add_fact("education", &|r| r.experience.education.clone(), &mut rows, a, b);
    add_fact("strategic work", &emphasis, &mut rows, a, b);
    rows.extend(pay(a, b));
    rows
}

fn add_fact(
    field: &'static str,
    of: &dyn Fn(&Role) -> Option<String>,
    rows: &mut Vec<FactRow>,
    a: &Role,
    b: &Role,
) {
    rows.extend(fact_row(field, of(a), of(b)));
}

impl FactRow {
    /// Returns the sources for the value of side `at`, 0 or 1, which is that of the role `id`.
    /// Empty: the author's own judgement. `None`: the value is computed, so it has no source.
    pub(crate) fn sources_of(
        &self,
        catalog: &Catalog,
        id: RoleId,
        at: usize,
    ) -> Option<Vec<SourceId>> {
        match self.field {
            "reports to" => Some(catalog.sources_of_lines(id, catalog.reports_to(id))),
            "leads" => Some(catalog.sources_of_lines(id, catalog.leads(id))),
            _ => self.own_sources(catalog.role(id), at),
        }
    }

    /// Returns the sources for a value that `role` itself states.
    fn own_sources(&self, role: &Role, at: usize) -> Option<Vec<SourceId>> {
        Some(match self.field {
            "never leads" | "span" => role.reporting.sources.clone(),
            "experience" | "education" => role.experience.sources.clone(),
            "pay" => {
                let figure = self.pay[at].and_then(|position| role.pay.get(position));
                figure.map(|pay| pay.source).into_iter().collect()
            }
            "strategic work" => return None,
            _ => role.sources.clone(),
        })
    }
}

pub(super) fn fact_row<T: Into<MarkedText>>(
    field: &'static str,
    left: Option<T>,
    right: Option<T>,
) -> Option<FactRow> {
    let (left, right) = (left.map(T::into), right.map(T::into));
    let status = match (&left, &right) {
        (None, None) => return None,
        (Some(_), None) => FactStatus::Left,
        (None, Some(_)) => FactStatus::Right,
        (Some(l), Some(r)) if l == r => FactStatus::Same,
        (Some(_), Some(_)) => FactStatus::Changed,
    };
    Some(FactRow { field, left, right, status, note: None, pay: [None; 2] })
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> Option<MarkedText> {
    (!roles.is_empty())
        .then(|| MarkedText::list(roles.iter().map(|role| catalog.role_title(*role))))
}

/// Returns the number of strategic responsibilities among those whose character is known.
fn emphasis(role: &Role) -> Option<String> {
    let marked: Vec<Emphasis> = role.responsibilities.iter().filter_map(|d| d.emphasis).collect();
    let strategic = marked.iter().filter(|e| **e == Emphasis::Strategic).count();
    (!marked.is_empty()).then(|| format!("{strategic} of {}", marked.len()))
}

/// Returns the pay of both sides. The two figures that have most in common share a row, marked
/// incomparable unless they are one figure or have the same measure, currency, period, basis,
/// region, population and year; the others have rows of their own.
fn pay(a: &Role, b: &Role) -> Vec<FactRow> {
    let (mut left, mut right): (Vec<&Pay>, Vec<&Pay>) =
        (a.pay.iter().collect(), b.pay.iter().collect());
    let mut rows = Vec::new();
    while !left.is_empty() && !right.is_empty() {
        let pairs = left
            .iter()
            .enumerate()
            .flat_map(|(i, l)| right.iter().enumerate().map(move |(j, r)| (i, j, l, r)));
        // Ties are broken by words, not by side: the mirror must make the same pairs.
        let best = pairs.min_by_key(|(_, _, l, r)| {
            let mut texts = [l.full_text(), r.full_text()];
            texts.sort();
            (pair_rank(&PayRelation::of(l, r)), texts)
        });
        let Some((i, j, l, r)) = best.map(|(i, j, l, r)| (i, j, *l, *r)) else { break };
        let (x, y) = (l.full_text(), r.full_text());
        let relation = PayRelation::of(l, r);
        let status = match &relation {
            PayRelation::SameFigure(_) => FactStatus::Same,
            // Within a year the day does not count, and nothing else tells them apart.
            PayRelation::Comparable if x == y => FactStatus::Same,
            PayRelation::Comparable => FactStatus::Changed,
            PayRelation::Incomparable { .. } => FactStatus::Incomparable,
        };
        rows.push(FactRow {
            field: "pay",
            left: Some(x.into()),
            right: Some(y.into()),
            status,
            note: relation.reason(),
            pay: [position_of_pay(a, l), position_of_pay(b, r)],
        });
        left.remove(i);
        right.remove(j);
    }
    let lone = left.into_iter().map(|l| (Some(l), None));
    let lone = lone.chain(right.into_iter().map(|r| (None, Some(r))));
    rows.extend(lone.filter_map(|(l, r)| {
        let row = fact_row("pay", l.map(Pay::full_text), r.map(Pay::full_text))?;
        Some(row.about_figures((a, l), (b, r)))
    }));
    rows
}

/// Returns the number of properties that keep two figures from sharing a row.
fn pair_rank(relation: &PayRelation) -> usize {
    match relation {
        PayRelation::SameFigure(_) => 0,
        PayRelation::Comparable => 1,
        PayRelation::Incomparable { differ, undated } => {
            1 + differ.len() + usize::from(*undated > 0)
        }
    }
}

impl FactRow {
    /// Says which figures of the two roles it is about.
    pub(super) fn about_figures(
        self,
        left: (&Role, Option<&Pay>),
        right: (&Role, Option<&Pay>),
    ) -> Self {
        let pay = [left, right].map(|(role, pay)| position_of_pay(role, pay?));
        Self { pay, ..self }
    }
}

fn position_of_pay(role: &Role, pay: &Pay) -> Option<usize> {
    role.pay.iter().position(|other| std::ptr::eq(other, pay))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, PayBasis, PayPeriod};

    fn figure(median: f64, month: u8, source: usize) -> Pay {
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
            as_of: Date::new(2024, month, 1),
            proxy_for: None,
            source: SourceId::from_index(source),
        }
    }

    fn role(pay: Vec<Pay>) -> Role {
        Role { pay, ..Role::new("role", "Role", "test") }
    }

    /// Nothing is called a change that reads alike on both sides.
    #[test]
    fn figures_that_read_alike_are_no_change() {
        let may = role(vec![figure(90_000.0, 5, 0)]);
        for (median, month, source, status) in [
            (90_000.0, 11, 0, FactStatus::Same),
            (90_000.0, 5, 1, FactStatus::Same),
            (95_000.0, 5, 0, FactStatus::Changed),
        ] {
            let rows = pay(&may, &role(vec![figure(median, month, source)]));
            assert_eq!(rows.len(), 1);
            assert_eq!(rows[0].status, status);
            assert_eq!(rows[0].left == rows[0].right, status == FactStatus::Same);
        }
    }

    /// Two figures of one year may read alike and have different sources.
    #[test]
    fn a_figure_is_cited_from_its_own_source() {
        let one = role(vec![figure(90_000.0, 5, 0), figure(90_000.0, 11, 1)]);
        let other = role(vec![figure(80_000.0, 11, 2)]);
        let rows = pay(&one, &other);
        assert_eq!(rows.len(), 2);
        let left = rows.iter().map(|row| row.own_sources(&one, 0).unwrap());
        let mut left: Vec<SourceId> = left.flatten().collect();
        left.sort_unstable();
        assert_eq!(left, [0, 1].map(SourceId::from_index));
        let right = rows.iter().map(|row| row.own_sources(&other, 1).unwrap());
        assert_eq!(right.flatten().collect::<Vec<_>>(), [SourceId::from_index(2)]);
    }
}
