//! Every command in every format, into files, pipes that close and disks that are full; and options
//! out of their range.

use std::process::{Output, Stdio};

use clap::CommandFactory;
use serde_json::Value;

use crate::commands::{self, FAULTY, RUNS};
use crate::program::{SMALL, command, err, out};

/// Runs `args` on the small pack, with `typed` as standard input and a home of its own.
fn run(args: &[&str], typed: &str, stdout: Stdio) -> Output {
    let folder = commands::folder();
    commands::run_in(folder.path(), (args, typed), |command| {
        command.stdout(stdout);
    })
}

/// The text without what differs from machine to machine and from run to run, and without the style
/// of pages.
fn without_surroundings(text: &str) -> String {
    let text = text.replace(env!("CARGO_BIN_EXE_roledex"), "roledex");
    let text = text.replace(env!("CARGO_MANIFEST_DIR"), "");
    let home = format!("{}/.tmp", std::env::temp_dir().display());
    let mut parts = text.split(&home);
    let first = parts.next().unwrap().to_string();
    let text = parts.fold(first, |text, part| text + "/home" + &part[6..]);
    let text = match (text.find("<style>"), text.find("</style>")) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from + 7], &text[to..]),
        _ => text,
    };
    let mut timeless = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once("\"micros\":") {
            Some((before, after)) => {
                let after = after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
                timeless += &format!("{before}\"micros\": 0{after}");
            }
            None => timeless += line,
        }
    }
    timeless
}

/// Every answer, in every format that it has, in a clean environment.
#[test]
fn answers_are_as_they_were() {
    for (args, typed, formats) in RUNS {
        let mut all = String::new();
        for format in formats {
            let output = run(&[args, &["--format", format]].concat(), typed, Stdio::piped());
            let mut text = without_surroundings(&out(&output));
            if ["about", "man", "check"].contains(&args[0]) {
                text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
            }
            all += &format!("# {format}\n{text}\n");
        }
        let words: Vec<&str> = args
            .iter()
            .map(|word| word.rsplit('/').next().unwrap().trim_start_matches('-'))
            .filter(|word| !word.is_empty())
            .collect();
        crate::golden::assert(&format!("answers/{}.txt", words.join("-")), &all);
    }
}

/// Whether `text` is what `format` promises.
fn is_of_format(text: &str, format: &str) -> bool {
    let json = |text: &str| {
        serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object() || value.is_array())
    };
    match format {
        "json" | "jsonld" => json(text),
        "sarif" => json(text) && text.contains("\"version\": \"2.1.0\""),
        "ndjson" => text.lines().all(json),
        "github" => text.lines().all(|line| line.starts_with("::error file=")),
        "toml" => text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("role")),
        "svg" => text.starts_with("<svg ") && text.ends_with("</svg>\n"),
        "mermaid" => text.starts_with("flowchart "),
        "dot" => text.starts_with("digraph ") && text.ends_with("}\n"),
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            reader.records().all(|record| record.is_ok())
        }
        "markdown" => text.starts_with("# ") || text.starts_with("**"),
        "html" => text.starts_with("<!DOCTYPE html>") && text.trim_end().ends_with("</html>"),
        _ => true,
    }
}

/// Whether a run has nothing to say in `format`: a check without faults has no line.
fn is_silent(args: &[&str], format: &str) -> bool {
    args == ["check"] && ["ndjson", "github"].contains(&format)
}

#[test]
fn an_answer_is_what_its_format_says_or_a_usage_error() {
    let known = commands::formats();
    for (args, typed, formats) in RUNS {
        for format in known.iter().map(String::as_str) {
            let folder = commands::folder();
            let before = commands::files_below(folder.path());
            let with_format = [args, &["--format", format]].concat();
            let output = commands::run_in(folder.path(), (&with_format, typed), |_| {});
            let (text, said) = (out(&output), err(&output));
            if !formats.contains(&format) {
                assert_eq!(output.status.code(), Some(2), "{args:?} {format}: {said}");
                assert!(
                    said.contains("is available as") && text.is_empty(),
                    "{args:?} {format}: {said}"
                );
                let after = commands::files_below(folder.path());
                assert_eq!(before, after, "{args:?} {format}");
                continue;
            }
            let status = i32::from(args.contains(&FAULTY));
            assert_eq!(output.status.code(), Some(status), "{args:?} {format}: {said}");
            assert_eq!(text.is_empty(), is_silent(args, format), "{args:?} {format}: {said}");
            assert!(is_of_format(&text, format), "{args:?} {format}: {text}");
        }
    }
}

