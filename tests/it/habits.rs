//! Every key does what help says of it, wherever it works: for each focus, and for a list on top,
//! every key that holds there is pressed in a state in which it has something to do, and what it is
//! said to do is looked for.

use std::collections::HashSet;

use roledex::model::RoleId;
use roledex::search::SearchItem;
use roledex::tui::action::{ACTIONS, Action, KeyContext};
use roledex::tui::effect::{Effect, ProfileSkillValue};
use roledex::tui::export::CopyKind;
use roledex::tui::overlay::{OverlayContent, PairAction};
use roledex::tui::pane::gap::GapStart;
use roledex::tui::pane::roles::RoleTreeRow;
use roledex::tui::state::{Focus, RoleMarks, ScreenView};

use crate::script::Script;

/// The keys that lead into the middle of what has `focus`; `None` is a list on top.
fn way(focus: Option<Focus>) -> &'static str {
    match focus {
        Some(Focus::Roles) => "j j j j j j j j j j j j",
        Some(Focus::Filter) => "/ \"manager\" down down down down down down down down",
        Some(Focus::Detail) => "j enter ctrl-d ctrl-d",
        Some(Focus::Compare) => "j space j j space j d ctrl-d ctrl-d n n",
        Some(Focus::SkillInput) => "4 \"data\" down down down",
        Some(Focus::Skills) => "4 \"data\" esc j j j",
        Some(Focus::Needs) => "4 \"communication\" enter j j j",
        Some(Focus::Path) => "p \"cpo\" enter j j j j j",
        Some(Focus::Gap) => "c \"cpo\" enter j j j",
        Some(Focus::Matrix) => "M ] ] j",
        None => ": down down down down down down down down down down down down",
    }
}

/// Where `action` needs another way into `focus` than that, to have something to do.
fn own_way(focus: Option<Focus>, action: Action) -> Option<&'static str> {
    use Action as A;
    Some(match (focus, action) {
        (
            Some(Focus::Skills),
            A::Compare | A::ViewCompare | A::ViewPath | A::ViewGap | A::Path | A::Gap,
        ) => "j space j 4 \"data\" esc",
        (Some(Focus::Skills), A::ViewMatrix | A::Matrix) => "j space j space j 4 \"data\" esc",
        (Some(Focus::Roles), A::PreviousSection) => "j ] ]",
        (Some(Focus::Path), A::PreviousSection) => "p \"cpo\" enter ] ]",
        (Some(Focus::Gap), A::PreviousSection) => "c \"cpo\" enter ] ]",
        (Some(Focus::Matrix), A::PreviousSection) => "M ] ]",
        // Roles that have something in common: other rows are hidden.
        (Some(Focus::Matrix), A::ToggleUnchanged) => {
            "/ \"backend-engineer\" tab ctrl-u \"frontend-engineer\" tab esc esc 7"
        }
        (Some(Focus::Compare), A::Left) => "j space j j space j d w l l",
        (Some(Focus::Compare), A::Right) => "j space j j space j d w",
        (Some(Focus::Compare), A::MoreContext) => "j space j j space j d u",
        (Some(Focus::Roles), A::Right) => "j j h",
        (Some(Focus::Roles), A::NextMatch) => "/ \"manager\" esc j",
        (Some(Focus::Roles), A::PreviousMatch) => "/ \"manager\" esc j j",
        (Some(Focus::Detail), A::NextMatch) => "/ \"manager\" enter",
        (Some(Focus::Detail), A::PreviousMatch) => "/ \"manager\" esc j enter",
        (Some(Focus::Matrix), A::Left) => "M l l",
        (Some(Focus::Path), A::NextSection) => "p \"cpo\" enter g",
        (Some(Focus::Path), A::PreviousPath) => "p \"cpo\" enter n",
        (Some(Focus::Skills), A::LowerLevel) => "4 \"sql\" esc + +",
        (Some(Focus::Needs), A::LowerLevel) => "4 \"sql\" enter + +",
        (Some(Focus::Gap), A::LowerLevel) => "c \"cpo\" enter j j j + +",
        (Some(Focus::Gap), A::ToggleStart) => "4 \"sql\" esc + 1 c \"cpo\" enter",
        (Some(Focus::Roles), A::Bookmarks) => "b j",
        (Some(Focus::Roles), A::HistoryForward) => "4 esc H",
        (Some(Focus::Detail), A::HistoryForward) => "j enter 4 esc H",
        (Some(Focus::Filter), A::PastQueries) => "/ \"data\" enter 1 / ",
        (Some(Focus::SkillInput), A::PastQueries) => "4 \"data\" enter 4",
        (Some(Focus::Filter), A::PreviewUp) => "/ \"manager\" alt-down",
        (Some(Focus::SkillInput), A::PreviewUp) => "4 \"communication\" alt-down",
        (Some(Focus::SkillInput), A::PreviewDown) => "4 \"communication\"",
        (Some(Focus::SkillInput), A::Mark | A::CopyLine) => "4 ctrl-t \"manager\"",
        // The text behind the caret was deleted and inserted again.
        _ if action == A::Yank => match focus {
            Some(Focus::Filter) => {
                "/ \"two_words_here\" left left left left left left ctrl-k ctrl-y left left left left left left"
            }
            Some(Focus::SkillInput) => {
                "4 \"two_words_here\" left left left left left left ctrl-k ctrl-y left left left left left left"
            }
            _ => {
                ": \"two_words_here\" left left left left left left ctrl-k ctrl-y left left left left left left"
            }
        },
        _ if action.is_editing() => match focus {
            Some(Focus::Filter) => "/ \"two_words_here\" left left left left left left",
            Some(Focus::SkillInput) => "4 \"two_words_here\" left left left left left left",
            _ => ": \"two_words_here\" left left left left left left",
        },
        _ => return None,
    })
}

