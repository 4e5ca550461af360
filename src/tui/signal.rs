//! Signals: where they are sent, and stopping and continuing with the rest of the job.
//!
//! While another program has the terminal, the thread that lent it receives signals instead of the
//! inbox, which is not read then.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::Event as Input;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgid, getpgrp, getppid, getsid,
    kill_current_process_group, kill_process, waitid,
};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGBUS, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP,
    SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};

use super::event::AppEvent;
use super::screen::ChildOutcome;
use super::shutdown;
use super::terminal::exit_status;
use crate::thread;

/// Signals that end a program by default, and are sent to explorers now and then: they are handled
/// before the terminal is taken over.
const ENDING_SIGNALS: [i32; 8] =
    [SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM];

/// Rarer signals that end a program. A few, such as SIGSEGV and SIGKILL, cannot be handled safely
/// or at all; SIGPIPE is ignored, as Rust does.
const RARE: [i32; 7] = [SIGTRAP, SIGBUS, SIGSYS, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF];

/// Rarer signals that do not have a name everywhere: SIGSTKFLT, SIGIO and SIGPWR, and the real-time
/// ones.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNNAMED: [std::ops::RangeInclusive<i32>; 3] = [16..=16, 29..=30, 34..=64];
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const UNNAMED: [std::ops::RangeInclusive<i32>; 0] = [];

/// Signals after which the system writes a core dump: the sender should see that the signal ended
/// the program.
const CORE_DUMP_SIGNALS: [i32; 7] = [SIGQUIT, SIGABRT, SIGTRAP, SIGBUS, SIGSYS, SIGXCPU, SIGXFSZ];

/// Maximum time for an editor to end after it was asked to.
const GRACE: Duration = Duration::from_millis(700);

/// Maximum time for the system to stop the program. It takes microseconds; the time spent stopped
/// does not count.
const STOPPING: Duration = Duration::from_secs(1);

/// Maximum time between our and the editor's receipt of a signal sent to both, a stop or a Ctrl-C.
const TOGETHER: Duration = Duration::from_millis(300);

/// A message to the thread that lent the terminal.
enum ChildEvent {
    /// The other program has ended, and can be waited for.
    Ended,
    /// The other program has stopped.
    Stopped,
    /// We received a signal.
    Signal(i32),
    /// A thread has panicked.
    Panicked,
}

/// Receivers of signals.
struct SignalRoute {
    /// The thread that lent the terminal.
    lender: Option<Sender<ChildEvent>>,
    /// The thread that stopped the job, notified when it continues.
    stopped: Option<Sender<()>>,
    /// When the terminal came back: a Ctrl-C for the other program may arrive here a moment later.
    returned: Option<Instant>,
    /// The signal by which the inbox was asked to end.
    ending: Option<i32>,
}

static ROUTE: Mutex<SignalRoute> =
    Mutex::new(SignalRoute { lender: None, stopped: None, returned: None, ending: None });

fn route() -> MutexGuard<'static, SignalRoute> {
    ROUTE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Turns signals into events, so that quitting and stopping go the usual way. SIGWINCH is included
/// because crossterm loses the one that arrives together with a key.
pub(super) fn listen(sender: Sender<AppEvent>) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new(
        ENDING_SIGNALS.iter().chain(&[SIGWINCH, SIGTSTP, SIGCONT]),
    )?;
    thread::spawn("signals", move || {
        // The first frame does not wait for these. Those that the system does not let us handle are
        // skipped.
        for signal in RARE.into_iter().chain(UNNAMED.into_iter().flatten()) {
            let _ = signals.add_signal(signal);
        }
        for signal in &mut signals {
            if let Some(event) = to_event(signal)
                && sender.send(event).is_err()
            {
                return;
            }
        }
    })?;
    Ok(())
}

/// Returns the event to send to the inbox for `signal`.
fn to_event(signal: i32) -> Option<AppEvent> {
    let mut route = route();
    if signal == SIGCONT
        && let Some(stopped) = route.stopped.take()
    {
        let _ = stopped.send(());
        return None;
    }
    match (signal, &route.lender) {
        (SIGWINCH, _) => {
            let (width, height) = super::terminal::size();
            Some(AppEvent::Input(Input::Resize(width, height)))
        }
        // Ctrl-C is typed for the editor, which has the terminal.
        (SIGCONT | SIGINT, Some(_)) => None,
        (SIGINT, None) if route.returned.is_some_and(|at| at.elapsed() < TOGETHER) => None,
        (SIGTSTP, Some(lent)) => {
            let _ = lent.send(ChildEvent::Signal(signal));
            None
        }
        (signal, Some(lent)) => {
            let _ = lent.send(ChildEvent::Signal(signal));
            shutdown::ensure_exit(exit_status(signal));
            route.ending = Some(signal);
            None
        }
        (SIGCONT, None) => Some(AppEvent::Continued),
        (SIGTSTP, None) => Some(AppEvent::Stop),
        (signal, None) => {
            shutdown::ensure_exit(exit_status(signal));
            route.ending = Some(signal);
            Some(AppEvent::Terminate(exit_status(signal)))
        }
    }
}

