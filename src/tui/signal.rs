//! Signals: who is told of them, and stopping and continuing with the rest of the job.
//!
//! While another program has the terminal, whoever lent it hears of signals instead of the inbox,
//! which nobody empties then.

use std::io;
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

use super::ending;
use super::event::Event;
use super::terminal::{Lent, status};
use crate::thread;

/// Those that end a program which does nothing about them, and are sent to explorers now and then:
/// they are heard before the terminal is ours.
const ENDING: [i32; 8] = [SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM];

/// The others. Of a few, such as SIGSEGV and SIGKILL, no program can be told safely or at all;
/// SIGPIPE is ignored, as Rust has it.
const RARE: [i32; 7] = [SIGTRAP, SIGBUS, SIGSYS, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF];

/// The same, where they have no name everywhere: SIGSTKFLT, SIGIO and SIGPWR, and those for
/// programs of one's own.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNNAMED: [std::ops::RangeInclusive<i32>; 3] = [16..=16, 29..=30, 34..=64];
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const UNNAMED: [std::ops::RangeInclusive<i32>; 0] = [];

/// Those by which the system keeps an image of the program: whoever sends one wants to see that it
/// has ended us.
const DUMPING: [i32; 7] = [SIGQUIT, SIGABRT, SIGTRAP, SIGBUS, SIGSYS, SIGXCPU, SIGXFSZ];

/// How long an editor may take to end once it was asked to.
const GRACE: Duration = Duration::from_millis(700);

/// How long the system may take to stop us. It takes microseconds; the time that we are stopped
/// does not matter.
const STOPPING: Duration = Duration::from_secs(1);

/// What reaches us and the editor together, a stop or a Ctrl-C, is heard this far apart at most.
const TOGETHER: Duration = Duration::from_millis(300);

/// What whoever lent the terminal is told.
enum News {
    /// The other program has ended, and can be waited for.
    Ended,
    /// The other program has stopped.
    Stopped,
    /// A signal reached us.
    Signal(i32),
    /// A thread has panicked.
    Panicked,
}

/// Who is told of signals.
struct Route {
    /// Whoever lent the terminal.
    lent: Option<Sender<News>>,
    /// Whoever has stopped the job, to be told when it continues.
    stopped: Option<Sender<()>>,
    /// When the terminal came back: a Ctrl-C for the other program may reach us a moment later.
    returned: Option<Instant>,
    /// The signal that the inbox was told to end by.
    ending: Option<i32>,
}

static ROUTE: Mutex<Route> =
    Mutex::new(Route { lent: None, stopped: None, returned: None, ending: None });

fn route() -> MutexGuard<'static, Route> {
    ROUTE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Turns signals into events, so that leaving and stopping go the usual way. SIGWINCH is among them
/// because crossterm loses the one that arrives together with a key.
pub(super) fn listen(sender: Sender<Event>) -> io::Result<()> {
    let mut signals =
        signal_hook::iterator::Signals::new(ENDING.iter().chain(&[SIGWINCH, SIGTSTP, SIGCONT]))?;
    thread::spawn("signals", move || {
        // The first frame does not wait for these. What the system does not let us hear of, it does
        // not.
        for signal in RARE.into_iter().chain(UNNAMED.into_iter().flatten()) {
            let _ = signals.add_signal(signal);
        }
        for signal in &mut signals {
            if let Some(event) = heard(signal)
                && sender.send(event).is_err()
            {
                return;
            }
        }
    })?;
    Ok(())
}

/// What the inbox is to be told of `signal`.
fn heard(signal: i32) -> Option<Event> {
    let mut route = route();
    if signal == SIGCONT
        && let Some(stopped) = route.stopped.take()
    {
        let _ = stopped.send(());
        return None;
    }
    match (signal, &route.lent) {
        (SIGWINCH, _) => crossterm::terminal::size()
            .ok()
            .map(|(width, height)| Event::Input(Input::Resize(width, height))),
        // Ctrl-C is typed for the editor, whose terminal it is.
        (SIGCONT | SIGINT, Some(_)) => None,
        (SIGINT, None) if route.returned.is_some_and(|at| at.elapsed() < TOGETHER) => None,
        (SIGTSTP, Some(lent)) => {
            let _ = lent.send(News::Signal(signal));
            None
        }
        (signal, Some(lent)) => {
            let _ = lent.send(News::Signal(signal));
            ending::insist(status(signal));
            route.ending = Some(signal);
            None
        }
        (SIGCONT, None) => Some(Event::Continued),
        (SIGTSTP, None) => Some(Event::Stop),
        (signal, None) => {
            ending::insist(status(signal));
            route.ending = Some(signal);
            Some(Event::End(status(signal)))
        }
    }
}

