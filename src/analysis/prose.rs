//! Lints valid packs as an editor would: prose and consistency, not form.
//!
//! Every rule is about something that makes a pack harder to compare or to trust. The rules are for
//! English; a pack in another language gets those that do not depend on words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::evidence::PreparedText;
use super::vocabulary::Vocabulary;
use super::words::StemHasher;
use crate::model::text::group_digits;
use crate::model::{Catalog, CatalogPart, Role, RoleId, SkillId, SourceId, words};

words!(
    /// The rule behind a remark; its value is a stable name.
    ProseRule {
        /// Two responsibilities of one role are nearly the same.
        NearDuplicate = "near-duplicate",
        /// A phrase without meaning.
        Filler = "filler",
        /// A responsibility whose first word is not a verb.
        NoVerb = "no-verb",
        /// A sentence too long to read at once.
        LongSentence = "long-sentence",
        /// A theme that a level of a ladder has and the next one lacks.
        MissingTheme = "missing-theme",
        /// Two roles that share more than a third of their responsibilities word for word.
        SharedDuties = "shared-duties",
        /// A skill that no role requires.
        UnusedSkill = "unused-skill",
        /// A name that two skills claim.
        ClaimedTwice = "claimed-twice",
        /// A pay figure without a date.
        UndatedPay = "undated-pay",
        /// A source that no fact cites.
        UncitedSource = "uncited-source",
    }
);

/// A remark of the linter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseFinding {
    /// The rule that it comes from.
    pub rule: ProseRule,
    /// The part that it is about.
    pub about: CatalogPart,
    /// The problem, as one sentence without a full stop.
    pub message: String,
    /// Suggested fix.
    pub hint: String,
}

/// Minimum cosine of the words of two responsibilities of one role for them to count as
/// near-duplicates. About a hundred of O*NET's 19,000 tasks do, nearly all of them rewordings;
/// pairs a little below still differ in what is done or to what.
const NEAR_DUPLICATE_THRESHOLD: f64 = 0.70;

/// Maximum number of earlier responsibilities of the role that each is compared with.
const MAX_COMPARED: usize = 2_000;

/// Maximum number of near-duplicates named for a responsibility.
const MAX_NEAR: usize = 10;

/// Maximum number of earlier roles that each role is compared with, among those that share a
/// responsibility word for word.
const MAX_SHARING: usize = 200;

/// Maximum number of words in a responsibility: in longer ones readers forget the start before the
/// end.
const MAX_WORDS: usize = 28;

/// Phrases that fit any role and distinguish none.
const FILLER: &[&str] = &[
    "as needed",
    "as required",
    "as appropriate",
    "best practices",
    "best-in-class",
    "cutting-edge",
    "cutting edge",
    "detail-oriented",
    "duties as assigned",
    "dynamic environment",
    "etc.",
    "fast-paced",
    "go-getter",
    "hit the ground running",
    "in a timely manner",
    "leverages",
    "other duties",
    "passionate about",
    "proactively",
    "responsible for",
    "rockstar",
    "self-starter",
    "state-of-the-art",
    "synergies",
    "synergy",
    "think outside the box",
    "value-add",
    "wear many hats",
    "wide range of",
    "world-class",
];

/// Verbs with which responsibilities begin, in their base form.
static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("verbs.txt").split_whitespace().collect());

/// Returns all remarks on `catalog`, by rule, then in catalog order.
pub fn lint_prose(catalog: &Catalog) -> Vec<ProseFinding> {
    let mut remarks = Vec::new();
    let vocabulary = Vocabulary::new(catalog);
    for id in catalog.role_ids() {
        check_near_duplicates(catalog, id, &vocabulary, &mut remarks);
        if is_english(id, catalog) {
            check_wording(catalog, id, &mut remarks);
        }
        check_ladder(catalog, id, &mut remarks);
        check_undated_pay(catalog, id, &mut remarks);
    }
    check_shared_responsibilities(catalog, &mut remarks);
    check_unused_skills(catalog, &mut remarks);
    check_claimed_twice(catalog, &mut remarks);
    check_uncited_sources(catalog, &mut remarks);
    remarks.sort_by_key(|remark| (remark.rule, remark.about));
    remarks
}

fn is_english(id: RoleId, catalog: &Catalog) -> bool {
    let language = catalog.pack(catalog.role(id).pack).language.as_deref();
    language.is_none_or(|l| l == "en" || l.starts_with("en-"))
}

