//! Fits the weights by which responsibilities are paired, and says how well they do.
//!
//! ```text
//! cargo bench --bench align -- PACK GOLD
//! ```
//!
//! `PACK` is a pack; `GOLD` has a line for each pair of responsibilities that belong together, and one for each pair of
//! roles that has none: `ROLE<tab>ROLE[<tab>TEXT<tab>TEXT]`. Pairs of roles are dealt into three parts; for each the
//! weights are fitted on the other two. Told are the log-loss of each part on weights that it did not fit, and the
//! weights of all.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, reason = "a measurement")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use roledex::analysis::diff::Differ;
use roledex::analysis::evidence::{Figures, WEIGHTS, Weights};
use roledex::model::RoleId;

/// Parts of the pairs of roles.
const PARTS: usize = 3;

/// A pair of responsibilities, and whether it belongs together.
type Case = (Figures, bool);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<PathBuf> = std::env::args().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    let [pack, gold] = args.as_slice() else {
        eprintln!("usage: cargo bench --bench align -- PACK GOLD");
        return Ok(());
    };
    let catalog = roledex::pack::load(std::slice::from_ref(pack))?.catalog;
    let codes: HashMap<&str, RoleId> = (catalog.role_ids().zip(catalog.roles()))
        .flat_map(|(id, role)| {
            role.codes.iter().map(|(_, code)| code.as_str()).chain([role.id.as_str()]).map(move |c| (c, id))
        })
        .collect();
    let gold = std::fs::read_to_string(gold)?;
    let mut pairs: BTreeMap<(RoleId, RoleId), HashSet<(&str, &str)>> = BTreeMap::new();
    for line in gold.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let role = |at: usize| cells.get(at).and_then(|name| codes.get(name)).ok_or_else(|| format!("no role: {line}"));
        let belongs = pairs.entry((*role(0)?, *role(1)?)).or_default();
        if let [_, _, left, right] = cells[..] {
            belongs.insert((left, right));
        }
    }
    let differ = Differ::new(&catalog);
    let mut parts: [Vec<Case>; PARTS] = Default::default();
    for (at, ((left, right), belongs)) in pairs.iter().enumerate() {
        let texts = |role: RoleId| catalog.role(role).responsibilities.iter().map(|duty| duty.text.as_str());
        for (l, row) in texts(*left).zip(differ.figures(&catalog, *left, *right)) {
            parts[at % PARTS].extend(texts(*right).zip(row).map(|(r, figures)| (figures, belongs.contains(&(l, r)))));
        }
    }
    let all: Vec<&Case> = parts.iter().flatten().collect();
    println!("{} pairs of roles, {} pairs of responsibilities", pairs.len(), all.len());
    println!("in force   log-loss {:.5}", log_loss(&WEIGHTS, &all));
    for (at, part) in parts.iter().enumerate() {
        let others: Vec<&Case> = parts.iter().enumerate().filter(|(i, _)| *i != at).flat_map(|(_, p)| p).collect();
        println!("part {at}     log-loss {:.5}", log_loss(&fit(&others), &part.iter().collect::<Vec<_>>()));
    }
    println!("{:.3?}", fit(&all));
    Ok(())
}

fn log_loss(weights: &Weights, cases: &[&Case]) -> f64 {
    let loss = |(figures, belongs): &&Case| {
        let odds = weights.log_odds(figures);
        (1.0 + (if *belongs { -odds } else { odds }).exp()).ln()
    };
    cases.iter().map(loss).sum::<f64>() / cases.len() as f64
}

/// Logistic regression by Newton's method.
fn fit(cases: &[&Case]) -> Weights {
    const N: usize = 7;
    let mut w = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -3.0];
    for _ in 0..30 {
        let (mut gradient, mut curvature) = ([0.0; N], [[0.0; N]; N]);
        for (figures, belongs) in cases {
            let mut x = [1.0; N];
            x[..6].copy_from_slice(figures);
            let odds: f64 = x.iter().zip(&w).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            for i in 0..N {
                gradient[i] += x[i] * (f64::from(u8::from(*belongs)) - p);
                for j in 0..N {
                    curvature[i][j] += x[i] * x[j] * p * (1.0 - p);
                }
            }
        }
        let step = solve(curvature, gradient);
        w.iter_mut().zip(step).for_each(|(w, step)| *w += step);
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    let [words, company, rarest, lesser_lead, greater_lead, kinship, base] = w;
    Weights { words, company, rarest, lesser_lead, greater_lead, kinship, base }
}

/// Gauss's elimination.
#[allow(clippy::needless_range_loop, reason = "two rows of one matrix at a time")]
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in i + 1..N {
            let factor = a[j][i] / a[i][i];
            for k in i..N {
                a[j][k] -= factor * a[i][k];
            }
            b[j] -= factor * b[i];
        }
    }
    for i in (0..N).rev() {
        let rest: f64 = (i + 1..N).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - rest) / a[i][i];
    }
    b
}
