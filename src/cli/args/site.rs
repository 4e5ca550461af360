//! Arguments of `site`.

use std::path::PathBuf;

use super::parse_path;

/// Arguments of `site`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Writes a page for each role, skill, family and comparison, with lists that lead to them, a search, and
the licences and sources. The pages work from any folder, opened as files or from a web server, fetch
nothing from elsewhere, and can be printed. The same packs give the same files.

The address of a role or skill is made from its ID, and changes only with it. There is a comparison for
each one that a pack defines, for roles that are often confused, and for neighbours in a family.

The folder is written completely or not at all. A folder that is not empty must be a site: its file
.roledex-site lists every file with a checksum. --force replaces the folder if it has only these files,
unchanged.

Examples:
  roledex site -o public
  roledex --pack ladder site -o public --force
  roledex --pack esco.toml site -o esco")]
pub struct SiteArgs {
    /// The folder to write
    #[arg(short, long, value_name = "FOLDER", value_parser = parse_path)]
    pub output: PathBuf,
    /// Replace the folder if it is a site
    #[arg(long)]
    pub force: bool,
}
