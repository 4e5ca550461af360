//! Two roles side by side: what its keys and the mouse do, and that the command beside it prints
//! the same rows.

use roledex::analysis::diff::{DiffStatus, ExcerptOptions};
use roledex::tui::state::{Focus, RoleMarks, ScreenView};
use roledex::tui::update::Msg;

use crate::script::Script;

#[test]
fn changes_are_walked_around() {
    let script = Script::small(100, 12).keys("d \"head\" enter");
    let total = script.state.compare.doc().changes.len();
    assert!(total > 5);
    assert_eq!(script.state.compare.change(), Some(0));
    assert!(script.text().contains("row 1 of"), "{}", script.text());
    let script = script.keys("n");
    assert_eq!(script.state.compare.change(), Some(1));
    let script = script.keys("N N");
    assert_eq!(script.state.compare.change(), Some(total - 1));
    let line = script.state.compare.doc().changes[total - 1];
    assert!(
        (script.state.compare.page.scroll.top..script.state.compare.page.scroll.top + 8)
            .contains(&line)
    );
    let script = script.keys("n");
    assert_eq!(script.state.compare.change(), Some(0));
}

#[test]
fn swap_and_changes_only() {
    let script = Script::small(100, 30).keys("d \"head\" enter S");
    assert_eq!(
        script.state.compare.pair(),
        Some((script.role("head-baker"), script.role("apprentice")))
    );
    let all = script.state.compare.doc().rows.len();
    let script = script.keys("u");
    assert!(script.state.compare.doc().rows.len() < all);
}

