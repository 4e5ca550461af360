//! Finds the skills of a catalog that a profile or a resume means, and their levels.

use crate::analysis::gap::Have;
use crate::import::resume::{self, Claim, ClaimKind, NotRead, Resume};
use crate::model::{Catalog, Level, Scale, SkillId};
use crate::search::lookup::Found;
use crate::search::{Index, Named, SkillNames};

use super::phrase::{Phrase, Reader, Trust};
use super::{Entry, Profile};

/// Maximum number of unknown names for which suggestions are looked up; nobody reads more.
const SUGGESTED: usize = 100;

/// A level as stated, interpreted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// Nothing.
    Unsaid,
    /// A level on a scale.
    At(Level),
    /// Something that was not understood: "Fortgeschritten", "learning". It is not good enough for
    /// any level.
    Unclear,
    /// Not having the skill: "None", 0, "N/A".
    Nothing,
}

impl Stated {
    /// Returns the level, if one is stated and understood.
    pub fn level(self) -> Option<Level> {
        if let Self::At(level) = self { Some(level) } else { None }
    }

    /// Returns a short description of what is stated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "not stated",
            Self::At(_) => "understood",
            Self::Unclear => "not understood",
            Self::Nothing => "none",
        }
    }
}

/// A skill that the catalog knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The skill.
    pub skill: SkillId,
    /// The text that was matched, as it is written, without its maker.
    pub written: String,
    /// The maker that was set aside: "Microsoft" of "Microsoft Excel".
    pub maker: Option<String>,
    /// The level.
    pub level: Stated,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// The maximum assumed for a level that is a bare number.
    pub of: Option<u16>,
    /// Whether the level is stated for the skill itself, and not for its group.
    pub own: bool,
    /// Its place in a resume.
    pub place: Option<String>,
}

/// A name that the catalog does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The name as it is written.
    pub written: String,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// Its place in a resume.
    pub place: Option<String>,
    /// Whether it names a natural language.
    pub language: bool,
    /// Up to three similar skills that were perhaps meant; see [`Resolved::suggest`].
    pub near: Vec<SkillId>,
}

/// The skills of a profile or a resume, matched to a catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Known skills, in the order in which they are written.
    pub known: Vec<Known>,
    /// Unknown names, in the same order, each once.
    pub unknown: Vec<Unknown>,
    /// Names of groups in a resume that are not skills, but headings above some.
    pub headings: Vec<String>,
    /// Parts of a resume that were not understood.
    pub not_read: Vec<NotRead>,
    /// The maximum assumed for bare numbers that are on no scale.
    pub whole: Option<u16>,
    /// Whether it names no skill at all, known or unknown.
    pub empty: bool,
    /// The sections of a resume that has no skills.
    pub sections: Vec<String>,
}

impl Resolved {
    /// Returns the skills that the person has: each once, in the order of [`Resolved::known`].
    ///
    /// A level stated for the skill itself outweighs one from its group, which outweighs a mention
    /// without a level. Among several the highest counts; a level that was not understood counts
    /// before "none".
    pub fn have(&self) -> Vec<Have> {
        let weight = |known: &Known| {
            let stated = match known.level {
                Stated::Unsaid => return (0, 0, None),
                Stated::At(level) => (3, Some(level)),
                Stated::Unclear => (2, None),
                Stated::Nothing => (1, None),
            };
            (if known.own { 2 } else { 1 }, stated.0, stated.1)
        };
        let mut best: Vec<&Known> = Vec::new();
        for known in &self.known {
            match best.iter_mut().find(|other| other.skill == known.skill) {
                None => best.push(known),
                Some(other) if weight(known) > weight(other) => *other = known,
                Some(_) => {}
            }
        }
        let have = best.into_iter().filter(|known| known.level != Stated::Nothing);
        have.map(|known| Have {
            skill: known.skill,
            level: known.level.level(),
            unclear: known.level == Stated::Unclear,
        })
        .collect()
    }

    /// Returns the levels that were not understood, each with its skill.
    pub fn unclear(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| known.level == Stated::Unclear)
    }

    /// Returns the level of `skill` as it is written, if it is in [`Resolved::have`] and was not
    /// understood.
    pub fn unclear_level(&self, skill: SkillId) -> Option<&str> {
        let known = self.unclear().find(|known| known.skill == skill)?;
        known.written_level.as_deref()
    }

    /// Looks up suggestions for the unknown names; not for languages, which are too many to be
    /// similar to the few in a pack.
    pub fn suggest(&mut self, names: &SkillNames<'_>, index: &Index) {
        for unknown in self.unknown.iter_mut().filter(|unknown| !unknown.language).take(SUGGESTED) {
            unknown.near = names.near(index, &unknown.written);
        }
    }

    fn add_unknown(&mut self, written: String, written_level: Option<String>, claim: &Claim) {
        if written.is_empty() || self.unknown.iter().any(|unknown| unknown.written == written) {
            return;
        }
        let language = claim.kind == ClaimKind::Language;
        self.unknown.push(Unknown {
            written,
            written_level,
            place: place(claim),
            language,
            near: Vec::new(),
        });
    }
}

