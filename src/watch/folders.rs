//! Determines which folders to watch for certain packs, and which changes in them matter.
//!
//! Editors write a new file beside the old one and move it into its place, so a watch on the file
//! itself would watch a file that no longer exists. Therefore the folders are watched, one by one
//! and never everything below them, which may be far more than a pack. If a folder is missing, its
//! nearest existing ancestor is watched, to notice its return.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::pack;

/// Whether something may have been written, and not only read.
pub(super) fn is_write(event: &Event) -> bool {
    use notify::event::{AccessKind, AccessMode};
    !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

/// The locations of the packs, as paths that do not depend on links.
#[derive(Debug, Default, PartialEq, Eq)]
struct WatchedPaths {
    /// Paths whose changes matter: packs, files of packs, and the targets of links.
    paths: BTreeSet<PathBuf>,
    /// Folder packs: every TOML file below them matters.
    trees: Vec<PathBuf>,
    /// The folders to watch.
    folders: BTreeSet<PathBuf>,
}

impl WatchedPaths {
    fn of(packs: &[PathBuf]) -> Self {
        let mut places = Self::default();
        for path in packs {
            places.add(path);
            let folders = pack::folders(path);
            if !folders.is_empty() {
                places.trees.extend(path.canonicalize());
            }
            places.folders.extend(folders.iter().filter_map(|folder| folder.canonicalize().ok()));
            // Files that are links may change at their targets.
            for file in pack::files(path).unwrap_or_default() {
                if file.is_symlink() || file == *path {
                    places.add(&file);
                }
            }
        }
        places
    }

    /// Marks `path` as relevant, and its target and every link that leads there.
    fn add(&mut self, path: &Path) {
        let ends = [Some(resolved(path)), path.canonicalize().ok()].into_iter().flatten();
        for path in ends.chain(links(path)) {
            let above = path.ancestors().skip(1).find(|above| above.is_dir());
            self.folders.extend(above.map(Path::to_path_buf));
            self.paths.insert(path);
        }
    }

    /// Whether a change of `path` may change the content of the packs.
    fn matters(&self, path: &Path, kind: EventKind) -> bool {
        if self.paths.contains(path) {
            return true;
        }
        // The permissions of a folder and its access time do not affect its content.
        let about = matches!(kind, EventKind::Modify(ModifyKind::Metadata(_)));
        let leads_here = self.paths.iter().any(|wanted| wanted.starts_with(path));
        let below = self.trees.iter().any(|tree| path.starts_with(tree));
        let toml = path.extension().is_some_and(|extension| extension == "toml");
        (!about && leads_here)
            || (below && (toml || (!about && (self.folders.contains(path) || path.is_dir()))))
    }
}

/// Maximum number of links on the way to a file, as the system has it.
const MAX_LINKS: usize = 40;

/// Returns the links on the way to the target of `path`: each as a path without links above its last
/// part. One of them may be switched to another target, with no change at either end.
fn links(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(path) = std::path::absolute(path) else { return found };
    // The parts that are still to be followed, last one first.
    let parts = |path: &Path| -> Vec<OsString> {
        path.components().rev().map(|part| part.as_os_str().to_os_string()).collect()
    };
    let (mut left, mut real) = (parts(&path), PathBuf::new());
    while let Some(part) = left.pop() {
        match part.to_str() {
            Some(".") => continue,
            // There are no links in it: what is above is what the system finds above.
            Some("..") => {
                real.pop();
                continue;
            }
            _ => real.push(&part),
        }
        let Ok(target) = real.read_link() else { continue };
        found.push(real.clone());
        if found.len() > MAX_LINKS {
            break;
        }
        real.pop();
        left.extend(parts(&target));
    }
    found
}

/// Returns `path` without links above its last part, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for above in path.ancestors().skip(1) {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), path.strip_prefix(above)) {
            return real.join(rest);
        }
    }
    path
}

