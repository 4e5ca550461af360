//! Several jobs in one text.

use super::found::{LineLabel, StatedValue};
use super::marks::{LineMark, MarkedLine};
use super::title::{may_hold_title, title_at};
use super::title_text::bare_title;
use super::words::line_words;
use super::workers::names_worker;

/// Minimum number of jobs that are several.
const SEVERAL: usize = 2;

/// A line with a title, and the subjects of what is below it.
struct TitledPart {
    title: StatedValue<String>,
    has_duties: bool,
    has_requirements: bool,
    has_pay: bool,
}

/// Returns the titles of the jobs of a text that is about several, each with duties, requirements
/// or pay of its own; nothing for any other text.
pub(super) fn several_jobs(
    lines: &[MarkedLine<'_>],
    labels: &[LineLabel],
) -> Vec<StatedValue<String>> {
    let mut parts: Vec<TitledPart> = Vec::new();
    let mut keyed = 0;
    for (at, (line, label)) in lines.iter().zip(labels).enumerate() {
        let is_keyed = matches!(line.mark, LineMark::Key(LineLabel::Title));
        if (is_keyed || is_title(lines, at, *label))
            && let Some(title) = new_title(lines, at, &parts)
        {
            keyed += usize::from(is_keyed);
            parts.push(TitledPart {
                title,
                has_duties: false,
                has_requirements: false,
                has_pay: false,
            });
        } else if let Some(part) = parts.last_mut() {
            part.add(line);
        }
    }
    let has_own = [
        parts.iter().filter(|part| part.has_duties).count() >= SEVERAL,
        parts.iter().filter(|part| part.has_requirements).count() >= SEVERAL,
        parts.iter().filter(|part| part.has_pay).count() >= SEVERAL,
    ];
    parts.retain(|part| {
        has_own[0] && part.has_duties
            || has_own[1] && part.has_requirements
            || has_own[2] && part.has_pay
            || keyed >= SEVERAL && matches!(lines[part.title.place.line].mark, LineMark::Key(_))
    });
    if parts.len() < SEVERAL {
        return Vec::new();
    }
    parts.into_iter().map(|part| part.title).collect()
}

impl TitledPart {
    /// Adds a line below the title.
    fn add(&mut self, line: &MarkedLine<'_>) {
        match line.mark {
            LineMark::Key(LineLabel::Pay) => self.has_pay = true,
            LineMark::Heading(_) | LineMark::Inline(..) => match line.subject() {
                Some(known) if known.label == LineLabel::Responsibility => self.has_duties = true,
                Some(known) if known.label.is_requirement() => self.has_requirements = true,
                Some(known) if known.label == LineLabel::Pay => self.has_pay = true,
                _ => {}
            },
            _ => {}
        }
    }
}

/// Maximum number of words of the title of one of several jobs.
const LONGEST: usize = 8;

/// Whether the line at `at` with `label` may be the title of one of several jobs: it stands alone,
/// outside of lists.
fn is_title(lines: &[MarkedLine<'_>], at: usize, label: LineLabel) -> bool {
    let line = &lines[at];
    let is_of_job = matches!(
        label,
        LineLabel::Title | LineLabel::Heading | LineLabel::Summary | LineLabel::Must
    );
    let is_plain = match line.mark {
        LineMark::Content => true,
        LineMark::Heading(mark) => mark.subject.is_none(),
        _ => false,
    };
    // The number before a title makes it an item.
    let is_alone = line.depth().is_none()
        || !line.follows_item && lines.get(at + 1).is_none_or(|next| next.depth().is_none());
    let text = line.line.text.as_str();
    let bare = &text[bare_title(text, 0..text.len())];
    let words = line_words(bare);
    is_of_job
        && is_plain
        && is_alone
        && line.line.after_gap
        && words.len() <= LONGEST
        && words.first().is_some_and(|word| word.is_capital)
        && !text.trim_end().ends_with(['.', ',', '?'])
        && (may_hold_title(line) || line.depth().is_some())
        && names_worker(bare, &words)
}

/// Returns the title on the line at `at`, unless one of `parts` has it.
fn new_title(
    lines: &[MarkedLine<'_>],
    at: usize,
    parts: &[TitledPart],
) -> Option<StatedValue<String>> {
    let text = lines[at].line.text.as_str();
    let start = match lines[at].mark {
        LineMark::Key(_) => super::facts::value_of(text),
        _ => 0..text.len(),
    };
    let title = title_at(lines, at, bare_title(text, start));
    let lower = title.value.to_lowercase();
    let is_new = parts.iter().all(|part| part.title.value.to_lowercase() != lower);
    (is_new && !title.value.is_empty()).then_some(title)
}
