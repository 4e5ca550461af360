use super::*;

const PACK: &str = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n";

fn skill(id: &str) -> String {
    format!("[[skill]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"craft\"\n")
}

fn role(id: &str) -> String {
    format!("[[role]]\nid = \"{id}\"\ntitle = \"{id}\"\nfamily = \"f\"\nsummary = \"Does it.\"\n")
}

/// Starts a watch over `packs` as they are now; returns it with its news.
fn watch(packs: &[&Path]) -> (PackWatcher, Receiver<(ReloadResult, bool)>) {
    let packs: Vec<PathBuf> = packs.iter().map(|path| path.to_path_buf()).collect();
    let source = WatchedPacks { snapshots: snapshots(&packs), packs: packs.clone(), cache: None };
    let loaded = pack::load(&packs).unwrap();
    let (sender, news) = channel();
    let watch = PackWatcher::start(
        source,
        Arc::new(Engine::new(Arc::new(loaded.catalog))),
        loaded.diagnostics.is_empty(),
        move |news, asked| drop(sender.send((news, asked))),
    )
    .unwrap();
    // Once the answer arrives, the folders are watched.
    watch.request_reload();
    (watch, news)
}

fn next(news: &Receiver<(ReloadResult, bool)>) -> ReloadResult {
    news.recv_timeout(Duration::from_secs(20)).expect("no news came").0
}

#[track_caller]
fn roles(news: ReloadResult) -> usize {
    match news {
        ReloadResult::Changed(changed) => changed.engine.catalog().roles().len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_saved_is_news_and_what_is_touched_is_not() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("p.toml");
    std::fs::write(&path, PACK.to_string() + &role("a")).unwrap();
    let (watch, news) = watch(&[&path]);
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    // Rewritten unchanged, then replaced as editors do: the first news is of the replacement.
    std::fs::write(&path, PACK.to_string() + &role("a")).unwrap();
    std::fs::write(home.path().join("other.toml"), "no pack").unwrap();
    let aside = home.path().join(".p.toml.new");
    std::fs::write(&aside, PACK.to_string() + &role("a") + &role("b")).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    assert_eq!(roles(next(&news)), 2);
    // The new file is watched too.
    std::fs::write(&path, PACK.to_string() + &role("b")).unwrap();
    assert_eq!(roles(next(&news)), 1);
    watch.request_reload();
    assert!(matches!(
        news.recv_timeout(Duration::from_secs(20)).unwrap(),
        (ReloadResult::Unchanged, true)
    ));
}

#[test]
#[cfg(unix)]
fn a_link_on_the_way_that_is_switched_is_news() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let place = |name: &str| home.path().join(name);
    for (version, more) in [("v1", "a"), ("v2", "b"), ("v3", "c"), ("v4", "d")] {
        let packs = place(version).join("packs");
        std::fs::create_dir_all(&packs).unwrap();
        let text = PACK.to_string() + &role("x") + &role(more);
        std::fs::write(packs.join("p.toml"), text).unwrap();
    }
    let switch = |link: &str, target: &str| {
        let aside = place("aside");
        symlink(target, &aside).unwrap();
        std::fs::rename(&aside, place(link)).unwrap();
    };
    std::fs::create_dir(place("elsewhere")).unwrap();
    // A chain of links, of which neither the first nor the last changes.
    switch("stage", "v1");
    switch("elsewhere/now", "../stage");
    switch("current", "elsewhere/now");
    let has = |news: ReloadResult, id: &str| match news {
        ReloadResult::Changed(changed) => changed.engine.catalog().role_by_id(id).is_some(),
        other => panic!("{other:?}"),
    };
    // As a folder, and as a file in it.
    for (path, targets) in
        [("current/packs", ["v2", "v3", "v4"]), ("current/packs/p.toml", ["v1", "v2", "v3"])]
    {
        let (_watch, news) = watch(&[&place(path)]);
        assert!(matches!(next(&news), ReloadResult::Unchanged));
        for (link, target) in ["stage", "elsewhere/now", "current"].into_iter().zip(targets) {
            let id = ["a", "b", "c", "d"]["v1v2v3v4".find(target).unwrap() / 2];
            let text = if link == "elsewhere/now" { format!("../{target}") } else { target.into() };
            switch(link, &text);
            assert!(has(next(&news), id), "{path}: {link} to {target}");
        }
        switch("stage", if path == "current/packs" { "v4" } else { "v1" });
        switch("elsewhere/now", "../stage");
        switch("current", "elsewhere/now");
    }
}

#[test]
#[cfg(unix)]
fn links_in_a_circle_are_not_followed_for_ever() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    symlink("b", home.path().join("a")).unwrap();
    symlink("a", home.path().join("b")).unwrap();
    let (_, error) = folders::FolderWatcher::new(vec![home.path().join("a/p.toml")], |_| {});
    assert!(error.is_none());
    let (mut watch, _) = folders::FolderWatcher::new(vec![home.path().join("a/p.toml")], |_| {});
    assert!(watch.follow().is_ok());
}

