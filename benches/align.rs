//! Fits the weights by which responsibilities are paired, and says how well they do.
//!
//! ```text
//! cargo bench --bench align -- [--figures FILE] (PACK GOLD | FOLDER)…
//! ```
//!
//! `GOLD` has a line for each pair of responsibilities that belong together, and one for each pair
//! of roles that has none: `ROLE<tab>ROLE[<tab>TEXT<tab>TEXT[<tab>GRADE]]`, roles of `PACK` by id
//! or code. `FOLDER` holds judged pairs of roles in JSON: `ladder`, `left.duties`, `right.duties`,
//! `edges` with the positions on both sides and the grade; each becomes a pack of two roles, as
//! small as somebody's own. Grade 2, which is meant where none is given, is the same work; 1 may
//! share a row.
//!
//! Weights are fitted by logistic regression. Each source counts alike, however many pairs it has,
//! and the last one twice. What is said of a ladder comes from weights that were fitted on all
//! others; pairs of roles of one pack are dealt into four parts, each judged by the other three.
//! The figure for the order of the lists depends on the weights in force: fit again until they stay
//! the same. Last, the log-odds by weights that were fitted on others are stretched to what readers
//! judged, which is every source but the last. `--figures` writes the figures of each pair, for trying other ways of fitting.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, reason = "a measurement")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use roledex::analysis::diff::Differ;
use roledex::analysis::evidence::{
    FEATURE_COUNT, FeatureWeights, PairFeatures, WEIGHTS, calibrated,
};
use roledex::model::{Catalog, RoleId};
use serde_json::Value;

/// Parts of the pairs of roles of one pack.
const PARTS: usize = 4;
/// What a pair counts that may share a row.
const MAY: f64 = 0.4;
/// What all pairs of one source count together, however many they are: neither side pays for the
/// other.
const SOURCE: f64 = 5_000.0;
/// How often the last source counts.
const LAST: f64 = 2.0;
/// What holds the weights back, in units of the spread of each figure.
const HOLD: f64 = 100.0;

/// A pair of responsibilities.
struct Case {
    /// What is judged together: a ladder, or a part of a pack.
    fold: String,
    /// The pair of roles, and the places of the two.
    roles: usize,
    left: usize,
    right: usize,
    figures: PairFeatures,
    grade: u8,
    counts: f64,
    /// Whether it is of the last source.
    last: bool,
}

/// Pairs that belong together, by their places, with the grade.
type Gold = HashMap<(usize, usize), u8>;
/// Pairs of texts, likewise.
type Texts<'a> = HashMap<(&'a str, &'a str), u8>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .map(PathBuf::from)
        .collect::<Vec<_>>()
        .into_iter();
    let mut cases: Vec<Case> = Vec::new();
    let (mut roles, mut written) = (0, None);
    while let Some(first) = args.next() {
        let before = cases.len();
        if first == Path::new("--figures") {
            written = args.next();
        } else if holds_json(&first) {
            judged(&first, &mut roles, &mut cases)?;
        } else if let Some(gold) = args.next() {
            of_pack(&first, &gold, &mut roles, &mut cases)?;
        }
        let all = (cases.len() - before).max(1) as f64;
        let times = if args.len() == 0 { LAST } else { 1.0 };
        for case in cases.iter_mut().skip(before) {
            case.counts *= times * SOURCE / all;
            case.last = args.len() == 0;
        }
    }
    if cases.is_empty() {
        eprintln!("usage: cargo bench --bench align -- [--figures FILE] (PACK GOLD | FOLDER)…");
        return Ok(());
    }
    if let Some(file) = written {
        let mut lines = String::new();
        for case in &cases {
            write!(
                lines,
                "{}\t{}\t{}\t{}\t{}\t{}",
                case.fold, case.roles, case.left, case.right, case.grade, case.counts
            )?;
            for figure in case.figures {
                write!(lines, "\t{figure:.5}")?;
            }
            lines.push('\n');
        }
        std::fs::write(file, lines)?;
    }
    println!("{roles} pairs of roles, {} pairs of responsibilities", cases.len());
    let folds: BTreeSet<&str> = cases.iter().map(|case| case.fold.as_str()).collect();
    // The log-odds of each case by weights fitted on others, in place of its first figure.
    let mut judged: Vec<Case> = Vec::new();
    for fold in folds {
        let (of, others): (Vec<&Case>, Vec<&Case>) =
            cases.iter().partition(|case| case.fold == fold);
        let weights = fit(&others);
        println!(
            "{fold:40} log-loss {:.5}, in force {:.5}",
            log_loss(&weights, &of),
            log_loss(&WEIGHTS, &of)
        );
        for case in of.into_iter().filter(|case| case.grade != 1) {
            let mut figures = [0.0; FEATURE_COUNT];
            figures[0] = weights.log_odds(&case.figures);
            judged.push(Case { figures, fold: case.fold.clone(), ..*case });
        }
    }
    let (last, by_readers): (Vec<&Case>, Vec<&Case>) = judged.iter().partition(|case| case.last);
    let stretched = fit(&by_readers);
    println!("as readers judge: {:.2} × log-odds {:+.2}", stretched.words, stretched.base);
    print_tenths("as readers judge", &by_readers);
    print_tenths("by the last source", &last);
    println!("{:.3?}", fit(&cases.iter().collect::<Vec<_>>()));
    Ok(())
}

