//! Computes the leading part of the spectrum of a large sparse symmetric matrix.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A square sparse matrix, row by row.
#[derive(Debug, Default)]
pub(super) struct SparseMatrix {
    /// (column, value), ordered by column within a row.
    cells: Vec<(u32, f32)>,
    /// End of each row.
    ends: Vec<usize>,
}

impl SparseMatrix {
    /// Adds a value to the current row.
    pub(super) fn push(&mut self, column: u32, value: f32) {
        self.cells.push((column, value));
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        self.ends.push(self.cells.len());
    }

    fn rows(&self) -> impl Iterator<Item = &[(u32, f32)]> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.cells[start..*end])
    }

    /// Returns the matrix with each value replaced by `value` of (row, column, value); `None`
    /// removes the cell.
    pub(super) fn map(&self, value: impl Fn(u32, u32, f32) -> Option<f32>) -> Self {
        let mut mapped = Self::default();
        for (row, cells) in self.rows().enumerate() {
            for (column, cell) in cells {
                if let Some(cell) = value(row as u32, *column, *cell) {
                    mapped.push(*column, cell);
                }
            }
            mapped.end_row();
        }
        mapped
    }

    /// Returns the product with `tall`, computed on as many threads as are worthwhile.
    fn times(&self, tall: &TallMatrix) -> TallMatrix {
        let wide = tall.wide;
        let mut product = TallMatrix::zeros(self.ends.len(), wide);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let share = self.ends.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for (part, out) in product.cells.chunks_mut(share * wide).enumerate() {
                scope.spawn(move || {
                    multiply_rows(part * share, out, wide, &self.ends, &tall.cells, &self.cells);
                });
            }
        });
        product
    }
}

fn multiply_rows(
    first: usize,
    out: &mut [f32],
    wide: usize,
    ends: &[usize],
    tall_cells: &[f32],
    cells: &[(u32, f32)],
) {
    for (row, out) in (first..).zip(out.chunks_exact_mut(wide)) {
        let start = if row == 0 { 0 } else { ends[row - 1] };
        for (column, value) in &cells[start..ends[row]] {
            let from = &tall_cells[*column as usize * wide..][..wide];
            for (to, from) in out.iter_mut().zip(from) {
                *to += value * from;
            }
        }
    }
}

/// A dense matrix with many rows and few columns, row by row.
#[derive(Debug, Clone)]
struct TallMatrix {
    cells: Vec<f32>,
    wide: usize,
}

/// Number of rows that are summed together.
const ROWS: usize = 256;

/// A small square matrix.
type SquareMatrix = Vec<Vec<f64>>;

impl TallMatrix {
    fn zeros(rows: usize, wide: usize) -> Self {
        Self { cells: vec![0.0; rows * wide], wide }
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.cells.chunks_exact(self.wide)
    }

    /// Returns the products of each column of `self` with each of `other`.
    fn gram(&self, other: &Self) -> SquareMatrix {
        let mut gram = vec![vec![0.0; self.wide]; self.wide];
        // Summed in f32 over few rows at a time, which is fast, and in f64 overall, which is
        // precise enough.
        let mut part = vec![0.0_f32; self.wide * self.wide];
        for (ours, theirs) in
            self.cells.chunks(ROWS * self.wide).zip(other.cells.chunks(ROWS * self.wide))
        {
            part.fill(0.0);
            for (ours, theirs) in ours.chunks_exact(self.wide).zip(theirs.chunks_exact(self.wide)) {
                for (a, part) in ours.iter().zip(part.chunks_exact_mut(self.wide)) {
                    for (to, b) in part.iter_mut().zip(theirs) {
                        *to += a * b;
                    }
                }
            }
            for (gram, part) in gram.iter_mut().zip(part.chunks_exact(self.wide)) {
                for (to, from) in gram.iter_mut().zip(part) {
                    *to += f64::from(*from);
                }
            }
        }
        gram
    }

