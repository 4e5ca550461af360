//! Rows of greatest total worth, where a row puts one responsibility against one or several.
//!
//! Pairs and groups are chosen together, under one objective. A row of a single pair is worth that
//! pair. Each further pair of a row is worth the cost of joining less, because a row of several
//! takes longer to read. A row is one-to-one or one-to-several, never several-to-several, with at
//! most [`MAX_JOINED`] besides the first. Pairs that are certain are in a row of their own, which
//! others may join. No other choice of rows has a greater total worth.
//!
//! Only pairs that are worth something connect responsibilities, so the problem falls into small
//! components. Each is solved by dynamic programming: the responsibilities of the longer side choose
//! in turn, and of all choices that leave the shorter side in the same state only the best is kept.
//! A component with up to 5 responsibilities on one side and 16 on the other is always solved, and a
//! larger one if it takes no more than [`MAX_STEPS`] steps. Beyond that, the best one-to-one pairs
//! are taken, then the join that is worth most, then the next one that still fits.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use crate::analysis::assign::{self, WeightedPair, WorthMatrix};

/// Maximum number of responsibilities that join a row, besides the paired one.
pub(in crate::analysis) const MAX_JOINED: usize = 3;

/// Maximum number of choices that are tried for a component.
pub(super) const MAX_STEPS: usize = 1_000_000;

/// Bits for the state of one responsibility of the shorter side.
const STATE_BITS: usize = 3;
/// Maximum number of responsibilities on the shorter side whose states fit one number.
const MAX_SHORTER: usize = u128::BITS as usize / STATE_BITS;
/// State of a responsibility that cannot be in another pair. Other states are the number of pairs
/// it is in.
const TAKEN: u128 = 7;

/// The pairs of a row, by position on the left and on the right; the first one is worth most, or
/// certain.
pub(super) type Row = Vec<(usize, usize)>;

/// The pairs to choose from.
pub(super) struct Candidates {
    /// Pairs that may share a row. Those that join a certain pair include the cost of joining in
    /// their worth.
    pub(super) pairs: Vec<WeightedPair>,
    /// Pairs that share a row in any case; each responsibility is in one at most.
    pub(super) certain: Vec<(usize, usize)>,
    /// Cost of each pair of a row besides the first.
    pub(super) join_cost: i64,
}

impl Candidates {
    /// Returns the rows of greatest total worth, those of certain pairs included.
    pub(super) fn best_rows(self) -> Vec<Row> {
        self.rows(|component| {
            component.best(MAX_STEPS).unwrap_or_else(|| component.approximate().0)
        })
    }

    fn rows(self, solve: impl Fn(&Component) -> Row) -> Vec<Row> {
        let certain_left: HashMap<usize, usize> = self.certain.iter().copied().collect();
        let certain_right: HashMap<usize, usize> =
            self.certain.iter().map(|&(left, right)| (right, left)).collect();
        let mut pairs = self.pairs;
        pairs.retain(|pair| {
            let (left, right) =
                (certain_left.contains_key(&pair.left), certain_right.contains_key(&pair.right));
            pair.worth > if left || right { self.join_cost } else { 0 } && !(left && right)
        });
        pairs.extend(self.certain.iter().map(|&(left, right)| WeightedPair {
            left,
            right,
            worth: 0,
        }));
        let components = assign::components(pairs).into_iter();
        components
            .flat_map(|(lefts, rights, pairs)| {
                let component =
                    Component::new((lefts, rights), pairs, &certain_left, self.join_cost);
                component.rows_of(solve(&component))
            })
            .collect()
    }
}

/// A pair of a component, by positions on its longer and its shorter side.
#[derive(Debug, Clone, Copy)]
struct Edge {
    shorter: usize,
    worth: i64,
}

/// Responsibilities that are connected by pairs.
struct Component {
    /// Whether the longer side is the right one.
    turned: bool,
    /// Positions of the responsibilities in their roles.
    longer: Vec<usize>,
    shorter: Vec<usize>,
    /// Pairs of each responsibility of the longer side.
    edges: Vec<Vec<Edge>>,
    /// The certain counterpart of each responsibility of the longer side.
    certain: Vec<Option<usize>>,
    /// Whether each responsibility of the shorter side has a certain counterpart.
    certain_shorter: Vec<bool>,
    join_cost: i64,
}

