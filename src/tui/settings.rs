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
        let position = |name: &str| themes.iter().position(|theme| theme.is_called(name));
        let worn = match (&config.theme, &file.theme) {
            (Some(name), _) => position(name),
            (None, Some(name)) => position(&name.text),
            (None, None) => None,
        };
        if let Some(name) = file.theme.as_ref().filter(|name| position(&name.text).is_none()) {
            faults.push(theme::unknown(&themes, name));
        }
        // A theme by flag overrides an environment without colours, but not a flag against them.
        let coloured = config.colour || (config.theme.is_some() && !config.colour_forbidden);
        let worn = if coloured { worn.unwrap_or(0) } else { position("mono").unwrap_or(0) };
        let keeps_theme = coloured && config.theme.is_none();
        let fit = |mut theme: ColourTheme| {
            theme.ascii |= config.ascii;
            if config.true_colour { theme } else { theme.quantised() }
        };
        let themes = themes.into_iter().map(fit).collect();
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