    /// Returns the product with the first `wide` columns of a small matrix.
    fn multiply(&self, by: &SquareMatrix, wide: usize) -> Self {
        let mut turned = Self::zeros(self.cells.len() / self.wide.max(1), wide);
        let by: Vec<Vec<f32>> =
            by.iter().map(|row| row[..wide].iter().map(|x| *x as f32).collect()).collect();
        for (row, out) in self.rows().zip(turned.cells.chunks_exact_mut(wide)) {
            for (x, by) in row.iter().zip(&by) {
                for (to, from) in out.iter_mut().zip(by) {
                    *to += x * from;
                }
            }
        }
        turned
    }

    /// Returns the same span with orthogonal columns of length 1, or 0, by the Cholesky factor of
    /// the columns' products.
    fn orthonormalised(&self) -> Self {
        let mut factor = self.gram(self);
        let most = (0..self.wide).map(|i| factor[i][i]).fold(0.0, f64::max);
        for i in 0..self.wide {
            for j in 0..=i {
                let dot: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
                let rest = factor[i][j] - dot;
                factor[i][j] = match () {
                    () if i != j => rest / factor[j][j],
                    // A column that hardly leaves the span of those before it is only rounding
                    // error: it becomes zeros.
                    () if rest <= most * 1e-7 => f64::INFINITY,
                    () => rest.sqrt(),
                };
            }
        }
        // The inverse of the factor, transposed: upper triangular.
        let mut inverse = vec![vec![0.0; self.wide]; self.wide];
        for i in 0..self.wide {
            inverse[i][i] = 1.0 / factor[i][i];
            for j in i + 1..self.wide {
                let dot: f64 = (i..j).map(|k| factor[j][k] * inverse[i][k]).sum();
                inverse[i][j] = -dot / factor[j][j];
            }
        }
        self.multiply(&inverse, self.wide)
    }
}

/// Number of times that the matrix is applied. On O*NET, twice as many change no relevant decision.
const ROUNDS: usize = 4;

/// Number of extra columns that are dropped in the end: they absorb components between the leading
/// ones.
const SPARE: usize = 8;

/// Returns each row of the symmetric `matrix` in its `count` leading components, those of the
/// largest absolute eigenvalues, scaled by the root of that value and then to length 1; rows of
/// zeros are kept.
///
/// Found by iterating a random subspace (Halko, Martinsson and Tropp, "Finding structure with
/// randomness", 2011). Random values derive from `seeds`, one for each row: the same matrix always
/// gives the same rows.
pub(super) fn leading_components(
    matrix: &SparseMatrix,
    seeds: &[u64],
    count: usize,
) -> Vec<Vec<f32>> {
    let rows = seeds.len();
    let wide = (count + SPARE).min(rows);
    if wide == 0 {
        return Vec::new();
    }
    let mut space = TallMatrix::zeros(rows, wide);
    for (seed, row) in seeds.iter().zip(space.cells.chunks_exact_mut(wide)) {
        for (column, cell) in row.iter_mut().enumerate() {
            let hash = xxh3_64_with_seed(&(column as u64).to_le_bytes(), *seed);
            *cell = (hash >> 40) as f32 / (1_u32 << 23) as f32 - 1.0;
        }
    }
    for _ in 0..=ROUNDS {
        space = matrix.times(&space).orthonormalised();
    }
    // Repeated to remove the rounding error left in the angles.
    space = space.orthonormalised();
    let (values, turn) = eigen(space.gram(&matrix.times(&space)));
    let mut order: Vec<usize> = (0..wide).collect();
    order.sort_by(|a, b| values[*b].abs().total_cmp(&values[*a].abs()).then(a.cmp(b)));
    order.truncate(count);
    let turn: SquareMatrix = turn
        .iter()
        .map(|row: &Vec<f64>| order.iter().map(|at| row[*at] * values[*at].abs().sqrt()).collect())
        .collect();
    let turned = space.multiply(&turn, order.len());
    turned
        .rows()
        .map(|row: &[f32]| {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            let mut row: Vec<f32> =
                row.iter().map(|x: &f32| if length > 1e-6 { x / length } else { 0.0 }).collect();
            row.resize(count, 0.0);
            row
        })
        .collect()
}

