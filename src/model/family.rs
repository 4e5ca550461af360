//! The name of a family of roles as people read it.

/// Words that are spelt in capitals wherever they are part of a family's name.
const ACRONYMS: [&str; 16] = [
    "ai", "bi", "cx", "gtm", "hr", "it", "ml", "pmo", "pr", "qa", "r&d", "seo", "sre", "ui", "ux",
    "vfx",
];

/// Returns the name of `family`, which packs often write in lower case: `product` is Product, `it`
/// is IT, `ux research` is UX research. Capitals that the pack wrote stay.
pub(crate) fn family_name(family: &str) -> String {
    if family.is_empty() {
        return "No family".to_string();
    }
    let mut name = String::with_capacity(family.len());
    for word in family.split_inclusive([' ', '-', '/', '_', ',', '(', ')']) {
        let bare = word.trim_end_matches([' ', '-', '/', '_', ',', '(', ')']);
        if ACRONYMS.contains(&bare) {
            name.extend(word.chars().flat_map(char::to_uppercase));
        } else if name.is_empty() {
            let mut chars = word.chars();
            name.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(chars.as_str());
        } else {
            name.push_str(word);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::family_name;

    #[test]
    fn a_family_is_named_as_people_write_it() {
        for (family, name) in [
            ("product", "Product"),
            ("it", "IT"),
            ("hr", "HR"),
            ("ux research", "UX research"),
            ("it-support", "IT-support"),
            ("people (hr)", "People (HR)"),
            ("r&d", "R&D"),
            ("DevOps", "DevOps"),
            ("italian cuisine", "Italian cuisine"),
            ("data & ai", "Data & AI"),
            ("économie", "Économie"),
            ("", "No family"),
        ] {
            assert_eq!(family_name(family), name);
        }
    }
}
