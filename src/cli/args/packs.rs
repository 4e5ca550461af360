//! Arguments of the commands that check and import packs.

use std::path::PathBuf;

use super::parse_name;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The exit status is 1 if there are errors. Warnings alone leave it at 0, except those of --prose:
these are asked for, so any of them makes it 1.

Examples:
  roledex check content
  roledex check mine.toml --format json
  roledex check ladder --format github             # in a workflow: errors beside the lines of a change
  roledex check ladder --format sarif > roledex.sarif")]
pub struct CheckArgs {
    /// Packs to check: TOML files or folders of them [default: the packs named by --pack, or the
    /// built-in one]
    pub paths: Vec<PathBuf>,

    /// Also lint the prose of valid packs: near-duplicates, filler, gaps in ladders, unused skills
    /// and sources
    #[arg(long)]
    pub prose: bool,

    /// Explain a code such as unknown-skill, or list all codes
    #[arg(
        long,
        value_name = "CODE",
        num_args = 0..=1,
        default_missing_value = "all",
        value_parser = parse_name,
        conflicts_with_all = ["paths", "prose"]
    )]
    pub explain: Option<String>,
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A ladder is Markdown, HTML, CSV, TSV, XLSX, ODS, YAML or JSON, or a folder of such files. Each level
of each track becomes a role; competencies become themes, and cells responsibilities or skill
levels. The report says how headings, columns and cells were understood, and what was left out; look
at it with --dry-run first. A map settles what was understood otherwise: a TOML file with any of
these keys (`roledex schema ladder-map` has all of them):
  family = \"Product designer\"              # the job family of all roles
  sheets = [\"Competency framework\"]        # read only these sheets
  levels = [\"Junior\", \"Medior\"]           # the labels that are levels, lowest first
  split = \"cell\"                           # a cell is one responsibility
  [labels]                                 # columns, rows, headings and keys
  \"column B\" = \"explanation\"
  \"Internal notes\" = \"ignore\"

Parts that --without can leave out:
  alternate-titles  other titles of roles, other names of skills
  activities        O*NET: the detailed work activity of each task
  emerging-tasks    O*NET: tasks that are new or being revised
  technology        O*NET: software
  tools             O*NET: machines, instruments and equipment
  knowledge         O*NET: rated skills and knowledge; ESCO: knowledge
  related           related and broader occupations and skills
  optional          ESCO: skills that are optional for an occupation
  hidden            ESCO: hidden search terms
  descriptions      ESCO: descriptions of skills

An import of O*NET or ESCO reads one release in one language, that of the occupations table. If it
finds several, it stops and lists them. Both layouts of O*NET are supported: from release 30.3 on,
and before it.

In a pipe the tab-separated columns of the report are:
  onet, esco  table, rows read, used, skipped, reason
  ladder      source, kind, text

Examples:
  roledex import onet db_30_3_text.zip -o onet.toml
  roledex import onet db_29_0_text.zip -o onet-29.toml --id onet-29
  roledex import esco classification-en.zip relations.zip -o esco.toml --without optional,hidden
  roledex import esco downloads -o esco-de.toml --language de --id esco-de
  roledex --pack onet.toml --pack esco.toml
  roledex import ladder ladder.xlsx --dry-run
  roledex import ladder ladder.xlsx --map map.toml -o ladder.toml
  roledex import ladder handbook/roles -o ladder.toml")]
pub struct ImportArgs {
    /// The data set, or a career ladder
    #[arg(value_parser = ["onet", "esco", "ladder"])]
    pub set: String,
    /// Folders or zip archives with its tables, or the tables themselves: O*NET's "text" or "CSV"
    /// release, ESCO's classification as CSV; files or folders of a ladder
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The pack file to write; - writes to standard output, and the report to standard error
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    pub output: Option<PathBuf>,
    /// Show how a ladder would be understood, without writing a pack; for ladders only
    #[arg(long, conflicts_with_all = ["output", "force"])]
    pub dry_run: bool,
    /// Read a ladder as this TOML file says where its shape cannot be guessed; for ladders only
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Overwrite the pack file if it exists; a link stays a link, and the file keeps its mode
    #[arg(long)]
    pub force: bool,
    /// The id of the pack, so that two releases can be open together [default: the name of
    /// the data set, or of the ladder's file or folder]
    #[arg(long, value_name = "ID", value_parser = parse_pack_id)]
    pub id: Option<String>,
    /// The title of the pack [default: the data set and its release, or the name of the
    /// ladder's file or folder]
    #[arg(long, value_name = "TEXT", value_parser = parse_pack_title)]
    pub title: Option<String>,
    /// The language to import, such as de, if ESCO comes in several
    #[arg(long, value_name = "CODE", value_parser = parse_name)]
    pub language: Option<String>,
    /// Leave these parts out
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = crate::import::DataSetPart::WORDS.to_vec())]
    pub without: Vec<String>,
}

/// Reads the title of a pack: one line that has words.
fn parse_pack_title(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().find(|c| crate::model::text::is_unsafe(*c)) {
        _ if text.is_empty() => Err("the title is empty".to_string()),
        Some(c) => Err(format!("a title must be one line of text, without U+{:04X}", c as u32)),
        None => Ok(text.to_string()),
    }
}

/// Reads the id of a pack.
fn parse_pack_id(text: &str) -> Result<String, String> {
    if crate::pack::is_id(text) {
        return Ok(text.to_string());
    }
    Err("an id has only lower-case letters, digits, hyphens and dots, as in `onet-29`".to_string())
}
