use super::*;
use crate::model::{SourceId, ThemeId};
use crate::pack::load;

const HEAD: &str = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n";

struct LocatorFixture {
    folder: tempfile::TempDir,
    catalog: Catalog,
}

impl LocatorFixture {
    /// Creates a folder with these files, and reads it.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = load(&[folder.path().to_path_buf()]).unwrap();
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        Self { folder, catalog: loaded.catalog }
    }

    /// Returns `file:line:column text` for each part.
    fn at(&self, part: CatalogPart) -> String {
        let places = PackLocator::read(&[Some(self.folder.path())]).unwrap();
        let found = places.find(&self.catalog, part);
        // The order in which pieces are parsed does not matter.
        places.parse_all();
        assert_eq!(places.find(&self.catalog, part), found);
        found.map_or("nowhere".to_string(), |place| {
            let name = place.file.file_name().unwrap().to_string_lossy().into_owned();
            let words: String =
                place.source_line.chars().skip(place.column - 1).take(place.length).collect();
            format!("{name}:{}:{} {words}", place.line, place.column)
        })
    }
}

#[test]
fn every_spelling_leads_to_the_entry_and_to_no_other() {
    // The same words appear earlier in comments and strings, as a theme, a skill and a source.
    let before = format!(
        "{HEAD}attribution = '''\n[[role]]\nid = \"x\"\nBakes.'''\n# id = \"x\" Bakes.\n\
         [[theme]]\nid = \"x\"\ntitle = \"Bakes.\"\n[[source]]\nid = \"x\"\ntitle = \"X\"\npublisher = \"P\"\nkind = \"article\"\n\
         [[skill]]\nid = \"x\"\nname = \"X\"\nkind = \"craft\"\ndescription = \"id = \\\"x\\\" Bakes.\"\n"
    );
    let line = before.lines().count() + 1;
    let rest = "title = \"T\"\nfamily = \"f\"\nsummary = \"S.\"\n";
    for (written, place) in [
        ("[[role]]\nid = \"x\"\n", "1:6 \"x\""),
        ("[[role]]\nid=\"x\"\n", "1:4 \"x\""),
        ("[[role]]\nid = 'x'\n", "1:6 'x'"),
        ("[[role]]\n\"id\" = \"x\"\n", "1:8 \"x\""),
        ("[[role]]\n'id'   =   'x' # id = \"x\"\n", "1:12 'x'"),
        ("[[role]]\nid = \"\\u0078\"\n", "1:6 \"\\u0078\""),
        ("[[role]]\nid = \"\"\"x\"\"\"\n", "1:6 \"\"\"x\"\"\""),
        ("[[role]] # the one\n\n\t id = \"x\"\n", "2:8 \"x\""),
        ("[[ \"role\" ]]\nid = \"x\"\n", "1:6 \"x\""),
    ] {
        let text = format!("{before}{written}{rest}[role.responsibilities]\nx = [\"Bakes.\"]\n");
        let world = LocatorFixture::new(&[("a.toml", &text)]);
        let role = world.catalog.role_by_id("x").unwrap();
        let (down, rest) = place.split_once(':').unwrap();
        let down: usize = down.parse().unwrap();
        assert_eq!(
            world.at(CatalogPart::Role(role)),
            format!("a.toml:{}:{rest}", line + down),
            "{written}"
        );
        let last = text.lines().count();
        assert_eq!(
            world.at(CatalogPart::Responsibility(role, 0)),
            format!("a.toml:{last}:6 \"Bakes.\""),
            "{written}"
        );
        assert_eq!(
            world.at(CatalogPart::Summary(role)),
            format!("a.toml:{}:11 \"S.\"", last - 2),
            "{written}"
        );
    }
    let world = LocatorFixture::new(&[("a.toml", &before)]);
    assert_eq!(
        world.at(CatalogPart::Skill(world.catalog.skill_by_id("x").unwrap())),
        "a.toml:20:6 \"x\""
    );
    assert_eq!(world.at(CatalogPart::Theme(ThemeId::from_index(0))), "a.toml:12:6 \"x\"");
    assert_eq!(world.at(CatalogPart::Source(SourceId::from_index(0))), "a.toml:15:6 \"x\"");
}

