use super::wording::starts_with_verb;
use super::*;

fn rules(pack: &str) -> Vec<(&'static str, String)> {
    let head = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n\
                [[theme]]\nid = \"a\"\ntitle = \"A\"\n[[theme]]\nid = \"b\"\ntitle = \"B\"\n";
    let loaded = crate::pack::from_files("p", &[("p.toml", &format!("{head}{pack}"))]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    lint_prose(&loaded.catalog).into_iter().map(|r| (r.rule.word(), r.message)).collect()
}

fn role(id: &str, rest: &str) -> String {
    format!(
        "[[role]]\nid = \"{id}\"\ntitle = \"{} baker\"\nfamily = \"f\"\nsummary = \"Does a thing.\"\n{rest}\n",
        if id == "x" { "Junior" } else { "Senior" }
    )
}

#[test]
fn a_clean_pack_gets_no_remark() {
    let duties =
        "[role.responsibilities]\na = [\"Bakes bread.\", \"Carefully writes the recipes down.\"]";
    assert_eq!(rules(&role("x", duties)), []);
}

#[test]
fn each_rule_finds_its_fault() {
    let long = "Writes ".to_string() + &"very ".repeat(30) + "long reports.";
    for (pack, wanted) in [
        (
            role(
                "x",
                "[role.responsibilities]\na = [\"Bakes the bread of the day.\", \"Bakes bread each day.\", \"Sweeps the floor.\"]",
            ),
            "near-duplicate",
        ),
        (role("x", "[role.responsibilities]\na = [\"Finds synergies.\"]"), "filler"),
        (role("x", "[role.responsibilities]\na = [\"Requirements of customers.\"]"), "no-verb"),
        (role("x", &format!("[role.responsibilities]\na = [\"{long}\"]")), "long-sentence"),
        (
            role(
                "x",
                "level = 1\n[role.responsibilities]\na = [\"Bakes.\"]\nb = [\"Sells.\"]\n[[role.move]]\nto = \"y\"",
            ) + &role("y", "level = 2\n[role.responsibilities]\na = [\"Plans ovens.\"]"),
            "missing-theme",
        ),
        (
            role("x", "[role.responsibilities]\na = [\"Bakes bread.\", \"Sweeps the floor.\"]")
                + &role("y", "[role.responsibilities]\na = [\"Bakes bread.\", \"Orders flour.\"]"),
            "shared-duties",
        ),
        ("[[skill]]\nid = \"s\"\nname = \"S\"\nkind = \"craft\"".to_string(), "unused-skill"),
        (
            "[[skill]]\nid = \"s\"\nname = \"S\"\nkind = \"craft\"\naliases = [\"T\"]\n\
             [[skill]]\nid = \"t\"\nname = \"t\"\nkind = \"craft\"\n"
                .to_string()
                + &role("x", "[role.skills]\nuseful = [\"s: expert\", \"t: expert\"]"),
            "claimed-twice",
        ),
        (
            "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\""
                .to_string(),
            "uncited-source",
        ),
        (
            "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\"\n"
                .to_string()
                + &role(
                    "x",
                    "[[role.pay]]\nmean = 1\ncurrency = \"EUR\"\nperiod = \"year\"\nbasis = \"base\"\nregion = \"FR\"\nsource = \"s\"",
                ),
            "undated-pay",
        ),
    ] {
        let found = rules(&pack);
        assert_eq!(found.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), [wanted], "{found:?}");
    }
}

#[test]
fn verbs_are_known_in_their_forms() {
    for text in [
        "plans x",
        "carefully plans x",
        "watches y",
        "carries z",
        "plan x",
        "does not",
        "analyses x",
    ] {
        assert!(starts_with_verb(text) || text == "does not", "{text}");
    }
    for text in ["requirements of", "the person", "responsible for", "", "quickly"] {
        assert!(!starts_with_verb(text), "{text}");
    }
}

