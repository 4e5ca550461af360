use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::config::ConfigInputs;
use crate::tui::effect::TextToRead;
use crate::tui::key::KeyChord;
use crate::tui::overlay::OverlayContent;
use crate::tui::pane::linked_page::{LinkedPage, PageLink};
use crate::tui::screen::fixture::{RecordedScreen, SIZE, ScreenCall};
use crate::tui::screen_catalog::ScreenCatalog;
use crate::watch::ReloadedPacks;

/// The runner of an explorer over the built-in pack, without the threads that read keys and the
/// inbox.
struct Bench {
    runner: EffectRunner,
    state: AppState,
    screen: RecordedScreen,
    calls: Receiver<ScreenCall>,
    inbox: Receiver<AppEvent>,
}

impl Bench {
    fn new() -> Self {
        let engine = Arc::new(Engine::builtin());
        let (sender, inbox) = channel();
        let (calls, called) = channel();
        let (_shell, continued) = channel();
        Self {
            state: AppState::new(ScreenCatalog::load(engine.catalog()), SIZE),
            runner: EffectRunner::start(
                sender,
                engine,
                None,
                &Config::resolve(&ConfigInputs::default()),
            )
            .unwrap(),
            screen: RecordedScreen::new(calls, continued),
            calls: called,
            inbox,
        }
    }

    fn handle(&mut self, event: AppEvent) -> Option<ExplorerOutcome> {
        self.runner.handle_event(event, &mut self.state, &mut self.screen).unwrap()
    }

    fn run(&mut self, effects: Vec<Effect>) -> Option<ExplorerOutcome> {
        self.runner.run_effects(effects.into(), &mut self.state, &mut self.screen).unwrap()
    }

    fn calls(&self) -> Vec<ScreenCall> {
        self.calls.try_iter().collect()
    }
}

fn copy(text: &str) -> Effect {
    Effect::CopyText(text.to_string(), "a text".to_string())
}

fn notice(text: &str) -> AppEvent {
    AppEvent::Answered(Msg::Notice(text.to_string()))
}

#[test]
fn answers_about_an_earlier_catalog_are_dropped() {
    let mut bench = Bench::new();
    let earlier = bench.runner.jobs.epoch_sender();
    let engine = Arc::new(Engine::new(Arc::new(crate::builtin::catalog())));
    let changed = ReloadedPacks { engine, faults: vec![] };
    assert!(bench.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), true)).is_none());
    let now = bench.runner.jobs.epoch_sender();
    let before = bench.state.notice.clone();
    assert_ne!(before.as_deref(), Some("earlier"));

    earlier.send(notice("earlier"));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert_eq!(bench.state.notice, before);

    now.send(notice("now"));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert_eq!(bench.state.notice.as_deref(), Some("now"));
}

#[test]
fn the_end_of_an_earlier_catalog_is_not_the_end() {
    let mut bench = Bench::new();
    let earlier = bench.runner.jobs.epoch_sender();
    bench.runner.show_engine(Arc::new(Engine::builtin())).unwrap();
    earlier.send(AppEvent::Terminate(7));
    let event = bench.inbox.recv().unwrap();
    assert!(bench.handle(event).is_none());
    assert!(matches!(bench.handle(AppEvent::Terminate(7)), Some(ExplorerOutcome::Status(7))));
}

#[test]
fn effects_run_in_order_and_wait_for_a_program_that_has_the_terminal() {
    let mut bench = Bench::new();
    let effects = vec![Effect::Redraw, copy("before"), Effect::Suspend, copy("after")];
    assert!(bench.run(effects).is_none());
    assert_eq!(bench.calls(), [ScreenCall::Invalidate, ScreenCall::Copy("before".to_string())]);
    let loan = bench.runner.take_loan();
    assert!(matches!(loan, Some(Loan::Shell)));
    assert!(bench.runner.take_loan().is_none());

    let end = LoanEnd::Shell(true);
    let ended = bench.runner.end_loan(end, &mut bench.state, &mut bench.screen).unwrap();
    assert!(ended.is_none());
    assert_eq!(bench.calls(), [ScreenCall::Copy("after".to_string())]);
}

#[test]
fn nothing_runs_after_quitting() {
    let mut bench = Bench::new();
    let ended = bench.run(vec![copy("before"), Effect::Quit(3), copy("after")]);
    assert!(matches!(ended, Some(ExplorerOutcome::Status(3))));
    assert_eq!(bench.calls(), [ScreenCall::Copy("before".to_string())]);
}

