//! The texts of a ladder, each laid out once, and what most of them have in common.

use super::files::{LadderFile, LadderFormat};
use super::outline;
use super::understanding::number_of;
use super::words::{opening, word_count};
use crate::reading::layout::{LaidOutText, LineShape};

/// Fewest pages that tell the navigation of their site.
const FEWEST: usize = 3;

/// Most words of a line of navigation.
const LONGEST_LINK: usize = 6;

/// The layout of a file if it is a text, or why it has none.
pub(super) type PageLayout = Option<Result<LaidOutText, String>>;

/// Traits that the texts of a ladder have in common.
pub(super) struct LadderPages {
    /// Whether most texts have a heading for what a role does.
    pub(super) name_duties: bool,
    /// The lines that most pages begin with: the navigation of their site.
    navigation: Vec<String>,
}

impl LadderPages {
    /// Lays out the texts among `files`; returns a layout for each file.
    pub(super) fn lay_out(files: &[LadderFile]) -> (Self, Vec<PageLayout>) {
        let texts: Vec<PageLayout> = files
            .iter()
            .map(|file| {
                matches!(file.kind, LadderFormat::Markdown | LadderFormat::Html)
                    .then(|| outline::lay_out(&file.name, &file.bytes))
            })
            .collect();
        let readable = || texts.iter().flatten().flatten();
        let name_duties = readable().filter(|text| outline::names_duties(text)).count();
        let name_duties = readable().count() > 1 && name_duties * 2 > readable().count();
        let pages: Vec<&LaidOutText> = files
            .iter()
            .zip(&texts)
            .filter(|(file, _)| file.kind == LadderFormat::Html)
            .filter_map(|(_, text)| text.as_ref()?.as_ref().ok())
            .collect();
        let navigation = navigation(&pages);
        (Self { name_duties, navigation }, texts)
    }

    /// Removes the navigation of a site from one of its pages, if all of it is there and a heading
    /// follows; tells how much that was. Without a heading below they may be duties that levels
    /// have in common.
    pub(super) fn remove_navigation(&self, text: &mut LaidOutText) -> Option<String> {
        let same = text
            .lines
            .iter()
            .zip(&self.navigation)
            .take_while(|(line, other)| line.text == **other)
            .count();
        let next = text.lines.get(same)?;
        if same < self.navigation.len() || !matches!(next.shape, LineShape::Heading(_)) {
            return None;
        }
        let last = text.lines.drain(..same).next_back()?;
        Some(format!("{} up to “{}”", number_of(same, "line", "lines"), opening(&last.text)))
    }
}

/// Why the lines that pages begin with are not read.
pub(super) const NAVIGATION: &str = "most pages begin with them: the navigation of a site";

/// Returns the lines that most of several pages begin with. Headings and sentences are no
/// navigation: levels may have them in common.
fn navigation(pages: &[&LaidOutText]) -> Vec<String> {
    let Some(first) = pages.first().filter(|_| pages.len() >= FEWEST) else { return Vec::new() };
    let lines = first.lines.iter().enumerate().take_while(|(at, line)| {
        let shared =
            |page: &&&LaidOutText| page.lines.get(*at).is_some_and(|other| other.text == line.text);
        !matches!(line.shape, LineShape::Heading(_))
            && word_count(&line.text) <= LONGEST_LINK
            && !line.text.ends_with('.')
            && pages.iter().filter(shared).count() * 5 >= pages.len() * 4
    });
    lines.map(|(_, line)| line.text.clone()).collect()
}
