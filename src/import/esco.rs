//! ESCO: the classification download as CSV, in any one language.
//!
//! <https://esco.ec.europa.eu/en/use-esco/download>. Occupations become roles in the family of their ISCO-08 unit
//! group; what is essential or optional for them becomes what they require. ESCO states neither duties nor levels.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::archive::Source;
use super::ids::Ids;
use super::table::{Dialect, Row, Table};
use super::{Error, Imported, Options, Part, Tally};
use crate::model::{
    Date, Experience, Importance, Pack, PackId, Reporting, Requirement, Role, RoleId, Scale, Skill, SkillId, SkillKind,
    Source as Cited, SourceId, SourceKind, Tables,
};

const OCCUPATIONS: [&str; 2] = ["occupations_*.csv", "occupations.csv"];
const SKILLS: [&str; 2] = ["skills_*.csv", "skills.csv"];
const RELATIONS: [&str; 2] = ["occupationSkillRelations_*.csv", "occupationSkillRelations.csv"];
const GROUPS: [&str; 2] = ["ISCOGroups_*.csv", "ISCOGroups.csv"];
const SKILL_GROUPS: [&str; 2] = ["skillGroups_*.csv", "skillGroups.csv"];
const BROADER_OCCUPATIONS: [&str; 2] = ["broaderRelationsOccPillar_*.csv", "broaderRelationsOccPillar.csv"];
const BROADER_SKILLS: [&str; 2] = ["broaderRelationsSkillPillar_*.csv", "broaderRelationsSkillPillar.csv"];
const LANGUAGES: [&str; 2] = ["languageSkillsCollection_*.csv", "languageSkillsCollection.csv"];

/// The notice that the Commission asks for, and the word on changes.
const NOTICE: &str = "This service uses the ESCO classification of the European Commission. roledex has changed its \
                      form: labels are cleaned, and parts may be left out.";

const NO_OCCUPATION: &str = "no such occupation";
const NO_SKILL: &str = "no such skill";
const CUT_SHORT: &str = "the row is cut short";
const TWICE: &str = "said before";
const LEFT_OUT: &str = "left out as asked";

/// What is read before it is put together.
#[derive(Default)]
struct Draft {
    roles: Vec<Role>,
    role_uris: HashMap<String, RoleId>,
    /// ISCO group of each role.
    isco: Vec<String>,
    skills: Vec<Skill>,
    skill_uris: HashMap<String, SkillId>,
    /// What was left out although it is there: no reason to call a relation to it dangling.
    without: HashSet<String>,
    latest: Option<Date>,
    tally: Tally,
}

pub(super) fn read(source: &mut Source<'_>, options: &Options) -> Result<Imported, Error> {
    let not_there = |table| Error::NotTheSet {
        path: source.path.clone(),
        set: "an ESCO classification in CSV",
        table,
        hint: "the \"classification\" download with file type CSV of https://esco.ec.europa.eu/en/use-esco/download has it",
    };
    let occupations = source.find(&OCCUPATIONS).ok_or_else(|| not_there("occupations_en.csv"))?;
    let skills = source.find(&SKILLS).ok_or_else(|| not_there("skills_en.csv"))?;
    let mut draft = Draft::default();
    let mut optional = |names: &[&'static str; 2], wanted: bool, lost: &'static str| {
        let found = source.find(names).filter(|_| wanted);
        if found.is_none() && wanted {
            draft.tally.missing.push((names[1], lost));
        }
        found
    };
    let relations = optional(&RELATIONS, true, "which skills an occupation takes");
    let groups = optional(&GROUPS, true, "the families of the occupations");
    let skill_groups = optional(&SKILL_GROUPS, true, "the groups of the skills");
    let broader_skills = optional(&BROADER_SKILLS, true, "the groups of the skills and broader skills");
    let broader_occupations = optional(&BROADER_OCCUPATIONS, options.takes(Part::Related), "broader occupations");
    let languages = optional(&LANGUAGES, true, "which skills are languages");
    // In the order of reading.
    let all = [
        Some(&occupations),
        Some(&skills),
        languages.as_ref(),
        groups.as_ref(),
        skill_groups.as_ref(),
        broader_skills.as_ref(),
        broader_occupations.as_ref(),
        relations.as_ref(),
    ];
    source.expect(&all.into_iter().flatten().map(String::as_str).collect::<Vec<_>>(), Dialect::Commas);

    draft.occupations(source, &occupations, options)?;
    draft.skills(source, &skills, options)?;
    if let Some(file) = languages {
        draft.languages(source, &file)?;
    }
    let mut group_names: HashMap<String, String> = HashMap::new();
    if let Some(file) = groups {
        draft.families(source, &file)?;
    }
    if let Some(file) = skill_groups {
        draft.skill_groups(source, &file, &mut group_names)?;
    }
    if let Some(file) = broader_skills {
        draft.broader_skills(source, &file, &group_names, options)?;
    }
    if let Some(file) = broader_occupations {
        draft.broader_occupations(source, &file)?;
    }
    if let Some(file) = relations {
        draft.relations(source, &file, options)?;
    }
    let (version, language) = (version(source), language(&occupations));
    Ok(draft.finish(&version, language))
}

/// The version that the name of the folder or archive tells: the tables themselves do not.
fn version(source: &Source<'_>) -> String {
    let path = source.path.canonicalize().unwrap_or_else(|_| source.path.clone());
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let found = name.split(|c: char| c.is_whitespace() || "-_".contains(c)).find_map(|part| {
        let number = part.strip_prefix('v')?.trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.');
        (digits && number.starts_with(|c: char| c.is_ascii_digit())).then(|| number.to_string())
    });
    found.unwrap_or_else(|| "unknown".to_string())
}

/// `en`, from `occupations_en.csv`.
fn language(file: &str) -> Option<String> {
    let stem = file.strip_suffix(".csv")?;
    stem.rsplit_once('_').map(|(_, language)| language.to_string())
}

/// The last part of an address, which is the identifier.
fn last(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap_or(uri)
}

/// `2016-07-05T13:58:41Z`, without the time.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

/// `labels` without `name` and without any that stands twice, in any case.
fn other_names<'a>(name: &str, labels: impl Iterator<Item = std::borrow::Cow<'a, str>>) -> Vec<String> {
    let mut known: HashSet<String> = HashSet::new();
    known.insert(name.to_lowercase());
    labels.filter(|label| known.insert(label.to_lowercase())).map(std::borrow::Cow::into_owned).collect()
}

