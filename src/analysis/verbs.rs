//! Verbs with which responsibilities begin.

use std::collections::HashSet;
use std::sync::LazyLock;

static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("verbs.txt").split_whitespace().collect());

/// Whether `word`, in lower case, is the base form of a known verb.
pub(crate) fn is_base_verb(word: &str) -> bool {
    VERBS.contains(word)
}

/// Whether `word`, in lower case, is the third person of a known verb: `writes`.
pub(crate) fn is_third_person(word: &str) -> bool {
    [
        word.strip_suffix('s').map(str::to_string),
        word.strip_suffix("es").map(str::to_string),
        word.strip_suffix("ies").map(|stem| format!("{stem}y")),
    ]
    .into_iter()
    .flatten()
    .any(|base| is_base_verb(&base))
}

/// Whether `word`, in lower case, is the present participle of a known verb: `writing`.
pub(crate) fn is_participle(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("ing").filter(|stem| stem.len() > 1) else { return false };
    is_base_verb(stem)
        || is_base_verb(&format!("{stem}e"))
        || without_double(stem).is_some_and(is_base_verb)
        || stem.strip_suffix('y').is_some_and(|stem| is_base_verb(&format!("{stem}ie")))
}

/// Nouns of the form of a person who does something that are things, firms or comparatives.
const NOT_AGENTS: &str = "adapter adaptor banner blender booster buffer calculator calmer \
     career charger charter clearer closer compiler computer connector cooker cooler \
     counter cutter distributor drawer employer escalator explorer exporter fastener feeder \
     finder folder former freezer generator header heater holder importer insurer layer \
     lender letter lighter loader locker looker marker merger mixer mower opener pager \
     pointer poster printer processor provider receiver reminder retainer router scanner \
     sender separator server shutter simulator sprinkler starter stopper summer tender tier \
     timer tracker user washer winner wrapper";

/// Whether `word`, in lower case and the singular, names a person by a known verb: `writer`.
pub(crate) fn is_agent(word: &str) -> bool {
    let Some(stem) = ["er", "or"].iter().find_map(|end| word.strip_suffix(end)) else {
        return false;
    };
    let is_known = is_base_verb(stem)
        || is_base_verb(&format!("{stem}e"))
        || without_double(stem).is_some_and(is_base_verb);
    is_known && !NOT_AGENTS.split_ascii_whitespace().any(|thing| thing == word)
}

/// Returns `stem` without its last letter if that is double: "plan" for "plann".
fn without_double(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let last = letters.next().filter(|last| letters.next() == Some(*last))?;
    Some(&stem[..stem.len() - last.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_verbs_are_known() {
        for word in ["write", "plan", "manage"] {
            assert!(is_base_verb(word) && !is_third_person(word) && !is_participle(word), "{word}");
        }
        assert!(["writes", "teaches", "carries", "plans"].into_iter().all(is_third_person));
        assert!(["writing", "planning", "teaching", "carrying"].into_iter().all(is_participle));
        let agents = ["builder", "writer", "planner", "operator", "editor", "teacher", "driver"];
        assert!(agents.into_iter().all(is_agent));
        let things = [
            "container",
            "server",
            "computer",
            "number",
            "paper",
            "er",
            "build",
            "order",
            "career",
            "letter",
        ];
        assert!(!things.into_iter().any(is_agent));
        assert!(!is_participle("ing") && !is_participle("during") && !is_third_person("s"));
    }
}
