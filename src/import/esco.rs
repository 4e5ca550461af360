//! Imports ESCO: the classification download as CSV, in any one language.
//!
//! <https://esco.ec.europa.eu/en/use-esco/download>. Occupations become roles in the family of
//! their ISCO-08 unit group; their essential and optional skills become requirements. ESCO states
//! neither responsibilities nor levels.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::archive::{FileId, Found, Source, form};
use super::ids::Ids;
use super::release::Release;
use super::table::{Blanks, Row, Table, plain_text};
use super::{Error, Imported, Options, Part, Set, Tally, instead};
use crate::model::{
    Date, Experience, Importance, Pack, PackId, Reporting, Requirement, Role, RoleId, Scale, Skill,
    SkillId, SkillKind, Source as Cited, SourceId, SourceKind, Tables,
};

/// Names of the tables without language and extension: `occupations` is `occupations_en.csv` in
/// English.
const OCCUPATIONS: &str = "occupations";
const SKILLS: &str = "skills";
const RELATIONS: &str = "occupationSkillRelations";
const GROUPS: &str = "ISCOGroups";
const SKILL_GROUPS: &str = "skillGroups";
const BROADER_OCCUPATIONS: &str = "broaderRelationsOccPillar";
const BROADER_SKILLS: &str = "broaderRelationsSkillPillar";
const LANGUAGES: &str = "languageSkillsCollection";
const ALL: [&str; 8] = [
    OCCUPATIONS,
    SKILLS,
    LANGUAGES,
    GROUPS,
    SKILL_GROUPS,
    BROADER_SKILLS,
    BROADER_OCCUPATIONS,
    RELATIONS,
];

/// Instructions on what to download.
const ADVICE: &str = "download version, content \"classification\", file type CSV, from \
                      https://esco.ec.europa.eu/en/use-esco/download";

/// The notice that the Commission requires, and the changes that roledex made.
const NOTICE: &str = "This service uses the ESCO classification of the European Commission. roledex has changed its \
                      form: labels are cleaned, and parts may be left out.";

const NO_OCCUPATION: &str = "no such occupation";
const NO_SKILL: &str = "no such skill";
const CUT_SHORT: &str = "incomplete row";
const TWICE: &str = "duplicate";
const LEFT_OUT: &str = "excluded by --without";
const NOT_IN_FORCE: &str = "not in force (status)";

/// The data read so far.
#[derive(Default)]
struct Draft {
    roles: Vec<Role>,
    role_uris: HashMap<String, RoleId>,
    /// ISCO group of each role.
    isco: Vec<String>,
    skills: Vec<Skill>,
    skill_uris: HashMap<String, SkillId>,
    /// Concepts that exist but were left out: relations to them do not count as dangling.
    without: HashSet<String>,
    latest: Option<Date>,
    tally: Tally,
}

/// Whether a file with this name is one of the tables that are read.
pub(super) fn is_known(name: &str) -> bool {
    named(name).is_some()
}

/// Whether a file with this name is the table that every release has.
pub(super) fn is_occupations(name: &str) -> bool {
    named(name).is_some_and(|(table, _)| table == OCCUPATIONS)
}

/// Returns the table that a file with this name contains, and its language.
fn named(name: &str) -> Option<(&'static str, Option<String>)> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !["csv", "tsv", "txt"].contains(&extension.to_lowercase().as_str()) {
        return None;
    }
    let key = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    };
    let table = |text: &str| ALL.into_iter().find(|table| key(table) == key(text));
    if let Some(table) = table(stem) {
        return Some((table, None));
    }
    // The language follows the last separator or the one before it: `nb`, `en-us`.
    stem.match_indices(['_', '-', '.', ' ']).find_map(|(at, sign)| {
        let (above, language) = (&stem[..at], &stem[at + sign.len()..]);
        let letters =
            language.len() >= 2 && language.chars().take(2).all(|c| c.is_ascii_alphabetic());
        let fits = letters
            && language.len() <= 5
            && language.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        table(above).filter(|_| fits).map(|table| (table, Some(language.to_lowercase())))
    })
}

