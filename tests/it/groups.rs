//! A duty against the several that another role splits it into, what comes nearest to one that
//! stands alone, and why.

use roledex::analysis::diff::{Diff, Differ, PairingMode, ResponsibilityText, RowSide};
use roledex::model::Catalog;
use roledex::report::{PageSetup, diff as report};
use serde_json::Value;

use crate::program::{command, err, out, run};
use crate::script::Script;

const PACK: &str = r#"
[pack]
format = 1
id = "guild"
title = "Guild"
version = "1"

[[theme]]
id = "work"
title = "The work"

[[theme]]
id = "house"
title = "The house"

[[role]]
id = "chief"
title = "Chief"
family = "guild"
summary = "Leads."
[role.responsibilities]
work = [
  { text = "Hires, coaches and pays engineers.", activity = "people" },
  "Guards the vault of the old mint.",
]
house = ["Waters the plants of every office on each floor twice a week, and says so."]

[[role]]
id = "lead"
title = "Lead"
family = "guild"
summary = "Follows."
[role.responsibilities]
work = [
  { text = "Hires engineers for every team.", activity = "people" },
  "Waters the plants of every office on each floor once a week, and says so.",
  { text = "Coaches engineers.", activity = "people" },
]
"#;

fn catalog() -> Catalog {
    let loaded = roledex::pack::from_files("guild", &[("guild.toml", PACK)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

/// The pack as a file in `folder`, with `from` worded as `to`.
fn file(folder: &std::path::Path, name: &str, (from, to): (&str, &str)) -> String {
    assert!(PACK.contains(from));
    let path = folder.join(name);
    std::fs::write(&path, PACK.replace(from, to)).unwrap();
    path.to_str().unwrap().to_string()
}

fn compared(folder: &std::path::Path, args: &[&str]) -> String {
    let pack = file(folder, "guild.toml", ("", ""));
    let output =
        command(&[&["--no-cache", "--pack", &pack, "diff"], args].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    out(&output)
}

#[test]
fn a_group_is_one_row_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let told = |args: &[&str]| compared(folder.path(), args);
    let json: Value = serde_json::from_str(&told(&["chief", "lead", "--format", "json"])).unwrap();
    let rows = json["responsibilities"].as_array().unwrap();
    let group = rows.iter().find(|row| row["right"]["indices"].is_array()).unwrap();
    assert_eq!(
        (group["status"].as_str(), group["left"]["index"].as_u64()),
        (Some("changed"), Some(0))
    );
    assert!(group["left"]["indices"].is_null());
    let list = |key: &str| group["right"][key].as_array().unwrap().clone();
    let (indices, texts, joined) = (list("indices"), list("texts"), list("joined"));
    let mut all: Vec<u64> = indices.iter().map(|at| at.as_u64().unwrap()).collect();
    assert_eq!(
        (group["right"]["index"].as_u64().unwrap(), group["right"]["text"].clone()),
        (all[0], texts[0].clone())
    );
    assert_eq!(
        (joined[0]["index"].clone(), joined[0]["text"].clone()),
        (indices[1].clone(), texts[1].clone())
    );
    assert_eq!(joined[0]["paired_by"], "activity");
    all.sort_unstable();
    assert_eq!((all, texts.len(), joined.len()), (vec![0, 2], 2, 1));
    // What none of the several has is marked, and nothing else.
    let marked = |spans: &Value| {
        let span = |span: &Value| {
            let text = span["text"].as_str().unwrap();
            if span["changed"] == true { format!("‹{text}›") } else { text.to_string() }
        };
        spans.as_array().unwrap().iter().map(span).collect::<String>()
    };
    assert_eq!(marked(&group["left"]["spans"]), "Hires, coaches and ‹pays› engineers.");
    let of =
        |text: &str| if texts[0] == text { &group["right"]["spans"] } else { &joined[0]["spans"] };
    assert_eq!(marked(of("Coaches engineers.")), "Coaches engineers.");
    assert_eq!(marked(of("Hires engineers for every team.")), "Hires engineers for ‹every team›.");
    // Counted once, and every duty of both in exactly one row.
    assert_eq!(
        json["summary"],
        serde_json::json!({ "same": 0, "changed": 2, "left": 1, "right": 0 })
    );
    assert_eq!(rows.len(), 3);

    for (format, both) in [
        ("csv", "‹every team›. | Coaches engineers."),
        ("csv", "Coaches engineers. | Hires engineers"),
        ("text", "‹every team›. | Coaches engineers."),
        ("text", "Coaches engineers. | Hires engineers"),
    ] {
        let text = told(&["chief", "lead", "--format", format]);
        assert!(text.contains("1 in A, 2 in B"), "{text}");
        let line = text.lines().find(|line| line.contains("1 in A, 2 in B")).unwrap();
        assert!(line.contains("Coaches engineers.") && line.contains("‹every team›"), "{line}");
        let first = texts[0].as_str().unwrap().starts_with("Coaches");
        assert!(line.contains(both) || both.starts_with("Coaches") != first, "{line}");
    }
    for format in ["markdown", "html"] {
        let text = told(&["chief", "lead", "--format", format]);
        assert!(text.contains("1 in A, 2 in B"), "{text}");
        // Each on a line of its own.
        let line = text.lines().find(|line| line.contains("Coaches engineers.")).unwrap();
        assert!(
            line.contains("Hires engineers") && (line.contains("<br>") || line.contains("<li>")),
            "{line}"
        );
    }
    // Swapped roles are the mirror image.
    let back: Value = serde_json::from_str(&told(&["lead", "chief", "--format", "json"])).unwrap();
    let mirror = back["responsibilities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["left"]["indices"].is_array());
    assert_eq!(
        (&mirror.unwrap()["left"], &mirror.unwrap()["right"]),
        (&group["right"], &group["left"])
    );
}

#[test]
fn a_group_reads_well_on_a_terminal() {
    let catalog = catalog();
    let [chief, lead] = ["chief", "lead"].map(|id| catalog.role_by_id(id).unwrap());
    let diff = Differ::new(&catalog).diff(&catalog, chief, lead, PairingMode::Auto);
    let wide = |width: usize| {
        let mut out = Vec::new();
        report::write_text(
            &mut out,
            &catalog,
            &diff,
            None,
            PageSetup { width: Some(width), colour: false },
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    };
    let narrow = wide(80);
    assert!(narrow.contains("A Hires, coaches and ‹pays› engineers.\n  B "), "{narrow}");
    assert_eq!(
        narrow
            .lines()
            .filter(|line| line.starts_with("  B ") && line.contains("engineers"))
            .count(),
        2
    );
    assert!(narrow.contains("under The house in Chief"), "{narrow}");
    let split = wide(120);
    assert_eq!(split.lines().filter(|line| line.contains("│ • ")).count(), 2, "{split}");
    // One against one has no signs.
    assert!(split.contains("│ Waters the plants"), "{split}");
}

#[test]
fn nearly_the_same_words_under_other_headings_are_one_row_with_a_word_on_it() {
    let folder = tempfile::tempdir().unwrap();
    for align in ["auto", "text"] {
        let args = ["chief", "lead", "--align", align];
        let json: Value = serde_json::from_str(&compared(
            folder.path(),
            &[&args[..], &["--format", "json"]].concat(),
        ))
        .unwrap();
        let row = json["responsibilities"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["right"]["index"] == 1)
            .unwrap();
        assert_eq!(
            (row["left"]["index"].as_u64(), row["theme"]["title"].as_str()),
            (Some(2), Some("The work"))
        );
        assert_eq!(
            (&row["left"]["theme"]["title"], &row["right"]["theme"]["title"]),
            (&"The house".into(), &"The work".into())
        );
        assert!(row["similarity"].as_f64().unwrap() > 0.8);
        assert!(compared(folder.path(), &args).contains("\tunder The house in Chief\t"));
    }
}

#[test]
fn what_stands_alone_names_what_comes_nearest() {
    let mut nearest = 0;
    for right in ["product-lead", "product-owner", "project-manager", "senior-product-manager"] {
        let told = |more: &[&str]| out(&run(&[&["diff", "product-manager", right], more].concat()));
        let json: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
        let csv = told(&["--format", "csv"]);
        let show = |id: &str| -> Value {
            serde_json::from_str(&out(&run(&["show", id, "--format", "json"]))).unwrap()
        };
        let duties =
            [show("product-manager"), show(right)].map(|role| role["responsibilities"].clone());
        for row in json["responsibilities"].as_array().unwrap() {
            if row["nearest"].is_null() {
                continue;
            }
            nearest += 1;
            assert_eq!(row["left"].is_null(), !row["right"].is_null());
            let other = &duties[usize::from(row["right"].is_null())];
            let near = &row["nearest"];
            assert_eq!(other[near["index"].as_u64().unwrap() as usize]["text"], near["text"]);
            let likelihood = near["similarity"].as_f64().unwrap();
            assert!(likelihood > 0.0 && likelihood <= 1.0, "{likelihood}");
            let text = near["text"].as_str().unwrap().replace('"', "\"\"");
            let side = if row["right"].is_null() { "B" } else { "A" };
            let before = csv.split(&format!(" %: “{text}”")).next().unwrap();
            let before = before.trim_end_matches(|c: char| c.is_ascii_digit());
            assert!(before.ends_with(&format!("nearest in {side}, ")), "{text}");
        }
    }
    assert!(nearest > 0);
}

#[test]
fn reasons_are_given_to_those_who_ask() {
    let folder = tempfile::tempdir().unwrap();
    let told = |more: &[&str]| compared(folder.path(), &[&["chief", "lead"], more].concat());
    let plain: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    assert!(
        plain["responsibilities"].as_array().unwrap().iter().all(|row| row["reasons"].is_null())
    );
    let why: Value = serde_json::from_str(&told(&["--format", "json", "--why"])).unwrap();
    let rows = why["responsibilities"].as_array().unwrap();
    let lines = |at: u64| {
        let row = rows.iter().find(|row| row["left"]["index"] == at).unwrap();
        row["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap().to_string())
            .collect::<Vec<_>>()
    };
    let group = lines(0);
    assert!(group[0].starts_with("paired: same activity; shared words: "), "{group:?}");
    assert!(
        group[1].contains("engineers.” joins the pair: same activity; shared words: "),
        "{group:?}"
    );
    assert!(lines(1)[0].starts_with("no counterpart"), "{:?}", lines(1));
    let near = &lines(2)[0];
    assert!(
        near.contains("same words except for one; different themes: The house and The work"),
        "{near}"
    );
    for format in ["text", "csv", "markdown", "html"] {
        let text = told(&["--why", "--format", format]);
        assert!(text.contains("no counterpart") && text.contains("same activity"), "{text}");
    }
    // On a terminal each below its row, on a line of its own.
    let catalog = catalog();
    let [chief, lead] = ["chief", "lead"].map(|id| catalog.role_by_id(id).unwrap());
    let differ = Differ::new(&catalog);
    let diff = differ.diff(&catalog, chief, lead, PairingMode::Auto);
    let (why, mut out) = (differ.explainer(&catalog, &diff, PairingMode::Auto), Vec::new());
    report::write_text(
        &mut out,
        &catalog,
        &diff,
        Some(&why),
        PageSetup { width: Some(90), colour: false },
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(
        text.contains("\n    paired: same activity; ") && text.contains("\n    no counterpart"),
        "{text}"
    );
}

#[test]
fn the_explorer_shows_a_group_and_says_why() {
    let script = Script::new(catalog(), 100, 30).keys("space j space j d");
    let text = script.text();
    assert!(text.contains("│   • ") && text.contains("under The house in Chief"), "{text}");
    let rows = |text: &str| text.lines().filter(|line| line.contains("• ")).count();
    assert_eq!(rows(&text), 2);
    let script = Script::new(catalog(), 80, 40).keys("space j space j d f g n enter");
    let text = script.text();
    assert!(text.contains("paired: same activity; shared words: "), "{text}");
    assert!(text.contains("joins the pair: same activity"), "{text}");
    assert!(text.contains("B • "), "{text}");
    // The row alone again.
    assert!(!script.keys("enter").text().contains("joins the pair"));
}

/// All duties of a side by their positions.
fn positions(
    diff: &Diff,
    side: impl Fn(&roledex::analysis::diff::ResponsibilityRow) -> Option<&RowSide>,
) -> Vec<usize> {
    let mut all: Vec<usize> = diff
        .responsibilities
        .iter()
        .filter_map(side)
        .flat_map(RowSide::responsibilities)
        .map(|duty: &ResponsibilityText| duty.index)
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn copies_of_one_role_are_compared_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let old = file(folder.path(), "old.toml", ("", ""));
    let split = "{ text = \"Hires and pays engineers.\", activity = \"people\" }, \
                 { text = \"Coaches engineers.\", activity = \"people\" }";
    let whole = "{ text = \"Hires, coaches and pays engineers.\", activity = \"people\" }";
    let new = file(folder.path(), "new.toml", (whole, split));
    let since = |more: &[&str]| {
        command(&[&["--no-cache", "--pack", &new, "diff", "--since", &old], more].concat())
            .output()
            .unwrap()
    };
    let json: Value = serde_json::from_str(&out(&since(&["chief", "--format", "json"]))).unwrap();
    let rows = json["responsibilities"].as_array().unwrap();
    assert!(
        rows.iter()
            .all(|row| row["left"]["indices"].is_null() && row["right"]["indices"].is_null())
    );
    assert_eq!(
        rows.iter().filter(|row| row["status"] == "right").count(),
        1,
        "what was added is to be seen"
    );
    // Between two roles the same texts are a group, and nothing is lost.
    let catalog = catalog();
    let [chief, lead] = ["chief", "lead"].map(|id| catalog.role_by_id(id).unwrap());
    let diff = Differ::new(&catalog).diff(&catalog, chief, lead, PairingMode::Auto);
    assert_eq!(positions(&diff, |row| row.left.as_ref()), [0, 1, 2]);
    assert_eq!(positions(&diff, |row| row.right.as_ref()), [0, 1, 2]);
}

#[test]
fn punctuation_alone_is_a_change_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let old = file(folder.path(), "old.toml", ("", ""));
    let new = file(
        folder.path(),
        "new.toml",
        ("Guards the vault of the old mint.", "guards the vault – of the old mint"),
    );
    let since = |more: &[&str]| {
        command(
            &[&["--no-cache", "--pack", &new, "diff", "--since", &old, "--exit-code"], more]
                .concat(),
        )
        .output()
        .unwrap()
    };
    for role in [&[][..], &["chief"]] {
        let silent = since(role);
        assert_eq!(silent.status.code(), Some(0), "{}", out(&silent));
        assert!(
            err(&silent).contains("only punctuation or capitals changed since "),
            "{}",
            err(&silent)
        );
        assert!(err(&silent).contains("--punctuation shows where"));
        let asked = since(&[role, &["--punctuation"]].concat());
        assert_eq!(asked.status.code(), Some(1), "{}", err(&asked));
        assert!(out(&asked).contains("‹guards"), "{}", out(&asked));
        assert!(!err(&asked).contains("punctuation"));
    }
    // Between roles it never is.
    let refused = run(&["diff", "product-manager", "product-lead", "--punctuation"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// What a reader wants in one row of 15 judged pairs of real ladders, each as a pack of its own.
#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_duties_of_ladders_are_paired_as_readers_do() {
    let folder = crate::import::data().join("align");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    assert!(files.len() >= 15, "{}", files.len());
    let (mut said, mut right, mut found, mut wanted) = (0, 0, 0, 0);
    for file in files {
        let judged: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut pack =
            "[pack]\nformat = 1\nid = \"pair\"\ntitle = \"Pair\"\nversion = \"1\"\n[[theme]]\nid = \"work\"\n\
                        title = \"Work\"\n"
                .to_string();
        for side in ["left", "right"] {
            pack += &format!(
                "[[role]]\nid = \"{side}\"\ntitle = \"{side}\"\nfamily = \"one\"\nsummary = \"One of two.\"\n\
                 [role.responsibilities]\nwork = {}\n",
                judged[side]["duties"]
            );
        }
        let loaded = roledex::pack::from_files("pair", &[("pair.toml", &pack)]);
        let catalog = loaded.catalog;
        let [left, right_role] = ["left", "right"].map(|id| catalog.role_by_id(id).unwrap());
        let diff = roledex::analysis::diff::diff(&catalog, left, right_role, PairingMode::Text);
        let edges: Vec<(u64, u64, u64)> = (judged["edges"].as_array().unwrap().iter())
            .map(|edge| {
                (edge[0].as_u64().unwrap(), edge[1].as_u64().unwrap(), edge[2].as_u64().unwrap())
            })
            .collect();
        wanted += edges.iter().filter(|edge| edge.2 == 2).count();
        for row in &diff.responsibilities {
            let (Some(a), Some(b)) = (&row.left, &row.right) else { continue };
            for a in a.responsibilities() {
                for b in b.responsibilities() {
                    let edge = edges
                        .iter()
                        .find(|edge| (edge.0, edge.1) == (a.index as u64, b.index as u64));
                    said += 1;
                    right += usize::from(edge.is_some());
                    found += usize::from(edge.is_some_and(|edge| edge.2 == 2));
                }
            }
        }
    }
    let (precision, recall) =
        (f64::from(right as u32) / f64::from(said), found as f64 / wanted as f64);
    assert!(precision >= 0.87 && recall >= 0.67, "precision {precision:.3}, recall {recall:.3}");
}
