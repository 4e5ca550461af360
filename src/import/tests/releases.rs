//! Tests of what is read: archives, releases and languages.

use super::*;

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
    let german = import_in_language("DE", &set).unwrap();
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
    assert!(import_in_language("fr", &set).unwrap_err().to_string().contains("occupations_de.csv"));

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

fn import_in_language(
    language: &str,
    set: &tempfile::TempDir,
) -> Result<ImportedPack, ImportError> {
    let options =
        ImportOptions { language: Some(language.to_string()), ..ImportOptions::default() };
    read(DataSet::Esco, &[set.path().into()], &options, &mut |_| ControlFlow::Continue(()))
}

#[test]
fn the_two_archives_of_esco_are_read_together() {
    let tables: &[(&str, &[u8])] =
        &[("occupations_en.csv", EN.as_bytes()), ("skills_en.csv", SKILLS.as_bytes())];
    let links: &[(&str, &[u8])] = &[("occupationSkillRelations.csv", RELATIONS.as_bytes())];
    let place = tempfile::tempdir().unwrap();
    let paths = [
        copied_archive(tables, "ESCO dataset - v1.2.0 - classification - en - csv.zip", &place),
        copied_archive(links, "ESCO dataset - v1.2.0 - classification -  - csv.zip", &place),
    ];
    for paths in [&paths[..], &[place.path().to_path_buf()]] {
        let imported = import_esco(paths).unwrap();
        assert_eq!(imported.tables.roles[0].skills.len(), 1);
        assert_eq!(imported.tables.packs[0].version, "1.2.0");
        assert!(
            notes(&imported).contains("csv.zip: occupationSkillRelations.csv"),
            "{}",
            notes(&imported)
        );
    }
    assert!(notes(&import_esco(&paths[..1]).unwrap()).contains("name both downloads"));
    let older =
        copied_archive(links, "ESCO dataset - v1.1.1 - classification -  - csv.zip", &place);
    let error = import_esco(&[paths[0].clone(), older]).unwrap_err().to_string();
    assert!(error.contains("(1.2.0)") && error.contains("(1.1.1)"), "{error}");
    // The folder now contains both.
    let error = import_esco(&[place.path().to_path_buf()]).unwrap_err().to_string();
    assert!(error.contains("v1.1.1") && error.contains("several"), "{error}");

    // Unpacked side by side, and named one by one.
    let side = folder(&[
        ("v1.2.0 en/occupations_en.csv", EN),
        ("v1.2.0 en/skills_en.csv", SKILLS),
        ("v1.2.0/occupationSkillRelations.csv", RELATIONS),
    ]);
    assert_eq!(import_esco(&[side.path().to_path_buf()]).unwrap().tables.roles[0].skills.len(), 1);
    let files = [
        "v1.2.0 en/occupations_en.csv",
        "v1.2.0 en/skills_en.csv",
        "v1.2.0/occupationSkillRelations.csv",
    ];
    let files = files.map(|file| side.path().join(file));
    assert_eq!(import_esco(&files).unwrap().tables.roles[0].skills.len(), 1);
}

fn copied_archive(files: &[(&str, &[u8])], name: &str, place: &tempfile::TempDir) -> PathBuf {
    let path = place.path().join(name);
    std::fs::copy(zip_of(files).path(), &path).unwrap();
    path
}

fn import_esco(paths: &[PathBuf]) -> Result<ImportedPack, ImportError> {
    read(DataSet::Esco, paths, &ImportOptions::default(), &mut |_| ControlFlow::Continue(()))
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

#[test]
fn texts_in_several_languages_are_refused_if_the_occupations_do_not_state_theirs() {
    let whole = folder(&[
        ("occupations.csv", "conceptUri,preferredLabel\nu:/occ/1,baker\n"),
        ("skills_de.csv", "conceptUri,preferredLabel\nu:/skill/1,Backen\n"),
        ("ISCOGroups_fr.csv", "conceptUri,code,preferredLabel\nu:/g,7512,Boulangers\n"),
    ]);
    let Err(error) = import(DataSet::Esco, whole.path()) else { panic!("mixed") };
    let error = error.to_string();
    assert!(error.contains("skills_de.csv") && error.contains("ISCOGroups_fr.csv"), "{error}");
    std::fs::rename(whole.path().join("ISCOGroups_fr.csv"), whole.path().join("ISCOGroups_de.csv"))
        .unwrap();
    assert_eq!(import(DataSet::Esco, whole.path()).unwrap().tables.roles.len(), 1);
}
