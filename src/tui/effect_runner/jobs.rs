//! The threads behind the inbox: started here, tagged with the catalog that they work on, and
//! waited for when the explorer ends.

use std::io;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use crate::tui::event::AppEvent;

/// The background work of the explorer.
pub(super) struct Jobs {
    sender: Sender<AppEvent>,
    /// Number of catalogs shown so far.
    epoch: u64,
    /// Threads that write something: quitting waits for them.
    writers: Vec<JoinHandle<()>>,
}

/// A way to the inbox for the work on one catalog: its events are dropped once another one is
/// shown.
#[derive(Clone)]
pub(super) struct EpochSender {
    sender: Sender<AppEvent>,
    epoch: u64,
}

impl EpochSender {
    /// Sends `event`, if the inbox still exists.
    pub(super) fn send(&self, event: AppEvent) {
        let _ = self.sender.send(AppEvent::Tagged(self.epoch, Box::new(event)));
    }
}

impl Jobs {
    pub(super) fn new(sender: Sender<AppEvent>) -> Self {
        Self { sender, epoch: 0, writers: Vec::new() }
    }

    /// Begins the work on another catalog: answers about the previous one are dropped.
    pub(super) fn start_epoch(&mut self) {
        self.epoch += 1;
    }

    /// Whether events with this tag are about the catalog that is shown.
    pub(super) fn is_current(&self, epoch: u64) -> bool {
        epoch == self.epoch
    }

    /// Returns a way to the inbox for work on the catalog that is shown.
    pub(super) fn epoch_sender(&self) -> EpochSender {
        EpochSender { sender: self.sender.clone(), epoch: self.epoch }
    }

    /// Returns a way to the inbox for work that does not depend on the catalog shown.
    pub(super) fn sender(&self) -> Sender<AppEvent> {
        self.sender.clone()
    }

    /// Runs `work` on a thread that quitting does not wait for.
    pub(super) fn spawn(
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        crate::thread::spawn(name, work).map(drop)
    }

    /// Runs `work` on a thread and delivers its result, whichever catalog is shown by then.
    pub(super) fn run_for_any_catalog(
        &self,
        name: &'static str,
        work: impl FnOnce() -> AppEvent + Send + 'static,
    ) -> io::Result<()> {
        let sender = self.sender.clone();
        // The receiver may be gone by then.
        Self::spawn(name, move || drop(sender.send(work())))
    }

    /// Runs `work`, which writes something, on a thread that quitting waits for.
    pub(super) fn run_writer(
        &mut self,
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        self.writers.retain(|thread| !thread.is_finished());
        self.writers.push(crate::thread::spawn(name, work)?);
        Ok(())
    }

    /// Waits for everything that is being written.
    pub(super) fn drain(&mut self) {
        for thread in self.writers.drain(..) {
            // A panic has been reported by then.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn work_on_an_earlier_catalog_is_told_apart_and_writers_are_waited_for() {
        let (sender, inbox) = channel();
        let mut jobs = Jobs::new(sender);
        jobs.start_epoch();
        let earlier = jobs.epoch_sender();
        jobs.start_epoch();
        let now = jobs.epoch_sender();
        earlier.send(AppEvent::Typed("earlier".to_string()));
        now.send(AppEvent::Typed("now".to_string()));
        let current: Vec<bool> = inbox
            .try_iter()
            .map(|event| matches!(event, AppEvent::Tagged(epoch, _) if jobs.is_current(epoch)))
            .collect();
        assert_eq!(current, [false, true]);
        jobs.run_for_any_catalog("answer", || AppEvent::KeyReaderEnded).unwrap();
        assert!(matches!(inbox.recv().unwrap(), AppEvent::KeyReaderEnded));
        let (begin, begun) = channel::<()>();
        let (end, ended) = channel();
        jobs.run_writer("keeper", move || {
            begun.recv().unwrap();
            end.send("written").unwrap();
        })
        .unwrap();
        begin.send(()).unwrap();
        jobs.drain();
        assert_eq!(ended.try_recv(), Ok("written"));
    }
}
