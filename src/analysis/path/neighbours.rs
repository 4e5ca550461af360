//! Precomputed facts about every role that a search for chains may pass.

use std::io::{self, Read, Write};
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::cost::new_share_of;
use super::progress::{height_after, height_or_enough};
use crate::analysis::related::keep_nearest;
use crate::analysis::skills::{SkillDemand, height, weighted_effort};
use crate::flat::{self, FlatReader};
use crate::model::{Catalog, Importance, PackId, Role, RoleId, SkillId, Track};

/// Relations that a pack states between a role and another one: bits of [`Neighbour::relations`].
pub(super) mod relation {
    /// A move leads from the role to the other.
    pub(in super::super) const MOVE: u8 = 1;
    /// The other leads the role.
    pub(in super::super) const LEADS: u8 = 1 << 1;
    /// The role lists the other as related.
    pub(in super::super) const NAMED: u8 = 1 << 2;
    /// Either lists the other as related.
    pub(in super::super) const RELATED: u8 = 1 << 3;
}

/// A role from the perspective of another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub(super) role: RoleId,
    /// Similarity of the two roles, 0 to 1.
    pub(super) similarity: f64,
    /// Share of this role's skills that is to be learnt, in thousandths; [`UNKNOWN`] if either
    /// states no skills. ESCO has 190,000 neighbours, so they are kept small.
    new: u16,
    /// Relations that the pack states between the two: bits of [`relation`].
    pub(super) relations: u8,
}

impl Neighbour {
    pub(super) fn new(role: RoleId, likeness: f64, new: Option<u32>, said: u8) -> Self {
        Self {
            role,
            similarity: likeness,
            new: new.map_or(UNKNOWN, |new| new.min(1000) as u16),
            relations: said,
        }
    }

    /// Returns the similarity of the two in thousandths.
    pub(super) fn similarity_permille(&self) -> u32 {
        to_permille(self.similarity)
    }

    /// Returns the share of this role's skills that is to be learnt, in thousandths; `None` if
    /// either states no skills.
    pub(super) fn new_share(&self) -> Option<u32> {
        (self.new != UNKNOWN).then_some(u32::from(self.new))
    }

    pub(super) fn has_relation(&self, said: u8) -> bool {
        self.relations & said != 0
    }
}

/// Returns `likeness` in thousandths.
pub(super) fn to_permille(likeness: f64) -> u32 {
    // Not `round`, which is a function call on most processors.
    (likeness * 1000.0 + 0.5) as u32
}

/// Rank of a role and how much is known of it, to decide whether a path may pass through it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RoleRank {
    pub(super) level: Option<u32>,
    pub(super) pack: PackId,
    pub(super) executive: bool,
    /// Whether a classification states only the title ("All other …").
    pub(super) unknown: bool,
}

/// Marks an unstated value.
const NONE: u32 = u32::MAX;

/// Marks an unknown share.
const UNKNOWN: u16 = u16::MAX;

impl RoleRank {
    fn of(role: &Role) -> Self {
        Self {
            level: role.seniority.filter(|level| *level != NONE),
            pack: role.pack,
            executive: role.track == Some(Track::Executive),
            unknown: role.skills.is_empty() && role.responsibilities.is_empty(),
        }
    }
}

/// A role's requirement for a skill, packed small so that a search reads it fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedDemand(u16);

impl PackedDemand {
    const ESSENTIAL: u16 = 1 << 15;

    fn of(asked: SkillDemand) -> Self {
        let essential = if asked.importance == Importance::Essential { Self::ESSENTIAL } else { 0 };
        Self(asked.level.map_or(0, height).min(u32::from(Self::ESSENTIAL) - 1) as u16 | essential)
    }

    pub(super) fn importance(self) -> Importance {
        if self.0 & Self::ESSENTIAL != 0 { Importance::Essential } else { Importance::Useful }
    }

    /// Returns the height of the skill in this job.
    pub(super) fn required_height(self) -> u32 {
        height_or_enough(self.height())
    }