#[test]
fn inline_tables_are_entries_too() {
    let text = "role = [{ id = \"x\", title = \"x\", family = \"x\", summary = \"x\", responsibilities = { t = [\"x\", { text = 'x, too' }] } },\n\
                { summary = \"y\", 'id' = 'y', title = \"id = \\\"x\\\"\", family = \"f\" }]\n\
                theme = [{ id = \"t\", title = \"x\" }]\n[pack]\nformat = 1\nid = \"x\"\ntitle = \"P\"\nversion = \"1\"\n";
    let world = LocatorFixture::new(&[("a.toml", text)]);
    let (x, y) = (world.catalog.role_by_id("x").unwrap(), world.catalog.role_by_id("y").unwrap());
    assert_eq!(world.at(CatalogPart::Role(x)), "a.toml:1:16 \"x\"");
    assert_eq!(world.at(CatalogPart::Role(y)), "a.toml:2:25 'y'");
    assert_eq!(world.at(CatalogPart::Responsibility(x, 0)), "a.toml:1:89 \"x\"");
    assert_eq!(world.at(CatalogPart::Responsibility(x, 1)), "a.toml:1:103 'x, too'");
}

#[test]
fn all_that_a_role_holds_is_found_where_it_is_written() {
    let text = format!(
        "{HEAD}\
[[theme]]\nid = \"t\"\ntitle = \"T\"\n[[theme]]\nid = \"u\"\ntitle = \"U\"\n\
[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"survey\"\n\
[[skill]]\nid = \"k\"\nname = \"K\"\nkind = \"craft\"\naliases = [\n  \"Kay\",\n  \"Okay\",\n]\n\
[[role]]\nid = \"a\"\ntitle = \"A\"\nfamily = \"f\"\nsummary = \"\"\"\nS.\"\"\"\n\
[role.responsibilities]\nu = [\n  \"Bakes.\",\n  \"Bakes.\",\n  \"\"\"\nSweeps\nthe floor.\"\"\",\n]\n\
t = [\"Bakes.\"]\n\
[role.skills]\nuseful = [\n  {{ note = \"n\", skill = \"k\" }},\n]\n\
[[role.pay]]\ncurrency = \"USD\"\nmean = 1\nperiod = \"year\"\nbasis = \"base\"\nregion = \"US\"\nsource = \"s\"\n\
[[role.pay]]\nmean = 2\ncurrency = \"USD\"\nperiod = \"year\"\nbasis = \"base\"\nregion = \"US\"\nsource = \"s\"\n\
[[role.move]]\nto = \"b\"\n\
[[role]]\nid = \"b\"\ntitle = \"B\"\nfamily = \"f\"\nsummary = \"S.\"\nextends = \"a\"\n\
[role.responsibilities]\nt = [\"Writes.\"]\n\
[[comparison]]\nroles = [\"a\", \"b\"]\n[[comparison.point]]\naspect = \"A\"\ntexts = {{ a = \"x\" }}\n"
    );
    let world = LocatorFixture::new(&[("a.toml", &text)]);
    let role = |id: &str| world.catalog.role_by_id(id).unwrap();
    let (a, b) = (role("a"), role("b"));
    assert_eq!(
        world.at(CatalogPart::Summary(a)),
        format!("a.toml:{}:11 \"\"\"", nth_line_with("summary", 0, &text))
    );
    for (at, nth, column, words) in
        [(0, 0, 3, "\"Bakes.\""), (1, 1, 3, "\"Bakes.\""), (3, 2, 6, "\"Bakes.\"")]
    {
        let place = format!("a.toml:{}:{column} {words}", nth_line_with("Bakes.", nth, &text));
        assert_eq!(world.at(CatalogPart::Responsibility(a, at)), place);
    }
    assert_eq!(
        world.at(CatalogPart::Responsibility(a, 2)),
        format!("a.toml:{}:3 \"\"\"", nth_line_with("Sweeps", 0, &text) - 1)
    );
    assert_eq!(
        world.at(CatalogPart::Requirement(a, 0)),
        format!("a.toml:{}:25 \"k\"", nth_line_with("note", 0, &text))
    );
    assert_eq!(
        world.at(CatalogPart::Pay(a, 0)),
        format!("a.toml:{}:1 currency", nth_line_with("currency", 0, &text))
    );
    assert_eq!(
        world.at(CatalogPart::Pay(a, 1)),
        format!("a.toml:{}:1 mean", nth_line_with("mean = 2", 0, &text))
    );
    assert_eq!(
        world.at(CatalogPart::Move(a, 0)),
        format!("a.toml:{}:6 \"b\"", nth_line_with("to = ", 0, &text))
    );
    let k = world.catalog.skill_by_id("k").unwrap();
    assert_eq!(
        world.at(CatalogPart::SkillName(k, 0)),
        format!("a.toml:{}:8 \"K\"", nth_line_with("name", 0, &text))
    );
    assert_eq!(
        world.at(CatalogPart::SkillName(k, 2)),
        format!("a.toml:{}:3 \"Okay\"", nth_line_with("Okay", 0, &text))
    );
    assert_eq!(
        world.at(CatalogPart::Comparison(0)),
        format!("a.toml:{}:9 [\"a\", \"b\"]", nth_line_with("roles = ", 0, &text))
    );
    // An inherited part is found in the other role.
    let inherited = world
        .catalog
        .role(b)
        .responsibilities
        .iter()
        .position(|d| d.text.starts_with("Sweeps"))
        .unwrap();
    assert_eq!(
        world.at(CatalogPart::Responsibility(b, inherited)),
        world.at(CatalogPart::Responsibility(a, 2))
    );
    assert_eq!(
        world.at(CatalogPart::Responsibility(b, 0)),
        format!("a.toml:{}:6 \"Writes.\"", nth_line_with("Writes", 0, &text))
    );
    assert_eq!(world.at(CatalogPart::Responsibility(b, 99)), "nowhere");
}

