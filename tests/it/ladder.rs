//! Imports of career ladders as users run them.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::import::run;
use crate::program::{err, out};

/// The path of the sample ladder.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/ladder.csv")
}

/// A folder with files of these names and contents.
fn folder_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

/// Imports the ladder at `path` of `folder` and returns the answer as JSON; what was written passes
/// `check`.
fn import(folder: &Path, path: &str, more: &[&str]) -> Value {
    let args = [&["import", "ladder", path, "-o", "out.toml", "--force", "--format", "json"], more]
        .concat();
    let done = run(&args, folder);
    assert!(done.status.success(), "{path}: {}", err(&done));
    let checked = run(&["check", "out.toml"], folder);
    assert!(checked.status.success(), "{path}: {}", out(&checked));
    serde_json::from_str(&out(&done)).unwrap()
}

/// The title, seniority, responsibilities and skills of each level of an answer.
fn levels(answer: &Value) -> Vec<String> {
    let all = answer["levels"].as_array().unwrap().iter();
    all.map(|level| {
        let rank = level["seniority"].as_u64().map_or("?".to_string(), |rank| rank.to_string());
        let title = level["title"].as_str().unwrap();
        format!("{rank} {title}: {} {}", level["responsibilities"], level["requirements"])
    })
    .collect()
}

#[test]
fn a_spreadsheet_becomes_a_pack() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample();
    let answer = import(folder.path(), path.to_str().unwrap(), &[]);
    assert_eq!(
        levels(&answer),
        ["1 Junior Baker: 3 1", "2 Baker: 5 1", "3 Senior Baker: 4 1"],
        "{answer:#}"
    );
    assert_eq!((&answer["themes"], &answer["skills"]), (&2.into(), &1.into()));
    let pack = std::fs::read_to_string(folder.path().join("out.toml")).unwrap();
    for wanted in
        ["years = [2, 4]", "years = [5]", "scale = [\"1\", \"2\", \"3\"]", "hygiene-rules: 2"]
    {
        assert!(pack.contains(wanted), "{wanted}: {pack}");
    }
    let left_out = answer["sources"][0]["left_out"].to_string();
    assert!(left_out.contains("they ask for nothing"), "{left_out}");
}

#[test]
fn one_of_a_kind_is_counted_in_the_singular() {
    let ladder = "Competency,Junior,Senior\nBaking,Bakes bread.,\nHygiene,1,1\n";
    let folder = folder_of(&[("ladder.csv", ladder.as_bytes())]);
    let done = run(&["import", "ladder", "ladder.csv", "--dry-run"], folder.path());
    let report = out(&done);
    for text in ["2 roles, 1 responsibility in ", " 1 skill, 2 skill requirements"] {
        assert!(report.contains(text), "{text}: {report}{}", err(&done));
    }
}

#[test]
fn a_second_import_after_an_edit_shows_that_edit_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(sample()).unwrap();
    let edited = text.replace("Runs the oven of a shift.", "Runs both ovens of a shift.");
    assert_ne!(text, edited);
    for (name, text) in [("before", &text), ("after", &edited)] {
        std::fs::write(folder.path().join("ladder.csv"), text).unwrap();
        let written = format!("{name}.toml");
        let done = run(&["import", "ladder", "ladder.csv", "-o", &written], folder.path());
        assert!(done.status.success(), "{}", err(&done));
    }
    let args = ["--pack", "after.toml", "diff", "--since", "before.toml", "--format", "json"];
    let done = run(&args, folder.path());
    let review: Value = serde_json::from_str(&out(&done)).unwrap();
    let said =
        out(&run(&["--pack", "after.toml", "diff", "--since", "before.toml"], folder.path()));
    assert!(said.contains("oven"), "{said}");
    assert!(!said.contains("Junior") && !said.contains("Senior"), "{said}\n{review:#}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample();
    let done = run(&["import", "ladder", path.to_str().unwrap(), "--dry-run"], folder.path());
    assert!(done.status.success(), "{}", err(&done));
    assert!(out(&done).contains("levels\tJunior Baker, Baker, Senior Baker"), "{}", out(&done));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let both = run(&["import", "ladder", "x.csv", "--dry-run", "-o", "x.toml"], folder.path());
    assert_eq!(both.status.code(), Some(2));
    let other = run(&["import", "onet", "x", "-o", "x.toml", "--map", "m.toml"], folder.path());
    assert_eq!(other.status.code(), Some(2), "{}", err(&other));
}

