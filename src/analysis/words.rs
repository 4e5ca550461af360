//! Reduces texts to the stems of their meaningful words.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::const_xxh3;
use xxhash_rust::xxh3::xxh3_64;

/// Hash of a stem: collisions are rarer than two meanings of one word.
pub(crate) type TermHash = u64;

/// Words without meaning of their own. They do not count for similarity, and do not interrupt a run
/// of changed words.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "across", "after", "against", "all", "also", "an", "and", "any", "are", "as",
    "at", "be", "been", "before", "between", "both", "but", "by", "can", "do", "does", "each",
    "for", "from", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "more",
    "most", "must", "no", "nor", "not", "of", "off", "on", "one", "or", "other", "others", "out",
    "over", "own", "per", "so", "some", "such", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "through", "to", "under", "up", "upon", "was",
    "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why",
    "will", "with", "within", "without",
];

/// Stems of words with little information about the content of a responsibility. Scope and grade,
/// "one team", "several teams", "the organisation", are the difference between levels; verbs that
/// take any object open half of all responsibilities.
const WEAK_STEMS: &[&str] = &[
    "advanc",
    "appropri",
    "area",
    "assist",
    "basic",
    "broad",
    "compani",
    "complex",
    "contribut",
    "deliv",
    "depart",
    "develop",
    "drive",
    "ensur",
    "entir",
    "experienc",
    "group",
    "help",
    "individu",
    "junior",
    "larg",
    "larger",
    "lead",
    "level",
    "maintain",
    "make",
    "manag",
    "multipl",
    "organis",
    "overse",
    "own",
    "perform",
    "provid",
    "respons",
    "senior",
    "sever",
    "simpl",
    "singl",
    "small",
    "support",
    "take",
    "team",
    "understand",
    "use",
    "various",
    "whole",
    "wide",
    "wider",
    "work",
];

const WEAK_TERMS: [TermHash; WEAK_STEMS.len()] = {
    let mut terms = [0; WEAK_STEMS.len()];
    let mut at = 0;
    while at < terms.len() {
        terms[at] = const_xxh3::xxh3_64(WEAK_STEMS[at].as_bytes());
        at += 1;
    }
    terms
};

/// Whether `term` is the stem of a word with little information about the content of a
/// responsibility.
pub(crate) fn is_weak_word(term: TermHash) -> bool {
    WEAK_TERMS.contains(&term)
}

/// Whether `word`, in lower case, carries no meaning of its own.
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// Forms of verbs, and words between the others, of several idioms.
const BE: &[&str] = &["is", "are", "be", "being"];
const TAKE: &[&str] = &["take", "takes", "taking", "took", "taken"];
const FULL: &[&str] = &["full", "overall", "sole", "primary", "personal"];
const FULLY: &[&str] = &["fully", "directly", "primarily", "solely", "jointly", "also"];

/// A place in an idiom: the words that may be there.
struct IdiomPlace {
    words: &'static [&'static str],
    is_optional: bool,
}

/// A place where one of `words` must be.
const fn one(words: &'static [&'static str]) -> IdiomPlace {
    IdiomPlace { words, is_optional: false }
}

/// A place where one of `words` may be.
const fn may(words: &'static [&'static str]) -> IdiomPlace {
    IdiomPlace { words, is_optional: true }
}

/// Idioms that introduce a responsibility, or round it off, without describing the work.
const IDIOMS: &[&[IdiomPlace]] = &[
    &[one(TAKE), may(&["the"]), may(FULL), one(&["responsibility"]), one(&["for"])],
    &[
        one(&[
            "assume", "assumes", "assuming", "assumed", "have", "has", "having", "bear", "bears",
            "bearing", "with",
        ]),
        may(&["the"]),
        may(FULL),
        one(&["responsibility"]),
        one(&["for"]),
    ],
    &[may(BE), may(FULLY), one(&["responsible"]), one(&["for"])],
    &[may(BE), may(FULLY), one(&["accountable"]), one(&["for"])],
    &[one(TAKE), may(FULL), one(&["ownership"]), one(&["of"])],
    &[one(TAKE), may(&["an"]), may(&["active"]), one(&["part"]), one(&["in"])],
    &[
        may(&["actively"]),
        one(&["participate", "participates", "participating", "participated"]),
        one(&["in"]),
    ],
    &[
        one(&["play", "plays", "playing", "played"]),
        one(&["a", "an"]),
        may(&["key", "active", "central", "important", "leading", "major", "vital"]),
        one(&["role"]),
        one(&["in"]),
    ],
    &[may(BE), one(&["able"]), one(&["to"])],
    &[one(&["make", "makes", "making", "made"]), one(&["sure"]), may(&["that"])],
    &[one(&["ensure", "ensures", "ensuring", "ensured"]), one(&["that"])],
    &[
        may(&["when", "where", "if"]),
        may(&["and"]),
        one(&["as", "when", "where", "if"]),
        one(&["needed", "required", "necessary", "appropriate"]),
    ],
    &[one(&["on"]), one(&["a", "an"]), one(&["regular", "ongoing", "as-needed"]), one(&["basis"])],
    &[one(&["in"]), one(&["order"]), one(&["to"])],
    &[one(&["as"]), may(&["a"]), one(&["part"]), one(&["of"])],
];

