//! Names from outside, shown: files, folders, entries of archives, columns, arguments, whatever
//! they hold.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use roledex::model::text::is_unsafe;

use crate::program::{SMALL, command};

/// What a name may hold that steers a terminal, makes a line of its own, turns what follows round
/// or is not text.
const HOSTILE: [&[u8]; 3] = [
    "a\u{1b}]0;title\u{7}\nroledex: forged\r\tb\u{7f}".as_bytes(),
    "-\u{202e}\u{2066}\u{200b}\u{feff}\u{9b}31m\u{85}\u{2028}".as_bytes(),
    b"i\xff\xc3\x1b[2Jn",
];

/// A folder with hostile names, and a home.
struct World {
    home: tempfile::TempDir,
    name: &'static [u8],
}

impl World {
    fn new(name: &'static [u8]) -> Self {
        Self { home: tempfile::tempdir().unwrap(), name }
    }

    /// The file of the hostile name with this ending.
    fn at(&self, ending: &str) -> PathBuf {
        let name = [self.name, ending.as_bytes()].concat();
        self.home.path().join(OsString::from_vec(name))
    }

    fn file(&self, ending: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.at(ending), bytes).unwrap();
        self.at(ending)
    }

    fn folder(&self, ending: &str, files: &[(&OsStr, &[u8])]) -> PathBuf {
        std::fs::create_dir_all(self.at(ending)).unwrap();
        for (name, bytes) in files {
            std::fs::write(self.at(ending).join(name), bytes).unwrap();
        }
        self.at(ending)
    }

    /// Runs `args` and checks that nothing of what is printed steers a terminal or passes for a
    /// message of ours.
    fn check(&self, args: &[&OsStr], env: &[(&str, &OsStr)]) {
        let mut command = command(&[]);
        command.args(args).env("HOME", self.home.path()).current_dir(self.home.path());
        let output = command.envs(env.iter().copied()).output().unwrap();
        for bytes in [&output.stdout, &output.stderr] {
            let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{args:?}: not UTF-8"));
            let steers = |c: char| is_unsafe(c) && !matches!(c, '\n' | '\t' | '\r');
            assert!(!text.chars().any(steers), "{args:?}: {text:?}");
            assert!(
                !text.lines().any(|line| line.starts_with("roledex: forged")),
                "{args:?}: {text:?}"
            );
        }
        assert!(output.status.code().is_some_and(|status| status <= 3), "{args:?}: {output:?}");
    }
}

fn words<'a>(words: &[&'a str]) -> Vec<&'a OsStr> {
    words.iter().map(|word| OsStr::new(*word)).collect()
}

#[test]
fn packs_by_hostile_names_steer_no_terminal() {
    for name in HOSTILE {
        let world = World::new(name);
        let small = std::fs::read(SMALL).unwrap();
        let inner = OsString::from_vec([name, b".toml"].concat());
        let broken = [small.as_slice(), b"\n[[role]]\nid = \n"].concat();
        let packs = [
            world.file(".toml", &small),
            world.folder(".dir", &[(inner.as_os_str(), small.as_slice())]),
            world.folder(".empty", &[]),
            world.folder(".broken", &[(inner.as_os_str(), broken.as_slice())]),
            world.file(".zip.toml", b"PK\x03\x04"),
            world.file(".latin.toml", b"[pack]\nid = \"\xff\"\n"),
            world.at(".missing"),
        ];
        for pack in &packs {
            for format in ["text", "json", "csv", "markdown", "html"] {
                for what in [&["list", "packs"][..], &["check"], &["about"]] {
                    let args = [
                        words(&["--format", format, "--pack"]),
                        vec![pack.as_os_str()],
                        words(what),
                    ]
                    .concat();
                    world.check(&args, &[]);
                }
            }
            let pack = pack.as_os_str();
            world.check(&[OsStr::new("check"), OsStr::new("--"), pack], &[]);
            world.check(&[words(&["diff", "baker", "--since"]), vec![pack]].concat(), &[]);
            world.check(&words(&["list"]), &[("ROLEDEX_PACK", pack)]);
        }
    }
}

