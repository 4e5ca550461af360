//! Roles and their parts.

use serde::{Deserialize, Serialize};

use super::{Level, PackId, Pay, RoleId, SkillId, SourceId, ThemeId, words};

words!(
    /// The kind of career a role belongs to.
    Track {
        /// Does the work.
        Individual = "individual",
        /// Leads people who do the work.
        Management = "management",
        /// Is responsible for a whole function of the company.
        Executive = "executive",
        /// Deep in one subject, outside the usual ladder.
        Specialist = "specialist",
    }
);

words!(
    /// The main focus of a role.
    Focus {
        /// Direction and reasons.
        Strategic = "strategic",
        /// Means and execution.
        Tactical = "tactical",
        /// Both about equally.
        Mixed = "mixed",
    }
);

words!(
    /// The character of one responsibility.
    Emphasis {
        /// Direction and reasons.
        Strategic = "strategic",
        /// Means and execution.
        Tactical = "tactical",
    }
);

words!(
    /// The importance of a skill for a role; essential sorts first.
    Importance {
        /// The role cannot be done without it.
        Essential = "essential",
        /// It helps.
        Useful = "useful",
    }
);

/// A job: its purpose, responsibilities, required skills, reporting lines and moves.
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
    pub seniority: Option<u32>,
    /// Other titles, shown.
    pub aliases: Vec<String>,
    /// Roles that are often confused with it.
    pub confused_with: Vec<RoleId>,
    /// Roles that a classification lists as similar, the most similar first. They do not imply a
    /// move.
    pub related: Vec<RoleId>,
    /// More general roles of the same classification.
    pub broader: Vec<RoleId>,
    /// One plain sentence.
    pub summary: String,
    /// The main focus of the role.
    pub focus: Option<Focus>,
    /// The role whose responsibilities also apply here; they are included in
    /// [`Role::responsibilities`] with their origin.
    pub extends: Option<RoleId>,
    /// Identifiers in public classifications: (scheme, code), by scheme.
    pub codes: Vec<(String, String)>,
    /// The sources for the role in general.
    pub sources: Vec<SourceId>,
    /// Reporting lines up and down.
    pub reporting: Reporting,
    /// Search terms that are never shown.
    pub hidden: Vec<String>,
    /// The expected experience.
    pub experience: Experience,
    /// All responsibilities that apply: the role's own first, in reading order, then those
    /// inherited through [`Role::extends`].
    pub responsibilities: Vec<Responsibility>,
    /// Skills, essential before useful, each in the pack's order. Each skill appears once.
    pub skills: Vec<Requirement>,
    /// Published pay figures.
    pub pay: Vec<Pay>,
    /// Moves to other roles.
    pub moves: Vec<Move>,
}

/// A reference from an entry to another one: an id by value, by reference or to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdReference<R, S, T, C> {
    /// To a role.
    Role(R),
    /// To a skill.
    Skill(S),
    /// To a theme.
    Theme(T),
    /// To a source.
    Source(C),
}

/// Calls `$visit` for each reference of `$role`, which is borrowed or mutably borrowed. Every field
/// is named, so that a new one cannot be forgotten.
macro_rules! walk_ids {
    ($role:expr, $visit:ident) => {{
        let Role {
            id: _,
            pack: _,
            title: _,
            family: _,
            track: _,
            seniority: _,
            aliases: _,
            hidden: _,
            confused_with,
            related,
            broader,
            summary: _,
            focus: _,
            extends,
            codes: _,
            sources,
            reporting,
            experience,
            responsibilities,
            skills,
            pay,
            moves,
        } = $role;
        let Reporting { reports_to, manages, never_manages, span: _, sources: reporting_sources } =
            reporting;
        let Experience { years: _, education: _, sources: experience_sources } = experience;
        for roles in [confused_with, related, broader, reports_to, manages, never_manages] {
            for role in roles {
                $visit(IdReference::Role(role));
            }
        }
        if let Some(base) = extends {
            $visit(IdReference::Role(base));
        }
        for sources in [sources, reporting_sources, experience_sources] {
            for source in sources {
                $visit(IdReference::Source(source));
            }
        }
        for Responsibility { theme, inherited_from, sources, .. } in responsibilities {
            $visit(IdReference::Theme(theme));
            if let Some(origin) = inherited_from {
                $visit(IdReference::Role(origin));
            }
            for source in sources {
                $visit(IdReference::Source(source));
            }
        }
        for Requirement { skill, sources, .. } in skills {
            $visit(IdReference::Skill(skill));
            for source in sources {
                $visit(IdReference::Source(source));
            }
        }
        for Pay { source, .. } in pay {
            $visit(IdReference::Source(source));
        }
        for Move { to, sources, .. } in moves {
            $visit(IdReference::Role(to));
            for source in sources {
                $visit(IdReference::Source(source));
            }
        }
    }};
}

