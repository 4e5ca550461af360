//! Whether a CV says that its author has a skill, and not that the author wants it, lacks it or
//! works with others who have it.

use std::ops::Range;

use super::others::is_work_of_others;
use super::people::{AFTER_PEOPLE, KEPT, MADE, MAKING, PEOPLE};
use crate::reading::sections::words::LineWord;
use crate::reading::skills::lists::list_has;

/// The relation of a CV's author to a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PersonStance {
    /// The author has it.
    Has,
    /// The author is learning it.
    Learning,
    /// The author wants to learn or use it.
    Wished,
    /// The author does not have it.
    Negated,
    /// Another person has it.
    Another,
    /// The name is that of an employer.
    Employer,
    /// The author likes it, or has heard of it.
    Doubtful,
}

/// Words of [`PEOPLE`] that never are a part of the name of something else.
const PLURAL_MAKERS: &str = "developers engineers programmers analysts designers scientists testers administrators admins \
     consultants contractors specialists experts colleagues juniors interns freelancers architects coders hires recruits";

/// Words for people that are parts of names of things after a skill: "GraphQL client".
const THINGS: &str = "client clients customer";

/// Verbs for managing people.
const MANAGING: &str = "manage managed manages managing led lead leads leading hire hired hires hiring recruit recruited \
     recruiting supervise supervised supervising oversaw oversee overseeing directed directing headed heading";

/// Starts of verbs for teaching people.
const TEACHING: &str = "train taught teach coach mentor advis support instruct";

/// Words between a skill and a participle that is not about the skill: "SQL reports on data provided
/// by clients".
const APART: [&str; 7] = ["from", "for", "of", "with", "on", "in", "about"];

/// Words after "by" that name no others: "built by me", "written by hand".
const BY_OWN: &str = "me us myself hand using working";

/// Words between a skill and the people who have it.
const BESIDE_PEOPLE: &str = "and or senior junior backend frontend front back end full stack web software data mobile \
     development engineering programming qa test lead principal certified trained";

/// Words after people that say what they do or know.
const DOING: &str = "who that whose writing using working building with skilled experienced specialised specialized \
     proficient fluent wrote built used did handled maintained knew know knows learned learnt coding programming \
     responsible owned owns in";

/// Words that wish for what follows, also after other words: "would like very much to learn".
const WISHES: &str = "want wants wanting wish wishes hope hoping like keen eager seek seeking aspire aspiring intend intending \
     willing excited i'd";

/// Words that wish only if one of [`AIMS`] follows: "plan to learn", but "sprint planning with".
const AIMING: &str = "plan planning goal goals interest ambition dream aim aiming looking";

/// Nouns of them, which a colon may follow.
const GOALS: &str = "goal goals ambition dream aim";

/// Words before them that show that they are the author's.
const OWN: &str = "i i'm am my and now also currently career personal next term actively";

/// Words between a word for an aim and the aim.
const AIMS: &str = "to on for forward";

/// Words for the things that a person wishes for in a CV.
const WISHED_FOR: &str = "learn learning use work working grow develop deepen explore move get gain become try pick start role \
     position job opportunity opportunities team study master improve challenge career apply switch transition";

/// Words that say that something is missing: "no experience with", "without", "lack of".
const WITHOUT: &str = "no zero without lack lacks lacking neither nor";

/// Words between them and the noun that is missing.
const WITHOUT_MODIFIERS: &str = "a any of the prior previous professional commercial formal real practical direct hands on much \
     actual work working production recent coding programming technical industry relevant significant specific \
     academic proper";

/// Nouns for having a skill.
const HAVING_NOUNS: &str = "experience knowledge skill skills expertise exposure practice training familiarity background \
     understanding proficiency idea";

/// Negations of verbs: "have never used".
const NEVER: &str = "not never cannot can't couldn't don't doesn't didn't haven't hasn't hadn't isn't wasn't neither nor";

/// Words between them and the verb.
const NEVER_ADVERBS: &str = "yet ever really currently a an any be been being the so very much actually personally \
     professionally commercially myself previously formally directly particularly especially to at all as able";

