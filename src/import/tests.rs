use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use zip::write::SimpleFileOptions;

use super::archive::MAX_ENTRIES;
use super::*;
use crate::model::{CatalogTables, Importance, SkillKind};

mod releases;

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
    let tables = [
        ("Occupation Data", old_table("Occupation Data").to_string()),
        ("Task Statements", old_table("Task Statements").to_string()),
        ("Content Model Reference", old_table("Content Model Reference").to_string()),
        ("Knowledge", old_table("Knowledge").to_string()),
        ("Tasks to DWAs", old_table("Tasks to DWAs").replace("DWA ID", "DWA Element ID")),
        (
            "GWAs to IWAs to DWAs",
            "GWA Element ID\tIWA Element ID\tDWA Element ID\tDWA Element Name\n4.A.2.a.4\tI09\tD03\tAnalyze.\n"
                .to_string(),
        ),
        ("Job Titles", old_table("Alternate Titles").replace("Alternate Title", "Job Title")),
        ("Essential Skills", old_rows("Skills", "2.A.")),
        ("Transferable Skills", old_rows("Skills", "2.B.")),
        (
            "Software Skills",
            old_table("Technology Skills")
                .replace("\tExample", "\tWorkplace Example")
                .replace("Commodity Code\tCommodity Title", "Element ID\tElement Name")
                .replace("\t432\t", "\t2.E.5.b\t"),
        ),
        ("Education", old_rows("Education, Training, and Experience", "\tRL\t")),
        ("Training and Experience", old_rows("Education, Training, and Experience", "\tRW\t")),
        ("Education Categories", old_rows("Education, Training, and Experience Categories", "RL\t")),
    ];
    tables.into_iter().map(|(name, text)| (format!("db_30_3_text/{name}.txt"), text)).collect()
}

fn old_table(name: &str) -> &str {
    OLD.iter().find(|(path, _)| path.ends_with(&format!("/{name}.txt"))).unwrap().1
}

fn old_rows(name: &str, from: &str) -> String {
    let (header, rows) = old_table(name).split_once('\n').unwrap();
    let kept: Vec<&str> = rows.lines().filter(|row| row.contains(from)).collect();
    format!("{header}\n{}\n", kept.join("\n"))
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
    assert_eq!(skills_without_codes(&old), skills_without_codes(&new));
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

fn skills_without_codes(imported: &ImportedPack) -> Vec<crate::model::Skill> {
    let skills = imported.tables.skills.iter().cloned();
    skills.map(|skill| crate::model::Skill { codes: Vec::new(), ..skill }).collect()
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
    let said = notes(&imported);
    assert!(said.contains("tools_used.csv has a header but no rows"), "{said}");
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
