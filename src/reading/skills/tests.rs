//! Tests of reading skills from texts.

use super::*;
use crate::model::{Catalog, CatalogTables, Pack, Skill, SkillKind};

mod meanings;

/// Skills as (name, kind, aliases).
const SKILLS: &[(&str, SkillKind, &[&str])] = &[
    ("SQL", SkillKind::Language, &["Structured Query Language"]),
    ("Java", SkillKind::Language, &[]),
    ("JavaScript", SkillKind::Language, &["JS"]),
    ("Python (computer programming)", SkillKind::Language, &[]),
    ("C", SkillKind::Language, &[]),
    ("C++", SkillKind::Language, &[]),
    ("C#", SkillKind::Language, &["C sharp"]),
    ("R", SkillKind::Language, &[]),
    ("D", SkillKind::Language, &[]),
    ("Go", SkillKind::Language, &["Golang"]),
    ("Swift", SkillKind::Language, &[]),
    ("Ruby", SkillKind::Language, &[]),
    ("Rust", SkillKind::Language, &[]),
    ("Dart", SkillKind::Language, &[]),
    ("Scratch", SkillKind::Language, &[]),
    ("Basic", SkillKind::Language, &[]),
    ("React", SkillKind::Tool, &["React.js"]),
    ("Express", SkillKind::Tool, &[]),
    ("Spring", SkillKind::Tool, &["Spring Boot"]),
    ("Microsoft Excel", SkillKind::Tool, &[]),
    ("Microsoft Access", SkillKind::Tool, &["Access"]),
    ("Word", SkillKind::Tool, &[]),
    ("Outlook", SkillKind::Tool, &[]),
    ("Teams", SkillKind::Tool, &[]),
    ("Slack", SkillKind::Tool, &[]),
    ("Notion", SkillKind::Tool, &[]),
    ("Chef", SkillKind::Tool, &[]),
    ("Puppet", SkillKind::Tool, &[]),
    ("Salt", SkillKind::Tool, &[]),
    ("Ember", SkillKind::Tool, &[]),
    ("Node.js", SkillKind::Tool, &[]),
    ("Visual Studio .NET", SkillKind::Tool, &[".NET"]),
    ("REST", SkillKind::Tool, &["REST API"]),
    ("Unity", SkillKind::Tool, &[]),
    ("Spark", SkillKind::Tool, &[]),
    ("Hive", SkillKind::Tool, &[]),
    ("Tform", SkillKind::Tool, &[]),
    ("LESS", SkillKind::Tool, &[]),
    ("Scrum", SkillKind::Knowledge, &[]),
    ("Kubernetes", SkillKind::Tool, &[]),
    ("PostgreSQL", SkillKind::Tool, &[]),
    ("databases", SkillKind::Knowledge, &["database"]),
    ("e-commerce systems", SkillKind::Knowledge, &["e-commerce"]),
    ("manage projects", SkillKind::Craft, &["project management"]),
    ("machine learning", SkillKind::Knowledge, &[]),
    ("bake bread", SkillKind::Craft, &["bread baking"]),
    ("recruit employees", SkillKind::Craft, &["hire staff"]),
];

fn catalog() -> Catalog {
    catalog_of(SKILLS.iter().map(|(name, kind, aliases)| {
        let mut skill = Skill::new(name.to_lowercase().replace(' ', "-"), *name, *kind);
        skill.aliases = aliases.iter().map(|alias| (*alias).to_string()).collect();
        skill
    }))
}

/// Returns a catalog of `skills` alone.
fn catalog_of(skills: impl Iterator<Item = Skill>) -> Catalog {
    Catalog::new(CatalogTables {
        packs: vec![Pack::new("test", "Test", "1")],
        skills: skills.collect(),
        ..CatalogTables::default()
    })
}

/// Returns the names of the skills found in `text` that `keep` keeps.
fn names(text: &str, keep: impl Fn(&ReadSkill) -> bool) -> Vec<String> {
    let catalog = catalog();
    let index = ReadingIndex::new(&catalog);
    let found = SkillReader::new(&index).read(text, 100);
    for skill in &found {
        assert!(text.get(skill.words.clone()).is_some(), "{text}: {skill:?}");
    }
    let mut names: Vec<String> = found
        .iter()
        .filter(|found| keep(found))
        .map(|found| catalog.skill(found.skill).name.clone())
        .collect();
    names.sort();
    names
}

