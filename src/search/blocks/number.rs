//! Numbers in as few bytes as the largest of them takes.

/// A number that tables consist of.
pub(in crate::search) trait TableNumber:
    Copy + Default + Into<u64> + Ord
{
    /// Returns the number, or zero if it is too large; a width in bytes limits it before.
    fn truncated(number: u64) -> Self;
}

macro_rules! table_numbers {
    ($($number:ty)*) => {$(
        impl TableNumber for $number {
            #[inline]
            fn truncated(number: u64) -> Self {
                number as $number
            }
        }
    )*};
}

table_numbers!(u8 u16 u32 u64);

/// Returns how many bytes the largest of `numbers` takes: at least one.
pub(super) fn width_of<T: TableNumber>(numbers: impl Iterator<Item = T>) -> usize {
    let most: u64 = numbers.max().unwrap_or_default().into();
    (u64::BITS - most.leading_zeros()).div_ceil(8).max(1) as usize
}

/// Appends `numbers` to `bytes`, `width` bytes each, little-endian.
pub(super) fn encode_numbers<T: TableNumber>(numbers: &[T], width: usize, bytes: &mut Vec<u8>) {
    for number in numbers {
        let number: u64 = (*number).into();
        bytes.extend_from_slice(&number.to_le_bytes()[..width.min(8)]);
    }
}

/// Returns the numbers in `bytes`, `width` bytes each; `None` if that is no whole number of them.
pub(super) fn decode_numbers<T: TableNumber>(bytes: &[u8], width: usize) -> Option<Box<[T]>> {
    if width > size_of::<T>() {
        return None;
    }
    // Each width has a loop of its own: it is several times as fast as one for all.
    match width {
        1 => decode_chunks::<1, T>(bytes),
        2 => decode_chunks::<2, T>(bytes),
        3 => decode_chunks::<3, T>(bytes),
        4 => decode_chunks::<4, T>(bytes),
        5 => decode_chunks::<5, T>(bytes),
        6 => decode_chunks::<6, T>(bytes),
        7 => decode_chunks::<7, T>(bytes),
        8 => decode_chunks::<8, T>(bytes),
        _ => None,
    }
}

fn decode_chunks<const WIDTH: usize, T: TableNumber>(bytes: &[u8]) -> Option<Box<[T]>> {
    let (chunks, rest) = bytes.as_chunks::<WIDTH>();
    rest.is_empty().then(|| chunks.iter().map(number_in).collect())
}

#[inline]
fn number_in<const WIDTH: usize, T: TableNumber>(chunk: &[u8; WIDTH]) -> T {
    let mut number = [0; 8];
    number[..WIDTH].copy_from_slice(chunk);
    T::truncated(u64::from_le_bytes(number))
}

/// Appends `number` in as few bytes as it takes, seven bits each.
pub(super) fn push_varint(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number that [`push_varint`] wrote from the start of `bytes`.
pub(super) fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Returns the number at `at` of those in `bytes`, which are `width` bytes each, at most four.
#[inline]
pub(super) fn number_at(bytes: &[u8], at: usize, width: usize) -> u32 {
    match width {
        1 => u32::from(bytes[at]),
        2 => fixed_number_at::<2>(bytes, at),
        3 => fixed_number_at::<3>(bytes, at),
        _ => fixed_number_at::<4>(bytes, at),
    }
}

#[inline]
fn fixed_number_at<const WIDTH: usize>(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number[..WIDTH].copy_from_slice(&bytes[at * WIDTH..(at + 1) * WIDTH]);
    u32::from_le_bytes(number)
}