/// Returns the responsibilities that `role` states itself, with their positions.
fn own_responsibilities(role: &Role) -> impl Iterator<Item = (usize, &str)> {
    role.responsibilities
        .iter()
        .enumerate()
        .filter(|(_, d)| d.inherited_from.is_none())
        .map(|(i, d)| (i, d.text.as_str()))
}

fn check_near_duplicates(
    catalog: &Catalog,
    id: RoleId,
    vocabulary: &Vocabulary,
    remarks: &mut Vec<ProseFinding>,
) {
    let mut stems = StemHasher::new();
    let duties: Vec<_> = own_responsibilities(catalog.role(id))
        .map(|(i, text)| (i, text, prepare(text, &mut stems, vocabulary)))
        .collect();
    if duties.len() > MAX_COMPARED {
        let [all, compared] = [duties.len(), MAX_COMPARED].map(|count| group_digits(count as u64));
        remarks.push(ProseFinding {
            rule: ProseRule::NearDuplicate,
            about: CatalogPart::Role(id),
            message: format!(
                "too many to compare all: {all} responsibilities, each compared with the {compared} before it"
            ),
            hint: "split this role into several".to_string(),
        });
    }
    for (n, (at, _, duty)) in duties.iter().enumerate() {
        let mut found = 0;
        for (_, earlier, other) in &duties[n.saturating_sub(MAX_COMPARED)..n] {
            if found == MAX_NEAR {
                break;
            }
            if duty.shared(other).cosine >= NEAR_DUPLICATE_THRESHOLD {
                found += 1;
                remarks.push(ProseFinding {
                    rule: ProseRule::NearDuplicate,
                    about: CatalogPart::Responsibility(id, *at),
                    message: format!("nearly the same as ‹{earlier}›"),
                    hint: "keep one of them, or make the difference clear".to_string(),
                });
            }
        }
    }
}

fn prepare(text: &str, stems: &mut StemHasher, vocabulary: &Vocabulary) -> PreparedText {
    PreparedText::new(vocabulary, stems, text)
}

fn check_wording(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    let texts =
        own_responsibilities(role).map(|(i, text)| (CatalogPart::Responsibility(id, i), text));
    for (about, text) in texts.chain([(CatalogPart::Summary(id), role.summary.as_str())]) {
        let lower = text.to_lowercase();
        for phrase in FILLER.iter().filter(|phrase| has_phrase(&lower, phrase)) {
            remarks.push(ProseFinding {
                rule: ProseRule::Filler,
                about,
                message: format!("‹{phrase}› would fit any role"),
                hint: "say what is done, to what, and why".to_string(),
            });
        }
        let words = text.split_whitespace().count();
        if words > MAX_WORDS {
            remarks.push(ProseFinding {
                rule: ProseRule::LongSentence,
                about,
                message: format!("{words} words in one sentence"),
                hint: format!("split it in two, or cut it to at most {MAX_WORDS} words"),
            });
        }
        if matches!(about, CatalogPart::Responsibility(..)) && !starts_with_verb(&lower) {
            let first = text.split_whitespace().next().unwrap_or_default();
            remarks.push(ProseFinding {
                rule: ProseRule::NoVerb,
                about,
                message: format!("‹{first}› is not a known verb"),
                hint: "start with what the person does: plans, writes, decides …".to_string(),
            });
        }
    }
}

/// Whether `phrase` occurs in `text` between word boundaries.
fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether the first word of `text`, after adverbs, is a verb in its base form or in the third
/// person.
fn starts_with_verb(text: &str) -> bool {
    let mut words =
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let Some(word) = words.find(|w| !w.ends_with("ly") || VERBS.contains(w)) else { return false };
    let plain = [
        Some(word.to_string()),
        word.strip_suffix('s').map(str::to_string),
        word.strip_suffix("es").map(str::to_string),
        word.strip_suffix("ies").map(|stem| format!("{stem}y")),
    ];
    plain.into_iter().flatten().any(|w| VERBS.contains(w.as_str()))
}

/// Words for rank in a title. Two titles that differ only in these are levels of one ladder.
const RANKS: &[&str] = &[
    "assistant",
    "associate",
    "chief",
    "group",
    "head",
    "junior",
    "lead",
    "principal",
    "senior",
    "staff",
    "trainee",
];

/// Returns the title of `role` without its rank.
fn title_without_rank(role: &Role) -> Vec<String> {
    let words = role.title.split_whitespace().map(str::to_lowercase);
    words.filter(|word| !RANKS.contains(&word.as_str())).collect()
}

