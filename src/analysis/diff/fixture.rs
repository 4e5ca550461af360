//! Small catalogs for tests.

use crate::analysis::evidence::PreparedText;
use crate::analysis::vocabulary::Vocabulary;
use crate::analysis::words::StemHasher;
use crate::model::{Catalog, CatalogTables, Pack, Responsibility, Role, Theme, ThemeId};

/// Returns a catalog with a role for each list of responsibilities; `@key` at the end of a
/// responsibility is its activity.
pub(in crate::analysis) fn catalog(roles: &[&[&str]]) -> Catalog {
    let duties: Vec<Vec<(String, usize)>> =
        roles.iter().map(|duties| duties.iter().map(|d| ((*d).to_string(), 0)).collect()).collect();
    themed(&duties)
}

/// Returns a catalog with a role for each list of responsibilities with their themes, 0 to 2.
pub(in crate::analysis) fn themed(roles: &[Vec<(String, usize)>]) -> Catalog {
    let pack = Pack { origin: "test".to_string(), ..Pack::new("test", "Test", "1") };
    Catalog::new(CatalogTables {
        packs: vec![pack],
        themes: (0..3)
            .map(|i| Theme { id: format!("theme-{i}"), title: format!("Theme {i}") })
            .collect(),
        roles: roles.iter().enumerate().map(themed_role).collect(),
        ..CatalogTables::default()
    })
}

fn responsibility((text, theme): &(String, usize)) -> Responsibility {
    let (text, activity) = match text.rsplit_once(" @") {
        Some((text, key)) => (text.to_string(), Some(key.to_string())),
        None => (text.clone(), None),
    };
    let theme = ThemeId::from_index(*theme);
    Responsibility { activity, ..Responsibility::new(text, theme) }
}

fn themed_role((i, duties): (usize, &Vec<(String, usize)>)) -> Role {
    Role {
        responsibilities: duties.iter().map(responsibility).collect(),
        ..Role::new(format!("role-{i}"), format!("Role {i}"), "test")
    }
}

/// Returns the responsibilities of the first two roles of `catalog`, prepared for comparison.
pub(in crate::analysis) fn read(catalog: &Catalog) -> [Vec<PreparedText>; 2] {
    let vocabulary = Vocabulary::new(catalog);
    let mut stems = StemHasher::new();
    [0, 1].map(|role: usize| {
        let duties = &catalog.roles()[role].responsibilities;
        duties.iter().map(|duty| PreparedText::new(&vocabulary, &mut stems, &duty.text)).collect()
    })
}