/// A choice that leaves the shorter side in some state.
#[derive(Clone, Copy)]
struct Choice {
    worth: i64,
    /// The choice before it, and the pairs that it adds, both by position in a list of all.
    before: usize,
    pairs: (usize, usize),
}

/// All choices so far, as a tree.
struct Choices {
    all: Vec<Choice>,
    pairs: Vec<(usize, usize)>,
}

impl Component {
    fn new(
        (lefts, rights): (Vec<usize>, Vec<usize>),
        pairs: Vec<WeightedPair>,
        certain_left: &HashMap<usize, usize>,
        join_cost: i64,
    ) -> Self {
        let turned = rights.len() > lefts.len();
        let (longer, shorter) = if turned { (rights, lefts) } else { (lefts, rights) };
        let mut component = Self {
            turned,
            edges: vec![Vec::new(); longer.len()],
            certain: vec![None; longer.len()],
            certain_shorter: vec![false; shorter.len()],
            longer,
            shorter,
            join_cost,
        };
        for pair in pairs {
            let (long, short) =
                if turned { (pair.right, pair.left) } else { (pair.left, pair.right) };
            let long = component.longer.binary_search(&long).unwrap_or_default();
            let short = component.shorter.binary_search(&short).unwrap_or_default();
            component.edges[long].push(Edge { shorter: short, worth: pair.worth });
            if certain_left.get(&pair.left) == Some(&pair.right) {
                component.certain[long] = Some(short);
                component.certain_shorter[short] = true;
            }
        }
        for edges in &mut component.edges {
            edges.sort_unstable_by_key(|edge| edge.shorter);
        }
        component
    }

    fn edge_count(&self) -> usize {
        self.edges.iter().map(Vec::len).sum()
    }

    /// Returns the pairs of the best rows; `None` if finding them takes more than `max_steps` steps.
    fn best(&self, max_steps: usize) -> Option<Vec<(usize, usize)>> {
        if self.edge_count() == 1 {
            return Some(vec![(0, 0)]);
        }
        if self.shorter.len() > MAX_SHORTER {
            return None;
        }
        let (known, at_least) = self.approximate();
        let rest = self.greatest_rest();
        let last = self.last_uses();
        let mut choices =
            Choices { all: vec![Choice { worth: 0, before: 0, pairs: (0, 0) }], pairs: Vec::new() };
        let mut states: Vec<(u128, usize)> = vec![(0, 0)];
        let mut steps = 0;
        for long in 0..self.longer.len() {
            let mut next = NextStates { states: Vec::new(), places: HashMap::new() };
            for &(state, before) in &states {
                let worth = choices.all[before].worth;
                self.choose(long, state, &mut |pairs, after, gain| {
                    steps += 1;
                    // What cannot catch up with a choice that is known is dropped.
                    if worth + gain + rest[long + 1] >= at_least {
                        let after = after & !last[long];
                        next.keep(&mut choices, after, (worth + gain, before), (long, pairs));
                    }
                });
                if steps > max_steps {
                    return None;
                }
            }
            states = next.states;
        }
        // The first of equal ones.
        let best = states.iter().min_by_key(|(_, at)| (Reverse(choices.all[*at].worth), *at));
        Some(best.map_or(known, |(_, at)| choices.trace(*at)))
    }

    /// Calls `choice` for everything that the responsibility at `long` may choose in `state`: the
    /// counterparts, the state after it, and the worth.
    fn choose(&self, long: usize, state: u128, choice: &mut impl FnMut(&[usize], u128, i64)) {
        let certain = self.certain[long];
        if certain.is_none() {
            choice(&[], state, 0);
        }
        for edge in &self.edges[long] {
            let count = state_of(state, edge.shorter);
            if count <= MAX_JOINED as u128 && certain.is_none_or(|short| short == edge.shorter) {
                let cost = if count == 0 { 0 } else { self.join_cost };
                let after = state + (1 << (STATE_BITS * edge.shorter));
                choice(&[edge.shorter], after, edge.worth - cost);
            }
        }
        // Several against this one. A pair that is not worth joining only takes away from a row.
        if certain.is_some_and(|short| state_of(state, short) != 0) {
            return;
        }
        let open: Vec<Edge> = (self.edges[long].iter().copied())
            .filter(|edge| match certain {
                Some(short) if short == edge.shorter => false,
                _ => {
                    edge.worth > self.join_cost
                        && state_of(state, edge.shorter) == 0
                        && !self.certain_shorter[edge.shorter]
                }
            })
            .collect();
        let (mut chosen, mut state, mut worth) = (Vec::new(), state, self.join_cost);
        if let Some(short) = certain {
            chosen.push(short);
            state |= TAKEN << (STATE_BITS * short);
            worth = 0;
        }
        self.choose_several(&open, &mut chosen, (state, worth), choice);
    }

