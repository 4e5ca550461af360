//! Texts of the fields of a job posting.

use serde_json::Value;

use crate::model::text::group_digits;

/// Maximum depth of the objects of a field.
const MAX_DEPTH: usize = 4;

/// Numbers below have exact digits.
const MAX_EXACT: f64 = (1_u64 << 53) as f64;

/// Returns the texts of a value: of an object its name, of a list those of its values.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect_texts(value, 0, &mut found);
    found
}

fn collect_texts(value: &Value, depth: usize, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(values) if depth < MAX_DEPTH => {
            for value in values {
                collect_texts(value, depth + 1, found);
            }
        }
        Value::Object(fields) if depth < MAX_DEPTH => {
            let keys = ["name", "description", "text", "@value", "value"];
            if let Some(value) = keys.iter().find_map(|key| fields.get(*key)) {
                collect_texts(value, depth + 1, found);
            }
        }
        _ => {}
    }
}

/// Returns the first text of a value.
pub(super) fn first_text(value: &Value) -> Option<String> {
    texts(value).into_iter().next()
}

/// Returns the texts of requirements of experience or education.
pub(super) fn requirement_texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(requirement_texts).collect(),
        Value::Object(fields) => {
            let mut found = texts(value);
            found.extend(fields.get("monthsOfExperience").and_then(experience_text));
            found.extend(fields.get("credentialCategory").map(texts).unwrap_or_default());
            found
        }
        _ => texts(value),
    }
}

/// Returns the experience that a number of months is, or the text that is there instead.
fn experience_text(months: &Value) -> Option<String> {
    let text = first_text(months)?;
    let (count, unit) = match number(months).and_then(whole) {
        Some(whole) if whole >= 12 && whole.is_multiple_of(12) => {
            ((whole / 12).to_string(), "year")
        }
        Some(whole) => (whole.to_string(), "month"),
        None if text.contains(char::is_alphabetic) => return Some(text),
        None => (text, "month"),
    };
    let end = if count == "1" { "" } else { "s" };
    Some(format!("{count} {unit}{end} of experience"))
}

/// Returns the pay, with its currency and unit.
pub(super) fn pay_text(value: &Value) -> Option<String> {
    let value = match value {
        Value::Array(values) => values.first()?,
        value => value,
    };
    let Value::Object(fields) = value else { return first_text(value) };
    let currency = fields.get("currency").and_then(first_text);
    let amount = fields.get("value").unwrap_or(value);
    let amount = match amount {
        Value::Array(values) => values.first()?,
        amount => amount,
    };
    let part = |key: &str| match amount {
        Value::Object(parts) => parts.get(key).or_else(|| fields.get(key)),
        _ => fields.get(key),
    };
    let currency = currency.or_else(|| part("currency").and_then(first_text));
    let range = match (part("minValue").and_then(money_text), part("maxValue").and_then(money_text))
    {
        (Some(low), Some(high)) if low != high => format!("{low} - {high}"),
        (Some(low), None) => format!("from {low}"),
        (Some(_), Some(high)) => high,
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => match amount {
            Value::Object(parts) => money_text(parts.get("value")?)?,
            amount => money_text(amount)?,
        },
    };
    let unit = part("unitText").and_then(first_text).map(|unit| unit_text(&unit));
    let words = [currency, Some(range), unit];
    Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Returns the number in a value, which may be written as text; `None` where the text can mean more
/// than one number.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => parse_number(text.trim()),
        _ => None,
    }
}

/// Parses a number with at most two decimals after a point, whose digits may be in groups of three:
/// `50000`, `50,000.00`, `50 000`. A comma may be that of decimals in `15,50`, and a point that of
/// thousands in `45.000`.
fn parse_number(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&decimals.len()) || !is_digits(decimals) {
        return None;
    }
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let separator = unsigned.chars().find(|c| !c.is_ascii_digit()).unwrap_or(',');
    let groups: Vec<&str> = unsigned.split(separator).collect();
    let first = if groups.len() > 1 { 1..=3 } else { 1..=15 };
    let is_grouped = first.contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.iter().all(|group| is_digits(group));
    if !is_grouped || !matches!(separator, ',' | ' ' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    format!("{}.{decimals}", whole.replace(separator, "")).parse().ok()
}

/// Returns a number without decimals that is not negative, unless it is too large to be exact.
fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..MAX_EXACT).contains(&number)).then_some(number as u64)
}

/// Returns an amount of money with grouped digits, or as it is written. An amount of zero is not a statement.
fn money_text(value: &Value) -> Option<String> {
    let Some(number) = number(value) else { return first_text(value) };
    if number <= 0.0 {
        return None;
    }
    let in_cents = format!("{number:.2}");
    match whole(number) {
        Some(whole) => Some(group_digits(whole)),
        None if value.is_number() && number < MAX_EXACT && in_cents.parse() == Ok(number) => {
            Some(in_cents)
        }
        None => first_text(value),
    }
}

