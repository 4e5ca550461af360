//! Decodes the bytes of texts.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::ReadingFault;

/// Returns `bytes` as text. `stated` is the encoding that the file itself states, if any.
///
/// Bytes that are neither Unicode nor of a stated encoding are read as Windows-1252, which is a
/// superset of Latin-1, if the text that results looks like one of a western language.
///
/// # Errors
///
/// When the encoding is not known.
pub(super) fn decode(
    bytes: &[u8],
    stated: Option<&'static Encoding>,
) -> Result<String, ReadingFault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_string());
    }
    if let Some(encoding) = stated.filter(|encoding| *encoding != UTF_8) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if is_mostly_utf_8(bytes) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    if looks_western(&text) { Ok(text) } else { Err(ReadingFault::UnknownEncoding) }
}

/// The encoding with this label, as pages state it.
pub(super) fn encoding_by_label(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    // A page that states UTF-16 in ASCII is not in UTF-16.
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

/// Minimum number of bytes from which UTF-16 is recognised without a byte order mark.
const MIN_UTF_16: usize = 16;

/// Recognises UTF-16 without a byte order mark by the zeros of its Latin letters.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4 << 10)];
    if head.len() < MIN_UTF_16 {
        return None;
    }
    let (even, odd) = (zeros(head), zeros(&head[1..]));
    let half = head.len() / 2;
    if odd * 5 > half * 4 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 5 > half * 4 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Number of zeros among every second one of `bytes`.
fn zeros(bytes: &[u8]) -> usize {
    bytes.iter().step_by(2).filter(|b| **b == 0).count()
}

/// Whether a text is UTF-8 but for a few broken bytes, such as a character cut in two.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * broken
}

/// Whether a text that was read as Windows-1252 is one: few of its letters are outside of ASCII,
/// and none of its characters are controls.
fn looks_western(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let other = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let controls =
        text.chars().filter(|c| c.is_control() && !c.is_whitespace() && *c != '\u{1b}').count();
    other * 4 <= letters && controls == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<String, ReadingFault> {
        decode(bytes, None)
    }

    #[test]
    fn encodings_are_recognised() {
        let text = "Über naïve Café – 5 € “quoted”";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let western = WINDOWS_1252.encode(text).0;
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [&b"\xff\xfe"[..], &le].concat(),
            [&b"\xfe\xff"[..], &be].concat(),
            le.clone(),
            be.clone(),
            western.to_vec(),
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Ok(text), "{bytes:x?}");
        }
    }

    #[test]
    fn an_encoding_is_not_guessed() {
        // Russian in Windows-1251.
        let russian = encoding_rs::WINDOWS_1251.encode("Опыт работы с базами данных").0;
        assert_eq!(decoded(&russian), Err(ReadingFault::UnknownEncoding));
        assert_eq!(
            decode(&russian, encoding_by_label("windows-1251")).as_deref(),
            Ok("Опыт работы с базами данных")
        );
    }

    #[test]
    fn a_character_cut_in_two_does_not_change_the_encoding() {
        let cut = ["Café, naïve, façade, Ü, über, caf".as_bytes(), b"\xc3"].concat();
        assert!(decoded(&cut).unwrap().starts_with("Café, naïve"));
    }
}
