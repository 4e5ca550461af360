//! Periods of time in a CV.

use crate::import::resume::is_duration;
use crate::reading::layout::{LineShape, TextLine};
use crate::reading::skills::lists::list_has;

/// Words of periods beside numbers and months.
const PERIOD_WORDS: &str = "\
     present now current currently today to till until since ongoing date year years yr yrs \
     month months mo mos and less than full part time summer spring autumn fall winter from \
     heute seit bis aujourd hui";

/// Names of months.
const MONTHS: &str = "\
     jan january feb february mar march apr april may jun june jul july aug august sep sept \
     september oct october nov november dec december";

/// Whether `line` is a period of time and nothing else: "June 2016 – December 2020 (4 years)".
pub(super) fn is_period(line: &TextLine) -> bool {
    let lower = line.text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_of_time = words.all(|word| {
        word.chars().all(|c| c.is_ascii_digit())
            || list_has(PERIOD_WORDS, word)
            || list_has(MONTHS, word)
    });
    matches!(line.shape, LineShape::Paragraph | LineShape::Heading(_))
        && is_of_time
        && (has_year(&line.text) || is_duration(&line.text))
}

/// Whether `text` has a year of a working life.
pub(super) fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| {
        number.len() == 4 && number.parse::<u32>().is_ok_and(|year| (1950..2100).contains(&year))
    })
}
