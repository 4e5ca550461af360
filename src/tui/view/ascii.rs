//! ASCII versions of drawings and signs, for terminals and locales that cannot show anything else.

use ratatui::buffer::Buffer;

/// Replaces every sign and drawing with an ASCII character. Letters of other scripts stay: they
/// have no equivalent.
pub(super) fn translate(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut chars = cell.symbol().chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(ascii) = ascii(c)
        {
            cell.set_char(ascii);
        }
    }
}

/// Returns the replacement for `c`, which is one cell wide.
fn ascii(c: char) -> Option<char> {
    Some(match c {
        // Level dots and meters: filled, then empty.
        '●' | '■' | '█' | '▓' | '◆' | '◉' | '▁'..='▇' | '▉'..='▋' => '#',
        '○' | '□' | '░' | '◇' | '☆' | '…' => '.',
        '★' => '*',
        '✓' | '✕' | '×' | '✗' => 'x',
        // Changes and their directions.
        '▲' | '↑' => '^',
        '▼' | '↓' | '▾' => 'v',
        '▸' | '→' | '›' | '▶' | '»' => '>',
        '←' | '‹' | '◂' | '«' => '<',
        '⇄' | '↔' | '═' => '=',
        '≈' => '~',
        '≠' => '!',
        '↵' | '⏎' => '$',
        // Dividers, boxes and bars; half-filled signs.
        '│' | '┃' | '║' | '├' | '┤' | '▌'..='▏' | '▐' => '|',
        '◐' | '◎' | '▒' | '▪' | '±' | '┌' | '┐' | '└' | '┘' | '┬' | '┴' | '┼' | '╭' | '╮' | '╰'
        | '╯' => '+',
        // Punctuation.
        '·' | '•' | '−' | '–' | '—' | '‐' | '‑' | '─' | '━' => '-',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '€' => 'E',
        '£' => 'L',
        '␛' => '?',
        '\u{a0}' => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::display_width;

    #[test]
    fn a_sign_gives_way_to_one_of_its_width_and_letters_stay() {
        let signs: Vec<char> = ('\u{a0}'..='\u{ffff}').filter(|c| ascii(*c).is_some()).collect();
        assert!(signs.len() > 60);
        for c in signs {
            assert_eq!(display_width(&c.to_string()), 1, "{c:?}");
            assert!(!c.is_alphanumeric() && ascii(c).unwrap().is_ascii(), "{c:?}");
        }
    }
}