/// Prints how many of the cases belong together, by tenths of their calibrated likelihood.
fn print_tenths(title: &str, cases: &[&Case]) {
    println!("of pairs with a likelihood of … so many belong together {title}");
    let mut tenths = [(0_usize, 0_usize); 10];
    for case in cases {
        let likelihood = 1.0 / (1.0 + (-calibrated(case.figures[0])).exp());
        let tenth = &mut tenths[((likelihood * 10.0) as usize).min(9)];
        *tenth = (tenth.0 + 1, tenth.1 + usize::from(case.grade == 2));
    }
    for (tenth, (all, same)) in tenths.iter().enumerate() {
        println!(
            "  {:3}–{:3} %  {:6.1} % of {all}",
            tenth * 10,
            tenth * 10 + 10,
            100.0 * *same as f64 / (*all).max(1) as f64
        );
    }
}

/// Whether this is a folder of judged pairs, and no pack.
fn holds_json(path: &Path) -> bool {
    let mut entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.any(|entry| entry.path().extension().is_some_and(|extension| extension == "json"))
}

/// Reads the pairs of `gold`, roles of `pack`.
fn of_pack(
    pack: &Path,
    gold: &Path,
    roles: &mut usize,
    cases: &mut Vec<Case>,
) -> Result<(), Box<dyn std::error::Error>> {
    let catalog = roledex::pack::load(&[pack.to_path_buf()])?.catalog;
    let codes: HashMap<&str, RoleId> = (catalog.role_ids().zip(catalog.roles()))
        .flat_map(|(id, role)| {
            role.codes
                .iter()
                .map(|(_, code)| code.as_str())
                .chain([role.id.as_str()])
                .map(move |c| (c, id))
        })
        .collect();
    let text = std::fs::read_to_string(gold)?;
    let mut pairs: BTreeMap<(RoleId, RoleId), Texts<'_>> = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let role = |at: usize| {
            cells.get(at).and_then(|name| codes.get(name)).ok_or_else(|| format!("no role: {line}"))
        };
        let belongs = pairs.entry((*role(0)?, *role(1)?)).or_default();
        if let [_, _, left, right, ref grade @ ..] = cells[..] {
            belongs.insert((left, right), grade.first().map_or(Ok(2), |grade| grade.parse())?);
        }
    }
    let differ = Differ::new(&catalog);
    let name = pack.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for (at, ((left, right), belongs)) in pairs.iter().enumerate() {
        let texts = |role: RoleId| {
            catalog.role(role).responsibilities.iter().map(|duty| duty.text.as_str())
        };
        let mut gold = Gold::new();
        for (l, left) in texts(*left).enumerate() {
            for (r, right) in texts(*right).enumerate() {
                gold.extend(belongs.get(&(left, right)).map(|grade| ((l, r), *grade)));
            }
        }
        take(
            &catalog,
            &differ,
            (*left, *right),
            &format!("{name}, part {}", at % PARTS),
            &gold,
            *roles,
            cases,
        );
        *roles += 1;
    }
    Ok(())
}

