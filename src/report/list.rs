//! Lists of roles, skills, themes and packs.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::sheet::{self, Cell, Row, Section, Sheet};
use super::{Ink, Page, capital, fill};
use crate::model::text::list;
use crate::model::{Catalog, PackId, RoleId, words};

words!(
    /// The kind of items to list.
    What {
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

fn columns(what: What) -> &'static [&'static str] {
    match what {
        What::Roles => &["id", "title", "family", "level", "aliases"],
        What::Skills => &["id", "name", "kind", "group", "roles", "aliases"],
        What::Themes => &["id", "title"],
        What::Packs => &[
            "id",
            "version",
            "roles",
            "families",
            "responsibilities",
            "skills",
            "aliases",
            "comparisons",
            "sources",
            "origin",
        ],
    }
}

/// The value of an item in one column.
enum Field<'a> {
    Text(Cow<'a, str>),
    List(&'a [String]),
}

/// The fields of each item, in the order of [`columns`].
fn fields<'a>(catalog: &'a Catalog, what: What, roles: &'a [RoleId]) -> Vec<Vec<Field<'a>>> {
    let text = |text: &'a String| Field::Text(Cow::Borrowed(text));
    let made = |text: String| Field::Text(Cow::Owned(text));
    match what {
        What::Roles => roles
            .iter()
            .map(|&id| {
                let role = catalog.role(id);
                let level = role.level.map(|l| l.to_string()).unwrap_or_default();
                let aliases = Field::List(&role.aliases);
                vec![text(&role.id), text(&role.title), text(&role.family), made(level), aliases]
            })
            .collect(),
        What::Skills => catalog
            .skill_ids()
            .map(|id| {
                let skill = catalog.skill(id);
                let group = Field::Text(Cow::Borrowed(skill.group.as_deref().unwrap_or_default()));
                let roles = made(catalog.needs(id).len().to_string());
                let aliases = Field::List(&skill.aliases);
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
        What::Themes => {
            catalog.themes().iter().map(|theme| vec![text(&theme.id), text(&theme.title)]).collect()
        }
        What::Packs => {
            (0..catalog.packs().len()).map(|i| pack_row(catalog, PackId::from_index(i))).collect()
        }
    }
}

/// The rows as shown to people.
fn texts(catalog: &Catalog, what: What, roles: &[RoleId]) -> Vec<Vec<String>> {
    let read = |field| match field {
        Field::Text(text) => text.into_owned(),
        Field::List(items) => items.join(sheet::BETWEEN),
    };
    fields(catalog, what, roles)
        .into_iter()
        .map(|row| row.into_iter().map(read).collect())
        .collect()
}

/// Writes the records one per line, as [`Sheet::write_records`] does, without building a sheet for
/// thousands of items.
fn write_records(out: &mut impl Write, fields: &[Vec<Field<'_>>]) -> io::Result<()> {
    for row in fields {
        for (at, field) in row.iter().enumerate() {
            if at > 0 {
                out.write_all(b"\t")?;
            }
            match field {
                Field::Text(text) => out.write_all(sheet::one_line(text).as_bytes())?,
                Field::List(items) => out.write_all(sheet::one_line(&list(*items)).as_bytes())?,
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The list as a sheet.
pub fn sheet(catalog: &Catalog, what: What, roles: &[RoleId]) -> Sheet {
    let cell = |field| match field {
        Field::Text(text) => Cell::from(text.into_owned()),
        Field::List(items) => Cell::texts(items.iter()),
    };
    let rows: Vec<Vec<Cell>> = fields(catalog, what, roles)
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    let one = rows.len() == 1;
    let (title, thing) = match what {
        What::Roles => ("Roles", if one { "role" } else { "roles" }),
        What::Skills => ("Skills", if one { "skill" } else { "skills" }),
        What::Themes => ("Themes", if one { "theme" } else { "themes" }),
        What::Packs => ("Packs", if one { "pack" } else { "packs" }),
    };
    let mut section =
        Section::new(format!("{} {thing}", rows.len())).row_head(usize::from(what != What::Packs));
    // A page shows the name first, where readers look for it, and roles under their family.
    let order: &[usize] = match what {
        What::Roles => &[1, 0, 3, 4],
        What::Skills => &[1, 0, 2, 3, 4, 5],
        What::Themes => &[1, 0],
        What::Packs => &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    };
    for &column in order {
        section = section.show(column, capital(columns(what)[column]));
    }
    // In any other order families would be repeated.
    let mut families: Vec<&Cell> = rows.iter().filter_map(|row| row.get(2)).collect();
    families.dedup();
    let distinct = families
        .iter()
        .map(|family| family.text())
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    if what == What::Roles && distinct == families.len() {
        section = section.group(2);
    } else if what == What::Roles {
        section = section.show(2, capital(columns(what)[2]));
    }
    let rows = rows.into_iter().map(Row::new);
    Sheet::new(catalog, title, columns(what).iter().copied()).section(section.rows(rows))
}

/// The counts of one pack. Skills are shared between packs, so each pack counts those that its
/// roles require or, with a single pack, all of them.
fn pack_row(catalog: &Catalog, id: PackId) -> Vec<Field<'_>> {
    let pack = catalog.pack(id);
    let roles: Vec<_> = catalog.roles().iter().filter(|r| r.pack == id).collect();
    let families: std::collections::BTreeSet<&str> =
        roles.iter().map(|r| r.family.as_str()).collect();
    let duties =
        roles.iter().flat_map(|r| &r.responsibilities).filter(|d| d.origin.is_none()).count();
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
    let counts = [roles.len(), families.len(), duties, skills.len(), aliases, comparisons, sources];
    let text = |text| Field::Text(Cow::Borrowed(text));
    let mut row = vec![text(pack.id.as_str()), text(pack.version.as_str())];
    row.extend(counts.map(|count| Field::Text(Cow::Owned(count.to_string()))));
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
    what: What,
    roles: &[RoleId],
    page: Page,
) -> io::Result<()> {
    let Some(room) = page.width else { return write_records(out, &fields(catalog, what, roles)) };
    let (columns, rows) = (columns(what), texts(catalog, what, roles));
    if what == What::Packs {
        // More columns than fit on a terminal: one pack below the other.
        for row in &rows {
            for (column, value) in columns.iter().zip(row) {
                writeln!(out, "{} {value}", page.ink(&fill(column, 16), Ink::Dim))?;
            }
            writeln!(out)?;
        }
        return Ok(());
    }
    let width = |i: usize| {
        let cells = rows.iter().map(|r| crate::model::text::cells(r[i].as_str()));
        cells.max().unwrap_or(0).max(columns[i].len())
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: &[String]| -> String {
        let filled: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, w)| fill(cell, *w)).collect();
        crate::model::text::fit(filled.join("  ").trim_end(), room).into_owned()
    };
    let heading: Vec<String> = columns.iter().map(|c| c.to_uppercase()).collect();
    writeln!(out, "{}", page.ink(&line(&heading), Ink::Dim))?;
    for row in &rows {
        writeln!(out, "{}", line(row))?;
    }
    Ok(())
}

/// The list as JSON.
pub fn json(catalog: &Catalog, what: What, roles: &[RoleId]) -> Value {
    let number = |column: &str| {
        !matches!(
            column,
            "id" | "title"
                | "name"
                | "kind"
                | "group"
                | "family"
                | "version"
                | "origin"
                | "aliases"
        )
    };
    let row = |cells: Vec<String>| -> Value {
        let cell = |column: &str, text: String| match text.parse::<u64>() {
            Ok(n) if number(column) => json!(n),
            _ if number(column) => Value::Null,
            _ => json!(text),
        };
        let pairs =
            columns(what).iter().zip(cells).map(|(c, text)| ((*c).to_string(), cell(c, text)));
        Value::Object(pairs.collect())
    };
    let mut rows: Vec<Value> = texts(catalog, what, roles).into_iter().map(row).collect();
    // Aliases are lists, not text with commas, except where they are counted.
    match what {
        What::Roles => {
            for (row, id) in rows.iter_mut().zip(roles) {
                row["aliases"] = json!(catalog.role(*id).aliases);
            }
        }
        What::Skills => {
            for (row, id) in rows.iter_mut().zip(catalog.skill_ids()) {
                row["aliases"] = json!(catalog.skill(id).aliases);
            }
        }
        What::Packs => {
            for row in &mut rows {
                let count = row["aliases"].as_str().and_then(|n| n.parse::<u64>().ok());
                row["aliases"] = json!(count);
            }
        }
        What::Themes => {}
    }
    json!({ "schema": "roledex/list/1", "what": what.word(), "items": rows })
}
