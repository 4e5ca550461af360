//! The sections of a diff, laid out on a terminal.

use std::io::{self, Write};

use super::DiffColumn;
use crate::report::document::{DocumentCell, DocumentRow, DocumentSection, PAGE_LIST_SEPARATOR};
use crate::report::{AnsiStyle, PageSetup, pad_to_width, strip_ansi, write_hanging};
use crate::wording;

/// Minimum width at which the sides are shown in two columns.
const TWO_COLUMN_WIDTH: usize = 100;

/// Writes the sections of a diff laid out for people.
pub(in crate::report) fn write_sections(
    out: &mut impl Write,
    sections: &[DocumentSection],
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    for section in sections {
        writeln!(out, "\n{}", page.styled(&section.heading.to_uppercase(), AnsiStyle::Heading))?;
        // Several rows with the same label are shown below it.
        let label_above = section.group_by.is_some()
            || matches!(section.heading.as_str(), wording::SKILLS | wording::MOVES);
        let mut before: Option<DiffTextRow> = None;
        for row in &section.rows {
            let mut line = DiffTextRow::new(row, label_above, page);
            line.repeats_label = before.is_some_and(|b| {
                b.label == line.label && (b.status == "contested") == (line.status == "contested")
            });
            // Elsewhere it would double the length: pages and records name it in a column.
            if matches!(section.heading.as_str(), wording::KEY_DIFFERENCES | wording::MOVES) {
                line.note.extend(row.cell(DiffColumn::Source).items_by_line());
            }
            line.write(out, &section.heading, width, page)?;
            before = Some(line);
        }
    }
    Ok(())
}

/// A row as it is laid out on a terminal.
struct DiffTextRow {
    label: String,
    /// Whether the label is a heading above several rows.
    label_above: bool,
    /// Whether the previous row has the same label, and both or neither are contested.
    repeats_label: bool,
    sign: String,
    /// The word for the verdict.
    status: String,
    /// The texts on the left, each starting on its own line.
    left: Vec<String>,
    right: Vec<String>,
    /// Further notes, in lines of several items.
    note: Vec<Vec<DocumentCell>>,
}

impl DiffTextRow {
    fn new(row: &DocumentRow, below: bool, page: PageSetup) -> Self {
        let status = row.cell(DiffColumn::Status);
        let style = match status.text().as_str() {
            "left" | "dropped" => AnsiStyle::Left,
            "right" | "grow" | "added" | "raised" => AnsiStyle::Right,
            "same" => AnsiStyle::Dim,
            _ => AnsiStyle::Heading,
        };
        Self {
            label: row.cell(DiffColumn::Label).text(),
            label_above: below,
            repeats_label: false,
            sign: page.styled(status.sign(), style),
            status: status.text(),
            left: row.cell(DiffColumn::Left).marked_lines(page),
            right: row.cell(DiffColumn::Right).marked_lines(page),
            note: row.cell(DiffColumn::Note).items_by_line(),
        }
    }

    fn write(
        &self,
        out: &mut impl Write,
        section: &str,
        width: usize,
        page: PageSetup,
    ) -> io::Result<()> {
        let sign = &self.sign;
        if self.label_above && !self.repeats_label {
            writeln!(out, "{}", page.styled(&self.label, AnsiStyle::Title))?;
        }
        let mut first = format!("{sign} ");
        match section {
            wording::SKILLS => {
                let line =
                    format!("{}  {}", pad_to_width(&self.left.concat(), 28), self.right.concat());
                write_hanging(out, &first, &line, width)?;
                return write_note(out, &self.note, width, page);
            }
            wording::MOVES if self.status == "move" => {
                let takes = self.right.concat();
                let takes = if takes.is_empty() { "no stated requirements" } else { &takes };
                write_hanging(out, &first, &format!("takes {takes}"), width)?;
                return write_note(out, &self.note, width, page);
            }
            _ if self.status == "contested" => {
                if !self.repeats_label {
                    let label =
                        page.styled(&format!("{} Sources disagree:", self.label), AnsiStyle::Title);
                    writeln!(out, "{sign} {label}")?;
                }
                let note = DocumentCell::inline_list(self.note.iter().flatten().cloned()).text();
                return write_hanging(
                    out,
                    "  ",
                    &format!("{} ({note})", self.left.concat()),
                    width,
                );
            }
            _ => {}
        }
        if !self.label_above {
            writeln!(out, "{sign} {}", page.styled(&self.label, AnsiStyle::Title))?;
            first = "  ".to_string();
        }
        if width >= TWO_COLUMN_WIDTH {
            write_columns(out, &first, &self.left, &self.right, width)?;
        } else {
            for (name, texts, ink) in
                [("A", &self.left, AnsiStyle::Left), ("B", &self.right, AnsiStyle::Right)]
            {
                for text in texts {
                    write_hanging(
                        out,
                        &format!("{first}{} ", page.styled(name, ink)),
                        text,
                        width,
                    )?;
                    first = "  ".to_string();
                }
            }
        }
        write_note(out, &self.note, width, page)
    }
}

