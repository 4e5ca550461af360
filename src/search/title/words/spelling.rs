//! Normal forms of the words of a job title.

use crate::search::fold::{append_folded, for_each_word};

/// Returns the words of `text`, folded, in the singular, without "and"; nothing is expanded yet.
pub(in crate::search::title) fn title_words(text: &str) -> Vec<String> {
    let mut folded = String::new();
    append_folded(text.trim(), &mut folded);
    if folded.contains('\'') {
        folded = folded.replace('\'', "");
    }
    // "Sr.", "V.P.", "U.S."
    if folded.contains('.') {
        folded = undotted(&folded);
    }
    let mut words: Vec<String> = Vec::new();
    for_each_word(&folded, |at| {
        let word = &folded[at];
        if matches!(word, "and" | "the" | "a" | "an") {
            return;
        }
        match split_grade(word) {
            Some((word, grade)) => words.extend([word.to_string(), grade.to_string()]),
            None => words.push(normal_form(word)),
        }
    });
    words
}

/// Returns `text` without the dots of abbreviations: "v.p." is "vp".
pub(super) fn undotted(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        let short = is_letter(i.checked_sub(1).and_then(|at| chars.get(at)))
            && (i < 2 || !is_letter(chars.get(i - 2)))
            && (chars.get(i + 1).is_none_or(|next| next.is_alphabetic() || next.is_whitespace()));
        if *c != '.' {
            out.push(*c);
        } else if !short {
            out.push(' ');
        }
    }
    out
}

pub(super) fn is_letter(at: Option<&char>) -> bool {
    at.is_some_and(|c| c.is_alphabetic())
}

/// Splits a word from its grade: "sde2" is "sde" of grade 2.
pub(super) fn split_grade(word: &str) -> Option<(&str, &str)> {
    let at = word.len().checked_sub(1)?;
    if !word.is_ascii() || !matches!(word.as_bytes()[at], b'1'..=b'5') {
        return None;
    }
    let (name, grade) = word.split_at(at);
    matches!(
        name,
        "sde" | "swe" | "sdet" | "sre" | "pm" | "tpm" | "em" | "pmm" | "qa" | "mts" | "ux" | "ba"
    )
    .then_some((name, grade))
}

/// Returns `word` in the singular, gender-neutral, and in one spelling.
pub(super) fn normal_form(word: &str) -> String {
    let mut word = word;
    if let Some(spelled) = spelling(word) {
        word = spelled;
    }
    for (ending, least) in
        [("women", 3), ("woman", 3), ("persons", 3), ("people", 3), ("men", 3), ("man", 3)]
    {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= least)
            && !matches!(
                word,
                "german"
                    | "roman"
                    | "norman"
                    | "talisman"
                    | "specimen"
                    | "regimen"
                    | "acumen"
                    | "ottoman"
            )
        {
            let stem = if stem == "draught" { "draft" } else { stem };
            return neutral_form(if stem == "draughts" { "drafts" } else { stem });
        }
    }
    if matches!(word, "men" | "man" | "women" | "woman" | "people" | "persons") {
        return "person".to_string();
    }
    let ess = match word {
        "waitress" | "waitresses" => "waiter",
        "actress" | "actresses" => "actor",
        "hostess" | "hostesses" => "host",
        "stewardess" | "stewardesses" => "steward",
        "seamstress" | "seamstresses" => "seamster",
        "headmistress" | "headmistresses" => "headmaster",
        "manageress" | "manageresses" => "manager",
        _ => "",
    };
    if !ess.is_empty() {
        return ess.to_string();
    }
    singular(word)
}

/// A woman, a man and a person do the same job; words with stems of two letters are unrelated:
/// "human".
pub(super) fn neutral_form(stem: &str) -> String {
    format!("{stem}person")
}

/// Returns the standard spelling of `word`, if it has another.
pub(super) fn spelling(word: &str) -> Option<&'static str> {
    Some(match word {
        "programme" | "programmes" => "program",
        "centre" | "centres" => "center",
        "organisation" | "organisations" => "organization",
        "organisational" => "organizational",
        "counsellor" | "counsellors" => "counselor",
        "jeweller" | "jewellers" => "jeweler",
        "labour" => "labor",
        "behaviour" => "behavior",
        "behavioural" => "behavioral",
        "draughting" => "drafting",
        "adviser" | "advisers" => "advisor",
        "optimisation" => "optimization",
        "digitalisation" => "digitalization",
        "paediatric" => "pediatric",
        "paediatrician" | "paediatricians" => "pediatrician",
        "gynaecologist" | "gynaecologists" => "gynecologist",
        "anaesthetist" | "anaesthetists" => "anesthetist",
        "aeroplane" => "airplane",
        "tyre" => "tire",
        "cheque" => "check",
        "licence" => "license",
        "defence" => "defense",
        "theatre" => "theater",
        // Often confused.
        "principle" => "principal",
        "fibre" => "fiber",
        "moulder" | "moulders" => "molder",
        "plough" => "plow",
        "modeller" | "modellers" => "modeler",
        "traveller" | "travellers" => "traveler",
        _ => return None,
    })
}

/// Returns `word` without a plural ending.
pub(in crate::search::title) fn singular(word: &str) -> String {
    match word {
        "wives" | "midwives" | "housewives" | "lives" | "knives" => {
            return format!("{}fe", word.strip_suffix("ves").unwrap_or(word));
        }
        "ops" => return "op".to_string(),
        "children" => return "child".to_string(),
        "series" | "species" | "gas" | "has" | "was" | "its" | "this" | "aws" | "ios" | "sas" => {
            return word.to_string();
        }
        _ => {}
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.len() > ending.len() + 1 && word.ends_with(ending) && !word.ends_with("aches")
            || word == "coaches"
        {
            return word[..word.len() - 2].to_string();
        }
    }
    // "Movie" and "movies", "secretary" and "secretaries": all get the same ending.
    if let Some(stem) = long_stem("ies", word)
        .or_else(|| long_stem("ie", word))
        .filter(|stem| stem.chars().count() > 2)
    {
        return format!("{stem}y");
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_string();
    }
    match long_stem("s", word) {
        Some(stem) if stem.chars().count() > 2 => stem.to_string(),
        _ => word.to_string(),
    }
}

pub(super) fn long_stem<'a>(ending: &str, word: &'a str) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|stem| stem.chars().count() > 1)
}
