//! Texts under the keys of a tree, and maps that name a skill.

use foldhash::HashSet;

use super::super::draft::{DraftRole, RoleIndex};
use super::super::facts;
use super::super::grade::Grade;
use super::super::meaning::{LabelMeaning, is_description};
use super::super::words::{humanise, key, label, word_count, words};
use super::{Kind, Place, TreeReader};
use crate::import::tree::Node;

impl TreeReader<'_, '_> {
    /// Reads a map that names a skill and its level; returns whether it is one.
    pub(super) fn skill_entry(&mut self, pairs: &[(String, Node)], place: &Place) -> bool {
        let named = pairs
            .iter()
            .find(|(name, _)| matches!(key(name).as_str(), "name" | "title" | "label"))
            .and_then(|(_, value)| value.text());
        let plain = pairs.iter().all(|(_, value)| !matches!(value, Node::List(_) | Node::Map(_)));
        let skill =
            self.text_of(pairs, LabelMeaning::Competency).or(named.filter(|_| place.skills));
        let grade = self
            .text_of(pairs, LabelMeaning::Grade)
            .or_else(|| self.text_of(pairs, LabelMeaning::Level));
        let group = self.text_of(pairs, LabelMeaning::Theme);
        let used: Vec<&str> = [skill, grade, group].into_iter().flatten().collect();
        let (Some(skill), Some(grade), true) = (skill.map(label), grade.map(label), plain) else {
            return false;
        };
        if word_count(&skill) > 8 || word_count(&grade) > 4 {
            return false;
        }
        let group = group.map(label);
        let Some(role) = self.role(place) else { return false };
        let level = match Grade::read(&grade) {
            Some(Grade::NotAsked) => return true,
            Some(Grade::Asked) => None,
            Some(Grade::Level(level)) => Some(level),
            None => Some(grade),
        };
        self.require(role, &skill, level);
        let facts = self.draft.skill_facts(&skill);
        facts.group = facts.group.take().or(group).or_else(|| place.theme.clone());
        for (name, value) in pairs {
            let Some(text) = value.text().filter(|text| !used.contains(text)) else { continue };
            if is_description(name) {
                self.explain(&skill, text);
            } else {
                self.reading.skip(format!("key “{name}”"), "beside the level of a skill");
            }
        }
        true
    }