#[test]
fn a_skill_that_only_weighs_more_is_a_change_as_the_command_has_it() {
    let role = |id: &str, importance: &str| {
        format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"f\"\nsummary = \"S.\"\n\
             [role.skills]\n{importance} = [\"juggling: working\"]\n"
        )
    };
    let text = format!(
        "[pack]\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nformat = 1\n\
         [[skill]]\nid = \"juggling\"\nname = \"Juggling\"\nkind = \"craft\"\n{}{}",
        role("one", "essential"),
        role("two", "useful")
    );
    let loaded = roledex::pack::from_files("p", &[("p.toml", &text)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let script = Script::new(loaded.catalog, 100, 30).keys("space j space j d");
    assert_eq!(script.state.compare.doc().changes.len(), 1, "{}", script.text());
    let script = script.keys("u");
    assert_eq!(script.state.command(), "roledex diff one two --only-differences");
    assert!(script.text().contains("Juggling"), "{}", script.text());
}

/// The signs of the rows that are told of the section called `title`, as far as the screen is long.
fn signs(script: &Script) -> String {
    let doc = script.state.compare.doc();
    doc.rows
        .iter()
        // The sign of what only B has is beside its text, behind the rule.
        .filter_map(|row| row.iter().find_map(|piece| sign_of(&piece.text)))
        .collect()
}

/// The sign in a gutter of two cells.
fn sign_of(piece: &str) -> Option<char> {
    let mut chars = piece.trim_end().chars();
    let sign = chars.next().filter(|c| "=~−+".contains(*c))?;
    (chars.next().is_none() && piece.chars().count() == 2).then_some(sign)
}

fn compared(width: u16, height: u16) -> Script {
    let script = Script::small(width, height).keys("j space j space j d");
    assert_eq!(script.state.command(), "roledex diff baker senior-baker");
    script
}

#[test]
fn kinds_are_shown_one_by_one_and_then_everything() {
    let all = signs(&compared(100, 40));
    assert!("=~−+".chars().all(|sign| all.contains(sign)), "{all}");
    let mut script = compared(100, 40);
    for (kind, sign) in [("changed", '~'), ("left", '−'), ("right", '+'), ("same", '=')] {
        script = script.keys("f");
        let shown = signs(&script);
        assert!(shown.chars().all(|c| c == sign) && !shown.is_empty(), "{kind}: {shown}");
        assert_eq!(
            script.state.command(),
            format!("roledex diff baker senior-baker --kind {kind}")
        );
    }
    let script = script.keys("f");
    assert_eq!(
        (signs(&script), script.state.compare.excerpt),
        (all.clone(), ExcerptOptions::default())
    );
    // Esc leaves the filter before it leaves the comparison.
    let script = script.keys("f esc");
    assert_eq!((signs(&script), script.state.focus), (all, Focus::Compare));
    assert_eq!(script.keys("esc").state.focus.view(), ScreenView::Roles);
}

#[test]
fn context_grows_until_everything_is_shown_and_shrinks_until_nothing_is() {
    let mut script = compared(100, 40).keys("{");
    assert_eq!(script.state.command(), "roledex diff baker senior-baker --context 3");
    let mut rows = usize::MAX;
    for context in [2, 1, 0] {
        script = script.keys("{");
        assert_eq!(
            script.state.compare.excerpt,
            ExcerptOptions { kind: None, context: Some(context) }
        );
        assert!(signs(&script).len() <= rows);
        rows = signs(&script).len();
    }
    assert!(!signs(&script).contains('='));
    assert_eq!(script.state.command(), "roledex diff baker senior-baker --only-differences");
    let mut script = script.keys("{");
    assert!(script.state.notice.as_ref().unwrap().contains("left to hide"));
    for _ in 0..20 {
        script = script.keys("}");
    }
    assert_eq!(script.state.compare.excerpt, ExcerptOptions::default());
    assert_eq!(script.state.notice.as_deref(), Some("everything is already shown"));
    // Around the rows of one kind too.
    let script = compared(100, 40).keys("f }");
    assert_eq!(
        script.state.compare.excerpt,
        ExcerptOptions { kind: Some(DiffStatus::Changed), context: Some(1) }
    );
    assert!(signs(&script).contains('='), "{}", signs(&script));
    assert_eq!(
        script.state.command(),
        "roledex diff baker senior-baker --kind changed --context 1"
    );
    assert!(script.keys("u").state.compare.excerpt == ExcerptOptions::default());
}

#[test]
fn the_row_under_the_cursor_stays_where_it_is_when_others_come_and_go() {
    let script = Script::builtin(100, 24).keys("space j j j j space j d ctrl-d n n n");
    let at = |script: &Script| {
        let line = script.state.compare.page.selected_lines().start;
        let row = &script.state.compare.doc().rows[line];
        (
            line - script.state.compare.page.scroll.top,
            row.iter().map(|piece| piece.text.as_str()).collect::<String>(),
        )
    };
    let before = at(&script);
    for keys in ["u", "u", "{", "} } }", "s", "s", "i", "i"] {
        let script =
            Script::builtin(100, 24).keys("space j j j j space j d ctrl-d n n n").keys(keys);
        if keys.starts_with(['u', '{', '}']) {
            assert_eq!(at(&script), before, "{keys}");
        }
    }
}

#[test]
fn what_is_read_stays_in_sight_when_other_rows_are_shown() {
    // The heading above stays, and the cursor is seen.
    for keys in ["u", "u u", "{", "f }"] {
        let script = Script::builtin(80, 24).keys("j space j j j d enter n").keys(keys);
        let page = &script.state.compare.page;
        let seen = page.scroll.top..page.scroll.top + 20;
        assert!(seen.contains(&page.selected_lines().start), "{keys}");
    }
    // Pages move the cursor, so that the text is not pulled back to where it was.
    let script = Script::builtin(80, 24).keys("j space j j j d enter n ctrl-f ctrl-f u");
    assert!(script.state.compare.page.scroll.top > 0);
}

#[test]
fn all_of_a_row_is_told_and_the_row_alone_again() {
    let script = Script::builtin(100, 30).keys("space j j j j space j d n");
    let before = script.text();
    let script = script.keys("enter");
    let told = script.text();
    assert!(told.contains("paired: ") || told.contains("no counterpart"), "{told}");
    assert!(told.lines().any(|line| line.contains("A tactical")
        || line.contains("B tactical")
        || line.contains("source: ")));
    let script = script.keys("enter");
    assert_eq!(script.text(), before);
    // The first press of a beginner is answered.
    let script = Script::builtin(100, 30).keys("space j j d enter enter");
    assert!(script.state.notice.is_none(), "{}", script.text());
    // What can tell nothing stays as it is, however often it is asked.
    let script = Script::small(100, 30).keys("j space j j space j d ] enter");
    let before = script.text();
    assert!(script.state.notice.as_ref().unwrap().contains("nothing more about"));
    assert_eq!(script.keys("enter").text(), before);
    // What a skill is, and who asks what of it.
    let script = compared(100, 30).keys("N enter");
    assert!(
        script.text().contains("A useful · awareness · counts the till · source: The guild"),
        "{}",
        script.text()
    );
    let script = compared(100, 30).keys("N N N enter");
    let told = script.text();
    assert!(
        told.contains("Working dough until") && told.contains("expert: Kneads any dough by feel."),
        "{told}"
    );
}

#[test]
fn texts_on_one_line_move_sideways_and_open_in_full() {
    let script = Script::builtin(100, 30).keys("space j j j j space j d ] w");
    let rows = script.state.compare.doc().rows.len();
    assert!(
        rows < Script::builtin(100, 30)
            .keys("space j j j j space j d ]")
            .state
            .compare
            .doc()
            .rows
            .len()
    );
    assert!(script.text().contains('…'));
    // Nothing before the start.
    let script = script.keys("h");
    assert_eq!(script.state.notice.as_deref(), Some("end of text"));
    let before = script.text();
    let script = script.keys("l l");
    assert_ne!(script.text(), before);
    assert_eq!(script.state.compare.shift, Some(16));
    let script = script.keys("h left");
    let text = |text: &str| text.lines().take(29).collect::<Vec<_>>().join("\n");
    assert_eq!(text(&script.text()), text(&before));
    let mut script = script;
    for _ in 0..60 {
        script = script.keys("right");
    }
    let end = script.state.compare.shift;
    assert_eq!(script.state.notice.as_deref(), Some("end of text"));
    assert!(end > Some(16) && end < Some(480), "{end:?}");
    // Wider: less is hidden.
    script.send(Msg::Resize(180, 30));
    assert!(script.state.compare.shift < end);
    let script = script.keys("n enter w");
    assert_eq!(script.state.compare.shift, None);
    // Then they go from name to name.
    let script = script.keys("l");
    assert!(script.state.notice.as_ref().unwrap().contains("no more names"));
}

#[test]
fn the_rule_between_the_columns_moves_and_is_remembered() {
    let rule = |script: &Script| {
        let text = script.text();
        let at = |line: &str| line.chars().position(|c| c == '│');
        // In the last column is the track of the scroll bar.
        let found = text.lines().filter_map(at).filter(|at| *at < 119);
        let found: Vec<usize> = found.collect();
        assert!(found.windows(2).all(|two| two[0] == two[1]), "the rule is straight: {found:?}");
        found[0]
    };
    let script = Script::builtin(120, 30).keys("space j j j j space j d");
    let middle = rule(&script);
    let script = script.keys("> > >");
    assert_eq!(rule(&script), middle + 12);
    let mut script = script.keys("<");
    assert_eq!(rule(&script), middle + 8);
    script.send(Msg::Click(middle as u16 + 8, 12));
    script.send(Msg::Drag(40, 12));
    assert_eq!(rule(&script), 40);
    script.send(Msg::Drag(2, 12));
    let least = rule(&script);
    assert!((20..30).contains(&least), "{least}");
    let script = script.keys("<");
    assert!(script.state.notice.as_ref().unwrap().contains("any narrower"));
    let (mut memory, set) = (
        roledex::tui::session::Session::default(),
        roledex::tui::session::InitialSettings::default(),
    );
    let before = memory.clone();
    script.state.save_session(&mut memory, &before, &set);
    let mut next = Script::builtin(120, 30);
    next.state.restore_session(&memory, &set);
    let next = next.keys("g j space j j j space d");
    assert_eq!(rule(&next), least);
    assert_eq!(rule(&next.keys("=")), middle);
    // A click elsewhere takes hold of nothing: it puts the cursor there, and the next tells all of
    // the row.
    let mut script = Script::builtin(120, 30).keys("space j j j j space j d");
    script.send(Msg::Click(4, 6));
    let lines = script.state.compare.page.selected_lines();
    script.send(Msg::Drag(30, 6));
    assert_eq!(rule(&script), middle);
    assert!(lines.contains(&(script.state.compare.page.scroll.top + 3)), "{lines:?}");
    // One column has no rule.
    let script = Script::builtin(120, 30).keys("space j j j j space j d s s >");
    assert!(script.state.notice.is_some());
}

#[test]
fn the_cursor_finds_its_row_again_when_the_packs_change() {
    let text = include_str!("fixtures/small.toml");
    let mut script = Script::small(100, 30).keys("j space j space j d n n n enter");
    let told = |script: &Script| {
        let line = script.state.compare.page.selected_lines().start;
        script.state.compare.doc().rows[line]
            .iter()
            .map(|piece| piece.text.as_str())
            .collect::<String>()
    };
    let before = told(&script);
    let changed = text.replacen("Makes the dough", "Prepares the dough", 1);
    let loaded = roledex::pack::from_files("small", &[("small.toml", &changed)]);
    script.take_up(loaded.catalog);
    assert_eq!(told(&script), before);
}

/// A skill that is essential for one role and useful for the other is not the same for both, in any
/// view.
#[test]
fn another_importance_is_not_the_same() {
    let mut script = Script::builtin(120, 40);
    script.state.marks = RoleMarks::both(script.role("qa-engineer"), script.role("sdet"));
    let mut script = script.keys("3");
    for _ in 0..2 {
        let page = &script.state.compare.page.doc().rows;
        let texts = page.iter().map(|row| row.iter().map(|text| &*text.text).collect::<String>());
        let texts: Vec<String> = texts.collect();
        let start = texts.iter().position(|text| text.starts_with("Both ask for it, but")).unwrap();
        assert!(texts[start].ends_with(" not in the same way 2"), "{texts:?}");
        assert!(texts[start + 1..start + 3].iter().all(|text| text.starts_with("~ ")), "{texts:?}");
        script.press("u");
    }
    let args = ["diff", "qa-engineer", "sdet", "--format", "markdown"];
    let page = crate::program::out(&crate::program::run(&args));
    let row = page.lines().find(|line| line.contains("Quality assurance |")).unwrap_or(&page);
    assert!(row.contains("~ asked for differently"), "{row}");
    assert!(
        page.contains("~ asked for differently: at another importance, or one states no level"),
        "{page}"
    );
}

/// A saved comparison leads to its sources, and explains no sign that it does not have.
#[test]
fn a_saved_comparison_has_links_and_no_idle_legend() {
    let all = saved_page("product-manager", "product-lead");
    assert!(all.contains("data-head=\"Source\"><a href=\"https://"), "{all}");
    let pages = [
        all,
        saved_page("accountant", "bookkeeper"),
        saved_page("qa-engineer", "sdet"),
        saved_page("chief-product-officer", "chief-executive-officer"),
    ];
    for page in pages {
        let (intro, rest) = page.split_once("<h2").unwrap();
        for (legend, sign) in [
            ("≠ stated difference", "≠"),
            ("? not comparable", "not comparable: "),
            ("nearest: the most similar", "nearest in "),
            ("▲ grow", "</span> grow</td>"),
            ("+ learn", "</span> learn</td>"),
            ("= keep", "</span> keep</td>"),
            ("▼ B asks", "</span> asks for less</td>"),
            ("~ asked for differently", "</span> asked for differently</td>"),
        ] {
            assert_eq!(intro.contains(legend), rest.contains(sign), "{legend}: {intro}");
        }
    }
}

fn saved_page(a: &str, b: &str) -> String {
    crate::program::out(&crate::program::run(&["diff", a, b, "--format", "html"]))
}
