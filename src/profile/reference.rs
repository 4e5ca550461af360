//! The keys of the profile file, for its parser and for people.

/// Version of the format that is written and read.
pub(super) const FORMAT: i64 = 1;

/// A key, the values that it takes, and what it means.
pub(super) struct ProfileKey {
    pub(super) name: &'static str,
    value: &'static str,
    meaning: &'static str,
}

/// The keys of the file.
pub(super) const FILE_KEYS: [ProfileKey; 2] = [
    ProfileKey {
        name: "format",
        value: "whole number",
        meaning: "The format version; without it, that of roledex.",
    },
    ProfileKey {
        name: "skills",
        value: "list of `\"skill\"`, `\"skill: level\"` and tables, each skill once",
        meaning: "The skills you have, by id, name or alias; one without a level counts as good enough.",
    },
];

/// The keys of a skill that is written as a table.
pub(super) const SKILL_KEYS: [ProfileKey; 3] = [
    ProfileKey { name: "skill", value: "text", meaning: "The skill. Required." },
    ProfileKey {
        name: "level",
        value: "text",
        meaning: "A level of the pack's scale, a synonym such as advanced, or a fraction; with `none` you do not have the skill.",
    },
    ProfileKey { name: "note", value: "text", meaning: "A remark of your own, which is kept." },
];

/// Returns the reference of the profile file as Markdown.
pub fn reference() -> String {
    let table = |keys: &[ProfileKey]| {
        let rows = keys
            .iter()
            .map(|key| format!("| `{}` | {} | {} |\n", key.name, key.value, key.meaning));
        format!("| Key | Value | Meaning |\n| --- | --- | --- |\n{}", rows.collect::<String>())
    };
    format!(
        "It is TOML in UTF-8, of format {FORMAT}; any other key is an error.\n\n{}\nA skill as a \
         table, `{{ skill = \"sql\", level = \"working\", note = \"since 2024\" }}`:\n\n{}",
        table(&FILE_KEYS),
        table(&SKILL_KEYS)
    )
}
