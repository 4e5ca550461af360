//! What people who knew only the first screen stumbled over.

use std::collections::BTreeSet;

use roledex::analysis::matrix::matrix;
use roledex::analysis::skill_class::{MANY_SKILLS, SkillClass};
use roledex::model::Catalog;
use roledex::pack;
use roledex::report::matrix::{MatrixOptions, MatrixParts, document as matrix_document};
use roledex::tui::action::{Action, KeyContext};
use roledex::tui::bars::{self, ClickTarget};
use roledex::tui::effect::Effect;
use roledex::tui::footer::footer;
use roledex::tui::state::{Focus, RoleMarks};

use crate::script::Script;

fn catalog_of(text: &str) -> Catalog {
    let head = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n";
    let loaded = pack::from_files("p", &[("p.toml", &format!("{head}{text}"))]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

/// Two figures of a clerk, the newer one in pounds; a head clerk who is paid in dollars; a partner
/// with another basis.
fn paid() -> Catalog {
    let mut text = "[[source]]\nid = \"bureau\"\ntitle = \"Wages\"\npublisher = \"Bureau\"\n\
                    kind = \"statistics\"\n"
        .to_string();
    let pay = |amount: u32, currency: &str, region: &str, year: u32, basis: &str| {
        format!(
            "[[role.pay]]\nmean = {amount}\ncurrency = \"{currency}\"\nperiod = \"year\"\n\
             basis = \"{basis}\"\nregion = \"{region}\"\nas-of = {year}-01-01\nsource = \"bureau\"\n"
        )
    };
    let pounds = pay(68_000, "GBP", "UK", 2022, "base");
    let dollars = pay(117_000, "USD", "US", 2019, "base");
    for (id, title, pays) in [
        ("clerk", "Clerk", format!("{pounds}{dollars}")),
        ("head", "Head clerk", pay(150_000, "USD", "US", 2024, "base")),
        ("partner", "Partner", pay(300_000, "USD", "US", 2024, "total")),
        ("guard", "Guard", String::new()),
    ] {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{title}\"\nfamily = \"office\"\nsummary = \"Works.\"\n{pays}"
        );
    }
    catalog_of(&text)
}

/// A figure that is not the one of the role's own page says why it stands there, and names that one.
#[test]
fn a_figure_chosen_for_being_comparable_says_so() {
    let own = Script::new(paid(), 120, 30).keys("enter");
    assert!(own.text().contains("Pay             mean £68,000"), "{}", own.text());
    for (pair, keys) in [("space j space", "c"), ("space j space", "p"), ("j space k space", "c")] {
        let script = Script::new(paid(), 120, 30).keys(pair).keys(keys);
        let text = script.text();
        let line = text.lines().find(|line| line.contains("$117,000")).unwrap_or_default();
        assert!(line.contains("(US as on the other side; newest figure: mean £68,000"), "{text}");
        // The other figure is its own.
        let line = text.lines().find(|line| line.contains("$150,000")).unwrap_or_default();
        assert!(!line.contains("as on the other side"), "{text}");
    }
    // Where nothing compares, each role shows its own figure.
    for other in ["partner", "guard"] {
        let script = Script::new(paid(), 120, 30);
        let marks = RoleMarks::both(script.role("clerk"), script.role(other));
        let mut script = script;
        script.state.marks = marks;
        let script = script.keys("6");
        assert!(
            script.text().contains("mean £68,000 base a year, UK, 2022\n"),
            "{}",
            script.text()
        );
        assert!(!script.text().contains("117,000"), "{}", script.text());
    }
    let compared = Script::new(paid(), 120, 30).keys("space j space d").text();
    let head: Vec<&str> = compared.lines().skip(1).take(2).collect();
    assert!(head.concat().contains("mean $117,000 (US, like B)"), "{compared}");
    assert!(head.concat().contains("mean $150,000 (US)"), "{compared}");
    // The same figures as on every other page; one of another occupation is named as such.
    let head =
        Script::builtin(160, 30).keys("/ \"product_manager\" enter d \"product_lead\" enter");
    let head = head.text();
    assert!(head.contains("mean $117,000 (US, like B)"), "{head}");
    assert!(head.contains("pay of Marketing managers: median $161,030 (US)"), "{head}");
    let shown = Script::new(paid(), 160, 30).keys("space j space M").text();
    assert!(shown.contains("as on the other side"), "{shown}");
    let sorted = Script::new(paid(), 120, 30).keys("s \"pay\" enter");
    assert!(sorted.notice().contains("pay (US, base, per year"), "{}", sorted.notice());
}

/// The first skill that one has: the profile begins with the skills of A, and the counts follow.
#[test]
fn plus_starts_the_profile_from_the_skills_of_a() {
    let before = Script::small(120, 30).keys("c \"head\" enter j");
    let skill = before.state.gap.skill().unwrap();
    let held = before.state.catalog.role(before.state.marks.a.unwrap()).skills.len();
    let counts = |script: &Script| script.text().lines().nth(2).unwrap().to_string();
    let was = counts(&before);
    let script = before.keys("+");
    assert!(
        script.notice().starts_with("started your profile from Apprentice baker's skills and ")
            && script.notice().contains("; - undoes it"),
        "{}",
        script.notice()
    );
    assert!(script.text().contains("From your profile to Head baker"), "{}", script.text());
    assert_ne!(counts(&script), was, "the counts are those of the profile");
    assert_eq!(script.state.gap.skill(), Some(skill), "the cursor stays on the skill");
    let known = script.state.profile.skills.len();
    assert!(known == held || known == held + 1, "{known} {held}");
    let edits = script.effects.iter().filter(|effect| matches!(effect, Effect::EditProfile(_)));
    assert_eq!(edits.count(), known, "each skill is saved once");
    // One key undoes it, and everything is as it was.
    let undone = script.keys("-");
    assert!(undone.notice().contains("your profile is empty again"), "{}", undone.notice());
    assert_eq!((undone.state.profile.skills.len(), counts(&undone)), (0, was));
    assert!(undone.text().contains("From A Apprentice baker to B Head baker"), "{}", undone.text());
    // After another change, the same key only lowers the skill.
    let script = undone.keys("+ + -");
    assert!(script.state.profile.skills.len() >= held, "{}", script.notice());
    // Without a profile there is nothing to lower.
    let script = Script::small(120, 30).keys("c \"head\" enter -");
    assert!(script.notice().contains("no profile yet; + starts one from the skills of"));
}

/// With a profile, a change of it in the gap from A shows the gap from the profile.
#[test]
fn a_skill_added_to_a_profile_changes_the_counts_on_the_screen() {
    let script = Script::small(120, 30).keys("4 \"knead\" esc +");
    assert_eq!(script.state.profile.skills.len(), 1, "{}", script.text());
    let script = script.keys("1 g j c \"head\" enter j +");
    assert!(script.state.gap.from_profile, "{}", script.text());
    assert!(script.notice().ends_with("; the gap now starts from your profile (f: from A)"));
    assert_eq!(script.state.profile.skills.len(), 2);
    let script = script.keys("f");
    assert!(
        script.text().contains("From A ") && script.text().contains("  ✓"),
        "{}",
        script.text()
    );
}

/// No mark is lost without a word: a marked role that is chosen as B changes places with B.
#[test]
fn a_third_mark_is_kept_when_another_b_is_chosen() {
    let script = Script::small(120, 30).keys("j space j space j space d");
    let [a, b, c] = ["baker", "senior-baker", "head-baker"].map(|id| script.role(id));
    assert_eq!(script.state.marks, RoleMarks::of([a, b, c]));
    let script = script.keys("d \"head\" enter");
    assert_eq!(script.state.marks, RoleMarks::of([a, c, b]));
    let told =
        "A is Baker, B is Head baker; C Senior baker stays marked; H goes back to the pair before";
    assert_eq!(script.notice(), told);
    // Another one replaces B, and the message says that it does.
    let script = script.keys("d \"apprentice\" enter");
    let apprentice = script.role("apprentice");
    assert_eq!(script.state.marks, RoleMarks::of([a, apprentice, b]));
    assert!(
        script.notice().contains("C Senior baker stays marked, Head baker does not"),
        "{}",
        script.notice()
    );
}

/// Wherever a role is under the cursor that is neither A nor B, the views of A and B say so.
#[test]
fn a_key_pressed_on_a_third_role_says_whose_comparison_it_shows() {
    let marked = "j space j space";
    for there in ["j", "j enter", "4 \"knead\" enter", "4 ctrl-t \"head\" esc"] {
        for key in ["d", "c", "p"] {
            let script = Script::small(140, 30).keys(marked).keys(there);
            let here = script.state.role_at_cursor().unwrap();
            let is_marked = script.state.marks.letter(here).is_some();
            let title = script.state.catalog.role_title(here).to_string();
            let script = script.keys(key);
            assert_eq!(
                script.notice().contains(&format!("to use {title}")),
                !is_marked,
                "{there} {key}: {}",
                script.notice()
            );
        }
    }
}

fn asking(skills: &[(&str, usize)], roles: &[(&str, std::ops::Range<usize>)]) -> String {
    let mut text = String::new();
    let mut ids = Vec::new();
    for (kind, count) in skills {
        for at in 0..*count {
            let group =
                if *kind == "tool" && at % 2 == 0 { "group = \"Office software\"\n" } else { "" };
            text += &format!(
                "[[skill]]\nid = \"{kind}-{at}\"\nname = \"{kind} {at}\"\nkind = \"{kind}\"\n{group}"
            );
            ids.push(format!("\"{kind}-{at}\""));
        }
    }
    for (id, range) in roles {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"The {id}\"\nfamily = \"f\"\nsummary = \"Works.\"\n[role.skills]\nessential = [{}]\n",
            ids[range.clone()].join(", ")
        );
    }
    text
}

