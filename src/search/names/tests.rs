use super::variants::initials;
use super::*;
use crate::model::{CatalogTables, SkillKind};

fn catalog(names: &[&str]) -> Catalog {
    Catalog::new(CatalogTables {
        skills: names
            .iter()
            .map(|name: &&str| Skill::new(fold_key(name).replace(' ', "-"), *name, SkillKind::Tool))
            .collect(),
        ..CatalogTables::default()
    })
}

#[test]
fn what_is_written_as_the_pack_writes_it_is_known() {
    let catalog = crate::builtin::catalog();
    let names = SkillNames::new(&catalog);
    for id in catalog.skill_ids() {
        let skill = catalog.skill(id);
        for text in [&skill.id, &skill.name].into_iter().chain(&skill.aliases).chain(&skill.hidden)
        {
            for text in [text.to_uppercase(), text.replace([' ', '-'], "")] {
                let found = match names.find_exact(&text) {
                    LookupResult::One(one) => vec![one],
                    LookupResult::Many(many) => many,
                    LookupResult::Nothing(_) => vec![],
                };
                // The name of one may be an alias of others.
                assert!(
                    found.contains(&id)
                        || found.iter().any(|other| is_named(*other, &text, &catalog)),
                    "{text}"
                );
            }
        }
    }
    for text in ["", "Kubernet", "HTML 5", "nothing of the kind"] {
        assert_eq!(names.find_exact(text), LookupResult::Nothing(vec![]), "{text}");
    }
}

fn bare_key(text: &str) -> String {
    fold_key(text).replace(' ', "")
}

fn is_named(id: SkillId, text: &str, catalog: &Catalog) -> bool {
    let Skill { id, name, aliases, .. } = catalog.skill(id);
    [id, name].into_iter().chain(aliases).any(|name| bare_key(name) == bare_key(text))
}

#[test]
fn what_is_no_part_of_a_name_may_be_left_out_or_added() {
    let all = [
        "HTML",
        "Python (computer programming)",
        "Node.js",
        "React",
        "REST",
        "JavaScript",
        "Structured query language SQL",
        "Hypertext markup language HTML5",
        "Amazon Web Services AWS software",
        "Extensible markup language XML",
        "Microsoft Excel",
        "Microsoft Project",
        "Oracle Database",
        "Oracle software",
        "Microsoft Azure software",
        "Nets",
        "Go",
        "C++",
        "C#",
        "Dashboards",
        "HTML and CSS",
        "AWS Elastic MapReduce (EMR)",
        "Scheduling software",
    ];
    let catalog = catalog(&all);
    let names = SkillNames::new(&catalog);
    let taken = |text: &str| match names.find_loosely(text) {
        LookupResult::One(id) => catalog.skill(id).name.clone(),
        LookupResult::Many(_) => "several".to_string(),
        LookupResult::Nothing(_) => String::new(),
    };
    for (text, name) in [
        ("HTML 5", "HTML"),
        ("html5", "HTML"),
        ("HTML & CSS", "HTML and CSS"),
        ("Python 3.11", "Python (computer programming)"),
        ("python programming", "Python (computer programming)"),
        ("NodeJS", "Node.js"),
        ("node js", "Node.js"),
        ("Node", "Node.js"),
        ("React.js", "React"),
        ("ReactJS 18", "React"),
        ("REST APIs", "REST"),
        ("JavaScript (ES6+)", "JavaScript"),
        ("SQL", "Structured query language SQL"),
        ("XML", "Extensible markup language XML"),
        ("AWS", "Amazon Web Services AWS software"),
        ("EMR", "AWS Elastic MapReduce (EMR)"),
        ("Excel", "Microsoft Excel"),
        ("MS Project", "Microsoft Project"),
        ("Project", ""),
        ("Databases", ""),
        ("Azure", "Microsoft Azure software"),
        ("Oracle", "Oracle software"),
        (".NET", ""),
        ("Golang", "Go"),
        ("Excel 2016", "Microsoft Excel"),
        ("MS Excel", "Microsoft Excel"),
        ("Go 1.21", "Go"),
        ("C", ""),
        ("C++ 17", "C++"),
        ("Dashboard", "Dashboards"),
        ("Scheduling", ""),
        ("Java", ""),
        ("Reactor", ""),
        ("S3", ""),
        ("", ""),
        ("(", ""),
        (")(", ""),
        ("5", ""),
        ("API", ""),
    ] {
        assert_eq!(taken(text), name, "{text}");
    }
}

