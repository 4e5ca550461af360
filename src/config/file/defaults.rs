//! The section `[defaults]` of the settings file: what holds where no option says otherwise.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::colour::ColourChoice;
use crate::model::text::quoted;
use crate::pack::DiagnosticCode;
use crate::pack::toml_reader::{TomlReader, did_you_mean, suggest};

/// The settings of the section.
const KEYS: [&str; 4] = ["packs", "format", "color", "pager"];

/// The words of the output formats. Reports have a type for them, which settings must not know; a
/// test compares the two.
pub const FORMATS: [&str; 13] = [
    "text", "json", "ndjson", "csv", "markdown", "html", "mermaid", "dot", "jsonld", "svg", "toml",
    "github", "sarif",
];

/// The defaults that the file sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Packs to open, as written.
    pub packs: Vec<String>,
    /// The output format, one of [`FORMATS`].
    pub format: Option<String>,
    /// When to use colour.
    pub colour: Option<ColourChoice>,
    /// The pager; empty for none.
    pub pager: Option<String>,
    /// The byte ranges of the faults of the section.
    pub fault_spans: Vec<Range<usize>>,
}

impl Defaults {
    /// Reads the section `table`, and reports its faults to `reader`.
    pub(super) fn read(reader: &mut impl TomlReader, table: &DeTable<'_>) -> Self {
        let mut defaults = Self::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "packs" => defaults.packs = read_packs(reader, value),
                "format" => {
                    defaults.format = read_word(reader, name, &FORMATS, value);
                }
                "color" => {
                    let word = read_word(reader, name, ColourChoice::WORDS, value);
                    defaults.colour = word.as_deref().and_then(ColourChoice::from_word);
                }
                "pager" => {
                    let pager = reader.text(name, "a command, such as \"less -FRX\"", value);
                    defaults.pager = pager.map(str::to_string);
                }
                _ => reader.unknown_key(name, key.span(), "[defaults]", &KEYS),
            }
        }
        defaults
    }

    /// Returns the packs: a relative path starts at `folder`, that of the settings file, and `~/`
    /// at `home`.
    pub(in crate::config) fn pack_paths(&self, folder: &Path, home: Option<&Path>) -> Vec<PathBuf> {
        let packs = self.packs.iter();
        packs
            .map(|name| match (name.as_str(), name.strip_prefix("~/"), home) {
                ("built-in", ..) => PathBuf::from(name),
                (_, Some(below), Some(home)) => home.join(below),
                _ => folder.join(name),
            })
            .collect()
    }
}

/// Reads a path or a list of paths.
fn read_packs(reader: &mut impl TomlReader, value: &Spanned<DeValue<'_>>) -> Vec<String> {
    const WANTED: &str = "a path, or a list of paths";
    let items = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    let mut packs = Vec::new();
    for item in items {
        match reader.text("packs", WANTED, item) {
            Some("" | "-") => {
                let hint = Some("name the files or folders of your packs".to_string());
                let message = "this is not a file or folder".to_string();
                reader.report(DiagnosticCode::BadWord, item.span(), message, hint);
            }
            name => packs.extend(name.map(str::to_string)),
        }
    }
    packs
}

/// Reads one of `words`.
fn read_word(
    reader: &mut impl TomlReader,
    key: &str,
    words: &[&str],
    value: &Spanned<DeValue<'_>>,
) -> Option<String> {
    let list = words.join(", ");
    let text = reader.text(key, &format!("one of {list}"), value)?;
    if words.contains(&text) {
        return Some(text.to_string());
    }
    let message = format!("`{}` is not a value of `{key}`", quoted(text));
    let hint = suggest(text, words.iter().copied()).map(|near| did_you_mean(text, near));
    let hint = hint.unwrap_or_else(|| format!("write one of {list}"));
    reader.report(DiagnosticCode::BadWord, value.span(), message, Some(hint));
    None
}
