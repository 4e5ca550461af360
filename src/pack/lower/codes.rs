//! Checks that external codes have the form of their scheme.

use toml::de::DeTable;

use super::{Lowering, entries_in_order, subtable};
use crate::model::text::visible;
use crate::pack::DiagnosticCode;

/// A scheme of codes and the form of its codes.
struct CodeScheme {
    /// The keys that packs use.
    names: &'static [&'static str],
    form: &'static str,
    example: &'static str,
    /// `9` matches a digit, `A` a letter, everything else itself. A code has one of these forms.
    patterns: &'static [&'static str],
}

/// Known schemes. Codes of other schemes are not checked.
const SCHEMES: &[CodeScheme] = &[
    CodeScheme {
        names: &["onet-soc", "onetsoc", "o*net-soc"],
        form: "two digits, a hyphen, four digits, a dot, two digits",
        example: "15-1252.00",
        patterns: &["99-9999.99"],
    },
    CodeScheme {
        names: &["soc", "us-soc", "soc-2018", "soc-2010"],
        form: "two digits, a hyphen, four digits",
        example: "15-1252",
        patterns: &["99-9999"],
    },
    CodeScheme {
        names: &["isco", "isco-08", "isco08", "isco-88", "isco88"],
        form: "one to four digits",
        example: "2512",
        patterns: &["9", "99", "999", "9999"],
    },
    CodeScheme {
        names: &["esco"],
        form: "the UUID of a concept, or its full URI",
        example: "f2b15a0e-e65a-438a-affb-29b9d50b77d1",
        patterns: &[UUID],
    },
    CodeScheme {
        names: &["esco-code"],
        form: "the four ISCO digits, then numbers separated by dots",
        example: "2512.4.1",
        patterns: &["9999"],
    },
    CodeScheme {
        names: &["rome"],
        form: "a letter and four digits",
        example: "M1805",
        patterns: &["A9999"],
    },
    CodeScheme {
        names: &["kldb", "kldb-2010"],
        form: "one to five digits",
        example: "43412",
        patterns: &["9", "99", "999", "9999", "99999"],
    },
    CodeScheme {
        names: &["noc"],
        form: "four or five digits",
        example: "21231",
        patterns: &["9999", "99999"],
    },
    CodeScheme {
        names: &["anzsco", "osca"],
        form: "one to six digits",
        example: "261313",
        patterns: &["9", "99", "999", "9999", "99999", "999999"],
    },
    CodeScheme { names: &["sfia"], form: "four letters", example: "PROG", patterns: &["AAAA"] },
];

const UUID: &str = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

/// The start of the address of an ESCO concept.
const ESCO: [&str; 2] = ["http://data.europa.eu/esco/", "https://data.europa.eu/esco/"];

fn matches_pattern(pattern: &str, code: &str) -> bool {
    pattern.chars().count() == code.chars().count()
        && pattern.chars().zip(code.chars()).all(matches_class)
}

/// Whether a character is of the class that a character of a pattern stands for.
fn matches_class((pattern, c): (char, char)) -> bool {
    match pattern {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_uppercase(),
        'h' => c.is_ascii_hexdigit(),
        other => other == c,
    }
}

impl CodeScheme {
    fn of(name: &str) -> Option<&'static Self> {
        let name = name.to_lowercase().replace('_', "-");
        SCHEMES.iter().find(|scheme| scheme.names.contains(&name.as_str()))
    }

    fn accepts(&self, code: &str) -> bool {
        if self.names == ["esco"]
            && let Some(rest) = ESCO.iter().find_map(|start| code.strip_prefix(start))
        {
            let (kind, id) = rest.rsplit_once('/').unwrap_or(("", rest));
            return !kind.is_empty()
                && (matches_pattern(UUID, id)
                    || id.chars().all(|c| c.is_ascii_alphanumeric()) && !id.is_empty());
        }
        // Groups have names of their own: `C2512`, `S1.2.3`.
        if self.names == ["esco"]
            && code.starts_with(|c: char| c.is_ascii_uppercase())
            && code.len() <= 12
        {
            let parts = code[1..].split('.');
            return parts.clone().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
                && (code.len() == 1 || parts.clone().all(|part| !part.is_empty()));
        }
        if self.names == ["esco-code"] {
            let mut parts = code.split('.');
            return parts.next().is_some_and(|group| matches_pattern("9999", group))
                && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        }
        self.patterns.iter().any(|pattern| matches_pattern(pattern, code))
    }

    /// Returns the code that `code` was probably meant to be: its letters and digits in the form of
    /// the scheme.
    fn corrected_code(&self, code: &str) -> Option<String> {
        let bare: String =
            code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let tries = [
            bare.clone(),
            format!("{bare}00"),
            bare.strip_suffix("00").unwrap_or_default().to_string(),
        ];
        // Several codes in one text, or words, are something else.
        let single = !code.trim().contains([',', ';', ' ', '|']);
        let uuid = self.names == ["esco"];
        let tries = if uuid { &tries[..1] } else { &tries[..] };
        tries.iter().find_map(|bare| fit_to_pattern(bare, uuid, self.patterns)).filter(|_| single)
    }
}

