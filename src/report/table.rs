//! Flat tables: rows with the same typed columns in every format.
//!
//! A table makes its rows when they are written, and as often as they are needed: a table of a
//! hundred thousand rows is never in memory.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::document::{
    DocumentCell, DocumentRow, PAGE_LIST_SEPARATOR, count_break_starts, csv, replace_breaks,
};
use super::{AnsiStyle, PageSetup, pad_to_width, write_json_line};
use crate::model::family_name;
use crate::model::text::{DisplayWidth as _, join_list, push_list, truncate};

/// Width below which a column of a terminal is not narrowed.
const MIN_COLUMN_WIDTH: usize = 8;

/// The value of a row in one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TableField<'a> {
    /// Not stated.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(u64),
    /// A decimal number.
    Number(f64),
    /// A family as the pack writes it.
    Family(&'a str),
    /// Texts, such as ids.
    List(Cow<'a, [&'a str]>),
    /// Texts of the catalog.
    Texts(&'a [String]),
}

impl TableField<'_> {
    /// The field in a record: lists can be split again.
    fn record(&self) -> Cow<'_, str> {
        match self {
            Self::List(items) => join_list(items.iter()).into(),
            Self::Texts(items) => join_list(*items).into(),
            Self::Family(family) => Cow::Borrowed(family),
            _ => self.text(),
        }
    }

    /// Appends the field of a record to `out`, as it is.
    fn push_record(&self, out: &mut String) {
        match self {
            Self::List(items) => push_list(out, items.iter()),
            Self::Texts(items) => push_list(out, *items),
            _ => out.push_str(&self.record()),
        }
    }

    /// The field as shown on a terminal.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => "".into(),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Family(family) => family_name(family).into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Number(number) => number.to_string().into(),
            Self::List(items) => items.join(PAGE_LIST_SEPARATOR).into(),
            Self::Texts(items) => items.join(PAGE_LIST_SEPARATOR).into(),
        }
    }

    fn cell(&self) -> DocumentCell {
        match self {
            Self::List(items) => DocumentCell::inline_list(items.iter().copied()),
            Self::Texts(items) => DocumentCell::text_list(items.iter()),
            Self::Family(family) => DocumentCell::family(family),
            _ => DocumentCell::from(self.text().into_owned()),
        }
    }
}

impl Serialize for TableField<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Family(family) => serializer.serialize_str(family),
            Self::Integer(number) => serializer.serialize_u64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::List(items) => items.serialize(serializer),
            Self::Texts(items) => items.serialize(serializer),
        }
    }
}

impl<'a> From<&'a str> for TableField<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// A family as the pack writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FamilyField<'a>(pub(super) &'a str);

impl<'a> From<FamilyField<'a>> for TableField<'a> {
    fn from(FamilyField(family): FamilyField<'a>) -> Self {
        Self::Family(family)
    }
}

impl From<String> for TableField<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for TableField<'_> {
    fn from(number: usize) -> Self {
        Self::Integer(number as u64)
    }
}

impl From<u32> for TableField<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(u64::from(number))
    }
}

impl From<f64> for TableField<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<Vec<&'a str>> for TableField<'a> {
    fn from(items: Vec<&'a str>) -> Self {
        Self::List(Cow::Owned(items))
    }
}

impl<'a> From<&'a [String]> for TableField<'a> {
    fn from(items: &'a [String]) -> Self {
        Self::Texts(items)
    }
}

impl<'a, T: Into<TableField<'a>>> From<Option<T>> for TableField<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row of a table: a struct whose fields are the columns.
pub(super) trait TableRow<'a> {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];
    /// The columns for people, in the order in which pages show them: the subject of a row first.
    const PAGE: &'static [&'static str];

    /// Returns the values, in the order of the columns.
    fn into_fields(self) -> Vec<TableField<'a>>;
}

/// Declares the row of a table: its columns in order, then those for people.
macro_rules! table_row {
    (
        $(#[$doc:meta])*
        $name:ident<$life:lifetime> {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)+
        }
        pages { $($page:ident),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        pub(in crate::report) struct $name<$life> {
            $($(#[$field_doc])* pub(in crate::report) $field: $type,)+
        }

        impl<$life> $crate::report::table::TableRow<$life> for $name<$life> {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];
            const PAGE: &'static [&'static str] = &[$(stringify!($page)),+];

            fn into_fields(self) -> Vec<$crate::report::table::TableField<$life>> {
                vec![$(self.$field.into()),+]
            }
        }
    };
}
pub(super) use table_row;

/// The rows of a table, one after the other.
type TableRows<'a> = Box<dyn Iterator<Item = Vec<TableField<'a>>> + 'a>;

/// A flat table.
pub(super) struct Table<'a> {
    /// The names of the columns.
    pub(super) columns: &'static [&'static str],
    /// The positions of the columns for people, in the order of pages.
    pub(super) page: Vec<usize>,
    rows: Box<dyn Fn() -> TableRows<'a> + 'a>,
}

