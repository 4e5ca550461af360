//! A catalog as bytes that open instantly: for the pack built into the program, and for the cache.
//!
//! Opening reads only the small tables and the columns. Roles and skills stay packed, each
//! separately, until they are first accessed; so do all sources, and all comparisons. The bytes
//! contain the fields in the order of the model, without their names or a version: the caller must
//! make sure that the same build of roledex writes and reads them.
//!
//! The sections, each preceded by its length, are: the small tables, then the starts and the rows
//! of the sources, of their ids and of the comparisons, each in one row, of the roles, of the
//! skills, of the roles that need each skill, of the roles that move to each role, and of the
//! reporting lines of each role. Starts count from the first byte of the whole and are four bytes
//! each, little-endian.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{
    ByteStore, Catalog, CatalogColumns, Comparison, LazyRows, Pack, PackId, PackedTables,
    Reporting, ReportingLines, RequiringRole, Role, RoleHead, RoleId, RowStore, Skill, SkillId,
    Source, SourceId, Theme, ThemeId,
};

/// The data read when the bytes are opened.
type EagerTables = (Vec<Pack>, SourceCount, Vec<Theme>, CatalogColumns);

/// Number of sources.
type SourceCount = usize;

/// Reasons why bytes are not a catalog.
#[derive(Debug, thiserror::Error)]
pub enum CompiledError {
    /// The bytes were not made by [`encode`].
    #[error("not a valid compiled pack")]
    Damaged,
    /// The serialiser failed.
    #[error(transparent)]
    Postcard(#[from] postcard::Error),
    /// The catalog is too large for four-byte positions.
    #[error("the pack is larger than four gigabytes")]
    TooLarge,
}

/// Returns `catalog` as bytes.
///
/// # Errors
///
/// When they exceed four gigabytes.
pub fn encode(catalog: &Catalog) -> Result<Vec<u8>, CompiledError> {
    let small = (catalog.packs(), catalog.sources().len(), catalog.themes(), catalog.columns());
    let mut bytes = Vec::new();
    push_section(&mut bytes, &postcard::to_stdvec(&small)?);
    push_rows(&mut bytes, [catalog.sources()])?;
    let sources = (0..catalog.sources().len()).map(SourceId::from_index);
    let source_ids: Vec<&str> = sources.map(|source| catalog.source_id(source)).collect();
    push_rows(&mut bytes, [&source_ids])?;
    push_rows(&mut bytes, [catalog.comparisons()])?;
    push_rows(&mut bytes, catalog.roles())?;
    push_rows(&mut bytes, catalog.skills())?;
    push_rows(&mut bytes, catalog.skill_ids().map(|skill| catalog.needs(skill)))?;
    push_rows(&mut bytes, catalog.role_ids().map(|role| catalog.moves_into(role)))?;
    push_rows(&mut bytes, catalog.role_ids().map(|role| catalog.reporting_lines(role)))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(CompiledError::TooLarge);
    }
    Ok(bytes)
}

fn push_section(bytes: &mut Vec<u8>, content: &[u8]) {
    bytes.extend((content.len() as u64).to_le_bytes());
    bytes.extend(content);
}

fn push_rows<'a, T>(
    bytes: &mut Vec<u8>,
    rows: impl IntoIterator<Item = &'a T>,
) -> Result<(), CompiledError>
where
    T: Serialize + ?Sized + 'a,
{
    let mut packed = Vec::new();
    let mut lengths = vec![0_usize];
    for row in rows {
        packed = postcard::to_extend(row, packed)?;
        lengths.push(packed.len());
    }
    // Both section heads and the starts themselves come before the first row.
    let first = bytes.len() + 8 + lengths.len() * 4 + 8;
    let starts: Vec<u8> = lengths.iter().flat_map(|l| ((first + l) as u32).to_le_bytes()).collect();
    push_section(bytes, &starts);
    push_section(bytes, &packed);
    Ok(())
}

