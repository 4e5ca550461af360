//! Lists that lie on top: help, palette, and the question which role to compare with. All are one
//! thing, a field to type in and rows to choose from.

use std::sync::Arc;

use tui_input::Input;

use super::action::{Action, Context, Spec};
use super::carry::{Copy, Form};
use super::cursor::Cursor;
use super::keymap::{Bound, Keymap};
use super::remap::Remap;
use crate::analysis::facets::Facet;
use crate::model::{Catalog, RoleId};
use crate::search::{Hits, Item, Query, highlight};

/// What an overlay is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The keys that work in these contexts.
    Help(&'static [Context]),
    /// Actions of these contexts, and roles.
    Palette(&'static [Context]),
    /// Which role to put to use with this one, and how.
    With(Purpose, RoleId),
    /// What was searched for before.
    Past,
    /// What roles must be.
    Facets,
    /// Roles with a bookmark.
    Bookmarks,
    /// What can be copied.
    Copy,
    /// Files to write.
    Export,
}

/// What two roles are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To stand side by side.
    Compare,
    /// To find the ways from the first to the second.
    Path,
    /// To tell what the first lacks for the second.
    Gap,
}

/// What choosing a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Puts the overlay's role to use with this one.
    With(RoleId),
    /// Takes up the past query that is the label.
    Again,
    /// Copies.
    Copy(Copy),
    /// Writes a file in this form; the label is its name.
    Write(Form),
    /// Asks for the facet at this position, or no longer.
    Want(usize),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What choosing it does.
    pub target: Target,
    /// The keys, where it has any.
    pub keys: String,
    /// What it is.
    pub label: String,
    /// Where it belongs: a context or a family.
    pub place: String,
}

/// A row as it is kept. Of roles there may be thousands, of which a few are seen: those are told
/// when they are drawn.
#[derive(Debug, Clone)]
enum Row {
    Told(Choice),
    Role(Target, RoleId),
}

impl Row {
    fn target(&self) -> Target {
        match self {
            Self::Told(choice) => choice.target,
            Self::Role(target, _) => *target,
        }
    }
}

/// A list on top.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// What it is for.
    pub kind: Kind,
    /// What was typed.
    pub input: Input,
    /// The question last asked about roles.
    pub generation: u64,
    /// The question whose answer leaves the selection where it is: it was asked before, of another
    /// catalog.
    pub again: Option<u64>,
    /// The selection.
    pub cursor: Cursor,
    keymap: Arc<Keymap>,
    rows: Vec<Row>,
    /// The most rows that there were: the box does not shrink while somebody types.
    most: usize,
    /// Roles that were found for what was typed; `None` when nothing was.
    roles: Option<Vec<RoleId>>,
    /// The roles nearest to the one that another is sought for, nearest first.
    near: Vec<RoleId>,
    /// What was searched for before, latest first.
    past: Vec<String>,
    /// Facets, how many roles each would leave, and whether it is asked for.
    facets: Vec<(Facet, usize, bool)>,
    bookmarks: Vec<RoleId>,
    /// What can be copied, its key, and what it would be.
    copies: Vec<(Copy, char, String)>,
    /// The name that is proposed for a file.
    name: String,
}

impl Overlay {
    /// An overlay with everything in it.
    pub fn new(kind: Kind, catalog: &Catalog, keymap: &Arc<Keymap>) -> Self {
        let mut overlay = Self {
            kind,
            input: Input::default(),
            generation: 0,
            again: None,
            cursor: Cursor::default(),
            keymap: Arc::clone(keymap),
            rows: vec![],
            most: 0,
            roles: None,
            near: vec![],
            past: vec![],
            facets: vec![],
            bookmarks: vec![],
            copies: vec![],
            name: String::new(),
        };
        overlay.refilter(catalog);
        overlay
    }

    /// Offers `past` queries, latest first.
    pub fn past(catalog: &Catalog, keymap: &Arc<Keymap>, past: Vec<String>) -> Self {
        let mut overlay = Self::new(Kind::Past, catalog, keymap);
        overlay.past = past;
        overlay.refilter(catalog);
        overlay
    }

