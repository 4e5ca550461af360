//! Damages packs at random, the same way every time.

use std::collections::BTreeSet;
use std::ops::Range;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    LineRemoved,
    LineDoubled,
    LinesSwapped,
    LinesFarSwapped,
    ByteChanged,
    ByteRemoved,
    ByteAdded,
    Cut,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::LineRemoved,
        Self::LineDoubled,
        Self::LinesSwapped,
        Self::LinesFarSwapped,
        Self::ByteChanged,
        Self::ByteRemoved,
        Self::ByteAdded,
        Self::Cut,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::LineRemoved => "line removed",
            Self::LineDoubled => "line doubled",
            Self::LinesSwapped => "neighbours swapped",
            Self::LinesFarSwapped => "lines swapped",
            Self::ByteChanged => "byte changed",
            Self::ByteRemoved => "byte removed",
            Self::ByteAdded => "byte added",
            Self::Cut => "cut",
        }
    }
}

/// A text with one damage.
pub struct Ruined {
    pub bytes: Vec<u8>,
    /// The lines of the result that the damage touches, from 1; of a line that is gone those
    /// around it.
    pub lines: BTreeSet<usize>,
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn new(kind: Kind, seed: u64) -> Self {
        Self(
            (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ (kind as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9),
        )
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % limit.max(1) as u64).unwrap()
    }
}

fn lines(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines: Vec<Range<usize>> = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' {
            lines.push(start..at + 1);
            start = at + 1;
        }
    }
    lines
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].split(|byte| *byte == b'\n').count()
}

/// `text` with one damage.
pub fn one(text: &str, kind: Kind, seed: u64) -> Ruined {
    let mut random = Random::new(kind, seed);
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let lines = lines(bytes);
    let at = random.below(lines.len() - 1);
    let line = lines[at].clone();
    let touched = match kind {
        Kind::LineRemoved => {
            out.drain(line);
            vec![at, at + 1]
        }
        Kind::LineDoubled => {
            out.splice(line.start..line.start, bytes[line].to_vec());
            vec![at + 1, at + 2]
        }
        Kind::LinesSwapped => {
            let next = lines[at + 1].clone();
            let both = [&bytes[next.clone()], &bytes[line.clone()]].concat();
            out.splice(line.start..next.end, both);
            vec![at + 1, at + 2]
        }
        Kind::LinesFarSwapped => {
            let other = random.below(lines.len());
            let (first, second) = (at.min(other), at.max(other));
            let (a, b) = (lines[first].clone(), lines[second].clone());
            out.splice(b.clone(), bytes[a.clone()].to_vec());
            out.splice(a, bytes[b].to_vec());
            // A line that was moved away is gone from where it was.
            [first, second].into_iter().flat_map(|at| [at, at + 1, at + 2]).collect()
        }
        Kind::ByteChanged => {
            let place = random.below(bytes.len());
            out[place] = random.below(256) as u8;
            let line = line_of(&out, place);
            // A line end that comes or goes is between two lines.
            if out[place] == b'\n' || bytes[place] == b'\n' {
                vec![line, line + 1]
            } else {
                vec![line]
            }
        }
        Kind::ByteRemoved => {
            let place = random.below(bytes.len());
            out.remove(place);
            vec![line_of(&out, place)]
        }
        Kind::ByteAdded => {
            let place = random.below(bytes.len());
            out.insert(place, b"\"'[]{}=,#.\n\\a0 -"[random.below(16)]);
            vec![line_of(&out, place), line_of(&out, place + 1)]
        }
        Kind::Cut => {
            out.truncate(bytes.len() / 10 + random.below(bytes.len() * 9 / 10));
            vec![line_of(&out, out.len())]
        }
    };
    Ruined { bytes: out, lines: touched.into_iter().collect() }
}

/// `text` with such damage to one of a hundred lines; a byte of each, where it is about bytes.
pub fn many(text: &str, kind: Kind, seed: u64) -> Vec<u8> {
    let mut random = Random::new(kind, seed + 1_000_000);
    let bytes = text.as_bytes();
    let mut lines: Vec<Vec<u8>> =
        lines(bytes).into_iter().map(|line| bytes[line].to_vec()).collect();
    for _ in 0..lines.len() / 100 {
        let at = random.below(lines.len() - 1);
        match kind {
            Kind::LineRemoved => drop(lines.remove(at)),
            Kind::LineDoubled => lines.insert(at, lines[at].clone()),
            Kind::LinesSwapped => lines.swap(at, at + 1),
            Kind::LinesFarSwapped => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            Kind::ByteChanged => {
                let place = random.below(lines[at].len());
                if let Some(byte) = lines[at].get_mut(place) {
                    *byte = random.below(256) as u8;
                }
            }
            Kind::ByteRemoved => {
                let place = random.below(lines[at].len());
                let end = (place + 1).min(lines[at].len());
                lines[at].drain(place..end);
            }
            Kind::ByteAdded => {
                let place = random.below(lines[at].len() + 1).min(lines[at].len());
                lines[at].insert(place, b"\"'[]{}=,#.\n\\a0 -"[random.below(16)]);
            }
            Kind::Cut => {
                let place = random.below(lines[at].len());
                lines[at].truncate(place);
            }
        }
    }
    lines.concat()
}

/// About `size` bytes of a pack made from ESCO that are a valid pack: roles, the skills that they
/// require, and nothing that refers to others.
pub fn cut(text: &str, size: usize) -> String {
    let mut blocks: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n[[") {
        blocks.push(&text[start..=at]);
        start = at + 1;
    }
    blocks.push(&text[start..]);
    let leaves_out = |line: &&str| {
        !["broader =", "related =", "confused-with ="].iter().any(|key| line.starts_with(key))
    };
    let mut head = String::new();
    let mut skills: std::collections::HashMap<&str, String> = std::collections::HashMap::new();
    let mut roles: Vec<String> = Vec::new();
    let plain = |block: &str| block.split_inclusive('\n').filter(leaves_out).collect::<String>();
    for block in blocks {
        if block.starts_with("[[skill]]") {
            let id = block.split('"').nth(1).unwrap_or_default();
            skills.insert(id, plain(block));
        } else if block.starts_with("[[role]]") {
            roles.push(plain(block));
        } else if let (Some(from), Some(to)) = (block.find("families = ["), block.find("\n]\n")) {
            head += &block[..from];
            head += &block[to + 3..];
        } else {
            head += block;
        }
    }
    let mut used = BTreeSet::new();
    let (mut kept_skills, mut kept_roles) = (String::new(), String::new());
    for role in roles {
        for skill in
            role.split("[role.skills]").nth(1).unwrap_or_default().split('"').skip(1).step_by(2)
        {
            if let Some(block) = skills.get(skill).filter(|_| used.insert(skill.to_string())) {
                kept_skills += block;
            }
        }
        kept_roles += &role;
        if head.len() + kept_skills.len() + kept_roles.len() > size {
            break;
        }
    }
    head + &kept_skills + &kept_roles
}
