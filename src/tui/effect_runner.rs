//! The threads behind the inbox, and the effects that the explorer requests.

mod editor;
pub(super) mod files;
pub(super) mod profile;

use editor::ExternalEditor;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;

use crossterm::event::Event as Input;

use super::action::{Action, KeyContext};
use super::effect::{Effect, FieldQuery, PathRequest, ProfileSkillEdit};
use super::event::{AppEvent, fault_lines, has_only_faults, to_message};
use super::export::{ExportOutcome, ExportTarget};
use super::pane::compare::LazyDiffer;
use super::pane::path::question;
use super::state::AppState;
use super::terminal::{self, ChildOutcome, Screen};
use super::update::{Msg, ReloadOutcome, update};
use super::{ExplorerOutcome, ExportFn};
use crate::analysis::diff::Differ;
use crate::analysis::path;
use crate::cache::{CacheEntry, CachedCatalog, PendingPacks, RoleSimilarity};
use crate::model::{Catalog, RoleId};
use crate::pack::LoadedPacks;
use crate::question::{OutputFormat, Question};
use crate::search::{Query, SearchAnswer, SearchIndex, SearchItem, SearchRequest, SearchWorker};
use crate::watch::{PackWatcher, ReloadResult, ReloadedPacks, WatchedPacks};

/// Maximum number of roles and skills for which a search takes less than a frame, and is answered
/// in the same one.
const MAX_INLINE_SEARCH: usize = 1_000;

/// Maximum number of roles for which the paths between two are found within a frame, even if the
/// role similarity must be computed first.
const MAX_INLINE_UNPREPARED: usize = 150;

/// Maximum number of roles for which paths are found within a frame if nothing must be computed
/// first: on the 3,000 roles of ESCO mostly 2 ms, 9 ms at worst.
const MAX_INLINE_PREPARED: usize = 5_000;

/// Maximum size of a copied text; terminals that support copying may cut off longer ones.
const MAX_COPY_BYTES: usize = 74_000;

/// The threads behind the inbox.
pub(super) struct EffectRunner {
    sender: Sender<AppEvent>,
    /// Number of catalogs shown so far.
    epoch: u64,
    /// Writes the requested output.
    pub(super) export_fn: Option<ExportFn>,
    /// Packs that may change, and their watcher.
    pub(super) source: Option<WatchedPacks>,
    watch: Option<PackWatcher>,
    /// The query that the worker has not answered yet.
    pub(super) pending_search: Option<u64>,
    /// `None` while the packs are being read.
    worker: Option<SearchWorker>,
    differ: Option<Arc<LazyDiffer>>,
    similarity: Option<Arc<RoleSimilarity>>,
    /// The path of the profile, and the thread that changes it.
    profile: Option<PathBuf>,
    edits: Option<(Sender<ProfileSkillEdit>, JoinHandle<()>)>,
    /// Number of changes requested from that thread.
    edits_requested: u64,
    /// Reads the packs and caches them; quitting waits until the cache is completely written.
    reader: Option<JoinHandle<()>>,
    /// Caches the index; quitting waits for it too.
    cache_writer: Option<JoinHandle<()>>,
    /// Threads for catalogs that are no longer shown: quitting waits for their writes.
    retired_threads: Vec<JoinHandle<()>>,
}

impl Drop for EffectRunner {
    fn drop(&mut self) {
        // Changes of the profile are written before quitting.
        if let Some((edits, thread)) = self.edits.take() {
            drop(edits);
            let _ = thread.join();
        }
        self.watch = None;
        for thread in self.retired_threads.drain(..) {
            let _ = thread.join();
        }
        // The worker ends with its sender. An unfinished read loses nothing.
        if self.worker.is_some() {
            for thread in [self.reader.take(), self.cache_writer.take()].into_iter().flatten() {
                let _ = thread.join();
            }
        }
    }
}

impl EffectRunner {
    /// Starts preparing for searches. Called after the first frame, which does not need this.
    pub(super) fn start(
        sender: Sender<AppEvent>,
        state: &mut AppState,
        (kept, unread): (Option<CachedCatalog>, Option<PendingPacks>),
        profile: Option<PathBuf>,
    ) -> io::Result<Self> {
        let mut outside = Self {
            sender,
            epoch: 0,
            export_fn: None,
            source: None,
            watch: None,
            pending_search: None,
            worker: None,
            differ: None,
            similarity: None,
            profile,
            edits: None,
            edits_requested: 0,
            reader: None,
            cache_writer: None,
            retired_threads: Vec::new(),
        };
        match unread {
            None => outside.prepare_catalog(state, kept)?,
            Some(unread) => outside.reader = Some(read_packs(unread, outside.sender.clone())?),
        }
        Ok(outside)
    }

