//! `gap` and `profile` as users run them: what is missing, from a role, a resume, the kept profile
//! or what is named.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use roledex::analysis::gap::{gap, missing_skills, skills_of_role};
use roledex::import::resume;
use roledex::profile;
use roledex::report::{PageSetup, gap as shown};
use roledex::search::{SearchIndex, SkillNames};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::golden;
use crate::program::{self, SMALL, err, out};

/// A home of its own for each test.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = program::command(args);
        command.env("HOME", self.0.path()).env("XDG_CONFIG_HOME", self.0.path().join("config"));
        command.current_dir(self.0.path());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// On the small pack.
    fn small(&self, args: &[&str]) -> Output {
        self.run(&[&["--pack", SMALL], args].concat())
    }

    /// The answer as JSON, on the small pack.
    fn json(&self, args: &[&str]) -> Value {
        let output = self.small(&[args, &["--format", "json"]].concat());
        assert_eq!(err(&output), "", "{args:?}");
        serde_json::from_str(&out(&output)).unwrap()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn profile(&self) -> PathBuf {
        self.0.path().join("config/roledex/profile.toml")
    }

    fn kept(&self) -> String {
        std::fs::read_to_string(self.profile()).unwrap()
    }
}

const RESUME: &str = r#"{
  "basics": { "name": "" },
  "skills": [
    { "name": "Dough", "level": "Advanced", "keywords": ["Working the dough", "Sourdough", "Baking 2.0"] },
    { "name": "Accounts", "level": "Beginner" }
  ],
  "languages": [{ "language": "French", "fluency": "Native speaker" }, { "language": "Igbo", "fluency": "Fluent" }]
}"#;

