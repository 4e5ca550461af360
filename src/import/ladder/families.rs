//! Names of families: what is left of the title of a ladder.

use super::level::is_job_noun;
use super::words::{label, words};

/// Words that tell that something is a ladder, and not of what.
const LADDER_WORDS: &[&str] = &[
    "ladder",
    "ladders",
    "level",
    "levels",
    "career",
    "careers",
    "framework",
    "frameworks",
    "matrix",
    "competency",
    "competencies",
    "skill",
    "skills",
    "progression",
    "path",
    "paths",
    "pathway",
    "pathways",
    "track",
    "tracks",
    "template",
    "titles",
    "title",
    "for",
    "role",
    "roles",
    "job",
    "jobs",
    "expectations",
    "growth",
    "guide",
    "rubric",
    "copy",
    "final",
    "draft",
    "sheet",
    "sheet1",
    "tabelle1",
    "data",
    "index",
    "description",
    "descriptions",
    "our",
    "the",
    "a",
    "of",
    "and",
    "leveling",
    "levelling",
    "grades",
    "competence",
    "competences",
    "capability",
    "capabilities",
    "model",
    "public",
    "export",
    "table",
    "responsibilities",
    "v1",
    "v2",
    "v3",
    "responsibility",
    "docs",
    "doc",
    "overview",
    "team",
    "handbook",
    "individual",
    "contributor",
    "ic",
    "ics",
    "map",
    "structure",
    "readme",
    "spreadsheet",
    "xlsx",
    "csv",
    "main",
    "assessment",
    "ladder's",
    "files",
    "content",
    "profiles",
    "profile",
    "matrices",
    "dictionary",
    "next",
    "new",
    "old",
    "updated",
    "latest",
    "edited",
    "current",
    "version",
    "v4",
    "before",
    "after",
];

/// Whether a piece of a title tells that something is a ladder, or which edition, and not of what.
fn is_ladder_word(piece: &str) -> bool {
    words(piece).iter().all(|word| {
        LADDER_WORDS.contains(&word.as_str()) || word.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a text names a field of work that has jobs of its own, as families do: `Engineering`,
/// `Designers`.
pub(super) fn names_field(text: &str) -> bool {
    const FIELDS: &str = "engineering design marketing sales finance accounting legal operations \
        product products research analytics data support recruiting recruitment security hr it qa \
        procurement logistics production manufacturing consulting medicine nursing teaching \
        administration development science infrastructure editorial bakery kitchen";
    let name = strip_ladder_words(text);
    let all = words(if name.is_empty() { text } else { &name });
    let field = all.last().is_some_and(|last| FIELDS.split_whitespace().any(|word| word == last));
    all.len() <= 4 && (field || all.last().is_some_and(|last| is_job_noun(last)))
}

/// Returns the name of a family in the title of a ladder: `Product Manager Levels` is about
/// `Product Manager`. Nothing may be left.
pub(super) fn strip_ladder_words(text: &str) -> String {
    let spaced =
        if text.contains(' ') { label(text) } else { label(&text.replace(['-', '_', '.'], " ")) };
    let pieces: Vec<&str> = spaced.split_whitespace().collect();
    let from = pieces.iter().position(|piece| !is_ladder_word(piece)).unwrap_or(pieces.len());
    let to = pieces.iter().rposition(|piece| !is_ladder_word(piece)).map_or(from, |at| at + 1);
    let kept = pieces[from..to].join(" ");
    let kept = kept.trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_string();
    if kept.len() <= 3 && kept.chars().all(|c| c.is_ascii_lowercase()) {
        return kept.to_uppercase();
    }
    let mut chars = kept.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_work_are_known() {
        for text in ["Engineering", "Product design", "Designers", "Data", "Data ladder"] {
            assert!(names_field(text), "{text}");
        }
        for text in ["Communication", "Delivery", "People", "Craft", "Impact"] {
            assert!(!names_field(text), "{text}");
        }
    }

    #[test]
    fn ladders_are_named_after_families() {
        for (title, family) in [
            ("Product Manager Levels", "Product Manager"),
            ("🛠️ Backend Engineering Framework", "Backend Engineering"),
            ("Titles for Programmers", "Programmers"),
            ("pm-career-ladder", "PM"),
            ("Competency framework", ""),
            ("Sheet1", ""),
            ("ladder (2)", ""),
            ("career-ladder-v2-final", ""),
            ("next", ""),
            ("Skill Matrix Competency Framework - Template", ""),
            ("product-design-levels", "Product design"),
            ("Engineering (Legacy)", "Engineering (Legacy)"),
        ] {
            assert_eq!(strip_ladder_words(title), family, "{title}");
        }
    }
}
