//! Creates ids for entries that only have a name.

use foldhash::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// Maximum length of an id; longer ones are cut at a word.
const MAX_LENGTH: usize = 64;

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct IdGenerator {
    used: HashSet<String>,
}

impl IdGenerator {
    /// Returns an id for `name`. `code` is appended when the name is taken, or contains letters
    /// that an id cannot represent. `code` must be unique among all names given here.
    pub(super) fn generate(&mut self, name: &str, code: &str) -> String {
        let (id, complete) = slug(name);
        self.take(id, complete, code)
    }

    /// Returns an id for `name` that does not depend on the names before it, unless one is spelt
    /// alike: `code` is also appended to a name that is too long for an id.
    pub(super) fn generate_stable(&mut self, name: &str, code: &str) -> String {
        let (id, _) = slug(name);
        self.take(id, is_spelt(name), code)
    }

    /// Returns `id`, with `code` if it is taken or says only a part of the name.
    fn take(&mut self, mut id: String, complete: bool, code: &str) -> String {
        if id.is_empty() || !complete || self.used.contains(&id) {
            let (code, _) = slug(code);
            id = if id.is_empty() { code } else { format!("{id}.{code}") };
        }
        // Two codes that differ only in signs.
        let mut number = 2;
        let mut unique = id.clone();
        while !self.used.insert(unique.clone()) {
            unique = format!("{id}.{number}");
            number += 1;
        }
        unique
    }
}

/// Whether an id can represent all of `name`.
pub(super) fn is_spelt(name: &str) -> bool {
    let (spelt, complete) = spell(name);
    complete && (1..=MAX_LENGTH).contains(&spelt.len())
}

/// Returns a code for what is called `name`: the kind of thing and a hash of the name.
pub(super) fn stable_code(kind: &str, name: &str) -> String {
    format!("{kind}-{:08x}", xxh3_64(name.as_bytes()) >> 32)
}

/// Returns `name` in lower-case ASCII letters, digits and single hyphens, cut at a word if it is
/// too long, and whether every letter could be written that way. The text is empty when no letter
/// or digit could.
fn slug(name: &str) -> (String, bool) {
    let (mut slug, complete) = spell(name);
    if slug.len() > MAX_LENGTH {
        let cut = slug[..=MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (slug, complete)
}

/// Returns the slug of `name` at its full length.
fn spell(name: &str) -> (String, bool) {
    let mut slug = String::with_capacity(name.len());
    let mut complete = true;
    for c in name.chars() {
        match c {
            // Distinguishes C, C++ and C#.
            '+' => push_piece("-plus", &mut slug),
            '#' => push_piece("-sharp", &mut slug),
            '\'' | '’' => {}
            c if c.is_ascii() => push_piece(c.encode_utf8(&mut [0; 4]), &mut slug),
            c => {
                if let Some(latin) = latin_spelling(c) {
                    push_piece(latin, &mut slug);
                    continue;
                }
                for c in c.nfkd().filter(|c| !is_combining_mark(*c)) {
                    if let Some(latin) = latin_spelling(c) {
                        push_piece(latin, &mut slug);
                    } else {
                        complete &= c.is_ascii() || !c.is_alphabetic();
                        push_piece(c.encode_utf8(&mut [0; 4]), &mut slug);
                    }
                }
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (slug, complete)
}

/// Appends a piece of a name to a slug: letters and digits in lower case, a dash for the rest.
fn push_piece(piece: &str, slug: &mut String) {
    for c in piece.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
}

/// The usual ASCII spellings of letters that do not decompose into an ASCII letter and marks: those
/// of Latin alphabets, then Greek (ELOT 743), then Cyrillic.
const SPELLINGS: [(&str, &str); 44] = [
    ("ß", "ss"),
    ("œ", "oe"),
    ("æ", "ae"),
    ("ŋ", "ng"),
    ("þθ", "th"),
    ("əεеёэ", "e"),
    ("ħ", "h"),
    ("αаъ", "a"),
    ("б", "b"),
    ("ћ", "c"),
    ("ðđɖδд", "d"),
    ("ƒφф", "f"),
    ("γгґѓ", "g"),
    ("ıηιиії", "i"),
    ("ј", "j"),
    ("ĸκкќ", "k"),
    ("łλл", "l"),
    ("μµм", "m"),
    ("νн", "n"),
    ("øοωо", "o"),
    ("πп", "p"),
    ("ρр", "r"),
    ("σςс", "s"),
    ("ŧτт", "t"),
    ("уў", "u"),
    ("βв", "v"),
    ("ξ", "x"),
    ("υйы", "y"),
    ("ζз", "z"),
    ("χч", "ch"),
    ("ђ", "dj"),
    ("џѕ", "dz"),
    ("є", "ie"),
    ("х", "kh"),
    ("љ", "lj"),
    ("њ", "nj"),
    ("ψ", "ps"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ц", "ts"),
    ("я", "ya"),
    ("ю", "yu"),
    ("ж", "zh"),
    ("ь", ""),
];

/// Returns the usual ASCII spelling of a letter that does not decompose into an ASCII letter and
/// marks.
fn latin_spelling(c: char) -> Option<&'static str> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    SPELLINGS.iter().find(|(letters, _)| letters.contains(lower)).map(|(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_that_differ() {
        for (name, id) in [
            ("Chief Executives", "chief-executives"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Bäcker/Bäckerin", "backer-backerin"),
            ("  –  ", ""),
            ("employer's liability", "employers-liability"),
            ("Straßenbauer", "strassenbauer"),
            ("GROẞHÄNDLER", "grosshandler"),
            ("Maître d’œuvre", "maitre-doeuvre"),
            ("Sjøkaptein", "sjokaptein"),
            ("Håndværker", "handvaerker"),
            ("Þjónn, iðnaðar", "thjonn-idnadar"),
            ("Łódź: inżynier", "lodz-inzynier"),
            ("Đurđa İş ısı", "durda-is-isi"),
            ("Μηχανικός λογισμικού", "michanikos-logismikoy"),
            ("инженер-строитель", "inzhener-stroitel"),
            ("лікар", "likar"),
        ] {
            assert_eq!(slug(name), (id.to_string(), true), "{name}");
        }
        assert_eq!(slug("Java 开发"), ("java".to_string(), false));
        let mut ids = IdGenerator::default();
        let given = ["a b", "A-B", "厨师", "a b"].map(|name| ids.generate(name, "1.2"));
        assert_eq!(given, ["a-b", "a-b.1-2", "1-2", "a-b.1-2.2"]);
        // A name that can only be written in part is not confused with that part.
        assert_eq!(ids.generate("Java 开发", "7.1"), "java.7-1");
        let (long, _) = slug(&"word ".repeat(40));
        assert!(long.len() <= MAX_LENGTH && !long.ends_with('-'));
        // Its code tells a long name from others that begin alike, whichever comes first.
        let names = ["word ".repeat(40), format!("{}end", "word ".repeat(40)), "烘焙".to_string()];
        let stable = |names: &[String]| -> Vec<String> {
            let mut ids = IdGenerator::default();
            let given = |name: &String| ids.generate_stable(name, &stable_code("theme", name));
            names.iter().map(given).collect()
        };
        let ids = stable(&names);
        assert_eq!(stable(&names[1..]), ids[1..]);
        assert!(ids[0].starts_with("word-word") && ids[2].starts_with("theme-"), "{ids:?}");
        assert!(!is_spelt(&names[0]));
    }
}
