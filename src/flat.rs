//! Arrays of numbers as bytes, each preceded by its length; little-endian.

use std::io::{self, Read, Write};

/// A number that arrays consist of.
pub(crate) trait FlatNumber: Copy {
    const SIZE: usize;

    fn put(self, bytes: &mut Vec<u8>);

    /// The number in `SIZE` bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl FlatNumber for $number {
            const SIZE: usize = size_of::<Self>();

            #[inline]
            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }

            #[inline]
            fn get(bytes: &[u8]) -> Self {
                let mut number = [0; size_of::<Self>()];
                number.copy_from_slice(bytes);
                Self::from_le_bytes(number)
            }
        }
    )*};
}

numbers!(i8 u8 u16 u32 u64 f32);

/// Number of numbers that are converted together.
const CHUNK: usize = 8 << 10;

pub(crate) fn write_numbers<T: FlatNumber>(out: &mut dyn Write, numbers: &[T]) -> io::Result<()> {
    out.write_all(&(numbers.len() as u64).to_le_bytes())?;
    let mut bytes = Vec::with_capacity(CHUNK.min(numbers.len()) * T::SIZE);
    for chunk in numbers.chunks(CHUNK) {
        bytes.clear();
        for number in chunk {
            number.put(&mut bytes);
        }
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// A reader of arrays.
pub(crate) struct FlatReader<'a> {
    pub(crate) input: &'a mut dyn Read,
    /// Number of bytes left: no array is longer, whatever its length claims.
    pub(crate) remaining: u64,
}

impl FlatReader<'_> {
    pub(crate) fn read_numbers<T: FlatNumber>(&mut self) -> io::Result<Vec<T>> {
        let mut length = [0; 8];
        self.input.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        let size = length
            .checked_mul(T::SIZE as u64)
            .filter(|size| *size <= self.remaining.saturating_sub(8));
        let (Some(size), Ok(mut to_come)) = (size, usize::try_from(length)) else {
            return Err(damaged_error());
        };
        self.remaining -= size + 8;
        let mut numbers = Vec::with_capacity(to_come);
        let mut bytes = vec![0; CHUNK.min(to_come) * T::SIZE];
        while to_come > 0 {
            let chunk = &mut bytes[..CHUNK.min(to_come) * T::SIZE];
            self.input.read_exact(chunk)?;
            numbers.extend(chunk.chunks_exact(T::SIZE).map(T::get));
            to_come -= chunk.len() / T::SIZE;
        }
        Ok(numbers)
    }
}

/// The error for bytes that are not valid data.
pub(crate) fn damaged_error() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "these bytes are damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_survive_and_lengths_are_not_trusted() {
        let numbers: Vec<u32> = (0..20_000).collect();
        let mut bytes = Vec::new();
        write_numbers(&mut bytes, &numbers).unwrap();
        write_numbers::<u64>(&mut bytes, &[]).unwrap();
        let mut input = &bytes[..];
        let mut source = FlatReader { remaining: bytes.len() as u64, input: &mut input };
        assert_eq!(source.read_numbers::<u32>().unwrap(), numbers);
        assert!(source.read_numbers::<u64>().unwrap().is_empty());
        assert_eq!(source.remaining, 0);
        assert!(source.read_numbers::<u8>().is_err());
        let mut input = &u64::MAX.to_le_bytes()[..];
        assert!(FlatReader { remaining: 8, input: &mut input }.read_numbers::<u32>().is_err());
    }
}