#[test]
fn initials_are_told_from_other_capitals() {
    for (name, wanted) in [
        ("Structured query language SQL", Some("sql")),
        ("Hypertext markup language HTML", Some("html")),
        ("Amazon Web Services AWS software", Some("aws")),
        ("AWS Elastic MapReduce (EMR)", Some("emr")),
        ("Project portfolio management PPM software", Some("ppm")),
        ("Integrated development environment IDE software", Some("ide")),
        ("Computer aided design CAD", Some("cad")),
        ("Windent SQL", None),
        ("Quality control QC charts", None),
        ("SQL", None),
        ("", None),
    ] {
        assert_eq!(initials(name).as_deref(), wanted, "{name}");
    }
}

#[test]
fn what_stands_for_several_is_not_taken_for_one() {
    let catalog = catalog(&["Apache Spark", "Adobe Spark"]);
    let names = SkillNames::new(&catalog);
    assert_eq!(names.find_loosely("Spark"), LookupResult::Many(catalog.skill_ids().collect()));
    let index = SearchIndex::new(Arc::new(catalog.clone()));
    assert_eq!(names.similar_skills(&index, "Spark").len(), 2);
}

/// Returns a catalog of tools, each with the number of roles that require it.
fn needed(tools: &[(&str, usize)]) -> Catalog {
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
    for (at, (name, _)) in tools.iter().enumerate() {
        text += &format!("[[skill]]\nid = \"s{at}\"\nname = \"{name}\"\nkind = \"tool\"\n");
    }
    for role in 0..tools.iter().map(|(_, roles)| *roles).max().unwrap_or(0) {
        let asked: Vec<String> = (0..tools.len())
            .filter(|at| role < tools[*at].1)
            .map(|at| format!("\"s{at}\""))
            .collect();
        text += &format!(
            "[[role]]\nid = \"r{role}\"\ntitle = \"R{role}\"\nfamily = \"f\"\nsummary = \"S.\"\n"
        );
        text += &format!("[role.skills]\nessential = [{}]\n", asked.join(", "));
    }
    crate::pack::from_files("p", &[("p.toml", &text)]).catalog
}

#[test]
fn of_two_tools_of_one_short_name_the_one_that_many_use_is_meant() {
    let catalog = needed(&[
        ("Epic Systems", 12),
        ("Erosion Productivity Impact Calculator EPIC", 1),
        ("Apex Forms", 3),
        ("Automated Plant Explorer APEX", 2),
        ("Geographic information system GIS software", 20),
        ("Acme GIS", 1),
        ("Agilent Design System ADS", 1),
        ("IBM SPSS Statistics", 15),
        ("IBM SPSS Amos", 1),
        ("StataCorp Stata", 1),
        ("Tab", 1),
        ("Microsoft Tab", 10),
    ]);
    let names = SkillNames::new(&catalog);
    let taken = |text: &str| {
        names.find_without_maker(text).map_or("", |named| catalog.skill(named.skill).name.as_str())
    };
    for (text, name) in [
        ("Epic", "Epic Systems"),
        ("EPIC", "Epic Systems"),
        // Ambiguous: both are offered.
        ("Apex", ""),
        ("GIS", "Geographic information system GIS software"),
        ("Ads", ""),
        ("ADS", "Agilent Design System ADS"),
        ("SPSS", "IBM SPSS Statistics"),
        ("IBM SPSS", "IBM SPSS Statistics"),
        ("Stata", "StataCorp Stata"),
        ("Epik", ""),
    ] {
        assert_eq!(taken(text), name, "{text}");
    }
    assert!(matches!(names.find_loosely("Apex"), LookupResult::Many(both) if both.len() == 2));
    let LookupResult::One(rare) = names.find_exact("Tab") else { panic!("not found") };
    let known = names.better_known(rare, "Tab").map(|skill| catalog.skill(skill).name.as_str());
    assert_eq!(known, Some("Microsoft Tab"));
}

