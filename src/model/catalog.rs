//! The validated catalog that answers every query.

mod added;

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

pub use self::added::{AddedRole, AddedRoles, NO_THEME_ID};
use super::columns::CatalogColumns;
use super::{
    Date, Importance, LazyRows, Level, ReportingLines, ReportingTable, Role, RoleHead, RoleId,
    Scale, Skill, SkillId, Source, SourceId, ThemeId, dense_id,
};

dense_id!(
    /// A pack of a [`Catalog`], by position in [`Catalog::packs`].
    PackId
);

/// A named, versioned body of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Unique among the packs opened together.
    pub id: String,
    /// The title shown.
    pub title: String,
    /// The version set by the author.
    pub version: String,
    /// SPDX expression, where stated.
    pub license: Option<String>,
    /// BCP 47 tag, where stated.
    pub language: Option<String>,
    /// The date for which the content is valid.
    pub as_of: Option<Date>,
    /// A notice to be shown with the content.
    pub attribution: Option<String>,
    /// The proficiency levels.
    pub scale: Scale,
    /// Families in display order; those not named here follow.
    pub families: Vec<String>,
    /// The origin as displayed: a path, or `built-in`.
    pub origin: String,
}

impl Pack {
    /// Returns a pack of which nothing else is known.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            version: version.into(),
            license: None,
            language: None,
            as_of: None,
            attribution: None,
            scale: Scale::default(),
            families: Vec::new(),
            origin: String::new(),
        }
    }
}

/// A heading that groups responsibilities across roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Unique in the catalog. Packs that define the same id share the theme.
    pub id: String,
    /// The heading shown.
    pub title: String,
}

/// An authored list of key differences between named roles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Two or more roles.
    pub roles: Vec<RoleId>,
    /// The differences, in reading order.
    pub points: Vec<ComparisonPoint>,
}

/// An aspect in which the roles of a [`Comparison`] differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonPoint {
    /// The subject of the point.
    pub aspect: String,
    /// The text for each role; roles without a text are absent.
    pub texts: Vec<(RoleId, String)>,
    /// The sources; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// The positions of sources that disagree.
    pub positions: Vec<SourcePosition>,
}

/// The position of some sources on a contested point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePosition {
    /// The text of the position.
    pub text: String,
    /// The sources that take it.
    pub sources: Vec<SourceId>,
}

/// A role that requires a skill: the answer to "who needs this?".
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RequiringRole {
    /// The role.
    pub role: RoleId,
    /// The importance of the skill for the role.
    pub importance: Importance,
    /// The required level.
    pub level: Option<Level>,
}

/// All content of the open packs, with every reference resolved.
///
/// Roles and skills may still be packed ([`LazyRows`]); columns store the values that a screen or an
/// answer needs from all of them.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    packs: Vec<Pack>,
    /// All in one row, as are the comparisons: most answers need none of them.
    sources: Arc<LazyRows<Vec<Source>>>,
    /// See [`PackedTables::source_ids`].
    source_ids: Arc<LazyRows<Vec<String>>>,
    themes: Vec<Theme>,
    comparisons: Arc<LazyRows<Vec<Comparison>>>,
    skills: Arc<LazyRows<Skill>>,
    roles: Arc<LazyRows<Role>>,
    /// Empty if the roles are not packed.
    role_heads: Arc<LazyRows<RoleHead>>,
    columns: CatalogColumns,
    needs: Arc<LazyRows<Vec<RequiringRole>>>,
    moves_into: Arc<LazyRows<Vec<RoleId>>>,
    lines: Arc<ReportingTable>,
    /// See [`Catalog::families`], by position in the column of families.
    groups: Vec<(u32, Vec<RoleId>)>,
    /// See [`Catalog::stated_title`] and [`Catalog::read_from`], for the roles that were read: they
    /// come last.
    read_from: Vec<(String, String)>,
}

/// Catalogs are equal if their packs have the same content, however much of it has been unpacked.
impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.packs == other.packs
            && self.sources() == other.sources()
            && self.themes == other.themes
            && self.comparisons() == other.comparisons()
            && self.skills == other.skills
            && self.roles == other.roles
    }
}

