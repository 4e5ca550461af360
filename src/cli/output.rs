//! Destination of an output file: a file, or a stream that is read as it is written.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path};

use super::CommandError;
use crate::disk::{self, FileAccess, IfExists};
use crate::model::text::printable;

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