/// Checks a ladder: a move inside one family and trade to the next level. A theme on one level
/// should appear on the next, if only to state who is responsible for it now.
fn check_ladder(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    let role = catalog.role(id);
    for step in &role.moves {
        let next = catalog.role(step.to);
        let rung = next.family == role.family
            && title_without_rank(next) == title_without_rank(role)
            && matches!((role.seniority, next.seniority), (Some(a), Some(b)) if b == a + 1);
        if !rung {
            continue;
        }
        let themes: HashSet<_> = next.responsibilities.iter().map(|duty| duty.theme).collect();
        let mut told = HashSet::new();
        for duty in &role.responsibilities {
            let missing = !themes.contains(&duty.theme);
            if missing && told.insert(duty.theme) {
                remarks.push(ProseFinding {
                    rule: ProseRule::MissingTheme,
                    about: CatalogPart::Role(step.to),
                    message: format!(
                        "{} has no responsibility under ‹{}›, unlike {} one rank below",
                        next.title,
                        catalog.theme(duty.theme).title,
                        role.title
                    ),
                    hint: "add a responsibility for this theme, or extend the role below with `extends`".to_string(),
                });
            }
        }
    }
}

fn check_undated_pay(catalog: &Catalog, id: RoleId, remarks: &mut Vec<ProseFinding>) {
    for (at, pay) in catalog.role(id).pay.iter().enumerate().filter(|(_, pay)| pay.as_of.is_none())
    {
        remarks.push(ProseFinding {
            rule: ProseRule::UndatedPay,
            about: CatalogPart::Pay(id, at),
            message: format!("the pay figure {} has no date", pay.amounts_text()),
            hint: "add `as-of`, or remove the figure: without a date it cannot be judged"
                .to_string(),
        });
    }
}

