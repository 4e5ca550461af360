//! Reads a table by the names of its columns, whatever their order, and cleans its cells.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::archive::Source;
use super::{Counted, Error, Tally};

/// How cells are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Tab-separated; a quote is a letter like others, and `n/a` means nothing.
    Tabs,
    /// RFC 4180.
    Commas,
}

/// A table in memory.
pub(super) struct Table {
    name: String,
    text: String,
    dialect: Dialect,
    headers: Vec<String>,
}

/// A row, to be asked by column number.
pub(super) struct Row<'a> {
    record: &'a StringRecord,
    dialect: Dialect,
}

impl Table {
    /// Reads the table that `names` say, in the first of these names that is there.
    pub(super) fn read(
        source: &mut Source<'_>,
        name: &str,
        dialect: Dialect,
        tally: &mut Tally,
    ) -> Result<Self, Error> {
        let bytes = source.read(name)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                tally.notes.push(format!("{name} is not UTF-8 throughout: some letters are replaced"));
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        };
        let mut table = Self { name: source.written(name), text, dialect, headers: Vec::new() };
        let mut record = StringRecord::new();
        let mut reader = table.reader();
        if reader.read_record(&mut record).unwrap_or(false) {
            table.headers = record.iter().map(|h| h.trim_start_matches('\u{feff}').trim().to_string()).collect();
        }
        Ok(table)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true);
        if self.dialect == Dialect::Tabs {
            builder.delimiter(b'\t').quoting(false);
        }
        builder.from_reader(self.text.as_bytes())
    }

    /// The column called `name`, if there is one; case, blanks and signs do not matter.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let key =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let wanted = key(name);
        self.headers.iter().position(|h| key(h) == wanted)
    }

    /// The columns called `names`, all of which must be there.
    pub(super) fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Error> {
        let mut found = [0; N];
        for (at, name) in found.iter_mut().zip(names) {
            *at = self.column(name).ok_or_else(|| Error::Column {
                table: self.name.clone(),
                column: name.to_string(),
                columns: if self.headers.is_empty() { "none".to_string() } else { self.headers.join(", ") },
            })?;
        }
        Ok(found)
    }

    /// Gives every row to `each`, which says why it left the row out, if it did. The counts go to `tally`.
    pub(super) fn rows(&self, tally: &mut Tally, mut each: impl FnMut(Row<'_>) -> Result<(), &'static str>) {
        let mut counted = Counted { table: self.name.clone(), ..Counted::default() };
        let mut reader = self.reader();
        let mut record = StringRecord::new();
        let mut first = true;
        // The text is valid and rows may have any length: there is nothing left for the reader to refuse.
        while reader.read_record(&mut record).unwrap_or(false) {
            if std::mem::take(&mut first) {
                continue;
            }
            match each(Row { record: &record, dialect: self.dialect }) {
                Ok(()) => counted.take(),
                Err(why) => counted.skip(why),
            }
        }
        tally.tables.push(counted);
    }
}

impl<'a> Row<'a> {
    /// The cell of `column`, clean; nothing when it is empty, missing from a short row, or says that nothing is known.
    pub(super) fn get(&self, column: usize) -> Option<Cow<'a, str>> {
        let cell = clean(self.record.get(column)?);
        let nothing = cell.is_empty() || (self.dialect == Dialect::Tabs && cell == "n/a");
        (!nothing).then_some(cell)
    }

    /// The cell of a column that a release may lack.
    pub(super) fn maybe(&self, column: Option<usize>) -> Option<Cow<'a, str>> {
        self.get(column?)
    }

    /// The lines of the cell of `column`, each clean; also split at ` | `, as some tables have it.
    pub(super) fn list(&self, column: Option<usize>) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let cell = column.and_then(|c| self.record.get(c)).unwrap_or_default();
        cell.split('\n').flat_map(|line| line.split(" | ")).map(clean).filter(|label| !label.is_empty())
    }
}

/// `text` without blanks at its ends, with single blanks inside, and without characters that take no room.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let plain = |text: &str| {
        let mut blank = true;
        for c in text.chars() {
            if is_invisible(c) || (c.is_whitespace() && (c != ' ' || blank)) {
                return false;
            }
            blank = c == ' ';
        }
        !blank || text.is_empty()
    };
    if plain(text) {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Characters that are never seen and mean nothing in a name. The joiners of Indic scripts and emoji do.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{200e}' | '\u{200f}')
        || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn cells_are_clean() {
        for (cell, wanted) in [
            ("plain text", "plain text"),
            (" a\u{a0}b ", "a b"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("two  blanks\r", "two blanks"),
            ("\u{200b}", ""),
            ("", ""),
            ("می‌خواهم", "می‌خواهم"),
        ] {
            assert_eq!(clean(cell), wanted, "{cell:?}");
        }
    }
}
