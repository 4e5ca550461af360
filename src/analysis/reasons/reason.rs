//! Reasons for and against two responsibilities sharing a row, in words.

use crate::analysis::align::{JOIN_THRESHOLD, PAIR_THRESHOLD};

/// A reason for or against two responsibilities sharing a row.
#[derive(Debug, Clone, PartialEq)]
pub enum PairingReason {
    /// Both have the same words.
    SameWords,
    /// Their authors gave both the same activity.
    SameActivity,
    /// Their authors gave them different activities.
    OtherActivity,
    /// They have many words and differ in only this many.
    NearDuplicates(usize),
    /// Likelihood that the two are one kind of work, and the threshold.
    Likelihood {
        /// Likelihood that they are.
        likelihood: f64,
        /// Threshold to share a row; `None` if nothing is enough, because the row of the other one
        /// is closed.
        enough: Option<PairingThreshold>,
    },
    /// Words that both have, in the left one's spelling, rarest first, and the number of further
    /// ones.
    SharedWords(Vec<String>, usize),
    /// Words of the left and of the right that serve for the same work, most similar first.
    SimilarWords(Vec<(String, String)>),
    /// Both share only this opening word.
    OnlyOpening(String),
    /// They have no word in common.
    NoSharedWord,
    /// Both lists are in the same order, and the two are at the same place in it.
    SamePlace,
    /// Both lists are in the same order, and the two are at different places in it.
    OtherPlace,
    /// Both are under the same heading, and the roles have several.
    SameTheme(String),
    /// They are under different headings: the left one's and the right one's.
    OtherTheme(String, String),
    /// The row of the other one is closed.
    Closed(ClosedRow),
}

/// Threshold to share a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairingThreshold {
    /// To form a pair with one that is alone.
    ToPair,
    /// To join a row that is already a pair.
    ToJoin,
}

impl PairingThreshold {
    /// Returns the likelihood that is enough.
    pub fn likelihood(self) -> f64 {
        match self {
            Self::ToPair => PAIR_THRESHOLD,
            Self::ToJoin => JOIN_THRESHOLD,
        }
    }

    fn text(self) -> String {
        let what = match self {
            Self::ToPair => "share a row",
            Self::ToJoin => "join a pair",
        };
        format!("{} % is needed to {what}", percent(self.likelihood()))
    }
}

/// Why nothing more can join a row.
#[derive(Debug, Clone, PartialEq)]
pub enum ClosedRow {
    /// Both sides have the same words.
    Same,
    /// The other side already has several against this one, or this side has as many as may join.
    Several,
    /// It is paired with this text.
    Pair(String),
}

impl PairingReason {
    /// Returns the reason in plain English, in a few words.
    pub fn text(&self) -> String {
        match self {
            Self::SameWords => "same words".to_string(),
            Self::SameActivity => "same activity".to_string(),
            Self::OtherActivity => "different activities".to_string(),
            Self::NearDuplicates(0) => "same words except for small words and endings".to_string(),
            Self::NearDuplicates(1) => "same words except for one".to_string(),
            Self::NearDuplicates(count) => format!("same words except for {count}"),
            Self::Likelihood { likelihood, enough: None } => {
                format!("{} % likely to be the same work", percent(*likelihood))
            }
            Self::Likelihood { likelihood, enough: Some(enough) } => {
                format!("{} % likely to be the same work; {}", percent(*likelihood), enough.text())
            }
            Self::SharedWords(words, 0) => format!("shared words: {}", words.join(", ")),
            Self::SharedWords(words, more) => {
                format!("shared words: {} and {more} more", words.join(", "))
            }
            Self::SimilarWords(words) => {
                let words: Vec<String> =
                    words.iter().map(|(left, right)| format!("{left} ~ {right}")).collect();
                format!("related words: {}", words.join(", "))
            }
            Self::OnlyOpening(word) => format!("only the first word is shared: {word}"),
            Self::NoSharedWord => "no shared words".to_string(),
            Self::SamePlace => "same place in the order of both lists".to_string(),
            Self::OtherPlace => "different places in the order of the two lists".to_string(),
            Self::SameTheme(theme) => format!("same theme: {theme}"),
            Self::OtherTheme(left, right) => format!("different themes: {left} and {right}"),
            Self::Closed(ClosedRow::Same) => {
                "it already has a counterpart with the same words".to_string()
            }
            Self::Closed(ClosedRow::Several) => {
                "its row already has several on one side".to_string()
            }
            Self::Closed(ClosedRow::Pair(text)) => format!("it is paired with “{text}”"),
        }
    }
}

/// Returns `likelihood` in percent. An uncertain value never reads as 100 %, and a value below a
/// threshold never reaches it.
pub fn percent(likelihood: f64) -> usize {
    if likelihood >= 1.0 {
        100
    } else {
        (likelihood.max(0.0) * 100.0 + 1e-9).floor().min(99.0) as usize
    }
}