/// A role that asks for a hundred tools does not bury what else its matrix says.
#[test]
fn a_matrix_of_a_hundred_tools_is_folded_by_class() {
    let pack = asking(
        &[("craft", 5), ("knowledge", 5), ("tool", 80)],
        &[("nurse", 0..70), ("doctor", 20..90), ("porter", 0..8)],
    );
    let script = Script::new(catalog_of(&pack), 120, 40).keys("space j space j space M");
    let text = script.text();
    assert!(text.contains("▸ Software") && text.contains("▸ Tools"), "{text}");
    assert!(text.contains("▾ Skills") && text.contains("craft 0"), "{text}");
    assert!(!text.contains("tool 12"), "{text}");
    // enter shows them, and hides them again.
    let shown = script.keys("/ \"Software\" enter esc enter");
    assert!(
        shown.text().contains("▾ Software") && shown.text().contains("tool 4"),
        "{}",
        shown.text()
    );
    assert!(!shown.keys("enter").text().contains("▾ Software"));
    // On a terminal, the command has the same classes.
    let catalog = catalog_of(&pack);
    let roles: Vec<_> = ["nurse", "doctor"].map(|id| catalog.role_by_id(id).unwrap()).into();
    let answer = matrix(&catalog, &roles);
    assert!(answer.is_by_class());
    let mut out = Vec::new();
    let page = roledex::report::PageSetup { width: Some(120), colour: false };
    let options = MatrixOptions { by: MatrixParts::Both, only_differences: false };
    roledex::report::matrix::write_text(&mut out, &catalog, &answer, options, page).unwrap();
    let out = String::from_utf8(out).unwrap();
    for class in SkillClass::ALL {
        assert!(
            out.lines().any(|line| line.starts_with(&format!("{} ", class.title()))),
            "{class:?}: {out}"
        );
    }
    // A short list is not divided.
    let few = catalog_of(&asking(&[("tool", MANY_SKILLS)], &[("a", 0..MANY_SKILLS), ("b", 0..4)]));
    let roles: Vec<_> = few.role_ids().collect();
    assert!(!matrix(&few, &roles).is_by_class());
}

