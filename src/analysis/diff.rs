//! Two roles side by side: key differences, facts, responsibilities paired row by row, skills.

pub(super) mod rows;
pub use super::mark::MarkedSpan;

pub use self::rows::{
    Diff, DiffOptions, DiffStatus, DiffSummary, DirectMove, FactRow, FactStatus,
    JoinedResponsibility, KeyDifference, MarkedText, NearestResponsibility, PairingBasis,
    PairingMode, PropertyChange, PropertyChanges, ResponsibilityRow, ResponsibilityScope,
    ResponsibilityText, RowSide, TextChange,
};
mod excerpt;

use std::cmp::Reverse;
use std::io::{self, Read, Write};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::align::{self, GroupMember, ThemeOrigin, align};
use super::evidence::{PairFeatures, PairMatrix, PreparedText};
use super::facts::facts;
use super::mark::{mark, mark_group, unmarked};
use super::reasons::PairingExplainer;
use super::skills;
use super::vocabulary::Vocabulary;
use super::words::StemHasher;
use crate::model::{Catalog, Comparison, Responsibility, RoleId, ThemeId};
pub use excerpt::ExcerptOptions;

/// Compares pairs of roles, weighting each word by how telling it is in the catalog.
///
/// Creating a differ reads every responsibility of the catalog; each diff after that takes well
/// under a millisecond. It can only be used with the catalog that it was created from.
#[derive(Debug, PartialEq)]
pub struct Differ {
    vocabulary: Vocabulary,
}

/// Prepared responsibilities of roles, kept by a caller that compares one role with others in turn.
/// It can only be used with one differ.
#[derive(Debug, Default)]
pub struct PreparedRoles {
    roles: HashMap<RoleId, Arc<[PreparedText]>>,
}

impl PreparedRoles {
    /// Maximum number of responsibilities kept ready, 2 kB each; then all are dropped.
    const MAX_KEPT: usize = 2_048;

    /// Returns the prepared responsibilities of `role`.
    fn get(&mut self, differ: &Differ, catalog: &Catalog, role: RoleId) -> Arc<[PreparedText]> {
        if let Some(prepared) = self.roles.get(&role) {
            return Arc::clone(prepared);
        }
        let mut stems = StemHasher::new();
        let texts = catalog.role(role).responsibilities.iter().map(|duty| duty.text.as_str());
        let prepared: Arc<[PreparedText]> =
            texts.map(|text| PreparedText::new(&differ.vocabulary, &mut stems, text)).collect();
        if self.len() + prepared.len() > Self::MAX_KEPT {
            self.roles.clear();
        }
        self.roles.insert(role, Arc::clone(&prepared));
        prepared
    }

    /// Number of responsibilities; a role without any counts as one.
    fn len(&self) -> usize {
        self.roles.values().map(|prepared| prepared.len().max(1)).sum()
    }
}

