//! Ordered proficiency levels.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A pack's proficiency levels, lowest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    names: Vec<String>,
}

impl Default for Scale {
    /// The four levels of the contract: awareness, working, practitioner, expert.
    fn default() -> Self {
        Self { names: ["awareness", "working", "practitioner", "expert"].map(String::from).to_vec() }
    }
}

impl Scale {
    /// A scale of `names`, lowest first. More than 255 names are cut off; pack validation reports them.
    pub fn new(mut names: Vec<String>) -> Self {
        names.truncate(usize::from(u8::MAX));
        Self { names }
    }

    /// The level names, lowest first.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The level called `name`, if the scale has it.
    pub fn level(&self, name: &str) -> Option<Level> {
        let rank = self.names.iter().position(|n| n == name)?;
        Some(Level { rank: rank as u8, of: self.names.len() as u8 })
    }

    /// The name of `level`, or an empty string when it belongs to a longer scale.
    pub fn name(&self, level: Level) -> &str {
        self.names.get(usize::from(level.rank)).map_or("", String::as_str)
    }
}

/// A step on a [`Scale`] that also knows how long its scale is, so that levels of packs with different scales compare.
///
/// Order is by the fraction of the scale reached: the top of a three-step scale equals the top of a four-step one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Level {
    /// Steps above the lowest, from 0.
    pub rank: u8,
    /// How many steps the scale has.
    pub of: u8,
}

impl Level {
    /// The level as filled and hollow dots, one for each step of its scale: `●●○○`.
    pub fn dots(self) -> String {
        let filled = usize::from(self.rank) + 1;
        "●".repeat(filled) + &"○".repeat(usize::from(self.of).saturating_sub(filled))
    }

    fn cross(self, other: Self) -> (u32, u32) {
        let part = |a: Self, b: Self| (u32::from(a.rank) + 1) * u32::from(b.of.max(1));
        (part(self, other), part(other, self))
    }
}

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Level {}

impl PartialOrd for Level {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Level {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = self.cross(*other);
        a.cmp(&b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_order_lowest_first() {
        let scale = Scale::default();
        let rank = |name| scale.level(name).unwrap();
        assert!(rank("awareness") < rank("working"));
        assert!(rank("practitioner") < rank("expert"));
        assert_eq!(scale.name(rank("working")), "working");
        assert_eq!(scale.level("guru"), None);
    }

    #[test]
    fn tops_of_different_scales_are_equal() {
        let short = Scale::new(vec!["low".into(), "high".into()]);
        assert_eq!(short.level("high"), Scale::default().level("expert"));
        assert!(short.level("low") > Scale::default().level("awareness"));
    }
}
