//! The section that each line belongs to, by the headings above it.

use super::found::LineLabel;
use super::headings::HeadingSubject;
use super::marks::{HeadingMark, ITEM_RANK, LEAD_IN_RANK, LineMark, MarkedLine};
use super::page::is_form_question;

/// A heading that is in force.
#[derive(Debug, Clone, Copy)]
struct OpenHeading {
    mark: HeadingMark,
    /// Whether an item of its list was seen.
    has_items: bool,
    /// Whether any text was seen below it.
    has_text: bool,
}

impl OpenHeading {
    /// Whether it leads in to a list.
    fn is_lead_in(&self) -> bool {
        self.mark.rank == LEAD_IN_RANK
    }

    /// Whether it is not known, and ends the sections around it.
    fn ends(&self) -> bool {
        self.mark.is_plain() && self.mark.subject.is_none()
    }
}

/// The section that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LineSection {
    /// Number of the section, counted by headings.
    pub(super) number: usize,
    /// The subject of its heading, if it is known.
    pub(super) subject: Option<LineLabel>,
    /// The subject of the section before, where the heading is not known.
    pub(super) before: Option<LineLabel>,
    /// Whether a sentence leads in to the line and its neighbours.
    pub(super) is_led_in: bool,
    /// Whether a heading that is not known is above the line.
    pub(super) is_unknown: bool,
    /// Whether it is text after the list of the section, in a block of its own.
    pub(super) is_after_list: bool,
}

/// Returns the section of each line. `first_title` is the position of the first line that may be
/// the title: what is of the page before it ends at once, and what is of the page after it goes on.
pub(super) fn sections_of(
    lines: &[MarkedLine<'_>],
    first_title: Option<usize>,
) -> Vec<LineSection> {
    let mut outline = TextOutline::default();
    let mut sections = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let is_begun = first_title.is_some_and(|title| title < at) || outline.has_work;
        sections.push(outline.add(line, is_begun));
    }
    name_ideals(lines, &mut sections);
    sections
}

/// The headings in force while lines are read.
#[derive(Debug, Default)]
struct TextOutline {
    open: Vec<OpenHeading>,
    number: usize,
    before: Option<LineLabel>,
    /// Whether duties or requirements were seen.
    has_work: bool,
    /// Whether the section has statements that are no questions.
    has_statements: bool,
    /// Whether text that is no item was seen after the list of the section.
    is_past_list: bool,
}

impl TextOutline {
    /// Adds a line, and returns its section. `is_begun` says that the ad has begun.
    fn add(&mut self, line: &MarkedLine<'_>, is_begun: bool) -> LineSection {
        let mut subject = None;
        match line.mark {
            LineMark::Heading(mark) | LineMark::Inline(mark, _) | LineMark::LeadIn(mark) => {
                let is_page = mark.subject.is_some_and(|known| known.label == LineLabel::Page);
                if is_page && !is_begun {
                    subject = Some(LineLabel::Page);
                } else {
                    self.begin(line, mark);
                }
            }
            LineMark::Content => {
                self.end_list(line);
                let text = line.line.text.as_str();
                let is_question = line.depth().is_none() && is_form_question(text, &line.words);
                // A list of requirements may consist of questions.
                if is_question && self.has_work && self.has_statements {
                    subject = Some(LineLabel::Page);
                }
                self.has_statements |= !is_question;
            }
            LineMark::Key(_) | LineMark::Furniture | LineMark::Page => {}
        }
        let last = self.open.last();
        LineSection {
            number: self.number,
            subject: subject.or_else(|| subject_of(&self.open)),
            before: self.before,
            is_led_in: last.is_some_and(OpenHeading::is_lead_in),
            is_unknown: last.is_some_and(|heading| heading.mark.subject.is_none()),
            is_after_list: self.is_past_list,
        }
    }

    /// Begins the section of a heading.
    fn begin(&mut self, line: &MarkedLine<'_>, mark: HeadingMark) {
        let last = subject_of(&self.open);
        if mark.subject.is_none() && last == Some(LineLabel::Page) {
            // Titles of other jobs.
            return;
        }
        let mark = self.part_of_section(line, mark);
        self.open.retain(|heading| heading.mark.rank < mark.rank);
        self.before = if mark.subject.is_some() { None } else { last.or(self.before) };
        let outer = subject_of(&self.open);
        let subject = mark.subject.filter(|subject| changes_subject(&mark, subject, outer));
        let mark = HeadingMark { subject, ..mark };
        self.open.push(OpenHeading {
            mark,
            has_items: matches!(line.mark, LineMark::Inline(..)),
            has_text: matches!(line.mark, LineMark::Inline(..)),
        });
        self.number += 1;
        self.has_statements = false;
        self.is_past_list = false;
        self.has_work |= subject_of(&self.open).is_some_and(LineLabel::is_work);
    }

