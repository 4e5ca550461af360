//! Seniority, and use, of the roles that similarity leads through.

use super::*;

#[test]
fn a_likeness_knows_its_rank() {
    assert!(is_similar_hop(start_at(2, None), goal_at(3, None)));
    assert!(!is_similar_hop(start_at(2, None), goal_at(4, None)));
    assert!(is_similar_hop(start_at(5, None), goal_at(1, None)), "down as far as one likes");
    assert!(!is_similar_hop(
        start_at(2, Some(Track::Management)),
        goal_at(3, Some(Track::Executive))
    ));
    assert!(is_similar_hop(
        start_at(2, Some(Track::Executive)),
        goal_at(3, Some(Track::Executive))
    ));
    assert!(is_similar_hop(without_level(&[0, 1]), goal_at(9, None)), "no level, no rank");
    assert!(
        !is_similar_hop(without_level(&[0]), without_level(&[1])),
        "nothing that one brings is of use"
    );

    assert!(
        leads_through_levels([2, 2, 3], 0.5)
            && leads_through_levels([2, 3, 3], 0.5)
            && leads_through_levels([2, 2, 2], 0.5)
    );
    assert!(!leads_through_levels([2, 2, 3], 0.05), "hardly alike");
    assert!(!leads_through_levels([3, 2, 3], 0.5), "below both ends");
    assert!(!leads_through_levels([2, 3, 2], 0.5), "past a role to get at it");
    assert!(
        leads_through_levels([5, 4, 3], 0.5)
            && leads_through_levels([5, 3, 3], 0.5)
            && leads_through_levels([5, 5, 3], 0.5)
    );
    assert!(
        !leads_through_levels([5, 6, 3], 0.5) && !leads_through_levels([5, 2, 3], 0.5),
        "up or too far on the way down"
    );
}

fn start_at(level: u32, track: Option<Track>) -> DraftPathRole {
    DraftPathRole { level: Some(level), track, ..knowing(&[0, 1]) }
}

fn goal_at(level: u32, track: Option<Track>) -> DraftPathRole {
    DraftPathRole { level: Some(level), track, ..knowing(&[1, 2]) }
}

fn is_similar_hop(from: DraftPathRole, to: DraftPathRole) -> bool {
    let answer = path(&catalog(&[from, to]), &question(0, 1), |_| vec![0.5; 2]);
    answer.paths[0].hops[0].kind == HopKind::Similar
}

fn without_level(skills: &[usize]) -> DraftPathRole {
    DraftPathRole { level: None, ..knowing(skills) }
}

/// From 0 to 2 through 1.
fn leads_through_levels(levels: [u32; 3], alike: f64) -> bool {
    let drafts = [(levels[0], &[0, 1][..]), (levels[1], &[0, 1, 2]), (levels[2], &[0, 1, 2, 3])]
        .map(|(level, skills)| DraftPathRole { level: Some(level), ..knowing(skills) });
    others(&path(&catalog(&drafts), &question(0, 2), move |role: RoleId| match role.0 {
        1 => vec![alike, 0.0, alike],
        _ => vec![0.0, alike, 0.0],
    })) == [[0, 1, 2]]
}

#[test]
fn a_likeness_leads_to_what_is_of_use() {
    assert!(
        leads_through_skills(&[2]) && !leads_through_skills(&[]) && !leads_through_skills(&[4])
    );
}

fn leads_through_skills(teaches: &[usize]) -> bool {
    let drafts = [knowing(&[0, 1]), knowing(&[&[0, 1], teaches].concat()), knowing(&[1, 2, 3])];
    !others(&path(&catalog(&drafts), &question(0, 2), |role: RoleId| {
        if role.0 == 1 { vec![0.9, 0.0, 0.9] } else { vec![0.0, 0.9, 0.0] }
    }))
    .is_empty()
}

#[test]
fn nobody_becomes_an_executive_on_the_way() {
    let (none, executive) = (Some(Track::Individual), Some(Track::Executive));
    assert!(leads_through_tracks(none, none, none) && !leads_through_tracks(none, executive, none));
    assert!(
        leads_through_tracks(none, executive, executive)
            && leads_through_tracks(executive, executive, none)
    );
}

fn three_tracks(
    start: Option<Track>,
    middle: Option<Track>,
    end: Option<Track>,
) -> [DraftPathRole; 3] {
    [
        role_on_track(start, &[1], &[0]),
        role_on_track(middle, &[2], &[0, 1]),
        role_on_track(end, &[], &[0, 1, 2]),
    ]
}

fn leads_through_tracks(start: Option<Track>, middle: Option<Track>, end: Option<Track>) -> bool {
    !others(&path(&catalog(&three_tracks(start, middle, end)), &question(0, 2), unlike)).is_empty()
}

fn role_on_track(track: Option<Track>, moves: &[usize], skills: &[usize]) -> DraftPathRole {
    DraftPathRole { track, moves: moves.to_vec(), ..knowing(skills) }
}
