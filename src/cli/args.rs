//! What can be said on the command line.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the help, where backticks would be printed"
)]

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::analysis::diff::{DiffStatus, PairingMode, ResponsibilityScope};

/// Reads a name, which must not be blank.
fn parse_name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("the name is empty".to_string()) } else { Ok(text.to_string()) }
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
    let wanted = || format!("it must be a whole number, {least} or more");
    match text.trim().parse::<u128>() {
        // More than there can be is all there is.
        Ok(number) => Some(usize::try_from(number).unwrap_or(usize::MAX))
            .filter(|n| *n >= least)
            .ok_or_else(wanted),
        Err(_) => Err(wanted()),
    }
}

/// Reads a rank inside a family, within the bounds of the pack format.
fn parse_seniority(text: &str) -> Result<u32, String> {
    let rank = text.trim().parse().ok().filter(|rank| *rank <= 99);
    rank.ok_or_else(|| "it must be a whole number from 0 to 99".to_string())
}

const EXAMPLES: &str = "\
Lists in a cell, such as aliases, have ` | ` between their items, in CSV and in a pipe, whatever the command.
A bar or a backslash inside an item has a backslash before it.

Exit status:
  0  done
  1  an honest no: no hit, no such role, `check` found errors, `diff --exit-code` found differences
  2  wrong usage
  3  a pack could not be read, or has faults
  130 and up  ended by a signal

Examples:
  roledex                                     open the explorer
  roledex diff product-lead product-manager   what does a lead do that a manager does not?
  roledex search roadmp                       find a skill, typos and all
  roledex --pack mine.toml check              every fault of a pack";

/// A terminal explorer of job roles.
///
/// Without a command it opens the explorer. Roles may be named by id, title, alias or external
/// code, in any case.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Args {
    /// A pack to open instead of the built-in one: a TOML file or a folder of them; may be
    /// repeated, with `built-in` for the built-in one.
    /// ROLEDEX_PACK (a path list) stands in for it.
    #[arg(long, global = true, value_name = "PATH")]
    pub pack: Vec<PathBuf>,
    /// Read the packs themselves, and neither use nor keep compiled ones.
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// The file of settings to use instead of the usual one.
    /// ROLEDEX_CONFIG stands in for it.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Neither take up where the explorer was left, nor remember it.
    #[arg(long, global = true)]
    pub no_state: bool,
    /// The theme of the explorer: terminal, dark, light, colour-blind, mono, ascii, or one of your
    /// own.
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Make the explorer's screen for being read aloud: one column, no drawings, the cursor on
    /// what is selected.
    #[arg(long, global = true)]
    pub accessible: bool,
    /// How to write the answer. Text is laid out on a terminal, and tab-separated lines in a pipe.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub format: OutputFormat,
    /// When to use colour: NO_COLOR, CLICOLOR_FORCE and TERM=dumb are obeyed as well.
    #[arg(long, global = true, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    pub color: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For people, or tab-separated lines in a pipe.
    Text,
    /// For programs; the shapes are stable.
    Json,
    /// One JSON answer a line, where there are many.
    Ndjson,
    /// Comma-separated values for spreadsheets: the columns of a pipe under their names. A cell
    /// that would be taken for a formula begins with an apostrophe.
    Csv,
    /// A page in GitHub's Markdown.
    #[value(alias = "md")]
    Markdown,
    /// A page for a browser, in one file that fetches nothing.
    Html,
}

impl OutputFormat {
    /// For one answer.
    pub const FOR_ONE_ANSWER: [Self; 5] =
        [Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::Html];
    /// For many answers after each other.
    pub const FOR_MANY_ANSWERS: [Self; 3] = [Self::Text, Self::Json, Self::Ndjson];
    /// For an answer that is one of many elsewhere.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html];

