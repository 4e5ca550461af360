//! Which skills of a catalog a profile or a resume means.

use crate::analysis::gap::Have;
use crate::import::resume::{self, Claim, Place};
use crate::model::{Catalog, Level, Scale, SkillId};
use crate::search::lookup::Found;
use crate::search::{Index, SkillNames};

use super::{Entry, Profile};

/// Suggestions are looked for up to so many unknown names; nobody reads more.
const SUGGESTED: usize = 100;

/// A skill that the catalog knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The skill.
    pub skill: SkillId,
    /// What was taken for it, as it is written.
    pub written: String,
    /// The level, where one is said that means something.
    pub level: Option<Level>,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// Where it stands in a resume.
    pub place: Option<Place>,
}

/// A name that the catalog does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The name as it is written.
    pub written: String,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// Where it stands in a resume.
    pub place: Option<Place>,
    /// Up to three skills that were perhaps meant; see [`Resolved::suggest`].
    pub near: Vec<SkillId>,
}

/// What a catalog knows of a profile or a resume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// In the order in which they are written.
    pub known: Vec<Known>,
    /// Likewise, each name once.
    pub unknown: Vec<Unknown>,
    /// Names of groups in a resume that are no skills, but headings above some.
    pub headings: Vec<String>,
}

impl Resolved {
    /// What somebody has: each skill once, in the order of [`Resolved::known`].
    ///
    /// A level that is said of the skill itself outweighs one that comes from a group which it stands in; of several
    /// the highest counts.
    pub fn have(&self) -> Vec<Have> {
        let mut have: Vec<(Have, bool)> = Vec::new();
        for known in &self.known {
            let own = known.level.is_some() && !matches!(known.place, Some(Place::Keyword(..)));
            let new = Have { skill: known.skill, level: known.level };
            match have.iter_mut().find(|(have, _)| have.skill == known.skill) {
                None => have.push((new, own)),
                Some(old) if (own, new.level) > (old.1, old.0.level) => *old = (new, own),
                Some(_) => {}
            }
        }
        have.into_iter().map(|(have, _)| have).collect()
    }

    /// Looks for what was perhaps meant by the names that are not known; not for languages, of which there are too many
    /// to be near one of the few that a pack has.
    pub fn suggest(&mut self, names: &SkillNames<'_>, index: &Index) {
        let unknown = self.unknown.iter_mut().filter(|unknown| !matches!(unknown.place, Some(Place::Language(_))));
        for unknown in unknown.take(SUGGESTED) {
            unknown.near = names.near(index, &unknown.written);
        }
    }

    fn add(&mut self, skill: Option<SkillId>, claim: &Claim, level: Option<Level>, place: Option<Place>) {
        let (written, written_level) = (claim.name.clone(), claim.level.clone());
        match skill {
            Some(skill) => self.known.push(Known { skill, written, level, written_level, place }),
            None if self.unknown.iter().any(|unknown| unknown.written == written) => {}
            None => self.unknown.push(Unknown { written, written_level, place, near: Vec::new() }),
        }
    }
}

/// The level called `name`, in any case, on the scale of an open pack; else on the default one. With it comes the name
/// as the scale has it.
pub fn level(catalog: &Catalog, name: &str) -> Option<(Level, String)> {
    let default = Scale::default();
    let mut scales = catalog.packs().iter().map(|pack| &pack.scale).chain([&default]);
    scales.find_map(|scale| on(scale, name).map(|level| (level, scale.name(level).to_string())))
}

/// The level called `name` on `scale`, in any case.
fn on(scale: &Scale, name: &str) -> Option<Level> {
    let name = name.trim().to_lowercase();
    scale.names().iter().find(|known| known.to_lowercase() == name).and_then(|known| scale.level(known))
}

/// What `catalog`, whose names are `names`, knows of `profile`.
pub fn resolve(catalog: &Catalog, names: &SkillNames<'_>, profile: &Profile) -> Resolved {
    let mut resolved = Resolved::default();
    for Entry { skill, level: written, .. } in profile.entries() {
        let claim = Claim { name: skill.clone(), level: written.clone(), place: Place::Skill(0) };
        let level = written.as_deref().and_then(|written| level(catalog, written)).map(|(level, _)| level);
        resolved.add(one(names, skill), &claim, level, None);
    }
    resolved
}

/// What `catalog`, whose names are `names`, knows of the `claims` of a resume.
///
/// A level is that of the first open pack's scale which is called so, or which reaches the part of it that the word
/// stands for ([`resume::part`]). The name of a group is a skill where the catalog knows it as it is written, and a
/// heading elsewhere. Several skills in one ("HTML/CSS") are known when each of them is.
pub fn resolve_resume(catalog: &Catalog, names: &SkillNames<'_>, claims: &[Claim]) -> Resolved {
    let default = Scale::default();
    let scale = catalog.packs().first().map_or(&default, |pack| &pack.scale);
    let mut resolved = Resolved::default();
    for claim in claims {
        let level = claim.level.as_deref().and_then(|level| on(scale, level).or_else(|| reached(scale, level)));
        let exact = |text: &str| if let Found::One(skill) = names.exact(text) { Some(skill) } else { None };
        let skills: Vec<SkillId> = match claim.place {
            Place::Group(_) | Place::Language(_) => exact(&claim.name).into_iter().collect(),
            Place::Skill(_) | Place::Keyword(..) => match one(names, &claim.name) {
                Some(skill) => vec![skill],
                None => each(names, &claim.name),
            },
        };
        if skills.is_empty() && matches!(claim.place, Place::Group(_)) {
            resolved.headings.push(claim.name.clone());
            continue;
        }
        let place = Some(claim.place);
        if skills.is_empty() {
            resolved.add(None, claim, None, place);
        }
        for skill in skills {
            resolved.add(Some(skill), claim, level, place);
        }
    }
    resolved
}

