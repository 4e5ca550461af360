use std::collections::BTreeSet;

use super::*;
use proptest::prelude::*;

/// A page of rows, each given by its number of lines and that of blank lines after it. Every third
/// is a link, and every fourth has two links on words.
fn draft(rows: &[(usize, usize)]) -> PageDraft {
    let mut draft = PageDraft::default();
    for (at, (lines, blank)) in rows.iter().enumerate() {
        if at % 3 == 0 {
            draft.link(PageLink::Fold(at));
        } else {
            draft.doc.begin_item();
        }
        for line in 0..*lines {
            let mut row = vec![TonedText::new(format!("row {at}.{line} "), TextTone::Text)];
            if at % 4 == 0 && line == 0 {
                row.extend(draft.linked("one", TextTone::Text, PageLink::Path(at)));
                row.extend(draft.linked("two", TextTone::Text, PageLink::Path(at + 1)));
            }
            draft.doc.row(row);
        }
        for _ in 0..*blank {
            draft.doc.row(TextRow::new());
        }
    }
    draft
}

fn shown(rows: &[(usize, usize)]) -> LinkedPage {
    let mut page = LinkedPage::default();
    page.show(draft(rows));
    page
}

/// Whether the row under the cursor is in a window of `height` lines: all of it if it fits.
fn is_seen(page: &LinkedPage, height: usize) -> bool {
    let (lines, height) = (page.selected_lines(), height.max(1));
    let window = page.scroll.top..page.scroll.top + height;
    if lines.len() <= height {
        window.start <= lines.start && lines.end <= window.end
    } else {
        lines.start < window.end && lines.end > window.start
    }
}

#[test]
fn every_line_can_be_read_and_every_row_reached() {
    let tall = [(1, 0), (30, 2), (1, 1), (3, 0), (1, 0), (50, 1), (2, 0)];
    for rows in [&tall[..], &[(90, 0)], &[(1, 0); 60], &[(1, 3), (1, 0)]] {
        let len = draft(rows).doc.rows.len();
        for height in [1, 5, 80] {
            let mut page = shown(rows);
            let (mut seen, mut reached) = (BTreeSet::new(), BTreeSet::new());
            for _ in 0..200 {
                seen.extend(page.scroll.top..(page.scroll.top + height).min(len));
                reached.insert(page.item());
                page.step(1, height);
                assert!(is_seen(&page, height), "{rows:?} {height}");
            }
            let doc = draft(rows).doc;
            let mut lines = (0..rows.len()).flat_map(|item| doc.item_lines(item));
            assert!(lines.all(|line| seen.contains(&line)), "{rows:?} {height}");
            assert_eq!(reached.len(), rows.len(), "{rows:?} {height}");
            for _ in 0..200 {
                page.step(-1, height);
                assert!(is_seen(&page, height), "{rows:?} {height}");
            }
            assert_eq!((page.scroll.top, page.item()), (0, 0));
            // By pages, both ends are reached too.
            for (delta, item) in [(4, rows.len() - 1), (-4, 0)] {
                (0..100).for_each(|_| page.step(delta, height));
                assert_eq!(page.item(), item, "{rows:?} {height}");
            }
        }
    }
}

#[test]
fn the_links_of_a_row_are_walked_and_clicked() {
    let mut page = shown(&[(2, 1), (1, 0), (1, 0), (1, 0), (1, 0)]);
    assert_eq!(page.link(), Some(PageLink::Fold(0)));
    assert!(page.step_link(true));
    assert_eq!(page.link(), Some(PageLink::Path(0)));
    assert!(page.step_link(true) && !page.step_link(true));
    assert_eq!(page.link(), Some(PageLink::Path(1)));
    // From row to row, and around.
    let mut walked = Vec::new();
    for _ in 0..5 {
        assert!(page.walk_links(true));
        walked.push((page.item(), page.link().unwrap()));
    }
    let expected = [
        (3, PageLink::Fold(3)),
        (4, PageLink::Path(4)),
        (4, PageLink::Path(5)),
        (0, PageLink::Fold(0)),
        (0, PageLink::Path(0)),
    ];
    assert_eq!(walked, expected);
    assert!(page.walk_links(false) && page.link() == Some(PageLink::Fold(0)));
    assert!(page.walk_links(false) && page.link() == Some(PageLink::Path(5)));
    // A click on a name chooses it, one beside it the row.
    assert_eq!(page.click(0, 0), Some(RowClick::Selected));
    assert_eq!(page.click(1, 3), Some(RowClick::Again));
    assert_eq!(page.click(2, 0), None);
    assert_eq!(page.click(0, "row 0.0 ▸one▸t".chars().count()), Some(RowClick::Link));
    assert_eq!(page.link(), Some(PageLink::Path(1)));
    assert_eq!(shown(&[(1, 0)]).click(5, 0), None);
}

