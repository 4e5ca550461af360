//! `roledex show`.

use std::path::Path;
use std::sync::Arc;

use super::role_text::missing_file_text;
use super::{
    CommandContext, CommandError, EntityKind, Exit, OutputFormat, args, candidate_lines,
    resolve_one, role_line, stderr,
};
use crate::analysis::diff::ResponsibilityScope;
use crate::authoring::style::restyle;
use crate::model::text::{natural_key, quoted};
use crate::model::{Catalog, SkillId};
use crate::pack;
use crate::question::{Question, READ_LIMIT};
use crate::search::lookup::LookupResult;
use crate::search::{RoleMatch, SkillNames};

impl CommandContext<'_> {
    /// Prints one role as a part of a pack file; a text as a pack file, which it would not be a part
    /// of.
    pub(super) fn run_show_toml(&mut self, args: &args::ShowArgs) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        if self.is_text(&catalog, &args.role) {
            return self.write_read_text(&catalog, Path::new(&args.role), (&[], READ_LIMIT));
        }
        let Question::Role { role, .. } = self.parse_show(&catalog, args)? else {
            return Err(CommandError::Usage("only a role is available as toml".to_string()));
        };
        let text = pack::write_role(&catalog, catalog.role(role));
        // What the writer wrote is TOML, so its style can be improved.
        self.out.write_all(restyle(&text).unwrap_or(text).as_bytes())?;
        Ok(Exit::Success)
    }

    /// Returns the question for one role or one skill in full. A role comes first; if a skill has
    /// the same name, standard error says so.
    pub(super) fn parse_show(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::ShowArgs,
    ) -> Result<Question, CommandError> {
        let name = args.role.as_str();
        let scope =
            ResponsibilityScope::from_word(&args.duties).unwrap_or(ResponsibilityScope::InForce);
        if let Some(role) = self.text_role(name).filter(|_| !args.skill) {
            return Ok(Question::Role { role, scope });
        }
        if args.skill {
            let found = self.find_skill(catalog, name);
            return self.skill_question(found, catalog, name);
        }
        let named = self.engine(catalog).role_names().find(catalog, name);
        let is_role = matches!(named.found, LookupResult::One(_) | LookupResult::Many(_));
        // A role that only a reading of the text finds is less than a skill of exactly this name.
        if !is_role || named.notice.is_some() {
            let skills = SkillNames::new(catalog);
            match skills.find_exact(name) {
                LookupResult::One(skill)
                    if is_role
                        && named.set_aside.is_empty()
                        && !skills.is_own_name(skill, name) =>
                {
                    self.note_skill_too(catalog, name, skill);
                }
                found @ (LookupResult::One(_) | LookupResult::Many(_)) => {
                    self.note_role_too(catalog, name, &named);
                    return self.skill_question(found, catalog, name);
                }
                LookupResult::Nothing(_) if is_role => {}
                LookupResult::Nothing(_) => return self.skill_or_suggestions(catalog, name),
            }
        } else if let Some(skill) = skill_called(catalog, name) {
            self.note_skill_too(catalog, name, skill);
        }
        Ok(Question::Role { role: self.resolve_role(catalog, name)?, scope })
    }

    /// Reports on standard error that `name`, which is taken for a role, is also that of `skill`.
    fn note_skill_too(&self, catalog: &Catalog, name: &str, skill: SkillId) {
        // In the explorer, standard error is the screen.
        if !self.in_explorer {
            let (id, name) = (quoted(&catalog.skill(skill).id), quoted(name));
            stderr::print_note(format!(
                "`{name}` is a skill too: `roledex show --skill {id}` shows it"
            ));
        }
    }

    /// Reports on standard error that `name`, which is taken for a skill, may also mean a role: the
    /// one that was `named`, or one with this search term.
    fn note_role_too(&mut self, catalog: &Arc<Catalog>, name: &str, named: &RoleMatch) {
        let role = match &named.found {
            LookupResult::Nothing(_) => {
                let searched = self.engine(catalog).role_names().roles_searched_as(catalog, name);
                searched.first().copied()
            }
            _ => named.roles().first().copied(),
        };
        if let Some(role) = role.filter(|_| !self.in_explorer) {
            let role = catalog.role(role);
            let (id, title, name) = (quoted(&role.id), quoted(&role.title), quoted(name));
            stderr::print_note(format!(
                "`{name}` may also mean the role {title}: `roledex show {id}` shows it"
            ));
        }
    }

    /// Finds a skill by name, or similar ones.
    fn find_skill(&mut self, catalog: &Arc<Catalog>, name: &str) -> LookupResult<SkillId> {
        let names = SkillNames::new(catalog);
        match names.find_exact(name) {
            LookupResult::Nothing(_) => names.find(name, || self.index(catalog)),
            found => found,
        }
    }

    /// Returns the question for the skill that was `found` for `name`.
    fn skill_question(
        &mut self,
        found: LookupResult<SkillId>,
        catalog: &Catalog,
        name: &str,
    ) -> Result<Question, CommandError> {
        let skill = resolve_one(found, EntityKind::Skill, name, |id| skill_line(catalog, id))?;
        self.require_format(&OutputFormat::ALL)?;
        Ok(Question::Skill(skill))
    }

    /// Returns the question for a skill that `name` names loosely, or the problem that nothing has
    /// this name, with roles and skills of similar names.
    fn skill_or_suggestions(
        &mut self,
        catalog: &Arc<Catalog>,
        name: &str,
    ) -> Result<Question, CommandError> {
        let skills = match self.find_skill(catalog, name) {
            LookupResult::Nothing(similar) => similar,
            found => return self.skill_question(found, catalog, name),
        };
        let roles = self.index(catalog).suggest(name);
        let shown = quoted(name);
        let file = missing_file_text(name).map(|text| format!("\n{text}")).unwrap_or_default();
        if roles.is_empty() && skills.is_empty() {
            return Err(CommandError::NoResult(format!(
                "no role or skill named `{shown}`; `roledex list` and `roledex list skills` show all{file}"
            )));
        }
        let roles = candidate_lines(roles, |id| role_line(catalog, id));
        let skills = candidate_lines(skills, |id| skill_line(catalog, id) + " (skill)");
        Err(CommandError::NoResult(format!(
            "no role or skill named `{shown}`; did you mean:{roles}{skills}{file}"
        )))
    }
}

