//! `roledex gap`.

use std::path::Path;
use std::sync::Arc;

use super::stderr::print_note;
use super::{CommandContext, CommandError, EntityKind, OutputFormat, args, resolve_one};
use crate::analysis::gap::CurrentSkill;
use crate::disk::read as disk;
use crate::model::text::{quoted, visible_line};
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::profile::{self, ProfileFile, ResolvedSkills, SkillFile, StatedLevel};
use crate::question::command_line::{STANDARD_INPUT, file_text_name};
use crate::question::{self, GapQuestion, SkillOrigin};
use crate::reading::formats::MAX_FILE_SIZE;
use crate::report;
use crate::search::SkillNames;
use crate::search::lookup::LookupResult;

/// Returns the name and the level of `SKILL[=LEVEL]`, or of `SKILL:LEVEL`; a text that is a name in
/// full has no level.
fn split_skill_and_level<'a>(names: &SkillNames<'_>, text: &'a str) -> (&'a str, Option<&'a str>) {
    match names.find_exact(text) {
        LookupResult::One(_) => None,
        _ => split_at_separator(text),
    }
    .map_or((text.trim(), None), |(name, level)| (name.trim(), Some(level.trim())))
}

/// The text before and after the sign that separates a skill from its level.
fn split_at_separator(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once('=')
        .or_else(|| profile::name_and_level(text))
        .or_else(|| text.rsplit_once(':'))
}

/// Checks that `--have` names a skill, if it is given.
pub(super) fn check_have(args: &args::GapArgs) -> Result<(), CommandError> {
    if !args.have.is_empty() && args.have.iter().all(|text| text.trim().is_empty()) {
        return Err(CommandError::Usage(
            "--have is empty: write --have SKILL[=LEVEL],…".to_string(),
        ));
    }
    Ok(())
}

impl CommandContext<'_> {
    /// Returns the question for the skill gap to one or several roles.
    pub(super) fn parse_gap(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::GapArgs,
    ) -> Result<GapQuestion, CommandError> {
        let (mut targets, mut named): (Vec<RoleId>, Vec<(&str, RoleId)>) = (Vec::new(), Vec::new());
        for text in &args.to {
            let target = self.resolve_role(catalog, text)?;
            named.push((text.as_str(), target));
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        let start = if let Some(text) = &args.from {
            let from = self.resolve_role(catalog, text)?;
            named.insert(0, (text, from));
            SkillOrigin::Role(from)
        } else if !args.have.is_empty() {
            SkillOrigin::Named(self.parse_have(catalog, &args.have)?)
        } else {
            args.profile.clone().map_or(SkillOrigin::SavedProfile, SkillOrigin::File)
        };
        self.note_same_roles(catalog, &named);
        Ok(GapQuestion { start, targets, show_all: args.all })
    }

    /// Reads the skills in the file at `path`; `None` is the saved profile.
    pub(super) fn read_skills(&mut self, path: Option<&Path>) -> Result<SkillFile, CommandError> {
        match path {
            Some(path) => Ok(read_skill_file(path)?),
            None => Ok(SkillFile::Profile(self.saved_profile()?)),
        }
    }

    /// Returns the saved profile, or a problem that explains how to name skills otherwise.
    fn saved_profile(&self) -> Result<profile::Profile, CommandError> {
        let kept = self.config.profile.as_deref().map(ProfileFile::open).transpose()?;
        kept.filter(ProfileFile::exists).map(|kept| kept.profile).ok_or_else(|| {
            CommandError::Usage(
                "say which skills you have: --from ROLE, --profile FILE (a profile, a CV, a resume in \
                 JSON or YAML, or a CSV of skills) or --have SKILL=LEVEL,…; or save a profile: \
                 roledex profile add SKILL=LEVEL…"
                    .to_string(),
            )
        })
    }

    fn parse_have(
        &mut self,
        catalog: &Arc<Catalog>,
        texts: &[String],
    ) -> Result<Vec<CurrentSkill>, CommandError> {
        let names = SkillNames::new(catalog);
        let mut have = Vec::new();
        for text in texts.iter().filter(|text| !text.trim().is_empty()) {
            let SkillArgument { skill, level, written } =
                self.parse_skill_argument(catalog, &names, text)?;
            let name = split_skill_and_level(&names, text).0;
            if level == StatedLevel::Absent {
                let (name, level) = (quoted(name), quoted(&written));
                print_note(format!(
                    "{name}={level} means you do not have it, so it is not counted"
                ));
                continue;
            }
            have.push(CurrentSkill { skill, level: level.level(), unclear: false });
            if let Some(level) =
                level.level().and_then(|level| scale_name_if_different(catalog, &written, level))
            {
                print_note(format!("{}: treating the level as {level}", quoted(text)));
            }
            // A skill with a name of its own may be narrower: MySQL is one of the databases, and
            // its level is not a level of databases in general.
            if !names.is_own_name(skill, name) {
                let (name, skill) = (quoted(name), &catalog.skill(skill).name);
                print_note(format!("treating {name} as {skill}"));
            }
        }
        Ok(have)
    }

    /// Returns the skill and the level that `SKILL[=LEVEL]` names; a colon, as in packs, is also
    /// understood. A level that is not understood is an error, as the user can type another one.
    pub(super) fn parse_skill_argument(
        &mut self,
        catalog: &Arc<Catalog>,
        names: &SkillNames<'_>,
        text: &str,
    ) -> Result<SkillArgument, CommandError> {
        let (skill, level) = split_skill_and_level(names, text);
        if skill.is_empty() {
            let what = "has no skill: write SKILL or SKILL=LEVEL";
            return Err(CommandError::Usage(format!("`{}` {what}", quoted(text))));
        }
        if level.is_some_and(str::is_empty) {
            let (text, skill) = (quoted(text), quoted(skill));
            return Err(CommandError::Usage(format!(
                "`{text}` has no level: write {skill}=LEVEL, or just {skill}"
            )));
        }
        let skill = self.resolve_skill(catalog, names, skill)?;
        let Some(level) = level else {
            return Ok(SkillArgument {
                skill,
                level: StatedLevel::Unstated,
                written: String::new(),
            });
        };
        match profile::parse_level(catalog, Some(level), None) {
            StatedLevel::Unclear => {}
            stated => {
                return Ok(SkillArgument { skill, level: stated, written: level.to_string() });
            }
        }
        let mut scales: Vec<String> =
            catalog.packs().iter().map(|pack| pack.scale.names().join(", ")).collect();
        scales.dedup();
        let (level, name) = (quoted(level), &catalog.skill(skill).name);
        Err(CommandError::Usage(format!(
            "`{level}` is not a level of {name}; the scale is {}",
            scales.join("; ")
        )))
    }

    /// Returns the skill that `text` names as the packs do, or a problem with advice.
    pub(super) fn resolve_skill(
        &mut self,
        catalog: &Arc<Catalog>,
        names: &SkillNames<'_>,
        text: &str,
    ) -> Result<SkillId, CommandError> {
        let found = match names.find_exact(text) {
            LookupResult::Nothing(_) => {
                names.find_without_maker(text).map(|named| LookupResult::One(named.skill))
            }
            found => Some(found),
        };
        let found = found.unwrap_or_else(|| names.find(text, || self.index(catalog)));
        resolve_one(found, EntityKind::Skill, text, |skill| {
            let skill = catalog.skill(skill);
            format!("{}  {}", quoted(&skill.id), quoted(&skill.name))
        })
    }

    /// Reports on standard error how a file was understood: in full if the answer is records, which
    /// are alone on standard output, and only what counts for nothing if a program reads the
    /// answer.
    pub(super) fn note_matching(&self, catalog: &Catalog, resolved: &ResolvedSkills) {
        if !self.format.is_records(self.page) {
            if matches!(self.format, OutputFormat::Json | OutputFormat::Ndjson) {
                print_profile_warnings(catalog, resolved);
            }
            return;
        }
        let mut line = Vec::new();
        // Writing to memory does not fail, and there is nowhere to report that standard error is
        // closed.
        let _ =
            report::profile::write_matching(&mut line, catalog, resolved, report::PageSetup::PLAIN);
        if !line.is_empty() {
            print_note(String::from_utf8_lossy(&line).trim_end());
        }
    }

    /// Resolves the skills of `person` in the catalog, with suggestions for the rest.
    pub(super) fn match_skills(
        &mut self,
        catalog: &Arc<Catalog>,
        person: &SkillFile,
    ) -> ResolvedSkills {
        question::match_skills(catalog, person, || self.engine(catalog))
    }
}

