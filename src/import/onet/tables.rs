//! Knows the tables of all releases, and chooses those of one.

use foldhash::{HashMap, HashMapExt};

use crate::import::archive::{DataSetFiles, FileId, FoundFile, other_format};
use crate::import::error::ImportError;
use crate::import::options::{DataSetPart, ImportOptions};
use crate::import::release::Release;
use crate::import::tally::{EXCLUDED, ImportTally};
use crate::model::Date;

/// The table of occupations, without its extension.
pub(super) const OCCUPATIONS: &str = "Occupation Data";

/// Purpose of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableUse {
    Elements,
    Families,
    Activities,
    Tasks,
    EmergingTasks,
    Titles,
    Skills,
    Knowledge,
    Technology,
    Tools,
    JobZones,
    Categories,
    Education,
    Related,
}

impl TableUse {
    /// Returns the part of the data set that is left out with the table.
    pub(super) fn part(self) -> Option<DataSetPart> {
        Some(match self {
            Self::EmergingTasks => DataSetPart::EmergingTasks,
            Self::Titles => DataSetPart::AlternateTitles,
            Self::Skills | Self::Knowledge => DataSetPart::Knowledge,
            Self::Technology => DataSetPart::Technology,
            Self::Tools => DataSetPart::Tools,
            Self::Related => DataSetPart::Related,
            _ => return None,
        })
    }

    /// Whether the table rates elements.
    pub(super) fn is_rated(self) -> bool {
        matches!(self, Self::Skills | Self::Knowledge)
    }

    /// Whether the table contains skills.
    pub(super) fn has_skills(self) -> bool {
        matches!(self, Self::Skills | Self::Knowledge | Self::Technology | Self::Tools)
    }
}

/// The releases that have a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReleaseLayout {
    /// All releases that roledex knows.
    Every,
    /// Releases from 30.3 on.
    New,
    /// Releases up to 30.2.
    Old,
    /// Releases before 2019; later ones replaced some of their tables.
    Oldest,
}

/// A table that is read.
pub(super) struct OnetTableKind {
    pub(super) of: TableUse,
    pub(super) layout: ReleaseLayout,
    /// The file's name without its extension.
    pub(super) file: &'static str,
    /// The data lost without it.
    pub(super) lost: &'static str,
}

pub(super) const fn table_kind(
    of: TableUse,
    layout: ReleaseLayout,
    file: &'static str,
    lost: &'static str,
) -> OnetTableKind {
    OnetTableKind { of, layout, file, lost }
}

/// The tables read besides the occupations, in reading order.
pub(super) const TABLES: [OnetTableKind; 25] = [
    table_kind(
        TableUse::Elements,
        ReleaseLayout::Every,
        "Content Model Reference",
        "the names of the themes",
    ),
    table_kind(
        TableUse::Families,
        ReleaseLayout::New,
        "GWAs to IWAs to DWAs",
        "the theme of some responsibilities",
    ),
    table_kind(
        TableUse::Families,
        ReleaseLayout::Old,
        "DWA Reference",
        "the theme of some responsibilities",
    ),
    table_kind(
        TableUse::Activities,
        ReleaseLayout::Every,
        "Tasks to DWAs",
        "the theme and the activity of each responsibility",
    ),
    table_kind(TableUse::Tasks, ReleaseLayout::Every, "Task Statements", "responsibilities"),
    table_kind(
        TableUse::EmergingTasks,
        ReleaseLayout::Every,
        "Emerging Tasks",
        "new and revised tasks",
    ),
    table_kind(
        TableUse::Titles,
        ReleaseLayout::Every,
        "Sample of Reported Titles",
        "titles reported by workers",
    ),
    table_kind(TableUse::Titles, ReleaseLayout::New, "Job Titles", "alternate titles"),
    table_kind(TableUse::Titles, ReleaseLayout::Old, "Alternate Titles", "alternate titles"),
    table_kind(TableUse::Titles, ReleaseLayout::Oldest, "Lay Titles", "alternate titles"),
    table_kind(
        TableUse::Skills,
        ReleaseLayout::New,
        "Essential Skills",
        "basic skills with importance and level",
    ),
    table_kind(
        TableUse::Skills,
        ReleaseLayout::New,
        "Transferable Skills",
        "cross-functional skills with importance and level",
    ),
    table_kind(TableUse::Skills, ReleaseLayout::Old, "Skills", "skills with importance and level"),
    table_kind(
        TableUse::Knowledge,
        ReleaseLayout::Every,
        "Knowledge",
        "knowledge with importance and level",
    ),
    table_kind(TableUse::Technology, ReleaseLayout::New, "Software Skills", "software"),
    table_kind(TableUse::Technology, ReleaseLayout::Old, "Technology Skills", "software"),
    table_kind(
        TableUse::Technology,
        ReleaseLayout::Oldest,
        "Tools and Technology",
        "software, tools and equipment",
    ),
    table_kind(TableUse::Tools, ReleaseLayout::Every, "Tools Used", "tools and equipment"),
    table_kind(TableUse::JobZones, ReleaseLayout::Every, "Job Zones", "the seniority of each role"),
    table_kind(
        TableUse::Categories,
        ReleaseLayout::New,
        "Education Categories",
        "the names of education levels",
    ),
    table_kind(
        TableUse::Categories,
        ReleaseLayout::Old,
        "Education, Training, and Experience Categories",
        "the names of education levels",
    ),
    table_kind(TableUse::Education, ReleaseLayout::New, "Education", "the usual education"),
    table_kind(
        TableUse::Education,
        ReleaseLayout::New,
        "Training and Experience",
        "the usual experience",
    ),
    table_kind(
        TableUse::Education,
        ReleaseLayout::Old,
        "Education, Training, and Experience",
        "the usual education and experience",
    ),
    table_kind(TableUse::Related, ReleaseLayout::Every, "Related Occupations", "related roles"),
];

