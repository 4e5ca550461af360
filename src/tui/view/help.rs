//! The help: the keys in columns.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextTone, TonedText, pad, truncate};
use crate::tui::help::{HelpLine, HelpPage, keys_width};

/// Draws `page` into `area`.
pub(super) fn help(page: &HelpPage, area: Rect, canvas: &mut DrawCanvas<'_>) {
    Clear.render(area, canvas.buf);
    canvas.buf.set_style(area, canvas.theme.ground());
    let block = Block::bordered()
        .title(" Keys that work here ")
        .title_bottom(" / find a key · q closes ")
        .border_style(canvas.theme.tone_style(TextTone::Accent));
    let inner = block.inner(area);
    block.render(area, canvas.buf);
    let (columns, top) = page.columns(area.width);
    let mut rows = inner;
    if !page.views.is_empty() && top == 0 {
        let views = format!(" {}", page.views);
        canvas.row(inner, &[TonedText::new(truncate(&views, inner.width.into()), TextTone::Text)]);
    }
    if !page.views.is_empty() {
        let skipped = u16::from(top == 0).min(rows.height);
        rows = Rect { y: rows.y + skipped, height: rows.height - skipped, ..rows };
    }
    // The line of the views is the first that scrolls away.
    let top = top.saturating_sub(usize::from(!page.views.is_empty()));
    let width = inner.width / columns.len().max(1) as u16;
    for (at, lines) in columns.iter().enumerate() {
        let keys = keys_width(lines);
        let visible = lines.iter().skip(top).take(usize::from(rows.height));
        for (y, line) in visible.enumerate() {
            let place = Rect {
                x: rows.x + at as u16 * width,
                y: rows.y + y as u16,
                width: width.saturating_sub(1),
                height: 1,
            };
            canvas.row(place, &line_pieces(line, keys, usize::from(place.width)));
        }
    }
}

/// Returns the text of a line with keys of `keys` cells, `width` cells wide.
fn line_pieces(line: &HelpLine, keys: usize, width: usize) -> Vec<TonedText> {
    match line {
        HelpLine::Blank => Vec::new(),
        HelpLine::Heading(text) => {
            vec![TonedText::new(format!(" {}", text.to_uppercase()), TextTone::Heading)]
        }
        HelpLine::Keys(names, text) => {
            let room = width.saturating_sub(keys + 2);
            vec![
                TonedText::new(format!(" {} ", pad(names, keys)), TextTone::Accent),
                TonedText::new(truncate(text, room), TextTone::Text),
            ]
        }
    }
}
