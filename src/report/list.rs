//! Lists of roles, skills, themes and packs.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::document::{self, DocumentCell, DocumentRow, DocumentSection, ReportDocument};
use super::reference::{RoleRef, SkillRef, ThemeRef};
use super::{AnsiStyle, PageSetup, pad_to_width};
use crate::analysis::facets::{Facet, FacetSelection};
use crate::json::to_value;
use crate::model::text::join_list;
use crate::model::{Catalog, IdReference, PackId, Role, RoleId, SkillId, ThemeId, words};
use crate::wording::capitalize;

words!(
    /// The kind of items to list.
    ListedItems {
        /// Every role.
        Roles = "roles",
        /// Every skill.
        Skills = "skills",
        /// Every theme.
        Themes = "themes",
        /// The open packs, with their counts.
        Packs = "packs",
    }
);

fn column_names(what: ListedItems) -> &'static [&'static str] {
    match what {
        ListedItems::Roles => &["id", "title", "family", "seniority", "aliases"],
        ListedItems::Skills => &["id", "name", "kind", "group", "roles", "aliases"],
        ListedItems::Themes => &["id", "title"],
        ListedItems::Packs => &[
            "id",
            "version",
            "roles",
            "families",
            "responsibilities",
            "skills",
            "aliases",
            "comparisons",
            "sources",
            "with_pay",
            "with_years",
            "with_education",
            "with_reporting",
            "with_sources",
            "sourced_responsibilities",
            "origin",
        ],
    }
}

/// The value of an item in one column.
enum ListField<'a> {
    Text(Cow<'a, str>),
    List(&'a [String]),
}

/// The fields of each item, in the order of [`column_names`].
fn item_fields<'a>(
    catalog: &'a Catalog,
    what: ListedItems,
    roles: &'a [RoleId],
) -> Vec<Vec<ListField<'a>>> {
    let text = |text: &'a String| ListField::Text(Cow::Borrowed(text));
    let made = |text: String| ListField::Text(Cow::Owned(text));
    match what {
        ListedItems::Roles => roles
            .iter()
            .map(|&id| {
                let role = catalog.role(id);
                let level = role.seniority.map(|l| l.to_string()).unwrap_or_default();
                let aliases = ListField::List(&role.aliases);
                vec![text(&role.id), text(&role.title), text(&role.family), made(level), aliases]
            })
            .collect(),
        ListedItems::Skills => catalog
            .skill_ids()
            .map(|id| {
                let skill = catalog.skill(id);
                let group =
                    ListField::Text(Cow::Borrowed(skill.group.as_deref().unwrap_or_default()));
                let roles = made(catalog.needs(id).len().to_string());
                let aliases = ListField::List(&skill.aliases);
                vec![
                    text(&skill.id),
                    text(&skill.name),
                    made(skill.kind.to_string()),
                    group,
                    roles,
                    aliases,
                ]
            })
            .collect(),
        ListedItems::Themes => {
            catalog.themes().iter().map(|theme| vec![text(&theme.id), text(&theme.title)]).collect()
        }
        ListedItems::Packs => {
            (0..catalog.packs().len()).map(|i| pack_row(catalog, PackId::from_index(i))).collect()
        }
    }
}

