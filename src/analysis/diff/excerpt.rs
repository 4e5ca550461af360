//! Excerpts of a comparison: the differences, or one kind of them, with unchanged rows around them.

use super::rows::{Diff, DiffStatus, FactStatus, KeyDifference};
use crate::analysis::skills::{SkillRow, SkillStatus};

/// Selection of the rows of a comparison to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExcerptOptions {
    /// Show only rows of this kind; `None` for every kind.
    pub kind: Option<DiffStatus>,
    /// Number of unchanged rows to show around each selected row; if this is `None` and there is no
    /// `kind`, all of them are shown.
    pub context: Option<usize>,
}

impl ExcerptOptions {
    /// Only the differences.
    pub const DIFFERENCES: Self = Self { kind: None, context: Some(0) };

    /// Whether rows of this kind are selected, other than as context.
    fn includes(self, kind: DiffStatus) -> bool {
        match self.kind {
            Some(wanted) => kind == wanted,
            None => self.context.is_none() || kind != DiffStatus::Same,
        }
    }

    /// Returns the rows of `rows` to show, in their order. `group` determines which rows belong
    /// together: unchanged rows of another group are not context.
    fn visible_rows<T: Clone, G: PartialEq>(
        self,
        rows: &[T],
        kind: impl Fn(&T) -> DiffStatus,
        group: impl Fn(&T) -> G,
    ) -> Vec<T> {
        let told: Vec<bool> = rows.iter().map(|row| self.includes(kind(row))).collect();
        let reach = self.context.unwrap_or(0);
        let near = |at: usize| {
            let (from, to) = (
                at.saturating_sub(reach),
                at.saturating_add(reach).saturating_add(1).min(rows.len()),
            );
            kind(&rows[at]) == DiffStatus::Same
                && (from..to).any(|i| told[i] && group(&rows[i]) == group(&rows[at]))
        };
        (0..rows.len()).filter(|&at| told[at] || near(at)).map(|at| rows[at].clone()).collect()
    }
}

impl FactStatus {
    /// Returns the status in the terms for responsibilities: facts that cannot be compared are not
    /// the same.
    pub fn diff_status(self) -> DiffStatus {
        match self {
            Self::Same => DiffStatus::Same,
            Self::Changed | Self::Incomparable => DiffStatus::Changed,
            Self::Left => DiffStatus::Left,
            Self::Right => DiffStatus::Right,
        }
    }
}

impl SkillRow {
    /// Returns the status in the terms for responsibilities. The same level may be essential on one
    /// side and useful on the other.
    pub fn diff_status(&self) -> DiffStatus {
        match self.status {
            SkillStatus::Same if self.left == self.right => DiffStatus::Same,
            SkillStatus::Same | SkillStatus::Grow | SkillStatus::LetGo => DiffStatus::Changed,
            SkillStatus::Left => DiffStatus::Left,
            SkillStatus::Right => DiffStatus::Right,
        }
    }
}

impl Diff {
    /// Returns the part selected by `excerpt`. The counts stay those of the full comparison.
    #[must_use]
    pub fn excerpt(&self, excerpt: ExcerptOptions) -> Self {
        // Skills are grouped by status, so that unchanged ones are never around others.
        let skills = ExcerptOptions { context: excerpt.context.map(|_| 0), ..excerpt };
        Self {
            key_differences: all_key_differences(
                excerpt.includes(DiffStatus::Changed),
                &self.key_differences,
            ),
            facts: excerpt.visible_rows(&self.facts, |fact| fact.status.diff_status(), |_| ()),
            responsibilities: excerpt.visible_rows(
                &self.responsibilities,
                |duty| duty.status,
                |duty| duty.theme,
            ),
            skills: skills.visible_rows(&self.skills, |skill| self.skill_status(skill), |_| ()),
            direct_moves: if excerpt.kind.is_none() {
                self.direct_moves.clone()
            } else {
                Vec::new()
            },
            left: self.left,
            right: self.right,
            summary: self.summary,
            too_many: self.too_many,
            move_changes: self
                .move_changes
                .iter()
                .filter(|change| excerpt.includes(change.status))
                .cloned()
                .collect(),
            details: self.details.clone(),
        }
    }
}

fn all_key_differences(keep: bool, differences: &[KeyDifference]) -> Vec<KeyDifference> {
    if keep { differences.to_vec() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::{Differ, PairingMode, fixture};
    use super::*;

    fn told(excerpt: ExcerptOptions, kinds: &[DiffStatus]) -> Vec<usize> {
        let rows: Vec<(usize, DiffStatus)> = kinds.iter().copied().enumerate().collect();
        // Two groups: the first four rows and the rest.
        excerpt
            .visible_rows(&rows, |row| row.1, |row| row.0 < 4)
            .into_iter()
            .map(|row| row.0)
            .collect()
    }

    #[test]
    fn what_is_the_same_is_told_near_what_is_not() {
        use DiffStatus::{Changed, Left, Right, Same};
        let rows = [Same, Same, Changed, Same, Same, Left, Same, Right];
        assert_eq!(excerpt_of(None, None, &rows), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(excerpt_of(None, Some(0), &rows), [2, 5, 7]);
        // Row 4 is in another group than row 3.
        assert_eq!(excerpt_of(None, Some(1), &rows), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(excerpt_of(None, Some(usize::MAX / 4), &rows), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(excerpt_of(Some(Left), None, &rows), [5]);
        assert_eq!(excerpt_of(Some(Left), Some(1), &rows), [4, 5, 6]);
        assert_eq!(excerpt_of(Some(Changed), Some(2), &rows), [0, 1, 2, 3]);
        assert_eq!(excerpt_of(Some(Same), None, &rows), [0, 1, 3, 4, 6]);
    }

    fn excerpt_of(
        kind: Option<DiffStatus>,
        context: Option<usize>,
        rows: &[DiffStatus],
    ) -> Vec<usize> {
        told(ExcerptOptions { kind, context }, rows)
    }

    #[test]
    fn an_excerpt_drops_rows_and_changes_none() {
        let catalog = fixture::catalog(&[
            &["Bakes bread", "Sells bread @sell", "Cleans the oven"],
            &["Bakes bread", "Sells cakes @sell", "Counts the till", "Cleans the oven"],
            &["Leads the bakery"],
        ]);
        let differ = Differ::new(&catalog);
        let ids: Vec<_> = catalog.role_ids().collect();
        for &left in &ids {
            for &right in &ids {
                let diff = differ.diff(&catalog, left, right, PairingMode::Auto);
                assert_eq!(diff.excerpt(ExcerptOptions::default()), diff);
                let mut told = 0;
                for kind in
                    [DiffStatus::Same, DiffStatus::Changed, DiffStatus::Left, DiffStatus::Right]
                {
                    let part = diff.excerpt(ExcerptOptions { kind: Some(kind), context: None });
                    assert!(part.responsibilities.iter().all(|row| row.status == kind));
                    assert!(
                        part.responsibilities.iter().all(|row| diff.responsibilities.contains(row))
                    );
                    assert!(part.skills.iter().all(|row| row.diff_status() == kind));
                    assert_eq!(part.summary, diff.summary);
                    told += part.responsibilities.len();
                }
                assert_eq!(told, diff.responsibilities.len(), "each row is of one kind");
                let differences = diff.excerpt(ExcerptOptions::DIFFERENCES);
                assert!(
                    differences.responsibilities.iter().all(|row| row.status != DiffStatus::Same)
                );
                assert_eq!(differences.direct_moves, diff.direct_moves);
            }
        }
    }
}
