//! Ranks and grades in job titles, such as "Senior" and "II".

/// A word of seniority or grade, in order of weight: the lowest is set aside first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) enum Rank {
    /// "III", "L5", "IC4": its value.
    Grade(String),
    Interim,
    Mid,
    Senior,
    Entry,
    Graduate,
    Junior,
    Intern,
    Trainee,
    Apprentice,
    Associate,
    Lead,
    Staff,
    Principal,
    Distinguished,
    Head,
    Director,
    Vp,
    Chief,
}

impl Rank {
    /// Whether it names a position of its own: a senior baker is a baker, a director of bakeries is
    /// not.
    pub(in crate::search) fn is_position(&self) -> bool {
        matches!(self, Self::Head | Self::Director | Self::Vp | Self::Chief)
    }

    pub(super) fn word(&self) -> &str {
        match self {
            Self::Grade(value) => value,
            Self::Interim => "interim",
            Self::Mid => "mid",
            Self::Senior => "senior",
            Self::Entry => "entry",
            Self::Graduate => "graduate",
            Self::Junior => "junior",
            Self::Intern => "intern",
            Self::Trainee => "trainee",
            Self::Apprentice => "apprentice",
            Self::Associate => "associate",
            Self::Lead => "lead",
            Self::Staff => "staff",
            Self::Principal => "principal",
            Self::Distinguished => "distinguished",
            Self::Head => "head",
            Self::Director => "director",
            Self::Vp => "vp",
            Self::Chief => "chief",
        }
    }

    pub(in crate::search) fn push_onto(&self, text: &mut String) {
        if matches!(self, Self::Grade(_)) {
            text.push_str("grade");
        }
        text.push_str(self.word());
    }

    /// Returns the rank of `word` if it is one at any position.
    pub(super) fn anywhere(word: &str) -> Option<Self> {
        Some(match word {
            "senior" | "sr" | "snr" | "sen" | "experienced" => Self::Senior,
            "junior" | "jr" | "jnr" => Self::Junior,
            "entry" => Self::Entry,
            "mid" | "midlevel" | "intermediate" => Self::Mid,
            "intern" | "internship" => Self::Intern,
            "trainee" | "traineeship" => Self::Trainee,
            "distinguished" => Self::Distinguished,
            "interim" | "acting" => Self::Interim,
            "director" => Self::Director,
            "vp" => Self::Vp,
            "lead" => Self::Lead,
            _ => return None,
        })
    }

    /// Returns the rank of `word` before the job or after a comma; at the end it may be the job:
    /// "sales associate".
    pub(super) fn in_front(word: &str) -> Option<Self> {
        Some(match word {
            "associate" | "assoc" => Self::Associate,
            "staff" => Self::Staff,
            "principal" => Self::Principal,
            "graduate" | "grad" => Self::Graduate,
            "apprentice" => Self::Apprentice,
            "chief" => Self::Chief,
            "head" => Self::Head,
            _ => return None,
        })
    }
}

/// Whether `word` is a word of seniority or grade at the front.
pub(in crate::search::title) fn is_rank(word: &str) -> bool {
    Rank::anywhere(word).is_some() || Rank::in_front(word).is_some() || grade(word, true).is_some()
}

/// Returns the grade of `word`; `last` is whether it is the last of its title.
pub(super) fn grade(word: &str, last: bool) -> Option<Rank> {
    let roman = match word {
        "i" => "1",
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        "v" => "5",
        _ => "",
    };
    if last && !roman.is_empty() {
        return Some(Rank::Grade(roman.to_string()));
    }
    if last && matches!(word, "1" | "2" | "3" | "4" | "5") {
        return Some(Rank::Grade(word.to_string()));
    }
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &word[..word.len() - digits.len()];
    let is_number = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && matches!(letters, "l" | "ic" | "e" | "p" | "t" | "g" | "m"))
        .then(|| Rank::Grade(word.to_string()))
}

/// Whether `word`, elsewhere a rank, states what the job is about: "data entry analyst", "voice
/// acting coach", "staff development manager", "internship program manager". `outer` is whether no
/// word of the job is on one of its sides.
pub(super) fn is_about(word: &str, next: &str, outer: bool) -> bool {
    match (word, next) {
        ("staff", "development" | "training")
        | ("junior", "high" | "college")
        | (
            "entry" | "intern" | "internship" | "trainee" | "traineeship" | "apprentice"
            | "graduate" | "grad",
            "program",
        ) => true,
        ("entry" | "acting", _) => !outer,
        _ => false,
    }
}

/// Moves the ranks of `words` to `ranks`, and the other words to `core`.
pub(in crate::search::title) fn take_ranks(
    words: &[String],
    core: &mut Vec<String>,
    ranks: &mut Vec<Rank>,
) {
    let mut at = 0;
    let last_plain = words.iter().rposition(|word: &String| {
        Rank::anywhere(word).is_none()
            && Rank::in_front(word).is_none()
            && grade(word, true).is_none()
            && word != "of"
    });
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map_or("", String::as_str);
        at += 1;
        // "Level 3", "Tier 2", "Band 6".
        if matches!(word.as_str(), "level" | "tier" | "band" | "grade" | "class")
            && !next.is_empty()
            && next.len() < 3
            && (next.bytes().all(|b| b.is_ascii_digit()) || grade(next, true).is_some())
        {
            ranks.extend(grade(next, true).or_else(|| Some(Rank::Grade(next.to_string()))));
            at += 1;
            continue;
        }
        // "Entry level", "mid level".
        if matches!(word.as_str(), "entry" | "mid" | "senior" | "junior") && next == "level" {
            ranks.extend(Rank::anywhere(word));
            at += 1;
            continue;
        }
        // Words after all others: "Engineer, Staff" has lost its comma by now, "wait staff" never
        // had one.
        let behind = last_plain.is_none_or(|last| at - 1 > last);
        if is_about(word, next, at == 1 || behind) {
            core.push(word.clone());
            continue;
        }
        let rank = grade(word, behind && at > 1).or_else(|| Rank::anywhere(word)).or_else(|| {
            let front = !behind || matches!(word.as_str(), "head");
            Rank::in_front(word).filter(|_| front && words.len() > 1)
        });
        match rank {
            Some(rank) => ranks.push(rank),
            None if word == "of" && core.is_empty() => {}
            None => core.push(word.clone()),
        }
    }
    // "Manager of engineering" is an engineering manager.
    if let Some(of) = core.iter().position(|word| word == "of") {
        let behind = core.split_off(of + 1);
        core.truncate(of);
        core.splice(0..0, behind);
        core.retain(|word| word != "of");
    }
    // The object of a rank may be left out; a rank without one is a title of its own.
    if core.is_empty()
        && ranks.len() == 1
        && !ranks[0].is_position()
        && !matches!(ranks[0], Rank::Grade(_))
    {
        core.push(ranks.remove(0).word().to_string());
    }
}
