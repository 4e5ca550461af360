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

use crate::cache::{self, Kept, Opened, Slot};
use crate::config::Config;
use crate::model::Catalog;
use crate::pack::{self, Diagnostic, Loaded, ReadError, Severity, Stop};
use crate::{builtin, config};
use folders::Folders;

/// Period without changes after which saved files are read.
const QUIET: Duration = Duration::from_millis(80);

/// Interval at which a file that is written to without a pause is read anyway.
const PATIENCE: Duration = Duration::from_secs(2);

/// The locations of open packs, and the state of their files before they were read.
#[derive(Debug, Clone)]
pub struct Source {
    packs: Vec<PathBuf>,
    cache: Option<PathBuf>,
    looks: Vec<Look>,
}

/// State of a file without reading it: its path, its size, its time; `None` if that is unknown.
type Look = (PathBuf, Option<(u64, SystemTime)>);

impl Source {
    /// Returns the packs that `config` opens. Call it before they are read, so that no change in
    /// between is missed.
    pub fn of(config: &config::Config) -> Self {
        let Config { packs, cache, .. } = config;
        let looks = looks(packs);
        Self { packs: packs.clone(), cache: cache.clone(), looks }
    }

    /// Whether any of the packs is a file or a folder: the built-in pack does not change.
    pub fn can_change(&self) -> bool {
        self.files().next().is_some()
    }

    /// Returns the packs in the order of the catalog; `None` for the built-in pack.
    pub fn packs(&self) -> Vec<Option<&Path>> {
        let is_file = |path: &&Path| path.as_os_str() != builtin::NAME;
        self.packs.iter().map(|path| Some(path.as_path()).filter(is_file)).collect()
    }

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.packs.iter().filter(|path| path.as_os_str() != builtin::NAME)
    }

    /// Returns the hash of the contents of the files, by their names.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read.
    fn content(&self) -> Result<u64, ReadError> {
        let mut all = Xxh3::new();
        for path in self.files() {
            let found = pack::find(path)?;
            // An entry that is not read is a fault of the pack, so its coming and going is a
            // change.
            for skipped in found.skipped {
                all.update(format!("{skipped:?}").as_bytes());
            }
            for file in found.files {
                let bytes = pack::contents(&file)?;
                for part in [file.as_os_str().as_encoded_bytes(), &bytes] {
                    all.update(&(part.len() as u64).to_le_bytes());
                    all.update(part);
                }
            }
        }
        Ok(all.digest())
    }
}

fn looks(packs: &[PathBuf]) -> Vec<Look> {
    let files = packs.iter().flat_map(|path| pack::files(path).unwrap_or_default());
    let look = |file: &Path| {
        std::fs::metadata(file).and_then(|about| Ok((about.len(), about.modified()?))).ok()
    };
    files.map(|file| (file.clone(), look(&file))).collect()
}

/// Result of reading packs again.
#[derive(Debug)]
pub enum News {
    /// Their content is what is shown.
    Same,
    /// Their content has changed.
    Changed(Changed),
    /// They have faults; keep showing the previous content.
    Faulty(Vec<Diagnostic>),
    /// They cannot be read; keep showing the previous content.
    Unreadable(ReadError),
    /// Changes are not noticed, for this reason: the packs are read again only on request.
    Unwatched(String),
}

/// Packs whose content has changed.
#[derive(Debug)]
pub struct Changed {
    /// The valid part.
    pub catalog: Arc<Catalog>,
    /// The faults: they include errors only as long as there was never a version without.
    pub faults: Vec<Diagnostic>,
    /// The cached form of the catalog, if it is in the cache.
    pub kept: Option<Kept>,
    /// The cache entry to write the catalog to, if there is one.
    pub slot: Option<Slot>,
}

/// Signal that wakes the thread.
enum Signal {
    /// Something happened in a folder.
    Seen(notify::Result<notify::Event>),
    /// The user requested that the packs be read again.
    Asked,
    /// The watch has ended.
    Stop,
}

/// A watch over open packs. It ends when dropped, which also cancels a read in progress.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
    newer: Stop,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.newer.stop();
        let _ = self.signals.send(Signal::Stop);
    }
}

impl Watch {
    /// Starts watching `source`, whose catalog `catalog` is shown; `whole` means that it was read
    /// without an error. `deliver` is called on a thread of the watch with all news, and with the
    /// answer to each [`Watch::read_again`], which is marked as such.
    ///
    /// # Errors
    ///
    /// When the system cannot start a thread.
    pub fn start(
        source: Source,
        catalog: Arc<Catalog>,
        whole: bool,
        deliver: impl Fn(News, bool) + Send + 'static,
    ) -> io::Result<Self> {
        let (signals, inbox) = channel();
        let seen = signals.clone();
        let newer = Stop::default();
        let (noticed, reading) = (newer.clone(), newer.clone());
        crate::thread::spawn("watch", move || {
            let notice = move |event: notify::Result<notify::Event>| {
                // The files being read may be out of date from now on.
                if event.as_ref().is_ok_and(folders::writes) {
                    noticed.stop();
                }
                drop(seen.send(Signal::Seen(event)));
            };
            let (folders, error) = Folders::new(source.files().cloned().collect(), notice);
            let mut watcher = Reader {
                source,
                folders,
                known: None,
                catalog,
                whole,
                at_fault: !whole,
                told: false,
                newer: reading,
                broken_off: None,
            };
            watcher.serve(&inbox, error, &deliver);
        })?;
        Ok(Self { signals, newer })
    }

