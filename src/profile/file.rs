//! The profile file: read, and written completely or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Profile;
use crate::disk::{self, FileAccess, FolderLock};
use crate::import::resume;
use crate::model::text::{path_text, printable};
use crate::pack::Diagnostic;
use crate::pack::FileKind;
use crate::reading::formats::ReadingError;

/// Reasons why a profile cannot be read or saved.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file exists and is not a valid profile.
    #[error("the profile has errors")]
    Faults(Vec<Diagnostic>),
    /// The file was meant to be a resume, but cannot be read as one.
    #[error("{file}:{}{source}", if source.place.is_some() { "" } else { " " })]
    Resume {
        /// The file, as the user named it.
        file: String,
        /// The place and the reason.
        source: resume::ResumeError,
    },
    /// The file is data in another encoding than UTF-8.
    #[error("cannot read {file}: not UTF-8 text; save it as UTF-8")]
    NotUtf8 {
        /// The file, as the user named it.
        file: String,
    },
    /// The file was meant to be a CV, but cannot be read as one.
    #[error(transparent)]
    Cv(ReadingError),
    /// The file is something else.
    #[error("{file} is {}, not a profile; use a CV (text, Markdown, HTML, DOCX, ODT or PDF), a JSON Resume, a roledex profile (TOML) or a CSV of skills, or name your skills with --have", kind.name())]
    Kind {
        /// The file, as the user named it.
        file: String,
        /// Its actual kind.
        kind: FileKind,
    },
    /// The file exists and cannot be read.
    #[error("cannot read {}: {source}", printable(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The file, or its folder, cannot be written.
    #[error("cannot write {}: {source}; the file is unchanged", printable(path))]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Another program has written the file since it was read.
    #[error("another program changed {}; nothing was written; try again", printable(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

fn not_utf8(error: &std::str::Utf8Error) -> io::Error {
    io::Error::other(format!(
        "invalid UTF-8 at byte {}; save the file as UTF-8",
        error.valid_up_to() + 1
    ))
}

/// The profile in a file.
#[derive(Debug)]
pub struct ProfileFile {
    /// Its content, with the changes that are not saved yet.
    pub profile: Profile,
    path: PathBuf,
    /// The content of the file when it was last read or written; `None` if there is no file.
    on_disk: Option<String>,
    /// Locked from [`ProfileFile::open_for_edit`] until the change is saved.
    lock: Option<FolderLock>,
}

