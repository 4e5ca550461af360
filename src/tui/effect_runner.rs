//! Runs the effects that `update` requests.

mod copy;
mod damage;
mod editor;
pub(super) mod files;
mod jobs;
mod loan;
mod profile;
mod texts;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossterm::event::Event as Input;

use super::action::{Action, KeyContext};
use super::clipboard::ClipboardWays;
use super::effect::{Effect, Effects, FieldQuery, ProfileSkillEdit};
use super::event::{AppEvent, ProfileSnapshot, fault_lines, has_only_faults, to_message};
use super::export::{ExportFn, ExportOutcome, ExportTarget};
use super::outcome::ExplorerOutcome;
use super::runner::{self, EffectResult, EffectsOutcome, RunEffect, answer, fits_in_frame};
use super::screen::{ChildOutcome, Screen};
use super::screen_catalog::ScreenCatalog;
use super::session::BookmarkSnapshot;
use super::session_texts::SessionTexts;
use super::state::AppState;
use super::terminal;
use super::update::{Msg, update};
use crate::cache::PendingPacks;
use crate::config::Config;
use crate::engine::Engine;
use crate::pack::{Diagnostic, LoadedPacks};
use crate::question::{OutputFormat, Question};
use crate::search::{SearchItem, SearchRequest, SearchWorker};
use crate::watch::{PackWatcher, ReloadResult, WatchedPacks};
use editor::ExternalEditor;
use jobs::Jobs;
pub(super) use loan::{Loan, LoanEnd};

/// Maximum time between the two clicks of a double click, as most desktops have it.
const DOUBLE_CLICK: Duration = Duration::from_millis(500);

/// Runs effects: asks the engine, the threads behind the inbox and the outside world.
pub(super) struct EffectRunner {
    jobs: Jobs,
    /// The engine of the catalog that is shown.
    engine: Arc<Engine>,
    /// The last click, to recognise a double click.
    last_click: Option<(Instant, u16, u16)>,
    /// Writes the requested output.
    pub(super) export_fn: Option<ExportFn>,
    /// Packs that may change, and their watcher.
    pub(super) source: Option<WatchedPacks>,
    watch: Option<PackWatcher>,
    /// The query that the worker has not answered yet.
    pub(super) pending_search: Option<u64>,
    /// `None` while the packs are being read.
    worker: Option<SearchWorker>,
    /// The file of the profile, and the thread that changes it.
    profile: Option<profile::ProfilePath>,
    edits: Option<(Sender<ProfileSkillEdit>, JoinHandle<()>)>,
    /// Number of changes requested from that thread.
    edits_requested: u64,
    /// Whether damage of the cache of the packs shown was reported.
    reported_damage: bool,
    /// The program that is to have the terminal next, and the effects that follow.
    loan: Option<Loan>,
    deferred: Effects,
    clipboard: ClipboardWays,
    /// The texts that were read as roles.
    texts: SessionTexts,
    /// Packs that changed, until the texts were read again for them.
    pending_reload: Option<texts::PendingReload>,
}

impl Drop for EffectRunner {
    fn drop(&mut self) {
        // Changes of the profile are written before quitting.
        if let Some((edits, thread)) = self.edits.take() {
            drop(edits);
            let _ = thread.join();
        }
        self.watch = None;
        self.jobs.drain();
    }
}

impl EffectRunner {
    /// Starts preparing for questions about the catalog of `engine`, or reading the packs `unread`.
    /// Called after the first frame, which does not need this.
    pub(super) fn start(
        sender: Sender<AppEvent>,
        engine: Arc<Engine>,
        unread: Option<PendingPacks>,
        config: &Config,
    ) -> io::Result<Self> {
        let mut runner = Self {
            jobs: Jobs::new(sender),
            engine: Arc::clone(&engine),
            last_click: None,
            export_fn: None,
            source: None,
            watch: None,
            pending_search: None,
            worker: None,
            profile: config
                .profile
                .clone()
                .map(|path| profile::ProfilePath { path, may_change: config.saves_state }),
            edits: None,
            edits_requested: 0,
            reported_damage: false,
            loan: None,
            deferred: Effects::default(),
            clipboard: ClipboardWays::from_env(),
            texts: Arc::default(),
            pending_reload: None,
        };
        match unread {
            None => runner.show_engine(engine)?,
            Some(unread) => {
                runner.jobs.run_for_any_catalog("reader", move || read_packs(unread))?;
            }
        }
        Ok(runner)
    }

