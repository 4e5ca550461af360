//! `roledex diff --since`, and which duties of an extended role count.

use crate::program::{SMALL, command, err, out, run, small};

/// The small pack as it was, in a folder of its own: last year's, with one duty worded otherwise, one fewer, and a role
/// that is gone.
fn older(folder: &std::path::Path) -> String {
    let text = std::fs::read_to_string(SMALL).unwrap();
    assert!(text.contains("version = \"1\"") && text.contains("\"Shapes loaves by hand.\""));
    let text = text.replace("version = \"1\"", "version = \"0\"");
    let text = text.replace("\"Shapes loaves by hand.\"", "\"Shapes loaf by hand.\", \"Sweeps the yard.\"")
        + "\n[[role]]\nid = \"stoker\"\ntitle = \"Stoker\"\nfamily = \"bakery\"\nsummary = \"Feeds the oven.\"\n";
    let path = folder.join("older.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

#[test]
fn a_changed_ladder_is_told_role_by_role_and_fails_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let older = older(folder.path());
    let told = small(&["diff", "--since", &older, "--exit-code"]);
    assert_eq!(told.status.code(), Some(1), "{}", err(&told));
    let lines: Vec<Vec<String>> =
        out(&told).lines().map(|line| line.split('\t').map(str::to_string).collect()).collect();
    assert!(lines.iter().all(|line| line.len() == 7), "{lines:?}");
    let has = |wanted: [&str; 4]| lines.iter().any(|l| [&l[0], &l[3], &l[4], &l[5]] == wanted);
    assert!(has(["stoker@0", "dropped", "Stoker (0)", ""]), "{lines:?}");
    assert!(has(["baker", "reworded", "Shapes ‹loaf› by hand.", "Shapes ‹loaves› by hand."]), "{lines:?}");
    assert!(has(["baker", "dropped", "Sweeps the yard.", ""]), "{lines:?}");
    assert!(lines.iter().all(|line| line[3] != "same"));

    let json = small(&["diff", "--since", &older, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["schema"], "roledex/review/1");
    assert_eq!((&json["before"][0]["version"], &json["now"][0]["version"]), (&"0".into(), &"1".into()));
    assert_eq!(json["dropped"][0]["title"], "Stoker (0)");
    let lines = out(&small(&["diff", "--since", &older, "--format", "ndjson"])).lines().count();
    assert_eq!(lines, json["changed"].as_array().unwrap().len());
    for (format, wanted) in [("csv", "role,section,label,status"), ("markdown", "~ reworded"), ("html", "</html>")] {
        assert!(out(&small(&["diff", "--since", &older, "--format", format])).contains(wanted), "{format}");
    }
}

#[test]
fn what_did_not_change_passes() {
    let same = small(&["diff", "--since", SMALL, "--exit-code"]);
    assert_eq!((same.status.code(), out(&same)), (Some(0), String::new()));
    let role = small(&["diff", "--since", SMALL, "baker", "--exit-code", "--only-differences"]);
    assert_eq!((role.status.code(), out(&role)), (Some(0), String::new()));
}

#[test]
fn one_role_is_compared_with_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let older = older(folder.path());
    let told = small(&["diff", "--since", &older, "Baker", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
    assert_eq!((&json["left"]["id"], &json["right"]["id"]), (&"baker@0".into(), &"baker".into()));
    assert_eq!(json["summary"]["left"], 1);

    std::fs::write(&older, std::fs::read_to_string(SMALL).unwrap().replace("\"kitchen-hand\"", "\"helper\"")).unwrap();
    let new = small(&["diff", "--since", &older, "kitchen-hand"]);
    assert_eq!(new.status.code(), Some(1));
    assert!(err(&new).contains("it is new, or had another id"), "{}", err(&new));
}

#[test]
fn what_cannot_be_compared_is_said() {
    for (args, status, said) in [
        (&["diff", "--since", "/nowhere.toml"][..], 3, "cannot read /nowhere.toml"),
        (&["diff", "baker"], 2, "two roles are compared"),
        (&["diff", "--since", SMALL, "baker", "head-baker"], 2, "cannot be used with"),
        (&["diff", "--since", SMALL, "nobody"], 1, "no role is called"),
    ] {
        let ended = small(args);
        assert_eq!(ended.status.code(), Some(status), "{args:?}");
        assert!(err(&ended).contains(said), "{args:?}: {}", err(&ended));
    }
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "[pack]\nformat = 1\n").unwrap();
    let ended = command(&["--pack", SMALL, "diff", "--since", broken.to_str().unwrap()]).output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
    assert!(err(&ended).contains("broken.toml"), "{}", err(&ended));
}

#[test]
fn inherited_duties_say_where_they_come_from_and_can_be_left_out() {
    let all = out(&run(&["show", "senior-software-engineer"]));
    let here = out(&run(&["show", "senior-software-engineer", "--duties", "added-here"]));
    let inherited = |text: &str| text.lines().filter(|line| line.contains("from Software engineer")).count();
    assert!(inherited(&all) > 3 && inherited(&here) == 0);
    assert_eq!(all.lines().count() - inherited(&all), here.lines().count());

    let diff = |duties: &str| {
        let args = ["diff", "software-engineer", "senior-software-engineer", "--format", "json", "--duties", duties];
        serde_json::from_str::<serde_json::Value>(&out(&run(&args))).unwrap()
    };
    let origins = |diff: &serde_json::Value| {
        let rows = diff["responsibilities"].as_array().unwrap();
        rows.iter().filter(|row| row["right"]["origin"] == "software-engineer").count()
    };
    let (all, here) = (diff("in-force"), diff("added-here"));
    assert!(origins(&all) > 3 && origins(&here) == 0);
    assert!(all["summary"]["same"].as_u64() >= Some(origins(&all) as u64));
}
