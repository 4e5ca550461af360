//! Changes to a profile's text.

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Profile {
    Profile::parse("profile.toml", text).unwrap()
}

/// Returns the text after each `skill` was set to the level after its colon, or removed if a minus
/// precedes it.
fn after(text: &str, changes: &[&str]) -> String {
    let mut profile = parse(text);
    for change in changes {
        match change.strip_prefix('-') {
            Some(skill) => assert!(profile.remove(skill), "{skill}"),
            None => match change.split_once(':') {
                Some((skill, level)) => profile.set(skill, Some(level)),
                None => profile.set(change, None),
            },
        }
    }
    profile.text().to_string()
}

#[test]
fn a_new_profile_reads_well() {
    let mut profile = Profile::default();
    profile.set("sql", Some("working"));
    profile.set("roadmapping", None);
    let wanted = "# My skills. Maintained by roledex; you can edit this file.\nformat = 1\nskills = [\n  \
                  \"sql: working\",\n  \"roadmapping\",\n]\n";
    assert_eq!(profile.text(), wanted);
    assert_eq!(parse(wanted), profile);
    profile.remove("sql");
    profile.remove("roadmapping");
    assert_eq!(profile.text(), Profile::default().text());
    assert!(!profile.remove("sql"));
}

#[test]
fn what_the_user_wrote_stays() {
    for (text, changes, wanted) in [
        ("", &["a"][..], "skills = [\n  \"a\",\n]\n"),
        ("# mine", &["a:x"], "# mine\nskills = [\n  \"a: x\",\n]\n"),
        ("skills = []", &["a", "b:x"], "skills = [\"a\", \"b: x\"]"),
        ("skills = [\"a\"]", &["b"], "skills = [\"a\", \"b\"]"),
        ("skills = [\"a\",]", &["b"], "skills = [\"a\", \"b\"]"),
        ("skills = [ \"a\" ] # c", &["b"], "skills = [ \"a\", \"b\"] # c"),
        ("skills = [\"a\", \"b\", \"c\"]", &["-b"], "skills = [\"a\", \"c\"]"),
        ("skills = [\"a\", \"b\"]", &["-b"], "skills = [\"a\"]"),
        ("skills = [\"a\", \"b\"]", &["-a"], "skills = [\"b\"]"),
        ("skills = [ \"a\" ]", &["-a"], "skills = []"),
        ("skills = [\n\t\"a\" # one\n]\n", &["b"], "skills = [\n\t\"a\", # one\n\t\"b\",\n]\n"),
        ("skills = [\r\n  \"a\",\r\n]\r\n", &["b"], "skills = [\r\n  \"a\",\r\n  \"b\",\r\n]\r\n"),
        (
            "skills = [ # all\n  # good\n  \"a\", # one\n  \"b\", # two\n  # the end\n]\n",
            &["-b", "c"],
            "skills = [ # all\n  # good\n  \"a\", # one\n  # the end\n  \"c\",\n]\n",
        ),
        ("skills = [\"a: x\"] # c", &["a:y"], "skills = [\"a: y\"] # c"),
        (
            "skills = [{ skill = \"a\", note = \"n\" }]",
            &["a:y"],
            "skills = [{ skill = \"a\", level = \"y\", note = \"n\" }]",
        ),
        ("skills = [\n  \"a\",\n  \"b\"]", &["-b", "c"], "skills = [\n  \"a\",\n  \"c\",\n]"),
    ] {
        assert_eq!(after(text, changes), wanted, "{text:?} {changes:?}");
    }
    let mut colon = Profile::default();
    colon.set("a: b", Some("x"));
    assert!(colon.text().contains("{ skill = \"a: b\", level = \"x\" }"));
    assert_eq!(parse(colon.text()), colon);
}

