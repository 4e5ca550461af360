//! Arithmetic on short vectors.

/// Returns the dot product of `a` and `b`, which is the cosine if both have length 1.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the dot product as [`dot`] does, but adds up in eight parts at once, which is faster and
/// may differ in the last bits.
pub(super) fn dot_in_parts(a: &[f32], b: &[f32]) -> f32 {
    let mut parts = [0.0_f32; 8];
    for (a, b) in a.chunks(8).zip(b.chunks(8)) {
        for (part, (a, b)) in parts.iter_mut().zip(a.iter().zip(b)) {
            *part += a * b;
        }
    }
    parts.iter().sum()
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
