//! Compares everything in packs except roles.

use std::collections::HashMap;

use super::matching::{CatalogMatching, MatchedItems, in_scope};
use super::roles::{code_names, names, role_names, source_names};
use super::{JointPositions, ReviewItem, ReviewItemKind, ReviewItemStatus};
use crate::analysis::diff::{DiffStatus, MarkedText, TextChange};
use crate::analysis::rename::{self, TermBag};
use crate::analysis::words::StemHasher;
use crate::model::text::join_list;
use crate::model::{
    Catalog, Comparison, ComparisonPoint, Pack, PackId, Role, RoleId, Skill, SkillId, Source,
    SourceId, SourcePosition, Theme,
};

/// Both copies, with the matches between them and the joint catalog.
struct ItemComparer<'a> {
    now: &'a Catalog,
    before: &'a Catalog,
    joint: &'a Catalog,
    matching: &'a CatalogMatching,
    places: &'a JointPositions<'a>,
}

/// Returns the changes to things other than roles: packs, themes, skills, sources, comparisons.
pub(super) fn items(
    now: &Catalog,
    before: &Catalog,
    joint: &Catalog,
    matching: &CatalogMatching,
    places: &JointPositions<'_>,
) -> Vec<ReviewItem> {
    let both = ItemComparer { now, before, joint, matching, places };
    let mut items = both.packs();
    items.extend(both.theme_order());
    items.extend(both.of_kind(ReviewItemKind::Theme, &matching.themes));
    items.extend(both.of_kind(ReviewItemKind::Skill, &matching.skills));
    items.extend(both.of_kind(ReviewItemKind::Source, &matching.sources));
    both.fill_roles(&mut items);
    items.extend(both.comparisons());
    items
}

