//! The lines around the panes as data: their text, and what a click on it does.

use std::ops::Range;

use compact_str::CompactString;

use super::action::{Action, KeyContext};
use super::doc::{TextRow, TextTone, TonedText, display_width, truncate};
use super::help::view_name;
use super::pane::linked_page::{LinkedPage, PageLink};
use super::state::{AppState, Focus};
use crate::model::{Catalog, RoleId};

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

/// Returns a family as a heading: `product` becomes `Product`.
pub fn family_title(family: &str) -> String {
    let mut chars = family.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Returns the number of cells that `parts` take.
fn parts_width(parts: &[BarPart]) -> usize {
    parts.iter().map(|(piece, _)| piece.width()).sum()
}

/// Returns the effect of a click at cell `x` of `parts`.
pub fn target_at(parts: &[BarPart], x: u16) -> Option<ClickTarget> {
    let mut end = 0;
    let part = parts.iter().find(|(piece, _)| {
        end += piece.width();
        usize::from(x) < end
    })?;
    part.1
}

fn plain(text: impl Into<CompactString>, tone: TextTone) -> BarPart {
    (TonedText::new(text, tone), None)
}

/// Formats a number of things: `1 role`, `2 roles`.
fn count_text(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// Returns the title of a marked role in at most `width` cells, which opens it; a dash without one.
fn marked_role(catalog: &Catalog, role: Option<RoleId>, width: usize) -> BarPart {
    match role {
        Some(role) => (
            TonedText::new(truncate(catalog.role_title(role), width), TextTone::Text),
            Some(ClickTarget::Open(role)),
        ),
        None => plain("–", TextTone::Text),
    }
}

/// Returns the subjects of the screen, each in at most `width` cells: A, B and the number of further
/// marks, or the family that the matrix shows, which has neither.
fn subjects(state: &AppState, width: usize) -> Vec<BarPart> {
    if let Some(family) = state.matrix.family().filter(|_| state.focus == Focus::Matrix) {
        let family = truncate(&family_title(family), width * 2).into_owned();
        return vec![
            plain(" Family ", TextTone::Dim),
            plain(family, TextTone::Text),
            plain(" ", TextTone::Text),
        ];
    }
    let marks = state.marks;
    let mut parts = vec![
        (TonedText::new(" A ", TextTone::SideA), marks.a.map(ClickTarget::Open)),
        marked_role(&state.catalog, marks.a, width),
        (TonedText::new("  B ", TextTone::SideB), marks.b.map(ClickTarget::Open)),
        marked_role(&state.catalog, marks.b, width),
        plain(" ", TextTone::Text),
    ];
    let more = marks.roles().len().saturating_sub(2);
    if more > 0 {
        let all = Some(ClickTarget::Run(Action::ViewMatrix));
        parts.push((TonedText::new(format!(" +{more} "), TextTone::Accent), all));
    }
    parts
}

/// Returns the action that opens the view shown.
pub fn current_view(state: &AppState) -> Action {
    if state.focus == Focus::Detail { Action::ViewDetail } else { state.view().opened_by() }
}

/// Form of the views in the title bar, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ViewTabs {
    /// Keys and names.
    Names,
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
        parts.push((TonedText::new(text, tone), Some(ClickTarget::Run(action))));
    }
    parts
}

/// Number of cells in which the title of a role can still be recognised.
const TITLE_WIDTH: usize = 14;

