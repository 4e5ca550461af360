//! `roledex import`.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::{Output, taken};
use super::{Exit, Format, Problem, Run, args, note};
use crate::disk::Existing;
use crate::import::{self, Error, Options, Part, Progress, Set};
use crate::model::text::shown;
use crate::report::Page;
use crate::{pack, report};

impl Run<'_> {
    /// Converts a public data set into a pack file.
    pub(super) fn import(&mut self, args: &args::Import) -> Result<Exit, Problem> {
        self.plain_format()?;
        let Some(set) = Set::from_word(&args.set) else {
            return Err(Problem::Usage(format!("unknown data set `{}`", args.set)));
        };
        if set == Set::Onet && args.language.is_some() {
            return Err(Problem::Usage(
                "O*NET is in English alone: --language chooses one of ESCO's".to_string(),
            ));
        }
        let options = Options {
            without: args.without.iter().filter_map(|p| Part::from_word(p)).collect(),
            language: args.language.clone(),
            id: args.id.clone(),
            title: args.title.clone(),
        };
        let existing = if args.force { Existing::Replace } else { Existing::Keep };
        // Check this before the work, which takes a while.
        let output = Output::of(&args.output);
        check_output(args, &output, existing)?;
        // The signal that asks the program to stop; 0 for none.
        let stop = Arc::new(AtomicUsize::new(0));
        #[cfg(unix)]
        for signal in
            [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP]
        {
            signal_hook::flag::register_usize(signal, Arc::clone(&stop), signal as usize)
                .map_err(|error| Problem::Failed(error.to_string()))?;
        }
        let bar = bar();
        let mut watch = |progress: Progress<'_>| {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            bar.set_message(progress.table.to_string());
            if stop.load(Ordering::Relaxed) > 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let imported = import::read(set, &args.paths, &options, &mut watch);
        bar.set_message("writing");
        let imported = match imported {
            Ok(imported) => imported,
            Err(Error::Interrupted) => return Err(interrupted(&bar, &stop)),
            Err(error) => {
                bar.finish_and_clear();
                return Err(Problem::Failed(error.to_string()));
            }
        };
        let written = output.write(existing, &mut self.out, |out| {
            pack::write(&imported.tables, Stoppable { out, stop: &stop })
        });
        bar.finish_and_clear();
        match written {
            Ok(()) => {}
            Err(_) if stop.load(Ordering::Relaxed) > 0 => return Err(interrupted(&bar, &stop)),
            // A reader that closed the pipe has all it needs.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Err(Problem::Closed),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(taken(&args.output));
            }
            Err(error) => {
                let left = if matches!(output, Output::File(_)) {
                    "; nothing was left behind"
                } else {
                    ""
                };
                return Err(Problem::Failed(format!(
                    "cannot write {}: {error}{left}",
                    output.name()
                )));
            }
        }
        let answer = report::import::Answer { set, output: &args.output, imported: &imported };
        // If the pack goes to standard output, nothing else does.
        let mut aside = Vec::new();
        let to_stdout = matches!(output, Output::Standard);
        let (mut out, page): (&mut dyn Write, _) =
            if to_stdout { (&mut aside, Page::PLAIN) } else { (&mut self.out, self.page) };
        if self.format == Format::Json {
            report::write_json(&mut out, &report::import::json(&answer))?;
        } else {
            report::import::write_text(&mut out, &answer, page)?;
        }
        note::raw(&aside);
        // The process ends here; freeing some hundred thousand texts one by one takes longer than
        // many an answer.
        std::mem::forget(imported);
        Ok(Exit::Done)
    }
}

/// Checks that the pack can be written to the output file.
fn check_output(
    args: &args::Import,
    output: &Output<'_>,
    existing: Existing,
) -> Result<(), Problem> {
    let Output::File(path) = output else { return Ok(()) };
    if path.is_dir() {
        let (output, example) = (shown(path), shown(path.join(format!("{}.toml", args.set))));
        return Err(Problem::Failed(format!(
            "cannot write {output}: it is a folder; name a file in it, as in {example}"
        )));
    }
    output.check(existing)?;
    let whole = |path: &Path| path.canonicalize().ok();
    if path.exists() && args.paths.iter().any(|input| whole(input) == whole(path)) {
        return Err(Problem::Failed(format!(
            "cannot write {}: it is one of the files to import; name another one",
            shown(path)
        )));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let (output, folder) = (shown(path), shown(folder));
        return Err(Problem::Failed(format!(
            "cannot write {output}: there is no folder {folder}; create it first"
        )));
    }
    Ok(())
}

fn interrupted(bar: &ProgressBar, stop: &AtomicUsize) -> Problem {
    bar.finish_and_clear();
    Problem::Interrupted(stop.load(Ordering::Relaxed) as u8)
}

/// Returns a progress bar on standard error; hidden if that is not a terminal.
fn bar() -> ProgressBar {
    // A terminal without escape sequences would show a line for each step.
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Writer that fails once it is asked to stop.
struct Stoppable<'a, W> {
    out: W,
    stop: &'a AtomicUsize,
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) > 0 {
            return Err(io::Error::other("stopped"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
