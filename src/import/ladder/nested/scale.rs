//! Explanations of the levels of skills: `scale: {1: Novice, 2: Expert}`. They name grades, and no
//! levels of roles.

use super::super::grade::{Grade, mastery_rank, says_scale, short_name};
use super::super::words::{key, label, word_count};
use super::text_under;
use crate::import::tree::Node;

/// A grade as roles name it, and what it is called.
type NamedGrade = (String, String);

/// Returns the grades that a key explains, lowest first; `None` if it explains none.
pub(super) fn read(name: &str, node: &Node) -> Option<Vec<NamedGrade>> {
    let is_scale = says_scale(name);
    if !is_scale && !may_be_scale(name) {
        return None;
    }
    let grades = grades_of(node).filter(|grades| grades.len() > 1)?;
    // "Scale" alone may be a competency.
    let is_sure = is_scale && key(name) != "scale";
    let fits = if is_scale {
        grades.iter().all(|(grade, meaning)| is_grade(grade) && (is_sure || is_name(meaning)))
    } else {
        grades.iter().all(is_known)
    };
    if !fits {
        return None;
    }
    let names = grades.into_iter().filter(|(grade, meaning)| {
        // Nought is not asked for.
        grade != "0" && mastery_rank(&key(meaning)) != Some(0)
    });
    Some(
        names
            .map(|(grade, meaning)| {
                let name = short_name(&meaning).unwrap_or_else(|| grade.clone());
                (grade, name)
            })
            .collect(),
    )
}

/// Whether a grade and its name are grades beyond doubt.
fn is_known((grade, meaning): &NamedGrade) -> bool {
    is_grade(grade) && matches!(Grade::read(meaning), Some(Grade::Level(_) | Grade::NotAsked))
}

/// Whether a key may be a scale, if what it has are grades beyond doubt.
fn may_be_scale(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "grades"
            | "rating"
            | "proficiency"
            | "proficiencies"
            | "mastery"
            | "scores"
            | "levels"
            | "skill level"
            | "level names"
            | "level definitions"
    )
}

/// Whether a text is a grade by itself: a number, a letter or a word of mastery. `L1` is a level.
fn is_grade(text: &str) -> bool {
    let is_number = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let is_letter = text.len() == 1 && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_number || is_letter || mastery_rank(&key(text)).is_some()
}

/// Whether an explanation is the name of a grade, or begins with one.
fn is_name(meaning: &str) -> bool {
    const LONGEST: usize = 4;
    word_count(meaning) <= LONGEST
        || short_name(meaning).is_some_and(|name| mastery_rank(&key(&name)).is_some())
}

/// Returns the grades of a map, a list or a text, with what each means.
fn grades_of(node: &Node) -> Option<Vec<NamedGrade>> {
    match node {
        Node::Null => None,
        Node::Text(text) => {
            let parts = text.split([',', ';', '\n', '|']).map(str::trim).filter(|p| !p.is_empty());
            parts
                .map(|part| {
                    let (grade, meaning) = part.split_once(['=', ':', '–'])?;
                    Some((label(grade), label(meaning)))
                })
                .collect()
        }
        Node::Map(pairs) => pairs
            .iter()
            .map(|(grade, meaning)| match meaning {
                Node::Map(fields) => Some((grade.clone(), label(meaning_of(fields)?))),
                meaning => Some((grade.clone(), label(meaning.text()?))),
            })
            .collect(),
        Node::List(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Node::text).collect();
            if let Some(texts) = texts {
                let nought = texts.first().is_some_and(|text| mastery_rank(&key(text)) == Some(0));
                let first = usize::from(!nought);
                let grades = texts.into_iter().enumerate();
                return Some(
                    grades.map(|(at, text)| ((at + first).to_string(), label(text))).collect(),
                );
            }
            items
                .iter()
                .map(|item| {
                    let Node::Map(fields) = item else { return None };
                    let wanted = ["value", "score", "level", "rating", "number", "grade", "id"];
                    let grade = text_under(fields, &wanted)?;
                    Some((grade.to_string(), label(meaning_of(fields)?)))
                })
                .collect()
        }
    }
}

/// Returns what a grade is called.
fn meaning_of(fields: &[(String, Node)]) -> Option<&str> {
    let wanted = ["label", "name", "title", "meaning", "text", "description"];
    wanted.iter().find_map(|wanted| text_under(fields, &[wanted]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_told_from_levels_of_roles() {
        fn found(name: &str, json: &str) -> Option<Vec<NamedGrade>> {
            read(name, &Node::from_json(json).unwrap())
        }
        let wanted = Some(vec![
            ("1".to_string(), "Novice".to_string()),
            ("2".to_string(), "Expert".to_string()),
        ]);
        for (name, json) in [
            ("scale", r#"{"1": "Novice", "2": "Expert"}"#),
            ("legend", r#"{"0": "None", "1": "Novice: needs help", "2": "Expert (leads)"}"#),
            (
                "rating_scale",
                r#"[{"value": 1, "label": "Novice"}, {"value": 2, "label": "Expert"}]"#,
            ),
            ("ratings", r#"["Novice", "Expert"]"#),
            ("skill scale", r#""1 = Novice, 2 = Expert""#),
            ("grades", r#"{"1": "Novice", "2": "Expert"}"#),
        ] {
            assert_eq!(found(name, json), wanted, "{name}");
        }
        for (name, json) in [
            ("levels", r#"{"1": "Bakes bread.", "2": "Runs a shop."}"#),
            ("scale", r#"{"one": ["a"], "two": ["b"]}"#),
            ("grades", r#"["Junior", "Senior"]"#),
            ("Scale", r#"{"L1": "One shop", "L2": "All shops"}"#),
            ("scale", r#"{"1": "Runs a shop of the town.", "2": "Runs all shops of the town."}"#),
            ("SQL", r#"{"1": "Novice", "2": "Expert"}"#),
        ] {
            assert_eq!(found(name, json), None, "{name}");
        }
    }
}
