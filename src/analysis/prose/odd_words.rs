//! Words that practitioners would not use, with the ones that they use.

use std::ops::Range;
use std::sync::LazyLock;

use super::finding::{ProseFinding, ProseRule};
use super::texts::{ReadText, english_texts};
use super::wording::starts_with_verb;
use crate::model::{Catalog, CatalogPart};

/// A phrase that reads oddly.
struct OddPhrase {
    /// Its words; any one of several with bars between them fits, and `…` stands for up to eight
    /// others.
    phrase: &'static str,
    /// Whether it is right English in its sentence after all.
    is_right: fn(&PhraseContext<'_>) -> bool,
    /// A better way to say it.
    advice: &'static str,
}

/// A phrase found in a text.
struct PhraseContext<'a> {
    words: &'a [TextWord],
    at: Range<usize>,
    about: CatalogPart,
}

/// A word of a text in lower case.
struct TextWord {
    text: String,
    /// Whether a punctuation mark or the end of the text follows.
    ends_clause: bool,
}

impl PhraseContext<'_> {
    /// Returns the word before the phrase; empty at the start.
    fn before(&self) -> &str {
        self.at.start.checked_sub(1).map_or("", |at| self.words[at].text.as_str())
    }

    /// Returns the word after the phrase; empty at the end.
    fn after(&self) -> &str {
        self.words.get(self.at.end).map_or("", |word| word.text.as_str())
    }

    fn ends_clause(&self) -> bool {
        self.words[self.at.end - 1].ends_clause
    }

    /// Whether one of `words` occurs anywhere in the text.
    fn mentions(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.text.as_str()))
    }
}

/// The odd phrases. Phrases that are right English in some trades come with what tells those uses
/// apart; a doubtful one is not reported.
const ODD_PHRASES: &[OddPhrase] = &[
    OddPhrase {
        phrase: "mend|mends|mended|mending",
        is_right: mends_things,
        advice: "faults are fixed, equipment is repaired, incidents are resolved",
    },
    OddPhrase {
        phrase: "mail|mails|mailed|mailing",
        is_right: is_postal,
        advice: "say `email`; `mail` is on paper",
    },
    OddPhrase {
        phrase: "shall",
        is_right: never,
        advice: "say `should`, `must` or `will`; `shall` is for contracts",
    },
    OddPhrase {
        phrase: "own house",
        is_right: never,
        advice: "say `the company`, `the organisation` or `in-house`",
    },
    OddPhrase {
        phrase: "own",
        is_right: has_owner,
        advice: "say whose: `their own`, `its own`, `the company's own`",
    },
    OddPhrase {
        phrase: "whole",
        is_right: is_idiomatic_whole,
        advice: "say `entire`, `complete` or `all of`, or leave it out",
    },
    OddPhrase {
        phrase: "see|sees|seeing to it that",
        is_right: never,
        advice: "say `makes sure that` or `ensures that`, or name the action itself",
    },
    OddPhrase {
        phrase: "replace|replaces|replacing … by",
        is_right: names_means,
        advice: "one thing is replaced *with* another",
    },
    OddPhrase {
        phrase: "substitute|substitutes|substituting … by",
        is_right: names_means,
        advice: "say `replaces … with`",
    },
    OddPhrase { phrase: "rightly", is_right: never, advice: "say `correctly`" },
    OddPhrase {
        phrase: "in time",
        is_right: is_not_punctual,
        advice: "say `on time` for what has a date; `in time` means early enough",
    },
    OddPhrase {
        phrase: "answer|answers for",
        is_right: has_answers,
        advice: "say `is accountable for`, `is responsible for` or `owns`",
    },
    OddPhrase {
        phrase: "tell|tells which|what|whether|how|where|when|early",
        is_right: is_not_opening,
        advice: "say `identifies`, `explains` or `decides`; people are told things",
    },
    OddPhrase {
        phrase: "play|plays through what|how|which|scenarios|cases",
        is_right: never,
        advice: "say `models`, `simulates` or `rehearses`",
    },
    OddPhrase {
        phrase: "of|from|by|with|in|on|to which one can|may|must|should|could",
        is_right: never,
        advice: "say who, or use the passive",
    },
    OddPhrase {
        phrase: "how|what|where|if|as one can|may|must|should|could",
        is_right: never,
        advice: "say who, or use the passive",
    },
    OddPhrase {
        phrase: "is|are no",
        is_right: is_idiomatic_no,
        advice: "say `is not a` or `are not`",
    },
    OddPhrase { phrase: "anew", is_right: never, advice: "say `again`" },
    OddPhrase {
        phrase: "allows|enables|enabling to",
        is_right: never,
        advice: "say whom: `allows customers to …`, or `makes it possible to …`",
    },
    OddPhrase {
        phrase: "discuss|discusses|discussing about",
        is_right: never,
        advice: "leave `about` out",
    },
    OddPhrase {
        phrase: "informations|advices|feedbacks|softwares|equipments|knowledges|furnitures|staffs",
        is_right: is_verb,
        advice: "the noun has no plural: leave the `s` out",
    },
    OddPhrase { phrase: "depend|depends of", is_right: never, advice: "say `depends on`" },
];

