//! One damage is one fault, at its place, whatever its kind.

use crate::pack::from_bytes;

const PACK: &str = r#"[pack]
format = 1
id = "p"
title = "P"
version = "1"
scale = ["low", "high"]

[[theme]]
id = "t"
title = "T"

[[skill]]
id = "kneading"
name = "Kneading"
kind = "craft"
aliases = [
  "dough",
  "dough work",
]
levels = { low = "a", high = "b" }
description = """
Long text
here."""

[[skill]]
id = "baking"
name = "Baking"
kind = "craft"
description = """
More text
there."""

[[role]]
id = "baker"
title = "Baker"
family = "f"
summary = "Bakes."

[role.responsibilities]
t = [
  "Bakes.",
  { text = "Sells.", emphasis = "tactical" },
  "Cleans.",
]

[role.skills]
essential = ["kneading: high", "baking"]

[[role]]
id = "senior"
title = "Senior"
family = "f"
extends = "baker"
summary = "Leads."

[role.skills]
essential = ["kneading: high", { skill = "baking", level = "low" }]

[[role.move]]
to = "baker"
"#;

/// Returns `line:column code` for each fault.
fn faults(text: &[u8]) -> Vec<String> {
    let loaded = from_bytes("p.toml", text);
    loaded.diagnostics.iter().map(|d| format!("{}:{} {}", d.line, d.column, d.code)).collect()
}

/// Returns the faults after the first `from` was replaced by `to`.
#[track_caller]
fn damaged(from: &str, to: &str) -> Vec<String> {
    assert!(PACK.contains(from), "{from}");
    faults(PACK.replacen(from, to, 1).as_bytes())
}

#[test]
fn the_pack_is_valid() {
    assert_eq!(faults(PACK.as_bytes()), Vec::<String>::new());
    assert_eq!(faults(PACK.replace('\n', "\r\n").as_bytes()), Vec::<String>::new());
    assert_eq!(faults(format!("\u{feff}{PACK}").as_bytes()), Vec::<String>::new());
}

#[test]
fn what_is_never_closed_is_one_fault() {
    for (from, to, place) in [
        ("  \"dough work\",\n]", "  \"dough work\",\n", "18:15"),
        ("\"baking\"]\n", "\"baking\"\n", "47:13"),
        ("  \"Cleans.\",\n]", "  \"Cleans.\",\n", "43:12"),
        ("\"high\"]", "\"high\"", "6:9"),
        ("high = \"b\" }", "high = \"b\"", "20:10"),
        ("\"tactical\" },", "\"tactical\",", "42:3"),
        ("level = \"low\" }]", "level = \"low\"]", "57:32"),
        ("\"Kneading\"", "\"Kneading", "14:8"),
        ("\"baker\"\ntitle", "\"baker\ntitle", "34:6"),
        ("\"dough\",", "\"dough,", "17:3"),
        ("\"baking\"]", "\"baking]", "47:32"),
        ("here.\"\"\"", "here.", "21:15"),
        ("here.\"\"\"", "here.\"\"", "21:15"),
        ("there.\"\"\"", "there.", "29:15"),
    ] {
        assert_eq!(damaged(from, to), [format!("{place} syntax")], "{to}");
        // With other quotes, and other line ends.
        let text = PACK.replacen(from, to, 1).replace('"', "'");
        assert_eq!(faults(text.as_bytes()), [format!("{place} syntax")], "{to} with '");
        let text = PACK.replacen(from, to, 1).replace('\n', "\r\n");
        assert_eq!(faults(text.as_bytes()), [format!("{place} syntax")], "{to} with CRLF");
    }
}

#[test]
fn what_is_never_opened_is_one_fault() {
    for (from, to, place) in [
        ("{ text", "text", "42:3"),
        ("t = [", "t =", "40:4"),
        ("\"Kneading\"", "Kneading\"", "14:8"),
        ("\"kneading: high\", \"baking\"]", "\"kneading: high, \"baking\"]", "47:32"),
        ("description = \"\"\"\nLong", "description =\nLong", "21:14"),
        ("description = \"\"\"\nLong", "description = \"\nLong", "21:15"),
        ("description = \"\"\"\nLong", "description = \"\"\nLong", "21:15"),
        ("aliases = [\n", "", "16:10"),
        ("name = \"Baking\"", "name = \"Baking\"]", "27:16"),
        ("name = \"Baking\"", "name = \"Baking\"\n]", "28:1"),
        ("name = \"Baking\"", "name = \"Baking\"\n}", "28:1"),
    ] {
        assert_eq!(damaged(from, to), [format!("{place} syntax")], "{to}");
    }
}

