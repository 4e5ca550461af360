//! `roledex man`: manual pages, made from the help of the commands.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory};
use roff::{Inline, Roff, bold, italic, roman};

use super::args::ManArgs;
use super::output::OutputTarget;
use super::{Args, CommandContext, CommandError, Exit, OutputFormat};
use crate::disk::IfExists;
use crate::model::text::{printable, quoted};

/// Environment variables, for the page of the program.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("ROLEDEX_PACK", "The packs to open, a list of paths as in PATH; --pack comes first."),
    ("ROLEDEX_CONFIG", "The settings file; --config comes first."),
    ("ROLEDEX_PAGER", "The pager for output that is longer than the screen; empty for none."),
    ("PAGER", "The pager, if neither ROLEDEX_PAGER nor the settings file names one."),
    ("COLUMNS", "The width of text that is laid out."),
    ("NO_COLOR", "If it is not empty, no colour is used."),
    ("CLICOLOR_FORCE", "If it is neither empty nor 0, colour is used in a pipe too."),
    ("VISUAL", "The editor that the explorer opens."),
    ("EDITOR", "The editor, if VISUAL names none."),
];

/// Files, for the page of the program.
const FILES: [(&str, &str); 3] = [
    ("~/.config/roledex/config.toml", "The settings; see roledex-config(1)."),
    ("~/.config/roledex/profile.toml", "Your own skills; see roledex-profile(1)."),
    (".roledex.toml", "Names the packs that roledex opens in its folder and below."),
];

/// A manual page.
struct ManualPage {
    /// The name of its file.
    file: String,
    /// The words of the command, without the name of the program.
    words: Vec<String>,
    text: String,
}

impl CommandContext<'_> {
    /// Prints a manual page, or writes all of them to a folder.
    pub(super) fn run_man(&mut self, args: &ManArgs) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text])?;
        let pages = manual_pages();
        if let Some(folder) = args.output.as_deref().filter(|path| *path != Path::new("-")) {
            write_pages(folder, args.force, &pages)?;
            let count = pages.len();
            writeln!(self.out, "wrote {count} manual pages to {}", printable(folder))?;
            return Ok(Exit::Success);
        }
        let page = pages.iter().find(|page| page.words == args.command).ok_or_else(|| {
            let words = args.command.join(" ");
            CommandError::Usage(format!(
                "no command named `{}`; `roledex --help` lists them",
                quoted(&words)
            ))
        })?;
        self.out.write_all(page.text.as_bytes())?;
        Ok(Exit::Success)
    }
}

/// Writes `pages` to `folder`, which is made if it does not exist.
fn write_pages(folder: &Path, force: bool, pages: &[ManualPage]) -> Result<(), CommandError> {
    let existing = if force { IfExists::Replace } else { IfExists::Keep };
    std::fs::create_dir_all(folder).map_err(|error| {
        CommandError::failed_to(&format!("cannot make the folder {}", printable(folder)), error)
    })?;
    for page in pages {
        OutputTarget::File(&folder.join(&page.file)).check(existing)?;
    }
    for page in pages {
        let path = folder.join(&page.file);
        let target = OutputTarget::File(&path);
        target
            .write(existing, &mut io::sink(), |out| out.write_all(page.text.as_bytes()))
            .map_err(|error| target.write_failure(error))?;
    }
    Ok(())
}

/// Returns the pages of the program and of all its commands.
fn manual_pages() -> Vec<ManualPage> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add_pages(&command, &[], &mut pages);
    pages
}

fn add_pages(command: &Command, words: &[String], pages: &mut Vec<ManualPage>) {
    let name = [&["roledex".to_string()], words].concat().join("-");
    pages.push(ManualPage {
        file: format!("{name}.1"),
        words: words.to_vec(),
        text: page_text(command, &name),
    });
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add_pages(below, &[words, &[below.get_name().to_string()]].concat(), pages);
    }
}

/// Returns the page of `command`, whose page is called `name`.
fn page_text(command: &Command, name: &str) -> String {
    let mut page = Roff::new();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    page.control("SH", ["NAME"]);
    page.text([roman(format!("{name} - {}", about.trim_end_matches('.')))]);
    page.control("SH", ["SYNOPSIS"]);
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").lines();
    for (at, form) in usage.map(str::trim).filter(|form| !form.is_empty()).enumerate() {
        if at > 0 {
            page.control("br", []);
        }
        page.text([roman(form)]);
    }
    let sections = help_sections(command);
    page.control("SH", ["DESCRIPTION"]);
    let about = command.get_long_about().or(command.get_about());
    add_text(&mut page, &about.map(ToString::to_string).unwrap_or_default());
    if let Some((_, text)) = sections.iter().find(|(title, _)| title.is_empty()) {
        page.control("PP", []);
        add_text(&mut page, text);
    }
    add_arguments(&mut page, command);
    let below: Vec<&Command> =
        command.get_subcommands().filter(|below| !below.is_hide_set()).collect();
    if !below.is_empty() {
        page.control("SH", ["COMMANDS"]);
        for below in &below {
            let about = below.get_about().map(ToString::to_string).unwrap_or_default();
            add_entry(&mut page, vec![bold(format!("{name}-{}(1)", below.get_name()))], &about);
        }
    }
    for (title, text) in sections.iter().filter(|(title, _)| !title.is_empty()) {
        page.control("SH", [title.to_uppercase().as_str()]);
        add_text(&mut page, text);
    }
    if name == "roledex" {
        for (title, entries) in [("ENVIRONMENT", &ENVIRONMENT[..]), ("FILES", &FILES[..])] {
            page.control("SH", [title]);
            for (name, text) in entries {
                add_entry(&mut page, vec![bold(*name)], text);
            }
        }
    } else {
        page.control("SH", ["SEE ALSO"]);
        let above = name.rsplit_once('-').map_or("roledex", |(above, _)| above);
        page.text([bold(above), roman("(1)")]);
    }
    let text = page.render();
    let head = format!("{}.SH NAME", page_head(name, &text));
    text.replacen(".SH NAME", &head, 1)
}

