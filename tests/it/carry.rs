//! What is carried out of the explorer: copies, files, an editor.

use std::path::PathBuf;

use roledex::analysis::diff::{ExcerptOptions, PairingMode, ResponsibilityScope};
use roledex::question::{CompareQuestion, Question};
use roledex::report::OutputFormat;
use roledex::search::SearchItem;
use roledex::tui::effect::Effect;
use roledex::tui::export::{ExportFile, ExportOutcome, ExportTarget};
use roledex::tui::update::Msg;

use crate::script::Script;

/// The question that shows `role`.
fn show(script: &Script, role: &str) -> Question {
    Question::Role { role: script.role(role), scope: ResponsibilityScope::InForce }
}

#[test]
fn copies_are_one_key_away() {
    let clip = |text: &str, what: &str| vec![Effect::CopyText(text.into(), what.into())];
    let here = || Script::small(100, 30).keys("j");
    assert_eq!(here().keys("y \"i\"").effects, clip("baker", "the ID"));
    assert_eq!(here().keys("y \"l\"").effects, clip("Baker", "the text"));
    assert_eq!(here().keys("y \"c\"").effects, clip("roledex show baker", "the command"));
    let markdown =
        Effect::Export(show(&here(), "baker"), OutputFormat::Markdown, ExportTarget::Clipboard);
    assert_eq!(here().keys("y \"m\"").effects, std::slice::from_ref(&markdown));
    let json = Effect::Export(show(&here(), "baker"), OutputFormat::Json, ExportTarget::Clipboard);
    assert_eq!(here().keys("y \"j\"").effects, [json]);
    // Whoever does not know the letters reads what each would be, and takes it.
    let script = here().keys("y");
    assert!(
        script.text().contains("ID  baker")
            && script.text().contains("command  roledex show baker")
    );
    assert_eq!(script.keys("down down enter").effects, [markdown]);
    assert_eq!(here().keys("y esc").effects, []);
    // A skill, a responsibility, a comparison with what is chosen about it.
    assert_eq!(
        Script::small(100, 30).keys("4 \"knead\" alt-y").effects,
        clip("Kneading", "the text")
    );
    let script = Script::small(100, 30).keys("4 ctrl-t ctrl-t \"shape\" esc y \"l\"");
    assert!(
        matches!(&script.effects[..], [Effect::CopyText(text, _)] if text.contains("Shapes")),
        "{:?}",
        script.effects
    );
    let script = Script::small(100, 30).keys("space j space j d u y \"c\"");
    assert_eq!(
        script.effects,
        clip("roledex diff apprentice baker --only-differences", "the command")
    );
    let script = Script::small(100, 30).keys("3 y \"m\"");
    assert_eq!(script.effects, []);
}

#[test]
fn the_command_names_the_packs_that_are_open() {
    let mut script = Script::small(100, 30);
    script.state.packs = vec!["my packs/a.toml".into(), "built-in".into()];
    let script = script.keys("j y \"c\"");
    let wanted = "roledex --pack 'my packs/a.toml' --pack built-in show baker";
    assert_eq!(script.effects, [Effect::CopyText(wanted.into(), "the command".into())]);
}

#[test]
fn files_are_named_formed_and_never_written_over_unasked() {
    let file = |name: &str, replace| ExportFile { path: PathBuf::from(name), replace };
    let script = Script::small(100, 30).keys("space j space j d x");
    assert!(script.text().contains("diff-apprentice-baker.md"), "{}", script.text());
    let mut script = script.keys("enter");
    let question = CompareQuestion {
        left: script.role("apprentice"),
        right: script.role("baker"),
        options: PairingMode::Auto.into(),
        excerpt: ExcerptOptions::default(),
        why: false,
    };
    let wanted = |replace| {
        Effect::Export(
            Question::Compare(question),
            OutputFormat::Markdown,
            ExportTarget::File(file("diff-apprentice-baker.md", replace)),
        )
    };
    assert_eq!(script.effects, [wanted(false)]);
    // The second time, knowing that it is there.
    script.send(Msg::Exported(
        "diff-apprentice-baker.md".into(),
        ExportOutcome::AlreadyExists("/home/diff-apprentice-baker.md".into()),
    ));
    assert!(
        script.state.notice.as_ref().unwrap().contains("already exists"),
        "{:?}",
        script.state.notice
    );
    let script = script.keys("x enter");
    assert_eq!(script.effects[1], wanted(true));
    // A name of one's own: its ending tells the form; without one all are offered.
    let script = Script::small(100, 30).keys("j x \"mine.svg\" enter");
    assert_eq!(script.effects, [Effect::ExportSvg(file("mine.svg", false))]);
    let script = Script::small(100, 30).keys("j x \"mine\" down enter");
    assert_eq!(
        script.effects,
        [Effect::Export(
            show(&script, "baker"),
            OutputFormat::Html,
            ExportTarget::File(file("mine.html", false))
        )]
    );
    let mut script = Script::small(100, 30);
    script.send(Msg::Exported("a.md".into(), ExportOutcome::Failed("no room".into())));
    assert_eq!(script.state.notice.as_deref(), Some("could not save a.md: no room"));
}

#[test]
fn editors_and_browsers_are_asked_for_what_is_under_the_cursor() {
    let script = Script::small(100, 30).keys("j e");
    assert_eq!(script.effects, [Effect::OpenEditor(SearchItem::Role(script.role("baker")))]);
    let script = Script::small(100, 30).keys("4 \"knead\" esc e");
    assert!(
        matches!(script.effects[..], [Effect::OpenEditor(SearchItem::Skill(_))]),
        "{:?}",
        script.effects
    );
    let script = Script::small(100, 30).keys("j o");
    assert!(
        matches!(&script.effects[..], [Effect::OpenLink(link)] if link.starts_with("https://"))
            || script.state.notice.is_some()
    );
    let script = Script::builtin(100, 30).keys("j j j o");
    assert!(
        matches!(&script.effects[..], [Effect::OpenLink(link)] if link.starts_with("https://")),
        "{:?}",
        script.effects
    );
}
