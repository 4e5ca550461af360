//! Completion in shells: `roledex completions SHELL` prints a script that asks roledex itself, which
//! then answers with names from the packs in force.
//!
//! The script sets [`VARIABLE`] and passes the words of the command line after `--`. Whatever goes
//! wrong, nothing is printed: a shell would put it into the line that the user types.

mod names;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, ValueEnum};
use clap_complete::CompletionCandidate;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use self::names::{NameSource, with_names};
use self::words::CommandWords;
use super::args::{CompletionsArgs, Shell};
use super::{Args, CommandContext, CommandError, Exit, OutputFormat, stderr};
use crate::model::text::printable;

/// The environment variable that asks for completions in the syntax of the shell that it names.
const VARIABLE: &str = "ROLEDEX_COMPLETE";

/// Returns what makes the script of `shell`.
fn script_writer(shell: Shell) -> &'static dyn EnvCompleter {
    match shell {
        Shell::Bash => &Bash,
        Shell::Elvish => &Elvish,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
        Shell::Zsh => &Zsh,
    }
}

/// Writes `candidates` as the script of `shell` reads them.
fn write_candidates(
    shell: Shell,
    candidates: &[CompletionCandidate],
    out: &mut dyn Write,
) -> io::Result<()> {
    // A value on several lines would be several values.
    let candidates = candidates.iter().filter(|candidate| {
        !candidate.get_value().to_string_lossy().contains(|c: char| c.is_control())
    });
    for (at, candidate) in candidates.enumerate() {
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = printable(help.lines().next().unwrap_or_default());
        match shell {
            Shell::Bash => {
                let separator = if at == 0 { "" } else { "\u{b}" };
                write!(out, "{separator}{}", words::quoted_for_bash(&value))?;
            }
            Shell::Elvish => writeln!(out, "{value}")?,
            Shell::Zsh => {
                let [value, help] = [value.as_ref(), &help].map(|text| text.replace('\\', "\\\\"));
                let value = value.replace(':', "\\:");
                let separator = if help.is_empty() { "" } else { ":" };
                writeln!(out, "{value}{separator}{help}")?;
            }
            Shell::Fish | Shell::Powershell => {
                let separator = if help.is_empty() { "" } else { "\t" };
                writeln!(out, "{value}{separator}{help}")?;
            }
        }
    }
    out.flush()
}

/// Answers the script of a shell, if one asks.
pub(super) fn answer_shell() -> Option<ExitCode> {
    let name = std::env::var_os(VARIABLE).filter(|name| !name.is_empty())?;
    if let Some(shell) = name.to_str().and_then(|name| Shell::from_str(name, true).ok()) {
        // The terminal shows the line that is typed: no message may get into it.
        stderr::hold();
        let given = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
        let index = std::env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse().ok());
        let folder = std::env::current_dir().ok();
        let mut out = io::BufWriter::new(io::stdout());
        let names = complete(shell, given, index, folder.as_deref(), &mut out);
        if let Some(names) = names {
            names.persist();
        }
    }
    Some(Exit::Success.code())
}

/// Writes the completions of the word at `index`, or of the last one, and returns the source of the
/// names among them.
fn complete(
    shell: Shell,
    given: Vec<OsString>,
    index: Option<usize>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> Option<Arc<NameSource>> {
    let words = CommandWords::new(shell == Shell::Bash, given, index);
    let names = Arc::new(NameSource::new(&words.before));
    let mut command = with_names(Args::command(), &names);
    let index = words.before.len();
    let all = words.before.iter().cloned().chain([words.current.clone()]).collect();
    let mut found = clap_complete::engine::complete(&mut command, all, index, folder).ok()?;
    // Options are offered once a hyphen asks for them, unless there is nothing else.
    if words.current.is_empty() && !found.iter().all(is_option) {
        found.retain(|candidate| !is_option(candidate));
    }
    let found: Vec<CompletionCandidate> =
        found.into_iter().filter_map(|candidate| words.rest_of(candidate)).collect();
    let _ = write_candidates(shell, &found, out);
    Some(names)
}

/// Whether a candidate is an option.
fn is_option(candidate: &CompletionCandidate) -> bool {
    candidate.get_value().to_string_lossy().starts_with('-')
}

impl CommandContext<'_> {
    /// Prints the script that makes a shell complete the command line of roledex.
    pub(super) fn run_completions(&mut self, args: &CompletionsArgs) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text])?;
        let mut script = Vec::new();
        let completer = script_writer(args.shell);
        completer.write_registration(VARIABLE, "roledex", "roledex", "roledex", &mut script)?;
        let script = String::from_utf8_lossy(&script);
        writeln!(self.out, "{}", script.trim())?;
        Ok(Exit::Success)
    }
}
