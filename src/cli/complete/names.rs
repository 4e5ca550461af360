//! Names from the packs in force, for the arguments that take them.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use clap::Command;
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, PathCompleter, ValueCompleter};

use super::super::{
    CommandContext, Config, ConfigInputs, OutputFormat, PageSetup, inputs, project,
};
use crate::config::file::ConfigFile;
use crate::engine::Engine;
use crate::model::{Catalog, Importance, SkillKind};
use crate::pack::DiagnosticCode;
use crate::profile::ProfileFile;
use crate::search::FilterField;
use crate::tui::theme::{ColourTheme, build_themes};

/// A kind of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameKind {
    /// A role, or a text that describes one.
    Role,
    /// A role of the pack that is edited.
    OwnRole,
    RoleOrSkill,
    /// A role of the packs in force.
    PackRole,
    /// A skill, or with `=` a skill and a level.
    SkillAndLevel,
    /// A skill of the profile.
    ProfileSkill,
    Family,
    Seniority,
    /// Anything with an id in the pack that is edited.
    AnyId,
    /// A filter of a query.
    Filter,
    /// A code of a fault.
    Code,
    /// A theme of the explorer.
    Theme,
    /// A pack.
    Pack,
    /// An older copy of a pack, or a revision of it.
    Revision,
}

/// The arguments that take names: the command, the argument, and what it takes.
const ARGUMENTS: [(&[&str], &str, NameKind); 24] = [
    (&[], "pack", NameKind::Pack),
    (&[], "theme", NameKind::Theme),
    (&["list"], "family", NameKind::Family),
    (&["list"], "level", NameKind::Seniority),
    (&["show"], "role", NameKind::RoleOrSkill),
    (&["diff"], "left", NameKind::Role),
    (&["diff"], "right", NameKind::Role),
    (&["diff"], "since", NameKind::Revision),
    (&["search"], "query", NameKind::Filter),
    (&["related"], "role", NameKind::Role),
    (&["gap"], "to", NameKind::Role),
    (&["gap"], "from", NameKind::Role),
    (&["gap"], "have", NameKind::SkillAndLevel),
    (&["profile", "add"], "skills", NameKind::SkillAndLevel),
    (&["profile", "remove"], "skills", NameKind::ProfileSkill),
    (&["path"], "from", NameKind::Role),
    (&["path"], "to", NameKind::Role),
    (&["matrix"], "roles", NameKind::Role),
    (&["matrix"], "family", NameKind::Family),
    (&["check"], "explain", NameKind::Code),
    (&["new", "role"], "from", NameKind::PackRole),
    (&["new", "role"], "extends", NameKind::OwnRole),
    (&["new", "comparison"], "roles", NameKind::OwnRole),
    (&["rename"], "id", NameKind::AnyId),
];

/// Returns `command` with names from `source` for its arguments.
pub(super) fn with_names(mut command: Command, source: &Arc<NameSource>) -> Command {
    let (global, own): (Vec<_>, Vec<_>) =
        ARGUMENTS.into_iter().partition(|(path, ..)| path.is_empty());
    for (at, (path, argument, kind)) in global.iter().chain(&own).copied().enumerate() {
        // Commands get the global arguments, and describe their own, when they are built.
        if at == global.len() {
            command.build();
        }
        let source = Arc::clone(source);
        let completer =
            ArgValueCompleter::new(move |current: &OsStr| source.candidates(kind, current));
        command = with_completer(command, path, argument, completer);
    }
    command
}

fn with_completer(
    command: Command,
    path: &'static [&'static str],
    argument: &'static str,
    completer: ArgValueCompleter,
) -> Command {
    match path {
        [] => command.mut_arg(argument, |arg| arg.add(completer)),
        [first, rest @ ..] => command
            .mut_subcommand(first, |command| with_completer(command, rest, argument, completer)),
    }
}

/// The packs that are named in the words of a command line, or else in force; read when a name is
/// needed.
#[derive(Debug)]
pub(super) struct NameSource {
    packs: Vec<PathBuf>,
    /// The pack that is edited, if it is named.
    own: Option<PathBuf>,
    config_file: Option<PathBuf>,
    is_uncached: bool,
    open: OnceLock<Option<Arc<Engine>>>,
    edited: OnceLock<Option<Arc<Engine>>>,
    /// The engines to save.
    used: Mutex<Vec<Arc<Engine>>>,
}

