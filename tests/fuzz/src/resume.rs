//! Resumes in JSON, lists of skills and profiles, matched with the skills of the built-in pack.

use std::io::sink;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use roledex::analysis::gap::{gap, missing_skills};
use roledex::import::resume;
use roledex::model::Catalog;
use roledex::profile::{self, Profile, ResolvedSkills, SkillFile};
use roledex::reading::cv::read_cv;
use roledex::reading::skills::{ReadingIndex, SkillReader};
use roledex::report::{self, PageSetup};
use roledex::search::{SearchIndex, SkillNames};

use super::{ask, pack};

static CATALOG: LazyLock<(Arc<Catalog>, SearchIndex)> = LazyLock::new(|| {
    let catalog = Arc::new(roledex::builtin::catalog());
    (Arc::clone(&catalog), SearchIndex::new(catalog))
});

static READING: LazyLock<ReadingIndex> = LazyLock::new(|| ReadingIndex::new(&CATALOG.0));

/// Reads the text as each kind of file about a person, and asks what the person lacks for a role.
pub fn resume(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = [resume::read(&text), resume::read_table(&text)];
    for error in read.iter().filter_map(|read| read.as_ref().err()) {
        error.to_string();
    }
    match profile::read("person", data) {
        Ok(SkillFile::Profile(profile)) => drop(compare(&profile)),
        Ok(SkillFile::Resume(resume)) => {
            let (catalog, index) = &*CATALOG;
            let names = SkillNames::new(catalog);
            let mut resolved = profile::resolve_resume(catalog, &names, &resume);
            resolved.add_suggestions(&names, index);
            lacks(&resolved);
        }
        Ok(SkillFile::Cv(text)) => {
            let (catalog, index) = &*CATALOG;
            let names = SkillNames::new(catalog);
            let cv = read_cv(&text, &mut SkillReader::new(&READING));
            let mut resolved = profile::resolve_cv(catalog, &names, &cv);
            resolved.add_suggestions(&names, index);
            lacks(&resolved);
        }
        Err(profile::ProfileError::Faults(faults)) => pack::write(&faults),
        Err(error) => drop(error.to_string()),
    }
}

/// Compares `profile` with a role.
pub fn compare(profile: &Profile) -> ResolvedSkills {
    let (catalog, index) = &*CATALOG;
    let names = SkillNames::new(catalog);
    let mut resolved = profile::resolve(catalog, &names, profile);
    resolved.add_suggestions(&names, index);
    lacks(&resolved);
    let answer = report::profile::ProfileReport {
        path: Path::new("profile.toml"),
        profile,
        resolved: &resolved,
    };
    ask::write_sheet(catalog, &report::profile::document(catalog, &answer));
    report::profile::json(catalog, &answer).to_string();
    for width in [None, Some(20), Some(80)] {
        report::profile::write_text(
            &mut sink(),
            catalog,
            &answer,
            PageSetup { width, colour: false },
        )
        .unwrap();
    }
    resolved
}

/// Says what is lacking for the first roles, and how everything was read.
fn lacks(resolved: &ResolvedSkills) {
    let (catalog, _) = &*CATALOG;
    let have = resolved.person_skills();
    let gaps: Vec<_> = catalog.role_ids().take(2).map(|role| gap(catalog, &have, role)).collect();
    let doors = missing_skills(catalog, &gaps);
    let from = report::gap::GapOrigin::Resume("person");
    let answer = report::gap::GapReport {
        from,
        resolved: Some(resolved),
        gaps: &gaps,
        doors: &doors,
        all: true,
    };
    ask::write_sheet(catalog, &report::gap::document(catalog, &answer));
    report::gap::json(catalog, &answer).to_string();
    report::profile::warnings(catalog, resolved);
    for width in [None, Some(20), Some(80)] {
        let page = PageSetup { width, colour: true };
        report::gap::write_text(&mut sink(), catalog, &answer, page).unwrap();
        report::profile::write_matching(&mut sink(), catalog, resolved, page).unwrap();
    }
}
