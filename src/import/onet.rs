//! Imports O*NET: the tab-delimited ("text") release.
//!
//! <https://www.onetcenter.org/database.html>. Occupations become roles, task statements
//! responsibilities under the work-activity family of their first detailed work activity, which is
//! the pairing key. Software, tools and the rated skills and knowledge become skills.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::archive::{DataSetFiles, FileId, FoundFile, other_format};
use super::ids::IdGenerator;
use super::release::Release;
use super::table::{BlankWords, CsvRow, CsvTable, strip_html};
use super::{
    DataSet, DataSetPart, ImportError, ImportOptions, ImportTally, ImportedPack,
    describe_other_content,
};
use crate::model::{
    CatalogTables, Date, Importance, Level, Pack, PackId, Requirement, Responsibility, Role,
    RoleId, Scale, Skill, SkillId, SkillKind, Source as Cited, SourceId, SourceKind, Theme,
    ThemeId,
};

/// The table of occupations, without its extension.
const OCCUPATIONS: &str = "Occupation Data";

/// Purpose of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TableUse {
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
    fn part(self) -> Option<DataSetPart> {
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
    fn is_rated(self) -> bool {
        matches!(self, Self::Skills | Self::Knowledge)
    }

    /// Whether the table contains skills.
    fn has_skills(self) -> bool {
        matches!(self, Self::Skills | Self::Knowledge | Self::Technology | Self::Tools)
    }
}

/// The releases that have a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReleaseLayout {
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
struct OnetTableKind {
    of: TableUse,
    layout: ReleaseLayout,
    /// The file's name without its extension.
    file: &'static str,
    /// The data lost without it.
    lost: &'static str,
}

const fn table_kind(
    of: TableUse,
    layout: ReleaseLayout,
    file: &'static str,
    lost: &'static str,
) -> OnetTableKind {
    OnetTableKind { of, layout, file, lost }
}

/// The tables read besides the occupations, in reading order.
const TABLES: [OnetTableKind; 25] = [
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
        "the names of the usual education",
    ),
    table_kind(
        TableUse::Categories,
        ReleaseLayout::Old,
        "Education, Training, and Experience Categories",
        "the names of the usual education",
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
const MATRICES: [OnetTableKind; 2] = [
    table_kind(TableUse::Related, ReleaseLayout::Oldest, "Career Changers Matrix", "related roles"),
    table_kind(TableUse::Related, ReleaseLayout::Oldest, "Career Starters Matrix", "related roles"),
];

/// Names of tables in the database releases that differ in more than signs.
const OTHER_NAMES: [(&str, &str); 2] = [
    ("educationtrainingexperience", "Education, Training, and Experience"),
    ("etecategories", "Education, Training, and Experience Categories"),
];

/// Instructions on what to download.
const ADVICE: &str =
    "download the \"text\" or \"CSV\" release from https://www.onetcenter.org/database.html";

// Columns: the names in releases from 30.3 on first, then those in earlier releases or in other
// publishers' copies.
const CODE: &[&str] = &[
    "O*NET-SOC Code",
    "O*NET-SOC 2019 Code",
    "O*NET-SOC 2010 Code",
    "O*NET Code",
    "O*NET-SOC",
    "SOC Code",
    "SOC",
    "Occupation Code",
];
const OCCUPATION: &[&str] = &[
    "Title",
    "O*NET-SOC Title",
    "O*NET-SOC 2019 Title",
    "O*NET-SOC 2010 Title",
    "Occupation Title",
    "Occupation Name",
    "Occupation",
];
const DESCRIPTION: &[&str] = &[
    "Description",
    "O*NET-SOC 2019 Description",
    "O*NET-SOC 2010 Description",
    "Occupation Description",
    "Definition",
];
const ELEMENT: &[&str] = &["Element ID"];
const ELEMENT_NAME: &[&str] = &["Element Name"];
const SCALE: &[&str] = &["Scale ID", "Scale Name"];
const VALUE: &[&str] = &["Data Value", "Value"];
const DATE: &[&str] = &["Date", "Date Updated"];
const TASK_ID: &[&str] = &["Task ID"];
const TASK: &[&str] = &["Task", "Task Statement", "Task Description"];
const DWA: &[&str] = &["DWA Element ID", "DWA ID"];
const TITLE: &[&str] = &["Job Title", "Alternate Title", "Reported Job Title", "Lay Title"];

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

const NO_OCCUPATION: &str = "no such occupation";
const INCOMPLETE_ROW: &str = "incomplete row";
const DUPLICATE: &str = "duplicate";
const EXCLUDED: &str = "excluded by --without";
const NO_NUMBER: &str = "not a number";
const SUPPRESSED: &str = "O*NET advises against using it";

/// Minimum number of answers that make a share meaningful; O*NET recommends suppressing smaller
/// ones.
const MIN_ANSWERS: f64 = 10.0;

/// Importance (scale 1 to 5) from which O*NET calls an element important.
const ESSENTIAL_IMPORTANCE: f64 = 3.0;

/// Importance ("somewhat important") below which an element does not characterise the occupation.
const MIN_IMPORTANCE: f64 = 2.0;

/// Top of the level scale of skills and knowledge, which starts at 0.
const TOP_LEVEL: f64 = 7.0;

/// The ratings of one skill or body of knowledge in one occupation.
#[derive(Default)]
struct ElementRating {
    name: String,
    /// 1 to 5.
    importance: Option<f64>,
    /// 0 to 7.
    level: Option<f64>,
}

/// Ratings by role and element.
type ElementRatings = BTreeMap<(RoleId, String), ElementRating>;

/// The data read so far, except the skills.
#[derive(Default)]
struct OnetBuilder {
    roles: Vec<Role>,
    themes: Vec<Theme>,
    latest: Option<Date>,
    /// Whether the table of activities names them as releases from 30.3 on do.
    new_ids: Option<bool>,
    tally: ImportTally,
}

/// Survey answers by role and by whether they are about experience: category, share, and whether
/// the row counts.
type SurveyAnswers = BTreeMap<(RoleId, bool), Vec<(u32, f64, bool)>>;

/// Kind of a skill in O*NET. Equal names of different kinds are different skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OnetSkillKind {
    Skill,
    Knowledge,
    Software,
    Tool,
}