/// The files to read.
struct Chosen {
    occupations: FileId,
    skills: Option<FileId>,
    languages: Option<FileId>,
    groups: Option<FileId>,
    skill_groups: Option<FileId>,
    broader_skills: Option<FileId>,
    broader_occupations: Option<FileId>,
    relations: Option<FileId>,
    language: Option<String>,
    version: Option<String>,
}

/// A file with a known table: the table, and its language.
type Known = (FileId, &'static str, Option<String>);

/// Chooses the tables of occupations in one language.
fn choose_language(
    source: &Source<'_>,
    occupations: &[&Known],
    options: &Options,
) -> Result<Vec<FileId>, Error> {
    let wanted = options.language.as_ref().map(|language| language.to_lowercase());
    let fit: Vec<&Known> = match &wanted {
        Some(wanted) => occupations
            .iter()
            .copied()
            .filter(|(.., other)| other.as_ref() == Some(wanted))
            .collect(),
        None => occupations.to_vec(),
    };
    let Some((.., first)) = fit.first() else {
        return Err(Error::Several {
            what: "no occupations in this language; the tables are",
            found: listed(source, occupations),
            hint: "choose one of these languages".to_string(),
        });
    };
    if fit.iter().any(|(.., other)| other != first) {
        let example = fit.iter().find_map(|(.., other)| other.as_deref()).unwrap_or_default();
        return Err(Error::Several {
            what: "found several languages",
            found: listed(source, &fit),
            hint: format!("choose one with --language, as in --language {example}"),
        });
    }
    Ok(fit.iter().map(|(id, ..)| *id).collect())
}

fn listed(source: &Source<'_>, files: &[&Known]) -> String {
    files.iter().map(|(id, ..)| source.file(*id).path()).collect::<Vec<_>>().join(", ")
}

/// Chooses the files of one release and one language.
fn choose(source: &Source<'_>, options: &Options, tally: &mut Tally) -> Result<Chosen, Error> {
    let tables: Vec<Known> = source
        .files()
        .iter()
        .enumerate()
        .filter_map(|(id, file)| named(&file.name).map(|(table, language)| (id, table, language)))
        .collect();
    let of = |wanted: &str| {
        tables.iter().filter(|(_, table, _)| *table == wanted).collect::<Vec<&Known>>()
    };
    let occupations = of(OCCUPATIONS);
    let not_there = || Error::NotTheSet {
        paths: source.names(),
        set: "an ESCO classification in CSV",
        table: "occupations_en.csv",
        hint: instead(source, Set::Esco, ADVICE),
    };
    if occupations.is_empty() {
        return Err(not_there());
    }
    let candidates = choose_language(source, &occupations, options)?;
    let mut release = Release::of(source, &candidates, Box::new(|file| number(&file.trail)))?
        .ok_or_else(not_there)?;
    let language = tables
        .iter()
        .find(|(id, ..)| *id == release.occupations)
        .and_then(|(.., language)| language.clone());
    // If the language of the occupations is unknown, so are the skills that belong to them.
    let skills = of(SKILLS);
    let several =
        skills.iter().any(|(.., other)| skills.first().is_some_and(|(.., first)| first != other));
    if language.is_none() && several && !skills.iter().any(|(.., other)| other.is_none()) {
        return Err(Error::Several {
            what: "found skills in several languages, and the occupations do not state theirs",
            found: listed(source, &skills),
            hint: "name the tables of one language".to_string(),
        });
    }
    // Tables of texts must be in the chosen language; tables of links may be in any.
    let mut pick = |table: &'static str, texts: bool, part: Option<Part>, lost: &'static str| {
        if part.is_some_and(|part| !options.takes(part)) {
            return Ok(None);
        }
        let ranked: Vec<(u8, FileId)> = of(table)
            .into_iter()
            .filter_map(|(id, _, other)| match (other, &language) {
                (other, language) if other == language => Some((0, *id)),
                (None, _) => Some((1, *id)),
                (Some(_), Some(_)) if texts => None,
                _ => Some((2, *id)),
            })
            .collect();
        let found = release.choose(&ranked)?;
        if found.is_none() {
            tally.missing.push((format!("{table}.csv"), lost));
        }
        Ok::<_, Error>(found)
    };
    let skills = pick(SKILLS, true, None, "the skills of the occupations")?;
    let languages = pick(LANGUAGES, false, None, "which skills are languages")?;
    let groups = pick(GROUPS, true, None, "the families of the occupations")?;
    let skill_groups = pick(SKILL_GROUPS, true, None, "skill groups")?;
    let broader_skills = pick(BROADER_SKILLS, false, None, "skill groups and broader skills")?;
    let broader_occupations =
        pick(BROADER_OCCUPATIONS, false, Some(Part::Related), "broader occupations")?;
    let relations = pick(RELATIONS, false, None, "the skills of each occupation")?;
    let home = release.home().path();
    if skills.is_none() && !of(SKILLS).is_empty() {
        return Err(Error::Several {
            what: "occupations and skills are in different languages",
            found: format!("{home}, {}", listed(source, &of(SKILLS))),
            hint: "download both in one language".to_string(),
        });
    }
    tally.unread = release.unread(|_, file| match named(&file.name) {
        Some((_, other)) if other.is_some() && other != language => {
            Some("another language".to_string())
        }
        Some((BROADER_OCCUPATIONS, _)) if !options.takes(Part::Related) => {
            Some(LEFT_OUT.to_string())
        }
        Some(_) => Some("the same table in another form".to_string()),
        None => unused(file),
    });
    tally.notes.extend(release.notes());
    if relations.is_none() {
        let hint = "the tables of relations are in a download of their own, without a language: name both together";
        tally.notes.push(hint.to_string());
    }
    let (occupations, version) = (release.occupations, release.number);
    Ok(Chosen {
        occupations,
        skills,
        languages,
        groups,
        skill_groups,
        broader_skills,
        broader_occupations,
        relations,
        language,
        version,
    })
}

/// Returns why a file that is none of the known tables is not read; `None` if it is not data.
fn unused(file: &Found) -> Option<String> {
    match form(&file.name) {
        Some(form) => Some(format!("{form}; roledex reads CSV")),
        None => file.is_table().then(|| "not used by roledex".to_string()),
    }
}

pub(super) fn read(source: &mut Source<'_>, options: &Options) -> Result<Imported, Error> {
    let mut draft = Draft::default();
    let chosen = choose(source, options, &mut draft.tally)?;
    // In reading order.
    let all = [
        Some(chosen.occupations),
        chosen.skills,
        chosen.languages,
        chosen.groups,
        chosen.skill_groups,
        chosen.broader_skills,
        chosen.broader_occupations,
        chosen.relations,
    ];
    source.expect(&all.into_iter().flatten().collect::<Vec<_>>(), Blanks::Empty);

    draft.occupations(source, chosen.occupations, options)?;
    if let Some(file) = chosen.skills {
        draft.skills(source, file, options)?;
    }
    if let Some(file) = chosen.languages {
        let read = draft.languages(source, file);
        draft.tally.forgive(read, "which skills are languages")?;
    }
    let mut group_names: HashMap<String, String> = HashMap::new();
    if let Some(file) = chosen.groups {
        let read = draft.families(source, file);
        draft.tally.forgive(read, "the families of the occupations")?;
    }
    if let Some(file) = chosen.skill_groups {
        let read = draft.skill_groups(source, file, &mut group_names);
        draft.tally.forgive(read, "skill groups")?;
    }
    if let Some(file) = chosen.broader_skills {
        let read = draft.broader_skills(source, file, &group_names, options);
        draft.tally.forgive(read, "skill groups and broader skills")?;
    }
    if let Some(file) = chosen.broader_occupations {
        let read = draft.broader_occupations(source, file);
        draft.tally.forgive(read, "broader occupations")?;
    }
    if let Some(file) = chosen.relations {
        let read = draft.relations(source, file, options);
        draft.tally.forgive(read, "the skills of each occupation")?;
    }
    Ok(draft.finish(chosen.version, chosen.language))
}

/// Returns the version in the names of folders and archives, the innermost first: the tables do not
/// state it.
fn number(trail: &str) -> Option<String> {
    trail.rsplit('/').find_map(|name| {
        let name = name.to_lowercase();
        name.split(|c: char| c.is_whitespace() || "-_()".contains(c)).find_map(|part| {
            let number = part.strip_prefix('v')?.trim_end_matches(|c: char| !c.is_ascii_digit());
            let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            (digits && number.starts_with(|c: char| c.is_ascii_digit())).then(|| number.to_string())
        })
    })
}

/// Returns the last part of an address, which is the identifier.
fn last(uri: &str) -> &str {
    uri.rsplit('/').find(|part| !part.is_empty()).unwrap_or(uri)
}

/// Parses `2016-07-05T13:58:41Z`, ignoring the time.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

/// Returns `labels` without `name` and without duplicates, ignoring case.
fn other_names<'a>(
    name: &str,
    labels: impl Iterator<Item = std::borrow::Cow<'a, str>>,
) -> Vec<String> {
    let mut known: HashSet<String> = HashSet::new();
    known.insert(name.to_lowercase());
    let labels = labels.map(|label| plain_text(&label).into_owned());
    labels.filter(|label| known.insert(label.to_lowercase())).collect()
}

