//! Answers to "which one is meant by this name?", and the families by their names. [`super::RoleNames`] finds roles,
//! [`super::SkillNames`] skills.

use super::fold::fold;
use crate::model::Catalog;

/// What a spelling stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// Exactly one.
    One(T),
    /// It fits several equally well ("TPM"), in catalog order.
    Many(Vec<T>),
    /// None; up to three that were perhaps meant, likeliest first.
    Nothing(Vec<T>),
}

/// How many suggestions an unknown spelling gets.
pub(super) const SUGGESTIONS: usize = 3;

/// Below this likeness (Jaro-Winkler, 0 to 1) a name is no suggestion.
const LIKENESS: f64 = 0.75;

/// `text` with case, accents and the choice between blank, hyphen and underscore folded.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in fold(text.trim()) {
        let c = if c == '-' || c == '_' || c.is_whitespace() { ' ' } else { c };
        if !(c == ' ' && key.ends_with(' ')) {
            key.push(c);
        }
    }
    key
}

/// Drops what stands in `all` before.
pub(super) fn keep_first<T: PartialEq + Copy>(all: &mut Vec<T>) {
    let mut seen: Vec<T> = Vec::with_capacity(all.len());
    all.retain(|one| {
        let new = !seen.contains(one);
        seen.push(*one);
        new
    });
}

/// Up to three of `all` of which a name is much like `wanted`, a [`key`]: the likeliest first, and of equally likely ones
/// the first.
pub(super) fn alike<'a, T: Copy, N: Iterator<Item = &'a str>>(
    wanted: &str,
    all: impl Iterator<Item = (T, N)>,
) -> Vec<T> {
    let mut near: Vec<(f64, T)> = Vec::new();
    for (what, names) in all {
        let best = names.map(|name| strsim::jaro_winkler(wanted, &key(name))).fold(0.0, f64::max);
        if best >= LIKENESS {
            near.push((best, what));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(SUGGESTIONS).map(|(_, what)| what).collect()
}

/// The family that `text` names.
pub fn family<'a>(catalog: &'a Catalog, text: &str) -> Found<&'a str> {
    let families = || catalog.families().map(|(family, _)| family);
    if let Some(exact) = families().find(|family| *family == text.trim()) {
        return Found::One(exact);
    }
    // "Front end" and "frontend" are one spelling too, where nothing fits as it is written.
    let joined = |text: &str| key(text).replace(' ', "");
    for spelling in [&key as &dyn Fn(&str) -> String, &joined] {
        let wanted = spelling(text);
        let fits: Vec<&str> = families().filter(|family| spelling(family) == wanted).collect();
        match fits[..] {
            [] => {}
            [one] => return Found::One(one),
            _ => return Found::Many(fits),
        }
    }
    Found::Nothing(alike(&key(text), families().map(|family| (family, std::iter::once(family)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_found_however_they_are_written() {
        let loaded =
            crate::pack::from_files("small", &[("small.toml", include_str!("../../tests/it/fixtures/small.toml"))]);
        let catalog = &loaded.catalog;
        assert_eq!(family(catalog, " Bakery"), Found::One("bakery"));
        assert_eq!(family(catalog, "bakerie"), Found::Nothing(vec!["bakery"]));
    }
}
