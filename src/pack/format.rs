//! The single definition of the format: its tables, their keys, and the values allowed.
//!
//! Validation ([`super::shape`]) and the JSON Schema ([`super::schema`]) both read these tables, so
//! that an editor completes exactly what `roledex check` accepts.

use crate::model::{Emphasis, Focus, PayBasis, PayPeriod, SourceKind, Track};

/// The largest amount of money: up to here amounts are exact to the cent, and no salary in any
/// currency is larger.
pub(super) const MAX_AMOUNT: f64 = 1e12;

/// The largest number in a range of people or years.
pub(super) const MAX_OF_RANGE: f64 = 1e6;

/// Kind of value that a key takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldKind {
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
    Ref(ReferenceKind),
    /// A list of such ids.
    Refs(ReferenceKind),
    /// A table with arbitrary keys and text values.
    Map(&'static str),
    /// A table.
    Table(&'static TableFormat),
    /// An array of tables.
    Tables(&'static TableFormat),
    /// Lists by theme; each item is a text or a table.
    ByTheme(&'static TableFormat),
    /// Lists by importance; each item is `"skill"`, `"skill: level"` or a table.
    ByImportance(&'static TableFormat),
}

/// Kind of entry that an id refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferenceKind {
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
pub(super) struct FormatField {
    /// The key, in kebab-case.
    pub(super) key: &'static str,
    /// The kind of value it takes.
    pub(super) kind: FieldKind,
    /// Whether it is required.
    pub(super) required: bool,
    /// A one-sentence description for the user.
    pub(super) doc: &'static str,
}

/// A table of the format.
#[derive(Debug)]
pub(super) struct TableFormat {
    /// Its name, as in `[[role]]`.
    pub(super) name: &'static str,
    /// A one-sentence description for the user.
    pub(super) doc: &'static str,
    /// Its keys, in the order in which they are written.
    pub(super) fields: &'static [FormatField],
}

impl TableFormat {
    /// Whether all keys of `table` are known.
    pub(super) fn has_only_known_keys(&self, table: &toml::de::DeTable<'_>) -> bool {
        table.keys().all(|key| self.field(key.get_ref()).is_some())
    }

    /// Returns the field called `key`.
    pub(super) fn field(&self, key: &str) -> Option<&'static FormatField> {
        self.fields.iter().find(|f| f.key == key)
    }
}

const fn required(key: &'static str, kind: FieldKind, doc: &'static str) -> FormatField {
    FormatField { key, kind, required: true, doc }
}

const fn optional(key: &'static str, kind: FieldKind, doc: &'static str) -> FormatField {
    FormatField { key, kind, required: false, doc }
}

const SOURCES: FormatField = optional(
    "sources",
    FieldKind::Refs(ReferenceKind::Source),
    "Ids of the sources that say so; without them it is the author's judgement.",
);

/// The top level of the document.
pub(super) static DOCUMENT: TableFormat = TableFormat {
    name: "pack file",
    doc: "A roledex content pack (format 1): one TOML file, or a folder whose files are read as one document.",
    fields: &[
        optional("pack", FieldKind::Table(&PACK), "What the pack is; exactly once in a pack."),
        optional("source", FieldKind::Tables(&SOURCE), "Where facts come from."),
        optional(
            "theme",
            FieldKind::Tables(&THEME),
            "Headings under which responsibilities of different roles meet.",
        ),
        optional(
            "skill",
            FieldKind::Tables(&SKILL),
            "Abilities, bodies of knowledge and tools that roles require.",
        ),
        optional("role", FieldKind::Tables(&ROLE), "Jobs."),
        optional(
            "comparison",
            FieldKind::Tables(&COMPARISON),
            "Authored key differences between named roles.",
        ),
    ],
};

/// `[pack]`.
pub(super) static PACK: TableFormat = TableFormat {
    name: "pack",
    doc: "What the pack is.",
    fields: &[
        required("format", FieldKind::Whole(1, i64::MAX), "The format's number: 1."),
        required("id", FieldKind::Id, "The pack's name among others, in kebab-case."),
        required("title", FieldKind::Text, "The title shown."),
        required("version", FieldKind::Text, "The author's version."),
        optional("license", FieldKind::Text, "SPDX expression of the licence."),
        optional("language", FieldKind::Text, "BCP 47 tag of the language."),
        optional("as-of", FieldKind::Date, "The date that the content holds for."),
        optional("attribution", FieldKind::Text, "A notice that goes along with the content."),
        optional("scale", FieldKind::Texts, "Proficiency levels, lowest first."),
        optional(
            "families",
            FieldKind::Texts,
            "Families in the order in which they are shown; others follow.",
        ),
    ],
};

/// `[[source]]`.
pub(super) static SOURCE: TableFormat = TableFormat {
    name: "source",
    doc: "Where a fact comes from, and what kind of source that is.",
    fields: &[
        required("id", FieldKind::Id, "The id that facts cite."),
        required("title", FieldKind::Text, "The title of the work."),
        required("publisher", FieldKind::Text, "Who published it."),
        required("kind", FieldKind::Word(SourceKind::WORDS), "What kind of source it is."),
        optional("url", FieldKind::Text, "Its address; shown, never fetched."),
        optional("published", FieldKind::Date, "When it was published."),
        optional("accessed", FieldKind::Date, "When it was read."),
    ],
};

/// `[[theme]]`.
pub(super) static THEME: TableFormat = TableFormat {
    name: "theme",
    doc: "A heading under which responsibilities of different roles meet.",
    fields: &[
        required("id", FieldKind::Id, "The id that roles use."),
        required("title", FieldKind::Text, "The heading shown."),
    ],
};

/// `[[skill]]`.
pub(super) static SKILL: TableFormat = TableFormat {
    name: "skill",
    doc: "One named ability, body of knowledge or tool.",
    fields: &[
        required("id", FieldKind::Id, "The id that roles use."),
        required("name", FieldKind::Text, "The name shown."),
        required(
            "kind",
            FieldKind::Word(crate::model::SkillKind::WORDS),
            "What sort of ability it is.",
        ),
        optional("group", FieldKind::Text, "A heading to list it under."),
        optional("aliases", FieldKind::Texts, "Other names, shown."),
        optional("hidden", FieldKind::Texts, "Search terms, never shown."),
        optional("description", FieldKind::Text, "One sentence."),
        optional(
            "levels",
            FieldKind::Map("What the level looks like in behaviour."),
            "A sentence for each level of the scale.",
        ),
        optional(
            "codes",
            FieldKind::Map("The code in this classification."),
            "Identifiers in public classifications.",
        ),
        optional("broader", FieldKind::Refs(ReferenceKind::Skill), "More general skills."),
        optional("note", FieldKind::Text, "A remark."),
    ],
};

/// `[[role]]`.
pub(super) static ROLE: TableFormat = TableFormat {
    name: "role",
    doc: "A job: what it is, what it answers for, which skills it takes, whom it reports to, where it leads.",
    fields: &[
        required("id", FieldKind::Id, "The role's id, in kebab-case."),
        required("title", FieldKind::Text, "The title shown."),
        required("family", FieldKind::Text, "The job family."),
        optional("track", FieldKind::Word(Track::WORDS), "The kind of career."),
        optional("level", FieldKind::Whole(0, 99), "Rank inside the family."),
        optional("aliases", FieldKind::Texts, "Other titles, shown."),
        optional("hidden", FieldKind::Texts, "Search terms, never shown."),
        optional(
            "confused-with",
            FieldKind::Refs(ReferenceKind::Role),
            "Roles that people mistake it for.",
        ),
        optional(
            "related",
            FieldKind::Refs(ReferenceKind::Role),
            "Roles that a classification calls near; no move is meant by it.",
        ),
        optional(
            "broader",
            FieldKind::Refs(ReferenceKind::Role),
            "More general roles of the same classification.",
        ),
        required("summary", FieldKind::Text, "One plain sentence."),
        optional("focus", FieldKind::Word(Focus::WORDS), "What its attention is mostly on."),
        optional(
            "extends",
            FieldKind::Ref(ReferenceKind::Role),
            "A role whose responsibilities hold here too; at most 64 roles extend each other in a chain.",
        ),
        optional(
            "codes",
            FieldKind::Map("The code in this classification."),
            "Identifiers in public classifications.",
        ),
        SOURCES,
        optional("reporting", FieldKind::Table(&REPORTING), "Lines up and down."),
        optional("experience", FieldKind::Table(&EXPERIENCE), "What one brings."),
        optional(
            "responsibilities",
            FieldKind::ByTheme(&RESPONSIBILITY),
            "What the role does and answers for, by theme.",
        ),
        optional(
            "skills",
            FieldKind::ByImportance(&REQUIREMENT),
            "What the role takes, by importance.",
        ),
        optional("pay", FieldKind::Tables(&PAY), "Published pay figures."),
        optional("move", FieldKind::Tables(&MOVE), "Where the role leads."),
    ],
};

static REPORTING: TableFormat = TableFormat {
    name: "role.reporting",
    doc: "Lines up and down from a role.",
    fields: &[
        optional("reports-to", FieldKind::Refs(ReferenceKind::Role), "Roles it reports to."),
        optional("manages", FieldKind::Refs(ReferenceKind::Role), "Roles it may lead."),
        optional("never-manages", FieldKind::Refs(ReferenceKind::Role), "Roles it never leads."),
        optional("span", FieldKind::Range, "Smallest and largest usual number of people led."),
        SOURCES,
    ],
};

static EXPERIENCE: TableFormat = TableFormat {
    name: "role.experience",
    doc: "What one brings to a role.",
    fields: &[
        optional(
            "years",
            FieldKind::Range,
            "Years of work: [from, to], or [from] for that many and more.",
        ),
        optional("education", FieldKind::Text, "Usual education."),
        SOURCES,
    ],
};

static RESPONSIBILITY: TableFormat = TableFormat {
    name: "responsibility",
    doc: "A responsibility of which more is known than its text.",
    fields: &[
        required("text", FieldKind::Text, "One sentence."),
        optional("emphasis", FieldKind::Word(Emphasis::WORDS), "Its character."),
        optional("share", FieldKind::Share, "Share of working time, 0 to 1."),
        optional(
            "activity",
            FieldKind::Text,
            "The pairing key: equal keys mean the same duty, whatever the wording.",
        ),
        optional("note", FieldKind::Text, "A remark."),
        SOURCES,
    ],
};

static REQUIREMENT: TableFormat = TableFormat {
    name: "skill requirement",
    doc: "A required skill of which more is known than its level.",
    fields: &[
        required("skill", FieldKind::Ref(ReferenceKind::Skill), "The skill's id."),
        optional(
            "level",
            FieldKind::Ref(ReferenceKind::Level),
            "The level needed, on the pack's scale.",
        ),
        optional("note", FieldKind::Text, "A remark."),
        SOURCES,
    ],
};

/// `[[role.pay]]`.
pub(super) static PAY: TableFormat = TableFormat {
    name: "role.pay",
    doc: "One published pay figure with everything that qualifies it.",
    fields: &[
        optional("low", FieldKind::Amount, "Lower end of the published range."),
        optional("median", FieldKind::Amount, "Published median."),
        optional("mean", FieldKind::Amount, "Published mean."),
        optional("high", FieldKind::Amount, "Upper end of the published range."),
        required("currency", FieldKind::Text, "ISO 4217 code, such as USD."),
        required("period", FieldKind::Word(PayPeriod::WORDS), "What the amounts are per."),
        required("basis", FieldKind::Word(PayBasis::WORDS), "What the amounts count."),
        required("region", FieldKind::Text, "Where the people paid work."),
        optional("population", FieldKind::Text, "Who was counted."),
        optional("as-of", FieldKind::Date, "The date that the figure holds for."),
        optional(
            "proxy-for",
            FieldKind::Text,
            "The neighbouring occupation that the figure is really about.",
        ),
        required("source", FieldKind::Ref(ReferenceKind::Source), "Who published it."),
    ],
};

static MOVE: TableFormat = TableFormat {
    name: "role.move",
    doc: "A step to another role.",
    fields: &[
        required("to", FieldKind::Ref(ReferenceKind::Role), "Where the step leads."),
        optional("requires", FieldKind::Texts, "What it takes."),
        SOURCES,
    ],
};

/// `[[comparison]]`.
pub(super) static COMPARISON: TableFormat = TableFormat {
    name: "comparison",
    doc: "An authored list of the key differences between two or more roles.",
    fields: &[
        required(
            "roles",
            FieldKind::Refs(ReferenceKind::Role),
            "The roles compared, at least two.",
        ),
        required("point", FieldKind::Tables(&POINT), "The differences, in the order to be read."),
    ],
};

/// `[[comparison.point]]`.
pub(super) static POINT: TableFormat = TableFormat {
    name: "comparison.point",
    doc: "One aspect in which the roles differ.",
    fields: &[
        required("aspect", FieldKind::Text, "What the point is about."),
        optional(
            "texts",
            FieldKind::Map("What is to be said of this role."),
            "A text for each role of which something is said.",
        ),
        optional(
            "positions",
            FieldKind::Tables(&POSITION),
            "Where sources disagree: what each of them says.",
        ),
        SOURCES,
    ],
};

static POSITION: TableFormat = TableFormat {
    name: "comparison.point.positions",
    doc: "What some sources say on a contested point.",
    fields: &[
        required("text", FieldKind::Text, "What they say."),
        FormatField { required: true, ..SOURCES },
    ],
};