/// Tables of releases before 26, read if `Related Occupations` is missing.
pub(super) const MATRICES: [OnetTableKind; 2] = [
    table_kind(TableUse::Related, ReleaseLayout::Oldest, "Career Changers Matrix", "related roles"),
    table_kind(TableUse::Related, ReleaseLayout::Oldest, "Career Starters Matrix", "related roles"),
];

/// Names of tables in the database releases that differ in more than signs.
pub(super) const OTHER_NAMES: [(&str, &str); 2] = [
    ("educationtrainingexperience", "Education, Training, and Experience"),
    ("etecategories", "Education, Training, and Experience Categories"),
];

/// Instructions on what to download.
pub(super) const ADVICE: &str =
    "download the \"text\" or \"CSV\" release from https://www.onetcenter.org/database.html";

// Columns: the names in releases from 30.3 on first, then those in earlier releases or in other
// publishers' copies.
/// Returns the name of a file reduced to letters and digits, without its extension and without the
/// number or the word `onet` that some publishers prefix.
pub(super) fn file_key(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let key: String =
        stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.strip_prefix("onet").unwrap_or(bare).to_string()
}

/// Whether a file with this name is `table`.
pub(super) fn is_table(file: &FoundFile, table: &str) -> bool {
    is_table_name(&file.name, table)
}

pub(super) fn is_table_name(name: &str, table: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let text = extension.is_some_and(|e| ["txt", "csv", "tsv", "tab"].contains(&e.as_str()));
    let found = file_key(name);
    text && (found == file_key(table)
        || OTHER_NAMES.iter().any(|(other, of)| *other == found && *of == table))
}

/// Whether a file with this name is the table that every release has.
pub(super) fn is_occupations(name: &str) -> bool {
    is_table_name(name, OCCUPATIONS)
}

