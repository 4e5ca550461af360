//! Reads job ads that were labelled by hand: needs the shared data, whose place `ROLEDEX_DATA` names.

use std::path::{Path, PathBuf};

use roledex::reading::formats::lay_out;
use roledex::reading::sections::{LineLabel, find_sections};
use serde_json::Value;

/// Counts of lines: found, found wrongly, missed.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    found: f64,
    wrong: f64,
    missed: f64,
}

impl Counts {
    fn add(&mut self, is_gold: bool, is_found: bool) {
        match (is_gold, is_found) {
            (true, true) => self.found += 1.0,
            (false, true) => self.wrong += 1.0,
            (true, false) => self.missed += 1.0,
            (false, false) => {}
        }
    }

    fn f1(self) -> f64 {
        let all = 2.0 * self.found + self.wrong + self.missed;
        if all > 0.0 { 2.0 * self.found / all } else { 1.0 }
    }
}

/// Figures of one ad.
#[derive(Debug)]
struct AdFigures {
    duties: f64,
    requirements: f64,
    lines: f64,
    /// Lines on the employer or benefits that were taken for duties.
    false_duties: f64,
}

/// Returns the figures of the ad at `path`, whose gold file is beside it.
fn read_ad(path: &Path) -> AdFigures {
    let gold: Value =
        serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap())
            .unwrap();
    let gold: Vec<char> = gold["labels"].as_str().unwrap().chars().collect();
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = lay_out(name, &std::fs::read(path).unwrap()).unwrap();
    let found = find_sections(&text);
    assert_eq!(found.labels.len(), text.lines.len());
    let mut labels = vec![None; gold.len() + 1];
    for (line, label) in text.lines.iter().zip(&found.labels) {
        labels[line.number] = Some(*label);
    }
    let (mut duties, mut requirements) = (Counts::default(), Counts::default());
    let mut figures = AdFigures { duties: 0.0, requirements: 0.0, lines: 0.0, false_duties: 0.0 };
    for (gold, label) in gold.into_iter().zip(labels.into_iter().skip(1)) {
        if gold == '.' {
            continue;
        }
        figures.lines += 1.0;
        let is_duty = label == Some(LineLabel::Responsibility);
        if is_duty && matches!(gold, 'B' | 'F') {
            figures.false_duties += 1.0;
        }
        // Prose on the role is right or wrong neither way.
        if gold != 'S' {
            duties.add(gold == 'R', is_duty);
            let is_asked = label.is_some_and(LineLabel::is_requirement);
            requirements.add(matches!(gold, 'M' | 'N'), is_asked);
        }
    }
    AdFigures { duties: duties.f1(), requirements: requirements.f1(), ..figures }
}

#[test]
#[ignore = "needs ROLEDEX_DATA"]
fn shared_data_sections_of_ads_are_found() {
    let folder =
        std::env::var("ROLEDEX_DATA").expect("ROLEDEX_DATA names the folder of the data sets");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(Path::new(&folder).join("ads"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "json"))
        .filter(|path| path.with_extension("json").is_file())
        .collect();
    paths.sort();
    assert!(paths.len() >= 10, "{}", paths.len());
    let figures: Vec<AdFigures> = paths.iter().map(|path| read_ad(path)).collect();
    let mean = |figure: fn(&AdFigures) -> f64| {
        figures.iter().map(figure).sum::<f64>() / figures.len() as f64
    };
    let shown: Vec<_> = paths.iter().map(|path| path.file_stem().unwrap()).zip(&figures).collect();
    println!(
        "duties {:.4}, requirements {:.4}, false duties {:.4}",
        mean(|ad| ad.duties),
        mean(|ad| ad.requirements),
        mean(|ad| ad.false_duties / ad.lines)
    );
    assert!(mean(|ad| ad.duties) >= 0.97, "{shown:#?}");
    assert!(mean(|ad| ad.requirements) >= 0.95, "{shown:#?}");
    assert!(mean(|ad| ad.false_duties / ad.lines) <= 0.01, "{shown:#?}");
}
