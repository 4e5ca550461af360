//! Texts under the keys of a tree, and maps that name a skill.

use super::super::draft::DraftRole;
use super::super::facts;
use super::super::grade::Grade;
use super::super::meaning::LabelMeaning;
use super::super::statement::Statements;
use super::super::tree::Node;
use super::super::words::{humanise, key, label, word_count};
use super::{Kind, Place, TreeReader};

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
        let (Some(skill), Some(grade), true) = (skill.map(label), grade.map(label), plain) else {
            return false;
        };
        if word_count(&skill) > 8 || word_count(&grade) > 4 {
            return false;
        }
        let group = self.text_of(pairs, LabelMeaning::Theme).map(label);
        let Some(role) = self.role(place) else { return false };
        let level = match Grade::read(&grade) {
            Some(Grade::NotAsked) => return true,
            Some(Grade::Asked) => None,
            Some(Grade::Level(level)) => Some(level),
            None => Some(grade),
        };
        self.reading.skills += usize::from(self.draft.skill(role, &skill, level));
        let facts = self.draft.skill_facts(&skill);
        facts.group = facts.group.take().or(group).or_else(|| place.theme.clone());
        true
    }

    /// Returns the text of a map under the first key of a meaning.
    fn text_of<'n>(&self, pairs: &'n [(String, Node)], wanted: LabelMeaning) -> Option<&'n str> {
        let found = pairs.iter().find(|(name, _)| {
            self.map.meaning(name).or_else(|| LabelMeaning::of(name)) == Some(wanted)
        });
        found.and_then(|(_, value)| value.text())
    }

    /// Counts a text that is not read.
    pub(super) fn skip(&mut self, what: &str, why: &'static str) {
        match self.skipped.iter_mut().find(|(known, reason, _)| known == what && *reason == why) {
            Some((_, _, count)) => *count += 1,
            None => self.skipped.push((what.to_string(), why, 1)),
        }
    }

    /// Notes the texts that were not read, each key once with their number.
    pub(super) fn note_skipped(&mut self) {
        for (what, why, count) in std::mem::take(&mut self.skipped) {
            let what = if count == 1 { what } else { format!("{what} ({count} times)") };
            self.reading.leave_out(what, why);
        }
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
        let description =
            matches!(key(name).as_str(), "description" | "desc" | "summary" | "overview");
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
            ) => {}
            Some(LabelMeaning::Ignore) => {
                self.skip(&format!("key “{name}”"), "not part of a role");
            }
            _ if !level_or_title => {
                if let Some(theme) =
                    here.competency.as_deref().or(here.theme.as_deref()).filter(|_| description)
                {
                    self.draft.skill_facts_of(theme, text);
                } else {
                    self.skip(&format!("key “{name}”"), super::OUTSIDE);
                }
            }
            Some(LabelMeaning::Years) => self.fact(here, |role| role.years = Some(label(text))),
            Some(LabelMeaning::Grade) => {
                let skill = here.competency.as_deref().filter(|_| here.skills).map(str::to_string);
                match (skill, self.role(here)) {
                    (Some(skill), Some(role)) => {
                        self.reading.skills +=
                            usize::from(self.draft.skill(role, &skill, Some(label(text))));
                    }
                    _ => {
                        self.reading
                            .leave_out(format!("key “{name}”"), "a level of no named skill");
                    }
                }
            }
            Some(LabelMeaning::Aliases) => {
                self.fact(here, |role| role.aliases.extend(text.split([',', ';', '|']).map(label)));
            }
            Some(LabelMeaning::Requirement) => {
                let statements: Vec<String> = Statements::of(text, self.map.split).all().collect();
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
            self.reading.leave_out(format!("key “{name}”"), "pay");
            return;
        }
        let is_grade = Grade::read(text).is_some();
        if !is_grade && word_count(text) < 3 {
            self.reading.leave_out(
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

    /// Reads a list of other titles.
    pub(super) fn aliases(&mut self, node: &Node, here: &Place) {
        let Node::List(items) = node else { return };
        let names: Vec<String> = items.iter().filter_map(Node::text).map(label).collect();
        self.fact(here, |role| role.aliases.extend(names));
    }
}

/// Whether the YAML at the start of a text is a ladder itself, and not about the text.
pub(in crate::import::ladder) fn holds_ladder(tree: &Node) -> bool {
    let Node::Map(pairs) = tree else { return false };
    let statements: usize = pairs.iter().map(|(_, value)| texts(value)).sum();
    pairs.iter().any(|(_, value)| matches!(value, Node::List(_) | Node::Map(_))) && statements >= 10
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