    /// The spelling on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What there is: roles, skills, themes or packs
    List(ListArgs),
    /// One role, whole
    Show(ShowArgs),
    /// Two roles side by side: responsibilities, facts and skills
    Diff(DiffArgs),
    /// Find skills, roles or responsibilities
    Search(SearchArgs),
    /// The roles nearest to one, and why
    Related(RelatedArgs),
    /// What you lack for one or several roles, and which skill opens most doors
    Gap(GapArgs),
    /// Your own skills: show, add, remove, import a resume
    Profile(ProfileArgs),
    /// Find paths from one role to another, and what each step takes
    Path(PathArgs),
    /// Several roles beside each other: skills and themes
    Matrix(MatrixArgs),
    /// Every fault of a pack, with file, line, column and a hint
    Check(CheckArgs),
    /// A public data set, O*NET or ESCO, to a pack
    Import(ImportArgs),
    /// The JSON Schema of pack files, for editors
    Schema,
    /// Where the settings of the explorer stand, what is wrong with them, or a file to begin with
    Config(ConfigArgs),
    /// The keys of the explorer, as Markdown
    Keys,
    /// The version, and the notices of the open packs
    About,
}

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The file is TOML, config.toml in the folder of settings of the platform (~/.config/roledex on Linux and macOS).

Examples:
  roledex config                                    where it is, and what is wrong with it
  roledex config --default > ~/.config/roledex/config.toml")]
pub struct ConfigArgs {
    /// Print a file with everything that can be set, at its usual value and commented out
    #[arg(long)]
    pub default: bool,
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
In a pipe each line holds, separated by tabs, and in lists by ` | `:
  roles   id, title, family, level, aliases
  skills  id, name, kind, group, number of roles, aliases
  themes  id, title
  packs   id, version, roles, families, responsibilities, skills, aliases, comparisons, sources, origin

Examples:
  roledex list
  roledex list skills --format json
  roledex list --family product --track management --sort level
  roledex list roles | cut -f1
  roledex list roles | awk -F'\\t' '{ n = split($5, names, / [|] /); for (i = 1; i <= n; i++) print $1, names[i] }'")]
pub struct ListArgs {
    /// What to list
    #[arg(value_parser = ["roles", "skills", "themes", "packs"])]
    pub what: Option<String>,
    #[command(flatten)]
    pub which: RoleFilterArgs,
}

/// Which roles `list` names, and in which order.
#[derive(Debug, Default, clap::Args)]
pub struct RoleFilterArgs {
    /// Only roles of this family; may be repeated, as may the next three: any of a kind will do
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    pub family: Vec<String>,
    /// Only roles on this track
    #[arg(long, value_parser = ["individual", "management", "executive", "specialist"])]
    pub track: Vec<String>,
    /// Only roles at this level of their family
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_seniority)]
    pub level: Vec<u32>,
    /// Only roles with this focus
    #[arg(long, value_parser = ["strategic", "tactical", "mixed"])]
    pub focus: Vec<String>,
    /// Only roles with a pay figure
    #[arg(long)]
    pub with_pay: bool,
    /// The order of the roles; by pay, figures of the commonest terms come first
    #[arg(long, value_name = "ORDER", value_parser = ["family", "title", "level", "responsibilities", "skills", "pay"])]
    pub sort: Option<String>,
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
#[command(after_help = "\
A title may be singular or plural, abbreviated, in any word order, and with seniority or a grade.
Seniority that no role has is set aside; standard error says what was set aside. If a title matches
several roles, they are listed. PACK:ROLE names a role of one pack.

In a pipe each line holds, separated by tabs: section, label, text. Where the text is a list (also
called, reports to, …) its items have ` | ` between them.

Examples:
  roledex show product-lead
  roledex show \"Lead PM\" --format json
  roledex show senior-software-engineer --duties added-here")]
pub struct ShowArgs {
    /// The role: an id, title, alias or external code
    #[arg(value_parser = parse_name)]
    pub role: String,
    /// Which responsibilities to show where the role extends another: all in force, or those it
    /// adds
    #[arg(long, default_value = "in-force", value_parser = ResponsibilityScope::WORDS.to_vec())]
    pub duties: String,
}

/// Arguments of `related`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Near are roles with like responsibilities, titles and skills; the rarer what two share, the nearer.
In a pipe each line holds, separated by tabs: id, title, score, shared skills, shared responsibilities;
with --all the id of the role that they are similar to comes first.

