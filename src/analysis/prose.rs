//! Lints valid packs as an editor would: prose and consistency, not form.
//!
//! Every rule is about something that makes a pack harder to compare or to trust. The rules are for
//! English; a pack in another language gets those that do not depend on words.

use super::vocabulary::Vocabulary;
use crate::model::Catalog;

mod finding;
mod ladder;
mod names;
mod odd_words;
mod repetition;
mod reporting;
mod sources;
mod spelling;
#[cfg(test)]
mod tests;
mod texts;
mod wording;

pub use finding::{ProseFinding, ProseRule};

/// Returns all remarks on `catalog`, by rule, then in catalog order.
pub fn lint_prose(catalog: &Catalog) -> Vec<ProseFinding> {
    let mut remarks = Vec::new();
    let vocabulary = Vocabulary::new(catalog);
    for id in catalog.role_ids() {
        repetition::check_near_duplicates(catalog, id, &vocabulary, &mut remarks);
        if texts::is_english(catalog, id) {
            wording::check_wording(catalog, id, &mut remarks);
        }
        ladder::check_missing_themes(catalog, id, &mut remarks);
        ladder::check_steep_moves(catalog, id, &mut remarks);
        ladder::check_entry_level(catalog, id, &mut remarks);
        reporting::check_superiors(catalog, id, &mut remarks);
        sources::check_undated_pay(catalog, id, &mut remarks);
        sources::check_years_in_education(catalog, id, &mut remarks);
    }
    odd_words::check_odd_words(catalog, &mut remarks);
    spelling::check_mixed_spelling(catalog, &mut remarks);
    repetition::check_shared_responsibilities(catalog, &mut remarks);
    ladder::check_falling_skills(catalog, &mut remarks);
    reporting::check_both_ends(catalog, &mut remarks);
    names::check_skill_names(catalog, &mut remarks);
    names::check_role_names(catalog, &mut remarks);
    sources::check_unused_skills(catalog, &mut remarks);
    sources::check_uncited_sources(catalog, &mut remarks);
    sources::check_unsourced_roles(catalog, &mut remarks);
    remarks.sort_by_key(|remark| (remark.rule, remark.about));
    remarks
}
