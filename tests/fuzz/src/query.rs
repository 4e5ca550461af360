//! Queries and names of roles, skills, families and levels, asked of the built-in pack and of a
//! small one.

use std::sync::{Arc, LazyLock};

use roledex::model::Catalog;
use roledex::profile;
use roledex::report::{self, PageSetup};
use roledex::search::lookup::find_family;
use roledex::search::{Query, RoleNames, SearchIndex, SearchScope, SkillNames, highlight};

use super::ask;
use super::bytes::Bytes;

/// A catalog and what answers questions of it.
struct Known {
    catalog: Arc<Catalog>,
    index: Arc<SearchIndex>,
    roles: RoleNames,
}

impl Known {
    fn new(catalog: Catalog) -> Self {
        let catalog = Arc::new(catalog);
        Self {
            index: Arc::new(SearchIndex::new(Arc::clone(&catalog))),
            catalog,
            roles: RoleNames::new(),
        }
    }
}

static KNOWN: LazyLock<[Known; 2]> =
    LazyLock::new(|| [Known::new(roledex::builtin::catalog()), Known::new(super::keys::hostile())]);

/// Asks for the text behind the first byte; that byte says of which catalog and in which scope.
pub fn query(data: &[u8]) {
    let mut data = Bytes(data);
    let how = usize::from(data.byte());
    let text = String::from_utf8_lossy(data.0);
    let Known { catalog, index, roles } = &KNOWN[how / 4 % 2];
    let scope =
        [SearchScope::All, SearchScope::Skills, SearchScope::Roles, SearchScope::Responsibilities]
            [how % 4];
    let query = Query::parse(&text);
    let hits = index.search(&query, scope, 50);
    for hit in &hits.hits {
        let label = hit.text(catalog);
        for range in highlight(&query, label) {
            assert!(label.get(range).is_some(), "what is lit is part of the label");
        }
    }
    ask::write_sheet(catalog, &report::search::document(catalog, &query, scope, &hits));
    report::search::json(catalog, &query, scope, &hits).to_string();
    for width in [None, Some(20), Some(100)] {
        let page = PageSetup { width, colour: width == Some(20) };
        report::search::write_text(&mut std::io::sink(), catalog, &query, scope, &hits, page)
            .unwrap();
    }
    let names = SkillNames::new(catalog);
    names.find_exact(&text);
    names.find_loosely(&text);
    names.find(&text, || Arc::clone(index));
    names.find_without_maker(&text);
    names.similar_skills(index, &text);
    roles.find(catalog, &text);
    index.suggest(&text);
    find_family(catalog, &text);
    profile::find_level(catalog, &text);
    profile::parse_level(catalog, Some(&text), Some(5));
}
