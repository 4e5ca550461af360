//! The content of the open packs as a folder of linked pages.
//!
//! Every role, skill, family and authored comparison has a page at an address made from its id. The
//! pages are the reports that the commands write, with names as links, in a frame of their own.
//! They fetch nothing but the files beside them; without its script a site has no search, and lists
//! lead everywhere.

mod address;
mod comparisons;
mod families;
mod frame;
mod home;
mod roles;
mod search;
mod skills;
mod sources;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use self::address::{SiteMap, SkillLists};
use crate::engine::Engine;
use crate::model::{Catalog, RoleId, SkillId};
use crate::report::document::{DocumentLink, html, web_address};
use crate::thread;

/// The style of all pages, in addition to that of reports.
const STYLE: &str = include_str!("site/site.css");

/// The search.
const SCRIPT: &str = include_str!("site/site.js");

/// Number of pages that a thread writes before it takes more.
const PAGES_AT_A_TIME: usize = 16;

/// Writes the file of this name below the folder of the site.
pub type SiteSink<'a> = &'a (dyn Fn(&str, &[u8]) -> io::Result<()> + Sync);

/// The numbers of pages of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteCounts {
    /// Number of pages.
    pub pages: usize,
    /// Number of pages of roles.
    pub roles: usize,
    /// Number of pages of skills.
    pub skills: usize,
    /// Number of pages of families.
    pub families: usize,
    /// Number of pages of comparisons.
    pub comparisons: usize,
}

/// A page of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SitePage {
    /// The front page.
    Home,
    /// All roles, by family.
    Roles,
    /// The family at this position.
    Family(usize),
    /// A role.
    Role(RoleId),
    /// All skills, or the initials under which they are listed.
    Skills,
    /// The skills with the initial at this position.
    Initial(usize),
    /// A skill.
    Skill(SkillId),
    /// All comparisons.
    Comparisons,
    /// Two roles side by side.
    Comparison(RoleId, RoleId),
    /// The families whose roles are shown side by side.
    Matrices,
    /// A part of the roles of the family at this position, side by side.
    Matrix(usize, usize),
    /// The packs with their licences, and all sources.
    Sources,
}

/// Makes the pages of a site.
struct SiteBuilder<'a> {
    engine: &'a Engine,
    catalog: &'a Catalog,
    map: SiteMap,
    skill_lists: SkillLists,
    /// Number of files that the search index is split into; 0 if it is one file.
    shards: usize,
    title: String,
}

/// Writes the site of the catalog of `engine` to `sink`, the same for the same catalog.
///
/// # Errors
///
/// Returns the errors of `sink`.
pub fn write(engine: &Engine, sink: SiteSink<'_>) -> io::Result<SiteCounts> {
    let catalog = engine.catalog();
    let map = SiteMap::new(catalog);
    let index = search::files(catalog, &map);
    let site = SiteBuilder {
        engine,
        catalog,
        map,
        skill_lists: SkillLists::new(catalog),
        shards: if index.len() == 1 { 0 } else { index.len() },
        title: site_title(catalog),
    };
    let pages = site.pages();
    sink("style.css", format!("{}{STYLE}", html::STYLE).as_bytes())?;
    sink("site.js", SCRIPT.as_bytes())?;
    for (name, content) in index {
        sink(&name, content.as_bytes())?;
    }
    site.write_pages(&pages, sink)?;
    Ok(SiteCounts {
        pages: pages.len(),
        roles: catalog.roles().len(),
        skills: catalog.skills().len(),
        families: catalog.families().count(),
        comparisons: site.map.compared.len(),
    })
}

/// The titles of the open packs.
fn site_title(catalog: &Catalog) -> String {
    match catalog.packs() {
        [] => "Roles".to_string(),
        [pack] => pack.title.clone(),
        [one, two] => format!("{} · {}", one.title, two.title),
        packs => format!("{} packs of roles", packs.len()),
    }
}

