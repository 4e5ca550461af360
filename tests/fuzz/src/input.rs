//! What a terminal sends, however its bytes are cut into reads.

use std::time::Duration;

use roledex::tui::input::{InputDecoder, TerminalInput};

use super::bytes::Bytes;

/// Reads the bytes behind the first in pieces; that byte says how long they are. The pieces make no
/// difference.
pub fn input(data: &[u8]) {
    let mut data = Bytes(data);
    let how = usize::from(data.byte());
    let whole = decode(data.0.chunks(data.0.len().max(1)), false);
    let split = decode(data.0.chunks(how % 7 + 1), false);
    // Ctrl-C by itself ends a paste.
    if !data.0.contains(&3) {
        assert_eq!(whole, split, "the cut between two reads makes a difference");
    }
    decode(data.0.chunks(how % 7 + 1), true);
    // With a pause, or an escape that comes late, after every read.
    let mut decoder = InputDecoder::new(Duration::from_millis(50));
    for piece in data.0.chunks(how % 7 + 1) {
        let late = decoder.give_up();
        decoder.feed(piece, late);
        while decoder.take().is_some() {}
        decoder.timeout();
    }
}

fn decode<'a>(pieces: impl Iterator<Item = &'a [u8]>, late: bool) -> Vec<TerminalInput> {
    let mut decoder = InputDecoder::new(Duration::from_millis(50));
    pieces.for_each(|piece| decoder.feed(piece, late));
    decoder.give_up();
    let mut typed = Vec::new();
    while let Some(next) = decoder.take() {
        typed.push(next);
    }
    typed
}
