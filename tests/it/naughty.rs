//! Strings that break programs, in files of every format: needs the shared data, whose place
//! `ROLEDEX_DATA` names.

use std::io::{Cursor, Write};

use roledex::reading::formats::lay_out;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::run;

/// Writes texts as the paragraphs of a file.
type FileWriter = fn(&[String]) -> Vec<u8>;

/// The name of a file of each format.
const FORMATS: [(&str, FileWriter); 5] =
    [("a.txt", plain), ("a.md", markdown), ("a.html", html), ("a.docx", docx), ("a.odt", odt)];

fn plain(texts: &[String]) -> Vec<u8> {
    texts.join("\n\n").into_bytes()
}

fn markdown(texts: &[String]) -> Vec<u8> {
    let mut file = String::new();
    for c in texts.join("\n\n").chars() {
        file.extend(c.is_ascii_punctuation().then_some('\\'));
        file.push(c);
    }
    file.into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn html(texts: &[String]) -> Vec<u8> {
    let paragraph = |text: &String| format!("<p>{}</p>\n", escaped(text));
    let paragraphs: String = texts.iter().map(paragraph).collect();
    format!("<!doctype html><meta charset=utf-8><body>{paragraphs}").into_bytes()
}

/// Returns `text` for XML, in which control characters are not allowed.
fn escaped_xml(text: &str) -> String {
    escaped(text).replace(|c: char| c.is_control() && !c.is_whitespace(), "")
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(texts: &[String]) -> Vec<u8> {
    let paragraph = |text: &String| {
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped_xml(text))
    };
    let body: String = texts.iter().map(paragraph).collect();
    archive(&[("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"))])
}

fn odt(texts: &[String]) -> Vec<u8> {
    let paragraph = |text: &String| format!("<text:p>{}</text:p>", escaped_xml(text));
    let body: String = texts.iter().map(paragraph).collect();
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            &format!("<o:document-content><o:body>{body}</o:body></o:document-content>"),
        ),
    ])
}

fn naughty_strings() -> Vec<String> {
    let path = crate::import::data().join("naughty-strings/blns.json");
    let strings: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(strings.len() > 400);
    strings
}

/// Returns what is printed of a text, without blanks.
fn printed(text: &str) -> String {
    let is_printed = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !"\u{ad}\u{200b}\u{200e}\u{200f}\u{2060}\u{feff}".contains(*c)
    };
    let text: String = text.chars().filter(is_printed).collect();
    text.replace('\u{fb01}', "fi").replace('\u{fb02}', "fl")
}

#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_hostile_strings_are_read_in_full_from_every_format() {
    let strings = naughty_strings();
    for (name, write) in FORMATS {
        // Each alone, with a word before it so that none is a bullet or a rule, after a sentence so
        // that the file is a text.
        let start = "All of these words are read. ".repeat(40);
        let mut lost = Vec::new();
        for string in &strings {
            let texts = [start.clone(), format!("word {string}")];
            let read = lay_out(name, &write(&texts)).unwrap().text();
            if printed(&read) != printed(&texts.concat()) {
                let read = read.lines().skip(1).collect::<Vec<_>>().join("\n");
                lost.push((string, read));
            }
        }
        assert!(lost.is_empty(), "{name}: {lost:#?}");
        // All together, as they are.
        let read = lay_out(name, &write(&strings)).unwrap();
        assert!(read.lines.len() > 300, "{name}");
    }
}

#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_hostile_strings_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let strings = naughty_strings();
    for (name, write) in FORMATS {
        let path = folder.path().join(name);
        std::fs::write(&path, write(&strings)).unwrap();
        for options in [&["--color", "never"][..], &["--pretty", "--color", "never"]] {
            let output = run(&[&["read", path.to_str().unwrap()], options].concat());
            assert_eq!(output.status.code(), Some(0), "{name}");
            check_output(name, &output.stdout);
            check_output(name, &output.stderr);
        }
    }
    let path = folder.path().join("a.txt");
    for format in ["json", "ndjson", "csv", "markdown", "html", "toml"] {
        let output = run(&["read", path.to_str().unwrap(), "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        check_output(format, &output.stdout);
    }
}

fn check_output(name: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().find(|line| line.contains(steers_a_terminal)), None, "{name}");
}

/// Whether a character commands a terminal, or changes the order of the text after it. Tabs separate
/// columns.
fn steers_a_terminal(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
