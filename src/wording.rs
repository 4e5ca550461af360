//! Words and signs that reports and the explorer share, so that one answer reads the same in both.

pub(crate) mod read_facts;
pub(crate) mod side_by_side;

use crate::analysis::diff::{DiffStatus, FactRow, FactStatus, MarkedText};
use crate::analysis::gap::{Gap, GapRow, SkillCoverage};
use crate::analysis::path::CareerPath;
use crate::analysis::pay::{FigureChoice, PayRelation, choice, figures_side_by_side};
use crate::analysis::skills::{SkillStatus, skill_levels_text, to_learn_text};
use crate::model::{Catalog, Importance, Pay, PayPeriod, Role, RoleId, SourceId};

/// Section on the most important differences between two roles, as their comparison states them.
pub(crate) const KEY_DIFFERENCES: &str = "Key differences";
/// Section on facts other than responsibilities and skills.
pub(crate) const FACTS: &str = "Facts";
/// Section on responsibilities.
pub(crate) const RESPONSIBILITIES: &str = "Responsibilities";
/// Section on skills.
pub(crate) const SKILLS: &str = "Skills";
/// Section on moves between roles.
pub(crate) const MOVES: &str = "Moves";
/// Section on pay figures.
pub(crate) const PAY: &str = "Pay";
/// Section on sources.
pub(crate) const SOURCES: &str = "Sources";
/// Section on the missing skills that most targets ask for.
pub(crate) const MOST_NEEDED_SKILLS: &str = "Most needed skills";

/// The path without roles in between.
pub(crate) const DIRECT_PATH: &str = "straight there";

/// Label of the roles that a role reports to.
pub(crate) const REPORTS_TO: &str = "reports to";
/// Label of the roles that a role leads.
pub(crate) const LEADS: &str = "leads";
/// Label of the roles that a role never leads.
pub(crate) const NEVER_LEADS: &str = "never leads";
/// Label of other names.
pub(crate) const ALSO_CALLED: &str = "also called";
/// The text that a role was read from.
pub(crate) const READ_FROM: &str = "read from";
/// Label of the roles that a role is often mistaken for.
pub(crate) const CONFUSED_WITH: &str = "often confused with";
/// Short label of the roles that a role is often mistaken for.
pub(crate) const CONFUSED_WITH_SHORT: &str = "confused with";
/// Explains the percentage beside a similar role.
pub(crate) const SIMILARITY_MEANING: &str = "% similar in responsibilities, skills and title";
/// Label of the roles that a data set lists as related.
pub(crate) const RELATED: &str = "related";
/// Label of the roles that a role is a part of.
pub(crate) const PART_OF: &str = "part of";
/// Label of the role that a role extends.
pub(crate) const BUILDS_ON: &str = "builds on";

/// Verdict on a skill that counts as met although your level is not stated.
pub(crate) const LEVEL_UNKNOWN: &str = "level unknown";
/// Note on a level that is stated in words that no pack knows.
pub(crate) const LEVEL_NOT_UNDERSTOOD: &str = "level not understood";
/// Sign of something that is not certain.
pub(crate) const UNCERTAIN_SIGN: &str = "?";
/// Sign of a difference that is stated rather than found.
pub(crate) const DIFFERENCE_SIGN: &str = "≠";

/// Text in place of sources where nothing is cited.
pub(crate) const AUTHORS_JUDGEMENT: &str = "the author's judgement";

/// Returns the publishers of `sources`, each once; without sources, that it is the author's judgement.
pub(crate) fn publishers_text(catalog: &Catalog, sources: &[SourceId]) -> String {
    let mut publishers: Vec<&str> = Vec::with_capacity(sources.len());
    for source in sources {
        let publisher = catalog.source(*source).publisher.as_str();
        if !publishers.contains(&publisher) {
            publishers.push(publisher);
        }
    }
    if publishers.is_empty() { AUTHORS_JUDGEMENT.to_string() } else { publishers.join(", ") }
}