Examples:
  roledex related product-manager
  roledex related pm --limit 3 --format json
  roledex related --all --format ndjson")]
pub struct RelatedArgs {
    /// The role: an id, title, alias or external code
    #[arg(required_unless_present = "all", value_parser = parse_name)]
    pub role: Option<String>,
    /// Show at most N roles
    #[arg(long, default_value = "10", value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// The same for every role of the packs
    #[arg(long, conflicts_with = "role")]
    pub all: bool,
}

/// Arguments of `gap`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What you have is a role's skills, those in a file, or those you name; without any of these it is
your profile, see `roledex profile`. The file is a profile, a JSON Resume or another resume in JSON
(FRESH, MAC, the export of a resume maker, a list of skills), or a CSV with a column of skills; its
content decides which. Skills are read from `skills`, `languages` and other sections of skills, and
from the keywords and tools of jobs and projects. What looks like skills but cannot be read is
listed as not read.

SKILL is an id, a name or an alias, with or without its maker (Microsoft Excel). LEVEL is a level of
the pack's scale, another word for one (advanced), or a fraction (80%, 4/5). A skill without a level
counts as good enough. A skill with the level none, 0 or N/A is one you do not have. A skill with a
level that is not understood (learning, Fortgeschritten) is marked as such and counts as to learn.
Numbers are levels of the pack's scale if that has numbers; otherwise they are out of 5, 10 or 100,
the smallest that fits every number in the file. A skill's own level takes precedence over its
group's.

A level to learn is one of four: awareness, working, practitioner, expert. Of a useful skill it
counts half. In JSON `effort` is levels to learn, as a decimal number.

In a pipe each line holds, separated by tabs: kind, target, status, id, name, importance, have,
asked, effort, essential_met, essential_asked, useful_met, useful_asked, essential_for, useful_for.
What does not apply is empty; essential_for and useful_for are lists of ids with ` | ` between them.
The kinds are
  target  a role: how many of its skills are met, and effort, the levels to learn in all
  door    a skill: the levels to learn up to the one asked, and the targets that lack it
  skill   a skill of a target or of your own: the level you have, the level asked, those to learn
A status is grow, right (to learn), same (to keep), let-go (the target asks for less) or left (it
does not list the skill). Doors come with several targets, what opens most of them first, a line for
each level. NDJSON has a line a target.

Examples:
  roledex gap --from product-manager --to product-lead
  roledex gap --to data-engineer --have sql=expert,python=working
  roledex gap --to data-engineer data-analyst --profile resume.json
  roledex gap --from product-manager --to product-lead --format html > one-to-one.html
  roledex gap --to data-engineer | awk -F'\\t' '$3 == \"grow\" || $3 == \"right\"'")]
pub struct GapArgs {
    /// The role to reach; several may be named
    #[arg(long, required = true, num_args = 1.., value_name = "ROLE", value_parser = parse_name)]
    pub to: Vec<String>,
    /// Start from the skills of this role
    #[arg(long, value_name = "ROLE", conflicts_with_all = ["profile", "have"], value_parser = parse_name)]
    pub from: Option<String>,
    /// Start from the skills in this resume (JSON), CSV of skills or roledex profile (- for
    /// standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "have")]
    pub profile: Option<PathBuf>,
    /// Start from these skills
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "SKILL[=LEVEL]")]
    pub have: Vec<String>,
    /// List every skill on a terminal too, however many there are
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `profile`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
The profile is a TOML file in your configuration folder that you alone can read; edit it as you
like. Your comments stay in it, and what the open packs do not know. `roledex gap --to ROLE` starts
from it.

In a pipe each line holds, separated by tabs:
  (show)               id, name, level, as written; no id and no name where no open pack knows it
  add, remove, import  change, id, name, level before, level now, as written
  path                 the file
A change is added, changed, kept or removed. A level in an imported file that no pack understands is
kept as it is written; until you set it, the skill counts as to learn.

Examples:
  roledex profile add sql=working roadmapping
  roledex profile import resume.json
  roledex profile import Skills.csv
  roledex profile
  $EDITOR \"$(roledex profile path)\""
)]
pub struct ProfileArgs {
    /// What to do with it; without anything it is shown
    #[command(subcommand)]
    pub what: Option<ProfileCommand>,
}

