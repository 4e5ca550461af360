//! Search within a page.

use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::layout;
use crate::tui::page_find::PageFind;
use crate::tui::pane::linked_page::LinkedPage;
use crate::tui::state::AppState;

/// Begins a search within the page that has the focus, or edits the one that is on.
pub(in crate::tui) fn begin(state: &mut AppState) {
    if let Some(find) = &mut state.find {
        find.is_typing = true;
        state.field_selected = true;
    } else if let Some(item) = state.page().map(|page| page.place().item()) {
        state.find = Some(PageFind::new(state.focus, item));
    }
}

/// Runs `action` if it is about the search within the page.
pub(in crate::tui) fn run_action(state: &mut AppState, action: Action) -> Option<Vec<Effect>> {
    let find = state.find.as_mut()?;
    match action {
        Action::Open if find.is_typing => {
            find.is_typing = false;
            if find.input.value().trim().is_empty() {
                state.find = None;
            } else {
                let query = find.input.value().to_string();
                state.remember_query(&query);
            }
        }
        // An open note is closed first.
        Action::Cancel if !find.is_typing && state.compare.is_expanded(state.focus) => return None,
        Action::Cancel => state.find = None,
        Action::Quit if find.is_typing => state.find = None,
        Action::NextMatch => walk(state, true),
        Action::PreviousMatch => walk(state, false),
        Action::Down | Action::Mark if find.is_typing => walk(state, true),
        Action::Up if find.is_typing => walk(state, false),
        Action::SwitchScope | Action::CopyLine | Action::PreviewDown | Action::PreviewUp
            if find.is_typing => {}
        _ => return None,
    }
    Some(vec![])
}

/// Searches for the text that is typed.
pub(super) fn search_typed(state: &mut AppState) {
    let Some(mut find) = state.find.take() else { return };
    let item = state.page().and_then(|page| find.set_typed(page.doc()));
    state.find = Some(find);
    reveal(state, item);
}

/// Goes to the next or previous match.
fn walk(state: &mut AppState, forward: bool) {
    let Some(mut find) = state.find.take() else { return };
    let here = state.page().map_or(0, LinkedPage::item);
    let before = find.current_position();
    let item = find.walk(here, forward);
    let after = find.current_position();
    let wrapped = match (before, after) {
        (Some(before), Some(after)) => (after < before) == forward && after != before,
        _ => item.is_some_and(|item| (item < here) == forward && item != here),
    };
    reveal(state, item);
    find.passage = state.page().and_then(|page| passage_text(page, here, wrapped, forward));
    state.find = Some(find);
}

/// Returns what a step around the ends of a page or list is called.
pub(in crate::tui) fn wrap_text(forward: bool) -> &'static str {
    if forward { "from the top" } else { "from the bottom" }
}

/// Returns the message for a step on `page` from the row `before`: that it went around the end, and
/// the section that it led to, if that is another one.
pub(in crate::tui) fn passage_text(
    page: &LinkedPage,
    before: usize,
    wrapped: bool,
    forward: bool,
) -> Option<String> {
    let section = page.section();
    let title = section.filter(|_| section != page.section_of(before)).and_then(|at| {
        let (_, title) = page.doc().sections.get(at)?;
        // The number of its rows is not its name.
        Some(title.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_string())
    });
    match (wrapped.then(|| wrap_text(forward)), title) {
        (None, None) => None,
        (Some(wrapped), None) => Some(wrapped.to_string()),
        (None, Some(title)) => Some(format!("in {title}")),
        (Some(wrapped), Some(title)) => Some(format!("{wrapped}, in {title}")),
    }
}

fn reveal(state: &mut AppState, item: Option<usize>) {
    let height = state.view().scroll_area(state, &state.areas(), state.focus).height;
    let page = state.view().page_mut(state);
    if let (Some(page), Some(item)) = (page, item) {
        page.reveal_item(item, usize::from(height));
    }
}

/// Searches the page again after it may have changed; ends the search where another pane has the
/// focus.
pub(super) fn refresh(state: &mut AppState) {
    let Some(mut find) = state.find.take() else { return };
    let too_small = layout::is_too_small(state.size.0, state.size.1);
    if let Some(page) = state.page().filter(|_| find.is_of(state.focus) && !too_small) {
        find.refresh(page.doc(), page.item());
    }
    if find.is_of(state.focus) {
        state.find = Some(find);
    }
}
