//! Whether a CV says that its author has a skill, and not that the author wants it, lacks it or
//! works with others who have it.

use std::ops::Range;

use super::found::LeftOutReason;
use crate::reading::sections::words::LineWord;

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

/// Words for others, who may have a skill.
const PEOPLE: &str = "developers engineers programmers analysts designers scientists testers administrators admins \
     consultants contractors specialists experts people staff team teams colleagues colleague users students \
     juniors interns freelancers squad squads crew department vendors vendor customers clients client customer \
     teachers trainers instructors coaches masters architects coders hires recruits contractor agency agencies \
     freelancer supplier suppliers manager managers boss partner partners coworkers coworker roles positions \
     candidates candidate vacancies applicants mentees trainees participants graduates husband wife brother sister friend";

/// Words between a skill and the people who have it.
const BESIDE_PEOPLE: &str = "and or senior junior backend frontend front back end full stack web software data mobile \
     development engineering programming qa test lead principal certified trained";

/// Words after people that say what they do or know.
const DOING: &str = "who that whose writing using working building with skilled experienced specialised specialized \
     proficient fluent wrote built used did handled maintained knew know knows learned learnt coding programming \
     responsible owned owns in";

/// Words for wishes.
const WISHES: &str = "want wants wanting wish wishes hope hoping like keen eager plan planning plans aim aiming looking look \
     seeking seek interested ambition dream goal goals aspire aspiring intend intending ready willing will i'll i'd \
     excited";

/// Words for the things that a person wishes for in a CV.
const WISHED_FOR: &str = "learn learning use work working grow develop deepen explore move get gain become try pick start role \
     position job opportunity opportunities team study master improve challenge career apply switch transition";

/// Words for not having.
const WITHOUT: &str = "no not never zero without lack lacking unfamiliar haven't hasn't don't didn't neither nor cannot can't";

/// Words between a word for not having and a skill.
const NOT_HAD: &str = "experience knowledge used use worked work touched learned learnt tried know written write programmed \
     program done any skills skill familiar proficient expertise exposure practice training formal yet expert with \
     in coded code professional commercial";

/// Words for liking or hearing of something.
const DOUBTFUL: &str = "passionate fascinated curious fan enthusiast enthusiastic interest interests talk talks workshop workshops \
     webinar webinars meetup meetups conference lecture lectures article articles blog";