fn unit_text(unit: &str) -> String {
    let lower = unit.trim().to_lowercase();
    let name = match lower.as_str() {
        "annual" | "annually" | "yearly" | "ann" => "year",
        "monthly" | "mon" => "month",
        "weekly" | "wee" => "week",
        "daily" => "day",
        "hourly" | "hur" => "hour",
        other => other,
    };
    format!("per {name}")
}

/// Returns the places of a posting.
pub(super) fn location_texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(location_texts).collect(),
        Value::Object(fields) => match fields.get("address") {
            Some(Value::Object(address)) => {
                let keys = ["addressLocality", "addressRegion", "addressCountry"];
                let mut parts: Vec<String> =
                    keys.iter().filter_map(|key| first_text(address.get(*key)?)).collect();
                parts.dedup();
                if parts.is_empty() { texts(value) } else { vec![parts.join(", ")] }
            }
            Some(address) => texts(address),
            None => texts(value),
        },
        _ => texts(value),
    }
}

/// Returns a type of employment in words.
pub(super) fn employment_text(kind: &str) -> String {
    match kind.trim() {
        "FULL_TIME" => "Full-time".to_string(),
        "PART_TIME" => "Part-time".to_string(),
        "CONTRACTOR" => "Contractor".to_string(),
        "TEMPORARY" => "Temporary".to_string(),
        "INTERN" => "Internship".to_string(),
        "VOLUNTEER" => "Volunteer".to_string(),
        "PER_DIEM" => "Paid by the day".to_string(),
        "OTHER" => "Other".to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pay_is_written_with_its_currency_and_unit() {
        for (value, wanted) in [
            (
                json!({"currency": "USD", "value": {"minValue": 90000, "maxValue": "120,000", "unitText": "YEAR"}}),
                Some("USD 90,000 - 120,000 per year"),
            ),
            (
                json!({"currency": "GBP", "value": {"value": 15.5, "unitText": "HOUR"}}),
                Some("GBP 15.50 per hour"),
            ),
            (
                json!({"currency": "EUR", "minValue": 1000, "unitText": "MONTHLY"}),
                Some("EUR from 1,000 per month"),
            ),
            (
                json!({"currency": "EUR", "value": {"minValue": 0, "maxValue": 10}}),
                Some("EUR up to 10"),
            ),
            (json!("£30k"), Some("£30k")),
            // Whether a sign separates thousands or decimals is not guessed.
            (json!({"currency": "EUR", "value": "15,50"}), Some("EUR 15,50")),
            (json!({"currency": "EUR", "value": {"value": "45.000"}}), Some("EUR 45.000")),
            (
                json!({"value": {"minValue": "1.234,56", "maxValue": "2,345.60"}}),
                Some("1.234,56 - 2,345.60"),
            ),
            (json!({"value": "50 000"}), Some("50,000")),
            (json!({"value": "50000.00"}), Some("50,000")),
            (json!({"value": "12,34,567"}), Some("12,34,567")),
            (json!({"value": "1e5"}), Some("1e5")),
            (json!({"value": "nan"}), Some("nan")),
            (json!({"value": 1e30}), Some("1e+30")),
            (json!({"value": 12.345}), Some("12.345")),
            (json!({"value": "-1"}), None),
            (json!(50000), Some("50000")),
            (json!({"currency": "EUR", "value": {"minValue": 0, "maxValue": 0}}), None),
            (json!({}), None),
        ] {
            assert_eq!(pay_text(&value).as_deref(), wanted, "{value}");
        }
    }

    #[test]
    fn places_and_requirements_are_written_in_words() {
        let places = json!([
            {"@type": "Place", "address": {"addressLocality": "Leeds", "addressCountry": {"name": "UK"}}},
            {"name": "Bath"},
            {"address": "York"},
            "Hull",
        ]);
        assert_eq!(location_texts(&places), ["Leeds, UK", "Bath", "York", "Hull"]);
        let experience =
            json!({"@type": "OccupationalExperienceRequirements", "monthsOfExperience": "36"});
        assert_eq!(requirement_texts(&experience), ["3 years of experience"]);
        for (months, wanted) in [
            (json!(1), "1 month of experience"),
            (json!("24-36"), "24-36 months of experience"),
            (json!("two years"), "two years"),
            (json!(2.5), "2.5 months of experience"),
        ] {
            let experience = json!({"monthsOfExperience": months});
            assert_eq!(requirement_texts(&experience), [wanted]);
        }
        let degree = json!({"credentialCategory": "bachelor degree"});
        assert_eq!(requirement_texts(&degree), ["bachelor degree"]);
        assert_eq!(requirement_texts(&json!("no requirements")), ["no requirements"]);
    }
}