/// Returns the first line, `width` cells wide: the views with the one shown highlighted, the marks,
/// the counts. The marks are the last to be dropped.
pub fn title(state: &AppState, width: u16) -> Vec<BarPart> {
    let width = usize::from(width);
    let brand = plain(" roledex ", TextTone::Title);
    let keys = view_keys(state);
    let names = view_tabs(state, &keys, ViewTabs::Names);
    let (complete, least) = (subjects(state, 28), subjects(state, TITLE_WIDTH));
    let mut left = if brand.0.width() + parts_width(&names) + parts_width(&complete) <= width {
        [vec![brand], names].concat()
    } else if parts_width(&names) + parts_width(&least) <= width {
        names
    } else {
        let short = view_tabs(state, &keys, ViewTabs::Keys);
        let fits = parts_width(&short) + parts_width(&least) <= width;
        if fits { short } else { view_tabs(state, &keys, ViewTabs::Current) }
    };
    let room = width.saturating_sub(parts_width(&left));
    let mut right = complete;
    let fixed = parts_width(&subjects(state, 0));
    if parts_width(&right) > room {
        right = subjects(state, room.saturating_sub(fixed) / 2);
    }
    if parts_width(&right) > room {
        right.clear();
    }
    let (pack, counts) = pack_summary(&state.catalog);
    let spare = room.saturating_sub(parts_width(&right));
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
pub fn current_tab(state: &AppState, title: &[BarPart]) -> Range<u16> {
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
pub fn tabs(page: &LinkedPage, width: u16) -> Vec<BarPart> {
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
    let needed = current.map_or(1, |at| at + 2).min(tabs.len());
    let first = (0..needed.saturating_sub(1))
        .find(|&first| parts_width(&tabs[first..needed]) + 4 <= room)
        .unwrap_or(needed.saturating_sub(1));
    let mut parts = if first > 0 { vec![plain("‹ ", TextTone::Dim)] } else { Vec::new() };
    for tab in tabs.into_iter().skip(first) {
        if parts_width(&parts) + tab.0.width() + 2 > room {
            parts.push(plain(" ›", TextTone::Dim));
            break;
        }
        parts.push(tab);
    }
    parts
}

/// Returns the hint of `action` in this state: an action that asks for a role first ends with dots.
fn hint(state: &AppState, action: Action, hint: &'static str) -> CompactString {
    let asks = matches!(action, Action::Compare | Action::Path | Action::Gap)
        && state.marks.pair().is_none();
    let at_start = state.history.back.is_empty() && state.focus == Focus::Roles && !state.zoomed;
    match action {
        Action::Back if at_start => CompactString::const_new("quit"),
        Action::Cancel if !state.overlays.is_empty() => CompactString::const_new("close"),
        Action::Open => {
            let link =
                state.page().and_then(LinkedPage::link).filter(|_| state.overlays.is_empty());
            CompactString::const_new(link.and_then(PageLink::verb).unwrap_or(hint))
        }
        _ if asks => format!("{hint}…").into(),
        _ => CompactString::const_new(hint),
    }
}

/// Returns the keys that matter here, the most important first, and those that are always shown:
/// saving, going back, the help.
fn hints(state: &AppState) -> (Vec<HintedKey<'_>>, Vec<HintedKey<'_>>) {
    const ALWAYS: [Action; 4] = [Action::Export, Action::Back, Action::Cancel, Action::Help];
    let top = state.overlays.last();
    let is_help = top.is_some_and(|top| top.help().is_some());
    let has_effect = |action: Action| match top {
        // In an overlay these have no effect.
        Some(_) if !is_help => {
            !matches!(action, Action::SwitchScope | Action::PastQueries | Action::Mark)
        }
        Some(_) => matches!(action, Action::Search | Action::Back),
        None => true,
    };
    let mut rows = state
        .keymap
        .effective_where(state.contexts(), |spec| spec.priority > 0 && has_effect(spec.action));
    rows.sort_by_key(|row| row.spec.priority);
    let (mut first, mut always) = (Vec::new(), Vec::new());
    for bound in rows {
        let Some(&key) = bound.keys.first() else { continue };
        let action = bound.spec.action;
        let hinted = HintedKey { key, action, hint: hint(state, action, bound.spec.hint) };
        if ALWAYS.contains(&action) { always.push(hinted) } else { first.push(hinted) }
    }
    always.sort_by_key(|key| ALWAYS.iter().position(|action| *action == key.action));
    (first, always)
}

/// A key with what it does.
struct HintedKey<'a> {
    key: &'a str,
    action: Action,
    hint: CompactString,
}

impl HintedKey<'_> {
    /// Returns the number of cells that it takes, with the gap behind it.
    fn width(&self) -> usize {
        display_width(self.key) + 1 + display_width(&self.hint) + 2
    }

    fn push_to(&self, parts: &mut Vec<BarPart>) {
        let run = Some(ClickTarget::Run(self.action));
        parts.push((TonedText::new(self.key, TextTone::Accent), run));
        parts.push((TonedText::new(format!(" {}", self.hint), TextTone::Dim), run));
        parts.push(plain("  ", TextTone::Text));
    }
}

/// Returns the last line when there is no message, `width` cells wide: as many keys as fit, and at
/// the right those for saving, going back and the help.
pub fn footer(state: &AppState, width: u16) -> Vec<BarPart> {
    let width = usize::from(width);
    let (first, always) = hints(state);
    let mut right = Vec::new();
    for key in &always {
        key.push_to(&mut right);
    }
    let end = parts_width(&right).saturating_sub(1);
    let room = width.saturating_sub(end);
    let mut parts = vec![plain(" ", TextTone::Text)];
    for key in first {
        if parts_width(&parts) + key.width() <= room {
            key.push_to(&mut parts);
        }
    }
    parts.push(plain(" ".repeat(room.saturating_sub(parts_width(&parts))), TextTone::Text));
    parts.extend(right);
    parts
}

/// Returns the line that leads to the first comparison, until there was one.
pub fn tip(state: &AppState) -> Vec<BarPart> {
    let [key, mark] = [Action::Compare, Action::Mark].map(|action| {
        state.keymap.first_key(Focus::Roles.contexts(), action).unwrap_or("the palette")
    });
    let compare = Some(ClickTarget::Run(Action::Compare));
    vec![
        plain(" New here? ", TextTone::Title),
        (TonedText::new(key, TextTone::Accent), compare),
        (TonedText::new(", then enter", TextTone::Accent), compare),
        plain(": this role beside a similar one. ", TextTone::Text),
        (TonedText::new(mark, TextTone::Accent), Some(ClickTarget::Run(Action::Mark))),
        plain(" marks A, then B.", TextTone::Text),
    ]
}