fn named(text: &str) -> Vec<String> {
    names(text, |found| found.sure && found.mention == SkillMention::Named)
}

/// Texts in which a word looks like one of [`SKILLS`] and is not, each with the words that are.
const TRAPS: &[(&str, &[&str])] = &[
    ("You build our platform.", &[]),
    ("Transform the platform", &[]),
    ("We go to market fast.", &[]),
    ("Go to customers and listen.", &[]),
    ("Go-to-market strategy", &[]),
    ("You have a can-do, ready-to-go attitude.", &[]),
    ("Let's go!", &[]),
    ("Works in R&D.", &[]),
    ("You lead R & D for us.", &[]),
    ("Present to C-level executives.", &[]),
    ("Reports to the C-suite", &[]),
    ("Vitamin C deficiency", &[]),
    ("We closed our Series C last year.", &[]),
    ("You excel at writing.", &[]),
    ("Excel in a fast-paced environment", &[]),
    ("An excellent communicator", &[]),
    ("Starts in spring 2026.", &[]),
    ("Spring 2026 internship", &[]),
    ("Next Spring we move.", &[]),
    ("JavaScript", &["JavaScript"]),
    ("Five years of JavaScript.", &["JavaScript"]),
    ("A swift response to customers", &[]),
    ("Swift responses matter.", &[]),
    ("You react to change quickly.", &[]),
    ("React to incidents within minutes", &[]),
    ("Candidates may express interest by mail.", &[]),
    ("Express interest today.", &[]),
    ("You get access to training.", &[]),
    ("Access to company cars", &[]),
    ("Work with the rest of the team.", &[]),
    ("Rest of the week off", &[]),
    ("He plays scrum half.", &[]),
    ("Our outlook is good.", &[]),
    ("Outlook for the year", &[]),
    ("In other words, you care.", &[]),
    ("You lead teams of ten.", &[]),
    ("Teams of five engineers", &[]),
    ("You cut us some slack.", &[]),
    ("We start from scratch.", &[]),
    ("The notion of quality", &[]),
    ("Work as a pastry chef.", &[]),
    ("Chef de partie", &[]),
    ("Removes rust and salt from ruby glass.", &[]),
    ("Unity among colleagues", &[]),
    ("Spark joy in our guests.", &[]),
    ("Basic needs are met.", &[]),
    ("Less is more.", &[]),
    ("You earn no less than others.", &[]),
    ("A net salary of 3,000", &[]),
    ("Grade C or above", &[]),
    ("D. Smith is your manager.", &[]),
    ("Apply at jobs@acme.net today.", &[]),
    ("No experience with SQL needed.", &[]),
    ("No formal training, self-taught in SQL.", &["SQL"]),
    ("We use Java, you need not.", &[]),
    ("SQL is not required.", &[]),
    ("You don't need to know Python.", &[]),
    ("Without any knowledge of Kubernetes you can still apply.", &[]),
    ("You want to learn Python.", &[]),
    ("We are happy to teach you SQL.", &[]),
    ("You go the extra mile.", &[]),
    ("On the go", &[]),
    ("Go above and beyond for our guests.", &[]),
    ("There are no no-go areas.", &[]),
    ("Toys R Us", &[]),
    ("Vitamin D supplements", &[]),
    ("Plan B, plan C and plan D", &[]),
    ("Section C of the form", &[]),
    ("Class C driving licence", &[]),
    ("Hepatitis C nurse", &[]),
    ("Excel in your career", &[]),
    ("How To Do Well In Excel At School", &[]),
    ("Please excel in Access to Work schemes.", &[]),
    ("Our office in Aurora opens in Spring.", &[]),
    ("You work with Teams of nurses.", &[]),
    ("Our shop in Ruby Lane", &[]),
    ("Our shop in Excel Street", &[]),
    ("Our trade fair in Excel London", &[]),
    ("Our stand in Excel Centre", &[]),
    ("Lists in Excel House", &[]),
    ("Lists in Word Format", &[]),
    ("A branch in Swift Current", &[]),
    ("Teams across Europe", &[]),
    ("Slack periods are used for training.", &[]),
    ("Basic salary of 20,000", &[]),
    ("Basic pay and overtime", &[]),
    ("React quickly under pressure", &[]),
    ("Express delivery driver", &[]),
    ("Access control at the gate", &[]),
    ("Word of mouth brings our guests.", &[]),
    ("Unity of command", &[]),
    ("Changes spark plugs", &[]),
    ("Salt Lake City", &[]),
    ("Spring cleaning of the store", &[]),
    ("A hive of activity", &[]),
    ("Puppet theatre", &[]),
    ("Scratch cooking", &[]),
    ("Less than truckload", &[]),
    ("Throws darts, and never a dart too many", &[]),
    ("You do not have to know SQL.", &[]),
    ("Prior SQL experience isn't necessary.", &[]),
    ("SQL not required", &[]),
    ("There is no need for SQL skills.", &[]),
    ("No prior SQL knowledge is expected.", &[]),
    ("We don't use Java.", &[]),
    ("You never have to use Java.", &[]),
    ("Java developers need not apply.", &[]),
    ("Our customers use SQL; you don't have to.", &[]),
    ("Knowledge of SQL is not a prerequisite.", &[]),
    ("Even without SQL you can apply.", &[]),
    ("Whether or not you know SQL, apply.", &[]),
    ("You'd like to learn Rust.", &[]),
    ("We will train you in SQL.", &[]),
    ("Training in SQL is provided.", &[]),
    ("SQL training is provided.", &[]),
    ("You will be taught Python.", &[]),
    ("You can learn SQL here.", &[]),
    ("SQL can be learned on the job.", &[]),
    ("Learn SQL on the job.", &[]),
    ("We teach Python and SQL.", &[]),
];

