//! The user's skills: added to the profile, levels raised and lowered.

use crate::analysis::gap::{CurrentSkill, highest_levels};
use crate::model::{Level, SkillId};
use crate::tui::effect::{Effect, ProfileSkillEdit, ProfileSkillValue};
use crate::tui::pane::gap::GapStart;
use crate::tui::state::AppState;

/// Stores the skills read from the profile, or the reason they could not be read.
pub(in crate::tui) fn show_profile(state: &mut AppState, read: Result<Vec<CurrentSkill>, String>) {
    match read {
        Ok(have) => {
            (state.profile.skills, state.profile.is_read, state.profile.fault) =
                (highest_levels(&have), true, None);
        }
        Err(fault) => {
            state.notice = Some(fault.clone());
            state.profile.fault = Some(fault);
        }
    }
    refresh_dependents(state);
}

/// Returns the levels that roles ask for in `skill`, lowest first; none if they ask for it without
/// a level.
fn levels(state: &AppState, skill: SkillId) -> Vec<Level> {
    let asked = state.catalog.needs(skill).iter().find_map(|need| need.level);
    let of = asked.map_or(0, |level| level.of);
    (0..of).map(|rank| Level { rank, of }).collect()
}

/// Adds `skill`, the one under the cursor, or raises its level.
pub(in crate::tui) fn raise_level(state: &mut AppState, skill: Option<SkillId>) -> Vec<Effect> {
    let Some(skill) = skill else { return no_skill(state) };
    let levels = levels(state, skill);
    let next = match state.profile.level(skill) {
        None => Some(levels.first().copied()),
        Some(None) => levels.first().copied().map(Some),
        Some(Some(level)) => levels.iter().copied().find(|other| *other > level).map(Some),
    };
    let Some(level) = next else {
        let name = &state.catalog.skill(skill).name;
        state.notice = Some(format!("{name} is in your profile; there is no higher level"));
        return vec![];
    };
    set_level(state, skill, Some(level))
}

/// Lowers the level of `skill`, the one under the cursor, or removes it.
pub(in crate::tui) fn lower_level(state: &mut AppState, skill: Option<SkillId>) -> Vec<Effect> {
    let Some(skill) = skill else { return no_skill(state) };
    let Some(level) = state.profile.level(skill) else {
        state.notice = Some(format!("{} is not in your profile", state.catalog.skill(skill).name));
        return vec![];
    };
    let below =
        level.and_then(|level| levels(state, skill).into_iter().rev().find(|other| *other < level));
    set_level(state, skill, below.map(Some))
}

/// Says that there is no skill under the cursor.
fn no_skill(state: &mut AppState) -> Vec<Effect> {
    state.notice = Some("no skill here; move to one first".to_string());
    vec![]
}

#[allow(clippy::option_option, reason = "as in `Mine`")]
fn set_level(state: &mut AppState, skill: SkillId, level: Option<Option<Level>>) -> Vec<Effect> {
    if let Some(fault) = &state.profile.fault {
        // A profile that could not be read must not be overwritten.
        state.notice = Some(fault.clone());
        return vec![];
    }
    let from = state.profile.level(skill);
    state.profile.set(skill, level);
    state.profile.is_read = true;
    let name = &state.catalog.skill(skill).name;
    let (to, told) = match level {
        None => (ProfileSkillValue::Absent, format!("removed {name} from your profile")),
        Some(None) => (ProfileSkillValue::Present(None), format!("{name} is in your profile")),
        Some(Some(level)) => {
            let word = state.catalog.profile_level_name(level).unwrap_or_default().to_string();
            let told = format!("{name} is in your profile: {} {word}", level.dots());
            (ProfileSkillValue::Present(Some(word)), told)
        }
    };
    state.notice = Some(told);
    refresh_dependents(state);
    vec![Effect::EditProfile(ProfileSkillEdit { skill, from, to })]
}

/// Updates everything that depends on the profile.
fn refresh_dependents(state: &mut AppState) {
    state.skills.mark_outdated();
    state.gap.mark_outdated();
    if let Some((GapStart::Profile, targets)) = state.gap.question.clone() {
        state.gap.set_question(&state.catalog, GapStart::Profile, &state.profile.skills, targets);
    }
}
