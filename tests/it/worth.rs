//! What changed cells are worth: measured by the bench of frames, and held against what is written
//! by a test.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use roledex::tui::backend::TerminalBackend;

/// The bytes of `cells` side by side on one line: signs and looks, and no ways between them.
pub(crate) fn worth(mut cells: Vec<Cell>) -> usize {
    // At the edge of a terminal things are not as elsewhere.
    cells.push(Cell::new("."));
    let width = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    cells.truncate(usize::from(width));
    let mut pen = TerminalBackend::new(std::io::sink());
    // All of them change.
    let mut line = Buffer::filled(Rect::new(0, 0, width, 1), Cell::new("¤"));
    pen.draw(&line, None);
    let before = pen.waiting().len();
    line.content = cells;
    pen.draw(&line, None);
    pen.waiting().len() - before
}