fn nth_line_with(needle: &str, nth: usize, text: &str) -> usize {
    text.lines().enumerate().filter(|(_, line)| line.contains(needle)).nth(nth).unwrap().0 + 1
}

#[test]
fn packs_that_share_ids_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.toml"), format!("{HEAD}{}{}", skill_toml("One"), role_toml("A")))
        .unwrap();
    std::fs::write(
        path("b.toml"),
        format!("{}{}{}", HEAD.replace("\"p\"", "\"q\""), role_toml("B"), skill_toml("Two")),
    )
    .unwrap();
    let loaded = load(&[path("a.toml"), path("b.toml")]).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let catalog = loaded.catalog;
    let find = |packs: &[Option<&Path>], part| {
        PackLocator::read(packs).unwrap().find(&catalog, part).map(|place| (place.file, place.line))
    };
    let (a, b) = (path("a.toml"), path("b.toml"));
    let both = [Some(a.as_path()), Some(b.as_path())];
    let (p, q) = (catalog.role_by_id("p:x").unwrap(), catalog.role_by_id("q:x").unwrap());
    assert_eq!(find(&both, CatalogPart::Role(p)), Some((a.clone(), 11)));
    assert_eq!(find(&both, CatalogPart::Role(q)), Some((b.clone(), 7)));
    let x = catalog.skill_by_id("x").unwrap();
    assert_eq!(find(&both, CatalogPart::Skill(x)), Some((a.clone(), 7)));
    assert_eq!(find(&both, CatalogPart::SkillName(x, 1)), Some((b.clone(), 13)));
    // A pack without files has no places, and others keep theirs.
    let second = [None, Some(b.as_path())];
    assert_eq!(find(&second, CatalogPart::Role(p)), None);
    assert_eq!(find(&second, CatalogPart::Role(q)), Some((b.clone(), 7)));
    assert_eq!(find(&second, CatalogPart::Skill(x)), Some((b.clone(), 12)));
}

