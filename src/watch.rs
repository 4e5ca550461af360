//! Packs that change while they are open: their folders are watched, and what has changed is read
//! again.
//!
//! One thread waits for the first change and then until it has been quiet for a moment, as saving
//! is many changes; it reads, and tells what came of it. While nothing happens it sleeps. What a
//! pack holds is told apart by its content: a file that is touched, or written again as it was, is
//! no news.

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

/// So long nothing must happen before what was saved is read.
const QUIET: Duration = Duration::from_millis(80);

/// A file that is written to without a pause is read all the same, this often.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where open packs lie, and what their files looked like before they were read.
#[derive(Debug, Clone)]
pub struct Source {
    packs: Vec<PathBuf>,
    cache: Option<PathBuf>,
    looks: Vec<Look>,
}

/// What a file looks like without being read: its path, its size, its time; nothing where it cannot
/// be told.
type Look = (PathBuf, Option<(u64, SystemTime)>);

impl Source {
    /// The packs that `config` opens. Ask before they are read, so that no change meanwhile is
    /// missed.
    pub fn of(config: &config::Config) -> Self {
        let Config { packs, cache, .. } = config;
        let looks = looks(packs);
        Self { packs: packs.clone(), cache: cache.clone(), looks }
    }

    /// Whether any of the packs is a file or a folder: what is built in does not change.
    pub fn can_change(&self) -> bool {
        self.files().next().is_some()
    }

    /// The packs in the order of the catalog's; nothing for what is built in.
    pub fn packs(&self) -> Vec<Option<&Path>> {
        let is_file = |path: &&Path| path.as_os_str() != builtin::NAME;
        self.packs.iter().map(|path| Some(path.as_path()).filter(is_file)).collect()
    }

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.packs.iter().filter(|path| path.as_os_str() != builtin::NAME)
    }

    /// The hash of what the files hold, by their names.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read.
    fn content(&self) -> Result<u64, ReadError> {
        let mut all = Xxh3::new();
        for path in self.files() {
            let found = pack::find(path)?;
            // What is not read is a fault of the pack, so its coming and going is a change.
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

/// What reading packs again has brought.
#[derive(Debug)]
pub enum News {
    /// They hold what is shown.
    Same,
    /// They hold something else.
    Changed(Changed),
    /// They have faults; what was shown before is to stay.
    Faulty(Vec<Diagnostic>),
    /// They cannot be read; likewise.
    Unreadable(ReadError),
    /// Changes are not noticed, for this reason: nothing but asking reads the packs again.
    Unwatched(String),
}

/// Packs that hold something else than before.
#[derive(Debug)]
pub struct Changed {
    /// What is sound of them.
    pub catalog: Arc<Catalog>,
    /// What is not: there are errors only while there never was a version without.
    pub faults: Vec<Diagnostic>,
    /// Where the catalog lies in the cache, if it does.
    pub kept: Option<Kept>,
    /// Where it is to be laid in the cache, if it is.
    pub slot: Option<Slot>,
}

/// What wakes the thread.
enum Signal {
    /// Something happens in a folder.
    Seen(notify::Result<notify::Event>),
    /// The user wants the packs read again.
    Asked,
    /// It is over.
    Stop,
}

/// A watch over open packs. It ends when this is dropped; a reading that is under way then is
/// broken off.
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
    /// Starts watching `source`, of which `catalog` is shown; `whole` says that it was read without
    /// an error. `deliver` is called on a thread of the watch with all that is news, and with
    /// the answer to each [`Watch::read_again`], which is marked so.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
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
                // What is being read may be old from now on.
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

    /// Has the packs read again now, changed or not.
    pub fn read_again(&self) {
        // The thread lives as long as this sender, unless it panicked: then there is nobody to
        // answer.
        let _ = self.signals.send(Signal::Asked);
    }
}

/// The thread's own.
struct Reader {
    source: Source,
    folders: Folders,
    /// The hash of what was read last; nothing where that is not known.
    known: Option<u64>,
    /// What is shown.
    catalog: Arc<Catalog>,
    /// Whether that was read without an error.
    whole: bool,
    /// Whether what was read last has an error.
    at_fault: bool,
    /// Whether it was said that there is no watch.
    told: bool,
    /// Breaks off a reading when something is saved meanwhile.
    newer: Stop,
    /// Since when readings have been broken off, and whether one of them was asked for.
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
        // Between reading the packs and watching them somebody may have saved.
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

    /// Says once that changes are not noticed.
    fn complain(&mut self, error: Option<notify::Error>, deliver: &impl Fn(News, bool)) {
        if let Some(error) = error.filter(|_| !std::mem::replace(&mut self.told, true)) {
            deliver(News::Unwatched(error.to_string()), false);
        }
    }

    /// Reads the packs and tells what came of it, where that is news or `asked` for.
    ///
    /// A newer save breaks it off, and is read in its place; the signal that says so is in the
    /// inbox already, or about to be. Without a pause in what is saved, a reading comes to its
    /// end all the same.
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
                // What is sound is the same as before, and what is not may be something else.
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