/// The letters and digits `bare` in the form of the first pattern that they fill exactly.
fn fit_to_pattern(bare: &str, uuid: bool, patterns: &[&'static str]) -> Option<String> {
    patterns.iter().find_map(|pattern| {
        let mut letters = bare.chars();
        let mut out = String::new();
        for c in pattern.chars() {
            match c {
                '9' | 'A' | 'h' => out.push(letters.next()?),
                c => out.push(c),
            }
        }
        let out = if uuid { out.to_lowercase() } else { out };
        (letters.next().is_none() && matches_pattern(pattern, &out)).then_some(out)
    })
}

impl Lowering<'_> {
    /// Warns about each code in `table` that does not have the form of its scheme.
    pub(super) fn check_codes(&mut self, file: usize, table: &DeTable<'_>) {
        let Some(codes) = subtable(table, "codes") else { return };
        for (name, _, value) in entries_in_order(codes) {
            let Some(scheme) = CodeScheme::of(name) else { continue };
            let Some(code) = value.get_ref().as_str().filter(|code| !scheme.accepts(code)) else {
                continue;
            };
            let (name, code) = (visible(name), visible(code));
            let hint = match scheme.corrected_code(&code) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("use the form `{}`", scheme.example),
            };
            let message = format!("`{code}` is not a valid {name} code: expected {}", scheme.form);
            self.faults.warning(DiagnosticCode::BadCode, file, value.span(), message).hint(hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_what_cannot_be_one() {
        let uuid = "00064735-8fad-454b-90c7-ed858cc993f2";
        let address = format!("http://data.europa.eu/esco/occupation/{uuid}");
        for (scheme, good) in [
            ("onet-soc", "15-1252.00"),
            ("onet_soc", "11-2021.00"),
            ("soc", "15-1252"),
            ("isco", "2512"),
            ("ISCO-08", "0110"),
            ("isco", "2"),
            ("esco", uuid),
            ("esco", address.as_str()),
            ("esco", "http://data.europa.eu/esco/isco/C2512"),
            ("esco", "S1.2.3"),
            ("esco", "C2512"),
            ("esco-code", "2512.4.1"),
            ("esco-code", "1111"),
            ("rome", "M1805"),
            ("sfia", "PROG"),
        ] {
            assert!(CodeScheme::of(scheme).unwrap().accepts(good), "{scheme} {good}");
        }
        for (scheme, bad, meant) in [
            ("onet-soc", "15_1252.00", Some("15-1252.00")),
            ("onet-soc", "15-1252", Some("15-1252.00")),
            ("onet-soc", "151252", Some("15-1252.00")),
            ("onet-soc", "15-1252.00, 15-1253.00", None),
            ("onet-soc", "Software developers", None),
            ("onet-soc", "15–1252.00", Some("15-1252.00")),
            ("soc", "15-1252.00", Some("15-1252")),
            ("soc", "15.1252", Some("15-1252")),
            ("isco", "C2512", None),
            ("isco", "25121", None),
            ("isco", "25-12", Some("2512")),
            ("esco", "00064735-8fad-454b-90c7", None),
            ("esco", "000647358fad454b90c7ed858cc993f2", Some(uuid)),
            ("esco", "http://data.europa.eu/esco/", None),
            ("esco", "12345", None),
            ("esco", "S1.", None),
            ("esco-code", "2512-4", None),
            ("rome", "1805", None),
            ("sfia", "prog", Some("PROG")),
        ] {
            let of = CodeScheme::of(scheme).unwrap();
            assert!(!of.accepts(bad), "{scheme} {bad}");
            assert_eq!(of.corrected_code(bad).as_deref(), meant, "{scheme} {bad}");
        }
        for unknown in ["unspsc", "acme-jobs", "onet"] {
            assert!(CodeScheme::of(unknown).is_none());
        }
        assert!(SCHEMES.iter().all(|scheme| scheme.accepts(scheme.example)));
    }
}
