//! The settings in force, and where each comes from.

use std::io::{self, Write};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{AnsiStyle, PageSetup, write_hanging};
use crate::json::to_value;
use crate::model::text::{DisplayWidth, join_list, path_text, printable};

/// A setting in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct SettingEntry {
    /// Its name; in the settings file after that of its section.
    pub setting: &'static str,
    /// Its values.
    pub value: Vec<String>,
    /// The option, variable or file that sets it.
    pub from: String,
}

/// The settings as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsAnswer<'a> {
    schema: &'static str,
    settings: &'a [SettingEntry],
}

/// The path of the settings file as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsPathAnswer {
    schema: &'static str,
    file: String,
}

/// The settings as JSON.
pub(crate) fn json(settings: &[SettingEntry]) -> Value {
    to_value(&SettingsAnswer { schema: "roledex/config/1", settings })
}

/// The path of the settings file as JSON.
pub(crate) fn path_json(path: &Path) -> Value {
    to_value(&SettingsPathAnswer { schema: "roledex/config/1", file: path_text(path) })
}

/// Writes the settings as text; in a pipe one setting a line, with its fields separated by tabs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_text(
    out: &mut impl Write,
    settings: &[SettingEntry],
    page: PageSetup,
) -> io::Result<()> {
    let column = settings.iter().map(|entry| entry.setting.width()).max().unwrap_or_default();
    for SettingEntry { setting, value, from } in settings {
        let values: Vec<_> = value.iter().map(printable).collect();
        let Some(width) = page.width else {
            writeln!(out, "{setting}\t{}\t{}", join_list(&values), printable(from))?;
            continue;
        };
        let name = page.styled(&super::pad_to_width(setting, column + 2), AnsiStyle::Title);
        let from = page.styled(&format!("({})", printable(from)), AnsiStyle::Dim);
        let text = format!("{} {from}", values.join(", "));
        write_hanging(out, &name, text.trim_start(), width)?;
    }
    Ok(())
}