#[test]
fn every_shape_is_read_as_the_same_ladder() {
    let wanted = ["1 Junior Engineer: 2 0", "2 Engineer: 1 0", "3 Senior Engineer: 1 0"];
    let shapes: [(&str, &str); 8] = [
        (
            "levels.md",
            "# Engineer ladder\n\n## Junior Engineer\n\nStarts out.\n\n### Craft\n\n- Fixes small faults.\n\n### People\n\n- Asks early.\n\n\
             ## Engineer\n\n### Craft\n\n- Builds parts of a product.\n\n## Senior Engineer\n\n### Craft\n\n- Designs whole products.\n",
        ),
        (
            "table.md",
            "# Ladder\n\n| Area | Junior Engineer | Engineer | Senior Engineer |\n|---|---|---|---|\n\
             | Craft | Fixes small faults.<br><br>Asks early. | Builds parts of a product. | Designs whole products. |\n",
        ),
        (
            "rows.csv",
            "Level,Craft,People\nJunior Engineer,Fixes small faults every day.,Asks others for help early on.\n\
             Engineer,Builds larger parts of a product.,\nSenior Engineer,Designs whole products with others.,\n",
        ),
        (
            "long.csv",
            "Title,Competency,Description\nJunior Engineer,Craft,Fixes small faults.\nJunior Engineer,People,Asks early.\n\
             Engineer,Craft,Builds parts of a product.\nSenior Engineer,Craft,Designs whole products.\n",
        ),
        (
            "wide.tsv",
            "Area\tJunior Engineer\tEngineer\tSenior Engineer\nCraft\tFixes small faults.\tBuilds parts of a product.\tDesigns whole products.\nPeople\tAsks early and often.\t-\tn/a\n",
        ),
        (
            "lists.yaml",
            "levels:\n  - {id: j, name: Junior Engineer}\n  - {id: e, name: Engineer}\n  - {id: s, name: Senior Engineer}\n\
             competencies:\n  - {level: j, theme: craft, summary: Fixes small faults.}\n  - {level: j, theme: people, summary: Asks early and often.}\n\
             \x20 - {level: e, theme: craft, summary: Builds parts of a product.}\n  - {level: s, theme: craft, summary: Designs whole products.}\n",
        ),
        (
            "roles.json",
            "{\"roles\": [{\"title\": \"Junior Engineer\", \"responsibilities\": {\"craft\": [\"Fixes small faults.\"], \"people\": [\"Asks early and often.\"]}},\
             {\"title\": \"Engineer\", \"responsibilities\": {\"craft\": [\"Builds parts of a product.\"]}},\
             {\"title\": \"Senior Engineer\", \"responsibilities\": {\"craft\": [\"Designs whole products.\"]}}]}",
        ),
        (
            "page.html",
            "<html><body><h1>Ladder</h1><table><tr><th>Area</th><th>Junior Engineer</th><th>Engineer</th><th>Senior Engineer</th></tr>\
             <tr><td>Craft</td><td><ul><li>Fixes small faults.</li><li>Asks early.</li></ul></td><td>Builds parts of a product.</td><td>Designs whole products.</td></tr></table></body></html>",
        ),
    ];
    for (name, text) in shapes {
        let folder = folder_of(&[(name, text.as_bytes())]);
        assert_eq!(levels(&import(folder.path(), name, &[])), wanted, "{name}");
    }
}