/// A kind of table and the file that was chosen for it.
pub(super) type ChosenTable = (&'static OnetTableKind, FileId);

/// The files to read.
pub(super) struct OnetTables {
    pub(super) occupations: FileId,
    /// Tables, in reading order.
    pub(super) tables: Vec<ChosenTable>,
    pub(super) number: Option<String>,
}

impl OnetTables {
    pub(super) fn of(&self, wanted: TableUse) -> impl Iterator<Item = FileId> {
        self.tables.iter().filter(move |(kind, _)| kind.of == wanted).map(|(_, id)| *id)
    }
}

/// Chooses the files of one release.
pub(super) fn choose_tables(
    source: &DataSetFiles<'_>,
    options: &ImportOptions,
    tally: &mut ImportTally,
) -> Result<OnetTables, ImportError> {
    // A release states its own number; the names of folders and archives may do so too.
    let stated = read_me_numbers(source)?;
    let mut release = Release::of(
        source,
        &files_of(source, OCCUPATIONS),
        Box::new(|file| {
            stated.get(&file.folder).cloned().or_else(|| release_in_path(&file.path_names))
        }),
    )?
    .ok_or_else(|| ImportError::WrongDataSet {
        paths: source.path_list(),
        set: "an O*NET text release",
        table: "Occupation Data.txt",
        hint: ADVICE.to_string(),
    })?;
    let mut tables = choose_kinds(source, options, &mut release, &TABLES)?;
    if !tables.iter().any(|(kind, _)| kind.of == TableUse::Related) {
        tables.extend(choose_kinds(source, options, &mut release, &MATRICES)?);
    }
    check_single_layout(source, &tables)?;
    let missing = TABLES.iter().filter(|kind| is_missing(kind, &tables, options));
    tally.missing_tables.extend(missing.map(|kind| (format!("{}.txt", kind.file), kind.lost)));
    tally.unread_tables =
        release.unread_tables(|_, file| reason_not_chosen(file, &tables, options));
    tally.notes.extend(release.notes());
    let (occupations, number) = (release.occupations, release.number);
    Ok(OnetTables { occupations, tables, number })
}

/// The order in which files of the same table are preferred: the publisher's text format first.
fn format_rank(source: &DataSetFiles<'_>, id: FileId) -> u8 {
    u8::from(source.file(id).extension() != "txt")
}

/// The files that contain `table`, the preferred format first.
fn files_of(source: &DataSetFiles<'_>, table: &str) -> Vec<FileId> {
    let mut found: Vec<FileId> =
        (0..source.files().len()).filter(|id| is_table(source.file(*id), table)).collect();
    found.sort_by_key(|id| format_rank(source, *id));
    found
}

/// Whether the options leave out what tables of this kind are read for.
fn is_excluded(kind: &OnetTableKind, options: &ImportOptions) -> bool {
    kind.of.part().is_some_and(|part| !options.includes(part))
}

/// Chooses a file for each of `kinds` that the options include.
fn choose_kinds(
    source: &DataSetFiles<'_>,
    options: &ImportOptions,
    release: &mut Release<'_, '_>,
    kinds: &'static [OnetTableKind],
) -> Result<Vec<ChosenTable>, ImportError> {
    let mut tables = Vec::new();
    for kind in kinds.iter().filter(|kind| !is_excluded(kind, options)) {
        let files = files_of(source, kind.file);
        let ranked: Vec<(u8, FileId)> =
            files.into_iter().map(|id| (format_rank(source, id), id)).collect();
        if let Some(id) = release.choose(&ranked)? {
            tables.push((kind, id));
        }
    }
    Ok(tables)
}

/// Whether a table of this kind was expected beside the chosen `tables`.
fn is_missing(kind: &OnetTableKind, tables: &[ChosenTable], options: &ImportOptions) -> bool {
    if is_excluded(kind, options) {
        return false;
    }
    let is_new = has_layout(tables, ReleaseLayout::New) && !has_layout(tables, ReleaseLayout::Old);
    let present: Vec<&OnetTableKind> = tables
        .iter()
        .map(|(other, _)| *other)
        .filter(|other| is_same_content(other, kind))
        .collect();
    match kind.layout {
        ReleaseLayout::Every if kind.of == TableUse::Titles => {
            !tables.iter().any(|(other, _)| other.file == kind.file)
        }
        ReleaseLayout::Every => {
            let holds_tools = kind.of == TableUse::Tools
                && tables.iter().any(|(other, _)| {
                    other.layout == ReleaseLayout::Oldest && other.of == TableUse::Technology
                });
            present.is_empty() && !holds_tools
        }
        ReleaseLayout::Oldest => false,
        ReleaseLayout::Old => present.is_empty() && !is_new,
        // One of two tables that replaced one.
        ReleaseLayout::New => {
            !present
                .iter()
                .any(|other| other.layout != ReleaseLayout::New || other.file == kind.file)
                && (is_new || !present.is_empty())
        }
    }
}

/// The reason that a file of the release was not chosen; `None` if it is not data.
fn reason_not_chosen(
    file: &FoundFile,
    tables: &[ChosenTable],
    options: &ImportOptions,
) -> Option<String> {
    let kind = TABLES.iter().chain(&MATRICES).find(|kind| is_table(file, kind.file));
    match kind {
        Some(kind) if is_excluded(kind, options) => Some(EXCLUDED.to_string()),
        Some(kind) if tables.iter().any(|(other, _)| other.file == kind.file) => {
            Some("duplicate of a table in another format".to_string())
        }
        _ if is_table(file, OCCUPATIONS) => {
            Some("duplicate of a table in another format".to_string())
        }
        _ if file_key(&file.name) == "readme" => None,
        _ => match other_format(&file.name) {
            Some(form) => Some(format!("{form}; roledex reads only text and CSV")),
            None => file.is_table().then(|| "not used by roledex".to_string()),
        },
    }
}

/// Whether a chosen table has this layout.
fn has_layout(tables: &[ChosenTable], layout: ReleaseLayout) -> bool {
    tables.iter().any(|(kind, _)| kind.layout == layout)
}

/// Whether the table `other` holds the same as `kind` in another layout.
fn is_same_content(other: &OnetTableKind, kind: &OnetTableKind) -> bool {
    other.of == kind.of && (kind.of != TableUse::Titles || other.layout != ReleaseLayout::Every)
}

/// Returns the release numbers stated in the `Read Me` files, by folder.
pub(super) fn read_me_numbers(
    source: &DataSetFiles<'_>,
) -> Result<HashMap<String, String>, ImportError> {
    let mut numbers = HashMap::new();
    for (id, file) in
        source.files().iter().enumerate().filter(|(_, file)| file_key(&file.name) == "readme")
    {
        let text = String::from_utf8_lossy(&source.bytes(id)?).replace(['_', '\n', '\r'], " ");
        if let Some(number) = text.split_once("O*NET ").and_then(|(_, rest)| leading_number(rest)) {
            numbers.insert(file.folder.clone(), number);
        }
    }
    Ok(numbers)
}

/// Rejects tables with the same use that are in different folders and in the layouts of different
/// releases: each folder then contains a release of its own, even if the two have the same
/// occupations.
pub(super) fn check_single_layout(
    source: &DataSetFiles<'_>,
    tables: &[ChosenTable],
) -> Result<(), ImportError> {
    for (new, id) in tables.iter().filter(|(kind, _)| kind.layout == ReleaseLayout::New) {
        let folder = &source.file(*id).folder;
        if let Some((_, old)) = tables.iter().find(|(kind, old)| {
            kind.of == new.of && is_old_layout(kind) && source.file(*old).folder != *folder
        }) {
            return Err(ImportError::Ambiguous {
                what: "the tables belong to several releases",
                found: format!("{}, {}", source.file(*old).path(), source.file(*id).path()),
                hint: "name folders or archives of one release only".to_string(),
            });
        }
    }
    Ok(())
}

/// Whether the table is of a layout before the current one.
fn is_old_layout(kind: &OnetTableKind) -> bool {
    matches!(kind.layout, ReleaseLayout::Old | ReleaseLayout::Oldest)
}

/// Returns the number of a release in the names of folders and archives, the innermost first:
/// `30.1` in `db_30_1_text`.
pub(super) fn release_in_path(trail: &str) -> Option<String> {
    trail.rsplit('/').find_map(|name| {
        let name = name.to_lowercase().replace(['_', '-', ' '], ".");
        ["db.", "o*net.", "onet."].iter().find_map(|word| leading_number(name.rsplit_once(word)?.1))
    })
}

/// Returns the number of a release at the start of `text`.
pub(super) fn leading_number(text: &str) -> Option<String> {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = number.trim_matches('.');
    // `2019` is the year of the taxonomy.
    number.split('.').next().filter(|major| (1..=2).contains(&major.len()))?;
    Some(number.to_string())
}

/// Parses `08/2023` or `2023-08-01` as the first day of that month.
pub(super) fn parse_month(text: &str) -> Option<Date> {
    if let Some((month, year)) = text.split_once('/') {
        return Date::new(year.parse().ok()?, month.parse().ok()?, 1);
    }
    let mut parts = text.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, 1)
}
