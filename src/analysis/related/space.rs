//! Spaces in which roles are vectors.

use std::io::{self, Read, Write};

use foldhash::{HashMap, HashMapExt};

use crate::analysis::words::TermHash;
use crate::flat::{self, FlatReader};
use crate::model::Catalog;

/// Weights of the spaces, chosen on the related occupations of O*NET.
pub(super) const SPACES: [f64; 6] = [1.3, 0.5, 0.9, 0.8, 0.3, 0.4];
pub(super) const RESPONSIBILITIES: usize = 0;
pub(super) const PHRASES: usize = 1;
pub(super) const TITLES: usize = 2;
pub(super) const SKILLS: usize = 3;
pub(super) const ACTIVITIES: usize = 4;
pub(super) const SUMMARY: usize = 5;

/// Rows of numbered weights, one after the other.
#[derive(Debug, PartialEq)]
pub(super) struct SparseRows {
    /// Row `i` is the range from `starts[i]` to `starts[i + 1]`.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    weights: Vec<f32>,
}

impl SparseRows {
    fn of(rows: impl Iterator<Item = Vec<(u32, f32)>>) -> Self {
        let mut made = Self { starts: vec![0], numbers: Vec::new(), weights: Vec::new() };
        for row in rows {
            made.numbers.extend(row.iter().map(|(number, _)| number));
            made.weights.extend(row.iter().map(|(_, weight)| weight));
            made.starts.push(made.numbers.len() as u32);
        }
        made
    }

    pub(super) fn row(&self, at: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let place = self.starts[at] as usize..self.starts[at + 1] as usize;
        self.numbers[place.clone()].iter().copied().zip(self.weights[place].iter().copied())
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the transpose: a row for each of `numbers` numbers, with the rows that have it.
    fn transposed(&self, numbers: usize) -> Self {
        let mut starts = vec![0_u32; numbers + 1];
        for number in &self.numbers {
            starts[*number as usize + 1] += 1;
        }
        for at in 0..numbers {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut turned = Self {
            starts,
            numbers: vec![0; self.numbers.len()],
            weights: vec![0.0; self.numbers.len()],
        };
        for at in 0..self.len() {
            for (number, weight) in self.row(at) {
                let place = &mut next[number as usize];
                turned.numbers[*place as usize] = at as u32;
                turned.weights[*place as usize] = weight;
                *place += 1;
            }
        }
        turned
    }
}

/// A vector of length 1 for each role, and the roles that have each component.
#[derive(Debug, PartialEq)]
pub(super) struct FeatureSpace {
    /// Components that lead to another role.
    roles: SparseRows,
    pub(super) holders: SparseRows,
    /// Whether each role has any component.
    pub(super) known: Vec<u8>,
}

impl FeatureSpace {
    /// Builds the space from the number of times each role has each component; also returns the
    /// components.
    pub(super) fn new(counts: &[HashMap<TermHash, f64>]) -> (Self, SpaceTerms) {
        let mut frequency: HashMap<TermHash, u32> = HashMap::new();
        for role in counts {
            for term in role.keys() {
                *frequency.entry(*term).or_default() += 1;
            }
        }
        // A component of a single role leads to no other, but counts for its length.
        let mut leading: Vec<TermHash> =
            frequency.iter().filter(|(_, roles)| **roles > 1).map(|(term, _)| *term).collect();
        leading.sort_unstable();
        let all = counts.len() as f64;
        let mut single: Vec<(TermHash, u32, f32)> = Vec::new();
        let roles = SparseRows::of(counts.iter().zip(0..).map(|(counts, role)| {
            let mut row = Vec::new();
            for (term, weight) in term_vector(counts, |term| f64::from(frequency[&term]), all) {
                match leading.binary_search(&term) {
                    Ok(number) => row.push((number as u32, weight)),
                    Err(_) => single.push((term, role, weight)),
                }
            }
            row
        }));
        single.sort_unstable_by_key(|(term, ..)| *term);
        let known = counts.iter().map(|counts| u8::from(!counts.is_empty())).collect();
        let space = Self { holders: roles.transposed(leading.len()), roles, known };
        (space, SpaceTerms { leading, single })
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::write_numbers(out, &[self.holders.len() as u32])?;
        flat::write_numbers(out, &self.roles.starts)?;
        flat::write_numbers(out, &self.roles.numbers)?;
        flat::write_numbers(out, &self.roles.weights)?;
        flat::write_numbers(out, &self.known)
    }

    pub(super) fn read(input: &mut FlatReader<'_>) -> io::Result<Self> {
        let components = input.read_numbers::<u32>()?;
        let (starts, numbers): (Vec<u32>, Vec<u32>) =
            (input.read_numbers()?, input.read_numbers()?);
        let roles = SparseRows { starts, numbers, weights: input.read_numbers()? };
        let told: Vec<u8> = input.read_numbers()?;
        let sound = roles.starts.is_sorted()
            && roles.starts.first() == Some(&0)
            && roles.starts.last().map(|end| *end as usize) == Some(roles.numbers.len())
            && roles.weights.iter().all(|weight| (0.0..=1.01).contains(weight))
            && (roles.weights.len(), told.len()) == (roles.numbers.len(), roles.len());
        match components[..] {
            // Each component leads from one role to at least one other.
            [components]
                if sound
                    && components as usize <= roles.numbers.len()
                    && roles.numbers.iter().all(|number| *number < components) =>
            {
                Ok(Self { holders: roles.transposed(components as usize), roles, known: told })
            }
            _ => Err(flat::damaged_error()),
        }
    }

    /// Returns the cosine of `role` with each role.
    pub(super) fn similarities(&self, role: usize) -> Vec<f32> {
        let mut likeness = vec![0.0; self.known.len()];
        for (number, weight) in self.roles.row(role) {
            for (other, theirs) in self.holders.row(number as usize) {
                likeness[other as usize] += weight * theirs;
            }
        }
        likeness
    }
}

/// Returns the weight of a component that `roles` of `all` roles have.
fn rarity(roles: f64, all: f64) -> f64 {
    (1.0 + (all - roles + 0.5) / (roles + 0.5)).ln()
}

/// Returns the vector of length 1 for the number of times that a role has each component, by hash.
/// `frequency` is the number of roles that have a component, of `all`.
pub(super) fn term_vector(
    counts: &HashMap<TermHash, f64>,
    frequency: impl Fn(TermHash) -> f64,
    all: f64,
) -> Vec<(TermHash, f32)> {
    let mut vector: Vec<(TermHash, f64)> = counts
        .iter()
        .map(|(term, count)| {
            let count = if *count > 1.0 { 1.0 + count.ln() } else { *count };
            (*term, count * rarity(frequency(*term), all))
        })
        .collect();
    vector.sort_unstable_by_key(|(term, _)| *term);
    let length =
        vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    vector.into_iter().map(|(term, weight)| (term, (weight / length) as f32)).collect()
}

/// The components of all spaces of an index. The index itself numbers them, and is smaller without:
/// only a role that is added later is looked up by them.
#[derive(Debug, PartialEq)]
pub struct SimilarityTerms {
    pub(super) spaces: Vec<SpaceTerms>,
}

/// The components of a space.
#[derive(Debug, PartialEq)]
pub(super) struct SpaceTerms {
    /// Those that several roles have, in the order of their numbers, which is that of their hashes.
    pub(super) leading: Vec<TermHash>,
    /// Those that a single role has, by hash, with the role and their weight in its vector.
    pub(super) single: Vec<(TermHash, u32, f32)>,
}

impl SpaceTerms {
    /// Returns the role that alone has `term`, and its weight there.
    pub(super) fn single_holder(&self, term: TermHash) -> Option<(u32, f32)> {
        let at = self.single.binary_search_by_key(&term, |(term, ..)| *term).ok()?;
        self.single.get(at).map(|(_, role, weight)| (*role, *weight))
    }
}

impl SimilarityTerms {
    /// Writes the terms for [`SimilarityTerms::read`], for the same catalog and the same build of
    /// roledex.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for SpaceTerms { leading, single } in &self.spaces {
            flat::write_numbers(out, leading)?;
            flat::write_numbers(out, &single.iter().map(|one| one.0).collect::<Vec<u64>>())?;
            flat::write_numbers(out, &single.iter().map(|one| one.1).collect::<Vec<u32>>())?;
            flat::write_numbers(out, &single.iter().map(|one| one.2).collect::<Vec<f32>>())?;
        }
        Ok(())
    }