fn place(claim: &Claim) -> Option<String> {
    (!claim.place.is_empty()).then(|| claim.place.clone())
}

/// Returns the level called `name`, ignoring case, on the scale of an open pack, or else on the
/// default scale, together with the name as the scale writes it.
pub fn level(catalog: &Catalog, name: &str) -> Option<(Level, String)> {
    let default = Scale::default();
    let mut scales = catalog.packs().iter().map(|pack| &pack.scale).chain([&default]);
    scales.find_map(|scale| {
        scale.level_called(name).map(|level| (level, scale.name(level).to_string()))
    })
}

/// Interprets the level stated by `text`: a level of an open scale by name or number, a word or a
/// part of a whole that reaches a level of the first pack's scale, or not having the skill. `of` is
/// the maximum of a bare number.
///
/// A scale that has numbers of its own keeps them: 4 of seven levels is the fourth, and 9 is not a
/// level.
///
/// ```
/// use roledex::profile::{Stated, stated};
/// let catalog = roledex::builtin::catalog();
/// let level = |text| stated(&catalog, Some(text), None);
/// assert_eq!(level("Advanced"), level("practitioner"));
/// assert_eq!((level("N/A"), level("Fortgeschritten")), (Stated::Nothing, Stated::Unclear));
/// assert_eq!(stated(&catalog, None, None), Stated::Unsaid);
/// ```
pub fn stated(catalog: &Catalog, text: Option<&str>, of: Option<u16>) -> Stated {
    match text.and_then(|text| level(catalog, text)) {
        Some((level, _)) if !text.is_some_and(resume::is_nothing) => Stated::At(level),
        _ => stated_in_resume(catalog, text, of),
    }
}

