//! Destination of an output file: a file, or a stream that is read as it is written.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Component, Path};

use super::args::{GlobalArgs, MAX_HELP_LINE};
use super::{Args, Command, CommandError, Exit};
use crate::config::Config;
use crate::disk::{self, FileAccess, IfExists};
use crate::model::text::{printable, quoted};
use crate::report::{OutputFormat, PageSetup};

/// The width of laid-out text, at least and at most.
const MIN_WIDTH: usize = 20;
const MAX_WIDTH: usize = 200;

/// The destination that `-o` names.
#[derive(Debug)]
pub(super) enum OutputTarget<'a> {
    /// Standard output: `-`, or the system's name for it.
    Stdout,
    /// Something already open or that accepts everything: `/dev/fd/3`, as for `>(…)` in a shell,
    /// and `/dev/null`. There is nothing to replace.
    Stream(&'a Path),
    /// A file.
    File(&'a Path),
}

impl<'a> OutputTarget<'a> {
    /// Returns the destination at `path`.
    pub(super) fn of(path: &'a Path) -> Self {
        let standard = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        if standard.iter().any(|name| path == Path::new(name)) {
            return Self::Stdout;
        }
        // A regular file behind such a name is as good as a file with its own name.
        if is_open_device(path)
            && std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
        {
            return Self::Stream(path);
        }
        Self::File(path)
    }

    /// Writes the output of `write_content`; a file is written by way of a temporary one. Returns the errors
    /// of `write_content` or of the system.
    pub(super) fn write(
        &self,
        existing: IfExists,
        standard: &mut dyn Write,
        write_content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Stdout => write_content(standard).and_then(|()| standard.flush()),
            Self::Stream(path) => {
                let mut out = BufWriter::new(File::options().write(true).open(path)?);
                write_content(&mut out).and_then(|()| out.flush())
            }
            Self::File(path) => {
                disk::write_atomic(path, existing, FileAccess::Default, |out| write_content(out))
            }
        }
    }

    /// Writes the output of `run`, a command, to a file or a stream. A file is written completely or,
    /// if the command fails, not at all.
    pub(super) fn write_output(
        &self,
        force: bool,
        run: impl FnOnce(&mut dyn Write) -> Result<Exit, CommandError>,
    ) -> Result<Exit, CommandError> {
        let existing = if force { IfExists::Replace } else { IfExists::Keep };
        // Before the work, which may take a while or change something.
        self.check(existing)?;
        let mut result = Ok(Exit::Success);
        let written = self.write(existing, &mut io::sink(), |out| {
            result = run(out);
            match &result {
                Ok(_) => Ok(()),
                Err(_) => Err(io::Error::other("nothing to write")),
            }
        });
        match (result, written) {
            (Err(CommandError::Output(error)), _) | (Ok(_), Err(error)) => {
                Err(self.write_failure(error))
            }
            (result, _) => result,
        }
    }

    /// Returns the problem that the output could not be written here because of `error`.
    pub(super) fn write_failure(&self, error: io::Error) -> CommandError {
        match (error.kind(), self) {
            // A reader that closed the pipe has all it needs.
            (io::ErrorKind::BrokenPipe, _) => CommandError::OutputClosed,
            (io::ErrorKind::AlreadyExists, Self::File(path)) => already_exists(path),
            _ => {
                let left =
                    if matches!(self, Self::File(_)) { "; no partial file was left" } else { "" };
                let message = format!("cannot write {}: {error}{left}", self.name());
                CommandError::failed_with(message, error)
            }
        }
    }

    /// Checks that a file can be written here, before the work is done.
    pub(super) fn check(&self, existing: IfExists) -> Result<(), CommandError> {
        let Self::File(path) = self else { return Ok(()) };
        disk::check_kind(path).map_err(|error| cannot_write(path, error))?;
        if existing == IfExists::Keep && std::fs::symlink_metadata(path).is_ok() {
            return Err(already_exists(path));
        }
        Ok(())
    }

    /// Returns the name used in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdout => "standard output".to_string(),
            Self::Stream(path) | Self::File(path) => printable(path),
        }
    }
}

/// The format of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RequestedFormat {
    pub(super) format: OutputFormat,
    /// Whether nothing but the settings file asks for it.
    pub(super) is_default: bool,
}

impl RequestedFormat {
    fn asked(format: OutputFormat) -> Self {
        Self { format, is_default: false }
    }
}

/// Returns the format that the arguments ask for: without `--format` that of the ending of the
/// output file, and without either the `default` of the settings file.
pub(super) fn requested_format(
    args: &Args,
    default: Option<&str>,
) -> Result<RequestedFormat, CommandError> {
    let file = match (&args.global.output, &args.command) {
        // The file of an import is a pack, and sites and manual pages are folders.
        (_, Some(command)) if command.has_own_output() => None,
        (None, _) => None,
        (Some(path), _) => match OutputTarget::of(path) {
            OutputTarget::File(path) => Some(path),
            OutputTarget::Stdout | OutputTarget::Stream(_) => None,
        },
    };
    let ending = file.and_then(Path::extension);
    match (args.global.format, file, ending) {
        (Some(format), ..) => Ok(RequestedFormat::asked(format)),
        // The settings are TOML as they are.
        (None, _, Some(ending))
            if ending == "toml" && matches!(args.command, Some(Command::Config(_))) =>
        {
            Ok(RequestedFormat::asked(OutputFormat::Text))
        }
        (None, Some(file), Some(ending)) => match OutputFormat::of_file(file) {
            Some(format) => Ok(RequestedFormat::asked(format)),
            None => Err(CommandError::Usage(format!(
                "unknown file extension `.{}`; add --format, or use one of {}",
                quoted(&ending.to_string_lossy()),
                OutputFormat::endings_text()
            ))),
        },
        // Text is what is laid out.
        (None, ..) if args.global.pretty => Ok(RequestedFormat::asked(OutputFormat::Text)),
        (None, ..) => {
            let default = default.and_then(OutputFormat::from_word).unwrap_or(OutputFormat::Text);
            Ok(RequestedFormat { format: default, is_default: true })
        }
    }
}

