//! Tables of what packs define: roles, skills, themes, sources and the packs themselves.

use super::counts::PackCounts;
use super::{role_id, role_ids};
use crate::model::{Catalog, Focus, PackId, RoleId, SkillId, Source, Theme, Track};
use crate::report::reference::source_ids;
use crate::report::table::{FamilyField, table_row};

table_row!(
    /// A role.
    RoleRow<'a> {
        /// The id.
        id: &'a str,
        /// The title.
        title: &'a str,
        /// The family.
        #[schemars(with = "String")]
        family: FamilyField<'a>,
        /// The rank in the family, from 1.
        seniority: Option<u32>,
        /// The other titles.
        aliases: &'a [String],
        /// The track: individual, management, executive or specialist.
        track: Option<&'a str>,
        /// The focus: strategic, tactical or mixed.
        focus: Option<&'a str>,
        /// The smallest number of people that it usually leads.
        span_from: Option<u32>,
        /// The largest number of people that it usually leads.
        span_to: Option<u32>,
        /// The role whose responsibilities also apply.
        extends_id: Option<&'a str>,
        /// The roles that it is often confused with.
        confused_with_ids: Vec<&'a str>,
        /// The roles that a classification lists as similar.
        related_ids: Vec<&'a str>,
        /// The more general roles of its classification.
        broader_ids: Vec<&'a str>,
        /// The sources for the role in general.
        sources: Vec<&'a str>,
        /// The pack that defines it.
        pack_id: &'a str,
        /// One sentence about it.
        summary: &'a str,
    }
    pages { title, id, seniority, aliases, family }
);

/// Returns the row of a role. Of a packed role, only the first fields are unpacked.
pub(super) fn role_row(catalog: &Catalog, id: RoleId) -> RoleRow<'_> {
    // A role and its head have these fields under the same names.
    macro_rules! row_of {
        ($role:expr) => {{
            let role = $role;
            RoleRow {
                id: &role.id,
                title: &role.title,
                family: FamilyField(&role.family),
                seniority: role.seniority,
                aliases: &role.aliases,
                track: role.track.map(Track::word),
                focus: role.focus.map(Focus::word),
                span_from: role.reporting.span.map(|(from, _)| from),
                span_to: role.reporting.span.map(|(_, to)| to),
                extends_id: role.extends.map(|base| role_id(catalog, base)),
                confused_with_ids: role_ids(catalog, &role.confused_with),
                related_ids: role_ids(catalog, &role.related),
                broader_ids: role_ids(catalog, &role.broader),
                sources: source_ids(catalog, &role.sources),
                pack_id: &catalog.pack(role.pack).id,
                summary: &role.summary,
            }
        }};
    }
    if let Some(head) = catalog.role_head(id) { row_of!(head) } else { row_of!(catalog.role(id)) }
}

table_row!(
    /// A skill.
    SkillTableRow<'a> {
        /// The id.
        id: &'a str,
        /// The name.
        name: &'a str,
        /// The kind: craft, knowledge, domain, people, tool or language.
        kind: &'a str,
        /// The group.
        group: Option<&'a str>,
        /// Number of roles that require it.
        roles: usize,
        /// The other names.
        aliases: &'a [String],
        /// The more general skills.
        broader_ids: Vec<&'a str>,
        /// One sentence about it.
        description: Option<&'a str>,
        /// A note.
        note: Option<&'a str>,
    }
    pages { name, id, kind, group, roles, aliases }
);

/// Returns the row of a skill.
pub(super) fn skill_row(catalog: &Catalog, id: SkillId) -> SkillTableRow<'_> {
    let skill = catalog.skill(id);
    SkillTableRow {
        id: &skill.id,
        name: &skill.name,
        kind: skill.kind.word(),
        group: skill.group.as_deref(),
        roles: catalog.needs(id).len(),
        aliases: &skill.aliases,
        broader_ids: skill.broader.iter().map(|id| catalog.skill(*id).id.as_str()).collect(),
        description: skill.description.as_deref(),
        note: skill.note.as_deref(),
    }
}

