//! The lines around the panes as data: their text, and what a click on it does.

use std::ops::Range;

use compact_str::CompactString;

use super::action::{Action, KeyContext};
use super::doc::{TextRow, TextTone, TonedText, display_width, truncate};
use super::help::view_name;
use super::pane::linked_page::LinkedPage;
use super::short_titles::{cut_titles, short_titles};
use super::state::{AppState, Focus};
use crate::model::{Catalog, RoleId, family_name};

/// Effect of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Scrolls the text to a line.
    Line(usize),
}

/// A part of a line, and the effect of a click on it.
pub type BarPart = (TonedText, Option<ClickTarget>);

/// Returns the row that `parts` draw.
pub fn to_row(parts: &[BarPart]) -> TextRow {
    parts.iter().map(|(piece, _)| piece.clone()).collect()
}

/// Returns the number of cells that `parts` take.
pub(super) fn parts_width(parts: &[BarPart]) -> usize {
    parts.iter().map(|(piece, _)| piece.width()).sum()
}

/// Returns the effect of a click at cell `x` of `parts`.
pub(crate) fn target_at(parts: &[BarPart], x: u16) -> Option<ClickTarget> {
    let mut end = 0;
    let part = parts.iter().find(|(piece, _)| {
        end += piece.width();
        usize::from(x) < end
    })?;
    part.1
}

pub(super) fn plain(text: impl Into<CompactString>, tone: TextTone) -> BarPart {
    (TonedText::new(text, tone), None)
}

/// Formats a number of things: `1 role`, `2 roles`.
fn count_text(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// Width in which the titles of marked roles are shown in full, with few exceptions.
const FULL_TITLE: usize = 28;

/// Number of cells in which the title of a role can still be recognised.
const TITLE_WIDTH: usize = 14;

/// Minimum width of the title of a marked role.
const MIN_TITLE: usize = 8;

/// Form of the marks in the title bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkForm {
    /// Only their letters.
    Letters,
    /// The first of them with their titles, and the number of the others.
    Titles {
        /// How many have titles.
        count: usize,
        /// Maximum width of a title.
        width: usize,
        /// Whether titles may be cut within a word.
        cut: bool,
        /// Whether a mark that is missing says what it is for.
        hints: bool,
    },
}

/// Returns the marks in this form. `None` if the titles cannot be told apart in it.
fn mark_parts(state: &AppState, form: MarkForm) -> Option<Vec<BarPart>> {
    let roles = state.marks.roles();
    let (named, has_titles) = match form {
        MarkForm::Letters => (roles.len(), false),
        MarkForm::Titles { count, .. } => (count.min(roles.len()), true),
    };
    let titles: Vec<&str> =
        roles[..named].iter().map(|role| state.catalog.role_title(*role)).collect();
    let (titles, hints) = match form {
        MarkForm::Letters => (Vec::new(), false),
        MarkForm::Titles { width, cut: true, hints, .. } => (cut_titles(&titles, width)?, hints),
        MarkForm::Titles { width, hints, .. } => (short_titles(&titles, width), hints),
    };
    let mut titles = titles.into_iter();
    let mut parts = Vec::new();
    for (at, letter) in ('A'..='Z').take(named.max(2)).enumerate() {
        let open = roles.get(at).copied().map(ClickTarget::Open);
        let tone = match letter {
            'A' => TextTone::SideA,
            'B' => TextTone::SideB,
            _ => TextTone::Accent,
        };
        let gap = if at == 0 || !has_titles { "" } else { "  " };
        parts.push((TonedText::new(format!("{gap}{letter} "), tone), open));
        if has_titles {
            let missing = match (hints, letter) {
                (true, 'A') => "(from) –",
                (true, _) => "(to) –",
                (false, _) => "–",
            };
            let title = titles.next().unwrap_or_else(|| missing.to_string());
            parts.push((TonedText::new(title, TextTone::Text), open));
        }
    }
    let more = roles.len().saturating_sub(named);
    if more > 0 {
        let all = Some(ClickTarget::Run(Action::ViewMatrix));
        parts.push((TonedText::new(format!(" +{more}"), TextTone::Accent), all));
    }
    Some(parts)
}

