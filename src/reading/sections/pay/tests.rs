//! Tests of pay as texts state it.

use super::*;

fn read(text: &str) -> Vec<StatedPay> {
    find_pay(text, true).into_iter().map(|found| found.pay).collect()
}

#[test]
fn amounts_are_read_with_range_currency_and_period() {
    use StatedPeriod::{Day, Hour, Month, Year};
    for (text, low, high, currency, period) in [
        ("$48,722.00 - $66,276.00 YEAR", Some(48_722.0), Some(66_276.0), None, Some(Year)),
        ("$2,445.00 - $3,056.00 Monthly", Some(2_445.0), Some(3_056.0), None, Some(Month)),
        (
            "Starting from £50,000 plus benefits",
            Some(50_000.0),
            None,
            Some("GBP".to_string()),
            None,
        ),
        ("up to £60k per annum", None, Some(60_000.0), Some("GBP".to_string()), Some(Year)),
        ("$23.00 - $25.00/hour", Some(23.0), Some(25.0), None, Some(Hour)),
        (
            "Salary is $75,000 USD/year.",
            Some(75_000.0),
            Some(75_000.0),
            Some("USD".to_string()),
            Some(Year),
        ),
        ("£400-500 a day", Some(400.0), Some(500.0), Some("GBP".to_string()), Some(Day)),
        ("50.000 € bis 65.000€", Some(50_000.0), Some(50_000.0), Some("EUR".to_string()), None),
        (
            "range from 50.000€ to 65.000€",
            Some(50_000.0),
            Some(65_000.0),
            Some("EUR".to_string()),
            None,
        ),
        ("80-100k EUR", Some(80_000.0), Some(100_000.0), Some("EUR".to_string()), None),
        ("EUR 4 500 per month", Some(4_500.0), Some(4_500.0), Some("EUR".to_string()), Some(Month)),
        ("₹18–24 LPA", Some(1_800_000.0), Some(2_400_000.0), Some("INR".to_string()), Some(Year)),
        (
            "INR 12 - 15 lakhs per annum",
            Some(1_200_000.0),
            Some(1_500_000.0),
            Some("INR".to_string()),
            Some(Year),
        ),
        ("R$ 8.000", Some(8_000.0), Some(8_000.0), Some("BRL".to_string()), None),
        ("£30-35,000", Some(30_000.0), Some(35_000.0), Some("GBP".to_string()), None),
        ("$65K/yr - $80K/yr", Some(65_000.0), Some(80_000.0), None, Some(Year)),
        (
            "AED 18,000 - 22,000 per month",
            Some(18_000.0),
            Some(22_000.0),
            Some("AED".to_string()),
            Some(Month),
        ),
        ("15 000 zł", Some(15_000.0), Some(15_000.0), Some("PLN".to_string()), None),
        ("60-70T€", Some(60_000.0), Some(70_000.0), Some("EUR".to_string()), None),
        ("45-55 k€", Some(45_000.0), Some(55_000.0), Some("EUR".to_string()), None),
        ("annual salary: 45,000 to 50,000", Some(45_000.0), Some(50_000.0), None, Some(Year)),
        ("$15.50+ an hour", Some(15.5), None, None, Some(Hour)),
        ("$20 per hour from April 2024", Some(20.0), Some(20.0), None, Some(Hour)),
        ("2000 - 2500 per month", Some(2_000.0), Some(2_500.0), None, Some(Month)),
        ("2000 per month", Some(2_000.0), Some(2_000.0), None, Some(Month)),
        ("Day rate: $400", Some(400.0), Some(400.0), None, Some(Day)),
        ("Salary per year: $50,000", Some(50_000.0), Some(50_000.0), None, Some(Year)),
        ("Salary (year): $50,000", Some(50_000.0), Some(50_000.0), None, Some(Year)),
        ("$20 an hour, paid weekly", Some(20.0), Some(20.0), None, Some(Hour)),
        ("Paid weekly at $20 per hour", Some(20.0), Some(20.0), None, Some(Hour)),
        // When it is paid is not what it is for.
        ("$30,000, paid monthly", Some(30_000.0), Some(30_000.0), None, None),
        ("$30,000 a year, paid monthly", Some(30_000.0), Some(30_000.0), None, Some(Year)),
        ("$30,000 in monthly instalments", Some(30_000.0), Some(30_000.0), None, None),
        ("$2,000 bi-weekly", Some(2_000.0), Some(2_000.0), None, None),
        ("$25,000 for a three day week", Some(25_000.0), Some(25_000.0), None, None),
        ("3 days a week, $25,000", Some(25_000.0), Some(25_000.0), None, None),
        ("$25,000 for full-time hours per week", Some(25_000.0), Some(25_000.0), None, None),
        ("A 12 month contract at $25,000", Some(25_000.0), Some(25_000.0), None, None),
        ("$25,000 plus a day off", Some(25_000.0), Some(25_000.0), None, None),
        ("$25,000 and generous annual leave", Some(25_000.0), Some(25_000.0), None, None),
    ] {
        let pay = StatedPay { low, high, currency, period };
        assert_eq!(read(text).first(), Some(&pay), "{text}");
    }
    for text in [
        "$20 per hour from April 2024",
        "$20 per hour, reference 4521",
        "Pay scale 2024 - $50,000",
        "$50,000 (2023: $48,000)",
    ] {
        let years = read(text)
            .iter()
            .filter(|pay| pay.low < Some(2_100.0) && pay.low > Some(1_900.0))
            .count();
        assert_eq!(years, 0, "{text}");
    }
    for text in [
        "From April 2024",
        "since 2019",
        "12 people",
        "£5m revenue",
        "100% remote",
        "$3 million raised",
        "GS-14",
        "",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn the_period_next_to_an_amount_is_of_it() {
    use StatedPeriod::{Day, Hour, Month, Week, Year};
    for (text, period) in [
        ("£650 - £750 per week, holiday pay and pension", Some(Week)),
        ("£12.50 per hour + holiday pay", Some(Hour)),
        ("£12.50 per hour holiday pay", Some(Hour)),
        ("£30,000 per year (bonus 10%)", Some(Year)),
        ("$4,000 per month, holidays paid", Some(Month)),
        ("£150 per day, week in hand", Some(Day)),
        ("£150/day bonus", Some(Day)),
        ("£30k p.a.", Some(Year)),
        ("£30k P.A. + bonus", Some(Year)),
        ("£30k pa", Some(Year)),
        ("£13.85ph", Some(Hour)),
        ("£400pd", Some(Day)),
        ("£40kpa", None),
        ("75.000 € - 95.000 € p.a.", Some(Year)),
        ("€25/h", Some(Hour)),
        ("4.500 € im Monat", Some(Month)),
        ("£13.15 p.h.", Some(Hour)),
        ("£13.15/h", Some(Hour)),
        ("£30,000 - P.A. to the director", None),
        ("£25,000 plus a week holiday", None),
        ("£25,000 with one day per month leave", None),
    ] {
        assert_eq!(read(text).first().and_then(|pay| pay.period), period, "{text}");
    }
}

#[test]
fn any_text_can_be_searched_for_pay() {
    for text in ["$", "$1", "1'", "$1,", "£1.2.3.4", "€é1k", "9999999999999999", "$ 1 234 567 8"]
    {
        for found in find_pay(text, true) {
            assert!(text.get(found.bytes.clone()).is_some(), "{text}");
        }
    }
}
