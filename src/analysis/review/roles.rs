//! Compares a role with its older copy.

use super::CatalogVersions;
use crate::analysis::diff::{
    Diff, DiffOptions, DiffStatus, Differ, FactRow, FactStatus, MarkedText, PairingMode,
    PropertyChange, ResponsibilityRow, TextChange,
};
use crate::analysis::facts;
use crate::analysis::mark::mark_change;
use crate::analysis::skills::{SkillDemand, SkillStatus};
use crate::model::{
    Catalog, Level, Move, Pay, Requirement, Responsibility, Role, RoleId, SourceId, ThemeId,
};

/// Whether two copies of a role are equal in everything that their packs state about it.
pub(super) fn is_same_role(copies: &CatalogVersions, was: RoleId, now: RoleId) -> bool {
    let catalog = &copies.catalog;
    let (a, b) = (catalog.role(was), catalog.role(now));
    // The title of the older copy ends in its version. Only the pack's scale matters to a role.
    let Role {
        id: _,
        pack: _,
        title: _,
        family,
        track,
        seniority: level,
        aliases,
        hidden,
        confused_with,
        related,
        broader,
        summary,
        focus,
        extends,
        codes,
        sources,
        reporting,
        experience,
        responsibilities,
        skills,
        pay,
        moves,
    } = a;
    catalog.pack(a.pack).scale == catalog.pack(b.pack).scale
        && copies.name(was).1 == copies.name(now).1
        && (family, track, level, focus) == (&b.family, &b.track, &b.seniority, &b.focus)
        && (aliases, hidden, summary, codes) == (&b.aliases, &b.hidden, &b.summary, &b.codes)
        && (confused_with, related, broader, extends)
            == (&b.confused_with, &b.related, &b.broader, &b.extends)
        && (sources, reporting, experience) == (&b.sources, &b.reporting, &b.experience)
        && (responsibilities, skills, pay, moves)
            == (&b.responsibilities, &b.skills, &b.pay, &b.moves)
}

/// Compares two copies of a role.
pub(super) fn diff_versions(
    copies: &CatalogVersions,
    differ: &Differ,
    was: RoleId,
    now: RoleId,
    how: DiffOptions,
) -> Diff {
    let catalog = &copies.catalog;
    // In an unchanged role every responsibility pairs with itself, whatever the pairing method.
    let how = if is_same_role(copies, was, now) {
        DiffOptions { align: PairingMode::Auto, ..how }
    } else {
        how
    };
    let mut diff = differ.diff(catalog, was, now, how);
    let (a, b) = (catalog.role(was), catalog.role(now));
    // The two are one role, so differences between roles and moves between them do not apply.
    diff.key_differences.clear();
    diff.direct_moves.clear();
    add_facts(copies, &mut diff, (was, a), (now, b));
    add_responsibility_details(copies, &mut diff, a, b);
    add_skill_details(copies, &mut diff, (was, a), (now, b));
    diff.move_changes = move_changes(catalog, &a.moves, &b.moves);
    diff.move_changes.retain(|change| copies.counts(change));
    diff
}

impl CatalogVersions {
    /// Whether `change` is more than punctuation, capitals and spaces, or these count.
    fn counts(&self, change: &TextChange) -> bool {
        self.punctuation || !change.minor
    }

    /// Returns the change of a note, if there is one that counts.
    fn note_change(&self, left: Option<&str>, right: Option<&str>) -> Option<PropertyChange> {
        TextChange::prose("note", left, right).filter(|change| self.counts(change))?;
        PropertyChange::of("note", left.map(str::to_string), right.map(str::to_string))
    }
}

/// Returns the names of the things in two lists; `of` returns name and id. Ids are added if the
/// lists differ but would read the same.
pub(super) fn names<'c, T: Copy + PartialEq>(
    left: &[T],
    right: &[T],
    of: impl Fn(T) -> (&'c str, &'c str),
) -> (Vec<String>, Vec<String>) {
    let bare = |all: &[T]| all.iter().map(|thing| of(*thing).0.to_string()).collect::<Vec<_>>();
    let full = |all: &[T]| {
        all.iter().map(|thing| of(*thing)).map(|(name, id)| format!("{name} ({id})")).collect()
    };
    let names = (bare(left), bare(right));
    if left != right && names.0 == names.1 { (full(left), full(right)) } else { names }
}

/// Returns titles of roles, see [`names`].
pub(super) fn role_names(
    catalog: &Catalog,
    left: &[RoleId],
    right: &[RoleId],
) -> (Vec<String>, Vec<String>) {
    names(left, right, |role| (catalog.role_title(role), &catalog.role(role).id))
}

