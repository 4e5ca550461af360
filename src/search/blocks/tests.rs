use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::ByteStore;

/// Returns a reader of what `write` writes.
fn stored(write: impl FnOnce(&mut BlockWriter<'_>)) -> BlockReader {
    let mut bytes = Vec::new();
    let mut out = BlockWriter::new(&mut bytes);
    write(&mut out);
    out.finish().unwrap();
    let bytes: &'static [u8] = bytes.leak();
    BlockReader::open(Arc::new(bytes)).unwrap()
}

fn ends<T: AsRef<[u32]>>(rows: &[T]) -> Vec<u32> {
    rows.iter()
        .scan(0, |end, row| {
            *end += row.as_ref().len() as u32;
            Some(*end)
        })
        .collect()
}

#[test]
fn only_the_blocks_that_are_needed_are_read() {
    let numbers: Vec<u32> = (0..100_000).collect();
    let built = Column::of(&numbers);
    let mut input = stored(|out| built.write(out).unwrap());
    let opened = Column::open(&mut input, 100_000).unwrap();
    assert!(input.is_at_end());
    assert_eq!((opened.bytes(), opened.get(70_000), opened.get(70_001)), (0, 70_000, 70_001));
    assert_eq!(opened.bytes(), 3 << 11);
    assert_eq!(built.bytes(), 300_000);
    assert!(!input.store().is_damaged());
}

#[test]
fn numbers_that_are_too_large_are_damage() {
    for (limit, damaged) in [(100, false), (99, true)] {
        let mut input = stored(|out| Column::of(&[99_u32, 3]).write(out).unwrap());
        let column = Column::open(&mut input, limit).unwrap();
        assert_eq!(column.get(1), if damaged { 0 } else { 3 });
        assert_eq!(input.store().is_damaged(), damaged);
        let mut input = stored(|out| Rows::of(&[99_u32, 3][..], &[1, 2]).write(out).unwrap());
        let rows = Rows::<[u32]>::open(&mut input, limit as usize).unwrap();
        assert_eq!(rows.row(1), if damaged { &[][..] } else { &[3] });
        assert_eq!(input.store().is_damaged(), damaged);
    }
}

#[test]
fn lines_that_do_not_end_are_damage() {
    for (text, damaged) in [("a\nb\n", false), ("a\nbb", true)] {
        let mut input = stored(|out| Rows::of(text, &[2, 4]).write(out).unwrap());
        let rows = Rows::<str>::open(&mut input, usize::MAX).unwrap();
        assert_eq!(rows.row(0), if damaged { "" } else { "a\n" });
        assert_eq!(input.store().is_damaged(), damaged);
    }
}

#[test]
fn tables_that_end_early_are_not_opened() {
    let array = || stored(|out| Array::of(&[1_u64, 2]).write(out).unwrap());
    assert!(Array::<u64>::open(&mut array(), 2, 3).is_ok_and(|array| array.all() == [1, 2]));
    assert!(Array::<u64>::open(&mut array(), 3, 3).is_err());
    let column = || stored(|out| Column::of(&[1, 2]).write(out).unwrap());
    assert!(Column::open(&mut column(), 3).is_ok());
    assert!(Rows::<str>::open_in_one_block(&mut stored(|_| {})).is_err());
    let bytes: &'static [u8] = b"not a directory";
    assert!(BlockReader::open(Arc::new(bytes)).is_err());
    let mut none = BlockReader::open(Arc::new(Vec::leak(vec![0_u8; 16]) as &'static [u8]));
    assert!(none.as_mut().is_ok_and(|input| input.number().is_ok()) || none.is_err());
}

proptest! {
    #[test]
    fn rows_survive(rows in prop::collection::vec(prop::collection::vec(0_u32..70_000, 0..40), 0..3_000), at in any::<prop::sample::Index>()) {
        let built = Rows::of(&*rows.concat(), &ends(&rows));
        let mut input = stored(|out| built.write(out).unwrap());
        let opened = Rows::<[u32]>::open(&mut input, 70_000).unwrap();
        prop_assert_eq!(opened.len(), rows.len());
        if !rows.is_empty() {
            let at = at.index(rows.len());
            prop_assert_eq!(opened.row(at), &rows[at][..]);
        }
        for (at, row) in rows.iter().enumerate() {
            prop_assert_eq!(built.row(at), &row[..]);
            prop_assert_eq!(opened.row(at), &row[..]);
        }
        prop_assert!(!input.store().is_damaged());
    }

    #[test]
    fn texts_survive(lines in prop::collection::vec("[a-zé]{0,30}", 1..600)) {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for line in &lines {
            text += line;
            text.push('\n');
            ends.push(text.len() as u32);
        }
        let built = Rows::of(&*text, &ends);
        let mut input = stored(|out| built.write(out).unwrap());
        let opened = Rows::<str>::open(&mut input, usize::MAX).unwrap();
        for (at, line) in lines.iter().enumerate() {
            prop_assert_eq!(opened.row(at).strip_suffix('\n'), Some(line.as_str()));
        }
        for (first, block) in opened.blocks() {
            for (item, _) in block.items().char_indices() {
                let (row, span) = block.row_at(item);
                prop_assert!(span.contains(&item));
                prop_assert_eq!(block.items().get(span), Some(opened.row(first + row)));
            }
        }
    }

    #[test]
    fn whatever_is_damaged_is_noticed_or_makes_no_difference(
        numbers in prop::collection::vec(0..u32::MAX, 1..5_000),
        at in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = Vec::new();
        let mut out = BlockWriter::new(&mut bytes);
        Column::of(&numbers).write(&mut out).unwrap();
        out.finish().unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 4 }
        let Ok(mut input) = BlockReader::open(Arc::new(Shared(bytes))) else { return Ok(()) };
        let column = Column::open(&mut input, u32::MAX).unwrap();
        let read: Vec<u32> = (0..column.len()).map(|row| column.get(row)).collect();
        prop_assert!(input.store().is_damaged() && read != numbers);
    }
}

/// Bytes in memory.
struct Shared(Vec<u8>);

impl ByteStore for Shared {
    fn size(&self) -> usize {
        self.0.len()
    }

    fn get(&self, range: std::ops::Range<usize>) -> Option<std::borrow::Cow<'_, [u8]>> {
        self.0.get(range).map(std::borrow::Cow::Borrowed)
    }
}
