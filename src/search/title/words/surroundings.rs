//! Words beside the job in titles of advertisements: employment, places, industries and markets.

use super::phrases::canonical;
use super::spelling::title_words;

/// Whether `text` consists of words of a title for where or how you work.
pub(in crate::search::title) fn is_clutter(text: &str) -> bool {
    let words = canonical(&title_words(text));
    !words.is_empty() && words.iter().all(|word| is_beside_the_job(word) || is_small_word(word))
}

pub(super) fn is_small_word(word: &str) -> bool {
    matches!(word, "m" | "f" | "d" | "w" | "x" | "h" | "in" | "or" | "to" | "on" | "level")
}

/// Whether `word` states the kind of employment, the working hours, the place or the language, and
/// nothing about the job.
pub(in crate::search::title) fn is_beside_the_job(word: &str) -> bool {
    is_employment(word) || is_place(word) || word.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_employment(word: &str) -> bool {
    matches!(
        word,
        "remote"
            | "hybrid"
            | "onsite"
            | "site"
            | "wfh"
            | "contract"
            | "contractor"
            | "contingent"
            | "permanent"
            | "perm"
            | "temporary"
            | "temp"
            | "freelance"
            | "freelancer"
            | "fractional"
            | "selfemployed"
            | "seasonal"
            | "casual"
            | "volunteer"
            | "fulltime"
            | "parttime"
            | "side"
            | "hustle"
            | "gig"
            | "fixed"
            | "term"
            | "ftc"
            | "month"
            | "maternity"
            | "parental"
            | "leave"
            | "cover"
            | "div"
            | "divers"
            | "all"
            | "gender"
            | "any"
            | "hiring"
            | "urgent"
            | "immediate"
            | "joiner"
            | "visa"
            | "sponsorship"
            | "only"
            | "based"
            | "time"
            | "shift"
            | "night"
            | "weekend"
            | "overnight"
            | "hour"
            | "1st"
            | "2nd"
            | "3rd"
            | "speaking"
            | "speaker"
            | "bilingual"
            | "fluent"
    )
}

pub(super) fn is_place(word: &str) -> bool {
    matches!(
        word,
        "global"
            | "worldwide"
            | "us"
            | "usa"
            | "uk"
            | "eu"
            | "emea"
            | "apac"
            | "latam"
            | "amer"
            | "anz"
            | "mena"
            | "dach"
            | "benelux"
            | "nordic"
            | "europe"
            | "european"
            | "america"
            | "american"
            | "asia"
            | "pacific"
            | "africa"
            | "canada"
            | "canadian"
            | "india"
            | "germany"
            | "german"
            | "france"
            | "french"
            | "spain"
            | "spanish"
            | "italy"
            | "italian"
            | "portuguese"
            | "brazil"
            | "mexico"
            | "dutch"
            | "netherland"
            | "polish"
            | "poland"
            | "swedish"
            | "danish"
            | "norwegian"
            | "finnish"
            | "japan"
            | "japanese"
            | "mandarin"
            | "cantonese"
            | "chinese"
            | "korean"
            | "arabic"
            | "turkish"
            | "hebrew"
            | "russian"
            | "english"
            | "ireland"
            | "london"
            | "berlin"
            | "australia"
            | "singapore"
            | "israel"
            | "midwest"
            | "northeast"
            | "southeast"
            | "northwest"
            | "southwest"
    )
}

/// Whether `word` is an industry: the same work in another one is the same job.
pub(in crate::search::title) fn is_industry(word: &str) -> bool {
    matches!(
        word,
        "fintech"
            | "healthcare"
            | "ecommerce"
            | "saas"
            | "b2b"
            | "b2c"
            | "adtech"
            | "edtech"
            | "martech"
            | "healthtech"
            | "insurtech"
            | "biotech"
            | "crypto"
            | "blockchain"
            | "web3"
            | "gaming"
            | "startup"
    )
}

/// Whether `word` comes before a title and states for whom or where, without changing the job.
pub(in crate::search::title) fn is_scope(word: &str) -> bool {
    matches!(
        word,
        "global"
            | "international"
            | "remote"
            | "freelance"
            | "contract"
            | "permanent"
            | "fulltime"
            | "parttime"
            | "temporary"
            | "worldwide"
            | "emea"
            | "apac"
    )
}

/// Whether `word` is a scope like those of `is_scope`, but changes the job if a single word
/// follows: "enterprise architect".
pub(in crate::search::title) fn is_market(word: &str) -> bool {
    matches!(
        word,
        "enterprise"
            | "strategic"
            | "commercial"
            | "corporate"
            | "regional"
            | "national"
            | "midmarket"
            | "smb"
    )
}