/// What `profile` does.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Add skills, or set their levels
    Add {
        /// Skills by id, name or alias, with a level of the scale
        #[arg(required = true, value_name = "SKILL[=LEVEL]", value_parser = parse_name)]
        skills: Vec<String>,
    },
    /// Remove skills
    Remove {
        /// Skills as they are written in the profile, or by id, name or alias
        #[arg(required = true, value_name = "SKILL", value_parser = parse_name)]
        skills: Vec<String>,
    },
    /// Add the skills of a resume or a CSV of skills; those you have at a higher level stay
    Import {
        /// The resume in JSON, or a CSV with a column of skills (- for standard input)
        file: PathBuf,
    },
    /// Where the profile is kept
    #[command(alias = "where")]
    Path,
}

/// What `path` may go along, in the order of [`crate::analysis::path::Kind::ALL`].
pub(super) const STEP_KINDS: [&str; 3] = ["moves", "reporting", "near"];

/// Arguments of `path`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The direct path always comes first, with what speaks against it: that nothing on record leads straight
there, that it skips levels of seniority, or that most of the job would be new at once. The paths via
other roles follow, cheapest first.

Skills add up along a path: what FROM asks for and what you learn on the way stays at the highest level
reached, is not learnt again and counts once. Totals are counted as in `roledex gap`: the direct path
takes exactly the gap between the two roles, and no other path takes less of what TO asks for. A skill
that is only useful on the way counts in full where TO calls it essential.

A step follows a move that the pack states, a reporting line upwards, or a similar role. Its cost is
the share of the new role's skills that you would have to learn; large shares cost disproportionately
more. Moves add the least, then reporting lines, then similar roles; a step without any of these adds
the most. Skipping levels of seniority costs extra unless a move says so. A similar role is at most one
level above, and teaches something that TO asks for. Paths that cost 1.6 more than the direct or the
cheapest one are left out as detours, as are those that only add roles to a cheaper one; where that
leaves none and something speaks against going straight, the cheapest via one other role is listed.

A cost of 1 is what it takes to learn a whole job bit by bit. Paths have up to 16 steps, and up to
20,000 combinations of steps are compared; where that may hide a path, the answer says so.

An awareness, working, practitioner or expert level each counts as one level; a useful skill counts
half. In JSON `effort` is the levels to learn as a decimal number, and `gap` that of the direct path.

In a pipe each line holds, separated by tabs: way, step, from, to, what, text, note.
  direct, via             a whole path, without a step: levels to learn; skills to learn
  caution                 what speaks against the direct path; unrecorded, climb or large
  move, reporting, near, unrecorded
                          a step: levels to learn; their share of what the new role asks for
  takes                   what the pack says that the move takes; who says so
  alike                   how similar the two are, 0 to 1; whether a classification relates them
  guessed                 the role that lists no skills, so that the share is 1 less similarity
  grow, learn, keep       a skill of the new role; your level by then and its own
  others                  how many skills you keep that the new role does not ask for

Examples:
  roledex path associate-product-manager chief-product-officer
  roledex path qa-engineer \"engineering manager\" --over moves
  roledex path apm cpo --limit 1 --format json
  roledex path apm cpo --format html > ladder.html")]
pub struct PathArgs {
    /// Where to start: an id, title, alias or external code
    #[arg(value_parser = parse_name)]
    pub from: String,
    /// Where to end
    #[arg(value_parser = parse_name)]
    pub to: String,
    /// Show at most N ways via other roles
    #[arg(long, default_value = "3", value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// What steps via other roles may follow, separated by commas [default: all]
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = STEP_KINDS)]
    pub over: Vec<String>,
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Two responsibilities share a row where they are likely enough to be the same work. A responsibility that
the other role splits into several shares a row with all of them. One without a counterpart shows the
nearest responsibility of the other role, if any comes near. In JSON a side of several responsibilities
lists them in `indices` and `texts`, the one that was paired first. --why gives the reasons.

