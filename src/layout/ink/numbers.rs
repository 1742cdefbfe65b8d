//! Numbers as content streams have them: as short as can be.

/// Rounds to tenths, which is as fine as coordinates are written.
pub(super) fn tenths(v: f32) -> f32 {
    (v * 10.).round() / 10.
}

/// Writes a number rounded to so many decimals.
pub(super) fn rounded(out: &mut String, v: f32, decimals: u32) {
    number(out, (v * 10_i32.pow(decimals) as f32).round() as i64, decimals);
}

/// Writes a number given without its point, with so many decimals: no zero stands before the point or at the end.
pub(super) fn number(out: &mut String, v: i64, decimals: u32) {
    let (mut rest, mut decimals) = (v.unsigned_abs(), decimals);
    while decimals > 0 && rest % 10 == 0 {
        (rest, decimals) = (rest / 10, decimals - 1);
    }
    // The longest number has 20 digits; so many and a point are filled from the end.
    let (mut digits, mut at) = ([b'0'; 24], 24);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        decimals = match decimals {
            0 if rest == 0 => break,
            1 => {
                at -= 1;
                digits[at] = b'.';
                if rest == 0 {
                    break;
                }
                0
            }
            d => d.saturating_sub(1),
        };
    }
    if v < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|b| char::from(*b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written = |v, decimals| {
            let mut out = String::new();
            number(&mut out, v, decimals);
            out
        };
        assert_eq!(written(0, 0), "0");
        assert_eq!(written(0, 3), "0");
        assert_eq!(written(-120, 1), "-12");
        assert_eq!(written(5, 1), ".5");
        assert_eq!(written(-5, 3), "-.005");
        assert_eq!(written(1234, 2), "12.34");
        assert_eq!(written(1050, 2), "10.5");
        assert_eq!(written(105, 0), "105");
        assert_eq!(written(i64::MIN, 1), "-922337203685477580.8");
    }
}