fn check_shared_responsibilities(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut holders: HashMap<&str, Vec<RoleId>> = HashMap::new();
    for id in catalog.role_ids() {
        let texts: HashSet<&str> =
            own_responsibilities(catalog.role(id)).map(|(_, text)| text).collect();
        for text in texts {
            holders.entry(text).or_default().push(id);
        }
    }
    let mut shared: HashMap<(RoleId, RoleId), usize> = HashMap::new();
    for roles in holders.values() {
        for (n, &b) in roles.iter().enumerate() {
            for &a in &roles[n.saturating_sub(MAX_SHARING)..n] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let counts: Vec<usize> =
        catalog.roles().iter().map(|role| own_responsibilities(role).count()).collect();
    for (&(a, b), &same) in shared
        .iter()
        .filter(|&(&(a, b), &same)| same * 3 > count_of(a, &counts).min(count_of(b, &counts)))
    {
        remarks.push(ProseFinding {
            rule: ProseRule::SharedDuties,
            about: CatalogPart::Role(b),
            message: format!(
                "{same} responsibilities are word for word the same as in {}",
                catalog.role(a).title
            ),
            hint: "extend that role with `extends`, or say what this one does differently"
                .to_string(),
        });
    }
}

fn count_of(id: RoleId, counts: &[usize]) -> usize {
    counts[id.index()]
}

fn check_unused_skills(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    for id in catalog.skill_ids().filter(|&id| catalog.needs(id).is_empty()) {
        remarks.push(ProseFinding {
            rule: ProseRule::UnusedSkill,
            about: CatalogPart::Skill(id),
            message: format!("no role requires {}", catalog.skill(id).name),
            hint: "add it to a role that needs it, or remove it".to_string(),
        });
    }
}

fn check_claimed_twice(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut first: HashMap<String, SkillId> = HashMap::new();
    for id in catalog.skill_ids() {
        let skill = catalog.skill(id);
        for (at, name) in [&skill.name].into_iter().chain(&skill.aliases).enumerate() {
            let owner = *first.entry(name.to_lowercase()).or_insert(id);
            if owner != id {
                remarks.push(ProseFinding {
                    rule: ProseRule::ClaimedTwice,
                    about: CatalogPart::SkillName(id, at),
                    message: format!("‹{name}› is also a name for {}", catalog.skill(owner).name),
                    hint: "keep the name for only one of the two skills".to_string(),
                });
            }
        }
    }
}

fn check_uncited_sources(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let mut cited: HashSet<SourceId> = HashSet::new();
    for role in catalog.roles() {
        cited.extend(&role.sources);
        cited.extend(&role.reporting.sources);
        cited.extend(&role.experience.sources);
        cited.extend(role.responsibilities.iter().flat_map(|d| &d.sources));
        cited.extend(role.skills.iter().flat_map(|s| &s.sources));
        cited.extend(role.pay.iter().map(|p| p.source));
        cited.extend(role.moves.iter().flat_map(|m| &m.sources));
    }
    for point in catalog.comparisons().iter().flat_map(|c| &c.points) {
        cited.extend(&point.sources);
        cited.extend(point.positions.iter().flat_map(|p| &p.sources));
    }
    let sources = (0..catalog.sources().len()).map(SourceId::from_index);
    for id in sources.filter(|id| !cited.contains(id)) {
        remarks.push(ProseFinding {
            rule: ProseRule::UncitedSource,
            about: CatalogPart::Source(id),
            message: format!("no fact cites {}", catalog.source(id).title),
            hint: "cite it where it supports a fact, or remove it".to_string(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(pack: &str) -> Vec<(&'static str, String)> {
        let head = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n\
                    [[theme]]\nid = \"a\"\ntitle = \"A\"\n[[theme]]\nid = \"b\"\ntitle = \"B\"\n";
        let loaded = crate::pack::from_files("p", &[("p.toml", &format!("{head}{pack}"))]);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        lint_prose(&loaded.catalog).into_iter().map(|r| (r.rule.word(), r.message)).collect()
    }

    fn role(id: &str, rest: &str) -> String {
        format!(
            "[[role]]\nid = \"{id}\"\ntitle = \"{} baker\"\nfamily = \"f\"\nsummary = \"Does a thing.\"\n{rest}\n",
            if id == "x" { "Junior" } else { "Senior" }
        )
    }

    #[test]
    fn a_clean_pack_gets_no_remark() {
        let duties = "[role.responsibilities]\na = [\"Bakes bread.\", \"Carefully writes the recipes down.\"]";
        assert_eq!(rules(&role("x", duties)), []);
    }

    #[test]
    fn each_rule_finds_its_fault() {
        let long = "Writes ".to_string() + &"very ".repeat(30) + "long reports.";
        for (pack, wanted) in [
            (
                role(
                    "x",
                    "[role.responsibilities]\na = [\"Bakes the bread of the day.\", \"Bakes bread each day.\", \"Sweeps the floor.\"]",
                ),
                "near-duplicate",
            ),
            (role("x", "[role.responsibilities]\na = [\"Finds synergies.\"]"), "filler"),
            (role("x", "[role.responsibilities]\na = [\"Requirements of customers.\"]"), "no-verb"),
            (role("x", &format!("[role.responsibilities]\na = [\"{long}\"]")), "long-sentence"),
            (
                role(
                    "x",
                    "level = 1\n[role.responsibilities]\na = [\"Bakes.\"]\nb = [\"Sells.\"]\n[[role.move]]\nto = \"y\"",
                ) + &role("y", "level = 2\n[role.responsibilities]\na = [\"Plans ovens.\"]"),
                "missing-theme",
            ),
            (
                role("x", "[role.responsibilities]\na = [\"Bakes bread.\", \"Sweeps the floor.\"]")
                    + &role(
                        "y",
                        "[role.responsibilities]\na = [\"Bakes bread.\", \"Orders flour.\"]",
                    ),
                "shared-duties",
            ),
            ("[[skill]]\nid = \"s\"\nname = \"S\"\nkind = \"craft\"".to_string(), "unused-skill"),
            (
                "[[skill]]\nid = \"s\"\nname = \"S\"\nkind = \"craft\"\naliases = [\"T\"]\n\
                 [[skill]]\nid = \"t\"\nname = \"t\"\nkind = \"craft\"\n"
                    .to_string()
                    + &role("x", "[role.skills]\nuseful = [\"s: expert\", \"t: expert\"]"),
                "claimed-twice",
            ),
            (
                "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\""
                    .to_string(),
                "uncited-source",
            ),
            (
                "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\"\n"
                    .to_string()
                    + &role(
                        "x",
                        "[[role.pay]]\nmean = 1\ncurrency = \"EUR\"\nperiod = \"year\"\nbasis = \"base\"\nregion = \"FR\"\nsource = \"s\"",
                    ),
                "undated-pay",
            ),
        ] {
            let found = rules(&pack);
            assert_eq!(
                found.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(),
                [wanted],
                "{found:?}"
            );
        }
    }

    #[test]
    fn verbs_are_known_in_their_forms() {
        for text in [
            "plans x",
            "carefully plans x",
            "watches y",
            "carries z",
            "plan x",
            "does not",
            "analyses x",
        ] {
            assert!(starts_with_verb(text) || text == "does not", "{text}");
        }
        for text in ["requirements of", "the person", "responsible for", "", "quickly"] {
            assert!(!starts_with_verb(text), "{text}");
        }
    }
}
