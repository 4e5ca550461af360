use std::io::Write as _;

use zip::write::SimpleFileOptions;

use std::path::Path;

use super::archive::MAX_ENTRIES;
use super::*;
use crate::model::{Importance, SkillKind};

/// Creates a folder of files with these texts.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn import(set: DataSet, path: &Path) -> Result<ImportedPack, ImportError> {
    read(set, &[path.to_path_buf()], &ImportOptions::default(), &mut |_| ControlFlow::Continue(()))
}

fn skipped(imported: &ImportedPack, table: &str) -> Vec<(&'static str, usize)> {
    let table = imported.tally.tables.iter().find(|t| t.table == table).unwrap();
    assert_eq!(table.read, table.taken + table.skipped.values().sum::<usize>());
    table.skipped.iter().map(|(why, n)| (*why, *n)).collect()
}

const OCCUPATIONS: &str = "O*NET-SOC Code\tTitle\tDescription\r\n\
    11-1011.00\tChief Executives\tDetermine \"policies and direction.\r\n\
    15-1252.00\tSoftware Developers\tn/a\r\n\
    15-1252.00\tSoftware Developers\tagain\r\n\
    short\r\n";

/// Columns in another order, an unknown column, ragged rows, literal quotes, unknown codes.
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
        (
            "db_29_0_text/Tasks to DWAs.txt",
            "O*NET-SOC Code\tTask ID\tDWA ID\r\n11-1011.00\t1\t4.A.2.a.4.I09.D03\r\n",
        ),
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
    let imported = import(DataSet::Onet, set.path()).unwrap();
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
    let duties: Vec<_> = boss
        .responsibilities
        .iter()
        .map(|d| (d.text.as_str(), d.activity.as_deref(), d.note.as_deref()))
        .collect();
    assert_eq!(
        duties,
        [
            ("Direct the firm.", Some("4.A.2.a.4.I09.D03"), None),
            ("Sign papers.", None, Some("supplemental"))
        ]
    );
    assert_eq!(tables.themes[0].title, "Information and Data Processing");
    let asked: Vec<_> = developer
        .skills
        .iter()
        .map(|r| {
            (
                tables.skills[r.skill.index()].id.as_str(),
                r.importance,
                r.level.map(|l| l.rank),
                r.note.as_deref(),
            )
        })
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
    assert_eq!(
        skipped(&imported, "Occupation Data.txt"),
        [("duplicate", 1), ("incomplete row", 1)]
    );
    assert_eq!(
        skipped(&imported, "Task Statements.txt"),
        [("incomplete row", 1), ("no such occupation", 1)]
    );
    assert!(imported.tally.missing_tables.iter().any(|(table, _)| *table == "Job Zones.txt"));
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
    let (relations_name, broader_name) = (
        format!("occupationSkillRelations{suffix}.csv"),
        format!("broaderRelationsSkillPillar{suffix}.csv"),
    );
    folder(&[
        ("skills_en.csv", ESCO_SKILLS),
        (
            "occupations_en.csv",
            "\u{feff}conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description,code,modifiedDate\nO,http://e/occupation/a,0110,baker,\"baker\nbread maker\",Bakes.,0110.1,2016-07-05T13:58:41Z\n",
        ),
        (
            "ISCOGroups_en.csv",
            "conceptUri,code,preferredLabel\nx,0110,Bakers of all sorts\ny,1,Managers\n",
        ),
        ("skillGroups_en.csv", "conceptUri,preferredLabel\nhttp://e/skill/S1,making food\n"),
        (
            "languageSkillsCollection_en.csv",
            "conceptUri,preferredLabel\nhttp://e/skill/3,Hungarian\n",
        ),
        (&relations_name, relations),
        (&broader_name, broader),
    ])
}

/// Checks that the pack written from `imported` has no faults.
fn assert_valid(imported: &ImportedPack) {
    let mut text = Vec::new();
    crate::pack::write(&imported.tables, &mut text).unwrap();
    let loaded = crate::pack::from_bytes("imported.toml", &text);
    assert!(crate::pack::is_valid(&loaded.diagnostics), "{:?}", loaded.diagnostics);
}

#[test]
fn an_address_without_a_last_part_gives_a_valid_pack() {
    for uri in ["http://e/occupation/", "/", "///", "x"] {
        let set = folder(&[
            ("occupations_en.csv", &format!("conceptUri,preferredLabel,code\n{uri},baker,1\n")),
            (
                "skills_en.csv",
                &format!("conceptUri,skillType,preferredLabel\n{uri},knowledge,dough\n"),
            ),
            (
                "occupationSkillRelations.csv",
                &format!(
                    "occupationUri,relationType,skillType,skillUri\n{uri},essential,knowledge,{uri}\n"
                ),
            ),
        ]);
        assert_valid(&import(DataSet::Esco, set.path()).unwrap());
    }
}

