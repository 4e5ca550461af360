//! The single definition of the format: its tables, their keys, and the values allowed.
//!
//! Validation ([`super::shape`]) and the JSON Schema ([`super::schema`]) both read these tables, so
//! that an editor completes exactly what `roledex check` accepts.

use crate::model::{Basis, Emphasis, Focus, Period, SourceKind, Track};

/// The largest amount of money: up to here amounts are exact to the cent, and no salary in any
/// currency is larger.
pub(super) const MOST_AMOUNT: f64 = 1e12;

/// The largest number in a range of people or years.
pub(super) const MOST_OF_RANGE: f64 = 1e6;

/// Kind of value that a key takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Text that is not empty.
    Text,
    /// A new id: lower-case letters, digits, dots and hyphens.
    Id,
    /// A list of texts.
    Texts,
    /// An integer within these bounds.
    Whole(i64, i64),
    /// A number from 0 to [`MOST_AMOUNT`].
    Amount,
    /// A number from 0 to 1.
    Share,
    /// `[from]` or `[from, to]`, from 0 to [`MOST_OF_RANGE`], ascending.
    Range,
    /// A TOML date.
    Date,
    /// A word from this list.
    Word(&'static [&'static str]),
    /// The id of something defined elsewhere.
    Ref(Refers),
    /// A list of such ids.
    Refs(Refers),
    /// A table with arbitrary keys and text values.
    Map(&'static str),
    /// A table.
    Table(&'static Table),
    /// An array of tables.
    Tables(&'static Table),
    /// Lists by theme; each item is a text or a table.
    ByTheme(&'static Table),
    /// Lists by importance; each item is `"skill"`, `"skill: level"` or a table.
    ByImportance(&'static Table),
}

/// Kind of entry that an id refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refers {
    /// A role.
    Role,
    /// A skill.
    Skill,
    /// A source.
    Source,
    /// A level on the pack's scale.
    Level,
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// The key, in kebab-case.
    pub(super) key: &'static str,
    /// The kind of value it takes.
    pub(super) kind: Kind,
    /// Whether it is required.
    pub(super) required: bool,
    /// A one-sentence description for the user.
    pub(super) doc: &'static str,
}

/// A table of the format.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name, as in `[[role]]`.
    pub(super) name: &'static str,
    /// A one-sentence description for the user.
    pub(super) doc: &'static str,
    /// Its keys, in the order in which they are written.
    pub(super) fields: &'static [Field],
}

impl Table {
    /// Whether all keys of `table` are known.
    pub(super) fn knows_all(&self, table: &toml::de::DeTable<'_>) -> bool {
        table.keys().all(|key| self.field(key.get_ref()).is_some())
    }

    /// Returns the field called `key`.
    pub(super) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.key == key)
    }
}

const fn must(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, required: true, doc }
}

const fn may(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, required: false, doc }
}

const SOURCES: Field = may(
    "sources",
    Kind::Refs(Refers::Source),
    "Ids of the sources that say so; without them it is the author's judgement.",
);

/// The top level of the document.
pub(super) static DOCUMENT: Table = Table {
    name: "pack file",
    doc: "A roledex content pack (format 1): one TOML file, or a folder whose files are read as one document.",
    fields: &[
        may("pack", Kind::Table(&PACK), "What the pack is; exactly once in a pack."),
        may("source", Kind::Tables(&SOURCE), "Where facts come from."),
        may(
            "theme",
            Kind::Tables(&THEME),
            "Headings under which responsibilities of different roles meet.",
        ),
        may(
            "skill",
            Kind::Tables(&SKILL),
            "Abilities, bodies of knowledge and tools that roles require.",
        ),
        may("role", Kind::Tables(&ROLE), "Jobs."),
        may(
            "comparison",
            Kind::Tables(&COMPARISON),
            "Authored key differences between named roles.",
        ),
    ],
};

