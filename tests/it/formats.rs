//! One answer in every format: the same records, the same marks, and text that stays text.

use std::process::Output;

use serde_json::Value;

use crate::program::{self, SMALL};

fn run(pack: Option<&str>, args: &[&str]) -> Output {
    let pack = pack.into_iter().flat_map(|pack| ["--pack", pack]);
    program::run(&args.iter().copied().chain(pack).collect::<Vec<_>>())
}

fn small(args: &[&str], format: &str) -> String {
    let output = run(Some(SMALL), &[args, &["--format", format]].concat());
    assert!(
        output.stderr.is_empty(),
        "{args:?} {format}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Answers that can be written in every format, with the names of their columns.
const ANSWERS: [(&[&str], &str); 27] = [
    (
        &["list"],
        "id,title,family,seniority,aliases,track,focus,span_from,span_to,extends_id,\
         confused_with_ids,related_ids,broader_ids,sources,pack_id,summary",
    ),
    (&["list", "skills"], "id,name,kind,group,roles,aliases,broader_ids,description,note"),
    (&["list", "themes"], "id,title"),
    (
        &["list", "packs"],
        "id,version,roles,families,responsibilities,skills,aliases,comparisons,sources,\
         with_pay,with_years,with_education,with_reporting,with_sources,\
         sourced_responsibilities,origin,title,license,language,as_of,scale,attribution",
    ),
    (
        &["list", "edges"],
        "role_id,role_title,skill_id,skill_name,importance,level,level_rank,note,sources",
    ),
    (
        &["list", "responsibilities"],
        "role_id,role_title,index,theme_id,theme_title,text,emphasis,share,activity,note,\
         inherited_from_id,sources",
    ),
    (&["list", "moves"], "from_id,from_title,to_id,to_title,requires,sources"),
    (&["list", "reporting"], "role_id,role_title,relation,other_id,other_title,sources"),
    (
        &["list", "pay"],
        "role_id,role_title,low,median,mean,high,currency,period,basis,region,population,as_of,\
         proxy_for,source",
    ),
    (&["list", "experience"], "role_id,role_title,years_from,years_to,education,sources"),
    (&["list", "codes"], "kind,item_id,item_name,scheme,code"),
    (&["list", "aliases"], "kind,item_id,item_name,alias"),
    (&["list", "sources"], "id,title,publisher,kind,url,published,accessed,pack_id"),
    (&["list", "comparisons"], "comparison,point,aspect,role_id,role_title,text,sources"),
    (&["list", "levels"], "skill_id,skill_name,level,level_rank,text"),
    (&["show", "baker"], "section,label,text"),
    (&["diff", "baker", "head-baker"], "section,label,status,left,right,note,source"),
    (&["diff", "apprentice", "kitchen-hand"], "section,label,status,left,right,note,source"),
    (&["search", "knead", "--in", "all"], "kind,id,name,matched,text"),
    (&["matrix", "baker", "head-baker"], "section,row,differs,baker,head-baker"),
    (&["gap", "--from", "baker", "--to", "head-baker"], GAP),
    (
        &[
            "gap",
            "--have",
            "kneading=working,french",
            "--to",
            "head-baker",
            "senior-baker",
            "kitchen-hand",
        ],
        GAP,
    ),
    (&["path", "apprentice", "head-baker"], PATH),
    (&["path", "kitchen-hand", "head-baker", "--limit", "1"], PATH),
    (&["path", "apprentice", "baker", "--over", "moves"], PATH),
    (
        &["read", "tests/it/fixtures/ad.txt"],
        "part,id,name,value,importance,level,score,sure,mention,line,words",
    ),
    (&["related", "baker"], "id,title,score,shared_skills,shared_responsibilities"),
];

const GAP: &str = "kind,target,status,id,name,importance,have,asked,effort,essential_met,essential_asked,useful_met,\
                   useful_asked,essential_for,useful_for";
const PATH: &str = "way,step,from,to,what,text,note";

#[test]
fn help_names_the_columns_there_are() {
    for (args, names) in ANSWERS {
        let help = program::out(&program::run(&[args[0], "--help"]));
        let words =
            |text: &str| text.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        // The columns of a matrix end with its roles.
        let names = names.strip_suffix(",baker,head-baker").unwrap_or(names);
        let wanted = words(&names.replace(',', ", "));
        assert!(words(&help).contains(&wanted), "{args:?}: {wanted}\n{help}");
    }
}

#[test]
fn csv_has_the_records_of_the_pipe_under_their_names() {
    for (args, names) in ANSWERS {
        let csv = small(args, "csv");
        assert!(csv.ends_with("\r\n"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let mut records =
            reader.records().map(|r| r.unwrap().iter().map(String::from).collect::<Vec<_>>());
        assert_eq!(records.next().unwrap().join(","), names, "{args:?}");
        let text = small(args, "text");
        assert_eq!(
            records.collect::<Vec<_>>(),
            text.lines().map(|l| l.split('\t').collect()).collect::<Vec<Vec<_>>>()
        );
    }
}

#[test]
fn pages_say_what_they_are_and_fetch_nothing() {
    for (args, _) in ANSWERS {
        let page = small(args, "html");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"), "{args:?}");
        assert!(
            page.contains("<title>")
                && page.contains("A small bakery 1 · CC0-1.0 · as of 2026-01-02")
        );
        for word in ["<script", "<link", "src=", "url(", "@import", "://"] {
            assert!(!page.contains(word), "{args:?}: {word}");
        }
        assert_eq!(page.matches("<table").count(), page.matches("</table>").count());
        let markdown = small(args, "markdown");
        assert!(markdown.starts_with("# "), "{args:?}");
        assert_eq!(markdown, small(args, "md"));
        for (format, text) in [("html", &page), ("markdown", &markdown)] {
            assert!(!text.contains('\x1b'), "{args:?} {format}");
        }
    }
    let empty = run(Some(SMALL), &["search", "qqqqqq", "--format", "html"]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&empty.stdout).contains("No matches"));
}

/// The changed words of every pair of duties are the same in text, CSV, Markdown and HTML as in
/// JSON.
#[test]
fn changed_words_are_marked_alike_in_every_format() {
    for (left, right) in
        [("product-manager", "product-lead"), ("product-owner", "business-analyst")]
    {
        let diff = |format: &str| {
            let output = run(None, &["diff", left, right, "--format", format]);
            assert_eq!(output.status.code(), Some(0));
            String::from_utf8(output.stdout).unwrap()
        };
        let json: Value = serde_json::from_str(&diff("json")).unwrap();
        let (text, csv, markdown, html) =
            (diff("text"), diff("csv"), diff("markdown"), diff("html"));
        let escaped =
            |text: &str| text.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&quot;");
        let mut marks = 0;
        for row in json["responsibilities"].as_array().unwrap() {
            for (side, tag) in [("left", "del"), ("right", "ins")] {
                let Some(spans) = row[side]["spans"].as_array() else { continue };
                let joined: Vec<&Value> =
                    row[side]["joined"].as_array().into_iter().flatten().collect();
                let (alone, all) = (
                    joined.is_empty(),
                    joined.iter().map(|text| text["spans"].as_array().unwrap()),
                );
                for spans in std::iter::once(spans).chain(all) {
                    let said = |open: &str, close: &str| -> String {
                        let span = |span: &Value| {
                            let text = span["text"].as_str().unwrap();
                            if span["changed"] == true {
                                format!("{open}{text}{close}")
                            } else {
                                text.to_string()
                            }
                        };
                        spans.iter().map(span).collect()
                    };
                    marks += said("‹", "›").matches('‹').count();
                    let of_text = said("‹", "›");
                    assert!(text.contains(&if alone { format!("\t{of_text}") } else { of_text }));
                    assert!(csv.contains(&said("‹", "›").replace('"', "\"\"")));
                    let cell = if alone {
                        format!("| {} |", said("**", "**"))
                    } else {
                        format!("• {}", said("**", "**"))
                    };
                    assert!(markdown.contains(&cell), "{cell}");
                    let cell = escaped(&said("\u{1}", "\u{2}"));
                    let cell = cell
                        .replace('\u{1}', &format!("<{tag}>"))
                        .replace('\u{2}', &format!("</{tag}>"));
                    let end = if alone { "td" } else { "li" };
                    assert!(html.contains(&format!(">{cell}</{end}>")), "{cell}");
                }
            }
        }
        assert!(marks > 4, "{left} {right}: nothing is marked");
        assert_eq!(html.matches("<del>").count() + html.matches("<ins>").count(), marks);
    }
}

#[test]
fn a_format_that_makes_no_sense_names_those_that_do() {
    for (args, format, wanted) in [
        (&["check"][..], "csv", "text, json, ndjson, github or sarif, not as csv"),
        (&["schema"], "html", "text, json or markdown, not as html"),
        (&["about"], "csv", "text or json, not as csv"),
        (&["keys"], "csv", "text, json or markdown, not as csv"),
        (
            &["path", "baker", "baker"],
            "svg",
            "text, json, ndjson, csv, markdown, html, mermaid or dot, not as svg",
        ),
        (
            &["diff", "baker", "head-baker"],
            "dot",
            "text, json, ndjson, csv, markdown, html or svg, not as dot",
        ),
        (&["list", "pay"], "mermaid", "text, json, ndjson, csv, markdown or html, not as mermaid"),
        (
            &["show", "kneading"],
            "jsonld",
            "text, json, ndjson, csv, markdown or html, not as jsonld",
        ),
        (&["profile", "path"], "csv", "text or json, not as csv"),
        (&["related", "--all"], "csv", "text, json or ndjson, not as csv"),
        (&["diff", "--pairs", "-"], "html", "text, json or ndjson, not as html"),
        (&["search", "--queries", "-"], "markdown", "text, json or ndjson, not as markdown"),
    ] {
        let output = run(Some(SMALL), &[args, &["--format", format]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(wanted), "{args:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

/// People read the name of a family, and programs what the pack says, which `--family` takes in
/// either spelling.
#[test]
fn a_family_has_one_name_for_people() {
    let pack = include_str!("fixtures/small.toml")
        .replace("family = \"bakery\"", "family = \"ux research\"");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("named.toml");
    std::fs::write(&path, pack).unwrap();
    let path = path.to_str().unwrap();
    for args in [
        &["list"][..],
        &["list", "--family", "UX research"],
        &["list", "--family", "ux research", "--sort", "title"],
        &["show", "baker"],
        &["diff", "baker", "head-baker"],
    ] {
        let written = |format: &str| {
            let output = run(Some(path), &[args, &["--format", format]].concat());
            assert_eq!(output.status.code(), Some(0), "{args:?} {format}");
            String::from_utf8(output.stdout).unwrap()
        };
        let drawn = args[0] == "diff";
        for format in ["markdown", "html", "svg"].into_iter().filter(|it| drawn || *it != "svg") {
            let page = written(format);
            assert!(page.contains("UX research"), "{args:?} {format}: {page}");
            assert!(!page.contains("ux research"), "{args:?} {format}: {page}");
        }
        for format in ["text", "csv", "json", "ndjson"] {
            let record = written(format);
            assert!(record.contains("ux research"), "{args:?} {format}: {record}");
            assert!(!record.contains("UX research"), "{args:?} {format}: {record}");
        }
    }
}

#[test]
fn text_of_a_hostile_pack_stays_text() {
    let nasty = [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://example.org\")",
        "+1+1|x",
        "-2",
        "@SUM(A1)",
        "`a` *b* _c_ | d",
        "[e](http://example.org)",
        "two\nlines",
    ];
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let duties: Vec<String> = nasty.iter().map(|text| quoted(text)).collect();
    let text = include_str!("fixtures/small.toml")
        .replace("\"Shapes loaves by hand.\"", &duties.join(",\n"))
        .replace("name = \"Kneading\"", &format!("name = {}", quoted(nasty[1])))
        .replace("title = \"Baker\"", &format!("title = {}", quoted(nasty[0])));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nasty.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    for args in [
        &["show", "baker"][..],
        &["diff", "baker", "head-baker"],
        &["list", "skills"],
        &["list"],
        &["search", "hyperlink"],
        &["related", "head-baker"],
        &["matrix", "baker", "head-baker"],
        &["gap", "--from", "apprentice", "--to", "baker", "head-baker"],
        &["path", "apprentice", "head-baker"],
    ] {
        let written = |format: &str| {
            let output = run(Some(path), &[args, &["--format", format]].concat());
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            String::from_utf8(output.stdout).unwrap()
        };
        let html = written("html");
        assert!(!html.contains("<script") && !html.contains("<a href=\"http"), "{args:?}");
        let markdown = written("markdown");
        for raw in [" <script", " `a", " *b", " _c", "[e]", " | d |", "http://"] {
            assert!(!markdown.contains(raw), "{args:?}: {raw}: {markdown}");
        }
        let csv = written("csv");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        for field in
            reader.records().flat_map(|r| r.unwrap().iter().map(String::from).collect::<Vec<_>>())
        {
            let formula = field.starts_with(['=', '+', '-', '@']) && field.parse::<f64>().is_err();
            assert!(!formula, "{args:?}: {field}");
        }
    }
    // What is not for spreadsheets says what the pack says.
    let text = String::from_utf8(run(Some(path), &["show", "baker"]).stdout).unwrap();
    assert!(
        text.contains("\t=HYPERLINK(\"http://example.org\")\n") && text.contains("\ttwo lines\n"),
        "{text}"
    );
}