#[test]
fn an_acronym_in_s_is_no_plural_of_another_word() {
    let skills = [
        ("European train control system", "ETCS"),
        ("web services", "REST API"),
        ("handle geospatial technologies", "use RS"),
    ];
    let catalog = catalog_of(skills.into_iter().map(|(name, alias)| {
        let mut skill = Skill::new(name, name, SkillKind::Knowledge);
        skill.aliases = vec![alias.to_string()];
        skill
    }));
    let index = ReadingIndex::new(&catalog);
    for (text, name) in [
        ("Jira, Confluence etc.", None),
        ("Tools ( Jira etc ) and more", None),
        ("Lines with ETCS", Some("European train control system")),
        ("lines with etcs", Some("European train control system")),
        ("BUILD REST APIS", Some("web services")),
        ("Support business users", None),
    ] {
        let found = SkillReader::new(&index).read(text, 5);
        let named = found.iter().find(|found| found.mention == SkillMention::Named);
        let named = named.map(|found| catalog.skill(found.skill).name.as_str());
        assert_eq!(named, name, "{text}");
    }
}

#[test]
fn false_friends_are_no_skills() {
    let mut wrong = Vec::new();
    for (text, expected) in TRAPS {
        let found = named(text);
        // Nothing is sure for another reason either.
        let sure = names(text, |found| found.sure);
        if found != *expected || !sure.iter().all(|name| expected.contains(&name.as_str())) {
            wrong.push((text, found, sure));
        }
    }
    assert!(TRAPS.len() > 100 && wrong.is_empty(), "{wrong:#?}");
}