/// Checks that the options act on the command.
pub(super) fn check_options(args: &Args) -> Result<(), CommandError> {
    let Args { global, explorer, command } = args;
    let makes_settings = matches!(command, Some(Command::Config(config)) if config.makes_file());
    match command {
        None if global.output.is_some() => {
            return usage("--output needs a command, such as `roledex list --output roles.csv`");
        }
        None if io::stdout().is_terminal() => {
            let given = [(global.format.is_some(), "--format"), (global.pretty, "--pretty")];
            if let Some((_, name)) = given.iter().find(|(given, _)| *given) {
                return usage(format!("{name} needs a command, such as `roledex list`"));
            }
        }
        // `config` checks the explorer's options.
        None | Some(Command::Config(_)) => {}
        Some(_) => {
            if let Some(name) = explorer.first_given() {
                return usage(explorer_option_text(name));
            }
        }
    }
    if makes_settings && global.output.is_some() {
        return usage(
            "`config init` writes the settings file itself; --config FILE names another one",
        );
    }
    if global.force && global.output.is_none() && !makes_settings {
        return usage("--force overwrites the file of --output; add -o FILE");
    }
    match global.format {
        Some(format) if global.pretty && format != OutputFormat::Text => usage(format!(
            "--pretty lays out text; it does not work with --format {}",
            format.word()
        )),
        _ => Ok(()),
    }
}

/// The message that `name`, an option of the explorer, was given to a command.
pub(super) fn explorer_option_text(name: &str) -> String {
    format!("{name} is an option of the explorer, which opens without a command; leave it out here")
}

/// Returns a usage error.
fn usage<T>(text: impl Into<String>) -> Result<T, CommandError> {
    Err(CommandError::Usage(text.into()))
}

/// Returns the width of the terminal, if there is one.
fn terminal_width() -> Option<usize> {
    let (width, _) = crossterm::terminal::size().ok()?;
    Some(usize::from(width)).filter(|width| *width > 0)
}

/// Returns the width of help, which is on the terminal if it `is_terminal`.
pub(super) fn help_width(config: &Config, is_terminal: bool) -> usize {
    let width = config.columns.or_else(|| terminal_width().filter(|_| is_terminal));
    width.unwrap_or(MAX_HELP_LINE).clamp(MIN_WIDTH, MAX_HELP_LINE)
}

/// Returns the layout of text: that of the terminal, or what `--pretty` asks for elsewhere.
pub(super) fn page_setup(global: &GlobalArgs, config: &Config, is_stdout: bool) -> PageSetup {
    let is_terminal = is_stdout && io::stdout().is_terminal();
    if !is_terminal && !global.pretty {
        return PageSetup { colour: is_stdout && config.colour, ..PageSetup::PLAIN };
    }
    let width = config.columns.or_else(|| terminal_width().filter(|_| is_stdout));
    PageSetup {
        width: Some(width.unwrap_or(80).clamp(MIN_WIDTH, MAX_WIDTH)),
        colour: if is_stdout { config.colour } else { global.color.as_deref() == Some("always") },
    }
}

/// Returns the problem that the file at `path` already exists.
pub(super) fn already_exists(path: &Path) -> CommandError {
    CommandError::Failed(
        format!("{} already exists; --force overwrites it", printable(path)).into(),
    )
}

/// Returns the problem that `path` cannot be written.
pub(super) fn cannot_write(path: &Path, error: io::Error) -> CommandError {
    CommandError::failed_to(&format!("cannot write {}", printable(path)), error)
}

/// Whether `path` names something that this process has open, or the null device.
fn is_open_device(path: &Path) -> bool {
    let parts: Vec<&str> =
        path.components().skip(1).filter_map(|part| part.as_os_str().to_str()).collect();
    path.components().next() == Some(Component::RootDir)
        && matches!(
            parts[..],
            ["dev", "null" | "stderr"] | ["dev", "fd", _] | ["proc", "self", "fd", _]
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_output_has_several_names() {
        for name in ["-", "/dev/stdout", "/dev/fd/1"] {
            assert!(matches!(OutputTarget::of(Path::new(name)), OutputTarget::Stdout), "{name}");
        }
        for name in ["./-", "/dev/fd/1/x", "dev/fd/1", "/dev", "/dev/fd"] {
            assert!(matches!(OutputTarget::of(Path::new(name)), OutputTarget::File(_)), "{name}");
        }
        #[cfg(unix)]
        assert!(matches!(OutputTarget::of(Path::new("/dev/null")), OutputTarget::Stream(_)));
    }
}