/// Whether `signal` ends the program.
fn is_ending(signal: i32) -> bool {
    ![SIGWINCH, SIGTSTP, SIGCONT].contains(&signal)
}

/// Returns the signal that ends the program, once there is one.
pub(super) fn ending_signal() -> Option<i32> {
    route().ending
}

/// Returns the signal that ends the program, if the system is to end it by that signal.
pub(super) fn core_dump_signal() -> Option<i32> {
    ending_signal().filter(|signal| CORE_DUMP_SIGNALS.contains(signal))
}

/// Makes the thread that lent the terminal end the other program, as this one ends.
pub(super) fn end_child_of_lender() {
    if let Some(lent) = &route().lender {
        let _ = lent.send(ChildEvent::Panicked);
    }
}

/// Runs `command` on our terminal and waits for its end. Signals that end us are obeyed meanwhile;
/// when it stops, the entire job stops.
pub(super) fn run(command: &mut std::process::Command) -> ChildOutcome {
    let (sender, news) = channel();
    {
        let mut route = route();
        if let Some(signal) = route.ending {
            return ChildOutcome::Signalled(signal);
        }
        route.lender = Some(sender.clone());
    }
    let ended = run_lent(command, sender, &news);
    {
        let mut route = route();
        (route.lender, route.returned) = (None, Some(Instant::now()));
    }
    // The last messages were still meant for us.
    let late = news
        .try_iter()
        .find_map(|news| if let ChildEvent::Signal(signal) = news { Some(signal) } else { None });
    match (ended, late.filter(|signal| is_ending(*signal))) {
        (ChildOutcome::Ended(_), Some(signal)) => ChildOutcome::Signalled(signal),
        (ended, _) => ended,
    }
}

fn run_lent(
    command: &mut std::process::Command,
    sender: Sender<ChildEvent>,
    news: &Receiver<ChildEvent>,
) -> ChildOutcome {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return ChildOutcome::Ended(Err(error)),
    };
    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
        return ChildOutcome::Ended(child.wait());
    };
    let _ended = ChildPanicGuard(pid);
    let (next, looked) = channel();
    let of_terminal = sender.clone();
    if thread::spawn("editor", move || watch_child(pid, &sender, &looked)).is_err() {
        return ChildOutcome::Ended(child.wait());
    }
    // Without it we end with the editor, which is mostly notified too.
    let _watched = watch_terminal(of_terminal);
    let mut continued: Option<Instant> = None;
    loop {
        match news.recv() {
            Ok(ChildEvent::Ended) | Err(_) => return ChildOutcome::Ended(child.wait()),
            Ok(ChildEvent::Panicked) => return end_child(pid, SIGTERM, news),
            Ok(ChildEvent::Stopped) => {
                // It may have been continued since.
                if is_stopped(pid) {
                    continued = Some(stop_with_child(pid));
                }
                let _ = next.send(());
            }
            Ok(ChildEvent::Signal(SIGTSTP)) => {
                // If the entire job was sent the stop, this came with the editor's own stop.
                if continued.is_some_and(|at| at.elapsed() < TOGETHER) {
                    continue;
                }
                match news.recv_timeout(TOGETHER) {
                    Ok(ChildEvent::Ended) => return ChildOutcome::Ended(child.wait()),
                    Ok(ChildEvent::Signal(signal)) if signal != SIGTSTP => {
                        return end_child(pid, signal, news);
                    }
                    Ok(ChildEvent::Panicked) => return end_child(pid, SIGTERM, news),
                    Ok(ChildEvent::Stopped) => {
                        continued = Some(stop_with_child(pid));
                        let _ = is_stopped(pid);
                        let _ = next.send(());
                    }
                    _ if can_stop() => continued = Some(stop_with_child(pid)),
                    _ => {}
                }
            }
            Ok(ChildEvent::Signal(signal)) => return end_child(pid, signal, news),
        }
    }
}

/// Stops with the child until the shell continues the job, and continues the child. Returns when.
fn stop_with_child(pid: Pid) -> Instant {
    if can_stop() {
        stop_job();
    }
    // If there is no shell to continue it, we do.
    let _ = kill_process(pid, Signal::CONT);
    Instant::now()
}