    /// Offers bookmarks.
    pub fn bookmarks(catalog: &Catalog, keymap: &Arc<Keymap>, bookmarks: Vec<RoleId>) -> Self {
        let mut overlay = Self::new(Kind::Bookmarks, catalog, keymap);
        overlay.bookmarks = bookmarks;
        overlay.refilter(catalog);
        overlay
    }

    /// Offers facets, each with how many roles it would leave; those of `wanted` are asked for. The
    /// selection stays.
    pub fn offer(&mut self, catalog: &Catalog, counts: Vec<(Facet, usize)>, wanted: &[Facet]) {
        let told = |(facet, count): (Facet, usize)| {
            let asked = wanted.contains(&facet);
            (facet, count, asked)
        };
        self.facets = counts.into_iter().map(told).collect();
        let cursor = self.cursor;
        self.refilter(catalog);
        self.cursor = cursor;
    }

    /// Offers what can be copied.
    pub fn offer_copies(&mut self, catalog: &Catalog, copies: Vec<(Copy, char, String)>) {
        self.copies = copies;
        self.refilter(catalog);
    }

    /// What can be copied, and the key of each.
    pub fn copies(&self) -> impl Iterator<Item = (Copy, char)> {
        self.copies.iter().map(|(what, key, _)| (*what, *key))
    }

    /// Offers files called `name`.
    pub fn offer_files(&mut self, catalog: &Catalog, name: String) {
        self.name = name;
        self.refilter(catalog);
    }

    /// The facet at this position of those offered.
    pub fn facet(&self, at: usize) -> Option<&Facet> {
        self.facets.get(at).map(|(facet, ..)| facet)
    }

    /// The heading.
    pub fn title(&self, catalog: &Catalog) -> String {
        match self.kind {
            Kind::Help(_) => "Keys".to_string(),
            Kind::Palette(_) => "Actions and roles".to_string(),
            Kind::Past => "Searched for before".to_string(),
            Kind::Facets => "Show only roles that are".to_string(),
            Kind::Bookmarks => "Bookmarks".to_string(),
            Kind::Copy => "Copy".to_string(),
            Kind::Export => "Write a file: type a name, or take one".to_string(),
            Kind::With(purpose, role) => {
                let title = &catalog.role(role).title;
                match purpose {
                    Purpose::Compare => format!("Compare {title} with"),
                    Purpose::Path => format!("Path from {title} to"),
                    Purpose::Gap => format!("What to learn from {title} to"),
                }
            }
        }
    }

