//! What can be said on the command line.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the help, where backticks would be printed"
)]

mod authoring;
mod career;
mod columns;
mod config;
mod deferred;
mod global;
mod packs;
mod read;
mod shell;
mod site;

use std::path::PathBuf;

pub(super) use self::authoring::{
    FmtArgs, NewArgs, NewCommand, NewComparisonArgs, NewRoleArgs, RenameArgs,
};
pub(super) use self::career::{GapArgs, PathArgs, ProfileArgs, ProfileCommand};
pub(super) use self::columns::MAX_HELP_LINE;
use self::columns::with_columns;
pub(super) use self::config::{ConfigArgs, ConfigCommand};
pub(super) use self::deferred::Deferred;
pub(super) use self::global::{ExplorerArgs, GlobalArgs};
pub(super) use self::packs::{CheckArgs, ImportArgs};
pub(super) use self::read::{CorrectionArg, ReadArgs};
pub(super) use self::shell::{CompletionsArgs, ManArgs, Shell};
pub(super) use self::site::SiteArgs;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand, ValueEnum};

use crate::analysis::diff::{DiffStatus, PairingMode, ResponsibilityScope};
use crate::model::text::wrap;
use crate::question::{RELATED_LIMIT, SEARCH_LIMIT};
use crate::report::OutputFormat;
use crate::report::diff::DiffColumn;
use crate::report::document::ColumnSet as _;
use crate::report::list::ListedItems;
use crate::report::matrix::MatrixColumn;
use crate::report::related::RelatedColumn;
use crate::report::search::SearchColumn;
use crate::report::show::ShowColumn;

/// The tables of `list`, each with its columns beside it.
fn listed_tables() -> String {
    let width = ListedItems::WORDS.iter().map(|word| word.len()).max().unwrap_or_default();
    let mut text = String::new();
    for items in ListedItems::all() {
        let columns = items.column_names().join(", ");
        let lines = wrap(&columns, MAX_HELP_LINE - width - 4);
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { items.word() } else { "" };
            text += &format!("  {name:width$}  {line}\n");
        }
    }
    text.trim_end().to_string()
}

/// Reads a name, which must not be blank.
fn parse_name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("the name is empty".to_string()) } else { Ok(text.to_string()) }
}

/// Reads a path, which must not be blank.
fn parse_path(text: &str) -> Result<PathBuf, String> {
    parse_name(text).map(PathBuf::from)
}

/// Reads the maximum number of results.
fn parse_positive(text: &str) -> Result<usize, String> {
    parse_number_from(text, 1)
}

/// Reads a number of rows, which may be 0.
fn parse_row_count(text: &str) -> Result<usize, String> {
    parse_number_from(text, 0)
}

fn parse_number_from(text: &str, least: usize) -> Result<usize, String> {
    let number = text.trim().parse::<u128>().ok();
    // More than there can be is all there is.
    let number = number.map(|number| usize::try_from(number).unwrap_or(usize::MAX));
    number
        .filter(|number| *number >= least)
        .ok_or_else(|| format!("must be a whole number, {least} or more"))
}

/// Reads a rank inside a family, within the bounds of the pack format.
fn parse_seniority(text: &str) -> Result<u32, String> {
    let rank = text.trim().parse().ok().filter(|rank| *rank <= 99);
    rank.ok_or_else(|| "must be a whole number from 0 to 99".to_string())
}

const EXAMPLES: &str = "\
In CSV and in a pipe, several items in one cell, such as aliases, are separated by ` | `.
A bar or a backslash inside an item is escaped with a backslash.

Exit status:
  0  success
  1  no result: no match, no such role, `check` found errors (or, with --prose, anything),
     `diff --exit-code` found differences
  2  usage error
  3  a pack could not be read or has errors
  130 and up  ended by a signal

Examples:
  roledex                                     open the explorer
  roledex diff product-lead product-manager   what does a lead do that a manager does not?
  roledex search roadmp                       find a skill despite typos
  roledex --pack mine.toml check              report every error in a pack";

