use super::ElementNames;
use super::experience::{combine_years, most_frequent};
use super::tables::{file_key, leading_number, parse_month, release_in_path};

#[test]
fn only_what_no_open_answer_can_change_is_the_most_named() {
    for (rows, wanted) in [
        (&[(6, 65.0, true), (8, 35.0, true)][..], Some((vec![6], 65.0))),
        // The largest share is to be suppressed.
        (&[(6, 65.0, false), (8, 11.0, true)], None),
        // The largest share counts, but the suppressed one could be larger.
        (&[(6, 40.0, true), (7, 30.0, false), (8, 30.0, false)], None),
        (&[(6, 40.0, true), (7, 25.0, true), (8, 35.0, false)], Some((vec![6], 40.0))),
        // Missing rows are open as well.
        (&[(6, 30.0, true)], None),
        (&[(8, 50.0, true), (6, 50.0, true)], Some((vec![6, 8], 50.0))),
        (&[(6, 33.0, true), (7, 33.0, true), (8, 33.0, true)], None),
        (&[(6, 0.0, true), (8, 0.0, true)], None),
        (&[(6, 0.75, true), (8, 0.25, true)], Some((vec![6], 75.0))),
        (&[], None),
    ] {
        assert_eq!(most_frequent(rows), wanted, "{rows:?}");
    }
}

#[test]
fn two_answers_are_one_range_where_they_meet() {
    assert_eq!(combine_years(&[6]), Some((1.0, Some(2.0))));
    assert_eq!(combine_years(&[3, 4]), Some((0.0, Some(0.5))));
    assert_eq!(combine_years(&[6, 7]), Some((1.0, Some(4.0))));
    assert_eq!(combine_years(&[10, 11]), Some((8.0, None)));
    assert_eq!(combine_years(&[1, 8]), None);
    assert_eq!(combine_years(&[12]), None);
}

#[test]
fn names_tell_the_release_and_the_table() {
    for (trail, wanted) in [
        ("db_30_1_text.zip/db_30_1_text", Some("30.1")),
        ("downloads/db_5_0", Some("5.0")),
        ("onet-29.3.zip", Some("29.3")),
        ("O*NET 28.0", Some("28.0")),
        ("onet_2019", None),
        ("ratings-29.2.zip", None),
    ] {
        assert_eq!(release_in_path(trail).as_deref(), wanted, "{trail}");
    }
    assert_eq!(leading_number("30.3 Database"), Some("30.3".to_string()));
    assert_eq!(file_key("03_occupation_data.csv"), "occupationdata");
    assert_eq!(file_key("onet_Occupation Data.txt"), "occupationdata");
    assert_eq!(parse_month("08/2023"), parse_month("2023-08-14 00:00:00"));
}

#[test]
fn a_skill_and_knowledge_may_share_a_name() {
    let names = [
        ("2.A.1.e", "Mathematics"),
        ("2.C.4.a", "Mathematics"),
        ("2.C.4.b", "Physics"),
        ("1.A", "Physics"),
    ];
    let elements = ElementNames {
        names: names.map(|(id, name)| (id.to_string(), name.to_string())).into_iter().collect(),
    };
    assert!(elements.is_shared("Mathematics") && !elements.is_shared("Physics"));
}
