//! Changes between two copies of packs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{Cell, Meaning, Row, Section, Sheet, Tone, named};
use super::{Ink, Page, diff, write_hanging};
use crate::analysis::diff::{Diff, Excerpt};
use crate::analysis::review::{Copies, Item, ItemFate, ItemKind, Renamed, Review};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, Pack, RoleId};

/// The names of the packs in the older and the newer copy: `Product roles 2026.10 → 2026.11`.
pub fn title(before: &Catalog, now: &Catalog) -> String {
    let names =
        |catalog: &Catalog| catalog.packs().iter().map(named).collect::<Vec<_>>().join(", ");
    match (before.packs(), now.packs()) {
        ([old], [new]) if old.title == new.title && old.version != new.version => {
            format!("{} → {}", named(old), new.version)
        }
        _ => format!("{} → {}", names(before), names(now)),
    }
}

/// Number of roles that changed, were renamed, added or dropped, or stayed the same: sign, number,
/// word.
fn counts(review: &Review) -> [(&'static str, usize, &'static str); 5] {
    [
        ("~", review.changed.len(), "changed"),
        ("→", review.renamed.len(), "renamed"),
        ("+", review.added.len(), "added"),
        ("−", review.dropped.len(), "dropped"),
        ("=", review.same, "as before"),
    ]
}

/// The heading for a kind of things other than roles, in the order of [`Review::items`].
fn heading(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Pack => "Pack",
        ItemKind::Theme => "Themes",
        ItemKind::Skill => "Skill definitions",
        ItemKind::Source => "Sources",
        ItemKind::Comparison => "Comparisons",
    }
}

/// The change of `item` in general: sign, word, tone.
fn fate(item: &Item) -> (&'static str, &'static str, Tone) {
    match item.fate {
        ItemFate::Changed => ("~", "changed", Tone::Changed),
        ItemFate::Renamed => ("→", "renamed", Tone::Changed),
        ItemFate::Added => ("+", "added", Tone::Right),
        ItemFate::Dropped => ("−", "dropped", Tone::Left),
    }
}

/// Number of roles that a change of `item` affects.
fn reach(copies: &Copies, item: &Item) -> String {
    // A role that is in both copies counts once.
    let newer = |role: &&RoleId| role.index() < copies.newer();
    let (newer, older) = (item.roles.iter().filter(newer).count(), item.roles.len());
    let count = if newer > 0 { newer } else { older };
    match (item.kind, count) {
        (ItemKind::Skill | ItemKind::Source | ItemKind::Theme, 0) => "used by no role".to_string(),
        (ItemKind::Skill | ItemKind::Source | ItemKind::Theme, 1) => "used by 1 role".to_string(),
        (ItemKind::Skill | ItemKind::Source | ItemKind::Theme, count) => {
            format!("used by {count} roles")
        }
        (ItemKind::Pack | ItemKind::Comparison, _) => String::new(),
    }
}

/// The text `Baker (baker)`: a name with its id, if it has one.
fn with_id(title: &str, id: &str) -> String {
    if id.is_empty() || id == title { title.to_string() } else { format!("{title} ({id})") }
}

/// The rows of `item`: its change in general, then each detail.
fn item_rows(copies: &Copies, item: &Item) -> Vec<Row> {
    let section = heading(item.kind);
    let note = reach(copies, item);
    let mut rows = Vec::new();
    let title = || diff::worded(&item.title, Meaning::Plain);
    let (before, after) = match (&item.was, item.fate) {
        (Some((id, was)), _) => {
            (with_id(was, id).into(), with_id(&item.title.text(), &item.id).into())
        }
        (None, ItemFate::Dropped) => (title(), Cell::default()),
        (None, _) => (Cell::default(), title()),
    };
    if item.fate != ItemFate::Changed {
        rows.push(diff::whole(section, fate(item), [title(), before, after, note.as_str().into()]));
    }
    let mut changes = diff::changes(section, &item.changes, &note);
    for row in &mut changes {
        if let Some(label) = row.cells.get_mut(diff::LABEL) {
            *label = title().and(format!(": {}", label.text()), Meaning::Plain);
        }
    }
    rows.extend(changes);
    rows
}

/// The sections about `items`, one for each kind, and the id of the item of each row.
fn item_sections(
    copies: &Copies,
    items: &[Item],
    sides: (&str, &str),
) -> Vec<(Section, Vec<String>)> {
    let mut sections = Vec::new();
    for of_kind in items.chunk_by(|a, b| a.kind == b.kind) {
        let rows = of_kind.iter().map(|item| (item_rows(copies, item), &item.id));
        let (mut all, mut ids) = (Vec::new(), Vec::new());
        for (rows, id) in rows {
            ids.extend(rows.iter().map(|_| id.clone()));
            all.extend(rows);
        }
        sections.push((diff::changes_section(heading(of_kind[0].kind), sides, all), ids));
    }
    sections
}

