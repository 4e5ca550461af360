//! The threads behind the inbox, and the effects that the explorer requests.

mod editor;
pub(super) mod files;
pub(super) mod profile;

use editor::Editor;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;

use crossterm::event::Event as Input;

use super::action::{Action, Context};
use super::carry::{Form, Sink, Written};
use super::effect::{Ask, Edit, Effect, Ways};
use super::event::{Event, fault_lines, nothing_but_faults, translate};
use super::pane::compare::LazyDiffer;
use super::pane::path::question;
use super::state::State;
use super::terminal::{self, Lent, Screen};
use super::update::{Msg, Reread, update};
use super::{Answers, Ended};
use crate::analysis::diff::Differ;
use crate::analysis::path;
use crate::cache::{Kept, Kin, Slot, Unread};
use crate::model::{Catalog, RoleId};
use crate::pack::Loaded;
use crate::search::{Answer, Index, Item, Query, Request, Worker};
use crate::watch::{Changed, News, Source, Watch};

/// Maximum number of roles and skills for which a search takes less than a frame, and is answered
/// in the same one.
const AT_ONCE: usize = 1_000;

/// Maximum number of roles for which the paths between two are found within a frame, even if the
/// role similarity must be computed first.
const FEW: usize = 150;

/// Maximum number of roles for which paths are found within a frame if nothing must be computed
/// first: on the 3,000 roles of ESCO mostly 2 ms, 9 ms at worst.
const MANY: usize = 5_000;

/// Maximum size of a copied text; terminals that support copying may cut off longer ones.
const MOST_COPIED: usize = 74_000;

/// The threads behind the inbox.
pub(super) struct Outside {
    sender: Sender<Event>,
    /// Number of catalogs shown so far.
    epoch: u64,
    /// Writes the requested output.
    pub(super) answers: Option<Answers>,
    /// Packs that may change, and their watcher.
    pub(super) source: Option<Source>,
    watch: Option<Watch>,
    /// The query that the worker has not answered yet.
    pub(super) awaited: Option<u64>,
    /// `None` while the packs are being read.
    worker: Option<Worker>,
    differ: Option<Arc<LazyDiffer>>,
    kin: Option<Arc<Kin>>,
    /// The path of the profile, and the thread that changes it.
    profile: Option<PathBuf>,
    edits: Option<(Sender<Edit>, JoinHandle<()>)>,
    /// Number of changes requested from that thread.
    asked: u64,
    /// Reads the packs and caches them; quitting waits until the cache is completely written.
    reader: Option<JoinHandle<()>>,
    /// Caches the index; quitting waits for it too.
    keeper: Option<JoinHandle<()>>,
    /// Threads for catalogs that are no longer shown: quitting waits for their writes.
    retired: Vec<JoinHandle<()>>,
}

impl Drop for Outside {
    fn drop(&mut self) {
        // Changes of the profile are written before quitting.
        if let Some((edits, thread)) = self.edits.take() {
            drop(edits);
            let _ = thread.join();
        }
        self.watch = None;
        for thread in self.retired.drain(..) {
            let _ = thread.join();
        }
        // The worker ends with its sender. An unfinished read loses nothing.
        if self.worker.is_some() {
            for thread in [self.reader.take(), self.keeper.take()].into_iter().flatten() {
                let _ = thread.join();
            }
        }
    }
}

impl Outside {
    /// Starts preparing for searches. Called after the first frame, which does not need this.
    pub(super) fn start(
        sender: Sender<Event>,
        state: &mut State,
        (kept, unread): (Option<Kept>, Option<Unread>),
        profile: Option<PathBuf>,
    ) -> io::Result<Self> {
        let mut outside = Self {
            sender,
            epoch: 0,
            answers: None,
            source: None,
            watch: None,
            awaited: None,
            worker: None,
            differ: None,
            kin: None,
            profile,
            edits: None,
            asked: 0,
            reader: None,
            keeper: None,
            retired: Vec::new(),
        };
        match unread {
            None => outside.index(state, kept)?,
            Some(unread) => outside.reader = Some(read(unread, outside.sender.clone())?),
        }
        Ok(outside)
    }

