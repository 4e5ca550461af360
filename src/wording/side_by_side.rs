//! Words for several roles side by side.

use super::{REPORTS_TO, chosen_pay_text, pay_remark};
use crate::analysis::pay::{FigureChoice, PayRelation, figures_side_by_side, is_same_figure};
use crate::model::{Catalog, Comparison, Level, Pay, Role, RoleId};

/// Section on the skills that only one of the roles asks for.
pub(crate) const ONLY_ONE: &str = "Asked for by only one";
/// Section on skills that several roles ask for, but not all, or not in the same way.
pub(crate) const SHARED_NOT_ALIKE: &str = "Asked for by several, with differences";
/// Section on skills that all roles ask for in the same way.
pub(crate) const SHARED_ALIKE: &str = "Asked for by all in the same way";
/// Section on what each role is.
pub(crate) const IN_WORDS: &str = "In words";

/// A line of words for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WordRow {
    /// The subject.
    pub(crate) label: String,
    /// A text for each role; empty if nothing is stated.
    pub(crate) cells: Vec<String>,
}

impl WordRow {
    /// Whether it is about `aspect`, and none of its texts is another one than in `cells`.
    fn takes(&self, aspect: &str, cells: &[String]) -> bool {
        let mut both = self.cells.iter().zip(cells);
        self.label == aspect && both.all(|(a, b)| a.is_empty() || b.is_empty() || a == b)
    }

    /// Whether the roles differ in it.
    pub(crate) fn differs(&self) -> bool {
        self.cells.windows(2).any(|pair| pair[0] != pair[1])
    }
}

/// Returns what each of `roles` is: its summary, its seniority and manager, its pay. What none of
/// them states is left out.
pub(crate) fn word_rows(catalog: &Catalog, roles: &[RoleId]) -> Vec<WordRow> {
    let summaries = roles.iter().map(|role| catalog.role(*role).summary.clone());
    let seniorities = roles.iter().map(|role| seniority_text(catalog, *role));
    let mut rows = vec![
        WordRow { label: "In one line".to_string(), cells: summaries.collect() },
        WordRow { label: "Seniority and manager".to_string(), cells: seniorities.collect() },
    ];
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if roles.iter().any(|role| !catalog.role(*role).pay.is_empty()) {
        rows.push(WordRow { label: "Pay".to_string(), cells: pay_cells(catalog, roles) });
    }
    rows
}

/// Returns the key differences between `roles` that the comparisons of at least two of them state: a
/// row for each aspect, with a text for each role that has one.
pub(crate) fn key_difference_rows(catalog: &Catalog, roles: &[RoleId]) -> Vec<WordRow> {
    let mut rows: Vec<WordRow> = Vec::new();
    let mut comparisons: Vec<(usize, &Comparison)> = catalog
        .comparisons()
        .iter()
        .map(|comparison| {
            let named = roles.iter().filter(|role| comparison.roles.contains(role));
            (named.count(), comparison)
        })
        .filter(|(named, _)| *named > 1)
        .collect();
    // What is said of most of the roles comes first.
    comparisons.sort_by_key(|(named, _)| std::cmp::Reverse(*named));
    for point in comparisons.iter().flat_map(|(_, comparison)| &comparison.points) {
        let cells: Vec<String> = roles
            .iter()
            .map(|role| {
                let text = point.texts.iter().find(|(of, _)| of == role);
                text.map(|(_, text)| text.clone()).unwrap_or_default()
            })
            .collect();
        if cells.iter().filter(|cell| !cell.is_empty()).count() < 2 {
            continue;
        }
        // Comparisons of other pairs may state the same aspect: they fill the cells that are empty.
        match rows.iter_mut().find(|row| row.takes(&point.aspect, &cells)) {
            Some(row) => {
                for (cell, text) in row.cells.iter_mut().zip(cells) {
                    if cell.is_empty() {
                        *cell = text;
                    }
                }
            }
            None => rows.push(WordRow { label: point.aspect.clone(), cells }),
        }
    }
    rows.retain(WordRow::differs);
    rows
}

