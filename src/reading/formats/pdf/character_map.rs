//! Reads the tables of fonts that map codes to texts.

use std::collections::HashMap;

/// Maximum number of entries of a table, with those that are there twice.
const MAX_ENTRIES: usize = 70_000;

/// Maximum size in bytes of the text of a code.
const MAX_TEXT: usize = 512;

/// Texts by the codes of a font.
#[derive(Debug, Default)]
pub(super) struct CharacterMap {
    texts: HashMap<u32, String>,
    /// Number of entries that were read.
    entries: usize,
    /// Number of bytes of a code, if all have the same.
    pub(super) code_length: Option<usize>,
}

impl CharacterMap {
    /// Reads a table in the form of a `ToUnicode` stream.
    pub(super) fn parse(source: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<MapToken<'_>> = Vec::new();
        let mut rest = source;
        while let Some(token) = next_token(&mut rest) {
            match token {
                MapToken::Word(word) => {
                    match word {
                        b"endcodespacerange" => map.read_lengths(&operands),
                        b"endbfchar" => map.read_characters(&operands),
                        b"endbfrange" => map.read_ranges(&operands),
                        _ => {}
                    }
                    if map.is_full() {
                        break;
                    }
                    operands.clear();
                }
                token if operands.len() < MAX_ENTRIES => operands.push(token),
                _ => {}
            }
        }
        map
    }

    /// Returns the text of a code.
    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    fn read_lengths(&mut self, operands: &[MapToken<'_>]) {
        let mut lengths = operands.iter().filter_map(|token| match token {
            MapToken::Text(bytes) => Some(bytes.len()),
            _ => None,
        });
        let first = lengths.next();
        self.code_length = first.filter(|first| lengths.all(|length| length == *first));
    }

    /// Number of entries that were read.
    pub(super) fn entries(&self) -> usize {
        self.entries
    }

    fn is_full(&self) -> bool {
        self.entries >= MAX_ENTRIES
    }

    fn insert(&mut self, code: u32, text: &[u8]) {
        self.entries += 1;
        if text.len() <= MAX_TEXT {
            self.texts.insert(code, utf_16(text));
        }
    }

    fn read_characters(&mut self, operands: &[MapToken<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [MapToken::Text(code), MapToken::Text(text)] = pair {
                self.insert(number(code), text);
            }
        }
    }

    fn read_ranges(&mut self, operands: &[MapToken<'_>]) {
        let mut rest = operands;
        while let [MapToken::Text(first), MapToken::Text(last), after @ ..] = rest {
            let (first, last) = (number(first), number(last).min(0xffff));
            if self.is_full() {
                return;
            }
            let left = MAX_ENTRIES - self.entries;
            match after {
                [MapToken::Text(text), after @ ..] => {
                    rest = after;
                    let units = text.len().saturating_sub(2);
                    let (start, end) = text.split_at(units);
                    for code in (first..=last).take(left) {
                        let end = number(end).wrapping_add(code - first) as u16;
                        self.insert(code, &[start, &end.to_be_bytes()].concat());
                    }
                }
                [MapToken::Open, after @ ..] => {
                    let count = after.iter().position(|token| matches!(token, MapToken::Close));
                    let (texts, after) = after.split_at(count.unwrap_or(after.len()));
                    rest = after.get(1..).unwrap_or_default();
                    for (code, token) in (first..=last).zip(texts).take(left) {
                        if let MapToken::Text(text) = token {
                            self.insert(code, text);
                        }
                    }
                }
                _ => return,
            }
        }
    }
}

/// A token of a table.
#[derive(Debug)]
enum MapToken<'a> {
    Text(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

fn next_token<'a>(rest: &mut &'a [u8]) -> Option<MapToken<'a>> {
    loop {
        let start = rest.iter().position(|b| !b.is_ascii_whitespace() && *b != 0)?;
        *rest = &rest[start..];
        let (first, after) = rest.split_first()?;
        match first {
            b'%' => {
                let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
                *rest = &rest[end.unwrap_or(rest.len())..];
            }
            b'<' if after.first() != Some(&b'<') => {
                let end = after.iter().position(|b| *b == b'>').unwrap_or(after.len());
                let digits: Vec<u8> = after[..end]
                    .iter()
                    .filter_map(|b| char::from(*b).to_digit(16))
                    .map(|digit| digit as u8)
                    .collect();
                *rest = after.get(end + 1..).unwrap_or_default();
                let bytes = digits.chunks(2).map(|d| (d[0] << 4) | d.get(1).copied().unwrap_or(0));
                return Some(MapToken::Text(bytes.collect()));
            }
            b'[' => {
                *rest = after;
                return Some(MapToken::Open);
            }
            b']' => {
                *rest = after;
                return Some(MapToken::Close);
            }
            _ => {
                let end = rest[1..]
                    .iter()
                    .position(|b| b.is_ascii_whitespace() || b"<>[]%/".contains(b))
                    .map_or(rest.len(), |end| end + 1);
                let (word, after) = rest.split_at(end);
                *rest = after;
                return Some(MapToken::Word(word));
            }
        }
    }
}

/// Returns the number in up to four bytes.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn utf_16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes.chunks(2).map(|unit| unit.iter().fold(0, |n, b| (n << 8) | u16::from(*b))).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_without_end_are_not_read_to_their_end() {
        for range in ["<0000> <ffff> <0041> ", "<0000> <ffff> [<0041>] ", "<ffff> <0000> <0041> "] {
            let ranges = range.repeat(20_000);
            let source = format!("1 beginbfrange {ranges} endbfrange {ranges} endbfrange");
            let map = CharacterMap::parse(source.as_bytes());
            assert!(map.entries() <= MAX_ENTRIES, "{range}: {}", map.entries());
            assert!(map.texts.len() <= 1 << 16, "{range}");
        }
        let long = format!("<01> <{}> endbfchar <02> <0041> endbfchar", "0041".repeat(1_000));
        let map = CharacterMap::parse(long.as_bytes());
        assert_eq!((map.get(1), map.get(2)), (None, Some("A")));
    }

    #[test]
    fn tables_are_read() {
        let map = CharacterMap::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0003> <0020> <0004><00660069> endbfchar % comment
            2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <D83DDE00>] endbfrange",
        );
        assert_eq!(map.code_length, Some(2));
        let texts = [3, 4, 0x10, 0x12, 0x20, 0x21, 0x22].map(|code| map.get(code));
        assert_eq!(
            texts,
            [Some(" "), Some("fi"), Some("A"), Some("C"), Some("a"), Some("😀"), None]
        );
    }
}