#[test]
fn a_date_of_no_calendar_gives_a_valid_pack() {
    for date in ["20171-03-05", "65535-12-31", "2017-02-30", "0-1-1", "2017-3-5"] {
        let occupations =
            format!("conceptUri,preferredLabel,modifiedDate\nhttp://e/a,baker,{date}\n");
        let skills = "conceptUri,skillType,preferredLabel\nhttp://e/s,knowledge,dough\n";
        let relations = "occupationUri,relationType,skillType,skillUri\nhttp://e/a,essential,knowledge,http://e/s\n";
        let files = [
            ("occupations_en.csv", &occupations[..]),
            ("skills_en.csv", skills),
            ("occupationSkillRelations.csv", relations),
        ];
        assert_valid(&import(DataSet::Esco, folder(&files).path()).unwrap());
    }
    for date in ["08/20231", "13/2023", "2023-8"] {
        let tasks = format!("O*NET-SOC Code\tTask ID\tTask\tDate\n11-1011.00\t1\tSign.\t{date}\n");
        let files = [("Occupation Data.txt", OCCUPATIONS), ("Task Statements.txt", &tasks[..])];
        assert_valid(&import(DataSet::Onet, folder(&files).path()).unwrap());
    }
}

#[test]
fn esco_is_read_in_both_namings() {
    for suffix in ["", "_en"] {
        let set = esco(suffix);
        let imported = import(DataSet::Esco, set.path()).unwrap();
        let tables = &imported.tables;
        assert_eq!(tables.packs[0].language.as_deref(), Some("en"));
        assert_eq!(tables.packs[0].as_of.unwrap().to_string(), "2016-07-05");
        let [bread, dough, hungarian] = &tables.skills[..] else {
            panic!("{}", tables.skills.len())
        };
        assert_eq!(
            (bread.name.as_str(), bread.aliases.as_slice()),
            ("bake bread", &["baking".to_string()][..])
        );
        assert_eq!(
            (bread.hidden.as_slice(), bread.description.as_deref()),
            (&["backen".to_string()][..], Some("Bake \"it\"."))
        );
        assert_eq!(
            (bread.group.as_deref(), dough.group.as_deref()),
            (Some("making food"), Some("making food"))
        );
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
        assert_eq!(
            skipped(&imported, &relations),
            [("no such occupation", 1), ("no such skill", 1)]
        );
        assert_eq!(skipped(&imported, "skills_en.csv"), [("not current (by its status)", 1)]);
        assert_eq!(
            imported.tally.missing_tables,
            [("broaderRelationsOccPillar.csv".to_string(), "broader occupations")]
        );
    }
}

