//! A matrix on a terminal, and how its columns share the width.

use std::io::{self, Write};
use std::ops::Range;

use crate::model::text::DisplayWidth;

use super::options::{DifferenceCount, MatrixOptions, MatrixParts, percent};
use super::words::{write_heading, write_only_one, write_words};
use crate::analysis::matrix::{Matrix, MatrixSkillRow, MatrixThemeRow, ThemeResponsibilities};
use crate::analysis::skill_class::SkillClass;
use crate::analysis::skills::SkillDemand;
use crate::model::{Catalog, Importance, Role, RoleId};
use crate::report::{AnsiStyle, PageSetup, pad_to_width, write_hanging};
use crate::wording::side_by_side;

/// Minimum width of the column of names, if any name is longer: names are wrapped in it.
const MIN_NAME_WIDTH: usize = 16;

/// Maximum width of the column of names.
const MAX_NAME_WIDTH: usize = 40;

/// Maximum width that a single word of a title can require; longer words are broken.
const MAX_WORD_WIDTH: usize = 12;

/// Maximum width of the column of a role.
const MAX_CELL_WIDTH: usize = 26;

/// Cells before the column of a role. The last one contains the opening bracket of a useful skill,
/// so that dots are aligned.
const COLUMN_GAP: usize = 2;

/// Cells of the sign before a name.
const SIGN_WIDTH: usize = 2;

/// The content of one cell.
struct TerminalMatrixCell {
    text: String,
    style: AnsiStyle,
    /// Whether it is in brackets, the first of which uses no width of the column.
    brackets: bool,
}

impl TerminalMatrixCell {
    fn new(text: impl Into<String>, ink: AnsiStyle) -> Self {
        Self { text: text.into(), style: ink, brackets: false }
    }

    /// The content where a role has no requirement or responsibility.
    fn empty() -> Self {
        Self::new("·", AnsiStyle::Dim)
    }

    fn is_empty(&self) -> bool {
        self.text == "·"
    }

    fn width(&self) -> usize {
        self.text.width() + usize::from(self.brackets)
    }
}

/// A row: a skill or a theme.
struct TerminalMatrixRow<'a> {
    name: &'a str,
    differs: bool,
    cells: Vec<TerminalMatrixCell>,
    /// The theme whose responsibilities are listed below the row.
    expanded_theme: Option<&'a MatrixThemeRow>,
}

/// The header of a role's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RoleHeading {
    /// Its title.
    Title,
    /// Its title below the letter that is used for it elsewhere.
    LetterAndTitle,
    /// The letter; a key lists the titles.
    Letter,
}

/// The columns of a terminal, shared among names and roles.
pub(super) struct TerminalMatrix<'a> {
    catalog: &'a Catalog,
    roles: Vec<&'a Role>,
    ids: &'a [RoleId],
    page: PageSetup,
    width: usize,
    /// Cells for names, excluding those of the sign.
    name_width: usize,
    /// Cells for each role, excluding the gap.
    cell_width: usize,
    /// Number of roles side by side; the others follow below.
    roles_per_block: usize,
    heading: RoleHeading,
    /// Whether levels are shown in words beside their dots.
    show_level_names: bool,
    /// Whether the emphasis of any responsibility is known.
    has_emphasis: bool,
}

impl<'a> TerminalMatrix<'a> {
    /// Lays out `view` of `matrix` on `width` columns.
    ///
    /// Levels are shown in words if all roles fit side by side that way, and otherwise as dots
    /// alone. If the titles of all roles do not fit, but their dots do, letters replace the titles;
    /// if the dots do not fit either, blocks of roles with their titles are placed below each
    /// other.
    pub(super) fn new(
        catalog: &'a Catalog,
        matrix: &'a Matrix,
        view: MatrixOptions,
        width: usize,
        page: PageSetup,
    ) -> Self {
        let (skills, themes) = (view.skills(matrix), view.themes(matrix));
        let names = skills.iter().map(|row| catalog.skill(row.skill).name.width());
        let names = names
            .chain(themes.iter().map(|row| catalog.theme(row.theme).title.width()))
            .max()
            .unwrap_or(0);
        let names = names.min(MAX_NAME_WIDTH);
        let roles: Vec<&Role> = matrix.roles.iter().map(|role| catalog.role(*role)).collect();
        let mut board = Self {
            catalog,
            ids: &matrix.roles,
            page,
            width,
            name_width: names,
            cell_width: 1,
            roles_per_block: roles.len().max(1),
            heading: if view.by == MatrixParts::Themes {
                RoleHeading::LetterAndTitle
            } else {
                RoleHeading::Title
            },
            show_level_names: true,
            has_emphasis: themes
                .iter()
                .flat_map(|row| &row.cells)
                .any(|duties| duties.strategic + duties.tactical > 0),
            roles,
        };
        let widest = |board: &Self| {
            let width =
                |(i, asked): (usize, &Option<SkillDemand>)| board.skill_cell(i, *asked).width();
            skills.iter().flat_map(|row| row.cells.iter().enumerate().map(width)).max().unwrap_or(1)
        };
        let full = widest(&board);
        board.show_level_names = false;
        let short = widest(&board);
        board.fit_columns(names, full, short);
        board
    }

