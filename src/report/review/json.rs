//! Changes between two copies of packs as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::RoleReview;
use crate::analysis::diff::{Diff, ExcerptOptions};
use crate::analysis::review::{CatalogVersions, RenamedRole, Review, ReviewItem, ReviewItemKind};
use crate::json::to_value;
use crate::model::{Catalog, Pack, RoleId};
use crate::report::diff::{self, ChangeEntry, DiffAnswer};
use crate::report::reference::RoleRef;
use crate::report::round_likelihood;

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ReviewAnswer<'a> {
    schema: &'static str,
    before: Vec<PackVersion<'a>>,
    now: Vec<PackVersion<'a>>,
    added: Vec<VersionRef<'a>>,
    dropped: Vec<VersionRef<'a>>,
    renamed: Vec<RenamedEntry<'a>>,
    #[schemars(with = "Vec<DiffAnswer<'a>>")]
    changed: Vec<Value>,
    same: usize,
    packs: Vec<ItemEntry<'a>>,
    themes: Vec<ItemEntry<'a>>,
    skills: Vec<ItemEntry<'a>>,
    sources: Vec<ItemEntry<'a>>,
    comparisons: Vec<ItemEntry<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PackVersion<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
}

impl<'a> PackVersion<'a> {
    fn list(packs: &'a [Pack]) -> Vec<Self> {
        let versions = packs.iter().map(|pack| Self {
            id: &pack.id,
            title: &pack.title,
            version: &pack.version,
        });
        versions.collect()
    }
}

/// A role with the id and the title from its own copy.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct VersionRef<'a> {
    id: &'a str,
    title: &'a str,
}

impl<'a> VersionRef<'a> {
    fn new(copies: &'a CatalogVersions, role: RoleId) -> Self {
        let (id, title) = copies.name(role);
        Self { id, title }
    }

    fn list(copies: &'a CatalogVersions, roles: &[RoleId]) -> Vec<Self> {
        roles.iter().map(|role| Self::new(copies, *role)).collect()
    }
}

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct RenamedEntry<'a> {
    from: VersionRef<'a>,
    to: VersionRef<'a>,
    similarity: f64,
}

impl<'a> RenamedEntry<'a> {
    fn new(copies: &'a CatalogVersions, renamed: &RenamedRole) -> Self {
        Self {
            from: VersionRef::new(copies, renamed.was),
            to: VersionRef::new(copies, renamed.now),
            similarity: round_likelihood(renamed.similarity),
        }
    }
}

/// The name of an item: a skill has a `name`, everything else a `title`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ItemName {
    Name(String),
    Title(String),
}

impl ItemName {
    fn new(kind: ReviewItemKind, name: String) -> Self {
        match kind {
            ReviewItemKind::Skill => Self::Name(name),
            _ => Self::Title(name),
        }
    }
}

/// The id and the name that an item had before.
#[derive(Serialize, JsonSchema)]
struct OlderName<'a> {
    id: &'a str,
    #[serde(flatten)]
    name: ItemName,
}

/// A change of something other than a role.
#[derive(Serialize, JsonSchema)]
struct ItemEntry<'a> {
    id: Option<&'a str>,
    #[serde(flatten)]
    name: ItemName,
    change: &'static str,
    was: Option<OlderName<'a>>,
    changes: Vec<ChangeEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<RoleRef<'a>>>,
}

impl<'a> ItemEntry<'a> {
    fn new(copies: &'a CatalogVersions, item: &'a ReviewItem) -> Self {
        let was = item
            .was
            .as_ref()
            .map(|(id, name)| OlderName { id, name: ItemName::new(item.kind, name.clone()) });
        let roles = item.roles.iter().filter(|role| role.index() < copies.newer_count());
        Self {
            id: (!item.id.is_empty()).then_some(&item.id),
            name: ItemName::new(item.kind, diff::wording_text(&item.title)),
            change: item.status.word(),
            was,
            changes: ChangeEntry::list(&item.changes),
            roles: (item.kind != ReviewItemKind::Pack)
                .then(|| roles.map(|role| RoleRef::new(&copies.catalog, *role)).collect()),
        }
    }

