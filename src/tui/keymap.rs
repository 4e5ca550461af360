//! From keys to actions and back, by context.

use std::collections::HashMap;

use super::action::{ACTIONS, Action, Context, Spec};
use super::key::Chord;

/// Which chord means what in which context.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: HashMap<(Context, Chord), Action>,
}

impl Default for Keymap {
    /// The keys of the action table.
    fn default() -> Self {
        let keys = |spec: &Spec| {
            let (context, action) = (spec.context, spec.action);
            spec.keys.iter().filter_map(move |k| Some(((context, Chord::parse(k)?), action)))
        };
        Self { bindings: ACTIONS.iter().flat_map(keys).collect() }
    }
}

impl Keymap {
    /// What `chord` means, looked up in `contexts` from the first to the last.
    ///
    /// A chord that types a character stops at a text field: there only the field's own keys count.
    pub fn lookup(&self, contexts: &[Context], chord: Chord) -> Option<Action> {
        let types = chord.typed().is_some();
        for &context in contexts {
            if let Some(&action) = self.bindings.get(&(context, chord)) {
                return Some(action);
            }
            if context == Context::Input && types {
                return None;
            }
        }
        None
    }
}

/// The rows of the action table that hold in `contexts`, without those that an earlier context hides.
pub fn effective(contexts: &[Context]) -> Vec<&'static Spec> {
    let mut taken: Vec<Action> = Vec::new();
    let mut rows = Vec::new();
    for &context in contexts {
        let here: Vec<&Spec> = ACTIONS.iter().filter(|s| s.context == context && !taken.contains(&s.action)).collect();
        taken.extend(here.iter().map(|s| s.action));
        rows.extend(here);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(contexts: &[Context], key: &str) -> Option<Action> {
        Keymap::default().lookup(contexts, Chord::parse(key).unwrap())
    }

    #[test]
    fn the_nearest_context_wins() {
        assert_eq!(look(&[Context::List, Context::Global], "ctrl-d"), Some(Action::HalfDown));
        assert_eq!(look(&[Context::Input, Context::Global], "ctrl-d"), Some(Action::DeleteRight));
        assert_eq!(look(&[Context::List, Context::Global], "?"), Some(Action::Help));
    }

    #[test]
    fn a_text_field_keeps_what_can_be_typed() {
        assert_eq!(look(&[Context::Input, Context::Global], "q"), None);
        assert_eq!(look(&[Context::Input, Context::Global], "?"), None);
        assert_eq!(look(&[Context::Input, Context::Global], "ctrl-c"), Some(Action::Quit));
        assert_eq!(look(&[Context::Input, Context::Global], "tab"), Some(Action::NextPane));
    }
}
