//! Maps keys to actions and back, by context: the action table with the user's overrides.

use std::fmt;

use foldhash::{HashMap, HashMapExt};

use super::action::{ACTIONS, Action, ActionSpec, KeyContext};
use super::key::{BaseKey, KeyChord};
use crate::config::file::{ConfigFault, KeyOverride, SpannedText};
use crate::model::text::quoted;
use crate::pack::DiagnosticCode;
use crate::pack::suggest;

/// Map from chords to actions by context, and from actions to their chords.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: HashMap<(KeyContext, KeyChord), Action>,
    /// The chords of each row of [`ACTIONS`], with their spelling; the first is the one shown.
    keys: Vec<Vec<(KeyChord, String)>>,
}

/// A row of the action table with the keys that are in effect.
#[derive(Debug, Clone)]
pub struct BoundAction<'a> {
    /// The row.
    pub spec: &'static ActionSpec,
    /// Its keys; the first is the one shown.
    pub keys: Vec<&'a str>,
}

impl Default for Keymap {
    /// Returns the keys of the action table.
    fn default() -> Self {
        Self::new(&[]).0
    }
}

impl Keymap {
    /// Returns the keys of the action table with some of them replaced by `wishes`, and the faults
    /// of the wishes; the valid ones apply in any case.
    ///
    /// An overriding key is removed from the action that has it in the table.
    pub fn new(wishes: &[KeyOverride]) -> (Self, Vec<ConfigFault>) {
        let mut faults = Vec::new();
        let mut wished: HashMap<usize, Vec<KeyChord>> = HashMap::new();
        let mut taken = TakenKeys::new();
        for wish in wishes {
            let Some(row) = find_row(wish, &mut faults) else { continue };
            let spec = &ACTIONS[row];
            let mut chords = Vec::new();
            for SpannedText { text: key, span: at } in &wish.keys {
                let fault = match parse_binding(key, spec) {
                    Ok(chord) => match taken.insert((spec.context, chord), spec) {
                        None => {
                            chords.push(chord);
                            continue;
                        }
                        Some(other) if other.action == spec.action => BindingError {
                            code: DiagnosticCode::KeyTwice,
                            message: format!("`{key}` is listed twice for `{}`", spec.id),
                            hint: "remove one of them".to_string(),
                        },
                        Some(other) => {
                            taken.insert((spec.context, chord), other);
                            BindingError {
                                code: DiagnosticCode::KeyClash,
                                message: format!(
                                    "`{key}` is already bound to `{}` in {}",
                                    other.id,
                                    spec.context.id()
                                ),
                                hint: "a key can have only one action per section: choose another key for one of them".to_string(),
                            }
                        }
                    },
                    Err(refused) => refused,
                };
                let BindingError { code, message, hint } = fault;
                faults.push(ConfigFault { span: at.clone(), code, message, hint });
            }
            // If every key was refused, those of the table apply.
            if !chords.is_empty() || wish.keys.is_empty() {
                wished.insert(row, chords);
            }
        }
        let mut bindings = HashMap::new();
        let mut keys = Vec::with_capacity(ACTIONS.len());
        for (row, spec) in ACTIONS.iter().enumerate() {
            let chords = wished.remove(&row).unwrap_or_else(|| {
                let keys = spec.keys.iter().filter_map(|key| KeyChord::parse(key));
                keys.filter(|chord| !is_taken(&taken, spec.context, *chord)).collect()
            });
            bindings.extend(chords.iter().map(|&chord| ((spec.context, chord), spec.action)));
            if spec.action == Action::Interrupt {
                // Whatever the user binds, there is a way to quit.
                bindings.insert((spec.context, QUIT_CHORD), Action::Interrupt);
            }
            keys.push(chords.into_iter().map(|chord| (chord, chord.to_string())).collect());
        }
        (Self { bindings, keys }, faults)
    }

    /// Looks up `chord` in `contexts`, from the first to the last.
    ///
    /// A chord that types a character stops at a text field: only the field's own keys count there.
    pub fn lookup(&self, contexts: &[KeyContext], chord: KeyChord) -> Option<Action> {
        let types = chord.typed().is_some();
        for &context in contexts {
            if let Some(&action) = self.bindings.get(&(context, chord)) {
                return Some(action);
            }
            if context == KeyContext::Input && types {
                return None;
            }
        }
        None
    }

