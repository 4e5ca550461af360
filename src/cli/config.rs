//! `roledex config`, and the settings of the explorer.

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::config::file::ConfigFile;
use crate::model::text::{printable, quoted, visible_line};
use crate::pack::Diagnostic;
use crate::report::diagnostics;
use crate::tui::Settings;
use crate::tui::keymap::Keymap;
use crate::tui::theme::ColourTheme;

/// Text before the sections of keys in a settings file.
const SETTINGS_HEADER: &str = "\
# roledex settings. Commented lines show the defaults.
# `roledex config` shows where this file belongs and any errors in it.

[ui]
# theme = \"terminal\"    # terminal, dark, light, colour-blind, colour-blind-light, mono, ascii, or one of your own; the key T switches
# mouse = true          # use the mouse; the key m turns it off and on
# accessible = false    # screen-reader mode: one column, no line drawing
# confirm-quit = false  # quit from the first screen only when q is pressed twice

# Keys, by the place where they work: a key, or a list of keys, instead of the defaults; [] for none.
# Binding a key to one action unbinds it from any other.
";

/// Text before the sections of themes.
const THEMES_HEADER: &str = "
# Your own themes: each changes parts of an existing one. A colour is a name (red, bright-red, default), a number from
# 0 to 255, or #rrggbb; a style is a colour, or a table of fg, bg, bold, dim, italic, underlined, reversed.
";

impl CommandContext<'_> {
    /// Checks the user's settings file and shows its problems, or prints a file to start from.
    pub(super) fn run_config(&mut self, args: &args::ConfigArgs) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text, OutputFormat::Json])?;
        if args.default {
            self.require_format(&[OutputFormat::Text])?;
            write!(self.out, "{SETTINGS_HEADER}{}", Keymap::default())?;
            for theme in ColourTheme::builtin().iter().filter(|theme| theme.name == "dark") {
                write!(self.out, "{THEMES_HEADER}{theme}")?;
            }
            return Ok(Exit::Success);
        }
        let (_, faults) = self.load_settings()?;
        if self.format == OutputFormat::Json {
            diagnostics::write_json(&mut self.out, &faults)?;
        } else if faults.is_empty() {
            let told = match &self.config.file {
                Some((path, _)) if path.exists() => format!("{}: no problems", printable(path)),
                Some((path, _)) => {
                    format!("{}: not found (optional)", printable(path))
                }
                None => "no settings folder: home folder not known; use --config".to_string(),
            };
            writeln!(self.out, "{told}")?;
        } else {
            diagnostics::write_text(&mut self.out, &faults, self.page.colour)?;
        }
        Ok(if faults.is_empty() { Exit::Success } else { Exit::NoResult })
    }

    /// Returns the settings of the explorer, and the problems of the user's file. The file's
    /// settings for mouse and screen apply from now on.
    pub(super) fn load_settings(&mut self) -> Result<(Settings, Vec<Diagnostic>), CommandError> {
        let Some((path, named)) = &self.config.file else {
            return self.apply_settings(&ConfigFile::default());
        };
        // Settings that the file does not contain, or that are invalid, keep their defaults: no
        // file prevents the explorer from starting.
        match ConfigFile::open(path) {
            Ok(file) => self.apply_settings(&file),
            Err(_) if !named => self.apply_settings(&ConfigFile::default()),
            Err(error) => {
                Err(CommandError::failed_to(&format!("cannot read {}", printable(path)), error))
            }
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