/// Returns `word` with a capital first letter.
pub(crate) fn capitalize(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns the sign of a verdict: colour is never the only mark.
pub(crate) fn diff_sign(status: DiffStatus) -> &'static str {
    match status {
        DiffStatus::Same => "=",
        DiffStatus::Changed => "~",
        DiffStatus::Left => "−",
        DiffStatus::Right => "+",
    }
}

/// Returns the verdict in words, with `A` and `B` for the two roles.
pub(crate) fn diff_label(status: DiffStatus) -> &'static str {
    match status {
        DiffStatus::Same => "same",
        DiffStatus::Changed => "changed",
        DiffStatus::Left => "only A",
        DiffStatus::Right => "only B",
    }
}

/// Returns the sign of a verdict on a fact.
pub(crate) fn fact_sign(status: FactStatus) -> &'static str {
    match status {
        FactStatus::Incomparable => UNCERTAIN_SIGN,
        comparable => diff_sign(comparable.diff_status()),
    }
}

/// Returns the verdict on a fact in words.
pub(crate) fn fact_label(status: FactStatus) -> &'static str {
    match status {
        FactStatus::Incomparable => "not comparable",
        comparable => diff_label(comparable.diff_status()),
    }
}

/// Whether the fact `field` is a family, whose name people see. Where it was edited, they see the
/// edit.
pub(crate) fn is_family(field: &str, text: &MarkedText) -> bool {
    field == "family" && !text.spans().iter().any(|span| span.changed)
}

/// Formats the remark on a fact: that the sides are not comparable, and why, or that one published
/// figure stands on both.
pub(crate) fn fact_remark(fact: &FactRow) -> Option<String> {
    let note = fact.note.as_ref()?;
    Some(match fact.status {
        FactStatus::Incomparable => format!("{}: {note}", fact_label(fact.status)),
        _ => note.clone(),
    })
}

/// Formats what keeps a reader from comparing two figures that are side by side: `not comparable:
/// different basis and region`, or that both are one figure. `None` if they can be compared. `of`
/// is a title of the role with the other figure, where that is not plain.
pub(crate) fn pay_remark(figure: &Pay, other: &Pay, of: Option<&str>) -> Option<String> {
    let relation = PayRelation::of(figure, other);
    let reason = relation.reason()?;
    Some(match (relation, of) {
        (PayRelation::SameFigure(_), None) => reason,
        (PayRelation::SameFigure(_), Some(of)) => format!("the same published figure as {of}"),
        (_, of) => {
            let with = of.map(|of| format!(" with {of}")).unwrap_or_default();
            format!("{}{with}: {reason}", fact_label(FactStatus::Incomparable))
        }
    })
}

/// A group of the skills of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GapSection {
    /// Essential skills to learn or to improve.
    MissingEssential,
    /// Useful skills to learn or to improve.
    MissingUseful,
    /// Skills at the level needed.
    Met,
    /// Skills for which the target needs a lower level.
    AsksForLess,
    /// Skills that the target does not list.
    NotListed,
}

impl GapSection {
    /// All groups in reading order.
    pub(crate) const ALL: [Self; 5] = [
        Self::MissingEssential,
        Self::MissingUseful,
        Self::Met,
        Self::AsksForLess,
        Self::NotListed,
    ];

    /// Returns the group of a row.
    pub(crate) fn of(row: &GapRow) -> Self {
        let is_useful = row.required.is_some_and(|asked| asked.importance == Importance::Useful);
        match row.status {
            SkillStatus::Grow | SkillStatus::Right if is_useful => Self::MissingUseful,
            SkillStatus::Grow | SkillStatus::Right => Self::MissingEssential,
            SkillStatus::Same => Self::Met,
            SkillStatus::LetGo => Self::AsksForLess,
            SkillStatus::Left => Self::NotListed,
        }
    }