/// Number of marks up to which their titles are measured as they are shortened.
const MEASURED_MARKS: usize = 4;

/// Number of cells by which each of them may become shorter than its part of the room.
const SPARE_CELLS: usize = 4;

/// Returns the subjects of the screen in at most `room` cells: as many marks, with titles of
/// `titles` cells, as can have `least` of them, if those are at least `enough` marks; or the family
/// that the matrix shows, which has no marks. Titles may be `cut` within a word.
fn subjects(
    state: &AppState,
    titles: &[usize],
    room: usize,
    (least, enough, cut): (usize, usize, bool),
) -> Option<Vec<BarPart>> {
    if let Some(family) = state.matrix.family().filter(|_| state.focus == Focus::Matrix) {
        let name = family_name(family);
        // A blank before the name and one after it.
        let spare = room.checked_sub("Family ".len() + 1)?;
        if display_width(&name).min(least) > spare {
            return None;
        }
        let name = truncate(&name, spare).into_owned();
        return Some(vec![
            plain("Family ", TextTone::Dim),
            plain(name, TextTone::Text),
            plain(" ", TextTone::Text),
        ]);
    }
    for count in (enough.min(titles.len())..=titles.len()).rev() {
        // Whole words may be shorter than the room for them.
        let spare = if cut { 0 } else { MEASURED_MARKS.min(count) * SPARE_CELLS };
        for width in (least..=FULL_TITLE).rev() {
            if marks_width(titles, count, width) > room + spare {
                continue;
            }
            // Two marks or more have no hints to leave out.
            let hints = if titles.len() < 2 { &[true, false][..] } else { &[false] };
            for &hints in hints {
                let form = MarkForm::Titles { count, width, cut, hints };
                let parts = mark_parts(state, form);
                if let Some(parts) = parts.filter(|parts| parts_width(parts) <= room) {
                    return Some(parts);
                }
            }
        }
    }
    None
}

/// Returns the number of cells that [`mark_parts`] take at most, without hints, for marks with
/// titles of `titles` cells.
fn marks_width(titles: &[usize], count: usize, width: usize) -> usize {
    // A dash where there is no role; a hint takes more.
    let blank = 2_usize.saturating_sub(count);
    let shown = titles[..count].iter().map(|title| (*title).min(width)).sum::<usize>() + blank;
    let more = match titles.len() - count {
        0 => 0,
        1..10 => " +1".len(),
        _ => " +10".len(),
    };
    // A letter with a blank, and two blanks between two.
    let named = count.max(2);
    shown + named * 2 + (named - 1) * 2 + more
}

/// Returns the action that opens the view shown.
pub(crate) fn current_view(state: &AppState) -> Action {
    if state.focus == Focus::Detail { Action::ViewDetail } else { state.view().opened_by() }
}

/// Form of the views in the title bar, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ViewTabs {
    /// Keys and names.
    Names,
    /// Keys and names, closer together.
    Tight,
    /// The name of the view shown, and the keys of the others.
    Keys,
    /// The view shown alone.
    Current,
}

/// Returns the keys of the views.
fn view_keys(state: &AppState) -> Vec<(Action, Option<&str>)> {
    let rows = state
        .keymap
        .effective_where(&[KeyContext::Global], |spec| view_name(spec.action).is_some());
    rows.iter().map(|row| (row.spec.action, row.keys.first().copied())).collect()
}

/// Returns the views with their `keys`, in this form.
fn view_tabs(state: &AppState, keys: &[(Action, Option<&str>)], form: ViewTabs) -> Vec<BarPart> {
    let current = current_view(state);
    let mut parts = Vec::with_capacity(keys.len());
    for &(action, key) in keys {
        let is_current = action == current;
        let name = view_name(action).unwrap_or_default();
        let text = match (key, form) {
            _ if form == ViewTabs::Current && !is_current => continue,
            (Some(key), ViewTabs::Keys) if !is_current => key.to_string(),
            (Some(key), _) => format!("{key} {name}"),
            (None, _) => name.to_string(),
        };
        // A screen reader reads neither colours nor bars.
        let text = match (is_current, state.accessible) {
            (true, true) => format!("[{text}]"),
            _ => format!(" {text} "),
        };
        let tone = if is_current { TextTone::Title } else { TextTone::Text };
        if form == ViewTabs::Tight {
            let text = if state.accessible { text } else { text.trim().to_string() };
            parts.push(plain(" ", TextTone::Text));
            parts.push((TonedText::new(text, tone), Some(ClickTarget::Run(action))));
        } else {
            parts.push((TonedText::new(text, tone), Some(ClickTarget::Run(action))));
        }
    }
    parts
}