/// Returns titles of sources, see [`names`].
pub(super) fn source_names(
    catalog: &Catalog,
    left: &[SourceId],
    right: &[SourceId],
) -> (Vec<String>, Vec<String>) {
    names(left, right, |source| (&catalog.source(source).title, &catalog.source(source).id))
}

/// Returns codes as `scheme code`.
pub(super) fn code_names(codes: &[(String, String)]) -> Vec<String> {
    codes.iter().map(|(scheme, code)| format!("{scheme} {code}")).collect()
}

/// Returns `change` as a fact.
fn fact_row(field: &'static str, change: TextChange) -> FactRow {
    let status = match change.status {
        DiffStatus::Left => FactStatus::Left,
        DiffStatus::Right => FactStatus::Right,
        DiffStatus::Same | DiffStatus::Changed => FactStatus::Changed,
    };
    FactRow {
        field,
        left: (status != FactStatus::Right).then_some(change.left),
        right: (status != FactStatus::Left).then_some(change.right),
        status,
        note: None,
        pay: [None; 2],
    }
}

fn add_facts(
    copies: &CatalogVersions,
    diff: &mut Diff,
    (was, a): (RoleId, &Role),
    (now, b): (RoleId, &Role),
) {
    let catalog = &copies.catalog;
    // These are added again below, marked, and with ids if the words are the same.
    diff.facts.retain(|row| {
        !matches!(row.field, "reports to" | "leads" | "never leads" | "education" | "pay")
    });
    // It is counted from the responsibilities, whose changes are already shown.
    diff.facts.retain(|row| row.field != "strategic work" || row.status == FactStatus::Same);
    for row in diff.facts.iter_mut().filter(|row| row.status == FactStatus::Changed) {
        if let (Some(left), Some(right)) = (&mut row.left, &mut row.right) {
            let (was, now) = mark_change(&left.text(), &right.text());
            (*left, *right) = (MarkedText::Text(was), MarkedText::Text(now));
        }
    }
    let (x, y) = (&a.reporting, &b.reporting);
    let first = [
        text_row("title", Some(copies.name(was).1), Some(copies.name(now).1)),
        list_row("also called", &a.aliases, &b.aliases),
        list_row("hidden search terms", &a.hidden, &b.hidden),
        prose_row("summary", Some(&a.summary), Some(&b.summary), copies),
    ];
    let rest = [
        list_row("codes", &code_names(&a.codes), &code_names(&b.codes)),
        roles_row("builds on", a.extends.as_slice(), b.extends.as_slice(), catalog),
        roles_row("often confused with", &a.confused_with, &b.confused_with, catalog),
        roles_row("related", &a.related, &b.related, catalog),
        roles_row("part of", &a.broader, &b.broader, catalog),
        roles_row("reports to", &x.reports_to, &y.reports_to, catalog),
        roles_row("leads", &x.manages, &y.manages, catalog),
        roles_row("never leads", &x.never_manages, &y.never_manages, catalog),
        sources_row("reporting: sources", &x.sources, &y.sources, catalog),
        prose_row(
            "education",
            a.experience.education.as_deref(),
            b.experience.education.as_deref(),
            copies,
        ),
        sources_row("experience: sources", &a.experience.sources, &b.experience.sources, catalog),
        sources_row("sources", &a.sources, &b.sources, catalog),
    ];
    diff.facts.splice(0..0, first.into_iter().flatten());
    diff.facts.extend(rest.into_iter().flatten());
    diff.facts.extend(pay_rows(catalog, a, b));
}

/// Returns the row of a fact that has not changed, if a comparison of two roles would show it.
fn unchanged_row(field: &'static str, text: Option<MarkedText>) -> Option<FactRow> {
    let told = matches!(
        field,
        "title" | "also called" | "summary" | "reports to" | "leads" | "never leads" | "education"
    );
    facts::fact_row(field, text.clone().filter(|_| told), text.filter(|_| told))
}

fn text_row(field: &'static str, left: Option<&str>, right: Option<&str>) -> Option<FactRow> {
    match TextChange::text(field, left, right) {
        Some(change) => Some(fact_row(field, change)),
        None => unchanged_row(field, left.map(|text| text.to_string().into())),
    }
}

fn prose_row(
    field: &'static str,
    left: Option<&str>,
    right: Option<&str>,
    copies: &CatalogVersions,
) -> Option<FactRow> {
    match TextChange::prose(field, left, right).filter(|change| copies.counts(change)) {
        Some(change) => Some(fact_row(field, change)),
        None => unchanged_row(field, right.map(|text| text.to_string().into())),
    }
}