/// Returns the rules of the remarks on `pack`, other than on unused skills and missing verbs.
fn rule_names(pack: &str) -> Vec<&'static str> {
    let found = rules(pack).into_iter().map(|(rule, _)| rule);
    found.filter(|rule| !["unused-skill", "no-verb"].contains(rule)).collect()
}

/// A role of family `f` with this title and rank.
fn ranked(id: &str, title: &str, level: u32, rest: &str) -> String {
    format!(
        "[[role]]\nid = \"{id}\"\ntitle = \"{title}\"\nfamily = \"f\"\ntrack = \"individual\"\n\
         level = {level}\nsummary = \"Does a thing.\"\n{rest}\n"
    )
}

const PEOPLE_SKILLS: &str = "[[skill]]\nid = \"s\"\nname = \"S\"\nkind = \"craft\"\n\
                             [[skill]]\nid = \"p\"\nname = \"P\"\nkind = \"people\"\n";

const SOURCES: &str = "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\"\n\
                       [[source]]\nid = \"onet-30\"\ntitle = \"O\"\npublisher = \"P\"\nkind = \"article\"\n";

/// Checks that `faulty` gets one remark, of `rule`, and `fixed` none.
fn assert_found_and_fixed(rule: &str, faulty: &str, fixed: &str) {
    assert_eq!(rule_names(faulty), [rule], "{faulty}");
    assert_eq!(rule_names(fixed), [""; 0], "{fixed}");
}

fn duty(text: &str) -> String {
    role("x", &format!("[role.responsibilities]\na = ['''{text}''']"))
}

#[test]
fn odd_words_are_found_and_good_english_is_not() {
    for (odd, good) in [
        ("Mends the commonest crash first.", "Mends torn costumes and nets."),
        ("Has what is broken in the service mended.", "Fixes what is broken in the service."),
        ("Answers questions by mail and chat.", "Answers questions by email and chat."),
        ("Replaces forms and mails with a system.", "Prints and mails invoices to suppliers."),
        ("Chooses what data shall improve.", "Chooses what data should improve."),
        ("Brings specialists of the own team along.", "Brings specialists of its own team along."),
        ("Attacks own products with permission.", "Attacks the company's own products."),
        ("Chooses between an own model and others.", "Writes down which teams own the service."),
        ("Runs audits by own people.", "Plans so that leads own the roadmap and its risks."),
        ("Keeps their own house in order.", "Keeps the company in order."),
        ("Tracks the whole portfolio.", "Looks at the portfolio as a whole."),
        ("Is accountable for one system whole.", "Rounds prices to whole numbers."),
        ("Sees to it that wages are paid.", "Makes sure that wages are paid."),
        ("Replaces reports that nobody reads by others.", "Replaces reports with dashboards."),
        ("Replaces manual steps by scripts.", "Replaces manual steps by automating them."),
        ("Files tax returns rightly.", "Files tax returns correctly."),
        ("Files tax returns in time.", "Raises risks in time to act on them."),
        ("Pays suppliers in time and in full.", "Manages stock just in time."),
        ("Answers for the budget.", "Writes answers for the help centre."),
        (
            "Leads designers and answers for their work.",
            "Collects questions and answers for tests.",
        ),
        ("Tells which problems matter.", "Explains to teams what tells the users apart."),
        ("Plays through what happens if sales fall.", "Models what happens if sales fall."),
        ("Designs samples from which one may conclude.", "Decides which one should ship first."),
        ("Shapes plans and is no taker of orders.", "Retires what is no longer used."),
        ("Begins anew each quarter.", "Begins again each quarter."),
        (
            "Builds tools that allows to compare offers.",
            "Builds tools that allow to-scale drawings.",
        ),
        ("Discusses about the roadmap.", "Discusses the roadmap."),
        ("Collects feedbacks from users.", "Advises teams and staffs projects."),
        ("Plans what depends of others.", "Plans what depends on others."),
    ] {
        assert_found_and_fixed("odd-word", &duty(odd), &duty(good));
    }
}

