//! Pay that a text states.

use std::ops::Range;

use super::found::{StatedPay, StatedPeriod};
use super::words::{LineWord, line_words};

/// An amount of money, or a range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FoundPay {
    pub(super) pay: StatedPay,
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Whether the currency is a bare dollar sign.
    pub(super) in_dollars: bool,
}

/// Signs and codes of currencies, the longer first, with the ISO code. A dollar may be one of
/// several, as may a yen and a crown: their signs alone name none.
const CURRENCIES: [(&str, Option<&str>); 62] = [
    ("US$", Some("USD")),
    ("CA$", Some("CAD")),
    ("NZ$", Some("NZD")),
    ("HK$", Some("HKD")),
    ("AU$", Some("AUD")),
    ("MX$", Some("MXN")),
    ("A$", Some("AUD")),
    ("C$", Some("CAD")),
    ("S$", Some("SGD")),
    ("R$", Some("BRL")),
    ("USD", Some("USD")),
    ("CAD", Some("CAD")),
    ("AUD", Some("AUD")),
    ("NZD", Some("NZD")),
    ("SGD", Some("SGD")),
    ("HKD", Some("HKD")),
    ("GBP", Some("GBP")),
    ("EUR", Some("EUR")),
    ("CHF", Some("CHF")),
    ("SEK", Some("SEK")),
    ("NOK", Some("NOK")),
    ("DKK", Some("DKK")),
    ("PLN", Some("PLN")),
    ("CZK", Some("CZK")),
    ("HUF", Some("HUF")),
    ("RON", Some("RON")),
    ("UAH", Some("UAH")),
    ("TRY", Some("TRY")),
    ("ILS", Some("ILS")),
    ("INR", Some("INR")),
    ("PKR", Some("PKR")),
    ("JPY", Some("JPY")),
    ("CNY", Some("CNY")),
    ("KRW", Some("KRW")),
    ("THB", Some("THB")),
    ("PHP", Some("PHP")),
    ("MYR", Some("MYR")),
    ("IDR", Some("IDR")),
    ("VND", Some("VND")),
    ("AED", Some("AED")),
    ("SAR", Some("SAR")),
    ("QAR", Some("QAR")),
    ("EGP", Some("EGP")),
    ("ZAR", Some("ZAR")),
    ("NGN", Some("NGN")),
    ("KES", Some("KES")),
    ("BRL", Some("BRL")),
    ("MXN", Some("MXN")),
    ("zł", Some("PLN")),
    ("Kč", Some("CZK")),
    ("Ft", Some("HUF")),
    ("kr", None),
    ("£", Some("GBP")),
    ("€", Some("EUR")),
    ("₹", Some("INR")),
    ("₺", Some("TRY")),
    ("₪", Some("ILS")),
    ("₩", Some("KRW")),
    ("₴", Some("UAH")),
    ("₱", Some("PHP")),
    ("¥", None),
    ("$", None),
];

/// Units after a number, the longer first, with what they multiply it by: "60k", "45 k€", "12 lakhs".
const UNITS: [(&str, f64); 16] = [
    ("lakhs", 1e5),
    ("Lakhs", 1e5),
    ("lakh", 1e5),
    ("Lakh", 1e5),
    ("lacs", 1e5),
    ("Lacs", 1e5),
    ("LPA", 1e5),
    ("lpa", 1e5),
    ("crore", 1e7),
    ("Crore", 1e7),
    ("Tsd", 1e3),
    ("T€", 1e3),
    ("TEUR", 1e3),
    ("kEUR", 1e3),
    ("k", 1e3),
    ("K", 1e3),
];

/// A number in a text.
#[derive(Debug, Clone)]
struct FoundAmount {
    value: f64,
    bytes: Range<usize>,
    /// The sign or code next to it, as written.
    sign: Option<&'static str>,
    /// The factor of the unit after the number; 1 without.
    unit: f64,
    /// Whether it is four digits that may be a year: "2024".
    may_be_year: bool,
    /// Whether it has separators of thousands or decimals.
    is_separated: bool,
}

impl FoundAmount {
    /// Whether it is an amount of money. `is_pay` says that the text is known to be about pay.
    fn is_money(&self, is_pay: bool) -> bool {
        self.sign.is_some() || is_pay && (self.value >= 1000.0 || self.unit > 1.0)
    }
}

