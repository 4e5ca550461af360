//! The page around an ad: menus, cookie banners, similar jobs, forms and the foot.

use std::sync::LazyLock;

use super::words::{LineWord, PhraseBook};

/// The meaning of a phrase in the page around an ad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageCue {
    /// Heads what stands after an ad.
    After,
    /// The text of a button or a link.
    Control,
    /// The text of a button or a link, among others.
    Menu,
    /// A line that has it is of the page.
    Notice,
}

static PHRASES: LazyLock<PhraseBook<PageCue>> = LazyLock::new(|| {
    PhraseBook::read(include_str!("page.txt"), |head| {
        Some(match head {
            "after" => PageCue::After,
            "control" => PageCue::Control,
            "menu" => PageCue::Menu,
            "notice" => PageCue::Notice,
            _ => return None,
        })
    })
});

/// Words that may follow the words that head what stands after an ad: "Similar jobs in Leeds".
const AFTER_HEAD: [&str; 16] = [
    "and", "at", "by", "for", "from", "in", "like", "matching", "near", "on", "posted", "the",
    "this", "to", "with", "you",
];

/// Maximum number of words of a heading of what stands after an ad.
const LONGEST_AFTER: usize = 9;

/// Whether `words` of `text` head what stands after an ad, such as "Similar jobs", with or without
/// a list behind a colon.
pub(super) fn heads_what_follows(text: &str, words: &[LineWord]) -> bool {
    let found = PHRASES.find(words);
    let Some((at, PageCue::After)) = found.first() else { return false };
    let Some(next) = words.get(at.end) else { return true };
    let signs = &text[words[at.end - 1].range.end..next.range.start];
    signs.contains([':', '|', '(', '·'])
        || words.len() <= LONGEST_AFTER
            && AFTER_HEAD.contains(&next.lower.as_str())
            && !text.trim_end().ends_with('.')
}

/// Number of words of a menu that make a line one.
const MENU: usize = 4;

/// Whether a line of `text` that is no item of a list is a menu, a breadcrumb, a cookie banner or
/// the foot of the page.
pub(super) fn is_of_page(text: &str, words: &[LineWord]) -> bool {
    if text.starts_with('©') || text.starts_with("(c) 2") || text.starts_with("Copyright ") {
        return true;
    }
    if is_breadcrumb(text, words) {
        return true;
    }
    let found = PHRASES.find(words);
    if found.iter().any(|(_, cue)| *cue == PageCue::Notice) {
        return true;
    }
    let count = |wanted| found.iter().filter(|(_, cue)| *cue == wanted).count();
    let covered: usize = found.iter().map(|(at, _)| at.len()).sum();
    let joined = words.iter().filter(|word| matches!(word.lower.as_str(), "and" | "or" | "the"));
    covered + joined.count() >= words.len()
        && (count(PageCue::Control) > 0 || count(PageCue::Menu) >= MENU)
}

/// First words of breadcrumbs.
const ROOTS: [&str; 8] =
    ["home", "jobs", "careers", "career", "vacancies", "start", "homepage", "all"];

/// Signs between the steps of breadcrumbs.
const STEPS: [&str; 5] = [" > ", " › ", " » ", " → ", " / "];

/// Whether a line shows the place of the page in its site: "Home > Jobs > Finance".
fn is_breadcrumb(text: &str, words: &[LineWord]) -> bool {
    let Some(first) = words.first() else { return false };
    let has_root = ROOTS.contains(&first.lower.as_str())
        && STEPS.iter().any(|step| text[first.range.end.min(text.len())..].starts_with(step));
    // Words of any kind stand beside slashes.
    let (_, arrows) = STEPS.split_last().unwrap_or((&"", &[]));
    has_root || arrows.iter().any(|step| text.matches(step).count() >= 3)
}

/// First words of questions of an application form.
const ASKING: [&[&str]; 24] = [
    &["do", "you"],
    &["have", "you"],
    &["are", "you"],
    &["can", "you"],
    &["will", "you"],
    &["would", "you"],
    &["did", "you"],
    &["were", "you"],
    &["how", "many"],
    &["how", "much"],
    &["how", "did"],
    &["how", "would"],
    &["how", "soon"],
    &["what", "is", "your"],
    &["what", "are", "your"],
    &["what's", "your"],
    &["when", "can", "you"],
    &["when", "could", "you"],
    &["where", "do", "you"],
    &["where", "did", "you"],
    &["where", "are", "you"],
    &["which", "of", "the"],
    &["why", "do", "you"],
    &["please", "describe"],
];

/// Whether a line is a question of an application form: "Do you have experience with SQL?"
pub(super) fn is_form_question(text: &str, words: &[LineWord]) -> bool {
    let text = text.trim_end_matches([' ', '*', '(', ')']);
    text.ends_with('?')
        && !text[..text.len() - 1].contains(['?', '.', '!'])
        && ASKING.iter().any(|first| {
            words.len() > first.len()
                && first.iter().zip(words).all(|(wanted, word)| word.lower == *wanted)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn lines_of_the_page_around_an_ad_are_known() {
        for line in [
            "Home > Jobs > Finance > Management Accountant",
            "Accept all cookies   Reject   Manage preferences",
            "We use cookies to make our site work.",
            "Skip to main content",
            "Sign in | Register | Search jobs",
            "Home My Network Jobs Messaging Notifications",
            "Apply now   Save job   Share on Facebook   Share on LinkedIn",
            "© 2025 Acme. Privacy policy. Terms of use.",
            "Privacy policy",
            "Privacy Policy · Terms of Service · Cookie settings",
        ] {
            assert!(is_of_page(line, &line_words(line)), "{line}");
        }
        for line in [
            "Jobs",
            "Messaging",
            "Security",
            "Search",
            "Support",
            "Read the privacy policy before you apply",
            "Bake cookies and bread",
            "Home visits / school visits",
            "Python / SQL / R",
            "Marketing > Sales",
        ] {
            assert!(!is_of_page(line, &line_words(line)), "{line}");
        }
    }

    #[test]
    fn headings_of_what_stands_after_an_ad_are_known() {
        for line in [
            "Similar jobs",
            "Similar jobs: Senior Accountant | Data Engineer",
            "Related jobs in Leeds",
            "People also searched for: Kubernetes, Python",
            "More jobs from Acme",
            "Jobs you may be interested in",
            "Meet the hiring team",
        ] {
            assert!(heads_what_follows(line, &line_words(line)), "{line}");
        }
        for line in [
            "Similar roles held before are a plus",
            "Other roles will be asked of you as needed.",
            "People also ask us for help",
            "Related degree",
            "Meet the team",
        ] {
            assert!(!heads_what_follows(line, &line_words(line)), "{line}");
        }
    }

    #[test]
    fn questions_of_forms_are_known() {
        for line in ["Do you have experience with SQL?", "How many years of SQL do you have? *"] {
            assert!(is_form_question(line, &line_words(line)), "{line}");
        }
        for line in ["Interested?", "Do you love bread? Then join us.", "What you will do"] {
            assert!(!is_form_question(line, &line_words(line)), "{line}");
        }
    }
}
