//! Pay figures with everything that qualifies them.

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

/// One published pay figure. At least one of the four amounts is there, and `low <= median, mean <= high` holds.
#[derive(Debug, Clone, PartialEq)]
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