/// Verbs and adjectives for having a skill.
const HAVING_VERBS: &str = "used use using worked work working touched learned learnt learn tried try known know written write \
     programmed program coded code done do had have got spoken speak studied study taken practised practiced \
     familiar proficient skilled experienced expert trained comfortable confident fluent versed read seen good strong \
     needed";

/// Words that end a cue before a colon: "no experience with:".
const CUE_ENDS: &str = "learning studying of to interested with in any yet";

/// Words for liking or hearing of something.
const DOUBTFUL: &str = "passionate fascinated curious fan enthusiast enthusiastic interest interests talk talks workshop workshops \
     webinar webinars meetup meetups conference lecture lectures article articles blog";

/// Signs between the parts of a compound.
const HYPHENS: [char; 2] = ['-', '‑'];

/// Maximum number of words between a cue and a skill.
const REACH: usize = 10;

/// Returns the relation to the skill at `bytes` in `text`, whose sentence is `words`.
pub(super) fn stance(text: &str, words: &[LineWord], bytes: &Range<usize>) -> PersonStance {
    let first = words.iter().position(|word| word.range.end > bytes.start).unwrap_or(words.len());
    let after = words.iter().position(|word| word.range.start >= bytes.end).unwrap_or(words.len());
    let before = clause_before(text, &words[first.saturating_sub(REACH)..first], bytes.start);
    let after = &words[after..];
    if lacks(text, before, after, bytes.start) {
        PersonStance::Negated
    } else if is_quoted(text, bytes) || is_of_others(text, before, after, is_activity(text, bytes))
    {
        PersonStance::Another
    } else if is_wished(text, before) {
        PersonStance::Wished
    } else if is_learned(before) {
        PersonStance::Learning
    } else if is_employer(text, before, bytes) {
        PersonStance::Employer
    } else if before.iter().rev().take(5).any(|word| list_has(DOUBTFUL, &word.lower)) {
        PersonStance::Doubtful
    } else {
        PersonStance::Has
    }
}

/// Returns the words of the clause that leads to a skill at byte `end`.
fn clause_before<'w>(text: &str, words: &'w [LineWord], end: usize) -> &'w [LineWord] {
    let mut from = 0;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or(end, |next| next.range.start);
        let gap = text.get(word.range.end..next).unwrap_or_default();
        if gap.contains([';', '–', '—', ':']) && !is_cue_before_colon(word, gap)
            || matches!(word.lower.as_str(), "but" | "however" | "although" | "though")
        {
            from = at + 1;
        }
    }
    &words[from..]
}

/// Whether the colon after `word` introduces the list that the words before it are about: "no
/// experience with:".
fn is_cue_before_colon(word: &LineWord, gap: &str) -> bool {
    gap.contains(':')
        && [WISHED_FOR, HAVING_NOUNS, HAVING_VERBS, CUE_ENDS, GOALS]
            .iter()
            .any(|list| list_has(list, &word.lower))
}

/// Maximum number of words from a negation to a skill.
const NEGATION_REACH: usize = 7;

/// Whether the clause says that the author does not have the skill, which is at byte `start`.
fn lacks(text: &str, before: &[LineWord], after: &[LineWord], start: usize) -> bool {
    let near = &before[before.len().saturating_sub(NEGATION_REACH)..];
    let ends_with = |first: &str, last: &str| matches!(near, [.., one, two] if one.lower == first && two.lower == last);
    let is_new = ends_with("new", "to") || is_unfamiliar(text, near, start);
    let yet =
        near.windows(2).rev().take(4).any(|pair| pair[0].lower == "yet" && pair[1].lower == "to");
    let is_never_after = after.iter().take(4).any(|word| word.lower == "never")
        && after.iter().take(6).any(|word| {
            matches!(
                word.lower.as_str(),
                "used" | "touched" | "learned" | "learnt" | "tried" | "worked"
            )
        });
    if is_double_negation(text, near) {
        return false;
    }
    is_without(text, near, start)
        || is_never(text, near, start)
        || is_new
        || yet
        || is_never_after
        || is_taken_back(text, after, start)
        || spares(before)
}

