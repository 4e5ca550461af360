//! Changes of comparisons between roles.

use std::collections::HashSet;

use super::ItemComparer;
use crate::analysis::diff::{DiffStatus, MarkedText, TextChange};
use crate::analysis::rename::{self, TermBag};
use crate::analysis::review::matching::in_scope;
use crate::analysis::review::roles::{role_names, source_names};
use crate::analysis::review::{ReviewItem, ReviewItemKind, ReviewItemStatus};
use crate::analysis::words::StemHasher;
use crate::model::text::join_list;
use crate::model::{Catalog, Comparison, ComparisonPoint, RoleId, SourceId, SourcePosition};

impl ItemComparer<'_> {
    pub(super) fn comparisons(&self) -> Vec<ReviewItem> {
        let scope = &self.matching.scope;
        let was: Vec<Comparison> = self
            .before
            .comparisons()
            .iter()
            .filter(|comparison| is_in_scope(self.before, comparison, &scope.before))
            .map(|comparison| self.newer(comparison))
            .collect();
        let is: Vec<&Comparison> = self
            .now
            .comparisons()
            .iter()
            .filter(|comparison| is_in_scope(self.now, comparison, &scope.now))
            .collect();
        let pairs = pair_comparisons(&was, &is);
        let paired: HashSet<usize> = pairs.iter().filter_map(|(_, new)| *new).collect();
        let mut items = Vec::new();
        for (old, new) in pairs {
            match new {
                Some(new) => {
                    let changes = self.comparison(&was[old], is[new]);
                    if !changes.is_empty() {
                        items.push(self.comparison_item(
                            ReviewItemStatus::Changed,
                            is[new],
                            &was[old].roles,
                            changes,
                        ));
                    }
                }
                None => items.push(self.comparison_item(
                    ReviewItemStatus::Dropped,
                    &was[old],
                    &[],
                    Vec::new(),
                )),
            }
        }
        for (new, comparison) in is.iter().enumerate() {
            if !paired.contains(&new) {
                items.push(self.comparison_item(
                    ReviewItemStatus::Added,
                    comparison,
                    &[],
                    Vec::new(),
                ));
            }
        }
        items
    }

    pub(super) fn comparison_item(
        &self,
        fate: ReviewItemStatus,
        comparison: &Comparison,
        more: &[RoleId],
        changes: Vec<TextChange>,
    ) -> ReviewItem {
        let mut roles: Vec<RoleId> = comparison.roles.iter().chain(more).copied().collect();
        roles.sort_unstable();
        roles.dedup();
        ReviewItem {
            kind: ReviewItemKind::Comparison,
            status: fate,
            id: join_list(comparison.roles.iter().map(|role| &self.joint.role(*role).id)),
            title: MarkedText::list(
                comparison.roles.iter().map(|role| &self.joint.role(*role).title),
            ),
            was: None,
            changes,
            roles,
            packs: Vec::new(),
        }
    }

    /// Returns an older comparison with the ids of the joint catalog.
    pub(super) fn newer(&self, comparison: &Comparison) -> Comparison {
        let point = |point: &ComparisonPoint| ComparisonPoint {
            aspect: point.aspect.clone(),
            texts: point
                .texts
                .iter()
                .map(|(role, text)| (self.places.current_role(*role), text.clone()))
                .collect(),
            sources: newer_sources(&point.sources, &self.places.sources),
            positions: point
                .positions
                .iter()
                .map(|position| SourcePosition {
                    text: position.text.clone(),
                    sources: newer_sources(&position.sources, &self.places.sources),
                })
                .collect(),
        };
        Comparison {
            roles: comparison.roles.iter().map(|role| self.places.current_role(*role)).collect(),
            points: comparison.points.iter().map(point).collect(),
        }
    }

    pub(super) fn comparison(&self, was: &Comparison, is: &Comparison) -> Vec<TextChange> {
        let mut changes = Vec::new();
        let (left, right) = role_names(self.joint, &was.roles, &is.roles);
        changes.extend(TextChange::list("roles", &left, &right));
        let mut places: Vec<(usize, usize)> = Vec::new();
        for (old, point) in was.points.iter().enumerate() {
            let found = is
                .points
                .iter()
                .enumerate()
                .find(|(new, other): &(usize, &ComparisonPoint)| {
                    other.aspect == point.aspect && places.iter().all(|(_, taken)| taken != new)
                })
                .map(|(new, _)| (old, new));
            places.extend(found);
        }
        let (olds, news) = (
            unmatched_points(was.points.len(), &|place| place.0, &places),
            unmatched_points(is.points.len(), &|place| place.1, &places),
        );
        let mut stems = StemHasher::new();
        let old_bags: Vec<TermBag> =
            olds.iter().map(|at| TermBag::new(stems.of(&point_words(&was.points[*at])))).collect();
        let new_bags: Vec<TermBag> =
            news.iter().map(|at| TermBag::new(stems.of(&point_words(&is.points[*at])))).collect();
        let paired =
            rename::pairs(&old_bags, &new_bags, |l, r| old_bags[l].similarity(&new_bags[r]));
        places.extend(paired.into_iter().map(|(l, r, _)| (olds[l], news[r])));
        places.sort_unstable();
        let mut order: Vec<usize> = places.iter().map(|(_, new)| *new).collect();
        let was_order = aspects_in_order(&order, &is.points);
        order.sort_unstable();
        changes.extend(TextChange::list(
            "order of points",
            &was_order,
            &aspects_in_order(&order, &is.points),
        ));
        for (old, new) in &places {
            changes.extend(self.point(&was.points[*old], &is.points[*new]));
        }
        for point in was
            .points
            .iter()
            .enumerate()
            .filter(|(at, _)| places.iter().all(|(old, _)| old != at))
            .map(|(_, p)| p)
        {
            changes.push(self.one_sided_point(DiffStatus::Left, point));
        }
        for point in is
            .points
            .iter()
            .enumerate()
            .filter(|(at, _)| places.iter().all(|(_, new)| new != at))
            .map(|(_, p)| p)
        {
            changes.push(self.one_sided_point(DiffStatus::Right, point));
        }
        changes
    }

    /// Returns the change for a point that only one copy has.
    pub(super) fn one_sided_point(
        &self,
        status: DiffStatus,
        point: &ComparisonPoint,
    ) -> TextChange {
        let texts = point
            .texts
            .iter()
            .map(|(role, text)| format!("{}: {text}", self.joint.role(*role).title));
        let texts = MarkedText::list(
            texts.chain(point.positions.iter().map(|position| position.text.clone())),
        );
        let none = MarkedText::List(Vec::new());
        let (left, right) = if status == DiffStatus::Left { (texts, none) } else { (none, texts) };
        TextChange { label: point.aspect.clone(), status, left, right, minor: false }
    }

    pub(super) fn point(&self, was: &ComparisonPoint, is: &ComparisonPoint) -> Vec<TextChange> {
        let ComparisonPoint { aspect, texts, sources, positions } = was;
        let mut changes = Vec::new();
        changes.extend(TextChange::prose("aspect", Some(aspect), Some(&is.aspect)));
        let mut roles: Vec<RoleId> = texts.iter().chain(&is.texts).map(|(role, _)| *role).collect();
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            let label = self.joint.role_title(role);
            changes.extend(TextChange::prose(
                label,
                text_for(texts, role).as_deref(),
                text_for(&is.texts, role).as_deref(),
            ));
        }
        let (left, right) = cited_names(sources, &is.sources, self.joint);
        changes.extend(TextChange::list("sources", &left, &right));
        for at in 0..positions.len().max(is.positions.len()) {
            let (left, right) = (positions.get(at), is.positions.get(at));
            let label = format!("position {}", at + 1);
            changes.extend(TextChange::prose(
                &label,
                left.map(|p| p.text.as_str()),
                right.map(|p| p.text.as_str()),
            ));
            let (left, right) = cited_names(&sources_of(left), &sources_of(right), self.joint);
            changes.extend(TextChange::list(format!("{label}: sources"), &left, &right));
        }
        changes.into_iter().map(|change| change.with_prefix(&is.aspect)).collect()
    }
}

