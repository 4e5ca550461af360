//! The names of columns in the help of the commands, from the reports that have them.

/// Maximum length of a line of help.
pub(in crate::cli) const MAX_HELP_LINE: usize = 100;

/// Puts lists of columns into a help text: each `{name}` is replaced with the columns of that name.
/// Lines that become too long are wrapped where the help is written.
pub(super) fn with_columns(help: &str, columns: &[(&str, &[&str])]) -> String {
    columns.iter().fold(help.to_string(), |text, (name, columns)| {
        text.replace(&format!("{{{name}}}"), &columns.join(", "))
    })
}
