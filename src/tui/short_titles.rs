//! Titles of several roles in little room: shortened by whole words, so that they can still be told
//! apart.

use super::doc::{display_width, truncate};

/// Words that say nothing at the end where a title is cut.
const LITTLE_WORDS: [&str; 9] = ["of", "and", "&", "for", "the", "in", "to", "–", "-"];

/// Returns `titles` in `width` cells each: as many neighbouring words as fit, with an ellipsis
/// where words are left out, so that no other of the titles could be meant. Where none fit, the
/// shortest are taken, which are wider. `None` if one of the titles has no such words.
pub(super) fn short_titles(titles: &[&str], width: usize) -> Option<Vec<String>> {
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
fn short_title(title: &str, titles: &[&str], width: usize) -> Option<String> {
    if display_width(title) <= width {
        return Some(title.to_string());
    }
    let words: Vec<&str> = title.split(' ').collect();
    if let [word] = words[..] {
        return cut_titles(titles, width).map(|_| truncate(word, width).into_owned());
    }
    let others = titles.iter().filter(|other| **other != title);
    let mut best: Option<String> = None;
    for from in 0..words.len() {
        for to in from + 1..=words.len() {
            let (is_first, is_last) = (from == 0, to == words.len());
            let begins_little = !is_first && LITTLE_WORDS.contains(&words[from]);
            if begins_little || (!is_last && LITTLE_WORDS.contains(&words[to - 1])) {
                continue;
            }
            let run = words[from..to].join(" ");
            let run = if is_last { run.as_str() } else { run.trim_end_matches([',', ';', ':']) };
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
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(titles: &[&str], width: usize) -> Option<String> {
        short_titles(titles, width).map(|titles| titles.join(" | "))
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
            assert_eq!(short(&titles, width).as_deref(), Some(wanted), "{titles:?} at {width}");
        }
        let titles = ["Apprentice baker", "Head baker"];
        assert_eq!(short(&titles, 8).as_deref(), Some("Apprentice… | Head…"));
        let titles = ["Data analyst", "Data steward", "Junior analyst"];
        assert_eq!(short(&titles, 10), None, "each word of the first is one of another");
    }
}
