//! A role in full as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::analysis::diff::ResponsibilityScope;
use crate::json::to_value;
use crate::model::{
    Catalog, Emphasis, Experience, Focus, Move, Pay, Requirement, Responsibility, Role, RoleId,
    Source, SourceId, Track,
};
use crate::report::reference::{RoleRef, SkillRef, ThemeRef, codes_by_scheme, source_ids};

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ShowAnswer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    role: RoleRef<'a>,
    /// The pack of the role; left out if it was read from a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pack: Option<&'a str>,
    /// The family of the role; left out if it was read from a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'a str>,
    track: Option<&'static str>,
    seniority: Option<u32>,
    focus: Option<&'static str>,
    aliases: &'a [String],
    confused_with: Vec<RoleRef<'a>>,
    related: Vec<RoleRef<'a>>,
    broader: Vec<RoleRef<'a>>,
    summary: &'a str,
    extends: Option<RoleRef<'a>>,
    codes: BTreeMap<&'a str, &'a str>,
    sources: Vec<&'a str>,
    reporting: ReportingEntry<'a>,
    experience: ExperienceEntry<'a>,
    responsibilities: Vec<ResponsibilityEntry<'a>>,
    skills: Vec<RequirementEntry<'a>>,
    pay: Vec<PayEntry<'a>>,
    moves: Vec<MoveEntry<'a>>,
    moves_from: Vec<RoleRef<'a>>,
    cited: Vec<CitedSource<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ReportingEntry<'a> {
    reports_to: Vec<RoleRef<'a>>,
    manages: Vec<RoleRef<'a>>,
    never_manages: Vec<RoleRef<'a>>,
    span: Option<(u32, u32)>,
    sources: Vec<&'a str>,
}

