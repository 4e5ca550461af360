//! Resolves names: the result of a lookup, and families by their names. [`super::RoleNames`] finds
//! roles, [`super::SkillNames`] skills.

use super::fold::fold;
use crate::model::Catalog;

/// The result of looking up a spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupResult<T> {
    /// Exactly one match.
    One(T),
    /// Several equally good matches ("TPM"), in catalog order.
    Many(Vec<T>),
    /// No match; up to three suggestions, likeliest first.
    Nothing(Vec<T>),
}

/// Maximum number of suggestions for an unknown spelling.
pub(super) const SUGGESTIONS: usize = 3;

/// Minimum similarity (Jaro-Winkler, 0 to 1) of a suggested name.
const MIN_SIMILARITY: f64 = 0.75;

/// Folding leaves at least one letter in this many: accents may be separate.
const MAX_FOLDED: usize = 8;

/// Returns `text` with case, accents and the choice between space, hyphen and underscore folded.
pub(super) fn fold_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in fold(text.trim()) {
        let c = if c == '-' || c == '_' || c.is_whitespace() { ' ' } else { c };
        if !(c == ' ' && key.ends_with(' ')) {
            key.push(c);
        }
    }
    key
}

/// Removes duplicates from `all`, keeping the first of each.
pub(super) fn dedup_keep_first<T: PartialEq + Copy>(all: &mut Vec<T>) {
    let mut seen: Vec<T> = Vec::with_capacity(all.len());
    all.retain(|one| {
        let new = !seen.contains(one);
        seen.push(*one);
        new
    });
}

/// Maximum number of letters in a name; longer texts are only similar to themselves.
pub(super) const LONGEST_NAME: usize = 200;

/// Whether the similarity of `a` and `b` (Jaro-Winkler, 0 to 1) is at least `least`, which is more
/// than 0.7. No letters are compared if their numbers differ too much, or if both are too long for
/// names.
pub(super) fn is_similar(a: &str, b: &str, least: f64) -> bool {
    if a == b {
        return true;
    }
    let (few, many) = {
        let (a, b) = (a.chars().count(), b.chars().count());
        (a.min(b), a.max(b))
    };
    few <= LONGEST_NAME && may_be_similar(few, few, many) && strsim::jaro_winkler(a, b) >= least
}

/// Whether `typed` may be meant for `name`: at most one letter in four is wrong, missing or
/// additional.
pub(super) fn is_misspelling(typed: &str, name: &str) -> bool {
    let (a, b) = (fold_key(typed), fold_key(name));
    let (few, many) = {
        let (a, b) = (a.chars().count(), b.chars().count());
        (a.min(b), a.max(b))
    };
    let forgiven = if few < 3 { 0 } else { (few / 4).max(1) };
    many <= LONGEST_NAME && many - few <= forgiven && strsim::osa_distance(&a, &b) <= forgiven
}

/// Whether two texts with `shared` letters in common, of `a` and `b` letters, may be similar enough
/// at all. A common start adds to a similarity that is more than 0.7 without it.
fn may_be_similar(shared: usize, a: usize, b: usize) -> bool {
    shared_part(a, shared) + shared_part(b, shared) > 3.0 * 0.7 - 1.0 - 1e-9
}

fn shared_part(of: usize, shared: usize) -> f64 {
    (shared as f64 / of.max(1) as f64).min(1.0)
}

/// Number of letters of each kind in a text.
struct LetterCounts {
    counts: [u16; 128],
    /// ASCII letters and digits.
    solid: usize,
    /// All others.
    other: usize,
}

impl LetterCounts {
    fn of(text: &str) -> Self {
        let mut letters = Self { counts: [0; 128], solid: 0, other: 0 };
        for b in text.bytes() {
            if b.is_ascii_alphanumeric() {
                let count = &mut letters.counts[usize::from(b.to_ascii_lowercase())];
                *count = count.saturating_add(1);
                letters.solid += 1;
            } else {
                letters.other += 1;
            }
        }
        letters
    }

    /// Returns the maximum number of letters that `name` may share with it, and the minimum number
    /// that it has; `None` if folding may change its letters.
    fn shared_with(&self, name: &str) -> Option<(usize, usize)> {
        if !name.is_ascii() {
            return None;
        }
        let theirs = Self::of(name);
        let shared: usize = self
            .counts
            .iter()
            .zip(&theirs.counts)
            .map(|(a, b): (&u16, &u16)| usize::from(*a.min(b)))
            .sum();
        Some((shared + self.other.min(theirs.other), theirs.solid))
    }
}