#[test]
fn odd_words_are_found_in_every_text() {
    let used = "[role.skills]\nuseful = [\"s\"]";
    let skill = |rest: &str| {
        format!("[[skill]]\nid = \"s\"\nname = \"Mend\"\nkind = \"craft\"\n{rest}\n")
            + &role("x", used)
    };
    let pair = role("x", "") + &role("y", "");
    let comparison = |rest: &str| {
        format!("{pair}[[comparison]]\nroles = [\"x\", \"y\"]\n[[comparison.point]]\n{rest}\n")
    };
    for pack in [
        role("x", "").replace("Does a thing.", "Mends a thing."),
        role("x", "[role.experience]\neducation = \"What the school shall teach\""),
        role("x", "[role.responsibilities]\na = [{ text = \"Bakes.\", note = \"rightly\" }]"),
        skill("").replace("[\"s\"]", "[{ skill = \"s\", note = \"the own oven\" }]"),
        role("x", "[[role.move]]\nto = \"y\"\nrequires = [\"mending ovens\"]") + &role("y", ""),
        skill("description = \"Mends ovens.\""),
        skill("levels = { working = \"Mends ovens.\" }"),
        skill("note = \"as ovens shall be\""),
        comparison("aspect = \"Whole or not\"\ntexts = { x = \"Yes.\" }"),
        comparison("aspect = \"Ovens\"\ntexts = { x = \"Mends ovens.\" }"),
        comparison(
            "aspect = \"Ovens\"\npositions = [{ text = \"Mends ovens.\", sources = [\"s\"] }]",
        ) + "[[source]]\nid = \"s\"\ntitle = \"S\"\npublisher = \"P\"\nkind = \"article\"\n",
    ] {
        assert_eq!(rule_names(&pack), ["odd-word"], "{pack}");
    }
    // Names keep their words, and other languages have other ones.
    assert_eq!(rule_names(&skill("aliases = [\"mending\"]")), [""; 0]);
    let german = crate::pack::from_files(
        "p",
        &[(
            "p.toml",
            "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nlanguage = \"de\"\n\
                      [[role]]\nid = \"x\"\ntitle = \"X\"\nfamily = \"f\"\nsummary = \"Shall mend.\"\n",
        )],
    );
    assert_eq!(lint_prose(&german.catalog), []);
}

#[test]
fn a_responsibility_makes_one_statement() {
    for (several, one) in [
        ("Bakes bread; sells it.", "Bakes bread and sells it."),
        ("Bakes bread. Sells it.", "Bakes bread, e.g. Baguettes, for U.S. Customers."),
        ("Asks who buys? Sells it.", "Asks who buys (Monday; Tuesday) and why."),
        ("Plans for no. 5. Sells it.", "Plans deliveries with Dr. Oetker, version 2.0 Beta."),
    ] {
        assert_found_and_fixed("several-sentences", &duty(several), &duty(one));
    }
}

#[test]
fn a_pack_keeps_to_one_spelling() {
    for (mixed, kept) in [
        (["It organises.", "It prioritizes."], ["It organizes.", "It prioritizes."]),
        (
            ["Chooses colours.", "Watches behavior."],
            ["Chooses colours.", "It organizes behaviour."],
        ),
        (["Does analysing.", "Has analyzed."], ["Does labour.", "Worked at Labor Center."]),
        (["Does labelling.", "Knows modeling."], ["Does labelling.", "Knows modelling."]),
    ] {
        let [mixed, kept] = [mixed, kept].map(|[summary, education]| {
            role("x", &format!("[role.experience]\neducation = \"{education}\""))
                .replace("Does a thing.", summary)
        });
        assert_found_and_fixed("mixed-spelling", &mixed, &kept);
    }
}

