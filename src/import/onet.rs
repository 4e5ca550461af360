//! Imports O*NET: the tab-delimited ("text") release.
//!
//! <https://www.onetcenter.org/database.html>. Occupations become roles, task statements
//! responsibilities under the work-activity family of their first detailed work activity, which is
//! the pairing key. Software, tools and the rated skills and knowledge become skills.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::archive::{FileId, Found, Source, form};
use super::ids::Ids;
use super::release::Release;
use super::table::{Blanks, Row, Table, plain_text};
use super::{Error, Imported, Options, Part, Set, Tally, instead};
use crate::model::{
    Date, Experience, Importance, Level, Pack, PackId, Reporting, Requirement, Responsibility,
    Role, RoleId, Scale, Skill, SkillId, SkillKind, Source as Cited, SourceId, SourceKind, Tables,
    Theme, ThemeId,
};

/// The table of occupations, without its extension.
const OCCUPATIONS: &str = "Occupation Data";

/// Purpose of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Elements,
    Families,
    Activities,
    Tasks,
    Emerging,
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

impl Use {
    /// Returns the part of the data set that is left out with the table.
    fn part(self) -> Option<Part> {
        Some(match self {
            Self::Emerging => Part::EmergingTasks,
            Self::Titles => Part::AlternateTitles,
            Self::Skills | Self::Knowledge => Part::Knowledge,
            Self::Technology => Part::Technology,
            Self::Tools => Part::Tools,
            Self::Related => Part::Related,
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
enum Layout {
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
struct Kind {
    of: Use,
    layout: Layout,
    /// The file's name without its extension.
    file: &'static str,
    /// The data lost without it.
    lost: &'static str,
}

const fn kind(of: Use, layout: Layout, file: &'static str, lost: &'static str) -> Kind {
    Kind { of, layout, file, lost }
}

/// The tables read besides the occupations, in reading order.
const KINDS: [Kind; 25] = [
    kind(Use::Elements, Layout::Every, "Content Model Reference", "the names of the themes"),
    kind(Use::Families, Layout::New, "GWAs to IWAs to DWAs", "the theme of some responsibilities"),
    kind(Use::Families, Layout::Old, "DWA Reference", "the theme of some responsibilities"),
    kind(
        Use::Activities,
        Layout::Every,
        "Tasks to DWAs",
        "the theme and the activity of each responsibility",
    ),
    kind(Use::Tasks, Layout::Every, "Task Statements", "responsibilities"),
    kind(Use::Emerging, Layout::Every, "Emerging Tasks", "tasks that are new or being revised"),
    kind(Use::Titles, Layout::Every, "Sample of Reported Titles", "titles as people report them"),
    kind(Use::Titles, Layout::New, "Job Titles", "alternate titles"),
    kind(Use::Titles, Layout::Old, "Alternate Titles", "alternate titles"),
    kind(Use::Titles, Layout::Oldest, "Lay Titles", "alternate titles"),
    kind(Use::Skills, Layout::New, "Essential Skills", "basic skills with importance and level"),
    kind(
        Use::Skills,
        Layout::New,
        "Transferable Skills",
        "cross-functional skills with importance and level",
    ),
    kind(Use::Skills, Layout::Old, "Skills", "skills with importance and level"),
    kind(Use::Knowledge, Layout::Every, "Knowledge", "knowledge with importance and level"),
    kind(Use::Technology, Layout::New, "Software Skills", "software"),
    kind(Use::Technology, Layout::Old, "Technology Skills", "software"),
    kind(Use::Technology, Layout::Oldest, "Tools and Technology", "software, tools and equipment"),
    kind(Use::Tools, Layout::Every, "Tools Used", "tools and equipment"),
    kind(Use::JobZones, Layout::Every, "Job Zones", "the level of each role"),
    kind(Use::Categories, Layout::New, "Education Categories", "the names of the usual education"),
    kind(
        Use::Categories,
        Layout::Old,
        "Education, Training, and Experience Categories",
        "the names of the usual education",
    ),
    kind(Use::Education, Layout::New, "Education", "the usual education"),
    kind(Use::Education, Layout::New, "Training and Experience", "the usual experience"),
    kind(
        Use::Education,
        Layout::Old,
        "Education, Training, and Experience",
        "the usual education and experience",
    ),
    kind(Use::Related, Layout::Every, "Related Occupations", "related roles"),
];

/// Tables of releases before 26, read if `Related Occupations` is missing.
const MATRICES: [Kind; 2] = [
    kind(Use::Related, Layout::Oldest, "Career Changers Matrix", "related roles"),
    kind(Use::Related, Layout::Oldest, "Career Starters Matrix", "related roles"),
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
const CUT_SHORT: &str = "incomplete row";
const TWICE: &str = "duplicate";
const LEFT_OUT: &str = "excluded by --without";
const NO_NUMBER: &str = "not a number";
const SUPPRESSED: &str = "O*NET advises against using it";

/// Minimum number of answers that make a share meaningful; O*NET recommends suppressing smaller
/// ones.
const FEW: f64 = 10.0;

/// Importance (scale 1 to 5) from which O*NET calls an element important.
const IMPORTANT: f64 = 3.0;

/// Importance ("somewhat important") below which an element does not characterise the occupation.
const SLIGHT: f64 = 2.0;

/// Top of the level scale of skills and knowledge, which starts at 0.
const TOP_LEVEL: f64 = 7.0;

/// The ratings of one skill or body of knowledge in one occupation.
#[derive(Default)]
struct Rating {
    name: String,
    /// 1 to 5.
    importance: Option<f64>,
    /// 0 to 7.
    level: Option<f64>,
}

/// Ratings by role and element.
type Ratings = BTreeMap<(RoleId, String), Rating>;

/// The data read so far, except the skills.
#[derive(Default)]
struct Draft {
    roles: Vec<Role>,
    themes: Vec<Theme>,
    latest: Option<Date>,
    /// Whether the table of activities names them as releases from 30.3 on do.
    new_ids: Option<bool>,
    tally: Tally,
}

/// Survey answers by role and by whether they are about experience: category, share, and whether
/// the row counts.
type Answers = BTreeMap<(RoleId, bool), Vec<(u32, f64, bool)>>;

/// Kind of a skill in O*NET. Equal names of different kinds are different skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Skill,
    Knowledge,
    Software,
    Tool,
}

impl Sort {
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
struct Skills {
    all: Vec<Skill>,
    /// Skills by name, for each kind.
    names: [HashMap<String, SkillId>; 4],
    ids: Ids,
    /// Requirements of each role.
    required: Vec<Vec<Requirement>>,
    /// The required skills of all roles, so that nothing is required twice.
    known: HashSet<(RoleId, SkillId)>,
    tally: Tally,
}

/// Themes and activities by task id.
type Activities<'t> = HashMap<Cow<'t, str>, (ThemeId, Option<Cow<'t, str>>)>;

/// The theme of each activity.
struct Families {
    /// Themes by the code of the family.
    themes: BTreeMap<String, ThemeId>,
    /// The element of the content model to which each detailed work activity belongs.
    elements: HashMap<String, String>,
    /// The theme of all other activities.
    other: ThemeId,
}

impl Families {
    fn of(&self, dwa: &str) -> ThemeId {
        let element = self.elements.get(dwa).map_or(dwa, String::as_str);
        let family = element.match_indices('.').nth(3).map_or(element, |(at, _)| &element[..at]);
        self.themes.get(family).copied().unwrap_or(self.other)
    }
}

/// The roles by code.
struct Codes<'a> {
    roles: &'a HashMap<String, RoleId>,
    /// The last role looked up: the rows of an occupation are mostly adjacent.
    last: RefCell<Option<(String, RoleId)>>,
}

impl<'a> Codes<'a> {
    fn new(roles: &'a HashMap<String, RoleId>) -> Self {
        Self { roles, last: RefCell::default() }
    }

    /// Returns the role with the code in `column`, or why there is none.
    fn role(&self, row: &Row<'_>, column: usize) -> Result<RoleId, &'static str> {
        let code = row.get(column).ok_or(CUT_SHORT)?;
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
fn key(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let key: String =
        stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.strip_prefix("onet").unwrap_or(bare).to_string()
}

/// Whether a file with this name is `table`.
fn is(file: &Found, table: &str) -> bool {
    is_named(&file.name, table)
}

fn is_named(name: &str, table: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let text = extension.is_some_and(|e| ["txt", "csv", "tsv", "tab"].contains(&e.as_str()));
    let found = key(name);
    text && (found == key(table)
        || OTHER_NAMES.iter().any(|(other, of)| *other == found && *of == table))
}

/// Whether a file with this name is the table that every release has.
pub(super) fn is_occupations(name: &str) -> bool {
    is_named(name, OCCUPATIONS)
}

/// The files to read.
struct Chosen {
    occupations: FileId,
    /// Tables, in reading order.
    tables: Vec<(&'static Kind, FileId)>,
    number: Option<String>,
}

impl Chosen {
    fn of(&self, wanted: Use) -> impl Iterator<Item = FileId> {
        self.tables.iter().filter(move |(kind, _)| kind.of == wanted).map(|(_, id)| *id)
    }
}

/// Chooses the files of one release.
fn choose(source: &Source<'_>, options: &Options, tally: &mut Tally) -> Result<Chosen, Error> {
    // The publisher's text format before others.
    let rank = |id: &FileId| u8::from(source.file(*id).extension() != "txt");
    let candidates = |table: &str| {
        let mut found: Vec<FileId> =
            (0..source.files().len()).filter(|id| is(source.file(*id), table)).collect();
        found.sort_by_key(rank);
        found
    };
    // A release states its own number; the names of folders and archives may do so too.
    let stated = read_me_numbers(source)?;
    let tell = |file: &Found| stated.get(&file.folder).cloned().or_else(|| number(&file.trail));
    let Some(mut release) = Release::of(source, &candidates(OCCUPATIONS), Box::new(tell))? else {
        return Err(Error::NotTheSet {
            paths: source.names(),
            set: "an O*NET text release",
            table: "Occupation Data.txt",
            hint: instead(source, Set::Onet, ADVICE),
        });
    };
    let mut tables: Vec<(&'static Kind, FileId)> = Vec::new();
    let mut find = |kinds: &'static [Kind], tables: &mut Vec<(&'static Kind, FileId)>| {
        for kind in
            kinds.iter().filter(|kind| kind.of.part().is_none_or(|part| options.takes(part)))
        {
            let ranked: Vec<(u8, FileId)> =
                candidates(kind.file).iter().map(|id| (rank(id), *id)).collect();
            if let Some(id) = release.choose(&ranked)? {
                tables.push((kind, id));
            }
        }
        Ok::<_, Error>(())
    };
    find(&KINDS, &mut tables)?;
    if !tables.iter().any(|(kind, _)| kind.of == Use::Related) {
        find(&MATRICES, &mut tables)?;
    }
    apart(source, &tables)?;
    let has = |layout: Layout| tables.iter().any(|(kind, _)| kind.layout == layout);
    let new = has(Layout::New) && !has(Layout::Old);
    for kind in &KINDS {
        let same = |other: &Kind| {
            other.of == kind.of && (kind.of != Use::Titles || other.layout != Layout::Every)
        };
        let present: Vec<&Kind> =
            tables.iter().map(|(kind, _)| *kind).filter(|other| same(other)).collect();
        let tools = kind.of == Use::Tools
            && tables
                .iter()
                .any(|(kind, _)| kind.layout == Layout::Oldest && kind.of == Use::Technology);
        let missed = match kind.layout {
            _ if kind.of.part().is_some_and(|part| !options.takes(part)) => false,
            Layout::Every if kind.of == Use::Titles => {
                !tables.iter().any(|(other, _)| other.file == kind.file)
            }
            Layout::Every => present.is_empty() && !tools,
            Layout::Oldest => false,
            Layout::Old => present.is_empty() && !new,
            // One of two tables that replaced one.
            Layout::New => {
                !present.iter().any(|other| other.layout != Layout::New || other.file == kind.file)
                    && (new || !present.is_empty())
            }
        };
        if missed {
            tally.missing.push((format!("{}.txt", kind.file), kind.lost));
        }
    }
    tally.unread = release.unread(|_, file| {
        let kind = KINDS.iter().chain(&MATRICES).find(|kind| is(file, kind.file));
        match kind {
            Some(kind) if kind.of.part().is_some_and(|part| !options.takes(part)) => {
                Some(LEFT_OUT.to_string())
            }
            Some(kind) if tables.iter().any(|(other, _)| other.file == kind.file) => {
                Some("the same table in another form".to_string())
            }
            _ if is(file, OCCUPATIONS) => Some("the same table in another form".to_string()),
            _ if key(&file.name) == "readme" => None,
            _ => match form(&file.name) {
                Some(form) => Some(format!("{form}; roledex reads text and CSV")),
                None => file.is_table().then(|| "not used by roledex".to_string()),
            },
        }
    });
    tally.notes.extend(release.notes());
    let (occupations, number) = (release.occupations, release.number);
    Ok(Chosen { occupations, tables, number })
}

/// Returns the release numbers stated in the `Read Me` files, by folder.
fn read_me_numbers(source: &Source<'_>) -> Result<HashMap<String, String>, Error> {
    let mut numbers = HashMap::new();
    for (id, file) in
        source.files().iter().enumerate().filter(|(_, file)| key(&file.name) == "readme")
    {
        let text = String::from_utf8_lossy(&source.bytes(id)?).replace(['_', '\n', '\r'], " ");
        if let Some(number) = text.split_once("O*NET ").and_then(|(_, rest)| digits(rest)) {
            numbers.insert(file.folder.clone(), number);
        }
    }
    Ok(numbers)
}

/// Rejects tables with the same use that are in different folders and in the layouts of different
/// releases: each folder then contains a release of its own, even if the two have the same
/// occupations.
fn apart(source: &Source<'_>, tables: &[(&'static Kind, FileId)]) -> Result<(), Error> {
    let is_old = |kind: &Kind| matches!(kind.layout, Layout::Old | Layout::Oldest);
    for (new, id) in tables.iter().filter(|(kind, _)| kind.layout == Layout::New) {
        let elsewhere = |old: FileId| source.file(old).folder != source.file(*id).folder;
        if let Some((_, old)) =
            tables.iter().find(|(kind, old)| kind.of == new.of && is_old(kind) && elsewhere(*old))
        {
            return Err(Error::Several {
                what: "the tables are of several releases",
                found: format!("{}, {}", source.file(*old).path(), source.file(*id).path()),
                hint: "name the folders or archives of one release".to_string(),
            });
        }
    }
    Ok(())
}

pub(super) fn read(source: &mut Source<'_>, options: &Options) -> Result<Imported, Error> {
    let mut draft = Draft::default();
    let chosen = choose(source, options, &mut draft.tally)?;
    let (of_skills, rest): (Vec<_>, Vec<_>) =
        chosen.tables.iter().copied().partition(|(kind, _)| kind.of.has_skills());
    let wanted: Vec<FileId> =
        std::iter::once(chosen.occupations).chain(rest.iter().map(|(_, id)| *id)).collect();
    let mut fork = source.fork();
    source.expect(&wanted, Blanks::NotAvailable);
    fork.expect(&of_skills.iter().map(|(_, id)| *id).collect::<Vec<_>>(), Blanks::NotAvailable);

    let codes = draft.occupations(source, chosen.occupations)?;
    let mut elements = Elements::default();
    for file in chosen.of(Use::Elements) {
        let read = draft.elements(source, file, &mut elements);
        draft.tally.forgive(read, "the names of the themes")?;
    }
    let mut skills = Skills { required: vec![Vec::new(); draft.roles.len()], ..Skills::default() };
    // The skills are half of the work and independent of the rest.
    let (rest, found) = std::thread::scope(|scope| {
        let found = scope.spawn(|| skills.read(&mut fork, &of_skills, &codes, &elements, options));
        let rest = draft.read(source, &chosen, &elements, options, &Codes::new(&codes));
        (rest, found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    rest.and(found)?;
    draft.layout(source, &chosen);
    Ok(draft.finish(skills, chosen.number))
}

/// Returns the number of a release in the names of folders and archives, the innermost first:
/// `30.1` in `db_30_1_text`.
fn number(trail: &str) -> Option<String> {
    trail.rsplit('/').find_map(|name| {
        let name = name.to_lowercase().replace(['_', '-', ' '], ".");
        ["db.", "o*net.", "onet."].iter().find_map(|word| digits(name.rsplit_once(word)?.1))
    })
}

/// Returns the number of a release at the start of `text`.
fn digits(text: &str) -> Option<String> {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = number.trim_matches('.');
    // `2019` is the year of the taxonomy.
    number.split('.').next().filter(|major| (1..=2).contains(&major.len()))?;
    Some(number.to_string())
}

/// Parses `08/2023` or `2023-08-01` as the first day of that month.
fn month(text: &str) -> Option<Date> {
    if let Some((month, year)) = text.split_once('/') {
        return Date::new(year.parse().ok()?, month.parse().ok()?, 1);
    }
    let mut parts = text.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, 1)
}

/// Names in the content model, by element.
#[derive(Default)]
struct Elements {
    names: HashMap<String, String>,
}

impl Elements {
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
fn most_named(rows: &[(u32, f64, bool)]) -> Option<(Vec<u32>, f64)> {
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
fn years_of(categories: &[u32]) -> Option<(f64, Option<f64>)> {
    let mut ranges = categories.iter().map(|category| years(*category));
    let first = ranges.next()??;
    ranges.try_fold(first, |(from, to), next| {
        let (low, high) = next?;
        let reached = to.is_some_and(|to| low <= to);
        reached.then_some((from, high))
    })
}

impl Draft {
    fn open(&mut self, source: &mut Source<'_>, file: FileId) -> Result<Table, Error> {
        Table::read(source, file, &mut self.tally)
    }

    /// Reads every table except those of occupations, elements and skills.
    fn read(
        &mut self,
        source: &mut Source<'_>,
        chosen: &Chosen,
        elements: &Elements,
        options: &Options,
        codes: &Codes<'_>,
    ) -> Result<(), Error> {
        let families = self.families(source, chosen, elements)?;
        // Tasks borrow the activities of this table.
        let mut table = None;
        for file in chosen.of(Use::Activities) {
            table = Some(self.open(source, file)?);
        }
        let mut activities = Activities::new();
        if let Some(table) = &table {
            let read = self.activities(table, &families, options, &mut activities);
            self.tally.forgive(read, "the theme and the activity of each responsibility")?;
        }
        let mut categories: HashMap<u32, String> = HashMap::new();
        let mut answers = Answers::new();
        for (kind, file) in chosen.tables.iter().copied() {
            let read = match kind.of {
                Use::Tasks => self.tasks(source, codes, file, &activities),
                Use::Emerging => self.emerging(source, codes, file, &activities),
                Use::Titles => self.titles(source, codes, file),
                Use::JobZones => self.job_zones(source, codes, file),
                Use::Categories => self.categories(source, file, &mut categories),
                Use::Education => self.answers(source, codes, file, &mut answers),
                Use::Related => self.related(source, codes, file),
                _ => Ok(()),
            };
            self.tally.forgive(read, kind.lost)?;
        }
        self.education(&answers, &categories);
        Ok(())
    }

    /// Reports the layout of the release.
    fn layout(&mut self, source: &Source<'_>, chosen: &Chosen) {
        let of = |wanted: &[Layout]| -> Vec<&str> {
            let files = chosen.tables.iter().filter(|(kind, _)| wanted.contains(&kind.layout));
            files.map(|(_, id)| source.file(*id).name.as_str()).collect()
        };
        let (new, old) = (of(&[Layout::New]), of(&[Layout::Old, Layout::Oldest]));
        let (is_new, is_old) = (
            !new.is_empty() || self.new_ids == Some(true),
            !old.is_empty() || self.new_ids == Some(false),
        );
        self.tally.layout = match (is_new, is_old) {
            (true, false) => Some("as in releases from 30.3 on"),
            (false, true) => Some("as in releases up to 30.2"),
            (true, true) => {
                if !new.is_empty() && !old.is_empty() {
                    self.tally.notes.push(format!(
                        "as in releases from 30.3 on: {}; as in earlier ones: {}",
                        new.join(", "),
                        old.join(", ")
                    ));
                }
                Some("mixed: partly as in releases from 30.3 on, partly as in earlier ones")
            }
            (false, false) => None,
        };
    }

    /// Reads the roles; returns them by code.
    fn occupations(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
    ) -> Result<HashMap<String, RoleId>, Error> {
        let mut table = self.open(source, file)?;
        let [code, title] = table.columns([CODE, OCCUPATION])?;
        let description = table.useful(DESCRIPTION, "descriptions");
        let mut ids = Ids::default();
        let mut codes = HashMap::new();
        let Self { roles, tally, .. } = self;
        table.rows(tally, |row| {
            let (code, title) = (row.get(code).ok_or(CUT_SHORT)?, row.get(title).ok_or(CUT_SHORT)?);
            if codes.contains_key(code.as_ref()) {
                return Err(TWICE);
            }
            let major = code.get(..2).unwrap_or_default();
            let family = MAJOR_GROUPS.iter().find(|(prefix, _)| *prefix == major);
            codes.insert(code.to_string(), RoleId::from_index(roles.len()));
            roles.push(Role {
                id: ids.fresh(&title, &code),
                pack: PackId(0),
                family: family
                    .map_or_else(|| format!("Group {major}"), |(_, name)| (*name).to_string()),
                track: None,
                level: None,
                aliases: Vec::new(),
                hidden: Vec::new(),
                confused_with: Vec::new(),
                related: Vec::new(),
                broader: Vec::new(),
                summary: row
                    .maybe(description)
                    .map_or_else(|| title.to_string(), |d| plain_text(&d).into_owned()),
                focus: None,
                extends: None,
                codes: vec![("onet-soc".to_string(), code.to_string())],
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
        tally.occupations(roles.len())?;
        Ok(codes)
    }

    /// Reads the names of the content model.
    fn elements(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        elements: &mut Elements,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [id, name] = table.columns([ELEMENT, ELEMENT_NAME])?;
        table.rows(&mut self.tally, |row| {
            let (id, name) = (row.get(id).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            let family = is_family(&id);
            elements.names.insert(id.into_owned(), name.into_owned());
            if family { Ok(()) } else { Err("not a family of work activities") }
        });
        Ok(())
    }

    /// Reads the themes, which are the families of work activities.
    fn families(
        &mut self,
        source: &mut Source<'_>,
        chosen: &Chosen,
        names: &Elements,
    ) -> Result<Families, Error> {
        // Families in the order of the content model, then activities without one.
        let mut families: BTreeMap<String, ThemeId> = BTreeMap::new();
        let mut ordered: Vec<(&String, &String)> =
            names.names.iter().filter(|(id, _)| is_family(id)).collect();
        ordered.sort();
        let mut ids = Ids::default();
        for (code, name) in ordered {
            families.insert(code.clone(), ThemeId::from_index(self.themes.len()));
            self.themes.push(Theme { id: ids.fresh(name, code), title: name.clone() });
        }
        let other = ThemeId::from_index(self.themes.len());
        self.themes.push(Theme {
            id: ids.fresh("other-tasks", "other"),
            title: "Other tasks".to_string(),
        });

        let mut elements: HashMap<String, String> = HashMap::new();
        for file in chosen.of(Use::Families) {
            let table = self.open(source, file)?;
            let read =
                table.columns([&["GWA Element ID", "Element ID"], DWA]).map(|[element, dwa]| {
                    table.rows(&mut self.tally, |row| {
                        let (element, dwa) =
                            (row.get(element).ok_or(CUT_SHORT)?, row.get(dwa).ok_or(CUT_SHORT)?);
                        elements.insert(dwa.into_owned(), element.into_owned());
                        Ok(())
                    });
                });
            self.tally.forgive(read, "the theme of some responsibilities")?;
        }
        Ok(Families { themes: families, elements, other })
    }

    /// Returns the theme and activity by task id, from the first activity listed for each task.
    fn activities<'t>(
        &mut self,
        table: &'t Table,
        families: &Families,
        options: &Options,
        activities: &mut Activities<'t>,
    ) -> Result<(), Error> {
        let [task, dwa] = table.columns([TASK_ID, DWA])?;
        self.new_ids = Some(table.column(&DWA[..1]).is_some());
        table.rows(&mut self.tally, |row| {
            let (task, dwa) = (row.get(task).ok_or(CUT_SHORT)?, row.get(dwa).ok_or(CUT_SHORT)?);
            if activities.contains_key(&task) {
                return Err("another activity of a task that has one");
            }
            let theme = families.of(&dwa);
            activities.insert(task, (theme, Some(dwa).filter(|_| options.takes(Part::Activities))));
            Ok(())
        });
        Ok(())
    }

    /// Returns the theme for tasks without a known activity.
    fn other(&self) -> ThemeId {
        ThemeId::from_index(self.themes.len() - 1)
    }

    fn tasks(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
        activities: &Activities<'_>,
    ) -> Result<(), Error> {
        let mut table = self.open(source, file)?;
        let [code, text] = table.columns([CODE, TASK])?;
        let id = table.useful(TASK_ID, "the theme and the activity of each responsibility");
        let kind = table.useful(&["Task Type"], "which tasks are core and which supplemental");
        let date = table.column(DATE);
        let other = self.other();
        // Core tasks come before supplemental ones, and those before tasks that are marked as
        // neither.
        let mut found: Vec<Vec<(u8, Responsibility)>> = vec![Vec::new(); self.roles.len()];
        let Self { tally, latest, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(CUT_SHORT)?;
            let known = row.maybe(id).and_then(|id| activities.get(id.as_ref()));
            let kind = row.maybe(kind);
            *latest = (*latest).max(row.maybe(date).and_then(|d| month(&d)));
            let (rank, note) = match kind.as_deref() {
                Some("Core") => (0, None),
                Some("Supplemental") => (1, Some("supplemental".to_string())),
                _ => (2, None),
            };
            let (theme, activity) =
                known.map_or((other, None), |(theme, activity)| (*theme, activity.as_deref()));
            let activity = activity.map(str::to_string);
            found[role.index()].push((rank, duty(text.into_owned(), theme, activity, note)));
            Ok(())
        });
        for (role, mut duties) in self.roles.iter_mut().zip(found) {
            duties.sort_by_key(|(rank, _)| *rank);
            role.responsibilities = duties.into_iter().map(|(_, duty)| duty).collect();
        }
        Ok(())
    }

    fn emerging(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
        activities: &Activities<'_>,
    ) -> Result<(), Error> {
        let mut table = self.open(source, file)?;
        let [code, text] = table.columns([CODE, TASK])?;
        let category = table.useful(&["Category"], "which tasks are new and which revised");
        let original = table.useful(&["Original Task ID"], "the theme of revised tasks");
        let other = self.other();
        let Self { roles, tally, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(CUT_SHORT)?;
            let revised = row.maybe(category).is_some_and(|c| c == "Revision");
            let known = row.maybe(original).and_then(|id| activities.get(id.as_ref()));
            // A revision is listed beside the task in force, which alone keeps the activity.
            let theme = known.map_or(other, |(theme, _)| *theme);
            let note = if revised { "emerging, revises a task in force" } else { "emerging" };
            roles[role.index()].responsibilities.push(duty(
                text.into_owned(),
                theme,
                None,
                Some(note.to_string()),
            ));
            Ok(())
        });
        Ok(())
    }

    fn titles(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, title] = table.columns([CODE, TITLE])?;
        let short = table.column(&["Short Title"]);
        let Self { roles, tally, .. } = self;
        // The titles of one role in lower case: the rows of an occupation are mostly adjacent.
        let (mut of, mut known) = (None, HashSet::<String>::default());
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let title = row.get(title).ok_or(CUT_SHORT)?;
            let named = &mut roles[role.index()];
            if of.replace(role) != Some(role) {
                known.clear();
                known.extend(named.aliases.iter().chain([&named.title]).map(|t| t.to_lowercase()));
            }
            let mut taken = false;
            for title in [Some(title), row.maybe(short)].into_iter().flatten() {
                if known.insert(title.to_lowercase()) {
                    named.aliases.push(title.into_owned());
                    taken = true;
                }
            }
            if taken { Ok(()) } else { Err(TWICE) }
        });
        Ok(())
    }

    fn job_zones(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, zone] = table.columns([CODE, &["Job Zone"]])?;
        let Self { roles, tally, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let zone: u32 = row
                .get(zone)
                .and_then(|z| z.parse().ok())
                .filter(|z| *z <= 99)
                .ok_or("not a job zone")?;
            roles[role.index()].level = Some(zone);
            Ok(())
        });
        Ok(())
    }

    /// Reads the names of the categories of education.
    fn categories(
        &mut self,
        source: &mut Source<'_>,
        file: FileId,
        names: &mut HashMap<u32, String>,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [category, text] = table.columns([&["Category"], &["Category Description"]])?;
        let (scale, element) = (table.column(SCALE), table.column(ELEMENT));
        table.rows(&mut self.tally, |row| {
            if experience(&row, scale, element)? {
                return Err("experience, which roledex shows in years");
            }
            let category = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let text = row.get(text).ok_or(CUT_SHORT)?;
            // The explanation after the dash is longer than the name.
            let name = text.split(" - ").next().unwrap_or_default().to_string();
            if names.insert(category, name).is_some() {
                return Err(TWICE);
            }
            Ok(())
        });
        Ok(())
    }

    /// Reads the survey answers about education and related experience.
    fn answers(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
        answers: &mut Answers,
    ) -> Result<(), Error> {
        let mut table = self.open(source, file)?;
        let [code, category, value] = table.columns([CODE, &["Category"], VALUE])?;
        let (scale, element) = (table.column(SCALE), table.column(ELEMENT));
        let asked = table.column(&["N"]);
        let suppress =
            table.useful(&["Recommend Suppress"], "which figures O*NET advises against using");
        table.rows(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let experience = experience(&row, scale, element)?;
            let share = row.number(value).filter(|share| *share >= 0.0).ok_or(NO_NUMBER)?;
            let category: u32 = row.get(category).and_then(|c| c.parse().ok()).ok_or(NO_NUMBER)?;
            let rows = answers.entry((role, experience)).or_default();
            if rows.iter().any(|(known, ..)| *known == category) {
                return Err(TWICE);
            }
            let few = asked.and_then(|n| row.number(n)).is_some_and(|n| n < FEW);
            let counts = !few && !row.yes(suppress);
            rows.push((category, share, counts));
            if counts { Ok(()) } else { Err(SUPPRESSED) }
        });
        Ok(())
    }

    /// Sets the education and the related experience that most respondents named.
    fn education(&mut self, answers: &Answers, names: &HashMap<u32, String>) {
        let mut unsure = [0, 0];
        for ((role, experience), rows) in answers {
            let slot = &mut self.roles[role.index()].experience;
            let named = most_named(rows);
            let known = match (&named, experience) {
                (Some((categories, _)), true) => {
                    slot.years = years_of(categories);
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
                    "{what} not stated for {count} occupations: the usable answers do not settle which is the most \
                     frequent"
                ));
            }
        }
    }

    fn related(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
    ) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, other] = table.columns([
            CODE,
            &["Related O*NET-SOC Code", "Related O*NET Code", "Related SOC Code"],
        ])?;
        let index = table.column(&["Index", "Related Index"]);
        let mut found: Vec<Vec<(u32, RoleId)>> = vec![Vec::new(); self.roles.len()];
        let tally = &mut self.tally;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let other = codes.role(&row, other)?;
            let rank = row.maybe(index).and_then(|i| i.parse().ok()).unwrap_or(u32::MAX);
            if role == other || found[role.index()].iter().any(|(_, known)| *known == other) {
                return Err(TWICE);
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

    fn finish(mut self, skills: Skills, number: Option<String>) -> Imported {
        let database =
            number.as_ref().map_or_else(|| "O*NET".to_string(), |number| format!("O*NET {number}"));
        let version = self.tally.version(number);
        let Skills { all: skills, required, tally, .. } = skills;
        self.tally.tables.extend(tally.tables);
        self.tally.notes.extend(tally.notes);
        self.tally.unread.extend(tally.unread);
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
        if !used.contains(&self.other()) {
            self.themes.pop();
        }
        let present: HashSet<&str> = self.roles.iter().map(|r| r.family.as_str()).collect();
        let families = MAJOR_GROUPS
            .iter()
            .filter(|(_, n)| present.contains(n))
            .map(|(_, name)| (*name).to_string())
            .collect();
        let pack = Pack {
            id: "onet".to_string(),
            title: database.clone(),
            version,
            license: Some("CC-BY-4.0".to_string()),
            language: Some("en-US".to_string()),
            as_of: self.latest,
            attribution: Some(notice(&database)),
            scale: Scale::default(),
            families,
            origin: String::new(),
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
        let tables = Tables {
            packs: vec![pack],
            sources: vec![source],
            themes: self.themes,
            skills,
            roles: self.roles,
            comparisons: Vec::new(),
        };
        Imported { tables, tally: self.tally }
    }
}

impl Skills {
    /// Reads the available tables. The rated ones come first, so that essential skills precede the
    /// others.
    fn read(
        &mut self,
        source: &mut Source<'_>,
        tables: &[(&'static Kind, FileId)],
        codes: &HashMap<String, RoleId>,
        elements: &Elements,
        options: &Options,
    ) -> Result<(), Error> {
        let codes = Codes::new(codes);
        // Skills may be spread over two tables, and are ordered by importance across both.
        for (of, sort) in [(Use::Skills, Sort::Skill), (Use::Knowledge, Sort::Knowledge)] {
            let mut ratings = Ratings::new();
            for (kind, file) in tables.iter().filter(|(kind, _)| kind.of == of) {
                let read = self.rated(source, &codes, *file, elements, &mut ratings);
                self.tally.forgive(read, kind.lost)?;
            }
            self.rate(ratings, sort, elements);
        }
        for (kind, file) in tables.iter().filter(|(kind, _)| !kind.of.is_rated()) {
            let read = match kind.of {
                Use::Tools => self.tools(source, &codes, *file, Sort::Tool, options),
                _ => self.tools(source, &codes, *file, Sort::Software, options),
            };
            self.tally.forgive(read, kind.lost)?;
        }
        Ok(())
    }

    /// Returns the skill of this kind called `name`, created if necessary. If another kind has the
    /// same name, or `shared` is set, the kind becomes part of its name and id.
    fn named(
        &mut self,
        name: &str,
        code: &str,
        sort: Sort,
        shared: impl FnOnce() -> bool,
        group: Option<&str>,
    ) -> SkillId {
        if let Some(&skill) = self.names[sort as usize].get(name) {
            return skill;
        }
        let others = Sort::ALL
            .iter()
            .any(|other| *other != sort && self.names[*other as usize].contains_key(name));
        let id = SkillId::from_index(self.all.len());
        let full = if others || shared() {
            Cow::Owned(format!("{name} ({})", sort.word()))
        } else {
            Cow::Borrowed(name)
        };
        let fresh = self.ids.fresh(&full, code);
        self.all.push(Skill {
            group: group.map(str::to_string),
            ..Skill::new(fresh, &*full, sort.kind())
        });
        self.names[sort as usize].insert(name.to_string(), id);
        id
    }

    fn require(
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
    fn rated(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
        elements: &Elements,
        rated: &mut Ratings,
    ) -> Result<(), Error> {
        let mut table = Table::read(source, file, &mut self.tally)?;
        let [code, element, scale, value] = table.columns([CODE, ELEMENT, SCALE, VALUE])?;
        // The database releases name an element only in the content model.
        let name = table.column(ELEMENT_NAME);
        if name.is_none() && elements.names.is_empty() {
            table.columns([ELEMENT_NAME])?;
        }
        let suppress =
            table.useful(&["Recommend Suppress"], "which figures O*NET advises against using");
        let irrelevant = table.column(&["Not Relevant"]);
        table.rows(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let element = row.get(element).ok_or(CUT_SHORT)?;
            let name = match name {
                Some(name) => row.get(name).ok_or(CUT_SHORT)?,
                None => Cow::Borrowed(
                    elements.names.get(element.as_ref()).ok_or("no such element")?.as_str(),
                ),
            };
            let value = row.number(value).ok_or(NO_NUMBER)?;
            if row.yes(suppress) {
                return Err(SUPPRESSED);
            }
            let slot = rated
                .entry((role, element.into_owned()))
                .or_insert_with(|| Rating { name: name.into_owned(), ..Rating::default() });
            match row.get(scale).as_deref() {
                Some("IM" | "Importance") if slot.importance.is_some() => return Err(TWICE),
                Some("IM" | "Importance") if value >= SLIGHT => slot.importance = Some(value),
                Some("IM" | "Importance") => return Err("not important for the occupation"),
                Some("LV" | "Level") if row.yes(irrelevant) => return Err("not relevant"),
                Some("LV" | "Level") if slot.level.is_some() => return Err(TWICE),
                Some("LV" | "Level") => slot.level = Some(value),
                _ => return Err("another scale"),
            }
            Ok(())
        });
        Ok(())
    }

    /// Adds rated elements as requirements, by importance.
    fn rate(&mut self, rated: Ratings, sort: Sort, elements: &Elements) {
        let group = if sort == Sort::Knowledge { "Knowledge" } else { "Skills" };
        let mut found: Vec<(RoleId, f64, String, String, Option<f64>)> = rated
            .into_iter()
            .filter_map(|((role, element), r)| {
                Some((role, r.importance?, r.name, element, r.level))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
        for (role, importance, name, element, level) in found {
            // The skill keeps the plain name, whether or not the table of knowledge is present.
            let shared = || sort == Sort::Knowledge && elements.is_shared(&name);
            let skill = self.named(&name, &element, sort, shared, Some(group));
            if self.all[skill.index()].codes.is_empty() {
                self.all[skill.index()].codes.push(("onet".to_string(), element));
            }
            let importance =
                if importance >= IMPORTANT { Importance::Essential } else { Importance::Useful };
            let scale = Scale::default();
            // Divides the scale of 0 to 7 into as many equal parts as the pack has levels.
            let level = level.and_then(|l| {
                let of = scale.names().len();
                scale.level(&scale.names()[((l / TOP_LEVEL * of as f64) as usize).min(of - 1)])
            });
            if self.known.insert((role, skill)) {
                self.require(role, skill, importance, level, None);
            }
        }
    }

    /// Reads software and tools: the examples, under their commodity or element.
    fn tools(
        &mut self,
        source: &mut Source<'_>,
        codes: &Codes<'_>,
        file: FileId,
        sort: Sort,
        options: &Options,
    ) -> Result<(), Error> {
        let mut table = Table::read(source, file, &mut self.tally)?;
        let [code, example] =
            table.columns([CODE, &["Workplace Example", "Example", "T2 Example"]])?;
        let title = table.useful(&["Element Name", "Commodity Title"], "the groups of tools");
        let scheme = if table.column(&["Commodity Code"]).is_some() { "unspsc" } else { "onet" };
        let commodity = table.column(&["Commodity Code", "Element ID"]);
        let (hot, demand) = (table.column(&["Hot Technology"]), table.column(&["In Demand"]));
        // Releases before 2019 have one table for both.
        let both = table.column(&["T2 Type"]);
        let mut tally = std::mem::take(&mut self.tally);
        table.rows(&mut tally, |row| {
            let role = codes.role(&row, code)?;
            let example = row.get(example).ok_or(CUT_SHORT)?;
            let sort = match row.maybe(both).as_deref() {
                Some("Tools") => Sort::Tool,
                _ => sort,
            };
            if !options.takes(if sort == Sort::Tool { Part::Tools } else { Part::Technology }) {
                return Err(LEFT_OUT);
            }
            let commodity = row.maybe(commodity);
            let title = row.maybe(title);
            // Releases from 30.3 on give software another code; the id stays the same.
            let suffix = if sort == Sort::Software {
                "software"
            } else {
                commodity.as_deref().unwrap_or("tool")
            };
            let skill = self.named(&example, suffix, sort, || false, title.as_deref());
            let known = &mut self.all[skill.index()];
            if let Some(code) = commodity.filter(|_| known.codes.is_empty()) {
                known.codes.push((scheme.to_string(), code.into_owned()));
            }
            if row.yes(hot) {
                known.note = Some("hot technology".to_string());
            }
            if !self.known.insert((role, skill)) {
                return Err("the occupation has it already");
            }
            let demand = row.yes(demand);
            self.require(role, skill, Importance::Useful, None, demand.then_some("in demand"));
            Ok(())
        });
        self.tally = tally;
        Ok(())
    }
}

fn duty(
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
        origin: None,
    }
}

/// Whether the element is a family of work activities, which becomes a theme.
fn is_family(id: &str) -> bool {
    id.starts_with("4.A.") && id.split('.').count() == 4
}

/// Returns whether the row is about related work experience or education, or why it is about
/// neither.
fn experience(
    row: &Row<'_>,
    scale: Option<usize>,
    element: Option<usize>,
) -> Result<bool, &'static str> {
    let scale = row.maybe(scale);
    let element = row.maybe(element);
    match (scale.as_deref(), element.as_deref()) {
        (Some("RL"), _) | (None, Some("2.D.1")) => Ok(false),
        (Some("RW"), _) | (None, Some("3.A.1")) => Ok(true),
        (None, None) => Err(CUT_SHORT),
        _ => Err("training on the job, which roledex has no field for"),
    }
}

/// Returns the years that a category of related work experience covers.
fn years(category: u32) -> Option<(f64, Option<f64>)> {
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
