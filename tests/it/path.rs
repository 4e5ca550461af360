//! `roledex path`: what it prints, and how it ends.

use std::process::Output;
use std::sync::Arc;

use roledex::analysis::path::{HopKind, PathQuestion, path};
use roledex::engine::Engine;
use roledex::report::{PageSetup, path as report};
use serde_json::Value;

use crate::program::{err, out, small};

fn run(args: &[&str]) -> Output {
    small(&[&["path"], args].concat())
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(&[args, &["--format", "json"]].concat()).stdout).unwrap()
}

fn on_a_terminal(
    catalog: &Arc<roledex::model::Catalog>,
    from: &str,
    to: &str,
    page: PageSetup,
) -> String {
    let id = |id| catalog.role_by_id(id).unwrap();
    let question =
        PathQuestion { from: id(from), to: id(to), hop_kinds: HopKind::ALL.to_vec(), limit: 3 };
    let answer = path(catalog, &question, &Engine::new(Arc::clone(catalog)));
    let mut out = Vec::new();
    report::write_text(&mut out, catalog, &question, &answer, page).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_terminal_gets_the_chain_drawn() {
    let catalog = Arc::new(
        roledex::pack::from_files("small", &[("small.toml", include_str!("fixtures/small.toml"))])
            .catalog,
    );
    let text = on_a_terminal(
        &catalog,
        "apprentice",
        "head-baker",
        PageSetup { width: Some(72), colour: false },
    );
    let wanted = "\
Apprentice baker  ⇒  Head baker
Path 1 is recommended: 2 of 3 steps are moves on record, and at most
67 % of a job is new at a time, not 92 % at once. It takes 8 skill
levels instead of 5.5. Path 0 is the quickest on paper, but not advised:
no recorded move or reporting line leads straight there, nor are the
roles similar enough in work and rank; it skips 2 ranks.

PATH 0, STRAIGHT THERE  1 step, 3 skills to learn, 5.5 skill levels
  caution: no recorded move or reporting line leads straight there, nor
           are the roles similar enough in work and rank
  caution: it skips 2 ranks
  caution: 92 % of the job would be new all at once
○ Apprentice baker
│
● Head baker
  · not on record · 3 skills to learn, 5.5 skill levels, 92 % new
  ▲ grow      useful: Kneading (awareness → working)
  + learn     Bookkeeping (practitioner) · Français (working)
  = keep      1 skill the role does not require

VIA OTHER ROLES → move ↑ reporting line ≈ similar role
PATH 1  3 steps, 3 skills to learn, 8 skill levels (2.5 more than path
        0)
○ Apprentice baker
│   pay       not stated
│
● Baker  → move · 2 skills to learn, 3 skill levels, 50 % new
│   takes     two years at the table (The guild)
│   pay       €28,000–35,000, median €31,000.50 base a year, FR, 2024
│ ▲ grow      Kneading (awareness → practitioner)
│ + learn     useful: Bookkeeping (awareness)
│ = keep      1 skill
│
● Senior baker  → move · 1 skill to learn, 1 skill level, 13 % new
│   takes     a signature loaf; calm at four in the morning
│   pay       not stated
│ ▲ grow      Kneading (practitioner → expert)
│ = keep      1 skill · 1 more the role does not require
│
● Head baker
  ↑ reporting line · 2 skills to learn, 4 skill levels, 67 % new
    why       Senior baker reports to Head baker
    pay       not stated
  ▲ grow      Bookkeeping (awareness → practitioner)
  + learn     Français (working)
  = keep      1 skill · 1 more the role does not require
";
    assert_eq!(text, wanted);
}

#[test]
fn what_is_guessed_is_called_a_guess() {
    let catalog = Arc::new(
        roledex::pack::from_files("small", &[("small.toml", include_str!("fixtures/small.toml"))])
            .catalog,
    );
    let text = on_a_terminal(
        &catalog,
        "kitchen-hand",
        "head-baker",
        PageSetup { width: Some(90), colour: false },
    );
    assert!(
        text.contains("● Head baker  ↑ reporting line · about 100 % new (estimate)\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "    note      Kitchen hand 厨房 lists no skills; what is new is estimated from"
        ),
        "{text}"
    );
    assert!(text.contains("3 skills to learn, 6 skill levels (for roles that list"), "{text}");
    assert!(
        text.contains("\nEvery path via other roles is a long detour, so none is listed.\n"),
        "{text}"
    );
}

#[test]
fn lines_fit_and_long_lists_are_cut_on_a_terminal_alone() {
    let catalog = Arc::new(roledex::builtin::catalog());
    let mut cut = false;
    for (from, to) in
        [("associate-product-manager", "chief-product-officer"), ("accountant", "vp-of-product")]
    {
        for width in [36, 60, 80, 120] {
            let text =
                on_a_terminal(&catalog, from, to, PageSetup { width: Some(width), colour: false });
            for line in text.lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line);
            }
            let coloured =
                on_a_terminal(&catalog, from, to, PageSetup { width: Some(width), colour: true });
            assert_ne!(coloured, text);
        }
        let text = on_a_terminal(&catalog, from, to, PageSetup { width: Some(100), colour: false });
        cut |= text.contains(" · and ") && text.contains(" more\n");
        let plain = on_a_terminal(&catalog, from, to, PageSetup::PLAIN);
        assert!(
            !plain.contains(" · and ") && plain.lines().all(|line| line.split('\t').count() == 7),
            "{plain}"
        );
    }
    assert!(cut);
}