/// The similarity of a renamed role: `87 % the same`.
fn likeness(renamed: &Renamed) -> String {
    // Only a role that is the same in everything is 100 %.
    let percent = (renamed.likeness * 100.0).round();
    format!("{:.0} % the same", if renamed.likeness < 1.0 { percent.min(99.0) } else { percent })
}

/// The old and the new name of a role: `Baker (baker)`, `Bread baker (bread-baker)`.
fn names(copies: &Copies, renamed: &Renamed) -> [String; 2] {
    [renamed.was, renamed.now].map(|role| {
        let (id, title) = copies.name(role);
        with_id(title, id)
    })
}

/// The review as a sheet: a section for the roles that were renamed, added or dropped, one for each
/// kind of other items, then those of each role that changed, as far as `excerpt` shows them.
pub fn sheet(copies: &Copies, review: &Review, title: &str, excerpt: Excerpt) -> Sheet {
    let catalog = &copies.catalog;
    let columns = std::iter::once("id").chain(diff::COLUMNS);
    let counts = counts(review).into_iter().fold(Cell::default(), |cell, (sign, count, word)| {
        let gap = if cell.is_empty() { "" } else { " · " };
        cell.and(gap, Meaning::Plain)
            .and(sign, Meaning::Sign)
            .and(format!("{count} {word}"), Meaning::Plain)
    });
    let (mut rows, mut ids) = (Vec::new(), Vec::new());
    let mut whole = |id: &str, fate, cells: [&str; 4]| {
        rows.push(diff::whole("Roles", fate, cells.map(Cell::from)));
        ids.push(id.to_string());
    };
    for renamed in &review.renamed {
        let [before, after] = names(copies, renamed);
        let id = copies.name(renamed.now).0;
        whole(id, ("→", "renamed", Tone::Changed), ["", &before, &after, &likeness(renamed)]);
    }
    for role in &review.added {
        let (id, title) = copies.name(*role);
        whole(id, ("+", "added", Tone::Right), ["", "", title, ""]);
    }
    for role in &review.dropped {
        let (id, title) = copies.name(*role);
        whole(id, ("−", "dropped", Tone::Left), ["", title, "", ""]);
    }
    let roles = Section::new("Roles")
        .show(diff::VERDICT, "")
        .show(diff::LEFT, "Before")
        .show(diff::RIGHT, "Now");
    let roles =
        roles.show(diff::NOTE, "Note").rows(rows).first_column(|at| ids[at].as_str().into());
    let mut sheet = Sheet::new(catalog, title, columns).lead(counts);
    if review.is_empty() {
        sheet = sheet.lead(NOTHING);
    }
    sheet = sheet.section(roles);
    sheet.notices.dedup();
    for (section, ids) in item_sections(copies, &review.items, ("Before", "Now")) {
        sheet = sheet.section(section.first_column(|at| ids[at].as_str().into()));
    }
    for changed in &review.changed {
        let (id, title) = copies.name(changed.right);
        for section in role_sections(catalog, changed, excerpt) {
            let heading = format!("{title}: {}", section.heading.to_lowercase());
            sheet = sheet.section(Section { heading, ..section.first_column(|_| id.into()) });
        }
    }
    sheet
}

/// Shown if nothing changed.
pub const NOTHING: &str = "Nothing changed.";

/// The sections for the old and the new version of one role.
fn role_sections(catalog: &Catalog, changed: &Diff, excerpt: Excerpt) -> Vec<Section> {
    let sections = diff::sheet(catalog, &changed.excerpt(excerpt), None).sections;
    sections.into_iter().map(in_time).collect()
}

/// Rewords a section that compares two roles for two copies of one role.
fn in_time(mut section: Section) -> Section {
    let skills = section.heading == "Skills";
    let duties = section.heading == "Responsibilities";
    for row in &mut section.rows {
        let reworded = duties && row.cell(diff::LEFT).text() != row.cell(diff::RIGHT).text();
        let changed = row.tone == Tone::Changed;
        let said = |cell: &Cell| -> Option<&str> {
            Some(match cell.text().as_str() {
                "left" | "only left" => "dropped",
                "right" | "only right" => "added",
                "changed" if reworded => "reworded",
                _ => return None,
            })
        };
        // Words for what changed replace the advice on what to learn.
        let of_skill = |cell: &Cell| {
            let text = cell.text();
            let is = |status: &SkillStatus| text == status.word() || text == status.advice().1;
            Some(match SkillStatus::ORDER.into_iter().find(is)? {
                SkillStatus::Grow => "raised",
                SkillStatus::LetGo => "lowered",
                SkillStatus::Right => "added",
                SkillStatus::Left => "dropped",
                SkillStatus::Same if changed => "changed",
                SkillStatus::Same => return None,
            })
        };
        let columns = if skills {
            &[diff::STATUS, diff::VERDICT, diff::LABEL][..]
        } else {
            &[diff::STATUS, diff::VERDICT]
        };
        for column in columns {
            if let Some(cell) = row.cells.get_mut(*column)
                && let Some(word) =
                    if skills { of_skill(cell).or_else(|| said(cell)) } else { said(cell) }
            {
                let sign = if word == "changed" { "~" } else { cell.sign() };
                *cell = Cell::signed(sign, word);
            }
        }
    }
    section
}