/// Returns the first line, `width` cells wide: the views with the one shown highlighted, the marks,
/// the counts. Views keep their names as long as the marks can be told apart beside them.
pub fn title(state: &AppState, width: u16) -> Vec<BarPart> {
    let width = usize::from(width);
    let (mut left, right) = views_and_marks(state, width);
    let mut right = right.unwrap_or_default();
    let (pack, counts) = pack_summary(&state.catalog);
    // A gap stays between the views and the marks.
    let spare = width.saturating_sub(parts_width(&left) + parts_width(&right) + 2);
    if pack.0.width() + counts.0.width() <= spare {
        right.extend([pack, counts]);
    } else if counts.0.width() <= spare {
        right.push(counts);
    }
    let filler = width.saturating_sub(parts_width(&left) + parts_width(&right));
    left.push(plain(" ".repeat(filler), TextTone::Text));
    left.extend(right);
    left
}

/// Returns the number of cells beside `tabs` in a line of `width` cells, with a gap between.
fn room_beside(tabs: &[BarPart], width: usize) -> usize {
    width.saturating_sub(parts_width(tabs) + 2)
}

/// Returns the views and the marks, in the fullest forms that fit into `width` cells together.
fn views_and_marks(state: &AppState, width: usize) -> (Vec<BarPart>, Option<Vec<BarPart>>) {
    let keys = view_keys(state);
    let [names, tight, digits, current] =
        [ViewTabs::Names, ViewTabs::Tight, ViewTabs::Keys, ViewTabs::Current]
            .map(|form| view_tabs(state, &keys, form));
    let full = [vec![plain(" roledex ", TextTone::Title)], names.clone()].concat();
    let marked = state.marks.roles().into_iter();
    let titles: Vec<usize> =
        marked.map(|role| display_width(state.catalog.role_title(role))).collect();
    let all = titles.len();
    let forms = [
        (&full, FULL_TITLE, all),
        (&names, TITLE_WIDTH, all),
        (&tight, TITLE_WIDTH, all),
        (&names, TITLE_WIDTH, 2),
        (&tight, TITLE_WIDTH, 2),
        (&tight, MIN_TITLE, 2),
    ];
    for (tabs, least, enough) in forms {
        // Beside tabs as close together as they can be, one blank is gap enough.
        let room = room_beside(tabs, width) + usize::from(least == MIN_TITLE);
        if let Some(marks) = subjects(state, &titles, room, (least, enough, false)) {
            return (tabs.clone(), Some(marks));
        }
    }
    let letters = mark_parts(state, MarkForm::Letters).unwrap_or_default();
    if all > 0 && parts_width(&letters) <= room_beside(&tight, width) {
        return (tight, Some(letters));
    }
    for tabs in [digits, current.clone()] {
        for (least, cut) in [(TITLE_WIDTH, false), (MIN_TITLE, false), (MIN_TITLE, true)] {
            let room = room_beside(&tabs, width);
            if let Some(marks) = subjects(state, &titles, room, (least, 2, cut)) {
                return (tabs, Some(marks));
            }
        }
    }
    (current, None)
}

/// Returns the name of the pack, and the numbers of roles and skills.
fn pack_summary(catalog: &Catalog) -> (BarPart, BarPart) {
    let pack = match catalog.packs() {
        [one] => format!("  {} {}", one.id, one.version),
        packs => format!("  {} packs", packs.len()),
    };
    let counts = format!(
        "  {}  {} ",
        count_text(catalog.roles().len(), "role"),
        count_text(catalog.skills().len(), "skill")
    );
    (plain(pack, TextTone::Dim), plain(counts, TextTone::Dim))
}