#[test]
fn a_place_is_found_again_when_rows_come_and_go() {
    let rows = [(1, 0); 30];
    let mut page = shown(&rows);
    page.step(12, 10);
    assert_eq!(page.item(), 12);
    let top = page.scroll.top;
    // Three rows fewer above it: the same link on the same line of the screen.
    let mut fewer = draft(&rows[..27]);
    for (at, (_, link)) in fewer.links.iter_mut().enumerate() {
        *link = PageLink::Fold(at * 3 + 3);
    }
    page.show_changed(fewer);
    page.clamp_scroll(10);
    assert_eq!((page.item(), page.scroll.top, page.link()), (9, top - 3, Some(PageLink::Fold(12))));
    // A place that history comes back to is taken once there is a text.
    let place = page.place();
    let mut again = LinkedPage::default();
    again.go_to(place);
    again.clamp_scroll(10);
    assert_eq!(again.place(), place);
    again.show(draft(&rows));
    again.clamp_scroll(10);
    assert_eq!(again.item(), 9);
}

#[test]
fn scrolling_goes_on_where_no_row_can_be_read_at_once() {
    let mut page = shown(&[(4, 1), (8, 0), (10, 1), (10, 0)]);
    for top in 1..=26 {
        page.scroll_by(1, 8);
        page.clamp_scroll(8);
        assert_eq!(page.scroll.top, top);
    }
}

proptest! {
    #[test]
    fn the_cursor_is_always_seen(
        rows in prop::collection::vec((0_usize..12, 0_usize..3), 1..20),
        steps in prop::collection::vec((0_u8..8, -30_isize..30), 0..40),
        height in 0_usize..12,
    ) {
        let mut page = shown(&rows);
        let mut height = height;
        let mut has_scrolled = false;
        page.clamp_scroll(height);
        for (what, delta) in steps {
            let before = page.scroll.top;
            match what {
                0 | 1 => page.step(delta.signum(), height),
                2 => page.step(delta, height),
                3 => page.scroll_by(delta, height),
                4 => page.reveal(delta.unsigned_abs()),
                5 => height = delta.unsigned_abs(),
                6 => { page.walk_links(delta > 0); }
                _ => page.show_rewrapped(draft(&rows)),
            }
            page.clamp_scroll(height);
            let lines = page.selected_lines();
            let partly = lines.start < page.scroll.top + height.max(1)
                && lines.end > page.scroll.top;
            // Scrolling alone may leave a part of the row in sight, until the cursor moves.
            has_scrolled |= what == 3;
            prop_assert!(has_scrolled || !page.may_be_partly_seen);
            let seen = if page.may_be_partly_seen { partly } else { is_seen(&page, height) };
            prop_assert!(lines.is_empty() || seen, "{what} {delta} {height}");
            let len = page.doc().rows.len();
            prop_assert!(page.scroll.top <= len.saturating_sub(height.max(1)));
            if what == 3 && len > height.max(1) {
                // Scrolling is not held back by the cursor, unless no row would be seen.
                let last = len.saturating_sub(height.max(1));
                let wanted = before.saturating_add_signed(delta).min(last);
                let window = wanted..wanted + height.max(1);
                let doc = page.doc();
                let items = (0..doc.item_count()).map(|item| doc.item_lines(item));
                let mut rows = items.filter(|lines| !lines.is_empty());
                if rows.any(|lines| lines.start < window.end && lines.end > window.start) {
                    prop_assert_eq!(page.scroll.top, wanted);
                }
            }
        }
    }
}
