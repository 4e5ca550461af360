//! The user's themes: existing themes with changes.

use std::fmt;

use ratatui::style::{Color, Modifier, Style};

use super::{ColourTheme, THEME_ELEMENTS, colour};
use crate::config::file::{self, ConfigFault, SpannedText, StyleProperty, StyleValue};
use crate::model::text::visible;
use crate::pack::DiagnosticCode;
use crate::pack::suggest;

/// The switches of a style.
const SWITCHES: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Returns the built-in themes and those of `custom`, each of which may build on any before it; and
/// the faults of these. The valid parts apply.
pub fn build_themes(custom: &[file::UserTheme]) -> (Vec<ColourTheme>, Vec<ConfigFault>) {
    let mut all = ColourTheme::builtin();
    let mut faults = Vec::new();
    for wish in custom {
        let name = visible(&wish.name.text);
        if name != wish.name.text || name.is_empty() {
            let message = "a theme name must be one line of visible text".to_string();
            faults.push(fault(
                &wish.name,
                DiagnosticCode::BadThemeName,
                message,
                format!("name it `{}`", if name.is_empty() { "mine" } else { &name }),
            ));
        }
        if all.iter().any(|theme| theme.is_called(&wish.name.text)) {
            let message = format!("a theme named `{}` already exists", wish.name.text);
            faults.push(fault(
                &wish.name,
                DiagnosticCode::ThemeTwice,
                message,
                "choose another name".to_string(),
            ));
            continue;
        }
        let base = wish
            .base
            .as_ref()
            .map(|base| (base, all.iter().find(|theme| theme.is_called(&base.text))));
        if let Some((base, None)) = base {
            faults.push(unknown(&all, base));
        }
        let mut theme = base.and_then(|(_, theme)| theme).unwrap_or(&all[0]).clone();
        theme.name = name.into_owned();
        for (name, properties) in &wish.styles {
            let Some((look, _)) = THEME_ELEMENTS.iter().find(|(_, known)| *known == name.text)
            else {
                let hint = hint(&name.text, THEME_ELEMENTS.iter().map(|(_, name)| *name));
                faults.push(fault(
                    name,
                    DiagnosticCode::UnknownLook,
                    format!("`{}` is not a theme element", crate::model::text::quoted(&name.text)),
                    hint,
                ));
                continue;
            };
            let mut style = theme.element_style(*look);
            for property in properties {
                if let Err(fault) = apply(&mut style, property) {
                    faults.push(fault);
                }
            }
            theme.set(*look, style);
        }
        all.push(theme);
    }
    (all, faults)
}

impl fmt::Display for ColourTheme {
    /// Writes the theme as a section of a settings file, with every line commented out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n# [theme.mine]\n# base = {:?}", self.name)?;
        for (look, name) in THEME_ELEMENTS {
            let style = self.element_style(look);
            let ground = style.bg.map(|bg| format!("bg = {}", quoted_colour(bg)));
            let ink = style.fg.map(quoted_colour);
            let on = SWITCHES.iter().filter(|(_, modifier)| style.add_modifier.contains(*modifier));
            let on = on.map(|(name, _)| format!("{name} = true"));
            let mut rest: Vec<String> = ground.into_iter().chain(on).collect();
            match (ink, rest.is_empty()) {
                (Some(ink), true) => writeln!(f, "# {name} = {ink}")?,
                (ink, _) => {
                    rest.splice(0..0, ink.map(|ink| format!("fg = {ink}")));
                    writeln!(f, "# {name} = {{ {} }}", rest.join(", "))?;
                }
            }
        }
        Ok(())
    }
}

/// Returns the fault that none of `themes` is called `name`.
pub(crate) fn unknown(themes: &[ColourTheme], name: &SpannedText) -> ConfigFault {
    let hint = hint(&name.text, themes.iter().map(|theme| theme.name.as_str()));
    fault(
        name,
        DiagnosticCode::UnknownTheme,
        format!("no theme named `{}`", crate::model::text::quoted(&name.text)),
        hint,
    )
}

fn apply(style: &mut Style, property: &StyleProperty) -> Result<(), ConfigFault> {
    let StyleProperty { name, value: (value, at) } = property;
    let switch = SWITCHES.iter().find(|(switch, _)| *switch == name.text);
    match (name.text.as_str(), switch, value) {
        ("fg", _, StyleValue::Text(text)) => style.fg = parse_setting(text, at)?,
        ("bg", _, StyleValue::Text(text)) => style.bg = parse_setting(text, at)?,
        ("fg" | "bg", _, StyleValue::Switch(_)) => return Err(wrong_type(property, "a colour")),
        (_, Some((_, modifier)), StyleValue::Switch(on)) => style.add_modifier.set(*modifier, *on),
        (_, Some(_), StyleValue::Text(_)) => return Err(wrong_type(property, "true or false")),
        _ => {
            let known = ["fg", "bg"].into_iter().chain(SWITCHES.iter().map(|(switch, _)| *switch));
            let hint = hint(&name.text, known);
            return Err(fault(
                name,
                DiagnosticCode::UnknownProperty,
                format!("`{}` is not a style property", name.text),
                hint,
            ));
        }
    }
    Ok(())
}

/// Reports that the value of `property` is not of the kind `wanted`.
fn wrong_type(property: &StyleProperty, wanted: &str) -> ConfigFault {
    ConfigFault {
        span: property.value.1.clone(),
        code: DiagnosticCode::WrongType,
        message: format!("`{}` must be {wanted}", property.name.text),
        hint: format!("write {wanted}"),
    }
}