/// The columns that occupations and skills share.
struct Columns {
    uri: usize,
    name: usize,
    aliases: Option<usize>,
    hidden: Option<usize>,
    description: Option<usize>,
    definition: Option<usize>,
    modified: Option<usize>,
    status: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn of(table: &mut Table) -> Result<Self, Error> {
        let [uri, name] =
            table.columns([&["conceptUri", "uri"], &["preferredLabel", "label", "title"]])?;
        Ok(Self {
            uri,
            name,
            aliases: table
                .useful(&["altLabels", "altLabel", "alternativeLabels"], "alternative labels"),
            hidden: table.column(&["hiddenLabels", "hiddenLabel"]),
            description: table.useful(&["description"], "descriptions"),
            definition: table.column(&["definition"]),
            modified: table.column(&["modifiedDate"]),
            status: table.column(&["status"]),
            kind: table.column(&["conceptType"]),
        })
    }

    /// Returns the URI and the name of the concept, or why the row is left out.
    fn concept<'a>(
        &self,
        row: &Row<'a>,
    ) -> Result<(std::borrow::Cow<'a, str>, String), &'static str> {
        let (uri, name) =
            (row.get(self.uri).ok_or(CUT_SHORT)?, row.get(self.name).ok_or(CUT_SHORT)?);
        if row
            .maybe(self.status)
            .is_some_and(|s| RETIRED.iter().any(|word| s.eq_ignore_ascii_case(word)))
        {
            return Err(NOT_IN_FORCE);
        }
        Ok((uri, plain_text(&name).into_owned()))
    }

    /// Whether the row has this type of concept, and not one that has a table of its own.
    fn is_other(&self, row: &Row<'_>, own: &str) -> bool {
        const TYPES: [&str; 5] =
            ["Occupation", "ISCOGroup", "KnowledgeSkillCompetence", "SkillGroup", "ConceptScheme"];
        row.maybe(self.kind).is_some_and(|kind| kind != own && TYPES.contains(&kind.as_ref()))
    }

    fn aliases(&self, row: &Row<'_>, name: &str, options: &Options) -> Vec<String> {
        let column = self.aliases.filter(|_| options.takes(Part::AlternateTitles));
        other_names(name, row.list(column))
    }

    fn hidden(
        &self,
        row: &Row<'_>,
        name: &str,
        aliases: &[String],
        options: &Options,
    ) -> Vec<String> {
        let column = self.hidden.filter(|_| options.takes(Part::Hidden));
        let mut hidden = other_names(name, row.list(column));
        hidden.retain(|h| !aliases.contains(h));
        hidden
    }

    fn description(&self, row: &Row<'_>) -> Option<String> {
        let text = row.maybe(self.description).or_else(|| row.maybe(self.definition))?;
        Some(plain_text(&text).into_owned())
    }
}

