//! Kinds of hops.

use crate::model::words;

words!(
    /// The kind of relation that a hop follows.
    HopKind {
        /// A move that the pack states.
        Move = "move",
        /// A reporting line to the role that leads the other.
        Reporting = "reporting",
        /// A similarity: stated by a classification, or computed from the work and skills of the
        /// two roles.
        Similar = "similar",
        /// No record supports it: the direct step from start to goal.
        Unrecorded = "unrecorded",
    }
);

impl HopKind {
    /// Returns the symbol and the name of such a step.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Move => ("→", "move"),
            Self::Reporting => ("↑", "reporting line"),
            Self::Similar => ("≈", "similar role"),
            Self::Unrecorded => ("·", "not on record"),
        }
    }

    /// All kinds that have a record, the best reason first.
    pub const ALL: [Self; 3] = [Self::Move, Self::Reporting, Self::Similar];
}
