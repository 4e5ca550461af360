//! Chooses the tables of one release in one language.

use std::collections::BTreeSet;

use crate::import::archive::{DataSetFiles, FileId, FoundFile, other_format};
use crate::import::error::ImportError;
use crate::import::options::{DataSetPart, ImportOptions};
use crate::import::release::Release;
use crate::import::tally::{EXCLUDED, ImportTally};

/// Names of the tables without language and extension: `occupations` is `occupations_en.csv` in
/// English.
pub(super) const OCCUPATIONS: &str = "occupations";
pub(super) const SKILLS: &str = "skills";
pub(super) const RELATIONS: &str = "occupationSkillRelations";
pub(super) const GROUPS: &str = "ISCOGroups";
pub(super) const SKILL_GROUPS: &str = "skillGroups";
pub(super) const BROADER_OCCUPATIONS: &str = "broaderRelationsOccPillar";
pub(super) const BROADER_SKILLS: &str = "broaderRelationsSkillPillar";
pub(super) const LANGUAGES: &str = "languageSkillsCollection";
pub(super) const ALL: [&str; 8] = [
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
pub(super) const ADVICE: &str = "download version, content \"classification\", file type CSV, from \
                      https://esco.ec.europa.eu/en/use-esco/download";

/// Whether a file with this name is one of the tables that are read.
pub(super) fn is_known(name: &str) -> bool {
    table_of_file(name).is_some()
}

/// Whether a file with this name is the table that every release has.
pub(super) fn is_occupations(name: &str) -> bool {
    table_of_file(name).is_some_and(|(table, _)| table == OCCUPATIONS)
}

/// Returns the table that a file with this name contains, and its language.
pub(super) fn table_of_file(name: &str) -> Option<(&'static str, Option<String>)> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !["csv", "tsv", "txt"].contains(&extension.to_lowercase().as_str()) {
        return None;
    }
    if let Some(table) = find_table(stem) {
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
        find_table(above).filter(|_| fits).map(|table| (table, Some(language.to_lowercase())))
    })
}

/// The letters and digits of `text` in lower case, by which names of tables are compared.
fn comparison_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// The table called `text`, however it is spelled.
fn find_table(text: &str) -> Option<&'static str> {
    ALL.into_iter().find(|table| comparison_key(table) == comparison_key(text))
}

/// The files to read.
pub(super) struct EscoTables {
    pub(super) occupations: FileId,
    pub(super) skills: Option<FileId>,
    pub(super) languages: Option<FileId>,
    pub(super) groups: Option<FileId>,
    pub(super) skill_groups: Option<FileId>,
    pub(super) broader_skills: Option<FileId>,
    pub(super) broader_occupations: Option<FileId>,
    pub(super) relations: Option<FileId>,
    pub(super) language: Option<String>,
    pub(super) version: Option<String>,
}

/// A file with a known table: the table, and its language.
pub(super) type EscoTableFile = (FileId, &'static str, Option<String>);

/// Chooses the tables of occupations in one language.
pub(super) fn choose_language(
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

pub(super) fn list_files(source: &DataSetFiles<'_>, files: &[&EscoTableFile]) -> String {
    files.iter().map(|(id, ..)| source.file(*id).path()).collect::<Vec<_>>().join(", ")
}

/// Refuses tables of texts in several languages, among which an unknown language of the occupations
/// cannot choose. A table without a language goes with those occupations.
fn refuse_mixed_texts(
    source: &DataSetFiles<'_>,
    tables: &[EscoTableFile],
) -> Result<(), ImportError> {
    let texts: Vec<&EscoTableFile> = [SKILLS, GROUPS, SKILL_GROUPS]
        .into_iter()
        .map(|text| tables.iter().filter(|(_, table, _)| *table == text).collect::<Vec<_>>())
        .filter(|files| files.iter().all(|(.., language)| language.is_some()))
        .flatten()
        .collect();
    let languages: BTreeSet<&Option<String>> = texts.iter().map(|(.., other)| other).collect();
    if languages.len() < 2 {
        return Ok(());
    }
    Err(ImportError::Ambiguous {
        what: "found tables in several languages, and the language of the occupations is unknown",
        found: list_files(source, &texts),
        hint: "name tables in one language only".to_string(),
    })
}

/// The files of the table called `wanted`, in every language.
fn files_of<'t>(tables: &'t [EscoTableFile], wanted: &str) -> Vec<&'t EscoTableFile> {
    tables.iter().filter(|(_, table, _)| *table == wanted).collect()
}

/// The choice of the files of one release in one language, with notes on what is missing.
struct TableChoice<'t, 's, 'w> {
    tables: &'t [EscoTableFile],
    options: &'t ImportOptions,
    language: Option<String>,
    release: Release<'s, 'w>,
    tally: &'t mut ImportTally,
}

