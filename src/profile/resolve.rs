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
mod tests {
    use super::*;

    fn level_of(scale: &Scale, word: &str) -> String {
        resume::part(word)
            .and_then(|part| reached(scale, part))
            .map_or(String::new(), |level| scale.name(level).to_string())
    }

    #[test]
    fn words_reach_the_part_of_the_scale_that_they_stand_for() {
        let scale = |names: &[&str]| Scale::new(names.iter().map(ToString::to_string).collect());
        let (two, three, four) =
            (scale(&["low", "high"]), scale(&["low", "mid", "high"]), Scale::default());
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

    /// Returns the person's skills as `skill: level`, with `?` for a level that is not understood;
    /// the unknown names; the headings.
    fn taken(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let resolved = resolve_resume(&catalog, &names, &resume::read(text).unwrap());
        let level = |have: &Have| match have.level {
            Some(level) => catalog.packs()[0].scale.name(level),
            None if have.unclear => "?",
            None => "",
        };
        let show = |have: Have| format!("{}: {}", catalog.skill(have.skill).id, level(&have));
        let unknown = resolved.unknown.iter().map(|unknown| unknown.written.clone()).collect();
        (resolved.have().into_iter().map(show).collect(), unknown, resolved.headings)
    }

    fn has(skills: &str) -> String {
        taken(&format!(r#"{{"skills": {skills}}}"#)).0.join(" | ")
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
        let wanted = [
            "javascript: expert",
            "html-css: practitioner",
            "react: practitioner",
            "sql: awareness",
            "python: ?",
        ];
        assert_eq!(have, wanted);
        assert_eq!(unknown, ["LAMP", "English"]);
        assert_eq!(headings, ["Web", "Languages"]);
    }

    #[test]
    fn headings_of_headings_end() {
        let (have, _, headings) = taken(r#"{"skills": ["Technical: Languages: Python, SQL"]}"#);
        assert_eq!(have, ["python: ", "sql: "]);
        assert_eq!(headings, ["Technical", "Languages"]);
        // Without a limit, each nesting level of a deep text would be searched again.
        let (have, unknown, _) =
            taken(&format!(r#"{{"skills": ["{}Python, SQL"]}}"#, "a: ".repeat(20_000)));
        assert!(have.len() + unknown.len() <= 2, "{have:?}");
    }

    #[test]
    fn a_skill_at_level_none_is_not_counted() {
        for level in ["\"None\"", "0", "\"N/A\"", "\"0/5\"", "\"-\"", "\"no experience\"", "false"]
        {
            assert_eq!(
                has(&format!(r#"[{{"name": "SQL", "level": {level}}}, "Git"]"#)),
                "git: ",
                "{level}"
            );
        }
        for level in [
            "\"learning\"",
            "\"Fortgeschritten\"",
            "\"5 years\"",
            "-2",
            "\"9/5\"",
            "\"want to learn\"",
        ] {
            assert_eq!(
                has(&format!(r#"[{{"name": "SQL", "level": {level}}}]"#)),
                "sql: ?",
                "{level}"
            );
        }
        for level in ["null", "\"\"", "\" \"", "[]"] {
            assert_eq!(
                has(&format!(r#"[{{"name": "SQL", "level": {level}}}]"#)),
                "sql: ",
                "{level}"
            );
        }
    }

    #[test]
    fn what_is_said_of_a_skill_itself_outweighs_what_is_said_of_its_group() {
        let of = |own: &str, group: &str| {
            has(&format!(
                r#"[{{"name": "X", "level": "{group}", "keywords": [{{"name": "SQL", "level": {own}}}]}}]"#
            ))
        };
        assert_eq!(of("\"Expert\"", "Beginner"), "sql: expert");
        assert_eq!(of("\"Beginner\"", "Expert"), "sql: awareness");
        assert_eq!(of("\"none\"", "Expert"), "");
        assert_eq!(of("\"lernend\"", "Expert"), "sql: ?");
        assert_eq!(of("null", "Expert"), "sql: expert");
        assert_eq!(has(r#"[{"name": "X", "level": "none", "keywords": ["SQL"]}]"#), "");
        assert_eq!(
            has(r#"[{"name": "X", "level": "Beginner", "keywords": ["SQL (expert)", "Git"]}]"#),
            "sql: expert | git: awareness"
        );
        // Of two equally reliable levels the higher counts, and a mention does not lower it.
        assert_eq!(
            has(
                r#"[{"name": "SQL", "level": "Beginner"}, {"name": "SQL", "level": "Expert"}, "SQL"]"#
            ),
            "sql: expert"
        );
        let project = r#"{"skills": [{"name": "SQL", "level": "none"}], "projects": [{"keywords": ["SQL", "Git"]}]}"#;
        assert_eq!(taken(project).0, ["git: "]);
    }

    #[test]
    fn a_list_in_one_text_is_taken_apart() {
        for (text, have, unknown) in [
            ("SQL, Oracle Forms, DB2", "sql: ", "Oracle Forms|DB2"),
            ("Python/Perl", "python: ", "Perl"),
            ("SQL; Git | Docker • Jira", "sql: |git: |containers: |jira: ", ""),
            ("SQL and COBOL", "sql: ", "COBOL"),
            ("Languages: Python, Go", "python: |go-language: ", ""),
            ("Python: 5 years", "python: ", ""),
            ("Expert: SQL, Python; Learning: Git", "sql: expert|python: expert|git: ?", ""),
            ("Python (Zope, Plone)", "python: ", "Zope|Plone"),
            ("good command of SQL", "sql: working", ""),
            ("SQL (expert)", "sql: expert", ""),
            ("SQL – advanced", "sql: practitioner", ""),
            ("SQL: 4/5", "sql: practitioner", ""),
            ("SQL ★★★★☆", "sql: practitioner", ""),
            ("SQL (Fortgeschritten)", "sql: ?", ""),
            ("SQL basics", "sql: awareness", ""),
            ("advanced Excel", "spreadsheets: practitioner", ""),
            ("good knowledge of SQL", "sql: working", ""),
            ("learning Kubernetes", "kubernetes: ?", ""),
            ("no experience with SQL", "", ""),
            ("Python (Programming Language)", "python: ", ""),
            ("TCP/IP", "networking: ", ""),
            ("CI/CD", "continuous-delivery: ", ""),
            ("A/B testing", "experimentation: ", ""),
            ("HTML/CSS", "html-css: ", ""),
            ("C/C++", "", "C/C++"),
            ("PL/SQL", "", "PL/SQL"),
            ("R&D", "", "R&D"),
            ("R and SAS", "r-language: ", "SAS"),
            ("Sales and marketing operations", "", "Sales and marketing operations"),
            ("Machine learning", "machine-learning: ", ""),
            ("Expert systems", "", "Expert systems"),
            ("Kubernets", "", "Kubernets"),
        ] {
            let (found, others, _) = taken(&serde_json::json!({ "skills": [text] }).to_string());
            assert_eq!(
                (found.join("|"), others.join("|")),
                (have.to_string(), unknown.to_string()),
                "{text}"
            );
        }
    }

    #[test]
    fn the_maker_is_no_part_of_a_tool() {
        let (have, unknown, _) = taken(
            r#"{"skills": ["Microsoft Excel", "Apache Airflow", "Apache Kafka", "Adobe Photoshop", "Amazon AWS", "MS PowerPoint 2016",
                "Google Docs", "Microsoft Word", "Oracle Reports"]}"#,
        );
        let wanted = [
            "spreadsheets",
            "workflow-orchestration",
            "streaming-data",
            "adobe-creative-suite",
            "cloud-platforms",
            "slide-decks",
        ];
        assert_eq!(have, wanted.map(|id| format!("{id}: ")));
        assert_eq!(unknown, ["Google Docs", "Microsoft Word", "Oracle Reports"]);
    }

    /// Returns a catalog of one pack with `scale` and one skill.
    fn scaled(scale: &[&str]) -> Catalog {
        let names: Vec<String> = scale.iter().map(|name| format!("\"{name}\"")).collect();
        let text = format!(
            "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nscale = [{}]\n\
             [[skill]]\nid = \"prog\"\nname = \"Programming\"\nkind = \"craft\"\n",
            names.join(", ")
        );
        crate::pack::from_files("p", &[("p.toml", &text)]).catalog
    }

    #[test]
    fn a_scale_keeps_its_own_numbers() {
        let seven = scaled(&["1", "2", "3", "4", "5", "6", "7"]);
        let named = scaled(&["1 Follow", "2 Assist", "3 Apply"]);
        let lettered = scaled(&["L1", "L2", "L3", "L4", "L5"]);
        let words = scaled(&["low", "mid", "high"]);
        let of = |catalog: &Catalog, text: &str, of| match stated_in_resume(catalog, Some(text), of)
        {
            Stated::At(level) => catalog.packs()[0].scale.name(level).to_string(),
            other => other.word().to_string(),
        };
        for (catalog, text, whole, wanted) in [
            (&seven, "4", Some(5), "4"),
            (&seven, "4.0", Some(5), "4"),
            (&seven, "level 4", None, "4"),
            (&seven, "4/5", None, "6"),
            (&seven, "Expert", None, "7"),
            (&seven, "9", Some(10), "not understood"),
            (&seven, "0", Some(5), "none"),
            (&seven, "3 years", None, "not understood"),
            (&seven, "3%", None, "1"),
            (&seven, "practitioner", None, "5"),
            (&named, "2", Some(5), "2 Assist"),
            (&named, "assist", None, "2 Assist"),
            (&named, "4", Some(5), "not understood"),
            (&lettered, "3", Some(5), "L3"),
            (&lettered, "l3", None, "L3"),
            (&lettered, "Advanced", None, "L4"),
            (&words, "5", Some(5), "high"),
            (&words, "3", None, "not understood"),
            (&words, "MID", None, "mid"),
        ] {
            assert_eq!(of(catalog, text, whole), wanted, "{text} {whole:?}");
        }
    }

    #[test]
    fn a_profile_outlives_packs() {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let text = "skills = [\"sql: working\", \"Golang: Expert\", \"kneading: expert\", \"figma: adept\", \"git: none\", \
                    \"java: Advanced\", \"miro\"]";
        let profile = Profile::parse("p", text).unwrap();
        let mut resolved = resolve(&catalog, &names, &profile);
        let known: Vec<_> =
            resolved.known.iter().map(|k| (catalog.skill(k.skill).id.as_str(), k.level)).collect();
        let level = |rank| Stated::At(Level { rank, of: 4 });
        let wanted = [
            ("sql", level(1)),
            ("go-language", level(3)),
            ("figma", Stated::Unclear),
            ("git", Stated::Nothing),
            ("java", level(2)),
            ("miro", Stated::Unsaid),
        ];
        assert_eq!(known, wanted);
        let ids: Vec<&str> =
            resolved.have().iter().map(|have| catalog.skill(have.skill).id.as_str()).collect();
        assert_eq!(ids, ["sql", "go-language", "figma", "java", "miro"]);
        assert_eq!(resolved.known[2].written_level.as_deref(), Some("adept"));
        assert_eq!(resolved.unknown[0].written, "kneading");
        let index = Index::new(std::sync::Arc::new(crate::builtin::catalog()));
        resolved.suggest(&names, &index);
        assert_eq!(resolved.unknown[0].near, []);
    }
}