#[test]
fn arguments_and_inputs_by_hostile_names_steer_no_terminal() {
    for name in HOSTILE {
        let world = World::new(name);
        let hostile = OsStr::from_bytes(name);
        let flag = OsString::from_vec([b"--", name].concat());
        let level = OsString::from_vec([b"kneading=", name].concat());
        for args in [
            vec![hostile],
            vec![&flag],
            vec!["list".as_ref(), hostile],
            vec!["show".as_ref(), "--".as_ref(), hostile],
            vec!["search".as_ref(), "--".as_ref(), hostile],
            vec!["search".as_ref(), "--format=json".as_ref(), "--".as_ref(), hostile],
            vec!["diff".as_ref(), "--".as_ref(), hostile, hostile],
            vec!["gap".as_ref(), "--to".as_ref(), "baker".as_ref(), "--have".as_ref(), &level],
            vec!["profile".as_ref(), "add".as_ref(), "--".as_ref(), &level],
            vec!["profile".as_ref(), "remove".as_ref(), "--".as_ref(), hostile],
            vec!["--format".as_ref(), hostile],
            vec!["--theme".as_ref(), hostile, "config".as_ref()],
            vec!["related".as_ref(), "baker".as_ref(), "--limit".as_ref(), hostile],
        ] {
            let args = [vec![OsStr::new("--pack"), OsStr::new(SMALL)], args].concat();
            world.check(&args, &[]);
        }
        let text = serde_json::to_string(&String::from_utf8_lossy(name)).unwrap();
        let resume = format!(
            "{{\"basics\": {{\"label\": {text}}}, \"skills\": [{{\"name\": {text}, \"level\": {text}}}]}}"
        );
        let files = [
            world.file(".json", resume.as_bytes()),
            world.file(".cut.json", b"{\"skills\": ["),
            world.file(".pdf", b"%PDF-1.4 \xff"),
            world.file(".csv", &[b"name,level\n\"", name, b"\",\"", name, b"\"\n"].concat()),
            world.folder(".folder", &[]),
            world.at(".missing"),
        ];
        for file in &files {
            let file = file.as_os_str();
            for format in ["text", "json", "csv", "html"] {
                let begin = words(&["--pack", SMALL, "--format", format]);
                let gap = words(&["gap", "--to", "baker", "--profile"]);
                world.check(&[begin.clone(), gap, vec![file]].concat(), &[]);
                world.check(&[begin, words(&["profile", "import"]), vec![file]].concat(), &[]);
            }
            world.check(&[words(&["--pack", SMALL, "diff", "--pairs"]), vec![file]].concat(), &[]);
            world.check(
                &[words(&["--pack", SMALL, "search", "--queries"]), vec![file]].concat(),
                &[],
            );
            world.check(&[words(&["--config"]), vec![file], words(&["config"])].concat(), &[]);
            world.check(&[words(&["--config"]), vec![file], words(&["keys"])].concat(), &[]);
            world.check(&words(&["config"]), &[("XDG_CONFIG_HOME", file)]);
            world.check(&words(&["profile", "add", "sql"]), &[("XDG_CONFIG_HOME", file)]);
        }
        world.check(&words(&["--pack", SMALL, "profile"]), &[]);
    }
}

#[test]
fn data_sets_by_hostile_names_steer_no_terminal() {
    for name in HOSTILE {
        let world = World::new(name);
        let line: Vec<u8> =
            name.iter().map(|byte| if b"\r\n\t".contains(byte) { b' ' } else { *byte }).collect();
        let table = [b"conceptType,", line.as_slice(), b"\nOccupation,2\n"].concat();
        let inner = OsString::from_vec([name, b".csv"].concat());
        let inner_zip = OsString::from_vec([name, b".zip"].concat());
        let archive = world.file(".zip", b"");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).unwrap());
        let entry = String::from_utf8_lossy(name).into_owned();
        for name in [
            format!("{entry}/occupations_en.csv"),
            format!("{entry}/{entry}.csv"),
            format!("{entry}.xlsx"),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, &table).unwrap();
        }
        zip.finish().unwrap();
        let inputs = [
            archive,
            world.folder(".set", &[("occupations_en.csv".as_ref(), &table), (&inner, &table)]),
            world.folder(".other", &[(inner_zip.as_os_str(), b"PK"), (&inner, &table)]),
            world.file(".txt", &table),
            world.file(".pdf", b"%PDF"),
            world.at(".missing"),
        ];
        let new = world.at(".new.toml");
        let taken = world.file(".taken.toml", b"");
        let outputs: [&Path; 4] = [&new, &taken, &world.folder(".out", &[]), &new.join("below")];
        for input in &inputs {
            for set in ["onet", "esco"] {
                for output in outputs {
                    let begin = [
                        OsStr::new("import"),
                        OsStr::new(set),
                        input.as_os_str(),
                        OsStr::new("-o"),
                    ];
                    world.check(&[&begin[..], &[output.as_os_str()]].concat(), &[]);
                }
            }
        }
    }
}

#[test]
fn json_of_hostile_text_is_escaped_and_read_back() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("pack.toml");
    let odd = "x\u{7f}\u{9b}31m\u{feff}\u{202e}\u{2066}\u{2028}y";
    std::fs::write(&path, format!("[pack]\nformat = 1\nid = \"p\" # {odd}\ntitle = 1 # {odd}\n"))
        .unwrap();
    let pack = path.to_str().unwrap();
    let output = command(&["check", pack, "--format", "json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.chars().any(|c| is_unsafe(c) && c != '\n'), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lines: Vec<&str> = value["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|d| d["source_line"].as_str())
        .collect();
    assert!(lines.contains(&format!("title = 1 # {odd}").as_str()), "{lines:?}");
    let queries = home.path().join("queries");
    std::fs::write(&queries, odd).unwrap();
    for args in [
        &["search", odd, "--format", "json"][..],
        &["search", odd, "--format", "ndjson"],
        &["search", "--queries", queries.to_str().unwrap()],
    ] {
        let output = command(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.chars().any(|c| is_unsafe(c) && c != '\n'), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(value["query"].as_str().unwrap().contains('\u{202e}'), "{text}");
    }
}