#[test]
fn faults_come_with_their_place_and_a_hint() {
    for (text, code, line, column) in [
        ("skills = [\"a\"", "syntax", 1, 14),
        ("\nformat = 2", "bad-format", 2, 10),
        ("format = \"1\"", "bad-format", 1, 10),
        ("skils = []", "unknown-key", 1, 1),
        ("[pack]\nid = \"x\"", "unknown-key", 1, 2),
        ("skills = \"a\"", "wrong-type", 1, 10),
        ("skills = [\"a\", 7]", "wrong-type", 1, 16),
        ("skills = [\"a\",\n\"a: x\"]", "duplicate-skill", 2, 1),
        ("skills = [\" : x\"]", "empty", 1, 11),
        ("skills = [{ level = \"x\" }]", "empty", 1, 11),
        ("skills = [{ skill = \"x\", lvl = \"x\" }]", "unknown-key", 1, 26),
        ("skills = [{ skill = \"x\", level = 3 }]", "wrong-type", 1, 34),
    ] {
        let faults = Profile::parse("p.toml", text).unwrap_err();
        let fault = &faults[0];
        assert_eq!(
            (fault.code.word(), fault.line, fault.column),
            (code, line, column),
            "{text}: {fault:?}"
        );
        assert!(fault.hint.is_some() && fault.file == "p.toml");
    }
    assert_eq!(
        parse("format = 0x1\nskills = [\"a:  x \"]").entries()[0].level.as_deref(),
        Some("x")
    );
}

/// Number of lines with a comment; only those of comments alone unless `all`.
fn count_comments(text: &str, all: bool) -> usize {
    let lines = text.lines().filter(|line| all || line.trim_start().starts_with('#'));
    lines.filter(|line| line.contains('#')).count()
}

proptest! {
    #[test]
    fn any_name_and_level_can_be_kept(
        all in proptest::collection::vec(
            ("\\PC{0,6}|[\\x00-\\x7f\u{202e}:\"]{0,6}", "\\PC{0,4}|[: \"\\\\]{0,3}"), 0..5),
    ) {
        let mut profile = Profile::default();
        for (skill, level) in &all {
            profile.set(skill, Some(level));
        }
        prop_assert_eq!(&parse(profile.text()), &profile);
    }
}

/// A change: whether to remove, the skill, the level.
type ProfileEdit = (bool, u8, Option<u8>);

proptest! {
    #[test]
    fn changes_do_what_they_say_and_no_more(
        head in prop::sample::select(vec!["", "# head\n", "format = 1\n"]),
        open in prop::sample::select(vec!["[", "[\n", "[ # open\n", "[\n  # first\n"]),
        items in proptest::collection::vec((0u8..6, any::<bool>(), prop::sample::select(
            vec![",", ", ", ",\n", ", # of it\n", " # of it\n, ", ",\n\n  # above\n  "])), 0..5),
        last_comma in any::<bool>(),
        close in prop::sample::select(vec!["]", "\n]\n", "  ]\n# tail\n", "\n  # end\n]"]),
        changes in proptest::collection::vec((any::<bool>(), 0u8..8, proptest::option::of(0u8..3)), 1..6),
        windows in any::<bool>(),
    ) {
        let mut text = format!("{head}skills = {open}");
        let mut used = Vec::new();
        let items: Vec<_> = items
            .into_iter()
            .filter(|(skill, ..)| !used.contains(skill) && { used.push(*skill); true })
            .collect();
        for (i, (skill, table, after)) in items.iter().enumerate() {
            text += &match table {
                true => format!("{{ skill = \"s{skill}\", note = \"n\" }}"),
                false => format!("\"s{skill}: l0\""),
            };
            if i + 1 < items.len() || last_comma {
                text += after;
            }
        }
        text += close;
        if windows {
            text = text.replace('\n', "\r\n");
        }
        // Some of these are not TOML: a comment before the closing bracket, a comma with nothing
        // before it.
        let Ok(mut profile) = Profile::parse("p", &text) else { return Ok(()) };
        for (remove, skill, level) in changes as Vec<ProfileEdit> {
            let mut wanted = profile.entries().to_vec();
            let name = format!("s{skill}");
            let level = level.map(|level| format!("l{level}"));
            let at = wanted.iter().position(|entry| entry.skill == name);
            let before = profile.text().to_string();
            if remove {
                prop_assert_eq!(profile.remove(&name), at.is_some());
                at.map(|at| wanted.remove(at));
            } else {
                profile.set(&name, level.as_deref());
                match at {
                    Some(at) => wanted[at].level = level,
                    None => wanted.push(ProfileEntry { skill: name, level, note: None }),
                }
            }
            prop_assert_eq!(&wanted, profile.entries());
            let again = Profile::parse("p", profile.text()).unwrap();
            prop_assert_eq!(&wanted, again.entries(), "{}", profile.text());
            // All comments stay in place, except those on the line of a removed entry.
            let (text, all) = (profile.text(), !remove);
            prop_assert!(count_comments(text, all) >= count_comments(&before, all), "{before}\n{text}");
        }
    }
}

