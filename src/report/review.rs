//! Changes between two copies of packs.

mod json;

use std::io::{self, Write};

pub(super) use self::json::{ReviewAnswer, ReviewLine, RoleReviewAnswer};
pub use self::json::{json, json_lines};
use super::diff::{self, DiffColumn};
use super::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, RowTone,
    SpanMeaning, pack_title_with_version,
};
use super::{AnsiStyle, PageSetup, write_hanging};
use crate::analysis::diff::{Diff, ExcerptOptions};
use crate::analysis::review::{
    CatalogVersions, RenamedRole, Review, ReviewItem, ReviewItemKind, ReviewItemStatus,
};
use crate::analysis::skills::{DIFFERING_DEMAND, SkillStatus};
use crate::model::Catalog;

/// The names of the packs in the older and the newer copy: `Product roles 2026.10 → 2026.11`.
pub fn review_title(before: &Catalog, now: &Catalog) -> String {
    match (before.packs(), now.packs()) {
        ([old], [new]) if old.title == new.title && old.version != new.version => {
            format!("{} → {}", pack_title_with_version(old), new.version)
        }
        _ => format!("{} → {}", pack_titles(before), pack_titles(now)),
    }
}

/// The titles of the packs of a catalog with their versions.
fn pack_titles(catalog: &Catalog) -> String {
    catalog.packs().iter().map(pack_title_with_version).collect::<Vec<_>>().join(", ")
}

/// Number of roles that changed, were renamed, added or dropped, or stayed the same: sign, number,
/// word.
fn role_counts(review: &Review) -> [(&'static str, usize, &'static str); 5] {
    [
        ("~", review.changed.len(), "changed"),
        ("→", review.renamed.len(), "renamed"),
        ("+", review.added.len(), "added"),
        ("−", review.dropped.len(), "dropped"),
        ("=", review.same, "unchanged"),
    ]
}

/// The heading for a kind of things other than roles, in the order of [`Review::items`].
fn item_heading(kind: ReviewItemKind) -> &'static str {
    match kind {
        ReviewItemKind::Pack => "Pack",
        ReviewItemKind::Theme => "Themes",
        ReviewItemKind::Skill => "Skill definitions",
        ReviewItemKind::Source => "Sources",
        ReviewItemKind::Comparison => "Comparisons",
    }
}

/// The change of `item` in general: sign, word, tone.
fn item_status(item: &ReviewItem) -> (&'static str, &'static str, RowTone) {
    match item.status {
        ReviewItemStatus::Changed => ("~", "changed", RowTone::Changed),
        ReviewItemStatus::Renamed => ("→", "renamed", RowTone::Changed),
        ReviewItemStatus::Added => ("+", "added", RowTone::Right),
        ReviewItemStatus::Dropped => ("−", "dropped", RowTone::Left),
    }
}

/// Number of roles that a change of `item` affects.
fn usage_note(copies: &CatalogVersions, item: &ReviewItem) -> String {
    // A role that is in both copies counts once.
    let newer = item.roles.iter().filter(|role| role.index() < copies.newer_count()).count();
    let older = item.roles.len();
    let count = if newer > 0 { newer } else { older };
    match (item.kind, count) {
        (ReviewItemKind::Skill | ReviewItemKind::Source | ReviewItemKind::Theme, 0) => {
            "not used by any role".to_string()
        }
        (ReviewItemKind::Skill | ReviewItemKind::Source | ReviewItemKind::Theme, 1) => {
            "used by 1 role".to_string()
        }
        (ReviewItemKind::Skill | ReviewItemKind::Source | ReviewItemKind::Theme, count) => {
            format!("used by {count} roles")
        }
        (ReviewItemKind::Pack | ReviewItemKind::Comparison, _) => String::new(),
    }
}

/// The text `Baker (baker)`: a name with its id, if it has one.
fn with_id(title: &str, id: &str) -> String {
    if id.is_empty() || id == title { title.to_string() } else { format!("{title} ({id})") }
}