#[test]
fn a_damaged_header_is_one_fault_and_its_table_is_read() {
    for (from, to, place) in [
        ("[[role]]", "[[role]", "33:1"),
        ("[[role]]", "[[role", "33:1"),
        ("[[role]]", "[role]]", "33:1"),
        ("[[role]]", "role]]", "33:1"),
        ("[[role]]", "[[role]] x", "33:9"),
        ("[[role]]", "[[ro le]]", "33:1"),
        ("[role.skills]", "[role.skills", "46:1"),
        ("[role.skills]", "role.skills]", "46:1"),
        ("[[role]]\nid = \"senior\"", "id = \"senior\"", "49:1"),
        ("[[skill]]\nid = \"baking\"", "id = \"baking\"", "25:1"),
        (
            "id = \"t\"\ntitle = \"T\"\n",
            "id = \"t\"\ntitle = \"T\"\n[skill.levels]\nlow = \"x\"\n",
            "11:1",
        ),
        ("[[skill]]\n", "[[skill]]", "12:10"),
        ("name = \"Baking\"\n", "name = \"Baking\"", "27:16"),
    ] {
        assert_eq!(damaged(from, to), [format!("{place} syntax")], "{to}");
    }
    let loaded = from_bytes("p.toml", PACK.replacen("[[role]]", "[[role]", 1).as_bytes());
    assert_eq!(
        (loaded.catalog.roles().len(), loaded.catalog.roles()[0].responsibilities.len()),
        (2, 3)
    );
}

#[test]
fn other_kinds_of_damage_are_one_fault_each() {
    for (from, to, fault) in [
        ("name = \"Baking\"", "name \"Baking\"", "27:6 syntax"),
        ("name = \"Baking\"", "name: \"Baking\"", "27:7 syntax"),
        ("name = \"Baking\"", "\u{a0}\nname = \"Baking\"", "27:2 syntax"),
        ("name = \"Baking\"", "name = \"Baking\"\u{a0}", "27:16 syntax"),
        ("name = \"Baking\"", "name\u{a0}= \"Baking\"", "27:5 syntax"),
        ("name = \"Baking\"", "name = \u{201c}Baking\u{201d}", "27:8 syntax"),
        ("name = \"Baking\"", "name = \"Bak\0ing\"", "27:12 syntax"),
        ("name = \"Baking\"", "name = \"Baking\"\nname = \"Baking\"", "28:1 syntax"),
        ("id = \"baking\"", "id = \"baking\"\nid = \"baking\"", "27:1 syntax"),
        ("[[skill]]", "[[skil]]", "12:3 unknown-key"),
        (
            "  \"dough work\",\n",
            "  \"dough work\",\ngroup = \"x\"\n  \"dumplings\",\n",
            "19:1 syntax",
        ),
        ("id = \"kneading\"\n", "", "12:1 missing-field"),
        ("id = \"kneading\"", "id = \"kneading\u{200b}\"", "13:6 bad-id"),
        ("name = \"Baking\"", "=======\nname = \"Baking\"", "27:2 syntax"),
        (
            "name = \"Baking\"",
            "<<<<<<< a\nname = \"Baking\"\n=======\nname = \"Bake\"\n>>>>>>> b",
            "27:1 merge-conflict",
        ),
        (
            "  \"dough\",",
            "<<<<<<< a\n  \"dough\",\n||||||| c\n  \"d\",\n=======\n  x,\n>>>>>>> b",
            "17:1 merge-conflict",
        ),
        ("Long text", "<<<<<<< a\nLong text\n=======\nx\n>>>>>>> b", "22:1 merge-conflict"),
    ] {
        assert_eq!(damaged(from, to), [fault], "{to}");
    }
    let conflict = format!("<<<<<<< a\n{PACK}=======\n>>>>>>> b\n");
    assert_eq!(faults(conflict.as_bytes()), ["1:1 merge-conflict"]);
}

#[test]
fn a_file_that_ends_early_has_one_fault() {
    for end in ["id = \"kneading", "\"dough work", "levels = { low", "More", "id = \"ba"] {
        let at = PACK.find(end).unwrap() + end.len();
        let found = faults(&PACK.as_bytes()[..at]);
        assert_eq!(found.len(), 1, "{end}: {found:?}");
    }
    // Cut off between two statements; more entries refer to what came after it.
    let [skill, name, role] =
        ["[[skill]]", "name = \"Kneading\"", "[[role]]"].map(|part| PACK.find(part).unwrap());
    let text = [&PACK[..skill], &PACK[role..], "\n", &PACK[skill..name]].concat();
    let found = faults(text.trim_end().as_bytes());
    assert!(found.iter().all(|fault| fault.ends_with("missing-field")), "{found:?}");
}