/// Statuses of concepts that are not, or no longer, in force.
const RETIRED: [&str; 8] = [
    "obsolete",
    "deprecated",
    "draft",
    "candidate",
    "proposed",
    "rejected",
    "retired",
    "withdrawn",
];

impl Draft {
    fn open(&mut self, source: &mut Source<'_>, file: FileId) -> Result<Table, Error> {
        Table::read(source, file, &mut self.tally)
    }

    fn occupations(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        options: &Options,
    ) -> Result<(), Error> {
        let mut table = self.open(source, file)?;
        let columns = Columns::of(&mut table)?;
        let isco = table.useful(&["iscoGroup"], "the families of the occupations");
        let code = table.column(&["code"]);
        let mut ids = Ids::default();
        let Self { roles, role_uris, isco: groups, latest, tally, .. } = self;
        table.rows(tally, |row| {
            let (uri, title) = columns.concept(&row)?;
            if columns.is_other(&row, "Occupation") {
                return Err("not an occupation");
            }
            if role_uris.contains_key(uri.as_ref()) {
                return Err(TWICE);
            }
            *latest = (*latest).max(row.maybe(columns.modified).and_then(|d| day(&d)));
            let group = row.maybe(isco).map(std::borrow::Cow::into_owned).unwrap_or_default();
            let mut codes = vec![("esco".to_string(), last(&uri).to_string())];
            codes.extend(row.maybe(code).map(|c| ("esco-code".to_string(), c.into_owned())));
            if !group.is_empty() {
                codes.push(("isco".to_string(), group.clone()));
            }
            let aliases = columns.aliases(&row, &title, options);
            let hidden = columns.hidden(&row, &title, &aliases, options);
            role_uris.insert(uri.to_string(), RoleId::from_index(roles.len()));
            groups.push(group);
            roles.push(Role {
                id: ids.fresh(&title, last(&uri)),
                pack: PackId(0),
                family: String::new(),
                track: None,
                level: None,
                aliases,
                hidden,
                confused_with: Vec::new(),
                related: Vec::new(),
                broader: Vec::new(),
                summary: columns.description(&row).unwrap_or_else(|| title.clone()),
                focus: None,
                extends: None,
                codes,
                sources: vec![SourceId(0)],
                reporting: Reporting::default(),
                experience: Experience::default(),
                responsibilities: Vec::new(),
                skills: Vec::new(),
                pay: Vec::new(),
                moves: Vec::new(),
                title,
            });
            Ok(())
        });
        tally.occupations(roles.len())
    }