/// The id and the name of a skill.
fn skill_line(catalog: &Catalog, id: SkillId) -> String {
    let skill = catalog.skill(id);
    format!("{}  {}", quoted(&skill.id), quoted(&skill.name))
}

/// Returns the sentence that `name`, which no role has, is the name of a skill.
pub(super) fn skill_text(catalog: &Catalog, name: &str) -> Option<String> {
    let LookupResult::One(skill) = SkillNames::new(catalog).find_exact(name) else { return None };
    let skill = catalog.skill(skill);
    let (id, skill, name) = (quoted(&skill.id), quoted(&skill.name), quoted(name));
    Some(format!("`{name}` is the skill {skill}: `roledex show --skill {id}` shows it"))
}

/// Maximum length of a short name, such as "QA", that roles and skills may share.
const MAX_SHORT_NAME_BYTES: usize = 5;

/// Returns the skill that is called `name`. Other names than its id and name are read only if it is
/// an abbreviation.
fn skill_called(catalog: &Catalog, name: &str) -> Option<SkillId> {
    let is_short = name.len() <= MAX_SHORT_NAME_BYTES && !name.contains(' ');
    if let Some(skill) = skill_with_own_name(catalog, name) {
        return Some(skill);
    }
    if !is_short {
        return None;
    }
    match SkillNames::new(catalog).find_exact(name) {
        LookupResult::One(skill) => Some(skill),
        _ => None,
    }
}

/// Returns the skill whose id or name is `name`, ignoring case, without reading the other names of
/// all skills.
fn skill_with_own_name(catalog: &Catalog, name: &str) -> Option<SkillId> {
    let name = name.trim();
    catalog.skill_by_id(name).or_else(|| {
        let key = natural_key(name);
        let by_name = catalog.skills_by_name();
        let at = by_name.partition_point(|id| natural_key(&catalog.skill(*id).name) < key);
        by_name.get(at).copied().filter(|id| catalog.skill(*id).name.eq_ignore_ascii_case(name))
    })
}