/// Returns `text` without [idioms](IDIOMS) that say nothing of the work.
pub(crate) fn without_idioms(text: &str) -> Cow<'_, str> {
    let words = word_spans(text);
    let mut kept = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < words.len() {
        let longest =
            IDIOMS.iter().filter_map(|idiom| match_idiom(idiom, text, &words, at, at)).max();
        let Some(end) = longest else {
            at += 1;
            continue;
        };
        // The blanks on both sides stay, so that the neighbours remain two words.
        kept.push_str(&text[copied..words[at].start]);
        copied = words[end - 1].end;
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[copied..]);
    Cow::Owned(kept)
}

/// Returns the end of the `idiom` that begins at the word number `start` in `words`, the spans of
/// words of `text`, of which the places before the word number `at` were found.
fn match_idiom(
    idiom: &[IdiomPlace],
    text: &str,
    words: &[Range<usize>],
    start: usize,
    at: usize,
) -> Option<usize> {
    let Some((place, rest)) = idiom.split_first() else {
        return Some(at);
    };
    let is_here = words.get(at).is_some_and(|word| {
        place.words.iter().any(|choice| text[word.clone()].eq_ignore_ascii_case(choice))
            && (at == start || text[words[at - 1].end..word.start].trim().is_empty())
    });
    let taken = if is_here { match_idiom(rest, text, words, start, at + 1) } else { None };
    taken.or_else(
        || {
            if place.is_optional { match_idiom(rest, text, words, start, at) } else { None }
        },
    )
}

/// Returns the positions of the words of `text`: runs of letters and digits, also with hyphens and
/// apostrophes between them.
fn word_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')) {
            continue;
        }
        let end = at + c.len_utf8();
        match spans.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => spans.push(at..end),
        }
    }
    spans
}

/// Cache of stem hashes, so that each word is stemmed once.
pub(crate) struct StemHasher {
    stemmer: Stemmer,
    known: HashMap<String, TermHash>,
}

impl StemHasher {
    pub(crate) fn new() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), known: HashMap::new() }
    }

    /// Returns the stems of the meaningful words of `text`, in order.
    pub(crate) fn of(&mut self, text: &str) -> Vec<TermHash> {
        words(text).map(|word| self.stem(word)).collect()
    }

    /// Returns the stems of the meaningful words of `responsibility` that describe the work, in
    /// order: those outside [idioms](without_idioms), or all if there are no others.
    pub(crate) fn of_work(&mut self, responsibility: &str) -> Vec<TermHash> {
        let stems = self.of(&without_idioms(responsibility));
        if stems.is_empty() { self.of(responsibility) } else { stems }
    }

    /// Returns the parts of the words of `title`, in order, each with its weight: runs of letters,
    /// all of which together weigh as much as the word. So `Softwareentwickler` is found in
    /// `Senior-Softwareentwicklerin`, although no word is the same. Shorter words have no parts.
    /// Runs of letters of an alphabet are `length` long; other scripts need fewer.
    pub(crate) fn title_parts(title: &str, length: usize) -> Vec<(TermHash, f64)> {
        let mut parts = Vec::new();
        for word in title.split(|c: char| c.is_whitespace() || is_punctuation(c)) {
            let letters: Vec<char> =
                word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let runs = letter_runs(&letters, length);
            let counts = 1.0 / (runs.len() as f64).sqrt().max(1.0);
            // No word is spelt like this, so a part never equals a word.
            parts.extend(
                runs.iter()
                    .map(|run| (hash_term(&format!("…{}", String::from_iter(*run))), counts)),
            );
        }
        parts
    }

    fn stem(&mut self, word: String) -> TermHash {
        if let Some(&known) = self.known.get(&word) {
            return known;
        }
        let term = hash_term(&stem(&self.stemmer, &word));
        self.known.insert(word, term);
        term
    }
}

