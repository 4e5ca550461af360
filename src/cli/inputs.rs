//! Settings from outside: options, the environment, and the user's file.

use super::args::ConfigCommand;
use super::{Args, Command, CommandError, config, project, stderr};
use crate::config::file::ConfigFile;
use crate::config::{ColourChoice, ConfigInputs};
use crate::model::text::printable;

/// Returns the settings from options, the environment and files, for a run whose standard output is
/// a `terminal` or not.
pub(super) fn gather(args: &Args, terminal: bool) -> Result<ConfigInputs, CommandError> {
    let given = from_arguments(args, terminal);
    let settings = match given.settings_file().filter(|_| !is_about_path(args)) {
        Some((path, named)) => match ConfigFile::open(&path) {
            Ok(file) => Some(file),
            // The explorer opens with its defaults, and says so.
            Err(_) if !named || args.command.is_none() => None,
            Err(error) => {
                let action = format!("cannot read {}", printable(&path));
                return Err(CommandError::failed_to(&action, error));
            }
        },
        None => None,
    };
    Ok(ConfigInputs { project: project::find(&given), settings, ..given })
}

/// Returns the settings for a run that prints help, or says that its arguments are wrong.
pub(super) fn for_help(terminal: bool) -> ConfigInputs {
    let given = ConfigInputs {
        colour: requested_colour(std::env::args_os()),
        no_pager: std::env::args_os().any(|arg| arg == "--no-pager"),
        stdout_is_terminal: terminal,
        ..from_environment()
    };
    let settings = given.settings_file().and_then(|(path, _)| ConfigFile::open(&path).ok());
    ConfigInputs { settings, ..given }
}

/// Whether the command is about the settings file, and not about what it says.
fn is_about_path(args: &Args) -> bool {
    let Some(Command::Config(config)) = &args.command else { return false };
    config.default || matches!(config.what, Some(ConfigCommand::Init | ConfigCommand::Path))
}

/// Says on standard error what is wrong with the defaults of the settings file.
pub(super) fn note_faults(given: &ConfigInputs) {
    let Some(file) = &given.settings else { return };
    if let Some(line) = config::first_diagnostic_line(&file.faults_of_defaults()) {
        stderr::print_note(line);
    }
}

/// Returns the value of `--color`, from arguments that could not be parsed.
fn requested_colour(args: impl Iterator<Item = std::ffi::OsString>) -> Option<ColourChoice> {
    let args: Vec<String> =
        args.map(|arg| arg.to_string_lossy().into_owned()).take_while(|arg| arg != "--").collect();
    args.iter()
        .enumerate()
        .filter_map(|(at, arg)| colour_value(&args, at, arg))
        .filter_map(|word| ColourChoice::from_word(&word))
        .next_back()
}

/// The value that an argument sets for `--color`, in the same or in the next argument.
fn colour_value(args: &[String], at: usize, arg: &str) -> Option<String> {
    match arg.strip_prefix("--color") {
        Some("") => args.get(at + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_string),
        None => None,
    }
}

/// Whether an environment variable has a value.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|v| !v.is_empty())
}

/// Returns the settings from flags and the environment.
fn from_arguments(args: &Args, terminal: bool) -> ConfigInputs {
    let Args { global, explorer, .. } = args;
    ConfigInputs {
        packs: global.pack.clone(),
        no_cache: global.no_cache,
        no_state: explorer.no_state,
        config_file: global.config.clone(),
        accessible: explorer.accessible,
        theme: explorer.theme.clone(),
        colour: global.color.as_deref().and_then(ColourChoice::from_word),
        no_pager: global.no_pager,
        stdout_is_terminal: terminal,
        stderr_is_terminal: stderr::is_terminal(),
        ..from_environment()
    }
}

/// Returns the settings from the environment and the platform.
pub(super) fn from_environment() -> ConfigInputs {
    ConfigInputs {
        cache_folder: crate::disk::cache_folder(),
        config_folder: crate::disk::config_folder(),
        state_folder: crate::disk::state_folder(),
        config_env: std::env::var_os("ROLEDEX_CONFIG"),
        locale: ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var_os(name).filter(|v| !v.is_empty())),
        true_colour: std::env::var_os("COLORTERM")
            .is_some_and(|v| v == "truecolor" || v == "24bit"),
        pack_list: std::env::var_os("ROLEDEX_PACK"),
        home: crate::disk::home_folder(),
        own_pager: std::env::var_os("ROLEDEX_PAGER"),
        pager: std::env::var_os("PAGER"),
        columns: std::env::var_os("COLUMNS"),
        term: std::env::var_os("TERM"),
        no_colour: is_set("NO_COLOR"),
        force_colour: std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0"),
        ..ConfigInputs::default()
    }
}
