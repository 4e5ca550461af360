//! Long and odd input: bounded work, and short answers that say what was wrong.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use roledex::tui::update::Msg;

use crate::script::Script;

fn roledex(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roledex"));
    command
        .env_clear()
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_CACHE_HOME", folder.join("cache"));
    command.args(args).output().unwrap()
}

/// Names that nobody is called by: no blanks, many words, one word again and again, signs.
fn names() -> Vec<String> {
    vec![
        "abcdefghij".repeat(2_000),
        (0..3_000).map(|at| format!("w{at} ")).collect::<Vec<_>>().concat(),
        "python ".repeat(3_000),
        "a,".repeat(10_000),
        "'a | (".repeat(5_000),
        "e".to_string() + &"\u{301}".repeat(20_000),
    ]
}

#[test]
fn a_name_of_any_length_is_answered_briefly() {
    let folder = tempfile::tempdir().unwrap();
    for name in names() {
        let name = name.as_str();
        for args in [
            &["show", name][..],
            &["diff", name, "product-manager"],
            &["related", name],
            &["path", name, "product-manager"],
            &["matrix", name, "product-manager", "product-lead"],
            &["list", "--family", name],
            &["profile", "add", name],
            &["gap", "--to", name, "--have", "sql"],
            &["search", name],
            &["search", &format!("role:{name}")],
        ] {
            let out = roledex(folder.path(), args);
            let error = String::from_utf8_lossy(&out.stderr);
            assert!(matches!(out.status.code(), Some(0..=2)), "{:?} {error:.300}", out.status);
            assert!(out.stderr.len() < 3_000, "{} {error:.300}", args[0]);
        }
    }
    let out = roledex(folder.path(), &["show", &"ab".repeat(10_000)]);
    let error = String::from_utf8(out.stderr).unwrap();
    assert_eq!(
        error,
        format!(
            "roledex: no role or skill named `{}…, 20,000 letters`; `roledex list` and \
             `roledex list skills` show all\n",
            "ab".repeat(30)
        )
    );
    for skill in ["abcdefghij".repeat(2_000), "python ".repeat(3_000)] {
        let out = roledex(folder.path(), &["gap", "--to", "product-manager", "--have", &skill]);
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8(out.stderr).unwrap().contains(" letters`"));
    }
}

#[test]
fn a_resume_may_hold_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("resume.json");
    let named = |name: &str| {
        format!(
            "{{\"skills\": [{{\"name\": {}}}, {{\"name\": \"SQL\"}}]}}",
            serde_json::json!(name)
        )
    };
    for text in names().iter().map(|name| named(name)).chain([
        named(&"a: ".repeat(20_000)),
        named(&"sql and ".repeat(10_000)),
        format!("{{\"skills\": [{{\"name\": \"SQL\", \"level\": \"{}\"}}]}}", "x".repeat(50_000)),
    ]) {
        std::fs::write(&file, &text).unwrap();
        let out = roledex(
            folder.path(),
            &["gap", "--to", "product-manager", "--profile", file.to_str().unwrap()],
        );
        assert_eq!(
            out.status.code(),
            Some(0),
            "{text:.60} {:.300}",
            String::from_utf8_lossy(&out.stderr)
        );
        assert!(out.stderr.len() < 20_000, "{text:.60} {}", out.stderr.len());
    }
    for text in [
        format!("{{\"skills\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000)),
        "[".repeat(100_000),
        "{\"skills\": [{\"name\": \"SQL\", \"level\": 1e999}]}".to_string(),
    ] {
        std::fs::write(&file, &text).unwrap();
        let out = roledex(
            folder.path(),
            &["gap", "--to", "product-manager", "--profile", file.to_str().unwrap()],
        );
        assert!(matches!(out.status.code(), Some(0..=3)), "{text:.60} {:?}", out.status);
        assert!(out.stderr.len() < 2_000, "{text:.60}");
    }
}

/// A pack of two roles with so many responsibilities each; those of the second are worded a little
/// otherwise.
fn many(count: usize) -> String {
    let word =
        |at: usize| format!("w{}", (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52);
    let duty = |at: usize| (0..6).map(|place| word(at * 6 + place)).collect::<Vec<_>>().join(" ");
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n\
                    [[theme]]\nid = \"t\"\ntitle = \"T\"\n"
        .to_string();
    for (id, added) in [("a", ""), ("b", " more")] {
        text += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"f\"\nsummary = \"S.\"\n"
        );
        let duties =
            (0..count).map(|at| format!("\"{}{added}\",\n", duty(at))).collect::<Vec<_>>().concat();
        text += &format!("[role.responsibilities]\nt = [\n{duties}]\n");
    }
    text
}