impl Differ {
    /// Learns the weights of words from `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        Self::with_vocabulary(Vocabulary::new(catalog))
    }

    /// Returns the word weights of the catalog.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn with_vocabulary(vocabulary: Vocabulary) -> Self {
        Self { vocabulary }
    }

    /// Writes the weights for [`Differ::read`] to restore, for the same catalog and in the same
    /// build of roledex.
    ///
    /// # Errors
    ///
    /// Errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.vocabulary.write(out)
    }

    /// Restores the weights from what [`Differ::write`] wrote; reads no more than `size` bytes. The
    /// caller must make sure that the bytes are the ones that were written.
    ///
    /// # Errors
    ///
    /// Errors of `input`, and an error if the bytes cannot be weights.
    pub fn read(_: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        Vocabulary::read(input, size).map(Self::with_vocabulary)
    }

    /// Returns the figures of each pair of responsibilities, by position on the left and then on
    /// the right, regardless of activities and headings.
    pub fn pair_features(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
    ) -> PairMatrix<PairFeatures> {
        let mut prepared = PreparedRoles::default();
        let (a, b) = (prepared.get(self, catalog, left), prepared.get(self, catalog, right));
        let (of_left, of_right) =
            (&catalog.role(left).responsibilities[..], &catalog.role(right).responsibilities[..]);
        align::likelihood::text_figures(
            align_side(catalog, left, of_left, &a),
            align_side(catalog, right, of_right, &b),
        )
    }

    /// Explains why the responsibilities of `diff` share a row or do not. `diff` must have been
    /// made by this differ, of the same catalog and roles and with the same options.
    pub fn explainer<'a>(
        &'a self,
        catalog: &'a Catalog,
        diff: &'a Diff,
        how: impl Into<DiffOptions>,
    ) -> PairingExplainer<'a> {
        self.explainer_with(&mut PreparedRoles::default(), catalog, diff, how)
    }

    /// Does the same as [`Differ::explainer`], with `prepared` responsibilities.
    pub(crate) fn explainer_with<'a>(
        &'a self,
        prepared: &mut PreparedRoles,
        catalog: &'a Catalog,
        diff: &'a Diff,
        how: impl Into<DiffOptions>,
    ) -> PairingExplainer<'a> {
        let how = how.into();
        let (a, b) =
            (how.scope.of(catalog.role(diff.left)), how.scope.of(catalog.role(diff.right)));
        let read = [diff.left, diff.right].map(|role| prepared.get(self, catalog, role));
        let keys = how.align == PairingMode::Auto;
        let evidence = match how.align {
            PairingMode::Off => align::likelihood::PairEvidence::default(),
            _ => align::likelihood::evidence(
                align_side(catalog, diff.left, a, &read[0]),
                align_side(catalog, diff.right, b, &read[1]),
                keys,
            ),
        };
        PairingExplainer::new(catalog, diff, &self.vocabulary, read, (evidence, how.align))
    }

    /// Compares `left` and `right`, roles of the same catalog.
    pub fn diff(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
        how: impl Into<DiffOptions>,
    ) -> Diff {
        self.diff_with(&mut PreparedRoles::default(), catalog, (left, right), how)
    }

    /// Does the same as [`Differ::diff`], with `prepared` responsibilities.
    pub(crate) fn diff_with(
        &self,
        prepared: &mut PreparedRoles,
        catalog: &Catalog,
        (left, right): (RoleId, RoleId),
        how: impl Into<DiffOptions>,
    ) -> Diff {
        let how = how.into();
        let texts = [left, right].map(|role| prepared.get(self, catalog, role));
        let responsibilities = responsibility_rows(catalog, (left, right), &texts, how);
        let counts = [left, right].map(|role| how.scope.of(catalog.role(role)).len());
        let too_many =
            how.align != PairingMode::Off && align::exceeds_pair_limit(counts[0], counts[1]);
        Diff {
            left,
            right,
            key_differences: key_differences(catalog, left, right),
            facts: facts(catalog, left, right),
            summary: DiffSummary::of(&responsibilities),
            responsibilities,
            skills: skills::compare_skills(catalog.role(left), catalog.role(right)),
            direct_moves: direct_moves(catalog, left, right),
            too_many: too_many.then_some((counts[0], counts[1])),
            move_changes: Vec::new(),
            details: PropertyChanges::default(),
        }
    }
}

/// Returns one side of an alignment: `responsibilities` of `role`, and their `prepared` texts.
fn align_side<'a>(
    catalog: &Catalog,
    role: RoleId,
    responsibilities: &'a [Responsibility],
    prepared: &'a [PreparedText],
) -> align::AlignSide<'a> {
    let themes = if catalog.read_from(role).is_some() {
        ThemeOrigin::Read { none: catalog.no_theme() }
    } else {
        ThemeOrigin::Authored
    };
    align::AlignSide { responsibilities, prepared: &prepared[..responsibilities.len()], themes }
}

