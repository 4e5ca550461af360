//! Pay figures with all their qualifiers.

use serde::{Deserialize, Serialize};

use super::{Date, SourceId, words};

words!(
    /// The period that a pay figure covers.
    PayPeriod {
        /// Per year.
        Year = "year",
        /// Per month.
        Month = "month",
        /// Per hour.
        Hour = "hour",
    }
);

words!(
    /// The parts of pay that a figure includes.
    PayBasis {
        /// Base salary or wage alone.
        Base = "base",
        /// Total pay: base, bonus, equity.
        Total = "total",
    }
);

/// A published pay figure. At least one of the four amounts is present, and
/// `low <= median, mean <= high`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pay {
    /// Low end of the published range.
    pub low: Option<f64>,
    /// Published median.
    pub median: Option<f64>,
    /// Published mean.
    pub mean: Option<f64>,
    /// High end of the published range.
    pub high: Option<f64>,
    /// ISO 4217 code.
    pub currency: String,
    /// The period that the amounts cover.
    pub period: PayPeriod,
    /// The parts of pay that the amounts include.
    pub basis: PayBasis,
    /// The region in which the counted people work.
    pub region: String,
    /// The group of people counted.
    pub population: Option<String>,
    /// The date for which the figure is valid; the display states when it is missing.
    pub as_of: Option<Date>,
    /// The neighbouring occupation, if the figure is about that one.
    pub proxy_for: Option<String>,
    /// The source that published the figure.
    pub source: SourceId,
}

impl Pay {
    /// The amounts, each with its measure: `median $161,030`, `$72,000–121,000`.
    pub fn amounts_text(&self) -> String {
        let sign = self.currency_sign();
        let mut parts = Vec::new();
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.to_bits() == high.to_bits() => {
                parts.push(money_text(low, sign));
            }
            (Some(low), Some(high)) => {
                parts.push(format!("{}–{}", money_text(low, sign), group_thousands(high)));
            }
            (Some(low), None) => parts.push(format!("from {}", money_text(low, sign))),
            (None, Some(high)) => parts.push(format!("up to {}", money_text(high, sign))),
            (None, None) => {}
        }
        parts.extend(self.median.map(|amount| format!("median {}", money_text(amount, sign))));
        parts.extend(self.mean.map(|amount| format!("mean {}", money_text(amount, sign))));
        let mut text = parts.join(", ");
        if sign.is_empty() {
            text.push(' ');
            text.push_str(&self.currency);
        }
        text
    }

    /// The amount in the middle, with its measure: the median, or else the mean; without either, the
    /// range. A period other than a year is said.
    pub(crate) fn middle_text(&self) -> String {
        let (median, mean) = (self.median, self.mean.filter(|_| self.median.is_none()));
        let has_middle = median.is_some() || mean.is_some();
        let (low, high) = if has_middle { (None, None) } else { (self.low, self.high) };
        let text = Self { low, median, mean, high, ..self.clone() }.amounts_text();
        match self.period {
            PayPeriod::Year => text,
            PayPeriod::Month => format!("{text} a month"),
            PayPeriod::Hour => format!("{text} an hour"),
        }
    }

    /// The currency symbol, if it has a widely known one.
    fn currency_sign(&self) -> &'static str {
        match self.currency.as_str() {
            "USD" => "$",
            "GBP" => "£",
            "EUR" => "€",
            _ => "",
        }
    }

    /// `amount` in this currency: `$161,030`, `161,030 CHF`.
    pub fn format_amount(&self, amount: f64) -> String {
        match self.currency_sign() {
            "" => format!("{} {}", group_thousands(amount), self.currency),
            sign => format!("{sign}{}", group_thousands(amount)),
        }
    }

    /// `amount` in this currency, rounded to what a list has room for: `$161k`, `1.2M CHF`.
    pub fn short_amount(&self, amount: f64) -> String {
        let number = match amount {
            ..999.5 => format!("{amount:.0}"),
            ..999_500.0 => format!("{:.0}k", amount / 1e3),
            ..9_950_000.0 => format!("{:.1}M", amount / 1e6),
            ..1e12 => format!("{:.0}M", amount / 1e6),
            _ => format!("{amount:.0e}"),
        };
        match self.currency_sign() {
            "" => format!("{number} {}", self.currency),
            sign => format!("{sign}{number}"),
        }
    }

    /// The qualifiers of the amounts: `base a year, US, 2024`; an unknown date is `undated`.
    pub fn terms_text(&self) -> String {
        format!("{}, {}", self.scope_text(), self.year_text())
    }

    /// The year of the figure: `2024`, or `undated`.
    pub fn year_text(&self) -> String {
        self.as_of.map_or_else(|| "undated".to_string(), |date| date.year().to_string())
    }

    /// The qualifiers of the amounts without the date: `base a year, US, all employees`.
    pub fn scope_text(&self) -> String {
        let article = if self.period == PayPeriod::Hour { "an" } else { "a" };
        let mut text = format!("{} {article} {}, {}", self.basis, self.period, self.region);
        if let Some(population) = &self.population {
            text.push_str(", ");
            text.push_str(population);
        }
        text
    }

    /// Amounts and terms; if the figure is about another occupation, that comes first, so that the
    /// amount is not read as that of the role.
    pub fn full_text(&self) -> String {
        format!("{} {}", self.headed_amounts(), self.terms_text())
    }

    /// Amounts and terms with the day rather than the year: it tells two copies of a figure apart.
    pub(crate) fn dated_text(&self) -> String {
        let date = self.as_of.map_or_else(|| self.year_text(), |date| date.to_string());
        format!("{} {}, {date}", self.headed_amounts(), self.scope_text())
    }

    /// The amounts after the occupation that they are about, if that is another one.
    fn headed_amounts(&self) -> String {
        let proxy = self.proxy_text().map(|proxy| format!("{proxy}: ")).unwrap_or_default();
        format!("{proxy}{}", self.amounts_text())
    }

    /// The similar occupation that the figure is about, if it is not about the role itself.
    pub fn proxy_text(&self) -> Option<String> {
        self.proxy_for.as_ref().map(|proxy| format!("{proxy} (similar occupation)"))
    }
}

