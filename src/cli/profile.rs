//! `roledex profile`.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::args::{self, ProfileCommand};
use super::gap::SkillArgument;
use super::{CommandContext, CommandError, Exit, OutputFormat};
use crate::model::text::{self, quoted, visible};
use crate::model::{Catalog, Level, SkillId};
use crate::profile::{self, ProfileError, ProfileFile, ResolvedSkills, SkillFile, StatedLevel};
use crate::report::profile::{
    self as shown, ProfileEntryChange, ProfileEntryChangeKind, ProfileReport, ProfileUpdateReport,
};
use crate::search::SkillNames;
use crate::search::lookup::LookupResult;

/// Maximum number of times that a file is read again because another program wrote it in between;
/// after that, some program must be writing all the time.
const MAX_WRITE_ATTEMPTS: usize = 8;

/// A skill to set, and its level with its name if one is given.
struct SkillUpdate {
    skill: SkillId,
    level: Option<(Level, String)>,
    /// The level as written, if it was not understood: it is kept unchanged, so that it does not
    /// count as good enough.
    unclear: Option<String>,
}

impl SkillUpdate {
    /// A change of the entry `written`, which names the skill.
    fn entry_change(
        &self,
        change: ProfileEntryChangeKind,
        written: &str,
        from: Option<String>,
        to: Option<String>,
    ) -> ProfileEntryChange {
        let written = written.to_string();
        ProfileEntryChange { change, skill: Some(self.skill), written, from, to }
    }
}

