//! Imports ESCO: the classification download as CSV, in any one language.
//!
//! <https://esco.ec.europa.eu/en/use-esco/download>. Occupations become roles in the family of
//! their ISCO-08 unit group; their essential and optional skills become requirements. ESCO states
//! neither responsibilities nor levels.

mod concepts;
mod tables;

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::archive::{DataSetFiles, FileId};
use super::cells::BlankWords;
use super::error::ImportError;
use super::ids::IdGenerator;
use super::importer::{ImportedPack, Importer};
use super::options::{DataSetPart, ImportOptions};
use super::table::CsvTable;
use super::tally::{DUPLICATE, EXCLUDED, INCOMPLETE_ROW, ImportTally, NO_OCCUPATION};
use crate::model::{
    CatalogTables, Date, Importance, Pack, PackId, Requirement, Role, RoleId, Skill, SkillId,
    SkillKind, Source as Cited, SourceId, SourceKind,
};
use concepts::{ConceptColumns, parse_date, uri_id};
use tables::choose_tables;

/// The notice that the Commission requires, and the changes that roledex made.
const NOTICE: &str = "This service uses the ESCO classification of the European Commission. roledex has changed its \
                      form: labels are cleaned, and parts may be left out.";

const NO_SKILL: &str = "no such skill";

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

/// The importer of ESCO.
pub(super) struct EscoImporter;

impl Importer for EscoImporter {
    fn is_occupations(&self, name: &str) -> bool {
        tables::is_occupations(name)
    }

    fn is_known(&self, name: &str) -> bool {
        tables::is_known(name)
    }

    fn read(
        &self,
        files: &mut DataSetFiles<'_>,
        options: &ImportOptions,
    ) -> Result<ImportedPack, ImportError> {
        read(files, options)
    }
}

fn read(
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
