//! Frames at five sizes, as text with a legible dump of the styles.

use std::fmt::Write as _;

use roledex::analysis::diff::ResponsibilityScope;
use roledex::tui::backend::TerminalBackend;
use roledex::tui::effect::Effect;
use roledex::tui::theme::ColourTheme;
use roledex::tui::update::{Msg, prefetch};

use crate::golden;
use crate::script::Script;
use crate::worth::worth;

const SIZES: [(u16, u16); 5] = [(40, 10), (60, 20), (80, 24), (100, 30), (140, 45)];

/// Each view by the keys that lead to it.
pub const VIEWS: [(&str, &str); 23] = [
    ("roles", ""),
    ("sorted", "t s down down enter j b j"),
    ("facets", "f enter"),
    ("filter", "/ \"baker\""),
    ("detail", "j enter"),
    ("compare", "j space j j space j d n n"),
    ("compare-told", "j space j space j d N N N N N enter"),
    ("compare-cut", "j space j j space j d w f l n"),
    ("compare-with", "j space j j j d enter"),
    ("skills", "4 \"ba\""),
    ("needs", "4 \"knead\" enter"),
    ("duties", "4 ctrl-t ctrl-t \"shape\""),
    ("everything", "4 \"bak\" ctrl-t ctrl-t ctrl-t"),
    ("path", "p \"head\" enter"),
    ("gap", "c \"head\" enter"),
    ("beside", "g M G enter"),
    ("copy", "j y"),
    ("export", "j x"),
    ("help", "?"),
    ("help-search", "? / \"mark\""),
    ("marked", "j space j space j space g"),
    ("nothing", "/ \"knead\""),
    ("choose", "d"),
];

#[test]
fn every_view_at_every_size() {
    for (name, keys) in VIEWS {
        let mut text = String::new();
        for (width, height) in SIZES {
            let (frame, _) = Script::small(width, height).keys(keys).frame("terminal");
            text += &format!("── {name} {width}×{height}\n{frame}");
        }
        golden::assert(&format!("frames/{name}.txt"), &text);
    }
}

/// A letter for each look, rows that are alike in one line.
#[test]
fn every_look_of_every_view_at_every_size() {
    for theme in ColourTheme::builtin() {
        let mut legend: Vec<String> = vec![String::new()];
        let mut text = String::new();
        for (name, keys) in VIEWS {
            for (width, height) in SIZES {
                let _ = writeln!(text, "── {name} {width}×{height}");
                let mut rows: Vec<String> = Vec::new();
                for looks in Script::small(width, height).keys(keys).looks(&theme.name) {
                    let letter = |look: &String| {
                        let at =
                            legend.iter().position(|other| other == look).unwrap_or_else(|| {
                                legend.push(look.clone());
                                legend.len() - 1
                            });
                        b".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[at] as char
                    };
                    let row: String = looks.iter().map(letter).collect();
                    rows.push(runs(&row));
                }
                let mut at = 0;
                while at < rows.len() {
                    let same = rows[at..].iter().take_while(|row| **row == rows[at]).count();
                    let times = if same > 1 { format!("{same} × ") } else { String::new() };
                    let _ = writeln!(text, "{times}{}", rows[at]);
                    at += same;
                }
            }
        }
        let letters = b".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut head = format!("{}: numbers are cells, letters how they look\n", theme.name);
        for (look, letter) in legend.iter().zip(letters) {
            let look = if look.is_empty() { "plain" } else { look };
            let _ = writeln!(head, "{} {look}", *letter as char);
        }
        golden::assert(&format!("frames/looks-{}.txt", theme.name), &(head + &text));
    }
}

/// `aaab` as `3a b`, without what is plain at the end.
fn runs(row: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = row.trim_end_matches('.').chars().collect();
    for run in letters.chunk_by(|a, b| a == b) {
        let count = if run.len() > 1 { run.len().to_string() } else { String::new() };
        let _ = write!(out, "{count}{} ", run[0]);
    }
    out.trim_end().to_string()
}

#[test]
fn an_ascii_screen_shows_ascii_alone() {
    for (name, keys) in VIEWS {
        for (width, height) in SIZES {
            let (text, _) = Script::small(width, height).keys(keys).frame("ascii");
            // The fixture has two Chinese letters and an accent: what they say stays.
            let strange: String =
                text.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()).collect();
            assert_eq!(strange, "", "{name} at {width}×{height}\n{text}");
        }
    }
}

