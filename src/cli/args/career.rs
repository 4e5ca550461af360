//! Arguments of the commands about your own skills and career paths.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValue;

use super::columns::with_columns;
use super::{parse_name, parse_positive};
use crate::question::PATH_LIMIT;
use crate::question::command_line::STEP_KINDS;
use crate::report::document::ColumnSet as _;
use crate::report::gap::GapColumn;
use crate::report::path::PathColumn;
use crate::report::profile::{ProfileColumn, ProfileUpdateColumn};

/// Arguments of `gap`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
Start from a role (--from), a file (--profile) or named skills (--have); by default, from your saved
profile (see `roledex profile`). The file is a profile, a CV (text, Markdown, HTML, DOCX, ODT or
PDF), a JSON Resume or another resume in JSON or YAML (FRESH, MAC, an export from a resume builder,
a list of skills), or a CSV with a column of skills; its format is detected. Skills are read from
`skills`, `languages` and other skill sections, and from the keywords and tools of jobs and
projects. Anything that seems a skill but cannot be read is listed as not read.

In a CV, lists of skills count, and sentences that name a tool, a language or a skill in full. A
skill does not count if you say that you lack it or want to learn it, if it is another person's, or
if only your education or interests name it; these are listed with the reason. Years say nothing
about a level.

SKILL is an id, a name or an alias, with or without vendor (Microsoft Excel). LEVEL is a level of
the pack's scale, a synonym (advanced), or a fraction (80%, 4/5). A skill without a stated level
counts as good enough. A skill with the level none, 0 or N/A is one you do not have. A skill with a
level that is not understood (learning, Fortgeschritten) is marked as such and counts as missing.
Numbers are levels of the pack's scale if it is numeric; otherwise they are out of 5, 10 or 100,
the smallest that fits every number in the file. A skill's own level takes precedence over its
group's.

Effort is measured in levels (awareness, working, practitioner, expert); a level of a useful skill
counts half. In JSON, `effort` is the number of levels to learn, as a decimal.

In a pipe the tab-separated columns are: {columns}.
Columns that do not apply are empty; essential_for and useful_for are ids separated by ` | `.
The kinds are:
  target  a role: how many of its skills are met, and effort, the total of levels to learn
  door    a skill: the levels to learn up to the one needed, and the targets you lack it for
  skill   a skill of a target or your own: the level you have, the level needed, the levels to learn
A status is grow (raise), right (learn), same (keep), let-go (the target asks for less) or left (it
does not list the skill). With several targets there are also doors, most needed first, with a line
for each level. NDJSON has one line per target.

Examples:
  roledex gap --from product-manager --to product-lead
  roledex gap --to data-engineer --have sql=expert,python=working
  roledex gap --to data-engineer data-analyst --profile resume.json
  roledex gap --to ad.txt --profile cv.pdf           # an ad against your CV
  roledex gap --from product-manager --to product-lead --format html > one-to-one.html
  roledex gap --to data-engineer | awk -F'\\t' '$3 == \"grow\" || $3 == \"right\"'",
    &[("columns", GapColumn::NAMES)]))]
pub struct GapArgs {
    /// The role to reach, or the path of a text such as a job ad; you can name several
    #[arg(short, long, required = true, num_args = 1.., value_name = "ROLE", value_parser = parse_name)]
    pub to: Vec<String>,
    /// Start from the skills of this role, or of the text at this path
    #[arg(long, value_name = "ROLE", conflicts_with_all = ["profile", "have"], value_parser = parse_name)]
    pub from: Option<String>,
    /// Start from the skills in this CV, resume (JSON), CSV of skills or roledex profile (- for
    /// standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "have")]
    pub profile: Option<PathBuf>,
    /// Start from these skills
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "SKILL[=LEVEL]")]
    pub have: Vec<String>,
    /// On a terminal, list every skill instead of the first few
    #[arg(short, long)]
    pub all: bool,
}

/// Arguments of `profile`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = with_columns("\
The profile is a TOML file in your configuration folder that only you can read; edit it as you
like. Your comments are kept, and so are skills that no open pack has. `roledex gap --to ROLE`
starts from it.

In a pipe the tab-separated columns are:
  (show)               {profile}; no id or name if no open pack has the skill
  add, remove, import  {changes}: the levels before and now
  path                 the file
A change is added, changed, kept or removed. After an import from a CV you see where each skill was
read from, and which were left out and why; JSON has it under `reading`. A level in an imported file
that no pack understands is kept as written; until you set it, the skill counts as missing.

Examples:
  roledex profile add sql=working roadmapping
  roledex profile import cv.pdf
  roledex profile import Skills.csv
  roledex profile
  $EDITOR \"$(roledex profile path)\"",
    &[("profile", ProfileColumn::NAMES), ("changes", ProfileUpdateColumn::NAMES)])
)]
pub struct ProfileArgs {
    /// What to do; by default the profile is shown
    #[command(subcommand)]
    pub what: Option<ProfileCommand>,
}