/// `[pack]`.
pub(super) static PACK: Table = Table {
    name: "pack",
    doc: "What the pack is.",
    fields: &[
        must("format", Kind::Whole(1, i64::MAX), "The format's number: 1."),
        must("id", Kind::Id, "The pack's name among others, in kebab-case."),
        must("title", Kind::Text, "The title shown."),
        must("version", Kind::Text, "The author's version."),
        may("license", Kind::Text, "SPDX expression of the licence."),
        may("language", Kind::Text, "BCP 47 tag of the language."),
        may("as-of", Kind::Date, "The date that the content holds for."),
        may("attribution", Kind::Text, "A notice that goes along with the content."),
        may("scale", Kind::Texts, "Proficiency levels, lowest first."),
        may(
            "families",
            Kind::Texts,
            "Families in the order in which they are shown; others follow.",
        ),
    ],
};

/// `[[source]]`.
pub(super) static SOURCE: Table = Table {
    name: "source",
    doc: "Where a fact comes from, and what kind of source that is.",
    fields: &[
        must("id", Kind::Id, "The id that facts cite."),
        must("title", Kind::Text, "The title of the work."),
        must("publisher", Kind::Text, "Who published it."),
        must("kind", Kind::Word(SourceKind::WORDS), "What kind of source it is."),
        may("url", Kind::Text, "Its address; shown, never fetched."),
        may("published", Kind::Date, "When it was published."),
        may("accessed", Kind::Date, "When it was read."),
    ],
};

/// `[[theme]]`.
pub(super) static THEME: Table = Table {
    name: "theme",
    doc: "A heading under which responsibilities of different roles meet.",
    fields: &[
        must("id", Kind::Id, "The id that roles use."),
        must("title", Kind::Text, "The heading shown."),
    ],
};

/// `[[skill]]`.
pub(super) static SKILL: Table = Table {
    name: "skill",
    doc: "One named ability, body of knowledge or tool.",
    fields: &[
        must("id", Kind::Id, "The id that roles use."),
        must("name", Kind::Text, "The name shown."),
        must("kind", Kind::Word(crate::model::SkillKind::WORDS), "What sort of ability it is."),
        may("group", Kind::Text, "A heading to list it under."),
        may("aliases", Kind::Texts, "Other names, shown."),
        may("hidden", Kind::Texts, "Search terms, never shown."),
        may("description", Kind::Text, "One sentence."),
        may(
            "levels",
            Kind::Map("What the level looks like in behaviour."),
            "A sentence for each level of the scale.",
        ),
        may(
            "codes",
            Kind::Map("The code in this classification."),
            "Identifiers in public classifications.",
        ),
        may("broader", Kind::Refs(Refers::Skill), "More general skills."),
        may("note", Kind::Text, "A remark."),
    ],
};

/// `[[role]]`.
pub(super) static ROLE: Table = Table {
    name: "role",
    doc: "A job: what it is, what it answers for, which skills it takes, whom it reports to, where it leads.",
    fields: &[
        must("id", Kind::Id, "The role's id, in kebab-case."),
        must("title", Kind::Text, "The title shown."),
        must("family", Kind::Text, "The job family."),
        may("track", Kind::Word(Track::WORDS), "The kind of career."),
        may("level", Kind::Whole(0, 99), "Rank inside the family."),
        may("aliases", Kind::Texts, "Other titles, shown."),
        may("hidden", Kind::Texts, "Search terms, never shown."),
        may("confused-with", Kind::Refs(Refers::Role), "Roles that people mistake it for."),
        may(
            "related",
            Kind::Refs(Refers::Role),
            "Roles that a classification calls near; no move is meant by it.",
        ),
        may("broader", Kind::Refs(Refers::Role), "More general roles of the same classification."),
        must("summary", Kind::Text, "One plain sentence."),
        may("focus", Kind::Word(Focus::WORDS), "What its attention is mostly on."),
        may(
            "extends",
            Kind::Ref(Refers::Role),
            "A role whose responsibilities hold here too; at most 64 roles extend each other in a chain.",
        ),
        may(
            "codes",
            Kind::Map("The code in this classification."),
            "Identifiers in public classifications.",
        ),
        SOURCES,
        may("reporting", Kind::Table(&REPORTING), "Lines up and down."),
        may("experience", Kind::Table(&EXPERIENCE), "What one brings."),
        may(
            "responsibilities",
            Kind::ByTheme(&DUTY),
            "What the role does and answers for, by theme.",
        ),
        may("skills", Kind::ByImportance(&REQUIREMENT), "What the role takes, by importance."),
        may("pay", Kind::Tables(&PAY), "Published pay figures."),
        may("move", Kind::Tables(&MOVE), "Where the role leads."),
    ],
};

