//! Settings: built-in, then environment, then flags.

/// Settings of the explorer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Whether colours are used.
    pub colour: bool,
    /// Whether the mouse is used.
    pub mouse: bool,
}
