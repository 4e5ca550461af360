//! Options of every command, and those of the explorer.

use std::path::PathBuf;

use crate::report::OutputFormat;

/// Options of every command.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub(in crate::cli) struct GlobalArgs {
    /// Open this pack instead of the built-in one: a TOML file, a folder of them, or `-` for
    /// standard input; may be repeated; `built-in` means the built-in pack.
    /// [env: ROLEDEX_PACK, a list of paths]
    #[arg(short, long, global = true, value_name = "PATH")]
    pub pack: Vec<PathBuf>,
    /// Output format [default: from the extension of --output, else from the settings, else
    /// text]; text is laid out on a terminal and tab-separated in a pipe.
    #[arg(short, long, global = true, value_enum, hide_default_value = true)]
    pub format: Option<OutputFormat>,
    /// Write to this file, completely or not at all; its extension chooses the format: .json, .csv,
    /// .md, .html and more.
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite the file of --output if it exists.
    #[arg(long, global = true)]
    pub force: bool,
    /// Lay out text as on a terminal, also in a pipe or a file; COLUMNS sets the width.
    #[arg(long, global = true)]
    pub pretty: bool,
    /// When to use colour; NO_COLOR, CLICOLOR_FORCE and TERM=dumb are respected too.
    #[arg(long, global = true, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    pub color: Option<String>,
    /// Don't show long output in a pager. [env: ROLEDEX_PAGER or PAGER, the pager to use]
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Read pack files directly; don't use or write the cache.
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// Use this settings file instead of the default one.
    /// [env: ROLEDEX_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of the explorer.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Explorer options")]
pub(in crate::cli) struct ExplorerArgs {
    /// Theme: terminal, dark, light, colour-blind, colour-blind-light, mono, ascii, or one of your
    /// own.
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Screen-reader mode: one column, no line drawing, the cursor on the selection.
    #[arg(long)]
    pub accessible: bool,
    /// Save nothing of yours: neither the profile nor bookmarks nor the position, which is not
    /// restored either. Files that you name are written, and the cache is (see `--no-cache`).
    #[arg(long)]
    pub no_state: bool,
}

impl ExplorerArgs {
    /// The names of the options.
    pub(in crate::cli) const NAMES: [&'static str; 3] = ["--theme", "--accessible", "--no-state"];

    /// Returns the name of the first option that is given.
    pub(in crate::cli) fn first_given(&self) -> Option<&'static str> {
        let given = [self.theme.is_some(), self.accessible, self.no_state];
        Self::NAMES.into_iter().zip(given).find(|(_, given)| *given).map(|(name, _)| name)
    }
}