const COMPARED: &str = r#"
[[source]]
id = "s"
title = "Handbook"
publisher = "The guild"
kind = "handbook"
[[source]]
id = "t"
title = "Survey"
publisher = "Bureau"
kind = "survey"
[[theme]]
id = "first"
title = "First theme"
[[theme]]
id = "second"
title = "Second theme"
[[role]]
id = "a"
title = "Alpha"
family = "f"
summary = "The first."
[role.responsibilities]
first = [{ text = "Keeps the books of the firm.", sources = ["s"] }]
second = ["Plans the work of each week.", "Answers letters of the clients.", "Orders paper and ink."]
[[role]]
id = "b"
title = "Beta"
family = "f"
summary = "The second."
[role.responsibilities]
first = [{ text = "Keeps the books of the firm.", sources = ["t"] }]
second = [{ text = "Hires people for the office.", sources = ["s"] }]
[[role]]
id = "c"
title = "Gamma"
family = "f"
summary = "The third."
[[comparison]]
roles = ["a", "b", "c"]
[[comparison.point]]
aspect = "Scope"
texts = { a = "One desk.", b = "One floor.", c = "One house." }
[[comparison]]
roles = ["a", "b"]
[[comparison.point]]
aspect = "Horizon"
texts = { a = "Weeks.", b = "Years." }
[[comparison.point]]
aspect = "Scope"
texts = { a = "One desk.", b = "One floor." }
[[comparison]]
roles = ["b", "c"]
[[comparison.point]]
aspect = "Horizon"
texts = { b = "Years.", c = "Decades." }
"#;