/// Formats the seniority of a role and the roles that it reports to: `2 · individual · reports to
/// Head of data`.
fn seniority_text(catalog: &Catalog, id: RoleId) -> String {
    let role = catalog.role(id);
    let mut parts = Vec::new();
    parts.extend(role.seniority.map(|rank| rank.to_string()));
    parts.extend(role.track.map(|track| track.to_string()));
    let managers = catalog.reports_to(id);
    if !managers.is_empty() {
        let titles: Vec<&str> = managers.iter().map(|id| catalog.role_title(*id)).collect();
        parts.push(format!("{REPORTS_TO} {}", titles.join(", ")));
    }
    parts.join(" · ")
}

/// Formats the pay of each role. A figure that several roles share says so, as it does not tell them
/// apart; one that does not compare with the others says why.
fn pay_cells(catalog: &Catalog, roles: &[RoleId]) -> Vec<String> {
    let all: Vec<&Role> = roles.iter().map(|role| catalog.role(*role)).collect();
    let choices = figures_side_by_side(&all);
    let figures: Vec<Option<&Pay>> =
        choices.iter().map(|choice| choice.map(|choice| choice.figure)).collect();
    let odd = odd_figures(&figures);
    let text = |(at, choice): (usize, Option<FigureChoice<'_>>)| {
        let mut text = chosen_pay_text(choice);
        let Some(FigureChoice { figure, .. }) = choice else { return text };
        let same: Vec<&str> = figures
            .iter()
            .enumerate()
            .filter(|(other, pay)| {
                *other != at && pay.is_some_and(|pay| is_same_figure(pay, figure))
            })
            .map(|(other, _)| catalog.role_title(roles[other]))
            .collect();
        match same.len() {
            0 => {}
            count if count + 1 == roles.len() => text += "; the same published figure for all",
            _ => text += &format!("; the same published figure as {}", same.join(", ")),
        }
        let remark = odd[at].and_then(|other| {
            pay_remark(figure, figures[other]?, Some(catalog.role_title(roles[other])))
        });
        text + &remark.map(|remark| format!("; {remark}")).unwrap_or_default()
    };
    choices.iter().copied().enumerate().map(text).collect()
}

/// Returns for each figure another one with which it cannot be compared, so that of any two that
/// cannot be compared at least one has it. The figure with which most compare has none.
fn odd_figures(figures: &[Option<&Pay>]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..figures.len()).filter(|at| figures[*at].is_some()).collect();
    order.sort_by_key(|at| (0..figures.len()).filter(|other| differ(figures, *at, *other)).count());
    let mut odd = vec![None; figures.len()];
    for (place, at) in order.iter().enumerate() {
        let plain = order[..place]
            .iter()
            .find(|other| odd[**other].is_none() && differ(figures, *at, **other));
        odd[*at] = plain.copied();
    }
    odd
}

/// Whether the figures at `a` and at `b` cannot be compared.
fn differ(figures: &[Option<&Pay>], a: usize, b: usize) -> bool {
    let relation = figures[a].zip(figures[b]).map(|(a, b)| PayRelation::of(a, b));
    matches!(relation, Some(PayRelation::Incomparable { .. }))
}

/// Explains the dots of the levels that `roles` can ask for: `●○○○ awareness, ●●○○ working, …`.
/// `None` if no level is asked for, or the roles have several scales.
pub(crate) fn level_legend(catalog: &Catalog, roles: &[RoleId]) -> Option<String> {
    let mut asked = roles.iter().flat_map(|role| &catalog.role(*role).skills);
    let of = asked.find_map(|asked| asked.level)?.of;
    let mut scales = roles.iter().map(|role| catalog.pack(catalog.role(*role).pack).scale.names());
    let scale = scales.next()?;
    if scale.len() != usize::from(of) || scales.any(|other| other != scale) {
        return None;
    }
    let levels = scale.iter().zip(0..).map(|(name, rank)| {
        let dots = Level { rank, of }.dots();
        format!("{dots}\u{a0}{name}")
    });
    Some(levels.collect::<Vec<_>>().join(", "))
}