--since reports every change in what the packs say: roles, skills and what their levels mean, themes,
sources, comparisons, the scale, and the packs' own details. A new version number alone is not a
change, and neither is a new order of roles, skills or sources in the files. A role, skill, theme or
source whose id changed is recognised by its external code or its content, as Git recognises a renamed
file. With a role, named by its old or its new id, it reports that role and what else concerns it.
Texts that differ in punctuation, capitals or blanks alone are the same, unless you ask with
--punctuation; in names, codes and addresses these always count.
A change in a role also appears in the roles that extend it; --duties added-here leaves those out.

In a pipe each line holds, separated by tabs: section, label, status, left, right, note; with --since
and no role the id of the role, skill, theme, source or pack comes first, with --pairs those of both
roles. Lists have ` | ` between their items. Changed words stand between ‹ and › where there is no
colour.

Examples:
  roledex diff product-manager product-lead
  roledex diff pm po --format html > pm-po.html
  roledex diff --since last-year.toml product-manager
  roledex --pack ladder diff --since old-ladder --exit-code   # a changed ladder fails the build
  roledex diff --pairs pairs.tsv --format ndjson")]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub struct DiffArgs {
    /// The left role; with --since, the role to compare with what it was
    #[arg(value_parser = parse_name)]
    pub left: Option<String>,
    /// The right role
    #[arg(value_parser = parse_name)]
    pub right: Option<String>,
    /// Compare with this older copy of the pack: the role named, or everything in it
    #[arg(long, value_name = "PATH", conflicts_with = "right")]
    pub since: Option<PathBuf>,
    /// With --since, also report texts that differ in nothing but punctuation, capitals and blanks
    #[arg(long, requires = "since", conflicts_with_all = ["right", "pairs"])]
    pub punctuation: bool,
    /// How to pair responsibilities: by activity and then by text, by text alone, or not at all
    #[arg(long, default_value = "auto", value_parser = PairingMode::WORDS.to_vec())]
    pub align: String,
    /// Which responsibilities count where a role extends another: all in force, or those it adds
    #[arg(long, default_value = "in-force", value_parser = ResponsibilityScope::WORDS.to_vec())]
    pub duties: String,
    /// Leave out what is the same
    #[arg(long)]
    pub only_differences: bool,
    /// Show N unchanged rows around each difference
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_row_count)]
    pub context: Option<usize>,
    /// Show only rows of this kind: the same, changed, only left, only right; with --since left is
    /// what was dropped and right what was added
    #[arg(long, value_parser = DiffStatus::WORDS.to_vec())]
    pub kind: Option<String>,
    /// Give the reasons why responsibilities share a row, or do not: below each row, in the notes,
    /// and in JSON as `reasons`
    #[arg(long, conflicts_with = "since")]
    pub why: bool,
    /// Exit with 1 when the roles differ in any responsibility or skill; with --since, in anything
    #[arg(long)]
    pub exit_code: bool,
    /// Read pairs of roles from this file, LEFT<tab>RIGHT on each line (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["left", "right", "since"])]
    pub pairs: Option<PathBuf>,
}

/// Arguments of `matrix`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What differs most stands first. Skills differ in level and importance; themes in the duties that
not all roles have in the same words. On a terminal ●●○○ is a level, in brackets where the skill is
useful rather than essential, and · nothing; ◆ is a strategic duty, ◇ a tactical one, ■ one that is
not marked as either.
In a pipe each line holds, separated by tabs: section, row, differs, and a column for each role.
  Skills  the name; yes or no; the level, with (useful) behind it where the skill is not essential
  Themes  the title; yes or no; the number of duties
  Duties  the title of the theme; yes or no; the duty, in the roles that have it

Examples:
  roledex matrix associate-product-manager product-manager senior-product-manager
  roledex matrix pm spm product-lead --by themes --only-differences
  roledex matrix --family product --by skills
  roledex matrix --family product --format html > product.html")]