/// Returns the columns of the view shown in `title`, the first line.
pub(crate) fn current_tab(state: &AppState, title: &[BarPart]) -> Range<u16> {
    let current = Some(ClickTarget::Run(current_view(state)));
    let mut at = 0;
    for (piece, target) in title {
        let end = at + piece.width() as u16;
        if *target == current {
            return at..end;
        }
        at = end;
    }
    0..0
}

/// Returns the sections of `page`, with the one under the cursor highlighted, as far as they fit
/// into `width` cells: at least that one and the next.
pub(crate) fn tabs(page: &LinkedPage, width: u16) -> Vec<BarPart> {
    let (sections, current) = (&page.doc().sections, page.section());
    let tabs: Vec<BarPart> = sections
        .iter()
        .enumerate()
        .map(|(at, (line, title))| {
            let (text, tone) = if current == Some(at) {
                (format!("▐{title}▌"), TextTone::Heading)
            } else {
                (format!(" {title} "), TextTone::Text)
            };
            (TonedText::new(text, tone), Some(ClickTarget::Line(*line)))
        })
        .collect();
    let room = usize::from(width);
    if parts_width(&tabs) <= room {
        return tabs;
    }
    let shown = current.unwrap_or(0);
    let first = first_tab(&tabs, shown, room);
    let mut parts = if first > 0 { vec![plain("‹ ", TextTone::Dim)] } else { Vec::new() };
    for (at, tab) in tabs.into_iter().enumerate().skip(first) {
        let spare = room.saturating_sub(parts_width(&parts) + 2);
        if tab.0.width() > spare {
            // The tab of the cursor is in sight even where it has no room to be shown in full.
            if at == shown {
                parts.push((tab.0.with_text(truncate(&tab.0.text, spare)), tab.1));
            }
            parts.push(plain(" ›", TextTone::Dim));
            break;
        }
        parts.push(tab);
    }
    parts
}

/// Returns the first of `tabs` that is shown in `room` cells, so that the one at `shown` is among
/// them, with the next if there is room for both.
fn first_tab(tabs: &[BarPart], shown: usize, room: usize) -> usize {
    let next = (shown + 1).min(tabs.len().saturating_sub(1));
    let with_next = (0..=shown).find(|&first| tabs_width(tabs, first, next) <= room);
    with_next
        .or_else(|| (0..=shown).find(|&first| tabs_width(tabs, first, shown) <= room))
        .unwrap_or(shown)
}

/// Returns the number of cells of these `tabs`, with the signs that there are more on either side.
fn tabs_width(tabs: &[BarPart], first: usize, last: usize) -> usize {
    let before = if first > 0 { 2 } else { 0 };
    before + parts_width(&tabs[first..=last]) + 2
}

/// Returns the line that leads to the first comparison, until there was one, `width` cells wide.
pub(crate) fn tip(state: &AppState, width: u16) -> Vec<BarPart> {
    let [key, mark] = [Action::Compare, Action::Mark].map(|action| {
        state.keymap.first_key(Focus::Roles.contexts(), action).unwrap_or("the palette")
    });
    let compare = Some(ClickTarget::Run(Action::Compare));
    let start =
        [plain(" New here? ", TextTone::Title), (TonedText::new(key, TextTone::Accent), compare)];
    let answer = if state.roles.selected().is_some() {
        vec![
            (TonedText::new(", then enter", TextTone::Accent), compare),
            plain(": this role beside a similar one. ", TextTone::Text),
        ]
    } else {
        vec![plain(" asks for two roles to compare. ", TextTone::Text)]
    };
    let marks = (TonedText::new(mark, TextTone::Accent), Some(ClickTarget::Run(Action::Mark)));
    let mut parts: Vec<BarPart> = start.into_iter().chain(answer).chain([marks]).collect();
    let room = usize::from(width).saturating_sub(parts_width(&parts));
    let texts = [" marks A (from), then B (to).", " marks A, then B."];
    let text = if display_width(texts[0]) <= room { texts[0] } else { texts[1] };
    parts.push(plain(text, TextTone::Text));
    parts
}
