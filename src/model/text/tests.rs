use super::*;
use proptest::prelude::*;

#[test]
fn simple_characters_take_one_cell_and_join_with_nothing() {
    let simple: Vec<char> = ('\u{0}'..='\u{ffff}').filter(|c| is_simple(&c.to_string())).collect();
    assert!("aé–—’…→≠─│■●○·".chars().all(|c| simple.contains(&c)));
    assert!(
        "\t\u{7f}\u{9b}\u{ad}©厨\u{301}\u{200d}\u{fe0f}▶".chars().all(|c| !simple.contains(&c))
    );
    let text: String = simple.iter().collect();
    let by_cluster: usize = clusters(&text).map(cluster_width).sum();
    assert_eq!((by_cluster, clusters(&text).count()), (simple.len(), simple.len()));
    assert!(simple.iter().all(|c| cluster_width(&c.to_string()) == 1));
}

#[test]
fn no_character_is_made_of_a_million() {
    let (marks, joined) = ("\u{301}".repeat(1_000_000), "👩\u{200d}".repeat(100_000));
    for (text, shown) in [
        (format!("a{marks} b"), format!("a{}‹+999969› b", &marks[..31 * 2])),
        (format!("x {marks}"), format!("x {}‹+999969›", &marks[..31 * 2])),
        (joined.clone(), format!("{}‹+199968›", "👩\u{200d}".repeat(16))),
        ("क\u{94d}".repeat(1000), format!("{}‹+1968›", "क\u{94d}".repeat(16))),
        ("\u{1100}".repeat(1000), format!("{}‹+968›", "\u{1100}".repeat(32))),
        ("\u{903}".repeat(1000), format!("{}‹+968›", "\u{903}".repeat(32))),
        ("日\u{3099}".repeat(100), "日\u{3099}".repeat(100)),
        ("Z\u{351}\u{36b}\u{343}a\u{323}".repeat(50), "Z\u{351}\u{36b}\u{343}a\u{323}".repeat(50)),
        ("วิศวกรซอฟต์แวร์".repeat(20), "วิศวกรซอฟต์แวร์".repeat(20)),
    ] {
        assert_eq!(visible(&text), shown, "{text:.20}");
        assert_eq!(visible_line(&text), shown, "{text:.20}");
        assert!(clusters(&visible(&text)).all(|cluster| cluster.chars().count() <= MAX_JOINED));
        // Text that was made visible once does not change.
        assert_eq!(visible(&shown), shown);
    }
}

proptest! {
    #[test]
    fn what_stands_alone_joins_with_nothing_else_that_does(row in "[é¿ŁΩжẞᾳ–…、あア日한ｱ！ａ ]{0,40}") {
        prop_assert!(row.chars().all(stands_alone));
        prop_assert_eq!(clusters(&row).count(), row.chars().count());
    }
}

#[test]
fn plain_text_is_borrowed() {
    assert!(matches!(visible("Plain text, naïve café."), Cow::Borrowed(_)));
}

/// Splits at the separator, and removes the backslashes.
fn apart(text: &str) -> Vec<String> {
    text.split(LIST_SEPARATOR).map(unescaped).collect()
}

fn unescaped(item: &str) -> String {
    let (mut out, mut chars) = (String::new(), item.chars());
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text_are_shown_as_well() {
    use std::os::unix::ffi::OsStrExt;
    assert_eq!(printable(OsStr::from_bytes(b"a\xff\xc3 b\xe2\x80")), "a‹FF›‹C3› b‹E2›‹80›");
}

#[test]
fn lines_keep_their_columns() {
    assert_eq!(visible_line("a\t b\u{1b}x\r\n"), "a  b␛x");
}

/// Words, and text that terminals and programs measure differently.
pub(crate) fn tricky() -> impl Strategy<Value = String> {
    let tokens = [
        "✏\u{fe0f}",
        "⚠\u{fe0f}",
        "✔\u{fe0f}",
        "❤\u{fe0e}",
        "☎",
        "✏",
        "1\u{fe0f}\u{20e3}",
        "#\u{20e3}",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦",
        "🏳\u{fe0f}\u{200d}🌈",
        "👍🏽",
        "🇩🇪",
        "🇩",
        "🫩",
        "e\u{301}",
        "u\u{308}\u{304}",
        "각",
        "\u{1100}\u{1161}\u{11a8}",
        "ก\u{e33}",
        "ที\u{e48}",
        "क\u{94d}षि",
        "हिन\u{94d}दी",
        "厨房",
        "ｱﾞ",
        "Ａ",
        "ﷺ",
        "سلام",
        "لا",
        "שלום",
        "a\u{200b}b",
        "a\u{ad}b",
        "\u{2060}x",
        "…",
        "—",
        "half-baked",
        "2-in-1",
        "x",
        "word",
        "Unterscheidungsmerkmale",
    ];
    let token = proptest::sample::select(tokens.map(str::to_string).to_vec());
    proptest::collection::vec(
        (token, prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("  ")]),
        0..14,
    )
    .prop_map(|parts| parts.into_iter().flat_map(|(token, gap)| [token, gap.to_string()]).collect())
}