    /// Returns a function that sends the events of the catalog that is shown now.
    fn sender(&self) -> impl Fn(Event) + Send + 'static {
        let (sender, epoch) = (self.sender.clone(), self.epoch);
        // The receiver may be gone by then.
        move |event| drop(sender.send(Event::Of(epoch, Box::new(event))))
    }

    /// Watches the packs shown by `state`; `whole` is whether they were read without an error.
    pub(super) fn watch(&mut self, state: &State, whole: bool) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let sender = self.sender.clone();
        let deliver = move |news, asked| {
            let event = match news {
                News::Changed(changed) => {
                    // An open comparison is rebuilt with it at once: the differ prepares for that
                    // here.
                    let differ = lazily(Arc::clone(&changed.catalog), changed.kept.clone());
                    LazyLock::force(&differ);
                    Event::Changed(changed, differ)
                }
                news => Event::News(news, asked),
            };
            drop(sender.send(event));
        };
        self.watch = Some(Watch::start(source, Arc::clone(&state.catalog), whole, deliver)?);
        Ok(())
    }

    /// Starts reloading the packs now.
    fn reload(&self, state: &mut State) {
        match &self.watch {
            Some(watch) => watch.read_again(),
            None => {
                state.notice = Some(
                    "what is built in does not change: --pack opens packs of your own".to_string(),
                );
            }
        }
    }

    /// Writes the shown catalog to the cache.
    fn lay(&mut self, slot: Slot, catalog: Arc<Catalog>) -> io::Result<()> {
        let tell = self.sender();
        self.retired.retain(|thread| !thread.is_finished());
        self.retired.push(crate::thread::spawn("cache", move || {
            // A failure to write the cache is not reported: the next start is only slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                tell(Event::Kept(kept));
            }
        })?);
        Ok(())
    }

    /// Prepares for searches and comparisons in the catalog of `state`, whose cache entry is
    /// `kept`.
    fn index(&mut self, state: &mut State, kept: Option<Kept>) -> io::Result<()> {
        let differ = lazily(Arc::clone(&state.catalog), kept.clone());
        state.compare.learn(Arc::clone(&differ));
        self.index_with(state, kept, differ)
    }

    /// Prepares for searches in the catalog of `state`, with the given differ for comparisons.
    fn index_with(
        &mut self,
        state: &State,
        kept: Option<Kept>,
        differ: Arc<LazyDiffer>,
    ) -> io::Result<()> {
        self.epoch += 1;
        // The worker that was asked is gone, and its answer would be meaningless.
        self.awaited = None;
        // Its sender is dropped, which ends the thread.
        let before = self.edits.take().map(|(_, thread)| thread);
        self.retired.extend(self.keeper.take());
        self.differ = Some(differ);
        self.kin = Some(Arc::new(Kin::new(Arc::clone(&state.catalog), kept.clone())));
        if let Some(path) = self.profile.clone() {
            let tell = self.sender();
            let deliver = move |read| tell(Event::Mine(read));
            self.asked = 0;
            self.edits = Some(profile::keep(path, Arc::clone(&state.catalog), before, deliver)?);
        }
        let (catalog, at, tell) = (Arc::clone(&state.catalog), kept.clone(), self.sender());
        let make =
            move || at.and_then(|kept| kept.index(&catalog)).unwrap_or_else(|| Index::new(catalog));
        self.worker = Some(Worker::spawn(make, move |answer| {
            tell(Event::Found(answer));
        })?);
        self.warm()?;
        kept.map_or(Ok(()), |kept| self.keep(kept))
    }

    /// Builds the differ and the role similarity while idle, so that the first use does not wait.
    /// Quitting does not wait for it either.
    fn warm(&self) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) =
            (&self.worker, self.differ.clone(), self.kin.clone())
        {
            worker.when_made(move |_| {
                LazyLock::force(&differ);
                kin.make();
            })?;
        }
        Ok(())
    }

    /// Writes the data derived from the catalog to the cache if missing.
    fn keep(&mut self, kept: Kept) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) =
            (&self.worker, self.differ.clone(), self.kin.clone())
        {
            let keep = move |index: &Index| {
                // As with the packs: if the cache cannot be written, the next start is only slower.
                if !kept.has_index() {
                    let _ = kept.save_index(index);
                }
                if !kept.has::<Differ>() {
                    let _ = kept.save::<Differ>(&differ);
                }
                kin.make();
                kin.keep(&kept);
            };
            self.keeper = Some(worker.when_made(keep)?);
        }
        Ok(())
    }

    /// Handles one event and runs its effects. Returns how the explorer ends, if it does.
    pub(super) fn take(
        &mut self,
        event: Event,
        state: &mut State,
        screen: &mut Screen,
    ) -> io::Result<Option<Ended>> {
        let event = match event {
            Event::Of(epoch, event) if epoch == self.epoch => *event,
            Event::Of(..) => return Ok(None),
            event => event,
        };
        let event = match event {
            Event::Changed(changed, differ) => return self.changed(changed, differ, state, screen),
            Event::Unreadable(error) => return Ok(Some(Ended::Unreadable(error))),
            Event::Read(catalog, faults) if nothing_but_faults(&catalog, &faults) => {
                return Ok(Some(Ended::Faults(faults)));
            }
            event => event,
        };
        #[cfg(unix)]
        match event {
            // As for any program: without a shell that would continue it, the signal has no effect.
            Event::Stop if super::signal::can_stop() => {
                return self.fulfil(vec![Effect::Suspend], state, screen);
            }
            Event::Stop => return Ok(None),
            Event::Continued => {
                screen.take_back(state.mouse)?;
                let (width, height) = crossterm::terminal::size()?;
                update(state, Msg::Resize(width, height));
                return Ok(None);
            }
            _ => {}
        }
        if let Event::Copy(answer, form) = event {
            let text = answer
                .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
            let effects = match text {
                Ok(text) => clip(&text, form.word(), state, screen)?,
                Err(why) => update(state, Msg::Copied(Err(why))),
            };
            return self.fulfil(effects, state, screen);
        }
        if matches!(event, Event::Input(Input::Resize(..))) {
            screen.forget();
        }
        if let Event::Found(answer) = &event {
            self.awaited = self.awaited.filter(|generation| *generation > answer.generation);
        }
        if let Event::Kept(kept) = &event {
            self.keep(kept.clone())?;
        }
        if let Event::Mine(read) = event {
            return self.mine(read, state, screen);
        }
        let opened = match &event {
            Event::Read(_, faults) => Some(fault_lines(faults).is_empty()),
            _ => None,
        };
        let Some(msg) = translate(event, state) else { return Ok(None) };
        let effects = update(state, msg);
        if let Some(whole) = opened {
            self.index(state, None)?;
            self.watch(state, whole)?;
        }
        self.fulfil(effects, state, screen)
    }

    /// Shows the new contents of the packs, whose roles `differ` compares.
    fn changed(
        &mut self,
        changed: Changed,
        differ: Arc<LazyDiffer>,
        state: &mut State,
        screen: &mut Screen,
    ) -> io::Result<Option<Ended>> {
        let Changed { catalog, faults, kept, slot } = changed;
        state.compare.learn(Arc::clone(&differ));
        let effects =
            update(state, Msg::Reread(Reread::Changed(Arc::clone(&catalog), fault_lines(&faults))));
        self.index_with(state, kept, differ)?;
        if let Some(slot) = slot {
            self.lay(slot, catalog)?;
        }
        self.fulfil(effects, state, screen)
    }

    /// Runs the effects that `update` requests.
    fn fulfil(
        &mut self,
        effects: Vec<Effect>,
        state: &mut State,
        screen: &mut Screen,
    ) -> io::Result<Option<Ended>> {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit(status) => return Ok(Some(Ended::Status(status))),
                Effect::Search(ask) => effects.extend(self.search(ask, state)),
                Effect::Ways(ways) => self.ways(ways, state)?,
                Effect::Near(role) => self.near(role, state)?,
                Effect::Profile(edit) => self.edit(edit, state),
                Effect::Reload => self.reload(state),
                Effect::Clip(text, what) => effects.extend(clip(&text, &what, state, screen)?),
                Effect::Answer(words, form, sink) => self.answer(words, form, sink, state)?,
                Effect::Picture(file) => {
                    let written = files::write(&file, files::picture(state).as_bytes());
                    effects.extend(update(state, Msg::Written(file.path, written)));
                }
                Effect::Edit(item) => {
                    if let Some(ended) = self.edit_file(item, state, screen)? {
                        return Ok(Some(ended));
                    }
                }
                Effect::Link(link) => {
                    let told = match editor::open(&link) {
                        Ok(()) => format!("{link} is given to your browser"),
                        Err(error) => format!("nothing opens links here ({error}): y u copies it"),
                    };
                    effects.extend(update(state, Msg::Told(told)));
                }
                Effect::Suspend => {
                    if screen.suspend(state.mouse)? {
                        let (width, height) = crossterm::terminal::size()?;
                        update(state, Msg::Resize(width, height));
                    } else {
                        let key = state
                            .keymap
                            .shown(&[Context::Global], Action::Quit)
                            .unwrap_or("the palette");
                        let told = format!("no shell to suspend to; {key} quits");
                        update(state, Msg::Told(told));
                    }
                }
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Redraw => screen.forget(),
            }
        }
        Ok(None)
    }

    /// Writes the requested output on a separate thread: large packs take their time.
    fn answer(&self, words: Vec<String>, form: Form, sink: Sink, state: &State) -> io::Result<()> {
        let Some(answers) = self.answers.clone() else { return Ok(()) };
        let (catalog, sender) = (Arc::clone(&state.catalog), self.sender.clone());
        crate::thread::spawn("answer", move || {
            let answer = answers(&catalog, &words, form.format().0);
            let event = match (sink, answer) {
                (Sink::Clipboard, answer) => Event::Copy(answer, form),
                (Sink::File(file), Ok(bytes)) => {
                    let written = files::write(&file, &bytes);
                    Event::Written(file.path, written)
                }
                (Sink::File(file), Err(why)) => Event::Written(file.path, Written::Failed(why)),
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
        item: Item,
        state: &mut State,
        screen: &mut Screen,
    ) -> io::Result<Option<Ended>> {
        let packs = self.source.as_ref().map(Source::packs).unwrap_or_default();
        let opened = editor::place(&state.catalog, &packs, item)
            .and_then(|(place, word)| Ok((Editor::of_user()?, place, word)));
        let (editor, place, word) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                update(state, Msg::Warned(why));
                return Ok(None);
            }
        };
        let lent = screen.lend(state.mouse, || editor.run(&place.file, place.line))?;
        if let Lent::Signalled(signal) = lent {
            return Ok(Some(Ended::Status(terminal::status(signal))));
        }
        let (width, height) = crossterm::terminal::size()?;
        update(state, Msg::Resize(width, height));
        if let Some(watch) = &self.watch {
            watch.read_again();
        }
        if let Some(why) = editor.failure(&lent).or(word) {
            update(state, Msg::Warned(why));
        }
        Ok(None)
    }

    /// Finds paths at once if that takes less than a frame, and on a separate thread otherwise.
    fn ways(&self, ways: Ways, state: &mut State) -> io::Result<()> {
        let Some(kin) = self.kin.clone() else { return Ok(()) };
        if state.catalog.roles().len() <= if kin.is_whole() { MANY } else { FEW } {
            update(state, Msg::Ways(ways.generation, found(&kin, ways)));
            return Ok(());
        }
        let tell = self.sender();
        crate::thread::spawn("ways", move || {
            tell(Event::Ways(ways.generation, found(&kin, ways)));
        })?;
        Ok(())
    }

    /// Finds the roles most similar to `role`, at once or later by an event.
    fn near(&self, role: RoleId, state: &mut State) -> io::Result<()> {
        let Some(kin) = self.kin.clone() else { return Ok(()) };
        if state.catalog.roles().len() <= FEW || kin.is_ready() {
            update(state, Msg::Near(role, kin.nearest(role)));
            return Ok(());
        }
        let tell = self.sender();
        crate::thread::spawn("near", move || {
            tell(Event::Near(role, kin.nearest(role)));
        })?;
        Ok(())
    }

    /// Shows the contents of the profile, unless changes that the screen already shows are still to
    /// be written.
    fn mine(
        &mut self,
        read: profile::Read,
        state: &mut State,
        screen: &mut Screen,
    ) -> io::Result<Option<Ended>> {
        let mut effects = Vec::new();
        if read.edits == self.asked {
            effects.extend(update(state, Msg::Mine(read.have)));
        }
        if let Some(refused) = read.refused {
            effects.extend(update(state, Msg::Warned(refused)));
        }
        self.fulfil(effects, state, screen)
    }

    /// Changes the profile.
    fn edit(&mut self, edit: Edit, state: &mut State) {
        self.asked += 1;
        let sent = self.edits.as_ref().is_some_and(|(edits, _)| edits.send(edit).is_ok());
        if !sent {
            state.notice = Some(
                "there is no folder to keep a profile in: it holds until you leave".to_string(),
            );
        }
    }

    /// Answers at once if that takes less than a frame, and on the worker's thread otherwise.
    fn search(&mut self, ask: Ask, state: &mut State) -> Vec<Effect> {
        let Some(worker) = &self.worker else { return vec![] };
        let catalog = &state.catalog;
        if catalog.roles().len() + catalog.skills().len() <= AT_ONCE {
            let hits =
                Arc::new(worker.index().search(&Query::parse(&ask.query), ask.scope, usize::MAX));
            return update(state, Msg::Found(Answer { generation: ask.generation, hits }));
        }
        let Ask { generation, query, scope } = ask;
        self.awaited = Some(generation);
        worker.ask(Request { generation, query, scope, limit: usize::MAX });
        vec![]
    }
}

