//! Watches the folders of open packs, and reads the packs again when they change.
//!
//! A thread waits for the first change and then until there have been none for a moment, since one
//! save causes many changes; then it reads the packs and reports the result. It sleeps while
//! nothing happens. Packs are compared by content: a file that is touched, or rewritten with the
//! same content, is not a change.

mod folders;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use xxhash_rust::xxh3::Xxh3;

use crate::cache::{self, CacheLookup, OnDamage};
use crate::config::Config;
use crate::engine::Engine;
use crate::pack::{self, CancelToken, Diagnostic, LoadedPacks, ReadError, Severity};
use crate::{builtin, config};
use folders::FolderWatcher;

/// Period without changes after which saved files are read.
const QUIET_PERIOD: Duration = Duration::from_millis(80);

/// Interval at which a file that is written to without a pause is read anyway.
const MAX_DELAY: Duration = Duration::from_secs(2);

/// The locations of open packs, and the state of their files before they were read.
#[derive(Debug, Clone)]
pub struct WatchedPacks {
    packs: Vec<PathBuf>,
    cache: Option<PathBuf>,
    snapshots: Vec<FileSnapshot>,
}

/// State of a file without reading it: its path, its size, its time; `None` if that is unknown.
type FileSnapshot = (PathBuf, Option<(u64, SystemTime)>);

impl WatchedPacks {
    /// Returns the packs that `config` opens. Call it before they are read, so that no change in
    /// between is missed.
    pub fn of(config: &config::Config) -> Self {
        let Config { packs, cache, .. } = config;
        let looks = snapshots(packs);
        Self { packs: packs.clone(), cache: cache.clone(), snapshots: looks }
    }

    /// Whether any of the packs is a file or a folder: the built-in pack and standard input do not
    /// change.
    pub(crate) fn can_change(&self) -> bool {
        self.files().next().is_some()
    }

    /// Returns the packs in the order of the catalog; `None` for those that are not files.
    pub fn packs(&self) -> Vec<Option<&Path>> {
        self.packs.iter().map(|path| Some(path.as_path()).filter(|path| is_file(path))).collect()
    }

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.packs.iter().filter(|path| is_file(path))
    }

    /// Returns the hash of the contents of the files, by their names.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read.
    fn content(&self) -> Result<u64, ReadError> {
        let mut all = Xxh3::new();
        for path in self.files() {
            let found = pack::list_contents(path)?;
            // An entry that is not read is a fault of the pack, so its coming and going is a
            // change.
            for skipped in found.skipped {
                all.update(format!("{skipped:?}").as_bytes());
            }
            for file in found.files {
                let bytes = pack::read_bytes(&file)?;
                for part in [file.as_os_str().as_encoded_bytes(), &bytes] {
                    all.update(&(part.len() as u64).to_le_bytes());
                    all.update(part);
                }
            }
        }
        Ok(all.digest())
    }
}

/// Whether the pack at `path` is a file or a folder.
fn is_file(path: &Path) -> bool {
    path.as_os_str() != builtin::NAME && !pack::is_standard_input(path)
}

fn snapshots(packs: &[PathBuf]) -> Vec<FileSnapshot> {
    let files = packs.iter().flat_map(|path| pack::files(path).unwrap_or_default());
    files.map(|file| (file.clone(), file_snapshot(&file))).collect()
}

/// The size and the time of the last change of a file, if it can be read.
fn file_snapshot(file: &Path) -> Option<(u64, SystemTime)> {
    std::fs::metadata(file).and_then(|about| Ok((about.len(), about.modified()?))).ok()
}

/// Result of reading packs again.
#[derive(Debug)]
pub(crate) enum ReloadResult {
    /// Their content is what is shown.
    Unchanged,
    /// Their content has changed.
    Changed(ReloadedPacks),
    /// They have faults; keep showing the previous content.
    Invalid(Vec<Diagnostic>),
    /// They cannot be read; keep showing the previous content.
    Unreadable(ReadError),
    /// Changes are not noticed, for this reason: the packs are read again only on request.
    NotWatching(String),
}

