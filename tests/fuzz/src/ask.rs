//! Every question that can be asked of a catalog, with its answer written in every format.

use std::io::sink;
use std::sync::Arc;

use roledex::analysis::diff::{Align, Differ, Duties, Excerpt, How, Status};
use roledex::analysis::facets::{Facets, Order, roles};
use roledex::analysis::gap::{doors, gap, held_in};
use roledex::analysis::matrix::matrix;
use roledex::analysis::path::{self, Kind, Likeness, Question};
use roledex::analysis::prose::prose;
use roledex::analysis::review::Copies;
use roledex::cache::Kin;
use roledex::model::{Catalog, RoleId};
use roledex::report::matrix::{By, View};
use roledex::report::sheet::{Sheet, csv, html, markdown};
use roledex::report::{self, Page, list::What};
use roledex::search::lookup::family;
use roledex::search::{Index, Query, RoleNames, Scope, SkillNames, highlight};

/// The pages that answers are written on: a pipe, a narrow terminal and a usual one.
const PAGES: [Page; 3] =
    [Page::PLAIN, Page { width: Some(20), colour: true }, Page { width: Some(80), colour: false }];

/// Roles and skills that questions are asked of.
const MOST: usize = 5;

/// Writes `sheet` in each format.
pub fn write_sheet(sheet: &Sheet) {
    csv::write(&mut sink(), sheet).unwrap();
    markdown::write(&mut sink(), sheet).unwrap();
    html::write(&mut sink(), sheet).unwrap();
    for page in PAGES {
        sheet.write_records(&mut sink(), page).unwrap();
    }
}

/// Asks everything of `catalog`.
pub fn ask(catalog: &Arc<Catalog>) {
    let (index, differ) = (Index::new(Arc::clone(catalog)), Differ::new(catalog));
    let kin = Kin::new(Arc::clone(catalog), None);
    ask_with(catalog, &index, &differ, &kin);
}

/// Asks everything of `catalog`, with what was made of it.
pub fn ask_with(catalog: &Arc<Catalog>, index: &Index, differ: &Differ, kin: &Kin) {
    let all = roles(catalog, &Facets::default(), Order::Family);
    for what in [What::Roles, What::Skills, What::Themes, What::Packs] {
        write_sheet(&report::list::sheet(catalog, what, &all));
        report::list::json(catalog, what, &all).to_string();
        for page in PAGES {
            report::list::write_text(&mut sink(), catalog, what, &all, page).unwrap();
        }
    }
    for order in [Order::Title, Order::Pay] {
        roles(catalog, &Facets::default(), order);
    }
    Facets::default().counts(catalog, |_| true);
    for (name, _) in catalog.families() {
        family(catalog, name);
    }
    prose(catalog);
    search(catalog, index);
    let some: Vec<RoleId> = all.iter().copied().take(MOST).collect();
    for &role in &some {
        show(catalog, kin, role);
    }
    for &left in &some {
        for &right in &some {
            pair(catalog, differ, left, right);
        }
    }
    paths(catalog, kin);
    let matrix = matrix(catalog, &some);
    for by in [By::Skills, By::Themes, By::Both] {
        let view = View { by, only_differences: by == By::Both };
        write_sheet(&report::matrix::sheet(catalog, &matrix, view));
        report::matrix::json(catalog, &matrix, view).to_string();
        for page in PAGES {
            report::matrix::write_text(&mut sink(), catalog, &matrix, view, page).unwrap();
        }
    }
}

/// Asks for the paths from the first role to others.
pub fn paths(catalog: &Catalog, alike: &impl Likeness) {
    let some: Vec<RoleId> = catalog.role_ids().take(MOST).collect();
    let ends = some.first().into_iter().flat_map(|from| some.iter().map(|to| (*from, *to)));
    for (from, to) in ends {
        let question = Question { from, to, over: Kind::ALL.to_vec(), limit: 5 };
        let answer = path::path(catalog, &question, alike);
        answer.notes(catalog, &question);
        write_sheet(&report::path::sheet(catalog, &question, &answer));
        report::path::json(catalog, &question, &answer).to_string();
        for page in PAGES {
            report::path::write_text(&mut sink(), catalog, &question, &answer, page).unwrap();
        }
    }
}

