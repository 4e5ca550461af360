//! The explorer.
//!
//! ```text
//! keys, mouse, resize ── reader thread ─┐
//! signals ────────────── signal thread ─┼─> one inbox ─> recv(), then try_recv() until empty   (no tick, no polling)
//! hits ───────────────── search worker ─┘        │
//!                                                v   keymap, by context: overlay > pane > global
//!                                 update(&mut State, Msg) -> Vec<Effect>       no I/O, no clock, no locks
//!                                      │                     │
//!            effects run (search, suspend, quit, …) <────────┘        then one view(&State, Theme, frame)
//! ```
//!
//! `update` decides, `view` draws and never changes anything, effects are plain values that tests compare. Text is
//! laid out into toned [`doc::Doc`]s by the panes; only `view` and `theme` know colours.

pub mod action;
pub mod carry;
pub mod chart;
pub mod cursor;
pub mod doc;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod lines;
pub mod memory;
mod outside;
pub mod overlay;
pub mod pane;
pub mod pen;
pub mod picture;
pub mod remap;
pub mod state;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use crate::analysis::diff::Differ;
use crate::analysis::gap::Have;
use crate::analysis::path;
use crate::cache::{Kept, Slot, Unread};
use crate::config::Config;
use crate::config::file::{self, File};
use crate::model::{Catalog, RoleId};
use crate::pack::{Diagnostic, Loaded, ReadError, Severity};
use crate::search::{Answer, Index, Item, Query, Request, Worker};
use crate::watch::{Changed, News, Source, Watch};
use carry::{Form, Sink, Written};
use effect::{Ask, Edit, Effect, Ways};
use key::Chord;
use keymap::Keymap;
use memory::Set;
use outside::Kin;
use outside::editor::{self, Gate};
use pane::compare::LazyDiffer;
use state::{Fault, State};
use terminal::Screen;
use theme::Theme;
use update::{Msg, Reread, update};

/// Lines that one notch of the wheel scrolls.
const WHEEL: isize = 3;

/// Up to this many roles and skills a search costs less than a frame, and is answered in the same one.
const AT_ONCE: usize = 1_000;

/// So long a frame waits for what was searched for: half of what one stands on a screen.
const PATIENCE: Duration = Duration::from_millis(8);

/// Up to this many roles the ways between two are found within a frame.
const FEW: usize = 150;

/// Gives what these arguments of the command line print of this catalog, in the format of this name; or why it cannot.
pub type Answers = Arc<dyn Fn(&Arc<Catalog>, &[String], &'static str) -> Result<Vec<u8>, String> + Send + Sync>;

/// More than this the terminals that take a text at all may cut off.
const MOST_COPIED: usize = 74_000;

/// What comes from outside.
#[derive(Debug)]
enum Event {
    /// Keys, mouse, paste, resize.
    Input(Input),
    /// The search worker's answer.
    Found(Answer),
    /// The ways that were asked for under this generation.
    Ways(u64, path::Answer),
    /// The roles nearest to one, nearest first.
    Near(RoleId, Vec<RoleId>),
    /// What the user can do, or why that is not known.
    Mine(Result<Vec<Have>, String>),
    /// The packs are read: what is sound of them, and what is not.
    Read(Arc<Catalog>, Vec<Diagnostic>),
    /// The packs lie in the cache now.
    Kept(Kept),
    /// The packs cannot be read.
    Unreadable(ReadError),
    /// News of the packs, and whether somebody asked for it.
    News(News, bool),
    /// What was asked for, to be copied.
    Copy(Result<Vec<u8>, String>, Form),
    /// What became of a file.
    Written(PathBuf, Written),
    /// Something that was asked for while this many catalogs had been shown: of another one it means nothing.
    Of(u64, Box<Self>),
    /// The system asks us to end, with this exit status.
    End(u8),
}

/// What the explorer opens with.
pub enum First {
    /// A catalog, what is wrong with its packs, and where it lies in the cache.
    Ready(Arc<Catalog>, Vec<Diagnostic>, Option<Kept>),
    /// Packs that take a while to read: the screen stands meanwhile.
    Reading(Unread),
}

/// What the user has set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What keys mean.
    pub keymap: Arc<Keymap>,
    /// The themes to choose from, never none, and which of them is worn.
    pub themes: Vec<Theme>,
    /// Which of them is worn to begin with.
    pub theme: usize,
    /// Whether a change of the theme is kept: not where this run alone has another one, by a flag or for want of colour.
    pub keeps_theme: bool,
    /// What to say first of all, until the first key.
    pub notice: Option<String>,
}