    fn of_kind(copies: &'a CatalogVersions, review: &'a Review, kind: ReviewItemKind) -> Vec<Self> {
        let items = review.items.iter().filter(|item| item.kind == kind);
        items.map(|item| Self::new(copies, item)).collect()
    }
}

/// A changed item on a line of its own, or beside a role.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ItemLine<'a> {
    kind: &'static str,
    #[serde(flatten)]
    item: ItemEntry<'a>,
}

impl<'a> ItemLine<'a> {
    fn new(copies: &'a CatalogVersions, item: &'a ReviewItem) -> Self {
        Self { kind: item.kind.word(), item: ItemEntry::new(copies, item) }
    }
}

/// A changed role on a line of its own.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct RoleLine<T> {
    change: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    content: T,
}

impl<T: Serialize> RoleLine<T> {
    fn value(change: &'static str, content: T) -> Value {
        to_value(&Self { change, kind: "role", content })
    }
}

/// The review as JSON.
pub fn json(
    copies: &CatalogVersions,
    review: &Review,
    before: &Catalog,
    now: &Catalog,
    excerpt: ExcerptOptions,
) -> Value {
    let changed = review.changed.iter();
    to_value(&ReviewAnswer {
        schema: "roledex/review/1",
        before: PackVersion::list(before.packs()),
        now: PackVersion::list(now.packs()),
        added: VersionRef::list(copies, &review.added),
        dropped: VersionRef::list(copies, &review.dropped),
        renamed: (review.renamed.iter())
            .map(|renamed| RenamedEntry::new(copies, renamed))
            .collect(),
        changed: changed
            .map(|changed| diff::json(&copies.catalog, &changed.excerpt(excerpt), None))
            .collect(),
        same: review.same,
        packs: ItemEntry::of_kind(copies, review, ReviewItemKind::Pack),
        themes: ItemEntry::of_kind(copies, review, ReviewItemKind::Theme),
        skills: ItemEntry::of_kind(copies, review, ReviewItemKind::Skill),
        sources: ItemEntry::of_kind(copies, review, ReviewItemKind::Source),
        comparisons: ItemEntry::of_kind(copies, review, ReviewItemKind::Comparison),
    })
}

/// The review as a sequence of JSON values: one line for each changed item.
pub fn json_lines(
    copies: &CatalogVersions,
    review: &Review,
    excerpt: ExcerptOptions,
) -> Vec<Value> {
    let items = review.items.iter();
    let mut lines: Vec<Value> = items.map(|item| to_value(&ItemLine::new(copies, item))).collect();
    for renamed in &review.renamed {
        lines.push(RoleLine::value("renamed", RenamedEntry::new(copies, renamed)));
    }
    for (change, roles) in [("added", &review.added), ("dropped", &review.dropped)] {
        lines.extend(
            roles.iter().map(|role| RoleLine::value(change, VersionRef::new(copies, *role))),
        );
    }
    for changed in &review.changed {
        let excerpt: Diff = changed.excerpt(excerpt);
        lines.push(RoleLine::value("changed", DiffAnswer::new(&copies.catalog, &excerpt, None)));
    }
    lines
}

/// A line of a review.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::report) enum ReviewLine<'a> {
    Item(ItemLine<'a>),
    Renamed(RoleLine<RenamedEntry<'a>>),
    AddedOrDropped(RoleLine<VersionRef<'a>>),
    Changed(RoleLine<DiffAnswer<'a>>),
}

/// The review of one role: its diff with the related changes.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct RoleReviewAnswer<'a> {
    #[serde(flatten)]
    diff: DiffAnswer<'a>,
    renamed: Option<RenamedEntry<'a>>,
    around: Vec<ItemLine<'a>>,
}

impl RoleReview<'_> {
    /// The review as JSON: a diff, with the related changes.
    pub fn json(&self) -> Value {
        let around = self.related_items.iter();
        to_value(&RoleReviewAnswer {
            diff: DiffAnswer::new(&self.copies.catalog, self.diff, None),
            renamed: self.renamed.as_ref().map(|renamed| RenamedEntry::new(self.copies, renamed)),
            around: around.map(|item| ItemLine::new(self.copies, item)).collect(),
        })
    }
}
