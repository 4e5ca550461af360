//! Arguments of `read`.

use std::path::PathBuf;

use super::columns::with_columns;
use super::{parse_path, parse_positive};
use crate::question::READ_LIMIT;
use crate::report::document::ColumnSet as _;
use crate::report::read::ReadColumn;

/// Arguments of `read`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
The text is read as a role: its title, years, education, place and pay as far as it states them; its
responsibilities under the themes of the packs; its skills with the level and importance that it
states; and what was set aside, such as benefits and how to apply. Where a text states several
different values, all are listed and none is chosen.

Every command that takes a role also takes the path of a text, or - for standard input, and reads it
so for that run; nothing of it is kept. A name that is a role and a file is the role: write ./NAME for
the file. -o FILE.toml (or --format toml) writes a pack file, which passes `roledex check`: with the
words that each part was read from, and what is not stated, in comments.

A skill is named if the text has one of its names, in any inflection. Names that are plain words too,
such as Go and Spring, count only where the words around them show that the name is meant. A skill is
implied if a sentence is similar to its names and its description. Skills that are sure come first;
the others are likely, and for you to check. Skills that the text says you don't need, or can learn,
are listed apart. --correct WORDS=SKILL says what words of the text mean where that was read wrongly,
WORDS= that they mean no skill; a pack file that is written keeps it.

In a pipe the tab-separated columns are: {columns}.
With --lines, each line is a text of its own, and gets a line of JSON with `text` and `skills`.
In JSON, `words` is where the words begin and end, in bytes of `text` in UTF-8. In HTML and Markdown,
the words that were read as skills are marked in the text.

Examples:
  roledex read ad.txt
  roledex read - < ad.txt
  roledex read ad.txt --format json
  roledex read ad.txt -o ad.html
  roledex read ad.txt -o ad.toml              # the role as a pack file
  roledex read ad.txt --correct 'sheets=spreadsheets' --correct 'go='
  roledex diff product-manager ad.txt
  roledex read --lines sentences.txt --limit 5 --format ndjson",
    &[("columns", ReadColumn::NAMES)]))]
pub struct ReadArgs {
    /// The text: a file, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "lines", conflicts_with = "lines", value_parser = parse_path)]
    pub path: Option<PathBuf>,
    /// Read each line of this file as a text (- for standard input); gives NDJSON, or with --format
    /// json one array
    #[arg(long, value_name = "FILE", value_parser = parse_path)]
    pub lines: Option<PathBuf>,
    /// Read these words of the text as this skill, or as none if SKILL is left out; can be repeated
    #[arg(long, value_name = "WORDS=SKILL", conflicts_with = "lines", value_parser = parse_correction)]
    pub correct: Vec<CorrectionArg>,
    /// Show the N likeliest of the uncertain skills (JSON has all); with --lines, N skills of each
    /// line
    #[arg(long, default_value_t = READ_LIMIT, value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
}

/// Words of a text, and the skill that they mean as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionArg {
    /// The words.
    pub words: String,
    /// The name or the id of the skill; empty if the words mean none.
    pub skill: String,
}

/// Reads words and a skill, separated by the last equals sign.
fn parse_correction(text: &str) -> Result<CorrectionArg, String> {
    let (words, skill) = text.rsplit_once('=').unwrap_or_default();
    let (words, skill) = (words.trim().to_string(), skill.trim().to_string());
    if words.is_empty() {
        return Err(
            "write the words of the text, an equals sign, and a skill: 'sheets=spreadsheets'; nothing \
                    after the sign if they mean no skill"
                .to_string(),
        );
    }
    Ok(CorrectionArg { words, skill })
}