impl<'a> Table<'a> {
    /// A table of the rows that `rows` makes, each time it is called.
    pub(super) fn new<R, I>(rows: impl Fn() -> I + 'a) -> Self
    where
        R: TableRow<'a> + 'a,
        I: Iterator<Item = R> + 'a,
    {
        let position = |name: &&str| R::COLUMNS.iter().position(|column| column == name);
        Self {
            columns: R::COLUMNS,
            page: R::PAGE.iter().filter_map(position).collect(),
            rows: Box::new(move || Box::new(rows().map(R::into_fields))),
        }
    }

    /// Whether it has no rows.
    pub(super) fn is_empty(&self) -> bool {
        (self.rows)().next().is_none()
    }

    /// Returns the rows of a document.
    pub(super) fn document_rows(&self) -> Vec<DocumentRow> {
        (self.rows)().map(|row| DocumentRow::new(row.iter().map(TableField::cell))).collect()
    }

    /// Writes a record on each line, its fields separated by tabs.
    pub(super) fn write_records(&self, out: &mut impl Write) -> io::Result<()> {
        let mut record = String::new();
        for row in (self.rows)() {
            record.clear();
            let mut tabs = 0;
            for field in &row {
                field.push_record(&mut record);
                record.push('\t');
                tabs += 1;
            }
            record.pop();
            // Almost no text has a break. A look at the whole record is faster than one at each field.
            if count_break_starts(&record) >= tabs {
                record.clear();
                for field in &row {
                    let start = record.len();
                    field.push_record(&mut record);
                    if let Cow::Owned(replaced) = replace_breaks(&record[start..]) {
                        record.truncate(start);
                        record.push_str(&replaced);
                    }
                    record.push('\t');
                }
                record.pop();
            }
            record.push('\n');
            out.write_all(record.as_bytes())?;
        }
        Ok(())
    }

    /// Writes comma-separated records under the names of the columns.
    pub(super) fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::CsvWriter::new(out, self.columns)?;
        for row in (self.rows)() {
            writer.write_record(row.iter().map(TableField::record))?;
        }
        writer.finish()
    }

    /// Writes a JSON object on each line.
    pub(super) fn write_json_lines(&self, out: &mut impl Write) -> io::Result<()> {
        (self.rows)().try_for_each(|fields| {
            write_json_line(out, &JsonRow { columns: self.columns, fields: &fields })
        })
    }

    /// Writes columns under their names for a terminal of `room` cells: the widest are narrowed
    /// until all fit.
    pub(super) fn write_columns(
        &self,
        out: &mut impl Write,
        page: PageSetup,
        room: usize,
    ) -> io::Result<()> {
        let mut visible = self.page.clone();
        visible.sort_unstable();
        let mut widths: Vec<usize> =
            visible.iter().map(|column| self.columns[*column].width()).collect();
        for row in (self.rows)() {
            for (width, column) in widths.iter_mut().zip(&visible) {
                *width = (*width).max(replace_breaks(&row[*column].text()).width());
            }
        }
        narrow_columns(&mut widths, room);
        let titles = visible.iter().map(|at| column_title(self.columns[*at]).to_uppercase().into());
        writeln!(out, "{}", page.styled(&padded_line(titles, &widths, room), AnsiStyle::Dim))?;
        for row in (self.rows)() {
            let cells = visible.iter().map(|column| row[*column].text());
            writeln!(out, "{}", padded_line(cells, &widths, room))?;
        }
        Ok(())
    }

    /// Writes each row as a block of lines, a column on each: for tables with few wide rows.
    pub(super) fn write_blocks(&self, out: &mut impl Write, page: PageSetup) -> io::Result<()> {
        let width = self.columns.iter().map(|column| column.len()).max().unwrap_or_default();
        for row in (self.rows)() {
            for (column, field) in self.columns.iter().zip(&row) {
                let title = pad_to_width(&column_title(column), width);
                let line = format!("{} {}", page.styled(&title, AnsiStyle::Dim), field.text());
                writeln!(out, "{}", line.trim_end())?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// The name of a column for people, who see titles and names in place of ids.
pub(super) fn column_title(column: &str) -> Cow<'_, str> {
    let endings = ["_title", "_name", "_id"];
    let column = endings.iter().find_map(|end| column.strip_suffix(end)).unwrap_or(column);
    if column.contains('_') { column.replace('_', " ").into() } else { column.into() }
}

/// Narrows the widest columns until all fit `room` cells with two blanks between them.
pub(super) fn narrow_columns(widths: &mut [usize], room: usize) {
    let gaps = 2 * widths.len().saturating_sub(1);
    loop {
        let total = widths.iter().sum::<usize>() + gaps;
        let Some(widest) = widths.iter_mut().max() else { return };
        if total <= room || *widest <= MIN_COLUMN_WIDTH {
            return;
        }
        *widest -= 1;
    }
}

/// Cells cut and padded to the widths of their columns, in a line of at most `room` cells.
fn padded_line<'a>(
    cells: impl Iterator<Item = Cow<'a, str>>,
    widths: &[usize],
    room: usize,
) -> String {
    let mut line = String::new();
    for (cell, width) in cells.zip(widths) {
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(&pad_to_width(&truncate(&replace_breaks(&cell), *width), *width));
    }
    truncate(line.trim_end(), room).into_owned()
}

/// A row as a JSON object.
struct JsonRow<'t, 'a> {
    columns: &'static [&'static str],
    fields: &'t [TableField<'a>],
}