/// The roles that need each of `skills` skills: essential first, then the highest level; ties keep
/// the catalog's order.
fn needs(roles: &[Role], skills: usize) -> Vec<Vec<RequiringRole>> {
    let mut needs = vec![Vec::new(); skills];
    for (i, role) in roles.iter().enumerate() {
        for requirement in &role.skills {
            let (importance, level) = (requirement.importance, requirement.level);
            needs[requirement.skill.index()].push(RequiringRole {
                role: RoleId::from_index(i),
                importance,
                level,
            });
        }
    }
    for needs in &mut needs {
        sort_needs(needs);
        needs.shrink_to_fit();
    }
    needs
}

fn sort_needs(needs: &mut [RequiringRole]) {
    needs.sort_by(|a, b| {
        a.importance.cmp(&b.importance).then(b.level.cmp(&a.level)).then(a.role.cmp(&b.role))
    });
}

/// The roles that list a move to each role, in pack order.
fn moves_into(roles: &[Role]) -> Vec<Vec<RoleId>> {
    let mut into = vec![Vec::new(); roles.len()];
    for (i, role) in roles.iter().enumerate() {
        for to in role.moves.iter().map(|m| m.to) {
            let from: &mut Vec<RoleId> = &mut into[to.index()];
            if from.last() != Some(&RoleId::from_index(i)) {
                from.push(RoleId::from_index(i));
            }
        }
    }
    into
}

/// The roles of each family: see [`Catalog::families`].
fn group_by_family(packs: &[Pack], columns: &CatalogColumns) -> Vec<(u32, Vec<RoleId>)> {
    let mut groups: Vec<(u32, Vec<RoleId>)> =
        (0..columns.families.len() as u32).map(|family| (family, Vec::new())).collect();
    for (i, &family) in columns.family.iter().enumerate() {
        groups[family as usize].1.push(RoleId::from_index(i));
    }
    let mut stated: HashMap<&str, usize> = HashMap::new();
    for family in packs.iter().flat_map(|pack| &pack.families) {
        let next = stated.len();
        stated.entry(family).or_insert(next);
    }
    let place = |family: u32| stated.get(columns.families[family as usize].as_str()).copied();
    groups.sort_by_key(|(family, _)| place(*family).unwrap_or(usize::MAX));
    for (_, roles) in &mut groups {
        roles.sort_by_key(|&id| (columns.seniority[id.index()], id));
    }
    groups
}

/// The tables of a [`Catalog`] before it is built; every id in them must refer to these tables.
#[derive(Debug, Clone, Default)]
pub struct CatalogTables {
    /// See [`Catalog::packs`].
    pub packs: Vec<Pack>,
    /// See [`Catalog::sources`].
    pub sources: Vec<Source>,
    /// See [`Catalog::themes`].
    pub themes: Vec<Theme>,
    /// See [`Catalog::skills`].
    pub skills: Vec<Skill>,
    /// See [`Catalog::roles`].
    pub roles: Vec<Role>,
    /// See [`Catalog::comparisons`].
    pub comparisons: Vec<Comparison>,
}

/// A catalog whose roles and skills are packed: the input of [`Catalog::from_packed`].
#[derive(Debug, Default)]
pub struct PackedTables {
    /// See [`Catalog::packs`].
    pub packs: Vec<Pack>,
    /// See [`Catalog::sources`]; all in one row.
    pub sources: LazyRows<Vec<Source>>,
    /// The ids of the sources, all in one row: a list cites sources by these. No row if the sources
    /// are not packed.
    pub source_ids: LazyRows<Vec<String>>,
    /// See [`Catalog::themes`].
    pub themes: Vec<Theme>,
    /// See [`Catalog::comparisons`]; all in one row.
    pub comparisons: LazyRows<Vec<Comparison>>,
    /// See [`Catalog::skills`].
    pub skills: LazyRows<Skill>,
    /// See [`Catalog::roles`].
    pub roles: LazyRows<Role>,
    /// See [`Catalog::role_head`].
    pub role_heads: LazyRows<RoleHead>,
    /// See [`Catalog::columns`].
    pub columns: CatalogColumns,
    /// By skill: see [`Catalog::needs`].
    pub needs: LazyRows<Vec<RequiringRole>>,
    /// By role: see [`Catalog::moves_into`].
    pub moves_into: LazyRows<Vec<RoleId>>,
    /// By role: its reporting lines, whichever end states them.
    pub lines: ReportingTable,
}

