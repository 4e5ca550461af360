//! `roledex profile`.

use std::path::Path;
use std::sync::Arc;

use super::args::{self, ProfileCommand};
use super::gap::Named;
use super::{Exit, Format, Problem, Run};
use crate::model::text::{self, path_text, quoted, visible};
use crate::model::{Catalog, Level, SkillId};
use crate::profile::{self, Error, Kept, Person, Resolved, Stated};
use crate::report::profile::{self as shown, Answer, Change, Changed, Done};
use crate::search::SkillNames;
use crate::search::lookup::Found;

/// Maximum number of times that a file is read again because another program wrote it in between;
/// after that, some program must be writing all the time.
const ATTEMPTS: usize = 8;

/// A skill to set, and its level with its name if one is given.
struct Wish {
    skill: SkillId,
    level: Option<(Level, String)>,
    /// The level as written, if it was not understood: it is kept unchanged, so that it does not
    /// count as good enough.
    unclear: Option<String>,
}

impl Run<'_> {
    /// Shows or changes the user's own skills.
    pub(super) fn profile(&mut self, args: &args::Profile) -> Result<Exit, Problem> {
        match args.what {
            Some(ProfileCommand::Path) => self.plain_format()?,
            _ => self.takes(&Format::ONE)?,
        }
        match &args.what {
            None => self.show_profile(),
            Some(ProfileCommand::Path) => self.profile_path(),
            Some(ProfileCommand::Add { skills }) => self.add_skills(skills),
            Some(ProfileCommand::Remove { skills }) => self.remove_skills(skills),
            Some(ProfileCommand::Import { file }) => self.import_resume(file),
        }
    }

    fn place(&self) -> Result<&Path, Problem> {
        self.config.profile.as_deref().ok_or_else(|| {
            Problem::Failed(
                "there is no place to keep a profile: the system tells no home folder".to_string(),
            )
        })
    }

    fn open_profile(&self) -> Result<Kept, Problem> {
        Ok(Kept::open(self.place()?)?)
    }

    fn show_profile(&mut self) -> Result<Exit, Problem> {
        let kept = self.open_profile()?;
        let catalog = self.catalog()?;
        let resolved = self.understood(&catalog, &Person::Profile(kept.profile.clone()));
        let answer = Answer { path: kept.path(), profile: &kept.profile, resolved: &resolved };
        let any = !kept.profile.entries().is_empty();
        if any && self.page.width.is_none() {
            super::gap::warn(&catalog, &resolved);
        }
        match self.format {
            Format::Json => {
                crate::report::write_json(&mut self.out, &shown::json(&catalog, &answer))?;
            }
            Format::Text if any => shown::write_text(&mut self.out, &catalog, &answer, self.page)?,
            _ if any => self.write_sheet(&shown::sheet(&catalog, &answer))?,
            _ => {
                return Err(Problem::No(
                    "the profile is empty; roledex profile add SKILL=LEVEL… fills it, and so does \
                     roledex profile import RESUME"
                        .to_string(),
                ));
            }
        }
        Ok(if any { Exit::Done } else { Exit::No })
    }

    fn profile_path(&mut self) -> Result<Exit, Problem> {
        let path = self.place()?.to_path_buf();
        if self.format == Format::Json {
            let value =
                serde_json::json!({ "schema": "roledex/profile/1", "file": path_text(&path) });
            crate::report::write_json(&mut self.out, &value)?;
        } else {
            // The path unchanged, for a shell that has to open it.
            match self.page.width {
                None => self.out.write_all(path.as_os_str().as_encoded_bytes())?,
                Some(_) => self.out.write_all(text::shown(&path).as_bytes())?,
            }
            writeln!(self.out)?;
        }
        Ok(Exit::Done)
    }

    fn add_skills(&mut self, skills: &[String]) -> Result<Exit, Problem> {
        let catalog = self.catalog()?;
        let names = SkillNames::new(&catalog);
        let mut wishes = Vec::new();
        for text in skills {
            let Named { skill, level, .. } = self.named(&catalog, &names, text)?;
            if level == Stated::Nothing {
                let (id, text) = (&catalog.skill(skill).id, quoted(text));
                let what = format!(
                    "{text}: you do not have it; `roledex profile remove {id}` takes it out"
                );
                return Err(Problem::Usage(what));
            }
            wishes.push(Wish { skill, level: named_level(&catalog, level.level()), unclear: None });
        }
        // The new level applies, whether higher or lower.
        let (kept, changes) = self.change(&catalog, &names, |profile, known| {
            Ok(wishes
                .iter()
                .flat_map(|wish| set(&catalog, profile, known, wish, |_, _| true))
                .collect())
        })?;
        self.say_done(&catalog, &kept, &changes, None)?;
        Ok(Exit::Done)
    }

    fn import_resume(&mut self, file: &Path) -> Result<Exit, Problem> {
        let person = profile::read(&super::gap::shown_name(file), &super::gap::read(file)?)?;
        let catalog = self.catalog()?;
        let names = SkillNames::new(&catalog);
        let reading = self.understood(&catalog, &person);
        let wishes: Vec<Wish> = reading
            .have()
            .into_iter()
            .map(|have| {
                let unclear =
                    reading.unclear_level(have.skill).filter(|_| have.unclear).map(str::to_string);
                Wish { skill: have.skill, level: named_level(&catalog, have.level), unclear }
            })
            .collect();
        let (kept, changes) = self.change(&catalog, &names, |profile, known| {
            Ok(wishes
                .iter()
                .flat_map(|wish| set(&catalog, profile, known, wish, |old, new| new > old))
                .collect())
        })?;
        self.say_done(&catalog, &kept, &changes, Some(&reading))?;
        Ok(if changes.is_empty() { Exit::No } else { Exit::Done })
    }

    fn remove_skills(&mut self, skills: &[String]) -> Result<Exit, Problem> {
        let catalog = self.catalog()?;
        let names = SkillNames::new(&catalog);
        let (kept, changes) = self.change(&catalog, &names, |profile, known| {
            let mut entries: Vec<(String, Option<SkillId>)> = Vec::new();
            for text in skills {
                let shown = visible(text).into_owned();
                let exact =
                    if let Found::One(skill) = names.exact(text) { Some(skill) } else { None };
                let meant = |(entry, skill): &&(String, Option<SkillId>)| {
                    shown.to_lowercase() == entry.to_lowercase()
                        || (exact.is_some() && *skill == exact)
                };
                let before = entries.len();
                entries.extend(known.iter().filter(meant).cloned());
                if entries.len() == before {
                    let hint = "`roledex profile` shows what is";
                    let shown = quoted(text);
                    return Err(Problem::No(format!("`{shown}` is not in the profile; {hint}")));
                }
            }
            let mut changes = Vec::new();
            for (written, skill) in entries {
                let from = level_of(profile, &written);
                if profile.remove(&written) {
                    changes.push(Changed {
                        change: Change::Removed,
                        skill,
                        written,
                        from,
                        to: None,
                    });
                }
            }
            Ok(changes)
        })?;
        self.say_done(&catalog, &kept, &changes, None)?;
        Ok(Exit::Done)
    }

    /// Changes the profile and writes it while no other roledex does. If another program wrote it
    /// in between, it is read and changed again.
    ///
    /// `change` gets the profile and its entries, each with the skill it refers to. If it fails,
    /// nothing is written.
    fn change(
        &mut self,
        catalog: &Catalog,
        names: &SkillNames<'_>,
        mut change: impl FnMut(
            &mut profile::Profile,
            &[(String, Option<SkillId>)],
        ) -> Result<Vec<Changed>, Problem>,
    ) -> Result<(Kept, Vec<Changed>), Problem> {
        for attempt in 1.. {
            let mut kept = Kept::open_to_change(self.place()?)?;
            let resolved = profile::resolve(catalog, names, &kept.profile);
            let known: Vec<(String, Option<SkillId>)> = kept
                .profile
                .entries()
                .iter()
                .map(|entry| {
                    let known = resolved.known.iter().find(|known| known.written == entry.skill);
                    (entry.skill.clone(), known.map(|known| known.skill))
                })
                .collect();
            let changes = change(&mut kept.profile, &known)?;
            match kept.save() {
                Err(Error::Changed { .. }) if attempt < ATTEMPTS => {}
                saved => return saved.map(|()| (kept, changes)).map_err(Problem::from),
            }
        }
        Err(Problem::Failed("the profile was not written".to_string()))
    }

    fn say_done(
        &mut self,
        catalog: &Arc<Catalog>,
        kept: &Kept,
        changes: &[Changed],
        reading: Option<&Resolved>,
    ) -> Result<(), Problem> {
        let resolved = profile::resolve(catalog, &SkillNames::new(catalog), &kept.profile);
        let answer = Answer { path: kept.path(), profile: &kept.profile, resolved: &resolved };
        let done = Done { answer, changes, reading };
        match self.format {
            Format::Json => {
                crate::report::write_json(&mut self.out, &shown::done_json(catalog, &done))?;
            }
            Format::Text => shown::write_done(&mut self.out, catalog, &done, self.page)?,
            _ => self.write_sheet(&shown::done_sheet(catalog, &done))?,
        }
        if let Some(reading) = reading {
            self.note(catalog, reading);
        }
        Ok(())
    }
}