/// What was typed into the field that has the focus, in front of the caret and behind it.
fn typed(script: &Script) -> (String, String) {
    let state = &script.state;
    let field = match (state.overlays.last(), state.focus) {
        (Some(top), _) => &top.input,
        (None, Focus::Filter) => &state.roles.filter,
        (None, _) => &state.skills.input,
    };
    let chars: Vec<char> = field.value().chars().collect();
    let (before, behind) = chars.split_at(field.cursor());
    (before.iter().collect(), behind.iter().collect())
}

/// How far down what has the focus is.
fn depth(script: &Script) -> usize {
    let state = &script.state;
    if let Some(top) = state.overlays.last() {
        return top.cursor.at;
    }
    match state.focus {
        Focus::Roles | Focus::Filter => state.roles.cursor.at,
        Focus::SkillInput | Focus::Skills => state.skills.cursor.at,
        Focus::Needs => state.skills.needs.at,
        Focus::Detail | Focus::Compare | Focus::Path | Focus::Gap | Focus::Matrix => {
            let page = state.page().unwrap();
            page.scroll.top + page.line().unwrap_or_default()
        }
    }
}

/// The section that the cursor is in, and its line.
fn section(script: &Script) -> (Option<usize>, usize) {
    let page = script.state.page().unwrap_or(&script.state.detail.page);
    (page.section(), page.selected_lines().start)
}

fn kind(script: &Script) -> Option<&OverlayContent> {
    script.state.overlays.last().map(|top| &top.content)
}

/// Whether a source of `role`, or of one of its duties, has a link.
fn cites(script: &Script, role: RoleId) -> bool {
    let catalog = &script.state.catalog;
    let duties = catalog.role(role).responsibilities.iter().flat_map(|duty| &duty.sources);
    catalog
        .role(role)
        .sources
        .iter()
        .chain(duties)
        .any(|&source| catalog.source(source).url.is_some())
}

