//! Compares several roles side by side: the level of each skill, and the responsibilities under
//! each theme.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::mark::normalised_words;
use super::skill_class::MANY_SKILLS;
use super::skills::{SkillDemand, effort};
use crate::model::{Catalog, Emphasis, Importance, Role, RoleId, SkillId, ThemeId};

/// Roles side by side. Neither the set of rows nor their spread depends on the order of the roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The roles in the order requested; cells in every row are in the same order.
    pub roles: Vec<RoleId>,
    /// Rows of the skills that any of the roles requires, one each, most different first. Rows with
    /// equal spread are ordered by essential first, then number of roles that require the skill,
    /// then the first role that does, then catalog order.
    pub skills: Vec<MatrixSkillRow>,
    /// Rows of the themes under which any role has a responsibility, one each: most different
    /// first, then in catalog order.
    pub themes: Vec<MatrixThemeRow>,
}

/// The requirements of each role for one skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixSkillRow {
    /// The skill.
    pub skill: SkillId,
    /// The requirement of each role, if any.
    pub cells: Vec<Option<SkillDemand>>,
    /// Degree to which the roles differ in this skill, in thousandths of a [`super::skills::LEVEL_STEP`],
    /// 0 to 4000; 0 if no difference is known.
    ///
    /// Half of it is the span from the lowest to the highest level required, half the span of the
    /// levels at which the skill is essential. A role that does not require the skill counts as
    /// lowest in both, a role for which it is useful only in the second. So one level counts in
    /// full if the skill is essential to both, and half if it is useful to both. An unstated level
    /// counts as the highest level in the row, or as two steps if the row states none.
    pub spread: u32,
}

/// The responsibilities of each role under one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixThemeRow {
    /// The theme.
    pub theme: ThemeId,
    /// The responsibilities of each role.
    pub cells: Vec<ThemeResponsibilities>,
    /// Rows of the distinct responsibilities: those that not all roles have come first, then by the
    /// first role that has it and its position there.
    pub responsibilities: Vec<MatrixResponsibilityRow>,
    /// Number of `duties` that not every role has.
    pub spread: usize,
}

/// The responsibilities of one role under one theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeResponsibilities {
    /// Positions in [`crate::model::Role::responsibilities`], ascending.
    pub indices: Vec<usize>,
    /// Number of responsibilities marked strategic.
    pub strategic: usize,
    /// Number of responsibilities marked tactical.
    pub tactical: usize,
    /// Sum of the stated shares of working time, if any.
    pub share: Option<f64>,
}

/// A responsibility with the roles that have it in the same words, ignoring case, spaces and
/// punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixResponsibilityRow {
    /// Position in [`crate::model::Role::responsibilities`] for each role that has the
    /// responsibility.
    pub cells: Vec<Option<usize>>,
}

/// The skills of a matrix by how the roles share them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedSkills<'a> {
    /// Skills that only one of several roles asks for.
    pub only_one: Vec<&'a MatrixSkillRow>,
    /// Skills that several roles ask for, not all of them alike.
    pub not_alike: Vec<&'a MatrixSkillRow>,
    /// Skills that all roles ask for alike.
    pub alike: Vec<&'a MatrixSkillRow>,
}

impl Matrix {
    /// Returns the skills by how the roles share them.
    pub fn shared_skills(&self) -> SharedSkills<'_> {
        let mut shared = SharedSkills::default();
        for row in &self.skills {
            if self.roles.len() > 1 && row.cells.iter().flatten().count() == 1 {
                shared.only_one.push(row);
            } else if row.differs() {
                shared.not_alike.push(row);
            } else {
                shared.alike.push(row);
            }
        }
        shared
    }

    /// Whether the skills are to be shown by class, as one of the roles asks for so many.
    pub fn is_by_class(&self) -> bool {
        (0..self.roles.len()).any(|column| {
            let asked = self.skills.iter().filter(|row| row.cells[column].is_some());
            asked.count() > MANY_SKILLS
        })
    }
}

impl MatrixSkillRow {
    /// Whether the roles differ in it.
    pub fn differs(&self) -> bool {
        self.spread > 0
    }
}