    /// Returns the rows of the action table for `context`, with their keys.
    pub(crate) fn rows(&self, context: KeyContext) -> impl Iterator<Item = BoundAction<'_>> {
        let rows = self.keys.iter().zip(ACTIONS).filter(move |(_, spec)| spec.context == context);
        rows.map(|(keys, spec)| BoundAction {
            spec,
            keys: keys.iter().map(|(_, key)| key.as_str()).collect(),
        })
    }

    /// Returns the rows of the action table that apply in `contexts`, without those that an earlier
    /// context hides, and without the keys that an earlier context takes: in a text field, all that
    /// type a character.
    pub fn effective(&self, contexts: &[KeyContext]) -> Vec<BoundAction<'_>> {
        self.effective_where(contexts, |_| true)
    }

    /// Returns the effective rows for `contexts` whose actions are `keep`.
    pub(crate) fn effective_where(
        &self,
        contexts: &[KeyContext],
        keep: impl Fn(&ActionSpec) -> bool,
    ) -> Vec<BoundAction<'_>> {
        let mut taken: Vec<Action> = Vec::new();
        let mut rows = Vec::new();
        for &context in contexts {
            let before = taken.len();
            for (keys, spec) in
                self.keys.iter().zip(ACTIONS).filter(|(_, spec)| spec.context == context)
            {
                if taken[..before].contains(&spec.action) {
                    continue;
                }
                taken.push(spec.action);
                if keep(spec) {
                    let keys = keys
                        .iter()
                        .filter(|(chord, _)| self.lookup(contexts, *chord) == Some(spec.action))
                        .map(|(_, key)| key.as_str())
                        .collect();
                    rows.push(BoundAction { spec, keys });
                }
            }
        }
        rows
    }

    /// Returns the key of `action` to show in `contexts`, if it has one there.
    pub(crate) fn first_key<'a>(
        &'a self,
        contexts: &[KeyContext],
        action: Action,
    ) -> Option<&'a str> {
        let row = self.effective(contexts).into_iter().find(|row| row.spec.action == action)?;
        row.keys.first().copied()
    }

    /// Writes the keys as Markdown, with a section for each context: the README's key tables.
    ///
    /// # Errors
    ///
    /// Errors of `out`.
    pub fn write_markdown(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        for context in KeyContext::ALL {
            writeln!(
                out,
                "**{}** (`keys.{}`)\n\n| Key | Action | Name |\n| --- | --- | --- |",
                context.title(),
                context.id()
            )?;
            for BoundAction { spec, keys } in self.rows(context) {
                let keys: Vec<String> = keys.iter().map(|k| format!("`{k}`")).collect();
                writeln!(out, "| {} | {} | `{}` |", keys.join(" "), spec.doc, spec.id)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Keymap {
    /// Writes the keys as the sections of a configuration file, with every line commented out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for context in KeyContext::ALL {
            writeln!(f, "\n# {}\n[keys.{}]", context.title(), context.id())?;
            for BoundAction { spec, keys } in self.rows(context) {
                let keys: Vec<String> = keys.iter().map(|key| format!("{key:?}")).collect();
                let line = format!("# {} = [{}]", spec.id, keys.join(", "));
                writeln!(f, "{line:<48}  # {}", spec.doc)?;
            }
        }
        Ok(())
    }
}

/// Always closes the field or overlay, or quits the program.
const QUIT_CHORD: KeyChord = KeyChord { key: BaseKey::Char('c'), ctrl: true, alt: false };

/// A fault without a location yet.
struct BindingError {
    code: DiagnosticCode,
    message: String,
    hint: String,
}

/// The keys that the user chose in each context, with their actions.
type TakenKeys = HashMap<(KeyContext, KeyChord), &'static ActionSpec>;

/// Whether the user chose `chord` for something else in `context`. A key chosen for movement moves
/// in every list and text: it is taken from the actions of their contexts too, which would hide it.
fn is_taken(taken: &TakenKeys, context: KeyContext, chord: KeyChord) -> bool {
    let moves = context.scrolls() && taken.contains_key(&(KeyContext::Scroll, chord));
    moves || taken.contains_key(&(context, chord))
}

/// Returns the row of [`ACTIONS`] that `wish` overrides.
fn find_row(wish: &KeyOverride, faults: &mut Vec<ConfigFault>) -> Option<usize> {
    let SpannedText { text: name, span: at } = &wish.context;
    let Some(context) = KeyContext::ALL.into_iter().find(|context| context.id() == name) else {
        let known = KeyContext::ALL.map(KeyContext::id);
        let hint = match suggest(name, known) {
            Some(near) => format!("did you mean `keys.{near}`?"),
            None => format!("the sections are {}", known.join(", ")),
        };
        let message = format!("there is no section `keys.{}`", quoted(name));
        // An unknown word is reported once, however many keys are listed under it.
        if !faults
            .iter()
            .any(|fault| fault.code == DiagnosticCode::UnknownContext && fault.message == message)
        {
            faults.push(ConfigFault {
                span: at.clone(),
                code: DiagnosticCode::UnknownContext,
                message,
                hint,
            });
        }
        return None;
    };
    let SpannedText { text: name, span: at } = &wish.action;
    let row = ACTIONS.iter().position(|spec| spec.context == context && spec.id == name);
    if row.is_none() {
        let here = ACTIONS.iter().filter(|spec| spec.context == context);
        let here: Vec<&str> = here.map(|spec| spec.id).collect();
        let elsewhere = ACTIONS.iter().find(|spec| spec.id == name);
        let hint = match (elsewhere, suggest(name, here.iter().copied())) {
            (Some(spec), _) => format!("it belongs under [keys.{}]", spec.context.id()),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => {
                format!("`roledex keys` lists all actions; in this section: {}", here.join(", "))
            }
        };
        let message = format!("`keys.{}` has no action named `{}`", context.id(), quoted(name));
        faults.push(ConfigFault {
            span: at.clone(),
            code: DiagnosticCode::UnknownAction,
            message,
            hint,
        });
    }
    row
}

/// Parses `key` as a chord, if it may be bound for `spec`.
fn parse_binding(key: &str, spec: &ActionSpec) -> Result<KeyChord, BindingError> {
    let Some(chord) = KeyChord::parse(key).filter(|chord| !is_ctrl_capital(chord)) else {
        let hint = match guess_chord(key) {
            Some(chord) => format!("write `{chord}`"),
            None => {
                "write keys like j, G, space, ctrl-u, alt-left, shift-tab, f5, pgdn".to_string()
            }
        };
        return Err(BindingError {
            code: DiagnosticCode::UnknownKeyName,
            message: format!("`{}` is not a key", quoted(key)),
            hint,
        });
    };
    let same = match (chord.key, chord.ctrl) {
        (BaseKey::Char('i'), true) => Some("tab"),
        (BaseKey::Char('m'), true) => Some("enter"),
        (BaseKey::Char('['), true) => Some("esc"),
        (BaseKey::Char('h'), true) => Some("backspace in many of them"),
        _ => None,
    };
    if let Some(same) = same {
        return Err(BindingError {
            code: DiagnosticCode::KeyNotToldApart,
            message: format!("terminals cannot tell `{key}` from {same}"),
            hint: "choose another key".to_string(),
        });
    }
    if chord == QUIT_CHORD && spec.action != Action::Interrupt {
        return Err(BindingError {
            code: DiagnosticCode::KeyReserved,
            message: "`ctrl-c` always closes the field or popup, or quits".to_string(),
            hint: "choose another key".to_string(),
        });
    }
    if spec.context == KeyContext::Input && chord.typed().is_some() {
        return Err(BindingError {
            code: DiagnosticCode::KeyTypes,
            message: format!("`{key}` types text in text fields, so it cannot be bound there"),
            hint: "choose a key with ctrl or alt".to_string(),
        });
    }
    Ok(chord)
}

/// Whether `chord` is Ctrl and a capital letter, which no terminal sends.
fn is_ctrl_capital(chord: &KeyChord) -> bool {
    chord.ctrl && matches!(chord.key, BaseKey::Char(c) if c.is_uppercase())
}

/// Guesses the chord that was meant by another spelling: `Ctrl+U`, `C-u`, `<c-u>`, `shift-g`,
/// `PageDown`.
fn guess_chord(key: &str) -> Option<KeyChord> {
    let bare = key.trim().trim_start_matches('<').trim_end_matches('>').replace(['+', '_'], "-");
    let (mut ctrl, mut alt, mut shift) = (false, false, false);
    let mut rest = bare.as_str();
    while let Some((before, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
        match before.to_lowercase().as_str() {
            "c" | "ctrl" | "control" => ctrl = true,
            "a" | "m" | "alt" | "meta" | "option" => alt = true,
            "s" | "shift" => shift = true,
            _ => return None,
        }
        rest = after;
    }
    let lower = rest.to_lowercase();
    let name = match lower.as_str() {
        "return" | "cr" => "enter",
        "escape" => "esc",
        "pagedown" | "page-down" => "pgdn",
        "pageup" | "page-up" => "pgup",
        "del" => "delete",
        "bs" => "backspace",
        "tab" if shift => "shift-tab",
        other => other,
    };
    let single = rest.chars().count() == 1;
    let name = match (single, shift) {
        _ if single && ctrl => lower,
        (true, true) => rest.to_uppercase(),
        (true, false) => rest.to_string(),
        _ => name.to_string(),
    };
    let chord = KeyChord::parse(&name)?;
    Some(KeyChord { ctrl, alt, ..chord })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Focus;
    use proptest::prelude::*;

    fn look(contexts: &[KeyContext], key: &str) -> Option<Action> {
        lookup(&Keymap::default(), contexts, key)
    }

    /// Returns `word`, a part of `text`, with its place there.
    fn placed(text: &str, word: &str) -> SpannedText {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        SpannedText { text: word.to_string(), span: at..at + word.len() }
    }

    fn lookup(map: &Keymap, contexts: &[KeyContext], key: &str) -> Option<Action> {
        map.lookup(contexts, KeyChord::parse(key).unwrap())
    }

    /// Parses an override, `list.mark = x y`.
    fn wish(text: &str) -> KeyOverride {
        let (name, keys) = text.split_once(" =").unwrap();
        let (context, action) = name.split_once('.').unwrap();
        KeyOverride {
            context: placed(text, context),
            action: placed(text, action),
            keys: keys.split_whitespace().map(|key| placed(text, key)).collect(),
        }
    }

    #[test]
    fn the_nearest_context_wins() {
        assert_eq!(look(Focus::Roles.contexts(), "ctrl-d"), Some(Action::HalfDown));
        assert_eq!(
            look(&[KeyContext::Input, KeyContext::Global], "ctrl-d"),
            Some(Action::DeleteRight)
        );
        assert_eq!(look(&[KeyContext::List, KeyContext::Global], "?"), Some(Action::Help));
    }

    #[test]
    fn a_text_field_keeps_what_can_be_typed() {
        assert_eq!(look(&[KeyContext::Input, KeyContext::Global], "q"), None);
        assert_eq!(look(&[KeyContext::Input, KeyContext::Global], "?"), None);
        assert_eq!(
            look(&[KeyContext::Input, KeyContext::Global], "ctrl-c"),
            Some(Action::Interrupt)
        );
        assert_eq!(
            look(&[KeyContext::Input, KeyContext::Global], "shift-tab"),
            Some(Action::PreviousPane)
        );
    }

    #[test]
    fn wishes_replace_the_keys_of_the_table_and_take_them_from_others() {
        let (map, faults) = Keymap::new(&[wish("list.mark = d ctrl-x"), wish("global.help =")]);
        assert_eq!(faults, []);
        let list = [KeyContext::List, KeyContext::Global];
        assert_eq!(lookup(&map, &list, "d"), Some(Action::Mark));
        assert_eq!(lookup(&map, &list, "ctrl-x"), Some(Action::Mark));
        assert_eq!(lookup(&map, &list, "space"), None);
        assert_eq!(lookup(&map, &list, "?"), None);
        assert_eq!(map.first_key(&list, Action::Mark), Some("d"));
        assert_eq!(map.first_key(&list, Action::Compare), None);
        // The same word in another place is a separate fault.
        assert_eq!(
            map.lookup(&[KeyContext::Detail], KeyChord::parse("d").unwrap()),
            Some(Action::Compare)
        );
    }

    #[test]
    fn movement_is_bound_once_for_everything_that_scrolls() {
        let wishes = [wish("scroll.down = d n"), wish("compare.next-change = n")];
        let (map, faults) = Keymap::new(&wishes);
        assert_eq!(faults, []);
        for focus in Focus::ALL.into_iter().filter(|focus| !focus.is_input()) {
            let contexts = focus.contexts();
            assert_eq!(lookup(&map, contexts, "d"), Some(Action::Down), "{focus:?}");
            assert_eq!(lookup(&map, contexts, "j"), None, "{focus:?}");
            assert_eq!(lookup(&map, contexts, "k"), Some(Action::Up), "{focus:?}");
            // A view's own choice of a key comes before movement.
            let next = if focus == Focus::Compare { Action::NextChange } else { Action::Down };
            assert_eq!(lookup(&map, contexts, "n"), Some(next), "{focus:?}");
        }
        assert_eq!(map.first_key(Focus::Filter.contexts(), Action::Down), Some("down"));
    }

    #[test]
    fn every_fault_is_told_with_its_place_and_how_to_mend_it() {
        let cases = [
            ("lst.mark = x", "unknown-context", "lst", "did you mean `keys.list`?"),
            ("list.marc = x", "unknown-action", "marc", "did you mean `mark`?"),
            (
                "list.next-change = x",
                "unknown-action",
                "next-change",
                "it belongs under [keys.compare]",
            ),
            ("list.down = x", "unknown-action", "down", "it belongs under [keys.scroll]"),
            ("detail.top = x", "unknown-action", "top", "it belongs under [keys.scroll]"),
            ("compare.half-up = x", "unknown-action", "half-up", "under [keys.scroll]"),
            ("page.page-down = x", "unknown-action", "page-down", "under [keys.scroll]"),
            ("list.mark = Ctrl+U", "unknown-key-name", "Ctrl+U", "write `ctrl-u`"),
            ("list.mark = ctrl-U", "unknown-key-name", "ctrl-U", "write `ctrl-u`"),
            ("list.mark = shift-g", "unknown-key-name", "shift-g", "write `G`"),
            ("list.mark = <c-x>", "unknown-key-name", "<c-x>", "write `ctrl-x`"),
            ("list.mark = PageDown", "unknown-key-name", "PageDown", "write `pgdn`"),
            ("list.mark = gg", "unknown-key-name", "gg", "write keys like"),
            ("list.mark = ctrl-i", "key-not-told-apart", "ctrl-i", "choose another key"),
            ("global.redraw = ctrl-c", "key-reserved", "ctrl-c", "choose another key"),
            ("input.open = o", "key-types", "o", "with ctrl or alt"),
            ("list.mark = x x", "key-twice", "x", "remove one of them"),
        ];
        for (text, code, at, hint) in cases {
            let (map, faults) = Keymap::new(&[wish(text)]);
            let [fault] = &faults[..] else { panic!("{text}: {faults:?}") };
            assert_eq!((fault.code.word(), &text[fault.span.clone()]), (code, at), "{text}");
            assert!(fault.hint.contains(hint), "{text}: {}", fault.hint);
            assert!(map.first_key(&[KeyContext::List], Action::Mark).is_some(), "{text}");
        }
        let (map, faults) = Keymap::new(&[
            wish("list.mark = x"),
            wish("list.compare = x y"),
            wish("lst.a = b"),
            wish("lst.b = c"),
        ]);
        assert_eq!(
            faults.iter().map(|f| f.code).collect::<Vec<_>>(),
            ["key-clash", "unknown-context"]
        );
        assert_eq!(map.first_key(&[KeyContext::List], Action::Mark), Some("x"));
        assert_eq!(map.first_key(&[KeyContext::List], Action::Compare), Some("y"));
    }

    proptest! {
        #[test]
        fn no_wish_makes_a_key_mean_two_things(wishes in proptest::collection::vec((0usize..ACTIONS.len(), proptest::collection::vec("[a-z]|ctrl-[a-z]|f[1-9]|space|zz", 0..3)), 0..8)) {
            let wishes: Vec<KeyOverride> = wishes.into_iter().map(|(row, keys)| KeyOverride {
                context: placed(ACTIONS[row].context.id(), ACTIONS[row].context.id()),
                action: placed(ACTIONS[row].id, ACTIONS[row].id),
                keys: keys.iter().map(|key| placed(key, key)).collect(),
            }).collect();
            let (map, _) = Keymap::new(&wishes);
            for context in KeyContext::ALL {
                let mut seen = std::collections::HashSet::new();
                for bound in map.rows(context) {
                    for key in bound.keys {
                        prop_assert!(seen.insert(key), "{key} in {context:?}");
                        prop_assert_eq!(map.lookup(&[context], KeyChord::parse(key).unwrap()), Some(bound.spec.action));
                    }
                }
            }
        }
    }
}
