//! When to use colour.

use crate::model::words;

words!(
    /// When to use colour.
    ColourChoice {
        /// On a terminal that supports it.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
);