impl CommandContext<'_> {
    /// Shows or changes the user's own skills.
    pub(super) fn run_profile(&mut self, args: &args::ProfileArgs) -> Result<Exit, CommandError> {
        match args.what {
            Some(ProfileCommand::Path) => self.require_text_or_json()?,
            _ => self.require_format(&OutputFormat::ALL)?,
        }
        match &args.what {
            None => self.show_profile(),
            Some(ProfileCommand::Path) => self.profile_path(),
            Some(ProfileCommand::Add { skills }) => self.add_skills(skills),
            Some(ProfileCommand::Remove { skills }) => self.remove_skills(skills),
            Some(ProfileCommand::Import { file }) => self.import_resume(file),
        }
    }

    fn profile_file(&self) -> Result<&Path, CommandError> {
        self.config.profile.as_deref().ok_or_else(|| {
            CommandError::Failed(
                "no folder to save a profile in: your home folder is not known".into(),
            )
        })
    }

    fn open_profile(&self) -> Result<ProfileFile, CommandError> {
        Ok(ProfileFile::open(self.profile_file()?)?)
    }

    fn show_profile(&mut self) -> Result<Exit, CommandError> {
        let kept = self.open_profile()?;
        let catalog = self.load_valid_catalog()?;
        let resolved = self.match_skills(&catalog, &SkillFile::Profile(kept.profile.clone()));
        let answer =
            ProfileReport { path: kept.path(), profile: &kept.profile, resolved: &resolved };
        let any = !kept.profile.entries().is_empty();
        if any && self.page.width.is_none() {
            super::gap::print_profile_warnings(&catalog, &resolved);
        }
        match self.format {
            OutputFormat::Json => {
                crate::report::write_json(&mut self.out, &shown::json(&catalog, &answer))?;
            }
            OutputFormat::Ndjson if any => self.write_lines(&shown::lines(&catalog, &answer))?,
            OutputFormat::Text if any => {
                shown::write_text(&mut self.out, &catalog, &answer, self.page)?;
            }
            _ if any => self.write_document(&catalog, &shown::document(&catalog, &answer))?,
            _ => {
                return Err(CommandError::NoResult(
                    "the profile is empty; fill it with `roledex profile add SKILL=LEVEL…` or \
                     `roledex profile import RESUME`"
                        .to_string(),
                ));
            }
        }
        Ok(if any { Exit::Success } else { Exit::NoResult })
    }

    fn write_lines(&mut self, lines: &[Value]) -> std::io::Result<()> {
        lines.iter().try_for_each(|line| crate::report::write_json_line(&mut self.out, line))
    }

    fn profile_path(&mut self) -> Result<Exit, CommandError> {
        let path = self.profile_file()?.to_path_buf();
        self.write_path(&path, shown::path_json)?;
        Ok(Exit::Success)
    }

    /// Writes the path of a file of the user's.
    pub(super) fn write_path(
        &mut self,
        path: &Path,
        json: impl Fn(&Path) -> Value,
    ) -> Result<(), CommandError> {
        if self.format == OutputFormat::Json {
            crate::report::write_json(&mut self.out, &json(path))?;
        } else {
            // The path unchanged, for a shell that has to open it.
            match self.page.width {
                None => self.out.write_all(path.as_os_str().as_encoded_bytes())?,
                Some(_) => self.out.write_all(text::printable(path).as_bytes())?,
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn add_skills(&mut self, skills: &[String]) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let names = SkillNames::new(&catalog);
        let mut updates = Vec::new();
        for text in skills {
            let SkillArgument { skill, level, .. } =
                self.parse_skill_argument(&catalog, &names, text)?;
            if level == StatedLevel::Absent {
                let (id, text) = (&catalog.skill(skill).id, quoted(text));
                let what = format!(
                    "{text} means you do not have it; `roledex profile remove {id}` removes it"
                );
                return Err(CommandError::Usage(what));
            }
            updates.push(SkillUpdate {
                skill,
                level: named_level(&catalog, level.level()),
                unclear: None,
            });
        }
        // The new level applies, whether higher or lower.
        let (kept, changes) = self.update_profile(&catalog, &names, |profile, known| {
            Ok(updates
                .iter()
                .flat_map(|wish| apply_update(&catalog, profile, known, wish, |_, _| true))
                .collect())
        })?;
        self.write_changes(&catalog, &kept, &changes, None)?;
        Ok(Exit::Success)
    }

    fn import_resume(&mut self, file: &Path) -> Result<Exit, CommandError> {
        let person = super::gap::read_skill_file(file)?;
        let catalog = self.load_valid_catalog()?;
        let names = SkillNames::new(&catalog);
        let matched = self.match_skills(&catalog, &person);
        let updates: Vec<SkillUpdate> = matched
            .person_skills()
            .into_iter()
            .map(|have| {
                let unclear =
                    matched.unclear_level(have.skill).filter(|_| have.unclear).map(str::to_string);
                SkillUpdate { skill: have.skill, level: named_level(&catalog, have.level), unclear }
            })
            .collect();
        let (kept, changes) = self.update_profile(&catalog, &names, |profile, known| {
            Ok(updates
                .iter()
                .flat_map(|wish| apply_update(&catalog, profile, known, wish, |old, new| new > old))
                .collect())
        })?;
        self.write_changes(&catalog, &kept, &changes, Some(&matched))?;
        Ok(if changes.is_empty() { Exit::NoResult } else { Exit::Success })
    }

    fn remove_skills(&mut self, skills: &[String]) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let names = SkillNames::new(&catalog);
        let (kept, changes) = self.update_profile(&catalog, &names, |profile, known| {
            let mut entries: Vec<(String, Option<SkillId>)> = Vec::new();
            for text in skills {
                let shown = visible(text).into_owned();
                let exact = if let LookupResult::One(skill) = names.find_exact(text) {
                    Some(skill)
                } else {
                    None
                };
                let named = known.iter().filter(|(entry, skill)| {
                    shown.to_lowercase() == entry.to_lowercase()
                        || (exact.is_some() && *skill == exact)
                });
                let before = entries.len();
                entries.extend(named.cloned());
                if entries.len() == before {
                    let hint = "`roledex profile` shows what is";
                    let shown = quoted(text);
                    return Err(CommandError::NoResult(format!(
                        "`{shown}` is not in the profile; {hint}"
                    )));
                }
            }
            let mut changes = Vec::new();
            for (written, skill) in entries {
                let from = entry_level(profile, &written);
                if profile.remove(&written) {
                    changes.push(ProfileEntryChange {
                        change: ProfileEntryChangeKind::Removed,
                        skill,
                        written,
                        from,
                        to: None,
                    });
                }
            }
            Ok(changes)
        })?;
        self.write_changes(&catalog, &kept, &changes, None)?;
        Ok(Exit::Success)
    }

    /// Changes the profile and writes it while no other roledex does. If another program wrote it
    /// in between, it is read and changed again.
    ///
    /// `change` gets the profile and its entries, each with the skill it refers to. If it fails,
    /// nothing is written.
    fn update_profile(
        &mut self,
        catalog: &Catalog,
        names: &SkillNames<'_>,
        mut change: impl FnMut(
            &mut profile::Profile,
            &[(String, Option<SkillId>)],
        ) -> Result<Vec<ProfileEntryChange>, CommandError>,
    ) -> Result<(ProfileFile, Vec<ProfileEntryChange>), CommandError> {
        for attempt in 1.. {
            let mut kept = ProfileFile::open_for_edit(self.profile_file()?)?;
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
                Err(ProfileError::Changed { .. }) if attempt < MAX_WRITE_ATTEMPTS => {}
                saved => return saved.map(|()| (kept, changes)).map_err(CommandError::from),
            }
        }
        Err(CommandError::Failed("could not write the profile".into()))
    }

    fn write_changes(
        &mut self,
        catalog: &Arc<Catalog>,
        kept: &ProfileFile,
        changes: &[ProfileEntryChange],
        reading: Option<&ResolvedSkills>,
    ) -> Result<(), CommandError> {
        let resolved = profile::resolve(catalog, &SkillNames::new(catalog), &kept.profile);
        let answer =
            ProfileReport { path: kept.path(), profile: &kept.profile, resolved: &resolved };
        let done = ProfileUpdateReport { profile: answer, changes, matched: reading };
        match self.format {
            OutputFormat::Json => {
                crate::report::write_json(&mut self.out, &shown::update_json(catalog, &done))?;
            }
            OutputFormat::Ndjson => self.write_lines(&shown::update_lines(catalog, &done))?,
            OutputFormat::Text => shown::write_update(&mut self.out, catalog, &done, self.page)?,
            _ => self.write_document(catalog, &shown::update_document(catalog, &done))?,
        }
        if let Some(reading) = reading {
            self.note_matching(catalog, reading);
        }
        Ok(())
    }
}