    /// Returns the heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::MissingEssential => "Learn first",
            Self::MissingUseful => "Learn later",
            Self::Met => "You have what it asks for",
            Self::AsksForLess => "You have more than it asks for",
            Self::NotListed => "You bring more",
        }
    }

    /// Returns the number of skills in it, in words that explain the heading: `8 essential`.
    pub(crate) fn count_text(self, count: usize) -> String {
        match self {
            Self::MissingEssential => format!("{count} essential"),
            Self::MissingUseful => format!("{count} useful"),
            Self::Met | Self::AsksForLess | Self::NotListed => count.to_string(),
        }
    }

    /// Whether there is something to learn in it.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::MissingEssential | Self::MissingUseful)
    }

    /// Explains the group in a sentence or two; `target` is the title of the role.
    pub(crate) fn explanation(self, target: &str) -> String {
        match self {
            Self::MissingEssential => format!("Essential for {target}: start with these."),
            Self::MissingUseful => {
                format!("Useful for {target}. They count half as much as essential skills.")
            }
            Self::Met => format!("You have these as needed for {target}. Nothing to learn."),
            Self::AsksForLess => {
                format!("You have more of these than needed for {target}. Nothing to learn.")
            }
            Self::NotListed => {
                format!(
                    "You have these, and they are not listed for {target}. They are extra: you keep them."
                )
            }
        }
    }
}

/// Formats the number of skills of a class, and what there is to learn of them: `63, 126 skill
/// levels`.
pub(crate) fn class_count(skills: usize, effort: u64) -> String {
    let levels =
        if effort > 0 { format!(", {}", skill_levels_text(effort)) } else { String::new() };
    format!("{skills}{levels}")
}

/// Returns the sign of a skill to learn and the word for it, as they are used beside counts of met,
/// begun and new skills.
pub(crate) const OPEN_SIGNS: [(SkillStatus, &str); 2] =
    [(SkillStatus::Right, "new"), (SkillStatus::Grow, "begun")];

/// Explains the signs before skills to learn: `+ new, ▲ begun`.
pub(crate) fn open_signs_text() -> String {
    OPEN_SIGNS.map(|(status, word)| format!("{} {word}", status.advice().0)).join(", ")
}

/// Formats a pay figure in a few words, without the people counted: `median $112,590 base a year, US,
/// 2024`. If it is about a neighbouring occupation, that comes first.
pub(crate) fn short_pay_text(pay: &Pay) -> String {
    format!("{}{}", proxy_words(pay).unwrap_or_default(), pay_figure_text(pay))
}

/// Returns the words before an amount that is about a neighbouring occupation.
pub(crate) fn proxy_words(pay: &Pay) -> Option<String> {
    pay.proxy_for.as_ref().map(|occupation| format!("no figure of its own; {occupation}: "))
}

/// Formats a pay figure in a few words without the occupation that it is about.
pub(crate) fn pay_figure_text(pay: &Pay) -> String {
    let article = if pay.period == PayPeriod::Hour { "an" } else { "a" };
    let (amounts, basis, period) = (pay.amounts_text(), pay.basis, pay.period);
    format!("{amounts} {basis} {article} {period}, {}, {}", pay.region, pay.year_text())
}

/// Formats the figure chosen for a role beside other roles. If it is not the one that the role's own
/// page shows first, says why it was chosen, and names that one.
pub(crate) fn chosen_pay_text(choice: Option<FigureChoice<'_>>) -> String {
    let Some(FigureChoice { figure, instead_of }) = choice else {
        return NOT_STATED.to_string();
    };
    let text = short_pay_text(figure);
    let Some(other) = instead_of else { return text };
    format!(
        "{text} ({} as on the other side; {}: {})",
        shared_terms(figure, other),
        instead_label(figure, other),
        pay_figure_text(other)
    )
}

/// Returns the word for the figure `other`, in place of which `figure` is shown.
fn instead_label(figure: &Pay, other: &Pay) -> &'static str {
    if other.as_of > figure.as_of { "newest figure" } else { "other figure" }
}

