//! Arguments, one file per subcommand, exit codes.

mod args;
mod check;
mod clap_error;
mod complete;
mod config;
mod diff;
mod exit;
mod fmt;
mod gap;
mod help;
mod import;
mod inputs;
mod keys;
mod ladder;
mod list;
mod man;
mod matrix;
mod new;
mod output;
#[cfg(unix)]
mod pager;
mod path;
mod profile;
mod project;
mod question;
mod read;
mod related;
mod rename;
mod role_text;
mod schema;
mod search;
mod show;
mod since;
mod site;
mod standard_output;
mod stderr;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

pub use args::{Args, Command};
pub use exit::{CommandError, Exit};

use crate::analysis::diff::Differ;
use crate::cache::{self, CacheLookup, OnDamage};
use crate::config::{Config, ConfigInputs};
use crate::engine::Engine;
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::pack::{self, Diagnostic, LoadedPacks};
use crate::report::document::ReportDocument;
use crate::report::{OutputFormat, PageSetup, about, diagnostics};
use crate::search::SearchIndex;
use crate::search::lookup::LookupResult;
use crate::tui::{ExplorerOutcome, ExportFn, Startup};
use crate::watch::WatchedPacks;

/// Size in bytes from which packs take too long to read before showing a screen.
const SLOW_PACK_BYTES: u64 = 1 << 20;

/// State shared by every subcommand.
struct CommandContext<'a> {
    config: Config,
    format: OutputFormat,
    page: PageSetup,
    out: &'a mut dyn Write,
    /// The engines of the catalogs opened so far; the first is that of the open packs.
    engines: Vec<Arc<Engine>>,
    /// Whether the settings file chose the format: a command that does not support it then writes
    /// text.
    has_default_format: bool,
    /// Whether `--force` is given.
    force: bool,
    /// The roles that arguments name by a text.
    text_roles: Vec<role_text::TextRole>,
    /// Whether the explorer asks: then the only engine is that of the catalog it shows.
    in_explorer: bool,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    if let Some(code) = complete::answer_shell() {
        return code;
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return exit_for_parse_error(error),
    };
    let terminal = io::stdout().is_terminal();
    let given = match inputs::gather(&args, terminal) {
        Ok(given) => given,
        Err(problem) => return print_error(&problem, false),
    };
    let config = Config::resolve(&given);
    let err_colour = config.stderr_colour;
    if args.command.is_some() {
        inputs::note_faults(&given);
    }
    let mut out = standard_output::StandardOutput::direct();
    let mut engines = Vec::new();
    let result = run_arguments(args, config, &mut out, &mut engines);
    let code = finish_output(result, &mut out, &engines, err_colour);
    // The program ends here: freeing a hundred thousand pieces of memory first would only keep the
    // user waiting.
    std::mem::forget(engines);
    code
}

/// Writes the rest of the output, saves what was computed, and reports the problem of the run if it
/// has one. Returns how the program ends.
fn finish_output(
    result: Result<Exit, CommandError>,
    out: &mut standard_output::StandardOutput,
    engines: &[Arc<Engine>],
    err_colour: bool,
) -> ExitCode {
    // Output so far must be written as well; a reader that has gone does not miss it.
    let written = out.close().map_err(CommandError::from);
    let cache_damaged = engines.iter().any(|engine| engine.is_incomplete());
    // Saved when the answer has been written, while the user reads it.
    for engine in engines {
        engine.persist();
    }
    let read = out.wait();
    let is_gone = matches!(written, Err(CommandError::OutputClosed));
    let lost = written.err().filter(|problem| matches!(problem, CommandError::Output(_)));
    match (result, lost, read) {
        (_, _, Err(problem)) => print_error(&problem, err_colour),
        (Ok(_), ..) if is_gone => CommandError::OutputClosed.exit().code(),
        (Ok(_) | Err(CommandError::OutputClosed), Some(lost), _) => print_error(&lost, err_colour),
        (Ok(_), ..) if cache_damaged => {
            let text = "the cache of this pack is damaged and the output is incomplete; run the command again";
            print_error(&CommandError::Failed(text.into()), err_colour)
        }
        (Ok(exit), ..) => exit.code(),
        (Err(problem), Some(lost), _)
            if !matches!(problem, CommandError::Output(_) | CommandError::Failed(_)) =>
        {
            print_error(&problem, err_colour);
            print_error(&lost, err_colour)
        }
        (Err(problem), ..) => print_error(&problem, err_colour),
    }
}