/// Returns up to three of `all` with a name similar to `wanted`, a [`fold_key`]: likeliest first, and
/// ties in their order.
pub(super) fn similar_names<'a, T: Copy, N: Iterator<Item = &'a str>>(
    wanted: &str,
    all: impl Iterator<Item = (T, N)>,
) -> Vec<T> {
    let length = wanted.chars().count();
    if length > LONGEST_NAME {
        return Vec::new();
    }
    let letters = LetterCounts::of(wanted);
    // Most names have too few letters in common with it, which is faster to check.
    let mut near: Vec<(f64, T)> = Vec::new();
    for (what, names) in all {
        let best = names
            .filter(|name: &&str| match letters.shared_with(name) {
                Some((shared, least)) if wanted.is_ascii() => may_be_similar(shared, length, least),
                _ => may_be_similar(length, length, name.chars().count() / MAX_FOLDED),
            })
            .map(|name: &str| strsim::jaro_winkler(wanted, &fold_key(name)))
            .fold(0.0, f64::max);
        if best >= MIN_SIMILARITY {
            near.push((best, what));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(SUGGESTIONS).map(|(_, what)| what).collect()
}

/// Returns the family that `text` names.
pub fn find_family<'a>(catalog: &'a Catalog, text: &str) -> LookupResult<&'a str> {
    let families = || catalog.families().map(|(family, _)| family);
    if let Some(exact) = families().find(|family| *family == text.trim()) {
        return LookupResult::One(exact);
    }
    for spelling in [&fold_key as &dyn Fn(&str) -> String, &without_spaces] {
        let wanted = spelling(text);
        let fits: Vec<&str> = families().filter(|family| spelling(family) == wanted).collect();
        match fits[..] {
            [] => {}
            [one] => return LookupResult::One(one),
            _ => return LookupResult::Many(fits),
        }
    }
    LookupResult::Nothing(similar_names(
        &fold_key(text),
        families().map(|family| (family, std::iter::once(family))),
    ))
}

/// Returns `text` folded and without spaces, so that "Front end" and "frontend" are the same.
fn without_spaces(text: &str) -> String {
    fold_key(text).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the three found by comparing each name in full.
    fn alike_in_full(wanted: &str, all: &[(usize, &str)]) -> Vec<usize> {
        let mut near: Vec<(f64, usize)> =
            all.iter().map(|(at, name)| (name_similarity(name, wanted), *at)).collect();
        near.retain(|(like, _)| *like >= MIN_SIMILARITY);
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.into_iter().take(SUGGESTIONS).map(|(_, at)| at).collect()
    }

    fn name_similarity(name: &str, wanted: &str) -> f64 {
        strsim::jaro_winkler(wanted, &fold_key(name))
    }

    #[test]
    fn what_is_not_compared_would_not_have_been_alike() {
        let catalog = crate::builtin::catalog();
        let names: Vec<(usize, &str)> =
            catalog.skills().iter().map(|skill| skill.name.as_str()).enumerate().collect();
        for wanted in [
            "kubernets",
            "stakholder managment",
            "python 3",
            "a",
            "c",
            "sql server",
            "über-datenbank",
            "xyzzy",
        ] {
            let wanted = fold_key(wanted);
            let each = names.iter().map(|(at, name)| (*at, std::iter::once(*name)));
            assert_eq!(similar_names(&wanted, each), alike_in_full(&wanted, &names), "{wanted}");
        }
    }

    #[test]
    fn texts_too_long_for_names_are_like_nothing() {
        let long = "ab".repeat(10_000);
        assert_eq!(
            similar_names(&long, [(1, std::iter::once(long.as_str()))].into_iter()),
            Vec::<i32>::new()
        );
        assert!(is_similar(&long, &long, 0.75) && !is_similar(&long, &format!("{long}a"), 0.75));
        assert!(!is_similar("abcdef", &long, 0.75) && is_similar("abcdef", "abcdeg", 0.75));
    }

    #[test]
    fn families_are_found_however_they_are_written() {
        let loaded = crate::pack::from_files(
            "small",
            &[("small.toml", include_str!("../../tests/it/fixtures/small.toml"))],
        );
        let catalog = &loaded.catalog;
        assert_eq!(find_family(catalog, " Bakery"), LookupResult::One("bakery"));
        assert_eq!(find_family(catalog, "bakerie"), LookupResult::Nothing(vec!["bakery"]));
    }
}