impl NameSource {
    /// Reads the packs that `words` name, the words before the one to complete.
    pub(super) fn new(words: &[OsString]) -> Self {
        let edits = words.iter().any(|word| word == "new" || word == "rename");
        Self {
            packs: path_values(words, "--pack", Some("-p")),
            own: path_values(words, "--in", None).pop().filter(|_| edits),
            config_file: path_values(words, "--config", None).pop(),
            is_uncached: words.iter().any(|word| word == "--no-cache"),
            open: OnceLock::new(),
            edited: OnceLock::new(),
            used: Mutex::new(Vec::new()),
        }
    }

    /// Saves what was read, for the next time.
    pub(super) fn persist(&self) {
        for engine in self.used.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            engine.persist();
        }
    }

    /// Returns the settings in force with these packs.
    fn config(&self, packs: Vec<PathBuf>) -> Config {
        let given = ConfigInputs {
            packs,
            no_cache: self.is_uncached,
            config_file: self.config_file.clone(),
            ..inputs::from_environment()
        };
        let settings = given.settings_file().and_then(|(path, _)| ConfigFile::open(&path).ok());
        Config::resolve(&ConfigInputs { project: project::find(&given), settings, ..given })
    }

    fn read(&self, packs: Vec<PathBuf>) -> Option<Arc<Engine>> {
        let config = self.config(packs);
        if !config.packs.iter().all(|path| is_readable(path)) {
            return None;
        }
        let mut nowhere = std::io::sink();
        let mut run =
            CommandContext::new(config, OutputFormat::Text, PageSetup::PLAIN, &mut nowhere);
        run.load_catalog().ok()?;
        let engine = Arc::clone(run.engines.first()?);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&engine));
        Some(engine)
    }

    fn open(&self) -> Option<&Arc<Catalog>> {
        let engine = self.open.get_or_init(|| self.read(self.packs.clone()));
        engine.as_ref().map(|engine| engine.catalog())
    }

    fn edited(&self) -> Option<&Arc<Catalog>> {
        let Some(own) = &self.own else { return self.open() };
        let engine = self.edited.get_or_init(|| self.read(vec![own.clone()]));
        engine.as_ref().map(|engine| engine.catalog())
    }

    /// Returns the names of a kind that begin with `current`.
    fn candidates(&self, kind: NameKind, current: &OsStr) -> Vec<CompletionCandidate> {
        let Some(text) = current.to_str() else { return Vec::new() };
        match kind {
            NameKind::Pack => {
                let built_in = [("built-in".to_string(), "The built-in pack".to_string())];
                beginning_with(text, built_in).into_iter().chain(paths(current)).collect()
            }
            NameKind::Revision => {
                beginning_with(text, revisions()).into_iter().chain(paths(current)).collect()
            }
            NameKind::Theme => beginning_with(text, self.themes()),
            NameKind::Code => {
                let words = DiagnosticCode::ALL.iter().map(|code| code.word());
                beginning_with(text, words.map(|word| (word.to_string(), String::new())))
            }
            NameKind::ProfileSkill => beginning_with(text, self.profile_skills()),
            NameKind::OwnRole => {
                from_catalog(self.edited(), |catalog| beginning_with(text, roles(catalog)))
            }
            NameKind::PackRole => {
                from_catalog(self.open(), |catalog| beginning_with(text, roles(catalog)))
            }
            NameKind::AnyId => {
                from_catalog(self.edited(), |catalog| beginning_with(text, ids(catalog)))
            }
            NameKind::Role | NameKind::RoleOrSkill => {
                let names = from_catalog(self.open(), |catalog| {
                    let skills = skills(catalog).filter(|_| kind == NameKind::RoleOrSkill);
                    beginning_with(text, roles(catalog).chain(skills))
                });
                // A text is read as a role.
                names.into_iter().chain(paths(current)).collect()
            }
            NameKind::SkillAndLevel => {
                from_catalog(self.open(), |catalog| skills_with_levels(catalog, text))
            }
            NameKind::Family => {
                from_catalog(self.open(), |catalog| beginning_with(text, families(catalog)))
            }
            NameKind::Seniority => {
                from_catalog(self.open(), |catalog| beginning_with(text, seniorities(catalog)))
            }
            NameKind::Filter => from_catalog(self.open(), |catalog| filters(catalog, text)),
        }
    }

    /// Returns the themes of the explorer, the user's own included.
    fn themes(&self) -> Vec<(String, String)> {
        let settings = self.config(vec![PathBuf::from("built-in")]).settings;
        let themes = match settings {
            Some(file) => build_themes(&file.themes).0,
            None => ColourTheme::builtin(),
        };
        themes.into_iter().map(|theme| (theme.name, String::new())).collect()
    }

    /// Returns the skills as written in the profile, with their levels.
    fn profile_skills(&self) -> Vec<(String, String)> {
        let file = self.config(Vec::new()).profile;
        let Some(file) = file.and_then(|path| ProfileFile::open(&path).ok()) else {
            return Vec::new();
        };
        let entries = file.profile.entries().iter();
        entries
            .map(|entry| (entry.skill.clone(), entry.level.clone().unwrap_or_default()))
            .collect()
    }
}

