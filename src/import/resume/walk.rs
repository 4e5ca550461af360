//! Walks through the JSON of a resume of any shape, and collects the skills that it names.

use serde_json::{Map, Value};

use super::{Claim, ClaimKind, Error, NotRead, Resume, heads_a_level, is_blank, is_nothing, part};
use crate::model::text::visible;

type Fields = Map<String, Value>;

/// Maximum depth of nesting that is read.
const DEEPEST: usize = 12;

/// Maximum number of sections named for a resume without skills.
const SECTIONS: usize = 8;

/// Subject of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Skills.
    Skills,
    /// Natural languages; programming languages are found here too.
    Languages,
    /// Jobs, projects and the like, which may name skills.
    Work,
    /// Skills to learn, or that someone else requires.
    Wishes,
    /// A section of resumes without skills.
    Other,
    /// Any other section.
    Unknown,
}

/// Sections of resumes without skills, by [`plain`].
const OTHERS: [&str; 33] = [
    "aboutme",
    "achievements",
    "affiliation",
    "awards",
    "basics",
    "certificates",
    "certifications",
    "contact",
    "courses",
    "education",
    "educations",
    "extracurricular",
    "governance",
    "hobbies",
    "interests",
    "meta",
    "metadata",
    "moocs",
    "personalinfo",
    "profiles",
    "publications",
    "reading",
    "recognition",
    "references",
    "referees",
    "social",
    "speaking",
    "studies",
    "testimonials",
    "training",
    "trainings",
    "workshops",
    "writing",
];

/// Sections about jobs, projects and the like.
const WORK: [&str; 30] = [
    "career",
    "employment",
    "employmenthistory",
    "engagements",
    "experience",
    "experiences",
    "freelance",
    "history",
    "internships",
    "jobs",
    "opensource",
    "openprojects",
    "personalprojects",
    "portfolio",
    "positions",
    "professionalexperience",
    "project",
    "projects",
    "publicartifacts",
    "roles",
    "samples",
    "service",
    "sideprojects",
    "volunteer",
    "volunteering",
    "volunteerexperience",
    "work",
    "workexperience",
    "workexperiences",
    "workhistory",
];

/// Sections of skills whose names do not show it.
const SKILLS: [&str; 19] = [
    "abilities",
    "competences",
    "competencies",
    "corecompetencies",
    "databases",
    "expertise",
    "expertises",
    "featuredskills",
    "frameworks",
    "methodologies",
    "programminglanguages",
    "specialties",
    "strengths",
    "tech",
    "techstack",
    "technicalproficiencies",
    "technologies",
    "tools",
    "toolsandtechnologies",
];

/// Fields for things used in a job, besides the names of skill sections.
const USED: [&str; 7] =
    ["environment", "keywords", "stack", "tags", "techniques", "technology", "tooling"];

/// Words in the names of sections that list skills to learn, or that someone else requires.
const WISHES: [&str; 12] = [
    "careerpreferences",
    "desired",
    "future",
    "goals",
    "learn",
    "missing",
    "preferences",
    "required",
    "target",
    "want",
    "wish",
    "discarded",
];

/// Fields with the name of a skill.
const NAMES: [&str; 14] = [
    "name",
    "title",
    "skill",
    "skillname",
    "keyword",
    "technology",
    "tool",
    "competence",
    "competency",
    "ability",
    "preferredlabel",
    "label",
    "text",
    "key",
];

/// Fields that may contain the name if none of these does.
const OTHER_NAMES: [&str; 6] = ["displayname", "tag", "bullet", "slug", "value", "id"];

/// Fields with the name of a group.
const GROUPS: [&str; 8] =
    ["category", "group", "area", "type", "heading", "section", "domain", "topic"];

/// Fields with the skills of a group.
const LISTS: [&str; 19] = [
    "keywords",
    "items",
    "skills",
    "list",
    "values",
    "sets",
    "entries",
    "technologies",
    "tools",
    "tech",
    "stack",
    "subskills",
    "children",
    "examples",
    "competences",
    "competencies",
    "content",
    "featuredskills",
    "descriptions",
];

/// Fields with the level of a skill, the likeliest first.
const LEVELS: [&str; 21] = [
    "level",
    "proficiency",
    "rating",
    "fluency",
    "skilllevel",
    "proficiencylevel",
    "experiencelevel",
    "levelname",
    "competencelevel",
    "mastery",
    "score",
    "stars",
    "percent",
    "percentage",
    "grade",
    "rank",
    "strength",
    "expertise",
    "selfassessment",
    "levelnum",
    "value",
];