/// Formats a colour as a value of the settings file.
fn quoted_colour(colour: Color) -> String {
    format!("{:?}", colour::colour_text(colour))
}

/// Parses the colour `text`, located at `at`; `None` for the terminal's own.
fn parse_setting(text: &str, at: &std::ops::Range<usize>) -> Result<Option<Color>, ConfigFault> {
    match colour::parse(text) {
        Some(Color::Reset) => Ok(None),
        Some(colour) => Ok(Some(colour)),
        None => {
            let hint = match suggest(text, colour::NAMES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "use default, a name like red or bright-red, 0 to 255, or #rrggbb".to_string()
                }
            };
            let message = format!("`{text}` is not a colour");
            Err(ConfigFault {
                span: at.clone(),
                code: DiagnosticCode::UnknownColour,
                message,
                hint,
            })
        }
    }
}

fn fault(name: &SpannedText, code: DiagnosticCode, message: String, hint: String) -> ConfigFault {
    ConfigFault { span: name.span.clone(), code, message, hint }
}

fn hint<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::doc::TextTone;

    fn read(text: &str) -> (Vec<ColourTheme>, Vec<(String, &'static str, String)>) {
        let file = file::ConfigFile::parse("config.toml", text);
        assert_eq!(file.faults, []);
        let (themes, faults) = build_themes(&file.themes);
        (
            themes,
            faults.into_iter().map(|f| (text[f.span].to_string(), f.code.word(), f.hint)).collect(),
        )
    }

    #[test]
    fn a_theme_is_another_one_changed_in_places() {
        let text = "[theme.mine]\nbase = \"dark\"\naccent = \"#ffcc00\"\ntitle = { fg = \"bright-red\", bold = false }\n\
                    [theme.yours]\nbase = \"mine\"\nground = { bg = \"default\" }\n";
        let (themes, faults) = read(text);
        assert_eq!(faults, []);
        let [dark, mine, yours] = ["dark", "mine", "yours"]
            .map(|name| themes.iter().find(|theme| theme.name == name).unwrap());
        assert_eq!(mine.tone_style(TextTone::Accent).fg, Some(Color::Rgb(255, 204, 0)));
        assert_eq!(mine.tone_style(TextTone::Title), Style::new().fg(Color::LightRed));
        assert_eq!(mine.tone_style(TextTone::Dim), dark.tone_style(TextTone::Dim));
        assert_eq!(
            (yours.ground().bg, yours.tone_style(TextTone::Title)),
            (None, mine.tone_style(TextTone::Title))
        );
    }

    #[test]
    fn a_theme_that_is_printed_reads_back() {
        for printed in ColourTheme::builtin() {
            let text = printed.to_string().replace("# ", "");
            // Based on an empty theme, so that everything comes from the text.
            let text = text.replace(&format!("base = {:?}", printed.name), "base = \"mono\"");
            let (themes, faults) = read(&text);
            assert_eq!(faults, [], "{text}");
            let read = themes.last().unwrap();
            for (look, name) in THEME_ELEMENTS {
                let (a, b) = (read.element_style(look), printed.element_style(look));
                assert_eq!((a.fg, a.bg), (b.fg, b.bg), "{name} of {}", printed.name);
                assert!(a.add_modifier.contains(b.add_modifier), "{name} of {}", printed.name);
            }
        }
    }

    #[test]
    fn every_fault_of_a_theme_is_placed_and_the_rest_holds() {
        let text = "[theme.dark]\n[theme.mine]\nbase = \"drak\"\naccnt = \"red\"\naccent = \"rad\"\n\
                    dim = { fg = true, bold = \"yes\", blink = true, bg = \"blue\" }\n";
        let (themes, faults) = read(text);
        let told: Vec<(&str, &str, &str)> =
            faults.iter().map(|(a, b, c)| (a.as_str(), *b, c.as_str())).collect();
        for (at, code, hint) in [
            ("dark", "theme-twice", "another name"),
            ("\"drak\"", "unknown-theme", "did you mean `dark`?"),
            ("accnt", "unknown-look", "did you mean `accent`?"),
            ("\"rad\"", "unknown-colour", "did you mean `red`?"),
            ("true", "wrong-type", "write a colour"),
            ("\"yes\"", "wrong-type", "true or false"),
            ("blink", "unknown-property", "use one of fg, bg, bold"),
        ] {
            assert!(
                told.iter().any(|t| t.0 == at && t.1 == code && t.2.contains(hint)),
                "{at} {code}: {told:?}"
            );
        }
        assert_eq!(faults.len(), 7);
        let (themes_by_odd_names, faults) =
            read("[theme.\"a\\u2028b\"]\n[theme.\"c\\nd\"]\n[theme.\"e\\u202e\"]\n[theme.\" \"]\n");
        assert!(
            faults.len() == 4 && faults.iter().all(|(_, code, _)| *code == "bad-theme-name"),
            "{faults:?}"
        );
        let names: Vec<&str> =
            themes_by_odd_names.iter().rev().take(4).map(|theme| theme.name.as_str()).collect();
        assert_eq!(names, ["", "e‹U+202E›", "c d", "a b"]);
        assert_eq!(themes.last().unwrap().tone_style(TextTone::Dim).bg, Some(Color::Blue));
    }
}
