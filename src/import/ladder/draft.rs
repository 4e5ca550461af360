//! A ladder being read: roles, responsibilities and skills by name.

use foldhash::{HashMap, HashSet};

use super::level::{LevelName, ends_with_job, lower_first, title_of};
use super::series::are_a_series;
use super::words::key;

/// A role of the ladder.
#[derive(Debug, Clone)]
pub(super) struct DraftRole {
    /// The job family, as far as the ladder names one.
    pub(super) family: String,
    /// The title.
    pub(super) title: String,
    /// The level, taken apart.
    pub(super) level: LevelName,
    /// A word for the career track that the ladder states.
    pub(super) track: Option<String>,
    /// Whether the order of its level is that in which the levels were found.
    pub(super) ordered: bool,
    pub(super) summary: Vec<String>,
    pub(super) years: Option<String>,
    pub(super) aliases: Vec<String>,
    pub(super) duties: Vec<DraftDuty>,
    pub(super) requirements: Vec<String>,
    pub(super) skills: Vec<DraftSkill>,
    /// Titles of the roles that it reports to.
    pub(super) reports_to: Vec<String>,
    /// Texts that refer to all that another level asks.
    pub(super) inherits: Vec<String>,
    /// The role whose duties it has too.
    pub(super) base: Option<RoleIndex>,
    /// The source that it was found in.
    pub(super) source: String,
}

impl DraftRole {
    /// The file that it was found in, without the table of it.
    pub(super) fn file(&self) -> &str {
        self.source.split(TABLE_AT).next().unwrap_or_default()
    }
}

/// Words between the name of a file and the place of a table in it.
pub(super) const TABLE_AT: &str = ", table at line ";

/// A responsibility of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftDuty {
    pub(super) theme: String,
    /// The competency below the theme.
    pub(super) competency: Option<String>,
    pub(super) text: String,
}

/// A skill that a role requires.
#[derive(Debug, Clone)]
pub(super) struct DraftSkill {
    pub(super) name: String,
    pub(super) grade: Option<String>,
}

/// Facts that the ladder states about a skill itself.
#[derive(Debug, Clone, Default)]
pub(super) struct SkillFacts {
    pub(super) group: Option<String>,
    pub(super) description: Option<String>,
    /// Its behaviour at a level.
    pub(super) levels: Vec<(String, String)>,
}

/// A role by position.
pub(super) type RoleIndex = usize;

/// A ladder being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) roles: Vec<DraftRole>,
    by_name: HashMap<(String, String), RoleIndex>,
    pub(super) skills: Vec<(String, SkillFacts)>,
    skill_by_name: HashMap<String, usize>,
    /// The skills of each role, as they are compared.
    skills_of_roles: HashSet<(RoleIndex, String)>,
    pub(super) themes: Vec<String>,
    theme_by_name: HashMap<String, usize>,
    /// The levels of skills that the ladder explains: each as roles name it, and its name.
    pub(super) scale: Vec<(String, String)>,
    /// Whether a map states the levels: their names need not be those of ranks or jobs.
    levels_are_stated: bool,
}

/// The theme of responsibilities that the ladder lists under no heading.
pub(super) const NO_THEME: &str = "Responsibilities";

impl Draft {
    /// Returns an empty draft of a ladder whose levels a map states, or not.
    pub(super) fn new(levels_are_stated: bool) -> Self {
        Self { levels_are_stated, ..Self::default() }
    }

    /// Returns the role at `level` of `family`, and adds it if it is new.
    pub(super) fn role(
        &mut self,
        family: &str,
        level: &str,
        ordered: bool,
        source: &str,
    ) -> RoleIndex {
        let name = LevelName::parse(level);
        let title = title_of(&name, family);
        let title = if self.levels_are_stated
            && ends_with_job(family)
            && !ends_with_job(&title)
            && title == name.label
        {
            format!("{title} {}", lower_first(family))
        } else {
            title
        };
        self.titled_role((family, ""), name, title, ordered, source)
    }

