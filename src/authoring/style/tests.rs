use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::model::Catalog;

fn styled(text: &str) -> String {
    let styled = restyle(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let again = restyle(&styled).unwrap_or_else(|error| panic!("{error}:\n{styled}"));
    assert_eq!(again, styled, "a second pass changes more of\n{text}");
    styled
}

#[test]
fn keys_and_tables_follow_the_order_of_the_format() {
    let text = "\
[[role]]
family = 'bakery'
title = \"Baker\"
pay = [{ source = 'guild', median = 1_000, low = 0x10 }]
codes.isco = \"7512\"
id = \"baker\"
skills.useful = [\"sql\"]
skills.essential = [\"kneading: best\"]
reporting = { span = [1, 3], reports-to = [\"head\"] }
[[skill]]
id = 'kneading'
[role.responsibilities]
care = [\"Cleans.\"]
work = [{ activity = \"shape\", text = 'Shapes \"loaves\".' }, \"Bakes.\"]
";
    let wanted = "\
[[role]]
id = \"baker\"
title = \"Baker\"
family = \"bakery\"
codes = { isco = \"7512\" }

[role.reporting]
reports-to = [\"head\"]
span = [1, 3]

[role.responsibilities]
care = [
  \"Cleans.\",
]
work = [
  { text = \"Shapes \\\"loaves\\\".\", activity = \"shape\" },
  \"Bakes.\",
]

[role.skills]
essential = [\"kneading: best\"]
useful = [\"sql\"]

[[role.pay]]
low = 0x10
median = 1_000
source = \"guild\"

[[skill]]
id = \"kneading\"
";
    assert_eq!(styled(text), wanted);
}

#[test]
fn comments_stay_where_they_were() {
    let text = "\
#:schema roledex.json

# Bread.


# The baker.
[[role]]   # header
  # Its name.

title = \"Baker\"# beside
id = \"baker\"

# alone

family = \"bakery\"
# after the last key

[role.skills] # skills
useful = [ # bracket
  # above
  \"sql\", # beside sql
  \"kneading\"
  # below
] # end
# the end of skills

# the very end
";
    let wanted = "\
#:schema roledex.json

# Bread.

# The baker.
[[role]] # header
id = \"baker\"
# Its name.

title = \"Baker\" # beside

# alone

family = \"bakery\"
# after the last key

[role.skills] # skills
useful = [ # bracket
  # above
  \"sql\", # beside sql
  \"kneading\",
  # below
] # end
# the end of skills

# the very end
";
    assert_eq!(styled(text), wanted);
}

#[test]
fn comments_inside_values_keep_a_value_as_it_is() {
    let text = "[[role]]\nid = \"a\"\nreporting = { # who\n  reports-to = [\"b\"], # above\n}\npay = [\n  # one\n  { low = 1 },\n]\n";
    let wanted = "[[role]]\nid = \"a\"\nreporting = { # who\n  reports-to = [\"b\"], # above\n}\npay = [\n  # one\n  { low = 1 },\n]\n";
    assert_eq!(styled(text), wanted);
    let text = "[[role]]\nid = \"a\"\nreporting = { span = [1] } # beside\npay = [{ low = 1 }, { low = 2 }] # paid\n";
    let wanted = "[[role]]\nid = \"a\"\n\n[role.reporting] # beside\nspan = [1]\n\n[[role.pay]] # paid\nlow = 1\n\n[[role.pay]]\nlow = 2\n";
    assert_eq!(styled(text), wanted);
}

#[test]
fn long_lists_and_maps_take_a_line_for_each_item() {
    let names = (0..9).map(|n| format!("\"a-rather-long-name-{n}\"")).collect::<Vec<_>>();
    let text = format!("[[role]]\nid = \"a\"\naliases = [{}]\n", names.join(","));
    let lines: String = names.iter().fold(String::new(), |all, name| all + "  " + name + ",\n");
    assert_eq!(styled(&text), format!("[[role]]\nid = \"a\"\naliases = [\n{lines}]\n"));
    let text = format!(
        "[[skill]]\nid = \"a\"\nlevels = {{ low = \"{0}\", high = \"{0}\" }}\nnote = \"n\"\n",
        "x".repeat(60)
    );
    let line = "x".repeat(60);
    let wanted = format!(
        "[[skill]]\nid = \"a\"\nnote = \"n\"\n\n[skill.levels]\nlow = \"{line}\"\nhigh = \"{line}\"\n"
    );
    assert_eq!(styled(&text), wanted);
}

#[test]
fn texts_keep_their_characters() {
    let text = "[[role]]\r\nid = 'a'\r\nsummary = \"\"\"\r\nTwo\r\nlines\"\"\"\r\ntitle = \"tab\\t\\u202e é\"\r\n";
    let wanted = "[[role]]\r\nid = \"a\"\r\ntitle = \"tab\\t\\u202e é\"\r\nsummary = \"\"\"\r\nTwo\r\nlines\"\"\"\r\n";
    assert_eq!(styled(text), wanted);
    assert_eq!(styled("\u{feff}[pack]\nid='a'\n\n\n"), "[pack]\nid = \"a\"\n");
    assert_eq!(styled(""), "");
    assert_eq!(styled("# only a comment"), "# only a comment\n");
    assert_eq!(
        styled("[unknown]\nb = 1\na.c = [[1], [2]]\n\"x y\" = {}\n"),
        "[unknown]\nb = 1\n\"x y\" = {}\n\n[unknown.a]\nc = [[1], [2]]\n"
    );
    assert!(matches!(restyle("a = "), Err(StyleError::Syntax { .. })));
}

/// Files of packs: the built-in one and the fixtures of the tests.
fn pack_texts() -> Vec<String> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, found),
                false if path.extension().is_some_and(|e| e == "toml") => found.push(path),
                false => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("content"), &mut files);
    collect(&root.join("tests/it/fixtures"), &mut files);
    files.extend(
        std::fs::read_dir(root.join("tests/fuzz/corpus/pack")).unwrap().map(|e| e.unwrap().path()),
    );
    files.sort();
    files.into_iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

/// What a reader gets from one file, faults left aside.
fn contents(text: &str) -> (Catalog, usize) {
    let loaded = crate::pack::from_files("test", &[("a.toml", text)]);
    (loaded.catalog, loaded.diagnostics.iter().map(|fault| 1 + fault.more).sum())
}

fn assert_same_contents(before: &str, after: &str) {
    let ((old, old_faults), (new, new_faults)) = (contents(before), contents(after));
    assert_eq!(old.packs(), new.packs(), "{before}");
    assert_eq!(old.sources(), new.sources(), "{before}");
    assert_eq!(old.themes(), new.themes(), "{before}");
    assert_eq!(old.skills(), new.skills(), "{before}");
    assert_eq!(old.roles(), new.roles(), "{before}");
    assert_eq!(old.comparisons(), new.comparisons(), "{before}");
    assert_eq!(old_faults, new_faults, "{before}\n=>\n{after}");
}

#[test]
fn every_pack_means_the_same_in_the_one_style() {
    let mut changed = 0;
    for text in pack_texts() {
        match restyle(&text) {
            Err(StyleError::Syntax { .. }) => {}
            result => {
                result.unwrap_or_else(|error| panic!("{error}:\n{text}"));
                let new = styled(&text);
                assert_same_contents(&text, &new);
                changed += usize::from(new != text);
            }
        }
    }
    assert!(changed > 5, "{changed}");
}

/// A change that an author could make: comments, empty lines and spaces, at a line by its number.
#[derive(Debug, Clone)]
enum TextEdit {
    CommentAbove(usize),
    CommentBeside(usize),
    EmptyLine(usize),
    Indent(usize),
    SwapLines(usize),
    DropLine(usize),
    BreakList(usize),
}

fn edit() -> impl Strategy<Value = TextEdit> {
    let line = 0..400_usize;
    prop_oneof![
        line.clone().prop_map(TextEdit::CommentAbove),
        line.clone().prop_map(TextEdit::CommentBeside),
        line.clone().prop_map(TextEdit::EmptyLine),
        line.clone().prop_map(TextEdit::Indent),
        line.clone().prop_map(TextEdit::SwapLines),
        line.clone().prop_map(TextEdit::DropLine),
        line.prop_map(TextEdit::BreakList),
    ]
}

fn edited(text: &str, edits: &[TextEdit]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for (number, edit) in edits.iter().enumerate() {
        if lines.is_empty() {
            break;
        }
        let count = lines.len();
        match edit {
            TextEdit::CommentAbove(at) => lines.insert(at % count, format!("# above {number}")),
            TextEdit::CommentBeside(at) => lines[at % count] += &format!("  # beside {number}"),
            TextEdit::EmptyLine(at) => lines.insert(at % count, String::new()),
            TextEdit::Indent(at) => lines[at % count].insert_str(0, "\t "),
            TextEdit::SwapLines(at) => lines.swap(at % count, (at + 1) % count),
            TextEdit::DropLine(at) => drop(lines.remove(at % count)),
            TextEdit::BreakList(at) => {
                let broken = lines[at % count].replacen(", ", &format!(", # broken {number}\n"), 1);
                lines[at % count] = broken;
            }
        }
    }
    // A file that ends in the middle of a line counts as cut off.
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn an_edited_pack_means_the_same_in_the_one_style(
        which in any::<prop::sample::Index>(),
        edits in proptest::collection::vec(edit(), 1..12),
    ) {
        use std::sync::OnceLock;
        static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
        let texts = TEXTS.get_or_init(pack_texts);
        let text = edited(&texts[which.index(texts.len())], &edits);
        match restyle(&text) {
            Err(StyleError::Syntax { .. }) => {}
            _ => assert_same_contents(&text, &styled(&text)),
        }
    }
}