fn role_toml(title: &str) -> String {
    format!("[[role]]\nid = \"x\"\ntitle = \"{title}\"\nfamily = \"f\"\nsummary = \"S.\"\n")
}

fn skill_toml(name: &str) -> String {
    format!("[[skill]]\nid = \"x\"\nname = \"{name}\"\nkind = \"craft\"\n")
}

#[test]
fn a_file_that_has_changed_since_still_leads_to_the_place() {
    let role = "[[role]]\nid = \"x\"\ntitle = \"T\"\nfamily = \"f\"\nsummary = \"S.\"\n[role.responsibilities]\nt = [\"Bakes.\", \"Sells.\"]\n";
    let theme = "[[theme]]\nid = \"t\"\ntitle = \"T\"\n";
    let world = LocatorFixture::new(&[("a.toml", HEAD), ("b.toml", &format!("{theme}{role}"))]);
    let x = world.catalog.role_by_id("x").unwrap();
    assert_eq!(world.at(CatalogPart::Responsibility(x, 1)), "b.toml:10:16 \"Sells.\"");
    // Moved to another file, with more before it, and damage after it.
    std::fs::write(world.folder.path().join("b.toml"), theme).unwrap();
    let moved = role.replace("[\"Bakes.\"", "[\"Buys.\"");
    std::fs::write(world.folder.path().join("c.toml"), format!("# é\n\n{moved}[[role]\n")).unwrap();
    assert_eq!(world.at(CatalogPart::Role(x)), "c.toml:4:6 \"x\"");
    assert_eq!(world.at(CatalogPart::Responsibility(x, 1)), "c.toml:9:15 \"Sells.\"");
    assert_eq!(world.at(CatalogPart::Responsibility(x, 0)), "nowhere");
}

#[test]
fn long_files_are_parsed_by_pieces() {
    let mut text = HEAD.to_string();
    for i in 0..3_000 {
        text += &format!(
            "[[skill]]\nid = \"s-{i}\"\nname = \"Skill {i}\"\nkind = \"craft\"\ndescription = \"{}\"\n",
            "é".repeat(90)
        );
    }
    let world = LocatorFixture::new(&[("a.toml", &text)]);
    for i in [0, 1, 1_499, 2_999] {
        let skill = world.catalog.skill_by_id(&format!("s-{i}")).unwrap();
        assert_eq!(
            world.at(CatalogPart::Skill(skill)),
            format!("a.toml:{}:6 \"s-{i}\"", 7 + 5 * i)
        );
    }
    let places = PackLocator::read(&[Some(world.folder.path())]).unwrap();
    places
        .find(&world.catalog, CatalogPart::Skill(world.catalog.skill_by_id("s-2999").unwrap()))
        .unwrap();
    let pieces = &places.files[0].pieces;
    assert!(pieces.len() > 3);
    assert_eq!(pieces.iter().filter(|piece| piece.spans.get().is_some()).count(), 1);
}

