//! Pay that a job ad states, and what its facts have in common.

use std::ops::Range;

use super::found::{LineLabel, StatedPay, StatedValue, TextFact, TextPlace};
use super::marks::MarkedLine;
use super::parts::PartLabels;
use super::pay::{find_pay, is_period};
use super::words::{LineWord, sentences, words_at};

/// Returns what `read` reads from the lines with the first of these labels that state anything.
pub(super) fn first_stated<T: PartialEq>(
    labels: &[LineLabel],
    read: impl Fn(LineLabel) -> TextFact<T>,
) -> TextFact<T> {
    let mut facts = labels.iter().map(|label| read(*label));
    facts.find(|fact| *fact != TextFact::NotStated).unwrap_or_default()
}

/// Returns the fact of `found`, in which the same value may be stated several times.
pub(super) fn fact_of<T: PartialEq>(found: Vec<StatedValue<T>>) -> TextFact<T> {
    let mut values: Vec<StatedValue<T>> = Vec::new();
    for stated in found {
        if !values.iter().any(|known| known.value == stated.value) {
            values.push(stated);
        }
    }
    if values.len() > 1 {
        return TextFact::Ambiguous(values);
    }
    values.pop().map_or(TextFact::NotStated, TextFact::Stated)
}

pub(super) fn is_one_of(word: &LineWord, list: &[&str]) -> bool {
    list.contains(&word.lower.as_str())
}

/// Whether one of `words` is in `list`.
pub(super) fn has_any(words: &[LineWord], list: &[&str]) -> bool {
    words.iter().any(|word| is_one_of(word, list))
}

/// Returns the bytes of the value on a line with a key: the text after its colon or equals sign.
pub(super) fn value_of(text: &str) -> Range<usize> {
    let start = text.find([':', '=', '\t']).map_or(0, |sign| sign + 1);
    trimmed(text, start..text.len(), &[' ', '"', '\'', '\t', '*'])
}

pub(super) fn trimmed(text: &str, range: Range<usize>, signs: &[char]) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(signs).len();
    let length = part.trim_matches(signs).len();
    start..start + length
}

/// Words about pay, and words about other money.
const PAY: [&str; 16] = [
    "salary",
    "salaries",
    "pay",
    "paid",
    "compensation",
    "wage",
    "wages",
    "remuneration",
    "hourly",
    "annum",
    "earn",
    "earnings",
    "ote",
    "hour",
    "rate",
    "gross",
];
const NOT_PAY: [&str; 22] = [
    "budget",
    "budgets",
    "revenue",
    "revenues",
    "funding",
    "raised",
    "turnover",
    "allowance",
    "reimbursement",
    "bonus",
    "grant",
    "grants",
    "sign",
    "insurance",
    "stipend",
    "referral",
    "investment",
    "fund",
    "funds",
    "assets",
    "sales",
    "contribution",
];

/// Words of a sentence on the money of others, which a line on pay does not have.
const OF_OTHERS: [&str; 4] = ["customers", "save", "saves", "raised"];

/// Words right after or before an amount that is paid besides: "£5,000 car allowance".
const PAID_BESIDES: [&str; 17] = [
    "allowance",
    "bonus",
    "bonuses",
    "commission",
    "contribution",
    "contributions",
    "stipend",
    "relocation",
    "grant",
    "reimbursement",
    "pension",
    "insurance",
    "weighting",
    "towards",
    "signing",
    "referral",
    "retention",
];

/// Words beside an amount that stands alone: with these it is pay, whatever the line is about.
const BESIDE_PAY: [&str; 54] = [
    "up",
    "to",
    "from",
    "starting",
    "circa",
    "c",
    "ca",
    "approx",
    "around",
    "about",
    "doe",
    "depending",
    "on",
    "experience",
    "per",
    "a",
    "an",
    "the",
    "each",
    "p",
    "h",
    "d",
    "w",
    "m",
    "k",
    "plus",
    "bonus",
    "equity",
    "benefits",
    "ote",
    "gross",
    "brutto",
    "base",
    "basic",
    "package",
    "fte",
    "pro",
    "rata",
    "negotiable",
    "competitive",
    "im",
    "pro-rata",
    "and",
    "compensation",
    "hybrid",
    "remote",
    "onsite",
    "on-site",
    "full",
    "part",
    "time",
    "permanent",
    "contract",
    "temporary",
];