impl Settings {
    /// What `file` says, and what is wrong with it; what is sound of it holds. `asked` says which theme is asked for
    /// where the file does not.
    pub fn of(file: &File, config: &Config) -> (Self, Vec<file::Fault>) {
        let (keymap, mut faults) = Keymap::new(&file.keys);
        let (themes, more) = theme::themes(&file.themes);
        faults.extend(more);
        let position = |name: &str| themes.iter().position(|theme| theme.is_called(name));
        let worn = match (&config.theme, &file.theme) {
            (Some(name), _) => position(name),
            (None, Some(name)) => position(&name.text),
            (None, None) => None,
        };
        if let Some(name) = file.theme.as_ref().filter(|name| position(&name.text).is_none()) {
            faults.push(theme::unknown(&themes, name));
        }
        // A theme by flag outweighs an environment without colours, but not a flag against them.
        let coloured = config.colour || (config.theme.is_some() && !config.colourless);
        let worn = if coloured { worn.unwrap_or(0) } else { position("mono").unwrap_or(0) };
        let keeps_theme = coloured && config.theme.is_none();
        let fit = |mut theme: Theme| {
            theme.ascii |= config.ascii;
            if config.true_colour { theme } else { theme.quantised() }
        };
        let themes = themes.into_iter().map(fit).collect();
        (Self { keymap: Arc::new(keymap), themes, theme: worn, keeps_theme, notice: None }, faults)
    }
}

/// How the explorer ends.
#[derive(Debug)]
pub enum Ended {
    /// The user left, or was made to; with this exit status.
    Status(u8),
    /// There is nothing to show but faults.
    Faults(Vec<Diagnostic>),
    /// The packs could not be read.
    Unreadable(ReadError),
}

/// Opens the explorer until the user leaves it.
///
/// # Errors
///
/// When the terminal cannot be taken over or written to.
pub fn run(first: First, config: &Config, settings: Settings, source: Source, answers: Answers) -> io::Result<Ended> {
    // Without this crossterm writes a reset in place of each colour when NO_COLOR is set, even where a theme has none.
    crossterm::style::force_color_output(true);
    let size = crossterm::terminal::size()?;
    let (catalog, faults, kept, unread) = match first {
        First::Ready(catalog, faults, kept) => (catalog, faults, kept, None),
        First::Reading(unread) => (Arc::default(), Vec::new(), None, Some(unread)),
    };
    if nothing_but_faults(&catalog, &faults) {
        return Ok(Ended::Faults(faults));
    }
    let mut state = State::new(catalog, size);
    state.mouse = config.mouse;
    state.keymap = settings.keymap;
    (state.themes, state.theme) = (Arc::new(settings.themes), settings.theme);
    state.notice = settings.notice;
    if config.accessible {
        state.make_accessible();
    }
    state.packs = config.packs.iter().map(|path| path.display().to_string()).collect();
    let set = Set { theme: settings.keeps_theme.then(|| state.theme().name.clone()), mouse: state.mouse };
    let recalled = config.memory.as_deref().map(outside::recall).unwrap_or_default();
    if config.memory.is_some() {
        state.recall(&recalled, &set);
    }
    let whole = fault_lines(&faults).is_empty();
    state.faults = fault_lines(&faults);
    state.reading = unread.as_ref().map(Unread::text);

    let (sender, inbox) = channel();
    // Before the terminal is ours: a signal from then on must find somebody who gives it back.
    #[cfg(unix)]
    signals(sender.clone())?;
    let mut screen = Screen::enter(state.mouse)?;
    screen.draw(&state)?;
    let mut outside = Outside::start(sender, &mut state, (kept, unread), config.profile.clone())?;
    outside.answers = Some(answers);
    outside.source = Some(source).filter(Source::can_change);
    if state.reading.is_none() {
        outside.watch(&state, whole)?;
    }
    loop {
        // Everything that waits is taken in before the next frame: a burst of keys costs one drawing.
        let Ok(first) = inbox.recv() else { return Ok(Ended::Status(0)) };
        let taken = Instant::now();
        let mut next = Some(first);
        while let Some(event) = next {
            let opened = matches!(event, Event::Read(..));
            if let Some(ended) = outside.take(event, &mut state, &mut screen)? {
                if let Some(path) = &config.memory {
                    // Whoever cannot write it starts anew the next time, and that is all.
                    let _ = outside::remember(path, &state, &set);
                }
                return Ok(ended);
            }
            if opened && config.memory.is_some() {
                state.recall(&recalled, &set);
            }
            next = inbox.try_recv().ok().or_else(|| {
                // What is searched for is mostly found before a frame would be seen: one that shows it is worth more
                // than an early one that does not.
                let rest = PATIENCE.checked_sub(taken.elapsed()).filter(|_| outside.awaited.is_some())?;
                inbox.recv_timeout(rest).ok()
            });
        }
        screen.draw(&state)?;
    }
}