/// Fields that control how a section is displayed.
const LAYOUT: [&str; 15] = [
    "id",
    "visible",
    "hidden",
    "columns",
    "separatelinks",
    "icon",
    "iconcolor",
    "order",
    "keeptogether",
    "startonnewpage",
    "summary",
    "years",
    "yearsofexperience",
    "lastused",
    "description",
];

/// Returns `name` in lower case, reduced to its letters and digits, so that `tech_stack`,
/// `techStack` and `Tech stack` are equal.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Section {
    /// Returns the subject of the section called `name`.
    fn of(name: &str) -> Self {
        let name = plain(name);
        let about_skills =
            ["skill", "competenc", "technolog", "techstack"].iter().any(|part| name.contains(part));
        let about_skills = about_skills || SKILLS.contains(&name.as_str());
        if matches!(
            name.as_str(),
            "careerpreferences"
                | "preferences"
                | "preferredcompetences"
                | "discardedcompetences"
                | "learning"
                | "currentlylearning"
                | "wanttolearn"
                | "tolearn"
                | "wishlist"
        ) || (about_skills
            && WISHES.iter().any(|wish| name.replace("learned", "").contains(wish)))
        {
            return Self::Wishes;
        }
        if about_skills {
            return Self::Skills;
        }
        match name.as_str() {
            "languages" | "spokenlanguages" | "naturallanguages" | "foreignlanguages" => {
                Self::Languages
            }
            name if WORK.contains(&name) => Self::Work,
            name if OTHERS.contains(&name) => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// Reads the resume `value`.
pub(super) fn read(value: &Value) -> Result<Resume, Error> {
    let mut walk = Walk::default();
    match value {
        Value::Array(items) => match whole_resumes(items)[..] {
            [] if items.iter().any(|item| item.is_string() || item.is_object()) => {
                walk.skills(value, "", 0);
            }
            [one] if items.len() == 1 => walk.sections(one, "[0]", 0),
            [] => return Err(not_a_resume("a list without names of skills")),
            _ => return Err(not_a_resume("a list of several resumes; name one")),
        },
        Value::Object(fields) => walk.sections(fields, "", 0),
        _ => return Err(not_a_resume(&format!("{} alone", what(value)))),
    }
    let Walk { claims, not_read, any } = walk;
    if !any && claims.is_empty() && not_read.is_empty() {
        return Err(not_a_resume(
            "there is none of `basics`, `work`, `education` and `skills` in it",
        ));
    }
    let sections = value
        .as_object()
        .map(|fields| fields.keys().take(SECTIONS).map(|name| visible(name).into_owned()));
    let sections = sections.map(Iterator::collect).unwrap_or_default();
    Ok(Resume { claims, not_read, whole: None, sections })
}

fn not_a_resume(why: &str) -> Error {
    let why = format!("this is not a JSON Resume: {why} (see https://jsonresume.org/schema)");
    Error { place: None, why }
}

/// Returns the entries of `items` that are resumes themselves.
fn whole_resumes(items: &[Value]) -> Vec<&Fields> {
    let is_resume = |fields: &&Fields| {
        let known =
            fields.keys().filter(|key| !matches!(Section::of(key), Section::Unknown)).count();
        fields.contains_key("basics") || (known > 1 && name_of(fields).is_none())
    };
    items.iter().filter_map(Value::as_object).filter(is_resume).collect()
}

/// Returns the type of `value`, with its article.
fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns the field of `fields` whose [`plain`] name is `name`.
fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a Value> {
    fields
        .get(name)
        .or_else(|| fields.iter().find(|(key, _)| plain(key) == name).map(|(_, value)| value))
}

/// Returns a text made safe to show, without its markup; `None` if it is blank.
fn text_of(value: &Value) -> Option<String> {
    let Value::String(text) = value else { return None };
    let text = without_markup(text);
    let text =
        text.lines().map(|line| visible(line).trim().to_string()).filter(|line| !line.is_empty());
    let text = text.collect::<Vec<_>>().join("; ");
    (!text.is_empty()).then_some(text)
}

/// Returns `text` without HTML tags, each list item on a line of its own.
fn without_markup(text: &str) -> String {
    if !(text.contains('<') && text.contains('>')) {
        return text.to_string();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        rest = tag;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            out.push('<');
            continue;
        }
        let Some((name, after)) = tag.split_once('>') else {
            // No tag after this one is closed either.
            out.push('<');
            break;
        };
        let name = name.trim_start_matches('/').to_lowercase();
        let breaks =
            ["li", "p", "br", "div", "ul", "ol", "h"].iter().any(|tag| name.starts_with(tag));
        out.push_str(if breaks { "\n" } else { "" });
        rest = after;
    }
    out.push_str(rest);
    out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Returns the name that `fields` give to what they describe; it may be nested one object deeper.
fn name_of(fields: &Fields) -> Option<String> {
    NAMES.iter().find_map(|name| match field(fields, name)? {
        Value::Object(inner) => name_of(inner)
            .or_else(|| text_of(field(inner, "value")?))
            .or_else(|| text_of(translated(inner)?)),
        value => text_of(value),
    })
}

/// Returns the name of an entry that has none of the usual fields for it.
fn other_name_of(fields: &Fields) -> Option<String> {
    let is_name = |text: &String| {
        text.chars().any(char::is_alphabetic) && !is_level(text) && text.chars().count() <= 80
    };
    let described = || field(fields, "description").and_then(Value::as_object).and_then(name_of);
    OTHER_NAMES
        .iter()
        .find_map(|name| field(fields, name).and_then(text_of).filter(is_name))
        .or_else(described)
}

/// Returns the text of `fields` in English, or else in the first language, if they contain one text
/// in several languages.
fn translated(fields: &Fields) -> Option<&Value> {
    let is_language = |key: &String| {
        let (language, region) = key.split_once(['-', '_']).unwrap_or((key, ""));
        language.len() == 2
            && region.len() <= 4
            && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    if fields.is_empty()
        || !fields.keys().all(is_language)
        || !fields.values().all(Value::is_string)
    {
        return None;
    }
    fields
        .iter()
        .find(|(key, _)| key.starts_with("en"))
        .or_else(|| fields.iter().next())
        .map(|(_, text)| text)
}

/// A level as it is written, and the maximum of a number if stated.
type Stated = (String, Option<u16>);

/// Returns the level that `fields` state. Of several, the first meaningful one counts: "Expert"
/// beside a number that was never set.
fn level_of(fields: &Fields, named: bool) -> Option<Stated> {
    let whole = ["max", "maxlevel", "maxrating", "outof", "of", "scale"]
        .iter()
        .find_map(|name| field(fields, name)?.as_u64());
    let whole = whole.and_then(|whole| u16::try_from(whole).ok()).filter(|whole| *whole > 0);
    let names = LEVELS.iter().filter(|name| named || **name != "value");
    let stated = names.filter_map(|name| {
        let of = if *name == "levelnum" { Some(10) } else { whole };
        let value = field(fields, name)?;
        // "expertise": ["React", "Vue"]
        if (value.is_array() || value.is_object()) && Section::of(name) == Section::Skills {
            return None;
        }
        stated(value, of)
    });
    let stated: Vec<Stated> = stated.collect();
    let words = |(level, _): &&Stated| {
        part(level).is_some() || (is_nothing(level) && level.parse::<f64>().is_err())
    };
    stated.iter().find(words).or(stated.first()).cloned()
}

fn stated(value: &Value, of: Option<u16>) -> Option<Stated> {
    match value {
        Value::Number(number) => Some((number.to_string(), of)),
        Value::String(text) => {
            let text = visible(text).trim().to_string();
            (!is_blank(&text)).then_some((text, of))
        }
        Value::Bool(false) => Some(("false".to_string(), None)),
        Value::Object(inner) if inner.is_empty() => None,
        Value::Object(inner) => level_of(inner, true)
            .or_else(|| name_of(inner).map(|name| (name, of)))
            .or_else(|| text_of(translated(inner)?).map(|text| (text, of)))
            // It states something that cannot be understood.
            .or_else(|| Some((visible(&value.to_string()).into_owned(), None))),
        Value::Array(items) => match &items[..] {
            [] => None,
            [one] => stated(one, of),
            _ => Some((visible(&value.to_string()).into_owned(), None)),
        },
        _ => None,
    }
}

/// Returns the level of everything below the heading `name`: "Expert", "Currently learning".
fn level_named(name: &str) -> Option<Stated> {
    heads_a_level(name).then(|| (name.to_string(), None))
}

/// Whether `level` is certainly a level.
fn is_level(level: &str) -> bool {
    level.trim().parse::<f64>().is_ok()
        || part(level).is_some()
        || is_nothing(level)
        || super::is_unclear(level)
}

#[derive(Default)]
struct Walk {
    claims: Vec<Claim>,
    not_read: Vec<NotRead>,
    /// Whether any section of a resume was found.
    any: bool,
}

/// Defaults for the entries of a list.
#[derive(Clone)]
struct Group {
    kind: ClaimKind,
    /// The level of the group.
    level: Option<Stated>,
}

impl Group {
    fn of(kind: ClaimKind) -> Self {
        Self { kind, level: None }
    }
}

impl Walk {
    fn not_read(&mut self, place: &str, why: impl Into<String>) {
        self.not_read.push(NotRead { place: visible(place).into_owned(), why: why.into() });
    }

    fn claim(&mut self, name: String, group: &Group, own: Option<Stated>, place: &str) {
        let is_own = own.is_some();
        let (level, of) = own
            .or_else(|| group.level.clone())
            .map_or((None, None), |(level, of)| (Some(level), of));
        // A maximum belongs to a number; "4/5" has its own.
        let of = of
            .filter(|_| level.as_deref().is_some_and(|level| level.trim().parse::<f64>().is_ok()));
        let place = visible(place).into_owned();
        self.claims.push(Claim {
            name,
            level,
            of,
            own: is_own || group.level.is_none(),
            kind: group.kind,
            place,
        });
    }

    /// Looks for skills in the sections of `fields`, and in the containers of sections.
    fn sections(&mut self, fields: &Fields, path: &str, depth: usize) {
        // Skills first: a statement there is worth more than a use in a job.
        let mut sections: Vec<(&String, &Value, Section)> =
            fields.iter().map(|(name, value)| (name, value, Section::of(name))).collect();
        sections.sort_by_key(|(.., section)| *section as u8);
        for (name, value, section) in sections {
            let path = join(path, name);
            self.any |= section != Section::Unknown;
            match section {
                Section::Skills => self.skills(value, &path, depth + 1),
                Section::Languages => self.languages(value, &path, depth + 1),
                Section::Work => self.work(value, &path, depth + 1),
                Section::Wishes if has_names(value) => {
                    self.not_read(&path, "going by its name, not skills that you have");
                }
                Section::Wishes => {}
                Section::Other | Section::Unknown => self.inside(value, &path, depth + 1, section),
            }
        }
    }

    /// Looks for skills in a section of another kind.
    fn inside(&mut self, value: &Value, path: &str, depth: usize, section: Section) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(fields) => self.sections(fields, path, depth),
            // Sections in a list, each with its title: `{"title": "Skills", "items": […]}`.
            Value::Array(items) if section == Section::Unknown => {
                for (at, item) in items.iter().enumerate() {
                    let Value::Object(fields) = item else { continue };
                    let path = format!("{path}[{at}]");
                    let titled =
                        ["type", "title", "sectiontitle", "name", "heading", "section", "label"]
                            .iter()
                            .find_map(|name| {
                                let section = Section::of(field(fields, name)?.as_str()?);
                                (section != Section::Unknown && section != Section::Other)
                                    .then_some(section)
                            });
                    let contents = LISTS.iter().find_map(|name| field(fields, name));
                    match (titled, contents) {
                        (Some(Section::Skills), Some(contents)) => {
                            self.skills(contents, &path, depth + 1);
                        }
                        (Some(Section::Languages), Some(contents)) => {
                            self.languages(contents, &path, depth + 1);
                        }
                        (Some(Section::Work), Some(contents)) => {
                            self.work(contents, &path, depth + 1);
                        }
                        _ => {
                            let looks =
                                fields.keys().any(|name| Section::of(name) == Section::Skills);
                            if looks {
                                self.not_read(&path, "an unknown kind of section");
                            }
                        }
                    }
                }
            }
            // Skills taught by a course or a certificate.
            Value::Array(items) if section == Section::Other => {
                for (at, item) in items.iter().enumerate() {
                    for (name, value) in item.as_object().into_iter().flatten() {
                        if Section::of(name) == Section::Skills {
                            let path = join(&format!("{path}[{at}]"), name);
                            self.list(value, &path, &Group::of(ClaimKind::Used), depth + 1);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Reads a section of skills.
    fn skills(&mut self, value: &Value, path: &str, depth: usize) {
        self.any = true;
        self.list(value, path, &Group::of(ClaimKind::Skill), depth);
    }

    /// Reads a list of skills: a list, a text, or an object by category.
    fn list(&mut self, value: &Value, path: &str, group: &Group, depth: usize) {
        if depth > DEEPEST {
            return self.not_read(path, "nested too deeply");
        }
        match value {
            Value::Null => {}
            Value::String(_) => {
                if let Some(text) = text_of(value) {
                    self.claim(text, group, None, path);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.item(item, &format!("{path}[{at}]"), group, depth + 1);
                }
            }
            Value::Object(fields) if is_holder(fields) => {
                for (name, value) in
                    fields.iter().filter(|(name, _)| LISTS.contains(&plain(name).as_str()))
                {
                    self.list(value, &join(path, name), group, depth + 1);
                }
            }
            Value::Object(fields) if is_item(fields) => self.item(value, path, group, depth + 1),
            Value::Object(fields) => self.categories(fields, path, group, depth + 1),
            Value::Bool(_) | Value::Number(_) => {
                self.not_read(path, format!("{}, not a name", what(value)));
            }
        }
    }

    /// Reads an entry of a list of skills.
    fn item(&mut self, item: &Value, path: &str, group: &Group, depth: usize) {
        // ["SQL", "Expert"], among other such pairs.
        if let Value::Array(parts) = item
            && let [Value::String(name), level] = &parts[..]
            && let Some(level) =
                stated(level, None).filter(|(level, _)| is_level(level) && !is_level(name))
            && let Some(name) = text_of(&Value::from(name.as_str()))
        {
            return self.claim(name, group, Some(level), path);
        }
        let Value::Object(fields) = item else { return self.list(item, path, group, depth) };
        let lists: Vec<(&String, &Value)> = fields
            .iter()
            .filter(|(name, value)| is_list(name, value) && has_names(value))
            .collect();
        // "OpenResume" counts from 0 to 4 and always has a level.
        let from_zero = path.to_lowercase().contains("featuredskills");
        let named = name_of(fields).or_else(|| {
            let group = |name: &&str| field(fields, name).and_then(text_of);
            GROUPS
                .iter()
                .find_map(group)
                .or_else(|| other_name_of(fields).filter(|_| lists.is_empty()))
        });
        let mut own = level_of(fields, named.is_some());
        if let (true, Some((level, _))) = (from_zero, &own) {
            own = level.parse::<u16>().ok().map(|level| ((level + 1).to_string(), Some(5)));
        }
        // Resume makers write 0 if no level is to be shown.
        if path.contains("sections.") && own.as_ref().is_some_and(|(level, _)| level == "0") {
            own = None;
        }
        // A level in words beside one that was never set, as resume makers export it.
        let described =
            field(fields, "description").and_then(text_of).filter(|text| part(text).is_some());
        let own = own.or(described.map(|text| (text, None)));
        let Some(name) = named else {
            if !lists.is_empty() {
                return self.below(&lists, path, group, own, depth);
            }
            let names = fields.keys().any(|name| {
                let name = plain(name);
                NAMES.contains(&name.as_str())
                    || GROUPS.contains(&name.as_str())
                    || LISTS.contains(&name.as_str())
            });
            if names
                && !fields
                    .values()
                    .any(|value| value.as_object().is_some_and(|inner| !inner.is_empty()))
                || fields.is_empty()
            {
                // Blank, as in a form that was not filled in.
                return;
            }
            let described = |name: &String| {
                let name = plain(name);
                names || LEVELS.contains(&name.as_str()) || LAYOUT.contains(&name.as_str())
            };
            if fields.keys().all(described) {
                return self.not_read(path, "no name that could be read");
            }
            if fields.values().all(|value| !value.is_object()) || fields.len() == 1 {
                return self.categories(fields, path, group, depth);
            }
            let keys: Vec<String> =
                fields.keys().map(|key| format!("`{}`", visible(key))).take(5).collect();
            return self.not_read(path, format!("no name; it has {}", keys.join(", ")));
        };
        self.unread_lists(fields, path);
        if !lists.is_empty() {
            let (kind, level) = (ClaimKind::Group, group.level.clone());
            let below = own.clone().or_else(|| level_named(&name));
            self.claim(name, &Group { kind, level }, own, path);
            return self.below(&lists, path, group, below, depth);
        }
        // `{"label": "Languages", "details": "Python, Go"}`
        let details = ["details", "value", "values"]
            .iter()
            .find_map(|name| field(fields, name).and_then(text_of));
        match details {
            Some(details) if details == name => self.claim(name, group, None, path),
            Some(details) if own.as_ref().is_none_or(|own| own.0 == details) => {
                self.pair(name, &details, group, path);
            }
            _ => self.claim(name, group, own, path),
        }
    }

    /// Reports the lists of an entry whose names do not suggest skills.
    fn unread_lists(&mut self, fields: &Fields, path: &str) {
        for (name, value) in
            fields.iter().filter(|(name, value)| value.is_array() && !is_list(name, value))
        {
            let known = [&NAMES[..], &LEVELS, &LAYOUT, &GROUPS]
                .iter()
                .any(|names| names.contains(&plain(name).as_str()));
            let details = ["details", "values"].contains(&plain(name).as_str());
            let texts = value.as_array().is_some_and(|items| items.iter().any(Value::is_string));
            if texts && !known && !details {
                self.not_read(
                    &join(path, name),
                    "the name of this list does not say whether it holds skills",
                );
            }
        }
    }

    /// Reads the `lists` below an entry, which is a group with the level `own`.
    fn below(
        &mut self,
        lists: &[(&String, &Value)],
        path: &str,
        group: &Group,
        own: Option<Stated>,
        depth: usize,
    ) {
        let kind = if group.kind == ClaimKind::Skill { ClaimKind::Keyword } else { group.kind };
        let below = Group { kind, level: own.or_else(|| group.level.clone()) };
        for (name, value) in lists {
            self.list(value, &join(path, name), &below, depth + 1);
        }
    }

    /// Reads skills by category, or levels by skill.
    fn categories(&mut self, fields: &Fields, path: &str, group: &Group, depth: usize) {
        for (name, value) in fields {
            let path = join(path, name);
            let shown = visible(name).trim().to_string();
            if LAYOUT.contains(&plain(name).as_str()) {
                // A text beside skills may name more of them.
                if let (Some(text), "description" | "summary") =
                    (text_of(value), plain(name).as_str())
                {
                    self.claim(text, &Group::of(ClaimKind::Used), None, &path);
                }
                continue;
            }
            // The name is only a heading.
            let heading = Group { kind: ClaimKind::Group, level: group.level.clone() };
            match value {
                Value::Null | Value::Bool(true) => self.claim(shown, group, None, &path),
                Value::Bool(false) => {
                    self.claim(shown, group, Some(("false".to_string(), None)), &path);
                }
                Value::Number(number) => {
                    self.claim(shown, group, Some((number.to_string(), None)), &path);
                }
                Value::String(_) => match text_of(value) {
                    Some(text) => self.pair(shown, &text, group, &path),
                    None => self.claim(shown, group, None, &path),
                },
                Value::Array(items) if items.is_empty() => {}
                Value::Array(_) => {
                    let level = level_named(&shown);
                    self.claim(shown, &heading, None, &path);
                    self.below(&[(&String::new(), value)], &path, group, level, depth);
                }
                Value::Object(inner) if is_item(inner) => self.item(value, &path, group, depth + 1),
                Value::Object(inner) => match level_of(inner, true)
                    .filter(|(level, _)| !level.starts_with(['{', '[']))
                {
                    Some(level) if !is_holder(inner) => {
                        let lists: Vec<(&String, &Value)> = inner
                            .iter()
                            .filter(|(name, value)| is_list(name, value) && has_names(value))
                            .collect();
                        self.unread_lists(inner, &path);
                        if lists.is_empty() {
                            self.claim(shown, group, Some(level), &path);
                        } else {
                            self.claim(shown, &heading, Some(level.clone()), &path);
                            self.below(&lists, &path, group, Some(level), depth);
                        }
                    }
                    level => {
                        let level = level.or_else(|| level_named(&shown));
                        self.claim(shown, &heading, level.clone(), &path);
                        self.below(&[(&String::new(), value)], &path, group, level, depth);
                    }
                },
            }
        }
    }

    /// Reads a name followed by a text: its level, or the skills of a group.
    fn pair(&mut self, name: String, text: &str, group: &Group, path: &str) {
        if is_level(text) {
            return self.claim(name, group, Some((text.to_string(), None)), path);
        }
        let level = level_named(&name);
        if level.is_some() || text.contains([',', ';', '|', '/', '•', '·']) {
            let kind = ClaimKind::Group;
            self.claim(name, &Group { kind, level: group.level.clone() }, None, path);
            return self.below(&[(&String::new(), &Value::from(text))], path, group, level, 0);
        }
        let kind =
            if group.kind == ClaimKind::Language { ClaimKind::Language } else { ClaimKind::Pair };
        self.claim(name, &Group { kind, level: None }, Some((text.to_string(), None)), path);
    }

    /// Reads a section of natural languages.
    fn languages(&mut self, value: &Value, path: &str, depth: usize) {
        let group = Group::of(ClaimKind::Language);
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let path = format!("{path}[{at}]");
                    let Value::Object(fields) = item else {
                        self.list(item, &path, &group, depth + 1);
                        continue;
                    };
                    let named =
                        ["language", "fullname", "lang"].iter().find_map(|name| {
                            match field(fields, name)? {
                                Value::Object(inner) => name_of(inner),
                                value => text_of(value),
                            }
                        });
                    let mut level = level_of(fields, true);
                    if path.contains("sections.")
                        && level.as_ref().is_some_and(|(level, _)| level == "0")
                    {
                        level = None;
                    }
                    match named {
                        Some(name) => self.claim(name, &group, level, &path),
                        None => self.item(item, &path, &group, depth + 1),
                    }
                }
            }
            Value::Object(fields) if is_holder(fields) => {
                for (name, value) in
                    fields.iter().filter(|(name, _)| LISTS.contains(&plain(name).as_str()))
                {
                    self.languages(value, &join(path, name), depth + 1);
                }
            }
            other => self.list(other, path, &group, depth + 1),
        }
    }

    /// Reads jobs, projects and the like, for the skills used there.
    fn work(&mut self, value: &Value, path: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.work(item, &format!("{path}[{at}]"), depth + 1);
                }
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = join(path, name);
                    let plain = plain(name);
                    match Section::of(name) {
                        Section::Wishes => {}
                        Section::Skills => {
                            self.list(value, &path, &Group::of(ClaimKind::Used), depth + 1);
                        }
                        _ if USED.contains(&plain.as_str()) => {
                            self.list(value, &path, &Group::of(ClaimKind::Used), depth + 1);
                        }
                        // A wrapper, as some resume makers write it, or the positions at one
                        // company.
                        _ if value.is_object() || value.is_array() => {
                            self.work(value, &path, depth + 1);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns `path.name`, where either may be empty.
fn join(path: &str, name: &str) -> String {
    match (path, name) {
        (path, "") => path.to_string(),
        ("", name) => name.to_string(),
        (path, name) => format!("{path}.{name}"),
    }
}

/// Whether the field called `name` lists skills, judged by its name or its contents.
fn is_list(name: &str, value: &Value) -> bool {
    let name = plain(name);
    let by_name = LISTS.contains(&name.as_str())
        || matches!(name.as_str(), "skillslist" | "skilllist" | "skillset");
    by_name || (value.is_array() && Section::of(&name) == Section::Skills)
}

/// Whether `fields` only contain lists of skills, as sections of resume makers do.
fn is_holder(fields: &Fields) -> bool {
    let list = |(name, value): (&String, &Value)| {
        ["items", "sets", "list", "entries", "featuredskills"].contains(&plain(name).as_str())
            && (value.is_array() || value.is_object())
    };
    let own = ["level", "proficiency", "rating"].iter().any(|name| field(fields, name).is_some());
    !own && fields.iter().any(list)
}

/// Whether `fields` describe one skill or one group of skills, and not several by their names.
fn is_item(fields: &Fields) -> bool {
    let texts = |names: &[&str]| {
        names.iter().any(|name| field(fields, name).is_some_and(|value| !value.is_array()))
    };
    let described = |names: &[&str]| names.iter().any(|name| field(fields, name).is_some());
    texts(&["name", "title", "skill", "keyword", "label", "technology"])
        && (fields.len() == 1
            || described(&LEVELS)
            || described(&LISTS)
            || described(&GROUPS)
            || described(&LAYOUT))
        || (texts(&["category", "group", "type", "area"]) && described(&LISTS))
}

/// Whether `value` contains any text, at any depth.
fn has_names(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(has_names),
        Value::Object(fields) => fields.values().any(has_names),
    }
}