/// Returns the terms of `figure` that `other` does not have, in a word or two: `US`, `total pay`.
pub(crate) fn shared_terms(figure: &Pay, other: &Pay) -> String {
    let period = match figure.period {
        PayPeriod::Hour => "an hour",
        PayPeriod::Month => "a month",
        PayPeriod::Year => "a year",
    };
    let terms = [
        (figure.region != other.region, figure.region.clone()),
        (figure.currency != other.currency, figure.currency.clone()),
        (figure.basis != other.basis, format!("{} pay", figure.basis)),
        (figure.period != other.period, period.to_string()),
    ];
    let differing = terms.into_iter().find(|(differs, _)| *differs);
    differing.map_or_else(|| figure.year_text(), |(_, term)| term)
}

/// Returns the figures of the roles from which and to which a change leads.
fn figures_of_ends(
    catalog: &Catalog,
    from: Option<RoleId>,
    to: RoleId,
) -> Vec<(RoleId, Option<FigureChoice<'_>>)> {
    let ends: Vec<RoleId> = from.into_iter().chain([to]).collect();
    let roles: Vec<&Role> = ends.iter().map(|role| catalog.role(*role)).collect();
    ends.into_iter().zip(figures_side_by_side(&roles)).collect()
}

/// Formats the pay of each role of `path`, that of the start first, so that it compares with that of
/// the ends, or says that it does not compare with that of the role before. Empty if the pay of none
/// of the roles is stated.
pub(crate) fn pay_along_path(catalog: &Catalog, path: &CareerPath) -> Vec<String> {
    let (Some(first), Some(last)) = (path.hops.first(), path.hops.last()) else {
        return Vec::new();
    };
    let (from, to) = (first.from, last.to);
    let roles: Vec<RoleId> =
        std::iter::once(from).chain(path.hops.iter().map(|hop| hop.to)).collect();
    if roles.iter().all(|role| catalog.role(*role).pay.is_empty()) {
        return Vec::new();
    }
    let ends = figures_of_ends(catalog, Some(from), to);
    let like = ends.iter().rev().find_map(|(_, end)| *end).map(|end| end.figure);
    let figures: Vec<Option<FigureChoice<'_>>> = roles
        .iter()
        .map(|role| match ends.iter().find(|(end, _)| end == role) {
            Some((_, figure)) => *figure,
            None => choice(catalog.role(*role), like),
        })
        .collect();
    let mut before: Option<(RoleId, &Pay)> = None;
    let mut texts = Vec::with_capacity(roles.len());
    for (role, own) in roles.into_iter().zip(figures) {
        let remark = own.zip(before).and_then(|(own, (other, figure))| {
            pay_remark(own.figure, figure, Some(catalog.role_title(other)))
        });
        let remark = remark.map(|remark| format!("; {remark}")).unwrap_or_default();
        texts.push(format!("{}{remark}", chosen_pay_text(own)));
        before = own.map(|own| (role, own.figure)).or(before);
    }
    texts
}

/// The pay of the roles from which and to which a change leads.
#[derive(Debug, Default)]
pub(crate) struct PayOfEnds {
    /// Each role with its pay in full and in fewer and fewer words; empty if neither is stated.
    pub(crate) ends: Vec<(RoleId, Vec<String>)>,
    /// The reason not to compare the two figures.
    pub(crate) remark: Option<String>,
    /// The remark as a sentence of its own.
    pub(crate) sentence: Option<String>,
}

