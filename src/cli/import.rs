//! `roledex import`.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::OutputTarget;
use super::{CommandContext, CommandError, Exit, OutputFormat, args, stderr};
use crate::disk::IfExists;
use crate::import::{self, DataSet, DataSetPart, ImportError, ImportOptions, ImportProgress};
use crate::model::text::printable;
use crate::report::PageSetup;
use crate::{pack, report};

impl CommandContext<'_> {
    /// Converts a public data set into a pack file.
    pub(super) fn import(&mut self, args: &args::ImportArgs) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        if args.set == "ladder" {
            return self.import_ladder(args);
        }
        if args.dry_run || args.map.is_some() {
            return Err(CommandError::Usage(
                "--dry-run and --map are for ladders only".to_string(),
            ));
        }
        let Some(set) = DataSet::from_word(&args.set) else {
            return Err(CommandError::Usage(format!("unknown data set `{}`", args.set)));
        };
        if set == DataSet::Onet && args.language.is_some() {
            return Err(CommandError::Usage(
                "--language is for ESCO only; O*NET is in English".to_string(),
            ));
        }
        let options = ImportOptions {
            without: args.without.iter().filter_map(|p| DataSetPart::from_word(p)).collect(),
            language: args.language.clone(),
            id: args.id.clone(),
            title: args.title.clone(),
        };
        let existing = if args.force { IfExists::Replace } else { IfExists::Keep };
        // Check this before the work, which takes a while.
        let path = args.output.clone().unwrap_or_default();
        let output = OutputTarget::of(&path);
        check_output(args, &output, existing)?;
        let stop = Arc::new(AtomicUsize::new(0));
        catch_signals(&stop)?;
        let bar = progress_bar();
        let imported = import::read(set, &args.paths, &options, &mut |progress| {
            show_progress(&bar, &progress);
            if stop.load(Ordering::Relaxed) > 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        bar.set_message("writing");
        let imported = match imported {
            Ok(imported) => imported,
            Err(ImportError::Interrupted) => return Err(interruption(&bar, &stop)),
            Err(error) => {
                bar.finish_and_clear();
                return Err(CommandError::failed(error));
            }
        };
        let written = output.write(existing, &mut self.out, |out| {
            pack::write(&imported.tables, InterruptibleWriter { out, stop: &stop })
        });
        bar.finish_and_clear();
        if let Err(error) = written {
            return Err(if stop.load(Ordering::Relaxed) > 0 {
                interruption(&bar, &stop)
            } else {
                output.write_failure(error)
            });
        }
        let answer = report::import::ImportReport { set, output: &path, imported: &imported };
        // If the pack goes to standard output, nothing else does.
        let mut aside = Vec::new();
        let to_stdout = matches!(output, OutputTarget::Stdout);
        let (mut out, page): (&mut dyn Write, _) =
            if to_stdout { (&mut aside, PageSetup::PLAIN) } else { (&mut self.out, self.page) };
        if self.format == OutputFormat::Json {
            report::write_json(&mut out, &report::import::json(&answer))?;
        } else {
            report::import::write_text(&mut out, &answer, page)?;
        }
        stderr::write_raw(&aside);
        // The process ends here; freeing some hundred thousand texts one by one takes longer than
        // many an answer.
        std::mem::forget(imported);
        Ok(Exit::Success)
    }
}

/// Stores the number of a signal that asks the program to stop in `stop`; 0 means none.
pub(super) fn catch_signals(stop: &Arc<AtomicUsize>) -> Result<(), CommandError> {
    #[cfg(unix)]
    for signal in
        [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP]
    {
        signal_hook::flag::register_usize(signal, Arc::clone(stop), signal as usize)
            .map_err(CommandError::failed)?;
    }
    #[cfg(not(unix))]
    let _ = stop;
    Ok(())
}

/// Checks that the pack can be written to the output file.
pub(super) fn check_output(
    args: &args::ImportArgs,
    output: &OutputTarget<'_>,
    existing: IfExists,
) -> Result<(), CommandError> {
    let OutputTarget::File(path) = output else { return Ok(()) };
    if path.is_dir() {
        let (output, example) =
            (printable(path), printable(path.join(format!("{}.toml", args.set))));
        return Err(CommandError::Failed(
            format!("cannot write {output}: it is a folder; name a file in it, such as {example}")
                .into(),
        ));
    }
    output.check(existing)?;
    if path.exists() && args.paths.iter().any(|input| canonical_path(input) == canonical_path(path))
    {
        return Err(CommandError::Failed(
            format!(
                "cannot write {}: it is one of the files to import; choose another name",
                printable(path)
            )
            .into(),
        ));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let (output, folder) = (printable(path), printable(folder));
        return Err(CommandError::Failed(
            format!("cannot write {output}: no folder {folder}; create it first").into(),
        ));
    }
    Ok(())
}

/// The path without links and dots, if the file exists.
fn canonical_path(path: &Path) -> Option<std::path::PathBuf> {
    path.canonicalize().ok()
}

fn interruption(bar: &ProgressBar, stop: &AtomicUsize) -> CommandError {
    bar.finish_and_clear();
    CommandError::Interrupted(stop.load(Ordering::Relaxed) as u8)
}

/// Returns a progress bar on standard error; hidden if that is not a terminal.
fn progress_bar() -> ProgressBar {
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

/// Shows how far reading has come.
fn show_progress(bar: &ProgressBar, progress: &ImportProgress<'_>) {
    bar.set_length(progress.total);
    bar.set_position(progress.done);
    bar.set_message(progress.table.to_string());
}

/// Writer that fails once it is asked to stop.
struct InterruptibleWriter<'a, W> {
    out: W,
    stop: &'a AtomicUsize,
}

impl<W: Write> Write for InterruptibleWriter<'_, W> {
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