pub(super) fn is_in_scope(catalog: &Catalog, comparison: &Comparison, marks: &[bool]) -> bool {
    comparison.roles.iter().any(|role| in_scope(catalog.role(*role).pack, marks))
}

pub(super) fn role_set(comparison: &Comparison) -> Vec<RoleId> {
    let mut roles = comparison.roles.clone();
    roles.sort_unstable();
    roles
}

pub(super) fn point_bag(comparison: &Comparison, stems: &mut StemHasher) -> TermBag {
    TermBag::new(comparison.points.iter().flat_map(|p| stems.of(&point_words(p))).collect())
}

/// The position of each old comparison, with that of the new one it became, in order. Comparisons
/// of the same roles go together, those with the same points first; then by content, for a role
/// more or less.
fn pair_comparisons(was: &[Comparison], is: &[&Comparison]) -> Vec<(usize, Option<usize>)> {
    let (was_sets, is_sets): (Vec<_>, Vec<_>) = (
        was.iter().map(role_set).collect(),
        is.iter().map(|comparison| role_set(comparison)).collect(),
    );
    let mut became: Vec<Option<usize>> = vec![None; was.len()];
    let mut free: Vec<usize> = (0..is.len()).collect();
    for exact in [true, false] {
        for (old, comparison) in was.iter().enumerate() {
            if became[old].is_some() {
                continue;
            }
            let found = free.iter().position(|new| {
                is_sets[*new] == was_sets[old] && (!exact || is[*new].points == comparison.points)
            });
            became[old] = found.map(|at| free.remove(at));
        }
    }
    let mut stems = StemHasher::new();
    let olds: Vec<usize> = (0..was.len()).filter(|old| became[*old].is_none()).collect();
    let (old_bags, new_bags): (Vec<TermBag>, Vec<TermBag>) = (
        olds.iter().map(|at| point_bag(&was[*at], &mut stems)).collect(),
        free.iter().map(|at| point_bag(is[*at], &mut stems)).collect(),
    );
    for (l, r, _) in rename::pairs(&old_bags, &new_bags, |l: usize, r: usize| {
        if was[olds[l]].roles.iter().any(|role| is[free[r]].roles.contains(role)) {
            old_bags[l].similarity(&new_bags[r])
        } else {
            0.0
        }
    }) {
        became[olds[l]] = Some(free[r]);
    }
    became.into_iter().enumerate().collect()
}

