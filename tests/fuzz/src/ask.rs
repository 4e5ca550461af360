//! Every question that can be asked of a catalog, with its answer written in every format.

use std::io::sink;
use std::sync::Arc;

use roledex::analysis::diff::{
    DiffOptions, DiffStatus, Differ, ExcerptOptions, PairingMode, ResponsibilityScope,
};
use roledex::analysis::facets::{FacetSelection, RoleOrder, filtered_roles};
use roledex::analysis::gap::{gap, missing_skills, skills_of_role};
use roledex::analysis::matrix::matrix;
use roledex::analysis::path::{self, HopKind, PathQuestion, SimilaritySource};
use roledex::analysis::prose::lint_prose;
use roledex::analysis::review::CatalogVersions;
use roledex::engine::Engine;
use roledex::model::{Catalog, RoleId};
use roledex::report::document::{ReportDocument, csv, html, markdown};
use roledex::report::matrix::{MatrixOptions, MatrixParts};
use roledex::report::{self, OutputFormat, PageSetup, list::ListedItems};
use roledex::search::lookup::find_family;
use roledex::search::{Query, RoleNames, SearchIndex, SearchScope, SkillNames, highlight};

/// The pages that answers are written on: a pipe, a narrow terminal and a usual one.
const PAGES: [PageSetup; 3] = [
    PageSetup::PLAIN,
    PageSetup { width: Some(20), colour: true },
    PageSetup { width: Some(80), colour: false },
];

/// Roles and skills that questions are asked of.
const MOST: usize = 5;

/// Writes `sheet`, an answer from `catalog`, in each format.
pub fn write_sheet(catalog: &Catalog, sheet: &ReportDocument) {
    csv::write(&mut sink(), sheet).unwrap();
    markdown::write(&mut sink(), sheet).unwrap();
    html::write(&mut sink(), catalog, sheet).unwrap();
    for page in PAGES {
        sheet.write_records(&mut sink(), page).unwrap();
    }
}

/// Asks everything of `catalog`.
pub fn ask(catalog: &Arc<Catalog>) {
    ask_engine(&Engine::new(Arc::clone(catalog)));
}

/// Asks everything of the catalog of `engine`, with what was computed from it.
pub fn ask_engine(engine: &Engine) {
    let (catalog, index, differ) = (engine.catalog(), engine.index(), engine.differ());
    let all = filtered_roles(catalog, &FacetSelection::default(), RoleOrder::Family);
    for what in ListedItems::all() {
        write_sheet(catalog, &report::list::document(catalog, what, &all));
        report::list::json(catalog, what, &all).to_string();
        for page in PAGES {
            for format in OutputFormat::ALL {
                let question = (&**catalog, what, &all[..]);
                report::list::write(&mut sink(), question, format, page).unwrap();
            }
        }
    }
    for order in [RoleOrder::Title, RoleOrder::Pay] {
        filtered_roles(catalog, &FacetSelection::default(), order);
    }
    FacetSelection::default().counts(catalog, |_| true);
    for (name, _) in catalog.families() {
        find_family(catalog, name);
    }
    lint_prose(catalog);
    search(catalog, index);
    let some: Vec<RoleId> = all.iter().copied().take(MOST).collect();
    for &role in &some {
        show(catalog, engine, role);
    }
    for &left in &some {
        for &right in &some {
            pair(catalog, differ, left, right);
        }
    }
    paths(catalog, engine);
    let matrix = matrix(catalog, &some);
    for by in [MatrixParts::Skills, MatrixParts::Themes, MatrixParts::Both] {
        let view = MatrixOptions { by, only_differences: by == MatrixParts::Both };
        write_sheet(catalog, &report::matrix::document(catalog, &matrix, view));
        report::matrix::json(catalog, &matrix, view).to_string();
        for page in PAGES {
            report::matrix::write_text(&mut sink(), catalog, &matrix, view, page).unwrap();
        }
    }
}

/// Asks for the paths from the first role to others.
pub fn paths(catalog: &Catalog, alike: &impl SimilaritySource) {
    let some: Vec<RoleId> = catalog.role_ids().take(MOST).collect();
    let ends = some.first().into_iter().flat_map(|from| some.iter().map(|to| (*from, *to)));
    for (from, to) in ends {
        let question = PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 5 };
        let answer = path::path(catalog, &question, alike);
        answer.notes(catalog, &question);
        write_sheet(catalog, &report::path::document(catalog, &question, &answer));
        report::path::json(catalog, &question, &answer).to_string();
        for page in PAGES {
            report::path::write_text(&mut sink(), catalog, &question, &answer, page).unwrap();
        }
    }
}