fn nothing_but_faults(catalog: &Catalog, faults: &[Diagnostic]) -> bool {
    catalog.roles().is_empty() && faults.iter().any(|d| d.severity == Severity::Error)
}

/// The errors among `faults`, each on one line.
fn fault_lines(faults: &[Diagnostic]) -> Vec<Fault> {
    let line = |text: &str| crate::model::text::visible_line(text);
    let fault = |d: &Diagnostic| Fault {
        place: line(&format!("{}:{}", d.file, d.line)),
        told: line(&d.hint.as_ref().map_or_else(|| d.message.clone(), |hint| format!("{}: {hint}", d.message))),
    };
    faults.iter().filter(|d| d.severity == Severity::Error).map(fault).collect()
}

/// Packs that cannot be read at all, as a fault.
fn unreadable(error: &ReadError) -> Fault {
    let line = |text: &str| crate::model::text::visible_line(text);
    Fault { place: line(&error.path.display().to_string()), told: line(&error.source.to_string()) }
}

/// The threads behind the inbox.
struct Outside {
    sender: Sender<Event>,
    /// How many catalogs have been shown.
    epoch: u64,
    /// Who writes answers.
    answers: Option<Answers>,
    /// Holds the keys back while they are another program's.
    gate: Arc<Gate>,
    /// Packs that may change, and who notices.
    source: Option<Source>,
    watch: Option<Watch>,
    /// The question that the worker has not answered yet.
    awaited: Option<u64>,
    /// None while the packs are read.
    worker: Option<Worker>,
    differ: Option<Arc<LazyDiffer>>,
    kin: Option<Arc<Kin>>,
    /// Where the profile lies, and who changes it.
    profile: Option<PathBuf>,
    edits: Option<(Sender<Edit>, JoinHandle<()>)>,
    /// Reads the packs and keeps them; leaving waits until they are kept whole.
    reader: Option<JoinHandle<()>>,
    /// Keeps the index, likewise.
    keeper: Option<JoinHandle<()>>,
    /// Threads about catalogs that are not shown any more: leaving waits for what they write.
    retired: Vec<JoinHandle<()>>,
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What was said of the user is written before we leave.
        if let Some((edits, thread)) = self.edits.take() {
            drop(edits);
            let _ = thread.join();
        }
        self.watch = None;
        for thread in self.retired.drain(..) {
            let _ = thread.join();
        }
        // The worker ends with its sender. A reader that is still reading has nothing to lose.
        if self.worker.is_some() {
            for thread in [self.reader.take(), self.keeper.take()].into_iter().flatten() {
                let _ = thread.join();
            }
        }
    }
}

impl Outside {
    /// Starts reading keys and preparing for searches. Called after the first frame, which needs neither.
    fn start(
        sender: Sender<Event>,
        state: &mut State,
        (kept, unread): (Option<Kept>, Option<Unread>),
        profile: Option<PathBuf>,
    ) -> io::Result<Self> {
        let keys = sender.clone();
        let gate = Arc::new(Gate::default());
        let passed = Arc::clone(&gate);
        std::thread::Builder::new().name("keys".to_string()).spawn(move || {
            while let Ok(event) = crossterm::event::read() {
                if keys.send(Event::Input(event)).is_err() {
                    return;
                }
                passed.pass();
            }
            // The terminal is gone: nobody can ask us to end any more.
            let _ = keys.send(Event::End(0));
        })?;
        let mut outside = Self {
            sender,
            epoch: 0,
            answers: None,
            gate,
            source: None,
            watch: None,
            awaited: None,
            worker: None,
            differ: None,
            kin: None,
            profile,
            edits: None,
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

    /// Tells what comes of the catalog that is shown now.
    fn sender(&self) -> impl Fn(Event) + Send + 'static {
        let (sender, epoch) = (self.sender.clone(), self.epoch);
        // Who asked may have left meanwhile.
        move |event| drop(sender.send(Event::Of(epoch, Box::new(event))))
    }

    /// Watches the packs of what `state` shows; `whole` says that they were read without an error.
    fn watch(&mut self, state: &State, whole: bool) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let sender = self.sender.clone();
        let deliver = move |news, asked| drop(sender.send(Event::News(news, asked)));
        self.watch = Some(Watch::start(source, Arc::clone(&state.catalog), whole, deliver)?);
        Ok(())
    }