fn list_row(field: &'static str, left: &[String], right: &[String]) -> Option<FactRow> {
    match TextChange::list(field, left, right) {
        Some(change) => Some(fact_row(field, change)),
        None => unchanged_row(field, (!left.is_empty()).then(|| MarkedText::list(left))),
    }
}

fn roles_row(
    field: &'static str,
    left: &[RoleId],
    right: &[RoleId],
    catalog: &Catalog,
) -> Option<FactRow> {
    let (left, right) = role_names(catalog, left, right);
    list_row(field, &left, &right)
}

fn sources_row(
    field: &'static str,
    left: &[SourceId],
    right: &[SourceId],
    catalog: &Catalog,
) -> Option<FactRow> {
    let (left, right) = source_names(catalog, left, right);
    list_row(field, &left, &right)
}

/// Compares pay figures: those in both copies, and those that changed.
fn pay_rows(catalog: &Catalog, a: &Role, b: &Role) -> Vec<FactRow> {
    let (mut left, mut right): (Vec<&Pay>, Vec<&Pay>) = (Vec::new(), b.pay.iter().collect());
    let mut rows = Vec::new();
    for pay in &a.pay {
        match right.iter().position(|other| *other == pay) {
            Some(at) => {
                let text = pay_text(pay, catalog);
                let row = facts::fact_row("pay", Some(text.clone()), Some(text));
                let other = right.remove(at);
                rows.extend(row.map(|row| row.about_figures((a, Some(pay)), (b, Some(other)))));
            }
            None => left.push(pay),
        }
    }
    while !left.is_empty() && !right.is_empty() {
        let pairs = (0..left.len()).flat_map(|l| (0..right.len()).map(move |r| (l, r)));
        let best = pairs.max_by_key(|(l, r)| {
            (count_shared_aspects(left[*l], right[*r]), std::cmp::Reverse((*l, *r)))
        });
        let Some((l, r)) = best else { break };
        let (was, now) = (left.remove(l), right.remove(r));
        let (mut x, mut y) = (pay_text(was, catalog), pay_text(now, catalog));
        if x == y {
            // Amounts are rounded to cents, and two sources may have the same title.
            x += &format!(
                " {:?} {}",
                [was.low, was.median, was.mean, was.high],
                catalog.source(was.source).id
            );
            y += &format!(
                " {:?} {}",
                [now.low, now.median, now.mean, now.high],
                catalog.source(now.source).id
            );
        }
        let row = TextChange::text("pay", Some(&x), Some(&y)).map(|change| fact_row("pay", change));
        rows.extend(row.map(|row| row.about_figures((a, Some(was)), (b, Some(now)))));
    }
    let lone = left.into_iter().map(|was| (Some(was), None));
    let lone = lone.chain(right.into_iter().map(|now| (None, Some(now))));
    rows.extend(lone.filter_map(|(was, now)| {
        let [x, y] = [was, now].map(|pay| pay.map(|pay| pay_text(pay, catalog)));
        Some(facts::fact_row("pay", x, y)?.about_figures((a, was), (b, now)))
    }));
    rows
}

fn pay_text(pay: &Pay, catalog: &Catalog) -> String {
    format!("{} ({})", pay.dated_text(), catalog.source(pay.source).title)
}

/// Counts how much two figures have in common, to match them.
fn count_shared_aspects(l: &Pay, r: &Pay) -> usize {
    let same = [
        l.source == r.source,
        l.region == r.region,
        l.currency == r.currency,
        l.period == r.period,
    ];
    let more = [
        l.basis == r.basis,
        l.population == r.population,
        l.as_of == r.as_of,
        l.proxy_for == r.proxy_for,
    ];
    let amounts = [l.low == r.low, l.median == r.median, l.mean == r.mean, l.high == r.high];
    same.into_iter().chain(more).chain(amounts).filter(|same| *same).count()
}

/// Returns which of `places`, in the order of the left side, moved relative to the others. As many
/// as possible stay.
fn moved(places: &[usize]) -> Vec<bool> {
    // The longest ascending subsequence, by patience sorting: the last places of the sequences so
    // far, and the predecessor of each.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, place) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end] < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut moved = vec![true; places.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        moved[at] = false;
        next = before[at];
    }
    moved
}

