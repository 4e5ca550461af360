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
A skill is named if the text has one of its names, in any inflection. Names that are plain words too,
such as Go and Spring, count only where the words around them show that the name is meant. A skill is
implied if a sentence is similar to its names and its description. Skills that are sure come first;
the others are likely, and for you to check. Skills that the text says you don't need, or can learn,
are listed apart.

In a pipe the tab-separated columns are: {columns}.
With --lines, each line is a text of its own, and gets a line of JSON with `text` and `skills`.
In JSON, `words` is where the words begin and end, in bytes of the text in UTF-8.

Examples:
  roledex read ad.txt
  roledex read - < ad.txt
  roledex read ad.txt --format json
  roledex read --lines sentences.txt --limit 5 --format ndjson",
    &[("columns", ReadColumn::NAMES)]))]
pub struct ReadArgs {
    /// The text: a plain text file, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "lines", conflicts_with = "lines", value_parser = parse_path)]
    pub path: Option<PathBuf>,
    /// Read each line of this file as a text (- for standard input); gives NDJSON, or with --format
    /// json one array
    #[arg(long, value_name = "FILE", value_parser = parse_path)]
    pub lines: Option<PathBuf>,
    /// Show at most N skills that are likely; with --lines, N skills of each line
    #[arg(long, default_value_t = READ_LIMIT, value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
}