    /// Watches the packs shown; `whole` is whether they were read without an error.
    pub(super) fn watch_packs(&mut self, whole: bool) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let sender = self.jobs.sender();
        let engine = Arc::clone(&self.engine);
        self.watch = Some(PackWatcher::start(source, engine, whole, move |news, asked| {
            if let ReloadResult::Changed(changed) = &news {
                // An open comparison is compared again with it at once. What is shown is in memory.
                changed.engine.differ();
                changed.engine.catalog().load_rows();
            }
            // The receiver may be gone by then.
            let _ = sender.send(AppEvent::Reloaded(news, asked));
        })?);
        Ok(())
    }

    /// Starts reloading the packs now.
    fn reload(&self, state: &mut AppState) {
        match &self.watch {
            Some(watch) => watch.request_reload(),
            None => {
                state.notice = Some("nothing to reload: this pack is not a file".to_string());
            }
        }
    }

    /// Answers questions from `engine` from now on, and prepares it for them.
    fn show_engine(&mut self, engine: Arc<Engine>) -> io::Result<()> {
        self.jobs.start_epoch();
        self.engine = Arc::clone(&engine);
        self.reported_damage = false;
        // The worker that was asked is gone, and its answer would be meaningless.
        self.pending_search = None;
        // Its sender is dropped, which ends the thread.
        let before = self.edits.take().map(|(_, thread)| thread);
        if let Some(file) = self.profile.clone() {
            let sender = self.jobs.epoch_sender();
            let catalog = Arc::clone(engine.catalog());
            // Changes that are not saved are still shown, and what is read does not replace them.
            if file.may_change {
                self.edits_requested = 0;
            }
            self.edits = Some(profile::start_thread(file, catalog, before, move |read| {
                sender.send(AppEvent::ProfileLoaded(read));
            })?);
        }
        let (index, sender) = (Arc::clone(&engine), self.jobs.epoch_sender());
        self.worker = Some(SearchWorker::spawn(
            move || Arc::clone(index.index()),
            move |answer| sender.send(AppEvent::Answered(Msg::SearchAnswered(answer))),
        )?);
        if engine.may_be_cached() {
            self.jobs.run_writer("keeper", move || engine.complete_cache())
        } else {
            // Quitting does not wait for parts that nobody will read.
            Jobs::spawn("keeper", move || engine.warm())
        }
    }

    /// Handles one event and runs its effects. Returns how the explorer ends, if it does.
    pub(super) fn handle_event(
        &mut self,
        event: AppEvent,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let event = match event {
            AppEvent::Tagged(epoch, event) if self.jobs.is_current(epoch) => *event,
            AppEvent::Tagged(..) => return Ok(None),
            event => event,
        };
        let event = match event {
            AppEvent::Reloaded(ReloadResult::Changed(changed), _) => {
                return self.show_reloaded_packs(changed, state, screen);
            }
            AppEvent::PacksAndTexts(read) => {
                return self.show_packs_and_texts(*read, state, screen);
            }
            AppEvent::TextRead(read) => return self.show_texts(read, state, screen),
            AppEvent::PacksRead(engine, faults) => {
                return self.show_first_packs(engine, faults, state, screen);
            }
            AppEvent::PacksUnreadable(error) => {
                return Ok(Some(ExplorerOutcome::Unreadable(error)));
            }
            event => event,
        };
        #[cfg(unix)]
        match event {
            // As for any program: without a shell that would continue it, the signal has no effect.
            AppEvent::Stop if super::signal::can_stop() => {
                return self.run_effects(vec![Effect::Suspend].into(), state, screen);
            }
            AppEvent::Stop => return Ok(None),
            AppEvent::Continued => {
                screen.resume(state.mouse)?;
                let effects = take_new_size(state, screen)?;
                return self.run_effects(effects, state, screen);
            }
            _ => {}
        }
        if let AppEvent::CopyReady(answer, format) = event {
            let text = answer
                .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
            let effects = match text {
                Ok(text) => self.copy_text(text, format.title(), state, screen)?,
                Err(why) => update(state, Msg::Copied(Err(why))),
            };
            return self.run_effects(effects, state, screen);
        }
        if let AppEvent::CopiedByPrograms(text, what, report) = event {
            let effects = self.end_copy(&text, &what, &report, state, screen)?;
            return self.run_effects(effects, state, screen);
        }
        if let AppEvent::BookmarksSaved(changes, saved) = event {
            let effects = end_bookmark_save(&changes, saved, state);
            return self.run_effects(effects, state, screen);
        }
        if matches!(event, AppEvent::Input(Input::Resize(..))) {
            screen.invalidate();
        }
        if let AppEvent::Answered(Msg::SearchAnswered(answer)) = &event {
            self.pending_search =
                self.pending_search.filter(|generation| *generation > answer.generation);
        }
        if let AppEvent::ProfileLoaded(read) = event {
            return self.show_profile(read, state, screen);
        }
        let Some(msg) = to_message(event, state) else { return Ok(None) };
        if let Msg::Reloaded(outcome) = &msg {
            self.note_newer_reload(outcome);
        }
        let msg = self.with_double_click(msg);
        let effects = update(state, msg);
        self.run_effects(effects, state, screen)
    }

    /// Returns `msg`, as a double click if it is the second one at the same place.
    fn with_double_click(&mut self, msg: Msg) -> Msg {
        let Msg::Click(x, y) = msg else { return msg };
        let now = Instant::now();
        let is_second = self
            .last_click
            .take()
            .is_some_and(|(time, x0, y0)| (x0, y0) == (x, y) && now - time < DOUBLE_CLICK);
        if is_second {
            return Msg::DoubleClick(x, y);
        }
        self.last_click = Some((now, x, y));
        msg
    }

    /// Shows the packs that were read while the screen was already shown.
    fn show_first_packs(
        &mut self,
        engine: Arc<Engine>,
        faults: Vec<Diagnostic>,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        if has_only_faults(engine.catalog(), &faults) {
            return Ok(Some(ExplorerOutcome::Faults(faults)));
        }
        let lines = fault_lines(&faults);
        let whole = lines.is_empty();
        let effects =
            update(state, Msg::CatalogLoaded(ScreenCatalog::load(engine.catalog()), lines));
        self.show_engine(engine)?;
        self.watch_packs(whole)?;
        self.run_effects(effects, state, screen)
    }

    /// Runs the effects that `update` requests.
    fn run_effects(
        &mut self,
        effects: Effects,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let mut world = OutsideWorld { effects: self, screen };
        match runner::run_effects(&mut world, state, effects)? {
            EffectsOutcome::Done => Ok(None),
            EffectsOutcome::Paused(rest) => {
                self.deferred.extend(rest);
                Ok(None)
            }
            EffectsOutcome::Ended(outcome) => Ok(Some(outcome)),
        }
    }

    /// Answers the question on a separate thread: large packs take their time.
    fn export(
        &self,
        question: Question,
        format: OutputFormat,
        sink: ExportTarget,
    ) -> io::Result<()> {
        let Some(answers) = self.export_fn.clone() else { return Ok(()) };
        let engine = Arc::clone(&self.engine);
        self.jobs.run_for_any_catalog("answer", move || {
            let answer = answers(&engine, &question, format);
            match (sink, answer) {
                (ExportTarget::Clipboard, answer) => AppEvent::CopyReady(answer, format),
                (ExportTarget::File(file), Ok(bytes)) => {
                    let written = files::write(&file, &bytes);
                    AppEvent::Exported(file.path, written)
                }
                (ExportTarget::File(file), Err(why)) => {
                    AppEvent::Exported(file.path, ExportOutcome::Failed(why))
                }
            }
        })
    }

    /// Saves the changes of the bookmarks in `snapshot` to the file at `path`, on a thread.
    pub(super) fn save_bookmarks(
        &mut self,
        path: PathBuf,
        snapshot: BookmarkSnapshot,
    ) -> io::Result<()> {
        let sender = self.jobs.sender();
        self.jobs.run_writer("bookmarks", move || {
            let saved = files::save_bookmarks(&path, &snapshot).map_err(|error| error.to_string());
            // The receiver may be gone by then.
            let _ = sender.send(AppEvent::BookmarksSaved(snapshot.changes, saved));
        })
    }

    /// Prepares to open the file of `item` in the user's editor.
    fn editor_loan(&self, item: SearchItem, state: &AppState) -> Result<Loan, String> {
        let packs = self.source.as_ref().map(WatchedPacks::packs).unwrap_or_default();
        let (place, remark) = editor::locate_item(&state.catalog, &packs, item)?;
        Ok(Loan::Editor(ExternalEditor::from_env()?, place, remark))
    }

    /// Leaves the terminal to `loan`, which the caller runs.
    fn request_loan(&mut self, loan: Loan) -> EffectResult {
        self.loan = Some(loan);
        EffectResult::Pause
    }

    /// Returns the program that is to have the terminal now, if there is one.
    pub(super) fn take_loan(&mut self) -> Option<Loan> {
        self.loan.take()
    }

    /// Goes on after the terminal was taken over again. Reloads the packs after an editor. Returns
    /// how the explorer ends if a signal ended it meanwhile.
    pub(super) fn end_loan(
        &mut self,
        end: LoanEnd,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let mut effects = match end {
            LoanEnd::Editor(_, ChildOutcome::Signalled(signal), _) => {
                return Ok(Some(ExplorerOutcome::Status(terminal::exit_status(signal))));
            }
            LoanEnd::Editor(editor, lent, remark) => {
                let mut effects = take_new_size(state, screen)?;
                if let Some(watch) = &self.watch {
                    watch.request_reload();
                }
                if let Some(why) = editor.failure(&lent).or(remark) {
                    effects.extend(update(state, Msg::Warning(why)));
                }
                effects
            }
            LoanEnd::Shell(true) => take_new_size(state, screen)?,
            LoanEnd::Shell(false) => {
                let key = state.keymap.first_key(&[KeyContext::Global], Action::Quit);
                let key = key.unwrap_or("the palette");
                let notice = format!("no shell to suspend to; {key} quits");
                update(state, Msg::Notice(notice))
            }
        };
        effects.extend(std::mem::take(&mut self.deferred));
        self.run_effects(effects, state, screen)
    }

    /// Asks the engine: at once if the answer takes less than a frame, and on a thread otherwise.
    fn ask(&mut self, question: Effect, state: &mut AppState) -> io::Result<Effects> {
        if fits_in_frame(&self.engine, &question) {
            let msg = answer(&self.engine, &question);
            return Ok(msg.map_or_else(Effects::default, |msg| update(state, msg)));
        }
        let name = match question {
            Effect::Search(FieldQuery { generation, query, scope }) => {
                // Without a worker, the packs are being read: there is nothing to find yet.
                if let Some(worker) = &self.worker {
                    self.pending_search = Some(generation);
                    worker.submit(SearchRequest { generation, query, scope, limit: usize::MAX });
                }
                return Ok(Effects::default());
            }
            Effect::FindPaths(_) => "ways",
            Effect::FindSimilar(_) => "near",
            Effect::FindRelated(_) => "related",
            _ => "differ",
        };
        let engine = Arc::clone(&self.engine);
        let sender = self.jobs.epoch_sender();
        Jobs::spawn(name, move || {
            if let Some(msg) = answer(&engine, &question) {
                sender.send(AppEvent::Answered(msg));
            }
        })?;
        Ok(Effects::default())
    }

    /// Shows the contents of the profile, unless changes that the screen already shows are still to
    /// be written.
    fn show_profile(
        &mut self,
        read: ProfileSnapshot,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Option<ExplorerOutcome>> {
        let mut effects = Effects::default();
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
        if !state.saves_state {
            // What the screen shows is never read again.
            return;
        }
        let sent = self.edits.as_ref().is_some_and(|(edits, _)| edits.send(edit).is_ok());
        let told = state.notice.take().unwrap_or_default();
        let is_new = !sent && !told.ends_with(NO_FOLDER);
        state.notice = Some(told + if is_new { NO_FOLDER } else { "" });
    }
}