impl OnetSkillKind {
    const ALL: [Self; 4] = [Self::Skill, Self::Knowledge, Self::Software, Self::Tool];

    fn kind(self) -> SkillKind {
        match self {
            Self::Skill => SkillKind::Craft,
            Self::Knowledge => SkillKind::Knowledge,
            Self::Software | Self::Tool => SkillKind::Tool,
        }
    }

    /// Returns the word added to a name that another kind has too.
    fn word(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Knowledge => "knowledge",
            Self::Software => "software",
            Self::Tool => "tool",
        }
    }
}

/// The skills, and the roles that require them.
#[derive(Default)]
struct OnetSkills {
    all: Vec<Skill>,
    /// Skills by name, for each kind.
    names: [HashMap<String, SkillId>; 4],
    ids: IdGenerator,
    /// Requirements of each role.
    required: Vec<Vec<Requirement>>,
    /// The required skills of all roles, so that nothing is required twice.
    known: HashSet<(RoleId, SkillId)>,
    tally: ImportTally,
}

/// Themes and activities by task id.
type TaskActivities<'t> = HashMap<Cow<'t, str>, (ThemeId, Option<Cow<'t, str>>)>;

/// The theme of each activity.
struct ActivityFamilies {
    /// Themes by the code of the family.
    themes: BTreeMap<String, ThemeId>,
    /// The element of the content model to which each detailed work activity belongs.
    elements: HashMap<String, String>,
    /// The theme of all other activities.
    other: ThemeId,
}

impl ActivityFamilies {
    fn of(&self, dwa: &str) -> ThemeId {
        let element = self.elements.get(dwa).map_or(dwa, String::as_str);
        let family = element.match_indices('.').nth(3).map_or(element, |(at, _)| &element[..at]);
        self.themes.get(family).copied().unwrap_or(self.other)
    }
}

/// The roles by code.
struct RoleCodes<'a> {
    roles: &'a HashMap<String, RoleId>,
    /// The last role looked up: the rows of an occupation are mostly adjacent.
    last: RefCell<Option<(String, RoleId)>>,
}

impl<'a> RoleCodes<'a> {
    fn new(roles: &'a HashMap<String, RoleId>) -> Self {
        Self { roles, last: RefCell::default() }
    }