/// For phrases that are always odd.
fn never(_: &PhraseContext<'_>) -> bool {
    false
}

/// Cloth, nets, fences, pipes and other things are mended; faults, services and steps are not.
fn mends_things(context: &PhraseContext<'_>) -> bool {
    context.mentions(&[
        "bags",
        "books",
        "boots",
        "carpet",
        "carpets",
        "cloth",
        "clothes",
        "clothing",
        "costume",
        "costumes",
        "curtains",
        "drapes",
        "fabric",
        "fabrics",
        "fence",
        "fences",
        "furniture",
        "garment",
        "garments",
        "gear",
        "holes",
        "laundry",
        "leather",
        "linen",
        "linens",
        "net",
        "nets",
        "pipe",
        "pipes",
        "props",
        "rips",
        "roads",
        "roof",
        "roofs",
        "rugs",
        "sails",
        "seams",
        "sew",
        "sewing",
        "shoes",
        "socks",
        "tape",
        "tapestries",
        "tears",
        "textile",
        "textiles",
        "toys",
        "upholstery",
        "wardrobe",
        "yarn",
    ])
}

/// Letters are mailed. As a noun in the plural, or among other electronic things, mail is email.
fn is_postal(context: &PhraseContext<'_>) -> bool {
    let is_plural_noun = context.words[context.at.start].text == "mails"
        && context.at.start > 0
        && (context.ends_clause() && context.before() != "and"
            || matches!(context.after(), "by" | "from" | "that" | "which" | "with"));
    let is_electronic = context.mentions(&[
        "attachment",
        "attachments",
        "attack",
        "attacks",
        "chat",
        "inbox",
        "newsletter",
        "newsletters",
        "online",
        "phishing",
        "spam",
    ]) && !(context.before() == "direct"
        || context.mentions(&["post", "postal", "email", "letters"]));
    !is_plural_noun && !is_electronic
}

/// Something of one's own belongs to somebody who is named. As a verb the word has an object.
fn has_owner(context: &PhraseContext<'_>) -> bool {
    let before = context.before();
    let follows_article = matches!(
        before,
        "a" | "about"
            | "against"
            | "an"
            | "at"
            | "between"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "over"
            | "the"
            | "through"
            | "under"
            | "with"
    );
    // In "attacks own products" the verb of a responsibility comes first.
    let follows_verb = matches!(context.about, CatalogPart::Responsibility(..))
        && context.at.start == 1
        && before.ends_with('s')
        && starts_with_verb(before);
    let is_verb = matches!(
        context.after(),
        "" | "a"
            | "all"
            | "an"
            | "and"
            | "any"
            | "each"
            | "every"
            | "its"
            | "or"
            | "the"
            | "their"
            | "them"
            | "these"
            | "this"
            | "what"
            | "which"
            | "goal"
            | "goals"
            | "accord"
    );
    let is_own_house = context.after() == "house";
    is_own_house || is_verb || !(follows_article || follows_verb)
}

/// As a whole, on the whole, the parts and the whole, whole numbers.
fn is_idiomatic_whole(context: &PhraseContext<'_>) -> bool {
    let two_before = context.at.start.checked_sub(2).map_or("", |at| &context.words[at].text);
    let is_idiom = matches!((two_before, context.before()), ("as", "a") | ("on", "the"));
    let is_noun = context.before() == "the" && context.ends_clause()
        || matches!(
            context.before(),
            "coherent"
                | "consistent"
                | "continuous"
                | "greater"
                | "harmonious"
                | "integrated"
                | "larger"
                | "single"
                | "unified"
        );
    let is_contrast = context.mentions(&["fragment", "fragments", "half", "part", "parts"]);
    let is_compound = matches!(
        context.after(),
        "animal"
            | "animals"
            | "bean"
            | "beans"
            | "blood"
            | "body"
            | "building"
            | "buildings"
            | "carcasses"
            | "cell"
            | "cells"
            | "child"
            | "egg"
            | "eggs"
            | "exome"
            | "fish"
            | "food"
            | "foods"
            | "fruit"
            | "fruits"
            | "genome"
            | "grain"
            | "grains"
            | "life"
            | "logs"
            | "milk"
            | "number"
            | "numbers"
            | "person"
            | "slide"
            | "tissue"
            | "vegetables"
            | "wheat"
    );
    is_idiom || is_noun || is_contrast || is_compound
}

/// What follows `by` may be how or by how much something is replaced, or who replaces it.
fn names_means(context: &PhraseContext<'_>) -> bool {
    let after = context.after();
    after.ends_with("ing")
        || after.starts_with(|c: char| c.is_ascii_digit())
        || matches!(after, "" | "hand" | "half" | "means")
        || context.mentions(&["deadline", "end", "percent"])
}