/// Opens the catalog that [`encode`] turned into `bytes`. Rows are unpacked when they are first
/// accessed.
///
/// The bytes may come from a file that anyone could have written: whatever they contain, no query
/// on the catalog panics. Everything read at opening is checked at opening. A row is checked when
/// it is unpacked; a damaged one comes from [`RowStore::rebuilt_catalog`].
///
/// # Errors
///
/// When `bytes` were not made by `encode`.
pub fn open(bytes: &Arc<dyn RowStore>) -> Result<Catalog, CompiledError> {
    let mut at = 0;
    let small = section_at(&**bytes, &mut at)?;
    let (packs, source_count, themes, columns): EagerTables = postcard::from_bytes(&small)?;
    let tables = [(); 8].map(|()| starts_at(&**bytes, &mut at));
    let [sources, source_ids, comparisons, roles, skills, needs, moves_into, lines] = tables;
    let (sources, source_ids, comparisons) = (sources?, source_ids?, comparisons?);
    let (roles, skills, needs, moves_into) = (roles?, skills?, needs?, moves_into?);
    let lines = lines?;
    let limits = TableSizes {
        packs: packs.len(),
        sources: source_count,
        themes: themes.len(),
        skills: row_count(&skills)?,
        roles: row_count(&roles)?,
    };
    let sound = limits.contain_all(&packs, &columns)
        && [&sources, &source_ids, &comparisons].iter().all(|starts| starts.len() == 2)
        // A source takes at least a byte.
        && source_count <= sources[1].saturating_sub(sources[0]) as usize
        && (row_count(&needs)?, row_count(&moves_into)?) == (limits.skills, limits.roles)
        && row_count(&lines)? == limits.roles;
    if !sound {
        return Err(CompiledError::Damaged);
    }
    let (sources, source_ids) =
        (rows_of(bytes, sources, limits)?, rows_of(bytes, source_ids, limits)?);
    let comparisons = rows_of(bytes, comparisons, limits)?;
    let role_heads = rows_of(bytes, roles.clone(), limits)?;
    let (skills, roles) = (rows_of(bytes, skills, limits)?, rows_of(bytes, roles, limits)?);
    let (needs, moves_into) = (rows_of(bytes, needs, limits)?, rows_of(bytes, moves_into, limits)?);
    let tables = PackedTables {
        packs,
        sources,
        source_ids,
        themes,
        comparisons,
        skills,
        roles,
        role_heads,
        columns,
        needs,
        moves_into,
        lines: rows_of(bytes, lines, limits)?,
    };
    Ok(Catalog::from_packed(tables))
}

/// Number of rows between the offsets `starts`.
fn row_count(starts: &[u32]) -> Result<usize, CompiledError> {
    starts.len().checked_sub(1).ok_or(CompiledError::Damaged)
}

/// Number of items in each table that ids refer to.
#[derive(Debug, Clone, Copy)]
struct TableSizes {
    packs: usize,
    sources: usize,
    themes: usize,
    skills: usize,
    roles: usize,
}

impl TableSizes {
    fn pack(&self, id: PackId) -> bool {
        id.index() < self.packs
    }

    fn sources(&self, ids: &[SourceId]) -> bool {
        ids.iter().all(|id| id.index() < self.sources)
    }

    fn theme(&self, id: ThemeId) -> bool {
        id.index() < self.themes
    }

    fn skill(&self, id: SkillId) -> bool {
        id.index() < self.skills
    }

    fn role(&self, id: RoleId) -> bool {
        id.index() < self.roles
    }

    fn roles<'a>(&self, ids: impl IntoIterator<Item = &'a RoleId>) -> bool {
        ids.into_iter().all(|id| self.role(*id))
    }

    /// Whether everything read at opening refers to existing items.
    fn contain_all(&self, packs: &[Pack], columns: &CatalogColumns) -> bool {
        let CatalogColumns {
            families,
            family,
            seniority: level,
            roles_by_id,
            codes,
            skills_by_id,
            skills_by_name,
        } = columns;
        (!packs.is_empty() || self.roles == 0)
            && (family.len(), level.len(), roles_by_id.len())
                == (self.roles, self.roles, self.roles)
            && (skills_by_id.len(), skills_by_name.len()) == (self.skills, self.skills)
            && family.iter().all(|family| (*family as usize) < families.len())
            && contain_each_once(&mut roles_by_id.iter().map(|role| role.index()), self.roles)
            && contain_each_once(&mut skills_by_id.iter().map(|skill| skill.index()), self.skills)
            && contain_each_once(&mut skills_by_name.iter().map(|skill| skill.index()), self.skills)
            && self.roles(codes.iter().map(|(_, role)| role))
    }
}

/// Whether `ids` contain each position below `count` exactly once.
fn contain_each_once(ids: &mut dyn Iterator<Item = usize>, count: usize) -> bool {
    let mut seen = vec![false; count];
    let fresh = |id: usize| seen.get_mut(id).is_some_and(|seen| !std::mem::replace(seen, true));
    ids.map(fresh).filter(|fresh| *fresh).count() == count
}