    /// Returns the role with the code in `column`, or why there is none.
    fn role(&self, row: &CsvRow<'_>, column: usize) -> Result<RoleId, &'static str> {
        let code = row.get(column).ok_or(INCOMPLETE_ROW)?;
        if let Some((last, role)) = &*self.last.borrow()
            && *last == code
        {
            return Ok(*role);
        }
        let role = self.roles.get(code.as_ref()).copied().ok_or(NO_OCCUPATION)?;
        *self.last.borrow_mut() = Some((code.into_owned(), role));
        Ok(role)
    }
}

/// Returns the name of a file reduced to letters and digits, without its extension and without the
/// number or the word `onet` that some publishers prefix.
fn file_key(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let key: String =
        stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.strip_prefix("onet").unwrap_or(bare).to_string()
}

/// Whether a file with this name is `table`.
fn is_table(file: &FoundFile, table: &str) -> bool {
    is_table_name(&file.name, table)
}

fn is_table_name(name: &str, table: &str) -> bool {
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

/// The files to read.
struct OnetTables {
    occupations: FileId,
    /// Tables, in reading order.
    tables: Vec<(&'static OnetTableKind, FileId)>,
    number: Option<String>,
}

impl OnetTables {
    fn of(&self, wanted: TableUse) -> impl Iterator<Item = FileId> {
        self.tables.iter().filter(move |(kind, _)| kind.of == wanted).map(|(_, id)| *id)
    }
}

/// Chooses the files of one release.
fn choose_tables(
    source: &DataSetFiles<'_>,
    options: &ImportOptions,
    tally: &mut ImportTally,
) -> Result<OnetTables, ImportError> {
    // The publisher's text format before others.
    let rank = |id: &FileId| u8::from(source.file(*id).extension() != "txt");
    let candidates = |table: &str| {
        let mut found: Vec<FileId> =
            (0..source.files().len()).filter(|id| is_table(source.file(*id), table)).collect();
        found.sort_by_key(rank);
        found
    };
    // A release states its own number; the names of folders and archives may do so too.
    let stated = read_me_numbers(source)?;
    let tell = |file: &FoundFile| {
        stated.get(&file.folder).cloned().or_else(|| release_in_path(&file.path_names))
    };
    let Some(mut release) = Release::of(source, &candidates(OCCUPATIONS), Box::new(tell))? else {
        return Err(ImportError::WrongDataSet {
            paths: source.path_list(),
            set: "an O*NET text release",
            table: "Occupation Data.txt",
            hint: describe_other_content(source, DataSet::Onet, ADVICE),
        });
    };
    let mut tables: Vec<(&'static OnetTableKind, FileId)> = Vec::new();
    let mut find = |kinds: &'static [OnetTableKind],
                    tables: &mut Vec<(&'static OnetTableKind, FileId)>| {
        for kind in
            kinds.iter().filter(|kind| kind.of.part().is_none_or(|part| options.includes(part)))
        {
            let ranked: Vec<(u8, FileId)> =
                candidates(kind.file).iter().map(|id| (rank(id), *id)).collect();
            if let Some(id) = release.choose(&ranked)? {
                tables.push((kind, id));
            }
        }
        Ok::<_, ImportError>(())
    };
    find(&TABLES, &mut tables)?;
    if !tables.iter().any(|(kind, _)| kind.of == TableUse::Related) {
        find(&MATRICES, &mut tables)?;
    }
    check_single_layout(source, &tables)?;
    let has = |layout: ReleaseLayout| tables.iter().any(|(kind, _)| kind.layout == layout);
    let new = has(ReleaseLayout::New) && !has(ReleaseLayout::Old);
    for kind in &TABLES {
        let same = |other: &OnetTableKind| {
            other.of == kind.of
                && (kind.of != TableUse::Titles || other.layout != ReleaseLayout::Every)
        };
        let present: Vec<&OnetTableKind> =
            tables.iter().map(|(kind, _)| *kind).filter(|other| same(other)).collect();
        let tools = kind.of == TableUse::Tools
            && tables.iter().any(|(kind, _)| {
                kind.layout == ReleaseLayout::Oldest && kind.of == TableUse::Technology
            });
        let missed = match kind.layout {
            _ if kind.of.part().is_some_and(|part| !options.includes(part)) => false,
            ReleaseLayout::Every if kind.of == TableUse::Titles => {
                !tables.iter().any(|(other, _)| other.file == kind.file)
            }
            ReleaseLayout::Every => present.is_empty() && !tools,
            ReleaseLayout::Oldest => false,
            ReleaseLayout::Old => present.is_empty() && !new,
            // One of two tables that replaced one.
            ReleaseLayout::New => {
                !present
                    .iter()
                    .any(|other| other.layout != ReleaseLayout::New || other.file == kind.file)
                    && (new || !present.is_empty())
            }
        };
        if missed {
            tally.missing_tables.push((format!("{}.txt", kind.file), kind.lost));
        }
    }
    tally.unread_tables = release.unread_tables(|_, file| {
        let kind = TABLES.iter().chain(&MATRICES).find(|kind| is_table(file, kind.file));
        match kind {
            Some(kind) if kind.of.part().is_some_and(|part| !options.includes(part)) => {
                Some(EXCLUDED.to_string())
            }
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
    });
    tally.notes.extend(release.notes());
    let (occupations, number) = (release.occupations, release.number);
    Ok(OnetTables { occupations, tables, number })
}

/// Returns the release numbers stated in the `Read Me` files, by folder.
fn read_me_numbers(source: &DataSetFiles<'_>) -> Result<HashMap<String, String>, ImportError> {
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
fn check_single_layout(
    source: &DataSetFiles<'_>,
    tables: &[(&'static OnetTableKind, FileId)],
) -> Result<(), ImportError> {
    let is_old =
        |kind: &OnetTableKind| matches!(kind.layout, ReleaseLayout::Old | ReleaseLayout::Oldest);
    for (new, id) in tables.iter().filter(|(kind, _)| kind.layout == ReleaseLayout::New) {
        let elsewhere = |old: FileId| source.file(old).folder != source.file(*id).folder;
        if let Some((_, old)) =
            tables.iter().find(|(kind, old)| kind.of == new.of && is_old(kind) && elsewhere(*old))
        {
            return Err(ImportError::Ambiguous {
                what: "the tables belong to several releases",
                found: format!("{}, {}", source.file(*old).path(), source.file(*id).path()),
                hint: "name folders or archives of one release only".to_string(),
            });
        }
    }
    Ok(())
}

pub(super) fn read(
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

/// Returns the number of a release in the names of folders and archives, the innermost first:
/// `30.1` in `db_30_1_text`.
fn release_in_path(trail: &str) -> Option<String> {
    trail.rsplit('/').find_map(|name| {
        let name = name.to_lowercase().replace(['_', '-', ' '], ".");
        ["db.", "o*net.", "onet."].iter().find_map(|word| leading_number(name.rsplit_once(word)?.1))
    })
}

/// Returns the number of a release at the start of `text`.
fn leading_number(text: &str) -> Option<String> {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = number.trim_matches('.');
    // `2019` is the year of the taxonomy.
    number.split('.').next().filter(|major| (1..=2).contains(&major.len()))?;
    Some(number.to_string())
}

/// Parses `08/2023` or `2023-08-01` as the first day of that month.
fn parse_month(text: &str) -> Option<Date> {
    if let Some((month, year)) = text.split_once('/') {
        return Date::new(year.parse().ok()?, month.parse().ok()?, 1);
    }
    let mut parts = text.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, 1)
}

/// Names in the content model, by element.
#[derive(Default)]
struct ElementNames {
    names: HashMap<String, String>,
}

impl ElementNames {
    /// Whether a skill and a body of knowledge share this name.
    fn is_shared(&self, name: &str) -> bool {
        let under = |roots: &[&str]| {
            self.names
                .iter()
                .any(|(id, other)| other == name && roots.iter().any(|root| id.starts_with(root)))
        };
        under(&["2.A.", "2.B."]) && under(&["2.C."])
    }
}

/// Returns the category that most respondents named, and its share of 100, if the rows that count
/// leave no doubt: each row is a category, its share, and whether it counts. The rows that do not
/// count, or are missing, may all have named the same other category. If two categories have the
/// same share, both are returned.
fn most_frequent(rows: &[(u32, f64, bool)]) -> Option<(Vec<u32>, f64)> {
    let all: f64 = rows.iter().map(|(_, share, _)| share).sum();
    // Some publishers state shares as parts of 1.
    let scale = if all <= 1.01 { 100.0 } else { 1.0 };
    let counted = || {
        rows.iter()
            .filter(|(.., counts)| *counts)
            .map(|(category, share, _)| (*category, share * scale))
    };
    let unknown = 100.0 - counted().map(|(_, share)| share).sum::<f64>();
    let most = counted().map(|(_, share)| share).fold(0.0, f64::max);
    let mut named: Vec<u32> =
        counted().filter(|(_, share)| *share >= most).map(|(category, _)| category).collect();
    named.sort_unstable();
    (most > unknown && most > 0.0 && (1..=2).contains(&named.len())).then_some((named, most))
}

/// Returns the years that all of these categories of related work experience cover, if no other
/// lies between them.
fn combine_years(categories: &[u32]) -> Option<(f64, Option<f64>)> {
    let mut ranges = categories.iter().map(|category| category_years(*category));
    let first = ranges.next()??;
    ranges.try_fold(first, |(from, to), next| {
        let (low, high) = next?;
        let reached = to.is_some_and(|to| low <= to);
        reached.then_some((from, high))
    })
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
        let of = |wanted: &[ReleaseLayout]| -> Vec<&str> {
            let files = chosen.tables.iter().filter(|(kind, _)| wanted.contains(&kind.layout));
            files.map(|(_, id)| source.file(*id).name.as_str()).collect()
        };
        let (new, old) =
            (of(&[ReleaseLayout::New]), of(&[ReleaseLayout::Old, ReleaseLayout::Oldest]));
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
                        "as in release 30.3 or later: {}; as in earlier releases: {}",
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

    /// Reads the themes, which are the families of work activities.
    fn read_families(
        &mut self,
        source: &mut DataSetFiles<'_>,
        chosen: &OnetTables,
        names: &ElementNames,
    ) -> Result<ActivityFamilies, ImportError> {
        // Families in the order of the content model, then activities without one.
        let mut families: BTreeMap<String, ThemeId> = BTreeMap::new();
        let mut ordered: Vec<(&String, &String)> =
            names.names.iter().filter(|(id, _)| is_family(id)).collect();
        ordered.sort();
        let mut ids = IdGenerator::default();
        for (code, name) in ordered {
            families.insert(code.clone(), ThemeId::from_index(self.themes.len()));
            self.themes.push(Theme { id: ids.generate(name, code), title: name.clone() });
        }
        let other = ThemeId::from_index(self.themes.len());
        self.themes.push(Theme {
            id: ids.generate("other-tasks", "other"),
            title: "Other tasks".to_string(),
        });

        let mut elements: HashMap<String, String> = HashMap::new();
        for file in chosen.of(TableUse::Families) {
            let table = self.open_table(source, file)?;
            let read = table.require_columns([&["GWA Element ID", "Element ID"], DWA]).map(
                |[element, dwa]| {
                    table.for_each_row(&mut self.tally, |row| {
                        let (element, dwa) = (
                            row.get(element).ok_or(INCOMPLETE_ROW)?,
                            row.get(dwa).ok_or(INCOMPLETE_ROW)?,
                        );
                        elements.insert(dwa.into_owned(), element.into_owned());
                        Ok(())
                    });
                },
            );
            self.tally.tolerate_missing_column(read, "the theme of some responsibilities")?;
        }
        Ok(ActivityFamilies { themes: families, elements, other })
    }

    /// Returns the theme and activity by task id, from the first activity listed for each task.
    fn read_activities<'t>(
        &mut self,
        table: &'t CsvTable,
        families: &ActivityFamilies,
        options: &ImportOptions,
        activities: &mut TaskActivities<'t>,
    ) -> Result<(), ImportError> {
        let [task, dwa] = table.require_columns([TASK_ID, DWA])?;
        self.new_ids = Some(table.find_column(&DWA[..1]).is_some());
        table.for_each_row(&mut self.tally, |row| {
            let (task, dwa) =
                (row.get(task).ok_or(INCOMPLETE_ROW)?, row.get(dwa).ok_or(INCOMPLETE_ROW)?);
            if activities.contains_key(&task) {
                return Err("second activity of the same task");
            }
            let theme = families.of(&dwa);
            activities.insert(
                task,
                (theme, Some(dwa).filter(|_| options.includes(DataSetPart::Activities))),
            );
            Ok(())
        });
        Ok(())
    }

    /// Returns the theme for tasks without a known activity.
    fn other_theme(&self) -> ThemeId {
        ThemeId::from_index(self.themes.len() - 1)
    }

    fn read_tasks(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        activities: &TaskActivities<'_>,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, text] = table.require_columns([CODE, TASK])?;
        let id = table.column_or_note(TASK_ID, "the theme and the activity of each responsibility");
        let kind =
            table.column_or_note(&["Task Type"], "the type of each task, core or supplemental");
        let date = table.find_column(DATE);
        let other = self.other_theme();
        // Core tasks come before supplemental ones, and those before tasks that are marked as
        // neither.
        let mut found: Vec<Vec<(u8, Responsibility)>> = vec![Vec::new(); self.roles.len()];
        let Self { tally, latest, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            let known = row.get_optional(id).and_then(|id| activities.get(id.as_ref()));
            let kind = row.get_optional(kind);
            *latest = (*latest).max(row.get_optional(date).and_then(|d| parse_month(&d)));
            let (rank, note) = match kind.as_deref() {
                Some("Core") => (0, None),
                Some("Supplemental") => (1, Some("supplemental".to_string())),
                _ => (2, None),
            };
            let (theme, activity) =
                known.map_or((other, None), |(theme, activity)| (*theme, activity.as_deref()));
            let activity = activity.map(str::to_string);
            found[role.index()]
                .push((rank, responsibility(text.into_owned(), theme, activity, note)));
            Ok(())
        });
        for (role, mut duties) in self.roles.iter_mut().zip(found) {
            duties.sort_by_key(|(rank, _)| *rank);
            role.responsibilities = duties.into_iter().map(|(_, duty)| duty).collect();
        }
        Ok(())
    }

    fn read_emerging_tasks(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        activities: &TaskActivities<'_>,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, text] = table.require_columns([CODE, TASK])?;
        let category =
            table.column_or_note(&["Category"], "the type of emerging tasks, new or revised");
        let original = table.column_or_note(&["Original Task ID"], "the theme of revised tasks");
        let other = self.other_theme();
        let Self { roles, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            let revised = row.get_optional(category).is_some_and(|c| c == "Revision");
            let known = row.get_optional(original).and_then(|id| activities.get(id.as_ref()));
            // A revision is listed beside the task in force, which alone keeps the activity.
            let theme = known.map_or(other, |(theme, _)| *theme);
            let note = if revised { "emerging revision of a current task" } else { "emerging" };
            roles[role.index()].responsibilities.push(responsibility(
                text.into_owned(),
                theme,
                None,
                Some(note.to_string()),
            ));
            Ok(())
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

    fn read_job_zones(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [code, zone] = table.require_columns([CODE, &["Job Zone"]])?;
        let Self { roles, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let zone: u32 = row
                .get(zone)
                .and_then(|z| z.parse().ok())
                .filter(|z| *z <= 99)
                .ok_or("not a job zone")?;
            roles[role.index()].seniority = Some(zone);
            Ok(())
        });
        Ok(())
    }

    /// Reads the names of the categories of education.
    fn read_categories(
        &mut self,
        source: &mut DataSetFiles<'_>,
        file: FileId,
        names: &mut HashMap<u32, String>,
    ) -> Result<(), ImportError> {
        let table = self.open_table(source, file)?;
        let [category, text] = table.require_columns([&["Category"], &["Category Description"]])?;
        let (scale, element) = (table.find_column(SCALE), table.find_column(ELEMENT));
        table.for_each_row(&mut self.tally, |row| {
            if is_experience(&row, scale, element)? {
                return Err("experience category (roledex shows years)");
            }
            let category = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            // The explanation after the dash is longer than the name.
            let name = text.split(" - ").next().unwrap_or_default().to_string();
            if names.insert(category, name).is_some() {
                return Err(DUPLICATE);
            }
            Ok(())
        });
        Ok(())
    }

    /// Reads the survey answers about education and related experience.
    fn read_answers(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        answers: &mut SurveyAnswers,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, category, value] = table.require_columns([CODE, &["Category"], VALUE])?;
        let (scale, element) = (table.find_column(SCALE), table.find_column(ELEMENT));
        let asked = table.find_column(&["N"]);
        let suppress = table
            .column_or_note(&["Recommend Suppress"], "O*NET's warnings about unreliable figures");
        table.for_each_row(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let experience = is_experience(&row, scale, element)?;
            let share = row.number(value).filter(|share| *share >= 0.0).ok_or(NO_NUMBER)?;
            let category: u32 = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let rows = answers.entry((role, experience)).or_default();
            if rows.iter().any(|(known, ..)| *known == category) {
                return Err(DUPLICATE);
            }
            let few = asked.and_then(|n| row.number(n)).is_some_and(|n| n < MIN_ANSWERS);
            let counts = !few && !row.is_yes(suppress);
            rows.push((category, share, counts));
            if counts { Ok(()) } else { Err(SUPPRESSED) }
        });
        Ok(())
    }

    /// Sets the education and the related experience that most respondents named.
    fn set_education(&mut self, answers: &SurveyAnswers, names: &HashMap<u32, String>) {
        let mut unsure = [0, 0];
        for ((role, experience), rows) in answers {
            let slot = &mut self.roles[role.index()].experience;
            let named = most_frequent(rows);
            let known = match (&named, experience) {
                (Some((categories, _)), true) => {
                    slot.years = combine_years(categories);
                    slot.years.is_some()
                }
                (Some((categories, share)), false) => {
                    let known: Vec<&str> = categories
                        .iter()
                        .filter_map(|c| names.get(c))
                        .map(String::as_str)
                        .collect();
                    let each = if known.len() > 1 { " each" } else { "" };
                    if known.len() == categories.len() {
                        let known = known.join(" or ");
                        slot.education =
                            Some(format!("{known} ({share:.0} %{each} of those asked)"));
                    }
                    // Known even without the table of names, which the report shows as missing.
                    true
                }
                (None, _) => false,
            };
            if !known {
                unsure[usize::from(*experience)] += 1;
            }
            if slot.years.is_some() || slot.education.is_some() {
                slot.sources = vec![SourceId(0)];
            }
        }
        for (count, what) in unsure.into_iter().zip(["education", "experience"]) {
            if count > 0 {
                self.tally.notes.push(format!(
                    "{what} not stated for {count} occupations: the usable answers do not show clearly which is the most \
                     frequent"
                ));
            }
        }
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

impl OnetSkills {
    /// Reads the available tables. The rated ones come first, so that essential skills precede the
    /// others.
    fn read(
        &mut self,
        source: &mut DataSetFiles<'_>,
        tables: &[(&'static OnetTableKind, FileId)],
        codes: &HashMap<String, RoleId>,
        elements: &ElementNames,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let codes = RoleCodes::new(codes);
        // Skills may be spread over two tables, and are ordered by importance across both.
        for (of, sort) in [
            (TableUse::Skills, OnetSkillKind::Skill),
            (TableUse::Knowledge, OnetSkillKind::Knowledge),
        ] {
            let mut ratings = ElementRatings::new();
            for (kind, file) in tables.iter().filter(|(kind, _)| kind.of == of) {
                let read = self.read_ratings(source, &codes, *file, elements, &mut ratings);
                self.tally.tolerate_missing_column(read, kind.lost)?;
            }
            self.require_rated(ratings, sort, elements);
        }
        for (kind, file) in tables.iter().filter(|(kind, _)| !kind.of.is_rated()) {
            let read = match kind.of {
                TableUse::Tools => {
                    self.read_tools(source, &codes, *file, OnetSkillKind::Tool, options)
                }
                _ => self.read_tools(source, &codes, *file, OnetSkillKind::Software, options),
            };
            self.tally.tolerate_missing_column(read, kind.lost)?;
        }
        Ok(())
    }

    /// Returns the skill of this kind called `name`, created if necessary. If another kind has the
    /// same name, or `shared` is set, the kind becomes part of its name and id.
    fn find_or_add(
        &mut self,
        name: &str,
        code: &str,
        sort: OnetSkillKind,
        shared: impl FnOnce() -> bool,
        group: Option<&str>,
    ) -> SkillId {
        if let Some(&skill) = self.names[sort as usize].get(name) {
            return skill;
        }
        let others = OnetSkillKind::ALL
            .iter()
            .any(|other| *other != sort && self.names[*other as usize].contains_key(name));
        let id = SkillId::from_index(self.all.len());
        let full = if others || shared() {
            Cow::Owned(format!("{name} ({})", sort.word()))
        } else {
            Cow::Borrowed(name)
        };
        let fresh = self.ids.generate(&full, code);
        self.all.push(Skill {
            group: group.map(str::to_string),
            ..Skill::new(fresh, &*full, sort.kind())
        });
        self.names[sort as usize].insert(name.to_string(), id);
        id
    }

    fn add_requirement(
        &mut self,
        role: RoleId,
        skill: SkillId,
        importance: Importance,
        level: Option<Level>,
        note: Option<&str>,
    ) {
        self.required[role.index()].push(Requirement {
            skill,
            importance,
            level,
            note: note.map(str::to_string),
            sources: Vec::new(),
        });
    }

    /// Reads `Skills.txt` and `Knowledge.txt`: two rows for each element, its importance and its
    /// level.
    fn read_ratings(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        elements: &ElementNames,
        rated: &mut ElementRatings,
    ) -> Result<(), ImportError> {
        let mut table = CsvTable::read(source, file, &mut self.tally)?;
        let [code, element, scale, value] = table.require_columns([CODE, ELEMENT, SCALE, VALUE])?;
        // The database releases name an element only in the content model.
        let name = table.find_column(ELEMENT_NAME);
        if name.is_none() && elements.names.is_empty() {
            table.require_columns([ELEMENT_NAME])?;
        }
        let suppress = table
            .column_or_note(&["Recommend Suppress"], "O*NET's warnings about unreliable figures");
        let irrelevant = table.find_column(&["Not Relevant"]);
        table.for_each_row(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let element = row.get(element).ok_or(INCOMPLETE_ROW)?;
            let name = match name {
                Some(name) => row.get(name).ok_or(INCOMPLETE_ROW)?,
                None => Cow::Borrowed(
                    elements.names.get(element.as_ref()).ok_or("no such element")?.as_str(),
                ),
            };
            let value = row.number(value).ok_or(NO_NUMBER)?;
            if row.is_yes(suppress) {
                return Err(SUPPRESSED);
            }
            let slot = rated.entry((role, element.into_owned())).or_insert_with(|| ElementRating {
                name: name.into_owned(),
                ..ElementRating::default()
            });
            match row.get(scale).as_deref() {
                Some("IM" | "Importance") if slot.importance.is_some() => return Err(DUPLICATE),
                Some("IM" | "Importance") if value >= MIN_IMPORTANCE => {
                    slot.importance = Some(value)
                }
                Some("IM" | "Importance") => return Err("not important for the occupation"),
                Some("LV" | "Level") if row.is_yes(irrelevant) => return Err("not relevant"),
                Some("LV" | "Level") if slot.level.is_some() => return Err(DUPLICATE),
                Some("LV" | "Level") => slot.level = Some(value),
                _ => return Err("another scale"),
            }
            Ok(())
        });
        Ok(())
    }

    /// Adds rated elements as requirements, by importance.
    fn require_rated(
        &mut self,
        rated: ElementRatings,
        sort: OnetSkillKind,
        elements: &ElementNames,
    ) {
        let group = if sort == OnetSkillKind::Knowledge { "Knowledge" } else { "Skills" };
        let mut found: Vec<(RoleId, f64, String, String, Option<f64>)> = rated
            .into_iter()
            .filter_map(|((role, element), r)| {
                Some((role, r.importance?, r.name, element, r.level))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
        for (role, importance, name, element, level) in found {
            // The skill keeps the plain name, whether or not the table of knowledge is present.
            let shared = || sort == OnetSkillKind::Knowledge && elements.is_shared(&name);
            let skill = self.find_or_add(&name, &element, sort, shared, Some(group));
            if self.all[skill.index()].codes.is_empty() {
                self.all[skill.index()].codes.push(("onet".to_string(), element));
            }
            let importance = if importance >= ESSENTIAL_IMPORTANCE {
                Importance::Essential
            } else {
                Importance::Useful
            };
            let scale = Scale::default();
            // Divides the scale of 0 to 7 into as many equal parts as the pack has levels.
            let level = level.and_then(|l| {
                let of = scale.names().len();
                scale.level(&scale.names()[((l / TOP_LEVEL * of as f64) as usize).min(of - 1)])
            });
            if self.known.insert((role, skill)) {
                self.add_requirement(role, skill, importance, level, None);
            }
        }
    }

    /// Reads software and tools: the examples, under their commodity or element.
    fn read_tools(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        sort: OnetSkillKind,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let mut table = CsvTable::read(source, file, &mut self.tally)?;
        let [code, example] =
            table.require_columns([CODE, &["Workplace Example", "Example", "T2 Example"]])?;
        let title =
            table.column_or_note(&["Element Name", "Commodity Title"], "the groups of tools");
        let scheme =
            if table.find_column(&["Commodity Code"]).is_some() { "unspsc" } else { "onet" };
        let commodity = table.find_column(&["Commodity Code", "Element ID"]);
        let (hot, demand) =
            (table.find_column(&["Hot Technology"]), table.find_column(&["In Demand"]));
        // Releases before 2019 have one table for both.
        let both = table.find_column(&["T2 Type"]);
        let mut tally = std::mem::take(&mut self.tally);
        table.for_each_row(&mut tally, |row| {
            let role = codes.role(&row, code)?;
            let example = row.get(example).ok_or(INCOMPLETE_ROW)?;
            let sort = match row.get_optional(both).as_deref() {
                Some("Tools") => OnetSkillKind::Tool,
                _ => sort,
            };
            if !options.includes(if sort == OnetSkillKind::Tool {
                DataSetPart::Tools
            } else {
                DataSetPart::Technology
            }) {
                return Err(EXCLUDED);
            }
            let commodity = row.get_optional(commodity);
            let title = row.get_optional(title);
            // Releases from 30.3 on give software another code; the id stays the same.
            let suffix = if sort == OnetSkillKind::Software {
                "software"
            } else {
                commodity.as_deref().unwrap_or("tool")
            };
            let skill = self.find_or_add(&example, suffix, sort, || false, title.as_deref());
            let known = &mut self.all[skill.index()];
            if let Some(code) = commodity.filter(|_| known.codes.is_empty()) {
                known.codes.push((scheme.to_string(), code.into_owned()));
            }
            if row.is_yes(hot) {
                known.note = Some("hot technology".to_string());
            }
            if !self.known.insert((role, skill)) {
                return Err("duplicate for this occupation");
            }
            let demand = row.is_yes(demand);
            self.add_requirement(
                role,
                skill,
                Importance::Useful,
                None,
                demand.then_some("in demand"),
            );
            Ok(())
        });
        self.tally = tally;
        Ok(())
    }
}

fn responsibility(
    text: String,
    theme: ThemeId,
    activity: Option<String>,
    note: Option<String>,
) -> Responsibility {
    Responsibility {
        text,
        theme,
        emphasis: None,
        share: None,
        activity,
        note,
        sources: Vec::new(),
        inherited_from: None,
    }
}

/// Whether the element is a family of work activities, which becomes a theme.
fn is_family(id: &str) -> bool {
    id.starts_with("4.A.") && id.split('.').count() == 4
}

/// Returns whether the row is about related work experience or education, or why it is about
/// neither.
fn is_experience(
    row: &CsvRow<'_>,
    scale: Option<usize>,
    element: Option<usize>,
) -> Result<bool, &'static str> {
    let scale = row.get_optional(scale);
    let element = row.get_optional(element);
    match (scale.as_deref(), element.as_deref()) {
        (Some("RL"), _) | (None, Some("2.D.1")) => Ok(false),
        (Some("RW"), _) | (None, Some("3.A.1")) => Ok(true),
        (None, None) => Err(INCOMPLETE_ROW),
        _ => Err("on-the-job training, not used by roledex"),
    }
}

/// Returns the years that a category of related work experience covers.
fn category_years(category: u32) -> Option<(f64, Option<f64>)> {
    Some(match category {
        1 => (0.0, Some(0.0)),
        2..=4 => (0.0, Some(0.5)),
        5 => (0.5, Some(1.0)),
        6 => (1.0, Some(2.0)),
        7 => (2.0, Some(4.0)),
        8 => (4.0, Some(6.0)),
        9 => (6.0, Some(8.0)),
        10 => (8.0, Some(10.0)),
        11 => (10.0, None),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
