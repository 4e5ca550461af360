//! Gap, Path, Matrix and Skills of the explorer: what they say about a person and about roles.

use std::fmt::Write as _;

use roledex::model::Catalog;
use roledex::tui::state::Focus;

use crate::script::Script;

/// A pack with a clerk, and a nurse who needs three skills, a field of knowledge, 20 programs and
/// 30 instruments; the pay of the nurse is that of another occupation.
fn ward() -> Catalog {
    let mut text = String::from(
        "[pack]\nformat = 1\nid = \"ward\"\ntitle = \"A ward\"\nversion = \"1\"\nlicense = \"CC0-1.0\"\nas-of = 2026-01-02\n\
         [[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"S\"\nkind = \"statistics\"\naccessed = 2025-12-31\n",
    );
    let mut asked = String::new();
    let mut skill = |id: &str, kind: &str, group: &str| {
        let _ =
            write!(text, "[[skill]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\n{group}");
        let _ = write!(asked, "\"{id}\", ");
    };
    for id in ["listening", "triage", "dosing"] {
        skill(id, "craft", "");
    }
    skill("anatomy", "knowledge", "");
    for at in 0..20 {
        skill(&format!("program-{at}"), "tool", "group = \"Medical software\"\n");
    }
    for at in 0..30 {
        skill(&format!("instrument-{at}"), "tool", "group = \"Carts\"\n");
    }
    let _ = write!(
        text,
        "[[role]]\nid = \"clerk\"\ntitle = \"Clerk\"\nfamily = \"ward\"\nsummary = \"Writes.\"\nskills.essential = [\"listening\"]\n\
         [[role]]\nid = \"nurse\"\ntitle = \"Nurse\"\nfamily = \"ward\"\nsummary = \"Nurses.\"\nskills.essential = [{asked}]\n\
         [[role.pay]]\nmedian = 90000\ncurrency = \"USD\"\nregion = \"US\"\nperiod = \"year\"\nbasis = \"base\"\nproxy-for = \"Midwives\"\nsource = \"s\"\n"
    );
    let loaded = roledex::pack::from_files("ward", &[("ward.toml", &text)]);
    assert_eq!(loaded.catalog.roles().len(), 2, "{:?}", loaded.diagnostics);
    loaded.catalog
}

