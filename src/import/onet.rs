//! Imports O*NET: the tab-delimited ("text") release.
//!
//! <https://www.onetcenter.org/database.html>. Occupations become roles, task statements
//! responsibilities under the work-activity family of their first detailed work activity, which is
//! the pairing key. Software, tools and the rated skills and knowledge become skills.

mod builder;
mod columns;
mod experience;
mod skills;
mod tables;
mod tasks;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::archive::{DataSetFiles, FileId};
use super::cells::BlankWords;
use super::error::ImportError;
use super::html::strip_html;
use super::ids::IdGenerator;
use super::importer::{ImportedPack, Importer};
use super::options::ImportOptions;
use super::table::CsvTable;
use super::tally::{DUPLICATE, INCOMPLETE_ROW};
use crate::model::{
    CatalogTables, Pack, PackId, Role, RoleId, Source as Cited, SourceId, SourceKind, ThemeId,
};
use builder::{ElementNames, OnetBuilder, RoleCodes};
use columns::{CODE, DESCRIPTION, ELEMENT, ELEMENT_NAME, OCCUPATION, TITLE};
use experience::SurveyAnswers;
use skills::OnetSkills;
use tables::{OnetTables, ReleaseLayout, TableUse, choose_tables};
use tasks::{TaskActivities, is_family};

/// Returns the notice that the licence requires. <https://www.onetcenter.org/license_db.html>
fn notice(database: &str) -> String {
    format!(
        "This product includes information from the {database} Database by the U.S. Department of Labor, \
         Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark \
         of USDOL/ETA. roledex has modified all or some of this information. USDOL/ETA has not approved, endorsed, or \
         tested these modifications."
    )
}

/// The major groups of the Standard Occupational Classification of 2018, which the release does not
/// name.
const MAJOR_GROUPS: [(&str, &str); 23] = [
    ("11", "Management"),
    ("13", "Business and financial operations"),
    ("15", "Computer and mathematical"),
    ("17", "Architecture and engineering"),
    ("19", "Life, physical, and social science"),
    ("21", "Community and social service"),
    ("23", "Legal"),
    ("25", "Educational instruction and library"),
    ("27", "Arts, design, entertainment, sports, and media"),
    ("29", "Healthcare practitioners and technical"),
    ("31", "Healthcare support"),
    ("33", "Protective service"),
    ("35", "Food preparation and serving related"),
    ("37", "Building and grounds cleaning and maintenance"),
    ("39", "Personal care and service"),
    ("41", "Sales and related"),
    ("43", "Office and administrative support"),
    ("45", "Farming, fishing, and forestry"),
    ("47", "Construction and extraction"),
    ("49", "Installation, maintenance, and repair"),
    ("51", "Production"),
    ("53", "Transportation and material moving"),
    ("55", "Military specific"),
];

/// The importer of O*NET.
pub(super) struct OnetImporter;