/// Runs the command of `args`, which writes to `standard` or to the file that `--output` names, and
/// adds the engines of the catalogs that it opens to `engines`.
fn run_arguments(
    args: Args,
    config: Config,
    standard: &mut standard_output::StandardOutput,
    engines: &mut Vec<Arc<Engine>>,
) -> Result<Exit, CommandError> {
    output::check_options(&args)?;
    let format = output::requested_format(&args, config.format.as_deref())?;
    let Args { global, command, .. } = args;
    let is_import = matches!(command, Some(Command::Import(_)));
    let target = match &global.output {
        // A pack has a file of its own, and manual pages a folder; the output is the report.
        Some(path) if !command.as_ref().is_some_and(Command::has_own_output) => {
            output::OutputTarget::of(path)
        }
        _ => output::OutputTarget::Stdout,
    };
    let is_stdout = matches!(target, output::OutputTarget::Stdout);
    let page = output::page_setup(&global, &config, is_stdout);
    // An import shows its progress where a pager would be, and the explorer has the terminal.
    if is_stdout && !is_import && command.is_some() {
        standard.page(config.pager.0.as_deref());
    }
    let run_with = |out: &mut dyn Write| {
        let mut run = CommandContext::new(config, format.format, page, out);
        run.has_default_format = format.is_default;
        run.force = global.force;
        let result = run.run_command(command);
        engines.append(&mut run.engines);
        result
    };
    if is_stdout {
        return run_with(standard);
    }
    target.write_output(global.force, run_with)
}

/// Ends a run whose arguments could not be read, or asked for help or the version.
fn exit_for_parse_error(error: clap::Error) -> ExitCode {
    // Help and version are answers; everything else is wrong usage.
    let is_usage_error = error.use_stderr();
    let terminal = if is_usage_error { stderr::is_terminal() } else { io::stdout().is_terminal() };
    let given = inputs::for_help(terminal);
    if let Some(name) = clap_error::explorer_option(&error) {
        return print_error(&CommandError::Usage(output::explorer_option_text(name)), false);
    }
    let error = help::lay_out_error(error, output::help_width(&Config::resolve(&given), terminal));
    let text = clap_error::render_error(error, given.use_colour(terminal));
    if is_usage_error {
        stderr::write_raw(text.as_bytes());
        return Exit::Usage.code();
    }
    let mut out = standard_output::StandardOutput::direct();
    out.page(Config::resolve(&given).pager.0.as_deref());
    let result = out.write_all(text.as_bytes()).map(|()| Exit::Success).map_err(Into::into);
    finish_output(result, &mut out, &[], given.use_colour(stderr::is_terminal()))
}

/// Reports on standard error what went wrong.
fn print_error(problem: &CommandError, colour: bool) -> ExitCode {
    match problem {
        CommandError::OutputClosed => {}
        #[cfg(unix)]
        CommandError::Ended(_) => {}
        CommandError::InvalidPack(faults) => {
            print_diagnostics(faults, "the pack has errors", colour);
        }
        CommandError::InvalidProject(faults) => {
            print_diagnostics(faults, exit::INVALID_PROJECT, colour);
        }
        CommandError::InvalidProfile(faults) => {
            print_diagnostics(faults, "the profile has errors and was not changed", colour);
        }
        CommandError::NoResult(text) | CommandError::Usage(text) => stderr::print_note(text),
        CommandError::Output(_) => stderr::print_note(problem.to_string()),
        CommandError::Failed(error) => stderr::print_note(error.to_string()),
        CommandError::Interrupted(_) => stderr::print_note("interrupted; nothing was written"),
    }
    problem.exit().code()
}

/// Prints the diagnostics of a file and `end` below them.
fn print_diagnostics(faults: &[Diagnostic], end: &str, colour: bool) {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = diagnostics::write_text(&mut text, faults, colour);
    stderr::write_raw(&text);
    stderr::print_note(end);
}

/// Returns what writes the answers that the explorer exports.
fn exporter(config: &Config) -> ExportFn {
    let config = config.clone();
    Arc::new(move |engine, question, format| {
        let mut out = Vec::new();
        let mut run = CommandContext::new(config.clone(), format, PageSetup::PLAIN, &mut out);
        (run.engines, run.in_explorer) = (vec![Arc::clone(engine)], true);
        let catalog = engine.catalog();
        let written =
            run.answer(catalog, question).and_then(|answer| run.write_answer(catalog, &answer));
        match written {
            // The explorer is already reading the packs.
            Ok(_) if engine.is_incomplete() => {
                Err("the cache was damaged; try again in a moment".to_string())
            }
            Ok(_) => Ok(out),
            Err(problem) => Err(problem.to_string()),
        }
    })
}