    /// Adds each of `open` in turn to those that are `chosen`.
    fn choose_several(
        &self,
        open: &[Edge],
        chosen: &mut Vec<usize>,
        (state, worth): (u128, i64),
        choice: &mut impl FnMut(&[usize], u128, i64),
    ) {
        for (at, edge) in open.iter().enumerate() {
            chosen.push(edge.shorter);
            let after =
                (state | TAKEN << (STATE_BITS * edge.shorter), worth + edge.worth - self.join_cost);
            if chosen.len() > 1 {
                choice(chosen, after.0, after.1);
            }
            if chosen.len() <= MAX_JOINED {
                self.choose_several(&open[at + 1..], chosen, after, choice);
            }
            chosen.pop();
        }
    }

    /// Returns for each place on the longer side the most that those from there on can be worth,
    /// whatever the others choose.
    fn greatest_rest(&self) -> Vec<i64> {
        let mut rest = vec![0; self.longer.len() + 1];
        for long in (0..self.longer.len()).rev() {
            let mut worths: Vec<i64> = self.edges[long].iter().map(|edge| edge.worth).collect();
            worths.sort_unstable_by_key(|worth| Reverse(*worth));
            let first = worths.first().copied().unwrap_or_default().max(0);
            let joined = worths.iter().skip(1).take(MAX_JOINED);
            // A certain pair is worth nothing itself, so that each other one only adds its join.
            let most = if self.certain[long].is_some() {
                let all = worths.iter().take(MAX_JOINED);
                all.map(|worth| (worth - self.join_cost).max(0)).sum()
            } else {
                first + joined.map(|worth| (worth - self.join_cost).max(0)).sum::<i64>()
            };
            rest[long] = rest[long + 1] + most;
        }
        rest
    }

    /// Returns for each place on the longer side the states of those that no later one can choose.
    fn last_uses(&self) -> Vec<u128> {
        let mut last = vec![0; self.longer.len()];
        let mut seen = 0_u128;
        for (long, edges) in self.edges.iter().enumerate().rev() {
            for edge in edges {
                let bits = TAKEN << (STATE_BITS * edge.shorter);
                last[long] |= bits & !seen;
                seen |= bits;
            }
        }
        last
    }

    /// Returns the pairs of rows that are found quickly, and their total worth: the best one-to-one
    /// pairs, then what joins them, by worth.
    fn approximate(&self) -> (Vec<(usize, usize)>, i64) {
        let certain: Vec<(usize, usize)> = (self.certain.iter().enumerate())
            .filter_map(|(long, short)| Some((long, (*short)?)))
            .collect();
        let mut edges: Vec<(i64, usize, usize)> = Vec::with_capacity(self.edge_count());
        for (long, of_long) in self.edges.iter().enumerate() {
            let other = of_long.iter().filter(|edge| self.certain[long] != Some(edge.shorter));
            edges.extend(other.map(|edge| (edge.worth, long, edge.shorter)));
        }
        edges.sort_unstable_by_key(|&(worth, long, short)| (Reverse(worth), long, short));
        let mut worths = vec![0; self.longer.len() * self.shorter.len()];
        for &(worth, long, short) in &edges {
            if self.certain[long].is_none() && !self.certain_shorter[short] {
                worths[long * self.shorter.len() + short] = worth;
            }
        }
        let worth_of = |long: usize, short: usize| worths[long * self.shorter.len() + short];
        let mut pairs = WorthMatrix::new(self.longer.len(), self.shorter.len(), worth_of).best();
        let paired: i64 = pairs.iter().map(|&(long, short)| worth_of(long, short)).sum();
        pairs.extend(certain);
        let mut counts = (vec![0; self.longer.len()], vec![0; self.shorter.len()]);
        for &(long, short) in &pairs {
            counts.0[long] += 1;
            counts.1[short] += 1;
        }
        // Those that join a row are in it with one pair, and nothing joins them.
        let mut joined = (vec![false; self.longer.len()], vec![false; self.shorter.len()]);
        let mut partners: HashMap<usize, usize> = pairs.iter().copied().collect();
        let mut of_shorter: HashMap<usize, usize> =
            pairs.iter().map(|&(long, short)| (short, long)).collect();
        let mut total = paired;
        for (worth, long, short) in edges {
            if worth <= self.join_cost {
                break;
            }
            let fits = if counts.0[long] == 0 && counts.1[short] > 0 {
                // The other one of the pair must be in no further pair.
                of_shorter.get(&short).is_some_and(|other| counts.0[*other] == 1)
                    && counts.1[short] <= MAX_JOINED
                    && !joined.1[short]
            } else if counts.1[short] == 0 && counts.0[long] > 0 {
                partners.get(&long).is_some_and(|other| counts.1[*other] == 1)
                    && counts.0[long] <= MAX_JOINED
                    && !joined.0[long]
            } else {
                false
            };
            if fits {
                if counts.0[long] == 0 {
                    joined.0[long] = true;
                    partners.insert(long, short);
                } else {
                    joined.1[short] = true;
                    of_shorter.insert(short, long);
                }
                counts.0[long] += 1;
                counts.1[short] += 1;
                pairs.push((long, short));
                total += worth - self.join_cost;
            }
        }
        (pairs, total)
    }

