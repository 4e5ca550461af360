//! Recognises the format of a file by its content.

use super::error::ReadingFault;
use super::office::{DOCX_TEXT, ODT_TEXT, OfficeArchive};

/// Number of bytes in which the start of a PDF document is looked for.
const PDF_HEAD: usize = 1 << 10;

/// Format of a file that is not text.
pub(super) enum BinaryFormat<'a> {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx(OfficeArchive<'a>),
    /// ODT.
    Odt(OfficeArchive<'a>),
}

/// Returns the format of `bytes`; `None` if they may be text.
///
/// # Errors
///
/// When they are of a format that is not read.
pub(super) fn binary_format(bytes: &[u8]) -> Result<Option<BinaryFormat<'_>>, ReadingFault> {
    let head = &bytes[..bytes.len().min(PDF_HEAD)];
    if find(head, b"%PDF-").is_some() {
        return Ok(Some(BinaryFormat::Pdf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive_format(bytes).map(Some);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(old_office_fault(bytes));
    }
    match other_format(bytes) {
        Some((kind, advice)) => Err(ReadingFault::OtherFormat { kind, advice }),
        None => Ok(None),
    }
}

fn archive_format(bytes: &[u8]) -> Result<BinaryFormat<'_>, ReadingFault> {
    // A document that is cut short has lost the list of its files, but not their names.
    let starts_as_docx = find(&bytes[..bytes.len().min(8 << 10)], b"word/").is_some();
    let starts_as_odt = find(&bytes[..bytes.len().min(128)], b"opendocument.text").is_some();
    let kind = if starts_as_docx {
        "DOCX"
    } else if starts_as_odt {
        "ODT"
    } else {
        "archive"
    };
    let mut archive = OfficeArchive::open(kind, bytes)?;
    if archive.contains(DOCX_TEXT) {
        return Ok(BinaryFormat::Docx(archive.named("DOCX")));
    }
    let states_odt =
        |kind: Option<String>| kind.is_some_and(|kind| kind.contains("opendocument.text"));
    if archive.contains(ODT_TEXT) && (starts_as_odt || states_odt(archive.part("mimetype")?)) {
        return Ok(BinaryFormat::Odt(archive.named("ODT")));
    }
    let others: [(&str, &str, &str); 7] = [
        (
            "xl/workbook.xml",
            "an Excel workbook",
            "save its text as CSV, or copy it into a text file",
        ),
        (
            "xl/workbook.bin",
            "an Excel workbook",
            "save its text as CSV, or copy it into a text file",
        ),
        ("ppt/presentation.xml", "a presentation", "save it as PDF"),
        ("Index/Document.iwa", "a Pages document", "export it as DOCX or PDF"),
        ("index.apxl", "a Pages document", "export it as DOCX or PDF"),
        ("META-INF/container.xml", "an e-book", "save it as HTML or plain text"),
        (ODT_TEXT, "an OpenDocument file without text", "save it as ODT or PDF"),
    ];
    let other = others.into_iter().find(|(name, ..)| archive.contains(name));
    let (kind, advice) = other
        .map_or(("a ZIP archive", "unpack it, and name the file in it"), |(_, kind, advice)| {
            (kind, advice)
        });
    Err(ReadingFault::OtherFormat { kind, advice })
}

/// Returns the fault of a file of the old formats of Office, in which documents with a password are
/// wrapped too.
fn old_office_fault(bytes: &[u8]) -> ReadingFault {
    if contains_wide(bytes, "EncryptedPackage") {
        return ReadingFault::Password { kind: "document" };
    }
    let (kind, advice) = if contains_wide(bytes, "WordDocument") {
        ("an old Word document (.doc)", "save it as DOCX or PDF")
    } else if contains_wide(bytes, "Workbook") {
        ("an old Excel workbook (.xls)", "save its text as CSV")
    } else {
        ("a file of an old Office format", "save it as DOCX or PDF")
    };
    ReadingFault::OtherFormat { kind, advice }
}

/// Whether `bytes` contain `name` in UTF-16.
fn contains_wide(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    find(bytes, &wide).is_some()
}

/// Returns the name of another format, and what to do with it.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const PICTURE: &str = "type its text into a file, or run it through OCR";
    const ARCHIVE: &str = "unpack it, and name the file in it";
    const FORMATS: &[(&[u8], &str, &str)] = &[
        (b"{\\rtf", "rich text (RTF)", "save it as DOCX or plain text"),
        (b"\x89PNG", "a picture (PNG)", PICTURE),
        (b"\xff\xd8\xff", "a picture (JPEG)", PICTURE),
        (b"GIF8", "a picture (GIF)", PICTURE),
        (b"II*\0", "a picture (TIFF)", PICTURE),
        (b"MM\0*", "a picture (TIFF)", PICTURE),
        (b"\x1f\x8b", "a gzip archive", ARCHIVE),
        (b"BZh", "a bzip2 archive", ARCHIVE),
        (b"\xfd7zXZ", "an xz archive", ARCHIVE),
        (b"7z\xbc\xaf", "a 7z archive", ARCHIVE),
        (b"Rar!", "a RAR archive", ARCHIVE),
        (b"%!PS", "a PostScript file", "save it as PDF"),
        (b"bplist00", "a web archive of Safari", "save the page as HTML or PDF"),
        (b"SQLite format 3", "a database", "save its text as plain text"),
    ];
    let known = FORMATS.iter().find(|(start, ..)| bytes.starts_with(start));
    if let Some((_, kind, advice)) = known {
        return Some((kind, advice));
    }
    let head = &bytes[..bytes.len().min(4 << 10)];
    if head.starts_with(b"RIFF") && find(head, b"WEBP").is_some() {
        return Some(("a picture (WebP)", PICTURE));
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(("a picture or video", PICTURE));
    }
    let is_mail = find(head, b"MIME-Version:").is_some();
    if is_mail && find(head, b"multipart/related").is_some() {
        return Some(("a web archive (MHTML)", "save the page as HTML or PDF"));
    }
    let is_xml = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).starts_with(b"<?xml");
    (is_xml && find(head, b"<html").is_none())
        .then_some(("an XML file", "save its text as plain text"))
}

/// Whether a text was made of bytes that are not text: it has many control characters.
pub(super) fn is_binary(text: &str) -> bool {
    let controls = text
        .chars()
        .filter(|c| (c.is_control() && !c.is_whitespace() && *c != '\u{1b}') || *c == '\u{fffd}');
    let count = controls.count();
    count > 8 && count * 20 > text.chars().count()
}

/// Returns the position of `wanted` in `bytes`.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
