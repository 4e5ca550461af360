//! Ads of trades beside software, each with what a reader finds in it.

use super::*;
use crate::model::Importance;
use crate::reading::formats::lay_out;

/// An ad with what it says.
struct TradeAd {
    text: &'static str,
    title: &'static str,
    duties: &'static [&'static str],
    must: &'static [&'static str],
    nice: &'static [&'static str],
    years: Option<(f64, Option<f64>)>,
    place: Option<&'static str>,
    /// Low and high end, currency and period.
    pay: Option<(f64, f64, &'static str, Option<StatedPeriod>)>,
}

const ADS: [TradeAd; 10] = [
    TradeAd {
        text: "Registered Nurse – Night Shift\n\nLocation: Bristol\nSalary: £31,049 to £37,796 per annum, paid monthly\n\n\
               What you will do\n\n- Assess and monitor patients on a 24-bed ward\n- Give medicines and record them\n\
               - Hand over to the day team\n\nEssential\n\n- Registration with the NMC\n- At least 1.5 years of experience on a ward\n\n\
               Desirable\n\n- Mentorship qualification\n",
        title: "Registered Nurse – Night Shift",
        duties: &[
            "Assess and monitor patients on a 24-bed ward",
            "Give medicines and record them",
            "Hand over to the day team",
        ],
        must: &["Registration with the NMC", "At least 1.5 years of experience on a ward"],
        nice: &["Mentorship qualification"],
        years: Some((1.5, None)),
        place: Some("Bristol"),
        pay: Some((31_049.0, 37_796.0, "GBP", Some(StatedPeriod::Year))),
    },
    TradeAd {
        text: "# Electrician\n\n## The job\n\n* Install and test wiring in new homes\n* Find faults and repair them\n\
               * Fill in certificates after each visit\n\n## You need\n\n* NVQ Level 3 in electrical installation\n\
               * 18th Edition (BS 7671)\n* A full driving licence\n\n## Pay\n\n£20 per hour from April 2024, 40 hours a week\n",
        title: "Electrician",
        duties: &[
            "Install and test wiring in new homes",
            "Find faults and repair them",
            "Fill in certificates after each visit",
        ],
        must: &[
            "NVQ Level 3 in electrical installation",
            "18th Edition (BS 7671)",
            "A full driving licence",
        ],
        nice: &[],
        years: None,
        place: None,
        pay: Some((20.0, 20.0, "GBP", Some(StatedPeriod::Hour))),
    },
    TradeAd {
        text: "**Primary School Teacher**\n\nThis is not a remote position. You will be based in Leeds.\n\n\
               **Responsibilities**\n\n- Plan and teach lessons for Year 4\n- Mark work and track progress\n\
               - Meet parents twice a year\n\n**Requirements**\n\n- Qualified Teacher Status\n\
               - A degree in education or a PGCE\n- Experience with children with special needs is a plus\n",
        title: "Primary School Teacher",
        duties: &[
            "Plan and teach lessons for Year 4",
            "Mark work and track progress",
            "Meet parents twice a year",
        ],
        must: &["Qualified Teacher Status", "A degree in education or a PGCE"],
        nice: &["Experience with children with special needs is a plus"],
        years: None,
        place: Some("Leeds"),
        pay: None,
    },
    TradeAd {
        text: "Warehouse Team Leader\n\nKey responsibilities:\n\u{2022} Lead a team of 12 pickers and packers\n\
               \u{2022} Plan shifts and cover absence\n\u{2022} Check that stock counts are right\n\n\
               Requirements:\n\u{2022} 2 to 3 years in a warehouse\n\u{2022} Counterbalance forklift licence\n\
               \u{2022} Experience of stock software in the last 5 years\n\nNice to have:\n\u{2022} First aid certificate\n\n\
               Pay: £14.50 per hour, plus a day off for your birthday\n",
        title: "Warehouse Team Leader",
        duties: &[
            "Lead a team of 12 pickers and packers",
            "Plan shifts and cover absence",
            "Check that stock counts are right",
        ],
        must: &[
            "2 to 3 years in a warehouse",
            "Counterbalance forklift licence",
            "Experience of stock software in the last 5 years",
        ],
        nice: &["First aid certificate"],
        years: Some((2.0, Some(3.0))),
        place: None,
        pay: Some((14.5, 14.5, "GBP", Some(StatedPeriod::Hour))),
    },
    TradeAd {
        text: "## Management Accountant\n\n### Duties\n\n1. Prepare monthly accounts and forecasts\n\
               2. Reconcile the ledgers of three sites\n3. Explain variances to managers\n\n\
               ### Qualifications\n\n1. ACCA or CIMA, part-qualified or higher\n2. 3+ years in an accounts team\n\
               3. Good Excel skills\n4. M&A experience would be an advantage\n\n### Salary\n\n\
               £45,000 – £50,000 with generous annual leave\n",
        title: "Management Accountant",
        duties: &[
            "Prepare monthly accounts and forecasts",
            "Reconcile the ledgers of three sites",
            "Explain variances to managers",
        ],
        must: &[
            "ACCA or CIMA, part-qualified or higher",
            "3+ years in an accounts team",
            "Good Excel skills",
        ],
        nice: &["M&A experience would be an advantage"],
        years: Some((3.0, None)),
        place: None,
        pay: Some((45_000.0, 50_000.0, "GBP", None)),
    },
    TradeAd {
        text: "Sous Chef wanted\n\nYour day:\n- Run the pass when the head chef is away\n- Order fish, meat and vegetables\n\
               - Train two commis chefs\n\nYou bring:\n- Less than 5 years as a chef is fine\n- Food hygiene level 3\n\n\
               Salary €2,400 per month\n",
        title: "Sous Chef wanted",
        duties: &[
            "Run the pass when the head chef is away",
            "Order fish, meat and vegetables",
            "Train two commis chefs",
        ],
        must: &["Less than 5 years as a chef is fine", "Food hygiene level 3"],
        nice: &[],
        years: Some((0.0, Some(5.0))),
        place: None,
        pay: Some((2_400.0, 2_400.0, "EUR", Some(StatedPeriod::Month))),
    },
    TradeAd {
        text: "Bus Driver\nLocation: Cork, Ireland\n\nRESPONSIBILITIES\n\n- Drives buses on four routes in the city\n\
               - Checks the bus before each journey\n- Helps passengers who need a ramp\n\nREQUIREMENTS\n\n\
               - Category D licence\n- No penalty points in the past 3 years\n- At least one year of driving a bus\n",
        title: "Bus Driver",
        duties: &[
            "Drives buses on four routes in the city",
            "Checks the bus before each journey",
            "Helps passengers who need a ramp",
        ],
        must: &[
            "Category D licence",
            "No penalty points in the past 3 years",
            "At least one year of driving a bus",
        ],
        nice: &[],
        years: Some((1.0, None)),
        place: Some("Cork, Ireland"),
        pay: None,
    },
    TradeAd {
        text: "# Hairdresser\n\n## What you'll do\n\n- Cut, colour and style hair\n- Advise clients on care\n\
               - Keep your station clean\n\n## What we ask for\n\n- NVQ 2 in hairdressing\n- A friendly manner\n\n\
               ## What we offer\n\n- £12 an hour plus commission, paid weekly\n- 28 days of holiday\n",
        title: "Hairdresser",
        duties: &[
            "Cut, colour and style hair",
            "Advise clients on care",
            "Keep your station clean",
        ],
        must: &["NVQ 2 in hairdressing", "A friendly manner"],
        nice: &[],
        years: None,
        place: None,
        pay: Some((12.0, 12.0, "GBP", Some(StatedPeriod::Hour))),
    },
    TradeAd {
        text: "# Plumber\n\n## About the role\n\n- Fit boilers and bathrooms\n- Answer emergency calls\n- Quote for small jobs\n\n\
               ## About you\n\n- Gas Safe registered\n- Five (5) years of experience\n- Ideally, some tiling experience\n\n\
               ## Pay\n\n- $30 - $38 an hour\n",
        title: "Plumber",
        duties: &["Fit boilers and bathrooms", "Answer emergency calls", "Quote for small jobs"],
        must: &["Gas Safe registered", "Five (5) years of experience"],
        nice: &["Ideally, some tiling experience"],
        years: Some((5.0, None)),
        place: None,
        pay: Some((30.0, 38.0, "USD", Some(StatedPeriod::Hour))),
    },
    TradeAd {
        text: "# Care home manager\n\nTasks:\n\n- Manages 30 carers and nurses\n- Speaks with families about plans of care\n\
               - Makes sure that rules on safety are kept\n\nProfile:\n\n- Master of Science in nursing, or similar\n\
               - 4 years of leading a team\n- Knowledge of dementia care\n\nAnnual salary: 52.000 €\n",
        title: "Care home manager",
        duties: &[
            "Manages 30 carers and nurses",
            "Speaks with families about plans of care",
            "Makes sure that rules on safety are kept",
        ],
        must: &[
            "Master of Science in nursing, or similar",
            "4 years of leading a team",
            "Knowledge of dementia care",
        ],
        nice: &[],
        years: Some((4.0, None)),
        place: None,
        pay: Some((52_000.0, 52_000.0, "EUR", Some(StatedPeriod::Year))),
    },
];

