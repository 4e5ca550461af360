//! Queries and names of roles, skills, families and levels, asked of the built-in pack and of a
//! small one.

use std::sync::{Arc, LazyLock};

use roledex::model::Catalog;
use roledex::profile;
use roledex::report::{self, Page};
use roledex::search::lookup::family;
use roledex::search::{Index, Query, RoleNames, Scope, SkillNames, highlight};

use super::ask;
use super::bytes::Bytes;

/// A catalog and what answers questions of it.
struct Known {
    catalog: Arc<Catalog>,
    index: Arc<Index>,
    roles: RoleNames,
}

impl Known {
    fn new(catalog: Catalog) -> Self {
        let catalog = Arc::new(catalog);
        Self { index: Arc::new(Index::new(Arc::clone(&catalog))), catalog, roles: RoleNames::new() }
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
    let scope = [Scope::All, Scope::Skills, Scope::Roles, Scope::Responsibilities][how % 4];
    let query = Query::parse(&text);
    let hits = index.search(&query, scope, 50);
    for hit in &hits.hits {
        let label = hit.text(catalog);
        for range in highlight(&query, label) {
            assert!(label.get(range).is_some(), "what is lit is part of the label");
        }
    }
    ask::write_sheet(&report::search::sheet(catalog, &query, scope, &hits));
    report::search::json(catalog, &query, scope, &hits).to_string();
    for width in [None, Some(20), Some(100)] {
        let page = Page { width, colour: width == Some(20) };
        report::search::write_text(&mut std::io::sink(), catalog, &query, scope, &hits, page)
            .unwrap();
    }
    let names = SkillNames::new(catalog);
    names.exact(&text);
    names.loose(&text);
    names.find(&text, || Arc::clone(index));
    names.taken(&text);
    names.near(index, &text);
    roles.find(catalog, &text);
    index.suggest(&text);
    family(catalog, &text);
    profile::level(catalog, &text);
    profile::stated(catalog, Some(&text), Some(5));
}