    fn height(self) -> Option<u32> {
        Some(u32::from(self.0 & !Self::ESSENTIAL)).filter(|height| *height > 0)
    }

    /// Returns the height after learning what is asked, starting from `have`; see [`height_after`].
    pub(super) fn height_after(self, have: u32, had: bool) -> u32 {
        height_after(have, had, self.height())
    }
}

/// The neighbours of each role, and its requirements.
#[derive(Debug, Default, PartialEq)]
pub struct NeighbourTable {
    ranks: Vec<RoleRank>,
    /// End of each role's requirements.
    demand_ends: Vec<u32>,
    skills: Vec<SkillId>,
    demands: Vec<PackedDemand>,
    /// Ends of the three groups of each role.
    ends: Vec<u32>,
    all: Vec<Neighbour>,
}

/// The neighbours of one role.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleNeighbours<'a> {
    /// The most similar roles of its family, and of the others, most similar first: all roles with
    /// any similarity if these are fewer than [`NeighbourTable::MAX_PER_GROUP`].
    pub(super) near: [&'a [Neighbour]; 2],
    /// Roles to which the pack states a relation, and that are not among the most similar.
    others: &'a [Neighbour],
}

impl<'a> RoleNeighbours<'a> {
    /// Returns those with any of the relations in `said`.
    pub(super) fn with_relation(self, said: u8) -> impl Iterator<Item = Neighbour> + 'a {
        let [family, others] = self.near;
        family
            .iter()
            .chain(others)
            .chain(self.others)
            .filter(move |neighbour| neighbour.has_relation(said))
            .copied()
    }
}

impl NeighbourTable {
    /// Number of similar roles kept from a role's own family, and again from the others. Hops need
    /// far fewer, but rank may exclude many; if it excludes too many, all roles are searched again.
    pub(super) const MAX_PER_GROUP: usize = 48;

    /// Computes the neighbours in `catalog`. `likeness` returns the similarity of each role of the
    /// catalog to the given one, 0 to 1, by position, as
    /// [`crate::analysis::related::SimilarityIndex::similarities`] does.
    pub fn new(catalog: &Catalog, mut likeness: impl FnMut(RoleId) -> Vec<f64>) -> Self {
        let said = all_relations(catalog);
        let mut learning = LearningTable::new(catalog);
        let (mut ends, mut all) = (Vec::new(), Vec::new());
        for (from, mut said) in catalog.role_ids().zip(said) {
            let row = likeness(from);
            learning.set_start(from);
            let alike = row
                .iter()
                .copied()
                .zip(catalog.role_ids())
                .filter(|(alike, to)| *alike > 0.0 && *to != from);
            let groups: (Vec<_>, Vec<_>) =
                alike.partition(|(_, to)| catalog.same_family(from, *to));
            for mut near in [groups.0, groups.1] {
                keep_nearest(&mut near, Self::MAX_PER_GROUP);
                all.extend(near.into_iter().map(|(_, to)| {
                    neighbour_of(to, said.remove(&to).unwrap_or(0), &row, &learning)
                }));
                ends.push(all.len() as u32);
            }
            let first = all.len();
            // No role leads to itself.
            all.extend(
                said.into_iter()
                    .filter(|(to, _)| *to != from)
                    .map(|(to, said)| neighbour_of(to, said, &row, &learning)),
            );
            all[first..].sort_by_key(|neighbour| neighbour.role);
            ends.push(all.len() as u32);
        }
        let LearningTable { ends: asks_end, asked, .. } = learning;
        let (skills, asks) =
            asked.into_iter().map(|(skill, asked)| (skill, PackedDemand::of(asked))).unzip();
        let standings = catalog.roles().iter().map(RoleRank::of).collect();
        Self { ranks: standings, demand_ends: asks_end, skills, demands: asks, ends, all }
    }