/// Reads the judged pairs in `folder`.
fn judged(
    folder: &Path,
    roles: &mut usize,
    cases: &mut Vec<Case>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let place = tempfile::tempdir()?;
    for file in files {
        let value: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        let mut pack = "[pack]\nformat = 1\nid = \"pair\"\ntitle = \"Pair\"\nversion = \"1\"\n[[theme]]\nid = \"work\"\ntitle = \"Work\"\n".to_string();
        for side in ["left", "right"] {
            // A string of JSON is one of TOML, but for a letter that no ladder has.
            let duties = value[side]["duties"].to_string();
            writeln!(
                pack,
                "[[role]]\nid = \"{side}\"\ntitle = \"{side}\"\nfamily = \"one\"\nsummary = \"One of two.\"\n[role.responsibilities]\nwork = {duties}"
            )?;
        }
        let path = place.path().join("pair.toml");
        std::fs::write(&path, pack)?;
        let catalog = roledex::pack::load(&[path])?.catalog;
        let gold = value["edges"].as_array().into_iter().flatten().filter_map(|edge| {
            let at = |place: usize| edge[place].as_u64();
            Some(((at(0)? as usize, at(1)? as usize), at(2)? as u8))
        });
        let role = |id| catalog.role_by_id(id).ok_or("a role is missing");
        let fold = value["ladder"].as_str().unwrap_or("unnamed");
        take(
            &catalog,
            &Differ::new(&catalog),
            (role("left")?, role("right")?),
            fold,
            &gold.collect(),
            *roles,
            cases,
        );
        *roles += 1;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "what a case is")]
fn take(
    catalog: &Catalog,
    differ: &Differ,
    pair: (RoleId, RoleId),
    fold: &str,
    gold: &Gold,
    roles: usize,
    cases: &mut Vec<Case>,
) {
    for (left, row) in differ.pair_features(catalog, pair.0, pair.1).into_iter().enumerate() {
        for (right, figures) in row.into_iter().enumerate() {
            let grade = gold.get(&(left, right)).copied().unwrap_or(0);
            let counts = if grade == 1 { MAY } else { 1.0 };
            let fold = fold.to_string();
            cases.push(Case { fold, roles, left, right, figures, grade, counts, last: false });
        }
    }
}

fn log_loss(weights: &FeatureWeights, cases: &[&Case]) -> f64 {
    let loss = |case: &&Case| {
        let odds = weights.log_odds(&case.figures);
        case.counts * (1.0 + (if case.grade > 0 { -odds } else { odds }).exp()).ln()
    };
    cases.iter().map(loss).sum::<f64>() / cases.iter().map(|case| case.counts).sum::<f64>()
}

/// Logistic regression by Newton's method; each figure is held back in units of its spread.
fn fit(cases: &[&Case]) -> FeatureWeights {
    const N: usize = FEATURE_COUNT + 1;
    let all: f64 = cases.iter().map(|case| case.counts).sum();
    let mean = |of: &dyn Fn(&Case) -> f64| {
        cases.iter().map(|case| case.counts * of(case)).sum::<f64>() / all
    };
    let spread: [f64; FEATURE_COUNT] = std::array::from_fn(|at| {
        let middle = mean(&|case| case.figures[at]);
        mean(&|case| (case.figures[at] - middle).powi(2))
    });
    let mut w = [0.0; N];
    w[FEATURE_COUNT] = -3.0;
    for _ in 0..30 {
        let mut gradient = [0.0; N];
        let mut hessian = [[0.0; N]; N];
        for at in 0..FEATURE_COUNT {
            gradient[at] -= HOLD * spread[at] * w[at];
            hessian[at][at] += HOLD * spread[at] + 1e-9;
        }
        for case in cases {
            let x: [f64; N] =
                std::array::from_fn(|at| if at == FEATURE_COUNT { 1.0 } else { case.figures[at] });
            let odds: f64 = w.iter().zip(&x).map(|(w, x)| w * x).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let wanted = if case.grade > 0 { 1.0 } else { 0.0 };
            for i in 0..N {
                gradient[i] += case.counts * (wanted - p) * x[i];
                for j in 0..N {
                    hessian[i][j] += case.counts * p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        for (w, step) in w.iter_mut().zip(solved(hessian, gradient)) {
            *w += step;
        }
    }
    FeatureWeights::new(std::array::from_fn(|at| w[at]), w[FEATURE_COUNT])
}

/// The `x` of `a · x = b`, by elimination.
fn solved<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let best = (pivot..N)
            .max_by(|x, y| a[*x][pivot].abs().total_cmp(&a[*y][pivot].abs()))
            .unwrap_or(pivot);
        a.swap(pivot, best);
        b.swap(pivot, best);
        let of_pivot = a[pivot];
        for row in pivot + 1..N {
            let by = a[row][pivot] / of_pivot[pivot];
            for (cell, from) in a[row].iter_mut().zip(&of_pivot) {
                *cell -= by * from;
            }
            b[row] -= by * b[pivot];
        }
    }
    let mut x = [0.0; N];
    for row in (0..N).rev() {
        let rest: f64 = (row + 1..N).map(|column| a[row][column] * x[column]).sum();
        x[row] = (b[row] - rest) / a[row][row];
    }
    x
}
