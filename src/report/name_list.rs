//! Names in a list, and how many of them a terminal shows.

use std::io::{self, Write};

use crate::model::text::DisplayWidth;

use super::{AnsiStyle, PageSetup, pad_to_width, strip_ansi, write_hanging};

/// Maximum number of names of one kind shown on a terminal.
pub(super) const MAX_NAMES: usize = 12;

/// Maximum number if several such lists follow each other.
pub(super) const MAX_NAMES_IN_ROWS: usize = 6;

/// Number of names shown in excess of the maximum, as they take hardly more space than a note about
/// them.
const ALLOWED_EXCESS: usize = 2;

/// Maximum width of a column of names; on a narrow terminal it is half the width.
const MAX_COLUMN_WIDTH: usize = 36;

/// Width of a column of `names` on a terminal of `width` cells.
pub(super) fn column_width<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> usize {
    names.map(DisplayWidth::width).max().unwrap_or(0).min(MAX_COLUMN_WIDTH).min(width / 2)
}

/// Writes `text` after `name`, which is in a [column] after `sign`. A name that is wider gets its
/// own lines, so that the text is aligned with the others.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(super) fn write_beside(
    out: &mut impl Write,
    (sign, name): (&str, &str),
    column: usize,
    text: &str,
    (width, page, ink): (usize, PageSetup, AnsiStyle),
) -> io::Result<()> {
    let indent = strip_ansi(sign).width();
    let lines = crate::model::text::wrap(name, width.saturating_sub(indent).max(8));
    let beside = lines.len() == 1 && name.width() <= column;
    for (at, line) in lines.iter().enumerate().filter(|_| !beside || text.is_empty()) {
        let sign = if at == 0 { sign } else { &" ".repeat(indent) };
        writeln!(out, "{sign}{}", page.styled(line, ink))?;
    }
    if text.is_empty() {
        return Ok(());
    }
    let first = format!("{sign}{}  ", page.styled(&pad_to_width(name, column), ink));
    let first = if beside { first } else { " ".repeat(indent + column + 2) };
    write_hanging(out, &first, text, width)
}

/// Number of names shown out of `count` if there is space for `limit`.
pub(super) fn visible_count(count: usize, limit: usize) -> usize {
    if count <= limit.saturating_add(ALLOWED_EXCESS) { count } else { limit }
}

/// The `names` that are shown if there is space for `limit`, and the number of the others.
pub(super) fn truncate_names(mut names: Vec<String>, limit: usize) -> Vec<String> {
    let visible = visible_count(names.len(), limit);
    let more = names.len() - visible;
    if more > 0 {
        names.truncate(visible);
        names.push(format!("and {more} more"));
    }
    names
}

/// Writes below a list that there are `count` more, and `how` to show them.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(super) fn write_more_note(
    out: &mut impl Write,
    count: usize,
    how: &str,
    page: PageSetup,
) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "{}", page.styled(&format!("… and {count} more: {how}"), AnsiStyle::Dim))
}

/// `names` separated by dots, in lines of `width` cells; a name that fits on a line is not broken.
pub(super) fn wrap_with_dots(names: &[String], width: usize) -> Vec<String> {
    let last = names.len().saturating_sub(1);
    let dot =
        |(at, name): (usize, &String)| if at < last { format!("{name} ·") } else { name.clone() };
    wrap_items(&names.iter().enumerate().map(dot).collect::<Vec<_>>(), width)
}

/// `items` in lines of `width` cells; an item that fits on a line is not broken.
pub(super) fn wrap_items(items: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + item.width() <= width => {
                *line = format!("{line} {item}");
            }
            _ => {
                // A dot is kept on the same line as the word before it.
                let parts = crate::model::text::wrap(&item.replace(" ·", "\u{a0}·"), width.max(1))
                    .into_iter()
                    .map(|part| part.replace('\u{a0}', " "))
                    .collect::<Vec<_>>();
                lines.extend(parts);
            }
        }
    }
    lines
}

/// Writes `names` separated by dots after `label`, and the following lines after an indent of the
/// same width.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(super) fn write_names(
    out: &mut impl Write,
    label: &str,
    names: &[String],
    width: usize,
) -> io::Result<()> {
    let indent = " ".repeat(strip_ansi(label).width());
    for (i, line) in
        wrap_with_dots(names, width.saturating_sub(indent.len()).max(8)).iter().enumerate()
    {
        writeln!(out, "{}{line}", if i == 0 { label } else { &indent })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|i| format!("n{i}")).collect()
    }

    #[test]
    fn nobody_is_sent_for_one_or_two_more() {
        for (count, shown) in [(0, 0), (6, 6), (8, 8), (9, 6), (300, 6)] {
            assert_eq!(visible_count(count, MAX_NAMES_IN_ROWS), shown, "{count}");
        }
        assert_eq!(visible_count(300, usize::MAX), 300);
        assert_eq!(truncate_names(names(9), MAX_NAMES_IN_ROWS).last().unwrap(), "and 3 more");
        assert_eq!(truncate_names(names(8), MAX_NAMES_IN_ROWS), names(8));
    }

    #[test]
    fn a_name_wider_than_its_column_has_a_line_of_its_own() {
        let names = ["short", "a name that is long", "none"];
        let column = column_width(names.into_iter(), 24);
        assert_eq!(column, 12);
        let mut out = Vec::new();
        for (name, text) in names.into_iter().zip(["some text", "other text", ""]) {
            write_beside(
                &mut out,
                ("+ ", name),
                column,
                text,
                (24, PageSetup::PLAIN, AnsiStyle::Plain),
            )
            .unwrap();
        }
        let wanted = "+ short         some\n                text\n+ a name that is long\n                other\n                \
                      text\n+ none\n";
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }

    #[test]
    fn names_are_broken_only_where_they_do_not_fit() {
        let names = ["one name".to_string(), "two".to_string(), "another long name".to_string()];
        assert_eq!(wrap_with_dots(&names, 40), ["one name · two · another long name"]);
        assert_eq!(wrap_with_dots(&names, 20), ["one name · two ·", "another long name"]);
        assert_eq!(wrap_with_dots(&names, 10), ["one name ·", "two ·", "another", "long name"]);
        let mut out = Vec::new();
        write_names(&mut out, "\x1b[1mab\x1b[0m ", &names, 20).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\x1b[1mab\x1b[0m one name · two ·\n   another long name\n"
        );
    }
}
