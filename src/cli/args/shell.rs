//! Arguments of the commands for shells.

use std::path::PathBuf;

use clap::ValueEnum;

/// A shell whose completions roledex knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell", alias = "pwsh")]
    Powershell,
    /// Z shell
    Zsh,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Roles, skills, families, levels and other names come from the packs in force: those of --pack on the
line that you complete, or else of ROLEDEX_PACK, .roledex.toml or the settings.

Examples:
  source <(roledex completions bash)                      in ~/.bashrc
  source <(roledex completions zsh)                       in ~/.zshrc, after compinit
  roledex completions fish | source                       in ~/.config/fish/config.fish
  roledex completions powershell | Out-String | Invoke-Expression   in your $PROFILE
  eval (roledex completions elvish | slurp)               in ~/.config/elvish/rc.elv")]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  roledex man | man -l -                  read the page of roledex
  roledex man diff | man -l -             read that of a command
  roledex man -o ~/.local/share/man/man1  install all of them")]
pub struct ManArgs {
    /// The command; by default the program itself
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write the pages of all commands to this folder
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "command")]
    pub output: Option<PathBuf>,
    /// Overwrite pages that exist
    #[arg(long)]
    pub force: bool,
}