#[test]
fn statuses_are_those_of_the_contract() {
    let home = Home::new();
    home.write("cv.json", RESUME);
    home.write("blank.json", r#"{"skills": [{"name": "", "level": "", "keywords": [""]}]}"#);
    home.write("broken.json", "{\"skills\": [\n  {\"name\": \"SQL\",}\n]}");
    home.write("package.json", "{\"dependencies\": {}}");
    home.write("broken.toml", "skills = [\"baking\"");
    home.write("mine.toml", "skills = [\"baking: working\"]");
    for (args, status, word) in [
        (&["gap", "--to", "baker", "--from", "apprentice"][..], 0, ""),
        (&["gap", "--to", "baker", "--from", "baker"], 0, ""),
        (&["gap", "--to", "baker", "senior-baker", "--have", "kneading=working,baking"], 0, ""),
        (&["gap", "--to", "baker", "--to", "senior-baker", "--have", "kneading: working"], 0, ""),
        (&["gap", "--to", "baker", "--have", "KNEADING = working"], 0, ""),
        (
            &["gap", "--to", "baker", "--have", "working the dough=expert"],
            0,
            "treating working the dough as Kneading",
        ),
        (&["gap", "--to", "baker", "--profile", "mine.toml"], 0, ""),
        (
            &["gap", "--to", "baker", "--profile", "blank.json"],
            0,
            "no skills found: it has `skills`; skills are read from",
        ),
        (&["gap", "--to", "nobody", "--from", "baker"], 1, "no role named `nobody`"),
        (&["gap", "--to", "baker", "--from", "nobody"], 1, "no role named `nobody`"),
        (&["gap", "--to", "baker", "--have", "kneeding"], 1, "did you mean:\n  kneading  Kneading"),
        (&["gap", "--to", "baker", "--have", "xyzzy"], 1, "no skill named `xyzzy`"),
        (
            &["gap", "--to", "baker", "--have", "baking=learning"],
            2,
            "awareness, working, practitioner, expert",
        ),
        (
            &["gap", "--to", "baker"],
            2,
            "--from ROLE, --profile FILE (a profile, a CV, a resume in JSON or YAML, or a CSV of skills) or --have SKILL=LEVEL",
        ),
        (&["gap", "--from", "baker"], 2, "--to"),
        (
            &["gap", "--to", "baker", "--from", "baker", "--have", "baking"],
            2,
            "cannot be used with",
        ),
        (&["gap", "--to", "baker", "--profile", "nowhere.json"], 3, "cannot read nowhere.json"),
        (
            &["gap", "--to", "baker", "--profile", "broken.json"],
            3,
            "broken.json:2:18: this is not JSON",
        ),
        (
            &["gap", "--to", "baker", "--profile", "package.json"],
            3,
            "package.json: this is not a JSON Resume: it has no",
        ),
        (&["gap", "--to", "baker", "--profile", "broken.toml"], 3, "broken.toml:1:"),
        (&["gap", "--to", "baker", "--profile", SMALL], 3, "this is a pack"),
        (&["profile"], 1, "roledex profile add"),
        (&["profile", "path"], 0, ""),
        (&["profile", "where"], 0, ""),
        (&["profile", "add"], 2, "SKILL"),
        (&["profile", "add", "kneeding"], 1, "did you mean"),
        (&["profile", "add", "baking=learning"], 2, "awareness, working, practitioner, expert"),
        (&["profile", "add", "baking=none"], 2, "`roledex profile remove baking` removes it"),
        (&["profile", "remove", "baking"], 1, "`baking` is not in the profile"),
        (&["profile", "import", "blank.json"], 1, "no skills found"),
        (&["profile", "import", "broken.json"], 3, "broken.json:2:18"),
        (&["profile", "--format", "svg"], 2, "not as svg"),
        (&["--no-state", "profile", "add", "baking"], 2, "--no-state"),
        (&["profile", "import", "cv.json", "--no-state"], 2, "--no-state"),
    ] {
        let output = home.small(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(word), "{args:?}: {}", err(&output));
        assert_eq!(err(&output).is_empty(), word.is_empty(), "{args:?}: {}", err(&output));
    }
    // Nothing of all that was kept.
    assert!(!home.profile().exists());
}

#[test]
fn a_pipe_gets_a_line_for_each_target_skill_and_door() {
    let home = Home::new();
    let output = home.small(&[
        "gap",
        "--to",
        "senior-baker",
        "head-baker",
        "--have",
        "kneading=working",
        "baking=expert",
    ]);
    let wanted = "\
target\tsenior-baker\t\tsenior-baker\tSenior baker\t\t\t\t2\t1\t2\t0\t0\t\t
target\thead-baker\t\thead-baker\tHead baker\t\t\t\t5\t0\t2\t1\t1\t\t
door\t\tgrow\tkneading\tKneading\t\tworking\texpert\t2\t\t\t\t\tsenior-baker\t
door\t\tright\tfrench\tFrançais\t\t\tworking\t2\t\t\t\t\thead-baker\t
door\t\tright\tbookkeeping\tBookkeeping\t\t\tpractitioner\t3\t\t\t\t\thead-baker\t
skill\tsenior-baker\tgrow\tkneading\tKneading\tessential\tworking\texpert\t2\t\t\t\t\t\t
skill\tsenior-baker\tsame\tbaking\tBaking\tessential\texpert\texpert\t0\t\t\t\t\t\t
skill\thead-baker\tright\tbookkeeping\tBookkeeping\tessential\t\tpractitioner\t3\t\t\t\t\t\t
skill\thead-baker\tright\tfrench\tFrançais\tessential\t\tworking\t2\t\t\t\t\t\t
skill\thead-baker\tsame\tkneading\tKneading\tuseful\tworking\tworking\t0\t\t\t\t\t\t
skill\thead-baker\tleft\tbaking\tBaking\t\texpert\t\t0\t\t\t\t\t\t
";
    assert_eq!(out(&output), wanted);
    let one = home.small(&["gap", "--to", "senior-baker", "--have", "kneading=working"]);
    assert!(!out(&one).contains("door\t"));
}

/// What a page is about, without its frame.
fn page(home: &Home, args: &[&str]) -> String {
    let output = home.small(&[args, &["--format", "markdown"]].concat());
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{args:?}");
    out(&output).split("\n---\n").next().unwrap().to_string()
}

#[test]
fn a_page_of_it_can_be_talked_about() {
    let home = Home::new();
    let wanted = "\
# Skill gap for Senior baker

From the skills you named

Essential 0 met, 2 begun · 2 skills to learn, 4 skill levels

## Skills

### Learn first

| | Skill | Have | Need | Levels to learn | What it means |
| --- | --- | --- | --- | --- | --- |
| ▲ grow | Kneading | ●●○○ working | ●●●● expert | 2 | Kneads any dough by feel. |
| ▲ grow | Baking | ●●○○ working | ●●●● expert | 2 | |

### You bring more

| | Skill | Have | Need | Levels to learn | What it means |
| --- | --- | --- | --- | --- | --- |
| − not listed | Français | ●●●● expert | | | |
";
    let args =
        ["gap", "--to", "senior-baker", "--have", "kneading=working,baking=working,french=expert"];
    assert_eq!(page(&home, &args), wanted);
    let html = out(&home.small(&[&args[..], &["--format", "html"]].concat()));
    // On paper there is room for what was agreed.
    assert_eq!(
        (html.matches(">Agreed</th>").count(), html.matches("<td class=\"margin\"></td>").count()),
        (1, 3)
    );
    let several = page(&home, &["gap", "--to", "senior-baker", "head-baker", "--have", "kneading"]);
    for wanted in [
        "# Skill gap for 2 roles\n\nFrom the skills you named\n\n## Roles\n",
        "| Senior baker | 1 met, 1 new (1 met with unknown level) | | 4 |\n",
        "## Most needed skills\n",
        "| \\+ learn | Baking | ●●●● expert | 4 | Senior baker |\n",
        "## Head baker\n\n### Learn first\n",
        "| ? level unknown | Kneading | ●●○○ working | |\n",
    ] {
        assert!(several.contains(wanted), "{wanted}: {several}");
    }
    home.write("cv.json", RESUME);
    let resume = page(&home, &["gap", "--to", "head-baker", "--profile", "cv.json"]);
    let reading = resume.split("## How your skills were matched\n").nth(1).unwrap();
    for wanted in [
        "| Working the dough | Kneading | Advanced → practitioner |\n",
        "| Igbo | not recognised | Fluent |\n",
        "| Dough | treated as a heading | |\n",
    ] {
        assert!(reading.contains(wanted), "{wanted}: {reading}");
    }
    let csv = home.small(&["gap", "--to", "head-baker", "--profile", "cv.json", "--format", "csv"]);
    assert!(err(&csv).starts_with("roledex: matched to: ") && !out(&csv).contains("Igbo"));
}

#[test]
fn a_profile_is_written_in_every_format() {
    let home = Home::new();
    home.write("cv.json", RESUME);
    let page_of = |args: &[&str]| page(&home, args);
    let imported = page_of(&["profile", "import", "cv.json"]);
    assert!(
        imported.starts_with("# My profile\n\n4 added, 0 changed, 0 kept\n\n## Skills\n"),
        "{imported}"
    );
    assert!(imported.contains("| \\+ added | Kneading | practitioner |\n"), "{imported}");
    assert!(imported.contains("## How your skills were matched\n"), "{imported}");
    let changed = home.small(&["profile", "add", "kneading=expert", "--format", "csv"]);
    let wanted = "change,id,name,from,to,written\r\nchanged,kneading,Kneading,practitioner,expert,kneading\r\n";
    assert_eq!(out(&changed), wanted);
    home.write(
        "config/roledex/profile.toml",
        "skills = [\"Working the dough: expert\", \"weaving: master\"]",
    );
    let wanted = "\
# My profile

2 skills

## Skills

| Skill | Level | Written |
| --- | --- | --- |
| Kneading | ●●●● expert | Working the dough |

## Not in the open packs

| Written | Level |
| --- | --- |
| weaving | master |
";
    let shown = page_of(&["profile"]);
    assert_eq!(shown, wanted);
    // Where it lies, which tells who the user is, stays out of it.
    let html = out(&home.small(&["profile", "--format", "html"]));
    assert!(!html.contains("profile.toml"), "{html}");
    let csv = out(&home.small(&["profile", "--format", "csv"]));
    assert_eq!(
        csv,
        "id,name,level,written\r\nkneading,Kneading,expert,Working the dough\r\n,,master,weaving\r\n"
    );
}

#[test]
fn the_json_has_every_skill_of_either_side_once() {
    let home = Home::new();
    let diff = home.json(&["diff", "baker", "head-baker"]);
    let gap = home.json(&["gap", "--from", "baker", "--to", "head-baker"]);
    assert_eq!(
        (&gap["schema"], &gap["from"]["id"]),
        (&Value::from("roledex/gap/1"), &Value::from("baker"))
    );
    let target = &gap["targets"][0];
    let pairs = |skills: &Value| -> Vec<(String, String)> {
        let text = |skill: &Value, key: &str| skill[key].as_str().unwrap().to_string();
        let mut pairs: Vec<_> =
            skills.as_array().unwrap().iter().map(|s| (text(s, "id"), text(s, "status"))).collect();
        pairs.sort();
        pairs
    };
    assert_eq!(pairs(&diff["skills"]), pairs(&target["skills"]));
    assert_eq!(target["essential"]["asked"], 2);
    assert_eq!(target["effort"], 4.0);
    assert_eq!(gap["doors"].as_array().unwrap().len(), 0);
    let own = home.json(&["gap", "--from", "baker", "--to", "baker", "senior-baker"]);
    let status = |skill: &Value| skill["status"] == "same";
    assert!(own["targets"][0]["skills"].as_array().unwrap().iter().all(status));
    assert_eq!(own["doors"][0]["levels"][0]["essential"][0]["id"], "senior-baker");
    let lines = home.small(&[
        "gap",
        "--from",
        "baker",
        "--to",
        "baker",
        "head-baker",
        "--format",
        "ndjson",
    ]);
    let lines: Vec<Value> =
        out(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines.iter().map(|l| l["targets"][0]["id"].clone()).collect::<Vec<_>>(),
        ["baker", "head-baker"]
    );
}

#[test]
fn a_resume_says_what_was_taken_for_what() {
    let home = Home::new();
    home.write("cv.json", RESUME);
    let gap = home.json(&["gap", "--to", "head-baker", "--profile", "cv.json"]);
    let reading = &gap["reading"];
    let known: Vec<_> = reading["known"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| (&k["written"], &k["id"], &k["level"]))
        .collect();
    let text = |text: &str| Value::from(text);
    let wanted = [
        (text("Working the dough"), text("kneading"), text("practitioner")),
        (text("Baking 2.0"), text("baking"), text("practitioner")),
        (text("Accounts"), text("bookkeeping"), text("awareness")),
        (text("French"), text("french"), text("expert")),
    ];
    assert_eq!(known, wanted.iter().map(|(a, b, c)| (a, b, c)).collect::<Vec<_>>());
    assert_eq!(reading["known"][1]["place"], "skills[0].keywords[2]");
    let unknown: Vec<_> =
        reading["unknown"].as_array().unwrap().iter().map(|u| &u["written"]).collect();
    assert_eq!(unknown, ["Sourdough", "Igbo"]);
    assert_eq!(reading["headings"][0], "Dough");
    // In a pipe the answer stands alone, and the rest is a note.
    let piped = home.small(&["gap", "--to", "head-baker", "--profile", "cv.json"]);
    assert!(
        out(&piped).lines().all(|line| line.starts_with("target\t") || line.starts_with("skill\t"))
    );
    assert!(
        err(&piped).starts_with("roledex: matched to: Working the dough → Kneading, "),
        "{}",
        err(&piped)
    );
    assert_eq!(err(&piped).lines().count(), 1);
    let mut child = home
        .command(&["--pack", SMALL, "gap", "--to", "baker", "--profile", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), RESUME.as_bytes()).unwrap();
    assert!(out(&child.wait_with_output().unwrap()).starts_with("target\tbaker\t"));
}

#[test]
fn nothing_of_a_resume_reaches_the_terminal_raw() {
    let home = Home::new();
    let hostile = r#"{"skills": ["a\u001b[31mb\u202ec\td",
        {"name": "\u0007", "level": "\u001b]0;x\u0007", "keywords": ["Baking"]}]}"#;
    home.write("cv.json", hostile);
    for args in [
        &["gap", "--to", "baker", "--profile", "cv.json"][..],
        &["profile", "import", "cv.json"],
        &["profile"],
    ] {
        let output = home.small(args);
        for text in [out(&output), err(&output)] {
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{args:?}: {text:?}");
        }
    }
    let odd = home.small(&["gap", "--to", "baker", "--have", "\u{1b}[31m=\u{202e}"]);
    assert!(!err(&odd).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn the_profile_is_kept_and_changed_and_read() {
    let home = Home::new();
    let place = home.small(&["profile", "path"]);
    assert_eq!(Path::new(out(&place).trim_end()), home.profile());
    let added = home.small(&["profile", "add", "Kneading=Working", "accounts", "kneading"]);
    assert_eq!(
        out(&added),
        "added\tkneading\tKneading\t\tworking\tkneading\nadded\tbookkeeping\tBookkeeping\t\t\tbookkeeping\n\
         kept\tkneading\tKneading\tworking\tworking\tkneading\n"
    );
    assert!(
        home.kept().ends_with("skills = [\n  \"kneading: working\",\n  \"bookkeeping\",\n]\n"),
        "{}",
        home.kept()
    );
    // What is named now holds, lower or higher; without a level nothing is lost.
    let changed = home.small(&["profile", "add", "kneading=awareness", "bookkeeping=expert"]);
    assert_eq!(out(&changed).lines().filter(|line| line.starts_with("changed\t")).count(), 2);
    home.small(&["profile", "add", "kneading"]);
    assert!(home.kept().contains("\"kneading: awareness\""));
    // A resume raises levels and never lowers one.
    home.write("cv.json", RESUME);
    let imported = home.small(&["profile", "import", "cv.json"]);
    let changes: Vec<String> = out(&imported)
        .lines()
        .map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(changes, ["changed kneading", "added baking", "kept bookkeeping", "added french"]);
    assert!(err(&imported).contains("not recognised: Sourdough, Igbo"), "{}", err(&imported));
    let shown = home.json(&["profile"]);
    assert_eq!(
        (&shown["schema"], &shown["skills"][0]["level"]),
        (&Value::from("roledex/profile/1"), &Value::from("practitioner"))
    );
    let from_it = home.json(&["gap", "--to", "head-baker"]);
    assert_eq!(
        (&from_it["from"]["kind"], &from_it["targets"][0]["effort"]),
        (&Value::from("profile"), &Value::from(0.0))
    );
    // By alias too.
    let removed = home.small(&["profile", "remove", "accounts", "FRENCH"]);
    assert_eq!(out(&removed).lines().filter(|line| line.starts_with("removed\t")).count(), 2);
    assert_eq!(home.small(&["profile", "remove", "baking", "french"]).status.code(), Some(1));
    assert!(home.kept().contains("baking: practitioner"), "all or nothing: {}", home.kept());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&home.profile()), mode(home.profile().parent().unwrap())), (0o600, 0o700));
    }
}

