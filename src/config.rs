//! Settings: built-in defaults, overridden by the user's file, then the environment, then flags.
//! Resolved by a pure function of its inputs.

mod colour;
pub mod file;
pub mod project;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use self::colour::ColourChoice;
use self::file::ConfigFile;
use self::project::ProjectFile;

/// The pager, if nothing names another: it shows colours, leaves the text on the screen, and ends at
/// once if all of it fits.
pub const DEFAULT_PAGER: &str = "less -FRX";

/// The place that sets a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingOrigin {
    /// The option of this name.
    Flag(&'static str),
    /// The environment variable of this name.
    Environment(&'static str),
    /// The file that names packs for a folder.
    Project,
    /// The user's settings file.
    Settings,
    /// Nothing: it is the default.
    BuiltIn,
}

/// Inputs from outside: flags, environment and platform.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the environment")]
pub struct ConfigInputs {
    /// Packs named by flags.
    pub packs: Vec<PathBuf>,
    /// Whether `--no-cache` is given.
    pub no_cache: bool,
    /// The platform's folder for files that can be regenerated.
    pub cache_folder: Option<PathBuf>,
    /// The platform's folder for settings.
    pub config_folder: Option<PathBuf>,
    /// The platform's folder for state remembered between runs.
    pub state_folder: Option<PathBuf>,
    /// Whether `--no-state` is given.
    pub no_state: bool,
    /// The user's settings file, from `--config`.
    pub config_file: Option<PathBuf>,
    /// The user's settings file, from `ROLEDEX_CONFIG`.
    pub config_env: Option<OsString>,
    /// `--theme`, if given.
    pub theme: Option<String>,
    /// The character locale: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not
    /// empty.
    pub locale: Option<OsString>,
    /// `TERM`.
    pub term: Option<OsString>,
    /// Whether `COLORTERM` states that the terminal supports 24-bit colours.
    pub true_colour: bool,
    /// Whether `--accessible` is given.
    pub accessible: bool,
    /// `--color`, if given.
    pub colour: Option<ColourChoice>,
    /// `ROLEDEX_PACK`, a path list.
    pub pack_list: Option<OsString>,
    /// The file that names packs for the current folder.
    pub project: Option<ProjectFile>,
    /// The contents of the user's settings file, once it is read.
    pub settings: Option<ConfigFile>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// `ROLEDEX_PAGER`.
    pub own_pager: Option<OsString>,
    /// `PAGER`.
    pub pager: Option<OsString>,
    /// Whether `--no-pager` is given.
    pub no_pager: bool,
    /// `COLUMNS`.
    pub columns: Option<OsString>,
    /// Whether `NO_COLOR` is set and not empty.
    pub no_colour: bool,
    /// Whether `CLICOLOR_FORCE` is set to something other than 0.
    pub force_colour: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
}

impl ConfigInputs {
    /// Whether to use colour on a stream, which is a `terminal` or not: a flag overrides the
    /// environment, which overrides the settings file, and `NO_COLOR` overrides variables that force
    /// colour.
    pub(crate) fn use_colour(&self, terminal: bool) -> bool {
        let dumb = self.term.as_ref().is_some_and(|term| term == "dumb");
        match self.colour_choice().0 {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => terminal && !dumb,
        }
    }

    /// Returns when to use colour, and what decides it.
    fn colour_choice(&self) -> (ColourChoice, SettingOrigin) {
        let set = self.settings.as_ref().and_then(|file| file.defaults.colour);
        match (self.colour, set) {
            (Some(choice @ (ColourChoice::Always | ColourChoice::Never)), _) => {
                (choice, SettingOrigin::Flag("--color"))
            }
            _ if self.no_colour => (ColourChoice::Never, SettingOrigin::Environment("NO_COLOR")),
            _ if self.force_colour => {
                (ColourChoice::Always, SettingOrigin::Environment("CLICOLOR_FORCE"))
            }
            (Some(choice), _) => (choice, SettingOrigin::Flag("--color")),
            (None, Some(choice)) => (choice, SettingOrigin::Settings),
            (None, None) => (ColourChoice::Auto, SettingOrigin::BuiltIn),
        }
    }

    /// Returns the user's settings file, and whether it was named explicitly.
    pub(crate) fn settings_file(&self) -> Option<(PathBuf, bool)> {
        let named = self.config_env.as_ref().filter(|name| !name.is_empty()).map(PathBuf::from);
        let own = self.config_folder.as_ref().map(|folder| (folder.join("config.toml"), false));
        self.config_file.clone().or(named).map(|file| (file, true)).or(own)
    }

    /// Returns the packs to open and where they are named.
    fn packs(&self) -> (Vec<PathBuf>, SettingOrigin) {
        if !self.packs.is_empty() {
            return (self.packs.clone(), SettingOrigin::Flag("--pack"));
        }
        let listed = self.pack_list.as_ref().map(std::env::split_paths).into_iter().flatten();
        let listed: Vec<PathBuf> = listed.filter(|path| !path.as_os_str().is_empty()).collect();
        if !listed.is_empty() {
            return (listed, SettingOrigin::Environment("ROLEDEX_PACK"));
        }
        if let Some(project) = &self.project {
            return (project.packs.clone(), SettingOrigin::Project);
        }
        let file = self.settings_file().map(|(path, _)| path);
        let folder = file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let defaults = self.settings.as_ref().map(|file| &file.defaults);
        match defaults.map(|set| set.pack_paths(folder, self.home.as_deref())) {
            Some(packs) if !packs.is_empty() => (packs, SettingOrigin::Settings),
            _ => (Vec::new(), SettingOrigin::BuiltIn),
        }
    }

    /// Returns the command of the pager, `None` if there is to be none, and what decides it.
    fn pager_command(&self) -> (Option<String>, SettingOrigin) {
        if self.no_pager {
            return (None, SettingOrigin::Flag("--no-pager"));
        }
        let set = self.settings.as_ref().and_then(|file| file.defaults.pager.clone());
        let named = [
            (lossy_text(self.own_pager.as_ref()), SettingOrigin::Environment("ROLEDEX_PAGER")),
            (set, SettingOrigin::Settings),
            (lossy_text(self.pager.as_ref()), SettingOrigin::Environment("PAGER")),
        ];
        let first = named.into_iter().find_map(|(command, from)| Some((command?, from)));
        let (command, from) =
            first.unwrap_or_else(|| (DEFAULT_PAGER.to_string(), SettingOrigin::BuiltIn));
        let is_none = command.trim().is_empty() || command.trim() == "cat";
        ((!is_none).then_some(command), from)
    }

    /// Returns the width that `COLUMNS` asks for.
    fn column_count(&self) -> Option<usize> {
        let text = self.columns.as_ref()?.to_str()?;
        text.trim().parse().ok().filter(|count| *count > 0)
    }
}

fn lossy_text(value: Option<&OsString>) -> Option<String> {
    value.map(|text| text.to_string_lossy().into_owned())
}

/// The resolved settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch")]
pub struct Config {
    /// Packs to open; if empty, the built-in one.
    pub packs: Vec<PathBuf>,
    /// Where they are named.
    pub packs_from: SettingOrigin,
    /// The file that names these packs, if neither a flag nor the environment does.
    pub project: Option<ProjectFile>,
    /// The folder for compiled packs; `None` if disabled or not available.
    pub cache: Option<PathBuf>,
    /// The file with the user's own skills, if the platform has a place for it.
    pub profile: Option<PathBuf>,
    /// Whether what belongs to the user is saved: the profile, bookmarks, the position.
    pub saves_state: bool,
    /// The file that stores the last position, unless nothing is to be remembered.
    pub session_file: Option<PathBuf>,
    /// The user's settings file, and whether it was named explicitly: then it must exist.
    pub file: Option<(PathBuf, bool)>,
    /// The contents of the settings file, if it was read.
    pub settings: Option<ConfigFile>,
    /// The output format that the settings file asks for.
    pub format: Option<String>,
    /// The command of the pager, unless there is to be none, and what decides it.
    pub pager: (Option<String>, SettingOrigin),
    /// When to use colour, and what decides it.
    pub colour_choice: (ColourChoice, SettingOrigin),
    /// The width of text that `COLUMNS` asks for.
    pub columns: Option<usize>,
    /// Whether colours are used on standard output.
    pub colour: bool,
    /// Whether colours are used on standard error.
    pub stderr_colour: bool,
    /// Whether a flag forbids colours, whatever else is set.
    pub colour_forbidden: bool,
    /// The theme named by flag.
    pub theme: Option<String>,
    /// Whether the terminal supports 24-bit colours.
    pub true_colour: bool,
    /// Whether the terminal is certain to show only ASCII characters.
    pub ascii: bool,
    /// Whether the explorer uses the mouse.
    pub mouse: bool,
    /// Whether the screen is made for a screen reader.
    pub accessible: bool,
    /// Whether quitting from the first screen needs a second key.
    pub confirm_quit: bool,
}

impl Config {
    /// Resolves the settings: flags before the environment, before the settings file, before
    /// built-in defaults.
    pub fn resolve(given: &ConfigInputs) -> Self {
        let (packs, packs_from) = given.packs();
        let project = given.project.clone().filter(|_| packs_from == SettingOrigin::Project);
        let defaults = given.settings.as_ref().map(|file| &file.defaults);
        let term = given.term.as_ref().and_then(|term| term.to_str());
        let dumb = term == Some("dumb");
        // If the locale is not set, assume UTF-8: nearly every terminal today shows it.
        let locale = given.locale.as_ref().map(|locale| locale.to_string_lossy().to_lowercase());
        let utf8 = locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"));
        let ascii = dumb || term == Some("linux") || !utf8 || given.accessible;
        let cache = given.cache_folder.clone().filter(|_| !given.no_cache);
        let profile = given.config_folder.as_ref().map(|folder| folder.join("profile.toml"));
        let memory = given
            .state_folder
            .as_ref()
            .filter(|_| !given.no_state)
            .map(|folder| folder.join("state.json"));
        Self {
            packs,
            packs_from,
            project,
            cache,
            profile,
            saves_state: !given.no_state,
            session_file: memory,
            file: given.settings_file(),
            settings: given.settings.clone(),
            format: defaults.and_then(|set| set.format.clone()),
            pager: given.pager_command(),
            colour_choice: given.colour_choice(),
            columns: given.column_count(),
            colour: given.use_colour(given.stdout_is_terminal),
            stderr_colour: given.use_colour(given.stderr_is_terminal),
            colour_forbidden: given.colour == Some(ColourChoice::Never),
            theme: given.theme.clone(),
            true_colour: given.true_colour,
            ascii,
            mouse: true,
            accessible: given.accessible,
            confirm_quit: false,
        }
    }

    /// Applies the settings in the user's file that no flag overrides.
    pub fn apply_file(&mut self, file: &file::ConfigFile) {
        self.mouse = file.mouse.unwrap_or(self.mouse);
        self.accessible |= file.accessible.unwrap_or_default();
        self.ascii |= self.accessible;
        self.confirm_quit = file.confirm_quit.unwrap_or(self.confirm_quit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_outweigh_the_environment() {
        let given = |packs: &[&str], list: &str| ConfigInputs {
            packs: packs.iter().map(PathBuf::from).collect(),
            pack_list: Some(list.into()),
            ..ConfigInputs::default()
        };
        assert_eq!(Config::resolve(&given(&["a"], "b")).packs, [PathBuf::from("a")]);
        assert_eq!(Config::resolve(&given(&[], "b")).packs, [PathBuf::from("b")]);
        assert_eq!(Config::resolve(&given(&[], "")).packs, Vec::<PathBuf>::new());
    }

    #[test]
    fn drawings_are_ascii_where_nothing_else_can_be_shown() {
        for (term, locale, ascii) in [
            ("xterm-256color", None, false),
            ("xterm-256color", Some("en_GB.UTF-8"), false),
            ("xterm", Some("de_DE.utf8"), false),
            ("xterm", Some("de_DE.ISO-8859-1"), true),
            ("xterm", Some("C"), true),
            ("linux", Some("en_GB.UTF-8"), true),
            ("dumb", None, true),
        ] {
            let given = ConfigInputs {
                term: Some(term.into()),
                locale: locale.map(Into::into),
                ..ConfigInputs::default()
            };
            assert_eq!(Config::resolve(&given).ascii, ascii, "{given:?}");
        }
    }

    #[test]
    fn colour_follows_the_conventions() {
        // (flag, NO_COLOR, CLICOLOR_FORCE, dumb, terminal) -> colour
        let cases = [
            (None, false, false, false, true, true),
            (None, false, false, false, false, false),
            (None, true, false, false, true, false),
            (None, false, true, false, false, true),
            (None, true, true, false, false, false),
            (None, false, false, true, true, false),
            (Some(ColourChoice::Always), true, false, true, false, true),
            (Some(ColourChoice::Never), false, true, false, true, false),
        ];
        for (colour, no_colour, force_colour, dumb, terminal, expected) in cases {
            let term = Some(if dumb { "dumb" } else { "xterm" }.into());
            let given = ConfigInputs {
                term,
                colour,
                no_colour,
                force_colour,
                stdout_is_terminal: terminal,
                ..ConfigInputs::default()
            };
            assert_eq!(Config::resolve(&given).colour, expected, "{given:?}");
        }
    }
}