/// Returns the requested paths.
fn found(kin: &Kin, ways: Ways) -> path::Answer {
    path::path(kin.catalog(), &question(ways.from, ways.to), kin)
}

/// Returns a differ for the roles of `catalog`, whose cache entry is `kept`; it is built on first
/// use.
fn lazily(catalog: Arc<Catalog>, kept: Option<Kept>) -> Arc<LazyDiffer> {
    let make = move || {
        kept.as_ref().and_then(|kept| kept.find(&catalog)).unwrap_or_else(|| Differ::new(&catalog))
    };
    Arc::new(LazyLock::new(Box::new(make)))
}

/// Copies `text` to the clipboard.
fn clip(text: &str, what: &str, state: &mut State, screen: &mut Screen) -> io::Result<Vec<Effect>> {
    if text.len() > MOST_COPIED {
        let why = format!(
            "{} bytes of {what} are more than terminals take; write a file instead",
            text.len()
        );
        return Ok(update(state, Msg::Copied(Err(why))));
    }
    screen.copy(text)?;
    let count = text.chars().count();
    let told = if count > 60 {
        format!("{count} characters of {what}")
    } else {
        format!("{what}, {}", text.trim())
    };
    Ok(update(state, Msg::Copied(Ok(crate::model::text::visible_line(&told)))))
}

/// Reads packs on a separate thread, and writes the valid part to the cache.
fn read(unread: Unread, sender: Sender<Event>) -> io::Result<JoinHandle<()>> {
    crate::thread::spawn("reader", move || {
        let Loaded { catalog, diagnostics } = match unread.read() {
            Ok(loaded) => loaded,
            Err(error) => return drop(sender.send(Event::Unreadable(error))),
        };
        let (catalog, sound) = (Arc::new(catalog), crate::pack::is_valid(&diagnostics));
        let _ = sender.send(Event::Read(Arc::clone(&catalog), diagnostics));
        if let Some(slot) = unread.slot.filter(|_| sound) {
            // A failure to write the cache is not reported: the next start is only slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                // The packs read here are the first catalog to be shown.
                let _ = sender.send(Event::Of(1, Box::new(Event::Kept(kept))));
            }
        }
    })
}
