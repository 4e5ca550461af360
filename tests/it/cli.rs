//! The command line in a clean environment: what it prints, where, and how it ends.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{SMALL, command, err, out, run, small};

fn json(args: &[&str]) -> Value {
    let output = small(&[args, &["--format", "json"]].concat());
    assert_eq!(err(&output), "");
    serde_json::from_str(&out(&output)).unwrap()
}

#[test]
fn statuses_are_those_of_the_contract() {
    for (args, status) in [
        (&["list"][..], 0),
        (&["list", "skills"], 0),
        (&["show", "baker"], 0),
        (&["show", "Head Baker"], 0),
        (&["show", "nobody"], 1),
        (&["show", "AB"], 1),
        (&["search", "kneading"], 0),
        (&["search", "qqqqqq"], 1),
        (&["search", "qqqqqq", "--format", "json"], 1),
        (&["diff", "baker", "head-baker"], 0),
        (&["diff", "baker", "head-baker", "--exit-code"], 1),
        (&["diff", "baker", "baker", "--exit-code"], 0),
        (&["diff", "baker"], 2),
        (&["diff", "baker", "nobody"], 1),
        (&["read", "tests/it/fixtures/ad.txt"], 0),
        (&["read"], 2),
        (&["read", "tests/it/fixtures/ad.txt", "--lines", "-"], 2),
        (&["read", "/no/such/file"], 3),
        (&["read", "--lines", "/no/such/file"], 3),
        (&["read", "-"], 1),
        (&["related", "baker"], 0),
        (&["related", "--all"], 0),
        (&["related"], 2),
        (&["related", "nobody"], 1),
        (&["check"], 0),
        (&["schema"], 0),
        (&["keys"], 0),
        (&["about"], 0),
        (&["list", "--format", "ndjson"], 0),
        (&["list", "--format", "yaml"], 2),
        (&["frobnicate"], 2),
        (&["--help"], 0),
        (&["--version"], 0),
        (&["check", "/no/such/place.toml"], 3),
        (&["diff", "--pairs", "/no/such/file", "--format", "ndjson"], 3),
    ] {
        let output = small(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", err(&output));
        assert_eq!(
            err(&output).is_empty(),
            status == 0 || args.contains(&"json") || args.contains(&"--exit-code"),
            "{args:?}"
        );
    }
    assert_eq!(run(&["--pack", "/no/such/pack", "list"]).status.code(), Some(3));
}

#[test]
fn a_pack_with_faults_is_named_fault_by_fault() {
    let faulty =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");
    let output = run(&["--pack", faulty, "list"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(out(&output), "");
    assert!(err(&output).contains("did you mean `roadmapping`?"), "{}", err(&output));
    let output = run(&["check", faulty]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("unknown-skill.toml:"), "{}", out(&output));
}

#[test]
fn suggestions_help_on() {
    let output = small(&["show", "hed-baker"]);
    assert!(err(&output).contains("did you mean:\n  head-baker  Head baker"), "{}", err(&output));
    let output = small(&["show", "ab"]);
    assert!(
        err(&output).contains("apprentice") && err(&output).contains("  baker  Baker"),
        "{}",
        err(&output)
    );
}

#[test]
fn how_a_title_was_read_is_said_beside_the_answer() {
    for (title, first, said) in [
        ("Sr. Baker", "Senior baker", ""),
        ("Bakers", "Baker", ""),
        ("Lead Baker", "Baker", "roledex: treating `Lead Baker` as Baker; ignored `lead`\n"),
        ("Baker, Head", "Head baker", ""),
        (
            "Baker (m/f/d) - Night shift",
            "Baker",
            "roledex: treating `Baker (m/f/d) - Night shift` as Baker; ignored `Night shift`\n",
        ),
        ("bakery:head-baker", "Head baker", ""),
        ("bakery:Senior Bakers", "Senior baker", ""),
        ("ISCO 7512", "Baker", ""),
        ("C7512", "Baker", ""),
    ] {
        let output = small(&["show", title]);
        assert_eq!(output.status.code(), Some(0), "{title}: {}", err(&output));
        assert!(out(&output).contains(first), "{title}: {}", out(&output));
        assert_eq!(err(&output), said, "{title}");
        // Search and the commands agree.
        let found = small(&["search", "--in", "roles", title]);
        assert_eq!(out(&found).lines().next().unwrap().split('\t').nth(2), Some(first), "{title}");
    }
    for title in ["Director of Bakery", "Baking robot", "pastry:baker", "Senior", "Chief"] {
        let output = small(&["show", title]);
        assert_eq!(
            (output.status.code(), out(&output).as_str()),
            (Some(1), ""),
            "{title}: {}",
            err(&output)
        );
    }
}

#[test]
fn two_names_of_one_role_are_said_to_be_one() {
    let said = "roledex: `baker` and `bread maker` name the same role: Baker\n";
    for args in [
        &["diff", "baker", "bread maker"][..],
        &["diff", "baker", "bread maker", "--exit-code"],
        &["matrix", "baker", "head-baker", "bread maker"],
        &["gap", "--from", "baker", "--to", "bread maker"],
        &["path", "baker", "bread maker", "--format", "json"],
    ] {
        let output = small(args);
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), said), "{args:?}");
    }
    assert_eq!(err(&small(&["diff", "baker", "Baker"])), "");
    assert_eq!(err(&small(&["diff", "baker", "head-baker"])), "");
}

