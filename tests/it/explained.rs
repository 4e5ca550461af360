//! The pages explain themselves: their signs, their figures and their blocks, on the screen and on
//! the command line in the same words.

use roledex::analysis::gap::{gap, skills_of_role};
use roledex::model::Catalog;
use roledex::report::{PageSetup, gap as report};
use roledex::tui::marks::RoleMarks;
use roledex::tui::state::Focus;

use crate::script::Script;

/// A pack of two roles that share a few of many skills, tools and programs among them.
fn crowded() -> Catalog {
    let mut text =
        "[pack]\nformat = 1\nid = \"crowd\"\ntitle = \"Crowd\"\nversion = \"1\"\n".to_string();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for at in 0..120 {
        let (kind, group) = match at % 4 {
            0 => ("craft", "Handwork"),
            1 => ("knowledge", "Sciences"),
            2 => ("tool", "Office software"),
            _ => ("tool", "Carts"),
        };
        text += &format!(
            "[[skill]]\nid = \"s{at}\"\nname = \"Skill {at}\"\nkind = \"{kind}\"\ngroup = \"{group}\"\n"
        );
        match at {
            0..60 => first.push(format!("\"s{at}: working\"")),
            _ => second.push(format!("\"s{at}: expert\"")),
        }
        if at < 10 {
            second.push(format!("\"s{at}: expert\""));
        }
    }
    for (id, skills) in [("a", first), ("b", second)] {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"Role {id}\"\nfamily = \"f\"\nsummary = \"S.\"\n\
             [role.skills]\nessential = [{}]\n",
            skills.join(", ")
        );
    }
    let loaded = roledex::pack::from_files("crowd", &[("crowd.toml", &text)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

/// The explorer over `catalog`, with the gap from its first role to its second.
fn gap_of(catalog: Catalog, (width, height): (u16, u16)) -> Script {
    Script::new(catalog, width, height).keys("g j space j space 6")
}

/// The gap from the role `a` to the role `b` of `catalog`, on a terminal of 80 columns.
fn terminal(catalog: &Catalog, all: bool) -> String {
    let [a, b] = ["a", "b"].map(|id| catalog.role_by_id(id).unwrap());
    let gaps = [gap(catalog, &skills_of_role(catalog.role(a)), b)];
    let answer = report::GapReport {
        from: report::GapOrigin::Role(a),
        resolved: None,
        gaps: &gaps,
        doors: &[],
        all,
    };
    let mut out = Vec::new();
    let page = PageSetup { width: Some(80), colour: false };
    report::write_text(&mut out, catalog, &answer, page).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_row_of_a_gap_is_explained() {
    for (catalog, size) in [
        (crowded(), (120, 36)),
        (crowded(), (80, 24)),
        (crate::script::small(), (120, 36)),
        (crate::script::small(), (80, 24)),
    ] {
        let mut script = gap_of(catalog, size);
        let rows = script.state.gap.page.doc().item_count();
        assert!(rows > 3, "{}", script.text());
        // Headings, folded classes and met skills, not only skills to learn.
        for item in 0..rows {
            script.state.gap.page.select_item(item);
            let details = script.state.gap.details(&script.state.catalog, 40, size.0 < 100);
            let lines = details.map(|text| text.rows.len()).unwrap_or_default();
            assert!(lines > 1, "row {item} of {rows} at {size:?}\n{}", script.text());
        }
    }
}

#[test]
fn begun_skills_are_counted_apart_from_new_ones_everywhere() {
    let script = gap_of(crowded(), (120, 36));
    let (screen, text) = (script.text(), terminal(&crowded(), false));
    // Ten of the seventy are there at a lower level.
    for shown in [&screen, &text] {
        assert!(shown.contains("Essential 0 met, 10 begun, 60 new"), "{shown}");
        assert!(shown.contains("70 skills to learn, 260 skill levels"), "{shown}");
    }
    for sign in ["+ new", "▲ begun", "▓ met  ▒ begun  ░ new"] {
        assert!(screen.contains(sign), "{screen}");
    }
    assert!(text.contains("(70 essential: + new, ▲ begun)"), "{text}");
}

#[test]
fn long_lists_are_counted_by_class_until_one_asks() {
    let mut script = gap_of(crowded(), (120, 60));
    let folded = |text: &str, class: &str, count: usize| {
        text.lines().any(|line| line.contains(&format!("▸ {class}  {count}")))
    };
    let screen = script.text();
    // The fifty that Role b does not list.
    for (class, count) in [("Skills", 12), ("Knowledge", 12), ("Software", 13), ("Tools", 13)] {
        assert!(folded(&screen, class, count), "{class}\n{screen}");
    }
    assert!(!screen.contains("Skill 59"), "{screen}");
    script = script.keys("G enter");
    let screen = script.text();
    assert!(screen.contains("▾ Tools  13") && screen.contains("Skill 59"), "{screen}");
    let text = terminal(&crowded(), false);
    assert!(text.contains("\nTools 17, 64 skill levels\n"), "{text}");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let counts = "you bring more Skills 12 · Knowledge 12 · Software 13 · Tools 13 · --all names";
    assert!(words.contains(counts), "{text}");
    let all = terminal(&crowded(), true);
    assert!(all.contains("Skill 59") && all.contains("Skill 119"), "{all}");
}

#[test]
fn pay_above_a_page_is_never_cut() {
    for (width, height) in [(80, 24), (100, 30), (160, 50)] {
        for view in ["6", "5"] {
            let mut script = Script::builtin(width, height);
            let [a, b] =
                ["customer-support-specialist", "product-manager"].map(|id| script.role(id));
            script.state.marks = RoleMarks::both(a, b);
            script = script.keys(view);
            // On narrow screens it scrolls away with the text.
            let page = script.state.page().unwrap();
            let rows = page.head().iter().chain(page.doc().rows.iter().take(3));
            let text: String = rows.flatten().map(|piece| piece.text.as_str()).collect();
            assert!(text.contains("Pay") && !text.contains('…'), "{text}");
        }
    }
}

/// The explorer over the built-in pack, with the ways from a support specialist to a product manager.
fn ways(width: u16, height: u16) -> Script {
    let mut script = Script::builtin(width, height);
    let [a, b] = ["customer-support-specialist", "product-manager"].map(|id| script.role(id));
    script.state.marks = RoleMarks::both(a, b);
    script.keys("5")
}

#[test]
fn a_way_says_why_it_is_advised_and_what_each_step_pays() {
    let mut script = ways(120, 60);
    let text = script.text();
    let advice = text.lines().find(|line| line.contains(" is recommended: "));
    assert!(advice.is_some_and(|line| line.contains("on record")), "{text}");
    let steps = text.lines().filter(|line| line.trim_start().starts_with("pay: ")).count();
    assert!(steps > 0, "{text}");
    // Enter on a way chooses it, and the footer says so.
    script = script.keys("g j");
    assert!(script.text().contains("enter choose path"), "{}", script.text());
    let before = script.state.path.current_path().map(|(at, _)| at);
    script = script.keys("enter");
    assert_ne!(before, script.state.path.current_path().map(|(at, _)| at), "{}", script.text());
    assert!(script.text().contains("straight there: 1 step"), "{}", script.text());
}

#[test]
fn the_command_line_gives_the_same_advice_as_the_explorer() {
    let args = ["path", "customer-support-specialist", "product-manager", "--format", "json"];
    let output = crate::program::run(&args);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let advice = told["advice"].as_str().unwrap().to_string();
    let paths = told["paths"].as_array().unwrap();
    assert_eq!(paths.iter().filter(|path| path["advised"] == true).count(), 1, "{told}");
    assert!(advice.contains("is recommended"), "{advice}");
    let script = ways(160, 50);
    assert!(script.text().contains(&advice[..40]), "{advice}\n{}", script.text());
}

#[test]
fn no_page_shows_a_bare_cost() {
    let catalog = std::sync::Arc::new(roledex::builtin::catalog());
    let engine = roledex::engine::Engine::new(std::sync::Arc::clone(&catalog));
    let ids: Vec<_> = catalog.role_ids().step_by(9).collect();
    for (from, to) in ids.iter().zip(ids.iter().skip(1)) {
        let question = roledex::tui::pane::path::question(*from, *to);
        let found = roledex::analysis::path::path(&catalog, &question, &engine);
        let texts = found.advice().into_iter().chain(found.notes(&catalog, &question));
        let totals = found.paths.iter().map(|path| path.total_text(&found.paths[0]));
        for text in texts.chain(totals) {
            assert!(!text.contains("cost"), "{text}");
        }
    }
}

/// Three roles: one with pay of its own, two with the same figure of that occupation.
const PAID: &str = r#"
[pack]
format = 1
id = "paid"
title = "Paid"
version = "1"

[[source]]
id = "bureau"
title = "Wages"
publisher = "Bureau"
kind = "statistics"

[[skill]]
id = "sums"
name = "Sums"
kind = "craft"

[[role]]
id = "clerk"
title = "Clerk"
family = "office"
summary = "Keeps the files of a firm."
level = 1
[role.reporting]
reports-to = ["head"]
[role.skills]
essential = ["sums: working"]
[[role.pay]]
median = 40000
currency = "USD"
period = "year"
basis = "base"
region = "US"
as-of = 2024-05-01
source = "bureau"

[[role]]
id = "junior"
title = "Junior clerk"
family = "office"
summary = "Helps to keep the files."
level = 1
[[role.pay]]
median = 40000
currency = "USD"
period = "year"
basis = "base"
region = "US"
as-of = 2024-05-01
proxy-for = "Clerks"
source = "bureau"

[[role]]
id = "head"
title = "Head clerk"
family = "office"
summary = "Answers for the files."
level = 2
[role.skills]
essential = ["sums: expert"]
[[role.pay]]
median = 40000
currency = "USD"
period = "year"
basis = "base"
region = "US"
as-of = 2024-05-01
proxy-for = "Clerks"
source = "bureau"
"#;

fn paid() -> Catalog {
    let loaded = roledex::pack::from_files("paid", &[("paid.toml", PAID)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

#[test]
fn a_matrix_says_the_same_words_on_the_screen_and_in_every_format() {
    use roledex::analysis::matrix::matrix;
    use roledex::report::matrix::{MatrixOptions, MatrixParts, document, write_text};
    let catalog = paid();
    let roles: Vec<_> =
        ["clerk", "junior", "head"].map(|id| catalog.role_by_id(id).unwrap()).into();
    let answer = matrix(&catalog, &roles);
    let options = MatrixOptions { by: MatrixParts::Both, only_differences: false };
    let mut terminal = Vec::new();
    let page = PageSetup { width: Some(160), colour: false };
    write_text(&mut terminal, &catalog, &answer, options, page).unwrap();
    let terminal = String::from_utf8(terminal).unwrap();
    let mut markdown = Vec::new();
    let format = roledex::report::OutputFormat::Markdown;
    document(&catalog, &answer, options).write(&mut markdown, &catalog, format).unwrap();
    let markdown = String::from_utf8(markdown).unwrap().replace("\\$", "$");
    let mut script = Script::new(paid(), 250, 50);
    script.state.marks = RoleMarks::of(roles);
    let screen = script.keys("7").text();
    for text in [&terminal, &markdown, &screen] {
        for words in [
            "Keeps the files of a firm.",
            "1 · reports to Head clerk",
            "median $40,000 base a year, US, 2024",
            "no figure of its own; Clerks: median $40,000",
            "the same published figure for all",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
        // The head of the row is not repeated in it.
        assert!(!text.contains("seniority 1 · reports"), "{text}");
    }
    let legend = "●○○○ awareness, ●●○○ working, ●●●○ practitioner, ●●●● expert";
    assert!(terminal.contains(legend) && screen.contains(legend), "{terminal}{screen}");
    for title in
        ["ASKED FOR BY SEVERAL, WITH DIFFERENCES", "IN ONE LINE", "SENIORITY AND MANAGER", "PAY"]
    {
        assert!(terminal.contains(title), "{terminal}");
    }
}

#[test]
fn what_tells_two_roles_apart_is_above_the_first_responsibility() {
    for (a, b) in
        [("product-manager", "product-lead"), ("senior-software-engineer", "staff-engineer")]
    {
        for (width, height) in [(80, 24), (120, 36), (160, 50)] {
            let mut script = Script::builtin(width, height);
            let [a, b] = [a, b].map(|id| script.role(id));
            script.state.marks = RoleMarks::both(a, b);
            let script = script.keys("3");
            let text = script.text();
            let told: Vec<&str> = script
                .state
                .compare
                .diff()
                .unwrap()
                .key_differences
                .iter()
                .filter(|point| point.left.is_some() && point.right.is_some())
                .map(|point| point.aspect.as_str())
                .collect();
            let above = text
                .lines()
                .position(|line| told.iter().any(|aspect| line.trim_start().starts_with(aspect)));
            let first = text.lines().position(|line| line.starts_with("~ "));
            assert!(above.is_some_and(|above| above < first.unwrap()), "{text}");
            // The same facts stand over both columns.
            let heads: Vec<&str> = text.lines().skip(1).take(2).collect();
            assert!(!heads.iter().any(|line| line.contains('…')), "{text}");
            assert_eq!(text.matches("  seniority ").count(), 2, "{text}");
        }
    }
}

#[test]
fn the_sections_of_a_role_are_the_same_before_and_after_it_is_opened() {
    let sections = |script: &Script| -> Vec<String> {
        let doc = script.state.detail.page.doc();
        let name =
            |title: &str| title.trim_end_matches(|c: char| c.is_numeric()).trim().to_string();
        doc.sections.iter().map(|(_, title)| name(title)).collect()
    };
    let script = Script::builtin(120, 36).keys("/ \"product_manager\" esc g j");
    let before = sections(&script);
    let script = script.keys("enter");
    assert_eq!(before, sections(&script));
    assert!(before.iter().any(|title| title == "Similar roles"), "{before:?}");
}

#[test]
fn a_role_explains_its_signs_and_orders_its_pay() {
    let script = Script::builtin(120, 50).keys("/ \"product_manager\" enter");
    let role = script.role("product-manager");
    assert_eq!(script.state.detail.role(), Some(role));
    let doc = script.state.detail.page.doc();
    let rows: Vec<String> =
        doc.rows.iter().map(|row| row.iter().map(|piece| piece.text.as_str()).collect()).collect();
    let row = |start: &str| {
        rows.iter().find(|row| row.starts_with(start)).unwrap_or_else(|| panic!("{start} {rows:?}"))
    };
    assert!(row("RESPONSIBILITIES").contains("unmarked"), "{}", row("RESPONSIBILITIES"));
    assert!(row("SIMILAR ROLES").contains("% similar in"), "{}", row("SIMILAR ROLES"));
    assert!(row("PAY").contains("◆ median or mean"), "{}", row("PAY"));
    // Own figures before those of others, and the newest first.
    let pay = roledex::analysis::pay::figures_by_fit(script.state.catalog.role(role));
    let keys: Vec<_> =
        pay.iter().map(|pay| (pay.proxy_for.is_some(), std::cmp::Reverse(pay.as_of))).collect();
    assert!(keys.len() > 1 && keys.is_sorted(), "{keys:?}");
    let shown: Vec<&String> = rows.iter().filter(|row| row.starts_with("  20")).collect();
    assert_eq!(shown.len(), pay.len(), "{rows:?}");
    for (row, pay) in shown.iter().zip(&pay) {
        assert!(row.contains(&pay.year_text()), "{row}");
    }
    let output = crate::program::run(&["show", "product-manager"]);
    let text = crate::program::out(&output);
    let proxy = text.lines().find(|line| line.contains("(similar occupation)")).unwrap();
    assert!(proxy.find("occupation") < proxy.find('$'), "{proxy}");
}

#[test]
fn no_name_breaks_in_the_summary_of_a_role() {
    let script = Script::builtin(80, 24);
    let catalog = script.state.catalog.clone();
    for role in catalog.role_ids().step_by(7) {
        for width in [46, 79] {
            let all = roledex::analysis::diff::ResponsibilityScope::InForce;
            let doc = roledex::tui::pane::detail::role_doc(&catalog, role, width, all);
            let end = doc.sections.get(1).map_or(doc.rows.len(), |(line, _)| *line);
            for row in &doc.rows[..end] {
                // A piece that is a link ends with the end of its name.
                let mut text = String::new();
                for piece in row {
                    if piece.link.is_some() {
                        text += &piece.text;
                    } else if !text.is_empty() {
                        break;
                    }
                }
                let name = text.trim_start_matches('▸');
                // Only a title may break that leaves no room for the numbers of its sources.
                let room = width - 17 - " [10 11]".len();
                let breaks = catalog.roles().iter().any(|role| {
                    role.title.starts_with(name)
                        && role.title != name
                        && role.title.chars().count() <= room
                });
                let is_title = catalog.roles().iter().any(|role| role.title == name);
                assert!(name.is_empty() || is_title || !breaks, "{width}: {name:?}");
            }
        }
    }
}

#[test]
fn the_roles_that_ask_for_a_skill_are_reached_with_tab_and_enter() {
    let script = Script::builtin(120, 36).keys("4 \"kubernetes\" enter");
    assert_eq!(script.state.focus, Focus::Needs);
    let catalog = script.state.catalog.clone();
    let skill = script.state.skills.selected().unwrap();
    let titles: Vec<&str> =
        catalog.needs(skill).iter().map(|need| catalog.role_title(need.role)).collect();
    let text = script.text();
    for title in &titles {
        assert!(text.contains(&format!("▸{title}")), "{title}\n{text}");
    }
    // Tab goes between the skills and the roles, and never into the field, where keys are typed.
    let script = script.keys("tab");
    assert_eq!(script.state.focus, Focus::Skills);
    let script = script.keys("tab j");
    assert_eq!((script.state.focus, script.state.skills.needs.at), (Focus::Needs, 1));
    let script = script.keys("enter");
    assert_eq!(script.state.focus, Focus::Detail);
    assert!(script.text().contains(&format!("▌{}", titles[1])), "{}", script.text());
}
