//! Finds the skills of a catalog in a text, each with the words that it was read from.
//!
//! Skills are found in two ways. A skill is *named* if the text has one of its names, aliases or
//! hidden terms as words of its own: the longest first, in any inflection, with hyphens or spaces.
//! Names that are plain words too, such as `Go` and `Spring`, count only in the company of words
//! that show that the name is meant. A skill is *implied* if a sentence resembles its labels and its
//! description. The words of the sentence are compared by their stems, by the word vectors of
//! [`crate::analysis::knowledge`] and by common beginnings; the figures are added up with the
//! weights of `weights`, which were fitted on labelled sentences of job ads.
//!
//! A skill that the text negates ("no experience with SQL needed") or only wishes for ("want to
//! learn SQL") is reported as such, and is never sure.
//!
//! [`ReadingIndex`] is made once for a catalog and kept in the cache; a [`SkillReader`] reads texts
//! with it.
//!
//! ```
//! use roledex::reading::skills::{ReadingIndex, SkillMention, SkillReader};
//! let catalog = roledex::builtin::catalog();
//! let index = ReadingIndex::new(&catalog);
//! let text = "You know SQL well. No experience with Python needed.";
//! let found = SkillReader::new(&index).read(text, 10);
//! let sql = found.iter().find(|found| catalog.skill(found.skill).name == "SQL").unwrap();
//! assert!(sql.sure);
//! assert_eq!(&text[sql.words.clone()], "SQL");
//! let python = found.iter().find(|found| catalog.skill(found.skill).name == "Python").unwrap();
//! assert_eq!((python.sure, python.mention), (false, SkillMention::Negated));
//! ```

mod acronyms;
mod company;
mod denials;
mod found;
mod implied;
mod index;
pub(super) mod lists;
mod named;
mod negation;
mod phrases;
mod reader;
mod stance;
mod storage;
mod studies;
mod weights;
mod worded;
mod wordings;
mod words;

pub use self::found::{ReadSkill, SkillMention};
pub use self::index::ReadingIndex;
pub use self::reader::SkillReader;
pub(crate) use self::reader::SkillReaders;
pub(super) use self::reader::{LineUse, RuledOutName};

#[cfg(test)]
mod tests;
