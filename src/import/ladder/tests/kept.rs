//! Parts of ladders that are easily lost, and must be kept or named.

use std::fmt::Write;

use super::{assert_left_out, lines, read_files, read_one};
use crate::import::ladder::ImportedLadder;

/// Reads three pages about bakers, each with `shared` before a sentence of its own.
fn read_pages(shared: &str) -> ImportedLadder {
    let pages = ["junior", "senior", "staff"].map(|level| {
        let name = format!("{level}-baker.html");
        let own = format!("<li>Bakes as {level} bakers do in every town</li>");
        (name, format!("<title>{level} baker</title>{shared}{own}</ul>"))
    });
    let pages = pages.each_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    read_files(&pages, "").unwrap()
}

#[test]
fn front_matter_without_a_text_below_is_read() {
    let ladder = read_one(
        "ladder.md",
        "---\ntitle: Bakers\nlevels:\n  - name: Junior Baker\n    responsibilities:\n      - Weighs the flour by hand.\n  - name: Senior Baker\n    responsibilities:\n      - Plans the work of shops.\n---\n",
    );
    assert_eq!(ladder.tables.roles.len(), 2);
    assert_eq!(lines(&ladder).len(), 2, "{:?}", lines(&ladder));
    let why = read_files(&[("ladder.md", "---\ntitle: Bakers\n---\n")], "").unwrap_err();
    assert!(why.contains("empty"), "{why}");
}

#[test]
fn numbers_are_kept_with_the_name_of_their_row() {
    let ladder = read_one(
        "baker-ladder.csv",
        "Competency,Junior,Mid,Senior\n\
         Testing,Tests some of the bread,Tests most of the bread,Tests all of the bread\n\
         Team size,2-5,6-12,13-20\n\
         Budget,10 000 €,50 000 €,100 000 €\n\
         Time at the oven,80%,60%,40%\n",
    );
    let all = lines(&ladder);
    assert_eq!(all.len(), 12, "{all:#?}");
    for text in ["Team size: 6-12", "Budget: 10 000 €", "Time at the oven: 40%"] {
        assert!(all.iter().any(|line| line.ends_with(text)), "{text}: {all:#?}");
    }
}

#[test]
fn numbers_of_rows_for_each_level_are_kept_with_the_name_of_their_column() {
    let ladder = read_one(
        "baker-ladder.csv",
        "Level,Craft,Shops of the town,Kneading\nJunior Baker,Tests some of the bread of a shop.,2-5 (6),1\nBaker,Tests most of the bread of a shop.,The shops of the whole town,2-3\nSenior Baker,Tests all of the bread of a shop.,The shops of all of the land,4\n",
    );
    let all = lines(&ladder);
    assert!(all.iter().any(|line| line.ends_with("Shops of the town: 2-5 (6)")), "{all:#?}");
    assert!(all.iter().all(|line| !line.contains("2-3")), "{all:#?}");
    assert_left_out(&ladder, "“2-3”: not one level of a skill");
}

#[test]
fn short_cells_keep_the_name_of_their_column_unless_they_say_it() {
    let ladder = read_one(
        "baker-ladder.csv",
        "Level,Craft,R,Go\n\
         Junior Baker,Tests some of the bread of a shop.,Works alone,Good command\n\
         Baker,Tests most of the bread of a shop.,Teaches others,Great command\n\
         Senior Baker,Tests all of the bread of a shop.,Reviews R,Great command\n",
    );
    let all = lines(&ladder);
    for text in ["| R: Works alone", "| R: Teaches others", "| Reviews R", "| Go: Good command"] {
        assert!(all.iter().any(|line| line.ends_with(text)), "{text}: {all:#?}");
    }
}

#[test]
fn numbers_that_are_required_are_kept_with_their_skill() {
    let ladder = read_one(
        "ladder.md",
        "# Bakers\n\n## Junior Baker\n\n- Bakes bread\n\n## Senior Baker\n\n- Plans shops\n\n### Requirements\n\n| Skill | Years |\n|---|---|\n| Ovens | 1-2 |\n| Cakes | 2+ |\n| Bread | some |\n",
    );
    let moves = &ladder.tables.roles[0].moves;
    assert_eq!(moves[0].requires, ["Ovens: 1-2", "Cakes: 2+", "Bread: some"]);
}

