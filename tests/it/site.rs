//! Sites: every page is reached, every link leads somewhere, text stays text, and a folder is
//! written completely or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use roledex::engine::Engine;
use roledex::model::{
    Catalog, CatalogTables, Pack, PackId, Role, Skill, SkillKind, Source, SourceKind,
};
use serde_json::Value;

use crate::program::{command, err, out};

/// The files of a site by name.
type Files = BTreeMap<String, String>;

/// The site of a catalog.
fn site(catalog: Catalog) -> Files {
    let engine = Engine::new(Arc::new(catalog));
    let files = Mutex::new(Files::new());
    let counts = roledex::site::write(&engine, &|name, content| {
        let text = String::from_utf8(content.to_vec()).unwrap();
        let before = files.lock().unwrap().insert(name.to_string(), text);
        assert!(before.is_none(), "{name} is written twice");
        Ok(())
    })
    .unwrap();
    let files = files.into_inner().unwrap();
    let pages = files.keys().filter(|name| is_page(name)).count();
    assert_eq!(counts.pages, pages);
    files
}

/// Whether a file of a site is a page.
fn is_page(name: &str) -> bool {
    name.strip_suffix(".html").is_some()
}

fn fixture(name: &str) -> Catalog {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(name);
    let loaded = roledex::pack::load(&[path]).unwrap();
    assert_eq!(loaded.diagnostics, []);
    loaded.catalog
}

/// The start tags of a page with their attributes, in order.
fn tags(page: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut found = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap();
        if tag.starts_with(['/', '!']) {
            continue;
        }
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = BTreeMap::new();
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, tail) = after.split_once('"').unwrap();
            let key = key.split_whitespace().last().unwrap();
            let before = attributes.insert(key.to_string(), value.to_string());
            assert_eq!(before, None, "{tag}");
            rest = tail;
        }
        found.push((name.to_string(), attributes));
    }
    found
}

/// The file and the fragment to which `link` leads from the page `from`.
fn target(from: &str, link: &str) -> (String, String) {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    if path.is_empty() {
        return (from.to_string(), fragment.to_string());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop().unwrap_or_else(|| panic!("{from}: {link}"))),
            part => parts.push(part),
        }
    }
    (parts.join("/"), fragment.to_string())
}

/// Checks that every link leads somewhere, that the front page leads to every page, and that
/// nothing is fetched from elsewhere.
fn check_links(files: &Files) {
    let mut links: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut fragments = Vec::new();
    let mut count = 0;
    for (name, page) in files.iter().filter(|(name, _)| is_page(name)) {
        let own = ids.entry(name).or_default();
        for (tag, attributes) in tags(page) {
            if let Some(id) = attributes.get("id") {
                assert!(own.insert(id.clone()), "{name}: {id} twice");
            }
            assert!(attributes.keys().all(|key| !key.starts_with("on")), "{name}: {attributes:?}");
            let link = attributes.get("href").or(attributes.get("src"));
            let Some(link) = link else { continue };
            count += 1;
            if link.starts_with("http://") || link.starts_with("https://") {
                assert_eq!(tag, "a", "{name}: {link}");
                continue;
            }
            let (path, fragment) = target(name, link);
            assert!(files.contains_key(&path), "{name}: {link}");
            if !fragment.is_empty() {
                fragments.push((name, path.clone(), fragment));
            }
            links.entry(name).or_default().insert(path);
        }
    }
    assert!(count > 100, "{count} links");
    for (name, path, fragment) in fragments {
        assert!(ids[path.as_str()].contains(&fragment), "{name}: {path}#{fragment}");
    }
    let (mut reached, mut open) = (BTreeSet::new(), vec!["index.html".to_string()]);
    while let Some(page) = open.pop() {
        if reached.insert(page.clone()) {
            open.extend(links.get(page.as_str()).into_iter().flatten().cloned());
        }
    }
    let missed: Vec<&String> =
        files.keys().filter(|name| is_page(name) && !reached.contains(*name)).collect();
    assert!(missed.is_empty(), "not reached: {missed:?}");
    let style = &files["style.css"];
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("//"));
    let script = &files["site.js"];
    for word in ["fetch(", "XMLHttpRequest", "innerHTML", "://", "eval(", "document.write"] {
        assert!(!script.contains(word), "{word}");
    }
}

