//! Years of experience and pay as ladders state them.

use super::words::{key, words};

/// Returns the years of experience that a text states: the least, and the most if there is one.
pub(super) fn years(text: &str) -> Option<(f64, Option<f64>)> {
    let lower = text.to_lowercase().replace(['–', '—'], "-").replace(" to ", "-");
    let says_years = words(&lower)
        .iter()
        .any(|word| matches!(word.as_str(), "year" | "years" | "yrs" | "yr" | "yoe"));
    let bare = lower
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' ' | '.' | '<' | '>'));
    if !says_years && !bare {
        return None;
    }
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let mut rest = &lower[start..];
    let from = take_number(&mut rest)?;
    let plain = text.to_lowercase();
    let below = lower[..start].trim_end().ends_with('<')
        || plain.contains("up to")
        || plain.contains("less than")
        || plain.contains("max");
    rest = rest.trim_start();
    if let Some(after) = rest.strip_prefix('-') {
        let mut after = after.trim_start();
        if let Some(to) = take_number(&mut after).filter(|to| *to >= from) {
            return (to <= 60.0).then_some((from, Some(to)));
        }
    }
    if from > 60.0 {
        return None;
    }
    Some(if below { (0.0, Some(from)) } else { (from, None) })
}

/// Takes a number off the start of `text`.
fn take_number(text: &mut &str) -> Option<f64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number = text[..end].trim_end_matches('.').parse().ok()?;
    *text = &text[end..];
    Some(number)
}

/// Whether a label names pay.
pub(super) fn is_pay(label: &str) -> bool {
    let text = format!(" {} ", key(label));
    [
        "salary",
        "salaries",
        "pay",
        "compensation",
        "bonus",
        "equity",
        "wage",
        "wages",
        "salary band",
        "pay band",
        "day rate",
    ]
    .iter()
    .any(|word| text.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_stated() {
        for (text, wanted) in [
            ("Typically 0-2 years experience", Some((0.0, Some(2.0)))),
            ("15+ years", Some((15.0, None))),
            ("2 to 4 yrs", Some((2.0, Some(4.0)))),
            ("5–7", Some((5.0, Some(7.0)))),
            ("Up to 2 years", Some((0.0, Some(2.0)))),
            ("at least 3 years", Some((3.0, None))),
            ("Leads 6-12 people", None),
            ("2019 was the year", None),
        ] {
            assert_eq!(years(text), wanted, "{text}");
        }
        assert!(is_pay("Salary") && is_pay("Pay range") && !is_pay("Payments"));
    }
}
