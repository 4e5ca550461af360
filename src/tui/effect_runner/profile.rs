//! The user's profile, read and changed on a separate thread.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use crate::model::{Catalog, Level};
use crate::profile::{self, ProfileError, ProfileFile, resolve};
use crate::search::SkillNames;
use crate::tui::effect::{ProfileSkillEdit, ProfileSkillValue};
use crate::tui::event::ProfileSnapshot;

/// Maximum number of attempts: another program that changes the file this often in between does so
/// on purpose.
const TRIES: usize = 8;

/// The file of the profile.
#[derive(Debug, Clone)]
pub(super) struct ProfilePath {
    /// Its path.
    pub(super) path: PathBuf,
    /// Whether it may be changed.
    pub(super) may_change: bool,
}

/// Starts a thread that reads the profile in `file` and changes it as requested, once the thread
/// `before` has ended. `deliver` is called on it with the contents of the profile. It ends, with
/// everything written, when the sender is dropped.
///
/// # Errors
///
/// When the system refuses another thread.
pub(super) fn start_thread(
    file: ProfilePath,
    catalog: Arc<Catalog>,
    before: Option<JoinHandle<()>>,
    deliver: impl Fn(ProfileSnapshot) + Send + 'static,
) -> io::Result<(Sender<ProfileSkillEdit>, JoinHandle<()>)> {
    let (edits, inbox) = channel::<ProfileSkillEdit>();
    let thread = crate::thread::spawn("profile", move || {
        if let Some(before) = before {
            // Its last changes must be read here.
            let _ = before.join();
        }
        let path = file.path;
        if file.may_change {
            crate::disk::remove_leftovers(&path);
        }
        let names = SkillNames::new(&catalog);
        let have = |kept: &ProfileFile| resolve(&catalog, &names, &kept.profile).person_skills();
        let mut done = 0;
        match ProfileFile::open(&path) {
            // A missing profile is not worth a message.
            Ok(kept) if !kept.exists() => {}
            opened => {
                let have = opened.map(|kept| have(&kept)).map_err(|error| error_line(&error));
                deliver(ProfileSnapshot { skills: have, rejected: None, edits: done });
            }
        }
        while let Ok(first) = inbox.recv() {
            let (mut next, mut last, mut refused) = (Some(first), None, None);
            // Pending changes are written before anything is shown: the screen already shows all of
            // them.
            while let Some(edit) = next {
                done += 1;
                match apply_edit(&path, &catalog, &names, &edit) {
                    Ok((kept, None)) => last = Some(Ok(have(&kept))),
                    Ok((kept, Some(why))) => (last, refused) = (Some(Ok(have(&kept))), Some(why)),
                    Err(error) => last = Some(Err(error_line(&error))),
                }
                next = inbox.try_recv().ok();
            }
            if let Some(have) = last {
                deliver(ProfileSnapshot { skills: have, rejected: refused, edits: done });
            }
        }
    })?;
    Ok((edits, thread))
}