#[test]
fn the_closest_answers_say_what_they_lack() {
    let output = small(&["search", "kneading unicorn"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        err(&output),
        "roledex: no result matches all of these words; not matched: `unicorn`\n"
    );
    let output = small(&["search", "kneading unicorn", "--format", "json"]);
    let answer: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(
        (&answer["partial"], &answer["unmatched"]),
        (&Value::from(true), &serde_json::json!(["unicorn"]))
    );
    assert_eq!(answer["hits"][0]["unmatched"], serde_json::json!(["unicorn"]));
    let answer = json(&["search", "kneading"]);
    assert_eq!(
        (&answer["partial"], &answer["unmatched"]),
        (&Value::from(false), &serde_json::json!([]))
    );
    assert!(answer["hits"][0].get("unmatched").is_none());
    assert_eq!(small(&["search", "'kneading 'unicorn"]).status.code(), Some(1));
}

#[test]
fn a_field_that_there_is_not_gets_a_hint_beside_the_answer() {
    let output = small(&["search", "--in", "roles", "rol:baker"]);
    assert!(err(&output).starts_with("roledex: unknown field `rol`; did you mean `role:`?\n"));
    let output = small(&["search", "--in", "skills", "kind:nonsense"]);
    assert!(err(&output).starts_with("roledex: no kind named `nonsense`; "), "{}", err(&output));
    assert_eq!(err(&small(&["search", "--in", "roles", "role:baker"])), "");
}

#[test]
fn pipes_get_plain_lines() {
    let output = small(&["list"]);
    let text = out(&output);
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("apprentice\tApprentice baker\tbakery\t1\tAB\t"), "{first}");
    for args in
        [&["list"][..], &["show", "baker"], &["diff", "baker", "head-baker"], &["search", "knead"]]
    {
        let text = out(&small(args));
        assert!(!text.contains('\x1b'), "{args:?}");
        assert!(text.lines().all(|l| l.contains('\t')), "{args:?}: {text}");
        let coloured = out(&small(&[args, &["--color", "never"]].concat()));
        assert_eq!(coloured, text);
    }
}

#[test]
fn bare_roledex_lists_where_there_is_no_terminal() {
    assert_eq!(out(&run(&[])), out(&run(&["list"])));
}

#[test]
fn the_environment_names_packs_and_flags_outweigh_it() {
    let output = command(&["list", "packs"]).env("ROLEDEX_PACK", SMALL).output().unwrap();
    assert!(out(&output).starts_with("bakery\t"));
    let output = command(&["--pack", SMALL, "list", "packs"])
        .env("ROLEDEX_PACK", "/nowhere")
        .output()
        .unwrap();
    assert!(out(&output).starts_with("bakery\t"));
}

