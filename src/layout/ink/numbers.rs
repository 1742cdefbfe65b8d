//! Numbers as operands: rounded, and whole where they can be.

use printpdf::lopdf::Object;

/// Rounds to tenths, which is as fine as coordinates are written.
pub(super) fn tenths(v: f32) -> f32 {
    (v * 10.).round() / 10.
}

/// Makes a coordinate.
pub(super) fn coordinate(v: f32) -> Object {
    rounded(v, 1)
}

/// Makes a number rounded to so many decimals.
pub(super) fn rounded(v: f32, decimals: u32) -> Object {
    let scale = 10_i32.pow(decimals) as f32;
    let v = (v * scale).round() / scale;
    // No number of a page is so large that it would not be exact.
    if v.fract().abs() > 0. { Object::Real(v) } else { Object::Integer(v as i64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written = [(-12., 1), (0.04, 1), (-0.04, 1), (841.89, 1), (10.5, 2), (1. / 3., 3)]
            .map(|(v, decimals)| format!("{:?}", rounded(v, decimals)));
        assert_eq!(written, ["-12", "0", "0", "841.9", "10.5", "0.333"]);
    }
}
