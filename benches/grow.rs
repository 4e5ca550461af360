//! Packs of any size, to see how roledex grows.
//!
//! `cargo bench --bench grow -- ROLES FILE` writes a pack of that many roles: five responsibilities
//! and eight skills each, three names, a family, a level, and moves. Names are put together from
//! words, so that they are alike as real ones are. Equal arguments give equal packs.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement"
)]

use std::io::{BufWriter, Write};

const RANKS: [&str; 8] =
    ["junior", "associate", "senior", "lead", "principal", "chief", "assistant", "deputy"];
const FIELDS: [&str; 24] = [
    "data",
    "product",
    "network",
    "clinical",
    "marine",
    "forest",
    "energy",
    "finance",
    "legal",
    "media",
    "textile",
    "transport",
    "water",
    "security",
    "research",
    "quality",
    "sales",
    "service",
    "training",
    "harvest",
    "pattern",
    "payment",
    "record",
    "signal",
];
const TRADES: [&str; 20] = [
    "engineer",
    "analyst",
    "manager",
    "technician",
    "designer",
    "planner",
    "inspector",
    "adviser",
    "operator",
    "coordinator",
    "scientist",
    "architect",
    "buyer",
    "clerk",
    "teacher",
    "mechanic",
    "writer",
    "tester",
    "agent",
    "officer",
];
const VERBS: [&str; 16] = [
    "plan", "check", "repair", "measure", "explain", "buy", "design", "record", "schedule",
    "compare", "approve", "test", "draw", "count", "clean", "teach",
];
const THINGS: [&str; 24] = [
    "budgets",
    "machines",
    "samples",
    "contracts",
    "routes",
    "reports",
    "drawings",
    "deliveries",
    "interviews",
    "models",
    "pipelines",
    "surveys",
    "permits",
    "stocks",
    "lessons",
    "invoices",
    "networks",
    "releases",
    "fields",
    "patients",
    "claims",
    "recordings",
    "tenders",
    "audits",
];
const WHERE: [&str; 12] = [
    "for customers",
    "with suppliers",
    "in the workshop",
    "against the plan",
    "before each shift",
    "for the board",
    "across teams",
    "under the law",
    "on site",
    "by hand",
    "for new staff",
    "after incidents",
];

/// Numbers that look random: xorshift* of Vigna, "An experimental exploration of Marsaglia's
/// xorshift generators, scrambled", 2016.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

fn main() {
    // Cargo passes `--bench`.
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [roles, file] = args.as_slice() else {
        println!("usage: cargo bench --bench grow -- ROLES FILE");
        return;
    };
    let roles: usize = roles.parse().expect("a number of roles");
    let skills = 1000 + roles / 10;
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(file).unwrap());
    write!(out, "[pack]\nformat = 1\nid = \"grown\"\ntitle = \"{roles} roles\"\nversion = \"1\"\n")
        .unwrap();
    for theme in VERBS {
        write!(out, "\n[[theme]]\nid = \"{theme}\"\ntitle = \"To {theme}\"\n").unwrap();
    }
    for at in 0..skills {
        let (verb, thing, place) =
            (numbers.pick(&VERBS), numbers.pick(&THINGS), numbers.pick(&WHERE));
        let kind = ["craft", "knowledge", "tool"][numbers.below(3)];
        write!(out, "\n[[skill]]\nid = \"s{at}\"\nname = \"{verb} {thing} {place} {at}\"\nkind = \"{kind}\"\n")
            .unwrap();
        writeln!(out, "aliases = [\"{thing} to {verb} {at}\"]").unwrap();
    }
    for at in 0..roles {
        let (rank, field, trade) =
            (numbers.pick(&RANKS), numbers.pick(&FIELDS), numbers.pick(&TRADES));
        write!(out, "\n[[role]]\nid = \"r{at}\"\ntitle = \"{rank} {field} {trade} {at}\"\nfamily = \"{field}\"\n")
            .unwrap();
        writeln!(out, "level = {}", 1 + numbers.below(9)).unwrap();
        writeln!(
            out,
            "aliases = [\"{field} {trade} ({rank}) {at}\", \"{trade} for {field} {at}\"]"
        )
        .unwrap();
        writeln!(out, "summary = \"Works as a {trade} in {field}, {}.\"", numbers.pick(&WHERE))
            .unwrap();
        write!(out, "\n[role.responsibilities]\n").unwrap();
        let first = numbers.below(VERBS.len());
        for step in 0..5 {
            let verb = VERBS[(first + step) % VERBS.len()];
            let (thing, other, place) =
                (numbers.pick(&THINGS), numbers.pick(&THINGS), numbers.pick(&WHERE));
            writeln!(out, "{verb} = [\"Helps to {verb} {field} {thing} and {other} {place}.\"]")
                .unwrap();
        }
        let mut asked: Vec<usize> = (0..8).map(|_| numbers.below(skills)).collect();
        asked.sort_unstable();
        asked.dedup();
        let asked: Vec<String> =
            asked.iter().map(|skill| format!("\"s{skill}: practitioner\"")).collect();
        let (essential, useful) = asked.split_at(asked.len() / 2);
        write!(out, "\n[role.skills]\nessential = [{}]\n", essential.join(", ")).unwrap();
        writeln!(out, "useful = [{}]", useful.join(", ")).unwrap();
        if at > 0 {
            write!(out, "\n[[role.move]]\nto = \"r{}\"\n", numbers.below(at)).unwrap();
        }
    }
    out.flush().unwrap();
}