/// Asks what changed from `before` to `now`.
pub fn review(now: &Catalog, before: &Catalog) {
    let copies = Copies::new(now, before);
    let differ = Differ::new(&copies.catalog);
    let review =
        copies.review(&differ, How { align: Align::Auto, duties: Duties::InForce, exact: true });
    let title = report::review::title(before, now);
    let excerpt = Excerpt { kind: None, context: Some(1) };
    write_sheet(&report::review::sheet(&copies, &review, &title, excerpt));
    report::review::json(&copies, &review, before, now, excerpt).to_string();
    report::review::json_lines(&copies, &review, excerpt);
    for page in PAGES {
        report::review::write_text(&mut sink(), &copies, &review, &title, (excerpt, page)).unwrap();
    }
}

/// Searches for the names of the first roles and skills, as written and damaged.
fn search(catalog: &Arc<Catalog>, index: &Index) {
    let (names, role_names) = (SkillNames::new(catalog), RoleNames::new());
    let titles = catalog.roles().iter().take(MOST).map(|role| role.title.clone());
    let skills = catalog.skills().iter().take(MOST).map(|skill| skill.name.clone());
    let mut texts: Vec<String> = titles.chain(skills).collect();
    texts.extend([String::new(), "a b".to_string(), "family:x -level:2 kneadng".to_string()]);
    for text in texts {
        role_names.find(catalog, &text);
        names.exact(&text);
        names.loose(&text);
        names.taken(&text);
        names.near(index, &text);
        index.suggest(&text);
        let half: String = text.chars().step_by(2).collect();
        for text in [text, half] {
            let query = Query::parse(&text);
            for scope in [Scope::All, Scope::Responsibilities] {
                let hits = index.search(&query, scope, 20);
                hits.hits.iter().for_each(|hit| drop(highlight(&query, hit.text(catalog))));
                write_sheet(&report::search::sheet(catalog, &query, scope, &hits));
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
fn show(catalog: &Arc<Catalog>, kin: &Kin, role: RoleId) {
    for duties in [Duties::InForce, Duties::AddedHere] {
        write_sheet(&report::show::sheet(catalog, role, duties));
        report::show::json(catalog, role, duties).to_string();
        for page in PAGES {
            report::show::write_text(&mut sink(), catalog, role, duties, page).unwrap();
        }
    }
    let near = kin.relations().nearest(catalog, role, 10);
    kin.nearest(role);
    write_sheet(&report::related::sheet(catalog, role, &near));
    report::related::json(catalog, role, &near).to_string();
    for page in PAGES {
        report::related::write_text(&mut sink(), catalog, role, &near, page).unwrap();
    }
    catalog.moves_into(role);
}

/// Compares two roles, and what the first lacks for the second.
pub fn pair(catalog: &Arc<Catalog>, differ: &Differ, left: RoleId, right: RoleId) {
    for align in [Align::Auto, Align::Text, Align::Off] {
        let diff = differ.diff(catalog, left, right, align);
        let why = differ.why(catalog, &diff, align);
        write_sheet(&report::diff::sheet(catalog, &diff, Some(&why)));
        report::diff::json(catalog, &diff, Some(&why)).to_string();
        for page in PAGES {
            report::diff::write_text(&mut sink(), catalog, &diff, None, page).unwrap();
        }
        for kind in [None, Some(Status::Changed)] {
            drop(diff.excerpt(Excerpt { kind, context: Some(1) }));
        }
    }
    let have = held_in(catalog.role(left));
    let gaps = [gap(catalog, &have, right), gap(catalog, &have, left)];
    let doors = doors(catalog, &gaps);
    let answer = report::gap::Answer {
        from: report::gap::From::Role(left),
        resolved: None,
        gaps: &gaps,
        doors: &doors,
        all: true,
    };
    write_sheet(&report::gap::sheet(catalog, &answer));
    report::gap::json(catalog, &answer).to_string();
    for page in PAGES {
        report::gap::write_text(&mut sink(), catalog, &answer, page).unwrap();
    }
}