#[test]
fn faults_and_a_missing_file_leave_what_is_shown_until_they_are_mended() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("p.toml");
    let whole = PACK.to_string() + &role("a");
    std::fs::write(&path, &whole).unwrap();
    let (_watch, news) = watch(&[&path]);
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    std::fs::write(&path, &whole[..whole.len() - 12]).unwrap();
    assert!(matches!(next(&news), ReloadResult::Invalid(faults) if faults[0].code == "syntax"));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unreadable(_)));
    std::fs::write(&path, &whole).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unchanged));
}

#[test]
fn a_pack_that_never_was_whole_shows_what_is_sound_of_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("p.toml");
    let broken = "skills = { essential = [\"nothing\"] }\n";
    std::fs::write(&path, PACK.to_string() + &role("a") + broken).unwrap();
    let (_watch, news) = watch(&[&path]);
    assert_eq!(roles(next(&news)), 1);
    std::fs::write(&path, PACK.to_string() + &role("a") + broken + &role("b")).unwrap();
    assert_eq!(roles(next(&news)), 2);
    // Repaired, its content equals the valid part that is already shown.
    std::fs::write(&path, PACK.to_string() + &role("a") + &role("b")).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    // From now on there is a good version to fall back on.
    std::fs::write(&path, PACK.to_string() + &role("a") + broken).unwrap();
    assert!(matches!(next(&news), ReloadResult::Invalid(_)));
}

#[test]
fn of_a_folder_new_files_count_and_new_folders_and_a_folder_that_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("pack.toml"), PACK.to_string() + &skill("s")).unwrap();
    std::fs::write(pack.join("a.toml"), role("a")).unwrap();
    let single = home.path().join("single.toml");
    std::fs::write(&single, PACK.replace("\"p\"", "\"q\"") + &role("z")).unwrap();
    let (_watch, news) = watch(&[&pack, &single]);
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    std::fs::write(pack.join("b.toml"), role("b")).unwrap();
    assert_eq!(roles(next(&news)), 3);
    std::fs::create_dir(pack.join("more")).unwrap();
    std::fs::write(pack.join("more/c.toml"), role("c")).unwrap();
    // The folder and the file in it may be reported separately.
    assert_eq!(roles(next(&news)), 4);
    std::fs::write(pack.join("more/c.toml"), role("c") + &role("d")).unwrap();
    assert_eq!(roles(next(&news)), 5);
    std::fs::write(&single, PACK.replace("\"p\"", "\"q\"") + &role("z") + &role("y")).unwrap();
    assert_eq!(roles(next(&news)), 6);
    let away = home.path().join("away");
    std::fs::rename(&pack, &away).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unreadable(_)));
    std::fs::rename(&away, &pack).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    std::fs::write(pack.join("more/c.toml"), role("c")).unwrap();
    assert_eq!(roles(next(&news)), 5);
}

#[cfg(unix)]
fn make_pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
#[cfg(unix)]
fn pipes_devices_and_links_out_are_faults_that_come_and_go() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    std::fs::write(pack.join("pack.toml"), PACK.to_string() + &role("a")).unwrap();
    std::fs::write(home.path().join("secret.toml"), role("b")).unwrap();
    let (watch, news) = watch(&[&pack]);
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    let odd = pack.join("x.toml");
    for (code, make) in [
        ("not-a-file", &make_pipe as &dyn Fn(&Path)),
        ("link-out", &|path| symlink("/dev/zero", path).unwrap()),
        ("link-out", &|path| symlink("../secret.toml", path).unwrap()),
        ("broken-link", &|path| symlink("nowhere", path).unwrap()),
    ] {
        make(&odd);
        match next(&news) {
            ReloadResult::Invalid(faults) => assert_eq!(faults[0].code, code),
            other => panic!("{code}: {other:?}"),
        }
        std::fs::remove_file(&odd).unwrap();
        assert!(matches!(next(&news), ReloadResult::Unchanged), "{code}");
    }
    // It continues after all of them, and a request is answered while one of them exists.
    make_pipe(&odd);
    assert!(matches!(next(&news), ReloadResult::Invalid(_)));
    watch.request_reload();
    assert!(matches!(next(&news), ReloadResult::Invalid(_)));
    std::fs::remove_file(&odd).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    std::fs::write(pack.join("b.toml"), role("b")).unwrap();
    assert_eq!(roles(next(&news)), 2);
}

#[test]
#[cfg(unix)]
fn a_pipe_in_the_place_of_a_pack_cannot_be_read_and_is_waited_out() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("p.toml");
    let text = PACK.to_string() + &role("a");
    std::fs::write(&path, &text).unwrap();
    let (_watch, news) = watch(&[&path]);
    assert!(matches!(next(&news), ReloadResult::Unchanged));
    let aside = home.path().join("aside");
    assert!(std::process::Command::new("mkfifo").arg(&aside).status().unwrap().success());
    std::fs::rename(&aside, &path).unwrap();
    assert!(
        matches!(next(&news), ReloadResult::Unreadable(error) if error.to_string().contains("a named pipe"))
    );
    std::fs::write(&aside, &text).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    assert!(matches!(next(&news), ReloadResult::Unchanged));
}