impl MatrixThemeRow {
    /// Whether any of the responsibilities is missing from a role.
    pub fn differs(&self) -> bool {
        self.spread > 0
    }
}

impl MatrixResponsibilityRow {
    /// Whether not every role has it.
    pub fn differs(&self) -> bool {
        self.cells.iter().any(Option::is_none)
    }

    /// Returns the text as worded by the first role that has it.
    pub fn text<'a>(&self, catalog: &'a Catalog, roles: &[RoleId]) -> &'a str {
        let first =
            roles.iter().zip(&self.cells).find_map(|(role, cell)| cell.map(|index| (*role, index)));
        first.map_or("", |(role, index)| &catalog.role(role).responsibilities[index].text)
    }
}

/// Compares any number of `roles` side by side.
///
/// ```
/// use roledex::analysis::matrix::matrix;
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("product-manager").unwrap();
/// assert!(matrix(&catalog, &[role, role]).skills.iter().all(|row| !row.differs()));
/// ```
pub fn matrix(catalog: &Catalog, roles: &[RoleId]) -> Matrix {
    let rows: Vec<&Role> = roles.iter().map(|role| catalog.role(*role)).collect();
    Matrix { roles: roles.to_vec(), skills: skill_rows(&rows), themes: theme_rows(&rows) }
}

fn skill_rows(roles: &[&Role]) -> Vec<MatrixSkillRow> {
    let mut cells: BTreeMap<SkillId, Vec<Option<SkillDemand>>> = BTreeMap::new();
    for (column, role) in roles.iter().enumerate() {
        for requirement in &role.skills {
            let row = cells.entry(requirement.skill).or_insert_with(|| vec![None; roles.len()]);
            row[column] = Some(SkillDemand::of(requirement));
        }
    }
    let mut rows: Vec<MatrixSkillRow> = cells.into_iter().map(skill_row).collect();
    rows.sort_by_cached_key(|row| {
        let importance = row.cells.iter().flatten().map(|asked| asked.importance).min();
        let (asking, first) =
            (row.cells.iter().flatten().count(), row.cells.iter().position(Option::is_some));
        (Reverse(row.spread), importance, Reverse(asking), first, row.skill)
    });
    rows
}

fn skill_row((skill, cells): (SkillId, Vec<Option<SkillDemand>>)) -> MatrixSkillRow {
    let spread = spread(&cells);
    MatrixSkillRow { skill, cells, spread }
}

/// Computes [`MatrixSkillRow::spread`].
fn spread(cells: &[Option<SkillDemand>]) -> u32 {
    let highest = cells.iter().flatten().filter_map(|asked| asked.level).max();
    (demand_span(&|_| true, highest, cells)
        + demand_span(&|asked| asked.importance == Importance::Essential, highest, cells))
    .div_ceil(2)
}

fn demand_span(
    counts: &dyn Fn(&SkillDemand) -> bool,
    highest: Option<crate::model::Level>,
    cells: &[Option<SkillDemand>],
) -> u32 {
    let heights = cells.iter().map(|cell| {
        cell.as_ref().filter(|asked| counts(asked)).map_or(0, |asked: &SkillDemand| {
            effort(
                None,
                SkillDemand { level: asked.level.or(highest), importance: Importance::Essential },
            )
        })
    });
    let (low, high) = heights.fold((u32::MAX, 0), |(low, high), h| (low.min(h), high.max(h)));
    high.saturating_sub(low)
}

/// Identity of a responsibility: its words, and the number of earlier responsibilities with the
/// same words in its role.
type WordingKey = (Vec<String>, usize);