#[test]
fn ads_of_trades_are_read_as_a_reader_reads_them() {
    let mut faults = Vec::new();
    for ad in &ADS {
        let text = lay_out("ad.md", ad.text.as_bytes()).unwrap();
        let found = find_sections(&text);
        let words = |place: &TextPlace| place.words(&text).to_string();
        let asked = |importance: Importance| -> Vec<String> {
            let all = found.requirements.iter().filter(|asked| asked.importance == importance);
            all.map(|asked| words(&asked.place)).collect()
        };
        let pay = found.pay.value().map(|pay| {
            let currency = pay.currency.clone().unwrap_or_default();
            (pay.low.unwrap_or(0.0), pay.high.unwrap_or(0.0), currency, pay.period)
        });
        let read = [
            format!("{:?}", found.title.value()),
            format!("{:?}", found.responsibilities.iter().map(words).collect::<Vec<_>>()),
            format!("{:?}", asked(Importance::Essential)),
            format!("{:?}", asked(Importance::Useful)),
            format!("{:?}", found.years.value().map(|years| (years.min, years.max))),
            format!("{:?}", found.location.value()),
            format!("{pay:?}"),
        ];
        let labelled = [
            format!("{:?}", Some(ad.title)),
            format!("{:?}", ad.duties),
            format!("{:?}", ad.must),
            format!("{:?}", ad.nice),
            format!("{:?}", ad.years),
            format!("{:?}", ad.place),
            format!("{:?}", ad.pay),
        ];
        let pairs = read.iter().zip(&labelled).filter(|(read, labelled)| read != labelled);
        faults.extend(pairs.map(|(read, label)| format!("{}: {read}, not {label}", ad.title)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
