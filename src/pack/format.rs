//! The single definition of the format: its tables, their keys, and the values allowed.
//!
//! Validation ([`super::shape`]) and the JSON Schema ([`mod@super::schema`]) both read these tables, so
//! that an editor completes exactly what `roledex check` accepts.

use crate::model::{Emphasis, Focus, PayBasis, PayPeriod, SourceKind, Track};

/// The largest amount of money: up to here amounts are exact to the cent, and no salary in any
/// currency is larger.
pub(crate) const MAX_AMOUNT: f64 = 1e12;

/// The largest number in a range of people or years.
pub(crate) const MAX_OF_RANGE: f64 = 1e6;

/// Kind of value that a key takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FieldKind {
    /// Text that is not empty.
    Text,
    /// A new id: lower-case letters, digits, dots and hyphens.
    Id,
    /// A list of texts.
    Texts,
    /// An integer within these bounds.
    Whole(i64, i64),
    /// A number from 0 to [`MAX_AMOUNT`].
    Amount,
    /// A number from 0 to 1.
    Share,
    /// `[from]` or `[from, to]`, from 0 to [`MAX_OF_RANGE`], ascending.
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
pub(crate) enum ReferenceKind {
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
pub(crate) struct FormatField {
    /// The key, in kebab-case.
    pub(crate) key: &'static str,
    /// The kind of value it takes.
    pub(crate) kind: FieldKind,
    /// Whether it is required.
    pub(crate) required: bool,
    /// A one-sentence description for the user.
    pub(crate) doc: &'static str,
}

/// A table of the format.
#[derive(Debug)]
pub(crate) struct TableFormat {
    /// Its name, as in `[[role]]`.
    pub(crate) name: &'static str,
    /// A one-sentence description for the user.
    pub(crate) doc: &'static str,
    /// Its keys, in the order in which they are written.
    pub(crate) fields: &'static [FormatField],
}

impl TableFormat {
    /// Whether all keys of `table` are known.
    pub(crate) fn has_only_known_keys(&self, table: &toml::de::DeTable<'_>) -> bool {
        table.keys().all(|key| self.field(key.get_ref()).is_some())
    }

