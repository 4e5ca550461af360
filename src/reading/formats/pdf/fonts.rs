//! Reads fonts: the text and width of each code.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::character_map::CharacterMap;
use super::glyph_names::glyph_text;
use super::work::{STEP, WorkLimit};
use crate::reading::formats::error::ReadingFault;

/// Maximum number of widths of a font.
const MAX_WIDTHS: usize = 70_000;

/// Width of the glyphs of Courier, and of those whose width is not known.
const DEFAULT_WIDTH: f64 = 600.0;

/// Widths of the ASCII characters from the space on, for fonts that every reader must know.
#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
#[rustfmt::skip]
const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
#[rustfmt::skip]
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// A font of a document.
#[derive(Debug)]
pub(super) struct PdfFont {
    to_text: Option<CharacterMap>,
    /// Texts by code of a font with one byte a code.
    encoding: Vec<Option<String>>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    code_length: usize,
    /// Whether its glyphs are bold.
    pub(super) is_bold: bool,
    /// Size of a unit of its widths, in units of the text.
    unit: f64,
}

impl PdfFont {
    /// Reads a font.
    ///
    /// # Errors
    ///
    /// When that is more work than is left.
    pub(super) fn new(dict: &Dict<'_>, work: &mut WorkLimit) -> Result<Self, ReadingFault> {
        let source = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| stream.decoded().ok());
        let to_text = source.as_ref().map(|source| CharacterMap::parse(source));
        work.spend(dict.data().len() + source.map_or(0, |source| source.len()))?;
        work.spend(to_text.as_ref().map_or(0, |map| map.entries() * STEP))?;
        let name = name_of(dict, "BaseFont");
        let is_composite = name_of(dict, "Subtype") == "Type0";
        let parts = dict.get::<Array<'_>>("DescendantFonts");
        let part = parts.and_then(|parts| parts.iter::<Dict<'_>>().next());
        let font = part.as_ref().filter(|_| is_composite).unwrap_or(dict);
        let descriptor = font.get::<Dict<'_>>("FontDescriptor");
        let mut made = Self {
            code_length: if is_composite {
                to_text.as_ref().and_then(|map| map.code_length).unwrap_or(2).clamp(1, 4)
            } else {
                1
            },
            to_text,
            encoding: Vec::new(),
            widths: HashMap::new(),
            default_width: DEFAULT_WIDTH,
            is_bold: is_bold(&name, descriptor.as_ref()),
            unit: 0.001,
        };
        if is_composite {
            made.read_composite_widths(font, work)?;
        } else {
            made.encoding = encoding_of(dict, &name, work)?;
            made.read_widths(dict, &name, descriptor.as_ref());
            work.spend(made.encoding.len() * STEP)?;
        }
        Ok(made)
    }

    /// Returns the codes in the bytes of a text.
    pub(super) fn codes<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = u32> + use<'b> {
        let codes = bytes.chunks(self.code_length);
        codes.map(|code| code.iter().fold(0, |code, byte| (code << 8) | u32::from(*byte)))
    }

    /// Whether a code is the space that word spacing widens.
    pub(super) fn is_space(&self, code: u32) -> bool {
        self.code_length == 1 && code == 32
    }

    /// Returns the text of a code.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        let mapped = self.to_text.as_ref().and_then(|map| map.get(code));
        let mapped = mapped.filter(|text| !text.is_empty() && !text.contains('\0'));
        mapped.or_else(|| self.encoding.get(code as usize)?.as_deref())
    }

    /// Returns the width of a code, in units of the text.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width) * self.unit
    }

    fn read_composite_widths(
        &mut self,
        font: &Dict<'_>,
        work: &mut WorkLimit,
    ) -> Result<(), ReadingFault> {
        self.default_width = number_of(font, "DW").unwrap_or(1000.0);
        let Some(list) = font.get::<Array<'_>>("W") else { return Ok(()) };
        let mut entries = list.iter::<Object<'_>>();
        let mut left = MAX_WIDTHS;
        while let Some(Object::Number(first)) = entries.next() {
            let first = first.as_f64() as u32;
            let before = left;
            match entries.next() {
                // The list may name the same array many times.
                Some(Object::Array(widths)) => {
                    work.spend(widths.data().len())?;
                    for (code, width) in (first..).zip(widths.iter::<Number>()).take(left) {
                        self.widths.insert(code, width.as_f64());
                        left -= 1;
                    }
                }
                Some(Object::Number(last)) => {
                    let Some(Object::Number(width)) = entries.next() else { return Ok(()) };
                    let last = (last.as_f64() as u32).min(0xffff);
                    for code in (first..=last).take(left) {
                        self.widths.insert(code, width.as_f64());
                        left -= 1;
                    }
                }
                _ => return Ok(()),
            }
            work.spend((before - left + 3) * STEP)?;
        }
        Ok(())
    }

    fn read_widths(&mut self, dict: &Dict<'_>, name: &str, descriptor: Option<&Dict<'_>>) {
        if name_of(dict, "Subtype") == "Type3" {
            let matrix = dict.get::<Array<'_>>("FontMatrix");
            let scale = matrix.and_then(|matrix| matrix.iter::<Number>().next());
            self.unit = scale.map_or(0.001, |scale| scale.as_f64().abs());
        }
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            let first = number_of(dict, "FirstChar").unwrap_or(0.0) as u32;
            for (code, width) in (first..).zip(widths.iter::<Number>()).take(256) {
                self.widths.insert(code, width.as_f64());
            }
            let missing = descriptor.and_then(|descriptor| number_of(descriptor, "MissingWidth"));
            self.default_width = missing.unwrap_or(0.0);
            return;
        }
        let lower = name.to_lowercase();
        let known = if lower.contains("courier") {
            return;
        } else if lower.contains("times") {
            &TIMES
        } else if self.is_bold {
            &HELVETICA_BOLD
        } else {
            &HELVETICA
        };
        for (code, text) in self.encoding.iter().enumerate() {
            let base = text.as_ref().and_then(|text| {
                unicode_normalization::UnicodeNormalization::nfd(text.as_str()).next()
            });
            let width = base
                .and_then(|base| (base as usize).checked_sub(32))
                .and_then(|at| known.get(at))
                .map_or(
                    match base {
                        Some('•') => 350.0,
                        Some('—') => 1000.0,
                        _ => 556.0,
                    },
                    |width| f64::from(*width),
                );
            self.widths.insert(code as u32, width);
        }
    }
}

