//! Finds the skills of a catalog that a profile or a resume means, and their levels.

use crate::analysis::gap::CurrentSkill;
use crate::import::resume::{self, Resume, ResumeSkill, ResumeSkillKind, UnreadPart};
use crate::model::{Catalog, Level, Scale, SkillId};
use crate::reading::cv::LeftOutReason;
use crate::search::lookup::LookupResult;
use crate::search::{NamedSkill, SearchIndex, SkillNames};

use super::phrase::{MatchStrictness, PhraseReader, SkillPhrase};
use super::{Profile, ProfileEntry};

/// Maximum number of unknown names for which suggestions are looked up; nobody reads more.
const MAX_SUGGESTED: usize = 100;

/// A level as stated, interpreted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedLevel {
    /// Nothing.
    Unstated,
    /// A level on a scale.
    At(Level),
    /// Something that was not understood: "Fortgeschritten", "learning". It is not good enough for
    /// any level.
    Unclear,
    /// Not having the skill: "None", 0, "N/A".
    Absent,
}

impl StatedLevel {
    /// Returns the level, if one is stated and understood.
    pub fn level(self) -> Option<Level> {
        if let Self::At(level) = self { Some(level) } else { None }
    }

    /// Returns a short description of what is stated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unstated => "not stated",
            Self::At(_) => "understood",
            Self::Unclear => "not understood",
            Self::Absent => "none",
        }
    }
}

/// A skill that the catalog knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSkill {
    /// The skill.
    pub skill: SkillId,
    /// The text that was matched, as it is written, without its maker.
    pub written: String,
    /// The maker that was set aside: "Microsoft" of "Microsoft Excel".
    pub maker: Option<String>,
    /// The level.
    pub level: StatedLevel,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// The maximum assumed for a level that is a bare number.
    pub maximum: Option<u16>,
    /// Whether the level is stated for the skill itself, and not for its group.
    pub own_level: bool,
    /// Its place in a resume.
    pub path: Option<String>,
    /// The words of a CV that it was read from, with its level.
    pub words: Option<String>,
}

/// A skill that a CV names and that is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutSkill {
    /// The skill.
    pub skill: SkillId,
    /// The reason.
    pub reason: LeftOutReason,
    /// The words that it was read from.
    pub words: String,
    /// Its place in the CV.
    pub path: String,
}

/// A name that the catalog does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSkill {
    /// The name as it is written.
    pub written: String,
    /// The level as it is written.
    pub written_level: Option<String>,
    /// Its place in a resume.
    pub path: Option<String>,
    /// Whether it names a natural language.
    pub language: bool,
    /// Up to three similar skills that were perhaps meant; see [`ResolvedSkills::add_suggestions`].
    pub suggestions: Vec<SkillId>,
}

/// The skills of a profile or a resume, matched to a catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedSkills {
    /// Known skills, in the order in which they are written.
    pub known: Vec<KnownSkill>,
    /// Unknown names, in the same order, each once.
    pub unknown: Vec<UnknownSkill>,
    /// Names of groups in a resume that are not skills, but headings above some.
    pub headings: Vec<String>,
    /// Skills that a CV names and that are not counted, each once, without those that it states
    /// elsewhere.
    pub left_out: Vec<LeftOutSkill>,
    /// Parts of a resume that were not understood.
    pub unread: Vec<UnreadPart>,
    /// The maximum assumed for bare numbers that are on no scale.
    pub maximum: Option<u16>,
    /// Whether it names no skill at all, known or unknown.
    pub empty: bool,
    /// The sections of a resume that has no skills.
    pub sections: Vec<String>,
}

impl ResolvedSkills {
    /// Returns the skills that the person has: each once, in the order of [`ResolvedSkills::known`].
    ///
    /// A level stated for the skill itself outweighs one from its group, which outweighs a mention
    /// without a level. Among several the highest counts; a level that was not understood counts
    /// before "none".
    pub fn person_skills(&self) -> Vec<CurrentSkill> {
        let mut best: Vec<&KnownSkill> = Vec::new();
        for known in &self.known {
            match best.iter_mut().find(|other| other.skill == known.skill) {
                None => best.push(known),
                Some(other) if statement_weight(known) > statement_weight(other) => *other = known,
                Some(_) => {}
            }
        }
        let have = best.into_iter().filter(|known| known.level != StatedLevel::Absent);
        have.map(|known| CurrentSkill {
            skill: known.skill,
            level: known.level.level(),
            unclear: known.level == StatedLevel::Unclear,
        })
        .collect()
    }

    /// Returns the levels that were not understood, each with its skill.
    pub fn unclear_levels(&self) -> impl Iterator<Item = &KnownSkill> {
        self.known.iter().filter(|known| known.level == StatedLevel::Unclear)
    }

    /// Returns the level of `skill` as it is written, if it is in [`ResolvedSkills::person_skills`] and was not
    /// understood.
    pub fn unclear_level(&self, skill: SkillId) -> Option<&str> {
        let known = self.unclear_levels().find(|known| known.skill == skill)?;
        known.written_level.as_deref()
    }

