use std::io::Write as _;

use zip::write::SimpleFileOptions;

use super::*;
use crate::model::{Importance, SkillKind};

/// A folder of files with these texts.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn import(set: Set, path: &Path) -> Result<Imported, Error> {
    read(set, path, &Options::default(), &mut |_| ControlFlow::Continue(()))
}

fn skipped(imported: &Imported, table: &str) -> Vec<(&'static str, usize)> {
    let table = imported.tally.tables.iter().find(|t| t.table == table).unwrap();
    assert_eq!(table.read, table.taken + table.skipped.values().sum::<usize>());
    table.skipped.iter().map(|(why, n)| (*why, *n)).collect()
}

const OCCUPATIONS: &str = "O*NET-SOC Code\tTitle\tDescription\r\n\
    11-1011.00\tChief Executives\tDetermine \"policies and direction.\r\n\
    15-1252.00\tSoftware Developers\tn/a\r\n\
    15-1252.00\tSoftware Developers\tagain\r\n\
    short\r\n";

/// Columns in another order, a column nobody knows, ragged rows, literal quotes, unknown codes.
#[test]
fn onet_is_read_by_its_headers() {
    let set = folder(&[
        ("db_29_0_text/Occupation Data.txt", OCCUPATIONS),
        (
            "db_29_0_text/Task Statements.txt",
            "Task\tNew Column\tTask ID\tO*NET-SOC Code\tTask Type\tDate\r\n\
             Sign papers.\tx\t2\t11-1011.00\tSupplemental\t07/2014\r\n\
             Direct  the \u{200b}firm.\tx\t1\t11-1011.00\tCore\t08/2023\r\n\
             Lost.\tx\t3\t99-9999.00\tCore\t08/2023\r\n\
             cut\r\n",
        ),
        ("db_29_0_text/Tasks to DWAs.txt", "O*NET-SOC Code\tTask ID\tDWA ID\r\n11-1011.00\t1\t4.A.2.a.4.I09.D03\r\n"),
        (
            "db_29_0_text/Content Model Reference.txt",
            "Element ID\tElement Name\n4.A.2.a\tInformation and Data Processing\n4.A.2\tMental Processes\n",
        ),
        (
            "db_29_0_text/Technology Skills.txt",
            "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n15-1252.00\tC++\t1\tLanguages\tY\tN\n15-1252.00\tC#\t1\tLanguages\tN\tY\n15-1252.00\tC#\t1\tLanguages\tN\tY\n",
        ),
        (
            "db_29_0_text/Skills.txt",
            "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\n\
             15-1252.00\t2.B.3.e\tProgramming\tIM\t4.5\tN\tn/a\n15-1252.00\t2.B.3.e\tProgramming\tLV\t5.2\tN\tN\n\
             15-1252.00\t2.A.1.a\tReading\tIM\t2.5\tN\tn/a\n15-1252.00\t2.A.1.b\tSinging\tIM\t1.0\tN\tn/a\n",
        ),
    ]);
    let imported = import(Set::Onet, set.path()).unwrap();
    let tables = &imported.tables;
    assert_eq!(tables.packs[0].version, "29.0");
    assert!(tables.packs[0].attribution.as_deref().unwrap().contains("O*NET 29.0 Database"));
    assert_eq!(tables.packs[0].as_of.unwrap().to_string(), "2023-08-01");
    let [boss, developer] = &tables.roles[..] else { panic!("{:?}", tables.roles.len()) };
    assert_eq!(boss.summary, "Determine \"policies and direction.");
    assert_eq!(
        (developer.summary.as_str(), developer.family.as_str()),
        ("Software Developers", "Computer and mathematical")
    );
    let duties: Vec<_> =
        boss.responsibilities.iter().map(|d| (d.text.as_str(), d.activity.as_deref(), d.note.as_deref())).collect();
    assert_eq!(
        duties,
        [("Direct the firm.", Some("4.A.2.a.4.I09.D03"), None), ("Sign papers.", None, Some("supplemental"))]
    );
    assert_eq!(tables.themes[0].title, "Information and Data Processing");
    let asked: Vec<_> = developer
        .skills
        .iter()
        .map(|r| (tables.skills[r.skill.index()].id.as_str(), r.importance, r.level.map(|l| l.rank), r.note.as_deref()))
        .collect();
    assert_eq!(
        asked,
        [
            ("programming", Importance::Essential, Some(2), None),
            ("c-sharp", Importance::Useful, None, Some("in demand")),
            ("c-plus-plus", Importance::Useful, None, None),
            ("reading", Importance::Useful, None, None),
        ]
    );
    assert_eq!(skipped(&imported, "Occupation Data.txt"), [("said before", 1), ("the row is cut short", 1)]);
    assert_eq!(skipped(&imported, "Task Statements.txt"), [("no such occupation", 1), ("the row is cut short", 1)]);
    assert!(imported.tally.missing.iter().any(|(table, _)| *table == "job zones.txt"));
}

