//! `roledex diff --since`, and which duties of an extended role count.

use crate::program::{SMALL, command, err, out, small};

/// The small pack as it was, in a folder of its own: last year's, with one duty worded otherwise,
/// one fewer, and a role that is gone.
fn older(folder: &std::path::Path) -> String {
    let text = std::fs::read_to_string(SMALL).unwrap();
    assert!(text.contains("version = \"1\"") && text.contains("\"Shapes loaves by hand.\""));
    let text = text.replace("version = \"1\"", "version = \"0\"");
    let text = text
        .replace("\"Shapes loaves by hand.\"", "\"Shapes loaf by hand.\", \"Sweeps the yard.\"")
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
    assert!(lines.iter().all(|line| line.len() == 8), "{lines:?}");
    let has = |wanted: [&str; 4]| lines.iter().any(|l| [&l[0], &l[3], &l[4], &l[5]] == wanted);
    assert!(has(["stoker", "dropped", "Stoker", ""]), "{lines:?}");
    assert!(
        has(["baker", "reworded", "Shapes ‹loaf› by hand.", "Shapes ‹loaves› by hand."]),
        "{lines:?}"
    );
    assert!(has(["baker", "dropped", "Sweeps the yard.", ""]), "{lines:?}");
    assert!(lines.iter().all(|line| line[3] != "same"));

    let json = small(&["diff", "--since", &older, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["schema"], "roledex/review/1");
    assert_eq!(
        (&json["before"][0]["version"], &json["now"][0]["version"]),
        (&"0".into(), &"1".into())
    );
    assert_eq!(json["dropped"][0], serde_json::json!({ "id": "stoker", "title": "Stoker" }));
    let lines = out(&small(&["diff", "--since", &older, "--format", "ndjson"])).lines().count();
    assert_eq!(lines, json["changed"].as_array().unwrap().len() + 1);
    for (format, wanted) in
        [("csv", "id,section,label,status"), ("markdown", "~ reworded"), ("html", "</html>")]
    {
        assert!(
            out(&small(&["diff", "--since", &older, "--format", format])).contains(wanted),
            "{format}"
        );
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

    let text = std::fs::read_to_string(SMALL).unwrap();
    let new = text.replace(
        "manages = [\"senior-baker\", \"baker\", \"kitchen-hand\"]",
        "manages = [\"senior-baker\"]",
    );
    let new = new.replace("confused-with = [\"kitchen-hand\"]\n", "");
    let from = new.find("[[role]]\nid = \"kitchen-hand\"").unwrap();
    let to = new.find("[[comparison]]").unwrap();
    std::fs::write(&older, format!("{}{}", &new[..from], &new[to..])).unwrap();
    let new = small(&["diff", "--since", &older, "kitchen-hand"]);
    assert_eq!(new.status.code(), Some(1));
    assert!(err(&new).contains("Kitchen hand 厨房 is new"), "{}", err(&new));
}

#[test]
fn what_cannot_be_compared_is_said() {
    for (args, status, said) in [
        (&["diff", "--since", "/nowhere.toml"][..], 3, "cannot read /nowhere.toml"),
        (&["diff", "baker"], 2, "name two roles to compare"),
        (&["diff", "--since", SMALL, "baker", "head-baker"], 2, "cannot be used with"),
        (&["diff", "--since", SMALL, "nobody"], 1, "no role named"),
    ] {
        let ended = small(args);
        assert_eq!(ended.status.code(), Some(status), "{args:?}");
        assert!(err(&ended).contains(said), "{args:?}: {}", err(&ended));
    }
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "[pack]\nformat = 1\n").unwrap();
    let ended =
        command(&["--pack", SMALL, "diff", "--since", broken.to_str().unwrap()]).output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
    assert!(err(&ended).contains("broken.toml"), "{}", err(&ended));
}

#[test]
fn inherited_duties_say_where_they_come_from_and_can_be_left_out() {
    let all = out(&small(&["show", "senior-baker"]));
    let here = out(&small(&["show", "senior-baker", "--duties", "added-here"]));
    let inherited = |text: &str| text.lines().filter(|line| line.contains("from Baker")).count();
    assert!(inherited(&all) > 1 && inherited(&here) == 0);
    assert_eq!(all.lines().count() - inherited(&all), here.lines().count());

    let diff = |duties: &str| {
        let args = ["diff", "baker", "senior-baker", "--format", "json", "--duties", duties];
        serde_json::from_str::<serde_json::Value>(&out(&small(&args))).unwrap()
    };
    let origins = |diff: &serde_json::Value| {
        let rows = diff["responsibilities"].as_array().unwrap();
        rows.iter().filter(|row| row["right"]["origin"]["id"] == "baker").count()
    };
    let (all, here) = (diff("in-force"), diff("added-here"));
    assert!(origins(&all) > 1 && origins(&here) == 0);
    assert!(all["summary"]["same"].as_u64() >= Some(origins(&all) as u64));
}

/// The small pack with texts replaced, all of them there; in `folder`.
fn edited(folder: &std::path::Path, name: &str, edits: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(SMALL).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

fn since(new: &str, old: &str, more: &[&str]) -> std::process::Output {
    command(&[&["--no-cache", "--pack", new, "diff", "--since", old], more].concat())
        .output()
        .unwrap()
}

fn review(new: &str, old: &str) -> serde_json::Value {
    let json = since(new, old, &["--format", "json"]);
    serde_json::from_str(&out(&json)).unwrap_or_else(|error| panic!("{error}: {}", err(&json)))
}

fn ids(list: &serde_json::Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn a_role_with_a_new_id_is_recognised_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited(
        folder.path(),
        "new.toml",
        &[
            ("\"baker\"", "\"bread-maker\""),
            ("{ baker =", "{ bread-maker ="),
            ("title = \"Baker\"", "title = \"Maker of bread\""),
            ("\"Keeps the oven clean.\"", "\"Keeps the ovens clean.\""),
        ],
    );
    let found = review(&new, SMALL);
    assert_eq!((ids(&found["added"]), ids(&found["dropped"])), (vec![], vec![]));
    assert_eq!(found["renamed"][0]["from"], serde_json::json!({ "id": "baker", "title": "Baker" }));
    assert_eq!(
        found["renamed"][0]["to"],
        serde_json::json!({ "id": "bread-maker", "title": "Maker of bread" })
    );
    // Who leads it, follows it or extends it did not change for that; who inherits what was
    // reworded did.
    let changed: Vec<&str> = found["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|diff| diff["right"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(changed, ["bread-maker", "senior-baker"]);
    assert_eq!(found["comparisons"], serde_json::json!([]));
    for (format, wanted) in [
        ("text", "bread-maker\tRoles\t\trenamed\tBaker (baker)\tMaker of bread (bread-maker)\t"),
        ("csv", "bread-maker,Roles,,renamed,Baker (baker),Maker of bread (bread-maker),"),
        ("markdown", "| → renamed | Baker (baker) | Maker of bread (bread-maker) |"),
        ("html", "Maker of bread (bread-maker)"),
        ("ndjson", "\"change\":\"renamed\""),
    ] {
        let told = since(&new, SMALL, &["--format", format, "--exit-code"]);
        assert_eq!(told.status.code(), Some(1));
        assert!(out(&told).contains(wanted), "{format}: {}", out(&told));
    }
    // By its old id or its new one, by its old title or its new one.
    let of = |role: &str| out(&since(&new, SMALL, &[role, "--format", "json"]));
    let one = of("bread-maker");
    assert!(["baker", "Baker", "maker of bread"].iter().all(|name| of(name) == one));
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one["renamed"]["from"]["id"], "baker");
    // An id alone is a change as well.
    let id = edited(
        folder.path(),
        "id.toml",
        &[("\"baker\"", "\"bread-maker\""), ("{ baker =", "{ bread-maker =")],
    );
    let told = since(&id, SMALL, &["--exit-code"]);
    assert_eq!((told.status.code(), out(&told).lines().count()), (Some(1), 1), "{}", out(&told));
    assert!(out(&told).ends_with("100 % the same\t\n"), "{}", out(&told));
}

#[test]
fn a_role_whose_code_stayed_is_the_same_role() {
    let folder = tempfile::tempdir().unwrap();
    let other = [
        ("\"baker\"", "\"oven-operator\""),
        ("{ baker =", "{ oven-operator ="),
        ("title = \"Baker\"", "title = \"Oven operator\""),
        ("aliases = [\"AB\", \"bread maker\"]", "aliases = []"),
        ("summary = \"Bakes bread.\"", "summary = \"Tends machines.\""),
        ("\"Shapes loaves by hand.\"", "\"Feeds the line with trays.\""),
        ("text = \"Plans what is baked each day.\"", "text = \"Reads dials and notes them.\""),
        ("care = [\"Keeps the oven clean.\"]", "care = [\"Calls a mechanic.\"]"),
        (
            "essential = [\"kneading: practitioner\", \"baking: working\"]",
            "essential = [\"french: working\"]",
        ),
    ];
    let coded = edited(folder.path(), "coded.toml", &other);
    let found = review(&coded, SMALL);
    assert_eq!(found["renamed"][0]["to"]["id"], "oven-operator");
    // Without the code nothing says that it is.
    let bare = edited(
        folder.path(),
        "bare.toml",
        &[&other[..], &[("codes = { isco = \"7512\" }\n", "")]].concat(),
    );
    let found = review(&bare, SMALL);
    assert_eq!(
        (ids(&found["added"]), ids(&found["dropped"])),
        (vec!["oven-operator"], vec!["baker"])
    );
    assert_eq!(found["renamed"], serde_json::json!([]));
    // A code that several roles have says nothing of one of them.
    let shared = (
        "summary = \"Leads the bakery.\"",
        "summary = \"Leads the bakery.\"\ncodes = { isco = \"7512\" }",
    );
    let shared = edited(folder.path(), "shared.toml", &[&other[..], &[shared]].concat());
    assert_eq!(review(&shared, SMALL)["renamed"], serde_json::json!([]));
}

#[test]
fn skills_and_themes_with_a_new_id_change_no_role() {
    let folder = tempfile::tempdir().unwrap();
    for (edits, list, was, now) in [
        (&[("\"kneading", "\"dough-work")][..], "skills", "kneading", "dough-work"),
        (
            &[("\"kneading", "\"dough-work"), ("\"Kneading\"", "\"Working the dough\"")],
            "skills",
            "kneading",
            "dough-work",
        ),
        (&[("\"care\"", "\"house\""), ("\ncare = ", "\nhouse = ")], "themes", "care", "house"),
        (
            &[
                ("\"care\"", "\"house\""),
                ("\ncare = ", "\nhouse = "),
                ("Care of the house", "Order"),
            ],
            "themes",
            "care",
            "house",
        ),
        (&[("\"guild\"", "\"old-guild\"")], "sources", "guild", "old-guild"),
    ] {
        let new = edited(folder.path(), "new.toml", edits);
        let found = review(&new, SMALL);
        assert_eq!(
            (&found[list][0]["was"]["id"], &found[list][0]["id"]),
            (&was.into(), &now.into()),
            "{found:#}"
        );
        assert_eq!(
            (&found["changed"], &found["same"]),
            (&serde_json::json!([]), &5.into()),
            "{now}"
        );
        assert_eq!(found[list].as_array().unwrap().len(), 1);
        assert_eq!(since(&new, SMALL, &["--exit-code"]).status.code(), Some(1));
    }
}

#[test]
fn a_scale_with_other_names_changes_no_role() {
    let folder = tempfile::tempdir().unwrap();
    let scale =
        |names: &str| ("as-of = 2026-01-02", format!("as-of = 2026-01-02\nscale = [{names}]"));
    let (at, four) = scale("\"awareness\", \"working\", \"skilled\", \"expert\"");
    let renamed =
        edited(folder.path(), "renamed.toml", &[(at, &four), (": practitioner\"", ": skilled\"")]);
    let (_, five) = scale("\"awareness\", \"working\", \"practitioner\", \"expert\", \"master\"");
    let longer = edited(folder.path(), "longer.toml", &[(at, &five)]);
    for new in [renamed, longer] {
        let found = review(&new, SMALL);
        assert_eq!(found["packs"][0]["changes"][0]["field"], "scale");
        assert_eq!(
            (&found["changed"], &found["same"]),
            (&serde_json::json!([]), &5.into()),
            "{new}"
        );
    }
}

#[test]
fn what_concerns_a_role_is_told_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited(
        folder.path(),
        "new.toml",
        &[
            ("Knows why dough is kneaded.", "Kneads alone."),
            ("Who decides", "Who has the last word"),
        ],
    );
    for (role, kinds) in [
        ("baker", vec!["skill", "comparison"]),
        ("apprentice", vec!["skill"]),
        ("kitchen-hand", vec![]),
    ] {
        let told = since(&new, SMALL, &[role, "--format", "json", "--exit-code"]);
        assert_eq!(told.status.code(), Some(i32::from(!kinds.is_empty())), "{role}");
        let told: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
        let around: Vec<&str> = told["around"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["kind"].as_str().unwrap())
            .collect();
        assert_eq!(around, kinds, "{role}");
    }
    let text = out(&since(&new, SMALL, &["baker", "--only-differences"]));
    assert!(
        text.contains(
            "Kneading: level awareness\tchanged\t‹Knows why dough is kneaded›.\t‹Kneads alone›."
        ),
        "{text}"
    );
}

#[test]
fn nothing_changed_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited(folder.path(), "new.toml", &[("version = \"1\"", "version = \"2\"")]);
    for more in [&[][..], &["baker"], &["--align", "off"], &["baker", "--align", "off"]] {
        let told = since(&new, SMALL, &[more, &["--exit-code", "--only-differences"]].concat());
        assert_eq!((told.status.code(), out(&told)), (Some(0), String::new()), "{more:?}");
        assert!(err(&told).starts_with("roledex: nothing changed since "), "{}", err(&told));
    }
    assert!(out(&since(&new, SMALL, &["--format", "markdown"])).contains("Nothing changed."));
    // Packs beside it are no part of it, nor is what they add to its skills.
    let beside = folder.path().join("beside.toml");
    let text = std::fs::read_to_string(SMALL).unwrap().replace("id = \"bakery\"", "id = \"other\"");
    std::fs::write(&beside, text.replace("\"working the dough\"", "\"kneading dough\"")).unwrap();
    let (beside, new) = (beside.to_str().unwrap(), new.as_str());
    for packs in [["--pack", beside, "--pack", new], ["--pack", new, "--pack", beside]] {
        let told = command(
            &[&packs[..], &["--no-cache", "diff", "--since", SMALL, "--exit-code"]].concat(),
        );
        let told = { told }.output().unwrap();
        assert_eq!((told.status.code(), out(&told)), (Some(0), String::new()), "{}", err(&told));
    }
}