    /// Looks up suggestions for the unknown names; not for languages, which are too many to be
    /// similar to the few in a pack.
    pub fn add_suggestions(&mut self, names: &SkillNames<'_>, index: &SearchIndex) {
        for unknown in
            self.unknown.iter_mut().filter(|unknown| !unknown.language).take(MAX_SUGGESTED)
        {
            unknown.suggestions = names.similar_skills(index, &unknown.written);
        }
    }

    fn add_unknown(&mut self, written: String, written_level: Option<String>, claim: &ResumeSkill) {
        if written.is_empty() || self.unknown.iter().any(|unknown| unknown.written == written) {
            return;
        }
        let language = claim.kind == ResumeSkillKind::Language;
        self.unknown.push(UnknownSkill {
            written,
            written_level,
            path: resume_path(claim),
            language,
            suggestions: Vec::new(),
        });
    }
}

/// How much a statement of a level outweighs others of the same skill.
fn statement_weight(known: &KnownSkill) -> (i32, i32, Option<Level>) {
    let stated = match known.level {
        StatedLevel::Unstated => return (0, 0, None),
        StatedLevel::At(level) => (3, Some(level)),
        StatedLevel::Unclear => (2, None),
        StatedLevel::Absent => (1, None),
    };
    (if known.own_level { 2 } else { 1 }, stated.0, stated.1)
}

fn resume_path(claim: &ResumeSkill) -> Option<String> {
    (!claim.path.is_empty()).then(|| claim.path.clone())
}