/// Returns the rows of responsibilities of two roles, whose texts are `prepared`.
fn responsibility_rows(
    catalog: &Catalog,
    (left, right): (RoleId, RoleId),
    [read_a, read_b]: &[Arc<[PreparedText]>; 2],
    how: DiffOptions,
) -> Vec<ResponsibilityRow> {
    let (a, b) = (how.scope.of(catalog.role(left)), how.scope.of(catalog.role(right)));
    let alignment = align(
        align_side(catalog, left, a, read_a),
        align_side(catalog, right, b, read_b),
        how.align,
        // Two copies of a role have the same responsibilities: a split one has changed, and the
        // change must be visible.
        !how.exact,
    );
    let [joined_left, joined_right] = &alignment.joined;
    let (mut in_left, mut in_right) = (vec![false; a.len()], vec![false; b.len()]);
    let mut rows: Vec<(ResponsibilityRow, usize)> = Vec::with_capacity(a.len() + b.len());
    for (number, pair) in alignment.pairs.iter().enumerate() {
        let (more_left, more_right) =
            (members_of_pair(joined_left, number), members_of_pair(joined_right, number));
        in_left[pair.left] = true;
        in_right[pair.right] = true;
        for (in_side, joined) in [(&mut in_left, &more_left), (&mut in_right, &more_right)] {
            for join in joined {
                in_side[join.at] = true;
            }
        }
        let row = paired_row((a, b), pair, (&more_left, &more_right), how);
        rows.push((row, pair.left + pair.right));
    }
    let [nearest_left, nearest_right] = &alignment.nearest;
    for (i, duty) in a.iter().enumerate().filter(|(i, _)| !in_left[*i]) {
        rows.push((unpaired_row(i, duty, nearest_responsibility(nearest_left, i)), 2 * i));
    }
    for (i, duty) in b.iter().enumerate().filter(|(i, _)| !in_right[*i]) {
        let row = unpaired_row(i, duty, nearest_responsibility(nearest_right, i));
        rows.push((
            ResponsibilityRow { status: DiffStatus::Right, left: None, right: row.left, ..row },
            2 * i,
        ));
    }
    // The order does not depend on the side, so that swapping the roles keeps it: pairs before
    // responsibilities without a counterpart, then by place in the roles, then by the words.
    rows.sort_by_cached_key(|(row, place)| {
        let paired = row.left.is_some() && row.right.is_some();
        let mut texts: Vec<String> =
            [&row.left, &row.right].into_iter().flatten().map(RowSide::text).collect();
        texts.sort();
        (row.theme, !paired, *place, texts)
    });
    let mut rows: Vec<ResponsibilityRow> = rows.into_iter().map(|(row, _)| row).collect();
    sort_by_changes(&mut rows);
    rows
}

/// Sorts `rows`, which are grouped by theme, so that the themes with most changes come first. Themes
/// that have equally many keep their order.
fn sort_by_changes(rows: &mut [ResponsibilityRow]) {
    let mut changes: HashMap<ThemeId, usize> = HashMap::new();
    for row in rows.iter() {
        *changes.entry(row.theme).or_default() += usize::from(row.status != DiffStatus::Same);
    }
    rows.sort_by_key(|row| {
        (Reverse(changes.get(&row.theme).copied().unwrap_or_default()), row.theme)
    });
}

fn members_of_pair(joined: &[GroupMember], number: usize) -> Vec<GroupMember> {
    joined.iter().filter(|join| join.pair == number).copied().collect::<Vec<_>>()
}

fn nearest_responsibility(
    all: &[Option<align::NearestMatch>],
    at: usize,
) -> Option<NearestResponsibility> {
    all.get(at)
        .copied()
        .flatten()
        .map(|near| NearestResponsibility { index: near.at, likelihood: near.likelihood })
}

fn unpaired_row(
    index: usize,
    duty: &Responsibility,
    nearest: Option<NearestResponsibility>,
) -> ResponsibilityRow {
    ResponsibilityRow {
        theme: duty.theme,
        status: DiffStatus::Left,
        similarity: None,
        paired_by: None,
        left: Some(RowSide::from(ResponsibilityText { index, spans: unmarked(&duty.text) })),
        right: None,
        nearest,
    }
}

