//! Keys and names of a tree that are levels.

use super::super::level::{Certainty, certainty};
use super::super::map::LadderMap;
use super::super::meaning::{LabelMeaning, is_description};
use super::super::track;
use super::super::words::{humanise, key, label, word_count};
use super::{Kind, NAME_KEYS, Place, TreeReader, name_of, scale};
use crate::import::tree::Node;

impl TreeReader<'_, '_> {
    /// Whether a label names a level.
    pub(super) fn is_level(&self, text: &str) -> bool {
        if self.map.levels.is_empty() {
            certainty(text) == Certainty::Yes
        } else {
            self.map.level_place(text).is_some()
        }
    }

    /// Whether the keys of a map are levels: `junior`, `senior`, or 1, 2, 3.
    pub(super) fn keys_are_levels(&self, pairs: &[(String, Node)]) -> bool {
        let levels = pairs
            .iter()
            .filter(|(name, _)| self.is_level(&humanise(name)) || self.is_level(name))
            .count();
        let numbers =
            pairs.iter().filter(|(name, _)| name.parse::<u32>().is_ok_and(|n| n <= 20)).count();
        let maybe =
            pairs.iter().filter(|(name, _)| certainty(&humanise(name)) > Certainty::No).count();
        // Keys that say what the map is about are beside its levels; one that says what is asked
        // is that of a role.
        let about =
            pairs.iter().filter(|(name, value)| value.text().is_some() && self.is_about(name));
        let others = pairs.len() - about.count();
        let is_role = pairs.iter().any(|(name, value)| {
            matches!(Kind::of(name, self.map), Kind::Statement | Kind::Requirement)
                && matches!(value, Node::List(_) | Node::Map(_))
        });
        // One level alone has parts.
        let is_one = others == 1
            && pairs.iter().any(|(name, value)| {
                self.is_level(&humanise(name)) && matches!(value, Node::List(_) | Node::Map(_))
            });
        (!is_role && levels >= 1 && maybe >= 2 && maybe * 3 >= others * 2)
            || (!is_role && is_one)
            || (numbers >= 2 && numbers == others)
            || (!self.map.levels.is_empty() && levels > 0)
    }

    /// Whether levels are named somewhere in a tree.
    pub(super) fn has_levels(&self, node: &Node) -> bool {
        match node {
            Node::Map(pairs) if is_skill(pairs, self.map) => false,
            Node::Map(pairs) => {
                self.keys_are_levels(pairs)
                    || pairs.iter().filter(|(name, value)| scale::read(name, value).is_none()).any(
                        |(name, value)| {
                            let kind = Kind::of(name, self.map);
                            (matches!(kind, Kind::Level)
                                && (value.text().is_some()
                                    || matches!(value, Node::List(_) | Node::Map(_))))
                                || (kind == Kind::Role
                                    && matches!(value, Node::List(_) | Node::Map(_)))
                                || (NAME_KEYS.contains(&key(name).as_str())
                                    && value.text().is_some_and(|text| self.is_level(text)))
                                || self.has_levels(value)
                        },
                    )
            }
            Node::List(items) => items.iter().any(|item| self.has_levels(item)),
            _ => false,
        }
    }

    /// Whether a key says what the map that it is in is about, and is none of its levels.
    fn is_about(&self, name: &str) -> bool {
        let known = self.map.meaning(name).or_else(|| LabelMeaning::of(name));
        certainty(&humanise(name)) == Certainty::No
            && (NAME_KEYS.contains(&key(name).as_str())
                || is_description(name)
                || known.is_some_and(|meaning| meaning != LabelMeaning::Level))
    }

