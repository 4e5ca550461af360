use proptest::prelude::*;

use super::*;

/// Decodes these reads, including the result after waiting long enough.
fn decoded(reads: &[&[u8]]) -> Vec<TerminalInput> {
    let mut decoder = InputDecoder::new(Duration::from_millis(50));
    for read in reads {
        decoder.feed(read, false);
    }
    while decoder.timeout().is_some() {
        decoder.give_up();
    }
    std::iter::from_fn(|| decoder.take()).collect()
}

#[test]
fn a_pasted_text_without_end_is_bounded_and_what_follows_it_is_read() {
    let mut decoder = InputDecoder::new(Duration::from_millis(50));
    decoder.feed(b"\x1b[200~", false);
    for _ in 0..2_000 {
        decoder.feed(&[b'x'; 1_021], false);
        assert!(decoder.buffer.len() < PASTED.len() && decoder.pasted.len() <= MAX_PASTE_BYTES);
    }
    decoder.feed(b"\x1b[20", false);
    decoder.feed(b"1~q", false);
    let [Some(TerminalInput::Event(Event::Paste(text))), key, None] =
        [(); 3].map(|()| decoder.take())
    else {
        panic!("a paste and a key")
    };
    assert_eq!(text.len(), MAX_PASTE_BYTES);
    assert_eq!(shown(key.as_slice()), "q");
    assert!(decoder.pasted.is_empty() && decoder.buffer.is_empty());
}

/// Formats keys briefly, as their Debug output would bury a failure: `ctrl-a`, `Up`, `"text"`.
fn shown(typed: &[TerminalInput]) -> String {
    typed.iter().map(shown_input).collect::<Vec<_>>().join(" ")
}

fn shown_input(typed: &TerminalInput) -> String {
    match typed {
        TerminalInput::Event(Event::Key(key)) => crate::tui::key::KeyChord::from_event(*key)
            .map_or("-".to_string(), |chord| chord.to_string()),
        TerminalInput::Event(Event::Paste(text)) => format!("{text:?}"),
        TerminalInput::Event(Event::Mouse(mouse)) => {
            format!("{:?}@{},{}", mouse.kind, mouse.column, mouse.row)
        }
        TerminalInput::Event(event) => format!("{event:?}"),
        TerminalInput::EscapeOrAlt(key) => {
            crate::tui::key::KeyChord::from_event(*key).map_or(String::new(), |c| c.to_string())
        }
    }
}

