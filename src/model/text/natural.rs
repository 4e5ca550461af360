//! The order in which people expect names: accents and case aside, and numbers by their value.

use unicode_normalization::UnicodeNormalization;

/// A part of a name, for sorting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum NamePart {
    /// A number: its length without leading zeros, and its digits.
    Number(usize, String),
    /// Other characters, folded.
    Text(String),
}

/// The key by which a name is sorted: `Role 2` comes before `Role 10`, and `Ä` with `A`. Names that
/// differ only in accents or case are ordered by these.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NaturalKey(Vec<NamePart>, String);

/// Returns the sort key of `name`.
///
/// ```
/// use roledex::model::text::natural_key;
/// let mut names = ["Role 10", "Zoo keeper", "Ärztin", "role 2", "Artist"];
/// names.sort_by_cached_key(|name| natural_key(name));
/// assert_eq!(names, ["Artist", "Ärztin", "role 2", "Role 10", "Zoo keeper"]);
/// ```
pub fn natural_key(name: &str) -> NaturalKey {
    let mut parts: Vec<NamePart> = Vec::new();
    for c in name.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
        match (parts.last_mut(), c.is_ascii_digit()) {
            (Some(NamePart::Number(length, digits)), true) => {
                if digits == "0" {
                    digits.clear();
                }
                digits.push(c);
                *length = digits.len();
            }
            (_, true) => parts.push(NamePart::Number(1, c.to_string())),
            (Some(NamePart::Text(text)), false) => text.push(c),
            (_, false) => parts.push(NamePart::Text(c.to_string())),
        }
    }
    NaturalKey(parts, name.to_string())
}

/// Whether `c` is a mark on a Latin, Greek or Cyrillic letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::natural_key;

    #[test]
    fn numbers_count_by_value_and_accents_not_at_all() {
        let sorted = [
            "",
            "3D artist",
            "20th century curator",
            "Éditeur",
            "editor",
            "Éditrice",
            "Engineer",
            "Engineer 1",
            "Engineer 02",
            "Engineer 10",
            "Engineer 99999999999999999999999",
            "Engineer 100000000000000000000000",
            "engineer II",
            "Zürich guide",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_cached_key(|name| natural_key(name));
        assert_eq!(names, sorted);
        assert_eq!(natural_key("07"), natural_key("07"));
        assert_ne!(natural_key("7"), natural_key("07"), "a total order");
    }
}