/// Interprets a level as `stated` does, but without the names of the default scale: people who
/// write resumes do not know roledex's scale, and the open packs name the nearest level.
fn stated_in_resume(catalog: &Catalog, text: Option<&str>, of: Option<u16>) -> Stated {
    let Some(text) = text.map(str::trim).filter(|text| !resume::is_blank(text)) else {
        return Stated::Unsaid;
    };
    if resume::is_nothing(text) {
        return Stated::Nothing;
    }
    if let Some(level) = catalog.packs().iter().find_map(|pack| pack.scale.level_called(text)) {
        return Stated::At(level);
    }
    let default = Scale::default();
    let scale = catalog.packs().first().map_or(&default, |pack| &pack.scale);
    let number = number(text);
    let numbered = catalog.packs().iter().map(|pack| &pack.scale).any(Scale::is_numbered);
    let part = match (number, of) {
        (Some(_), _) if numbered => None,
        (Some(number), Some(of)) => {
            Some(number / f64::from(of)).filter(|part| *part > 0.0 && *part <= 1.0)
        }
        (Some(_), None) => None,
        (None, _) => resume::part(text),
    };
    part.and_then(|part| reached(scale, part)).map_or(Stated::Unclear, Stated::At)
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Matches `profile` to `catalog`, whose names are `names`.
pub fn resolve(catalog: &Catalog, names: &SkillNames<'_>, profile: &Profile) -> Resolved {
    let mut resolved = Resolved::default();
    for Entry { skill, level: written, .. } in profile.entries() {
        let claim =
            Claim { level: written.clone(), ..Claim::new(skill.clone(), ClaimKind::Skill, "") };
        let level = stated(catalog, written.as_deref(), None);
        // An id that roledex wrote stays that of the skill, however rare it is.
        let named = match names.exact(skill) {
            Found::One(skill) => Some(Named::plain(skill)),
            Found::Many(_) => None,
            Found::Nothing(_) => names.taken(skill),
        };
        match named {
            // The entry is changed and removed by its full text, including its maker.
            Some(named) => {
                resolved.known.push(known(Named::plain(named.skill), skill, level, &claim));
            }
            None => resolved.add_unknown(skill.clone(), written.clone(), &claim),
        }
    }
    resolved.empty = profile.entries().is_empty();
    resolved
}

fn known(named: Named, written: &str, level: Stated, claim: &Claim) -> Known {
    Known {
        skill: named.skill,
        written: named.written(written).to_string(),
        maker: named.maker,
        level,
        written_level: claim.level.clone(),
        of: claim.of,
        own: claim.own,
        place: place(claim),
    }
}

/// Matches `resume` to `catalog`, whose names are `names`.
///
/// The name of a group is a skill if the catalog knows it exactly as written, and a heading
/// otherwise. The known parts of a list in one text are used, and the others are reported.
pub fn resolve_resume(catalog: &Catalog, names: &SkillNames<'_>, resume: &Resume) -> Resolved {
    let reader = Reader { catalog, names };
    let mut resolved = Resolved { not_read: resume.not_read.clone(), ..Resolved::default() };
    for claim in &resume.claims {
        let level = stated_in_resume(catalog, claim.level.as_deref(), claim.of);
        match claim.kind {
            ClaimKind::Group => match reader.one(&claim.name, Trust::Exact) {
                Some(named) => resolved.known.push(known(named, &claim.name, level, claim)),
                None if resolved.headings.contains(&claim.name) => {}
                None => resolved.headings.push(claim.name.clone()),
            },
            ClaimKind::Pair => pair(&reader, &mut resolved, claim, level),
            ClaimKind::Language => phrases(&reader, &mut resolved, claim, level, Trust::Exact),
            ClaimKind::Skill | ClaimKind::Keyword => {
                phrases(&reader, &mut resolved, claim, level, Trust::Loose);
            }
            ClaimKind::Used => phrases(&reader, &mut resolved, claim, level, Trust::Tools),
        }
    }
    resolved.empty = resume.claims.is_empty();
    resolved.sections = if resolved.empty { resume.sections.clone() } else { Vec::new() };
    let numbered = catalog.packs().iter().any(|pack| pack.scale.is_numbered());
    resolved.whole = resume.whole.filter(|_| !numbered);
    resolved
}

/// Adds a name with a text that is its level, or the only skill of the group that it names.
fn pair(reader: &Reader<'_>, resolved: &mut Resolved, claim: &Claim, level: Stated) {
    let text = claim.level.clone().unwrap_or_default();
    let below = reader.read(&text, Trust::Loose);
    if level == Stated::Unclear && below.iter().any(|phrase| phrase.skill.is_some()) {
        let bare = Claim { level: None, ..claim.clone() };
        match reader.one(&claim.name, Trust::Exact) {
            Some(named) => resolved.known.push(known(named, &claim.name, Stated::Unsaid, &bare)),
            None => resolved.headings.push(claim.name.clone()),
        }
        let list = Claim { name: text, kind: ClaimKind::Keyword, ..bare };
        return phrases(reader, resolved, &list, Stated::Unsaid, Trust::Loose);
    }
    match reader.one(&claim.name, Trust::Loose) {
        Some(named) => resolved.known.push(known(named, &claim.name, level, claim)),
        // This may be a heading above one unknown skill, or an unknown skill with its level.
        None => resolved.add_unknown(claim.name.clone(), claim.level.clone(), claim),
    }
}

/// Adds a text with one or several names.
fn phrases(
    reader: &Reader<'_>,
    resolved: &mut Resolved,
    claim: &Claim,
    level: Stated,
    trust: Trust,
) {
    for Phrase { written, level: own, skill, heading } in reader.read(&claim.name, trust) {
        let (claim, level) = match own {
            // A level of the skill itself outweighs that of the group.
            Some(own) => {
                let level = stated_in_resume(reader.catalog, Some(&own), None);
                (Claim { level: Some(own), of: None, own: true, ..claim.clone() }, level)
            }
            None => (claim.clone(), level),
        };
        match skill {
            Some(Named { skill, maker }) => {
                let named = Named { skill, maker: None };
                let known = known(named, &written, level, &claim);
                resolved.known.push(Known { maker, ..known });
            }
            None if heading => {
                if !resolved.headings.contains(&written) {
                    resolved.headings.push(written);
                }
            }
            None => resolved.add_unknown(written, claim.level.clone(), &claim),
        }
    }
}

/// Returns the level of `scale` that reaches `part` of it, or the nearest one; of two equally near
/// levels, the higher.
fn reached(scale: &Scale, part: f64) -> Option<Level> {
    let of = scale.names().len();
    // As in the comparison of levels: the lowest of four reaches a quarter.
    let rank = ((part * of as f64).round() as usize).clamp(1, of.max(1)) - 1;
    scale.names().get(rank).and_then(|name| scale.level(name))
}

#[cfg(test)]
mod tests;
