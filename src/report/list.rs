//! Lists of roles, skills, themes and packs.

mod counts;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use self::counts::PackCounts;
use super::document::{
    self, ColumnSet, DocumentCell, DocumentRow, DocumentSection, ReportDocument, columns,
};
use super::reference::{RoleRef, SkillRef, ThemeRef};
use super::{AnsiStyle, PageSetup, pad_to_width};
use crate::analysis::facets::{Facet, FacetSelection};
use crate::json::to_value;
use crate::model::text::{DisplayWidth as _, join_list};
use crate::model::{Catalog, Pack, PackId, Role, RoleId, SkillId, Theme, ThemeId, words};
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

columns!(
    /// The columns of a list of roles.
    RoleListColumn {
        /// The id.
        Id = "id",
        /// The title.
        Title = "title",
        /// The family.
        Family = "family",
        /// The rank in the family.
        Seniority = "seniority",
        /// The other titles.
        Aliases = "aliases",
    }
);

columns!(
    /// The columns of a list of skills.
    SkillListColumn {
        /// The id.
        Id = "id",
        /// The name.
        Name = "name",
        /// The kind.
        Kind = "kind",
        /// The group.
        Group = "group",
        /// Number of roles that require it.
        Roles = "roles",
        /// The other names.
        Aliases = "aliases",
    }
);

columns!(
    /// The columns of a list of themes.
    ThemeListColumn {
        /// The id.
        Id = "id",
        /// The title.
        Title = "title",
    }
);

columns!(
    /// The columns of a list of packs.
    PackListColumn {
        /// The id.
        Id = "id",
        /// The version.
        Version = "version",
        /// Number of roles.
        Roles = "roles",
        /// Number of families.
        Families = "families",
        /// Number of responsibilities.
        Responsibilities = "responsibilities",
        /// Number of skills.
        Skills = "skills",
        /// Number of other names of roles and skills.
        Aliases = "aliases",
        /// Number of comparisons.
        Comparisons = "comparisons",
        /// Number of sources.
        Sources = "sources",
        /// Number of roles with a pay figure.
        WithPay = "with_pay",
        /// Number of roles that state years of experience.
        WithYears = "with_years",
        /// Number of roles that state an education.
        WithEducation = "with_education",
        /// Number of roles with a reporting line.
        WithReporting = "with_reporting",
        /// Number of roles of which a source is cited.
        WithSources = "with_sources",
        /// Number of responsibilities with a source.
        SourcedResponsibilities = "sourced_responsibilities",
        /// The file or folder of the pack.
        Origin = "origin",
    }
);

impl ListedItems {
    /// The names of the columns.
    pub fn column_names(self) -> &'static [&'static str] {
        match self {
            Self::Roles => RoleListColumn::NAMES,
            Self::Skills => SkillListColumn::NAMES,
            Self::Themes => ThemeListColumn::NAMES,
            Self::Packs => PackListColumn::NAMES,
        }
    }
}

/// The value of an item in one column.
enum ListField<'a> {
    Text(Cow<'a, str>),
    List(&'a [String]),
}

impl<'a> ListField<'a> {
    fn borrowed(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    fn number(number: usize) -> Self {
        Self::Text(Cow::Owned(number.to_string()))
    }

    /// The field as shown to people.
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text.into_owned(),
            Self::List(items) => items.join(document::PAGE_LIST_SEPARATOR),
        }
    }

    fn into_cell(self) -> DocumentCell {
        match self {
            Self::Text(text) => DocumentCell::from(text.into_owned()),
            Self::List(items) => DocumentCell::text_list(items.iter()),
        }
    }
}

fn role_field(role: &Role, column: RoleListColumn) -> ListField<'_> {
    match column {
        RoleListColumn::Id => ListField::borrowed(&role.id),
        RoleListColumn::Title => ListField::borrowed(&role.title),
        RoleListColumn::Family => ListField::borrowed(&role.family),
        RoleListColumn::Seniority => {
            ListField::Text(role.seniority.map(|rank| rank.to_string()).unwrap_or_default().into())
        }
        RoleListColumn::Aliases => ListField::List(&role.aliases),
    }
}