#[test]
fn a_pipe_gets_a_line_for_each_thing() {
    let output = run(&["apprentice", "baker", "--limit", "1"]);
    let wanted = "\
0\t\tapprentice\tbaker\tdirect\t2.5\t2
0\t1\tapprentice\tbaker\tmove\t2.5\t0.454
0\t1\tapprentice\tbaker\ttakes\ttwo years at the table\tThe guild
0\t1\tapprentice\tbaker\tgrow\tKneading\tawareness → practitioner
0\t1\tapprentice\tbaker\tlearn\tBookkeeping\t– → awareness (useful)
0\t1\tapprentice\tbaker\tkeep\tBaking\tworking
";
    assert_eq!(out(&output), wanted);
    assert_eq!(err(&output), "");
    let lines = out(&run(&["apprentice", "head-baker"]));
    for line in [
        "0\t\tapprentice\thead-baker\tdirect\t5.5\t3\n",
        "0\t\tapprentice\thead-baker\tcaution\tit skips 2 ranks\tclimb\n",
        "0\t1\tapprentice\thead-baker\tunrecorded\t5.5\t0.916\n",
        "1\t\tapprentice\thead-baker\tvia\t8\t3\n",
        "1\t3\tsenior-baker\thead-baker\tkeep\tKneading\texpert → working (useful)\n",
        "1\t3\tsenior-baker\thead-baker\tothers\t1\t\n",
    ] {
        assert!(lines.contains(line), "{line}: {lines}");
    }
    let output = run(&["kitchen-hand", "head-baker", "--over", "reporting"]);
    assert!(out(&output).contains("\tguessed\tKitchen hand 厨房\t\n"), "{}", out(&output));
}

#[test]
fn a_page_has_a_ladder_for_each_way() {
    let page = |args: &[&str]| out(&run(&[args, &["--format", "markdown"]].concat()));
    let ladder = page(&["apprentice", "head-baker"]);
    assert!(
        ladder.starts_with("# Apprentice baker ⇒ Head baker\n\nPath 1 is recommended: "),
        "{ladder}"
    );
    for wanted in [
        "| 0 | straight there: Apprentice baker · Head baker | 1 | 3 | 5.5 | 0 of 1 |\n",
        "| 1 | Apprentice baker → Baker → Senior baker ↑ Head baker | 3 | 3 | 8 | 2 of 3 |\n",
        "\n## Path 0, straight there: 1 step, 3 skills to learn, 5.5 skill levels\n\n### ○ Apprentice baker\n",
        "| caution | it skips 2 ranks |\n",
        "\n### ● Baker → move · 2 skills to learn, 3 skill levels, 50 % new\n",
        "| takes | two years at the table (The guild) |\n| ▲ grow | Kneading (awareness → practitioner) |\n",
        "| \\+ learn | useful: Bookkeeping (awareness) |\n| = keep | Baking |\n",
        "| = keep | • Baking<br>• 1 more the role does not require |\n",
        "\n## Path 1, via other roles: 3 steps, 3 skills to learn, 8 skill levels (2.5 more than path 0)\n",
    ] {
        assert!(ladder.contains(wanted), "{wanted}: {ladder}");
    }
    let html = out(&run(&["apprentice", "head-baker", "--format", "html"]));
    assert_eq!(html.matches("<div class=\"rows ladder\">").count(), 2);
    let one = page(&["apprentice", "baker"]);
    assert!(
        !one.contains("## Paths") && one.contains("Every path via other roles is a long detour"),
        "{one}"
    );
    let guessed = page(&["kitchen-hand", "head-baker", "--over", "reporting"]);
    assert!(
        guessed.contains("about 100 % new (estimate)\n")
            && guessed.contains("| note | Kitchen hand 厨房 lists"),
        "{guessed}"
    );
    assert!(page(&["baker", "baker"]).contains("\nBaker is both start and goal.\n"));
}

