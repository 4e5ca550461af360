//! The names of columns in the help of the commands, from the reports that have them.

use crate::model::text::wrap;

/// Maximum length of a line of help.
pub(super) const MAX_LINE: usize = 100;

/// Puts lists of columns into a help text: each `{name}` is replaced with the columns of that name,
/// and a line of running text that becomes too long is wrapped.
pub(super) fn with_columns(help: &str, columns: &[(&str, &[&str])]) -> String {
    let mut lines = Vec::new();
    for line in help.lines() {
        let mut filled = line.to_string();
        for (name, columns) in columns {
            filled = filled.replace(&format!("{{{name}}}"), &columns.join(", "));
        }
        // Lines of tables are wrapped under their indent where the help is written.
        if filled == line || line.starts_with(' ') {
            lines.push(filled);
        } else {
            lines.extend(wrap(&filled, MAX_LINE).into_iter().map(String::from));
        }
    }
    lines.join("\n")
}