/// Returns the row of `pair`, with the responsibilities that join it on either side.
fn paired_row(
    (a, b): (&[Responsibility], &[Responsibility]),
    pair: &align::AlignedPair,
    (more_left, more_right): (&[GroupMember], &[GroupMember]),
    how: DiffOptions,
) -> ResponsibilityRow {
    let (l, r) = (&a[pair.left], &b[pair.right]);
    let status = if pair.same && more_left.is_empty() && more_right.is_empty() {
        DiffStatus::Same
    } else {
        DiffStatus::Changed
    };
    let (left, right) = if !more_left.is_empty() {
        let (one, several) = group_sides((pair.left, a), more_left, &r.text);
        (several, row_side(pair.right, one))
    } else if !more_right.is_empty() {
        let (one, several) = group_sides((pair.right, b), more_right, &l.text);
        (row_side(pair.left, one), several)
    } else {
        let (left_spans, right_spans) = if pair.same {
            (unmarked(&l.text), unmarked(&r.text))
        } else {
            mark(&l.text, &r.text, how.exact)
        };
        (row_side(pair.left, left_spans), row_side(pair.right, right_spans))
    };
    ResponsibilityRow {
        // Independent of which role is on the left.
        theme: l.theme.min(r.theme),
        status,
        similarity: Some(pair.similarity),
        paired_by: Some(pair.by),
        left: Some(left),
        right: Some(right),
        nearest: None,
    }
}

fn row_side(index: usize, spans: Vec<MarkedSpan>) -> RowSide {
    RowSide::from(ResponsibilityText { index, spans })
}

/// Returns the text of the single responsibility and the side of the several: the paired one, at
/// `main`, and those that joined it.
fn group_sides(
    (main, duties): (usize, &[Responsibility]),
    joined: &[GroupMember],
    one: &str,
) -> (Vec<MarkedSpan>, RowSide) {
    let texts: Vec<&str> = std::iter::once(main)
        .chain(joined.iter().map(|join| join.at))
        .map(|at| duties[at].text.as_str())
        .collect();
    let (one, several) = mark_group(one, &texts);
    let mut several = several.into_iter();
    let main = ResponsibilityText { index: main, spans: several.next().unwrap_or_default() };
    let joined = joined.iter().zip(several).map(|(join, spans)| JoinedResponsibility {
        text: ResponsibilityText { index: join.at, spans },
        likelihood: join.likelihood,
        by: join.by,
    });
    (one, RowSide { main, joined: joined.collect() })
}

/// Compares `left` and `right`. For several pairs of one catalog create a [`Differ`] once.
///
/// ```
/// use roledex::analysis::diff::{PairingMode, diff};
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("product-manager").unwrap();
/// let same = diff(&catalog, role, role, PairingMode::Auto).summary;
/// assert_eq!(same.changed + same.left + same.right, 0);
/// ```
pub fn diff(catalog: &Catalog, left: RoleId, right: RoleId, how: impl Into<DiffOptions>) -> Diff {
    Differ::new(catalog).diff(catalog, left, right, how)
}

/// Returns the points about the two roles from every comparison that names both.
fn key_differences(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<KeyDifference> {
    if left == right {
        return Vec::new();
    }
    let points = catalog
        .comparisons()
        .iter()
        .filter(|c: &&Comparison| c.roles.contains(&left) && c.roles.contains(&right))
        .flat_map(|c| &c.points);
    points
        .filter_map(|point| {
            let (left, right) = (text_for(left, &point.texts), text_for(right, &point.texts));
            let told = left.is_some() || right.is_some() || !point.positions.is_empty();
            told.then(|| KeyDifference {
                aspect: point.aspect.clone(),
                left,
                right,
                sources: point.sources.clone(),
                positions: point.positions.clone(),
            })
        })
        .collect()
}

fn text_for(role: RoleId, point_texts: &[(RoleId, String)]) -> Option<String> {
    point_texts.iter().find(|(r, _)| *r == role).map(|(_, text)| text.clone())
}

/// Returns the moves that lead from either role directly to the other.
fn direct_moves(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<DirectMove> {
    let between = |from: RoleId, to: RoleId| {
        let moves = catalog.role(from).moves.iter().filter(move |m| m.to == to);
        moves.map(move |m| DirectMove {
            from,
            to,
            requires: m.requires.clone(),
            sources: m.sources.clone(),
        })
    };
    // Lower id first: the same order whichever role is on the left.
    let (first, second) = (left.min(right), left.max(right));
    if first == second {
        Vec::new()
    } else {
        between(first, second).chain(between(second, first)).collect()
    }
}

#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod tests;