    /// Returns the neighbours of a catalog with the roles that `catalog` has after those of this
    /// table. Only a path from or to such a role passes through it: it is no neighbour of others.
    #[must_use]
    pub(crate) fn with_roles(
        &self,
        catalog: &Catalog,
        mut likeness: impl FnMut(RoleId) -> Vec<f64>,
    ) -> Self {
        let first = self.ranks.len();
        let mut more = Self {
            ranks: self.ranks.clone(),
            demand_ends: self.demand_ends.clone(),
            skills: self.skills.clone(),
            demands: self.demands.clone(),
            ends: self.ends.clone(),
            all: self.all.clone(),
        };
        for role in catalog.roles().iter().skip(first) {
            more.ranks.push(RoleRank::of(role));
            let demands = role.skills.iter().map(|asked| (asked.skill, SkillDemand::of(asked)));
            for (skill, demand) in demands {
                more.skills.push(skill);
                more.demands.push(PackedDemand::of(demand));
            }
            more.demand_ends.push(more.skills.len() as u32);
        }
        for from in (first..catalog.roles().len()).map(RoleId::from_index) {
            let row = likeness(from);
            let alike = row.into_iter().zip(catalog.role_ids());
            let alike = alike.filter(|(alike, to)| *alike > 0.0 && *to != from);
            let groups: (Vec<_>, Vec<_>) =
                alike.partition(|(_, to)| catalog.same_family(from, *to));
            for mut near in [groups.0, groups.1] {
                keep_nearest(&mut near, Self::MAX_PER_GROUP);
                for (likeness, to) in near {
                    more.all.push(Neighbour::new(to, likeness, more.new_share(from, to), 0));
                }
                more.ends.push(more.all.len() as u32);
            }
            // No pack states a relation to it.
            more.ends.push(more.all.len() as u32);
        }
        more
    }

