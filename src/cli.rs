//! Arguments, one file per subcommand, exit codes.

mod args;
mod check;
mod config;
mod diff;
mod exit;
mod gap;
mod import;
mod keys;
mod list;
mod matrix;
mod note;
mod output;
mod path;
mod profile;
mod related;
mod search;
mod show;
mod usage;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

pub use args::{Args, Command, Format};
pub use exit::{Exit, Problem};

use crate::analysis::diff::Differ;
use crate::cache::{self, Kept, Kin, Opened, Slot};
use crate::config::{Config, Given, When};
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::pack::{self, Diagnostic, Loaded};
use crate::report::sheet::{self, Sheet};
use crate::report::{Ink, Page, diagnostics};
use crate::search::lookup::Found;
use crate::search::{Index, RoleNames};
use crate::tui::{Answers, Ended, First};
use crate::watch::Source;

/// Size in bytes from which packs take too long to read before showing a screen.
const SLOW: u64 = 1 << 20;

/// State shared by every subcommand.
struct Run<'a> {
    config: Config,
    format: Format,
    page: Page,
    out: &'a mut dyn Write,
    /// The catalog that the explorer shows, if the explorer asks.
    shown: Option<Arc<Catalog>>,
    /// Location of the catalog in the cache.
    kept: Option<Kept>,
    /// Catalog that the cache lacks; stored when the answer has been written.
    unsaved: Option<(Slot, Arc<Catalog>)>,
    unsaved_index: Option<Arc<Index>>,
    /// Word weights that the cache lacks; stored at the same time.
    unsaved_differ: Option<Arc<Differ>>,
    /// Role similarity that the cache lacks; stored at the same time.
    unsaved_kin: Option<Arc<Kin>>,
    /// The roles of the catalog by name.
    role_names: Arc<RoleNames>,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return unparsed(error),
    };
    let terminal = io::stdout().is_terminal();
    let config = Config::resolve(&given(&args, terminal));
    let err_colour = config.err_colour;
    let width =
        terminal.then(|| crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width)));
    let page = Page { width: width.map(|w| w.clamp(20, 200)), colour: config.colour };
    let mut out = BufWriter::new(io::stdout());
    let mut run = Run::new(config, args.format, page, &mut out);
    let ended = run.command(args.command).and_then(|exit| {
        run.out.flush()?;
        Ok(exit)
    });
    let lost = run.kept.as_ref().is_some_and(Kept::is_lost);
    run.keep();
    let code = match ended {
        Ok(_) if lost => {
            let text = "the cache of this pack was damaged, and the answer lacks something; run the command again";
            complain(&Problem::Failed(text.to_string()), err_colour)
        }
        Ok(exit) => exit.code(),
        Err(problem) => {
            // Output so far must be written as well; a reader that has gone does not miss it.
            let flushed = run.out.flush().map_err(Problem::from);
            match flushed {
                Err(lost @ Problem::Failed(_)) if !matches!(problem, Problem::Failed(_)) => {
                    complain(&problem, err_colour);
                    complain(&lost, err_colour)
                }
                _ => complain(&problem, err_colour),
            }
        }
    };
    // The program ends here: freeing a hundred thousand pieces of memory first would only keep the
    // user waiting.
    std::mem::forget(run);
    code
}

/// Ends a run whose arguments could not be read, or asked for help or the version.
fn unparsed(error: clap::Error) -> ExitCode {
    // Help and version are answers; everything else is wrong usage.
    let wrong = error.use_stderr();
    let terminal = if wrong { note::is_terminal() } else { io::stdout().is_terminal() };
    let given = Given { colour: colour_asked(std::env::args_os()), terminal, ..environment() };
    let text = usage::render(error, given.wants_colour(terminal));
    if wrong {
        note::raw(text.as_bytes());
        return Exit::Usage.code();
    }
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Done.code(),
        Err(error) => complain(&Problem::from(error), given.wants_colour(note::is_terminal())),
    }
}

/// Returns the value of `--color`, from arguments that could not be parsed.
fn colour_asked(args: impl Iterator<Item = std::ffi::OsString>) -> Option<When> {
    let args: Vec<String> =
        args.map(|arg| arg.to_string_lossy().into_owned()).take_while(|arg| arg != "--").collect();
    let value = |(at, arg): (usize, &String)| match arg.strip_prefix("--color") {
        Some("") => args.get(at + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_string),
        None => None,
    };
    args.iter().enumerate().filter_map(value).filter_map(|word| When::from_word(&word)).next_back()
}