impl Importer for OnetImporter {
    fn is_occupations(&self, name: &str) -> bool {
        tables::is_occupations(name)
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
    let mut draft = OnetBuilder::default();
    let chosen = choose_tables(source, options, &mut draft.tally)?;
    let (of_skills, rest): (Vec<_>, Vec<_>) =
        chosen.tables.iter().copied().partition(|(kind, _)| kind.of.has_skills());
    let wanted: Vec<FileId> =
        std::iter::once(chosen.occupations).chain(rest.iter().map(|(_, id)| *id)).collect();
    let mut fork = source.fork();
    source.prefetch(&wanted, BlankWords::NotAvailable);
    fork.prefetch(
        &of_skills.iter().map(|(_, id)| *id).collect::<Vec<_>>(),
        BlankWords::NotAvailable,
    );

    let codes = draft.read_occupations(source, chosen.occupations)?;
    let mut elements = ElementNames::default();
    for file in chosen.of(TableUse::Elements) {
        let read = draft.read_elements(source, file, &mut elements);
        draft.tally.tolerate_missing_column(read, "the names of the themes")?;
    }
    let mut skills =
        OnetSkills { required: vec![Vec::new(); draft.roles.len()], ..OnetSkills::default() };
    // The skills are half of the work and independent of the rest.
    let (rest, found) = std::thread::scope(|scope| {
        let found = scope.spawn(|| skills.read(&mut fork, &of_skills, &codes, &elements, options));
        let rest = draft.read(source, &chosen, &elements, options, &RoleCodes::new(&codes));
        (rest, found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    rest.and(found)?;
    draft.report_layout(source, &chosen);
    Ok(draft.finish(skills, chosen.number))
}

impl OnetBuilder {
    fn open_table(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<CsvTable, ImportError> {
        CsvTable::read(source, file, &mut self.tally)
    }

    /// Reads every table except those of occupations, elements and skills.
    fn read(
        &mut self,
        source: &mut DataSetFiles<'_>,
        chosen: &OnetTables,
        elements: &ElementNames,
        options: &ImportOptions,
        codes: &RoleCodes<'_>,
    ) -> Result<(), ImportError> {
        let families = self.read_families(source, chosen, elements)?;
        // Tasks borrow the activities of this table.
        let mut table = None;
        for file in chosen.of(TableUse::Activities) {
            table = Some(self.open_table(source, file)?);
        }
        let mut activities = TaskActivities::new();
        if let Some(table) = &table {
            let read = self.read_activities(table, &families, options, &mut activities);
            self.tally.tolerate_missing_column(
                read,
                "the theme and the activity of each responsibility",
            )?;
        }
        let mut categories: HashMap<u32, String> = HashMap::new();
        let mut answers = SurveyAnswers::new();
        for (kind, file) in chosen.tables.iter().copied() {
            let read = match kind.of {
                TableUse::Tasks => self.read_tasks(source, codes, file, &activities),
                TableUse::EmergingTasks => {
                    self.read_emerging_tasks(source, codes, file, &activities)
                }
                TableUse::Titles => self.read_titles(source, codes, file),
                TableUse::JobZones => self.read_job_zones(source, codes, file),
                TableUse::Categories => self.read_categories(source, file, &mut categories),
                TableUse::Education => self.read_answers(source, codes, file, &mut answers),
                TableUse::Related => self.read_related(source, codes, file),
                _ => Ok(()),
            };
            self.tally.tolerate_missing_column(read, kind.lost)?;
        }
        self.set_education(&answers, &categories);
        Ok(())
    }

    /// Reports the layout of the release.
    fn report_layout(&mut self, source: &DataSetFiles<'_>, chosen: &OnetTables) {
        let (new, old) = (
            tables_of_layout(&[ReleaseLayout::New], source, chosen),
            tables_of_layout(&[ReleaseLayout::Old, ReleaseLayout::Oldest], source, chosen),
        );
        let (is_new, is_old) = (
            !new.is_empty() || self.new_ids == Some(true),
            !old.is_empty() || self.new_ids == Some(false),
        );
        self.tally.layout = match (is_new, is_old) {
            (true, false) => Some("release 30.3 or later"),
            (false, true) => Some("release 30.2 or earlier"),
            (true, true) => {
                if !new.is_empty() && !old.is_empty() {
                    self.tally.notes.push(format!(
                        "tables as in release 30.3 or later: {}; as in earlier releases: {}",
                        new.join(", "),
                        old.join(", ")
                    ));
                }
                Some("mixed: partly as in release 30.3 or later, partly as in earlier ones")
            }
            (false, false) => None,
        };
    }

    /// Reads the roles; returns them by code.
    fn read_occupations(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
    ) -> Result<HashMap<String, RoleId>, ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, title] = table.require_columns([CODE, OCCUPATION])?;
        let description = table.column_or_note(DESCRIPTION, "descriptions");
        let mut ids = IdGenerator::default();
        let mut codes = HashMap::new();
        let Self { roles, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let (code, title) =
                (row.get(code).ok_or(INCOMPLETE_ROW)?, row.get(title).ok_or(INCOMPLETE_ROW)?);
            if codes.contains_key(code.as_ref()) {
                return Err(DUPLICATE);
            }
            let major = code.get(..2).unwrap_or_default();
            let family = MAJOR_GROUPS.iter().find(|(prefix, _)| *prefix == major);
            codes.insert(code.to_string(), RoleId::from_index(roles.len()));
            let family =
                family.map_or_else(|| format!("Group {major}"), |(_, name)| (*name).to_string());
            roles.push(Role {
                summary: row
                    .get_optional(description)
                    .map_or_else(|| title.to_string(), |d| strip_html(&d).into_owned()),
                codes: vec![("onet-soc".to_string(), code.to_string())],
                sources: vec![SourceId(0)],
                ..Role::new(ids.generate(&title, &code), title, family)
            });
            Ok(())
        });
        tally.check_occupations(roles.len())?;
        Ok(codes)
    }

    /// Reads the names of the content model.
    fn read_elements(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        elements: &mut ElementNames,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [id, name] = table.require_columns([ELEMENT, ELEMENT_NAME])?;
        table.for_each_row(&mut self.tally, |row| {
            let (id, name) =
                (row.get(id).ok_or(INCOMPLETE_ROW)?, row.get(name).ok_or(INCOMPLETE_ROW)?);
            let family = is_family(&id);
            elements.names.insert(id.into_owned(), name.into_owned());
            if family { Ok(()) } else { Err("not a family of work activities") }
        });
        Ok(())
    }

    fn read_titles(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [code, title] = table.require_columns([CODE, TITLE])?;
        let short = table.find_column(&["Short Title"]);
        let Self { roles, tally, .. } = self;
        // The titles of one role in lower case: the rows of an occupation are mostly adjacent.
        let (mut of, mut known) = (None, HashSet::<String>::default());
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let title = row.get(title).ok_or(INCOMPLETE_ROW)?;
            let named = &mut roles[role.index()];
            if of.replace(role) != Some(role) {
                known.clear();
                known.extend(named.aliases.iter().chain([&named.title]).map(|t| t.to_lowercase()));
            }
            let mut taken = false;
            for title in [Some(title), row.get_optional(short)].into_iter().flatten() {
                if known.insert(title.to_lowercase()) {
                    named.aliases.push(title.into_owned());
                    taken = true;
                }
            }
            if taken { Ok(()) } else { Err(DUPLICATE) }
        });
        Ok(())
    }