    /// Requests that the packs be read again now, changed or not.
    pub fn read_again(&self) {
        // The thread lives as long as this sender, unless it panicked: then no answer is possible.
        let _ = self.signals.send(Signal::Asked);
    }
}

/// State of the thread.
struct Reader {
    source: Source,
    folders: Folders,
    /// Hash of the content that was read last; `None` if unknown.
    known: Option<u64>,
    /// The catalog that is shown.
    catalog: Arc<Catalog>,
    /// Whether it was read without an error.
    whole: bool,
    /// Whether the content that was read last has an error.
    at_fault: bool,
    /// Whether it was already reported that there is no watch.
    told: bool,
    /// Cancels a read when something is saved in the meantime.
    newer: Stop,
    /// Time since which reads have been cancelled, and whether one of them was requested.
    broken_off: Option<(Instant, bool)>,
}

impl Reader {
    fn serve(
        &mut self,
        inbox: &Receiver<Signal>,
        error: Option<notify::Error>,
        deliver: &impl Fn(News, bool),
    ) {
        self.complain(error, deliver);
        self.follow(deliver);
        // Files may have been saved between reading the packs and watching them.
        if looks(&self.source.packs) != self.source.looks {
            self.read(false, deliver);
        }
        while let Ok(signal) = inbox.recv() {
            let (mut asked, mut touched) = (false, false);
            let mut next = Some(signal);
            let since = Instant::now();
            while let Some(signal) = next {
                match signal {
                    Signal::Seen(Ok(event)) => touched |= self.folders.matters(&event),
                    Signal::Seen(Err(error)) => self.complain(Some(error), deliver),
                    Signal::Asked => asked = true,
                    Signal::Stop => return,
                }
                let wait =
                    if !touched || since.elapsed() > PATIENCE { Duration::ZERO } else { QUIET };
                next = match inbox.recv_timeout(wait) {
                    Ok(signal) => Some(signal),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            }
            let broken_off = self.broken_off.map(|(_, asked)| asked);
            if asked || touched || broken_off.is_some() {
                self.follow(deliver);
                self.read(asked || broken_off == Some(true), deliver);
            }
        }
    }

    fn follow(&mut self, deliver: &impl Fn(News, bool)) {
        let failed = self.folders.follow().err();
        self.complain(failed, deliver);
    }

    /// Reports, once, that changes are not noticed.
    fn complain(&mut self, error: Option<notify::Error>, deliver: &impl Fn(News, bool)) {
        if let Some(error) = error.filter(|_| !std::mem::replace(&mut self.told, true)) {
            deliver(News::Unwatched(error.to_string()), false);
        }
    }

    /// Reads the packs and reports the result, if it is news or was `asked` for.
    ///
    /// A newer save cancels it, and is read in its place; the signal for that is already in the
    /// inbox, or about to be. If saves never pause, a read finishes anyway.
    fn read(&mut self, asked: bool, deliver: &impl Fn(News, bool)) {
        self.newer.reset();
        let since = self.broken_off.take().map_or_else(Instant::now, |(since, _)| since);
        let stop = if since.elapsed() > PATIENCE { Stop::default() } else { self.newer.clone() };
        let content = match self.source.content() {
            Ok(content) => content,
            Err(error) => return self.unreadable(error, asked, deliver),
        };
        if self.known == Some(content) && !asked {
            return;
        }
        let opened = match cache::open(self.source.cache.as_deref(), &self.source.packs) {
            Opened::Cached(catalog, kept) => {
                Ok((Loaded { catalog: *catalog, diagnostics: vec![] }, Some(kept), None))
            }
            Opened::Unread(unread) => match unread.read_until(&stop) {
                Ok(None) => {
                    self.broken_off = Some((since, asked));
                    return;
                }
                Ok(Some(loaded)) => Ok((loaded, None, unread.slot)),
                Err(error) => Err(error),
            },
        };
        let (Loaded { catalog, diagnostics: faults }, kept, slot) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.unreadable(error, asked, deliver),
        };
        self.known = Some(content);
        let was_at_fault = std::mem::replace(
            &mut self.at_fault,
            faults.iter().any(|d| d.severity == Severity::Error),
        );
        if self.at_fault && (self.whole || catalog.roles().is_empty()) {
            return deliver(News::Faulty(faults), asked);
        }
        self.whole = !self.at_fault;
        if catalog == *self.catalog {
            if self.at_fault {
                // The valid part is the same as before, but the faults may differ.
                let catalog = Arc::clone(&self.catalog);
                deliver(News::Changed(Changed { catalog, faults, kept: None, slot: None }), asked);
            } else if asked || was_at_fault {
                deliver(News::Same, asked);
            }
            return;
        }
        self.catalog = Arc::new(catalog);
        let slot = slot.filter(|_| crate::pack::is_valid(&faults));
        deliver(
            News::Changed(Changed { catalog: Arc::clone(&self.catalog), faults, kept, slot }),
            asked,
        );
    }

    fn unreadable(&mut self, error: ReadError, asked: bool, deliver: &impl Fn(News, bool)) {
        (self.known, self.at_fault) = (None, true);
        deliver(News::Unreadable(error), asked);
    }
}

#[cfg(test)]
mod tests;
