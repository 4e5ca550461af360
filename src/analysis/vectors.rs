//! Sums of short vectors.

/// The sum of the products of `a` and `b`, the cosine where both are of length 1.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds `by` times `row`.
pub(super) fn add(to: &mut [f32], by: f32, row: &[f32]) {
    for (to, from) in to.iter_mut().zip(row) {
        *to += by * from;
    }
}

/// Brings `vector` to length 1, or to zeros where it has hardly any length. The length that it had.
pub(super) fn to_length_1(vector: &mut [f32]) -> f32 {
    let length = dot(vector, vector).sqrt();
    if length > 1e-6 {
        for x in vector {
            *x /= length;
        }
    } else {
        vector.fill(0.0);
    }
    length
}