/// Whether `after`, the words after a skill that begins at `start`, take it back: "React but I do
/// not write it".
fn is_taken_back(text: &str, after: &[LineWord], start: usize) -> bool {
    let Some(but) = after.iter().take(4).position(|word| word.lower == "but") else { return false };
    let rest = &after[but + 1..];
    let is_next = after[..but].iter().all(|word| !word.is_capital)
        && !text[start..after[but].range.start].contains([';', '.']);
    let never = rest.iter().take(3).position(|word| list_has(NEVER, &word.lower));
    is_next
        && never.is_some_and(|never| {
            let told = rest[never + 1..].iter().take(4);
            told.clone().any(|word| matches!(word.lower.as_str(), "it" | "them"))
                && told.take(2).any(|word| {
                    list_has(HAVING_VERBS, &word.lower)
                        || list_has("build create develop", &word.lower)
                })
        })
}

/// Whether `before`, the words before a skill, say that people were spared it: "nobody had to work
/// with", "they no longer had to use".
fn spares(before: &[LineWord]) -> bool {
    let from = before.iter().rposition(|word| word.lower == "nobody").or_else(|| {
        let ends = |pair: &[LineWord]| {
            pair[0].lower == "no" && matches!(pair[1].lower.as_str(), "one" | "longer")
        };
        before.windows(2).rposition(ends).map(|at| at + 1)
    });
    from.is_some_and(|from| {
        let rest = before[from + 1..].iter();
        rest.take(2).any(|word| {
            matches!(word.lower.as_str(), "had" | "has" | "have" | "needed" | "needs" | "need")
        }) && before[from + 1..].iter().any(|word| word.lower == "to")
    })
}

/// Whether `before`, the words before a skill, say that there is none of it, or no experience with
/// it. "No code" and "zero downtime" negate something else.
fn is_without(text: &str, before: &[LineWord], start: usize) -> bool {
    let Some(no) = before.iter().rposition(|word| list_has(WITHOUT, &word.lower)) else {
        return false;
    };
    let rest = &before[no + 1..];
    let is_compound = text[before[no].range.end..].starts_with(HYPHENS);
    let noun = rest.iter().position(|word| !list_has(WITHOUT_MODIFIERS, &word.lower));
    let Some(noun) = noun.filter(|_| !is_compound) else { return !is_compound };
    // "Lacking in Java and Python", "no Java or Python"
    let is_in = before[no].lower.starts_with("lack") && rest[noun].lower == "in";
    let listed = &rest[noun + usize::from(is_in)..];
    is_listed(listed)
        || listed.first().is_some_and(|noun| list_has(HAVING_NOUNS, &noun.lower))
            && !is_cut_off(text, listed, start)
}

/// Whether `words` are names in a list.
fn is_listed(words: &[LineWord]) -> bool {
    words.iter().all(|word| word.is_capital || matches!(word.lower.as_str(), "and" | "or"))
}

/// Whether `before` says that the author is unfamiliar with the skill at byte `start`.
fn is_unfamiliar(text: &str, before: &[LineWord], start: usize) -> bool {
    let Some(at) = before.iter().rposition(|word| word.lower == "unfamiliar") else {
        return false;
    };
    let is_denied = at.checked_sub(1).is_some_and(|no| list_has(NEVER, &before[no].lower));
    !is_denied && !is_cut_off(text, &before[at..], start)
}

/// Whether `before` ends with two negations in one clause: "I can't work without".
fn is_double_negation(text: &str, before: &[LineWord]) -> bool {
    let Some(without) = before.iter().rposition(|word| word.lower == "without") else {
        return false;
    };
    let Some(never) = before[..without].iter().rposition(|word| list_has(NEVER, &word.lower))
    else {
        return false;
    };
    let between = &text[before[never].range.end..before[without].range.start];
    !between.contains([',', ';', ':'])
        && !has_near(&before[never..without], without - never, &["and", "or"])
}