#[test]
fn two_roles_of_thousands_of_responsibilities_are_compared_and_the_answer_says_how() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.toml");
    let diff = |format: &str| {
        let out = roledex(
            folder.path(),
            &["--pack", file.to_str().unwrap(), "diff", "a", "b", "--format", format],
        );
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        out
    };
    std::fs::write(&file, many(60)).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&diff("json").stdout).unwrap();
    assert_eq!((&value["summary"]["changed"], value.get("note")), (&serde_json::json!(60), None));
    assert_eq!(diff("text").stderr, b"");
    std::fs::write(&file, many(520)).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&diff("json").stdout).unwrap();
    assert_eq!(value["summary"]["changed"], serde_json::json!(520));
    let note = value["note"].as_str().unwrap();
    assert!(note.starts_with("Too many responsibilities to compare all (520 × 520): "), "{note}");
    // Records hold rows alone.
    let out = diff("text");
    assert_eq!(String::from_utf8(out.stderr).unwrap(), format!("roledex: {note}\n"));
    assert!(!String::from_utf8(out.stdout).unwrap().contains("Too many"));
    assert!(
        String::from_utf8(diff("markdown").stdout)
            .unwrap()
            .contains("Too many responsibilities to compare all")
    );
}

#[test]
fn a_field_takes_no_more_than_anybody_types() {
    for keys in ["/", "4", ":", "d"] {
        let mut script = Script::small(100, 30).keys(keys);
        script.send(Msg::Paste("ab ".repeat(100_000)));
        // What is said of the field, or of the search for what stands in it.
        let notice = script.state.notice.clone().unwrap_or_default();
        assert!(
            notice.contains("16,384 characters; the rest was cut off")
                || notice.contains("only the first"),
            "{notice}"
        );
        let length = |script: &Script| match script.state.overlays.last() {
            Some(overlay) => overlay.input.value().len(),
            None if keys == "/" => script.state.roles.filter.value().len(),
            None => script.state.skills.input.value().len(),
        };
        assert_eq!(length(&script), 16_384, "{keys}");
        script.send(Msg::Paste("more".to_string()));
        assert_eq!(length(&script), 16_384, "{keys}");
        assert!(!script.text().is_empty());
    }
}

#[test]
fn no_file_of_settings_keeps_the_commands_from_working() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roledex/config.toml");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    for (bytes, fault) in [
        (&b"[ui]\n# caf\xe9\ntheme = \"dark\"\n"[..], "config.toml:2:6"),
        (b"\xff\xfe[\0u\0i\0]\0", "UTF-16"),
        (&[0; 5_000], "not a text file"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let out = roledex(folder.path(), &["config"]);
        let text = String::from_utf8(out.stdout).unwrap();
        assert_eq!(out.status.code(), Some(1), "{text}");
        assert!(text.contains(fault) && text.contains("1 error in 1 file"), "{text}");
    }
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let out = roledex(folder.path(), &["config"]);
    assert!(String::from_utf8(out.stdout).unwrap().contains("this is a folder"));
}

#[test]
fn a_profile_that_cannot_be_read_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roledex/profile.toml");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    for bytes in [
        &b"skills = [\"sql\"] # caf\xe9\n"[..],
        b"skills = [\"sql\"\n",
        b"\xff\xfes\0",
        b"\0\0\0",
        b"skills = 1e999\n",
    ] {
        std::fs::write(&path, bytes).unwrap();
        for args in [&["profile", "add", "sql=working"][..], &["profile", "remove", "sql"]] {
            let out = roledex(folder.path(), args);
            assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stderr));
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
    }
}

#[test]
fn many_queries_of_any_length_are_each_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_roledex"))
        .env_clear()
        .env("HOME", folder.path())
        .args(["search", "--queries", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = ["x".repeat(1_000_000), "sql ".repeat(100_000), "sql".to_string()].join("\n");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(out.stdout.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), 3);
}