#[test]
fn people_say_less_than_the_pack_writes() {
    let catalog = needed(&[
        ("Microsoft Office software", 20),
        ("Amazon Web Services AWS software", 12),
        ("Amazon Web Services AWS CloudFormation", 3),
        ("Structured query language SQL", 9),
        ("Unity Technologies Unity", 3),
        ("Adobe Photoshop Lightroom", 2),
    ]);
    let names = SkillNames::new(&catalog);
    for (text, name) in [
        ("MS Office", "Microsoft Office software"),
        ("Microsoft Office 365", "Microsoft Office software"),
        ("Office 365", "Microsoft Office software"),
        ("Amazon Web Services", "Amazon Web Services AWS software"),
        ("AWS", "Amazon Web Services AWS software"),
        ("Structured Query Language", "Structured query language SQL"),
        ("Unity", "Unity Technologies Unity"),
        ("Office", ""),
        ("Lightroom", ""),
    ] {
        let taken = names
            .find_without_maker(text)
            .map_or("", |named| catalog.skill(named.skill).name.as_str());
        assert_eq!(taken, name, "{text}");
    }
    let index = SearchIndex::new(Arc::new(catalog.clone()));
    let near = names.similar_skills(&index, "Lightroom");
    assert_eq!(catalog.skill(near[0]).name, "Adobe Photoshop Lightroom");
}

#[test]
fn a_pack_without_tools_has_proper_names_too() {
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
    let all = [
        "Microsoft Visio",
        "Adobe Photoshop",
        "Canvas",
        "manage budgets",
        "use spreadsheets",
        "cook",
        "weld",
    ];
    for (at, name) in all.iter().enumerate() {
        text += &format!("[[skill]]\nid = \"s{at}\"\nname = \"{name}\"\nkind = \"knowledge\"\n");
    }
    let catalog = crate::pack::from_files("p", &[("p.toml", &text)]).catalog;
    let names = SkillNames::new(&catalog);
    for (text, name) in [
        ("Visio", "Microsoft Visio"),
        ("MS Visio", "Microsoft Visio"),
        ("Photoshop", "Adobe Photoshop"),
        // Another product, and not a singular.
        ("Canva", ""),
        ("use spreadsheet", "use spreadsheets"),
    ] {
        let taken = names
            .find_without_maker(text)
            .map_or("", |named| catalog.skill(named.skill).name.as_str());
        assert_eq!(taken, name, "{text}");
    }
}

#[test]
fn makers_are_learnt_from_the_names_of_tools() {
    let tools = [
        "Zorg Alpha",
        "Zorg Beta",
        "Zorg Gamma",
        "Zorg Delta",
        "Zorg Editor",
        "Data entry",
        "Data editor",
    ];
    let more = ["Data mining tool", "Data cleaning tool", "Data store", "Frob"];
    let catalog = catalog(&[&tools[..], &more[..]].concat());
    let names = SkillNames::new(&catalog);
    let taken = |text: &str| {
        names.find_without_maker(text).map_or("", |named| catalog.skill(named.skill).name.as_str())
    };
    for (text, name) in [
        ("Alpha", "Zorg Alpha"),
        ("Zorg Frob", "Frob"),
        // A common word, and one that is not a maker.
        ("Editor", ""),
        ("Entry", ""),
        ("Data Frob", ""),
        ("Alfa", ""),
    ] {
        assert_eq!(taken(text), name, "{text}");
    }
}

#[test]
fn what_is_near_shares_a_word_or_nearly_all_letters() {
    let catalog = crate::builtin::catalog();
    let names = SkillNames::new(&catalog);
    let index = SearchIndex::new(Arc::new(crate::builtin::catalog()));
    let near = |text: &str| -> Vec<&str> {
        names
            .similar_skills(&index, text)
            .into_iter()
            .map(|id| catalog.skill(id).id.as_str())
            .collect()
    };
    assert_eq!(near("Kubernets").first(), Some(&"kubernetes"));
    assert!(near("Vendor negotiation").contains(&"negotiation"));
    assert!(near("Stakeholder mgmt").contains(&"stakeholder-management"));
    for text in ["Hibernate", "TFS", "", "!", "role:baker", "|", "^"] {
        assert_eq!(near(text), Vec::<&str>::new(), "{text}");
    }
}
