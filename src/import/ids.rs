//! Ids for what only has a name.

use foldhash::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Ids longer than this are cut at a word.
const LONGEST: usize = 64;

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: HashSet<String>,
}

impl Ids {
    /// An id for `name`; where that is taken or has no letter that an id may have, `code` is added. `code` must be
    /// unique among all things named here.
    pub(super) fn fresh(&mut self, name: &str, code: &str) -> String {
        let mut id = slug(name);
        if id.is_empty() || self.given.contains(&id) {
            let code = slug(code);
            id = if id.is_empty() { code } else { format!("{id}.{code}") };
        }
        // Two codes that differ in signs only.
        let mut number = 2;
        let mut unique = id.clone();
        while !self.given.insert(unique.clone()) {
            unique = format!("{id}.{number}");
            number += 1;
        }
        unique
    }
}

/// `name` in lower-case ASCII letters, digits and single hyphens; empty when it has none.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut push = |piece: &str| {
        for c in piece.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    };
    for c in name.chars() {
        match c {
            // What tells C, C++ and C# apart.
            '+' => push("-plus"),
            '#' => push("-sharp"),
            '\'' | '’' => {}
            c if c.is_ascii() => push(c.encode_utf8(&mut [0; 4])),
            c => {
                let plain: String = c.nfkd().filter(|c| !is_combining_mark(*c)).collect();
                push(&plain);
            }
        }
    }
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_that_differ() {
        for (name, id) in [
            ("Chief Executives", "chief-executives"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Bäcker/Bäckerin", "backer-backerin"),
            ("  –  ", ""),
            ("employer's liability", "employers-liability"),
        ] {
            assert_eq!(slug(name), id);
        }
        let mut ids = Ids::default();
        let given = ["a b", "A-B", "厨师", "a b"].map(|name| ids.fresh(name, "1.2"));
        assert_eq!(given, ["a-b", "a-b.1-2", "1-2", "a-b.1-2.2"]);
        let long = slug(&"word ".repeat(40));
        assert!(long.len() <= LONGEST && !long.ends_with('-'));
    }
}