/// Writes the review as text; in a pipe as `id` followed by the columns of a diff, separated by
/// tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    copies: &Copies,
    review: &Review,
    title: &str,
    (excerpt, page): (Excerpt, Page),
) -> io::Result<()> {
    let catalog = &copies.catalog;
    let Some(width) = page.width else {
        return sheet(copies, review, title, excerpt).write_records(out, page);
    };
    write_hanging(out, "", &page.ink(title, Ink::Heading), width)?;
    let counts = counts(review).map(|(sign, count, word)| format!("{sign} {count} {word}"));
    writeln!(out, "{}", counts.join("  "))?;
    if review.is_empty() {
        return writeln!(out, "{NOTHING}");
    }
    for renamed in &review.renamed {
        let [before, after] = names(copies, renamed);
        let text = format!("{before} → {after}, {}", likeness(renamed));
        write_hanging(out, &page.ink("→ renamed   ", Ink::Heading), &text, width)?;
    }
    for (sign, word, roles, ink) in
        [("+", "added", &review.added, Ink::Right), ("−", "dropped", &review.dropped, Ink::Left)]
    {
        if !roles.is_empty() {
            let label = page.ink(&format!("{sign} {word:<9} "), ink);
            let titles = Cell::list(roles.iter().map(|role| copies.name(*role).1));
            write_hanging(out, &label, &titles.text(), width)?;
        }
    }
    write_items(out, copies, &review.items, width, page)?;
    for changed in &review.changed {
        let rule = "─".repeat(width.min(72));
        writeln!(out, "\n{}", page.ink(&rule, Ink::Dim))?;
        writeln!(out, "{}", page.ink(copies.name(changed.right).1, Ink::Title))?;
        diff::write_counts(out, changed, ["changed", "dropped", "added", "as before"])?;
        diff::write_sections(out, &role_sections(catalog, changed, excerpt), width, page)?;
    }
    Ok(())
}

fn write_items(
    out: &mut impl Write,
    copies: &Copies,
    items: &[Item],
    width: usize,
    page: Page,
) -> io::Result<()> {
    let sections = item_sections(copies, items, ("", "")).into_iter().map(|(section, _)| section);
    diff::write_sections(out, &sections.collect::<Vec<_>>(), width, page)
}

/// The review as JSON.
pub fn json(
    copies: &Copies,
    review: &Review,
    before: &Catalog,
    now: &Catalog,
    excerpt: Excerpt,
) -> Value {
    let catalog = &copies.catalog;
    let pack = |pack: &Pack| json!({ "id": pack.id, "title": pack.title, "version": pack.version });
    let of = |kind: ItemKind| -> Value {
        review
            .items
            .iter()
            .filter(|item| item.kind == kind)
            .map(|item| item_json(copies, item))
            .collect()
    };
    json!({
        "schema": "roledex/review/1",
        "before": before.packs().iter().map(pack).collect::<Vec<_>>(),
        "now": now.packs().iter().map(pack).collect::<Vec<_>>(),
        "added": review.added.iter().map(|role| name_json(copies, *role)).collect::<Vec<_>>(),
        "dropped": review.dropped.iter().map(|role| name_json(copies, *role)).collect::<Vec<_>>(),
        "renamed": review.renamed.iter().map(|renamed| renamed_json(copies, renamed)).collect::<Vec<_>>(),
        "changed": review.changed.iter().map(|changed| diff::json(catalog, &changed.excerpt(excerpt), None)).collect::<Vec<_>>(),
        "same": review.same,
        "packs": of(ItemKind::Pack),
        "themes": of(ItemKind::Theme),
        "skills": of(ItemKind::Skill),
        "sources": of(ItemKind::Source),
        "comparisons": of(ItemKind::Comparison),
    })
}