impl Bench {
    /// Handles events until a text was read, or the texts again for changed packs. Returns that
    /// event, which is not handled.
    fn next_text(&mut self) -> AppEvent {
        loop {
            let event = self.inbox.recv_timeout(Duration::from_mins(2)).unwrap();
            if matches!(event, AppEvent::TextRead(_) | AppEvent::PacksAndTexts(..)) {
                return event;
            }
            self.handle(event);
        }
    }

    /// Handles events until a text was read, or the texts again for changed packs.
    fn wait_for_text(&mut self) {
        let event = self.next_text();
        self.handle(event);
    }

    /// Reads the file and the pasted text of a bench with two texts.
    fn with_two_texts(path: &Path) -> Self {
        std::fs::write(path, AD).unwrap();
        let mut bench = Self::new();
        for text in [TextToRead::File(path.to_path_buf()), TextToRead::Pasted(AD.to_string())] {
            bench.run(vec![Effect::ReadText(text)]);
            bench.wait_for_text();
        }
        bench
    }

    /// Handles packs with new contents. Returns their engine.
    fn change_packs(&mut self) -> Arc<Engine> {
        let engine = Arc::new(Engine::builtin());
        let changed = ReloadedPacks { engine: Arc::clone(&engine), faults: Vec::new() };
        self.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), false));
        engine
    }

    /// Whether the packs of `engine` are shown.
    fn shows(&self, engine: &Arc<Engine>) -> bool {
        self.runner.engine.base().is_some_and(|base| Arc::ptr_eq(base, engine))
    }

    /// The places of the texts that were read, as the catalog on the screen has them.
    fn texts(&self) -> Vec<&str> {
        let catalog = &self.state.catalog;
        catalog.read_roles().filter_map(|role| catalog.read_from(role)).collect()
    }
}

/// A job ad.
const AD: &str = "Data engineer\n\nWhat you will do\n\n\
                  - Build data pipelines with SQL and Python\n";

#[test]
fn texts_are_read_on_a_thread_and_kept_until_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ad.txt");
    std::fs::write(&path, AD).unwrap();
    let read = Effect::ReadText(TextToRead::File(path.clone()));
    let paste = |text: &str| Effect::ReadText(TextToRead::Pasted(text.to_string()));
    let mut bench = Bench::new();
    bench.run(vec![read.clone()]);
    assert_eq!(bench.texts(), [""; 0], "nothing waits for the text");
    bench.wait_for_text();
    let shown = path.to_str().unwrap();
    assert_eq!(bench.texts(), [shown]);
    let role = bench.state.catalog.read_roles().next().unwrap();
    assert_eq!(bench.state.detail.role(), Some(role));
    assert_eq!(bench.state.catalog.family(role), "Read");
    assert!(bench.state.notice.as_ref().unwrap().contains("until you quit"));
    assert!(bench.state.catalog.is_same(&ScreenCatalog::load(bench.runner.engine.catalog())));
    // It is a role as any other for every question.
    assert!(!bench.runner.engine.most_similar(role).is_empty());
    // Two at once: neither is lost.
    bench.run(vec![paste(AD), paste(&format!("{AD}- Write SQL\n"))]);
    bench.wait_for_text();
    bench.wait_for_text();
    bench.wait_for_text();
    assert_eq!(bench.texts(), [shown, "pasted text", "pasted text 2"]);
    // The same file again takes the place of its earlier version.
    std::fs::write(&path, AD.replace("Data engineer", "Pipeline engineer")).unwrap();
    bench.run(vec![read]);
    bench.wait_for_text();
    assert_eq!(bench.texts().len(), 3);
    let role = bench.state.catalog.read_roles().next().unwrap();
    assert!(bench.state.catalog.role_title(role).starts_with("Pipeline engineer"));
    // So it does under another name.
    let other = folder.path().join(".").join("ad.txt");
    bench.run(vec![Effect::ReadText(TextToRead::File(other.clone()))]);
    bench.wait_for_text();
    assert_eq!(bench.texts(), [other.to_str().unwrap(), "pasted text", "pasted text 2"]);
    // The packs change, and the texts are read for their new contents.
    let expected = bench.change_packs();
    bench.wait_for_text();
    assert_eq!(bench.texts().len(), 3);
    assert!(bench.shows(&expected));
}

#[test]
fn a_text_that_is_read_while_packs_reload_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_two_texts(&folder.path().join("ad.txt"));
    let engine = bench.change_packs();
    let reloaded = bench.next_text();
    bench.run(vec![Effect::ReadText(TextToRead::Pasted(AD.to_string()))]);
    bench.wait_for_text();
    assert_eq!(bench.texts().len(), 3);
    // The packs come with the texts that there were: those of now are read for them first.
    bench.handle(reloaded);
    assert_eq!((bench.texts().len(), bench.shows(&engine)), (3, false));
    bench.wait_for_text();
    assert_eq!((bench.texts().len(), bench.shows(&engine)), (3, true));
}

