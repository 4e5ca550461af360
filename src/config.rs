//! Settings: built-in defaults, overridden by the user's file, then the environment, then flags.
//! Resolved by a pure function of its inputs.

pub mod file;
pub mod project;

use std::ffi::OsString;
use std::path::PathBuf;

use self::project::ProjectFile;
use crate::model::words;

words!(
    /// When to use colour.
    ColourChoice {
        /// On a terminal that supports it.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
);

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
    /// environment, and `NO_COLOR` overrides variables that force colour.
    pub(crate) fn use_colour(&self, terminal: bool) -> bool {
        let dumb = self.term.as_ref().is_some_and(|term| term == "dumb");
        match self.colour.unwrap_or(ColourChoice::Auto) {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto if self.no_colour => false,
            ColourChoice::Auto if self.force_colour => true,
            ColourChoice::Auto => terminal && !dumb,
        }
    }
}

/// The resolved settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch")]
pub struct Config {
    /// Packs to open; if empty, the built-in one.
    pub packs: Vec<PathBuf>,
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
    /// Resolves the settings: flags before environment before built-in defaults.
    pub fn resolve(given: &ConfigInputs) -> Self {
        let listed =
            || given.pack_list.as_ref().map(|list| std::env::split_paths(list).collect::<Vec<_>>());
        let mut packs: Vec<PathBuf> = if given.packs.is_empty() {
            listed().unwrap_or_default().into_iter().filter(|p| !p.as_os_str().is_empty()).collect()
        } else {
            given.packs.clone()
        };
        let project = given.project.clone().filter(|_| packs.is_empty());
        packs.extend(project.iter().flat_map(|file| file.packs.clone()));
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
        let named = given.config_env.as_ref().filter(|name| !name.is_empty()).map(PathBuf::from);
        let own = given.config_folder.as_ref().map(|folder| (folder.join("config.toml"), false));
        let file = given.config_file.clone().or(named).map(|file| (file, true)).or(own);
        Self {
            packs,
            project,
            cache,
            profile,
            saves_state: !given.no_state,
            session_file: memory,
            file,
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