/// The rows as shown to people.
fn item_texts(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> Vec<Vec<String>> {
    let read = |field| match field {
        ListField::Text(text) => text.into_owned(),
        ListField::List(items) => items.join(document::PAGE_LIST_SEPARATOR),
    };
    item_fields(catalog, what, roles)
        .into_iter()
        .map(|row| row.into_iter().map(read).collect())
        .collect()
}

/// Writes the records one per line, as [`ReportDocument::write_records`] does, without building a document for
/// thousands of items.
fn write_records(out: &mut impl Write, fields: &[Vec<ListField<'_>>]) -> io::Result<()> {
    for row in fields {
        for (at, field) in row.iter().enumerate() {
            if at > 0 {
                out.write_all(b"\t")?;
            }
            match field {
                ListField::Text(text) => {
                    out.write_all(document::replace_breaks(text).as_bytes())?;
                }
                ListField::List(items) => {
                    out.write_all(document::replace_breaks(&join_list(*items)).as_bytes())?;
                }
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The list as a sheet.
pub fn document(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> ReportDocument {
    let cell = |field| match field {
        ListField::Text(text) => DocumentCell::from(text.into_owned()),
        ListField::List(items) => DocumentCell::text_list(items.iter()),
    };
    let rows: Vec<Vec<DocumentCell>> = item_fields(catalog, what, roles)
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    let one = rows.len() == 1;
    let (title, thing) = match what {
        ListedItems::Roles => ("Roles", if one { "role" } else { "roles" }),
        ListedItems::Skills => ("Skills", if one { "skill" } else { "skills" }),
        ListedItems::Themes => ("Themes", if one { "theme" } else { "themes" }),
        ListedItems::Packs => ("Packs", if one { "pack" } else { "packs" }),
    };
    let mut section = DocumentSection::new(format!("{} {thing}", rows.len()))
        .row_header(usize::from(what != ListedItems::Packs));
    // A page shows the name first, where readers look for it, and roles under their family.
    let order: &[usize] = match what {
        ListedItems::Roles => &[1, 0, 3, 4],
        ListedItems::Skills => &[1, 0, 2, 3, 4, 5],
        ListedItems::Themes => &[1, 0],
        ListedItems::Packs => &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    };
    for &column in order {
        section = section.show_column(column, capitalize(column_names(what)[column]));
    }
    // In any other order families would be repeated.
    let mut families: Vec<&DocumentCell> = rows.iter().filter_map(|row| row.get(2)).collect();
    families.dedup();
    let distinct = families.iter().map(|family| family.text()).collect::<BTreeSet<_>>().len();
    if what == ListedItems::Roles && distinct == families.len() {
        section = section.group_by(2);
    } else if what == ListedItems::Roles {
        section = section.show_column(2, capitalize(column_names(what)[2]));
    }
    let rows = rows.into_iter().map(DocumentRow::new);
    ReportDocument::new(catalog, title, column_names(what).iter().copied())
        .section(section.rows(rows))
}

/// The counts of one pack: what it holds, then how much of it is covered by facts.
#[derive(Serialize)]
struct PackCounts {
    roles: usize,
    families: usize,
    responsibilities: usize,
    skills: usize,
    aliases: usize,
    comparisons: usize,
    sources: usize,
    #[serde(flatten)]
    covered: PackCoverage,
}

/// Number of roles of a pack with each kind of fact, and of responsibilities with a source.
#[derive(Serialize)]
struct PackCoverage {
    with_pay: usize,
    with_years: usize,
    with_education: usize,
    with_reporting: usize,
    with_sources: usize,
    sourced_responsibilities: usize,
}

impl PackCoverage {
    /// Counts the facts of `roles`. A role has its reporting if it states a line up or down, and a
    /// source if the role or one of its facts cites one.
    fn of(roles: &[&Role]) -> Self {
        let sourced = roles.iter().flat_map(|role| &role.responsibilities);
        Self {
            with_pay: count_roles(roles, |role| !role.pay.is_empty()),
            with_years: count_roles(roles, |role| role.experience.years.is_some()),
            with_education: count_roles(roles, |role| role.experience.education.is_some()),
            with_reporting: count_roles(roles, |role| {
                !role.reporting.reports_to.is_empty() || !role.reporting.manages.is_empty()
            }),
            with_sources: count_roles(roles, cites_a_source),
            sourced_responsibilities: sourced
                .filter(|d| d.inherited_from.is_none() && !d.sources.is_empty())
                .count(),
        }
    }

    /// The counts in the order of the columns.
    fn in_order(&self) -> [usize; 6] {
        [
            self.with_pay,
            self.with_years,
            self.with_education,
            self.with_reporting,
            self.with_sources,
            self.sourced_responsibilities,
        ]
    }
}

fn count_roles(roles: &[&Role], has: impl Fn(&Role) -> bool) -> usize {
    roles.iter().filter(|role| has(role)).count()
}

/// Whether `role` or one of its facts cites a source.
fn cites_a_source(role: &Role) -> bool {
    let mut found = false;
    role.visit_ids(|id| found |= matches!(id, IdReference::Source(_)));
    found
}

impl PackCounts {
    /// Counts the contents of one pack. Skills are shared between packs, so each pack counts those
    /// that its roles require or, with a single pack, all of them.
    fn of(catalog: &Catalog, id: PackId) -> Self {
        let roles: Vec<_> = catalog.roles().iter().filter(|r| r.pack == id).collect();
        let families: BTreeSet<&str> = roles.iter().map(|r| r.family.as_str()).collect();
        let duties = roles
            .iter()
            .flat_map(|r| &r.responsibilities)
            .filter(|d| d.inherited_from.is_none())
            .count();
        let only = catalog.packs().len() == 1;
        let skills: Vec<_> = catalog
            .skill_ids()
            .filter(|&s| only || catalog.needs(s).iter().any(|n| catalog.role(n.role).pack == id))
            .collect();
        let aliases = roles.iter().map(|r| r.aliases.len()).sum::<usize>()
            + skills.iter().map(|&s| catalog.skill(s).aliases.len()).sum::<usize>();
        let comparisons = catalog
            .comparisons()
            .iter()
            .filter(|c| c.roles.iter().any(|&r| catalog.role(r).pack == id))
            .count();
        let sources = catalog.sources().iter().filter(|s| s.pack == id).count();
        Self {
            roles: roles.len(),
            families: families.len(),
            responsibilities: duties,
            skills: skills.len(),
            aliases,
            comparisons,
            sources,
            covered: PackCoverage::of(&roles),
        }
    }

    /// The counts in the order of the columns.
    fn in_order(&self) -> Vec<usize> {
        let held = [
            self.roles,
            self.families,
            self.responsibilities,
            self.skills,
            self.aliases,
            self.comparisons,
            self.sources,
        ];
        held.into_iter().chain(self.covered.in_order()).collect()
    }
}

/// The row of one pack.
fn pack_row(catalog: &Catalog, id: PackId) -> Vec<ListField<'_>> {
    let pack = catalog.pack(id);
    let text = |text| ListField::Text(Cow::Borrowed(text));
    let mut row = vec![text(pack.id.as_str()), text(pack.version.as_str())];
    let counts = PackCounts::of(catalog, id).in_order();
    row.extend(counts.iter().map(|count| ListField::Text(Cow::Owned(count.to_string()))));
    row.push(text(pack.origin.as_str()));
    row
}

/// Writes the list as text, for roles only those in `roles`: with headings and columns on a
/// terminal, tab-separated without a heading for programs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    what: ListedItems,
    roles: &[RoleId],
    page: PageSetup,
) -> io::Result<()> {
    let Some(room) = page.width else {
        return write_records(out, &item_fields(catalog, what, roles));
    };
    let (columns, rows) = (column_names(what), item_texts(catalog, what, roles));
    if what == ListedItems::Packs {
        // More columns than fit on a terminal: one pack below the other.
        for row in &rows {
            for (column, value) in columns.iter().zip(row) {
                writeln!(
                    out,
                    "{} {value}",
                    page.styled(&pad_to_width(column, 26), AnsiStyle::Dim)
                )?;
            }
            writeln!(out)?;
        }
        return Ok(());
    }
    let width = |i: usize| {
        let cells = rows.iter().map(|r| crate::model::text::display_width(r[i].as_str()));
        cells.max().unwrap_or(0).max(columns[i].len())
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: &[String]| -> String {
        let filled: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, w)| pad_to_width(cell, *w)).collect();
        crate::model::text::truncate(filled.join("  ").trim_end(), room).into_owned()
    };
    let heading: Vec<String> = columns.iter().map(|c| c.to_uppercase()).collect();
    writeln!(out, "{}", page.styled(&line(&heading), AnsiStyle::Dim))?;
    for row in &rows {
        writeln!(out, "{}", line(row))?;
    }
    Ok(())
}

/// A role of a list as JSON.
#[derive(Serialize)]
struct RoleEntry<'a> {
    #[serde(flatten)]
    role: RoleRef<'a>,
    family: &'a str,
    seniority: Option<u32>,
    aliases: &'a [String],
}

/// A skill of a list as JSON.
#[derive(Serialize)]
struct SkillEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    kind: &'static str,
    group: Option<&'a str>,
    roles: usize,
    aliases: &'a [String],
}

/// A pack of a list as JSON, with its counts.
#[derive(Serialize)]
struct PackEntry<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    #[serde(flatten)]
    counts: PackCounts,
    origin: &'a str,
}

/// The list as JSON.
#[derive(Serialize)]
struct ListAnswer<'a> {
    schema: &'static str,
    what: &'static str,
    items: ListEntries<'a>,
}