/// The rows of `item`: its change in general, then each detail.
fn item_rows(copies: &CatalogVersions, item: &ReviewItem) -> Vec<DocumentRow> {
    let section = item_heading(item.kind);
    let note = usage_note(copies, item);
    let mut rows = Vec::new();
    let title = diff::wording_cell(&item.title, SpanMeaning::Plain);
    let (before, after) = match (&item.was, item.status) {
        (Some((id, was)), _) => {
            (with_id(was, id).into(), with_id(&item.title.text(), &item.id).into())
        }
        (None, ReviewItemStatus::Dropped) => (title.clone(), DocumentCell::default()),
        (None, _) => (DocumentCell::default(), title.clone()),
    };
    if item.status != ReviewItemStatus::Changed {
        rows.push(diff::whole_item_row(
            section,
            item_status(item),
            [title.clone(), before, after, note.as_str().into()],
        ));
    }
    let mut changes = diff::change_rows(section, &item.changes, &note);
    for row in &mut changes {
        if let Some(label) = row.cell_mut(DiffColumn::Label) {
            *label = title.clone().append(format!(": {}", label.text()), SpanMeaning::Plain);
        }
    }
    rows.extend(changes);
    rows
}

/// The sections about `items`, one for each kind, and the id of the item of each row.
fn item_sections(
    copies: &CatalogVersions,
    items: &[ReviewItem],
    sides: (&str, &str),
) -> Vec<(DocumentSection, Vec<String>)> {
    let mut sections = Vec::new();
    for of_kind in items.chunk_by(|a, b| a.kind == b.kind) {
        let rows = of_kind.iter().map(|item| (item_rows(copies, item), &item.id));
        let (mut all, mut ids) = (Vec::new(), Vec::new());
        for (rows, id) in rows {
            ids.extend(rows.iter().map(|_| id.clone()));
            all.extend(rows);
        }
        sections.push((diff::changes_section(item_heading(of_kind[0].kind), sides, all), ids));
    }
    sections
}

/// The similarity of a renamed role: `87 % the same`.
fn similarity_text(renamed: &RenamedRole) -> String {
    // Only a role that is the same in everything is 100 %.
    let percent = (renamed.similarity * 100.0).round();
    format!("{:.0} % the same", if renamed.similarity < 1.0 { percent.min(99.0) } else { percent })
}

/// The old and the new name of a role: `Baker (baker)`, `Bread baker (bread-baker)`.
fn renamed_titles(copies: &CatalogVersions, renamed: &RenamedRole) -> [String; 2] {
    [renamed.was, renamed.now].map(|role| {
        let (id, title) = copies.name(role);
        with_id(title, id)
    })
}

/// The review as a sheet: a section for the roles that were renamed, added or dropped, one for each
/// kind of other items, then those of each role that changed, as far as `excerpt` shows them.
pub fn document(
    copies: &CatalogVersions,
    review: &Review,
    title: &str,
    excerpt: ExcerptOptions,
) -> ReportDocument {
    let catalog = &copies.catalog;
    let columns = std::iter::once(&"id").chain(DiffColumn::NAMES);
    let counts = role_counts(review).into_iter().fold(
        DocumentCell::default(),
        |cell, (sign, count, word)| {
            let gap = if cell.is_empty() { "" } else { " · " };
            cell.append(gap, SpanMeaning::Plain)
                .append(sign, SpanMeaning::Sign)
                .append(format!("{count} {word}"), SpanMeaning::Plain)
        },
    );
    let mut roles = Vec::new();
    for renamed in &review.renamed {
        let [before, after] = renamed_titles(copies, renamed);
        let cells = ["", &before, &after, &similarity_text(renamed)];
        roles.push((renamed.now, ("→", "renamed", RowTone::Changed), cells.map(String::from)));
    }
    for role in &review.added {
        let cells = ["", "", copies.name(*role).1, ""];
        roles.push((*role, ("+", "added", RowTone::Right), cells.map(String::from)));
    }
    for role in &review.dropped {
        let cells = ["", copies.name(*role).1, "", ""];
        roles.push((*role, ("−", "dropped", RowTone::Left), cells.map(String::from)));
    }
    let ids: Vec<&str> = roles.iter().map(|(role, ..)| copies.name(*role).0).collect();
    let rows = roles.into_iter().map(|(_, status, cells)| {
        diff::whole_item_row("Roles", status, cells.map(DocumentCell::from))
    });
    let roles = DocumentSection::new("Roles")
        .show_column(DiffColumn::StatusWords, "")
        .show_column(DiffColumn::Left, "Before")
        .show_column(DiffColumn::Right, "Now");
    let roles = roles
        .show_column(DiffColumn::Note, "Note")
        .rows(rows)
        .with_first_column(|at| ids[at].into());
    let mut sheet = ReportDocument::new(catalog, title, columns).intro(counts);
    if review.is_empty() {
        sheet = sheet.intro(NOTHING_CHANGED);
    }
    sheet = sheet.section(roles);
    sheet.notices.dedup();
    for (section, ids) in item_sections(copies, &review.items, ("Before", "Now")) {
        sheet = sheet.section(section.with_first_column(|at| ids[at].as_str().into()));
    }
    for changed in &review.changed {
        let (id, title) = copies.name(changed.right);
        for section in role_sections(catalog, changed, excerpt) {
            let heading = format!("{title}: {}", section.heading.to_lowercase());
            sheet = sheet
                .section(DocumentSection { heading, ..section.with_first_column(|_| id.into()) });
        }
    }
    sheet
}

