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
        A::Facets => "find filter pay salary wage only",
        A::Search => "find filter",
        A::Sort => "order pay salary wage rank",
        A::RaiseLevel | A::LowerLevel => "i have this skill profile",
        _ => "",
    }
}

/// The ranks of actions, after those in whose description words begin as they were typed: words for
/// it that are not shown, letters in the description, letters in the other words.
const OTHER_WORD_RANK: usize = 1 << 16;
const LETTERS_RANK: usize = 1 << 18;
const OTHER_LETTERS_RANK: usize = 1 << 20;

/// Whether every word of `query` begins a word of `texts`.
fn begins_words(query: &Query, texts: &[&str]) -> bool {
    let text = texts.join(" ").to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let typed = query.text().to_lowercase();
    typed.split_whitespace().all(|typed| words.iter().any(|word| word.starts_with(typed)))
}

/// Returns the rank of `bound` among the actions found for `query`; `None` if it does not match.
fn rank(bound: &BoundAction<'_>, query: &Query) -> Option<usize> {
    if query.is_empty() {
        // Those without a priority come last, in the order of the table.
        return Some(usize::from(bound.spec.priority).wrapping_sub(1));
    }
    let others = other_words(bound.spec.action);
    let text = format!("{} {}", bound.spec.doc, bound.keys.join(" "));
    let matched = highlight(query, &text);
    match matched.first() {
        Some(first) => {
            let letters = first.start + matched.len() * 100;
            Some(if begins_words(query, &[&text]) || bound.keys.contains(&query.text().trim()) {
                letters.min(OTHER_WORD_RANK - 1)
            } else if begins_words(query, &[&text, others]) {
                OTHER_WORD_RANK
            } else {
                LETTERS_RANK + letters
            })
        }
        None if begins_words(query, &[&text, others]) => Some(OTHER_WORD_RANK),
        None if !highlight(query, others).is_empty() => Some(OTHER_LETTERS_RANK),
        None => None,
    }
}

/// The actions of the list of roles that the palette offers from every view.
const FROM_EVERYWHERE: [Action; 2] = [Action::Sort, Action::Facets];

/// Returns the actions of `contexts` that match `query`, only those of the palette if it is
/// `for_palette`: those in whose description words begin with it first, then those that have another
/// word for it; without a query, the most useful actions first.
pub(super) fn find_actions<'a>(
    keymap: &'a Keymap,
    contexts: &[KeyContext],
    query: &Query,
    for_palette: bool,
) -> Vec<BoundAction<'a>> {
    let mut bound = keymap.effective(contexts);
    let here: Vec<Action> = bound.iter().map(|bound| bound.spec.action).collect();
    if for_palette {
        let elsewhere = keymap.rows(KeyContext::Roles).filter(|row| {
            FROM_EVERYWHERE.contains(&row.spec.action) && !here.contains(&row.spec.action)
        });
        // Their keys do something else here.
        bound.extend(elsewhere.map(|row| BoundAction { keys: Vec::new(), ..row }));
    }
    let found = bound.into_iter().filter(|bound| !for_palette || in_palette(bound.spec, &here));
    let mut rows: Vec<(usize, BoundAction<'a>)> =
        found.filter_map(|bound| Some((rank(&bound, query)?, bound))).collect();
    rows.sort_by_key(|(rank, _)| *rank);
    // Where words were found, letters here and there are noise.
    if rows.first().is_some_and(|(rank, _)| *rank < LETTERS_RANK) && !query.is_empty() {
        rows.retain(|(rank, _)| *rank < LETTERS_RANK);
    }
    rows.into_iter().map(|(_, bound)| bound).collect()
}