/// Returns what moved among things with a place on the left and on the right: for each, its ranks
/// among all of them.
fn moves_in_order(places: &[(usize, usize)]) -> Vec<Option<(usize, usize)>> {
    let ((lefts, order), (rights, _)) =
        (ranks_by(&|place| place.0, places), ranks_by(&|place| place.1, places));
    let moved = moved(&order.iter().map(|at| rights[*at]).collect::<Vec<_>>());
    let mut found = vec![None; places.len()];
    for (at, moved) in order.into_iter().zip(moved) {
        // A thing that keeps its rank while others change theirs is not reported as moved from a
        // place to the same place.
        if moved && lefts[at] != rights[at] {
            found[at] = Some((lefts[at] + 1, rights[at] + 1));
        }
    }
    found
}

fn ranks_by(
    side: &dyn Fn(&(usize, usize)) -> usize,
    places: &[(usize, usize)],
) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|at| side(&places[*at]));
    let mut ranks = vec![0; places.len()];
    order.iter().enumerate().for_each(|(rank, at)| ranks[*at] = rank);
    (ranks, order)
}

fn order_change((from, to): (usize, usize)) -> Option<PropertyChange> {
    PropertyChange::of("position in the list", Some(from.to_string()), Some(to.to_string()))
}

/// Returns sources as a detail.
fn source_change(
    catalog: &Catalog,
    left: &[SourceId],
    right: &[SourceId],
) -> Option<PropertyChange> {
    let (left, right) = source_names(catalog, left, right);
    PropertyChange::of("sources", marked_names(left), marked_names(right))
}

fn marked_names(names: Vec<String>) -> Option<MarkedText> {
    (!names.is_empty()).then(|| MarkedText::list(names))
}

fn add_responsibility_details(copies: &CatalogVersions, diff: &mut Diff, a: &Role, b: &Role) {
    let rows: Vec<usize> = (0..diff.responsibilities.len())
        .filter(|at| {
            paired_positions(&diff.responsibilities[*at]).is_some_and(|(l, r): (usize, usize)| {
                a.responsibilities[l].inherited_from.is_none()
                    && b.responsibilities[r].inherited_from.is_none()
            })
        })
        .collect();
    let places: Vec<(usize, usize)> =
        rows.iter().filter_map(|at| paired_positions(&diff.responsibilities[*at])).collect();
    let mut moved = vec![None; diff.responsibilities.len()];
    for (at, place) in rows.into_iter().zip(moves_in_order(&places)) {
        moved[at] = place;
    }
    for (row, moved) in diff.responsibilities.iter_mut().zip(moved) {
        let Some((l, r)) = paired_positions(row) else { continue };
        let (left, right) = (&a.responsibilities[l], &b.responsibilities[r]);
        let mut details = responsibility_changes(copies, left, right);
        details.extend(moved.and_then(order_change));
        // Texts with the same words may differ in capitals and punctuation.
        let change = TextChange::prose("text", Some(&left.text), Some(&right.text));
        let reworded = change.is_some_and(|change| copies.counts(&change));
        if reworded && let (Some(left_side), Some(right_side)) = (&mut row.left, &mut row.right) {
            (left_side.main.spans, right_side.main.spans) = mark_change(&left.text, &right.text);
        }
        if reworded || !details.is_empty() {
            row.status = DiffStatus::Changed;
        }
        if !details.is_empty() {
            diff.details.add_responsibility((l, r), details);
        }
    }
    diff.update_summary();
}

fn paired_positions(row: &ResponsibilityRow) -> Option<(usize, usize)> {
    row.left.as_ref().zip(row.right.as_ref()).map(|(l, r)| (l.index(), r.index()))
}

fn responsibility_changes(
    copies: &CatalogVersions,
    left: &Responsibility,
    right: &Responsibility,
) -> Vec<PropertyChange> {
    let catalog = &copies.catalog;
    let Responsibility {
        text: _,
        theme,
        emphasis,
        share,
        activity,
        note,
        sources,
        inherited_from: origin,
    } = left;
    let shares = match (left.share_text(), right.share_text()) {
        // They are rounded for display.
        (x, y) if x == y && *share != right.share => {
            (share.map(|share| share.to_string()), right.share.map(|share| share.to_string()))
        }
        texts => texts,
    };
    let themes = match (theme_title(*theme, catalog), theme_title(right.theme, catalog)) {
        (x, y) if x == y && *theme != right.theme => {
            (theme_id(*theme, catalog), theme_id(right.theme, catalog))
        }
        titles => titles,
    };
    let details = [
        PropertyChange::of("theme", Some(themes.0), Some(themes.1)),
        PropertyChange::of(
            "emphasis",
            emphasis.map(|e| e.to_string()),
            right.emphasis.map(|e| e.to_string()),
        ),
        PropertyChange::of("share", shares.0, shares.1),
        PropertyChange::of("activity", activity.clone(), right.activity.clone()),
        copies.note_change(note.as_deref(), right.note.as_deref()),
        source_change(catalog, sources, &right.sources),
        PropertyChange::of(
            "inherited from",
            origin_title(*origin, catalog),
            origin_title(right.inherited_from, catalog),
        ),
    ];
    details.into_iter().flatten().collect()
}