    /// Returns a function that sends the events of the catalog that is shown now.
    fn tagged_sender(&self) -> impl Fn(AppEvent) + Send + 'static {
        let (sender, epoch) = (self.sender.clone(), self.epoch);
        // The receiver may be gone by then.
        move |event| drop(sender.send(AppEvent::Tagged(epoch, Box::new(event))))
    }

    /// Watches the packs shown by `state`; `whole` is whether they were read without an error.
    pub(super) fn watch_packs(&mut self, state: &AppState, whole: bool) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let sender = self.sender.clone();
        let deliver = move |news, asked| {
            let event = match news {
                ReloadResult::Changed(changed) => {
                    // An open comparison is rebuilt with it at once: the differ prepares for that
                    // here.
                    let differ = lazy_differ(Arc::clone(&changed.catalog), changed.cached.clone());
                    LazyLock::force(&differ);
                    AppEvent::CatalogChanged(changed, differ)
                }
                news => AppEvent::Reloaded(news, asked),
            };
            drop(sender.send(event));
        };
        self.watch = Some(PackWatcher::start(source, Arc::clone(&state.catalog), whole, deliver)?);
        Ok(())
    }

    /// Starts reloading the packs now.
    fn reload(&self, state: &mut AppState) {
        match &self.watch {
            Some(watch) => watch.request_reload(),
            None => {
                state.notice = Some("nothing to reload: this is the built-in pack".to_string());
            }
        }
    }

    /// Writes the shown catalog to the cache.
    fn save_to_cache(&mut self, slot: CacheEntry, catalog: Arc<Catalog>) -> io::Result<()> {
        let tell = self.tagged_sender();
        self.retired_threads.retain(|thread| !thread.is_finished());
        self.retired_threads.push(crate::thread::spawn("cache", move || {
            // A failure to write the cache is not reported: the next start is only slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                tell(AppEvent::PacksCached(kept));
            }
        })?);
        Ok(())
    }

    /// Prepares for searches and comparisons in the catalog of `state`, whose cache entry is
    /// `kept`.
    fn prepare_catalog(
        &mut self,
        state: &mut AppState,
        kept: Option<CachedCatalog>,
    ) -> io::Result<()> {
        let differ = lazy_differ(Arc::clone(&state.catalog), kept.clone());
        state.compare.set_differ(Arc::clone(&differ));
        self.prepare_catalog_with(state, kept, differ)
    }

    /// Prepares for searches in the catalog of `state`, with the given differ for comparisons.
    fn prepare_catalog_with(
        &mut self,
        state: &AppState,
        kept: Option<CachedCatalog>,
        differ: Arc<LazyDiffer>,
    ) -> io::Result<()> {
        self.epoch += 1;
        // The worker that was asked is gone, and its answer would be meaningless.
        self.pending_search = None;
        // Its sender is dropped, which ends the thread.
        let before = self.edits.take().map(|(_, thread)| thread);
        self.retired_threads.extend(self.cache_writer.take());
        self.differ = Some(differ);
        self.similarity =
            Some(Arc::new(RoleSimilarity::new(Arc::clone(&state.catalog), kept.clone())));
        if let Some(path) = self.profile.clone() {
            let tell = self.tagged_sender();
            let deliver = move |read| tell(AppEvent::ProfileLoaded(read));
            self.edits_requested = 0;
            self.edits =
                Some(profile::start_thread(path, Arc::clone(&state.catalog), before, deliver)?);
        }
        let (catalog, at, tell) = (Arc::clone(&state.catalog), kept.clone(), self.tagged_sender());
        let make = move || {
            at.and_then(|kept| kept.load_index(&catalog))
                .unwrap_or_else(|| SearchIndex::new(catalog))
        };
        self.worker = Some(SearchWorker::spawn(make, move |answer| {
            tell(AppEvent::SearchAnswered(answer));
        })?);
        self.warm()?;
        kept.map_or(Ok(()), |kept| self.save_derived(kept))
    }

    /// Builds the differ and the role similarity while idle, so that the first use does not wait.
    /// Quitting does not wait for it either.
    fn warm(&self) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) =
            (&self.worker, self.differ.clone(), self.similarity.clone())
        {
            worker.when_ready(move |_| {
                LazyLock::force(&differ);
                kin.compute_all();
            })?;
        }
        Ok(())
    }

    /// Writes the data derived from the catalog to the cache if missing.
    fn save_derived(&mut self, kept: CachedCatalog) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) =
            (&self.worker, self.differ.clone(), self.similarity.clone())
        {
            let keep = move |index: &SearchIndex| {
                // As with the packs: if the cache cannot be written, the next start is only slower.
                if !kept.has_index() {
                    let _ = kept.save_index(index);
                }
                if !kept.has_artifact::<Differ>() {
                    let _ = kept.save_artifact::<Differ>(&differ);
                }
                kin.compute_all();
                kin.save_to(&kept);
            };
            self.cache_writer = Some(worker.when_ready(keep)?);
        }
        Ok(())
    }

    /// Handles one event and runs its effects. Returns how the explorer ends, if it does.
    pub(super) fn handle_event(
        &mut self,
        event: AppEvent,
        state: &mut AppState,
        screen: &mut Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let event = match event {
            AppEvent::Tagged(epoch, event) if epoch == self.epoch => *event,
            AppEvent::Tagged(..) => return Ok(None),
            event => event,
        };
        let event = match event {
            AppEvent::CatalogChanged(changed, differ) => {
                return self.show_changed_catalog(changed, differ, state, screen);
            }
            AppEvent::PacksUnreadable(error) => {
                return Ok(Some(ExplorerOutcome::Unreadable(error)));
            }
            AppEvent::PacksRead(catalog, faults) if has_only_faults(&catalog, &faults) => {
                return Ok(Some(ExplorerOutcome::Faults(faults)));
            }
            event => event,
        };
        #[cfg(unix)]
        match event {
            // As for any program: without a shell that would continue it, the signal has no effect.
            AppEvent::Stop if super::signal::can_stop() => {
                return self.run_effects(vec![Effect::Suspend], state, screen);
            }
            AppEvent::Stop => return Ok(None),
            AppEvent::Continued => {
                screen.resume(state.mouse)?;
                let (width, height) = crossterm::terminal::size()?;
                update(state, Msg::Resize(width, height));
                return Ok(None);
            }
            _ => {}
        }
        if let AppEvent::CopyReady(answer, format) = event {
            let text = answer
                .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
            let effects = match text {
                Ok(text) => copy_text(&text, format.title(), state, screen)?,
                Err(why) => update(state, Msg::Copied(Err(why))),
            };
            return self.run_effects(effects, state, screen);
        }
        if matches!(event, AppEvent::Input(Input::Resize(..))) {
            screen.invalidate();
        }
        if let AppEvent::SearchAnswered(answer) = &event {
            self.pending_search =
                self.pending_search.filter(|generation| *generation > answer.generation);
        }
        if let AppEvent::PacksCached(kept) = &event {
            self.save_derived(kept.clone())?;
        }
        if let AppEvent::ProfileLoaded(read) = event {
            return self.show_profile(read, state, screen);
        }
        let opened = match &event {
            AppEvent::PacksRead(_, faults) => Some(fault_lines(faults).is_empty()),
            _ => None,
        };
        let Some(msg) = to_message(event, state) else { return Ok(None) };
        let effects = update(state, msg);
        if let Some(whole) = opened {
            self.prepare_catalog(state, None)?;
            self.watch_packs(state, whole)?;
        }
        self.run_effects(effects, state, screen)
    }

    /// Shows the new contents of the packs, whose roles `differ` compares.
    fn show_changed_catalog(
        &mut self,
        changed: ReloadedPacks,
        differ: Arc<LazyDiffer>,
        state: &mut AppState,
        screen: &mut Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let ReloadedPacks { catalog, faults, cached: kept, cache_entry: slot } = changed;
        state.compare.set_differ(Arc::clone(&differ));
        let effects = update(
            state,
            Msg::Reloaded(ReloadOutcome::Changed(Arc::clone(&catalog), fault_lines(&faults))),
        );
        self.prepare_catalog_with(state, kept, differ)?;
        if let Some(slot) = slot {
            self.save_to_cache(slot, catalog)?;
        }
        self.run_effects(effects, state, screen)
    }

    /// Runs the effects that `update` requests.
    fn run_effects(
        &mut self,
        effects: Vec<Effect>,
        state: &mut AppState,
        screen: &mut Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit(status) => return Ok(Some(ExplorerOutcome::Status(status))),
                Effect::Search(ask) => effects.extend(self.search(ask, state)),
                Effect::FindPaths(ways) => self.find_paths(ways, state)?,
                Effect::FindSimilar(role) => self.find_similar(role, state)?,
                Effect::EditProfile(edit) => self.send_profile_edit(edit, state),
                Effect::Reload => self.reload(state),
                Effect::CopyText(text, what) => {
                    effects.extend(copy_text(&text, &what, state, screen)?)
                }
                Effect::Export(question, format, sink) => {
                    self.export(question, format, sink, state)?
                }
                Effect::ExportSvg(file) => {
                    let written = files::write(&file, files::screen_svg(state).as_bytes());
                    effects.extend(update(state, Msg::Exported(file.path, written)));
                }
                Effect::OpenEditor(item) => {
                    if let Some(ended) = self.edit_file(item, state, screen)? {
                        return Ok(Some(ended));
                    }
                }
                Effect::OpenLink(link) => {
                    let told = match editor::open_link(&link) {
                        Ok(()) => format!("opened {link}"),
                        Err(error) => format!("can't open links here ({error}); y u copies it"),
                    };
                    effects.extend(update(state, Msg::Notice(told)));
                }
                Effect::Suspend => {
                    if screen.suspend(state.mouse)? {
                        let (width, height) = crossterm::terminal::size()?;
                        update(state, Msg::Resize(width, height));
                    } else {
                        let key = state
                            .keymap
                            .first_key(&[KeyContext::Global], Action::Quit)
                            .unwrap_or("the palette");
                        let told = format!("no shell to suspend to; {key} quits");
                        update(state, Msg::Notice(told));
                    }
                }
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Redraw => screen.invalidate(),
            }
        }
        Ok(None)
    }

    /// Answers the question on a separate thread: large packs take their time.
    fn export(
        &self,
        question: Question,
        format: OutputFormat,
        sink: ExportTarget,
        state: &AppState,
    ) -> io::Result<()> {
        let Some(answers) = self.export_fn.clone() else { return Ok(()) };
        let (catalog, sender) = (Arc::clone(&state.catalog), self.sender.clone());
        crate::thread::spawn("answer", move || {
            let answer = answers(&catalog, &question, format);
            let event = match (sink, answer) {
                (ExportTarget::Clipboard, answer) => AppEvent::CopyReady(answer, format),
                (ExportTarget::File(file), Ok(bytes)) => {
                    let written = files::write(&file, &bytes);
                    AppEvent::Exported(file.path, written)
                }
                (ExportTarget::File(file), Err(why)) => {
                    AppEvent::Exported(file.path, ExportOutcome::Failed(why))
                }
            };
            // The receiver may be gone by then.
            let _ = sender.send(event);
        })?;
        Ok(())
    }

    /// Opens the file of `item` in the user's editor, and reloads the packs when it is closed.
    /// Returns how the explorer ends if a signal ended it meanwhile.
    fn edit_file(
        &self,
        item: SearchItem,
        state: &mut AppState,
        screen: &mut Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let packs = self.source.as_ref().map(WatchedPacks::packs).unwrap_or_default();
        let opened = editor::locate_item(&state.catalog, &packs, item)
            .and_then(|(place, word)| Ok((ExternalEditor::from_env()?, place, word)));
        let (editor, place, word) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                update(state, Msg::Warning(why));
                return Ok(None);
            }
        };
        let lent = screen.lend(state.mouse, || editor.run(&place.file, place.line))?;
        if let ChildOutcome::Signalled(signal) = lent {
            return Ok(Some(ExplorerOutcome::Status(terminal::exit_status(signal))));
        }
        let (width, height) = crossterm::terminal::size()?;
        update(state, Msg::Resize(width, height));
        if let Some(watch) = &self.watch {
            watch.request_reload();
        }
        if let Some(why) = editor.failure(&lent).or(word) {
            update(state, Msg::Warning(why));
        }
        Ok(None)
    }

    /// Finds paths at once if that takes less than a frame, and on a separate thread otherwise.
    fn find_paths(&self, ways: PathRequest, state: &mut AppState) -> io::Result<()> {
        let Some(kin) = self.similarity.clone() else { return Ok(()) };
        if state.catalog.roles().len()
            <= if kin.is_complete() { MAX_INLINE_PREPARED } else { MAX_INLINE_UNPREPARED }
        {
            update(state, Msg::PathsFound(ways.generation, compute_paths(&kin, ways)));
            return Ok(());
        }
        let tell = self.tagged_sender();
        crate::thread::spawn("ways", move || {
            tell(AppEvent::PathsFound(ways.generation, compute_paths(&kin, ways)));
        })?;
        Ok(())
    }

    /// Finds the roles most similar to `role`, at once or later by an event.
    fn find_similar(&self, role: RoleId, state: &mut AppState) -> io::Result<()> {
        let Some(kin) = self.similarity.clone() else { return Ok(()) };
        if state.catalog.roles().len() <= MAX_INLINE_UNPREPARED || kin.is_ready() {
            update(state, Msg::SimilarFound(role, kin.most_similar(role)));
            return Ok(());
        }
        let tell = self.tagged_sender();
        crate::thread::spawn("near", move || {
            tell(AppEvent::SimilarFound(role, kin.most_similar(role)));
        })?;
        Ok(())
    }

    /// Shows the contents of the profile, unless changes that the screen already shows are still to
    /// be written.
    fn show_profile(
        &mut self,
        read: profile::ProfileSnapshot,
        state: &mut AppState,
        screen: &mut Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let mut effects = Vec::new();
        if read.edits == self.edits_requested {
            effects.extend(update(state, Msg::ProfileLoaded(read.skills)));
        }
        if let Some(refused) = read.rejected {
            effects.extend(update(state, Msg::Warning(refused)));
        }
        self.run_effects(effects, state, screen)
    }

    /// Changes the profile.
    fn send_profile_edit(&mut self, edit: ProfileSkillEdit, state: &mut AppState) {
        self.edits_requested += 1;
        let sent = self.edits.as_ref().is_some_and(|(edits, _)| edits.send(edit).is_ok());
        if !sent {
            state.notice =
                Some("no folder to save the profile in; it lasts until you quit".to_string());
        }
    }

    /// Answers at once if that takes less than a frame, and on the worker's thread otherwise.
    fn search(&mut self, ask: FieldQuery, state: &mut AppState) -> Vec<Effect> {
        let Some(worker) = &self.worker else { return vec![] };
        let catalog = &state.catalog;
        if catalog.roles().len() + catalog.skills().len() <= MAX_INLINE_SEARCH {
            let hits =
                Arc::new(worker.index().search(&Query::parse(&ask.query), ask.scope, usize::MAX));
            return update(
                state,
                Msg::SearchAnswered(SearchAnswer { generation: ask.generation, hits }),
            );
        }
        let FieldQuery { generation, query, scope } = ask;
        self.pending_search = Some(generation);
        worker.submit(SearchRequest { generation, query, scope, limit: usize::MAX });
        vec![]
    }
}

