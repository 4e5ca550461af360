//! Facts that a text states of a role beside its responsibilities and skills, in words.

use crate::model::text::count_text;
use crate::model::{Experience, Pay, PayBasis, PayPeriod, SourceId};
use crate::reading::added::ReadDescription;
use crate::reading::sections::{
    LineLabel, StatedPay, StatedPeriod, StatedValue, TextFact, TextPlace,
};

/// A fact, as far as a text states it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadFact {
    /// Its name, also in records: `years`.
    pub(crate) name: &'static str,
    /// Everything that the text states, each with its place: nothing, one value, or several that
    /// differ. A title that only the format states has no place.
    pub(crate) values: Vec<(String, Option<TextPlace>)>,
}

impl ReadFact {
    fn new<T>(name: &'static str, fact: &TextFact<T>, text: impl Fn(&T) -> String) -> Self {
        let value = |stated: &StatedValue<T>| (text(&stated.value), Some(stated.place.clone()));
        Self { name, values: fact.all().iter().map(value).collect() }
    }

    /// Whether the text states it in several ways that differ.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.values.len() > 1
    }
}

/// Returns the facts of a role, in the order in which they are shown.
pub(crate) fn facts_of(reading: &ReadDescription<'_>) -> Vec<ReadFact> {
    let sections = &reading.role.sections;
    let mut title = ReadFact::new("title", &sections.title, String::clone);
    if let (true, Some(stated)) = (title.values.is_empty(), reading.title()) {
        title.values.push((stated.to_string(), None));
    }
    vec![
        title,
        ReadFact::new("years", &sections.years, |years| {
            let years = Some((years.min, years.max));
            let experience = Experience { years, ..Experience::default() };
            experience.years_text().unwrap_or_default()
        }),
        ReadFact::new("education", &sections.education, String::clone),
        ReadFact::new("place", &sections.location, String::clone),
        ReadFact::new("pay", &sections.pay, pay_text),
    ]
}

/// Returns pay with its period, and what is open: `€70,000–85,000 a year`, `500, period and
/// currency not stated`.
pub(crate) fn pay_text(pay: &StatedPay) -> String {
    let amounts = Pay {
        low: pay.low,
        median: None,
        mean: None,
        high: pay.high,
        currency: pay.currency.clone().unwrap_or_default(),
        period: PayPeriod::Year,
        basis: PayBasis::Base,
        region: String::new(),
        population: None,
        as_of: None,
        proxy_for: None,
        source: SourceId(0),
    };
    let mut text = amounts.amounts_text().trim_end().to_string();
    if let Some(period) = pay.period {
        let article = if period == StatedPeriod::Hour { "an" } else { "a" };
        text += &format!(" {article} {}", period.word());
    }
    match (&pay.currency, pay.period) {
        (None, None) => text += ", currency and period not stated",
        (None, Some(_)) => text += ", currency not stated",
        (Some(_), None) => text += ", period not stated",
        (Some(_), Some(_)) => {}
    }
    text
}

/// Returns the word for the form in which pay is stated.
pub(crate) fn pay_form(pay: &StatedPay) -> &'static str {
    match (pay.low, pay.high) {
        (Some(low), Some(high)) if low.to_bits() == high.to_bits() => "amount",
        (Some(_), None) => "from",
        (None, _) => "up to",
        (Some(_), Some(_)) => "range",
    }
}

/// Returns a note on a text that is about several jobs: which, and how to read one of them.
pub(crate) fn jobs_note(reading: &ReadDescription<'_>) -> Option<String> {
    let jobs = &reading.role.sections.jobs;
    if jobs.is_empty() {
        return None;
    }
    let jobs: Vec<String> = jobs
        .iter()
        .map(|job| format!("{} (line {})", job.value, reading.line_number(job.place.line)))
        .collect();
    Some(format!(
        "{}: describes several jobs, read here as one: {}; to read one of them, put its lines in a \
         file of its own",
        reading.source,
        jobs.join(", ")
    ))
}

/// Returns the word for the subject of a line.
pub(crate) fn label_word(label: LineLabel) -> &'static str {
    match label {
        LineLabel::Title => "title",
        LineLabel::Heading => "headings",
        LineLabel::Responsibility => "responsibilities",
        LineLabel::Must => "requirements",
        LineLabel::Nice => "nice to have",
        LineLabel::Pay => "pay",
        LineLabel::Fact => "particulars",
        LineLabel::Summary => "about the role",
        LineLabel::Conditions => "conditions",
        LineLabel::Employer => "employer",
        LineLabel::Benefits => "benefits",
        LineLabel::EqualOpportunity => "equal opportunity",
        LineLabel::Application => "how to apply",
        LineLabel::NotNeeded => "not needed",
        LineLabel::Page => "rest of the page",
    }
}

/// Returns a number of lines: `1 line`, `4 lines`.
pub(crate) fn lines_text(count: usize) -> String {
    count_text(count, "line", "lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pay_says_what_is_open() {
        let pay = |low, high, currency: Option<&str>, period| StatedPay {
            low,
            high,
            currency: currency.map(str::to_string),
            period,
        };
        let (year, hour) = (Some(StatedPeriod::Year), Some(StatedPeriod::Hour));
        for (pay, text, form) in [
            (pay(Some(7e4), Some(8.5e4), Some("EUR"), year), "€70,000–85,000 a year", "range"),
            (pay(Some(20.5), Some(20.5), Some("USD"), hour), "$20.50 an hour", "amount"),
            (pay(Some(6e4), None, Some("CHF"), None), "from 60,000 CHF, period not stated", "from"),
            (pay(None, Some(6e4), None, year), "up to 60,000 a year, currency not stated", "up to"),
            (
                pay(Some(5e2), Some(6e2), None, None),
                "500–600, currency and period not stated",
                "range",
            ),
        ] {
            assert_eq!((pay_text(&pay).as_str(), pay_form(&pay)), (text, form));
        }
    }
}
