//! Lays out PDF.
//!
//! A PDF document states where each glyph is, but not its words, lines and paragraphs. `glyphs`
//! finds the glyphs with their places, `columns` the order in which lines are read, and
//! `paragraphs` what belongs together.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::thread::Builder;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::nesting::NestingDepth;
use super::error::ReadingFault;
use super::lines::LineCollector;
use super::recognise::find;
use crate::reading::layout::LaidOutText;

mod character_map;
mod columns;
mod fonts;
mod glyph_names;
mod glyphs;
mod nesting;
mod pages;
mod paragraphs;
mod work;

const KIND: &str = "PDF";

/// Maximum number of pages; more are not those of a text about a role.
const MAX_PAGES: usize = 300;

/// Maximum size in bytes of the content of a document once it is unpacked.
const MAX_UNPACKED: u64 = 256 << 20;

/// Maximum number of nodes of the tree of pages, which may be as deep.
const MAX_PAGE_NODES: usize = 2_000;

/// Size of the stack on which a document is parsed.
const STACK_SIZE: usize = 64 << 20;

thread_local! {
    /// Whether a panic on this thread is expected, and must not be shown.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Returns the text of a PDF document.
///
/// # Errors
///
/// When it is damaged, protected or too large, or has only pictures.
pub(super) fn lay_out_pdf(bytes: &[u8]) -> Result<LaidOutText, ReadingFault> {
    check_bounds(bytes)?;
    // The parser is recursive; the bounds above limit its depth.
    std::thread::scope(|scope| {
        let reader = Builder::new().name("pdf".to_string()).stack_size(STACK_SIZE);
        match reader.spawn_scoped(scope, || guarded(|| read_document(bytes))) {
            Ok(reader) => reader.join().ok().flatten(),
            Err(_) => None,
        }
    })
    .unwrap_or_else(|| Err(damaged("it cannot be parsed")))
}

fn read_document(bytes: &[u8]) -> Result<LaidOutText, ReadingFault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ReadingFault::Password { kind: KIND }
        }
        LoadPdfError::Decryption(_) => damaged("its encryption is not supported"),
        LoadPdfError::Invalid => damaged("it has no pages that can be found"),
    })?;
    let all = pdf.pages().iter();
    if all.len() > MAX_PAGES {
        return Err(ReadingFault::TooMuchText);
    }
    let mut pages = Vec::new();
    let (mut known, mut unknown) = (0, 0);
    let mut reader = glyphs::DocumentReader::default();
    for page in all {
        let page = reader.read_page(page)?;
        known += page.known;
        unknown += page.unknown;
        pages.push(columns::lines_in_order(page.segments));
    }
    if known == 0 && unknown == 0 {
        return Err(ReadingFault::NoText { kind: KIND });
    }
    if unknown > known {
        return Err(ReadingFault::OtherFormat {
            kind: "a PDF whose fonts do not say which letters they draw",
            advice: "save it as DOCX or plain text, or run it through OCR",
        });
    }
    pages::leave_out_running_heads(&mut pages);
    let mut lines = LineCollector::default();
    paragraphs::lay_out_paragraphs(&mut lines, pages);
    lines.finish(None)
}

fn damaged(why: &str) -> ReadingFault {
    ReadingFault::Damaged { kind: KIND, why: why.to_string() }
}

/// Returns the answer of `work`, or nothing if it panics. The panic is not shown.
///
/// A parser of hostile files may have a fault of its own, which must not end the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                before(panic);
            }
        }));
    });
    let was_guarded = IS_GUARDED.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(work)).ok();
    IS_GUARDED.set(was_guarded);
    answer
}

/// Checks that a document does not unpack to far more than a text has, and is not nested so deeply
/// that its parser would run out of stack.
fn check_bounds(bytes: &[u8]) -> Result<(), ReadingFault> {
    let (mut rest, mut left) = (bytes, MAX_UNPACKED);
    if memchr::memmem::find_iter(bytes, b"/Kids").count() > MAX_PAGE_NODES {
        return Err(ReadingFault::TooMuchText);
    }
    let mut depth = NestingDepth::default();
    while let Some(at) = find(rest, b"stream") {
        let (before, after) = rest.split_at(at);
        let after = &after[b"stream".len()..];
        rest = after;
        if before.ends_with(b"end") {
            continue;
        }
        depth.follow(before)?;
        depth = NestingDepth::default();
        let head = &before[before.len().saturating_sub(400)..];
        let head = memchr::memmem::rfind(head, b" obj").map_or(head, |start| &head[start..]);
        let packings = memchr::memmem::find_iter(head, b"FlateDecode").count()
            + memchr::memmem::find_iter(head, b"LZWDecode").count()
            + memchr::memmem::find_iter(head, b"RunLengthDecode").count();
        if packings > 1 {
            return Err(damaged("a part of it is packed twice"));
        }
        let start = after.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let holds_objects = find(head, b"ObjStm").is_some();
        left = check_stream(&after[start..], packings > 0, holds_objects, left)?;
        // What comes before the end of the stream is not part of the document's own syntax.
        rest = find(rest, b"endstream").map_or(rest, |end| &rest[end..]);
    }
    depth.follow(rest)
}

/// Checks a stream, and returns how much may be unpacked after it.
fn check_stream(
    data: &[u8],
    is_packed: bool,
    holds_objects: bool,
    mut left: u64,
) -> Result<u64, ReadingFault> {
    use std::io::Read;
    let mut depth = NestingDepth::default();
    let is_zlib = data.first().is_some_and(|byte| byte & 0x0f == 8);
    if !is_packed || !is_zlib {
        if holds_objects {
            let end = find(data, b"endstream").unwrap_or(data.len());
            depth.follow(&data[..end])?;
        }
        return Ok(left);
    }
    let mut decoder = flate2::read::ZlibDecoder::new(data);
    let (mut buffer, mut nodes) = ([0; 16 << 10], 0);
    // Damaged data counts as far as it goes.
    while let Ok(count @ 1..) = decoder.read(&mut buffer) {
        left = left.checked_sub(count as u64).ok_or(ReadingFault::TooMuchText)?;
        if holds_objects {
            depth.follow(&buffer[..count])?;
            nodes += memchr::memmem::find_iter(&buffer[..count], b"/Kids").count();
            if nodes > MAX_PAGE_NODES {
                return Err(ReadingFault::TooMuchText);
            }
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests;
