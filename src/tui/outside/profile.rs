//! What the user keeps of themselves, read and changed on a thread of its own.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use crate::analysis::gap::Have;
use crate::model::Catalog;
use crate::profile::{self, Error, Kept, resolve};
use crate::search::SkillNames;
use crate::tui::effect::{Edit, Standing};

/// Writers that get in each other's way this often do so on purpose.
const TRIES: usize = 8;

/// A thread that reads the profile at `path` and changes it as told. `deliver` is called on it with what then stands in
/// the profile, or why that cannot be told. It ends, with everything written, when the sender is dropped.
///
/// # Errors
///
/// When the system refuses another thread.
pub(super) fn keep(
    path: PathBuf,
    catalog: Arc<Catalog>,
    deliver: impl Fn(Result<Vec<Have>, String>) + Send + 'static,
) -> io::Result<(Sender<Edit>, JoinHandle<()>)> {
    let (edits, inbox) = channel::<Edit>();
    let thread = std::thread::Builder::new().name("profile".to_string()).spawn(move || {
        let names = SkillNames::new(&catalog);
        let have = |kept: &Kept| resolve(&catalog, &names, &kept.profile).have();
        match Kept::open(&path) {
            // Nobody who keeps no profile needs to hear of it.
            Ok(kept) if !kept.exists() => {}
            opened => deliver(opened.map(|kept| have(&kept)).map_err(|error| told(&error))),
        }
        for edit in inbox {
            let id = &catalog.skill(edit.skill).id;
            deliver(change(&path, id, &edit.to).map(|kept| have(&kept)).map_err(|error| told(&error)));
        }
    })?;
    Ok((edits, thread))
}

/// Makes one change in the file, upon whatever stands there now.
fn change(path: &Path, skill: &str, to: &Standing) -> Result<Kept, Error> {
    let mut tries = 0;
    loop {
        let mut kept = Kept::open(path)?;
        match to {
            Standing::Absent => drop(kept.profile.remove(skill)),
            Standing::At(level) => kept.profile.set(skill, level.as_deref()),
        }
        match kept.save() {
            Err(Error::Changed { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
            Ok(()) => return Ok(kept),
        }
    }
}

/// A fault of the profile on one line.
fn told(error: &profile::Error) -> String {
    let text = match error {
        Error::Faults(faults) => match faults.first() {
            Some(fault) => format!("{}:{}:{} {}: mend it first", fault.file, fault.line, fault.column, fault.message),
            None => error.to_string(),
        },
        error => error.to_string(),
    };
    crate::model::text::visible_line(&text)
}
