//! Exact numbers: whole counts and changes, ratios, and the one rounding.
//!
//! *In:* whole numbers and the decimals people type. *Out:* sums, differences and ratios without error, and their
//! printed forms. *Invariants:* a [`Ratio`] has a positive denominator and is in lowest terms, so equality and order are
//! those of the numbers; a figure is rounded once, by [`Ratio::round`], half away from zero, and `-0.0` prints as `0.0`.
//! *Units* are the caller's. This is a leaf: it does not know what is counted.
//!
//! Nothing overflows in silence. Sums of counts are `i64`, which two thousand million of the largest [`Count`]s do not
//! fill. A ratio has room for whatever is worked out from sums of counts; what is worked out from numbers that people
//! type may be longer than that, and is `None` then, for the caller to say of which figure.

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};

/// A whole number of things that happened, never negative. One that was read is at most [`Count::MOST`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Count(pub u32);

/// The difference of two counts or sums of counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Change(pub i64);

impl Count {
    /// The most that can be meant: no partnership has more of anything in a month.
    pub const MOST: Count = Count(10_000_000);

    /// Takes a whole number as a count, where one can be so many.
    pub fn new(value: i128) -> Option<Self> {
        u32::try_from(value).ok().map(Count).filter(|count| *count <= Count::MOST)
    }
}

impl fmt::Display for Count {
    /// Prints thousands commas: `1,234`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(i128::from(self.0)))
    }
}

impl fmt::Display for Change {
    /// Prints a sign unless none: `+109`, `−47` with a true minus, `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 {
            f.write_str("+")?;
        }
        f.write_str(&grouped(i128::from(self.0)))
    }
}

/// What a ratio stays below, and how fine it can be: [`Ratio::round`] has room for 12 places of any of them.
const LARGEST: i128 = 10i128.pow(25);
const FINEST: i128 = 10i128.pow(37);
/// The most decimal places of a rounded number.
const MOST_PLACES: u8 = 12;

/// An exact fraction of whole numbers: smaller than 10²⁵, and its denominator no more than 10³⁷.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// Makes `num / den`; `None` where `den` is 0, or the fraction too large or too fine.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        let divisor = common(num, den).checked_mul(den.signum()).filter(|d| *d != 0)?;
        let (num, den) = (num.checked_div(divisor)?, den.checked_div(divisor)?);
        (den <= FINEST && num / den < LARGEST && num / den > -LARGEST).then_some(Ratio { num, den })
    }

    /// Makes a whole number.
    pub fn whole(value: i64) -> Self {
        Ratio { num: value.into(), den: 1 }
    }

    /// Reads a decimal number as it is written, exactly: `36.1`, `1,234`, `-0.5`. At most 12 digits either side.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let whole: String = whole.chars().filter(|c| *c != ',').collect();
        let ok = |s: &str| s.len() <= 12 && s.bytes().all(|b| b.is_ascii_digit());
        if !ok(&whole) || !ok(part) || whole.len() + part.len() == 0 {
            return None;
        }
        let num: i128 = format!("{whole}{part}").parse().ok()?;
        Ratio::new(if negative { -num } else { num }, 10i128.pow(part.len() as u32))
    }

    /// Takes a number that a spreadsheet saved, by its shortest decimal form (so `36.1` is 361/10). `None` where that has
    /// more than 12 digits before the point, or nothing but zeros in the first 11 after it.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() || value.abs() >= 1e12 {
            return None;
        }
        // Nearly all are counts, which need no decimal form.
        let whole = value as i64;
        if (whole as f64).to_bits() == value.to_bits() {
            return Some(Ratio::whole(whole));
        }
        Ratio::parse(&trim_float(value)).filter(|read| read.num != 0)
    }

    /// Gives the numerator in lowest terms.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// Gives the denominator, at least 1.
    pub fn denominator(self) -> i128 {
        self.den
    }

    /// Adds another ratio; `None` where the sum is too long.
    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        // What the denominators share need not be multiplied.
        let shared = common(self.den, other.den);
        let (mine, others) = (self.den / shared, other.den / shared);
        let num = self.num.checked_mul(others)?.checked_add(other.num.checked_mul(mine)?)?;
        Ratio::new(num, self.den.checked_mul(others)?)
    }

    /// Subtracts another ratio; `None` where the difference is too long.
    pub fn minus(self, other: Ratio) -> Option<Ratio> {
        self.plus(Ratio { num: -other.num, den: other.den })
    }

    /// Multiplies by another ratio; `None` where the product is too long.
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        // What cancels is cancelled first.
        let (over, under) = (common(self.num, other.den), common(other.num, self.den));
        let num = (self.num / over).checked_mul(other.num / under)?;
        Ratio::new(num, (self.den / under).checked_mul(other.den / over)?)
    }

    /// Divides by another ratio; `None` where that is 0, or the quotient too long.
    pub fn over(self, other: Ratio) -> Option<Ratio> {
        self.times(Ratio::new(other.den, other.num)?)
    }

    /// Gives the distance from 0.
    #[must_use]
    pub fn abs(self) -> Ratio {
        Ratio { num: self.num.abs(), den: self.den }
    }

    /// Rounds to a number of decimal places, at most 12, half away from zero: the only rounding there is.
    pub fn round(self, places: u8) -> Decimal {
        let places = places.min(MOST_PLACES);
        let size = self.num.abs();
        // By long division, one place after another: what is left is always less than the denominator.
        let digit = |(units, rest): (i128, i128), _| (units * 10 + rest * 10 / self.den, rest * 10 % self.den);
        let (units, rest) = (0..places).fold((size / self.den, size % self.den), digit);
        let half_up = units + i128::from(rest * 2 >= self.den);
        Decimal { units: half_up * self.num.signum(), places }
    }

    /// Says whether this is a whole number.
    pub fn is_whole(self) -> bool {
        self.den == 1
    }

    /// Gives the nearest floating-point number, for drawing only.
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        compare([self.num, self.den], [other.num, other.den])
    }
}

