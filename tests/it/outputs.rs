//! Output files, graphs and occupations, and skills in full.

use std::path::Path;

use serde_json::Value;

use crate::program::{self, err, out};

/// Runs `args` on the small pack in `folder`.
fn run_in(folder: &Path, args: &[&str]) -> std::process::Output {
    let args = [&["--pack", program::SMALL], args].concat();
    program::command(&args).current_dir(folder).output().unwrap()
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_what_standard_output_would_be() {
    let folder = tempfile::tempdir().unwrap();
    for (args, file, format) in [
        (&["list"][..], "a.csv", "csv"),
        (&["list", "edges"], "b.jsonl", "ndjson"),
        (&["show", "baker"], "c.HTM", "html"),
        (&["show", "baker"], "c.jsonld", "jsonld"),
        (&["diff", "baker", "head-baker"], "d.md", "markdown"),
        (&["path", "apprentice", "head-baker"], "e.gv", "dot"),
        (&["list", "moves"], "e.mmd", "mermaid"),
        (&["check"], "f.json", "json"),
        (&["about"], "g", "text"),
        (&["about"], "h.txt", "text"),
        (&["schema"], "i.json", "json"),
        (&["keys"], "j.md", "markdown"),
    ] {
        let written = run_in(folder.path(), &[args, &["-o", file]].concat());
        assert_eq!(written.status.code(), Some(0), "{args:?}: {}", err(&written));
        assert_eq!((out(&written), err(&written)), (String::new(), String::new()), "{args:?}");
        let printed = run_in(folder.path(), &[args, &["--format", format]].concat());
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(text, out(&printed), "{args:?}");
    }
    // What is said of the format wins over the ending; standard output has several names.
    run_in(folder.path(), &["list", "-o", "k.md", "--format", "csv"]);
    let text = std::fs::read_to_string(folder.path().join("k.md")).unwrap();
    assert!(text.starts_with("id,title"), "{text}");
    let text = out(&run_in(folder.path(), &["list", "-o", "-"]));
    assert!(text.starts_with("apprentice\t"), "{text}");
    run_in(folder.path(), &["config", "--default", "-o", "l.toml"]);
    assert!(folder.path().join("l.toml").is_file());
}

#[test]
fn a_file_is_written_completely_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kept.csv"), "mine").unwrap();
    for (args, status, said) in [
        (&["list", "-o", "kept.csv"][..], 3, "kept.csv already exists; --force overwrites it"),
        (&["list", "-o", "x.docx"], 2, "unknown file extension `.docx`; add --format"),
        (&["list", "-o", "no/such/x.csv"], 3, "there is no folder no/such"),
        (&["list", "-o", "."], 3, "it is a folder"),
        (&["show", "nobody-here", "-o", "x.md"], 1, "no role or skill named"),
        (&["about", "-o", "x.csv"], 2, "available as text or json, not as csv"),
        (&["diff", "baker", "-o", "x.csv"], 2, "name two roles"),
        (&["search", "zzzqq", "-o", "x.txt"], 1, "no matches"),
        (&["-o", "x.csv"], 2, "--output needs a command"),
    ] {
        let output = run_in(folder.path(), args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(said), "{args:?}: {}", err(&output));
        assert_eq!(err(&output).trim_end().lines().count(), 1, "{args:?}: {}", err(&output));
        assert_eq!(file_names(folder.path()), ["kept.csv"], "{args:?}");
        assert_eq!(std::fs::read_to_string(folder.path().join("kept.csv")).unwrap(), "mine");
    }
    let output = run_in(folder.path(), &["list", "-o", "kept.csv", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = std::fs::read_to_string(folder.path().join("kept.csv")).unwrap();
    assert!(text.starts_with("id,title"), "{text}");
    // An answer that ends with a status of its own is an answer all the same.
    let args = ["diff", "baker", "head-baker", "--exit-code", "-o", "differs.json"];
    assert_eq!(run_in(folder.path(), &args).status.code(), Some(1));
    assert!(folder.path().join("differs.json").is_file());
}

#[test]
fn a_graph_has_every_move_and_step() {
    let folder = tempfile::tempdir().unwrap();
    let moves = out(&run_in(folder.path(), &["list", "moves"]));
    let graph = out(&run_in(folder.path(), &["list", "moves", "--format", "dot"]));
    for line in moves.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(graph.contains(&format!("\"{}\" -> \"{}\";", cells[0], cells[2])), "{graph}");
    }
    assert_eq!(graph.matches(" -> ").count(), moves.lines().count());
    let graph = out(&run_in(folder.path(), &["list", "reporting", "--format", "mermaid"]));
    // Both roles state this line; it is drawn once, and from the one who leads.
    assert_eq!(graph.matches("-->").count(), graph.lines().filter(|l| l.contains("-->")).count());
    let node = |title: &str| {
        let line = graph.lines().find(|line| line.contains(&format!("[\"{title}\"]"))).unwrap();
        line.trim().split('[').next().unwrap().to_string()
    };
    let line = format!("{} --> {}", node("Baker"), node("Apprentice baker"));
    assert_eq!(graph.matches(&line).count(), 1, "{graph}");
    let graph =
        out(&run_in(folder.path(), &["path", "apprentice", "head-baker", "--format", "mermaid"]));
    assert!(graph.contains("-->|\"move: ") && graph.contains("-.->|\""), "{graph}");
}

/// A pack of `roles` roles, the first of which leads to each of the others.
fn fan(folder: &Path, roles: usize, title: &str) -> String {
    let mut text =
        "[pack]\nformat = 1\nid = \"fan\"\ntitle = \"Fan\"\nversion = \"1\"\n".to_string();
    for at in 0..roles {
        text += &format!("[[role]]\nid = \"r{at}\"\ntitle = \"{title} {at}\"\n");
        text += "family = \"fan\"\nsummary = \"A role.\"\n";
        if at == 0 {
            (1..roles).for_each(|to| text += &format!("[[role.move]]\nto = \"r{to}\"\n"));
        }
    }
    let path = folder.join(format!("fan-{roles}.toml"));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

/// Mermaid draws 500 arrows and reads 50,000 characters, unless its settings say otherwise.
#[test]
fn a_flowchart_that_mermaid_refuses_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let long =
        "A role with a very long title that goes on for as long as the page is wide ".repeat(2);
    for (roles, title, said) in [
        (501, "Role", ""),
        (502, "Role", "refuses flowcharts of more than 500 arrows, and this one has 501"),
        (400, long.as_str(), "refuses flowcharts of more than 50,000 characters"),
    ] {
        let pack = fan(folder.path(), roles, title);
        let moves =
            |format: &str| program::run(&["--pack", &pack, "list", "moves", "--format", format]);
        let output = moves("mermaid");
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(out(&output).matches("-->").count(), roles - 1);
        let fits =
            if said.is_empty() { err(&output).is_empty() } else { err(&output).contains(said) };
        assert!(fits, "{roles}: {}", err(&output));
        assert_eq!(err(&moves("dot")), "");
    }
}

#[test]
fn an_occupation_says_only_what_is_about_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = out(&run_in(folder.path(), &["show", "baker", "--format", "jsonld"]));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&value["@context"], &value["@type"]),
        (&"https://schema.org".into(), &"Occupation".into())
    );
    assert_eq!(value["name"], "Baker");
    assert_eq!(value["occupationalCategory"][0]["codeValue"], "7512");
    assert_eq!(value["experienceRequirements"]["monthsOfExperience"], 36.0);
    let full = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/full.toml");
    let args = ["--pack", full, "show", "baker", "--format", "jsonld"];
    let value: Value = serde_json::from_str(&out(&program::run(&args))).unwrap();
    // Its pay is that of cooks.
    assert!(value.get("estimatedSalary").is_none(), "{value}");
    assert_eq!(value["subjectOf"][0]["license"], "CC0-1.0");
}