#[test]
fn what_is_not_text_has_one_fault() {
    let utf16: Vec<u8> = PACK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(faults(&utf16), ["1:1 not-toml"]);
    assert_eq!(faults(&[&b"\xff\xfe"[..], &utf16].concat()), ["1:1 not-toml"]);
    assert_eq!(faults_with_bytes("dough work", b"d\xf6ugh"), ["18:5 not-utf8"]);
    // Everything that refers to the skill whose id cannot be read.
    assert_eq!(faults_with_bytes("kneading\"", b"kn\xe4ading\""), ["13:9 not-utf8"]);
    assert_eq!(faults_with_bytes("name", b"n\xe4me"), ["14:2 not-utf8"]);
    assert_eq!(faults(PACK.replace('\n', "\r").as_bytes()).len(), 1);
    assert_eq!(faults(PACK.replace('\n', "\r\r\n").as_bytes()), ["1:7 syntax"]);
}

fn faults_with_bytes(from: &str, to: &[u8]) -> Vec<String> {
    let at = PACK.find(from).unwrap();
    faults(&[&PACK.as_bytes()[..at], to, &PACK.as_bytes()[at + from.len()..]].concat())
}

#[test]
fn two_damages_are_two_faults_and_a_damage_hides_nothing_else() {
    let text = PACK.replacen("\"high\"]", "\"high\"", 1).replacen(
        "\"baking\"]",
        "\"baking\", \"sweeping\"]",
        1,
    );
    assert_eq!(faults(text.as_bytes()), ["6:9 syntax", "47:42 unknown-skill"]);
    let text =
        PACK.replacen("\"dough\",", "\"dough,", 1).replacen("to = \"baker\"", "to = \"baker", 1);
    assert_eq!(faults(text.as_bytes()), ["17:3 syntax", "60:6 syntax"]);
}

#[test]
fn a_definition_that_is_misspelt_is_the_fault_and_not_all_that_refers_to_it() {
    assert_eq!(damaged("id = \"kneading\"", "id = \"kneadimg\""), ["13:6 unknown-skill"]);
    assert_eq!(damaged("id = \"baker\"", "id = \"bakr\""), ["34:6 unknown-role"]);
}

#[test]
fn what_cannot_be_seen_is_read_as_a_blank_or_named() {
    // Blanks of all kinds count as spaces.
    let text = PACK.replace("\"low\"", "\"very\u{a0}low\"").replacen("low =", "\"very low\" =", 1);
    assert_eq!(faults(text.as_bytes()), Vec::<String>::new());
    let text = PACK.replacen("version = \"1\"", "version = \"1\"\nfamilies = [\"f\u{a0}\"]", 1);
    assert_eq!(faults(text.as_bytes()), Vec::<String>::new());
    for (from, to, named) in [
        ("kneading: high", "kneading: hi\u{200b}gh", "zero-width space (U+200B)"),
        ("\"craft\"", "\"craft\u{a0}\"", "no-break space (U+00A0)"),
        ("\"baking\"]", "\"bak\u{456}ng\"]", "U+0456"),
        ("\nt = [", "\n\"t\u{ad}\" = [", "U+00AD"),
        ("\"tactical\"", "\"tactical\u{202f}\"", "no-break space (U+202F)"),
        ("id = \"kneading\"", "id = \"kneading\u{2060}\"", "U+2060"),
        ("extends = \"baker\"", "extends = \"baker\u{a0}\"", "no-break space (U+00A0)"),
    ] {
        let loaded = from_bytes("p.toml", PACK.replacen(from, to, 1).as_bytes());
        let hints: Vec<_> = loaded.diagnostics.iter().filter_map(|d| d.hint.clone()).collect();
        assert!(hints.len() == 1 && hints[0].contains(named), "{to}: {hints:?}");
    }
}

#[test]
fn faults_are_capped_with_their_number_and_other_kinds_are_seen() {
    let mut text = PACK.replacen("title = \"T\"", "title = 7", 1);
    for at in 0..5_000 {
        text += &format!("[[role.move]]\nto = \"nobody-{at}\"\n");
    }
    let loaded = from_bytes("p.toml", text.as_bytes());
    let of = |code: &str| loaded.diagnostics.iter().filter(|d| d.code == code).collect::<Vec<_>>();
    assert_eq!(of("wrong-type").len(), 1);
    let unknown = of("unknown-role");
    assert_eq!((unknown.len(), unknown.last().unwrap().more), (100, 4_900));
    assert!(unknown[..99].iter().all(|d| d.more == 0));
}

#[test]
fn a_very_long_line_is_cut_around_its_fault() {
    let text =
        PACK.replacen("\"baking\"]", &format!("{}\"nothing\"]", "\"baking\", ".repeat(3_000)), 1);
    let loaded = from_bytes("p.toml", text.as_bytes());
    let fault = loaded.diagnostics.iter().find(|d| d.code == "unknown-skill").unwrap();
    assert!(fault.source_line.len() < 300 && fault.column > 30_000);
    let shown: String = fault
        .source_line
        .chars()
        .skip(fault.column - 1 - fault.skipped)
        .take(fault.length)
        .collect();
    assert_eq!(shown, "\"nothing\"");
}
