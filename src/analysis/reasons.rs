//! Explains why responsibilities share a row of a comparison, or do not.
//!
//! A [`PairingExplainer`] explains the rows of one [`Diff`]: what two responsibilities have in common, how
//! likely they are one kind of work, and how likely is enough. Everything that shows a row takes
//! its words from here.

mod reason;
mod shared;

pub use self::reason::{ClosedRow, PairingReason, PairingThreshold, percent};
use self::shared::{shared_words, similar_words};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::align::likelihood::PairEvidence;
use super::align::{MAX_JOINED, PAIR_THRESHOLD, count_different_words, near_duplicate_share};
use super::diff::rows::{Diff, DiffStatus, PairingBasis, PairingMode, ResponsibilityRow, RowSide};
use super::evidence::PreparedText;
use super::vocabulary::Vocabulary;
use crate::model::{Catalog, Responsibility, RoleId};

/// Minimum log-odds from the order of the two lists that is given as a reason: it doubles or halves
/// the odds.
const NOTABLE_ORDER: f64 = std::f64::consts::LN_2;

/// The subject of reasons.
#[derive(Debug, Clone, PartialEq)]
pub enum ReasonSubject {
    /// Why the two are a pair.
    Pair,
    /// Why this responsibility joins the pair.
    Joined(String),
    /// The most similar responsibility of the other role for one that is alone, and why they are
    /// not paired.
    Nearest(String),
    /// Another responsibility that is similar to one of a pair, but not in its row.
    Next(String),
    /// Nothing is similar to one that is alone: the title of the other role.
    NoMatch(String),
    /// Nothing is similar to one that is alone, among those it was compared with: the title of the
    /// other role.
    NoMatchAmongCandidates(String),
}

/// Reasons with their subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Subject of the reasons.
    pub about: ReasonSubject,
    /// Reasons, most important first.
    pub reasons: Vec<PairingReason>,
}

impl Explanation {
    /// Returns the reasons in one line: `paired: same words`.
    pub fn text(&self) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(PairingReason::text).collect();
        let reasons = reasons.join("; ");
        match &self.about {
            ReasonSubject::Pair => format!("paired: {reasons}"),
            ReasonSubject::Joined(text) => format!("“{text}” joins the pair: {reasons}"),
            ReasonSubject::Nearest(text) => {
                format!("no counterpart; most similar: “{text}”: {reasons}")
            }
            ReasonSubject::Next(text) => format!("also similar: “{text}”: {reasons}"),
            ReasonSubject::NoMatch(title) => {
                format!("no counterpart; nothing similar in {title}")
            }
            ReasonSubject::NoMatchAmongCandidates(title) => {
                format!("no counterpart among the compared responsibilities of {title}")
            }
        }
    }
}

/// Returns the headings of responsibilities in `row` that differ from the heading of the row:
/// `under Delivery in Product lead`.
pub(crate) fn other_headings(
    catalog: &Catalog,
    diff: &Diff,
    row: &ResponsibilityRow,
) -> Vec<String> {
    // Between two copies of one role a new heading is a change, and is listed with the changes.
    if diff.details.for_responsibility(row).iter().any(|detail| detail.field == "theme") {
        return Vec::new();
    }
    let mut headings = Vec::new();
    for (role, side) in [(diff.left, &row.left), (diff.right, &row.right)] {
        let role = catalog.role(role);
        let duties = side
            .iter()
            .flat_map(RowSide::responsibilities)
            .filter_map(|duty| role.responsibilities.get(duty.index));
        let others = duties.map(|duty| duty.theme).filter(|theme| *theme != row.theme);
        headings.extend(
            others.map(|theme| format!("under {} in {}", catalog.theme(theme).title, role.title)),
        );
    }
    headings.dedup();
    headings
}

/// Returns the text of the other role's responsibility that is most similar to the one of `row`,
/// and how likely the two are one kind of work.
pub(crate) fn nearest_text<'a>(
    catalog: &'a Catalog,
    diff: &Diff,
    row: &ResponsibilityRow,
) -> Option<(&'a str, f64)> {
    let nearest = row.nearest.as_ref()?;
    let other = if row.left.is_some() { diff.right } else { diff.left };
    let duty = catalog.role(other).responsibilities.get(nearest.index)?;
    Some((&duty.text, nearest.likelihood))
}