/// Returns the output of a subcommand for the catalog of `engine`.
#[cfg(test)]
pub(crate) fn output_with_engine(
    engine: &Arc<Engine>,
    words: &[&str],
) -> Result<Vec<u8>, CommandError> {
    let args = Args::try_parse_from(["roledex"].iter().chain(words))
        .map_err(|e| CommandError::Usage(e.to_string()))?;
    let (config, mut out) = (Config::resolve(&ConfigInputs::default()), Vec::new());
    let format = args.global.format.unwrap_or(OutputFormat::Text);
    let mut run = CommandContext::new(config, format, PageSetup::PLAIN, &mut out);
    (run.engines, run.in_explorer) = (vec![Arc::clone(engine)], true);
    run.run_command(args.command)?;
    Ok(out)
}

impl<'a> CommandContext<'a> {
    fn new(config: Config, format: OutputFormat, page: PageSetup, out: &'a mut dyn Write) -> Self {
        Self {
            config,
            format,
            page,
            out,
            engines: Vec::new(),
            has_default_format: false,
            force: false,
            text_roles: Vec::new(),
            in_explorer: false,
        }
    }
}

impl CommandContext<'_> {
    /// Returns the engine of `catalog`.
    fn engine(&mut self, catalog: &Arc<Catalog>) -> Arc<Engine> {
        if let Some(known) = self.engines.iter().find(|known| Arc::ptr_eq(known.catalog(), catalog))
        {
            return Arc::clone(known);
        }
        let engine = Arc::new(Engine::new(Arc::clone(catalog)));
        self.engines.push(Arc::clone(&engine));
        engine
    }

    /// Returns the search index of `catalog`.
    fn index(&mut self, catalog: &Arc<Catalog>) -> Arc<SearchIndex> {
        Arc::clone(self.engine(catalog).index())
    }

    /// Returns the differ for the roles of `catalog`.
    fn differ(&mut self, catalog: &Arc<Catalog>) -> Arc<Differ> {
        Arc::clone(self.engine(catalog).differ())
    }

    fn run_command(&mut self, command: Option<Command>) -> Result<Exit, CommandError> {
        match command {
            None => self.open_explorer(),
            Some(Command::Diff(args)) => self.run_diff(&args),
            Some(Command::Search(args)) => self.run_search(args.0),
            Some(Command::Read(args)) => self.run_read(&args),
            Some(Command::Related(args)) => self.run_related(args.0),
            Some(Command::List(args)) => {
                self.require_format(args.items().formats())?;
                self.run_question(&Command::List(args))
            }
            Some(command @ Command::Path(_)) => {
                self.require_format(&OutputFormat::FOR_GRAPHS)?;
                self.run_question(&command)
            }
            Some(Command::Show(args)) if self.format == OutputFormat::Toml => {
                self.run_show_toml(&args)
            }
            Some(command @ Command::Show(_)) => {
                self.require_format(&OutputFormat::FOR_A_ROLE)?;
                self.run_question(&command)
            }
            Some(Command::Gap(args)) => {
                self.require_format(&OutputFormat::ALL)?;
                gap::check_have(&args)?;
                self.run_question(&Command::Gap(args))
            }
            Some(command @ Command::Matrix(_)) => {
                self.require_format(&OutputFormat::FOR_PICTURES)?;
                self.run_question(&command)
            }
            Some(Command::Profile(args)) => self.run_profile(&args),
            Some(Command::Check(args)) => self.run_check(&args),
            Some(Command::New(args)) => self.run_new(&args),
            Some(Command::Fmt(args)) => self.run_fmt(&args),
            Some(Command::Rename(args)) => self.run_rename(&args),
            Some(Command::Import(args)) => self.import(&args),
            Some(Command::Site(args)) => self.run_site(&args),
            Some(Command::Config(args)) => self.run_config(&args),
            Some(Command::Keys) => self.run_keys(),
            Some(Command::Completions(args)) => self.run_completions(&args),
            Some(Command::Man(args)) => self.run_man(&args),
            Some(Command::Schema(args)) => self.run_schema(&args),
            Some(Command::About) => self.run_about(),
        }
    }

    /// Opens the explorer on a terminal; elsewhere lists the roles, as escapes would be of no use.
    fn open_explorer(&mut self) -> Result<Exit, CommandError> {
        if !crate::tui::can_open(&self.config.packs) {
            let args = args::ListArgs { what: None, which: args::RoleFilterArgs::default() };
            return self.run_command(Some(Command::List(args::Deferred(args))));
        }
        if std::env::var_os("TERM").is_some_and(|t| t == "dumb") {
            return Err(CommandError::Failed(
                "this terminal (TERM=dumb) cannot show the explorer; try `roledex list`".into(),
            ));
        }
        self.check_project()?;
        let (mut settings, faults) = self.load_explorer_settings()?;
        settings.notice = config::first_diagnostic_line(&faults);
        // Before the packs are read, so that no change in between is missed.
        let source = WatchedPacks::of(&self.config);
        let first =
            match cache::open(self.config.cache.as_deref(), &self.config.packs, OnDamage::Report) {
                CacheLookup::Pending(unread)
                    if !self.config.packs.is_empty() && unread.size >= SLOW_PACK_BYTES =>
                {
                    Startup::Reading(unread)
                }
                looked_up => {
                    let (catalog, faults) = self.load_packs(looked_up)?;
                    Startup::Ready(self.engine(&catalog), faults)
                }
            };
        let ended = crate::tui::run(first, &self.config, settings, source, exporter(&self.config));
        // The explorer has reported damage and saved what it made. See `main` for why these are not
        // freed.
        std::mem::forget(std::mem::take(&mut self.engines));
        match ended.map_err(CommandError::failed)? {
            ExplorerOutcome::Status(status) => Ok(Exit::Status(status)),
            ExplorerOutcome::Signal(signal) => Ok(Exit::Signal(signal)),
            ExplorerOutcome::Faults(faults) => Err(CommandError::InvalidPack(faults)),
            ExplorerOutcome::Unreadable(error) => Err(CommandError::failed(error)),
        }
    }

    /// Reads the packs and returns their faults as well.
    fn load_catalog(&mut self) -> Result<(Arc<Catalog>, Vec<Diagnostic>), CommandError> {
        if let Some(open) = self.engines.first() {
            return Ok((Arc::clone(open.catalog()), Vec::new()));
        }
        self.check_project()?;
        self.load_packs(cache::open(
            self.config.cache.as_deref(),
            &self.config.packs,
            OnDamage::ReadPacks,
        ))
    }

    /// Reads the packs, which were looked up in the cache, and returns their faults as well.
    fn load_packs(
        &mut self,
        looked_up: CacheLookup,
    ) -> Result<(Arc<Catalog>, Vec<Diagnostic>), CommandError> {
        let (engine, faults) = match looked_up {
            _ if self.config.packs.is_empty() => (Engine::builtin(), Vec::new()),
            CacheLookup::Cached(catalog, cached) => {
                (Engine::with_cached(Arc::from(catalog), cached), Vec::new())
            }
            CacheLookup::Pending(unread) => {
                if let Some(notice) = self
                    .config
                    .cache
                    .as_deref()
                    .filter(|_| unread.is_worth_caching())
                    .and_then(cache::distrust_reason)
                {
                    stderr::print_note(notice);
                }
                let LoadedPacks { catalog, diagnostics } =
                    unread.read().map_err(CommandError::failed)?;
                let entry = unread.cache_entry.filter(|_| pack::is_valid(&diagnostics));
                (Engine::with_entry(Arc::new(catalog), entry), diagnostics)
            }
        };
        let engine = Arc::new(engine);
        let catalog = Arc::clone(engine.catalog());
        self.engines.push(engine);
        Ok((catalog, faults))
    }

    /// Reads the packs; faults are an error.
    fn load_valid_catalog(&mut self) -> Result<Arc<Catalog>, CommandError> {
        let (catalog, faults) = self.load_catalog()?;
        if !pack::is_valid(&faults) {
            return Err(CommandError::InvalidPack(faults));
        }
        Ok(catalog)
    }

    /// Returns the role that `text` names, or a problem that lists what it could mean. If `text` is
    /// not exactly a name of the role, standard error shows how it was read.
    fn resolve_role(&mut self, catalog: &Arc<Catalog>, text: &str) -> Result<RoleId, CommandError> {
        if let Some(role) = self.text_role(text) {
            return Ok(role);
        }
        let engine = self.engine(catalog);
        // Only the packs are searched by name: what was read from a text is named by the text.
        let engine = engine.base().unwrap_or(&engine);
        let catalog = engine.catalog();
        let mut named = engine.role_names().find(catalog, text);
        // In the explorer, standard error is the screen.
        if let Some(notice) = named.notice.take().filter(|_| !self.in_explorer) {
            stderr::print_note(notice);
        }
        let mut more = role_text::missing_file_text(text);
        if let LookupResult::Nothing(near) = &mut named.found {
            *near = engine.index().suggest(text);
            more = show::skill_text(catalog, text).or(more);
        }
        let found = resolve_one(named.found, EntityKind::Role, text, |id| role_line(catalog, id));
        found.map_err(|error| match (error, more) {
            (CommandError::NoResult(message), Some(more)) => {
                CommandError::NoResult(format!("{message}\n{more}"))
            }
            (error, _) => error,
        })
    }

    /// Reports on standard error which of `names`, each with its role, name the same role.
    fn note_same_roles(&self, catalog: &Catalog, names: &[(&str, RoleId)]) {
        if self.in_explorer {
            return;
        }
        for (at, (name, role)) in names.iter().enumerate() {
            if let Some((first, _)) = names[..at].iter().find(|(other, same)| {
                same == role && !other.trim().eq_ignore_ascii_case(name.trim())
            }) {
                stderr::print_note(crate::report::same_role_notice(catalog, first, name, *role));
            }
        }
    }

    /// Checks that the format is text or JSON: only these make sense here.
    fn require_text_or_json(&mut self) -> Result<(), CommandError> {
        self.require_format(&[OutputFormat::Text, OutputFormat::Json])
    }

    /// Checks that the answer can be written in the requested format, one of `formats`.
    fn require_format(&mut self, formats: &[OutputFormat]) -> Result<(), CommandError> {
        if formats.contains(&self.format) {
            return Ok(());
        }
        if self.has_default_format {
            self.format = OutputFormat::Text;
            return Ok(());
        }
        let words: Vec<&str> = formats.iter().map(|format| format.word()).collect();
        let list = match &words[..] {
            [.., _, _] => {
                format!("{} or {}", words[..words.len() - 1].join(", "), words[words.len() - 1])
            }
            _ => words.concat(),
        };
        Err(CommandError::Usage(format!(
            "this output is available as {list}, not as {}",
            self.format.word()
        )))
    }

    /// Writes `document`, an answer from `catalog`, in the requested format, if it is one for tables; otherwise as records.
    fn write_document(&mut self, catalog: &Catalog, document: &ReportDocument) -> io::Result<()> {
        document.write(&mut self.out, catalog, self.format)
    }

    /// Prints what the program is, and the notices that the open packs require.
    fn run_about(&mut self) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        let catalog = self.load_valid_catalog()?;
        let page = self.page;
        if self.format == OutputFormat::Json {
            crate::report::write_json(&mut self.out, &about::json(&catalog))?;
        } else {
            about::write_text(&mut self.out, &catalog, page)?;
        }
        self.note_project();
        Ok(Exit::Success)
    }
}

