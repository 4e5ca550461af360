//! Tests of pages.

use super::super::tests::shown;
use super::*;

fn laid_out(page: &str) -> Vec<String> {
    shown(&lay_out_page(page).unwrap())
}

#[test]
fn a_page_is_laid_out_as_a_browser_shows_it() {
    let page = "<!doctype html>
<html><head><title>Jobs</title><style>p {}</style></head><body>
<nav><a href=/>Home</a> <a href=/jobs>Jobs</a></nav>
<div class='cookie-banner'>We use cookies</div>
<h1>Senior<br>Baker</h1>
<p>Bake <b>bread</b> &amp; ca&shy;kes
every day.</p>
<p><strong>You will:</strong></p>
<ul><li>plan<ul><li>sprints</li></ul></li>
<li><p>build</p></li></ul>
<div>Place: Leeds<br>Hours: 37</div>
<p>&bull; clean<br>&bull; count</p>
<dl><dt>Pay</dt><dd>30,000</dd><dt>Start</dt></dl>
<span class=tag>SQL</span><span class=tag>Go</span>
<form><label>Your name</label><input></form>
<p hidden>not shown</p><p style='display: none'>nor this</p>
<script>var a = 1;</script>
<footer>(c) Us</footer>
</body></html>";
    assert_eq!(
        laid_out(page),
        [
            "5 + H1 Senior Baker",
            "6 + P Bake bread & cakes every day.",
            "8 + H7 You will:",
            "9 + I0 plan",
            "9 I1 sprints",
            "10 I0 build",
            "11 + P Place: Leeds",
            "11 P Hours: 37",
            "12 + I0 clean",
            "12 I0 count",
            "13 + P Pay: 30,000",
            "13 H7 Start",
            "14 + P SQL, Go",
        ]
    );
}

#[test]
fn tables_of_data_become_rows_and_others_do_not() {
    let page = "<table><caption>Levels</caption><thead><tr><th>Level</th><th colspan=2>Scope</th></tr></thead>
<tr><td rowspan=2>1</td><td>a<br>b</td><td><ul><li>c</li><li>d</li></ul></td></tr>
<tr><td>e</td><td></td></tr></table>
<table><tr><td>a</td><td>b</td><td rowspan=3>c</td></tr><tr><td>d</td></tr>
<tr><td colspan=3>e</td></tr></table>
<table><tr><td>Left</td><td><h2>Right</h2></td></tr></table>
<table><tr><td>Alone</td></tr></table>";
    assert_eq!(
        laid_out(page),
        [
            "1 + P Levels",
            "1 + T Level|Scope|Scope",
            "2 R 1|a/b|c/d",
            "3 R 1|e|",
            "4 + T a|b|c",
            "4 R d||c",
            "5 R e|e|e|c",
            "6 + P Left",
            "6 + H2 Right",
            "7 + P Alone",
        ]
    );
}

#[test]
fn cells_reach_to_the_end_of_their_part_of_a_table() {
    let page = "<table><thead><tr><th rowspan=0>Area<th>Level<th rowspan=9>Scope</thead>
<tbody><tr><td rowspan=0>a<td>b<td>c<tr><td>d<td>e<tbody><tr><td>f<td>g<td>h</table>";
    assert_eq!(laid_out(page), ["1 + T Area|Level|Scope", "2 R a|b|c", "2 R a|d|e", "2 R f|g|h"]);
    let rows = "<tr><td>b".repeat(150);
    let last = "<tr><td>c<td>d</table>";
    for rows_of_cell in ["0", "151"] {
        let page = format!("<table><tr><td rowspan={rows_of_cell}>a<td>b{rows}{last}");
        assert_eq!(laid_out(&page)[150], "1 R a|b");
    }
}

#[test]
fn a_page_that_is_hidden_until_its_scripts_ran_is_read() {
    for (start, end) in [
        ("<body style='visibility: hidden'>", ""),
        ("<body style='opacity:0' class=hidden>", ""),
        ("<body style='display:none'>", ""),
        ("<html hidden><body aria-hidden=true>", ""),
        ("<noscript>Turn on scripts.</noscript><div id=app style='display:none'>", "</div>"),
        ("<div hidden><div class=d-none>", "</div></div>"),
    ] {
        let text = "<h1>Baker</h1><p>We bake bread for all of the people in town, and we look \
                    for somebody who likes the smell of it and who counts the money.</p>\
                    <p hidden>secret</p>";
        let text = lay_out_page(&format!("{start}{text}{end}")).unwrap().text();
        assert!(text.contains("Baker\nWe bake bread"), "{start}: {text}");
        assert!(!text.contains("secret"), "{start}: {text}");
    }
}

