//! Reloaded packs: restores the same places in their new content.

use std::sync::Arc;

use super::{Reread, fields, travel};
use crate::model::{Catalog, RoleId};
use crate::tui::effect::{Effect, Ways};
use crate::tui::overlay::Kind;
use crate::tui::pane::gap;
use crate::tui::remap::Remap;
use crate::tui::state::{Fault, Focus, Place, Shown, State};

/// Applies the result of reloading the packs.
pub(super) fn reread(state: &mut State, reread: Reread) -> Vec<Effect> {
    match reread {
        Reread::Same { asked } => {
            if asked && state.faults.is_empty() {
                state.notice =
                    Some("the packs hold what is shown: nothing has changed".to_string());
            }
            state.faults.clear();
            vec![]
        }
        Reread::Faulty(faults) => {
            // Once a version without faults was shown, it stays until there is another.
            state.shown = match (state.faults.is_empty(), state.shown) {
                (true, _) | (false, Shown::LastGood) => Shown::LastGood,
                (false, Shown::Sound | Shown::Before) => Shown::Before,
            };
            state.faults = faults;
            // A notice would hide them.
            state.notice = None;
            vec![]
        }
        Reread::Changed(catalog, faults) => changed(state, catalog, faults),
    }
}

/// Reports that the packs are not watched for changes.
pub(super) fn unwatched(state: &mut State, why: &str) {
    let key = state.keymap.shown(Focus::Roles.contexts(), crate::tui::action::Action::Reload);
    let key = key.map_or(String::new(), |key| format!(": {key} reads them again"));
    let why = crate::model::text::visible_line(why);
    let told = format!("changes of the packs are not noticed ({why}){key}");
    state.notice = Some(match state.notice.take() {
        Some(before) => format!("{before} · {told}"),
        None => told,
    });
}

fn changed(state: &mut State, catalog: Arc<Catalog>, faults: Vec<Fault>) -> Vec<Effect> {
    (state.shown, state.notice) = (Shown::Sound, None);
    if Arc::ptr_eq(&state.catalog, &catalog) {
        state.faults = faults;
        return vec![];
    }
    let old = std::mem::replace(&mut state.catalog, catalog);
    let new = Arc::clone(&state.catalog);
    let map = Remap { old: &old, new: &new };
    let gone = gone(state, &map);
    if faults.is_empty() {
        let gone = if gone.is_empty() {
            String::new()
        } else {
            format!(" · no longer there: {}", gone.join(", "))
        };
        state.notice = Some(format!("the packs have changed and were read again{gone}"));
    }
    state.faults = faults;
    let effects = remap(state, &map);
    [effects, fields::ask_again(state)].concat()
}

/// Returns the titles of roles that are shown or marked but no longer exist.
fn gone(state: &State, map: &Remap<'_>) -> Vec<String> {
    let shown = match state.focus {
        Focus::Roles | Focus::Filter => state.roles.selected().into_iter().collect(),
        Focus::Detail => state.detail.role().into_iter().collect(),
        Focus::Compare => state.compare.pair().map_or(vec![], |(left, right)| vec![left, right]),
        Focus::Path => state.path.pair.map_or(vec![], |(from, to)| vec![from, to]),
        Focus::Gap => match &state.gap.question {
            Some((gap::Start::Role(from), targets)) => [&[*from][..], targets].concat(),
            Some((gap::Start::Profile, targets)) => targets.clone(),
            None => vec![],
        },
        Focus::Matrix if state.matrix.family().is_none() => state.matrix.roles().to_vec(),
        Focus::Matrix | Focus::SkillInput | Focus::Skills | Focus::Needs => vec![],
    };
    let mut roles: Vec<RoleId> =
        shown.into_iter().chain(state.marks.a).chain(state.marks.b).collect();
    let mut seen = std::collections::HashSet::new();
    roles.retain(|role| seen.insert(*role) && map.role(*role).is_none());
    let skill = Some(()).filter(|()| matches!(state.focus, Focus::Skills | Focus::Needs));
    let skill = skill.and(state.skills.selected()).filter(|skill| map.skill(*skill).is_none());
    let titles = roles.into_iter().map(|role| map.old.role(role).title.clone());
    titles.chain(skill.map(|skill| map.old.skill(skill).name.clone())).collect()
}

/// Maps everything that the state refers to by id to the new catalog. What no longer exists is
/// replaced by the nearest item, or by nothing.
fn remap(state: &mut State, map: &Remap<'_>) -> Vec<Effect> {
    (state.marks, state.cleared) = (state.marks.remap(map), state.cleared.remap(map));
    state
        .mine
        .have
        .retain_mut(|have| map.skill(have.skill).map(|skill| have.skill = skill).is_some());
    state.mine.have.sort_by_key(|have| have.skill);
    state.bookmarks = map.roles(&state.bookmarks);
    state.roles.remap(map);
    state.detail.remap(map);
    state.compare.remap(map);
    state.skills.remap(map);
    state.gap.remap(map, &state.mine.have);
    state.matrix.remap(map, travel::MOST_BESIDE);
    for places in [&mut state.history.back, &mut state.history.forward] {
        *places = std::mem::take(places)
            .into_iter()
            .filter_map(|place| remap_place(&place, map))
            .collect();
        places.dedup();
    }
    let mut effects = Vec::new();
    let generation = state.next_generation();
    if let Some((from, to)) = state.path.remap(map, generation) {
        effects.push(Effect::Ways(Ways { generation, from, to }));
    }
    state.overlays = std::mem::take(&mut state.overlays)
        .into_iter()
        .filter_map(|on_top| on_top.remap(map))
        .collect();
    if state.overlays.last().is_some_and(|on_top| on_top.kind == Kind::Facets) {
        super::shelf::offer_facets(state);
    }
    if let Some(on_top) = state.overlays.last()
        && let Kind::With(_, left) = on_top.kind
        && on_top.input.value().trim().is_empty()
    {
        effects.push(Effect::Near(left));
    }
    effects
}

/// Maps a place in history to the new catalog; `None` if its subject is gone.
fn remap_place(place: &Place, map: &Remap<'_>) -> Option<Place> {
    let remapped = Place {
        focus: place.focus,
        role: place.role.and_then(|role| map.role(role)),
        marks: place.marks.map(|marks| marks.remap(map)),
        from_profile: place.from_profile,
        matrix: (map.roles(&place.matrix.0), place.matrix.1.clone()),
    };
    let kept = match place.focus {
        Focus::Compare | Focus::Path | Focus::Gap => {
            let count = |place: &Place| place.marks.map_or(0, |marks| marks.roles().len());
            count(&remapped) == count(place)
        }
        Focus::Matrix => !remapped.matrix.0.is_empty() || place.matrix.0.is_empty(),
        Focus::Detail => remapped.role.is_some() || place.role.is_none(),
        Focus::Roles | Focus::Filter | Focus::SkillInput | Focus::Skills | Focus::Needs => true,
    };
    kept.then_some(remapped)
}