/// Returns the settings from the environment.
fn environment() -> Given {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    Given {
        term: std::env::var_os("TERM"),
        no_colour: set("NO_COLOR"),
        force_colour: std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0"),
        ..Given::default()
    }
}

/// Returns the settings from flags and the environment.
fn given(args: &Args, terminal: bool) -> Given {
    Given {
        packs: args.pack.clone(),
        no_cache: args.no_cache,
        cache_folder: crate::disk::cache_folder(),
        config_folder: crate::disk::config_folder(),
        state_folder: crate::disk::state_folder(),
        no_state: args.no_state,
        config_file: args.config.clone(),
        config_named: std::env::var_os("ROLEDEX_CONFIG"),
        accessible: args.accessible,
        theme: args.theme.clone(),
        locale: ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var_os(name).filter(|v| !v.is_empty())),
        true_colour: std::env::var_os("COLORTERM")
            .is_some_and(|v| v == "truecolor" || v == "24bit"),
        colour: args.color.as_deref().and_then(When::from_word),
        pack_list: std::env::var_os("ROLEDEX_PACK"),
        terminal,
        err_terminal: note::is_terminal(),
        ..environment()
    }
}

/// Reports on standard error what went wrong.
fn complain(problem: &Problem, colour: bool) -> ExitCode {
    let list = |faults: &[Diagnostic], end: &str| {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = diagnostics::write_text(&mut text, faults, colour);
        note::raw(&text);
        note::note(end);
    };
    match problem {
        Problem::Closed => {}
        Problem::Faults(faults) => list(faults, "the pack has faults"),
        Problem::Profile(faults) => list(faults, "the profile has faults, and is left as it is"),
        Problem::No(text) | Problem::Usage(text) | Problem::Failed(text) => note::note(text),
        Problem::Interrupted(_) => note::note("interrupted; nothing was written"),
    }
    problem.exit().code()
}

/// Returns what writes answers for the explorer: the subcommands, so that exports equal what they
/// print.
fn answers(config: &Config) -> Answers {
    let config = config.clone();
    Arc::new(move |catalog, words, format| {
        let line =
            ["roledex", "--format", format].into_iter().chain(words.iter().map(String::as_str));
        let args = Args::try_parse_from(line).map_err(|error| usage::render(error, false))?;
        let mut out = Vec::new();
        let mut run = Run::new(config.clone(), args.format, Page::PLAIN, &mut out);
        run.shown = Some(Arc::clone(catalog));
        match run.command(args.command) {
            Ok(_) => Ok(out),
            Err(Problem::No(text) | Problem::Usage(text) | Problem::Failed(text)) => Err(text),
            Err(Problem::Faults(_)) => Err("the pack has faults".to_string()),
            Err(Problem::Profile(_)) => {
                Err("the profile has faults: roledex profile shows them".to_string())
            }
            Err(Problem::Closed) => Err("nothing could be written".to_string()),
            Err(Problem::Interrupted(_)) => Err("interrupted".to_string()),
        }
    })
}

/// Returns the output of a subcommand for the catalog that is in the cache as `kept`, using what is
/// cached beside it.
#[cfg(test)]
pub(crate) fn answer_from(
    catalog: &Arc<Catalog>,
    kept: &Kept,
    words: &[&str],
) -> Result<Vec<u8>, Problem> {
    let args = Args::try_parse_from(["roledex"].iter().chain(words))
        .map_err(|e| Problem::Usage(e.to_string()))?;
    let (config, mut out) = (Config::resolve(&Given::default()), Vec::new());
    let mut run = Run::new(config, args.format, Page::PLAIN, &mut out);
    (run.shown, run.kept) = (Some(Arc::clone(catalog)), Some(kept.clone()));
    run.command(args.command)?;
    Ok(out)
}

impl<'a> Run<'a> {
    fn new(config: Config, format: Format, page: Page, out: &'a mut dyn Write) -> Self {
        Self {
            config,
            format,
            page,
            out,
            shown: None,
            kept: None,
            unsaved: None,
            unsaved_index: None,
            unsaved_differ: None,
            unsaved_kin: None,
            role_names: Arc::default(),
        }
    }
}