#[test]
fn packs_that_were_saved_earlier_do_not_replace_later_ones() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_two_texts(&folder.path().join("ad.txt"));
    let earlier_packs = bench.change_packs();
    let earlier = bench.next_text();
    let later_packs = bench.change_packs();
    let later = bench.next_text();
    bench.handle(later);
    assert!(bench.shows(&later_packs));
    bench.handle(earlier);
    assert!(bench.shows(&later_packs) && !bench.shows(&earlier_packs));
    // In their order, the earlier ones are not shown in between.
    let earlier_packs = bench.change_packs();
    let earlier = bench.next_text();
    let last_packs = bench.change_packs();
    bench.handle(earlier);
    assert!(!bench.shows(&earlier_packs));
    bench.wait_for_text();
    assert!(bench.shows(&last_packs));
}

#[test]
fn faults_of_packs_are_shown_beside_texts() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_two_texts(&folder.path().join("ad.txt"));
    let unreadable = || {
        let error = crate::pack::ReadError {
            path: "pack.toml".into(),
            source: std::io::Error::other("it is broken"),
        };
        AppEvent::Reloaded(ReloadResult::Unreadable(error), false)
    };
    // Packs that are saved with an error while valid ones are still to be shown.
    let engine = bench.change_packs();
    let reloaded = bench.next_text();
    bench.handle(unreadable());
    bench.handle(reloaded);
    assert!(bench.shows(&engine) && bench.texts().len() == 2);
    assert_eq!(bench.state.faults.len(), 1, "the file still has the error");
    // The same packs as are shown, with other faults: the texts are not read again.
    let read = Arc::clone(&bench.runner.engine);
    let changed = ReloadedPacks { engine: Arc::clone(&engine), faults: Vec::new() };
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), false));
    assert!(Arc::ptr_eq(&read, &bench.runner.engine) && bench.state.faults.is_empty());
    assert!(bench.runner.pending_reload.is_none() && bench.texts().len() == 2);
    // The error is gone again before the packs are shown.
    let engine = bench.change_packs();
    let reloaded = bench.next_text();
    bench.handle(unreadable());
    bench.handle(AppEvent::Reloaded(ReloadResult::Unchanged, true));
    bench.handle(reloaded);
    assert!(bench.shows(&engine) && bench.state.faults.is_empty());
}

#[test]
fn what_is_no_text_of_a_role_is_reported_and_changes_nothing() {
    let mut bench = Bench::new();
    for (text, reason) in [
        (TextToRead::File("/no/such/ad.txt".into()), "no such file"),
        (TextToRead::Pasted(" \n \n".to_string()), "it is empty"),
        (TextToRead::Pasted("Hm.\nHm.\n".to_string()), "found in"),
    ] {
        bench.run(vec![Effect::ReadText(text)]);
        bench.wait_for_text();
        let warning = bench.state.warning.take().unwrap_or_default();
        assert!(warning.contains(reason), "{warning}");
        assert!(bench.texts().is_empty() && bench.runner.texts.is_empty());
    }
}

impl Bench {
    /// Presses keys as if they were bound as usual, and runs what they request.
    fn press(&mut self, keys: &[&str]) {
        for key in keys {
            let msg = crate::tui::message_for_key(&self.state, KeyChord::parse(key).unwrap());
            let effects = msg.map(|msg| update(&mut self.state, msg)).unwrap_or_default();
            let _ = self.runner.run_effects(effects, &mut self.state, &mut self.screen).unwrap();
        }
    }

    /// Moves through the names of the page from its top until `words` of the text can be corrected, and returns
    /// what they are taken for.
    fn open_words(&mut self, words: &str) -> String {
        self.press(&["home"]);
        for _ in 0..400 {
            if let Some(PageLink::Words(_)) = self.state.page().and_then(LinkedPage::link) {
                self.press(&["enter"]);
                let top = self.state.overlays.last().unwrap();
                if let OverlayContent::Correct(taken) = &top.content
                    && taken.words == words
                {
                    return top.title(&self.state.catalog);
                }
                self.press(&["esc"]);
            }
            let place = self.state.page().map(LinkedPage::place);
            self.press(&["right"]);
            if self.state.page().map(LinkedPage::place) == place {
                self.press(&["down"]);
            }
        }
        panic!("no words `{words}`")
    }

