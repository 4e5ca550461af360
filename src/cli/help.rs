//! The help of the commands, laid out for the width of the terminal.
//!
//! clap wraps each line of a text below the options by itself. Lines that were wrapped in the
//! source would be wrapped twice, so paragraphs are joined first, and lists keep their columns.

use clap::error::ErrorKind;
use clap::{Command, CommandFactory};

use super::Args;
use super::args::MAX_HELP_LINE;
use crate::model::text::{DisplayWidth, LineBreaks, wrap_ranges};

/// Minimum width of the text beside the terms of a list; a narrower one goes below them.
const MIN_BESIDE: usize = 24;

/// Indent of a text below the term of a list, under that of the term.
const BELOW: usize = 4;

/// Returns `error`, laid out for lines of `width` if it is the help of a command.
pub(super) fn lay_out_error(error: clap::Error, width: usize) -> clap::Error {
    let (help, missing) =
        (ErrorKind::DisplayHelp, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    if error.kind() != help && error.kind() != missing {
        return error;
    }
    match command_of_width(width).try_get_matches_from(std::env::args_os()) {
        Err(laid_out) if laid_out.kind() == error.kind() => laid_out,
        _ => error,
    }
}

/// Returns the program with the help of each command laid out for lines of `width`.
fn command_of_width(width: usize) -> Command {
    let width = width.min(MAX_HELP_LINE);
    let mut command = Args::command().term_width(width);
    command.build();
    lay_out_command(&mut command, width);
    command
}

fn lay_out_command(command: &mut Command, width: usize) {
    if let Some(text) = command.get_after_help().map(ToString::to_string) {
        let laid_out = lay_out(&text, width);
        *command = std::mem::take(command).after_help(laid_out);
    }
    for below in command.get_subcommands_mut() {
        lay_out_command(below, width);
    }
}

/// Returns `text` in lines of `width`: paragraphs joined and wrapped once, lists with their texts
/// under each other. Indented lines without a second column, such as commands, stay as they are.
fn lay_out(text: &str, width: usize) -> String {
    let mut out = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            out.push(String::new());
            continue;
        }
        let indent = indent_of(line);
        let mut rest = Vec::new();
        if indent == 0 {
            let mut last = line;
            // A line with a colon at its end begins a list.
            while !last.ends_with(':')
                && let Some(next) = lines.next_if(|next| !next.is_empty() && indent_of(next) == 0)
            {
                rest.push(next);
                last = next;
            }
            let joined = [&[line], &rest[..]].concat().join(" ");
            out.extend(wrap_words(&joined, width).into_iter().map(String::from));
            continue;
        }
        while let Some(next) =
            lines.next_if(|next| !next.trim().is_empty() && indent_of(next) > indent + 1)
        {
            rest.push(next);
        }
        add_entry(&mut out, line, &rest, width);
    }
    out.join("\n")
}

/// Adds an entry of a list: `line`, which is its term and perhaps the beginning of its text, and
/// the `rest` of the text.
fn add_entry(out: &mut Vec<String>, line: &str, rest: &[&str], width: usize) {
    let (indent, entry) = (indent_of(line), line.trim());
    let (term, first) = entry.split_once("  ").unwrap_or((entry, ""));
    let first = first.trim_start();
    let column = match (first, rest) {
        ("", []) => {
            out.push(line.to_string());
            return;
        }
        ("", [below, ..]) => indent_of(below),
        _ => indent + entry.width() - first.width(),
    };
    let text: Vec<&str> = [first].into_iter().chain(rest.iter().map(|line| line.trim())).collect();
    let text = text.join(" ");
    let text = text.trim();
    // A comment of the shell is one line.
    let is_comment = text.starts_with('#');
    let least = if is_comment { text.width() } else { MIN_BESIDE };
    let is_wide = column + least <= width;
    let start = if is_wide { column } else { indent + BELOW };
    let lines = if is_comment { vec![text] } else { wrap_words(text, width.saturating_sub(start)) };
    let term = format!("{:indent$}{term}", "");
    let mut lines = lines.into_iter().map(|line| format!("{:start$}{line}", ""));
    match lines.next() {
        Some(line) if is_wide && term.width() + 2 <= column => {
            out.push(format!("{term}{}", &line[term.width()..]));
        }
        first => out.extend([term].into_iter().chain(first)),
    }
    out.extend(lines);
}

