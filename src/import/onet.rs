//! O*NET: the tab-delimited ("text") release.
//!
//! <https://www.onetcenter.org/database.html>. Occupations become roles, task statements responsibilities under the
//! work-activity family of their first detailed work activity, which is the pairing key. Software, tools and the rated
//! skills and knowledge become skills.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::archive::Source;
use super::ids::Ids;
use super::table::{Dialect, Row, Table};
use super::{Error, Imported, Options, Part, Tally};
use crate::model::{
    Date, Experience, Importance, Level, Pack, PackId, Reporting, Requirement, Responsibility, Role, RoleId, Scale,
    Skill, SkillId, SkillKind, Source as Cited, SourceId, SourceKind, Tables, Theme, ThemeId,
};

const OCCUPATIONS: &str = "occupation data.txt";

/// Which detailed work activities a task is part of.
const ACTIVITIES: &str = "tasks to dwas.txt";

/// Of an optional table: its file, the part it is read for, and what is lost without it. In the order of reading.
const OPTIONAL: [(&str, Option<Part>, &str); 15] = [
    ("content model reference.txt", None, "the names of the themes"),
    ("dwa reference.txt", None, "the theme of each responsibility"),
    (ACTIVITIES, None, "the theme and the activity of each responsibility"),
    ("task statements.txt", None, "responsibilities"),
    ("emerging tasks.txt", Some(Part::EmergingTasks), "tasks that are new or being revised"),
    ("sample of reported titles.txt", Some(Part::AlternateTitles), "titles as people report them"),
    ("alternate titles.txt", Some(Part::AlternateTitles), "alternate titles"),
    ("skills.txt", Some(Part::Knowledge), "skills with importance and level"),
    ("knowledge.txt", Some(Part::Knowledge), "knowledge with importance and level"),
    ("technology skills.txt", Some(Part::Technology), "software"),
    ("tools used.txt", Some(Part::Tools), "tools and equipment"),
    ("job zones.txt", None, "the level of each role"),
    (CATEGORIES, None, "the names of the usual education"),
    ("education, training, and experience.txt", None, "the usual education and experience"),
    ("related occupations.txt", Some(Part::Related), "related roles"),
];

/// Those of them that skills come from.
const SKILLS: [&str; 4] = ["skills.txt", "knowledge.txt", "technology skills.txt", "tools used.txt"];

/// The names of the education and experience categories; read together with their figures.
const CATEGORIES: &str = "education, training, and experience categories.txt";

/// The notice that the licence asks for. <https://www.onetcenter.org/license_db.html>
fn notice(version: &str) -> String {
    format!(
        "This product includes information from the O*NET {version} Database by the U.S. Department of Labor, \
         Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark \
         of USDOL/ETA. roledex has modified all or some of this information. USDOL/ETA has not approved, endorsed, or \
         tested these modifications."
    )
}

/// The major groups of the Standard Occupational Classification of 2018, which the release does not name.
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
const CUT_SHORT: &str = "the row is cut short";
const TWICE: &str = "said before";

/// From this importance on (scale 1 to 5) O*NET calls an element important.
const IMPORTANT: f64 = 3.0;

/// Below this importance ("somewhat important") an element says nothing of the occupation.
const SLIGHT: f64 = 2.0;

/// The top of the level scale of skills and knowledge, which starts at 0.
const TOP_LEVEL: f64 = 7.0;

/// What is said of one skill or body of knowledge in one occupation.
#[derive(Default)]
struct Rating {
    name: String,
    /// 1 to 5.
    importance: Option<f64>,
    /// 0 to 7.
    level: Option<f64>,
}

/// What is read before it is put together, but for the skills.
#[derive(Default)]
struct Draft {
    roles: Vec<Role>,
    themes: Vec<Theme>,
    latest: Option<Date>,
    tally: Tally,
}

/// The skills, and who requires them.
#[derive(Default)]
struct Skills {
    all: Vec<Skill>,
    names: HashMap<String, SkillId>,
    ids: Ids,
    /// By role.
    required: Vec<Vec<Requirement>>,
    /// The same, so that nothing is required twice.
    known: HashSet<(RoleId, SkillId)>,
    tally: Tally,
}