    /// Reads a map whose keys are levels: what each asks of the competency, theme or family that
    /// the map names.
    pub(super) fn level_keys(
        &mut self,
        pairs: &[(String, Node)],
        kind: Kind,
        place: &Place,
        depth: usize,
    ) {
        let mut here = place.clone();
        self.place_by_scalars(pairs, &mut here);
        let own_name = name_of(pairs);
        if let Some(name) = own_name {
            let is_family = matches!(kind, Kind::Family | Kind::Track | Kind::Role)
                || (depth <= 1 && here.theme.is_none() && levels_have_parts(pairs));
            if kind == Kind::Track && track::of(name).is_some() {
                here.track = Some(label(name));
            } else if is_family {
                here.family = self.family_name(name, &here.family);
            } else if here.theme.is_none() || here.theme.as_deref() == Some(name) {
                here.theme = Some(label(name));
            } else {
                here.competency = Some(label(name));
            }
        }
        for (name, node) in pairs {
            if self.map.ignores(name) {
                self.reading.leave_out(format!("key “{name}”"), "ignored by the map");
                continue;
            }
            if certainty(&humanise(name)) == Certainty::No && !self.is_level(name) {
                if node.text() != own_name && !self.is_place(name, node) {
                    self.beside_levels(name, node, &here);
                }
                continue;
            }
            let mut place = here.clone();
            place.level = Some(name.clone());
            self.role(&place);
            self.walk(node, Kind::Statement, &place, depth + 1);
        }
    }

    /// Whether a key with a text is one that [`Self::place_by_scalars`] reads.
    fn is_place(&self, name: &str, node: &Node) -> bool {
        node.text().is_some()
            && matches!(
                self.map.meaning(name).or_else(|| LabelMeaning::of(name)),
                Some(LabelMeaning::Theme | LabelMeaning::Family | LabelMeaning::Track)
            )
    }

    /// Keeps a description beside levels, and counts anything else.
    fn beside_levels(&mut self, name: &str, node: &Node, here: &Place) {
        let about = here.competency.as_deref().or(here.theme.as_deref());
        match (node.text(), about) {
            (Some(text), Some(about)) if is_description(name) => {
                self.explain(about, text);
            }
            _ if matches!(node, Node::Null) => {}
            _ => {
                self.reading
                    .skip(format!("key “{name}”"), "not a level, unlike the keys beside it");
            }
        }
    }

    /// Whether a number states how many levels there are.
    pub(super) fn counts_levels(&self, pairs: &[(String, Node)], name: &str, text: &str) -> bool {
        key(name).ends_with('s')
            && text.parse::<u32>().is_ok()
            && pairs.iter().any(|(_, value)| self.has_levels(value))
    }

    /// Whether a tree below a key has levels that have themes of their own, as a family has.
    pub(super) fn has_family_inside(&self, node: &Node) -> bool {
        let Node::Map(pairs) = node else {
            return matches!(node, Node::List(_)) && self.has_levels(node);
        };
        if self.keys_are_levels(pairs) {
            return pairs.iter().any(|(_, value)| matches!(value, Node::Map(_)));
        }
        self.has_levels(node)
    }
}

/// Whether the values of a map are maps or lists of maps: a family has levels with parts of their
/// own, a competency has texts.
fn levels_have_parts(pairs: &[(String, Node)]) -> bool {
    pairs.iter().any(|(_, value)| match value {
        Node::Map(_) => true,
        Node::List(items) => items.iter().any(|item| matches!(item, Node::Map(_))),
        _ => false,
    })
}

/// Whether a map names a skill and its level, and nothing more.
fn is_skill(pairs: &[(String, Node)], map: &LadderMap) -> bool {
    has_short(pairs, &[LabelMeaning::Competency], map)
        && has_short(pairs, &[LabelMeaning::Grade, LabelMeaning::Level], map)
        && pairs.iter().all(|(_, value)| !matches!(value, Node::List(_) | Node::Map(_)))
}

/// Whether a map has a short text under a key of one of these meanings.
fn has_short(pairs: &[(String, Node)], wanted: &[LabelMeaning], map: &LadderMap) -> bool {
    pairs.iter().any(|(name, value)| {
        value.text().is_some_and(|text| word_count(text) <= 8)
            && map
                .meaning(name)
                .or_else(|| LabelMeaning::of(name))
                .is_some_and(|meaning| wanted.contains(&meaning))
    })
}