/// Writes further notes: the items of each line in one paragraph, and text that may be shortened on
/// its own line.
fn write_note(
    out: &mut impl Write,
    note: &[Vec<DocumentCell>],
    width: usize,
    page: PageSetup,
) -> io::Result<()> {
    let room = width.saturating_sub(4).max(8);
    for items in note {
        let mut paragraph: Vec<String> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for item in items {
            match item.shorten_dim(room) {
                Some(line) => lines.push(line),
                None => paragraph.push(item.text()),
            }
        }
        let paragraph = paragraph.join(PAGE_LIST_SEPARATOR);
        let wrapped =
            crate::model::text::wrap(&paragraph, room).into_iter().filter(|line| !line.is_empty());
        for line in wrapped.chain(lines.iter().map(String::as_str)) {
            writeln!(out, "    {}", page.styled(line, AnsiStyle::Dim))?;
        }
    }
    Ok(())
}

/// Writes `left` and `right` side by side. Colour never spans a line end.
fn write_columns(
    out: &mut impl Write,
    first: &str,
    left: &[String],
    right: &[String],
    width: usize,
) -> io::Result<()> {
    let side = (width - 5) / 2;
    let (left, right) = (side_lines(left, side), side_lines(right, side));
    for i in 0..left.len().max(right.len()).max(1) {
        let [l, r] = [&left, &right].map(|lines| lines.get(i).cloned().unwrap_or_default());
        let blank = side.saturating_sub(crate::model::text::display_width(strip_ansi(&l).as_str()));
        let gutter = if i == 0 { first } else { "  " };
        writeln!(out, "{}", format!("{gutter}{l}{} │ {r}", " ".repeat(blank)).trim_end())?;
    }
    Ok(())
}

/// Wraps the texts of one side to `width`. Several texts each start on a line of their own, after a
/// sign.
fn side_lines(texts: &[String], width: usize) -> Vec<String> {
    if let [text] = texts {
        return wrap_styled(text, width);
    }
    let mut lines = Vec::new();
    for text in texts {
        for (at, line) in wrap_styled(text, width - 2).into_iter().enumerate() {
            lines.push(format!("{}{line}", if at == 0 { "• " } else { "  " }));
        }
    }
    lines
}

/// Wraps text that may contain escapes; each line closes the styles it opened, and reopens those
/// that the line before left open.
fn wrap_styled(text: &str, width: usize) -> Vec<String> {
    let plain = strip_ansi(text);
    if plain.is_empty() {
        return Vec::new();
    }
    // The escapes in force at each byte of the plain text.
    let mut styles: Vec<(usize, String)> = vec![(0, String::new())];
    let (mut at, mut rest) = (0, text);
    while let Some((before, after)) = rest.split_once("\x1b[") {
        at += before.len();
        let (code, tail) = after.split_once('m').unwrap_or((after, ""));
        styles.push((at, if code == "0" { String::new() } else { format!("\x1b[{code}m") }));
        rest = tail;
    }
    let mut from = 0;
    let mut lines = Vec::new();
    for line in crate::model::text::wrap(&plain, width.max(8)) {
        let start = plain[from..].find(line).map_or(from, |i| from + i);
        let end = (start + line.len()).min(plain.len());
        let mut out = String::new();
        for (i, (begin, ink)) in styles.iter().enumerate() {
            let stop = styles.get(i + 1).map_or(plain.len(), |(next, _)| *next);
            let (a, b) = (start.max(*begin), end.min(stop));
            if a < b {
                out.push_str(ink);
                out.push_str(&plain[a..b]);
                if !ink.is_empty() {
                    out.push_str("\x1b[0m");
                }
            }
        }
        lines.push(out);
        from = end;
    }
    lines
}