/// Words after a message about a profile that has no place to be saved.
const NO_FOLDER: &str = " (until you quit: there is no folder to save the profile in)";

/// The outside world of the program: the threads behind the inbox, and its terminal.
struct OutsideWorld<'a> {
    effects: &'a mut EffectRunner,
    screen: &'a mut dyn Screen,
}

impl RunEffect for OutsideWorld<'_> {
    fn run_effect(&mut self, effect: Effect, state: &mut AppState) -> io::Result<EffectResult> {
        let Self { effects, screen } = self;
        let more = match effect {
            Effect::Quit(status) => return Ok(EffectResult::End(ExplorerOutcome::Status(status))),
            question @ (Effect::Search(_)
            | Effect::FindPaths(_)
            | Effect::FindSimilar(_)
            | Effect::FindRelated(_)
            | Effect::LoadDiffer) => effects.ask(question, state)?,
            Effect::CopyText(text, what) => effects.copy_text(text, &what, state, &mut **screen)?,
            Effect::ExportSvg(file) => {
                let written = files::write(&file, files::screen_svg(state).as_bytes());
                update(state, Msg::Exported(file.path, written))
            }
            Effect::OpenEditor(item) => match effects.editor_loan(item, state) {
                Ok(loan) => return Ok(effects.request_loan(loan)),
                Err(why) => update(state, Msg::Warning(why)),
            },
            Effect::OpenLink(link) => {
                let told = match editor::open_link(&link) {
                    Ok(()) => format!("opened {link}"),
                    Err(error) => format!("can't open the link ({error}); y u copies it"),
                };
                update(state, Msg::Notice(told))
            }
            Effect::Suspend => return Ok(effects.request_loan(Loan::Shell)),
            Effect::EditProfile(edit) => {
                effects.send_profile_edit(edit, state);
                Effects::default()
            }
            Effect::Reload => {
                effects.reload(state);
                Effects::default()
            }
            Effect::ReadText(text) => {
                effects.read_text(text)?;
                Effects::default()
            }
            Effect::CorrectText(source, change) => {
                effects.correct_text(source, change)?;
                Effects::default()
            }
            Effect::WriteReadRole(source, file) => {
                effects.write_read_role(&source, file)?;
                Effects::default()
            }
            Effect::Export(question, format, sink) => {
                effects.export(question, format, sink)?;
                Effects::default()
            }
            Effect::Mouse(on) => {
                screen.mouse(on)?;
                Effects::default()
            }
            Effect::Redraw => {
                screen.invalidate();
                Effects::default()
            }
        };
        Ok(EffectResult::Continue(more))
    }
}