/// Returns `level` with its name.
fn named_level(catalog: &Catalog, level: Option<Level>) -> Option<(Level, String)> {
    level.and_then(|level| Some((level, catalog.own_level_name(level)?.to_string())))
}

fn level_of(profile: &profile::Profile, written: &str) -> Option<String> {
    profile
        .entries()
        .iter()
        .find(|entry| entry.skill == written)
        .and_then(|entry| entry.level.clone())
}

/// Sets the level of `wish` in every entry of the skill, as a person may have listed it under
/// several names; an existing level is replaced if `better` accepts the old and the new one. A
/// level that is not on an open scale cannot be compared: it is replaced if a level counts as
/// better than itself.
fn set(
    catalog: &Catalog,
    profile: &mut profile::Profile,
    known: &[(String, Option<SkillId>)],
    wish: &Wish,
    better: impl Fn(Level, Level) -> bool,
) -> Vec<Changed> {
    let id = &catalog.skill(wish.skill).id;
    let to = wish.level.as_ref().map(|(_, name)| name.clone()).or_else(|| wish.unclear.clone());
    let changed = |change, written: &str, from, to| {
        let written = written.to_string();
        Changed { change, skill: Some(wish.skill), written, from, to }
    };
    let named = |(_, skill): &&(String, Option<SkillId>)| *skill == Some(wish.skill);
    let mut there: Vec<&str> =
        known.iter().filter(named).map(|(written, _)| written.as_str()).collect();
    // Include what was added a moment ago.
    if there.is_empty() && profile.entries().iter().any(|entry| entry.skill == *id) {
        there.push(id);
    }
    if there.is_empty() {
        profile.set(id, to.as_deref());
        return vec![changed(Change::Added, id, None, to)];
    }
    let set = |written: &str| {
        let from = level_of(profile, written);
        let Some((level, name)) = &wish.level else {
            return changed(Change::Kept, written, from.clone(), from);
        };
        // Not having the skill is less than any level.
        let old = from.as_deref().map(|from| profile::stated(catalog, Some(from), None));
        let old = old.filter(|old| *old != Stated::Nothing).map(Stated::level);
        let replace = match old {
            None => true,
            Some(Some(old)) => from.as_deref() != Some(name) && better(old, *level),
            Some(None) => better(*level, *level),
        };
        if !replace {
            return changed(Change::Kept, written, from.clone(), from);
        }
        profile.set(written, Some(name));
        changed(Change::Changed, written, from, to.clone())
    };
    there.into_iter().map(set).collect()
}
