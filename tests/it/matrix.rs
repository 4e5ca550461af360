//! Several roles beside each other, on the command line and on terminals of several widths.

use std::collections::BTreeSet;
use std::process::Output;

use roledex::analysis::matrix::matrix;
use roledex::model::{Catalog, RoleId};
use roledex::report::PageSetup;
use roledex::report::matrix::{MatrixOptions, MatrixParts, write_text};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::golden;
use crate::program::small;

fn run(args: &[&str]) -> Output {
    small(&[&["matrix"], args].concat())
}

fn text(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&text(&[args, &["--format", "json"]].concat())).unwrap()
}

/// What a terminal of `width` columns shows.
fn screen(catalog: &Catalog, roles: &[RoleId], by: MatrixParts, width: usize) -> String {
    let mut out = Vec::new();
    let view = MatrixOptions { by, only_differences: false };
    let page = PageSetup { width: Some(width), colour: false };
    write_text(&mut out, catalog, &matrix(catalog, roles), view, page).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn wrong_questions_get_an_answer_that_helps() {
    for (args, status, said) in [
        (&["baker"][..], 2, "2"),
        (&[], 2, "<ROLE>"),
        (&["baker", "nobody"], 1, "no role named `nobody`"),
        (&["baker", "head-baker", "--by", "colour"], 2, "[possible values: skills, themes, both]"),
        (&["baker", "head-baker", "--family", "bakery"], 2, "cannot be used with"),
        (&["--family", "bakerie"], 1, "no family named `bakerie`; did you mean:\n  bakery"),
        (&["--family", "xyzzy"], 1, "no family named `xyzzy`; `roledex list`"),
        (&["--family", "kitchen"], 1, "has only one role"),
        (
            &["baker", "head-baker", "--format", "dot"],
            2,
            "text, json, ndjson, csv, markdown, html or svg, not as dot",
        ),
    ] {
        let output = run(args);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{args:?}: {err}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
}

#[test]
fn the_json_holds_every_skill_and_every_duty() {
    let answer = json(&["baker", "senior-baker", "head-baker"]);
    assert_eq!(answer["schema"], "roledex/matrix/1");
    let ids: Vec<&str> =
        answer["roles"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["baker", "senior-baker", "head-baker"]);
    let skills = answer["skills"].as_array().unwrap();
    let names: BTreeSet<&str> = skills.iter().map(|skill| skill["id"].as_str().unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["kneading", "baking", "bookkeeping", "french"]));
    let kneading = skills.iter().find(|skill| skill["id"] == "kneading").unwrap();
    assert_eq!(
        (&kneading["differs"], &kneading["spread"]),
        (&Value::from(true), &Value::from(3.0))
    );
    assert_eq!(kneading["cells"][2]["importance"], "useful");
    let french = skills.iter().find(|skill| skill["id"] == "french").unwrap();
    assert!(french["cells"][0].is_null());
    // The duties that one builds on are the other's as well, in the same words.
    let craft =
        answer["themes"].as_array().unwrap().iter().find(|theme| theme["id"] == "craft").unwrap();
    assert_eq!(craft["cells"][1]["strategic"], 1);
    assert_eq!(craft["cells"][0]["share"], 0.25);
    let duty = craft["responsibilities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|d| d["cells"][0]["text"] == "Shapes loaves by hand.");
    assert_eq!(duty.unwrap()["cells"][1]["text"], "Shapes loaves by hand.");
    assert_eq!(duty.unwrap()["cells"][2], Value::Null);
    let themes = answer["themes"].as_array().unwrap();
    let duties: usize = themes
        .iter()
        .flat_map(|t| t["responsibilities"].as_array().unwrap())
        .map(|duty| duty["cells"].as_array().unwrap().iter().filter(|cell| !cell.is_null()).count())
        .sum();
    let counted: u64 = themes
        .iter()
        .flat_map(|t| t["cells"].as_array().unwrap())
        .map(|c| c["count"].as_u64().unwrap())
        .sum();
    assert_eq!(duties as u64, counted);
    assert_eq!(json(&["baker", "baker", "--by", "skills"])["themes"], Value::Null);
}

#[test]
fn what_is_the_same_can_be_left_out() {
    let same = ["baker", "Bread maker", "--only-differences"];
    assert_eq!(text(&same), "");
    let answer = json(&same);
    assert_eq!(
        (&answer["skills"], &answer["themes"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    assert_eq!(
        (&answer["summary"]["skills"]["same"], &answer["summary"]["skills"]["differ"]),
        (&3.into(), &0.into())
    );
    let all = text(&["baker", "senior-baker", "--by", "themes"]);
    let differ = text(&["baker", "senior-baker", "--by", "themes", "--only-differences"]);
    let kept: Vec<&str> =
        all.lines().filter(|line| line.split('\t').nth(2) == Some("yes")).collect();
    assert_eq!(differ.lines().collect::<Vec<_>>(), kept);
    assert!(all.lines().count() > kept.len());
}

#[test]
fn records_have_a_column_for_each_role() {
    let csv = text(&["--family", "Bakery", "--format", "csv"]);
    assert!(
        csv.starts_with("section,row,differs,apprentice,baker,senior-baker,head-baker\r\n"),
        "{csv}"
    );
    let lines = text(&["--family", "bakery"]);
    assert!(lines.lines().all(|line| line.split('\t').count() == 7), "{lines}");
    assert!(lines.contains("Skills\tBaking\tyes\tuseful\tworking\texpert\t\n"), "{lines}");
    assert!(lines.contains("Themes\tPeople\tyes\t\t\t1\t2\n"), "{lines}");
    assert!(lines.contains("Responsibilities\tPeople\tyes\t\t\t\tHires bakers.\n"), "{lines}");
    let html = text(&["--family", "bakery", "--format", "html"]);
    assert!(html.contains("<th scope=\"row\">Kneading</th>"), "{html}");
    assert!(html.contains("<section class=\"grid\" tabindex=\"0\""));
    let markdown = text(&["--family", "bakery", "--format", "markdown"]);
    assert!(
        markdown.contains(
            "| Kneading | ≠ yes | ●○○○ awareness | ●●●○ practitioner | ●●●● expert | ●●○○ working (useful) |"
        ),
        "{markdown}"
    );
}

#[test]
fn the_screens_are_as_they_were_agreed() {
    let catalog = crate::script::small();
    let bakery: Vec<RoleId> =
        catalog.families().find(|(name, _)| *name == "bakery").unwrap().1.to_vec();
    let mut shown = String::new();
    for (width, by) in [
        (140, MatrixParts::Both),
        (80, MatrixParts::Both),
        (80, MatrixParts::Themes),
        (40, MatrixParts::Skills),
        (24, MatrixParts::Both),
    ] {
        shown += &format!("── {width} {by}\n{}", screen(&catalog, &bakery, by, width));
    }
    golden::assert("frames/matrix.txt", &shown);
}

/// Nothing is cut, and no line is longer than the terminal.
#[test]
fn every_role_and_skill_can_be_read_at_any_width() {
    let catalog = roledex::builtin::catalog();
    let product: Vec<RoleId> =
        catalog.families().find(|(name, _)| *name == "product").unwrap().1.to_vec();
    for count in [2, 3, 5, 8, product.len()] {
        let roles = &product[..count];
        for width in [20, 30, 40, 60, 80, 100, 140, 200] {
            for by in [MatrixParts::Skills, MatrixParts::Themes, MatrixParts::Both] {
                let shown = screen(&catalog, roles, by, width);
                for line in shown.lines() {
                    assert!(line.width() <= width, "{count} roles at {width}: {line:?}");
                }
                let said: BTreeSet<&str> = shown.split(|c: char| !c.is_alphanumeric()).collect();
                if width >= 40 {
                    for role in roles {
                        for word in catalog.role(*role).title.split(' ') {
                            assert!(
                                said.contains(word),
                                "{count} roles at {width}: {word}: {shown}"
                            );
                        }
                    }
                }
            }
        }
    }
}

/// Essential and useful, asked and not, differ without colour.
#[test]
fn meaning_does_not_hang_on_colour() {
    let catalog = crate::script::small();
    let id = |id| catalog.role_by_id(id).unwrap();
    let shown = screen(
        &catalog,
        &[id("baker"), id("head-baker"), id("kitchen-hand")],
        MatrixParts::Both,
        50,
    );
    let row = |name: &str| shown.lines().find(|line| line.contains(name)).unwrap().to_string();
    assert_eq!(
        row("Kneading").split_whitespace().collect::<Vec<_>>(),
        ["≠", "Kneading", "●●●○", "(●●○○)", "·"]
    );
    assert!(shown.contains("(…) useful, not essential"), "{shown}");
}
