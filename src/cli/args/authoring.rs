//! Arguments of the commands that write pack files.

use std::path::PathBuf;

use super::parse_name;
use crate::authoring::rename::EntryKind;

/// Arguments of `fmt`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Keys and the tables of a role follow the order of the format, responsibilities have a line each, and
other lists too if they are longer than 120 characters. Entries stay in their order and comments where
they are. What a file says never changes, and formatting it twice changes nothing.

Prints the files that it rewrote; with --check, those that it would rewrite. A file that is not valid
TOML is reported and left alone.

Examples:
  roledex fmt ladder
  roledex fmt --check ladder   # exits with 1 if a file is not formatted
  roledex fmt - < role.toml    # standard input to standard output")]
pub struct FmtArgs {
    /// Pack files, or folders of them; - for standard input [default: the packs named by --pack]
    pub paths: Vec<PathBuf>,
    /// Write nothing, and exit with 1 if a file is not formatted
    #[arg(long)]
    pub check: bool,
}

/// Arguments of `rename`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Changes the id where it is defined and wherever the files of the pack refer to it, and nothing else:
comments and layout stay. If a file is not valid TOML, or the new id is taken, nothing is written.
To change a title or a name, edit it: nothing refers to it.

In a pipe the tab-separated columns are: file, line, column, key.

Examples:
  roledex rename product-lead lead-product-manager --in ladder
  roledex --pack ladder rename sql structured-query-language --dry-run")]
pub struct RenameArgs {
    /// The id of a role, skill, theme or source
    #[arg(value_parser = parse_name)]
    pub id: String,
    /// The new id
    #[arg(value_name = "NEW", value_parser = parse_entry_id)]
    pub new: String,
    /// The pack: a TOML file or a folder of them [default: the pack named by --pack]
    #[arg(long = "in", value_name = "PATH")]
    pub pack_path: Option<PathBuf>,
    /// The kind of entry, if several have this id
    #[arg(long, value_parser = EntryKind::WORDS.to_vec())]
    pub kind: Option<String>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// Reads a new id.
fn parse_entry_id(text: &str) -> Result<String, String> {
    if crate::pack::is_id(text) {
        return Ok(text.to_string());
    }
    Err("an id has only lower-case letters, digits, hyphens and dots, as in `product-lead`"
        .to_string())
}

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What you have to fill in is an empty text, \"\", with a comment that says what goes there. The files are
valid TOML; `roledex check` lists the blanks that are left. Existing files are never overwritten.

Examples:
  roledex new pack ladder
  roledex new role senior-engineer --in ladder --extends engineer
  roledex new role data-lead --in ladder --from data-engineer   # a copy of a built-in role
  roledex new comparison engineer senior-engineer --in ladder")]
pub struct NewArgs {
    /// What to make
    #[command(subcommand)]
    pub what: NewCommand,
}

/// The kinds of files that `new` makes.
#[derive(Debug, clap::Subcommand)]
pub enum NewCommand {
    /// Make the files of a new pack in a folder
    Pack {
        /// The folder; it is made if it does not exist
        #[arg(value_parser = super::parse_path)]
        folder: PathBuf,
        /// The id of the pack [default: made from the name of the folder]
        #[arg(long, value_name = "ID", value_parser = parse_entry_id)]
        id: Option<String>,
    },
    /// Make a role
    Role(NewRoleArgs),
    /// Make a comparison of two or more roles
    Comparison(NewComparisonArgs),
}

/// Arguments of `new role`.
#[derive(Debug, clap::Args)]
pub struct NewRoleArgs {
    /// The id of the role
    #[arg(value_parser = parse_entry_id)]
    pub id: String,
    /// The pack's folder, or the file to write: a new one, or one to add to [default: the pack named
    /// by --pack]
    #[arg(long = "in", value_name = "PATH", value_parser = super::parse_path)]
    pub place: Option<PathBuf>,
    /// Start from a copy of this role of the open packs; skills, themes and sources that your pack
    /// does not have are copied too
    #[arg(long, value_name = "ROLE", value_parser = parse_name)]
    pub from: Option<String>,
    /// Inherit the responsibilities of this role of your pack
    #[arg(long, value_name = "ROLE", value_parser = parse_name)]
    pub extends: Option<String>,
}

/// Arguments of `new comparison`.
#[derive(Debug, clap::Args)]
pub struct NewComparisonArgs {
    /// The roles to compare, of your pack
    #[arg(value_name = "ROLE", num_args = 2.., required = true, value_parser = parse_name)]
    pub roles: Vec<String>,
    /// The pack's folder, or the file to write: a new one, or one to add to [default: the pack named
    /// by --pack]
    #[arg(long = "in", value_name = "PATH", value_parser = super::parse_path)]
    pub place: Option<PathBuf>,
}
