//! YAML and JSON as ladders: lists and keys that name levels, themes and what is asked.

mod levels;
mod names;
mod place;
mod scalars;
mod scale;

use self::names::ListOf;
pub(super) use self::scalars::holds_ladder;
use super::draft::{Draft, RoleIndex};
use super::facts;
use super::grade::Grade;
use super::level::{Certainty, LevelName, certainty, title_of};
use super::map::LadderMap;
use super::meaning::LabelMeaning;
use super::understanding::{SourceReading, list};
use super::words::{humanise, is_blank, key, label, opening, word_count};
use crate::import::tree::Node;

/// Keys that name the thing they are in.
const NAME_KEYS: &[&str] = &[
    "title",
    "name",
    "label",
    "display name",
    "heading",
    "role",
    "position",
    "job title",
    "competency",
    "skill",
    "topic",
    "skill name",
    "competency name",
    "attribute",
    "role name",
];

/// Why a text without a level above it is not read.
const OUTSIDE: &str = "they belong to no level";

/// Why texts such as `n/a` are not read.
const BLANK: &str = "they ask for nothing (-, n/a, TBD)";

/// The kind of the items of a list or the keys of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Family,
    Track,
    Role,
    Level,
    Theme,
    Statement,
    Requirement,
    Ignored,
    Unknown,
}

impl Kind {
    /// Returns the kind of what a key holds.
    fn of(name: &str, map: &LadderMap) -> Self {
        let meaning = map.meaning(name).or_else(|| LabelMeaning::of_last_word(name));
        match meaning {
            Some(LabelMeaning::Family) => Self::Family,
            Some(LabelMeaning::Track) => Self::Track,
            Some(LabelMeaning::Title) => Self::Role,
            Some(LabelMeaning::Level) => Self::Level,
            Some(LabelMeaning::Theme | LabelMeaning::Competency) => Self::Theme,
            Some(LabelMeaning::Responsibility | LabelMeaning::Summary) => Self::Statement,
            Some(LabelMeaning::Requirement) => Self::Requirement,
            Some(LabelMeaning::Ignore) => Self::Ignored,
            Some(
                LabelMeaning::Grade
                | LabelMeaning::Explanation
                | LabelMeaning::GradeExplanation
                | LabelMeaning::Years
                | LabelMeaning::Aliases,
            )
            | None => Self::Unknown,
        }
    }
}

/// The place in a tree.
#[derive(Debug, Clone, Default)]
struct Place {
    family: String,
    /// The level or title, as written.
    level: Option<String>,
    title: Option<String>,
    track: Option<String>,
    theme: Option<String>,
    competency: Option<String>,
    requirements: bool,
    /// Whether the last heading is a skill list of a role.
    skills: bool,
    /// The key of that list.
    skill_key: String,
    /// Whether the items of the list are names of skills.
    names: bool,
}

/// Reads a tree into `draft`; or returns why it is not a ladder.
pub(super) fn read(
    tree: &Node,
    name: &str,
    family: &str,
    map: &LadderMap,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    let mut reader = TreeReader {
        map,
        names: names_by_id(tree),
        draft,
        reading: SourceReading::new(name, "nested lists and keys"),
        roles: Vec::new(),
        name,
        family,
        explained: Vec::new(),
    };
    let place = Place {
        family: map.family.clone().unwrap_or_else(|| family.to_string()),
        ..Place::default()
    };
    if !reader.has_levels(tree) && !reader.is_role(tree) {
        return Err("no levels among its keys; name them under `levels` in a map".to_string());
    }
    // Themes that are listed keep the order of the list; those that are not used are dropped.
    let themes: Vec<String> = reader
        .names
        .iter()
        .filter(|(kind, ..)| *kind == Kind::Theme)
        .map(|(.., name)| label(name))
        .collect();
    for theme in &themes {
        reader.draft.theme(theme);
    }
    reader.walk(tree, Kind::Unknown, &place, 0);
    if reader.roles.is_empty() {
        return Err("no levels among its keys; name them under `levels` in a map".to_string());
    }
    let titles: Vec<String> =
        reader.roles.iter().map(|role| reader.draft.roles[*role].title.clone()).collect();
    reader.reading.note("levels", list(&titles));
    reader.count_lost_explanations();
    Ok(reader.reading)
}

/// The names of things that other entries refer to by id: (list, id, name).
fn names_by_id(tree: &Node) -> Vec<(Kind, String, String)> {
    let mut names = Vec::new();
    let Node::Map(pairs) = tree else { return names };
    for (list, node) in pairs {
        let kind = Kind::of(list, &LadderMap::default());
        let Node::List(items) = node else { continue };
        for item in items {
            let Node::Map(fields) = item else { continue };
            if let (Some(id), Some(name)) = (
                text_under(fields, &["id", "key", "slug", "code"]),
                text_under(fields, &["name", "title", "label", "display name"]),
            ) {
                names.push((kind, key(id), name.to_string()));
            }
        }
    }
    names
}