    /// Returns the requirements of `role` in its order.
    pub(super) fn demands(
        &self,
        role: RoleId,
    ) -> impl Iterator<Item = (SkillId, PackedDemand)> + '_ {
        let start =
            role.index().checked_sub(1).map_or(0, |before| self.demand_ends[before] as usize);
        let place = start..self.demand_ends[role.index()] as usize;
        self.skills[place.clone()].iter().copied().zip(self.demands[place].iter().copied())
    }

    /// Returns the share of what `to` requires that is new to `from`, in thousandths; `None` if
    /// either states no skills.
    pub(super) fn new_share(&self, from: RoleId, to: RoleId) -> Option<u32> {
        let mut brought: Vec<(SkillId, u32)> =
            self.demands(from).map(|(skill, ask)| (skill, ask.required_height())).collect();
        brought.sort_unstable();
        let (mut learn, mut all) = (0_u64, 0_u64);
        for (skill, ask) in self.demands(to) {
            let importance = ask.importance();
            learn += u64::from(weighted_effort(
                level_brought(skill, &brought),
                ask.height_after(
                    level_brought(skill, &brought),
                    level_brought(skill, &brought) > 0,
                ),
                importance,
            ));
            all += u64::from(weighted_effort(0, ask.height_after(0, false), importance));
        }
        if brought.is_empty() {
            None
        } else {
            (learn * 1000).checked_div(all).map(|part| part as u32)
        }
    }

    /// Returns the neighbours of `role`.
    pub(super) fn neighbours_of(&self, role: RoleId) -> RoleNeighbours<'_> {
        let at = 3 * role.index();
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let [family, others, said] = [0, 1, 2].map(|group| self.ends[at + group] as usize);
        RoleNeighbours {
            near: [&self.all[start..family], &self.all[family..others]],
            others: &self.all[others..said],
        }
    }

    pub(super) fn rank(&self, role: RoleId) -> &RoleRank {
        &self.ranks[role.index()]
    }

    /// Returns up to `limit`, and no more than 48, of the roles most similar to `role`, most
    /// similar first; ties are in catalog order.
    pub fn nearest(&self, role: RoleId, limit: usize) -> Vec<RoleId> {
        let near = self.neighbours_of(role).near.into_iter().flatten();
        let mut near: Vec<(f64, RoleId)> = near.map(|near| (near.similarity, near.role)).collect();
        keep_nearest(&mut near, limit.min(Self::MAX_PER_GROUP));
        near.into_iter().map(|(_, role)| role).collect()
    }

    /// Writes the neighbours for [`NeighbourTable::read`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let standings = &self.ranks;
        flat::write_numbers(
            out,
            &standings.iter().map(|role| role.level.unwrap_or(NONE)).collect::<Vec<u32>>(),
        )?;
        flat::write_numbers(out, &standings.iter().map(|role| role.pack.0).collect::<Vec<u32>>())?;
        flat::write_numbers(
            out,
            &standings
                .iter()
                .map(|role: &RoleRank| u8::from(role.executive) | u8::from(role.unknown) << 1)
                .collect::<Vec<u8>>(),
        )?;
        flat::write_numbers(out, &self.demand_ends)?;
        flat::write_numbers(out, &self.skills.iter().map(|skill| skill.0).collect::<Vec<u32>>())?;
        flat::write_numbers(out, &self.demands.iter().map(|ask| ask.0).collect::<Vec<u16>>())?;
        flat::write_numbers(out, &self.ends)?;
        flat::write_numbers(out, &self.all.iter().map(|near| near.role.0).collect::<Vec<u32>>())?;
        flat::write_numbers(
            out,
            &self.all.iter().map(|near| near.similarity.to_bits()).collect::<Vec<u64>>(),
        )?;
        flat::write_numbers(out, &self.all.iter().map(|near| near.new).collect::<Vec<u16>>())?;
        flat::write_numbers(out, &self.all.iter().map(|near| near.relations).collect::<Vec<u8>>())
    }

    /// Reads the neighbours that were written for `catalog`; at most `size` bytes. The caller must
    /// make sure that the bytes are those that were written.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be neighbours.
    pub fn read(catalog: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let (levels, packs, flags): (Vec<u32>, Vec<u32>, Vec<u8>) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let (asks_end, skills, asks): (Vec<u32>, Vec<u32>, Vec<u16>) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let (ends, roles): (Vec<u32>, Vec<u32>) = (input.read_numbers()?, input.read_numbers()?);
        let (likeness, new, said): (Vec<u64>, Vec<u16>, Vec<u8>) =
            (input.read_numbers()?, input.read_numbers()?, input.read_numbers()?);
        let sound = (packs.len(), flags.len(), ends.len())
            == (levels.len(), levels.len(), 3 * levels.len())
            && (asks_end.len(), asks.len()) == (levels.len(), skills.len())
            && asks_end.is_sorted()
            && asks_end.last().copied().unwrap_or(0) as usize == asks.len()
            && ends.is_sorted()
            && ends.last().copied().unwrap_or(0) as usize == roles.len()
            && (likeness.len(), new.len(), said.len()) == (roles.len(), roles.len(), roles.len())
            && levels.len() == catalog.roles().len()
            && roles.iter().all(|role| (*role as usize) < levels.len())
            && packs.iter().all(|pack| (*pack as usize) < catalog.packs().len())
            && skills.iter().all(|skill| (*skill as usize) < catalog.skills().len())
            && likeness.iter().all(|likeness| (0.0..=1.0).contains(&f64::from_bits(*likeness)))
            && new.iter().all(|new| *new <= 1000 || *new == UNKNOWN);
        if !sound {
            return Err(flat::damaged_error());
        }
        Ok(Self {
            ranks: levels
                .into_iter()
                .zip(packs)
                .zip(flags)
                .map(|((level, pack), flags): ((u32, u32), u8)| {
                    let (executive, unknown) = (flags & 1 != 0, flags & 2 != 0);
                    RoleRank { level: stated_level(level), pack: PackId(pack), executive, unknown }
                })
                .collect(),
            demand_ends: asks_end,
            skills: skills.into_iter().map(SkillId).collect(),
            demands: asks.into_iter().map(PackedDemand).collect(),
            ends,
            all: roles
                .into_iter()
                .zip(likeness)
                .zip(new)
                .zip(said)
                .map(|(((role, likeness), new), said): (((u32, u64), u16), u8)| Neighbour {
                    role: RoleId(role),
                    similarity: f64::from_bits(likeness),
                    new,
                    relations: said,
                })
                .collect(),
        })
    }
}

