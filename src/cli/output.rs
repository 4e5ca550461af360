//! Destination of an output file: a file, or a stream that is read as it is written.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path};

use super::{Args, Command, CommandError, Exit};
use crate::disk::{self, FileAccess, IfExists};
use crate::model::text::{printable, quoted};
use crate::report::OutputFormat;

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

/// Returns the format that the arguments ask for: without `--format` that of the ending of the
/// output file.
pub(super) fn requested_format(args: &Args) -> Result<OutputFormat, CommandError> {
    let file = match (&args.output, &args.command) {
        (Some(_), None) => {
            let text = "--output needs a command, such as `roledex list --output roles.csv`";
            return Err(CommandError::Usage(text.to_string()));
        }
        // The file of an import is a pack, and a site is a folder.
        (_, Some(Command::Import(_) | Command::Site(_))) | (None, _) => None,
        (Some(path), _) => match OutputTarget::of(path) {
            OutputTarget::File(path) => Some(path),
            OutputTarget::Stdout | OutputTarget::Stream(_) => None,
        },
    };
    let ending = file.and_then(Path::extension);
    match (args.format, file, ending) {
        (Some(format), ..) => Ok(format),
        // The settings are TOML as they are.
        (None, _, Some(ending))
            if ending == "toml" && matches!(args.command, Some(Command::Config(_))) =>
        {
            Ok(OutputFormat::Text)
        }
        (None, Some(file), Some(ending)) => match OutputFormat::of_file(file) {
            Some(format) => Ok(format),
            None => Err(CommandError::Usage(format!(
                "the ending `.{}` stands for no format; add --format, or use one of {}",
                quoted(&ending.to_string_lossy()),
                OutputFormat::endings_text()
            ))),
        },
        (None, ..) => Ok(OutputFormat::Text),
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
