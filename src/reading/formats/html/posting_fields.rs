//! Texts of the fields of a job posting.

use serde_json::Value;

use crate::model::text::group_digits;

/// Maximum depth of the objects of a field.
const MAX_DEPTH: usize = 4;

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
            if let Some(months) = fields.get("monthsOfExperience").and_then(number) {
                found.push(experience_text(months));
            }
            found.extend(fields.get("credentialCategory").map(texts).unwrap_or_default());
            found
        }
        _ => texts(value),
    }
}

fn experience_text(months: f64) -> String {
    let whole = months.round() as u64;
    let (count, unit) = if whole >= 12 && whole.is_multiple_of(12) {
        (whole / 12, "year")
    } else {
        (whole, "month")
    };
    format!("{count} {unit}{} of experience", if count == 1 { "" } else { "s" })
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
    let money = |key: &str| part(key).and_then(money_text);
    let range = match (money("minValue"), money("maxValue")) {
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

/// Returns the number in a value, which may be written as text.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.replace([',', ' '], "").parse().ok(),
        _ => None,
    }
}

/// Returns an amount of money with grouped digits, or as it is written. Nothing costs nothing.
fn money_text(value: &Value) -> Option<String> {
    match number(value) {
        Some(number) if number <= 0.0 => None,
        Some(number) if number.fract() == 0.0 => Some(group_digits(number as u64)),
        Some(number) => Some(format!("{number:.2}")),
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
        let degree = json!({"credentialCategory": "bachelor degree"});
        assert_eq!(requirement_texts(&degree), ["bachelor degree"]);
        assert_eq!(requirement_texts(&json!("no requirements")), ["no requirements"]);
    }
}
