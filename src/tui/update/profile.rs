//! The user's skills: added to the profile, levels raised and lowered.

use crate::analysis::gap::{CurrentSkill, highest_levels, skills_of_role};
use crate::model::{Level, SkillId};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, ProfileSkillEdit, ProfileSkillValue};
use crate::tui::marks::ProfileStart;
use crate::tui::pane::gap::GapStart;
use crate::tui::state::AppState;

/// Stores the skills read from the profile, or the reason they could not be read.
pub(in crate::tui) fn show_profile(state: &mut AppState, read: Result<Vec<CurrentSkill>, String>) {
    match read {
        Ok(have) => {
            let skills = highest_levels(&have);
            let shown = state.profile.skills.iter().map(|have| have.skill);
            if !skills.iter().map(|have| have.skill).eq(shown) {
                // The file has other skills: undoing the start would remove them too.
                state.profile.started = None;
            }
            (state.profile.skills, state.profile.is_read, state.profile.fault) =
                (skills, true, None);
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

/// Returns the next level of `skill` above `now`; `None` if there is none.
#[allow(clippy::option_option, reason = "as in `UserSkills`")]
fn level_above(
    state: &AppState,
    skill: SkillId,
    now: Option<Option<Level>>,
) -> Option<Option<Level>> {
    let levels = levels(state, skill);
    match now {
        None => Some(levels.first().copied()),
        Some(None) => levels.first().copied().map(Some),
        Some(Some(level)) => levels.iter().copied().find(|other| *other > level).map(Some),
    }
}

/// Adds `skill`, the one under the cursor, or raises its level.
pub(in crate::tui) fn raise_level(state: &mut AppState, skill: Option<SkillId>) -> Vec<Effect> {
    let Some(skill) = skill else { return no_skill(state) };
    let Some(level) = level_above(state, skill, state.profile.level(skill)) else {
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

/// Changes the level of `skill`, the one under the cursor of the gap: raises it or adds the skill, or
/// lowers it or removes the skill. The gap starts from the profile from then on, so that its counts
/// change too. Without a profile, one is started from the skills of A.
pub(in crate::tui) fn change_in_gap(
    state: &mut AppState,
    skill: Option<SkillId>,
    raise: bool,
) -> Vec<Effect> {
    let Some(skill) = skill else { return no_skill(state) };
    let change = if raise { raise_level } else { lower_level };
    let Some((GapStart::Role(from), _)) = state.gap.question else {
        return match state.profile.started {
            Some(start) if !raise && start.skill == skill => undo_start(state, start),
            _ => change(state, Some(skill)),
        };
    };
    if state.profile.skills.is_empty() && state.profile.fault.is_none() {
        if raise {
            return start_profile(state, ProfileStart { from, skill });
        }
        let (key, title) = (state.key_name(Action::RaiseLevel), state.catalog.role_title(from));
        state.notice = Some(format!("no profile yet; {key} starts one from the skills of {title}"));
        return vec![];
    }
    let effects = change(state, Some(skill));
    if !effects.is_empty() {
        start_gap_from_profile(state, true);
        let (key, told) = (state.key_name(Action::ToggleStart), state.notice.take());
        let told = told.unwrap_or_default();
        state.notice =
            Some(format!("{told}; the gap now starts from your profile ({key}: from A)"));
    }
    effects
}

/// Lets the gap start from the profile, or from A again; the cursor stays on its skill.
fn start_gap_from_profile(state: &mut AppState, from_profile: bool) {
    state.push_history();
    let item = state.gap.page.item();
    state.gap.page.select_item(item);
    state.gap.from_profile = from_profile;
}

/// Starts the profile with the skills of a role, and adds or raises a skill.
fn start_profile(state: &mut AppState, start: ProfileStart) -> Vec<Effect> {
    let held = skills_of_role(state.catalog.role(start.from));
    let mut effects = Vec::with_capacity(held.len() + 1);
    for have in held.iter().filter(|have| have.skill != start.skill) {
        effects.extend(set_level(state, have.skill, Some(have.level)));
    }
    let had = held.iter().find(|have| have.skill == start.skill).map(|have| have.level);
    let level = level_above(state, start.skill, had).or(had).unwrap_or_default();
    effects.extend(set_level(state, start.skill, Some(level)));
    state.profile.started = Some(start);
    start_gap_from_profile(state, true);
    let title = state.catalog.role_title(start.from);
    let name = &state.catalog.skill(start.skill).name;
    let dots = level.map(|level| format!(" {}", level.dots())).unwrap_or_default();
    let (undo, kept) = (state.key_name(Action::LowerLevel), state.until_quit_text());
    state.notice = Some(if held.is_empty() {
        format!("started your profile with {name}{dots}; {undo} undoes it{kept}")
    } else {
        format!(
            "started your profile from {title}'s skills and {name}{dots}; {undo} undoes it{kept}"
        )
    });
    effects
}

/// Empties the profile that was just started; the gap starts from A again.
fn undo_start(state: &mut AppState, start: ProfileStart) -> Vec<Effect> {
    let skills: Vec<SkillId> = state.profile.skills.iter().map(|have| have.skill).collect();
    let effects = skills.into_iter().flat_map(|skill| set_level(state, skill, None)).collect();
    state.profile.is_read = false;
    start_gap_from_profile(state, false);
    let title = state.catalog.role_title(start.from);
    state.notice = Some(format!("your profile is empty again; the gap starts from {title}"));
    effects
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
    state.notice = Some(told + state.until_quit_text());
    state.profile.started = None;
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
