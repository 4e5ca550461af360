//! Years of experience and pay as ladders state them.

use super::words::{key, words};

/// Most years of experience that a text may state.
const MOST_YEARS: f64 = 60.0;

/// Returns the years of experience that a text states in years or months: the least, and the most
/// if there is one.
pub(super) fn years(text: &str) -> Option<(f64, Option<f64>)> {
    let lower = text.to_lowercase().replace(['–', '—'], "-").replace(" to ", "-");
    let unit = words(&lower).iter().find_map(|word| per_year(word));
    let bare = lower
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' ' | '.' | '<' | '>'));
    if unit.is_none() && !bare {
        return None;
    }
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let mut rest = &lower[start..];
    let from = take_number(&mut rest)?;
    let own = take_unit(&mut rest);
    let plain = text.to_lowercase();
    let below = lower[..start].trim_end().ends_with('<')
        || plain.contains("up to")
        || plain.contains("less than")
        || plain.contains("max");
    let mut to = None;
    if let Some(after) = rest.trim_start().strip_prefix('-') {
        let mut after = after.trim_start();
        to = take_number(&mut after).map(|number| (number, take_unit(&mut after)));
    }
    // "6-18 months" states the unit of both, "6 months - 2 years" each of its own.
    let last = to.and_then(|(_, unit)| unit).or(unit).unwrap_or(1.0);
    let from = in_years(from, own.unwrap_or(last));
    let to = to.map(|(number, _)| in_years(number, last)).filter(|to| *to >= from);
    if to.unwrap_or(from) > MOST_YEARS {
        return None;
    }
    Some(if below && to.is_none() { (0.0, Some(from)) } else { (from, to) })
}

/// Returns how many of a unit of time are a year.
fn per_year(word: &str) -> Option<f64> {
    match word {
        "year" | "years" | "yrs" | "yr" | "yoe" => Some(1.0),
        "month" | "months" | "mo" | "mos" | "mth" | "mths" => Some(12.0),
        _ => None,
    }
}

/// Takes a unit of time off the start of `text`; returns how many are a year.
fn take_unit(text: &mut &str) -> Option<f64> {
    let rest = text.trim_start_matches(['+', ' ']);
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let unit = per_year(&rest[..end])?;
    *text = &rest[end..];
    Some(unit)
}

/// Returns a number of which `per_year` are a year in years, to two decimals.
fn in_years(number: f64, per_year: f64) -> f64 {
    (number / per_year * 100.0).round() / 100.0
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
            ("18 months", Some((1.5, None))),
            ("6 to 18 months in the role", Some((0.5, Some(1.5)))),
            ("up to 6 months", Some((0.0, Some(0.5)))),
            ("6 months – 2 years", Some((0.5, Some(2.0)))),
            ("1-2 years, of which 6 months as a lead", Some((1.0, Some(2.0)))),
            ("0-6 mo", Some((0.0, Some(0.5)))),
            ("6-18 mths", Some((0.5, Some(1.5)))),
            ("120 months", Some((10.0, None))),
            ("Leads 6-12 people", None),
            ("2019 was the year", None),
        ] {
            assert_eq!(years(text), wanted, "{text}");
        }
        assert!(is_pay("Salary") && is_pay("Pay range") && !is_pay("Payments"));
    }
}