#[test]
fn a_diff_is_told_in_part() {
    let pair = ["senior-baker", "baker"];
    let rows = |flags: &[&str]| {
        let answer = json(&[&["diff"], &pair[..], flags].concat());
        let rows = answer["responsibilities"].as_array().unwrap().clone();
        (rows, answer["summary"].clone())
    };
    let (all, summary) = rows(&[]);
    let is = |status: &'static str| move |row: &&Value| row["status"] == status;
    assert!(
        all.iter().any(|row| is("same")(&row)) && all.iter().any(|row| !is("same")(&row)),
        "{all:?}"
    );
    for kind in ["same", "changed", "left", "right"] {
        let wanted: Vec<Value> = all.iter().filter(is(kind)).cloned().collect();
        assert_eq!(rows(&["--kind", kind]), (wanted, summary.clone()));
    }
    let differences: Vec<Value> = all.iter().filter(|row| !is("same")(row)).cloned().collect();
    assert_eq!(rows(&["--only-differences"]), (differences, summary.clone()));
    // Enough of what is the same, but none of a theme in which nothing differs.
    let near = |row: &&Value| {
        all.iter().any(|other| other["theme"] == row["theme"] && other["status"] != "same")
    };
    let with_context: Vec<Value> = all.iter().filter(near).cloned().collect();
    assert_eq!(rows(&["--only-differences", "--context", "99"]), (with_context, summary));
    // In a pipe the same rows.
    let lines = |flags: &[&str]| {
        let text = out(&run(&[&["--pack", SMALL, "diff"], &pair[..], flags].concat()));
        text.lines().filter(|line| line.starts_with("Responsibilities\t")).count()
    };
    assert_eq!(lines(&["--only-differences"]), rows(&["--only-differences"]).0.len());
    assert_eq!(rows(&["--context", "0"]), rows(&["--only-differences"]));
}

#[test]
fn the_diff_has_the_shape_of_the_contract() {
    let ids = ["apprentice", "baker", "senior-baker", "head-baker", "kitchen-hand"];
    for left in ids {
        for right in ids {
            let diff = json(&["diff", left, right]);
            assert_eq!(diff["schema"], "roledex/diff/1");
            assert_eq!(diff["left"]["id"], left);
            let rows = diff["responsibilities"].as_array().unwrap();
            for (side, role) in [("left", left), ("right", right)] {
                let duties = json(&["show", role])["responsibilities"].as_array().unwrap().clone();
                let mut seen: Vec<u64> =
                    rows.iter().filter_map(|r| r[side]["index"].as_u64()).collect();
                seen.sort_unstable();
                assert_eq!(
                    seen,
                    (0..duties.len() as u64).collect::<Vec<_>>(),
                    "{left} {right} {side}"
                );
                for row in rows.iter().filter(|r| !r[side].is_null()) {
                    let spans = row[side]["spans"].as_array().unwrap();
                    let text: String = spans.iter().map(|s| s["text"].as_str().unwrap()).collect();
                    assert_eq!(row[side]["text"], text.as_str());
                }
            }
            for row in rows {
                let status = row["status"].as_str().unwrap();
                assert_eq!(row["left"].is_null(), status == "right");
                assert_eq!(row["right"].is_null(), status == "left");
                assert_eq!(row["paired_by"].is_null(), row["similarity"].is_null());
            }
            let count = |status: &str| rows.iter().filter(|r| r["status"] == status).count();
            for status in ["same", "changed", "left", "right"] {
                assert_eq!(diff["summary"][status], count(status));
            }
            for skill in diff["skills"].as_array().unwrap() {
                assert!(
                    ["same", "grow", "let-go", "left", "right"]
                        .contains(&skill["status"].as_str().unwrap())
                );
            }
        }
    }
}