/// The one skill that `text` stands for, surely.
fn one(names: &SkillNames<'_>, text: &str) -> Option<SkillId> {
    match names.exact(text) {
        Found::One(skill) => Some(skill),
        Found::Many(_) => None,
        Found::Nothing(_) => match names.loose(text) {
            Found::One(skill) => Some(skill),
            _ => None,
        },
    }
}

/// The skills of which `text` is a list, when it is one and each is known.
fn each(names: &SkillNames<'_>, text: &str) -> Vec<SkillId> {
    let text = text.replace(" and ", ",");
    let parts: Vec<&str> = text.split([',', '/', '&', ';']).map(str::trim).collect();
    if parts.len() < 2 {
        return Vec::new();
    }
    let mut skills: Vec<SkillId> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let Some(skill) = one(names, part) else { return Vec::new() };
        if !skills.contains(&skill) {
            skills.push(skill);
        }
    }
    skills
}

/// The level of `scale` that reaches the part of it which `text` stands for, or comes nearest to it; of two equally
/// near ones the higher.
fn reached(scale: &Scale, text: &str) -> Option<Level> {
    let part = resume::part(text)?;
    let of = scale.names().len();
    // As in the comparison of levels: the lowest of four reaches a quarter.
    let rank = ((part * of as f64).round() as usize).clamp(1, of.max(1)) - 1;
    scale.names().get(rank).and_then(|name| scale.level(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level_of(scale: &Scale, word: &str) -> String {
        reached(scale, word).map_or(String::new(), |level| scale.name(level).to_string())
    }

    #[test]
    fn words_reach_the_part_of_the_scale_that_they_stand_for() {
        let scale = |names: &[&str]| Scale::new(names.iter().map(ToString::to_string).collect());
        let (two, three, four) = (scale(&["low", "high"]), scale(&["low", "mid", "high"]), Scale::default());
        let five = scale(&["1", "2", "3", "4", "5"]);
        for (word, levels) in [
            ("Beginner", ["low", "low", "awareness", "1"]),
            ("Intermediate", ["low", "mid", "working", "3"]),
            ("Advanced", ["high", "mid", "practitioner", "4"]),
            ("Expert", ["high", "high", "expert", "5"]),
            ("Master", ["high", "high", "expert", "5"]),
            ("1%", ["low", "low", "awareness", "1"]),
            ("80%", ["high", "mid", "practitioner", "4"]),
            ("Professional working proficiency", ["low", "mid", "working", "3"]),
            ("Native speaker", ["high", "high", "expert", "5"]),
            ("Jedi", ["", "", "", ""]),
        ] {
            let found = [&two, &three, &four, &five].map(|scale| level_of(scale, word));
            assert_eq!(found, levels.map(String::from), "{word}");
        }
        assert_eq!(level_of(&scale(&[]), "Expert"), "");
    }

    fn taken(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let resolved = resolve_resume(&catalog, &names, &resume::read(text).unwrap());
        let level = |level: Option<Level>| level.map_or("", |level| catalog.packs()[0].scale.name(level));
        let show = |have: Have| format!("{}: {}", catalog.skill(have.skill).id, level(have.level));
        let unknown = resolved.unknown.iter().map(|unknown| unknown.written.clone()).collect();
        (resolved.have().into_iter().map(show).collect(), unknown, resolved.headings)
    }

    #[test]
    fn a_resume_is_read_as_it_is_meant() {
        let (have, unknown, headings) = taken(
            r#"{"skills": [
                {"name": "Web", "level": "advanced", "keywords": ["JavaScript", "HTML 5", "LAMP", "React.js", "SQL"]},
                {"name": "JavaScript", "level": "Master"},
                {"name": "SQL", "level": "Beginner"},
                {"name": "Languages", "level": "Jedi", "keywords": ["Python 3", "HTML/CSS", "LAMP"]}],
                "languages": [{"language": "English", "fluency": "Native"}]}"#,
        );
        let wanted =
            ["javascript: expert", "html-css: practitioner", "react: practitioner", "sql: awareness", "python: "];
        assert_eq!(have, wanted);
        assert_eq!(unknown, ["LAMP", "English"]);
        assert_eq!(headings, ["Web", "Languages"]);
    }

    #[test]
    fn a_profile_outlives_packs() {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let text = "skills = [\"sql: working\", \"Golang: Expert\", \"kneading: expert\", \"figma: adept\"]";
        let profile = Profile::parse("p", text).unwrap();
        let mut resolved = resolve(&catalog, &names, &profile);
        let known: Vec<_> = resolved.known.iter().map(|k| (catalog.skill(k.skill).id.as_str(), k.level)).collect();
        let level = |rank| Some(Level { rank, of: 4 });
        assert_eq!(known, [("sql", level(1)), ("go-language", level(3)), ("figma", None)]);
        assert_eq!(resolved.known[2].written_level.as_deref(), Some("adept"));
        assert_eq!(resolved.unknown[0].written, "kneading");
        let index = Index::new(std::sync::Arc::new(crate::builtin::catalog()));
        resolved.suggest(&names, &index);
        assert_eq!(resolved.unknown[0].near, []);
    }
}