/// A terminal explorer for job roles.
///
/// Without a command it opens the explorer. You can name roles by id, title, alias or external
/// code, in upper or lower case. Wherever a command takes a role, it also takes the path of a text,
/// such as a job ad, or - for standard input, and reads it as a role for that run.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = MAX_HELP_LINE)]
pub struct Args {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(flatten)]
    pub(super) explorer: ExplorerArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl ValueEnum for OutputFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ANY
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (help, alias) = match self {
            Self::Text => ("Readable text, or tab-separated lines in a pipe", None),
            Self::Json => ("JSON with stable fields, for programs", None),
            Self::Ndjson => ("One JSON object per line: a row of a table, or an answer", None),
            Self::Csv => (
                "Comma-separated values with a header row, for spreadsheets. A cell that a \
                 spreadsheet would read as a formula starts with an apostrophe",
                None,
            ),
            Self::Markdown => ("GitHub-flavoured Markdown", Some("md")),
            Self::Html => ("A self-contained page for a browser", None),
            Self::Toml => (
                "`show`: a role as part of a pack file; a text, as with `read`, as a whole pack",
                None,
            ),
            Self::Github => ("`check`: errors beside the lines of a change on GitHub", None),
            Self::Sarif => ("`check`: SARIF 2.1.0, for services that collect results", None),
            Self::Mermaid => {
                ("A Mermaid flowchart, for `path`, `list moves` and `list reporting`", None)
            }
            Self::Dot => ("A Graphviz graph of the same", Some("graphviz")),
            Self::JsonLd => ("An Occupation of schema.org in JSON-LD, for `show ROLE`", None),
            Self::Svg => ("A picture, for `diff LEFT RIGHT` and `matrix`", None),
        };
        Some(PossibleValue::new(self.word()).help(help).aliases(alias))
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List roles, skills, or any table of facts: required skills, moves, pay and more
    List(Deferred<ListArgs>),
    /// Show one role or skill in full
    Show(Deferred<ShowArgs>),
    /// Compare two roles: responsibilities, facts and skills
    Diff(Deferred<DiffArgs>),
    /// Find skills, roles or responsibilities
    Search(Deferred<SearchArgs>),
    /// Find similar roles, and what they share
    Related(Deferred<RelatedArgs>),
    /// Read a text, such as a job ad, as a role: responsibilities, skills, facts, and what was set
    /// aside
    Read(Deferred<ReadArgs>),
    /// Show the skills you lack for one or more roles, and which are needed most
    Gap(Deferred<GapArgs>),
    /// Show or change your own skills: add, remove, import a resume
    Profile(Deferred<ProfileArgs>),
    /// Find paths from one role to another, and what each step takes
    Path(Deferred<PathArgs>),
    /// Show several roles side by side: skills and themes
    Matrix(Deferred<MatrixArgs>),
    /// Check packs: report every error with file, line, column and a hint
    Check(Deferred<CheckArgs>),
    /// Make files for a pack, a role or a comparison, with blanks to fill in
    New(Deferred<NewArgs>),
    /// Rewrite pack files in one style
    Fmt(Deferred<FmtArgs>),
    /// Rename a role, skill, theme or source in all files of a pack
    Rename(Deferred<RenameArgs>),
    /// Convert O*NET, ESCO or a career ladder into a pack
    Import(ImportArgs),
    /// Write the packs as a folder of linked pages for a browser
    Site(SiteArgs),
    /// Print the JSON Schema of pack files, for editors, or of a JSON answer; as Markdown, the
    /// reference of pack files
    Schema(Deferred<SchemaArgs>),
    /// Check, show or create the settings file
    Config(Deferred<ConfigArgs>),
    /// Print the script that completes commands, options and names in a shell
    Completions(Deferred<CompletionsArgs>),
    /// Print a manual page, or write all of them to a folder
    Man(ManArgs),
    /// Print the explorer's keys as Markdown
    Keys,
    /// Show the version and the notices of the open packs
    About,
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each row of `list` in NDJSON is one of the items of its schema; other answers are a line each, and
their schema is that of the line. A schema names every field there is; fields may be added to it.

Examples:
  roledex schema > roledex.schema.json
  roledex schema diff
  roledex schema list-edges")]
