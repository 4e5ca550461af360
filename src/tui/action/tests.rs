use super::*;
use crate::tui::key::KeyChord;
use std::collections::{HashMap, HashSet};

#[test]
fn every_key_can_be_read_and_none_clashes() {
    let mut seen = HashSet::new();
    for spec in ACTIONS {
        assert!(!spec.keys.is_empty(), "{} has no key", spec.id);
        for key in spec.keys {
            assert!(KeyChord::parse(key).is_some(), "{key:?} is not a key");
            assert!(
                seen.insert((spec.context, *key)),
                "{key} is listed twice in {:?}",
                spec.context
            );
        }
    }
}

#[test]
fn what_a_key_does_is_short_enough_for_a_narrow_screen() {
    for spec in ACTIONS {
        assert!(spec.doc.chars().count() <= 54, "{}", spec.doc);
    }
}

#[test]
fn an_action_has_one_name_and_a_name_one_action() {
    let mut names = HashMap::new();
    let mut actions = HashMap::new();
    for spec in ACTIONS {
        assert_eq!(*names.entry(spec.id).or_insert(spec.action), spec.action, "{}", spec.id);
        assert_eq!(*actions.entry(spec.action).or_insert(spec.id), spec.id);
        assert!(
            spec.priority == 0 || !spec.hint.is_empty(),
            "{} has no word for the footer",
            spec.id
        );
    }
}
