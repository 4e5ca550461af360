//! `roledex config`, and the settings of the explorer.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::ConfigCommand;
use super::output::OutputTarget;
use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::config::SettingOrigin;
use crate::config::file::ConfigFile;
use crate::disk::IfExists;
use crate::model::text::{printable, quoted, visible_line};
use crate::pack::Diagnostic;
use crate::report::diagnostics;
use crate::report::settings::{self, SettingEntry};
use crate::tui::Settings;
use crate::tui::keymap::Keymap;
use crate::tui::theme::ColourTheme;

/// Text before the sections of keys in a settings file.
const SETTINGS_HEADER: &str = "\
# roledex settings. Commented lines show the defaults.
# `roledex config` shows where this file belongs and any errors in it.

# Options come first, then the environment, then these.
[defaults]
# packs = [\"built-in\"]  # files or folders of your packs, from the folder of this file or from ~/
# format = \"text\"       # the output format, for commands that support it: text, json, csv, markdown, html and more
# color = \"auto\"        # when to use colour: auto, always or never
# pager = \"less -FRX\"   # shows output that is longer than the screen; \"\" for none

[ui]
# theme = \"terminal\"    # terminal, dark, light, colour-blind, colour-blind-light, mono, ascii, or one of your own; the key T switches
# mouse = true          # use the mouse; the key m turns it off and on
# accessible = false    # screen-reader mode: one column, no line drawing
# confirm-quit = false  # quit from the first screen only when q is pressed twice

# Keys, by the place where they work: a key, or a list of keys, instead of the defaults; [] for none.
# Binding a key to one action unbinds it from any other.
";

/// The message that there is nowhere to keep the settings file.
const NO_FOLDER: &str = "no settings folder: home folder not known; use --config";

/// Text before the sections of themes.
const THEMES_HEADER: &str = "
# Your own themes: each changes parts of an existing one. A colour is a name (red, bright-red, default), a number from
# 0 to 255, or #rrggbb; a style is a colour, or a table of fg, bg, bold, dim, italic, underlined, reversed.
";