fn skill_field(catalog: &Catalog, id: SkillId, column: SkillListColumn) -> ListField<'_> {
    let skill = catalog.skill(id);
    match column {
        SkillListColumn::Id => ListField::borrowed(&skill.id),
        SkillListColumn::Name => ListField::borrowed(&skill.name),
        SkillListColumn::Kind => ListField::borrowed(skill.kind.word()),
        SkillListColumn::Group => ListField::borrowed(skill.group.as_deref().unwrap_or_default()),
        SkillListColumn::Roles => ListField::number(catalog.needs(id).len()),
        SkillListColumn::Aliases => ListField::List(&skill.aliases),
    }
}

fn theme_field(theme: &Theme, column: ThemeListColumn) -> ListField<'_> {
    match column {
        ThemeListColumn::Id => ListField::borrowed(&theme.id),
        ThemeListColumn::Title => ListField::borrowed(&theme.title),
    }
}

fn pack_field<'a>(pack: &'a Pack, counts: &PackCounts, column: PackListColumn) -> ListField<'a> {
    match column {
        PackListColumn::Id => ListField::borrowed(&pack.id),
        PackListColumn::Version => ListField::borrowed(&pack.version),
        PackListColumn::Roles => ListField::number(counts.roles),
        PackListColumn::Families => ListField::number(counts.families),
        PackListColumn::Responsibilities => ListField::number(counts.responsibilities),
        PackListColumn::Skills => ListField::number(counts.skills),
        PackListColumn::Aliases => ListField::number(counts.aliases),
        PackListColumn::Comparisons => ListField::number(counts.comparisons),
        PackListColumn::Sources => ListField::number(counts.sources),
        PackListColumn::WithPay => ListField::number(counts.covered.with_pay),
        PackListColumn::WithYears => ListField::number(counts.covered.with_years),
        PackListColumn::WithEducation => ListField::number(counts.covered.with_education),
        PackListColumn::WithReporting => ListField::number(counts.covered.with_reporting),
        PackListColumn::WithSources => ListField::number(counts.covered.with_sources),
        PackListColumn::SourcedResponsibilities => {
            ListField::number(counts.covered.sourced_responsibilities)
        }
        PackListColumn::Origin => ListField::borrowed(&pack.origin),
    }
}

/// The fields of one item, in the order of its columns.
fn fields_of<'a, C: ColumnSet>(field: impl Fn(C) -> ListField<'a>) -> Vec<ListField<'a>> {
    C::records().iter().map(|column| field(*column)).collect()
}

/// The fields of each item, in the order of [`ListedItems::column_names`].
fn item_fields<'a>(
    catalog: &'a Catalog,
    what: ListedItems,
    roles: &[RoleId],
) -> Vec<Vec<ListField<'a>>> {
    match what {
        ListedItems::Roles => roles
            .iter()
            .map(|id| fields_of(|column| role_field(catalog.role(*id), column)))
            .collect(),
        ListedItems::Skills => catalog
            .skill_ids()
            .map(|id| fields_of(|column| skill_field(catalog, id, column)))
            .collect(),
        ListedItems::Themes => catalog
            .themes()
            .iter()
            .map(|theme| fields_of(|column| theme_field(theme, column)))
            .collect(),
        ListedItems::Packs => (0..catalog.packs().len())
            .map(PackId::from_index)
            .map(|id| {
                let counts = PackCounts::of(catalog, id);
                fields_of(|column| pack_field(catalog.pack(id), &counts, column))
            })
            .collect(),
    }
}