fn theme_title(theme: ThemeId, catalog: &Catalog) -> String {
    catalog.theme(theme).title.clone()
}

fn theme_id(theme: ThemeId, catalog: &Catalog) -> String {
    catalog.theme(theme).id.clone()
}

fn origin_title(origin: Option<RoleId>, catalog: &Catalog) -> Option<String> {
    origin.map(|role| catalog.role_title(role).to_string())
}

fn add_skill_details(
    copies: &CatalogVersions,
    diff: &mut Diff,
    (was, a): (RoleId, &Role),
    (now, b): (RoleId, &Role),
) {
    let catalog = &copies.catalog;
    let mut both: Vec<(usize, usize)> = Vec::new();
    let mut asked: Vec<(&Requirement, &Requirement)> = Vec::new();
    for (l, left) in a.skills.iter().enumerate() {
        if let Some((r, right)) =
            b.skills.iter().enumerate().find(|(_, right)| right.skill == left.skill)
        {
            both.push((l, r));
            asked.push((left, right));
        }
    }
    for ((left, right), moved) in asked.into_iter().zip(moves_in_order(&both)) {
        let Requirement { skill, importance, level, note, sources } = left;
        let levels = (level_name(was, *level, catalog), level_name(now, right.level, catalog));
        let mut details: Vec<PropertyChange> = Vec::new();
        if let Some(row) = diff.skills.iter_mut().find(|row| row.skill == *skill) {
            if levels.0 == levels.1 && *importance == right.importance {
                // The role requires the level of that name, whatever happened to the scale.
                row.left = Some(SkillDemand::of(right));
                row.status = SkillStatus::Same;
            } else if *level == right.level
                && (level.is_some() != right.level.is_some()
                    || level_steps(*level) != level_steps(right.level))
            {
                // Levels of scales of different lengths may be equally high.
                details.extend(PropertyChange::of("level", levels.0, levels.1));
            } else if level.is_some() != right.level.is_some() {
                details.extend(PropertyChange::of("level", levels.0, levels.1));
            }
        }
        details.extend(copies.note_change(note.as_deref(), right.note.as_deref()));
        details.extend(source_change(catalog, sources, &right.sources));
        // A skill whose importance changed is at another place for that reason.
        details.extend(moved.filter(|_| *importance == right.importance).and_then(order_change));
        if !details.is_empty() {
            diff.details.add_skill(*skill, details);
        }
    }
}

fn level_name(role: RoleId, level: Option<Level>, catalog: &Catalog) -> Option<String> {
    level.map(|level| catalog.level_name(role, level).to_string())
}

fn level_steps(level: Option<Level>) -> Option<(u8, u8)> {
    level.map(|level| (level.rank, level.of))
}

/// Returns the moves that changed, matched by destination.
fn move_changes(catalog: &Catalog, left: &[Move], right: &[Move]) -> Vec<TextChange> {
    let mut added: Vec<&Move> = right.iter().collect();
    let mut changes = Vec::new();
    for was in left {
        let found = added
            .iter()
            .position(|now| *now == was)
            .or_else(|| added.iter().position(|now| now.to == was.to));
        let Some(now) = found.map(|at| added.remove(at)) else {
            changes.extend(TextChange::list(
                move_label(was.to, catalog),
                &move_requirements(was),
                &[],
            ));
            continue;
        };
        changes.extend(TextChange::prose_list(
            move_label(was.to, catalog),
            &move_requirements(was),
            &move_requirements(now),
        ));
        let (x, y) = source_names(catalog, &was.sources, &now.sources);
        changes.extend(TextChange::list(
            format!("{}: sources", move_label(was.to, catalog)),
            &x,
            &y,
        ));
    }
    changes.extend(added.into_iter().filter_map(|now| {
        TextChange::list(move_label(now.to, catalog), &[], &move_requirements(now))
    }));
    changes
}

fn move_label(to: RoleId, catalog: &Catalog) -> String {
    format!("to {}", catalog.role(to).title)
}

fn move_requirements(step: &Move) -> Vec<String> {
    if step.requires.is_empty() {
        vec!["no requirements stated".to_string()]
    } else {
        step.requires.clone()
    }
}

#[cfg(test)]
mod tests;
