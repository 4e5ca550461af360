//! What can be read at a glance: words in one piece, the same figure everywhere, and signs, bars and
//! the selection where they are looked for.

use std::collections::BTreeSet;

use roledex::tui::state::RoleMarks;

use crate::script::Script;

/// The explorer over the built-in pack with these roles marked, after `keys`.
fn marked(roles: &[&str], (width, height): (u16, u16), keys: &str) -> Script {
    let mut script = Script::builtin(width, height);
    script.state.marks = RoleMarks::of(roles.iter().map(|id| script.role(id)));
    script.keys(keys)
}

fn lines(script: &Script) -> Vec<String> {
    script.text().lines().map(str::to_string).collect()
}

/// The words of a matrix, without how many rows there are in its other columns.
fn matrix_words(script: &Script) -> BTreeSet<String> {
    let page = &script.state.matrix.page;
    let rows = page.head().iter().chain(&page.doc().rows);
    let texts = rows.map(|row| {
        let pieces = row.iter().map(|piece| piece.text.as_str());
        pieces.filter(|text| !text.contains(" in these columns, ")).collect::<String>()
    });
    texts.flat_map(|text| text.split_whitespace().map(str::to_string).collect::<Vec<_>>()).collect()
}

#[test]
fn a_matrix_breaks_no_word_and_no_figure() {
    let three = ["product-analyst", "product-manager", "product-marketing-manager"];
    for roles in [&three[..], &["qa-engineer", "sdet"], &["data-analyst", "data-scientist"], &[]] {
        // Where everything has room, each word is in one piece.
        let whole = matrix_words(&marked(roles, (1_600, 50), "M"));
        for size in [(80, 24), (100, 30), (120, 36), (140, 40), (160, 50)] {
            let script = marked(roles, size, "M");
            for word in matrix_words(&script) {
                let kept = word.strip_suffix('…').unwrap_or(&word);
                assert!(!kept.ends_with('…'), "{word} at {size:?}");
                // A comma goes before the sign that a text is cut.
                let is_whole = whole.contains(kept) || whole.contains(&format!("{kept},"));
                assert!(is_whole, "{word} at {size:?}");
            }
        }
    }
}

#[test]
fn a_matrix_of_three_shows_all_three_at_80_columns() {
    let script = marked(&["product-analyst", "product-manager", "qa-engineer"], (80, 24), "M");
    assert_eq!(script.state.matrix.columns(), (0..3, 3));
    // Of a family, as many as can be read; the others are scrolled to.
    let script = marked(&[], (80, 24), "M");
    assert_eq!(script.state.matrix.columns().0, 0..2);
}

