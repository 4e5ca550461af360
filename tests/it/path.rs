//! `roledex path`: what it prints, and how it ends.

use std::process::Output;
use std::sync::Arc;

use roledex::analysis::path::{Kind, Question, path};
use roledex::cache::Kin;
use roledex::report::{Page, path as report};
use serde_json::Value;

use crate::program::{err, out, small};

fn run(args: &[&str]) -> Output {
    small(&[&["path"], args].concat())
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(&[args, &["--format", "json"]].concat()).stdout).unwrap()
}

fn on_a_terminal(catalog: &Arc<roledex::model::Catalog>, from: &str, to: &str, page: Page) -> String {
    let id = |id| catalog.role_by_id(id).unwrap();
    let question = Question { from: id(from), to: id(to), over: Kind::ALL.to_vec(), limit: 3 };
    let answer = path(catalog, &question, &Kin::new(Arc::clone(catalog), None));
    let mut out = Vec::new();
    report::write_text(&mut out, catalog, &question, &answer, page).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_terminal_gets_the_chain_drawn() {
    let catalog =
        Arc::new(roledex::pack::from_files("small", &[("small.toml", include_str!("fixtures/small.toml"))]).catalog);
    let text = on_a_terminal(&catalog, "apprentice", "head-baker", Page { width: Some(72), colour: false });
    let wanted = "\
Apprentice baker  ⇒  Head baker
2 ways, the cheapest: 3 steps, 10.5 levels to learn, cost 3.51

○ Apprentice baker
│
● Baker  → move · 2.5 levels to learn, 45 % new
│   takes     two years at the table (The guild)
│ ▲ grow      Kneading (awareness → practitioner)
│ + learn     useful: Bookkeeping (awareness)
│ = keep      1 skill
│
● Senior baker  → move · 3 levels to learn, 38 % new
│   takes     a signature loaf; calm at four in the morning
│ ▲ grow      Kneading (practitioner → expert) ·
│             Baking (working → expert)
│ − leave     Bookkeeping
│
● Head baker  ↑ reporting line · 5 levels to learn, 83 % new
    why       Senior baker reports to Head baker
  + learn     Bookkeeping (practitioner) · Français (working)
  ▼ let go    Kneading (expert → working)
  − leave     Baking

OTHER WAYS → move  ↑ reporting line  ≈ much alike
2 Apprentice baker → Baker ↑ Head baker
  2 steps, 6.5 levels to learn, cost 4.30
";
    assert_eq!(text, wanted);
}

#[test]
fn what_is_guessed_is_called_a_guess() {
    let catalog =
        Arc::new(roledex::pack::from_files("small", &[("small.toml", include_str!("fixtures/small.toml"))]).catalog);
    let text = on_a_terminal(&catalog, "kitchen-hand", "head-baker", Page { width: Some(90), colour: false });
    assert!(text.contains("● Head baker  ↑ reporting line · perhaps 100 % new\n"), "{text}");
    assert!(text.contains("    note      Kitchen hand 厨房 states no skills; what is new is guessed from"), "{text}");
    assert!(text.contains("6 levels to learn as far as stated"), "{text}");
}

#[test]
fn lines_fit_and_long_lists_are_cut_on_a_terminal_alone() {
    let catalog = Arc::new(roledex::builtin::catalog());
    let mut cut = false;
    for (from, to) in [("associate-product-manager", "chief-product-officer"), ("accountant", "vp-of-product")] {
        for width in [36, 60, 80, 120] {
            let text = on_a_terminal(&catalog, from, to, Page { width: Some(width), colour: false });
            for line in text.lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line);
            }
            let coloured = on_a_terminal(&catalog, from, to, Page { width: Some(width), colour: true });
            assert_ne!(coloured, text);
        }
        let text = on_a_terminal(&catalog, from, to, Page { width: Some(100), colour: false });
        cut |= text.contains(" · and ") && text.contains(" more\n");
        let plain = on_a_terminal(&catalog, from, to, Page::PLAIN);
        assert!(!plain.contains(" more") && plain.lines().all(|line| line.split('\t').count() == 7), "{plain}");
    }
    assert!(cut);
}

#[test]
fn a_pipe_gets_a_line_for_each_thing() {
    let output = run(&["apprentice", "baker", "--limit", "1"]);
    let wanted = "\
1\t1\tapprentice\tbaker\tmove\t2.5\t0.454
1\t1\tapprentice\tbaker\ttakes\ttwo years at the table\tThe guild
1\t1\tapprentice\tbaker\tgrow\tKneading\tawareness → practitioner
1\t1\tapprentice\tbaker\tlearn\tBookkeeping\t– → awareness (useful)
1\t1\tapprentice\tbaker\tkeep\tBaking\tuseful → working
";
    assert_eq!(out(&output), wanted);
    let output = run(&["kitchen-hand", "head-baker", "--over", "reporting"]);
    assert!(out(&output).contains("\tguessed\tKitchen hand 厨房\t\n"), "{}", out(&output));
}