const WHOLE: [(&[u8], &str); 44] = [
    (b"j", "j"),
    (b"\r\t\x7f\x08", "enter tab backspace backspace"),
    (b"\x01\x1a\0\x1f", "ctrl-a ctrl-z ctrl-space ctrl-7"),
    ("ä厨😀".as_bytes(), "ä 厨 😀"),
    (b"\x1b[A\x1b[B\x1bOC\x1bOD", "up down right left"),
    (b"\x1b[1;5C\x1b[1;3D", "ctrl-right alt-left"),
    (b"\x1b[Z\x1b[H\x1b[4~\x1b[5~\x1b[6~", "shift-tab home end pgup pgdn"),
    (b"\x1bOP\x1b[15~\x1b[24~\x1b[[C", "f1 f5 f12 f3"),
    (b"\x1bb\x1b\x7f\x1b\x08", "alt-b alt-backspace alt-backspace"),
    ("\x1bä".as_bytes(), "alt-ä"),
    (b"\x1b\x1b[A", "alt-up"),
    (b"\x1b[3$\x1b[3^", "delete ctrl-delete"),
    (b"\x1b[a", "up"),
    (b"\x1b[27;5;9~\x1b[97;5u\x1b[27u", "ctrl-tab ctrl-a esc"),
    (b"\x1b[97;1:3u", "-"),
    (b"\x1b[<0;5;7M\x1b[<0;5;7m", "Down(Left)@4,6 Up(Left)@4,6"),
    (b"\x1b[<65;1;1M\x1b[<32;9;9M", "ScrollDown@0,0 Drag(Left)@8,8"),
    (b"\x1b[M !!", "Down(Left)@0,0"),
    (b"\x1b[32;5;7M", "Down(Left)@4,6"),
    (b"\x1b[I\x1b[O", "FocusGained FocusLost"),
    (b"\x1b[200~a\nb\x1b[A\xc3\xa4\x1b[201~x", "\"a\\nb\\u{1b}[A\u{e4}\" x"),
    (b"\x1b[201~x", "x"),
    // Answers.
    (b"\x1b[?62;1;4cx", "x"),
    (b"\x1b[>41;354;0cx", "x"),
    (b"\x1b[12;40Rx", "x"),
    (b"\x1b[1;2Rx", "x"),
    (b"\x1b[0nx", "x"),
    (b"\x1b[?1ux", "x"),
    (b"\x1b[?2026;2$yx", "x"),
    (b"\x1b[4;2$yx", "x"),
    (b"\x1b[8;24;80tx", "x"),
    (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07x", "x"),
    (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\x", "x"),
    (b"\x1b]4;1;rgb:ff/00/00\x07\x1b]10;rgb:ff/ff/ff\x1b\\x", "x"),
    (b"\x1bP>|kitty(0.35)\x1b\\x", "x"),
    (b"\x1bP1+r524742=8\x1b\\x", "x"),
    (b"\x1bP1$r0m\x1b\\x", "x"),
    (b"\x1b_Gi=31;OK\x1b\\x", "x"),
    // Interrupted, or unknown.
    (b"\x1b[1;\x1b[Bx", "down x"),
    (b"\x1b]11;rgb\x1b[Bx", "down x"),
    (b"\x1b]11;rgb\x03x", "ctrl-c x"),
    (b"\x1b[1;5\x03x", "ctrl-c x"),
    (b"\xff\xc3x", "x"),
    (b"\x1b[99~\x1b[5Xx", "x"),
];

#[test]
fn what_is_sent_in_one_piece_is_known() {
    for (bytes, wanted) in WHOLE {
        assert_eq!(shown(&decoded(&[bytes])), wanted, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn what_comes_byte_by_byte_is_the_same() {
    for (bytes, wanted) in WHOLE {
        let reads: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(shown(&decoded(&reads)), wanted, "{:?}", String::from_utf8_lossy(bytes));
    }
}

proptest! {
    #[test]
    fn what_is_cut_anywhere_is_the_same(
        parts in proptest::collection::vec(0..WHOLE.len(), 1..6), cuts in proptest::collection::vec(1_usize..9, 0..40),
    ) {
        let bytes: Vec<u8> = parts.iter().flat_map(|part| WHOLE[*part].0).copied().collect();
        let (mut reads, mut rest) = (Vec::new(), &bytes[..]);
        for cut in cuts {
            let (read, after) = rest.split_at(cut.min(rest.len()));
            reads.push(read);
            rest = after;
        }
        reads.push(rest);
        reads.retain(|read| !read.is_empty());
        prop_assert_eq!(shown(&decoded(&reads)), shown(&decoded(&[&bytes[..]])), "{:?}", reads);
    }

    #[test]
    fn no_bytes_break_it_and_keys_come_through_again(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut decoder = InputDecoder::new(Duration::ZERO);
        decoder.feed(&bytes, false);
        // However it was left: ctrl-c by itself, after waiting.
        decoder.give_up();
        decoder.feed(&[3], false);
        decoder.give_up();
        decoder.feed(b"j", false);
        let last = std::iter::from_fn(|| decoder.take()).last();
        prop_assert_eq!(last, Some(TerminalInput::Event(Event::Key(KeyCode::Char('j').into()))));
    }
}

#[test]
fn a_sequence_that_is_too_long_means_nothing_however_it_is_cut() {
    let long =
        |start: &str, last: &str| format!("{start}{}{last}j", "1;".repeat(LONGEST)).into_bytes();
    let digits = format!("\x1b[{}$xj", "1".repeat(LONGEST)).into_bytes();
    for (bytes, wanted) in [
        (long("\x1b[", "A"), "j"),
        (long("\x1b\x1b[", "A"), "j"),
        (long("\x1b[<", "M"), "j"),
        (long("\x1b[", "\x1b[B"), "down j"),
        (long("\x1b[", "\x03"), "ctrl-c j"),
        (digits, "j"),
    ] {
        for size in [1, 7, LONGEST, bytes.len()] {
            let reads: Vec<&[u8]> = bytes.chunks(size).collect();
            assert_eq!(
                shown(&decoded(&reads)),
                wanted,
                "{} in {size}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
    // The rest never arrives: keys work again.
    assert_eq!(shown(&decoded(&[&long("\x1b[", "")[..LONGEST * 2], b"1"])), "");
}

#[test]
fn a_paste_is_the_same_however_its_end_is_cut() {
    let bytes = b"\x1b[200~ab\x1b[201\x1b[201~\x1b[200~c\x1b[201~d";
    for size in 1..bytes.len() {
        let reads: Vec<&[u8]> = bytes.chunks(size).collect();
        assert_eq!(shown(&decoded(&reads)), "\"ab\\u{1b}[201\" \"c\" d", "{size}");
    }
}

#[test]
fn an_escape_by_itself_is_the_key() {
    assert_eq!(shown(&decoded(&[b"\x1b"])), "esc");
    assert_eq!(shown(&decoded(&[b"\x1b\x1b"])), "esc esc");
    assert_eq!(shown(&decoded(&[b"\x1b[", b"j"])), "");
    // Alt is held.
    assert_eq!(shown(&decoded(&[b"\x1b["])), "alt-[");
    assert_eq!(shown(&decoded(&[b"\x1b]"])), "alt-]");
    assert_eq!(shown(&decoded(&[b"\x1bP"])), "alt-P");
    assert_eq!(shown(&decoded(&[b"\x1b]x"])), "alt-] x");
}

#[test]
fn an_escape_and_a_key_in_a_hurry_are_what_is_bound() {
    let decoded = decoded(&[b"\x1b", b"j"]);
    let [typed] = &decoded[..] else { panic!("{decoded:?}") };
    let events =
        |bound: bool| typed.clone().events(|_| bound).into_iter().flatten().collect::<Vec<_>>();
    let alt = Event::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::ALT));
    assert_eq!(events(true), [alt]);
    assert_eq!(
        events(false),
        [Event::Key(KeyCode::Esc.into()), Event::Key(KeyCode::Char('j').into())]
    );
}

#[test]
fn the_rest_of_a_sequence_is_known_after_its_escape_was_taken_for_the_key() {
    for (rest, wanted) in [
        (&b"[A"[..], "esc up"),
        (b"OB", "esc down"),
        (b"[1;5C", "esc ctrl-right"),
        (b"[<0;5;7M", "esc Down(Left)@4,6"),
        (b"[?62;4c", "esc"),
        (b"[12;40R", "esc"),
        (b"]11;rgb:00/00/00\x07", "esc"),
        (b"]11;rgb:00/00/00\x1b\\j", "esc j"),
        (b"P>|kitty\x1b\\", "esc"),
        (b"_Gi=31;OK\x1b\\", "esc"),
        (b"]lxterm\x1b\\", "esc"),
        // Keys.
        (b"_G", "esc _ G"),
        (b"]l", "esc ] l"),
        (b"[", "esc ["),
        (b"O", "esc O"),
        (b"]", "esc ]"),
        (b"[x", "esc [ x"),
        (b"Pay", "esc P a y"),
        (b"j", "esc j"),
    ] {
        let mut decoder = InputDecoder::new(Duration::from_millis(50));
        decoder.feed(b"\x1b", false);
        assert_eq!(decoder.timeout(), Some(Duration::from_millis(50)));
        assert!(decoder.give_up());
        decoder.feed(rest, true);
        let typed: Vec<TerminalInput> = std::iter::from_fn(|| decoder.take()).collect();
        assert_eq!(shown(&typed), wanted, "{:?}", String::from_utf8_lossy(rest));
    }
}

#[test]
fn an_answer_whose_escape_was_taken_for_the_key_may_come_in_parts() {
    for parts in [
        [&b"[?62;1"[..], b";4c"],
        [b"[>41;3", b"54;0c"],
        [b"[<65;5", b";7M"],
        [b"]11;rgb:1e1e/1e", b"1e/2e2e\x07"],
    ] {
        let mut decoder = InputDecoder::new(Duration::from_millis(50));
        decoder.feed(b"\x1b", false);
        assert!(decoder.give_up());
        decoder.feed(parts[0], true);
        decoder.feed(parts[1], false);
        decoder.feed(b"j", false);
        let typed: Vec<TerminalInput> = std::iter::from_fn(|| decoder.take()).collect();
        let wanted = if parts[1] == b";7M" { "esc ScrollDown@4,6 j" } else { "esc j" };
        assert_eq!(shown(&typed), wanted, "{:?}", String::from_utf8_lossy(parts[0]));
    }
}
