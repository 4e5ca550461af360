//! Finds the sections of a job ad or a role description: what a person does, what the employer asks
//! for, what is stated on pay and place, and what is neither.
//!
//! [`find_sections`] labels each line of a text and collects what the text states. Nothing is
//! guessed: what is not stated is [`TextFact::NotStated`], and what is stated in several ways is
//! [`TextFact::Ambiguous`]. Everything comes with the place that it was read from.

mod cues;
mod education;
mod extracts;
mod facts;
mod found;
mod headings;
pub(super) mod importance;
mod labels;
mod marks;
mod pay;
mod place;
#[cfg(test)]
mod tests;
mod title;
#[cfg(test)]
mod trades;
pub(super) mod words;
pub(super) mod years;

pub use self::found::{
    LineLabel, ReadRequirement, ReadSections, StatedPay, StatedPeriod, StatedValue, StatedYears,
    TextFact, TextPlace,
};
use self::labels::label_lines;
use self::marks::mark_lines;
use super::layout::LaidOutText;

/// Finds the sections of `text`.
pub fn find_sections(text: &LaidOutText) -> ReadSections {
    let lines = mark_lines(text);
    let mut labels = label_lines(&lines);
    let title = title::title(&lines, &labels, text.title.as_deref());
    if let Some(stated) = title.stated().filter(|stated| !stated.place.bytes.is_empty())
        && title::may_hold_title(&lines[stated.place.line])
    {
        labels[stated.place.line] = LineLabel::Title;
    }
    let (responsibilities, requirements) = extracts::extract(&lines, &mut labels);
    ReadSections {
        title,
        responsibilities,
        requirements,
        years: years::years(&lines, &labels),
        education: education::education(&lines, &labels),
        location: place::location(&lines, &labels),
        pay: facts::pay(&lines, &labels),
        labels,
    }
}
