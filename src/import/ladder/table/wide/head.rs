//! Rows above the levels of a table, and rows about the levels themselves.

use super::super::super::facts;
use super::super::super::level::{Certainty, certainty};
use super::super::super::meaning::LabelMeaning;
use super::super::super::table;
use super::super::super::track;
use super::super::super::words::{is_blank, label, opening, word_count};
use super::WideReader;

impl WideReader<'_, '_> {
    /// Reads a row above the levels: it may name their tracks.
    pub(super) fn row_above(&mut self, row: usize) {
        let number = self.grid.rows[row].number;
        let keys = self.layout.keys.iter().map(|column| self.grid.label(row, *column));
        let is_stated = keys
            .into_iter()
            .find(|label| !label.is_empty())
            .is_some_and(|label| self.meaning(&label) == Some(LabelMeaning::Track));
        let cells: Vec<String> =
            self.layout.groups.iter().map(|group| self.grid.label(row, group.from)).collect();
        if (is_stated || track::are_names(cells.iter().map(String::as_str))) && self.tracks(&cells)
        {
            self.reading.note("tracks", format!("row {number}"));
            return;
        }
        let first = (0..self.grid.columns).map(|column| self.grid.label(row, column));
        let mut texts: Vec<String> = first.filter(|label| !label.is_empty()).collect();
        texts.dedup();
        if texts.len() == 1 && track::is_sure(&texts[0]) {
            self.tracks(&vec![texts.remove(0); self.roles.len()]);
            self.reading.note("tracks", format!("row {number}"));
            return;
        }
        if let Some(text) = texts.first() {
            let what = format!("row {number} “{}”", opening(text));
            self.reading.leave_out(what, table::ABOVE);
        }
    }

    /// The meaning of a label, as the map states it or as ladders usually have it.
    fn meaning(&self, label: &str) -> Option<LabelMeaning> {
        self.context.map.meaning(label).or_else(|| LabelMeaning::of(label))
    }

    /// Takes the tracks that the cells of a row name; an empty cell goes on with the one before it.
    /// Returns whether there are any.
    fn tracks(&mut self, cells: &[String]) -> bool {
        let mut last: Option<String> = None;
        for (cell, role) in cells.iter().zip(&self.roles) {
            if !is_blank(cell) {
                last = Some(label(cell));
            }
            if last.is_some() {
                self.draft.roles[*role].track.clone_from(&last);
            }
        }
        last.is_some()
    }

    /// Reads a row of the head below the levels: codes, years, a summary.
    pub(super) fn head_row(&mut self, row: usize, name: &str, cells: &[String]) {
        let number = self.grid.rows[row].number;
        let name = if name.is_empty() {
            self.layout.keys.first().map(|column| self.grid.label(row, *column)).unwrap_or_default()
        } else {
            name.to_string()
        };
        if self.meaning(&name) == Some(LabelMeaning::Track) && self.tracks(cells) {
            self.reading.note("tracks", format!("row {number} “{name}”"));
            return;
        }
        let codes = cells.iter().filter(|cell| certainty(cell) == Certainty::Yes).count();
        if codes * 10 >= cells.len() * 6 {
            return;
        }
        if self.row_of_facts(&name, number, cells) {
            return;
        }
        if cells.iter().all(|cell| is_blank(cell)) {
            return;
        }
        let what = format!("row {number} “{name}”");
        if !cells.iter().any(|cell| word_count(cell) > 1 && !is_blank(cell)) {
            self.reading.leave_out(what, "not understood");
            return;
        }
        for (cell, role) in cells.iter().zip(&self.roles).filter(|(cell, _)| !is_blank(cell)) {
            let text = label(cell);
            let text = if name.is_empty() { text } else { format!("{name}: {text}") };
            self.draft.roles[*role].summary.push(text);
        }
        self.reading.note("summary", what);
    }

    /// Reads a row about the roles themselves, such as their years of experience.
    pub(super) fn row_of_facts(&mut self, name: &str, number: usize, cells: &[String]) -> bool {
        let stated = self.context.map.meaning(name);
        let Some(meaning) = stated.or_else(|| LabelMeaning::of(name)) else { return false };
        let what = format!("row {number} “{name}”");
        let years = cells.iter().filter(|cell| facts::years(cell).is_some()).count();
        match meaning {
            LabelMeaning::Years if years > 0 || stated.is_some() => {
                for (cell, role) in
                    cells.iter().zip(&self.roles).filter(|(cell, _)| !is_blank(cell))
                {
                    self.draft.roles[*role].years = Some(label(cell));
                }
                self.reading.note("years", what);
            }
            LabelMeaning::Summary => {
                for (cell, role) in cells.iter().zip(&self.roles) {
                    let texts = self.reading.statements("", cell, self.context.map.split);
                    self.draft.roles[*role].summary.extend(texts);
                }
                self.reading.note("summary", what);
            }
            LabelMeaning::Aliases | LabelMeaning::Title => {
                for (cell, role) in
                    cells.iter().zip(&self.roles).filter(|(cell, _)| !is_blank(cell))
                {
                    self.draft.roles[*role].aliases.extend(
                        cell.split(['\n', ',', ';']).map(label).filter(|alias| !alias.is_empty()),
                    );
                }
                self.reading.note("other titles", what);
            }
            LabelMeaning::Track
                if stated.is_some() || track::are_names(cells.iter().map(String::as_str)) =>
            {
                self.tracks(cells);
                self.reading.note("tracks", what);
            }
            LabelMeaning::Requirement => {
                for (cell, role) in cells.iter().zip(&self.roles) {
                    let texts = self.reading.statements("", cell, self.context.map.split);
                    self.draft.roles[*role].requirements.extend(texts);
                }
                self.reading.note("requirements", what);
            }
            LabelMeaning::Ignore if stated.is_some() || facts::is_pay(name) => {
                self.reading
                    .leave_out(what, if stated.is_some() { "ignored by the map" } else { "pay" });
            }
            _ => return false,
        }
        true
    }
}