/// Reports on standard error what counts for nothing in a profile or a resume.
pub(super) fn print_profile_warnings(catalog: &Catalog, resolved: &ResolvedSkills) {
    for line in report::profile::warnings(catalog, resolved) {
        print_note(line);
    }
}

/// A skill that was named on the command line.
pub(super) struct SkillArgument {
    pub(super) skill: SkillId,
    /// Its level, which is never unclear.
    pub(super) level: StatedLevel,
    /// The level as it was written.
    pub(super) written: String,
}

/// Returns the name of the level that was `written`, if its name is different.
fn scale_name_if_different<'a>(
    catalog: &'a Catalog,
    written: &str,
    level: Level,
) -> Option<&'a str> {
    let name = catalog.profile_level_name(level)?;
    (name.to_lowercase() != written.trim().to_lowercase()).then_some(name)
}

/// Returns the name of `path` for messages.
pub(super) fn input_name(path: &Path) -> String {
    if path.as_os_str() == "-" { STANDARD_INPUT.to_string() } else { file_text_name(path) }
}

/// Reads the bytes of the file at `path`, or of standard input for `-`.
pub(super) fn read_input(path: &Path, most: u64) -> Result<Vec<u8>, CommandError> {
    let read =
        if path.as_os_str() == "-" { disk::standard_input(most) } else { disk::bytes(path, most) };
    read.map_err(|error| {
        CommandError::failed_to(&format!("cannot read {}", input_name(path)), error)
    })
}

/// Reads the skills in the file at `path`, or in standard input for `-`.
pub(super) fn read_skill_file(path: &Path) -> Result<SkillFile, CommandError> {
    let bytes = read_input(path, MAX_FILE_SIZE)?;
    // Pictures make documents large; texts are not.
    if bytes.len() as u64 > disk::MAX_RESUME_SIZE && str::from_utf8(&bytes).is_ok() {
        let shown = input_name(path);
        let error = disk::too_large(disk::MAX_RESUME_SIZE);
        return Err(CommandError::failed_to(&format!("cannot read {shown}"), error));
    }
    Ok(profile::read(&input_name(path), &bytes)?)
}

impl From<profile::ProfileError> for CommandError {
    fn from(error: profile::ProfileError) -> Self {
        match error {
            profile::ProfileError::Faults(faults) => Self::InvalidProfile(faults),
            other => Self::failed_with(visible_line(&other.to_string()), other),
        }
    }
}
