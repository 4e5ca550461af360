//! What a key costs from the keymap to the bytes of its frame, without the terminal and the threads
//! around it.
//!
//!     cargo bench --bench frame -- [PACK.toml] [WIDTH HEIGHT] [VIEW]
//!
//! For each view: microseconds of update and of drawing (median and 95th percentile over its keys),
//! the bytes that the terminal gets, the cells that change, the bytes of their signs, and the bytes
//! of these with how they look. Without a pack it is the built-in one.

#![allow(missing_docs, clippy::print_stdout, reason = "a measurement")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use roledex::engine::Engine;
use roledex::model::Catalog;
use roledex::tui::backend::TerminalBackend;
use roledex::tui::effect::Effect;
use roledex::tui::key::KeyChord;
use roledex::tui::runner::answer;
use roledex::tui::screen_catalog::ScreenCatalog;
use roledex::tui::state::AppState;
use roledex::tui::update::update;
use roledex::tui::{message_for_key, view};

#[path = "../tests/it/worth.rs"]
mod worth;

/// By view: keys that lead there, and keys that are measured, again and again.
const VIEWS: &[(&str, &str, &str)] = &[
    ("roles", "", "j j j j k k"),
    ("detail", "down enter", "j j j j k k ctrl-d ctrl-u"),
    ("filter", "/", "p r o j backspace backspace backspace backspace"),
    ("skills", "4", "p r o j backspace backspace backspace backspace"),
    ("compare", "down space j j d", "j j k n n N u u"),
    ("gap", "down space j j c", "j j k k u u"),
    ("picker", "down", "d b a k esc"),
    ("matrix", "down space j j space M", "j j k k u u"),
];

struct Explorer {
    state: AppState,
    engine: Arc<Engine>,
}

impl Explorer {
    /// Presses a key; returns the microseconds that searching took.
    fn press(&mut self, key: &str) -> f64 {
        let mut searching = 0.0;
        let Some(msg) = KeyChord::parse(key).and_then(|chord| message_for_key(&self.state, chord))
        else {
            return searching;
        };
        let mut messages = vec![msg];
        while let Some(msg) = messages.pop() {
            for effect in update(&mut self.state, msg) {
                let start = Instant::now();
                // Paths and similar roles come from threads.
                if matches!(effect, Effect::Search(_) | Effect::LoadDiffer) {
                    messages.extend(answer(&self.engine, &effect));
                }
                searching += start.elapsed().as_secs_f64() * 1e6;
            }
        }
        searching
    }
}

fn main() -> std::io::Result<()> {
    let mut args: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let pack = args.first().filter(|arg| arg.parse::<u16>().is_err()).cloned();
    if pack.is_some() {
        args.remove(0);
    }
    let number = |at: usize, usual| args.get(at).and_then(|arg| arg.parse().ok()).unwrap_or(usual);
    let (width, height) = (number(0, 120), number(1, 40));
    let catalog: Catalog = match pack {
        None => roledex::builtin::catalog(),
        Some(path) => {
            roledex::pack::load(&[PathBuf::from(path)]).map_err(|error| error.source)?.catalog
        }
    };
    let engine = Arc::new(Engine::new(Arc::new(catalog)));
    engine.index();
    engine.differ();
    println!(
        "{:<9} {:>16} {:>16} {:>16} {:>7} {:>7} {:>7} {:>7}",
        "view", "update us", "search us", "draw us", "bytes", "cells", "signs", "worth"
    );
    let only = args.get(2);
    for (name, lead, keys) in VIEWS.iter().filter(|view| only.is_none_or(|only| only == view.0)) {
        let state = AppState::new(ScreenCatalog::load(engine.catalog()), (width, height));
        let mut explorer = Explorer { state, engine: Arc::clone(&engine) };
        for key in lead.split_whitespace() {
            explorer.press(key);
        }
        let mut pen = TerminalBackend::new(std::io::sink());
        let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
        let mut draw = |state: &AppState| {
            let start = Instant::now();
            frame.reset();
            let caret = view::view(state, state.theme(), &mut frame);
            pen.begin();
            pen.draw(&frame, caret);
            let took = start.elapsed().as_secs_f64() * 1e6;
            let written = pen.waiting().len();
            pen.send()?;
            Ok::<_, std::io::Error>((frame.clone(), took, written))
        };
        let (mut before, ..) = draw(&explorer.state)?;
        let (mut updates, mut searches, mut draws) = (vec![], vec![], vec![]);
        let (mut bytes, mut cells, mut signs, mut worth, mut count) = (0, 0, 0, 0, 0);
        for key in std::iter::repeat_n(keys.split_whitespace(), 20).flatten() {
            let start = Instant::now();
            let searching = explorer.press(key);
            updates.push(start.elapsed().as_secs_f64() * 1e6 - searching);
            searches.push(searching);
            let (now, took, written) = draw(&explorer.state)?;
            draws.push(took);
            bytes += written;
            let changed: Vec<Cell> =
                before.diff_iter(&now).map(|(_, _, cell)| cell.clone()).collect();
            cells += changed.len();
            signs += changed.iter().map(|cell| cell.symbol().len()).sum::<usize>();
            worth += worth::worth(changed);
            before = now;
            count += 1;
        }
        let figure = |mut all: Vec<f64>| {
            all.sort_by(f64::total_cmp);
            format!("{:.0} ({:.0})", all[all.len() / 2], all[all.len() * 95 / 100])
        };
        println!(
            "{name:<9} {:>16} {:>16} {:>16} {:>7} {:>7} {:>7} {:>7}",
            figure(updates),
            figure(searches),
            figure(draws),
            bytes / count,
            cells / count,
            signs / count,
            worth / count
        );
    }
    Ok(())
}