/// Makes one change in the file, on top of its current contents. If those differ, for the same
/// skill, from what the user saw, nothing is changed, and the reason is returned.
fn apply_edit(
    path: &Path,
    catalog: &Catalog,
    names: &SkillNames<'_>,
    edit: &ProfileSkillEdit,
) -> Result<(ProfileFile, Option<String>), ProfileError> {
    let mut tries = 0;
    loop {
        let mut kept = ProfileFile::open_for_edit(path)?;
        let resolved = resolve(catalog, names, &kept.profile);
        let found = resolved
            .person_skills()
            .into_iter()
            .find(|have| have.skill == edit.skill)
            .map(|have| have.level);
        let wanted = match &edit.to {
            ProfileSkillValue::Absent => None,
            ProfileSkillValue::Present(level) => Some(
                level.as_deref().and_then(|level| profile::find_level(catalog, level)).map(|l| l.0),
            ),
        };
        if found != edit.from && found != wanted {
            return Ok((kept, Some(refusal(catalog, edit, found))));
        }
        // The skill may be written by another name than its id, or twice.
        let written: Vec<&str> = resolved
            .known
            .iter()
            .filter(|known| known.skill == edit.skill)
            .map(|known| known.written.as_str())
            .collect();
        match &edit.to {
            ProfileSkillValue::Absent => written.iter().for_each(|written| {
                kept.profile.remove(written);
            }),
            ProfileSkillValue::Present(level) if written.is_empty() => {
                kept.profile.set(&catalog.skill(edit.skill).id, level.as_deref());
            }
            ProfileSkillValue::Present(level) => {
                for written in &written {
                    kept.profile.set(written, level.as_deref());
                }
            }
        }
        match kept.save() {
            Err(ProfileError::Changed { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
            Ok(()) => return Ok((kept, None)),
        }
    }
}

/// Returns why a change was not made: the profile has the skill at `found` by now.
#[allow(clippy::option_option, reason = "as in `Edit`")]
fn refusal(catalog: &Catalog, edit: &ProfileSkillEdit, found: Option<Option<Level>>) -> String {
    let name = &catalog.skill(edit.skill).name;
    match found {
        None => format!(
            "{name} was removed from your profile elsewhere; press the key again to change it"
        ),
        Some(level) => {
            let level = level
                .and_then(|level| catalog.profile_level_name(level))
                .map_or(String::new(), |l| format!(" to {l}"));
            format!("{name} was set{level} elsewhere; press the key again to change it")
        }
    }
}

/// Formats a fault of the profile on one line.
fn error_line(error: &profile::ProfileError) -> String {
    let text = match error {
        ProfileError::Faults(faults) => match faults.first() {
            Some(fault) => format!(
                "{}:{}:{} {}: fix it first",
                fault.file, fault.line, fault.column, fault.message
            ),
            None => error.to_string(),
        },
        error => error.to_string(),
    };
    crate::model::text::visible_line(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SkillId;

    const PACK: &str = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n\
        [[skill]]\nid = \"sql\"\nname = \"SQL\"\nkind = \"tool\"\naliases = [\"Structured queries\"]\n\
        [[skill]]\nid = \"figma\"\nname = \"Figma\"\nkind = \"tool\"\n";

    struct ProfileFixture {
        catalog: Catalog,
        home: tempfile::TempDir,
    }

    impl ProfileFixture {
        fn new(profile: &str) -> Self {
            let catalog = crate::pack::from_files("p", &[("p.toml", PACK)]).catalog;
            let home = tempfile::tempdir().unwrap();
            std::fs::write(home.path().join("profile.toml"), profile).unwrap();
            Self { catalog, home }
        }

        fn skill(&self, id: &str) -> SkillId {
            self.catalog.skill_by_id(id).unwrap()
        }

        /// Returns the contents of the file after the change, and whether it was made.
        #[allow(clippy::option_option, reason = "as in `Edit`")]
        fn change(
            &self,
            skill: &str,
            from: Option<Option<&str>>,
            to: Option<Option<&str>>,
        ) -> (String, bool) {
            let path = self.home.path().join("profile.toml");
            let from = from.map(|name| Some(profile::find_level(&self.catalog, name?).unwrap().0));
            let to = to.map_or(ProfileSkillValue::Absent, |name| {
                ProfileSkillValue::Present(name.map(str::to_string))
            });
            let edit = ProfileSkillEdit { skill: self.skill(skill), from, to };
            let names = SkillNames::new(&self.catalog);
            let (_, refused) = apply_edit(&path, &self.catalog, &names, &edit).unwrap();
            (std::fs::read_to_string(&path).unwrap(), refused.is_none())
        }
    }

    #[test]
    fn a_change_is_made_on_top_of_what_others_wrote() {
        let world =
            ProfileFixture::new("# mine\nskills = [\"figma: expert\", \"other thing\"] # so far\n");
        let (text, made) = world.change("sql", None, Some(Some("working")));
        assert!(made);
        assert_eq!(
            text,
            "# mine\nskills = [\"figma: expert\", \"other thing\", \"sql: working\"] # so far\n"
        );
    }

    #[test]
    fn what_another_one_said_of_the_same_skill_stays() {
        for (file, from, to) in [
            ("skills = [\"sql: expert\"]", None, Some(Some("awareness"))),
            ("skills = [\"sql: expert\"]", Some(Some("working")), Some(Some("practitioner"))),
            ("skills = [\"sql: expert\"]", Some(Some("awareness")), None),
            ("skills = [\"sql\"]", None, Some(Some("awareness"))),
            // A skill that was removed elsewhere is not put back.
            ("skills = []", Some(Some("working")), Some(Some("practitioner"))),
        ] {
            assert_eq!(
                ProfileFixture::new(file).change("sql", from, to),
                (file.to_string(), false),
                "{file} {from:?} {to:?}"
            );
        }
        // Two equal changes do not conflict.
        let same = "skills = [\"sql: working\"]";
        assert_eq!(
            ProfileFixture::new(same).change("sql", None, Some(Some("working"))),
            (same.to_string(), true)
        );
        assert_eq!(
            ProfileFixture::new("skills = []").change("sql", Some(None), None),
            ("skills = []".to_string(), true)
        );
    }

    #[test]
    fn a_skill_written_by_another_name_is_changed_where_it_is_written() {
        let world = ProfileFixture::new("skills = [\"Structured queries: working\"]");
        let (text, _) = world.change("sql", Some(Some("working")), Some(Some("expert")));
        assert_eq!(text, "skills = [\"Structured queries: expert\"]");
        assert_eq!(
            world.change("sql", Some(Some("expert")), None),
            ("skills = []".to_string(), true)
        );
        // Written twice: neither entry is left to contradict the other.
        let world = ProfileFixture::new("skills = [\"SQL: expert\", \"sql: working\"]");
        let (text, _) = world.change("sql", Some(Some("expert")), Some(Some("awareness")));
        assert_eq!(text, "skills = [\"SQL: awareness\", \"sql: awareness\"]");
    }
}
