//! Word lists for job titles: ranks, abbreviations, plurals, and synonyms.

mod jobs;
mod phrases;
mod ranks;
mod software;
mod spelling;
mod surroundings;

pub(in crate::search) use self::jobs::is_head;
pub(super) use self::jobs::{HEADS, has_deputies, is_generic, is_job};
pub(super) use self::phrases::{canonical, expanded_once, expansions, reworded};
pub(in crate::search) use self::ranks::Rank;
pub(super) use self::ranks::{is_rank, take_ranks};
pub(super) use self::software::{
    is_kind_of_software, is_language, is_platform, is_software, is_software_head,
    is_software_maker, is_technology, kind_of_framework,
};
pub(super) use self::spelling::title_words;
pub(super) use self::surroundings::{
    is_beside_the_job, is_clutter, is_industry, is_market, is_scope,
};