const ESCO_SKILLS: &str = "conceptType,conceptUri,skillType,preferredLabel,altLabels,hiddenLabels,status,description\r\n\
    K,http://e/skill/1,skill/competence,\" bake\u{a0}bread \",\"bake bread\nbaking\nBaking\",\"backen\",released,\"Bake \"\"it\"\".\"\r\n\
    K,http://e/skill/2,knowledge,dough,,,released,\r\n\
    K,http://e/skill/3,knowledge,Hungarian,,,released,\r\n\
    K,http://e/skill/4,,old,,,obsolete,\r\n";

fn esco(suffix: &str) -> tempfile::TempDir {
    let relations = "occupationUri,relationType,skillType,skillUri\n\
        http://e/occupation/a,optional,knowledge,http://e/skill/2\n\
        http://e/occupation/a,essential,skill/competence,http://e/skill/1\n\
        http://e/occupation/z,essential,skill/competence,http://e/skill/1\n\
        http://e/occupation/a,essential,skill/competence,http://e/skill/9\n";
    let broader = "conceptType,conceptUri,broaderType,broaderUri\nK,http://e/skill/1,SkillGroup,http://e/skill/S1\nK,http://e/skill/2,K,http://e/skill/1\n";
    let (relations_name, broader_name) =
        (format!("occupationSkillRelations{suffix}.csv"), format!("broaderRelationsSkillPillar{suffix}.csv"));
    folder(&[
        ("skills_en.csv", ESCO_SKILLS),
        (
            "occupations_en.csv",
            "\u{feff}conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description,code,modifiedDate\nO,http://e/occupation/a,0110,baker,\"baker\nbread maker\",Bakes.,0110.1,2016-07-05T13:58:41Z\n",
        ),
        ("ISCOGroups_en.csv", "conceptUri,code,preferredLabel\nx,0110,Bakers of all sorts\ny,1,Managers\n"),
        ("skillGroups_en.csv", "conceptUri,preferredLabel\nhttp://e/skill/S1,making food\n"),
        ("languageSkillsCollection_en.csv", "conceptUri,preferredLabel\nhttp://e/skill/3,Hungarian\n"),
        (&relations_name, relations),
        (&broader_name, broader),
    ])
}

#[test]
fn esco_is_read_in_both_namings() {
    for suffix in ["", "_en"] {
        let set = esco(suffix);
        let imported = import(Set::Esco, set.path()).unwrap();
        let tables = &imported.tables;
        assert_eq!(tables.packs[0].language.as_deref(), Some("en"));
        assert_eq!(tables.packs[0].as_of.unwrap().to_string(), "2016-07-05");
        let [bread, dough, hungarian] = &tables.skills[..] else { panic!("{}", tables.skills.len()) };
        assert_eq!((bread.name.as_str(), bread.aliases.as_slice()), ("bake bread", &["baking".to_string()][..]));
        assert_eq!(
            (bread.hidden.as_slice(), bread.description.as_deref()),
            (&["backen".to_string()][..], Some("Bake \"it\"."))
        );
        assert_eq!((bread.group.as_deref(), dough.group.as_deref()), (Some("making food"), Some("making food")));
        assert_eq!((dough.kind, hungarian.kind), (SkillKind::Knowledge, SkillKind::Language));
        assert_eq!(dough.broader.len(), 1);
        let role = &tables.roles[0];
        assert_eq!(
            (role.family.as_str(), role.aliases.as_slice()),
            ("Bakers of all sorts", &["bread maker".to_string()][..])
        );
        assert!(role.codes.contains(&("isco".to_string(), "0110".to_string())));
        assert_eq!(
            role.skills.iter().map(|r| r.importance).collect::<Vec<_>>(),
            [Importance::Essential, Importance::Useful]
        );
        let relations = format!("occupationSkillRelations{suffix}.csv");
        assert_eq!(skipped(&imported, &relations), [("no such occupation", 1), ("no such skill", 1)]);
        assert_eq!(skipped(&imported, "skills_en.csv"), [("obsolete", 1)]);
        assert_eq!(imported.tally.missing, [("broaderRelationsOccPillar.csv", "broader occupations")]);
    }
}