/// The rows as shown to people.
fn item_texts(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> Vec<Vec<String>> {
    item_fields(catalog, what, roles)
        .into_iter()
        .map(|row| row.into_iter().map(ListField::into_text).collect())
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

/// The columns that a page shows, in order: the name first, where readers look for it. Roles may
/// be grouped under their family instead of having a column for it.
fn page_columns(what: ListedItems, by_family: bool) -> Vec<usize> {
    match what {
        ListedItems::Roles => {
            let columns = [
                RoleListColumn::Title,
                RoleListColumn::Id,
                RoleListColumn::Seniority,
                RoleListColumn::Aliases,
                RoleListColumn::Family,
            ];
            columns[..columns.len() - usize::from(by_family)]
                .iter()
                .map(|column| usize::from(*column))
                .collect()
        }
        ListedItems::Skills => [
            SkillListColumn::Name,
            SkillListColumn::Id,
            SkillListColumn::Kind,
            SkillListColumn::Group,
            SkillListColumn::Roles,
            SkillListColumn::Aliases,
        ]
        .map(usize::from)
        .to_vec(),
        ListedItems::Themes => {
            [ThemeListColumn::Title, ThemeListColumn::Id].map(usize::from).to_vec()
        }
        ListedItems::Packs => {
            PackListColumn::ALL.iter().map(|column| usize::from(*column)).collect()
        }
    }
}

/// The list as a sheet.
pub fn document(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> ReportDocument {
    let fields = item_fields(catalog, what, roles);
    let one = fields.len() == 1;
    let (title, thing) = match what {
        ListedItems::Roles => ("Roles", if one { "role" } else { "roles" }),
        ListedItems::Skills => ("Skills", if one { "skill" } else { "skills" }),
        ListedItems::Themes => ("Themes", if one { "theme" } else { "themes" }),
        ListedItems::Packs => ("Packs", if one { "pack" } else { "packs" }),
    };
    // In any other order families would be repeated.
    let mut families: Vec<&str> =
        roles.iter().map(|role| catalog.role(*role).family.as_str()).collect();
    families.dedup();
    let by_family = what == ListedItems::Roles
        && families.iter().collect::<BTreeSet<_>>().len() == families.len();
    let columns = page_columns(what, by_family);
    let mut section = DocumentSection::new(format!("{} {thing}", fields.len()));
    section.row_header = columns.first().copied();
    for column in columns {
        section = section.show_column(column, capitalize(what.column_names()[column]));
    }
    if by_family {
        section = section.group_by(RoleListColumn::Family);
    }
    let rows =
        fields.into_iter().map(|row| DocumentRow::new(row.into_iter().map(ListField::into_cell)));
    ReportDocument::new(catalog, title, what.column_names()).section(section.rows(rows))
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
    let (columns, rows) = (what.column_names(), item_texts(catalog, what, roles));
    if what == ListedItems::Packs {
        // More columns than fit on a terminal: one pack below the other.
        for row in &rows {
            for (column, value) in columns.iter().zip(row) {
                writeln!(
                    out,
                    "{} {value}",
                    page.styled(&pad_to_width(column, 16), AnsiStyle::Dim)
                )?;
            }
            writeln!(out)?;
        }
        return Ok(());
    }
    let mut widths: Vec<usize> = columns.iter().map(|column| column.len()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let heading: Vec<String> = columns.iter().map(|column| column.to_uppercase()).collect();
    let heading = padded_line(&heading, &widths, room);
    writeln!(out, "{}", page.styled(&heading, AnsiStyle::Dim))?;
    for row in &rows {
        writeln!(out, "{}", padded_line(row, &widths, room))?;
    }
    Ok(())
}

/// Cells padded to the widths of their columns, in a line of at most `room` cells.
fn padded_line(cells: &[String], widths: &[usize], room: usize) -> String {
    let cells: Vec<String> =
        cells.iter().zip(widths).map(|(cell, width)| pad_to_width(cell, *width)).collect();
    crate::model::text::truncate(cells.join("  ").trim_end(), room).into_owned()
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
