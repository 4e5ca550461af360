//! Walks through the JSON of a resume of any shape, and collects the skills that it names.

use serde_json::{Map, Value};

use super::{
    Resume, ResumeError, ResumeSkill, ResumeSkillKind, UnreadPart, is_blank, is_level_heading,
    means_no_skill, scale_fraction,
};
use crate::model::text::visible;

type JsonObject = Map<String, Value>;

/// Maximum depth of nesting that is read.
const MAX_DEPTH: usize = 12;

/// Maximum number of sections named for a resume without skills.
const MAX_SECTIONS: usize = 8;

/// Subject of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResumeSection {
    /// Skills.
    Skills,
    /// Natural languages; programming languages are found here too.
    Languages,
    /// Jobs, projects and the like, which may name skills.
    Work,
    /// Skills to learn, or that someone else requires.
    WantedSkills,
    /// A section of resumes without skills.
    Other,
    /// Any other section.
    Unknown,
}

/// Sections of resumes without skills, by [`normalized_name`].
const OTHER_SECTIONS: [&str; 33] = [
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
const WORK_SECTIONS: [&str; 30] = [
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
const SKILL_SECTIONS: [&str; 19] = [
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
const WANTED_WORDS: [&str; 12] = [
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
fn normalized_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl ResumeSection {
    /// Returns the subject of the section called `name`.
    fn of(name: &str) -> Self {
        let name = normalized_name(name);
        let about_skills =
            ["skill", "competenc", "technolog", "techstack"].iter().any(|part| name.contains(part));
        let about_skills = about_skills || SKILL_SECTIONS.contains(&name.as_str());
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
            && WANTED_WORDS.iter().any(|wish| name.replace("learned", "").contains(wish)))
        {
            return Self::WantedSkills;
        }
        if about_skills {
            return Self::Skills;
        }
        match name.as_str() {
            "languages" | "spokenlanguages" | "naturallanguages" | "foreignlanguages" => {
                Self::Languages
            }
            name if WORK_SECTIONS.contains(&name) => Self::Work,
            name if OTHER_SECTIONS.contains(&name) => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// Reads the resume `value`.
pub(super) fn read(value: &Value) -> Result<Resume, ResumeError> {
    let mut walk = ResumeWalker::default();
    match value {
        Value::Array(items) => match whole_resumes(items)[..] {
            [] if items.iter().any(|item| item.is_string() || item.is_object()) => {
                walk.read_skills(value, "", 0);
            }
            [one] if items.len() == 1 => walk.walk_sections(one, "[0]", 0),
            [] => return Err(not_a_resume("a list without skill names")),
            _ => return Err(not_a_resume("a list of several resumes; choose one")),
        },
        Value::Object(fields) => walk.walk_sections(fields, "", 0),
        _ => return Err(not_a_resume(&format!("only {}", describe_value(value)))),
    }
    let ResumeWalker { found: claims, unread: not_read, found_section: any } = walk;
    if !any && claims.is_empty() && not_read.is_empty() {
        return Err(not_a_resume("it has no `basics`, `work`, `education` or `skills`"));
    }
    let sections = value
        .as_object()
        .map(|fields| fields.keys().take(MAX_SECTIONS).map(|name| visible(name).into_owned()));
    let sections = sections.map(Iterator::collect).unwrap_or_default();
    Ok(Resume { skills: claims, unread: not_read, maximum: None, sections })
}

fn not_a_resume(why: &str) -> ResumeError {
    let why = format!("this is not a JSON Resume: {why} (see https://jsonresume.org/schema)");
    ResumeError { place: None, why }
}

/// Returns the entries of `items` that are resumes themselves.
fn whole_resumes(items: &[Value]) -> Vec<&JsonObject> {
    let is_resume = |fields: &&JsonObject| {
        let known = fields
            .keys()
            .filter(|key| !matches!(ResumeSection::of(key), ResumeSection::Unknown))
            .count();
        fields.contains_key("basics") || (known > 1 && name_of(fields).is_none())
    };
    items.iter().filter_map(Value::as_object).filter(is_resume).collect()
}

/// Returns the type of `value`, with its article.
fn describe_value(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns the field of `fields` whose [`normalized_name`] name is `name`.
fn field<'a>(fields: &'a JsonObject, name: &str) -> Option<&'a Value> {
    fields.get(name).or_else(|| {
        fields.iter().find(|(key, _)| normalized_name(key) == name).map(|(_, value)| value)
    })
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
fn name_of(fields: &JsonObject) -> Option<String> {
    NAMES.iter().find_map(|name| match field(fields, name)? {
        Value::Object(inner) => name_of(inner)
            .or_else(|| text_of(field(inner, "value")?))
            .or_else(|| text_of(translated_text(inner)?)),
        value => text_of(value),
    })
}

/// Returns the name of an entry that has none of the usual fields for it.
fn other_name_of(fields: &JsonObject) -> Option<String> {
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
fn translated_text(fields: &JsonObject) -> Option<&Value> {
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
type WrittenLevel = (String, Option<u16>);

/// Returns the level that `fields` state. Of several, the first meaningful one counts: "Expert"
/// beside a number that was never set.
fn level_of(fields: &JsonObject, named: bool) -> Option<WrittenLevel> {
    let whole = ["max", "maxlevel", "maxrating", "outof", "of", "scale"]
        .iter()
        .find_map(|name| field(fields, name)?.as_u64());
    let whole = whole.and_then(|whole| u16::try_from(whole).ok()).filter(|whole| *whole > 0);
    let names = LEVELS.iter().filter(|name| named || **name != "value");
    let stated = names.filter_map(|name| {
        let of = if *name == "levelnum" { Some(10) } else { whole };
        let value = field(fields, name)?;
        // "expertise": ["React", "Vue"]
        if (value.is_array() || value.is_object())
            && ResumeSection::of(name) == ResumeSection::Skills
        {
            return None;
        }
        parse_level(value, of)
    });
    let stated: Vec<WrittenLevel> = stated.collect();
    let words = |(level, _): &&WrittenLevel| {
        scale_fraction(level).is_some() || (means_no_skill(level) && level.parse::<f64>().is_err())
    };
    stated.iter().find(words).or(stated.first()).cloned()
}

fn parse_level(value: &Value, of: Option<u16>) -> Option<WrittenLevel> {
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
            .or_else(|| text_of(translated_text(inner)?).map(|text| (text, of)))
            // It states something that cannot be understood.
            .or_else(|| Some((visible(&value.to_string()).into_owned(), None))),
        Value::Array(items) => match &items[..] {
            [] => None,
            [one] => parse_level(one, of),
            _ => Some((visible(&value.to_string()).into_owned(), None)),
        },
        _ => None,
    }
}

/// Returns the level of everything below the heading `name`: "Expert", "Currently learning".
fn level_of_heading(name: &str) -> Option<WrittenLevel> {
    is_level_heading(name).then(|| (name.to_string(), None))
}

/// Whether `level` is certainly a level.
fn is_level(level: &str) -> bool {
    level.trim().parse::<f64>().is_ok()
        || scale_fraction(level).is_some()
        || means_no_skill(level)
        || super::is_unplaced_level(level)
}

#[derive(Default)]
struct ResumeWalker {
    found: Vec<ResumeSkill>,
    unread: Vec<UnreadPart>,
    /// Whether any section of a resume was found.
    found_section: bool,
}

/// Defaults for the entries of a list.
#[derive(Clone)]
struct ListDefaults {
    kind: ResumeSkillKind,
    /// The level of the group.
    level: Option<WrittenLevel>,
}

impl ListDefaults {
    fn of(kind: ResumeSkillKind) -> Self {
        Self { kind, level: None }
    }
}

impl ResumeWalker {
    fn note_unread(&mut self, place: &str, why: impl Into<String>) {
        self.unread.push(UnreadPart { place: visible(place).into_owned(), reason: why.into() });
    }

    fn add_skill(
        &mut self,
        name: String,
        group: &ListDefaults,
        own: Option<WrittenLevel>,
        place: &str,
    ) {
        let is_own = own.is_some();
        let (level, of) = own
            .or_else(|| group.level.clone())
            .map_or((None, None), |(level, of)| (Some(level), of));
        // A maximum belongs to a number; "4/5" has its own.
        let of = of
            .filter(|_| level.as_deref().is_some_and(|level| level.trim().parse::<f64>().is_ok()));
        let place = visible(place).into_owned();
        self.found.push(ResumeSkill {
            name,
            level,
            maximum: of,
            own_level: is_own || group.level.is_none(),
            kind: group.kind,
            path: place,
        });
    }

    /// Looks for skills in the sections of `fields`, and in the containers of sections.
    fn walk_sections(&mut self, fields: &JsonObject, path: &str, depth: usize) {
        // Skills first: a statement there is worth more than a use in a job.
        let mut sections: Vec<(&String, &Value, ResumeSection)> =
            fields.iter().map(|(name, value)| (name, value, ResumeSection::of(name))).collect();
        sections.sort_by_key(|(.., section)| *section as u8);
        for (name, value, section) in sections {
            let path = join(path, name);
            self.found_section |= section != ResumeSection::Unknown;
            match section {
                ResumeSection::Skills => self.read_skills(value, &path, depth + 1),
                ResumeSection::Languages => self.read_languages(value, &path, depth + 1),
                ResumeSection::Work => self.read_work(value, &path, depth + 1),
                ResumeSection::WantedSkills if has_names(value) => {
                    self.note_unread(&path, "judging by its name, not skills that you have");
                }
                ResumeSection::WantedSkills => {}
                ResumeSection::Other | ResumeSection::Unknown => {
                    self.walk_section(value, &path, depth + 1, section)
                }
            }
        }
    }

    /// Looks for skills in a section of another kind.
    fn walk_section(&mut self, value: &Value, path: &str, depth: usize, section: ResumeSection) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Object(fields) => self.walk_sections(fields, path, depth),
            // Sections in a list, each with its title: `{"title": "Skills", "items": […]}`.
            Value::Array(items) if section == ResumeSection::Unknown => {
                for (at, item) in items.iter().enumerate() {
                    let Value::Object(fields) = item else { continue };
                    let path = format!("{path}[{at}]");
                    let titled =
                        ["type", "title", "sectiontitle", "name", "heading", "section", "label"]
                            .iter()
                            .find_map(|name| {
                                let section = ResumeSection::of(field(fields, name)?.as_str()?);
                                (section != ResumeSection::Unknown
                                    && section != ResumeSection::Other)
                                    .then_some(section)
                            });
                    let contents = LISTS.iter().find_map(|name| field(fields, name));
                    match (titled, contents) {
                        (Some(ResumeSection::Skills), Some(contents)) => {
                            self.read_skills(contents, &path, depth + 1);
                        }
                        (Some(ResumeSection::Languages), Some(contents)) => {
                            self.read_languages(contents, &path, depth + 1);
                        }
                        (Some(ResumeSection::Work), Some(contents)) => {
                            self.read_work(contents, &path, depth + 1);
                        }
                        _ => {
                            let looks = fields
                                .keys()
                                .any(|name| ResumeSection::of(name) == ResumeSection::Skills);
                            if looks {
                                self.note_unread(&path, "unknown section");
                            }
                        }
                    }
                }
            }
            // Skills taught by a course or a certificate.
            Value::Array(items) if section == ResumeSection::Other => {
                for (at, item) in items.iter().enumerate() {
                    for (name, value) in item.as_object().into_iter().flatten() {
                        if ResumeSection::of(name) == ResumeSection::Skills {
                            let path = join(&format!("{path}[{at}]"), name);
                            self.read_list(
                                value,
                                &path,
                                &ListDefaults::of(ResumeSkillKind::Used),
                                depth + 1,
                            );
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Reads a section of skills.
    fn read_skills(&mut self, value: &Value, path: &str, depth: usize) {
        self.found_section = true;
        self.read_list(value, path, &ListDefaults::of(ResumeSkillKind::Skill), depth);
    }

    /// Reads a list of skills: a list, a text, or an object by category.
    fn read_list(&mut self, value: &Value, path: &str, group: &ListDefaults, depth: usize) {
        if depth > MAX_DEPTH {
            return self.note_unread(path, "nested too deeply");
        }
        match value {
            Value::Null => {}
            Value::String(_) => {
                if let Some(text) = text_of(value) {
                    self.add_skill(text, group, None, path);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.read_item(item, &format!("{path}[{at}]"), group, depth + 1);
                }
            }
            Value::Object(fields) if only_holds_lists(fields) => {
                for (name, value) in fields
                    .iter()
                    .filter(|(name, _)| LISTS.contains(&normalized_name(name).as_str()))
                {
                    self.read_list(value, &join(path, name), group, depth + 1);
                }
            }
            Value::Object(fields) if is_item(fields) => {
                self.read_item(value, path, group, depth + 1)
            }
            Value::Object(fields) => self.read_categories(fields, path, group, depth + 1),
            Value::Bool(_) | Value::Number(_) => {
                self.note_unread(path, format!("{}, not a name", describe_value(value)));
            }
        }
    }

    /// Reads an entry of a list of skills.
    fn read_item(&mut self, item: &Value, path: &str, group: &ListDefaults, depth: usize) {
        // ["SQL", "Expert"], among other such pairs.
        if let Value::Array(parts) = item
            && let [Value::String(name), level] = &parts[..]
            && let Some(level) =
                parse_level(level, None).filter(|(level, _)| is_level(level) && !is_level(name))
            && let Some(name) = text_of(&Value::from(name.as_str()))
        {
            return self.add_skill(name, group, Some(level), path);
        }
        let Value::Object(fields) = item else { return self.read_list(item, path, group, depth) };
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
        let described = field(fields, "description")
            .and_then(text_of)
            .filter(|text| scale_fraction(text).is_some());
        let own = own.or(described.map(|text| (text, None)));
        let Some(name) = named else {
            if !lists.is_empty() {
                return self.read_sublists(&lists, path, group, own, depth);
            }
            let names = fields.keys().any(|name| {
                let name = normalized_name(name);
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
                let name = normalized_name(name);
                names || LEVELS.contains(&name.as_str()) || LAYOUT.contains(&name.as_str())
            };
            if fields.keys().all(described) {
                return self.note_unread(path, "no readable name");
            }
            if fields.values().all(|value| !value.is_object()) || fields.len() == 1 {
                return self.read_categories(fields, path, group, depth);
            }
            let keys: Vec<String> =
                fields.keys().map(|key| format!("`{}`", visible(key))).take(5).collect();
            return self.note_unread(path, format!("no name; found {}", keys.join(", ")));
        };
        self.note_unread_lists(fields, path);
        if !lists.is_empty() {
            let (kind, level) = (ResumeSkillKind::Group, group.level.clone());
            let below = own.clone().or_else(|| level_of_heading(&name));
            self.add_skill(name, &ListDefaults { kind, level }, own, path);
            return self.read_sublists(&lists, path, group, below, depth);
        }
        // `{"label": "Languages", "details": "Python, Go"}`
        let details = ["details", "value", "values"]
            .iter()
            .find_map(|name| field(fields, name).and_then(text_of));
        match details {
            Some(details) if details == name => self.add_skill(name, group, None, path),
            Some(details) if own.as_ref().is_none_or(|own| own.0 == details) => {
                self.read_pair(name, &details, group, path);
            }
            _ => self.add_skill(name, group, own, path),
        }
    }

    /// Reports the lists of an entry whose names do not suggest skills.
    fn note_unread_lists(&mut self, fields: &JsonObject, path: &str) {
        for (name, value) in
            fields.iter().filter(|(name, value)| value.is_array() && !is_list(name, value))
        {
            let known = [&NAMES[..], &LEVELS, &LAYOUT, &GROUPS]
                .iter()
                .any(|names| names.contains(&normalized_name(name).as_str()));
            let details = ["details", "values"].contains(&normalized_name(name).as_str());
            let texts = value.as_array().is_some_and(|items| items.iter().any(Value::is_string));
            if texts && !known && !details {
                self.note_unread(
                    &join(path, name),
                    "the name of this list does not show whether it lists skills",
                );
            }
        }
    }

    /// Reads the `lists` below an entry, which is a group with the level `own`.
    fn read_sublists(
        &mut self,
        lists: &[(&String, &Value)],
        path: &str,
        group: &ListDefaults,
        own: Option<WrittenLevel>,
        depth: usize,
    ) {
        let kind = if group.kind == ResumeSkillKind::Skill {
            ResumeSkillKind::Keyword
        } else {
            group.kind
        };
        let below = ListDefaults { kind, level: own.or_else(|| group.level.clone()) };
        for (name, value) in lists {
            self.read_list(value, &join(path, name), &below, depth + 1);
        }
    }

    /// Reads skills by category, or levels by skill.
    fn read_categories(
        &mut self,
        fields: &JsonObject,
        path: &str,
        group: &ListDefaults,
        depth: usize,
    ) {
        for (name, value) in fields {
            let path = join(path, name);
            let shown = visible(name).trim().to_string();
            if LAYOUT.contains(&normalized_name(name).as_str()) {
                // A text beside skills may name more of them.
                if let (Some(text), "description" | "summary") =
                    (text_of(value), normalized_name(name).as_str())
                {
                    self.add_skill(text, &ListDefaults::of(ResumeSkillKind::Used), None, &path);
                }
                continue;
            }
            // The name is only a heading.
            let heading = ListDefaults { kind: ResumeSkillKind::Group, level: group.level.clone() };
            match value {
                Value::Null | Value::Bool(true) => self.add_skill(shown, group, None, &path),
                Value::Bool(false) => {
                    self.add_skill(shown, group, Some(("false".to_string(), None)), &path);
                }
                Value::Number(number) => {
                    self.add_skill(shown, group, Some((number.to_string(), None)), &path);
                }
                Value::String(_) => match text_of(value) {
                    Some(text) => self.read_pair(shown, &text, group, &path),
                    None => self.add_skill(shown, group, None, &path),
                },
                Value::Array(items) if items.is_empty() => {}
                Value::Array(_) => {
                    let level = level_of_heading(&shown);
                    self.add_skill(shown, &heading, None, &path);
                    self.read_sublists(&[(&String::new(), value)], &path, group, level, depth);
                }
                Value::Object(inner) if is_item(inner) => {
                    self.read_item(value, &path, group, depth + 1)
                }
                Value::Object(inner) => match level_of(inner, true)
                    .filter(|(level, _)| !level.starts_with(['{', '[']))
                {
                    Some(level) if !only_holds_lists(inner) => {
                        let lists: Vec<(&String, &Value)> = inner
                            .iter()
                            .filter(|(name, value)| is_list(name, value) && has_names(value))
                            .collect();
                        self.note_unread_lists(inner, &path);
                        if lists.is_empty() {
                            self.add_skill(shown, group, Some(level), &path);
                        } else {
                            self.add_skill(shown, &heading, Some(level.clone()), &path);
                            self.read_sublists(&lists, &path, group, Some(level), depth);
                        }
                    }
                    level => {
                        let level = level.or_else(|| level_of_heading(&shown));
                        self.add_skill(shown, &heading, level.clone(), &path);
                        self.read_sublists(&[(&String::new(), value)], &path, group, level, depth);
                    }
                },
            }
        }
    }

    /// Reads a name followed by a text: its level, or the skills of a group.
    fn read_pair(&mut self, name: String, text: &str, group: &ListDefaults, path: &str) {
        if is_level(text) {
            return self.add_skill(name, group, Some((text.to_string(), None)), path);
        }
        let level = level_of_heading(&name);
        if level.is_some() || text.contains([',', ';', '|', '/', '•', '·']) {
            let kind = ResumeSkillKind::Group;
            self.add_skill(name, &ListDefaults { kind, level: group.level.clone() }, None, path);
            return self.read_sublists(
                &[(&String::new(), &Value::from(text))],
                path,
                group,
                level,
                0,
            );
        }
        let kind = if group.kind == ResumeSkillKind::Language {
            ResumeSkillKind::Language
        } else {
            ResumeSkillKind::Pair
        };
        self.add_skill(
            name,
            &ListDefaults { kind, level: None },
            Some((text.to_string(), None)),
            path,
        );
    }

    /// Reads a section of natural languages.
    fn read_languages(&mut self, value: &Value, path: &str, depth: usize) {
        let group = ListDefaults::of(ResumeSkillKind::Language);
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let path = format!("{path}[{at}]");
                    let Value::Object(fields) = item else {
                        self.read_list(item, &path, &group, depth + 1);
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
                        Some(name) => self.add_skill(name, &group, level, &path),
                        None => self.read_item(item, &path, &group, depth + 1),
                    }
                }
            }
            Value::Object(fields) if only_holds_lists(fields) => {
                for (name, value) in fields
                    .iter()
                    .filter(|(name, _)| LISTS.contains(&normalized_name(name).as_str()))
                {
                    self.read_languages(value, &join(path, name), depth + 1);
                }
            }
            other => self.read_list(other, path, &group, depth + 1),
        }
    }

    /// Reads jobs, projects and the like, for the skills used there.
    fn read_work(&mut self, value: &Value, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.read_work(item, &format!("{path}[{at}]"), depth + 1);
                }
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = join(path, name);
                    let plain = normalized_name(name);
                    match ResumeSection::of(name) {
                        ResumeSection::WantedSkills => {}
                        ResumeSection::Skills => {
                            self.read_list(
                                value,
                                &path,
                                &ListDefaults::of(ResumeSkillKind::Used),
                                depth + 1,
                            );
                        }
                        _ if USED.contains(&plain.as_str()) => {
                            self.read_list(
                                value,
                                &path,
                                &ListDefaults::of(ResumeSkillKind::Used),
                                depth + 1,
                            );
                        }
                        // A wrapper, as some resume makers write it, or the positions at one
                        // company.
                        _ if value.is_object() || value.is_array() => {
                            self.read_work(value, &path, depth + 1);
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
    let name = normalized_name(name);
    let by_name = LISTS.contains(&name.as_str())
        || matches!(name.as_str(), "skillslist" | "skilllist" | "skillset");
    by_name || (value.is_array() && ResumeSection::of(&name) == ResumeSection::Skills)
}

/// Whether `fields` only contain lists of skills, as sections of resume makers do.
fn only_holds_lists(fields: &JsonObject) -> bool {
    let list = |(name, value): (&String, &Value)| {
        ["items", "sets", "list", "entries", "featuredskills"]
            .contains(&normalized_name(name).as_str())
            && (value.is_array() || value.is_object())
    };
    let own = ["level", "proficiency", "rating"].iter().any(|name| field(fields, name).is_some());
    !own && fields.iter().any(list)
}

/// Whether `fields` describe one skill or one group of skills, and not several by their names.
fn is_item(fields: &JsonObject) -> bool {
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