/// Words that begin what the author did after a denial: "no training, learned SQL on the job".
const DID: &str = "learned learnt used wrote worked ran self";

/// Whether a sign ends the reach of a denial, the last of whose own words is the first of `words`,
/// before the skill at byte `start`: "no formal training, self-taught in SQL".
fn is_cut_off(text: &str, words: &[LineWord], start: usize) -> bool {
    (0..words.len()).any(|at| {
        let rest = &words[at + 1..];
        let end = rest.first().map_or(start, |next| next.range.start);
        let gap = text.get(words[at].range.end..end).unwrap_or_default();
        let does = rest.iter().enumerate().any(|(at, word)| {
            (is_done(&word.lower) || list_has(DID, &word.lower))
                && rest.get(at + 1).is_none_or(|next| next.lower != "or")
        });
        // "No knowledge, skill or training in SQL"
        let is_of_noun = at == 0 && list_has(HAVING_NOUNS, &words[0].lower);
        let goes_on = rest.iter().any(|word| list_has(HAVING_NOUNS, &word.lower));
        gap.contains([',', ':', ';']) && does || gap.contains(',') && is_of_noun && !goes_on
    })
}

/// Whether `before`, the words before a skill, say that the author has not used it or does not know
/// it.
fn is_never(text: &str, before: &[LineWord], start: usize) -> bool {
    let Some(never) = before.iter().rposition(|word| list_has(NEVER, &word.lower)) else {
        return false;
    };
    let rest = &before[never + 1..];
    let verb = rest.iter().position(|word| !list_has(NEVER_ADVERBS, &word.lower));
    verb.is_some_and(|verb| {
        list_has(HAVING_VERBS, &rest[verb].lower) && !is_cut_off(text, &rest[verb..], start)
    })
}

/// Whether the words at `bytes` are something that the author does: "mentoring developers".
fn is_activity(text: &str, bytes: &Range<usize>) -> bool {
    text.get(bytes.clone()).is_some_and(|words| words.ends_with("ing"))
}

/// Whether the skill is one of other people. An activity is the author's, whoever it is done to.
fn is_of_others(text: &str, before: &[LineWord], after: &[LineWord], is_activity: bool) -> bool {
    let is_own_team = has_near(
        before,
        4,
        &["in", "within", "member", "part", "one", "as", "fellow", "on", "joined"],
    );
    let is_theirs = has_near(before, 2, &["his", "her", "their", "whose"]);
    names_people(text, after) && !is_own_team && !is_activity
        || is_theirs
        || is_done_by_people(text, before)
        || is_done_by_others(text, before, after)
        || is_work_of_others(text, before, after)
}

/// Whether one of the last `count` of `words` is in `list`.
fn has_near(words: &[LineWord], count: usize, list: &[&str]) -> bool {
    words.iter().rev().take(count).any(|word| list.contains(&word.lower.as_str()))
}

/// Whether `after`, the words after a skill, go on with people who have it: "Python developers",
/// "Python and Java engineers". A "Python customer portal" is none.
fn names_people(text: &str, after: &[LineWord]) -> bool {
    for (at, word) in after.iter().take(5).enumerate() {
        let next = after.get(at + 1);
        if list_has(PEOPLE, &word.lower) {
            let is_name = list_has(PLURAL_MAKERS, &word.lower)
                || next.is_none_or(|next| {
                    !text[word.range.end..next.range.start].trim_matches(HYPHENS).trim().is_empty()
                        || [AFTER_PEOPLE, DOING, PEOPLE, "lead"]
                            .iter()
                            .any(|list| list_has(list, &next.lower))
                        || next.lower.ends_with("ly")
                });
            let follows = at.checked_sub(1).is_none_or(|last| {
                !text[after[last].range.end..word.range.start].contains([',', ';', '('])
            });
            return is_name && follows && !list_has(THINGS, &word.lower);
        }
        if !list_has(BESIDE_PEOPLE, &word.lower) && !word.is_capital {
            return false;
        }
    }
    false
}