fn contains(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Maximum number of words between a cue and a skill.
const REACH: usize = 10;

/// Returns the relation to the skill at `bytes` in `text`, whose sentence is `words`.
pub(super) fn stance(text: &str, words: &[LineWord], bytes: &Range<usize>) -> PersonStance {
    let first = words.iter().position(|word| word.range.end > bytes.start).unwrap_or(words.len());
    let after = words.iter().position(|word| word.range.start >= bytes.end).unwrap_or(words.len());
    let before = clause_before(text, &words[first.saturating_sub(REACH)..first], bytes.start);
    let after = &words[after..];
    if lacks(before, after) {
        PersonStance::Negated
    } else if is_quoted(text, bytes) || is_of_others(before, after, is_activity(text, bytes)) {
        PersonStance::Another
    } else if is_wished(before) {
        PersonStance::Wished
    } else if is_learned(before) {
        PersonStance::Learning
    } else if is_employer(text, before, bytes) {
        PersonStance::Employer
    } else if before.iter().rev().take(5).any(|word| contains(DOUBTFUL, &word.lower)) {
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

/// Whether a colon after `word` introduces a list of what is said before: "no experience with:".
fn is_cue_before_colon(word: &LineWord, gap: &str) -> bool {
    gap.contains(':')
        && (contains(WISHED_FOR, &word.lower)
            || contains(NOT_HAD, &word.lower)
            || matches!(word.lower.as_str(), "learning" | "studying" | "of" | "to" | "interested"))
}

/// Whether the clause says that the author does not have the skill.
fn lacks(before: &[LineWord], after: &[LineWord]) -> bool {
    let no = before.iter().rposition(|word| contains(WITHOUT, &word.lower));
    let is_lacking = no.is_some_and(|no| {
        let next = before.get(no + 1).map(|word| word.lower.as_str());
        let affirms = matches!(next, Some("only" | "just" | "least" | "limited" | "less"));
        let between = before[no + 1..].iter().take(5);
        let has_cue = between.clone().any(|word| contains(NOT_HAD, &word.lower));
        let is_close = before.len() - no <= 7;
        let is_bare = next.is_none()
            && matches!(before[no].lower.as_str(), "no" | "zero" | "nor" | "neither");
        let lacking = matches!(before[no].lower.as_str(), "lack" | "lacking" | "unfamiliar");
        !affirms && is_close && (has_cue || is_bare || lacking)
    });
    let is_new = before.windows(2).next_back().is_some_and(|pair| {
        matches!(pair[0].lower.as_str(), "new" | "yet") && pair[1].lower == "to"
    });
    let yet =
        before.windows(2).rev().take(4).any(|pair| pair[0].lower == "yet" && pair[1].lower == "to");
    let is_never_after = after.iter().take(4).any(|word| word.lower == "never")
        && after.iter().take(6).any(|word| {
            matches!(
                word.lower.as_str(),
                "used" | "touched" | "learned" | "learnt" | "tried" | "worked"
            )
        });
    is_lacking || is_new || yet || is_never_after
}

/// Whether the words at `bytes` are something that the author does: "mentoring developers".
fn is_activity(text: &str, bytes: &Range<usize>) -> bool {
    text.get(bytes.clone()).is_some_and(|words| words.ends_with("ing"))
}

/// Whether the skill is one of other people. An activity is the author's, whoever it is done to.
fn is_of_others(before: &[LineWord], after: &[LineWord], is_activity: bool) -> bool {
    let is_own_team = before.iter().rev().take(4).any(|word| {
        matches!(
            word.lower.as_str(),
            "in" | "within" | "member" | "part" | "one" | "as" | "fellow" | "on"
        )
    });
    let followers = after.iter().take(5).take_while(|word| {
        contains(PEOPLE, &word.lower) || contains(BESIDE_PEOPLE, &word.lower) || word.is_capital
    });
    let has_people = followers.into_iter().any(|word| contains(PEOPLE, &word.lower));
    let is_theirs = before
        .iter()
        .rev()
        .take(2)
        .any(|word| matches!(word.lower.as_str(), "his" | "her" | "their" | "whose"));
    let people = before.iter().rposition(|word| contains(PEOPLE, &word.lower));
    let do_it = people.is_some_and(|at| {
        let next = before.get(at + 1);
        let own = before[..at].iter().rev().take(4).any(|word| {
            matches!(word.lower.as_str(), "in" | "within" | "member" | "part" | "of" | "on")
        });
        let doing = next.is_some_and(|next| contains(DOING, &next.lower));
        // "Trained colleagues in SQL" is the author's own skill; "managers in SQL" is nobody's.
        let taught = next.is_some_and(|next| next.lower == "in")
            && before[..at].iter().any(|word| {
                ["train", "taught", "teach", "coach", "mentor", "advis", "support", "instruct"]
                    .iter()
                    .any(|verb| word.lower.starts_with(verb))
            });
        doing && !own && !taught
    });
    let by = after.iter().take(8).position(|word| word.lower == "by");
    let by_others = by
        .is_some_and(|by| after[by + 1..].iter().take(3).any(|word| contains(PEOPLE, &word.lower)));
    has_people && !is_own_team && !is_activity || is_theirs || do_it || by_others
}

/// Whether the clause wishes for the skill.
fn is_wished(before: &[LineWord]) -> bool {
    before.iter().enumerate().any(|(at, word)| {
        let next = before.get(at + 1).map(|next| next.lower.as_str());
        let interested = word.lower == "interested" && next == Some("in");
        let target =
            before[at + 1..].iter().take(6).position(|word| contains(WISHED_FOR, &word.lower));
        // "I like to work with SQL" is what the author does.
        let likes = word.lower == "like"
            && !at.checked_sub(1).is_some_and(|at| {
                matches!(before[at].lower.as_str(), "would" | "i'd" | "d" | "should")
            });
        let did = at.checked_sub(1).is_some_and(|at| before[at].lower == "as");
        interested || contains(WISHES, &word.lower) && target.is_some() && !likes && !did
    }) || before.windows(2).any(|pair| pair[0].lower == "to" && pair[1].lower == "learn")
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

/// The relation of the author to the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListStance {
    /// The author has them.
    Has,
    /// The author is learning them.
    Learning,
    /// They are not counted.
    LeftOut(LeftOutReason),
}

/// Cues in lists, which hold for all items that follow.
const LIST_CUES: &[(&str, ListStance)] = &[
    ("want to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("wants to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("would like to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("i'd like to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("hope to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("hoping to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("keen to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("eager to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("plan to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("planning to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("to learn", ListStance::LeftOut(LeftOutReason::Wished)),
    ("learning next", ListStance::LeftOut(LeftOutReason::Wished)),
    ("interested in ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("no experience", ListStance::LeftOut(LeftOutReason::Negated)),
    ("no knowledge", ListStance::LeftOut(LeftOutReason::Negated)),
    ("never used", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not familiar", ListStance::LeftOut(LeftOutReason::Negated)),
    ("unfamiliar with", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not proficient", ListStance::LeftOut(LeftOutReason::Negated)),
    ("do not know", ListStance::LeftOut(LeftOutReason::Negated)),
    ("don't know", ListStance::LeftOut(LeftOutReason::Negated)),
    ("lacking", ListStance::LeftOut(LeftOutReason::Negated)),
    ("currently learning", ListStance::Learning),
    ("now learning", ListStance::Learning),
    ("still learning", ListStance::Learning),
    ("also learning", ListStance::Learning),
    ("currently studying", ListStance::Learning),
];

/// Words after "learning" in names of skills.
const LEARNING_NAMES: &str = "and management design platforms platform systems technology technologies experience strategy analytics \
     theory content outcomes needs development";

/// Returns the parts of a list, each with the relation of the author to its items.
pub(super) fn list_parts(text: &str) -> Vec<(Range<usize>, ListStance)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let ends = text
        .char_indices()
        .filter(|(at, c)| *c == ';' || *c == '.' && text[at + 1..].starts_with(' ') || *c == '|');
    for end in ends.map(|(at, _)| at).chain([text.len()]) {
        push_parts(&mut parts, text, start..end);
        start = (end + 1).min(text.len());
    }
    let all_had = parts.iter().all(|(_, stance)| *stance == ListStance::Has);
    if all_had { vec![(0..text.len(), ListStance::Has)] } else { parts }
}

/// Adds the parts of a segment: the items before a cue, and those after it.
fn push_parts(parts: &mut Vec<(Range<usize>, ListStance)>, text: &str, range: Range<usize>) {
    let segment = text[range.clone()].to_ascii_lowercase().replace('’', "'");
    // Bytes of both texts agree only without curly apostrophes.
    let is_aligned = segment.len() == range.len();
    let cue = LIST_CUES.iter().filter_map(|(cue, stance)| {
        let at = segment.find(cue)?;
        let starts = segment[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        starts.then_some((at, at + cue.len(), *stance))
    });
    let leading = segment.len() - segment.trim_start().len();
    let bare = segment.trim_start().strip_prefix("learning ").filter(|rest| {
        let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        !contains(LEARNING_NAMES, next) && !next.is_empty()
    });
    let bare = bare.map(|_| (leading, leading + "learning ".len(), ListStance::Learning));
    let Some((at, end, stance)) = cue.chain(bare).min_by_key(|(at, ..)| *at) else {
        parts.push((range, ListStance::Has));
        return;
    };
    if !is_aligned {
        parts.push((range, stance));
        return;
    }
    if !segment[..at].trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        parts.push((range.start..range.start + at, ListStance::Has));
    }
    // The words of the cue itself are no item.
    let rest = segment[end..].trim_start_matches([':', ' ', '-']);
    let rest = range.end - rest.len();
    let from = if stance == ListStance::Learning { rest } else { range.start + at };
    parts.push((from..range.end, stance));
}
