//! Tests of PDF.

use super::super::tests::shown;
use super::*;

/// Makes a document with a page for each of `pages`, which are contents in the language of PDF. The
/// fonts F and B are Helvetica, plain and bold.
fn document(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 10 + 2 * at)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_string()),
        (2, format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len())),
        (3, font("Helvetica")),
        (4, font("Helvetica-Bold")),
    ];
    for (at, content) in pages.iter().enumerate() {
        let id = 10 + 2 * at;
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>",
            id + 1
        );
        objects.push((id, page));
        let stream = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
        objects.push((id + 1, stream));
    }
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (id, object) in &objects {
        places.push((*id, bytes.len()));
        bytes.extend(format!("{id} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = bytes.len();
    bytes.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (id, place) in places {
        bytes.extend(format!("{id} 1\n{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!("trailer\n<< /Root 1 0 R /Size 999 >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    bytes
}

fn font(name: &str) -> String {
    format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
}

/// Shows `text` at a place.
fn show(font: &str, size: u32, x: u32, y: u32, text: &str) -> String {
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

#[test]
fn lines_become_headings_items_and_paragraphs() {
    let content = [
        show("F", 20, 50, 740, "Baker"),
        show(
            "F",
            10,
            50,
            700,
            "We bake bread for all of the people in town, and we look for some-",
        ),
        show("F", 10, 50, 688, "body who likes the smell of it."),
        show("B", 10, 50, 660, "You will"),
        show("F", 10, 50, 640, "\\225"),
        show("F", 10, 62, 640, "plan the work of the bakers who are there in the morning, and who"),
        show("F", 10, 62, 628, "leave at noon"),
        // A disc drawn as a square.
        "51 618 3 3 re f\n".to_string(),
        show("F", 10, 62, 616, "count"),
        // Words placed one by one, without spaces.
        "BT /F 10 Tf 50 590 Td (Pay) Tj 22 0 Td (in) Tj 12 0 Td (cash) Tj ET\n".to_string(),
        "BT /F 10 Tf 50 570 Td [(Ti) 20 (me) -300 (is) -400 (short)] TJ ET\n".to_string(),
    ];
    let text = lay_out_pdf(&document(&[&content.concat()])).unwrap();
    assert_eq!(
        shown(&text),
        [
            "1 + H1 Baker",
            "2 + P We bake bread for all of the people in town, and we look for somebody who likes \
             the smell of it.",
            "3 + H7 You will",
            "4 + I0 plan the work of the bakers who are there in the morning, and who leave at noon",
            "5 I0 count",
            "6 + P Pay in cash",
            "7 + P Time is short",
        ]
    );
}

#[test]
fn running_heads_and_page_numbers_are_left_out() {
    let page = |number: u32, text: &str| {
        [
            show("F", 9, 50, 780, "Jo Doe - CV"),
            show("F", 10, 50, 600, text),
            show("F", 9, 300, 20, &format!("Page {number} of 3")),
        ]
        .concat()
    };
    let pages =
        [page(1, "Plans the work"), page(2, "Bakes the bread"), page(3, "Counts the money")];
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let text = lay_out_pdf(&document(&pages)).unwrap().text();
    // The first head may be the title.
    assert_eq!(text, "Jo Doe - CV\nPlans the work\nBakes the bread\nCounts the money");
}

#[test]
fn small_documents_that_take_long_are_refused() {
    // Each form shows the next one many times.
    let content = "/X Do ".repeat(400_000);
    let page = document(&[&content]);
    let page = String::from_utf8(page).unwrap();
    let form =
        format!("<< /Subtype /Form /Length 200000 >>\nstream\n{}\nendstream", " ".repeat(200_000));
    let page = page.replace("/Font <<", "/XObject << /X 99 0 R >> /Font <<");
    let at = page.find("xref\n").unwrap();
    // Without a table of places the objects are looked for.
    let page = format!("{}99 0 obj\n{form}\nendobj\ntrailer\n<< /Root 1 0 R >>\n", &page[..at]);
    assert_eq!(lay_out_pdf(page.as_bytes()), Err(ReadingFault::TooMuchText));
}

#[test]
fn many_pieces_in_columns_are_put_in_order() {
    let pieces = (0..20_000_u32).map(|at| {
        let (x, y) = (50 + (at % 180) * 3, 780 - at / 26);
        format!("BT /F 1 Tf {x} {y} Td (a{at}) Tj ET\n")
    });
    let text = lay_out_pdf(&document(&[&pieces.collect::<String>()])).unwrap().text();
    assert!(text.contains("a19999"));
}

#[test]
fn documents_without_text_say_so() {
    for page in ["", "0 0 100 100 re f", "q 1 0 0 1 0 0 cm /X Do Q"] {
        assert_eq!(lay_out_pdf(&document(&[page])), Err(ReadingFault::NoText { kind: "PDF" }));
    }
    let protected = String::from_utf8(document(&["BT ET"])).unwrap().replace(
        "/Root 1 0 R",
        "/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 \
         /O <0000000000000000000000000000000000000000000000000000000000000000> \
         /U <1111111111111111111111111111111111111111111111111111111111111111> >>",
    );
    assert_eq!(lay_out_pdf(protected.as_bytes()), Err(ReadingFault::Password { kind: "PDF" }));
}

#[test]
fn damaged_documents_end_with_an_answer() {
    let content = [show("F", 10, 50, 700, "Bakes bread"), show("F", 10, 50, 680, "Plans")].concat();
    let whole = document(&[&content]);
    for at in 0..=50 {
        let _ = lay_out_pdf(&whole[..whole.len() * at / 50]);
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        let _ = lay_out_pdf(&bytes);
    }
    let deep =
        [&b"%PDF-1.4\n1 0 obj\n"[..], &b"[".repeat(100_000), &b"<<".repeat(100_000)].concat();
    assert!(lay_out_pdf(&deep).is_err());
    let deep = document(&["[".repeat(100_000).as_str()]);
    assert_eq!(lay_out_pdf(&deep), Err(ReadingFault::TooDeep));
    // A tree of pages as deep as it has pages.
    let chain = |length: usize| {
        let node = |id| {
            format!("{id} 0 obj\n<< /Type /Pages /Count 1 /Kids [{} 0 R] >>\nendobj\n", id + 1)
        };
        let nodes = (2..length).map(node).collect::<Vec<_>>().concat();
        let head = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
        format!("{head}{nodes}trailer\n<< /Root 1 0 R >>\n")
    };
    assert!(lay_out_pdf(chain(1_900).as_bytes()).is_err());
    assert_eq!(lay_out_pdf(chain(20_000).as_bytes()), Err(ReadingFault::TooMuchText));
}

#[test]
fn a_panic_is_an_answer_too() {
    assert_eq!(guarded(|| 1), Some(1));
    assert_eq!(guarded(|| -> u32 { panic!("a fault of a parser") }), None);
}

#[test]
fn streams_that_unpack_without_end_are_refused() {
    use std::io::Write;
    let mut packed = Vec::new();
    let mut encoder = flate2::write::ZlibEncoder::new(&mut packed, flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    (0..300).for_each(|_| encoder.write_all(&zeros).unwrap());
    encoder.finish().unwrap();
    let head = "%PDF-1.4\n1 0 obj << /Filter /FlateDecode >>\nstream\n";
    let bytes = [head.as_bytes(), &packed, b"\nendstream"].concat();
    assert_eq!(lay_out_pdf(&bytes), Err(ReadingFault::TooMuchText));
    let head = "%PDF-1.4\n1 0 obj << /Filter [/FlateDecode /FlateDecode] >>\nstream\n";
    assert_eq!(lay_out_pdf(head.as_bytes()), Err(damaged("a part of it is packed twice")));
}