/// Returns the meaningful words of `text`, in lower case. `C++`, `C#` and `.NET` are kept as they
/// are.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| {
        !(c.is_alphanumeric() || is_unspaced(c) || matches!(c, '\'' | '’' | '+' | '#'))
    })
    .flat_map(split_unspaced)
    .map(|word| word.trim_matches(['\'', '’']).to_lowercase())
    .map(|word| match word.strip_suffix("'s").or(word.strip_suffix("’s")) {
        Some(owner) => owner.to_string(),
        None => word,
    })
    .filter(|word| !word.is_empty() && !is_function_word(word))
}

/// Returns `word`, or the runs of letters in it for a script without spaces between words: only a
/// dictionary could find the word boundaries.
fn split_unspaced(word: &str) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    for part in scripts(word) {
        if part.chars().any(is_unspaced) {
            let letters: Vec<char> = part.chars().filter(|c| c.is_alphanumeric()).collect();
            match letter_runs(&letters, LETTERS) {
                runs if runs.is_empty() => words.push(letters.iter().collect()),
                runs => words.extend(runs.iter().map(|run| run.iter().collect::<String>())),
            }
        } else {
            words.push(part.to_string());
        }
    }
    words.into_iter()
}

/// Splits `word` at changes between scripts with spaces and without.
fn scripts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

/// Minimum length of a distinctive run of letters of an alphabet: "arzt", "arts", "koch".
pub(crate) const LETTERS: usize = 4;

/// Returns all runs of `letters` of the length that is distinctive in their script: `alphabetic` in
/// alphabets; empty if there are fewer letters.
fn letter_runs(letters: &[char], alphabetic: usize) -> Vec<&[char]> {
    let length = match letters.iter().filter(|c| is_dense(**c)).count() * 2 {
        dense if dense > letters.len() => 2,
        _ if letters.iter().any(|c| is_unspaced(*c)) => 3,
        _ => alphabetic,
    };
    if letters.len() < length { Vec::new() } else { letters.windows(length).collect() }
}

/// Whether `c` is of a script in which a sign is a syllable or a word: kana, ideographs, Hangul.
fn is_dense(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0x2_0000..=0x3_ffff)
}

/// Whether `c` is a letter of a script written without spaces: Thai and its neighbours, kana,
/// ideographs.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30fa | 0x30fc..=0x30ff | 0x3400..=0x9fff | 0x2_0000..=0x3_ffff)
}

/// Whether `c` separates words without a space.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(u32::from(c), 0xa1..=0xbf | 0x2000..=0x206f | 0x3000..=0x303f | 0x30fb | 0xff00..=0xff0f)
}

/// Returns the stem of `word`. American endings are made British first, since the stemmer knows
/// `-ize` and not `-ise`.
pub(crate) fn stem(stemmer: &Stemmer, word: &str) -> String {
    if word.contains("iz") || word.contains("yz") {
        return stemmer.stem(&word.replace("iz", "is").replace("yz", "ys")).into_owned();
    }
    stemmer.stem(word).into_owned()
}