pub struct SchemaArgs {
    /// The answer, named after its command
    #[arg(value_name = "ANSWER", default_value = "pack", value_parser = PossibleValuesParser::new(super::schema::schema_names()))]
    pub output_name: Option<String>,
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Each table has the same columns in CSV, NDJSON, JSON and, separated by tabs, in a pipe, with ` | `
between the items of a list; the columns that end in _id join the tables:
{tables}
The filters work for tables about roles. With one, codes and aliases are those of roles only, and
moves and comparisons are listed if any of their roles matches. Reporting lines are listed from each
end: with a filter, from the roles that match.

Examples:
  roledex list
  roledex list skills --format json
  roledex list edges --track management --format csv
  roledex list --family product --track management --sort level
  roledex list roles | cut -f1
  roledex list roles | awk -F'\\t' '{ n = split($5, names, / [|] /); for (i = 1; i <= n; i++) print $1, names[i] }'",
    &[("tables", &[listed_tables().as_str()])]))]
pub struct ListArgs {
    /// What to list
    #[arg(value_parser = ListedItems::WORDS.to_vec())]
    pub what: Option<String>,
    #[command(flatten)]
    pub which: RoleFilterArgs,
}

/// Which roles `list` names, and in which order.
#[derive(Debug, Default, clap::Args)]
pub struct RoleFilterArgs {
    /// Only roles in this family; like --track, --level and --focus, may be repeated to match any
    #[arg(short = 'F', long, value_name = "NAME", value_parser = parse_name)]
    pub family: Vec<String>,
    /// Only roles on this track
    #[arg(long, value_parser = ["individual", "management", "executive", "specialist"])]
    pub track: Vec<String>,
    /// Only roles of this seniority in their family
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_seniority)]
    pub level: Vec<u32>,
    /// Only roles with this focus
    #[arg(long, value_parser = ["strategic", "tactical", "mixed"])]
    pub focus: Vec<String>,
    /// Only roles with a pay figure
    #[arg(long)]
    pub with_pay: bool,
    /// Sort order; pay puts own figures on the most common terms first, then those of similar
    /// occupations
    #[arg(short, long, value_name = "ORDER", value_parser = ["family", "title", "level", "responsibilities", "skills", "pay"])]
    pub sort: Option<String>,
}

impl Command {
    /// Whether --output of the command names something of its own, and not the file of the answer.
    pub fn has_own_output(&self) -> bool {
        matches!(self, Self::Import(_) | Self::Man(_) | Self::Site(_))
    }
}

impl ListArgs {
    /// Returns what to list.
    pub fn items(&self) -> ListedItems {
        self.what.as_deref().and_then(ListedItems::from_word).unwrap_or(ListedItems::Roles)
    }
}

impl RoleFilterArgs {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        let Self { family, track, level, focus, with_pay, sort } = self;
        family.is_empty()
            && track.is_empty()
            && level.is_empty()
            && focus.is_empty()
            && !with_pay
            && sort.is_none()
    }
}

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
A title may be singular or plural, abbreviated, in any word order, and with a seniority or grade.
A seniority that no role has is ignored, with a note on standard error. If a title matches
several roles, they are listed. PACK:ROLE names a role in one pack. A path, or - for standard input,
is read as a role: see `roledex read`.

A name that no role has can be that of a skill, which is shown with the meaning of its levels and
the roles that require it.

In a pipe the tab-separated columns are: {columns}. If the text is a list (also
called, reports to, …), its items are separated by ` | `.

Examples:
  roledex show product-lead
  roledex show roadmapping
  roledex show \"Lead PM\" --format json
  roledex show ad.txt
  roledex show senior-software-engineer --duties added-here
  roledex show product-lead --format toml   # the role as part of a pack file",
    &[("columns", ShowColumn::NAMES)]))]
pub struct ShowArgs {
    /// The role or skill: an id, title or name, alias or external code; or the path of a text
    #[arg(value_name = "NAME", value_parser = parse_name)]
    pub role: String,
    /// Show the skill of this name, even if a role has it too
    #[arg(long, conflicts_with = "duties")]
    pub skill: bool,
    /// If the role extends another, which responsibilities to show: all in force, or those it
    /// adds
    #[arg(long, default_value = "in-force", value_parser = ResponsibilityScope::WORDS.to_vec())]
    pub duties: String,
}

