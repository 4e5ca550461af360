//! `roledex config`, and the settings of the explorer.

use super::{Exit, Format, Problem, Run, args};
use crate::config::file::File;
use crate::model::text::{quoted, shown, visible_line};
use crate::pack::Diagnostic;
use crate::report::diagnostics;
use crate::tui::Settings;
use crate::tui::keymap::Keymap;
use crate::tui::theme::Theme;

/// Text before the sections of keys in a settings file.
const HEAD: &str = "\
# Settings of roledex. What is commented out is what holds anyway.
# `roledex config` tells where this file is looked for and what is wrong with it.

[ui]
# theme = \"terminal\"    # terminal, dark, light, colour-blind, mono, ascii, or one of yours; the key T walks through them
# mouse = true          # take the mouse; the key m turns it off and on
# accessible = false    # a screen that can be read aloud: one column, no drawings

# Keys, by the place in which they hold: a key, or a list of keys, in place of the usual ones; [] for none.
# A key that you give to one action is taken from the action that has it.
";

/// Text before the sections of themes.
const THEMES: &str = "
# Themes of your own: one that there is, changed in places. A colour is a name (red, bright-red, default), a number from
# 0 to 255, or #rrggbb; a look is a colour, or a table of fg, bg, bold, dim, italic, underlined, reversed.
";

impl Run<'_> {
    /// Checks the user's settings file and shows its problems, or prints a file to start from.
    pub(super) fn config(&mut self, args: &args::Config) -> Result<Exit, Problem> {
        self.takes(&[Format::Text, Format::Json])?;
        if args.default {
            self.takes(&[Format::Text])?;
            write!(self.out, "{HEAD}{}", Keymap::default())?;
            for theme in Theme::builtin().iter().filter(|theme| theme.name == "dark") {
                write!(self.out, "{THEMES}{theme}")?;
            }
            return Ok(Exit::Done);
        }
        let (_, faults) = self.settings()?;
        if self.format == Format::Json {
            diagnostics::write_json(&mut self.out, &faults)?;
        } else if faults.is_empty() {
            let told = match &self.config.file {
                Some((path, _)) if path.exists() => format!("{}: no faults", shown(path)),
                Some((path, _)) => {
                    format!("{}: there is no such file yet, and none is needed", shown(path))
                }
                None => "there is no folder to look for settings in".to_string(),
            };
            writeln!(self.out, "{told}")?;
        } else {
            diagnostics::write_text(&mut self.out, &faults, self.page.colour)?;
        }
        Ok(if faults.is_empty() { Exit::Done } else { Exit::No })
    }

    /// Returns the settings of the explorer, and the problems of the user's file. The file's
    /// settings for mouse and screen apply from now on.
    pub(super) fn settings(&mut self) -> Result<(Settings, Vec<Diagnostic>), Problem> {
        let Some((path, named)) = &self.config.file else { return self.heed(&File::default()) };
        // Settings that the file does not contain, or that are invalid, keep their defaults: no
        // file prevents the explorer from starting.
        match File::open(path) {
            Ok(file) => self.heed(&file),
            Err(_) if !named => self.heed(&File::default()),
            Err(error) => Err(Problem::Failed(format!("cannot read {}: {error}", shown(path)))),
        }
    }

    fn heed(&mut self, file: &File) -> Result<(Settings, Vec<Diagnostic>), Problem> {
        self.config.heed(file);
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
            return Err(Problem::Usage(format!(
                "there is no theme called `{name}`; there are {}",
                known.join(", ")
            )));
        }
        Ok((settings, file.diagnostics(faults)))
    }
}

/// Returns the first of `faults` on one line.
pub(super) fn told(faults: &[Diagnostic]) -> Option<String> {
    let first = faults.first()?;
    let hint = first.hint.as_ref().map(|hint| format!(": {hint}")).unwrap_or_default();
    let more = match faults.len() {
        1 => String::new(),
        n => format!(" (and {} more: roledex config)", n - 1),
    };
    Some(visible_line(&format!("{}:{} {}{hint}{more}", first.file, first.line, first.message)))
}