/// Whether `before`, the words before a skill, end with people who use it: "contractors who wrote".
fn is_done_by_people(text: &str, before: &[LineWord]) -> bool {
    let Some(at) = before.iter().rposition(|word| list_has(PEOPLE, &word.lower)) else {
        return false;
    };
    let Some(next) = before.get(at + 1) else { return false };
    // "Hired staff, wrote reports": the author goes on.
    if text[before[at].range.end..next.range.start].contains(',')
        && !matches!(next.lower.as_str(), "who" | "that" | "whose")
    {
        return false;
    }
    let is_own = has_near(&before[..at], 4, &["in", "within", "member", "part", "of", "on"]);
    let manages = before[..at].iter().any(|word| list_has(MANAGING, &word.lower));
    let teaches = before[..at]
        .iter()
        .any(|word| TEACHING.split_ascii_whitespace().any(|verb| word.lower.starts_with(verb)));
    // "Planned with the team in Jira", "supported customers using SQL", "trained colleagues in SQL":
    // so did the author.
    let is_shared = matches!(next.lower.as_str(), "using" | "with" | "in") && (!manages || teaches);
    list_has(DOING, &next.lower) && !is_own && !is_shared
}

/// Whether others did the work that needed the skill: "reports written in SQL by contractors". Work
/// that others only use is the author's.
fn is_done_by_others(text: &str, before: &[LineWord], after: &[LineWord]) -> bool {
    let Some(by) = after.iter().take(8).position(|word| word.lower == "by") else { return false };
    let doers = &after[by + 1..];
    if !doers.iter().take(3).any(|word| list_has(PEOPLE, &word.lower))
        || doers.first().is_some_and(|word| list_has(BY_OWN, &word.lower))
    {
        return false;
    }
    let words: Vec<&LineWord> = before.iter().chain(&after[..by]).collect();
    let done = words.iter().rposition(|word| {
        is_done(&word.lower)
            || word.lower.ends_with("ed") && !matches!(word.lower.as_str(), "based" | "need")
    });
    // "Wrote Python scripts run by clients": the author made what others use. "Wrote plans for Python
    // scripts built by clients": others made them.
    let is_used =
        done.and_then(|done| after.get(..done.checked_sub(before.len())?)).is_some_and(|between| {
            let done = &after[between.len()];
            !list_has(MADE, &done.lower) || has_near(between, between.len(), &APART)
        });
    if is_used && makes(text, before) {
        return false;
    }
    // "Built Python tools by …" begins with what the author did.
    done.and_then(|done| Some((words[done], words[done.checked_sub(1)?]))).is_some_and(
        |(done, previous)| {
            let gap = text.get(previous.range.end..done.range.start).unwrap_or_default();
            is_done(&done.lower)
                && !matches!(previous.lower.as_str(), "i" | "we" | "and")
                && !gap.contains([',', ';', '.'])
        },
    )
}

/// Whether `word` is a participle after which "by" names who did it.
fn is_done(word: &str) -> bool {
    list_has(MADE, word) || list_has(KEPT, word)
}

/// Whether the author makes what `before` leads to: "wrote", but not "was written".
fn makes(text: &str, before: &[LineWord]) -> bool {
    let Some(at) = before.iter().rposition(|word| list_has(MAKING, &word.lower)) else {
        return false;
    };
    let is_passive = has_near(&before[..at], 2, &["was", "were", "is", "are", "been", "be"]);
    let end = before.last().map_or(0, |last| last.range.end);
    !is_passive && !text[before[at].range.end..end].contains([',', ';'])
}

/// Whether the clause wishes for the skill.
fn is_wished(text: &str, before: &[LineWord]) -> bool {
    (0..before.len()).any(|at| wishes_at(text, before, at))
        || before.windows(2).any(|pair| pair[0].lower == "to" && pair[1].lower == "learn")
}