/// Shown if nothing changed.
pub(crate) const NOTHING_CHANGED: &str = "Nothing changed.";

/// The sections for the old and the new version of one role.
fn role_sections(
    catalog: &Catalog,
    changed: &Diff,
    excerpt: ExcerptOptions,
) -> Vec<DocumentSection> {
    let sections = diff::document(catalog, &changed.excerpt(excerpt), None).sections;
    sections.into_iter().map(use_review_words).collect()
}

/// Rewords a section that compares two roles for two copies of one role.
fn use_review_words(mut section: DocumentSection) -> DocumentSection {
    let skills = section.heading == "Skills";
    let duties = section.heading == "Responsibilities";
    for row in &mut section.rows {
        let reworded =
            duties && row.cell(DiffColumn::Left).text() != row.cell(DiffColumn::Right).text();
        let changed = row.tone == RowTone::Changed;
        let columns = if skills {
            &[DiffColumn::Status, DiffColumn::StatusWords, DiffColumn::Label][..]
        } else {
            &[DiffColumn::Status, DiffColumn::StatusWords]
        };
        for column in columns {
            let Some(cell) = row.cell_mut(*column) else { continue };
            let text = cell.text();
            // Words for what changed replace the advice on what to learn.
            let advice = skills.then(|| skill_change_word(&text, changed)).flatten();
            if let Some(word) = advice.or_else(|| change_word(&text, reworded)) {
                let sign = if word == "changed" { "~" } else { cell.sign() };
                *cell = DocumentCell::with_sign(sign, word);
            }
        }
    }
    section
}

/// The word for the change of a role in place of a verdict on two roles.
fn change_word(verdict: &str, reworded: bool) -> Option<&'static str> {
    match verdict {
        "left" | "only A" => Some("dropped"),
        "right" | "only B" => Some("added"),
        "changed" if reworded => Some("reworded"),
        _ => None,
    }
}

/// The word for the change of a skill in place of a verdict or advice on two roles.
fn skill_change_word(verdict: &str, changed: bool) -> Option<&'static str> {
    if verdict == DIFFERING_DEMAND.1 {
        return Some("changed");
    }
    let status = SkillStatus::ORDER
        .into_iter()
        .find(|status| verdict == status.word() || verdict == status.advice().1)?;
    match status {
        SkillStatus::Grow => Some("raised"),
        SkillStatus::LetGo => Some("lowered"),
        SkillStatus::Right => Some("added"),
        SkillStatus::Left => Some("dropped"),
        SkillStatus::Same => changed.then_some("changed"),
    }
}

