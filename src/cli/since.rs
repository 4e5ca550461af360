//! The older copy of the packs that `diff --since` names: a path, or a revision.

use std::path::Path;
use std::sync::Arc;

use super::{CommandContext, CommandError, stderr};
use crate::cache::{self, CacheLookup, OnDamage};
use crate::git;
use crate::model::Catalog;
use crate::model::text::{printable, quoted};
use crate::pack::{self, LoadedPacks};

impl CommandContext<'_> {
    /// Reads another pack than the open ones: an older copy of them. Faults are an error.
    pub(super) fn load_older_catalog(&self, since: &Path) -> Result<Arc<Catalog>, CommandError> {
        let LoadedPacks { catalog, diagnostics } =
            if is_path(since) || since.exists() || pack::is_standard_input(since) {
                self.note_revision_of_same_name(since);
                let paths = [since.to_path_buf()];
                match cache::open(self.config.cache.as_deref(), &paths, OnDamage::ReadPacks) {
                    CacheLookup::Cached(catalog, _) => return Ok(Arc::from(catalog)),
                    CacheLookup::Pending(unread) => unread.read().map_err(CommandError::failed)?,
                }
            } else {
                self.read_revision(since)?
            };
        if !pack::is_valid(&diagnostics) {
            return Err(CommandError::InvalidPack(diagnostics));
        }
        Ok(Arc::new(catalog))
    }

    /// Reads the open packs as they were in the revision `since`.
    fn read_revision(&self, since: &Path) -> Result<LoadedPacks, CommandError> {
        let name = since.to_string_lossy();
        let packs: Vec<&Path> = self.own_packs().collect();
        if packs.is_empty() {
            return Err(CommandError::Failed(
                format!(
                    "`{}` is not a file or folder; to compare with a Git revision, name your pack with --pack",
                    quoted(&name)
                )
                .into(),
            ));
        }
        // With a path in it, the revision is one pack, wherever the open ones are.
        let packs = if name.contains(':') { &packs[..1] } else { &packs[..] };
        let mut found = Vec::new();
        for path in packs {
            let old = git::read_pack(path, &name).map_err(CommandError::failed)?;
            if let Some(moved) = &old.moved_from {
                stderr::print_note(format!(
                    "{} was {} in {}",
                    printable(path),
                    if moved.is_empty() { "the root" } else { moved },
                    quoted(&name)
                ));
            }
            found.push((old.origin, old.files));
        }
        Ok(pack::from_memory(found))
    }

    /// The open packs that are files or folders of the user.
    fn own_packs(&self) -> impl Iterator<Item = &Path> {
        let packs = self.config.packs.iter().map(std::path::PathBuf::as_path);
        packs.filter(|path| path.as_os_str() != "built-in" && !pack::is_standard_input(path))
    }

    /// Says on standard error that the path `since` is also the name of a revision.
    fn note_revision_of_same_name(&self, since: &Path) {
        let name = since.to_string_lossy();
        if let Some(pack) = self.own_packs().next().filter(|_| !is_path(since) && name != "-")
            && git::is_revision(&git::folder_of(pack), &name)
        {
            let name = quoted(&name);
            stderr::print_note(format!(
                "`{name}` is a path and a Git revision; comparing with the path (--since {name}:PATH reads the revision)"
            ));
        }
    }
}

/// Whether `since` can only be a path.
fn is_path(since: &Path) -> bool {
    since.is_absolute() || since.starts_with(".") || since.starts_with("..")
}