/// Returns the values of an option in `words`.
fn option_values(words: &[OsString], long: &str, short: Option<&str>) -> Vec<String> {
    let mut values = Vec::new();
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let joined = word
            .strip_prefix(long)
            .and_then(|rest| rest.strip_prefix('='))
            .or_else(|| word.strip_prefix(short?).filter(|rest| !rest.is_empty()));
        if word == long || Some(word.as_ref()) == short {
            values.extend(words.next().map(std::borrow::Cow::into_owned));
        } else if let Some(value) = joined {
            values.push(value.strip_prefix('=').unwrap_or(value).to_string());
        }
    }
    values
}

/// Returns the paths that an option names in `words`.
fn path_values(words: &[OsString], long: &str, short: Option<&str>) -> Vec<PathBuf> {
    option_values(words, long, short).iter().map(|path| expand_home(path)).collect()
}

/// Returns the path that a shell makes of `text`: without quotes, and from the user's home.
fn expand_home(text: &str) -> PathBuf {
    let text = text.trim_matches(['"', '\'']).replace('\\', "");
    let home = crate::disk::home_folder();
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

/// Whether `path` can be read at once: a pipe or a device would keep the shell waiting.
fn is_readable(path: &Path) -> bool {
    path == Path::new("built-in")
        || std::fs::metadata(path).is_ok_and(|about| about.is_file() || about.is_dir())
}

fn paths(current: &OsStr) -> Vec<CompletionCandidate> {
    PathCompleter::any().complete(current)
}

fn from_catalog(
    catalog: Option<&Arc<Catalog>>,
    list: impl FnOnce(&Catalog) -> Vec<CompletionCandidate>,
) -> Vec<CompletionCandidate> {
    catalog.map(|catalog| list(catalog)).unwrap_or_default()
}

/// Returns the names, each with what it means, that begin with `text` in any case.
fn beginning_with(
    text: &str,
    names: impl IntoIterator<Item = (String, String)>,
) -> Vec<CompletionCandidate> {
    let found = names.into_iter().filter(|(name, _)| {
        name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
    });
    found
        .map(|(name, help)| {
            let help = (!help.is_empty()).then(|| help.into());
            CompletionCandidate::new(name).help(help)
        })
        .collect()
}

fn roles(catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    catalog.roles().iter().map(|role| (role.id.clone(), role.title.clone()))
}

fn skills(catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    catalog.skill_ids().map(|id| {
        let skill = catalog.skill(id);
        (skill.id.clone(), skill.name.clone())
    })
}

fn families(catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    catalog.families().map(|(family, roles)| {
        let count = roles.len();
        (family.to_string(), format!("{count} role{}", if count == 1 { "" } else { "s" }))
    })
}

fn seniorities(catalog: &Catalog) -> Vec<(String, String)> {
    let ranks: BTreeSet<u32> = catalog.roles().iter().filter_map(|role| role.seniority).collect();
    ranks.into_iter().map(|rank| (rank.to_string(), String::new())).collect()
}

/// Returns everything that can be renamed.
fn ids(catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    let themes = catalog.themes().iter().map(|theme| (theme.id.clone(), theme.title.clone()));
    let sources = catalog.sources().iter().map(|source| (source.id.clone(), source.title.clone()));
    roles(catalog).chain(skills(catalog)).chain(themes).chain(sources)
}

/// Returns skills, and after `=` levels.
fn skills_with_levels(catalog: &Catalog, text: &str) -> Vec<CompletionCandidate> {
    match text.split_once('=') {
        None => beginning_with(text, skills(catalog)),
        Some((skill, _)) => {
            let levels = levels(catalog).into_iter();
            beginning_with(text, levels.map(|level| (format!("{skill}={level}"), String::new())))
        }
    }
}

/// Returns the names of levels, lowest first.
fn levels(catalog: &Catalog) -> Vec<String> {
    let mut levels: Vec<String> = Vec::new();
    for name in catalog.packs().iter().flat_map(|pack| pack.scale.names()) {
        if !levels.contains(name) {
            levels.push(name.clone());
        }
    }
    levels
}

/// Returns the filters that the last word of a query may become.
fn filters(catalog: &Catalog, text: &str) -> Vec<CompletionCandidate> {
    let start = text.rfind(' ').map_or(0, |at| at + 1);
    let (before, word) = text.split_at(start);
    let Some((field, value)) = word.split_once(':') else {
        let fields = FilterField::WORDS.iter().filter(|_| !word.is_empty());
        let fields = fields.map(|field| (format!("{before}{field}:"), String::new()));
        return beginning_with(text, fields);
    };
    let Some(field) = FilterField::from_word(field) else { return Vec::new() };
    let sign: String = value.chars().take_while(|c| "<>=".contains(*c)).collect();
    let values: Vec<(String, String)> = match field {
        FilterField::Role => roles(catalog).collect(),
        FilterField::Family => families(catalog).collect(),
        FilterField::Skill => skills(catalog).collect(),
        FilterField::Kind => without_help(SkillKind::WORDS),
        FilterField::Importance => without_help(Importance::WORDS),
        FilterField::Level => levels(catalog)
            .into_iter()
            .map(|name| (format!("{sign}{name}"), String::new()))
            .collect(),
        FilterField::Group => {
            let skills = catalog.skill_ids().map(|id| catalog.skill(id));
            let groups: BTreeSet<String> = skills.filter_map(|skill| skill.group.clone()).collect();
            groups.into_iter().map(|group| (group, String::new())).collect()
        }
    };
    // A blank would end the filter.
    let values = values.into_iter().filter(|(value, _)| !value.contains(' '));
    beginning_with(text, values.map(|(value, help)| (format!("{before}{field}:{value}"), help)))
}

fn without_help(words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_string(), String::new())).collect()
}