/// Whether `signal` ends us.
fn is_ending(signal: i32) -> bool {
    ![SIGWINCH, SIGTSTP, SIGCONT].contains(&signal)
}

/// The signal that ends us, once there is one.
pub(super) fn ending() -> Option<i32> {
    route().ending
}

/// The same, where the system is to end us by it.
pub(super) fn dumping() -> Option<i32> {
    ending().filter(|signal| DUMPING.contains(signal))
}

/// Has whoever lent the terminal end the other program, as we end.
pub(super) fn end_lent() {
    if let Some(lent) = &route().lent {
        let _ = lent.send(News::Panicked);
    }
}

/// Runs `command` on our terminal and waits for its end. Signals that end us are obeyed meanwhile;
/// when it stops, the whole job does.
pub(super) fn run(command: &mut std::process::Command) -> Lent {
    let (sender, news) = channel();
    {
        let mut route = route();
        if let Some(signal) = route.ending {
            return Lent::Signalled(signal);
        }
        route.lent = Some(sender.clone());
    }
    let ended = run_lent(command, sender, &news);
    {
        let mut route = route();
        (route.lent, route.returned) = (None, Some(Instant::now()));
    }
    // What came last was meant for us all the same.
    let late = news
        .try_iter()
        .find_map(|news| if let News::Signal(signal) = news { Some(signal) } else { None });
    match (ended, late.filter(|signal| is_ending(*signal))) {
        (Lent::Ended(_), Some(signal)) => Lent::Signalled(signal),
        (ended, _) => ended,
    }
}

fn run_lent(
    command: &mut std::process::Command,
    sender: Sender<News>,
    news: &Receiver<News>,
) -> Lent {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Lent::Ended(Err(error)),
    };
    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
        return Lent::Ended(child.wait());
    };
    let _ended = EndedByPanic(pid);
    let (next, looked) = channel();
    let of_terminal = sender.clone();
    if thread::spawn("editor", move || watch(pid, &sender, &looked)).is_err() {
        return Lent::Ended(child.wait());
    }
    // Without it we end with the editor, which mostly hears of it too.
    let _watched = watch_terminal(of_terminal);
    let mut continued: Option<Instant> = None;
    let stop = |continued: &mut Option<Instant>| {
        if can_stop() {
            stop_job();
        }
        // Where nobody would continue it, we do.
        let _ = kill_process(pid, Signal::CONT);
        *continued = Some(Instant::now());
    };
    loop {
        match news.recv() {
            Ok(News::Ended) | Err(_) => return Lent::Ended(child.wait()),
            Ok(News::Panicked) => return end(pid, SIGTERM, news),
            Ok(News::Stopped) => {
                // It may have been continued since.
                if is_stopped(pid) {
                    stop(&mut continued);
                }
                let _ = next.send(());
            }
            Ok(News::Signal(SIGTSTP)) => {
                // When the whole job was told to stop, this came with the editor's own stop.
                if continued.is_some_and(|at| at.elapsed() < TOGETHER) {
                    continue;
                }
                match news.recv_timeout(TOGETHER) {
                    Ok(News::Ended) => return Lent::Ended(child.wait()),
                    Ok(News::Signal(signal)) if signal != SIGTSTP => return end(pid, signal, news),
                    Ok(News::Panicked) => return end(pid, SIGTERM, news),
                    Ok(News::Stopped) => {
                        stop(&mut continued);
                        let _ = is_stopped(pid);
                        let _ = next.send(());
                    }
                    _ if can_stop() => stop(&mut continued),
                    _ => {}
                }
            }
            Ok(News::Signal(signal)) => return end(pid, signal, news),
        }
    }
}

/// Tells the other program to end by `signal` too, so that it keeps what is not saved and gives the
/// terminal back, and waits a moment for it. One that does not listen is left alone: it may hold
/// what somebody has written.
fn end(pid: Pid, signal: i32, news: &Receiver<News>) -> Lent {
    if let Some(signal) = Signal::from_named_raw(signal) {
        let _ = kill_process(pid, signal);
        let _ = kill_process(pid, Signal::CONT);
    }
    let until = Instant::now() + GRACE;
    loop {
        match news.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(News::Ended) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return Lent::Signalled(signal);
            }
            Ok(_) => {}
        }
    }
}