impl TableChoice<'_, '_, '_> {
    /// Chooses the file of a table; without one, `lost` is missing from the pack. Tables of texts
    /// must be in the chosen language; tables of links may be in any.
    fn pick(
        &mut self,
        table: &'static str,
        texts: bool,
        lost: &'static str,
    ) -> Result<Option<FileId>, ImportError> {
        let mut ranked: Vec<(u8, FileId)> = Vec::new();
        for (id, _, other) in files_of(self.tables, table) {
            match (other, &self.language) {
                (other, language) if other == language => ranked.push((0, *id)),
                (None, _) => ranked.push((1, *id)),
                (Some(_), Some(_)) if texts => {}
                _ => ranked.push((2, *id)),
            }
        }
        let found = self.release.choose(&ranked)?;
        if found.is_none() {
            self.tally.missing_tables.push((format!("{table}.csv"), lost));
        }
        Ok(found)
    }

    /// Refuses skills that are only in other languages than the occupations.
    fn refuse_other_language(&self, source: &DataSetFiles<'_>) -> Result<(), ImportError> {
        let others = files_of(self.tables, SKILLS);
        if others.is_empty() {
            return Ok(());
        }
        let home = self.release.occupations_file().path();
        Err(ImportError::Ambiguous {
            what: "occupations and skills are in different languages",
            found: format!("{home}, {}", list_files(source, &others)),
            hint: "download both in the same language".to_string(),
        })
    }

    /// Notes the tables that are not read, and whether the relations are missing.
    fn report(&mut self, has_relations: bool) {
        let tables = self.release.unread_tables(|_, file| match table_of_file(&file.name) {
            Some((_, other)) if other.is_some() && other != self.language => {
                Some("another language".to_string())
            }
            Some((BROADER_OCCUPATIONS, _)) if !self.options.includes(DataSetPart::Related) => {
                Some(EXCLUDED.to_string())
            }
            Some(_) => Some("duplicate of a table in another format".to_string()),
            None => unread_reason(file),
        });
        self.tally.unread_tables = tables;
        self.tally.notes.extend(self.release.notes());
        if !has_relations {
            let hint = "the relations are a separate download, not tied to a language: name both \
                        downloads";
            self.tally.notes.push(hint.to_string());
        }
    }
}

/// Chooses the files of one release and one language.
pub(super) fn choose_tables(
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
    let occupations = files_of(&tables, OCCUPATIONS);
    if occupations.is_empty() {
        return Err(no_table_error(source));
    }
    let candidates = choose_language(source, &occupations, options)?;
    let release =
        Release::of(source, &candidates, Box::new(|file| version_in_path(&file.path_names)))?
            .ok_or_else(|| no_table_error(source))?;
    let language = tables
        .iter()
        .find(|(id, ..)| *id == release.occupations)
        .and_then(|(.., language)| language.clone());
    if language.is_none() {
        refuse_mixed_texts(source, &tables)?;
    }
    let mut choice = TableChoice { tables: &tables, options, language, release, tally };
    let skills = choice.pick(SKILLS, true, "skill names and requirements")?;
    let languages = choice.pick(LANGUAGES, false, "the list of language skills")?;
    let groups = choice.pick(GROUPS, true, "the families of occupations")?;
    let skill_groups = choice.pick(SKILL_GROUPS, true, "skill groups")?;
    let broader_skills = choice.pick(BROADER_SKILLS, false, "skill groups and broader skills")?;
    let broader_occupations = if options.includes(DataSetPart::Related) {
        choice.pick(BROADER_OCCUPATIONS, false, "broader occupations")?
    } else {
        None
    };
    let relations = choice.pick(RELATIONS, false, "the skills of each occupation")?;
    if skills.is_none() {
        choice.refuse_other_language(source)?;
    }
    choice.report(relations.is_some());
    let TableChoice { language, release, .. } = choice;
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

/// The error that the files hold no ESCO classification.
fn no_table_error(source: &DataSetFiles<'_>) -> ImportError {
    ImportError::WrongDataSet {
        paths: source.path_list(),
        set: "an ESCO classification in CSV",
        table: "occupations_en.csv",
        hint: ADVICE.to_string(),
    }
}

/// Returns why a file that is none of the known tables is not read; `None` if it is not data.
pub(super) fn unread_reason(file: &FoundFile) -> Option<String> {
    match other_format(&file.name) {
        Some(form) => Some(format!("{form}; roledex reads only CSV")),
        None => file.is_table().then(|| "not used by roledex".to_string()),
    }
}

/// Returns the version in the names of folders and archives, the innermost first: the tables do not
/// state it.
pub(super) fn version_in_path(trail: &str) -> Option<String> {
    trail.rsplit('/').find_map(|name| {
        let name = name.to_lowercase();
        name.split(|c: char| c.is_whitespace() || "-_()".contains(c)).find_map(|part| {
            let number = part.strip_prefix('v')?.trim_end_matches(|c: char| !c.is_ascii_digit());
            let digits = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            (digits && number.starts_with(|c: char| c.is_ascii_digit())).then(|| number.to_string())
        })
    })
}