#[test]
fn json_has_every_step_with_its_skills() {
    let answer = json(&["apprentice", "head-baker"]);
    assert_eq!(
        (&answer["schema"], &answer["why_not"]),
        (&Value::from("roledex/path/1"), &Value::Null)
    );
    assert_eq!(
        (&answer["from"]["id"], &answer["to"]["title"]),
        (&Value::from("apprentice"), &Value::from("Head baker"))
    );
    let paths = answer["paths"].as_array().unwrap();
    let directs: Vec<bool> = paths.iter().map(|path| path["direct"].as_bool().unwrap()).collect();
    assert_eq!(directs, [true, false]);
    let gap: Value = serde_json::from_slice(
        &small(&["gap", "--from", "apprentice", "--to", "head-baker", "--format", "json"]).stdout,
    )
    .unwrap();
    for key in ["effort", "skills_to_learn"] {
        assert_eq!(paths[0][key], gap["targets"][0][key]);
        assert_eq!(answer["gap"][key], gap["targets"][0][key]);
    }
    let cautions: Vec<&str> = paths[0]["cautions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|caution| caution["kind"].as_str().unwrap())
        .collect();
    assert_eq!(cautions, ["unrecorded", "climb", "large"]);
    assert_eq!(
        answer["bound"],
        serde_json::json!({ "steps": 16, "cut": false, "exhausted": false, "text": null })
    );
    for path in paths {
        let mut at = "apprentice".to_string();
        let mut effort = 0.0;
        for step in path["steps"].as_array().unwrap() {
            assert_eq!(step["from"]["id"], at.as_str());
            at = step["to"]["id"].as_str().unwrap().to_string();
            effort += step["effort"].as_f64().unwrap();
            let kinds = ["move", "reporting", "similar", "unrecorded"];
            assert!(kinds.contains(&step["kind"].as_str().unwrap()));
            for key in ["requires", "sources", "skills"] {
                assert!(step[key].is_array(), "{key}");
            }
            for key in ["related", "guessed"] {
                assert!(step[key].is_boolean(), "{key}");
            }
            for skill in step["skills"].as_array().unwrap() {
                assert!(["same", "grow", "right"].contains(&skill["status"].as_str().unwrap()));
            }
        }
        assert_eq!(at, "head-baker");
        assert!((path["effort"].as_f64().unwrap() - effort).abs() < 1e-9);
    }
    let first = &paths[1]["steps"][0];
    assert_eq!(first["requires"], serde_json::json!(["two years at the table"]));
    assert_eq!((&first["sources"][0], &first["new"]), (&Value::from("guild"), &Value::from(0.5)));
    let last = &paths[1]["steps"][2];
    let kneading =
        last["skills"].as_array().unwrap().iter().find(|skill| skill["id"] == "kneading").unwrap();
    assert_eq!(
        (&kneading["status"], &kneading["have"]["level"]),
        (&Value::from("same"), &Value::from("expert"))
    );
    assert_eq!(last["other_skills"], 1);
    assert_eq!(
        json(&["apprentice", "head-baker", "--over", "moves"])["over"],
        serde_json::json!(["move"])
    );
}

#[test]
fn a_role_has_no_way_to_go_to_itself() {
    let output = run(&["baker", "bread maker"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(0), ""));
    assert_eq!(err(&output), "roledex: Baker is both start and goal\n");
    let answer = json(&["baker", "7512"]);
    assert_eq!(
        answer["paths"],
        serde_json::json!([{
            "direct": true, "advised": true, "cautions": [], "cost": 0.0, "effort": 0.0, "skills_to_learn": 0, "steps": [],
        }])
    );
}

#[test]
fn where_no_chain_leads_it_says_what_is_missing() {
    let cases = [
        (&["baker", "apprentice", "--over", "moves"][..], "no move leads to Apprentice baker"),
        (
            &["head-baker", "baker", "--over", "moves,reporting"],
            "no move leads from Head baker, and Head baker does not report to any role",
        ),
        (
            &["kitchen-hand", "head-baker", "--over", "similar"],
            "no role of suitable seniority is similar enough to Kitchen hand 厨房 (at least 25 %, or 20 \
             % within a family)",
        ),
    ];
    for (args, wanted) in cases {
        let output = run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        // The direct way stands there all the same.
        assert!(
            out(&output).starts_with("0\t\t") && !out(&output).contains("\n1\t"),
            "{}",
            out(&output)
        );
        assert!(
            err(&output).contains(wanted) && err(&output).contains("; omit --over"),
            "{}",
            err(&output)
        );
        let output = run(&[args, &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(1));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["paths"].as_array().unwrap().len(), 1);
        assert!(answer["why_not"].as_str().unwrap().contains(wanted));
    }
    assert_eq!(run(&["baker", "nobody"]).status.code(), Some(1));
    for wrong in
        [&["baker"][..], &["baker", "baker", "--limit", "0"], &["baker", "baker", "--over", "luck"]]
    {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(run(&["baker", "head-baker", "--format", "svg"]).status.code(), Some(2));
}
