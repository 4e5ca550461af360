//! The file `.roledex.toml` of a folder, which names its packs.

use crate::authoring::{ok, run_in, small_ladder};
use crate::program::{SMALL, err, out};

#[test]
fn the_packs_of_a_folder_are_those_that_its_file_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let ladder = small_ladder(&folder);
    std::fs::write(folder.join(".roledex.toml"), "packs = [\"ladder/\"]\n").unwrap();
    let below = ladder.join("roles");
    let listed = ok(&folder, &["list", "--pack", "ladder"]);
    assert!(listed.contains("head-baker"));
    assert_eq!(ok(&folder, &["list"]), listed);
    assert_eq!(ok(&below, &["list"]), listed);
    assert!(ok(&below, &["check"]).contains("no problems"));
    assert_eq!(run_in(&below, &["fmt", "--check"]).stderr, b"");
    // What packs are open says why.
    let file = folder.join(".roledex.toml");
    for args in [&["list", "packs"][..], &["about"]] {
        let said = err(&run_in(&below, args));
        assert_eq!(said, format!("roledex: the packs are those of {}\n", file.display()));
        assert_eq!(err(&run_in(&below, &[args, &["--pack", SMALL]].concat())), "");
    }
    // A flag and the environment come first.
    assert!(ok(&folder, &["list", "--pack", "built-in"]).contains("product-manager"));
    let named = crate::program::command(&["list"])
        .env("ROLEDEX_PACK", "built-in")
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(out(&named).contains("product-manager"));
}

#[test]
fn a_broken_file_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join(".roledex.toml"), "pakcs = [\"ladder\"]\n").unwrap();
    for args in [&["list"][..], &["check"], &["about"], &["fmt"], &["show", "baker"]] {
        let broken = run_in(folder, args);
        assert_eq!(broken.status.code(), Some(3), "{args:?}");
        let said = err(&broken);
        assert!(
            said.contains(".roledex.toml:1:1") && said.contains("did you mean `packs`?"),
            "{said}"
        );
        assert!(said.contains("or name packs with --pack"), "{said}");
    }
    ok(folder, &["list", "--pack", SMALL]);
    ok(folder, &["schema"]);
    std::fs::write(folder.join(".roledex.toml"), "packs = [\"missing\"]\n").unwrap();
    let missing = run_in(folder, &["list"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(err(&missing).contains("missing"), "{}", err(&missing));
}
