//! Arithmetic on short vectors.

/// Returns the dot product of `a` and `b`, which is the cosine if both have length 1.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds `by` times `row` to `to`.
pub(crate) fn add(to: &mut [f32], by: f32, row: &[f32]) {
    for (to, from) in to.iter_mut().zip(row) {
        *to += by * from;
    }
}

/// Scales `vector` to length 1, or to zeros if it has hardly any length. Returns its original
/// length.
pub(crate) fn to_length_1(vector: &mut [f32]) -> f32 {
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