/// Countries whose money is called dollar, besides the United States.
const DOLLARS: [&str; 14] = [
    "canada",
    "canadian",
    "toronto",
    "vancouver",
    "montreal",
    "ottawa",
    "australia",
    "australian",
    "sydney",
    "melbourne",
    "zealand",
    "auckland",
    "singapore",
    "hong",
];

/// Returns the pay.
pub(super) fn pay(lines: &[MarkedLine<'_>], labels: PartLabels<'_>) -> TextFact<StatedPay> {
    let mut found: Vec<StatedValue<StatedPay>> = Vec::new();
    let is_elsewhere =
        lines.iter().any(|line| line.words.iter().any(|word| is_one_of(word, &DOLLARS)));
    for (at, line) in lines.iter().enumerate() {
        let text = line.line.text.as_str();
        if !text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        for sentence in sentences(text) {
            let label = labels.of(at, &sentence);
            if matches!(label, LineLabel::Responsibility | LineLabel::Page) {
                continue;
            }
            let is_key = label == LineLabel::Pay;
            let words = words_at(&line.words, &sentence);
            if has_any(words, &OF_OTHERS) {
                continue;
            }
            let is_about_pay = is_key
                || label != LineLabel::Employer
                    && has_any(words, &PAY)
                    && !has_any(words, &NOT_PAY);
            for mut pay in find_pay(&text[sentence.clone()], is_key) {
                let bytes = sentence.start + pay.bytes.start..sentence.start + pay.bytes.end;
                let ends = [pay.pay.low, pay.pay.high];
                let is_over = |least: f64| ends.iter().any(|end| *end >= Some(least));
                let counts = is_about_pay
                    || (is_over(1000.0) || pay.pay.period.is_some())
                        && stands_alone(text, words, &bytes)
                        && match label {
                            // "Up to £60k + bonus + private healthcare"
                            LineLabel::Benefits => {
                                line.depth().is_none()
                                    && is_over(10_000.0)
                                    && part_around(text, &bytes).start == 0
                            }
                            label => may_stand_alone(label),
                        };
                if !counts || is_paid_besides(text, words, &bytes) {
                    continue;
                }
                if pay.in_dollars && !is_elsewhere {
                    pay.pay.currency = Some("USD".to_string());
                }
                add_pay(&mut found, pay.pay, TextPlace { line: at, bytes });
            }
        }
    }
    fact_of(found)
}

/// Whether an amount that stands alone on a line with this label may be the pay.
fn may_stand_alone(label: LineLabel) -> bool {
    !matches!(
        label,
        LineLabel::Responsibility | LineLabel::Must | LineLabel::Nice | LineLabel::EqualOpportunity
    )
}

/// Signs that part the facts of a line: "Acme · Leeds · £40k", "Data Analyst - £40k (hybrid)".
fn parts_facts(c: char) -> bool {
    matches!(c, '|' | '+' | '·' | '•' | ',' | ';' | '(' | ')' | '[' | ']' | '–' | '—' | '\t')
        || !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !"€£¥₹₺₪₩₴₱’".contains(c)
}

/// Returns the bytes of the part of `text` with `bytes`, between signs that part facts.
fn part_around(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let before = &text[..bytes.start];
    let sign_before = before
        .rfind(parts_facts)
        .map(|at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let dash_before =
        [" - ", "  "].iter().filter_map(|dash| before.rfind(dash).map(|at| at + dash.len()));
    let start = dash_before.chain(sign_before).max().unwrap_or(0);
    let after = &text[bytes.end..];
    let dash_after = [" - ", "  "].iter().filter_map(|dash| after.find(dash));
    let end = dash_after.chain(after.find(parts_facts)).min().unwrap_or(after.len());
    start..bytes.end + end
}

/// Whether the amount at `bytes` of `text` is all that its part of the line says: "£40,000 DOE".
fn stands_alone(text: &str, words: &[LineWord], bytes: &Range<usize>) -> bool {
    let part = part_around(text, bytes);
    words_at(words, &part).iter().all(|word| {
        let is_in_amount = word.range.start < bytes.end && bytes.start < word.range.end;
        is_in_amount || is_one_of(word, &BESIDE_PAY) || is_period(&word.lower)
    })
}

/// Whether the amount at `bytes` of `text` is paid besides the pay: a car allowance, a bonus.
fn is_paid_besides(text: &str, words: &[LineWord], bytes: &Range<usize>) -> bool {
    let first_after = words.partition_point(|word| word.range.start < bytes.end);
    let mut end = bytes.end;
    for word in words[first_after..].iter().take(4) {
        let gap = &text[end.min(word.range.start)..word.range.start];
        if gap.contains(['+', ',', ';', '(', '.', '&', '|', '·', '–', '—'])
            || is_one_of(word, &["plus", "and", "with", "or"])
            || word.is_number()
        {
            break;
        }
        if is_one_of(word, &PAID_BESIDES) {
            return true;
        }
        end = word.range.end;
    }
    let before_end = words.partition_point(|word| word.range.end <= bytes.start);
    let before = &words[..before_end];
    let link = ["of", "up", "to", "is", "a", "an", "from", "worth"];
    let nearest = before.iter().rev().take(4).find(|word| !is_one_of(word, &link));
    let Some(nearest) = nearest.filter(|word| is_one_of(word, &PAID_BESIDES)) else { return false };
    let gap = &text[nearest.range.end..bytes.start];
    // "Salary and bonus: £50,000"
    let names_pay =
        before.iter().rev().take(5).any(|word| {
            is_one_of(word, &["salary", "pay", "compensation", "base", "package", "ote"])
        });
    !gap.contains(['.', ';', ',', ')', '|', '·']) && !names_pay
}

/// Adds pay to `found`. The same amounts are stated once, with the period where one has it.
fn add_pay(found: &mut Vec<StatedValue<StatedPay>>, pay: StatedPay, place: TextPlace) {
    let same = found.iter_mut().find(|known| {
        (known.value.low, known.value.high) == (pay.low, pay.high)
            && (known.value.period.is_none()
                || pay.period.is_none()
                || known.value.period == pay.period)
    });
    match same {
        Some(known) if known.value.period.is_none() && pay.period.is_some() => {
            *known = StatedValue { value: pay, place };
        }
        Some(_) => {}
        None => found.push(StatedValue { value: pay, place }),
    }
}

#[cfg(test)]
mod tests {
    use crate::reading::formats::lay_out;
    use crate::reading::sections::{ReadSections, StatedPeriod, TextFact, find_sections};

    fn read(text: &str) -> ReadSections {
        find_sections(&lay_out("ad.txt", text.as_bytes()).unwrap())
    }

    /// Returns the amounts, currency and period that a text states.
    fn pay_of(text: &str) -> Option<(f64, f64, String, Option<StatedPeriod>)> {
        let TextFact::Stated(stated) = read(text).pay else { return None };
        let pay = stated.value;
        Some((
            pay.low.unwrap_or_default(),
            pay.high.unwrap_or_default(),
            pay.currency.unwrap_or_default(),
            pay.period,
        ))
    }

    #[test]
    fn an_amount_that_stands_alone_is_the_pay() {
        use StatedPeriod::{Day, Hour, Month, Year};
        for (line, low, high, currency, period) in [
            ("£40,000 - £45,000", 40e3, 45e3, "GBP", None),
            ("$140,000 - $170,000 a year", 140e3, 170e3, "USD", Some(Year)),
            ("Acme · Leeds · €32–38k", 32e3, 38e3, "EUR", None),
            (
                "📍 Lisbon or remote (EU time zones) | 💰 €32–38k | 🕒 Full-time",
                32e3,
                38e3,
                "EUR",
                None,
            ),
            ("*Remote* · **$24–$29/hr** · Contract-to-hire", 24.0, 29.0, "USD", Some(Hour)),
            ("£13.85ph", 13.85, 13.85, "GBP", Some(Hour)),
            ("Outside IR35 – £475-£525 per day – 6 months initial", 475.0, 525.0, "GBP", Some(Day)),
            ("$135,000/yr - $165,000/yr  Hybrid  Full-time", 135e3, 165e3, "USD", Some(Year)),
            ("75.000 € - 95.000 € p.a.", 75e3, 95e3, "EUR", Some(Year)),
            ("Up to £60k DOE + discretionary bonus + private healthcare", 0.0, 60e3, "GBP", None),
            ("£55-60k + car allowance", 55e3, 60e3, "GBP", None),
            ("CHF 95k-110k", 95e3, 110e3, "CHF", None),
            ("€4,000–€5,200/mo", 4e3, 5_200.0, "EUR", Some(Month)),
        ] {
            let text = format!("Data analyst\n{line}\n\nAbout us\n\nWe make maps.\n");
            assert_eq!(pay_of(&text), Some((low, high, currency.to_string(), period)), "{line}");
        }
        let title = pay_of("Data Analyst - £40k\n\nYou draw maps.\n");
        assert_eq!(title, Some((40e3, 40e3, "GBP".to_string(), None)));
        for line in [
            "We raised $40,000 last year",
            "Our customers save $20 per hour",
            "$5,000 sign-on bonus!",
            "A £2,000 budget for learning",
            "Manage a portfolio of £50,000",
            "- £1,000 for courses",
        ] {
            assert_eq!(pay_of(&format!("Data analyst\n\n{line}\n")), None, "{line}");
        }
    }

    #[test]
    fn what_is_paid_besides_is_not_the_pay() {
        for (line, low) in [
            ("Salary: £30,000 plus £5,000 car allowance", 30e3),
            ("Salary: $90,000 + benefits and a $10,000 signing bonus", 90e3),
            ("Salary: £37,000, with £10,716 towards the pension scheme", 37e3),
            ("Salary: £30,000. Bonus: up to £3,000", 30e3),
            ("Salary and bonus: £50,000", 50e3),
            ("Salary: £30,000 + bonus", 30e3),
        ] {
            let pay = pay_of(&format!("Data analyst\n\n{line}\n"));
            assert_eq!(pay.map(|pay| pay.0), Some(low), "{line}");
        }
    }

    #[test]
    fn the_place_is_read_from_keys_and_from_the_head() {
        for (text, place) in [
            ("Nurse\nDenver, CO\n", Some("Denver, CO")),
            ("Nurse — Amsterdam, Netherlands, hybrid\n", Some("Amsterdam, Netherlands, hybrid")),
            ("Nurse\n\nWorkplace: Oslo\n", Some("Oslo")),
            ("Nurse\n\nOffice: Leeds\n", Some("Leeds")),
            ("Nurse\n\nBased in Cardiff; some remote working possible\n", Some("Cardiff")),
            ("For our location in Stuttgart we are looking for a\n\nNurse\n", Some("Stuttgart")),
            ("Nurse\nHybrid\n", None),
            ("Nurse\n\nOffice\n\nYou keep the office in order.\n", None),
        ] {
            let found = read(text).location;
            assert_eq!(found.stated().map(|stated| stated.value.as_str()), place, "{text}");
        }
        let table = "# Coordinator\n\n| | |\n|---|---|\n| **Company** | Acme |\n| **Location** | Tallinn |\n";
        let found = find_sections(&lay_out("ad.md", table.as_bytes()).unwrap()).location;
        assert_eq!(found.stated().map(|stated| stated.value.as_str()), Some("Tallinn"));
    }
}
