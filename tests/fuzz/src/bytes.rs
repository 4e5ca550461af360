//! Numbers and texts out of the bytes of an input, and edits of other bytes that an input
//! describes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The bytes of an input that are not used yet.
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next byte, if there is one.
    pub fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next byte, or 0.
    pub fn byte(&mut self) -> u8 {
        self.next().unwrap_or(0)
    }

    /// A number of two bytes.
    pub fn short(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// The next `count` bytes, or those that are left.
    pub fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Damages `bytes` by the edits that are described until the input ends, at most forty: each an
    /// operation, a place and a value.
    pub fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..40 {
            let Some(operation) = self.next() else { return };
            // Places are near the start or anywhere.
            let at = if operation & 0x80 == 0 { self.short() } else { usize::from(self.byte()) };
            let at = at % bytes.len().max(1);
            let value = self.byte();
            let numbers = [
                0,
                1,
                0x7f,
                0x80,
                0xff,
                0xffff,
                0x7fff_ffff,
                0x8000_0000,
                u64::from(u32::MAX),
                1 << 40,
            ];
            let number =
                numbers.get(usize::from(value)).copied().unwrap_or(u64::MAX - u64::from(value));
            let mut write = |what: &[u8]| {
                what.iter().zip(bytes.iter_mut().skip(at)).for_each(|(new, old)| *old = *new);
            };
            match operation & 7 {
                0 => write(&[value]),
                1 => bytes
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|byte| *byte = byte.wrapping_add(value)),
                2 => write(&(number as u32).to_le_bytes()),
                3 => write(&number.to_le_bytes()),
                4 => bytes.insert(at.min(bytes.len()), value),
                5 => drop(bytes.drain(at..(at + usize::from(value) + 1).min(bytes.len()))),
                6 => bytes.truncate(at),
                _ => {
                    let from = self.short() % bytes.len().max(1);
                    let copy: Vec<u8> =
                        bytes.iter().skip(from).take(usize::from(value)).copied().collect();
                    copy.iter().zip(bytes.iter_mut().skip(at)).for_each(|(new, old)| *old = *new);
                }
            }
        }
    }
}

/// Bytes in memory as a compiled pack reads them.
pub struct Memory(Vec<u8>);

impl Memory {
    /// All of `bytes`.
    pub fn of(bytes: Vec<u8>) -> Arc<dyn roledex::model::RowStore> {
        Arc::new(Self(bytes))
    }
}

impl roledex::model::ByteStore for Memory {
    fn size(&self) -> usize {
        self.0.len()
    }

    fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        self.0.get(range).map(Cow::Borrowed)
    }
}

impl roledex::model::RowStore for Memory {
    fn load(&self) {}
}
