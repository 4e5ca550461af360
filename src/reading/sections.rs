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
mod jobs;
mod labels;
mod marks;
mod outline;
mod page;
mod parts;
mod pay;
mod place;
#[cfg(test)]
mod tests;
mod title;
mod title_text;
#[cfg(test)]
mod trades;
pub(super) mod words;
mod workers;
pub(super) mod years;

pub use self::found::{
    LabelledSentence, LineLabel, ReadRequirement, ReadSections, StatedPay, StatedPeriod,
    StatedValue, StatedYears, TextFact, TextPlace,
};
use self::jobs::several_jobs;
use self::labels::label_lines;
use self::marks::mark_lines;
use self::parts::PartLabels;
use super::layout::LaidOutText;

/// Finds the sections of `text`.
pub fn find_sections(text: &LaidOutText) -> ReadSections {
    let lines = mark_lines(text);
    let (mut labels, parts) = label_lines(&lines, title::title_line(&lines));
    let title = title::title(&lines, &labels, text.title.as_deref());
    if let Some(stated) = title.stated().filter(|stated| !stated.place.bytes.is_empty())
        && title::may_hold_title(&lines[stated.place.line])
    {
        labels[stated.place.line] = LineLabel::Title;
    }
    let jobs = several_jobs(&lines, &labels);
    for job in &jobs {
        labels[job.place.line] = LineLabel::Title;
    }
    let (responsibilities, requirements) = extracts::extract(&lines, &mut labels, &parts);
    let by_part = PartLabels { lines: &labels, parts: &parts };
    ReadSections {
        title: if jobs.is_empty() { title } else { TextFact::Ambiguous(jobs.clone()) },
        jobs,
        responsibilities,
        requirements,
        years: years::years(&lines, by_part),
        education: education::education(&lines, by_part),
        location: place::location(&lines, &labels),
        pay: facts::pay(&lines, by_part),
        labels,
        parts,
    }
}