fn neighbour_of(to: RoleId, said: u8, row: &[f64], learning: &LearningTable) -> Neighbour {
    let likeness = row.get(to.index()).copied().unwrap_or(0.0);
    Neighbour::new(to, likeness, learning.new_share(to), said)
}

fn level_brought(skill: SkillId, brought: &[(SkillId, u32)]) -> u32 {
    brought.binary_search_by_key(&skill, |(skill, _)| *skill).map_or(0, |at| brought[at].1)
}

fn stated_level(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

/// Computes the learning between any two roles, each of which is used many times.
struct LearningTable {
    /// End of each role's requirements.
    ends: Vec<u32>,
    asked: Vec<(SkillId, SkillDemand)>,
    /// Requirements of the starting role, and so the skills you have, by skill.
    have: Vec<Option<SkillDemand>>,
    from: Option<RoleId>,
}

impl LearningTable {
    fn new(catalog: &Catalog) -> Self {
        let (mut ends, mut asked) = (Vec::new(), Vec::new());
        for role in catalog.roles().iter() {
            asked.extend(
                role.skills
                    .iter()
                    .map(|requirement| (requirement.skill, SkillDemand::of(requirement))),
            );
            ends.push(asked.len() as u32);
        }
        Self { ends, asked, have: vec![None; catalog.skills().len()], from: None }
    }

    fn asked(&self, role: RoleId) -> &[(SkillId, SkillDemand)] {
        &self.asked[self.place(role)]
    }

    fn place(&self, role: RoleId) -> Range<usize> {
        let start = role.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[role.index()] as usize
    }

    /// Sets `role` as the starting role.
    fn set_start(&mut self, role: RoleId) {
        if let Some(before) = self.from.replace(role) {
            for at in self.place(before) {
                self.have[self.asked[at].0.index()] = None;
            }
        }
        for at in self.place(role) {
            let (skill, asked) = self.asked[at];
            self.have[skill.index()] = Some(asked);
        }
    }

    /// Returns the share of what `to` requires that is to be learnt, in thousandths; `None` if
    /// either side states no skills.
    fn new_share(&self, to: RoleId) -> Option<u32> {
        let any = self.from.is_some_and(|from| !self.asked(from).is_empty());
        if any { unkept_share(to, self) } else { None }
    }
}

fn unkept_share(to: RoleId, this: &LearningTable) -> Option<u32> {
    new_share_of(this.asked(to).iter().copied(), |skill| {
        this.have[skill.index()].map(|have| have.level)
    })
}

/// Returns, for each role, the stated relations to others.
fn all_relations(catalog: &Catalog) -> Vec<HashMap<RoleId, u8>> {
    let mut all = vec![HashMap::new(); catalog.roles().len()];
    for id in catalog.role_ids() {
        let role = catalog.role(id);
        role.moves.iter().for_each(|step| add_relation(id, step.to, relation::MOVE, &mut all));
        for leader in catalog.reports_to(id) {
            add_relation(id, *leader, relation::LEADS, &mut all);
        }
        for other in &role.related {
            add_relation(id, *other, relation::NAMED | relation::RELATED, &mut all);
            add_relation(*other, id, relation::RELATED, &mut all);
        }
    }
    all
}

fn add_relation(of: RoleId, other: RoleId, said: u8, all: &mut [HashMap<RoleId, u8>]) {
    *all[of.index()].entry(other).or_insert(0) |= said;
}