/// Returns the level called `name`, ignoring case, on the scale of an open pack, or else on the
/// default scale, together with the name as the scale writes it.
pub fn find_level(catalog: &Catalog, name: &str) -> Option<(Level, String)> {
    let default = Scale::default();
    let mut scales = catalog.packs().iter().map(|pack| &pack.scale).chain([&default]);
    scales.find_map(|scale| {
        scale.parse_level(name).map(|level| (level, scale.name(level).to_string()))
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
/// use roledex::profile::{StatedLevel, parse_level};
/// let catalog = roledex::builtin::catalog();
/// let level = |text| parse_level(&catalog, Some(text), None);
/// assert_eq!(level("Advanced"), level("practitioner"));
/// assert_eq!((level("N/A"), level("Fortgeschritten")), (StatedLevel::Absent, StatedLevel::Unclear));
/// assert_eq!(parse_level(&catalog, None, None), StatedLevel::Unstated);
/// ```
pub fn parse_level(catalog: &Catalog, text: Option<&str>, of: Option<u16>) -> StatedLevel {
    match text.and_then(|text| find_level(catalog, text)) {
        Some((level, _)) if !text.is_some_and(resume::means_no_skill) => StatedLevel::At(level),
        _ => parse_resume_level(catalog, text, of),
    }
}

/// Interprets a level as `stated` does, but without the names of the default scale: people who
/// write resumes do not know roledex's scale, and the open packs name the nearest level.
pub(super) fn parse_resume_level(
    catalog: &Catalog,
    text: Option<&str>,
    of: Option<u16>,
) -> StatedLevel {
    let Some(text) = text.map(str::trim).filter(|text| !resume::is_blank(text)) else {
        return StatedLevel::Unstated;
    };
    if resume::means_no_skill(text) {
        return StatedLevel::Absent;
    }
    if let Some(level) = catalog.packs().iter().find_map(|pack| pack.scale.parse_level(text)) {
        return StatedLevel::At(level);
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
        (None, _) => resume::scale_fraction(text),
    };
    part.and_then(|part| scale.level_at_fraction(part))
        .map_or(StatedLevel::Unclear, StatedLevel::At)
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Matches `profile` to `catalog`, whose names are `names`.
pub fn resolve(catalog: &Catalog, names: &SkillNames<'_>, profile: &Profile) -> ResolvedSkills {
    let mut resolved = ResolvedSkills::default();
    for ProfileEntry { skill, level: written, .. } in profile.entries() {
        let claim = ResumeSkill {
            level: written.clone(),
            ..ResumeSkill::new(skill.clone(), ResumeSkillKind::Skill, "")
        };
        let level = parse_level(catalog, written.as_deref(), None);
        // An id that roledex wrote stays that of the skill, however rare it is.
        let named = match names.find_exact(skill) {
            LookupResult::One(skill) => Some(NamedSkill::plain(skill)),
            LookupResult::Many(_) => None,
            LookupResult::Nothing(_) => names.find_without_maker(skill),
        };
        match named {
            // The entry is changed and removed by its full text, including its maker.
            Some(named) => {
                resolved.known.push(known_skill(
                    NamedSkill::plain(named.skill),
                    skill,
                    level,
                    &claim,
                ));
            }
            None => resolved.add_unknown(skill.clone(), written.clone(), &claim),
        }
    }
    resolved.empty = profile.entries().is_empty();
    resolved
}

fn known_skill(
    named: NamedSkill,
    written: &str,
    level: StatedLevel,
    claim: &ResumeSkill,
) -> KnownSkill {
    KnownSkill {
        skill: named.skill,
        written: named.without_maker(written).to_string(),
        maker: named.maker,
        level,
        written_level: claim.level.clone(),
        maximum: claim.maximum,
        own_level: claim.own_level,
        path: resume_path(claim),
        words: None,
    }
}

/// Matches `resume` to `catalog`, whose names are `names`.
///
/// The name of a group is a skill if the catalog knows it exactly as written, and a heading
/// otherwise. The known parts of a list in one text are used, and the others are reported.
pub fn resolve_resume(
    catalog: &Catalog,
    names: &SkillNames<'_>,
    resume: &Resume,
) -> ResolvedSkills {
    let reader = PhraseReader { catalog, names };
    let mut resolved =
        ResolvedSkills { unread: resume.unread.clone(), ..ResolvedSkills::default() };
    let mut claims = resume.skills.clone();
    let marks_out_of = resume::count_marks(&mut claims);
    for claim in &claims {
        let level = parse_resume_level(catalog, claim.level.as_deref(), claim.maximum);
        match claim.kind {
            ResumeSkillKind::Group => {
                match reader.find_skill(&claim.name, MatchStrictness::Exact) {
                    Some(named) => {
                        resolved.known.push(known_skill(named, &claim.name, level, claim));
                    }
                    None if resolved.headings.contains(&claim.name) => {}
                    None => resolved.headings.push(claim.name.clone()),
                }
            }
            ResumeSkillKind::Pair => add_pair(&reader, &mut resolved, claim, level),
            ResumeSkillKind::Language => {
                add_phrases(&reader, &mut resolved, claim, level, MatchStrictness::Exact);
            }
            ResumeSkillKind::Skill | ResumeSkillKind::Keyword => {
                add_phrases(&reader, &mut resolved, claim, level, MatchStrictness::Loose);
            }
            ResumeSkillKind::Used => {
                add_phrases(&reader, &mut resolved, claim, level, MatchStrictness::Tools);
            }
        }
    }
    resolved.empty = resume.skills.is_empty();
    resolved.sections = if resolved.empty { resume.sections.clone() } else { Vec::new() };
    let numbered = catalog.packs().iter().any(|pack| pack.scale.is_numbered());
    resolved.maximum = resume.maximum.filter(|_| !numbered).or(marks_out_of);
    resolved
}

/// Adds a name with a text that is its level, or the only skill of the group that it names.
fn add_pair(
    reader: &PhraseReader<'_>,
    resolved: &mut ResolvedSkills,
    claim: &ResumeSkill,
    level: StatedLevel,
) {
    let text = claim.level.clone().unwrap_or_default();
    let below = reader.read(&text, MatchStrictness::Loose);
    if level == StatedLevel::Unclear && below.iter().any(|phrase| phrase.skill.is_some()) {
        let bare = ResumeSkill { level: None, ..claim.clone() };
        match reader.find_skill(&claim.name, MatchStrictness::Exact) {
            Some(named) => {
                resolved.known.push(known_skill(named, &claim.name, StatedLevel::Unstated, &bare));
            }
            None => resolved.headings.push(claim.name.clone()),
        }
        let list = ResumeSkill { name: text, kind: ResumeSkillKind::Keyword, ..bare };
        return add_phrases(reader, resolved, &list, StatedLevel::Unstated, MatchStrictness::Loose);
    }
    match reader.find_skill(&claim.name, MatchStrictness::Loose) {
        Some(named) => resolved.known.push(known_skill(named, &claim.name, level, claim)),
        // This may be a heading above one unknown skill, or an unknown skill with its level.
        None => resolved.add_unknown(claim.name.clone(), claim.level.clone(), claim),
    }
}

/// Adds a text with one or several names.
fn add_phrases(
    reader: &PhraseReader<'_>,
    resolved: &mut ResolvedSkills,
    claim: &ResumeSkill,
    level: StatedLevel,
    trust: MatchStrictness,
) {
    for SkillPhrase { written, level: own, skill, heading } in reader.read(&claim.name, trust) {
        let (claim, level) = match own {
            // A level of the skill itself outweighs that of the group.
            Some(own) => {
                let level = parse_resume_level(reader.catalog, Some(&own), None);
                (
                    ResumeSkill {
                        level: Some(own),
                        maximum: None,
                        own_level: true,
                        ..claim.clone()
                    },
                    level,
                )
            }
            None => (claim.clone(), level),
        };
        match skill {
            Some(NamedSkill { skill, maker }) => {
                let named = NamedSkill { skill, maker: None };
                let known = known_skill(named, &written, level, &claim);
                resolved.known.push(KnownSkill { maker, ..known });
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

#[cfg(test)]
mod tests;
