//! A catalog as bytes that open at once: for the pack built into the program, and for the cache.
//!
//! Little is read when they are opened: the small tables and the columns. Roles and skills stay packed, each by itself,
//! until somebody looks at one. The bytes hold fields in the order of the model, and neither their names nor a
//! version: whoever keeps them must see to it that the same build of roledex reads and writes them.
//!
//! Five sections, each with its length before it: what is small, the starts of the roles, the roles, the starts of the
//! skills, the skills. Starts count from the first byte of all and are four bytes each, little end first.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Bytes, Catalog, Columns, Comparison, Pack, PackedTables, Rows, SkillId, Source, Theme};

/// What is read when the bytes are opened.
type Small = (Vec<Pack>, Vec<Source>, Vec<Theme>, Vec<Comparison>, Columns, Vec<SkillId>);

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
    let small = (
        catalog.packs(),
        catalog.sources(),
        catalog.themes(),
        catalog.comparisons(),
        catalog.columns(),
        catalog.skills_by_name(),
    );
    let mut bytes = Vec::new();
    section(&mut bytes, &postcard::to_stdvec(&small)?);
    rows(&mut bytes, catalog.roles())?;
    rows(&mut bytes, catalog.skills())?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(Error::TooLarge);
    }
    Ok(bytes)
}

fn section(bytes: &mut Vec<u8>, content: &[u8]) {
    bytes.extend((content.len() as u64).to_le_bytes());
    bytes.extend(content);
}

fn rows<T: Serialize>(bytes: &mut Vec<u8>, rows: &Rows<T>) -> Result<(), Error> {
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
pub fn open(bytes: Bytes) -> Result<Catalog, Error> {
    let all = (*bytes).as_ref();
    let mut rest = all;
    let (packs, sources, themes, comparisons, columns, skills_by_name): Small = postcard::from_bytes(next(&mut rest)?)?;
    let roles = starts(next(&mut rest)?);
    next(&mut rest)?;
    let skills = starts(next(&mut rest)?);
    next(&mut rest)?;
    let sound = columns.family.len() + 1 == roles.len()
        && columns.level.len() + 1 == roles.len()
        && skills_by_name.len() + 1 == skills.len();
    let (roles, skills) = (
        Rows::packed(std::sync::Arc::clone(&bytes), roles, unpack).filter(|_| sound).ok_or(Error::Damaged)?,
        Rows::packed(bytes, skills, unpack).ok_or(Error::Damaged)?,
    );
    let tables = PackedTables { packs, sources, themes, comparisons, skills, roles, columns, skills_by_name };
    Ok(Catalog::unpacked_by(tables))
}

/// The next section, taken off `rest`.
fn next<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Error> {
    let (length, after) = rest.split_first_chunk::<8>().ok_or(Error::Damaged)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Error::Damaged)?;
    let (section, after) = after.split_at_checked(length).ok_or(Error::Damaged)?;
    *rest = after;
    Ok(section)
}

fn starts(section: &[u8]) -> Vec<u32> {
    section.as_chunks::<4>().0.iter().map(|start| u32::from_le_bytes(*start)).collect()
}

#[allow(clippy::expect_used, reason = "the checksum has said that the bytes are those that were written")]
fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).expect("a row is what the same build of roledex wrote")
}