/// Returns the pay stated in `text`, a sentence or a line. `is_pay` says that the text is known to be
/// about pay: then an amount needs no currency.
pub(super) fn find_pay(text: &str, is_pay: bool) -> Vec<FoundPay> {
    let words = line_words(text);
    let amounts = amounts(text);
    let has_sign = amounts.iter().any(|amount| amount.sign.is_some());
    let mut found = Vec::new();
    let mut at = 0;
    while at < amounts.len() {
        let first = &amounts[at];
        let second = amounts.get(at + 1).filter(|second| joins(text, first, second));
        at += if second.is_some() { 2 } else { 1 };
        if !first.is_money(is_pay) && !second.is_some_and(|second| second.is_money(is_pay)) {
            continue;
        }
        if second.is_none() && is_bare_number(text, &words, first, has_sign) {
            continue;
        }
        let mut ends = (first.value, second.map(|second| second.value));
        if let Some(second) = second
            && first.unit <= 1.0
            && ends.0 < 1000.0
        {
            // "30-35k" and "30-35,000" are of thousands at both ends.
            let is_short = second.value >= 10_000.0 && ends.0 * 1000.0 < second.value;
            let unit = if second.unit <= 1.0 && is_short { 1000.0 } else { second.unit };
            ends.0 *= unit;
        }
        let sign = first.sign.or(second.and_then(|second| second.sign));
        let named = second.and_then(|second| second.sign).filter(|sign| sign.len() == 3).or(sign);
        let bytes = first.bytes.start..second.unwrap_or(first).bytes.end;
        let (low, high) = match ends {
            (low, Some(high)) => (Some(low.min(high)), Some(low.max(high))),
            (value, None) if is_from(text, &words, &bytes) => (Some(value), None),
            (value, None) if is_up_to(&words, &bytes) => (None, Some(value)),
            (value, None) => (Some(value), Some(value)),
        };
        let currency = named.and_then(|sign| {
            CURRENCIES.iter().find(|(known, _)| *known == sign).and_then(|(_, code)| *code)
        });
        let pay = StatedPay {
            low,
            high,
            currency: currency.map(str::to_string),
            period: period_near(text, &words, &bytes),
        };
        found.push(FoundPay { in_dollars: named == Some("$"), pay, bytes });
    }
    found
}

/// Returns the numbers of `text` that may be amounts.
fn amounts(text: &str) -> Vec<FoundAmount> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = number_end(text, start);
        from = end;
        let Some(mut value) = number_value(&text[start..end]) else { continue };
        let rest = &text[end..];
        let (unit, unit_length) = unit_of(rest);
        let is_huge = ["m", "M", " m", "bn", " bn", "B", "%", " %", "th", "st", "nd", "rd"]
            .iter()
            .any(|unit| {
                rest.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_lowercase))
            })
            || [" million", " billion"].iter().any(|unit| rest.starts_with(unit));
        let joined = text[..start].ends_with(|c: char| c.is_alphanumeric() && c != 'F' && c != 'K')
            && !CURRENCIES.iter().any(|(sign, _)| text[..start].ends_with(sign));
        if is_huge || joined || value <= 0.0 {
            continue;
        }
        let digits = &text[start..end];
        let end = end + unit_length;
        value *= unit;
        let (mut sign, bytes) = sign_near(text, start..end);
        if sign.is_none() && is_lakhs_a_year(&text[..end]) {
            sign = Some("INR");
        }
        let is_separated = digits.len() > digits.matches(|c: char| c.is_ascii_digit()).count();
        let may_be_year = sign.is_none()
            && unit <= 1.0
            && !is_separated
            && digits.len() == 4
            && (1950.0..2100.0).contains(&value);
        found.push(FoundAmount { value, bytes, sign, unit, may_be_year, is_separated });
    }
    found
}

/// Whether `text` ends with an amount in lakhs per annum, which are rupees.
fn is_lakhs_a_year(text: &str) -> bool {
    text.ends_with("LPA") || text.ends_with("lpa")
}

