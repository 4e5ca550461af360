//! Tests of DOCX and ODT.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::reading::formats::tests::shown;
use crate::reading::formats::{ReadingFault, lay_out};

/// Makes an archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let styles = r#"<w:styles xmlns:w="w">
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:styleId="Based"><w:name w:val="Based"/><w:basedOn w:val="Own"/></w:style>
<w:style w:styleId="Bullets"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"#;
    let text =
        format!(r#"<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#);
    archive(&[("word/document.xml", &text), ("word/styles.xml", styles)])
}

fn laid_out(body: &str) -> Vec<String> {
    shown(&lay_out("a.docx", &docx(body)).unwrap())
}

fn paragraph(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

#[test]
fn paragraphs_keep_their_shape() {
    let body = [
        paragraph("berschrift1", "Baker &amp; cook"),
        paragraph("Based", "Duties"),
        paragraph("Bullets", "Plans"),
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Bakes</w:t></w:r></w:p>"#.to_string(),
        r#"<w:p><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>You</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> are</w:t></w:r></w:p>"#.to_string(),
        r#"<w:p><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>SQL</w:t><w:tab/><w:t>Go</w:t><w:br/><w:t>C++</w:t></w:r></w:p>"#.to_string(),
        r"<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>".to_string(),
        r"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r></w:p>".to_string(),
        r"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>".to_string(),
    ];
    assert_eq!(
        laid_out(&body.concat()),
        [
            "1 + H1 Baker & cook",
            "2 + H2 Duties",
            "3 I0 Plans",
            "4 I1 Bakes",
            "5 H7 You are",
            "6 P SQL, Go",
            "6 P C++",
            "7 P new",
            "8 P box",
            "9 P around",
        ]
    );
}

#[test]
fn tables_become_rows_unless_they_frame_a_page() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let data = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("", "Level"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "Scope"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "1"),
        cell("", "a"),
        cell("", "b"),
        cell("<w:vMerge/>", ""),
        cell("", "c"),
        cell("", "d"),
    );
    assert_eq!(laid_out(&data), ["1 + T Level|Scope|Scope", "2 R 1|a|b", "3 R 1|c|d"]);
    let frame = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc>{}</w:tr></w:tbl>",
        paragraph("berschrift1", "Skills"),
        cell("", "SQL")
    );
    assert_eq!(laid_out(&frame), ["1 + H1 Skills", "1 P SQL"]);
}

#[test]
fn only_what_a_reader_sees_is_text() {
    let plain = "<w:r><w:t>Plans</w:t></w:r>";
    for (body, wanted) in [
        // The place of a drawing, its size, and its other forms.
        (
            "<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>914400</wp:posOffset>\
             </wp:positionH><wp:docPr descr=\"A photo\"/><wp14:pctWidth>40</wp14:pctWidth>\
             </wp:anchor></w:drawing></w:r>",
            "Plans",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Choice><w:t>new</w:t></mc:Choice><mc:Choice><w:t>other\
             </w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>\
             <w:t xml:space=\"preserve\"> and </w:t></w:r>",
            "new and Plans",
        ),
        ("<w:r><w:object><o:FieldCodes>\\f 0</o:FieldCodes></w:object></w:r>", "Plans"),
        ("<w:r><w:fldChar><w:fldData>AQID</w:fldData></w:fldChar></w:r>", "Plans"),
        ("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>", "Plans"),
        ("<w:r><w:delText>old</w:delText></w:r>", "Plans"),
        ("<w:del><w:r><w:t>old</w:t><w:tab/></w:r></w:del>", "Plans"),
        // Properties as they were before a change.
        (
            "<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr></w:pPrChange>\
             </w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr>\
             <w:t xml:space=\"preserve\">Bakes and </w:t></w:r>",
            "Bakes and Plans",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click\
             </w:t></w:r></w:sdtContent></w:sdt>",
            "Plans",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>Bakes</w:t><w:ptab/></w:r>\
             </w:sdtContent></w:sdt>",
            "Bakes, Plans",
        ),
        ("<m:oMath><m:r><m:t>1+</m:t></m:r></m:oMath>", "1+Plans"),
        ("<w:r><w:t>a &amp;&#x26; b &name; </w:t></w:r>", "a && b &name; Plans"),
    ] {
        let shown = laid_out(&format!("<w:p>{body}{plain}</w:p>"));
        assert_eq!(shown, [format!("1 + P {wanted}")], "{body}");
    }
}

