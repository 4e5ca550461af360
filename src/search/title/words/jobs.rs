//! Words for people who do a job.

use super::phrases::long_forms;

/// Nouns for a person with a job that many jobs end in.
pub(in crate::search::title) const HEADS: [&str; 34] = [
    "manager",
    "engineer",
    "analyst",
    "specialist",
    "coordinator",
    "consultant",
    "assistant",
    "associate",
    "officer",
    "representative",
    "administrator",
    "technician",
    "designer",
    "executive",
    "supervisor",
    "operator",
    "worker",
    "clerk",
    "agent",
    "advisor",
    "lead",
    "staff",
    "expert",
    "professional",
    "architect",
    "scientist",
    "researcher",
    "owner",
    "partner",
    "planner",
    "principal",
    "intern",
    "senior",
    "junior",
];

/// Whether `word` is a noun for a person with a job that many jobs end in.
pub(super) fn is_common_head(word: &str) -> bool {
    HEADS.contains(&word)
}

/// Whether `word` is one that many jobs end in, and that alone does not state what they are about.
pub(in crate::search::title) fn is_generic(word: &str) -> bool {
    is_common_head(word)
        || matches!(
            word,
            "inspector"
                | "helper"
                | "member"
                | "person"
                | "management"
                | "engineering"
                | "business"
                | "service"
                | "development"
                | "operation"
                | "sale"
                | "support"
                | "product"
                | "project"
                | "data"
                | "software"
                | "it"
                | "security"
                | "design"
                | "trainee"
                | "apprentice"
                | "graduate"
        )
}

/// Whether `word` is a noun for a person with any kind of job. Next to a distinctive word it adds
/// nothing.
pub(in crate::search) fn is_head(word: &str) -> bool {
    is_common_head(word) || matches!(word, "developer" | "leader" | "director" | "head" | "vp")
}

/// Whether `word` is likely a noun for a person's job: "welder", "nurse".
pub(in crate::search::title) fn is_job(word: &str) -> bool {
    is_head(word)
        || is_short_for_a_job(word)
        || [
            "er", "or", "ist", "ian", "ant", "yst", "ect", "ess", "person", "nurse", "chef",
            "cook", "clerk",
        ]
        .iter()
        .any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
        || matches!(
            word,
            "nurse" | "chef" | "cook" | "pilot" | "coach" | "host" | "guard" | "aide" | "head"
        )
}

pub(super) fn is_short_for_a_job(word: &str) -> bool {
    long_forms(word).iter().any(|long| long.rsplit(' ').next().is_some_and(is_head))
}

/// Whether `word` is a head that has deputies: an assistant of one is not one.
pub(in crate::search::title) fn has_deputies(word: &str) -> bool {
    matches!(
        word,
        "manager" | "controller" | "supervisor" | "superintendent" | "administrator" | "editor"
    )
}