/// Checks that each page is one of ours with text in it: the only scripts are those of the site.
fn check_markup(files: &Files) {
    for (name, page) in files.iter().filter(|(name, _)| is_page(name)) {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\""), "{name}");
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        assert!(page.contains("default-src 'none'"), "{name}");
        let mut open: Vec<String> = Vec::new();
        for part in page.split('<').skip(1) {
            let (tag, _) = part.split_once('>').unwrap();
            let word = tag.split([' ', '\n']).next().unwrap();
            match word.strip_prefix('/') {
                Some(word) => assert_eq!(open.pop().as_deref(), Some(word), "{name}"),
                None if ["!DOCTYPE", "meta", "link", "input"].contains(&word) => {}
                None => open.push(word.to_string()),
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_reached() {
    for catalog in [fixture("small.toml"), fixture("full.toml"), roledex::builtin::catalog()] {
        let files = site(catalog);
        check_links(&files);
        check_markup(&files);
    }
}

#[test]
fn every_role_and_skill_that_is_named_in_a_table_is_a_link() {
    let catalog = fixture("full.toml");
    let files = site(fixture("full.toml"));
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        names.insert(role.title.as_str(), format!("role/{}.html", role.id));
    }
    for id in catalog.skill_ids() {
        let skill = catalog.skill(id);
        names.insert(skill.name.as_str(), format!("skill/{}.html", skill.id));
    }
    for (page, text) in &files {
        for (name, address) in &names {
            for tag in ["td", "th scope=\"row\"", "li"] {
                let bare = format!("<{tag}>{name}</");
                assert!(!text.contains(&bare), "{page}: {name}");
            }
            // What a link says is where it leads.
            for (before, _) in text.match_indices(&format!("\">{name}</a>")) {
                let start = text[..before].rfind("href=\"").unwrap() + 6;
                let link = text[start..before].trim_end_matches("\" aria-current=\"page");
                let (path, _) = target(page, link);
                let is_pair = path.starts_with("compare/");
                assert!(path == *address || is_pair, "{page}: {name} leads to {path}");
            }
        }
    }
}

/// Returns `text` with a capital.
fn title_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// Everything that the report on a role says is on its page.
#[test]
fn the_page_of_a_role_says_what_the_report_says() {
    let catalog = fixture("full.toml");
    let files = site(fixture("full.toml"));
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        let page = &files[&format!("role/{}.html", role.id)];
        let plain = plain_text(page);
        let args = ["--pack", &fixture_path("full.toml"), "show", &role.id];
        let report = out(&command(&args).output().unwrap());
        assert!(report.lines().count() > 3);
        for line in report.lines() {
            let mut cells = line.split('\t').skip(1);
            let label = cells.next().unwrap();
            for text in cells.flat_map(|cell| cell.split(" | ")) {
                // A page writes the name of a family with a capital, a record as the pack does.
                let is_family = label == "family" && plain.contains(&title_case(text));
                assert!(is_family || plain.contains(text), "{}: {label}: {text}\n{plain}", role.id);
            }
        }
    }
    let page = &files["role/baker.html"];
    assert!(page.contains("<a href=\"https://example.org/guild\">The guild&#39;s book</a>"));
}

fn fixture_path(name: &str) -> String {
    format!("{}/tests/it/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The text of a page without its markup.
fn plain_text(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<') {
        text += part.split_once('>').map_or(part, |(_, text)| text);
    }
    for (escape, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")] {
        text = text.replace(escape, c);
    }
    text.replace("&amp;", "&")
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    let first = site(fixture("full.toml"));
    assert_eq!(first, site(fixture("full.toml")));
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    for path in [&one, &two] {
        let run =
            command(&["--pack", &fixture_path("full.toml"), "site", "-o", path.to_str().unwrap()])
                .output()
                .unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    }
    for (name, text) in &first {
        assert_eq!(*text, std::fs::read_to_string(one.join(name)).unwrap(), "{name}");
    }
    let list = |path: &Path| std::fs::read_to_string(path.join(".roledex-site")).unwrap();
    assert_eq!(list(&one), list(&two));
    assert_eq!(list(&one).lines().count(), first.len());
}

/// A catalog whose every text and id is one of `texts`.
fn hostile(texts: &[String]) -> Catalog {
    let pack = Pack {
        license: Some(texts[0].clone()),
        attribution: Some(texts[texts.len() / 2].clone()),
        ..Pack::new("hostile", &texts[texts.len() - 1], "1")
    };
    let sources = texts.iter().take(20).map(|text| Source {
        id: text.clone(),
        pack: PackId::from_index(0),
        title: text.clone(),
        publisher: text.clone(),
        kind: SourceKind::Article,
        url: Some(text.clone()),
        published: None,
        accessed: None,
    });
    let mut skills = Vec::new();
    let mut roles = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let mut skill = Skill::new(text.clone(), text, SkillKind::Craft);
        skill.aliases = vec![text.clone()];
        skill.hidden = vec![text.clone()];
        skill.description = Some(text.clone());
        skill.group = Some(text.clone());
        skills.push(skill);
        let mut role = Role::new(text.clone(), text, &texts[at % 7]);
        role.summary.clone_from(text);
        role.aliases = vec![text.clone()];
        role.codes = vec![(text.clone(), text.clone())];
        role.sources = vec![roledex::model::SourceId::from_index(at % 20)];
        roles.push(role);
    }
    let packs = vec![pack];
    let tables = CatalogTables {
        packs,
        sources: sources.collect(),
        skills,
        roles,
        ..CatalogTables::default()
    };
    Catalog::new(tables)
}

