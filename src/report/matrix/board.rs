//! A matrix on a terminal, and how its columns share the width.

use std::io::{self, Write};
use std::ops::Range;

use crate::model::text::Width;

use super::{By, Count, View, percent};
use crate::analysis::matrix::{Duties, Matrix, ThemeRow};
use crate::analysis::skills::Asked;
use crate::model::{Catalog, Importance, Role, RoleId};
use crate::report::{Ink, Page, fill, write_hanging};

/// Minimum width of the column of names, if any name is longer: names are wrapped in it.
const NAMES: usize = 16;

/// Maximum width of the column of names.
const LONGEST_NAMES: usize = 40;

/// Maximum width that a single word of a title can require; longer words are broken.
const LONGEST_WORD: usize = 12;

/// Maximum width of the column of a role.
const LONGEST_CELL: usize = 26;

/// Cells before the column of a role. The last one contains the opening bracket of a useful skill,
/// so that dots are aligned.
const GAP: usize = 2;

/// Cells of the sign before a name.
const SIGN: usize = 2;

/// The content of one cell.
struct Slot {
    text: String,
    ink: Ink,
    /// Whether it is in brackets, the first of which uses no width of the column.
    brackets: bool,
}

impl Slot {
    fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self { text: text.into(), ink, brackets: false }
    }

    /// The content where a role has no requirement or responsibility.
    fn nothing() -> Self {
        Self::new("·", Ink::Dim)
    }

    fn is_nothing(&self) -> bool {
        self.text == "·"
    }

    fn width(&self) -> usize {
        self.text.width() + usize::from(self.brackets)
    }
}

/// A row: a skill or a theme.
struct Entry<'a> {
    name: &'a str,
    differs: bool,
    slots: Vec<Slot>,
    /// The theme whose responsibilities are listed below the row.
    duties: Option<&'a ThemeRow>,
}

/// The header of a role's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// Its title.
    Title,
    /// Its title below the letter that is used for it elsewhere.
    Both,
    /// The letter; a key lists the titles.
    Letter,
}

/// The columns of a terminal, shared among names and roles.
pub(super) struct Board<'a> {
    catalog: &'a Catalog,
    roles: Vec<&'a Role>,
    ids: &'a [RoleId],
    page: Page,
    width: usize,
    /// Cells for names, excluding those of the sign.
    names: usize,
    /// Cells for each role, excluding the gap.
    cell: usize,
    /// Number of roles side by side; the others follow below.
    block: usize,
    head: Head,
    /// Whether levels are shown in words beside their dots.
    words: bool,
    /// Whether the emphasis of any responsibility is known.
    marks: bool,
}

impl<'a> Board<'a> {
    /// Lays out `view` of `matrix` on `width` columns.
    ///
    /// Levels are shown in words if all roles fit side by side that way, and otherwise as dots
    /// alone. If the titles of all roles do not fit, but their dots do, letters replace the titles;
    /// if the dots do not fit either, blocks of roles with their titles are placed below each
    /// other.
    pub(super) fn new(
        catalog: &'a Catalog,
        matrix: &'a Matrix,
        view: View,
        width: usize,
        page: Page,
    ) -> Self {
        let (skills, themes) = (view.skills(matrix), view.themes(matrix));
        let names = skills.iter().map(|row| catalog.skill(row.skill).name.width());
        let names = names
            .chain(themes.iter().map(|row| catalog.theme(row.theme).title.width()))
            .max()
            .unwrap_or(0);
        let names = names.min(LONGEST_NAMES);
        let roles: Vec<&Role> = matrix.roles.iter().map(|role| catalog.role(*role)).collect();
        let mut board = Self {
            catalog,
            ids: &matrix.roles,
            page,
            width,
            names,
            cell: 1,
            block: roles.len().max(1),
            head: if view.by == By::Themes { Head::Both } else { Head::Title },
            words: true,
            marks: themes
                .iter()
                .flat_map(|row| &row.cells)
                .any(|duties| duties.strategic + duties.tactical > 0),
            roles,
        };
        let widest = |board: &Self| {
            let width = |(i, asked): (usize, &Option<Asked>)| board.skill(i, *asked).width();
            skills.iter().flat_map(|row| row.cells.iter().enumerate().map(width)).max().unwrap_or(1)
        };
        let full = widest(&board);
        board.words = false;
        let short = widest(&board);
        board.share(names, full, short);
        board
    }