#[test]
fn the_profile_outlives_packs_and_keeps_what_the_user_wrote() {
    let home = Home::new();
    let text = "# mine\nskills = [\n  \"weaving: master\", # from the other pack\n  \
                { skill = \"Baking\", note = \"Sundays\" },\n]\n";
    home.write("config/roledex/profile.toml", text);
    let shown = home.small(&["profile"]);
    assert_eq!(out(&shown), "baking\tBaking\t\tBaking\n\t\tmaster\tweaving\n");
    home.small(&["profile", "add", "kneading=expert", "baking=working"]);
    let wanted = "# mine\nskills = [\n  \"weaving: master\", # from the other pack\n  \
                  { skill = \"Baking\", level = \"working\", note = \"Sundays\" },\n  \"kneading: expert\",\n]\n";
    assert_eq!(home.kept(), wanted);
    let json = home.json(&["profile"]);
    assert_eq!(json["unknown"][0]["written"], "weaving");
    let gone = home.small(&["profile", "remove", "weaving"]);
    assert_eq!(out(&gone), "removed\t\t\tmaster\t\tweaving\n");
}

#[test]
fn an_entry_is_found_by_its_skill_however_it_is_written() {
    let home = Home::new();
    let builtin = |args: &[&str]| home.command(args).output().unwrap();
    let text = "skills = [\"Microsoft Excel: expert\", \"spreadsheets: expert\", \"Apache Kafka\"]";
    home.write("config/roledex/profile.toml", text);
    let added = builtin(&["profile", "add", "excel=working"]);
    let wanted = "changed\tspreadsheets\tSpreadsheets\texpert\tworking\tMicrosoft Excel\n\
                  changed\tspreadsheets\tSpreadsheets\texpert\tworking\tspreadsheets\n";
    assert_eq!(out(&added), wanted);
    assert_eq!(home.kept(), text.replace("expert", "working"));
    assert_eq!(builtin(&["profile", "remove", "kafka", "excel"]).status.code(), Some(0));
    assert_eq!(home.kept(), "skills = []");
}