    /// The names of the skills that the role shown asks for.
    fn skills(&self) -> Vec<&str> {
        let role = self.state.catalog.role(self.state.detail.role().unwrap());
        role.skills.iter().map(|asked| &*self.state.catalog.skill(asked.skill).name).collect()
    }
}

#[test]
fn a_key_corrects_a_word_and_the_written_pack_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new();
    let ad =
        "Data engineer\n\nWhat you will do\n\n- Build pipelines in SQL and Python\n- Use Git\n";
    bench.run(vec![Effect::ReadText(TextToRead::Pasted(ad.to_string()))]);
    bench.wait_for_text();
    let before: Vec<String> = bench.skills().iter().map(ToString::to_string).collect();
    assert!(["SQL", "Python", "Git"].iter().all(|name| before.contains(&name.to_string())));
    // Not a skill.
    assert_eq!(bench.open_words("SQL"), "‹SQL› read as SQL");
    bench.press(&["enter"]);
    bench.wait_for_text();
    assert!(!bench.skills().contains(&"SQL"), "{:?}", bench.skills());
    assert!(bench.state.notice.as_ref().unwrap().starts_with("‹SQL› does not mean SQL"));
    // Another skill, which is typed.
    assert_eq!(bench.open_words("Git"), "‹Git› read as Git");
    bench.press(&["t", "a", "b", "l", "e", "a", "u"]);
    bench.press(&["enter"]);
    bench.wait_for_text();
    let skills = bench.skills();
    assert!(skills.contains(&"Tableau") && !skills.contains(&"Git"), "{skills:?}");
    assert!(!skills.contains(&"SQL"), "the first correction stays");
    // The role is on the screen all the time, and nothing else was read.
    assert_eq!(bench.texts(), ["pasted text"]);
    // The pack that is saved has them.
    let file = folder.path().join("ad.toml");
    bench.press(&["x"]);
    let _ = update(&mut bench.state, Msg::Paste(file.to_str().unwrap().to_string()));
    bench.press(&["enter"]);
    bench.wait_for_export();
    let pack = std::fs::read_to_string(&file).unwrap();
    assert!(pack.contains("# corrected: ‹SQL› does not mean SQL"), "{pack}");
    assert!(pack.contains("\"tableau\", # read from: \"Git\", line 6"), "{pack}");
    let read = crate::pack::from_files("a", &[("ad.toml", &pack)]);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    // A correction can be taken back.
    assert_eq!(bench.open_words("SQL"), "‹SQL› does not mean SQL");
    bench.press(&["enter"]);
    bench.wait_for_text();
    assert!(bench.skills().contains(&"SQL"));
    // It outlives a change of the packs.
    let changed = ReloadedPacks { engine: Arc::new(Engine::builtin()), faults: Vec::new() };
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(changed), false));
    bench.wait_for_text();
    assert!(bench.skills().contains(&"Tableau"));
}

fn reload() -> ReloadedPacks {
    ReloadedPacks { engine: Arc::new(Engine::builtin()), faults: Vec::new() }
}

#[test]
fn a_text_that_is_read_while_packs_are_reloaded_stays() {
    let mut bench = Bench::new();
    let ad = "Data engineer\n\nWhat you will do\n\n- Build pipelines in SQL and Python\n";
    let paste = || Effect::ReadText(TextToRead::Pasted(ad.to_string()));
    bench.run(vec![paste()]);
    bench.wait_for_text();
    // Two reloads and a text, in whatever order their threads end.
    let (older, newer) = (reload(), reload());
    let expected = Arc::clone(&newer.engine);
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(older), false));
    bench.run(vec![paste()]);
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(newer), false));
    bench.settle(|bench| {
        bench.texts().len() == 2
            && bench.runner.engine.base().is_some_and(|base| Arc::ptr_eq(base, &expected))
    });
    assert_eq!(bench.texts(), ["pasted text", "pasted text 2"]);
    // The same packs with other faults: nothing is read again.
    let before = Arc::clone(&bench.runner.engine);
    let same = ReloadedPacks { engine: expected, faults: Vec::new() };
    bench.handle(AppEvent::Reloaded(ReloadResult::Changed(same), false));
    assert!(Arc::ptr_eq(&before, &bench.runner.engine));
}

impl Bench {
    /// Handles events until a file was written.
    fn wait_for_export(&mut self) {
        self.settle(|bench| {
            bench.state.notice.as_ref().is_some_and(|notice| notice.starts_with("saved"))
        });
    }

    /// Handles events until `is_done`.
    fn settle(&mut self, is_done: impl Fn(&Self) -> bool) {
        while !is_done(self) {
            let event = self.inbox.recv_timeout(Duration::from_mins(2)).unwrap();
            self.handle(event);
        }
    }
}