/// The items of a list as JSON.
#[derive(Serialize)]
#[serde(untagged)]
enum ListEntries<'a> {
    Roles(Vec<RoleEntry<'a>>),
    Skills(Vec<SkillEntry<'a>>),
    Themes(Vec<ThemeRef<'a>>),
    Packs(Vec<PackEntry<'a>>),
}

/// The list as JSON.
pub fn json(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> Value {
    let items = match what {
        ListedItems::Roles => {
            ListEntries::Roles(roles.iter().map(|id| role_entry(catalog, *id)).collect())
        }
        ListedItems::Skills => {
            ListEntries::Skills(catalog.skill_ids().map(|id| skill_entry(catalog, id)).collect())
        }
        ListedItems::Themes => {
            let themes = (0..catalog.themes().len()).map(ThemeId::from_index);
            ListEntries::Themes(themes.map(|theme| ThemeRef::new(catalog, theme)).collect())
        }
        ListedItems::Packs => {
            let packs = (0..catalog.packs().len()).map(PackId::from_index);
            ListEntries::Packs(packs.map(|pack| pack_entry(catalog, pack)).collect())
        }
    };
    to_value(&ListAnswer { schema: "roledex/list/1", what: what.word(), items })
}

fn role_entry(catalog: &Catalog, id: RoleId) -> RoleEntry<'_> {
    let role = catalog.role(id);
    RoleEntry {
        role: RoleRef::new(catalog, id),
        family: &role.family,
        seniority: role.seniority,
        aliases: &role.aliases,
    }
}

fn skill_entry(catalog: &Catalog, id: SkillId) -> SkillEntry<'_> {
    let skill = catalog.skill(id);
    SkillEntry {
        skill: SkillRef::new(catalog, id),
        kind: skill.kind.word(),
        group: skill.group.as_deref(),
        roles: catalog.needs(id).len(),
        aliases: &skill.aliases,
    }
}

fn pack_entry(catalog: &Catalog, id: PackId) -> PackEntry<'_> {
    let pack = catalog.pack(id);
    PackEntry {
        id: &pack.id,
        title: &pack.title,
        version: &pack.version,
        counts: PackCounts::of(catalog, id),
        origin: &pack.origin,
    }
}

/// Returns the message for a `filter` that no role passes, with the range of levels if one was
/// asked for.
pub fn no_role_message(catalog: &Catalog, filter: &FacetSelection) -> String {
    let levels: BTreeSet<u32> = catalog.roles().iter().filter_map(|role| role.seniority).collect();
    let asks_level = filter.selected.iter().any(|facet| matches!(facet, Facet::Level(_)));
    match (levels.first(), levels.last()) {
        (Some(first), Some(last)) if asks_level => {
            format!("no roles match; seniority in these packs ranges from {first} to {last}")
        }
        (None, _) if asks_level => "no role in these packs states its seniority".to_string(),
        _ => "no roles match; drop some of --family, --track, --level, --focus and --with-pay"
            .to_string(),
    }
}
