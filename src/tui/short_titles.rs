//! Titles of several roles in little room: shortened by whole words, so that they can still be told
//! apart.

use super::doc::{display_width, truncate};

/// Words that carry no meaning at the end where a title is cut.
const LITTLE_WORDS: [&str; 8] = ["of", "and", "&", "for", "the", "in", "to", "–"];

/// Maximum number of words of a title that is shortened by words: a longer one is not a title.
const MAX_WORDS: usize = 12;

/// Returns `titles` in `width` cells each: as many neighbouring words as fit, with an ellipsis
/// where words are left out, so that no other of the titles could be meant. Where none fit, the
/// shortest are taken, which are wider.
pub(super) fn short_titles(titles: &[&str], width: usize) -> Vec<String> {
    titles.iter().map(|title| short_title(title, titles, width)).collect()
}

/// Returns `titles` cut after at most `width` cells each, whatever the words. `None` if they cannot
/// be told apart then.
pub(super) fn cut_titles(titles: &[&str], width: usize) -> Option<Vec<String>> {
    let cut: Vec<String> = titles.iter().map(|title| truncate(title, width).into_owned()).collect();
    for at in 1..cut.len() {
        if (0..at).any(|other| cut[at] == cut[other] && titles[at] != titles[other]) {
            return None;
        }
    }
    Some(cut)
}

/// Returns the longest run of words of `title` that fits and is in no other of `titles` at the same
/// place, or else the shortest: the first of equally long ones.
fn short_title(title: &str, titles: &[&str], width: usize) -> String {
    if display_width(title) <= width {
        return title.to_string();
    }
    let words: Vec<&str> = title.split_inclusive([' ', '-']).collect();
    let has_words = (2..=MAX_WORDS).contains(&words.len());
    if !has_words && cut_titles(titles, width).is_some() {
        return truncate(title, width).into_owned();
    }
    if !has_words {
        return title.to_string();
    }
    let others = titles.iter().filter(|other| **other != title);
    let mut best: Option<String> = None;
    for from in 0..words.len() {
        for to in from + 1..=words.len() {
            let (is_first, is_last) = (from == 0, to == words.len());
            if (!is_first && is_little(words[from])) || (!is_last && is_little(words[to - 1])) {
                continue;
            }
            let run = words[from..to].concat();
            let run = if is_last { &run } else { run.trim_end_matches([' ', '-', ',', ';', ':']) };
            let is_shared = others.clone().any(|other| match (is_first, is_last) {
                (true, _) => other.starts_with(run),
                (false, true) => other.ends_with(run),
                (false, false) => other.contains(run),
            });
            let [left, right] = [is_first, is_last].map(|is_end| if is_end { "" } else { "…" });
            let text = format!("{left}{run}{right}");
            let now = display_width(&text);
            let before = best.as_ref().map(|best| display_width(best));
            let is_better = before.is_none_or(|before| match (now <= width, before <= width) {
                (true, true) => now > before,
                (false, false) => now < before,
                (fits, _) => fits,
            });
            if !is_shared && is_better {
                best = Some(text);
            }
        }
    }
    best.unwrap_or_else(|| title.to_string())
}

/// Whether `word` carries no meaning where a title is cut.
fn is_little(word: &str) -> bool {
    let bare = word.trim_end_matches([' ', '-']);
    bare.is_empty() || LITTLE_WORDS.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(titles: &[&str], width: usize) -> String {
        short_titles(titles, width).join(" | ")
    }

    #[test]
    fn titles_are_shortened_by_words_that_tell_them_apart() {
        for (titles, width, wanted) in [
            (["Data analyst", "Data engineer"], 13, "Data analyst | Data engineer"),
            (["Data analyst", "Data engineer"], 9, "…analyst | …engineer"),
            (["Customer success manager", "Product manager"], 9, "Customer… | Product…"),
            (
                ["Customer success manager", "Product manager"],
                17,
                "Customer success… | Product manager",
            ),
            (["Senior data engineer", "Senior software engineer"], 12, "Senior data… | …software…"),
            (["Senior data analyst", "Senior data engineer"], 14, "…data analyst | …data engineer"),
            (["Head of engineering", "Head of design"], 14, "…engineering | Head of design"),
            (["Data analyst", "Data analyst manager"], 12, "Data analyst | …manager"),
            (["Anaesthesiologist", "Cook"], 8, "Anaesth… | Cook"),
            (["Cook", "Cook"], 2, "C… | C…"),
        ] {
            assert_eq!(short(&titles, width), wanted, "{titles:?} at {width}");
        }
        let titles = ["senior-software-engineer", "senior-software-tester"];
        assert_eq!(short(&titles, 9), "…engineer | …tester");
        let titles = ["Apprentice baker", "Head baker"];
        assert_eq!(short(&titles, 8), "Apprentice… | Head…");
        let titles = ["Data analyst", "Data steward", "Junior analyst"];
        // Each word of the first is one of another.
        assert_eq!(short(&titles, 10), "Data analyst | …steward | Junior…");
    }
}