/// A row of a packed table.
trait CompiledRow: DeserializeOwned + Clone + Send + Sync + 'static {
    /// Whether everything that the row refers to exists.
    fn is_within(&self, limits: &TableSizes) -> bool;

    /// Returns an empty row.
    fn blank() -> Result<Self, CompiledError> {
        zeroed()
    }

    /// Returns the row that stands for one that cannot be unpacked.
    fn stand_in(blank: &Self, _: &TableSizes) -> Self {
        blank.clone()
    }

    /// Whether the row is only the beginning of a packed one.
    const IS_BEGINNING: bool = false;

    /// Returns the row at `at` in `catalog`.
    fn of(catalog: &Catalog, at: usize) -> Option<Self>;
}

/// Returns an empty row: zeros decode as empty texts, empty lists and the first variant of each
/// enum.
fn zeroed<T: DeserializeOwned>() -> Result<T, CompiledError> {
    Ok(postcard::from_bytes(&[0; 1024])?)
}

impl CompiledRow for Vec<Source> {
    fn is_within(&self, limits: &TableSizes) -> bool {
        self.len() == limits.sources && self.iter().all(|source| limits.pack(source.pack))
    }

    fn blank() -> Result<Self, CompiledError> {
        Ok(vec![zeroed()?])
    }

    fn stand_in(blank: &Self, limits: &TableSizes) -> Self {
        blank.iter().cycle().take(limits.sources).cloned().collect()
    }

    fn of(catalog: &Catalog, _: usize) -> Option<Self> {
        Some(catalog.sources().to_vec())
    }
}

impl CompiledRow for Vec<String> {
    fn is_within(&self, limits: &TableSizes) -> bool {
        self.len() == limits.sources
    }

    fn stand_in(_: &Self, limits: &TableSizes) -> Self {
        vec![String::new(); limits.sources]
    }

    fn of(catalog: &Catalog, _: usize) -> Option<Self> {
        Some(catalog.sources().iter().map(|source| source.id.clone()).collect())
    }
}

impl CompiledRow for Vec<Comparison> {
    fn is_within(&self, limits: &TableSizes) -> bool {
        self.iter().all(|comparison| {
            limits.roles(&comparison.roles)
                && comparison.points.iter().all(|point| {
                    let mut positions = point.positions.iter();
                    limits.roles(point.texts.iter().map(|(role, _)| role))
                        && limits.sources(&point.sources)
                        && positions.all(|position| limits.sources(&position.sources))
                })
        })
    }

    fn of(catalog: &Catalog, _: usize) -> Option<Self> {
        Some(catalog.comparisons().to_vec())
    }
}

impl CompiledRow for Role {
    fn is_within(&self, limits: &TableSizes) -> bool {
        let Self { confused_with, related, broader, extends, reporting, .. } = self;
        limits.pack(self.pack)
            && limits.roles(confused_with.iter().chain(related).chain(broader).chain(extends))
            && limits.roles(
                reporting
                    .reports_to
                    .iter()
                    .chain(&reporting.manages)
                    .chain(&reporting.never_manages),
            )
            && [&self.sources, &reporting.sources, &self.experience.sources]
                .into_iter()
                .all(|ids| limits.sources(ids))
            && self.responsibilities.iter().all(|duty| {
                limits.theme(duty.theme)
                    && limits.sources(&duty.sources)
                    && limits.roles(&duty.inherited_from)
            })
            && self
                .skills
                .iter()
                .all(|asked| limits.skill(asked.skill) && limits.sources(&asked.sources))
            && self.pay.iter().all(|pay| limits.sources(&[pay.source]))
            && self.moves.iter().all(|step| limits.role(step.to) && limits.sources(&step.sources))
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.roles().get(at).cloned()
    }
}

impl CompiledRow for RoleHead {
    const IS_BEGINNING: bool = true;

    fn is_within(&self, limits: &TableSizes) -> bool {
        let Self { confused_with, related, broader, extends, reporting, .. } = self;
        let Reporting { reports_to, manages, never_manages, sources, .. } = reporting;
        limits.pack(self.pack)
            && limits.roles(confused_with.iter().chain(related).chain(broader).chain(extends))
            && limits.roles(reports_to.iter().chain(manages).chain(never_manages))
            && limits.sources(&self.sources)
            && limits.sources(sources)
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.roles().get(at).map(RoleHead::of)
    }
}