fn theme_rows(roles: &[&Role]) -> Vec<MatrixThemeRow> {
    let mut rows: BTreeMap<ThemeId, (MatrixThemeRow, HashMap<WordingKey, usize>)> = BTreeMap::new();
    for (column, role) in roles.iter().enumerate() {
        let mut seen: HashMap<(ThemeId, Vec<String>), usize> = HashMap::new();
        for (index, duty) in role.responsibilities.iter().enumerate() {
            let (row, known) = rows.entry(duty.theme).or_insert_with(|| {
                let cells = vec![ThemeResponsibilities::default(); roles.len()];
                (
                    MatrixThemeRow {
                        theme: duty.theme,
                        cells,
                        responsibilities: Vec::new(),
                        spread: 0,
                    },
                    HashMap::new(),
                )
            });
            let cell = &mut row.cells[column];
            cell.indices.push(index);
            cell.strategic += usize::from(duty.emphasis == Some(Emphasis::Strategic));
            cell.tactical += usize::from(duty.emphasis == Some(Emphasis::Tactical));
            cell.share =
                duty.share.map(|share| share + cell.share.unwrap_or_default()).or(cell.share);
            let words = normalised_words(&duty.text);
            let nth = seen.entry((duty.theme, words.clone())).or_default();
            let at = *known.entry((words, *nth)).or_insert_with(|| {
                row.responsibilities
                    .push(MatrixResponsibilityRow { cells: vec![None; roles.len()] });
                row.responsibilities.len() - 1
            });
            row.responsibilities[at].cells[column] = Some(index);
            *nth += 1;
        }
    }
    let mut rows: Vec<MatrixThemeRow> = rows.into_values().map(|(row, _)| row).collect();
    for row in &mut rows {
        row.responsibilities.sort_by_key(|duty| (!duty.differs(), first_cell(duty)));
        row.spread = row.responsibilities.iter().filter(|duty| duty.differs()).count();
    }
    rows.sort_by_key(|row| (Reverse(row.spread), row.theme));
    rows
}

fn first_cell(duty: &MatrixResponsibilityRow) -> Option<(usize, Option<usize>)> {
    duty.cells.iter().position(Option::is_some).map(|at| (at, duty.cells[at]))
}

#[cfg(test)]
mod tests {
    use super::super::diff::fixture;
    use super::*;
    use crate::model::{CatalogTables, Level, Requirement, Skill, SkillKind};
    use proptest::prelude::*;

    fn asked(level: Option<u8>, importance: Importance) -> SkillDemand {
        SkillDemand { level: level.map(|rank| Level { rank, of: 4 }), importance }
    }

    #[test]
    fn the_spread_is_counted_in_levels() {
        use Importance::{Essential, Useful};
        let none = None;
        for (cells, steps) in [
            (vec![Some(asked(Some(1), Essential)), Some(asked(Some(1), Essential))], 0.0),
            (vec![Some(asked(Some(3), Essential)), none], 4.0),
            (vec![Some(asked(Some(3), Useful)), none], 2.0),
            (vec![Some(asked(Some(0), Essential)), Some(asked(Some(3), Essential))], 3.0),
            (vec![Some(asked(Some(0), Useful)), Some(asked(Some(3), Useful))], 1.5),
            // The same level, but essential.
            (vec![Some(asked(Some(1), Essential)), Some(asked(Some(1), Useful))], 1.0),
            // A role in between changes nothing.
            (vec![Some(asked(Some(3), Essential)), Some(asked(Some(1), Essential)), none], 4.0),
            // An unstated level does not differ from a stated one, but differs from no requirement.
            (vec![Some(asked(None, Essential)), Some(asked(Some(3), Essential))], 0.0),
            (vec![Some(asked(None, Essential)), Some(asked(None, Essential))], 0.0),
            (vec![Some(asked(None, Essential)), none], 2.0),
            (vec![Some(asked(None, Useful)), Some(asked(Some(3), Essential))], 2.0),
            (vec![], 0.0),
        ] {
            let found = f64::from(spread(&cells)) / f64::from(super::super::skills::LEVEL_STEP);
            assert!((found - steps).abs() < 1e-9, "{cells:?}: {found}");
        }
    }

