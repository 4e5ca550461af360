//! The map of a ladder: what a user says where the shape of a ladder cannot be guessed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::meaning::LabelMeaning;
use super::statement::CellSplit;
use super::words::key;

/// How to read a ladder: a TOML file for `import ladder --map`. Every key is optional; what is not
/// stated is guessed.
///
/// Labels are compared without case, signs and markup.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "The map of a ladder", rename_all = "kebab-case")]
pub struct LadderMap {
    /// The job family of all roles, such as `Product manager`.
    pub family: Option<String>,
    /// The sheets to read, by name.
    pub sheets: Vec<String>,
    /// Files, sheets, rows, columns, headings and keys to leave out, by name.
    pub ignore: Vec<String>,
    /// The row that names the columns, from 1.
    pub header: Option<usize>,
    /// The labels that are levels, lowest first: columns, rows, headings, keys or file names.
    pub levels: Vec<String>,
    /// How the text of a cell is split into responsibilities.
    pub split: CellSplit,
    /// Whether cells are sentences or levels of skills.
    pub cells: CellContent,
    /// The levels of skills, lowest first.
    pub grades: Vec<String>,
    /// The meaning of columns, rows, headings and keys, by name; a column also by its letter, as in
    /// `"column C"`.
    pub labels: BTreeMap<String, LabelMeaning>,
}

/// Returns the JSON Schema of maps, for editors.
pub(crate) fn map_schema() -> serde_json::Value {
    schemars::schema_for!(LadderMap).to_value()
}

/// The content of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CellContent {
    /// Decided by their content.
    #[default]
    Auto,
    /// Sentences: responsibilities.
    Sentences,
    /// Levels of skills.
    Grades,
}

impl LadderMap {
    /// Reads a map.
    ///
    /// # Errors
    ///
    /// When it is not TOML, or has an unknown key or value.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_string())
    }

    /// Whether the map leaves out what is called `label`.
    pub(super) fn ignores(&self, label: &str) -> bool {
        let wanted = key(label);
        self.ignore.iter().any(|name| key(name) == wanted)
            || self.meaning(label) == Some(LabelMeaning::Ignore)
    }

    /// The meaning that the map states for `label`.
    pub(super) fn meaning(&self, label: &str) -> Option<LabelMeaning> {
        let wanted = key(label);
        self.labels.iter().find(|(name, _)| key(name) == wanted).map(|(_, meaning)| *meaning)
    }

    /// The meaning that the map states for a column, by its header or its letter.
    pub(super) fn column_meaning(&self, header: &str, column: usize) -> Option<LabelMeaning> {
        self.meaning(header).or_else(|| self.meaning(&format!("column {}", column_letter(column))))
    }

    /// The place of `label` among the stated levels.
    pub(super) fn level_place(&self, label: &str) -> Option<usize> {
        let wanted = key(label);
        self.levels.iter().position(|level| key(level) == wanted)
    }
}

/// Returns the letter of a column, from 0: `A`, `B`, … `AA`.
pub(super) fn column_letter(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = b'A' + ((rest - 1) % 26) as u8;
        letters.insert(0, char::from(letter));
        rest = (rest - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read_and_faults_named() {
        let map = LadderMap::parse("family = 'Chef'\nsplit = 'cell'\nlevels = ['L1', 'L2']\n[labels]\n'column B' = 'explanation'\n").unwrap();
        assert_eq!(map.family.as_deref(), Some("Chef"));
        assert_eq!(map.column_meaning("Skill", 1), Some(LabelMeaning::Explanation));
        assert_eq!(map.level_place("l2"), Some(1));
        let error = LadderMap::parse("famly = 'Chef'").unwrap_err();
        assert!(error.contains("famly") && error.contains("family"), "{error}");
        let error = LadderMap::parse("[labels]\nA = 'thing'").unwrap_err();
        assert!(error.contains("responsibility"), "{error}");
        assert_eq!([0, 25, 26, 701].map(column_letter), ["A", "Z", "AA", "ZZ"]);
    }
}