#[test]
fn emoji_take_two_cells_and_accents_none() {
    for (text, wanted) in [
        ("✏\u{fe0f}", 2),
        ("✏\u{fe0f} word", 7),
        ("☎\u{fe0e}", 1),
        ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 2),
        ("👍🏽👍", 4),
        ("🇩🇪", 2),
        ("1\u{fe0f}\u{20e3}", 2),
        ("e\u{301}\u{302}", 1),
        ("\u{1100}\u{1161}\u{11a8}", 2),
        ("厨房", 4),
        ("ｱﾞ", 2),
        ("سلام", 4),
        ("a\u{200b}b\u{fe0f}", 2),
    ] {
        assert_eq!(display_width(text), wanted, "{text:?}");
    }
}

#[test]
fn lines_break_at_blanks_behind_hyphens_and_else_between_clusters() {
    assert_eq!(wrap("", 5), [""]);
    assert_eq!(wrap("  one two  ", 6), ["  one", "two"]);
    assert_eq!(wrap("one\ntwo", 20), ["one", "two"]);
    assert_eq!(wrap("now 84 % at once", 8), ["now 84 %", "at once"]);
    assert_eq!(wrap("now 84 % at once", 7), ["now", "84 % at", "once"]);
    assert_eq!(wrap("a half-baked idea", 8), ["a half-", "baked", "idea"]);
    assert_eq!(wrap("- a -b c-", 3), ["- a", "-b", "c-"]);
    assert_eq!(wrap("✏\u{fe0f} pen", 5), ["✏\u{fe0f}", "pen"]);
    assert_eq!(wrap("✏\u{fe0f} pen", 6), ["✏\u{fe0f} pen"]);
    assert_eq!(wrap("abcdef gh", 4), ["abcd", "ef", "gh"]);
    assert_eq!(wrap("a👍🏽👍🏽b", 3), ["a👍🏽", "👍🏽b"]);
    assert_eq!(wrap("厨房", 1), ["厨", "房"]);
    assert_eq!(wrap("\u{1b}[1mone\u{1b}[0m two", 7), ["\u{1b}[1mone\u{1b}[0m two"]);
    let whole = |text| wrap_ranges(text, 8, LineBreaks::Blanks).len();
    assert_eq!((whole("a 2-in-1"), whole("a half-baked")), (1, 3));
}

proptest! {
    #[test]
    fn no_line_is_wider_than_it_may_be_and_nothing_is_lost(text in tricky(), hyphens in any::<bool>()) {
        let breaks = if hyphens { LineBreaks::Hyphens } else { LineBreaks::Blanks };
        let all: Vec<&str> = clusters(&text).filter(|cluster| *cluster != " ").collect();
        for width in 1..40 {
            let lines: Vec<&str> = wrap_ranges(&text, width, breaks).into_iter().map(|line| &text[line]).collect();
            for line in &lines {
                let alone = clusters(line).filter(|cluster| display_width(cluster) > 0).count() <= 1;
                prop_assert!(display_width(line) <= width || alone, "{line:?} at {width}");
            }
            let kept: Vec<&str> = lines.iter().flat_map(|line| clusters(line)).filter(|cluster| *cluster != " ").collect();
            prop_assert_eq!(&kept, &all, "at {}", width);
        }
    }

    #[test]
    fn what_is_cut_fits_and_says_so(text in tricky(), width in 0usize..40) {
        let short = truncate(&text, width);
        prop_assert!(display_width(&short) <= width);
        prop_assert_eq!(short == text, display_width(&text) <= width);
        prop_assert!(short == text || width == 0 || short.ends_with('…'));
    }

    #[test]
    fn lists_can_be_taken_apart(items in prop::collection::vec("[a|\\\\,; ]{0,6}[a|\\\\,;]", 1..5)) {
        prop_assert_eq!(apart(&join_list(&items)), items);
    }

    #[test]
    fn nothing_visible_steers_a_terminal(text in "\\PC{0,40}|[\\x00-\\x7f\u{202a}-\u{202e}\u{80}-\u{9f}]{0,40}") {
        for shown in [visible(&text).into_owned(), visible_line(&text), printable(&text)] {
            prop_assert!(!shown.chars().any(is_unsafe), "{shown:?}");
        }
        prop_assert!(!printable_lines(&text).chars().any(|c| c != '\n' && is_unsafe(c)));
        prop_assert_eq!(printable_lines(&text).lines().count(), text.split('\n').count() - usize::from(text.is_empty() || text.ends_with('\n')));
        let once = visible(&text).into_owned();
        prop_assert_eq!(visible(&once).into_owned(), once.clone());
    }
}