/// Kind of thing that can be named on the command line.
#[derive(Debug, Clone, Copy)]
enum EntityKind {
    Role,
    Skill,
    Family,
}

/// The id and the title of a role.
fn role_line(catalog: &Catalog, id: RoleId) -> String {
    let role = catalog.role(id);
    format!("{}  {}", quoted(&role.id), quoted(&role.title))
}

/// The candidates, one per line.
fn candidate_lines<T>(candidates: Vec<T>, line: impl Fn(T) -> String) -> String {
    candidates.into_iter().fold(String::new(), |lines, item| lines + "\n  " + &line(item))
}

/// Returns what was `found` for `text`, or a problem that lists what it could mean, each in a
/// `line` that is safe to show.
fn resolve_one<T: Copy>(
    found: LookupResult<T>,
    thing: EntityKind,
    text: &str,
    line: impl Fn(T) -> String,
) -> Result<T, CommandError> {
    let (one, several, otherwise) = match thing {
        EntityKind::Role => ("role", "roles", "`roledex list` shows all"),
        EntityKind::Skill => {
            ("skill", "skills", "`roledex search` finds skills by parts of their names")
        }
        EntityKind::Family => {
            ("family", "families", "`roledex list` shows them in its third column")
        }
    };
    let shown = quoted(text);
    match found {
        LookupResult::One(it) => Ok(it),
        LookupResult::Many(all) => Err(CommandError::NoResult(format!(
            "`{shown}` matches several {several}; choose one:{}",
            candidate_lines(all, line)
        ))),
        LookupResult::Nothing(near) if near.is_empty() => {
            Err(CommandError::NoResult(format!("no {one} named `{shown}`; {otherwise}")))
        }
        LookupResult::Nothing(near) => Err(CommandError::NoResult(format!(
            "no {one} named `{shown}`; did you mean:{}",
            candidate_lines(near, line)
        ))),
    }
}