    /// Divides the width between the names, which need `names` cells to fit on one line, and the
    /// roles, each of which needs `full` cells for levels in words and `short` for dots.
    fn share(&mut self, names: usize, full: usize, short: usize) {
        // On the narrowest screens everything has to be broken.
        let third = (self.width / 3).max(1);
        let least = names.min(NAMES).min(third);
        let words = self.roles.iter().flat_map(|role| role.title.split(' ').map(Width::width));
        let word = words.max().unwrap_or(1).min(LONGEST_WORD).min(third);
        let (count, room) = (self.block, self.width.saturating_sub(SIGN + least));
        let fits = |cell: usize| count * (cell + GAP) <= room;
        self.words = fits(full.max(word));
        self.cell = if self.words { full.max(word) } else { short.max(word) };
        if !fits(self.cell) && fits(short) {
            (self.head, self.cell) = (Head::Letter, short);
        } else {
            let most = (room / (self.cell + GAP)).max(1);
            self.block = count.div_ceil(count.div_ceil(most));
        }
        // Names get the remaining width, as far as they need it; then the titles, so that fewer
        // lines are wrapped.
        let taken = SIGN + self.block * (self.cell + GAP);
        self.names = names.min(self.width.saturating_sub(taken)).max(least);
        if self.head != Head::Letter {
            let longest = self
                .roles
                .iter()
                .map(|role| role.title.width())
                .max()
                .unwrap_or(1)
                .min(LONGEST_CELL);
            let left = self.width.saturating_sub(SIGN + self.names) / self.block;
            self.cell = left.saturating_sub(GAP).clamp(self.cell, longest.max(self.cell));
        }
    }

    /// Writes the parts of `matrix` that `view` includes.
    pub(super) fn write(
        &self,
        out: &mut impl Write,
        matrix: &Matrix,
        view: View,
    ) -> io::Result<()> {
        if self.head == Head::Letter {
            write_hanging(out, "", &self.key(), self.width)?;
            writeln!(out)?;
        }
        let (skills, themes) = (view.skills(matrix), view.themes(matrix));
        if view.by != By::Themes {
            let entries: Vec<Entry<'_>> = skills
                .iter()
                .map(|row| Entry {
                    name: &self.catalog.skill(row.skill).name,
                    differs: row.differs(),
                    slots: row
                        .cells
                        .iter()
                        .enumerate()
                        .map(|(i, asked)| self.skill(i, *asked))
                        .collect(),
                    duties: None,
                })
                .collect();
            self.part(out, "SKILLS", Count::skills(matrix), view, &entries)?;
        }
        if view.by == By::Both {
            writeln!(out)?;
        }
        if view.by != By::Skills {
            let entries: Vec<Entry<'_>> = themes
                .iter()
                .map(|row| Entry {
                    name: &self.catalog.theme(row.theme).title,
                    differs: row.differs(),
                    slots: row.cells.iter().map(|duties| self.theme(duties)).collect(),
                    duties: (view.by == By::Themes).then_some(*row),
                })
                .collect();
            self.part(out, "THEMES", Count::themes(matrix), view, &entries)?;
        }
        let more = view.by == By::Both && themes.iter().any(|row| row.differs());
        self.legend(out, skills.iter().flat_map(|row| row.cells.iter().flatten()).copied(), more)
    }

