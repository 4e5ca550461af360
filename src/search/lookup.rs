//! Which role or family a person means by a spelling: an id, a code, a title or an alias, in any case. Of skills there are
//! too many to look through: [`super::SkillNames`] finds them.

use super::fold::fold;
use crate::model::{Catalog, RoleId};

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

/// One thing with its spellings, the strongest kind first.
struct Named<T> {
    what: T,
    kinds: [Vec<String>; 4],
}

fn find<T: Copy>(wanted: &str, all: &[Named<T>]) -> Found<T> {
    let wanted = key(wanted);
    // "Front end" and "frontend" are one spelling too, where nothing fits as it is written.
    let joined = |text: &str| key(text).replace(' ', "");
    for spelling in [&key as &dyn Fn(&str) -> String, &joined] {
        let wanted = spelling(&wanted);
        for kind in 0..4 {
            let fits = |named: &&Named<T>| named.kinds[kind].iter().any(|name| spelling(name) == wanted);
            let fits: Vec<T> = all.iter().filter(fits).map(|n| n.what).collect();
            match fits[..] {
                [] => {}
                [one] => return Found::One(one),
                _ => return Found::Many(fits),
            }
        }
    }
    Found::Nothing(alike(
        &wanted,
        all.iter().map(|named| (named.what, named.kinds.iter().flatten().map(String::as_str))),
    ))
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

/// The role that `text` names: by id first, then by external code, by title or alias, and by hidden search term.
pub fn role(catalog: &Catalog, text: &str) -> Found<RoleId> {
    if let Some(id) = catalog.role_by_id(text.trim()) {
        return Found::One(id);
    }
    // Most who name roles by code name many, and as it is written: that needs no look at all the others.
    match catalog.roles_by_code(text.trim())[..] {
        [] => {}
        [one] => return Found::One(one),
        ref several => return Found::Many(several.to_vec()),
    }
    let named = |id: RoleId| {
        let role = catalog.role(id);
        let mut codes: Vec<String> = role.codes.iter().map(|(_, code)| code.clone()).collect();
        codes.extend(role.codes.iter().map(|(scheme, code)| format!("{scheme}:{code}")));
        let mut titles = role.aliases.clone();
        titles.push(role.title.clone());
        Named { what: id, kinds: [vec![role.id.clone()], codes, titles, role.hidden.clone()] }
    };
    let all: Vec<Named<RoleId>> = catalog.role_ids().map(named).collect();
    match find(text, &all) {
        Found::Many(roles) => prefer_title(catalog, text, roles),
        found => found,
    }
}

/// A title outweighs an alias: "Product owner" is the product owner, whoever else is called that.
fn prefer_title(catalog: &Catalog, text: &str, roles: Vec<RoleId>) -> Found<RoleId> {
    let wanted = key(text);
    let titled: Vec<RoleId> = roles.iter().copied().filter(|&r| key(&catalog.role(r).title) == wanted).collect();
    match titled[..] {
        [one] => Found::One(one),
        _ => Found::Many(roles),
    }
}

/// The family that `text` names.
pub fn family<'a>(catalog: &'a Catalog, text: &str) -> Found<&'a str> {
    let named = |(family, _): (&'a str, _)| Named {
        what: family,
        kinds: [vec![family.to_string()], Vec::new(), Vec::new(), Vec::new()],
    };
    let all: Vec<Named<&str>> = catalog.families().map(named).collect();
    match all.iter().find(|named| named.what == text.trim()) {
        Some(exact) => Found::One(exact.what),
        None => find(text, &all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_spell_as_they_like() {
        let loaded =
            crate::pack::from_files("small", &[("small.toml", include_str!("../../tests/it/fixtures/small.toml"))]);
        let catalog = &loaded.catalog;
        let id = |text: &str| catalog.role_by_id(text).unwrap();
        for (text, wanted) in [
            ("baker", "baker"),
            ("Baker", "baker"),
            ("HEAD BAKER", "head-baker"),
            ("head_baker", "head-baker"),
            ("Chef  Boulanger", "head-baker"),
            ("7512", "baker"),
            ("isco:7512", "baker"),
            ("kitchen hand 厨房", "kitchen-hand"),
        ] {
            assert_eq!(role(catalog, text), Found::One(id(wanted)), "{text}");
        }
        assert_eq!(role(catalog, "ab"), Found::Many(vec![id("apprentice"), id("baker")]));
        let Found::Nothing(near) = role(catalog, "head-bakker") else { panic!("found") };
        assert_eq!(near.first(), Some(&id("head-baker")));
        assert_eq!(role(catalog, "xyzzy"), Found::Nothing(vec![]));
        assert_eq!(family(catalog, " Bakery"), Found::One("bakery"));
        assert_eq!(family(catalog, "bakerie"), Found::Nothing(vec!["bakery"]));
    }
}
