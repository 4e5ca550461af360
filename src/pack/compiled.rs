//! A catalog as bytes that open at once: for the pack built into the program, and for the cache.
//!
//! Little is read when they are opened: the small tables and the columns. Roles and skills stay packed, each by itself,
//! until somebody looks at one. The bytes hold fields in the order of the model, and neither their names nor a
//! version: whoever keeps them must see to it that the same build of roledex reads and writes them.
//!
//! Sections, each with its length before it: what is small, then the starts and the rows of the roles, of the skills,
//! then by skill who needs it, and by role who moves there. Starts count from the first byte of all and are four bytes each, little end first.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Bytes, Catalog, Columns, Comparison, Pack, PackedTables, Rows, Source, Theme};

/// What is read when the bytes are opened.
type Small = (Vec<Pack>, Vec<Source>, Vec<Theme>, Vec<Comparison>, Columns);

/// Why bytes are no catalog.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// They are not what [`encode`] made.
    #[error("these bytes are no compiled pack")]
    Damaged,
    /// The serialiser refuses.
    #[error(transparent)]
    Postcard(#[from] postcard::Error),
    /// Positions of four bytes end there.
    #[error("a pack of more than four gigabytes")]
    TooLarge,
}

/// `catalog` as bytes.
///
/// # Errors
///
/// When there are more than four gigabytes of them.
pub fn encode(catalog: &Catalog) -> Result<Vec<u8>, Error> {
    let small = (catalog.packs(), catalog.sources(), catalog.themes(), catalog.comparisons(), catalog.columns());
    let mut bytes = Vec::new();
    section(&mut bytes, &postcard::to_stdvec(&small)?);
    rows(&mut bytes, catalog.roles())?;
    rows(&mut bytes, catalog.skills())?;
    rows(&mut bytes, catalog.skill_ids().map(|skill| catalog.needs(skill)))?;
    rows(&mut bytes, catalog.role_ids().map(|role| catalog.moves_into(role)))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(Error::TooLarge);
    }
    Ok(bytes)
}

fn section(bytes: &mut Vec<u8>, content: &[u8]) {
    bytes.extend((content.len() as u64).to_le_bytes());
    bytes.extend(content);
}

fn rows<'a, T>(bytes: &mut Vec<u8>, rows: impl IntoIterator<Item = &'a T>) -> Result<(), Error>
where
    T: Serialize + ?Sized + 'a,
{
    let mut packed = Vec::new();
    let mut lengths = vec![0_usize];
    for row in rows {
        packed = postcard::to_extend(row, packed)?;
        lengths.push(packed.len());
    }
    // Both section heads and the starts themselves stand before the first row.
    let first = bytes.len() + 8 + lengths.len() * 4 + 8;
    let starts: Vec<u8> = lengths.iter().flat_map(|l| ((first + l) as u32).to_le_bytes()).collect();
    section(bytes, &starts);
    section(bytes, &packed);
    Ok(())
}

/// The catalog that [`encode`] made `bytes` from. Rows are unpacked when they are looked at.
///
/// # Errors
///
/// When `bytes` are not what `encode` makes. That a single row is whole shows only later: keep a checksum.
pub fn open(bytes: &Arc<dyn Bytes>) -> Result<Catalog, Error> {
    let mut at = 0;
    let small = section_at(&**bytes, &mut at)?;
    let (packs, sources, themes, comparisons, columns): Small = postcard::from_bytes(&small)?;
    let roles = rows_at(bytes, &mut at)?;
    let skills = rows_at(bytes, &mut at)?;
    let needs: Rows<_> = rows_at(bytes, &mut at)?;
    let moves_into: Rows<_> = rows_at(bytes, &mut at)?;
    let sound = [&columns.family, &columns.level].iter().all(|column| column.len() == roles.len())
        && columns.roles_by_id.len() == roles.len()
        && [&columns.skills_by_id, &columns.skills_by_name].iter().all(|column| column.len() == skills.len())
        && (needs.len(), moves_into.len()) == (skills.len(), roles.len());
    if !sound {
        return Err(Error::Damaged);
    }
    let tables = PackedTables { packs, sources, themes, comparisons, skills, roles, columns, needs, moves_into };
    Ok(Catalog::unpacked_by(tables))
}

/// Where the section at `at` lies; moves `at` behind it.
fn span(bytes: &dyn Bytes, at: &mut usize) -> Result<std::ops::Range<usize>, Error> {
    let length = bytes.get(*at..*at + 8).ok_or(Error::Damaged)?;
    let length = length.first_chunk().map(|length| u64::from_le_bytes(*length)).ok_or(Error::Damaged)?;
    let start = *at + 8;
    *at = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or(Error::Damaged)?;
    Ok(start..*at)
}

fn section_at<'a>(bytes: &'a dyn Bytes, at: &mut usize) -> Result<Cow<'a, [u8]>, Error> {
    let span = span(bytes, at)?;
    bytes.get(span).ok_or(Error::Damaged)
}

/// The table at `at`, which is the section of its starts and that of its rows.
fn rows_at<T: DeserializeOwned>(bytes: &Arc<dyn Bytes>, at: &mut usize) -> Result<Rows<T>, Error> {
    let starts = section_at(&**bytes, at)?;
    let starts = starts.as_chunks::<4>().0.iter().map(|start| u32::from_le_bytes(*start)).collect();
    // The rows themselves are left where they are.
    let rows = span(&**bytes, at)?;
    Rows::packed(Arc::clone(bytes), starts, unpack).filter(|_| rows.end <= bytes.size()).ok_or(Error::Damaged)
}

#[allow(clippy::expect_used, reason = "the checksum has said that the bytes are those that were written")]
fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).expect("a row is what the same build of roledex wrote")
}