#[test]
fn levels_do_not_fall_up_a_ladder() {
    let needs = |level: &str| format!("[role.skills]\nuseful = [{level}]");
    let ladder = |low: (&str, &str), high: (&str, &str)| {
        format!(
            "{PEOPLE_SKILLS}{}{}",
            ranked("x", low.0, 2, &needs(low.1)),
            ranked("y", high.0, 3, &needs(high.1))
        )
    };
    for (low, high) in [
        ("Software engineer", "Senior software engineer"),
        ("Product manager", "Director of product"),
        ("Product lead", "Chief product officer"),
        ("Junior baker", "Baker"),
    ] {
        assert_found_and_fixed(
            "falling-level",
            &ladder((low, "\"s: expert\""), (high, "\"s: working\"")),
            &ladder((low, "\"s: working\""), (high, "\"s: expert\"")),
        );
    }
    for (low, high) in [
        (
            ("Baker", "\"s: expert\""),
            ("Senior baker", "{ skill = \"s\", level = \"working\", note = \"plans\" }"),
        ),
        (("Baker", "\"s: expert\""), ("Senior butcher", "\"s: working\"")),
        (("Executive assistant", "\"s: expert\""), ("Chief executive officer", "\"s: working\"")),
        (("Baker", "\"s: expert\""), ("Senior baker", "\"s\"")),
        (("Baker", "\"s: expert\""), ("Senior baker", "\"p: working\"")),
    ] {
        assert_eq!(rule_names(&ladder(low, high)), [""; 0], "{low:?} {high:?}");
    }
    // A move joins titles of which one names the trade more widely, if both state a rank.
    let joined = |title: &str| {
        let step = "[[role.move]]\nto = \"y\"\n";
        PEOPLE_SKILLS.to_string()
            + &ranked("x", title, 2, &format!("{step}{}", needs("\"s: expert\"")))
            + &ranked("y", "Staff engineer", 3, &needs("\"s: working\""))
    };
    assert_eq!(rule_names(&joined("Senior software engineer")), ["falling-level"]);
    assert_eq!(rule_names(&joined("Reliability engineer")), [""; 0]);
    assert_found_and_fixed(
        "dropped-skill",
        &ladder(("Baker", "\"p: practitioner\""), ("Senior baker", "\"s: working\"")),
        &ladder(("Baker", "\"p: practitioner\""), ("Senior baker", "\"p: expert\"")),
    );
    assert_eq!(
        rule_names(&ladder(("Baker", "\"p: working\""), ("Senior baker", "\"s\""))),
        [""; 0]
    );
}

#[test]
fn entry_roles_and_moves_keep_to_their_ranks() {
    let first = |level: u32| {
        let skill = "[role.skills]\nuseful = [\"s: expert\"]";
        PEOPLE_SKILLS.to_string()
            + &ranked("x", "Baker", level, skill)
            + &ranked("y", "Cook", 3, "")
    };
    assert_found_and_fixed("entry-expert", &first(1), &first(2));
    let steep = |between: &str| {
        ranked("x", "Baker", 1, "[[role.move]]\nto = \"y\"") + &ranked("y", "Cook", 4, "") + between
    };
    assert_found_and_fixed(
        "steep-move",
        &steep(&(ranked("b", "Butcher", 2, "") + &ranked("c", "Carver", 3, ""))),
        &steep(&ranked("b", "Butcher", 2, "")),
    );
}

#[test]
fn reporting_lines_meet() {
    let line = |own: &str, theirs: &str, level: u32, track: &str| {
        ranked("x", "Baker", 2, own)
            + &ranked("y", "Kitchen head", level, theirs).replace("individual", track)
            + &ranked("z", "Waiter", 2, "[role.reporting]\nreports-to = [\"w\"]")
            + &ranked("w", "Waiting head", 3, "[role.reporting]\nmanages = [\"z\"]")
    };
    let up = "[role.reporting]\nreports-to = [\"y\"]";
    let down = "[role.reporting]\nmanages = [\"x\"]";
    let both = line(up, down, 3, "individual");
    assert_found_and_fixed("one-sided-reporting", &line(up, "", 3, "individual"), &both);
    assert_found_and_fixed("one-sided-reporting", &line("", down, 3, "individual"), &both);
    assert_found_and_fixed("superior-rank", &line(up, down, 2, "individual"), &both);
    assert_found_and_fixed(
        "superior-rank",
        &line(up, down, 1, "management"),
        &line(up, down, 2, "management"),
    );
    // Nothing can be missing where a pack states superiors only.
    assert_eq!(rule_names(&(ranked("x", "Baker", 2, up) + &ranked("y", "Cook", 3, ""))), [""; 0]);
}