    fn skills(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        options: &Options,
    ) -> Result<(), Error> {
        let mut table = self.open(source, file)?;
        let columns = Columns::of(&mut table)?;
        let kind = table.useful(&["skillType"], "which skills are knowledge");
        let reuse = table.column(&["reuseLevel"]);
        let mut ids = Ids::default();
        let Self { skills, skill_uris, without, latest, tally, .. } = self;
        table.rows(tally, |row| {
            let (uri, name) = columns.concept(&row)?;
            if columns.is_other(&row, "KnowledgeSkillCompetence") {
                return Err("not a skill");
            }
            if skill_uris.contains_key(uri.as_ref()) {
                return Err(TWICE);
            }
            let kind = match row.maybe(kind).as_deref() {
                Some(kind) if kind.ends_with("knowledge") => SkillKind::Knowledge,
                _ => SkillKind::Craft,
            };
            if kind == SkillKind::Knowledge && !options.takes(Part::Knowledge) {
                without.insert(uri.into_owned());
                return Err(LEFT_OUT);
            }
            *latest = (*latest).max(row.maybe(columns.modified).and_then(|d| day(&d)));
            let aliases = columns.aliases(&row, &name, options);
            skill_uris.insert(uri.to_string(), SkillId::from_index(skills.len()));
            skills.push(Skill {
                id: ids.fresh(&name, last(&uri)),
                kind,
                group: None,
                hidden: columns.hidden(&row, &name, &aliases, options),
                aliases,
                description: columns
                    .description(&row)
                    .filter(|_| options.takes(Part::Descriptions)),
                levels: Vec::new(),
                codes: vec![("esco".to_string(), last(&uri).to_string())],
                broader: Vec::new(),
                note: row.maybe(reuse).map(std::borrow::Cow::into_owned),
                name,
            });
            Ok(())
        });
        Ok(())
    }

