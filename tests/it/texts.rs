//! Texts read as roles: wherever a command takes a role, it takes a path or `-`.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::program::{command, err, out, run};

/// A job ad of a fictional employer.
const AD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/ad-product-manager.txt");

/// Runs the program with `text` on standard input.
fn run_with_input(args: &[&str], text: &str) -> Output {
    let mut program = command(args);
    let program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = program.spawn().unwrap();
    // A command that fails first does not read it.
    let _ = program.stdin.take().unwrap().write_all(text.as_bytes());
    program.wait_with_output().unwrap()
}

/// The JSON answer of the program with `text` on standard input.
fn answer(args: &[&str], text: &str) -> Value {
    let output = run_with_input(&[args, &["--format", "json"]].concat(), text);
    assert!(output.status.success(), "{args:?}: {}", err(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// All objects in `value` that name a role read from a text, as id and place.
fn read_roles(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            if let (Some(id), Some(from)) = (fields.get("id"), fields.get("read_from")) {
                found.push((id.as_str().unwrap().into(), from.as_str().unwrap().into()));
            }
            found.extend(fields.values().flat_map(read_roles));
        }
        Value::Array(items) => found.extend(items.iter().flat_map(read_roles)),
        _ => {}
    }
    found.dedup();
    found
}

#[test]
fn every_argument_that_takes_a_role_takes_a_path_or_standard_input() {
    let commands: [&[&str]; 10] = [
        &["show", "TEXT"],
        &["related", "TEXT", "--limit", "3"],
        &["diff", "TEXT", "product-manager"],
        &["diff", "product-manager", "TEXT"],
        &["gap", "--from", "product-manager", "--to", "TEXT"],
        &["gap", "--from", "TEXT", "--to", "product-lead"],
        &["path", "TEXT", "product-lead"],
        &["path", "product-manager", "TEXT"],
        &["matrix", "TEXT", "product-manager", "product-lead"],
        &["matrix", "product-manager", "TEXT"],
    ];
    let ad = std::fs::read_to_string(AD).unwrap();
    for args in commands {
        for (text, id, from) in
            [(AD, "read:ad-product-manager", AD), ("-", "read:standard-input", "standard input")]
        {
            let args: Vec<&str> =
                args.iter().map(|arg| if *arg == "TEXT" { text } else { arg }).collect();
            let found = read_roles(&answer(&args, &ad));
            assert!(!found.is_empty(), "{args:?}");
            for named in found {
                assert_eq!(named, (id.to_string(), from.to_string()), "{args:?}");
            }
        }
    }
}

#[test]
fn two_texts_are_two_roles_and_one_text_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let ad = std::fs::read_to_string(AD).unwrap();
    let others = ["a/ad.txt", "b/ad.txt"].map(|name| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &ad).unwrap();
        path.to_str().unwrap().to_string()
    });
    let [a, b] = others.each_ref().map(String::as_str);
    let found = read_roles(&answer(&["diff", a, b], ""));
    assert_eq!(found, [("read:ad".into(), a.into()), ("read:ad-2".into(), b.into())]);
    let found = read_roles(&answer(&["matrix", a, "-", b, "product-manager"], &ad));
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids[..3], ["read:ad", "read:standard-input", "read:ad-2"]);
    // The same file, whatever it is called.
    let same = format!("{}/a/../a/ad.txt", folder.path().display());
    let found = read_roles(&answer(&["diff", a, &same], ""));
    assert_eq!(found, [("read:ad".into(), a.into())]);
    let diff = answer(&["diff", a, a], "");
    assert_eq!(diff["summary"]["changed"], 0, "{}", diff["summary"]);
    // A text of many pairs is read once.
    let pairs = format!("product-manager\t{a}\n{a}\t{b}\n");
    let all = run_with_input(&["diff", "--pairs", "-", "--format", "ndjson"], &pairs);
    assert!(all.status.success(), "{}", err(&all));
    let answers: Vec<Value> =
        out(&all).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(
        read_roles(&answers[1])[..2],
        [("read:ad".to_string(), a.to_string()), ("read:ad-2".to_string(), b.to_string())]
    );
}

