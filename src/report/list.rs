//! Flat tables of all that packs say: roles, skills, what roles require, and each other fact.

mod counts;
mod entries;
mod facts;
mod names;

use std::collections::BTreeSet;
use std::io::{self, Write};

use schemars::SchemaGenerator;
use serde_json::Value;

use self::names::NamedItem;
use super::document::{DocumentSection, ReportDocument};
use super::graph::RoleGraph;
use super::table::{MakeSchema, Table, TableAnswer, TableRow, TableShape, column_title};
use super::{OutputFormat, PageSetup, write_json};
use crate::analysis::facets::{Facet, FacetSelection};
use crate::json::to_value;
use crate::model::{Catalog, PackId, RoleId, words};
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
        /// The skills that roles require, with level and importance.
        Edges = "edges",
        /// The responsibilities of roles.
        Responsibilities = "responsibilities",
        /// The moves from role to role.
        Moves = "moves",
        /// The reporting lines.
        Reporting = "reporting",
        /// The pay figures.
        Pay = "pay",
        /// The experience that roles expect.
        Experience = "experience",
        /// The codes of roles and skills in public classifications.
        Codes = "codes",
        /// The other names of roles and skills.
        Aliases = "aliases",
        /// The sources.
        Sources = "sources",
        /// The authored comparisons.
        Comparisons = "comparisons",
        /// The meaning of the levels of skills.
        Levels = "levels",
    }
);