    #[test]
    fn duties_with_the_same_words_meet() {
        let catalog = fixture::catalog(&[
            &["Sets the price.", "Plans the week.", "Counts."],
            &["Plans the  week", "Counts.", "Counts."],
            &["plans the week!", "Counts."],
        ]);
        let roles: Vec<RoleId> = catalog.role_ids().collect();
        let matrix = matrix(&catalog, &roles);
        let [theme] = &matrix.themes[..] else { panic!("{matrix:?}") };
        let cells: Vec<&[Option<usize>]> =
            theme.responsibilities.iter().map(|duty| duty.cells.as_slice()).collect();
        assert_eq!(
            cells,
            [
                &[Some(0), None, None][..],
                &[None, Some(2), None],
                &[Some(1), Some(0), Some(0)],
                &[Some(2), Some(1), Some(1)],
            ]
        );
        assert_eq!((theme.spread, theme.cells[1].indices.as_slice()), (2, &[0, 1, 2][..]));
        assert_eq!(theme.responsibilities[2].text(&catalog, &roles), "Plans the week.");
        assert_eq!(theme.responsibilities[1].text(&catalog, &roles), "Counts.");
    }

    #[test]
    fn emphasis_and_time_are_summed_where_they_are_stated() {
        let catalog =
            crate::pack::load_as("built-in", std::path::Path::new("content")).unwrap().catalog;
        let roles: Vec<RoleId> = catalog.role_ids().collect();
        let matrix = matrix(&catalog, &roles);
        for (column, role) in roles.iter().enumerate() {
            let duties = &catalog.role(*role).responsibilities;
            assert_eq!(
                sum_over_themes(&|d| d.strategic, column, &matrix.themes),
                count_emphasised(Emphasis::Strategic, duties)
            );
            assert_eq!(
                sum_over_themes(&|d| d.tactical, column, &matrix.themes),
                count_emphasised(Emphasis::Tactical, duties)
            );
            assert_eq!(sum_over_themes(&|d| d.indices.len(), column, &matrix.themes), duties.len());
            let share: f64 =
                matrix.themes.iter().filter_map(|theme| theme.cells[column].share).sum();
            assert!(
                (share - duties.iter().filter_map(|duty| duty.share).sum::<f64>()).abs() < 1e-9
            );
        }
    }

    fn sum_over_themes(
        of: &dyn Fn(&ThemeResponsibilities) -> usize,
        column: usize,
        matrix_themes: &[MatrixThemeRow],
    ) -> usize {
        matrix_themes.iter().map(|t| of(&t.cells[column])).sum::<usize>()
    }

    fn count_emphasised(emphasis: Emphasis, duties: &[crate::model::Responsibility]) -> usize {
        duties.iter().filter(|duty| duty.emphasis == Some(emphasis)).count()
    }

    /// Generates a catalog of roles with some of six skills, and some of six responsibilities under
    /// three themes.
    fn catalogs() -> impl Strategy<Value = Catalog> {
        let level = prop::option::of(
            (1_u8..5).prop_flat_map(|of| (0..of).prop_map(move |rank| Level { rank, of })),
        );
        let skills = prop::collection::btree_map(0_u32..6, (level, any::<bool>()), 0..6);
        let duties = prop::collection::vec(("[ab]( [ab])?[.!]?", 0_usize..3), 0..6);
        prop::collection::vec((skills, duties), 1..6).prop_map(|roles| {
            let duties: Vec<Vec<(String, usize)>> =
                roles.iter().map(|(_, duties)| duties.clone()).collect();
            let base = fixture::themed(&duties);
            let mut rows: Vec<Role> = base.roles().iter().cloned().collect();
            for (row, (skills, _)) in rows.iter_mut().zip(&roles) {
                row.skills = skills.iter().map(requirement_of).collect();
                row.skills.sort_by_key(|r| r.importance);
            }
            let (packs, themes) = (base.packs().to_vec(), base.themes().to_vec());
            Catalog::new(CatalogTables {
                packs,
                themes,
                skills: (0..6)
                    .map(|i| Skill::new(format!("s{i}"), format!("S{i}"), SkillKind::Craft))
                    .collect(),
                roles: rows,
                ..CatalogTables::default()
            })
        })
    }

    fn requirement_of((skill, (level, essential)): (&u32, &(Option<Level>, bool))) -> Requirement {
        Requirement {
            skill: SkillId(*skill),
            importance: if *essential { Importance::Essential } else { Importance::Useful },
            level: *level,
            note: None,
            sources: vec![],
        }
    }

