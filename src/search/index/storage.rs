//! Writes the index, and opens it.

use std::io::{self, Write};
use std::sync::Arc;

use super::SearchIndex;
use super::tables::{LabelGroup, LabelTables, RESPONSIBILITIES};
use crate::flat::damaged_error;
use crate::model::{ByteStore, Catalog};
use crate::search::blocks::{Array, BlockReader, BlockWriter, Column};
use crate::search::labels::{LabelKind, Labels};

impl SearchIndex {
    /// Returns the memory that it uses so far besides the catalog, in bytes.
    pub fn bytes(&self) -> usize {
        let tables = self.rebuilt.get().unwrap_or(&self.tables);
        let parts = tables.parts.iter();
        parts.map(|part| part.labels.bytes() + part.places.bytes() + part.texts.bytes()).sum()
    }

    /// Writes the index for [`SearchIndex::open`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let tables = self.undamaged_tables();
        let mut out = BlockWriter::new(out);
        Array::of(&tables.responsibilities).write(&mut out)?;
        for part in &tables.parts {
            part.labels.write(&mut out)?;
            part.places.write(&mut out)?;
            part.texts.write(&mut out)?;
        }
        out.finish()
    }

    /// Opens the index that was written for `catalog`. A query reads the blocks that it needs; if
    /// one of them is not as it was written, the labels are prepared again.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes cannot be an index.
    pub fn open(catalog: Arc<Catalog>, bytes: Arc<dyn ByteStore>) -> io::Result<Self> {
        let tables = open_tables(&catalog, BlockReader::open(bytes)?)?;
        Ok(Self::with_tables(catalog, tables))
    }
}

fn open_tables(catalog: &Catalog, mut input: BlockReader) -> io::Result<LabelTables> {
    let (roles, skills) = (catalog.roles().len(), catalog.skills().len());
    let duties = Array::<u32>::open(&mut input, roles + 1, u64::MAX)?;
    let duties = duties.all().to_vec();
    let last = duties.last().copied().unwrap_or(0) as usize;
    let places = roles + skills + last;
    let parts = [
        open_group(&mut input, LabelKind::Name, places)?,
        open_group(&mut input, LabelKind::Name, places)?,
        open_group(&mut input, LabelKind::Prose, places)?,
        open_group(&mut input, LabelKind::Prose, places)?,
        open_group(&mut input, LabelKind::Prose, places)?,
    ];
    let sound = input.is_at_end()
        && duties.first() == Some(&0)
        && duties.is_sorted()
        && last == parts[RESPONSIBILITIES].labels.len();
    let store = Some(input.store());
    let tables = LabelTables { parts, responsibilities: duties, skills, store };
    if sound && !tables.is_damaged() { Ok(tables) } else { Err(damaged_error()) }
}

fn open_group(input: &mut BlockReader, kind: LabelKind, places: usize) -> io::Result<LabelGroup> {
    let labels = Labels::open(input, kind)?;
    let limit = u32::try_from(places).map_err(|_| damaged_error())?;
    let (of_labels, texts) = (Column::open(input, limit)?, Column::open(input, u32::MAX)?);
    let sound = (of_labels.len(), texts.len()) == (labels.len(), labels.len())
        && (places > 0 || labels.len() == 0);
    let group = LabelGroup { labels, places: of_labels, texts };
    if sound { Ok(group) } else { Err(damaged_error()) }
}
