//! Writes the index, and reads it.

use super::SearchIndex;
use super::tables::{LabelGroup, LabelTables, RESPONSIBILITIES};
use crate::flat::{self, FlatReader};
use crate::model::Catalog;
use crate::search::labels::{LabelKind, Labels};
use std::io::{self, Read, Write};
use std::sync::Arc;

impl SearchIndex {
    /// Returns the memory it uses besides the catalog, in bytes.
    pub fn bytes(&self) -> usize {
        self.tables
            .parts
            .iter()
            .map(|part| part.labels.bytes() + 4 * (part.places.len() + part.texts.len()))
            .sum()
    }

    /// Writes the index for [`SearchIndex::read`], for the same catalog and the same build of roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &self.tables.responsibilities)?;
        for part in &self.tables.parts {
            part.labels.write(out)?;
            flat::write_numbers(out, &part.places)?;
            flat::write_numbers(out, &part.texts)?;
        }
        Ok(())
    }

    /// Reads the index that was written for `catalog`; at most `size` bytes. The caller must make
    /// sure that the bytes are those that were written: keep a checksum, and drop the index if it
    /// is wrong.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be an index.
    pub fn read(catalog: Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let duties = input.read_numbers()?;
        let mut part = |manner| {
            let labels = Labels::read(&mut input, manner)?;
            Ok::<_, io::Error>(LabelGroup {
                labels,
                places: input.read_numbers()?,
                texts: input.read_numbers()?,
            })
        };
        let (roles, skills) = (part(LabelKind::Name)?, part(LabelKind::Name)?);
        let parts = [
            roles,
            skills,
            part(LabelKind::Prose)?,
            part(LabelKind::Prose)?,
            part(LabelKind::Prose)?,
        ];
        let index = Self {
            catalog,
            tables: LabelTables { parts, responsibilities: duties },
            roles: Arc::default(),
        };
        if index.is_valid() { Ok(index) } else { Err(flat::damaged_error()) }
    }

    /// Whether every label belongs to an existing item.
    pub(super) fn is_valid(&self) -> bool {
        let LabelTables { parts, responsibilities: duties } = &self.tables;
        duties.len() == self.catalog.roles().len() + 1
            && duties.first() == Some(&0)
            && duties.is_sorted()
            && duties.last().copied().map(|end| end as usize)
                == Some(parts[RESPONSIBILITIES].labels.len())
            && parts.iter().all(|part| {
                (part.places.len(), part.texts.len()) == (part.labels.len(), part.labels.len())
                    && part.places.iter().all(|place| (*place as usize) < self.places())
            })
    }
}