    /// Has the packs read again now.
    fn reload(&self, state: &mut State) {
        match &self.watch {
            Some(watch) => watch.read_again(),
            None => state.notice = Some("what is built in does not change: --pack opens packs of your own".to_string()),
        }
    }

    /// Lays the catalog shown into the cache.
    fn lay(&mut self, slot: Slot, catalog: Arc<Catalog>) -> io::Result<()> {
        let tell = self.sender();
        self.retired.retain(|thread| !thread.is_finished());
        self.retired.push(std::thread::Builder::new().name("cache".to_string()).spawn(move || {
            // A cache that cannot be kept is no reason to complain: the next start is slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                tell(Event::Kept(kept));
            }
        })?);
        Ok(())
    }

    /// Prepares for searches and comparisons in the catalog of `state`, which lies in the cache as `kept`.
    fn index(&mut self, state: &mut State, kept: Option<Kept>) -> io::Result<()> {
        let differ = lazily(Arc::clone(&state.catalog), kept.clone());
        state.compare.learn(Arc::clone(&differ));
        self.index_with(state, kept, differ)
    }

    /// The same, with what compares the roles of that catalog.
    fn index_with(&mut self, state: &State, kept: Option<Kept>, differ: Arc<LazyDiffer>) -> io::Result<()> {
        self.epoch += 1;
        // The worker that was asked is gone, and its answer would mean nothing.
        self.awaited = None;
        self.retired.extend(self.edits.take().map(|(_, thread)| thread));
        self.retired.extend(self.keeper.take());
        self.differ = Some(differ);
        self.kin = Some(Arc::new(Kin::new(Arc::clone(&state.catalog), kept.clone())));
        if let Some(path) = self.profile.clone() {
            let tell = self.sender();
            let deliver = move |read| tell(Event::Mine(read));
            self.edits = Some(outside::keep_profile(path, Arc::clone(&state.catalog), deliver)?);
        }
        let (catalog, at, tell) = (Arc::clone(&state.catalog), kept.clone(), self.sender());
        let make = move || at.and_then(|kept| kept.index(&catalog)).unwrap_or_else(|| Index::new(catalog));
        self.worker = Some(Worker::spawn(make, move |answer| {
            tell(Event::Found(answer));
        })?);
        self.warm()?;
        kept.map_or(Ok(()), |kept| self.keep(kept))
    }

    /// Makes what compares and relates roles when there is nothing else to do, so that the first who asks does not wait.
    /// Leaving does not wait for it either.
    fn warm(&self) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) = (&self.worker, self.differ.clone(), self.kin.clone()) {
            worker.when_made(move |_| {
                LazyLock::force(&differ);
                kin.relations();
            })?;
        }
        Ok(())
    }

    /// Lays what is made of the catalog into the cache where it is not there.
    fn keep(&mut self, kept: Kept) -> io::Result<()> {
        if let (Some(worker), Some(differ), Some(kin)) = (&self.worker, self.differ.clone(), self.kin.clone()) {
            let keep = move |index: &Index| {
                // As with the packs: if it cannot be kept, the next start is slower, and that is all.
                if !kept.has_index() {
                    let _ = kept.save_index(index);
                }
                if !kept.has_differ() {
                    let _ = kept.save_differ(&differ);
                }
                if !kept.has_relations() {
                    let _ = kept.save_relations(kin.relations());
                }
            };
            self.keeper = Some(worker.when_made(keep)?);
        }
        Ok(())
    }

    /// Takes one event in and runs what follows from it. Returns the exit status when that is to leave.
    fn take(&mut self, event: Event, state: &mut State, screen: &mut Screen) -> io::Result<Option<Ended>> {
        let event = match event {
            Event::Of(epoch, event) if epoch == self.epoch => *event,
            Event::Of(..) => return Ok(None),
            event => event,
        };
        let event = match event {
            Event::News(News::Changed(changed), _) => return self.changed(changed, state, screen),
            Event::Unreadable(error) => return Ok(Some(Ended::Unreadable(error))),
            Event::Read(catalog, faults) if nothing_but_faults(&catalog, &faults) => {
                return Ok(Some(Ended::Faults(faults)));
            }
            event => event,
        };
        if let Event::Copy(answer, form) = event {
            let text = answer.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
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

    /// Shows what the packs hold now.
    fn changed(&mut self, changed: Changed, state: &mut State, screen: &mut Screen) -> io::Result<Option<Ended>> {
        let Changed { catalog, faults, kept, slot } = changed;
        // A comparison that is open is made anew with it at once.
        let differ = lazily(Arc::clone(&catalog), kept.clone());
        state.compare.learn(Arc::clone(&differ));
        let effects = update(state, Msg::Reread(Reread::Changed(Arc::clone(&catalog), fault_lines(&faults))));
        self.index_with(state, kept, differ)?;
        if let Some(slot) = slot {
            self.lay(slot, catalog)?;
        }
        self.fulfil(effects, state, screen)
    }

    /// Does what `update` wishes.
    fn fulfil(&mut self, effects: Vec<Effect>, state: &mut State, screen: &mut Screen) -> io::Result<Option<Ended>> {
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
                    let written = outside::write(&file, outside::picture(state).as_bytes());
                    effects.extend(update(state, Msg::Written(file.path, written)));
                }
                Effect::Edit(item) => self.edit_file(item, state, screen)?,
                Effect::Link(link) => {
                    let told = match editor::open(&link) {
                        Ok(()) => format!("{link} is given to your browser"),
                        Err(error) => format!("nothing opens links here ({error}): y u copies it"),
                    };
                    effects.extend(update(state, Msg::Told(told)));
                }
                Effect::Suspend => {
                    screen.suspend(state.mouse)?;
                    let (width, height) = crossterm::terminal::size()?;
                    update(state, Msg::Resize(width, height));
                }
                Effect::Mouse(on) => screen.mouse(on)?,
                Effect::Redraw => screen.forget(),
            }
        }
        Ok(None)
    }

    /// Has an answer written, on a thread of its own: large packs take their time.
    fn answer(&self, words: Vec<String>, form: Form, sink: Sink, state: &State) -> io::Result<()> {
        let Some(answers) = self.answers.clone() else { return Ok(()) };
        let (catalog, sender) = (Arc::clone(&state.catalog), self.sender.clone());
        std::thread::Builder::new().name("answer".to_string()).spawn(move || {
            let answer = answers(&catalog, &words, form.format().0);
            let event = match (sink, answer) {
                (Sink::Clipboard, answer) => Event::Copy(answer, form),
                (Sink::File(file), Ok(bytes)) => {
                    let written = outside::write(&file, &bytes);
                    Event::Written(file.path, written)
                }
                (Sink::File(file), Err(why)) => Event::Written(file.path, Written::Failed(why)),
            };
            // Who asked may have left meanwhile.
            let _ = sender.send(event);
        })?;
        Ok(())
    }

    /// Opens the file of `item` in the user's editor, and reads the packs again when it is closed.
    fn edit_file(&self, item: Item, state: &mut State, screen: &mut Screen) -> io::Result<()> {
        let told = match editor::place(&state.catalog, &state.packs, item) {
            Ok((file, line)) => {
                let ended = screen.lend(state.mouse, || editor::edit(&self.gate, &file, line))?;
                let (width, height) = crossterm::terminal::size()?;
                update(state, Msg::Resize(width, height));
                if let Some(watch) = &self.watch {
                    watch.read_again();
                }
                ended.err()
            }
            Err(why) => Some(why),
        };
        if let Some(told) = told {
            update(state, Msg::Told(told));
        }
        Ok(())
    }

    /// Finds ways at once where that takes less than a frame, and on a thread of their own otherwise.
    fn ways(&self, ways: Ways, state: &mut State) -> io::Result<()> {
        let Some(kin) = self.kin.clone() else { return Ok(()) };
        if state.catalog.roles().len() <= FEW {
            update(state, Msg::Ways(ways.generation, kin.ways(ways)));
            return Ok(());
        }
        let tell = self.sender();
        std::thread::Builder::new().name("ways".to_string()).spawn(move || {
            tell(Event::Ways(ways.generation, kin.ways(ways)));
        })?;
        Ok(())
    }

    /// Tells which roles are nearest to `role`, at once or later in the same way.
    fn near(&self, role: RoleId, state: &mut State) -> io::Result<()> {
        let Some(kin) = self.kin.clone() else { return Ok(()) };
        if state.catalog.roles().len() <= FEW || kin.is_ready() {
            update(state, Msg::Near(role, kin.near(role)));
            return Ok(());
        }
        let tell = self.sender();
        std::thread::Builder::new().name("near".to_string()).spawn(move || {
            tell(Event::Near(role, kin.near(role)));
        })?;
        Ok(())
    }

    /// Has the profile changed.
    fn edit(&self, edit: Edit, state: &mut State) {
        let sent = self.edits.as_ref().is_some_and(|(edits, _)| edits.send(edit).is_ok());
        if !sent {
            state.notice = Some("there is no folder to keep a profile in: it holds until you leave".to_string());
        }
    }

    /// Answers at once where that takes less than a frame, and on the worker's thread otherwise.
    fn search(&mut self, ask: Ask, state: &mut State) -> Vec<Effect> {
        let Some(worker) = &self.worker else { return vec![] };
        let catalog = &state.catalog;
        if catalog.roles().len() + catalog.skills().len() <= AT_ONCE {
            let hits = Arc::new(worker.index().search(&Query::parse(&ask.query), ask.scope, usize::MAX));
            return update(state, Msg::Found(Answer { generation: ask.generation, hits }));
        }
        let Ask { generation, query, scope } = ask;
        self.awaited = Some(generation);
        worker.ask(Request { generation, query, scope, limit: usize::MAX });
        vec![]
    }
}