impl Catalog {
    /// Builds a catalog from `tables` and derives the look-ups. The caller guarantees that the ids
    /// are valid.
    pub fn new(tables: CatalogTables) -> Self {
        let CatalogTables { packs, sources, themes, skills, roles, comparisons } = tables;
        let columns = CatalogColumns::of(&roles, &skills);
        let (needs, moves_into) = (needs(&roles, skills.len()).into(), moves_into(&roles).into());
        let lines = ReportingLines::of_all(&roles).into();
        let (skills, roles) = (skills.into(), roles.into());
        let (sources, comparisons) = (vec![sources].into(), vec![comparisons].into());
        Self::from_packed(PackedTables {
            packs,
            sources,
            source_ids: LazyRows::default(),
            themes,
            comparisons,
            skills,
            roles,
            role_heads: LazyRows::default(),
            columns,
            needs,
            moves_into,
            lines,
        })
    }

    /// A catalog of rows that may be packed. The caller guarantees that the ids are valid and that
    /// the tables describe these roles.
    pub fn from_packed(tables: PackedTables) -> Self {
        let PackedTables {
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
            lines,
        } = tables;
        let groups = group_by_family(&packs, &columns);
        Self {
            packs,
            sources: Arc::new(sources),
            source_ids: Arc::new(source_ids),
            themes,
            comparisons: Arc::new(comparisons),
            skills: Arc::new(skills),
            roles: Arc::new(roles),
            role_heads: Arc::new(role_heads),
            columns,
            needs: Arc::new(needs),
            moves_into: Arc::new(moves_into),
            lines: Arc::new(lines),
            groups,
            read_from: Vec::new(),
        }
    }

    /// Reads into memory all rows that are still in a file. From then on, nothing that is asked of
    /// the catalog reaches a file; a row that is damaged there is empty.
    pub fn load_rows(&self) {
        self.sources.load();
        self.source_ids.load();
        self.comparisons.load();
        self.skills.load();
        self.roles.load();
        self.role_heads.load();
        self.needs.load();
        self.moves_into.load();
        self.lines.load();
    }

    /// The open packs, in the order they were named.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// All sources.
    pub fn sources(&self) -> &[Source] {
        self.sources.get(0).map_or(&[], Vec::as_slice)
    }

    /// All themes, in reading order.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// All skills, in pack order.
    pub fn skills(&self) -> &LazyRows<Skill> {
        &self.skills
    }

    /// All roles, in pack order.
    pub fn roles(&self) -> &LazyRows<Role> {
        &self.roles
    }

    /// The values of all roles and skills that can be read without unpacking any.
    pub fn columns(&self) -> &CatalogColumns {
        &self.columns
    }

    /// All authored comparisons.
    pub fn comparisons(&self) -> &[Comparison] {
        self.comparisons.get(0).map_or(&[], Vec::as_slice)
    }