/// Names, notes, requirements and the texts of skills and comparisons have places of their own.
#[test]
fn every_text_is_found_where_it_is_written() {
    let text = format!(
        "{HEAD}[[theme]]\nid = \"t\"\ntitle = \"T\"\n\
[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"survey\"\n\
[[skill]]\nid = \"k\"\nname = \"K\"\nkind = \"craft\"\ndescription = \"D.\"\nnote = \"N.\"\n\
[skill.levels]\nworking = \"W.\"\nexpert = \"E.\"\n\
[[role]]\nid = \"a\"\ntitle = \"A\"\nfamily = \"f\"\nsummary = \"S.\"\naliases = [\"A1\"]\nhidden = [\"a2\"]\n\
sources = [\"s\"]\n[role.reporting]\nreports-to = [\"b\"]\nmanages = [\"c\"]\n\
[role.experience]\neducation = \"School\"\n\
[role.responsibilities]\nt = [{{ text = \"Bakes.\", note = \"N1\" }}, {{ text = \"Sells.\", note = \"N1\" }}]\n\
[role.skills]\nuseful = [{{ skill = \"k\", note = \"N2\" }}]\n\
[[role.move]]\nto = \"b\"\nrequires = [\"R1\", \"R2\"]\n\
[[role]]\nid = \"b\"\ntitle = \"B\"\nfamily = \"f\"\nsummary = \"S.\"\n\
[[role]]\nid = \"c\"\ntitle = \"C\"\nfamily = \"f\"\nsummary = \"S.\"\n\
[[comparison]]\nroles = [\"a\", \"b\"]\n[[comparison.point]]\naspect = \"P1\"\ntexts = {{ a = \"x\" }}\n\
[[comparison]]\nroles = [\"a\", \"b\"]\n[[comparison.point]]\naspect = \"P1\"\ntexts = {{ a = \"x\", b = \"x\" }}\n\
positions = [{{ text = \"Q\", sources = [\"s\"] }}]\n"
    );
    let world = LocatorFixture::new(&[("a.toml", &text)]);
    let a = world.catalog.role_by_id("a").unwrap();
    let k = world.catalog.skill_by_id("k").unwrap();
    for (part, written, nth) in [
        (CatalogPart::RoleName(a, 0), "title = ^\"A\"", 0),
        (CatalogPart::RoleName(a, 1), "aliases = [^\"A1\"", 0),
        (CatalogPart::RoleName(a, 2), "hidden = [^\"a2\"", 0),
        (CatalogPart::RoleSource(a, 0), "sources = [^\"s\"", 0),
        (CatalogPart::Superior(a, 0), "reports-to = [^\"b\"", 0),
        (CatalogPart::Report(a, 0), "manages = [^\"c\"", 0),
        (CatalogPart::Education(a), "education = ^\"School\"", 0),
        (CatalogPart::ResponsibilityNote(a, 0), "\"Bakes.\", note = ^\"N1\"", 0),
        (CatalogPart::ResponsibilityNote(a, 1), "\"Sells.\", note = ^\"N1\"", 0),
        (CatalogPart::RequirementNote(a, 0), "note = ^\"N2\"", 0),
        (CatalogPart::MoveRequirement(a, 0, 1), "\"R1\", ^\"R2\"", 0),
        (CatalogPart::SkillDescription(k), "description = ^\"D.\"", 0),
        (CatalogPart::SkillNote(k), "note = ^\"N.\"", 0),
        (CatalogPart::SkillLevel(k, 1), "expert = ^\"E.\"", 0),
        (CatalogPart::Aspect(0, 0), "aspect = ^\"P1\"", 0),
        (CatalogPart::Aspect(1, 0), "aspect = ^\"P1\"", 1),
        (CatalogPart::ComparisonText(0, 0, 0), "a = ^\"x\"", 0),
        (CatalogPart::ComparisonText(1, 0, 1), "b = ^\"x\"", 0),
        (CatalogPart::Position(1, 0, 0), "text = ^\"Q\"", 0),
    ] {
        let (before, words) = written.split_once('^').unwrap();
        let needle = format!("{before}{words}");
        let line = nth_line_with(&needle, nth, &text);
        let column = text.lines().nth(line - 1).unwrap().find(&needle).unwrap() + before.len() + 1;
        assert_eq!(world.at(part), format!("a.toml:{line}:{column} {words}"), "{part:?}");
    }
}