impl CompiledRow for Skill {
    fn is_within(&self, limits: &TableSizes) -> bool {
        self.broader.iter().all(|skill| limits.skill(*skill))
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.skills().get(at).cloned()
    }
}

impl CompiledRow for Vec<RequiringRole> {
    fn is_within(&self, limits: &TableSizes) -> bool {
        limits.roles(self.iter().map(|need| &need.role))
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.needs_at(at).cloned()
    }
}

impl CompiledRow for Vec<RoleId> {
    fn is_within(&self, limits: &TableSizes) -> bool {
        limits.roles(self)
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.moves_into_at(at).cloned()
    }
}

impl CompiledRow for ReportingLines {
    fn is_within(&self, limits: &TableSizes) -> bool {
        limits.roles(self.reports_to.iter().chain(&self.leads))
    }

    fn of(catalog: &Catalog, at: usize) -> Option<Self> {
        catalog.reporting_lines_at(at).cloned()
    }
}

/// Returns the range of the section at `at`, and moves `at` past it.
fn section_span(
    bytes: &dyn ByteStore,
    at: &mut usize,
) -> Result<std::ops::Range<usize>, CompiledError> {
    let length = bytes
        .get(*at..at.checked_add(8).ok_or(CompiledError::Damaged)?)
        .ok_or(CompiledError::Damaged)?;
    let length = length
        .first_chunk()
        .map(|length| u64::from_le_bytes(*length))
        .ok_or(CompiledError::Damaged)?;
    let start = *at + 8;
    *at = usize::try_from(length)
        .ok()
        .and_then(|length| start.checked_add(length))
        .ok_or(CompiledError::Damaged)?;
    Ok(start..*at)
}

fn section_at<'a>(
    bytes: &'a dyn ByteStore,
    at: &mut usize,
) -> Result<Cow<'a, [u8]>, CompiledError> {
    let span = section_span(bytes, at)?;
    bytes.get(span).ok_or(CompiledError::Damaged)
}

/// Returns the row starts of the table at `at`, which consists of a section of starts and one of
/// rows; moves `at` past both.
fn starts_at(bytes: &dyn ByteStore, at: &mut usize) -> Result<Vec<u32>, CompiledError> {
    let starts = section_at(bytes, at)?;
    let starts: Vec<u32> =
        starts.as_chunks::<4>().0.iter().map(|start| u32::from_le_bytes(*start)).collect();
    // The rows themselves stay packed.
    let rows = section_span(bytes, at)?;
    let inside = |start: &u32| rows.start <= *start as usize && *start as usize <= rows.end;
    if rows.end <= bytes.size() && starts.iter().all(inside) {
        Ok(starts)
    } else {
        Err(CompiledError::Damaged)
    }
}

/// Returns the rows of `bytes` that begin at `starts`.
fn rows_of<T: CompiledRow>(
    bytes: &Arc<dyn RowStore>,
    starts: Vec<u32>,
    limits: TableSizes,
) -> Result<LazyRows<T>, CompiledError> {
    let blank = T::blank()?;
    let source = Arc::clone(bytes);
    let unpack = move |bytes: Option<&[u8]>, at: usize| {
        let row = bytes.and_then(|bytes| postcard::take_from_bytes::<T>(bytes).ok());
        let row = row
            .filter(|(row, rest)| (rest.is_empty() || T::IS_BEGINNING) && row.is_within(&limits));
        row.map(|(row, _)| row)
            .or_else(|| T::of(source.rebuilt_catalog()?, at).filter(|row| row.is_within(&limits)))
            .unwrap_or_else(|| {
                source.mark_incomplete();
                T::stand_in(&blank, &limits)
            })
    };
    LazyRows::packed(Arc::clone(bytes), starts, unpack).ok_or(CompiledError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row of sources ends before it begins.
    #[test]
    fn a_row_that_ends_before_it_begins_is_damage() {
        let mut bytes = encode(&crate::builtin::catalog()).unwrap();
        let small = u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
        let starts = 8 + small + 8;
        let (first, second) = bytes[starts..starts + 8].split_at_mut(4);
        first.swap_with_slice(second);
        let store: &'static [u8] = bytes.leak();
        let store: Arc<dyn RowStore> = Arc::new(store);
        assert!(matches!(open(&store), Err(CompiledError::Damaged)));
    }
}