impl Serialize for JsonRow<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, field) in self.columns.iter().zip(self.fields) {
            map.serialize_entry(column, field)?;
        }
        map.end()
    }
}

/// The rows of a table as a JSON array.
struct JsonRows<'t, 'a>(&'t Table<'a>);

impl Serialize for JsonRows<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.0.columns;
        let rows = (self.0.rows)();
        serializer.collect_seq(rows.map(|fields| OwnedJsonRow { columns, fields }))
    }
}

/// A row as a JSON object, for as long as it is written.
struct OwnedJsonRow<'a> {
    columns: &'static [&'static str],
    fields: Vec<TableField<'a>>,
}

impl Serialize for OwnedJsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        JsonRow { columns: self.columns, fields: &self.fields }.serialize(serializer)
    }
}

/// A table as a JSON answer.
pub(super) struct TableAnswer<'t, 'a> {
    /// The name of the table.
    pub(super) what: &'static str,
    /// The table.
    pub(super) table: &'t Table<'a>,
}

impl Serialize for TableAnswer<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("TableAnswer", 3)?;
        answer.serialize_field("schema", "roledex/list/1")?;
        answer.serialize_field("what", self.what)?;
        answer.serialize_field("items", &JsonRows(self.table))?;
        answer.end()
    }
}

/// Makes the JSON Schema of a type.
pub(super) type MakeSchema = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

/// The shape of [`TableAnswer`] with rows of the type `R`.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct TableShape<R> {
    /// The rows; in NDJSON each is a line.
    items: Vec<R>,
    schema: &'static str,
    what: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    table_row!(
        /// A row of a test.
        TestRow<'a> {
            /// An id.
            id: &'a str,
            /// A number.
            size: Option<f64>,
            /// Some texts.
            names: Vec<&'a str>,
            /// A family.
            #[schemars(with = "String")]
            family: FamilyField<'a>,
        }
        pages { names, id, family }
    );

    fn table() -> Table<'static> {
        Table::new(|| {
            [
                TestRow {
                    id: "a",
                    size: Some(1.5),
                    names: vec!["x|y", "a\tb"],
                    family: FamilyField("ux"),
                },
                TestRow { id: "=b", size: None, names: vec![], family: FamilyField("ux") },
            ]
            .into_iter()
        })
    }

    fn written(write: impl FnOnce(&Table<'_>, &mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&table(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself is not general enough in its lifetimes"
    )]
    #[test]
    fn a_table_has_the_same_columns_in_every_format() {
        assert_eq!(written(|t, out| t.write_records(out)), "a\t1.5\tx\\|y | a b\tux\n=b\t\t\tux\n");
        assert_eq!(
            written(|t, out| t.write_csv(out)),
            "id,size,names,family\r\na,1.5,x\\|y | a b,ux\r\n'=b,,,ux\r\n"
        );
        assert_eq!(
            written(|t, out| t.write_json_lines(out)),
            "{\"id\":\"a\",\"size\":1.5,\"names\":[\"x|y\",\"a\\tb\"],\"family\":\"ux\"}\n{\"id\":\"=b\",\"size\":null,\"names\":[],\"family\":\"ux\"}\n"
        );
        let answer = TableAnswer { what: "tests", table: &table() };
        let answer = crate::json::to_value(&answer);
        assert_eq!(answer["items"][0]["names"][1], "a\tb");
        assert_eq!(table().page, [2, 0, 3]);
    }

    #[test]
    fn breaks_in_a_record_become_blanks_and_other_signs_stay() {
        let rows = || {
            [TestRow {
                id: "c – c",
                size: None,
                names: vec!["a\u{85}b", "“c”\u{2028}"],
                family: FamilyField("ux"),
            }]
        };
        let mut out = Vec::new();
        Table::new(move || rows().into_iter()).write_records(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "c – c\t\ta b | “c” \tux\n");
    }

    #[test]
    fn the_widest_columns_are_narrowed() {
        let mut widths = [10, 30, 20];
        narrow_columns(&mut widths, 44);
        assert_eq!(widths, [10, 15, 15]);
        let mut widths = [40, 40];
        narrow_columns(&mut widths, 5);
        assert_eq!(widths, [MIN_COLUMN_WIDTH; 2]);
        let text = written(|t, out| t.write_columns(out, PageSetup::PLAIN, 40));
        assert_eq!(text, "ID  NAMES      FAMILY\na   x|y · a b  UX\n=b             UX\n");
    }
}
