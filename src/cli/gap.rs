//! `roledex gap`.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::{Exit, Format, Problem, Run, Thing, args, one, role};
use crate::analysis::gap::{Gap, Have, doors, gap, held_in};
use crate::model::text::{visible, visible_line};
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::profile::{self, Kept, Person, Resolved};
use crate::report::{self, gap as shown};
use crate::search::SkillNames;
use crate::search::lookup::Found;

/// A larger file says nothing of a person's skills.
const LARGEST: u64 = 16 << 20;

/// The name and the level of `SKILL[=LEVEL]`, or of `SKILL:LEVEL`; what is a name as a whole has no level.
fn split<'a>(names: &SkillNames<'_>, text: &'a str) -> (&'a str, Option<&'a str>) {
    let parts = || text.rsplit_once('=').or_else(|| text.rsplit_once(':'));
    match names.exact(text) {
        Found::One(_) => None,
        _ => parts(),
    }
    .map_or((text.trim(), None), |(name, level)| (name.trim(), Some(level.trim())))
}

impl Run<'_> {
    /// What one lacks for one or several roles.
    pub(super) fn gap(&mut self, args: &args::Gap) -> Result<Exit, Problem> {
        self.takes(&Format::ALL)?;
        let catalog = self.catalog()?;
        let mut targets: Vec<RoleId> = Vec::new();
        for text in &args.to {
            let target = role(&catalog, text)?;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        let mut resolved = None;
        let file = args.profile.as_ref().map(|path| visible_line(&path.display().to_string()));
        let file = file.as_deref().unwrap_or("my profile");
        let (from, have) = if let Some(text) = &args.from {
            let from = role(&catalog, text)?;
            (shown::From::Role(from), held_in(catalog.role(from)))
        } else if !args.have.is_empty() {
            (shown::From::Given, self.given(&catalog, &args.have)?)
        } else {
            let person = match &args.profile {
                Some(path) => profile::read(file, &read(path)?)?,
                None => Person::Profile(self.own_profile()?),
            };
            let understood = resolved.insert(self.understood(&catalog, &person));
            let have = understood.have();
            match person {
                Person::Profile(_) => (shown::From::Profile(file), have),
                Person::Resume(_) => (shown::From::Resume(file), have),
            }
        };
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

    /// The profile that is kept, or how to say otherwise what one has.
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
            let (skill, level) = self.named(catalog, &names, text)?;
            have.push(Have { skill, level: level.map(|(level, _)| level) });
            let name = split(&names, text).0;
            // What has a name of its own may be narrower: MySQL is one of the databases, and its level no level of these.
            if !names.is_own(skill, name) {
                let (name, skill) = (visible(name), &catalog.skill(skill).name);
                let _ = writeln!(std::io::stderr(), "roledex: {name} is taken for {skill}");
            }
        }
        Ok(have)
    }

    /// The skill and the level that `SKILL[=LEVEL]` names; with a colon, as in packs, it is understood too.
    pub(super) fn named(
        &mut self,
        catalog: &Arc<Catalog>,
        names: &SkillNames<'_>,
        text: &str,
    ) -> Result<Named, Problem> {
        let (skill, level) = split(names, text);
        let skill = self.skill(catalog, names, skill)?;
        let Some(level) = level else { return Ok((skill, None)) };
        if let Some(level) = profile::level(catalog, level) {
            return Ok((skill, Some(level)));
        }
        let mut scales: Vec<String> = catalog.packs().iter().map(|pack| pack.scale.names().join(", ")).collect();
        scales.dedup();
        let (level, name) = (visible(level), &catalog.skill(skill).name);
        Err(Problem::Usage(format!("`{level}` is no level of {name}; the scale is {}", scales.join("; "))))
    }

    /// The skill that `text` names as the packs do, or a problem that helps on.
    fn skill(&mut self, catalog: &Arc<Catalog>, names: &SkillNames<'_>, text: &str) -> Result<SkillId, Problem> {
        one(names.find(text, || self.index(catalog)), Thing::Skill, text, |skill| {
            let skill = catalog.skill(skill);
            format!("{}  {}", skill.id, skill.name)
        })
    }

    /// Says on standard error how a file was understood, where the answer is records: these stand alone on standard output.
    pub(super) fn note(&self, catalog: &Catalog, resolved: &Resolved) {
        let records = self.format == Format::Csv || (self.format == Format::Text && self.page.width.is_none());
        if !records {
            return;
        }
        let mut line = Vec::new();
        // Writing into memory does not fail, and there is nowhere to report that standard error is closed.
        let _ = report::profile::write_reading(&mut line, catalog, resolved, report::Page::PLAIN);
        if !line.is_empty() {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), &[b"roledex: ", line.as_slice()].concat());
        }
    }

    /// What the catalog knows of `person`, with suggestions for the rest.
    pub(super) fn understood(&mut self, catalog: &Arc<Catalog>, person: &Person) -> Resolved {
        let names = SkillNames::new(catalog);
        let mut resolved = match person {
            Person::Profile(profile) => profile::resolve(catalog, &names, profile),
            Person::Resume(claims) => profile::resolve_resume(catalog, &names, claims),
        };
        if !resolved.unknown.is_empty() {
            resolved.suggest(&names, &self.index(catalog));
        }
        resolved
    }
}

/// A skill that was named on the command line, with the level and its name.
pub(super) type Named = (SkillId, Option<(Level, String)>);

/// The text of `path`, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    if let Ok(about) = std::fs::metadata(path)
        && about.len() > LARGEST
    {
        let shown = visible_line(&path.display().to_string());
        return Err(Problem::Failed(format!("{shown} is too large for a resume: {} bytes", about.len())));
    }
    super::diff::read(path)
}

impl From<profile::Error> for Problem {
    fn from(error: profile::Error) -> Self {
        match error {
            profile::Error::Faults(faults) => Self::Profile(faults),
            other => Self::Failed(visible_line(&other.to_string())),
        }
    }
}