/// Theme and activity by task id.
type Activities<'t> = HashMap<Cow<'t, str>, (ThemeId, Option<Cow<'t, str>>)>;

/// Which theme an activity belongs to.
struct Families {
    /// By the code of the family.
    themes: BTreeMap<String, ThemeId>,
    /// The element of the content model that a detailed work activity is under.
    elements: HashMap<String, String>,
    /// For the rest.
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
    /// The last one asked for: the rows of an occupation mostly stand together.
    last: RefCell<Option<(String, RoleId)>>,
}

impl<'a> Codes<'a> {
    fn new(roles: &'a HashMap<String, RoleId>) -> Self {
        Self { roles, last: RefCell::default() }
    }

    /// The role with the code in `column`, or why there is none.
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

pub(super) fn read(source: &mut Source<'_>, options: &Options) -> Result<Imported, Error> {
    if source.find(&[OCCUPATIONS]).is_none() {
        return Err(Error::NotTheSet {
            path: source.path.clone(),
            set: "an O*NET text release",
            table: "Occupation Data.txt",
            hint: "the \"text\" download of https://www.onetcenter.org/database.html has it",
        });
    }
    let mut draft = Draft::default();
    let (mut wanted, mut of_skills) = (vec![OCCUPATIONS], Vec::new());
    for (file, part, lost) in OPTIONAL {
        if part.is_some_and(|p| !options.takes(p)) {
            continue;
        }
        if source.find(&[file]).is_none() {
            draft.tally.missing.push((file, lost));
        } else if SKILLS.contains(&file) {
            of_skills.push(file);
        } else {
            wanted.push(file);
        }
    }
    let mut fork = source.fork();
    source.expect(&wanted, Dialect::Tabs);
    fork.expect(&of_skills, Dialect::Tabs);
    let has: HashSet<&str> = wanted.into_iter().collect();

    let codes = draft.occupations(source)?;
    let mut skills = Skills { required: vec![Vec::new(); draft.roles.len()], ..Skills::default() };
    // The skills are half of the work and touch nothing of the rest.
    let (rest, found) = std::thread::scope(|scope| {
        let found = scope.spawn(|| skills.read(&mut fork, &of_skills, &codes));
        let rest = draft.read(source, &has, options, &Codes::new(&codes));
        (rest, found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    rest.and(found)?;
    let version = version(source)?;
    Ok(draft.finish(skills, &version))
}

/// The release's number, from its `Read Me.txt` or the name of its folder or archive.
fn version(source: &mut Source<'_>) -> Result<String, Error> {
    let mut texts = vec![source.place(OCCUPATIONS).replace('_', "."), source.path.to_string_lossy().replace('_', ".")];
    if source.find(&["read me.txt"]).is_some() {
        texts.insert(0, String::from_utf8_lossy(&source.bytes("read me.txt")?).into_owned());
    }
    let number = |text: &String| {
        let (_, rest) = text.split_once("O*NET ").or_else(|| text.rsplit_once("db."))?;
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        Some(number.trim_end_matches('.').to_string()).filter(|n| !n.is_empty())
    };
    Ok(texts.iter().find_map(number).unwrap_or_else(|| "unknown".to_string()))
}

/// `08/2023`, as the first day of that month.
fn month(text: &str) -> Option<Date> {
    let (month, year) = text.split_once('/')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1)
}

impl Draft {
    fn open(&mut self, source: &mut Source<'_>, file: &str) -> Result<Table, Error> {
        Table::read(source, file, &mut self.tally)
    }

    /// Every table but that of the occupations and those of skills.
    fn read(
        &mut self,
        source: &mut Source<'_>,
        has: &HashSet<&str>,
        options: &Options,
        codes: &Codes<'_>,
    ) -> Result<(), Error> {
        let families = self.themes(source, has)?;
        let table = has.contains(ACTIVITIES).then(|| self.open(source, ACTIVITIES)).transpose()?;
        let activities = match &table {
            Some(table) => self.activities(table, &families, options)?,
            None => Activities::new(),
        };
        if has.contains("task statements.txt") {
            self.tasks(source, codes, &activities)?;
        }
        if has.contains("emerging tasks.txt") {
            self.emerging(source, codes, &activities)?;
        }
        for (file, column) in
            [("sample of reported titles.txt", "Reported Job Title"), ("alternate titles.txt", "Alternate Title")]
        {
            if has.contains(file) {
                self.titles(source, codes, file, column)?;
            }
        }
        if has.contains("job zones.txt") {
            self.job_zones(source, codes)?;
        }
        if has.contains("education, training, and experience.txt") {
            self.education(source, codes, has)?;
        }
        if has.contains("related occupations.txt") {
            self.related(source, codes)?;
        }
        Ok(())
    }

    /// The roles; returns them by code.
    fn occupations(&mut self, source: &mut Source<'_>) -> Result<HashMap<String, RoleId>, Error> {
        let table = self.open(source, OCCUPATIONS)?;
        let [code, title] = table.columns(["O*NET-SOC Code", "Title"])?;
        let description = table.column("Description");
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
                family: family.map_or_else(|| format!("Group {major}"), |(_, name)| (*name).to_string()),
                track: None,
                level: None,
                aliases: Vec::new(),
                hidden: Vec::new(),
                confused_with: Vec::new(),
                related: Vec::new(),
                broader: Vec::new(),
                summary: row.maybe(description).map_or_else(|| title.to_string(), |d| d.to_string()),
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
        Ok(codes)
    }

    /// The themes, which are the families of work activities.
    fn themes(&mut self, source: &mut Source<'_>, has: &HashSet<&str>) -> Result<Families, Error> {
        let mut names: HashMap<String, String> = HashMap::new();
        if has.contains("content model reference.txt") {
            let table = self.open(source, "content model reference.txt")?;
            let [id, name] = table.columns(["Element ID", "Element Name"])?;
            table.rows(&mut self.tally, |row| {
                let id = row.get(id).ok_or(CUT_SHORT)?;
                if !(id.starts_with("4.A.") && id.split('.').count() == 4) {
                    return Err("no family of work activities");
                }
                names.insert(id.into_owned(), row.get(name).ok_or(CUT_SHORT)?.into_owned());
                Ok(())
            });
        }
        // The families in the order of the content model, then what has none.
        let mut families: BTreeMap<String, ThemeId> = BTreeMap::new();
        let mut ordered: Vec<(&String, &String)> = names.iter().collect();
        ordered.sort();
        let mut ids = Ids::default();
        for (code, name) in ordered {
            families.insert(code.clone(), ThemeId::from_index(self.themes.len()));
            self.themes.push(Theme { id: ids.fresh(name, code), title: name.clone() });
        }
        let other = ThemeId::from_index(self.themes.len());
        self.themes.push(Theme { id: ids.fresh("other-tasks", "other"), title: "Other tasks".to_string() });

        let mut elements: HashMap<String, String> = HashMap::new();
        if has.contains("dwa reference.txt") {
            let table = self.open(source, "dwa reference.txt")?;
            let [element, dwa] = table.columns(["Element ID", "DWA ID"])?;
            table.rows(&mut self.tally, |row| {
                let (element, dwa) = (row.get(element).ok_or(CUT_SHORT)?, row.get(dwa).ok_or(CUT_SHORT)?);
                elements.insert(dwa.into_owned(), element.into_owned());
                Ok(())
            });
        }
        Ok(Families { themes: families, elements, other })
    }

    /// Theme and activity by task id, from the first activity that a task is given.
    fn activities<'t>(
        &mut self,
        table: &'t Table,
        families: &Families,
        options: &Options,
    ) -> Result<Activities<'t>, Error> {
        let [task, dwa] = table.columns(["Task ID", "DWA ID"])?;
        let mut activities = Activities::new();
        table.rows(&mut self.tally, |row| {
            let (task, dwa) = (row.get(task).ok_or(CUT_SHORT)?, row.get(dwa).ok_or(CUT_SHORT)?);
            if activities.contains_key(&task) {
                return Err("a further activity of a task that has one");
            }
            let theme = families.of(&dwa);
            activities.insert(task, (theme, Some(dwa).filter(|_| options.takes(Part::Activities))));
            Ok(())
        });
        Ok(activities)
    }

    /// The theme for tasks of which no activity is known.
    fn other(&self) -> ThemeId {
        ThemeId::from_index(self.themes.len() - 1)
    }

    fn tasks(&mut self, source: &mut Source<'_>, codes: &Codes<'_>, activities: &Activities<'_>) -> Result<(), Error> {
        let table = self.open(source, "task statements.txt")?;
        let [code, id, text] = table.columns(["O*NET-SOC Code", "Task ID", "Task"])?;
        let (kind, date) = (table.column("Task Type"), table.column("Date"));
        let other = self.other();
        // Core tasks stand before supplemental ones, and those before tasks of which neither is said.
        let mut found: Vec<Vec<(u8, Responsibility)>> = vec![Vec::new(); self.roles.len()];
        let Self { tally, latest, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(CUT_SHORT)?;
            let known = row.get(id).and_then(|id| activities.get(id.as_ref()));
            let kind = row.maybe(kind);
            *latest = (*latest).max(row.maybe(date).and_then(|d| month(&d)));
            let (rank, note) = match kind.as_deref() {
                Some("Core") => (0, None),
                Some("Supplemental") => (1, Some("supplemental".to_string())),
                _ => (2, None),
            };
            let (theme, activity) = known.map_or((other, None), |(theme, activity)| (*theme, activity.as_deref()));
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
        activities: &Activities<'_>,
    ) -> Result<(), Error> {
        let table = self.open(source, "emerging tasks.txt")?;
        let [code, text] = table.columns(["O*NET-SOC Code", "Task"])?;
        let (category, original) = (table.column("Category"), table.column("Original Task ID"));
        let other = self.other();
        let Self { roles, tally, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(CUT_SHORT)?;
            let revised = row.maybe(category).is_some_and(|c| c == "Revision");
            let known = row.maybe(original).and_then(|id| activities.get(id.as_ref()));
            // A revision stands beside the task in force, which keeps the activity to itself.
            let theme = known.map_or(other, |(theme, _)| *theme);
            let note = if revised { "emerging, revises a task in force" } else { "emerging" };
            roles[role.index()].responsibilities.push(duty(text.into_owned(), theme, None, Some(note.to_string())));
            Ok(())
        });
        Ok(())
    }

    fn titles(&mut self, source: &mut Source<'_>, codes: &Codes<'_>, file: &str, column: &str) -> Result<(), Error> {
        let table = self.open(source, file)?;
        let [code, title] = table.columns(["O*NET-SOC Code", column])?;
        let short = table.column("Short Title");
        let Self { roles, tally, .. } = self;
        // The titles of one role in lower case: the rows of an occupation mostly stand together.
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

    fn job_zones(&mut self, source: &mut Source<'_>, codes: &Codes<'_>) -> Result<(), Error> {
        let table = self.open(source, "job zones.txt")?;
        let [code, zone] = table.columns(["O*NET-SOC Code", "Job Zone"])?;
        let Self { roles, tally, .. } = self;
        table.rows(tally, |row| {
            let role = codes.role(&row, code)?;
            let zone: u32 = row.get(zone).and_then(|z| z.parse().ok()).filter(|z| *z <= 99).ok_or("no job zone")?;
            roles[role.index()].level = Some(zone);
            Ok(())
        });
        Ok(())
    }

    /// The education and the related experience that most of those asked have named.
    fn education(&mut self, source: &mut Source<'_>, codes: &Codes<'_>, has: &HashSet<&str>) -> Result<(), Error> {
        let mut names: HashMap<(String, String), String> = HashMap::new();
        if has.contains(CATEGORIES) {
            let table = self.open(source, CATEGORIES)?;
            let [scale, category, text] = table.columns(["Scale ID", "Category", "Category Description"])?;
            table.rows(&mut self.tally, |row| {
                let key =
                    (row.get(scale).ok_or(CUT_SHORT)?.into_owned(), row.get(category).ok_or(CUT_SHORT)?.into_owned());
                let text = row.get(text).ok_or(CUT_SHORT)?;
                // The explanation after the dash is longer than the name.
                names.insert(key, text.split(" - ").next().unwrap_or_default().to_string());
                Ok(())
            });
        }
        let table = self.open(source, "education, training, and experience.txt")?;
        let [code, scale, category, value] = table.columns(["O*NET-SOC Code", "Scale ID", "Category", "Data Value"])?;
        let suppress = table.column("Recommend Suppress");
        let mut most: BTreeMap<(RoleId, bool), (f64, String)> = BTreeMap::new();
        table.rows(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let experience = match row.get(scale).as_deref() {
                Some("RL") => false,
                Some("RW") => true,
                _ => return Err("training on the job, which roledex has no field for"),
            };
            if row.maybe(suppress).is_some_and(|s| s == "Y") {
                return Err("O*NET advises against using it");
            }
            let value: f64 = row.get(value).and_then(|v| v.parse().ok()).ok_or("no number")?;
            let category = row.get(category).ok_or(CUT_SHORT)?;
            let slot = most.entry((role, experience)).or_insert((0.0, String::new()));
            if value > slot.0 {
                *slot = (value, category.into_owned());
            }
            Ok(())
        });
        for ((role, experience), (share, category)) in most {
            let slot = &mut self.roles[role.index()].experience;
            slot.sources = vec![SourceId(0)];
            if experience {
                slot.years = years(&category);
            } else if let Some(name) = names.get(&("RL".to_string(), category)) {
                slot.education = Some(format!("{name} ({share:.0} % of those asked)"));
            }
        }
        Ok(())
    }

    fn related(&mut self, source: &mut Source<'_>, codes: &Codes<'_>) -> Result<(), Error> {
        let table = self.open(source, "related occupations.txt")?;
        let [code, other] = table.columns(["O*NET-SOC Code", "Related O*NET-SOC Code"])?;
        let index = table.column("Index");
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
            role.related = others.into_iter().map(|(_, other)| other).collect();
        }
        Ok(())
    }

    fn finish(mut self, skills: Skills, version: &str) -> Imported {
        let Skills { all: skills, required, tally, .. } = skills;
        self.tally.tables.extend(tally.tables);
        self.tally.notes.extend(tally.notes);
        let hot: Vec<bool> = skills.iter().map(|s| s.note.is_some()).collect();
        for (role, required) in self.roles.iter_mut().zip(required) {
            role.skills = required;
            // Essential before useful, as the format has it; then what employers ask for most.
            role.skills.sort_by_key(|r| (r.importance, r.note.is_none(), r.level.is_none() && !hot[r.skill.index()]));
            // By theme, as the format has it; themes in the order in which the tasks name them.
            let mut order: Vec<ThemeId> = Vec::new();
            for duty in &role.responsibilities {
                if !order.contains(&duty.theme) {
                    order.push(duty.theme);
                }
            }
            role.responsibilities.sort_by_key(|d| order.iter().position(|t| *t == d.theme));
        }
        let used: HashSet<ThemeId> = self.roles.iter().flat_map(|r| &r.responsibilities).map(|d| d.theme).collect();
        if !used.contains(&self.other()) {
            self.themes.pop();
        }
        let present: HashSet<&str> = self.roles.iter().map(|r| r.family.as_str()).collect();
        let families =
            MAJOR_GROUPS.iter().filter(|(_, n)| present.contains(n)).map(|(_, name)| (*name).to_string()).collect();
        let pack = Pack {
            id: "onet".to_string(),
            title: format!("O*NET {version}"),
            version: version.to_string(),
            license: Some("CC-BY-4.0".to_string()),
            language: Some("en-US".to_string()),
            as_of: self.latest,
            attribution: Some(notice(version)),
            scale: Scale::default(),
            families,
            origin: String::new(),
        };
        let source = Cited {
            id: "onet-database".to_string(),
            pack: PackId(0),
            title: format!("O*NET {version} Database"),
            publisher: "U.S. Department of Labor, Employment and Training Administration".to_string(),
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
    /// The tables that are there. The rated ones first: what they call essential stands first.
    fn read(
        &mut self,
        source: &mut Source<'_>,
        tables: &[&'static str],
        codes: &HashMap<String, RoleId>,
    ) -> Result<(), Error> {
        let codes = Codes::new(codes);
        for file in tables {
            match *file {
                "skills.txt" => self.rated(source, &codes, file, SkillKind::Craft)?,
                "knowledge.txt" => self.rated(source, &codes, file, SkillKind::Knowledge)?,
                _ => self.tools(source, &codes, file)?,
            }
        }
        Ok(())
    }

    /// The skill called `name`, made where there is none.
    fn named(&mut self, name: &str, code: &str, kind: SkillKind, group: Option<&str>) -> SkillId {
        if let Some(&skill) = self.names.get(name) {
            return skill;
        }
        let id = SkillId::from_index(self.all.len());
        let fresh = self.ids.fresh(name, code);
        self.all.push(Skill { group: group.map(str::to_string), ..Skill::new(fresh, name, kind) });
        self.names.insert(name.to_string(), id);
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

    /// `Skills.txt` and `Knowledge.txt`: two rows for each element, its importance and its level.
    fn rated(&mut self, source: &mut Source<'_>, codes: &Codes<'_>, file: &str, kind: SkillKind) -> Result<(), Error> {
        let table = Table::read(source, file, &mut self.tally)?;
        let [code, element, name, scale, value] =
            table.columns(["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"])?;
        let (suppress, irrelevant) = (table.column("Recommend Suppress"), table.column("Not Relevant"));
        let mut rated: BTreeMap<(RoleId, String), Rating> = BTreeMap::new();
        table.rows(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let (element, name) = (row.get(element).ok_or(CUT_SHORT)?, row.get(name).ok_or(CUT_SHORT)?);
            let value: f64 = row.get(value).and_then(|v| v.parse().ok()).ok_or("no number")?;
            if row.maybe(suppress).is_some_and(|s| s == "Y") {
                return Err("O*NET advises against using it");
            }
            let slot = rated
                .entry((role, element.into_owned()))
                .or_insert_with(|| Rating { name: name.into_owned(), ..Rating::default() });
            match row.get(scale).as_deref() {
                Some("IM") if value >= SLIGHT => slot.importance = Some(value),
                Some("IM") => return Err("not important for the occupation"),
                Some("LV") if row.maybe(irrelevant).is_some_and(|n| n == "Y") => return Err("not relevant"),
                Some("LV") => slot.level = Some(value),
                _ => return Err("another scale"),
            }
            Ok(())
        });
        let group = if kind == SkillKind::Knowledge { "Knowledge" } else { "Skills" };
        let mut found: Vec<(RoleId, f64, String, String, Option<f64>)> = rated
            .into_iter()
            .filter_map(|((role, element), r)| Some((role, r.importance?, r.name, element, r.level)))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
        for (role, importance, name, element, level) in found {
            let skill = self.named(&name, &element, kind, Some(group));
            if self.all[skill.index()].codes.is_empty() {
                self.all[skill.index()].codes.push(("onet".to_string(), element));
            }
            let importance = if importance >= IMPORTANT { Importance::Essential } else { Importance::Useful };
            let scale = Scale::default();
            // The scale of 0 to 7 in as many equal parts as the pack has levels.
            let level = level.and_then(|l| {
                let of = scale.names().len();
                scale.level(&scale.names()[((l / TOP_LEVEL * of as f64) as usize).min(of - 1)])
            });
            if self.known.insert((role, skill)) {
                self.require(role, skill, importance, level, None);
            }
        }
        Ok(())
    }

    /// `Technology Skills.txt` and `Tools Used.txt`: the examples, under their commodity.
    fn tools(&mut self, source: &mut Source<'_>, codes: &Codes<'_>, file: &str) -> Result<(), Error> {
        let table = Table::read(source, file, &mut self.tally)?;
        let [code, example] = table.columns(["O*NET-SOC Code", "Example"])?;
        let (commodity, title) = (table.column("Commodity Code"), table.column("Commodity Title"));
        let (hot, demand) = (table.column("Hot Technology"), table.column("In Demand"));
        let mut tally = std::mem::take(&mut self.tally);
        table.rows(&mut tally, |row| {
            let role = codes.role(&row, code)?;
            let example = row.get(example).ok_or(CUT_SHORT)?;
            let commodity = row.maybe(commodity);
            let skill = self.named(
                &example,
                commodity.as_deref().unwrap_or("tool"),
                SkillKind::Tool,
                row.maybe(title).as_deref(),
            );
            let known = &mut self.all[skill.index()];
            if let Some(code) = commodity.filter(|_| known.codes.is_empty()) {
                known.codes.push(("unspsc".to_string(), code.into_owned()));
            }
            if row.maybe(hot).is_some_and(|h| h == "Y") {
                known.note = Some("hot technology".to_string());
            }
            if !self.known.insert((role, skill)) {
                return Err("the occupation has it already");
            }
            let demand = row.maybe(demand).is_some_and(|d| d == "Y");
            self.require(role, skill, Importance::Useful, None, demand.then_some("in demand"));
            Ok(())
        });
        self.tally = tally;
        Ok(())
    }
}

fn duty(text: String, theme: ThemeId, activity: Option<String>, note: Option<String>) -> Responsibility {
    Responsibility { text, theme, emphasis: None, share: None, activity, note, sources: Vec::new(), origin: None }
}

/// The years that a category of related work experience stands for.
fn years(category: &str) -> Option<(f64, Option<f64>)> {
    Some(match category {
        "1" => (0.0, Some(0.0)),
        "2" | "3" | "4" => (0.0, Some(0.5)),
        "5" => (0.5, Some(1.0)),
        "6" => (1.0, Some(2.0)),
        "7" => (2.0, Some(4.0)),
        "8" => (4.0, Some(6.0)),
        "9" => (6.0, Some(8.0)),
        "10" => (8.0, Some(10.0)),
        "11" => (10.0, None),
        _ => return None,
    })
}