    /// Returns the rows that `pairs` form, by position in the roles.
    fn rows_of(&self, pairs: Vec<(usize, usize)>) -> Vec<Row> {
        let mut count_longer = vec![0_usize; self.longer.len()];
        for &(long, _) in &pairs {
            count_longer[long] += 1;
        }
        // The one of a row is on the longer side if it has several pairs there, else on the shorter.
        let mut rows: BTreeMap<(bool, usize), Vec<(usize, usize)>> = BTreeMap::new();
        for (long, short) in pairs {
            let one = if count_longer[long] > 1 { (true, long) } else { (false, short) };
            rows.entry(one).or_default().push((long, short));
        }
        let mut all = Vec::with_capacity(rows.len());
        for mut pairs in rows.into_values() {
            pairs.sort_unstable_by_key(|&(long, short)| {
                let worth = self.edges[long].iter().find(|edge| edge.shorter == short);
                let certain = self.certain[long] == Some(short);
                (!certain, Reverse(worth.map_or(0, |edge| edge.worth)), long, short)
            });
            let places = pairs.into_iter().map(|(long, short)| {
                let (long, short) = (self.longer[long], self.shorter[short]);
                if self.turned { (short, long) } else { (long, short) }
            });
            all.push(places.collect());
        }
        all
    }
}

fn state_of(state: u128, short: usize) -> u128 {
    state >> (STATE_BITS * short) & TAKEN
}

/// States after the next responsibility has chosen, each with the best choice that leads to it.
struct NextStates {
    states: Vec<(u128, usize)>,
    /// Place of each state in `states`.
    places: HashMap<u128, usize>,
}

impl NextStates {
    /// Keeps a choice if it is the best that leads to `state`; of equal ones the first.
    fn keep(
        &mut self,
        choices: &mut Choices,
        state: u128,
        (worth, before): (i64, usize),
        (long, shorts): (usize, &[usize]),
    ) {
        let known = self.places.get(&state).copied();
        if known.is_some_and(|place| choices.all[self.states[place].1].worth >= worth) {
            return;
        }
        let first = choices.pairs.len();
        choices.pairs.extend(shorts.iter().map(|short| (long, *short)));
        choices.all.push(Choice { worth, before, pairs: (first, choices.pairs.len()) });
        let choice = choices.all.len() - 1;
        if let Some(place) = known {
            self.states[place].1 = choice;
        } else {
            self.places.insert(state, self.states.len());
            self.states.push((state, choice));
        }
    }
}

impl Choices {
    /// Returns the pairs of the choice at `at` and of all before it.
    fn trace(&self, mut at: usize) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        while at > 0 {
            let choice = self.all[at];
            pairs.extend_from_slice(&self.pairs[choice.pairs.0..choice.pairs.1]);
            at = choice.before;
        }
        pairs
    }
}

#[cfg(test)]
pub(in crate::analysis) mod tests;