/// Returns the letter of the role that has no responsibility in `row`.
pub(crate) fn other_letter(row: &ResponsibilityRow) -> char {
    if row.left.is_some() { 'B' } else { 'A' }
}

/// Explains why the responsibilities of a comparison share a row, or do not.
pub struct PairingExplainer<'a> {
    catalog: &'a Catalog,
    diff: &'a Diff,
    vocabulary: &'a Vocabulary,
    prepared: [Arc<[PreparedText]>; 2],
    /// Evidence for each pair, if all pairs were compared.
    evidence: PairEvidence,
    /// Method by which responsibilities were paired.
    align: PairingMode,
    /// Whether the roles have more than one heading.
    themes: bool,
    /// Row of each responsibility, left and right, by position in [`Diff::responsibilities`].
    rows: [HashMap<usize, usize>; 2],
}

impl<'a> PairingExplainer<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        diff: &'a Diff,
        vocabulary: &'a Vocabulary,
        read: [Arc<[PreparedText]>; 2],
        (evidence, align): (PairEvidence, PairingMode),
    ) -> Self {
        let mut rows = [HashMap::new(), HashMap::new()];
        for (number, row) in diff.responsibilities.iter().enumerate() {
            for (rows, side) in rows.iter_mut().zip([&row.left, &row.right]) {
                rows.extend(
                    side.iter()
                        .flat_map(RowSide::responsibilities)
                        .map(|duty| (duty.index, number)),
                );
            }
        }
        let mut why = Self {
            catalog,
            diff,
            vocabulary,
            prepared: read,
            evidence,
            align,
            themes: false,
            rows,
        };
        let duties = [diff.left, diff.right]
            .into_iter()
            .flat_map(|role| &catalog.role(role).responsibilities);
        let themes: HashSet<_> = duties.map(|duty| duty.theme).collect();
        why.themes = themes.len() > 1;
        why
    }

    /// Explains `row`, a row of the comparison: the pair, each that joins it, and other similar
    /// ones.
    pub fn explain(&self, row: &ResponsibilityRow) -> Vec<Explanation> {
        let (left, right) = (row.left.as_ref(), row.right.as_ref());
        // Without a comparison there is no reason.
        let (Some(left), Some(right)) = (left, right) else {
            return if self.align == PairingMode::Off {
                Vec::new()
            } else {
                vec![self.explain_unpaired(row)]
            };
        };
        let places = (left.index(), right.index());
        let pair =
            Explanation { about: ReasonSubject::Pair, reasons: self.pair_reasons(places, row) };
        let mut all = vec![pair];
        for (side, of_left) in [(left, true), (right, false)] {
            for joined in &side.joined {
                let places = if of_left {
                    (joined.text.index, right.index())
                } else {
                    (left.index(), joined.text.index)
                };
                let mut reasons = Vec::new();
                match joined.by {
                    PairingBasis::Activity => reasons.push(PairingReason::SameActivity),
                    PairingBasis::Text => {
                        reasons.push(PairingReason::Likelihood {
                            likelihood: joined.likelihood,
                            enough: Some(PairingThreshold::ToJoin),
                        });
                    }
                }
                reasons.extend(self.shared_reasons(places));
                all.push(Explanation { about: ReasonSubject::Joined(joined.text.text()), reasons });
            }
        }
        all.extend(self.explain_near_pair(row, left, right));
        all
    }

    /// Returns the reasons for `row`, with one line for each responsibility that they are about.
    pub fn lines(&self, row: &ResponsibilityRow) -> Vec<String> {
        self.explain(row).iter().map(Explanation::text).collect()
    }

    /// Whether activities and headings counted.
    fn uses_keys(&self) -> bool {
        self.align == PairingMode::Auto
    }

    fn responsibility(&self, role: RoleId, at: usize) -> Option<&'a Responsibility> {
        self.catalog.role(role).responsibilities.get(at)
    }

    fn likelihood(&self, left: usize, right: usize) -> Option<f64> {
        self.evidence.likelihood.get(left)?.get(right).copied()
    }

    /// Returns the order of the two lists as a reason, if it made much of a difference.
    fn order_reason(&self, (left, right): (usize, usize)) -> Option<PairingReason> {
        let order = *self.evidence.order.get(left)?.get(right)?;
        (order.abs() >= NOTABLE_ORDER).then_some(if order > 0.0 {
            PairingReason::SamePlace
        } else {
            PairingReason::OtherPlace
        })
    }

    fn pair_reasons(&self, places: (usize, usize), row: &ResponsibilityRow) -> Vec<PairingReason> {
        let same = match (self.prepared[0].get(places.0), self.prepared[1].get(places.1)) {
            (Some(left), Some(right)) => left.same_words(right),
            _ => row.status == DiffStatus::Same,
        };
        if same {
            return self.add_heading_reasons(places, vec![PairingReason::SameWords]);
        }
        let mut reasons = Vec::new();
        match (row.paired_by, row.similarity) {
            (Some(PairingBasis::Activity), _) => reasons.push(PairingReason::SameActivity),
            (_, Some(likelihood)) => {
                reasons.push(PairingReason::Likelihood {
                    likelihood,
                    enough: Some(PairingThreshold::ToPair),
                });
            }
            _ => {}
        }
        reasons.extend(self.shared_reasons(places));
        reasons
    }

    /// Explains which responsibility is most similar to one that is alone.
    fn explain_unpaired(&self, row: &ResponsibilityRow) -> Explanation {
        let other = if row.left.is_some() { self.diff.right } else { self.diff.left };
        let near =
            row.nearest.and_then(|near| Some((near, self.responsibility(other, near.index)?)));
        let own = row.left.as_ref().or(row.right.as_ref()).map(RowSide::index);
        let (Some((near, duty)), Some(own)) = (near, own) else {
            return Explanation {
                about: no_match(other, self.catalog, self.diff.too_many.is_some()),
                reasons: Vec::new(),
            };
        };
        let of_left = row.left.is_some();
        let places = if of_left { (own, near.index) } else { (near.index, own) };
        // A responsibility that is already in a row would have to be joined.
        let taken = self.rows[usize::from(of_left)]
            .get(&near.index)
            .map(|&at| &self.diff.responsibilities[at]);
        let taken = taken.filter(|row| row.left.is_some() && row.right.is_some());
        let closed = taken.and_then(|row| closed_reason(row, of_left));
        let enough = match &closed {
            Some(ClosedRow::Same | ClosedRow::Several) => None,
            Some(ClosedRow::Pair(_)) => Some(PairingThreshold::ToJoin),
            None => Some(PairingThreshold::ToPair),
        };
        let mut reasons = vec![PairingReason::Likelihood { likelihood: near.likelihood, enough }];
        reasons.extend(closed.map(PairingReason::Closed));
        reasons.extend(self.shared_reasons(places));
        Explanation { about: ReasonSubject::Nearest(duty.text.clone()), reasons }
    }

    /// Explains which responsibility is most similar to one of a pair besides those in its row.
    fn explain_near_pair(
        &self,
        row: &ResponsibilityRow,
        left: &RowSide,
        right: &RowSide,
    ) -> Option<Explanation> {
        let (lefts, rights) = (&self.prepared[0], &self.prepared[1]);
        let to_right = (0..rights.len())
            .filter(|at| !belongs_to_row(right, *at))
            .map(|at| (left.index(), at, false));
        let to_left = (0..lefts.len())
            .filter(|at| !belongs_to_row(left, *at))
            .map(|at| (at, right.index(), true));
        // Ties go to the first.
        let (likelihood, (l, r, of_left)) = to_right
            .chain(to_left)
            .filter_map(|pair| with_likelihood(pair, self))
            .max_by(|a: &(f64, (usize, usize, bool)), b: &(f64, (usize, usize, bool))| {
                a.0.total_cmp(&b.0).then((b.1.0 + b.1.1).cmp(&(a.1.0 + a.1.1)))
            })?;
        if likelihood < PAIR_THRESHOLD || row.status == DiffStatus::Same {
            return None;
        }
        let near = if of_left {
            self.responsibility(self.diff.left, l)?
        } else {
            self.responsibility(self.diff.right, r)?
        };
        let reasons =
            vec![PairingReason::Likelihood { likelihood, enough: Some(PairingThreshold::ToJoin) }];
        Some(Explanation { about: ReasonSubject::Next(near.text.clone()), reasons })
    }

    /// Returns what two responsibilities have in common, and what distinguishes them.
    fn shared_reasons(&self, (l, r): (usize, usize)) -> Vec<PairingReason> {
        let (Some(left), Some(right)) =
            (self.responsibility(self.diff.left, l), self.responsibility(self.diff.right, r))
        else {
            return Vec::new();
        };
        let words = match (self.prepared[0].get(l), self.prepared[1].get(r)) {
            (Some(a), Some(b)) if a.same_words(b) => vec![PairingReason::SameWords],
            (Some(a), Some(b)) if near_duplicate_share(a, b).is_some() => {
                vec![PairingReason::NearDuplicates(count_different_words(a, b))]
            }
            _ => {
                let kin = similar_words(&left.text, &right.text);
                let mut words = vec![shared_words(self.vocabulary, &left.text, &right.text)];
                words.extend((!kin.is_empty()).then_some(PairingReason::SimilarWords(kin)));
                words.extend(self.order_reason((l, r)));
                words
            }
        };
        self.add_heading_reasons((l, r), words)
    }

    /// Returns `reasons` with those from the authors' keys and headings added.
    fn add_heading_reasons(
        &self,
        (l, r): (usize, usize),
        mut reasons: Vec<PairingReason>,
    ) -> Vec<PairingReason> {
        let (Some(left), Some(right)) =
            (self.responsibility(self.diff.left, l), self.responsibility(self.diff.right, r))
        else {
            return reasons;
        };
        if self.uses_keys()
            && left.activity.is_some()
            && right.activity.is_some()
            && left.activity != right.activity
        {
            reasons.push(PairingReason::OtherActivity);
        }
        let no_theme = self.catalog.no_theme();
        if [left, right].iter().any(|duty| Some(duty.theme) == no_theme) {
            // That no theme was found for a text says nothing.
        } else if left.theme != right.theme {
            reasons.push(PairingReason::OtherTheme(
                theme_title(left, self.catalog),
                theme_title(right, self.catalog),
            ));
        } else if self.uses_keys() && self.themes {
            reasons.push(PairingReason::SameTheme(theme_title(left, self.catalog)));
        }
        reasons
    }
}