/// Asks what changed from `before` to `now`.
pub fn review(now: &Catalog, before: &Catalog) {
    let copies = CatalogVersions::new(now, before);
    let differ = Differ::new(&copies.catalog);
    let review = copies.review(
        &differ,
        DiffOptions { align: PairingMode::Auto, scope: ResponsibilityScope::InForce, exact: true },
    );
    let title = report::review::review_title(before, now);
    let excerpt = ExcerptOptions { kind: None, context: Some(1) };
    write_sheet(&copies.catalog, &report::review::document(&copies, &review, &title, excerpt));
    report::review::json(&copies, &review, before, now, excerpt).to_string();
    report::review::json_lines(&copies, &review, excerpt);
    for page in PAGES {
        report::review::write_text(&mut sink(), &copies, &review, &title, (excerpt, page)).unwrap();
    }
}

/// Searches for the names of the first roles and skills, as written and damaged.
fn search(catalog: &Arc<Catalog>, index: &SearchIndex) {
    let (names, role_names) = (SkillNames::new(catalog), RoleNames::new());
    let titles = catalog.roles().iter().take(MOST).map(|role| role.title.clone());
    let skills = catalog.skills().iter().take(MOST).map(|skill| skill.name.clone());
    let mut texts: Vec<String> = titles.chain(skills).collect();
    texts.extend([String::new(), "a b".to_string(), "family:x -level:2 kneadng".to_string()]);
    for text in texts {
        role_names.find(catalog, &text);
        names.find_exact(&text);
        names.find_loosely(&text);
        names.find_without_maker(&text);
        names.similar_skills(index, &text);
        index.suggest(&text);
        let half: String = text.chars().step_by(2).collect();
        for text in [text, half] {
            let query = Query::parse(&text);
            for scope in [SearchScope::All, SearchScope::Responsibilities] {
                let hits = index.search(&query, scope, 20);
                hits.hits.iter().for_each(|hit| drop(highlight(&query, hit.text(catalog))));
                write_sheet(catalog, &report::search::document(catalog, &query, scope, &hits));
                report::search::json(catalog, &query, scope, &hits).to_string();
                for page in PAGES {
                    report::search::write_text(&mut sink(), catalog, &query, scope, &hits, page)
                        .unwrap();
                }
            }
        }
    }
}

/// Shows one role and those nearest to it.
fn show(catalog: &Arc<Catalog>, engine: &Engine, role: RoleId) {
    for duties in [ResponsibilityScope::InForce, ResponsibilityScope::AddedHere] {
        write_sheet(catalog, &report::show::document(catalog, role, duties));
        report::show::json(catalog, role, duties).to_string();
        for page in PAGES {
            report::show::write_text(&mut sink(), catalog, role, duties, page).unwrap();
        }
    }
    let near = engine.relations().nearest(catalog, role, 10);
    engine.most_similar(role);
    write_sheet(catalog, &report::related::document(catalog, role, &near));
    report::related::json(catalog, role, &near).to_string();
    for page in PAGES {
        report::related::write_text(&mut sink(), catalog, role, &near, page).unwrap();
    }
    catalog.moves_into(role);
}

/// Compares two roles, and what the first lacks for the second.
pub fn pair(catalog: &Arc<Catalog>, differ: &Differ, left: RoleId, right: RoleId) {
    for align in [PairingMode::Auto, PairingMode::Text, PairingMode::Off] {
        let diff = differ.diff(catalog, left, right, align);
        let why = differ.explainer(catalog, &diff, align);
        write_sheet(catalog, &report::diff::document(catalog, &diff, Some(&why)));
        report::diff::json(catalog, &diff, Some(&why)).to_string();
        for page in PAGES {
            report::diff::write_text(&mut sink(), catalog, &diff, None, page).unwrap();
        }
        for kind in [None, Some(DiffStatus::Changed)] {
            drop(diff.excerpt(ExcerptOptions { kind, context: Some(1) }));
        }
    }
    let have = skills_of_role(catalog.role(left));
    let gaps = [gap(catalog, &have, right), gap(catalog, &have, left)];
    let doors = missing_skills(catalog, &gaps);
    let answer = report::gap::GapReport {
        from: report::gap::GapOrigin::Role(left),
        resolved: None,
        gaps: &gaps,
        doors: &doors,
        all: true,
    };
    write_sheet(catalog, &report::gap::document(catalog, &answer));
    report::gap::json(catalog, &answer).to_string();
    for page in PAGES {
        report::gap::write_text(&mut sink(), catalog, &answer, page).unwrap();
    }
}