#[test]
fn parts_of_hidden_elements_are_not_read() {
    let visible = "We bake bread. ".repeat(30);
    let hidden = "Accept our terms of use. ".repeat(300);
    for hidden in [
        format!("<div hidden><main><h1>Terms</h1><p>{hidden}</p></main></div>"),
        format!("<div style='display:none'><article><h1>Terms</h1>{hidden}</article></div>"),
        format!("<template><main>{hidden}</main></template>"),
        format!("<nav><main role=main>{hidden}</main></nav>"),
    ] {
        let nav = hidden.starts_with("<nav>");
        let page = format!("<title>Baker</title><p>{visible}</p>{hidden}");
        let text = lay_out_page(&page).unwrap();
        assert_eq!(text.text().contains("terms"), nav, "{hidden}");
        assert_eq!(text.title.as_deref(), Some("Baker"));
    }
}

#[test]
fn the_title_of_a_picture_is_not_that_of_the_page() {
    for (page, title) in [
        ("<body><svg><title>Logo</title></svg><p>We bake bread.</p>", None),
        ("<title>Baker</title><body><svg><title>Logo</title></svg><p>We bake.</p>", Some("Baker")),
    ] {
        assert_eq!(lay_out_page(page).unwrap().title.as_deref(), title, "{page}");
    }
}

#[test]
fn a_hidden_dialog_larger_than_a_short_page_is_not_read() {
    let terms = "<p>Manage vendors and purposes, and read our policy in full.</p>\
                 <ul><li>Create profiles of users in SQL</li></ul>"
        .repeat(5);
    let titled = "<h1>Barista</h1><p>Make coffee in our cafe.</p>";
    let listed = "<p>Barista</p><ul><li>Make coffee for guests every day</li></ul>";
    let neither = "<p>Barista</p><p>Make coffee in our cafe.</p>";
    let in_header = "<header><h1>Barista</h1></header><p>Make coffee in our cafe.</p>";
    for (visible, start, end) in [
        (titled, "<div style='display:none'>", "</div>"),
        (listed, "<div hidden>", "</div>"),
        (in_header, "<div hidden>", "</div>"),
        (neither, "<div class='modal fade' style='display: none'>", "</div>"),
        (neither, "<div id=cookie hidden>", "</div>"),
        (neither, "<main><div class=cookies hidden>", "</div></main>"),
        (neither, "<div hidden><div role=dialog>", "</div></div>"),
        (neither, "<div class=cookies><div aria-hidden=true>", "</div></div>"),
    ] {
        for page in
            [format!("{visible}{start}{terms}{end}"), format!("{start}{terms}{end}{visible}")]
        {
            let text = lay_out_page(&page).unwrap().text();
            assert!(text.contains("Barista"), "{start}{visible}: {text}");
            assert!(!text.contains("Manage vendors"), "{start}{visible}: {text}");
            // Nor is it when all of the page is hidden until its scripts ran.
            let text = lay_out_page(&format!("<div hidden>{page}</div>")).unwrap().text();
            assert!(!text.contains("Manage vendors"), "hidden {start}{visible}: {text}");
        }
    }
}

#[test]
fn a_hidden_page_below_the_frame_of_its_site_is_read() {
    let page = "<div style='display:none'><h1>Baker</h1><p>We bake bread for all of the people \
                in town, and we look for somebody who likes the smell of it.</p></div>";
    for frame in [
        "<header><h1>Crusty &amp; Sons</h1><ul><li>Tel. 123</li></ul></header>".to_string(),
        "<ul><li><a href=/>Home</a></li></ul>".to_string(),
        format!("<nav>{}</nav>", "<a href=/>All of our jobs</a>".repeat(20)),
        format!("<noscript><p>{}</p></noscript>", "Turn on scripts. ".repeat(20)),
        format!("<div class=cookie-banner>{}</div>", "We use cookies. ".repeat(20)),
    ] {
        let text = lay_out_page(&format!("<body>{frame}{page}")).unwrap().text();
        assert!(text.contains("Baker\nWe bake bread"), "{frame}: {text}");
    }
}

#[test]
fn a_visible_dialog_with_the_page_is_read() {
    let jobs = "<div aria-hidden=true><p>Baker, Leeds</p></div>".repeat(30);
    let page = format!(
        "<div aria-hidden=true>{jobs}</div><div class=modal><p>{}</p></div>",
        "Make coffee for guests. ".repeat(20)
    );
    let text = lay_out_page(&page).unwrap().text();
    assert!(text.contains("Make coffee") && !text.contains("Leeds"), "{text}");
}

