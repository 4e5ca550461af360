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
        Self {
            names: ["awareness", "working", "practitioner", "expert"].map(String::from).to_vec(),
        }
    }
}

impl Scale {
    /// A scale of `names`, lowest first. More than 255 names are cut off; pack validation reports
    /// them.
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

    /// The level that reaches `part` of the scale, above 0 and up to 1, or the nearest one; of two
    /// equally near levels, the higher. `None` if the scale has no levels.
    pub(crate) fn level_at_fraction(&self, part: f64) -> Option<Level> {
        let of = self.names.len();
        // As in the comparison of levels: the lowest of four reaches a quarter.
        let rank = ((part * of as f64).round() as usize).clamp(1, of.max(1)) - 1;
        self.names.get(rank).and_then(|name| self.level(name))
    }

    /// The level that users call `name`: by its name, ignoring case; by its words alone where the
    /// scale numbers them ("Assist" for "2 – Assist"); or by its number where the scale has one for
    /// each level ("3" for "L3").
    ///
    /// ```
    /// use roledex::model::Scale;
    /// let scale = Scale::new(["1 Follow", "2 Assist", "3 Apply"].map(String::from).to_vec());
    /// let rank = |name| scale.parse_level(name).map(|level| level.rank);
    /// assert_eq!((rank("assist"), rank("3"), rank("level 1"), rank("4")), (Some(1), Some(2), Some(0), None));
    /// ```
    pub fn parse_level(&self, name: &str) -> Option<Level> {
        let wanted = name.trim().to_lowercase();
        let at = |at: usize| self.level(&self.names[at]);
        if let Some(found) = self.names.iter().position(|known| known.to_lowercase() == wanted) {
            return at(found);
        }
        if wanted.is_empty() || !self.is_numbered() {
            return None;
        }
        let plain = !wanted.starts_with('-')
            && wanted.chars().all(|c| c.is_alphanumeric() || " .-_:#".contains(c));
        let bare = words(&wanted).iter().all(|word| word == "level" || word.len() <= 1);
        let number = number(&wanted).filter(|_| plain && bare);
        if let Some(wanted) = number {
            return self
                .names
                .iter()
                .position(|known| self::number(known) == Some(wanted))
                .and_then(at);
        }
        let mut alike = (0..self.names.len()).filter(|at| {
            let known = words(&self.names[*at]);
            !known.is_empty() && known == words(&wanted)
        });
        let (first, second) = (alike.next()?, alike.next());
        if second.is_some() { None } else { at(first) }
    }

    /// Whether each level has a number of its own, in ascending order: 1 to 7, or L1 to L5.
    pub fn is_numbered(&self) -> bool {
        let numbers: Vec<Option<u32>> = self.names.iter().map(|name| number(name)).collect();
        numbers.len() > 1 && numbers.is_sorted_by(|a, b| a.is_some() && a < b)
    }

    /// The name of `level`, or an empty string when it belongs to a longer scale.
    pub fn name(&self, level: Level) -> &str {
        self.names.get(usize::from(level.rank)).map_or("", String::as_str)
    }
}

/// The only number in `name`.
fn number(name: &str) -> Option<u32> {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    // Users write "4.0" for 4.
    let whole =
        name.trim().strip_suffix(".0").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    if let Some(whole) = whole {
        return whole.parse().ok();
    }
    let first = numbers.next()?;
    if numbers.next().is_some() { None } else { first.parse().ok() }
}

/// The words of `name` in lower case, without numbers.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A step on a [`Scale`] that also knows the length of its scale, so that levels of packs with
/// different scales can be compared.
///
/// Order is by the fraction of the scale reached: the top of a three-step scale equals the top of a
/// four-step one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Level {
    /// Steps above the lowest, from 0.
    pub rank: u8,
    /// Number of steps on the scale.
    pub of: u8,
}

impl Level {
    /// The level as filled and hollow dots, one for each step of its scale: `●●○○`.
    pub fn dots(self) -> String {
        let filled = usize::from(self.rank) + 1;
        "●".repeat(filled) + &"○".repeat(usize::from(self.of).saturating_sub(filled))
    }

    fn cross(self, other: Self) -> (u32, u32) {
        (cross_part(self, other), cross_part(other, self))
    }
}

/// The rank of `a` on a scale that is finer by the number of levels of `b`.
fn cross_part(a: Level, b: Level) -> u32 {
    (u32::from(a.rank) + 1) * u32::from(b.of.max(1))
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
