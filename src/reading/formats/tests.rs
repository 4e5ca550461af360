//! Helpers and tests of all formats.

use super::*;
use crate::reading::layout::{LineShape, TextLine};

/// Shows each line as its number, `+` after a gap, its shape and its text. The lines of a cell are
/// separated by slashes.
pub(super) fn shown(text: &LaidOutText) -> Vec<String> {
    let line = |line: &TextLine| {
        let gap = if line.after_gap { " +" } else { "" };
        let (shape, text) = match &line.shape {
            LineShape::Heading(level) => (format!("H{level}"), line.text.clone()),
            LineShape::Item(depth) => (format!("I{depth}"), line.text.clone()),
            LineShape::Paragraph => ("P".to_string(), line.text.clone()),
            LineShape::Row(row) => {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.join("/")).collect();
                (if row.starts_table { "T" } else { "R" }.to_string(), cells.join("|"))
            }
        };
        format!("{}{gap} {shape} {text}", line.number)
    };
    text.lines.iter().map(line).collect()
}

#[test]
fn files_that_are_not_read_are_named_with_the_next_step() {
    let old_word = [
        &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..],
        &"WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    ]
    .concat();
    let locked = [
        &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..],
        &"EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    ]
    .concat();
    let noise: Vec<u8> = (0..2_000_u32).map(|at| (at * at % 251) as u8).collect();
    for (bytes, wanted) in [
        (&b""[..], "it is empty"),
        (b" \n\t\n", "it is empty"),
        (&old_word, "it is an old Word document (.doc); save it as DOCX or PDF"),
        (&locked, "this document is protected by a password; save a copy without one"),
        (b"{\\rtf1 a}", "it is rich text (RTF); save it as DOCX or plain text"),
        (b"\x89PNG\r\n", "it is a picture (PNG); type its text into a file, or run it through OCR"),
        (b"\x1f\x8b\x08", "it is a gzip archive; unpack it, and name the file in it"),
        (b"<?xml version=\"1.0\"?><a/>", "it is an XML file; save its text as plain text"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related;\n",
            "it is a web archive (MHTML); save the page as HTML or PDF",
        ),
        (&noise, "it is a binary file; name a text file"),
        (b"a\0\0\0\0\0\0\0\0\0\0b", "it is a binary file; name a text file"),
        (
            b"<html><script>x</script></html>",
            "it is a page without text; open it in a browser, and save what it shows as plain text",
        ),
    ] {
        let error = lay_out("ad", bytes).unwrap_err().to_string();
        assert_eq!(error, format!("cannot read ad: {wanted}"));
    }
    let large = vec![b' '; MAX_FILE_SIZE as usize + 1];
    let error = lay_out("ad", &large).unwrap_err().to_string();
    assert_eq!(error, "cannot read ad: it is larger than 32 MiB; save only the text you need");
}

#[test]
fn hostile_texts_end_with_an_answer() {
    let deep = ["> ", "- ", "* > ", "1. ", "[", "**", "<b>", "`", "~~", "|"];
    for part in deep {
        for name in ["a.md", "a.txt", "a.html"] {
            let _ = lay_out(name, format!("{}text\n", part.repeat(10_000)).as_bytes());
            let _ = lay_out(name, format!("{part}text\n").repeat(10_000).as_bytes());
        }
    }
    let table = format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(20_000));
    let text = lay_out("a.md", table.as_bytes()).unwrap();
    assert_eq!(text.lines.len(), 20_001);
    let page = "# A\n\n- b **c** <br> | d\n\n<p>é €\n```\n\u{202e}x\u{0}\n".as_bytes();
    for at in 0..=page.len() {
        for name in ["a.md", "a.txt", "a.html", "-"] {
            let _ = lay_out(name, &page[..at]);
        }
    }
}

#[test]
fn lines_are_tidy_and_numbers_ascend() {
    let text = "Title\n=====\n\n  - a\tb\n\n\n  * c\u{a0}d \n<p>e</p>\n";
    for name in ["a.txt", "a.md", "a.html"] {
        let text = lay_out(name, text.as_bytes()).unwrap();
        assert!(text.lines.windows(2).all(|pair| pair[0].number <= pair[1].number), "{name}");
        for line in &text.lines {
            assert_eq!(line.text, lines::tidy(&line.text), "{name}");
            assert!(!line.text.is_empty(), "{name}");
        }
    }
}
