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
mod plain;
mod wrapping;

pub use self::error::{ReadingError, ReadingFault};

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
    let html = html::is_html(name, bytes);
    let text = encoding::decode(bytes, if html { html::stated_encoding(bytes) } else { None })?;
    let laid_out = if html {
        html::lay_out_page(&text)?
    } else {
        let mut lines = lines::LineCollector::default();
        let title = if markdown::is_markdown(name, &text) {
            markdown::lay_out_markdown(&mut lines, &text)?
        } else {
            plain::lay_out_plain(&mut lines, &text);
            None
        };
        lines.finish(title)?
    };
    if laid_out.lines.is_empty() && laid_out.title.is_none() {
        return Err(ReadingFault::Empty);
    }
    Ok(laid_out)
}

#[cfg(test)]
mod tests;