/// Packs whose content has changed.
#[derive(Debug)]
pub(crate) struct ReloadedPacks {
    /// The engine of the valid part.
    pub engine: Arc<Engine>,
    /// The faults: they include errors only as long as there was never a version without.
    pub faults: Vec<Diagnostic>,
}

/// Signal that wakes the thread.
enum WatchSignal {
    /// Something happened in a folder.
    FileEvent(notify::Result<notify::Event>),
    /// The user requested that the packs be read again.
    ReloadRequested,
    /// The watch has ended.
    Stop,
}

/// A watch over open packs. It ends when dropped, which also cancels a read in progress.
#[derive(Debug)]
pub(crate) struct PackWatcher {
    signals: Sender<WatchSignal>,
    cancel: CancelToken,
}

impl Drop for PackWatcher {
    fn drop(&mut self) {
        self.cancel.cancel();
        let _ = self.signals.send(WatchSignal::Stop);
    }
}

impl PackWatcher {
    /// Starts watching `source`, whose catalog is shown from `engine`; `whole` means that it was read
    /// without an error. `deliver` is called on a thread of the watch with all news, and with the
    /// answer to each [`PackWatcher::request_reload`], which is marked as such.
    ///
    /// # Errors
    ///
    /// When the system cannot start a thread.
    pub(crate) fn start(
        source: WatchedPacks,
        engine: Arc<Engine>,
        whole: bool,
        deliver: impl Fn(ReloadResult, bool) + Send + 'static,
    ) -> io::Result<Self> {
        let (signals, inbox) = channel();
        let seen = signals.clone();
        let newer = CancelToken::default();
        let (noticed, reading) = (newer.clone(), newer.clone());
        crate::thread::spawn("watch", move || {
            let files = source.files().cloned().collect();
            let (folders, error) = FolderWatcher::new(files, move |event| {
                // The files being read may be out of date from now on.
                if event.as_ref().is_ok_and(folders::is_write) {
                    noticed.cancel();
                }
                drop(seen.send(WatchSignal::FileEvent(event)));
            });
            let mut watcher = ReloadWorker {
                source,
                folders,
                content_hash: None,
                engine,
                shown_is_valid: whole,
                has_errors: !whole,
                reported_unwatched: false,
                cancel: reading,
                cancelled_since: None,
            };
            watcher.run(&inbox, error, &deliver);
        })?;
        Ok(Self { signals, cancel: newer })
    }

    /// Requests that the packs be read again now, changed or not.
    pub(crate) fn request_reload(&self) {
        // The thread lives as long as this sender, unless it panicked: then no answer is possible.
        let _ = self.signals.send(WatchSignal::ReloadRequested);
    }
}

/// State of the thread.
struct ReloadWorker {
    source: WatchedPacks,
    folders: FolderWatcher,
    /// Hash of the content that was read last; `None` if unknown.
    content_hash: Option<u64>,
    /// The engine of the catalog that is shown.
    engine: Arc<Engine>,
    /// Whether it was read without an error.
    shown_is_valid: bool,
    /// Whether the content that was read last has an error.
    has_errors: bool,
    /// Whether it was already reported that there is no watch.
    reported_unwatched: bool,
    /// Cancels a read when something is saved in the meantime.
    cancel: CancelToken,
    /// Time since which reads have been cancelled, and whether one of them was requested.
    cancelled_since: Option<(Instant, bool)>,
}

