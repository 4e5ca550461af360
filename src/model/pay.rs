//! Pay figures with everything that qualifies them.

use serde::{Deserialize, Serialize};

use super::{Date, SourceId, words};

words!(
    /// What a pay figure is per.
    Period {
        /// Per year.
        Year = "year",
        /// Per month.
        Month = "month",
        /// Per hour.
        Hour = "hour",
    }
);

words!(
    /// What a pay figure counts.
    Basis {
        /// Base salary or wage alone.
        Base = "base",
        /// Everything: base, bonus, equity.
        Total = "total",
    }
);

/// One published pay figure. At least one of the four amounts is there, and `low <= median, mean <=
/// high` holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pay {
    /// Lower end of the published range.
    pub low: Option<f64>,
    /// Published median.
    pub median: Option<f64>,
    /// Published mean.
    pub mean: Option<f64>,
    /// Upper end of the published range.
    pub high: Option<f64>,
    /// ISO 4217 code.
    pub currency: String,
    /// What the amounts are per.
    pub period: Period,
    /// What the amounts count.
    pub basis: Basis,
    /// Where the people paid work.
    pub region: String,
    /// Who was counted.
    pub population: Option<String>,
    /// The date that the figure holds for; its absence is shown.
    pub as_of: Option<Date>,
    /// Set when the figure is really about this neighbouring occupation.
    pub proxy_for: Option<String>,
    /// Who published the figure.
    pub source: SourceId,
}

impl Pay {
    /// The amounts, each with its measure: `median $161,030`, `$72,000–121,000`.
    pub fn amounts(&self) -> String {
        let sign = self.sign();
        let money = |amount: f64| format!("{sign}{}", grouped(amount));
        let mut parts = Vec::new();
        match (self.low, self.high) {
            (Some(low), Some(high)) => parts.push(format!("{}–{}", money(low), grouped(high))),
            (Some(low), None) => parts.push(format!("from {}", money(low))),
            (None, Some(high)) => parts.push(format!("up to {}", money(high))),
            (None, None) => {}
        }
        parts.extend(self.median.map(|amount| format!("median {}", money(amount))));
        parts.extend(self.mean.map(|amount| format!("mean {}", money(amount))));
        let mut text = parts.join(", ");
        if sign.is_empty() {
            text.push(' ');
            text.push_str(&self.currency);
        }
        text
    }

    /// The sign of the currency, where it has one that everybody knows.
    fn sign(&self) -> &'static str {
        match self.currency.as_str() {
            "USD" => "$",
            "GBP" => "£",
            "EUR" => "€",
            _ => "",
        }
    }

    /// `amount` in this currency: `$161,030`, `161,030 CHF`.
    pub fn spell(&self, amount: f64) -> String {
        match self.sign() {
            "" => format!("{} {}", grouped(amount), self.currency),
            sign => format!("{sign}{}", grouped(amount)),
        }
    }

    /// What qualifies the amounts: `base a year, US, 2024-05-01`; an unknown date says `undated`.
    pub fn terms(&self) -> String {
        let article = if self.period == Period::Hour { "an" } else { "a" };
        let mut text = format!("{} {article} {}, {}", self.basis, self.period, self.region);
        if let Some(population) = &self.population {
            text.push_str(", ");
            text.push_str(population);
        }
        text.push_str(", ");
        match self.as_of {
            Some(date) => text.push_str(&date.to_string()),
            None => text.push_str("undated"),
        }
        text
    }

    /// Amounts and terms, and whose figure it really is where it is another occupation's.
    pub fn in_full(&self) -> String {
        let proxy = self.proxy_for.as_ref().map(|p| format!(", proxy: {p}")).unwrap_or_default();
        format!("{} {}{proxy}", self.amounts(), self.terms())
    }
}

/// `amount` with a comma between thousands, and with cents where it has any.
fn grouped(amount: f64) -> String {
    // Beyond, cents are not exact any more, and soon the number does not fit: nobody earns as much
    // in any currency.
    if amount >= 1e13 {
        return format!("{amount:e}");
    }
    let cents = (amount * 100.0).round() as u64;
    let mut out = super::text::number(cents / 100);
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
            period: Period::Year,
            basis: Basis::Base,
            region: "US".into(),
            population: None,
            as_of: Date::new(2024, 5, 1),
            proxy_for: None,
            source: SourceId(0),
        };
        assert_eq!(pay.amounts(), "median $161,030");
        assert_eq!(pay.terms(), "base a year, US, 2024-05-01");
        pay = Pay {
            low: Some(999.5),
            high: Some(1_000_000.0),
            currency: "CHF".into(),
            as_of: None,
            ..pay
        };
        assert_eq!(pay.amounts(), "999.50–1,000,000, median 161,030 CHF");
        assert_eq!(pay.terms(), "base a year, US, undated");
        pay = Pay { low: Some(-0.0), median: Some(9_999_999_999_999.0), high: Some(1e308), ..pay };
        assert_eq!(pay.amounts(), "0–1e308, median 9,999,999,999,999 CHF");
    }
}