/// Texts with the skills that they name.
const NAMES: &[(&str, &[&str])] = &[
    ("Java, JavaScript and SQL", &["Java", "JavaScript", "SQL"]),
    ("r java postgres", &["Java", "PostgreSQL", "R"]),
    ("Experience with Go and Rust.", &["Go", "Rust"]),
    ("You write Go code.", &["Go"]),
    ("Golang developer", &["Go"]),
    ("Proficient in R, Python or SQL", &["Python (computer programming)", "R", "SQL"]),
    ("C, C++ and C#", &["C", "C#", "C++"]),
    ("C programming", &["C"]),
    ("Knowledge of Spring", &["Spring"]),
    ("Spring Boot microservices", &["Spring"]),
    ("React and Node.js", &["Node.js", "React"]),
    ("reactjs, nodejs", &["Node.js", "React"]),
    ("React.js developer", &["React"]),
    ("Advanced Excel", &["Microsoft Excel"]),
    ("Kept the rota in Excel", &["Microsoft Excel"]),
    ("Lists of guests in Excel, and letters", &["Microsoft Excel"]),
    ("Macros in Excel VBA", &["Microsoft Excel"]),
    ("Reports in Excel Online", &["Microsoft Excel"]),
    ("Meetings in Outlook Calendar", &["Outlook"]),
    ("Letters in Word Online", &["Word"]),
    ("Lists in Access VBA", &["Microsoft Access"]),
    ("MS Excel and Microsoft Access", &["Microsoft Access", "Microsoft Excel"]),
    ("Swift developer", &["Swift"]),
    ("You build REST APIs.", &["REST"]),
    ("K8s", &["Kubernetes"]),
    ("You know .NET.", &["Visual Studio .NET"]),
    ("C#, .NET and SQL", &["C#", "SQL", "Visual Studio .NET"]),
    ("Kubernetes1", &["Kubernetes"]),
    ("JavaScript/React", &["JavaScript", "React"]),
    ("ecommerce systems", &["e-commerce systems"]),
    ("e commerce systems", &["e-commerce systems"]),
    ("You manage projects.", &["manage projects"]),
    ("Managing projects", &["manage projects"]),
    ("Machine-learning", &["machine learning"]),
    ("Java not only for the back end", &["Java"]),
    ("Python3 and SQL", &["Python (computer programming)", "SQL"]),
    ("No degree needed, but you know SQL well.", &["SQL"]),
    ("You will teach Python to students.", &["Python (computer programming)"]),
    ("You train new colleagues in SQL.", &["SQL"]),
];

#[test]
fn names_are_found_in_their_forms() {
    for (text, expected) in NAMES {
        assert_eq!(named(text), *expected, "{text}");
    }
}

#[test]
fn negated_and_wished_skills_are_reported_as_such() {
    let mentions = |text: &str, mention: SkillMention| {
        names(text, |found| found.mention == mention && !found.sure)
    };
    for (text, skill) in [
        ("No experience with SQL needed.", "SQL"),
        ("We use Java, you need not.", "Java"),
        ("SQL is not required.", "SQL"),
        ("You don't need to know SQL.", "SQL"),
        ("SQL: no need", "SQL"),
        ("No SQL needed", "SQL"),
        ("You will not be expected to undertake complex SQL tasks.", "SQL"),
        ("You won't be asked to write SQL.", "SQL"),
        ("This role does not involve SQL.", "SQL"),
        ("You are not responsible for SQL.", "SQL"),
        ("SQL is handled by another team.", "SQL"),
        ("SQL work is done by external contractors.", "SQL"),
        ("A separate team handles SQL.", "SQL"),
        ("SQL is out of scope.", "SQL"),
        ("You write Java rather than SQL.", "SQL"),
        ("This is not an SQL role.", "SQL"),
    ] {
        assert!(mentions(text, SkillMention::Negated).contains(&skill.to_string()), "{text}");
    }
    for text in [
        "You want to learn SQL.",
        "We'd love to teach you SQL.",
        "I am keen to learn SQL.",
        "You are willing to learn SQL.",
    ] {
        assert!(mentions(text, SkillMention::Wished).contains(&"SQL".to_string()), "{text}");
    }
    // One sentence does not negate the next, nor does another place what is asked for.
    for text in [
        "No degree required. SQL is a must.",
        "You are not only good at SQL.",
        "SQL, and no degree needed",
        "SQL is not required for juniors.\nSeniors write SQL every day.",
        "No degree needed, SQL is a must.",
        "You know SQL well, but Java is not required.",
        "No SQL needed at first. Later you write SQL.",
        "You will be expected to undertake SQL tasks.",
        "Work with another team that writes SQL.",
        "SQL is used by other teams too.",
    ] {
        assert_eq!(named(text), ["SQL"], "{text}");
    }
    // The field is no wish to learn, and a long line is read sentence by sentence.
    assert!(named("You love machine learning and SQL.").contains(&"SQL".to_string()));
    let long = "We bake good bread for all people here in town. ".repeat(8);
    let text = format!("{long}You truly need no prior experience with SQL at all here.");
    assert!(named(&text).is_empty(), "{text}");
}