fn says(script: &Script, words: &str) -> bool {
    script.state.notice.as_ref().is_some_and(|notice| notice.contains(words))
}

/// Whether `after` is to `before` what help says of `action`.
#[expect(clippy::too_many_lines, reason = "a table with an arm for each action")]
fn done(action: Action, before: &Script, after: &Script) -> bool {
    use Action as A;
    let (was, is) = (&before.state, &after.state);
    let effect = after.effects.last();
    let pair_asked = |focus: Focus, purpose: PairAction| {
        is.focus == focus
            || matches!(kind(after), Some(OverlayContent::OtherRole { purpose: asked, .. }) if *asked == purpose)
    };
    if kind(before).is_some() {
        // What a list on top does not do, it does not do by half.
        let idle =
            [A::SwitchScope, A::PastQueries, A::CopyLine, A::PreviewDown, A::PreviewUp, A::Mark];
        if idle.contains(&action) {
            return kind(after) == kind(before)
                && depth(after) == depth(before)
                && is.marks == was.marks;
        }
    }
    match action {
        A::Help if kind(before).is_some() => kind(after).is_none(),
        A::Help => kind(after) == Some(&OverlayContent::Help(was.focus.contexts())),
        A::Palette => matches!(kind(after), Some(OverlayContent::Palette(_))),
        A::Search if was.page().is_some() => is.find.as_ref().is_some_and(|find| find.is_typing),
        A::Search => {
            is.focus
                == if was.focus.view() == ScreenView::Roles {
                    Focus::Filter
                } else {
                    Focus::SkillInput
                }
        }
        A::ViewRoles => is.focus == Focus::Roles,
        A::ViewDetail => is.focus == Focus::Detail,
        A::ViewSkills => is.focus == Focus::SkillInput,
        A::ViewMatrix | A::Matrix => is.focus == Focus::Matrix && !is.matrix.roles().is_empty(),
        A::Compare if was.focus == Focus::Compare => {
            matches!(
                kind(after),
                Some(OverlayContent::OtherRole { purpose: PairAction::Compare, .. })
            )
        }
        A::Compare | A::ViewCompare => pair_asked(Focus::Compare, PairAction::Compare),
        A::ViewPath | A::Path => pair_asked(Focus::Path, PairAction::Path),
        A::ViewGap | A::Gap => pair_asked(Focus::Gap, PairAction::Gap),
        // In a comparison these walk the sections, back to the top of this one first.
        A::NextPane | A::PreviousPane if was.focus == Focus::Compare => {
            section(after) != section(before)
        }
        A::NextPane | A::PreviousPane => {
            let alone = !was.focus.view().has_list();
            is.focus.view() == was.focus.view()
                && if alone { is.page().unwrap().link().is_some() } else { is.focus != was.focus }
        }
        A::SimilarRoles => {
            let section = |title: &(usize, String)| title.1.starts_with("Similar roles");
            let at = is.detail.doc().sections.iter().position(section);
            says(after, "no role here")
                || (is.focus == Focus::Detail && at.is_some() && is.detail.page.section() == at)
        }
        A::Zoom if !was.focus.view().has_list() => says(after, "only one pane here"),
        A::Zoom => is.zoomed != was.zoomed,
        A::Copy => matches!(kind(after), Some(OverlayContent::Copy(_))),
        A::CopyLine => {
            matches!(effect, Some(Effect::CopyText(text, _)) if after.text().contains(text.as_str()))
        }
        A::CopyCommand => {
            matches!(effect, Some(Effect::CopyText(text, _)) if text.starts_with("roledex "))
        }
        A::Export => matches!(kind(after), Some(OverlayContent::Export(..))),
        // Two roles side by side have no file that they stand in, nor have they one source.
        A::Edit if was.focus == Focus::Compare => says(after, "no role or skill here"),
        A::Edit => matches!(effect, Some(Effect::OpenEditor(_))),
        A::OpenLink => match was.current_role() {
            Some(role) if cites(before, role) => matches!(effect, Some(Effect::OpenLink(_))),
            _ => says(after, "has a link"),
        },
        A::Narrow | A::Widen if was.focus == Focus::Compare => {
            is.compare.divider_offset.signum() == if action == A::Widen { 1 } else { -1 }
        }
        A::Narrow | A::Widen if !was.focus.view().has_list() => says(after, "only one pane"),
        A::Narrow | A::Widen => is.split.signum() == if action == A::Widen { 1 } else { -1 },
        A::ResetSplit => (is.split, is.compare.divider_offset) == (0, 0),
        A::Bookmark => match was.role_at_cursor() {
            Some(role) => is.bookmarks == [role],
            None => says(after, "no role here"),
        },
        A::Bookmarks if was.bookmarks.is_empty() => says(after, "no bookmarks yet"),
        A::Bookmarks => matches!(kind(after), Some(OverlayContent::Bookmarks(_))),
        A::Back => match was.focus {
            Focus::Roles => effect == Some(&Effect::Quit(0)),
            Focus::Detail => is.focus == Focus::Roles,
            _ => is.focus.view() == ScreenView::Roles,
        },
        A::HistoryBack if was.history.back.is_empty() => says(after, "no earlier place"),
        A::HistoryBack => {
            is.history.back.len() + 1 == was.history.back.len()
                && is.focus.view() != was.focus.view()
        }
        A::HistoryForward if was.history.forward.is_empty() => says(after, "no later place"),
        A::HistoryForward => is.focus.view() != was.focus.view(),
        A::Cancel => match was.focus {
            _ if kind(before).is_some() => kind(after).is_none(),
            Focus::Filter => {
                is.focus == Focus::Roles && is.roles.filter.value() == was.roles.filter.value()
            }
            Focus::SkillInput => {
                is.focus == Focus::Skills && is.skills.input.value() == was.skills.input.value()
            }
            Focus::Skills => is.skills.input.value().is_empty(),
            Focus::Needs => is.focus == Focus::Skills,
            Focus::Detail if was.find.is_some() => is.find.is_none() && is.focus == was.focus,
            Focus::Detail => is.focus == Focus::Roles,
            Focus::Roles => is.focus == Focus::Roles && effect.is_none(),
            _ => is.focus.view() == ScreenView::Roles,
        },
        A::ToggleMarks => {
            is.marks
                == if was.marks == RoleMarks::default() {
                    was.cleared_marks
                } else {
                    RoleMarks::default()
                }
        }
        A::ToggleMouse => is.mouse != was.mouse && effect == Some(&Effect::Mouse(is.mouse)),
        A::Reload => effect == Some(&Effect::Reload),
        A::NextTheme => is.theme == (was.theme + 1) % was.themes.len(),
        A::Redraw => effect == Some(&Effect::Redraw),
        A::Suspend => effect == Some(&Effect::Suspend),
        A::Interrupt if was.focus.is_input() => is.focus == was.focus.without_field(),
        A::Quit | A::Interrupt => effect == Some(&Effect::Quit(0)),

        A::Sort => matches!(kind(after), Some(OverlayContent::Sort(_))),
        A::Facets => matches!(kind(after), Some(OverlayContent::Facets(_))),
        A::ToggleTree => {
            is.roles.flat != was.roles.flat && is.roles.selected() == was.roles.selected()
        }
        A::FoldAll => {
            // The family of a role that is being read stays open.
            let read = was.detail.role().filter(|_| was.focus == Focus::Detail);
            is.roles.rows().iter().all(|row| match row {
                RoleTreeRow::Family { name, folded, .. } => {
                    *folded == read.is_none_or(|role| is.catalog.family(role) != name)
                }
                RoleTreeRow::Role(role) => {
                    read.is_some_and(|read| is.catalog.family(read) == is.catalog.family(*role))
                }
            })
        }

        A::Mark => match was.role_at_cursor() {
            Some(role) => {
                let [was, is] = [was, is].map(|state| state.marks.roles().contains(&role));
                was != is
            }
            None => says(after, "no role here"),
        },
        A::Open => match (was.focus, kind(before)) {
            (_, Some(_)) => kind(after) != kind(before),
            (Focus::Roles | Focus::Filter, _) => {
                is.focus == Focus::Detail
                    && is.detail.role() == was.roles.selected()
                    && is.detail.role().is_some()
            }
            (Focus::SkillInput | Focus::Skills, _) => {
                is.focus == Focus::Needs && is.skills.selected() == was.skills.selected()
            }
            (Focus::Needs, _) => {
                is.focus == Focus::Detail && is.detail.role() == was.current_role()
            }
            (Focus::Compare, _) => is.compare.doc().rows.len() > was.compare.doc().rows.len(),
            (Focus::Path | Focus::Detail, _) => {
                is.focus == Focus::Detail || is.focus == Focus::Needs
            }
            (Focus::Gap | Focus::Matrix, _) => is.focus == Focus::Needs,
        },
        A::Left => match was.focus {
            Focus::Roles => is.roles.rows().len() < was.roles.rows().len(),
            Focus::Detail => is.focus == Focus::Roles,
            Focus::Needs => is.focus == Focus::Skills,
            Focus::Gap | Focus::Path => {
                says(after, "no more names")
                    || was.page().unwrap().link() != is.page().unwrap().link()
            }
            Focus::Compare => is.compare.shift < was.compare.shift,
            Focus::Matrix => is.matrix.first < was.matrix.first,
            focus => is.focus == focus,
        },
        A::Right => match was.focus {
            Focus::Roles => is.roles.rows().len() > was.roles.rows().len(),
            Focus::Skills => is.focus == Focus::Needs,
            Focus::Detail | Focus::Gap | Focus::Path => {
                says(after, "no more names")
                    || was.page().unwrap().link() != is.page().unwrap().link()
            }
            Focus::Compare => is.compare.shift > was.compare.shift,
            Focus::Matrix => is.matrix.first > was.matrix.first,
            focus => is.focus == focus,
        },
        A::Down => depth(after) > depth(before),
        A::Up => depth(after) < depth(before),
        A::HalfDown => depth(after) > depth(before) + 1,
        A::HalfUp => depth(after) + 1 < depth(before),
        A::PageDown => depth(after) > depth(before) + 2,
        A::PageUp => depth(after) + 2 < depth(before),
        A::Top => match is.page() {
            Some(page) => page.scroll.top == 0 && page.item() == 0,
            None => depth(after) == 0,
        },
        A::Bottom => match (is.focus, is.page()) {
            (Focus::Roles, _) => depth(after) + 1 == is.roles.rows().len(),
            (Focus::Skills, _) => depth(after) + 1 == is.skills.len(),
            (Focus::Needs, _) => {
                let needs = is.skills.selected().map(|skill| is.catalog.needs(skill).len());
                Some(depth(after) + 1) == needs
            }
            // Twelve lines are seen, of pages less what stays above them.
            (_, Some(page)) => page.selected_lines().end >= page.doc().rows.len(),
            _ => false,
        },
        A::NextSection => section(after).0 > section(before).0,
        A::PreviousSection => section(after) < section(before),
        A::ToggleInherited => is.compare.scope != was.compare.scope,
        A::NextMatch if was.find.is_none() => is.roles.cursor.at > was.roles.cursor.at,
        A::PreviousMatch if was.find.is_none() => is.roles.cursor.at < was.roles.cursor.at,
        A::NextMatch | A::PreviousMatch => {
            let [was, is] = [was, is].map(|state| state.find.as_ref().unwrap().count_text());
            let [was, is] =
                [was, is].map(|count| count.split(' ').next().unwrap().parse::<usize>().unwrap());
            if action == A::NextMatch { is == was + 1 } else { is + 1 == was }
        }
        A::SwitchScope if is.focus.view() == ScreenView::Skills => {
            is.skills.scope != was.skills.scope
        }
        A::SwitchScope => says(after, "finds roles only"),
        A::RaiseLevel => {
            matches!(effect, Some(Effect::EditProfile(edit)) if edit.to != ProfileSkillValue::Absent)
        }
        A::LowerLevel => {
            let [before, after] = [was, is].map(|state| {
                let levels = state.profile.skills.iter().map(|have| have.level);
                levels
                    .map(|level| 1 + level.map_or(0, |level| usize::from(level.rank)))
                    .sum::<usize>()
            });
            matches!(effect, Some(Effect::EditProfile(_))) && after < before
        }
        A::NextChange => {
            let changes = was.compare.doc().changes.len();
            is.compare.change() == was.compare.change().map(|at| (at + 1) % changes)
        }
        A::PreviousChange => is.compare.change() == was.compare.change().map(|at| at - 1),
        A::ToggleUnchanged => match is.focus {
            Focus::Gap => is.gap.missing_only != was.gap.missing_only,
            Focus::Matrix => is.matrix.differences_only != was.matrix.differences_only,
            _ => is.compare.excerpt.context == Some(0) && was.compare.excerpt.context.is_none(),
        },
        A::NextKind => is.compare.excerpt.kind != was.compare.excerpt.kind,
        A::LessContext => is.compare.doc().rows.len() < was.compare.doc().rows.len(),
        A::MoreContext => is.compare.excerpt.context > was.compare.excerpt.context,
        A::ToggleWrap => is.compare.shift.is_some() != was.compare.shift.is_some(),
        A::ToggleSplit => is.compare.columns != was.compare.columns,
        A::Swap => match is.focus {
            Focus::Compare => is.compare.pair() == was.compare.pair().map(|(a, b)| (b, a)),
            Focus::Path => is.path.pair == was.path.pair.map(|(a, b)| (b, a)),
            _ => match (&was.gap.question, &is.gap.question) {
                (Some((GapStart::Role(from), to)), Some((GapStart::Role(back), goal))) => {
                    to == &[*back] && goal == &[*from]
                }
                _ => false,
            },
        },
        A::NextPath | A::PreviousPath => {
            is.path.current_path().unwrap().0 != was.path.current_path().unwrap().0
        }
        A::ToggleStart => matches!(is.gap.question, Some((GapStart::Profile, _))),
        A::PastQueries => matches!(kind(after), Some(OverlayContent::PastQueries(_))),
        A::ReadText => kind(after) == Some(&OverlayContent::ReadText),
        A::PreviewDown => preview(after) > preview(before),
        A::PreviewUp => preview(after) < preview(before),
        _ => edited(action, before, after),
    }
}