#[test]
fn the_files_of_a_folder_become_one_pack() {
    let role = |title: &str, duty: &str| {
        format!(
            "# {title}\n\n## Responsibilities\n\n- {duty}\n- Shares what is learnt.\n\n## Benefits\n\n- Free bread\n"
        )
    };
    let (senior, junior) =
        (role("Senior Baker", "Runs a shop."), role("Junior Baker", "Weighs flour."));
    let folder = folder_of(&[
        ("roles/senior-baker.md", senior.as_bytes()),
        ("roles/junior-baker.md", junior.as_bytes()),
        ("roles/README.md", b"# About"),
        ("roles/notes.pdf", b"%PDF"),
    ]);
    let answer = import(folder.path(), "roles", &[]);
    assert_eq!(levels(&answer), ["1 Junior Baker: 2 0", "2 Senior Baker: 2 0"]);
    let not_read = answer["not_read"].to_string();
    assert!(not_read.contains("notes.pdf") && not_read.contains("README.md"), "{not_read}");
    assert!(answer["sources"].to_string().contains("Benefits"), "{answer:#}");
}

/// The parts of an XLSX workbook with a sheet of cells as rows of XML.
fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let (mut list, mut links, mut types) = (String::new(), String::new(), String::new());
    for (at, (name, state, _)) in sheets.iter().enumerate() {
        let id = at + 1;
        list += &format!(
            "<sheet name=\"{name}\" sheetId=\"{id}\" state=\"{state}\" r:id=\"rId{id}\"/>"
        );
        links += &format!(
            "<Relationship Id=\"rId{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
        types += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{id}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
    }
    part(
        "[Content_Types].xml",
        &format!(
            "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"
        ),
    );
    part(
        "_rels/.rels",
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    );
    part(
        "xl/workbook.xml",
        &format!("<?xml version=\"1.0\"?><workbook {ns}><sheets>{list}</sheets></workbook>"),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
        ),
    );
    for (at, (_, _, cells)) in sheets.iter().enumerate() {
        part(
            &format!("xl/worksheets/sheet{}.xml", at + 1),
            &format!("<?xml version=\"1.0\"?><worksheet {ns}>{cells}</worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of which every part is small, and that unpacks to more than is read.
fn flood() -> Vec<u8> {
    let one = workbook(&[("L", "visible", &" ".repeat(64 << 20))]);
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(one)).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        zip.raw_copy_file(from.by_index_raw(at).unwrap()).unwrap();
    }
    for copy in 2..6 {
        let part = from.by_name("xl/worksheets/sheet1.xml").unwrap();
        zip.raw_copy_file_rename(part, format!("xl/worksheets/sheet{copy}.xml")).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of an ODS workbook with a sheet of these rows.
fn open_document(rows: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"Ladder\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    for (name, text) in [
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn open_document_sheets_are_read_with_their_repeated_cells() {
    let cell = |text: &str, times: usize| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{times}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[String]| {
        // Sheets end with empty cells up to the last column.
        format!(
            "<table:table-row>{}<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>",
            cells.concat()
        )
    };
    let rows = [
        row(&[cell("Competency", 1), cell("Junior Baker", 1), cell("Baker", 1), cell("Senior Baker", 1)]),
        row(&[cell("Kneading", 1), cell("Keeps the bench clean for all.", 2), cell("Trains bakers across the shops.", 1)]),
        "<table:table-row table:number-rows-repeated=\"1040000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_string(),
    ];
    let folder = folder_of(&[("ladder.ods", &open_document(&rows.concat()))]);
    let answer = import(folder.path(), "ladder.ods", &[]);
    assert_eq!(
        levels(&answer),
        ["1 Junior Baker: 1 0", "2 Baker: 1 0", "3 Senior Baker: 1 0"],
        "{answer:#}"
    );
}

#[test]
fn pages_that_are_no_ladder_are_left_out_by_name() {
    let list = "\n\n## Responsibilities\n\n- Answers within an hour.\n- Hands over in writing.\n";
    let page = |title: &str| format!("# {title}{list}");
    let steps =
        "# How we bake\n\n## Step 1: Mixing\n\n- Mix it.\n\n## Step 2: Baking\n\n- Bake it.\n";
    let policy = "# Fire policy\n\n## Head of Ovens\n\n- Calls the brigade.\n\n## Shop Manager\n\n- Counts heads.\n";
    let risks = "# Risks\n\n| Likelihood | 5 | 10 | 15 |\n|---|---|---|---|\n| Fire | Happens once in ten years. | Happens each year. | Happens each month. |\n";
    let junior = page("Junior Baker");
    let senior = page("Senior Baker");
    let others = ["On call", "Baker: Appendix", "Promotion guidelines", "Bakers", "Bread server"];
    let mut files: Vec<(String, String)> = others
        .iter()
        .map(|title| (format!("{}.md", title.replace(':', "")), page(title)))
        .collect();
    for (name, text) in [
        ("junior.md", junior.as_str()),
        ("senior.md", &senior),
        ("steps.md", steps),
        ("policy.md", policy),
        ("risks.md", risks),
    ] {
        files.push((name.to_string(), text.to_string()));
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("book")).unwrap();
    for (name, text) in &files {
        std::fs::write(folder.path().join("book").join(name), text).unwrap();
    }
    let answer = import(folder.path(), "book", &[]);
    assert_eq!(levels(&answer), ["1 Junior Baker: 2 0", "2 Senior Baker: 2 0"], "{answer:#}");
    let not_read = answer["not_read"].as_array().unwrap();
    for (name, _) in files.iter().filter(|(name, _)| !matches!(&**name, "junior.md" | "senior.md"))
    {
        let entry = not_read.iter().find(|entry| entry["what"].as_str().unwrap().contains(&**name));
        let why = entry.unwrap_or_else(|| panic!("{name}: {answer:#}"))["why"].as_str().unwrap();
        assert!(why.contains("title") || why.contains("levels"), "{name}: {why}");
    }
    // What is named alone, or by a map, is read.
    let alone = import(folder.path(), "book/On call.md", &[]);
    assert_eq!(alone["responsibilities"], 2, "{alone:#}");
    std::fs::write(folder.path().join("map.toml"), "labels.'On call' = 'title'\n").unwrap();
    let mapped = import(folder.path(), "book", &["--map", "map.toml"]);
    assert_eq!(mapped["roles"], 3, "{mapped:#}");
}

#[test]
fn what_is_not_read_of_a_text_or_a_tree_is_counted() {
    let folder = folder_of(&[
        (
            "ladder.yaml",
            b"notes: Written in spring.\nlevels:\n  - {name: Junior Baker, url: 'https://example.org', responsibilities: [Weighs flour every day.]}\n\
              \x20 - {name: Senior Baker, url: 'https://example.org', responsibilities: [Runs a shop every day.]}\n",
        ),
        (
            "ladder.md",
            b"# Bakers\n\nWe wrote this together.\n\nIt is a start.\n\n## Junior Baker\n\n- Weighs flour.\n\n## Senior Baker\n\n- Runs a shop.\n",
        ),
    ]);
    for (name, wanted) in [
        ("ladder.yaml", "key \u{201c}url\u{201d} (2 times)"),
        ("ladder.yaml", "key \u{201c}notes\u{201d}"),
        ("ladder.md", "2 paragraphs below \u{201c}Bakers\u{201d}"),
    ] {
        let answer = import(folder.path(), name, &[]);
        assert_eq!(
            (&answer["roles"], &answer["responsibilities"]),
            (&2.into(), &2.into()),
            "{name}"
        );
        let left_out = answer["sources"][0]["left_out"].to_string();
        assert!(left_out.contains(wanted), "{name}: {left_out}");
    }
}

#[test]
fn ids_stay_when_a_row_or_level_comes_between() {
    let text = std::fs::read_to_string(sample()).unwrap();
    let row = text.replace(
        "People,Teamwork",
        "Craft,Shaping,Shapes loaves.,Shapes rolls.,Shapes all.\nPeople,Teamwork",
    );
    let level: String = "Category,Competency,Junior Baker,Baker\nCraft,Dough,Mixes doughs by hand.,Adjusts doughs to flour.\n".into();
    let inserted = "Category,Competency,Junior Baker,Assistant Baker,Baker\nCraft,Dough,Mixes doughs by hand.,Weighs flour and salt.,Adjusts doughs to flour.\n";
    for (before, after, added) in [(&text[..], &row[..], "Shap"), (&level, inserted, "Assistant")] {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("before", before), ("after", after)] {
            std::fs::write(folder.path().join("ladder.csv"), text).unwrap();
            let written = format!("{name}.toml");
            let done = run(&["import", "ladder", "ladder.csv", "-o", &written], folder.path());
            assert!(done.status.success(), "{}", err(&done));
        }
        let args = ["--pack", "after.toml", "diff", "--since", "before.toml"];
        let said = out(&run(&args, folder.path()));
        let lines: Vec<&str> = said.lines().collect();
        assert!(lines.iter().any(|line| line.contains(added)), "{said}");
        for line in &lines {
            let follows = ["\tseniority\t", "\tMoves\t"].iter().any(|word| line.contains(word));
            assert!(line.contains(added) || follows, "{line}: {said}");
        }
    }
}

#[test]
fn workbooks_show_values_and_hidden_sheets_are_named() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let head = format!(
        "<row r=\"3\">{}{}{}</row>",
        text("B3", "Skill"),
        text("C3", "Junior Baker"),
        text("D3", "Senior Baker")
    );
    let rows = format!(
        "<sheetData>{head}<row r=\"4\">{}<c r=\"C4\"><f>1+1</f><v>2</v></c><c r=\"D4\"><v>4</v></c></row><row r=\"5\">{}{}</row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"C5:D5\"/></mergeCells>",
        text("B4", "Kneading"),
        text("B5", "Teamwork"),
        text("C5", "Keeps the bench clean for everyone.")
    );
    let book = workbook(&[
        ("Ladder", "visible", &rows),
        ("Draft", "hidden", &rows),
        ("Empty", "visible", "<sheetData/>"),
    ]);
    let folder = folder_of(&[("ladder.xlsx", &book), ("map.toml", b"sheets = ['Draft']")]);
    let answer = import(folder.path(), "ladder.xlsx", &[]);
    assert_eq!(levels(&answer), ["1 Junior Baker: 1 1", "2 Senior Baker: 1 1"], "{answer:#}");
    let pack = std::fs::read_to_string(folder.path().join("out.toml")).unwrap();
    assert!(pack.contains("kneading: 2") && pack.contains("kneading: 4"), "{pack}");
    let not_read = answer["not_read"].to_string();
    assert!(
        not_read.contains("Draft") && not_read.contains("hidden") && not_read.contains("empty"),
        "{not_read}"
    );
    let other = import(folder.path(), "ladder.xlsx", &["--map", "map.toml"]);
    assert!(other["sources"].to_string().contains("Draft"), "{other:#}");
}

#[test]
fn a_map_settles_what_cannot_be_guessed() {
    let folder = folder_of(&[
        ("odd.csv", b"Thing,Tin,Gold\nOwner,Somebody,Somebody else\nKneading,Kneads by hand.,Kneads by machine too.\n"),
        ("map.toml", b"family = 'Baker'\nlevels = ['Tin', 'Gold']\nignore = ['Owner']\n"),
        ("wrong.toml", b"lvels = ['Tin']\n"),
    ]);
    let unknown = run(&["import", "ladder", "odd.csv", "-o", "out.toml"], folder.path());
    assert_eq!(unknown.status.code(), Some(3));
    assert!(err(&unknown).contains("levels") && err(&unknown).contains("map"), "{}", err(&unknown));
    let answer = import(folder.path(), "odd.csv", &["--map", "map.toml"]);
    assert_eq!(levels(&answer), ["1 Tin baker: 1 0", "2 Gold baker: 1 0"]);
    let wrong =
        run(&["import", "ladder", "odd.csv", "--dry-run", "--map", "wrong.toml"], folder.path());
    assert!(err(&wrong).contains("lvels") && err(&wrong).contains("ladder-map"), "{}", err(&wrong));
    let schema = run(&["schema", "ladder-map"], folder.path());
    let schema: Value = serde_json::from_str(&out(&schema)).unwrap();
    let documented: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let wanted =
        ["cells", "family", "grades", "header", "ignore", "labels", "levels", "sheets", "split"];
    assert_eq!(documented.into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn what_cannot_be_read_is_one_clear_line() {
    let flood = flood();
    let corners = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
         <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    let wide = workbook(&[("L", "visible", corners)]);
    let repeated = open_document(
        "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
         table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
    );
    let folder = folder_of(&[
        ("wide.xlsx", &wide),
        ("repeated.ods", &repeated),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("flood.xlsx", &flood),
        ("broken.yaml", b"a: [1\nb: 2\n"),
        ("broken.json", b"{\"a\": }"),
        ("empty.csv", b" \n"),
        ("ladder.pdf", b"%PDF-1.7"),
        ("letter.md", b"Dear all,\n\nwe have no ladder.\n"),
    ]);
    for (name, wanted) in [
        ("broken.xlsx", "not a readable workbook"),
        ("flood.xlsx", "unpacks to more than"),
        ("wide.xlsx", "its used area has 1048576 rows and 16384 columns"),
        ("repeated.ods", "its used area has 1000000 rows and 16000 columns"),
        ("broken.yaml", "line"),
        ("broken.json", "line 1"),
        ("empty.csv", "empty"),
        ("ladder.pdf", "save its table as CSV or XLSX"),
        ("letter.md", "no levels"),
        ("missing.csv", "missing.csv"),
    ] {
        let done = run(&["import", "ladder", name, "-o", "out.toml"], folder.path());
        let said = err(&done);
        assert_eq!(done.status.code(), Some(3), "{name}: {said}");
        assert!(said.contains(wanted) && said.contains(name), "{name}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{name}: {said}");
        assert!(!folder.path().join("out.toml").exists(), "{name}");
    }
}

/// Public ladders beside the repository, each with the paths to import and the map that it needs.
const PUBLIC: [(&str, &str, &str); 6] = [
    ("ft-engineering", "files/data/job-families", ""),
    ("gdad-framework", "files/priv/repo/seeds/uk_gdad_pcf_role/seeds.csv", ""),
    (
        "madetech",
        "files/roles",
        "[labels]\n'Internal Stakeholders' = 'summary'\n'Your role at Made Tech' = 'summary'\n",
    ),
    ("mattermost", "files/operations", ""),
    ("pm-career-ladder", "files/pm-career-ladder.csv", ""),
    ("product-design-xlsx", "files/attached_assets", "split = 'cell'\n"),
];

#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_ladders_are_counted_as_a_reader_counts_them() {
    let data =
        std::env::var_os("ROLEDEX_DATA").expect("ROLEDEX_DATA names the folder of the data sets");
    let shared = Path::new(&data).join("ladders");
    let mapped = PUBLIC.iter().filter(|(_, _, map)| !map.is_empty()).count();
    assert!(mapped <= 2, "{mapped} ladders need a map");
    for (name, path, map) in PUBLIC {
        let folder = folder_of(&[("map.toml", map.as_bytes())]);
        let gold: Value =
            serde_json::from_slice(&std::fs::read(shared.join(name).join("gold.json")).unwrap())
                .unwrap();
        let gold = gold["roles"].as_array().unwrap();
        let path = shared.join(name).join(path);
        let answer = import(folder.path(), path.to_str().unwrap(), &["--map", "map.toml"]);
        let total = |field: &str| {
            gold.iter().map(|role| role[field].as_array().unwrap().len()).sum::<usize>()
        };
        assert_eq!(answer["roles"], gold.len(), "{name}: roles");
        assert_eq!(answer["responsibilities"], total("duties"), "{name}: responsibilities");
        assert_eq!(answer["requirements"], total("skills"), "{name}: skill requirements");
        let skills: BTreeSet<&str> = gold
            .iter()
            .flat_map(|role| role["skills"].as_array().unwrap())
            .map(|skill| skill[0].as_str().unwrap())
            .collect();
        assert_eq!(answer["skills"], skills.len(), "{name}: skills");
        // Each level of a family has a rank of its own where the ladder states levels.
        let stated: BTreeSet<String> =
            gold.iter().map(|role| format!("{} {}", role["family"], role["level"])).collect();
        let read: BTreeSet<String> = answer["levels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|level| format!("{} {} {}", level["family"], level["level"], level["title"]))
            .collect();
        assert!(read.len() >= stated.len().min(gold.len()), "{name}: levels");
    }
}