#[test]
fn standard_input_is_read_once() {
    for args in [
        &["diff", "-", "-"][..],
        &["matrix", "-", "product-manager", "-"],
        &["gap", "--from", "-", "--to", "-"],
        &["gap", "--to", "-", "--profile", "-"],
        &["path", "-", "-"],
    ] {
        let output = run_with_input(args, "Bakes bread\n");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains("only once"), "{}", err(&output));
    }
    let output = run_with_input(&["diff", "--pairs", "-"], "product-manager\t-\n");
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
}

#[test]
fn a_name_that_is_nothing_is_explained_as_both() {
    let missing = run(&["show", "no/such/ad.txt"]);
    let text = err(&missing);
    assert!(missing.status.code() == Some(1) && text.contains("no role"), "{text}");
    assert!(text.contains("there is no file `no/such/ad.txt`"), "{text}");
    for args in [&["diff", "product-manager", "ad.pdf"][..], &["related", "ad.pdf"]] {
        let text = err(&run(args));
        assert!(text.contains("no role named `ad.pdf`") && text.contains("no file"), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let text = err(&run(&["related", folder.path().to_str().unwrap()]));
    assert!(text.contains("is a folder"), "{text}");
    // A name that cannot be a path is only a name.
    let text = err(&run(&["related", "astronaut juggler"]));
    assert!(!text.contains("file"), "{text}");
    // With an older copy, the roles are those of packs.
    let folder = folder.path().to_str().unwrap();
    for (text, what) in [(AD, "a file"), ("-", "standard input")] {
        let since = ["--pack", crate::program::SMALL, "diff", "--since", crate::program::SMALL];
        let file = format!("{folder}/baker.toml");
        let new = ["new", "role", "baker", "--in", &file, "--from", text];
        for args in [[&since[..], &[text]].concat(), new.to_vec()] {
            let output = run(&args);
            let message = err(&output);
            assert_eq!(output.status.code(), Some(1), "{args:?}: {message}");
            let explained = message.contains(&format!("is {what}, but only a role from a pack"));
            assert!(explained && !message.contains("no file"), "{args:?}: {message}");
        }
    }
}

#[test]
fn the_name_of_a_role_comes_before_a_file_and_both_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let ad = std::fs::read_to_string(AD).unwrap();
    for name in ["product-manager", "Product managers", "sql", "my-ad", "ad.txt"] {
        std::fs::write(folder.path().join(name), &ad).unwrap();
    }
    let show = |name: &str| {
        let output =
            command(&["show", name, "--format", "json"]).current_dir(folder.path()).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", err(&output));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        (answer["id"].as_str().unwrap().to_string(), err(&output))
    };
    let (id, note) = show("product-manager");
    assert!(
        id == "product-manager"
            && note.contains("is also a file; using the role (`./product-manager` reads"),
        "{note}"
    );
    let (id, note) = show("./product-manager");
    assert!(id == "read:product-manager" && note.is_empty(), "{id}: {note}");
    // A file whose name is another way to write a title.
    let (id, note) = show("Product managers");
    assert!(id == "read:product-managers" && note.contains("reading the file"), "{id}: {note}");
    // A file that is called like a skill, or like nothing.
    for name in ["sql", "my-ad"] {
        let (id, note) = show(name);
        assert_eq!(id, format!("read:{name}"));
        assert!(note.contains(&format!("reading the file `{name}` as a role")), "{note}");
    }
    // No other name has such an ending.
    let (id, note) = show("ad.txt");
    assert!(id == "read:ad" && note.is_empty(), "{id}: {note}");
}

/// Returns the bytes of all files below `folder`.
fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            bytes.extend(all_bytes(&path));
        } else {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    bytes
}

