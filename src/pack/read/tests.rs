use super::*;

/// Returns `count` skills that are long enough for the text to be cut.
fn skills(count: usize) -> String {
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
    for i in 0..count {
        text += &format!(
            "\n[[skill]]\nid = \"s{i}\"\nname = \"Skill {i}\"\nkind = \"craft\"\ndescription = \"{}\"\n",
            "é".repeat(200)
        );
    }
    text
}

fn load_text(text: &str) -> LoadedPacks {
    load(vec![PackFiles {
        origin: "p".to_string(),
        files: vec![("p.toml".to_string(), text.as_bytes().to_vec())],
        skipped: vec![],
    }])
}

#[test]
fn a_long_text_is_cut_at_its_headers_and_read_as_if_it_were_not() {
    let text = skills(2_000);
    let at = cut_points(&text);
    assert!(at.len() > 4 && at[0] == 0 && at[at.len() - 1] == text.len());
    assert!(at[1..at.len() - 1].iter().all(|&at| text[at..].starts_with("[[skill]]")));
    let loaded = load_text(&text);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    assert_eq!(loaded.catalog.skills().len(), 2_000);
    assert_eq!(loaded.catalog.skills()[1_999].id, "s1999");
}

#[test]
fn a_fault_in_a_piece_has_the_line_of_the_whole() {
    let text = skills(2_000).replace("\"Skill 1800\"", "7");
    let line = text.lines().position(|l| l == "name = 7").unwrap() + 1;
    let loaded = load_text(&text);
    let [fault] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics.len()) };
    assert_eq!((fault.line, fault.column, fault.code.word()), (line, 8, "wrong-type"));
    // A second entry with the same id reports the line of the first one.
    let loaded = load_text(&skills(2_000).replace("id = \"s1800\"", "id = \"s1500\""));
    let first = &loaded.diagnostics[0].related[0];
    let line = text.lines().position(|l| l == "id = \"s1500\"").unwrap() + 1;
    assert_eq!((first.line, first.source_line.as_str()), (line, "id = \"s1500\""));
}

#[test]
fn what_would_fill_memory_when_parsed_is_not() {
    for (sign, code) in [("=", "too-large"), ("\n", "too-large"), ("\0\n", "not-toml")] {
        let loaded = load_text(&sign.repeat(MAX_TOKENS + 1));
        let codes: Vec<&str> = loaded.diagnostics.iter().map(|fault| fault.code.word()).collect();
        assert_eq!(codes, [code], "{sign:?}");
    }
    // The letters of long texts have no such limit.
    assert!(!is_too_long(&"word ".repeat(MAX_TOKENS)));
}

#[test]
fn what_a_cut_could_hide_is_found_all_the_same() {
    // A syntax error, a multi-line string that contains a header, an array in both notations.
    let loaded = load_text(&skills(2_000).replace("\"Skill 1800\"", "\"Skill"));
    assert_eq!(loaded.diagnostics[0].code, "syntax");
    let header = format!(
        "description = \"\"\"{}\n[[skill]]\n{}\"\"\"",
        "x".repeat(PIECE_SIZE),
        "x".repeat(PIECE_SIZE)
    );
    let text =
        skills(2_000) + "\n[[skill]]\nid = \"last\"\nname = \"Last\"\nkind = \"craft\"\n" + &header;
    assert!(cut_points(&text).is_empty());
    assert_eq!(load_text(&text).catalog.skills().len(), 2_001);
    let array = "skill = [{ id = \"a\", name = \"A\", kind = \"craft\" }]\n";
    let padding = format!("# {}\n", "x".repeat(PIECE_SIZE));
    let loaded = load_text(&(array.to_string() + &padding + &skills(2_000)));
    assert_eq!(loaded.diagnostics[0].code, "syntax", "{:?}", loaded.diagnostics.first());
}