    proptest! {
        #[test]
        fn everything_stands_in_exactly_one_row(catalog in catalogs()) {
            let roles: Vec<RoleId> = catalog.role_ids().collect();
            let matrix = matrix(&catalog, &roles);
            let mut asked: Vec<SkillId> = catalog.roles().iter().flat_map(|r| r.skills.iter().map(|s| s.skill)).collect();
            asked.sort();
            asked.dedup();
            let mut found: Vec<SkillId> = matrix.skills.iter().map(|row| row.skill).collect();
            found.sort();
            prop_assert_eq!(found, asked);
            for (column, role) in catalog.roles().iter().enumerate() {
                for row in &matrix.skills {
                    prop_assert_eq!(row.cells[column], role.requirement(row.skill).map(SkillDemand::of));
                }
                let duties = matrix.themes.iter().flat_map(|t| t.responsibilities.iter().map(move |d| (t.theme, d.cells[column])));
                let mut places: Vec<(usize, ThemeId)> = duties.filter_map(|(t, d)| d.map(|d| (d, t))).collect();
                places.sort();
                let wanted = role.responsibilities.iter().enumerate().map(|(i, duty)| (i, duty.theme));
                prop_assert_eq!(places, wanted.collect::<Vec<_>>());
            }
            prop_assert!(matrix.skills.is_sorted_by(|a, b| a.spread >= b.spread));
            prop_assert!(matrix.skills.iter().all(|row| row.spread <= 4 * super::super::skills::LEVEL_STEP));
            prop_assert!(matrix.themes.is_sorted_by(|a, b| a.spread >= b.spread));
        }

        #[test]
        fn a_role_does_not_differ_from_itself(catalog in catalogs(), times in 1_usize..4) {
            for role in catalog.role_ids() {
                let matrix = matrix(&catalog, &vec![role; times]);
                prop_assert!(matrix.skills.iter().all(|row| !row.differs()));
                prop_assert!(matrix.themes.iter().all(|row| !row.differs() && row.responsibilities.iter().all(|d| !d.differs())));
            }
        }

        #[test]
        fn rows_do_not_depend_on_the_order_of_roles(catalog in catalogs(), turn in 0_usize..6) {
            let mut roles: Vec<RoleId> = catalog.role_ids().collect();
            let plain = matrix(&catalog, &roles);
            let turn = turn % roles.len();
            roles.rotate_left(turn);
            roles.reverse();
            let turned = matrix(&catalog, &roles);
            prop_assert_eq!(plain.skills.len(), turned.skills.len());
            for a in &plain.skills {
                let mut cells = a.cells.clone();
                cells.rotate_left(turn);
                cells.reverse();
                let b = turned.skills.iter().find(|b| b.skill == a.skill).unwrap();
                prop_assert_eq!((a.spread, cells), (b.spread, b.cells.clone()));
            }
            for (a, b) in plain.themes.iter().zip(&turned.themes) {
                prop_assert_eq!((a.theme, a.spread), (b.theme, b.spread));
                let mut rows: Vec<Vec<Option<usize>>> = a.responsibilities.iter().map(|duty| duty.cells.clone()).collect();
                for row in &mut rows {
                    row.rotate_left(turn);
                    row.reverse();
                }
                let mut others: Vec<Vec<Option<usize>>> = b.responsibilities.iter().map(|duty| duty.cells.clone()).collect();
                rows.sort();
                others.sort();
                prop_assert_eq!(rows, others);
            }
        }

        /// Two roles differ in a skill exactly if one does not require it, or both state different
        /// levels.
        #[test]
        fn a_spread_is_a_known_difference(catalog in catalogs()) {
            let roles: Vec<RoleId> = catalog.role_ids().take(2).collect();
            if let [_, _] = roles[..] {
                for row in matrix(&catalog, &roles).skills {
                    let known = match (row.cells[0], row.cells[1]) {
                        (Some(a), Some(b)) => {
                            let levels = a.level.zip(b.level).is_some_and(|(a, b)| a != b);
                            levels || a.importance != b.importance
                        }
                        _ => true,
                    };
                    prop_assert_eq!(row.differs(), known, "{:?}", row);
                }
            }
        }
    }
}
