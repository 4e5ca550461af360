//! Fields of a query: `role:analyst`, `family:data`, `kind:tool`, `level:>=practitioner`,
//! `essential`.

use super::fold::fold;
use super::lookup::{LONGEST_NAME, LookupResult, is_similar};
use super::roles::RoleNames;
use super::term::{QueryTerm, TermKind};
use crate::model::text::quoted;
use crate::model::{Catalog, Importance, Level, RequiringRole, RoleId, SkillId, SkillKind, words};

words!(
    /// The property that a filter tests.
    FilterField {
        /// Title, alias, code or id of a role.
        Role = "role",
        /// Family of a role.
        Family = "family",
        /// Name, alias or id of a skill.
        Skill = "skill",
        /// Kind of a skill.
        Kind = "kind",
        /// Group of a skill.
        Group = "group",
        /// Level at which a role requires a skill.
        Level = "level",
        /// Whether a skill is essential to a role.
        Importance = "importance",
    }
);

/// A field and its required value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldFilter {
    field: FilterField,
    /// `>=` and similar; only levels have an order.
    order: Comparator,
    /// Folded.
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparator {
    Is,
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// The items of a catalog that pass the filters.
pub(super) struct AllowedItems {
    /// Whether each role and each skill passes.
    pub(super) roles: Vec<bool>,
    pub(super) skills: Vec<bool>,
    /// Hints about values that nothing has.
    pub(super) hints: Vec<String>,
}

impl FieldFilter {
    /// Parses `word` as a filter, or returns a hint if it looks like one but is not; `None` for
    /// other words.
    pub(super) fn parse(word: &str) -> Option<Result<Self, String>> {
        let (name, value) = word.split_once(':')?;
        let is_name = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_name || value.is_empty() || value.starts_with('/') {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let Some(field) = FilterField::from_word(&name) else {
            // Text that is too long to be similar to any field is not compared, which would be
            // slow.
            let near = FilterField::WORDS
                .iter()
                .filter(|word| is_similar(&name, word, 0.75))
                .max_by(|a, b| {
                    strsim::jaro_winkler(&name, a)
                        .total_cmp(&strsim::jaro_winkler(&name, b))
                        .then_with(|| b.cmp(a))
                });
            let near = near.filter(|near| strsim::jaro_winkler(&name, near) > 0.75).map_or_else(
                || format!("; fields: {}", FilterField::WORDS.join(", ")),
                |near| format!("; did you mean `{near}:`?"),
            );
            return Some(Err(format!("unknown field `{}`{near}", quoted(&name))));
        };
        let signs = [
            (">=", Comparator::AtLeast),
            ("<=", Comparator::AtMost),
            (">", Comparator::Above),
            ("<", Comparator::Below),
        ];
        let signs = signs.into_iter().chain([("=", Comparator::Is)]);
        let (order, value) = signs
            .filter(|_| field == FilterField::Level)
            .find_map(|(sign, order)| Some((order, value.strip_prefix(sign)?)))
            .unwrap_or((Comparator::Is, value));
        // Names that begin with all of it also begin with its first characters, up to the longest
        // name.
        Some(Ok(Self { field, order, value: fold(value).into_iter().take(LONGEST_NAME).collect() }))
    }

    /// Turns the words `essential` and `useful` into filters if there is another filter.
    pub(super) fn extract_importance_words(
        groups: &mut Vec<Vec<QueryTerm>>,
        filters: &mut Vec<Self>,
    ) {
        groups.retain(|group| match &group[..] {
            [QueryTerm { kind: TermKind::Fuzzy, text, .. }]
                if Importance::from_word(text).is_some() =>
            {
                filters.push(Self {
                    field: FilterField::Importance,
                    order: Comparator::Is,
                    value: text.clone(),
                });
                false
            }
            _ => true,
        });
    }

    /// Whether it tests a role's requirement for a skill.
    fn filters_needs(&self) -> bool {
        matches!(self.field, FilterField::Level | FilterField::Importance)
    }

    fn filters_roles(&self) -> bool {
        matches!(self.field, FilterField::Role | FilterField::Family)
    }

    /// Whether the words of `text` begin with those of the value, in any order.
    fn matches_text(&self, text: &str) -> bool {
        // Most names need only case folding.
        if text.is_ascii() {
            let bytes = text.as_bytes();
            return self.value.split_whitespace().all(|part: &str| {
                (0..bytes.len()).any(|at| {
                    (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
                        && starts_at(at, bytes, part)
                })
            });
        }
        let text: String = fold(text).into_iter().collect();
        self.value.split_whitespace().all(|part: &str| {
            text.match_indices(part).any(|(at, _)| {
                at == 0 || text[..at].chars().next_back().is_some_and(|c| !c.is_alphanumeric())
            })
        })
    }

    fn matches_role(&self, catalog: &Catalog, id: RoleId) -> bool {
        if self.field == FilterField::Family {
            return self.matches_text(catalog.family(id));
        }
        let role = catalog.role(id);
        role.id == self.value
            || role.codes.iter().any(|(_, code)| *code == self.value)
            || [&role.title].into_iter().chain(&role.aliases).any(|title| self.matches_text(title))
    }

    fn matches_skill(&self, catalog: &Catalog, id: SkillId) -> bool {
        let skill = catalog.skill(id);
        match self.field {
            FilterField::Kind => skill.kind.word().starts_with(&self.value),
            FilterField::Group => {
                skill.group.as_deref().is_some_and(|group| self.matches_text(group))
            }
            _ => {
                skill.id == self.value
                    || [&skill.name]
                        .into_iter()
                        .chain(&skill.aliases)
                        .any(|name| self.matches_text(name))
            }
        }
    }

    /// Returns the level meant on the scale of each pack.
    fn levels(&self, catalog: &Catalog) -> Vec<Option<Level>> {
        catalog
            .packs()
            .iter()
            .map(|pack: &crate::model::Pack| {
                let name = pack
                    .scale
                    .names()
                    .iter()
                    .find(|name| folded_name(name).starts_with(&self.value))?;
                pack.scale.level(name)
            })
            .collect()
    }

    fn allows(&self, need: RequiringRole, meant: Option<Level>) -> bool {
        match self.field {
            FilterField::Importance => need.importance.word().starts_with(&self.value),
            _ => need.level.zip(meant).is_some_and(|(level, meant)| match self.order {
                Comparator::Is => level == meant,
                Comparator::AtLeast => level >= meant,
                Comparator::Above => level > meant,
                Comparator::AtMost => level <= meant,
                Comparator::Below => level < meant,
            }),
        }
    }

    /// Returns a hint if nothing can have the value.
    fn hint(&self, catalog: &Catalog) -> Option<String> {
        match self.field {
            FilterField::Kind => hint_unless_known(SkillKind::WORDS, &self.value, self.field),
            FilterField::Importance => {
                hint_unless_known(Importance::WORDS, &self.value, self.field)
            }
            FilterField::Level if self.levels(catalog).iter().all(Option::is_none) => {
                let mut names: Vec<&str> = catalog
                    .packs()
                    .iter()
                    .flat_map(|p| p.scale.names())
                    .map(String::as_str)
                    .collect();
                names.dedup();
                hint_unless_known(&names, &self.value, self.field)
            }
            _ => None,
        }
    }
}

fn starts_at(at: usize, bytes: &[u8], part: &str) -> bool {
    bytes.get(at..at + part.len()).is_some_and(|word| word.eq_ignore_ascii_case(part.as_bytes()))
}

fn folded_name(name: &str) -> String {
    fold(name).into_iter().collect::<String>()
}

fn hint_unless_known(words: &[&str], value: &str, field: FilterField) -> Option<String> {
    let known = words.iter().any(|word| word.starts_with(value));
    (!known).then(|| {
        format!("no {} named `{}`; choose from {}", field, quoted(value), words.join(", "))
    })
}

impl AllowedItems {
    /// Builds the set of items that pass all of `filters`. A skill passes if a role that passes the
    /// filters requires it as they specify; a role passes if it requires such a skill.
    ///
    /// If no role's title begins with the words of a filter, the filter may use another name, which
    /// `names` resolves.
    pub(super) fn new(filters: &[FieldFilter], catalog: &Catalog, names: &RoleNames) -> Self {
        let (of_role, rest): (Vec<&FieldFilter>, Vec<&FieldFilter>) =
            filters.iter().partition(|f| f.filters_roles());
        let (of_need, of_skill): (Vec<&FieldFilter>, Vec<&FieldFilter>) =
            rest.into_iter().partition(|f| f.filters_needs());
        let mut hints: Vec<String> = filters.iter().filter_map(|f| f.hint(catalog)).collect();
        let mut roles = vec![true; catalog.roles().len()];
        for filter in &of_role {
            let mut named: Vec<bool> =
                catalog.role_ids().map(|id| filter.matches_role(catalog, id)).collect();
            if filter.field == FilterField::Role && !named.contains(&true) {
                let found = names.find(catalog, &filter.value);
                if !matches!(found.found, LookupResult::Nothing(_)) {
                    found.roles().iter().for_each(|role| named[role.index()] = true);
                    hints.extend(found.notice.clone());
                }
            }
            roles.iter_mut().zip(named).for_each(|(may, named)| *may &= named);
        }
        let mut skills: Vec<bool> = catalog
            .skill_ids()
            .map(|id| of_skill.iter().all(|f| f.matches_skill(catalog, id)))
            .collect();
        for (named, some, what) in [(&roles, &of_role, "role"), (&skills, &of_skill, "skill")] {
            if let [only] = some[..]
                && !named.contains(&true)
                && only.hint(catalog).is_none()
            {
                let what = if only.field.word() == what {
                    String::new()
                } else {
                    format!("'s {}", only.field)
                };
                let kind = if only.filters_roles() { "role" } else { "skill" };
                hints.push(format!("no {kind}{what} matches `{}`", quoted(&only.value)));
            }
        }
        let levels: Vec<Vec<Option<Level>>> = of_need.iter().map(|f| f.levels(catalog)).collect();
        let (by_role, by_skill) = (!of_role.is_empty(), !of_skill.is_empty());
        if by_role || !of_need.is_empty() || by_skill {
            let mut needed = vec![false; skills.len()];
            let mut needing = vec![false; roles.len()];
            for skill in catalog.skill_ids().filter(|s| skills[s.index()]) {
                for need in catalog.needs(skill).iter().filter(|need| {
                    roles[need.role.index()] && meets_all(**need, &of_need, &levels, catalog)
                }) {
                    needed[skill.index()] = true;
                    needing[need.role.index()] = true;
                }
            }
            if by_role || !of_need.is_empty() {
                skills = needed;
            }
            if by_skill || !of_need.is_empty() {
                roles = needing;
            }
        }
        Self { roles, skills, hints }
    }
}

fn meets_all(
    need: RequiringRole,
    of_need: &[&FieldFilter],
    levels: &[Vec<Option<Level>>],
    catalog: &Catalog,
) -> bool {
    of_need.iter().zip(levels).all(|(f, levels)| {
        let meant = if catalog.packs().len() > 1 {
            levels[pack_of_need(catalog, need.role)]
        } else {
            levels.first().copied().flatten()
        };
        f.allows(need, meant)
    })
}

fn pack_of_need(catalog: &Catalog, need_role: RoleId) -> usize {
    catalog.role(need_role).pack.index()
}