/// Writes the review as text; in a pipe as `id` followed by the columns of a diff, separated by
/// tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    copies: &CatalogVersions,
    review: &Review,
    title: &str,
    (excerpt, page): (ExcerptOptions, PageSetup),
) -> io::Result<()> {
    let catalog = &copies.catalog;
    let Some(width) = page.width else {
        return document(copies, review, title, excerpt).write_records(out, page);
    };
    write_hanging(out, "", &page.styled(title, AnsiStyle::Heading), width)?;
    let counts = role_counts(review).map(|(sign, count, word)| format!("{sign} {count} {word}"));
    writeln!(out, "{}", counts.join("  "))?;
    if review.is_empty() {
        return writeln!(out, "{NOTHING_CHANGED}");
    }
    for renamed in &review.renamed {
        let [before, after] = renamed_titles(copies, renamed);
        let text = format!("{before} → {after}, {}", similarity_text(renamed));
        write_hanging(out, &page.styled("→ renamed   ", AnsiStyle::Heading), &text, width)?;
    }
    for (sign, word, roles, ink) in [
        ("+", "added", &review.added, AnsiStyle::Right),
        ("−", "dropped", &review.dropped, AnsiStyle::Left),
    ] {
        if !roles.is_empty() {
            let label = page.styled(&format!("{sign} {word:<9} "), ink);
            let titles = DocumentCell::inline_list(roles.iter().map(|role| copies.name(*role).1));
            write_hanging(out, &label, &titles.text(), width)?;
        }
    }
    write_items(out, copies, &review.items, width, page)?;
    for changed in &review.changed {
        let rule = "─".repeat(width.min(72));
        writeln!(out, "\n{}", page.styled(&rule, AnsiStyle::Dim))?;
        writeln!(out, "{}", page.styled(copies.name(changed.right).1, AnsiStyle::Title))?;
        diff::write_counts(out, changed, ["changed", "dropped", "added", "unchanged"])?;
        diff::write_sections(out, &role_sections(catalog, changed, excerpt), width, page)?;
    }
    Ok(())
}

fn write_items(
    out: &mut impl Write,
    copies: &CatalogVersions,
    items: &[ReviewItem],
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let sections = item_sections(copies, items, ("", "")).into_iter().map(|(section, _)| section);
    diff::write_sections(out, &sections.collect::<Vec<_>>(), width, page)
}

/// The old and the new version of one role, with related changes.
#[derive(Debug, Clone, Copy)]
pub struct RoleReview<'a> {
    /// Both copies.
    pub copies: &'a CatalogVersions,
    /// The role.
    pub diff: &'a Diff,
    /// The details of the renaming, if its id changed.
    pub renamed: Option<RenamedRole>,
    /// Changes to other items that affect the role.
    pub related_items: &'a [ReviewItem],
    /// Whether anything changed, even if it is not shown.
    pub changed: bool,
}

impl RoleReview<'_> {
    /// The review as a sheet.
    pub fn document(&self) -> ReportDocument {
        let catalog = &self.copies.catalog;
        let mut sheet = diff::document(catalog, self.diff, None);
        sheet.notices.dedup();
        if !self.changed {
            sheet = sheet.intro(NOTHING_CHANGED);
        }
        sheet.sections = sheet.sections.into_iter().map(use_review_words).collect();
        if let Some(renamed) = &self.renamed {
            let [before, after] = renamed_titles(self.copies, renamed);
            let row = diff::whole_item_row(
                "Role",
                ("→", "renamed", RowTone::Changed),
                ["id", &before, &after, &similarity_text(renamed)].map(DocumentCell::from),
            );
            sheet.sections.insert(0, diff::changes_section("Role", ("Before", "Now"), vec![row]));
        }
        let around = item_sections(self.copies, self.related_items, ("Before", "Now"));
        sheet.sections.extend(around.into_iter().map(|(section, _)| section));
        sheet
    }

    /// Writes the review as text; in a pipe as the columns of a diff, separated by tabs.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write_text(&self, out: &mut impl Write, page: PageSetup) -> io::Result<()> {
        let document = self.document();
        match page.width {
            Some(_) if !self.changed => {
                writeln!(out, "{}: {NOTHING_CHANGED}", self.copies.name(self.diff.right).1)
            }
            Some(width) => {
                diff::write_page(out, &self.copies.catalog, self.diff, &document, (width, page))
            }
            None => document.write_records(out, page),
        }
    }
}