impl SiteBuilder<'_> {
    /// Returns all pages.
    fn pages(&self) -> Vec<SitePage> {
        let catalog = self.catalog;
        let mut pages = vec![SitePage::Home, SitePage::Roles, SitePage::Skills, SitePage::Sources];
        pages.extend((0..catalog.families().count()).map(SitePage::Family));
        pages.extend(catalog.role_ids().map(SitePage::Role));
        pages.extend((0..self.skill_lists.initial_count()).map(SitePage::Initial));
        pages.extend(catalog.skill_ids().map(SitePage::Skill));
        if self.has_comparisons() {
            pages.push(SitePage::Comparisons);
        }
        let pairs = self.map.compared.iter();
        pages.extend(pairs.map(|pair| SitePage::Comparison(pair.left, pair.right)));
        if self.has_matrices() {
            pages.push(SitePage::Matrices);
        }
        for (at, (_, roles)) in catalog.families().enumerate() {
            let parts = families::matrix_parts(roles).count();
            pages.extend((0..parts).map(|part| SitePage::Matrix(at, part)));
        }
        pages
    }

    fn has_comparisons(&self) -> bool {
        !self.map.compared.is_empty()
    }

    fn has_matrices(&self) -> bool {
        self.catalog.families().any(|(_, roles)| roles.len() > 1)
    }

    /// Writes `pages` on several threads, until one has failed.
    fn write_pages(&self, pages: &[SitePage], sink: SiteSink<'_>) -> io::Result<()> {
        let has_failed = AtomicBool::new(false);
        let written = thread::map_each(pages, PAGES_AT_A_TIME, |page| {
            if has_failed.load(Ordering::Relaxed) {
                return Ok(());
            }
            let content = self.content(*page);
            let written = content.and_then(|content| sink(&self.address(*page), &content));
            has_failed.fetch_or(written.is_err(), Ordering::Relaxed);
            written
        });
        written.into_iter().collect()
    }

    /// Returns the address of a page, from the folder of the site.
    fn address(&self, page: SitePage) -> String {
        match page {
            SitePage::Home => "index.html".to_string(),
            SitePage::Roles => "roles.html".to_string(),
            SitePage::Family(at) => self.map.family(at),
            SitePage::Role(role) => self.map.role(role),
            SitePage::Skills => "skills.html".to_string(),
            SitePage::Initial(at) => self.skill_lists.address(at),
            SitePage::Skill(skill) => self.map.skill(skill),
            SitePage::Comparisons => "comparisons.html".to_string(),
            SitePage::Comparison(a, b) => self.map.pair(a, b).unwrap_or_default().to_string(),
            SitePage::Matrices => "matrix.html".to_string(),
            SitePage::Matrix(at, part) => self.map.matrix(at, part),
            SitePage::Sources => "sources.html".to_string(),
        }
    }

    fn content(&self, page: SitePage) -> io::Result<Vec<u8>> {
        match page {
            SitePage::Home => self.home(),
            SitePage::Roles => self.roles(),
            SitePage::Family(at) => self.family(at),
            SitePage::Role(role) => self.role(role),
            SitePage::Skills => self.skills(),
            SitePage::Initial(at) => self.initial(at),
            SitePage::Skill(skill) => self.skill(skill),
            SitePage::Comparisons => self.comparisons(),
            SitePage::Comparison(a, b) => self.comparison(a, b),
            SitePage::Matrices => self.matrices(),
            SitePage::Matrix(at, part) => self.matrix(at, part),
            SitePage::Sources => self.sources(),
        }
    }

    /// Returns the address of an item from a page that is `root` below the folder of the site.
    fn link(&self, root: &str, link: DocumentLink) -> Option<String> {
        let address = match link {
            DocumentLink::Role(role) => self.map.role(role),
            DocumentLink::Skill(skill) => self.map.skill(skill),
            DocumentLink::Comparison(a, b) => self.map.pair(a, b)?.to_string(),
            DocumentLink::Source(source) => format!("sources.html#{}", html::entry_id(source)),
            DocumentLink::SourceAddress(source) => {
                return web_address(self.catalog, source).map(str::to_string);
            }
        };
        Some(format!("{root}{address}"))
    }
}
