//! Standard output. On a terminal, output that is longer than the screen goes through a pager.

#[cfg(unix)]
use std::io::IsTerminal;
use std::io::{self, BufWriter, Stdout, Write};

use super::CommandError;
#[cfg(unix)]
use super::pager::Pager;

/// Standard output of a command.
#[derive(Debug)]
pub(super) struct StandardOutput {
    target: Target,
}

/// The place where output goes.
#[derive(Debug)]
enum Target {
    /// Standard output.
    Direct(BufWriter<Stdout>),
    /// Nowhere yet: it may fit on the screen.
    #[cfg(unix)]
    Held(HeldOutput),
    /// The pager.
    #[cfg(unix)]
    Paged(BufWriter<Pager>),
}

impl StandardOutput {
    /// Creates the output that is written directly.
    pub(super) fn direct() -> Self {
        Self { target: Target::Direct(BufWriter::new(io::stdout())) }
    }

    /// From now on, output that is longer than the screen goes through the pager `command`, if
    /// standard output is a terminal that can show one.
    #[cfg(unix)]
    pub(super) fn page(&mut self, command: Option<&str>) {
        let Some(command) = command.filter(|_| can_page()) else { return };
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        self.target = Target::Held(HeldOutput::new(command, size));
    }

    /// Output is written directly: there is no pager for this system.
    #[cfg(not(unix))]
    pub(super) fn page(&mut self, _command: Option<&str>) {}

    /// Writes the rest of the output, as far as that does not wait for the user.
    pub(super) fn close(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Direct(out) => out.flush(),
            #[cfg(unix)]
            Target::Held(held) => {
                let bytes = std::mem::take(&mut held.bytes);
                let mut out = io::stdout().lock();
                out.write_all(&bytes).and_then(|()| out.flush())
            }
            #[cfg(unix)]
            Target::Paged(out) => {
                let written = out.flush();
                out.get_mut().close();
                written
            }
        }
    }

    /// Waits until the user has read the output.
    pub(super) fn wait(&mut self) -> Result<(), CommandError> {
        match &mut self.target {
            #[cfg(unix)]
            Target::Paged(out) => out.get_mut().wait(),
            _ => Ok(()),
        }
    }
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Direct(out) => out.write(bytes),
            #[cfg(unix)]
            Target::Paged(out) => out.write(bytes),
            #[cfg(unix)]
            Target::Held(held) => {
                held.add(bytes);
                if held.fits() {
                    return Ok(bytes.len());
                }
                let (held, command) =
                    (std::mem::take(&mut held.bytes), std::mem::take(&mut held.command));
                self.target = match Pager::start(&command) {
                    Some(pager) => Target::Paged(BufWriter::new(pager)),
                    None => Target::Direct(BufWriter::new(io::stdout())),
                };
                self.write_all(&held)?;
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Direct(out) => out.flush(),
            // A message follows on standard error: the answer is complete, and it fits.
            #[cfg(unix)]
            Target::Held(held) => {
                let bytes = std::mem::take(&mut held.bytes);
                self.target = Target::Direct(BufWriter::new(io::stdout()));
                self.write_all(&bytes)?;
                self.flush()
            }
            #[cfg(unix)]
            Target::Paged(out) => out.flush(),
        }
    }
}

/// Output that may fit on the screen.
#[cfg(unix)]
#[derive(Debug)]
struct HeldOutput {
    bytes: Vec<u8>,
    command: String,
    /// The size of the screen.
    width: usize,
    height: usize,
    /// The rows filled so far, and the cells used in the next one.
    rows: usize,
    cells: usize,
    in_escape: bool,
}

#[cfg(unix)]
impl HeldOutput {
    fn new(command: &str, (width, height): (u16, u16)) -> Self {
        let [width, height] = [(width, 80), (height, 24)]
            .map(|(size, usual)| usize::from(if size == 0 { usual } else { size }));
        let command = command.to_string();
        Self { bytes: Vec::new(), command, width, height, rows: 0, cells: 0, in_escape: false }
    }

    /// Adds `bytes`, and counts the rows that they take. A character counts as one cell: a wider one
    /// only lets the pager start later, when the text does not fit by a row or two.
    fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        for byte in bytes {
            match byte {
                b'\n' => {
                    self.rows += 1;
                    (self.cells, self.in_escape) = (0, false);
                }
                0x1b => self.in_escape = true,
                b'a'..=b'z' | b'A'..=b'Z' if self.in_escape => self.in_escape = false,
                _ if self.in_escape || byte & 0xc0 == 0x80 => {}
                _ => {
                    if self.cells == self.width {
                        (self.rows, self.cells) = (self.rows + 1, 0);
                    }
                    self.cells += 1;
                }
            }
        }
    }

    /// Whether all of it can be seen at once, above the prompt of the shell.
    fn fits(&self) -> bool {
        self.rows + usize::from(self.cells > 0) < self.height
    }
}

/// Whether standard output is a terminal that this program may use, and that is able to show a
/// pager.
#[cfg(unix)]
fn can_page() -> bool {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    // In the background, a pager would only be stopped.
    able && io::stdout().is_terminal()
        && rustix::termios::tcgetpgrp(io::stdout()).ok() == Some(rustix::process::getpgrp())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn output_fits_until_it_reaches_the_last_row() {
        for (text, fits) in [
            ("", true),
            ("a\nb\nc\n", true),
            ("a\nb\nc\nd", false),
            ("a\nb\nc\nd\n", false),
            ("0123456789\n0123456789\n0123456789\n", true),
            ("01234567890\n0123456789\n0123456789\n", false),
            ("\x1b[1;36m0123456789\x1b[0m\nb\nc\n", true),
            ("éééééééééé\nb\nc\n", true),
        ] {
            let mut held = HeldOutput::new("less", (10, 4));
            held.add(text.as_bytes());
            assert_eq!(held.fits(), fits, "{text:?}");
        }
        assert!(HeldOutput::new("less", (0, 0)).fits());
    }
}