/// The kind of file that `text` is read as, with the number of its skills if it is a resume.
fn kind_of(file: &str, text: &[u8]) -> String {
    match read(file, text) {
        Ok(SkillFile::Profile(_)) => "profile".to_string(),
        Ok(SkillFile::Resume(resume)) => format!("resume {}", resume.skills.len()),
        Ok(SkillFile::Cv(text)) => format!("cv {}", text.lines.len()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_content_says_what_a_file_is() {
    let yaml = b"basics:\n  name: Kim\nskills:\n  - name: SQL\n    level: 4\n  - name: Python\n";
    for (file, text, wanted) in [
        ("cv.yaml", &yaml[..], "resume 2"),
        ("cv.yml", &yaml[..], "resume 2"),
        ("cv.json", br#"{"skills": [{"name": "SQL"}]}"#, "resume 1"),
        ("Skills.csv", b"Name\nSQL\nPython\n", "resume 2"),
        ("skills.toml", b"skills = [\"sql\"]", "profile"),
        ("cv.txt", b"Kim Sample\n\nSkills\n- SQL, Python, Go\n", "cv 3"),
        ("cv.md", b"# Kim\n\n## Skills\n\n- SQL\n", "cv 3"),
        ("cv.html", b"<!doctype html><body><h2>Skills</h2><p>SQL</p></body>", "cv 2"),
        (
            "cv.json",
            b"{\"skills\": [\"Caf\xe9\"]}",
            "cannot read cv.json: not UTF-8 text; save it as UTF-8",
        ),
        ("cv.txt", b"Skills\n\n- Caf\xe9, SQL\n", "cv 2"),
        // "Skills" is the head of a list, or the first heading of a CV.
        ("cv.txt", b"Skills\nSQL\nPython\n", "resume 2"),
        ("-", b"Name\n\"Python (code), all of it\"\nSQL\n", "resume 2"),
        ("cv.txt", b"Skills\n\nSQL, Python, Git\n\nExperience\nAnalyst\n", "cv 4"),
        ("cv.txt", b"SKILLS\n\xe2\x80\xa2 SQL\n\xe2\x80\xa2 Python, Git\n", "cv 3"),
        ("cv.txt", b"Skill\nSQL, Python, Git\n", "cv 2"),
    ] {
        assert_eq!(kind_of(file, text), wanted, "{file}");
    }
}

#[test]
fn a_resume_in_yaml_is_read_as_the_same_in_json() {
    let yaml = "skills:\n  - name: Web\n    level: Master\n    keywords: [HTML, CSS]\n";
    let json = r#"{"skills": [{"name": "Web", "level": "Master", "keywords": ["HTML", "CSS"]}]}"#;
    assert_eq!(resume::read_yaml(yaml), resume::read(json));
    assert!(resume::read_yaml("- [1").is_err() && resume::read_yaml("a: b").is_err());
}