#[test]
fn nothing_of_a_text_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack.toml");
    let text = std::fs::read_to_string(crate::program::SMALL).unwrap();
    std::fs::write(&pack, format!("{text}\n#{}\n", "-".repeat(256 << 10))).unwrap();
    let ad = folder.path().join("unmistakable.txt");
    std::fs::write(&ad, "Unmistakable baker\n\nYou will:\n\n- knead dough by hand\n").unwrap();
    let run = |args: &[&str]| {
        let args = [&["--pack", pack.to_str().unwrap()], args].concat();
        let home = folder.path().join("home");
        let output = command(&args)
            .env("HOME", &home)
            .env("XDG_CACHE_HOME", home.join("cache"))
            .output()
            .unwrap();
        // There may be no path.
        let status = output.status.code();
        assert!(matches!(status, Some(0 | 1)), "{args:?}: {}", err(&output));
        out(&output)
    };
    let ad = ad.to_str().unwrap();
    let mut before = Vec::new();
    for round in 0..3 {
        let related = run(&["related", ad, "--format", "json"]);
        let path = run(&["path", "baker", ad, "--format", "json"]);
        run(&["diff", "baker", ad]);
        assert!(related.contains("unmistakable") && path.contains("unmistakable"));
        // From the cache, the answers are the same.
        if round == 0 {
            before = vec![related, path];
        } else {
            assert_eq!(before, [related, path]);
        }
        assert!(!run(&["list"]).contains("nmistakable"));
    }
    let kept = all_bytes(&folder.path().join("home"));
    assert!(kept.windows(5).any(|bytes| bytes == b"baker"), "the pack is cached");
    for word in [&b"nmistakable"[..], b"read:"] {
        assert!(!kept.windows(word.len()).any(|bytes| bytes == word));
    }
}

#[test]
fn a_text_can_be_written_as_a_pack_that_passes_check() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ad.toml");
    let file = file.to_str().unwrap();
    let written = run(&["read", AD, "-o", file]);
    assert!(written.status.success(), "{}", err(&written));
    let again = run(&["read", AD, "-o", file]);
    assert!(!again.status.success() && err(&again).contains("--force"), "{}", err(&again));
    assert!(run(&["read", AD, "-o", file, "--force"]).status.success());
    let check = run(&["check", file]);
    assert!(check.status.success(), "{}{}", out(&check), err(&check));
    let text = std::fs::read_to_string(file).unwrap();
    for comment in ["# not stated: ", "# read from: \"", "# set aside: "] {
        assert!(text.contains(comment), "{comment}: {text}");
    }
    // It is in the one style, and joins the skills of the pack that it was read with.
    assert!(run(&["fmt", "--check", file]).status.success());
    let both = run(&[
        "--pack",
        "built-in",
        "--pack",
        file,
        "gap",
        "--from",
        "product-manager",
        "--to",
        "product-manager-parcel-tracking",
        "--format",
        "json",
    ]);
    assert!(both.status.success(), "{}", err(&both));
    // A role of no pack is not a part of one: `show` gives the same file.
    let shown = run(&["show", AD, "--format", "toml"]);
    assert!(shown.status.success(), "{}", err(&shown));
    assert_eq!(out(&shown), text);
}

#[test]
fn a_text_is_of_no_pack_and_no_family() {
    let json = |args: &[&str]| answer(args, "");
    let shown = json(&["show", AD]);
    let matrix = json(&["matrix", AD, "product-manager"]);
    for role in [&shown, &matrix["roles"][0]] {
        assert_eq!(role["read_from"], AD);
        assert!(role.get("pack").is_none() && role.get("family").is_none(), "{role}");
    }
    assert_eq!(matrix["roles"][1]["family"], "product");
    assert_eq!(json(&["show", "product-manager"])["family"], "product");
    // Nor is it under the licence of one.
    let output = run(&["show", AD, "--format", "jsonld"]);
    let occupation: Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(occupation.get("subjectOf").is_none(), "{occupation}");
    assert_eq!(occupation["name"], shown["title"]);
}