    /// Reads the terms that were written for `catalog`; at most `size` bytes. The caller must make
    /// sure that the bytes are those that were written.
    ///
    /// # Errors
    ///
    /// Returns the errors of `input`, and an error if the bytes cannot be terms.
    pub fn read(catalog: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = FlatReader { input, remaining: size };
        let roles = catalog.roles().len();
        let mut spaces = Vec::new();
        for _ in SPACES {
            let leading: Vec<TermHash> = input.read_numbers()?;
            let (terms, holders): (Vec<TermHash>, Vec<u32>) =
                (input.read_numbers()?, input.read_numbers()?);
            let weights: Vec<f32> = input.read_numbers()?;
            let sound = leading.is_sorted()
                && terms.is_sorted()
                && (holders.len(), weights.len()) == (terms.len(), terms.len())
                && holders.iter().all(|role| (*role as usize) < roles)
                && weights.iter().all(|weight| (0.0..=1.01).contains(weight));
            if !sound {
                return Err(flat::damaged_error());
            }
            let single = terms.into_iter().zip(holders).zip(weights);
            let single = single.map(|((term, role), weight)| (term, role, weight)).collect();
            spaces.push(SpaceTerms { leading, single });
        }
        Ok(Self { spaces })
    }
}

/// Returns the weighted mean of similarities from their `sum`, 0 to 1.
pub(super) fn mean(sum: f64, weight: f64) -> f64 {
    if sum > 0.0 { (sum / weight).min(1.0) } else { 0.0 }
}