impl ItemComparer<'_> {
    fn packs(&self) -> Vec<ReviewItem> {
        let item = |fate, title: &str, id: &str, packs: Vec<PackId>, changes| ReviewItem {
            kind: ReviewItemKind::Pack,
            status: fate,
            id: id.to_string(),
            title: title.to_string().into(),
            was: None,
            changes,
            roles: Vec::new(),
            packs,
        };
        let place = |old: usize| PackId::from_index(self.places.packs + old);
        let mut items = Vec::new();
        for (old, new) in &self.matching.packs {
            let (was, is) = (&self.before.packs()[*old], &self.now.packs()[*new]);
            let changes = pack(was, is);
            if !changes.is_empty() {
                let packs = vec![PackId::from_index(*new), place(*old)];
                items.push(item(ReviewItemStatus::Changed, &is.title, &is.id, packs, changes));
            }
        }
        // Packs in the scope of the review that only one copy has.
        let scope = &self.matching.scope;
        for (new, pack) in self.now.packs().iter().enumerate().filter(|(at, _)| scope.now[*at]) {
            if self.matching.packs.iter().all(|(_, matched)| *matched != new) {
                items.push(item(
                    ReviewItemStatus::Added,
                    &pack.title,
                    &pack.id,
                    vec![PackId::from_index(new)],
                    Vec::new(),
                ));
            }
        }
        for (old, pack) in
            self.before.packs().iter().enumerate().filter(|(at, _)| scope.before[*at])
        {
            if self.matching.packs.iter().all(|(matched, _)| *matched != old) {
                items.push(item(
                    ReviewItemStatus::Dropped,
                    &pack.title,
                    &pack.id,
                    vec![place(old)],
                    Vec::new(),
                ));
            }
        }
        items
    }

    /// Compares the order of themes, which is the order in which responsibilities are read.
    fn theme_order(&self) -> Option<ReviewItem> {
        let mut pairs: Vec<(usize, usize)> = self.matching.themes.pairs().collect();
        pairs.sort_unstable();
        let titles = |order: Vec<usize>| {
            order.iter().map(|at| self.now.themes()[*at].title.clone()).collect::<Vec<_>>()
        };
        let was: Vec<usize> = pairs.iter().map(|(_, new)| *new).collect();
        let mut is = was.clone();
        is.sort_unstable();
        let change = (was != is)
            .then(|| TextChange::list("order of themes", &titles(was), &titles(is)))
            .flatten()?;
        Some(ReviewItem {
            kind: ReviewItemKind::Theme,
            status: ReviewItemStatus::Changed,
            id: String::new(),
            title: "all themes".to_string().into(),
            was: None,
            changes: vec![change],
            roles: self.joint.role_ids().collect(),
            packs: Vec::new(),
        })
    }

    fn of_kind(&self, kind: ReviewItemKind, matched: &MatchedItems) -> Vec<ReviewItem> {
        let (old_name, new_name) = (Self::names(self.before, kind), Self::names(self.now, kind));
        let mut items = Vec::new();
        let item = |fate, (id, title): (&str, &str), was, changes| ReviewItem {
            kind,
            status: fate,
            id: id.to_string(),
            title: title.to_string().into(),
            was,
            changes,
            roles: Vec::new(),
            packs: Vec::new(),
        };
        for (old, new) in matched.pairs() {
            let renamed = matched.likeness.contains_key(&old);
            let changes = match kind {
                ReviewItemKind::Theme => theme(&self.before.themes()[old], &self.now.themes()[new]),
                ReviewItemKind::Skill => {
                    self.skill(&self.before.skills()[old], &self.now.skills()[new])
                }
                _ => source(&self.before.sources()[old], &self.now.sources()[new]),
            };
            if renamed || !changes.is_empty() {
                let (id, title) = old_name(old);
                let was = renamed.then(|| (id.to_string(), title.to_string()));
                let fate =
                    if renamed { ReviewItemStatus::Renamed } else { ReviewItemStatus::Changed };
                items.push(item(fate, new_name(new), was, changes));
            }
        }
        items.extend(
            matched
                .unmatched_newer()
                .into_iter()
                .map(|at| item(ReviewItemStatus::Added, new_name(at), None, Vec::new())),
        );
        items.extend(
            matched
                .unmatched_older()
                .into_iter()
                .map(|at| item(ReviewItemStatus::Dropped, old_name(at), None, Vec::new())),
        );
        items
    }

    /// Returns the ids and titles of the things of a kind, by position.
    fn names<'c>(
        catalog: &'c Catalog,
        kind: ReviewItemKind,
    ) -> impl Fn(usize) -> (&'c str, &'c str) + use<'c> {
        move |at| match kind {
            ReviewItemKind::Theme => (&catalog.themes()[at].id, &catalog.themes()[at].title),
            ReviewItemKind::Skill => (&catalog.skills()[at].id, &catalog.skills()[at].name),
            _ => (&catalog.sources()[at].id, &catalog.sources()[at].title),
        }
    }

    fn skill(&self, was: &Skill, is: &Skill) -> Vec<TextChange> {
        let Skill {
            id: _,
            name,
            kind,
            group,
            aliases,
            hidden,
            description,
            levels,
            codes,
            broader,
            note,
        } = was;
        let mut changes = Vec::new();
        changes.extend(TextChange::text("name", Some(name), Some(&is.name)));
        changes.extend(TextChange::text("kind", Some(kind.word()), Some(is.kind.word())));
        changes.extend(TextChange::text("group", group.as_deref(), is.group.as_deref()));
        changes.extend(TextChange::list("also called", aliases, &is.aliases));
        changes.extend(TextChange::list("hidden search terms", hidden, &is.hidden));
        changes.extend(TextChange::prose(
            "description",
            description.as_deref(),
            is.description.as_deref(),
        ));
        // If a level of the scale was renamed, its text still belongs to the same level.
        let levels: Vec<(&str, &str)> =
            levels.iter().map(|(level, text)| (self.level(level), text.as_str())).collect();
        for (level, text) in &levels {
            let now =
                is.levels.iter().find(|(other, _)| other == level).map(|(_, text)| text.as_str());
            changes.extend(TextChange::prose(format!("level {level}"), Some(text), now));
        }
        for (level, text) in
            is.levels.iter().filter(|(level, _)| levels.iter().all(|(other, _)| other != level))
        {
            changes.extend(TextChange::text(format!("level {level}"), None, Some(text)));
        }
        changes.extend(TextChange::list("codes", &code_names(codes), &code_names(&is.codes)));
        let broader: Vec<SkillId> = broader
            .iter()
            .map(|skill| SkillId::from_index(self.places.skills[skill.index()]))
            .collect();
        let (left, right) = names(&broader, &is.broader, |skill: SkillId| {
            (self.joint.skill(skill).name.as_str(), self.joint.skill(skill).id.as_str())
        });
        changes.extend(TextChange::list("part of", &left, &right));
        changes.extend(TextChange::prose("note", note.as_deref(), is.note.as_deref()));
        changes
    }

    /// Returns the current name of the level of the older scale called `name`.
    fn level<'s>(&'s self, name: &'s str) -> &'s str {
        for (old, new) in &self.matching.packs {
            let (was, is) =
                (self.before.packs()[*old].scale.names(), self.now.packs()[*new].scale.names());
            if was.len() == is.len()
                && let Some(at) = was.iter().position(|level| level == name)
                && !is.iter().any(|level| level == name)
            {
                return &is[at];
            }
        }
        name
    }

    /// Fills in which roles `items` concern.
    fn fill_roles(&self, items: &mut [ReviewItem]) {
        let mut at: HashMap<ReviewItemKind, HashMap<String, usize>> = HashMap::new();
        for (place, item) in items.iter().enumerate().filter(|(_, item)| !item.id.is_empty()) {
            let of_kind = at.entry(item.kind).or_default();
            of_kind.insert(item.id.clone(), place);
            if let Some((id, _)) = &item.was {
                of_kind.entry(id.clone()).or_insert(place);
            }
        }
        at.remove(&ReviewItemKind::Pack);
        if at.is_empty() {
            return;
        }
        for (role, id) in self.joint.roles().iter().zip(self.joint.role_ids()) {
            let mut note = |kind: ReviewItemKind, name: &str| {
                if let Some(place) = at.get(&kind).and_then(|of_kind| of_kind.get(name))
                    && items[*place].roles.last() != Some(&id)
                {
                    items[*place].roles.push(id);
                }
            };
            role.skills
                .iter()
                .for_each(|asked| note(ReviewItemKind::Skill, &self.joint.skill(asked.skill).id));
            for theme in role
                .responsibilities
                .iter()
                .map(|duty| duty.theme)
                .collect::<std::collections::BTreeSet<_>>()
            {
                note(ReviewItemKind::Theme, &self.joint.theme(theme).id);
            }
            for source in cited_sources(role) {
                note(ReviewItemKind::Source, &self.joint.source(source).id);
            }
        }
    }

    fn comparisons(&self) -> Vec<ReviewItem> {
        let scope = &self.matching.scope;
        let about = |catalog: &Catalog, comparison: &Comparison, marks: &[bool]| {
            comparison.roles.iter().any(|role| in_scope(catalog.role(*role).pack, marks))
        };
        let was: Vec<Comparison> = self
            .before
            .comparisons()
            .iter()
            .filter(|comparison| about(self.before, comparison, &scope.before))
            .map(|comparison| self.newer(comparison))
            .collect();
        let is: Vec<&Comparison> = self
            .now
            .comparisons()
            .iter()
            .filter(|comparison| about(self.now, comparison, &scope.now))
            .collect();
        let set = |comparison: &Comparison| {
            let mut roles = comparison.roles.clone();
            roles.sort_unstable();
            roles
        };
        let (was_sets, is_sets): (Vec<_>, Vec<_>) =
            (was.iter().map(set).collect(), is.iter().map(|comparison| set(comparison)).collect());
        let mut free: Vec<Option<usize>> = (0..is.len()).map(Some).collect();
        let mut pairs: Vec<(usize, Option<usize>)> = Vec::new();
        // The same points of the same roles first.
        for exact in [true, false] {
            for (old, comparison) in was.iter().enumerate() {
                if pairs.iter().any(|(other, _)| *other == old) {
                    continue;
                }
                let found = free.iter_mut().find(|new| {
                    new.is_some_and(|new| {
                        is_sets[new] == was_sets[old]
                            && (!exact || is[new].points == comparison.points)
                    })
                });
                if let Some(found) = found {
                    pairs.push((old, found.take()));
                }
            }
        }
        // Then by content: a comparison with one role more or less.
        let mut stems = StemHasher::new();
        let mut bag = |comparison: &Comparison| {
            TermBag::new(comparison.points.iter().flat_map(|p| stems.of(&point_words(p))).collect())
        };
        let olds: Vec<usize> =
            (0..was.len()).filter(|old| pairs.iter().all(|(other, _)| other != old)).collect();
        let news: Vec<usize> = free.iter().flatten().copied().collect();
        let (old_bags, new_bags): (Vec<TermBag>, Vec<TermBag>) = (
            olds.iter().map(|at| bag(&was[*at])).collect(),
            news.iter().map(|at| bag(is[*at])).collect(),
        );
        let shares = |l: usize, r: usize| {
            was[olds[l]].roles.iter().any(|role| is[news[r]].roles.contains(role))
        };
        for (l, r, _) in rename::pairs(&old_bags, &new_bags, |l: usize, r: usize| {
            if shares(l, r) { old_bags[l].similarity(&new_bags[r]) } else { 0.0 }
        }) {
            pairs.push((olds[l], Some(news[r])));
            free[news[r]] = None;
        }
        pairs.extend(
            olds.iter()
                .filter(|old| pairs.iter().all(|(other, _)| other != *old))
                .map(|old| (*old, None))
                .collect::<Vec<_>>(),
        );
        pairs.sort_unstable();
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
        let added = free.into_iter().flatten();
        items
            .extend(added.map(|new| {
                self.comparison_item(ReviewItemStatus::Added, is[new], &[], Vec::new())
            }));
        items
    }

    fn comparison_item(
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
    fn newer(&self, comparison: &Comparison) -> Comparison {
        let sources = |sources: &[SourceId]| {
            sources
                .iter()
                .map(|source| SourceId::from_index(self.places.sources[source.index()]))
                .collect::<Vec<_>>()
        };
        let point = |point: &ComparisonPoint| ComparisonPoint {
            aspect: point.aspect.clone(),
            texts: point
                .texts
                .iter()
                .map(|(role, text)| (self.places.current_role(*role), text.clone()))
                .collect(),
            sources: sources(&point.sources),
            positions: point
                .positions
                .iter()
                .map(|position| SourcePosition {
                    text: position.text.clone(),
                    sources: sources(&position.sources),
                })
                .collect(),
        };
        Comparison {
            roles: comparison.roles.iter().map(|role| self.places.current_role(*role)).collect(),
            points: comparison.points.iter().map(point).collect(),
        }
    }

    fn comparison(&self, was: &Comparison, is: &Comparison) -> Vec<TextChange> {
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
        let rest = |count: usize, side: &dyn Fn(&(usize, usize)) -> usize| {
            (0..count)
                .filter(|at| places.iter().all(|place| side(place) != *at))
                .collect::<Vec<_>>()
        };
        let (olds, news) =
            (rest(was.points.len(), &|place| place.0), rest(is.points.len(), &|place| place.1));
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
        let aspects = |order: &[usize]| {
            order.iter().map(|at| is.points[*at].aspect.clone()).collect::<Vec<_>>()
        };
        let was_order = aspects(&order);
        order.sort_unstable();
        changes.extend(TextChange::list("order of points", &was_order, &aspects(&order)));
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
    fn one_sided_point(&self, status: DiffStatus, point: &ComparisonPoint) -> TextChange {
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

    fn point(&self, was: &ComparisonPoint, is: &ComparisonPoint) -> Vec<TextChange> {
        let ComparisonPoint { aspect, texts, sources, positions } = was;
        let mut changes = Vec::new();
        changes.extend(TextChange::prose("aspect", Some(aspect), Some(&is.aspect)));
        let mut roles: Vec<RoleId> = texts.iter().chain(&is.texts).map(|(role, _)| *role).collect();
        roles.sort_unstable();
        roles.dedup();
        let said = |texts: &[(RoleId, String)], role: RoleId| {
            texts.iter().find(|(other, _)| *other == role).map(|(_, text)| text.clone())
        };
        for role in roles {
            let label = self.joint.role(role).title.as_str();
            changes.extend(TextChange::prose(
                label,
                said(texts, role).as_deref(),
                said(&is.texts, role).as_deref(),
            ));
        }
        let names = |a: &[SourceId], b: &[SourceId]| source_names(self.joint, a, b);
        let (left, right) = names(sources, &is.sources);
        changes.extend(TextChange::list("sources", &left, &right));
        for at in 0..positions.len().max(is.positions.len()) {
            let (left, right) = (positions.get(at), is.positions.get(at));
            let label = format!("position {}", at + 1);
            changes.extend(TextChange::prose(
                &label,
                left.map(|p| p.text.as_str()),
                right.map(|p| p.text.as_str()),
            ));
            let cites = |position: Option<&SourcePosition>| {
                position.map(|p| p.sources.clone()).unwrap_or_default()
            };
            let (left, right) = names(&cites(left), &cites(right));
            changes.extend(TextChange::list(format!("{label}: sources"), &left, &right));
        }
        changes.into_iter().map(|change| change.with_prefix(&is.aspect)).collect()
    }
}

/// Returns all words of a point.
fn point_words(point: &ComparisonPoint) -> String {
    let texts = point.texts.iter().map(|(_, text)| text.as_str());
    let all = [point.aspect.as_str()].into_iter().chain(texts);
    all.chain(point.positions.iter().map(|position| position.text.as_str()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns every source that a role cites.
fn cited_sources(role: &Role) -> std::collections::BTreeSet<SourceId> {
    let mut sources: std::collections::BTreeSet<SourceId> = role.sources.iter().copied().collect();
    sources.extend(role.reporting.sources.iter().chain(&role.experience.sources));
    sources.extend(role.responsibilities.iter().flat_map(|duty| &duty.sources));
    sources.extend(role.skills.iter().flat_map(|asked| &asked.sources));
    sources.extend(role.moves.iter().flat_map(|step| &step.sources));
    sources.extend(role.pay.iter().map(|pay| pay.source));
    sources
}

fn pack(was: &Pack, is: &Pack) -> Vec<TextChange> {
    // The version distinguishes copies, and the path that a pack was read from is not content.
    let Pack {
        id,
        title,
        version: _,
        license,
        language,
        as_of,
        attribution,
        scale,
        families,
        origin: _,
    } = was;
    let date = |date: Option<crate::model::Date>| date.map(|date| date.to_string());
    let mut changes = Vec::new();
    changes.extend(TextChange::text("id", Some(id), Some(&is.id)));
    changes.extend(TextChange::text("title", Some(title), Some(&is.title)));
    changes.extend(TextChange::text("licence", license.as_deref(), is.license.as_deref()));
    changes.extend(TextChange::text("language", language.as_deref(), is.language.as_deref()));
    changes.extend(TextChange::text("as of", date(*as_of).as_deref(), date(is.as_of).as_deref()));
    changes.extend(TextChange::text(
        "attribution",
        attribution.as_deref(),
        is.attribution.as_deref(),
    ));
    changes.extend(TextChange::list("scale", scale.names(), is.scale.names()));
    changes.extend(TextChange::list("order of families", families, &is.families));
    changes
}

fn theme(was: &Theme, is: &Theme) -> Vec<TextChange> {
    let Theme { id: _, title } = was;
    TextChange::text("title", Some(title), Some(&is.title)).into_iter().collect()
}

fn source(was: &Source, is: &Source) -> Vec<TextChange> {
    let Source { id: _, pack: _, title, publisher, kind, url, published, accessed } = was;
    let date = |date: Option<crate::model::Date>| date.map(|date| date.to_string());
    let mut changes = Vec::new();
    changes.extend(TextChange::text("title", Some(title), Some(&is.title)));
    changes.extend(TextChange::text("publisher", Some(publisher), Some(&is.publisher)));
    changes.extend(TextChange::text("kind", Some(kind.word()), Some(is.kind.word())));
    changes.extend(TextChange::text("address", url.as_deref(), is.url.as_deref()));
    changes.extend(TextChange::text(
        "published",
        date(*published).as_deref(),
        date(is.published).as_deref(),
    ));
    changes.extend(TextChange::text(
        "accessed",
        date(*accessed).as_deref(),
        date(is.accessed).as_deref(),
    ));
    changes
}