/// Returns the first lines of the page called `name`: its title, and what stands for the characters
/// of `text` that an ASCII terminal does not have.
fn page_head(name: &str, text: &str) -> String {
    let characters: BTreeSet<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let mut head = String::new();
    for c in characters {
        let instead = match c {
            '●' => "*",
            '○' | '−' | '–' => "-",
            '◆' => "+",
            '◇' => "o",
            '■' => "#",
            '·' => ".",
            '…' => "...",
            '‹' => "<",
            '›' => ">",
            _ => "?",
        };
        head += &format!(".if '\\*(.T'ascii' .fchar \\[u{:04X}] {instead}\n", c as u32);
    }
    let title = name.to_uppercase();
    head + &format!(".TH {title} 1 \"\" \"roledex {}\" roledex\n", env!("CARGO_PKG_VERSION"))
}

/// Returns the parts of the text below the options: a title that ends with a colon, such as
/// `Examples:`, begins a section of its own; the first part has no title.
fn help_sections(command: &Command) -> Vec<(String, String)> {
    let text = command.get_after_long_help().or(command.get_after_help());
    let text = text.map(StyledStr::to_string).unwrap_or_default();
    let mut sections = vec![(String::new(), String::new())];
    for line in text.lines() {
        let title = line.strip_suffix(':').filter(|title| title.split(' ').count() <= 2);
        match (title, sections.last_mut()) {
            (Some(title), _) if !line.starts_with(' ') => {
                sections.push((title.to_string(), String::new()));
            }
            (_, Some((_, text))) => *text += &format!("{line}\n"),
            _ => {}
        }
    }
    sections.retain(|(_, text)| !text.trim().is_empty());
    sections
}

/// Adds running text in paragraphs, and indented lines, such as examples and tables, as they are.
fn add_text(page: &mut Roff, text: &str) {
    let mut is_verbatim = false;
    let mut is_first = true;
    for line in text.lines() {
        let is_indented = line.starts_with(' ');
        if is_indented && !is_verbatim {
            if !is_first {
                page.control("PP", []);
            }
            page.control("nf", []);
        } else if is_verbatim && !is_indented {
            page.control("fi", []);
            if !line.is_empty() {
                page.control("PP", []);
            }
        } else if line.is_empty() && !is_first {
            page.control("PP", []);
        }
        is_verbatim = is_indented;
        is_first = false;
        if !line.is_empty() {
            page.text([roman(line)]);
        }
    }
    if is_verbatim {
        page.control("fi", []);
    }
}

/// Adds an entry of a list: its name, and below it `text`.
fn add_entry(page: &mut Roff, name: Vec<Inline>, text: &str) {
    page.control("TP", []);
    page.text(name);
    page.text([roman(text)]);
}

/// Adds the arguments of `command`, those under one heading of the help together.
fn add_arguments(page: &mut Roff, command: &Command) {
    let visible: Vec<&Arg> = command.get_arguments().filter(|arg| !arg.is_hide_set()).collect();
    let mut headings: Vec<&str> = Vec::new();
    for heading in visible.iter().map(|arg| heading(arg)) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    // A command's own come first.
    headings.sort_by_key(|heading| {
        ["Arguments", "Options"].iter().position(|own| own == heading).unwrap_or(2)
    });
    for title in headings {
        page.control("SH", [title.to_uppercase().as_str()]);
        for arg in visible.iter().filter(|arg| heading(arg) == title) {
            add_entry(page, argument_name(arg), &argument_text(arg));
            add_values(page, arg);
        }
    }
}

fn heading(arg: &Arg) -> &str {
    let usual = if arg.is_positional() { "Arguments" } else { "Options" };
    arg.get_help_heading().unwrap_or(usual)
}

/// Returns the spellings of an argument.
fn argument_name(arg: &Arg) -> Vec<Inline> {
    let mut name = Vec::new();
    let shorts = arg.get_short_and_visible_aliases().unwrap_or_default();
    let longs = arg.get_long_and_visible_aliases().unwrap_or_default();
    let spellings = shorts.iter().map(|short| format!("-{short}"));
    for spelling in spellings.chain(longs.iter().map(|long| format!("--{long}"))) {
        if !name.is_empty() {
            name.push(roman(", "));
        }
        name.push(bold(spelling));
    }
    if arg.get_action().takes_values() {
        let values = arg.get_value_names().map(|names| names.join(" "));
        let value = values.unwrap_or_else(|| arg.get_id().to_string().to_uppercase());
        if !name.is_empty() {
            name.push(roman(" "));
        }
        name.push(italic(value));
    }
    name
}

/// Returns the description of an argument, with its default.
fn argument_text(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help());
    let mut text = help.map(ToString::to_string).unwrap_or_default();
    let defaults: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        text += &format!(" [default: {}]", defaults.join(" "));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds the values that an argument may have, if they are few and known.
fn add_values(page: &mut Roff, arg: &Arg) {
    let values = arg.get_possible_values();
    if !arg.get_action().takes_values() || values.is_empty() || arg.is_hide_possible_values_set() {
        return;
    }
    page.control("RS", []);
    if values.iter().all(|value| value.get_help().is_none()) {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        page.text([roman(format!("One of: {}.", names.join(", ")))]);
    } else {
        for value in values.iter().filter(|value| !value.is_hide_set()) {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            add_entry(page, vec![bold(value.get_name())], &help);
        }
    }
    page.control("RE", []);
}