/// Tells `state` the size that the terminal has by now.
fn take_new_size(state: &mut AppState, screen: &dyn Screen) -> io::Result<Effects> {
    let (width, height) = screen.size()?;
    Ok(update(state, Msg::Resize(width, height)))
}

/// Reports whether the bookmarks were saved. Saved changes need not be saved again.
fn end_bookmark_save(
    changes: &[(String, bool)],
    saved: Result<(), String>,
    state: &mut AppState,
) -> Effects {
    match saved {
        Ok(()) => {
            state.bookmark_changes.retain(|change| !changes.contains(change));
            Effects::default()
        }
        Err(why) => update(state, Msg::Warning(format!("could not save the bookmarks: {why}"))),
    }
}

/// Reads packs. The keeper caches the valid part.
fn read_packs(unread: PendingPacks) -> AppEvent {
    match unread.read() {
        Ok(LoadedPacks { catalog, diagnostics }) => {
            let entry = unread.cache_entry.filter(|_| crate::pack::is_valid(&diagnostics));
            let engine = Engine::with_entry(Arc::new(catalog), entry);
            AppEvent::PacksRead(Arc::new(engine), diagnostics)
        }
        Err(error) => AppEvent::PacksUnreadable(error),
    }
}

#[cfg(test)]
mod tests;
