//! Finding actions by typed words, for the help and the palette.

use super::action::{Action, ActionSpec, KeyContext};
use super::keymap::{BoundAction, Keymap};
use crate::search::{Query, highlight};

/// Whether an action belongs in the palette of `actions`: moving in a list does not, nor does an
/// action that does the same as another one there.
fn in_palette(spec: &ActionSpec, actions: &[Action]) -> bool {
    use Action as A;
    let same = match spec.action {
        A::ViewCompare => A::Compare,
        A::ViewPath => A::Path,
        A::ViewGap => A::Gap,
        A::ViewMatrix => A::Matrix,
        A::Down
        | A::Up
        | A::Top
        | A::Bottom
        | A::HalfDown
        | A::HalfUp
        | A::PageDown
        | A::PageUp
        | A::Left
        | A::Right
        | A::Palette
        | A::Cancel
        | A::Interrupt
        | A::Open => return false,
        _ => return true,
    };
    !actions.contains(&same)
}

/// Returns other words for an action, by which it is found too.
fn other_words(action: Action) -> &'static str {
    use Action as A;
    match action {
        A::Compare | A::ViewCompare => "diff versus difference side by side",
        A::SimilarRoles => "near neighbours like alternatives",
        A::Path | A::ViewPath => "route way career steps moves",
        A::Gap | A::ViewGap => "missing lack learn skills",
        A::Matrix | A::ViewMatrix => "table several",
        A::ReadText => "open import description posting paste",
        A::Export => "save write file download",
        A::Copy | A::CopyCommand => "clipboard yank",
        A::Bookmark | A::Bookmarks => "favourite star",
        A::ToggleMarks => "undo unmark",
        A::Mark => "select choose",
        A::NextTheme => "colour color dark light",
        A::Zoom => "full screen",
        A::Quit | A::Back => "exit leave",
        A::Facets | A::Search => "find filter",
        A::Sort => "order",
        A::RaiseLevel | A::LowerLevel => "i have this skill profile",
        _ => "",
    }
}

/// The rank of an action found by another word for it: after every match in its description.
const OTHER_WORD_RANK: usize = 1 << 20;

/// Returns the actions of `contexts` that match `query`, only those of the palette if it is
/// `for_palette`: the earliest match first, then actions that have another word for it; without a
/// query, the most useful actions first.
pub(super) fn find_actions<'a>(
    keymap: &'a Keymap,
    contexts: &[KeyContext],
    query: &Query,
    for_palette: bool,
) -> Vec<BoundAction<'a>> {
    let bound = keymap.effective(contexts);
    let here: Vec<Action> = bound.iter().map(|bound| bound.spec.action).collect();
    let mut rows: Vec<(usize, BoundAction<'a>)> = Vec::new();
    for bound in bound.into_iter().filter(|bound| !for_palette || in_palette(bound.spec, &here)) {
        let text = format!("{} {}", bound.spec.doc, bound.keys.join(" "));
        let matched = highlight(query, &text);
        let rank = match matched.first() {
            Some(first) => first.start + matched.len() * 100,
            // Those without a priority come last, in the order of the table.
            None if query.is_empty() => usize::from(bound.spec.priority).wrapping_sub(1),
            None if !highlight(query, other_words(bound.spec.action)).is_empty() => OTHER_WORD_RANK,
            None => continue,
        };
        rows.push((rank, bound));
    }
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, bound)| bound).collect()
}
