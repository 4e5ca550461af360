//! Lays out PDF.
//!
//! A PDF document says where each glyph is, and nothing of words, lines and paragraphs. `glyphs`
//! finds the glyphs with their places, `columns` the order in which lines are read, and
//! `paragraphs` what belongs together.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::error::ReadingFault;
use super::lines::LineCollector;
use super::recognise::find;
use crate::reading::layout::LaidOutText;

mod character_map;
mod columns;
mod fonts;
mod glyph_names;
mod glyphs;
mod pages;
mod paragraphs;

const KIND: &str = "PDF";

/// Maximum number of pages; more are not those of a text about a role.
const MAX_PAGES: usize = 300;

/// Maximum size in bytes of the content of a document once it is unpacked.
const MAX_UNPACKED: u64 = 256 << 20;

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
    check_unpacked_size(bytes)?;
    guarded(|| read_document(bytes)).unwrap_or_else(|| Err(damaged("it cannot be parsed")))
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
    for page in all {
        let page = glyphs::read_page(page)?;
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

/// Checks that the streams of a document do not unpack to far more than a text has.
fn check_unpacked_size(bytes: &[u8]) -> Result<(), ReadingFault> {
    let (mut rest, mut left) = (bytes, MAX_UNPACKED);
    while let Some(at) = find(rest, b"stream") {
        let (before, after) = rest.split_at(at);
        let after = &after[b"stream".len()..];
        rest = after;
        if before.ends_with(b"end") {
            continue;
        }
        let head = &before[before.len().saturating_sub(400)..];
        let head = memchr::memmem::rfind(head, b" obj").map_or(head, |start| &head[start..]);
        let packings = memchr::memmem::find_iter(head, b"FlateDecode").count()
            + memchr::memmem::find_iter(head, b"LZWDecode").count();
        if packings > 1 {
            return Err(damaged("a part of it is packed twice"));
        }
        let start = after.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let data = &after[start..];
        if packings == 0 || !data.starts_with(&[0x78]) && data.first().is_none_or(|b| b & 0x0f != 8)
        {
            continue;
        }
        let unpacked = unpacked_size(data, left);
        if unpacked >= left {
            return Err(ReadingFault::TooMuchText);
        }
        left -= unpacked;
    }
    Ok(())
}

/// Returns the size of packed data once it is unpacked, up to `most`.
fn unpacked_size(data: &[u8], most: u64) -> u64 {
    use std::io::Read;
    let mut decoder = flate2::read::ZlibDecoder::new(data).take(most);
    // Damaged data counts as far as it goes.
    let (mut buffer, mut size) = ([0; 16 << 10], 0);
    while let Ok(count @ 1..) = decoder.read(&mut buffer) {
        size += count as u64;
    }
    size
}

#[cfg(test)]
mod tests;