/// Returns the text under the first key that is one of `wanted`.
fn text_under<'n>(fields: &'n [(String, Node)], wanted: &[&str]) -> Option<&'n str> {
    let found = fields.iter().find(|(name, _)| wanted.contains(&key(name).as_str()));
    found.and_then(|(_, value)| value.text())
}

/// Reads a tree.
struct TreeReader<'a, 'd> {
    map: &'a LadderMap,
    names: Vec<(Kind, String, String)>,
    draft: &'d mut Draft,
    reading: SourceReading,
    roles: Vec<RoleIndex>,
    name: &'a str,
    /// The family by the name of the source.
    family: &'a str,
    /// Themes and competencies with an explanation.
    explained: Vec<String>,
}

impl TreeReader<'_, '_> {
    /// Whether a tree is a role by itself, or a list of roles.
    fn is_role(&self, tree: &Node) -> bool {
        match tree {
            Node::List(items) => {
                items.iter().any(|item| matches!(item, Node::Map(_)) && self.is_role(item))
            }
            Node::Map(pairs) => {
                name_of(pairs).is_some()
                    && pairs.iter().any(|(name, value)| {
                        matches!(
                            Kind::of(name, self.map),
                            Kind::Statement | Kind::Requirement | Kind::Theme
                        ) && matches!(value, Node::List(_) | Node::Map(_))
                    })
            }
            _ => false,
        }
    }

    /// Returns the name of what `text` refers to, if it is an id of another list.
    fn resolve(&self, kind: Kind, text: &str) -> String {
        let wanted = key(text);
        let found = self.names.iter().find(|(of, id, _)| *of == kind && *id == wanted);
        found.map_or_else(|| text.to_string(), |(_, _, name)| name.clone())
    }

    /// Returns the role of a place, if it has a level.
    fn role(&mut self, place: &Place) -> Option<RoleIndex> {
        let (level, title) = (place.level.as_deref(), place.title.as_deref());
        let (name, shown) = match (level, title) {
            (None, None) => return None,
            (Some(level), None) => {
                let name = LevelName::parse(&Self::display_level(level));
                let shown = title_of(&name, &place.family);
                (name, shown)
            }
            (None, Some(title)) => (LevelName::parse(title), title.to_string()),
            (Some(level), Some(title)) => {
                let name = LevelName::parse(&Self::display_level(level));
                let own = certainty(title) == Certainty::Yes || name.title.is_none();
                let shown = if own { title.to_string() } else { title_of(&name, title) };
                (name, shown)
            }
        };
        let role = self.draft.titled_role((&place.family, ""), name, shown, true, self.name);
        if place.track.is_some() {
            self.draft.roles[role].track.clone_from(&place.track);
        }
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
        Some(role)
    }

    /// Returns a level as people write it: keys such as `senior_engineer` are no names.
    fn display_level(level: &str) -> String {
        let plain = level.contains(' ') || level.chars().any(char::is_uppercase);
        if plain || level.bytes().all(|b| b.is_ascii_digit()) {
            level.to_string()
        } else {
            humanise(level)
        }
    }

    fn walk(&mut self, node: &Node, kind: Kind, place: &Place, depth: usize) {
        match node {
            Node::Null => {}
            Node::Text(text) => self.text(text, kind, place),
            Node::List(items) => self.items(items, kind, place, depth),
            Node::Map(pairs) => self.entries(pairs, kind, place, depth),
        }
    }

    /// Reads a list.
    fn items(&mut self, items: &[Node], kind: Kind, place: &Place, depth: usize) {
        let list = ListOf {
            below_a_name: place.theme.is_some(),
            of_skills: names::is_of_skills(&place.skill_key),
        };
        let names = place.skills && names::are_names(items, list);
        for (at, item) in items.iter().enumerate() {
            let mut place = Place { names, ..place.clone() };
            if let (Kind::Level, Node::Map(pairs)) = (kind, item)
                && place.level.is_none()
                && name_of(pairs).is_none()
                && !pairs.iter().any(|(name, value)| {
                    Kind::of(name, self.map) == Kind::Level && value.text().is_some()
                })
            {
                // Levels without names are counted.
                place.level = Some((at + 1).to_string());
            }
            self.walk(item, kind, &place, depth + 1);
        }
    }