impl ProfileFile {
    /// Opens the profile in the file at `path`; an empty one if there is no such file.
    ///
    /// # Errors
    ///
    /// When the file exists and cannot be read, or has faults: it is left alone then.
    pub fn open(path: &Path) -> Result<Self, ProfileError> {
        let on_disk = match disk::read::bytes(path, disk::read::MAX_SETTINGS_SIZE) {
            Ok(bytes) => Some(
                String::from_utf8(bytes)
                    .map_err(|error| read_error(not_utf8(&error.utf8_error()), path))?,
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(read_error(error, path)),
        };
        let profile = match &on_disk {
            Some(text) => Profile::parse(&path_text(path), text).map_err(ProfileError::Faults)?,
            None => Profile::default(),
        };
        Ok(Self { profile, path: path.to_path_buf(), on_disk, lock: None })
    }

    /// Opens the profile in the file at `path`, which no other roledex can change until this one is
    /// saved or dropped.
    ///
    /// # Errors
    ///
    /// As [`ProfileFile::open`], and when another roledex does not release the file.
    pub fn open_for_edit(path: &Path) -> Result<Self, ProfileError> {
        if let Some(folder) = path.parent() {
            // If the folder cannot be created, saving reports why.
            let _ = disk::create_private_folder(folder);
        }
        let lock = FolderLock::acquire_beside(path)
            .map_err(|source| ProfileError::Write { path: path.to_path_buf(), source })?;
        disk::remove_leftovers(path);
        Ok(Self { lock: Some(lock), ..Self::open(path)? })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file exists.
    pub fn exists(&self) -> bool {
        self.on_disk.is_some()
    }

    /// Writes the file, readable only by its owner, if there is anything to write. A link stays a
    /// link: its target is written.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or its content differs from what was read: then the caller must
    /// read it again and repeat the changes.
    pub fn save(&mut self) -> Result<(), ProfileError> {
        let _until_saved = self.lock.take();
        let nothing = self.on_disk.is_none() && self.profile.entries().is_empty();
        if nothing || self.on_disk.as_deref() == Some(self.profile.text()) {
            return Ok(());
        }
        if let Some(folder) = self.path.parent() {
            disk::create_private_folder(folder).map_err(write_error(&self.path))?;
        }
        let known = self.on_disk.as_deref().map(str::as_bytes);
        let written = disk::write_if_unchanged(&self.path, known, FileAccess::Owner, |out| {
            out.write_all(self.profile.text().as_bytes())
        });
        if !written.map_err(write_error(&self.path))? {
            return Err(ProfileError::Changed { path: self.path.clone() });
        }
        self.on_disk = Some(self.profile.text().to_string());
        Ok(())
    }
}

/// The error that the profile cannot be read.
fn read_error(source: io::Error, path: &Path) -> ProfileError {
    ProfileError::Read { path: path.to_path_buf(), source }
}

/// Makes the error that the profile cannot be written from its cause.
fn write_error(path: &Path) -> impl Fn(io::Error) -> ProfileError {
    |source| ProfileError::Write { path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_for_the_owner_alone_and_read_back() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("config/roledex/profile.toml");
        let mut kept = ProfileFile::open(&path).unwrap();
        assert!(!kept.exists() && kept.profile.entries().is_empty());
        kept.save().unwrap();
        assert!(!path.exists());
        kept.profile.set("sql", Some("working"));
        kept.save().unwrap();
        kept.save().unwrap();
        let again = ProfileFile::open(&path).unwrap();
        assert_eq!(again.profile, kept.profile);
        assert!(again.exists());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    #[test]
    fn what_somebody_else_wrote_is_not_lost() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("profile.toml");
        let mut late = ProfileFile::open(&path).unwrap();
        std::fs::write(&path, "skills = [\"figma\"]").unwrap();
        late.profile.set("sql", None);
        assert!(matches!(late.save(), Err(ProfileError::Changed { .. })));
        let mut late = ProfileFile::open(&path).unwrap();
        std::fs::write(&path, "skills = [\"miro\"]").unwrap();
        late.profile.set("sql", None);
        assert!(matches!(late.save(), Err(ProfileError::Changed { .. })));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "skills = [\"miro\"]");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_broken_file_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("profile.toml");
        std::fs::write(&path, "skills = [\"sql\"").unwrap();
        let Err(ProfileError::Faults(faults)) = ProfileFile::open(&path) else { panic!("read") };
        assert_eq!((faults[0].line, faults[0].hint.is_some()), (1, true));
        std::fs::write(&path, b"skills = [\"\xff\"]").unwrap();
        assert!(matches!(ProfileFile::open(&path), Err(ProfileError::Read { .. })));
        std::fs::create_dir(home.path().join("d")).unwrap();
        assert!(matches!(
            ProfileFile::open(&home.path().join("d")),
            Err(ProfileError::Read { .. })
        ));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let home = tempfile::tempdir().unwrap();
        let (real, link) = (home.path().join("dotfiles.toml"), home.path().join("profile.toml"));
        std::fs::write(&real, "skills = []").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut kept = ProfileFile::open(&link).unwrap();
        kept.profile.set("sql", None);
        kept.save().unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&real).unwrap(), "skills = [\"sql\"]");
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("profile.toml");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for round in 0..10 {
                        let mut kept = ProfileFile::open_for_edit(path).unwrap();
                        kept.profile.set(&format!("skill-{writer}-{round}"), Some("working"));
                        kept.save().unwrap();
                    }
                });
            }
        });
        assert_eq!(ProfileFile::open(&path).unwrap().profile.entries().len(), 80);
        // No lock file is left behind.
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