    /// Reads the collection of language skills, which shows which knowledge is a language.
    fn languages(&mut self, source: &mut Source<'_>, file: FileId) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [uri] = table.columns([&["conceptUri", "uri"]])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let uri = row.get(uri).ok_or(CUT_SHORT)?;
            let skill = find(skill_uris, without, &uri)?;
            skills[skill.index()].kind = SkillKind::Language;
            Ok(())
        });
        Ok(())
    }

    fn families(&mut self, source: &mut Source<'_>, file: FileId) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, name] = table.columns([&["code"], &["preferredLabel", "label", "title"]])?;
        let used: HashSet<&str> = self.isco.iter().map(String::as_str).collect();
        let mut names: HashMap<String, String> = HashMap::new();
        table.rows(&mut self.tally, |row| {
            let (code, name) = (row.get(code).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            if !used.contains(code.as_ref()) {
                return Err("no occupation directly in this group");
            }
            names.insert(code.into_owned(), name.into_owned());
            Ok(())
        });
        for (role, code) in self.roles.iter_mut().zip(&self.isco) {
            role.family = names.get(code).cloned().unwrap_or_default();
        }
        Ok(())
    }

    fn skill_groups(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        names: &mut HashMap<String, String>,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [uri, name] =
            table.columns([&["conceptUri", "uri"], &["preferredLabel", "label", "title"]])?;
        table.rows(&mut self.tally, |row| {
            let (uri, name) = (row.get(uri).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            names.insert(uri.into_owned(), name.into_owned());
            Ok(())
        });
        Ok(())
    }

    /// Reads groups and broader skills: a skill's group is the first skill group above it; skills
    /// above it are broader skills.
    fn broader_skills(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        groups: &HashMap<String, String>,
        options: &Options,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [from, to] =
            table.columns([&["conceptUri", "uri"], &["broaderUri", "broaderConceptUri"]])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let (from, to) = (row.get(from).ok_or(CUT_SHORT)?, row.get(to).ok_or(CUT_SHORT)?);
            if !skill_uris.contains_key(from.as_ref()) && groups.contains_key(from.as_ref()) {
                return Err("link between groups");
            }
            let skill = find(skill_uris, without, &from)?;
            if let Some(name) = groups.get(to.as_ref()) {
                let group = &mut skills[skill.index()].group;
                if group.is_some() {
                    return Err("another group of a skill that has one");
                }
                *group = Some(name.clone());
                return Ok(());
            }
            if !options.takes(Part::Related) {
                return Err(LEFT_OUT);
            }
            let broader = find(skill_uris, without, &to)?;
            if broader == skill || skills[skill.index()].broader.contains(&broader) {
                return Err(TWICE);
            }
            skills[skill.index()].broader.push(broader);
            Ok(())
        });
        // A skill below other skills is in their group. The way up ends at a skill without a group,
        // or in a cycle.
        for at in 0..self.skills.len() {
            let mut way = vec![at];
            while let Some(&next) = way.last()
                && self.skills[next].group.is_none()
                && let Some(above) = self.skills[next]
                    .broader
                    .first()
                    .map(|b| b.index())
                    .filter(|a| !way.contains(a))
            {
                way.push(above);
            }
            let group = way.last().and_then(|&top| self.skills[top].group.clone());
            self.skills[at].group = group;
        }
        Ok(())
    }

    fn broader_occupations(&mut self, source: &mut Source<'_>, file: FileId) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [from, to] =
            table.columns([&["conceptUri", "uri"], &["broaderUri", "broaderConceptUri"]])?;
        let kind = table.column(&["broaderType"]);
        let Self { roles, role_uris, tally, .. } = self;
        table.rows(tally, |row| {
            if row.maybe(kind).is_some_and(|k| k == "ISCOGroup") {
                return Err("link to an ISCO group, which is the family");
            }
            let role = |column| {
                let uri = row.get(column).ok_or(CUT_SHORT)?;
                role_uris.get(uri.as_ref()).copied().ok_or(NO_OCCUPATION)
            };
            let (role, broader) = (role(from)?, role(to)?);
            if role == broader || roles[role.index()].broader.contains(&broader) {
                return Err(TWICE);
            }
            roles[role.index()].broader.push(broader);
            Ok(())
        });
        Ok(())
    }

    fn relations(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        options: &Options,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [occupation, kind, skill] =
            table.columns([&["occupationUri"], &["relationType"], &["skillUri"]])?;
        let mut known: HashSet<(RoleId, SkillId)> = HashSet::new();
        let Self { roles, role_uris, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let (occupation, skill) =
                (row.get(occupation).ok_or(CUT_SHORT)?, row.get(skill).ok_or(CUT_SHORT)?);
            let role = role_uris.get(occupation.as_ref()).copied().ok_or(NO_OCCUPATION)?;
            let skill = find(skill_uris, without, &skill)?;
            let importance = match row.get(kind).as_deref() {
                Some(kind) if kind.eq_ignore_ascii_case("essential") => Importance::Essential,
                Some(kind)
                    if kind.eq_ignore_ascii_case("optional") && !options.takes(Part::Optional) =>
                {
                    return Err(LEFT_OUT);
                }
                Some(kind) if kind.eq_ignore_ascii_case("optional") => Importance::Useful,
                _ => return Err("neither essential nor optional"),
            };
            if !known.insert((role, skill)) {
                return Err(TWICE);
            }
            roles[role.index()].skills.push(Requirement {
                skill,
                importance,
                level: None,
                note: None,
                sources: Vec::new(),
            });
            Ok(())
        });
        for role in roles {
            role.skills.sort_by_key(|r| r.importance);
        }
        Ok(())
    }

    fn finish(mut self, number: Option<String>, language: Option<String>) -> Imported {
        let named = |text: &str, sign: &str| {
            number.as_ref().map_or_else(|| text.to_string(), |n| format!("{text}{sign} {n}"))
        };
        let (title, cited) = (named("ESCO", ""), named("ESCO classification", ", version"));
        let version = self.tally.version(number);
        // Families in the order of their ISCO codes.
        let mut families: BTreeMap<&str, &str> = BTreeMap::new();
        for (role, code) in self.roles.iter_mut().zip(&self.isco) {
            if role.family.is_empty() {
                role.family =
                    if code.is_empty() { "other".to_string() } else { format!("ISCO {code}") };
            }
        }
        for (role, code) in self.roles.iter().zip(&self.isco) {
            families.insert(code, &role.family);
        }
        let mut seen = HashSet::new();
        let families: Vec<String> =
            families.into_values().filter(|f| seen.insert(*f)).map(str::to_string).collect();
        let pack = Pack {
            id: "esco".to_string(),
            title,
            version,
            license: None,
            language,
            as_of: self.latest,
            attribution: Some(NOTICE.to_string()),
            scale: Scale::default(),
            families,
            origin: String::new(),
        };
        let source = Cited {
            id: "esco-classification".to_string(),
            pack: PackId(0),
            title: cited,
            publisher: "European Commission".to_string(),
            kind: SourceKind::Framework,
            url: Some("https://esco.ec.europa.eu/".to_string()),
            published: None,
            accessed: None,
        };
        let tables = Tables {
            packs: vec![pack],
            sources: vec![source],
            themes: Vec::new(),
            skills: self.skills,
            roles: self.roles,
            comparisons: Vec::new(),
        };
        Imported { tables, tally: self.tally }
    }
}

/// Returns the skill at `uri`, or why there is none.
fn find(
    known: &HashMap<String, SkillId>,
    without: &HashSet<String>,
    uri: &str,
) -> Result<SkillId, &'static str> {
    known.get(uri).copied().ok_or(if without.contains(uri) { LEFT_OUT } else { NO_SKILL })
}