#[test]
fn many_answers_are_an_array_or_lines() {
    for (args, typed, count) in [
        (&["diff", "--pairs", "-"][..], "baker\thead-baker\napprentice\tbaker\n", 2),
        (&["diff", "--pairs", "-"], "", 0),
        (&["related", "--all"], "", 5),
        (&["search", "--queries", "-"], "knead\n\nbak\n", 3),
    ] {
        let array = run(&[args, &["--format", "json"]].concat(), typed, Stdio::piped());
        let array: Vec<Value> = serde_json::from_str(&out(&array)).unwrap();
        let lines = run(&[args, &["--format", "ndjson"]].concat(), typed, Stdio::piped());
        let lines: Vec<Value> =
            out(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let timeless = |values: &[Value]| {
            let mut values = values.to_vec();
            values
                .iter_mut()
                .filter_map(Value::as_object_mut)
                .for_each(|value| drop(value.remove("micros")));
            values
        };
        assert_eq!((array.len(), timeless(&array)), (count, timeless(&lines)), "{args:?}");
    }
    // A name that nobody has spoils the answer of its own pair alone.
    let spoilt = run(
        &["diff", "--pairs", "-", "--format", "json"],
        "baker\thead-baker\nbaker\tqqqq\n",
        Stdio::piped(),
    );
    assert_eq!(spoilt.status.code(), Some(1));
    assert!(err(&spoilt).contains("standard input:2: "), "{}", err(&spoilt));
    let answered: Value = serde_json::from_str(&out(&spoilt)).unwrap();
    assert_eq!(answered.as_array().unwrap().len(), 1);
    // An empty query finds nothing, and is answered all the same.
    let empty = run(&["search", "--queries", "-", "--format", "json"], "knead\n\n", Stdio::piped());
    let empty: Value = serde_json::from_str(&out(&empty)).unwrap();
    assert_eq!((&empty[1]["query"], empty[1]["hits"].as_array().unwrap().len()), (&"".into(), 0));
}

#[test]
fn many_answers_in_one_table_say_of_what_they_are() {
    let pairs = out(&run(
        &["diff", "--pairs", "-"],
        "baker\thead-baker\napprentice\tbaker\n",
        Stdio::piped(),
    ));
    let ids: Vec<(&str, &str)> = pairs
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(l, rest)| (l, rest.split('\t').next().unwrap()))
        .collect();
    assert!(
        ids.contains(&("baker", "head-baker")) && ids.contains(&("apprentice", "baker")),
        "{pairs}"
    );
    let all = out(&run(&["related", "--all"], "", Stdio::piped()));
    assert!(all.lines().any(|line| line.starts_with("baker\tsenior-baker\t")), "{all}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_quiet() {
    for (args, typed, formats) in RUNS {
        // What an import could not read is said all the same.
        if args.contains(&"import") {
            continue;
        }
        for format in formats {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = run(&[args, &["--format", format]].concat(), typed, writer.into());
            assert_eq!(
                (output.status.code(), err(&output)),
                (Some(0), String::new()),
                "{args:?} {format}"
            );
        }
    }
    for args in [&["--help"][..], &["--version"], &["diff", "--help"], &["config", "--default"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = run(args, "", writer.into());
        assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let check = |args: &[&str], typed: &str| {
        let output = run(args, typed, full());
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", err(&output));
        assert!(err(&output).contains("could not write the output"), "{args:?}: {}", err(&output));
    };
    for (args, typed, formats) in RUNS {
        for format in formats.iter().filter(|format| !is_silent(args, format)) {
            check(&[args, &["--format", format]].concat(), typed);
        }
    }
    for args in [&["--help"][..], &["--version"], &["diff", "--help"], &["config", "--default"]] {
        check(args, "");
    }
}

/// The first arguments of a run of `command` that would be right.
fn base(command: &str) -> Vec<&'static str> {
    match command {
        "new" => vec!["new", "pack", "/nowhere/x"],
        "fmt" => vec!["fmt", "--check", SMALL],
        "man" => vec!["man"],
        "site" => vec!["site", "-o", "/nowhere/x"],
        "import" => vec!["import", "onet", "/nowhere", "-o", "/nowhere/x.toml"],
        _ => RUNS
            .iter()
            .find(|(args, ..)| args[0] == command)
            .map(|(args, ..)| args.to_vec())
            .unwrap(),
    }
}

/// Every option of every command that takes a value, by its long name, with the name of the value.
fn options() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut program = roledex::cli::Args::command();
    program.build();
    for command in program.get_subcommands() {
        for arg in command
            .get_arguments()
            .filter(|arg| !arg.is_positional() && arg.get_action().takes_values())
            .filter(|arg| !arg.is_global_set())
        {
            let value =
                arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
            let long = arg.get_long().unwrap().to_string();
            found.push((command.get_name().to_string(), long, value.unwrap_or_default()));
        }
    }
    found
}

#[test]
fn a_number_out_of_range_is_an_error_that_names_the_range() {
    let mut tried = 0;
    for (command, option, _) in options().iter().filter(|(.., value)| value == "N") {
        let from_nought = ["context", "level"].contains(&option.as_str());
        for bad in ["-1", "1.5", "many", ""].iter().chain((!from_nought).then_some(&"0")) {
            let output = run(
                &[&base(command)[..], &[&format!("--{option}"), bad]].concat(),
                "",
                Stdio::piped(),
            );
            let said = err(&output);
            assert_eq!(
                (output.status.code(), out(&output)),
                (Some(2), String::new()),
                "{command} --{option} {bad}: {said}"
            );
            let range = [
                "a whole number, 1 or more",
                "a whole number, 0 or more",
                "a whole number from 0 to 99",
            ];
            let named = range.iter().any(|range| said.contains(range));
            assert!(
                named || (bad.is_empty() && said.contains("value is required")),
                "{command} --{option} {bad}: {said}"
            );
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
    for (args, range) in [
        (&["search", "knead", "--limit", "0"][..], "1 or more"),
        (&["search", "knead", "--limit=-1"], "1 or more"),
        (&["related", "baker", "--limit", "0"], "1 or more"),
        (&["path", "baker", "head-baker", "--limit", "0"], "1 or more"),
        (&["list", "--level", "100"], "from 0 to 99"),
        (&["diff", "baker", "head-baker", "--context", "-1"], "0 or more"),
    ] {
        let output = run(args, "", Stdio::piped());
        assert!(
            output.status.code() == Some(2) && err(&output).contains(range),
            "{args:?}: {}",
            err(&output)
        );
    }
    // As many as can be is no fault.
    for args in [
        &["search", "knead", "--limit", "99999999999999999999999"][..],
        &["path", "baker", "head-baker", "--limit", "70000"],
        &["diff", "baker", "head-baker", "--only-differences", "--context", "18446744073709551615"],
    ] {
        assert_eq!(run(args, "", Stdio::piped()).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn an_empty_value_is_an_error() {
    for (command, option, _) in options() {
        // A list of nothing is said to be one.
        let output =
            run(&[&base(&command)[..], &[&format!("--{option}"), ""]].concat(), "", Stdio::piped());
        let said = err(&output);
        assert_eq!(
            (output.status.code(), out(&output)),
            (Some(2), String::new()),
            "{command} --{option}: {said}"
        );
    }
    for args in [
        &["show", ""][..],
        &["show", "  "],
        &["search", ""],
        &["search", " ", ""],
        &["diff", "", "baker"],
        &["diff", "baker", ""],
        &["path", "baker", " "],
        &["matrix", "baker", ""],
        &["related", ""],
        &["gap", "--to", "baker", "--have", " , "],
        &["profile", "add", ""],
        &["profile", "remove", ""],
        &["profile", "import", ""],
        &["check", ""],
        &["--pack", "", "list"],
        &["--config", "", "config"],
        &["--theme", "", "config"],
        &["import", "onet", "", "-o", "x"],
    ] {
        let output = run(args, "", Stdio::piped());
        assert_eq!(
            (output.status.code(), out(&output)),
            (Some(2), String::new()),
            "{args:?}: {}",
            err(&output)
        );
    }
}

#[test]
fn roles_that_there_are_not_are_an_honest_no() {
    for (args, said) in [
        (&["list", "--level", "50"][..], "seniority in these packs ranges from 1 to 4"),
        (&["list", "--family", "kitchen", "--with-pay"], "no roles match; drop some of"),
    ] {
        let output = run(args, "", Stdio::piped());
        assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()), "{args:?}");
        assert!(err(&output).contains(said), "{}", err(&output));
        let json = run(&[args, &["--format", "json"]].concat(), "", Stdio::piped());
        let answer: Value = serde_json::from_str(&out(&json)).unwrap();
        assert_eq!((json.status.code(), answer["items"].as_array().unwrap().len()), (Some(1), 0));
    }
}

#[test]
fn lists_in_cells_can_be_taken_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lists.toml");
    let text = std::fs::read_to_string(SMALL).unwrap();
    let text = text.replace(
        "\"bread maker\"",
        "\"baker, artisan\", \"bread; cakes\", \"a | b\", 'back\\slash'",
    );
    let text = text.replace(
        "aliases = [\"working the dough\"]",
        "aliases = [\"dough, by hand\", \"tab\\there\"]",
    );
    std::fs::write(&path, text.replace("title = \"Head baker\"", "title = \"Baker, head\""))
        .unwrap();
    let pack = path.to_str().unwrap();
    let table = |args: &[&str]| -> Vec<Vec<String>> {
        let output = command(&[&["--pack", pack], args].concat()).output().unwrap();
        let text = out(&output);
        let csv =
            command(&[&["--pack", pack], args, &["--format", "csv"]].concat()).output().unwrap();
        let mut reader = csv::Reader::from_reader(csv.stdout.as_slice());
        let csv: Vec<Vec<String>> =
            reader.records().map(|r| r.unwrap().iter().map(String::from).collect()).collect();
        let lines: Vec<Vec<String>> =
            text.lines().map(|line| line.split('\t').map(String::from).collect()).collect();
        assert_eq!(csv, lines, "{args:?}");
        lines
    };
    let apart = |cell: &str| -> Vec<String> {
        cell.split(" | ").map(|item| item.replace("\\|", "|").replace("\\\\", "\\")).collect()
    };
    let cell = |rows: &[Vec<String>], row: &str, column: usize| {
        rows.iter().find(|r| r[0] == row).unwrap()[column].clone()
    };
    let labelled = |rows: &[Vec<String>], label: &str, column: usize| {
        rows.iter().find(|r| r[1] == label).unwrap()[column].clone()
    };
    let names = ["AB", "baker, artisan", "bread; cakes", "a | b", "back\\slash"];
    assert_eq!(apart(&cell(&table(&["list", "roles"]), "baker", 4)), names);
    assert_eq!(
        apart(&cell(&table(&["list", "skills"]), "kneading", 5)),
        ["dough, by hand", "tab here"]
    );
    let show = table(&["show", "baker"]);
    assert_eq!(apart(&labelled(&show, "also called", 2)), names);
    assert_eq!(apart(&labelled(&show, "reports to", 2)), ["Senior baker", "Baker, head"]);
    let diff = table(&["diff", "baker", "senior-baker"]);
    assert_eq!(apart(&labelled(&diff, "reports to", 3)), ["Senior baker", "Baker, head"]);
    let moves = table(&["diff", "baker", "senior-baker"]);
    let step = moves.iter().find(|row| row[0] == "Moves").unwrap();
    assert_eq!(apart(&step[4]), ["a signature loaf", "calm at four in the morning"]);
    // Pages are for people.
    for (args, format, wanted) in [
        (
            &["show", "baker"][..],
            "html",
            "AB · baker, artisan · bread; cakes · a | b · back\\slash<",
        ),
        (
            &["show", "baker"],
            "markdown",
            "| AB · baker, artisan · bread; cakes · a \\| b · back\\\\slash |",
        ),
        (&["list", "roles"], "html", ">AB · baker, artisan · bread; cakes · a | b · back\\slash<"),
        (&["diff", "baker", "senior-baker"], "html", ">Senior baker · Baker, head<"),
        (&["diff", "baker", "senior-baker"], "markdown", "| Senior baker · Baker, head |"),
        (
            &["diff", "baker", "senior-baker"],
            "markdown",
            "a signature loaf · calm at four in the morning |",
        ),
    ] {
        let page = out(&command(&[&["--pack", pack], args, &["--format", format]].concat())
            .output()
            .unwrap());
        assert!(page.contains(wanted), "{args:?} {format}: {page}");
    }
    let gap =
        command(&["gap", "--have", "sql", "--to", "product-manager", "senior-product-manager"])
            .output()
            .unwrap();
    let gap = out(&gap);
    let doors =
        gap.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row[0] == "door");
    let both: Vec<Vec<String>> =
        doors.map(|row| apart(row[13])).filter(|roles| roles.len() == 2).collect();
    assert!(
        both.iter().any(|roles| roles == &["product-manager", "senior-product-manager"]),
        "{gap}"
    );
}

/// On standard error as on standard output: flags first, then `NO_COLOR`, then `CLICOLOR_FORCE`.
#[test]
fn colour_switches_hold_on_standard_error() {
    let faulty =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/faulty/unknown-skill.toml");
    let runs: [&[&str]; 3] =
        [&["--pack", faulty, "list"], &["frobnicate"], &["list", "--level", "many"]];
    for args in runs {
        for (flags, environment, coloured) in [
            (&[][..], &[][..], false),
            (&["--color", "always"], &[], true),
            (&["--color=always"], &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
            (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
            (&[], &[("CLICOLOR_FORCE", "1")], true),
            (&[], &[("CLICOLOR_FORCE", "0")], false),
            (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], true),
        ] {
            let output = command(&[flags, args].concat())
                .envs(environment.iter().copied())
                .output()
                .unwrap();
            let said = err(&output);
            assert!(!said.is_empty());
            assert_eq!(
                said.contains('\x1b'),
                coloured,
                "{args:?} {flags:?} {environment:?}: {said:?}"
            );
        }
    }
    let help = |flags: &[&str]| {
        out(&command(&[&["--help"], flags].concat()).output().unwrap()).contains('\x1b')
    };
    assert_eq!(
        [help(&[]), help(&["--color", "always"]), help(&["--color", "never"])],
        [false, true, false]
    );
}

/// Signs of the query language alone would find everything, and a level without a skill or a skill
/// with an empty level would be half of an answer.
#[test]
fn what_asks_for_nothing_is_an_error() {
    for query in ["!", "|", "'", "^", "$", "! |", " "] {
        let output = run(&["search", query], "", Stdio::piped());
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{query}");
        assert!(err(&output).contains("the query"), "{}", err(&output));
    }
    let lines = run(&["search", "--queries", "-"], "!\nknead\n", Stdio::piped());
    let lines: Vec<Value> =
        out(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["hits"], serde_json::json!([]));
    assert_eq!(lines[1]["hits"][0]["id"], "kneading");
    for (have, wanted) in
        [("=expert", "has no skill"), ("kneading=", "no level"), ("kneading:", "no level")]
    {
        let output = run(&["gap", "--to", "baker", "--have", have], "", Stdio::piped());
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{have}");
        assert!(err(&output).contains(wanted), "{}", err(&output));
    }
}
