//! The user's settings for the explorer.

use std::sync::Arc;

use super::keymap::Keymap;
use super::theme::{self, ColourTheme};
use crate::config::Config;
use crate::config::file::{self, ConfigFile};

/// The user's settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The meaning of keys.
    pub keymap: Arc<Keymap>,
    /// The themes to choose from, never empty.
    pub themes: Vec<ColourTheme>,
    /// The index of the initial theme.
    pub theme: usize,
    /// Whether a change of the theme is saved: not if this run has another one, by a flag or
    /// because colours are off.
    pub remembers_theme: bool,
    /// The message to show until the first key.
    pub notice: Option<String>,
}

impl Settings {
    /// Reads the settings in `file`, and returns them with its faults; the valid part applies.
    /// `asked` is the theme to use if the file sets none.
    pub fn of(file: &ConfigFile, config: &Config) -> (Self, Vec<file::ConfigFault>) {
        let (keymap, mut faults) = Keymap::new(&file.keys);
        let (themes, more) = theme::build_themes(&file.themes);
        faults.extend(more);
        let worn = match (&config.theme, &file.theme) {
            (Some(name), _) => theme_position(&themes, name),
            (None, Some(name)) => theme_position(&themes, &name.text),
            (None, None) => None,
        };
        if let Some(name) =
            file.theme.as_ref().filter(|name| theme_position(&themes, &name.text).is_none())
        {
            faults.push(theme::unknown(&themes, name));
        }
        // A theme by flag overrides an environment without colours, but not a flag against them.
        let coloured = config.colour || (config.theme.is_some() && !config.colour_forbidden);
        let worn =
            if coloured { worn.unwrap_or(0) } else { theme_position(&themes, "mono").unwrap_or(0) };
        let keeps_theme = coloured && config.theme.is_none();
        let themes = themes.into_iter().map(|theme| fit_to_terminal(theme, config)).collect();
        (
            Self {
                keymap: Arc::new(keymap),
                themes,
                theme: worn,
                remembers_theme: keeps_theme,
                notice: None,
            },
            faults,
        )
    }
}

/// Returns the position of the theme called `name`.
fn theme_position(themes: &[ColourTheme], name: &str) -> Option<usize> {
    themes.iter().position(|theme| theme.is_called(name))
}

/// Returns `theme` with the characters and colours that the terminal can show.
fn fit_to_terminal(mut theme: ColourTheme, config: &Config) -> ColourTheme {
    theme.ascii |= config.ascii;
    if config.true_colour { theme } else { theme.quantised() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ColourChoice, ConfigInputs};

    #[test]
    fn a_theme_by_flag_outweighs_no_color_but_not_color_never() {
        // (--color, NO_COLOR, --theme) -> the theme used, and whether a change of it is saved
        let cases = [
            (None, false, None, "light", true),
            (None, true, None, "mono", false),
            (None, false, Some("dark"), "dark", false),
            (None, true, Some("dark"), "dark", false),
            (Some(ColourChoice::Never), false, Some("dark"), "mono", false),
            (Some(ColourChoice::Never), false, None, "mono", false),
            (Some(ColourChoice::Always), true, None, "light", true),
        ];
        let file = ConfigFile::parse("config.toml", "[ui]\ntheme = \"light\"\n");
        for (colour, no_colour, theme, worn, keeps) in cases {
            let theme = theme.map(str::to_string);
            let given = ConfigInputs {
                colour,
                no_colour,
                theme,
                stdout_is_terminal: true,
                ..ConfigInputs::default()
            };
            let (settings, _) = Settings::of(&file, &Config::resolve(&given));
            assert_eq!(settings.themes[settings.theme].name, worn, "{given:?}");
            assert_eq!(settings.remembers_theme, keeps, "{given:?}");
        }
    }
}