table_row!(
    /// A theme.
    ThemeRow<'a> {
        /// The id.
        id: &'a str,
        /// The title.
        title: &'a str,
    }
    pages { title, id }
);

/// Returns the row of a theme.
pub(super) fn theme_row(theme: &Theme) -> ThemeRow<'_> {
    ThemeRow { id: &theme.id, title: &theme.title }
}

table_row!(
    /// A source. Its id is unique in its pack.
    SourceRow<'a> {
        /// The id.
        id: &'a str,
        /// The title of the work.
        title: &'a str,
        /// The publisher.
        publisher: &'a str,
        /// The kind: statistics, framework, handbook, survey, aggregator or article.
        kind: &'a str,
        /// The address.
        url: Option<&'a str>,
        /// The date of publication.
        published: Option<String>,
        /// The date it was read.
        accessed: Option<String>,
        /// The pack that defines it.
        pack_id: &'a str,
    }
    pages { title, id, publisher, kind, published, url }
);

/// Returns the row of a source.
pub(super) fn source_row<'a>(catalog: &'a Catalog, source: &'a Source) -> SourceRow<'a> {
    SourceRow {
        id: &source.id,
        title: &source.title,
        publisher: &source.publisher,
        kind: source.kind.word(),
        url: source.url.as_deref(),
        published: source.published.map(|date| date.to_string()),
        accessed: source.accessed.map(|date| date.to_string()),
        pack_id: &catalog.pack(source.pack).id,
    }
}

table_row!(
    /// A pack, with the numbers of what it defines and of what facts cover.
    PackRow<'a> {
        /// The id.
        id: &'a str,
        /// The version.
        version: &'a str,
        /// Number of roles.
        roles: usize,
        /// Number of families.
        families: usize,
        /// Number of responsibilities.
        responsibilities: usize,
        /// Number of skills.
        skills: usize,
        /// Number of other names of roles and skills.
        aliases: usize,
        /// Number of comparisons.
        comparisons: usize,
        /// Number of sources.
        sources: usize,
        /// Number of roles with a pay figure.
        with_pay: usize,
        /// Number of roles that state years of experience.
        with_years: usize,
        /// Number of roles that state an education.
        with_education: usize,
        /// Number of roles with a reporting line.
        with_reporting: usize,
        /// Number of roles of which a source is cited.
        with_sources: usize,
        /// Number of responsibilities with a source.
        sourced_responsibilities: usize,
        /// The file or folder of the pack.
        origin: &'a str,
        /// The title.
        title: &'a str,
        /// The licence, as an SPDX expression.
        license: Option<&'a str>,
        /// The language, as a BCP 47 tag.
        language: Option<&'a str>,
        /// The date for which the content is valid.
        as_of: Option<String>,
        /// The levels of skills, lowest first.
        scale: &'a [String],
        /// The notice to be shown with the content.
        attribution: Option<&'a str>,
    }
    pages {
        id, version, roles, families, responsibilities, skills, aliases, comparisons, sources,
        with_pay, with_years, with_education, with_reporting, with_sources,
        sourced_responsibilities, origin, title, license, language, as_of, scale, attribution,
    }
);

/// Returns the row of a pack.
pub(super) fn pack_row(catalog: &Catalog, id: PackId) -> PackRow<'_> {
    let (pack, counts) = (catalog.pack(id), PackCounts::of(catalog, id));
    PackRow {
        id: &pack.id,
        version: &pack.version,
        roles: counts.roles,
        families: counts.families,
        responsibilities: counts.responsibilities,
        skills: counts.skills,
        aliases: counts.aliases,
        comparisons: counts.comparisons,
        sources: counts.sources,
        with_pay: counts.covered.with_pay,
        with_years: counts.covered.with_years,
        with_education: counts.covered.with_education,
        with_reporting: counts.covered.with_reporting,
        with_sources: counts.covered.with_sources,
        sourced_responsibilities: counts.covered.sourced_responsibilities,
        origin: &pack.origin,
        title: &pack.title,
        license: pack.license.as_deref(),
        language: pack.language.as_deref(),
        as_of: pack.as_of.map(|date| date.to_string()),
        scale: pack.scale.names(),
        attribution: pack.attribution.as_deref(),
    }
}