/// Arguments of `related`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Roles are similar when they share responsibilities, title words and skills; rare ones count more.
In a pipe the tab-separated columns are: {columns};
with --all, the id of the role that they are similar to comes first.

Examples:
  roledex related product-manager
  roledex related pm --limit 3 --format json
  roledex related ad.txt                  # what is this job really?
  roledex related --all --format ndjson",
    &[("columns", RelatedColumn::NAMES)]))]
pub struct RelatedArgs {
    /// The role: an id, title, alias or external code; or the path of a text
    #[arg(required_unless_present = "all", value_parser = parse_name)]
    pub role: Option<String>,
    /// Show at most N roles
    #[arg(short = 'n', long, default_value_t = RELATED_LIMIT, value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// Do this for every role in the packs
    #[arg(short, long, conflicts_with = "role")]
    pub all: bool,
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Two responsibilities share a row if they are likely to be the same work. A responsibility that
the other role splits into several shares a row with all of them. One without a counterpart shows
the most similar one of the other role, if any is close. In JSON, a side with several
responsibilities lists them in `indices` and `texts`, starting with the one paired first. --why
gives the reasons.

--since reports every change in the packs: roles, skills and the meaning of their levels, themes,
sources, comparisons, the scale, and the packs' own details. A new version number alone is not a
change, and neither is a new order of roles, skills or sources in the files. A role, skill, theme or
source whose id changed is recognised by its external code or its content, as Git recognises a
renamed file. A revision is read with the git program, from the repository of the pack; a pack that
has moved since is found by its id. A name that is both a path and a revision is read as the path.
With a role, named by its old or its new id, it reports that role and whatever affects it.
Texts that differ only in punctuation, capitals or spaces count as the same, unless you add
--punctuation; in names, codes and URLs these always count.
A change in a role also appears in the roles that extend it; --duties added-here leaves those out.

In a pipe the tab-separated columns are: {columns}. With --since
and no role, the id of the role, skill, theme, source or pack comes first; with --pairs, those of
both roles. Items of a list are separated by ` | `. Changed words are between ‹ and › if there is no
colour.

Examples:
  roledex diff product-manager product-lead
  roledex diff pm po -o pm-po.html
  roledex diff product-manager ad.txt     # an ad, read as a role
  roledex diff --since last-year.toml product-manager
  roledex --pack ladder diff --since old-ladder --exit-code   # a changed ladder fails the build
  roledex --pack ladder diff --since HEAD~1                   # what the last commit changed
  roledex --pack ladder diff --since v2:roles --format markdown   # where it was elsewhere in v2
  roledex diff --pairs pairs.tsv --format ndjson",
    &[("columns", DiffColumn::NAMES)]))]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub struct DiffArgs {
    /// The left role, or the path of a text; with --since, the role to compare with its older
    /// version
    #[arg(value_parser = parse_name)]
    pub left: Option<String>,
    /// The right role, or the path of a text
    #[arg(value_parser = parse_name)]
    pub right: Option<String>,
    /// Compare the named role, or everything, with this older copy of the pack: a file, a folder,
    /// or a revision of its Git repository, such as HEAD~1 or main:ladder
    #[arg(long, value_name = "PATH|REV", conflicts_with = "right", value_parser = parse_path)]
    pub since: Option<PathBuf>,
    /// With --since, also report texts that differ only in punctuation, capitals and spaces
    #[arg(long, requires = "since", conflicts_with_all = ["right", "pairs"])]
    pub punctuation: bool,
    /// How to pair responsibilities: by activity and then by text, by text alone, or not at all
    #[arg(long, default_value = "auto", value_parser = PairingMode::WORDS.to_vec())]
    pub align: String,
    /// If a role extends another, which responsibilities count: all in force, or those it adds
    #[arg(long, default_value = "in-force", value_parser = ResponsibilityScope::WORDS.to_vec())]
    pub duties: String,
    /// Hide what is the same
    #[arg(long)]
    pub only_differences: bool,
    /// Show N unchanged rows around each difference
    #[arg(
        short = 'U',
        visible_short_alias = 'C',
        long,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = parse_row_count
    )]
    pub context: Option<usize>,
    /// Show only rows of this kind: same, changed, only left, only right; with --since, left is
    /// what was dropped and right what was added
    #[arg(long, value_parser = DiffStatus::WORDS.to_vec())]
    pub kind: Option<String>,
    /// Explain why responsibilities share a row, or do not: below each row, in the notes,
    /// and in JSON as `reasons`
    #[arg(long, conflicts_with = "since")]
    pub why: bool,
    /// Exit with 1 if the roles differ in any responsibility or skill; with --since, in anything
    #[arg(long)]
    pub exit_code: bool,
    /// Read pairs of roles from this file, LEFT<tab>RIGHT on each line (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["left", "right", "since"])]
    pub pairs: Option<PathBuf>,
}