/// How far the text beside the list is scrolled.
fn preview(script: &Script) -> usize {
    match script.state.focus.view() {
        ScreenView::Roles => script.state.detail.page.scroll.top,
        _ => script.state.skills.needs.top,
    }
}

/// The same for the keys of text fields, where `two words here` was typed and the caret is in front
/// of `s here`.
fn edited(action: Action, before: &Script, after: &Script) -> bool {
    use Action as A;
    assert_eq!(typed(before), ("two word".to_string(), "s here".to_string()));
    let (left, right) = typed(after);
    let wanted = match action {
        A::CharLeft => ("two wor", "ds here"),
        A::CharRight => ("two words", " here"),
        A::WordLeft => ("two ", "words here"),
        A::WordRight => ("two words ", "here"),
        A::LineStart => ("", "two words here"),
        A::LineEnd => ("two words here", ""),
        A::DeleteLeft => ("two wor", "s here"),
        A::DeleteRight | A::DeleteWordRight => ("two word", " here"),
        A::DeleteWord => ("two ", "s here"),
        A::Yank => ("two words here", "s here"),
        A::DeleteToStart => ("", "s here"),
        A::DeleteToEnd => ("two word", ""),
        _ => return false,
    };
    (left.as_str(), right.as_str()) == wanted
}