/// Returns the requested paths.
fn compute_paths(kin: &RoleSimilarity, ways: PathRequest) -> path::PathAnswer {
    path::path(kin.catalog(), &question(ways.from, ways.to), kin)
}

/// Returns a differ for the roles of `catalog`, whose cache entry is `kept`; it is built on first
/// use.
fn lazy_differ(catalog: Arc<Catalog>, kept: Option<CachedCatalog>) -> Arc<LazyDiffer> {
    let make = move || {
        kept.as_ref().and_then(|kept| kept.load(&catalog)).unwrap_or_else(|| Differ::new(&catalog))
    };
    Arc::new(LazyLock::new(Box::new(make)))
}

/// Copies `text` to the clipboard.
fn copy_text(
    text: &str,
    what: &str,
    state: &mut AppState,
    screen: &mut Screen,
) -> io::Result<Vec<Effect>> {
    if text.len() > MAX_COPY_BYTES {
        let why =
            format!("{} bytes of {what} are too many for terminals; export it instead", text.len());
        return Ok(update(state, Msg::Copied(Err(why))));
    }
    screen.copy(text)?;
    let count = text.chars().count();
    let summary = if count > 60 {
        format!("{count} characters of {what}")
    } else {
        format!("{what}: {}", text.trim())
    };
    Ok(update(state, Msg::Copied(Ok(crate::model::text::visible_line(&summary)))))
}

/// Reads packs on a separate thread, and writes the valid part to the cache.
fn read_packs(unread: PendingPacks, sender: Sender<AppEvent>) -> io::Result<JoinHandle<()>> {
    crate::thread::spawn("reader", move || {
        let LoadedPacks { catalog, diagnostics } = match unread.read() {
            Ok(loaded) => loaded,
            Err(error) => return drop(sender.send(AppEvent::PacksUnreadable(error))),
        };
        let (catalog, sound) = (Arc::new(catalog), crate::pack::is_valid(&diagnostics));
        let _ = sender.send(AppEvent::PacksRead(Arc::clone(&catalog), diagnostics));
        if let Some(slot) = unread.cache_entry.filter(|_| sound) {
            // A failure to write the cache is not reported: the next start is only slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                // The packs read here are the first catalog to be shown.
                let _ = sender.send(AppEvent::Tagged(1, Box::new(AppEvent::PacksCached(kept))));
            }
        }
    })
}