#[test]
fn a_posting_comes_before_the_page() {
    let page = r#"<html><body><h1>Baker at Us</h1><p>Cookies, please.</p>
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Us"},
 {"@type": ["JobPosting"], "title": "Baker &amp; cook",
  "description": "&lt;p&gt;We bake.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Plans&lt;/li&gt;&lt;/ul&gt;",
  "responsibilities": ["Plans", "Bakes
bread"],
  "skills": "SQL, Go",
  "experienceRequirements": {"monthsOfExperience": 24},
  "baseSalary": {"currency": "USD", "value": {"minValue": 1000, "maxValue": 2000, "unitText": "MONTH"}},
  "jobLocationType": "TELECOMMUTE", "employmentType": ["FULL_TIME"],
  "hiringOrganization": {"name": "Us"}, "jobBenefits": "Tea",}]}
</script></body></html>"#;
    let text = lay_out_page(page).unwrap();
    assert_eq!(text.title.as_deref(), Some("Baker & cook"));
    assert_eq!(
        shown(&text),
        [
            "1 + H1 Baker & cook",
            "2 + P We bake.",
            "3 + I0 Plans",
            "4 + H2 Responsibilities",
            "5 P Bakes",
            "6 P bread",
            "7 + H2 Skills",
            "8 P SQL, Go",
            "9 + H2 Experience",
            "10 P 2 years of experience",
            "11 + H2 Salary",
            "12 P USD 1,000 - 2,000 per month",
            "13 + H2 Location",
            "14 P Remote",
            "15 + H2 Employment type",
            "16 P Full-time",
            "17 + H2 Company",
            "18 P Us",
            "19 + H2 Benefits",
            "20 P Tea",
        ]
    );
}

#[test]
fn a_posting_that_is_only_a_summary_adds_to_the_page() {
    let long = "Bakes bread for people. ".repeat(60);
    let page = format!(
        r#"<main><h1>Job</h1><p>{long}</p></main><script type="application/ld+json">
        {{"@type": "JobPosting", "title": "Baker", "description": "Bakes", "jobBenefits": "Tea"}}</script>"#
    );
    let text = lay_out_page(&page).unwrap();
    assert_eq!(text.title.as_deref(), Some("Baker"));
    let lines: Vec<&str> = text.lines.iter().map(|line| &*line.text).collect();
    assert_eq!(lines, ["Job", long.trim(), "Benefits", "Tea"]);
}

#[test]
fn the_encoding_is_the_one_the_page_states() {
    let page = b"<html><head><meta charset=\"windows-1251\"></head><p>\xce\xef\xfb\xf2</p>";
    assert!(is_html("-", page));
    assert_eq!(stated_encoding(page), Some(encoding_rs::WINDOWS_1251));
    let text = super::super::lay_out("-", page).unwrap();
    assert_eq!(text.text(), "Опыт");
}

#[test]
fn pages_are_recognised_by_their_start() {
    for (name, bytes, wanted) in [
        ("a.txt", &b"\xef\xbb\xbf <!DOCTYPE html>"[..], true),
        ("-", b"<div>a</div>", true),
        ("a.htm", b"text", true),
        ("a.md", b"<p align=center>a</p>\n# b", false),
        ("-", b"<- not a tag", false),
        ("-", b"plain", false),
    ] {
        assert_eq!(is_html(name, bytes), wanted, "{name}");
    }
}

#[test]
fn deep_and_wide_pages_end() {
    const TAGS: [&str; 12] = [
        "div",
        "ul",
        "b",
        "blockquote",
        "table",
        "table><tr><td",
        "section",
        "form",
        "header class=nav",
        "li",
        "h1",
        "a class=tag",
    ];
    let deep = |tag: &str, depth: usize| {
        let name = tag.split(' ').next().unwrap();
        format!("{}text{}", format!("<{tag}>").repeat(depth), format!("</{name}>").repeat(depth))
    };
    for tag in TAGS {
        assert!(lay_out_page(&deep(tag, 300)).unwrap().text().contains("text"), "{tag}");
        // Some elements close those of their kind.
        match lay_out_page(&deep(tag, 10_000)) {
            Ok(text) => assert_eq!(text.text(), "text", "{tag}"),
            Err(fault) => assert_eq!(fault, ReadingFault::TooDeep, "{tag}"),
        }
    }
    let row = "<tr><td colspan=1000 rowspan=1000>a</td><td>b</td></tr>";
    let wide = format!("<table>{}</table>", row.repeat(5_000));
    assert_eq!(lay_out_page(&wide), Err(ReadingFault::TooMuchText));
    // All in one row, with and without text, and a text that is large.
    for row in [
        "<td colspan=100 rowspan=100>a".repeat(100_000),
        "<td colspan=100 rowspan=100>".repeat(100_000),
        format!("<td colspan=100 rowspan=100>{}<td>b", "word ".repeat(500_000)),
    ] {
        let wide = format!("<table><tr>{row}</table>");
        assert_eq!(lay_out_page(&wide), Err(ReadingFault::TooMuchText));
    }
}