#[test]
fn a_screen_too_small_says_so_and_can_be_left() {
    for (width, height) in [(39, 24), (80, 9), (20, 5), (12, 3), (3, 1), (1, 1), (0, 0)] {
        let script = Script::small(width, height).keys("enter");
        let text = script.text();
        if width >= 20 {
            assert!(text.contains(&format!("{width}×{height}, need")), "{text}");
        }
        assert_eq!(script.keys("q").effects, [Effect::Quit(0)]);
        let script = Script::small(width, height).keys("/");
        if width >= 20 {
            assert!(script.text().contains("ctrl-c"), "{}", script.text());
        }
        assert_eq!(script.keys("q ctrl-c").effects, [Effect::Quit(0)]);
    }
}

#[test]
fn without_colour_the_meaning_stays() {
    for (name, keys) in VIEWS {
        let (_, looks) = Script::small(80, 24).keys(keys).frame("mono");
        for line in looks.lines() {
            let look = line.split_once(' ').unwrap().1.split_once(' ').unwrap().1;
            let only =
                look.split(' ').all(|w| ["bold", "dim", "underlined", "reversed"].contains(&w));
            assert!(only, "{name}: mono sets a colour: {line}");
        }
        assert!(name == "detail" || looks.contains("reversed"), "{name}: nothing is selected");
    }
}

#[test]
fn resizing_loses_no_line() {
    let scrolled = [
        ("scrolled detail", "j enter j j j"),
        ("scrolled compare", "j space j j space j d ctrl-d j"),
    ];
    for (name, keys) in VIEWS.into_iter().chain(scrolled) {
        let mut wide = Script::small(140, 12).keys(keys);
        // The first message asks for the similar roles.
        wide.send(Msg::Resize(140, 12));
        let mut script = Script::small(140, 12).keys(keys);
        for (width, height) in [(20, 5), (140, 40), (40, 10), (0, 0), (80, 24), (1, 1), (140, 12)] {
            script.send(Msg::Resize(width, height));
            let _ = script.text();
        }
        assert_eq!(script.text(), wide.text(), "{name}");
    }
}

/// Every word of a role and of a comparison can be read on the smallest screen, by scrolling.
#[test]
fn every_line_can_be_reached_on_small_screens() {
    for (width, height) in [(40, 10), (60, 20)] {
        for keys in ["j enter", "j space j j space j d"] {
            let mut script = Script::small(width, height).keys(keys).keys("g");
            let doc = if keys.ends_with('d') {
                script.state.compare.doc().clone()
            } else {
                script.state.detail.doc().clone()
            };
            let mut seen = String::new();
            for _ in 0..=doc.rows.len() {
                seen += &script.text();
                script = script.keys("j");
            }
            for row in &doc.rows {
                let line: String = row.iter().map(|p| p.text.as_str()).collect();
                assert!(
                    seen.contains(line.trim()),
                    "{width}×{height} {keys}: {line:?} cannot be reached"
                );
            }
        }
    }
}

#[test]
fn every_role_of_the_built_in_pack_can_be_drawn() {
    for (width, height) in SIZES {
        let mut script = Script::builtin(width, height);
        for _ in 0..40 {
            script = script.keys("j");
            let _ = script.text();
        }
        let pairs = Script::builtin(width, height).keys("4 esc");
        assert!(!pairs.text().is_empty());
    }
}