/// Returns what the unit at the start of `rest`, the text after a number, multiplies it by, and the
/// number of bytes up to its end; 1 and 0 without a unit.
fn unit_of(rest: &str) -> (f64, usize) {
    let blank = rest.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
    let after = &rest[blank..];
    let unit = UNITS.iter().find(|(unit, _)| {
        after.strip_prefix(unit).is_some_and(|next| !next.starts_with(char::is_alphanumeric))
    });
    // The sign of the currency is left to be read.
    unit.map_or((1.0, 0), |(unit, factor)| {
        let length = unit.trim_end_matches(['€']).len() - if unit.ends_with("EUR") { 3 } else { 0 };
        (*factor, blank + length)
    })
}

/// Words before a number that is a year or a label: "from April 2024", "reference 4521".
const BEFORE_NUMBERS: [&str; 29] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "in",
    "since",
    "ref",
    "reference",
    "year",
];

/// Whether `amount`, which stands alone, is a year or the number of something rather than money: it
/// has neither sign nor separators, and a month is before it or other amounts have signs.
fn is_bare_number(text: &str, words: &[LineWord], amount: &FoundAmount, has_sign: bool) -> bool {
    if amount.sign.is_some() || amount.unit > 1.0 || amount.is_separated {
        return false;
    }
    let (before, _) = words_around(words, &amount.bytes);
    let is_named = before
        .last()
        .is_some_and(|word| BEFORE_NUMBERS.contains(&word.lower.as_str()) || word.is_number());
    has_sign || is_named || amount.may_be_year && period_near(text, words, &amount.bytes).is_none()
}

/// Returns the end of the number that begins at `start`, with separators of thousands and decimals.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        while is_digit(bytes, end) {
            end += 1;
        }
        let separated = bytes.get(end).is_some_and(|c| matches!(c, b',' | b'.' | b'\''));
        let is_group = bytes.get(end) == Some(&b' ')
            && (1..=3).all(|at| is_digit(bytes, end + at))
            && !is_digit(bytes, end + 4)
            && end - start <= 3;
        if (separated && is_digit(bytes, end + 1)) || is_group {
            end += 1;
        } else {
            return end;
        }
    }
}

fn is_digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// Returns the value of `number`. A group of three digits after a sign is of thousands.
fn number_value(number: &str) -> Option<f64> {
    let mut groups = number.split([',', '.', '\'', ' ']).collect::<Vec<_>>();
    let decimals = groups.last().filter(|last| groups.len() > 1 && last.len() != 3).copied();
    if decimals.is_some() {
        groups.pop();
    }
    if groups.iter().skip(1).any(|group| group.len() != 3) || groups.concat().len() > 12 {
        return None;
    }
    format!("{}.{}", groups.concat(), decimals.unwrap_or("0")).parse().ok()
}

/// Returns the sign of a currency next to the amount at `bytes`, and the bytes with it.
fn sign_near(text: &str, bytes: Range<usize>) -> (Option<&'static str>, Range<usize>) {
    let before = text[..bytes.start].trim_end_matches(' ');
    let sign = CURRENCIES.iter().find(|(sign, _)| {
        before.ends_with(sign)
            && !before[..before.len() - sign.len()].ends_with(|c: char| c.is_alphabetic())
    });
    let after = text[bytes.end..].trim_start_matches(' ');
    let follows = CURRENCIES.iter().find(|(sign, _)| {
        after.starts_with(sign)
            && !after[sign.len()..].starts_with(|c: char| c.is_alphanumeric())
            && *sign != "$"
    });
    match (sign, follows) {
        (sign, Some((code, _))) => {
            let start = sign.map_or(bytes.start, |(sign, _)| before.len() - sign.len());
            (Some(*code), start..text.len() - after.len() + code.len())
        }
        (Some((sign, _)), None) => (Some(*sign), before.len() - sign.len()..bytes.end),
        (None, None) => (None, bytes),
    }
}

/// Whether the amounts are the ends of a range: "50,000 - 60,000", "50k to 60k".
fn joins(text: &str, first: &FoundAmount, second: &FoundAmount) -> bool {
    let Some(between) = text.get(first.bytes.end..second.bytes.start) else { return false };
    let link: Vec<String> = line_words(between).into_iter().map(|word| word.lower).collect();
    let link: Vec<&str> = link
        .iter()
        .map(String::as_str)
        .filter(|word| period_of(word).is_none() && !matches!(*word, "per" | "a" | "p" | "h"))
        .collect();
    let signs = between.contains(['-', '–', '—', '‐', '~', '−']);
    // "Pay scale 2024 - $50,000"
    if first.may_be_year && second.sign.is_some() && second.value > 5.0 * first.value {
        return false;
    }
    match link.as_slice() {
        [] => signs,
        ["to" | "and" | "through"] => true,
        _ => false,
    }
}