impl Role {
    /// Returns a role of the first pack of which nothing else is known.
    pub fn new(id: impl Into<String>, title: impl Into<String>, family: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            pack: PackId(0),
            title: title.into(),
            family: family.into(),
            track: None,
            seniority: None,
            aliases: Vec::new(),
            hidden: Vec::new(),
            confused_with: Vec::new(),
            related: Vec::new(),
            broader: Vec::new(),
            summary: String::new(),
            focus: None,
            extends: None,
            codes: Vec::new(),
            sources: Vec::new(),
            reporting: Reporting::default(),
            experience: Experience::default(),
            responsibilities: Vec::new(),
            skills: Vec::new(),
            pay: Vec::new(),
            moves: Vec::new(),
        }
    }

    /// Passes every reference to another entry to `visit`, except the one to the role's pack.
    pub fn visit_ids(
        &self,
        mut visit: impl FnMut(IdReference<&RoleId, &SkillId, &ThemeId, &SourceId>),
    ) {
        walk_ids!(self, visit);
    }

    /// Passes every reference to another entry to `visit`, to be changed, except the one to the
    /// role's pack.
    pub fn visit_ids_mut(
        &mut self,
        mut visit: impl FnMut(IdReference<&mut RoleId, &mut SkillId, &mut ThemeId, &mut SourceId>),
    ) {
        walk_ids!(self, visit);
    }

    /// The requirement for `skill`, if the role has one.
    pub fn requirement(&self, skill: SkillId) -> Option<&Requirement> {
        self.skills.iter().find(|r| r.skill == skill)
    }
}

/// Reporting lines up and down from a role.
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
    /// The sources.
    pub sources: Vec<SourceId>,
}

impl Reporting {
    /// The span: `2–4 people`.
    pub fn span_text(&self) -> Option<String> {
        self.span.map(|(from, to)| match (from, to) {
            (1, 1) => "1 person".to_string(),
            _ if from == to => format!("{from} people"),
            _ => format!("{from}–{to} people"),
        })
    }
}

/// The experience expected for a role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Experience {
    /// Years of work: minimum, and maximum if there is one.
    pub years: Option<(f64, Option<f64>)>,
    /// Usual education.
    pub education: Option<String>,
    /// The sources.
    pub sources: Vec<SourceId>,
}

impl Experience {
    /// The years: `8–10 years`, `10 years or more`, `18 months or more`.
    pub fn years_text(&self) -> Option<String> {
        let (from, to) = self.years?;
        let is_short = |years: f64| years < 2.0 && years.fract() > 0.0;
        let in_months =
            (is_short(from) || to.is_some_and(is_short)) && to.is_none_or(|to| to <= 2.0);
        let (from, to, one, many) = if in_months {
            let months = |years: f64| (years * 12.0 * 10.0).round() / 10.0;
            (months(from), to.map(months), "month", "months")
        } else {
            (from, to, "year", "years")
        };
        let noun = if (from - 1.0).abs() < f64::EPSILON { one } else { many };
        Some(match to {
            Some(to) if (to - from).abs() > f64::EPSILON => format!("{from}–{to} {many}"),
            Some(_) => format!("{from} {noun}"),
            None => format!("{from} {noun} or more"),
        })
    }
}

/// A responsibility of a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Responsibility {
    /// One sentence.
    pub text: String,
    /// The theme it is listed under.
    pub theme: ThemeId,
    /// Its character, where known.
    pub emphasis: Option<Emphasis>,
    /// Share of working time, 0 to 1.
    pub share: Option<f64>,
    /// The pairing key: equal keys mean the same responsibility, whatever the wording.
    pub activity: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// The sources; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// The role that it is inherited from through [`Role::extends`].
    pub inherited_from: Option<RoleId>,
}

impl Responsibility {
    /// Returns a responsibility of which nothing else is known.
    pub fn new(text: impl Into<String>, theme: ThemeId) -> Self {
        Self {
            text: text.into(),
            theme,
            emphasis: None,
            share: None,
            activity: None,
            note: None,
            sources: Vec::new(),
            inherited_from: None,
        }
    }

    /// The share of working time: `25 % of the time`.
    pub fn share_text(&self) -> Option<String> {
        self.share.map(|share| format!("{} % of the time", (share * 1000.0).round() / 10.0))
    }
}

/// A skill that a role requires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The skill.
    pub skill: SkillId,
    /// The importance of the skill for the role.
    pub importance: Importance,
    /// The required level, on the scale of the role's pack.
    pub level: Option<Level>,
    /// A note.
    pub note: Option<String>,
    /// The sources.
    pub sources: Vec<SourceId>,
}

impl Requirement {
    /// Returns a requirement without a level, a note or sources.
    pub fn new(skill: SkillId, importance: Importance) -> Self {
        Self { skill, importance, level: None, note: None, sources: Vec::new() }
    }
}

/// A move to another role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// The role that the move leads to.
    pub to: RoleId,
    /// The requirements for the move.
    pub requires: Vec<String>,
    /// The sources.
    pub sources: Vec<SourceId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        for (years, text) in [
            ((1.0, None), "1 year or more"),
            ((1.0, Some(1.0)), "1 year"),
            ((0.5, Some(1.0)), "6–12 months"),
            ((1.5, None), "18 months or more"),
            ((2.5, None), "2.5 years or more"),
            ((0.5, Some(3.0)), "0.5–3 years"),
            ((2.0, None), "2 years or more"),
            ((2.0, Some(2.0)), "2 years"),
            ((8.0, Some(10.0)), "8–10 years"),
        ] {
            let experience = Experience { years: Some(years), ..Experience::default() };
            assert_eq!(experience.years_text().as_deref(), Some(text));
        }
        for (span, text) in [((1, 1), "1 person"), ((1, 3), "1–3 people"), ((5, 5), "5 people")] {
            let reporting = Reporting { span: Some(span), ..Reporting::default() };
            assert_eq!(reporting.span_text().as_deref(), Some(text));
        }
    }
}