/// Returns, files and payments have a date; risks are noticed in time.
fn is_not_punctual(context: &PhraseContext<'_>) -> bool {
    let is_punctual = context.mentions(&[
        "close",
        "closes",
        "delivered",
        "deliver",
        "delivers",
        "file",
        "files",
        "finish",
        "finishes",
        "invoices",
        "paid",
        "pay",
        "pays",
        "payroll",
        "rightly",
        "ship",
        "ships",
        "submit",
        "submits",
    ]);
    let goes_on = matches!(context.after(), "and" | "or" | "");
    !is_punctual
        || !(goes_on || context.ends_clause())
        || matches!(context.before(), "back" | "just" | "point" | "points" | "moment")
}

/// Answers are a noun after a verb; a person answers for something after `and` or `who`.
fn has_answers(context: &PhraseContext<'_>) -> bool {
    let opens = context.at.start == 0
        || matches!(context.before(), "alone" | "also" | "and" | "that" | "which" | "who");
    !opens || context.mentions(&["question", "questions"])
}

fn is_not_opening(context: &PhraseContext<'_>) -> bool {
    context.at.start > 0
}

/// "There is no", "is no longer" and the like are ordinary English.
fn is_idiomatic_no(context: &PhraseContext<'_>) -> bool {
    matches!(context.before(), "" | "there" | "where" | "that")
        || matches!(
            context.after(),
            "" | "better"
                | "different"
                | "doubt"
                | "earlier"
                | "easier"
                | "easy"
                | "exception"
                | "fewer"
                | "further"
                | "good"
                | "greater"
                | "guarantee"
                | "higher"
                | "later"
                | "less"
                | "longer"
                | "lower"
                | "more"
                | "one"
                | "other"
                | "reason"
                | "room"
                | "single"
                | "small"
                | "substitute"
                | "use"
                | "way"
                | "worse"
        )
}

/// Managers staff teams, and a team staffs a desk.
fn is_verb(context: &PhraseContext<'_>) -> bool {
    context.at.start == 0 || context.words[context.at.start].text == "staffs"
}

/// Returns the words of `text` in lower case.
fn words(text: &str) -> Vec<TextWord> {
    let text = text.to_lowercase().replace('’', "'");
    let mut words: Vec<TextWord> = Vec::new();
    for piece in text.split_whitespace() {
        let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '/');
        let mut parts = piece.split(|c| !is_inner(c)).peekable();
        while let Some(part) = parts.next() {
            let ends_clause = parts.peek().is_some();
            if part.is_empty() {
                if let Some(last) = words.last_mut() {
                    last.ends_clause = true;
                }
            } else {
                words.push(TextWord { text: part.to_string(), ends_clause });
            }
        }
    }
    if let Some(last) = words.last_mut() {
        last.ends_clause = true;
    }
    words
}

/// Maximum number of words that `…` stands for.
const MAX_GAP: usize = 8;

/// Returns the end of `phrase` in `words` if it begins at `from`.
fn match_end(phrase: &[Vec<&str>], words: &[TextWord], from: usize) -> Option<usize> {
    let mut at = from;
    for (nth, alternatives) in phrase.iter().enumerate() {
        if alternatives == &["…"] {
            let next = phrase.get(nth + 1)?;
            let gap = words[at..].iter().take(MAX_GAP + 1);
            let open = gap.clone().take_while(|word| !word.ends_clause).count();
            at += (1..=open).find(|skip| {
                words.get(at + skip).is_some_and(|word| next.contains(&word.text.as_str()))
            })?;
            continue;
        }
        let word = words.get(at).filter(|word| alternatives.contains(&word.text.as_str()))?;
        if word.ends_clause && nth + 1 < phrase.len() {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Checks all texts for odd phrases; each is reported once for a text.
pub(super) fn check_odd_words(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    for text in english_texts(catalog) {
        check_text(&text, remarks);
    }
}

fn check_text(text: &ReadText<'_>, remarks: &mut Vec<ProseFinding>) {
    static PHRASES: LazyLock<Vec<Vec<Vec<&str>>>> = LazyLock::new(|| {
        let words = |phrase: &OddPhrase| -> Vec<Vec<&'static str>> {
            phrase.phrase.split(' ').map(|word| word.split('|').collect()).collect()
        };
        ODD_PHRASES.iter().map(words).collect()
    });
    let words = words(text.text);
    for (odd, phrase) in ODD_PHRASES.iter().zip(PHRASES.iter()) {
        let found = (0..words.len()).find_map(|from| {
            let at = from..match_end(phrase, &words, from)?;
            let context = PhraseContext { words: &words, at: at.clone(), about: text.about };
            (!(odd.is_right)(&context)).then_some(at)
        });
        if let Some(at) = found {
            let quoted: Vec<&str> = words[at].iter().map(|word| word.text.as_str()).collect();
            remarks.push(ProseFinding::new(
                ProseRule::OddWord,
                text.about,
                format!("‹{}› reads oddly here", quoted.join(" ")),
                odd.advice,
            ));
        }
    }
}