pub(super) fn newer_sources(sources: &[SourceId], places_sources: &[usize]) -> Vec<SourceId> {
    sources
        .iter()
        .map(|source| SourceId::from_index(places_sources[source.index()]))
        .collect::<Vec<_>>()
}

pub(super) fn unmatched_points(
    count: usize,
    side: &dyn Fn(&(usize, usize)) -> usize,
    places: &[(usize, usize)],
) -> Vec<usize> {
    (0..count).filter(|at| places.iter().all(|place| side(place) != *at)).collect::<Vec<_>>()
}

pub(super) fn aspects_in_order(order: &[usize], is_points: &[ComparisonPoint]) -> Vec<String> {
    order.iter().map(|at| is_points[*at].aspect.clone()).collect::<Vec<_>>()
}

pub(super) fn text_for(texts: &[(RoleId, String)], role: RoleId) -> Option<String> {
    texts.iter().find(|(other, _)| *other == role).map(|(_, text)| text.clone())
}

pub(super) fn cited_names(
    a: &[SourceId],
    b: &[SourceId],
    joint: &Catalog,
) -> (Vec<String>, Vec<String>) {
    source_names(joint, a, b)
}

pub(super) fn sources_of(position: Option<&SourcePosition>) -> Vec<SourceId> {
    position.map(|p| p.sources.clone()).unwrap_or_default()
}

/// Returns all words of a point.
pub(super) fn point_words(point: &ComparisonPoint) -> String {
    let texts = point.texts.iter().map(|(_, text)| text.as_str());
    let all = [point.aspect.as_str()].into_iter().chain(texts);
    all.chain(point.positions.iter().map(|position| position.text.as_str()))
        .collect::<Vec<_>>()
        .join(" ")
}