    /// Divides the width between the names, which need `names` cells to fit on one line, and the
    /// roles, each of which needs `full` cells for levels in words and `short` for dots.
    fn fit_columns(&mut self, names: usize, full: usize, short: usize) {
        // On the narrowest screens everything has to be broken.
        let third = (self.width / 3).max(1);
        let least = names.min(MIN_NAME_WIDTH).min(third);
        let words =
            self.roles.iter().flat_map(|role| role.title.split(' ').map(DisplayWidth::width));
        let word = words.max().unwrap_or(1).min(MAX_WORD_WIDTH).min(third);
        let (count, room) = (self.roles_per_block, self.width.saturating_sub(SIGN_WIDTH + least));
        let fits = |cell: usize| count * (cell + COLUMN_GAP) <= room;
        self.show_level_names = fits(full.max(word));
        self.cell_width = if self.show_level_names { full.max(word) } else { short.max(word) };
        if !fits(self.cell_width) && fits(short) {
            (self.heading, self.cell_width) = (RoleHeading::Letter, short);
        } else {
            let most = (room / (self.cell_width + COLUMN_GAP)).max(1);
            self.roles_per_block = count.div_ceil(count.div_ceil(most));
        }
        // Names get the remaining width, as far as they need it; then the titles, so that fewer
        // lines are wrapped.
        let taken = SIGN_WIDTH + self.roles_per_block * (self.cell_width + COLUMN_GAP);
        self.name_width = names.min(self.width.saturating_sub(taken)).max(least);
        if self.heading != RoleHeading::Letter {
            let longest = self
                .roles
                .iter()
                .map(|role| role.title.width())
                .max()
                .unwrap_or(1)
                .min(MAX_CELL_WIDTH);
            let left =
                self.width.saturating_sub(SIGN_WIDTH + self.name_width) / self.roles_per_block;
            self.cell_width = left
                .saturating_sub(COLUMN_GAP)
                .clamp(self.cell_width, longest.max(self.cell_width));
        }
    }

    /// Writes the parts of `matrix` that `view` includes.
    pub(super) fn write(
        &self,
        out: &mut impl Write,
        matrix: &Matrix,
        view: MatrixOptions,
    ) -> io::Result<()> {
        if self.heading == RoleHeading::Letter {
            write_hanging(out, "", &self.letter_key(), self.width)?;
            writeln!(out)?;
        }
        let (skills, themes) = (view.skills(matrix), view.themes(matrix));
        let mut words = view.words(self.catalog, matrix);
        words.extend(view.key_differences(self.catalog, matrix));
        write_words(out, self.catalog, self.ids, &words, (self.width, self.page))?;
        if view.by != MatrixParts::Themes {
            self.write_skills(out, matrix, view)?;
        }
        if view.by == MatrixParts::Both {
            writeln!(out)?;
        }
        if view.by != MatrixParts::Skills {
            let entries: Vec<TerminalMatrixRow<'_>> = themes
                .iter()
                .map(|row| TerminalMatrixRow {
                    name: &self.catalog.theme(row.theme).title,
                    differs: row.differs(),
                    cells: row.cells.iter().map(|duties| self.theme_cell(duties)).collect(),
                    expanded_theme: (view.by == MatrixParts::Themes).then_some(*row),
                })
                .collect();
            self.write_part(out, "THEMES", DifferenceCount::themes(matrix), view, &entries)?;
        }
        let more = view.by == MatrixParts::Both && themes.iter().any(|row| row.differs());
        self.write_legend(
            out,
            skills.iter().flat_map(|row| row.cells.iter().flatten()).copied(),
            more,
        )
    }