pub struct MatrixArgs {
    /// Two roles or more: ids, titles, aliases or external codes
    #[arg(
        value_name = "ROLE",
        num_args = 2..,
        required_unless_present = "family",
        conflicts_with = "family",
        value_parser = parse_name
    )]
    pub roles: Vec<String>,
    /// All roles of this family instead, by level
    #[arg(long, value_name = "FAMILY", value_parser = parse_name)]
    pub family: Option<String>,
    /// What to compare them by; for themes alone, the duties that not all roles have are told as
    /// well
    #[arg(long, default_value = "both", value_parser = crate::report::matrix::MatrixParts::WORDS.to_vec())]
    pub by: String,
    /// Leave out what is the same for all
    #[arg(long)]
    pub only_differences: bool,
}

/// Arguments of `search`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words may stand in any order and all must be found. fzf's syntax: 'exact ^prefix suffix$ !not a | b.
If nothing matches all words, the closest results are shown with the words that they lack; in JSON,
`partial` is true and `unmatched` lists these words. Titles and codes of roles are read as by `show`.
Fields narrow: role: family: skill: kind: group: level:>=expert importance:essential (or essential, beside another).
In a pipe each line holds, separated by tabs: kind, id, name, what matched, the text that matched.

Examples:
  roledex search roadmp
  roledex search \"mgmt stakeh\"
  roledex search --in roles \"product !manager\"
  roledex search --in roles \"skill:sql level:>=expert\"
  roledex search --queries queries.txt --format ndjson")]
pub struct SearchArgs {
    /// What to look for
    #[arg(required_unless_present = "queries", num_args = 1.., value_name = "QUERY")]
    pub query: Vec<String>,
    /// Where to look
    #[arg(long = "in", default_value = "skills", value_parser = ["skills", "roles", "responsibilities", "all"])]
    pub scope: String,
    /// Show at most N results
    #[arg(long, default_value = "20", value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// Answer one query a line from this file (- for standard input), as NDJSON, or with --format
    /// json as one array
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub queries: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  roledex check content
  roledex check mine.toml --format json")]
pub struct CheckArgs {
    /// Packs to check: TOML files or folders of them; without any, those that --pack names or the
    /// built-in one
    pub paths: Vec<PathBuf>,

    /// Read valid packs as an editor would: near-duplicates, filler, ladders with holes, what
    /// nobody cites or needs
    #[arg(long)]
    pub prose: bool,
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
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

An import takes one release in one language, that of the table of occupations. If it finds several, it
stops and names them. O*NET is read in the layout of releases from 30.3 on and of those before.

In a pipe each line holds, separated by tabs: table, rows read, taken, skipped, why.

Examples:
  roledex import onet db_30_3_text.zip -o onet.toml
  roledex import onet db_29_0_text.zip -o onet-29.toml --id onet-29
  roledex import esco classification-en.zip relations.zip -o esco.toml --without optional,hidden
  roledex import esco downloads -o esco-de.toml --language de --id esco-de
  roledex --pack onet.toml --pack esco.toml")]
pub struct ImportArgs {
    /// The data set
    #[arg(value_parser = ["onet", "esco"])]
    pub set: String,
    /// Folders or zip archives with its tables, or the tables themselves: O*NET's "text" or "CSV"
    /// release, ESCO's classification as CSV
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The pack file to write; - writes to standard output, and the report to standard error
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Replace the pack file if it exists; a link stays a link, and the file keeps its mode
    #[arg(long)]
    pub force: bool,
    /// The id of the pack, so that two releases can be open together [default: the data set's
    /// name]
    #[arg(long, value_name = "ID", value_parser = parse_pack_id)]
    pub id: Option<String>,
    /// The title of the pack [default: the data set and its release]
    #[arg(long, value_name = "TEXT", value_parser = parse_pack_title)]
    pub title: Option<String>,
    /// The language to import if ESCO is there in several, such as de
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
        Some(c) => Err(format!("a title is one line of text, without U+{:04X}", c as u32)),
        None => Ok(text.to_string()),
    }
}

/// Reads the id of a pack.
fn parse_pack_id(text: &str) -> Result<String, String> {
    if crate::pack::is_id(text) {
        return Ok(text.to_string());
    }
    Err("an id has lower-case letters, digits, hyphens and dots, as in `onet-29`".to_string())
}