#[test]
fn pairs_and_queries_answer_line_by_line() {
    let mut child = command(&[
        "--pack",
        SMALL,
        "search",
        "--queries",
        "-",
        "--limit",
        "2",
        "--format",
        "ndjson",
    ])
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    child.stdin.take().unwrap().write_all("knead\nzzzz\nfrench\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answers: Vec<Value> =
        out(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["hits"][0]["id"], "kneading");
    assert_eq!(answers[1]["hits"].as_array().unwrap().len(), 0);
    assert_eq!(answers[2]["hits"][0]["matched"], "alias");
    assert!(answers[0]["micros"].is_u64());

    let folder = tempfile::tempdir().unwrap();
    let pairs = folder.path().join("pairs.tsv");
    std::fs::write(&pairs, "baker\thead-baker\napprentice\tbaker\n").unwrap();
    let output = small(&["diff", "--pairs", pairs.to_str().unwrap(), "--format", "ndjson"]);
    let answers: Vec<Value> =
        out(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers[1]["left"]["id"], "apprentice");
}

/// A line that names no role says so with its place; the other lines are answered.
#[test]
fn a_pair_without_a_role_does_not_lose_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = folder.path().join("pairs.tsv");
    std::fs::write(&pairs, "nobody\tnothing\nbaker\thead-baker\n\nbaker\tnobody\n").unwrap();
    for format in ["ndjson", "json", "text"] {
        let output = small(&["diff", "--pairs", pairs.to_str().unwrap(), "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(out(&output).contains("head-baker"), "{format}: {}", out(&output));
        let said = err(&output);
        for place in ["1: no role named `nobody`", "1: no role named `nothing`", "4: no role"] {
            assert!(said.contains(&format!("pairs.tsv:{place}")), "{place}: {said}");
        }
    }
    // A line that is no pair is wrong usage, and nothing is answered.
    std::fs::write(&pairs, "baker\thead-baker\nbaker\n").unwrap();
    let output = small(&["diff", "--pairs", pairs.to_str().unwrap()]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
    assert!(err(&output).contains("pairs.tsv:2: expected LEFT<tab>RIGHT"), "{}", err(&output));
}

#[test]
fn related_roles_come_with_their_reasons() {
    let answer = json(&["related", "baker"]);
    assert_eq!(
        (&answer["schema"], &answer["id"]),
        (&Value::from("roledex/related/1"), &Value::from("baker"))
    );
    let near = answer["related"].as_array().unwrap();
    assert!(
        near.iter().any(|n| n["id"] == "head-baker") && near.iter().all(|n| n["id"] != "baker")
    );
    let scores: Vec<f64> = near.iter().map(|n| n["score"].as_f64().unwrap()).collect();
    assert!(
        scores.is_sorted_by(|a, b| a >= b)
            && scores.iter().all(|score| (0.0..=1.0).contains(score))
    );
    for key in [
        "title",
        "codes",
        "shared_skills",
        "missing_skills",
        "extra_skills",
        "shared_responsibilities",
    ] {
        assert!(!near[0][key].is_null(), "{key}");
    }
    let all = small(&["related", "--all", "--limit", "2", "--format", "ndjson"]);
    let lines: Vec<Value> =
        out(&all).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), json(&["list"])["items"].as_array().unwrap().len());
    let baker = lines.iter().find(|line| line["id"] == "baker").unwrap();
    assert_eq!(baker["related"].as_array().unwrap()[..], near[..2.min(near.len())]);
    let plain = out(&small(&["related", "baker", "--limit", "1"]));
    assert_eq!(plain.trim_end().split('\t').count(), 5, "{plain}");
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut child = command(&["list", "skills", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(err(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn json_of_every_answer_names_its_schema() {
    for (args, schema) in [
        (&["list"][..], "roledex/list/1"),
        (&["list", "skills"], "roledex/list/1"),
        (&["list", "themes"], "roledex/list/1"),
        (&["list", "packs"], "roledex/list/1"),
        (&["show", "baker"], "roledex/show/1"),
        (&["search", "knead"], "roledex/search/1"),
        (&["search", "baker", "--in", "all"], "roledex/search/1"),
        (&["check"], "roledex/check/1"),
    ] {
        assert_eq!(json(args)["schema"], schema, "{args:?}");
    }
    assert_eq!(json(&["list", "packs"])["items"][0]["responsibilities"], 13);
}

#[test]
fn inherited_duties_name_their_origin() {
    let role = json(&["show", "senior-baker"]);
    let duties = role["responsibilities"].as_array().unwrap();
    assert_eq!(duties.iter().filter(|d| d["origin"]["id"] == "baker").count(), 2);
}

#[test]
fn prose_is_read_on_request_and_tells_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    let text = include_str!("fixtures/small.toml")
        .replace("Shapes loaves by hand.", "Responsible for loaves etc.");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(run(&["check", path]).status.code(), Some(0));
    let checked = run(&["check", "--prose", path]);
    assert_eq!(checked.status.code(), Some(1));
    let text = out(&checked);
    for wanted in ["warning[filler]", "warning[no-verb]", "p.toml:", "Responsible for loaves etc."]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn remarks_point_at_what_they_are_about_however_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    // The same id is a theme, a skill, a role and a source, and stands in a comment and in a string
    // before each.
    let text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nattribution = '''\nid = \"oven\"\n'''\n\
        # id = \"oven\"\n[[theme]]\nid = \"oven\"\ntitle = \"Oven\"\n\
        [[skill]]\n\"id\"=\"oven\"\nname = \"Oven\"\nkind = \"craft\"\n\
        [[skill]]\nid = 'other'\nname = \"Other\"\nkind = \"craft\"\naliases = [\"More\", \"oven\"]\n\
        [[source]]\nid = 'oven'\ntitle = \"Oven\"\npublisher = \"Oven\"\nkind = \"article\"\n\
        [[role]]\nid='oven'\ntitle = \"Oven\"\nfamily = \"oven\"\nsummary = \"Uses synergies.\"\n\
        [role.responsibilities]\noven = ['Bakes bread.', { text = \"Finds synergies.\" }]\n";
    std::fs::write(&path, text).unwrap();
    let checked = run(&["check", "--prose", "--format", "json", path.to_str().unwrap()]);
    let value: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let found: Vec<String> = value["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            let number = |key: &str| usize::try_from(fault[key].as_u64().unwrap()).unwrap();
            let line = fault["source_line"].as_str().unwrap();
            let words: String =
                line.chars().skip(number("column") - 1).take(number("length")).collect();
            format!("{} {} {words}", fault["code"].as_str().unwrap(), number("line"))
        })
        .collect();
    let expected = [
        "filler 31 \"Uses synergies.\"",
        "filler 33 \"Finds synergies.\"",
        "unused-skill 14 \"oven\"",
        "unused-skill 18 'other'",
        "claimed-twice 21 \"oven\"",
        "uncited-source 23 'oven'",
    ];
    assert_eq!(found, expected);
}

#[test]
fn contested_points_name_who_says_what() {
    let value = json(&["diff", "baker", "head-baker", "--pack", SMALL]);
    let point = value["key_differences"].as_array().unwrap().last().unwrap();
    assert_eq!(point["positions"][1]["text"], "Whoever comes first.");
    assert_eq!(point["positions"][1]["sources"][0], "guild");
    let text = out(&small(&["diff", "baker", "head-baker"]));
    assert!(text.contains("contested\tThe head baker does.\t\t\tThe guild"), "{text}");
}

/// A code that cannot be one of its scheme is worth a word, and keeps no pack from being opened.
#[test]
fn misformed_codes_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("codes.toml");
    let text = std::fs::read_to_string(SMALL).unwrap();
    std::fs::write(
        &path,
        text.replace("isco = \"7512\"", "onet-soc = \"51_3011.00\", own = \"any thing\""),
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let cached = |args: &[&str]| {
        command(&[&["--pack", path], args].concat()).env("HOME", folder.path()).output().unwrap()
    };
    let list = cached(&["list"]);
    assert_eq!((list.status.code(), err(&list)), (Some(0), String::new()));
    // What the cache holds has no warnings, but the files have.
    for check in [run(&["check", path]), cached(&["check"]), cached(&["check"])] {
        let told = out(&check);
        assert_eq!(check.status.code(), Some(0), "{}", err(&check));
        assert!(told.contains("warning[bad-code]") && told.contains("51_3011.00"), "{told}");
        assert!(
            told.contains("did you mean `51-3011.00`?") && told.ends_with("1 warning in 1 file\n"),
            "{told}"
        );
    }
    let json = run(&["check", path, "--format", "json"]);
    let json: Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!((&json["errors"], &json["warnings"]), (&0.into(), &1.into()));
    assert_eq!(json["diagnostics"][0]["severity"], "warning");
}