#[test]
fn hostile_texts_and_ids_stay_text() {
    let texts = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x",
        "-->",
        "]]>",
        "</title><script src=//x></script>",
        "javascript:alert(1)",
        "https://example.org/\"onclick=x",
        "https://example.org/ok?a=b&c=d",
        "data:text/html,x",
        "../../etc/passwd",
        "..",
        "CON",
        "con",
        "a\u{202e}b",
        "\u{0}\u{7}\u{1b}[31m",
        "\u{fdd0}\u{ffff}",
        "a\u{2028}b",
        "&lt;&amp;",
        "{{7*7}}",
        "C:\\x",
        "a/b",
        "a%2fb",
        "#",
        "?",
        " ",
        "職業",
        "ä",
        "a\u{308}",
        "A",
        "a",
        "\r\n",
        "\t",
    ]
    .map(str::to_string);
    let files = site(hostile(&texts));
    check_links(&files);
    check_markup(&files);
    check_names(&files);
    let sources = &files["sources.html"];
    assert!(sources.contains("<a href=\"https://example.org/ok?a=b&amp;c=d\">"));
    assert_eq!(sources.matches("href=\"http").count(), 1, "only addresses without other signs");
    let index = &files["search.js"];
    assert_eq!(index.matches("roledexIndex(").count(), 1);
    let json = index.trim_start_matches("roledexIndex(0, ").trim_end().trim_end_matches(");");
    let entries: Value = serde_json::from_str(json).unwrap();
    assert_eq!(entries.as_array().unwrap().len(), 2 * texts.len());
}

/// Checks that names of files are the same on every file system.
fn check_names(files: &Files) {
    let apart: BTreeSet<String> = files.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(apart.len(), files.len());
    for name in files.keys() {
        let is_plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._~/".contains(c);
        assert!(name.chars().all(is_plain) && !name.contains("/."), "{name}");
        assert!(name.split('/').all(|part| part.len() < 255), "{name}");
    }
}

/// The strings that break programs, as every text and id of a pack.
#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_hostile_strings_make_a_site() {
    let path = crate::import::data().join("naughty-strings/blns.json");
    let mut texts: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    texts.sort();
    texts.dedup();
    texts.retain(|text| !text.is_empty());
    assert!(texts.len() > 400);
    let files = site(hostile(&texts));
    check_links(&files);
    check_markup(&files);
    check_names(&files);
}

/// The site of a large public classification, with all its links.
#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_the_site_of_esco_holds_together() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("esco.toml");
    let archive = crate::import::data().join("esco/esco-v1.1.1-en-csv.zip");
    let (pack, archive) = (pack.to_str().unwrap(), archive.to_str().unwrap());
    let run = command(&["import", "esco", archive, "-o", pack]).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    let files = site(roledex::pack::load(&[pack.into()]).unwrap().catalog);
    let pages = |folder: &str| files.keys().filter(|name| name.starts_with(folder)).count();
    assert_eq!((pages("role/"), pages("skill/")), (3007, 13_896));
    assert!(pages("skills/") > 20 && pages("search/") > 100);
    check_links(&files);
    check_names(&files);
    let largest = files.values().map(String::len).max().unwrap();
    assert!(largest < 2 << 20, "{largest} bytes");
}