/// An amount with the sign of its currency.
fn money_text(amount: f64, sign: &str) -> String {
    format!("{sign}{}", group_thousands(amount))
}

/// `amount` with thousands separators, and with cents unless they are zero.
fn group_thousands(amount: f64) -> String {
    // Beyond this, cents are not exact, and soon the number does not fit: no salary is that high in
    // any currency.
    if amount >= 1e13 {
        return format!("{amount:e}");
    }
    let cents = (amount * 100.0).round() as u64;
    let mut out = super::text::group_digits(cents / 100);
    if !cents.is_multiple_of(100) {
        out.push('.');
        out.push_str(&format!("{:02}", cents % 100));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_name_their_measure() {
        let mut pay = Pay {
            low: None,
            median: Some(161_030.0),
            mean: None,
            high: None,
            currency: "USD".into(),
            period: PayPeriod::Year,
            basis: PayBasis::Base,
            region: "US".into(),
            population: None,
            as_of: Date::new(2024, 5, 1),
            proxy_for: None,
            source: SourceId(0),
        };
        assert_eq!(pay.amounts_text(), "median $161,030");
        assert_eq!(pay.terms_text(), "base a year, US, 2024");
        assert_eq!(pay.full_text(), "median $161,030 base a year, US, 2024");
        assert_eq!(pay.dated_text(), "median $161,030 base a year, US, 2024-05-01");
        for (amount, short) in [
            (24.5, "$24"),
            (999.6, "$1k"),
            (161_030.0, "$161k"),
            (999_499.0, "$999k"),
            (999_700.0, "$1.0M"),
            (1_240_000.0, "$1.2M"),
            (9_960_000.0, "$10M"),
            (1e308, "$1e308"),
        ] {
            assert_eq!(pay.short_amount(amount), short);
        }
        assert_eq!(pay.middle_text(), "median $161,030");
        pay = Pay {
            low: Some(999.5),
            high: Some(1_000_000.0),
            currency: "CHF".into(),
            as_of: None,
            ..pay
        };
        assert_eq!(pay.amounts_text(), "999.50–1,000,000, median 161,030 CHF");
        assert_eq!(pay.terms_text(), "base a year, US, undated");
        assert_eq!(pay.middle_text(), "median 161,030 CHF");
        let range = Pay { median: None, period: PayPeriod::Hour, ..pay.clone() };
        assert_eq!(range.middle_text(), "999.50–1,000,000 CHF an hour");
        pay = Pay { low: Some(-0.0), median: Some(9_999_999_999_999.0), high: Some(1e308), ..pay };
        assert_eq!(pay.amounts_text(), "0–1e308, median 9,999,999,999,999 CHF");
    }
}
