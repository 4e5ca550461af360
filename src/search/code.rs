//! Parses external codes as people write them: with or without their scheme, hyphens and check
//! digits, or as a web address.

/// An external code as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedCode {
    /// Named scheme, in lower case and without hyphens.
    scheme: Option<String>,
    /// Letters, digits and dots of the code, in lower case.
    code: String,
}

/// Quality of the match with a role's code, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CodeFit {
    None,
    /// It is under the code: "15-1299.08" under "15-1299", "2512.4" under "2512".
    Under,
    /// It is the first of those under it, with the same title: "15-1252.00" of "15-1252".
    Head,
    Exact,
}

/// Returns the scheme named by the word before a code, in the spelling that packs use.
fn scheme_of(word: &str) -> String {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match plain.as_str() {
        "soc" | "onet" | "onetsoc" | "ussoc" | "soc2018" | "onetcode" => "onetsoc".to_string(),
        "isco" | "isco08" => "isco".to_string(),
        "esco" | "escocode" => "esco".to_string(),
        _ => plain,
    }
}

impl TypedCode {
    /// Returns the code in `text`, or `None` if it does not look like one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_lowercase();
        // A concept's address ends in its code.
        for start in ["http://", "https://"] {
            if let Some(rest) = lower.strip_prefix(start) {
                let last = rest.trim_end_matches('/').rsplit(['/', '#']).next()?;
                return Self::plain(None, last);
            }
        }
        if let Some(found) = Self::plain(None, text) {
            return Some(found);
        }
        let (scheme, code) = text.split_once(':').or_else(|| text.rsplit_once(' '))?;
        let scheme = scheme.trim().trim_end_matches([':', '#']).trim();
        let short = !scheme.is_empty() && scheme.chars().count() < 20;
        let known = scheme_of(scheme);
        // Before a space only well-known schemes count: "Grade 7" is not a code.
        let scheme = text.contains(':') || matches!(known.as_str(), "onetsoc" | "isco" | "esco");
        Self::plain(Some(known).filter(|_| short && scheme)?.into(), code)
    }

    fn plain(scheme: Option<String>, code: &str) -> Option<Self> {
        let code: String = code.trim().to_lowercase();
        let is_id = code.len() == 36 && code.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        if is_id {
            return Some(Self { scheme, code });
        }
        // ISCO groups are written "C2512" too.
        let digits = code.strip_prefix('c').unwrap_or(&code);
        let looks = digits.bytes().filter(u8::is_ascii_digit).count() >= 2
            && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'))
            && digits.starts_with(|c: char| c.is_ascii_digit());
        looks.then(|| Self { scheme, code: digits.replace('-', "") })
    }

    /// Returns how well `code` of `scheme` fits.
    pub(super) fn fits(&self, scheme: &str, code: &str) -> CodeFit {
        let theirs = scheme_of(scheme);
        if self
            .scheme
            .as_ref()
            .is_some_and(|wanted| *wanted != theirs && !(wanted == "esco" && theirs == "isco"))
        {
            return CodeFit::None;
        }
        let code = code.to_ascii_lowercase();
        if code.len() == 36 {
            return if code == self.code { CodeFit::Exact } else { CodeFit::None };
        }
        let code = code.replace('-', "");
        if code == self.code {
            return CodeFit::Exact;
        }
        // All eight digits without the dot.
        if code.contains('.')
            && !self.code.contains('.')
            && code.replace('.', "") == self.code
            && self.code.len() > 6
        {
            return CodeFit::Exact;
        }
        match code.strip_prefix(&self.code) {
            Some(".00") => CodeFit::Head,
            Some(rest) if rest.starts_with('.') => CodeFit::Under,
            _ => CodeFit::None,
        }
    }

    /// Whether `code` begins with the typed text.
    pub(super) fn is_prefix_of(&self, scheme: &str, code: &str) -> bool {
        let theirs = scheme_of(scheme);
        let of_scheme = self.scheme.as_ref().is_none_or(|wanted| *wanted == theirs);
        of_scheme
            && code.len() < 36
            && code.to_ascii_lowercase().replace('-', "").starts_with(&self.code)
            || code.eq_ignore_ascii_case(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fit_however_they_are_written() {
        for typed in [
            "15-1252.00",
            "15-1252.00 ",
            "15125200",
            "SOC 15-1252.00",
            "onet-soc:15-1252.00",
            "O*NET 15-1252.00",
        ] {
            assert_eq!(code_fit(typed, "onet-soc", "15-1252.00"), Some(CodeFit::Exact), "{typed}");
        }
        for typed in ["15-1252", "151252", "SOC 15-1252", "soc:151252"] {
            assert_eq!(code_fit(typed, "onet-soc", "15-1252.00"), Some(CodeFit::Head), "{typed}");
            assert_eq!(code_fit(typed, "onet-soc", "15-1252.01"), Some(CodeFit::Under), "{typed}");
            assert_eq!(code_fit(typed, "onet-soc", "15-1253.00"), Some(CodeFit::None), "{typed}");
        }
        let id = "f2b15a0e-e65a-438a-affb-29b9d50b77d1";
        for typed in [
            id.to_string(),
            id.to_uppercase(),
            format!("http://data.europa.eu/esco/occupation/{id}/"),
        ] {
            assert_eq!(code_fit(&typed, "esco", id), Some(CodeFit::Exact), "{typed}");
        }
        for typed in ["C2512", "2512", "ISCO 2512", "isco-08:2512"] {
            assert_eq!(code_fit(typed, "isco", "2512"), Some(CodeFit::Exact), "{typed}");
        }
        assert_eq!(code_fit("C2512.4", "esco-code", "2512.4"), Some(CodeFit::Exact));
        assert_eq!(code_fit("2512", "esco-code", "2512.4"), Some(CodeFit::Under));
        assert_eq!(code_fit("isco:2512", "onet-soc", "25-1200.00"), Some(CodeFit::None));
        for text in ["Software Engineer 2", "3D artist", "C", "7", "Grade 12", "Tier 12"] {
            assert_eq!(TypedCode::parse(text), None, "{text}");
        }
    }

    fn code_fit(typed: &str, scheme: &str, code: &str) -> Option<CodeFit> {
        TypedCode::parse(typed).map(|sought| sought.fits(scheme, code))
    }
}
