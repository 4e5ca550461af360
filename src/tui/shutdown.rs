//! Ends the explorer whatever happens: a panic in any thread, or a signal that is not handled in
//! time.
//!
//! A panic ends the explorer with status 101, in whichever thread it is: a program that goes on
//! without one of its threads waits for answers that never come. The panic message is printed when
//! the terminal is given back, so that it can be read.

use std::cell::Cell;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use super::event::AppEvent;
use super::terminal;

/// The exit status after a panic, as for every Rust program.
pub(super) const PANICKED: u8 = 101;

/// Maximum time for the explorer to end by itself once it must.
const EXIT_TIMEOUT: Duration = Duration::from_secs(3);

/// Maximum time to wait for a terminal that accepts no output.
const OUTPUT_TIMEOUT: Duration = Duration::from_millis(300);

/// Interval at which these limits are checked, once they matter.
const AGAIN: Duration = Duration::from_millis(50);

/// The explorer while it is open.
struct OpenExplorer {
    /// Receives the request to end.
    inbox: Sender<AppEvent>,
    /// Panic messages, to be printed when the terminal is given back.
    reports: Vec<String>,
    /// Whether it has panicked.
    panicked: bool,
}

static OPEN: Mutex<Option<OpenExplorer>> = Mutex::new(None);

/// Whether a thread already ensures that the explorer ends.
static INSISTED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread has panicked before. A second panic while it unwinds would abort the
    /// program.
    static UNWINDING: Cell<bool> = const { Cell::new(false) };
}

fn lock_explorer() -> MutexGuard<'static, Option<OpenExplorer>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the explorer open. Dropping it gives the terminal back, and prints the panic messages.
pub(super) struct TerminalGuard(());

/// Makes a panic in any thread end the explorer from now on, by a request to `inbox`.
pub(super) fn guard_terminal(inbox: Sender<AppEvent>) -> TerminalGuard {
    static HOOK: Once = Once::new();
    *lock_explorer() = Some(OpenExplorer { inbox, reports: Vec::new(), panicked: false });
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !note_panic(panic) {
                before(panic);
            }
        }));
    });
    TerminalGuard(())
}

impl TerminalGuard {
    /// Closes the explorer; returns whether there was a panic.
    pub(super) fn close(self) -> bool {
        let panicked = lock_explorer().as_ref().is_some_and(|open| open.panicked);
        drop(self);
        panicked
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        terminal::restore();
        print_reports();
        *lock_explorer() = None;
    }
}

/// Records a panic, and ends the explorer. Returns whether it is open.
fn note_panic(panic: &PanicHookInfo<'_>) -> bool {
    let again = UNWINDING.replace(true);
    let report = report(std::thread::current().name(), &panic.to_string());
    let inbox = {
        let mut open = lock_explorer();
        let Some(open) = open.as_mut() else { return false };
        open.panicked = true;
        open.reports.push(report);
        open.inbox.clone()
    };
    if again {
        exit_now(PANICKED);
    }
    // The threads that draw or read keys end the program by unwinding. A panic in any other thread
    // would go unnoticed.
    let _ = inbox.send(AppEvent::Terminate(PANICKED));
    #[cfg(unix)]
    super::signal::end_child_of_lender();
    ensure_exit(PANICKED);
    true
}

/// Returns the panic message as the standard library prints it, without control characters that a
/// terminal would act on.
fn report(thread: Option<&str>, panic: &str) -> String {
    use std::backtrace::{Backtrace, BacktraceStatus};
    use std::fmt::Write as _;
    let mut text = format!("\nthread '{}' {panic}\n", thread.unwrap_or("<unnamed>"));
    let trace = Backtrace::capture();
    let _ = match trace.status() {
        BacktraceStatus::Captured => write!(text, "stack backtrace:\n{trace}"),
        _ => writeln!(
            text,
            "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace"
        ),
    };
    text.lines().map(|line| crate::model::text::visible_line(line) + "\n").collect()
}

#[allow(
    clippy::disallowed_methods,
    reason = "the reports are safe to show, and no command line is around them"
)]
fn print_reports() {
    let reports =
        lock_explorer().as_mut().map(|open| std::mem::take(&mut open.reports)).unwrap_or_default();
    if !reports.is_empty() {
        // A failure could not be reported to anyone at this point.
        let _ = io::stderr().write_all(reports.concat().as_bytes());
    }
}

/// Ensures that the explorer ends, with this status if it does not end by itself: the thread that
/// has the terminal may be waiting for it to accept output, or be busy for too long.
pub(super) fn ensure_exit(status: u8) {
    if INSISTED.swap(true, Ordering::SeqCst) {
        return;
    }
    let spawned = std::thread::Builder::new().name("ending".to_string()).spawn(move || {
        let since = Instant::now();
        while since.elapsed() < EXIT_TIMEOUT {
            std::thread::sleep(AGAIN);
            if since.elapsed() >= OUTPUT_TIMEOUT {
                terminal::drop_unread();
            }
        }
        exit_now(status);
    });
    if spawned.is_err() {
        exit_now(status);
    }
}

/// Ends the program immediately, with the terminal given back.
fn exit_now(status: u8) -> ! {
    terminal::restore();
    print_reports();
    #[cfg(unix)]
    if status != PANICKED
        && let Some(signal) = super::signal::core_dump_signal()
    {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    std::process::exit(i32::from(status));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_has_to_say_cannot_act_on_the_terminal() {
        let text = report(Some("busy"), "panicked at src/a.rs:1:2:\na title\x1b[2J\nand more");
        assert!(text.starts_with("\nthread 'busy' panicked at src/a.rs:1:2:\n"), "{text}");
        assert!(text.contains("\nand more\n") && !text.contains('\x1b'), "{text}");
    }
}