/// A watch over the folders of certain packs.
pub(super) struct FolderWatcher {
    packs: Vec<PathBuf>,
    places: WatchedPaths,
    /// `None` if the system cannot provide one.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl FolderWatcher {
    /// Creates a watch over the folders of `packs`, which passes everything that happens there to
    /// `notice`. It begins with the first [`FolderWatcher::follow`].
    ///
    /// The second value is the reason why there is no watch, if so.
    pub(super) fn new(
        packs: Vec<PathBuf>,
        notice: impl Fn(notify::Result<Event>) + Send + 'static,
    ) -> (Self, Option<notify::Error>) {
        let (watcher, error) = match notify::recommended_watcher(notice) {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error)),
        };
        (Self { packs, places: WatchedPaths::default(), watcher, watched: BTreeSet::new() }, error)
    }

    /// Looks up the locations of the packs again, and watches the folders there.
    ///
    /// # Errors
    ///
    /// When a folder cannot be watched; the others still are.
    pub(super) fn follow(&mut self) -> notify::Result<()> {
        self.places = WatchedPaths::of(&self.packs);
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let mut failed = Ok(());
        for gone in self.watched.difference(&self.places.folders) {
            // It may already be gone.
            let _ = watcher.unwatch(gone);
        }
        self.watched.retain(|folder| self.places.folders.contains(folder));
        for folder in &self.places.folders {
            if self.watched.contains(folder) {
                continue;
            }
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder.clone())),
                // Gone between looking and watching: the folder above it reports that.
                Err(_) if !folder.is_dir() => {}
                Err(error) => failed = Err(error),
            }
        }
        failed
    }

    /// Whether `event` may have changed the content of the packs.
    pub(super) fn matters(&mut self, event: &Event) -> bool {
        if event.need_rescan() {
            return true;
        }
        // Reading is not a change: roledex itself reads the files.
        if matches!(event.kind, EventKind::Access(access) if !written(access)) {
            return false;
        }
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            for path in &event.paths {
                // A new folder with that name is not covered by the watch on the old one.
                if self.watched.remove(path)
                    && let Some(watcher) = &mut self.watcher
                {
                    let _ = watcher.unwatch(path);
                }
            }
        }
        event.paths.iter().any(|path| self.places.matters(path, event.kind))
    }
}

fn written(access: notify::event::AccessKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    access == AccessKind::Close(AccessMode::Write)
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, MetadataKind, RemoveKind};

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn a_file_is_watched_by_its_folder_and_nothing_else_there_matters() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        let file = root.join("mine.toml");
        std::fs::write(&file, "").unwrap();
        let places = WatchedPaths::of(std::slice::from_ref(&file));
        assert_eq!(places.folders, BTreeSet::from([root.clone()]));
        assert!(places.matters(&file, WRITTEN));
        assert!(places.matters(&file, EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))));
        assert!(!places.matters(&root.join("other.toml"), WRITTEN));
        assert!(!places.matters(&root.join(".mine.toml.swp"), EventKind::Create(CreateKind::File)));
        assert!(!places.matters(&root, EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))));
        assert!(places.matters(&root, EventKind::Remove(RemoveKind::Folder)));
    }

    #[test]
    fn of_a_folder_every_part_is_watched_and_what_is_hidden_is_not() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        let pack = root.join("pack");
        std::fs::create_dir_all(pack.join("roles/deep")).unwrap();
        std::fs::create_dir_all(pack.join(".git/objects")).unwrap();
        let places = WatchedPaths::of(std::slice::from_ref(&pack));
        let folders = [root, pack.clone(), pack.join("roles"), pack.join("roles/deep")];
        assert_eq!(places.folders, BTreeSet::from(folders));
        assert!(places.matters(&pack.join("roles/deep/new.toml"), WRITTEN));
        assert!(places.matters(&pack.join("roles/deep"), EventKind::Remove(RemoveKind::Folder)));
        assert!(!places.matters(&pack.join("roles/4913"), EventKind::Create(CreateKind::File)));
        assert!(places.matters(&pack, EventKind::Remove(RemoveKind::Folder)));
    }

    #[test]
    fn what_is_not_there_is_waited_for_from_above() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        let places = WatchedPaths::of(&[root.join("a/b/mine.toml")]);
        assert_eq!(places.folders, BTreeSet::from([root.clone()]));
        assert!(places.matters(&root.join("a"), EventKind::Create(CreateKind::Folder)));
        assert!(!places.matters(&root.join("b"), EventKind::Create(CreateKind::Folder)));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_watched_at_both_ends() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        for folder in ["here", "there"] {
            std::fs::create_dir(root.join(folder)).unwrap();
        }
        let (link, real) = (root.join("here/mine.toml"), root.join("there/real.toml"));
        std::fs::write(&real, "").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let places = WatchedPaths::of(std::slice::from_ref(&link));
        assert_eq!(places.folders, BTreeSet::from([root.join("here"), root.join("there")]));
        assert!(places.matters(&link, WRITTEN) && places.matters(&real, WRITTEN));
    }
}