/// Compares fractions with positive denominators: by their whole parts, then by what is left, upside down. Nothing is
/// multiplied, so nothing overflows.
fn compare(a: [i128; 2], b: [i128; 2]) -> Ordering {
    let parts = |[num, den]: [i128; 2]| (num.div_euclid(den), num.rem_euclid(den));
    let ((whole, rest), (other, left)) = (parts(a), parts(b));
    whole.cmp(&other).then_with(|| match (rest, left) {
        (0, _) | (_, 0) => rest.cmp(&left),
        _ => compare([b[1], left], [a[1], rest]),
    })
}

/// A number rounded to a fixed number of places: what is printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    units: i128,
    places: u8,
}

impl Decimal {
    /// Says whether nothing but zeros is printed.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Says whether the printed number has a minus sign.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Drops the sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Decimal { units: self.units.abs(), ..self }
    }

    /// Gives the nearest floating-point number, for JSON and for drawing.
    pub fn to_f64(self) -> f64 {
        // Read back from its digits: the float that prints as this decimal.
        let scale = 10i128.pow(u32::from(self.places));
        let text = format!(
            "{}.{:0width$}",
            self.units.abs() / scale,
            self.units.abs() % scale,
            width = usize::from(self.places.max(1))
        );
        let value: f64 = text.parse().unwrap_or_default();
        if self.units < 0 { -value } else { value }
    }
}

impl fmt::Display for Decimal {
    /// Prints thousands commas and a true minus: `1,234.5`, `−0.4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10i128.pow(u32::from(self.places));
        if self.units < 0 {
            f.write_str("\u{2212}")?;
        }
        f.write_str(&grouped(self.units.abs() / scale))?;
        if self.places > 0 {
            write!(f, ".{:0width$}", self.units.abs() % scale, width = usize::from(self.places))?;
        }
        Ok(())
    }
}

impl Serialize for Decimal {
    /// Writes a JSON number: whole where there are no places.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match (self.places, i64::try_from(self.units)) {
            (0, Ok(whole)) => s.serialize_i64(whole),
            _ => s.serialize_f64(self.to_f64()),
        }
    }
}