#[test]
fn a_pack_of_hostile_text_is_drawn_within_its_lines() {
    let nasty = "e\u{301}\u{301}\u{301} 👩‍👩‍👧‍👦 漢字かな ﷽ \u{202e}rtl\u{202c} \u{1b}[31m tab\there";
    let escaped = nasty.chars().fold(String::new(), |mut escaped, c| {
        let _ = write!(escaped, "\\U{:08x}", u32::from(c));
        escaped
    });
    let text = include_str!("fixtures/small.toml")
        .replace("Bakes bread.", &escaped)
        .replace("title = \"Baker\"", &format!("title = \"{escaped}\""));
    let loaded = roledex::pack::from_files("nasty", &[("nasty.toml", &text)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    for (width, height) in SIZES {
        for (_, keys) in VIEWS {
            let script = Script::new(loaded.catalog.clone(), width, height).keys(keys);
            let (text, _) = script.frame("terminal");
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        }
    }
}

/// The strings that break programs, as a pack: needs the shared data, whose place `ROLEDEX_DATA`
/// names.
#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_hostile_strings_are_survived() {
    let folder =
        std::env::var("ROLEDEX_DATA").expect("ROLEDEX_DATA names the folder of the data sets");
    let path = std::path::Path::new(&folder).join("naughty-strings/blns.json");
    let strings: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(strings.len() > 400);
    let index = roledex::search::SearchIndex::new(std::sync::Arc::new(crate::script::small()));
    for chunk in strings.chunks(40) {
        let duties: Vec<String> =
            chunk.iter().map(|s| format!("{},", serde_json::to_string(s).unwrap())).collect();
        // JSON and TOML agree on basic strings but for a few escapes; what TOML refuses must be a
        // fault, not a panic.
        let text = include_str!("fixtures/small.toml")
            .replace("\"Shapes loaves by hand.\",", &duties.join("\n"));
        let loaded = roledex::pack::from_files("naughty", &[("naughty.toml", &text)]);
        let mut script = Script::new(loaded.catalog, 60, 20).keys("j enter");
        for _ in 0..30 {
            script = script.keys("pgdn");
            assert!(!script.text().contains('\u{1b}'));
        }
        for string in chunk {
            let _ = index.search(
                &roledex::search::Query::parse(string),
                roledex::search::SearchScope::All,
                10,
            );
            let mut script = Script::small(60, 20).keys("4");
            script.send(Msg::Paste(string.clone()));
            let _ = script.text();
        }
    }
}

/// Made for being read aloud: one column, no drawings, a word and the cursor where the selection
/// is.
#[test]
fn an_accessible_screen_says_what_is_selected() {
    for (name, keys) in VIEWS {
        let mut script = Script::small(140, 40);
        script.state.make_accessible();
        let script = script.keys(keys);
        let text = script.text();
        for drawing in ["│", "▐", "─", "■"] {
            assert!(!text.contains(drawing), "{name}: {drawing}\n{text}");
        }
        let selected = text.lines().filter(|line| line.contains("[selected]")).count();
        let wanted = usize::from(!matches!(name, "detail" | "compare-with" | "help" | "nothing"));
        assert!(selected >= wanted, "{name}\n{text}");
    }
    let mut script = Script::small(80, 24);
    script.state.make_accessible();
    let script = script.keys("j j");
    assert!(
        script.text().lines().last().unwrap().starts_with("Roles: Senior baker, 3 of"),
        "{}",
        script.text()
    );
    assert!(
        script.text().lines().any(|line| line.contains("Senior baker [selected]")),
        "{}",
        script.text()
    );
    assert_eq!(script.cursor(), Some((0, 5)));
    // What stands at the edge is not covered.
    let mut script = Script::small(80, 24);
    script.state.make_accessible();
    let script = script.keys("4 \"knead\"");
    assert!(
        script
            .text()
            .lines()
            .any(|line| line.contains("Kneading [selected]") && line.contains(" roles")),
        "{}",
        script.text()
    );
}

/// In screen-reader mode the cursor is on what is selected, or on the first line of the text; the
/// last line says what it is; and of an overlay nothing behind it is read.
#[test]
fn an_accessible_cursor_is_on_what_the_last_line_says() {
    for (name, keys) in VIEWS {
        for (width, height) in [(40, 10), (80, 24), (140, 40)] {
            let mut script = Script::small(width, height);
            script.state.make_accessible();
            let mut script = script.keys(keys);
            script.state.notice = None;
            let text = script.text();
            let lines: Vec<&str> = text.lines().collect();
            let (x, y) = script.cursor().unwrap_or_else(|| panic!("{name} has no cursor\n{text}"));
            assert!(x < width && usize::from(y) + 1 < lines.len(), "{name} {x} {y}");
            let here = lines[usize::from(y)];
            if text.contains("[selected]") {
                assert!(here.contains("[selected]"), "{name}: {here:?}\n{text}");
            }
            let words = here.split_whitespace().filter(|word| *word != "[selected]");
            let said = lines.last().unwrap();
            let wanted: String = words.take(2).collect::<Vec<_>>().join(" ");
            // On the narrowest screens the line is cut.
            assert!(width == 40 || said.contains(&wanted), "{name}: {wanted:?} {said:?}\n{text}");
            assert!(said.contains(": "), "{name}: {said:?}");
            let is_open = !script.state.overlays.is_empty();
            let is_title = (1..=7).any(|view| lines[0].contains(&format!("[{view} ")));
            assert_eq!(is_title, !is_open, "{name}\n{text}");
        }
    }
}

#[test]
fn an_accessible_list_without_rows_says_so() {
    let mut script = Script::small(80, 24);
    script.state.make_accessible();
    let script = script.keys("x \"levels.docx\"");
    let text = script.text();
    let said = text.lines().last().unwrap();
    assert!(said.contains("docx is not known: md, html, svg, json, csv"), "{text}");
    assert_eq!(script.cursor().map(|(_, y)| y), Some(1), "the field");
}

#[test]
fn the_bytes_of_keys_are_little_more_than_what_changes_is_worth() {
    let views = [
        ("", "j j j j k k ctrl-d ctrl-u"),
        ("j enter", "j j j j k k ctrl-d ctrl-u"),
        ("/", "p r o j backspace backspace backspace backspace"),
        ("4", "p r o j backspace backspace backspace backspace"),
        ("4 esc", "j j j j k k ctrl-d ctrl-u"),
        ("4 \"communication\" enter", "j j j j k k ctrl-d ctrl-u"),
        ("j space j j j d enter", "j j k n n N u u f f f f f w l h w s s s"),
        ("j space j j j c enter", "j j k k u u"),
        ("j space j j j p enter", "j j k k n N"),
        ("M", "j j k k u u ] enter"),
        (":", "down down \"mark\" backspace backspace"),
    ];
    for (size, (lead, keys)) in
        [(120, 40), (80, 24)].into_iter().flat_map(|size| views.map(|view| (size, view)))
    {
        let mut script = Script::builtin(size.0, size.1).keys(lead);
        let mut pen = TerminalBackend::new(std::io::sink());
        let (mut before, caret) = script.draw(script.state.theme());
        pen.draw(&before, caret);
        pen.send().unwrap();
        let (mut written, mut wanted) = (0, 0);
        for key in keys.split_whitespace() {
            script = script.keys(key);
            let (now, caret) = script.draw(script.state.theme());
            pen.begin();
            pen.draw(&now, caret);
            // The end of the update is as long as its beginning.
            written += pen.waiting().len() + "\u{1b}[?2026l".len();
            pen.send().unwrap();
            wanted += worth(before.diff_iter(&now).map(|(_, _, cell)| cell.clone()).collect());
            before = now;
        }
        assert!(
            written * 2 <= wanted * 3,
            "{lead} at {size:?}: {written} bytes for what is worth {wanted}"
        );
    }
}

#[test]
fn the_number_of_a_source_never_stands_alone_on_a_line() {
    let catalog = roledex::builtin::catalog();
    for (role, width) in catalog.role_ids().flat_map(|role| [40, 55, 97].map(|width| (role, width)))
    {
        let doc = roledex::tui::pane::detail::role_doc(
            &catalog,
            role,
            width,
            ResponsibilityScope::InForce,
        );
        for row in &doc.rows {
            let line: String = row.iter().map(|piece| piece.text.as_str()).collect();
            let (line, digits) = (line.trim(), |c: char| c.is_ascii_digit() || c == ' ');
            let alone = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            assert!(alone.is_none_or(|inside| !inside.chars().all(digits)), "{line} at {width}");
            assert!(!line.contains('\u{a0}'), "{line}");
        }
    }
}

#[test]
fn a_scroll_bar_stands_over_nothing_that_was_cut_off() {
    // The bar is in the divider, and what was cut off ends in front of it.
    let text = Script::builtin(80, 24).keys("/ p r o").text();
    let rows: Vec<(&str, &str)> =
        text.lines().filter_map(|line| Some(line.split_at(line.find(['│', '┃'])?))).collect();
    assert!(rows.iter().any(|(_, rest)| rest.starts_with('┃')), "{text}");
    assert!(rows.iter().any(|(list, _)| list.trim_end().ends_with('…')), "{text}");
    // Where there is no divider, the bar has the last column to itself.
    let text = Script::builtin(40, 16).keys("/ p r o").text();
    let edge: String = text.lines().skip(2).filter_map(|line| line.chars().nth(39)).collect();
    assert!(edge.contains('┃') && edge.chars().all(|c| c == '┃' || c == '│'), "{edge:?}\n{text}");
}

#[test]
fn what_is_laid_out_ahead_is_what_would_be_shown_anyway() {
    let (mut plain, mut ahead) = (Script::small(100, 30), Script::small(100, 30));
    let both = |plain: &mut Script, ahead: &mut Script, what: &str, go: &dyn Fn(&mut Script)| {
        go(plain);
        go(ahead);
        prefetch(&mut ahead.state);
        assert_eq!(plain.text(), ahead.text(), "{what}");
    };
    let press = |key: &'static str| move |script: &mut Script| script.press(key);
    let walk = [
        "j", "j", "k", "k", "i", "j", "k", "enter", "ctrl-d", "q", "j", "G", "k", "g", "space",
        "l", "h", "j",
    ];
    let other = || {
        let text =
            include_str!("fixtures/small.toml").replace("Kneads", "Rolls").replace("baker", "cook");
        roledex::pack::from_files("small", &[("small.toml", text.as_str())]).catalog
    };
    for round in ["small", "wide", "other", "other, again"] {
        match round {
            "wide" => {
                both(&mut plain, &mut ahead, round, &|script| script.send(Msg::Resize(140, 40)));
            }
            "other" => both(&mut plain, &mut ahead, round, &|script| script.take_up(other())),
            _ => {}
        }
        for key in walk {
            both(&mut plain, &mut ahead, &format!("{round} {key}"), &press(key));
        }
    }
}
