//! `roledex gap`.

use std::path::Path;
use std::sync::Arc;

use super::note::note;
use super::{Exit, Format, Problem, Run, Thing, args, one};
use crate::analysis::gap::{Gap, Have, doors, gap, held_in};
use crate::disk::read as disk;
use crate::model::text::{self, quoted, visible_line};
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::pack::{FileKind, file_kind};
use crate::profile::{self, Kept, Person, Resolved, Stated};
use crate::report::{self, gap as shown};
use crate::search::SkillNames;
use crate::search::lookup::Found;

/// Returns the name and the level of `SKILL[=LEVEL]`, or of `SKILL:LEVEL`; a text that is a name in
/// full has no level.
fn split<'a>(names: &SkillNames<'_>, text: &'a str) -> (&'a str, Option<&'a str>) {
    let parts = || {
        text.rsplit_once('=')
            .or_else(|| profile::name_and_level(text))
            .or_else(|| text.rsplit_once(':'))
    };
    match names.exact(text) {
        Found::One(_) => None,
        _ => parts(),
    }
    .map_or((text.trim(), None), |(name, level)| (name.trim(), Some(level.trim())))
}

impl Run<'_> {
    /// Shows the skill gap for one or several roles.
    pub(super) fn gap(&mut self, args: &args::Gap) -> Result<Exit, Problem> {
        self.takes(&Format::ALL)?;
        if !args.have.is_empty() && args.have.iter().all(|text| text.trim().is_empty()) {
            return Err(Problem::Usage(
                "--have names no skill: write --have SKILL[=LEVEL],…".to_string(),
            ));
        }
        let catalog = self.catalog()?;
        let (mut targets, mut named): (Vec<RoleId>, Vec<(&str, RoleId)>) = (Vec::new(), Vec::new());
        for text in &args.to {
            let target = self.role(&catalog, text)?;
            named.push((text.as_str(), target));
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        let mut resolved = None;
        let file = args.profile.as_ref().map(text::shown);
        let file = file.as_deref().unwrap_or("my profile");
        let (from, have) = if let Some(text) = &args.from {
            let from = self.role(&catalog, text)?;
            named.insert(0, (text, from));
            (shown::From::Role(from), held_in(catalog.role(from)))
        } else if !args.have.is_empty() {
            (shown::From::Given, self.given(&catalog, &args.have)?)
        } else {
            let person = match &args.profile {
                Some(path) => profile::read(&shown_name(path), &read(path)?)?,
                None => Person::Profile(self.own_profile()?),
            };
            let understood = resolved.insert(self.understood(&catalog, &person));
            let have = understood.have();
            match person {
                Person::Profile(_) => (shown::From::Profile(file), have),
                Person::Resume(_) => (shown::From::Resume(file), have),
            }
        };
        self.note_same(&catalog, &named);
        let gaps: Vec<Gap> = targets.iter().map(|target| gap(&catalog, &have, *target)).collect();
        let doors = if gaps.len() > 1 { doors(&catalog, &gaps) } else { Vec::new() };
        let resolved = resolved.as_ref();
        let answer = shown::Answer { from, resolved, gaps: &gaps, doors: &doors, all: args.all };
        match self.format {
            Format::Text => shown::write_text(&mut self.out, &catalog, &answer, self.page)?,
            Format::Json => report::write_json(&mut self.out, &shown::json(&catalog, &answer))?,
            Format::Ndjson => {
                for gap in gaps.chunks(1) {
                    let one = shown::Answer { gaps: gap, doors: &[], ..answer };
                    report::write_json_line(&mut self.out, &shown::json(&catalog, &one))?;
                }
            }
            _ => self.write_sheet(&shown::sheet(&catalog, &answer))?,
        }
        if let Some(resolved) = resolved {
            self.note(&catalog, resolved);
        }
        Ok(Exit::Done)
    }

    /// Returns the saved profile, or a problem that explains how to name skills otherwise.
    fn own_profile(&self) -> Result<profile::Profile, Problem> {
        let kept = self.config.profile.as_deref().map(Kept::open).transpose()?;
        kept.filter(Kept::exists).map(|kept| kept.profile).ok_or_else(|| {
            Problem::Usage(
                "say what you have: --from ROLE, --profile FILE (a JSON Resume) or --have SKILL=LEVEL,…; or keep it: \
                 roledex profile add SKILL=LEVEL…"
                    .to_string(),
            )
        })
    }

    fn given(&mut self, catalog: &Arc<Catalog>, texts: &[String]) -> Result<Vec<Have>, Problem> {
        let names = SkillNames::new(catalog);
        let mut have = Vec::new();
        for text in texts.iter().filter(|text| !text.trim().is_empty()) {
            let Named { skill, level, written } = self.named(catalog, &names, text)?;
            let name = split(&names, text).0;
            if level == Stated::Nothing {
                let (name, level) = (quoted(name), quoted(&written));
                note(format!("{name}={level}: you do not have it, so it is not counted"));
                continue;
            }
            have.push(Have { skill, level: level.level(), unclear: false });
            if let Some(level) = level.level().and_then(|level| read_as(catalog, &written, level)) {
                note(format!("{}: level read as {level}", quoted(text)));
            }
            // A skill with a name of its own may be narrower: MySQL is one of the databases, and
            // its level is not a level of databases in general.
            if !names.is_own(skill, name) {
                let (name, skill) = (quoted(name), &catalog.skill(skill).name);
                note(format!("{name} is taken for {skill}"));
            }
        }
        Ok(have)
    }

    /// Returns the skill and the level that `SKILL[=LEVEL]` names; a colon, as in packs, is also
    /// understood. A level that is not understood is an error, as the user can type another one.
    pub(super) fn named(
        &mut self,
        catalog: &Arc<Catalog>,
        names: &SkillNames<'_>,
        text: &str,
    ) -> Result<Named, Problem> {
        let (skill, level) = split(names, text);
        if skill.is_empty() {
            let what = "names no skill: write SKILL or SKILL=LEVEL";
            return Err(Problem::Usage(format!("`{}` {what}", quoted(text))));
        }
        if level.is_some_and(str::is_empty) {
            let (text, skill) = (quoted(text), quoted(skill));
            return Err(Problem::Usage(format!(
                "`{text}` states no level: write {skill}=LEVEL, or {skill} alone"
            )));
        }
        let skill = self.skill(catalog, names, skill)?;
        let Some(level) = level else {
            return Ok(Named { skill, level: Stated::Unsaid, written: String::new() });
        };
        match profile::stated(catalog, Some(level), None) {
            Stated::Unclear => {}
            stated => return Ok(Named { skill, level: stated, written: level.to_string() }),
        }
        let mut scales: Vec<String> =
            catalog.packs().iter().map(|pack| pack.scale.names().join(", ")).collect();
        scales.dedup();
        let (level, name) = (quoted(level), &catalog.skill(skill).name);
        Err(Problem::Usage(format!(
            "`{level}` is not a level of {name}; the scale is {}",
            scales.join("; ")
        )))
    }

    /// Returns the skill that `text` names as the packs do, or a problem with advice.
    fn skill(
        &mut self,
        catalog: &Arc<Catalog>,
        names: &SkillNames<'_>,
        text: &str,
    ) -> Result<SkillId, Problem> {
        let found = match names.exact(text) {
            Found::Nothing(_) => names.taken(text).map(|named| Found::One(named.skill)),
            found => Some(found),
        };
        let found = found.unwrap_or_else(|| names.find(text, || self.index(catalog)));
        one(found, Thing::Skill, text, |skill| {
            let skill = catalog.skill(skill);
            format!("{}  {}", quoted(&skill.id), quoted(&skill.name))
        })
    }

    /// Reports on standard error how a file was understood: in full if the answer is records, which
    /// are alone on standard output, and only what counts for nothing if a program reads the
    /// answer.
    pub(super) fn note(&self, catalog: &Catalog, resolved: &Resolved) {
        let records = self.format == Format::Csv
            || (self.format == Format::Text && self.page.width.is_none());
        if !records {
            if matches!(self.format, Format::Json | Format::Ndjson) {
                warn(catalog, resolved);
            }
            return;
        }
        let mut line = Vec::new();
        // Writing to memory does not fail, and there is nowhere to report that standard error is
        // closed.
        let _ = report::profile::write_reading(&mut line, catalog, resolved, report::Page::PLAIN);
        if !line.is_empty() {
            note(String::from_utf8_lossy(&line).trim_end());
        }
    }

    /// Resolves the skills of `person` in the catalog, with suggestions for the rest.
    pub(super) fn understood(&mut self, catalog: &Arc<Catalog>, person: &Person) -> Resolved {
        let names = SkillNames::new(catalog);
        let mut resolved = match person {
            Person::Profile(profile) => profile::resolve(catalog, &names, profile),
            Person::Resume(resume) => profile::resolve_resume(catalog, &names, resume),
        };
        if !resolved.unknown.is_empty() {
            resolved.suggest(&names, &self.index(catalog));
        }
        resolved
    }
}