/// A whole number with thousands commas and a true minus sign.
pub fn grouped(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 3);
    if value < 0 {
        out.push('\u{2212}');
    }
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A float as a spreadsheet shows it: noise beyond the 12th significant digit is dropped (`0.1 + 0.2` is `0.3`).
fn trim_float(value: f64) -> String {
    let short = value.to_string();
    if short.bytes().filter(u8::is_ascii_digit).count() <= 12 {
        return short;
    }
    let whole = value.abs().log10().floor().max(0.) as usize + 1;
    let text = format!("{value:.*}", 12usize.saturating_sub(whole));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The greatest common divisor of two numbers' sizes, at least 1.
fn common(a: i128, b: i128) -> i128 {
    gcd(a.unsigned_abs(), b.unsigned_abs()) as i128
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i128, den: i128) -> Ratio {
        Ratio::new(num, den).expect("a denominator that is not 0")
    }

    #[test]
    fn rounds_half_away_from_zero_and_never_prints_minus_zero() {
        assert_eq!(ratio(25, 100).round(1).to_string(), "0.3");
        assert_eq!(ratio(-25, 100).round(1).to_string(), "\u{2212}0.3");
        assert_eq!(ratio(-4, 100).round(1).to_string(), "0.0");
        assert_eq!(ratio(12_345_678, 10).round(1).to_string(), "1,234,567.8");
        assert_eq!(ratio(-5, 2).round(0).to_string(), "\u{2212}3");
        assert_eq!(ratio(1999, 1000).round(1).to_string(), "2.0");
    }

    #[test]
    fn reads_decimals_exactly() {
        assert_eq!(Ratio::parse("36.1"), Some(ratio(361, 10)));
        assert_eq!(Ratio::parse("1,234"), Some(ratio(1234, 1)));
        assert_eq!(Ratio::parse("\u{2212}.5"), Some(ratio(-1, 2)));
        assert_eq!(Ratio::from_f64(31.5), Some(ratio(63, 2)));
        assert_eq!(Ratio::from_f64(0.1 + 0.2), Some(ratio(3, 10)));
        assert_eq!(Ratio::from_f64(1105.0), Some(ratio(1105, 1)));
        for text in ["", ".", "1.2.3", "n/a", "1e5", "--1"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
        assert_eq!([f64::NAN, 1e12, -1e12, 1e-12].map(Ratio::from_f64), [None; 4]);
    }

    #[test]
    fn compares_and_calculates_exactly() {
        assert!(ratio(1, 3) < ratio(34, 100) && ratio(-1, 2) < ratio(0, 5));
        assert_eq!(ratio(2, 4), ratio(-1, -2));
        assert_eq!(ratio(1, 3).plus(ratio(1, 6)), Some(ratio(1, 2)));
        assert_eq!(ratio(1, 3).minus(ratio(1, 3)), Some(Ratio::whole(0)));
        assert_eq!(ratio(1, 3).over(ratio(0, 1)), None);
        assert_eq!(ratio(2, 3).over(ratio(4, 3)), Some(ratio(1, 2)));
    }

    #[test]
    fn what_is_too_long_is_none_and_never_wrong() {
        let long = Ratio::parse("999999999999.999999999999").expect("a number");
        let short = Ratio::parse("0.000000000007").expect("a number");
        let percent = |a: Ratio, b: Ratio| Some(a.minus(b)?.times(Ratio::whole(100))?.over(b)?.round(1).to_string());
        assert_eq!(percent(short, long), Some("\u{2212}100.0".into()));
        assert_eq!(percent(long, long), Some("0.0".into()));
        assert_eq!((percent(long, short), long.times(long)), (None, None));
        assert_eq!([1, -1].map(|sign| Ratio::new(sign * LARGEST, 1)), [None, None]);
        assert_eq!([i128::MAX, i128::MIN].map(|den| Ratio::new(7, den)), [None, None]);
        assert_eq!(Ratio::new(i128::MIN, i128::MIN), None);
    }

    #[test]
    fn a_count_is_as_large_as_one_can_be_meant() {
        assert_eq!([-1, 0, 10_000_000, 10_000_001].map(Count::new), [None, Some(Count(0)), Some(Count::MOST), None]);
    }

    proptest::proptest! {
        /// Fractions as long as they can be are compared and rounded as those of a few digits are by multiplying.
        #[test]
        fn the_longest_fractions_keep_their_order(a in -LARGEST..LARGEST, b in 1..FINEST, c in -9_i128..9, d in 1_i128..9) {
            let (long, short) = (Ratio::new(a, b), ratio(c, d));
            if let Some(long) = long {
                let whole = long.minus(short).map(|difference| difference.num.cmp(&0));
                proptest::prop_assert!(whole.is_none_or(|order| order == long.cmp(&short)));
                proptest::prop_assert_eq!(long.cmp(&short), short.cmp(&long).reverse());
                proptest::prop_assert!((long.round(12).to_f64() - long.to_f64()).abs() <= 1e-9 * long.to_f64().abs() + 1e-12);
            }
            proptest::prop_assert_eq!(ratio(c, d).cmp(&ratio(d, 7)), (c * 7).cmp(&(d * d)));
        }
    }

    #[test]
    fn prints_counts_and_changes() {
        assert_eq!(Count(1_234_567).to_string(), "1,234,567");
        assert_eq!([Change(109), Change(-1047), Change(0)].map(|c| c.to_string()), ["+109", "\u{2212}1,047", "0"]);
        assert_eq!(serde_json::to_string(&ratio(43, 1).round(1)).ok(), Some("43.0".into()));
        assert_eq!(serde_json::to_string(&ratio(-314, 1).round(0)).ok(), Some("-314".into()));
    }
}