/// Returns names of revisions of the repository of the current folder.
fn revisions() -> Vec<(String, String)> {
    let listed = std::process::Command::new("git")
        .args(["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags"])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output();
    let Ok(listed) = listed else { return Vec::new() };
    let head = listed.status.success().then(|| "HEAD~1".to_string());
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let names = text.lines().map(str::to_string);
    head.into_iter().chain(names).map(|name| (name, String::new())).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::super::Args;
    use super::*;

    /// Returns the arguments that take a name and are not in [`ARGUMENTS`].
    fn uncompleted(command: &Command, path: &[&str], found: &mut Vec<String>) {
        const NAMES: [&str; 8] =
            ["ROLE", "LEFT", "RIGHT", "FROM", "TO", "FAMILY", "SKILL", "SKILL[=LEVEL]"];
        for arg in command.get_arguments() {
            let names = arg.get_value_names().unwrap_or_default();
            let is_name = names.iter().any(|name| NAMES.contains(&name.as_str()));
            let is_known = ARGUMENTS
                .iter()
                .any(|(place, argument, _)| *place == path && *argument == arg.get_id().as_str());
            if is_name && arg.get_action().takes_values() && !is_known {
                found.push(format!("{path:?} {}", arg.get_id()));
            }
        }
        for below in command.get_subcommands() {
            uncompleted(below, &[path, &[below.get_name()]].concat(), found);
        }
    }

    #[test]
    fn every_argument_that_takes_a_name_is_completed() {
        let mut command = Args::command();
        command.build();
        let mut found = Vec::new();
        uncompleted(&command, &[], &mut found);
        assert_eq!(found, Vec::<String>::new());
        // Every argument there is exists: this would panic otherwise.
        with_names(Args::command(), &Arc::new(NameSource::new(&[])));
    }

    #[test]
    fn options_are_read_in_every_spelling() {
        let words = ["-p", "a", "--pack=b", "-pc", "--pack", "d", "-p=e", "-x", "--packs"];
        let words = words.map(OsString::from);
        assert_eq!(option_values(&words, "--pack", Some("-p")), ["a", "b", "c", "d", "e"]);
    }
}