#[test]
fn a_large_pack_is_listed_by_initial_and_its_index_is_split() {
    let skills = (0..4_000).map(|at| {
        let letter = char::from(b'a' + (at % 26) as u8);
        let mut skill =
            Skill::new(format!("s-{at}"), format!("{letter}word{at} craft"), SkillKind::Craft);
        skill.aliases =
            vec![format!("Also {at} of the {letter}s"), format!("Another name of skill {at}")];
        skill
    });
    let roles = (0..30).map(|at| {
        let mut role = Role::new(format!("r-{at}"), format!("Role {at}"), "big");
        role.seniority = Some(at);
        role
    });
    let tables = CatalogTables {
        packs: vec![Pack::new("big", "Big", "1")],
        skills: skills.collect(),
        roles: roles.collect(),
        ..CatalogTables::default()
    };
    let files = site(Catalog::new(tables));
    check_links(&files);
    assert!(files.contains_key("skills/a.html") && files.contains_key("skills/z.html"));
    assert!(!files["skills.html"].contains("skill/s-1.html"));
    assert!(!files.contains_key("search.js") && files.contains_key("search/1.js"));
    // The page states the limit.
    assert!(files["matrix/big.html"].contains("Roles 1 to 10 of 30: at most 12"));
    assert!(files.contains_key("matrix/big_3.html"));
}

/// Runs `roledex site` on the small pack in `folder`.
fn write_in(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let args = [&["--pack", crate::program::SMALL, "site"], args].concat();
    let run = command(&args).current_dir(folder).output().unwrap();
    (run.status.code(), out(&run) + &err(&run))
}

#[test]
fn a_folder_is_replaced_only_if_it_is_a_site_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (status, said) = write_in(folder.path(), &["-o", "www"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.starts_with("wrote ") && said.contains("open www/index.html"), "{said}");
    let before = std::fs::read(at("www/index.html")).unwrap();
    for (args, wanted) in [
        (&["-o", "www"][..], "www already exists; --force replaces this site"),
        (&["-o", "no/such"], "there is no folder no"),
        (&["-o", ".", "--force"], "run the command from another folder"),
    ] {
        let (status, said) = write_in(folder.path(), args);
        assert!(status == Some(3) && said.contains(wanted), "{args:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
    assert_eq!(write_in(folder.path(), &["-o", "www", "--force"]).0, Some(0));
    for (name, wanted) in
        [("www/CNAME", "CNAME was added"), ("www/role/baker.html", "role/baker.html was added")]
    {
        let kept = std::fs::read(at(name)).ok();
        std::fs::write(at(name), "mine").unwrap();
        let (status, said) = write_in(folder.path(), &["-o", "www", "--force"]);
        assert!(status == Some(3) && said.contains(wanted), "{said}");
        assert_eq!(std::fs::read_to_string(at(name)).unwrap(), "mine");
        match kept {
            Some(bytes) => std::fs::write(at(name), bytes).unwrap(),
            None => std::fs::remove_file(at(name)).unwrap(),
        }
    }
    std::fs::create_dir(at("mine")).unwrap();
    std::fs::write(at("mine/notes.txt"), "mine").unwrap();
    std::fs::write(at("file"), "mine").unwrap();
    for (name, wanted) in [("mine", "not a site"), ("file", "it is not a folder")] {
        let (status, said) = write_in(folder.path(), &["-o", name, "--force"]);
        assert!(status == Some(3) && said.contains(wanted), "{said}");
    }
    assert_eq!(std::fs::read(at("www/index.html")).unwrap(), before);
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["file", "mine", "www"]);
}

#[test]
fn the_answer_and_the_errors_are_like_those_of_other_commands() {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = write_in(folder.path(), &["-o", "www.html", "--format", "json"]);
    assert_eq!(status, Some(0), "{said}");
    let answer: Value = serde_json::from_str(&said).unwrap();
    crate::schemas::assert_valid("site", "site", std::slice::from_ref(&answer));
    assert_eq!(answer["folder"], "www.html");
    let (status, said) = write_in(folder.path(), &["-o", "x", "--format", "csv"]);
    assert!(status == Some(2) && said.contains("available as text or json"), "{said}");
    let (status, said) = write_in(folder.path(), &[]);
    assert!(status == Some(2) && said.contains("--output <FOLDER>"), "{said}");
    let faulty = fixture_path("faulty/unknown-skill.toml");
    let path = folder.path().join("faulty");
    let run = command(&["--pack", &faulty, "site", "-o", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(run.status.code(), Some(3));
    assert!(!path.exists());
}