#[test]
fn a_broken_profile_is_named_and_left_alone() {
    let home = Home::new();
    let text = "skills = [\"baking\",\n  \"baking: expert\"]\nskils = []\n";
    home.write("config/roledex/profile.toml", text);
    home.write("cv.json", RESUME);
    for args in [
        &["profile"][..],
        &["profile", "add", "baking"],
        &["profile", "remove", "baking"],
        &["profile", "import", "cv.json"],
        &["gap", "--to", "baker"],
    ] {
        let output = home.small(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let said = err(&output);
        for wanted in [
            "profile.toml:2:3",
            "`baking` is listed twice",
            "profile.toml:3:1",
            "did you mean `skills`?",
            "was not changed",
        ] {
            assert!(said.contains(wanted), "{args:?}: {said}");
        }
        assert_eq!(home.kept(), text);
    }
}

#[test]
fn writers_at_the_same_time_leave_a_whole_file() {
    let home = Home::new();
    home.small(&["profile", "add", "french=expert"]);
    let skills = ["kneading", "baking", "bookkeeping"];
    let children: Vec<_> = (0..12)
        .map(|i| {
            let skill = format!("{}=working", skills[i % skills.len()]);
            home.command(&["--pack", SMALL, "profile", "add", &skill])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    assert!(
        roledex::profile::Profile::parse("p", &home.kept())
            .unwrap()
            .entries()
            .iter()
            .any(|e| e.skill == "french")
    );
    let names = std::fs::read_dir(home.profile().parent().unwrap()).unwrap().count();
    assert_eq!(names, 1, "nothing is left behind");
}

/// The answer of `gap` to `resume`, from standard input on the built-in pack, with what was said
/// beside it.
fn asked(home: &Home, role: &str, resume: &str) -> (Value, String) {
    let mut child = home
        .command(&["gap", "--to", role, "--profile", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), resume.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{resume}: {}", err(&output));
    (serde_json::from_str(&out(&output)).unwrap(), err(&output))
}

#[test]
fn a_level_that_is_none_or_not_understood_is_not_good_enough() {
    let home = Home::new();
    let skill = |answer: &Value, id: &str| -> Value {
        let skills = answer["targets"][0]["skills"].as_array().unwrap();
        skills.iter().find(|skill| skill["id"] == id).unwrap().clone()
    };
    for level in ["\"None\"", "0", "\"n/a\"", "\"0%\"", "\"no\"", "\"want to learn\""] {
        let (answer, _) = asked(
            &home,
            "data-engineer",
            &format!(r#"{{"skills":[{{"name":"SQL","level":{level}}}]}}"#),
        );
        assert_eq!(skill(&answer, "sql")["status"], "right", "{level}");
        assert_eq!(answer["reading"]["known"][0]["level_status"], "none", "{level}");
    }
    for level in ["learning", "Fortgeschritten", "level 3", "B+"] {
        let (answer, said) = asked(
            &home,
            "data-engineer",
            &format!(r#"{{"skills":[{{"name":"SQL","level":"{level}"}}]}}"#),
        );
        let sql = skill(&answer, "sql");
        assert_eq!(
            (&sql["status"], &sql["effort"]),
            (&Value::from("grow"), &Value::from(3.0)),
            "{level}"
        );
        assert_eq!(
            (&sql["have"]["understood"], &sql["have"]["written_level"]),
            (&Value::from(false), &Value::from(level))
        );
        assert_eq!(answer["targets"][0]["essential"]["met"], 0);
        assert!(said.contains(&format!("counted as missing: {level} (SQL)")), "{said}");
    }
    let (answer, said) =
        asked(&home, "data-engineer", r#"{"skills":[{"name":"SQL","level":null}, "Git"]}"#);
    assert_eq!((skill(&answer, "sql")["status"].as_str(), said.as_str()), (Some("same"), ""));
    // The same of what is typed and of what is kept.
    let none = home.run(&[
        "gap",
        "--to",
        "data-engineer",
        "--have",
        "sql=none",
        "git=Advanced",
        "Microsoft Excel=0",
    ]);
    assert!(
        !out(&none).contains("\tsame\tsql\t") && out(&none).contains("\tsame\tgit\t"),
        "{}",
        out(&none)
    );
    for said in [
        "sql=none means you do not have it",
        "git=Advanced: treating the level as practitioner",
        "Microsoft Excel=0 means you do not",
    ] {
        assert!(err(&none).contains(said), "{}", err(&none));
    }
    home.write(
        "cv.json",
        r#"{"skills":[{"name":"SQL","level":"Fortgeschritten"},{"name":"Git","level":"none"},"Figma"]}"#,
    );
    home.run(&["profile", "import", "cv.json"]);
    assert!(
        home.kept().ends_with("skills = [\n  \"sql: Fortgeschritten\",\n  \"figma\",\n]\n"),
        "{}",
        home.kept()
    );
    let kept = home.run(&["gap", "--to", "data-engineer"]);
    assert!(out(&kept).contains("\tgrow\tsql\t"), "{}", out(&kept));
    home.run(&["profile", "add", "sql=expert"]);
    assert!(home.kept().contains("\"sql: expert\""));
}

#[test]
fn what_was_not_read_is_named() {
    let home = Home::new();
    let (answer, said) = asked(
        &home,
        "data-engineer",
        r#"{"basics": {}, "skills": ["SQL", 7], "skillsToLearn": ["Go"]}"#,
    );
    let places: Vec<&Value> = answer["reading"]["not_read"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| &part["place"])
        .collect();
    assert_eq!(places, ["skills[1]", "skillsToLearn"]);
    assert!(said.contains("not read: skills[1] (a number, not a name), skillsToLearn"), "{said}");
    let (answer, said) = asked(&home, "data-engineer", r#"{"basics": {}, "work": []}"#);
    assert_eq!(answer["reading"]["empty"], true);
    assert!(said.contains("no skills found: it has `basics`, `work`"), "{said}");
    let (_, said) = asked(&home, "data-engineer", r#"{"skills": ["Weaving", "Kneading"]}"#);
    assert!(said.contains("none of the file's 2 skills"), "{said}");
    let (answer, _) = asked(&home, "data-engineer", r#"{"skills": [{"name": "SQL", "level": 4}]}"#);
    assert_eq!(answer["reading"]["numbers_out_of"], 5);
    assert_eq!(answer["reading"]["known"][0]["written_level"], "4/5");
}

#[test]
fn the_list_that_a_network_exports_is_read() {
    let home = Home::new();
    home.write(
        "Skills.csv",
        "\u{feff}Name\r\nSQL\r\n\"Python (Programming Language)\"\r\nWeaving\r\n",
    );
    let imported = home.run(&["profile", "import", "Skills.csv"]);
    assert_eq!(imported.status.code(), Some(0));
    assert!(err(&imported).contains("not recognised: Weaving"), "{}", err(&imported));
    assert!(
        home.kept().contains("\"sql\"") && home.kept().contains("\"python\""),
        "{}",
        home.kept()
    );
    home.write("levels.csv", "Skill,Level\nSQL,working\nGit,none\n");
    let gap = home.run(&["gap", "--to", "data-engineer", "--profile", "levels.csv"]);
    assert!(out(&gap).contains("\tgrow\tsql\tSQL\tessential\tworking\t"), "{}", out(&gap));
    for (name, text, word) in [
        (
            "Endorsement_Received_Info.csv",
            "Endorsement Date,Skill Name,Endorser First Name\n2020,SQL,A\n",
            "Skills.csv",
        ),
        ("Profile.csv", "First Name,Last Name,Headline\nA,B,C\n", "no skill column"),
    ] {
        home.write(name, text);
        let refused = home.run(&["profile", "import", name]);
        assert_eq!(
            (refused.status.code(), err(&refused).lines().count()),
            (Some(3), 1),
            "{}",
            err(&refused)
        );
        assert!(err(&refused).contains(word), "{}", err(&refused));
    }
}

#[test]
fn a_file_of_another_kind_is_told_in_one_line() {
    let home = Home::new();
    for (name, bytes, kind) in [
        ("me.yaml", &b"basics:\n  name: A\nskills:\n  - name: SQL\n"[..], "YAML"),
        ("me", b"cv:\n  name: A\n  sections:\n    skills:\n      - label: Languages\n", "YAML"),
        ("me.xml", b"<?xml version=\"1.0\"?>\n<SkillsPassport/>\n", "XML"),
        ("me.html", b"<!DOCTYPE html>\n<p>SQL</p>\n", "HTML"),
        ("me.md", b"# A\n\n## Skills\n\n- SQL\n", "Markdown"),
        ("me.txt", b"A\nSkills are SQL and Go\n", "plain text"),
        ("me.pdf", b"%PDF-1.7\n\xff", "a PDF document"),
        ("me.docx", b"PK\x03\x04\xff", "an office document"),
        ("me.rtf", b"{\\rtf1 A}", "rich text"),
        ("me16.csv", b"\xff\xfeN\0", "UTF-16"),
    ] {
        std::fs::write(home.0.path().join(name), bytes).unwrap();
        // Resumes come in the others, where they are not damaged.
        let is_refused = ["me.xml", "me.rtf", "me16.csv"].contains(&name);
        let mut runs = vec![vec!["check", name]];
        if is_refused {
            runs.push(vec!["gap", "--to", "baker", "--profile", name]);
            runs.push(vec!["profile", "import", name]);
        }
        for args in runs {
            let output = home.small(&args);
            assert_eq!(output.status.code(), Some(3), "{args:?}: {}", err(&output));
            assert_eq!(err(&output).lines().count(), 1, "{args:?}: {}", err(&output));
            assert!(
                err(&output).contains(&format!("is {kind}")) || err(&output).contains(kind),
                "{args:?}: {}",
                err(&output)
            );
        }
        let pack = home.run(&["--pack", name, "list"]);
        assert_eq!(
            (pack.status.code(), err(&pack).lines().count()),
            (Some(3), 1),
            "{}",
            err(&pack)
        );
        assert!(err(&pack).contains("not a pack"), "{}", err(&pack));
    }
    for (name, fault) in [("me.pdf", "this PDF is damaged"), ("me.docx", "this archive is damaged")]
    {
        let output = home.small(&["gap", "--to", "baker", "--profile", name]);
        assert_eq!((output.status.code(), err(&output).lines().count()), (Some(3), 1));
        assert!(err(&output).contains(fault), "{}", err(&output));
    }
    home.write("ladder.csv", "Role,Level\nBaker,1\n");
    let pack = home.run(&["--pack", "ladder.csv", "list"]);
    assert!(err(&pack).contains("this is CSV, not a pack"), "{}", err(&pack));
    // What is meant to be TOML has its faults told.
    home.write("pack.toml", "[pack]\nformat 1\n");
    assert!(err(&home.run(&["--pack", "pack.toml", "list"])).contains("expected `=`"));
}

/// A pack of one role that asks for so many skills.
fn wide(skills: usize) -> roledex::model::Catalog {
    let mut text =
        "[pack]\nformat = 1\nid = \"wide\"\ntitle = \"Wide\"\nversion = \"1\"\n".to_string();
    let mut asked = Vec::new();
    for i in 0..skills {
        text += &format!("[[skill]]\nid = \"s{i}\"\nname = \"Skill {i}\"\nkind = \"craft\"\n");
        asked.push(format!("\"s{i}: working\""));
    }
    text += "[[role]]\nid = \"r\"\ntitle = \"Role\"\nfamily = \"f\"\nsummary = \"S.\"\n";
    text += &format!("[role.skills]\nessential = [{}]\n", asked.join(", "));
    let loaded = roledex::pack::from_files("wide", &[("wide.toml", &text)]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.catalog
}

/// What `answer` looks like on a terminal of 80 columns.
fn screen(catalog: &roledex::model::Catalog, answer: &shown::GapReport<'_>) -> String {
    let mut out = Vec::new();
    shown::write_text(&mut out, catalog, answer, PageSetup { width: Some(80), colour: false })
        .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_terminal_answers_at_a_glance() {
    let catalog = crate::script::small();
    let names = SkillNames::new(&catalog);
    let mut resolved = profile::resolve_resume(&catalog, &names, &resume::read(RESUME).unwrap());
    resolved.add_suggestions(&names, &SearchIndex::new(Arc::new(catalog.clone())));
    let have = resolved.person_skills();
    let gaps: Vec<_> = ["senior-baker", "head-baker", "baker"]
        .iter()
        .map(|role| gap(&catalog, &have, catalog.role_by_id(role).unwrap()))
        .collect();
    let doors = missing_skills(&catalog, &gaps);
    let from = shown::GapOrigin::Resume("cv.json");
    let answer = shown::GapReport {
        from,
        resolved: Some(&resolved),
        gaps: &gaps,
        doors: &doors,
        all: false,
    };
    golden::assert("fixtures/gap.txt", &screen(&catalog, &answer));
    let one = shown::GapReport { gaps: &gaps[..1], doors: &[], resolved: None, ..answer };
    assert!(screen(&catalog, &one).starts_with(
        "Senior baker  from cv.json\nEssential 0 met, 2 begun · 2 skills to learn, 2 skill levels"
    ));
}

#[test]
fn a_terminal_gets_the_first_of_many_and_a_pipe_all() {
    let role = roledex::model::RoleId(0);
    for (skills, shown_rows) in [(12, 12), (14, 14), (15, 12), (300, 12)] {
        let catalog = wide(skills);
        let gaps = [gap(&catalog, &[], role)];
        let answer = shown::GapReport {
            from: shown::GapOrigin::NamedSkills,
            resolved: None,
            gaps: &gaps,
            doors: &[],
            all: false,
        };
        let text = screen(&catalog, &answer);
        assert_eq!(text.matches("\n+ Skill").count(), shown_rows, "{text}");
        assert_eq!(
            text.contains(&format!("… and {} more: --all", skills - shown_rows)),
            skills > shown_rows
        );
        let whole = screen(&catalog, &shown::GapReport { all: true, ..answer });
        assert_eq!(whole.matches("\n+ Skill").count(), skills);
        let mut piped = Vec::new();
        shown::write_text(&mut piped, &catalog, &answer, PageSetup::PLAIN).unwrap();
        assert_eq!(String::from_utf8(piped).unwrap().matches("\nskill\t").count(), skills);
        let gaps = [gap(&catalog, &skills_of_role(catalog.role(role)), role)];
        let met = screen(&catalog, &shown::GapReport { gaps: &gaps, ..answer });
        assert!(met.contains(&format!("Essential all {skills} met · nothing to learn")), "{met}");
        let met = met.split_whitespace().collect::<Vec<_>>().join(" ");
        match skills {
            ..=14 => assert!(!met.contains("more") && !met.contains("--all"), "{met}"),
            15 => assert!(met.contains(" · and 3 more"), "{met}"),
            // A list that nobody reads is counted by class.
            _ => assert!(met.contains("= keep Skills 300 · --all names them"), "{met}"),
        }
    }
}

#[test]
fn lines_fit_on_any_terminal() {
    let catalog = roledex::builtin::catalog();
    let resolved = {
        let names = SkillNames::new(&catalog);
        let text = r#"{"skills": [{"name": "Databases and their care", "level": "master", "keywords": ["MySQL", "SQL"]},
            {"name": "Stakeholder mgmt", "level": "Intermediate"}]}"#;
        let mut resolved = profile::resolve_resume(&catalog, &names, &resume::read(text).unwrap());
        resolved.add_suggestions(&names, &SearchIndex::new(Arc::new(catalog.clone())));
        resolved
    };
    let have = resolved.person_skills();
    let roles =
        ["data-engineer", "product-operations-manager", "chief-information-security-officer"];
    let gaps: Vec<_> =
        roles.iter().map(|role| gap(&catalog, &have, catalog.role_by_id(role).unwrap())).collect();
    let doors = missing_skills(&catalog, &gaps);
    for count in [1, 3] {
        let doors = if count > 1 { doors.as_slice() } else { &[] };
        for width in [36, 60, 80, 140] {
            let gaps = &gaps[..count];
            let from = shown::GapOrigin::Resume("cv.json");
            let answer =
                shown::GapReport { from, resolved: Some(&resolved), gaps, doors, all: true };
            let mut out = Vec::new();
            shown::write_text(
                &mut out,
                &catalog,
                &answer,
                PageSetup { width: Some(width), colour: false },
            )
            .unwrap();
            for line in String::from_utf8(out).unwrap().lines() {
                assert!(line.width() <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line, "{width}");
            }
        }
    }
}

/// The folder of real resumes; named by `.ci/run` where it is.
fn samples() -> Vec<PathBuf> {
    let data = PathBuf::from(
        std::env::var_os("ROLEDEX_DATA").expect("ROLEDEX_DATA names the folder of data sets"),
    );
    let mut all: Vec<PathBuf> = std::fs::read_dir(data.join("jsonresume/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    all.sort();
    all
}

#[test]
#[ignore = "needs the sample resumes"]
fn shared_data_resumes_are_read() {
    let home = Home::new();
    let samples = samples();
    assert!(samples.len() >= 12, "{}", samples.len());
    let ask = |path: &Path, roles: &[&str]| -> Value {
        let args =
            [&["gap", "--format", "json", "--profile", path.to_str().unwrap(), "--to"], roles]
                .concat();
        let output = home.run(&args);
        assert_eq!(output.status.code(), Some(0), "{}: {}", path.display(), err(&output));
        serde_json::from_str(&out(&output)).unwrap()
    };
    let roles = ["data-engineer", "product-manager", "frontend-engineer", "engineering-manager"];
    for path in &samples {
        let answer = ask(path, &roles);
        assert_eq!(answer["targets"].as_array().unwrap().len(), 4);
        let name = path.file_name().unwrap().to_str().unwrap();
        let known = answer["reading"]["known"].as_array().unwrap().len();
        assert_eq!(known == 0, name == "empty.json", "{name}");
        // A name is known, unknown or a heading, and nothing is taken for something without being
        // said.
        for known in answer["reading"]["known"].as_array().unwrap() {
            assert!(
                known["id"].is_string() && !known["written"].as_str().unwrap().is_empty(),
                "{name}: {known}"
            );
        }
    }
    let named = |name: &str| samples.iter().find(|path| path.ends_with(name)).unwrap();
    let has = |answer: &Value, written: &str, id: &str, level: &str| {
        let known = answer["reading"]["known"].as_array().unwrap();
        known.iter().any(|known| {
            known["written"] == written && known["id"] == id && known["level"] == level
        })
    };
    let career = ask(named("career-changer.resume.json"), &["data-engineer"]);
    assert!(
        has(&career, "SQL", "sql", "working") && has(&career, "Excel", "spreadsheets", "working")
    );
    assert_eq!(career["reading"]["headings"][0], "Operations & Leadership");
    let jane = ask(named("jane-fullstacker.json"), &["frontend-engineer"]);
    assert!(
        has(&jane, "HTML 5", "html-css", "practitioner")
            && has(&jane, "JavaScript", "javascript", "expert")
    );
    assert!(has(&jane, "React.js", "react", "expert"));
    let incomplete = ask(named("jane-incomplete.json"), &["frontend-engineer"]);
    assert_eq!(incomplete["targets"][0]["essential"]["level_unknown"], 2);
    let story = ask(named("story.resume.json"), &["frontend-engineer"]);
    let first = &story["targets"][0];
    assert!(
        first["skills"]
            .as_array()
            .unwrap()
            .iter()
            .any(|s| s["id"] == "javascript" && s["status"] != "right")
    );
}