impl ReloadWorker {
    fn run(
        &mut self,
        inbox: &Receiver<WatchSignal>,
        error: Option<notify::Error>,
        deliver: &impl Fn(ReloadResult, bool),
    ) {
        self.report_unwatched(error, deliver);
        self.update_watches(deliver);
        // Files may have been saved between reading the packs and watching them.
        if snapshots(&self.source.packs) != self.source.snapshots {
            self.reload(false, deliver);
        }
        while let Ok(signal) = inbox.recv() {
            let (mut asked, mut touched) = (false, false);
            let mut next = Some(signal);
            let since = Instant::now();
            while let Some(signal) = next {
                match signal {
                    WatchSignal::FileEvent(Ok(event)) => touched |= self.folders.matters(&event),
                    WatchSignal::FileEvent(Err(error)) => {
                        self.report_unwatched(Some(error), deliver);
                    }
                    WatchSignal::ReloadRequested => asked = true,
                    WatchSignal::Stop => return,
                }
                let wait = if !touched || since.elapsed() > MAX_DELAY {
                    Duration::ZERO
                } else {
                    QUIET_PERIOD
                };
                next = match inbox.recv_timeout(wait) {
                    Ok(signal) => Some(signal),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            }
            let broken_off = self.cancelled_since.map(|(_, asked)| asked);
            if asked || touched || broken_off.is_some() {
                self.update_watches(deliver);
                self.reload(asked || broken_off == Some(true), deliver);
            }
        }
    }

    fn update_watches(&mut self, deliver: &impl Fn(ReloadResult, bool)) {
        let failed = self.folders.follow().err();
        self.report_unwatched(failed, deliver);
    }

    /// Reports, once, that changes are not noticed.
    fn report_unwatched(
        &mut self,
        error: Option<notify::Error>,
        deliver: &impl Fn(ReloadResult, bool),
    ) {
        if let Some(error) =
            error.filter(|_| !std::mem::replace(&mut self.reported_unwatched, true))
        {
            deliver(ReloadResult::NotWatching(error.to_string()), false);
        }
    }

    /// Reads the packs and reports the result, if it is news or was `asked` for.
    ///
    /// A newer save cancels it, and is read in its place; the signal for that is already in the
    /// inbox, or about to be. If saves never pause, a read finishes anyway.
    fn reload(&mut self, asked: bool, deliver: &impl Fn(ReloadResult, bool)) {
        self.cancel.reset();
        let since = self.cancelled_since.take().map_or_else(Instant::now, |(since, _)| since);
        let stop =
            if since.elapsed() > MAX_DELAY { CancelToken::default() } else { self.cancel.clone() };
        let content = match self.source.content() {
            Ok(content) => content,
            Err(error) => return self.deliver_unreadable(error, asked, deliver),
        };
        if self.content_hash == Some(content) && !asked {
            return;
        }
        let opened =
            match cache::open(self.source.cache.as_deref(), &self.source.packs, OnDamage::Report) {
                CacheLookup::Cached(catalog, cached) => {
                    Ok((Engine::with_cached(Arc::from(catalog), cached), Vec::new()))
                }
                CacheLookup::Pending(unread) => match unread.read_cancellable(&stop) {
                    Ok(None) => {
                        self.cancelled_since = Some((since, asked));
                        return;
                    }
                    Ok(Some(LoadedPacks { catalog, diagnostics })) => {
                        let entry = unread.cache_entry.filter(|_| pack::is_valid(&diagnostics));
                        Ok((Engine::with_entry(Arc::new(catalog), entry), diagnostics))
                    }
                    Err(error) => Err(error),
                },
            };
        let (engine, faults) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.deliver_unreadable(error, asked, deliver),
        };
        self.content_hash = Some(content);
        let was_at_fault = std::mem::replace(
            &mut self.has_errors,
            faults.iter().any(|d| d.severity == Severity::Error),
        );
        if self.has_errors && (self.shown_is_valid || engine.catalog().roles().is_empty()) {
            return deliver(ReloadResult::Invalid(faults), asked);
        }
        self.shown_is_valid = !self.has_errors;
        if engine.catalog() == self.engine.catalog() && !self.engine.is_incomplete() {
            if self.has_errors {
                // The valid part is the same as before, but the faults may differ.
                let engine = Arc::clone(&self.engine);
                deliver(ReloadResult::Changed(ReloadedPacks { engine, faults }), asked);
            } else if asked || was_at_fault {
                deliver(ReloadResult::Unchanged, asked);
            }
            return;
        }
        self.engine = Arc::new(engine);
        let engine = Arc::clone(&self.engine);
        deliver(ReloadResult::Changed(ReloadedPacks { engine, faults }), asked);
    }

    fn deliver_unreadable(
        &mut self,
        error: ReadError,
        asked: bool,
        deliver: &impl Fn(ReloadResult, bool),
    ) {
        (self.content_hash, self.has_errors) = (None, true);
        deliver(ReloadResult::Unreadable(error), asked);
    }
}

#[cfg(test)]
mod tests;