#[test]
fn a_long_list_of_skills_is_in_classes_and_equipment_is_counted() {
    let script = Script::new(ward(), 120, 40).keys("d \"nurse\" enter c");
    assert_eq!(script.state.focus, Focus::Gap);
    let text = script.text();
    for wanted in ["▾ Skills  2", "▾ Knowledge  1", "▸ Software  20", "▸ Tools  30"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(text.contains("triage") && !text.contains("program-3"), "{text}");
    // Nothing states a level: there is no column of levels.
    assert!(!text.contains("····") && !text.contains("needed  "), "{text}");
    // The heading can be opened.
    let mut script = script;
    while script.state.gap.page.link() != Some(roledex::tui::pane::linked_page::PageLink::Fold(2)) {
        let before = script.state.gap.page.line();
        script.press("j");
        assert_ne!(script.state.gap.page.line(), before, "{}", script.text());
    }
    script.press("enter");
    assert!(script.text().contains("program-3"), "{}", script.text());
    script.press("enter");
    // The pane beside the table names what is folded.
    assert!(script.text().contains("▸ Software  20"), "{}", script.text());
}

#[test]
fn pay_of_another_occupation_is_named_before_its_amount() {
    for (keys, focus) in [("c", Focus::Gap), ("p", Focus::Path), ("7", Focus::Matrix)] {
        let script = Script::new(ward(), 120, 40).keys("d \"nurse\" enter").keys(keys);
        assert_eq!(script.state.focus, focus);
        // In a matrix the text is wrapped in its column.
        let text = script.text().replace('\n', " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        let (occupation, amount) = (text.find("Midwives"), text.find("$90,000"));
        assert!(occupation.is_some() && occupation < amount, "{keys}: {text}");
        assert!(text.contains("not stated"), "{keys}: {text}");
    }
}

#[test]
fn the_only_family_is_not_folded_away_from_a_role_that_is_being_read() {
    let script = Script::new(ward(), 100, 30).keys("j enter Z");
    assert_eq!((script.state.focus, script.notice()), (Focus::Detail, "no other families to fold"));
    assert_eq!(script.keys("q Z").state.roles.rows().len(), 1);
}

#[test]
fn plus_and_minus_change_the_profile_in_the_gap() {
    let script = Script::small(120, 30).keys("c \"head\" enter");
    let skill = script.state.gap.skill().unwrap();
    assert_eq!(script.state.profile.level(skill), None);
    // Without a profile there is nothing to start from, and the notice names the key that works.
    let script = script.keys("f");
    assert!(script.state.notice.as_deref().unwrap().contains('+'));
    let script = script.keys("+");
    assert!(script.state.profile.level(skill).is_some());
    // The profile takes the place of A.
    let (_, goal) = script.state.marks.pair().unwrap();
    let text = script.text();
    assert!(text.contains("From your profile to Head baker"), "{text}");
    assert_eq!(script.state.gap.gaps().iter().map(|gap| gap.target).collect::<Vec<_>>(), [goal]);
    let script = script.keys("f");
    assert!(script.text().contains("  ✓"), "{}", script.text());
    assert_eq!(script.state.gap.skill(), Some(skill), "the cursor stays on the skill");
    let mut script = script;
    while script.state.profile.level(skill).is_some() {
        script.press("-");
    }
    assert!(!script.text().contains("  ✓"), "{}", script.text());
}

#[test]
fn a_gap_explains_the_skill_under_the_cursor_at_any_size() {
    for (width, height, beside) in [(140, 40, true), (80, 24, false), (300, 50, true)] {
        let mut script = Script::builtin(width, height).keys("c \"product_lead\" enter");
        let skill = script.state.gap.skill().unwrap();
        let description = script.state.catalog.skill(skill).description.clone().unwrap_or_default();
        let first = description.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let text = script.text();
        assert!(!beside || text.contains(&first), "{width}: {first}: {text}");
        assert!(
            text.contains("needed ") && text.contains("Also asked") || text.contains("ALSO ASKED")
        );
        // It follows the cursor.
        script.press("j");
        assert_ne!(script.state.gap.skill(), Some(skill));
        assert_ne!(script.text(), text);
        // Below the header, the table and prose of at most 90 cells leave the rest empty.
        let lines = text.lines().skip(5).take(usize::from(height) - 6);
        let longest = lines.map(|line| line.trim_end().chars().count()).max().unwrap();
        assert!(longest <= 200, "{width}: {longest}");
    }
}

#[test]
fn the_ways_are_a_table_that_begins_with_the_direct_one() {
    let script = Script::small(120, 40).keys("p \"head\" enter");
    let (shown, _) = script.state.path.current_path().unwrap();
    let text = script.text();
    assert!(text.contains("\n  0  straight there"), "{text}");
    assert!(text.contains("skill levels") && text.contains("known moves"), "{text}");
    assert!(text.contains(&format!("PATH {shown}")), "{text}");
    // The steps of another way, and the cursor on it.
    let ways = script.state.path.paths().len();
    if ways > 1 {
        let script = script.keys("n");
        let (now, _) = script.state.path.current_path().unwrap();
        assert_eq!(now, (shown + 1) % ways);
        assert!(script.text().contains(&format!("PATH {now}")), "{}", script.text());
    }
}

#[test]
fn skills_of_a_way_are_learnt_once() {
    let script = Script::builtin(120, 40)
        .keys("/ \"customer_support_specialist\" enter p \"product_manager\" enter");
    let catalog = &script.state.catalog;
    let (from, to) = script.state.path.pair.unwrap();
    let paths = script.state.path.paths();
    let gap = roledex::analysis::gap::gap(
        catalog,
        &roledex::analysis::gap::skills_of_role(catalog.role(from)),
        to,
    );
    let direct = &paths[0];
    assert_eq!((direct.effort, direct.skills_to_learn), (gap.effort(), gap.count_open()));
    assert!(paths.len() > 1);
    for path in paths {
        let mut have: std::collections::HashMap<_, _> =
            catalog.role(from).skills.iter().map(|asked| (asked.skill, asked.level)).collect();
        for row in path.hops.iter().flat_map(|hop| &hop.skills) {
            let before = have.get(&row.skill).copied();
            if row.is_open() {
                // What was had or learnt before is not learnt again.
                let asked = row.required.and_then(|asked| asked.level);
                assert!(before.is_none_or(|before| before < asked), "{row:?} {before:?}");
                have.insert(row.skill, asked);
            } else {
                assert!(before.is_some(), "{row:?} is neither learnt nor brought");
            }
        }
        assert!(path.effort >= direct.effort);
    }
}

#[test]
fn a_matrix_begins_with_words() {
    let script = Script::new(ward(), 120, 40).keys("d \"nurse\" enter 7");
    let text = script.text();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(place("Writes.") < place("ASKED FOR BY ONLY ONE"));
    assert!(place("ASKED FOR BY ONLY ONE  53") < place("triage"));
    assert!(!text.contains('≠'), "{text}");
}

#[test]
fn roles_that_ask_for_a_skill_are_in_two_groups() {
    let script = Script::builtin(140, 45).keys("4 \"SQL\" enter");
    let skill = script.state.skills.selected().unwrap();
    let needs = script.state.catalog.needs(skill);
    let essential = needs
        .iter()
        .filter(|need| need.importance == roledex::model::Importance::Essential)
        .count();
    let useful = needs.len() - essential;
    assert!(essential > 0 && useful > 0);
    let text = script.text();
    assert!(text.contains(&format!("ESSENTIAL FOR {essential}")), "{text}");
    // Each role has its own line, and each line its role.
    let pane = &script.state.skills;
    let lines: Vec<usize> =
        (0..needs.len()).map(|at| pane.need_position(&script.state.catalog, at)).collect();
    assert!(lines.is_sorted_by(|a, b| a < b));
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(pane.need_on_line(&script.state.catalog, *line), Some(at));
    }
    assert_eq!(pane.need_on_line(&script.state.catalog, lines[essential] - 1), None);
    let (doc, _) = pane.doc();
    assert!(doc.sections.contains(&(lines[essential] - 1, format!("Useful for {useful}"))));
    // The cursor crosses the heading.
    let mut script = script;
    for _ in 0..essential {
        script.press("j");
    }
    let role = script.state.current_role();
    assert_eq!(role, Some(script.state.catalog.needs(skill)[essential].role));
}