pub(crate) fn hash_term(text: &str) -> TermHash {
    xxh3_64(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_function_words_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn slight_words_are_known_in_every_form() {
        let mut stems = StemHasher::new();
        assert!(WEAK_STEMS.is_sorted() && WEAK_STEMS.iter().all(|s| is_weak_word(hash_term(s))));
        let slight = stems.of("Managing teams, organizations, companies, several levels; simple");
        assert!(slight.iter().all(|term| is_weak_word(*term)));
        assert!(!stems.of("payroll").iter().any(|term| is_weak_word(*term)));
    }

    #[test]
    fn function_words_and_spelling_of_continents_do_not_count() {
        let mut stems = StemHasher::new();
        assert_eq!(stems.of("Organizes the launch."), stems.of("Organised a launch"));
        assert_eq!(stems.of("Is in the house of it."), stems.of("house"));
        assert_ne!(stems.of("C++"), stems.of("C#"));
        assert!(stems.of("— …").is_empty());
    }

    /// Texts in which an idiom says nothing of the work, each with one that says the same without.
    const WITHOUT_IDIOMS: &[(&str, &str)] = &[
        ("Takes responsibility for the books.", "The books."),
        ("Taking full responsibility for the books.", "The books."),
        ("Has overall responsibility for budgets.", "Budgets."),
        ("Is responsible for payroll and is also accountable for tax.", "Payroll and tax."),
        ("RESPONSIBLE FOR payroll", "payroll"),
        ("Takes an active part in code reviews.", "Code reviews."),
        ("Take part in code reviews.", "Code reviews."),
        ("Actively participates in code reviews", "code reviews"),
        ("Participating in code reviews", "code reviews"),
        ("Is able to weld.", "Weld."),
        ("Able\nto weld.", "Weld."),
        ("Makes sure that backups are restored.", "Backups are restored."),
        ("Made sure backups are restored.", "Backups are restored."),
        ("Ensures that backups are restored.", "Backups are restored."),
        ("Restores backups as needed, when required and if necessary.", "Restores backups."),
        ("Restores backups if and when required.", "Restores backups."),
        ("Meets clients on a regular basis.", "Meets clients."),
        ("Meets clients in order to sell, as part of a team.", "Meets clients to sell, a team."),
        ("Takes ownership of incidents.", "Incidents."),
        ("Plays a key role in hiring, plays an active role in training.", "Hiring, training."),
    ];

    #[test]
    fn idioms_say_nothing_of_the_work() {
        let mut stems = StemHasher::new();
        for (text, work) in WITHOUT_IDIOMS {
            assert_eq!(stems.of_work(text), stems.of(work), "{text}: {}", without_idioms(text));
        }
    }

    #[test]
    fn words_that_only_resemble_an_idiom_count() {
        for text in [
            "Ensures safety.",
            "Takes parts in stock.",
            "Sets responsibilities for others.",
            "Takes the part. In winter, sells tyres.",
            "Is unable to weld; comfortable to hold.",
            "Answers as. Needed parts.",
            "Sorts makes; sure bets.",
            "Größe participates-in größe",
            "",
        ] {
            assert_eq!(without_idioms(text), text);
        }
    }

    #[test]
    fn a_text_of_idioms_alone_keeps_its_words() {
        let mut stems = StemHasher::new();
        for text in ["Takes responsibility for it.", "As needed", "Is able to"] {
            assert_eq!(stems.of_work(text), stems.of(text));
            assert!(!stems.of_work(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_longest_idiom_is_left_out() {
        assert_eq!(without_idioms("Makes sure that it runs"), " it runs");
        assert_eq!(without_idioms("is fully responsible for tax"), " tax");
        assert_eq!(without_idioms("É: takes part in it — as needed…"), "É:  it — …");
    }

    #[test]
    fn scripts_without_blanks_are_cut_into_runs() {
        let cut = |text: &str| words(text).collect::<Vec<_>>();
        assert_eq!(
            cut("软件工程师 Java工程师"),
            ["软件", "件工", "工程", "程师", "java", "工程", "程师"]
        );
        assert_eq!(cut("ソフト・師"), ["ソフ", "フト", "師"]);
        assert_eq!(cut("พ่อครัว"), ["พอค", "อคร", "ครั", "รัว"]);
        assert_eq!(cut("시니어 개발자"), ["시니어", "개발자"]);
        assert_eq!(cut("C++ l'été Müller"), ["c++", "l'été", "müller"]);
    }

    #[test]
    fn titles_have_parts_whatever_their_script() {
        let shared = |a: &str, b: &str| {
            let (a, b) = (StemHasher::title_parts(a, LETTERS), StemHasher::title_parts(b, LETTERS));
            a.iter()
                .filter(|part| b.contains(part) || b.iter().any(|other| other.0 == part.0))
                .count()
        };
        assert_eq!(shared("Softwareentwickler", "Senior-Softwareentwicklerin"), 15);
        assert_eq!(shared("개발자", "시니어개발자"), 2);
        assert_eq!(shared("软件工程师", "高级软件工程师"), 4);
        assert_eq!(shared("Softwareentwickler", "Koch"), 0);
        assert_eq!(shared("Äbc", "äbcd"), 0);
        let weights: f64 = StemHasher::title_parts("Buchhalter", LETTERS)
            .iter()
            .map(|(_, counts)| counts * counts)
            .sum();
        assert!((weights - 1.0).abs() < 1e-9);
    }
}