/// Reports on standard error what counts for nothing in a profile or a resume.
pub(super) fn warn(catalog: &Catalog, resolved: &Resolved) {
    for line in report::profile::warnings(catalog, resolved) {
        note(line);
    }
}

/// A skill that was named on the command line.
pub(super) struct Named {
    pub(super) skill: SkillId,
    /// Its level, which is never unclear.
    pub(super) level: Stated,
    /// The level as it was written.
    pub(super) written: String,
}

/// Returns the name of the level that was `written`, if its name is different.
fn read_as<'a>(catalog: &'a Catalog, written: &str, level: Level) -> Option<&'a str> {
    let name = catalog.own_level_name(level)?;
    (name.to_lowercase() != written.trim().to_lowercase()).then_some(name)
}

/// Returns the name of `path` for messages.
pub(super) fn shown_name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_string() } else { text::shown(path) }
}

/// Reads the text of `path`, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let shown = shown_name(path);
    let read = if path.as_os_str() == "-" {
        disk::standard_input(disk::LARGEST_RESUME)
    } else {
        disk::bytes(path, disk::LARGEST_RESUME)
    };
    let bytes = read.map_err(|error| Problem::Failed(format!("cannot read {shown}: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let kind = file_kind(&shown, error.as_bytes());
        let error = kind
            .filter(|kind| !matches!(kind, FileKind::Csv | FileKind::Json | FileKind::Text))
            .map_or_else(
                || format!("cannot read {shown}: this is not UTF-8 text; save it as UTF-8"),
                |kind| profile::Error::Kind { file: shown.clone(), kind }.to_string(),
            );
        Problem::Failed(error)
    })
}

impl From<profile::Error> for Problem {
    fn from(error: profile::Error) -> Self {
        match error {
            profile::Error::Faults(faults) => Self::Profile(faults),
            other => Self::Failed(visible_line(&other.to_string())),
        }
    }
}
