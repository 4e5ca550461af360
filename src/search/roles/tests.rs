use super::inner::{MAX_INNER_LOOKUPS, MAX_INNER_READINGS, MAX_INNER_WORDS};
use super::*;

/// Returns the number of names looked up inside `text`.
fn lookups(catalog: &Catalog, text: &str) -> usize {
    let names = RoleNames::new();
    let sought = RoleLookup { names: &names, catalog, pack: None, text };
    let mut left = MAX_INNER_LOOKUPS;
    for reading in title::readings(&[text]).into_iter().take(MAX_INNER_READINGS) {
        if (2..=MAX_INNER_WORDS).contains(&reading.title.core.len()) {
            sought.names_in(&reading.title, &mut left);
        }
    }
    MAX_INNER_LOOKUPS - left
}

#[test]
fn few_names_are_looked_up_inside_a_title_whatever_it_holds() {
    let catalog = crate::builtin::catalog();
    for title in [
        "senior software quality assurance test automation engineer",
        "head of global customer success operations and strategy",
        "vp product marketing manager, machine learning",
        "junior full stack python java web developer",
    ] {
        for (end, _) in title.char_indices().skip(1) {
            let count = lookups(&catalog, &title[..end]);
            assert!(count < MAX_INNER_LOOKUPS / 5, "{}: {count}", &title[..end]);
        }
    }
    let worst = "sr jr lead head chief staff principal deputy assistant associate qa sdet sre data science web app dev";
    assert!(lookups(&catalog, worst) <= MAX_INNER_LOOKUPS);
}