#[test]
fn the_pay_of_a_pair_is_the_same_on_every_screen() {
    let pair = ["customer-support-specialist", "product-manager"];
    for keys in ["d", "c", "p", "M"] {
        let text = marked(&pair, (200, 60), keys).text().replace('\n', " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("mean $117,000"), "{keys}: {text}");
        assert!(text.contains("Customer service representatives"), "{keys}: {text}");
        assert!(!text.contains("pay not stated"), "{keys}: {text}");
    }
    // A figure without a counterpart does not deny the others.
    let facts = marked(&pair, (200, 120), "d ]").text();
    assert!(facts.contains("no further figure"), "{facts}");
    let pay = facts.lines().filter(|line| line.contains("Pay ")).collect::<Vec<_>>();
    assert!(!pay.iter().any(|line| line.contains("not stated")), "{pay:?}");
}

#[test]
fn a_scroll_bar_has_a_track_at_the_edge_and_a_blank_before_it() {
    for size in [(80, 24), (140, 40), (160, 50)] {
        for keys in ["d", "c", "p", "M", "1 enter"] {
            let script = marked(&["customer-support-specialist", "product-manager"], size, keys);
            let rows = lines(&script);
            let edge = |row: &String| row.chars().nth(usize::from(size.0) - 1);
            let bar = rows.iter().filter(|row| edge(row) == Some('┃')).count();
            let track = rows.iter().filter(|row| edge(row) == Some('│')).count();
            // Beside the skill gap, the bar is in the divider.
            if keys != "c" || size.0 < 100 {
                assert!(bar > 0 && track > 0, "{keys} at {size:?}\n{}", rows.join("\n"));
            }
            for row in rows.iter().filter(|row| edge(row) == Some('┃')) {
                assert_eq!(row.chars().nth(usize::from(size.0) - 2), Some(' '), "{row}");
            }
        }
    }
}

#[test]
fn the_facts_beside_a_role_have_more_room_than_the_names_need() {
    let text = marked(&[], (160, 50), "enter").text();
    let line = text.lines().find(|line| line.contains("  FACTS")).expect("facts are beside it");
    let at = line.find("FACTS").map(|at| line[..at].chars().count());
    assert!(160 - at.unwrap() >= 34 + 2, "{line}");
    let divider = line.chars().position(|c| c == '│' || c == '┃').unwrap();
    assert!(divider <= 36, "{line}");
    // The dots of a rank stay together.
    assert!(text.contains("● ○ ○ ○ ○ ○ ○ ○ ○"), "{text}");
}

#[test]
fn the_sign_of_what_only_b_has_is_beside_its_text() {
    let text = marked(&["product-manager", "product-lead"], (140, 60), "d").text();
    assert!(text.contains("│ + Leads the development of a critical new product"), "{text}");
    assert!(text.contains("not in A; nearest there"), "{text}");
    // What is hardly similar is not named.
    for percent in text.split("nearest there, ").skip(1) {
        let percent: u32 = percent.split(' ').next().unwrap().parse().unwrap();
        assert!(percent >= 20, "{percent} %");
    }
}

#[test]
fn among_several_names_of_a_row_the_selected_one_is_the_bar() {
    let script = Script::builtin(120, 36).keys("j j enter");
    let y = lines(&script).iter().position(|line| line.contains("▌Reports to")).unwrap();
    for theme in ["terminal", "mono"] {
        let looks = &script.looks(theme)[y];
        let reversed = looks.iter().filter(|look| look.contains("reversed")).count();
        assert!((5..40).contains(&reversed), "{theme}: {reversed} cells\n{}", script.text());
        assert!(looks.iter().filter(|look| look.contains("bold")).count() > 50, "{looks:?}");
    }
}

#[test]
fn the_step_that_is_read_stays_named_above_it() {
    let pair = ["customer-support-specialist", "product-manager"];
    let script = marked(&pair, (80, 24), "p");
    assert!(lines(&script)[2].starts_with("Path 1: 2 steps"), "{}", script.text());
    let script = script.keys("pgdn pgdn");
    let line = &lines(&script)[2];
    assert!(line.starts_with("Path 1, step 2: Associate product manager →"), "{line}");
}

/// Wherever one scrolls to, the header names the step of the selected row or of the first line.
#[test]
fn the_step_above_is_that_of_the_selected_row() {
    let pair = ["customer-support-specialist", "product-manager"];
    let mut script = marked(&pair, (80, 24), "p");
    let mut seen = Vec::new();
    for _ in 0..12 {
        script.press("ctrl-d");
        let screen = lines(&script);
        let page = &script.state.path.page;
        let text = |at: usize| -> String {
            page.doc().rows[at].iter().map(|piece| &*piece.text).collect()
        };
        let read = page.line().filter(|line| *line >= page.scroll.top).unwrap_or(page.scroll.top);
        let heading = |at: &usize| {
            text(*at)
                .split_once("  ")
                .is_some_and(|(number, rest)| number.parse::<usize>().is_ok() && rest.contains('→'))
        };
        let step = (0..=read).rev().find(heading).map(text);
        let is_read = (0..page.scroll.top).any(|at| heading(&at));
        if let Some(step) = step.filter(|_| is_read) {
            let number = step.split(' ').next().unwrap();
            assert!(screen[2].starts_with(&format!("Path 1, step {number}: ")), "{}", screen[2]);
            seen.push(number.to_string());
        }
    }
    seen.dedup();
    assert_eq!(seen, ["1", "2"]);
}

#[test]
fn names_that_have_no_room_below_a_gap_are_counted() {
    let pair = ["customer-support-specialist", "product-manager"];
    let mut script = marked(&pair, (80, 24), "c");
    let mut counted = 0;
    for _ in 0..18 {
        script = script.keys("j");
        let rows = lines(&script);
        let rule = rows.iter().position(|row| row.starts_with("────")).unwrap();
        let below = rows[rule + 1..rows.len() - 1].join(" ");
        let Some((_, others)) = below.split_once("Also asked for by ") else { continue };
        let count: usize = others.split(' ').next().unwrap().parse().unwrap();
        let named = others.split_once(": ").map_or("", |(_, names)| names);
        let (names, more) = named.split_once(" · and ").unwrap_or((named, "0"));
        let more: usize = more.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(names.split(" · ").count() + more, count, "{below}");
        counted += 1;
    }
    assert!(counted > 5, "{counted}");
}

/// The words of the page of a role, which a list beside it does not break up.
fn page_words(script: &Script) -> String {
    let rows = &script.state.detail.doc().rows;
    let texts = rows.iter().flatten().map(|piece| piece.text.as_str());
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What makes two roles similar is there in full, however narrow the page; roles with little in
/// common are not among the similar ones.
#[test]
fn what_makes_roles_similar_is_not_cut() {
    for width in [50, 80, 140] {
        let script = marked(&["qa-engineer"], (width, 40), "/ \"qa_engineer\" enter");
        let words = page_words(&script);
        assert!(!words.contains('…'), "{width}: {words}");
        assert!(words.contains("SIMILAR ROLES 1 %"), "{words}");
        assert!(words.contains("Less similar 7 "), "{words}");
        let evidence = "Automates user interface, API and service tests for new features.";
        assert!(words.contains(evidence), "{words}");
        assert!(!words.contains(" and 2 more"), "{words}");
        // The summary marks the same roles.
        let summary = words.split("Similar ").nth(1).unwrap();
        let (close, less) = summary.split_once("less similar: ").unwrap();
        assert_eq!(close.matches(" % ").count(), 1, "{close}");
        assert!(less.contains("Penetration tester 12 %"), "{less}");
    }
}

/// No line begins with the percentage of a role that the line before names.
#[test]
fn a_similar_role_and_its_figure_are_on_one_line() {
    for width in 60..120 {
        let script = marked(&[], (width, 40), "/ \"product_manager\" enter");
        let mut figures = 0;
        for row in &script.state.detail.doc().rows {
            let line: String = row.iter().map(|piece| piece.text.as_str()).collect();
            let start = line.split_whitespace().collect::<Vec<_>>();
            let is_figure = start.len() > 1 && start[1] == "%" && start[0].parse::<u8>().is_ok();
            assert!(!is_figure, "{width}: {line}");
            figures += line.matches(" %").count();
        }
        assert!(figures > 3, "{width}: {}", script.text());
    }
}