#[test]
fn a_name_belongs_to_one_role() {
    let roles = |own: &str, other: &str| {
        format!(
            "[[role]]\nid = \"x\"\ntitle = \"Front-end engineer\"\nfamily = \"f\"\nsummary = \"Does it.\"\n{own}\n\
             [[role]]\nid = \"y\"\ntitle = \"Back-end engineer\"\nfamily = \"f\"\nsummary = \"Does it.\"\n{other}\n"
        )
    };
    let free = roles("aliases = [\"UI engineer\", \"FEE\"]", "hidden = [\"API engineer\"]");
    for (own, other) in [
        ("aliases = [\"Back-end engineer\"]", ""),
        ("hidden = [\"back end engineer\"]", ""),
        ("", "hidden = [\"front-end engineer\"]"),
        ("aliases = [\"Web engineer\"]", "aliases = [\"Web engineer\", \"Front-end engineer\"]"),
        ("hidden = [\"web engineer\"]", "aliases = [\"Web engineer\"]"),
    ] {
        assert_found_and_fixed("claimed-twice", &roles(own, other), &free);
    }
    for (own, other) in [
        ("aliases = [\"TPM\"]", "aliases = [\"TPM\"]"),
        ("aliases = [\"TPM\"]", "hidden = [\"tpm\"]"),
        ("hidden = [\"web engineer\"]", "hidden = [\"web engineer\"]"),
    ] {
        assert_eq!(rule_names(&roles(own, other)), [""; 0], "{own} {other}");
    }
    let many = "aliases = [\"A one\", \"B one\", \"C one\", \"D one\"]";
    let found = rules(&roles(many, many));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("‹C one› (Front-end engineer)") && found[0].1.ends_with("1 more"));
}

#[test]
fn roles_have_sources_and_cite_them() {
    let sourced = "[role.experience]\nyears = [1]\nsources = [\"s\", \"onet-30\"]";
    let pack = |other: &str| format!("{SOURCES}{}{}", role("x", sourced), role("y", other));
    assert_found_and_fixed("unsourced-role", &pack(""), &pack("sources = [\"s\"]"));
    let listed = |code: &str| {
        let experience = "[role.experience]\nyears = [1]\nsources = [\"s\"]";
        pack(&format!("sources = [\"s\", \"onet-30\"]\n{code}\n{experience}"))
    };
    assert_found_and_fixed(
        "uncited-role-source",
        &listed(""),
        &listed("codes = { onet-soc = \"11-1011.00\" }"),
    );
    let education = "[role.experience]\neducation = \"Degree and five years of experience\"";
    assert_found_and_fixed(
        "years-in-education",
        &role("x", education),
        &role("x", &format!("{education}\nyears = [5]")),
    );
}

#[test]
fn one_shared_responsibility_is_not_several() {
    let one = "[role.responsibilities]\na = [\"Bakes bread.\", \"Orders flour.\"]";
    let other = "[role.responsibilities]\na = [\"Bakes bread.\", \"Sweeps the floor.\"]";
    let both = "[role.responsibilities]\na = [\"Bakes bread.\", \"Orders flour.\"]";
    for (second, text) in [
        (other, "1 responsibility is word for word the same as in Junior baker"),
        (both, "2 responsibilities are word for word the same as in Junior baker"),
    ] {
        let found = rules(&(role("x", one) + &role("y", second)));
        assert!(found.contains(&("shared-duties", text.to_string())), "{found:?}");
    }
}