    fn part(
        &self,
        out: &mut impl Write,
        heading: &str,
        count: Count,
        view: View,
        entries: &[Entry<'_>],
    ) -> io::Result<()> {
        let title = self.page.ink(heading, Ink::Heading);
        write_hanging(out, &format!("{title}  "), &count.words(view), self.width)?;
        if entries.is_empty() {
            return Ok(());
        }
        for from in (0..self.roles.len()).step_by(self.block) {
            let block = from..(from + self.block).min(self.roles.len());
            self.heads(out, block.clone())?;
            let mut idle = 0;
            for entry in entries {
                // The responsibilities are those of all roles: they are placed below the last
                // block.
                let duties = entry.duties.filter(|_| block.end == self.roles.len());
                let slots = &entry.slots[block.clone()];
                if duties.is_none() && slots.iter().all(Slot::is_nothing) {
                    idle += 1;
                    continue;
                }
                self.row(out, entry, slots)?;
                if let Some(theme) = duties {
                    self.duties(out, theme)?;
                }
            }
            if idle > 0 {
                let things = heading.to_lowercase();
                let things = if idle == 1 { things.trim_end_matches('s') } else { &things };
                let rest = format!("and {idle} {things} that none of these has");
                write_hanging(out, &self.page.ink("  … ", Ink::Dim), &rest, self.width)?;
            }
        }
        Ok(())
    }

    fn level(&self, role: usize) -> Option<String> {
        self.roles[role].level.map(|level| format!("level {level}"))
    }

    /// The key `A Product manager, level 2 · B …`; a letter is kept on the same line as the first
    /// word of its title.
    fn key(&self) -> String {
        let one = |i: usize| {
            let level = self.level(i).map(|level| format!(", {level}")).unwrap_or_default();
            format!("{}\u{a0}{}{level}", letters(i), self.roles[i].title)
        };
        (0..self.roles.len()).map(one).collect::<Vec<_>>().join(" · ")
    }

    /// Writes the headers above the columns of `block`.
    fn heads(&self, out: &mut impl Write, block: Range<usize>) -> io::Result<()> {
        let (from, to, of) = (block.start + 1, block.end, self.roles.len());
        if block.len() < of {
            let gap = if from > 1 { "\n" } else { "" };
            let roles =
                if from == to { format!("Role {from}") } else { format!("Roles {from} to {to}") };
            writeln!(out, "{gap}{}", self.page.ink(&format!("{roles} of {of}"), Ink::Title))?;
        }
        let head = |i: usize| {
            let mut lines = Vec::new();
            if self.head != Head::Title {
                lines.push(Slot::new(letters(i), Ink::Title));
            }
            if self.head != Head::Letter {
                let title = crate::model::text::wrap(&self.roles[i].title, self.cell);
                lines.extend(title.into_iter().map(|line| Slot::new(line, Ink::Title)));
                let level = self.level(i).filter(|level| level.width() <= self.cell);
                lines.extend(level.map(|level| Slot::new(level, Ink::Dim)));
            }
            lines.into_iter()
        };
        let mut heads: Vec<std::vec::IntoIter<Slot>> = block.map(head).collect();
        while heads.iter().any(|head| head.len() > 0) {
            let line = heads
                .iter_mut()
                .map(|head| head.next().unwrap_or_else(|| Slot::new("", Ink::Plain)));
            self.line(out, ("  ", Ink::Plain), "", &line.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Writes a row with its name, which may take several lines.
    fn row(&self, out: &mut impl Write, entry: &Entry<'_>, slots: &[Slot]) -> io::Result<()> {
        let sign = if entry.differs { ("≠ ", Ink::Heading) } else { ("= ", Ink::Dim) };
        for (i, line) in crate::model::text::wrap(entry.name, self.names.max(1)).iter().enumerate()
        {
            match i {
                0 => self.line(out, sign, line, slots)?,
                _ => self.line(out, ("  ", Ink::Plain), line, &[])?,
            }
        }
        Ok(())
    }

    fn line(
        &self,
        out: &mut impl Write,
        (sign, ink): (&str, Ink),
        name: &str,
        slots: &[Slot],
    ) -> io::Result<()> {
        let mut line = self.page.ink(sign, ink) + &fill(name, self.names);
        for slot in slots {
            let (open, close) = if slot.brackets { ("(", ")") } else { (" ", "") };
            let (gap, rest) =
                (" ".repeat(GAP - 1), " ".repeat(self.cell.saturating_sub(slot.width())));
            line += &format!("{gap}{open}{}{close}{rest}", self.page.ink(&slot.text, slot.ink));
        }
        writeln!(out, "{}", line.trim_end())
    }

    /// The level of a skill that a role requires; in brackets if only useful, so that it is visible
    /// without colour.
    fn skill(&self, role: usize, asked: Option<Asked>) -> Slot {
        let Some(asked) = asked else { return Slot::nothing() };
        let text = match asked.level {
            Some(level) if self.words => {
                format!("{} {}", level.dots(), self.catalog.level_name(self.ids[role], level))
            }
            Some(level) => level.dots(),
            None => "●".to_string(),
        };
        Slot { brackets: asked.importance == Importance::Useful, ..Slot::new(text, Ink::Plain) }
    }

    /// Number of responsibilities, followed, as far as there is space, by their emphasis and share
    /// of time.
    fn theme(&self, duties: &Duties) -> Slot {
        let count = duties.indices.len();
        if count == 0 {
            return Slot::nothing();
        }
        let mut text = count.to_string();
        let unmarked = if self.marks { count - duties.strategic - duties.tactical } else { 0 };
        let marks =
            "◆".repeat(duties.strategic) + &"◇".repeat(duties.tactical) + &"■".repeat(unmarked);
        let share = duties.share.map(percent).unwrap_or_default();
        for more in [marks, share] {
            if !more.is_empty() && text.width() + 1 + more.width() <= self.cell {
                text = format!("{text} {more}");
            }
        }
        Slot::new(text, Ink::Plain)
    }

    /// Writes the responsibilities under `theme` that not all roles have, each after the letters of
    /// the roles that do.
    fn duties(&self, out: &mut impl Write, theme: &ThemeRow) -> io::Result<()> {
        // A column for each role, if there are few.
        let apart = self.roles.len() * 4 <= self.width.min(48);
        for duty in theme.duties.iter().filter(|duty| duty.differs()) {
            let places = duty.cells.iter().enumerate();
            let who = if apart {
                places
                    .map(|(i, cell)| if cell.is_some() { letters(i) } else { "·".to_string() })
                    .collect()
            } else {
                places
                    .filter(|(_, cell)| cell.is_some())
                    .map(|(i, _)| letters(i))
                    .collect::<Vec<_>>()
                    .join(",")
            };
            let who = self.page.ink(&format!("    {who}  "), Ink::Dim);
            write_hanging(out, &who, duty.text(self.catalog, self.ids), self.width)?;
        }
        Ok(())
    }

    /// Explains the signs that were used, and mentions whether there is `more` to show for the
    /// themes.
    fn legend(
        &self,
        out: &mut impl Write,
        asked: impl Iterator<Item = Asked>,
        more: bool,
    ) -> io::Result<()> {
        let (mut levels, mut unstated, mut useful) = (false, false, false);
        for asked in asked {
            levels |= asked.level.is_some();
            unstated |= asked.level.is_none();
            useful |= asked.importance == Importance::Useful;
        }
        let signs = [
            (levels, "●●○○ level asked"),
            (unstated, "● asked, at no stated level"),
            (useful, "(…) useful, not essential"),
            (self.marks, "◆ strategic duty"),
            (self.marks, "◇ tactical"),
            (self.marks, "■ not marked"),
            (levels || unstated || self.marks, "· nothing"),
            (more, "--by themes tells the duties"),
        ];
        let said: Vec<&str> =
            signs.iter().filter(|(used, _)| *used).map(|(_, words)| *words).collect();
        if said.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        // A sign is kept on the same line as its meaning, if there is space.
        let widest = said.iter().map(|words| words.width()).max().unwrap_or(0);
        let blank = if widest <= self.width { "\u{a0}" } else { " " };
        let said: Vec<String> = said.iter().map(|words| words.replace(' ', blank)).collect();
        for line in crate::model::text::wrap(&said.join("   "), self.width.max(8)) {
            writeln!(out, "{}", self.page.ink(&line.replace('\u{a0}', " "), Ink::Dim))?;
        }
        Ok(())
    }
}

/// The name of a column: `A` to `Z`, then `AA`, `AB`, …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(column), name);
        }
    }
}