#[test]
fn cells_without_end_are_not_kept() {
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"100\"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p>\
                </w:tc>";
    let table = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(5_000));
    let error = lay_out("a.docx", &docx(&table)).unwrap_err();
    assert_eq!(error.fault(), &ReadingFault::TooMuchText);
    let tabs = format!("<w:p><w:r>{}</w:r></w:p>", "<w:t>a</w:t><w:tab/>".repeat(100_000));
    assert_eq!(laid_out(&tabs).len(), 1);
}

#[test]
fn damaged_documents_end_with_an_answer() {
    let whole = docx(&paragraph("Bullets", "Plans and bakes").repeat(50));
    for at in 0..50 {
        assert!(lay_out("a.docx", &whole[..whole.len() * at / 50]).is_err(), "{at}");
    }
    let faults = |body: &str| kind(lay_out("a.docx", &docx(body)).unwrap_err().fault());
    assert_eq!(faults(""), "no text");
    assert_eq!(faults("<w:p>"), "damaged");
    assert_eq!(
        faults(&format!("{}{}", "<w:p>".repeat(10_000), "</w:p>".repeat(10_000))),
        "too deep"
    );
    let bomb = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(100 << 20));
    assert_eq!(faults(&bomb), "too much");
}

#[test]
fn the_title_of_an_odt_is_read_where_the_text_states_it_but_names_of_pictures_are_not() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:svg="s" xmlns:draw="d" xmlns:table="b">
<office:body><office:text>
<text:h text:outline-level="1"><text:title>Head Baker</text:title></text:h>
<text:p>Bakes<draw:frame><svg:title>Logo<text:title>x</text:title>y</svg:title><svg:desc>A loaf</svg:desc><draw:text-box><table:table><table:title>Pay</table:title><table:desc>By year</table:desc></table:table></draw:text-box></draw:frame> bread</text:p>
</office:text></office:body></office:document-content>"#;
    let mimetype = "application/vnd.oasis.opendocument.text";
    let bytes = archive(&[("mimetype", mimetype), ("content.xml", content)]);
    let text = lay_out("-", &bytes).unwrap();
    assert_eq!(shown(&text), ["1 + H1 Head Baker", "2 + P Bakes bread"]);
}

#[test]
fn odt_is_read_too() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:fo="f" xmlns:table="b">
<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
<office:body><office:text>
<text:tracked-changes>old</text:tracked-changes>
<text:p text:style-name="P1">Baker<text:script>x()</text:script><office:binary-data>AQID</office:binary-data></text:p>
<text:h text:outline-level="2">Duties</text:h>
<text:list><text:list-item><text:p>Plans</text:p><text:list><text:list-item><text:p>Bakes<text:line-break/>bread</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p text:style-name="B">You are</text:p>
<text:p>SQL<text:tab/>Go<text:s text:c="2"/>too</text:p>
<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell><text:p>b</text:p></table:table-cell><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p><text:span text:style-name="B">d<text:span>e</text:span></text:span></text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"#;
    let mimetype = "application/vnd.oasis.opendocument.text";
    let bytes = archive(&[("mimetype", mimetype), ("content.xml", content)]);
    assert_eq!(
        shown(&lay_out("-", &bytes).unwrap()),
        [
            "1 + H1 Baker",
            "2 + H2 Duties",
            "3 I0 Plans",
            "4 I1 Bakes",
            "4 P bread",
            "5 H7 You are",
            "6 P SQL, Go too",
            "7 + T a|a",
            "8 R b|c",
            "9 R de|de",
        ]
    );
    let locked = [
        ("mimetype", mimetype),
        ("content.xml", ""),
        ("META-INF/manifest.xml", "<m:encryption-data/>"),
    ];
    let error = lay_out("a.odt", &archive(&locked)).unwrap_err();
    assert_eq!(error.fault(), &ReadingFault::Password { kind: "ODT" });
}

/// Returns the kind of a fault in a word.
fn kind(fault: &ReadingFault) -> &'static str {
    match fault {
        ReadingFault::NoText { .. } => "no text",
        ReadingFault::Damaged { .. } => "damaged",
        ReadingFault::TooDeep => "too deep",
        ReadingFault::TooMuchText => "too much",
        _ => "another",
    }
}
