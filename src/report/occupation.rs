//! A role as an `Occupation` of schema.org, for search engines and job boards.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::diff::ResponsibilityScope;
use crate::json::to_value;
use crate::model::{Catalog, Importance, Pack, Pay, PayPeriod, Requirement, RoleId};

/// A role in JSON-LD.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OccupationEntry<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    identifier: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    alternate_name: &'a [String],
    description: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    occupational_category: Vec<CategoryCode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    responsibilities: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skills: Vec<DefinedTerm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience_requirements: Option<ExperienceRequirements>,
    #[serde(skip_serializing_if = "Option::is_none")]
    education_requirements: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    estimated_salary: Vec<SalaryEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject_of: Vec<CreativeWork<'a>>,
}

/// A code in a public classification.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CategoryCode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    code_value: &'a str,
    in_code_set: &'a str,
}

/// A skill.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DefinedTerm<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    term_code: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl<'a> DefinedTerm<'a> {
    /// Returns the skill that `role` requires, with its importance and level as the description.
    fn new(catalog: &'a Catalog, role: RoleId, requirement: &Requirement) -> Self {
        let skill = catalog.skill(requirement.skill);
        let level = requirement.level.map(|level| catalog.level_name(role, level));
        let importance = match requirement.importance {
            Importance::Essential => "essential",
            Importance::Useful => "useful",
        };
        Self {
            kind: "DefinedTerm",
            term_code: &skill.id,
            name: &skill.name,
            description: Some(match level {
                Some(level) => format!("{importance}, level {level}"),
                None => importance.to_string(),
            }),
        }
    }
}

/// The fewest years of work, as a number of months.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ExperienceRequirements {
    #[serde(rename = "@type")]
    kind: &'static str,
    months_of_experience: f64,
    description: String,
}

/// An amount of a pay figure.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SalaryEntry<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<f64>,
}

impl<'a> SalaryEntry<'a> {
    /// Returns the figure: its median, its range or both, which have types of their own.
    fn list(catalog: &Catalog, pay: &'a Pay) -> Vec<Self> {
        let of_kind = |kind| Self {
            kind,
            name: format!("{} ({})", pay.terms_text(), catalog.source(pay.source).publisher),
            currency: &pay.currency,
            duration: None,
            median: None,
            min_value: None,
            max_value: None,
        };
        let duration = match pay.period {
            PayPeriod::Year => "P1Y",
            PayPeriod::Month => "P1M",
            PayPeriod::Hour => "PT1H",
        };
        let median = pay.median.map(|median| Self {
            duration: Some(duration),
            median: Some(median),
            ..of_kind("MonetaryAmountDistribution")
        });
        let range = (pay.low.is_some() || pay.high.is_some()).then(|| Self {
            min_value: pay.low,
            max_value: pay.high,
            ..of_kind("MonetaryAmount")
        });
        median.into_iter().chain(range).collect()
    }
}

/// The pack, with its licence and notice.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CreativeWork<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
}

impl<'a> CreativeWork<'a> {
    fn new(pack: &'a Pack) -> Self {
        Self {
            kind: "CreativeWork",
            name: &pack.title,
            version: &pack.version,
            license: pack.license.as_deref(),
            credit_text: pack.attribution.as_deref(),
        }
    }
}

/// The role as JSON-LD. Pay figures for a similar occupation are left out: they are not about this
/// one.
pub(crate) fn json(catalog: &Catalog, id: RoleId, scope: ResponsibilityScope) -> Value {
    let role = catalog.role(id);
    let years = role.experience.years.zip(role.experience.years_text());
    to_value(&OccupationEntry {
        context: "https://schema.org",
        kind: "Occupation",
        identifier: &role.id,
        name: catalog.stated_title(id),
        alternate_name: &role.aliases,
        description: &role.summary,
        occupational_category: role
            .codes
            .iter()
            .map(|(scheme, code)| CategoryCode {
                kind: "CategoryCode",
                code_value: code,
                in_code_set: scheme,
            })
            .collect(),
        responsibilities: scope.of(role).iter().map(|duty| duty.text.as_str()).collect(),
        skills: role.skills.iter().map(|it| DefinedTerm::new(catalog, id, it)).collect(),
        experience_requirements: years.map(|((from, _), text)| ExperienceRequirements {
            kind: "OccupationalExperienceRequirements",
            months_of_experience: from * 12.0,
            description: text,
        }),
        education_requirements: role.experience.education.as_deref(),
        estimated_salary: role
            .pay
            .iter()
            .filter(|pay| pay.proxy_for.is_none())
            .flat_map(|pay| SalaryEntry::list(catalog, pay))
            .collect(),
        subject_of: catalog.pack_of(id).map(CreativeWork::new).into_iter().collect(),
    })
}