    /// Writes the skills: those that only one role asks for as lists, the others as a grid.
    fn write_skills(
        &self,
        out: &mut impl Write,
        matrix: &Matrix,
        view: MatrixOptions,
    ) -> io::Result<()> {
        let shared = view.shared_skills(matrix);
        let title = self.page.styled("SKILLS", AnsiStyle::Heading);
        let count = DifferenceCount::skills(matrix).words(view);
        write_hanging(out, &format!("{title}  "), &count, self.width)?;
        if !shared.only_one.is_empty() {
            self.write_heading(out, side_by_side::ONLY_ONE, shared.only_one.len())?;
            let setup = (self.width, self.page);
            for (class, rows) in self.classes(matrix, &shared.only_one) {
                self.write_class(out, class, rows.len())?;
                write_only_one(out, self.catalog, self.ids, &rows, setup)?;
            }
        }
        for (heading, rows) in [
            (side_by_side::SHARED_NOT_ALIKE, &shared.not_alike),
            (side_by_side::SHARED_ALIKE, &shared.alike),
        ] {
            if rows.is_empty() {
                continue;
            }
            self.write_heading(out, heading, rows.len())?;
            let entry = |row: &&MatrixSkillRow| {
                let cells = row.cells.iter().enumerate();
                TerminalMatrixRow {
                    name: &self.catalog.skill(row.skill).name,
                    differs: row.differs(),
                    cells: cells.map(|(i, asked)| self.skill_cell(i, *asked)).collect(),
                    expanded_theme: None,
                }
            };
            for (class, rows) in self.classes(matrix, rows) {
                self.write_class(out, class, rows.len())?;
                self.write_grid(out, "skills", &rows.iter().map(entry).collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }

    /// Returns `rows` by class if there are so many of them; otherwise all of them without one.
    fn classes<'r>(
        &self,
        matrix: &Matrix,
        rows: &[&'r MatrixSkillRow],
    ) -> Vec<(Option<SkillClass>, Vec<&'r MatrixSkillRow>)> {
        if !matrix.is_by_class() {
            return vec![(None, rows.to_vec())];
        }
        let classes = SkillClass::divide(rows, |row| self.catalog.skill(row.skill));
        classes.into_iter().map(|(class, rows)| (Some(class), rows)).collect()
    }

    /// Writes the heading of a class of `count` skills, if there is one.
    fn write_class(
        &self,
        out: &mut impl Write,
        class: Option<SkillClass>,
        count: usize,
    ) -> io::Result<()> {
        let Some(class) = class else { return Ok(()) };
        let text = format!("{} {count}", class.title());
        writeln!(out, "{}", self.page.styled(&text, AnsiStyle::Title))
    }

    /// Writes a heading within the skills, with the number of its rows.
    fn write_heading(&self, out: &mut impl Write, title: &str, count: usize) -> io::Result<()> {
        writeln!(out)?;
        write_heading(out, &format!("{title}  {count}"), (self.width, self.page))
    }

    fn write_part(
        &self,
        out: &mut impl Write,
        heading: &str,
        count: DifferenceCount,
        view: MatrixOptions,
        entries: &[TerminalMatrixRow<'_>],
    ) -> io::Result<()> {
        let title = self.page.styled(heading, AnsiStyle::Heading);
        write_hanging(out, &format!("{title}  "), &count.words(view), self.width)?;
        self.write_grid(out, &heading.to_lowercase(), entries)
    }

    /// Writes the rows of a grid of `things`, in as many blocks of roles as needed.
    fn write_grid(
        &self,
        out: &mut impl Write,
        things: &str,
        entries: &[TerminalMatrixRow<'_>],
    ) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        for from in (0..self.roles.len()).step_by(self.roles_per_block) {
            let block = from..(from + self.roles_per_block).min(self.roles.len());
            self.write_headings(out, block.clone())?;
            let mut idle = 0;
            for entry in entries {
                // The responsibilities are those of all roles: they are placed below the last
                // block.
                let duties = entry.expanded_theme.filter(|_| block.end == self.roles.len());
                let slots = &entry.cells[block.clone()];
                if duties.is_none() && slots.iter().all(TerminalMatrixCell::is_empty) {
                    idle += 1;
                    continue;
                }
                self.write_row(out, entry, slots)?;
                if let Some(theme) = duties {
                    self.write_responsibilities(out, theme)?;
                }
            }
            if idle > 0 {
                let things = if idle == 1 { things.trim_end_matches('s') } else { things };
                let rest = format!("and {idle} {things} that none of these roles has");
                write_hanging(out, &self.page.styled("  … ", AnsiStyle::Dim), &rest, self.width)?;
            }
        }
        Ok(())
    }

    fn level_text(&self, role: usize) -> Option<String> {
        self.roles[role].seniority.map(|level| format!("seniority {level}"))
    }

    /// The key `A Product manager, seniority 2 · B …`; a letter is kept on the same line as the first
    /// word of its title.
    fn letter_key(&self) -> String {
        let one = |i: usize| {
            let level = self.level_text(i).map(|level| format!(", {level}")).unwrap_or_default();
            format!("{}\u{a0}{}{level}", column_letters(i), self.roles[i].title)
        };
        (0..self.roles.len()).map(one).collect::<Vec<_>>().join(" · ")
    }

    /// Writes the headers above the columns of `block`.
    fn write_headings(&self, out: &mut impl Write, block: Range<usize>) -> io::Result<()> {
        let (from, to, of) = (block.start + 1, block.end, self.roles.len());
        if block.len() < of {
            let gap = if from > 1 { "\n" } else { "" };
            let roles =
                if from == to { format!("Role {from}") } else { format!("Roles {from} to {to}") };
            writeln!(
                out,
                "{gap}{}",
                self.page.styled(&format!("{roles} of {of}"), AnsiStyle::Title)
            )?;
        }
        let head = |i: usize| {
            let mut lines = Vec::new();
            if self.heading != RoleHeading::Title {
                lines.push(TerminalMatrixCell::new(column_letters(i), AnsiStyle::Title));
            }
            if self.heading != RoleHeading::Letter {
                let title = crate::model::text::wrap(&self.roles[i].title, self.cell_width);
                lines.extend(
                    title.into_iter().map(|line| TerminalMatrixCell::new(line, AnsiStyle::Title)),
                );
                let level = self.level_text(i).filter(|level| level.width() <= self.cell_width);
                lines.extend(level.map(|level| TerminalMatrixCell::new(level, AnsiStyle::Dim)));
            }
            lines.into_iter()
        };
        let mut heads: Vec<std::vec::IntoIter<TerminalMatrixCell>> = block.map(head).collect();
        while heads.iter().any(|head| head.len() > 0) {
            let line = heads.iter_mut().map(|head| {
                head.next().unwrap_or_else(|| TerminalMatrixCell::new("", AnsiStyle::Plain))
            });
            self.write_line(out, ("  ", AnsiStyle::Plain), "", &line.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Writes a row with its name, which may take several lines.
    fn write_row(
        &self,
        out: &mut impl Write,
        entry: &TerminalMatrixRow<'_>,
        slots: &[TerminalMatrixCell],
    ) -> io::Result<()> {
        let sign =
            if entry.differs { ("≠ ", AnsiStyle::Heading) } else { ("= ", AnsiStyle::Dim) };
        for (i, line) in
            crate::model::text::wrap(entry.name, self.name_width.max(1)).iter().enumerate()
        {
            match i {
                0 => self.write_line(out, sign, line, slots)?,
                _ => self.write_line(out, ("  ", AnsiStyle::Plain), line, &[])?,
            }
        }
        Ok(())
    }

    fn write_line(
        &self,
        out: &mut impl Write,
        (sign, style): (&str, AnsiStyle),
        name: &str,
        slots: &[TerminalMatrixCell],
    ) -> io::Result<()> {
        let mut line = self.page.styled(sign, style) + &pad_to_width(name, self.name_width);
        for slot in slots {
            let (open, close) = if slot.brackets { ("(", ")") } else { (" ", "") };
            let (gap, rest) = (
                " ".repeat(COLUMN_GAP - 1),
                " ".repeat(self.cell_width.saturating_sub(slot.width())),
            );
            line +=
                &format!("{gap}{open}{}{close}{rest}", self.page.styled(&slot.text, slot.style));
        }
        writeln!(out, "{}", line.trim_end())
    }

    /// The level of a skill that a role requires; in brackets if only useful, so that it is visible
    /// without colour.
    fn skill_cell(&self, role: usize, asked: Option<SkillDemand>) -> TerminalMatrixCell {
        let Some(asked) = asked else { return TerminalMatrixCell::empty() };
        let text = match asked.level {
            Some(level) if self.show_level_names => {
                format!("{} {}", level.dots(), self.catalog.level_name(self.ids[role], level))
            }
            Some(level) => level.dots(),
            None => "●".to_string(),
        };
        TerminalMatrixCell {
            brackets: asked.importance == Importance::Useful,
            ..TerminalMatrixCell::new(text, AnsiStyle::Plain)
        }
    }

    /// Number of responsibilities, followed, as far as there is space, by their emphasis and share
    /// of time.
    fn theme_cell(&self, duties: &ThemeResponsibilities) -> TerminalMatrixCell {
        let count = duties.indices.len();
        if count == 0 {
            return TerminalMatrixCell::empty();
        }
        let mut text = count.to_string();
        let unmarked =
            if self.has_emphasis { count - duties.strategic - duties.tactical } else { 0 };
        let marks =
            "◆".repeat(duties.strategic) + &"◇".repeat(duties.tactical) + &"■".repeat(unmarked);
        let share = duties.share.map(percent).unwrap_or_default();
        for more in [marks, share] {
            if !more.is_empty() && text.width() + 1 + more.width() <= self.cell_width {
                text = format!("{text} {more}");
            }
        }
        TerminalMatrixCell::new(text, AnsiStyle::Plain)
    }

    /// Writes the responsibilities under `theme` that not all roles have, each after the letters of
    /// the roles that do.
    fn write_responsibilities(
        &self,
        out: &mut impl Write,
        theme: &MatrixThemeRow,
    ) -> io::Result<()> {
        // A column for each role, if there are few.
        let apart = self.roles.len() * 4 <= self.width.min(48);
        for duty in theme.responsibilities.iter().filter(|duty| duty.differs()) {
            let places = duty.cells.iter().enumerate();
            let who = if apart {
                places
                    .map(
                        |(i, cell)| {
                            if cell.is_some() { column_letters(i) } else { "·".to_string() }
                        },
                    )
                    .collect()
            } else {
                places
                    .filter(|(_, cell)| cell.is_some())
                    .map(|(i, _)| column_letters(i))
                    .collect::<Vec<_>>()
                    .join(",")
            };
            let who = self.page.styled(&format!("    {who}  "), AnsiStyle::Dim);
            write_hanging(out, &who, duty.text(self.catalog, self.ids), self.width)?;
        }
        Ok(())
    }

    /// Explains the signs that were used, and mentions whether there is `more` to show for the
    /// themes.
    fn write_legend(
        &self,
        out: &mut impl Write,
        asked: impl Iterator<Item = SkillDemand>,
        more: bool,
    ) -> io::Result<()> {
        let (mut levels, mut unstated, mut useful) = (false, false, false);
        for asked in asked {
            levels |= asked.level.is_some();
            unstated |= asked.level.is_none();
            useful |= asked.importance == Importance::Useful;
        }
        let scale = side_by_side::level_legend(self.catalog, self.ids);
        let signs = [
            (levels && scale.is_none(), "●●○○ level needed"),
            (unstated, "● needed, level unknown"),
            (useful, "(…) useful, not essential"),
            (self.has_emphasis, "◆ strategic responsibility"),
            (self.has_emphasis, "◇ tactical"),
            (self.has_emphasis, "■ not marked"),
            (levels || unstated || self.has_emphasis, "· nothing"),
            (more, "--by themes lists responsibilities"),
        ];
        let said: Vec<&str> =
            signs.iter().filter(|(used, _)| *used).map(|(_, words)| *words).collect();
        if said.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        if let Some(scale) = scale.filter(|_| levels) {
            for line in crate::model::text::wrap(&scale, self.width.max(8)) {
                let line = line.replace('\u{a0}', " ");
                writeln!(out, "{}", self.page.styled(&line, AnsiStyle::Dim))?;
            }
        }
        // A sign is kept on the same line as its meaning, if there is space.
        let widest = said.iter().map(|words| words.width()).max().unwrap_or(0);
        let blank = if widest <= self.width { "\u{a0}" } else { " " };
        let said: Vec<String> = said.iter().map(|words| words.replace(' ', blank)).collect();
        for line in crate::model::text::wrap(&said.join("   "), self.width.max(8)) {
            writeln!(out, "{}", self.page.styled(&line.replace('\u{a0}', " "), AnsiStyle::Dim))?;
        }
        Ok(())
    }
}

/// The name of a column: `A` to `Z`, then `AA`, `AB`, …
fn column_letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 {
        last.to_string()
    } else {
        format!("{}{last}", column_letters(column / 26 - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letters(column), name);
        }
    }
}