/// Returns the texts of the codes of a font with one byte a code.
///
/// # Errors
///
/// When that is more work than is left.
fn encoding_of(
    dict: &Dict<'_>,
    name: &str,
    work: &mut WorkLimit,
) -> Result<Vec<Option<String>>, ReadingFault> {
    let stated = dict.get::<Dict<'_>>("Encoding");
    let base = match &stated {
        Some(encoding) => name_of(encoding, "BaseEncoding"),
        None => name_of(dict, "Encoding"),
    };
    let is_symbolic =
        ["Symbol", "Dingbats", "Wingdings", "Webdings"].iter().any(|font| name.contains(font));
    let mut encoding: Vec<Option<String>> =
        (0..=255).map(|code| base_text(&base, code, is_symbolic)).collect();
    let differences = stated.and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
    let mut code = 0;
    for entry in differences.into_iter().flat_map(|list| list.iter::<Object<'_>>()).take(MAX_WIDTHS)
    {
        work.spend(STEP)?;
        match entry {
            Object::Number(number) => code = number.as_f64() as usize,
            Object::Name(glyph) => {
                if let Some(place) = encoding.get_mut(code) {
                    *place = glyph_text(glyph.as_str());
                }
                code = code.saturating_add(1);
            }
            _ => break,
        }
    }
    Ok(encoding)
}

/// Returns the text of a code in one of the encodings that every reader must know.
fn base_text(encoding: &str, code: u8, is_symbolic: bool) -> Option<String> {
    if code < 32 {
        return None;
    }
    if is_symbolic && encoding.is_empty() {
        // The glyphs that texts take from such fonts are bullets.
        return Some(if code == 32 { " " } else { "•" }.to_string());
    }
    let table = match encoding {
        "MacRomanEncoding" => encoding_rs::MACINTOSH,
        "StandardEncoding" | "" if code >= 0x80 || code == 0x27 || code == 0x60 => {
            return standard_text(code).map(str::to_string);
        }
        _ => encoding_rs::WINDOWS_1252,
    };
    let text = table.decode_without_bom_handling(&[code]).0.into_owned();
    let is_control = text.chars().any(char::is_control);
    // By the standard, unused codes of the Windows encoding are bullets.
    if is_control { (code >= 127).then(|| "•".to_string()) } else { Some(text) }
}

/// Returns the text of a code of the standard encoding that is not that of ASCII.
fn standard_text(code: u8) -> Option<&'static str> {
    Some(match code {
        0x27 => "’",
        0x60 => "‘",
        0xa2 => "¢",
        0xa3 => "£",
        0xa7 => "§",
        0xaa => "“",
        0xab => "«",
        0xae => "fi",
        0xaf => "fl",
        0xb1 => "–",
        0xb4 => "·",
        0xb7 => "•",
        0xb8 => "‚",
        0xb9 => "„",
        0xba => "”",
        0xbb => "»",
        0xbc => "…",
        0xd0 => "—",
        0xe1 => "Æ",
        0xe9 => "Ø",
        0xf1 => "æ",
        0xf9 => "ø",
        0xfa => "œ",
        0xfb => "ß",
        _ => return None,
    })
}

fn is_bold(name: &str, descriptor: Option<&Dict<'_>>) -> bool {
    let lower = name.to_lowercase();
    let by_name = ["bold", "black", "heavy", "demi"].iter().any(|word| lower.contains(word));
    let Some(descriptor) = descriptor else { return by_name };
    let flags = number_of(descriptor, "Flags").unwrap_or(0.0) as u32;
    let weight = number_of(descriptor, "FontWeight").unwrap_or(0.0);
    by_name || flags & (1 << 18) != 0 || weight >= 600.0
}

fn name_of(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<Name<'_>>(key).map(|name| name.as_str().to_string()).unwrap_or_default()
}

fn number_of(dict: &Dict<'_>, key: &str) -> Option<f64> {
    dict.get::<Number>(key).map(|number| number.as_f64())
}