/// Asks the other program to end by `signal` too, so that it saves its work and gives the terminal
/// back, and waits a moment for it. A program that does not end is left alone: it may contain
/// unsaved work.
fn end_child(pid: Pid, signal: i32, news: &Receiver<ChildEvent>) -> ChildOutcome {
    if let Some(signal) = Signal::from_named_raw(signal) {
        let _ = kill_process(pid, signal);
        let _ = kill_process(pid, Signal::CONT);
    }
    let until = Instant::now() + GRACE;
    loop {
        match news.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(ChildEvent::Ended)
            | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return ChildOutcome::Signalled(signal);
            }
            Ok(_) => {}
        }
    }
}

/// Reports when the child stops, each time after the previous stop was handled, and when it ends.
/// The child is not waited for: until that is done, its process id is not reused.
fn watch_child(pid: Pid, sender: &Sender<ChildEvent>, looked: &Receiver<()>) {
    let what = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(pid), what) {
            Ok(Some(status)) if status.stopped() => {
                if sender.send(ChildEvent::Stopped).is_err() || looked.recv().is_err() {
                    return;
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            _ => {
                let _ = sender.send(ChildEvent::Ended);
                return;
            }
        }
    }
}

/// Ends the other program if we panic while it has the terminal: nothing else would.
struct ChildPanicGuard(Pid);

impl Drop for ChildPanicGuard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = kill_process(self.0, Signal::TERM);
            let _ = kill_process(self.0, Signal::CONT);
        }
    }
}

/// Reports a SIGHUP when the terminal is gone, for as long as the returned value lives: the signal
/// itself is sent only to the session that the terminal belongs to.
fn watch_terminal(sender: Sender<ChildEvent>) -> io::Result<io::PipeWriter> {
    use filedescriptor::{POLLERR, POLLHUP, poll, pollfd};
    use std::os::fd::AsRawFd;
    let (ended, watched) = io::pipe()?;
    // A pipe on standard input ends when its writer does.
    let input =
        if io::stdin().is_terminal() { io::stdin().as_raw_fd() } else { io::stdout().as_raw_fd() };
    thread::spawn("terminal", move || {
        loop {
            let mut fds = [input, io::stdout().as_raw_fd(), ended.as_raw_fd()].map(|fd| pollfd {
                fd,
                events: 0,
                revents: 0,
            });
            match poll(&mut fds, None) {
                Ok(_) if fds[2].revents != 0 => return,
                Ok(_) if fds[..2].iter().any(|fd| fd.revents & (POLLHUP | POLLERR) != 0) => {
                    let _ = sender.send(ChildEvent::Signal(SIGHUP));
                    return;
                }
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted => {}
                // This system does not support waiting for terminals in this way.
                _ => return,
            }
        }
    })?;
    Ok(watched)
}

/// Whether the child is stopped; reports each stop only once.
fn is_stopped(pid: Pid) -> bool {
    let what = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
    matches!(waitid(WaitId::Pid(pid), what), Ok(Some(status)) if status.stopped())
}

/// Whether a stopped job would be continued: by a shell with job control, which is the parent of
/// one of the job's processes, in the same session and not part of the job itself. Without one a
/// stop would last forever.
pub(super) fn can_stop() -> bool {
    let (job, session) = (getpgrp(), getsid(None));
    // Shells with job control give each job a group of its own, unlike the group of the first
    // process of a session.
    if session == Ok(job) {
        return false;
    }
    let mut ancestor = getppid();
    while let Some(pid) = ancestor {
        match getpgid(Some(pid)) {
            Ok(group) if group == job => match parent(pid) {
                Ok(parent) => ancestor = parent,
                // A wrapper whose parent cannot be seen: something has created this group.
                Err(_) => return true,
            },
            Ok(_) => return getsid(Some(pid)) == session,
            Err(_) => return false,
        }
    }
    false
}

/// Returns the parent of `pid`; `None` if it is outside of what we can see.
fn parent(pid: Pid) -> io::Result<Option<Pid>> {
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        // The name before it may contain anything.
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        return parse_pid(rest.split_whitespace().nth(1).unwrap_or_default());
    }
    let output =
        std::process::Command::new("ps").args(["-o", "ppid=", "-p", &pid.to_string()]).output()?;
    parse_pid(&String::from_utf8_lossy(&output.stdout))
}

/// Parses the number of a process; `None` for 0.
fn parse_pid(text: &str) -> io::Result<Option<Pid>> {
    text.trim().parse().map_err(io::Error::other).map(Pid::from_raw)
}

/// Stops the entire job, and returns when it continues. Call it only if [`can_stop`] returns true.
///
/// The entire job, because a wrapper such as `sh -c` that goes on waiting for us would keep the
/// shell from taking the terminal. By SIGSTOP, which stops each process at once: with a signal that
/// can be caught, a job that is continued immediately might stop after that.
pub(super) fn stop_job() {
    let (sender, continued) = channel();
    route().stopped = Some(sender);
    if kill_current_process_group(Signal::STOP).is_ok() {
        let _ = continued.recv_timeout(STOPPING);
    }
    route().stopped = None;
}