#[test]
fn pages_mark_the_words_that_were_read_as_skills() {
    let page = out(&run(&["read", AD, "--format", "html"]));
    for words in ["<mark>SQL</mark>", "<mark>Python</mark>"] {
        assert!(page.contains(words), "{words}");
    }
    let markdown = out(&run(&["read", AD, "--format", "markdown"]));
    assert!(markdown.contains("Strong **SQL** skills"), "{markdown}");
    // Other formats name the words and their place.
    let json: Value = serde_json::from_str(&out(&run(&["read", AD, "--format", "json"]))).unwrap();
    let text = json["text"].as_str().unwrap();
    for part in ["skills", "responsibilities"] {
        assert!(!json[part].as_array().unwrap().is_empty(), "{part}");
        for entry in json[part].as_array().unwrap() {
            let words = entry["words"].as_array().unwrap();
            let at = |n: usize| usize::try_from(words[n].as_u64().unwrap()).unwrap();
            let quote = entry.get("quote").or_else(|| entry.get("text")).unwrap();
            assert_eq!(text.get(at(0)..at(1)), quote.as_str(), "{entry}");
            let line = usize::try_from(entry["line"].as_u64().unwrap()).unwrap();
            let source = std::fs::read_to_string(AD).unwrap();
            assert!(source.lines().nth(line - 1).unwrap().contains(quote.as_str().unwrap()));
        }
    }
}

/// Words that were read wrongly can be put right, in every format and in the written pack.
#[test]
fn a_correction_is_in_every_answer_and_in_the_pack() {
    let folder = tempfile::tempdir().unwrap();
    let ad = folder.path().join("ad.txt");
    std::fs::write(&ad, "Analyst\n\nRequirements:\n- SQL and Word\n- Go\n").unwrap();
    let ad = ad.to_str().unwrap();
    let fix = ["read", ad, "--correct", "sql=", "--correct", "Word=Python", "--correct", "go=git"];
    let with = |more: &[&str]| run(&[&fix[..], more].concat());
    let json: Value = serde_json::from_str(&out(&with(&["--format", "json"]))).unwrap();
    let ids = |list: &Value| {
        let all = list.as_array().unwrap().iter().filter(|skill| skill["sure"] == true);
        all.map(|skill| skill["id"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&json["skills"]), ["python", "git"]);
    assert_eq!(json["skills"][0]["mention"], "corrected");
    let words: Vec<&Value> =
        json["corrections"].as_array().unwrap().iter().map(|one| &one["words"]).collect();
    assert_eq!(words, ["sql", "Word", "go"]);
    assert_eq!(json["corrections"][0]["skills"], serde_json::json!([]));
    let text = out(&with(&["--pretty"]));
    assert!(
        text.contains("‹sql› means no skill") && text.contains("‹Word› means Python"),
        "{text}"
    );
    let html = out(&with(&["--format", "html"]));
    assert!(html.contains("Corrections"), "{html}");
    let pack = folder.path().join("ad.toml");
    let pack = pack.to_str().unwrap();
    assert!(with(&["-o", pack]).status.success());
    let written = std::fs::read_to_string(pack).unwrap();
    assert!(written.contains("# corrected: ‹sql› means no skill"), "{written}");
    assert!(!written.contains("\"sql\", # read from"), "{written}");
    assert!(run(&["check", pack]).status.success());
    for (wrong, why) in [
        ("sql", "an equals sign"),
        ("=sql", "an equals sign"),
        ("nowhere=sql", "exactly these words: `nowhere`"),
    ] {
        let refused = run(&["read", ad, "--correct", wrong]);
        assert_eq!(refused.status.code(), Some(2), "{wrong}");
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(told.contains(why), "{told}");
    }
    let both = run(&["read", ad, "--correct", "sql=git", "--correct", "SQL="]);
    assert_eq!(both.status.code(), Some(2));
    let help = out(&run(&["read", "--help"]));
    let examples = help.split("--correct '").skip(1).filter_map(|rest| rest.split('\'').next());
    let examples: Vec<&str> = examples.filter_map(|words| words.split('=').nth(1)).collect();
    assert!(examples.len() > 1, "{help}");
    for skill in examples.into_iter().filter(|skill| !skill.is_empty()) {
        assert!(run(&["show", "--skill", skill]).status.success(), "{skill}");
    }
    let unknown = run(&["read", ad, "--correct", "sql=zzzz"]);
    assert_eq!(unknown.status.code(), Some(1));
}