/// Returns the eigenvalues of a symmetric matrix, and its eigenvectors as columns, by Jacobi
/// rotations.
#[allow(clippy::needless_range_loop, reason = "two rows of one matrix at a time")]
fn eigen(mut matrix: SquareMatrix) -> (Vec<f64>, SquareMatrix) {
    let wide = matrix.len();
    for i in 0..wide {
        for j in 0..i {
            let mean = f64::midpoint(matrix[i][j], matrix[j][i]);
            (matrix[i][j], matrix[j][i]) = (mean, mean);
        }
    }
    let mut vectors: SquareMatrix =
        (0..wide).map(|i| (0..wide).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..32 {
        let off: f64 = (0..wide)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| matrix[i][j].powi(2))
            .sum();
        let all: f64 = (0..wide).map(|i| matrix[i][i].powi(2)).sum();
        if off <= all * 1e-20 {
            break;
        }
        for p in 0..wide {
            for q in p + 1..wide {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let (cos, sin) = (1.0 / t.hypot(1.0), t / t.hypot(1.0));
                for row in matrix.iter_mut().chain(&mut vectors) {
                    (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
                }
                for k in 0..wide {
                    let (a, b) = (matrix[p][k], matrix[q][k]);
                    (matrix[p][k], matrix[q][k]) = (cos * a - sin * b, sin * a + cos * b);
                }
            }
        }
    }
    ((0..wide).map(|i| matrix[i][i]).collect(), vectors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sparse(cells: &[Vec<f32>]) -> SparseMatrix {
        let mut matrix = SparseMatrix::default();
        for row in cells {
            for (column, value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                matrix.push(column as u32, *value);
            }
            matrix.end_row();
        }
        matrix
    }

    #[test]
    fn blocks_come_apart() {
        let cells: Vec<Vec<f32>> =
            (0..6).map(|i| (0..6).map(|j| block_cell(i, j)).collect()).collect();
        let rows = leading_components(&sparse(&cells), &[3, 1, 4, 15, 9, 2], 2);
        for a in 0..6 {
            for b in 0..6 {
                assert!(
                    (row_product(a, b, &rows) - f32::from(u8::from(a / 3 == b / 3))).abs() < 1e-3,
                    "{a} {b} {}",
                    row_product(a, b, &rows)
                );
            }
        }
    }

    /// Two groups of three that are unrelated.
    fn block_cell(i: usize, j: usize) -> f32 {
        if i != j && i / 3 == j / 3 { 1.0 } else { 0.0 }
    }

    fn row_product(a: usize, b: usize, rows: &[Vec<f32>]) -> f32 {
        rows[a].iter().zip(&rows[b]).map(|(x, y)| x * y).sum::<f32>()
    }

    #[test]
    fn nothing_and_little_are_no_trouble() {
        assert_eq!(leading_components(&SparseMatrix::default(), &[], 4), Vec::<Vec<f32>>::new());
        assert_eq!(leading_components(&sparse(&[vec![0.0]]), &[7], 4), [vec![0.0; 4]]);
    }

    proptest! {
        #[test]
        fn eigenvectors_are_what_the_matrix_only_stretches(cells in prop::collection::vec(-3.0_f64..3.0, 25)) {
            let matrix: SquareMatrix = (0..5).map(|i| (0..5).map(|j| cells[i * 5 + j] + cells[j * 5 + i]).collect()).collect();
            let (values, vectors) = eigen(matrix.clone());
            for (at, value) in values.iter().enumerate() {
                for row in 0..5 {
                    let product: f64 = (0..5).map(|k| matrix[row][k] * vectors[k][at]).sum();
                    prop_assert!((product - value * vectors[row][at]).abs() < 1e-8);
                }
            }
        }

        #[test]
        fn straightened_columns_stand_at_right_angles(cells in prop::collection::vec(-1.0_f32..1.0, 120)) {
            let straight = TallMatrix { cells, wide: 4 }.orthonormalised();
            for (i, row) in straight.gram(&straight).iter().enumerate() {
                for (j, dot) in row.iter().enumerate() {
                    prop_assert!((dot - f64::from(u8::from(i == j))).abs() < 1e-3, "{i} {j} {dot}");
                }
            }
        }
    }
}
