//! Reads roles and comparisons, and resolves their references.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::unknown::ReferenceTarget;
use super::{
    EntryTable, Lowering, PackDraft, ReadOrigin, codes, entries, entries_in_order, raw_text,
    span_of, strings, subtable, subtables, text, texts,
};
use crate::model::text::visible;
use crate::model::{
    Comparison, ComparisonPoint, Emphasis, Experience, Focus, Importance, Level, Move, PackId, Pay,
    PayBasis, PayPeriod, Reporting, Requirement, Responsibility, Role, RoleId, SourceId,
    SourcePosition, Track,
};
use crate::pack::DiagnosticCode;
use crate::pack::format::{PAY, POINT};
use crate::pack::shape::{date, number, whole_number};

impl Lowering<'_> {
    /// Registers every role of a pack by its id, so that roles can refer to each other.
    pub(super) fn register_roles<'a>(
        &mut self,
        pack: PackId,
        draft: &'a PackDraft<'a>,
        bare: Vec<Role>,
    ) -> Vec<(RoleId, EntryTable<'a>)> {
        let mut announced = Vec::new();
        let mut seen = HashMap::new();
        for (entry, bare) in entries(draft, "role").zip(bare) {
            let Some(id) = self.new_id("role", entry, &mut seen) else { continue };
            let role_id = RoleId::from_index(self.tables.roles.len());
            self.scopes[pack.index()].roles.insert(id, role_id);
            self.tables.roles.push(Role { pack, ..bare });
            self.extends.push(None);
            announced.push((role_id, entry));
        }
        announced
    }

    /// Renames an id that two packs share to `pack-id:role-id` in each.
    pub(super) fn qualify_shared_ids(&mut self) {
        let mut count: HashMap<&str, usize> = HashMap::new();
        for role in &self.tables.roles {
            *count.entry(&role.id).or_default() += 1;
        }
        let shared: Vec<usize> = (0..self.tables.roles.len())
            .filter(|&i| count[self.tables.roles[i].id.as_str()] > 1)
            .collect();
        for i in shared {
            let pack = self.tables.packs[self.tables.roles[i].pack.index()].id.clone();
            let role = &mut self.tables.roles[i];
            role.id = format!("{pack}:{}", role.id);
        }
    }

    /// Returns the role called `id` as seen from `pack`: its own first, then `pack-id:role-id`,
    /// then the only one in another pack.
    fn resolve_role(&mut self, origin: ReadOrigin, id: &str, span: Range<usize>) -> Option<RoleId> {
        if let Some(&role) = self.scopes[origin.pack.index()].roles.get(id) {
            return Some(role);
        }
        if let Some((other, local)) = id.split_once(':')
            && let Some(at) = self.tables.packs.iter().position(|p| p.id == other)
            && let Some(&role) = self.scopes[at].roles.get(local)
        {
            return Some(role);
        }
        let elsewhere: Vec<RoleId> =
            self.scopes.iter().filter_map(|s| s.roles.get(id).copied()).collect();
        if let [only] = elsewhere[..] {
            return Some(only);
        }
        self.note_unknown(ReferenceTarget::Role, origin, id, span);
        None
    }

    fn roles(&mut self, origin: ReadOrigin, table: &DeTable<'_>, key: &str) -> Vec<RoleId> {
        let mut roles = Vec::new();
        for (id, span) in strings(table, key) {
            if let Some(role) =
                self.resolve_role(origin, id, span).filter(|role| !roles.contains(role))
            {
                roles.push(role);
            }
        }
        roles
    }

    fn resolve_source(
        &mut self,
        origin: ReadOrigin,
        id: &str,
        span: Range<usize>,
    ) -> Option<SourceId> {
        let found = self.scopes[origin.pack.index()].sources.get(id).copied();
        if found.is_none() {
            self.note_unknown(ReferenceTarget::Source, origin, id, span);
        }
        found
    }

    fn sources(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Vec<SourceId> {
        let mut sources = Vec::new();
        for (id, span) in strings(table, "sources") {
            if let Some(source) =
                self.resolve_source(origin, id, span).filter(|s| !sources.contains(s))
            {
                sources.push(source);
            }
        }
        sources
    }

    /// Fills in the references of a role.
    pub(super) fn role(&mut self, id: RoleId, entry: EntryTable<'_>) {
        let table = entry.table;
        let pack = self.tables.roles[id.index()].pack;
        let origin = ReadOrigin { pack, file: entry.file };
        self.check_codes(entry.file, table);
        let extends = raw_text(table, "extends").and_then(|(base, span)| {
            let base = self.resolve_role(origin, base, span.clone())?;
            self.extends[id.index()] = Some((entry.file, span));
            Some(base)
        });
        let confused_with = self.roles(origin, table, "confused-with");
        let related = self.roles(origin, table, "related");
        let broader = self.roles(origin, table, "broader");
        let sources = self.sources(origin, table);
        let reporting =
            subtable(table, "reporting").map(|t| self.reporting(origin, t)).unwrap_or_default();
        let experience =
            subtable(table, "experience").map(|t| self.experience(origin, t)).unwrap_or_default();
        let responsibilities = subtable(table, "responsibilities")
            .map(|t| self.responsibilities(origin, t))
            .unwrap_or_default();
        let skills =
            subtable(table, "skills").map(|t| self.requirements(origin, t)).unwrap_or_default();
        let mut pay = Vec::new();
        let figures = table.get("pay").and_then(|figures| figures.get_ref().as_array());
        for figure in figures.into_iter().flat_map(|figures| figures.iter()) {
            let Some(fields) = figure.get_ref().as_table() else { continue };
            pay.extend(self.pay(origin, fields, figure.span()));
        }
        let mut moves = Vec::new();
        for step in subtables(table, "move") {
            let Some(to) =
                raw_text(step, "to").and_then(|(to, span)| self.resolve_role(origin, to, span))
            else {
                continue;
            };
            if to == id {
                self.faults.error(
                    DiagnosticCode::SelfReference,
                    origin.file,
                    span_of(step, "to"),
                    "a role cannot move to itself".to_string(),
                );
                continue;
            }
            moves.push(Move {
                to,
                requires: texts(step, "requires"),
                sources: self.sources(origin, step),
            });
        }
        let role = &mut self.tables.roles[id.index()];
        role.extends = extends;
        role.confused_with = confused_with;
        role.related = related;
        role.broader = broader;
        role.sources = sources;
        role.reporting = reporting;
        role.experience = experience;
        role.responsibilities = responsibilities;
        role.skills = skills;
        role.pay = pay;
        role.moves = moves;
    }

    fn reporting(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Reporting {
        Reporting {
            reports_to: self.roles(origin, table, "reports-to"),
            manages: self.roles(origin, table, "manages"),
            never_manages: self.roles(origin, table, "never-manages"),
            span: range(table, "span").map(|(from, to)| (from as u32, to.unwrap_or(from) as u32)),
            sources: self.sources(origin, table),
        }
    }

    fn experience(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Experience {
        Experience {
            years: range(table, "years"),
            education: text(table, "education"),
            sources: self.sources(origin, table),
        }
    }

    fn responsibilities(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Vec<Responsibility> {
        let mut duties = Vec::new();
        for (theme, span, list) in entries_in_order(table) {
            let Some(&theme_id) = self.themes.get(theme) else {
                self.note_unknown(ReferenceTarget::Theme, origin, theme, span);
                continue;
            };
            for item in list.get_ref().as_array().into_iter().flatten() {
                let (words, more) = match item.get_ref() {
                    DeValue::String(words) => (Some(visible(words).into_owned()), None),
                    DeValue::Table(more) => (text(more, "text"), Some(more)),
                    _ => (None, None),
                };
                let Some(words) = words.filter(|w| !w.is_empty()) else { continue };
                duties.push(Responsibility {
                    emphasis: more
                        .and_then(|t| raw_text(t, "emphasis"))
                        .and_then(|(w, _)| Emphasis::from_word(w)),
                    share: more.and_then(|t| amount(t, "share")).filter(|s| *s <= 1.0),
                    activity: more.and_then(|t| text(t, "activity")),
                    note: more.and_then(|t| text(t, "note")),
                    sources: more.map(|t| self.sources(origin, t)).unwrap_or_default(),
                    ..Responsibility::new(words, theme_id)
                });
            }
        }
        duties
    }

    fn requirements(&mut self, origin: ReadOrigin, table: &DeTable<'_>) -> Vec<Requirement> {
        let mut requirements: Vec<Requirement> = Vec::new();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for word in Importance::WORDS {
            let Some(importance) = Importance::from_word(word) else { continue };
            let list = table.get(*word).and_then(|v| v.get_ref().as_array());
            for item in list.into_iter().flatten() {
                let Some(requirement) = self.requirement(origin, importance, item) else {
                    continue;
                };
                if let Some(first) = requirements.iter().position(|r| r.skill == requirement.skill)
                {
                    let name = self.tables.skills[requirement.skill.index()].id.clone();
                    self.faults
                        .error(
                            DiagnosticCode::DuplicateSkill,
                            origin.file,
                            item.span(),
                            format!("duplicate skill `{name}` in this role"),
                        )
                        .hint("keep one of them")
                        .related(origin.file, spans[first].clone(), "the first is here");
                    continue;
                }
                requirements.push(requirement);
                spans.push(item.span());
            }
        }
        requirements
    }

    /// Reads a requirement: `"skill"`, `"skill: level"`, or a table.
    fn requirement(
        &mut self,
        origin: ReadOrigin,
        importance: Importance,
        item: &Spanned<DeValue<'_>>,
    ) -> Option<Requirement> {
        match item.get_ref() {
            DeValue::String(short) => {
                let (skill, level) = match short.split_once(':') {
                    Some((skill, level)) => (skill.trim(), Some(level.trim())),
                    None => (short.trim(), None),
                };
                let skill = self.resolve_skill(origin, skill, item.span())?;
                let level = level.and_then(|level| self.resolve_level(origin, level, item.span()));
                Some(Requirement { level, ..Requirement::new(skill, importance) })
            }
            DeValue::Table(table) => {
                let (skill, span) = raw_text(table, "skill")?;
                let skill = self.resolve_skill(origin, skill, span)?;
                let level = raw_text(table, "level")
                    .and_then(|(level, span)| self.resolve_level(origin, level, span));
                Some(Requirement {
                    level,
                    note: text(table, "note"),
                    sources: self.sources(origin, table),
                    ..Requirement::new(skill, importance)
                })
            }
            _ => None,
        }
    }

    fn resolve_skill(
        &mut self,
        origin: ReadOrigin,
        id: &str,
        span: Range<usize>,
    ) -> Option<crate::model::SkillId> {
        let found = self.skills.get(id).copied();
        if found.is_none() {
            self.note_unknown(ReferenceTarget::Skill, origin, id, span);
        }
        found
    }

    fn resolve_level(
        &mut self,
        origin: ReadOrigin,
        name: &str,
        span: Range<usize>,
    ) -> Option<Level> {
        // The scale is read the same way: any unusual blank counts as a space.
        let found = self.tables.packs[origin.pack.index()].scale.level(&visible(name));
        if found.is_none() {
            self.note_unknown(ReferenceTarget::Level, origin, name, span);
        }
        found
    }

    /// Reads the pay figure at `span`; `None` if an essential part is missing. All its faults are
    /// reported.
    fn pay(&mut self, origin: ReadOrigin, table: &DeTable<'_>, span: Range<usize>) -> Option<Pay> {
        let sound = self.check_amounts(origin, table, span);
        let currency = raw_text(table, "currency");
        if let Some((code, span)) = currency.clone()
            && (code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()))
        {
            self.faults
                .error(
                    DiagnosticCode::BadCurrency,
                    origin.file,
                    span,
                    format!("`{}` is not a currency code", visible(code)),
                )
                .hint("use an ISO 4217 code, such as USD");
        }
        let source =
            raw_text(table, "source").and_then(|(id, span)| self.resolve_source(origin, id, span));
        if !sound {
            return None;
        }
        let [low, median, mean, high] = AMOUNTS.map(|key| amount(table, key));
        Some(Pay {
            low,
            median,
            mean,
            high,
            currency: visible(currency?.0).into_owned(),
            period: PayPeriod::from_word(raw_text(table, "period")?.0)?,
            basis: PayBasis::from_word(raw_text(table, "basis")?.0)?,
            region: text(table, "region")?,
            population: text(table, "population"),
            as_of: table.get("as-of").and_then(|v| date(v.get_ref())),
            proxy_for: text(table, "proxy-for"),
            source: source?,
        })
    }

    /// Whether there is at least one amount, and all amounts ascend. `span` is that of the figure.
    fn check_amounts(
        &mut self,
        origin: ReadOrigin,
        table: &DeTable<'_>,
        span: Range<usize>,
    ) -> bool {
        let amounts = AMOUNTS.map(|key| amount(table, key));
        // A misspelt key has a fault of its own.
        if PAY.has_only_known_keys(table) && AMOUNTS.iter().all(|key| !table.contains_key(*key)) {
            let first = table.iter().map(|(k, _)| k.span()).min_by_key(|s| s.start);
            self.faults
                .error(
                    DiagnosticCode::MissingField,
                    origin.file,
                    first.unwrap_or(span),
                    "this pay figure has no amount".to_string(),
                )
                .hint("add at least one of low, median, mean and high");
        }
        for (i, j) in [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)] {
            if let (Some(a), Some(b)) = (amounts[i], amounts[j])
                && a > b
            {
                let message = format!("{} {a} is higher than {} {b}", AMOUNTS[i], AMOUNTS[j]);
                self.faults
                    .error(
                        DiagnosticCode::PayOrder,
                        origin.file,
                        span_of(table, AMOUNTS[i]),
                        message,
                    )
                    .hint("need low ≤ median and mean ≤ high")
                    .related(origin.file, span_of(table, AMOUNTS[j]), "this should be higher");
                return false;
            }
        }
        amounts.iter().any(Option::is_some)
    }

    pub(super) fn comparison(&mut self, pack: PackId, entry: EntryTable<'_>) {
        let origin = ReadOrigin { pack, file: entry.file };
        let roles = self.roles(origin, entry.table, "roles");
        let named = strings(entry.table, "roles").count();
        if entry.table.contains_key("roles") && named < 2 {
            self.faults
                .error(
                    DiagnosticCode::TooFewRoles,
                    origin.file,
                    span_of(entry.table, "roles"),
                    "a comparison needs at least two roles".to_string(),
                )
                .hint("add another role id");
        }
        let mut points = Vec::new();
        for point in subtables(entry.table, "point") {
            let aspect = text(point, "aspect").unwrap_or_default();
            let mut said = Vec::new();
            for (id, span, _) in subtable(point, "texts").map(entries_in_order).unwrap_or_default()
            {
                let Some(role) = self.resolve_role(origin, id, span.clone()) else { continue };
                if !roles.contains(&role) {
                    self.faults
                        .error(
                            DiagnosticCode::NotCompared,
                            origin.file,
                            span,
                            format!("`{id}` is not one of the compared roles"),
                        )
                        .hint("add it to `roles`, or remove the text")
                        .related(
                            origin.file,
                            span_of(entry.table, "roles"),
                            "the compared roles are here",
                        );
                    continue;
                }
                if let Some(text) = subtable(point, "texts").and_then(|t| text(t, id)) {
                    said.push((role, text));
                }
            }
            let positions: Vec<SourcePosition> = subtables(point, "positions")
                .map(|p| SourcePosition {
                    text: text(p, "text").unwrap_or_default(),
                    sources: self.sources(origin, p),
                })
                .collect();
            if POINT.has_only_known_keys(point)
                && point.contains_key("aspect")
                && !point.contains_key("texts")
                && !point.contains_key("positions")
            {
                self.faults
                    .error(
                        DiagnosticCode::MissingField,
                        origin.file,
                        span_of(point, "aspect"),
                        "this point has no content".to_string(),
                    )
                    .hint("add `texts`, or `positions` where sources disagree");
            }
            points.push(ComparisonPoint {
                aspect,
                texts: said,
                sources: self.sources(origin, point),
                positions,
            });
        }
        if roles.len() >= 2 {
            self.tables.comparisons.push(Comparison { roles, points });
        }
    }
}

/// The amounts of a pay figure, ascending.
const AMOUNTS: [&str; 4] = ["low", "median", "mean", "high"];

/// Reads a role without its references.
pub(super) fn unresolved_role(table: &DeTable<'_>) -> Role {
    let id = raw_text(table, "id").map(|(id, _)| id.to_string()).unwrap_or_default();
    Role {
        track: raw_text(table, "track").and_then(|(w, _)| Track::from_word(w)),
        seniority: table
            .get("level")
            .and_then(|v| whole_number(v.get_ref()))
            .and_then(|n| u32::try_from(n).ok()),
        aliases: texts(table, "aliases"),
        hidden: texts(table, "hidden"),
        summary: text(table, "summary").unwrap_or_default(),
        focus: raw_text(table, "focus").and_then(|(w, _)| Focus::from_word(w)),
        codes: codes(table),
        ..Role::new(
            id.as_str(),
            text(table, "title").unwrap_or_else(|| id.clone()),
            text(table, "family").unwrap_or_else(|| "other".to_string()),
        )
    }
}

fn amount(table: &DeTable<'_>, key: &str) -> Option<f64> {
    table.get(key).and_then(|v| number(v.get_ref())).filter(|n| *n >= 0.0)
}

/// Reads `[from]` or `[from, to]`, if it ascends.
fn range(table: &DeTable<'_>, key: &str) -> Option<(f64, Option<f64>)> {
    let items = table.get(key)?.get_ref().as_array()?;
    let numbers: Vec<f64> =
        items.iter().filter_map(|item| number(item.get_ref())).filter(|n| *n >= 0.0).collect();
    match numbers[..] {
        [from] if items.len() == 1 => Some((from, None)),
        [from, to] if from <= to && items.len() == 2 => Some((from, Some(to))),
        _ => None,
    }
}
