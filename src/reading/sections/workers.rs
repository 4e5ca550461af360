//! Words for people by their work.

use super::words::LineWord;
use crate::analysis::verbs::is_agent;
use crate::reading::skills::lists::list_has;

/// Ends and names of words for people by their work.
const WORKER_ENDS: [&str; 14] = [
    "ager",
    "ineer",
    "veloper",
    "signer",
    "analyst",
    "ician",
    "ologist",
    "scientist",
    "ordinator",
    "istrator",
    "isor",
    "ist",
    "eeper",
    "grammer",
];
const WORKERS: [&str; 50] = [
    "accountant",
    "agent",
    "apprentice",
    "architect",
    "artist",
    "assistant",
    "associate",
    "attorney",
    "barista",
    "bookkeeper",
    "bricklayer",
    "broker",
    "butcher",
    "carpenter",
    "cashier",
    "chef",
    "chief",
    "clerk",
    "coach",
    "consultant",
    "cook",
    "counsel",
    "custodian",
    "dentist",
    "doctor",
    "executive",
    "expert",
    "firefighter",
    "foreman",
    "guard",
    "hairdresser",
    "head",
    "intern",
    "lawyer",
    "lead",
    "lecturer",
    "librarian",
    "midwife",
    "nurse",
    "officer",
    "partner",
    "pharmacist",
    "physician",
    "plasterer",
    "plumber",
    "president",
    "professor",
    "representative",
    "roofer",
    "secretary",
];

/// Words with these ends that are not for people: "checklist".
const NOT_WORKERS: &str = "eager wager lager teenager pager voyager visor deeper steeper list checklist wishlist \
     playlist shortlist pricelist waitlist watchlist blacklist whitelist allowlist denylist \
     backlist longlist exist assist consist insist persist resist enlist twist mist gist hoist \
     moist wrist";

/// Words after the head of a title: "Driver in Leeds", "Baker job description", "Worker nights".
const AFTER_HEAD: &str = "of for in at and or to with on job jobs role roles position positions vacancy vacancies \
     wanted needed required apprentice class level grade full part permanent temporary contract \
     remote night nights day days weekend weekends evenings shift shifts";

/// Whether the word at `at` of `words` of `text` may be the head of a title, and not a part of a
/// name such as "Acme Fitters Ltd" or "Baker Street".
fn is_head(text: &str, words: &[LineWord], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| {
        let gap = &text[words[at].range.end..next.range.start];
        !gap.trim().is_empty() || next.is_number() || list_has(AFTER_HEAD, &next.lower)
    })
}

/// Acronyms of jobs.
const JOB_ACRONYMS: &str = "ceo cfo coo cto cio ciso cmo cpo chro dba sre sdr bdr sdet swe hrbp csm rn lpn lvn cna hca \
     anp vp evp svp tpm ea pa ra qa tl pm po";

/// Acronyms of jobs that stand for other things too, and are jobs where they come first.
const FIRST_ACRONYMS: &str = "ea pa ra qa tl pm po";

/// Whether the word at `at` of `words` of `text` is the acronym of a job: "Oracle DBA", and not
/// that of a state as in "Philadelphia, PA".
fn names_by_acronym(text: &str, words: &[LineWord], at: usize) -> bool {
    let word = &words[at];
    let follows_comma = at > 0 && {
        let signs = &text[words[at - 1].range.end..word.range.start];
        signs.contains([',', '(', '&'])
    };
    let may_stand = at == 0 || !list_has(FIRST_ACRONYMS, &word.lower);
    word.is_upper && may_stand && !follows_comma && list_has(JOB_ACRONYMS, &word.lower)
}

/// Whether `words` of `text` name a person by their work: "Voter services manager", "Pipeline
/// builder".
pub(super) fn names_worker(text: &str, words: &[LineWord]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        if names_by_acronym(text, words, at) {
            return true;
        }
        let one = word.lower.strip_suffix('s').unwrap_or(&word.lower);
        (WORKERS.binary_search(&one).is_ok()
            || WORKER_ENDS.iter().any(|end| one.ends_with(end))
            || is_agent(one) && is_head(text, words, at))
            && !list_has(NOT_WORKERS, one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn words_for_people_by_their_work_are_known() {
        for title in [
            "Pipeline builder",
            "Voter services manager",
            "Truck drivers",
            "Welder",
            "Machine operator",
            "Data scientist",
            "Journalist",
            "Price list manager",
            "Head chef",
            "Roofer",
            "Plasterer",
            "Bricklayers",
            "Hairdresser",
            "Firefighter",
            "Midwife",
            "Butcher",
            "Driver (nights)",
            "Driver 7.5 tonne",
            "Cleaner in Leeds",
            "Baker job description",
            "Delivery driver full time",
            "Warehouse worker nights",
            "Cleaner part-time",
            "Driver jobs in Leeds",
            "Driver for Acme Ltd",
            "Baker, Acme Ltd",
            "DBA",
            "Oracle/SQL Server DBA",
            "PA to the director",
        ] {
            assert!(names_worker(title, &line_words(title)), "{title}");
        }
        for line in [
            "Price list",
            "Onboarding checklist",
            "Container shipping",
            "Order number",
            "Eager to learn",
            "Wishlists",
            "Server room",
            "Employer",
            "Careers",
            "Career opportunities",
            "Cover letter",
            "Summer offer",
            "Back to job finder",
            "Letters",
            "Acme Fitters Ltd",
            "Cleaner Homes Ltd",
            "Acme Painters Leeds Limited",
            "Builder Services",
            "Baker Street Clinic",
            "Painters Yard",
            "Teacher Training School",
            "Buyer Guide",
            "Philadelphia, PA",
            "IT and QA",
        ] {
            assert!(!names_worker(line, &line_words(line)), "{line}");
        }
    }
}