#[test]
fn parts_are_left_out_as_asked() {
    let set = esco("");
    let options = Options { without: [Part::Knowledge, Part::Hidden, Part::AlternateTitles].into() };
    let imported = read(Set::Esco, set.path(), &options, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(imported.tables.skills.len(), 1);
    let bread = &imported.tables.skills[0];
    assert!(bread.aliases.is_empty() && bread.hidden.is_empty());
    assert!(skipped(&imported, "occupationSkillRelations.csv").contains(&("left out as asked", 1)));
}

/// What an import writes is a pack that reads without a fault.
#[test]
fn what_is_written_is_sound() {
    for (set, folder) in [(Set::Esco, esco("")), (Set::Onet, folder(&[("Occupation Data.txt", OCCUPATIONS)]))] {
        let imported = import(set, folder.path()).unwrap();
        let mut text = Vec::new();
        crate::pack::write(&imported.tables, &mut text).unwrap();
        let loaded = crate::pack::from_bytes("x.toml", &text);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        assert_eq!(loaded.catalog.roles().to_vec(), imported.tables.roles);
        assert_eq!(loaded.catalog.skills().to_vec(), imported.tables.skills);
    }
}

fn zip_of(files: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut zip = zip::ZipWriter::new(file.reopen().unwrap());
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    file
}

#[test]
fn archives_are_read_and_bounded() {
    let whole = zip_of(&[("db/Occupation Data.txt", OCCUPATIONS.as_bytes()), ("db/notes.pdf", b"x")]);
    assert_eq!(import(Set::Onet, whole.path()).unwrap().tables.roles.len(), 2);

    let bomb = zip_of(&[("Occupation Data.txt", &vec![b' '; 40 << 20])]);
    let error = import(Set::Onet, bomb.path()).unwrap_err().to_string();
    assert!(error.contains("would unpack to"), "{error}");

    let bytes = std::fs::read(whole.path()).unwrap();
    let cut = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(cut.path(), &bytes[..bytes.len() / 2]).unwrap();
    let error = import(Set::Onet, cut.path()).unwrap_err().to_string();
    assert!(error.contains("no whole zip archive"), "{error}");

    // Damaged inside: the checksum tells.
    let mut damaged = bytes.clone();
    for byte in &mut damaged[60..80] {
        *byte ^= 0x55;
    }
    std::fs::write(cut.path(), &damaged).unwrap();
    let error = import(Set::Onet, cut.path()).unwrap_err().to_string();
    assert!(error.contains("cannot be unpacked"), "{error}");
}

#[test]
fn what_is_no_release_is_refused_with_a_word_on_where_to_get_one() {
    let other = folder(&[("readme.txt", "hello")]);
    for (set, name) in [(Set::Onet, "Occupation Data.txt"), (Set::Esco, "occupations_en.csv")] {
        let error = import(set, other.path()).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("https://"), "{error}");
    }
    let error = import(Set::Onet, &other.path().join("nowhere")).unwrap_err();
    assert!(matches!(error, Error::Read { .. }));
    let odd = folder(&[("Occupation Data.txt", "Code\tName\n1\tx\n")]);
    let error = import(Set::Onet, odd.path()).unwrap_err().to_string();
    assert!(error.contains("`O*NET-SOC Code`") && error.contains("Code, Name"), "{error}");
}

#[test]
fn an_import_stops_when_told() {
    let set = esco("");
    let mut calls = 0;
    let stopped = read(Set::Esco, set.path(), &Options::default(), &mut |_| {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert_eq!(calls, 3);
}