/// Returns the pay of the roles from which and to which a change leads.
pub(crate) fn pay_of_ends(catalog: &Catalog, from: Option<RoleId>, to: RoleId) -> PayOfEnds {
    let ends = figures_of_ends(catalog, from, to);
    let (remark, sentence) = match &ends[..] {
        [(_, Some(a)), (_, Some(b))] => {
            let subject = match PayRelation::of(a.figure, b.figure) {
                PayRelation::SameFigure(_) => "Pay is",
                _ => "The two figures of pay are",
            };
            let remark = pay_remark(a.figure, b.figure, None);
            let sentence = remark.as_ref().map(|remark| format!("{subject} {remark}"));
            (remark, sentence)
        }
        ends if ends.iter().all(|(_, figure)| figure.is_none()) => return PayOfEnds::default(),
        _ => (None, None),
    };
    let says_basis = bases_differ(ends.iter().map(|(_, end)| *end));
    let ends = ends.into_iter().map(|(role, end)| (role, pay_of_end_texts(end, says_basis)));
    PayOfEnds { ends: ends.collect(), remark, sentence }
}

/// Whether some of `figures` are of another basis than others: base pay does not compare with total
/// pay.
fn bases_differ<'a>(figures: impl IntoIterator<Item = Option<FigureChoice<'a>>>) -> bool {
    let mut bases = figures.into_iter().flatten().map(|choice| choice.figure.basis);
    let first = bases.next();
    bases.any(|basis| Some(basis) != first)
}

/// Returns the pay of an end in full and in fewer and fewer words, with its basis if `says_basis`.
/// All of them have its region and its year, without which an amount says little.
fn pay_of_end_texts(choice: Option<FigureChoice<'_>>, says_basis: bool) -> Vec<String> {
    let mut texts = vec![chosen_pay_text(choice)];
    let Some(FigureChoice { figure, instead_of }) = choice else { return texts };
    let chosen = instead_of.map(|newer| {
        let reason = format!("{} as on the other side", shared_terms(figure, newer));
        let label = instead_label(figure, newer);
        (reason, format!("{label}: {}, {}", newer.middle_text(), newer.region))
    });
    if let Some((reason, newer)) = &chosen {
        texts.push(format!("{} ({reason}; {newer})", short_pay_text(figure)));
    }
    let why = chosen.map(|(reason, _)| format!(" ({reason})")).unwrap_or_default();
    let other = figure.proxy_for.as_ref();
    let other = other.map(|it| format!("no own figure; {it}: ")).unwrap_or_default();
    let basis = if says_basis { format!(" {}", figure.basis) } else { String::new() };
    let terms = format!("{basis}, {}, {}", figure.region, figure.year_text());
    let middle = format!("{other}{}{terms}", figure.middle_text());
    texts.push(format!("{}{why}", short_pay_text(figure)));
    texts.push(format!("{middle}{why}"));
    texts.push(middle);
    texts
}

/// Text in place of a fact that the pack does not state.
pub(crate) const NOT_STATED: &str = "not stated";

/// Text beside a figure of another role that has no counterpart, where figures are stated.
pub(crate) const NO_FURTHER_FIGURE: &str = "no further figure";

/// The pay of two roles in a few words.
#[derive(Debug)]
pub(crate) struct PairPay {
    /// The pay of each: `mean $117,000 (US, like B)`, `pay of Marketing managers: median $161,030
    /// (US)`.
    pub(crate) texts: [String; 2],
    /// The reason not to compare the two: `not comparable`.
    pub(crate) remark: Option<&'static str>,
}

/// Returns the pay of two roles in a few words each, with the figures that stand for them wherever
/// they are side by side.
pub(crate) fn pair_pay(catalog: &Catalog, pair: [RoleId; 2]) -> PairPay {
    let figures = figures_side_by_side(&pair.map(|role| catalog.role(role)));
    let says_basis = bases_differ(figures.iter().copied());
    let texts = std::array::from_fn(|at| {
        let Some(FigureChoice { figure, instead_of }) = figures[at] else {
            return format!("pay {NOT_STATED}");
        };
        let mut terms = match instead_of {
            None => figure.region.clone(),
            Some(alone) => format!("{}, like {}", shared_terms(figure, alone), ["B", "A"][at]),
        };
        if says_basis {
            terms = format!("{terms}, {}", figure.basis);
        }
        let other = figure.proxy_for.as_ref().map(|other| format!("pay of {other}: "));
        let middle = figure.middle_text();
        format!("{}{middle} ({terms})", other.unwrap_or_default())
    });
    let remark = match &figures[..] {
        [Some(a), Some(b)] => match PayRelation::of(a.figure, b.figure) {
            PayRelation::Incomparable { .. } => Some(fact_label(FactStatus::Incomparable)),
            PayRelation::SameFigure(_) => Some("one figure for both"),
            PayRelation::Comparable => None,
        },
        _ => None,
    };
    PairPay { texts, remark }
}