/// Calls `$use` with the type of the rows of `$items`.
macro_rules! with_row_type {
    ($items:expr, $use:ident) => {
        match $items {
            ListedItems::Roles => $use!(entries::RoleRow<'static>),
            ListedItems::Skills => $use!(entries::SkillTableRow<'static>),
            ListedItems::Themes => $use!(entries::ThemeRow<'static>),
            ListedItems::Packs => $use!(entries::PackRow<'static>),
            ListedItems::Edges => $use!(facts::EdgeRow<'static>),
            ListedItems::Responsibilities => $use!(facts::ResponsibilityTableRow<'static>),
            ListedItems::Moves => $use!(facts::MoveRow<'static>),
            ListedItems::Reporting => $use!(facts::ReportingRow<'static>),
            ListedItems::Pay => $use!(facts::PayRow<'static>),
            ListedItems::Experience => $use!(facts::ExperienceRow<'static>),
            ListedItems::Codes => $use!(names::CodeRow<'static>),
            ListedItems::Aliases => $use!(names::AliasRow<'static>),
            ListedItems::Sources => $use!(entries::SourceRow<'static>),
            ListedItems::Comparisons => $use!(facts::ComparisonRow<'static>),
            ListedItems::Levels => $use!(names::LevelRow<'static>),
        }
    };
}

impl ListedItems {
    /// All of them, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.iter().filter_map(|word| Self::from_word(word))
    }

    /// The names of the columns.
    pub(crate) fn column_names(self) -> &'static [&'static str] {
        macro_rules! columns_of {
            ($row:ty) => {
                <$row as TableRow<'_>>::COLUMNS
            };
        }
        with_row_type!(self, columns_of)
    }

    /// Whether the rows are about roles, so that a filter of roles selects some of them.
    pub fn is_about_roles(self) -> bool {
        !matches!(self, Self::Skills | Self::Themes | Self::Packs | Self::Sources | Self::Levels)
    }

    /// The formats of the list.
    pub fn formats(self) -> &'static [OutputFormat] {
        match self {
            Self::Moves | Self::Reporting => &OutputFormat::FOR_GRAPHS,
            _ => &OutputFormat::ALL,
        }
    }

    /// The title of a page, and the names of one and of several rows.
    fn nouns(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Roles => ("Roles", "role", "roles"),
            Self::Skills => ("Skills", "skill", "skills"),
            Self::Themes => ("Themes", "theme", "themes"),
            Self::Packs => ("Packs", "pack", "packs"),
            Self::Edges => ("Required skills", "required skill", "required skills"),
            Self::Responsibilities => ("Responsibilities", "responsibility", "responsibilities"),
            Self::Moves => ("Moves", "move", "moves"),
            Self::Reporting => ("Reporting lines", "reporting line", "reporting lines"),
            Self::Pay => ("Pay", "pay figure", "pay figures"),
            Self::Experience => {
                ("Experience", "role with stated experience", "roles with stated experience")
            }
            Self::Codes => ("Codes", "code", "codes"),
            Self::Aliases => ("Other names", "other name", "other names"),
            Self::Sources => ("Sources", "source", "sources"),
            Self::Comparisons => ("Comparisons", "text of a comparison", "texts of comparisons"),
            Self::Levels => ("Levels", "level of a skill", "levels of skills"),
        }
    }
}

/// Makes the schema of a list.
pub(super) fn list_schema(items: ListedItems) -> MakeSchema {
    macro_rules! schema_of_rows {
        ($row:ty) => {
            SchemaGenerator::root_schema_for::<TableShape<$row>>
        };
    }
    with_row_type!(items, schema_of_rows)
}

/// The ids of roles.
fn role_ids<'a>(catalog: &'a Catalog, roles: &[RoleId]) -> Vec<&'a str> {
    roles.iter().map(|role| role_id(catalog, *role)).collect()
}

/// Returns the id of a role. Of a packed one, only the first fields are unpacked.
fn role_id(catalog: &Catalog, role: RoleId) -> &str {
    catalog.role_head(role).map_or_else(|| catalog.role(role).id.as_str(), |head| &head.id)
}

/// The table of `what`: if it is about roles, of those in `roles`; what skills have is left out if
/// these are not all.
fn table<'a>(catalog: &'a Catalog, what: ListedItems, roles: &'a [RoleId]) -> Table<'a> {
    let named = move || {
        let is_everything = roles.len() == catalog.roles().len();
        let skills = catalog.skill_ids().take(if is_everything { usize::MAX } else { 0 });
        let roles = roles.iter().map(|role| NamedItem::role(catalog, *role));
        roles.chain(skills.map(|skill| NamedItem::skill(catalog, skill)))
    };
    // The rows of one role after those of another.
    macro_rules! by_role {
        ($rows:path) => {
            Table::new(move || roles.iter().flat_map(|role| $rows(catalog, *role)))
        };
    }
    match what {
        ListedItems::Roles => {
            Table::new(move || roles.iter().map(|role| entries::role_row(catalog, *role)))
        }
        ListedItems::Skills => {
            Table::new(|| catalog.skill_ids().map(|skill| entries::skill_row(catalog, skill)))
        }
        ListedItems::Themes => Table::new(|| catalog.themes().iter().map(entries::theme_row)),
        ListedItems::Packs => Table::new(|| {
            let packs = (0..catalog.packs().len()).map(PackId::from_index);
            packs.map(|pack| entries::pack_row(catalog, pack))
        }),
        ListedItems::Sources => Table::new(|| {
            catalog.sources().iter().map(|source| entries::source_row(catalog, source))
        }),
        ListedItems::Edges => by_role!(facts::edge_rows),
        ListedItems::Responsibilities => by_role!(facts::responsibility_rows),
        ListedItems::Moves => Table::new(move || facts::moves_of(catalog, roles)),
        ListedItems::Reporting => by_role!(facts::reporting_rows),
        ListedItems::Pay => by_role!(facts::pay_rows),
        ListedItems::Experience => by_role!(facts::experience_rows),
        ListedItems::Codes => Table::new(move || named().flat_map(names::code_rows)),
        ListedItems::Aliases => Table::new(move || named().flat_map(names::alias_rows)),
        ListedItems::Comparisons => Table::new(move || {
            let among: BTreeSet<RoleId> = roles.iter().copied().collect();
            let all = catalog.comparisons().iter().enumerate();
            all.filter(move |(_, it)| it.roles.iter().any(|role| among.contains(role)))
                .flat_map(|(at, comparison)| facts::comparison_rows(catalog, at, comparison))
        }),
        ListedItems::Levels => {
            Table::new(|| catalog.skill_ids().flat_map(|skill| names::level_rows(catalog, skill)))
        }
    }
}

/// The list as a document.
pub fn document(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> ReportDocument {
    let table = table(catalog, what, roles);
    let rows = table.document_rows();
    let (title, one, many) = what.nouns();
    // In any other order families would be repeated.
    let mut families: Vec<&str> =
        roles.iter().map(|role| catalog.role(*role).family.as_str()).collect();
    families.dedup();
    let by_family = what == ListedItems::Roles
        && families.iter().collect::<BTreeSet<_>>().len() == families.len();
    let family = table.columns.iter().position(|column| *column == "family");
    let family = family.filter(|_| by_family);
    let thing = if rows.len() == 1 { one } else { many };
    let mut section = DocumentSection::new(format!("{} {thing}", rows.len()));
    section.row_header = table.page.first().copied();
    section.group_by = family;
    for column in table.page.iter().filter(|column| Some(**column) != family) {
        section = section.show_column(*column, capitalize(&column_title(table.columns[*column])));
    }
    ReportDocument::new(catalog, title, table.columns).section(section.rows(rows))
}

/// Writes the list in `format`; if it is about roles, only what it says of those in `roles`. Text
/// is laid out in columns on a terminal, and tab-separated without a heading for programs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write(
    out: &mut impl Write,
    (catalog, what, roles): (&Catalog, ListedItems, &[RoleId]),
    format: OutputFormat,
    page: PageSetup,
) -> io::Result<()> {
    let table = table(catalog, what, roles);
    match (format, page.width) {
        (OutputFormat::Text, None) => table.write_records(out),
        // More columns than fit on a terminal.
        (OutputFormat::Text, Some(_)) if what == ListedItems::Packs => {
            table.write_blocks(out, page)
        }
        (OutputFormat::Text, Some(room)) => table.write_columns(out, page, room),
        (OutputFormat::Csv, _) => table.write_csv(out),
        (OutputFormat::Ndjson, _) => table.write_json_lines(out),
        (OutputFormat::Json, _) => {
            write_json(out, &TableAnswer { what: what.word(), table: &table })
        }
        (OutputFormat::Mermaid | OutputFormat::Dot, _) => {
            graph(catalog, what, roles).write(out, format)
        }
        _ => document(catalog, what, roles).write(out, catalog, format),
    }
}

/// Returns the moves or the reporting lines of `roles` as a graph.
fn graph<'a>(catalog: &'a Catalog, what: ListedItems, roles: &[RoleId]) -> RoleGraph<'a> {
    match what {
        ListedItems::Reporting => RoleGraph::of_reporting(catalog, roles),
        _ => RoleGraph::of_moves(catalog, roles),
    }
}

/// Returns the message for a list that is too long for Mermaid.
pub(crate) fn mermaid_limit_note(
    catalog: &Catalog,
    what: ListedItems,
    roles: &[RoleId],
) -> Option<String> {
    graph(catalog, what, roles).mermaid_limit_note()
}

/// The list as JSON.
pub fn json(catalog: &Catalog, what: ListedItems, roles: &[RoleId]) -> Value {
    to_value(&TableAnswer { what: what.word(), table: &table(catalog, what, roles) })
}

/// Returns the message for a list without rows.
pub(crate) fn empty_list_note(
    catalog: &Catalog,
    what: ListedItems,
    roles: &[RoleId],
    filter: &FacetSelection,
) -> Option<String> {
    let (_, _, many) = what.nouns();
    let of = if filter.selected.is_empty() { "in these packs" } else { "of these roles" };
    table(catalog, what, roles).is_empty().then(|| format!("no {many} {of}"))
}

/// Returns the message for a `filter` that no role passes, with the range of levels if one was
/// asked for.
pub(crate) fn no_role_message(catalog: &Catalog, filter: &FacetSelection) -> String {
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