impl Run<'_> {
    /// Stores what was read and computed in the cache. Called when the answer has been written: a
    /// cache that cannot be written is not worth an error.
    fn keep(&mut self) {
        if let Some((slot, catalog)) = self.unsaved.take() {
            self.kept = slot.save(&catalog).unwrap_or_default();
        }
        if let (Some(kept), Some(index)) = (&self.kept, self.unsaved_index.take()) {
            let _ = kept.save_index(&index);
        }
        if let (Some(kept), Some(differ)) = (&self.kept, self.unsaved_differ.take()) {
            let _ = kept.save::<Differ>(&differ);
        }
        if let (Some(kept), Some(kin)) = (&self.kept, self.unsaved_kin.take()) {
            kin.keep(kept);
        }
    }

    /// Returns the search index of `catalog`, from the cache if it is there.
    fn index(&mut self, catalog: &Arc<Catalog>) -> Arc<Index> {
        let roles = Arc::clone(&self.role_names);
        if let Some(index) = self.kept.as_ref().and_then(|kept| kept.index(catalog)) {
            return Arc::new(index.with_roles(roles));
        }
        let index = Arc::new(Index::new(Arc::clone(catalog)).with_roles(roles));
        self.unsaved_index = Some(Arc::clone(&index));
        index
    }

    /// Returns the differ for the roles of `catalog`, from the cache if it is there.
    fn differ(&mut self, catalog: &Catalog) -> Arc<Differ> {
        if let Some(differ) = self.kept.as_ref().and_then(|kept| kept.find(catalog)) {
            return Arc::new(differ);
        }
        let differ = Arc::new(Differ::new(catalog));
        self.unsaved_differ = Some(Arc::clone(&differ));
        differ
    }

    /// Returns the similarity of the roles of `catalog`, from the cache if it is there.
    fn kin(&mut self, catalog: &Arc<Catalog>) -> Arc<Kin> {
        let kin = Arc::new(Kin::new(Arc::clone(catalog), self.kept.clone()));
        self.unsaved_kin = Some(Arc::clone(&kin));
        kin
    }

    fn command(&mut self, command: Option<Command>) -> Result<Exit, Problem> {
        match command {
            None => self.explore(),
            Some(Command::List(args)) => self.list(&args),
            Some(Command::Show(args)) => self.show(&args),
            Some(Command::Diff(args)) => self.diff(&args),
            Some(Command::Search(args)) => self.search(&args),
            Some(Command::Related(args)) => self.related(&args),
            Some(Command::Gap(args)) => self.gap(&args),
            Some(Command::Profile(args)) => self.profile(&args),
            Some(Command::Path(args)) => self.path(&args),
            Some(Command::Matrix(args)) => self.matrix(&args),
            Some(Command::Check(args)) => self.check(&args),
            Some(Command::Import(args)) => self.import(&args),
            Some(Command::Config(args)) => self.config(&args),
            Some(Command::Keys) => self.keys(),
            Some(Command::Schema) => {
                self.plain_format()?;
                crate::report::write_json(&mut self.out, &pack::schema())?;
                Ok(Exit::Done)
            }
            Some(Command::About) => self.about(),
        }
    }

    /// Opens the explorer on a terminal; elsewhere lists the roles, as escapes would be of no use.
    fn explore(&mut self) -> Result<Exit, Problem> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return self.list(&args::List { what: None, which: args::Which::default() });
        }
        if std::env::var_os("TERM").is_some_and(|t| t == "dumb") {
            return Err(Problem::Failed(
                "this terminal (TERM=dumb) cannot show the explorer; try `roledex list`".into(),
            ));
        }
        let (mut settings, faults) = self.settings()?;
        settings.notice = config::told(&faults);
        // Before the packs are read, so that no change in between is missed.
        let source = Source::of(&self.config);
        let first = match cache::open(self.config.cache.as_deref(), &self.config.packs) {
            _ if self.config.packs.is_empty() => First::Ready(self.load()?.0, Vec::new(), None),
            Opened::Cached(catalog, kept) => {
                First::Ready(Arc::from(catalog), Vec::new(), Some(kept))
            }
            Opened::Unread(unread) if unread.size >= SLOW => First::Reading(unread),
            Opened::Unread(_) => {
                let (catalog, faults) = self.load()?;
                First::Ready(catalog, faults, self.kept.clone())
            }
        };
        match crate::tui::run(first, &self.config, settings, source, answers(&self.config))
            .map_err(|error| Problem::Failed(error.to_string()))?
        {
            Ended::Status(status) => Ok(Exit::Status(status)),
            Ended::Signal(signal) => Ok(Exit::Signal(signal)),
            Ended::Faults(faults) => Err(Problem::Faults(faults)),
            Ended::Unreadable(error) => Err(Problem::Failed(error.to_string())),
        }
    }

    /// Reads the packs and returns their faults as well.
    fn load(&mut self) -> Result<(Arc<Catalog>, Vec<Diagnostic>), Problem> {
        if let Some(shown) = &self.shown {
            return Ok((Arc::clone(shown), Vec::new()));
        }
        if self.config.packs.is_empty() {
            return Ok((Arc::new(crate::builtin::catalog()), Vec::new()));
        }
        let unread = match cache::open(self.config.cache.as_deref(), &self.config.packs) {
            Opened::Cached(catalog, kept) => {
                self.kept = Some(kept);
                return Ok((Arc::from(catalog), Vec::new()));
            }
            Opened::Unread(unread) => unread,
        };
        if let Some(notice) =
            self.config.cache.as_deref().filter(|_| unread.is_large()).and_then(cache::distrusted)
        {
            note::note(notice);
        }
        let Loaded { catalog, diagnostics } =
            unread.read().map_err(|error| Problem::Failed(error.to_string()))?;
        let catalog = Arc::new(catalog);
        if pack::is_valid(&diagnostics) {
            self.unsaved = unread.slot.map(|slot| (slot, Arc::clone(&catalog)));
        }
        Ok((catalog, diagnostics))
    }

    /// Reads another pack than the open ones: an older copy of them. Faults are an error.
    fn older(&self, path: &Path) -> Result<Arc<Catalog>, Problem> {
        let unread = match cache::open(self.config.cache.as_deref(), &[path.to_path_buf()]) {
            Opened::Cached(catalog, _) => return Ok(Arc::from(catalog)),
            Opened::Unread(unread) => unread,
        };
        let Loaded { catalog, diagnostics } =
            unread.read().map_err(|error| Problem::Failed(error.to_string()))?;
        if !pack::is_valid(&diagnostics) {
            return Err(Problem::Faults(diagnostics));
        }
        Ok(Arc::new(catalog))
    }

    /// Reads the packs; faults are an error.
    fn catalog(&mut self) -> Result<Arc<Catalog>, Problem> {
        let (catalog, faults) = self.load()?;
        if !pack::is_valid(&faults) {
            return Err(Problem::Faults(faults));
        }
        Ok(catalog)
    }

    /// Returns the role that `text` names, or a problem that lists what it could mean. If `text` is
    /// not exactly a name of the role, standard error shows how it was read.
    fn role(&mut self, catalog: &Arc<Catalog>, text: &str) -> Result<RoleId, Problem> {
        let mut named = self.role_names.find(catalog, text);
        // In the explorer, standard error is the screen.
        if let Some(notice) = named.notice.take().filter(|_| self.shown.is_none()) {
            note::note(notice);
        }
        if let Found::Nothing(near) = &mut named.found {
            *near = self.index(catalog).suggest(text);
        }
        one(named.found, Thing::Role, text, |id| {
            let role = catalog.role(id);
            format!("{}  {}", quoted(&role.id), quoted(&role.title))
        })
    }

    /// Reports on standard error which of `names`, each with its role, name the same role.
    fn note_same(&self, catalog: &Catalog, names: &[(&str, RoleId)]) {
        if self.shown.is_some() {
            return;
        }
        for (at, (name, role)) in names.iter().enumerate() {
            if let Some((first, _)) = names[..at].iter().find(|(other, same)| {
                same == role && !other.trim().eq_ignore_ascii_case(name.trim())
            }) {
                note::note(crate::report::same_role(catalog, first, name, *role));
            }
        }
    }

    /// Checks that the format is text or JSON: only these make sense here.
    fn plain_format(&self) -> Result<(), Problem> {
        self.takes(&[Format::Text, Format::Json])
    }

    /// Checks that the answer can be written in the requested format, one of `formats`.
    fn takes(&self, formats: &[Format]) -> Result<(), Problem> {
        if formats.contains(&self.format) {
            return Ok(());
        }
        let words: Vec<&str> = formats.iter().map(|format| format.word()).collect();
        let list = match &words[..] {
            [.., _, _] => {
                format!("{} or {}", words[..words.len() - 1].join(", "), words[words.len() - 1])
            }
            _ => words.concat(),
        };
        let many = match self.format {
            Format::Ndjson => {
                "; ndjson is for many answers: diff --pairs, gap, related --all and search --queries"
            }
            _ => "",
        };
        Err(Problem::Usage(format!(
            "this answer can be written as {list}, not as {}{many}",
            self.format.word()
        )))
    }

    /// Writes `sheet` in the requested format, if it is one for tables; otherwise as records.
    fn write_sheet(&mut self, sheet: &Sheet) -> io::Result<()> {
        match self.format {
            Format::Csv => sheet::csv::write(&mut self.out, sheet),
            Format::Markdown => sheet::markdown::write(&mut self.out, sheet),
            Format::Html => sheet::html::write(&mut self.out, sheet),
            Format::Text | Format::Json | Format::Ndjson => {
                sheet.write_records(&mut self.out, Page::PLAIN)
            }
        }
    }

    /// Prints what the program is, and the notices that the open packs require.
    fn about(&mut self) -> Result<Exit, Problem> {
        self.plain_format()?;
        let catalog = self.catalog()?;
        let page = self.page;
        if self.format == Format::Json {
            let pack = |pack: &crate::model::Pack| {
                serde_json::json!({
                    "id": pack.id, "title": pack.title, "version": pack.version, "license": pack.license,
                    "language": pack.language, "as_of": pack.as_of.map(|date| date.to_string()),
                    "attribution": pack.attribution, "origin": pack.origin,
                })
            };
            let value = serde_json::json!({
                "schema": "roledex/about/1",
                "version": env!("CARGO_PKG_VERSION"),
                "notice": crate::analysis::knowledge::NOTICE,
                "packs": catalog.packs().iter().map(pack).collect::<Vec<_>>(),
            });
            crate::report::write_json(&mut self.out, &value)?;
            return Ok(Exit::Done);
        }
        writeln!(self.out, "{} {}", page.ink("roledex", Ink::Title), env!("CARGO_PKG_VERSION"))?;
        writeln!(self.out, "notice: {}", crate::analysis::knowledge::NOTICE)?;
        for pack in catalog.packs() {
            let named = sheet::named(pack);
            let version = named.strip_prefix(pack.title.as_str()).unwrap_or_default();
            writeln!(self.out, "\n{}{version}", page.ink(&pack.title, Ink::Title))?;
            let as_of = pack.as_of.map(|d| d.to_string());
            for (label, text) in
                [("licence", &pack.license), ("as of", &as_of), ("notice", &pack.attribution)]
            {
                if let Some(text) = text {
                    writeln!(self.out, "{label}: {text}")?;
                }
            }
        }
        Ok(Exit::Done)
    }
}