static REPORTING: Table = Table {
    name: "role.reporting",
    doc: "Lines up and down from a role.",
    fields: &[
        may("reports-to", Kind::Refs(Refers::Role), "Roles it reports to."),
        may("manages", Kind::Refs(Refers::Role), "Roles it may lead."),
        may("never-manages", Kind::Refs(Refers::Role), "Roles it never leads."),
        may("span", Kind::Range, "Smallest and largest usual number of people led."),
        SOURCES,
    ],
};

static EXPERIENCE: Table = Table {
    name: "role.experience",
    doc: "What one brings to a role.",
    fields: &[
        may("years", Kind::Range, "Years of work: [from, to], or [from] for that many and more."),
        may("education", Kind::Text, "Usual education."),
        SOURCES,
    ],
};

static DUTY: Table = Table {
    name: "responsibility",
    doc: "A responsibility of which more is known than its text.",
    fields: &[
        must("text", Kind::Text, "One sentence."),
        may("emphasis", Kind::Word(Emphasis::WORDS), "Its character."),
        may("share", Kind::Share, "Share of working time, 0 to 1."),
        may(
            "activity",
            Kind::Text,
            "The pairing key: equal keys mean the same duty, whatever the wording.",
        ),
        may("note", Kind::Text, "A remark."),
        SOURCES,
    ],
};

static REQUIREMENT: Table = Table {
    name: "skill requirement",
    doc: "A required skill of which more is known than its level.",
    fields: &[
        must("skill", Kind::Ref(Refers::Skill), "The skill's id."),
        may("level", Kind::Ref(Refers::Level), "The level needed, on the pack's scale."),
        may("note", Kind::Text, "A remark."),
        SOURCES,
    ],
};

/// `[[role.pay]]`.
pub(super) static PAY: Table = Table {
    name: "role.pay",
    doc: "One published pay figure with everything that qualifies it.",
    fields: &[
        may("low", Kind::Amount, "Lower end of the published range."),
        may("median", Kind::Amount, "Published median."),
        may("mean", Kind::Amount, "Published mean."),
        may("high", Kind::Amount, "Upper end of the published range."),
        must("currency", Kind::Text, "ISO 4217 code, such as USD."),
        must("period", Kind::Word(Period::WORDS), "What the amounts are per."),
        must("basis", Kind::Word(Basis::WORDS), "What the amounts count."),
        must("region", Kind::Text, "Where the people paid work."),
        may("population", Kind::Text, "Who was counted."),
        may("as-of", Kind::Date, "The date that the figure holds for."),
        may(
            "proxy-for",
            Kind::Text,
            "The neighbouring occupation that the figure is really about.",
        ),
        must("source", Kind::Ref(Refers::Source), "Who published it."),
    ],
};

static MOVE: Table = Table {
    name: "role.move",
    doc: "A step to another role.",
    fields: &[
        must("to", Kind::Ref(Refers::Role), "Where the step leads."),
        may("requires", Kind::Texts, "What it takes."),
        SOURCES,
    ],
};

/// `[[comparison]]`.
pub(super) static COMPARISON: Table = Table {
    name: "comparison",
    doc: "An authored list of the key differences between two or more roles.",
    fields: &[
        must("roles", Kind::Refs(Refers::Role), "The roles compared, at least two."),
        must("point", Kind::Tables(&POINT), "The differences, in the order to be read."),
    ],
};

/// `[[comparison.point]]`.
pub(super) static POINT: Table = Table {
    name: "comparison.point",
    doc: "One aspect in which the roles differ.",
    fields: &[
        must("aspect", Kind::Text, "What the point is about."),
        may(
            "texts",
            Kind::Map("What is to be said of this role."),
            "A text for each role of which something is said.",
        ),
        may(
            "positions",
            Kind::Tables(&POSITION),
            "Where sources disagree: what each of them says.",
        ),
        SOURCES,
    ],
};

static POSITION: Table = Table {
    name: "comparison.point.positions",
    doc: "What some sources say on a contested point.",
    fields: &[must("text", Kind::Text, "What they say."), Field { required: true, ..SOURCES }],
};
