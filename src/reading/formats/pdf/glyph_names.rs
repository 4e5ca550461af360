//! Characters by the names of glyphs.

use unicode_normalization::UnicodeNormalization;

/// Names of signs and of letters that are not letters with an accent.
const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "−"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotesinglbase", "‚"),
    ("quotedblbase", "„"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("lslash", "ł"),
    ("Lslash", "Ł"),
    ("eth", "ð"),
    ("Eth", "Ð"),
    ("thorn", "þ"),
    ("Thorn", "Þ"),
    ("dotlessi", "ı"),
    ("Euro", "€"),
    ("sterling", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("section", "§"),
    ("paragraph", "¶"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("degree", "°"),
    ("plusminus", "±"),
    ("multiply", "×"),
    ("divide", "÷"),
    ("periodcentered", "·"),
    ("middot", "·"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("exclamdown", "¡"),
    ("questiondown", "¿"),
    ("mu", "µ"),
    ("onehalf", "½"),
    ("onequarter", "¼"),
    ("threequarters", "¾"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("nbspace", " "),
    ("sfthyphen", "-"),
    ("openbullet", "◦"),
    ("filledbox", "■"),
    ("H22073", "■"),
    ("H18543", "▪"),
    ("triagrt", "►"),
    ("arrowright", "→"),
];

/// Names of accents, with the character that combines with a letter.
const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ogonek", '\u{328}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
];

/// Returns the text of a glyph with this name.
pub(super) fn glyph_text(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_string());
    }
    let mut letters = name.chars();
    let first = letters.next()?;
    if letters.as_str().is_empty() {
        return Some(first.to_string());
    }
    let accent = ACCENTS.iter().find(|(known, _)| *known == letters.as_str());
    if let Some((_, accent)) = accent {
        return Some([first, *accent].iter().collect::<String>().nfc().collect());
    }
    if let Some(units) =
        name.strip_prefix("uni").filter(|units| !units.is_empty() && units.len() % 4 == 0)
    {
        let codes = units.as_bytes().chunks(4).map(|unit| {
            u32::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok().and_then(char::from_u32)
        });
        return codes.collect();
    }
    let code = name.strip_prefix('u').filter(|code| (4..=6).contains(&code.len()))?;
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_read() {
        for (name, wanted) in [
            ("A", Some("A")),
            ("eacute", Some("é")),
            ("ccedilla", Some("ç")),
            ("ff", Some("ff")),
            ("uni20AC", Some("€")),
            ("u1F600", Some("😀")),
            ("a.sc", Some("a")),
            (".notdef", None),
            ("g123", None),
            ("uni", None),
            ("uni€€", None),
        ] {
            assert_eq!(glyph_text(name).as_deref(), wanted, "{name}");
        }
    }
}