/// Words first: a row for each aspect that comparisons of these roles state, and each once.
#[test]
fn a_matrix_shows_the_key_differences_of_its_roles() {
    let script = Script::new(catalog_of(COMPARED), 120, 40).keys("space j space j space M");
    let text = script.text();
    let line = |word: &str| text.lines().find(|line| line.contains(word)).unwrap_or_default();
    assert!(text.contains("KEY DIFFERENCES  2"), "{text}");
    for word in ["One desk.", "One floor.", "One house."] {
        assert!(line("Scope").contains(word), "{text}");
    }
    for word in ["Weeks.", "Years.", "Decades."] {
        assert!(line("Horizon").contains(word), "{text}");
    }
    assert_eq!(text.matches("Scope").count(), 1, "{text}");
    let catalog = catalog_of(COMPARED);
    let roles: Vec<_> = catalog.role_ids().collect();
    let answer = matrix(&catalog, &roles);
    let options = MatrixOptions { by: MatrixParts::Both, only_differences: false };
    let sections: Vec<String> = matrix_document(&catalog, &answer, options)
        .sections
        .iter()
        .map(|section| section.heading.clone())
        .collect();
    assert!(sections.contains(&"Key differences".to_string()), "{sections:?}");
    let json = roledex::report::matrix::json(&catalog, &answer, options);
    assert_eq!(json["key_differences"][0]["cells"][2], "One house.", "{json}");
}

