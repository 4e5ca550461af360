//! The place of a part of a tree: what its keys and names tell of family, level, title and theme.

use super::super::families::strip_ladder_words;
use super::super::level::{Certainty, LevelName, certainty, ends_with_job, job_of};
use super::super::meaning::LabelMeaning;
use super::super::track;
use super::super::words::{humanise, key, label, word_count};
use super::{Kind, Place, TreeReader, text_under};
use crate::import::tree::Node;

impl TreeReader<'_, '_> {
    /// Takes levels, families and themes that the map states as single texts.
    pub(super) fn place_by_scalars(&mut self, pairs: &[(String, Node)], here: &mut Place) {
        for (name, value) in pairs {
            let Some(text) = value.text() else { continue };
            match self.map.meaning(name).or_else(|| LabelMeaning::of(name)) {
                Some(LabelMeaning::Level)
                    if word_count(text) <= 9
                        && here.level.is_none()
                        && !here.skills
                        && !self.counts_levels(pairs, name, text) =>
                {
                    here.level = Some(self.resolve(Kind::Level, text));
                }
                Some(LabelMeaning::Theme) if here.theme.is_none() => {
                    here.theme = Some(self.named(Kind::Theme, text));
                }
                Some(LabelMeaning::Family)
                    if self.map.family.is_none() && word_count(text) <= 6 =>
                {
                    here.family = self.named(Kind::Family, text);
                }
                Some(LabelMeaning::Track) => here.track = Some(self.named(Kind::Track, text)),
                Some(LabelMeaning::Title)
                    if names_job(name)
                        && here.title.is_none()
                        && self.states_level(pairs)
                        && word_count(text) <= 9 =>
                {
                    here.title = Some(label(text));
                    here.family = self.family_of_job(text, &here.family);
                }
                _ => {}
            }
        }
    }

    /// Returns the name of what `text` refers to, or `text` as people write it.
    pub(super) fn named(&self, kind: Kind, text: &str) -> String {
        let name = self.resolve(kind, text);
        if name == text && !text.contains(' ') { humanise(text) } else { label(&name) }
    }

    /// Takes what the map's own name tells.
    pub(super) fn place_by_name(
        &mut self,
        own_name: Option<&str>,
        kind: Kind,
        pairs: &[(String, Node)],
        here: &mut Place,
        depth: usize,
    ) {
        let Some(name) = own_name else { return };
        let has_levels = pairs.iter().any(|(_, value)| self.has_levels(value))
            || pairs.iter().any(|(name, value)| {
                Kind::of(name, self.map) == Kind::Level
                    && matches!(value, Node::List(_) | Node::Map(_))
            });
        let asks = pairs.iter().any(|(name, value)| {
            matches!(Kind::of(name, self.map), Kind::Statement | Kind::Requirement | Kind::Theme)
                && matches!(value, Node::List(_) | Node::Map(_))
        });
        let is_level = self.is_level(name);
        if here.title.as_deref() == Some(label(name).as_str()) {
            return;
        }
        match kind {
            Kind::Role if has_levels && !is_level => {
                here.family = self.family_name(name, &here.family);
            }
            Kind::Role => here.title = Some(label(name)),
            Kind::Level if here.level.is_none() => match level_id(pairs) {
                Some(id) if certainty(name) > Certainty::No => {
                    here.level = Some(id.to_string());
                    here.title = Some(label(name));
                }
                _ => here.level = Some(name.to_string()),
            },
            Kind::Level => {
                here.title = Some(label(name))
                    .filter(|_| certainty(name) > Certainty::No)
                    .or(here.title.take());
            }
            Kind::Track if track::of(name).is_some() => here.track = Some(label(name)),
            Kind::Family | Kind::Track => here.family = self.family_name(name, &here.family),
            Kind::Theme if here.theme.is_some() && here.theme.as_deref() != Some(name) => {
                here.competency = Some(label(name));
            }
            Kind::Theme => here.theme = Some(self.named(Kind::Theme, name)),
            _ if depth <= 1 && has_levels && here.level.is_none() && !is_level => {
                here.family = self.family_name(name, &here.family);
            }
            _ if here.level.is_none()
                && here.title.is_none()
                && !has_levels
                && (is_level || asks) =>
            {
                here.title = Some(label(name));
            }
            _ if here.level.is_some() && here.title.is_none() && asks => {
                here.title = Some(label(name));
            }
            _ if here.theme.is_none() => here.theme = Some(label(name)),
            _ => here.competency = Some(label(name)),
        }
    }

    /// Whether a map states a level in a text.
    fn states_level(&self, pairs: &[(String, Node)]) -> bool {
        pairs
            .iter()
            .any(|(name, value)| Kind::of(name, self.map) == Kind::Level && value.text().is_some())
    }

    /// Returns the job of a title as the family, where only the name of the source is known.
    fn family_of_job(&self, title: &str, before: &str) -> String {
        let job = job_of(title);
        let is_known = self.map.family.is_some() || before != self.family;
        if is_known || !ends_with_job(&job) { before.to_string() } else { job }
    }

    /// Returns the family by a name in the tree, unless the map states one.
    pub(super) fn family_name(&self, name: &str, before: &str) -> String {
        if let Some(family) = &self.map.family {
            return family.clone();
        }
        let stripped = strip_ladder_words(name);
        if stripped.is_empty() { before.to_string() } else { stripped }
    }

    /// Takes what a key without a known meaning tells: a theme, a competency or a family.
    pub(super) fn place_by_key(
        &mut self,
        name: &str,
        node: &Node,
        place: &mut Place,
        depth: usize,
    ) {
        let shown = humanise(name);
        let outside = place.level.is_none() && place.title.is_none();
        if self.is_level(&shown) && place.level.is_none() {
            place.level = Some(name.to_string());
        } else if outside && track::is_sure(&shown) && self.has_levels(node) {
            place.track = Some(shown);
        } else if place.level.is_some()
            || place.title.is_some()
            || !self.has_family_inside(node)
            || depth > 2
        {
            if place.theme.is_none() {
                place.theme = Some(shown);
            } else {
                place.competency = Some(shown);
            }
        } else if self.map.family.is_none() {
            place.family = strip_ladder_words(&shown);
        }
    }
}

/// Whether a key names a job, and not whatever it is in.
fn names_job(name: &str) -> bool {
    LabelMeaning::of(name) == Some(LabelMeaning::Title)
        && !matches!(key(name).as_str(), "title" | "display name" | "titles")
}

/// Returns the id of a map that is the code of a level.
fn level_id(pairs: &[(String, Node)]) -> Option<&str> {
    let id = text_under(pairs, &["id", "code", "key"])?;
    let parsed = LevelName::parse(id);
    (certainty(id) == Certainty::Yes && parsed.code.is_some() && parsed.title.is_none())
        .then_some(id)
}