#[test]
fn a_dropped_role_is_said_to_be_that() {
    let folder = tempfile::tempdir().unwrap();
    let older = older(folder.path());
    let told = small(&["diff", "--since", &older, "stoker"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(err(&told).contains("Stoker was dropped"), "{}", err(&told));
}

#[test]
fn a_review_is_told_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let older = older(folder.path());
    for (kind, all) in [("left", "dropped"), ("right", "added"), ("changed", "reworded")] {
        let told = out(&small(&["diff", "--since", &older, "--kind", kind]));
        let statuses: Vec<&str> =
            told.lines().map(|line| line.split('\t').nth(3).unwrap()).collect();
        assert!(statuses.iter().all(|status| *status == all), "{kind}: {told}");
        assert_eq!(statuses.is_empty(), kind == "right", "{told}");
    }
}

/// What is similar in two packs that are not copies of each other is not one thing that was
/// renamed.
#[test]
fn packs_of_other_people_are_not_older_copies() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.toml");
    let text = "[pack]\nformat = 1\nid = \"mill\"\ntitle = \"A mill\"\nversion = \"1\"\n\
        [[theme]]\nid = \"trade\"\ntitle = \"The craft\"\n\
        [[skill]]\nid = \"knead\"\nname = \"Kneading\"\nkind = \"craft\"\n\
        [[role]]\nid = \"miller\"\ntitle = \"Miller\"\nfamily = \"mill\"\nsummary = \"Grinds corn.\"\n\
        [role.responsibilities]\ntrade = [\"Grinds corn to flour.\"]\n[role.skills]\nuseful = [\"knead\"]\n\
        [[role]]\nid = \"carter\"\ntitle = \"Carter\"\nfamily = \"mill\"\nsummary = \"Drives a cart.\"\n";
    std::fs::write(&new, text).unwrap();
    let told = since(new.to_str().unwrap(), SMALL, &["--format", "json", "--exit-code"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(err(&told).contains("A small bakery is a different pack"), "{}", err(&told));
    let found: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
    assert_eq!(found["renamed"], serde_json::json!([]));
    assert_eq!(found["added"].as_array().unwrap().len(), 2);
    for list in ["packs", "themes", "skills", "sources"] {
        let renamed =
            found[list].as_array().unwrap().iter().any(|item| item["change"] == "renamed");
        assert!(!renamed, "{list}: {found:#}");
    }

    // A pack with another id and most of its roles is a copy, and so is one of which every id and
    // title is another.
    let own: &[(&str, &str)] =
        &[("id = \"bakery\"", "id = \"brotfabrik\""), ("\"kneading", "\"knead")];
    let ids: &[(&str, &str)] = &[
        ("\"baker\"", "\"bread-maker\""),
        ("{ baker = ", "{ bread-maker = "),
        (", head-baker = ", ", chief = "),
        ("\"apprentice\"", "\"trainee\""),
        ("\"head-baker\"", "\"chief\""),
        ("\"senior-baker\"", "\"second\""),
        ("\"kitchen-hand\"", "\"helper\""),
    ];
    for edits in [own.to_vec(), [own, ids].concat()] {
        let text = edits
            .iter()
            .fold(std::fs::read_to_string(SMALL).unwrap(), |text, (a, b)| text.replace(a, b));
        let new = folder.path().join("copy.toml");
        std::fs::write(&new, text).unwrap();
        let told = since(new.to_str().unwrap(), SMALL, &["--format", "json"]);
        assert_eq!(err(&told), "");
        let found: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
        assert_eq!(
            (&found["added"], &found["dropped"]),
            (&serde_json::json!([]), &serde_json::json!([])),
            "{found:#}"
        );
        assert_eq!(
            (&found["skills"][0]["was"]["id"], &found["skills"][0]["id"]),
            (&"kneading".into(), &"knead".into())
        );
    }
}

/// What is counted from the responsibilities is not said again as a fact.
#[test]
fn each_change_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(SMALL).unwrap();
    let new = folder.path().join("new.toml");
    let line = "\"Weighs flour and water for the day.\"";
    assert!(text.contains(line));
    std::fs::write(
        &new,
        text.replace(line, &format!("{{ text = {line}, emphasis = \"strategic\" }}")),
    )
    .unwrap();
    let told = out(&since(new.to_str().unwrap(), SMALL, &[]));
    assert_eq!(told.lines().filter(|line| line.starts_with("apprentice\t")).count(), 1, "{told}");
    assert!(told.contains("emphasis"), "{told}");
}