fn no_match(other: RoleId, catalog: &Catalog, among_candidates: bool) -> ReasonSubject {
    let title = catalog.role_title(other).to_string();
    if among_candidates {
        ReasonSubject::NoMatchAmongCandidates(title)
    } else {
        ReasonSubject::NoMatch(title)
    }
}

fn belongs_to_row(side: &RowSide, at: usize) -> bool {
    side.responsibilities().any(|duty| duty.index == at)
}

fn with_likelihood(
    (l, r, of_left): (usize, usize, bool),
    this: &PairingExplainer<'_>,
) -> Option<(f64, (usize, usize, bool))> {
    Some((this.likelihood(l, r)?, (l, r, of_left)))
}

fn theme_title(duty: &Responsibility, catalog: &Catalog) -> String {
    catalog.theme(duty.theme).title.clone()
}

/// Returns why nothing more can join `row` on the left, or on the right.
fn closed_reason(row: &ResponsibilityRow, on_left: bool) -> Option<ClosedRow> {
    let (own, other) = if on_left { (&row.left, &row.right) } else { (&row.right, &row.left) };
    Some(match (row.status, own, other) {
        (DiffStatus::Same, ..) => ClosedRow::Same,
        (_, Some(_), Some(other)) if !other.joined.is_empty() => ClosedRow::Several,
        (_, Some(own), _) if own.joined.len() >= MAX_JOINED => ClosedRow::Several,
        (_, Some(own), _) => ClosedRow::Pair(own.text()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
