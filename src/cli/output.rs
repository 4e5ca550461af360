//! Destination of an output file: a file, or a stream that is read as it is written.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path};

use super::Problem;
use crate::disk::{self, Existing, Readers};
use crate::model::text::shown;

/// The destination that `-o` names.
#[derive(Debug)]
pub(super) enum Output<'a> {
    /// Standard output: `-`, or the system's name for it.
    Standard,
    /// Something already open or that accepts everything: `/dev/fd/3`, as for `>(…)` in a shell,
    /// and `/dev/null`. There is nothing to replace.
    Stream(&'a Path),
    /// A file.
    File(&'a Path),
}

impl<'a> Output<'a> {
    /// Returns the destination at `path`.
    pub(super) fn of(path: &'a Path) -> Self {
        let standard = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        if standard.iter().any(|name| path == Path::new(name)) {
            return Self::Standard;
        }
        // A regular file behind such a name is as good as a file with its own name.
        if is_open(path)
            && std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
        {
            return Self::Stream(path);
        }
        Self::File(path)
    }

    /// Writes the output of `fill`; a file is written by way of a temporary one. Returns the errors
    /// of `fill` or of the system.
    pub(super) fn write(
        &self,
        existing: Existing,
        standard: &mut dyn Write,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Standard => fill(standard).and_then(|()| standard.flush()),
            Self::Stream(path) => {
                let mut out = BufWriter::new(File::options().write(true).open(path)?);
                fill(&mut out).and_then(|()| out.flush())
            }
            Self::File(path) => disk::write_whole(path, existing, Readers::Usual, |out| fill(out)),
        }
    }

    /// Checks that a file can be written here, before the work is done.
    pub(super) fn check(&self, existing: Existing) -> Result<(), Problem> {
        let Self::File(path) = self else { return Ok(()) };
        disk::check_kind(path).map_err(|error| cannot_write(path, &error))?;
        if existing == Existing::Keep && std::fs::symlink_metadata(path).is_ok() {
            return Err(taken(path));
        }
        Ok(())
    }

    /// Returns the name used in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Standard => "standard output".to_string(),
            Self::Stream(path) | Self::File(path) => shown(path),
        }
    }
}

/// Returns the problem that the file at `path` already exists.
pub(super) fn taken(path: &Path) -> Problem {
    Problem::Failed(format!("{} already exists; --force replaces it", shown(path)))
}

/// Returns the problem that `path` cannot be written.
pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    Problem::Failed(format!("cannot write {}: {error}", shown(path)))
}

/// Whether `path` names something that this process has open, or the null device.
fn is_open(path: &Path) -> bool {
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
            assert!(matches!(Output::of(Path::new(name)), Output::Standard), "{name}");
        }
        for name in ["./-", "/dev/fd/1/x", "dev/fd/1", "/dev", "/dev/fd"] {
            assert!(matches!(Output::of(Path::new(name)), Output::File(_)), "{name}");
        }
        #[cfg(unix)]
        assert!(matches!(Output::of(Path::new("/dev/null")), Output::Stream(_)));
    }
}