    /// Returns the mark of a heading with the rank of a part of the section above, if it is one: a
    /// heading that is not known right below one that is, and those after it.
    fn part_of_section(&self, line: &MarkedLine<'_>, mark: HeadingMark) -> HeadingMark {
        let is_part = mark.subject.is_none()
            && mark.is_plain()
            && !matches!(line.mark, LineMark::LeadIn(_))
            && self.open.last().is_some_and(|above| match above.mark.subject {
                Some(_) => !above.has_text && !above.is_lead_in(),
                None => above.mark.rank == PART_RANK,
            });
        HeadingMark { rank: if is_part { PART_RANK } else { mark.rank }, ..mark }
    }

    /// Ends the list that a sentence led in to, or of what is not asked for, before a `line` of
    /// text that is no item.
    fn end_list(&mut self, line: &MarkedLine<'_>) {
        let is_item = line.depth().is_some();
        let is_over = self.open.last().is_some_and(|heading| {
            let is_list = heading.is_lead_in()
                || heading.mark.subject.is_some_and(|known| known.label == LineLabel::NotNeeded);
            is_list && heading.has_items && !is_item && line.begins_block()
        });
        if is_over {
            self.before = subject_of(&self.open);
            self.open.pop();
            self.number += 1;
        }
        let has_items = self.open.last().is_some_and(|heading| heading.has_items);
        self.is_past_list = !is_item && has_items && (self.is_past_list || line.begins_block());
        for heading in &mut self.open {
            heading.has_text = true;
        }
        if let Some(heading) = self.open.last_mut() {
            heading.has_items |= is_item;
        }
    }
}

/// The rank of a heading of a part of a section: below headings, above what leads in to a list.
const PART_RANK: u8 = LEAD_IN_RANK - 5;

/// Whether a heading of `subject` changes the subject of the lines below it from `outer`. What
/// leads in to a list, or heads a part of one, only says more about what the section is about.
fn changes_subject(mark: &HeadingMark, subject: &HeadingSubject, outer: Option<LineLabel>) -> bool {
    match outer {
        _ if subject.label == LineLabel::NotNeeded => true,
        Some(outer) if mark.rank >= ITEM_RANK => {
            !outer.is_work() || subject.label.is_work() && subject.strength >= 3.0
        }
        Some(
            LineLabel::Conditions
            | LineLabel::Benefits
            | LineLabel::EqualOpportunity
            | LineLabel::Application,
        ) if mark.rank >= LEAD_IN_RANK => false,
        Some(outer) if mark.rank >= LEAD_IN_RANK && outer.is_work() => {
            subject.coverage > 0.0 && subject.label.is_work()
        }
        _ => true,
    }
}

/// Labels the section on an "ideal candidate" as nice to have, if another section says what is
/// required.
fn name_ideals(lines: &[MarkedLine<'_>], sections: &mut [LineSection]) {
    let explicit = lines.iter().any(|line| {
        line.subject()
            .is_some_and(|subject| subject.is_explicit && subject.label == LineLabel::Must)
    });
    if !explicit {
        return;
    }
    let ideal: Vec<usize> = lines
        .iter()
        .zip(&*sections)
        .filter(|(line, _)| {
            !matches!(line.mark, LineMark::LeadIn(_))
                && line
                    .subject()
                    .is_some_and(|subject| subject.label == LineLabel::Must && !subject.is_explicit)
                && line.words.iter().any(|word| word.lower == "ideal")
        })
        .map(|(_, section)| section.number)
        .collect();
    for section in sections.iter_mut().filter(|section| ideal.contains(&section.number)) {
        if section.subject == Some(LineLabel::Must) {
            section.subject = Some(LineLabel::Nice);
        }
    }
}

/// Returns the subject of the innermost heading whose subject is known. "Education" under "Nice to
/// have" is nice to have.
fn subject_of(open: &[OpenHeading]) -> Option<LineLabel> {
    let inner = open.iter().rev().take_while(|heading| !heading.ends());
    let mut known = inner.filter_map(|heading| heading.mark.subject);
    let inner = known.next()?;
    let outer = known.next();
    let stays_nice = inner.label == LineLabel::Must
        && !inner.is_explicit
        && outer.is_some_and(|outer| outer.label == LineLabel::Nice);
    Some(if stays_nice { LineLabel::Nice } else { inner.label })
}