#[test]
fn every_key_does_what_help_says_wherever_it_works() {
    let mut faults = Vec::new();
    let mut reached = HashSet::new();
    for focus in Focus::ALL.into_iter().map(Some).chain([None]) {
        let there = |keys: &str| Script::builtin(100, 16).keys(keys);
        let ordinary = there(way(focus));
        assert_eq!(
            (ordinary.state.focus, kind(&ordinary).is_some()),
            (focus.unwrap_or(Focus::Roles), focus.is_none())
        );
        let bound = ordinary.state.keymap.effective(ordinary.state.contexts());
        for row in &bound {
            let (context, action, doc) = (row.spec.context, row.spec.action, row.spec.doc);
            let way = own_way(focus, action).unwrap_or_else(|| way(focus));
            for &key in &row.keys {
                reached.insert((context, key.to_string()));
                let before = there(way);
                let after = there(way).keys(key);
                if before.state.focus != ordinary.state.focus || !done(action, &before, &after) {
                    faults.push(format!("{key} in {focus:?} ({way}) does not: {doc}"));
                }
            }
        }
    }
    // While a page is searched, some keys are about that.
    let mut searched = 0;
    for way in ["j enter / \"the\" enter n", "j space j space d / \"the\" enter n"] {
        for spec in ACTIONS.iter().filter(|spec| spec.context == KeyContext::PageSearch) {
            for &key in spec.keys {
                reached.insert((spec.context, key.to_string()));
                searched += 1;
                let before = Script::builtin(100, 16).keys(way);
                let after = Script::builtin(100, 16).keys(way).keys(key);
                let ended = spec.action == Action::Cancel
                    && after.state.find.is_none()
                    && after.state.focus == before.state.focus;
                if !ended && (spec.action == Action::Cancel || !done(spec.action, &before, &after))
                {
                    faults.push(format!("{key} in a search ({way}) does not: {}", spec.doc));
                }
            }
        }
    }
    assert!(searched > 4);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let unreached =
        ACTIONS.iter().flat_map(|spec| spec.keys.iter().map(|&key| (spec.context, key)));
    assert_eq!(
        unreached
            .filter(|(context, key)| !reached.contains(&(*context, (*key).to_string())))
            .collect::<Vec<_>>(),
        []
    );
}

