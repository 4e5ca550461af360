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
/// several.
const CURRENCIES: [(&str, Option<&str>); 27] = [
    ("US$", Some("USD")),
    ("CA$", Some("CAD")),
    ("NZ$", Some("NZD")),
    ("HK$", Some("HKD")),
    ("AU$", Some("AUD")),
    ("A$", Some("AUD")),
    ("C$", Some("CAD")),
    ("S$", Some("SGD")),
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
    ("INR", Some("INR")),
    ("£", Some("GBP")),
    ("€", Some("EUR")),
    ("₹", Some("INR")),
    ("¥", None),
    ("$", None),
];

/// A number in a text.
#[derive(Debug, Clone)]
struct FoundAmount {
    value: f64,
    bytes: Range<usize>,
    /// The sign or code next to it, as written.
    sign: Option<&'static str>,
    is_thousands: bool,
    /// Whether it is four digits that may be a year: "2024".
    may_be_year: bool,
    /// Whether it has separators of thousands or decimals.
    is_separated: bool,
}

impl FoundAmount {
    /// Whether it is an amount of money. `is_pay` says that the text is known to be about pay.
    fn is_money(&self, is_pay: bool) -> bool {
        self.sign.is_some() || is_pay && (self.value >= 1000.0 || self.is_thousands)
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
        if let (true, Some(second)) = (!first.is_thousands, second)
            && second.is_thousands
            && ends.0 < 1000.0
        {
            ends.0 *= 1000.0;
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
        let is_thousands =
            rest.starts_with(['k', 'K']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric());
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
        let end = end + usize::from(is_thousands);
        if is_thousands {
            value *= 1000.0;
        }
        let (sign, bytes) = sign_near(text, start..end);
        let digits = &text[start..end - usize::from(is_thousands)];
        let is_separated = digits.len() > digits.matches(|c: char| c.is_ascii_digit()).count();
        let may_be_year = sign.is_none()
            && !is_thousands
            && !is_separated
            && digits.len() == 4
            && (1950.0..2100.0).contains(&value);
        found.push(FoundAmount { value, bytes, sign, is_thousands, may_be_year, is_separated });
    }
    found
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
    if amount.sign.is_some() || amount.is_thousands || amount.is_separated {
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
            && (sign.len() != 3
                || !before[..before.len() - sign.len()].ends_with(|c: char| c.is_alphabetic()))
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
        .filter(|word| !matches!(*word, "year" | "hour" | "month" | "per" | "annum" | "hr"))
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
    let first_after = words.partition_point(|word| word.range.start < bytes.end);
    let end = words[first_after..]
        .iter()
        .take(PERIOD_REACH)
        .position(LineWord::is_number)
        .map_or(words.len().min(first_after + PERIOD_REACH), |number| first_after + number);
    let before_end = words.partition_point(|word| word.range.end <= bytes.start);
    let before = before_end.saturating_sub(REACH_BEFORE)..before_end;
    (first_after..end).chain(before.rev()).find_map(|at| period_at(text, words, at, first_after))
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

/// Returns the period that the word at `at` of `words` states for an amount, after which the word at
/// `first_after` is the first. When pay is paid says nothing on the period: "£30,000, paid monthly".
fn period_at(
    text: &str,
    words: &[LineWord],
    at: usize,
    first_after: usize,
) -> Option<StatedPeriod> {
    if let Some(period) = short_period_at(text, words, at, first_after) {
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
/// amount: "£30k p.a.", "£13.15/h".
fn short_period_at(
    text: &str,
    words: &[LineWord],
    at: usize,
    first_after: usize,
) -> Option<StatedPeriod> {
    let gap = gap_before(text, words, at);
    let letter = words[at].lower.as_str();
    if at == first_after {
        return (letter == "h" && gap == "/").then_some(StatedPeriod::Hour);
    }
    let is_per = at == first_after + 1
        && words[first_after].lower == "p"
        && gap == "."
        && gap_before(text, words, first_after).trim_matches([' ', '+', '(', ',']).is_empty();
    match letter {
        "a" if is_per => Some(StatedPeriod::Year),
        "h" if is_per => Some(StatedPeriod::Hour),
        "d" if is_per => Some(StatedPeriod::Day),
        "w" if is_per => Some(StatedPeriod::Week),
        _ => None,
    }
}

/// Returns the period that `word` names.
fn period_of(word: &str) -> Option<StatedPeriod> {
    Some(match word {
        "hour" | "hourly" | "hr" | "ph" => StatedPeriod::Hour,
        "day" | "daily" | "diem" => StatedPeriod::Day,
        "week" | "weekly" => StatedPeriod::Week,
        "month" | "monthly" | "mo" | "pcm" => StatedPeriod::Month,
        "year" | "yearly" | "annual" | "annually" | "annum" | "yr" | "pa" | "annualized" => {
            StatedPeriod::Year
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<StatedPay> {
        find_pay(text, true).into_iter().map(|found| found.pay).collect()
    }

    #[test]
    fn amounts_are_read_with_range_currency_and_period() {
        use StatedPeriod::{Day, Hour, Month, Year};
        for (text, low, high, currency, period) in [
            ("$48,722.00 - $66,276.00 YEAR", Some(48_722.0), Some(66_276.0), None, Some(Year)),
            ("$2,445.00 - $3,056.00 Monthly", Some(2_445.0), Some(3_056.0), None, Some(Month)),
            (
                "Starting from £50,000 plus benefits",
                Some(50_000.0),
                None,
                Some("GBP".to_string()),
                None,
            ),
            ("up to £60k per annum", None, Some(60_000.0), Some("GBP".to_string()), Some(Year)),
            ("$23.00 - $25.00/hour", Some(23.0), Some(25.0), None, Some(Hour)),
            (
                "Salary is $75,000 USD/year.",
                Some(75_000.0),
                Some(75_000.0),
                Some("USD".to_string()),
                Some(Year),
            ),
            ("£400-500 a day", Some(400.0), Some(500.0), Some("GBP".to_string()), Some(Day)),
            ("50.000 € bis 65.000€", Some(50_000.0), Some(50_000.0), Some("EUR".to_string()), None),
            (
                "range from 50.000€ to 65.000€",
                Some(50_000.0),
                Some(65_000.0),
                Some("EUR".to_string()),
                None,
            ),
            ("80-100k EUR", Some(80_000.0), Some(100_000.0), Some("EUR".to_string()), None),
            (
                "EUR 4 500 per month",
                Some(4_500.0),
                Some(4_500.0),
                Some("EUR".to_string()),
                Some(Month),
            ),
            ("annual salary: 45,000 to 50,000", Some(45_000.0), Some(50_000.0), None, Some(Year)),
            ("$15.50+ an hour", Some(15.5), None, None, Some(Hour)),
            ("$20 per hour from April 2024", Some(20.0), Some(20.0), None, Some(Hour)),
            ("2000 - 2500 per month", Some(2_000.0), Some(2_500.0), None, Some(Month)),
            ("2000 per month", Some(2_000.0), Some(2_000.0), None, Some(Month)),
            ("Day rate: $400", Some(400.0), Some(400.0), None, Some(Day)),
            ("Salary per year: $50,000", Some(50_000.0), Some(50_000.0), None, Some(Year)),
            ("Salary (year): $50,000", Some(50_000.0), Some(50_000.0), None, Some(Year)),
            ("$20 an hour, paid weekly", Some(20.0), Some(20.0), None, Some(Hour)),
            ("Paid weekly at $20 per hour", Some(20.0), Some(20.0), None, Some(Hour)),
            // When it is paid is not what it is for.
            ("$30,000, paid monthly", Some(30_000.0), Some(30_000.0), None, None),
            ("$30,000 a year, paid monthly", Some(30_000.0), Some(30_000.0), None, Some(Year)),
            ("$30,000 in monthly instalments", Some(30_000.0), Some(30_000.0), None, None),
            ("$2,000 bi-weekly", Some(2_000.0), Some(2_000.0), None, None),
            ("$25,000 for a three day week", Some(25_000.0), Some(25_000.0), None, None),
            ("3 days a week, $25,000", Some(25_000.0), Some(25_000.0), None, None),
            ("$25,000 for full-time hours per week", Some(25_000.0), Some(25_000.0), None, None),
            ("A 12 month contract at $25,000", Some(25_000.0), Some(25_000.0), None, None),
            ("$25,000 plus a day off", Some(25_000.0), Some(25_000.0), None, None),
            ("$25,000 and generous annual leave", Some(25_000.0), Some(25_000.0), None, None),
        ] {
            let pay = StatedPay { low, high, currency, period };
            assert_eq!(read(text).first(), Some(&pay), "{text}");
        }
        for text in [
            "$20 per hour from April 2024",
            "$20 per hour, reference 4521",
            "Pay scale 2024 - $50,000",
            "$50,000 (2023: $48,000)",
        ] {
            let years = read(text)
                .iter()
                .filter(|pay| pay.low < Some(2_100.0) && pay.low > Some(1_900.0))
                .count();
            assert_eq!(years, 0, "{text}");
        }
        for text in [
            "From April 2024",
            "since 2019",
            "12 people",
            "£5m revenue",
            "100% remote",
            "$3 million raised",
            "GS-14",
            "",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn the_period_next_to_an_amount_is_of_it() {
        use StatedPeriod::{Day, Hour, Month, Week, Year};
        for (text, period) in [
            ("£650 - £750 per week, holiday pay and pension", Some(Week)),
            ("£12.50 per hour + holiday pay", Some(Hour)),
            ("£12.50 per hour holiday pay", Some(Hour)),
            ("£30,000 per year (bonus 10%)", Some(Year)),
            ("$4,000 per month, holidays paid", Some(Month)),
            ("£150 per day, week in hand", Some(Day)),
            ("£150/day bonus", Some(Day)),
            ("£30k p.a.", Some(Year)),
            ("£30k P.A. + bonus", Some(Year)),
            ("£30k pa", Some(Year)),
            ("£13.15 p.h.", Some(Hour)),
            ("£13.15/h", Some(Hour)),
            ("£30,000 - P.A. to the director", None),
            ("£25,000 plus a week holiday", None),
            ("£25,000 with one day per month leave", None),
        ] {
            assert_eq!(read(text).first().and_then(|pay| pay.period), period, "{text}");
        }
    }

    #[test]
    fn any_text_can_be_searched_for_pay() {
        for text in
            ["$", "$1", "1'", "$1,", "£1.2.3.4", "€é1k", "9999999999999999", "$ 1 234 567 8"]
        {
            for found in find_pay(text, true) {
                assert!(text.get(found.bytes.clone()).is_some(), "{text}");
            }
        }
    }
}
