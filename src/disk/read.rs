//! Reads files of any origin: only regular files, and at most as many bytes as the reader can use.
//!
//! A pack may come from anywhere, and its folder may contain pipes, devices and links to them.
//! Opening a pipe waits for a writer, and a device may never end: neither is read. The size that a
//! file reports is only a claim, since it may grow while it is read; the bytes are counted.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Maximum size of settings and of a profile in bytes: these are written by hand.
pub(crate) const MAX_SETTINGS_SIZE: u64 = 1 << 20;

/// Maximum size of a resume in bytes; it may include a picture.
pub(crate) const MAX_RESUME_SIZE: u64 = 4 << 20;

/// Maximum size in bytes of saved state, and of lists of queries or pairs.
pub(crate) const MAX_LIST_SIZE: u64 = 64 << 20;

/// Maximum memory reserved for a file before any of it is read, whatever its size.
const MAX_PREALLOCATED: u64 = 32 << 20;

/// Opens the file at `path`.
///
/// A pipe is opened if its path is that of an open descriptor of this process, as a shell writes it
/// for `<(command)`.
///
/// # Errors
///
/// When it cannot be opened, or is not a regular file.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Without it, opening a pipe waits for its other end. Regular files are not affected.
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = match options.open(path) {
        Ok(file) => file,
        // A socket cannot be opened, and for a missing device the system's own error is clear.
        Err(error) => return Err(unreadable_error(path).unwrap_or(error)),
    };
    let about = file.metadata()?;
    if about.is_file() {
        return Ok((file, about));
    }
    #[cfg(unix)]
    if is_pipe(&about) && is_descriptor(path) {
        // From here on reads block until the other end writes.
        rustix::fs::fcntl_setfl(&file, rustix::fs::OFlags::empty())?;
        return Ok((file, about));
    }
    Err(not_regular_error(&about))
}

/// The reason why the file at `path` is not read, if it exists and is not a regular file.
pub(crate) fn unreadable_error(path: &Path) -> Option<io::Error> {
    let about = std::fs::metadata(path).ok()?;
    (!about.is_file()).then(|| not_regular_error(&about))
}

fn not_regular_error(about: &Metadata) -> io::Error {
    let what = describe_kind(about);
    io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("this is {what}, not a file; name a regular file"),
    )
}

/// The name of the kind of a file that is not regular.
pub(crate) fn describe_kind(about: &Metadata) -> &'static str {
    if about.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = about.file_type();
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

#[cfg(unix)]
fn is_pipe(about: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&about.file_type())
}

/// Whether `path` names a descriptor that this process was given.
#[cfg(unix)]
fn is_descriptor(path: &Path) -> bool {
    ["/dev/fd", "/dev/stdin", "/proc/self/fd"].iter().any(|given| path.starts_with(given))
}

/// The bytes of the file at `path`, at most `most`.
///
/// # Errors
///
/// Returns the errors of [`open`], and an error when there are more.
pub fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, about) = open(path)?;
    if about.len() > most {
        return Err(too_large(most));
    }
    read_bounded(file, about.len(), most)
}

/// The text of the file at `path`, at most `most` bytes.
///
/// # Errors
///
/// Returns the errors of [`bytes`], and [`io::ErrorKind::InvalidData`] when it is not UTF-8.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    decode_utf8(bytes(path, most)?)
}

/// The text of standard input, up to `most` bytes.
///
/// # Errors
///
/// When it cannot be read, is longer, or is not UTF-8.
pub(crate) fn standard_input(most: u64) -> io::Result<Vec<u8>> {
    read_bounded(io::stdin().lock(), 0, most)
}

/// `bytes` as text.
///
/// # Errors
///
/// [`io::ErrorKind::InvalidData`] when they are not UTF-8.
pub(crate) fn decode_utf8(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| {
        io::Error::new(io::ErrorKind::InvalidData, "this is not UTF-8 text; save it as UTF-8")
    })
}

/// Reads `input`, which has about `size` bytes, and fails if it has more than `most`.
///
/// # Errors
///
/// When it cannot be read, or has more than `most` bytes.
pub(crate) fn read_bounded(input: impl Read, size: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(
        usize::try_from(size.min(most).min(MAX_PREALLOCATED)).unwrap_or_default(),
    );
    input.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

pub(crate) fn too_large(most: u64) -> io::Error {
    let most = if most < 1 << 20 { format!("{most} bytes") } else { format!("{} MB", most >> 20) };
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it is larger than {most}, the maximum for this kind of file; make it smaller"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_not_read_to_its_end() {
        let error = read_bounded(io::repeat(0), 0, 1000).unwrap_err().to_string();
        assert!(error.contains("larger than 1000 bytes"), "{error}");
        assert_eq!(read_bounded(&b"abc"[..], 3, 3).unwrap(), b"abc");
        assert!(read_bounded(&b"abcd"[..], 3, 3).is_err());
        // The size is a claim, and no memory is reserved for it.
        assert!(
            read_bounded(&b"abc"[..], u64::MAX, u64::MAX).unwrap().capacity() as u64
                <= MAX_PREALLOCATED
        );
    }

    #[test]
    fn a_file_is_no_larger_than_its_reader_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "abcd").unwrap();
        assert_eq!(text(&path, 4).unwrap(), "abcd");
        assert_eq!(text(&path, 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        // A sparse terabyte takes no time.
        std::fs::File::options().write(true).open(&path).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(bytes(&path, 1 << 20).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(bytes(folder.path(), 10).unwrap_err().to_string().contains("folder"));
        assert_eq!(
            bytes(&folder.path().join("b"), 10).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }

    #[test]
    #[cfg(unix)]
    fn pipes_sockets_and_devices_are_named_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for (path, what) in [(&pipe, "a named pipe"), (&socket, "a socket"), (&link, "a device")] {
            let error = bytes(path, 10).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