/// Returns those of `words`, which are of a whole text, that are before and after `bytes`.
fn words_around<'w>(
    words: &'w [LineWord],
    bytes: &Range<usize>,
) -> (&'w [LineWord], &'w [LineWord]) {
    let before = words.partition_point(|word| word.range.end <= bytes.start);
    let after = words.partition_point(|word| word.range.start < bytes.end);
    (&words[..before], &words[after..])
}

fn is_from(text: &str, words: &[LineWord], bytes: &Range<usize>) -> bool {
    let (before, after) = words_around(words, bytes);
    let near = before.iter().rev().take(3).any(|word| {
        matches!(word.lower.as_str(), "from" | "starting" | "minimum" | "least" | "starts" | "over")
    });
    let more = after.iter().take(2).any(|word| matches!(word.lower.as_str(), "upwards" | "plus"))
        && after.first().is_none_or(|word| word.lower != "plus");
    near || more || text[bytes.end..].starts_with('+')
}

fn is_up_to(words: &[LineWord], bytes: &Range<usize>) -> bool {
    let (before, _) = words_around(words, bytes);
    let near: Vec<&str> = before.iter().rev().take(2).map(|word| word.lower.as_str()).collect();
    near == ["to", "up"] || near.iter().any(|word| matches!(*word, "maximum" | "max" | "upto"))
}

/// Maximum number of words between an amount and its period.
const PERIOD_REACH: usize = 6;

/// Maximum number of words between a period and its amount.
const REACH_BEFORE: usize = 12;

/// Returns the period of the pay at `bytes`: the nearest named after it, or else before it.
fn period_near(text: &str, words: &[LineWord], bytes: &Range<usize>) -> Option<StatedPeriod> {
    if is_lakhs_a_year(&text[..bytes.end]) {
        return Some(StatedPeriod::Year);
    }
    if let Some(period) = glued_period(&text[bytes.end..]) {
        return Some(period);
    }
    let first_after = words.partition_point(|word| word.range.start < bytes.end);
    let end = words[first_after..]
        .iter()
        .take(PERIOD_REACH)
        .position(LineWord::is_number)
        .map_or(words.len().min(first_after + PERIOD_REACH), |number| first_after + number);
    let before_end = words.partition_point(|word| word.range.end <= bytes.start);
    let before = before_end.saturating_sub(REACH_BEFORE)..before_end;
    (first_after..end)
        .chain(before.rev())
        .find_map(|at| period_at(text, words, at, first_after, bytes.end))
}

/// Returns the period that the letters right after an amount name: "£13.85ph", "£40k pa", "€25/h".
fn glued_period(after: &str) -> Option<StatedPeriod> {
    let after = after.to_lowercase();
    let (slash, rest) = match after.strip_prefix('/') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, after.as_str()),
    };
    let word: &str = rest.split(|c: char| !c.is_alphanumeric() && c != '/').next()?;
    match word {
        "ph" | "p/h" | "phr" => Some(StatedPeriod::Hour),
        "pd" | "p/d" => Some(StatedPeriod::Day),
        "pw" | "p/w" => Some(StatedPeriod::Week),
        "pcm" | "p/m" => Some(StatedPeriod::Month),
        "pa" | "p/a" => Some(StatedPeriod::Year),
        "h" if slash => Some(StatedPeriod::Hour),
        "d" if slash => Some(StatedPeriod::Day),
        "m" if slash => Some(StatedPeriod::Month),
        "y" if slash => Some(StatedPeriod::Year),
        _ => None,
    }
}

/// Words before a noun for a period of pay: "per hour".
const PER: [&str; 5] = ["per", "a", "an", "each", "every"];

/// Words before [`PER`] where a period is one of work: "37 hours per week".
const WORKED: [&str; 8] =
    ["hours", "hrs", "days", "shifts", "nights", "times", "evenings", "weekends"];

/// Words after a period of something else than pay: "a day off", "annual leave".
const NOT_OF_PAY: [&str; 14] = [
    "off",
    "week",
    "leave",
    "holiday",
    "holidays",
    "bonus",
    "bonuses",
    "review",
    "reviews",
    "increase",
    "increases",
    "increment",
    "increments",
    "instalments",
];