/// What `profile` does.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Add skills, or set their levels
    Add {
        /// Skills by id, name or alias, with an optional level
        #[arg(required = true, value_name = "SKILL[=LEVEL]", value_parser = parse_name)]
        skills: Vec<String>,
    },
    /// Remove skills
    Remove {
        /// Skills as written in the profile, or by id, name or alias
        #[arg(required = true, value_name = "SKILL", value_parser = parse_name)]
        skills: Vec<String>,
    },
    /// Add the skills in a CV, resume or CSV; levels you already have are never lowered
    Import {
        /// A CV (text, Markdown, HTML, DOCX, ODT, PDF), a resume in JSON or YAML, or a CSV with a
        /// column of skills (- for standard input)
        file: PathBuf,
    },
    /// Print the path of the profile file
    #[command(alias = "where")]
    Path,
}

/// Reads a kind of step for a path; `near` is an older word for `similar`.
fn step_kinds() -> [PossibleValue; 3] {
    STEP_KINDS.map(|kind| PossibleValue::new(kind).aliases((kind == "similar").then_some("near")))
}

/// Arguments of `path`.
#[derive(Debug, clap::Args)]
#[command(after_help = with_columns("\
The direct path always comes first, with any reasons against it: no recorded step leads straight
there, it skips ranks of seniority, or most of the job would be new at once. The paths via
other roles follow, cheapest first.

Skills add up along a path: what FROM asks for and what you learn on the way stay at the highest
level reached, are not learnt again and count once. Totals are counted as in `roledex gap`: the
direct path takes exactly the gap between the two roles, and no other path takes less of what TO
asks for. A skill that is only useful on the way counts in full if TO lists it as essential.

The direct path is recommended unless there are reasons against it and another path takes at most
half as much learning again. A leap is never recommended: a step without a move on record that skips
ranks, or of which 80 % or more would be new. Instead of it, the listed path with the least to learn
is. No path that passes a role senior to TO, only to come down again, is recommended.

A step follows a move listed in the pack, a reporting line upwards, or a similar role. Its cost is
the share of the new role's skills that you would have to learn; large shares cost
disproportionately more. Moves add the least, then reporting lines, then similar roles; a step
without any of these adds the most. Skipping ranks of seniority costs extra unless a move covers it.
A similar role is at least 25 % similar, or 20 % within a family (`roledex related` shows how
similar roles are), at most one rank above (never above if TO is lower than FROM, never below if it
is not), and teaches something that TO asks for. Paths that cost 1.6 more than the direct or the
cheapest one are left out as detours, as are those that only add roles to a cheaper one; if that
leaves none and there are reasons against going direct, the cheapest via one other role is listed.

A cost of 1 equals learning a whole job in small steps. Paths have up to 16 steps, and up to
20,000 combinations of steps are compared; if that may hide a path, a note says so.

Awareness, working, practitioner and expert count as one level each; those of a useful skill count
half. In JSON, `effort` is the number of levels to learn, and `gap` that of the direct path.

In a pipe the tab-separated columns are: {columns}.
  direct, via             a whole path, with no step: levels to learn; skills to learn
  caution                 a reason against the direct path; unrecorded, climb or large
  move, reporting, similar, unrecorded
                          a step: levels to learn; their share of the new role's skills
  takes                   what the move takes, according to the pack; the source
  similarity              how similar the two are, 0 to 1; whether they are listed as related
  guessed                 a role that lists no skills, so the share is estimated as 1 − similarity
  grow, learn, keep       a skill of the new role; your level by then and the level needed
  others                  how many of your skills the new role does not list

Examples:
  roledex path associate-product-manager chief-product-officer
  roledex path qa-engineer \"engineering manager\" --over moves
  roledex path apm cpo --limit 1 --format json
  roledex path apm cpo --format html > ladder.html",
    &[("columns", PathColumn::NAMES)]))]
pub struct PathArgs {
    /// The role to start from: an id, title, alias or external code
    #[arg(value_parser = parse_name)]
    pub from: String,
    /// The role to reach
    #[arg(value_parser = parse_name)]
    pub to: String,
    /// Show at most N paths via other roles
    #[arg(short = 'n', long, default_value_t = PATH_LIMIT, value_name = "N", allow_negative_numbers = true, value_parser = parse_positive)]
    pub limit: usize,
    /// Kinds of steps to consider via other roles, separated by commas; similar roles are at least
    /// 25 % similar, or 20 % within a family, and at most one rank above [default: all]
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = step_kinds())]
    pub over: Vec<String>,
}
