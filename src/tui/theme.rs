//! How tones look. The default uses the terminal's own sixteen colours, so that it fits every palette. Side A is the
//! bright blue: the plain one is all but unreadable on black in the palettes that terminals ship with.

use ratatui::style::{Color, Modifier, Style};

use super::doc::Tone;

/// A set of looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// No colour at all, for `NO_COLOR`: the meaning is in bold, underline and reverse.
    ///
    /// Nothing here sets a foreground or background: with `NO_COLOR` crossterm writes a reset in place of each
    /// colour, which would wipe out the highlight of the selected row.
    Mono,
}

impl Theme {
    /// The look of `tone`.
    pub fn style(self, tone: Tone) -> Style {
        let plain = Style::new();
        let (colour, modifier) = match tone {
            Tone::Text => (None, Modifier::empty()),
            Tone::Dim => (Some(Color::DarkGray), Modifier::empty()),
            Tone::Title => (None, Modifier::BOLD),
            Tone::Heading => (Some(Color::Cyan), Modifier::BOLD),
            Tone::Accent => (Some(Color::Cyan), Modifier::empty()),
            Tone::Match => (Some(Color::Green), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Tone::SideA => (Some(Color::LightBlue), Modifier::empty()),
            Tone::SideB => (Some(Color::Yellow), Modifier::empty()),
            Tone::ChangedA => (Some(Color::LightBlue), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Tone::ChangedB => (Some(Color::Yellow), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Tone::Grow => (Some(Color::Green), Modifier::BOLD),
            Tone::LetGo => (Some(Color::Magenta), Modifier::BOLD),
            Tone::Warning => (Some(Color::Magenta), Modifier::empty()),
        };
        let style = plain.add_modifier(modifier);
        match (self, colour) {
            (Self::Terminal, Some(colour)) => style.fg(colour),
            _ => style,
        }
    }

    /// The selected row of the focused pane.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The selected row of a pane without the focus.
    pub fn selected_elsewhere(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}
