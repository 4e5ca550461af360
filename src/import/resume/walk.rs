//! Walks through the JSON of a resume of any shape, and collects the skills that it names.

mod fields;
mod sections;

use serde_json::Value;

use super::{Resume, ResumeError, ResumeSkill, ResumeSkillKind, UnreadPart, scale_fraction};
use crate::model::text::visible;
use fields::{
    JsonObject, WrittenLevel, describe_value, field, has_names, is_item, is_level, is_list, join,
    level_of, level_of_heading, name_of, only_holds_lists, other_name_of, parse_level, text_of,
};
use sections::{GROUPS, LAYOUT, LEVELS, LISTS, NAMES, ResumeSection, USED, normalized_name};

/// Maximum depth of nesting that is read.
const MAX_DEPTH: usize = 12;

/// Maximum number of sections named for a resume without skills.
const MAX_SECTIONS: usize = 8;

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
            _ => return Err(not_a_resume("a list of several resumes; save one by itself")),
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
    items.iter().filter_map(Value::as_object).filter(|fields| is_complete_resume(fields)).collect()
}

/// Whether an object has the fields of a resume.
fn is_complete_resume(fields: &JsonObject) -> bool {
    let known = fields
        .keys()
        .filter(|key| !matches!(ResumeSection::of(key), ResumeSection::Unknown))
        .count();
    fields.contains_key("basics") || (known > 1 && name_of(fields).is_none())
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
                    self.walk_section(value, &path, depth + 1, section);
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
                self.read_item(value, path, group, depth + 1);
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
            GROUPS
                .iter()
                .find_map(|name| field(fields, name).and_then(text_of))
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
            let known = [&LEVELS[..], &LAYOUT];
            if names
                || fields
                    .keys()
                    .map(|name| normalized_name(name))
                    .all(|name| known.iter().any(|names| names.contains(&name.as_str())))
            {
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
                    self.read_item(value, &path, group, depth + 1);
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