/// Whether the word at `at` of `before`, the words before a skill, wishes for it.
fn wishes_at(text: &str, before: &[LineWord], at: usize) -> bool {
    let (word, rest) = (&before[at], &before[at + 1..]);
    let previous = at.checked_sub(1).map_or("", |at| before[at].lower.as_str());
    let next = rest.first().map_or("", |word| word.lower.as_str());
    if word.lower == "interested" {
        return next == "in";
    }
    let is_compound =
        text[word.range.end..].starts_with(HYPHENS) || text[..word.range.start].ends_with(HYPHENS);
    let has_target = rest.iter().take(6).any(|word| list_has(WISHED_FOR, &word.lower));
    if is_compound || !has_target || previous == "as" {
        return false;
    }
    match word.lower.as_str() {
        // "I like to work with SQL" is what the author does.
        "like" => matches!(previous, "would" | "i'd" | "d" | "should"),
        "will" | "i'll" => matches!(previous, "" | "i" | "and"),
        "ready" => {
            next == "to"
                && rest.get(1).is_some_and(|word| {
                    matches!(
                        word.lower.as_str(),
                        "learn" | "grow" | "become" | "start" | "move" | "switch" | "take"
                    )
                })
        }
        aim if list_has(AIMING, aim) => {
            let second = rest.get(1).map_or("", |word| word.lower.as_str());
            let is_open = list_has(GOALS, aim) && text[word.range.end..].starts_with(':');
            let is_aim = list_has(AIMS, next) || matches!(next, "is" | "are") && second == "to";
            (is_open || is_aim) && (previous.is_empty() || list_has(OWN, previous))
        }
        wish => list_has(WISHES, wish),
    }
}

/// Whether the clause says that the author is learning the skill.
fn is_learned(before: &[LineWord]) -> bool {
    let Some(at) = before
        .iter()
        .rposition(|word| matches!(word.lower.as_str(), "learning" | "studying" | "self-studying"))
    else {
        return false;
    };
    let is_field = at.checked_sub(1).is_some_and(|at| {
        matches!(
            before[at].lower.as_str(),
            "machine" | "deep" | "reinforcement" | "e" | "online" | "of"
        )
    });
    let between = &before[at + 1..];
    !is_field
        && between.len() <= 6
        && between.iter().all(|word| {
            word.is_capital
                || matches!(
                    word.lower.as_str(),
                    "and"
                        | "or"
                        | "to"
                        | "use"
                        | "about"
                        | "how"
                        | "the"
                        | "more"
                        | "basics"
                        | "of"
                )
        })
}

/// Whether the name at `bytes` is where the author works: "at Oracle".
fn is_employer(text: &str, before: &[LineWord], bytes: &Range<usize>) -> bool {
    let Some((last, rest)) = before.split_last() else { return false };
    let is_capital =
        text.get(bytes.start..).is_some_and(|name| name.starts_with(char::is_uppercase));
    let is_good_at = rest.last().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "good"
                | "skilled"
                | "great"
                | "expert"
                | "proficient"
                | "adept"
                | "excellent"
                | "experienced"
        )
    });
    is_capital && matches!(last.lower.as_str(), "at" | "joined" | "joining") && !is_good_at
}

/// Minimum number of words of a quotation.
const MIN_QUOTED: usize = 5;

/// Whether the bytes are within a quotation.
fn is_quoted(text: &str, bytes: &Range<usize>) -> bool {
    [('“', '”'), ('"', '"'), ('„', '“'), ('«', '»')].iter().any(|(open, close)| {
        let (Some(before), Some(after)) = (text.get(..bytes.start), text.get(bytes.end..)) else {
            return false;
        };
        let Some(start) = before.rfind(*open) else { return false };
        let start = start + open.len_utf8();
        if before[start..].contains(*close) || *open == '"' && before.matches('"').count() % 2 == 0
        {
            return false;
        }
        let end = after.find(*close).map_or(text.len(), |end| bytes.end + end);
        text[start..end].split_whitespace().count() >= MIN_QUOTED
    })
}
