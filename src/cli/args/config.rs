//! Arguments of `config`.

use clap::Subcommand;

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Without a command it checks the settings file, and shows where it is and any errors in it. The file is
config.toml in the platform's configuration folder (~/.config/roledex on Linux and macOS). Options
come before the environment, and the environment before the file; its section [defaults] names packs,
the format, when to use colour, and the pager.

In a pipe the tab-separated columns of `config show` are: setting, value, from.

Examples:
  roledex config                # where the file is, and any errors in it
  roledex config init           # make the file: every setting at its default, commented out
  roledex config show           # the settings in force, and where each comes from
  $EDITOR \"$(roledex config path)\""
)]
pub struct ConfigArgs {
    /// Print a file with every setting at its default value, commented out
    #[arg(long)]
    pub default: bool,
    /// Create, find or show the file; by default it is checked
    #[command(subcommand)]
    pub what: Option<ConfigCommand>,
}

/// The actions of `config`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Create the settings file; --force overwrites it
    Init,
    /// Print the path of the settings file
    #[command(alias = "where")]
    Path,
    /// Show the settings in force, and where each comes from
    #[command(visible_alias = "list")]
    Show,
}

impl ConfigArgs {
    /// Whether the settings file is to be created.
    pub fn makes_file(&self) -> bool {
        self.what == Some(ConfigCommand::Init)
    }
}