impl CommandContext<'_> {
    /// Checks, shows or makes the user's settings file, or prints one to start from.
    pub(super) fn run_config(&mut self, args: &args::ConfigArgs) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text, OutputFormat::Json])?;
        match args.what {
            None if args.default => {
                self.require_format(&[OutputFormat::Text])?;
                write_template(&mut self.out)?;
                Ok(Exit::Success)
            }
            None => self.check_config(),
            Some(ConfigCommand::Init) => self.make_config(),
            Some(ConfigCommand::Path) => {
                let path = self.config_path()?;
                self.write_path(&path, settings::path_json)?;
                Ok(Exit::Success)
            }
            Some(ConfigCommand::Show) => self.show_config(),
        }
    }

    fn config_path(&self) -> Result<PathBuf, CommandError> {
        let path = self.config.file.as_ref().map(|(path, _)| path.clone());
        path.ok_or_else(|| CommandError::Failed(NO_FOLDER.into()))
    }

    /// Makes the user's settings file.
    fn make_config(&mut self) -> Result<Exit, CommandError> {
        let path = self.config_path()?;
        let existing = if self.force { IfExists::Replace } else { IfExists::Keep };
        let target = OutputTarget::File(&path);
        target.check(existing)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| target.write_failure(error))?;
        }
        target
            .write(existing, &mut std::io::sink(), |mut out| write_template(&mut out))
            .map_err(|error| target.write_failure(error))?;
        if self.format == OutputFormat::Json {
            crate::report::write_json(&mut self.out, &settings::path_json(&path))?;
        } else {
            writeln!(self.out, "wrote {}", printable(&path))?;
        }
        Ok(Exit::Success)
    }

    /// Shows the settings in force.
    fn show_config(&mut self) -> Result<Exit, CommandError> {
        // Afterwards it has the value of the file too.
        let is_accessible_by_flag = self.config.accessible;
        let (explorer, faults) = self.load_settings()?;
        let entries = self.setting_entries(&explorer, is_accessible_by_flag);
        if self.format == OutputFormat::Json {
            crate::report::write_json(&mut self.out, &settings::json(&entries))?;
        } else {
            settings::write_text(&mut self.out, &entries, self.page)?;
        }
        self.check_project()?;
        match first_diagnostic_line(&faults) {
            Some(fault) => Err(CommandError::NoResult(fault)),
            None => Ok(Exit::Success),
        }
    }

    /// Returns the settings in force.
    fn setting_entries(
        &self,
        explorer: &Settings,
        is_accessible_by_flag: bool,
    ) -> Vec<SettingEntry> {
        let config = &self.config;
        let file = config.settings.clone().unwrap_or_default();
        let packs = match &config.packs[..] {
            [] => vec!["built-in".to_string()],
            packs => packs.iter().map(printable).collect(),
        };
        // Where there is no colour, the explorer has another theme for the time being.
        let set = file.theme.as_ref().map(|theme| theme.text.clone());
        let first = explorer.themes.first().map(|theme| theme.name.clone());
        let theme = config.theme.clone().or(set).or(first);
        let theme_from = from_file(file.theme.is_some());
        let accessible_from = from_file(file.accessible.is_some());
        let format = config.format.clone().unwrap_or_else(|| "text".to_string());
        let named = config.file.as_ref().is_some_and(|(_, named)| *named);
        let path = config.file.as_ref().map(|(path, _)| path);
        let default = SettingOrigin::BuiltIn;
        let mut entries = vec![SettingEntry {
            setting: "defaults.packs",
            value: packs,
            from: self.origin_text(config.packs_from),
        }];
        let (colour, colour_from) = config.colour_choice;
        let single = [
            ("defaults.format", Some(format), from_file(config.format.is_some())),
            ("defaults.color", Some(colour.word().to_string()), colour_from),
            ("defaults.pager", config.pager.0.clone(), config.pager.1),
            ("ui.theme", theme, flag_or(config.theme.is_some(), "--theme", theme_from)),
            ("ui.mouse", Some(config.mouse.to_string()), from_file(file.mouse.is_some())),
            (
                "ui.accessible",
                Some(config.accessible.to_string()),
                flag_or(is_accessible_by_flag, "--accessible", accessible_from),
            ),
            (
                "ui.confirm-quit",
                Some(config.confirm_quit.to_string()),
                from_file(file.confirm_quit.is_some()),
            ),
            ("file", path.map(printable), flag_or(named, "--config or ROLEDEX_CONFIG", default)),
            ("profile", config.profile.as_ref().map(printable), default),
            (
                "state",
                config.session_file.as_ref().map(printable),
                flag_or(!config.saves_state, "--no-state", default),
            ),
            (
                "cache",
                config.cache.as_ref().map(printable),
                flag_or(config.cache.is_none(), "--no-cache", default),
            ),
        ];
        entries.extend(single.into_iter().map(|(setting, value, from)| SettingEntry {
            setting,
            value: value.into_iter().collect(),
            from: self.origin_text(from),
        }));
        entries
    }

    /// Returns the name of the place that sets a setting.
    fn origin_text(&self, origin: SettingOrigin) -> String {
        let file = self.config.file.as_ref().map(|(path, _)| path);
        match origin {
            SettingOrigin::Flag(name) | SettingOrigin::Environment(name) => name.to_string(),
            SettingOrigin::Project => {
                self.config.project.as_ref().map(|file| printable(&file.path)).unwrap_or_default()
            }
            SettingOrigin::Settings => file.map(printable).unwrap_or_default(),
            SettingOrigin::BuiltIn => "default".to_string(),
        }
    }

    /// Checks the user's settings file and shows its problems.
    fn check_config(&mut self) -> Result<Exit, CommandError> {
        let (_, faults) = self.load_settings()?;
        if self.format == OutputFormat::Json {
            diagnostics::write_json(&mut self.out, &faults)?;
        } else if faults.is_empty() {
            let text = match &self.config.file {
                Some((path, _)) if path.exists() => format!("{}: no problems", printable(path)),
                Some((path, _)) => {
                    format!(
                        "{}: not found (optional); `roledex config init` creates it",
                        printable(path)
                    )
                }
                None => NO_FOLDER.to_string(),
            };
            writeln!(self.out, "{text}")?;
        } else {
            diagnostics::write_text(&mut self.out, &faults, self.page.colour)?;
        }
        Ok(if faults.is_empty() { Exit::Success } else { Exit::NoResult })
    }

    /// Returns the settings of the explorer, and the problems of the user's file. The file's
    /// settings for mouse and screen apply from now on.
    pub(super) fn load_settings(&mut self) -> Result<(Settings, Vec<Diagnostic>), CommandError> {
        if let Some(file) = self.config.settings.clone() {
            return self.apply_settings(&file);
        }
        match &self.config.file {
            Some((path, true)) => match ConfigFile::open(path) {
                Ok(file) => self.apply_settings(&file),
                Err(error) => {
                    Err(CommandError::failed_to(&format!("cannot read {}", printable(path)), error))
                }
            },
            // Settings that are missing or invalid keep their defaults: no file prevents the
            // explorer from starting.
            _ => self.apply_settings(&ConfigFile::default()),
        }
    }

    /// The same for the explorer, which also opens with its defaults if the file is missing.
    pub(super) fn load_explorer_settings(
        &mut self,
    ) -> Result<(Settings, Vec<Diagnostic>), CommandError> {
        match &self.config.file {
            Some((path, true)) if !path.exists() => {
                let file = ConfigFile::missing(path);
                self.apply_settings(&file)
            }
            _ => self.load_settings(),
        }
    }

    fn apply_settings(
        &mut self,
        file: &ConfigFile,
    ) -> Result<(Settings, Vec<Diagnostic>), CommandError> {
        self.config.apply_file(file);
        let (settings, faults) = Settings::of(file, &self.config);
        if let Some(name) = self
            .config
            .theme
            .as_ref()
            .filter(|name| !settings.themes.iter().any(|t| t.is_called(name)))
        {
            let known: Vec<&str> =
                settings.themes.iter().map(|theme| theme.name.as_str()).collect();
            let name = quoted(name);
            return Err(CommandError::Usage(format!(
                "no theme named `{name}`; choose from {}",
                known.join(", ")
            )));
        }
        Ok((settings, file.diagnostics(faults)))
    }
}

fn from_file(is_set: bool) -> SettingOrigin {
    if is_set { SettingOrigin::Settings } else { SettingOrigin::BuiltIn }
}

fn flag_or(given: bool, flag: &'static str, otherwise: SettingOrigin) -> SettingOrigin {
    if given { SettingOrigin::Flag(flag) } else { otherwise }
}

/// Writes a settings file with every setting at its default value, commented out.
fn write_template(out: &mut impl Write) -> io::Result<()> {
    write!(out, "{SETTINGS_HEADER}{}", Keymap::default())?;
    for theme in ColourTheme::builtin().iter().filter(|theme| theme.name == "dark") {
        write!(out, "{THEMES_HEADER}{theme}")?;
    }
    Ok(())
}

/// Returns the first of `faults` on one line.
pub(super) fn first_diagnostic_line(faults: &[Diagnostic]) -> Option<String> {
    let first = faults.first()?;
    let hint = first.hint.as_ref().map(|hint| format!(": {hint}")).unwrap_or_default();
    let more = match faults.len() {
        1 => String::new(),
        n => format!(" (and {} more: roledex config)", n - 1),
    };
    Some(visible_line(&format!("{}:{} {}{hint}{more}", first.file, first.line, first.message)))
}
