//! Subjects of headings.

use std::sync::LazyLock;

use super::found::LineLabel;
use super::words::{LineWord, PhraseBook};
use crate::analysis::words::is_function_word;

/// The meaning of a phrase in a heading.
#[derive(Debug, Clone, Copy, PartialEq)]
enum HeadingCue {
    /// A subject, and how strongly the phrase shows it.
    Subject(LineLabel, f32),
    /// A requirement of either kind.
    Asked(f32),
    /// Nothing.
    Filler,
}

static PHRASES: LazyLock<PhraseBook<HeadingCue>> = LazyLock::new(|| {
    PhraseBook::read(include_str!("headings.txt"), |head| {
        let (name, strength) = head.split_once(' ')?;
        let strength = strength.parse().ok()?;
        Some(match name {
            "asked" => HeadingCue::Asked(strength),
            "filler" => HeadingCue::Filler,
            name => HeadingCue::Subject(subject_named(name)?, strength),
        })
    })
});

/// Returns the subject that phrases are listed under as `name`.
pub(super) fn subject_named(name: &str) -> Option<LineLabel> {
    Some(match name {
        "Responsibility" => LineLabel::Responsibility,
        "must" => LineLabel::Must,
        "nice" => LineLabel::Nice,
        "Pay" => LineLabel::Pay,
        "Fact" => LineLabel::Fact,
        "Summary" => LineLabel::Summary,
        "Conditions" => LineLabel::Conditions,
        "Employer" => LineLabel::Employer,
        "Benefits" => LineLabel::Benefits,
        "EqualOpportunity" => LineLabel::EqualOpportunity,
        "Application" => LineLabel::Application,
        "NotNeeded" => LineLabel::NotNeeded,
        _ => return None,
    })
}

/// The subject of a heading, and how much of the heading says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HeadingSubject {
    pub(super) label: LineLabel,
    /// How strongly the heading shows it.
    pub(super) strength: f32,
    /// Share of its words that are part of known phrases, 0 to 1.
    pub(super) coverage: f32,
    /// Whether it says which kind of requirements: "essential", "preferred".
    pub(super) is_explicit: bool,
}

/// Returns the subject of the heading of `words`, if it is known.
pub(super) fn heading_subject(words: &[LineWord]) -> Option<HeadingSubject> {
    if words.is_empty() {
        return None;
    }
    let mut scores = [0.0_f32; LineLabel::COUNT];
    let (mut asked, mut must, mut nice) = (0.0, 0.0, 0.0);
    let mut covered = vec![false; words.len()];
    for (at, cue) in PHRASES.find(words) {
        covered[at.clone()].fill(true);
        match cue {
            HeadingCue::Filler => {}
            HeadingCue::Asked(strength) => asked += strength,
            HeadingCue::Subject(LineLabel::Must, strength) => must += strength,
            HeadingCue::Subject(LineLabel::Nice, strength) => nice += strength,
            HeadingCue::Subject(label, strength) => scores[label.number()] += strength,
        }
    }
    if asked <= 0.0 && scores.iter().any(|score| *score >= 2.0) {
        // "Essential duties" are duties.
        (must, nice) = (0.0, 0.0);
    }
    // "Useful, but not required" is useful; "Skills that are not required" are not asked for.
    let unneeded = &mut scores[LineLabel::NotNeeded.number()];
    if *unneeded > 0.0 {
        if nice > 0.0 {
            *unneeded = 0.0;
        } else {
            (asked, must) = (0.0, 0.0);
        }
    }
    let kind = if nice > 0.0 && must <= 0.0 { LineLabel::Nice } else { LineLabel::Must };
    scores[kind.number()] = asked + must + nice;
    let best = LineLabel::best(&scores);
    let strength = scores[best.number()];
    if strength <= 0.0 {
        return None;
    }
    let telling: Vec<usize> =
        (0..words.len()).filter(|at| !is_function_word(&words[*at].lower)).collect();
    let all = telling.len();
    let known = telling.into_iter().filter(|at| covered[*at]).count();
    let coverage = if all == 0 { 1.0 } else { known as f32 / all as f32 };
    let is_explicit = must + nice > 0.0;
    Some(HeadingSubject { label: best, strength, coverage, is_explicit })
}