/// What compares the roles of `catalog`, which lies in the cache as `kept`: made by the first who asks.
fn lazily(catalog: Arc<Catalog>, kept: Option<Kept>) -> Arc<LazyDiffer> {
    let make = move || kept.as_ref().and_then(Kept::differ).unwrap_or_else(|| Differ::new(&catalog));
    Arc::new(LazyLock::new(Box::new(make)))
}

/// Puts `text` on the clipboard.
fn clip(text: &str, what: &str, state: &mut State, screen: &mut Screen) -> io::Result<Vec<Effect>> {
    if text.len() > MOST_COPIED {
        let why = format!("{} bytes of {what} are more than terminals take; write a file instead", text.len());
        return Ok(update(state, Msg::Copied(Err(why))));
    }
    screen.copy(text)?;
    let count = text.chars().count();
    let told = if count > 60 { format!("{count} characters of {what}") } else { format!("{what}, {}", text.trim()) };
    Ok(update(state, Msg::Copied(Ok(crate::model::text::visible_line(&told)))))
}

/// Reads packs on a thread of their own, and lays what is sound into the cache.
fn read(unread: Unread, sender: Sender<Event>) -> io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("reader".to_string()).spawn(move || {
        let Loaded { catalog, diagnostics } = match unread.read() {
            Ok(loaded) => loaded,
            Err(error) => return drop(sender.send(Event::Unreadable(error))),
        };
        let (catalog, sound) = (Arc::new(catalog), diagnostics.is_empty());
        let _ = sender.send(Event::Read(Arc::clone(&catalog), diagnostics));
        if let Some(slot) = unread.slot.filter(|_| sound) {
            // A cache that cannot be kept is no reason to complain: the next start is slower.
            if let Ok(Some(kept)) = slot.save(&catalog) {
                // What is read here is the first catalog to be shown.
                let _ = sender.send(Event::Of(1, Box::new(Event::Kept(kept))));
            }
        }
    })
}