#[test]
fn a_sentence_that_resembles_a_skill_implies_it() {
    let catalog = catalog();
    let index = ReadingIndex::new(&catalog);
    let text = "You bake our breads every morning.";
    let found = SkillReader::new(&index).read(text, 3);
    assert_eq!(catalog.skill(found[0].skill).name, "bake bread");
    let text = "Hiring of new staff";
    let found = SkillReader::new(&index).read(text, 3);
    assert_eq!(catalog.skill(found[0].skill).name, "recruit employees");
    assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)));
}

#[test]
fn any_text_can_be_read() {
    let catalog = catalog();
    let index = ReadingIndex::new(&catalog);
    let mut reader = SkillReader::new(&index);
    let long = "Java ".repeat(500);
    for text in ["", " ", "\n\n", "…—•", "软件工程师", "é́ SQL 💥 größe", "'", "+++", "C+++#", &long]
    {
        for found in reader.read(text, 5) {
            assert!(text.get(found.words.clone()).is_some(), "{text}");
        }
    }
    assert!(reader.read("SQL", 0).is_empty());
    let none = Catalog::default();
    let index = ReadingIndex::new(&none);
    assert!(SkillReader::new(&index).read("SQL and Java", 5).is_empty());
}

#[test]
fn an_index_survives_being_written_and_damage_is_noticed() {
    let catalog = catalog();
    let index = ReadingIndex::new(&catalog);
    let mut bytes = Vec::new();
    index.write(&mut bytes).unwrap();
    let read = |bytes: &[u8]| ReadingIndex::read(&catalog, &mut &*bytes, bytes.len() as u64);
    assert!(read(&bytes).unwrap() == index);
    assert!(read(&bytes[..bytes.len() - 1]).is_err());
    let other = Catalog::default();
    assert!(ReadingIndex::read(&other, &mut &*bytes, bytes.len() as u64).is_err());
}

#[test]
fn a_likelihood_is_between_0_and_1_and_names_are_told_at_any() {
    let catalog = crate::builtin::catalog();
    let index = ReadingIndex::new(&catalog);
    let mut reader = SkillReader::new(&index);
    for text in ["go-to-market in Go", "go to market and go", "Go", "go go go", ""] {
        for found in reader.read(text, 10) {
            assert!((0.0..=1.0).contains(&found.score), "{text}: {found:?}");
        }
    }
    for (text, name) in [
        ("Used Tableau to plan rotas", "Tableau"),
        ("Planned rotas in Docker", "Containers"),
        ("Plan budgets in Tableau", "Tableau"),
        ("Worked directly with the team in Tableau", "Tableau"),
    ] {
        let found = reader.read_telling(text, 3);
        let named = found.iter().find(|found| found.sure).map(|found| found.skill);
        let named = named.map(|skill| catalog.skill(skill).name.as_str());
        assert_eq!(named, Some(name), "{text}");
    }
}

/// General skills, as a large classification has them.
const GENERAL: [&str; 22] = [
    "act reliably",
    "adapt to change",
    "approach challenges positively",
    "Collaboration",
    "cope with pressure",
    "demonstrate intercultural competence",
    "demonstrate loyalty",
    "demonstrate trustworthiness",
    "identify with the company's goals",
    "improvise",
    "innovation processes",
    "instruct others",
    "meet deadlines",
    "motivate others",
    "show commitment",
    "show confidence",
    "show determination",
    "think analytically",
    "think creatively",
    "think innovately",
    "work in an organised manner",
    "work independently",
];

/// Returns a catalog of [`GENERAL`] skills.
fn general_catalog() -> Catalog {
    catalog_of(GENERAL.into_iter().map(|name| {
        let mut skill =
            Skill::new(name.to_lowercase().replace([' ', '\''], "-"), name, SkillKind::Craft);
        skill.note = Some("transversal".to_string());
        skill
    }))
}

