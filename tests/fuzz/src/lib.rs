//! What each fuzz target does with its bytes. `cargo fuzz` runs these functions on bytes of its own
//! making, and the ordinary tests run them on the files of `corpus`.

mod archive;
mod ask;
mod bytes;
mod compiled;
mod import;
mod input;
mod keys;
mod pack;
mod profile;
mod query;
mod resume;
mod settings;
mod wording;

pub use archive::archive;
pub use compiled::compiled;
pub use import::import;
pub use input::input;
pub use keys::keys;
pub use pack::pack;
pub use profile::profile;
pub use query::query;
pub use resume::resume;
pub use settings::settings;
pub use wording::wording;

/// What is run on the bytes of an input.
pub type Target = fn(&[u8]);

/// Every target, by the name of its corpus.
pub const TARGETS: [(&str, Target); 11] = [
    ("archive", archive),
    ("compiled", compiled),
    ("import", import),
    ("input", input),
    ("keys", keys),
    ("pack", pack),
    ("profile", profile),
    ("query", query),
    ("resume", resume),
    ("settings", settings),
    ("wording", wording),
];