/// Arguments of `matrix`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Rows that differ most come first. Skills differ in level and importance; themes in responsibilities
that not all roles have in the same words. On a terminal ●●○○ is a level, in brackets if the skill
is useful rather than essential, and · nothing; ◆ is a strategic responsibility, ◇ a tactical one, ■
one marked as neither.
In a pipe the tab-separated columns are: {columns}, and a column for each role.
  Skills            the name; yes or no; the level, followed by (useful) if the skill is not essential
  Themes            the title; yes or no; the number of responsibilities
  Responsibilities  the title of the theme; yes or no; the text, in the roles that have it

Examples:
  roledex matrix associate-product-manager product-manager senior-product-manager
  roledex matrix pm spm product-lead --by themes --only-differences
  roledex matrix --family product --by skills
  roledex matrix ad-a.txt ad-b.txt product-manager
  roledex matrix --family product -o product.html
  roledex matrix --family product --by skills -o ladder.svg",
    &[("columns", MatrixColumn::NAMES)]))]
pub struct MatrixArgs {
    /// Two roles or more: ids, titles, aliases or external codes, or paths of texts
    #[arg(
        value_name = "ROLE",
        num_args = 2..,
        required_unless_present = "family",
        conflicts_with = "family",
        value_parser = parse_name
    )]
    pub roles: Vec<String>,
    /// All roles of this family instead, by seniority
    #[arg(short = 'F', long, value_name = "FAMILY", value_parser = parse_name)]
    pub family: Option<String>,
    /// What to compare them by; themes alone also lists the responsibilities that not all roles
    /// share
    #[arg(short, long, default_value = "both", value_parser = crate::report::matrix::MatrixParts::WORDS.to_vec())]
    pub by: String,
    /// Hide what is the same for all
    #[arg(long)]
    pub only_differences: bool,
}

/// Arguments of `search`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Words may be in any order, and all must match. fzf's syntax: 'exact ^prefix suffix$ !not a | b.
If nothing matches all words, the closest results are shown with the words they lack; in JSON,
`partial` is true and `unmatched` lists these words. Titles and codes of roles work as in `show`.
Filters: role: family: skill: kind: group: level:>=expert importance:essential (or essential after a
filter). In a pipe the tab-separated columns are: {columns}: what matched, and its text.

Examples:
  roledex search roadmp
  roledex search \"mgmt stakeh\"
  roledex search --in roles \"product !manager\"
  roledex search --in roles \"skill:sql level:>=expert\"
  roledex search --queries queries.txt --format ndjson",
    &[("columns", SearchColumn::NAMES)]))]
pub struct SearchArgs {
    /// Words to search for
    #[arg(required_unless_present = "queries", num_args = 1.., value_name = "QUERY")]
    pub query: Vec<String>,
    /// Where to search
    #[arg(short = 'i', long = "in", default_value = "skills", value_parser = ["skills", "roles", "responsibilities", "all"])]
    pub scope: String,
    /// Show at most N results
    #[arg(short = 'n', long, default_value_t = SEARCH_LIMIT, value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// Run each line of this file as a query (- for standard input); gives NDJSON, or with --format
    /// json as one array
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub queries: Option<PathBuf>,
}