    /// Returns the role with this title in a family and, within it, a job; adds it if it is new.
    pub(super) fn titled_role(
        &mut self,
        (family, job): (&str, &str),
        level: LevelName,
        title: String,
        ordered: bool,
        source: &str,
    ) -> RoleIndex {
        let id = (
            format!("{} / {}", key(family), key(job)),
            format!("{} / {}", key(&level.label), key(&title)),
        );
        if let Some(known) = self.by_name.get(&id) {
            return *known;
        }
        let index = self.roles.len();
        self.by_name.insert(id, index);
        self.roles.push(DraftRole {
            family: family.to_string(),
            title,
            level,
            track: None,
            ordered,
            summary: Vec::new(),
            years: None,
            aliases: Vec::new(),
            duties: Vec::new(),
            requirements: Vec::new(),
            skills: Vec::new(),
            reports_to: Vec::new(),
            inherits: Vec::new(),
            base: None,
            source: source.to_string(),
        });
        index
    }

    /// Removes the roles at these positions.
    pub(super) fn remove(&mut self, dropped: &[RoleIndex]) {
        let mut at = 0;
        self.roles.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
        // Nothing is looked up by name any more.
        self.by_name.clear();
        self.skills_of_roles.clear();
    }

    /// Removes the roles from `count` on, which turned out to be none.
    pub(super) fn truncate(&mut self, count: usize) {
        self.roles.truncate(count);
        self.by_name.retain(|_, at| *at < count);
        self.skills_of_roles.retain(|(at, _)| *at < count);
    }

    /// Whether the roles from `count` on are levels of something, or a map says so.
    pub(super) fn is_series_from(&self, count: usize) -> bool {
        let roles: Vec<(&LevelName, &str)> =
            self.roles[count..].iter().map(|role| (&role.level, role.title.as_str())).collect();
        self.levels_are_stated || roles.is_empty() || are_a_series(&roles)
    }

    /// Adds responsibilities to a role; returns their number.
    pub(super) fn duties(
        &mut self,
        role: RoleIndex,
        theme: &str,
        competency: Option<&str>,
        texts: impl Iterator<Item = String>,
    ) -> usize {
        let theme = if theme.is_empty() { NO_THEME } else { theme };
        self.theme(theme);
        let competency = competency.filter(|name| !name.is_empty() && key(name) != key(theme));
        let duties = &mut self.roles[role].duties;
        let before = duties.len();
        duties.extend(texts.map(|text| DraftDuty {
            theme: theme.to_string(),
            competency: competency.map(str::to_string),
            text,
        }));
        duties.len() - before
    }

    /// Notes a theme, so that themes keep the order of the ladder.
    pub(super) fn theme(&mut self, name: &str) {
        let next = self.themes.len();
        if let std::collections::hash_map::Entry::Vacant(entry) =
            self.theme_by_name.entry(key(name))
        {
            entry.insert(next);
            self.themes.push(name.to_string());
        }
    }

    /// Adds a skill to a role. Returns false if the role has it already.
    pub(super) fn skill(&mut self, role: RoleIndex, name: &str, grade: Option<String>) -> bool {
        self.skill_facts(name);
        let is_new = self.skills_of_roles.insert((role, key(name)));
        if is_new {
            self.roles[role].skills.push(DraftSkill { name: name.to_string(), grade });
        }
        is_new
    }

    /// Whether something of this name is a skill.
    pub(super) fn knows_skill(&self, name: &str) -> bool {
        self.skill_by_name.contains_key(&key(name))
    }

    /// Returns what is known about a skill.
    pub(super) fn skill_facts(&mut self, name: &str) -> &mut SkillFacts {
        let next = self.skills.len();
        let at = *self.skill_by_name.entry(key(name)).or_insert(next);
        if at == next {
            self.skills.push((name.to_string(), SkillFacts::default()));
        }
        &mut self.skills[at].1
    }

    /// Keeps the description of a skill, if a role requires it later.
    pub(super) fn skill_facts_of(&mut self, name: &str, description: &str) {
        let facts = self.skill_facts(name);
        if facts.description.is_none() {
            facts.description = Some(super::words::label(description));
        }
    }
}