/// Keys of particulars, as in `Location: Leeds`, with the subject of such lines.
const KEYS: &[(&[&str], LineLabel)] = &[
    (
        &[
            "title",
            "job title",
            "position title",
            "jobtitle",
            "role title",
            "vacancy",
            "post title",
            "job role",
            "working title",
            "designation",
            "role name",
            "position name",
            "job name",
        ],
        LineLabel::Title,
    ),
    (
        &[
            "salary",
            "salary range",
            "compensation",
            "pay",
            "pay range",
            "pay rate",
            "hourly rate",
            "wage",
            "wages",
            "remuneration",
            "hiring salary range",
            "starting salary",
            "annual salary",
            "rate",
            "day rate",
            "base salary",
            "hourly wage",
            "rate of pay",
            "salary band",
            "hiring range",
            "pay scale",
            "anticipated salary range",
            "salary scale",
            "salary grade",
            "salary pay band",
            "budget",
        ],
        LineLabel::Pay,
    ),
    (
        &[
            "location",
            "locations",
            "job location",
            "place",
            "city",
            "work location",
            "where",
            "department",
            "dept",
            "team",
            "company",
            "employer",
            "organization",
            "organisation",
            "employment type",
            "job type",
            "type",
            "contract",
            "contract type",
            "hours",
            "time",
            "working hours",
            "work hours",
            "schedule",
            "work schedule",
            "shift",
            "date",
            "dates",
            "posted",
            "date posted",
            "posted on",
            "opening date",
            "open",
            "close",
            "closing",
            "start date",
            "starting date",
            "job number",
            "job id",
            "reference",
            "ref",
            "job code",
            "requisition",
            "requisition id",
            "job requisition id",
            "grade",
            "level",
            "series",
            "job family",
            "reports to",
            "reporting to",
            "report to",
            "flsa",
            "flsa status",
            "duration",
            "status",
            "url",
            "tags",
            "tag",
            "slug",
            "layout",
            "permalink",
            "id",
            "remote",
            "website",
            "web",
            "active",
            "draft",
            "industry",
            "sector",
            "category",
            "categories",
            "division",
            "position type",
            "travel required",
            "supervisory status",
            "term",
            "fte",
            "expiry",
            "expirydate",
            "posting date",
            "country",
            "region",
            "office",
            "base",
            "based",
            "unit",
            "campus",
            "time type",
            "line manager",
            "responsible to",
            "role type",
            "experience level",
            "seniority",
            "seniority level",
            "remote status",
            "time zone",
            "timezone",
            "name",
            "author",
            "authors",
            "image",
            "description url",
            "directorate",
            "service section",
            "area of government",
            "job term",
            "hours of work",
            "flsa classification",
            "remote position",
            "union position",
            "updated",
            "published",
            "tenure",
            "working pattern",
            "profession",
            "accountable to",
            "position number",
            "classification",
            "job class",
            "pay grade",
            "union",
            "exemption status",
            "job category",
            "manager",
            "supervisor",
            "pay band",
            "contact type",
            "work type",
            "employment status",
            "length of contract",
            "band",
            "post number",
            "tenure type",
            "appointment type",
            "end date",
            "number of positions",
            "position location",
            "school",
            "college",
            "institution",
            "weekly hours",
            "function",
            "start",
            "starts",
            "training course",
            "training provider",
            "positions available",
            "number of openings",
            "number of jobs",
            "number of jobs available",
            "number of posts",
            "number of vacancies",
            "no of positions",
            "no of openings",
            "no of vacancies",
            "openings",
            "vacancies",
            "notice period",
            "workplace",
            "probation",
            "interview date",
            "apprenticeship level",
        ],
        LineLabel::Fact,
    ),
    (
        &[
            "contact",
            "email",
            "e mail",
            "apply",
            "how to apply",
            "phone",
            "telephone",
            "url apply",
            "apply url",
            "closing date",
            "deadline",
            "application deadline",
            "to apply",
            "apply at",
            "contact name",
            "contact email",
            "contact person",
            "recruiter",
            "application url",
        ],
        LineLabel::Application,
    ),
    (
        &["who may apply", "security clearance", "travel", "travel requirements", "driving"],
        LineLabel::Conditions,
    ),
];

/// Keys of titles that also are those of other particulars or of prose.
const TITLE_KEYS: [&str; 18] = [
    "role",
    "position",
    "job",
    "post",
    "opening",
    "job opening",
    "current opening",
    "open position",
    "open role",
    "position available",
    "job vacancy",
    "job position",
    "hiring",
    "now hiring",
    "we are hiring",
    "we're hiring",
    "wanted",
    "we are looking for",
];

/// Whether `key` may be that of a title: "Role: Baker".
pub(super) fn may_be_title_key(key: &[LineWord]) -> bool {
    let key: Vec<&str> = key.iter().map(|word| word.lower.as_str()).collect();
    TITLE_KEYS.contains(&key.join(" ").as_str())
}

/// Returns the subject of a line that begins with a key, as in `Location: Leeds`; `key` is the words
/// of the key.
pub(super) fn key_subject(key: &[LineWord]) -> Option<LineLabel> {
    if key.is_empty() || key.len() > 4 {
        return None;
    }
    let key: Vec<&str> = key.iter().map(|word| word.lower.as_str()).collect();
    let key = key.join(" ");
    let known = KEYS.iter().find(|(keys, _)| keys.contains(&key.as_str()));
    known.map(|(_, label)| *label)
}