/// Text in place of a gap where no skills are listed for the role.
pub(crate) const NO_SKILLS_LISTED: &str = "no skills are listed for this role";

/// Returns how many skills of this importance are met, begun and new, and for how many it is
/// uncertain that they are met: `4 met, 3 begun, 2 new`, `1 met with unknown level`. `None` if there are
/// none of this importance.
pub(crate) fn met_counts(gap: &Gap, importance: Importance) -> Option<(String, String)> {
    let coverage = gap.coverage(importance);
    let unsure = gap.count_unknown_levels(importance);
    let unsure =
        if unsure > 0 { format!("{unsure} met with unknown level") } else { String::new() };
    (coverage.asked > 0).then(|| (coverage_text(coverage), unsure))
}

/// Summarises a gap: `Essential 4 met, 3 begun, 2 new · Useful 6 new · 11 skills to learn, 20 skill
/// levels`.
pub(crate) fn gap_summary(gap: &Gap) -> String {
    let mut parts: Vec<String> = [Importance::Essential, Importance::Useful]
        .into_iter()
        .filter_map(|importance| {
            let (met, unsure) = met_counts(gap, importance)?;
            let note = if unsure.is_empty() { unsure } else { format!(" ({unsure})") };
            Some(format!("{} {met}{note}", capitalize(importance.word())))
        })
        .collect();
    if parts.is_empty() {
        return NO_SKILLS_LISTED.to_string();
    }
    parts.push(to_learn_text(gap.count_open(), gap.effort()));
    parts.join(" · ")
}

/// Formats how many skills are met, begun and new: `4 met, 3 begun, 2 new`; `all 9 met`.
pub(crate) fn coverage_text(coverage: SkillCoverage) -> String {
    match coverage.met {
        met if met < coverage.asked => {}
        1 => return "1 met".to_string(),
        met => return format!("all {met} met"),
    }
    let mut text = format!("{} met", coverage.met);
    for (count, word) in [(coverage.begun, "begun"), (coverage.new_to_you(), "new")] {
        if count > 0 {
            text += &format!(", {count} {word}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_skill_of_a_gap_is_in_one_section() {
        let catalog = crate::builtin::catalog();
        let from = crate::analysis::gap::skills_of_role(&catalog.roles()[0]);
        let mut found = Vec::new();
        for target in catalog.role_ids() {
            for row in crate::analysis::gap::gap(&catalog, &from, target).rows {
                let section = GapSection::of(&row);
                assert_eq!(section.is_open(), row.is_open(), "{row:?}");
                if !found.contains(&section) {
                    found.push(section);
                }
            }
        }
        assert!(GapSection::ALL.iter().all(|section| found.contains(section)), "{found:?}");
    }

    #[test]
    fn verdicts_differ_in_sign_and_words() {
        let all = [DiffStatus::Same, DiffStatus::Changed, DiffStatus::Left, DiffStatus::Right];
        for (at, status) in all.into_iter().enumerate() {
            for other in &all[..at] {
                assert_ne!(diff_sign(status), diff_sign(*other));
                assert_ne!(diff_label(status), diff_label(*other));
            }
        }
        assert_eq!(fact_label(FactStatus::Incomparable), "not comparable");
    }
}