    /// Every role with its id, in pack order.
    pub fn role_ids(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..self.roles.len()).map(RoleId::from_index)
    }

    /// Every skill's id, in pack order.
    pub fn skill_ids(&self) -> impl Iterator<Item = SkillId> + use<> {
        (0..self.skills.len()).map(SkillId::from_index)
    }

    /// All skills by name, ignoring case; ties keep the catalog's order.
    pub fn skills_by_name(&self) -> &[SkillId] {
        &self.columns.skills_by_name
    }

    /// The pack `id`. Panics on an id of another catalog, as the next five do.
    pub fn pack(&self, id: PackId) -> &Pack {
        &self.packs[id.index()]
    }

    /// The role `id`.
    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    /// The first fields of the role `id`, if it is packed: a list of roles needs no more of each,
    /// and unpacking all of it would take most of the time.
    pub fn role_head(&self, id: RoleId) -> Option<&RoleHead> {
        self.role_heads.get(id.index())
    }

    /// The title of the role `id`.
    pub fn role_title(&self, id: RoleId) -> &str {
        &self.role(id).title
    }

    /// The skill `id`.
    pub fn skill(&self, id: SkillId) -> &Skill {
        &self.skills[id.index()]
    }

    /// The theme `id`.
    pub fn theme(&self, id: ThemeId) -> &Theme {
        &self.themes[id.index()]
    }

    /// The source `id`.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources()[id.index()]
    }

    /// The id of the source `id`. Of packed sources, only the ids are unpacked.
    pub fn source_id(&self, id: SourceId) -> &str {
        let packed = self.source_ids.get(0);
        packed.map_or_else(|| &self.source(id).id, |ids| &ids[id.index()])
    }

    /// Roles that require `skill`: essential first, highest level first.
    pub fn needs(&self, skill: SkillId) -> &[RequiringRole] {
        &self.needs[skill.index()]
    }

    /// The row of needs at `at`, if there is one.
    pub(crate) fn needs_at(&self, at: usize) -> Option<&Vec<RequiringRole>> {
        self.needs.get(at)
    }

    /// The row of roles that list a move to the role at `at`, if there is one.
    pub(crate) fn moves_into_at(&self, at: usize) -> Option<&Vec<RoleId>> {
        self.moves_into.get(at)
    }

    /// The reporting lines of the role at `at`, if there is one.
    pub(crate) fn reporting_lines_at(&self, at: usize) -> Option<&ReportingLines> {
        self.lines.get(at)
    }

    /// The reporting lines of `role`, whichever end states them.
    pub fn reporting_lines(&self, role: RoleId) -> &ReportingLines {
        &self.lines[role.index()]
    }

    /// The role whose id is exactly `id`. Names that users type go through `search::lookup`
    /// instead.
    pub fn role_by_id(&self, id: &str) -> Option<RoleId> {
        let ids = &self.columns.roles_by_id;
        ids.binary_search_by_key(&id, |role| &self.role(*role).id).ok().map(|at| ids[at])
    }

    /// The roles with exactly this external code, in any scheme, in pack order.
    pub fn roles_by_code(&self, code: &str) -> Vec<RoleId> {
        let (codes, hash) = (&self.columns.codes, xxh3_64(code.as_bytes()));
        let from = codes.partition_point(|(other, _)| *other < hash);
        let found =
            codes[from..].iter().take_while(|(other, _)| *other == hash).map(|(_, role)| *role);
        let mut roles: Vec<RoleId> = found
            .filter(|role| self.role(*role).codes.iter().any(|(_, theirs)| theirs == code))
            .collect();
        roles.dedup();
        roles
    }

    /// The skill whose id is exactly `id`.
    pub fn skill_by_id(&self, id: &str) -> Option<SkillId> {
        let ids = &self.columns.skills_by_id;
        ids.binary_search_by_key(&id, |skill| &self.skill(*skill).id).ok().map(|at| ids[at])
    }

    /// The name of `level` on the scale of the pack that defines `role`.
    pub fn level_name(&self, role: RoleId, level: Level) -> &str {
        self.pack(self.role(role).pack).scale.name(level)
    }

    /// The name of a level that does not come from a role of a pack: on the first open pack's scale
    /// that has as many steps as the level's.
    pub fn profile_level_name(&self, level: Level) -> Option<&str> {
        let mut scales = self.packs().iter().map(|pack| &pack.scale);
        scales
            .find(|scale| scale.names().len() == usize::from(level.of))
            .map(|scale| scale.name(level))
    }

    /// The families in the order stated by the packs, then of first appearance, each with its roles
    /// ordered by level, then pack order.
    ///
    /// Roles without a level come last in their family.
    pub fn families(&self) -> impl ExactSizeIterator<Item = (&str, &[RoleId])> + '_ {
        self.groups.iter().map(|(family, roles)| {
            (self.columns.families[*family as usize].as_str(), roles.as_slice())
        })
    }

    /// The family of `role`, without unpacking it.
    pub fn family(&self, role: RoleId) -> &str {
        &self.columns.families[self.columns.family[role.index()] as usize]
    }

    /// Whether two roles belong to the same family, without unpacking them.
    pub fn same_family(&self, a: RoleId, b: RoleId) -> bool {
        self.columns.family[a.index()] == self.columns.family[b.index()]
    }

    /// Roles that list a move to `role`, in pack order.
    pub fn moves_into(&self, role: RoleId) -> &[RoleId] {
        &self.moves_into[role.index()]
    }
}
