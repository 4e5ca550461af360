//! A day of use: what the explorer remembers stays as small as it is after the first minutes.

use crate::script::{Script, small};
use roledex::tui::action::ACTIONS;
use roledex::tui::update::{Msg, fields};

/// Numbers that look random, and are the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`.
    pub fn roll(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % most
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.roll(items.len())]
    }
}

/// How much there is in all that the explorer remembers, by how long it is when written out;
/// without past queries, which are counted.
fn size(script: &Script) -> usize {
    // The numbers of past queries and of places are limited.
    let limited = format!("{:?}{:?}", script.state.queries, script.state.history);
    format!("{:?}", script.state).len() - limited.len()
}

/// Goes where every measurement is taken.
fn settle(script: Script) -> Script {
    let mut script = script.keys("esc esc esc esc 4 end ctrl-u esc 1 / end ctrl-u esc esc esc");
    script.effects.clear();
    script
}

#[test]
fn what_is_remembered_stops_growing() {
    let keys: Vec<&str> = ACTIONS.iter().flat_map(|spec| spec.keys.iter().copied()).collect();
    let mut dice = Dice::new(11);
    let mut script = Script::small(80, 24);
    let mut sizes = Vec::new();
    for at in 0..48_000 {
        match dice.roll(40) {
            0 => script.send(Msg::Resize(dice.roll(160) as u16, dice.roll(60) as u16)),
            1 => script.send(Msg::Click(dice.roll(80) as u16, dice.roll(24) as u16)),
            2 => script.send(Msg::Paste("kneads ".repeat(dice.roll(400)))),
            3..=5 => script.send(Msg::Char(char::from(b'a' + dice.roll(26) as u8))),
            6 | 7 => script.press("b"),
            _ => script.press(dice.pick::<&str>(&keys)),
        }
        script.effects.clear();
        if at % 300 == 299 {
            script = settle(script);
            sizes.push(size(&script));
            let (state, roles) = (&script.state, script.state.catalog.roles().len());
            assert!(state.history.back.len() + state.history.forward.len() <= 202);
            assert!(
                state.queries.len() <= 100
                    && state.queries.iter().all(|query| query.chars().count() <= 256)
            );
            assert!(state.bookmark_changes.len() <= 2 * roles && state.bookmarks.len() <= roles);
            assert!(state.overlays.is_empty());
        }
    }
    // What a single place takes varies; the usual size must not grow.
    let usual = |sizes: &[usize]| {
        let mut sorted = sizes.to_vec();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    };
    let quarter = sizes.len() / 4;
    let (early, late) = (usual(&sizes[quarter..2 * quarter]), usual(&sizes[3 * quarter..]));
    assert!(late <= early + early / 5, "{early} grows to {late}: {sizes:?}");
}

#[test]
fn reading_the_packs_again_leaves_nothing_behind() {
    let mut script = Script::small(80, 24).keys("j space j j space j d enter 4 \"ba\" esc 1 b");
    let mut sizes = Vec::new();
    for at in 0..200 {
        script.take_up(small());
        if at % 20 == 19 {
            sizes.push(size(&script));
        }
    }
    // But for a digit more in what is counted.
    assert!(sizes.iter().all(|size| *size <= sizes[0] + 20), "{sizes:?}");
}

#[test]
fn a_field_takes_so_much_text_and_says_that_there_was_more() {
    for open in ["4", "1 /", ":", "j x", "?"] {
        let mut script = Script::small(80, 24).keys(open);
        for _ in 0..3 {
            script.send(Msg::Paste("x".repeat(fields::MAX_FIELD_CHARS / 2 + 10)));
        }
        script.send(Msg::Typed("typed".to_string()));
        let value = script.state.overlays.last().map_or_else(
            || match open {
                "4" => script.state.skills.input.value(),
                _ => script.state.roles.filter.value(),
            },
            |overlay| overlay.input.value(),
        );
        assert_eq!(value.chars().count(), fields::MAX_FIELD_CHARS, "{open}");
        let notice = script.state.notice.clone().unwrap_or_default();
        assert!(
            notice.contains("16,384 characters; the rest was cut off")
                || notice.contains("only the first"),
            "{notice}"
        );
        // It can be edited all the same, and what was too much for a search is not remembered as
        // one.
        let script = script.keys("ctrl-u \"ba\" esc");
        assert!(script.state.queries.iter().all(|query| query.len() <= 256), "{open}");
    }
}