    /// Whether typing also searches the roles.
    pub fn wants_roles(&self) -> bool {
        matches!(self.kind, Kind::Palette(_) | Kind::With(..) | Kind::Bookmarks)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cells that the keys of its rows take at most.
    pub fn keys(&self) -> usize {
        let keys = |row: &Row| match row {
            Row::Told(choice) => choice.keys.chars().count(),
            Row::Role(..) => 0,
        };
        self.rows.iter().map(keys).max().unwrap_or(0)
    }

    /// How many rows there were at most.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at this position.
    pub fn row(&self, catalog: &Catalog, at: usize) -> Option<Choice> {
        Some(match self.rows.get(at)? {
            Row::Told(choice) => choice.clone(),
            Row::Role(target, role) => role_choice(catalog, *role, *target),
        })
    }

    /// What choosing the row under the cursor does.
    pub fn selected(&self) -> Option<Target> {
        self.rows.get(self.cursor.at).map(Row::target)
    }

    /// Takes the search's answer about roles.
    pub fn found(&mut self, catalog: &Catalog, hits: &Hits) {
        let role = |item| match item {
            Item::Role(role) => Some(role),
            _ => None,
        };
        let (before, cursor) = (self.selected(), self.cursor);
        self.roles = Some(hits.hits.iter().filter_map(|hit| role(hit.item)).collect());
        self.refilter(catalog);
        if self.again == Some(self.generation) {
            self.stay(before, cursor);
        }
    }

    /// Offers the same of another catalog, the same row selected. `None` when there is nothing left
    /// to ask.
    #[must_use]
    pub fn remap(mut self, map: &Remap<'_>) -> Option<Self> {
        if let Kind::With(_, role) = &mut self.kind {
            *role = map.role(*role)?;
        }
        let target = self.selected().and_then(|target| match target {
            Target::Run(_)
            | Target::Again
            | Target::Want(_)
            | Target::Copy(_)
            | Target::Write(_) => Some(target),
            Target::Open(role) => map.role(role).map(Target::Open),
            Target::With(role) => map.role(role).map(Target::With),
        });
        let cursor = self.cursor;
        self.near = map.roles(&self.near);
        self.bookmarks = map.roles(&self.bookmarks);
        self.roles = self.roles.map(|roles| map.roles(&roles));
        self.refilter(map.new);
        self.stay(target, cursor);
        Some(self)
    }

    /// Selects the row of `target`, at its place on the screen; without one the row that `cursor`
    /// was on.
    fn stay(&mut self, target: Option<Target>, cursor: Cursor) {
        let at = self.rows.iter().position(|row| Some(row.target()) == target).unwrap_or(cursor.at);
        let above = cursor.at - cursor.top.min(cursor.at);
        self.cursor =
            Cursor { at: at.min(self.rows.len().saturating_sub(1)), top: at.saturating_sub(above) };
    }

    /// Learns which roles are nearest to `role`: they are offered first while nothing is typed.
    pub fn learn(&mut self, catalog: &Catalog, role: RoleId, near: Vec<RoleId>) {
        let asked = matches!(self.kind, Kind::With(_, left) if left == role);
        // Whoever has moved or typed already knows what they look for.
        if asked && self.roles.is_none() && self.cursor == Cursor::default() {
            self.near = near;
            self.refilter(catalog);
        }
    }

    /// Rows for what stands in the field now; the first is selected.
    pub fn refilter(&mut self, catalog: &Catalog) {
        let query = Query::parse(self.input.value());
        if query.is_empty() {
            self.roles = None;
        }
        self.rows.clear();
        match self.kind {
            Kind::Help(contexts) => {
                self.rows.extend(actions(&self.keymap, contexts, &query, |_| true).map(Row::Told));
            }
            Kind::Palette(contexts) => {
                self.rows
                    .extend(actions(&self.keymap, contexts, &query, in_palette).map(Row::Told));
                let roles = self.listed_roles(catalog, None);
                self.rows.extend(roles.into_iter().map(|r| Row::Role(Target::Open(r), r)));
            }
            Kind::Past => {
                let fits = |text: &&String| query.is_empty() || !highlight(&query, text).is_empty();
                let again = |text: &String| Choice {
                    target: Target::Again,
                    keys: String::new(),
                    label: text.clone(),
                    place: String::new(),
                };
                self.rows.extend(self.past.iter().filter(fits).map(again).map(Row::Told));
            }
            Kind::Facets => {
                let words: Vec<String> =
                    query.text().split_whitespace().map(str::to_lowercase).collect();
                let fits = |text: &str| words.iter().all(|word| text.to_lowercase().contains(word));
                let choice =
                    |(at, (facet, count, wanted)): (usize, &(Facet, usize, bool))| Choice {
                        target: Target::Want(at),
                        keys: if *wanted { "✓" } else { "" }.to_string(),
                        label: format!("{facet}  {count}"),
                        place: facet.kind().to_string(),
                    };
                let choices = self.facets.iter().enumerate().map(choice);
                self.rows.extend(
                    choices
                        .filter(|choice| fits(&format!("{} {}", choice.place, choice.label)))
                        .map(Row::Told),
                );
            }
            Kind::Copy => {
                let choice = |(what, key, label): &(Copy, char, String)| Choice {
                    target: Target::Copy(*what),
                    keys: key.to_string(),
                    label: label.clone(),
                    place: String::new(),
                };
                let fits = |choice: &Choice| {
                    query.is_empty() || !highlight(&query, &choice.label).is_empty()
                };
                self.rows.extend(self.copies.iter().map(choice).filter(fits).map(Row::Told));
            }
            Kind::Export => {
                let typed = self.input.value().trim();
                let asked = Form::of(std::path::Path::new(typed));
                let stem = if typed.is_empty() { self.name.as_str() } else { typed };
                for form in
                    Form::ALL.into_iter().filter(|form| asked.is_none_or(|asked| asked == *form))
                {
                    let name = if asked.is_some() {
                        stem.to_string()
                    } else {
                        format!("{stem}.{}", form.format().1)
                    };
                    self.rows.push(Row::Told(Choice {
                        target: Target::Write(form),
                        keys: String::new(),
                        label: name,
                        place: form.word().to_string(),
                    }));
                }
            }
            Kind::Bookmarks => {
                let fits = |role: &&RoleId| match &self.roles {
                    _ if query.is_empty() => true,
                    Some(found) => found.contains(*role),
                    None => !highlight(&query, &catalog.role(**role).title).is_empty(),
                };
                let kept = self.bookmarks.iter().filter(fits);
                self.rows.extend(kept.map(|&role| Row::Role(Target::Open(role), role)));
            }
            Kind::With(_, left) => {
                let roles = self.listed_roles(catalog, Some(left));
                self.rows.extend(roles.into_iter().map(|r| Row::Role(Target::With(r), r)));
            }
        }
        self.cursor = Cursor::default();
        self.most = self.most.max(self.rows.len());
    }

    /// The roles found; all of them, family by family, before anything is typed: those that people
    /// confuse with `left` first, then the nearest to it.
    fn listed_roles(&self, catalog: &Catalog, left: Option<RoleId>) -> Vec<RoleId> {
        let all = || catalog.families().flat_map(|(_, roles)| roles.iter().copied());
        match (&self.roles, left) {
            (Some(found), _) => found.iter().copied().filter(|&role| Some(role) != left).collect(),
            (None, None) => all().collect(),
            (None, Some(left)) => {
                let near = catalog.role(left).confused_with.iter().chain(&self.near).copied();
                let mut listed = vec![false; catalog.roles().len()];
                listed[left.index()] = true;
                near.chain(all())
                    .filter(|role| !std::mem::replace(&mut listed[role.index()], true))
                    .collect()
            }
        }
    }
}

fn role_choice(catalog: &Catalog, id: RoleId, target: Target) -> Choice {
    let role = catalog.role(id);
    Choice { target, keys: String::new(), label: role.title.clone(), place: role.family.clone() }
}

/// Moving about in a list is not worth a row of the palette.
fn in_palette(spec: &Spec) -> bool {
    use Action as A;
    !matches!(
        spec.action,
        A::Down
            | A::Up
            | A::Top
            | A::Bottom
            | A::HalfDown
            | A::HalfUp
            | A::PageDown
            | A::PageUp
            | A::Left
            | A::Right
    ) && !matches!(spec.action, A::Palette | A::Cancel | A::Open)
}

/// The rows of the action table for `contexts` that `query` matches: the earliest match first, and
/// without a query what most people come for.
fn actions(
    keymap: &Keymap,
    contexts: &[Context],
    query: &Query,
    keep: fn(&Spec) -> bool,
) -> impl Iterator<Item = Choice> {
    let mut rows: Vec<(usize, Choice)> = Vec::new();
    for Bound { spec, keys } in
        keymap.effective(contexts).into_iter().filter(|bound| keep(bound.spec))
    {
        let text = format!("{} {}", spec.doc, keys.join(" "));
        let matched = highlight(query, &text);
        let rank = match matched.first() {
            Some(first) => first.start + matched.len() * 100,
            // Those without a priority come behind, in the order of the table.
            None if query.is_empty() => usize::from(spec.priority).wrapping_sub(1),
            None => continue,
        };
        let choice = Choice {
            target: Target::Run(spec.action),
            keys: keys.join(" "),
            label: spec.doc.to_string(),
            place: spec.context.title().to_string(),
        };
        rows.push((rank, choice));
    }
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, choice)| choice)
}
