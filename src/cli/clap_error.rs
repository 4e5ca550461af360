//! Messages of clap about arguments that it cannot read: it repeats them unchanged.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::ExplorerArgs;
use crate::model::text::{is_unsafe, printable, printable_lines};

/// Renders `error`, coloured if `colour`, with every argument that it repeats made safe to show.
pub(super) fn render_error(mut error: clap::Error, colour: bool) -> String {
    let changed: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| {
            Some((kind, printable_value(value)?)).filter(|(_, safe)| safe != value)
        })
        .collect();
    if changed.is_empty() && colour {
        let text = error.render().ansi().to_string();
        // Anything but colour may come from an argument.
        if !strip_colours(&text).chars().any(|c| c != '\n' && is_unsafe(c)) {
            return text;
        }
    }
    if !changed.is_empty() {
        // Tips repeat the argument too.
        error.remove(ContextKind::Suggested);
    }
    for (kind, value) in changed {
        error.insert(kind, value);
    }
    printable_lines(&error.render().to_string()).into_owned()
}

/// Returns the option of the explorer that `error` says a command does not have.
pub(super) fn explorer_option(error: &clap::Error) -> Option<&'static str> {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let name = argument.split('=').next().unwrap_or_default();
    let is_unknown = error.kind() == ErrorKind::UnknownArgument;
    ExplorerArgs::NAMES.into_iter().find(|known| is_unknown && *known == name)
}

/// A value of the context without control characters.
fn printable_value(value: &ContextValue) -> Option<ContextValue> {
    match value {
        ContextValue::String(text) => Some(ContextValue::String(printable(text))),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(printable).collect()))
        }
        _ => None,
    }
}

/// Returns `text` without the escapes that set colours; nothing else is removed.
fn strip_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(part.len());
        match part[end..].strip_prefix('m') {
            Some(rest) => out.push_str(rest),
            None => out.extend(["\x1b[", part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Args;
    use clap::Parser;

    #[test]
    fn arguments_that_are_repeated_steer_no_terminal() {
        let hostile = "x\u{1b}]0;y\u{7}\n\u{9b}31m\u{202e}\u{feff}";
        let flag = format!("--{hostile}");
        for words in [
            vec![hostile],
            vec![&flag],
            vec!["list", hostile],
            vec!["list", &flag],
            vec!["show", "a", hostile],
            vec!["--color", hostile],
            vec!["--format", hostile],
            vec!["search", "a", "--limit", hostile],
            vec!["related", "a", "--limit", hostile],
            vec!["import", hostile],
            vec!["import", "onet", "-o", "x", "--without", hostile, "y"],
            vec!["import", "onet", "-o", "x", "--id", hostile, "y"],
        ] {
            let error = Args::try_parse_from(["roledex"].iter().chain(&words)).unwrap_err();
            let lines = render_error(
                Args::try_parse_from(["roledex"].iter().chain(&words)).unwrap_err(),
                false,
            );
            assert_eq!(render_error(error, true).matches('\u{1b}').count(), 0);
            assert!(!lines.chars().any(|c| c != '\n' && is_unsafe(c)), "{lines:?}");
            assert!(lines.contains("␊‹U+009B›31m‹U+202E›‹U+FEFF›"), "{words:?}: {lines:?}");
        }
        let plain = Args::try_parse_from(["roledex", "lst"]).unwrap_err();
        assert!(render_error(plain, true).contains("\u{1b}["));
    }
}