/// Returns `text` in lines of `width`, broken at blanks alone: names of options stay in one piece.
fn wrap_words(text: &str, width: usize) -> Vec<&str> {
    let lines = wrap_ranges(text, width, LineBreaks::Blanks);
    lines.into_iter().map(|line| &text[line]).collect()
}

/// Returns the number of blanks at the start of `line`.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `each` with the help of `command` and of all commands below it.
    fn for_each_help(command: &Command, name: &str, each: &mut dyn FnMut(&str, &str)) {
        let name = format!("{name} {}", command.get_name());
        each(&name, &command.clone().render_long_help().to_string());
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            for_each_help(below, &name, each);
        }
    }

    /// Whether `line` is part of a list or an example, or begins one.
    fn is_listed(line: &str) -> bool {
        let (indent, text) = (indent_of(line), line.trim_start());
        !matches!(indent, 0 | 10) || text.starts_with(['-', '[']) || text.ends_with(':')
    }

    #[test]
    fn no_line_of_help_ends_early() {
        for width in [40, 60, 80, 100, 200] {
            let mut pairs = 0;
            let command = command_of_width(width);
            let width = width.min(MAX_HELP_LINE);
            for_each_help(&command, "", &mut |name, help| {
                let lines: Vec<&str> = help.lines().collect();
                for two in lines.windows(2) {
                    let [line, next] = two else { continue };
                    if line.trim().is_empty() || next.trim().is_empty() {
                        continue;
                    }
                    // A number stays with its unit.
                    let next_words = next.trim_start().replacen(" %", "\u{a0}%", 1);
                    let word = next_words.split(' ').next().unwrap_or_default();
                    if is_listed(line) || is_listed(next) || indent_of(line) != indent_of(next) {
                        continue;
                    }
                    pairs += 1;
                    let longer = line.width() + 1 + word.width();
                    assert!(longer > width, "{name} at {width}: `{word}` fits after\n{line}");
                    let is_one_word = !line.trim().contains(' ');
                    assert!(line.width() <= width || is_one_word, "{name} at {width}: {line}");
                }
            });
            assert!(pairs > 100, "{pairs}");
        }
    }

    #[test]
    fn the_help_of_path_says_which_roles_are_similar() {
        let limits = crate::analysis::path::similarity_limits_text();
        let limits = limits.replacen(" %,", " % similar,", 1);
        let mut found = 0;
        for_each_help(&command_of_width(100), "", &mut |name, help| {
            if name.ends_with(" path") {
                let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
                found += words.matches(&limits).count();
            }
        });
        assert_eq!(found, 2, "beside --over and below the options: {limits}");
    }

    #[test]
    fn lists_keep_their_columns() {
        let text = "\
One line of a paragraph that was
wrapped in the source.
The kinds are:
  target  a role: how many of its skills are met
  door    a skill, with the
          levels to learn
  move, reporting
          a step
After the list.

Examples:
  roledex gap --to data-engineer --have sql=expert,python=working
  roledex gap    # all of it";
        let wide = "\
One line of a paragraph that was wrapped in the
source. The kinds are:
  target  a role: how many of its skills are met
  door    a skill, with the levels to learn
  move, reporting
          a step
After the list.

Examples:
  roledex gap --to data-engineer --have sql=expert,python=working
  roledex gap    # all of it";
        assert_eq!(lay_out(text, 48), wide);
        let narrow = "\
One line of a paragraph
that was wrapped in the
source. The kinds are:
  target
      a role: how many of
      its skills are met
  door
      a skill, with the
      levels to learn
  move, reporting
      a step
After the list.

Examples:
  roledex gap --to data-engineer --have sql=expert,python=working
  roledex gap
      # all of it";
        assert_eq!(lay_out(text, 25), narrow);
    }
}