/// What is saved names the sources, in the order of the screen.
#[test]
fn a_saved_comparison_names_its_sources_in_the_order_of_the_screen() {
    use roledex::analysis::diff::{PairingMode, diff};
    let catalog = catalog_of(COMPARED);
    let [a, b] = ["a", "b"].map(|id| catalog.role_by_id(id).unwrap());
    let answer = diff(&catalog, a, b, PairingMode::Auto);
    let document = roledex::report::diff::document(&catalog, &answer, None);
    let markdown = {
        let mut out = Vec::new();
        roledex::report::document::markdown::write(&mut out, &document).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(markdown.contains("| A: The guild · B: Bureau |"), "{markdown}");
    assert!(markdown.contains("| Source |"), "{markdown}");
    // The theme with most changes comes first, here as on the screen.
    let place =
        |text: &str, word: &str| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
    assert!(place(&markdown, "Second theme") < place(&markdown, "First theme"), "{markdown}");
    let screen = Script::new(catalog_of(COMPARED), 120, 40).keys("space j space 3").text();
    let upper = screen.to_uppercase();
    assert!(place(&upper, "SECOND THEME") < place(&upper, "FIRST THEME"), "{screen}");
    let json = roledex::report::diff::json(&catalog, &answer, None);
    assert_eq!(json["responsibilities"][0]["theme"]["id"], "second", "{json}");
    let sides: Vec<&str> = json["responsibilities"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["theme"]["id"] == "first")
        .map(|row| row["left"]["sources"][0].as_str().unwrap())
        .collect();
    assert_eq!(sides, ["s"], "{json}");
}

/// A pair of the built-in pack: the file has the themes in the order of the screen.
#[test]
fn themes_have_one_order_on_the_screen_and_in_files() {
    let script = Script::builtin(140, 50).keys("d \"product_lead\" enter");
    let screen = script
        .state
        .compare
        .doc()
        .rows
        .iter()
        .map(|row| row.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let screen: Vec<String> = screen.collect();
    let answer = script.state.compare.diff().unwrap();
    let document = roledex::report::diff::document(&script.state.catalog, answer, None);
    let section =
        document.sections.iter().find(|section| section.heading == "Responsibilities").unwrap();
    let mut themes: Vec<String> = section.rows.iter().map(|row| row.cell(1usize).text()).collect();
    themes.dedup();
    assert!(themes.len() > 3);
    let places: Vec<usize> = themes
        .iter()
        .map(|theme| {
            let heading = |line: &&String| line.trim_start().starts_with(&format!("{theme}  A "));
            let found = screen.iter().find(heading);
            screen.iter().position(|line| Some(line) == found).unwrap_or_else(|| panic!("{theme}"))
        })
        .collect();
    assert!(places.is_sorted(), "{themes:?} {places:?}");
}

/// A digit is a view, in a search that was just opened by one too.
#[test]
fn a_digit_is_a_view_and_one_without_a_view_says_so() {
    for (digit, focus) in [("1", Focus::Roles), ("2", Focus::Detail), ("4", Focus::SkillInput)] {
        let script = Script::small(100, 30).keys("j 4").keys(&format!("\"{digit}\""));
        assert_eq!(script.state.focus, focus, "{digit}");
        assert_eq!(script.state.skills.input.value(), "", "{digit}");
    }
    for (digit, focus) in
        [("5", Focus::Path), ("6", Focus::Gap), ("7", Focus::Matrix), ("3", Focus::Compare)]
    {
        let script = Script::small(100, 30).keys("j space j space 4").keys(&format!("\"{digit}\""));
        assert_eq!(script.state.focus, focus);
    }
    for keys in ["4 \"9\"", "j 8", "j enter 0", "j space j space 3 9", "4 esc 8"] {
        let script = Script::small(100, 30).keys(keys);
        assert!(script.notice().starts_with("there is no view "), "{keys}: {}", script.notice());
        assert!(script.notice().ends_with("keys 1–7 switch views"), "{keys}: {}", script.notice());
        assert_eq!(script.state.skills.input.value(), "", "{keys}");
    }
    // The help lists the views: their keys work in it.
    let script = Script::small(100, 30).keys("j space j space ? 3");
    assert_eq!((script.state.focus, script.state.overlays.len()), (Focus::Compare, 0));
    let script = Script::small(100, 30).keys("? 9");
    assert!(script.notice().starts_with("esc closes this list"), "{}", script.notice());
    // Text that is typed or pasted is text.
    for keys in ["/ \"3\"", "4 \"k3\"", "4 esc / \"3\"", "d \"3\""] {
        let script = Script::small(100, 30).keys(keys);
        let typed = [
            script.state.roles.filter.value().to_string(),
            script.state.skills.input.value().to_string(),
            script
                .state
                .overlays
                .last()
                .map(|top| top.input.value().to_string())
                .unwrap_or_default(),
        ];
        assert!(typed.concat().ends_with('3'), "{keys}: {typed:?}");
    }
}

/// The text that is nearest to one without a counterpart is not taken for one of its column.
#[test]
fn the_nearest_text_names_its_side() {
    for width in [80, 120, 60] {
        let mut script = Script::builtin(width, 200);
        let [a, b] = ["product-manager", "product-lead"].map(|id| script.role(id));
        script.state.marks = RoleMarks::both(a, b);
        let text = script.keys("3").text();
        let near: Vec<&str> = text.lines().filter(|line| line.contains("; nearest")).collect();
        assert!(!near.is_empty(), "{width}: {text}");
        for line in &near {
            assert!(
                line.contains("not in A; nearest there")
                    || line.contains("not in B; nearest there"),
                "{line}"
            );
        }
        assert!(!text.contains("similar: "), "{text}");
    }
}

/// `space` marks the role of the name under the cursor; elsewhere, the role that is shown.
#[test]
fn space_marks_the_name_under_the_cursor() {
    let script = Script::builtin(120, 40).keys("/ \"product_manager\" enter");
    let here = script.state.detail.role().unwrap();
    let script = script.keys("space");
    assert_eq!(script.state.marks, RoleMarks::of([here]), "no name is selected");
    let script = Script::builtin(120, 40).keys("/ \"product_manager\" enter #");
    let linked = script.state.role_at_cursor().unwrap();
    assert_ne!(linked, here);
    let script = script.keys("space");
    assert_eq!(script.state.marks, RoleMarks::of([linked]));
    let title = script.state.catalog.role_title(linked);
    assert!(script.notice().starts_with(&format!("A is {title}")), "{}", script.notice());
    let unmark = bars::to_row(&footer(&script.state, 160));
    assert!(unmark.iter().any(|piece| piece.text.contains("unmark")), "{unmark:?}");
    // Comparing offers that role first.
    let script = Script::builtin(120, 40).keys("/ \"product_manager\" enter # d enter");
    assert_eq!(script.state.compare.pair(), Some((here, linked)));
    // On the names of other pages too, and where there is none, the message says so.
    let script = Script::small(120, 40).keys("j space j j space 3 space");
    assert_eq!(script.notice(), "no role here to mark");
    let script = Script::small(120, 40).keys("j space j j space 6 space");
    assert_eq!(script.notice(), "no role here to mark");
}

/// A role found by another name says which.
#[test]
fn a_result_names_the_alias_that_matched() {
    let pack = "[[role]]\nid = \"a\"\ntitle = \"Cook\"\nfamily = \"f\"\nsummary = \"Cooks.\"\naliases = [\"Chef de partie\"]\nhidden = [\"kitchen wizard\"]\n\
                [[skill]]\nid = \"s\"\nname = \"Frying\"\nkind = \"craft\"\naliases = [\"Sauteing\"]\nhidden = [\"pan work\"]\n";
    for (keys, shown) in [
        ("/ \"partie\"", "Cook  also called Chef de partie"),
        ("/ \"wizard\"", "Cook  found as kitchen wizard"),
        ("4 \"sauteing\"", "Frying  also called Sauteing"),
        ("4 \"pan\"", "Frying  found as pan work"),
        ("4 ctrl-t \"partie\"", "Cook  also called Chef de partie"),
    ] {
        let script = Script::new(catalog_of(pack), 160, 24).keys(keys);
        assert!(script.text().contains(shown), "{keys}: {}", script.text());
    }
    // Without room for the words, the name itself is shown.
    let script = Script::new(catalog_of(pack), 60, 24).keys("/ \"partie\"");
    assert!(script.text().contains("Cook  = Chef"), "{}", script.text());
}

/// `u` says what it hides, which may be out of sight, and why it does nothing.
#[test]
fn hiding_rows_says_how_many_are_the_same() {
    let script = Script::new(catalog_of(COMPARED), 120, 40).keys("space j space 3 u");
    let told = script.notice();
    assert!(told.starts_with("showing changes only; ") && told.ends_with(" hidden"), "{told}");
    assert!(told.contains("1 responsibility"), "{told}");
    let differ = "[[role]]\nid = \"a\"\ntitle = \"Alpha\"\nfamily = \"f\"\nsummary = \"One.\"\n[[role]]\nid = \"b\"\ntitle = \"Beta\"\nfamily = \"g\"\nsummary = \"Two.\"\n";
    let script = Script::new(catalog_of(differ), 120, 40).keys("g j space j j space 3 u");
    assert_eq!(
        script.notice(),
        "no row is the same on both sides: none to hide",
        "{}",
        script.text()
    );
}

/// `tab` walks through the sections of a comparison, and round.
#[test]
fn tab_walks_the_sections_of_a_comparison() {
    let script = Script::builtin(120, 36).keys("d \"product_lead\" enter");
    let sections = script.state.compare.doc().sections.len();
    let section = |script: &Script| script.state.compare.page.section();
    assert_eq!(section(&script), Some(0));
    let mut script = script;
    for at in 1..sections {
        script.press("tab");
        assert_eq!(section(&script), Some(at));
    }
    script.press("tab");
    assert_eq!((section(&script), script.notice()), (Some(0), "from the top"));
    let script = script.keys("tab tab shift-tab");
    assert_eq!(section(&script), Some(1));
}

/// In Path and Gap, the key that opened them asks for another goal.
#[test]
fn the_key_of_a_view_asks_for_another_goal_there() {
    for (key, focus) in [("p", Focus::Path), ("c", Focus::Gap), ("d", Focus::Compare)] {
        let script = Script::small(120, 30).keys("j space j space").keys(key);
        assert_eq!(script.state.focus, focus);
        let script = script.keys(key).keys("\"head\" enter");
        let pair = RoleMarks::both(script.role("baker"), script.role("head-baker"));
        assert_eq!((script.state.focus, script.state.marks), (focus, pair), "{key}");
    }
}

/// What changes when a key does something: the screen, the effects, the place.
fn trace(script: &Script) -> (String, String, usize, String) {
    let (text, looks) = script.frame("terminal");
    let state = &script.state;
    let rest = format!(
        "{:?} {:?} {:?} {:?}",
        state.focus,
        state.marks,
        state.zoomed,
        state.overlays.len()
    );
    (text, looks, script.effects.len(), rest)
}

/// Places of the explorer, each with the keys that lead there and somewhere into the middle.
const PLACES: &[(&str, &str)] = &[
    ("roles", "j j"),
    ("family", "g"),
    ("filtered roles", "/ \"ba\" esc j"),
    ("role", "j j enter j j"),
    ("compare", "j j space j space 3 j j j"),
    ("path", "j space j j space 5 j"),
    ("gap", "j space j j space 6 j"),
    ("gap from the profile", "j space j j space 6 j + j"),
    ("matrix", "j space j space j space 7 j j"),
    ("skills", "4 esc j j"),
    ("roles of a skill", "4 esc j enter"),
    ("empty compare", "j space j space 3 U"),
    ("empty path", "j space j space 5 U"),
    ("empty gap", "j space j space 6 U"),
    ("empty matrix", "j space j space 7 U"),
    ("searched page", "j space j space 3 / \"the\" enter"),
    ("nothing found", "/ \"qqq\" esc"),
    ("no skill found", "4 \"qqq\" esc"),
];

/// Every key that the help lists does something, or says why not.
#[test]
fn every_key_of_the_help_acts_or_says_why_not() {
    let mut silent = BTreeSet::new();
    let (width, height) = (100, 20);
    for (place, keys) in PLACES {
        let mut base = Script::small(width, height).keys(keys);
        base.state.notice = None;
        let before = trace(&base);
        let bound = base.state.keymap.effective(base.state.contexts());
        let all = bound.iter().filter_map(|row| {
            Some((row.spec.context, row.spec.action, (*row.keys.first()?).to_string()))
        });
        for (context, action, key) in all {
            let is_movement = context == KeyContext::Scroll;
            // At an end, in a list of one or in an empty one, there is nowhere to go.
            let ends = ["family", "empty", "nothing", "no skill", "roles of"];
            if is_movement && ends.iter().any(|end| place.starts_with(end)) {
                continue;
            }
            let mut script = Script::small(width, height).keys(keys);
            script.state.notice = None;
            script.press(&key);
            if trace(&script) == before {
                silent.insert(format!("{place} at {width}×{height}: {key} ({action:?})"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Every key of the footer does something, in fields and in lists on top too.
#[test]
fn every_key_of_the_footer_acts() {
    let more = [
        ("filter", "/ \"ba\""),
        ("empty filter", "/"),
        ("skill field", "4 \"kn\""),
        ("empty skill field", "4"),
        ("page search", "j enter / \"the\""),
        ("help", "?"),
        ("palette", ": \"theme\""),
        ("picker", "j d"),
        ("first role", "g p"),
        ("facets", "f"),
        ("save as", "j enter x"),
        ("copy", "j enter y"),
        ("bookmarks", "j b j b '"),
    ];
    let mut silent = BTreeSet::new();
    for (place, keys) in PLACES.iter().chain(&more) {
        let mut base = Script::small(200, 30).keys(keys);
        let shown: Vec<(Action, String)> = footer(&base.state, 200)
            .iter()
            .filter_map(|(piece, target)| match target {
                Some(ClickTarget::Run(action)) if !piece.text.starts_with(' ') => {
                    Some((*action, piece.text.to_string()))
                }
                _ => None,
            })
            .collect();
        assert!(!shown.is_empty(), "{place}");
        base.state.notice = None;
        let before = trace(&base);
        for (action, key) in shown {
            let mut script = Script::small(200, 30).keys(keys);
            script.state.notice = None;
            script.press(&key);
            if trace(&script) == before {
                silent.insert(format!("{place}: {key} ({action:?})"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// The word that marks the selection for a screen reader covers nothing.
#[test]
fn the_mark_of_the_selection_covers_no_text() {
    for keys in ["enter", "d enter", "c enter", "p enter", "M"] {
        let mut script = Script::builtin(80, 24);
        script.state.make_accessible();
        let mut script = script.keys(keys);
        for _ in 0..8 {
            script.press("j");
            script.state.notice = None;
            let text = script.text();
            let shown = text.lines().find(|line| line.contains("[selected]")).unwrap_or_default();
            let page = script.state.page().unwrap();
            let Some(row) = page.doc().rows.get(page.selected_lines().start) else { continue };
            let row: String = row.iter().map(|piece| piece.text.as_str()).collect();
            for word in row.split_whitespace().filter(|word| word.is_ascii()) {
                assert!(shown.contains(word), "{keys}: {word}: {shown:?}\n{text}");
            }
        }
    }
}