#[test]
fn duties_that_pages_share_are_no_navigation() {
    let shared = "<ul><li>Bakes bread</li><li>Sells bread</li>";
    let heading = "<h2>What you do</h2>";
    for shared in [shared.to_string(), format!("{heading}{shared}")] {
        let ladder = read_pages(&shared);
        assert_eq!(lines(&ladder).len(), 9, "{:#?}", lines(&ladder));
    }
}

#[test]
fn one_line_of_navigation_is_counted_as_one() {
    let ladder =
        read_pages("<p>Home</p><h2>What you do</h2><ul><li>Bakes bread</li><li>Sells bread</li>");
    assert_left_out(&ladder, "1 line up to “Home”");
}

#[test]
fn a_grade_beside_a_skill_is_that_of_the_skill() {
    let rows = "Junior Baker,Bread,2\nJunior Baker,Cake,1\nSenior Baker,Bread,3\n";
    for name in ["Grade", "Level", "Rating"] {
        let ladder = read_one("ladder.csv", &format!("Level,Skill,{name}\n{rows}"));
        assert_eq!(
            lines(&ladder),
            ["Junior Baker | Bread = 2", "Junior Baker | Cake = 1", "Senior Baker | Bread = 3"],
            "{name}"
        );
    }
}

#[test]
fn a_map_decides_what_a_description_is() {
    let text = "Level,Skill,Rating,Description\nJunior Baker,Bread,2,Bakes all bread.\nSenior Baker,Bread,3,Plans all bread.\n";
    let map = "[labels]\nDescription = \"responsibility\"\n";
    let ladder = read_files(&[("ladder.csv", text)], map).unwrap();
    let all = lines(&ladder);
    assert!(all.iter().any(|line| line.ends_with("Plans all bread.")), "{all:#?}");
}

#[test]
fn a_column_of_numbers_is_none_of_names() {
    fn level(title: &str, text: &str) -> String {
        format!(
            "## {title}\n\n| # | Responsibility |\n|---|---|\n| 1 | Bakes {text}. |\n| 2 | Sells {text}. |\n\n"
        )
    }
    let ladder = read_one(
        "ladder.md",
        &format!("# Bakers\n\n{}{}", level("Junior Baker", "bread"), level("Senior Baker", "cake")),
    );
    let themes: Vec<&str> = ladder.tables.themes.iter().map(|theme| theme.title.as_str()).collect();
    assert_eq!(themes, ["Responsibility"]);
    assert_eq!(lines(&ladder).len(), 4);
    let table = read_one(
        "ladder.csv",
        "#,Competency,Junior Baker,Senior Baker\n1,Craft,Bakes all bread.,Plans all bread.\n2,People,Asks the others.,Helps the others.\n",
    );
    assert_eq!(lines(&table).len(), 4);
    assert!(lines(&table)[0].starts_with("Junior Baker | Craft | "), "{:#?}", lines(&table));
    assert_left_out(&table, "column A: numbers without words");
}

#[test]
fn losses_are_counted_in_words() {
    let ladder = read_one(
        "ladder.md",
        "# Bakers\n\n## Junior Baker\n\n- Bakes bread\n\n### Requirements\n\n- A year at an oven\n\n## Senior Baker\n\n- Plans shops\n",
    );
    let notes = ladder.reading.notes.join("\n");
    assert!(notes.contains("1 requirement not kept: it belongs to a role without"), "{notes}");
    let mut rows = String::new();
    for at in 0..2_000 {
        writeln!(rows, "- A year at oven {at}").unwrap();
    }
    let ladder = read_one(
        "ladder.md",
        &format!(
            "# Bakers\n\n## Junior Baker\n\n- Bakes bread\n\n### Requirements\n\n{rows}\n## Senior Baker\n\n- Plans shops\n"
        ),
    );
    let notes = ladder.reading.notes.join("\n");
    assert!(notes.contains("2,000 requirements not kept: they belong"), "{notes}");
}
