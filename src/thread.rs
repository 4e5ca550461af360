//! Starting threads.

use std::io;
use std::thread::{Builder, JoinHandle};

/// Starts a thread with this name.
///
/// # Errors
///
/// When the system refuses another thread.
pub(crate) fn spawn<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new().name(name.to_string()).spawn(move || {
        #[cfg(debug_assertions)]
        panic_if_requested(name);
        work()
    })
}

/// Lets a test trigger a panic: debug builds panic in the threads that `ROLEDEX_PANIC_IN` names,
/// separated by commas, once the file that `ROLEDEX_PANIC_WHEN` names exists.
#[cfg(debug_assertions)]
fn panic_if_requested(name: &str) {
    let told = std::env::var("ROLEDEX_PANIC_IN")
        .is_ok_and(|names| names.split(',').any(|told| told == name));
    if told && let Some(file) = std::env::var_os("ROLEDEX_PANIC_WHEN") {
        while !std::path::Path::new(&file).exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
    assert!(!told, "told to panic in {name}");
}