impl<'a> ReportingEntry<'a> {
    fn new(catalog: &'a Catalog, id: RoleId) -> Self {
        let reporting = &catalog.role(id).reporting;
        Self {
            reports_to: RoleRef::list(catalog, catalog.reports_to(id)),
            manages: RoleRef::list(catalog, catalog.leads(id)),
            never_manages: RoleRef::list(catalog, &reporting.never_manages),
            span: reporting.span,
            sources: source_ids(catalog, &catalog.reporting_sources(id)),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct ExperienceEntry<'a> {
    years: Option<YearRange>,
    education: Option<&'a str>,
    sources: Vec<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct YearRange {
    from: f64,
    to: Option<f64>,
}

impl<'a> ExperienceEntry<'a> {
    fn new(catalog: &'a Catalog, experience: &'a Experience) -> Self {
        Self {
            years: experience.years.map(|(from, to)| YearRange { from, to }),
            education: experience.education.as_deref(),
            sources: source_ids(catalog, &experience.sources),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct ResponsibilityEntry<'a> {
    index: usize,
    theme: ThemeRef<'a>,
    text: &'a str,
    emphasis: Option<&'static str>,
    share: Option<f64>,
    activity: Option<&'a str>,
    note: Option<&'a str>,
    origin: Option<RoleRef<'a>>,
    sources: Vec<&'a str>,
}

impl<'a> ResponsibilityEntry<'a> {
    fn new(catalog: &'a Catalog, index: usize, responsibility: &'a Responsibility) -> Self {
        Self {
            index,
            theme: ThemeRef::new(catalog, responsibility.theme),
            text: &responsibility.text,
            emphasis: responsibility.emphasis.map(Emphasis::word),
            share: responsibility.share,
            activity: responsibility.activity.as_deref(),
            note: responsibility.note.as_deref(),
            origin: responsibility.inherited_from.map(|role| RoleRef::new(catalog, role)),
            sources: source_ids(catalog, &responsibility.sources),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct RequirementEntry<'a> {
    #[serde(flatten)]
    skill: SkillRef<'a>,
    level: Option<&'a str>,
    importance: &'static str,
    note: Option<&'a str>,
    sources: Vec<&'a str>,
}

impl<'a> RequirementEntry<'a> {
    fn new(catalog: &'a Catalog, role: RoleId, requirement: &'a Requirement) -> Self {
        Self {
            skill: SkillRef::new(catalog, requirement.skill),
            level: requirement.level.map(|level| catalog.level_name(role, level)),
            importance: requirement.importance.word(),
            note: requirement.note.as_deref(),
            sources: source_ids(catalog, &requirement.sources),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct PayEntry<'a> {
    low: Option<f64>,
    median: Option<f64>,
    mean: Option<f64>,
    high: Option<f64>,
    currency: &'a str,
    period: &'static str,
    basis: &'static str,
    region: &'a str,
    population: Option<&'a str>,
    as_of: Option<String>,
    proxy_for: Option<&'a str>,
    source: &'a str,
}

impl<'a> PayEntry<'a> {
    fn new(catalog: &'a Catalog, pay: &'a Pay) -> Self {
        Self {
            low: pay.low,
            median: pay.median,
            mean: pay.mean,
            high: pay.high,
            currency: &pay.currency,
            period: pay.period.word(),
            basis: pay.basis.word(),
            region: &pay.region,
            population: pay.population.as_deref(),
            as_of: pay.as_of.map(|date| date.to_string()),
            proxy_for: pay.proxy_for.as_deref(),
            source: catalog.source_id(pay.source),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct MoveEntry<'a> {
    to: RoleRef<'a>,
    requires: &'a [String],
    sources: Vec<&'a str>,
}

impl<'a> MoveEntry<'a> {
    fn new(catalog: &'a Catalog, step: &'a Move) -> Self {
        Self {
            to: RoleRef::new(catalog, step.to),
            requires: &step.requires,
            sources: source_ids(catalog, &step.sources),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct CitedSource<'a> {
    id: &'a str,
    title: &'a str,
    publisher: &'a str,
    kind: &'static str,
    url: Option<&'a str>,
    published: Option<String>,
    accessed: Option<String>,
}

impl<'a> CitedSource<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            id: &source.id,
            title: &source.title,
            publisher: &source.publisher,
            kind: source.kind.word(),
            url: source.url.as_deref(),
            published: source.published.map(|date| date.to_string()),
            accessed: source.accessed.map(|date| date.to_string()),
        }
    }
}

/// Returns the sources that a role cites, in the order of the catalog.
fn cited_sources(role: &Role, responsibilities: &[Responsibility]) -> Vec<SourceId> {
    let mut cited: Vec<SourceId> = role.sources.clone();
    cited.extend(role.reporting.sources.iter().chain(&role.experience.sources));
    cited.extend(responsibilities.iter().flat_map(|duty| &duty.sources));
    cited.extend(role.skills.iter().flat_map(|requirement| &requirement.sources));
    cited.extend(role.moves.iter().flat_map(|step| &step.sources));
    cited.extend(role.pay.iter().map(|pay| pay.source));
    cited.sort();
    cited.dedup();
    cited
}

/// The role as JSON.
pub fn json(catalog: &Catalog, id: RoleId, scope: ResponsibilityScope) -> Value {
    let role = catalog.role(id);
    let responsibilities = scope.of(role);
    let cited = cited_sources(role, responsibilities);
    let pack = catalog.pack_of(id);
    to_value(&ShowAnswer {
        schema: "roledex/show/1",
        role: RoleRef::new(catalog, id),
        pack: pack.map(|pack| pack.id.as_str()),
        family: pack.map(|_| role.family.as_str()),
        track: role.track.map(Track::word),
        seniority: role.seniority,
        focus: role.focus.map(Focus::word),
        aliases: &role.aliases,
        confused_with: RoleRef::list(catalog, &role.confused_with),
        related: RoleRef::list(catalog, &role.related),
        broader: RoleRef::list(catalog, &role.broader),
        summary: &role.summary,
        extends: role.extends.map(|base| RoleRef::new(catalog, base)),
        codes: codes_by_scheme(&role.codes),
        sources: source_ids(catalog, &role.sources),
        reporting: ReportingEntry::new(catalog, id),
        experience: ExperienceEntry::new(catalog, &role.experience),
        responsibilities: (responsibilities.iter().enumerate())
            .map(|(index, responsibility)| ResponsibilityEntry::new(catalog, index, responsibility))
            .collect(),
        skills: role.skills.iter().map(|skill| RequirementEntry::new(catalog, id, skill)).collect(),
        pay: role.pay.iter().map(|pay| PayEntry::new(catalog, pay)).collect(),
        moves: role.moves.iter().map(|step| MoveEntry::new(catalog, step)).collect(),
        moves_from: RoleRef::list(catalog, catalog.moves_into(id)),
        cited: cited.iter().map(|source| CitedSource::new(catalog.source(*source))).collect(),
    })
}