/// Texts in which words for a person, or for how one works, say something else.
const OF_THINGS: &[&str] = &[
    "A pump keeps gas under pressure.",
    "You are committed to the site for two nights a week.",
    "We sell innovative solutions to hospitals.",
    "Adobe Creative Suite",
    "Develop creative campaigns",
    "Our technology is innovative.",
    "Flexible working hours",
    "Flexible hours and a company car",
    "Build reliable services",
    "Dependable power supply",
    "Data-driven decisions",
    "Persistent storage and queues",
    "Resilient networks",
    "Analytical chemistry",
    "Tests autonomous vehicles",
    "A dedicated car park",
    "We are committed to equal pay.",
    "Checks the integrity of data",
    "Honest pricing",
    "Our loyal customers",
    "Sorts outgoing mail",
    "Spontaneous combustion",
    "An international environment",
    "Our mission is bread.",
    "A well known organisation",
    "An organised tour of the town",
    "Skills of an organisation",
    "Blood pressure",
    "Pressure gauges are stored under glass.",
    "Full time and part time",
    "Time is spent on tools.",
    "A business partner with a car",
    "You supervise a shop without windows.",
    "The attitude of an aeroplane in its position",
    "You teach other subjects.",
];

#[test]
fn words_for_people_are_none_for_things() {
    let catalog = general_catalog();
    let index = ReadingIndex::new(&catalog);
    let mut reader = SkillReader::new(&index);
    let stemmer = words::english_stemmer();
    let mut wrong = Vec::new();
    for text in OF_THINGS {
        let sure = reader.read(text, 100).into_iter().filter(|found| found.sure);
        let worded = worded::find_wordings(&index, &words::split_words(&stemmer, text));
        let skills = sure.map(|found| found.skill.0).chain(worded.iter().map(|hit| hit.skill));
        wrong.extend(skills.map(|skill| (*text, GENERAL[skill as usize])));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn wordings_with_little_of_their_own_are_read_word_for_word() {
    let catalog = general_catalog();
    let index = ReadingIndex::new(&catalog);
    let mut reader = SkillReader::new(&index);
    for (text, name, words) in [
        ("Works well under pressure.", "cope with pressure", "well under pressure"),
        ("You finish your work on time.", "meet deadlines", "on time"),
        ("Able to work without supervision", "work independently", "without supervision"),
        ("Good organisational skills", "work in an organised manner", "organisational skills"),
        ("Good organizational skills", "work in an organised manner", "organizational skills"),
        ("You are well-organised.", "work in an organised manner", "well-organised"),
        ("A positive attitude", "approach challenges positively", "positive attitude"),
        ("A can-do attitude", "approach challenges positively", "can-do attitude"),
        ("You like to teach others.", "instruct others", "teach others"),
        ("A creative thinker with ideas", "think creatively", "creative thinker"),
        ("A flexible attitude", "adapt to change", "flexible attitude"),
        ("A reliable person", "act reliably", "reliable person"),
    ] {
        let best = reader.read(text, 1).remove(0);
        let found = (GENERAL[best.skill.0 as usize], &text[best.words.clone()]);
        assert_eq!(found, (name, words), "{text}");
    }
}

#[test]
fn wordings_of_employers_are_read() {
    let names = ["show determination", "meet deadlines", "work independently", "Collaboration"];
    let catalog = catalog_of(
        names
            .into_iter()
            .map(|name| Skill::new(name.to_lowercase().replace(' ', "-"), name, SkillKind::Craft)),
    );
    let index = ReadingIndex::new(&catalog);
    let mut reader = SkillReader::new(&index);
    let mut first = |text: &str| {
        let found = reader.read(text, 10);
        let best = found.first().filter(|best| best.mention.is_asked())?;
        Some((catalog.skill(best.skill).name.clone(), text[best.words.clone()].to_string()))
    };
    for (text, name, words) in [
        ("We want highly motivated people.", "show determination", "highly motivated"),
        ("You are used to several tight deadlines.", "meet deadlines", "tight deadlines"),
        ("Able to work with minimal supervision.", "work independently", "minimal supervision"),
        ("You are a team player.", "Collaboration", "team player"),
    ] {
        assert_eq!(first(text), Some((name.to_string(), words.to_string())), "{text}");
    }
    // The words of a wording stand together, in one sentence.
    let apart = "The team meets. Each player of the league signs a form.";
    assert_ne!(first(apart).map(|(name, _)| name).as_deref(), Some("Collaboration"));
}