/// The review as a sequence of JSON values: one line for each changed item.
pub fn json_lines(copies: &Copies, review: &Review, excerpt: Excerpt) -> Vec<Value> {
    let kept = |mut value: Value, change: &str, kind: &str| {
        value["change"] = json!(change);
        value["kind"] = json!(kind);
        value
    };
    let role = |role: &RoleId, change: &str| kept(name_json(copies, *role), change, "role");
    let mut lines: Vec<Value> = review
        .items
        .iter()
        .map(|item| kept(item_json(copies, item), item.fate.word(), item.kind.word()))
        .collect();
    lines.extend(
        review.renamed.iter().map(|renamed| kept(renamed_json(copies, renamed), "renamed", "role")),
    );
    lines.extend(review.added.iter().map(|id| role(id, "added")));
    lines.extend(review.dropped.iter().map(|id| role(id, "dropped")));
    let changed = |changed: &Diff| {
        kept(diff::json(&copies.catalog, &changed.excerpt(excerpt), None), "changed", "role")
    };
    lines.extend(review.changed.iter().map(changed));
    lines
}

/// A role with the id and the title from its own copy, as JSON.
fn name_json(copies: &Copies, role: RoleId) -> Value {
    let (id, title) = copies.name(role);
    json!({ "id": id, "title": title })
}

fn renamed_json(copies: &Copies, renamed: &Renamed) -> Value {
    json!({
        "from": name_json(copies, renamed.was),
        "to": name_json(copies, renamed.now),
        "similarity": (renamed.likeness * 1e4).round() / 1e4,
    })
}

fn item_json(copies: &Copies, item: &Item) -> Value {
    let key = if item.kind == ItemKind::Skill { "name" } else { "title" };
    let roles = item.roles.iter().filter(|role| role.index() < copies.newer());
    let was = item.was.as_ref().map(|(id, title)| json!({ "id": id, key: title }));
    let mut value = json!({
        "id": (!item.id.is_empty()).then_some(&item.id),
        key: diff::listed(&item.title),
        "change": item.fate.word(),
        "was": was,
        "changes": diff::changes_json(&item.changes),
    });
    if item.kind != ItemKind::Pack {
        value["roles"] = roles.map(|role| json!(copies.catalog.role(*role).id)).collect();
    }
    value
}

/// The old and the new version of one role, with related changes.
#[derive(Debug, Clone, Copy)]
pub struct RoleReview<'a> {
    /// Both copies.
    pub copies: &'a Copies,
    /// The role.
    pub diff: &'a Diff,
    /// The details of the renaming, if its id changed.
    pub renamed: Option<Renamed>,
    /// Changes to other items that affect the role.
    pub around: &'a [Item],
    /// Whether anything changed, even if it is not shown.
    pub changed: bool,
}

impl RoleReview<'_> {
    /// The review as a sheet.
    pub fn sheet(&self) -> Sheet {
        let catalog = &self.copies.catalog;
        let mut sheet = diff::sheet(catalog, self.diff, None);
        sheet.notices.dedup();
        if !self.changed {
            sheet = sheet.lead(NOTHING);
        }
        sheet.sections = sheet.sections.into_iter().map(in_time).collect();
        if let Some(renamed) = &self.renamed {
            let [before, after] = names(self.copies, renamed);
            let row = diff::whole(
                "Role",
                ("→", "renamed", Tone::Changed),
                ["id", &before, &after, &likeness(renamed)].map(Cell::from),
            );
            sheet.sections.insert(0, diff::changes_section("Role", ("Before", "Now"), vec![row]));
        }
        let around = item_sections(self.copies, self.around, ("Before", "Now"));
        sheet.sections.extend(around.into_iter().map(|(section, _)| section));
        sheet
    }

    /// Writes the review as text; in a pipe as the columns of a diff, separated by tabs.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write_text(&self, out: &mut impl Write, page: Page) -> io::Result<()> {
        let sheet = self.sheet();
        match page.width {
            Some(_) if !self.changed => {
                writeln!(out, "{}: {NOTHING}", self.copies.name(self.diff.right).1)
            }
            Some(width) => {
                diff::write_page(out, &self.copies.catalog, self.diff, &sheet, (width, page))
            }
            None => sheet.write_records(out, page),
        }
    }

    /// The review as JSON: a diff, with the related changes.
    pub fn json(&self) -> Value {
        let mut value = diff::json(&self.copies.catalog, self.diff, None);
        value["renamed"] =
            self.renamed.as_ref().map_or(Value::Null, |renamed| renamed_json(self.copies, renamed));
        let around = self.around.iter().map(|item| {
            let mut value = item_json(self.copies, item);
            value["kind"] = json!(item.kind.word());
            value
        });
        value["around"] = around.collect();
        value
    }
}