    /// Returns the field called `key`.
    pub(crate) fn field(&self, key: &str) -> Option<&'static FormatField> {
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
    "Ids of the sources for this; without any, it is the author's judgement.",
);

/// The top level of the document.
pub(crate) static DOCUMENT: TableFormat = TableFormat {
    name: "pack file",
    doc: "A roledex content pack (format 1): one TOML file, or a folder whose files are read as one document.",
    fields: &[
        optional("pack", FieldKind::Table(&PACK), "Describes the pack; required exactly once."),
        optional("source", FieldKind::Tables(&SOURCE), "The sources of facts."),
        optional(
            "theme",
            FieldKind::Tables(&THEME),
            "Headings that group the responsibilities of all roles.",
        ),
        optional(
            "skill",
            FieldKind::Tables(&SKILL),
            "Abilities, areas of knowledge and tools that roles require.",
        ),
        optional("role", FieldKind::Tables(&ROLE), "Job roles."),
        optional(
            "comparison",
            FieldKind::Tables(&COMPARISON),
            "Hand-written key differences between roles.",
        ),
    ],
};

/// `[pack]`.
pub(crate) static PACK: TableFormat = TableFormat {
    name: "pack",
    doc: "Describes the pack.",
    fields: &[
        required("format", FieldKind::Whole(1, i64::MAX), "The format version: 1."),
        required("id", FieldKind::Id, "The pack's unique id, in kebab-case."),
        required("title", FieldKind::Text, "The displayed title."),
        required("version", FieldKind::Text, "The version of the content."),
        optional("license", FieldKind::Text, "The licence, as an SPDX expression."),
        optional("language", FieldKind::Text, "The language, as a BCP 47 tag."),
        optional("as-of", FieldKind::Date, "The date the content applies to."),
        optional("attribution", FieldKind::Text, "A notice that must accompany the content."),
        optional("scale", FieldKind::Texts, "Proficiency levels, lowest first."),
        optional(
            "families",
            FieldKind::Texts,
            "Families in display order; families not listed come last.",
        ),
    ],
};

/// `[[source]]`.
pub(crate) static SOURCE: TableFormat = TableFormat {
    name: "source",
    doc: "A source of facts, and its kind.",
    fields: &[
        required("id", FieldKind::Id, "The id that facts cite."),
        required("title", FieldKind::Text, "The title of the source."),
        required("publisher", FieldKind::Text, "The publisher."),
        required("kind", FieldKind::Word(SourceKind::WORDS), "The kind of source."),
        optional("url", FieldKind::Text, "Its web address; displayed, never fetched."),
        optional("published", FieldKind::Date, "The date of publication."),
        optional("accessed", FieldKind::Date, "The date of access."),
    ],
};

/// `[[theme]]`.
pub(crate) static THEME: TableFormat = TableFormat {
    name: "theme",
    doc: "A heading that groups the responsibilities of all roles.",
    fields: &[
        required("id", FieldKind::Id, "The id that roles refer to."),
        required("title", FieldKind::Text, "The displayed heading."),
    ],
};

/// `[[skill]]`.
pub(crate) static SKILL: TableFormat = TableFormat {
    name: "skill",
    doc: "An ability, area of knowledge or tool.",
    fields: &[
        required("id", FieldKind::Id, "The id that roles refer to."),
        required("name", FieldKind::Text, "The displayed name."),
        required("kind", FieldKind::Word(crate::model::SkillKind::WORDS), "The kind of skill."),
        optional("group", FieldKind::Text, "The heading to list it under."),
        optional("aliases", FieldKind::Texts, "Other names, displayed."),
        optional("hidden", FieldKind::Texts, "Extra search terms, never displayed."),
        optional("description", FieldKind::Text, "One sentence."),
        optional(
            "levels",
            FieldKind::Map("What someone at this level can do."),
            "A sentence for each level of the pack's scale.",
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
pub(crate) static ROLE: TableFormat = TableFormat {
    name: "role",
    doc: "A job role: its summary, responsibilities, skills, reporting lines, pay and next moves.",
    fields: &[
        required("id", FieldKind::Id, "The role's id, in kebab-case."),
        required("title", FieldKind::Text, "The displayed title."),
        required("family", FieldKind::Text, "The job family it belongs to."),
        optional("track", FieldKind::Word(Track::WORDS), "The career track."),
        optional(
            "level",
            FieldKind::Whole(0, 99),
            "Seniority within the family: a number, higher is more senior.",
        ),
        optional("aliases", FieldKind::Texts, "Other titles, displayed."),
        optional("hidden", FieldKind::Texts, "Extra search terms, never displayed."),
        optional(
            "confused-with",
            FieldKind::Refs(ReferenceKind::Role),
            "Roles it is often confused with.",
        ),
        optional(
            "related",
            FieldKind::Refs(ReferenceKind::Role),
            "Roles that a classification lists as related; not career moves.",
        ),
        optional(
            "broader",
            FieldKind::Refs(ReferenceKind::Role),
            "More general roles in the same classification.",
        ),
        required("summary", FieldKind::Text, "A summary in one plain sentence."),
        optional(
            "focus",
            FieldKind::Word(Focus::WORDS),
            "Whether the work is mainly strategic, tactical or mixed.",
        ),
        optional(
            "extends",
            FieldKind::Ref(ReferenceKind::Role),
            "A role whose responsibilities this role inherits; chains of `extends` are limited to 64 roles.",
        ),
        optional(
            "codes",
            FieldKind::Map("The code in this classification."),
            "Identifiers in public classifications.",
        ),
        SOURCES,
        optional("reporting", FieldKind::Table(&REPORTING), "Reporting lines up and down."),
        optional(
            "experience",
            FieldKind::Table(&EXPERIENCE),
            "The experience and education expected.",
        ),
        optional(
            "responsibilities",
            FieldKind::ByTheme(&RESPONSIBILITY),
            "What the role does and is accountable for, by theme.",
        ),
        optional(
            "skills",
            FieldKind::ByImportance(&REQUIREMENT),
            "The skills the role requires, by importance.",
        ),
        optional("pay", FieldKind::Tables(&PAY), "Published pay figures."),
        optional("move", FieldKind::Tables(&MOVE), "Moves to other roles."),
    ],
};

static REPORTING: TableFormat = TableFormat {
    name: "role.reporting",
    doc: "The reporting lines of a role.",
    fields: &[
        optional("reports-to", FieldKind::Refs(ReferenceKind::Role), "Roles it reports to."),
        optional("manages", FieldKind::Refs(ReferenceKind::Role), "Roles it may manage."),
        optional("never-manages", FieldKind::Refs(ReferenceKind::Role), "Roles it never manages."),
        optional("span", FieldKind::Range, "The usual number of people managed: [from, to]."),
        SOURCES,
    ],
};

static EXPERIENCE: TableFormat = TableFormat {
    name: "role.experience",
    doc: "The experience and education a role expects.",
    fields: &[
        optional(
            "years",
            FieldKind::Range,
            "Years of experience: [from, to], or [from] for a minimum.",
        ),
        optional("education", FieldKind::Text, "The usual education."),
        SOURCES,
    ],
};

static RESPONSIBILITY: TableFormat = TableFormat {
    name: "responsibility",
    doc: "A responsibility with details beyond its text.",
    fields: &[
        required("text", FieldKind::Text, "One sentence."),
        optional(
            "emphasis",
            FieldKind::Word(Emphasis::WORDS),
            "Whether it is strategic or tactical.",
        ),
        optional("share", FieldKind::Share, "The share of working time, from 0 to 1."),
        optional(
            "activity",
            FieldKind::Text,
            "The pairing key: equal keys mean the same responsibility, however worded.",
        ),
        optional("note", FieldKind::Text, "A remark."),
        SOURCES,
    ],
};

static REQUIREMENT: TableFormat = TableFormat {
    name: "skill requirement",
    doc: "A required skill with details beyond its level.",
    fields: &[
        required("skill", FieldKind::Ref(ReferenceKind::Skill), "The skill's id."),
        optional(
            "level",
            FieldKind::Ref(ReferenceKind::Level),
            "The level required, on the pack's scale.",
        ),
        optional("note", FieldKind::Text, "A remark."),
        SOURCES,
    ],
};

/// `[[role.pay]]`.
pub(crate) static PAY: TableFormat = TableFormat {
    name: "role.pay",
    doc: "A published pay figure and what it refers to.",
    fields: &[
        optional("low", FieldKind::Amount, "The low end of the published range."),
        optional("median", FieldKind::Amount, "The published median."),
        optional("mean", FieldKind::Amount, "The published mean."),
        optional("high", FieldKind::Amount, "The high end of the published range."),
        required("currency", FieldKind::Text, "The currency, as an ISO 4217 code such as USD."),
        required("period", FieldKind::Word(PayPeriod::WORDS), "The period that the amounts cover."),
        required(
            "basis",
            FieldKind::Word(PayBasis::WORDS),
            "What the amounts include: base pay or total pay.",
        ),
        required("region", FieldKind::Text, "The region where these people work."),
        optional("population", FieldKind::Text, "The people the figure covers."),
        optional("as-of", FieldKind::Date, "The date the figure applies to."),
        optional(
            "proxy-for",
            FieldKind::Text,
            "The related occupation that the figure is really about.",
        ),
        required("source", FieldKind::Ref(ReferenceKind::Source), "The publisher."),
    ],
};

static MOVE: TableFormat = TableFormat {
    name: "role.move",
    doc: "A move to another role.",
    fields: &[
        required("to", FieldKind::Ref(ReferenceKind::Role), "The role it leads to."),
        optional("requires", FieldKind::Texts, "What the move requires."),
        SOURCES,
    ],
};

/// `[[comparison]]`.
pub(crate) static COMPARISON: TableFormat = TableFormat {
    name: "comparison",
    doc: "A hand-written list of the key differences between two or more roles.",
    fields: &[
        required(
            "roles",
            FieldKind::Refs(ReferenceKind::Role),
            "The roles to compare: at least two.",
        ),
        required("point", FieldKind::Tables(&POINT), "The differences, in reading order."),
    ],
};

/// `[[comparison.point]]`.
pub(crate) static POINT: TableFormat = TableFormat {
    name: "comparison.point",
    doc: "One aspect in which the roles differ.",
    fields: &[
        required("aspect", FieldKind::Text, "The aspect in which they differ."),
        optional(
            "texts",
            FieldKind::Map("How this aspect applies to this role."),
            "A text for each role, by role id.",
        ),
        optional(
            "positions",
            FieldKind::Tables(&POSITION),
            "The positions of sources that disagree.",
        ),
        SOURCES,
    ],
};

static POSITION: TableFormat = TableFormat {
    name: "comparison.point.positions",
    doc: "What some sources say about a disputed point.",
    fields: &[
        required("text", FieldKind::Text, "The position they take."),
        FormatField { required: true, ..SOURCES },
    ],
};