/// Tells when the child stops, each time after the stop before was looked at, and when it ends. It
/// is not waited for: until that is done its number means nobody else.
fn watch(pid: Pid, sender: &Sender<News>, looked: &Receiver<()>) {
    let what = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(pid), what) {
            Ok(Some(status)) if status.stopped() => {
                if sender.send(News::Stopped).is_err() || looked.recv().is_err() {
                    return;
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            _ => {
                let _ = sender.send(News::Ended);
                return;
            }
        }
    }
}

/// Ends the other program where we panic while it has the terminal: nobody else would.
struct EndedByPanic(Pid);

impl Drop for EndedByPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = kill_process(self.0, Signal::TERM);
            let _ = kill_process(self.0, Signal::CONT);
        }
    }
}

/// Tells as of SIGHUP when the terminal is gone, for as long as what is returned lives: the signal
/// itself comes only to those whose session the terminal belongs to.
fn watch_terminal(sender: Sender<News>) -> io::Result<io::PipeWriter> {
    use filedescriptor::{POLLERR, POLLHUP, poll, pollfd};
    use std::os::fd::AsRawFd;
    let (ended, watched) = io::pipe()?;
    thread::spawn("terminal", move || {
        loop {
            let fd = |fd| pollfd { fd, events: 0, revents: 0 };
            let mut fds =
                [fd(io::stdin().as_raw_fd()), fd(io::stdout().as_raw_fd()), fd(ended.as_raw_fd())];
            match poll(&mut fds, None) {
                Ok(_) if fds[2].revents != 0 => return,
                Ok(_) if fds[..2].iter().any(|fd| fd.revents & (POLLHUP | POLLERR) != 0) => {
                    let _ = sender.send(News::Signal(SIGHUP));
                    return;
                }
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted => {}
                // Here terminals cannot be waited for in this way.
                _ => return,
            }
        }
    })?;
    Ok(watched)
}

/// Whether the child is stopped; says so once for each stop.
fn is_stopped(pid: Pid) -> bool {
    let what = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
    matches!(waitid(WaitId::Pid(pid), what), Ok(Some(status)) if status.stopped())
}

/// Whether somebody would continue our job if it stopped: a shell with job control, which is the
/// parent of one of the job's processes, in the same session and not of the job itself. Without one
/// a stop would be for ever.
pub(super) fn can_stop() -> bool {
    let (job, session) = (getpgrp(), getsid(None));
    // Shells with job control give each job a group of its own, which that of the first process of
    // a session is not.
    if session == Ok(job) {
        return false;
    }
    let mut ancestor = getppid();
    while let Some(pid) = ancestor {
        match getpgid(Some(pid)) {
            Ok(group) if group == job => match parent(pid) {
                Ok(parent) => ancestor = parent,
                // A wrapper that cannot be looked behind: somebody has made this group.
                Err(_) => return true,
            },
            Ok(_) => return getsid(Some(pid)) == session,
            Err(_) => return false,
        }
    }
    false
}

/// The parent of `pid`; none where it is outside of what we can see.
fn parent(pid: Pid) -> io::Result<Option<Pid>> {
    let number =
        |text: &str| text.trim().parse::<i32>().map_err(io::Error::other).map(Pid::from_raw);
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        // The name before it may hold anything.
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        return number(rest.split_whitespace().nth(1).unwrap_or_default());
    }
    let output =
        std::process::Command::new("ps").args(["-o", "ppid=", "-p", &pid.to_string()]).output()?;
    number(&String::from_utf8_lossy(&output.stdout))
}

/// Stops the whole job, and returns when it continues. To be called where [`can_stop`] says so.
///
/// All of it, because a wrapper such as `sh -c` that goes on waiting for us would keep the shell
/// from taking the terminal. By SIGSTOP, which stops each of them at once: with one that can be
/// caught, a job that is continued straight away might stop after that.
pub(super) fn stop_job() {
    let (sender, continued) = channel();
    route().stopped = Some(sender);
    if kill_current_process_group(Signal::STOP).is_ok() {
        let _ = continued.recv_timeout(STOPPING);
    }
    route().stopped = None;
}
