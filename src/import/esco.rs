//! Imports ESCO: the classification download as CSV, in any one language.
//!
//! <https://esco.ec.europa.eu/en/use-esco/download>. Occupations become roles in the family of
//! their ISCO-08 unit group; their essential and optional skills become requirements. ESCO states
//! neither responsibilities nor levels.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::archive::{DataSetFiles, FileId, FoundFile, other_format};
use super::ids::IdGenerator;
use super::release::Release;
use super::table::{BlankWords, CsvRow, CsvTable, strip_html};
use super::{
    DataSet, DataSetPart, ImportError, ImportOptions, ImportTally, ImportedPack,
    describe_other_content,
};
use crate::model::{
    CatalogTables, Date, Importance, Pack, PackId, Requirement, Role, RoleId, Skill, SkillId,
    SkillKind, Source as Cited, SourceId, SourceKind,
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
const INCOMPLETE_ROW: &str = "incomplete row";
const DUPLICATE: &str = "duplicate";
const EXCLUDED: &str = "excluded by --without";
const NOT_IN_FORCE: &str = "not current (by its status)";

/// The data read so far.
#[derive(Default)]
struct EscoBuilder {
    roles: Vec<Role>,
    role_uris: HashMap<String, RoleId>,
    /// ISCO group of each role.
    isco: Vec<String>,
    skills: Vec<Skill>,
    skill_uris: HashMap<String, SkillId>,
    /// Concepts that exist but were left out: relations to them do not count as dangling.
    without: HashSet<String>,
    latest: Option<Date>,
    tally: ImportTally,
}

/// Whether a file with this name is one of the tables that are read.
pub(super) fn is_known(name: &str) -> bool {
    table_of_file(name).is_some()
}

/// Whether a file with this name is the table that every release has.
pub(super) fn is_occupations(name: &str) -> bool {
    table_of_file(name).is_some_and(|(table, _)| table == OCCUPATIONS)
}

/// Returns the table that a file with this name contains, and its language.
fn table_of_file(name: &str) -> Option<(&'static str, Option<String>)> {
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
struct EscoTables {
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
type EscoTableFile = (FileId, &'static str, Option<String>);

/// Chooses the tables of occupations in one language.
fn choose_language(
    source: &DataSetFiles<'_>,
    occupations: &[&EscoTableFile],
    options: &ImportOptions,
) -> Result<Vec<FileId>, ImportError> {
    let wanted = options.language.as_ref().map(|language| language.to_lowercase());
    let fit: Vec<&EscoTableFile> = match &wanted {
        Some(wanted) => occupations
            .iter()
            .copied()
            .filter(|(.., other)| other.as_ref() == Some(wanted))
            .collect(),
        None => occupations.to_vec(),
    };
    let Some((.., first)) = fit.first() else {
        return Err(ImportError::Ambiguous {
            what: "no occupations in this language; tables found",
            found: list_files(source, occupations),
            hint: "choose one of these languages".to_string(),
        });
    };
    if fit.iter().any(|(.., other)| other != first) {
        let example = fit.iter().find_map(|(.., other)| other.as_deref()).unwrap_or_default();
        return Err(ImportError::Ambiguous {
            what: "found several languages",
            found: list_files(source, &fit),
            hint: format!("choose one with --language, such as --language {example}"),
        });
    }
    Ok(fit.iter().map(|(id, ..)| *id).collect())
}

fn list_files(source: &DataSetFiles<'_>, files: &[&EscoTableFile]) -> String {
    files.iter().map(|(id, ..)| source.file(*id).path()).collect::<Vec<_>>().join(", ")
}

/// Chooses the files of one release and one language.
fn choose_tables(
    source: &DataSetFiles<'_>,
    options: &ImportOptions,
    tally: &mut ImportTally,
) -> Result<EscoTables, ImportError> {
    let tables: Vec<EscoTableFile> = source
        .files()
        .iter()
        .enumerate()
        .filter_map(|(id, file)| {
            table_of_file(&file.name).map(|(table, language)| (id, table, language))
        })
        .collect();
    let of = |wanted: &str| {
        tables.iter().filter(|(_, table, _)| *table == wanted).collect::<Vec<&EscoTableFile>>()
    };
    let occupations = of(OCCUPATIONS);
    let not_there = || ImportError::WrongDataSet {
        paths: source.path_list(),
        set: "an ESCO classification in CSV",
        table: "occupations_en.csv",
        hint: describe_other_content(source, DataSet::Esco, ADVICE),
    };
    if occupations.is_empty() {
        return Err(not_there());
    }
    let candidates = choose_language(source, &occupations, options)?;
    let mut release =
        Release::of(source, &candidates, Box::new(|file| version_in_path(&file.path_names)))?
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
        return Err(ImportError::Ambiguous {
            what: "found skills in several languages, and the language of the occupations is unknown",
            found: list_files(source, &skills),
            hint: "name tables in one language only".to_string(),
        });
    }
    // Tables of texts must be in the chosen language; tables of links may be in any.
    let mut pick =
        |table: &'static str, texts: bool, part: Option<DataSetPart>, lost: &'static str| {
            if part.is_some_and(|part| !options.includes(part)) {
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
                tally.missing_tables.push((format!("{table}.csv"), lost));
            }
            Ok::<_, ImportError>(found)
        };
    let skills = pick(SKILLS, true, None, "skill names and requirements")?;
    let languages = pick(LANGUAGES, false, None, "the list of language skills")?;
    let groups = pick(GROUPS, true, None, "the families of occupations")?;
    let skill_groups = pick(SKILL_GROUPS, true, None, "skill groups")?;
    let broader_skills = pick(BROADER_SKILLS, false, None, "skill groups and broader skills")?;
    let broader_occupations =
        pick(BROADER_OCCUPATIONS, false, Some(DataSetPart::Related), "broader occupations")?;
    let relations = pick(RELATIONS, false, None, "the skills of each occupation")?;
    let home = release.occupations_file().path();
    if skills.is_none() && !of(SKILLS).is_empty() {
        return Err(ImportError::Ambiguous {
            what: "occupations and skills are in different languages",
            found: format!("{home}, {}", list_files(source, &of(SKILLS))),
            hint: "download both in the same language".to_string(),
        });
    }
    tally.unread_tables = release.unread_tables(|_, file| match table_of_file(&file.name) {
        Some((_, other)) if other.is_some() && other != language => {
            Some("another language".to_string())
        }
        Some((BROADER_OCCUPATIONS, _)) if !options.includes(DataSetPart::Related) => {
            Some(EXCLUDED.to_string())
        }
        Some(_) => Some("duplicate of a table in another format".to_string()),
        None => unread_reason(file),
    });
    tally.notes.extend(release.notes());
    if relations.is_none() {
        let hint = "the relations are a separate download without a language: name both downloads";
        tally.notes.push(hint.to_string());
    }
    let (occupations, version) = (release.occupations, release.number);
    Ok(EscoTables {
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
fn unread_reason(file: &FoundFile) -> Option<String> {
    match other_format(&file.name) {
        Some(form) => Some(format!("{form}; roledex reads only CSV")),
        None => file.is_table().then(|| "not used by roledex".to_string()),
    }
}

pub(super) fn read(
    source: &mut DataSetFiles<'_>,
    options: &ImportOptions,
) -> Result<ImportedPack, ImportError> {
    let mut draft = EscoBuilder::default();
    let chosen = choose_tables(source, options, &mut draft.tally)?;
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
    source.prefetch(&all.into_iter().flatten().collect::<Vec<_>>(), BlankWords::Empty);

    draft.read_occupations(source, chosen.occupations, options)?;
    if let Some(file) = chosen.skills {
        draft.read_skills(source, file, options)?;
    }
    if let Some(file) = chosen.languages {
        let read = draft.read_languages(source, file);
        draft.tally.tolerate_missing_column(read, "the list of language skills")?;
    }
    let mut group_names: HashMap<String, String> = HashMap::new();
    if let Some(file) = chosen.groups {
        let read = draft.read_families(source, file);
        draft.tally.tolerate_missing_column(read, "the families of occupations")?;
    }
    if let Some(file) = chosen.skill_groups {
        let read = draft.read_skill_groups(source, file, &mut group_names);
        draft.tally.tolerate_missing_column(read, "skill groups")?;
    }
    if let Some(file) = chosen.broader_skills {
        let read = draft.read_broader_skills(source, file, &group_names, options);
        draft.tally.tolerate_missing_column(read, "skill groups and broader skills")?;
    }
    if let Some(file) = chosen.broader_occupations {
        let read = draft.read_broader_occupations(source, file);
        draft.tally.tolerate_missing_column(read, "broader occupations")?;
    }
    if let Some(file) = chosen.relations {
        let read = draft.read_relations(source, file, options);
        draft.tally.tolerate_missing_column(read, "the skills of each occupation")?;
    }
    Ok(draft.finish(chosen.version, chosen.language))
}

/// Returns the version in the names of folders and archives, the innermost first: the tables do not
/// state it.
fn version_in_path(trail: &str) -> Option<String> {
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
fn uri_id(uri: &str) -> &str {
    uri.rsplit('/').find(|part| !part.is_empty()).unwrap_or(uri)
}

/// Parses `2016-07-05T13:58:41Z`, ignoring the time.
fn parse_date(text: &str) -> Option<Date> {
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
    let labels = labels.map(|label| strip_html(&label).into_owned());
    labels.filter(|label| known.insert(label.to_lowercase())).collect()
}

/// The columns that occupations and skills share.
struct ConceptColumns {
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

impl ConceptColumns {
    fn of(table: &mut CsvTable) -> Result<Self, ImportError> {
        let [uri, name] = table
            .require_columns([&["conceptUri", "uri"], &["preferredLabel", "label", "title"]])?;
        Ok(Self {
            uri,
            name,
            aliases: table.column_or_note(
                &["altLabels", "altLabel", "alternativeLabels"],
                "alternative labels",
            ),
            hidden: table.find_column(&["hiddenLabels", "hiddenLabel"]),
            description: table.column_or_note(&["description"], "descriptions"),
            definition: table.find_column(&["definition"]),
            modified: table.find_column(&["modifiedDate"]),
            status: table.find_column(&["status"]),
            kind: table.find_column(&["conceptType"]),
        })
    }

    /// Returns the URI and the name of the concept, or why the row is left out.
    fn concept<'a>(
        &self,
        row: &CsvRow<'a>,
    ) -> Result<(std::borrow::Cow<'a, str>, String), &'static str> {
        let (uri, name) =
            (row.get(self.uri).ok_or(INCOMPLETE_ROW)?, row.get(self.name).ok_or(INCOMPLETE_ROW)?);
        if row
            .get_optional(self.status)
            .is_some_and(|s| RETIRED.iter().any(|word| s.eq_ignore_ascii_case(word)))
        {
            return Err(NOT_IN_FORCE);
        }
        Ok((uri, strip_html(&name).into_owned()))
    }

    /// Whether the row has this type of concept, and not one that has a table of its own.
    fn is_other_concept(&self, row: &CsvRow<'_>, own: &str) -> bool {
        const TYPES: [&str; 5] =
            ["Occupation", "ISCOGroup", "KnowledgeSkillCompetence", "SkillGroup", "ConceptScheme"];
        row.get_optional(self.kind)
            .is_some_and(|kind| kind != own && TYPES.contains(&kind.as_ref()))
    }

    fn aliases(&self, row: &CsvRow<'_>, name: &str, options: &ImportOptions) -> Vec<String> {
        let column = self.aliases.filter(|_| options.includes(DataSetPart::AlternateTitles));
        other_names(name, row.list(column))
    }

    fn hidden(
        &self,
        row: &CsvRow<'_>,
        name: &str,
        aliases: &[String],
        options: &ImportOptions,
    ) -> Vec<String> {
        let column = self.hidden.filter(|_| options.includes(DataSetPart::Hidden));
        let mut hidden = other_names(name, row.list(column));
        hidden.retain(|h| !aliases.contains(h));
        hidden
    }

    fn description(&self, row: &CsvRow<'_>) -> Option<String> {
        let text =
            row.get_optional(self.description).or_else(|| row.get_optional(self.definition))?;
        Some(strip_html(&text).into_owned())
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

impl EscoBuilder {
    fn open_table(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<CsvTable, ImportError> {
        CsvTable::read(source, file, &mut self.tally)
    }

    fn read_occupations(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let columns = ConceptColumns::of(&mut table)?;
        let isco = table.column_or_note(&["iscoGroup"], "the families of occupations");
        let code = table.find_column(&["code"]);
        let mut ids = IdGenerator::default();
        let Self { roles, role_uris, isco: groups, latest, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let (uri, title) = columns.concept(&row)?;
            if columns.is_other_concept(&row, "Occupation") {
                return Err("not an occupation");
            }
            if role_uris.contains_key(uri.as_ref()) {
                return Err(DUPLICATE);
            }
            *latest =
                (*latest).max(row.get_optional(columns.modified).and_then(|d| parse_date(&d)));
            let group =
                row.get_optional(isco).map(std::borrow::Cow::into_owned).unwrap_or_default();
            let mut codes = vec![("esco".to_string(), uri_id(&uri).to_string())];
            codes.extend(row.get_optional(code).map(|c| ("esco-code".to_string(), c.into_owned())));
            if !group.is_empty() {
                codes.push(("isco".to_string(), group.clone()));
            }
            let aliases = columns.aliases(&row, &title, options);
            let hidden = columns.hidden(&row, &title, &aliases, options);
            role_uris.insert(uri.to_string(), RoleId::from_index(roles.len()));
            groups.push(group);
            roles.push(Role {
                aliases,
                hidden,
                summary: columns.description(&row).unwrap_or_else(|| title.clone()),
                codes,
                sources: vec![SourceId(0)],
                ..Role::new(ids.generate(&title, uri_id(&uri)), title, "")
            });
            Ok(())
        });
        tally.check_occupations(roles.len())
    }

    fn read_skills(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let columns = ConceptColumns::of(&mut table)?;
        let kind = table.column_or_note(&["skillType"], "the kind of each skill");
        let reuse = table.find_column(&["reuseLevel"]);
        let mut ids = IdGenerator::default();
        let Self { skills, skill_uris, without, latest, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let (uri, name) = columns.concept(&row)?;
            if columns.is_other_concept(&row, "KnowledgeSkillCompetence") {
                return Err("not a skill");
            }
            if skill_uris.contains_key(uri.as_ref()) {
                return Err(DUPLICATE);
            }
            let kind = match row.get_optional(kind).as_deref() {
                Some(kind) if kind.ends_with("knowledge") => SkillKind::Knowledge,
                _ => SkillKind::Craft,
            };
            if kind == SkillKind::Knowledge && !options.includes(DataSetPart::Knowledge) {
                without.insert(uri.into_owned());
                return Err(EXCLUDED);
            }
            *latest =
                (*latest).max(row.get_optional(columns.modified).and_then(|d| parse_date(&d)));
            let aliases = columns.aliases(&row, &name, options);
            skill_uris.insert(uri.to_string(), SkillId::from_index(skills.len()));
            skills.push(Skill {
                hidden: columns.hidden(&row, &name, &aliases, options),
                aliases,
                description: columns
                    .description(&row)
                    .filter(|_| options.includes(DataSetPart::Descriptions)),
                codes: vec![("esco".to_string(), uri_id(&uri).to_string())],
                note: row.get_optional(reuse).map(std::borrow::Cow::into_owned),
                ..Skill::new(ids.generate(&name, uri_id(&uri)), name, kind)
            });
            Ok(())
        });
        Ok(())
    }

    /// Reads the collection of language skills, which shows which knowledge is a language.
    fn read_languages(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [uri] = table.require_columns([&["conceptUri", "uri"]])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let uri = row.get(uri).ok_or(INCOMPLETE_ROW)?;
            let skill = find_skill(skill_uris, without, &uri)?;
            skills[skill.index()].kind = SkillKind::Language;
            Ok(())
        });
        Ok(())
    }

    fn read_families(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [code, name] =
            table.require_columns([&["code"], &["preferredLabel", "label", "title"]])?;
        let used: HashSet<&str> = self.isco.iter().map(String::as_str).collect();
        let mut names: HashMap<String, String> = HashMap::new();
        table.for_each_row(&mut self.tally, |row| {
            let (code, name) =
                (row.get(code).ok_or(INCOMPLETE_ROW)?, row.get(name).ok_or(INCOMPLETE_ROW)?);
            if !used.contains(code.as_ref()) {
                return Err("no occupations directly in this group");
            }
            names.insert(code.into_owned(), name.into_owned());
            Ok(())
        });
        for (role, code) in self.roles.iter_mut().zip(&self.isco) {
            role.family = names.get(code).cloned().unwrap_or_default();
        }
        Ok(())
    }

    fn read_skill_groups(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        names: &mut HashMap<String, String>,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [uri, name] = table
            .require_columns([&["conceptUri", "uri"], &["preferredLabel", "label", "title"]])?;
        table.for_each_row(&mut self.tally, |row| {
            let (uri, name) =
                (row.get(uri).ok_or(INCOMPLETE_ROW)?, row.get(name).ok_or(INCOMPLETE_ROW)?);
            names.insert(uri.into_owned(), name.into_owned());
            Ok(())
        });
        Ok(())
    }

    /// Reads groups and broader skills: a skill's group is the first skill group above it; skills
    /// above it are broader skills.
    fn read_broader_skills(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        groups: &HashMap<String, String>,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [from, to] = table
            .require_columns([&["conceptUri", "uri"], &["broaderUri", "broaderConceptUri"]])?;
        let Self { skills, skill_uris, without, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let (from, to) =
                (row.get(from).ok_or(INCOMPLETE_ROW)?, row.get(to).ok_or(INCOMPLETE_ROW)?);
            if !skill_uris.contains_key(from.as_ref()) && groups.contains_key(from.as_ref()) {
                return Err("link between groups");
            }
            let skill = find_skill(skill_uris, without, &from)?;
            if let Some(name) = groups.get(to.as_ref()) {
                let group = &mut skills[skill.index()].group;
                if group.is_some() {
                    return Err("second group of the same skill");
                }
                *group = Some(name.clone());
                return Ok(());
            }
            if !options.includes(DataSetPart::Related) {
                return Err(EXCLUDED);
            }
            let broader = find_skill(skill_uris, without, &to)?;
            if broader == skill || skills[skill.index()].broader.contains(&broader) {
                return Err(DUPLICATE);
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

    fn read_broader_occupations(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [from, to] = table
            .require_columns([&["conceptUri", "uri"], &["broaderUri", "broaderConceptUri"]])?;
        let kind = table.find_column(&["broaderType"]);
        let Self { roles, role_uris, tally, .. } = self;
        table.for_each_row(tally, |row| {
            if row.get_optional(kind).is_some_and(|k| k == "ISCOGroup") {
                return Err("link to an ISCO group, already used as the family");
            }
            let role = |column| {
                let uri = row.get(column).ok_or(INCOMPLETE_ROW)?;
                role_uris.get(uri.as_ref()).copied().ok_or(NO_OCCUPATION)
            };
            let (role, broader) = (role(from)?, role(to)?);
            if role == broader || roles[role.index()].broader.contains(&broader) {
                return Err(DUPLICATE);
            }
            roles[role.index()].broader.push(broader);
            Ok(())
        });
        Ok(())
    }

    fn read_relations(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [occupation, kind, skill] =
            table.require_columns([&["occupationUri"], &["relationType"], &["skillUri"]])?;
        let mut known: HashSet<(RoleId, SkillId)> = HashSet::new();
        let Self { roles, role_uris, skill_uris, without, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let (occupation, skill) =
                (row.get(occupation).ok_or(INCOMPLETE_ROW)?, row.get(skill).ok_or(INCOMPLETE_ROW)?);
            let role = role_uris.get(occupation.as_ref()).copied().ok_or(NO_OCCUPATION)?;
            let skill = find_skill(skill_uris, without, &skill)?;
            let importance = match row.get(kind).as_deref() {
                Some(kind) if kind.eq_ignore_ascii_case("essential") => Importance::Essential,
                Some(kind)
                    if kind.eq_ignore_ascii_case("optional")
                        && !options.includes(DataSetPart::Optional) =>
                {
                    return Err(EXCLUDED);
                }
                Some(kind) if kind.eq_ignore_ascii_case("optional") => Importance::Useful,
                _ => return Err("neither essential nor optional"),
            };
            if !known.insert((role, skill)) {
                return Err(DUPLICATE);
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

    fn finish(mut self, number: Option<String>, language: Option<String>) -> ImportedPack {
        let named = |text: &str, sign: &str| {
            number.as_ref().map_or_else(|| text.to_string(), |n| format!("{text}{sign} {n}"))
        };
        let (title, cited) = (named("ESCO", ""), named("ESCO classification", ", version"));
        let version = self.tally.pack_version(number);
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
            language,
            as_of: self.latest,
            attribution: Some(NOTICE.to_string()),
            families,
            ..Pack::new("esco", title, version)
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
        let tables = CatalogTables {
            packs: vec![pack],
            sources: vec![source],
            themes: Vec::new(),
            skills: self.skills,
            roles: self.roles,
            comparisons: Vec::new(),
        };
        ImportedPack { tables, tally: self.tally }
    }
}

/// Returns the skill at `uri`, or why there is none.
fn find_skill(
    known: &HashMap<String, SkillId>,
    without: &HashSet<String>,
    uri: &str,
) -> Result<SkillId, &'static str> {
    known.get(uri).copied().ok_or(if without.contains(uri) { EXCLUDED } else { NO_SKILL })
}