/// Kind of thing that can be named on the command line.
#[derive(Debug, Clone, Copy)]
enum Thing {
    Role,
    Skill,
    Family,
}

/// Returns what was `found` for `text`, or a problem that lists what it could mean, each in a
/// `line` that is safe to show.
fn one<T: Copy>(
    found: Found<T>,
    thing: Thing,
    text: &str,
    line: impl Fn(T) -> String,
) -> Result<T, Problem> {
    let (one, several, otherwise) = match thing {
        Thing::Role => ("role", "roles", "`roledex list` shows all"),
        Thing::Skill => {
            ("skill", "skills", "`roledex search` finds skills by parts of their names")
        }
        Thing::Family => ("family", "families", "`roledex list` names them in its third column"),
    };
    let lines =
        |all: Vec<T>| all.into_iter().fold(String::new(), |lines, it| lines + "\n  " + &line(it));
    let shown = quoted(text);
    match found {
        Found::One(it) => Ok(it),
        Found::Many(all) => Err(Problem::No(format!(
            "`{shown}` matches several {several}; choose one:{}",
            lines(all)
        ))),
        Found::Nothing(near) if near.is_empty() => {
            Err(Problem::No(format!("no {one} is called `{shown}`; {otherwise}")))
        }
        Found::Nothing(near) => {
            Err(Problem::No(format!("no {one} is called `{shown}`; did you mean{}", lines(near))))
        }
    }
}
