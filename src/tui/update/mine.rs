//! The user's skills: added to the profile, levels raised and lowered.

use crate::analysis::gap::{Have, highest};
use crate::model::{Level, SkillId};
use crate::tui::effect::{Edit, Effect, Standing};
use crate::tui::pane::gap::Start;
use crate::tui::state::State;

/// Stores the skills read from the profile, or the reason they could not be read.
pub(super) fn read(state: &mut State, read: Result<Vec<Have>, String>) {
    match read {
        Ok(have) => {
            (state.mine.have, state.mine.read, state.mine.fault) = (highest(&have), true, None);
        }
        Err(fault) => {
            state.notice = Some(fault.clone());
            state.mine.fault = Some(fault);
        }
    }
    changed(state);
}

/// Returns the levels that roles ask for in `skill`, lowest first; none if they ask for it without
/// a level.
fn levels(state: &State, skill: SkillId) -> Vec<Level> {
    let asked = state.catalog.needs(skill).iter().find_map(|need| need.level);
    let of = asked.map_or(0, |level| level.of);
    (0..of).map(|rank| Level { rank, of }).collect()
}

/// Adds the skill under the cursor, or raises its level.
pub(super) fn raise(state: &mut State) -> Vec<Effect> {
    let Some(skill) = state.skills.selected() else { return vec![] };
    let levels = levels(state, skill);
    let next = match state.mine.level(skill) {
        None => Some(levels.first().copied()),
        Some(None) => levels.first().copied().map(Some),
        Some(Some(level)) => levels.iter().copied().find(|other| *other > level).map(Some),
    };
    let Some(level) = next else {
        let name = &state.catalog.skill(skill).name;
        state.notice = Some(format!("{name} is in your profile, and there is no higher level"));
        return vec![];
    };
    set(state, skill, Some(level))
}

/// Lowers the level of the skill under the cursor, or removes the skill.
pub(super) fn lower(state: &mut State) -> Vec<Effect> {
    let Some(skill) = state.skills.selected() else { return vec![] };
    let Some(level) = state.mine.level(skill) else {
        state.notice = Some(format!("{} is not in your profile", state.catalog.skill(skill).name));
        return vec![];
    };
    let below =
        level.and_then(|level| levels(state, skill).into_iter().rev().find(|other| *other < level));
    set(state, skill, below.map(Some))
}

#[allow(clippy::option_option, reason = "as in `Mine`")]
fn set(state: &mut State, skill: SkillId, level: Option<Option<Level>>) -> Vec<Effect> {
    if let Some(fault) = &state.mine.fault {
        // A profile that could not be read must not be overwritten.
        state.notice = Some(fault.clone());
        return vec![];
    }
    let from = state.mine.level(skill);
    state.mine.set(skill, level);
    state.mine.read = true;
    let name = &state.catalog.skill(skill).name;
    let named = |level: Level| state.catalog.own_level_name(level).unwrap_or_default().to_string();
    let (to, told) = match level {
        None => (Standing::Absent, format!("{name} is out of your profile")),
        Some(None) => (Standing::At(None), format!("{name} is in your profile")),
        Some(Some(level)) => {
            let word = named(level);
            let told = format!("{name} is in your profile: {} {word}", level.dots());
            (Standing::At(Some(word)), told)
        }
    };
    state.notice = Some(told);
    changed(state);
    vec![Effect::Profile(Edit { skill, from, to })]
}

/// Updates everything that depends on the profile.
fn changed(state: &mut State) {
    state.skills.outdate();
    if let Some((Start::Profile, targets)) = state.gap.question.clone() {
        state.gap.ask(&state.catalog, Start::Profile, &state.mine.have, targets);
    }
}
