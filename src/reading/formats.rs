//! Reads the bytes of a file of any format into a [`LaidOutText`].
//!
//! Plain text, Markdown, HTML, DOCX, ODT and PDF are read. The format is recognised by the content
//! first, then by the extension of the file. Nothing is written to disk.

use super::layout::LaidOutText;

mod bullets;
mod encoding;
mod error;
mod front_matter;
mod html;
mod lines;
mod markdown;
mod office;
mod pdf;
mod plain;
mod recognise;
mod wrapping;

pub use self::error::{ReadingError, ReadingFault};

use self::lines::LineCollector;
use self::office::{lay_out_docx, lay_out_odt};
use self::recognise::{BinaryFormat, binary_format, is_binary};

/// Maximum size of a file in bytes; pictures make up most of large documents.
pub const MAX_FILE_SIZE: u64 = 32 << 20;

/// Returns the text of the file `name` with its layout.
///
/// # Errors
///
/// When the file is of a format that is not read, is damaged or protected, has no text, or is too
/// large.
pub fn lay_out(name: &str, bytes: &[u8]) -> Result<LaidOutText, ReadingError> {
    read(name, bytes).map_err(|fault| ReadingError::new(name, fault))
}

fn read(name: &str, bytes: &[u8]) -> Result<LaidOutText, ReadingFault> {
    if bytes.len() as u64 > MAX_FILE_SIZE {
        return Err(ReadingFault::TooLarge { limit: MAX_FILE_SIZE });
    }
    let mut lines = LineCollector::default();
    let (laid_out, kind) = match binary_format(bytes)? {
        Some(BinaryFormat::Pdf) => (pdf::lay_out_pdf(bytes)?, "PDF"),
        Some(BinaryFormat::Docx(mut archive)) => {
            lay_out_docx(&mut lines, &mut archive)?;
            (lines.finish(None)?, "DOCX")
        }
        Some(BinaryFormat::Odt(mut archive)) => {
            lay_out_odt(&mut lines, &mut archive)?;
            (lines.finish(None)?, "ODT")
        }
        None => return read_text(name, bytes),
    };
    if laid_out.lines.is_empty() { Err(ReadingFault::NoText { kind }) } else { Ok(laid_out) }
}

/// Reads a file that is text.
fn read_text(name: &str, bytes: &[u8]) -> Result<LaidOutText, ReadingFault> {
    let is_page = html::is_html(name, bytes);
    let encoding = if is_page { html::stated_encoding(bytes) } else { None };
    let text = encoding::decode(bytes, encoding);
    if text.as_ref().map_or_else(|_| bytes.contains(&0), |text| is_binary(text)) {
        return Err(ReadingFault::OtherFormat {
            kind: "a binary file",
            advice: "name a text file",
        });
    }
    let text = text?;
    let laid_out = if is_page {
        html::lay_out_page(&text)?
    } else {
        let mut lines = LineCollector::default();
        let title = if markdown::is_markdown(name, &text) {
            markdown::lay_out_markdown(&mut lines, &text)?
        } else {
            plain::lay_out_plain(&mut lines, &text);
            None
        };
        lines.finish(title)?
    };
    if !laid_out.lines.is_empty() {
        return Ok(laid_out);
    }
    if is_page && !text.trim().is_empty() {
        return Err(ReadingFault::OtherFormat {
            kind: "a page without text",
            advice: "open it in a browser, and save what it shows as plain text",
        });
    }
    Err(ReadingFault::Empty)
}

#[cfg(test)]
mod tests;
