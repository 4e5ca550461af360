//! Compares everything in packs except roles.

mod comparisons;

use std::collections::HashMap;

use super::matching::{CatalogMatching, MatchedItems};
use super::roles::{code_names, names};
use super::{JointPositions, ReviewItem, ReviewItemKind, ReviewItemStatus};
use crate::analysis::diff::TextChange;
use crate::model::{
    Catalog, Date, Pack, PackId, Role, RoleId, Skill, SkillId, Source, SourceId, Theme,
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
        let mut items = Vec::new();
        for (old, new) in &self.matching.packs {
            let (was, is) = (&self.before.packs()[*old], &self.now.packs()[*new]);
            let changes = pack(was, is);
            if !changes.is_empty() {
                let packs = vec![PackId::from_index(*new), older_pack(*old, self.places.packs)];
                items.push(pack_item(ReviewItemStatus::Changed, &is.title, &is.id, packs, changes));
            }
        }
        // Packs in the scope of the review that only one copy has.
        let scope = &self.matching.scope;
        for (new, pack) in self.now.packs().iter().enumerate().filter(|(at, _)| scope.now[*at]) {
            if self.matching.packs.iter().all(|(_, matched)| *matched != new) {
                items.push(pack_item(
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
                items.push(pack_item(
                    ReviewItemStatus::Dropped,
                    &pack.title,
                    &pack.id,
                    vec![older_pack(old, self.places.packs)],
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
        let was: Vec<usize> = pairs.iter().map(|(_, new)| *new).collect();
        let mut is = was.clone();
        is.sort_unstable();
        let change = (was != is)
            .then(|| {
                TextChange::list(
                    "order of themes",
                    &theme_titles(&was, self.now),
                    &theme_titles(&is, self.now),
                )
            })
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
                items.push(item_of_kind(fate, new_name(new), was, changes, kind));
            }
        }
        items.extend(
            matched.unmatched_newer().into_iter().map(|at| {
                item_of_kind(ReviewItemStatus::Added, new_name(at), None, Vec::new(), kind)
            }),
        );
        items.extend(matched.unmatched_older().into_iter().map(|at| {
            item_of_kind(ReviewItemStatus::Dropped, old_name(at), None, Vec::new(), kind)
        }));
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
            role.skills.iter().for_each(|asked| {
                note_role(ReviewItemKind::Skill, &self.joint.skill(asked.skill).id, &at, id, items);
            });
            for theme in role
                .responsibilities
                .iter()
                .map(|duty| duty.theme)
                .collect::<std::collections::BTreeSet<_>>()
            {
                note_role(ReviewItemKind::Theme, &self.joint.theme(theme).id, &at, id, items);
            }
            for source in cited_sources(role) {
                note_role(ReviewItemKind::Source, &self.joint.source(source).id, &at, id, items);
            }
        }
    }
}

fn pack_item(
    fate: ReviewItemStatus,
    title: &str,
    id: &str,
    packs: Vec<PackId>,
    changes: Vec<TextChange>,
) -> ReviewItem {
    ReviewItem {
        kind: ReviewItemKind::Pack,
        status: fate,
        id: id.to_string(),
        title: title.to_string().into(),
        was: None,
        changes,
        roles: Vec::new(),
        packs,
    }
}

fn older_pack(old: usize, packs: usize) -> PackId {
    PackId::from_index(packs + old)
}

fn theme_titles(order: &[usize], now: &Catalog) -> Vec<String> {
    order.iter().map(|at| now.themes()[*at].title.clone()).collect::<Vec<_>>()
}

fn item_of_kind(
    fate: ReviewItemStatus,
    (id, title): (&str, &str),
    was: Option<(String, String)>,
    changes: Vec<TextChange>,
    kind: ReviewItemKind,
) -> ReviewItem {
    ReviewItem {
        kind,
        status: fate,
        id: id.to_string(),
        title: title.to_string().into(),
        was,
        changes,
        roles: Vec::new(),
        packs: Vec::new(),
    }
}

fn note_role(
    kind: ReviewItemKind,
    name: &str,
    at: &HashMap<ReviewItemKind, HashMap<String, usize>>,
    id: RoleId,
    items: &mut [ReviewItem],
) {
    if let Some(place) = at.get(&kind).and_then(|of_kind| of_kind.get(name))
        && items[*place].roles.last() != Some(&id)
    {
        items[*place].roles.push(id);
    }
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
    let mut changes = Vec::new();
    changes.extend(TextChange::text("id", Some(id), Some(&is.id)));
    changes.extend(TextChange::text("title", Some(title), Some(&is.title)));
    changes.extend(TextChange::text("licence", license.as_deref(), is.license.as_deref()));
    changes.extend(TextChange::text("language", language.as_deref(), is.language.as_deref()));
    changes.extend(TextChange::text(
        "as of",
        date_text(*as_of).as_deref(),
        date_text(is.as_of).as_deref(),
    ));
    changes.extend(TextChange::text(
        "attribution",
        attribution.as_deref(),
        is.attribution.as_deref(),
    ));
    changes.extend(TextChange::list("scale", scale.names(), is.scale.names()));
    changes.extend(TextChange::list("order of families", families, &is.families));
    changes
}

fn date_text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn theme(was: &Theme, is: &Theme) -> Vec<TextChange> {
    let Theme { id: _, title } = was;
    TextChange::text("title", Some(title), Some(&is.title)).into_iter().collect()
}

fn source(was: &Source, is: &Source) -> Vec<TextChange> {
    let Source { id: _, pack: _, title, publisher, kind, url, published, accessed } = was;
    let mut changes = Vec::new();
    changes.extend(TextChange::text("title", Some(title), Some(&is.title)));
    changes.extend(TextChange::text("publisher", Some(publisher), Some(&is.publisher)));
    changes.extend(TextChange::text("kind", Some(kind.word()), Some(is.kind.word())));
    changes.extend(TextChange::text("address", url.as_deref(), is.url.as_deref()));
    changes.extend(TextChange::text(
        "published",
        date_text(*published).as_deref(),
        date_text(is.published).as_deref(),
    ));
    changes.extend(TextChange::text(
        "accessed",
        date_text(*accessed).as_deref(),
        date_text(is.accessed).as_deref(),
    ));
    changes
}