#[test]
fn parts_are_left_out_as_asked() {
    let set = esco("");
    let options = ImportOptions {
        without: [DataSetPart::Knowledge, DataSetPart::Hidden, DataSetPart::AlternateTitles].into(),
        ..ImportOptions::default()
    };
    let imported = read(DataSet::Esco, &[set.path().to_path_buf()], &options, &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(imported.tables.skills.len(), 1);
    let bread = &imported.tables.skills[0];
    assert!(bread.aliases.is_empty() && bread.hidden.is_empty());
    assert!(
        skipped(&imported, "occupationSkillRelations.csv").contains(&("excluded by --without", 1))
    );
}

/// An imported pack is written so that it reads without a fault.
#[test]
fn what_is_written_is_sound() {
    for (set, folder) in [
        (DataSet::Esco, esco("")),
        (DataSet::Onet, folder(&[("Occupation Data.txt", OCCUPATIONS)])),
    ] {
        let imported = import(set, folder.path()).unwrap();
        let mut text = Vec::new();
        crate::pack::write(&imported.tables, &mut text).unwrap();
        let loaded = crate::pack::from_bytes("x.toml", &text);
        // The made-up concepts have ids that are not UUIDs, which causes a warning.
        assert!(crate::pack::is_valid(&loaded.diagnostics), "{:?}", loaded.diagnostics);
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
    let whole =
        zip_of(&[("db/Occupation Data.txt", OCCUPATIONS.as_bytes()), ("db/notes.pdf", b"x")]);
    assert_eq!(import(DataSet::Onet, whole.path()).unwrap().tables.roles.len(), 2);

    let bomb = zip_of(&[("Occupation Data.txt", &vec![b' '; 40 << 20])]);
    let error = import(DataSet::Onet, bomb.path()).unwrap_err().to_string();
    assert!(error.contains("would unpack from"), "{error}");

    // Steeper than any release, each table by itself or all together.
    let line: Vec<u8> =
        (0..1_000_u32).flat_map(|at| format!("{at}\t{}\n", "x".repeat(170)).into_bytes()).collect();
    let bomb = zip_of(&[("Occupation Data.txt", &line.repeat(30))]);
    let error = import(DataSet::Onet, bomb.path()).unwrap_err().to_string();
    assert!(
        error.contains("would unpack from") && error.contains("any table of a release"),
        "{error}"
    );
    let names: Vec<String> = (0..40).map(|at| format!("{at}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &line[..])).collect();
    let error = import(DataSet::Onet, zip_of(&many).path()).unwrap_err().to_string();
    assert!(error.contains("its tables would unpack from"), "{error}");
    let names: Vec<String> = (0..=MAX_ENTRIES).map(|at| format!("{at}.md")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let error = import(DataSet::Onet, zip_of(&many).path()).unwrap_err().to_string();
    assert!(error.contains("5001 files"), "{error}");
    for name in [
        "../Occupation Data.txt",
        "/etc/Occupation Data.txt",
        "a/../../b.txt",
        "..\\b.txt",
        "C:\\b.txt",
    ] {
        let out = zip_of(&[("db/Occupation Data.txt", OCCUPATIONS.as_bytes()), (name, b"x")]);
        let error = import(DataSet::Onet, out.path()).unwrap_err().to_string();
        assert!(error.contains("a path outside the archive"), "{name}: {error}");
    }

    let bytes = std::fs::read(whole.path()).unwrap();
    let cut = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(cut.path(), &bytes[..bytes.len() / 2]).unwrap();
    let error = import(DataSet::Onet, cut.path()).unwrap_err().to_string();
    assert!(error.contains("incomplete or damaged"), "{error}");

    // Damage inside the archive, detected by the checksum.
    let mut damaged = bytes.clone();
    for byte in &mut damaged[60..80] {
        *byte ^= 0x55;
    }
    std::fs::write(cut.path(), &damaged).unwrap();
    let error = import(DataSet::Onet, cut.path()).unwrap_err().to_string();
    assert!(error.contains("cannot unpack"), "{error}");
}

#[test]
fn what_is_no_release_is_refused_with_a_word_on_where_to_get_one() {
    let other = folder(&[("readme.txt", "hello")]);
    for (set, name) in
        [(DataSet::Onet, "Occupation Data.txt"), (DataSet::Esco, "occupations_en.csv")]
    {
        let error = import(set, other.path()).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("https://"), "{error}");
    }
    let error = import(DataSet::Onet, &other.path().join("nowhere")).unwrap_err();
    assert!(matches!(error, ImportError::Read { .. }));
    let odd = folder(&[("Occupation Data.txt", "Code\tName\n1\tx\n")]);
    let error = import(DataSet::Onet, odd.path()).unwrap_err().to_string();
    assert!(error.contains("`O*NET-SOC Code`") && error.contains("Code, Name"), "{error}");
}

#[test]
fn an_import_stops_when_told() {
    let set = esco("");
    let mut calls = 0;
    let stopped =
        read(DataSet::Esco, &[set.path().to_path_buf()], &ImportOptions::default(), &mut |_| {
            calls += 1;
            if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    assert!(matches!(stopped, Err(ImportError::Interrupted)));
    assert_eq!(calls, 3);
}

/// The same occupations in the layout of releases up to 30.2.
const OLD: &[(&str, &str)] = &[
    (
        "db_30_1_text/Occupation Data.txt",
        "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tChief Executives\tLead.\n",
    ),
    (
        "db_30_1_text/Task Statements.txt",
        "O*NET-SOC Code\tTask ID\tTask\tTask Type\n11-1011.00\t1\tDirect.\tCore\n",
    ),
    ("db_30_1_text/Tasks to DWAs.txt", "O*NET-SOC Code\tTask ID\tDWA ID\n11-1011.00\t1\tD03\n"),
    (
        "db_30_1_text/DWA Reference.txt",
        "Element ID\tIWA ID\tDWA ID\tDWA Title\n4.A.2.a.4\tI09\tD03\tAnalyze.\n",
    ),
    (
        "db_30_1_text/Content Model Reference.txt",
        "Element ID\tElement Name\n4.A.2.a\tProcessing\n2.A.1.e\tMathematics\n2.C.4.a\tMathematics\n",
    ),
    (
        "db_30_1_text/Alternate Titles.txt",
        "O*NET-SOC Code\tAlternate Title\tShort Title\n11-1011.00\tAgency Head\tn/a\n",
    ),
    (
        "db_30_1_text/Skills.txt",
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n\
         11-1011.00\t2.A.1.e\tMathematics\tIM\t3.2\n11-1011.00\t2.B.3.e\tProgramming\tIM\t3.5\n\
         11-1011.00\t2.A.1.a\tReading\tIM\t3.0\n",
    ),
    (
        "db_30_1_text/Knowledge.txt",
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n11-1011.00\t2.C.4.a\tMathematics\tIM\t3.0\n",
    ),
    (
        "db_30_1_text/Technology Skills.txt",
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n\
         11-1011.00\tExcel\t432\tSpreadsheets\tY\tN\n11-1011.00\tEx-cel\t432\tSpreadsheets\tN\tN\n",
    ),
    (
        "db_30_1_text/Education, Training, and Experience.txt",
        "O*NET-SOC Code\tScale ID\tCategory\tData Value\tRecommend Suppress\n\
         11-1011.00\tRL\t6\t65.5\tN\n11-1011.00\tRL\t8\t34.5\tY\n11-1011.00\tRW\t8\t100\tN\n",
    ),
    (
        "db_30_1_text/Education, Training, and Experience Categories.txt",
        "Scale ID\tCategory\tCategory Description\nRL\t6\tBachelor's Degree\nRL\t8\tMaster's Degree\nRW\t8\tOver 4 years\n",
    ),
];

/// Returns the same occupations in the layout of releases from 30.3 on.
fn new_layout() -> Vec<(String, String)> {
    let table = |name: &str| {
        OLD.iter().find(|(path, _)| path.ends_with(&format!("/{name}.txt"))).unwrap().1
    };
    let rows = |name: &str, from: &str| -> String {
        let (header, rows) = table(name).split_once('\n').unwrap();
        let kept: Vec<&str> = rows.lines().filter(|row| row.contains(from)).collect();
        format!("{header}\n{}\n", kept.join("\n"))
    };
    let tables = [
        ("Occupation Data", table("Occupation Data").to_string()),
        ("Task Statements", table("Task Statements").to_string()),
        ("Content Model Reference", table("Content Model Reference").to_string()),
        ("Knowledge", table("Knowledge").to_string()),
        ("Tasks to DWAs", table("Tasks to DWAs").replace("DWA ID", "DWA Element ID")),
        (
            "GWAs to IWAs to DWAs",
            "GWA Element ID\tIWA Element ID\tDWA Element ID\tDWA Element Name\n4.A.2.a.4\tI09\tD03\tAnalyze.\n"
                .to_string(),
        ),
        ("Job Titles", table("Alternate Titles").replace("Alternate Title", "Job Title")),
        ("Essential Skills", rows("Skills", "2.A.")),
        ("Transferable Skills", rows("Skills", "2.B.")),
        (
            "Software Skills",
            table("Technology Skills")
                .replace("\tExample", "\tWorkplace Example")
                .replace("Commodity Code\tCommodity Title", "Element ID\tElement Name")
                .replace("\t432\t", "\t2.E.5.b\t"),
        ),
        ("Education", rows("Education, Training, and Experience", "\tRL\t")),
        ("Training and Experience", rows("Education, Training, and Experience", "\tRW\t")),
        ("Education Categories", rows("Education, Training, and Experience Categories", "RL\t")),
    ];
    tables.into_iter().map(|(name, text)| (format!("db_30_3_text/{name}.txt"), text)).collect()
}

fn as_files(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn notes(imported: &ImportedPack) -> String {
    imported.tally.notes.join("\n")
}

#[test]
fn both_layouts_of_onet_give_the_same_pack() {
    let old = import(DataSet::Onet, folder(OLD).path()).unwrap();
    let new = new_layout();
    let new = import(DataSet::Onet, folder(&as_files(&new)).path()).unwrap();
    assert_eq!(old.tally.layout, Some("release 30.2 or earlier"));
    assert_eq!(new.tally.layout, Some("release 30.3 or later"));
    assert_eq!(
        (old.tables.packs[0].version.as_str(), new.tables.packs[0].version.as_str()),
        ("30.1", "30.3")
    );
    assert_eq!(old.tables.roles, new.tables.roles);
    assert_eq!(old.tables.themes, new.tables.themes);
    let but_codes = |imported: &ImportedPack| -> Vec<_> {
        let skills = imported.tables.skills.iter().cloned();
        skills.map(|skill| crate::model::Skill { codes: Vec::new(), ..skill }).collect()
    };
    assert_eq!(but_codes(&old), but_codes(&new));
    let role = &old.tables.roles[0];
    assert_eq!(role.aliases, ["Agency Head"]);
    assert_eq!(
        role.experience.education.as_deref(),
        Some("Bachelor's Degree (66 % of those asked)")
    );
    assert_eq!(role.experience.years, Some((4.0, Some(6.0))));
    assert_eq!(old.tables.themes[role.responsibilities[0].theme.index()].title, "Processing");
    let skills: Vec<_> =
        old.tables.skills.iter().map(|s| (s.id.as_str(), s.name.as_str(), s.kind)).collect();
    assert_eq!(
        skills,
        [
            ("programming", "Programming", SkillKind::Craft),
            ("mathematics", "Mathematics", SkillKind::Craft),
            ("reading", "Reading", SkillKind::Craft),
            ("mathematics-knowledge", "Mathematics (knowledge)", SkillKind::Knowledge),
            ("excel", "Excel", SkillKind::Tool),
            ("ex-cel", "Ex-cel", SkillKind::Tool),
        ]
    );
    // Only tables that every release of the layout has are reported as missing.
    let missing: Vec<&str> =
        new.tally.missing_tables.iter().map(|(table, _)| table.as_str()).collect();
    assert_eq!(
        missing,
        [
            "Emerging Tasks.txt",
            "Sample of Reported Titles.txt",
            "Tools Used.txt",
            "Job Zones.txt",
            "Related Occupations.txt"
        ]
    );
}

#[test]
fn a_mixed_layout_is_said_and_a_half_of_a_table_is_missed() {
    let mut files: Vec<(String, String)> = new_layout();
    files.retain(|(name, _)| {
        !name.contains("Job Titles") && !name.contains("Transferable") && !name.contains("Training")
    });
    let titles = OLD.iter().find(|(name, _)| name.contains("Alternate")).unwrap().1;
    files.push(("db_30_3_text/Alternate Titles.txt".to_string(), titles.to_string()));
    let imported = import(DataSet::Onet, folder(&as_files(&files)).path()).unwrap();
    assert!(imported.tally.layout.unwrap().starts_with("mixed"));
    assert!(
        notes(&imported).contains("as in earlier releases: Alternate Titles.txt"),
        "{}",
        notes(&imported)
    );
    let missing: Vec<&str> =
        imported.tally.missing_tables.iter().map(|(table, _)| table.as_str()).collect();
    assert!(
        missing.contains(&"Transferable Skills.txt")
            && missing.contains(&"Training and Experience.txt")
    );
    assert!(
        !missing.contains(&"Skills.txt") && !missing.contains(&"Job Titles.txt"),
        "{missing:?}"
    );
}

/// Releases before 2019 have other tables.
#[test]
fn old_releases_of_onet_are_read() {
    let set = folder(&[
        (
            "db_21_2/Occupation Data.txt",
            "O*NET-SOC Code\tTitle\tDescription\n1\tNurse\tx\n2\tBaker\tx\n",
        ),
        ("db_21_2/Lay Titles.txt", "O*NET-SOC Code\tLay Title\n1\tSister\n"),
        (
            "db_21_2/Tools and Technology.txt",
            "O*NET-SOC Code\tT2 Type\tT2 Example\tCommodity Code\tCommodity Title\n\
             1\tTools\tMonitor\t4\tPatient monitors\n1\tTechnology\tMonitor\t5\tSoftware\n",
        ),
        (
            "db_21_2/Career Changers Matrix.txt",
            "O*NET-SOC Code\tRelated O*NET-SOC Code\tIndex\n1\t2\t1\n",
        ),
    ]);
    let imported = import(DataSet::Onet, set.path()).unwrap();
    let CatalogTables { roles, skills, packs, .. } = &imported.tables;
    assert_eq!(packs[0].version, "21.2");
    assert_eq!(roles[0].aliases, ["Sister"]);
    assert_eq!(roles[0].related.len(), 1);
    let skills: Vec<_> = skills.iter().map(|s| (s.id.as_str(), s.name.as_str())).collect();
    assert_eq!(skills, [("monitor", "Monitor"), ("monitor-software", "Monitor (software)")]);
    assert!(
        !imported
            .tally
            .missing_tables
            .iter()
            .any(|(table, _)| table.starts_with("Tools") || table.starts_with("Related"))
    );
    let options =
        ImportOptions { without: [DataSetPart::Tools].into(), ..ImportOptions::default() };
    let without =
        read(DataSet::Onet, &[set.path().into()], &options, &mut |_| ControlFlow::Continue(()))
            .unwrap();
    assert_eq!(without.tables.skills.len(), 1);
}

/// Tables as databases and spreadsheets write them: other signs in names, other delimiters, other
/// words for "unknown".
#[test]
fn republished_tables_are_read_by_what_they_hold() {
    let set = folder(&[
        (
            "occupation_data.csv",
            "\u{feff}\"onetsoc_code\";\"title\";\"description\"\n\"1\";\"Nurse\";\"Cares; \"\"well\"\".\"\n",
        ),
        (
            "task_statements.csv",
            "onetsoc_code,task_id,task,task_type,date_updated\n1,7,\"Cares, daily.\",Core,2014-07-01\n",
        ),
        ("alternate_titles.csv", "onetsoc_code|alternate_title|short_title\n1|Sister|NULL\n"),
        ("content_model_reference.csv", "element_id,element_name\n2.A.1.a,Reading\n"),
        (
            "skills.csv",
            "onetsoc_code,element_id,scale_id,data_value\n1,2.A.1.a,IM,\"4,1\"\n1,2.A.9.z,IM,4.1\n1,2.A.1.a,IM,n/a\n",
        ),
        ("job_zones.csv", "code,zone\n1,2\n"),
        ("technology_skills.csv", ""),
        ("tools_used.csv", "onetsoc_code,example,commodity_code\n"),
        ("abilities.csv", "onetsoc_code\n1\n"),
        ("Work Styles.xlsx", "PK"),
        ("notes.md", "x"),
    ]);
    let imported = import(DataSet::Onet, set.path()).unwrap();
    let role = &imported.tables.roles[0];
    assert_eq!(
        (role.summary.as_str(), role.aliases.as_slice()),
        ("Cares; \"well\".", &["Sister".to_string()][..])
    );
    assert_eq!(role.responsibilities[0].text, "Cares, daily.");
    assert_eq!(imported.tables.packs[0].as_of.unwrap().to_string(), "2014-07-01");
    assert_eq!(imported.tables.skills[0].name, "Reading");
    assert_eq!(skipped(&imported, "skills.csv"), [("no such element", 1), ("not a number", 1)]);
    let unread = |table: &str| {
        imported
            .tally
            .unread_tables
            .iter()
            .find(|(name, _)| name == table)
            .map(|(_, why)| why.as_str())
    };
    let zones = unread("job_zones.csv").unwrap();
    assert!(
        zones.contains("no column `O*NET-SOC Code`") && zones.contains("code, zone"),
        "{zones}"
    );
    assert!(unread("technology_skills.csv").unwrap().contains("empty"));
    assert_eq!(unread("abilities.csv"), Some("not used by roledex"));
    assert!(unread("Work Styles.xlsx").unwrap().contains("Excel"));
    assert_eq!(unread("notes.md"), None);
    let tools = imported.tally.tables.iter().find(|t| t.table == "tools_used.csv").unwrap();
    assert_eq!(tools.missing_columns, [("Element Name".to_string(), "the groups of tools")]);
    assert!(
        notes(&imported).contains("tools_used.csv has a header but no rows"),
        "{}",
        notes(&imported)
    );
    assert!(notes(&imported).contains("does not state its number"));
}

#[test]
fn a_set_without_an_occupation_is_refused_with_the_reason() {
    for (text, word) in [
        ("O*NET-SOC Code\tTitle\n", "it has no rows"),
        ("O*NET-SOC Code\tTitle\nshort\n", "1 × incomplete row"),
        ("", "the file is empty"),
    ] {
        let error = import(DataSet::Onet, folder(&[("Occupation Data.txt", text)]).path())
            .unwrap_err()
            .to_string();
        assert!(error.contains(word), "{error}");
    }
    let retired = "conceptUri,preferredLabel,status\nu/1,baker,obsolete\nu/2,cook,Draft\n";
    let error = import(DataSet::Esco, folder(&[("occupations_en.csv", retired)]).path())
        .unwrap_err()
        .to_string();
    assert!(error.contains("2 × not current (by its status)"), "{error}");
}

const DE: &str = "conceptUri,preferredLabel\nu/1,Bäcker\n";
const EN: &str = "conceptUri,preferredLabel\nu/1,baker\n";
const SKILLS: &str = "conceptUri,preferredLabel\ns/1,bake\n";
const RELATIONS: &str = "occupationUri,relationType,skillUri\nu/1,Essential,s/1\n";

#[test]
fn one_language_is_taken_and_told() {
    let set = folder(&[
        ("occupations_de.csv", DE),
        ("occupations_en.csv", EN),
        ("skills_de.csv", SKILLS),
        ("skills_en.csv", SKILLS),
        ("ISCOGroups_en.csv", "code,preferredLabel\n1,x\n"),
        ("occupationSkillRelations_en.csv", RELATIONS),
    ]);
    let error = import(DataSet::Esco, set.path()).unwrap_err().to_string();
    assert!(
        error.contains("occupations_de.csv") && error.contains("occupations_en.csv"),
        "{error}"
    );
    assert!(error.contains("--language"), "{error}");
    let choose = |language: &str| {
        let options =
            ImportOptions { language: Some(language.to_string()), ..ImportOptions::default() };
        read(DataSet::Esco, &[set.path().into()], &options, &mut |_| ControlFlow::Continue(()))
    };
    let german = choose("DE").unwrap();
    assert_eq!(german.tables.packs[0].language.as_deref(), Some("de"));
    assert_eq!(
        (german.tables.roles[0].title.as_str(), german.tables.roles[0].skills.len()),
        ("Bäcker", 1)
    );
    // Names of groups in another language are not mixed in.
    assert!(german.tally.missing_tables.iter().any(|(table, _)| table == "ISCOGroups.csv"));
    assert!(
        german
            .tally
            .unread_tables
            .iter()
            .any(|(table, why)| table == "ISCOGroups_en.csv" && why == "another language")
    );
    assert!(choose("fr").unwrap_err().to_string().contains("occupations_de.csv"));

    let mixed = folder(&[("occupations_de.csv", DE), ("skills_en.csv", SKILLS)]);
    let error = import(DataSet::Esco, mixed.path()).unwrap_err().to_string();
    assert!(error.contains("different languages") && error.contains("skills_en.csv"), "{error}");
    let unnamed =
        folder(&[("occupations.csv", DE), ("skills_de.csv", SKILLS), ("skills_en.csv", SKILLS)]);
    assert!(
        import(DataSet::Esco, unnamed.path()).unwrap_err().to_string().contains("skills_de.csv")
    );
    let one =
        import(DataSet::Esco, folder(&[("occupations.csv", DE), ("skills_de.csv", SKILLS)]).path())
            .unwrap();
    assert_eq!(one.tables.skills.len(), 1);
    // Without skills there is nothing to mix.
    let alone = import(DataSet::Esco, folder(&[("occupations_de.csv", DE)]).path()).unwrap();
    assert!(alone.tally.missing_tables.iter().any(|(table, _)| table == "skills.csv"));
}

#[test]
fn the_two_archives_of_esco_are_read_together() {
    let tables: &[(&str, &[u8])] =
        &[("occupations_en.csv", EN.as_bytes()), ("skills_en.csv", SKILLS.as_bytes())];
    let links: &[(&str, &[u8])] = &[("occupationSkillRelations.csv", RELATIONS.as_bytes())];
    let place = tempfile::tempdir().unwrap();
    let copy = |files, name: &str| {
        let path = place.path().join(name);
        std::fs::copy(zip_of(files).path(), &path).unwrap();
        path
    };
    let paths = [
        copy(tables, "ESCO dataset - v1.2.0 - classification - en - csv.zip"),
        copy(links, "ESCO dataset - v1.2.0 - classification -  - csv.zip"),
    ];
    let import = |paths: &[PathBuf]| {
        read(DataSet::Esco, paths, &ImportOptions::default(), &mut |_| ControlFlow::Continue(()))
    };
    for paths in [&paths[..], &[place.path().to_path_buf()]] {
        let imported = import(paths).unwrap();
        assert_eq!(imported.tables.roles[0].skills.len(), 1);
        assert_eq!(imported.tables.packs[0].version, "1.2.0");
        assert!(
            notes(&imported).contains("csv.zip: occupationSkillRelations.csv"),
            "{}",
            notes(&imported)
        );
    }
    assert!(notes(&import(&paths[..1]).unwrap()).contains("name both downloads"));
    let older = copy(links, "ESCO dataset - v1.1.1 - classification -  - csv.zip");
    let error = import(&[paths[0].clone(), older]).unwrap_err().to_string();
    assert!(error.contains("(1.2.0)") && error.contains("(1.1.1)"), "{error}");
    // The folder now contains both.
    let error = import(&[place.path().to_path_buf()]).unwrap_err().to_string();
    assert!(error.contains("v1.1.1") && error.contains("several"), "{error}");

    // Unpacked side by side, and named one by one.
    let side = folder(&[
        ("v1.2.0 en/occupations_en.csv", EN),
        ("v1.2.0 en/skills_en.csv", SKILLS),
        ("v1.2.0/occupationSkillRelations.csv", RELATIONS),
    ]);
    assert_eq!(import(&[side.path().to_path_buf()]).unwrap().tables.roles[0].skills.len(), 1);
    let files = [
        "v1.2.0 en/occupations_en.csv",
        "v1.2.0 en/skills_en.csv",
        "v1.2.0/occupationSkillRelations.csv",
    ];
    let files = files.map(|file| side.path().join(file));
    assert_eq!(import(&files).unwrap().tables.roles[0].skills.len(), 1);
}

#[test]
fn several_releases_are_refused_and_copies_are_not() {
    let other = OCCUPATIONS.replace("Chief", "Head");
    let two = folder(&[
        ("db_29_0/Occupation Data.txt", OCCUPATIONS),
        ("db_30_1/Occupation Data.txt", &other),
    ]);
    let error = import(DataSet::Onet, two.path()).unwrap_err().to_string();
    assert!(error.contains("(29.0)") && error.contains("(30.1)"), "{error}");

    let packed = zip_of(&[("db_29_0/Occupation Data.txt", OCCUPATIONS.as_bytes())]);
    let beside = folder(&[("db_29_0/Occupation Data.txt", OCCUPATIONS)]);
    std::fs::copy(packed.path(), beside.path().join("db_29_0.zip")).unwrap();
    assert_eq!(import(DataSet::Onet, beside.path()).unwrap().tables.packs[0].version, "29.0");
    std::fs::write(beside.path().join("db_29_0/Occupation Data.txt"), other).unwrap();
    let error = import(DataSet::Onet, beside.path()).unwrap_err().to_string();
    assert!(error.contains("db_29_0.zip/db_29_0/Occupation Data.txt"), "{error}");

    // Releases with the same occupations still each state their own number, whatever their folder
    // is called.
    let read_me = |number: &str| format!("O*NET {number} Database\n");
    let (old, new) = (read_me("30.1"), read_me("30.3"));
    let mut pair = vec![("a/Read Me.txt".to_string(), old), ("b/Read Me.txt".to_string(), new)];
    pair.extend(
        OLD.iter().map(|(name, text)| (name.replace("db_30_1_text", "a"), (*text).to_string())),
    );
    pair.extend(
        new_layout().into_iter().map(|(name, text)| (name.replace("db_30_3_text", "b"), text)),
    );
    let error = import(DataSet::Onet, folder(&as_files(&pair)).path()).unwrap_err().to_string();
    assert!(error.contains("a/Occupation Data.txt (30.1)") && error.contains("(30.3)"), "{error}");
    // Without that, their layouts distinguish them.
    pair.drain(..2);
    let error = import(DataSet::Onet, folder(&as_files(&pair)).path()).unwrap_err().to_string();
    assert!(error.contains("several releases") && error.contains("DWAs.txt"), "{error}");

    // A table that is in two other folders is not guessed.
    let titles = |title: &str| format!("O*NET-SOC Code\tAlternate Title\n11-1011.00\t{title}\n");
    let (a, b) = (titles("a"), titles("b"));
    let torn = folder(&[
        ("x/Occupation Data.txt", OCCUPATIONS),
        ("y/Alternate Titles.txt", &a),
        ("z/Alternate Titles.txt", &b),
    ]);
    let error = import(DataSet::Onet, torn.path()).unwrap_err().to_string();
    assert!(
        error.contains("y/Alternate Titles.txt") && error.contains("z/Alternate Titles.txt"),
        "{error}"
    );
}

#[test]
fn other_forms_of_a_data_set_are_named() {
    for (set, name, word) in [
        (DataSet::Onet, "Occupation Data.xlsx", "an Excel file"),
        (DataSet::Onet, "03_occupation_data.sql", "an SQL script"),
        (DataSet::Esco, "esco.ttl", "an RDF file"),
        (DataSet::Esco, "occupations_en.ods", "an OpenDocument file"),
        (DataSet::Esco, "Occupation Data.txt", "roledex import onet"),
        (DataSet::Onet, "occupations_en.csv", "roledex import esco"),
    ] {
        let error = import(set, folder(&[(name, "x")]).path()).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains(" is not "), "{error}");
        let packed = zip_of(&[(name, b"x")]);
        let error = import(set, packed.path()).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
    let nested = zip_of(&[("v1.2.1.zip", b"PK")]);
    assert!(
        import(DataSet::Esco, nested.path()).unwrap_err().to_string().contains("archive inside")
    );
    for (name, bytes, word) in [
        ("x.xlsx", &b"PK\x03\x04"[..], "an Excel file"),
        ("x.7z", b"7z\xbc\xaf", "not a zip archive"),
        ("x.gz", b"\x1f\x8b\x08\x00", "not a zip archive"),
        ("x.pdf", b"%PDF", "not a folder, zip archive or table"),
    ] {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join(name), bytes).unwrap();
        let error = import(DataSet::Onet, &place.path().join(name)).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

/// Other publishers of the tables use different column names.
#[test]
fn occupations_are_read_under_other_names_of_their_columns() {
    for header in [
        "O*NET-SOC 2019 Code\tO*NET-SOC 2019 Title\tO*NET-SOC 2019 Description",
        "onetsoc_code\toccupation_title\tdescription",
        "Occupation Code\tOccupation\tDescription",
        "SOC\tOccupation Name\tDefinition",
    ] {
        let set = folder(&[(
            "Occupation Data.txt",
            &format!("{header}\n11-1011.00\tChief Executives\tLead.\n"),
        )]);
        let role = import(DataSet::Onet, set.path()).unwrap().tables.roles.remove(0);
        assert_eq!(
            (role.title.as_str(), role.summary.as_str()),
            ("Chief Executives", "Lead."),
            "{header}"
        );
    }
}

#[test]
fn a_table_of_nothing_but_separators_is_refused() {
    let crowded = format!("O*NET-SOC Code\tTitle\tDescription\n{}", "\t\n".repeat(3 << 20));
    let set = folder(&[("Occupation Data.txt", &crowded)]);
    let error = import(DataSet::Onet, set.path()).unwrap_err().to_string();
    assert!(error.contains("Occupation Data.txt: it has more cells than"), "{error}");
}