/// What `y` offers has a key each.
#[test]
fn every_copy_has_its_key() {
    for (what, key) in CopyKind::ALL {
        let script = Script::builtin(100, 30).keys("j y").keys(&key.to_string());
        assert!(kind(&script).is_none(), "{key}");
        let effect = script.effects.last();
        assert!(
            matches!(effect, Some(Effect::CopyText(..) | Effect::Export(..))),
            "{what:?}: {effect:?}"
        );
    }
}

/// What is under the cursor is what is opened in the editor.
#[test]
fn the_editor_opens_what_is_under_the_cursor() {
    for (keys, wanted) in
        [("j j e", "product-manager"), ("4 esc G k e", ""), ("4 \"communication\" enter j e", "")]
    {
        let script = Script::builtin(100, 16).keys(keys);
        let item = match script.effects.last() {
            Some(Effect::OpenEditor(item)) => *item,
            other => panic!("{keys}: {other:?}"),
        };
        match item {
            SearchItem::Role(role) if !wanted.is_empty() => {
                assert_eq!(script.state.catalog.role(role).id, wanted);
            }
            SearchItem::Role(role) => assert_eq!(Some(role), script.state.current_role()),
            SearchItem::Skill(skill) => assert_eq!(Some(skill), script.state.skills.selected()),
            SearchItem::Responsibility(..) => panic!("{item:?}"),
        }
    }
}