/// The columns that occupations and skills have in common.
struct Columns {
    uri: usize,
    name: usize,
    aliases: Option<usize>,
    hidden: Option<usize>,
    description: Option<usize>,
    definition: Option<usize>,
    modified: Option<usize>,
    status: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Result<Self, Error> {
        let [uri, name] = table.columns(["conceptUri", "preferredLabel"])?;
        let column = |name| table.column(name);
        Ok(Self {
            uri,
            name,
            aliases: column("altLabels"),
            hidden: column("hiddenLabels"),
            description: column("description"),
            definition: column("definition"),
            modified: column("modifiedDate"),
            status: column("status"),
        })
    }

    fn aliases(&self, row: &Row<'_>, name: &str, options: &Options) -> Vec<String> {
        let column = self.aliases.filter(|_| options.takes(Part::AlternateTitles));
        other_names(name, row.list(column))
    }

    fn hidden(&self, row: &Row<'_>, name: &str, aliases: &[String], options: &Options) -> Vec<String> {
        let column = self.hidden.filter(|_| options.takes(Part::Hidden));
        let mut hidden = other_names(name, row.list(column));
        hidden.retain(|h| !aliases.contains(h));
        hidden
    }

    fn description(&self, row: &Row<'_>) -> Option<String> {
        row.maybe(self.description).or_else(|| row.maybe(self.definition)).map(std::borrow::Cow::into_owned)
    }

    /// Whether the concept is no longer to be used.
    fn obsolete(&self, row: &Row<'_>) -> bool {
        row.maybe(self.status).is_some_and(|s| s == "obsolete" || s == "deprecated")
    }
}

impl Draft {
    fn open(&mut self, source: &mut Source<'_>, file: &str) -> Result<Table, Error> {
        Table::read(source, file, &mut self.tally)
    }