    /// Reads a text.
    fn text(&mut self, text: &str, kind: Kind, place: &Place) {
        if is_blank(text) {
            self.reading.count(1, ("text", "texts"), BLANK);
            return;
        }
        if kind == Kind::Role || (kind == Kind::Level && place.level.is_none()) {
            // A list of the names of levels.
            if word_count(text) <= 9 && place.level.is_none() && place.title.is_none() {
                let mut place = place.clone();
                place.level = Some(text.to_string());
                self.role(&place);
            } else {
                self.reading.skip(format!("text “{}”", opening(text)), "not the name of a level");
            }
            return;
        }
        let Some(role) = self.role(place) else {
            self.reading.count(1, ("text of a list", "texts of lists"), OUTSIDE);
            return;
        };
        if let Some(name) = place.competency.as_deref().or(place.theme.as_deref())
            && let Some(grade) =
                Grade::read(text).filter(|_| self.map.cells != super::map::CellContent::Sentences)
        {
            let level = match grade {
                Grade::Level(level) => Some(level),
                Grade::Asked => None,
                Grade::NotAsked => return,
            };
            self.require(role, name, level);
            return;
        }
        if place.names
            && place.competency.is_none()
            && word_count(text) <= 5
            && !text.trim_end().ends_with('.')
        {
            let skill = label(text);
            self.require(role, &skill, None);
            let facts = self.draft.skill_facts(&skill);
            facts.group = facts.group.take().or_else(|| place.theme.clone());
            return;
        }
        // A number in a list of skills may be a level of one that is not known.
        let name = place.competency.as_deref().filter(|_| !place.skills).unwrap_or_default();
        let statements = self.reading.statements(name, text, self.map.split).into_iter();
        if place.requirements {
            self.draft.roles[role].requirements.extend(statements);
        } else {
            let theme = place.theme.clone().unwrap_or_default();
            self.reading.responsibilities +=
                self.draft.duties(role, &theme, place.competency.as_deref(), statements);
        }
    }

    /// Reads a map: first what it says about itself, then its parts.
    fn entries(&mut self, pairs: &[(String, Node)], kind: Kind, place: &Place, depth: usize) {
        if self.keys_are_levels(pairs) {
            self.level_keys(pairs, kind, place, depth);
            return;
        }
        if (place.level.is_some() || place.title.is_some()) && self.skill_entry(pairs, place) {
            return;
        }
        let mut here = place.clone();
        let own_name = name_of(pairs);
        self.place_by_scalars(pairs, &mut here);
        self.place_by_name(own_name, kind, pairs, &mut here, depth);
        let has_role = here.level.is_some() || here.title.is_some();
        let new_role = (here.level != place.level || here.title != place.title) && has_role;
        if new_role {
            self.role(&here);
        }
        for (name, node) in pairs {
            self.entry(name, node, own_name, &here, depth);
        }
    }

    /// Reads one entry of a map.
    fn entry(
        &mut self,
        name: &str,
        node: &Node,
        own_name: Option<&str>,
        here: &Place,
        depth: usize,
    ) {
        if self.map.ignores(name) {
            self.reading.leave_out(format!("key “{name}”"), "ignored by the map");
            return;
        }
        if self.map.meaning(name).is_none()
            && let Some(grades) = scale::read(name, node)
        {
            let shown: Vec<String> =
                grades.iter().map(|(grade, name)| format!("{grade} = {name}")).collect();
            self.reading.note("scale of skill levels", list(&shown));
            self.draft.scale = grades;
            return;
        }
        let meaning = self.map.meaning(name).or_else(|| LabelMeaning::of_last_word(name));
        let kind = Kind::of(name, self.map);
        if let Some(text) = node.text() {
            self.scalar_entry(name, text, meaning, own_name, here);
            return;
        }
        let mut place = here.clone();
        // A key that is known by its last word alone names a competency: "Product knowledge".
        let is_named = self.map.meaning(name).is_none() && LabelMeaning::of(name).is_none();
        let in_role = here.level.is_some() || here.title.is_some();
        if is_named
            && in_role
            && here.theme.is_none()
            && (here.skills || matches!(node, Node::List(_)))
            && matches!(kind, Kind::Theme | Kind::Statement)
        {
            place.theme = Some(humanise(name));
            if kind == Kind::Theme && !here.skills {
                (place.skills, place.skill_key) = (true, name.to_string());
            }
            self.walk(node, Kind::Statement, &place, depth + 1);
            return;
        }
        match kind {
            Kind::Ignored => {
                if !matches!(node, Node::Null) {
                    self.reading.leave_out(
                        format!("key “{name}”"),
                        "examples and the like are not part of a role",
                    );
                }
                return;
            }
            Kind::Statement => place.skills = false,
            Kind::Requirement => (place.requirements, place.skills) = (true, false),
            Kind::Theme => {
                place.skills = here.level.is_some() || here.title.is_some();
                place.skill_key = name.to_string();
            }
            Kind::Unknown => {
                if meaning == Some(LabelMeaning::Aliases) {
                    self.aliases(name, node, here);
                    return;
                }
                if facts::is_pay(name) {
                    self.reading.skip(format!("key “{name}”"), "pay");
                    return;
                }
                self.place_by_key(name, node, &mut place, depth);
            }
            _ => {}
        }
        self.walk(node, kind, &place, depth + 1);
    }
}

/// Returns the name that a map gives itself.
fn name_of(pairs: &[(String, Node)]) -> Option<&str> {
    // A title is written for people; a name may be an id.
    NAME_KEYS.iter().find_map(|wanted| {
        pairs.iter().find(|(name, _)| key(name) == *wanted).and_then(|(_, value)| value.text())
    })
}