    /// Returns the text of a map under the first key of a meaning.
    fn text_of<'n>(&self, pairs: &'n [(String, Node)], wanted: LabelMeaning) -> Option<&'n str> {
        let found = pairs.iter().find(|(name, _)| {
            self.map.meaning(name).or_else(|| LabelMeaning::of(name)) == Some(wanted)
        });
        found.and_then(|(_, value)| value.text())
    }

    /// Adds a skill to a role, unless the role has it already.
    pub(super) fn require(&mut self, role: RoleIndex, skill: &str, level: Option<String>) {
        if self.draft.skill(role, skill, level) {
            self.reading.skills += 1;
        } else {
            self.reading.skip(format!("skill “{skill}”"), "the role has the skill already");
        }
    }

    /// Keeps the explanation of a theme or competency, which a pack has for skills.
    pub(super) fn explain(&mut self, name: &str, text: &str) {
        self.draft.skill_facts_of(name, text);
        self.explained.push(key(name));
    }

    /// Counts the explanations of what is no skill.
    pub(super) fn count_lost_explanations(&mut self) {
        let roles = self.roles.iter().map(|role| &self.draft.roles[*role]);
        let skills: HashSet<String> =
            roles.flat_map(|role| &role.skills).map(|skill| key(&skill.name)).collect();
        let lost = self.explained.iter().filter(|name| !skills.contains(*name)).count();
        self.reading.count_explanations(lost);
    }

    /// Reads a text under a key.
    pub(super) fn scalar_entry(
        &mut self,
        name: &str,
        text: &str,
        meaning: Option<LabelMeaning>,
        own_name: Option<&str>,
        here: &Place,
    ) {
        let at_role = here.theme.is_none();
        let level_or_title = here.level.is_some() || here.title.is_some();
        let description = is_description(name);
        // A key may be known by its last word alone: what it has is a name, or a text of its own.
        let is_place = self.map.meaning(name).is_some() || LabelMeaning::of(name).is_some();
        let meaning = if here.skills && meaning == Some(LabelMeaning::Level) {
            Some(LabelMeaning::Grade)
        } else {
            meaning
        };
        match meaning {
            _ if own_name == Some(text) => {}
            Some(
                LabelMeaning::Level
                | LabelMeaning::Theme
                | LabelMeaning::Family
                | LabelMeaning::Track
                | LabelMeaning::Title,
            ) => {
                if level_or_title && !is_place && !is_name(text) {
                    self.unknown_scalar(name, text, here);
                } else if !is_place || !self.is_used(text, here) {
                    self.reading.skip(
                        format!("key “{name}”"),
                        "a name beside that of the level, theme or family",
                    );
                }
            }
            Some(LabelMeaning::Ignore) if here.level.as_deref() == Some(text) => {}
            Some(LabelMeaning::Ignore) => {
                self.reading.skip(format!("key “{name}”"), "not part of a role");
            }
            _ if !level_or_title => {
                if let Some(theme) =
                    here.competency.as_deref().or(here.theme.as_deref()).filter(|_| description)
                {
                    let theme = theme.to_string();
                    self.explain(&theme, text);
                } else {
                    self.reading.skip(format!("key “{name}”"), super::OUTSIDE);
                }
            }
            Some(LabelMeaning::Years) => self.fact(here, |role| role.years = Some(label(text))),
            Some(LabelMeaning::Grade) => {
                let skill = here.competency.as_deref().filter(|_| here.skills).map(str::to_string);
                match (skill, self.role(here)) {
                    (Some(skill), Some(role)) => self.require(role, &skill, Some(label(text))),
                    _ => {
                        self.reading
                            .skip(format!("key “{name}”"), "a level without the name of a skill");
                    }
                }
            }
            Some(LabelMeaning::Aliases) => {
                self.fact(here, |role| role.aliases.extend(text.split([',', ';', '|']).map(label)));
            }
            Some(LabelMeaning::Requirement) => {
                let statements = self.reading.statements("", text, self.map.split);
                self.fact(here, |role| role.requirements.extend(statements));
            }
            Some(LabelMeaning::Summary) if at_role => {
                self.fact(here, |role| role.summary.push(label(text)));
            }
            _ if description && at_role => self.fact(here, |role| role.summary.push(label(text))),
            Some(
                LabelMeaning::Responsibility | LabelMeaning::Summary | LabelMeaning::Explanation,
            ) => self.text(text, Kind::Statement, here),
            _ if description => self.text(text, Kind::Statement, here),
            _ => self.unknown_scalar(name, text, here),
        }
    }

    /// Reads a text under a key that names a theme or skill, or nothing known.
    fn unknown_scalar(&mut self, name: &str, text: &str, here: &Place) {
        if facts::is_pay(name) {
            self.reading.skip(format!("key “{name}”"), "pay");
            return;
        }
        if is_flag(name, text) {
            self.reading.skip(format!("key “{name}”"), "not part of a role");
            return;
        }
        if matches!(key(name).as_str(), "extends" | "inherits" | "inherits from" | "builds on") {
            self.fact(here, |role| role.inherits.push(format!("as {}", label(text))));
            return;
        }
        let is_grade = Grade::read(text).is_some();
        if !is_grade && word_count(text) < 3 {
            self.reading.skip(
                format!("key “{name}”"),
                "not understood; state its meaning under `labels` in a map",
            );
            return;
        }
        let mut place = Place { skills: false, ..here.clone() };
        let shown = humanise(name);
        if place.theme.is_none() || (is_grade && !here.skills) {
            place.theme = Some(shown);
        } else {
            place.competency = Some(shown);
        }
        self.text(text, Kind::Statement, &place);
    }

    /// Changes the role of a place.
    fn fact(&mut self, here: &Place, change: impl FnOnce(&mut DraftRole)) {
        if let Some(role) = self.role(here) {
            change(&mut self.draft.roles[role]);
        }
    }

    /// Whether a text is one of the names of a place, or refers to one.
    fn is_used(&self, text: &str, here: &Place) -> bool {
        let names = [&here.level, &here.title, &here.theme, &here.competency, &here.track];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        let shown = [
            text.to_string(),
            self.resolve(Kind::Level, text),
            self.named(Kind::Theme, text),
            self.named(Kind::Family, text),
            self.named(Kind::Track, text),
        ];
        shown.iter().any(|shown| {
            key(shown) == key(&here.family) || names.iter().any(|name| key(name) == key(shown))
        })
    }

    /// Reads a list of other titles.
    pub(super) fn aliases(&mut self, name: &str, node: &Node, here: &Place) {
        let Node::List(items) = node else {
            self.reading.skip(format!("key “{name}”"), "not a list of titles");
            return;
        };
        let names: Vec<String> = items.iter().filter_map(Node::text).map(label).collect();
        self.fact(here, |role| role.aliases.extend(names));
    }
}

/// Whether a key states a fact that is so or not, such as `isDraft`.
fn is_flag(name: &str, text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "true" | "false" | "yes" | "no")
        && words(name).first().is_some_and(|word| matches!(word.as_str(), "is" | "has" | "show"))
}

/// Whether a text is a name, and not a sentence.
fn is_name(text: &str) -> bool {
    word_count(text) <= 4 && !text.trim_end().ends_with('.')
}

/// Whether the YAML at the start of a text is a ladder itself, and not about the text. If the text
/// is empty, it is what the file says.
pub(in crate::import::ladder) fn holds_ladder(tree: &Node, alone: bool) -> bool {
    let Node::Map(pairs) = tree else { return false };
    let statements: usize = pairs.iter().map(|(_, value)| texts(value)).sum();
    !keys_with_parts(tree).is_empty() && statements >= if alone { 1 } else { 10 } && pairs.len() > 1
}

/// Returns the keys of a tree that have lists or maps.
fn keys_with_parts(tree: &Node) -> Vec<String> {
    let Node::Map(pairs) = tree else { return Vec::new() };
    let with_parts =
        pairs.iter().filter(|(_, value)| matches!(value, Node::List(_) | Node::Map(_)));
    with_parts.map(|(name, _)| name.clone()).collect()
}

/// Number of texts with some words in a tree.
fn texts(node: &Node) -> usize {
    match node {
        Node::Null => 0,
        Node::Text(text) => usize::from(word_count(text) > 3),
        Node::List(items) => items.iter().map(texts).sum(),
        Node::Map(pairs) => pairs.iter().map(|(_, value)| texts(value)).sum(),
    }
}