#[test]
fn a_skill_is_shown_unless_a_role_has_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let show = |args: &[&str]| run_in(folder.path(), &[&["show"], args].concat());
    for name in ["kneading", "Kneading", "working the dough", "--skill kneading"] {
        let name: Vec<&str> =
            if name.starts_with('-') { name.split(' ').collect() } else { vec![name] };
        let output = show(&name);
        assert!(out(&output).starts_with("Skill\tname\tKneading\n"), "{name:?}: {}", err(&output));
        assert_eq!(err(&output), "");
    }
    let text = out(&show(&["kneading"]));
    for line in
        ["Levels\texpert\tKneads any dough by feel.", "Essential for\tawareness\tApprentice baker"]
    {
        assert!(text.lines().any(|l| l == line), "{line}: {text}");
    }
    let value: Value =
        serde_json::from_str(&out(&show(&["kneading", "--format", "json"]))).unwrap();
    assert_eq!(value["schema"], "roledex/skill/1");
    assert_eq!(value["levels"][0]["level"], "awareness");
    // A role and a skill of one name.
    let pack = folder.path().join("both.toml");
    let text = include_str!("fixtures/small.toml").replace("name = \"Baking\"", "name = \"Baker\"");
    std::fs::write(&pack, text).unwrap();
    let both =
        |args: &[&str]| program::run(&[&["--pack", pack.to_str().unwrap(), "show"], args].concat());
    let output = both(&["Baker"]);
    assert!(out(&output).starts_with("Role\ttitle\tBaker\n"));
    assert!(
        err(&output).contains("`Baker` is a skill too: `roledex show --skill baking` shows it")
    );
    assert!(out(&both(&["--skill", "Baker"])).starts_with("Skill\tname\tBaker\n"));
    let output = show(&["kneeding"]);
    assert!(err(&output).contains("kneading  Kneading (skill)"), "{}", err(&output));
}