    fn read_related(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [code, other] = table.require_columns([
            CODE,
            &["Related O*NET-SOC Code", "Related O*NET Code", "Related SOC Code"],
        ])?;
        let index = table.find_column(&["Index", "Related Index"]);
        let mut found: Vec<Vec<(u32, RoleId)>> = vec![Vec::new(); self.roles.len()];
        let tally = &mut self.tally;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let other = codes.role(&row, other)?;
            let rank = row.get_optional(index).and_then(|i| i.parse().ok()).unwrap_or(u32::MAX);
            if role == other || found[role.index()].iter().any(|(_, known)| *known == other) {
                return Err(DUPLICATE);
            }
            found[role.index()].push((rank, other));
            Ok(())
        });
        for (role, mut others) in self.roles.iter_mut().zip(found) {
            others.sort_by_key(|(rank, _)| *rank);
            for (_, other) in others {
                if !role.related.contains(&other) {
                    role.related.push(other);
                }
            }
        }
        Ok(())
    }

    fn finish(mut self, skills: OnetSkills, number: Option<String>) -> ImportedPack {
        let database =
            number.as_ref().map_or_else(|| "O*NET".to_string(), |number| format!("O*NET {number}"));
        let version = self.tally.pack_version(number);
        let OnetSkills { all: skills, required, tally, .. } = skills;
        self.tally.tables.extend(tally.tables);
        self.tally.notes.extend(tally.notes);
        self.tally.unread_tables.extend(tally.unread_tables);
        let hot: Vec<bool> = skills.iter().map(|s| s.note.is_some()).collect();
        for (role, required) in self.roles.iter_mut().zip(required) {
            role.skills = required;
            // Essential before useful, as the format requires; then by employer demand.
            role.skills.sort_by_key(|r| {
                (r.importance, r.note.is_none(), r.level.is_none() && !hot[r.skill.index()])
            });
            // By theme, as the format requires; themes in the order in which the tasks name them.
            let mut order: Vec<ThemeId> = Vec::new();
            for duty in &role.responsibilities {
                if !order.contains(&duty.theme) {
                    order.push(duty.theme);
                }
            }
            role.responsibilities.sort_by_key(|d| order.iter().position(|t| *t == d.theme));
        }
        let used: HashSet<ThemeId> =
            self.roles.iter().flat_map(|r| &r.responsibilities).map(|d| d.theme).collect();
        if !used.contains(&self.other_theme()) {
            self.themes.pop();
        }
        let present: HashSet<&str> = self.roles.iter().map(|r| r.family.as_str()).collect();
        let families = MAJOR_GROUPS
            .iter()
            .filter(|(_, n)| present.contains(n))
            .map(|(_, name)| (*name).to_string())
            .collect();
        let pack = Pack {
            license: Some("CC-BY-4.0".to_string()),
            language: Some("en-US".to_string()),
            as_of: self.latest,
            attribution: Some(notice(&database)),
            families,
            ..Pack::new("onet", database.as_str(), version)
        };
        let source = Cited {
            id: "onet-database".to_string(),
            pack: PackId(0),
            title: format!("{database} Database"),
            publisher: "U.S. Department of Labor, Employment and Training Administration"
                .to_string(),
            kind: SourceKind::Statistics,
            url: Some("https://www.onetcenter.org/database.html".to_string()),
            published: None,
            accessed: None,
        };
        let tables = CatalogTables {
            packs: vec![pack],
            sources: vec![source],
            themes: self.themes,
            skills,
            roles: self.roles,
            comparisons: Vec::new(),
        };
        ImportedPack { tables, tally: self.tally }
    }
}

/// The names of the chosen tables that have one of the layouts `wanted`.
fn tables_of_layout<'s>(
    wanted: &[ReleaseLayout],
    source: &'s DataSetFiles<'_>,
    chosen: &OnetTables,
) -> Vec<&'s str> {
    let files = chosen.tables.iter().filter(|(kind, _)| wanted.contains(&kind.layout));
    files.map(|(_, id)| source.file(*id).name.as_str()).collect()
}

#[cfg(test)]
mod tests;
