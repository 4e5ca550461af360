//! The vectors of the roles of a catalog.

use super::space::{FeatureSpace, SPACES, mean};
use crate::analysis::words::TermHash;
use crate::model::RoleId;

/// The vectors of the roles of a catalog.
#[derive(Debug, PartialEq)]
pub(super) struct SimilarityTable {
    /// A space for each of [`SPACES`].
    pub(super) spaces: Vec<FeatureSpace>,
    /// Distinct keys of each role's responsibilities, sorted, one role after the other.
    pub(super) keys: Vec<TermHash>,
    /// End of each role's keys.
    pub(super) ends: Vec<u32>,
}

impl SimilarityTable {
    /// Returns the similarity of each role to `role`, 0 to 1, by position; 0 for itself.
    pub(super) fn similarities(&self, role: RoleId) -> Vec<f64> {
        let at = role.index();
        let mut scores: Vec<(f64, f64)> = vec![(0.0, 0.0); self.ends.len()];
        for (space, weight) in self.spaces.iter().zip(SPACES) {
            let ours = space.known[at];
            for ((score, likeness), theirs) in
                scores.iter_mut().zip(space.similarities(at)).zip(&space.known)
            {
                if ours > 0 || *theirs > 0 {
                    score.0 += weight * f64::from(likeness);
                    score.1 += weight;
                }
            }
        }
        let scores = scores.into_iter().enumerate();
        scores
            .map(|(other, (sum, weight))| if other == at { 0.0 } else { mean(sum, weight) })
            .collect()
    }
}