/// Turns signals into events: SIGTERM, SIGHUP and SIGINT, so that leaving goes the usual way; SIGWINCH, because
/// crossterm loses the one that arrives together with a key.
#[cfg(unix)]
fn signals(sender: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGWINCH])?;
    std::thread::Builder::new().name("signals".to_string()).spawn(move || {
        for signal in &mut signals {
            let event = match signal {
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => Event::Input(Input::Resize(width, height)),
                    Err(_) => continue,
                },
                // 128 + n is how shells report an end by signal n.
                _ => Event::End(128 + signal as u8),
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// What an event means in this state; `None` when it means nothing.
fn translate(event: Event, state: &State) -> Option<Msg> {
    let input = match event {
        Event::Input(input) => input,
        Event::Found(answer) => return Some(Msg::Found(answer)),
        Event::Ways(generation, answer) => return Some(Msg::Ways(generation, answer)),
        Event::Near(role, near) => return Some(Msg::Near(role, near)),
        Event::Mine(read) => return Some(Msg::Mine(read)),
        Event::End(status) => return Some(Msg::End(status)),
        Event::Read(catalog, faults) => return Some(Msg::Opened(catalog, fault_lines(&faults))),
        Event::Written(path, written) => return Some(Msg::Written(path, written)),
        Event::News(News::Same, asked) => return Some(Msg::Reread(Reread::Same { asked })),
        Event::News(News::Faulty(faults), _) => return Some(Msg::Reread(Reread::Faulty(fault_lines(&faults)))),
        Event::News(News::Unreadable(error), _) => {
            return Some(Msg::Reread(Reread::Faulty(vec![unreadable(&error)])));
        }
        Event::News(News::Unwatched(why), _) => return Some(Msg::Unwatched(why)),
        Event::News(News::Changed(_), _) | Event::Of(..) | Event::Copy(..) | Event::Kept(_) | Event::Unreadable(_) => {
            return None;
        }
    };
    match input {
        Input::Key(key) => {
            let chord = Chord::from_event(key)?;
            #[cfg(debug_assertions)]
            panic_if_told(chord);
            press(state, chord)
        }
        Input::Paste(text) => Some(Msg::Paste(text)),
        Input::Resize(width, height) => Some(Msg::Resize(width, height)),
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(mouse.column, mouse.row, WHEEL)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(mouse.column, mouse.row, -WHEEL)),
            _ => None,
        },
        _ => None,
    }
}

/// What pressing `chord` means in this state.
pub fn press(state: &State, chord: Chord) -> Option<Msg> {
    let (contexts, keymap) = (state.contexts(), &state.keymap);
    match keymap.lookup(contexts, chord) {
        Some(action) => Some(Msg::Act(action)),
        // Overlays stop the walk; leaving the program works everywhere.
        None if !state.overlays.is_empty() && chord.typed().is_none() => {
            let action = keymap.lookup(&[action::Context::Global], chord)?;
            matches!(action, action::Action::Quit | action::Action::Suspend | action::Action::Redraw)
                .then_some(Msg::Act(action))
        }
        None if contexts.first() == Some(&action::Context::Input) => chord.typed().map(Msg::Text),
        None => None,
    }
}

/// Lets a test see that the terminal survives a panic: debug builds panic on the key that `ROLEDEX_PANIC_ON` names.
#[cfg(debug_assertions)]
fn panic_if_told(chord: Chord) {
    let told = std::env::var("ROLEDEX_PANIC_ON").is_ok_and(|key| Chord::parse(&key) == Some(chord));
    assert!(!told, "told to panic on {chord}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Given, When};

    #[test]
    fn a_theme_by_flag_outweighs_no_color_but_not_color_never() {
        // (--color, NO_COLOR, --theme) -> the theme worn, and whether a change of it is kept
        let cases = [
            (None, false, None, "light", true),
            (None, true, None, "mono", false),
            (None, false, Some("dark"), "dark", false),
            (None, true, Some("dark"), "dark", false),
            (Some(When::Never), false, Some("dark"), "mono", false),
            (Some(When::Never), false, None, "mono", false),
            (Some(When::Always), true, None, "light", true),
        ];
        let file = File::parse("config.toml", "[ui]\ntheme = \"light\"\n");
        for (colour, no_colour, theme, worn, keeps) in cases {
            let theme = theme.map(str::to_string);
            let given = Given { colour, no_colour, theme, terminal: true, ..Given::default() };
            let (settings, _) = Settings::of(&file, &Config::resolve(&given));
            assert_eq!(settings.themes[settings.theme].name, worn, "{given:?}");
            assert_eq!(settings.keeps_theme, keeps, "{given:?}");
        }
    }
}