#[test]
fn a_page_has_a_ladder_for_each_way() {
    let page = |args: &[&str]| out(&run(&[args, &["--format", "markdown"]].concat()));
    let ladder = page(&["apprentice", "head-baker"]);
    assert!(ladder.starts_with("# Apprentice baker ⇒ Head baker\n\n## Ways\n"), "{ladder}");
    for wanted in [
        "| 2 | Apprentice baker → Baker ↑ Head baker | 2 | 6.5 | 4.30 |\n",
        "\n## Way 1: 3 steps, 10.5 levels to learn, cost 3.51\n\n### ○ Apprentice baker\n",
        "\n### ● Baker → move · 2.5 levels to learn, 45 % new\n",
        "| takes | two years at the table (The guild) |\n| ▲ grow | Kneading (awareness → practitioner) |\n",
        "| \\+ learn | useful: Bookkeeping (awareness) |\n| = keep | Baking |\n",
        "\n## Way 2: 2 steps",
    ] {
        assert!(ladder.contains(wanted), "{wanted}: {ladder}");
    }
    let html = out(&run(&["apprentice", "head-baker", "--format", "html"]));
    assert_eq!(html.matches("<div class=\"rows ladder\">").count(), 2);
    let one = page(&["apprentice", "head-baker", "--limit", "1"]);
    assert!(!one.contains("## Ways") && one.contains("\n\n## 3 steps, 10.5 levels to learn, cost 3.51\n"), "{one}");
    let guessed = page(&["kitchen-hand", "head-baker", "--over", "reporting"]);
    assert!(
        guessed.contains("perhaps 100 % new\n") && guessed.contains("| note | Kitchen hand 厨房 states"),
        "{guessed}"
    );
    assert!(page(&["baker", "baker"]).contains("\nBaker is where you are.\n"));
}

#[test]
fn json_has_every_step_with_its_skills() {
    let answer = json(&["apprentice", "head-baker"]);
    assert_eq!((&answer["schema"], &answer["why_not"]), (&Value::from("roledex/path/1"), &Value::Null));
    assert_eq!(
        (&answer["from"]["id"], &answer["to"]["title"]),
        (&Value::from("apprentice"), &Value::from("Head baker"))
    );
    let paths = answer["paths"].as_array().unwrap();
    let costs: Vec<f64> = paths.iter().map(|path| path["cost"].as_f64().unwrap()).collect();
    assert!(costs.len() == 2 && costs.is_sorted(), "{costs:?}");
    for path in paths {
        let mut at = "apprentice".to_string();
        let mut effort = 0.0;
        for step in path["steps"].as_array().unwrap() {
            assert_eq!(step["from"]["id"], at.as_str());
            at = step["to"]["id"].as_str().unwrap().to_string();
            effort += step["effort"].as_f64().unwrap();
            let kinds = ["move", "reporting", "near"];
            assert!(kinds.contains(&step["kind"].as_str().unwrap()));
            for key in ["requires", "sources", "skills"] {
                assert!(step[key].is_array(), "{key}");
            }
            for key in ["related", "guessed"] {
                assert!(step[key].is_boolean(), "{key}");
            }
            for skill in step["skills"].as_array().unwrap() {
                assert!(["same", "grow", "let-go", "left", "right"].contains(&skill["status"].as_str().unwrap()));
            }
        }
        assert_eq!(at, "head-baker");
        assert!((path["effort"].as_f64().unwrap() - effort).abs() < 1e-9);
    }
    let first = &paths[0]["steps"][0];
    assert_eq!(first["requires"], serde_json::json!(["two years at the table"]));
    assert_eq!((&first["sources"][0], &first["new"]), (&Value::from("guild"), &Value::from(0.454)));
    assert_eq!(json(&["apprentice", "head-baker", "--over", "moves"])["over"], serde_json::json!(["move"]));
}

#[test]
fn a_role_has_no_way_to_go_to_itself() {
    let output = run(&["baker", "bread maker"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(0), ""));
    assert_eq!(err(&output), "roledex: Baker is where you are\n");
    let answer = json(&["baker", "7512"]);
    assert_eq!(answer["paths"], serde_json::json!([{ "cost": 0.0, "effort": 0.0, "steps": [] }]));
}

#[test]
fn where_no_chain_leads_it_says_what_is_missing() {
    let cases = [
        (&["baker", "apprentice", "--over", "moves"][..], "no move leads to Apprentice baker"),
        (
            &["head-baker", "baker", "--over", "moves,reporting"],
            "no move leads out of Head baker, and Head baker reports to nobody",
        ),
    ];
    for (args, wanted) in cases {
        let output = run(args);
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""), "{args:?}");
        assert!(err(&output).contains(wanted) && err(&output).contains("; without --over"), "{}", err(&output));
        let output = run(&[args, &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(1));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["paths"], serde_json::json!([]));
        assert!(answer["why_not"].as_str().unwrap().contains(wanted));
    }
    assert_eq!(run(&["baker", "nobody"]).status.code(), Some(1));
    for wrong in [&["baker"][..], &["baker", "baker", "--limit", "0"], &["baker", "baker", "--over", "luck"]] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(run(&["baker", "head-baker", "--format", "ndjson"]).status.code(), Some(2));
}