/// Returns the period that the word at `at` of `words` states for an amount that ends at byte
/// `amount_end`, after which the word at `first_after` is the first. When pay is paid says nothing on the period: "£30,000, paid monthly".
fn period_at(
    text: &str,
    words: &[LineWord],
    at: usize,
    first_after: usize,
    amount_end: usize,
) -> Option<StatedPeriod> {
    if let Some(period) = short_period_at(text, words, at, first_after, amount_end) {
        return Some(period);
    }
    let period = period_of(&words[at].lower)?;
    let lower = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |w| &w.lower);
    let (previous, second) = (lower(at.checked_sub(1)), lower(at.checked_sub(2)));
    let next = lower(Some(at + 1));
    let gap = gap_before(text, words, at);
    let is_next = at == first_after;
    // "£12 per hour holiday pay": the period is of the amount right before it.
    let is_bound =
        is_next && gap.contains('/') || at == first_after + 1 && matches!(previous, "per" | "a");
    let is_of_next = NOT_OF_PAY.contains(&next)
        && gap_before(text, words, at + 1).trim().is_empty()
        && (!is_bound || matches!(next, "off" | "week"));
    if is_of_next || matches!(previous, "bi" | "semi") {
        return None;
    }
    let is_payment = ["paid", "payable", "payments"];
    if words[at].lower.ends_with("ly") {
        return (!is_payment.contains(&previous)).then_some(period);
    }
    let is_noun = matches!(
        words[at].lower.as_str(),
        "hour" | "hr" | "day" | "week" | "month" | "mo" | "year" | "yr"
    );
    let is_of_payment = matches!(previous, "each" | "every") && is_payment.contains(&second);
    let is_per = PER.contains(&previous) && !WORKED.contains(&second)
        || previous == "the" && second == "by"
        || gap.contains(['/', '('])
        || next == "rate";
    (!is_noun || is_next || is_per && !is_of_payment).then_some(period)
}

/// Returns the text between the word at `at` of `words` and the one before it.
fn gap_before<'t>(text: &'t str, words: &[LineWord], at: usize) -> &'t str {
    let ends = at.checked_sub(1).and_then(|last| Some((words.get(last)?, words.get(at)?)));
    ends.map_or("", |(last, word)| &text[last.range.end..word.range.start])
}

/// Returns the period of which the word at `at` of `words` is the last letter, close after an
/// amount that ends at byte `amount_end`: "£30k p.a.".
fn short_period_at(
    text: &str,
    words: &[LineWord],
    at: usize,
    first_after: usize,
    amount_end: usize,
) -> Option<StatedPeriod> {
    let is_per = at == first_after + 1
        && words[first_after].lower == "p"
        && gap_before(text, words, at) == "."
        && text[amount_end..words[first_after].range.start]
            .trim_matches([' ', '+', '(', ','])
            .is_empty();
    match words[at].lower.as_str() {
        "a" if is_per => Some(StatedPeriod::Year),
        "h" if is_per => Some(StatedPeriod::Hour),
        "d" if is_per => Some(StatedPeriod::Day),
        "w" if is_per => Some(StatedPeriod::Week),
        "m" if is_per => Some(StatedPeriod::Month),
        _ => None,
    }
}

/// Returns the period that `word` names.
fn period_of(word: &str) -> Option<StatedPeriod> {
    Some(match word {
        "hour" | "hourly" | "hr" | "ph" | "stunde" => StatedPeriod::Hour,
        "day" | "daily" | "diem" | "tag" => StatedPeriod::Day,
        "week" | "weekly" | "woche" => StatedPeriod::Week,
        "month" | "monthly" | "mo" | "pcm" | "monat" | "monatlich" => StatedPeriod::Month,
        "year" | "yearly" | "annual" | "annually" | "annum" | "yr" | "pa" | "annualized"
        | "lpa" | "jahr" | "jährlich" | "jahresgehalt" => StatedPeriod::Year,
        _ => return None,
    })
}

/// Whether `word` names a period.
pub(super) fn is_period(word: &str) -> bool {
    period_of(word).is_some()
        || matches!(word, "pd" | "pw" | "days" | "hours" | "months" | "years" | "weeks")
}

#[cfg(test)]
mod tests;