    fn occupations(&mut self, source: &mut Source<'_>, file: &str, options: &Options) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let columns = Columns::of(&table)?;
        let (isco, code) = (table.column("iscoGroup"), table.column("code"));
        let mut ids = Ids::default();
        let Self { roles, role_uris, isco: groups, latest, tally, .. } = self;
        table.rows(tally, |row| {
            let (uri, title) = (row.get(columns.uri).ok_or(CUT_SHORT)?, row.get(columns.name).ok_or(CUT_SHORT)?);
            if columns.obsolete(&row) {
                return Err("obsolete");
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
                summary: columns.description(&row).unwrap_or_else(|| title.to_string()),
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
                title: title.into_owned(),
            });
            Ok(())
        });
        Ok(())
    }

    fn skills(&mut self, source: &mut Source<'_>, file: &str, options: &Options) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let columns = Columns::of(&table)?;
        let (kind, reuse) = (table.column("skillType"), table.column("reuseLevel"));
        let mut ids = Ids::default();
        let Self { skills, skill_uris, without, latest, tally, .. } = self;
        table.rows(tally, |row| {
            let (uri, name) = (row.get(columns.uri).ok_or(CUT_SHORT)?, row.get(columns.name).ok_or(CUT_SHORT)?);
            if columns.obsolete(&row) {
                return Err("obsolete");
            }
            if skill_uris.contains_key(uri.as_ref()) {
                return Err(TWICE);
            }
            let kind = match row.maybe(kind).as_deref() {
                Some("knowledge") => SkillKind::Knowledge,
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
                description: columns.description(&row).filter(|_| options.takes(Part::Descriptions)),
                levels: Vec::new(),
                codes: vec![("esco".to_string(), last(&uri).to_string())],
                broader: Vec::new(),
                note: row.maybe(reuse).map(std::borrow::Cow::into_owned),
                name: name.into_owned(),
            });
            Ok(())
        });
        Ok(())
    }

    /// The collection of language skills says which knowledge is a language.
    fn languages(&mut self, source: &mut Source<'_>, file: &str) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [uri] = table.columns(["conceptUri"])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let uri = row.get(uri).ok_or(CUT_SHORT)?;
            let skill = find(skill_uris, without, &uri)?;
            skills[skill.index()].kind = SkillKind::Language;
            Ok(())
        });
        Ok(())
    }

    fn families(&mut self, source: &mut Source<'_>, file: &str) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, name] = table.columns(["code", "preferredLabel"])?;
        let used: HashSet<&str> = self.isco.iter().map(String::as_str).collect();
        let mut names: HashMap<String, String> = HashMap::new();
        table.rows(&mut self.tally, |row| {
            let (code, name) = (row.get(code).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            if !used.contains(code.as_ref()) {
                return Err("a group that no occupation is in directly");
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
        file: &str,
        names: &mut HashMap<String, String>,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [uri, name] = table.columns(["conceptUri", "preferredLabel"])?;
        table.rows(&mut self.tally, |row| {
            let (uri, name) = (row.get(uri).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            names.insert(uri.into_owned(), name.into_owned());
            Ok(())
        });
        Ok(())
    }

    /// A skill's group is the first skill group above it; skills above it are broader skills.
    fn broader_skills(
        &mut self,
        source: &mut Source<'_>,
        file: &str,
        groups: &HashMap<String, String>,
        options: &Options,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [from, to] = table.columns(["conceptUri", "broaderUri"])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let (from, to) = (row.get(from).ok_or(CUT_SHORT)?, row.get(to).ok_or(CUT_SHORT)?);
            if !skill_uris.contains_key(from.as_ref()) && groups.contains_key(from.as_ref()) {
                return Err("between groups");
            }
            let skill = find(skill_uris, without, &from)?;
            if let Some(name) = groups.get(to.as_ref()) {
                let group = &mut skills[skill.index()].group;
                if group.is_some() {
                    return Err("a further group of a skill that has one");
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
        // A skill below other skills is in their group. The way up ends where it has no group, or in a circle.
        for at in 0..self.skills.len() {
            let mut way = vec![at];
            while let Some(&next) = way.last()
                && self.skills[next].group.is_none()
                && let Some(above) = self.skills[next].broader.first().map(|b| b.index()).filter(|a| !way.contains(a))
            {
                way.push(above);
            }
            let group = way.last().and_then(|&top| self.skills[top].group.clone());
            self.skills[at].group = group;
        }
        Ok(())
    }

    fn broader_occupations(&mut self, source: &mut Source<'_>, file: &str) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [from, to] = table.columns(["conceptUri", "broaderUri"])?;
        let kind = table.column("broaderType");
        let Self { roles, role_uris, tally, .. } = self;
        table.rows(tally, |row| {
            if row.maybe(kind).is_some_and(|k| k == "ISCOGroup") {
                return Err("to an ISCO group, which is the family");
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

    fn relations(&mut self, source: &mut Source<'_>, file: &str, options: &Options) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [occupation, kind, skill] = table.columns(["occupationUri", "relationType", "skillUri"])?;
        let mut known: HashSet<(RoleId, SkillId)> = HashSet::new();
        let Self { roles, role_uris, skill_uris, without, tally, .. } = self;
        table.rows(tally, |row| {
            let (occupation, skill) = (row.get(occupation).ok_or(CUT_SHORT)?, row.get(skill).ok_or(CUT_SHORT)?);
            let role = role_uris.get(occupation.as_ref()).copied().ok_or(NO_OCCUPATION)?;
            let skill = find(skill_uris, without, &skill)?;
            let importance = match row.get(kind).as_deref() {
                Some("essential") => Importance::Essential,
                Some("optional") if !options.takes(Part::Optional) => return Err(LEFT_OUT),
                Some("optional") => Importance::Useful,
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

    fn finish(mut self, version: &str, language: Option<String>) -> Imported {
        // Families in the order of their ISCO codes.
        let mut families: BTreeMap<&str, &str> = BTreeMap::new();
        for (role, code) in self.roles.iter_mut().zip(&self.isco) {
            if role.family.is_empty() {
                role.family = if code.is_empty() { "other".to_string() } else { format!("ISCO {code}") };
            }
        }
        for (role, code) in self.roles.iter().zip(&self.isco) {
            families.insert(code, &role.family);
        }
        let mut seen = HashSet::new();
        let families: Vec<String> = families.into_values().filter(|f| seen.insert(*f)).map(str::to_string).collect();
        let pack = Pack {
            id: "esco".to_string(),
            title: format!("ESCO {version}"),
            version: version.to_string(),
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
            title: format!("ESCO classification, version {version}"),
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

/// The skill at `uri`, or why there is none.
fn find(known: &HashMap<String, SkillId>, without: &HashSet<String>, uri: &str) -> Result<SkillId, &'static str> {
    known.get(uri).copied().ok_or(if without.contains(uri) { LEFT_OUT } else { NO_SKILL })
}
