//! Tests of documents, and a document of hostile text for the tests of its writers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::model::{ByteStore, RowStore};
use crate::pack::compiled;

/// Text that would be markup, a formula, or the end of a line if it were not escaped.
pub(in crate::report) const HOSTILE: [&str; 24] = [
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "a | b || c",
    "`code` and ``more``",
    "*bold* **bold** _under_ __under__ ~~gone~~",
    "line\nend\r\n# heading",
    "=SUM(A1:A9)",
    "+1",
    "-2+3",
    "@cmd",
    "'=1",
    "# heading #",
    "1. one",
    "- item",
    "> quote",
    "[link](http://example.org) ![i](x) [ref]: x",
    "https://example.org www.example.org me@example.org",
    "&amp; &#35; &lt;b&gt; R&D",
    "back\\slash \\| \\*",
    "$x$ $$y$$",
    "quote \" and ' and \",\"",
    "--- ===",
    "\u{1b}[31mred \u{0}",
    "trailing \\",
];

/// A sheet of one section with `text`, one of [`HOSTILE`], in every place where text can be.
pub(in crate::report) fn hostile(text: &str) -> ReportDocument {
    let cell = DocumentCell::lines([
        DocumentCell::new(text, SpanMeaning::Plain)
            .append(text, SpanMeaning::Left)
            .append(text, SpanMeaning::Right),
        DocumentCell::with_sign(text, text)
            .append(text, SpanMeaning::Dim)
            .append(text, SpanMeaning::Match),
    ]);
    let row = DocumentRow {
        cells: vec![text.into(), cell.clone(), "third".into()],
        ..DocumentRow::default()
    };
    let table = DocumentSection::new(text)
        .show_column(0_usize, text)
        .show_column(1_usize, text)
        .show_column(2_usize, "Third")
        .group_by(0_usize)
        .rows([row.clone()]);
    let list = DocumentSection::new("List").show_column(1_usize, "").rows([row]);
    ReportDocument {
        title: text.to_string(),
        intro: vec![cell],
        columns: vec!["a".to_string(), text.to_string()],
        sections: vec![table, list],
        notices: vec![text.to_string()],
        language: text.to_string(),
    }
}

#[test]
fn records_are_lines_whatever_stands_in_them() {
    for text in HOSTILE {
        let mut out = Vec::new();
        hostile(text).write_records(&mut out, PageSetup::PLAIN).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.lines().count(), 2, "{out:?}");
        assert!(out.lines().all(|line| line.split('\t').count() == 2), "{out:?}");
    }
}

#[test]
fn signs_are_for_the_eye_and_marks_for_all() {
    let cell = DocumentCell::with_sign("●●", "working").append(" more", SpanMeaning::Left);
    assert_eq!(cell.text(), "working more");
    assert_eq!(cell.marked(PageSetup::PLAIN), "working‹ more›");
    assert_eq!(cell.sign(), "●●");
    let lines = DocumentCell::lines(["a".into(), DocumentCell::default(), "b|c".into()]);
    assert_eq!(
        (lines.record(PageSetup::PLAIN).as_ref(), lines.text().as_str()),
        (r"a | b\|c", "a; b|c")
    );
}

#[test]
fn lists_read_well_and_can_be_taken_apart() {
    let list = DocumentCell::inline_list([
        "a".into(),
        DocumentCell::default(),
        DocumentCell::new("b|c", SpanMeaning::Left),
    ])
    .append(" [1]", SpanMeaning::Dim);
    assert_eq!(list.record(PageSetup::PLAIN), r"a | ‹b\|c› [1]");
    assert_eq!(
        (list.text(), list.marked(PageSetup::PLAIN)),
        ("a · b|c [1]".into(), "a · ‹b|c› [1]".into())
    );
    // A list of one item is still a list.
    assert_eq!(
        (
            DocumentCell::inline_list(["a|b"]).record(PageSetup::PLAIN).into_owned(),
            DocumentCell::inline_list(["a|b"]).text()
        ),
        (r"a\|b".into(), "a|b".into())
    );
    assert!(DocumentCell::inline_list([""; 2]).is_empty());
}

#[test]
fn a_page_shows_what_says_something() {
    let row = |a: &str, b: &str| DocumentRow::new([a.into(), b.into(), DocumentCell::default()]);
    let section = DocumentSection::new("S")
        .show_column(1_usize, "B")
        .show_column(2_usize, "C")
        .group_by(0_usize);
    let section = section.rows([row("x", "1"), row("x", "2"), row("y", "3"), row("x", "4")]);
    let VisibleSection { columns: heads, groups } = section.visible();
    assert_eq!(heads.len(), 1);
    let groups: Vec<(String, usize)> =
        groups.iter().map(|(g, rows)| (g.unwrap().text(), rows.len())).collect();
    assert_eq!(groups, [("x".into(), 2), ("y".into(), 1), ("x".into(), 1)]);
}

/// A packed catalog that counts how often it is read.
struct CountedBytes {
    bytes: Vec<u8>,
    reads: AtomicUsize,
}

impl ByteStore for CountedBytes {
    fn size(&self) -> usize {
        self.bytes.len()
    }

    fn get(&self, range: std::ops::Range<usize>) -> Option<Cow<'_, [u8]>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.bytes.get(range).map(Cow::Borrowed)
    }
}

impl RowStore for CountedBytes {
    fn load(&self) {}
}

/// The addresses of sources matter to a page with links, and to nothing else.
#[test]
fn sources_stay_packed_until_a_page_links_them() {
    let bytes = compiled::encode(&crate::builtin::catalog()).unwrap();
    let packed = Arc::new(CountedBytes { bytes, reads: AtomicUsize::new(0) });
    let store: Arc<dyn RowStore> = Arc::clone(&packed) as Arc<dyn RowStore>;
    let catalog = compiled::open(&store).unwrap();
    let opened = packed.reads.load(Ordering::Relaxed);
    let reads = || packed.reads.load(Ordering::Relaxed) - opened;
    let document = |cell: DocumentCell| {
        let section = DocumentSection::new("Section").show_column(0_usize, "Source");
        let section = section.rows([DocumentRow::new([cell])]);
        ReportDocument::new(&catalog, "Title", ["source"]).section(section)
    };
    let linked = DocumentCell::from("Publisher").linked(DocumentLink::Source(SourceId(0)));
    for (cell, format) in [
        (linked.clone(), OutputFormat::Csv),
        (linked.clone(), OutputFormat::Markdown),
        (linked.clone(), OutputFormat::Svg),
        (linked.clone(), OutputFormat::Text),
        (DocumentCell::from("Publisher"), OutputFormat::Html),
    ] {
        document(cell).write(&mut io::sink(), &catalog, format).unwrap();
        assert_eq!(reads(), 0, "{format:?}");
    }
    let mut page = Vec::new();
    document(linked).write(&mut page, &catalog, OutputFormat::Html).unwrap();
    assert!(reads() > 0);
    let url = crate::builtin::catalog().sources()[0].url.clone().unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains(&format!("<a href=\"{}\">Publisher</a>", html::escape(&url))), "{page}");
}
