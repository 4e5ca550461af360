//! Roles and what belongs to one role.

use serde::{Deserialize, Serialize};

use super::{Level, PackId, Pay, RoleId, SkillId, SourceId, ThemeId, words};

words!(
    /// The kind of career a role belongs to.
    Track {
        /// Does the work.
        Individual = "individual",
        /// Leads people who do the work.
        Management = "management",
        /// Answers for a whole function of the company.
        Executive = "executive",
        /// Deep in one subject, outside the usual ladder.
        Specialist = "specialist",
    }
);

words!(
    /// What a role's attention is mostly on.
    Focus {
        /// Where to go and why.
        Strategic = "strategic",
        /// How to get there.
        Tactical = "tactical",
        /// Both in like measure.
        Mixed = "mixed",
    }
);

words!(
    /// The character of one responsibility.
    Emphasis {
        /// Where to go and why.
        Strategic = "strategic",
        /// How to get there.
        Tactical = "tactical",
    }
);

words!(
    /// How much a role depends on a skill; essential orders first.
    Importance {
        /// Without it the role cannot be done.
        Essential = "essential",
        /// It helps.
        Useful = "useful",
    }
);

/// A job: what it is, what it answers for, which skills it takes, whom it reports to, where it
/// leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Unique in the catalog: kebab-case, `pack-id:role-id` where two packs share an id.
    pub id: String,
    /// The pack that defines it.
    pub pack: PackId,
    /// The title shown.
    pub title: String,
    /// The job family, as written in the pack.
    pub family: String,
    /// The kind of career.
    pub track: Option<Track>,
    /// Rank inside the family, from 1.
    pub level: Option<u32>,
    /// Other titles, shown.
    pub aliases: Vec<String>,
    /// Search terms that are never shown.
    pub hidden: Vec<String>,
    /// Roles that people mistake it for.
    pub confused_with: Vec<RoleId>,
    /// Roles that a classification calls near, nearest first. No move is meant by it.
    pub related: Vec<RoleId>,
    /// More general roles of the same classification.
    pub broader: Vec<RoleId>,
    /// One plain sentence.
    pub summary: String,
    /// What its attention is mostly on.
    pub focus: Option<Focus>,
    /// The role whose responsibilities hold here too; they stand in [`Role::responsibilities`]
    /// with their origin.
    pub extends: Option<RoleId>,
    /// Identifiers in public classifications: (scheme, code), by scheme.
    pub codes: Vec<(String, String)>,
    /// What the role as a whole rests on.
    pub sources: Vec<SourceId>,
    /// Lines up and down.
    pub reporting: Reporting,
    /// What one brings.
    pub experience: Experience,
    /// All duties in force: the role's own first, in the order to be read, then those that
    /// [`Role::extends`] brings.
    pub responsibilities: Vec<Responsibility>,
    /// Skills, essential before useful, each in the pack's order. A skill stands once.
    pub skills: Vec<Requirement>,
    /// Published figures.
    pub pay: Vec<Pay>,
    /// Where it leads.
    pub moves: Vec<Move>,
}

impl Role {
    /// What the role asks of `skill`, if it asks for it.
    pub fn requirement(&self, skill: SkillId) -> Option<&Requirement> {
        self.skills.iter().find(|r| r.skill == skill)
    }
}

/// Lines up and down from a role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reporting {
    /// Roles it reports to.
    pub reports_to: Vec<RoleId>,
    /// Roles it may lead.
    pub manages: Vec<RoleId>,
    /// Roles it never leads; disjoint from `manages`.
    pub never_manages: Vec<RoleId>,
    /// Smallest and largest usual number of people led.
    pub span: Option<(u32, u32)>,
    /// Who says so.
    pub sources: Vec<SourceId>,
}

impl Reporting {
    /// The span: `2–4 people`.
    pub fn span_text(&self) -> Option<String> {
        self.span.map(|(from, to)| {
            if from == to { format!("{from} people") } else { format!("{from}–{to} people") }
        })
    }
}

/// What one brings to a role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Experience {
    /// Years of work: from, and to where there is an upper end.
    pub years: Option<(f64, Option<f64>)>,
    /// Usual education.
    pub education: Option<String>,
    /// Who says so.
    pub sources: Vec<SourceId>,
}

impl Experience {
    /// The years: `8–10 years`, `10 years or more`.
    pub fn years_text(&self) -> Option<String> {
        self.years.map(|(from, to)| match to {
            Some(to) if (to - from).abs() > f64::EPSILON => format!("{from}–{to} years"),
            Some(_) => format!("{from} years"),
            None => format!("{from} years or more"),
        })
    }
}

/// One thing that a role does or answers for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Responsibility {
    /// One sentence.
    pub text: String,
    /// The heading it stands under.
    pub theme: ThemeId,
    /// Its character, where known.
    pub emphasis: Option<Emphasis>,
    /// Share of working time, 0 to 1.
    pub share: Option<f64>,
    /// The pairing key: equal keys mean the same duty, whatever the wording.
    pub activity: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Who says so; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// The role that it comes from, when [`Role::extends`] brought it.
    pub origin: Option<RoleId>,
}

impl Responsibility {
    /// The share of working time: `25 % of the time`.
    pub fn share_text(&self) -> Option<String> {
        self.share.map(|share| format!("{} % of the time", (share * 1000.0).round() / 10.0))
    }
}

/// A skill that a role asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The skill.
    pub skill: SkillId,
    /// How much the role depends on it.
    pub importance: Importance,
    /// At which level, on the scale of the role's pack.
    pub level: Option<Level>,
    /// A remark.
    pub note: Option<String>,
    /// Who says so.
    pub sources: Vec<SourceId>,
}

/// A step to another role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Where the step leads.
    pub to: RoleId,
    /// What it takes.
    pub requires: Vec<String>,
    /// Who says so.
    pub sources: Vec<SourceId>,
}