/// Returns `level` with its name.
fn named_level(catalog: &Catalog, level: Option<Level>) -> Option<(Level, String)> {
    level.and_then(|level| Some((level, catalog.profile_level_name(level)?.to_string())))
}

fn entry_level(profile: &profile::Profile, written: &str) -> Option<String> {
    profile
        .entries()
        .iter()
        .find(|entry| entry.skill == written)
        .and_then(|entry| entry.level.clone())
}

/// Sets the level of `wish` in every entry of the skill, as a person may have listed it under
/// several names; an existing level is replaced if `should_replace` accepts the old and the new one. A
/// level that is not on an open scale cannot be compared: it is replaced if a level counts as
/// better than itself.
fn apply_update(
    catalog: &Catalog,
    profile: &mut profile::Profile,
    known: &[(String, Option<SkillId>)],
    update: &SkillUpdate,
    should_replace: impl Fn(Level, Level) -> bool,
) -> Vec<ProfileEntryChange> {
    let id = &catalog.skill(update.skill).id;
    let to = update.level.as_ref().map(|(_, name)| name.clone()).or_else(|| update.unclear.clone());
    let named = known.iter().filter(|(_, skill)| *skill == Some(update.skill));
    let mut entries: Vec<&str> = named.map(|(written, _)| written.as_str()).collect();
    // Include what was added a moment ago.
    if entries.is_empty() && profile.entries().iter().any(|entry| entry.skill == *id) {
        entries.push(id);
    }
    if entries.is_empty() {
        profile.set(id, to.as_deref());
        return vec![update.entry_change(ProfileEntryChangeKind::Added, id, None, to)];
    }
    let mut changes = Vec::new();
    for written in entries {
        let from = entry_level(profile, written);
        let replacement = update.level.as_ref().filter(|(level, name)| {
            // Not having the skill is less than any level.
            let old = from.as_deref().map(|from| profile::parse_level(catalog, Some(from), None));
            match old.filter(|old| *old != StatedLevel::Absent).map(StatedLevel::level) {
                None => true,
                Some(Some(old)) => from.as_deref() != Some(name) && should_replace(old, *level),
                Some(None) => should_replace(*level, *level),
            }
        });
        changes.push(if let Some((_, name)) = replacement {
            profile.set(written, Some(name));
            update.entry_change(ProfileEntryChangeKind::Changed, written, from, to.clone())
        } else {
            update.entry_change(ProfileEntryChangeKind::Kept, written, from.clone(), from)
        });
    }
    changes
}
