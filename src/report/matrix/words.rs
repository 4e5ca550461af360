//! The words of a matrix on a terminal: what each role is, and the skills that only one of them
//! asks for.

use std::io::{self, Write};

use crate::analysis::matrix::MatrixSkillRow;
use crate::model::{Catalog, Importance, Level, RoleId};
use crate::report::{AnsiStyle, PageSetup, name_list};
use crate::wording::side_by_side::WordRow;

/// Writes each of `rows` as a heading with a line for each role.
pub(super) fn write_words(
    out: &mut impl Write,
    catalog: &Catalog,
    roles: &[RoleId],
    rows: &[WordRow],
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let column = title_column(catalog, roles, width);
    for row in rows {
        write_heading(out, &row.label, (width, page))?;
        for (role, text) in roles.iter().zip(&row.cells) {
            let named = ("", catalog.role_title(*role));
            let text = if text.is_empty() { "not stated" } else { text };
            name_list::write_beside(out, named, column, text, (width, page, AnsiStyle::Title))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes a heading, wrapped on a narrow terminal.
pub(super) fn write_heading(
    out: &mut impl Write,
    text: &str,
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    for line in crate::model::text::wrap(&text.to_uppercase(), width) {
        writeln!(out, "{}", page.styled(line, AnsiStyle::Heading))?;
    }
    Ok(())
}

/// Writes the skills in `rows`, each of which only one role asks for, as a list for each role.
pub(super) fn write_only_one(
    out: &mut impl Write,
    catalog: &Catalog,
    roles: &[RoleId],
    rows: &[&MatrixSkillRow],
    (width, page): (usize, PageSetup),
) -> io::Result<()> {
    let column = title_column(catalog, roles, width);
    for (at, role) in roles.iter().enumerate() {
        let own = rows.iter().filter_map(|row| {
            let asked = row.cells[at]?;
            let name = &catalog.skill(row.skill).name;
            let level = asked.level.map(Level::dots).unwrap_or_default();
            let level = match asked.importance {
                Importance::Useful if level.is_empty() => "(useful)".to_string(),
                Importance::Useful => format!("({level})"),
                Importance::Essential => level,
            };
            // The level stays with the last word.
            let gap = if level.is_empty() { "" } else { "\u{a0}" };
            Some(format!("{name}{gap}{level}"))
        });
        let own: Vec<String> = own.collect();
        if !own.is_empty() {
            let named = ("", catalog.role_title(*role));
            let text = own.join(" · ");
            name_list::write_beside(out, named, column, &text, (width, page, AnsiStyle::Title))?;
        }
    }
    Ok(())
}

/// Returns the width of the column of the roles' titles.
fn title_column(catalog: &Catalog, roles: &[RoleId], width: usize) -> usize {
    name_list::column_width(roles.iter().map(|role| catalog.role_title(*role)), width * 2 / 3)
}
